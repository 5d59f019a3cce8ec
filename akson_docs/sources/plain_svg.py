"""A drawing as it is drawn: with nothing left to look up, to choose or to work out, and what of it papers cannot show.

Browsers know more of SVG and of CSS than what draws for papers. All of that which can be decided beforehand is decided
here, as a browser decides it for a picture in a page, so that both draw the same; the rest is told. What programs keep
in a drawing for themselves is left out.
"""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from akson_docs.sources import svg_cascade, svg_cost, svg_transforms, svg_unlike
from akson_docs.sources.svg_cascade import SVG
from akson_docs.sources.svg_cost import TooSlow

XML = "{http://www.w3.org/XML/1998/namespace}"
XLINK = "{http://www.w3.org/1999/xlink}"
FONTS = ("Inter", "Inter Display")
"""What words in a drawing can be set in, first what they are set in that ask for another: papers have these letters and
no others."""
LANGUAGES = ("nb", "nn", "no", "en")
"""Those of readers, where a drawing has words for some languages only."""


@dataclass(frozen=True)
class Unlike:
    """Something in a drawing that papers show otherwise than browsers do."""

    part: str
    """As it is written there: "writing-mode: tb"."""
    line: int
    """In the drawing, from 1."""


@dataclass(frozen=True)
class PlainSvg:
    """A drawing with nothing left to work out."""

    text: str
    size: tuple[float | None, float | None, float | None]
    """Width and height in pixels and their ratio, as far as it says them (CSS Images 3, 5.1)."""
    drawn: tuple[float, float]
    """Width and height of `text`, in pixels."""
    ground: str
    """The colour behind it, as #rrggbb or #rrggbbaa; "" for none."""
    written: tuple[tuple[int, str], ...]
    """All that is written in it, each text with its line, from 1."""
    unlike: tuple[Unlike, ...]
    outlined: bool = False
    """Whether words in it may have an outline in a gradient or a pattern, which some viewers lose on a page."""

    @property
    def words(self) -> str:
        """All that is written in it."""
        return "".join(text for _, text in self.written)


def plain(data: bytes, bitmap: Callable[[bytes], bytes], fonts: tuple[str, ...] = FONTS) -> PlainSvg:
    """A drawing that was found sound (`svg.refused`); `bitmap` makes of an embedded picture what papers have in its
    place. Raises TooSlow, and ExpatError and ValueError for what was not."""
    root, lines = _read(data)
    unlike: dict[Unlike, None] = {}

    def told(part: str, element: Element | None) -> None:
        unlike.setdefault(Unlike(" ".join(part.split())[:60], lines.get(element, 1) if element is not None else 1))

    try:
        return _plain(root, lines, bitmap, fonts, told, unlike)
    except TooSlow as error:
        error.line = lines.get(error.element, 1)
        raise


def _plain(
    root: Element,
    lines: Mapping[Element | None, int],
    bitmap: Callable[[bytes], bytes],
    fonts: tuple[str, ...],
    told: svg_cascade.Told,
    unlike: Mapping[Unlike, None],
) -> PlainSvg:
    styles = svg_cascade.worked_out(root, told)
    _choose(root, told)
    _without_the_unseen(root)
    size, drawn = _size(root, styles[root])
    if None in size[:2] and size[2] is None:
        told("<svg> viewBox", root)  # without one, and without a size, a browser makes nothing in it larger or smaller
    if not all(0 < side < 1e6 for side in drawn):
        raise ValueError("width, height")
    ground = styles[root].pop("background-color", "")
    styles[root].pop("display", None)
    _written(root, styles, drawn, fonts, told)
    _in_the_renderers_way(root, told)
    scale = svg_cost.side(root, styles, drawn) / max(drawn)
    _redrawn(root, bitmap)
    if "viewBox" not in root.attrib:
        root.set("viewBox", f"0 0 {drawn[0]:.9g} {drawn[1]:.9g}")
    drawn = (drawn[0] * scale, drawn[1] * scale)
    root.set("width", f"{drawn[0]:.9g}")
    root.set("height", f"{drawn[1]:.9g}")
    words = tuple((lines.get(one, 1), "".join(one.itertext())) for one in root.iter(f"{SVG}text"))
    text = ElementTree.tostring(root, encoding="unicode")
    return PlainSvg(text, size, drawn, _opaque(ground), words, tuple(unlike), bool(words) and _outlines(root))


_HANDED_ON = ("svg", "g", "a", "use", "symbol", "switch", "text", "tspan", "textPath")
"""What has words in it, or shows some."""


