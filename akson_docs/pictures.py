"""Pictures: is a file the picture that its name says, and how is it printed?"""

from __future__ import annotations

import io

from . import drawings
from .diagnostics import Code, Diagnostic, Span

NO_PICTURE = Code(
    "not-a-picture",
    "error",
    '"{found}" is not a picture that can be read',
    "«{found}» er ikke et bilde som kan leses",
    "save it again as PNG, JPEG or SVG",
    "lagre det på nytt som PNG, JPEG eller SVG",
)
PICTURE_FORMAT = Code(
    "picture-format",
    "error",
    '"{found}" is not PNG, JPEG or SVG, or its name says another format than it has',
    "«{found}» er ikke PNG, JPEG eller SVG, eller navnet sier et annet format enn det har",
)
PICTURE_SIZE = Code(
    "picture-size",
    "error",
    '"{found}" has more than {most} million pixels',
    "«{found}» har mer enn {most} millioner bildepunkter",
    "scale it down",
    "skaler det ned",
)
PICTURE_ACTIVE = Code(
    "picture-active",
    "error",
    '"{found}" holds {part}, and a picture here is only a picture',
    "«{found}» inneholder {part}, og et bilde her er bare et bilde",
    "save it again as plain SVG",
    "lagre det på nytt som ren SVG",
)
MOST_PIXELS = 50_000_000
"""Pixels in a picture: twice what fills a page at 600 dots an inch."""

PRINTED = 3508
"""Pixels on the longer side of a picture in a paper: A4 at 300 dots an inch. The file itself lies beside the papers."""

_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}


def is_picture(name: str) -> bool:
    """Whether a file is a picture by its name."""
    return name.rpartition(".")[2].lower() in (*_FORMATS, "svg")


def for_paper(name: str, data: bytes) -> bytes:
    """A sound picture as papers have it: no larger than a page shows, and in colours of light, for papers that are
    kept declare one kind (ISO 19005-2, 6.2.4.3). The same bytes where it is so already."""
    ending = name.rpartition(".")[2].lower()
    if ending not in _FORMATS:
        return data
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as image:
        if image.mode != "CMYK" and max(image.size) <= PRINTED:
            return data
        image.draft("RGB", (PRINTED, PRINTED))  # a JPEG is then read at a part of its size
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((PRINTED, PRINTED))
        held = io.BytesIO()
        (upright.convert("RGB") if upright.mode == "CMYK" else upright).save(held, _FORMATS[ending])
    return held.getvalue()


def problem(name: str, data: bytes, span: Span) -> Diagnostic | None:
    """What is wrong with a picture that is named at `span`, or None. Reads its head, not its pixels."""
    ending = name.rpartition(".")[2].lower()
    if ending == "svg":
        return _svg_problem(name, data, span)
    code = _bitmap_problem(ending, data) if ending in _FORMATS else PICTURE_FORMAT
    return code.at(span, found=name, most=MOST_PIXELS // 1_000_000) if code else None


def _bitmap_problem(ending: str, data: bytes) -> Code | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            if image.format != _FORMATS[ending]:
                return PICTURE_FORMAT
            if width * height > MOST_PIXELS:
                return PICTURE_SIZE
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return NO_PICTURE
    return None


def _svg_problem(name: str, data: bytes, span: Span) -> Diagnostic | None:
    try:
        part = drawings.refused(data)
    except drawings.NotSvg:
        return NO_PICTURE.at(span, found=name)
    return PICTURE_ACTIVE.at(span, found=name, part=part) if part else None
