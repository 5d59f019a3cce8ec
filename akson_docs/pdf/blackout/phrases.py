"""Where words stand in a text as a PDF gives it: whatever the case, over line ends, hyphens, ligatures and accents.

There is one idea of it, for what is covered and for the proof that nothing is left.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

SHORT = 4
"""Letters and digits of a phrase that is looked for inside other words too; a shorter one is in too many."""
_LIKE = 0.72
"""How much of a phrase words share with it that may be it, misspelt or misread."""
_SPACING = frozenset("\u00a8\u00af\u00b4\u00b8\u02c6\u02c7\u02d8\u02d9\u02da\u02db\u02dc\u02dd^`")
"""Accents that stand beside their letters, as older programs set them."""


def folded(text: str) -> str:
    """The letters, digits and other signs of a text, as they are compared."""
    return "".join(_fold(sign) for sign in text)


def _fold(sign: str) -> str:
    """What a sign is compared as; "" for what may stand anywhere in a word: spaces, hyphens, accents, marks unseen."""
    made = []
    for part in unicodedata.normalize("NFKD", sign):
        kind = unicodedata.category(part)
        if kind[0] in "ZCM" or kind == "Pd" or part in _SPACING or part in "\u2212\u00b7\u2027":
            continue
        made.append(part.casefold())
    return "".join(made)


def is_sayable(phrase: str) -> bool:
    """Whether a phrase has anything that can be looked for."""
    return any(sign.isalnum() for sign in folded(phrase))


@dataclass(frozen=True)
class Searched:
    """A text in which phrases are looked for."""

    text: str

    @cached_property
    def _folds(self) -> tuple[str, Sequence[int]]:
        """The text as it is compared, and where each sign of it stands in the text."""
        made: list[str] = []
        origins: list[int] = []
        for place, sign in enumerate(self.text):
            part = _fold(sign)
            made.append(part)
            origins += [place] * len(part)
        return "".join(made), origins

    def finds(self, phrase: str) -> Iterator[tuple[int, int]]:
        """Where a phrase stands, from its first sign to the one after its last."""
        text, origins = self._folds
        wanted = folded(phrase)
        if not wanted:
            return
        at = text.find(wanted)
        while at >= 0:
            start, end = origins[at], origins[at + len(wanted) - 1] + 1
            if len(wanted) >= SHORT or (self._is_edge(start - 1) and self._is_edge(end)):
                yield start, end
            at = text.find(wanted, at + 1)

    def _is_edge(self, place: int) -> bool:
        """Whether no letter or digit stands at a place."""
        return not 0 <= place < len(self.text) or not self.text[place].isalnum()

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """The same with the letters and digits that are joined to it: a word is covered whole."""
        while start > 0 and self.text[start].isalnum() and self.text[start - 1].isalnum():
            start -= 1
        while end < len(self.text) and self.text[end - 1].isalnum() and self.text[end].isalnum():
            end += 1
        return start, end

    @cached_property
    def _words(self) -> tuple[tuple[str, int], ...]:
        return tuple((folded(one[0]), one.start()) for one in re.finditer(r"\S+", self.text))

    def like(self, phrase: str) -> int | None:
        """Where something like a phrase stands; None where nothing does."""
        wanted, count = _pairs(folded(phrase)), max(1, len(phrase.split()))
        best, place = _LIKE, None
        for first in range(len(self._words)):
            for length in (count, count + 1):
                said = "".join(word for word, _ in self._words[first : first + length])
                pairs = _pairs(said)
                shared = 2 * len(wanted & pairs) / max(1, len(wanted) + len(pairs))
                if shared > best:
                    best, place = shared, self._words[first][1]
        return place


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def page_of(place: int, begins: Sequence[int]) -> int:
    """The page, from 0, that a place in a text is on; `begins` are where the text of each begins."""
    return bisect.bisect_right(begins, place) - 1
