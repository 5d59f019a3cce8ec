"""Pictures: is a file the picture that its name says?"""

from __future__ import annotations

import io
from xml.etree import ElementTree

from .diagnostics import Code

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
MOST_PIXELS = 50_000_000
"""Pixels in a picture: twice what fills a page at 600 dots an inch."""

_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}


def problem(name: str, data: bytes) -> Code | None:
    """What is wrong with a picture, or None. Reads its head, not its pixels."""
    ending = name.rpartition(".")[2].lower()
    if ending == "svg":
        return None if _is_svg(data) else NO_PICTURE
    if ending not in _FORMATS:
        return PICTURE_FORMAT
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


def _is_svg(data: bytes) -> bool:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return False
    try:
        return ElementTree.fromstring(data).tag == "{http://www.w3.org/2000/svg}svg"
    except ElementTree.ParseError:
        return False
