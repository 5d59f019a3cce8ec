"""What the data of a site look like, as JSON Schema: made from the model, and from a table of what is added to it.

What is written is described by its field, in the words of the source format. What only follows from it stands in
`ADDED`. A key that is in neither is in no file: nothing more is allowed.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date, time
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from akson_docs.catalogue import LANGUAGES
from akson_docs.meetings import data_forms
from akson_docs.meetings.deck import DERIVED
from akson_docs.model import walk
from akson_docs.model.documents import Board, Item, Meeting, Site
from akson_docs.model.slides import Omitted, StubSlide, Topic
from akson_docs.model.values import LocalizedText, Value
from akson_docs.sources.format import schema as source_schema

Described = dict[str, Any]

_DAY: Described = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
_CLOCK: Described = {"type": "string", "pattern": r"^\d\d:\d\d$"}
_COUNT: Described = {"type": "integer", "minimum": 0}
_TEXT: Described = {"type": "string"}
_TRUE: Described = {"const": True}
_SHA256: Described = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _ref(name: str) -> Described:
    return {"$ref": f"#/$defs/{name}"}


def _rows(of: Described) -> Described:
    return {"type": "array", "items": of}


ADDED: Mapping[str, Mapping[str, Described]] = {
    "Meeting": {
        "$schema": {"type": "string", "format": "uri"},
        "format": {"const": data_forms.MEETING},
        "edition": {"enum": ["public", "members"]},
        "site": {"type": "string", "format": "uri", "description": "The site's address."},
        "address": {"type": "string", "description": "The meeting's page, from the site's address on."},
        "board": _ref("Board"),
        "joint": {**_rows(_ref("JointBoard")), "description": "The boards that it is held together with."},
        "language": {"enum": [*LANGUAGES], "description": "Its main language."},
        "days": {**_rows(_DAY), "description": "Its days."},
        "sittings": {
            **_rows(_ref("MeetingDay")),
            "description": "Its days with their hours, where it has several.",
        },
        "sent": {**_rows(_ref("Sent")), "description": "What was sent of its papers."},
        "items": _rows({"anyOf": [_ref("Item"), _ref("Heading"), _ref("Entry")]}),
        "slides": _rows(_ref("Slide")),
    },
    "Board": {"id": {"type": "string", "description": "Its folder, which is its address."}},
    "Item": {
        "approves_issue": _COUNT,
        "address": {"type": "string", "description": "The item's own page, from the site's address on."},
        "anchor": {"type": "string", "description": "Where it stands on the meeting's page."},
        "day": _DAY,
        "start": {**_CLOCK, "description": "When it begins, as far as that follows from what is planned."},
        "end": {**_CLOCK, "description": "When it ends, likewise."},
        "kind": {
            "enum": ["approval", "decision", "discussion", "information", "open"],
            "description": "What an item of its type is for.",
        },
        "decided": {**_ref("Text"), "description": "What was adopted."},
        "under": {**_TRUE, "description": "It is handled under the item before it."},
        "level": {"type": "integer", "minimum": 2, "description": "How deep, where it is deeper than one."},
    },
    "Vote": {"result": _ref("Result")},
    "Election": {"result": _ref("Elected")},
    "Action": {"id": {"type": "string", "description": "By which later meetings say how it stands."}},
    "Attendance": {"members": _ref("Roll")},
    "Minutes": {
        "issue": {"type": "integer", "minimum": 1, "description": "Which edition (utgave) they are."},
        "kept": {**_rows(_ref("Sent")), "description": "What was kept of them."},
        "approved": _ref("Approved"),
    },
}
"""What files say besides what was written, by the class of the model that it stands with."""

LEFT_OUT: Mapping[str, frozenset[str]] = {"Item": frozenset({"items", "slides"})}
"""What stands elsewhere: items below one after it, slides in a list of their own."""

ALWAYS: Mapping[str, tuple[str, ...]] = {
    "Meeting": (
        "$schema", "format", "edition", "site", "address", "board", "number", "title", "language", "days", "items",
        "slides",
    ),
    "Board": ("id", "name"),
    "Item": ("title", "address", "anchor"),
    "Site": ("name", "publisher", "address"),
}  # fmt: skip
"""What is never missing."""


def _object(properties: Mapping[str, Described], *required: str, **more: Any) -> Described:
    found = {"type": "object", "properties": dict(properties), "additionalProperties": False, **more}
    return found | ({"required": [*required]} if required else {})


_SIDE = _object({"party": _TEXT, "votes": _COUNT, "names": _rows(_TEXT)}, "votes")
_VOTER = _object({"id": _TEXT, "name": _TEXT, "party": _TEXT, "instead_of": _TEXT})
OWN: Mapping[str, Described] = {
    "Text": {
        **_object(
            {
                **dict.fromkeys(("", *LANGUAGES), _TEXT),
                "withheld": {"type": "string", "description": "The legal basis for not publishing what it says."},
                "public": {
                    "type": "object",
                    "propertyNames": {"enum": ["", *LANGUAGES]},
                    "additionalProperties": _TEXT,
                    "description": "What is said in its place.",
                },
            }
        ),
        "description": "What is said, by language.",
    },
    "Entry": {
        **_object({"entry": _ref("Text"), "day": _DAY, "start": _CLOCK, "duration": _COUNT}, "entry"),
        "description": "What is on the agenda and is no item.",
    },
    "Heading": {**_object({"heading": _ref("Text")}, "heading"), "description": "A section of the agenda."},
    "Sent": {
        **_object(
            {
                "issue": {"type": "integer", "minimum": 1},
                "day": _DAY,
                "withdrawn": _TRUE,
                "papers": _rows(
                    _object(
                        {"paper": _TEXT, "language": _TEXT, "sha256": _SHA256},
                        "paper",
                        "language",
                        "sha256",
                    )
                ),
                "before": {**_SHA256, "description": "That of the entry before this one."},
            },
            "issue",
            "day",
        ),
        "description": "A dispatch, with the SHA-256 of each paper.",
    },
    "Result": {
        **_object(
            {
                **dict.fromkeys(("for", "against", "blank"), _rows(_SIDE)),
                "did_not_vote": _rows(_TEXT),
                "count": {"type": ["string", "null"]},
                "carried": {"type": ["boolean", "null"]},
                "casting_vote": _TRUE,
            },
            "for",
            "against",
            "blank",
            "count",
            "carried",
        ),
        "description": "How a vote fell, by party; with names where a party split, or there is none.",
    },
    "Elected": {
        **_object(
            {
                "round": {"type": "integer", "minimum": 1},
                "standings": _rows(
                    _object(
                        {"name": _TEXT, "for": _rows(_SIDE), "votes": _COUNT, "seats": _COUNT, "by_lot": _TRUE}, "name"
                    )
                ),
                "blank": {"type": ["integer", "null"], "minimum": 0},
                "elected": _rows(_TEXT),
            },
            "round",
            "standings",
            "elected",
        ),
        "description": "How an election fell.",
    },
    "Roll": {
        **_object({"present": _rows(_VOTER), "absent": _rows(_VOTER)}, "present", "absent"),
        "description": "Who could vote, and who was not there.",
    },
    "Approved": {
        **_object({"issue": _COUNT, "day": _DAY, "address": _TEXT}, "day", "address"),
        "description": "Which issue of the minutes was approved, when, and where that stands.",
    },
}
"""Definitions that are no class of the model."""


def schema(form: str, site: str) -> Described:
    """The schema of one of `data_forms.FORMS`, at the address that it has on a site."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": data_forms.schema_address(site, form)}
    if form == data_forms.MEETING:
        return {**head, "title": form, **_whole("Meeting", _of(Meeting))}
    if form == data_forms.YEAR:
        return {**head, "title": form, **_year(data_forms.schema_address(site, data_forms.MEETING))}
    return {**head, "title": form, **_index()}


