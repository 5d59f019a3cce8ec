"""Markdown as it is read here: raw HTML is text, there are no pictures, and links lead to the web alone.

Whoever asks what a text prints asks here, so that what is looked for in it is what a reader sees.
"""

from __future__ import annotations

import html as entities
import re
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString


def html(reader: MarkdownReader, text: str, level: int = 4) -> str:
    """A text as HTML of an allow-list of elements and addresses; its highest heading is of the level."""
    reader.reset()
    reader.highest = level
    return nh3.clean(
        reader.convert(text),
        tags=set(_ELEMENTS),
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def printed(reader: MarkdownReader, text: str) -> str:
    """What a reader sees of a text: no marks, no addresses behind words; a line's end or a cell's is a space."""
    return entities.unescape(_INSIDE.sub("", _TAG.sub(" ", html(reader, text))))


def leads(reader: MarkdownReader, text: str) -> tuple[str, ...]:
    """Where the links of a text lead."""
    return tuple(entities.unescape(address) for address in _HREF.findall(html(reader, text)))


_HREF = re.compile(r'<a href="([^"<>]*)"')
_INSIDE = re.compile(r"</?(?:strong|em|a|code|span)(?: [^<>]*)?>")
_TAG = re.compile(r"<(?!/?(?:strong|em|a|code|span)[ >])[^<>]*>")
"""What divides words: anything but what stands in a line. An address has no `<` in it, nor has text."""

_ELEMENTS = frozenset((
    "p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote", "code", "pre", "hr", "span",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
))  # fmt: skip
_ATTRIBUTES = {
    "span": {"class"},
    "table": {"class"},
    "a": {"href"},
    "ol": {"start"},
    "th": {"scope", "class"},
    "td": {"class"},
}
_SCHEMES = frozenset(("http", "https", "mailto"))
_LEADS = re.compile(r"(?:https?://|mailto:|#)[^<>\x00-\x1f]*", re.IGNORECASE)
"""Where a link may lead: to the web, to a letter box, or to another place of the same page."""


def _attribute(element: str, name: str, value: str) -> str | None:
    """An attribute as it stays, or None. An address with `<` in it could pass for markup in what is done with the
    HTML later."""
    if name == "title":
        return None
    return None if name == "href" and not _LEADS.fullmatch(value) else value


class MarkdownReader(markdown.Markdown):
    """A reader of Markdown that knows how high its headings may be."""

    highest = 4


class _Headings(Treeprocessor):
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


WIDE, VERY_WIDE, LONG = 7, 10, 25
"""Columns, and rows, from which an author's table is set smaller on paper, or may go over two pages."""
WHOLE = re.compile(r"(?<![\w&#;-])[^\W\d_]-[^\W\d_]+(?![\w-])")
"""A word like "e-helse": a line that ends in "e-" is no line."""


class _UnbrokenWord(InlineProcessor):
    """Keeps a word whose first part is one letter together."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = Element("span", {"class": "whole"})
        element.text = AtomicString(match[0])
        return element, match.start(0), match.end(0)


def reader() -> MarkdownReader:
    """The one way in which Markdown is read here."""
    made = MarkdownReader(extensions=["sane_lists", "tables"], tab_length=2, output_format="html")
    for registry, names in (
        (made.preprocessors, ("html_block",)),
        (made.inlinePatterns, ("html", "image_link", "image_reference", "short_image_ref")),
    ):
        for name in names:
            registry.deregister(name)
    made.inlinePatterns.register(_UnbrokenWord(WHOLE.pattern, made), "whole", 5)
    made.treeprocessors.register(_Headings(made), "headings", 5)
    return made
