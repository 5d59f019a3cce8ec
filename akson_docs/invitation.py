"""An invitation: a meeting as a calendar request (iTIP, RFC 5546 and 6047), and the letter that it comes in.

The same input gives the same bytes: dates, boundaries and identifiers come from digests and from what is given. One
letter goes to one person, who is the only attendee that it names. Every letter about a meeting is about the same event:
its UID never changes, and its SEQUENCE grows when date, time, place, link or time zone do, or when it is cancelled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal
from zoneinfo import ZoneInfo

from .diagnostics import Code

Method = Literal["REQUEST", "CANCEL"]
Facts = tuple[str, ...]
"""What a calendar shows, in the order that `Occasion.facts` gives; an older record may know fewer of them."""

NO_ORGANISER = Code(
    "no-organiser",
    "error",
    "an invitation needs somebody to answer to: the site has no contact",
    "en innkalling trenger noen å svare til: nettstedet har ingen kontakt",
    "write `contact: {name: …, email: …}` into meetings/site.yaml",
    "skriv `contact: {name: …, email: …}` i meetings/site.yaml",
)


@dataclass(frozen=True)
class Occasion:
    """What a calendar shows of a meeting."""

    uid: str
    title: str
    start: datetime | date
    """With its time zone; a day alone where no time is known."""
    end: datetime | date
    """The first moment, or day, after it."""
    place: str
    online: str
    address: str
    """Of its page."""
    organiser: str
    organiser_email: str
    cancelled: str = ""
    """The reason, where it is cancelled."""

    timezone: str = ""
    """The time zone of its times, by its name in the tz database."""

    @property
    def facts(self) -> Facts:
        """What a calendar must be told of anew: start, end, place, whether it is cancelled, link and time zone."""
        cancelled = "cancelled" if self.cancelled else ""
        return self.start.isoformat(), self.end.isoformat(), self.place, cancelled, self.online, self.timezone


@dataclass(frozen=True)
class Sent:
    """What was sent of a meeting before."""

    sequence: int
    facts: Facts
    ended: bool = False
    """Whether it took the meeting off somebody's calendar."""

    def differs(self, facts: Facts) -> bool:
        """Whether a calendar shows another meeting than it was told of, as far as what was told is known."""
        return any(then != now for then, now in zip(self.facts, facts, strict=False))


@dataclass(frozen=True)
class Enclosure:
    """A paper that goes along."""

    name: str
    """"Styringsgruppen 4-20 innkalling.pdf"."""
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A letter to one person."""

    subject: str
    plain: str
    html: str
    to_name: str
    to_address: str
    language: str
    enclosures: tuple[Enclosure, ...] = ()


def uid(site: str, meeting: str) -> str:
    """The identifier of a meeting's event, for good: of the site's address and the meeting's (`<board>/<folder>`)."""
    digest = hashlib.sha256(f"{site.rstrip('/')}\n{meeting}".encode()).hexdigest()[:32]
    return f"{digest}@{_host(site)}"


def occasion_times(
    days: Sequence[date], start: time | None, end: time | None, zone: str
) -> tuple[datetime | date, datetime | date]:
    """(when a meeting begins, when it ends): two hours long, where its end is not known."""
    first, last = days[0], days[-1]
    if start is None:
        return first, last + timedelta(days=1)
    begins = datetime.combine(first, start, ZoneInfo(zone))
    if end is not None and (last, end) > (first, start):
        return begins, datetime.combine(last, end, ZoneInfo(zone))
    return begins, datetime.combine(last, start, ZoneInfo(zone)) + timedelta(hours=2)


def sequence(occasion: Occasion, before: Sent | None, own: Sent | None) -> int:
    """The SEQUENCE of what is sent to somebody now: one more where what a calendar shows is another than before.

    `before` is what was sent last to all, `own` to them: whoever comes back has a calendar that was told more often.
    """
    if own is not None and not own.differs(occasion.facts) and own.ended == bool(occasion.cancelled):
        return own.sequence
    overall = before.sequence + before.differs(occasion.facts) if before else 0
    return max(overall, own.sequence + 1) if own else overall


