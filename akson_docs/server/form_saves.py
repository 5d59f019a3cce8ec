"""What forms send: a file that is saved, a save that is taken back, a meeting that is started."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from akson_docs.actions import check_formats
from akson_docs.build import output
from akson_docs.catalogue import N_
from akson_docs.server import room as rooms
from akson_docs.server.loopback import comes_from_here
from akson_docs.server.room import EditableFile, Room
from akson_docs.server.saves import History, called, described
from akson_docs.sources.format import form, merging, saving
from akson_docs.sources.format.merging import Clash, Merged
from akson_docs.sources.format.saving import Differing, Refused, Saved, Wanted
from akson_docs.sources.layout import MeetingKey

LARGEST = 16_000_000
"""The most that a save may hold, in bytes: twice a file of the largest that is read, in JSON."""
WORDS = {
    "large": N_("This is more than a file may hold. Put long texts in Markdown files of their own."),
    "day": N_("Choose a date."),
    "refused": N_("what is wrong stands beside its field, and nothing is written"),
}
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


async def save(room: Room, request: Request) -> Response:
    """Writes a file: with what another wrote meanwhile, and not where both wrote the same field differently."""
    asked = await sent(room, request)
    if isinstance(asked, Response):
        return asked
    known, base, value = asked.get("digest"), asked.get("base", {}), asked.get("value")
    if not isinstance(known, str) or not isinstance(value, dict | str) or not isinstance(base, dict | str):
        return Response(status_code=400)
    return await run_in_threadpool(_saved, room, request, Wanted(known, base, value))


def _saved(room: Room, request: Request, change: Wanted) -> Response:
    with room.desk.writing:
        place = rooms.asked_for(room, request)
        if place is None:
            return Response(status_code=404)
        if place.kind == "text" and not isinstance(change.value, str):
            return Response(status_code=400)
        data = place.read()
        made = changed(data, change, place)
        if not isinstance(made, Saved):
            return _unwritten(room, place, data, made)
        keep(room, place, data, made.data)
    room.desk.refresh()
    return _answered(room, place, made)


async def take_back(room: Room, request: Request) -> Response:
    """Takes the last save of a file back, or does it again."""
    asked = await sent(room, request)
    if isinstance(asked, Response):
        return asked
    number, again = asked.get("number"), asked.get("again")
    if not isinstance(number, int) or not isinstance(again, bool):
        return Response(status_code=400)
    return await run_in_threadpool(_taken_back, room, request, number, again)


def _taken_back(room: Room, request: Request, number: int, again: bool) -> Response:
    with room.desk.writing:
        place = rooms.asked_for(room, request)
        if place is None:
            return Response(status_code=404)
        data = place.read()
        history = room.saves.get(place.path, History())
        step = history.last(number, again)
        if step is None:  # another page was first: what there is to take back now is another save
            return _answered(room, place, Saved(data))
        was, becomes = (step.before, step.after) if again else (step.after, step.before)
        made = Saved(becomes) if data == was else changed(data, step.taken_back(place.path, again), place)
        if not isinstance(made, Saved):
            return _unwritten(room, place, data, made)
        if made.data != data:
            _write(place, made.data)
        history.turned(again)
    room.desk.refresh()
    return _answered(room, place, made)


def changed(data: bytes, change: Wanted, place: EditableFile) -> Saved | Differing | Merged | Refused:
    """What a file, as it is now, becomes by a change."""
    return saving.saved(data, change, place.kind, place.path)


def keep(room: Room, place: EditableFile, before: bytes, after: bytes) -> None:
    """Writes a file where it becomes another, so that it can be taken back; nobody else may write meanwhile."""
    if after != before:
        _write(place, after)
        what = described(before, after, place.path, room.desk.language)
        room.saves.setdefault(place.path, History()).add(before, after, what)


def _write(place: EditableFile, data: bytes) -> None:
    output.replace(place.snapshot.real(place.path), data)


def _answered(room: Room, place: EditableFile, made: Saved) -> Response:
    return JSONResponse({**rooms.stated(room, place, made.data), "together": made.together}, headers=_HEADERS)


def _unwritten(room: Room, place: EditableFile, data: bytes, made: Differing | Merged | Refused) -> Response:
    """Why nothing was written: what another wrote as well, or what the reader would refuse."""
    if isinstance(made, Differing):
        shown = {"theirs": made.theirs, "yours": made.yours, "digest": made.digest, "lines": made.lines}
        return JSONResponse(shown, status_code=409, headers=_HEADERS)
    if isinstance(made, Merged):
        both = {
            "state": rooms.stated(room, place, data),
            "value": made.value,
            "clashes": [clash(one, made, room.desk.language) for one in made.clashes],
        }
        return JSONResponse(both, status_code=409, headers=_HEADERS)
    language = room.desk.language
    told = {"message": room.said(WORDS["refused"]), "problems": [form.told(*one, language) for one in made.found]}
    return JSONResponse(told, status_code=422, headers=_HEADERS)


def clash(one: Clash, made: Merged, language: str) -> dict[str, Any]:
    """A clash as the form gets it; where one of the two has nothing, the key is not there."""
    versions = {"theirs": one.theirs, "mine": one.mine}
    return {
        "path": list(one.path),
        "label": called(one.path, made.value, language),
        **{whose: held for whose, held in versions.items() if not isinstance(held, merging.Absent)},
    }


async def begin(room: Room, request: Request) -> Response:
    """Starts a meeting."""
    asked = await sent(room, request)
    if isinstance(asked, Response):
        return asked
    try:
        board, day = str(asked["board"]), date.fromisoformat(asked["date"])
    except (ValueError, KeyError, TypeError):
        return _told(400, room.said(WORDS["day"]))
    return await run_in_threadpool(_begun, room, board, day)


def _begun(room: Room, board: str, day: date) -> Response:
    with room.desk.writing:
        made = room.begin(board, day)
    if not isinstance(made, MeetingKey):
        return _told(422, "; ".join(check_formats.said(one, room.desk.language) for one in made))
    room.desk.refresh()
    return JSONResponse({"address": rooms.address(made)}, headers=_HEADERS)


async def sent(room: Room, request: Request) -> dict[str, Any] | Response:
    """What a page of ours sends, or the answer to what is none of that."""
    if not comes_from_here(request):
        return Response(status_code=403)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return _told(413, room.said(WORDS["large"]))
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return Response(status_code=400)
    return asked if isinstance(asked, dict) else Response(status_code=400)


def _told(status: int, why: str) -> Response:
    return JSONResponse({"message": why}, status_code=status, headers=_HEADERS)
