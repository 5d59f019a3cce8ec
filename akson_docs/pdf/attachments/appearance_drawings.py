"""What an appearance is drawn from, of a field or of a mark, and how what a PDF says of it is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from akson_docs.pdf.attachments import foreign_pdf, structure_tree
from akson_docs.pdf.attachments.foreign_pdf import Rectangle

MOST_CHARACTERS = 20_000
"""Of a field or a mark."""

Rgb = tuple[float, float, float]
"""A colour: red, green and blue, from 0 to 1."""


@dataclass(frozen=True)
class Lettering:
    """Words to be set into a rectangle of their own."""

    width: float
    height: float
    text: str
    size: float
    """Of the type; 0 for what fits."""
    colour: Rgb = (0.0, 0.0, 0.0)
    align: str = "left"
    lines: bool = False
    """Whether they are set on several lines."""
    cells: int = 0
    """How many cells they are spread over, a letter in each; 0 for none."""
    bold: bool = False
    chosen: frozenset[int] = frozenset()
    """Which of the lines have a ground of their own."""


@dataclass(frozen=True)
class AppearanceDrawing:
    """What an appearance is drawn from."""

    annotation: Dictionary
    box: Rectangle
    """What it is drawn in: the page's space, or, from (0, 0), the field's own."""
    code: bytes
    words: Lettering | None = None
    at: tuple[float, float] = (0.0, 0.0)
    """Where the words' lower left corner is."""
    opacity: float = 1.0
    multiplied: bool = False
    turned: int = 0


def printed(value: Any) -> str:
    """The words of a string, a name or a stream, as far as they can be printed."""
    if isinstance(value, Stream):
        data, _ = foreign_pdf.decoded(value)
        value = pikepdf.String(data[: 4 * MOST_CHARACTERS])
    words = structure_tree.called(value)[1:] if isinstance(value, Name) else structure_tree.text(value) or ""
    words = words[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(one for one in words if one == "\n" or one.isprintable() or one in "\u00a0\u00ad\u200b\u2028")


_TYPE = re.compile(rb"/(\S+)\s+([-+.\d]+)\s+Tf")
_FILL = re.compile(rb"((?:[-+.\d]+\s+)+)(g|rg|k)\b")


def said_of_type(value: Any) -> tuple[float, Rgb, bool]:
    """(size, colour, whether it is bold) that a default appearance asks for."""
    said = bytes(value) if isinstance(value, pikepdf.String) else b""
    named, filled = _TYPE.findall(said)[-1:], _FILL.findall(said)[-1:]
    size = number_of(named[0][1]) if named else 0.0
    numbers = [number_of(one) for one in filled[0][0].split()] if filled else []
    wanted = {b"g": 1, b"rg": 3, b"k": 4}[filled[0][1]] if filled else 0
    colour = mixed(numbers[-wanted:]) if wanted else None
    return min(abs(size), 1000.0), colour or (0.0, 0.0, 0.0), bool(named) and b"bold" in named[0][0].lower()


def number_of(written: bytes) -> float:
    """A number as it is written; 0 for what is none."""
    try:
        return float(written)
    except ValueError:
        return 0.0


def alignment(value: Any) -> str:
    """How lines stand that a number says it of (ISO 32000-1, table 222), as style sheets call it."""
    return {1: "center", 2: "right"}.get(value, "left") if isinstance(value, int) else "left"


def colour_of(value: Any) -> Rgb | None:
    """The colour that an array says; None for none."""
    return mixed([held for one in foreign_pdf.items(value) if (held := foreign_pdf.number(one)) is not None])


def mixed(numbers: Sequence[float]) -> Rgb | None:
    """The colour that is written in grey, in red, green and blue, or in four inks; None for none."""
    held = [min(max(one, 0.0), 1.0) for one in numbers]
    match len(held):
        case 1:
            return held[0], held[0], held[0]
        case 3:
            return held[0], held[1], held[2]
        case 4:
            red, green, blue = ((1 - one) * (1 - held[3]) for one in held[:3])
            return red, green, blue
    return None


def border_width(one: Dictionary, least: float = 0.0) -> float:
    """How wide the border of an annotation is."""
    said = foreign_pdf.number(foreign_pdf.dictionary(one.get("/BS")).get("/W"))
    if said is None:
        row = list(foreign_pdf.items(one.get("/Border")))
        said = foreign_pdf.number(row[2]) if len(row) > 2 else None
    return max(least, min(abs(said), 200.0)) if said is not None else 1.0


def dashes(one: Dictionary) -> bytes:
    """What makes the lines of an annotation dashed, where they are."""
    style = foreign_pdf.dictionary(one.get("/BS"))
    row = list(foreign_pdf.items(one.get("/Border")))
    dashed = style.get("/D") if style.get("/S") == Name.D else row[3] if len(row) > 3 else None
    if style.get("/S") != Name.D and not isinstance(dashed, Array):
        return b""
    numbers = [held for part in foreign_pdf.items(dashed) if (held := foreign_pdf.number(part)) is not None]
    numbers = [one for one in numbers if one >= 0][:10] or [3.0]
    return b"[%s] 0 d " % operands(*numbers) if any(numbers) else b""


def operands(*values: float) -> bytes:
    """Numbers as they are written in a content stream."""
    return " ".join(f"{one:.4f}".rstrip("0").rstrip(".") for one in values).encode()


def line_path(points: Sequence[tuple[float, float]]) -> bytes:
    """Straight lines from point to point; nothing for fewer than two."""
    if len(points) < 2:
        return b""
    return b"%s m " % operands(*points[0]) + b"".join(b"%s l " % operands(*one) for one in points[1:])


def rectangle_path(box: Rectangle) -> bytes:
    """The outline of a rectangle."""
    return b"%s re " % operands(box[0], box[1], box[2] - box[0], box[3] - box[1])


def ellipse_path(box: Rectangle) -> bytes:
    """The outline of the ellipse that a rectangle is around."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    a, b = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    c, d = 0.5523 * a, 0.5523 * b  # the handles of a Bézier curve that is a quarter of a circle
    return b"%s m %s c %s c %s c %s c h " % (
        operands(x + a, y),
        operands(x + a, y + d, x + c, y + b, x, y + b),
        operands(x - c, y + b, x - a, y + d, x - a, y),
        operands(x - a, y - d, x - c, y - b, x, y - b),
        operands(x + c, y - b, x + a, y - d, x + a, y),
    )


def inherited(field: Dictionary, key: str) -> Any:
    """What a field says, or one above it."""
    for _ in range(30):
        if field.get(key) is not None:
            return field[key]
        above = field.get("/Parent")
        if not isinstance(above, Dictionary):
            return None
        field = above
    return None


def has_appearance(one: Dictionary) -> bool:
    """Whether it has one for the state that it is in; where it says none, that of its value is taken."""
    normal = foreign_pdf.dictionary(one.get("/AP")).get("/N")
    if isinstance(normal, Stream):
        return True
    if not isinstance(normal, Dictionary):
        return False
    state = structure_tree.called(one.get("/AS"))
    if not state:
        said = structure_tree.called(inherited(one, "/V"))
        state = said if said and said in normal else "/Off"
        one.AS = Name(state)
    return isinstance(normal.get(state), Stream) or state == "/Off"
