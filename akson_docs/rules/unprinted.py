"""What an author wrote in a text and no reader sees: what Markdown takes for markup of its own, and drops.

A text is read once more with the reader that prints it (`markdown_reader`), which now says what it took from it:
definitions of links, titles, names of links, cells that a table's head has no column for. Every letter that was written
is then printed, or among those; what is neither is hidden in a way that nobody foresaw, and is told as well.

Comments of HTML are the other way round: their author meant them to be hidden, and they are printed word for word.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from xml.etree.ElementTree import Element

from markdown import inlinepatterns
from markdown.extensions.tables import TableProcessor

from akson_docs.meetings import markdown_reader, prose

UnprintedKind = Literal["comment", "definition", "title", "link", "address", "cell", "letters"]
"""A comment or the like in HTML; a definition of a link that nothing uses; the title of a link; a link without words;
an address that is none; a cell too many; letters that are not printed for any other reason."""


@dataclass(frozen=True)
class Unprinted:
    """Something in a text that no reader sees, or that its author meant to hide."""

    what: UnprintedKind
    found: str
    """As it was written, as far as it can be told."""
    start: int
    """Where it stands in the text; -1 where that is not known."""


def comments(text: str) -> Iterator[Unprinted]:
    """Where comments and other markup begin that HTML does not show, save in code; in a line or in Markdown."""
    if "<!" in text or "<?" in text:
        for found in _UNSEEN.finditer(_without_code(text)):
            yield Unprinted("comment", found[0], found.start())


def finds(text: str) -> Iterator[Unprinted]:
    """What of a text in Markdown no reader sees, and what its author thought so of."""
    yield from comments(text)
    if "[" not in text and "|" not in text:
        return  # nothing else makes Markdown drop a word
    reader = _reader()
    printed = _visible(_TAG.sub(" ", reader.convert(text)))
    taken = reader.taken
    found = [*_definitions(taken), *taken.found]
    yield from (Unprinted(what, said, _place(said, what, text)) for what, said in found)
    missing = _letters(_visible(text, whole=False)) - _letters(printed) - _letters(" ".join(taken.known))
    marks = (pattern.findall(text) for pattern in (_NUMBER, _TICKS_OFF, _SPOKEN))
    missing -= _letters(" ".join(itertools.chain.from_iterable(marks)))
    if missing and not found:
        word = _missing_word(text, " ".join((printed, *taken.known)))
        yield Unprinted("letters", word, text.find(word))


_UNSEEN = re.compile(r"(?<!\\)<(?:!--|!\[|![A-Za-z]|\?[A-Za-z])")
_TICKS = re.compile("`+")
_MOST = 80
"""Characters of something that are looked for in the text."""
_TAG = re.compile(r"<[^<>]*>")
_NUMBER = re.compile(r"^[ \t>*+-]*(?:\d+[.)][ \t>*+-]*)+", re.MULTILINE)
_SPOKEN = re.compile(r"\]\{lang=[\w-]+\}")
_TICKS_OFF = re.compile(r"^[ \t>*+\-\d.)]*[*+.)-][ \t]+\[[xX]\](?= )", re.MULTILINE)
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot)|#(?:(\d{1,7})|[xX]([\da-fA-F]{1,6})));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}
_HELD = re.compile("\x02(\\d+)\x03")
"""How the library keeps a sign that a backslash stands before."""


@dataclass
class _Taken:
    """What a reader took from a text without printing it."""

    known: list[str] = field(default_factory=list)
    """What is markup: addresses, and the names that links go by."""
    found: list[tuple[UnprintedKind, str]] = field(default_factory=list)
    defined: list[tuple[str, str, str]] = field(default_factory=list)
    """(name, address, title) of each definition of a link."""
    used: set[str] = field(default_factory=set)
    """The names of those that a link goes by."""


class _References(dict[str, tuple[str, str]]):
    """The definitions of links, which say when they are made and asked for."""

    def __init__(self, taken: _Taken) -> None:
        super().__init__()
        self.taken = taken

    def __setitem__(self, name: str, held: tuple[str, str]) -> None:
        self.taken.defined.append((name, held[0], held[1] or ""))  # one without a title has None
        super().__setitem__(name, held)

    def __getitem__(self, name: str) -> tuple[str, str]:
        self.taken.used.add(name)
        return super().__getitem__(name)


class _UnprintedReader(markdown_reader.MarkdownReader):
    taken: _Taken


class _LinkFinder(inlinepatterns.LinkInlineProcessor):
    md: _UnprintedReader

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802
        href, title, end, handled = super().getLink(data, index)
        if handled:
            self.md.taken.known += [_HELD.sub(_sign, href), _HELD.sub(_sign, title or "")]
            if title and title.strip():
                self.md.taken.found.append(("title", _HELD.sub(_sign, title)))
            elif re.search(r"\s", href.strip()):
                self.md.taken.found.append(("address", _HELD.sub(_sign, href)))
        return href, title, end, handled

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        element, start, end = super().handleMatch(m, data)
        if isinstance(element, Element) and not (element.text or "").strip():
            self.md.taken.found.append(("link", _HELD.sub(_sign, element.get("href", ""))))
        return element, start, end


class _ByName(inlinepatterns.ReferenceInlineProcessor):
    md: _UnprintedReader
    said = ""

    def evalId(self, data: str, index: int, text: str) -> tuple[str | None, int, bool]:  # noqa: N802
        name, end, handled = super().evalId(data, index, text)
        self.said = data[index:end]
        return name, end, handled

    def makeTag(self, href: str, title: str, text: str) -> Any:  # noqa: N802
        self.md.taken.known.append(_HELD.sub(_sign, self.said))
        if not text.strip():
            self.md.taken.found.append(("link", href))
        return super().makeTag(href, title, text)


class _TableFinder(TableProcessor):
    taken: _Taken

    def run(self, parent: Any, blocks: list[str]) -> None:
        """Sets a table, and says what of each row comes after the last cell that the head has a column for."""
        head, _, *rows = blocks[0].split("\n")
        super().run(parent, blocks)
        for row, cells in zip((head, *rows), parent[-1].iter("tr"), strict=False):
            end = 0
            for cell in cells:
                end = max(row.find(cell.text or "", end), end) + len(cell.text or "")
            left = row[end:].strip(" |")
            self.taken.known.append(left)
            if left:
                self.taken.found.append(("cell", left))


def _reader() -> _UnprintedReader:
    """The reader that prints, made to say what it takes."""
    made, taken = markdown_reader.reader(), _Taken()
    made.__class__ = _UnprintedReader
    assert isinstance(made, _UnprintedReader)
    made.taken, made.references = taken, _References(taken)
    made.instead("link", _LinkFinder(inlinepatterns.LINK_RE, made))
    made.instead("reference", _ByName(inlinepatterns.REFERENCE_RE, made))
    table = _TableFinder(made.parser, {"use_align_attribute": False})
    table.taken = taken
    made.instead("table", table)
    return made


def _definitions(taken: _Taken) -> Iterator[tuple[UnprintedKind, str]]:
    """What definitions of links hold beside where links lead."""
    last = {name: place for place, (name, _, _) in enumerate(taken.defined)}
    for place, (name, address, title) in enumerate(taken.defined):
        taken.known += [name, address, title]
        if name not in taken.used or last[name] != place:
            yield "definition", f"[{name}]:"
        elif title.strip():
            yield "title", title
        elif not prose.leads(markdown_reader.reader(), f"[x](<{address}>)"):
            yield "address", address


def _without_code(text: str) -> str:
    """A text with signs that stand for none where it has code between backticks; each place is the same."""
    ticks = list(_TICKS.finditer(text))
    closing: dict[int, int] = {}
    ends: dict[int, int] = {}  # of each run of backticks, by its number, that of the next as long
    for number in range(len(ticks) - 1, -1, -1):
        length = len(ticks[number][0])
        if length in closing:
            ends[number] = closing[length]
        closing[length] = number
    made, start, number = [], 0, 0
    while number < len(ticks):
        if number not in ends or text[max(0, ticks[number].start() - 1)] == "\\":
            number += 1
            continue
        first, last = ticks[number], ticks[ends[number]]
        made += [text[start : first.start()], "`" * (last.end() - first.start())]
        start, number = last.end(), ends[number] + 1
    return "".join((*made, text[start:]))


def _sign(held: re.Match[str]) -> str:
    return chr(int(held[1]))


def _visible(text: str, whole: bool = True) -> str:
    """A text with the signs that HTML escapes as they are; as a `whole` with other numbers as signs and as written."""

    def sign(found: re.Match[str]) -> str:
        if found[1]:
            return _NAMED[str(found[1])]
        point = int(found[2]) if found[2] else int(found[3], 16)
        return found[0] + (chr(point) if whole and point < 0x110000 else "")

    return _ENTITY.sub(sign, text)


def _letters(text: str) -> Counter[str]:
    return Counter(character for character in text.lower() if character.isalnum())


def _missing_word(text: str, printed: str) -> str:
    """The first word that is written more often than it is printed; the first word where marks divide them."""
    there = Counter(re.findall(r"\w+", printed.lower()))
    words: list[str] = re.findall(r"\w+", text)
    written: Counter[str] = Counter()
    for word in words:
        written[word.lower()] += 1
        if written[word.lower()] > there[word.lower()]:
            return word
    return words[0] if words else text.strip()[:1]


def _place(said: str, what: UnprintedKind, text: str) -> int:
    """Where something stands in a text; of a title or an address that comes again, where it is one."""
    lowered, said = text.lower(), said[:_MOST]
    for before in {"title": ('"', "'", "(", ""), "link": ("](", "](<", "")}.get(what, ("",)):
        start = lowered.find(before + said.lower())
        if start >= 0:
            return start + len(before)
    spaced = _SPACES.sub(r"\\s+", re.escape(said.lower()))
    found = re.search(spaced, lowered)
    return found.start() if found else -1


_SPACES = re.compile(r"(?:\\?\s)+")
