"""What a text in Markdown is for a reader: its HTML, its words, and where its links lead.

Whoever asks what a text prints asks here, so that what is looked for in it is what a reader sees. How Markdown is set
up, `markdown_setup` says.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping
from types import MappingProxyType

from akson_docs.meetings import markdown_reader
from akson_docs.meetings.markdown_reader import HIGHEST, MarkdownReader
from akson_docs.sources import paper_pictures


def html(
    reader: MarkdownReader, text: str, level: int = HIGHEST, pictures: Mapping[str, str] = MappingProxyType({})
) -> str:
    """A text as HTML of an allow-list of elements and addresses; its highest heading is of the level. Of the pictures
    that it names it shows those that have an address in `pictures`."""
    reader.reset()
    reader.highest = level
    reader.pictures = pictures
    return markdown_reader.allowed(reader.convert(text), frozenset(pictures.values()))


def printed(reader: MarkdownReader, text: str) -> str:
    """What a reader sees of a text, or hears of its pictures: no marks, no addresses behind words; a line's end or a
    cell's is a space."""
    return entities.unescape(_INSIDE.sub("", _TAG.sub(" ", html(reader, paper_pictures.in_words(text)))))


def in_short(reader: MarkdownReader, text: str, length: int = 0) -> str:
    """A text as words in one line, its lists with their numbers; where it is longer than `length`, the beginning of it,
    with "…"."""
    if _MARKED.search(text):
        text = printed(reader, _NUMBERED.sub(r"\1\\.", text))
    words = " ".join(text.split())
    return (
        words if not length or len(words) <= length else words[: length + 1].rpartition(" ")[0].rstrip(",.;:–") + " …"
    )


_MARKED = re.compile(r"(?m)[^\w\s.,;:?()/\"'«»–—%§-]|_|^\s*[-:]|://|www\.")
"""Where a text may be more than words; the numbers of a list are words here."""
_NUMBERED = re.compile(r"(?m)^[ \t]*([0-9]+)\.(?=\s)")
"""The number of a row of a list."""


def leads(reader: MarkdownReader, text: str) -> tuple[str, ...]:
    """Where the links of a text lead, and its pictures lie."""
    links = tuple(entities.unescape(address) for address in _HREF.findall(html(reader, text)))
    return (*links, *(one.file for one in paper_pictures.shown(text))) if "![" in text else links


_HREF = re.compile(r'<a href="([^"<>]*)"')
_INSIDE = re.compile(r"</?(?:strong|em|del|a|code|span)(?: [^<>]*)?>")
_TAG = re.compile(r"<(?!/?(?:strong|em|del|a|code|span)[ >])[^<>]*>")
"""What divides words: anything but what stands in a line. An address has no `<` in it, nor has text."""
