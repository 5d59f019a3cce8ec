"""What a file says beside what one sees of it, and who is in it: bytes of an attachment or a picture → leaks.

What lies in files is said by the modules for each kind of them (see `file_contents`); what a personal number is, by
`personal_numbers`. Here the two meet. Nothing is raised for what a file can be, and what was not searched is said.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from akson_docs.pdf.blackout.phrases import Searched
from akson_docs.rules.scan.file_contents import (
    MARKED_UP,
    OFFICE,
    PICTURES,
    FileNote,
    FilePlace,
    FileRoom,
    FileSays,
    FileText,
    NoteKind,
    bare,
)
from akson_docs.sources import personal_numbers
from akson_docs.sources.personal_numbers import PersonalDetail, PersonalKind

LeakKind = PersonalKind | Literal["name", "phrase"] | NoteKind
"""Something personal in its text; a name or a phrase that is looked for; something beside its text, or why it was not
searched."""
Holds = Callable[[str], bool]
"""Whether a text holds a name that is looked for."""

LARGEST = 50_000_000
"""Bytes of a file, and of what is unpacked of it, that are looked at."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something in a file that its readers may not be meant to have."""

    what: LeakKind
    page: int = 0
    """The page, from 1; 0 for the file as a whole."""
    line: int = 0
    """In a file of plain text, the line from 1; else 0."""
    column: int = 0
    masked: str = ""
    """What is personal, masked; of hidden text the first words."""
    place: FilePlace = "text"
    """Where in the file it stands."""
    part: str = ""
    """Of a file that holds others: the one that it stands in."""
    phrase: int = 0
    """Which it is, from 1, of the phrases that are looked for."""


def leaks(name: str, data: bytes, holds: Holds = lambda text: False, phrases: Sequence[str] = ()) -> tuple[Leak, ...]:
    """What a file's readers may not be meant to have, each kind once a page; of names those that a text `holds`, in
    what one sees of the file and in what it says of itself; and where it says `phrases`."""
    if len(data) > LARGEST:
        return (Leak("size"),)
    said = tuple(_look(name, data, FileRoom(_look, LARGEST)))
    return (*_found(said, data, holds), *(_phrases(said, data, phrases) if phrases else ()))


def words(name: str, data: bytes) -> Iterator[str]:
    """All that a file says: text after text, and as a machine may read it. Nothing of one that is too large."""
    if len(data) <= LARGEST:
        said = (one for one in _look(name, data, FileRoom(_look, LARGEST)) if isinstance(one, FileText))
        yield from (one.said for one in said if not one.is_bare)


def _phrases(said: Iterable[FileSays], data: bytes, phrases: Sequence[str]) -> tuple[Leak, ...]:
    """Where a file says phrases, each once a page: in one text, over the pages, and however they are broken there."""
    texts = [one for one in said if isinstance(one, FileText)]
    pages = [one for one in texts if one.place == "text" and not one.part]
    starts = list(itertools.accumulate((len(one.said) + 1 for one in pages), initial=0))
    whole = Searched("\n".join(one.said for one in pages))
    parts = {one.part for one in said if one.part}
    found: dict[Leak, None] = {}
    read = [(one, {one.said, "\n".join("\n".join(row) for row in one.rows)}) for one in texts]
    for number, phrase in enumerate(phrases, 1):
        for start, _ in whole.finds(phrase):
            page = pages[bisect_right(starts, start) - 1].page
            found[Leak("phrase", page, phrase=number)] = None
        for one, said_so in read:
            if any(Searched(said).says(phrase) for said in said_so) or (
                one.place == "link" and Searched.name(one.said).says(phrase)
            ):
                found[Leak("phrase", one.page, phrase=number)] = None
        if any(Searched.name(part).says(phrase) for part in parts):
            found[Leak("phrase", phrase=number)] = None
    if b"%PDF-" in data[:1024]:
        found |= dict.fromkeys(_on_pages(data, phrases))
    return tuple(found)


