"""The proof that an attachment's pages look in a paper as a viewer shows them: each is drawn twice and compared.

What a paper prints on the pages besides (numbers, what they belong to) is drawn over the original as it is over the
page in the paper, so nothing has to be left out of the comparison.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

LONGEST = 420
"""Pixels of a page's longer side: an A4 page has 36 to the inch."""
SHADE = 40
"""How much lighter or darker, of 255, a pixel is that differs."""
CELL = 3
"""Pixels of a side of a cell; one that differs in most of its pixels is seen."""
LETTERS = 64
"""How much lighter or darker, of 255, the mean of a few letters is where others stand, and not the same in another
font."""
LARGE = 0.02
"""The part of a page's pixels that may differ where words are set in another font."""
MOST = 0.0005
"""The part of a page's pixels that may differ: the edges of letters are not drawn alike everywhere."""
HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN
NOTES = frozenset(
    getattr(pdfium, f"FPDF_ANNOT_{name}")
    for name in ("POPUP", "TEXT", "FILEATTACHMENT", "SOUND", "MOVIE", "SCREEN", "RICHMEDIA", "THREED")
)

Region = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels of a picture."""


@dataclass(frozen=True)
class PictureDifference:
    """How far a page in the paper is from what a viewer shows of it."""

    share: float
    """The part of its pixels that differ."""
    seen: bool
    """Whether somebody would see it who holds one against the other."""
    read: bool
    """Whether it is more than another font, and other places of words by a letter."""
    covered: bool
    """Whether what the paper prints besides stands over words of the page."""


class NotDrawn(Exception):
    """A file that the viewer does not open."""


def differences(
    paper: Any, pack: Any, original: Any, pages: Iterable[tuple[int, int]]
) -> Iterator[PictureDifference | None]:
    """Of each of the pages (index in the paper, index in the original) how far it is from its original; None where the
    viewer does not show that.

    `pack` is the paper with its attachments, `paper` the same with placeholders for them; all are of `opened`.
    """
    for place, number in pages:
        with contextlib.ExitStack() as held:
            try:
                own, over, made = (
                    held.enter_context(contextlib.closing(document[index]))
                    for document, index in ((original, number), (paper, place), (pack, place))
                )
                size = _size(own)
            except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError):
                yield None
                continue
            _hide_notes(own)
            with _canvas(size) as canvas:
                alone = _drawn(canvas, own)
                wanted = _drawn(canvas, over)
            with _canvas(size) as canvas:
                found = _drawn(canvas, made)
            places = (place for place in _stamped(alone, wanted) if _is_mixed(alone.crop(place)))
            yield _apart(wanted, found, any(_says(own, size, place) for place in places))


@contextlib.contextmanager
def opened(file: str | bytes, has_form: bool = False) -> Iterator[Any]:
    """A PDF, in memory or where it lies, as long as somebody looks at it, perhaps with the form that it `has`.

    Raises NotDrawn.
    """
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise NotDrawn(str(error)) from error
    try:
        if has_form:
            with contextlib.suppress(pypdfium2.PdfiumError):
                document.init_forms()
        yield document
    finally:
        document.close()


def _size(page: Any) -> tuple[int, int]:
    width, height = page.get_size()
    scale = LONGEST / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _hide_notes(page: Any) -> None:
    """Hides what viewers leave out when they print."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        one = pdfium.FPDFPage_GetAnnot(page, index)
        if pdfium.FPDFAnnot_GetSubtype(one) in NOTES:
            pdfium.FPDFAnnot_SetFlags(one, pdfium.FPDFAnnot_GetFlags(one) | HIDDEN)
        pdfium.FPDFPage_CloseAnnot(one)


@contextlib.contextmanager
def _canvas(size: tuple[int, int]) -> Iterator[Any]:
    """An empty canvas that pages are drawn on."""
    canvas = pypdfium2.PdfBitmap.new_native(*size, format=pdfium.FPDFBitmap_BGRA)  # with alpha, no letter has colours
    try:
        canvas.fill_rect((255, 255, 255, 255), 0, 0, *size)
        yield canvas
    finally:
        canvas.close()


def _drawn(canvas: Any, page: Any) -> Image.Image:
    """What a canvas looks like once a page is drawn over what is on it. Blue is red: it is only compared."""
    size = canvas.width, canvas.height
    where = (canvas, page, 0, 0, *size, 0, pdfium.FPDF_ANNOT)
    pdfium.FPDF_RenderPageBitmap(*where)
    if page.formenv:
        pdfium.FPDF_FFLDraw(page.formenv, *where)
    return Image.frombytes("RGB", size, bytes(canvas.buffer), "raw", "RGBX", canvas.stride)


def _stamped(before: Image.Image, after: Image.Image) -> Iterator[Region]:
    """Where something was drawn over a picture, corner by corner."""
    across, down = before.width // 2, before.height // 2
    changed = ImageChops.difference(before, after)
    for left, top, right, bottom in (
        (0, 0, across, down),
        (across, 0, before.width, down),
        (0, down, across, before.height),
        (across, down, *before.size),
    ):
        found = changed.crop((left, top, right, bottom)).getbbox()
        if found is not None:
            yield left + found[0], top + found[1], left + found[2], top + found[3]


def _is_mixed(picture: Image.Image) -> bool:
    """Whether a picture is of more than one shade."""
    shades = picture.convert("L").tobytes()
    return max(shades) - min(shades) >= SHADE


def _says(page: Any, size: tuple[int, int], place: Region) -> bool:
    """Whether there are words of a page at a place of its picture."""
    corners = []
    for x, y in (place[:2], place[2:]):
        across, up = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDF_DeviceToPage(page, 0, 0, *size, 0, x, y, across, up)
        corners.append((across.value, up.value))
    (left, right), (bottom, top) = (sorted(pair) for pair in zip(*corners, strict=True))
    text = page.get_textpage()
    try:
        return bool(text.get_text_bounded(left, bottom, right, top).strip())
    finally:
        text.close()


def _apart(wanted: Image.Image, found: Image.Image, covered: bool) -> PictureDifference:
    if ImageChops.difference(wanted, found).getbbox() is None:
        return PictureDifference(0.0, False, False, covered)
    differ = _furthest(wanted, found).point([255 * (shade >= SHADE) for shade in range(256)])
    share = differ.histogram()[255] / (wanted.width * wanted.height)
    seen = share > MOST or _most(differ.reduce(CELL)) > 127
    coarse = _furthest(wanted.reduce(2 * CELL), found.reduce(2 * CELL))
    return PictureDifference(share, seen, share > LARGE or _most(coarse) > LETTERS, covered)


def _furthest(one: Image.Image, other: Image.Image) -> Image.Image:
    """How far each pixel is from the other, in the colour that is furthest."""
    bands = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])


def _most(grey: Image.Image) -> int:
    return max(grey.tobytes())
