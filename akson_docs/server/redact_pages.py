"""The desk's pages for redaction: the pages of a PDF as pictures, where somebody marks what the public does not get.

What is marked is written under `redact:` by the road that forms save by. What readers would get is made by the code of
builds, before anything is saved. Pictures are drawn as they are asked for, and lie nowhere but in memory.
"""

from __future__ import annotations

import functools
import html
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from akson_docs import diagnostics
from akson_docs.actions import trial_redactions
from akson_docs.build import redacted_files
from akson_docs.catalogue import N_, filled
from akson_docs.diagnostics import Problem, Span, only_errors
from akson_docs.pdf.blackout import blackout
from akson_docs.pdf.blackout.marking_process import MarkedSource, MarkingProcess, NotAnswered
from akson_docs.pdf.blackout.phrases import LONGEST
from akson_docs.server import form_pages, form_saves, redact_changes
from akson_docs.server import room as rooms
from akson_docs.server.app import DESK, bounded
from akson_docs.server.redact_changes import Attached
from akson_docs.server.room import Room
from akson_docs.sources.format import form
from akson_docs.sources.format.merging import Merged
from akson_docs.sources.format.saving import Differing, Refused, Saved

MOST_PHRASES = 500
"""Phrases that are looked for at a time."""
KEPT = 2
"""Files that are remembered: the one that is looked at, and the one before it."""
T = TypeVar("T")
WORDS: Mapping[str, str] = {
    "title": N_("Redact {name}"),
    "form": N_("Form"),
    "basis": N_("Legal basis"),
    "basis_hint": N_("Printed in the black boxes where there is room. For example: offl. § 13"),
    "own_basis": N_("Another legal basis for this"),
    "phrases": N_("Words"),
    "phrases_hint": N_("Write them as they stand in the file. They are covered wherever they stand in it."),
    "phrase": N_("Words {n}"),
    "add_phrase": N_("Add words"),
    "once": N_("Found in 1 place, on page {pages}"),
    "many": N_("Found in {n} places, on page {pages}"),
    "nowhere": N_("Found nowhere in the file"),
    "looking": N_("Looking …"),
    "also_said": N_("No secret elsewhere"),
    "boxes": N_("Boxes"),
    "boxes_hint": N_(
        "Draw them on a page with the mouse, or add one and write where it is: in millimetres, from the upper left "
        "corner of the page."
    ),
    "box": N_("Box {n}"),
    "add_box": N_("Add a box"),
    "add_box_on": N_("Add a box on page {n}"),
    "page": N_("Page"),
    "left": N_("From the left, mm"),
    "top": N_("From the top, mm"),
    "width": N_("Width, mm"),
    "height": N_("Height, mm"),
    "pages": N_("The pages"),
    "page_of": N_("Page {n} of {count}"),
    "page_read": N_("Page {n} of {count}, as readers see it"),
    "checked": N_("Looked through: nothing more must go from page {n}"),
    "as_read": N_("As readers see it"),
    "making": N_("The public file is being made …"),
    "made": N_("This is what readers will get. Nothing is saved yet."),
    "made_saved": N_("This is what readers get."),
    "made_errors": N_("Readers will get this once what is listed is mended."),
    "unmade": N_("There is no public file yet. What is to be mended is listed."),
    "undrawn": N_("This page cannot be shown."),
    "bare": N_("Then nothing is redacted any more, and readers get the file as it is. Save that?"),
    "odd": N_("What the file has under redact: cannot be shown here. Mend it in the form."),
}
"""What these pages say besides what forms say."""
UNATTACHED = N_('No file of this meeting, as it is saved, attaches "{name}". Save the form first.')
ABSENT = N_('"{name}" does not lie beside the meeting.')
REFUSED = N_("what is wrong is listed, and nothing is written")
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass
class Marking:
    """What is open to be marked, and what came of it."""

    room: Room
    process: MarkingProcess = field(default_factory=MarkingProcess)
    sources: dict[str, MarkedSource] = field(default_factory=dict)
    """The PDFs that were looked at last, by their keys: for each of their pages the archive is not listed again."""
    public: dict[str, bytes] = field(default_factory=dict)
    """The public files that were made last, by names that are known to nobody else."""


