"""Who is not named: those whom a board marks as private, and everyone when a meeting is so old that names go.

In the place of a name stands what the person is on the board: the role, the seat, or the place in a list. The id that
meetings refer to the person by goes with the name, for it is often made of it.

From the day that a meeting names nobody, a field that holds a person keeps only what is known to be no person; and
whomever those fields named is taken out of the meeting's texts as the board's people are. How a name is found in a text
is said in `spelt`. Where it cannot be taken out by itself, the whole text goes.

Longer than 500 lines: one replacement of names, carried through every kind of value that may hold one.
"""

from __future__ import annotations

import bisect
import calendar
import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import unquote

from akson_docs.catalogue import LANGUAGES, NC_, in_each
from akson_docs.meetings import roles, spelt, whose
from akson_docs.meetings.spelt import PARTICLES, Name, NamePlace, SpeltText
from akson_docs.model import walk
from akson_docs.model.documents import Attachment, AttendanceRow, Board, Meeting, Person, Site
from akson_docs.model.slides import Grid
from akson_docs.model.values import Line, LocalizedText, Text, Value
from akson_docs.model.walk import Field

V = TypeVar("V", bound=Value)

PLACES = {
    "members": NC_("place", "Member"),
    "substitutes": NC_("place", "Substitute"),
    "observers": NC_("place", "Observer"),
    "secretariat": NC_("place", "Secretariat"),
    "administration": NC_("place", "Administration"),
}
"""What somebody in each list of a board is called without name and role, with the place in it: "Medlem 3"."""
NOBODY = "–"
"""What stands for somebody of whom nothing but the name is known."""


@dataclass(frozen=True)
class Nameless:
    """Somebody who is not named."""

    id: str
    """What meetings refer to the person by in the public edition."""
    called: Line
    """What stands in the place of the name."""


@dataclass(frozen=True)
class Cut:
    """A text without the names of some people."""

    text: str
    is_whole: bool = False
    """Whether all of it was left out, because a name could not be taken out by itself."""


