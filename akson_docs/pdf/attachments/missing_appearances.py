"""What fields and marks of a PDF look like that have no appearance of their own.

A viewer draws a field from its value and a mark from its geometry where the file has no picture of it, or says that its
pictures are out of date (ISO 32000-1, 12.5.5 and 12.7.3.3). Here they get such pictures, so that what comes after draws
them as it draws all others. Words are set by the engine that sets papers, with its fonts: every letter is there, can be
searched and copied, and is the same on every machine. What is too long for its field is set smaller, for on paper
nobody can scroll.

Notes, and other marks that stand for something that is opened, are not drawn: viewers leave them out when they print.

Longer than 500 lines: fields, and marks kind by kind.
"""

from __future__ import annotations

import functools
import html
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from akson_docs.pdf import typesetter
from akson_docs.pdf.attachments import foreign_pdf, structure_tree
from akson_docs.pdf.attachments.foreign_pdf import Rectangle
from akson_docs.pdf.typesetter import Engine, Frame, SettingFault

MOST_BOXES = 1500
"""Fields and marks of a file whose words are set; what is more is not drawn, and that is seen and told."""
MOST_CHARACTERS = 20_000
"""Of one of them."""
MOST_POINTS = 100_000
"""Of one mark."""
MOST_ROUNDS = 20
"""How often what is too long for its field is set smaller."""
MULTILINE, PASSWORD, RADIO, PUSH, COMBO, FILE, COMB = (1 << bit - 1 for bit in (13, 14, 16, 17, 18, 21, 25))
"""Flags of fields (ISO 32000-1, tables 226, 228 and 230)."""
INTER = 0.95
"""How large the papers' font is set where Helvetica is meant, so that it is as wide."""
AUTOMATIC = 12.0
"""The size of several lines whose size is left to the viewer."""
SIGNS = {"4": "✓", "8": "✗", "l": "●", "n": "■", "u": "◆", "H": "★"}
"""What ticks are called in the font Zapf Dingbats, which viewers have and papers have not."""
SELECTED = (0.6, 0.757, 0.855)
"""The ground of what is chosen in a list."""
BASE = "https://fields.invalid/"

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class _Words:
    """Words to be set into a rectangle of their own."""

    width: float
    height: float
    text: str
    size: float
    """Of the type; 0 for what fits."""
    colour: Colour = (0.0, 0.0, 0.0)
    align: str = "left"
    lines: bool = False
    """Whether they are set on several lines."""
    cells: int = 0
    """How many cells they are spread over, a letter in each; 0 for none."""
    bold: bool = False
    chosen: frozenset[int] = frozenset()
    """Which of the lines have a ground of their own."""


@dataclass(frozen=True)
class _Drawing:
    """What an appearance is drawn from."""

    annotation: Dictionary
    box: Rectangle
    """What it is drawn in: the page's space, or, from (0, 0), the field's own."""
    code: bytes
    words: _Words | None = None
    at: tuple[float, float] = (0.0, 0.0)
    """Where the words' lower left corner is."""
    opacity: float = 1.0
    multiplied: bool = False
    turned: int = 0


def complete(file: Pdf, engine: Engine) -> frozenset[int]:
    """Gives fields and marks that a viewer would draw appearances.

    Returns the indices of the pages that have some, without those where some could not be given theirs.
    """
    form: Any = foreign_pdf.dictionary(file.Root.get("/AcroForm"))
    drawings: list[tuple[int, _Drawing]] = []
    for index, page in enumerate(file.pages):
        for one in foreign_pdf.annotated(page.obj):
            made = _drawing(one, form)
            if made is not None:
                drawings.append((index, made))
    words = [made.words for _, made in drawings if made.words is not None][:MOST_BOXES]
    forms = iter(_set(words, engine, file) if words else ())
    silent: set[int] = set()
    for index, made in drawings:
        words_form = next(forms, None) if made.words is not None else None
        _give(file, made, words_form)
        if made.words is not None and words_form is None:
            silent.add(index)
    return frozenset({index for index, _ in drawings} - silent)


def _drawing(one: Dictionary, form: Dictionary) -> _Drawing | None:
    kind = structure_tree.called(one.get("/Subtype"))
    where = foreign_pdf.rectangle(one.get("/Rect"))
    if foreign_pdf.is_hidden(one):
        return None
    if kind == "/Widget":
        return _field(one, where, form) if where is not None else None
    if kind not in MARKS or _has_appearance(one):
        return None
    return MARKS[kind](_Mark(one, where))


