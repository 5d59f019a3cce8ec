"""The pages of the desk's room for writing: meetings as forms, and all of them in a list, in a browser on one's own
machine. What a form gets and what a save comes to are values (`form`, `saving`); here they are asked for."""

from __future__ import annotations

import functools
import hashlib
import html
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from akson_docs.catalogue import LANGUAGES, N_, NC_, translated
from akson_docs.mail.recipients import GROUPS
from akson_docs.meetings.agenda import usual_types
from akson_docs.server import form_saves
from akson_docs.server import room as rooms
from akson_docs.server.app import DESK, bounded, speaks
from akson_docs.server.room import MEETING, EditableFile, Room, address
from akson_docs.sources import snapshots
from akson_docs.sources.format import form
from akson_docs.sources.layout import TOP, MeetingKey, board_file

PERSONS = ("member", "by", "moved_by", "seconded_by", "replaced_by", "chair", "secretary", "who")
"""The keys that persons are named by."""
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"}
_STYLES = ("tokens.css", "desk-tokens.css", "form.css")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "img-src 'self' data:; font-src 'self'; form-action 'none'; base-uri 'none'"
)

WORDS: Mapping[str, str] = {
    "meetings": N_("Meetings"),
    "save": N_("Save"),
    "saved": N_("Saved."),
    "saved_errors": N_("Saved as it is. There is something left to mend ({n}); the site waits for that."),
    "unsaved": N_("Not saved yet"),
    "failed": N_("Not saved."),
    "lost": N_("The server has stopped. What you write is kept in this browser: start akson serve again, and go on."),
    "closed": N_(
        "The server was started again. Open the address that it says in the terminal in this browser; what you wrote "
        "is kept."
    ),
    "saved_both": N_("Saved, together with what was changed elsewhere."),
    "restored": N_("What you had not saved is here again."),
    "drop": N_("Drop it, and show the file"),
    "undo": N_("Undo: {what}"),
    "redo": N_("Redo: {what}"),
    "undone": N_("Undone: {what}"),
    "redone": N_("Done again: {what}"),
    "undo_later": N_("Save what you have edited first; then a save can be undone."),
    "clashing": N_("This was changed elsewhere as well, in another way. Choose what it shall be."),
    "choose_first": N_("Not saved yet: choose between the two versions first."),
    "chosen": N_("Chosen, and not saved yet."),
    "keep_mine": N_("Keep mine"),
    "absent": N_("(taken out)"),
    "followed": N_("The file was changed elsewhere, and is shown as it is now."),
    "behind": N_("The file was changed elsewhere. When you save, both edits are put together."),
    "took": N_("The version on the disk is shown."),
    "preview": N_("Preview"),
    "files": N_("The meeting's files"),
    "required": N_("must be filled in"),
    "more": N_("Add a field"),
    "choose": N_("Choose …"),
    "kind": N_("What this is"),
    "written": N_("{title}: how it is written"),
    "add": N_("Add {row}"),
    "added": N_("{row}: added as number {n}"),
    "moved": N_("{row}: now number {n}"),
    "removed": N_("{row}: removed"),
    "up": N_("Move up"),
    "down": N_("Move down"),
    "alt": N_("Alt and an arrow key moves it"),
    "remove": N_("Remove"),
    "empty": N_("(empty)"),
    "row": N_("row"),
    "error": N_("Error"),
    "warning": N_("Warning"),
    "problem": N_("1 problem"),
    "problems": N_("{n} problems"),
    "found_errors": N_("To mend before this can be published"),
    "found_warnings": N_("Worth a look"),
    "line": N_("Line"),
    "text": N_("Text, in Markdown"),
    "broken": N_("This file cannot be read, so there is no form for it. Mend the text, and save; the form comes back."),
    "clash": N_("The file was changed elsewhere meanwhile"),
    "clash_more": N_("Nothing is written yet. Choose which version the file shall be."),
    "differs": N_("What differs"),
    "theirs": N_("On the disk"),
    "yours": N_("Yours"),
    "whole": N_("Both versions in full"),
    "keep_yours": N_("Save mine"),
    "take_theirs": N_("Take the one on the disk"),
    "back": N_("Back to the form"),
    "new": N_("New meeting"),
    "new_more": N_("It begins as a copy of the last one, with what recurs in it, and is a draft."),
    "board": N_("Board"),
    "date": N_("Date"),
    "start": N_("Start the meeting"),
    "site": N_("To the site"),
    "none": N_("No meetings yet."),
    "redact": N_("Mark what is redacted"),
    "noscript": N_("The form needs JavaScript."),
}
"""What the form's pages say."""
ROWS: Mapping[str, str] = {
    "items": NC_("row", "item"),
    "slides": NC_("row", "slide"),
    "attachments": NC_("row", "attachment"),
    "actions": NC_("row", "action"),
    "votes": NC_("row", "vote"),
    "elections": NC_("row", "election"),
    "candidates": NC_("row", "candidate"),
    "lists": NC_("row", "list"),
    "motions": NC_("row", "motion"),
    "columns": NC_("row", "column"),
    "stages": NC_("row", "stage"),
    "days": NC_("row", "day"),
    "milestones": NC_("row", "milestone"),
    "options": NC_("row", "alternative"),
    "criteria": NC_("row", "criterion"),
    "corrections": NC_("row", "correction"),
    "dissent": NC_("row", "statement"),
    "route": NC_("row", "step"),
    "present": NC_("row", "person"),
    "absent": NC_("row", "person"),
    "substitutes": NC_("row", "substitute"),
    "guests": NC_("row", "guest"),
    "follow_up": NC_("row", "action"),
}
"""What one row of a list is called."""