@dataclass(frozen=True)
class Hidden:
    """Those who are not named."""

    people: Mapping[str, Nameless]
    """Those of the board, by id."""
    names: tuple[tuple[Name, Nameless], ...]
    """Every name that one of them has, the longest first."""
    others: tuple[Name, ...] = ()
    """The names of the board's people who are named: one that holds another's name stays."""
    named: frozenset[str] = frozenset()
    """The ids of those."""
    known: frozenset[tuple[str, ...]] | None = None
    """Where nobody is named: what says who somebody is on the board, in words of the normal form."""
    strangers: Mapping[str, str] = field(default_factory=dict)
    """What stands for those who are on no list of the board and take part in votes, by the letters of their names: each
    something of their own, so that the votes still add up."""

    @property
    def sought(self) -> tuple[str, ...]:
        """All that decides what `holds` says: the names, as they are written."""
        return (*(name.written for name, _ in self.names), "", *(one.written for one in self.others))

    @functools.cached_property
    def usual(self) -> frozenset[str]:
        """The ids and the words that stand for those of the board, which are no names."""
        return frozenset(text for one in self.people.values() for text in (one.id, *dict(one.called.said).values()))

    @property
    def is_empty(self) -> bool:
        """Whether everybody is named."""
        return not self.people and not self.names and self.known is None

    def holds(self, text: str) -> bool:
        """Whether a text as it is written or printed holds a name."""
        return spelt.may_hold(text, self._sought) and bool(self._found(spelt.reading(text)))

    def cut(self, text: str, language: str, *, markdown: bool = False, sentences: bool = False) -> Cut:
        """A text without the names in it: what the persons are stands there instead; where the text is one of
        sentences, with a capital at their beginning.

        Looked at again is what a reader would see of it. A text from which a name cannot be taken is left out whole.
        """
        if not spelt.may_hold(text, self._sought):
            return Cut(text)
        shown = text
        for _ in range(3):  # what is taken out may leave words beside each other that were not so before
            shown = self._replaced(self._unlinked(shown), language, sentences)
            if not self._found(spelt.reading(shown)):
                break
        if self._found(spelt.reading(shown)) or (markdown and self._is_printed(shown)):
            return Cut(NOBODY, is_whole=True)
        return Cut(shown)

    def in_doubt(self, part: str) -> bool:
        """Whether what says who a person is, or some are, may mean somebody who is not named."""
        return any(map(self._is_doubtful, _SEVERAL.split(part))) and part not in self.people and part not in self.named

    def doubtless(self, part: str, nobody: str) -> str:
        """What says who some are, without those of them who may be somebody who is not named."""
        return "".join(
            re.sub(r"\S(?:.*\S)?", nobody, one, flags=re.DOTALL) if self._is_doubtful(one) else one
            for one in _SEVERAL.split(part)
        )

    def _is_doubtful(self, one: str) -> bool:
        """Whether there is a surname of somebody who is not named, and nothing that makes it another's: "K. Nordmann",
        "fru Nordmann". Somebody with another given name is somebody else."""
        masked = self.masked(one)
        small = masked == masked.lower()
        said = [
            word for word in re.findall(r"[^\W\d_]+", masked) if small or word != word.lower() or _has_no_case(word)
        ]
        for name in self._sought:
            surname = {*name.surname} if not any(map(roles.is_role, name.surname)) else set()
            here = [word for word in said if {spelt.letters(word), spelt.letters(word).removesuffix("s")} & surname]
            others = [
                word
                for word in said
                if word not in here and len(word) > 2 and not word.isupper() and not roles.is_role(spelt.letters(word))
            ]
            if here and (not others or any(spelt.letters(word) in name.words for word in others)):
                return True
        return False

    def persons(self, text: str) -> list[str]:
        """The parts of a text that says who some are; a comma within a name parts none."""
        inside = [place for place, _ in self._found(spelt.reading(text))] if "," in text and self.holds(text) else []
        commas = [place for place, sign in enumerate(text) if sign == ","]
        ends = [one for one in commas if not any(place.start <= one < place.end for place in inside)]
        parts: list[str] = []
        for start, end in zip([0, *(one + 1 for one in ends)], [*ends, len(text)], strict=True):
            part = text[start:end].strip()
            if parts and _INITIALS.fullmatch(part) and self.in_doubt(parts[-1]):
                parts[-1] += f", {part}"
            else:
                parts.append(part)
        return parts

    def masked(self, text: str) -> str:
        """A text with nothing where it holds a name, and where somebody is named whose name may hold another's: as long
        as it was."""
        if not spelt.may_hold(text, (*self._sought, *self.others)):
            return text
        read = spelt.reading(text)
        places = [place for place, _ in self._found(read)]
        places += [place for name in self.others for place in _places(read, name)]
        for place in places:
            text = text[: place.start] + "\0" * (place.end - place.start) + text[place.end :]
        return text

    @functools.cached_property
    def _sought(self) -> tuple[Name, ...]:
        return tuple(name for name, _ in self.names)

    @functools.cached_property
    def _reader(self) -> Any:
        # Slow to import, and asked for only where somebody is named who must not be.
        from akson_docs.meetings import markdown_reader

        return markdown_reader.reader()

    def _is_printed(self, text: str) -> bool:
        """Whether a text in Markdown still holds a name when it is read, or leads to one."""
        from akson_docs.meetings import prose

        printed = unquote(prose.printed(self._reader, text))
        return self.holds(printed) or any(self.holds(unquote(link)) for link in prose.leads(self._reader, text))

    def _found(self, read: SpeltText) -> list[tuple[NamePlace, Nameless]]:
        """Where a text holds a name, one beside another. The usual order goes before the other, that
        before what lacks a part, and the longer before the shorter."""
        kept = [place for name in self.others for place in _places(read, name) if place.form.whole]
        found: list[tuple[NamePlace, Nameless]] = []
        for place, nameless in sorted(
            ((place, nameless) for name, nameless in self.names for place in _places(read, name)),
            key=lambda one: (*one[0].form.rank, one[0].start - one[0].end, not one[0].form.whole),
        ):
            inside = any(one.start <= place.start and place.end <= one.end for one in kept)
            across = (place.form.turned or place.form.bare) and any(_overlap(one, place) for one in kept)
            if not inside and not across and not any(_overlap(one, place) for one, _ in found):
                found.append((place, nameless))
        return sorted(found, key=lambda one: one[0])

    def _replaced(self, text: str, language: str, sentences: bool) -> str:
        read = spelt.reading(text)
        found = self._found(read)
        addresses = tuple(spelt.addresses(text)) if found else ()
        parts, done = [], 0
        for place, nameless in found:
            called = nameless.called.say(language, "nb")[1]
            around = next(((start, end) for start, end in addresses if start <= place.start and place.end <= end), None)
            if around:
                start, end, instead = *around, called
            else:
                is_all = not spelt.letters(text[: place.start] + text[place.end :])
                called = called if is_all else _within(called)
                if sentences and _begins(text, place.start):
                    called = called[:1].upper() + called[1:]
                start, end, instead = _instead(read, place, called)
            if start >= done:
                parts += [text[done:start], instead]
                done = end
        return "".join((*parts, text[done:]))

    def _unlinked(self, text: str) -> str:
        """A text in which no link leads to a name: the words of such a link stay, an address among words goes."""
        if "](" in text:
            text = _LINK.sub(lambda link: link[1] if self.holds(unquote(link[2])) else link[0], text)
        if "%" not in text:
            return text
        for start, end in reversed(tuple(spelt.addresses(text))):
            if text[start] != "]" and self.holds(unquote(text[start:end])):
                text = text[:start] + NOBODY + text[end:]
        return text

    def one(self, text: str) -> Nameless | None:
        """Who is meant by a text that is somebody's name and nothing else."""
        if not spelt.may_hold(text, self._sought):
            return None
        found = self._found(spelt.reading(text))
        alone = len(found) == 1 and not spelt.letters(text[: found[0][0].start] + text[found[0][0].end :])
        return found[0][1] if alone else None


