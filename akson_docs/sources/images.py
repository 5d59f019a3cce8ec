"""Pictures: is a file the picture that its name says, and how is it printed?"""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

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
PICTURE_MOVES = Code(
    "picture-moves", "error", N_('"{found}" moves, and a paper does not'), N_("save one picture of it as PNG")
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
READ = ("PNG", "JPEG")
"""What is tried on a file: the fewer readers are, the fewer have faults."""
_DRAWING = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<")


def is_picture(name: str) -> bool:
    """Whether a file is a picture by its name."""
    return name.rpartition(".")[2].lower() in (*_FORMATS, "svg")


def is_drawing(data: bytes) -> bool:
    """Whether a sound picture is a drawing, and none of pixels."""
    return _DRAWING.match(data) is not None


def for_paper(data: bytes) -> bytes:
    """A sound picture as papers have it: no larger than a page shows, upright, with eight bits to a colour, and in the
    colours of a screen, for papers that are kept declare one kind (ISO 19005-2, 6.2.4.3). The same bytes where it is so
    already."""
    return data if is_drawing(data) else embedded(data)


def embedded(data: bytes) -> bytes:
    """The same of a picture of pixels alone."""
    from PIL import Image, ImageFile, ImageOps

    # As the engine has it, in whose process or before it: of pixels that break off, what there is.
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(io.BytesIO(data), formats=READ) as image:
            if _is_as_printed(image):
                return data
            kind = "PNG" if image.format == "PNG" else "JPEG"
            image.draft("RGB", (PRINTED, PRINTED))  # a JPEG is then read at a part of its size
            deep = _of_eight_bits(image)
            deep.thumbnail((PRINTED, PRINTED))  # first, for turning it takes as much room again
            upright = _of_a_screen(ImageOps.exif_transpose(deep), image.info.get("icc_profile"))
            held = io.BytesIO()
            upright.info.pop("icc_profile", None)
            upright.save(held, kind, exif=b"", **({} if kind == "PNG" else {"quality": 92, "subsampling": 0}))
    except Exception:  # a head that is sound before pixels that are not: the engine does with it what it can
        return data
    return held.getvalue()


def _is_as_printed(image: Any) -> bool:
    return (
        image.mode in ("1", "L", "LA", "P", "RGB", "RGBA")
        and max(image.size) <= PRINTED
        and image.getexif().get(_ORIENTATION, 1) == 1
        and not image.info.get("icc_profile")
    )


_ORIENTATION = 0x0112


def _of_eight_bits(image: Any) -> Any:
    """A picture with 256 steps from black to white, where it has 65 536."""
    if not image.mode.startswith("I"):
        return image
    see_through = image.info.pop("transparency", None)
    grey = image.convert("I").point(lambda value: value / 257).convert("L")
    if isinstance(see_through, int):
        grey.putalpha(image.convert("I").point(lambda value: value - see_through).convert("1").convert("L"))
    return grey


def _of_a_screen(image: Any, profile: bytes | None) -> Any:
    """A picture in sRGB, by what it says of its colours."""
    if image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if profile:
        from PIL import ImageCms

        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
            bare = image.convert(image.mode[:-1]) if alpha else image
            made: Any = ImageCms.profileToProfile(bare, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if alpha:
                made.putalpha(alpha)
            return made
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile of another kind of picture, or a broken one: browsers leave it as well
    return image.convert("RGB") if image.mode == "CMYK" else image


def is_drawable(file: str) -> bool:
    """Whether all of a picture can be had; a drawing was read whole."""
    return file.lower().endswith(".svg") or is_whole(file)


def is_whole(file: str | io.BytesIO) -> bool:
    """Whether all pixels of a picture can be had. One that breaks off ends in grey, and each program shows it
    otherwise."""
    from PIL import Image, ImageFile

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(file, formats=READ) as image:
            image.load()
    except Exception:  # the bytes are anybody's, and whatever they break, the author is told of it
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return True


def difference(one: Any, other: Any) -> float:
    """The share of the pixels of two pictures (RGB, of Pillow) that are unlike: that have in the other nothing like
    them, neither at their place nor beside it, for programs smooth edges in more than one way."""
    from PIL import ImageChops, ImageFilter

    if other.size != one.size:
        other = other.resize(one.size)

    def beyond(these: Any, those: Any) -> int:
        most, least = those.filter(ImageFilter.MaxFilter(3)), those.filter(ImageFilter.MinFilter(3))
        apart = ImageChops.lighter(ImageChops.subtract(these, most), ImageChops.subtract(least, these))
        red, green, blue = apart.split()
        widest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        return sum(widest.histogram()[UNLIKE:])

    return float(max(beyond(one, other), beyond(other, one)) / max(one.width * one.height, 1))


UNLIKE = 48
"""How many of 255 steps two colours are apart that are unlike."""


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
            with Image.open(io.BytesIO(data), formats=READ) as image:
                width, height = image.size
                # A telephone's JPEG has a small picture of the same after it, and is called MPO here.
                kind = "JPEG" if image.format == "MPO" else image.format
                if ending and kind != _FORMATS[ending]:
                    return PICTURE_FORMAT
                if width * height > MOST_PIXELS:
                    return PICTURE_SIZE
                if kind == "PNG" and getattr(image, "is_animated", False):
                    return PICTURE_MOVES
                if kind == "JPEG" and data.count(b"\xff\xda") > MOST_SCANS:
                    return NO_PICTURE
                image.verify()
    except Image.DecompressionBombError:
        return PICTURE_SIZE
    except Exception:  # the bytes are anybody's, and whatever they break, the author is told of it
        return NO_PICTURE
    return None


def _pixels(data: bytes) -> int:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=READ) as image:
        return image.width * image.height


def _svg_problem(name: str, data: bytes, span: Span) -> Diagnostic | None:
    pixels = 0

    def is_bitmap(bitmap: bytes) -> bool:
        nonlocal pixels
        if _bitmap_problem("", bitmap) is not None:
            return False
        pixels += _pixels(bitmap)
        return True

    try:
        part = svg.refused(data, is_bitmap)
    except svg.NotSvg:
        return NO_PICTURE.at(span, found=name)
    if not part and pixels > MOST_PIXELS:
        return PICTURE_SIZE.at(span, found=name, most=MOST_PIXELS // 1_000_000)
    return PICTURE_ACTIVE.at(span, found=name, part=part) if part else None
