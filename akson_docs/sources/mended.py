"""A file that YAML cannot read, with a line as it was probably meant: what reading goes on with after a slip.

So all slips of a file are told at once. Only what can be told from the line alone is put right; with anything else
reading ends there. What is read so is judged and never published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from akson_docs.diagnostics import Diagnostic
from akson_docs.sources import complaints

_VALUE = re.compile(r"( *(?:- +)*(?:[\w-]+: +)?)(\S.*?) *$")
"""The value in a line, after its dash and its key."""


class _SlipLine(NamedTuple):
    lines: list[str]
    number: int
    """Of the line, from 0."""
    column: int
    """From 0."""

    @property
    def line(self) -> str:
        return self.lines[self.number]


def text(text: str, slip: Diagnostic) -> str | None:
    """The text with the line of a slip as it was probably meant; None where that cannot be told."""
    lines = text.split("\n")
    place = _SlipLine(lines, slip.span.line - 1, slip.span.column - 1)
    mend = MENDS.get(slip.words.text)
    made = mend(place) if mend and place.number < len(lines) else None
    if made is None or made == place.line:
        return None
    if mend is _outdented and not place.line.endswith(("|", ">")):  # else what stands below is its text
        _follow(place, len(place.line) - len(made))
    lines[place.number] = made
    return "\n".join(lines)


def _quoted(place: _SlipLine) -> str | None:
    """The line with all of its value in quotes."""
    found = _VALUE.match(place.line)
    if not found or not found[1].strip():
        return None
    bare = re.sub(r"['\"]", "", found[2])
    return f"{found[1]}'{bare}'"


def _put(place: _SlipLine, sign: str, instead: int = 0) -> str:
    """The line with something put in, or in the place of so many signs."""
    return place.line[: place.column] + sign + place.line[place.column + instead :]


def _colon(place: _SlipLine) -> str:
    return f"{place.line[: place.column]}: {place.line[place.column :].lstrip(' ;=')}"


def _spaces(place: _SlipLine) -> str | None:
    line = place.line
    while (at := complaints.other_space(line)) is not None:
        line = f"{line[:at]} {line[at + 1 :]}"
    return line


def _outdented(place: _SlipLine) -> str | None:
    """The line at the indentation of the key above."""
    above = next((line for line in reversed(place.lines[: place.number]) if line.strip()), "")
    key = re.match(r"( *(?:- +)*)[\w-]+:", above)
    return " " * len(key[1]) + place.line.lstrip() if key else None


def _follow(place: _SlipLine, shift: int) -> None:
    """Moves what stands as far in below a line, or farther, as far out as the line."""
    least = len(place.line) - len(place.line.lstrip())
    for number in range(place.number + 1, len(place.lines)):
        line = place.lines[number]
        if line.strip() and len(line) - len(line.lstrip()) < least:
            break
        place.lines[number] = line[shift:]


def _dashed(place: _SlipLine) -> str | None:
    before = place.line[: place.column]
    return f"{before[:-2]}- {place.line[place.column :]}" if len(before) > 1 and not before.strip() else None


def _unquoted(place: _SlipLine) -> str:
    return re.sub(r"(['\"])(.*)\1 *$", r"\2", place.line)


MENDS: Mapping[str, Callable[[_SlipLine], str | None]] = {
    code.text: mend
    for code, mend in (
        (complaints.COLON, _quoted),
        (complaints.TEXT_COLON, lambda place: _put(place, " ", 1)),
        (complaints.INDENTED, _outdented),
        (complaints.SPACE, _spaces),
        (complaints.QUOTES, _quoted),
        (complaints.CURLY, _quoted),
        (complaints.DASH, lambda place: _put(place, "- ", 1)),
        (complaints.ROW_MARK, lambda place: _put(place, "-", 1)),
        (complaints.ROW_DASH, _dashed),
        (complaints.FIRST_CHARACTER, _quoted),
        (complaints.ALIAS, _quoted),
        (complaints.TAGGED, _quoted),
        (complaints.OTHER_COMMENT, lambda place: f"{place.line[: place.column]}# {place.line[place.column :]}"),
        (complaints.FLOW_ENDED, _quoted),
        (complaints.NO_SPACE, lambda place: _put(place, " ")),
        (complaints.NO_COLON, _colon),
        (complaints.QUOTED_KEY, _unquoted),
        (complaints.AFTER_BAR, lambda place: re.sub(r"([|>]).*$", r"\1", place.line)),
        (complaints.ENDED, lambda place: ""),
    )
}
"""What puts a line right, by what is said to be wrong with it."""