def _has_appearance(one: Dictionary) -> bool:
    """Whether it has one for the state that it is in; where it says none, that of its value is taken."""
    normal = foreign_pdf.dictionary(one.get("/AP")).get("/N")
    if isinstance(normal, Stream):
        return True
    if not isinstance(normal, Dictionary):
        return False
    state = structure_tree.called(one.get("/AS"))
    if not state:
        said = structure_tree.called(_inherited(one, "/V"))
        state = said if said and said in normal else "/Off"
        one.AS = Name(state)
    return isinstance(normal.get(state), Stream) or state == "/Off"


# ---- fields --------------------------------------------------------------------------------------------------


def _inherited(field: Dictionary, key: str) -> Any:
    """What a field says, or one above it."""
    for _ in range(30):
        if field.get(key) is not None:
            return field[key]
        above = field.get("/Parent")
        if not isinstance(above, Dictionary):
            return None
        field = above
    return None


def _field(one: Dictionary, where: Rectangle, form: Any) -> _Drawing | None:
    kind = structure_tree.called(_inherited(one, "/FT"))
    anew = form.get("/NeedAppearances") is True and kind in ("/Tx", "/Ch")
    if kind not in ("/Tx", "/Ch", "/Btn") or (_has_appearance(one) and not anew):
        return None
    look: Any = foreign_pdf.dictionary(one.get("/MK"))
    turned = int(look.R) if look.get("/R") in (90, 180, 270) else 0
    width, height = where[2] - where[0], where[3] - where[1]
    if turned in (90, 270):
        width, height = height, width
    flags = _inherited(one, "/Ff")
    flags = flags if isinstance(flags, int) else 0
    ground, border = _colour(look.get("/BG")), _colour(look.get("/BC"))
    edge = _border(one) if border is not None else 0.0
    is_round = kind == "/Btn" and bool(flags & RADIO)
    code = _framed(width, height, ground, border, edge, is_round)
    inner = _Words(max(width - 2 * edge, 1), max(height - 2 * edge, 1), "", 0)
    size, colour, bold = _said_of_type(_inherited(one, "/DA") or form.get("/DA"))
    inner = replace(inner, size=size, colour=colour, bold=bold, align=_align(_inherited(one, "/Q") or form.get("/Q")))
    if kind == "/Tx":
        words: _Words | None = _text_field(one, inner, flags)
        if words is not None and words.cells and border is not None:
            code += _cells(width, height, words.cells, border, edge)
    elif kind == "/Ch":
        words = _choice(one, inner, flags)
    else:
        words = _button(one, inner, flags, look)
    words = words if words is not None and words.text.strip() else None
    if words is None and not code:
        return None
    return _Drawing(one, (0.0, 0.0, width, height), code, words, (edge, edge), turned=turned)


def _text_field(one: Dictionary, inner: _Words, flags: int) -> _Words | None:
    text = _string(_inherited(one, "/V"))
    if flags & PASSWORD:
        return replace(inner, text="*" * min(len(text), 200))
    most = _inherited(one, "/MaxLen")
    if isinstance(most, int) and 0 < most <= 500 and flags & COMB and not flags & (MULTILINE | FILE):
        return replace(inner, text=text[:most], cells=most)
    if flags & MULTILINE:
        return replace(inner, text=text, lines=True)
    return replace(inner, text=" ".join(text.splitlines()))


def _choice(one: Dictionary, inner: _Words, flags: int) -> _Words | None:
    shown: list[str] = []
    exported: list[str] = []
    for option in foreign_pdf.items(_inherited(one, "/Opt")):
        pair = list(option) if isinstance(option, Array) else [option]
        exported.append(_string(pair[0]) if pair else "")
        shown.append(_string(pair[-1]) if pair else "")
    value = _inherited(one, "/V")
    values = [_string(held) for held in structure_tree.some(value) if held is not None]
    called = [shown[exported.index(held)] if held in exported else held for held in values]
    if flags & COMBO:
        return replace(inner, text=" ".join(" ".join(called[:1]).splitlines()))
    first = _inherited(one, "/TI")
    first = first if isinstance(first, int) and 0 <= first < len(shown) else 0
    listed = shown[first:]
    size = inner.size or AUTOMATIC
    listed = listed[: max(1, int(inner.height / (size * 1.2)))]  # as many as a viewer shows
    chosen = frozenset(number for number, held in enumerate(listed) if held in called)
    return replace(inner, text="\n".join(listed), lines=True, chosen=chosen, size=size)


