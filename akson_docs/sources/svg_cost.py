"""What a drawing asks of whoever draws it, weighed before it is drawn: a few kilobytes are enough to keep a renderer at
work for hours, with filters that are used again and again, dashes of a thousandth of a pixel, or layers in layers.

Everything is counted as often as it is drawn: what `<use>` and markers draw again, and what fills, masks and clips. It
is an estimate by what is written; what it does not see, the renderer's own limits end (`pdf.drawing_process`).
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from akson_docs.sources import svg_transforms

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"

SIDE = 480.0
"""Pixels on the longer side of a drawing as it is drawn, at the most; what is drawn as pixels has four to one."""
FILTERED = 5_000_000
"""Pixels that filters may go over: what is blurred is drawn as pixels, and the more filters there are, or the wider
they look around, the coarser. Half a second or so."""
LAYERED = 400_000_000
"""Pixels of layers that are laid over each other: of groups that are seen through, masked, clipped or mixed. Some three
seconds; the more there are, the coarser they are drawn."""
COARSEST = 60.0
"""Pixels on the longer side that a drawing has at the least; one whose filters take too long then is not drawn."""
MOST: Mapping[str, float] = {
    "path": 200_000_000,
    "stroke-dasharray": 2_000_000,
    "text": 40_000,
    "stop": 4_000_000,
    "use": 60_000,
}
"""Some three seconds of each: pixels that lines are long, dashes, letters, stops of gradients in all that they fill,
and elements."""
DEEPEST = 250
"""Elements inside each other, what is drawn again among them."""


class TooSlow(ValueError):
    """That a drawing would take minutes."""

    def __init__(self, part: str, element: Element | None = None) -> None:
        super().__init__(part)
        self.part = part
        """What takes them, as it is written: "filter"."""
        self.element = element
        """The heaviest that has it."""
        self.line = 1


def side(root: Element, styles: Mapping[Element, Mapping[str, str]], drawn: tuple[float, float]) -> float:
    """How large a drawing is made, on its longer side, so that its filters take no longer than they may.

    `root`: with its transforms and lengths worked out. Raises TooSlow.
    """
    counted = _DrawingWeight(root, styles)
    fine = 4 * SIDE / max(drawn)
    counted.add(root, _Inherited(fine * _fitted(root, drawn)), 1.0, 0)
    found = SIDE
    while found >= COARSEST:
        pixels = (4 * found) ** 2
        coarser = (found / SIDE) ** 2
        # How much of a drawing filters go over that lie on groups or words, nobody knows before they are drawn.
        steps = min(counted.wide, 20 + counted.wide / 10) + counted.known + counted.around * coarser
        if steps * pixels <= FILTERED and counted.layers * pixels <= LAYERED:
            return found
        found /= 1.25
    heavy = "filter" if counted.wide + counted.known + counted.around else "opacity"
    raise TooSlow(heavy, counted.heaviest.get(heavy, (0, None))[1])


@dataclass(frozen=True)
class _Inherited:
    """What an element has from those around it."""

    scale: float
    """Pixels to a unit, at the finest."""
    fill: str = ""
    stroke: str = ""
    dashes: str = ""
    markers: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True)
class _Extent:
    """A shape's measures, in its own units."""

    length: float
    corners: int
    width: float
    height: float


