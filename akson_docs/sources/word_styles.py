"""The styles of a Word document: which of them is a heading, a row of a list, hidden, bold.

A style is based on another, and says only what is different; styles have English names in the file, or local ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from akson_docs.sources.word_files import child, is_on, local, value


class WordStyles:
    """The styles of a document, each with those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        every = (one for one in (root if root is not None else ()) if local(one) == "style")
        self._by_id = {value(one, "styleId"): one for one in every}

    def chain(self, style: str) -> Iterator[Element]:
        """A style, and those that it is based on."""
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            yield self._by_id[style]
            style = value(child(self._by_id[style], "basedOn"))

    def name(self, style: str) -> str:
        """What a style is called, in small letters."""
        return next((value(child(one, "name")).lower() for one in self.chain(style)), "")

    def level(self, style: str, own: Element | None) -> int | None:
        """The level of the heading that a paragraph is: 0 for a title; None for one that is no heading."""
        said = value(child(own, "outlineLvl"))
        if said.isdigit():
            return int(said) + 1 if int(said) < 9 else None
        for one in self.chain(style):
            name, outline = value(child(one, "name")), value(child(one, "pPr", "outlineLvl"))
            if name.lower() in ("title", "tittel"):
                return 0
            if found := _HEADING.fullmatch(name):
                return int(found[1])
            if outline.isdigit():
                return int(outline) + 1 if int(outline) < 9 else None
        found = _HEADING.fullmatch(style) if not self.name(style) else None
        return int(found[1]) if found else None

    def switched(self, style: str, name: str) -> bool:
        """Whether a style of letters turns something on."""
        found = (child(one, "rPr", name) for one in self.chain(style))
        return is_on(next((one for one in found if one is not None), None))

    def numbering(self, style: str) -> tuple[str, str]:
        """The list and the level that a style puts a paragraph in; "" for none."""
        for one in self.chain(style):
            held = child(one, "pPr", "numPr")
            if held is not None:
                return value(child(held, "numId")), value(child(held, "ilvl"))
        return "", ""


_HEADING = re.compile(r"(?:heading|overskrift|rubrik)\s*([1-9])", re.IGNORECASE)


def named(element: Element, name: str) -> list[Element]:
    """What lies right below an element by the name of elements."""
    return [one for one in element if local(one) == name]
