"""What of a page may be letters and is no text: pictures of text, letters drawn as lines, text in patterns and masks.

It is looked for in the page as it is drawn without its text, for there are more ways to draw letters than anybody can
list. Letters are known by their edges: many upright ones and some level ones, in every small square of a row. A rule, a
frame, the bars and curves of a chart are not like that.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageChops, ImageFilter

from akson_docs.pdf.blackout import shown_pages
from akson_docs.pdf.blackout.shown_pages import Box, Drawings, Sign, SpokenPage

PIXELS = 100
"""Pixels in an inch of the picture in which small letters are looked for."""
STEPS = (1, 2, 4, 8, 16)
"""How many of its pixels are one where larger letters are looked for, up to those of a poster."""
CELL = 8
"""The sides of a square, in pixels."""
_EDGE = 20
"""How much, of 255, two pixels beside each other differ at the edge of a letter, in some colour."""
_SHARP = 3.0
"""How many times that is more than all that is there."""
_UPRIGHT, _LEVEL = 40, 16
"""How many of a square's pixels, of 255, are at upright and at level edges where there are letters."""
LONG = 48
"""How long, in pixels, a straight line is that is no part of a letter: a rule, a frame."""
_LEAST = 12
"""The same where the picture is smaller: the stem of a large letter is that long."""
_STRAIGHT = 0.7
"""How much of such a line is an edge."""
_RUN = 3
"""Squares in a row."""
_LOOK = 9
"""Bytes for what a square looks like."""

Cell = tuple[int, int]


@dataclass(frozen=True)
class UnreadShapes:
    """What may be letters on a page and is no text."""

    drawn: int
    """Squares with such shapes that are drawn otherwise than as a picture."""
    pictured: float
    """How much of the page has such shapes in pictures, where no machine read them, from 0 to 1."""
    seen: int
    """The words of its text that are seen."""
    around: frozenset[Cell] = frozenset()
    """The squares of those shapes, with as much around them as a letter is large."""
    looks: bytes = b""
    """What each square of the page looks like, row by row, of a page that has such shapes."""
    across: int = 0
    """How many squares a row has."""
    scale: float = 1.0
    """Pixels to a point of the page."""

    def without(self, boxes: Collection[Box]) -> UnreadShapes:
        """The same where nobody knows what is under some boxes, which are in points."""
        hidden = _cells(boxes, self.scale)
        return replace(self, looks=b"".join(self._look(one, hidden) for one in self._squares))

    @property
    def _squares(self) -> Iterator[Cell]:
        down = len(self.looks) // _LOOK // max(1, self.across)
        return ((left, top) for top in range(down) for left in range(self.across))

    def _look(self, square: Cell, hidden: Collection[Cell] = ()) -> bytes:
        place = (square[1] * self.across + square[0]) * _LOOK
        return bytes(_LOOK) if square in hidden else self.looks[place : place + _LOOK]

    def are_in(self, other: UnreadShapes) -> bool:
        """Whether the shapes stand on another page at the same places and look the same, to the pixel: whoever saw that
        page has seen them. They must all be on that one, for two pages may have half a name each."""
        if not self.looks or (self.across, len(self.looks)) != (other.across, len(other.looks)):
            return False
        looks = ((self._look(one), other._look(one)) for one in self.around)
        return all(own == others and any(own) for own, others in looks)


def of_pages(data: bytes, pages: Iterable[SpokenPage]) -> Iterator[UnreadShapes]:
    """What may be letters on the pages of a PDF and is no text. Raises PdfiumError."""
    for page, drawn in zip(pages, shown_pages.drawings(data, PIXELS / 72), strict=True):
        yield _of_page(page, drawn)


