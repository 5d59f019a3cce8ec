"""Filters and words of a drawing that look otherwise in papers than in browsers: written as both take them, or told."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from akson_docs.sources import svg_transforms
from akson_docs.sources.svg_cascade import SVG, Told

XLINK = "{http://www.w3.org/1999/xlink}"
_FILTER = re.compile(r"""(?:^|(?<=;))filter:\s*url\(\s*["']?#([^"')]*?)["']?\s*\)\s*(?:;|$)""")
"""A filter of an element's style that is one of the drawing's own and no other."""


def _cuts(element: Element) -> bool:
    """Whether a filter cuts off a part of what it is for, whose edge is drawn otherwise then."""
    if element.get("filterUnits") == "userSpaceOnUse":
        return False

    def share(name: str, otherwise: float) -> float:
        found = re.match(r"\s*([-+]?[\d.]+)(%?)", element.get(name, ""))
        return float(found[1]) / (100 if found[2] else 1) if found and found[1].strip("+-.") else otherwise

    across, down, wide, high = share("x", -0.1), share("y", -0.1), share("width", 1.2), share("height", 1.2)
    # One of no size is none.
    return min(wide, high) > 0 and (max(across, down) > 0 or min(across + wide, down + high) < 1)


def of_filters(root: Element, told: Told) -> None:
    """Writes filters as browsers take them, and tells of those that look otherwise: those that are lit, that have
    parts of their own size, and those on what is turned or slanted."""
    filters = {element.get("id") for element in root.iter(f"{SVG}filter")}
    sized = {"x", "y", "width", "height"}
    for element in root.iter():
        tag = str(element.tag).removeprefix(SVG)
        if tag == "filter":
            for name in ("href", f"{XLINK}href"):  # of SVG 1.1: no browser has it any longer
                element.attrib.pop(name, None)
            if _cuts(element):
                told("<filter x, y, width, height>", element)
            parted = any(sized & one.attrib.keys() for one in element)
            if parted and element.get("primitiveUnits") == "objectBoundingBox":
                told('primitiveUnits="objectBoundingBox"', element)
        if element.get("stitchTiles") == "stitch":
            told('stitchTiles="stitch"', element)
        if re.search(r"(?:^|;)filter:[^;]*blur\(\s*[\d.]*[1-9][\d.]*\s*\)", element.get("style", "")):
            told("filter: blur()", element)  # without a unit: browsers leave it out
        named = _FILTER.search(element.get("style", ""))
        if named and named[1].strip() not in filters:  # what names none has none
            element.set("style", _FILTER.sub("", element.get("style", "")))
        beyond = tag == "feColorMatrix" and re.search(r"-|[2-9]|\d\d", element.get("values", ""))
        part = tag == "feFlood" and {"x", "y", "width", "height"} & element.attrib.keys()
        saturated = beyond and element.get("type") == "saturate"
        if tag in ("feDiffuseLighting", "feSpecularLighting", "feConvolveMatrix", "feImage") or part or saturated:
            told(f"<{tag}>", element)
    waiting = [(root, False)]
    while waiting:
        element, turned = waiting.pop()
        try:
            _, b, c, *_ = svg_transforms.functions(element.get("transform", ""))
        except svg_transforms.Unresolved:
            b = c = 0.0
        turned = turned or abs(b) > 1e-6 or abs(c) > 1e-6
        if turned and "filter:url" in element.get("style", "").replace(" ", ""):
            told("filter, transform", element)
        waiting += ((kid, turned) for kid in element)


def of_text(element: Element, tag: str, told: Told) -> None:
    """Tells of words that look otherwise: along a path, underlined, raised or spaced in ways of their own."""
    inner = [one for one in element.iter() if one is not element]
    if tag == "textPath":
        if "path" in element.attrib or any({"dx", "dy", "rotate"} & one.attrib.keys() for one in (element, *inner)):
            told("<textPath>", element)
    elif tag == "text" and any(one.tag == f"{SVG}textPath" for one in inner):
        styled = re.search("baseline-shift|filter", element.get("style", ""))
        if {"dx", "dy", "rotate"} & element.attrib.keys() or styled:
            told("<textPath>", element)
    decorated = "text-decoration:" in element.get("style", "")
    if decorated and any(re.search("text-decoration|fill|font-size", one.get("style", "")) for one in inner):
        told("text-decoration", element)
    if tag == "tspan" and all(
        any("baseline-shift:" in one.get("style", "") for one in some) for some in ([element], inner)
    ):
        told("<tspan> baseline-shift", element)
    if tag == "text" and all(f"{name}:" in element.get("style", "") for name in ("letter-spacing", "filter")):
        told("letter-spacing, filter", element)
    if "kerning" in element.attrib or element.get("textLength") == "0":
        told("kerning" if "kerning" in element.attrib else 'textLength="0"', element)
