"""The proof that each picture is on its page: where the engine laid one, the paper is not empty.

The engine drops without a word what it cannot draw, and what a template puts beside the page. So of each picture in a
paper its place is looked at in the paper itself, small; where that is of one colour and the picture is not, it is lost.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from akson_docs.pdf import tagged_parts
from akson_docs.pdf.handout import PlacedSlide

SIDE = 200
"""Pixels on the longer side of a picture's place, as it is looked at."""
CLOSELY = 1600
"""The same where nothing was seen."""
SHADES = 6
"""How far apart, of 255, the lightest and the darkest of something is that is of one colour."""


@dataclass(frozen=True)
class FigurePlace:
    """Where a picture stands in a paper."""

    page: int
    """From 0."""
    left: float
    top: float
    width: float
    height: float
    """In points, from the page's upper left corner."""
    picture: Any
    """What was placed there."""


def laid(page: Any, number: int) -> Iterator[FigurePlace]:
    """The pictures on one of the engine's pages, which is so far into the paper, from 0."""
    for one in getattr(page, "placed", ()) or (PlacedSlide(page, 0.0, 0.0, 1.0, ()),):
        for box in one.page._page_box.descendants():
            if hasattr(box, "replacement") and not tagged_parts.is_for_the_eye(box):
                place = one.point(box.content_box_x(), box.content_box_y())
                sides = (*place, box.width * one.scale, box.height * one.scale)
                left, top, width, height = (side * 0.75 for side in sides)
                yield FigurePlace(number, left, top, width, height, box.replacement)


def lost(pdf: bytes, places: Iterable[FigurePlace]) -> Iterator[FigurePlace]:
    """The places in a paper at which nothing is seen of their pictures."""
    import pypdfium2

    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        for place in places:
            with contextlib.closing(document[place.page]) as page:
                # What is small in a large picture is seen only closely.
                looks = (_seen(page, place, side) for side in (SIDE, CLOSELY))
                if all(map(_is_plain, looks)) and not _is_plain(_picture(place.picture)):
                    yield place


def _seen(page: Any, place: FigurePlace, side: int) -> Any:
    """What is seen at a place, so many pixels on its longer side, or None where none of it is on the page."""
    wide, high = page.get_size()
    left, right = max(place.left, 0.0), max(wide - place.left - place.width, 0.0)
    top, bottom = max(place.top, 0.0), max(high - place.top - place.height, 0.0)
    if left + right >= wide - 1 or top + bottom >= high - 1:
        return None
    scale = side / max(place.width, place.height)
    return page.render(scale=scale, crop=(left, bottom, right, top)).to_pil()


def _picture(picture: Any) -> Any:
    """A picture as it is, on white; None where that is not at hand."""
    from PIL import Image

    data = getattr(picture, "looks_like", b"")
    if not data:
        return None
    with Image.open(io.BytesIO(data)) as opened:
        opened.draft("RGB", (SIDE, SIDE))
        opened.thumbnail((SIDE, SIDE))
        seen = opened.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    ground.alpha_composite(seen)
    return ground


def _is_plain(picture: Any) -> bool:
    """Whether a picture is of one colour, or there is none."""
    return picture is None or all(most - least < SHADES for least, most in picture.convert("RGB").getextrema())