def _on_pages(data: bytes, phrases: Sequence[str]) -> Iterator[Leak]:
    """Where the pages of a PDF say phrases, and those on which they may be seen and are not found."""
    import pikepdf
    import pypdfium2

    from akson_docs.pdf.attachments import endless_pages
    from akson_docs.pdf.blackout import blackout, drawn_letters, shown_pages
    from akson_docs.pdf.blackout.said_pages import SaidPages

    if endless_pages.are_in(data):
        return
    try:
        said = SaidPages(tuple(shown_pages.texts(drawn_letters.without_spoken(data))))
        unsearched = tuple(number for number, code in blackout.unsearched(data, said.pages) if code.severity == "error")
    except (pikepdf.PdfError, pikepdf.PasswordError, pypdfium2.PdfiumError, OSError, ValueError):
        return  # it cannot be read as pages, and that is told
    yield from (Leak("scan", number) for number in unsearched)
    for number, phrase in enumerate(phrases, 1):
        yield from (Leak("phrase", said.page(one[0][0]) + 1, phrase=number) for one in said.finds(phrase))


def in_paper(
    pdf: bytes | str, attached: Collection[int] = (), *, are_searched: bool = False, phrases: Sequence[str] = ()
) -> tuple[Leak, ...]:
    """The identity numbers in a paper as it is published, in memory or where it lies, and where it says `phrases`: on
    its pages, and in every string of it. Those of its pages that say what an attachment says are not read again where
    attachments `are_searched`."""
    from akson_docs.rules.scan import pdf_contents

    without = attached if are_searched else ()
    said = tuple(pdf_contents.of_paper(pdf, FileRoom(_look, LARGEST), without))
    found = _found(said, b"", lambda text: False)
    return (*(one for one in found if one.what == "identity"), *(_phrases(said, b"", phrases) if phrases else ()))


def is_whole(found: Iterable[Leak]) -> bool:
    """Whether all that a file says was searched, by what was found in it."""
    return not any(one.what in ("unread", "size", "kind") for one in found)


def _found(contents: Iterable[FileSays], data: bytes, holds: Holds) -> tuple[Leak, ...]:
    said = tuple(contents)
    lines = _Lines(data)
    found: dict[Leak, None] = {}
    known: set[str] = set()
    # What says something again is last, and of that what is but bytes.
    texts = (one for one in said if isinstance(one, FileText))
    for one in sorted(texts, key=lambda one: (one.is_echo, one.is_echo and one.is_bare)):
        for row, column, detail in _numbers(one):
            if one.is_echo and detail.digits in known:
                continue
            known.add(detail.digits)
            line = lines.place(one, row, column, detail) if one.starts else (0, 0)
            found[Leak(detail.kind, one.page, *line, detail.masked, one.place, _sayable(one.part))] = None
        if holds(one.said):
            found[Leak("name", one.page, place=one.place, part="" if holds(one.part) else _sayable(one.part))] = None
    for note in said:
        if isinstance(note, FileNote):
            part, words = ("" if holds(text) else text for text in (note.part, note.words))
            found[Leak(note.what, note.page, masked=_first_words(words), part=_sayable(part))] = None
    return _fewer(found)


def _sayable(part: str) -> str:
    """What a part of a file is called, as it may be said where others read along: its end, without numbers."""
    for one in (*personal_numbers.finds(part), *personal_numbers.in_one_piece(part)):
        part = part.replace(part[one.start : one.end], "*" * (one.end - one.start))
    return part if len(part) <= MOST_SAID else f"…{part[-MOST_SAID:]}"


def _first_words(text: str) -> str:
    """The first words of something that nobody sees, without numbers: enough to find it, and no more for whoever reads
    along."""
    words = re.sub(r"\d", "*", " ".join(text.split()[:3]))
    return words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}…"


MOST_WORDS = 30
"""Letters of hidden words that are said."""
MOST_SAID = 80
"""Letters of the name of a part that are said."""


