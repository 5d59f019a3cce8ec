"""What becomes public, as the rules about that ask for it: every text with its place, and every file.

Given is the full value. A text counts that the public edition has on any day, the words that stand for withheld ones
among them; what is withheld, private or a rule's name does not.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from akson_docs.diagnostics import Span, ValuePath, locate
from akson_docs.meetings import pseudonyms, redaction, remnants
from akson_docs.meetings.pseudonyms import Hidden
from akson_docs.meetings.remnants import Left
from akson_docs.model import walk
from akson_docs.model.documents import Attachment, Board, Document, PaperPicture, Person
from akson_docs.model.slides import Grid, SlideBase
from akson_docs.model.values import LocalizedText, Text, Value
from akson_docs.rules import unprinted
from akson_docs.rules.scan import file_leaks
from akson_docs.rules.scan.file_leaks import Leak
from akson_docs.rules.unprinted import Unprinted
from akson_docs.sources import paper_pictures, personal_numbers, word_files
from akson_docs.sources.loader import Parsed
from akson_docs.sources.personal_numbers import PersonalDetail

F = TypeVar("F")
MOST_TOLD = 100
"""Of one text so much is told; whoever mends that is told the rest."""


@dataclass(frozen=True)
class Public:
    """What becomes public of a site, a board or a meeting."""

    parsed: Parsed[Any]
    read: Callable[[str], bytes]
    """The bytes of a source file, by its path."""
    leaks: Mapping[str, tuple[Leak, ...]] = field(default_factory=dict)
    """What the files that are published with it give away, by their paths."""
    hidden: Hidden | None = None
    """Of a meeting: those whom it does not name."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Of the source files, by their paths: a copy under another name is the same file."""
    phrases: tuple[str, ...] = ()
    """Of a meeting: what is redacted in files of it, and may be said nowhere else."""

    @cached_property
    def personal(self) -> tuple[tuple[Span, PersonalDetail], ...]:
        """What in its texts points at one person, each at its place."""
        assert self.parsed.value is not None
        found: dict[tuple[Span, str, str], PersonalDetail] = {}
        for said in _written(self.parsed.value):
            for nth, one in _counted(personal_numbers.finds(said.text), lambda found: found.digits):
                span = place(said.path, _same_digits(one.digits), nth, self.parsed, self.read)
                found.setdefault((span, one.kind, one.digits), one)  # a cell is found in its row as well
        return tuple((span, one) for (span, _, _), one in found.items())

    @cached_property
    def left(self) -> tuple[tuple[Span, Left], ...]:
        """What is left of names in its texts, each at its place."""
        assert self.parsed.value is not None
        value, hidden = self.parsed.value, self.hidden
        if isinstance(value, Board):
            hidden = pseudonyms.private(value)
            value = walk.rebuilt(value, _named)
        if hidden is None or hidden.is_empty:
            return ()
        found: dict[Span, Left] = {}
        for said in _written(value):
            if said.field is None or said.field.is_choice:
                continue
            for nth, one in _counted(_remnants(said, hidden), lambda left: left.key):
                found.setdefault(place(said.path, _same_name(one.key, hidden), nth, self.parsed, self.read), one)
        return tuple(found.items())

    def naming(self, hidden: Hidden) -> tuple[Span, ...]:
        """Where its texts name somebody, in words or in an address, and where a site names a logo that does."""
        assert self.parsed.value is not None
        if hidden.is_empty:
            return ()
        found: dict[Span, None] = {}
        for said in _written(self.parsed.value):
            if said.field is None or said.field.is_choice:
                continue
            says = hidden.holds(said.text) or any(one.kind == "address" for one in _remnants(said, hidden))
            if says or (said.field.name == "logo" and self._names(said.text, hidden)):
                found[self.parsed.span(said.path)] = None
        return tuple(found)

    def _names(self, file: str, hidden: Hidden) -> bool:
        """Whether a file beside it names somebody."""
        try:
            data = self.read(f"{self.parsed.file.rpartition('/')[0]}/{file}")
        except OSError:
            return False  # it is not there, and that is told
        return any(leak.what == "name" for leak in file_leaks.leaks(file, data, hidden.holds))

    @cached_property
    def unprinted(self) -> tuple[tuple[Span, Unprinted], ...]:
        """What in its texts no reader sees, or was not meant to be seen, each at its place."""
        assert self.parsed.value is not None
        found: list[tuple[Span, Unprinted]] = []
        before: Counter[tuple[ValuePath, str]] = Counter()  # one place may have texts in several languages
        for said in _written(self.parsed.value):
            path, text = said.path, said.text
            finds = (unprinted.finds if said.markdown else unprinted.comments)(text)
            here = [(one, _word(one, text)) for one in itertools.islice(finds, MOST_TOLD)]
            for one, word in here:
                nth = before[path, word] + text.count(word, 0, max(one.start, 0))
                found.append((place(path, same_words(word), nth, self.parsed, self.read), one))
            before.update({(path, word): text.count(word) for _, word in here})
        # A cell is found in its row as well.
        return tuple({(span, one.what): (span, one) for span, one in found}.values())

    @cached_property
    def files(self) -> tuple[tuple[ValuePath, str], ...]:
        """The files that are published with it, by their paths, each with the place that names it."""
        assert self.parsed.value is not None
        folder = self.parsed.file.rpartition("/")[0]
        named = files(redaction.public(self.parsed.value), ())
        return tuple((path, f"{folder}/{name}" if folder else name) for path, name in named)

    @cached_property
    def doubled(self) -> tuple[tuple[Span, Span, str], ...]:
        """The files that are withheld at one place, or redacted, and published as they are at another: (the one, the
        other, the name there)."""
        assert self.parsed.value is not None
        folder = self.parsed.file.rpartition("/")[0]
        named = (*HANDED_OUT, Document)
        shown = dict(files(redaction.public(self.parsed.value), (), named))
        whole = dict(files(self.parsed.value, (), named))

        def held(name: str) -> str:
            return self.digests.get(f"{folder}/{name}") or name

        return tuple(
            (self.parsed.span(path), self.parsed.span(other), known)
            for path, name in whole.items()
            if shown.get(path) != name
            for other, known in shown.items()
            if held(known) == held(name)
        )


