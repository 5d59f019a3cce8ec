"""Pictures on pages: made ready once, placed as often as they are shown, each a single object of its paper.

A drawing is drawn by Typst's renderer (resvg's reading, krilla's PDF), which has gradients, patterns, masks, filters
and bitmaps right where the page engine has not, and knows no fonts but those it is given. What it made is looked at:
it is drawn a second time, as pixels and on another road, and the two are compared, so that nothing of a drawing is lost
without a word. A picture of pixels is the engine's own, and is opened here, so that one which cannot be had is an error
and no gap.
"""

from __future__ import annotations

import hashlib
import importlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, cast

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code
from akson_docs.pdf import drawing_process
from akson_docs.pdf.drawing_process import Exhausted, NotRendered, Renderer
from akson_docs.sources import drawings, font_coverage, images
from akson_docs.sources.font_coverage import Coverage
from akson_docs.sources.svg_cost import TooSlow

if TYPE_CHECKING:
    from akson_docs.sources.plain_svg import PlainSvg

NOT_DRAWN = Code(
    "picture",
    "error",
    N_("a picture cannot be drawn: {problem}"),
    N_("open it in a drawing program, and save it again"),
)
TOO_SLOW = Code(
    drawings.SLOW.name,
    "error",
    N_("a drawing takes more than {seconds} seconds to draw, or more memory than one may have"),
    drawings.SLOW.hint,
)
TOGETHER = Code(
    TOO_SLOW.name,
    "error",
    N_("slow drawings have taken more than {seconds} seconds of this build together"),
    N_("draw those more simply that take longest, or save them as PNG"),
)
ORDINARY = 1.0
"""Seconds that a drawing may take before it counts as slow."""
MOST_SECONDS = 60.0
"""What slow drawings may take beyond that, all that a process sets in one build."""
SIDE = 400
"""Pixels on the longer side of a drawing while it is looked at."""
OTHER_SIDE = 531
"""The same of one with patterns, once more: no multiple of that, nor a part of it."""
MOST = 0.015
"""The share of those that may differ: edges are smoothed in more than one way."""
FINE = 4
"""Pixels for each of a drawing's, where it is printed as a picture of pixels."""


class PlacedPicture(Protocol):
    """A picture as the page engine places one."""

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[Any, Any, Any]:
        """Width and height in pixels and their ratio, as far as there are any."""

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draws it at a place."""


Pictures = Mapping[str, PlacedPicture]
"""Pictures by their absolute addresses."""


@dataclass(frozen=True)
class Unplaced:
    """A picture that cannot be had: whoever lays it out is told."""

    fault: Exception

    def get_intrinsic_size(self, resolution: float, font_size: float) -> NoReturn:
        """Raises what is wrong."""
        raise self.fault

    def draw(self, stream: Any, width: float, height: float, style: Any) -> NoReturn:
        """Raises what is wrong."""
        raise self.fault


class NotPlaced(Exception):
    """What is wrong with a picture: a problem and its parameters."""

    def __init__(self, code: Code, **parameters: str | int) -> None:
        super().__init__(code.name)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True)
class Drawing:
    """A drawing as a page of PDF that holds nothing else."""

    id: str
    size: tuple[Any, Any, Any]
    drawn: tuple[float, float]
    """Width and height of its page, in points."""
    pdf: bytes = field(repr=False)
    looks_like: bytes = field(repr=False)
    """The same as a small picture of pixels."""

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[Any, Any, Any]:
        """As it says itself."""
        return self.size

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Places it, drawn once for the whole paper."""
        name = stream.add_image(self, True, 1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, interpolate: bool, ratio: float) -> Any:
        """An object of a paper, one unit wide and high as the engine's pictures are (ISO 32000-1, 8.10); what it needs
        besides is put beside it by `completed`."""
        pydyf: Any = importlib.import_module("pydyf")
        width, height = self.drawn
        form = pydyf.Stream(
            extra=pydyf.Dictionary(
                {
                    "Type": "/XObject",
                    "Subtype": "/Form",
                    "BBox": pydyf.Array((0, 0, width, height)),
                    "Matrix": pydyf.Array((1 / width, 0, 0, 1 / height, 0, 0)),
                    # What is blended is blended within the drawing, as in a browser.
                    "Group": pydyf.Dictionary({"S": "/Transparency", "I": "true", "CS": "/DeviceRGB"}),
                }
            ),
            compress=True,
        )
        form.drawing = self
        return form


