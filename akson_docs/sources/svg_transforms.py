"""Transforms as CSS writes them, with the place that they turn about, as the matrix that they come to.

What draws for papers knows the attribute `transform` alone. The place (`transform-origin`) may hang on how large an
element is (`transform-box: fill-box`), which is found here from its shapes; that of text is not known before it is set.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
Affine = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]
"""x, y, width, height."""

_CALL = re.compile(r"([a-zA-Z0-9]+)\s*\(([^()]*)\)[\s,]*")
_NUMBER = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)([a-zA-Z%]*)")
_DEGREES = {"": 1.0, "deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "em": 16.0,
          "rem": 16.0, "ex": 8.0, "q": 96 / 101.6}  # fmt: skip


class Unresolved(Exception):
    """A transform that cannot be worked out, with its part."""


def matrix(element: Element, styles: Mapping[str, str], viewport: tuple[float, float]) -> Affine | None:
    """What an element's transform comes to, or None where its attribute says it already; `viewport`: width and height
    of the nearest `viewBox`. Raises Unresolved."""
    said = styles.get("transform")
    origin = styles.get("transform-origin") or element.get("transform-origin")
    if said is None and (not origin or "transform" not in element.attrib):
        return None
    about = styles.get("transform-box", "view-box")
    text = element.get("transform", "") if said is None else said
    if text.strip() in ("", "none"):
        return (1, 0, 0, 1, 0, 0)
    x, y, width, height = 0.0, 0.0, 0.0, 0.0
    if _hangs(text, origin):
        if about in ("stroke-box", "border-box"):
            raise Unresolved(f"transform-box: {about}")
        x, y, width, height = (0, 0, *viewport) if about == "view-box" else box(element, viewport)
    at_x, at_y = _origin(origin or "0 0", x, y, width, height)
    return product((1, 0, 0, 1, at_x, at_y), functions(text, width, height), (1, 0, 0, 1, -at_x, -at_y))


def _hangs(text: str, origin: str | None) -> bool:
    """Whether it takes a box to know what is meant."""
    return "%" in text or bool(origin and (re.search(r"[a-z%]", origin) or origin.strip("0 ")))


def _origin(said: str, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    words = said.split()[:2]
    if len(words) == 1:
        words = [words[0], "center"] if words[0] not in ("top", "bottom") else ["center", words[0]]
    if words[0] in ("top", "bottom") or words[1] in ("left", "right"):
        words.reverse()
    share = {"left": "0%", "top": "0%", "center": "50%", "right": "100%", "bottom": "100%"}
    return x + _length(share.get(words[0], words[0]), width), y + _length(share.get(words[1], words[1]), height)


def _length(said: str, whole: float) -> float:
    found = _NUMBER.fullmatch(said.strip())
    if not found or (found[2].lower() not in PIXELS and found[2] != "%"):
        raise Unresolved(said)
    return float(found[1]) * (whole / 100 if found[2] == "%" else PIXELS[found[2].lower()])


def functions(text: str, width: float = 0, height: float = 0) -> Affine:
    """A list of transform functions, of CSS or of the attribute. Raises Unresolved."""
    if _CALL.sub("", text).strip(" ,\t\r\n"):
        raise Unresolved(f"transform: {text}")
    return product(*(_function(name, given, width, height) for name, given in _CALL.findall(text)))


def _function(name: str, given: str, width: float, height: float) -> Affine:
    values = [f"{number}{unit}" for number, unit in _NUMBER.findall(given)]
    try:
        match name.lower(), len(values):
            case "matrix", 6:
                a, b, c, d, e, f = (_length(one, 0) for one in values)
                return (a, b, c, d, e, f)
            case "translate", 1 | 2:
                return (1, 0, 0, 1, _length(values[0], width), _length(values[1], height) if values[1:] else 0)
            case "translatex", 1:
                return (1, 0, 0, 1, _length(values[0], width), 0)
            case "translatey", 1:
                return (1, 0, 0, 1, 0, _length(values[0], height))
            case "scale", 1 | 2:
                across = _share(values[0])
                return (across, 0, 0, _share(values[1]) if values[1:] else across, 0, 0)
            case "scalex", 1:
                return (_share(values[0]), 0, 0, 1, 0, 0)
            case "scaley", 1:
                return (1, 0, 0, _share(values[0]), 0, 0)
            case "rotate" | "rotatez", 1 | 3:
                angle = math.radians(_degrees(values[0]))
                turned = (math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), 0.0, 0.0)
                if len(values) == 1:
                    return turned
                x, y = _length(values[1], width), _length(values[2], height)
                return product((1, 0, 0, 1, x, y), turned, (1, 0, 0, 1, -x, -y))
            case "skewx", 1:
                return (1, 0, math.tan(math.radians(_degrees(values[0]))), 1, 0, 0)
            case "skewy", 1:
                return (1, math.tan(math.radians(_degrees(values[0]))), 0, 1, 0, 0)
            case "skew", 1 | 2:
                down = math.tan(math.radians(_degrees(values[1]))) if values[1:] else 0
                return (1, down, math.tan(math.radians(_degrees(values[0]))), 1, 0, 0)
    except KeyError as error:
        raise Unresolved(f"{name}({given})") from error
    raise Unresolved(f"{name}({given})")


def _degrees(said: str) -> float:
    found = _NUMBER.fullmatch(said)
    assert found
    return float(found[1]) * _DEGREES[found[2].lower()]


def _share(said: str) -> float:
    return float(said.rstrip("%")) / (100 if said.endswith("%") else 1)


def product(*matrices: Affine) -> Affine:
    """The transforms one inside the other, the outermost first."""
    a, b, c, d, e, f = 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    for g, h, i, j, k, m in matrices:
        a, b, c, d, e, f = (
            a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f,
        )  # fmt: skip
    return a, b, c, d, e, f


# ---- how large a shape is ------------------------------------------------------------------------------------


def box(element: Element, viewport: tuple[float, float]) -> Bounds:
    """Where an element lies, in its own coordinates, as it is filled. Raises Unresolved."""
    corners = list(_corners(element, viewport))
    if not corners:
        return (0, 0, 0, 0)
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    return left, top, max(x for x, _ in corners) - left, max(y for _, y in corners) - top


def _corners(element: Element, viewport: tuple[float, float]) -> Iterator[tuple[float, float]]:
    tag = str(element.tag).removeprefix(SVG)

    def of(name: str, whole: float) -> float:
        return _length(element.get(name, "0"), whole)

    wide, high = viewport
    if tag in ("rect", "image"):
        x, y = of("x", wide), of("y", high)
        yield from ((x, y), (x + of("width", wide), y + of("height", high)))
    elif tag in ("circle", "ellipse"):
        x, y = of("cx", wide), of("cy", high)
        r = math.hypot(wide, high) / math.sqrt(2)
        rx, ry = (of("r", r), of("r", r)) if tag == "circle" else (of("rx", wide), of("ry", high))
        yield from ((x - rx, y - ry), (x + rx, y + ry))
    elif tag == "line":
        yield from ((of("x1", wide), of("y1", high)), (of("x2", wide), of("y2", high)))
    elif tag in ("polygon", "polyline"):
        numbers = [float(one) for one, _ in _NUMBER.findall(element.get("points", ""))]
        yield from zip(numbers[::2], numbers[1::2], strict=False)
    elif tag == "path":
        yield from _path(element.get("d", ""))
    elif tag in ("g", "a", "svg", "switch"):
        for kid in element:
            x, y, width, height = box(kid, viewport)
            a, b, c, d, e, f = functions(kid.get("transform", ""))
            if width or height:
                for right, down in ((x, y), (x + width, y), (x, y + height), (x + width, y + height)):
                    yield a * right + c * down + e, b * right + d * down + f
    elif tag in ("text", "use", "tspan", "textPath"):
        raise Unresolved("transform-box")


def _path(d: str) -> Iterator[tuple[float, float]]:
    from fontTools.pens.boundsPen import BoundsPen  # slow to import, and seldom asked for
    from fontTools.svgLib.path import parse_path

    pen = BoundsPen(None)
    try:
        parse_path(d, pen)
    except Exception as error:  # a path that breaks off is drawn as far as it goes; how far, only a browser knows
        raise Unresolved("transform-box") from error
    if pen.bounds:
        left, top, right, bottom = pen.bounds
        yield from ((left, top), (right, bottom))