@dataclass
class _DrawingWeight:
    """What was counted."""

    root: Element
    styles: Mapping[Element, Mapping[str, str]]
    wide: float = 0.0
    """Steps of filters that go over nobody knows how much."""
    known: float = 0.0
    """Steps of those that go over so much of the picture."""
    around: float = 0.0
    """Pixels that are looked at around each, at the finest."""
    layers: float = 0.0
    """Layers, as large as the picture."""
    amounts: dict[str, float] = field(default_factory=dict)
    heaviest: dict[str, tuple[float, Element | None]] = field(default_factory=dict)
    by_id: dict[str, Element] = field(default_factory=dict)
    shapes: dict[Element, _Extent | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for element in self.root.iter():
            self.by_id.setdefault(element.get("id", ""), element)
        self.by_id.pop("", None)

    def note(self, part: str, amount: float, element: Element) -> None:
        """Adds to what there is of a part. Raises TooSlow."""
        if amount > self.heaviest.get(part, (0.0, None))[0]:
            self.heaviest[part] = (amount, element)
        self.amounts[part] = self.amounts.get(part, 0.0) + amount
        if part in MOST and not self.amounts[part] <= MOST[part]:
            raise TooSlow(part, self.heaviest[part][1])

    def add(self, element: Element, around: _Inherited, times: float, depth: int) -> None:
        """Adds an element that is drawn so many times, and what it draws."""
        own = self.styles.get(element, {})
        tag = str(element.tag).removeprefix(SVG)
        if own.get("display") == "none" or times == 0:
            return
        if depth > DEEPEST:
            raise TooSlow("use", element)
        self.note("use", 1, element)
        state = _Inherited(
            around.scale * _stretch(element),
            own.get("fill", around.fill),
            own.get("stroke", around.stroke),
            own.get("stroke-dasharray", around.dashes),
            (
                own.get("marker-start", own.get("marker", around.markers[0])),
                own.get("marker-mid", own.get("marker", around.markers[1])),
                own.get("marker-end", own.get("marker", around.markers[2])),
            ),
        )
        shape = self.shape(element, tag)
        self._layers(element, own, shape, state, times, depth)
        if tag == "text":
            self.note("text", times * len("".join(element.itertext())), element)
            self._paints(element, state, times, depth)
        elif shape is not None:
            self._line(element, shape, state, times, depth)
            self._paints(element, state, times, depth)
        elif tag == "use":
            again = self.by_id.get(_target(element))
            if again is not None:
                inner = _scaled(state, _fitted(again, _sizes(element))) if _tag(again) in ("symbol", "svg") else state
                self._within(again, inner, times, depth)
        elif tag not in _NOT_DRAWN:
            for kid in element:
                inner = _scaled(state, _fitted(kid, _sizes(kid))) if _tag(kid) == "svg" else state
                self.add(kid, inner, times, depth + 1)

    def _within(self, element: Element, state: _Inherited, times: float, depth: int) -> None:
        """What is drawn of an element that another names."""
        if _tag(element) in _NOT_DRAWN:
            self.note("use", 1, element)
            if depth > DEEPEST:
                raise TooSlow("use", element)
            # What is drawn again has what is around it there; what fills, masks or clips has nothing of it.
            inner = _scaled(state if _tag(element) == "symbol" else _Inherited(state.scale), _stretch(element))
            for kid in element:
                self.add(kid, inner, times, depth + 1)
        else:
            self.add(element, state, times, depth + 1)

    def _layers(
        self,
        element: Element,
        own: Mapping[str, str],
        shape: _Extent | None,
        state: _Inherited,
        times: float,
        depth: int,
    ) -> None:
        share = None if shape is None else shape.width * shape.height * state.scale**2 / (4 * SIDE) ** 2
        for name in ("mask", "clip-path"):
            held = self.by_id.get(_named(own.get(name, "")))
            if held is not None:
                self._within(held, state, times, depth)
                self._layer(element, share, times)
        if own.get("opacity", "1") not in ("1", "") or own.get("mix-blend-mode", "normal") != "normal":
            self._layer(element, share, times)
        for name in re.findall(r"""url\(\s*["']?#([^"')]*)|\w+\(""", own.get("filter", "")):
            held = self.by_id.get(name.strip())
            if held is not None and _tag(held) == "filter":
                self._filter(held, shape, share, state, times)
            else:
                self.wide += times
            self.note("filter", times, element)

    def _layer(self, element: Element, share: float | None, times: float) -> None:
        self.layers += times * (1.0 if share is None else min(share, 1.0))
        self.note("opacity", times, element)

    def _filter(
        self, held: Element, shape: _Extent | None, share: float | None, state: _Inherited, times: float
    ) -> None:
        steps = 1 + sum(map(_steps, held))
        bounding = shape is not None and held.get("filterUnits", "") != "userSpaceOnUse"
        wide, high = (_number(held.get(name, ""), 1.2) for name in ("width", "height"))
        if bounding and share is not None:
            share = max(share, 1e-4) * wide * high
        elif (
            held.get("filterUnits", "") == "userSpaceOnUse"
            and "width" in held.attrib
            and "%" not in held.get("width", "")
        ):
            share = wide * high * state.scale**2 / (4 * SIDE) ** 2
        else:
            share = None
        by_box = held.get("primitiveUnits") == "objectBoundingBox"
        unit = max(shape.width, shape.height) if by_box and shape else SIDE / 2 if by_box else 1.0
        if any((said := held.get(name, "")) and _signed(said) <= 0 for name in ("width", "height")):
            return  # nothing is filtered then
        for part in held:
            if _tag(part) == "feMorphology":
                radius = max(_numbers(part.get("radius", "")), default=0.0) * unit * state.scale
                # One that is wider than all that is filtered empties it at once, and costs nothing.
                self.around += times * (min(radius, 8 * SIDE) / 2) ** 2 * (1.0 if share is None else share)
        if share is None:
            self.wide += times * steps * max(wide * high / 1.44, 1)
        else:
            self.known += times * steps * share

    def _paints(self, element: Element, state: _Inherited, times: float, depth: int) -> None:
        for said in (state.fill, state.stroke):
            held = self.by_id.get(_named(said))
            if held is None:
                continue
            if _tag(held) == "pattern":
                self._within(held, state, times, depth)
            else:
                stops = len(held) or len(self.by_id.get(_target(held), ()))
                self.note("stop", times * stops, element)

    def _line(self, element: Element, shape: _Extent, state: _Inherited, times: float, depth: int) -> None:
        length = shape.length * state.scale
        # What lies beside the picture is left out, corner by corner.
        self.note("path", times * min(length, shape.corners * 16 * SIDE), element)
        dashes = _numbers(state.dashes)
        if state.stroke not in ("", "none") and sum(dashes) > 0:
            self.note("stroke-dasharray", times * shape.length * len(dashes) / sum(dashes) / 2, element)
        for said, drawn in zip(state.markers, (1, max(shape.corners - 1, 0), 1), strict=True):
            marker = self.by_id.get(_named(said))
            if marker is not None and _tag(element) not in ("rect", "circle", "ellipse"):
                self._within(marker, _Inherited(state.scale), times * drawn, depth)

    def shape(self, element: Element, tag: str) -> _Extent | None:
        """The measures of a shape; None for what is none, or cannot be measured."""
        if tag not in _SHAPES:
            return None
        if element not in self.shapes:
            self.shapes[element] = _path(element.get("d", "")) if tag == "path" else _simple(element, tag)
        return self.shapes[element]


_NOT_DRAWN = ("linearGradient", "radialGradient", "pattern", "clipPath", "mask", "defs", "marker", "symbol", "filter")
"""What draws nothing where it stands."""
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polygon", "polyline", "image")


def _scaled(state: _Inherited, factor: float) -> _Inherited:
    """The same in units that are so many times as large."""
    return replace(state, scale=state.scale * factor)


def _tag(element: Element) -> str:
    return str(element.tag).removeprefix(SVG)


def _target(element: Element) -> str:
    return element.get("href", element.get(f"{XLINK}href", "")).strip().removeprefix("#")


def _named(said: str) -> str:
    found = re.match(r"""\s*url\(\s*["']?#([^"')]*)""", said)
    return found[1].strip() if found else ""


_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def _numbers(said: str) -> list[float]:
    return [abs(float(one)) for one in _NUMBER.findall(said)]


def _signed(said: str) -> float:
    found = _NUMBER.match(said.strip())
    return float(found[0]) if found else 1.0


def _number(said: str, otherwise: float) -> float:
    found = _numbers(said)
    return (found[0] / (100 if said.strip().endswith("%") else 1)) if found else otherwise


def _stretch(element: Element) -> float:
    """How many times as large an element's units are as those around it."""
    try:
        a, b, c, d, _, _ = svg_transforms.functions(element.get("transform", ""))
    except svg_transforms.Unresolved:
        return 1.0
    return max(math.hypot(a, b), math.hypot(c, d))


def _sizes(element: Element) -> tuple[float, float]:
    wide, high = (
        0.0 if "%" in element.get(name, "%") else _number(element.get(name, ""), 0.0) for name in ("width", "height")
    )
    return wide, high


def _fitted(element: Element, sizes: tuple[float, float]) -> float:
    """How many units around it one of a view's is, where it is shown so large; 1 where nobody says."""
    view = [float(one) for one in _NUMBER.findall(element.get("viewBox", ""))]
    if len(view) != 4 or view[2] <= 0 or view[3] <= 0 or not any(sizes):
        return 1.0
    return max(sizes[0] / view[2], sizes[1] / view[3])


def _steps(primitive: Element) -> float:
    """How much longer a primitive of a filter takes than one that looks at each pixel once."""
    if _tag(primitive) == "feConvolveMatrix":
        return max(_numbers(primitive.get("order", "")), default=3.0) ** 2 / 4
    if _tag(primitive) == "feTurbulence":
        return 4 * max(_number(primitive.get("numOctaves", ""), 1.0), 1.0)
    return 1.0


def _simple(element: Element, tag: str) -> _Extent | None:
    try:
        _, _, width, height = svg_transforms.box(element, (SIDE, SIDE))
    except (svg_transforms.Unresolved, ValueError):
        return None
    if tag in ("polygon", "polyline"):
        numbers = [float(one) for one in _NUMBER.findall(element.get("points", ""))]
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
        length = sum(math.dist(one, other) for one, other in itertools.pairwise(points))
        return _Extent(length, len(points), width, height)
    return _Extent(math.hypot(width, height) if tag == "line" else 2 * (width + height), 4, width, height)


_COMMAND = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
_TAKEN = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def _path(d: str) -> _Extent:
    """A path by the points that it is made of, those that curves are drawn towards among them: it is no longer."""
    x = y = length = 0.0
    left = top = math.inf
    right = bottom = -math.inf
    corners = 0
    for command, given in _COMMAND.findall(d):
        kind = command.upper()
        taken = _TAKEN[kind]
        numbers = [float(one) for one in _NUMBER.findall(given)]
        relative = command != kind
        for start in range(0, len(numbers) - taken + 1, taken or len(numbers) + 1):
            corners += 1
            values = numbers[start : start + taken]
            base_x, base_y = (x, y) if relative else (0.0, 0.0)
            if kind == "H":
                points = [(base_x + values[0], y)]
            elif kind == "V":
                points = [(x, base_y + values[0])]
            elif kind == "A":
                points = [(base_x + values[5], base_y + values[6])]
                length += math.pi * (abs(values[0]) + abs(values[1])) if values[3] else 0.0
            else:
                points = [(base_x + values[n], base_y + values[n + 1]) for n in range(0, taken, 2)]
            for to_x, to_y in points:
                if not (kind == "M" and not start):
                    length += math.hypot(to_x - x, to_y - y)
                x, y = to_x, to_y
                left, right = min(left, x), max(right, x)
                top, bottom = min(top, y), max(bottom, y)
    known = corners and all(map(math.isfinite, (left, top, right, bottom)))
    return _Extent(length, corners, right - left if known else 0.0, bottom - top if known else 0.0)