def routes(room: Room) -> list[Route]:
    """What this room answers, all under `app.DESK`."""
    asked = (
        ("meetings", _meetings, "GET"),
        ("meetings", form_saves.begin, "POST"),
        ("form-schema/{kind}", _schema, "GET"),
        ("form/{board}/{meeting}", _state, "GET"),
        ("edit/{board}/{meeting}", _page, "GET"),
        ("edit/{board}/{meeting}", form_saves.save, "POST"),
        ("undo/{board}/{meeting}", form_saves.take_back, "POST"),
    )
    return [
        Route(f"{DESK}{path}", bounded(room.desk, functools.partial(answer, room)), methods=[method])
        for path, answer, method in asked
    ]


# ---- what is asked -------------------------------------------------------------------------------------------


async def _schema(room: Room, request: Request) -> Response:
    """The schema that a form is made from."""
    kind = request.path_params["kind"]
    if kind not in ("meeting", "item"):
        return Response(status_code=404)
    return JSONResponse(await run_in_threadpool(form.shown, kind, room.desk.language), headers=_HEADERS)


async def _state(room: Room, request: Request) -> Response:
    """A file as the form gets it."""
    return await run_in_threadpool(_state_now, room, request)


def _state_now(room: Room, request: Request) -> Response:
    place = rooms.asked_for(room, request)
    if place is None:
        return Response(status_code=404)
    return JSONResponse(rooms.stated(room, place, place.read()), headers=_HEADERS)


# ---- the pages -----------------------------------------------------------------------------------------------


async def _page(room: Room, request: Request) -> Response:
    """The form of a file."""
    return await run_in_threadpool(_page_now, room, request)


def _page_now(room: Room, request: Request) -> Response:
    place = rooms.asked_for(room, request)
    if place is None:
        return Response(status_code=404)
    short, language = place.meeting.name, _language(place)
    known = {
        "title": short if place.name == MEETING else f"{short}: {place.name}",
        "file": place.name,
        "address": address(place.meeting, place.name),
        "form": address(place.meeting, place.name, "form"),
        "undo": address(place.meeting, place.name, "undo"),
        **kept_at(room, place.path),
        "redact": address(place.meeting, page="redact"),
        "schema": f"{DESK}form-schema/{'item' if place.kind == 'item' else 'meeting'}",
        # The full edition: drafts have no page in the other.
        "preview": f"{DESK}members/{quote(place.meeting.address)}",
        "language": language,
        "suggested": _suggested(place, language),
        "usual": _usual(place, language),
    }
    return document(room, known, ("rjsf.js",), ("kept.js", "form.js"), '<div id="desk"></div>')


async def _meetings(room: Room, request: Request) -> Response:
    """All meetings, and how to start one."""
    return await run_in_threadpool(_meetings_now, room)


def _meetings_now(room: Room) -> Response:
    snapshot = snapshots.scan(room.desk.root)
    found: dict[str, list[str]] = {}
    for path in snapshot.under(TOP):
        parts = path.split("/")
        if len(parts) == 3 and parts[2] == "board.yaml":
            found.setdefault(parts[1], [])
        if len(parts) == 4 and parts[3] == MEETING:
            found.setdefault(parts[1], []).append(parts[2])
    called = {board: _called(snapshot, board) for board in found}
    said, at = functools.partial(_said, room), room.desk.entrance.at
    lists = "".join(
        f"<section><h2>{html.escape(called[board])}</h2>"
        + (
            "<ul>"
            + "".join(
                f'<li><a href="{at(address(MeetingKey(board, name)))}">{html.escape(name)}</a></li>'
                for name in sorted(names, reverse=True)
            )
            + "</ul>"
            if names
            else f"<p>{said('none')}</p>"
        )
        + "</section>"
        for board, names in sorted(found.items())
    )
    boards = "".join(
        f'<option value="{html.escape(board)}">{html.escape(called[board])}</option>' for board in sorted(found)
    )
    body = (
        f'<header class="top"><div class="where"><a href="{at("/")}">{said("site")}</a>'
        f"<h1>{said('meetings')}</h1></div></header>"
        f'<main class="meetings"><section class="begin"><h2>{said("new")}</h2><p class="hint">{said("new_more")}</p>'
        f'<form id="begin"><div class="field"><label for="board">{said("board")}</label>'
        f'<select id="board" name="board">{boards}</select></div>'
        f'<div class="field"><label for="date">{said("date")}</label>'
        '<input id="date" name="date" type="date" required class="short"></div>'
        f'<button class="save">{said("start")}</button><p class="problems" role="alert" id="why"></p></form></section>'
        f"{lists}</main>"
    )
    return document(room, {"title": said("meetings")}, (), ("meetings.js",), body)


