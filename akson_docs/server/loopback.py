"""Requests to a server on one's own machine: whose they are.

Other people and other programs of this machine reach it too, and any page of the web may send a request here. Who
started the server has an address that begins with a key, and nothing is answered at any other. It is no cookie, for a
browser sends those of one port to a server at another, which may be somebody else's; an address it tells to nobody.
"""

from __future__ import annotations

import base64
import hashlib
import html
import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from akson_docs.catalogue import N_, translated
from akson_docs.server import peers

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
"""Where the server listens, and nowhere else; and where it is opened: what "localhost" leads to may be somebody
else's, who listens at the other kind of address."""
NAMES = ("127.0.0.1", "localhost")
"""What it may be called: another name that leads here is somebody's who wants to read along."""
ONCE = "open"
"""The parameter of an address that a browser is started with."""
WORDS = {
    "closed": N_("This page is open to the one who started it"),
    "closed_more": N_(
        "Look in the terminal where akson serve runs: it says at which address the pages open. Open that address in "
        "this browser, whole, with the long key in it. It is another one each time it is started."
    ),
}
_STYLE = (
    ":root{color-scheme:light dark}body{max-width:36rem;margin:12vh auto;padding:0 1.5rem;"
    "font:1.0625rem/1.55 Inter,'Helvetica Neue',Arial,sans-serif}h1{font-size:1.4rem;line-height:1.35}"
)
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


class Entrance:
    """What opens one server: a key that is made as it starts, and that every address of it begins with."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.key = secrets.token_urlsafe(24)
        """Opens as long as the server runs. The terminal shows it, and the address of what is open; it is nowhere
        else."""
        self._once: list[str] = []

    def at(self, address: str) -> str:
        """An address of this server, from one that begins at its root ("/styret/2020-04/")."""
        return f"/{self.key}{address}"

    def within(self, path: str) -> str | None:
        """What is asked for behind the key ("/styret/2020-04/"); None where there is another key or none."""
        first, slash, rest = path.removeprefix("/").partition("/")
        return f"/{rest}" if slash and _same(first, self.key) else None

    def once(self) -> str:
        """A key that leads on a single time: the words that a browser is started with can be read by everybody here."""
        made = secrets.token_urlsafe(24)
        self._once.append(made)
        return made

    def opens(self, once: str) -> bool:
        """Whether a key leads on, which it does once."""
        for one in self._once:
            if _same(once, one):
                self._once.remove(one)
                return True
        return False


def comes_from_here(request: Request) -> bool:
    """Whether a request is sent to this machine by its own name, and by no page from elsewhere."""
    host = request.headers.get("host", "")
    named = host.rpartition(":")[0] or host
    return named in NAMES and request.headers.get("origin", "") in ("", f"http://{host}")


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


class OnlyOurs:
    """Lets in whoever has the key in the address; leads whoever comes with a key for once to that address."""

    def __init__(self, app: ASGIApp, entrance: Entrance, language: str) -> None:
        self._app, self._entrance, self._language = app, entrance, language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http":
            return
        within = self._entrance.within(scope["path"])
        if within is not None:
            await self._app({**scope, "path": within, "raw_path": quote(within).encode()}, receive, _unreferred(send))
            return
        once = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get(ONCE, "")
        if once and scope["method"] == "GET" and _is_ours(scope) and self._entrance.opens(once):
            there = self._entrance.at("/" + quote(scope["path"].lstrip("/")))
            await _answered(send, 303, [("location", there)])
        elif "text/html" in dict(scope["headers"]).get(b"accept", b"").decode("latin-1"):
            policy = f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'"
            page = [("content-type", "text/html; charset=utf-8"), ("content-security-policy", policy)]
            await _answered(send, 403, page, closed(self._language).encode())
        else:
            words = translated(WORDS["closed_more"], self._language)
            await _answered(send, 403, [("content-type", "text/plain; charset=utf-8")], words.encode())


def _is_ours(scope: Scope) -> bool:
    """Whether a request comes from who runs the server. Where the system does not tell whose a connection is, it does
    not tell others either what a program was started with, and whoever has the key is ours."""
    if not (peers.are_told() and scope.get("client") and scope.get("server")):
        return not peers.are_told()
    return peers.owner(scope["client"][1], scope["server"][1]) in peers.OURS


def closed(language: str) -> str:
    """The page for whoever comes without the key: it has nothing of the site, and says where the address stands."""
    title, more = (html.escape(translated(WORDS[name], language)) for name in ("closed", "closed_more"))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1><p>{more}</p></main></body></html>"
    )


async def _answered(send: Send, status: int, headers: list[tuple[str, str]], body: bytes = b"") -> None:
    own = [("cache-control", "no-store"), ("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")]
    told = [(name.encode(), value.encode()) for name, value in [*headers, *own, ("content-length", str(len(body)))]]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})


def _unreferred(send: Send) -> Send:
    """Has a page tell no other where somebody came from."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"referrer-policy", b"no-referrer")]}
        await send(message)

    return sent
