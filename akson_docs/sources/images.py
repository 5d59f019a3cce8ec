"""Pictures: is a file the picture that its name says, and how is it printed?"""

from __future__ import annotations

import io
import warnings

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.sources import svg

NO_PICTURE = Code(
    "not-a-picture", "error", N_('"{found}" is not a picture that can be read'), N_("save it again as PNG, JPEG or SVG")
)
PICTURE_FORMAT = Code(
    "picture-format",
    "error",
    N_('"{found}" is not PNG, JPEG or SVG, or its name says another format than it has'),
    N_("save it again as PNG, JPEG or SVG, under a name that says so"),
)
PICTURE_SIZE = Code("picture-size", "error", N_('"{found}" has more than {most} million pixels'), N_("scale it down"))
PICTURE_BYTES = Code(
    "picture-bytes",
    "error",
    N_('"{found}" has more than {most} MB'),
    N_("save it smaller; a page shows {pixels} pixels at the most"),
)
PICTURE_ACTIVE = Code(
    "picture-active",
    "error",
    N_('"{found}" holds {part}, and a picture here is only a picture'),
    N_("save it again as plain SVG (in draw.io without formatted text), or as PNG"),
)
MOST_PIXELS = 50_000_000
"""Pixels in a picture: twice what fills a page at 600 dots an inch."""
MOST_BYTES = 30_000_000
"""Bytes of a picture."""
MOST_SCANS = 100
"""Scans of a JPEG: programs make ten, and a reader goes over all pixels for each."""

PRINTED = 3508
"""Pixels on the longer side of a picture in a paper: A4 at 300 dots an inch. The file itself lies beside the papers."""

_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
_READ = ("PNG", "JPEG")
"""What is tried on a file: the fewer readers are, the fewer have faults."""


def is_picture(name: str) -> bool:
    """Whether a file is a picture by its name."""
    return name.rpartition(".")[2].lower() in (*_FORMATS, "svg")


def for_paper(name: str, data: bytes) -> bytes:
    """A sound picture as papers have it: no larger than a page shows, and in colours of light, for papers that are
    kept declare one kind (ISO 19005-2, 6.2.4.3). The same bytes where it is so already."""
    ending = name.rpartition(".")[2].lower()
    if ending not in _FORMATS:
        return data
    from PIL import Image, ImageFile, ImageOps

    # As the engine has it, in whose process or before it: of pixels that break off, what there is.
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(io.BytesIO(data), formats=_READ) as image:
            if image.mode != "CMYK" and max(image.size) <= PRINTED:
                return data
            image.draft("RGB", (PRINTED, PRINTED))  # a JPEG is then read at a part of its size
            image.thumbnail((PRINTED, PRINTED))  # first, for turning it takes as much room again
            upright = ImageOps.exif_transpose(image)
            held = io.BytesIO()
            (upright.convert("RGB") if upright.mode == "CMYK" else upright).save(held, _FORMATS[ending])
    except Exception:  # a head that is sound before pixels that are not: the engine does with it what it can
        return data
    return held.getvalue()


def is_drawable(file: str) -> bool:
    """Whether the pixels of a picture can be had, all or some, as the engine has them when a paper is written."""
    if file.lower().endswith(".svg"):
        return True  # it was read whole
    from PIL import Image, ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(file, formats=_READ) as image:
            image.load()
    except Exception:  # the bytes are anybody's, and whatever they break, the author is told of it
        return False
    return True


def problem(name: str, data: bytes, span: Span) -> Diagnostic | None:
    """What is wrong with a picture that is named at `span`, or None. Reads its head, not its pixels."""
    ending = name.rpartition(".")[2].lower()
    if len(data) > MOST_BYTES:
        return PICTURE_BYTES.at(span, found=name, most=MOST_BYTES // 1_000_000, pixels=f"{PRINTED} × {PRINTED}")
    if ending == "svg":
        return _svg_problem(name, data, span)
    code = _bitmap_problem(ending, data) if ending in _FORMATS else PICTURE_FORMAT
    return code.at(span, found=name, most=MOST_PIXELS // 1_000_000) if code else None


def _bitmap_problem(ending: str, data: bytes) -> Code | None:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # what is too large is told below
            with Image.open(io.BytesIO(data), formats=_READ) as image:
                width, height = image.size
                if ending and image.format != _FORMATS[ending]:
                    return PICTURE_FORMAT
                if width * height > MOST_PIXELS:
                    return PICTURE_SIZE
                if image.format == "JPEG" and data.count(b"\xff\xda") > MOST_SCANS:
                    return NO_PICTURE
                image.verify()
    except Image.DecompressionBombError:
        return PICTURE_SIZE
    except Exception:  # the bytes are anybody's, and whatever they break, the author is told of it
        return NO_PICTURE
    return None


def _svg_problem(name: str, data: bytes, span: Span) -> Diagnostic | None:
    try:
        part = svg.refused(data, lambda bitmap: _bitmap_problem("", bitmap) is None)
    except svg.NotSvg:
        return NO_PICTURE.at(span, found=name)
    return PICTURE_ACTIVE.at(span, found=name, part=part) if part else None
