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
import secrets
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
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
from akson_docs.catalogue import N_, translated
from akson_docs.diagnostics import Diagnostic
from akson_docs.server.loopback import NAMES, Entrance, OnlyOurs
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
    "meetings.js": "templates/desk/form-meetings.js",
    "rjsf.js": "templates/vendor/rjsf-6.11.1/rjsf.js",
    "tokens.css": "templates/css/tokens.css",
}
AROUND = 2
"""How many lines are shown before and after the one where something is wrong."""
AGAIN_S = 0.1
"""How long after errors came it is looked once more whether they stay."""
FIRST_S = 1.0
"""How long the first page may take before everything else is read beside it."""
BEAT_S = 15
"""How often an open page hears that the server is there."""
WORDS: dict[str, str] = {
    "public": N_("Public edition"),
    "members": N_("Full edition: never publish it"),
    "to_public": N_("Show the public edition"),
    "to_members": N_("Show the full edition"),
    "slides": N_("Slides as PDF"),
    "papers": N_("All papers as PDF"),
    "page": N_("The meeting's page"),
    "edit": N_("Edit"),
    "meetings": N_("Meetings"),
    "error": N_("1 error"),
    "errors": N_("{n} errors"),
    "warning": N_("1 warning"),
    "warnings": N_("{n} warnings"),
    "stays": N_("The page shows what was there before. It follows as soon as this is mended."),
    "hide": N_("Hide"),
    "show": N_("Show"),
    "line": N_("line"),
    "lost": N_("The server has stopped. Start it again: akson serve"),
    "closed": N_(
        "The server was started again. Open the address that it says in the terminal in this browser, and this page "
        "goes on."
    ),
    "nothing": N_("There is nothing to show yet. The page comes as soon as what is wrong is mended."),
    "no_page": N_("There is no such page."),
    "hidden": N_("This is not public: a draft, or not published yet."),
    "front": N_("To the front page"),
    "pdf_errors": N_("The PDF cannot be made."),
    "desk": N_("The desk"),
}
"""What the desk says."""


@dataclass(frozen=True)
class DeskState:
    """The sources as they were read last, in both editions, and what is wrong with them."""

    number: int
    """How many times they were read."""
    opened: dict[str, LiveEdition]
    found: tuple[Diagnostic, ...]