_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(((?:[^()]|\([^()]*\))*)\)")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*+|_+|~+|`+)")
_ENDS = re.compile(r"\]\((?:[^()]|\([^()]*\))*\)|\] ?\[[^\[\]]*\]")
_BEGINS = re.compile(
    r"(?:^|(?P<word>[^\s.]*(?:\.[^\s.]+)*)[.!?\u2026][\"'\u2019\u00bb\u201d)]*\s+|\|\s*|\n\s*\n\s*|(?:^|\n)\s*(?:#+|[-+>]|\d+[.)])\s+)"
    r"[\"\u00ab\u201c(]*$"
)
"""What stands before a sentence, a point of a list or a cell."""
_SEVERAL = re.compile(r"([;/&]|\b(?:og|and)\b)")
"""What stands between persons where no comma does."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.[- ]?)+|[^\W\d_](?:-[^\W\d_])+\.?")
_POINT = re.compile(r"(?:^|\n)[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+[*_]*$")
_SHORTENED = frozenset(
    ("f.eks", "bl.a", "jf", "jfr", "dr", "prof", "st", "hr", "fr", "nr", "ca",
     "kl", "pga", "ifm", "iht", "mht", "evt", "inkl", "o.a", "e.g", "i.e", "mr", "mrs", "ms")
)  # fmt: skip
"""Words with a stop after them that ends no sentence."""
_DOUBLE_AFTER = re.compile(r"[-\u2010\u2011][^\W\d_]+")
_DOUBLE_BEFORE = re.compile(r"[^\W\d_]+[-\u2010\u2011]$")


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins at a place of a text, as it was written."""
    before = text[max(0, start - whose.AROUND) : start]
    if _POINT.search(before):
        return True
    found = _BEGINS.search(("x" if start > whose.AROUND else "") + spelt.seen(before))
    if found is None:
        return False
    word = (found["word"] or "").lower()
    return word not in _SHORTENED and not (len(word) == 1 and word.isalpha())


def _places(read: SpeltText, name: Name) -> Iterator[NamePlace]:
    return (place for place in spelt.places(read, name) if whose.is_one(read.text, name, place))


def _overlap(one: NamePlace, other: NamePlace) -> bool:
    return one.start < other.end and other.start < one.end


