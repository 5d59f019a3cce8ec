"""SVG: is a file a drawing, and nothing but a drawing?

A reader may open it at its own address, where it is a document like any other: what runs, what fetches, and what an
engine would draw for minutes, is found here, and the picture refused. Nothing is rewritten, for then what is published
would not be what its author saw. The rules are allow-lists for what SVG itself may hold (SVG 2, W3C CR 2018), so that
what a browser learns tomorrow is refused today; what drawing programs keep for themselves in namespaces of their own
(Inkscape's views, Illustrator's XMP) nobody runs, and it stays.

Read with expat and no tree: a file is refused at the first thing that is wrong, before the rest has cost anything.
No entity is ever expanded, for a document type that declares any is refused where it begins.
"""

from __future__ import annotations

import base64
import functools
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

SVG = "http://www.w3.org/2000/svg"

MOST_BYTES = 5_000_000
"""Bytes of a drawing."""
MOST_ELEMENTS = 20_000
"""Elements of a drawing, each counted as often as it is drawn, for `<use>`, patterns and markers draw them again: the
PDF engine takes three seconds for so many."""
DEEPEST = 100
"""Elements inside each other."""
MOST_FILTERS = 200
"""Primitives of filters, each of which goes over all that is filtered."""

_ELEMENTS = frozenset((
    "a", "circle", "clipPath", "defs", "desc", "ellipse", "filter", "font", "font-face", "font-face-name",
    "font-face-src", "g", "glyph", "hkern", "image", "line", "linearGradient", "marker", "mask", "metadata", "mesh",
    "meshgradient", "meshpatch", "meshrow", "missing-glyph", "path", "pattern", "polygon", "polyline",
    "radialGradient", "rect", "solidColor", "solidcolor", "stop", "style", "svg", "switch", "symbol", "text",
    "textPath", "title", "tref", "tspan", "use", "view", "vkern",
    # of Inkscape, from before SVG 2
    "flowRoot", "flowPara", "flowRegion", "flowSpan", "flowLine", "hatch", "hatchpath",
))  # fmt: skip
_FILTERS = frozenset((
    "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting",
    "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR",
    "feGaussianBlur", "feImage", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight",
    "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
))  # fmt: skip
_RUNNING = (
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/1999/XSL/Transform",
    "http://www.w3.org/2001/xml-events",
    "http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul",
    "http://www.mozilla.org/xbl",
    "http://www.w3.org/ns/xbl",
)
"""Namespaces of elements that do something inside a drawing too."""
_XML = "http://www.w3.org/XML/1998/namespace"
_BITMAP = re.compile(r"data:image/(?:png|jpe?g);base64,", re.IGNORECASE)
_FONT = re.compile(r"data:(?:font/[\w.+-]+|application/(?:x-)?(?:font[\w.+-]*|octet-stream))[;,]")
_LINK = re.compile(r"(?:https?://|mailto:|#)")
_FETCHES = re.compile(r"@import|image-set\(|image\(|src\(|cross-fade\(|javascript:", re.I)
"""What a style may fetch or run otherwise than with `url(…)`."""
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)]*))""", re.I)
_TYPE = re.compile(r"-//W3C//DTD SVG [\w. ]+//EN")
"""The document type that Illustrator and draw.io write; no reader fetches it."""


class NotSvg(Exception):
    """A file that is no SVG, or broken."""


class _Forbidden(Exception):
    """What is found in a drawing that may not be in it."""


def refused(data: bytes, is_bitmap: Callable[[bytes], bool]) -> str:
    """What an SVG file holds that no picture here may hold, as it is told to its author; "" for nothing.

    `is_bitmap` says of what is embedded whether it is a picture that may be there. Raises NotSvg.
    """
    if len(data) > MOST_BYTES:
        return f"> {MOST_BYTES // 1_000_000} MB"
    reading = _DrawingCheck()
    try:
        text = data.decode("utf-8-sig")
        reading.parser.Parse(text, True)
        reading.weight()
        for one in reading.bitmaps:
            if not is_bitmap(base64.b64decode(one.partition(",")[2])):
                return f'href="{_short(one)}"'
    except _Forbidden as found:
        return str(found)
    except (expat.ExpatError, UnicodeDecodeError, ValueError) as error:
        raise NotSvg from error
    return ""


@dataclass
class _SvgElement:
    """What is remembered of an element: what styles know it by, the elements in it, and what it has drawn again."""

    tag: str
    id: str
    classes: str
    line: str
    """The numbers of its corners, each of which may have a marker."""
    kids: list[_SvgElement] = field(default_factory=list)
    again: list[tuple[str, str]] = field(default_factory=list)
    """(id of what it has drawn, by which attribute)"""

    @functools.cached_property
    def corners(self) -> int:
        """How many corners there are in it and in what is in it."""
        return 2 + sum(1 for _ in _NUMBER.finditer(self.line)) // 2 + sum(kid.corners for kid in self.kids)


class _DrawingCheck:
    """The reading of one file."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self.declaration
        self.parser.StartDoctypeDeclHandler = self.document_type
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.open: list[_SvgElement] = []
        self.top: _SvgElement | None = None
        self.elements = self.filters = 0
        self.style: list[str] | None = None
        self.sheets: list[str] = []
        self.bitmaps: list[str] = []

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        # Another encoding than the one that is read here would show readers another file.
        if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise ValueError(encoding)

    def document_type(self, name: str, system: str | None, public: str | None, subset: int) -> None:
        if subset or name != "svg" or not _TYPE.fullmatch(public or ""):
            raise _Forbidden("<!DOCTYPE>")

    def instruction(self, target: str, data: str) -> None:
        if target != "xpacket":  # around what Adobe's programs say of a file
            raise _Forbidden(f"<?{target}?>")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        self.elements += 1
        if self.top is None and (space, tag) != (SVG, "svg"):
            raise ValueError(name)
        if self.elements > MOST_ELEMENTS:
            raise _Forbidden(f"> {MOST_ELEMENTS} elements")
        if len(self.open) >= DEEPEST:
            raise _Forbidden(f"> {DEEPEST} elements inside each other")
        if space == SVG:
            self.filters += tag in _FILTERS
            if tag not in _ELEMENTS and tag not in _FILTERS:
                raise _Forbidden(f"<{tag}>")
            if self.filters > MOST_FILTERS:
                raise _Forbidden(f"> {MOST_FILTERS} filters")
        elif not space or space in _RUNNING or tag.lower() in ("script", "handler", "listener"):
            raise _Forbidden(f"<{tag}>")
        line = attributes.get("d") or attributes.get("points") or ""
        element = _SvgElement(tag, attributes.get("id", ""), attributes.get("class", ""), line)
        for key, value in attributes.items():
            element.again += _attribute(tag if space == SVG else "", key, value)
            if _BITMAP.match(value.strip()) and key.rpartition(" ")[2] == "href":
                self.bitmaps.append(value)
        if self.open:
            self.open[-1].kids.append(element)
        else:
            self.top = element
        self.open.append(element)
        if space == SVG and tag == "style":
            self.style = []

    def end(self, name: str) -> None:
        self.open.pop()
        if self.style is not None and name == f"{SVG} style":
            self.sheets.append(_unescaped("".join(self.style)))
            list(_named(self.sheets[-1]))  # what is imported stands outside of rules
            self.style = None

    def characters(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def weight(self) -> None:
        """Raises _Found where too many elements are drawn, or one inside itself."""
        by_id: dict[str, _SvgElement] = {}
        by_name: dict[str, list[_SvgElement]] = {}
        waiting = [self.top] if self.top else []
        while waiting:
            element = waiting.pop()
            by_id.setdefault(element.id, element)
            for name in {"", element.tag, f"#{element.id}", *(f".{one}" for one in element.classes.split())}:
                by_name.setdefault(name, []).append(element)
            waiting += element.kids
        for sheet in self.sheets:
            _styled(sheet, by_name)
        known: dict[int, _Weight] = {}

        def of(element: _SvgElement, depth: int) -> _Weight:
            if depth > DEEPEST:
                raise _Forbidden(f"> {DEEPEST} elements inside each other")
            found = known.get(id(element))
            if found is _UNDER_WAY:
                raise _Forbidden("a part that is drawn inside itself")
            if found is None:
                known[id(element)] = _UNDER_WAY
                kids = [of(kid, depth + 1) for kid in element.kids]
                shapes = 1 + sum(kid.shapes for kid in kids)
                drawn, height = 1 + sum(kid.drawn for kid in kids), 1 + max((kid.height for kid in kids), default=0)
                for name, by in element.again:
                    target = by_id.get(name)
                    if target is not None and name:
                        # What fills a group fills all that is in it.
                        filled = shapes if by in ("fill", "stroke") else 1
                        times = element.corners if by.startswith("marker") else filled
                        inner = of(target, depth + 1)
                        drawn += 0 if target.tag in _PAINTS else times * inner.drawn
                        height = max(height, 1 + inner.height)
                found = known[id(element)] = _Weight(drawn, shapes, height)
                if height > DEEPEST + 1:
                    raise _Forbidden(f"> {DEEPEST} elements inside each other")
                if drawn > MOST_ELEMENTS:
                    raise _Forbidden(f"> {MOST_ELEMENTS} elements")
            return found

        if self.top is not None:
            of(self.top, 0)


@dataclass(frozen=True)
class _Weight:
    """What an element costs: how many are drawn, how many there are in it, and how many are inside each other then."""

    drawn: int
    shapes: int
    height: int


_UNDER_WAY = _Weight(0, 0, 0)
_PAINTS = frozenset(("linearGradient", "radialGradient", "meshgradient", "filter", "solidColor", "solidcolor"))
"""What is named and not drawn again."""


def _styled(sheet: str, by_name: Mapping[str, list[_SvgElement]]) -> None:
    """Gives the elements what the rules of a style sheet name for them, as if it stood there."""
    for piece in sheet.split("}"):
        before, _, rule = piece.rpartition("{")
        named = list(_named(rule))
        for selector in before.rpartition("{")[2].split(",") if named else ():
            last = _LAST.search(selector.strip())
            for element in by_name.get(last[0] if last else "", ()):
                element.again += named


_LAST = re.compile(r"(?:(?<![\w.#:\])-])|[.#])[A-Za-z_][\w-]*\Z")
"""What a selector ends with, where that is a name of one kind; another may mean any element."""


def _attribute(tag: str, key: str, value: str) -> Iterator[tuple[str, str]]:
    """What an attribute has drawn again, and by which name; `tag` is "" for an element that is not SVG's own.

    Raises _Found.
    """
    space, _, name = key.rpartition(" ")
    if name.lower().startswith("on") and not space:
        raise _Forbidden(name)
    if (space, name) == (_XML, "base"):
        raise _Forbidden(f'xml:base="{_short(value)}"')
    if name.lower() in ("href", "src"):
        target = value.strip()
        if not target.startswith("#") and not (
            (tag == "a" and _LINK.match(target)) or (tag in ("image", "feImage") and _BITMAP.match(target))
        ):
            raise _Forbidden(f'{name}="{_short(value)}"')
        if target.startswith("#") and tag != "a":
            yield target[1:], name
    elif not space and tag and name not in _INERT and not name.startswith(("data-", "aria-")):
        yield from ((target, by or name) for target, by in _named(value))


_INERT = frozenset(("id", "class", "d", "points", "content", "transform", "viewBox", "x", "y", "width", "height"))
"""Attributes that name nothing, whatever they hold; draw.io keeps its own file in `content`."""


def _named(style: str) -> Iterator[tuple[str, str]]:
    """The ids that a style, or an attribute that may stand for one, names, each with its property. Raises _Found."""
    plain = _unescaped(style)
    fetches = _FETCHES.search(plain)
    if fetches:
        raise _Forbidden(fetches[0])
    end = 0
    for found in _URL.finditer(plain):
        target = next((one for one in found.groups() if one is not None), "").strip()
        if target.startswith("#"):
            properties = _PROPERTY.findall(plain, end, found.start())
            yield target[1:], properties[-1].lower() if properties else ""
        elif not _FONT.match(target):
            raise _Forbidden(f"url({_short(target)})")
        end = found.end()


_PROPERTY = re.compile(r"([\w-]+)\s*:")


def _unescaped(style: str) -> str:
    """A style as it is read: without comments, and with `\\75rl` as the `url` that it is."""
    if "/*" in style:
        style = re.sub(r"/\*.*?(?:\*/|\Z)", "", style, flags=re.DOTALL)
    if "\\" in style:
        style = re.sub(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", _character, style, flags=re.DOTALL)
    return style


def _character(escape: re.Match[str]) -> str:
    if escape[2]:
        return escape[2]
    number = int(escape[1], 16)
    return chr(number) if 0 < number <= sys.maxunicode else "\ufffd"


_NUMBER = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")


def _short(text: str) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
