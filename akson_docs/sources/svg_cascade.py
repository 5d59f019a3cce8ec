"""The style sheets of a drawing, worked out: which properties each of its elements has in the end.

A browser does this before it draws. What draws for papers knows a part of it, so it gets drawings in which nothing is
left to work out: no selectors, no `var()`, no conditions, no colours of CSS 4. They are decided as a browser decides
them for a picture in a page: for a screen, light, and with nothing pointed at.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2
import tinycss2.color5

from akson_docs.sources import svg_sheet_cost
from akson_docs.sources.svg_cost import TooSlow
from akson_docs.sources.svg_sheet_cost import SheetRule

SVG = "{http://www.w3.org/2000/svg}"

Told = Callable[[str, Element | None], None]
"""Takes what cannot be worked out, and the element that it is written in or for."""

COLOURS = frozenset(("fill", "stroke", "color", "stop-color", "flood-color", "lighting-color"))
LENGTHS = frozenset((
    "font-size", "stroke-width", "stroke-dashoffset", "stroke-dasharray", "letter-spacing", "word-spacing",
    "baseline-shift", "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry",
))  # fmt: skip
GEOMETRY = frozenset(("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "d"))
"""What SVG 2 lets style sheets say, and what is read as an attribute alone."""
INHERITED = frozenset((
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "color", "font-size",
    "font-style", "font-weight", "font-variant", "font-stretch", "letter-spacing", "word-spacing", "text-anchor",
    "writing-mode", "visibility", "marker-start", "marker-mid", "marker-end", "paint-order", "clip-rule",
    "shape-rendering", "text-rendering", "image-rendering", "color-interpolation-filters", "text-orientation",
    "direction",
))  # fmt: skip
PLAIN = INHERITED | GEOMETRY | frozenset((
    "alignment-baseline", "baseline-shift", "clip-path", "display", "dominant-baseline", "filter", "flood-color",
    "flood-opacity", "font", "font-family", "font-kerning", "isolation", "lighting-color", "marker", "mask",
    "mask-type", "mix-blend-mode", "opacity", "overflow", "stop-color", "stop-opacity", "text-decoration", "transform",
    "transform-box", "transform-origin", "unicode-bidi", "background", "background-color", "vector-effect",
    "text-decoration-line", "white-space",
))  # fmt: skip
"""The properties that are drawn, by papers and by browsers."""
SHEETS_ONLY = frozenset((
    "transform", "transform-box", "font", "marker", "background", "background-color", "mix-blend-mode", "isolation",
    "font-kerning", "white-space",
))  # fmt: skip
"""Those of them that no attribute says, or one that means something of its own."""
UNSEEN = frozenset((
    "color-interpolation", "color-rendering", "cursor", "enable-background", "pointer-events", "solid-color",
    "solid-opacity", "text-indent", "text-align", "line-height", "color-scheme", "will-change", "user-select",
    "shape-padding", "shape-margin", "shape-inside", "inline-size", "color-profile", "kerning", "outline", "border",
    "padding", "margin", "position", "left", "top", "right", "bottom", "box-sizing", "max-width", "max-height",
    "min-width", "min-height", "overflow-x", "overflow-y", "block-progression", "backface-visibility", "perspective",
    "clip", "stroke-alignment", "forced-color-adjust", "print-color-adjust", "line-break", "tab-size", "hyphens",
    "object-fit", "object-position", "box-shadow", "border-radius", "vertical-align", "text-wrap", "font-smoothing",
    "glyph-orientation-vertical", "glyph-orientation-horizontal", "resize", "text-overflow", "font-optical-sizing",
    "font-synthesis", "font-size-adjust", "font-variation-settings", "font-variant-settings", "marker-knockout-left",
    "marker-knockout-right", "align-items", "justify-content", "flex-shrink", "word-wrap", "overflow-wrap",
    "word-break", "src", "unicode-range", "fill-color", "stroke-color", "contain", "content", "z-index", "float",
    "text-underline-offset", "text-decoration-thickness", "text-decoration-skip-ink", "stop", "type", "speak",
))  # fmt: skip
"""Those that no browser draws of an SVG, or that nobody sees in one."""
NEUTRAL = frozenset(("normal", "auto", "none", "inherit", "initial", "unset", "solid", "0", "0px", "visible", "1"))
"""What a property says that changes nothing, whatever it is."""
OTHERWISE = frozenset((
    ("font-variant", "small-caps"), ("vector-effect", "non-scaling-stroke"), ("text-orientation", "upright"),
    ("baseline-shift", "inherit"),
    ("direction", "rtl"),
))  # fmt: skip
"""What papers draw otherwise, of what else they have."""
INITIAL = {
    "fill": "black", "stroke": "none", "color": "black", "opacity": "1", "fill-opacity": "1", "stroke-opacity": "1",
    "stroke-width": "1", "stroke-dasharray": "none", "display": "inline", "visibility": "visible", "filter": "none",
    "mask": "none", "clip-path": "none", "font-size": "16px", "font-weight": "normal", "font-style": "normal",
    "stop-color": "black", "stop-opacity": "1", "mix-blend-mode": "normal", "text-anchor": "start",
    "fill-rule": "nonzero", "stroke-linecap": "butt", "stroke-linejoin": "miter", "stroke-miterlimit": "4",
    "marker-start": "none", "marker-mid": "none", "marker-end": "none", "transform": "none",
}  # fmt: skip
SYSTEM = {
    "canvas": "#ffffff", "canvastext": "#000000", "linktext": "#0000ee", "graytext": "#808080", "buttonface": "#f0f0f0",
    "buttontext": "#000000", "windowtext": "#000000", "window": "#ffffff", "field": "#ffffff", "fieldtext": "#000000",
}  # fmt: skip
"""What browsers have for the colours of a system."""
MOVING = re.compile(r"(?:-\w+-)?(?:animation|transition|offset)(?:-|\Z)")
SIZES = {
    "xx-small": "9px", "x-small": "10px", "small": "13px", "medium": "16px", "large": "18px", "x-large": "24px",
    "xx-large": "32px", "xxx-large": "48px",
}  # fmt: skip
"""Sizes of type by their names, as browsers have them."""


@dataclass
class _Rules:
    """The rules of all style sheets, in order."""

    matcher: Any = field(default_factory=cssselect2.Matcher)
    faces: list[str] = field(default_factory=list)
    """The families that are embedded."""


def worked_out(root: Element, told: Told) -> dict[Element, dict[str, str]]:
    """The properties of each element, as its style sheets, its `style` and its attributes say; the elements keep
    theirs. Raises TooSlow."""
    rules, read = _Rules(), 0
    for sheet in root.iter(f"{SVG}style"):
        if sheet.get("type", "text/css").strip().lower() in ("", "text/css") and _holds(sheet.get("media", ""), told):
            text = "".join(sheet.itertext())
            read += svg_sheet_cost.to_read(text)
            if read > svg_sheet_cost.MOST_READ:
                raise TooSlow("<style>", sheet)
            try:
                _read(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), rules, sheet, told)
            except RecursionError:  # brackets in brackets, hundreds of them
                raise TooSlow("<style>", sheet) from None
    svg_sheet_cost.weigh(root, rules.matcher)
    found: dict[Element, dict[str, str]] = {}
    customs: dict[Element | None, dict[str, list[Any]]] = {None: {}}
    for wrapped in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
        element = wrapped.etree_element
        above = wrapped.parent.etree_element if wrapped.parent is not None else None
        try:
            declared = _declared(wrapped, element, rules, told)
            own = {name: value for name, value in declared if name.startswith("--")}
            customs[element] = {**customs[above], **own} if own else customs[above]
            found[element] = _computed(declared, customs[element], element, told)
        except RecursionError:
            raise TooSlow("style", element) from None
    for face in rules.faces:
        if any(face.casefold() in one.get("font-family", "").casefold() for one in found.values()):
            told(f'@font-face "{face}"', None)
    return found


def _read(rules: Iterable[Any], into: _Rules, sheet: Element, told: Told) -> None:
    for rule in rules:
        if rule.type == "qualified-rule":
            declarations = _declarations(rule.content, sheet, told)
            try:
                selectors = cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:
                told(tinycss2.serialize(rule.prelude).strip(), sheet)
                continue
            held = SheetRule(declarations, svg_sheet_cost.reach(tinycss2.serialize(rule.prelude)))
            for selector in selectors:
                into.matcher.add_selector(selector, held)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media":
            if rule.content is not None and _holds(tinycss2.serialize(rule.prelude), lambda what, _: told(what, sheet)):
                inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                _read(inner, into, sheet, told)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
            for name, value, _ in _declarations(rule.content or [], sheet, told):
                if name == "font-family":
                    into.faces.append(tinycss2.serialize(value).strip(" \"'"))
        elif rule.type == "at-rule" and rule.lower_at_keyword not in ("charset", "keyframes", "-webkit-keyframes"):
            told(f"@{rule.at_keyword}", sheet)


def _declarations(content: Any, element: Element, told: Told) -> list[tuple[str, list[Any], bool]]:
    """(name, value, whether it is important) of each declaration."""
    found = []
    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration":
            name = one.name if one.name.startswith("--") else one.lower_name
            found.append((name, one.value, one.important))
        elif one.type in ("qualified-rule", "at-rule"):
            told(tinycss2.serialize(one.prelude).strip() or f"@{one.at_keyword}", element)
    return found


def _declared(wrapped: Any, element: Element, rules: _Rules, told: Told) -> list[tuple[str, list[Any]]]:
    """(name, value) of all that is declared for an element, what weighs least first (CSS Cascade 4, 6)."""
    attributes = [
        (name, tinycss2.parse_component_value_list(value, skip_comments=True))
        for name, value in element.attrib.items()
        if name in PLAIN and name not in GEOMETRY | SHEETS_ONLY
    ]
    matched = [one for match in rules.matcher.match(wrapped) for one in match[3].declared]
    if "style" in element.attrib:
        matched += _declarations(element.attrib["style"], element, told)
    light = [(name, value) for name, value, important in matched if not important]
    heavy = [(name, value) for name, value, important in matched if important]
    return [*attributes, *light, *heavy]


def _computed(
    declared: list[tuple[str, list[Any]]], customs: Mapping[str, list[Any]], element: Element, told: Told
) -> dict[str, str]:
    """The properties as they stand at the end. The last of a name that a browser takes is what counts, and no other is
    worked out."""
    found: dict[str, str] = {}
    settled: set[str] = set()
    for name, tokens in reversed(declared):
        if name.startswith("--") or name in settled:
            continue
        settled.add(name)
        try:
            value = tinycss2.serialize(_substituted(tokens, customs)).strip()
        except _Unknown:
            found.setdefault(name, "inherit" if name in INHERITED else INITIAL.get(name, ""))
            continue
        if MOVING.match(name):
            told(name, element)
        elif name not in PLAIN and name not in UNSEEN and value not in NEUTRAL and not name.startswith("-"):
            told(f"{name}: {value}", element)
        elif name in PLAIN:
            made = dict(_expanded(name, value, element, told)) if value else {}
            found = {**made, **found}
            if not made:
                settled.discard(name)
    return found


def _expanded(name: str, value: str, element: Element, told: Told) -> Iterator[tuple[str, str]]:
    """A declaration as the properties that it sets; none where a browser does not take it."""
    if value in ("initial", "unset", "revert", "revert-layer"):
        value = "inherit" if value != "initial" and name in INHERITED else INITIAL.get(name, "")
    elif name in COLOURS or name == "background-color":
        value = _colour(value, element, told)
        if not value:
            return
    elif name == "background":
        name, value = "background-color", _colour(value, element, told)
        if not value:
            return
    elif name == "marker":
        yield from ((f"marker-{place}", value) for place in ("start", "mid", "end"))
        return
    elif name == "text-decoration-line":
        name = "text-decoration"
    elif (
        (name, value) in OTHERWISE
        or (name, value[-1:]) in (("letter-spacing", "%"), ("word-spacing", "%"))
        or (name == "text-decoration" and len(value.split()) > 1)
    ):
        told(f"{name}: {value}", element)
    elif name == "font-size" and value in SIZES:
        value = SIZES[value]
    elif name in LENGTHS:
        value = lengths(value, element, told)
    elif "calc(" in value:
        told("calc()", element)
    elif name == "d":
        path = re.fullmatch(r"""path\(\s*["'](.*)["']\s*\)""", value, re.DOTALL)
        if not path:
            return
        value = path[1]
    elif name in ("clip-path", "mask") and not re.match(r"url\(|none\Z|inherit\Z", value):
        told(f"{name}: {value}", element)
    yield name, value


# ---- values --------------------------------------------------------------------------------------------------


class _Unknown(Exception):
    """That a value names what is not there, or itself (CSS Variables 1, 3.1)."""


def _substituted(tokens: Iterable[Any], customs: Mapping[str, list[Any]], depth: int = 0) -> list[Any]:
    """A value with what its `var()` and `light-dark()` stand for. Raises _Unknown."""
    if depth > 32:
        raise _Unknown
    made: list[Any] = []
    for token in tokens:
        if token.type == "function" and token.lower_name == "var":
            made += _variable(token.arguments, customs, depth)
        elif token.type == "function" and token.lower_name == "light-dark":
            comma = next((place for place, one in enumerate(token.arguments) if one == ","), len(token.arguments))
            made += _substituted(token.arguments[:comma], customs, depth + 1)
        elif token.type == "function":
            inner = _substituted(token.arguments, customs, depth + 1)
            made.append(tinycss2.ast.FunctionBlock(token.source_line, token.source_column, token.name, inner))
        else:
            made.append(token)
        if len(made) > 10_000:
            raise _Unknown
    return made


def _variable(arguments: list[Any], customs: Mapping[str, list[Any]], depth: int) -> list[Any]:
    said = [one for one in arguments if one.type not in ("whitespace", "comment")]
    name = said[0].value if said and said[0].type == "ident" else ""
    if name in customs:
        try:
            return _substituted(customs[name], customs, depth + 1)
        except _Unknown:
            pass
    comma = next((place for place, one in enumerate(arguments) if one == ","), None)
    if comma is None:
        raise _Unknown
    return _substituted(arguments[comma + 1 :], customs, depth + 1)


def _colour(value: str, element: Element, told: Told) -> str:
    """A colour, or a paint, as any program knows it; "" for what no browser takes."""
    paint = re.match(r"""url\(\s*(?:"[^"]*"|'[^']*'|[^)]*)\s*\)\s*""", value, re.IGNORECASE)
    if paint:
        rest = value[paint.end() :]
        other = _colour(rest, element, told)
        if other and other != "none":
            told(value, element)  # what is taken where there is no such paint, browsers do not agree on
        return f"{paint[0].strip()} {other}" if other else "" if rest else paint[0]
    low = value.lower()
    if low in ("none", "inherit", "currentcolor", "context-fill", "context-stroke", "transparent"):
        return low if low != "currentcolor" else "currentColor"
    if re.fullmatch(r"#[0-9a-f]{3,8}|[a-z]+", low) and low not in SYSTEM:
        return low if _is_colour(low) else ""
    if low in SYSTEM:
        return SYSTEM[low]
    if low.startswith("hsl"):
        value = re.sub(r"\d{3,}(?:\.\d*)?%", "100%", value)
    try:
        colour = tinycss2.color5.parse_color(value)
    except (ValueError, TypeError, AttributeError):
        colour = None
    if colour is None:
        if re.match(r"color-mix\(|\w+\(\s*from\s|device-cmyk\(", low):
            told(low.partition("(")[0] + "()", element)
        return ""
    try:
        channels = _screen(colour)
    except NotImplementedError:
        told(value, element)
        return ""
    return "#" + "".join(f"{round(min(max(one, 0.0), 1.0) * 255):02x}" for one in (*channels, colour.alpha or 0.0))


@functools.lru_cache(maxsize=4096)
def _is_colour(word: str) -> bool:
    return tinycss2.color5.parse_color(word) is not None


def _screen(colour: Any) -> tuple[float, float, float]:
    """The red, green and blue of a colour (CSS Color 4, 10). Raises NotImplementedError."""
    if colour.space not in ("oklab", "oklch"):
        red, green, blue = (one or 0.0 for one in colour.to("srgb").coordinates)
        return red, green, blue
    light, a, b = (one or 0.0 for one in colour.coordinates)
    if colour.space == "oklch":
        a, b = a * math.cos(math.radians(b)), a * math.sin(math.radians(b))
    long, middle, short = (
        (light + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (light - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (light - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    return (
        _curved(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _curved(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _curved(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )


def _curved(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def lengths(value: str, element: Element, told: Told) -> str:
    """Lengths in units that any program knows."""
    if "(" in value:
        told(value.partition("(")[0] + "()", element)
        return value

    def known(length: re.Match[str]) -> str:
        unit = length[2].lower()
        if unit == "q":
            return f"{float(length[1]) * 96 / 101.6:g}px"
        if unit not in ("", "px", "pt", "pc", "in", "cm", "mm", "em", "%"):
            told(length[0], element)
        return f"{length[1]}{unit}"

    return re.sub(r"(?<![\w#.])([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)([a-zA-Z]+|%|)", known, value)


# ---- conditions ----------------------------------------------------------------------------------------------


def _holds(query: str, told: Told) -> bool:
    """Whether a list of media queries holds for a picture in a page."""
    return not query.strip() or any(_one_holds(one.strip().lower(), told) for one in query.split(","))


_FEATURES = {
    "prefers-color-scheme": "light", "prefers-reduced-motion": "no-preference", "prefers-contrast": "no-preference",
    "forced-colors": "none", "inverted-colors": "none", "prefers-reduced-transparency": "no-preference",
    "scripting": "none", "update": "fast", "color-gamut": "srgb", "dynamic-range": "standard",
}  # fmt: skip
"""What those features are that do not hang on the reader's machine, or that are so for most."""


def _one_holds(query: str, told: Told) -> bool:
    parts = re.split(r"\s+and\s+", re.sub(r"^only\s+", "", query))
    negated = parts[0].startswith("not ")
    parts[0] = parts[0].removeprefix("not ").strip()
    held = True
    for part in parts:
        feature = re.fullmatch(r"\(\s*([\w-]+)\s*(?::\s*([\w-]+)\s*)?\)", part)
        if part in ("screen", "all", "print", "speech", "tty", "tv", "projection", "handheld"):
            held = held and part in ("screen", "all")
        elif feature and feature[1] in _FEATURES:
            wanted = feature[2]
            known = _FEATURES[feature[1]]
            held = held and (known == wanted if wanted else known not in ("none", "no-preference"))
        else:
            told(f"@media {query}", None)
            held = False
    return held != negated
