"""Which signs of the sources the fonts of papers lack, each told where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from akson_docs.diagnostics import Diagnostic, ValuePath
from akson_docs.meetings import markdown_reader, prose
from akson_docs.model import walk
from akson_docs.model.documents import Attachment, Document, Site
from akson_docs.model.slides import Grid
from akson_docs.model.values import LocalizedText, Text
from akson_docs.model.walk import Field, Leaf
from akson_docs.rules.scan.public_content import MOST_TOLD, place, same_words
from akson_docs.sources.font_coverage import NOTHING, UNPRINTED, Coverage, named
from akson_docs.sources.loader import Parsed

RARE = re.compile("[^\\x00-\\x7e\\xa0-\\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]")
"""What is worth asking for: every font for these languages has the others."""


def problems(parsed: Parsed[Any], read: Callable[[str], bytes], coverage: Coverage) -> Iterator[Diagnostic]:
    """Every sign that papers print of a site, a board or a meeting and no font has, once for each of its texts."""
    for leaf in walk.leaves(parsed.value, enters=_is_printed):
        basis = leaf.value.withheld if isinstance(leaf.value, LocalizedText) else ""
        for text in dict.fromkeys((*(text for _, text in leaf.texts), basis)):
            markdown = isinstance(leaf.value, Text) and text is not basis
            if not (RARE.search(text) or (markdown and "&" in text)) or _is_called_otherwise(leaf, parsed.value):
                continue
            path, shown = _place(leaf), prose.printed(markdown_reader.reader(), text) if markdown else text
            for character in coverage.lacking("".join(RARE.findall(shown)))[:MOST_TOLD]:
                if coverage.instead(character) == NOTHING:  # else it is printed as the plainer signs that it stands for
                    where = place(path, same_words(character), 0, parsed, read)
                    yield UNPRINTED.at(where, instead=NOTHING, **named(character))


def _is_printed(field: Field, held: object) -> bool:
    """Whether papers print a field. Of a site they say who publishes it, and whom one writes to."""
    if field.owner is Site:
        return field.name in ("publisher", "contact")
    if field.owner is Attachment and field.name == "file":
        return True
    return field.visibility == "printed"


def _is_called_otherwise(leaf: Leaf, value: object) -> bool:
    """Whether a leaf is the name of a file that papers call by a title."""
    file = leaf.field is not None and leaf.field.owner is Attachment and leaf.field.name == "file"
    return file and bool(getattr(walk.at(value, leaf.path[:-1]), "title", None))


def _place(leaf: Leaf) -> ValuePath:
    """Where the source has a leaf: a text in a file of its own where it is named, a cell in its row."""
    owner, path = leaf.field.owner if leaf.field else None, leaf.path
    if owner is Document:
        return path[:-1]
    if owner is Grid and leaf.field is not None:
        return (*path[:-2], 0) if leaf.field.name == "head" else (*path[:-3], int(path[-2]) + 1)
    return path