@dataclass(frozen=True)
class Pixels:
    """A drawing as a picture of pixels."""

    size: tuple[Any, Any, Any]
    bitmap: PlacedPicture
    looks_like: bytes = field(repr=False)
    """The same, smaller."""

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[Any, Any, Any]:
        """As the drawing says itself."""
        return self.size

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draws it at a place."""
        self.bitmap.draw(stream, width, height, style)


class Drawer:
    """Makes pictures ready, in the fonts that it is given."""

    def __init__(self, fonts: tuple[tuple[str, bytes], ...], coverage: Coverage) -> None:
        self._renderer = Renderer(fonts)
        self._coverage = coverage
        self._known: dict[str, PlacedPicture] = {}
        self._slow = 0.0
        """Seconds that slow drawings took."""

    def renew(self) -> None:
        """Begins a build: the time that slow drawings took is forgotten."""
        self._slow = 0.0

    def pictures(self, held: Mapping[str, bytes]) -> dict[str, PlacedPicture]:
        """Each of some files as a picture. Those of the last time are kept, for they come again."""
        kept = {hashlib.sha256(data).hexdigest(): (address, data) for address, data in held.items()}
        self._known = {digest: self._known.get(digest) or self._placed(data) for digest, (_, data) in kept.items()}
        return {address: self._known[hashlib.sha256(data).hexdigest()] for address, data in held.items()}

    def _placed(self, data: bytes) -> PlacedPicture:
        try:
            return self._drawing(data) if images.is_drawing(data) else _bitmap(data)
        except NotPlaced as fault:
            return Unplaced(fault)
        except TooSlow:
            return Unplaced(NotPlaced(TOO_SLOW, seconds=drawing_process.SECONDS))
        except (MemoryError, OSError) as error:
            if isinstance(error, OSError) and error.errno is None:  # of a picture, and nothing of the machine's
                return Unplaced(NotPlaced(NOT_DRAWN, problem=str(error)[:200]))
            raise
        except Exception as error:  # the bytes are anybody's, and whatever they break, the author is told of it
            return Unplaced(NotPlaced(NOT_DRAWN, problem=f"{type(error).__name__} {error}".strip()[:200]))

    def _drawing(self, data: bytes) -> PlacedPicture:
        if self._slow > MOST_SECONDS:
            raise NotPlaced(TOGETHER, seconds=f"{MOST_SECONDS:g}")
        self._renderer.start()
        try:
            return self._drawn(data)
        except Exhausted as error:
            raise NotPlaced(TOO_SLOW, seconds=drawing_process.SECONDS) from error
        finally:
            self._slow += max(self._renderer.seconds - ORDINARY, 0.0)

    def _drawn(self, data: bytes) -> PlacedPicture:
        from akson_docs.sources import plain_svg  # slow to load, and most meetings have no drawing

        plain = plain_svg.plain(data, images.embedded, self._renderer.families or plain_svg.FONTS)
        for character in self._coverage.lacking(plain.words):
            raise NotPlaced(font_coverage.GLYPH, **font_coverage.named(character))
        seen = self._picture(plain, SIDE / max(plain.drawn))
        try:
            pdf = self._pdf(plain) if not plain.outlined else b""
        except NotPlaced:  # a few things have no form that papers to be kept may have
            pdf = b""
        if pdf and self._difference(pdf, seen) <= MOST and self._tiles_hold(plain, pdf):
            width, height = plain.drawn
            return Drawing(hashlib.sha256(pdf).hexdigest()[:32], plain.size, (width * 0.75, height * 0.75), pdf, seen)
        # Its lines are lost as lines, and what it says is read aloud from its alternative as ever: it looks right.
        return Pixels(plain.size, _bitmap(self._picture(plain, FINE)), seen)

    def _tiles_hold(self, plain: PlainSvg, pdf: bytes) -> bool:
        """Whether patterns look the same at another size as well: of a viewer that makes whole pixels of their tiles
        they are right at one size alone."""
        if "pattern" not in plain.text:
            return True
        return self._difference(pdf, self._picture(plain, OTHER_SIDE / max(plain.drawn))) <= MOST

    def _picture(self, plain: PlainSvg, scale: float) -> bytes:
        return self._made(plain, format="png", ppi=scale * 96)

    def _pdf(self, plain: PlainSvg) -> bytes:
        return self._made(plain, format="pdf", pdf_standards=["a-2b"], timestamp=0, pdf_tags=False)

    def _made(self, plain: PlainSvg, **how: object) -> bytes:
        try:
            return self._renderer.drawn(plain.text, plain.ground, **how)
        except Exhausted:
            raise
        except NotRendered as error:
            raise NotPlaced(NOT_DRAWN, problem=str(error)[:200]) from error

    def _difference(self, pdf: bytes, picture: bytes) -> float:
        """How much of a drawing is in the PDF otherwise than in a picture of it: the share of its pixels."""
        from PIL import Image

        drawn = Image.open(io.BytesIO(picture)).convert("RGBA")
        wanted = Image.new("RGBA", drawn.size, "white")
        wanted.alpha_composite(drawn)
        try:
            shown = Image.open(io.BytesIO(self._renderer.shown(_on_a_page(pdf), drawn.width))).convert("RGB")
        except Exhausted:
            raise
        except NotRendered:
            return 1.0
        return images.difference(wanted.convert("RGB"), shown)


def _on_a_page(pdf: bytes) -> bytes:
    """A drawing as it lies in a paper, a part of a page and not a page: viewers differ in what they make of the two."""
    import pikepdf
    from pikepdf import Array, Dictionary

    with pikepdf.open(io.BytesIO(pdf)) as made, pikepdf.new() as page:
        _, _, width, height = map(float, made.pages[0].mediabox)
        form = page.copy_foreign(made.pages[0].as_form_xobject())
        form.Matrix = Array([1 / width, 0, 0, 1 / height, 0, 0])
        page.add_blank_page(page_size=(width, height))
        held = page.pages[0].obj
        held.Resources = Dictionary(XObject=Dictionary(F=form))
        held.Contents = page.make_stream(f"q {width} 0 0 {height} 0 0 cm /F Do Q".encode())
        saved = io.BytesIO()
        page.save(saved)
    return saved.getvalue()


def _bitmap(data: bytes) -> PlacedPicture:
    """A picture of pixels (`images.for_paper`)."""
    from PIL import Image

    library: Any = importlib.import_module("weasyprint.images")
    if not images.is_whole(io.BytesIO(data)):
        raise NotPlaced(NOT_DRAWN, problem="truncated")
    opened = Image.open(io.BytesIO(data), formats=images.READ)
    placed: Any = library.RasterImage(opened, hashlib.sha256(data).hexdigest()[:32], data, orientation="none")
    placed.looks_like = data
    return cast(PlacedPicture, placed)


# ---- in the file ---------------------------------------------------------------------------------------------


def completed(pdf: Any) -> None:
    """Puts beside each drawing of the engine's PDF what it is drawn with: its fonts, patterns and parts."""
    for form in [one for one in pdf.objects if hasattr(one, "drawing")]:
        _complete(form, pdf)