def _language(place: EditableFile) -> str:
    """The language that a meeting is written in: its own, its board's or the site's."""
    of = place.meeting
    for path, key in ((of.file(MEETING), "language"), (board_file(of.board), "languages")):
        found = _read(place.snapshot, path).get(key)
        first = found[0] if isinstance(found, list) and found else found
        if first in LANGUAGES:
            return str(first)
    found = _read(place.snapshot, f"{TOP}/site.yaml").get("language")
    return str(found) if found in LANGUAGES else "nb"


def _suggested(place: EditableFile, language: str) -> dict[str, list[str]]:
    """What the board has for some keys: its types of items, and the ids of its people. Others may be typed."""
    board = _read(place.snapshot, board_file(place.meeting.board))
    types = [_in(language, row.get("name")) for row in _rows(board, "types")]
    usual = [type_.name.say(language)[1] for type_ in usual_types()]
    people = [str(row["id"]) for group in GROUPS for row in _rows(board, group) if "id" in row]
    return {"type": list(dict.fromkeys(filter(None, (*types, *usual)))), **dict.fromkeys(PERSONS, people)}


def _usual(place: EditableFile, language: str) -> dict[str, str]:
    """What holds of a meeting that says nothing else: when and where the board meets."""
    board = _read(place.snapshot, board_file(place.meeting.board))
    return {key: said for key in ("start", "place") if (said := _in(language, board.get(key)))}


def _rows(value: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = value.get(key)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _in(language: str, words: Any) -> str:
    """What a name says in a language, as its file has it."""
    return (
        str(words.get(language) or next(iter(words.values()), "")) if isinstance(words, Mapping) else str(words or "")
    )


def _read(snapshot: snapshots.Snapshot, path: str) -> Mapping[str, Any]:
    """What a file says; nothing where it is not there or cannot be read."""
    try:
        return form.loaded(snapshot.read(path), path).value or {}
    except (OSError, KeyError):
        return {}


def _called(snapshot: snapshots.Snapshot, board: str) -> str:
    """What a board is called, or its folder where that cannot be read."""
    return _in("", _read(snapshot, board_file(board)).get("name")) or board


def document(
    room: Room,
    known: Mapping[str, Any],
    before: tuple[str, ...],
    after: tuple[str, ...],
    body: str,
    *,
    more: Mapping[str, str] = {},
    style: str = "",
) -> Response:
    """A page of the form's, with its scripts before and after the one that speaks with the server; perhaps with `more`
    words, and another style sheet."""
    language, own = room.desk.language, room.desk.entrance.at(DESK)
    words: dict[str, Any] = {key: translated(text, language) for key, text in {**WORDS, **more}.items()}
    words["rows"] = {key: translated(text, language, "row") for key, text in ROWS.items()}
    held = {**known, "words": words}
    page = (
        f'<!doctype html><html lang="{room.desk.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(str(known['title']))}</title>"
        '<link rel="icon" href="data:,">'
        + "".join(f'<link rel="stylesheet" href="{own}{name}">' for name in (*_STYLES, *filter(None, (style,))))
        + f'<meta name="akson-form" content="{html.escape(json.dumps(held, ensure_ascii=False))}">'
        + "".join(f'<script src="{own}{name}" defer></script>' for name in before)
        + speaks(room.desk)
        + "".join(f'<script src="{own}{name}" defer></script>' for name in after)
        + f"</head><body>{body}<noscript>{_said(room, 'noscript')}</noscript></body></html>"
    )
    return HTMLResponse(page, headers={**_HEADERS, "Content-Security-Policy": _POLICY})


def kept_at(room: Room, what: str) -> dict[str, str]:
    """Where the browser keeps what is typed of something and not saved yet, and the key that it is kept under."""
    place = hashlib.sha256(f"{room.kept_key}:{room.desk.archive}:{what}".encode()).hexdigest()[:32]
    return {"place": place, "key": room.kept_key}


def _said(room: Room, key: str) -> str:
    return html.escape(translated(WORDS[key], room.desk.language))