def routes(room: Room) -> list[Route]:
    """What these pages ask, all under `app.DESK`."""
    marking = Marking(room)
    asked = (
        ("redact", _page, "GET"),
        ("redact", _save, "POST"),
        ("redact-state", _state, "GET"),
        ("redact-page", _picture, "GET"),
        ("redact-found", _found, "POST"),
        ("redact-public", _try, "POST"),
        ("redact-public", _public_picture, "GET"),
    )
    return [
        Route(
            f"{DESK}{path}/{{board}}/{{meeting}}",
            bounded(room.desk, functools.partial(answer, marking)),
            methods=[method],
        )
        for path, answer, method in asked
    ]


# ---- what is asked -------------------------------------------------------------------------------------------


async def _page(marking: Marking, request: Request) -> Response:
    """The page that a PDF is marked on."""
    return await run_in_threadpool(_page_now, marking.room, request)


def _page_now(room: Room, request: Request) -> Response:
    name = request.query_params.get("attachment", "")
    one = redact_changes.attached(room, request)
    if one is None:
        return _nothing(room, name)

    def at(page: str) -> str:
        return f"{rooms.address(one.place.meeting, page=page)}?attachment={quote(name, safe='')}"

    known = {
        "title": f"{one.place.meeting.name}: {name}",
        "name": name,
        "form": rooms.address(one.place.meeting, one.place.name),
        "undo": rooms.address(one.place.meeting, one.place.name, "undo"),
        "save": at("redact"),
        "state": at("redact-state"),
        "picture": at("redact-page"),
        "found": at("redact-found"),
        "public": at("redact-public"),
        **form_pages.kept_at(room, f"{one.place.path}#{name}"),
    }
    body = '<div id="desk"></div>'
    return form_pages.document(
        room, known, ("rjsf.js",), ("kept.js", "redact.js"), body, more=WORDS, style="redact.css"
    )


def _nothing(room: Room, name: str) -> Response:
    """The page for a file that nothing attaches."""
    words = html.escape(filled(room.said(UNATTACHED), [("name", name)]))
    meetings = html.escape(room.said(form_pages.WORDS["meetings"]))
    link = f'<a href="{room.desk.entrance.at(f"{DESK}meetings")}">{meetings}</a>'
    title = filled(room.said(WORDS["title"]), [("name", name)])
    body = (
        f'<header class="top"><div class="where">{link}<h1>{html.escape(title)}</h1></div></header>'
        f'<main class="meetings"><p>{words}</p></main>'
    )
    page = form_pages.document(room, {"title": title}, (), (), body)
    page.status_code = 404
    return page


async def _state(marking: Marking, request: Request) -> Response:
    """What is redacted in an attachment, and its pages."""
    return await run_in_threadpool(_state_now, marking, request)


def _state_now(marking: Marking, request: Request) -> Response:
    one = redact_changes.attached(marking.room, request)
    if one is None:
        return Response(status_code=404)
    return JSONResponse({**_stated(marking.room, one), "pdf": _pdf(marking, one)}, headers=_HEADERS)


def _stated(room: Room, one: Attached) -> dict[str, Any]:
    """What is redacted in an attachment, as a page gets it."""
    stated = rooms.stated(room, one.place, one.data)
    return {
        "digest": stated["digest"],
        "base": one.value,
        "redact": one.redact,
        "problems": redact_changes.problems(room, one, room.desk.state.found),
        "undo": stated["undo"],
        "redo": stated["redo"],
    }


