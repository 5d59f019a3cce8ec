"""Where words stand in a text as a PDF gives it: whatever the case, over line ends, hyphens, ligatures and accents.

There is one idea of it, for what is covered and for the proof that nothing is left.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

LONGEST = 200
"""Signs of a phrase that is looked for: a longer one is a passage, which lines, pages and notes break in too many ways.
"""
SHORT = 4
"""Letters and digits of a phrase that is looked for inside other words too; a shorter one is in too many."""
_LIKE = 0.72
"""How much of a phrase words share with it that may be it, misspelt or misread."""
_SPACING = frozenset("\u00a8\u00af\u00b4\u00b8\u02c6\u02c7\u02d8\u02d9\u02da\u02db\u02dc\u02dd^`")
"""Accents that stand beside their letters, as older programs set them."""


class _Folding(dict[int, str]):
    """What each sign is compared as; "" for what may stand anywhere in a word: spaces, hyphens, full stops, quotation
    marks, accents, marks of notes, backslashes, marks unseen."""

    def __missing__(self, code: int) -> str:
        made = []
        for part in unicodedata.normalize("NFKD", chr(code)):
            kind = unicodedata.category(part)
            if kind[0] not in "ZCM" and kind not in _BETWEEN and part not in _SPACING and part not in _PASSED:
                made.append(_ALIKE.get(part) or part.casefold())
        self[code] = "".join(made)
        return self[code]


class _NameFolding(dict[int, str]):
    """The same of a name of a file or an address, which has other signs in the place of those that a text has: letters
    and digits alone count."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(part for part in _FOLDING[code] if part.isalnum())
        return self[code]


_BETWEEN = frozenset(("Pd", "Pc", "Pi", "Pf"))
"""The kinds of hyphens, low lines and quotation marks."""
_PASSED = frozenset("\\\u2212\u00b7\u2027.'\"\u2032\u2033\u02b9\u02bc\u0640*\u2020\u2021")
_ALIKE = {
    "\u2044": "/",
    **dict(zip("АВЕКМНОРСТУХІЈЅԁаеорсухіјѕһԛԝӏ", "abekmhopctyxijsdaeopcyxijshqwl", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳ", "abezhikmnoptyxocj", strict=True)),
}  # fmt: skip
"""Letters of other alphabets that look like Latin ones: whoever sees them reads those."""
_FOLDING = _Folding()
_NAME_FOLDING = _NameFolding()


def folded(text: str) -> str:
    """The letters, digits and other signs of a text, as they are compared."""
    return text.translate(_FOLDING)


def is_sayable(phrase: str) -> bool:
    """Whether a phrase has anything that can be looked for."""
    return any(sign.isalnum() for sign in folded(phrase))


def _orders(phrase: str) -> Iterator[str]:
    """A phrase in every order that a file may have its signs in: words that are written from right to left stand as
    they are seen where a text is written from left to right."""
    yield phrase
    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in phrase):
        words = phrase.split()
        yield " ".join(reversed(words))
        yield " ".join(word[::-1] for word in words)
        yield " ".join(word[::-1] for word in reversed(words))


_RAISED_SIGNS = frozenset(code for code in range(0xA0, 0x2100) if unicodedata.decomposition(chr(code))[:7] == "<super>")
"""Signs that are raised by themselves."""


@dataclass(frozen=True)
class Searched:
    """A text in which phrases are looked for."""

    text: str
    raised: frozenset[int] = frozenset()
    """Where its raised signs stand, beside those that are raised by themselves: they may be the number of a note, which
    is no part of what is said."""
    is_name: bool = False
    """Whether it is the name of a file or an address."""

    @classmethod
    def name(cls, text: str) -> Searched:
        """The name of a file, or an address, in which phrases are looked for."""
        return cls(unquote(text), is_name=True)

    @cached_property
    def _readings(self) -> tuple[_FoldedText, ...]:
        """As all signs say it, and without those that are raised."""
        folding = _NAME_FOLDING if self.is_name else _FOLDING
        whole = _FoldedText(self.text, folding)
        raised = {place for place, sign in enumerate(self.text) if ord(sign) in _RAISED_SIGNS} | self.raised
        if not raised:
            return (whole,)
        return whole, _FoldedText("".join("\0" if at in raised else sign for at, sign in enumerate(self.text)), folding)

    def says(self, phrase: str) -> bool:
        """Whether a phrase stands in it."""
        return any(True for _ in self.finds(phrase))

    def finds(self, phrase: str) -> Iterator[tuple[int, int]]:
        """Where a phrase stands, from its first sign to the one after its last."""
        found: dict[tuple[int, int], None] = {}
        for reading in self._readings:
            for said in _orders(phrase):
                found |= dict.fromkeys(self._in(reading, said.translate(reading.folding)))
        yield from sorted(found)

    def _in(self, reading: _FoldedText, wanted: str) -> Iterator[tuple[int, int]]:
        at = reading.folded.find(wanted) if wanted else -1
        while at >= 0:
            start, end = reading.origins[at], reading.origins[at + len(wanted) - 1] + 1
            if len(wanted) >= SHORT or (reading.is_edge(start - 1) and reading.is_edge(end)):
                yield start, end
            at = reading.folded.find(wanted, at + 1)

    def begin(self, place: int) -> int:
        """Which sign, as they are compared, is the first at or after a place."""
        return self._readings[0].begin(place)

    def places(self, wanted: str) -> Iterator[int]:
        """Where some folded signs stand, as they are compared."""
        at = self._readings[0].folded.find(wanted) if wanted else -1
        while at >= 0:
            yield at
            at = self._readings[0].folded.find(wanted, at + 1)

    def start(self, at: int) -> int:
        """Which sign of the text one of those is."""
        return self._readings[0].origins[at]

    def end(self, at: int, wanted: str) -> int:
        """Where some folded signs end that stand there."""
        return self._readings[0].origins[at + len(wanted) - 1] + 1

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


def sayable(name: str, phrases: Iterable[str]) -> str:
    """What a file is called where others read along: nothing but its ending where its name says a phrase."""
    searched = Searched.name(name)
    return f"\u2026{name[name.rfind('.') :]}" if any(map(searched.says, phrases)) else name


@dataclass(frozen=True)
class _FoldedText:
    """A text as it is read: its signs as they are compared."""

    text: str
    folding: Mapping[int, str]

    @cached_property
    def folded(self) -> str:
        return self.text.translate(self.folding)

    @cached_property
    def origins(self) -> Sequence[int]:
        """Where in the text each sign of it stands as it is compared."""
        return [place for place, sign in enumerate(self.text) for _ in self.folding[ord(sign)]]

    def begin(self, place: int) -> int:
        """Which sign, as they are compared, is the first at or after a place."""
        return bisect.bisect_left(self.origins, place)

    def is_edge(self, place: int) -> bool:
        """Whether no letter or digit stands at a place."""
        return not 0 <= place < len(self.text) or not self.text[place].isalnum()


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))
