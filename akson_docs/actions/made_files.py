"""The files of an edition that are made of others: redacted ones, and scans in which words were read.

Where a file lies, and how many pages it has, is asked by its path, as of any other; it is made then, where it was not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from akson_docs.actions.source_reader import Reading
from akson_docs.build import cache, meeting_index, readable_scans, redacted_files
from akson_docs.build.meeting_versions import MadeFile, MeetingVersion
from akson_docs.model.documents import Meeting
from akson_docs.pdf.attachments import inspection
from akson_docs.sources.layout import MeetingKey
from akson_docs.sources.snapshots import Changed


class MadeFiles:
    """Those of one edition, by the paths that they have, or would have."""

    def __init__(
        self,
        memory: str,
        reading: Reading,
        versions: Mapping[MeetingKey, MeetingVersion | None],
        meeting: Callable[[MeetingKey], Meeting | None],
        before: MadeFiles | None = None,
    ) -> None:
        """`memory` is the folder of the build's memory, and `meeting` gives a meeting in full."""
        self._memory = memory
        self._reading = reading
        self._meeting = meeting
        self._files: dict[str, tuple[MeetingKey, MadeFile]] = {
            key.file(file.name): (key, file)
            for key, version in versions.items()
            if version is not None
            for file in version.made
        }
        self._redacted: dict[str, str] = before._redacted if before is not None else {}
        """Where in the store those lie that were redacted, by what they are made of."""
        self._page_counts: dict[str, int] = {}

    def __contains__(self, path: str) -> bool:
        return path in self._files

    @property
    def digests(self) -> dict[str, str]:
        """What stands for what each holds, by its path."""
        return {path: file.digest for path, (_, file) in self._files.items()}

    @property
    def read(self) -> frozenset[str]:
        """What stands for what those hold that are scans."""
        return frozenset(file.digest for _, file in self._files.values() if file.read_with)

    def is_read(self, path: str) -> bool:
        """Whether a file is a scan with the words that a machine read in it."""
        return path in self._files and bool(self._files[path][1].read_with)

    def page_count(self, path: str) -> int:
        """How many pages a PDF has, made or not: one that is made of another has as many as that. 0 for other files,
        and where nobody can tell."""
        key, file = self._files.get(path, (None, None))
        source = key.file(file.source) if key and file else path
        if source not in self._page_counts:
            snapshot = self._reading.snapshot
            # What lies on the disk may be too large to be held; that it stays as it is is seen to where it is copied.
            there = snapshot.real(source) if snapshot.lies(source) else ""
            is_pdf = source.lower().endswith(".pdf")
            self._page_counts[source] = inspection.page_count(there or snapshot.read(source)) if is_pdf else 0
        return self._page_counts[source]

    def is_at_hand(self, path: str) -> bool:
        """Whether a file was made."""
        _, file = self._files[path]
        if file.read_with:
            return self._reading.scans.at_hand(file) is not None
        return bool(self._redacted.get(redacted_files.of(file, self._font)))

    def of_meeting(self, key: MeetingKey, *, with_scans: bool) -> Iterator[str]:
        """Those of a meeting; reading takes long, and may be left out."""
        found = (path for path, (owner, _) in self._files.items() if owner == key)
        return (path for path in found if with_scans or not self.is_read(path))

    def remember(self, file: MadeFile, digest: str) -> None:
        """That a file was made by an earlier build, with the digest of its bytes."""
        if not file.read_with:
            self._redacted[redacted_files.of(file, self._font)] = digest

    def place(self, path: str) -> tuple[str, str]:
        """Where a file is kept, and its digest. Raises Fault where it cannot be made."""
        key, file = self._files[path]
        snapshot = self._reading.snapshot
        if file.read_with:
            return readable_scans.asked_for(self._reading.scans, file, snapshot, key)
        wanted = redacted_files.of(file, self._font)
        digest = self._redacted.get(wanted, "")
        kept = cache.find(self._memory, digest) if digest else None
        if kept is None:
            made = self._reading.index.made.get(wanted, b"")
            meeting = self._meeting(key)
            if not made and meeting is not None:
                made = redacted_files.made(snapshot, key, file, meeting, self._font)
            if not made:  # it could be made when its meeting was read
                raise Changed(snapshot.real(key.file(file.source)))
            digest = cache.put(self._memory, made)
            kept = cache.find(self._memory, digest)
            assert kept is not None
            self._redacted[wanted] = digest
        return kept, digest

    @property
    def _font(self) -> str:
        return redacted_files.font_of(meeting_index.fonts(self._reading.snapshot))
