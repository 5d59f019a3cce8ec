"""The editors' desk: the site as it would be, on one's own machine, made page by page as it is looked at.

Nothing is built: what changed is read again, and every page and paper is made from that when it is asked for. So the
page that is open shows a change as soon as it is read, and `output/` is left as it is. A page is told of each reading
by an event, and puts in place what became different; what is wrong is shown over it, while it stays as it was.
"""

from __future__ import annotations

import asyncio
import functools
import html
import json
import mimetypes
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from akson_docs import diagnostics
from akson_docs.actions import check_formats
from akson_docs.actions.live_edition import LiveEdition, Unsound
from akson_docs.build.jobs import PaperFile
from akson_docs.build.request import EDITIONS
from akson_docs.catalogue import translated
from akson_docs.diagnostics import Diagnostic
from akson_docs.server.desk import WORDS, Desk, DeskState
from akson_docs.server.loopback import NAMES, OnlyOurs
from akson_docs.sources import failures
from akson_docs.sources.layout import MeetingKey

DESK = "/_akson/"
"""Where everything lies that is the desk's own and no page of the site."""
FILES = {
    "server.js": "templates/desk/server.js",
    "desk.js": "templates/desk/desk.js",
    "desk.css": "templates/desk/desk.css",
    "desk-tokens.css": "templates/desk/tokens.css",
    "idiomorph.js": "templates/vendor/idiomorph-0.8.0/idiomorph.min.js",
    "kept.js": "templates/desk/kept.js",
    "form.js": "templates/desk/form.js",
    "form.css": "templates/desk/form.css",
    "redact.js": "templates/desk/redact.js",
    "redact.css": "templates/desk/redact.css",
    "meetings.js": "templates/desk/form-meetings.js",
    "rjsf.js": "templates/vendor/rjsf-6.11.1/rjsf.js",
    "tokens.css": "templates/css/tokens.css",
}
AROUND = 2
"""How many lines are shown before and after the one where something is wrong."""
BEAT_S = 15
"""How often an open page hears that the server is there."""


