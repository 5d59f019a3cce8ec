"""What a mark on a page looks like that has no appearance of its own: drawn from its geometry, kind by kind.

Highlights, lines under and through text, ink, shapes, texts beside the text, stamps (ISO 32000-1, 12.5.6).
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Dictionary

from akson_docs.pdf.attachments import foreign_pdf, structure_tree
from akson_docs.pdf.attachments.appearance_drawings import (
    AppearanceDrawing,
    Lettering,
    Rgb,
    alignment,
    border_width,
    colour_of,
    dashes,
    ellipse_path,
    line_path,
    number_of,
    operands,
    printed,
    rectangle_path,
    said_of_type,
)
from akson_docs.pdf.attachments.foreign_pdf import Rectangle

MOST_POINTS = 100_000
"""Of one mark."""
AUTOMATIC = 12.0
"""The size of type where a mark says none."""


@dataclass(frozen=True)
class _MarkGeometry:
    """A mark, and what is read of it more than once."""

    annotation: Dictionary
    rectangle: Rectangle | None

    @functools.cached_property
    def colour(self) -> Rgb | None:
        """Of its lines; None where it has none."""
        return colour_of(self.annotation.get("/C")) if "/C" in self.annotation else (0.0, 0.0, 0.0)

    @functools.cached_property
    def inside(self) -> Rgb | None:
        """What it is filled with."""
        return colour_of(self.annotation.get("/IC"))

    @functools.cached_property
    def width(self) -> float:
        """Of its lines."""
        return border_width(self.annotation)

    @property
    def quads(self) -> Iterator[tuple[tuple[float, float], ...]]:
        """Its quadrilaterals: upper left, upper right, lower left, lower right, as programs write them and against the
        letter of the standard (ISO 32000-1, 12.5.6.10)."""
        numbers = self.numbers("/QuadPoints")
        for place in range(0, len(numbers) - 7, 8):
            held = numbers[place : place + 8]
            yield tuple(zip(held[::2], held[1::2], strict=True))
        if len(numbers) < 8 and self.rectangle is not None:
            left, bottom, right, top = self.rectangle
            yield (left, top), (right, top), (left, bottom), (right, bottom)

    def numbers(self, key: str) -> list[float]:
        """The numbers of an array."""
        return _flat(self.annotation.get(key))

    def drawn(
        self, code: bytes, points: Sequence[tuple[float, float]], around: float, **more: Any
    ) -> AppearanceDrawing | None:
        """A drawing in the page's space, large enough for its points and what is `around` them."""
        if not code or not points:
            return None
        across, up = [x for x, _ in points], [y for _, y in points]
        box = (min(across) - around, min(up) - around, max(across) + around, max(up) + around)
        if self.rectangle is not None:
            held = self.rectangle
            box = (min(box[0], held[0]), min(box[1], held[1]), max(box[2], held[2]), max(box[3], held[3]))
        opacity = foreign_pdf.number(self.annotation.get("/CA"))
        opacity = 1.0 if opacity is None else min(max(opacity, 0.0), 1.0)
        return AppearanceDrawing(self.annotation, box, code, opacity=opacity, **more)

    def stroked(self, path: bytes, fill: bool = False, close: bool = False) -> bytes:
        """What draws a path with the mark's lines and, where asked for, what is inside."""
        lines = self.colour is not None and self.width > 0
        inside = self.inside if fill else None
        if not path or not (lines or inside is not None):
            return b""
        code = b"%s rg " % operands(*inside) if inside is not None else b""
        if self.colour is not None and lines:
            code += b"%s RG %s w %s" % (operands(*self.colour), operands(self.width), dashes(self.annotation))
        paint = (b"B" if lines else b"f") if inside is not None else b"S"
        return code + path + (b"h " if close else b"") + paint + b"\n"


def _flat(value: Any) -> list[float]:
    found: list[float] = []
    for one in foreign_pdf.items(value):
        held = foreign_pdf.number(one)
        if held is not None and abs(held) < 1e6:
            found.append(held)
        if len(found) >= MOST_POINTS:
            break
    return found


def _points(numbers: Sequence[float]) -> list[tuple[float, float]]:
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def _highlight(mark: _MarkGeometry) -> AppearanceDrawing | None:
    if mark.colour is None:
        return None
    code = b"%s rg\n" % operands(*(mark.colour if "/C" in mark.annotation else (1.0, 1.0, 0.0)))
    points: list[tuple[float, float]] = []
    for one in mark.quads:
        upper_left, upper_right, lower_left, lower_right = one
        code += line_path((upper_left, upper_right, lower_right, lower_left)) + b"h f\n"
        points += one
    return mark.drawn(code, points, 0, multiplied=True)


def _ruled(up: float) -> Callable[[_MarkGeometry], AppearanceDrawing | None]:
    """Lines along the quadrilaterals: how far up from their feet, as a part of their height."""

    def ruled(mark: _MarkGeometry) -> AppearanceDrawing | None:
        if mark.colour is None:
            return None
        code = b"%s RG 1 w\n" % operands(*mark.colour)
        points: list[tuple[float, float]] = []
        for one in mark.quads:
            code += line_path((_between(one[2], one[0], up), _between(one[3], one[1], up))) + b"S\n"
            points += one
        return mark.drawn(code, points, 1)

    return ruled