@dataclass(frozen=True, slots=True)
class PublicText:
    """A text of a public edition."""

    path: ValuePath
    text: str
    field: walk.Field | None
    """The field that holds it."""
    spoken: bool = False
    """Whether it is said in words: a line or a text."""
    markdown: bool = False
    parted: str = ""
    """Of the row of a table: with a bar between its cells, where those are no name together."""


def _written(value: Value) -> Iterator[PublicText]:
    """Every text in the public edition of a value, without the legal bases that only an item above them has: those are
    told where they were written."""
    found = texts(redaction.public(value))
    return (said for said in found if said.field is not walk.BASIS or walk.at(value, said.path))


_NAMING = frozenset(
    ("fornavn", "førenamn", "etternavn", "etternamn", "first", "given", "last", "surname", "forename", "family")
)
"""Words in the head of a table whose columns are parts of a name."""


def _are_names(head: Sequence[str]) -> bool:
    return any(word in _NAMING for cell in head for word in cell.casefold().split())


def texts(value: object, path: ValuePath = (), field: walk.Field | None = None) -> Iterator[PublicText]:
    """Every text in a public edition, names of files and addresses among them."""
    if isinstance(value, str):
        yield PublicText(path, value, field)
    elif isinstance(value, LocalizedText):
        yield from (
            PublicText(path, text, field, True, isinstance(value, Text)) for _, text in (*value.said, *value.public)
        )
        if value.withheld:
            yield PublicText((*path, walk.BASIS.key), value.withheld, walk.BASIS, True)
    elif isinstance(value, Grid):
        for number, row in enumerate((value.head, *value.rows)):
            yield from (PublicText((*path, number), cell, field) for cell in row)
            apart = " " if number and _are_names(value.head) else " | "
            yield PublicText((*path, number), " ".join(row), field, parted=apart.join(row))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from texts(inner, (*path, number), field)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, (*path, str(key)), field)
    elif isinstance(value, Document):
        for said in texts(value.text, path, field):
            yield replace(said, text=paper_pictures.in_words(said.text))
        # One that lies in a Word document has a name that nobody wrote.
        of_files = (one for one in value.pictures if not paper_pictures.lies_in(one.file))
        yield from (PublicText(path, one.file, NAME_OF_PICTURE) for one in of_files)
    elif isinstance(value, Value):
        # Where an item or an attachment is withheld, its title says what its public title does.
        spoken_for = "title" if getattr(value, "withheld", None) and getattr(value, "public_title", None) else ""
        for one in _shown(value):
            if one.name != spoken_for:
                yield from texts(getattr(value, one.name), (*path, one.key), one)


NAME_OF_PICTURE = next(field for field in walk.fields(PaperPicture) if field.name == "file")


def _named(held: Any, field: walk.Field | None) -> Any:
    """A board in which everybody is named."""
    return held.model_copy(update={"private": False}) if isinstance(held, Person) else held