def is_looked_at(name: str) -> bool:
    """Whether it is known what to look for in a file, by its name."""
    known = ("pdf", "zip", *OFFICE, *PICTURES, *_TEXTS)
    return name.rpartition(".")[2].lower() in known


_TEXTS = ("txt", "csv", "tsv", "md", "json", "ics", "vcf", "rtf", "eml", *MARKED_UP)
_OLD = b"\xd0\xcf\x11\xe0"
"""How the files of old office programs begin, and those of new ones that have a password."""


def _look(name: str, data: bytes, room: FileRoom) -> Iterator[FileSays]:
    """What a file says, and that not all of it can be read where that is so."""
    try:
        yield from _read(name, data, room)
    except Exception:  # the bytes are anybody's, and whatever they break, the author is told of it
        yield from bare(data)
        yield FileNote("unread")


def _read(name: str, data: bytes, room: FileRoom) -> Iterator[FileSays]:
    """What a file says: by what it is, and by what its name says where that cannot be told."""
    # Each kind is slow to load, and most meetings have few of them.
    ending = name.rpartition(".")[2].lower()
    if b"%PDF-" in data[:1024] or ending == "pdf":
        from akson_docs.rules.scan import pdf_contents

        yield from pdf_contents.says(data, room)
    elif data.startswith(_OLD):
        yield from bare(data)
        yield FileNote("unread" if ending in OFFICE else "kind")
    elif data.startswith(b"PK") or ending in OFFICE:
        from akson_docs.rules.scan import zip_contents

        yield from zip_contents.says(name, data, room)
    elif _is_picture(data) or ending in PICTURES:
        from akson_docs.rules.scan import picture_contents

        yield from picture_contents.says(data, room)
    else:
        from akson_docs.rules.scan import plain_contents

        yield from plain_contents.says(name, data, room)


def _is_picture(data: bytes) -> bool:
    """Whether bytes begin as a picture does."""
    return data.startswith(_PICTURED) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:8] == b"ftyp"


_PICTURED = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")


def _numbers(one: FileText) -> Iterator[tuple[int, int, PersonalDetail]]:
    if not one.is_bare:
        yield from personal_numbers.in_rows(one.rows)
        return
    for row, cells in enumerate(one.rows):
        for column, cell in enumerate(cells):
            yield from ((row, column, found) for found in personal_numbers.in_one_piece(cell))


def _fewer(found: Iterable[Leak]) -> tuple[Leak, ...]:
    """What is to be told: of what was not searched, and of names, each kind once, with its first page."""
    first: dict[tuple[object, ...], Leak] = {}
    for one in found:
        key: tuple[object, ...] = (one,)
        if one.what in ("name", "unread", "size"):
            key = (one.what, one.page)
        elif one.what in _ONCE:
            key = (one.what,)
        first.setdefault(key, one)
    return tuple(first.values())


_ONCE = ("hidden", "scan", "letters", "kind", "thumbnail", "rounded", "author", "place", "serial")


class _Lines:
    """Where lines begin in a file that is text, worked out when it is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._text = ""
        self._starts: Sequence[int] = ()

    def place(self, said: FileText, row: int, column: int, found: PersonalDetail) -> tuple[int, int]:
        """The line and the column, from 1, of something found in a cell."""
        if not self._starts:
            from akson_docs.rules.scan import plain_contents

            text = plain_contents.decoded(self._data) or ""
            self._text = text.replace("\r\n", "\n").replace("\r", "\n")
            self._starts = [0, *(one.end() for one in re.finditer("\n", self._text))]
        at = said.starts[row][column] if row < len(said.starts) and column < len(said.starts[row]) else 0
        cell = said.rows[row][column]
        written = cell[found.start : found.end]
        if self._text.startswith(cell, at):
            at += found.start
        elif written and (there := self._text.find(written, at)) >= 0:
            at = there
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1
