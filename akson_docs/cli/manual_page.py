"""A page of the manual as a value: what it is called, what stands on it, where it leads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, and its language where that is not the page's."""

    text: Markup
    language: str = ""


@dataclass(frozen=True)
class ManualRow:
    """What has a name and is explained; with an address, where more about it stands."""

    name: str
    said: tuple[Paragraph, ...] = ()
    address: str = ""
    typed: Markup | None = None
    """What may be written for it."""
    tags: tuple[str, ...] = ()
    is_words: bool = False
    """Whether its name is what a page is called, and nothing that is typed."""
    language: str = ""
    """That of its name, where it is not the page's."""
    picture: Markup | None = None
    """What it looks like: for eyes alone, for it stands on its own page."""


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading."""

    heading: str
    said: tuple[Paragraph, ...] = ()
    code: str = ""
    rows: tuple[ManualRow, ...] = ()
    shown: Markup | None = None
    """A slide as it is drawn."""
    prose: Markup | None = None
    """What the guide says there."""
    id: str = ""
    """Its place on the page."""
    address: str = ""
    """Where its heading leads."""


@dataclass(frozen=True)
class Page:
    """A page of the manual, in one language."""

    address: str
    title: str
    summary: Paragraph
    sections: tuple[Section, ...]
    above: tuple[tuple[str, str], ...] = ()
    """(address, title) of the pages that lead to it, the front page left out."""
    language: str = ""
    """That of its words, where it is not the page's: the guide has none in each."""
    example: str = ""
    """The language of what is shown as an example, where it is not the page's."""

    @property
    def has_slides(self) -> bool:
        """Whether slides are shown on it, large or small."""
        return any(section.shown or any(row.picture for row in section.rows) for section in self.sections)


def plain(text: str) -> Paragraph:
    """A paragraph of words with code in backticks."""
    return Paragraph(inline(text))


def inline(text: str) -> Markup:
    """Words with code in backticks, as HTML."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