def _within(called: str) -> str:
    """What somebody is called as it stands in the middle of a text: a role begins small, and a name of a body, or what
    has more capitals, stays as it is."""
    is_name = called[1:] != called[1:].lower() or any(map(roles.is_of_body, spelt.words(called)))
    return called if is_name else called[:1].lower() + called[1:]


def _instead(read: SpeltText, place: NamePlace, called: str) -> tuple[int, int, str]:
    """What a name gives way to, from where to where: marks of Markdown that are opened or closed in it stay in pairs,
    so do the cells of a table; the other half of a double name goes too."""
    text, start, end = read.text, place.start, place.end
    first, last = bisect.bisect_left(read.starts, start), bisect.bisect_left(read.starts, end)
    between = "".join(text[read.ends[one] : read.starts[one + 1]] for one in range(first, last - 1))
    if "|" in between:
        return start, end, f"{called} {between}"
    before = after = ""
    closing, opening = _ENDS.search(between), between.rfind("[")
    if closing and opening > closing.start():
        rest = _ENDS.match(text, end)
        start, end = start - (text[start - 1 : start] == "["), rest.end() if rest else end
    elif closing:
        after = closing[0]
    elif opening >= 0:
        before = "["
    for run in _EMPHASIS.findall(_ENDS.sub("", between)):
        if text.startswith(run, end):
            end += len(run)
        elif text[:start].endswith(run):
            start -= len(run)
        elif "_" not in run and between.strip() != run:
            after += run
    if between.count("(") > between.count(")") and text.startswith(")", end):
        end += 1
    half = _DOUBLE_BEFORE.search(text, max(0, start - 40), start)
    if half and half[0][0].isupper():
        start = half.start()
    half = _DOUBLE_AFTER.match(text, end)
    if half and half[0][1].isupper() and not half[0].isupper():
        end = half.end()
    if called == NOBODY and re.match(r"[sS](?![^\W_])", text[end:]):
        end += 1  # nobody has no genitive
    return start, end, f"{before}{called}{after}"


def private(board: Board) -> Hidden:
    """Those whom a board marks as private."""
    return _hidden(board, lambda person: person.private)


def hidden(site: Site, board: Board, meeting: Meeting, today: date) -> Hidden:
    """Those whom a meeting of a board does not name on a day."""
    ended = end(site, meeting)
    if ended is None or today < ended:
        return _with_doubted(private(board), meeting)
    known = _known(site, board)
    everyone = _hidden(board, lambda person: person.private or any(_is_name(name, known) for name in _names(person)))
    return _with_strangers(replace(everyone, others=(), known=known), meeting)


def end(site: Site, meeting: Meeting) -> date | None:
    """The day from which a meeting names nobody: `privacy.names_until` after its last day. None where names stay."""
    last = meeting.days[-1].date if meeting.days else meeting.date
    return end_after(site, last) if last else None


def end_after(site: Site, last: date) -> date | None:
    """The same of a meeting by its last day."""
    until = site.privacy.names_until if site.privacy else None
    return later(last, until) if until else None


def later(day: date, period: str) -> date:
    """A day some time after another: "12 months", "10 days"; in a month that is too short, its last day.

    The last day that there is, where that would come after it.
    """
    count, unit = int(period.split()[0]), period.split()[1].rstrip("s")
    if unit in ("day", "week"):
        ordinal = day.toordinal() + count * (7 if unit == "week" else 1)
        return date.fromordinal(min(ordinal, date.max.toordinal()))
    year, month = divmod(day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1), 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def without(value: V, hidden: Hidden) -> V:
    """A board or a meeting in which nobody hidden is named; the same object where nobody is."""
    return value if hidden.is_empty else walk.rebuilt(value, _Renaming(hidden, "nb").of)


