"""Which signs the fonts of papers have, and which signs of the sources they lack, each told where it stands.

A sign without a glyph would come out as a box, and be read well by a machine all the same.
"""

from __future__ import annotations

import functools
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from . import prose, walk
from .diagnostics import Code, Diagnostic, Path
from .model import Attachment, Document, Site
from .parse import Parsed
from .published import MOST_TOLD, place, same_words
from .slides import Grid
from .walk import Field, Leaf
from .words import Text, Words

GLYPH = Code(
    "glyph-missing",
    "error",
    "no font of this site has the character {character} ({name})",
    "ingen av nettstedets skrifter har tegnet {character} ({name})",
    "write it another way",
    "skriv det på en annen måte",
)
RARE = re.compile("[^\\x00-\\x7e\\xa0-\\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]")
"""What is worth asking for: every font for these languages has the others."""
_FORMS = re.compile("[\ufe00-\ufe0f]")
"""Signs that pick a form of the one before them, as an emoji or as text: nothing is printed for them."""


class Coverage:
    """The signs that some fonts have, which are looked into as they are needed: as a rule the first has them all."""

    def __init__(self, fonts: Callable[[], Iterable[bytes]]) -> None:
        self._fonts = fonts

    @functools.cached_property
    def _faces(self) -> tuple[Callable[[], frozenset[int]], ...]:
        return tuple(functools.cache(functools.partial(_characters, data)) for data in self._fonts())

    def lacking(self, text: str) -> tuple[str, ...]:
        """The signs of a printed text that none of the fonts has, in order; none where there are no fonts to ask."""
        lacking = {one for one in text if unicodedata.category(one)[0] not in "ZC" and not _FORMS.match(one)}
        if not lacking or not self._faces:
            return ()
        for face in self._faces:
            lacking = {one for one in lacking if ord(one) not in face()}
            if not lacking:
                break
        return tuple(sorted(lacking))


def _characters(font: bytes) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # slow to import

    try:
        return frozenset(TTFont(io.BytesIO(font), lazy=True).getBestCmap() or ())
    except Exception:  # a font may be anybody's; of one that cannot be read no glyph can be had
        return frozenset()


def named(character: str) -> dict[str, str | int]:
    """What a message says of a sign: itself, and what it is called."""
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    return {"character": character, "name": name.lower()}


def problems(parsed: Parsed[Any], read: Callable[[str], bytes], coverage: Coverage) -> Iterator[Diagnostic]:
    """Every sign that papers print of a site, a board or a meeting and no font has, once for each of its texts."""
    for leaf in walk.leaves(parsed.value, enters=_is_printed):
        basis = leaf.value.withheld if isinstance(leaf.value, Words) else ""
        for text in dict.fromkeys((*(text for _, text in leaf.texts), basis)):
            markdown = isinstance(leaf.value, Text) and text is not basis
            if not (RARE.search(text) or (markdown and "&" in text)) or _is_called_otherwise(leaf, parsed.value):
                continue
            path, shown = _place(leaf), prose.printed(prose.reader(), text) if markdown else text
            for character in coverage.lacking("".join(RARE.findall(shown)))[:MOST_TOLD]:
                yield GLYPH.at(place(path, same_words(character), 0, parsed, read), **named(character))


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


def _place(leaf: Leaf) -> Path:
    """Where the source has a leaf: a text in a file of its own where it is named, a cell in its row."""
    owner, path = leaf.field.owner if leaf.field else None, leaf.path
    if owner is Document:
        return path[:-1]
    if owner is Grid and leaf.field is not None:
        return (*path[:-2], 0) if leaf.field.name == "head" else (*path[:-3], int(path[-2]) + 1)
    return path
