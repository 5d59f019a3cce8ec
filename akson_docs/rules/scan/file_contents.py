"""What files say, as values: every string that lies in one with its place, and what else is to be told of it.

The modules beside this one look into a kind of file each (`pdf_contents`, `zip_contents`, `markup_contents`,
`plain_contents`, `picture_contents`): bytes → `FileText` and `FileNote`, nothing raised, whatever the bytes are. Files
inside files go through `FileRoom`, which has an end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

OFFICE = ("docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "pptx", "pptm", "ppsx", "potx", "odt", "ods", "odp", "odg")
MARKED_UP = ("svg", "html", "htm", "xhtml", "xml")
PICTURES = ("jpg", "jpeg", "png", "heic", "heif", "tif", "tiff", "webp", "avif", "gif", "bmp", "emf", "wmf")
"""How the names of files end, by what they are."""

FilePlace = Literal[
    "text", "field", "mark", "link", "alternative", "bookmark", "properties", "script", "former", "unseen"
]  # fmt: skip
"""Where in a file something stands: in what one reads of it; in a field of a form; in a comment or a stamp; in what a
link leads to; in what is read aloud instead of a picture; in what it says of itself; in a version that it had before;
anywhere that nobody sees."""
NoteKind = Literal[
    "comment", "change", "hidden", "note", "redaction", "author", "place", "serial",
    "unread", "size", "drawn", "kind", "rounded", "thumbnail", "scan", "letters",
]  # fmt: skip
"""What a file has beside its text, and why something of it was not searched: it cannot be opened; there is too much of
it; a page draws too much to look under; of this kind nobody knows more; numbers are rounded; a small picture of what it
was; a picture of a page; letters that no program can read."""


@dataclass(frozen=True, slots=True)
class FileText:
    """What a part of a file says, in rows of cells; what stands in no table is a row of paragraphs, or of one text."""

    rows: tuple[tuple[str, ...], ...]
    place: FilePlace = "text"
    page: int = 0
    """The page, from 1; 0 for the file as a whole."""
    part: str = ""
    """Of a file that holds others: the one that it stands in."""
    starts: tuple[tuple[int, ...], ...] = ()
    """Of a file that is text: where in it each cell begins."""
    is_bare: bool = False
    """Whether it is no text for people: numbers stand there in one piece, and anything else is none."""
    is_echo: bool = False
    """Whether it says again what other texts say, and is told only where they do not."""
    words: str = ""
    """What it says, where rows have only those of its texts that may hold a number."""

    @property
    def said(self) -> str:
        """All that it says."""
        return self.words or "\n".join("\n".join(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class FileNote:
    """Something of a file that is no text of it."""

    what: NoteKind
    page: int = 0
    part: str = ""
    words: str = ""
    """The first words of what is hidden."""


FileSays = FileText | FileNote


@dataclass
class FileRoom:
    """How much more is looked at, of a file and of all that lies in it."""

    look: Callable[[str, bytes, FileRoom], Iterator[FileSays]]
    """What a file says, by its name and its bytes."""
    left: int
    """Bytes that may still be unpacked."""
    depth: int = 4
    """Files in files that may still be opened."""
    ended: set[str] = field(default_factory=set)

    def takes(self, size: int) -> bool:
        """Whether there is room for so many bytes, which are then taken."""
        self.left -= size
        return self.left >= 0

    def inside(self, name: str, data: bytes) -> Iterator[FileSays]:
        """What a file says that lies in another."""
        if not self.depth or not self.takes(len(data)):
            yield FileNote("size", part=name)
            return
        self.depth -= 1
        try:
            for one in self.look(name, data, self):
                part = f"{name}: {one.part}" if one.part else name
                if isinstance(one, FileNote):
                    yield replace(one, part=part, page=0)
                else:
                    yield replace(one, part=part, page=0, starts=())
        finally:
            self.depth += 1


def bare(data: bytes, part: str = "") -> Iterator[FileText]:
    """The digits that stand in any bytes, as they are or in two bytes each, with what stands around them."""
    # Most bytes have no such digits, and to know that first is fast.
    alike = data.translate(_ALIKE)
    is_bare, is_wide = b"0" * 11 in alike, b"0\0" * 10 in alike
    found = [
        data[max(0, one.start() - 40) : one.end() + 40].decode("latin-1")
        for one in (_BARE.finditer(data) if is_bare else ())
    ]
    for one in _WIDE.finditer(data) if is_wide else ():
        start = one.start() % 2 + max(0, (one.start() - 40) // 2 * 2)
        found.append(data[start : one.end() + 41].replace(b"\0", b"").decode("latin-1"))
    if found:
        yield FileText(tuple((one,) for one in found), "unseen", part=part, is_bare=True, is_echo=True)


_ALIKE = bytes.maketrans(b"123456789", b"0" * 9)
"""Every digit as a 0."""
_BARE = re.compile(rb"[0-9]{11}")
_WIDE = re.compile(rb"(?:[0-9]\0){10}[0-9]")
