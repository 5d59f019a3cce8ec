"""The library that reads Markdown, set up as `markdown_setup` says. Whatever reads a text gets its reader here."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Literal, cast
from xml.etree.ElementTree import Element, SubElement

import markdown
import nh3
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from akson_docs.sources.markdown_setup import (
    ATTRIBUTES,
    BARE,
    ELEMENTS,
    EXTENSIONS,
    LEADS,
    OFF,
    PLACED,
    SCHEMES,
    SPOKEN,
    STRUCK,
    TAB,
    TICKED,
    tangle,
)
from akson_docs.sources.paper_pictures import ALONE, named

HIGHEST = 4
"""The level of an author's highest heading, where nothing else is said: a slide's own is of 3."""
WIDE, VERY_WIDE, LONG = 7, 10, 12
"""Columns, and rows, from which an author's table is set smaller on paper, or may go over two pages."""
WHOLE = re.compile(r"(?<![\w&#;-])[^\W\d_]-[^\W\d_]+(?![\w-])")
"""A word like "e-helse": a line that ends in "e-" is no line."""
_OPEN, _DONE = "\u25a1", "\u2713"
"""Before a row to tick off, and one that is ticked off: signs that the fonts of papers have."""
_PLACES: Mapping[str, int] = {"link": 160, "reference": 170, "table": 75}
"""Where in the library's order stand the parts that others may take the place of."""


class MarkdownReader(markdown.Markdown):
    """A reader of Markdown that knows how high its headings may be."""

    highest = HIGHEST
    pictures: Mapping[str, str] = MappingProxyType({})
    """The addresses of the pictures that the text may show, by their names in it."""

    def convert(self, source: str) -> str:
        """A text as HTML. What is too tangled is refused where it is read; should it come by another way, its words
        are there, and no markup."""
        return f"<p>{entities.escape(source, quote=False)}</p>" if tangle(source) else super().convert(source)

    def instead(self, name: Literal["link", "reference", "table"], part: Any) -> None:
        """Has a part take the place of the library's own."""
        registry: Any = self.parser.blockprocessors if name == "table" else self.inlinePatterns
        registry.register(part, name, _PLACES[name])


def reader() -> MarkdownReader:
    """The one way in which Markdown is read here."""
    made = MarkdownReader(extensions=list(EXTENSIONS), tab_length=TAB, output_format="html")
    for registry, names in OFF.items():
        for name in names:
            getattr(made, registry).deregister(name)
    made.parser.blockprocessors.register(_PictureBlock(made.parser), "picture", 95)
    made.inlinePatterns.register(_UnbrokenWord(WHOLE.pattern, made), "whole", 5)
    made.inlinePatterns.register(_BareAddress(BARE.pattern, made), "bare", 115)
    made.inlinePatterns.register(_InLanguage(SPOKEN.pattern, made), "spoken", 175)
    made.inlinePatterns.register(_StruckOut(STRUCK.pattern, made), "struck", 70)
    made.treeprocessors.register(_TidiedProse(made), "form", 5)
    return made


def allowed(made: str, pictures: Collection[str] = ()) -> str:
    """HTML that a reader made, with the elements, attributes and addresses of the allow-list alone, and pictures at
    these addresses."""

    def kept(element: str, name: str, value: str) -> str | None:
        if (element, name) == ("img", "src"):
            return value if value in pictures and PLACED.fullmatch(value) else None
        return _attribute(element, name, value)

    return nh3.clean(
        made,
        tags={*ELEMENTS, "img"} if pictures else set(ELEMENTS),
        attributes={element: set(names) for element, names in ATTRIBUTES.items()},
        attribute_filter=kept,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _attribute(element: str, name: str, value: str) -> str | None:
    """An attribute as it stays, or None."""
    if name == "title":
        return None
    return None if name == "href" and not LEADS.fullmatch(value) else value


class _TidiedProse(Treeprocessor):
    """An author's headings come below those around them without a gap; a table's head says what it heads; a link
    holds text alone, for the PDF engine makes of an element in it a second link that no tag knows."""

    md: MarkdownReader

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if re.fullmatch(r"h[1-6]", element.tag)]
        highest = min((int(element.tag[1]) for element in headings), default=1)
        before = self.md.highest - 1
        for element in headings:
            before = min(self.md.highest + int(element.tag[1]) - highest, before + 1, 6)
            element.tag = f"h{before}"
        for element in root.iter("a"):
            element.text = AtomicString("".join(element.itertext()))
            for inner in list(element):
                element.remove(inner)
        for element in root.iter("li"):
            first = (
                element[0] if len(element) and element[0].tag == "p" and not (element.text or "").strip() else element
            )
            ticked = TICKED.match(first.text or "")
            if ticked:
                first.text = f"{_OPEN if ticked[1] == ' ' else _DONE} {(first.text or '')[ticked.end() :]}"
        for element in root.iter("table"):
            columns, rows = len(list(element.iter("th"))), len(list(element.iter("tr")))
            form = f"{'wide' if columns >= WIDE else ''}{' very' if columns >= VERY_WIDE else ''}"
            form += " long" if rows > LONG else ""
            if form:
                element.set("class", form)
        for element in root.iter("th"):
            element.set("scope", "col")
        for element in (*root.iter("th"), *root.iter("td")):
            if "right" in element.attrib.pop("style", ""):
                element.set("class", "figures")


class _PictureBlock(BlockProcessor):
    """A picture in a paragraph of its own, in a text that may show some. One that is not among those is what it says,
    in words: nothing is asked for that is not there."""

    def test(self, parent: Element, block: str) -> bool:
        may_show = bool(cast(MarkdownReader, self.parser.md).pictures) and parent.tag == "div"
        return may_show and ALONE.fullmatch(block.strip("\n")) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0).strip("\n")
        found = ALONE.fullmatch(block)
        assert found is not None
        address = cast(MarkdownReader, self.parser.md).pictures.get(named(found))
        alt = " ".join(re.sub(r"\\(.)", r"\1", found[1]).split())
        if address:
            SubElement(SubElement(parent, "p", {"class": "shown"}), "img", {"src": address, "alt": alt})
        else:
            SubElement(parent, "p").text = AtomicString(alt)


class _BareAddress(InlineProcessor):
    """Makes a link of an address that stands in a text."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = Element("a", {"href": match[0] if "://" in match[0] else f"https://{match[0]}"})
        element.text = AtomicString(match[0])
        return element, match.start(0), match.end(0)


class _InLanguage(InlineProcessor):
    """Says in which language some words are."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = Element("span", {"lang": match[2]})
        element.text = match[1]
        return element, match.start(0), match.end(0)


class _StruckOut(InlineProcessor):
    """Strikes text out."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = Element("del")
        element.text = match[1]
        return element, match.start(0), match.end(0)


class _UnbrokenWord(InlineProcessor):
    """Keeps a word whose first part is one letter together."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = Element("span", {"class": "whole"})
        element.text = AtomicString(match[0])
        return element, match.start(0), match.end(0)