def _head(form: str) -> Described:
    return {
        "$schema": {"type": "string", "format": "uri"},
        "format": {"const": form},
        "edition": {"enum": ["public", "members"]},
        "site": _ref("Site"),
    }


def _year(meeting: str) -> Described:
    properties = {
        **_head(data_forms.YEAR),
        "year": {"type": "integer"},
        "meetings": {**_rows({"$ref": meeting}), "description": "In the order of their days."},
    }
    return _whole("", _object(properties, *properties), Site)


def _index() -> Described:
    board = {"id": _TEXT, "name": _ref("Text"), "address": _TEXT, "meetings": _COUNT}
    year = {
        "year": {"type": "integer"},
        "file": {"type": "string", "description": "From the site's address on."},
        "meetings": _COUNT,
        "first": {**_DAY, "description": "The day of the first meeting in it."},
        "last": _DAY,
        "bytes": _COUNT,
        "sha256": _SHA256,
    }
    properties = {
        **_head(data_forms.INDEX),
        "boards": _rows(_object(board, *board)),
        "years": _rows(_object(year, *year)),
        "schemas": _rows(_TEXT),
    }
    return _whole("", _object(properties, *properties), Site)


def _whole(name: str, top: Described, *more: type[Value]) -> Described:
    """A schema with the definitions that it asks for, and that those ask for."""
    known: dict[str, Described] = {}
    waiting = [*_asked(top)]
    while waiting:
        asked = waiting.pop()
        if asked not in known and asked != name:
            known[asked] = _definition(asked)
            waiting += _asked(known[asked])
    return {**top, "$defs": {key: known[key] for key in sorted(known)}}


