"""The numbers of the rows of a Word document's lists, and of its headings: as Word counts and writes them.

A document says of each level how its number looks and where it begins; at which number a row is follows from all rows
before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from akson_docs.sources.word_files import child, local, value
from akson_docs.sources.word_styles import WordStyles, named


@dataclass(frozen=True)
class _Level:
    form: str
    pattern: str
    start: int
    style: str


class Numbering:
    """The lists of a document, and the number that each is at."""

    def __init__(self, root: Element | None, styles: WordStyles) -> None:
        held = list(root) if root is not None else []
        self._abstract: dict[str, dict[int, _Level]] = {}
        links: dict[str, str] = {}
        for one in held:
            if local(one) == "abstractNum":
                key = value(one, "abstractNumId")
                self._abstract[key] = {_number(value(level, "ilvl")): _level(level) for level in named(one, "lvl")}
                links[key] = value(child(one, "numStyleLink"))
        nums = [one for one in held if local(one) == "num"]
        self._of = {value(one, "numId"): value(child(one, "abstractNumId")) for one in nums}
        for key, style in links.items():
            if style and not self._abstract[key]:
                self._abstract[key] = self._abstract.get(self._of.get(styles.numbering(style)[0], ""), {})
        self._restarts = {
            value(one, "numId"): {
                _number(value(each, "ilvl")): _number(value(child(each, "startOverride")), 1)
                for each in named(one, "lvlOverride")
                if child(each, "startOverride") is not None
            }
            for one in nums
        }
        self._at: dict[str, dict[int, int]] = {}
        self._used: set[str] = set()

    def place(self, number: str, level: str, style: str) -> tuple[str, int] | None:
        """The list and the level of a paragraph, by what it or its style says; None where it is in none."""
        levels = self._abstract.get(self._of.get(number, ""), {})
        if not levels:
            return None
        of_style = next((depth for depth, one in levels.items() if style and one.style == style), None)
        depth = _number(level) if level or of_style is None else of_style
        return (number, depth) if depth in levels else None

    def next(self, number: str, depth: int) -> tuple[str, int, str]:
        """(form, number, label) of the next row of a list on a level."""
        key = self._of.get(number, "")
        levels, at = self._abstract[key], self._at.setdefault(key, {})
        if number not in self._used:
            self._used.add(number)
            for level, start in self._restarts.get(number, {}).items():
                at[level] = start - 1
        at[depth] = at.get(depth, levels[depth].start - 1) + 1
        for deeper in [one for one in at if one > depth]:
            del at[deeper]

        def counted(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            one = levels.get(level)
            return _counted(at.get(level, one.start), one.form) if one else ""

        return levels[depth].form, at[depth], re.sub(r"%([1-9])", counted, levels[depth].pattern).strip()


def _level(element: Element) -> _Level:
    form, pattern = value(child(element, "numFmt")) or "decimal", value(child(element, "lvlText"))
    return _Level(form, pattern, _number(value(child(element, "start")), 1), value(child(element, "pStyle")))


def _number(text: str, otherwise: int = 0) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else otherwise


def _counted(number: int, form: str) -> str:
    """A number as a list writes it."""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        said, rest = "", number
        for size, sign in _ROMAN:
            said += sign * (rest // size)
            rest %= size
        return said if form == "upperRoman" else said.lower()
    return f"{number:02}" if form == "decimalZero" else str(number)


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