@dataclass(frozen=True)
class _Renaming:
    hidden: Hidden
    language: str
    """That of texts that are written in one language and do not say in which."""

    def of(self, held: Any, field: Field | None) -> Any:
        """What becomes of a part of the model."""
        if field is not None and field.visibility == "private":
            return held
        if isinstance(held, str):
            return self.word(held, field)
        if isinstance(held, LocalizedText):
            changed: dict[str, Any] = {
                "said": self.variants(held, held.said, field),
                "public": self.variants(held, held.public, field),
                "withheld": self.word(held.withheld, walk.BASIS),
            }
            same = all(getattr(held, key) == now for key, now in changed.items())
            return held if same else held.model_copy(update=changed)
        if isinstance(held, Mapping):
            return self.by_language(held, field)
        if isinstance(held, Person) and held.id in self.hidden.people:
            nameless = self.hidden.people[held.id]
            without = {"id": nameless.id, "name": "", "holders": (), "seat": nameless.called, "private": False}
            return walk.rebuilt(held.model_copy(update=without), self.of)
        if isinstance(held, Grid):
            return self.grid(held)
        if isinstance(held, Attachment) and held.title is None:
            return self.attachment(held)
        if (
            isinstance(held, AttendanceRow)
            and held.as_
            and self.hidden.known is not None
            and self.is_stranger(held.name)
        ):
            called = self.hidden.cut(held.as_.say("")[1], self.language).text or NOBODY
            return walk.rebuilt(held.model_copy(update={"name": "", "as_": held.as_}), self.of).model_copy(
                update={"name": called}
            )
        return held

    def word(self, word: str, field: Field | None) -> Any:
        """What becomes of a text without markup. The name of a file stays: it would lead nowhere under another.
        A link that is printed goes, where there is a name in it."""
        if field is not None and field.is_choice:
            return word  # a word of the format, though somebody's id may read the same
        if field is None or field.visibility != "printed":
            return self.hidden.people[word].id if word in self.hidden.people else word
        if "://" in word and field.default is None:
            return field.default if self.hidden.holds(unquote(word)) else word
        if field.is_person:
            return self.person(word, self.ids)
        parts = [part.strip() for part in word.split(",")]
        if any(part in self.hidden.people and len(part) > 1 and not part.isdigit() for part in parts):
            word = ", ".join(map(_Called(self.hidden, self.language).of, parts))
        return self.hidden.cut(word, self.language, sentences=True).text

    def variants(
        self, words: LocalizedText, said: tuple[tuple[str, str], ...], field: Field | None
    ) -> tuple[tuple[str, str], ...]:
        return tuple((language, self.text(text, language or self.language, words, field)) for language, text in said)

    def text(self, text: str, language: str, words: LocalizedText, field: Field | None) -> str:
        if field is not None and field.is_person:
            return self.person(text, _Called(self.hidden, language).of)
        person = self.hidden.people.get(text.strip())
        if person is not None and not roles.is_role(spelt.letters(text)):
            return person.called.say(language, "nb")[1]
        return self.hidden.cut(text, language, markdown=isinstance(words, Text), sentences=True).text

    def person(self, text: str, of: Callable[[str], str]) -> str:
        """What becomes of a text that says who somebody is; `of` makes what it is of one of them."""
        parts = self.hidden.persons(text)
        known = self.hidden.known
        # Of those who vote each is somebody of its own, whatever else is found of the name.
        own = self.hidden.strangers if known is not None else {}
        shown = [own.get(spelt.letters(part)) or of(self.sure(part)) for part in parts]
        whole = text if shown == parts else ", ".join(shown)
        if known is None or not whole or self.is_known(whole, known):
            return whole
        judged = [
            part if self.is_known(part, known) else self.nobody(part) for part in map(str.strip, whole.split(","))
        ]
        return ", ".join(dict.fromkeys(judged))

    def sure(self, part: str) -> str:
        """What says who some are, without those who may be somebody who is not named."""
        return self.hidden.doubtless(part, self.nobody(part)) if self.hidden.in_doubt(part) else part

    def ids(self, part: str) -> str:
        """One of those whom a text names by ids, or by names where they have none."""
        if part in self.hidden.people:
            return self.hidden.people[part].id
        named = self.hidden.one(part)
        return named.id if named and named.id else self.hidden.cut(part, self.language).text

    def is_known(self, part: str, known: frozenset[tuple[str, ...]]) -> bool:
        """Whether what is said of somebody is no name."""
        ours = part == NOBODY or part in self.hidden.usual or part in self.hidden.strangers.values()
        return ours or roles.says_what(part, known)

    def is_stranger(self, word: str) -> bool:
        """Whether somebody is on no list of the board, and is named."""
        known = self.hidden.known
        named = self.hidden.one(word)
        ours = word in self.hidden.people or (named is not None and named.id)
        return known is not None and not ours and not self.is_known(word, known)

    def nobody(self, part: str) -> str:
        """What stands for somebody of whom nothing but the name is known."""
        return self.hidden.strangers.get(spelt.letters(part), NOBODY)

    def by_language(self, held: Mapping[str, Any], field: Field | None) -> Mapping[str, Any]:
        """A mapping; one by language has its words in those."""
        if not held or not set(held) <= set(LANGUAGES):
            return held
        changed = {key: walk.rebuilt(row, _Renaming(self.hidden, key).of, field) for key, row in held.items()}
        return changed if any(changed[key] is not row for key, row in held.items()) else held

    def grid(self, grid: Grid) -> Grid:
        """A table, cell by cell, and row by row: a name may stand in two cells."""
        field = next(one for one in walk.fields(Grid) if one.name == "rows")

        def row(cells: tuple[str, ...]) -> tuple[str, ...]:
            shown = tuple(self.word(cell, field) for cell in cells)
            joined = " | ".join(shown)
            if self.hidden.holds(joined):
                parts = tuple(
                    part.strip() for part in self.hidden.cut(joined, self.language, sentences=True).text.split(" | ")
                )
                shown = parts if len(parts) == len(cells) else (NOBODY,) * len(cells)
            return cells if shown == cells else shown

        head, rows = row(grid.head), tuple(map(row, grid.rows))
        same = head is grid.head and all(new is old for new, old in zip(rows, grid.rows, strict=True))
        return grid if same else grid.model_copy(update={"head": head, "rows": rows})

    def attachment(self, attachment: Attachment) -> Attachment:
        """An attachment without a title, which goes by its file's name or its address: it gets one, where that holds a
        name."""
        name = unquote((attachment.file or "").rpartition("/")[2] or attachment.url or "")
        shown = self.hidden.cut(name, self.language).text
        return attachment if shown == name else attachment.model_copy(update={"title": Line(said=(("", shown),))})


