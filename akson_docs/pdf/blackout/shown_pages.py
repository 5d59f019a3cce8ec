"""The pages of anybody's PDF as they are shown: a picture of each, and every sign of its text with its place in it.

Forms and notes are drawn into the page first, so that what is seen of them is text like any other. Whatever is seen is
in the picture; what is text and not seen (another layer, white on white, beside the page) is known as such.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import logging
import unicodedata
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PIL import Image, ImageChops

PIXELS = 200
"""Pixels in an inch of a page's picture."""
MOST_PIXELS = 16_000_000
"""Pixels of the picture of a page; a larger page has fewer in an inch."""
FAINT = 6
"""How much, of 255, a sign must differ from what lies under it in some colour, to be seen."""
SEEN = 24
"""How far (of 255) a pixel is from what is around or under it where something is seen."""
INVISIBLE = 3
"""The way of painting text that paints none (ISO 32000-1, 9.3.6): what a scanner read."""
UNKNOWN = "\ufffd"
"""A sign of which the file does not say which it is."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels of the picture."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a page's text."""

    text: str
    """One sign, or two of a ligature."""
    box: Box | None
    """Where it is; None for a space, and for what has no place."""
    foot: Point = (0.0, 0.0)
    """Where it begins on its line."""
    is_read: bool = False
    """Whether a machine read it from a picture: it is on the page, and nothing is painted for it."""
    is_doubtful: bool = False
    """Whether the file does not say which it is: it may be another than it looks."""


@dataclass(frozen=True)
class SpokenPage:
    """What a page says, and what it is like without words."""

    width: float
    height: float
    """In points, turned as it is shown."""
    signs: tuple[Sign, ...]
    pictured: float
    """How much of it pictures cover, from 0 to 1."""
    is_empty: bool
    """Whether nothing is on it."""

    @property
    def scale(self) -> float:
        """Pixels of its picture in a point."""
        return _scale(self.width, self.height)


@dataclass(frozen=True)
class ShownPage:
    """A page as it is shown."""

    picture: Image.Image
    ink: Image.Image
    """White where text is painted, black elsewhere, of the size of the picture."""

    def shows(self, box: Box, is_read: bool = False) -> bool:
        """Whether a word in a box is seen: it is painted or, where a machine read it, something is there."""
        around = within(box, self.picture.size)
        if around[0] >= around[2] or around[1] >= around[3]:
            return False
        return _has_marks(self.picture.crop(around)) if is_read else has_any(self.ink, box)

    def has_anything(self, box: Box) -> bool:
        """Whether anything at all is drawn in a box, however faint and of whatever."""
        around = within(box, self.picture.size)
        if around[0] >= around[2] or around[1] >= around[3]:
            return False
        return any(_spread(band) > 0 for band in self.picture.crop(around).split())

    def marks(self, around: Box) -> Image.Image:
        """White where something is drawn, whatever it is, on the ground that a box has."""
        grey = self.picture.convert("L")
        counted = grey.crop(within(around, grey.size)).histogram()
        ground = max(range(256), key=counted.__getitem__)
        return grey.point([255 if abs(value - ground) > 2 * SEEN else 0 for value in range(256)])


def within(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The pixels that a box touches, of a picture of that size."""
    left, top, right, bottom = box
    return (
        max(0, int(left // 1)),
        max(0, int(top // 1)),
        min(size[0], -int(-right // 1)),
        min(size[1], -int(-bottom // 1)),
    )


def has_any(ink: Image.Image, box: Box) -> bool:
    """Whether anything is white in a box."""
    left, top, right, bottom = within(box, ink.size)
    return left < right and top < bottom and ink.crop((left, top, right, bottom)).getbbox() is not None


H = TypeVar("H")
SQUARE = 64
"""Pixels of the sides of squares on a page, by which what is near is found."""


class Near(Generic[H]):
    """What lies on a page, by where it is: of thousands of things only those are looked at that are near."""

    def __init__(self, held: Iterable[tuple[Box, H]]) -> None:
        self._held: dict[tuple[int, int], list[tuple[int, H]]] = {}
        for place, (box, one) in enumerate(held):
            for square in self._reached(box):
                self._held.setdefault(square, []).append((place, one))

    @staticmethod
    def _reached(box: Box) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (int(min(max(side, -SQUARE), 20_000) // SQUARE) for side in box)
        return itertools.product(range(left, right + 1), range(top, bottom + 1))

    def to(self, box: Box) -> Iterator[H]:
        """What may reach into a box, in the order that it was given."""
        found = {place: one for square in self._reached(box) for place, one in self._held.get(square, ())}
        return (found[place] for place in sorted(found))


def joined(boxes: Sequence[Box]) -> Box:
    """The box around some."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def overlap(one: Box, other: Box) -> tuple[float, float]:
    """How far two boxes reach into each other, across and down."""
    return min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])


