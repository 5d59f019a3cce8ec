"""Which signs the fonts of papers have.

A sign without a glyph would come out as a box, and be read well by a machine all the same.
"""

from __future__ import annotations

import functools
import io
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

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
    def _faces(self) -> tuple[_Face, ...]:
        return tuple(map(_Face, self._fonts()))

    def lacking(self, text: str) -> tuple[str, ...]:
        """The signs of a printed text that none of the fonts has, in order; none where there are no fonts to ask."""
        lacking = {one for one in text if unicodedata.category(one)[0] not in "ZC" and not _FORMS.match(one)}
        if not lacking or not self._faces:
            return ()
        for face in self._faces:
            lacking = {one for one in lacking if not face.draws(ord(one))}
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


class _Face:
    """A font, which may be anybody's: of one that cannot be read no sign can be had."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known: dict[int, bool] = {}

    def draws(self, point: int) -> bool:
        """Whether it has a sign, and lines for it: a font that is damaged may name glyphs that it does not have."""
        if point not in self._known:
            self._known[point] = point in self._names and self._has_lines(self._names[point])
        return self._known[point]

    @functools.cached_property
    def _font(self) -> Any:
        from fontTools.ttLib import TTFont  # slow to import

        font = TTFont(io.BytesIO(self._data), lazy=True)
        if "glyf" in font:
            # By number: of a font without names of its own, one would be made up for each of its glyphs by its sign.
            font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        return font

    @functools.cached_property
    def _names(self) -> dict[int, str]:
        try:
            return dict(self._font.getBestCmap() or {})
        except Exception:
            return {}

    def _has_lines(self, name: str) -> bool:
        try:
            return "glyf" not in self._font or self._font["glyf"][name].numberOfContours != 0
        except Exception:
            return False


def named(character: str) -> dict[str, str | int]:
    """What a message says of a sign: itself, and what it is called."""
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    return {"character": character, "name": name.lower()}