def app(desk: Desk, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The server. `routes` are what other rooms of the desk answer, all under `DESK`."""
    edits = any(getattr(route, "path", "").startswith(f"{DESK}edit/") for route in routes)
    shown = functools.partial(_page, desk, edits)
    own = [
        Route(f"{DESK}events", functools.partial(_events, desk)),
        Route(f"{DESK}now", functools.partial(_now, desk)),
        Route(f"{DESK}problems", bounded(desk, functools.partial(_problems, desk))),
        Route(f"{DESK}view/{{path:path}}", functools.partial(_view, desk, edits)),
        Route(f"{DESK}{{name}}", bounded(desk, functools.partial(_file, desk))),
        Route(f"{DESK}members/{{path:path}}", functools.partial(shown, "members")),
        Route("/{path:path}", functools.partial(shown, "public")),
    ]
    guards = [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(NAMES)),
        Middleware(OnlyOurs, entrance=desk.entrance, language=desk.language),
    ]
    return Starlette(routes=[*routes, *own], middleware=guards)


def bounded(desk: Desk, answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that answers a failure with what it is, for whoever asked; the desk goes on living."""

    async def answered(request: Request) -> Response:
        failed: list[Diagnostic] = []
        with failures.boundary(failed.append, desk.root):
            return await answer(request)
        said = "; ".join(f"{one.span.file}: {check_formats.said(one, desk.language)}" for one in failed)
        return JSONResponse({"message": said}, status_code=503, headers=_HEADERS)

    return answered


def place(desk: Desk, meeting: MeetingKey) -> str:
    """The address of a meeting's page at the desk, without what all begin with: in the edition that has it."""
    path = f"{meeting.address}index.html"
    for edition in EDITIONS:
        opened = desk.edition(edition)
        if opened is not None and opened.job(path) is not None:
            return f"{_desk_path(edition)}{quote(meeting.address)}"
    return quote(meeting.address)


async def _events(desk: Desk, request: Request) -> Response:
    """Tells a page which reading there is, now and each time that there is another."""
    loop, rung = asyncio.get_running_loop(), asyncio.Event()

    def ring() -> None:
        loop.call_soon_threadsafe(rung.set)

    async def stream() -> AsyncIterator[str]:
        desk.listening.add(ring)
        try:
            while not desk.closed and not await request.is_disconnected():
                rung.clear()
                if desk.state.number:
                    yield f"data: {json.dumps(_reading(desk))}\n\n"
                try:
                    await asyncio.wait_for(rung.wait(), BEAT_S)
                except TimeoutError:
                    continue
        finally:
            desk.listening.discard(ring)

    return StreamingResponse(stream(), media_type="text/event-stream", headers=_HEADERS)


async def _now(desk: Desk, request: Request) -> Response:
    """Which reading there is, for a page that cannot listen."""
    return JSONResponse(_reading(desk), headers=_HEADERS)


def _reading(desk: Desk) -> dict[str, Any]:
    """Which reading there is: of which start of the server, and the how manyth."""
    return {"start": desk.start, "number": desk.state.number}


async def _problems(desk: Desk, request: Request) -> Response:
    """What is wrong, for the page to show."""
    desk.shown.set()
    return JSONResponse(await run_in_threadpool(problems, desk), headers=_HEADERS)


def problems(desk: Desk, also: Sequence[Diagnostic] = ()) -> dict[str, Any]:
    """What is wrong with the sources, each in plain words with the lines around it."""
    state = desk.state
    found = diagnostics.ordered((*state.found, *also))
    told = [one for one in found if one.severity in ("error", "warning")]
    return {
        "number": state.number,
        "errors": [_told(desk, one) for one in diagnostics.only_errors(told)],
        "warnings": [_told(desk, one) for one in told if one.severity == "warning"],
    }


def _told(desk: Desk, one: Diagnostic) -> dict[str, Any]:
    opened = next(iter(desk.state.opened.values()), None)
    try:
        text = opened.read(one.span.file).decode("utf-8", "replace") if opened else ""
    except (OSError, KeyError):
        text = ""
    lines = text.splitlines()
    first = max(0, one.span.line - 1 - AROUND)
    shown = [[number, line] for number, line in enumerate(lines[first : one.span.line + AROUND], first + 1)]
    return {
        "file": one.span.file,
        "line": one.span.line,
        "column": one.span.column,
        "end": one.span.end_column if one.span.end_line in (0, one.span.line) else 0,
        "message": diagnostics.message(one, desk.language),
        "hint": diagnostics.hint(one, desk.language),
        "code": one.code,
        "lines": shown,
    }


async def _file(desk: Desk, request: Request) -> Response:
    """A file of the desk's own."""
    path = FILES.get(request.path_params["name"])
    await run_in_threadpool(desk.begun.wait)
    opened = desk.state.opened.get("public")
    if path is None or opened is None:
        return Response(status_code=404)
    try:
        content = await run_in_threadpool(opened.read, path)
    except OSError:  # it changed, and nobody has told of it yet
        await run_in_threadpool(desk.refresh)
        try:
            content = await run_in_threadpool(desk.state.opened["public"].read, path)
        except OSError:
            return Response(status_code=503, headers=_HEADERS)
    return Response(content, media_type=mimetypes.guess_type(path)[0], headers=_HEADERS)


async def _page(desk: Desk, edits: bool, edition: str, request: Request) -> Response:
    """A page or another file of an edition."""
    path = request.path_params["path"]
    if path.endswith("/") or not path:
        path += "index.html"
    return await run_in_threadpool(_answer, desk, edits, edition, path, request.headers.get("if-none-match", ""))


def _answer(desk: Desk, edits: bool, edition: str, path: str, known: str) -> Response:
    """A file of an edition, as soon as what it is made of was read; where it cannot be made, as it was before, with
    what fails told over it."""
    desk.begun.wait()
    if not desk.whole.is_set():
        early = _answered(desk, edits, edition, path, known)
        desk.shown.set()
        if early.status_code < 400:
            return early
        desk.whole.wait()
    return _answered(desk, edits, edition, path, known)


def _answered(desk: Desk, edits: bool, edition: str, path: str, known: str) -> Response:
    failed: list[Diagnostic] = []
    with failures.boundary(failed.append, desk.root):
        made = _made(desk, edits, edition, path, known)
        if isinstance(made, Response):
            return made
        if made is not None:
            desk.good[(edition, path)] = made
    if failed:
        if path.endswith(".pdf"):
            return JSONResponse(problems(desk, failed), status_code=422, headers=_HEADERS)
        found = diagnostics.ordered((*desk.state.found, *failed))
        desk.state = DeskState(desk.state.number, desk.state.opened, found)
    content = desk.good.get((edition, path))
    if content is None:
        return _nothing(desk, edits, edition, path, "nothing")
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if kind == "text/html":
        content = _with_desk(content.decode(), desk, edits, edition, path).encode()
    return Response(content, media_type=kind, headers=_HEADERS)


def _made(desk: Desk, edits: bool, edition: str, path: str, known: str) -> Response | bytes | None:
    """A file that is no paper, the whole answer for all else, and None for one of a meeting that is not sound."""
    opened = desk.edition(edition)
    job = opened.job(path) if opened else None
    if opened is not None and job is None and opened.job(f"{path}/index.html") is not None:
        return RedirectResponse(desk.entrance.at(f"{_top(edition)}{quote(path)}/"))
    if opened is None or job is None:
        whole = desk.edition("members") if opened and edition == "public" else None
        hidden = whole is not None and whole.job(path) is not None
        return _nothing(desk, edits, edition, path, "hidden" if hidden else "no_page" if opened else "nothing")
    try:
        opened.prepare(job, desk.at_work)
        return (
            _paper(desk, opened, job.key, path, known, edition) if isinstance(job.what, PaperFile) else opened.make(job)
        )
    except Unsound:
        return None


def _paper(desk: Desk, opened: LiveEdition, key: str, path: str, known: str, edition: str) -> Response:
    if known == f'"{key}"':
        return Response(status_code=304, headers={**_HEADERS, "ETag": known})
    if key not in desk.papers:
        job = opened.job(path)
        assert job is not None
        if len(desk.papers) > 20:
            desk.papers.clear()
        desk.papers[key] = opened.paper(job)
    content, found = desk.papers[key]
    if not content:
        return JSONResponse(problems(desk, found), status_code=422, headers=_HEADERS)
    return Response(content, media_type="application/pdf", headers={**_HEADERS, "ETag": f'"{key}"'})


async def _view(desk: Desk, edits: bool, request: Request) -> Response:
    """A page that shows a paper, and follows it."""
    path = request.path_params["path"]
    edition = "members" if path.startswith("members/") else "public"
    paper = _top(edition) + path.removeprefix("members/")
    page = (
        f'<!doctype html><html lang="{desk.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; "
        "script-src 'self'\">"
        f"<title>{html.escape(paper.rpartition('/')[2])}</title></head>"
        f'<body class="akson-view"><iframe data-paper="{html.escape(quote(paper))}" '
        f'title="{html.escape(paper.rpartition("/")[2])}"></iframe></body></html>'
    )
    shown = path.removeprefix("members/").rpartition("/")[0] + "/index.html"
    return HTMLResponse(_with_desk(page, desk, edits, edition, shown), headers=_HEADERS)


def _nothing(desk: Desk, edits: bool, edition: str, path: str, why: str) -> Response:
    words = html.escape(desk.said(why))
    link = f'<a href="{desk.entrance.at(_top(edition))}">{html.escape(desk.said("front"))}</a>'
    if why == "hidden":
        there = desk.entrance.at(_top("members") + quote(path.removesuffix("index.html")))
        link = f'<a href="{there}">{html.escape(desk.said("to_members"))}</a>'
    page = (
        f'<!doctype html><html lang="{desk.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; "
        "script-src 'self'\">"
        f"<title>{html.escape(desk.said('desk'))}</title></head>"
        f'<body class="akson-nothing"><main><h1>{words}</h1>'
        f"<p>{link}</p></main></body></html>"
    )
    return HTMLResponse(_with_desk(page, desk, edits, edition, path), status_code=404, headers=_HEADERS)


def _with_desk(page: str, desk: Desk, edits: bool, edition: str, path: str) -> str:
    """A page with the desk's script and styles, and what they need to know."""
    meeting = "/".join(path.split("/")[-3:-1]) if path.endswith("/index.html") else ""
    opened = desk.state.opened.get(edition)
    folder = path.rpartition("/")[0].removesuffix("/slides")
    papers = [name for name in ("slides", "papers") if opened and opened.job(f"{folder}/{name}.pdf")]
    known = {
        "reading": _reading(desk),
        "edition": edition,
        "path": path,
        "papers": {name: f"{DESK}view/{_prefix(edition)}{quote(folder)}/{name}.pdf" for name in papers},
        "edit": f"{DESK}edit/{quote(meeting)}" if edits and papers else "",
        "meetings": f"{DESK}meetings" if edits else "",
        "redact": f"{DESK}redact/{quote(meeting)}" if edits and papers and edition != "public" else "",
        "words": {key: translated(text, desk.language) for key, text in WORDS.items()},
    }
    own = desk.entrance.at(DESK)
    head = (
        f'<link rel="stylesheet" href="{own}desk-tokens.css"><link rel="stylesheet" href="{own}desk.css">'
        f'<script src="{own}idiomorph.js" defer></script>{speaks(desk)}<script src="{own}desk.js" defer></script>'
        f'<meta name="akson-desk" content="{html.escape(json.dumps(known, ensure_ascii=False))}">'
    )
    # A page that fetches says so itself: said twice, browsers would complain.
    page = page.replace("connect-src 'self'; ", "", 1)
    page = page.replace("script-src 'self'", "script-src 'self'; connect-src 'self'; frame-src 'self'", 1)
    return page.replace("</head>", f"{head}</head>", 1)


def speaks(desk: Desk) -> str:
    """The script by which a page speaks with the server, told which start of which archive it was served by: nobody
    but that start can say so to it later."""
    address = desk.entrance.at(f"{DESK}server.js")
    return f'<script src="{address}" data-start="{desk.start}" data-archive="{desk.archive}" defer></script>'


def _top(edition: str) -> str:
    return f"/{_desk_path(edition)}"


def _desk_path(edition: str) -> str:
    return "" if edition == "public" else f"{DESK.strip('/')}/{edition}/"


def _prefix(edition: str) -> str:
    return "" if edition == "public" else f"{edition}/"


_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
