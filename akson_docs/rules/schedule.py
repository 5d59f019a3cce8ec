"""Rules about days and times."""

from __future__ import annotations

from collections.abc import Iterator

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.rules.rule_inputs import clock, slides_of

TIME_ORDER = Code(
    "time-order",
    "warning",
    N_("this item starts at {start}, before the one before it is over ({end})"),
    N_("change the start, or the duration of the one before"),
)


def time_order(agenda: Agenda) -> Iterator[Problem]:
    """An item does not start before the one before it is over. Only an item with a `start` of its own is checked.

    A time before 06.00 belongs to the next day, where the meeting opens later than that time.
    """
    before: Entry | None = None
    for entry in agenda.entries:
        over = before.ends if before and before.day == entry.day else None
        if entry.item.start and entry.starts and over and agendas.is_before(entry.starts, over):
            yield TIME_ORDER.of((*entry.path, "start"), start=clock(entry.start), end=clock(over.time()))
        before = entry if entry.ends else before


TIME_END = Code(
    "time-end",
    "warning",
    N_("the items last until {until}, and the meeting ends at {end}"),
    N_("change the end, or the durations"),
)


def time_end(agenda: Agenda) -> Iterator[Problem]:
    """The meeting does not end before its items do. Whoever reads the invitation plans the day by its end."""
    last, end = agenda.sittings[-1], agenda.meeting.end
    over = [entry.ends for entry in agenda.entries if entry.ends and entry.day == last.day]
    until = max(over, key=lambda moment: moment.timestamp(), default=None)
    if until and end and last.ends and agendas.is_before(last.ends, until):
        yield TIME_END.of(("end",), until=clock(until.time()), end=clock(end))


TIME_OVERNIGHT = Code(
    "time-overnight",
    "warning",
    N_("the end, {end}, is before the beginning, {start}: calendars take it for the next day's"),
    N_("correct start or end"),
)


def time_overnight(agenda: Agenda) -> Iterator[Problem]:
    """A meeting does not end before it begins. An end that is earlier than the beginning is the next day's:
    "22.30-01.15".

    An end before 06.00 is taken that way. Later in the day it is more often a mistake, and you are told.
    """
    meeting = agenda.meeting
    hours = [(("days", place, "end"), one.start, one.end) for place, one in enumerate(meeting.days)]
    whole = [(("end",), agenda.start, meeting.end)] if len(meeting.days) < 2 else []
    for path, start, end in (*whole, *hours):
        if start and end and agendas.MORNING <= end < start:
            yield TIME_OVERNIGHT.of(path, start=clock(start), end=clock(end))


TIME_ENDED = Code(
    "time-ended",
    "warning",
    N_("the meeting ended at {ended}, before it began ({started})"),
    N_("correct started or ended"),
)


def time_ended(agenda: Agenda) -> Iterator[Problem]:
    """A meeting did not end before it began. Where `started` is not written, the planned start counts.

    An end before 06.00 is the next day's. A meeting over several days is not checked, as it may end earlier in the day
    than it began.
    """
    started, ended = agenda.meeting.started or agenda.start, agenda.meeting.ended
    if started and ended and agendas.MORNING <= ended < started and len(agenda.days) == 1:
        yield TIME_ENDED.of(("ended",), started=clock(started), ended=clock(ended))


DAY_UNKNOWN = Code("day-unknown", "error", N_("{day} is not one of the meeting's days"), N_("the days are: {known}"))


def day_unknown(agenda: Agenda) -> Iterator[Problem]:
    """An item is handled on one of the meeting's days. Another day is an error, because nobody could say when the item
    comes up.
    """
    for entry in agenda.entries:
        if entry.item.day and entry.item.day not in agenda.days:
            known = ", ".join(day.isoformat() for day in agenda.days)
            yield DAY_UNKNOWN.of((*entry.path, "day"), day=entry.item.day.isoformat(), known=known)


DATE_LATER = Code("date-later", "warning", N_("{day} is after the meeting"), N_("check the date"))


def date_later(agenda: Agenda) -> Iterator[Problem]:
    """Figures on a slide are not dated later than the meeting's last day. A copied slide often has the wrong year."""
    last = agenda.days[-1]
    for path, slide in slides_of(agenda):
        if slide.as_of and slide.as_of > last:
            yield DATE_LATER.of((*path, "as_of"), day=slide.as_of.isoformat())
