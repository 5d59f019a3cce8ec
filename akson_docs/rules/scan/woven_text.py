"""Text that is cut by tags, put together: what is cut within a line is one text; what stands in a row of a table is a
row of cells; what stands in tags is told by itself.

Nobody here knows where elements come from: those who read XML and HTML say when one begins, ends, and has text.
"""

from __future__ import annotations

import base64
import binascii
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from akson_docs.rules.scan.file_contents import FileNote, FilePlace, FileSays, FileText

_JOINING = frozenset(
    {
        *("r", "t", "span", "a", "b", "i", "u", "em", "strong", "tspan", "textpath", "ins", "del", "deltext", "font"),
        *("hyperlink", "small", "sub", "sup", "mark", "code", "s", "strike", "abbr", "smarttag", "sdt", "sdtcontent"),
        *(
            "v",
            "is",
            "movefrom",
            "moveto",
            "kbd",
            "q",
            "cite",
            "dfn",
            "bdo",
            "var",
            "samp",
            "tt",
            "nobr",
            "wbr",
            "fldsimple",
        ),
    }
)
"""Elements that cut a text without ending it, by their names without name spaces, in small letters."""
_BREAKING = frozenset(
    {
        *("p", "h", "si", "comment", "annotation", "title", "desc", "text", "li", "div", "dt", "dd", "option", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption", "blockquote", "section", "article", "body"),
        *("header", "footer", "list-item", "shape", "frame", "sp"),
    }
)
_TABLES = frozenset(("tbl", "table", "sheetdata", "numcache", "strcache"))
_ROWS = frozenset(("tr", "row", "table-row"))
_CELLS = frozenset(("tc", "td", "th", "c", "table-cell", "covered-table-cell", "pt"))
_ENDING = _TABLES | _ROWS | _BREAKING
_HOLDING = _JOINING | _BREAKING | _CELLS
_GAPS = frozenset(("tab", "br", "cr", "line-break"))
_ASIDE = frozenset(("instrtext", "f", "script", "style"))
"""What is for programs."""
_GEOMETRY = re.compile(
    r"(?:matrix|translate|scale|rotate|skew[XY]|rgba?|[MmLlHhVvCcSsQqTtAaZzXxNnFfEe\d\s.,;:+()@#%-])*+"
)
_FOUR_NUMBERS = re.compile(r"(?:\d+\D+){3}\d")
_SIX_DIGITS = re.compile(r"\d(?:\D{0,4}\d){5}")
_WORDS = re.compile(r"[Dd]iagnos|DIAGNOS|ICD|ICPC|[Pp]ass|HPR|url\(")
"""Words beside which fewer digits are something personal, and what has a file in it."""
_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?[^,\s\"')]{0,100},([^\s\"')]{40,})")
MOST_SHARED = 100
"""Letters of a string that cells of a workbook name, to be seen beside others."""
MOST_CELLS = 2_000_000
"""Pieces of text that one file of marked-up text is cut into."""


@dataclass
class _WovenRow:
    cells: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


class Weave:
    """Puts together the pieces between tags."""

    def __init__(self, shared: Sequence[str] = ()) -> None:
        """`shared` are the strings of a workbook that its cells name by their numbers."""
        self._shared = shared
        self._rows = [_WovenRow()]
        """Those that are open: the first is all that stands in no table."""
        self._tables: list[list[_WovenRow]] = [[]]
        """Those that are open; the first has rows without a table."""
        self._closed: list[list[_WovenRow]] = []
        self._open: list[str] = []
        self._piece: list[str] = []
        self._at = self._own = self._count = 0
        self._by_number = False
        self._aside: list[str] = []
        self._values: list[tuple[str, int]] = []
        """What stands in tags, and what is for programs, with where it stands."""
        self._words: dict[str, None] = {}

    def opens(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        """An element begins."""
        tag = plainly(name)
        self._open.append(tag)
        for value in attributes.values():
            if len(value) > 2:
                self._sets_down(value, at)
        if tag == "c":
            self._by_number = attributes.get("t") == "s"
            self._pads(attributes.get("r", ""))
        if tag in _GAPS or (tag == "s" and name != "s"):
            self._piece.append(" ")
        elif tag in _ENDING:
            self._breaks()
        if tag in _TABLES:
            self._tables.append([])
        elif tag in _ROWS:
            self._rows.append(_WovenRow())

    def closes(self, name: str) -> None:
        """An element ends, and all that was begun in it; one that never began is none."""
        tag = plainly(name)
        if tag not in self._open:
            return
        while self._open[-1] != tag:
            self.closes(self._open[-1])
        if tag in _CELLS:
            self._ends()
            self._by_number = False
        elif tag in _ENDING or self._own == len(self._open):
            self._breaks()
        if tag in _ROWS and len(self._rows) > 1:
            self._tables[-1].append(self._rows.pop())
        elif tag in _TABLES and len(self._tables) > 1:
            self._closed.append(self._tables.pop())
        if tag in ("p", "script", "style") or len(self._open) < 2:
            self._sets_down("".join(self._aside), self._at)
            self._aside = []
        self._open.pop()

    def begins_anew(self, *tags: str) -> None:
        """A cell or a row begins where another has not ended: HTML does without the end."""
        within = next((tag for tag in reversed(self._open) if tag in ("td", "th", "tr", "table")), "")
        if within in tags:
            self.closes(within)
            self.begins_anew(*tags)

    def says(self, text: str, at: int) -> None:
        """There is text."""
        within = self._open[-1] if self._open else ""
        if "fld" in self._open[-4:]:
            return  # what a program counts: the number of a page
        if within in _ASIDE:
            self._aside.append(text)
            return
        if self._by_number and within == "v" and text.strip().isdecimal():
            number = int(text)
            text = self._shared[number] if number < len(self._shared) else ""
            if len(text) > MOST_SHARED:
                return  # it is searched where it lies
        is_loose = within not in _HOLDING
        if not text.strip() and (is_loose or not self._piece):
            return
        if is_loose and self._own != len(self._open):
            self._breaks()
            self._own = len(self._open)
        if not self._piece:
            self._at = at + len(text) - len(text.lstrip())
        self._piece.append(text)

    def notes(self, text: str, at: int) -> None:
        """There is a comment, or an instruction."""
        self._sets_down(text, at)

    def _sets_down(self, value: str, at: int) -> None:
        if len(value) < 3 or (value.isdecimal() and len(value) < 9):
            return
        self._words[value] = None
        if (len(value) > 5 and _SIX_DIGITS.search(value)) or _WORDS.search(value) or value.startswith("data:"):
            self._values.append((value, at))

    def _pads(self, reference: str) -> None:
        """Cells that a sheet leaves out are empty ones."""
        column = 0
        for letter in re.match(r"[A-Z]{0,3}", reference)[0]:  # type: ignore[index]
            column = column * 26 + ord(letter) - 64
        row = self._rows[-1]
        missing = column - 1 - len(row.cells)
        if len(self._rows) > 1 and 0 < missing < 400:
            row.cells += [""] * missing
            row.starts += [0] * missing

    def _breaks(self) -> None:
        """A piece of text ends; within a cell it goes on in another line."""
        self._own = 0
        if len(self._rows) > 1 and not _CELLS.isdisjoint(self._open[-12:]):
            if self._piece and self._piece[-1] != "\n":
                self._piece.append("\n")
        elif self._piece:
            self._ends()

    def _ends(self) -> None:
        text = "".join(self._piece).strip()
        if (text or len(self._rows) > 1) and self._count < MOST_CELLS:
            self._rows[-1].cells.append(text)
            self._rows[-1].starts.append(self._at)
            self._count += 1
        self._piece = []

    def contents(self, place: FilePlace = "text", with_starts: bool = False) -> Iterator[FileSays]:
        """What was said, all of it being read."""
        self._ends()
        self._sets_down("".join(self._aside), self._at)
        for table in (self._rows, *self._tables, *self._closed):
            rows = tuple(tuple(row.cells) for row in table)
            if any(rows):
                yield FileText(rows, place, starts=tuple(tuple(row.starts) for row in table) if with_starts else ())
        drawn = [_is_geometry(value) for value, _ in self._values]
        for is_bare in (False, True):
            held = [one for one, geometry in zip(self._values, drawn, strict=True) if geometry is is_bare]
            words = " \n".join(self._words) if not is_bare else ""
            if held or words:
                starts = tuple((at,) for _, at in held) if with_starts else ()
                rows = tuple((value,) for value, _ in held)
                yield FileText(rows, place, starts=starts, is_bare=is_bare, words=words or " ")
        if self._count >= MOST_CELLS:
            yield FileNote("size")

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The files that lie in addresses: (a name, the bytes)."""
        for value, _ in self._values:
            for found in _DATA.finditer(value):
                kind = (found[1] or "text/plain").partition("/")[2].partition("+")[0].lower()
                held = unquote_to_bytes(found[2])
                if "base64" in value[found.start() : found.start(2)]:
                    try:
                        held = base64.b64decode(held + b"=" * (-len(held) % 4))
                    except (binascii.Error, ValueError):
                        continue
                yield f"data.{kind}", held


@functools.lru_cache(maxsize=4096)
def plainly(name: str) -> str:
    """A name without its name space, in small letters."""
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def _is_geometry(value: str) -> bool:
    """Whether a value is a drawing's: a path, points, a matrix, where digits beside each other are numbers of their
    own."""
    return bool(_GEOMETRY.fullmatch(value) and _FOUR_NUMBERS.search(value))
