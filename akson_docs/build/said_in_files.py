"""What is redacted in a file of one meeting, and said in one that another meeting gives out; and whether that one is
another version of it.

No file is read for each phrase: a sketch of each is remembered, by what it holds, and tells which may say it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from akson_docs.build import cache
from akson_docs.build.meeting_versions import digest
from akson_docs.rules.scan import file_leaks, file_sketches
from akson_docs.rules.scan.file_sketches import FileSketch


@dataclass(frozen=True)
class SearchedFile:
    """A file that may say something."""

    digest: str
    """Of what it holds."""
    name: str
    read: Callable[[], bytes]
    """Its bytes. May raise OSError."""


@dataclass
class FilesSearched:
    """What is known of what files say."""

    memory: str
    """The folder of the build's memory."""
    sketches: dict[str, str] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    """On which page a file says a phrase, by both: 0 where it is on none, and -1 where it does not say it."""
    used: set[str] = field(default_factory=set)
    is_new: bool = False

    def __post_init__(self) -> None:
        known = cache.said(self.memory)
        self.sketches, self.pages = dict(known.get("sketches", {})), dict(known.get("pages", {}))

    def sketch(self, file: SearchedFile) -> FileSketch:
        """What a file says, about; of one that is too large, or is gone, nothing."""
        known = f"{file.digest} {file.name.rpartition('.')[2].lower()}"
        self.used.add(known)
        if known not in self.sketches:
            try:
                data = file.read()
            except OSError:
                return FileSketch(0)
            self.sketches[known] = file_sketches.of_file(file.name, data).to_text()
            self.is_new = True
        return FileSketch.from_text(self.sketches[known])

    def says(self, file: SearchedFile, phrases: Iterable[str]) -> dict[str, int]:
        """Which of some phrases a file says, each with the first page that does, or 0."""
        sketch, found = self.sketch(file), {}
        for phrase in phrases:
            if sketch.may_say(phrase):
                known = digest(file.digest, phrase)
                self.used.add(known)
                if known not in self.pages:
                    try:
                        said = file_leaks.leaks(file.name, file.read(), phrases=(phrase,))
                    except OSError:
                        continue
                    pages = [one.page for one in said if one.what == "phrase"]
                    self.pages[known], self.is_new = min(pages, default=-1), True
                if self.pages[known] >= 0:
                    found[phrase] = self.pages[known]
        return found

    def remember(self) -> None:
        """Writes down what is new, without what nobody asked for; where that cannot be, it is searched again."""
        if self.is_new:
            kept = ({name: held for name, held in some.items() if name in self.used} for some in self._both)
            with contextlib.suppress(OSError):
                cache.save_said(self.memory, dict(zip(("sketches", "pages"), kept, strict=True)))

    @property
    def _both(self) -> tuple[dict[str, str], dict[str, int]]:
        return self.sketches, self.pages