def _remnants(said: PublicText, hidden: Hidden) -> Iterator[Left]:
    """What is left of names in a text; in an address, an id or a file's name, one at most."""
    assert said.field is not None
    if said.field.is_person:
        yield from remnants.of_person(said.text, hidden)
        return
    if ("://" in said.text and " " not in said.text) or (said.field.visibility == "alt" and not said.spoken):
        if remnants.in_address(said.text, hidden):
            yield Left("address", 0, 0, "", "")
        return
    if hidden.cut(said.text, "nb", markdown=said.markdown).is_whole:
        yield Left("whole", 0, 0, "", "")
        return
    yield from remnants.left(said.parted or said.text, hidden)


HANDED_OUT = (Attachment, SlideBase, PaperPicture)
"""What names files that readers get as they are."""


def files(value: object, path: ValuePath, of: tuple[type[Value], ...] = HANDED_OUT) -> Iterator[tuple[ValuePath, str]]:
    """Every file that a value names, with the way to it: those that are handed out, unless others are asked for."""
    for leaf in walk.leaves(value, path, enters=lambda field, held: field.visibility != "private"):
        if leaf.field is not None and leaf.field.name == "file" and issubclass(leaf.field.owner, of):
            yield leaf.path, str(leaf.value)


def _shown(value: Value) -> Iterator[walk.Field]:
    """The fields that are not private."""
    return (field for field in walk.fields(type(value)) if field.visibility != "private")


def _counted(found: Iterable[F], key: Callable[[F], str]) -> Iterator[tuple[int, F]]:
    """Each with how many of the same came before it."""
    before: dict[str, int] = {}
    for one in found:
        yield before.get(key(one), 0), one
        before[key(one)] = before.get(key(one), 0) + 1


def _same_digits(digits: str) -> Same:
    return lambda text: ((one.start, one.end) for one in personal_numbers.finds(text) if one.digits == digits)


def _same_name(key: str, hidden: Hidden) -> Same:
    return lambda text: ((one.start, one.end) for one in remnants.left(text, hidden) if key and one.key == key)


def _word(one: Unprinted, text: str) -> str:
    """What is looked for where something hidden stands: its first line as it was written."""
    word = one.found if one.start < 0 else text[one.start : one.start + len(one.found)]
    return word.partition("\n")[0][:80]


def same_words(words: str) -> Same:
    """Where some words stand in a text as it was written: in another normal form, or over a line's end."""
    spaced = r"\s+".join(map(re.escape, words.split())) if words.strip() else re.escape(words)

    def same(text: str) -> Iterator[tuple[int, int]]:
        composed, origins = _composed(text)
        return ((origins[one.start()], origins[one.end()]) for one in re.finditer(spaced, composed) if one[0])

    return same


def _composed(text: str) -> tuple[str, Sequence[int]]:
    """A text in the normal form of the model, and for each of its signs, and its end, where it stands as written."""
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    made: list[str] = []
    origins: list[int] = []
    for found in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", found[0])
        made.append(composed)
        origins += [found.start()] * len(composed)
    return "".join(made), [*origins, len(text)]


_CLUSTER = re.compile(r".[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*", re.DOTALL)
"""A sign and the loose marks on it."""
Same = Callable[[str], Iterable[tuple[int, int]]]
"""Where in a text the same stands that was found."""


def place(path: ValuePath, same: Same, nth: int, parsed: Parsed[Any], read: Callable[[str], bytes]) -> Span:
    """Where something that was found in a text stands in its source, or where the text does.

    It is looked for once more in the lines that the value was written in, for YAML writes one text in many ways; of a
    text in a file of its own, in that file.
    """
    span = locate(path, parsed.spans, Span(parsed.file))
    above = (walk.at(parsed.value, path[:length]) for length in range(len(path), -1, -1))
    name = next((one.file for one in above if isinstance(one, Document)), "")
    beside = f"{span.file.rpartition('/')[0]}/{name}"
    first, last = span.line, max(span.line, span.end_line)
    if word_files.is_word(name):
        return span  # it has no lines
    if name:
        first, last, column, file = 1, 0, 1, beside
    else:
        column, file = span.column, span.file
    try:
        lines = read(file).decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except OSError:
        return span
    part = "\n".join(lines[first - 1 : last or None])[column - 1 :]
    found = tuple(same(part))
    if not found:
        return replace(span, file=file, line=1, column=1, end_line=0, end_column=0) if name else span
    start, end = found[min(nth, len(found) - 1)]
    return Span(file, *_at(part, start, first, column), *_at(part, end, first, column))


def _at(part: str, index: int, first: int, column: int) -> tuple[int, int]:
    """The line and column of a place in some lines that begin at a line and a column."""
    line = part.count("\n", 0, index)
    return first + line, index - part.rfind("\n", 0, index) + (column - 1 if line == 0 else 0)
