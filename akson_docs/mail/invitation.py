"""An invitation: a meeting as a calendar request (iTIP, RFC 5546 and 6047), and the letter that it comes in.

The same input gives the same bytes: the time of sending is given, boundaries and identifiers come from digests. One
letter goes to one person, who is the only attendee that it names. Every letter about a meeting is about the same event:
its UID never changes, and its SEQUENCE grows when date, time, place, link or time zone do, or when it is cancelled.
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Literal

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code
from akson_docs.mail.headers import Policy
from akson_docs.meetings.revisions.calendars import CalendarSent, Facts
from akson_docs.meetings.timing import Times, when

if TYPE_CHECKING:
    import icalendar

ITip = Literal["REQUEST", "CANCEL"]
"""What a calendar is asked to do (RFC 5546, 1.4)."""

NO_ORGANISER = Code(
    "no-organiser",
    "error",
    N_("an invitation needs somebody to answer to: the site has no contact"),
    N_("write `contact: {name: …, email: …}` into meetings/site.yaml"),
)
SENDER_SIGNS = Code(
    "organiser-address",
    "error",
    N_('no mail server takes "{found}" for a sender: before the @ there are letters a–z, digits and signs alone'),
    N_("write another address for `contact` into meetings/site.yaml"),
)
BEFOREHAND = timedelta(minutes=-30)
"""When a calendar reminds of it."""
DAY_BEFORE = timedelta(hours=-15)
"""When it reminds of one without a time: at nine in the morning of the day before."""


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

    sittings: tuple[Times, ...] = ()
    """When it sits, day by day, where there are nights between."""

    @property
    def facts(self) -> Facts:
        """What a calendar must be told of anew, in the order of `calendars.FACTS`."""
        cancelled = "cancelled" if self.cancelled else ""
        days = ";".join(f"{begins.isoformat()}/{ends.isoformat()}" for begins, ends in self.sittings)
        start, end = self.start.isoformat(), self.end.isoformat()
        return start, end, self.place, cancelled, self.online, self.timezone, days


@dataclass(frozen=True)
class Enclosure:
    """A paper that goes along."""

    name: str
    """"Styringsgruppen 4-20 innkalling.pdf"."""
    content: bytes


@dataclass(frozen=True)
class Email:
    """A letter to one person."""

    subject: str
    plain: str
    html: str
    to_name: str
    to_address: str
    language: str
    enclosures: tuple[Enclosure, ...] = ()


def sequence(occasion: Occasion, before: CalendarSent | None, own: CalendarSent | None) -> int:
    """The SEQUENCE of what is sent to somebody now: one more where what a calendar shows is another than before.

    `before` is what was sent last to all, `own` to them: whoever comes back has a calendar that was told more often.
    """
    if own is not None and not own.differs(occasion.facts) and own.ended == bool(occasion.cancelled):
        return own.sequence
    overall = before.sequence + before.differs(occasion.facts) if before else 0
    return max(overall, own.sequence + 1) if own else overall


def calendar(occasion: Occasion, number: int, sent: datetime, to_name: str, to_address: str) -> tuple[ITip, bytes]:
    """(the method, the calendar object) for one attendee, as it is sent at a moment."""
    import icalendar

    method: ITip = "CANCEL" if occasion.cancelled else "REQUEST"
    made = icalendar.Calendar()
    made.add("PRODID", "-//akson_docs//NO")
    made.add("VERSION", "2.0")
    made.add("METHOD", method)
    event = icalendar.Event()
    event.add("UID", occasion.uid)
    event.add("SEQUENCE", number)
    event.add("DTSTAMP", sent.astimezone(UTC).replace(microsecond=0))
    begins, ends = occasion.sittings[0] if occasion.sittings else (occasion.start, occasion.end)
    when(event, begins, ends)
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
        alarm.add("TRIGGER", BEFOREHAND if isinstance(occasion.start, datetime) else DAY_BEFORE)
        event.add_component(alarm)
    for one in _over_days(event, occasion.sittings):
        made.add_component(one)
    around = occasion.start.date() if isinstance(occasion.start, datetime) else occasion.start
    made.add_missing_timezones(around - timedelta(days=366), around + timedelta(days=366))
    return method, made.to_ical()


def _over_days(event: icalendar.Event, sittings: Sequence[Times]) -> Iterator[icalendar.Event]:
    """The event, and where it is on more days than one, as one that recurs: the nights between are free.

    It recurs each so many days from the first; of a day that is not among them there is an exception, and one with
    hours of its own is an instance of its own (RFC 5545, 3.8.4.4 and 3.8.5). So is one that lasts longer or shorter by
    the same hours, for the clocks change on its night or on the first: readers take the duration for the same.
    """
    yield event
    if not sittings:
        return
    begins, ends = sittings[0]
    days = [(one[0].date() - begins.date()).days for one in sittings]
    every = math.gcd(*days)
    event.add("RRULE", {"FREQ": "DAILY", "INTERVAL": every, "COUNT": days[-1] // every + 1})
    usual = [begins + timedelta(days=day) for day in range(0, days[-1] + 1, every)]
    if left := [one for one in usual if (one.date() - begins.date()).days not in days]:
        event.add("EXDATE", left)
    if event["STATUS"] == "CANCELLED":
        return  # what takes off the event takes off each day of it
    for day, (first, last) in zip(days[1:], sittings[1:], strict=True):
        would = begins + timedelta(days=day)
        if (first, last) != (would, ends + timedelta(days=day)) or _length(first, last) != _length(begins, ends):
            other = event.copy()
            for component in event.subcomponents:
                other.add_component(component)
            for name in ("RRULE", "EXDATE"):
                other.pop(name, None)
            other.add("RECURRENCE-ID", would)
            when(other, first, last)
            yield other


def _length(begins: datetime, ends: datetime) -> timedelta:
    """How long it is from one moment to another, whatever clocks show."""
    return ends.astimezone(UTC) - begins.astimezone(UTC)


def message(letter: Email, occasion: Occasion, number: int, sent: datetime) -> EmailMessage:
    """A letter with its calendar request and its papers, as it is sent at a moment.

    Sent once more it has the same Message-ID, by which readers of mail know that it is the same.
    """
    method, request = calendar(occasion, number, sent, letter.to_name, letter.to_address)
    made = EmailMessage(policy=Policy())
    made["From"] = _address(occasion.organiser, occasion.organiser_email)
    made["To"] = _address(letter.to_name, letter.to_address)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(sent.replace(microsecond=0))
    made["Content-Language"] = letter.language
    made.set_content(letter.plain, cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    made.add_alternative(request.decode(), subtype="calendar", params={"method": method}, cte="base64")
    for one in letter.enclosures:
        # Who does not know RFC 2231 reads the name of the type, which can only be ASCII.
        old = {"name": ascii_name(one.name)}
        made.add_attachment(one.content, maintype="application", subtype="pdf", filename=one.name, params=old)
    calendar_name = "invite.ics"
    made.add_attachment(
        request, maintype="application", subtype="ics", filename=calendar_name, params={"name": calendar_name}
    )
    seed = hashlib.sha256("\n".join((
        occasion.uid, str(number), method, *occasion.facts, letter.to_address.casefold(), letter.subject, letter.plain,
        *(f"{one.name} {hashlib.sha256(one.content).hexdigest()}" for one in letter.enclosures),
    )).encode()).hexdigest()  # fmt: skip
    made["Message-ID"] = f"<{seed[:32]}@{occasion.uid.rpartition('@')[2]}>"
    for place, part in enumerate(part for part in made.walk() if part.is_multipart()):
        part.set_boundary(f"=_{seed[:24]}_{place}")
    return made


def ascii_name(name: str) -> str:
    """The name of a file in the letters that every reader of mail knows: "moetebok.pdf"."""
    spelt = unicodedata.normalize("NFC", name).translate(_SPELT)
    bare = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^ -~]|[\"\\/]", "", bare) or "document.pdf"


_SPELT = str.maketrans({
    "æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss",
    "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "đ": "d", "Đ": "D", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "–": "-", "—": "-",
})  # fmt: skip


def _address(name: str, address: str) -> Address:
    """A name may hold any sign but those that end a header."""
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    return Address(display_name=shown, addr_spec=address)
