"""The desk's pages for redaction: the pages of a PDF as pictures, where somebody marks what the public does not get.

What is marked is written under `redact:` by the road that forms save by. What readers would get is made by the code of
builds, before anything is saved. Pictures are drawn as they are asked for, and lie nowhere but in memory.
"""

from __future__ import annotations

import contextlib
import functools
import html
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
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
from akson_docs.pdf.blackout import marked_file
from akson_docs.pdf.blackout.marked_file import MarkedFile
from akson_docs.server import form_pages, form_saves, redact_changes
from akson_docs.server import room as rooms
from akson_docs.server.app import DESK, bounded
from akson_docs.server.redact_changes import Attached
from akson_docs.server.room import Room
from akson_docs.sources.format import form
from akson_docs.sources.format.merging import Merged
from akson_docs.sources.format.saving import Differing, Refused, Saved
from akson_docs.sources.snapshots import FileStamp

MOST_PHRASES = 500
"""Phrases that are looked for at a time."""
KEPT = 2
"""Public files that are remembered: the one that is looked at, and the one before it."""
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


@dataclass(frozen=True)
class PublicFile:
    """What readers would get."""

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    """How wide and high each page is, in millimetres."""


@dataclass
class Marking:
    """What is open to be marked, and what came of it."""

    room: Room
    opened: dict[tuple[str, FileStamp], MarkedFile | Problem] = field(default_factory=dict)
    """The PDF that was looked at last."""
    public: dict[str, PublicFile] = field(default_factory=dict)
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
    title = room.said(WORDS["title"]).format(name=name)
    if one is None:
        words = html.escape(filled(room.said(UNATTACHED), [("name", name)]))
        lone = form_pages.document(room, {"title": title}, (), (), f'<main class="meetings"><h1>{words}</h1></main>')
        lone.status_code = 404
        return lone

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
    room = marking.room
    opened = _opened(marking, one)
    if isinstance(opened, MarkedFile):
        stamp = one.place.snapshot.stamps[one.place.meeting.file(one.name)]
        return {"of": "-".join(map(str, stamp)), "sizes": opened.sizes}
    if opened is None:
        return {"refused": filled(room.said(ABSENT), [("name", one.name)])}
    told, language = diagnostics.located(opened, {}, Span("")), room.desk.language
    return {"refused": diagnostics.message(told, language), "hint": diagnostics.hint(told, language)}


def _opened(marking: Marking, one: Attached) -> MarkedFile | Problem | None:
    """The PDF itself, or why it cannot be marked; None where it is not there. Raises OSError."""
    snapshot, path = one.place.snapshot, one.place.meeting.file(one.name)
    if path not in snapshot.stamps:
        return None
    known = (path, snapshot.stamps[path])
    with marking.room.desk.at_work:  # the library that draws is not to be asked by two at a time
        if known not in marking.opened:
            marking.opened.clear()
            if snapshot.stamps[path][0] > redacted_files.LARGEST:
                return redacted_files.TOO_LARGE.of((), name=one.name, most=redacted_files.LARGEST // 1_000_000)
            marking.opened[known] = marked_file.opened(snapshot.read(path), one.name)
        return marking.opened[known]


async def _picture(marking: Marking, request: Request) -> Response:
    """A page of an attachment as a picture."""
    return await run_in_threadpool(_picture_now, marking, request)


def _picture_now(marking: Marking, request: Request) -> Response:
    one = redact_changes.attached(marking.room, request)
    opened = _opened(marking, one) if one is not None else None
    if not isinstance(opened, MarkedFile):
        return Response(status_code=404)
    return _drawn(marking, opened.data, opened.sizes, request)


def _drawn(marking: Marking, data: bytes, sizes: tuple[tuple[float, float], ...], request: Request) -> Response:
    import pypdfium2

    page = request.query_params.get("page", "")
    try:
        with marking.room.desk.at_work:
            made = marked_file.picture(data, int(page) if page.isdecimal() else 0, sizes)
    except IndexError:
        return Response(status_code=404)
    except pypdfium2.PdfiumError:
        return Response(status_code=422)
    return Response(made, media_type="image/png", headers=_HEADERS)


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
    import pikepdf
    import pypdfium2

    one = redact_changes.attached(marking.room, request)
    opened = _opened(marking, one) if one is not None else None
    if not isinstance(opened, MarkedFile):
        return Response(status_code=404)
    try:
        with marking.room.desk.at_work if "said" not in vars(opened) else contextlib.nullcontext():
            found = [opened.finds(phrase) for phrase in phrases]
    except (pypdfium2.PdfiumError, pikepdf.PdfError, ValueError):
        return Response(status_code=422)
    return JSONResponse([{"count": each.count, "places": each.places} for each in found], headers=_HEADERS)


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
        sizes = marked_file.sizes_of(trial.pdf) if trial.pdf else ()
    problems = redact_changes.problems(room, one, trial.found, made.data)
    if not trial.pdf and not any(each["severity"] == "error" for each in problems):
        # It is something else in the meeting that keeps it from being made.
        problems += [form.told((), each, room.desk.language) for each in only_errors(trial.found)]
    if not trial.pdf:
        return JSONResponse({"problems": problems}, headers=_HEADERS)
    name = secrets.token_urlsafe(16)
    for old in [*marking.public][: 1 - KEPT]:
        marking.public.pop(old, None)
    marking.public[name] = PublicFile(trial.pdf, sizes)
    return JSONResponse({"of": name, "sizes": sizes, "problems": problems}, headers=_HEADERS)


async def _public_picture(marking: Marking, request: Request) -> Response:
    """A page of a public file that was made here, as a picture."""
    made = marking.public.get(request.query_params.get("of", ""))
    if made is None:
        return Response(status_code=404)
    return await run_in_threadpool(_drawn, marking, made.pdf, made.sizes, request)
