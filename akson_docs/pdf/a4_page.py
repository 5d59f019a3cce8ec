"""Text on A4 pages: laid out over as many as it needs, and looked at for what is wider than a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, ValuePath
from akson_docs.pdf import typesetter
from akson_docs.pdf.figures import Pictures
from akson_docs.pdf.typesetter import Engine, Frame, Laid, SettingFault, first_words, leaves, unknown_characters

WIDTH, HEIGHT = 793.7, 1122.5
"""An A4 page in CSS pixels: 210 × 297 mm."""
DIVIDED = "<style>main { hyphens: auto; overflow-wrap: anywhere }</style>"
"""What is added where a word is wider than its place: then words may be divided anywhere."""
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


def lay_out(letter: A4Text, frame: Frame, engine: Engine, pictures: Pictures) -> Laid:
    """The text on its pages; where a word is wider than its place, once more with words divided."""
    problems = list(unknown_characters(letter.html, letter.path, engine))
    for divided in ("", DIVIDED):
        try:
            document = typesetter.rendered(divided + letter.html, frame, engine, engine.letters, pictures)
        except SettingFault as fault:
            return Laid(None, (), (*problems, fault.of(letter.path)))
        outside = [box for page in document.pages for box in _outside(page)]
        if not outside:
            break
    else:
        problems.append(TOO_WIDE.of(letter.path, words=first_words(outside) or "…"))
    return Laid(document, tuple(document.pages), tuple(problems))


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