def _of_page(page: SpokenPage, drawn: Drawings) -> UnreadShapes:
    width, height = drawn.bare.size
    by = width / max(1.0, page.width * page.scale)
    read = _cells([one.box for one in page.signs if one.is_read and one.box], by)
    by_size = _by_size(drawn.plain)
    otherwise = {cell for cells in by_size.values() for cell in cells}
    pictured = letters(drawn.bare) - otherwise - read if drawn.bare is not drawn.plain else set()
    ink = shown_pages.differing(drawn.full, drawn.bare, shown_pages.FAINT)
    share, seen = len(pictured) / max(1, width * height // CELL**2), _seen(page.signs, ink, by)
    if not otherwise - read:
        return UnreadShapes(0, share, seen)
    across, down = -(-width // CELL), -(-height // CELL)
    around = {
        (left, top)
        for step, cells in by_size.items()
        for cell in cells - read
        for left in range(max(0, cell[0] - step), min(across, cell[0] + step + 1))
        for top in range(max(0, cell[1] - step), min(down, cell[1] + step + 1))
    }
    looks = b"".join(_look_of(drawn.plain, left, top) for top in range(down) for left in range(across))
    return UnreadShapes(len(otherwise - read), share, seen, frozenset(around), looks, across, by * page.scale)


def _look_of(picture: Image.Image, left: int, top: int) -> bytes:
    """What a square looks like, in so few bytes that no two that differ share them; never zeros alone."""
    square = picture.crop((left * CELL, top * CELL, (left + 1) * CELL, (top + 1) * CELL)).tobytes()
    return hashlib.blake2b(square, digest_size=_LOOK - 1).digest() + b"\1"


def letters(picture: Image.Image) -> set[Cell]:
    """The squares of a picture in which there may be letters, small or large."""
    return {cell for cells in _by_size(picture).values() for cell in cells}


def _by_size(picture: Image.Image) -> dict[int, set[Cell]]:
    """The same by how large the letters are, in steps."""
    found: dict[int, set[Cell]] = {}
    for step in STEPS:
        small = picture.reduce(step) if step > 1 else picture
        if min(small.size) > CELL * _RUN:
            found[step] = {
                (left * step + across, top * step + down)
                for left, top in _in_rows(small, max(LONG // step, _LEAST))
                for across in range(step)
                for down in range(step)
            }
    return found


def _in_rows(picture: Image.Image, long: int) -> set[Cell]:
    """The squares in which there may be letters of one size; what is straight for so `long` is none."""
    around = ImageChops.difference(*(_spread(picture, most) for most in (ImageChops.lighter, ImageChops.darker)))
    beside = _short(_edges(picture, around, 1, 0), long, 0, 1)
    under = _short(_edges(picture, around, 0, 1), long, 1, 0)
    found: set[Cell] = set()
    # A line of letters may lie over two rows of squares.
    for moved in itertools.product((0, -CELL // 2), repeat=2):
        found |= _lettered(*(ImageChops.offset(one, *moved).reduce(CELL) for one in (beside, under)))
    return found


def _lettered(beside: Image.Image, under: Image.Image) -> set[Cell]:
    """The squares that have many upright edges and some level ones, as those beside them in their row do; in columns
    the other way round, for text may be turned. The first of each are torn off the other end, as the last may be."""
    width, height = beside.size
    upright, level = beside.tobytes(), under.tobytes()

    def are(many: bytes, some: bytes, left: int, top: int) -> bool:
        return many[top * width + left] >= _UPRIGHT and some[top * width + left] >= _LEVEL

    across, down = range(1, width - 1), range(1, height - 1)
    rows = ([(left, top) for left in across if are(upright, level, left, top)] for top in down)
    columns = ([(left, top) for top in down if are(level, upright, left, top)] for left in across)
    return {one for lines, along in ((rows, 0), (columns, 1)) for line in lines for one in _runs(line, along)}


def _spread(picture: Image.Image, most: Callable[[Image.Image, Image.Image], Image.Image]) -> Image.Image:
    """The lightest, or the darkest, of what is around each pixel."""
    for step in (1, 2, 4):
        picture = most(picture, ImageChops.offset(picture, step, 0))
        picture = most(picture, ImageChops.offset(picture, 0, step))
    return ImageChops.offset(picture, -4, -4)


def _edges(picture: Image.Image, around: Image.Image, across: int, down: int) -> Image.Image:
    """White where two pixels beside each other differ by much of what is `around` them: a soft slope is no edge."""
    steps = ImageChops.difference(picture, ImageChops.offset(picture, across, down))
    sharp = ImageChops.subtract(steps.point([min(255, int(value * _SHARP)) for value in range(256)] * 3), around)
    clear = steps.point([255 if value > _EDGE else 0 for value in range(256)] * 3)
    red, green, blue = ImageChops.darker(sharp.point([255 if value else 0 for value in range(256)] * 3), clear).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _short(edges: Image.Image, long: int, across: int, down: int) -> Image.Image:
    """Edges without those that go straight on for so long, one way; where a line crosses another it has none."""
    half = long // 2
    dense = edges.filter(ImageFilter.BoxBlur((half * across, half * down)))
    whole, reached = dense.point([255 if value > 255 * _STRAIGHT else 0 for value in range(256)]), 1
    while reached < long:
        step = min(reached, long - reached)
        whole = ImageChops.lighter(whole, ImageChops.offset(whole, across * step, down * step))
        reached += step
    return ImageChops.subtract(edges, ImageChops.offset(whole, -half * across, -half * down))


def _runs(cells: Sequence[Cell], along: int) -> Iterator[Cell]:
    """Those of some squares, in order, that stand beside so many others."""
    run: list[Cell] = []
    for one in (*cells, (-9, -9)):
        if run and one[along] != run[-1][along] + 1:
            if len(run) >= _RUN:
                yield from run
            run = []
        run.append(one)


def _cells(boxes: Collection[Box], scale: float) -> set[Cell]:
    """The squares that boxes reach, and those beside them: a machine says about where a word is."""
    found: set[Cell] = set()
    for box in boxes:
        left, top, right, bottom = (int(side * scale / CELL) for side in box)
        found |= {(across, down) for across in range(left - 2, right + 3) for down in range(top - 1, bottom + 2)}
    return found


def _seen(signs: Sequence[Sign], ink: Image.Image, by: float) -> int:
    """How many words are painted so that they are seen."""
    seen = 0
    for is_word, word in itertools.groupby(signs, lambda one: one.box is not None and one.text.isalnum()):
        boxes = (tuple(side * by for side in one.box) for one in word if is_word and one.box)
        seen += any(shown_pages.has_any(ink, (a, b, c, d)) for a, b, c, d in boxes)
    return seen