def _squiggly(mark: _MarkGeometry) -> AppearanceDrawing | None:
    if mark.colour is None:
        return None
    code = b"%s RG 1 w\n" % operands(*mark.colour)
    points: list[tuple[float, float]] = []
    for one in mark.quads:
        start, end = _between(one[2], one[0], 0.06), _between(one[3], one[1], 0.06)
        steps = max(2, min(int(math.dist(start, end) / 2), 2000))
        tooth = [_between(start, end, number / steps) for number in range(steps + 1)]
        code += line_path([(x, y + 1.5 * (number % 2)) for number, (x, y) in enumerate(tooth)]) + b"S\n"
        points += one
    return mark.drawn(code, points, 2)


def _between(one: tuple[float, float], other: tuple[float, float], part: float) -> tuple[float, float]:
    return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part


def _ink(mark: _MarkGeometry) -> AppearanceDrawing | None:
    strokes = [_points(_flat(one)) for one in list(foreign_pdf.items(mark.annotation.get("/InkList")))[:5000]]
    path = b"".join(line_path(one if len(one) > 1 else one * 2) for one in strokes if one)
    code = mark.stroked(path)
    points = [one for stroke in strokes for one in stroke]
    return mark.drawn(b"1 J 1 j " + code, points, mark.width) if code else None


def _shape(outline: Callable[[Rectangle], bytes]) -> Callable[[_MarkGeometry], AppearanceDrawing | None]:
    def shaped(mark: _MarkGeometry) -> AppearanceDrawing | None:
        if mark.rectangle is None:
            return None
        left, bottom, right, top = mark.rectangle
        apart = [abs(one) for one in mark.numbers("/RD")]
        apart = apart if len(apart) == 4 else [0.0] * 4
        half = mark.width / 2
        inner = (left + apart[0] + half, bottom + apart[1] + half, right - apart[2] - half, top - apart[3] - half)
        if inner[0] >= inner[2] or inner[1] >= inner[3]:
            return None
        return mark.drawn(mark.stroked(outline(inner), fill=True), [(left, bottom), (right, top)], 0)

    return shaped


def _line(mark: _MarkGeometry) -> AppearanceDrawing | None:
    points = _points(mark.numbers("/L")[:4])
    if len(points) < 2:
        return None
    ends = [structure_tree.called(one) for one in foreign_pdf.items(mark.annotation.get("/LE"))]
    code = mark.stroked(line_path(points)) + _endings(mark, points, ends)
    return mark.drawn(code, points, 10 * mark.width)


def _row(close: bool) -> Callable[[_MarkGeometry], AppearanceDrawing | None]:
    def drawn(mark: _MarkGeometry) -> AppearanceDrawing | None:
        points = _points(mark.numbers("/Vertices"))
        if len(points) < 2:
            return None
        code = mark.stroked(line_path(points), fill=close, close=close)
        if not close:
            code += _endings(
                mark, points, [structure_tree.called(one) for one in foreign_pdf.items(mark.annotation.get("/LE"))]
            )
        return mark.drawn(code, points, 10 * mark.width)

    return drawn


def _endings(mark: _MarkGeometry, points: Sequence[tuple[float, float]], ends: Sequence[str]) -> bytes:
    """The heads of a line (ISO 32000-1, table 176)."""
    if len(ends) < 2:
        return b""
    code = b""
    for kind, tip, towards in ((ends[0], points[0], points[1]), (ends[1], points[-1], points[-2])):
        away = math.atan2(tip[1] - towards[1], tip[0] - towards[0])
        size = 3 * mark.width
        if kind in ("/OpenArrow", "/ClosedArrow", "/ROpenArrow", "/RClosedArrow"):
            back = away + (0 if kind.startswith("/R") else math.pi)
            wings = [
                (tip[0] + 3 * size * math.cos(back + turn), tip[1] + 3 * size * math.sin(back + turn))
                for turn in (math.pi / 6, -math.pi / 6)
            ]
            closed = "Closed" in kind
            code += mark.stroked(line_path((wings[0], tip, wings[1])), fill=closed, close=closed)
        elif kind in ("/Butt", "/Slash"):
            turn = away + (math.pi / 2 if kind == "/Butt" else math.pi / 3)
            across = (size * math.cos(turn), size * math.sin(turn))
            ends_at = ((tip[0] - across[0], tip[1] - across[1]), (tip[0] + across[0], tip[1] + across[1]))
            code += mark.stroked(line_path(ends_at))
        elif kind in ("/Square", "/Circle", "/Diamond"):
            around = (tip[0] - size, tip[1] - size, tip[0] + size, tip[1] + size)
            diamond = [
                (tip[0] - size, tip[1]),
                (tip[0], tip[1] + size),
                (tip[0] + size, tip[1]),
                (tip[0], tip[1] - size),
            ]
            outlines = {
                "/Square": rectangle_path(around),
                "/Circle": ellipse_path(around),
                "/Diamond": line_path(diamond),
            }
            code += mark.stroked(outlines[kind], fill=True, close=True)
    return code