def _outlines(root: Element) -> bool:
    return any(
        re.search(r"(?:^|;)stroke:\s*(?:url\(|context-)", element.get("style", ""))
        for element in root.iter()
        if str(element.tag).removeprefix(SVG) in _HANDED_ON
    )


def _read(data: bytes) -> tuple[Element, dict[Element | None, int]]:
    """(the tree, the line of each element)."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    builder = ElementTree.TreeBuilder()
    lines: dict[Element | None, int] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        element = builder.start(_clark(name), {_clark(key): value for key, value in attributes.items()})
        lines[element] = parser.CurrentLineNumber

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: builder.end(_clark(name))
    parser.CharacterDataHandler = builder.data
    parser.Parse(data.decode("utf-8-sig"), True)
    return builder.close(), lines


@functools.lru_cache(maxsize=512)
def _clark(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"{{{space}}}{local}" if space else local


# ---- what is drawn -------------------------------------------------------------------------------------------


def _choose(root: Element, told: svg_cascade.Told) -> None:
    """Leaves out what is for other programs or languages (SVG 2, 5.9)."""
    for parent in list(root.iter()):
        if parent.tag == f"{SVG}switch":
            chosen = next((kid for kid in parent if _is_for_readers(kid, told)), None)
            for kid in [one for one in parent if one is not chosen]:
                _remove(parent, kid)
        else:
            for kid in [one for one in parent if not _is_for_readers(one, told)]:
                _remove(parent, kid)
    for element in root.iter():
        for name in ("requiredFeatures", "requiredExtensions", "systemLanguage"):
            element.attrib.pop(name, None)


def _is_for_readers(element: Element, told: svg_cascade.Told) -> bool:
    """Whether a browser takes an element; which features it has, none asks any longer."""
    extensions = element.get("requiredExtensions")
    if extensions is not None and set(extensions.split()) - {
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/1998/Math/MathML",
    }:
        return False
    if extensions is not None and not extensions.split():
        return False
    languages = element.get("systemLanguage")
    if languages is None:
        return True
    told(f'systemLanguage="{languages}"', element)
    return any(one.strip().lower().partition("-")[0] in LANGUAGES for one in languages.split(","))


_UNSEEN = frozenset(f"{SVG}{tag}" for tag in ("style", "metadata", "title", "desc", "tref", "script"))


def _without_the_unseen(root: Element) -> None:
    for parent in list(root.iter()):
        for kid in [one for one in parent if one.tag in _UNSEEN or not str(one.tag).startswith(SVG)]:
            _remove(parent, kid)


def _remove(parent: Element, kid: Element) -> None:
    """Takes out an element, but not the words after it."""
    place = list(parent).index(kid)
    if kid.tail:
        before = parent[place - 1] if place else None
        if before is None:
            parent.text = (parent.text or "") + kid.tail
        else:
            before.tail = (before.tail or "") + kid.tail
    parent.remove(kid)


def _size(root: Element, styles: Mapping[str, str]) -> tuple[tuple[Any, Any, Any], tuple[float, float]]:
    """(what it says of its size, how large it is drawn)."""
    width, height = (_pixels(styles.get(name, root.get(name, ""))) for name in ("width", "height"))
    numbers = [float(one) for one in re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", root.get("viewBox", ""))]
    view = (numbers[2], numbers[3]) if len(numbers) == 4 and numbers[2] > 0 and numbers[3] > 0 else None
    if width is not None and height is not None:
        return (width, height, width / height if height else None), (width, height)
    if view is None:
        ratio = None
        drawn = (300 if width is None else width, 150 if height is None else height)
        return (width, height, ratio), drawn
    ratio = view[0] / view[1]
    if width is not None:
        return (width, width / ratio, ratio), (width, width / ratio)
    if height is not None:
        return (height * ratio, height, ratio), (height * ratio, height)
    return (None, None, ratio), view


def _pixels(said: str) -> float | None:
    found = re.fullmatch(r"\+?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*([a-zA-Z]*)", said.strip())
    unit = svg_transforms.PIXELS.get(found[3].lower()) if found else None
    return float(found[1] + (found[2] or "")) * unit if found and unit else None


# ---- how it is written ---------------------------------------------------------------------------------------

_SIZED = {
    "x": ("rect", "image", "svg", "use"), "y": ("rect", "image", "svg", "use"),
    "width": ("rect", "image", "svg", "use"), "height": ("rect", "image", "svg", "use"),
    "cx": ("circle", "ellipse"), "cy": ("circle", "ellipse"), "r": ("circle",), "rx": ("rect", "ellipse"),
    "ry": ("rect", "ellipse"), "d": ("path",),
}  # fmt: skip
_OWN = ("transform", "transform-box", "transform-origin", "font", "font-family", "background-color", "white-space")
"""What is written otherwise than as a property of that name."""


def _written(
    root: Element,
    styles: Mapping[Element, Mapping[str, str]],
    drawn: tuple[float, float],
    fonts: tuple[str, ...],
    told: svg_cascade.Told,
) -> None:
    """Writes each element's properties into its `style`, for all programs read that alike."""
    viewport = _viewport(root) or drawn
    for element in root.iter():
        own = dict(styles[element])
        tag = str(element.tag).removeprefix(SVG)
        _as_browsers_take_it(element, tag, own, told)
        for name in svg_cascade.GEOMETRY & own.keys():
            value = own.pop(name)
            if tag in _SIZED[name] and element is not root:
                element.attrib.pop(name, None)
                if value != "auto":
                    element.set(name, value)
        for name in list(element.attrib):
            if name in ("style", "class") or (name in svg_cascade.PLAIN and name not in (*_SIZED, "transform")):
                del element.attrib[name]
        _place(element, own, viewport, told)
        if own.get("white-space", "normal") in ("pre", "pre-wrap", "break-spaces"):
            element.set(f"{XML}space", "preserve")
        written = {**_font(own, fonts), **{name: value for name, value in own.items() if name not in _OWN}}
        if element is root:
            written = {"font-family": f"'{fonts[0]}'", "font-size": "16px", **written}
        if written:
            element.set("style", ";".join(f"{name}:{value}" for name, value in written.items() if value))


_NOT_SHOWN = ("linearGradient", "radialGradient", "pattern", "clipPath", "mask", "defs", "marker", "symbol")


def _as_browsers_take_it(element: Element, tag: str, own: dict[str, str], told: svg_cascade.Told) -> None:
    """Leaves out the properties that browsers do not take of an element, and tells of those that only they take."""
    if tag in ("tspan", "textPath"):
        for name in ("filter", "mask", "clip-path"):
            if name in own:
                told(f"<{tag}> {name}", element)
        if "writing-mode" in own:
            told(f"<{tag}> writing-mode", element)
    elif "baseline-shift" in own:
        told(f"<{tag}> baseline-shift", element)
    if tag in _NOT_SHOWN and own.get("display") == "none" and tag not in ("marker", "symbol"):
        told(f"<{tag}> display", element)
    if tag in _NOT_SHOWN and "transform-origin" in own:
        told(f"<{tag}> transform-origin", element)
    if tag == "mask" and own.get("mask", "none") != "none":
        told("<mask> mask", element)
    size = re.fullmatch(r"([\d.]+)(em|%)", own.get("font-size", ""))
    if tag == "svg" and size:
        own["font-size"] = f"{float(size[1]) * (16 if size[2] == 'em' else 0.16):g}px"


def _viewport(root: Element) -> tuple[float, float] | None:
    numbers = [float(one) for one in re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)", root.get("viewBox", ""))]
    return (numbers[2], numbers[3]) if len(numbers) == 4 else None


def _place(element: Element, own: Mapping[str, str], viewport: tuple[float, float], told: svg_cascade.Told) -> None:
    try:
        found = svg_transforms.matrix(element, own, viewport)
    except svg_transforms.Unresolved as error:
        told(str(error), element)
        return
    if found is not None:
        element.set("transform", f"matrix({' '.join(f'{one:.9g}' for one in found)})")


_SHORT = re.compile(r"(.*?)\s*(?<!\S)((?:\d+\.?\d*|\.\d+)(?:\w+|%)|(?:x+-|x-)?(?:small|large)|medium|larger|smaller)"
                    r"(?:\s*/\s*\S+)?\s+(.+)")  # fmt: skip


def _font(own: Mapping[str, str], fonts: tuple[str, ...]) -> dict[str, str]:
    """The letters of an element: its own family where papers have it."""
    made: dict[str, str] = {}
    family = own.get("font-family", "")
    short = _SHORT.fullmatch(own.get("font", ""))
    if short:
        words, made["font-size"], family = short[1].split(), short[2], family or short[3]
        made["font-style"] = next((one for one in words if one in ("italic", "oblique")), "normal")
        weights = [one for one in words if one in ("bold", "bolder", "lighter") or one.isdigit()]
        made["font-weight"] = weights[0] if weights else "normal"
        made["font-kerning"] = "auto"  # whatever is not said is as it is by default, and not as around it
    first = family.split(",")[0].strip(" \"'").casefold()
    if family:
        made["font-family"] = f"'{next((one for one in fonts if one.casefold() == first), fonts[0])}'"
    return made


