"""An attachment in which somebody marks what the public does not get: where it is attached, and what a change of that
comes to. Nothing is handed on that the reader refuses of it."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from akson_docs.diagnostics import Diagnostic, ValuePath, only_errors
from akson_docs.model import walk
from akson_docs.model.documents import Redact
from akson_docs.server import form_saves
from akson_docs.server import room as rooms
from akson_docs.server.room import EditableFile, Room
from akson_docs.sources import loader, yaml_source
from akson_docs.sources.format import form
from akson_docs.sources.format.merging import Merged
from akson_docs.sources.format.saving import Differing, Refused, Saved, Wanted


@dataclass(frozen=True)
class Attached:
    """An attachment that is marked."""

    place: EditableFile
    """The file that attaches it."""
    name: str
    """The PDF in the meeting's folder."""
    value: Mapping[str, Any]
    """What the file says that attaches it."""
    data: bytes
    """The same as it lies there."""

    @property
    def redact(self) -> Any:
        """What is redacted in it, as that is written."""
        return redacted(self.value, self.name)


def attached(room: Room, request: Request) -> Attached | None:
    """The attachment that a request is about; None where no file of the meeting's attaches it."""
    name = unicodedata.normalize("NFC", request.query_params.get("attachment", ""))
    for place in rooms.editable(room, request):
        data = place.read() if place.kind != "text" else b""
        value = form.loaded(data, place.path).value if data else None
        if value is not None and name.lower().endswith(".pdf") and any(_rows(value, name)):
            return Attached(place, name, value, data)
    return None


def _rows(value: Any, name: str, path: ValuePath = ()) -> Iterator[ValuePath]:
    """Where a file is attached."""
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield from _rows(held, name, (*path, key))
    elif isinstance(value, list):
        for place, held in enumerate(value):
            is_here = path[-1:] == ("attachments",) and isinstance(held, Mapping) and held.get("file") == name
            yield from ((*path, place),) if is_here else _rows(held, name, (*path, place))


def redacted(value: Any, name: str) -> Any:
    """What a file says is redacted in an attachment."""
    for row in _rows(value, name):
        return _at(value, row).get("redact", {})
    return {}


def _at(value: Any, path: ValuePath) -> Any:
    return functools.reduce(lambda held, step: held[step], path, value)


def _with(value: Any, name: str, redact: Any, above: str = "") -> Any:
    """A file with something redacted in an attachment, wherever it attaches that; with nothing where that is empty."""
    if isinstance(value, list):
        return [_with(held, name, redact, above) for held in value]
    if not isinstance(value, Mapping):
        return value
    made = {key: _with(held, name, redact, key) for key, held in value.items()}
    if above == "attachments" and value.get("file") == name:
        made.pop("redact", None)
        return {**made, "redact": redact} if redact else made
    return made


def _ordered(redact: Mapping[str, Any]) -> dict[str, Any]:
    """What is redacted with its keys in the order of the format: the basis stands before what it covers."""
    known = [each.key for each in walk.fields(Redact) if each.key in redact]
    return {key: redact[key] for key in (*known, *(key for key in redact if key not in known))}


def _filled(value: Any) -> Any:
    """A value without what is empty."""
    if isinstance(value, Mapping):
        found = {key: _filled(held) for key, held in value.items()}
        return {key: held for key, held in found.items() if held not in (None, "", [], {})}
    if isinstance(value, list):
        return [held for held in map(_filled, value) if held not in (None, "", [], {})]
    return value


# ---- a change ----


def changed(one: Attached | None, asked: Mapping[str, Any]) -> Saved | Differing | Merged | Refused | None:
    """The file as it would be with what is asked for; None where that is none of what this page asks."""
    known, base, redact = asked.get("digest"), asked.get("base"), asked.get("redact")
    if one is None or not isinstance(known, str) or not isinstance(base, dict) or not isinstance(redact, dict):
        return None
    if not any(_rows(base, one.name)):
        return None
    if known == form.digest(one.data):  # what it says is known here, whatever a page thinks it was
        base = dict(form.loaded(one.data, one.place.path).value or {})
    wanted = Wanted(known, base, _with(base, one.name, _ordered(_filled(redact))))
    made = form_saves.changed(one.data, wanted, one.place)
    if isinstance(made, Refused):
        rows = [*_rows(base, one.name)]
        return Refused(tuple((_inside(path, rows) or (), problem) for path, problem in made.found))
    return (_refusal(one, made.data) or made) if isinstance(made, Saved) else made


def _refusal(one: Attached, data: bytes) -> Refused | None:
    """What the reader would refuse of what is redacted in an attachment, were the file written so."""
    key = one.place.meeting
    snapshot = one.place.snapshot.with_files({one.place.path: data})
    whole = key.file(rooms.MEETING)
    errors = only_errors(loader.meeting(snapshot.read(whole), whole, snapshot.folder(key.path)).diagnostics)
    found = tuple(within(one, data, errors))
    return Refused(found) if found else None


def within(one: Attached, data: bytes, found: Iterable[Diagnostic]) -> Iterator[tuple[ValuePath, Diagnostic]]:
    """What is wrong with what is redacted in an attachment, each with its place there; `data` is the file as it is
    written then."""
    read = yaml_source.read(data, one.place.path)
    spans, rows = form.spans_of(read), [*_rows(form.loaded(data, one.place.path).value, one.name)]
    for problem in found:
        if problem.span.file == one.place.path:
            path = form.narrowest(problem.span, spans)
            inside = _inside(path, rows)
            if inside is not None:
                yield inside, problem
            elif problem.code.startswith("redact-") and any(path[: len(row)] == row for row in rows):
                yield (), problem


def _inside(path: ValuePath, rows: Iterable[ValuePath]) -> ValuePath | None:
    """A place of a file within what is redacted in an attachment at some rows; None where it is elsewhere."""
    ways = (len(row) + 1 for row in rows if path[: len(row) + 1] == (*row, "redact"))
    return next((path[way:] for way in ways), None)


def problems(room: Room, one: Attached, found: Iterable[Diagnostic], data: bytes = b"") -> list[dict[str, Any]]:
    """What is wrong with what is redacted in an attachment, as a page gets it: errors first."""
    ranked = sorted(
        within(one, data or one.data, found), key=lambda each: ("error", "warning", "note").index(each[1].severity)
    )
    return [form.told(path, problem, room.desk.language) for path, problem in ranked]


def clash(told: dict[str, Any], value: Any, name: str) -> dict[str, Any]:
    """A clash with its place in what is redacted; without one where it is about more than that."""
    inside = _inside(tuple(told["path"]), _rows(value, name))
    return {**told, "path": None if inside is None else list(inside)}