def texts(data: bytes) -> Iterator[SpokenPage]:
    """What each page of a PDF says. Raises PdfiumError."""
    for page in _pages(data):
        width, height = page.get_size()
        text = page.get_textpage()
        try:
            signs = tuple(_signs(page, text, _scale(width, height)))
        finally:
            text.close()
        is_empty = not signs and not _has_marks(_drawn(page, min(1.0, _scale(width, height))))
        yield SpokenPage(width, height, signs, _pictured(page), is_empty)


def pictures(data: bytes) -> Iterator[ShownPage]:
    """The picture of each page of a PDF. Raises PdfiumError."""
    for page in _pages(data):
        scale = _scale(*page.get_size())
        picture = _drawn(page, scale)
        # What is seen of the text is what is missing without it.
        painted = [one for one, _ in _objects(page) if _is_text(one) and _way(one) != INVISIBLE]
        bare = _without(page, painted, scale) if painted else picture
        yield ShownPage(picture, differing(picture, bare, FAINT))


def picture(data: bytes, number: int, scale: float) -> Image.Image:
    """The picture of one page of a PDF, from 0, with so many pixels in a point. Raises PdfiumError."""
    with contextlib.closing(_pages(data, (number,))) as pages:
        return _drawn(next(pages), scale)


@dataclass(frozen=True)
class Drawings:
    """A page as it is drawn, without its text, and without its pictures as well."""

    full: Image.Image
    bare: Image.Image
    plain: Image.Image


def drawings(data: bytes, scale: float) -> Iterator[Drawings]:
    """Each page of a PDF as it is drawn with and without its text. Raises PdfiumError."""
    for page in _pages(data):
        most = min(scale, _scale(*page.get_size()))
        full = _drawn(page, most)
        bare = _without(page, [one for one, _ in _objects(page) if _is_text(one)], most)
        pictures = [one for one, _ in _objects(page) if _is_picture(one)]
        yield Drawings(full, bare, _without(page, pictures, most) if pictures else bare)


def _without(page: Any, objects: Sequence[Any], scale: float) -> Image.Image:
    """A page as it is drawn without some of its objects, which it does not have any more then."""
    import pypdfium2.raw as pdfium

    for one in objects:
        pdfium.FPDFPageObj_SetIsActive(one, False)
    return _drawn(page, scale)


def differing(one: Image.Image, other: Image.Image, by: int) -> Image.Image:
    """White where two pictures differ by more than so much, of 255, black elsewhere."""
    # In whichever colour it is most: yellow on white and blue on black hardly differ in grey.
    red, green, blue = ImageChops.difference(one, other).convert("RGB").split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([255 if value > by else 0 for value in range(256)])


def _scale(width: float, height: float) -> float:
    return float(min(PIXELS / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5))


def _has_marks(picture: Image.Image) -> bool:
    """Whether not all of it has one colour."""
    return any(_spread(band) > SEEN for band in picture.split())


def _spread(band: Image.Image) -> int:
    there = [value for value, count in enumerate(band.histogram()) if count]
    return there[-1] - there[0] if there else 0


def _pages(data: bytes, numbers: Sequence[int] | None = None) -> Generator[Any, None, None]:
    """The pages of a PDF, or some of them, with its forms and notes drawn into them, each open until the next is asked
    for."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(data)
    logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)  # it says so where a form has more than it can show
    try:
        document.init_forms()
        for number in range(len(document)) if numbers is None else numbers:
            page = document[number]
            _close_notes(page)
            if pdfium.FPDFPage_GetAnnotCount(page):
                page.render(scale=0.05)  # then a note that does not say what it looks like has got a look
                pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
                page.close()  # what was drawn into it is there when it is opened again
                page = document[number]
            yield page
            page.close()
    finally:
        document.close()


def _close_notes(page: Any) -> None:
    """Takes away what notes say in windows of their own: nobody sees it until they open it."""
    import pypdfium2.raw as pdfium

    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in (pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_TEXT):
            pdfium.FPDFPage_RemoveAnnot(page, index)


def _drawn(page: Any, scale: float) -> Image.Image:
    made: Image.Image = page.render(scale=scale, draw_annots=False, may_draw_forms=False).to_pil()
    return made.convert("RGB")


def _objects(page: Any) -> Iterator[tuple[Any, float]]:
    """What is painted on a page, that inside forms too, each with how much larger the forms make it."""
    import pypdfium2.raw as pdfium

    def inside(form: Any, depth: int, larger: float) -> Iterator[tuple[Any, float]]:
        for index in range(pdfium.FPDFFormObj_CountObjects(form)):
            yield from one_or_more(pdfium.FPDFFormObj_GetObject(form, index), depth, larger)

    def one_or_more(one: Any, depth: int, larger: float) -> Iterator[tuple[Any, float]]:
        yield one, larger
        if depth and pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from inside(one, depth - 1, larger * _area(one))

    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from one_or_more(pdfium.FPDFPage_GetObject(page, index), 20, 1.0)


def _area(one: Any) -> float:
    """How large a unit of an object is drawn."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(one, matrix):
        return 1.0
    return float(abs(matrix.a * matrix.d - matrix.b * matrix.c))


