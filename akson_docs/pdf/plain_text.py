"""Texts as they are compared, whoever wrote them down: a template, a page of a PDF, its tags.

Compared are the characters in document order, without white space and hyphens, which layout adds and removes.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from html.parser import HTMLParser

UNPRINTED = ("title", "script", "style", "template")
"""Elements whose text is not printed: an SVG's title is what assistive technology says of it."""


@functools.lru_cache(maxsize=400)
def html_text(html: str) -> str:
    """The characters that a piece of HTML prints, as they are compared."""
    reader = _TextExtractor()
    reader.feed(html)
    reader.close()
    return comparable("".join(reader.found))


def parted(one: str, other: str) -> tuple[str, str]:
    """Two texts from where they part, as far as one looks at them."""
    place = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    place = min(len(one), len(other)) if place < 0 else place
    return one[place : place + 30], other[place : place + 30]


def difference(wanted: str, found: str) -> str:
    """Where two texts part: the next characters of the wanted one, or "" where they are equal."""
    next_wanted, next_found = parted(as_read(wanted), as_read(found))
    return next_wanted or next_found


def comparable(text: str) -> str:
    """The text without what layout may change: white space, hyphens, ligatures, capitals."""
    return re.sub(
        r"[\s\u00ad\u200b\u2060\ufffe\u0002\u2010\u2011-]+", "", unicodedata.normalize("NFKC", text)
    ).casefold()


def as_read(text: str) -> str:
    """A text that is compared as a whole, as readers of PDFs agree about it: of one with words that are written from
    right to left, which letters it has, for each reader has an order of its own for what stands on a line with them."""
    return "".join(sorted(_UNSURE.sub("", text))) if LEFTWARDS.search(text) else text


LEFTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter that is written from right to left."""
_UNSURE = re.compile(r"[^\w]+|[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
"""Signs, and vowels that stand above and below letters."""


class _TextExtractor(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag in UNPRINTED

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag in UNPRINTED and self._inside > 0

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.found.append(data)
