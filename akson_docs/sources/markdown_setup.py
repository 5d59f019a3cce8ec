"""How Markdown is set up here: what authors may write in a text, what of it is left out, and how tangled it may be.

Beside Markdown itself there are tables, ~~text that is struck out~~, rows to tick off (`- [ ]`, `- [x]`), words in
another language (`[sátni]{lang=se}`), and addresses of the web as they stand. There are no footnotes, for many texts
come together on a page.

Raw HTML is text, pictures are those of case papers alone (`paper_pictures`), and links lead to the web, to a letter box
or to another place of the same page alone. What the library is asked for, what of it is off, what of its HTML may leave
it and what it is never given stand side by side, so that nothing is left in one place that is refused in another.
`markdown_reader` is the library set up so; it is slow to load, and who only reads files needs none of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# ---- what authors may use ------------------------------------------------------------------------------------

EXTENSIONS = ("sane_lists", "tables")
"""What the library knows beside Markdown itself."""
OFF: Mapping[str, tuple[str, ...]] = {
    "preprocessors": ("html_block",),
    "inlinePatterns": ("html", "image_link", "image_reference", "short_image_ref"),
}
"""What of it is off: raw HTML, and pictures among words."""
TAB = 2
"""Spaces by which what is under a row of a list is indented."""
ELEMENTS = frozenset((
    "p", "ul", "ol", "li", "strong", "em", "del", "a", "br", "blockquote", "code", "pre", "hr", "span",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
))  # fmt: skip
"""The elements that a text may be made into; a case paper into pictures besides."""
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "p": frozenset(("class",)),
    "img": frozenset(("src", "alt")),
    "span": frozenset(("class", "lang")),
    "table": frozenset(("class",)),
    "a": frozenset(("href",)),
    "ol": frozenset(("start",)),
    "th": frozenset(("scope", "class")),
    "td": frozenset(("class",)),
}
"""What they may have."""
PLACED = re.compile(r"(?!/)[^:<>\"\x00-\x20]+")
"""Where a picture may lie: beside the page, at no address of its own."""
SCHEMES = frozenset(("http", "https", "mailto"))
LEADS = re.compile(r"(?:https?://|mailto:|#)[^<>\x00-\x1f]*", re.IGNORECASE)
"""Where a link may lead: to the web, to a letter box, or to another place of the same page. An address with `<` in it
could pass for markup in what is done with the HTML later."""


SPOKEN = re.compile(r"\[([^\[\]\n]{1,500})\]\{lang=([a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})\}")
"""Words in another language: `[sátni]{lang=se}`."""
STRUCK = re.compile(r"(?<![~\\])~~(?![\s~])(.{1,2000}?)(?<![\s~])~~(?!~)", re.DOTALL)
"""Text that is struck out."""
BARE = re.compile(
    r"(?<![\w/@.:=-])(?:https?://|www\.(?=[\w-]+\.))[^\s<>\[\]*`\x02\x03]*[^\s<>\[\]*`\x02\x03.,;:!?)\"'»”_~]",
    re.IGNORECASE,
)
"""An address of the web that stands in a text as it is."""
TICKED = re.compile(r"\[([ xX])\] +(?=\S|$)")
"""What a row to tick off begins with."""


# ---- how tangled a text may be -------------------------------------------------------------------------------

DEEPEST = 60
"""Lists and quotations inside each other in a text: the library gives up at a few hundred."""
MOST_OPEN = 100
"""Brackets open at a time in a paragraph: for each, the library looks through all that follows."""


@dataclass(frozen=True)
class Tangle:
    """Where a text is more tangled than may be."""

    what: Literal["levels", "brackets"]
    start: int


def tangle(text: str) -> Tangle | None:
    """What would keep the library for minutes, or make it give up."""
    for found in _ROWS.finditer(text):
        indent = len(found[0]) - len(found[0].lstrip())
        if indent // TAB + len(_ROW.findall(found[0])) > DEEPEST:
            return Tangle("levels", found.start())
    if text.count("[") <= MOST_OPEN and text.count("(") <= MOST_OPEN:
        return None
    for sign, end in ("[]", "()"):
        opened = 0
        for found in _BRACKETS.finditer(text):
            here = found[0]
            opened += (here == sign) - (here == end and opened > 0)
            if here not in "[]()":
                opened = 0
            if opened > MOST_OPEN:
                return Tangle("brackets", found.start())
    return None


_ROWS = re.compile(r"^[ \t>*+\-0-9.)]{60,}", re.MULTILINE)
_ROW = re.compile(r">|(?:[*+-]|[0-9]+[.)])(?=[ \t])")
_BRACKETS = re.compile(r"[][()]|\n[ \t]*\n")
