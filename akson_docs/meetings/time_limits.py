"""How long a resolution can be contested, and under which provision.

Of a board with `law: kommuneloven` three members or more of the council may bring a resolution before the ministry
within three weeks of its being made (kommuneloven § 27-1). Whether it can be appealed against is nothing that a board's
law says: that is written with the item (`appeal`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from akson_docs.meetings import record
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.pseudonyms import later
from akson_docs.model.values import Line

REVIEW_BASIS, REVIEW_PERIOD = "kommuneloven § 27-1", "3 weeks"


@dataclass(frozen=True)
class TimeLimit:
    """Until when something can be done about a resolution."""

    kind: Literal["review", "appeal"]
    within: str
    """How long there is: "3 weeks"."""
    until: date | None
    """The last day; None where nobody has written when the time began."""
    to: Line | None
    """The body that it is brought before, where it is said."""
    basis: str
    """The provision, or ""."""


def time_limits(agenda: Agenda, entry: Entry) -> tuple[TimeLimit, ...]:
    """Those of an item's resolution; none where there is none."""
    item, found = entry.item, []
    if entry.decided is None or agenda.meeting.cancelled:
        return ()
    if any(board.law == "kommuneloven" for board in record.boards(agenda).values()):
        decided = item.decided_in_writing or entry.day
        found.append(TimeLimit("review", REVIEW_PERIOD, later(decided, REVIEW_PERIOD), None, REVIEW_BASIS))
    if item.appeal is not None:
        one = item.appeal
        until = later(one.notified, one.within) if one.notified else None
        found.append(TimeLimit("appeal", one.within, until, one.to, one.basis or ""))
    return tuple(found)