@dataclass(frozen=True)
class _Called:
    hidden: Hidden
    language: str

    def of(self, part: str) -> str:
        """One of those whom a text names, as what the person is."""
        if part in self.hidden.people and not roles.is_role(spelt.letters(part)):
            return self.hidden.people[part].called.say(self.language, "nb")[1]
        return self.hidden.cut(part, self.language).text


# ---- who they are --------------------------------------------------------------------------------------------


def _hidden(board: Board, chosen: Callable[[Person], bool]) -> Hidden:
    """Some of a board, by id and by name."""
    people: dict[str, Nameless] = {}
    called: dict[Name, Nameless] = {}
    others: list[Name] = []
    usual: dict[str, Line] = {}
    named: set[str] = set()
    parties = frozenset(map(spelt.words, board.parties))
    for group, place in PLACES.items():
        before: list[str] = []
        for person in getattr(board, group):
            # As on the pages of the board that the person is of, where boards meet together.
            before.append(person.within)
            number = before.count(person.within)
            names = tuple(one for name in _names(person) if _is_name(name, ()) for one in _spelt(name, parties))
            if not chosen(person):
                others += names
                named.add(person.id)
                continue
            placed = _placed(in_each(place, "place"), number, person)
            told = (line for line in (person.role, person.seat) if line and line.said and not line.withheld)
            nameless = Nameless(f"{person.within}{group}-{number}", next(told, placed))
            usual[nameless.id] = placed
            people[person.id] = nameless
            called |= dict.fromkeys((name for name in names if name.words), nameless)
    made = Hidden(
        people,
        _longest_first(called.items()),
        tuple(one for one in others if one.words and one not in called),
        frozenset(named),
    )
    if not called:
        return made
    # What somebody is may be said with somebody's name: "Kari Nordmanns vara".
    said = {one.id: any(made.holds(text) for _, text in one.called.said) for one in people.values()}
    plain = {one.id: Nameless(one.id, usual[one.id]) if said[one.id] else one for one in people.values()}
    return replace(
        made,
        people={id_: plain[one.id] for id_, one in people.items()},
        names=tuple((name, plain[one.id]) for name, one in made.names),
    )