def _is_picture(one: Any) -> bool:
    import pypdfium2.raw as pdfium

    return bool(pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_IMAGE)


def _is_text(one: Any) -> bool:
    import pypdfium2.raw as pdfium

    return bool(pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_TEXT)


def _way(text: Any) -> int:
    """How a piece of text is painted."""
    import pypdfium2.raw as pdfium

    return int(pdfium.FPDFTextObj_GetTextRenderMode(text))


def _pictured(page: Any) -> float:
    """How much of a page pictures cover, all together, in strips or in forms."""
    width, height = page.get_size()
    covered = sum(_area(one) * larger for one, larger in _objects(page) if _is_picture(one))
    return float(min(1.0, covered / max(1.0, width * height)))


def _signs(page: Any, text: Any, scale: float) -> Iterator[Sign]:
    """Every sign of a page's text, with its place in the page's picture."""
    import pypdfium2.raw as pdfium

    turned = _Turned(page, scale)
    sides, foot = [ctypes.c_double() for _ in range(4)], [ctypes.c_double() for _ in range(2)]
    loose = pdfium.FS_RECTF()
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        said = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else UNKNOWN
        owner = pdfium.FPDFText_GetTextObject(text, index)
        if pdfium.FPDFText_IsHyphen(text, index) == 1:
            said = "-"  # at the end of a line it is told as another sign
        if not owner or said.isspace():
            yield Sign(said if said.isspace() or said == "-" else " ", None)
            continue
        is_doubtful = said == UNKNOWN or unicodedata.category(said) in ("Cc", "Cn", "Co")
        is_doubtful |= pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        found = pdfium.FPDFText_GetCharBox(text, index, *sides)
        left, right, bottom, top = (side.value for side in sides)
        if not found or left >= right or bottom >= top:
            if not pdfium.FPDFText_GetLooseCharBox(text, index, loose):
                yield Sign(said, None, is_doubtful=is_doubtful)
                continue
            left, right, bottom, top = loose.left, loose.right, loose.bottom, loose.top
        pdfium.FPDFText_GetCharOrigin(text, index, *foot)
        box = joined([(*turned(left, bottom), *turned(left, bottom)), (*turned(right, top), *turned(right, top))])
        yield Sign(said, box, turned(foot[0].value, foot[1].value), _way(owner) == INVISIBLE, is_doubtful)


class _Turned:
    """From a point of a page's own space to one of its picture."""

    def __init__(self, page: Any, scale: float) -> None:
        self.page, self.scale = page, scale
        self.origin = self._of(0.0, 0.0)
        right, up = self._of(1000.0, 0.0), self._of(0.0, 1000.0)
        self.across = ((right[0] - self.origin[0]) / 1000, (right[1] - self.origin[1]) / 1000)
        self.up = ((up[0] - self.origin[0]) / 1000, (up[1] - self.origin[1]) / 1000)

    def _of(self, x: float, y: float) -> Point:
        import pypdfium2.raw as pdfium

        across, down, fine = ctypes.c_int(), ctypes.c_int(), 100
        width, height = (round(side * fine) for side in self.page.get_size())
        pdfium.FPDF_PageToDevice(self.page, 0, 0, width, height, 0, x, y, across, down)
        return across.value * self.scale / fine, down.value * self.scale / fine

    def __call__(self, x: float, y: float) -> Point:
        return (
            self.origin[0] + x * self.across[0] + y * self.up[0],
            self.origin[1] + x * self.across[1] + y * self.up[1],
        )
