"""The boxes that are burnt into the picture of a page: where they are, how they are drawn, what is written in them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from PIL import Image, ImageDraw, ImageFont

from akson_docs.model.documents import RedactedBox
from akson_docs.pdf.blackout.shown_pages import Box, Near, ShownPage, Sign, joined, overlap

SMALLEST, LARGEST = 14, 30
"""The size of the basis in a box, in pixels: 5 to 11 points."""


@dataclass(frozen=True)
class Burnt:
    """A box that is burnt into a page."""

    box: tuple[int, int, int, int]
    basis: str


@dataclass(frozen=True)
class Pen:
    """What boxes are drawn with."""

    font: bytes
    """What the basis is written in."""

    def draw(self, picture: Image.Image, boxes: Sequence[Burnt]) -> None:
        """Burns boxes into a picture, with the basis in them where there is room."""
        made = ImageDraw.Draw(picture)
        for one in boxes:
            left, top, right, bottom = one.box
            made.rectangle((left, top, right - 1, bottom - 1), fill=(0, 0, 0))
        near = Near((one.box, (place, one)) for place, one in enumerate(boxes))
        for place, one in enumerate(boxes):
            before = (other for at, other in near.to(one.box) if at < place)
            face = self._face(one)
            if face is not None and not any(min(overlap(one.box, other.box)) > 0 for other in before):
                middle = ((one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2)
                made.text(middle, one.basis, font=face, fill=(255, 255, 255), anchor="mm")

    def _face(self, one: Burnt) -> ImageFont.FreeTypeFont | None:
        """The font of the basis in a box; None where there is no room for it."""
        width, height = one.box[2] - one.box[0], one.box[3] - one.box[1]
        for size in range(min(LARGEST, int(height * 0.7)), SMALLEST - 1, -2):
            face = self._fonts.setdefault(size, self._font(size))
            if one.basis and face.getlength(one.basis) <= width * 0.94:
                return face
        return None

    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(io.BytesIO(self.font), size, layout_engine=ImageFont.Layout.BASIC)

    @cached_property
    def _fonts(self) -> dict[int, ImageFont.FreeTypeFont]:
        return {}


# ---- where they are ---


def pixels(box: RedactedBox, scale: float) -> Box:
    """A box as it is written, in pixels of a picture with so many in a point."""
    unit = 72 / 25.4 * scale
    return box.left * unit, box.top * unit, (box.left + box.width) * unit, (box.top + box.height) * unit


def lines(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    """Signs that follow each other, by the lines that they are on."""
    line: list[Sign] = []
    for one in signs:
        if one.box is None:
            continue
        if line and not is_beside(line[-1], one):
            yield line
            line = []
        line.append(one)
    if line:
        yield line


def is_beside(one: Sign, other: Sign) -> bool:
    """Whether two signs stand on one line, whichever way it goes."""
    assert one.box is not None
    assert other.box is not None
    size = max(
        one.box[2] - one.box[0], one.box[3] - one.box[1], other.box[2] - other.box[0], other.box[3] - other.box[1]
    )
    across, down = other.foot[0] - one.foot[0], other.foot[1] - one.foot[1]
    return min(abs(across), abs(down)) < size * 0.5 and max(abs(across), abs(down)) < size * 6


def around(line: Sequence[Sign], shown: ShownPage) -> tuple[int, int, int, int] | None:
    """The box that covers signs on a line, with all that is drawn of them; None where nothing is drawn there at all.

    What is drawn there may be something else, which goes then too: a sign that cannot be seen by itself may be seen.
    """
    said = joined([one.box for one in line if one.box is not None])
    # What is not painted and stands where something is drawn was read from there, whatever hides it.
    is_painted = any(shown.shows(one.box) for one in line if one.box is not None)
    is_read = any(one.is_read for one in line) or not is_painted
    if not any(shown.shows(one.box, one.is_read) or shown.has_anything(one.box) for one in line if one.box is not None):
        return None
    box = [int(said[0]), int(said[1]), int(said[2]) + 1, int(said[3]) + 1]
    size = min(box[2] - box[0], box[3] - box[1])
    if is_read:
        # A machine says about where a word is: what is drawn there goes as far as the next space.
        _grow(box, shown.marks(said), (max(4, size * 6), max(3, int(size * 0.4))), max(2, int(size * 0.18)))
    else:
        _grow(box, shown.ink, (max(3, int(size * 0.5)),) * 2, 1)
    width, height = shown.picture.size
    return max(0, box[0] - PAD), max(0, box[1] - PAD), min(width, box[2] + PAD), min(height, box[3] + PAD)


PAD = 2
"""Pixels around what is covered: letters have soft edges."""


def _grow(box: list[int], ink: Image.Image, reach: tuple[int, int], gap: int) -> None:
    """Moves the sides of a box outward until nothing is drawn within some pixels of any, no further than some pixels
    (across, down) each."""
    across, down = reach
    along, beside = (gap, 1) if box[2] - box[0] >= box[3] - box[1] else (1, gap)
    limits = (box[0] - across, box[1] - down, box[2] + across, box[3] + down)
    for _ in range(2 * (across + down)):
        strips = (
            (box[0] - along, box[1], box[0], box[3]),
            (box[0], box[1] - beside, box[2], box[1]),
            (box[2], box[1], box[2] + along, box[3]),
            (box[0], box[3], box[2], box[3] + beside),
        )
        cut = [
            side
            for side, strip in enumerate(strips)
            if box[side] != limits[side] and ink.crop(strip).getbbox() is not None
        ]
        if not cut:
            return
        for side in cut:
            box[side] += -1 if side < 2 else 1


def apart(boxes: Sequence[Burnt]) -> list[Burnt]:
    """The boxes without those that lie inside others."""
    unique = tuple(dict.fromkeys(boxes))
    near = Near((one.box, one) for one in unique)
    # Of two that lie inside each other they are the same place, and the first is kept.
    order = {one: place for place, one in enumerate(unique)}
    found = [
        one
        for one in unique
        if not any(
            _holds(other, one) and (not _holds(one, other) or order[other] < order[one]) for other in near.to(one.box)
        )
    ]
    return sorted(found, key=lambda one: (one.box[0] - one.box[2]) * (one.box[3] - one.box[1]))


def _holds(outer: Burnt, inner: Burnt) -> bool:
    """Whether one box lies inside another, if it is not that itself."""
    left, top, right, bottom = outer.box
    box = inner.box
    return outer is not inner and left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom
