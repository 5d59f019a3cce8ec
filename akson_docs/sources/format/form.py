"""A meeting as a form: the format's JSON Schema as a form library shows it well, and a file as the form gets it.

The form is made from the schema and from nothing else, so that every key that a file may have is in it. What is a
choice in the schema is one in the form; what is text in several ways (a line, the same in three languages, withheld)
is a choice of how it is written. Values are as files say them: every scalar is a text.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from akson_docs import diagnostics
from akson_docs.catalogue import LANGUAGES, N_, SOURCE, translated
from akson_docs.diagnostics import Code, Diagnostic, Span, ValuePath, has_errors, only_errors
from akson_docs.model import field_names
from akson_docs.sources import yaml_source
from akson_docs.sources.format import editing, schema
from akson_docs.sources.format.labels import CHOICES, KINDS, SHAPES, YES_NO

Shape = dict[str, Any]

PROSE = ("Text",)
LINES = ("Line",)
GRID = "Grid"
USUAL: Mapping[str, tuple[str, ...]] = {
    "meeting": ("date", "number", "title", "place", "start", "draft", "items"),
    "Item": ("number", "title", "type", "duration", "presenter", "proposal", "slides"),
    "TextSlide": ("title", "body"),
    "KeyFigure": ("value", "label", "body"),
    "Attachment": ("file", "title"),
}
"""The keys that a form shows before they have a value, besides those that are required; the others are added."""


# ---- the schema, as a form shows it --------------------------------------------------------------------------


@functools.cache
def _known(kind: str) -> Shape:
    return schema.schema(kind)


def shown(kind: str, language: str = "en") -> Shape:
    """The schema of a kind of file ("meeting", "item") as the form library gets it: titles and hints in a language,
    every scalar a text with a `format` that says how it is written, every union a choice whose branches say by `when`
    how they are told apart."""
    made = _known(kind)
    definitions = {name: _definition(name, one, language) for name, one in made["$defs"].items()}
    # An item may hold items, so its schema is a reference to one of its own definitions.
    top = {"$ref": made["$ref"]} if "$ref" in made else _object(kind, made, language)
    return {"$defs": definitions, **top}


def _definition(name: str, shape: Shape, language: str) -> Shape:
    if name in LINES:
        return _words(shape, "line", language)
    if name in PROSE:
        return _words(shape, "prose", language)
    if name == GRID:
        return {"type": "string", "format": "grid"}
    if shape.get("type") == "object":
        return _object(name, shape, language)
    return _field("", shape, language)


def _object(name: str, shape: Shape, language: str) -> Shape:
    keys = shape.get("properties", {})
    # A constant is what tells a branch from others; the choice of the branch writes it.
    fields = {key: _named(name, key, one, language) for key, one in keys.items() if "const" not in one}
    required = [key for key in shape.get("required", ()) if key in fields]
    usual = [key for key in USUAL.get(name, ()) if key in fields]
    return {
        "type": "object",
        "properties": fields,
        "required": required,
        "usual": [*dict.fromkeys([*required, *usual])] or list(fields),
        "additionalProperties": False,
    }


def _named(owner: str, key: str, shape: Shape, language: str) -> Shape:
    title = field_names.label(owner, key, language)
    written = str(shape.get("description", ""))
    hint = translated(written, language)
    if language != SOURCE and hint == written:
        hint = ""  # English among other words helps nobody
    return {"title": title, **({"description": hint} if hint else {}), **_field(key, shape, language)}


def _field(key: str, shape: Shape, language: str) -> Shape:
    """What a value may be, without its name and hint."""
    if "$ref" in shape:
        if shape["$ref"].endswith("/Document"):
            return {"type": "string", "format": "line"}
        return {"$ref": shape["$ref"]}
    choices = shape.get("oneOf") or shape.get("anyOf")
    if choices:
        return _union([one for one in choices if one != {"type": "null"}], language)
    kind = shape.get("type")
    if "enum" in shape:
        labels = [_choice(value, language) for value in shape["enum"]]
        return {"type": "string", "format": "choice", "enum": list(shape["enum"]), "labels": labels}
    if kind == "array":
        limits: Shape = {limit: shape[limit] for limit in ("minItems", "maxItems") if limit in shape}
        return {"type": "array", "items": _field(key, shape["items"], language), **limits}
    if kind == "object":
        return _object(key, shape, language)
    if kind in ("integer", "number"):
        return {"type": "string", "format": "integer"}
    return {"type": "string", "format": "date" if shape.get("format") == "date" else "line"}


def _choice(value: str, language: str) -> str:
    return LANGUAGES[value].name if value in LANGUAGES else translated(CHOICES.get(value, value), language, "choice")


def _union(choices: list[Shape], language: str) -> Shape:
    kinds = [one.get("type") for one in choices]
    if {"enum": ["yes", "no"], "type": "string"} in choices:
        labels = [translated(YES_NO[value], language) for value in ("yes", "no")]
        return {"type": "string", "format": "choice", "enum": ["yes", "no"], "labels": labels}
    if kinds == ["string", "number"]:
        return {"type": "string", "format": "clock" if "pattern" in choices[0] else "line"}
    if kinds == ["string", "array"] and "const" not in choices[0]:
        return {"type": "string", "format": "ids"}
    if len(choices) == 1:
        return _field("", choices[0], language)
    return {"oneOf": [_branch(one, choices, language) for one in choices]}


def _branch(shape: Shape, others: list[Shape], language: str) -> Shape:
    """A branch of a union, with how it is called and how a value is known to be of it."""
    name = str(shape.get("$ref", "")).rpartition("/")[2]
    if name:
        return {
            "title": translated(KINDS.get(name, name), language),
            "when": _when(name),
            **_field("", shape, language),
        }
    if "const" in shape:
        value = shape["const"]
        label = _choice(value, language)
        return {"title": label, "when": {"value": value}, "type": "string", "enum": [value], "format": "constant"}
    kind = str(shape["type"])
    held = _object("Row", shape, language) if kind == "object" else _field("", shape, language)
    return {"title": translated(SHAPES[kind], language), "when": {"type": kind}, **held}


def _when(name: str) -> Shape:
    """What tells a value of this definition from others in a union."""
    definition = _known("meeting")["$defs"][name]
    keys = definition["properties"]
    if "const" in keys.get("kind", {}):
        # The kind that is meant where none is written is that of text slides.
        return {"kind": keys["kind"]["const"], **({"default": True} if name == "TextSlide" else {})}
    if name in ("Topic", "Heading", "EntryRow", "FileRow"):
        return {"key": definition["required"][0]}
    return {"default": True}


def _words(shape: Shape, written: str, language: str) -> Shape:
    """A text: as it is, in several languages, or withheld."""
    plain = {"type": "string", "format": written}
    several = {
        "type": "object",
        "properties": {key: {"title": _choice(key, language), **plain} for key in LANGUAGES},
        "usual": list(LANGUAGES),
        "additionalProperties": False,
    }
    either = {
        "oneOf": [
            {"title": translated(SHAPES["string"], language), "when": {"type": "string"}, **plain},
            {"title": translated(SHAPES["languages"], language), "when": {"type": "object"}, **several},
        ]
    }
    keys = shape["anyOf"][2]["properties"]
    order = [key for key in ("withheld", "text", "public") if key in keys]
    names = {key: field_names.label("LocalizedText", key, language) for key in order}
    withheld = {
        "type": "object",
        "properties": {
            key: {"title": names[key], **({"type": "string", "format": "line"} if key == "withheld" else either)}
            for key in order
        },
        "required": ["withheld", "text"],
        "usual": order,
        "additionalProperties": False,
    }
    return {
        "text": written,
        "oneOf": [
            *either["oneOf"],
            {"title": translated(SHAPES["withheld"], language), "when": {"key": "withheld"}, **withheld},
        ],
    }


# ---- a file in the form --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loaded:
    """A file for the form: its text, and what it says where that can be read."""

    text: str
    value: Mapping[str, Any] | None
    digest: str
    diagnostics: tuple[Diagnostic, ...] = ()
    """Why it cannot be read."""


UNEDITABLE = Code("form-text", "error", N_("this file cannot be edited in the form: {problem}"), N_("edit it as text"))


def digest(data: bytes) -> str:
    """What a version of a file is known by."""
    return hashlib.sha256(data).hexdigest()


def loaded(data: bytes, file: str) -> Loaded:
    """A file as the form gets it. What cannot be read has its text, and why."""
    text, found = yaml_source.decode(data, file)
    if has_errors(found):
        return Loaded(data.decode("utf-8", "replace"), None, digest(data), found)
    if not file.endswith((".yaml", ".yml")):
        return Loaded(text, None, digest(data))
    read = yaml_source.read(data, file)
    broken = only_errors(read.diagnostics)
    if read.value is None or broken:
        return Loaded(text, None, digest(data), broken)
    try:
        return Loaded(text, editing.said(text), digest(data))
    except editing.EditFault as fault:
        return Loaded(text, None, digest(data), (UNEDITABLE.at(Span(file), problem=str(fault)),))


def beside(value: Mapping[str, Any] | None) -> tuple[tuple[str, str, ValuePath], ...]:
    """The files that a meeting names and that are its text: (name, kind "item" or "text", where it is named)."""
    found: list[tuple[str, str, ValuePath]] = []

    def look(held: Any, path: ValuePath) -> None:
        if isinstance(held, Mapping):
            for key, inner in held.items():
                if isinstance(inner, str) and key in ("paper", "introduction") and inner.endswith(".md"):
                    found.append((inner, "text", (*path, key)))
                elif isinstance(inner, str) and key == "file" and inner.endswith((".yaml", ".yml")):
                    found.append((inner, "item", (*path, key)))
                else:
                    look(inner, (*path, key))
        elif isinstance(held, list):
            for place, inner in enumerate(held):
                look(inner, (*path, place))

    look(value, ())
    return tuple(found)


# ---- what is wrong, at its field -----------------------------------------------------------------------------


def placed(found: Iterable[Diagnostic], data: bytes, file: str, language: str = "en") -> list[Shape]:
    """The problems of a file, each with the path of the narrowest value or key that it lies in."""
    spans = spans_of(yaml_source.read(data, file)) if file.endswith((".yaml", ".yml")) else ()
    return [
        told(narrowest(one.span, spans), one, language)
        for one in found
        if one.span.file == file and one.severity in ("error", "warning")
    ]


def told(path: ValuePath, one: Diagnostic, language: str) -> Shape:
    """A problem at a value, as the form says it."""
    return {
        "path": list(path),
        "severity": one.severity,
        "message": diagnostics.message(one, language),
        "hint": diagnostics.hint(one, language),
        "code": one.code,
        "line": one.span.line,
    }


def spans_of(read: yaml_source.Read) -> tuple[tuple[ValuePath, Span], ...]:
    """Where each value and each key of a file stands."""
    return tuple(pair for spans in (read.spans, read.keys) for pair in spans.items())


def narrowest(where: Span, spans: Iterable[tuple[ValuePath, Span]]) -> ValuePath:
    """The path of the narrowest value or key that a place lies in."""
    place = (where.line, where.column)
    around = (
        path
        for path, span in spans
        if (span.line, span.column) <= place <= (span.end_line or span.line, span.end_column or span.column)
    )
    return max(around, key=len, default=())