def _caret(mark: _MarkGeometry) -> AppearanceDrawing | None:
    if mark.rectangle is None or mark.colour is None:
        return None
    left, bottom, right, top = mark.rectangle
    middle = (left + right) / 2
    path = b"%s m %s c %s c h f\n" % (
        operands(left, bottom),
        operands(middle, bottom, middle, top, middle, top),
        operands(middle, top, middle, bottom, right, bottom),
    )
    return mark.drawn(b"%s rg " % operands(*mark.colour) + path, [(left, bottom), (right, top)], 0)


_STYLED = re.compile(r"(?:^|;)\s*(color|text-align|font-size|font)\s*:\s*([^;]*)")


def _free_text(mark: _MarkGeometry) -> AppearanceDrawing | None:
    if mark.rectangle is None:
        return None
    one = mark.annotation
    size, colour, bold = said_of_type(one.get("/DA"))
    align = alignment(one.get("/Q"))
    for key, value in _STYLED.findall(structure_tree.text(one.get("/DS")) or ""):
        points = re.search(r"([\d.]+)\s*pt", value)
        hexadecimal = re.fullmatch(r"\s*#([0-9A-Fa-f]{6})\s*", value)
        if key.startswith("font") and points:
            size = min(number_of(points[1].encode()), 1000.0)
            bold = bold or "bold" in value
        elif key == "color" and hexadecimal:
            red, green, blue = (held / 255 for held in bytes.fromhex(hexadecimal[1]))
            colour = red, green, blue
        elif key == "text-align" and value.strip() in ("left", "center", "right"):
            align = value.strip()
    left, bottom, right, top = mark.rectangle
    apart = [abs(held) for held in mark.numbers("/RD")]
    apart = apart if len(apart) == 4 else [0.0] * 4
    box = (left + apart[0], bottom + apart[1], right - apart[2], top - apart[3])
    edge = mark.width
    if box[2] - box[0] <= 2 * edge or box[3] - box[1] <= 2 * edge:
        return None
    ground = colour_of(one.get("/C")) if "/C" in one else None
    inner = (box[0] + edge / 2, box[1] + edge / 2, box[2] - edge / 2, box[3] - edge / 2)
    code = b"%s rg %s f\n" % (operands(*ground), rectangle_path(box)) if ground is not None else b""
    lines = rectangle_path(inner) + line_path(_points(mark.numbers("/CL")[:6]))
    code += b"%s RG %s w %s%s S\n" % (operands(*colour), operands(edge), dashes(one), lines) if edge else b""
    words = Lettering(
        box[2] - box[0] - 2 * edge,
        box[3] - box[1] - 2 * edge,
        printed(one.get("/Contents")),
        size or AUTOMATIC,
        colour,
        align,
        lines=True,
        bold=bold,
    )
    at = (box[0] + edge, box[1] + edge)
    return mark.drawn(code or b"\n", [(left, bottom), (right, top)], 0, words=words, at=at)


def _stamp(mark: _MarkGeometry) -> AppearanceDrawing | None:
    if mark.rectangle is None:
        return None
    left, bottom, right, top = mark.rectangle
    called = structure_tree.called(mark.annotation.get("/Name"))[1:] or "Draft"
    said = " ".join(re.findall(r"[A-ZÆØÅ]?[^A-ZÆØÅ]+|[A-ZÆØÅ]+", called.removeprefix("SB").lstrip("#"))).upper()
    colour = mark.colour if "/C" in mark.annotation and mark.colour else (0.7, 0.1, 0.1)
    code = b"%s RG 2 w %s S\n" % (operands(*colour), rectangle_path((left + 1, bottom + 1, right - 1, top - 1)))
    words = Lettering(max(right - left - 6, 1), max(top - bottom - 4, 1), said, 0, colour, "center", bold=True)
    return mark.drawn(code, [(left, bottom), (right, top)], 0, words=words, at=(left + 3, bottom + 2))


MARKS: Mapping[str, Callable[[_MarkGeometry], AppearanceDrawing | None]] = {
    "/Highlight": _highlight,
    "/Underline": _ruled(0.06),
    "/StrikeOut": _ruled(0.5),
    "/Squiggly": _squiggly,
    "/Ink": _ink,
    "/Square": _shape(lambda box: rectangle_path(box)),
    "/Circle": _shape(lambda box: ellipse_path(box)),
    "/Line": _line,
    "/Polygon": _row(close=True),
    "/PolyLine": _row(close=False),
    "/Caret": _caret,
    "/FreeText": _free_text,
    "/Stamp": _stamp,
}
"""What draws each kind of mark (ISO 32000-1, 12.5.6)."""


def drawing(one: Dictionary, kind: str, where: Rectangle | None) -> AppearanceDrawing | None:
    """What a mark of a kind is drawn from; None where nothing is seen of it."""
    return MARKS[kind](_MarkGeometry(one, where)) if kind in MARKS else None
