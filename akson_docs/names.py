"""Who is not named: those whom a board marks as private, and everyone when a meeting is so old that names go.

In the place of a name stands what the person is on the board: the role, the seat, or the place in a list. The id that
meetings refer to the person by goes with the name, for it is often made of it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pydantic.fields import FieldInfo

from .model import Board, Meeting, PartRow, Person, Row, Site, SubstituteRow
from .words import Line, Value, Words, each, is_choice

V = TypeVar("V", bound=Value)

PLACES = {
    "members": (("nb", "Medlem"), ("nn", "Medlem"), ("en", "Member")),
    "substitutes": (("nb", "Varamedlem"), ("nn", "Varamedlem"), ("en", "Substitute")),
    "observers": (("nb", "Observatør"), ("nn", "Observatør"), ("en", "Observer")),
    "secretariat": (("nb", "Sekretariat"), ("nn", "Sekretariat"), ("en", "Secretariat")),
    "administration": (("nb", "Administrasjon"), ("nn", "Administrasjon"), ("en", "Administration")),
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
class Hidden:
    """Those who are not named."""

    people: Mapping[str, Nameless]
    """By id, and by every name that the person has."""
    names: frozenset[str]
    """Which of those are names."""
    known: frozenset[str] | None = None
    """Where nobody is named: the ids and names of the board, for others who were there go by what they came as."""


def private(board: Board) -> Hidden:
    """Those whom a board marks as private."""
    return _hidden(board, lambda person: person.private)


def hidden(site: Site, board: Board, meeting: Meeting, today: date) -> Hidden:
    """Those whom a meeting of a board does not name on a day."""
    ended = end(site, meeting)
    if ended is None or today < ended:
        return private(board)
    known = frozenset(word for person in board.people for word in (person.id, *_names(person)))
    return _hidden(board, lambda person: person.private or any(map(_is_name, _names(person))), known)


def end(site: Site, meeting: Meeting) -> date | None:
    """The day from which a meeting names nobody: `privacy.names_until` after its last day. None where names stay."""
    until = site.privacy.names_until if site.privacy else None
    last = meeting.days[-1].date if meeting.days else meeting.date
    return later(last, until) if until and last else None


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
    """A board or a meeting in which nobody hidden is named; the same object where nobody is.

    What is replaced: a name or an id that is all of a word or of a text, and a full name within a text, with its
    genitive. A part of a name within a text stays.
    """
    if not hidden.people and hidden.known is None:
        return value
    written = sorted(filter(_is_name, hidden.names), key=len, reverse=True)
    patterns = [r"\s+".join(map(re.escape, name.split())) for name in written]
    within = re.compile(rf"\b(?:{'|'.join(patterns)})(?=s?\b)", re.IGNORECASE) if patterns else None
    shown: V = _Renaming(hidden, {_plain(name): hidden.people[name] for name in written}, within).of(value)
    return shown


@dataclass(frozen=True)
class _Renaming:
    hidden: Hidden
    named: Mapping[str, Nameless]
    """By name, in small letters."""
    within: re.Pattern[str] | None

    def of(self, value: Any) -> Any:
        """Anything in the model; the same object where nothing differs."""
        if isinstance(value, tuple):
            return each(value, self.of)
        if isinstance(value, str):
            return self.word(value)
        if isinstance(value, Words):
            changed = {name: self.variants(getattr(value, name)) for name in ("said", "public")}
            same = changed == {"said": value.said, "public": value.public}
            return value if same else value.model_copy(update=changed)
        if isinstance(value, Person) and value.id in self.hidden.people:
            nameless = self.hidden.people[value.id]
            without = {"id": nameless.id, "name": "", "holders": (), "seat": nameless.called, "private": False}
            return value.model_copy(update=without)
        if not isinstance(value, Value):
            return value
        if isinstance(value, Row | PartRow | SubstituteRow) and self.hidden.known is not None:
            value = self.stranger(value, self.hidden.known)
        changed = {
            name: shown
            for name, field in type(value).model_fields.items()
            if (shown := self.field(held := getattr(value, name), field)) is not held
        }
        return value.model_copy(update=changed) if changed else value

    def field(self, held: Any, field: FieldInfo) -> Any:
        """What a field holds. A file and an address stay: they would lead nowhere under another name."""
        if not isinstance(held, str):
            return self.of(held)
        if is_choice(field.annotation):
            return held
        if "printed" in field.metadata and "://" not in held:
            return self.word(held)
        return self.hidden.people[held].id if held in self.hidden.people else held

    def word(self, word: str) -> str:
        """Ids or names with commas between them, or words with a name in them."""
        parts = [part.strip() for part in word.split(",")]
        if self.hidden.people.keys().isdisjoint(parts):
            return self.text(word, "nb")
        return ", ".join(self.hidden.people[part].id if part in self.hidden.people else part for part in parts)

    def variants(self, said: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple((language, self.text(text, language)) for language, text in said)

    def text(self, text: str, language: str) -> str:
        if text.strip() in self.hidden.people:
            return self.hidden.people[text.strip()].id
        if self.within is None:
            return text
        return self.within.sub(lambda found: self.named[_plain(found[0])].called.say(language, "nb")[1].lower(), text)

    def stranger(self, row: Row | PartRow | SubstituteRow, known: frozenset[str]) -> Row | PartRow | SubstituteRow:
        """Somebody who was there and is on no list of the board."""
        called = row.as_.say("")[1] if isinstance(row, Row) and row.as_ else NOBODY
        strange = {
            name: called
            for name in ("name", "by")
            if (held := getattr(row, name, "")) and held not in known and _is_name(held)
        }
        return row.model_copy(update=strange) if strange else row


def _hidden(board: Board, chosen: Callable[[Person], bool], known: frozenset[str] | None = None) -> Hidden:
    """Some of a board, by id and by name."""
    people: dict[str, Nameless] = {}
    called: list[str] = []
    for group, usual in PLACES.items():
        for number, person in enumerate(getattr(board, group), 1):
            if chosen(person):
                placed = Line.model_construct(said=tuple((language, f"{name} {number}") for language, name in usual))
                told = (line for line in (person.role, person.seat) if line and line.said and not line.withheld)
                nameless = Nameless(f"{group}-{number}", next(told, placed))
                people |= dict.fromkeys((*_names(person), person.id), nameless)
                called += _names(person)
    return Hidden(people, frozenset(called), known)


def _names(person: Person) -> tuple[str, ...]:
    return tuple(name for name in (person.name, *(holder.name for holder in person.holders)) if name)


def _is_name(word: str) -> bool:
    """Whether a word is somebody's own; "nestleder" and "h-2" are not."""
    return word != word.lower()


def _plain(name: str) -> str:
    return " ".join(name.lower().split())
