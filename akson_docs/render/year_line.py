"""A board's year: its meetings by month, as a line that is seen at a glance. The lists below it say the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from akson_docs.meetings.cards import MeetingCard

LineState = Literal["held", "planned", "cancelled"]


class OnLine(NamedTuple):
    """A meeting on the line."""

    state: LineState
    called: str
    """Its number, or the day of the month."""


class YearLine(NamedTuple):
    """The meetings of a year, by month."""

    year: int
    months: tuple[tuple[OnLine, ...], ...]
    """Of each of the twelve."""
    states: tuple[LineState, ...]
    """Those that there are."""


def months(meetings: Sequence[MeetingCard], upcoming: Collection[MeetingCard]) -> YearLine | None:
    """The year of the next meeting, or of the latest where none is to come; None where there is none at all."""
    if not meetings:
        return None
    year = min(upcoming, key=lambda one: one.date).date[:4] if upcoming else max(one.date for one in meetings)[:4]
    coming = {one.key for one in upcoming}
    found: list[list[OnLine]] = [[] for _ in range(12)]
    for one in sorted(meetings, key=lambda one: (one.date, one.key)):
        if one.date.startswith(year):
            state: LineState = "cancelled" if one.cancelled else "planned" if one.key in coming else "held"
            called = one.number.partition("/")[0] or str(int(one.date[8:]))
            found[int(one.date[5:7]) - 1].append(OnLine(state, called))
    there = {one.state for month in found for one in month}
    order: tuple[LineState, ...] = ("held", "planned", "cancelled")
    return YearLine(int(year), tuple(map(tuple, found)), tuple(one for one in order if one in there))
