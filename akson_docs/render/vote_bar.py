"""How a vote fell, drawn for a page: one square a vote, as papers have them (`drawings.votes`), all in one row; or a
length for each side where they are many.

The numbers stand beside it in words, and sides differ in how they are drawn, not in colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from akson_docs.render.drawings import MOST_VOTES, VoteForm

SIDES: tuple[VoteForm, ...] = ("for", "against", "blank")
WIDTH = 1000.0
"""Of all of it, in units of its own."""
BETWEEN = 8.0
"""Between two votes of one side."""
APART = 24.0
"""Between two sides."""
WIDEST = 110.0
"""Of one vote."""


@dataclass(frozen=True)
class BarPart:
    """A vote, or all of a side."""

    side: VoteForm
    left: float
    width: float


Bar = tuple[BarPart, ...]


def bar(counted: tuple[int, int, int]) -> Bar:
    """The bar of a vote with so many for, against and blank."""
    sides = [(side, number) for side, number in zip(SIDES, counted, strict=True) if number]
    total = sum(number for _, number in sides)
    singly = total <= MOST_VOTES
    gaps = APART * (len(sides) - 1) + (BETWEEN * (total - len(sides)) if singly else 0)
    unit = (WIDTH - gaps) / total if total else 0
    if singly:
        unit = min(unit, WIDEST)
    parts: list[BarPart] = []
    left = 0.0
    for side, number in sides:
        for _ in range(number) if singly else (0,):
            width = unit if singly else unit * number
            parts.append(BarPart(side, round(left, 1), round(width, 1)))
            left += width + BETWEEN
        left += APART - BETWEEN
    return tuple(parts)
