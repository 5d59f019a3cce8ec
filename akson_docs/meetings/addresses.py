"""Where pages lie: addresses, the folders of the languages, and links from one page to another.

An address is a path from the site's root without a language: "styringsgruppen/2020-04/". The main language of a
page lies there; its other languages lie under "nn/" and so on. The main language of what is a meeting's is its own,
where the board has that; of all else it is the board's, or the site's.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from akson_docs.catalogue import LANGUAGES
from akson_docs.model.documents import Board, Site

PICTURES = "pictures/"
"""Where below a meeting's page the pictures in its case papers lie."""


@dataclass(frozen=True)
class Place:
    """A page's place on the site: what it is relative to, and for whom it is."""

    site: Site
    boards: Mapping[str, Board]
    language: str
    address: str
    """With "/" at the end; "" for the front page."""
    edition: str
    """"public" or "members"."""
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The languages of meetings whose main one is not their board's, by the meetings' addresses."""
    rooted: bool = False
    """Whether its links are from the top of the machine: it is shown at any address where there is nothing."""


def spoken(place: Place, address: str) -> tuple[str, ...]:
    """The languages that the page at an address is there in, the main one first."""
    name, _, rest = address.partition("/")
    board = place.boards.get(name)
    if board is None:
        return place.site.spoken
    return place.own.get(f"{name}/{rest.partition('/')[0]}/") or board.languages or (place.site.language,)


def prefix(place: Place, address: str, language: str) -> str:
    """ "" for the main language of a page, "nn/" for another that it is there in.

    An address may name the folder of a language itself, where nothing is but what leads on.
    """
    if address.partition("/")[0] in LANGUAGES:
        return ""
    return f"{language}/" if language in spoken(place, address)[1:] else ""


def site_of(address: str) -> str:
    """An address on the web as readers of paper get it: without what every one begins with."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def relative(target: str, place: Place, *, prefixed: bool = True, language: str = "") -> str:
    """The link from a place to an address, in the place's language (or another) where it is there in it.

    `prefixed=False` is for what has no language: style sheets, pictures, attachments.
    """
    here = "/" + prefix(place, place.address, place.language) + place.address
    there = "/" + (prefix(place, target, language or place.language) if prefixed else "") + target
    path, mark, fragment = there.partition("#")
    if path == here and mark:
        return f"#{fragment}"
    if place.rooted:
        return f"{urlsplit(place.site.address).path.rstrip('/')}{path}{mark}{fragment}"
    found = posixpath.relpath(path, here)
    return found + ("/" if path.endswith("/") else "") + mark + fragment