def _asked(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        own = str(value.get("$ref", "")).removeprefix("#/$defs/") if "$ref" in value else ""
        return [own] * bool(own and "/" not in own) + [one for inner in value.values() for one in _asked(inner)]
    return [one for inner in value for one in _asked(inner)] if isinstance(value, list) else []


@functools.cache
def _classes() -> Mapping[str, type[Value]]:
    return {shape.__name__: shape for top in (Meeting, Board, Site, StubSlide) for shape in walk.shapes(top)}


def _definition(name: str) -> Described:
    if name in OWN:
        return OWN[name]
    if name == "Slide":
        return _slide()
    if name == "JointBoard":
        keys = ("name", "short", "law", "casting_vote", "members", "substitutes", "observers", "secretariat")
        return _of(Board, only=frozenset((*keys, "administration")))
    return _of(_classes()[name])


def _slide() -> Described:
    """A slide: its kind says which keys of its own it has."""
    every: dict[str, Described] = {
        "number": {"type": "integer", "minimum": 1},
        "address": {"type": "string", "description": "From the site's address on."},
        "item": {"type": "string", "description": "The anchor of the item that it belongs to."},
        "topic": _ref("Text"),
    }
    rows = next(field for field in walk.fields(Item) if field.key == "slides")
    kinds = [shape for shape in rows.shapes if shape not in (Topic, Omitted) and "kind" in shape.model_fields]
    needed = ("kind", "number", "address")
    names: list[Described] = [{"const": shape.model_fields["kind"].default} for shape in kinds]
    written = [
        _object({**_of(shape)["properties"], **every, "kind": name}, *needed)
        for shape, name in zip(kinds, names, strict=True)
    ]
    rest = [kind for kind in DERIVED if kind != "stub"]
    return {"oneOf": [*written, _object({**every, "kind": {"enum": rest}}, *needed)]}


def _of(shape: type[Value], only: frozenset[str] | None = None) -> Described:
    """What a class of the model looks like: its fields that a reader may see, and what is added to them."""
    told, name = _told(), shape.__name__
    properties: dict[str, Described] = {}
    for field in walk.fields(shape):
        if field.visibility != "private" and field.key not in LEFT_OUT.get(name, ()):
            owners = (one.__name__ for one in shape.__mro__)
            told_of = next((told[key] for owner in owners if (key := f"{owner}.{field.name}") in told), "")
            described: Described = {"description": told_of} if told_of else {}
            properties[field.key] = {**_annotated(field.info.annotation), **described}
    for key, added in ADDED.get(name, {}).items():
        properties[key] = {**properties.get(key, {}), **added} if set(added) == {"description"} else dict(added)
    if only is not None:
        properties = {key: held for key, held in properties.items() if key in (*only, "id")}
    about: Described = {"description": told[name]} if name in told else {}
    return {**_object(properties, *ALWAYS.get(name, ())), **about}


@functools.cache
def _told() -> Mapping[str, str]:
    return source_schema.descriptions()


def _annotated(annotation: Any) -> Described:
    """What a value of a type looks like in a file, as `opendata.plain` writes it."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotated(inside[0])
    if origin is Literal:
        return {"enum": [*inside]}
    if origin is tuple:
        return _rows(_annotated(inside[0]))
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return {"type": "object", "additionalProperties": _annotated(inside[1])}
    if origin in (Union, UnionType):
        found = [_annotated(one) for one in inside if one is not type(None)]
        return found[0] if len(found) == 1 else {"anyOf": found}
    if isinstance(annotation, type) and issubclass(annotation, LocalizedText):
        return _ref("Text")
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return _ref(annotation.__name__)
    return dict(_PLAIN[annotation])


_PLAIN: Mapping[Any, Described] = {
    str: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: _DAY,
    time: _CLOCK,
}
