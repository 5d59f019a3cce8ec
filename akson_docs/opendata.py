"""A meeting as data: what its papers say, for programs to read (`meeting.json`).

Everything that is printed or alt is here but what the minutes say, in every language it was written in, with what
follows from it: numbers, times, addresses, what was adopted. What is private is not, and what an edition withholds is
withheld here too, for nothing but the edition's own value comes in. Keys are those of the source format.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from .agenda import Agenda, Entry
from .deck import Slide
from .model import Heading
from .words import Value, Words

OF_THE_MINUTES = frozenset(
    ("attendance", "minutes", "follow_up", "discussion", "impartiality", "motions", "votes", "dissent", "actions")
)
"""What the minutes say, which are a paper of their own with a day of their own: none of it is known before them."""
FORMAT = "akson_docs meeting 1"
"""The name and version of the form; a change that would break a reader changes the number."""


def meeting(agenda: Agenda, slides: tuple[Slide, ...], edition: str) -> dict[str, Any]:
    """A meeting as JSON values; its address is absolute, those inside are relative to the site's."""
    own = plain(agenda.meeting)
    own.pop("items")
    return {
        "format": FORMAT,
        "edition": edition,
        "site": agenda.site.address,
        "address": agenda.address,
        "board": {"id": agenda.board_id, "name": words(agenda.board.name, agenda.language)},
        **own,
        "number": agenda.number,
        "title": words(agenda.title, agenda.language),
        "language": agenda.language,
        "days": [day.isoformat() for day in agenda.days],
        **_given(start=agenda.start, end=agenda.end, place=agenda.place),
        "items": [
            {"heading": plain(row.heading)} if isinstance(row, Heading) else _item(row, agenda) for row in agenda.rows
        ],
        "slides": [_slide(slide, agenda) for slide in slides],
    }


def plain(value: Any) -> Any:
    """Anything in the model as JSON values: what is private, absent or as it is by default is left out."""
    if isinstance(value, Words):
        return words(value)
    if isinstance(value, Value):
        found = {}
        for name, field in type(value).model_fields.items():
            held = getattr(value, name)
            told = "private" not in field.metadata and name not in OF_THE_MINUTES
            if told and held not in (None, (), "", field.default):
                found[field.alias or name] = plain(held)
        return found
    if isinstance(value, tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value


def words(said: Words, language: str = "") -> dict[str, Any]:
    """A text by language, or the basis for withholding it with what is said publicly; `language` is that of a text
    that was written without one."""
    found: dict[str, Any] = {key or language: text for key, text in said.said}
    if said.withheld:
        found["withheld"] = said.withheld
        if said.public:
            found["public"] = {key or language: text for key, text in said.public}
    return found


def _item(entry: Entry, agenda: Agenda) -> dict[str, Any]:
    item = plain(entry.item)
    item.pop("items", None)
    item.pop("slides", None)
    return {
        **item,
        "address": f"{agenda.board_id}/item/{entry.slug}/",
        "anchor": entry.anchor,
        "day": entry.day.isoformat(),
        **_given(start=entry.start, end=entry.end, kind=entry.kind, decided=entry.decided),
        **({"under": True} if entry.depth else {}),
    }


def _slide(slide: Slide, agenda: Agenda) -> dict[str, Any]:
    content = plain(slide.content) if isinstance(slide.content, Value) and not isinstance(slide.content, Words) else {}
    return {
        **content,
        "number": slide.number,
        "kind": slide.kind,
        "address": f"{agenda.address}slides/#{slide.anchor}",
        **({"item": slide.entry.anchor} if slide.entry else {}),
        **({"topic": plain(slide.topics[slide.topic - 1])} if slide.topic else {}),
    }


def _given(**held: Any) -> dict[str, Any]:
    return {key: plain(value) for key, value in held.items() if value is not None}