def calendar(occasion: Occasion, number: int, day: date, to_name: str, to_address: str) -> tuple[Method, bytes]:
    """(the method, the calendar object) for one attendee, as of a day."""
    import icalendar

    method: Method = "CANCEL" if occasion.cancelled else "REQUEST"
    made = icalendar.Calendar()
    made.add("PRODID", "-//akson_docs//NO")
    made.add("VERSION", "2.0")
    made.add("METHOD", method)
    event = icalendar.Event()
    event.add("UID", occasion.uid)
    event.add("SEQUENCE", number)
    event.add("DTSTAMP", datetime.combine(day, time(0), ZoneInfo("UTC")))
    event.add("DTSTART", occasion.start)
    event.add("DTEND", occasion.end)
    event.add("SUMMARY", occasion.title)
    event.add("STATUS", "CANCELLED" if occasion.cancelled else "CONFIRMED")
    event.add("LOCATION", ", ".join(filter(None, (occasion.place, occasion.online))))
    event.add("URL", occasion.address)
    event.add("DESCRIPTION", "\n".join(filter(None, (occasion.cancelled, occasion.online, occasion.address))))
    organiser = icalendar.vCalAddress(f"MAILTO:{occasion.organiser_email}")
    organiser.params["CN"] = icalendar.vText(occasion.organiser)
    event["ORGANIZER"] = organiser
    attendee = icalendar.vCalAddress(f"MAILTO:{to_address}")
    attendee.params["CN"] = icalendar.vText(to_name)
    attendee.params["ROLE"] = icalendar.vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = icalendar.vText("NEEDS-ACTION")
    attendee.params["RSVP"] = icalendar.vText("TRUE")
    event.add("ATTENDEE", attendee, encode=False)
    if not occasion.cancelled:
        alarm = icalendar.Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", occasion.title)
        alarm.add("TRIGGER", timedelta(minutes=-30))
        event.add_component(alarm)
    made.add_component(event)
    begins = occasion.start if not isinstance(occasion.start, datetime) else occasion.start.date()
    made.add_missing_timezones(begins - timedelta(days=366), begins + timedelta(days=366))
    return method, made.to_ical()


def message(letter: Letter, occasion: Occasion, number: int, day: date) -> EmailMessage:
    """A letter with its calendar request and its papers, dated on a day."""
    method, request = calendar(occasion, number, day, letter.to_name, letter.to_address)
    made = EmailMessage(policy=SMTP.clone(max_line_length=200))
    made["From"] = _address(occasion.organiser, occasion.organiser_email)
    made["To"] = _address(letter.to_name, letter.to_address)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(datetime.combine(day, time(0), ZoneInfo("UTC")))
    made["Content-Language"] = letter.language
    made.set_content(letter.plain, cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    made.add_alternative(request.decode(), subtype="calendar", params={"method": method}, cte="base64")
    for one in letter.enclosures:
        made.add_attachment(one.content, maintype="application", subtype="pdf", filename=one.name)
    made.add_attachment(request, maintype="application", subtype="ics", filename="invite.ics")
    seed = hashlib.sha256("\n".join((
        occasion.uid, str(number), letter.to_address.casefold(), letter.subject, letter.plain, request.decode(),
        *(f"{one.name} {hashlib.sha256(one.content).hexdigest()}" for one in letter.enclosures),
    )).encode()).hexdigest()  # fmt: skip
    made["Message-ID"] = f"<{seed[:40]}@{occasion.uid.rpartition('@')[2]}>"
    for place, part in enumerate(part for part in made.walk() if part.is_multipart()):
        part.set_boundary(f"=_{seed[:24]}_{place}")
    return made


def _address(name: str, address: str) -> Address:
    """A name may hold any sign but those that end a header."""
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    return Address(display_name=shown, addr_spec=address)


def _host(site: str) -> str:
    host = site.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
    return host or "localhost"
