"""The way from one state of a site to the next, on which no link ever leads nowhere.

Files take their places one by one, and a reader, or a build that is killed, may stop between any two. Old and new pages
link to one another in rings (a meeting names its items, an item its meetings), so that no order of files alone would
do. Pages that others need earlier, or longer, than they are there are bridged: for a moment they carry the anchors of
both states, or stand in as an empty page that nothing links to yet.

1. What is no page, for pages need it: first what style sheets bring in, then they.
2. In place of each new page that new pages link to, a stand-in with its anchors; to each page that changes, the
   anchors that new pages look for there.
3. New pages: all they link to is there. No old page knows them yet.
4. Pages that change, with the anchors that pages of before still look for.
5. In place of each page that goes and has links that will be cut, a stand-in; nothing but such pages links to them now.
6. What goes, pages first.
7. Pages that had kept an old anchor, without it.

All of it rests on this: before and after the passage the site is whole, and what is neither placed nor removed is part
of both. Where every step was taken or none, or the first so many, every link leads to a file and an anchor.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

PAGE = ".html"
_LINKS = re.compile(rb"""\s(?:href|src)="([^"]*)"|\scontent="\d+;\s*url=([^"]*)\"""")
_IDS = re.compile(rb'\sid="([^"]*)"')
_STRANGE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True)
class PageLinks:
    """What others can look for in a page, and what it looks for."""

    anchors: frozenset[str]
    links: frozenset[tuple[str, str]]
    """(path from the top of the tree, anchor or "")."""


@dataclass(frozen=True)
class Step:
    """One file: it takes its place, with the bytes that it is to have in the end or with others; or it goes."""

    path: str
    does: Literal["place", "bridge", "remove"]
    content: bytes = b""
    """Of a bridge."""


def seen(path: str, page: bytes) -> PageLinks:
    """What a page at a path in the tree links to within it, and its anchors."""
    folder = posixpath.dirname(path)
    links = set()
    for one in _LINKS.finditer(page):
        address = html.unescape((one[1] or one[2] or b"").decode("utf-8", "replace"))
        if _STRANGE.match(address):
            continue
        target, _, anchor = address.partition("#")
        target = unquote(target.partition("?")[0])
        found = posixpath.normpath(posixpath.join(folder, target)) if target else path
        if target.endswith("/"):
            found = "index.html" if found == "." else f"{found}/index.html"
        links.add((found, unquote(anchor)))
    anchors = (html.unescape(one.decode("utf-8", "replace")) for one in _IDS.findall(page))
    return PageLinks(frozenset(anchors), frozenset(links))


def steps(
    fresh: Collection[str],
    unwanted: Collection[str],
    before: Callable[[str], bytes | None],
    after: Callable[[str], bytes],
) -> Iterator[Step]:
    """The steps, in order. `before` gives a page as it is, or None; `after`, a fresh one as it is to be."""
    others = sorted((path for path in fresh if not path.endswith(PAGE)), key=lambda path: (path.endswith(".css"), path))
    yield from (Step(path, "place") for path in others)
    pages = sorted(path for path in fresh if path.endswith(PAGE))
    going = sorted(path for path in unwanted if path.endswith(PAGE))
    old = {path: seen(path, page) for path in (*pages, *going) if (page := before(path)) is not None}
    new = {path: seen(path, after(path)) for path in pages}
    looked_for = _looked_for(new)
    missed = _looked_for(old)

    created = [path for path in pages if path not in old]
    changed = [path for path in pages if path in old]
    yield from (Step(path, "bridge", _stand_in(looked_for[path])) for path in created if path in looked_for)
    for path in changed:
        gained = looked_for[path] & new[path].anchors - old[path].anchors
        if gained:
            yield Step(path, "bridge", _with(before(path) or b"", gained))

    yield from (Step(path, "place") for path in created)
    kept = {path: missed[path] & old[path].anchors - new[path].anchors for path in changed}
    for path in changed:
        yield Step(path, "bridge", _with(after(path), kept[path])) if kept[path] else Step(path, "place")

    cut = {*going, *unwanted}
    for path in going:
        if path in old and any(
            target != path and (target in cut or anchor in kept.get(target, ())) for target, anchor in old[path].links
        ):
            yield Step(path, "bridge", _stand_in(missed[path]))
    yield from (Step(path, "remove") for path in going)
    yield from (Step(path, "remove") for path in unwanted if not path.endswith(PAGE))
    yield from (Step(path, "place") for path in changed if kept[path])


def _looked_for(pages: Mapping[str, PageLinks]) -> Mapping[str, set[str]]:
    """The anchors that pages look for in others, by the others' paths; "" stands for a page as a whole."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, page in pages.items():
        for target, anchor in page.links:
            if target != path:
                found[target].add(anchor)
    return found


def _with(page: bytes, anchors: Iterable[str]) -> bytes:
    """A page with anchors that nobody sees at its end."""
    body, end, rest = page.rpartition(b"</body>")
    return (body + _spans(anchors) + end + rest) if end else page + _spans(anchors)


def _stand_in(anchors: Iterable[str]) -> bytes:
    head = '<meta charset="utf-8"><meta name="robots" content="noindex"><title>…</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>".encode() + _spans(anchors) + b"</body></html>\n"


def _spans(anchors: Iterable[str]) -> bytes:
    return "".join(f'<span id="{html.escape(anchor)}"></span>' for anchor in sorted(anchors) if anchor).encode()
