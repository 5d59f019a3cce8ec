"""Text on a page of a PDF that nobody sees, and anybody can copy: under a box, a line, a picture, in the colour of
what lies under it, in a layer that is not shown, outside of the page.

Nothing is guessed from what covers: the page is drawn with its text and without it, and where the two are the same, the
text that stands there is not seen.
"""

from __future__ import annotations

import ctypes
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Corners = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""
CoverKind = Literal["redaction", "hidden", "drawn"]

SCALE = 0.8
"""Pixels in a point."""
MOST_PIXELS = 4_000_000
"""Pixels of a page; a larger one is drawn smaller."""
MOST_OBJECTS = 100_000
"""What a page may draw, and is still searched for text that is not seen; a map has more."""
MOST_PICTURED = 100_000_000
"""Pixels of the pictures on a page that is searched so."""
MOST_FIELDS = 2_000
"""Fields of a page whose words are asked for."""
FAINTEST = 16
"""How much lighter or darker, of 255, a sign must be than what lies under it, to be seen."""
DARKEST = 80
"""The level, of 255, below which nothing is made out."""
FEWEST = 3
"""Letters and digits beside each other that are not seen, to be told: a sign of a font may be empty."""


def of_page(page: Any, text: Any) -> Iterator[tuple[CoverKind, str]]:
    """Whether text on a page is covered, or is hidden in another way, and the first of it."""
    import pypdfium2.raw as pdfium

    if not pdfium.FPDFText_CountChars(text):
        return
    objects = list(_objects(page))
    if len(objects) >= MOST_OBJECTS or _pixels_of_pictures(objects) > MOST_PICTURED:
        yield "drawn", ""
        return
    letters = [one for one, is_text in objects if is_text]
    drawing = _DrawnPage.of(page)
    shown = drawing.image()
    others = [one for one, is_text in objects if not is_text]
    if others or pdfium.FPDFPage_GetAnnotCount(page):
        _sets_active(letters, False)
        without = drawing.image()
        _sets_active(letters, True)
    else:
        without = drawing.empty()
    unseen = list(_unseen(text, drawing, shown, without))
    # A field shows its words itself; some programs keep them beside the page as well.
    fields = _said_by_fields(page) if unseen else ()
    unseen = [one for one in unseen if not any(_closely(_within(text, one[0])) in said for said in fields)]
    if not unseen:
        return
    _sets_active(others, False)
    alone = drawing.image(annotations=False).point(lambda level: 255 if level < 255 - FAINTEST else 0)
    _sets_active(others, True)
    told: dict[CoverKind, Corners] = {}
    blank: list[bool] = []
    for box, is_of_scan in unseen:
        place = drawing.pixels(box)
        seen = shown.crop(place) if place is not None else None
        if seen is not None and seen.getextrema()[1] < DARKEST:
            told.setdefault("redaction", box)  # under darkness, whatever it is
        elif is_of_scan and seen is not None:
            least, most = seen.getextrema()
            blank.append(most - least < FAINTEST)
        else:
            # It would be seen if nothing else were there.
            is_covered = place is not None and alone.crop(place).getbbox() is not None
            told.setdefault("redaction" if is_covered else "hidden", box)
    if sum(blank) * 2 > len(blank):
        told.setdefault("hidden", unseen[0][0])  # what a scanner has read is seen on the scan: this is not
    yield from ((kind, _within(text, told[kind])) for kind in _KINDS if kind in told)


_KINDS: tuple[CoverKind, ...] = ("redaction", "hidden")


def _closely(words: str) -> str:
    """A text without its spaces."""
    return "".join(words.split())