@dataclass
class Desk:
    """What the server shows: the last reading, and the pages as they were before a meeting became unsound."""

    read: Callable[[str, LiveEdition | None, LiveEdition | None], LiveEdition]
    """Reads an edition, with what was read of it before, and with the other one as it was read now. Raises what the
    boundary for failures knows."""
    entrance: Entrance
    language: str
    root: str = "."
    first: Callable[[str], LiveEdition] | None = None
    """Reads so much of an edition that the first page can be shown. Raises the same."""
    start: str = field(default_factory=lambda: secrets.token_hex(8))
    """Which start of the server this is: readings are counted from one at each."""
    state: DeskState = field(default_factory=lambda: DeskState(0, {}, ()))
    good: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """The last good answer of each page that was looked at, by edition and path."""
    papers: dict[str, tuple[bytes, tuple[Diagnostic, ...]]] = field(default_factory=dict)
    """Papers that were asked for, by their jobs' keys."""
    listening: set[Callable[[], None]] = field(default_factory=set)
    at_work: threading.Lock = field(default_factory=threading.Lock)
    placing: threading.Lock = field(default_factory=threading.Lock)
    """Held while a reading takes the place of another."""
    begun: threading.Event = field(default_factory=threading.Event)
    """Set when something can be shown."""
    shown: threading.Event = field(default_factory=threading.Event)
    """Set when somebody was answered, whom the rest of the reading would have kept waiting."""
    whole: threading.Event = field(default_factory=threading.Event)
    """Set when everything was read once."""
    closed: bool = False
    """Whether the server is ending."""
    writing: threading.Lock = field(default_factory=threading.Lock)
    """Held while a source is written: one save at a time."""

    def begin(self) -> None:
        """Reads what is looked at first. What is wrong is told with the rest, which `refresh` reads."""
        if self.first is not None and not self.begun.is_set():
            with failures.boundary(lambda _: None, self.root):
                self.state = DeskState(0, {"public": self.first("public")}, ())
                self.begun.set()

    def refresh(self) -> None:
        """Reads what changed, and tells every page that is open."""
        self.begin()
        try:
            with self.at_work:
                if not self.whole.is_set() and self.state.opened:
                    self.shown.wait(FIRST_S)
                state = self._read()
                before = self.state
                if diagnostics.has_errors(state.found) and not diagnostics.has_errors(before.found) and before.number:
                    # A file that is being saved may be read while it is empty: nobody is told of that.
                    time.sleep(AGAIN_S)
                    state = self._read()
                with self.placing:
                    self.state = state
        finally:
            self.begun.set()
            self.whole.set()
        for ring in tuple(self.listening):
            ring()

    def close(self) -> None:
        """Has every page that listens go, for the server ends."""
        self.closed = True
        for ring in tuple(self.listening):
            ring()

    def _read(self) -> DeskState:
        opened = dict(self.state.opened)
        faults: list[Diagnostic] = []
        for edition in EDITIONS:
            # The full edition is read when somebody looks at it.
            if edition == "public" or edition in opened:
                with failures.boundary(faults.append, self.root):
                    other = opened.get("public") if edition != "public" else None
                    opened[edition] = self.read(edition, opened.get(edition), other)
        found = opened["public"].diagnostics if "public" in opened else ()
        return DeskState(self.state.number + 1, opened, diagnostics.ordered((*faults, *found)))

    def edition(self, name: str) -> LiveEdition | None:
        """An edition as it was read last; the full one is read when it is first asked for."""
        while True:
            seen = self.state
            if name in seen.opened or "public" not in seen.opened:
                return seen.opened.get(name)
            opened = self._other(name, seen.opened["public"])
            with self.placing:
                if self.state is seen:  # else there is another reading, of which this is no part
                    self.state = replace(seen, opened={**seen.opened, name: opened})

    def _other(self, name: str, public: LiveEdition) -> LiveEdition:
        """The other edition of a reading; of one that is not whole yet, without waiting for the rest."""
        if self.first is not None and not public.whole:
            return self.first(name)
        with self.at_work:
            return self.read(name, None, public)

    def said(self, key: str) -> str:
        """A word of the desk's in the language of the one who runs it."""
        return translated(WORDS[key], self.language)


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
        return RedirectResponse(f"{_top(edition)}{quote(path)}/")
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
    link = f'<a href="{_top(edition)}">{html.escape(desk.said("front"))}</a>'
    if why == "hidden":
        there = _top("members") + quote(path.removesuffix("index.html"))
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
        "words": {key: translated(text, desk.language) for key, text in WORDS.items()},
    }
    head = (
        f'<link rel="stylesheet" href="{DESK}desk-tokens.css"><link rel="stylesheet" href="{DESK}desk.css">'
        f'<script src="{DESK}idiomorph.js" defer></script><script src="{DESK}server.js" defer></script>'
        f'<script src="{DESK}desk.js" defer></script>'
        f'<meta name="akson-desk" content="{html.escape(json.dumps(known, ensure_ascii=False))}">'
    )
    page = page.replace("script-src 'self'", "script-src 'self'; connect-src 'self'; frame-src 'self'", 1)
    return page.replace("</head>", f"{head}</head>", 1)


def _top(edition: str) -> str:
    return f"/{_desk_path(edition)}"


def _desk_path(edition: str) -> str:
    return "" if edition == "public" else f"{DESK.strip('/')}/{edition}/"


def _prefix(edition: str) -> str:
    return "" if edition == "public" else f"{edition}/"


_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