def _placed(words: Iterable[tuple[str, str]], number: int, person: Person) -> Line:
    """What somebody is called by the place in a list of the board; whoever is of another, with its name."""
    of = {language: person.board.say(language, "nb")[1] for language, _ in words} if person.board else {}
    ends = {language: f" ({name})" for language, name in of.items() if name}
    return Line.model_construct(
        said=tuple((language, f"{word} {number}{ends.get(language, '')}") for language, word in words)
    )


def _longest_first(names: Iterable[tuple[Name, Nameless]]) -> tuple[tuple[Name, Nameless], ...]:
    return tuple(sorted(names, key=lambda one: (-len(one[0].words), -len(one[0].keys[0]))))


def _known(site: Site, board: Board) -> frozenset[tuple[str, ...]]:
    """What says who somebody is, and is no name: the parties of a board, what it and its bodies are called, the roles
    in it, and the ids of those who are called by a role."""
    lines = [board.name, board.short, board.full_name, board.organisation, site.publisher, site.name]
    for person in board.people:
        lines += [person.role, person.seat, person.body]
    texts = [text for line in lines if line for _, text in line.said]
    texts += [*board.parties, *(person.party for person in board.people)]
    known = {spelt.words(text) for text in texts}
    for person in board.people:
        if not any(_is_name(name, known) for name in _names(person)):
            known |= {spelt.words(person.id), *map(spelt.words, _names(person))}
    return frozenset(known - {()})


def _with_strangers(hidden: Hidden, meeting: Meeting) -> Hidden:
    """Those who are not named, and whom else a meeting names where a person is named."""
    known = hidden.known or frozenset()
    renaming = _Renaming(hidden, "nb")
    found: dict[Name, Line] = {}
    voters: dict[str, None] = {}
    for leaf in walk.leaves(meeting):
        if leaf.field is None or not leaf.field.is_person:
            continue
        row = walk.at(meeting, leaf.path[:-1])
        came_as = row.as_ if isinstance(row, AttendanceRow) and leaf.path[-1] == "name" else None
        called = came_as if came_as and came_as.said and not came_as.withheld else _NOBODY
        for _, text in leaf.texts:
            for part in (part.strip() for part in text.split(",")):
                if part and renaming.is_stranger(part):
                    found |= {name: called for name in _strange(part, known) if found.get(name, _NOBODY) is _NOBODY}
                    if (leaf.field.owner.__name__, leaf.field.name) in VOTING:
                        voters.setdefault(spelt.letters(part))
    ours = {name.words for name, _ in hidden.names}
    strange = {name: Nameless("", called) for name, called in found.items() if name.words not in ours}
    made = replace(
        hidden,
        names=_longest_first((*hidden.names, *strange.items())),
        strangers=_numbered(voters),
    )
    # In what capacity somebody came may be said with somebody's name.
    cleared = {
        name: replace(one, called=_NOBODY) if any(made.holds(text) for _, text in one.called.said) else one
        for name, one in strange.items()
    }
    return replace(made, names=tuple((name, cleared.get(name, one)) for name, one in made.names))


def _with_doubted(hidden: Hidden, meeting: Meeting) -> Hidden:
    """Those who are not named, and who votes in a meeting and may be one of them: each something of their own."""
    if hidden.is_empty:
        return hidden
    voters = [
        spelt.letters(part)
        for leaf in walk.leaves(meeting)
        if leaf.field is not None and (leaf.field.owner.__name__, leaf.field.name) in VOTING
        for _, text in leaf.texts
        for part in hidden.persons(text)
        if hidden.in_doubt(part)
    ]
    return replace(hidden, strangers=_numbered(voters))


def _numbered(voters: Iterable[str]) -> dict[str, str]:
    """What stands for each of those who vote and are not named, by the letters of their names."""
    distinct = dict.fromkeys(voters)
    return {letters: f"{NOBODY} {place}" if place > 1 else NOBODY for place, letters in enumerate(distinct, 1)}