def _pdf(marking: Marking, one: Attached) -> dict[str, Any]:
    """The pages of an attachment, or why they are not shown."""
    room, source = marking.room, _source(one)
    if source is None:
        return {"refused": filled(room.said(ABSENT), [("name", one.name)])}
    try:
        sizes = source if isinstance(source, Problem) else marking.process.sizes(source)
    except NotAnswered as error:
        sizes = blackout.UNPROVED.of((), name=one.name, problem=str(error))
    if not isinstance(sizes, Problem) and not isinstance(source, Problem):
        _remember(marking.sources, source.key, source)
        return {"of": source.key, "sizes": sizes}
    assert isinstance(sizes, Problem)
    return _refused(room, sizes)


def _refused(room: Room, problem: Problem) -> dict[str, Any]:
    """Why something is not shown or found, in words."""
    told, language = diagnostics.located(problem, {}, Span("")), room.desk.language
    return {"refused": diagnostics.message(told, language), "hint": diagnostics.hint(told, language)}


def _remember(held: dict[str, T], key: str, one: T) -> None:
    """Keeps something, and lets go what was kept longest."""
    for old in [*held][: 1 - KEPT]:
        del held[old]
    held[key] = one


def _source(one: Attached) -> MarkedSource | Problem | None:
    """The PDF itself, or why it cannot be marked; None where it is not there."""
    snapshot, path = one.place.snapshot, one.place.meeting.file(one.name)
    if path not in snapshot.stamps:
        return None
    if snapshot.stamps[path][0] > redacted_files.LARGEST:
        return redacted_files.TOO_LARGE.of((), name=one.name, most=redacted_files.LARGEST // 1_000_000)
    key = "-".join((path, *map(str, snapshot.stamps[path])))
    return MarkedSource(key, one.name, functools.partial(snapshot.read, path))


async def _picture(marking: Marking, request: Request) -> Response:
    """A page of an attachment as a picture."""
    return await run_in_threadpool(_picture_now, marking, request)


def _picture_now(marking: Marking, request: Request) -> Response:
    known = marking.sources.get(request.query_params.get("of", ""))
    one = redact_changes.attached(marking.room, request) if known is None else None
    return _drawn(marking, _source(one) if one is not None else known, request)


def _drawn(marking: Marking, source: MarkedSource | Problem | None, request: Request) -> Response:
    page = request.query_params.get("page", "")
    if not isinstance(source, MarkedSource) or not re.fullmatch(r"[0-9]{1,6}", page):
        return Response(status_code=404)
    try:
        made = marking.process.picture(source, int(page))
    except NotAnswered:
        return Response(status_code=404)
    return Response(status_code=404) if isinstance(made, Problem) else Response(made, 200, _HEADERS, "image/png")


async def _found(marking: Marking, request: Request) -> Response:
    """Where phrases stand in an attachment."""
    asked = await form_saves.sent(marking.room, request)
    if isinstance(asked, Response):
        return asked
    phrases = asked.get("phrases")
    if not isinstance(phrases, list) or not all(isinstance(one, str) for one in phrases):
        return Response(status_code=400)
    return await run_in_threadpool(_found_now, marking, request, phrases[:MOST_PHRASES])


def _found_now(marking: Marking, request: Request, phrases: list[str]) -> Response:
    one = redact_changes.attached(marking.room, request)
    source = _source(one) if one is not None else None
    if not isinstance(source, MarkedSource):
        return Response(status_code=404)
    short = [phrase for phrase in phrases if len(phrase) <= LONGEST]
    try:
        found = marking.process.finds(source, short)
    except NotAnswered as error:
        found = blackout.UNPROVED.of((), name=one.name if one else "", problem=str(error))
    held = {} if isinstance(found, Problem) else dict(zip(short, found, strict=True))
    answer = []
    for phrase in phrases:
        if phrase in held:
            answer.append({"count": held[phrase].count, "places": held[phrase].places})
        else:
            problem = found if isinstance(found, Problem) and phrase in short else blackout.too_long(phrase)
            answer.append({"count": 0, "places": [], **_refused(marking.room, problem)})
    return JSONResponse(answer, headers=_HEADERS)


# ---- what is written -----------------------------------------------------------------------------------------


async def _save(marking: Marking, request: Request) -> Response:
    """Writes what is redacted, with what another wrote meanwhile; nothing that the reader refuses."""
    asked = await form_saves.sent(marking.room, request)
    if isinstance(asked, Response):
        return asked
    return await run_in_threadpool(_saved, marking.room, request, asked)


def _saved(room: Room, request: Request, asked: Mapping[str, Any]) -> Response:
    with room.desk.writing:
        one = redact_changes.attached(room, request)
        made = redact_changes.changed(one, asked)
        if one is None or not isinstance(made, Saved):
            return _unwritten(room, one, made)
        form_saves.keep(room, one.place, one.data, made.data)
        now = redact_changes.attached(room, request)
    # The page hears of the reading that follows, which may take a while: the public file is made anew.
    if now is None:
        return Response(status_code=404)
    return JSONResponse({**_stated(room, now), "problems": [], "together": made.together}, headers=_HEADERS)


def _unwritten(room: Room, one: Attached | None, made: Saved | Differing | Merged | Refused | None) -> Response:
    """Why nothing was written, or made."""
    if one is None:
        return Response(status_code=404)
    language = room.desk.language
    if isinstance(made, Merged):
        told_each = [form_saves.clash(each, made, language) for each in made.clashes]
        both = {
            "state": _stated(room, one),
            "redact": redact_changes.redacted(made.value, one.name),
            "clashes": [redact_changes.clash(told, made.value, one.name) for told in told_each],
        }
        return JSONResponse(both, status_code=409, headers=_HEADERS)
    if isinstance(made, Refused):
        told = [form.told(path, problem, language) for path, problem in made.found]
        return JSONResponse({"message": room.said(REFUSED), "problems": told}, status_code=422, headers=_HEADERS)
    return Response(status_code=400)


# ---- what readers would get ----------------------------------------------------------------------------------


async def _try(marking: Marking, request: Request) -> Response:
    """Makes the public file as a build would, of what is not saved yet."""
    asked = await form_saves.sent(marking.room, request)
    if isinstance(asked, Response):
        return asked
    return await run_in_threadpool(_tried, marking, request, asked)


def _tried(marking: Marking, request: Request, asked: Mapping[str, Any]) -> Response:
    room = marking.room
    room.desk.whole.wait()
    one, edition = redact_changes.attached(room, request), room.desk.edition("public")
    made = redact_changes.changed(one, asked)
    if one is None or edition is None or not isinstance(made, Saved):
        return _unwritten(room, one, made)
    with room.desk.at_work:
        trial = trial_redactions.tried(edition, one.place.meeting, one.name, {one.place.path: made.data})
    problems = redact_changes.problems(room, one, trial.found, made.data)
    if not trial.pdf and not any(each["severity"] == "error" for each in problems):
        # It is something else in the meeting that keeps it from being made.
        problems += [form.told((), each, room.desk.language) for each in only_errors(trial.found)]
    if not trial.pdf:
        return JSONResponse({"problems": problems}, headers=_HEADERS)
    name = secrets.token_urlsafe(16)
    _remember(marking.public, name, trial.pdf)
    try:
        sizes = marking.process.sizes(_public_source(name, trial.pdf))
    except NotAnswered:
        return Response(status_code=422)
    assert not isinstance(sizes, Problem), "it was made of pictures"
    return JSONResponse({"of": name, "sizes": sizes, "problems": problems}, headers=_HEADERS)


def _public_source(name: str, pdf: bytes) -> MarkedSource:
    return MarkedSource(name, "", lambda: pdf)


async def _public_picture(marking: Marking, request: Request) -> Response:
    """A page of a public file that was made here, as a picture."""
    name = request.query_params.get("of", "")
    made = marking.public.get(name)
    return await run_in_threadpool(_drawn, marking, _public_source(name, made) if made is not None else None, request)
