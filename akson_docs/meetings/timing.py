"""When a meeting is, as calendars are told: in an invitation, and in the calendars that the site gives out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from akson_docs.meetings.agenda import Agenda, Sitting, is_before, later

if TYPE_CHECKING:
    import icalendar

Times = tuple[datetime, datetime]
"""(when it begins, when it ends)."""
USUAL = timedelta(hours=2)
"""How long a meeting is taken to last where nobody says."""


@dataclass(frozen=True)
class Timing:
    """When a meeting is, and what else calendars are told of it that is on no card."""

    timezone: str
    """The time zone of its times, by its name in the tz database."""
    spans: tuple[tuple[str, str], ...]
    """When it sits, day by day, as (the beginning, the first moment after it), ISO: moments, or days where no time is
    known."""
    online: str
    """The link to take part by, or ""."""
    cancelled: bool
    """Whether it is, also where nobody is told why."""

    @property
    def times(self) -> tuple[tuple[datetime, datetime] | tuple[date, date], ...]:
        """When it sits, in its time zone."""
        zone = ZoneInfo(self.timezone)
        if "T" not in self.spans[0][0]:
            return tuple((date.fromisoformat(one), date.fromisoformat(other)) for one, other in self.spans)
        return tuple(
            (datetime.fromisoformat(one).astimezone(zone), datetime.fromisoformat(other).astimezone(zone))
            for one, other in self.spans
        )


def timing(agenda: Agenda) -> Timing:
    """When a meeting is, as its agenda has it."""
    begins, ends, sittings = times(agenda.sittings)
    spans = tuple((one.isoformat(), other.isoformat()) for one, other in (sittings or ((begins, ends),)))
    return Timing(agenda.timezone, spans, agenda.meeting.online or "", bool(agenda.meeting.cancelled))


def uid(site: str, meeting: str) -> str:
    """The identifier of a meeting's event, for good: of the site's address and the meeting's (`<board>/<folder>`)."""
    digest = hashlib.sha256(f"{site.rstrip('/')}\n{meeting}".encode()).hexdigest()[:32]
    return f"{digest}@{host(site)}"


def published_uid(site: str, meeting: str, sitting: int) -> str:
    """The identifier of one of a meeting's sittings, from 0, in the calendars that the site gives out, for good.

    It is another than that of invitations: whoever has both would lose what comes last to the one that was told more
    often.
    """
    before, at, machine = uid(site, f"{meeting}\npublished").partition("@")
    return f"{before}{f'-{sitting + 1}' if sitting else ''}{at}{machine}"


def times(sittings: Sequence[Sitting]) -> tuple[datetime | date, datetime | date, tuple[Times, ...]]:
    """(when a meeting begins, when it ends, when it sits where that is on more days than one).

    It lasts two hours where its end is not known, and whole days where its beginning is not.
    """
    found: list[Times] = []
    for one in sittings:
        if one.begins is None:
            return sittings[0].day, sittings[-1].day + timedelta(days=1), ()
        known = one.ends is not None and is_before(one.begins, one.ends)
        found.append((one.begins, one.ends if known and one.ends else later(one.begins, USUAL // timedelta(minutes=1))))
    return found[0][0], found[-1][1], tuple(found) if len(found) > 1 else ()


def when(event: icalendar.Event, begins: datetime | date, ends: datetime | date) -> None:
    """Says when an event is. A time that the clock shows twice is the first to every calendar: UTC says the second."""
    if isinstance(begins, datetime) and isinstance(ends, datetime) and (begins.fold or ends.fold):
        begins, ends = begins.astimezone(UTC), ends.astimezone(UTC)
    for name, moment in (("DTSTART", begins), ("DTEND", ends)):
        event.pop(name, None)
        event.add(name, moment)


def host(site: str) -> str:
    """The machine of an address."""
    host = site.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
    return host or "localhost"
