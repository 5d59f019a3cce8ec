"""Which signs the fonts of papers have.

A sign without a glyph would come out as a box, and be read well by a machine all the same.
"""

from __future__ import annotations

import functools
import io
import re
import unicodedata
from collections.abc import Callable, Iterable

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code

GLYPH = Code(
    "glyph-missing",
    "error",
    N_("no font of this site has the character {character} ({name})"),
    N_("write it another way"),
)
UNPRINTED = Code(
    "glyph-missing",
    "warning",
    N_("no font of this site has the character {character} ({name}); papers print {instead} in its place"),
    N_("write it another way, or put a font that has it (.ttf) into templates/fonts/ beside meetings/"),
)
NOTHING = "\u25a1"
"""What is printed in the place of a sign that no font has."""
_FORMS = re.compile("[\ufe00-\ufe0f]")
"""Signs that pick a form of the one before them, as an emoji or as text: nothing is printed for them."""

_TAGS = re.compile(r"(<[^<>]*>)")


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

    def instead(self, character: str) -> str:
        """What is printed in the place of a sign that no font has: the plainer signs that it stands for, or a box."""
        plain = unicodedata.normalize("NFKD", character)
        return plain if plain != character and not self.lacking(plain) and plain.strip() else NOTHING

    def printable(self, html: str) -> str:
        """A piece of HTML with nothing in its text that no font has."""
        if html.isascii():
            return html
        parts = _TAGS.split(html)
        lacking = {one: self.instead(one) for one in self.lacking("".join(parts[::2]))}
        if lacking:
            signs = {ord(one): shown for one, shown in lacking.items()}
            parts[::2] = [text.translate(signs) for text in parts[::2]]
        return "".join(parts)


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