def _button(one: Dictionary, inner: _Words, flags: int, look: Dictionary) -> _Words | None:
    caption = _string(look.get("/CA"))
    if flags & PUSH:
        return replace(inner, text=caption, align="center")
    state = one.get("/AS") if one.get("/AS") is not None else _inherited(one, "/V")
    if structure_tree.called(state) in ("", "/Off"):
        return None
    sign = SIGNS.get(caption[:1], "●" if flags & RADIO else "✓")
    size = min(inner.width, inner.height)
    return replace(inner, text=sign, align="center", size=min(inner.size or size, size) / INTER, bold=True)


def _string(value: Any) -> str:
    """The words of a string, a name or a stream, as far as they can be printed."""
    if isinstance(value, Stream):
        data, _ = foreign_pdf.decoded(value)
        value = pikepdf.String(data[: 4 * MOST_CHARACTERS])
    words = structure_tree.called(value)[1:] if isinstance(value, Name) else structure_tree.text(value) or ""
    words = words[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(one for one in words if one == "\n" or one.isprintable() or one in "\u00a0\u00ad\u200b\u2028")


_TYPE = re.compile(rb"/(\S+)\s+([-+.\d]+)\s+Tf")
_FILL = re.compile(rb"((?:[-+.\d]+\s+)+)(g|rg|k)\b")


def _said_of_type(value: Any) -> tuple[float, Colour, bool]:
    """(size, colour, whether it is bold) that a default appearance asks for."""
    said = bytes(value) if isinstance(value, pikepdf.String) else b""
    named, filled = _TYPE.findall(said)[-1:], _FILL.findall(said)[-1:]
    size = _float(named[0][1]) if named else 0.0
    numbers = [_float(one) for one in filled[0][0].split()] if filled else []
    wanted = {b"g": 1, b"rg": 3, b"k": 4}[filled[0][1]] if filled else 0
    colour = _mixed(numbers[-wanted:]) if wanted else None
    return min(abs(size), 1000.0), colour or (0.0, 0.0, 0.0), bool(named) and b"bold" in named[0][0].lower()


def _float(written: bytes) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0


def _align(value: Any) -> str:
    return {1: "center", 2: "right"}.get(value, "left") if isinstance(value, int) else "left"


def _colour(value: Any) -> Colour | None:
    """The colour that an array says; None for none."""
    return _mixed([held for one in foreign_pdf.items(value) if (held := foreign_pdf.number(one)) is not None])


def _mixed(numbers: Sequence[float]) -> Colour | None:
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


def _border(one: Dictionary, least: float = 0.0) -> float:
    """How wide the border of an annotation is."""
    said = foreign_pdf.number(foreign_pdf.dictionary(one.get("/BS")).get("/W"))
    if said is None:
        row = list(foreign_pdf.items(one.get("/Border")))
        said = foreign_pdf.number(row[2]) if len(row) > 2 else None
    return max(least, min(abs(said), 200.0)) if said is not None else 1.0


def _dashes(one: Dictionary) -> bytes:
    style = foreign_pdf.dictionary(one.get("/BS"))
    row = list(foreign_pdf.items(one.get("/Border")))
    dashed = style.get("/D") if style.get("/S") == Name.D else row[3] if len(row) > 3 else None
    if style.get("/S") != Name.D and not isinstance(dashed, Array):
        return b""
    numbers = [held for part in foreign_pdf.items(dashed) if (held := foreign_pdf.number(part)) is not None]
    numbers = [one for one in numbers if one >= 0][:10] or [3.0]
    return b"[%s] 0 d " % _numbers(*numbers) if any(numbers) else b""


def _framed(
    width: float, height: float, ground: Colour | None, border: Colour | None, edge: float, is_round: bool
) -> bytes:
    code = b""
    outline = _ellipse if is_round else _box
    if ground is not None:
        code += b"%s rg %s f\n" % (_numbers(*ground), outline((0, 0, width, height)))
    if border is not None and edge:
        inset = (edge / 2, edge / 2, width - edge / 2, height - edge / 2)
        code += b"%s RG %s w %s S\n" % (_numbers(*border), _numbers(edge), outline(inset))
    return code


def _cells(width: float, height: float, count: int, border: Colour, edge: float) -> bytes:
    lines = b"".join(
        b"%s m %s l " % (_numbers(place, 0), _numbers(place, height))
        for place in (width * number / count for number in range(1, count))
    )
    return b"%s RG %s w %s S\n" % (_numbers(*border), _numbers(edge), lines) if lines and edge else b""


# ---- marks ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Mark:
    """A mark, and what is read of it more than once."""

    annotation: Dictionary
    rectangle: Rectangle | None

    @functools.cached_property
    def colour(self) -> Colour | None:
        """Of its lines; None where it has none."""
        return _colour(self.annotation.get("/C")) if "/C" in self.annotation else (0.0, 0.0, 0.0)

    @functools.cached_property
    def inside(self) -> Colour | None:
        """What it is filled with."""
        return _colour(self.annotation.get("/IC"))

    @functools.cached_property
    def width(self) -> float:
        """Of its lines."""
        return _border(self.annotation)

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

    def drawn(self, code: bytes, points: Sequence[tuple[float, float]], around: float, **more: Any) -> _Drawing | None:
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
        return _Drawing(self.annotation, box, code, opacity=opacity, **more)

    def stroked(self, path: bytes, fill: bool = False, close: bool = False) -> bytes:
        """What draws a path with the mark's lines and, where asked for, what is inside."""
        lines = self.colour is not None and self.width > 0
        inside = self.inside if fill else None
        if not path or not (lines or inside is not None):
            return b""
        code = b"%s rg " % _numbers(*inside) if inside is not None else b""
        if self.colour is not None and lines:
            code += b"%s RG %s w %s" % (_numbers(*self.colour), _numbers(self.width), _dashes(self.annotation))
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


def _highlight(mark: _Mark) -> _Drawing | None:
    if mark.colour is None:
        return None
    code = b"%s rg\n" % _numbers(*(mark.colour if "/C" in mark.annotation else (1.0, 1.0, 0.0)))
    points: list[tuple[float, float]] = []
    for one in mark.quads:
        upper_left, upper_right, lower_left, lower_right = one
        code += _path((upper_left, upper_right, lower_right, lower_left)) + b"h f\n"
        points += one
    return mark.drawn(code, points, 0, multiplied=True)


def _ruled(up: float) -> Callable[[_Mark], _Drawing | None]:
    """Lines along the quadrilaterals: how far up from their feet, as a part of their height."""

    def ruled(mark: _Mark) -> _Drawing | None:
        if mark.colour is None:
            return None
        code = b"%s RG 1 w\n" % _numbers(*mark.colour)
        points: list[tuple[float, float]] = []
        for one in mark.quads:
            code += _path((_between(one[2], one[0], up), _between(one[3], one[1], up))) + b"S\n"
            points += one
        return mark.drawn(code, points, 1)

    return ruled


def _squiggly(mark: _Mark) -> _Drawing | None:
    if mark.colour is None:
        return None
    code = b"%s RG 1 w\n" % _numbers(*mark.colour)
    points: list[tuple[float, float]] = []
    for one in mark.quads:
        start, end = _between(one[2], one[0], 0.06), _between(one[3], one[1], 0.06)
        steps = max(2, min(int(math.dist(start, end) / 2), 2000))
        tooth = [_between(start, end, number / steps) for number in range(steps + 1)]
        code += _path([(x, y + 1.5 * (number % 2)) for number, (x, y) in enumerate(tooth)]) + b"S\n"
        points += one
    return mark.drawn(code, points, 2)


def _between(one: tuple[float, float], other: tuple[float, float], part: float) -> tuple[float, float]:
    return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part


def _ink(mark: _Mark) -> _Drawing | None:
    strokes = [_points(_flat(one)) for one in list(foreign_pdf.items(mark.annotation.get("/InkList")))[:5000]]
    path = b"".join(_path(one if len(one) > 1 else one * 2) for one in strokes if one)
    code = mark.stroked(path)
    points = [one for stroke in strokes for one in stroke]
    return mark.drawn(b"1 J 1 j " + code, points, mark.width) if code else None


def _shape(outline: Callable[[Rectangle], bytes]) -> Callable[[_Mark], _Drawing | None]:
    def shaped(mark: _Mark) -> _Drawing | None:
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


def _line(mark: _Mark) -> _Drawing | None:
    points = _points(mark.numbers("/L")[:4])
    if len(points) < 2:
        return None
    ends = [structure_tree.called(one) for one in foreign_pdf.items(mark.annotation.get("/LE"))]
    code = mark.stroked(_path(points)) + _endings(mark, points, ends)
    return mark.drawn(code, points, 10 * mark.width)


def _row(close: bool) -> Callable[[_Mark], _Drawing | None]:
    def drawn(mark: _Mark) -> _Drawing | None:
        points = _points(mark.numbers("/Vertices"))
        if len(points) < 2:
            return None
        code = mark.stroked(_path(points), fill=close, close=close)
        if not close:
            code += _endings(
                mark, points, [structure_tree.called(one) for one in foreign_pdf.items(mark.annotation.get("/LE"))]
            )
        return mark.drawn(code, points, 10 * mark.width)

    return drawn


def _endings(mark: _Mark, points: Sequence[tuple[float, float]], ends: Sequence[str]) -> bytes:
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
            code += mark.stroked(_path((wings[0], tip, wings[1])), fill=closed, close=closed)
        elif kind in ("/Butt", "/Slash"):
            turn = away + (math.pi / 2 if kind == "/Butt" else math.pi / 3)
            across = (size * math.cos(turn), size * math.sin(turn))
            ends_at = ((tip[0] - across[0], tip[1] - across[1]), (tip[0] + across[0], tip[1] + across[1]))
            code += mark.stroked(_path(ends_at))
        elif kind in ("/Square", "/Circle", "/Diamond"):
            around = (tip[0] - size, tip[1] - size, tip[0] + size, tip[1] + size)
            diamond = [
                (tip[0] - size, tip[1]),
                (tip[0], tip[1] + size),
                (tip[0] + size, tip[1]),
                (tip[0], tip[1] - size),
            ]
            outlines = {"/Square": _box(around), "/Circle": _ellipse(around), "/Diamond": _path(diamond)}
            code += mark.stroked(outlines[kind], fill=True, close=True)
    return code


def _caret(mark: _Mark) -> _Drawing | None:
    if mark.rectangle is None or mark.colour is None:
        return None
    left, bottom, right, top = mark.rectangle
    middle = (left + right) / 2
    path = b"%s m %s c %s c h f\n" % (
        _numbers(left, bottom),
        _numbers(middle, bottom, middle, top, middle, top),
        _numbers(middle, top, middle, bottom, right, bottom),
    )
    return mark.drawn(b"%s rg " % _numbers(*mark.colour) + path, [(left, bottom), (right, top)], 0)


_STYLED = re.compile(r"(?:^|;)\s*(color|text-align|font-size|font)\s*:\s*([^;]*)")


def _free_text(mark: _Mark) -> _Drawing | None:
    if mark.rectangle is None:
        return None
    one = mark.annotation
    size, colour, bold = _said_of_type(one.get("/DA"))
    align = _align(one.get("/Q"))
    for key, value in _STYLED.findall(structure_tree.text(one.get("/DS")) or ""):
        points = re.search(r"([\d.]+)\s*pt", value)
        hexadecimal = re.fullmatch(r"\s*#([0-9A-Fa-f]{6})\s*", value)
        if key.startswith("font") and points:
            size = min(_float(points[1].encode()), 1000.0)
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
    ground = _colour(one.get("/C")) if "/C" in one else None
    inner = (box[0] + edge / 2, box[1] + edge / 2, box[2] - edge / 2, box[3] - edge / 2)
    code = b"%s rg %s f\n" % (_numbers(*ground), _box(box)) if ground is not None else b""
    lines = _box(inner) + _path(_points(mark.numbers("/CL")[:6]))
    code += b"%s RG %s w %s%s S\n" % (_numbers(*colour), _numbers(edge), _dashes(one), lines) if edge else b""
    words = _Words(
        box[2] - box[0] - 2 * edge,
        box[3] - box[1] - 2 * edge,
        _string(one.get("/Contents")),
        size or AUTOMATIC,
        colour,
        align,
        lines=True,
        bold=bold,
    )
    at = (box[0] + edge, box[1] + edge)
    return mark.drawn(code or b"\n", [(left, bottom), (right, top)], 0, words=words, at=at)


def _stamp(mark: _Mark) -> _Drawing | None:
    if mark.rectangle is None:
        return None
    left, bottom, right, top = mark.rectangle
    called = structure_tree.called(mark.annotation.get("/Name"))[1:] or "Draft"
    said = " ".join(re.findall(r"[A-ZÆØÅ]?[^A-ZÆØÅ]+|[A-ZÆØÅ]+", called.removeprefix("SB").lstrip("#"))).upper()
    colour = mark.colour if "/C" in mark.annotation and mark.colour else (0.7, 0.1, 0.1)
    code = b"%s RG 2 w %s S\n" % (_numbers(*colour), _box((left + 1, bottom + 1, right - 1, top - 1)))
    words = _Words(max(right - left - 6, 1), max(top - bottom - 4, 1), said, 0, colour, "center", bold=True)
    return mark.drawn(code, [(left, bottom), (right, top)], 0, words=words, at=(left + 3, bottom + 2))


MARKS: Mapping[str, Callable[[_Mark], _Drawing | None]] = {
    "/Highlight": _highlight,
    "/Underline": _ruled(0.06),
    "/StrikeOut": _ruled(0.5),
    "/Squiggly": _squiggly,
    "/Ink": _ink,
    "/Square": _shape(lambda box: _box(box)),
    "/Circle": _shape(lambda box: _ellipse(box)),
    "/Line": _line,
    "/Polygon": _row(close=True),
    "/PolyLine": _row(close=False),
    "/Caret": _caret,
    "/FreeText": _free_text,
    "/Stamp": _stamp,
}
"""What draws each kind of mark (ISO 32000-1, 12.5.6)."""


# ---- paths ---------------------------------------------------------------------------------------------------


def _numbers(*values: float) -> bytes:
    return " ".join(f"{one:.4f}".rstrip("0").rstrip(".") for one in values).encode()


def _path(points: Sequence[tuple[float, float]]) -> bytes:
    """Straight lines from point to point; nothing for fewer than two."""
    if len(points) < 2:
        return b""
    return b"%s m " % _numbers(*points[0]) + b"".join(b"%s l " % _numbers(*one) for one in points[1:])


def _box(box: Rectangle) -> bytes:
    return b"%s re " % _numbers(box[0], box[1], box[2] - box[0], box[3] - box[1])


def _ellipse(box: Rectangle) -> bytes:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    a, b = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    c, d = 0.5523 * a, 0.5523 * b  # the handles of a Bézier curve that is a quarter of a circle
    return b"%s m %s c %s c %s c %s c h " % (
        _numbers(x + a, y),
        _numbers(x + a, y + d, x + c, y + b, x, y + b),
        _numbers(x - c, y + b, x - a, y + d, x - a, y),
        _numbers(x - a, y - d, x - c, y - b, x, y - b),
        _numbers(x + c, y - b, x + a, y - d, x + a, y),
    )


# ---- written -------------------------------------------------------------------------------------------------


def _give(file: Pdf, one: _Drawing, words: Stream | None) -> None:
    """Makes of a drawing the appearance of its annotation."""
    if words is None and not one.code.strip():
        return
    code = one.code
    held = Dictionary()
    if words is not None:
        code += b"q 1 0 0 1 %s cm /Words Do Q\n" % _numbers(*one.at)
        held.XObject = Dictionary(Words=words)
    if one.opacity < 1 or one.multiplied:
        state = Dictionary(Type=Name.ExtGState, ca=one.opacity, CA=one.opacity)
        if one.multiplied:
            state.BM = Name.Multiply
        held.ExtGState = Dictionary(Seen=state)
        code = b"/Seen gs\n" + code
    seen = foreign_pdf.compressed(file, b"q\n" + code + b"Q")
    seen.Type, seen.Subtype, seen.FormType = Name.XObject, Name.Form, 1
    seen.BBox = Array([round(number, 4) for number in one.box])
    seen.Resources = held
    cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[one.turned]
    if one.turned:
        seen.Matrix = Array([cosine, sine, -sine, cosine, 0, 0])
    if one.box[:2] != (0.0, 0.0) or one.annotation.get("/Subtype") != Name.Widget:
        one.annotation.Rect = Array([round(number, 4) for number in one.box])
    one.annotation.AP = Dictionary(N=seen)


def _set(boxes: Sequence[_Words], engine: Engine, file: Pdf) -> list[Stream]:
    """The words as forms of the file, in order; none where the engine cannot set them."""
    waiting = [replace(one, size=one.size or _size(one)) for one in boxes]
    for _ in range(MOST_ROUNDS):
        try:
            document = typesetter.rendered(_page_html(waiting), Frame("und", BASE, _rules(waiting)), engine, (), {})
        except SettingFault:
            return []
        starts = [number for number, page in enumerate(document.pages) if page.anchors]
        ends = [*starts[1:], len(document.pages)]
        less = _wide(document)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if end - start > 1:
                less[number] = min(less.get(number, 1.0), 0.9)
        if not less:
            break
        waiting = [replace(one, size=one.size * less.get(number, 1.0)) for number, one in enumerate(waiting)]
    made = pikepdf.open(io.BytesIO(document.write_pdf()))  # stays open as long as the file that gets its forms
    return [cast(Stream, file.copy_foreign(made.pages[number].as_form_xobject())) for number in starts]


def _size(one: _Words) -> float:
    """The size of type that is left to the viewer: as high as its field, or 12 points on several lines."""
    return AUTOMATIC if one.lines else max(4.0, min(one.height * 0.7, 200.0))


def _wide(document: Any) -> dict[int, float]:
    """The boxes whose words are wider than they are, each with what their size is to be multiplied by."""
    found: dict[int, float] = {}
    number = -1
    for page in document.pages:
        number += bool(page.anchors)
        for block in page._page_box.descendants():
            for line in getattr(block, "children", ()):
                if type(line).__name__ == "LineBox" and line.width > block.width + 0.5:
                    found[number] = min(found.get(number, 1.0), max(0.05, 0.99 * block.width / line.width))
    return found


def _rules(boxes: Sequence[_Words]) -> str:
    sizes = dict.fromkeys((one.width, one.height) for one in boxes)
    pages = "".join(
        f"@page s{number} {{ size: {width:.4f}pt {height:.4f}pt; margin: 0 }}\n"
        for number, (width, height) in enumerate(sizes)
    )
    return f"""{pages}
body {{ margin: 0; font: 400 12pt Inter, sans-serif }}
div {{ break-before: page; overflow-wrap: anywhere }}
.one {{ white-space: pre; overflow-wrap: normal }}
.lines {{ white-space: pre-wrap; line-height: 1.18 }}
p {{ margin: 0; padding: 0 2pt }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100%; height: 100% }}
td {{ padding: 0; text-align: center; overflow-wrap: normal }}
.chosen {{ background: {_css(SELECTED)} }}"""


def _page_html(boxes: Sequence[_Words]) -> str:
    sizes = {size: number for number, size in enumerate(dict.fromkeys((one.width, one.height) for one in boxes))}
    return "".join(_div(one, number, sizes[one.width, one.height]) for number, one in enumerate(boxes))


def _div(one: _Words, number: int, page: int) -> str:
    style = f"page: s{page}; font-size: {one.size * INTER:.4f}pt; color: {_css(one.colour)}; text-align: {one.align}"
    style += "; font-weight: 700" if one.bold else ""
    kind = "lines" if one.lines else "one"
    if one.cells:
        letters = [*one.text, *[""] * one.cells][: one.cells]
        style += f"; line-height: {one.height * 0.998:.4f}pt"
        inner = f"<table><tr>{''.join(f'<td>{html.escape(letter)}</td>' for letter in letters)}</tr></table>"
    elif one.lines:
        inner = "".join(
            f"<p{' class=chosen' if place in one.chosen else ''}>{html.escape(line) or '&nbsp;'}</p>"
            for place, line in enumerate(one.text.split("\n"))
        )
    else:
        style += f"; line-height: {one.height * 0.998:.4f}pt"
        inner = f"<p>{html.escape(one.text)}</p>"
    return f'<div id="b{number}" class="{kind}" style="{style}">{inner}</div>'


def _css(colour: Colour) -> str:
    return f"rgb({', '.join(f'{100 * one:.2f}%' for one in colour)})"