_LENGTHS = frozenset((
    "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "dx", "dy", "fx", "fy", "fr",
    "textLength", "startOffset",
))  # fmt: skip
_OTHERWISE = {
    "fr": ("radialGradient",), "textLength": ("tspan", "textPath"), "lengthAdjust": ("text", "tspan", "textPath"),
    "transform": ("symbol",), "rotate": ("textPath",), "method": ("textPath",), "side": ("textPath",),
}  # fmt: skip
"""Attributes that are drawn otherwise, and where."""


def _in_the_renderers_way(root: Element, told: svg_cascade.Told) -> None:
    """Writes what the renderer reads otherwise than browsers as it reads it, and tells of what it does not."""
    marked = any("marker-" in one.get("style", "") for one in root.iter())
    paths = {f"#{one.get('id')}" for one in root.iter(f"{SVG}path")}
    for element in list(root.iter()):
        tag = str(element.tag).removeprefix(SVG)
        if tag == "textPath" and element.get("href", element.get(f"{XLINK}href", "")) not in paths:
            told("<textPath>", element)
        if "context-" in element.get("style", "") and any(
            one.tag in (f"{SVG}text", f"{SVG}tspan") for one in element.iter()
        ):
            told("context-fill, context-stroke", element)
        if "href" in element.attrib:
            element.attrib.pop(f"{XLINK}href", None)
        for name in _LENGTHS & element.attrib.keys():
            element.set(name, svg_cascade.lengths(element.get(name, ""), element, told))
        for name in ("gradientTransform", "patternTransform"):
            try:
                a, b, c, d, _, _ = svg_transforms.functions(element.get(name, ""))
                if abs(a * d - b * c) < 1e-12:
                    told(f'{name}="{element.get(name)}"', element)
            except svg_transforms.Unresolved as error:
                told(str(error), element)
        for name, tags in _OTHERWISE.items():
            if tag in tags and element.get(name, "0") not in ("0", "", "spacing", "auto"):
                told(f'<{tag} {name}="{element.get(name)}">', element)
        if marked and tag in ("rect", "circle", "ellipse"):
            # Only lines have markers, and what is above them may say so for all.
            without = "marker-start:none;marker-mid:none;marker-end:none"
            element.set("style", ";".join(filter(None, (element.get("style"), without))))
        if re.search(r"[^\d\s.,eE+-]", element.get("points", "")):
            told("points", element)
        svg_unlike.of_text(element, tag, told)
    svg_unlike.of_filters(root, told)
    if root.get("style") and re.search(
        r"(?:^|;)(?:mask|clip-path|filter|opacity|mix-blend-mode):", root.get("style", "")
    ):
        if re.search("mask:|clip-path:", root.get("style", "")):
            told("<svg> mask, clip-path", root)
        _wrap(root, root)
    for parent in list(root.iter()):
        for place, kid in enumerate(list(parent)):
            if kid.tag == f"{SVG}svg" and "transform" in kid.attrib:
                if "opacity" in kid.get("style", ""):
                    told("<svg> opacity", kid)
                around = Element(f"{SVG}g", {"transform": kid.attrib.pop("transform")})
                parent.remove(kid)
                around.append(kid)
                parent.insert(place, around)


def _wrap(root: Element, parent: Element) -> None:
    """Puts all of a drawing into a group, which has the drawing's own mask and the like."""
    group = Element(f"{SVG}g", {"style": root.attrib.pop("style")})
    group.extend(list(parent))
    for kid in list(parent):
        parent.remove(kid)
    parent.append(group)


def _redrawn(root: Element, bitmap: Callable[[bytes], bytes]) -> None:
    for element in root.iter():
        for name in ("href", f"{XLINK}href"):
            said = element.get(name, "").strip()
            if said.startswith("data:"):
                made = bitmap(base64.b64decode(said.partition(",")[2]))
                kind = "png" if made.startswith(b"\x89PNG") else "jpeg"
                element.set(name, f"data:image/{kind};base64,{base64.b64encode(made).decode()}")


def _opaque(colour: str) -> str:
    """A colour as #rrggbb or #rrggbbaa; "" for one that is not there."""
    import tinycss2.color5

    found = tinycss2.color5.parse_color(colour) if colour not in ("", "none", "inherit") else None
    if found is None or isinstance(found, str) or not found.alpha:
        return ""
    channels = [*found.to("srgb").coordinates, *([found.alpha] if found.alpha < 1 else [])]
    return "#" + "".join(f"{round(min(max(one, 0), 1) * 255):02x}" for one in channels)