VOTING = frozenset((
    ("AttendanceRow", "by"), ("SubstituteRow", "by"), ("PartRow", "name"), ("Impartiality", "replaced_by"),
    ("Vote", "for_"), ("Vote", "against"), ("Vote", "blank"), ("Vote", "absent_from_vote"),
    ("Candidate", "name"), ("Candidate", "for_"), ("CandidateList", "name"), ("CandidateList", "candidates"),
    ("CandidateList", "for_"), ("Election", "agreed"), ("Election", "blank"), ("Election", "absent_from_vote"),
    ("Election", "lot"), ("Election", "elected"), ("Item", "chair"),
))  # fmt: skip
"""The fields by whose names votes are counted, where somebody is on no list of the board."""
_NOBODY = Line.model_construct(said=(("", NOBODY),))


def _strange(part: str, known: frozenset[tuple[str, ...]]) -> Iterator[Name]:
    """The names in what is said of somebody: two words or more in a row with capitals that say nothing else; all of it,
    where it is in small letters."""
    for piece in re.split(r"[,;/()&|]|\b(?:og|and)\b", part):
        written = re.findall(r"[^\W\d_]+(?:[-\u2010\u2011'\u2019.][^\W\d_]*)*", piece)
        if piece == piece.lower():
            if 2 <= len(written) <= 4 and not any(roles.known_words(spelt.words(piece), known)):
                yield Name.of(piece.strip())
            continue
        run: list[str] = []
        for word in (*written, ""):
            is_part = bool(run) and word.lower() in PARTICLES
            says_what = roles.says_what(word, known)
            if word and (is_part or (word[0].isupper() and (bool(run) or not says_what))):
                run.append(word)
                continue
            if len(run) > 1:
                yield Name.of(" ".join(run))
            run = []


def _spelt(name: str, known: Collection[tuple[str, ...]]) -> tuple[Name, ...]:
    """A name as a list has it, and what of it is the name alone: "Kari Nordmann (Ap)", "dr. Kari Nordmann". In a list
    the surname may come first: "Nordmann, Kari"."""
    before, comma, after = (_untitled(part) for part in name.partition(","))
    turned = comma and _is_given(before, known) and _is_given(after, known)
    ordered = f"{after} {before}" if turned else name
    alone = tuple(_strange(ordered, frozenset()))
    # What stands after a name may be anything: a firm.
    more = tuple(replace(one, is_part=True) for one in _strange(before, frozenset())) if turned else ()
    whole = Name.of(ordered)
    joined = re.sub(r"(?<=[^\W\d_]) (?:i|y|e) (?=[^\W\d_])", " ", ordered)  # "Núñez i Ferrer"
    same = {one.words for one in (*alone, *_strange(joined, frozenset()))} & {whole.words, spelt.words(joined)}
    whole = replace(whole, is_exact=bool(alone) and not same)
    return tuple(dict.fromkeys(one for one in (whole, *alone, *more) if one.words))


def _untitled(part: str) -> str:
    """Given names or surnames without what says what somebody is: "dr. Nordmann", "Kari (Ap)"."""
    said = re.sub(r"\([^()]*\)", " ", part).split()
    kept = [word for word in said if word == "," or not roles.is_role(spelt.letters(word))]
    return " ".join(kept or said)


def _is_given(part: str, known: Collection[tuple[str, ...]]) -> bool:
    """Whether what stands before or after a comma may be given names or surnames: some words alike, and no role."""
    said = part.split()
    capitals = [word[0].isupper() or word in PARTICLES for word in said]
    same = all(capitals) or part == part.lower()
    return 0 < len(said) < 5 and same and not any(map(str.isdigit, part)) and not roles.says_what(part, known)


def _has_no_case(word: str) -> bool:
    return word.lower() == word.upper()


def _names(person: Person) -> tuple[str, ...]:
    return tuple(name for name in (person.name, *(holder.name for holder in person.holders)) if name)


def _is_name(name: str, known: Collection[tuple[str, ...]]) -> bool:
    """Whether what somebody is called is the person's own; "nestleder" and "medlem 2" are not, but "A" is."""
    said = spelt.words(name)
    is_said = said in known or any(map(roles.is_role, said))
    return not (is_said and roles.says_what(name, known))
