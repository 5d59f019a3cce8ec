"""A meeting as an event in the words of schema.org, which search engines read in its page (JSON-LD).

It says what stands on the page, and no more. It is data: no browser runs it, and the page's policy lets nothing run.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from akson_docs.build.jobs import MeetingName
from akson_docs.meetings.addresses import Place
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.timing import timing
from akson_docs.model.values import said
from akson_docs.render.calendar_files import address, called, say


def event(agenda: Agenda, place: Place, *, is_open: bool) -> dict[str, Any]:
    """The event; `is_open` says whether one may take part yet, by the link that the page has then."""
    meeting, language, own = agenda.meeting, place.language, agenda.language
    days = (agenda.days[0].isoformat(), agenda.days[-1].isoformat())
    name = MeetingName(
        agenda.key, agenda.number, said(agenda.title, own), agenda.board.name, own, agenda.languages, *days
    )
    when = timing(agenda)
    begins, ends = when.times[0][0], when.times[-1][1]
    if not isinstance(ends, datetime):
        ends -= timedelta(days=1)  # a day is over when it is over
    where = say(said(agenda.place, own), place, name)
    online = when.online if is_open else ""
    places = [
        *([{"@type": "Place", "name": where, "address": where}] if where else []),
        *([{"@type": "VirtualLocation", "url": online}] if online else []),
    ]
    mode = "Mixed" if where and when.online else "Online" if when.online else "Offline"
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": called(name, place),
        "url": address(place, agenda.address),
        "inLanguage": language,
        "startDate": begins.isoformat(),
        "endDate": ends.isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if meeting.cancelled else 'Scheduled'}",
        "organizer": {
            "@type": "Organization",
            "name": (agenda.board.organisation or agenda.board.name).say(language, own)[1],
            "url": address(place, f"{agenda.board_id}/"),
        },
    }
    if meeting.form != "written":
        made["eventAttendanceMode"] = f"https://schema.org/{mode}EventAttendanceMode"
    if places:
        made["location"] = places
    return made
