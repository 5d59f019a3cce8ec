"""Who somebody of a board is: by the id that meetings say, and by name on a day."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from akson_docs.model import walk
from akson_docs.model.documents import Board, Holder, Person
from akson_docs.model.values import LocalizedText, TextByLanguage, Value
from akson_docs.model.walk import Field

V = TypeVar("V", bound=Value)


def person(board: Board, name: str) -> Person | None:
    """Who has an id, or is called so."""
    return next((one for one in board.people if name and name in (one.id, one.name)), None)


def called(board: Board, names: str, day: date, language: str = "", own: str = "") -> str:
    """Ids, with commas between them, as names on a day; what is nobody's id stays as it is."""
    found = []
    for name in map(str.strip, names.split(",")):
        one = person(board, name)
        found.append(name_on(one, day, language, own) if one else name)
    return ", ".join(found)


def name_on(person: Person, day: date, language: str = "", own: str = "") -> str:
    """What somebody is called on a day: by name, by whoever holds the seat then, or else by the seat."""
    held = next((holder.name for holder in person.holders if is_within(holder, day)), "")
    return person.name or held or (person.seat.say(language, own)[1] if person.seat else "") or person.id


def is_within(term: Person | Holder, day: date) -> bool:
    """Whether a term has begun on a day, and is not over."""
    return (term.from_ is None or term.from_ <= day) and (term.to is None or term.to >= day)


def with_names(value: V, board: Board, day: date, own: str) -> V:
    """A meeting in which whoever presents, prepares, proposes, owns or does something is named, where that was written
    by an id: in each language that the words, or the board, have.

    Only lines: the ids of those who vote, are elected or were there are what votes and attendance are counted by.
    """
    ids = {one.id for one in board.people}
    spoken = board.languages or (own,)

    def variants(said: TextByLanguage) -> TextByLanguage:
        written = {language or own: text for language, text in said}
        if ids.isdisjoint(part.strip() for text in written.values() for part in text.split(",")):
            return said
        first = next(iter(written.values()))
        every = dict.fromkeys((*written, *spoken))
        return tuple((one, called(board, written.get(one, first), day, one, own)) for one in every)

    def named(held: Any, field: Field | None) -> Any:
        if field is None or not field.is_person or not isinstance(held, LocalizedText):
            return held
        changed = {"said": variants(held.said), "public": variants(held.public)}
        same = changed["said"] is held.said and changed["public"] is held.public
        return held if same else held.model_copy(update=changed)

    return walk.rebuilt(value, named) if ids else value
