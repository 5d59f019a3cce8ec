"""Requests to a server on one's own machine: whose they are.

Other people and other programs of this machine reach it too, and any page of the web may send a request here. Who
started the server has an address with a key in it, for which a browser gets a cookie, once; nothing is answered without
that. What changes something is heeded only where it comes from a page of ours, which alone can know the token.
"""

from __future__ import annotations

import base64
import hashlib
import html
import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from akson_docs.catalogue import N_, translated

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
"""Where the server listens, and nowhere else; and where it is opened: what "localhost" leads to may be somebody
else's, who listens at the other kind of address."""
NAMES = ("127.0.0.1", "localhost")
"""What it may be called: another name that leads here is somebody's who wants to read along."""
KEY = "key"
"""The parameter of an address that opens the desk."""
WORDS = {
    "closed": N_("This page is open to the one who started it"),
    "closed_more": N_(
        "Look in the terminal where akson serve runs: it says at which address the pages open. Open that address in "
        "this browser, whole, with the key at its end. It is another one each time it is started."
    ),
}
_STYLE = (
    ":root{color-scheme:light dark}body{max-width:36rem;margin:12vh auto;padding:0 1.5rem;"
    "font:1.0625rem/1.55 Inter,'Helvetica Neue',Arial,sans-serif}h1{font-size:1.4rem;line-height:1.35}"
)
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


class Entrance:
    """What opens one server: a key that is made as it starts, and the cookie that a browser gets for it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.key = secrets.token_urlsafe(24)
        """Opens as long as the server runs. The terminal shows it, and nothing else does."""
        self.token = secrets.token_urlsafe(24)
        """What a page of ours sends with what it writes."""
        self._cookie = secrets.token_urlsafe(24)
        self._once: list[str] = []

    @property
    def name(self) -> str:
        """What the cookie is called: a browser sends those of one server to another at the same machine."""
        return f"akson-{self.port}"

    @property
    def cookie(self) -> str:
        """What a browser is told to keep; no script reads it, and no other site has it sent."""
        return f"{self.name}={self._cookie}; Path=/; HttpOnly; SameSite=Strict"

    def once(self) -> str:
        """A key that opens a single time: the words that a browser is started with can be read by everybody here."""
        made = secrets.token_urlsafe(24)
        self._once.append(made)
        return made

    def opens(self, key: str) -> bool:
        """Whether a key opens; one that opens once does not do so again."""
        for one in self._once:
            if _same(key, one):
                self._once.remove(one)
                return True
        return _same(key, self.key)

    def knows(self, cookies: str) -> bool:
        """Whether a request's cookies have the one that was given here."""
        held = (one.strip().partition("=") for one in cookies.split(";"))
        return any(name == self.name and _same(value, self._cookie) for name, _, value in held)

    def is_ours(self, request: Request) -> bool:
        """Whether a request comes from a page of ours: with the token, and from the address that it is sent to."""
        return _same(request.headers.get("x-akson-token", ""), self.token) and comes_from_here(request)


def comes_from_here(request: Request) -> bool:
    """Whether a request is sent to this machine by its own name, and by no page from elsewhere."""
    host = request.headers.get("host", "")
    named = host.rpartition(":")[0] or host
    return named in NAMES and request.headers.get("origin", "") in ("", f"http://{host}")


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


class OnlyOurs:
    """Lets in whoever has the cookie; gives it for the key, and leads on to the same address without that."""

    def __init__(self, app: ASGIApp, entrance: Entrance, language: str) -> None:
        self._app, self._entrance, self._language = app, entrance, language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        key = next((value for name, value in asked if name == KEY), "")
        known = self._entrance.knows(headers.get("cookie", ""))
        if key and scope["method"] == "GET" and (known or self._entrance.opens(key)):
            rest = urlencode([pair for pair in asked if pair[0] != KEY])
            # One slash at its head: two would lead to another machine.
            there = "/" + quote(scope["path"].lstrip("/")) + (f"?{rest}" if rest else "")
            await _answered(send, 303, [("location", there), ("set-cookie", self._entrance.cookie)])
        elif known:
            await self._app(scope, receive, _unreferred(send))
        elif "text/html" in headers.get("accept", ""):
            policy = f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'"
            page = [("content-type", "text/html; charset=utf-8"), ("content-security-policy", policy)]
            await _answered(send, 403, page, closed(self._language).encode())
        else:
            words = translated(WORDS["closed_more"], self._language)
            await _answered(send, 403, [("content-type", "text/plain; charset=utf-8")], words.encode())


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
