"""The desk's room for writing: which files may be edited there, and what a form gets of one.

Only what a meeting says in is written: its `meeting.yaml`, and the files beside it that hold its items and case papers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from starlette.requests import Request

from akson_docs.catalogue import translated
from akson_docs.diagnostics import Diagnostic
from akson_docs.server.app import DESK
from akson_docs.server.desk import Desk
from akson_docs.server.saves import History
from akson_docs.sources import snapshots
from akson_docs.sources.format import form
from akson_docs.sources.layout import MeetingKey

MEETING = "meeting.yaml"


@dataclass(frozen=True)
class Room:
    """What is written here, and where it lies."""

    desk: Desk
    begin: Callable[[str, date], MeetingKey | tuple[Diagnostic, ...]]
    """Starts a board's next meeting: says which it is, or why there is none. Raises OSError."""
    kept_key: str
    """What browsers keep unsaved text under (`kept_key`)."""
    saves: dict[str, History] = field(default_factory=dict)
    """What was saved while the server has run, by path."""

    def said(self, text: str) -> str:
        """A text of the code in the language of the one who runs the desk."""
        return translated(text, self.desk.language)


@dataclass(frozen=True)
class EditableFile:
    """A file of a meeting that may be edited."""

    snapshot: snapshots.Snapshot
    meeting: MeetingKey
    name: str
    kind: str
    """"meeting", "item" or "text"."""
    names: tuple[str, ...]
    """All of the meeting's files that may be."""

    @property
    def path(self) -> str:
        """Where it lies, from the root."""
        return self.meeting.file(self.name)

    def read(self) -> bytes:
        """What it holds now. Raises OSError."""
        return self.snapshot.read(self.path)


def editable(room: Room, request: Request) -> tuple[EditableFile, ...]:
    """The files that may be edited of the meeting that a request is about, its own first; none where there is none."""
    snapshot = snapshots.scan(room.desk.root)
    key = MeetingKey(request.path_params["board"], request.path_params["meeting"])
    if key.file(MEETING) not in snapshot.stamps:
        return ()
    kinds = {MEETING: "meeting"}
    waiting = [MEETING]
    while waiting:
        path = key.file(waiting.pop())
        for name, kind, _ in form.beside(form.loaded(snapshot.read(path), path).value):
            if key.file(name) in snapshot.stamps and name not in kinds:
                kinds[name] = kind
                if kind == "item":
                    waiting.append(name)
    return tuple(EditableFile(snapshot, key, name, kind, tuple(kinds)) for name, kind in kinds.items())


def asked_for(room: Room, request: Request) -> EditableFile | None:
    """The file that a request is about; None where it is none of a meeting's that may be edited."""
    name = request.query_params.get("file", MEETING)
    return next((one for one in editable(room, request) if one.name == name), None)


def address(key: MeetingKey, name: str = MEETING, page: str = "edit") -> str:
    """Where a file is edited (or `page` is something else of it)."""
    found = f"{DESK}{page}/{quote(key.name)}"
    return found if name == MEETING else f"{found}?file={quote(name, safe='')}"


def stated(room: Room, place: EditableFile, data: bytes) -> dict[str, Any]:
    """A file as the form gets it, with what can be taken back."""
    loaded = form.loaded(data, place.path)
    found = loaded.diagnostics or room.desk.state.found
    history = room.saves.get(place.path, History())
    return {
        "kind": place.kind,
        "text": loaded.text,
        "value": None if place.kind == "text" else loaded.value,
        "digest": loaded.digest,
        "files": [{"name": name, "address": address(place.meeting, name)} for name in place.names],
        "problems": form.placed(found, data, place.path, room.desk.language),
        "undo": history.next(again=False),
        "redo": history.next(again=True),
    }
