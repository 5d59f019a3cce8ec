"""Text on A4 pages, or Letter: laid out over as many as it needs, and looked at for what is wider than a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.pdf import tagged_parts, typesetter, typography
from akson_docs.pdf.figures import Pictures
from akson_docs.pdf.typesetter import Engine, Frame, Laid, SettingFault, first_words, leaves

WIDTH, HEIGHT = 793.7, 1122.5
"""An A4 page in CSS pixels: 210 × 297 mm."""
DIVIDED = """<style>
main { hyphens: auto; hyphenate-limit-chars: 10 4 4 }
main .long-word, main .address { overflow-wrap: anywhere }
</style>"""
"""What is added where a word is wider than its place: then long words may be divided anywhere, and others are not."""
PARTED = "<style>main, main .address { overflow-wrap: anywhere } main { hyphens: auto }</style>"
"""What is added where it still is: then every word may be, and no number."""
CLOSE = """<style>
html main { font-size: 10pt; line-height: 1.42 }
html main > h2, html .minutes h2 { margin-top: 15pt }
html .listing td, html .listing th { padding-top: 3.5pt; padding-bottom: 3.5pt }
html .bar { margin-top: 5pt; margin-bottom: 5pt }
</style>"""
"""What is added where little would stand on the last page: the same a little smaller and closer."""
LITTLE = 0.25
"""How much of a last page is little: a quarter of it."""
SAVED = 0.12
"""How much of a page is gained on each page before it."""
TOLERANCE = 1.0
"""Pixels that an edge may lie outside, for rounding."""

TOO_WIDE = Code(
    "letter-edge",
    "error",
    N_('"{words}" does not fit on a page: it is wider or taller than its place'),
    N_("shorten it, or divide the table it stands in"),
)


@dataclass(frozen=True)
class A4Text:
    """A piece of text: one `<main>`, and where it was written."""

    html: str
    path: ValuePath
    sheet: str = "A4"
    """The paper: "A4" or "letter"."""


def lay_out(letter: A4Text, frame: Frame, engine: Engine, pictures: Pictures, closer: bool | None = None) -> Laid:
    """The text on its pages; where a word is wider than its place, once more with words divided, and closer where that
    saves a last page with next to nothing on it.

    `closer` is whether that saved one when the text was laid out before with other numbers in it: it is not tried
    again.
    """
    problems: list[Problem] = []

    sheet = "" if letter.sheet == "A4" else f"<style>@page {{ size: {letter.sheet} !important }}</style>"

    def pages(added: str, html: str = letter.html) -> tuple[Any, list[Any]]:
        try:
            document = typesetter.rendered(sheet + added + html, frame, engine, engine.letters, pictures)
            again = tagged_parts.heads_come_again(document.pages)
        except SettingFault:
            if "<thead" not in html:
                raise
            again = False  # the engine gives up at some heads that come again
        if not again:
            document = typesetter.rendered(
                tagged_parts.ONCE + sheet + added + html, frame, engine, engine.letters, pictures
            )
        return document, [box for page in document.pages for box in _outside(page)]

    try:
        added, html = CLOSE if closer else "", letter.html
        document, outside = pages(added)
        for more, kept in ((DIVIDED, typography.with_long_words), (PARTED, typography.with_whole_numbers)):
            if outside:
                added, html = more + (CLOSE if closer else ""), kept(letter.html)
                document, outside = pages(added, html)
        others = len(document.pages) - 1
        if closer is None and not outside and others and _filled(document.pages[-1]) < min(LITTLE, SAVED * others):
            tried, wide = pages(added + CLOSE, html)
            closer = not wide and len(tried.pages) < len(document.pages)
            document = tried if closer else document
    except SettingFault as fault:
        return Laid(None, (), (*problems, fault.of(letter.path)))
    if outside:
        problems.append(TOO_WIDE.of(letter.path, words=first_words(outside) or "…"))
    return Laid(document, tuple(document.pages), tuple(problems), bool(closer))


def _filled(page: Any) -> float:
    """How far down a page something stands, from 0 to 1."""
    box = page._page_box
    lowest = max((piece.position_y + piece.height for piece in leaves(box)), default=0.0)
    return float((lowest - box.content_box_y()) / box.height)


def _outside(page: Any) -> Iterator[Any]:
    """What lies past an edge of its page, or of the block or cell that it stands in."""
    box = page._page_box
    right, bottom = box.content_box_x() + box.width + TOLERANCE, box.margin_height()
    for piece in leaves(box):
        if piece.position_x + piece.width > right or piece.position_y + piece.height > bottom:
            yield piece
    for block in box.descendants():
        for line in getattr(block, "children", ()):
            if type(line).__name__ == "LineBox" and line.width > block.width + TOLERANCE:
                yield from leaves(line)
