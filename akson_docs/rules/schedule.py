"""Rules about days and times."""

from __future__ import annotations

from collections.abc import Iterator

from akson_docs.diagnostics import Code, Problem
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.rules.subjects import clock, slides_of

TIME_ORDER = Code(
    "time-order",
    "warning",
    "this item starts at {start}, before the one before it is over ({end})",
    "saken starter {start}, før saken foran er ferdig ({end})",
    "change the start, or the duration of the one before",
    "endre start, eller varigheten på saken foran",
)


def time_order(agenda: Agenda) -> Iterator[Problem]:
    """An item does not start before the one before it is over. Only a `start` that was written can say so.

    What starts after midnight starts on the day after: a time before 06.00, where the meeting opens later than that.
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
    "the items last until {until}, and the meeting ends at {end}",
    "sakene varer til {until}, og møtet slutter {end}",
    "change the end, or the durations",
    "endre slutten, eller varighetene",
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
    "the end, {end}, is before the beginning, {start}: calendars take it for the next day's",
    "slutten, {end}, er før begynnelsen, {start}: kalendere tar den for neste dags",
    "correct start or end",
    "rett start eller slutt",
)


def time_overnight(agenda: Agenda) -> Iterator[Problem]:
    """A meeting does not end before it begins. An end that lies before the beginning is the next day's: "22.30-01.15".

    In the small hours, before 06.00, that is what it says; later in the day it is a mistake more often, and is told.
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
    "the meeting ended at {ended}, before it began ({started})",
    "møtet ble slutt {ended}, før det begynte ({started})",
    "correct started or ended",
    "rett started eller ended",
)


def time_ended(agenda: Agenda) -> Iterator[Problem]:
    """A meeting did not end before it began. Where `started` is not written, the planned start is looked at.

    An end in the small hours, before 06.00, is the next day's. A meeting over several days is not asked: it may end
    earlier in the day than it began.
    """
    started, ended = agenda.meeting.started or agenda.start, agenda.meeting.ended
    if started and ended and agendas.MORNING <= ended < started and len(agenda.days) == 1:
        yield TIME_ENDED.of(("ended",), started=clock(started), ended=clock(ended))


DAY_UNKNOWN = Code(
    "day-unknown",
    "error",
    "{day} is not one of the meeting's days",
    "{day} er ikke blant møtets dager",
    "the days are: {known}",
    "dagene er: {known}",
)


def day_unknown(agenda: Agenda) -> Iterator[Problem]:
    """An item is handled on one of the meeting's days. This rule is an error: its time could not be told."""
    for entry in agenda.entries:
        if entry.item.day and entry.item.day not in agenda.days:
            known = ", ".join(day.isoformat() for day in agenda.days)
            yield DAY_UNKNOWN.of((*entry.path, "day"), day=entry.item.day.isoformat(), known=known)


DATE_LATER = Code(
    "date-later",
    "warning",
    "{day} is after the meeting",
    "{day} er etter møtet",
    "check the date",
    "se på datoen",
)


def date_later(agenda: Agenda) -> Iterator[Problem]:
    """Figures on a slide are from a day before the meeting's end. A copied slide often keeps or loses a year."""
    last = agenda.days[-1]
    for path, slide in slides_of(agenda):
        if slide.as_of and slide.as_of > last:
            yield DATE_LATER.of((*path, "as_of"), day=slide.as_of.isoformat())
