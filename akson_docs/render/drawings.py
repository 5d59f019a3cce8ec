"""Where the lines of a drawing go, in the units of its picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from akson_docs.model.slides import Timeline, TimelinePoint

WIDE = 4224
"""How wide the axis of a timeline is; its milestones are dots of `DOT` that do not reach over its ends."""
DOT = 28
EDGE = 4
"""Half of what is drawn as a card's edge."""
BAR = 10
"""How wide one per cent is of a share that is drawn."""
SQUARE, APART, ROW = 60, 16, 10
"""The side of a vote's square, how far it stands from the next, and how many stand in a row."""
STROKE = 10
"""How wide the outline of a square is."""
MOST_VOTES = 40
"""How many votes are cast at most where each is a square."""

VoteForm = Literal["for", "against", "blank"]
"""How a vote is drawn: filled, outlined, outlined with a stroke in it."""


@dataclass(frozen=True)
class Month:
    """A month of the axis."""

    day: date
    """Its first."""
    is_named: bool
    year: int | None
    """The year, where it is said beside the month."""


@dataclass(frozen=True)
class Elbow:
    """The line from a milestone down to its card: across it goes at `turn`."""

    start: float
    turn: float
    end: float


@dataclass(frozen=True)
class Axis:
    """A timeline as it is drawn."""

    months: tuple[Month, ...]
    every: int
    """How many months there are from one that is named to the next."""
    years: bool
    """Whether it goes over more than one year."""
    elbows: tuple[Elbow, ...]
    dots: tuple[float, ...]
    cards: tuple[tuple[TimelinePoint, bool], ...]
    """Each milestone, and whether its card is broader than the others."""
    width: int
    """How wide the cards are together."""

    @property
    def step(self) -> str:
        """The distance that the style sheet knows: 3 months or a year at least."""
        return "" if self.every == 1 else "3" if self.every == 3 else "12"

    @property
    def is_short(self) -> bool:
        """Whether there is room for whole names of months."""
        return len(self.months) <= 8


def axis(content: Timeline) -> Axis:
    """How a timeline is drawn."""
    months = content.months
    years = months[0].year != months[-1].year
    every = _every(len(months), years)
    return Axis(
        months=_months(months, every, years),
        every=every,
        years=years,
        elbows=tuple(_elbow(*joint) for joint in content.joints),
        dots=tuple(round(_dot(place), 1) for place in content.places),
        cards=tuple((point, span == 3) for point, span in zip(content.milestones, content.spans, strict=True)),
        width=sum(content.spans),
    )


@dataclass(frozen=True)
class DrawnVotes:
    """Votes that fell alike, as squares or as one bar."""

    width: int
    height: int
    path: str
    """Its lines, as SVG has them; outlines go through the middle of their strokes."""
    is_filled: bool

    @property
    def width_pt(self) -> float:
        """In points: a tenth."""
        return self.width / 10

    @property
    def height_pt(self) -> float:
        """In points: a tenth."""
        return self.height / 10


def votes(form: VoteForm, count: int, counted: Sequence[int]) -> DrawnVotes | None:
    """So many votes of those that were `counted` on each side: a square each, ten in a row, or a bar as long as their
    share; None where there are none."""
    if count < 1:
        return None
    pitch, inset = SQUARE + APART, 0 if form == "for" else STROKE // 2
    across = min(count, ROW) * pitch - APART
    whole = ROW * pitch - APART
    shapes = [(place % ROW * pitch, place // ROW * pitch, SQUARE) for place in range(count)]
    if (cast := sum(counted)) > MOST_VOTES:
        across = max(SQUARE, round(whole * count / max(cast, count)))
        shapes = [(0, 0, across)]
    path = []
    for left, top, wide in shapes:
        along, down = wide - 2 * inset, SQUARE - 2 * inset
        path.append(f"M{left + inset} {top + inset}h{along}v{down}h-{along}z")
        if form == "blank":
            path.append(f"M{left + inset} {top + SQUARE - inset}L{left + wide - inset} {top + inset}")
    return DrawnVotes(across, shapes[-1][1] + SQUARE, "".join(path), form == "for")


def share(percent: float) -> float:
    """How wide a share is drawn."""
    return round(percent * BAR, 1)


def _every(count: int, years: bool) -> int:
    if count <= (12 if years else 14):
        return 1
    return 3 if count <= 40 else 12 * ((count + 239) // 240)


def _months(months: tuple[date, ...], every: int, years: bool) -> tuple[Month, ...]:
    """Which are named: those at each step that have room before the end, the first of a year with the year."""
    found, said = [], 0
    for place, month in enumerate(months):
        is_named = (month.year * 12 + month.month - 1) % every == 0 and (len(months) - place) * 13 >= len(months)
        tells = is_named and every <= 3 and years and month.year != said
        said = month.year if tells else said
        found.append(Month(month, is_named, month.year if tells else None))
    return tuple(found)


def _dot(place: float) -> float:
    return DOT + place * (WIDE - 2 * DOT)


def _elbow(place: float, edge: float, turn: float) -> Elbow:
    """A dot right over its card's edge has a line straight down."""
    dot, card = _dot(place), EDGE + edge * WIDE
    return Elbow(round(card if abs(dot - card) < DOT else dot, 1), round(84 + turn * 110, 1), round(card, 1))