def _said_by_fields(page: Any) -> tuple[str, ...]:
    """What the fields on a page say that are seen, without spaces."""
    import pypdfium2.raw as pdfium

    found = []
    for index in range(min(MOST_FIELDS, pdfium.FPDFPage_GetAnnotCount(page))):
        one = pdfium.FPDFPage_GetAnnot(page, index)
        flags = pdfium.FPDFAnnot_GetFlags(one)
        if pdfium.FPDFAnnot_GetSubtype(one) == pdfium.FPDF_ANNOT_WIDGET and not flags & _NOT_SEEN:
            size = pdfium.FPDFAnnot_GetStringValue(one, b"V", None, 0)
            held = (ctypes.c_ushort * (size // 2 + 1))()
            pdfium.FPDFAnnot_GetStringValue(one, b"V", held, size)
            found.append(_closely(bytes(held)[: max(size - 2, 0)].decode("utf-16-le", "replace")))
        pdfium.FPDFPage_CloseAnnot(one)
    return tuple(found)


_NOT_SEEN = 2 | 32
"""The flags of what is not seen on a screen (ISO 32000-1, 12.5.3)."""


@dataclass(frozen=True)
class _DrawnPage:
    """How a page is drawn."""

    page: Any
    width: int
    height: int

    @classmethod
    def of(cls, page: Any) -> _DrawnPage:
        width, height = page.get_size()
        scale = min(SCALE, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        return cls(page, max(1, round(width * scale)), max(1, round(height * scale)))

    def image(self, annotations: bool = True) -> Any:
        """The page in grey."""
        import pypdfium2.raw as pdfium
        from PIL import Image

        held = bytearray(b"\xff") * (self.width * self.height)
        room = (ctypes.c_ubyte * len(held)).from_buffer(held)
        bitmap = pdfium.FPDFBitmap_CreateEx(self.width, self.height, pdfium.FPDFBitmap_Gray, room, self.width)
        try:
            flags = pdfium.FPDF_ANNOT if annotations else 0
            pdfium.FPDF_RenderPageBitmap(bitmap, self.page, 0, 0, self.width, self.height, 0, flags)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return Image.frombuffer("L", (self.width, self.height), held, "raw", "L", 0, 1)

    def empty(self) -> Any:
        """The paper that it is drawn on."""
        from PIL import Image

        return Image.new("L", (self.width, self.height), 255)

    @functools.cached_property
    def _across(self) -> tuple[float, float, float, float, float, float]:
        """From points on the page to pixels: x = a + b·across + c·up, y = d + e·across + f·up."""
        import pypdfium2.raw as pdfium

        x, y, found = ctypes.c_int(), ctypes.c_int(), []
        far = 10_000.0  # so far that the pixel which it is rounded to makes no difference
        for across, up in ((0.0, 0.0), (far, 0.0), (0.0, far)):
            pdfium.FPDF_PageToDevice(self.page, 0, 0, self.width, self.height, 0, across, up, x, y)
            found.append((x.value, y.value))
        (x0, y0), (x1, y1), (x2, y2) = found
        return x0, (x1 - x0) / far, (x2 - x0) / far, y0, (y1 - y0) / far, (y2 - y0) / far

    def pixels(self, box: Corners) -> tuple[int, int, int, int] | None:
        """Where a box lies on what was drawn; None outside of it."""
        a, b, c, d, e, f = self._across
        sides = sorted((a + b * box[0] + c * box[1], a + b * box[2] + c * box[3]))
        heights = sorted((d + e * box[0] + f * box[1], d + e * box[2] + f * box[3]))
        place = (
            max(0, round(sides[0])),
            max(0, round(heights[0])),
            min(self.width, round(sides[1]) + 1),
            min(self.height, round(heights[1]) + 1),
        )
        return place if place[0] < place[2] and place[1] < place[3] else None

    def points(self, place: tuple[int, int, int, int]) -> Corners:
        """The box of what was drawn in a place."""
        import pypdfium2.raw as pdfium

        x, y = ctypes.c_double(), ctypes.c_double()
        corners = []
        for across, down in ((place[0], place[1]), (place[2], place[3])):
            pdfium.FPDF_DeviceToPage(self.page, 0, 0, self.width, self.height, 0, across, down, x, y)
            corners.append((x.value, y.value))
        (left, top), (right, bottom) = corners
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)


def _objects(page: Any) -> Iterator[tuple[Any, bool]]:
    """What a page draws, that in forms too, each with whether it is text."""
    import pypdfium2.raw as pdfium

    count = 0
    waiting = [
        (pdfium.FPDFPage_GetObject(page, index), 0)
        for index in range(min(MOST_OBJECTS, pdfium.FPDFPage_CountObjects(page)))
    ]
    while waiting and count < MOST_OBJECTS:
        one, depth = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(one)
        count += 1
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 12:
            waiting += (
                (pdfium.FPDFFormObj_GetObject(one, index), depth + 1)
                for index in range(min(MOST_OBJECTS, pdfium.FPDFFormObj_CountObjects(one)))
            )
        else:
            yield one, kind == pdfium.FPDF_PAGEOBJ_TEXT


def _pixels_of_pictures(objects: list[tuple[Any, bool]]) -> int:
    import pypdfium2.raw as pdfium

    width, height, found = ctypes.c_uint(), ctypes.c_uint(), 0
    for one, is_text in objects:
        if not is_text and pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_IMAGE:
            pdfium.FPDFImageObj_GetImagePixelSize(one, width, height)
            found += width.value * height.value
    return found


def _sets_active(objects: list[Any], active: bool) -> None:
    import pypdfium2.raw as pdfium

    for one in objects:
        pdfium.FPDFPageObj_SetIsActive(one, active)


def _unseen(text: Any, drawing: _DrawnPage, shown: Any, without: Any) -> Iterator[tuple[Corners, bool]]:
    """The boxes of what is not seen, each with whether it is there for programs alone, as what a scanner has read."""
    import pypdfium2.raw as pdfium
    from PIL import ImageChops

    marks = ImageChops.difference(shown, without).point(lambda level: 255 if level >= FAINTEST else 0)
    sides = [ctypes.c_double() for _ in range(4)]
    for number in range(pdfium.FPDFText_CountRects(text, 0, -1)):
        pdfium.FPDFText_GetRect(text, number, *sides)
        left, top, right, bottom = (side.value for side in sides)
        place = drawing.pixels((left, bottom, right, top))
        boxes: Iterator[Corners] = iter([(left, bottom, right, top)])
        if place is not None:
            boxes = (drawing.points(gap) for gap in _gaps(marks.crop(place), place))
        for box in boxes:
            if sum(sign.isalnum() for sign in _within(text, box)) >= FEWEST:
                yield box, _is_of_scan(text, drawing.page, box)


def _gaps(marks: Any, place: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Where along a line of text nothing of it is seen, and there is room for some signs; `marks` are what is."""
    left, top, right, bottom = place
    width, height = right - left, bottom - top
    across = width >= height
    row = bytes(marks.getprojection()[0 if across else 1])
    least = max(4, round(min(width, height) * 0.8))
    for found in re.finditer(rb"\0{%d,}" % least, row):
        start, end = found.start() + (found.start() > 0), found.end() - (found.end() < len(row))
        if across:
            yield left + start, top, left + end, bottom
        else:
            yield left, top + start, right, top + end


def _within(text: Any, box: Corners) -> str:
    """The text in a box."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = box
    count = pdfium.FPDFText_GetBoundedText(text, left, top, right, bottom, None, 0)
    if count <= 0:
        return ""
    held = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetBoundedText(text, left, top, right, bottom, held, count)
    return bytes(held)[: count * 2].decode("utf-16-le", "replace")


def _is_of_scan(text: Any, page: Any, box: Corners) -> bool:
    """Whether text is there for programs, as what a scanner has read: not painted and over a picture, or under the
    picture of a whole page."""
    import pypdfium2.raw as pdfium

    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    index = pdfium.FPDFText_GetCharIndexAtPos(text, across, up, (box[2] - box[0]) / 2, (box[3] - box[1]) / 2)
    one = pdfium.FPDFText_GetTextObject(text, index) if index >= 0 else None
    is_painted = not one or pdfium.FPDFTextObj_GetTextRenderMode(one) not in (3, 7)
    width, height = page.get_size()
    sides = [ctypes.c_float() for _ in range(4)]
    for number in range(min(200, pdfium.FPDFPage_CountObjects(page))):
        other = pdfium.FPDFPage_GetObject(page, number)
        kind = pdfium.FPDFPageObj_GetType(other)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE or (kind == pdfium.FPDF_PAGEOBJ_FORM and not is_painted):
            pdfium.FPDFPageObj_GetBounds(other, *sides)
            left, bottom, right, top = (side.value for side in sides)
            is_whole = (right - left) * (top - bottom) >= 0.7 * width * height
            if left <= across <= right and bottom <= up <= top and (is_whole or not is_painted):
                return True
    return False