def _complete(form: Any, pdf: Any) -> None:
    import pikepdf

    pydyf: Any = importlib.import_module("pydyf")
    copied: dict[tuple[int, int], Any] = {}

    def copy(value: Any) -> Any:
        if not isinstance(value, pikepdf.Object):
            return _plain(value)
        if value.is_indirect and value.objgen in copied:
            return copied[value.objgen].reference
        match value:
            case pikepdf.Array():
                return held(value, pydyf.Array([copy(one) for one in value]))
            case pikepdf.Dictionary():
                return held(value, pydyf.Dictionary(), lambda made: made.update(entries(value)))
            case pikepdf.Stream():
                # A picture in a format of its own stays in it.
                packed = value.get("/Filter") not in (None, pikepdf.Name.FlateDecode)
                data = value.read_raw_bytes() if packed else value.read_bytes()
                left = ("/Length",) if packed else ("/Length", "/Filter", "/DecodeParms")
                stream = pydyf.Stream([data], compress=not packed)
                return held(value, stream, lambda made: made.extra.update(entries(value, left)))
            case pikepdf.Name():
                return _name(str(value))
        return f"<{bytes(value).hex()}>"

    def held(value: Any, made: Any, fill: Callable[[Any], None] = lambda made: None) -> Any:
        if value.is_indirect:
            pdf.add_object(made)
            copied[value.objgen] = made
        fill(made)
        return made.reference if value.is_indirect else made

    def entries(value: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
        return {_name(key)[1:]: copy(one) for key, one in value.items() if key not in without}

    with pikepdf.open(io.BytesIO(form.drawing.pdf)) as made:
        page = made.pages[0].obj
        contents = page.Contents
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        form.stream = [b"\n".join(one.read_bytes() for one in parts)]
        form.extra["Resources"] = copy(page.get("/Resources", pikepdf.Dictionary()))


def _plain(value: Any) -> str | int:
    """A number or a truth value as it is written (ISO 32000-1, 7.3.2 and 7.3.3)."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int) else f"{value:f}"


def _name(name: str) -> str:
    """A name as it is written (ISO 32000-1, 7.3.5)."""
    plain = name.encode("utf-8", "surrogateescape")[1:]
    return "/" + "".join(
        chr(one) if 33 <= one <= 126 and chr(one) not in "#%()/<>[]{}" else f"#{one:02X}" for one in plain
    )
