"""What the archive says, for the commands that write new files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from akson_docs.actions.source_reader import Progress, Reading, errors_of, read_sources
from akson_docs.build.request import Request
from akson_docs.diagnostics import Diagnostic
from akson_docs.sources.layout import MeetingKey

if TYPE_CHECKING:
    from akson_docs.meetings.cards import MeetingCard
    from akson_docs.model.documents import Board


class SourceArchive:
    """The boards and meetings as they are now, for whoever starts another one. Raises OSError."""

    def __init__(self, request: Request, reading: Reading) -> None:
        self._request, self._reading = request, reading

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the sources."""
        return errors_of(self._reading)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is said of the sources."""
        return self._reading.diagnostics

    @property
    def today(self) -> date:
        """The day that it is read for."""
        return self._reading.index.today

    @property
    def boards(self) -> Mapping[str, Board]:
        """The boards, by their ids."""
        return self._reading.index.boards

    @property
    def keys(self) -> tuple[MeetingKey, ...]:
        """Which meetings there are."""
        return tuple(self._reading.index.records)

    @property
    def language(self) -> str:
        """The site's language."""
        return self._reading.index.site.language if self._reading.index.site else "nb"

    def cards(self, board: str) -> tuple[MeetingCard, ...]:
        """The full cards of a board's meetings."""
        records = self._reading.index.records.items()
        return tuple(record.full.card for key, record in records if key.board == board and record.full)

    def said(self, path: str) -> dict[str, Any]:
        """What a file says, by its path from the root, with items of files of their own in their place."""
        from akson_docs.sources.format import editing

        held: dict[str, Any] = editing.said(self._reading.snapshot.read(path).decode())
        folder = path.rpartition("/")[0]
        if isinstance(held.get("items"), list):
            held["items"] = [
                self.said(f"{folder}/{row['file']}") if "file" in row and "title" not in row else row
                for row in held["items"]
            ]
        return held

    def text(self, path: str) -> str:
        """What a file holds, by its path from the root. Raises OSError."""
        return self._reading.snapshot.read(path).decode()

    def file(self, path: str) -> bytes | None:
        """What a file holds, by its path from the root; None where there is none of that name. Raises OSError."""
        return self._reading.snapshot.read(path) if path in self._reading.snapshot.stamps else None

    def is_sent(self, key: MeetingKey) -> bool:
        """Whether something was sent of a meeting's papers."""
        return bool(self._reading.index.dispatches(key))

    def with_files(self, files: Mapping[str, bytes | None]) -> SourceArchive:
        """The archive as it would be with these files, by their paths from the root; None for one that is gone then."""
        snapshot = self._reading.snapshot.with_files(files)
        return SourceArchive(
            self._request, read_sources(self._request, Progress(), before=self._reading, snapshot=snapshot)
        )


def archived(request: Request) -> SourceArchive:
    """The archive as it is now. Raises OSError."""
    return SourceArchive(request, read_sources(request, Progress()))
