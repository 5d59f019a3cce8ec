"""Meetings as a calendar (`calendar.ics`, `meeting.ics`; RFC 5545), for who follows a board or takes in one meeting.

The same sources give the same bytes: an event says when it was changed by the day that its papers were sent, and never
when the file was made. A cancelled meeting stays, as cancelled. A meeting of several days is an event for each sitting.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from akson_docs.build.jobs import CalendarEvent, CalendarFile, MeetingName
from akson_docs.meetings.addresses import Place, prefix
from akson_docs.meetings.timing import published_uid, when
from akson_docs.model import numbers
from akson_docs.model.values import LocalizedText, TextByLanguage
from akson_docs.render import templates
from akson_docs.render.templates import TemplateSet

if TYPE_CHECKING:
    import icalendar

UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""When an event was changed of which nothing was sent: there has to be some time, and the clock's would be another in
each build."""
REFRESHED = timedelta(hours=12)
"""How often programs are asked to fetch a calendar."""


def calendar(what: CalendarFile, place: Place, template_set: TemplateSet) -> bytes:
    """A calendar in a place's language."""
    import icalendar  # takes as long to import as a small build lasts

    language, site = place.language, place.site
    made = icalendar.Calendar()
    made.add("PRODID", "-//akson_docs//NO")
    made.add("VERSION", "2.0")
    if what.name is not None:
        name = what.name.say(language, site.language)[1]
        made.add("NAME", name)
        made.add("X-WR-CALNAME", name)
        made.add("URL", address(place, what.address))
        made.add("REFRESH-INTERVAL", REFRESHED, parameters={"VALUE": "DURATION"})
        made.add("X-PUBLISHED-TTL", icalendar.vDuration(REFRESHED))
    for one in what.events:
        for event in _events(one, place, template_set):
            made.add_component(event)
    days = [_day(moment) for one in what.events for span in one.timing.times for moment in span]
    # Whole years, so that a new meeting seldom changes what is said of the time zone.
    made.add_missing_timezones(date(min(days).year - 1, 1, 1), date(max(days).year + 2, 1, 1))
    written: bytes = made.to_ical()
    return written


def _events(one: CalendarEvent, place: Place, template_set: TemplateSet) -> Iterator[icalendar.Event]:
    import icalendar

    name, timing = one.name, one.timing
    title = called(name, place)
    reason = say(one.cancelled, place, name)
    where = ", ".join(filter(None, (say(one.place, place, name), timing.online)))
    changed = datetime.combine(date.fromisoformat(one.sent), time(), UTC) if one.sent else UNKNOWN
    page = address(place, name.key.address)
    if timing.cancelled:
        title = f"{templates.said(template_set, place.language, None, 'state_cancelled')}: {title}"
    for index, (begins, ends) in enumerate(timing.times):
        event = icalendar.Event()
        event.add("UID", published_uid(place.site.address, name.key.name, index))
        event.add("SEQUENCE", one.changed)
        event.add("DTSTAMP", changed)
        if one.sent:
            event.add("LAST-MODIFIED", changed)
        when(event, begins, ends)
        event.add("SUMMARY", title)
        event.add("STATUS", _status(one))
        if where:
            event.add("LOCATION", where)
        event.add("URL", page)
        event.add("DESCRIPTION", "\n".join(filter(None, (reason, timing.online, page))))
        yield event


def _status(one: CalendarEvent) -> str:
    return "CANCELLED" if one.timing.cancelled else "TENTATIVE" if one.draft else "CONFIRMED"


def called(name: MeetingName, place: Place) -> str:
    """What a meeting is called with its number, as its page is; by its board where its title is withheld."""
    title = say(name.title, place, name) or name.board.say(place.language, name.language)[1]
    return f"{title}{numbers.after(title, name.number)}"


def address(place: Place, target: str) -> str:
    """The whole address of a page, in a place's language where it is there in it."""
    return f"{place.site.address.rstrip('/')}/{prefix(place, target, place.language)}{target}"


def say(words: TextByLanguage, place: Place, of: MeetingName) -> str:
    """What is said of a meeting, in a place's language or the nearest to it."""
    return LocalizedText.model_construct(said=words).say(place.language, of.language)[1]


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
