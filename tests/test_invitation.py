"""Invitations: the letter, the calendar request, who gets them, and that each gets just one."""

from __future__ import annotations

import email
import email.policy
import os
import shutil
import signal
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar
import mailparser
import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from places import BOARD, PROJECT, SHOWN, SITE, WITHHELD, contents, meetings, place, write
from processes import Command
from repositories import git, needs_git, started

from akson_docs.cli import main
from akson_docs.diagnostics import Diagnostic, Fault
from akson_docs.mail import delivery, invitation, recipients
from akson_docs.mail.delivery import Addresses, DeliveryRecord, Posted, Server, deliver
from akson_docs.mail.invitation import Email, Enclosure, Occasion
from akson_docs.meetings import timing
from akson_docs.meetings.agenda import Sitting
from akson_docs.meetings.revisions import calendars
from akson_docs.meetings.revisions.calendars import Calendars, CalendarSent, PersonTold, Sending
from akson_docs.meetings.revisions.dispatch import Dispatch
from akson_docs.model.documents import Board
from akson_docs.sources.layout import MeetingKey

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

OSLO = ZoneInfo("Europe/Oslo")
OCCASION = Occasion(
    uid=timing.uid("https://papirer.example.no/", "styret/2020-04"),
    title="Møte i Styret 4/20",
    start=datetime(2020, 7, 1, 9, tzinfo=OSLO),
    end=datetime(2020, 7, 1, 10, 30, tzinfo=OSLO),
    place="Grev Wedels plass, rom 4; andre etasje",
    online="https://mote.example.no/styret",
    address="https://papirer.example.no/styret/2020-04/",
    organiser="Sekretariatet",
    organiser_email="post@example.no",
)
LETTER = Email(
    "Innkalling til Møte i Styret 4/20",
    "Til leder,\n\nVelkommen.\n",
    "<p>Til leder,</p>",
    'Øystein, "leder"',
    "leder@example.no",
    "nb",
    (Enclosure("Styret 4-20 innkalling æøå.pdf", b"%PDF-1.7 ..."),),
)
KEY = MeetingKey("styret", "2020-04")
NOW = datetime(2020, 6, 17, 12, 30, 15, tzinfo=UTC)
CONTACT = SITE + "contact: {name: Sekretariatet, email: post@example.no}\n"
PEOPLE = BOARD + (
    "members:\n  - {id: leder, name: leder}\n  - {id: medlem-1, name: medlem 1}\n"
    "  - {id: gammel, name: gammel, to: 2019-12-31}\nsubstitutes:\n  - {id: vara, name: vara}\n"
)
ADDRESSES = """\
styret:
  leder: leder@example.no
  medlem-1: {address: m1@example.no, language: nn}
  vara: vara@example.no
  presse: {name: Lokalavisen, address: tips@example.no, role: press}
"""


# ---- the calendar and the letter -----------------------------------------------------------------------------


def event(data: bytes) -> Any:
    (found,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return found


def test_a_calendar_request_says_when_where_and_who() -> None:
    method, data = invitation.calendar(OCCASION, 0, NOW, "leder", "leder@example.no")
    whole = icalendar.Calendar.from_ical(data)
    found = event(data)
    assert method == whole["METHOD"] == "REQUEST"
    assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == ["Europe/Oslo"]
    assert found["UID"] == OCCASION.uid
    assert found["SEQUENCE"] == 0
    assert found["DTSTART"].dt == OCCASION.start
    assert found["DTEND"].dt == OCCASION.end
    assert found["LOCATION"] == "Grev Wedels plass, rom 4; andre etasje, https://mote.example.no/styret"
    assert str(found["ORGANIZER"]) == "MAILTO:post@example.no"
    assert str(found["ATTENDEE"]) == "MAILTO:leder@example.no"
    assert len(found.walk("VALARM")) == 1
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_what_changes_is_the_same_event_with_a_higher_sequence() -> None:
    assert invitation.sequence(OCCASION, None, None) == 0
    sent = CalendarSent(0, OCCASION.facts)
    assert invitation.sequence(replace(OCCASION, title="Annet"), sent, sent) == 0
    moved = replace(OCCASION, start=datetime(2020, 7, 2, 9, tzinfo=OSLO))
    assert invitation.sequence(moved, sent, sent) == 1
    assert invitation.sequence(moved, CalendarSent(1, moved.facts), sent) == 1  # who is told of it after the others
    assert invitation.sequence(moved, CalendarSent(1, moved.facts), None) == 1
    cancelled = replace(moved, cancelled="For få saker.")
    assert invitation.sequence(cancelled, CalendarSent(1, moved.facts), CalendarSent(1, moved.facts)) == 2
    told = CalendarSent(2, cancelled.facts, ended=True)
    assert invitation.sequence(cancelled, told, told) == 2
    # It takes place after all; and somebody comes back whose calendar was told more often than the others'.
    assert invitation.sequence(moved, told, told) == 3
    assert invitation.sequence(moved, CalendarSent(1, moved.facts), CalendarSent(5, moved.facts, ended=True)) == 6
    method, data = invitation.calendar(cancelled, 2, NOW, "leder", "leder@example.no")
    assert (method, event(data)["STATUS"], event(data)["UID"]) == ("CANCEL", "CANCELLED", OCCASION.uid)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 7, day, hour, minute, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("sittings", "expected"),
    [
        ([Sitting(date(2020, 7, 1), at(1, 9), at(1, 10, 30))], (at(1, 9), at(1, 10, 30), ())),
        ([Sitting(date(2020, 7, 1), at(1, 22, 30), at(2, 1, 15))], (at(1, 22, 30), at(2, 1, 15), ())),
        ([Sitting(date(2020, 7, 1), at(1, 9), None)], (at(1, 9), at(1, 11), ())),
        (
            [Sitting(date(2020, 7, 1), at(1, 9), None), Sitting(date(2020, 7, 2), at(2, 10), at(2, 14))],
            (at(1, 9), at(2, 14), ((at(1, 9), at(1, 11)), (at(2, 10), at(2, 14)))),
        ),
        (
            [Sitting(date(2020, 7, 1), None, None), Sitting(date(2020, 7, 2), None, None)],
            (date(2020, 7, 1), date(2020, 7, 3), ()),
        ),
    ],
)
def test_a_meeting_lasts_from_its_first_sitting_to_its_last(sittings: Any, expected: Any) -> None:
    assert timing.times(sittings) == expected


def over_days(*days: tuple[datetime, datetime]) -> Occasion:
    return replace(OCCASION, start=days[0][0], end=days[-1][1], sittings=days)


@pytest.mark.parametrize(
    "days",
    [
        [(at(1, 9), at(1, 16)), (at(2, 9), at(2, 16))],
        [(at(1, 9), at(1, 16)), (at(2, 10), at(2, 14))],
        [(at(1, 9), at(1, 16)), (at(3, 9), at(3, 16)), (at(8, 18), at(9, 1))],
    ],
)
def test_the_nights_of_a_meeting_over_days_are_free(
    days: list[tuple[datetime, datetime]], window: BrowserContext
) -> None:
    _, data = invitation.calendar(over_days(*days), 0, NOW, "leder", "leder@example.no")
    page = window.new_page()
    page.add_script_tag(content=(PROJECT / "tests/vendor/ical.js/ical.es5.min.cjs").read_text())
    found = page.evaluate(
        """text => {
            const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map(
                one => new ICAL.Event(one));
            const whole = events.find(one => !one.isRecurrenceException());
            events.filter(one => one !== whole).forEach(one => whole.relateException(one));
            const found = [], days = whole.iterator();
            for (let next = days.next(); next; next = days.next()) {
                const day = whole.getOccurrenceDetails(next);
                found.push([day.startDate.toString(), day.endDate.toString()]);
            }
            return found;
        }""",
        data.decode(),
    )
    page.close()
    assert found == [[f"{moment:%Y-%m-%dT%H:%M:%S}" for moment in day] for day in days]
    assert {str(one["UID"]) for one in icalendar.Calendar.from_ical(data).walk("VEVENT")} == {OCCASION.uid}
    _, off = invitation.calendar(replace(over_days(*days), cancelled="x"), 1, NOW, "leder", "leder@example.no")
    assert event(off)["STATUS"] == "CANCELLED"
    assert "RECURRENCE-ID" not in event(off)


def test_a_night_on_which_the_clocks_change_gives_no_other_its_length() -> None:
    """The duration of what recurs is that of the first, to the second (RFC 5545, 3.8.5.3)."""

    def sat(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 10, day, hour, minute, tzinfo=OSLO)

    first, second = (sat(24, 22), sat(25, 4)), (sat(25, 22), sat(26, 4))  # seven hours, and six
    _, data = invitation.calendar(over_days(first, second), 0, NOW, "leder", "leder@example.no")
    events: list[Any] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    whole, alone = events
    assert (whole["DTSTART"].dt, whole["DTEND"].dt) == first
    assert (alone["RECURRENCE-ID"].dt, alone["DTSTART"].dt, alone["DTEND"].dt) == (second[0], *second)


def test_a_calendar_reminds_at_a_sensible_hour() -> None:
    whole = replace(OCCASION, start=date(2020, 7, 1), end=date(2020, 7, 2))
    before = {
        name: event(invitation.calendar(one, 0, NOW, "leder", "l@example.no")[1]).walk("VALARM")[0]["TRIGGER"].dt
        for name, one in (("hour", OCCASION), ("day", whole))
    }
    assert before == {"hour": timedelta(minutes=-30), "day": timedelta(hours=-15)}  # at nine the day before


def test_a_time_that_the_clock_shows_twice_is_told_in_utc() -> None:
    twice = datetime(2026, 10, 25, 2, 15, fold=1, tzinfo=OSLO)
    late = replace(OCCASION, start=datetime(2026, 10, 24, 23, tzinfo=OSLO), end=twice)
    found = event(invitation.calendar(late, 0, NOW, "leder", "leder@example.no")[1])
    assert found["DTEND"].dt == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert found["DTSTART"].dt == datetime(2026, 10, 24, 21, tzinfo=UTC)


def test_a_letter_says_when_it_is_sent() -> None:
    later = NOW + timedelta(hours=1)
    one, other = (invitation.message(LETTER, OCCASION, 0, moment) for moment in (NOW, later))
    assert one["Date"].datetime == NOW
    assert event(invitation.calendar(OCCASION, 0, later, "leder", "l@example.no")[1])["DTSTAMP"].dt == later
    assert one["Message-ID"] == other["Message-ID"]  # by which readers of mail know it for the same


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("Styret 4-20 innkalling.pdf", "Styret 4-20 innkalling.pdf"),
        ("Møte i Skjærgårdsrådet – møtebok.pdf", "Moete i Skjaergaardsraadet - moetebok.pdf"),
        ('Čállin "x"\\.pdf', "Callin x.pdf"),
        ("会.pdf", ".pdf"),
    ],
)
def test_a_file_has_a_name_that_old_readers_know(name: str, old: str) -> None:
    assert invitation.ascii_name(name) == old


def test_the_same_letter_is_the_same_bytes_and_another_is_another() -> None:
    one, other = (invitation.message(LETTER, OCCASION, 0, NOW).as_bytes() for _ in range(2))
    assert one == other
    third = invitation.message(replace(LETTER, to_address="m1@example.no"), OCCASION, 0, NOW)
    assert third["Message-ID"] != email.message_from_bytes(one)["Message-ID"]


def test_two_readers_of_mail_find_the_same_in_a_letter() -> None:
    data = invitation.message(LETTER, OCCASION, 0, NOW).as_bytes()
    first = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(first, EmailMessage)
    plain, page = first.get_body(("plain",)), first.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert plain.get_content().replace("\r\n", "\n") == LETTER.plain
    assert page.get_content().strip() == LETTER.html
    assert first["To"].addresses[0].display_name == LETTER.to_name
    names = [part.get_filename() for part in first.iter_attachments()]
    assert names == ["Styret 4-20 innkalling æøå.pdf", "invite.ics"]
    (request,) = [part for part in first.walk() if part.get_content_type() == "text/calendar"]
    assert request.get_param("method") == "REQUEST"
    assert event(request.get_content().encode())["UID"] == OCCASION.uid

    second = mailparser.parse_from_bytes(data)
    assert second.subject == LETTER.subject
    assert second.to == [(LETTER.to_name, LETTER.to_address)]
    assert LETTER.plain.strip() in second.text_plain[0].replace("\r\n", "\n")
    assert [one["filename"] for one in second.attachments if one["filename"].endswith(".pdf")] == names[:1]
    # Who knows nothing but ASCII finds a name at the type of the file.
    (paper,) = [part for part in first.iter_attachments() if part.get_content_type() == "application/pdf"]
    assert paper.get_param("name") == "Styret 4-20 innkalling aeoeaa.pdf"
    assert b'application/pdf; name="Styret 4-20 innkalling aeoeaa.pdf"' in data


def test_another_reader_of_calendars_updates_one_event(window: BrowserContext) -> None:
    page = window.new_page()
    page.add_script_tag(content=(PROJECT / "tests/vendor/ical.js/ical.es5.min.cjs").read_text())
    moved = replace(OCCASION, start=datetime(2020, 7, 2, 9, tzinfo=OSLO), end=datetime(2020, 7, 2, 10, tzinfo=OSLO))
    cancelled = replace(moved, cancelled="For få saker.")
    found: dict[str, list[Any]] = {}
    for number, one in enumerate((OCCASION, moved, cancelled)):
        _, data = invitation.calendar(one, number, NOW, "leder", "leder@example.no")
        read = page.evaluate(
            """text => {
                const whole = new ICAL.Component(ICAL.parse(text));
                const event = new ICAL.Event(whole.getFirstSubcomponent("vevent"));
                return [event.uid, whole.getFirstPropertyValue("method"), event.sequence, event.summary,
                        event.startDate.toString(), event.startDate.zone.tzid,
                        event.component.getFirstPropertyValue("status")];
            }""",
            data.decode(),
        )
        found.setdefault(read[0], []).append(read[1:])
    page.close()
    assert found == {
        OCCASION.uid: [
            ["REQUEST", 0, OCCASION.title, "2020-07-01T09:00:00", "Europe/Oslo", "CONFIRMED"],
            ["REQUEST", 1, OCCASION.title, "2020-07-02T09:00:00", "Europe/Oslo", "CONFIRMED"],
            ["CANCEL", 2, OCCASION.title, "2020-07-02T09:00:00", "Europe/Oslo", "CANCELLED"],
        ]
    }


# ---- who gets it ---------------------------------------------------------------------------------------------


def board() -> Board:
    import yaml

    return Board.model_validate(yaml.load(PEOPLE, yaml.BaseLoader), context={"language": "nb"})


def read(text: str, *to: str) -> tuple[tuple[recipients.Recipient, ...], tuple[Diagnostic, ...]]:
    found = recipients.recipients(text.encode(), "r.yaml", "styret", {"styret": board()}, date(2020, 7, 1), to)
    return found.chosen, found.diagnostics


def test_who_gets_it_follows_from_the_board_on_the_day() -> None:
    found, wrong = read(ADDRESSES, "members", "press")
    assert wrong == ()
    assert [(one.address, one.role, one.language) for one in found] == [
        ("leder@example.no", "members", ""),
        ("m1@example.no", "members", "nn"),
        ("tips@example.no", "press", ""),
    ]
    gone = ADDRESSES + "  gammel: gammel@example.no\n"
    assert [one.id for one in read(gone, "members")[0]] == ["leder", "medlem-1"]
    assert [one.id for one in read(ADDRESSES, "vara")[0]] == ["vara"]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (ADDRESSES.replace("  leder: leder@example.no\n", ""), 1, "address-missing"),
        (ADDRESSES.replace("leder@example.no", "leder.example.no"), 2, "address-form"),
        (ADDRESSES.replace("m1@", "leder@"), 3, "address-twice"),
        (ADDRESSES.replace("  vara:", "  vare:"), 4, "recipient-unknown"),
        (ADDRESSES.replace("language: nn", "sprak: nn"), 3, "recipient-key"),
        (ADDRESSES.replace("m1@", "åse@"), 3, "address-signs"),
        (ADDRESSES.replace("leder@example.no", "leder@æ..no"), 2, "address-form"),
        (ADDRESSES.replace("{address: m1@example.no", "{by: due"), 3, "recipient-by"),
        ("styret: [", 2, None),
        ("andre: {}\n", 1, "recipients-board"),
        (ADDRESSES.replace("styret:", "stryet:"), 1, "recipients-board"),
        ("styret:\n", 1, "recipients-board"),
        ("styret: leder@example.no\n", 1, "recipients-board"),
        (ADDRESSES.replace("language: nn", "language: samisk"), 3, "recipient-language"),
    ],
)
def test_mistakes_are_told_at_their_lines(text: str, line: int, code: str | None) -> None:
    _, wrong = read(text, "members", "substitutes")
    assert wrong
    assert (line, code) in [(one.span.line, one.code if code else None) for one in wrong]


def test_a_domain_may_have_any_letters_and_who_is_invited_by_post_has_none() -> None:
    text = ADDRESSES.replace("leder@example.no", "leder@blåbær.example").replace("{address: m1@example.no", "{by: post")
    found, wrong = read(text, "members")
    assert wrong == ()
    assert [(one.address, one.by_post) for one in found] == [("leder@xn--blbr-roah.example", False), ("", True)]


def test_who_has_no_address_is_among_them_all_the_same() -> None:
    found, wrong = read(ADDRESSES.replace("  leder: leder@example.no\n", ""), "members")
    assert [(one.id, one.address) for one in found] == [("medlem-1", "m1@example.no"), ("leder", "")]
    assert {one.code for one in wrong} <= recipients.OF_ONE


# ---- the server ----------------------------------------------------------------------------------------------


@dataclass
class Box:
    """A mail server that keeps what it is given, and misbehaves as it is told."""

    got: list[tuple[str, bytes]] = field(default_factory=list)
    drops_every: int = 0
    connections: int = 0
    refuses: Mapping[str, str] = field(default_factory=dict)
    dies_in_data: str = ""
    used: int = 0
    """The last connection that a letter came by."""
    kills: tuple[str, int] = ("", 0)
    """When the process that sends is killed: at a command, or when a letter is "taken", and at which of them."""
    sender: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def killed(self, moment: str) -> bool:
        """Kills the sender where its moment has come."""
        self.seen[moment] = self.seen.get(moment, 0) + 1
        if (moment, self.seen[moment]) != self.kills:
            return False
        while not self.sender:  # it may be quicker than who started it
            time.sleep(0.01)
        os.kill(self.sender, signal.SIGKILL)
        return True

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        if self.drops_every and self.connections % self.drops_every == 0:
            assert server.transport is not None
            server.transport.close()
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.drops_every and self.used == self.connections:
            # It hangs up after each letter, so that every letter is a connection of its own.
            assert server.transport is not None
            server.transport.close()
        self.used = self.connections
        self.killed("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        self.killed("RCPT")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        if self.killed("DATA"):
            return "451 not taken"
        self.killed("taken")
        self.got.append((envelope.rcpt_tos[0], envelope.content))
        if envelope.rcpt_tos[0] == self.dies_in_data:
            self.dies_in_data = ""
            assert server.transport is not None
            server.transport.close()
        return "250 taken"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def box(authority: trustme.CA) -> Iterator[tuple[Box, Server, ssl.SSLContext]]:
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(served)
    held = Box()

    def knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"akson", b"tre-grantraer"), handled=False)

    control = Controller(
        held, hostname="localhost", port=0, ssl_context=served, authenticator=knows, auth_require_tls=False
    )
    control.port = _free()
    control.start()
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    yield held, Server("localhost", control.port, "akson", "tre-grantraer", implicit=True, bare=True), trust
    control.stop()


def _free() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("localhost", 0))
        return int(one.getsockname()[1])


def posted(count: int) -> list[Posted]:
    found = []
    for number in range(count):
        letter = replace(LETTER, to_address=f"m{number}@example.no")
        message = invitation.message(letter, OCCASION, 0, NOW)
        found.append(Posted(f"m{number}", f"medlem {number}", letter.to_address, message, "REQUEST", 0))
    return found


def sending(number: int = 1, *told: PersonTold, facts: calendars.Facts = OCCASION.facts, **more: Any) -> Sending:
    return Sending(number, NOW + timedelta(hours=number), "styret/2020-04", OCCASION.uid, 1, facts, told, **more)


def record(folder: Path) -> DeliveryRecord:
    """The record of a meeting, as it lies there, by whoever comes next."""
    paths = [f"{calendars.folder(KEY)}{path.name}" for path in folder.glob("*.json")]
    lying = [calendars.read((folder / Path(path).name).read_bytes(), path, KEY) for path in calendars.names(paths, KEY)]
    known = tuple(one for one in lying if isinstance(one, Sending))
    assert len(known) == len(lying)
    return DeliveryRecord(
        Calendars(known), sending(len(known) + 1), str(folder), Addresses(str(folder / "addresses.jsonl"))
    )


def counts(box: Box) -> dict[str, int]:
    found: dict[str, int] = {}
    for address, _ in box.got:
        found[address] = found.get(address, 0) + 1
    return found


def test_a_letter_arrives_as_it_was_made(box: tuple[Box, Server, ssl.SSLContext], tmp_path: Path) -> None:
    held, server, trust = box
    (one,) = posted(1)
    assert deliver([one], server, record(tmp_path), trust=trust) == (1, ())
    ((address, data),) = held.got
    assert address == one.address
    assert data.replace(b"\r\n", b"\n").strip() == one.message.as_bytes().replace(b"\r\n", b"\n").strip()


def test_nobody_gets_it_twice_however_often_it_is_sent(box: tuple[Box, Server, ssl.SSLContext], tmp_path: Path) -> None:
    held, server, trust = box
    for _ in range(3):
        deliver(posted(4), server, record(tmp_path), trust=trust)
    assert counts(held) == {f"m{number}@example.no": 1 for number in range(4)}
    lying = [calendars.read(path.read_bytes(), path.name, KEY) for path in tmp_path.glob("*.json")]
    assert Calendars(tuple(one for one in lying if isinstance(one, Sending))).before == CalendarSent(0, OCCASION.facts)
    assert "@example.no" not in "".join(path.read_text().replace(OCCASION.uid, "") for path in tmp_path.glob("*.json"))


def test_a_server_that_drops_each_third_connection_gives_everyone_exactly_one(
    box: tuple[Box, Server, ssl.SSLContext], tmp_path: Path
) -> None:
    held, server, trust = box
    held.drops_every = 3
    noted = record(tmp_path)
    for _ in range(5):
        _, wrong = deliver(posted(9), server, noted, trust=trust)
        if not wrong:
            break
    assert counts(held) == {f"m{number}@example.no": 1 for number in range(9)}
    assert held.connections > 9


def test_a_letter_whose_end_is_not_known_is_told_and_not_sent_again(
    box: tuple[Box, Server, ssl.SSLContext], tmp_path: Path
) -> None:
    held, server, trust = box
    held.dies_in_data = "m1@example.no"
    went, wrong = deliver(posted(3), server, record(tmp_path), trust=trust)
    assert (went, [one.code for one in wrong]) == (2, ["mail-uncertain"])
    went, wrong = deliver(posted(3), server, record(tmp_path), trust=trust)
    assert (went, [one.code for one in wrong]) == (0, ["mail-uncertain"])
    assert counts(held) == {f"m{number}@example.no": 1 for number in range(3)}
    went, wrong = deliver(posted(3), server, record(tmp_path), ["m1"], trust=trust)
    assert (went, wrong) == (1, ())


def test_one_who_is_refused_does_not_keep_the_others_from_it(
    box: tuple[Box, Server, ssl.SSLContext], tmp_path: Path
) -> None:
    held, server, trust = box
    held.refuses = {"m1@example.no": "550 no such box", "m2@example.no": "451 come later"}
    noted = record(tmp_path)
    went, wrong = deliver(posted(4), server, noted, trust=trust)
    assert went == 2
    assert [dict(one.parameters)["problem"] for one in wrong] == ["no such box", "come later"]
    held.refuses = {}
    assert deliver(posted(4), server, noted, trust=trust) == (2, ())
    assert counts(held) == {f"m{number}@example.no": 1 for number in range(4)}


def test_where_nothing_can_be_written_down_nothing_goes(
    box: tuple[Box, Server, ssl.SSLContext], tmp_path: Path
) -> None:
    held, server, trust = box
    write(tmp_path / "file", "")
    noted = DeliveryRecord(Calendars(), sending(), str(tmp_path / "file"), Addresses(str(tmp_path / "a.jsonl")))
    with pytest.raises(Fault) as raised:
        deliver(posted(2), server, noted, trust=trust)
    assert raised.value.diagnostic.code == "delivery-unwritten"
    assert held.got == []


@pytest.mark.parametrize("fault", ["password", "certificate", "nobody"])
def test_a_server_that_refuses_altogether_is_told(
    box: tuple[Box, Server, ssl.SSLContext], tmp_path: Path, fault: str
) -> None:
    held, server, trust = box
    if fault == "password":
        server = replace(server, password="galt")
    elif fault == "nobody":
        server = replace(server, port=_free())
    context = ssl.create_default_context() if fault == "certificate" else trust
    went, wrong = deliver(posted(2), server, record(tmp_path), trust=context)
    assert went == 0
    assert [one.code for one in wrong] == ["mail-refused"]
    assert held.got == []
    assert "tre-grantraer" not in repr(wrong)


def test_addresses_that_break_off_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    (one,) = posted(1)
    Addresses(str(path)).note(one)
    path.write_text(path.read_text() + '{"id": "c", "addr')
    assert Addresses(str(path)).of("m0") == ("m0@example.no", "medlem 0")
    assert Addresses(str(path)).of("c") == ("", "")


# ---- what calendars were told --------------------------------------------------------------------------------


def test_what_calendars_were_told_is_read_as_it_was_written() -> None:
    told = sending(3, PersonTold("leder", "REQUEST", 2, "told"), PersonTold("m", "LEFT", 3, "refused"))
    path = calendars.folder(KEY) + told.name
    assert path == "meetings/styret/2020-04/dispatches/calendars/3-20200617T153015Z.json"
    assert calendars.read(calendars.write(told), path, KEY) == told
    assert calendars.names([path, "meetings/styret/2020-04/dispatches/1/dispatch.json"], KEY) == (path,)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (
            lambda data: data.replace(b'"REQUEST", 2'.replace(b", ", b",\n   "), b'"REQUEST",\n   5'),
            "calendars-altered",
        ),
        (lambda data: data[:-40], "calendars-altered"),
        (lambda data: b"<<<<<<< HEAD\n" + data, "calendars-altered"),
        (lambda data: b"[]", "calendars-altered"),
        (lambda data: calendars.write(replace(sending(), meeting="styret/2020-03")), "dispatch-elsewhere"),
    ],
)
def test_a_record_that_was_altered_or_is_another_meetings_is_told(spoil: Any, code: str) -> None:
    data = calendars.write(sending(1, PersonTold("leder", "REQUEST", 2, "told")))
    spoilt = spoil(data)
    assert spoilt != data
    found = calendars.read(spoilt, "x.json", KEY)
    assert isinstance(found, Diagnostic)
    assert found.code == code


def test_calendars_go_by_the_number_and_then_by_the_time() -> None:
    moved = replace(OCCASION, place="Teams").facts
    here = sending(2, PersonTold("leder", "REQUEST", 1, "told"), facts=moved)
    # Meanwhile another sent, in another place: as much as calendars took in last is what they hold.
    there = replace(
        sending(2, PersonTold("leder", "CANCEL", 1, "told"), PersonTold("m1", "CANCEL", 1, "began")), time=NOW
    )
    held = Calendars(
        (sending(1, PersonTold("leder", "REQUEST", 0, "told"), PersonTold("m1", "REQUEST", 0, "told")), there, here)
    )
    assert held.own("leder") == CalendarSent(1, moved)
    assert held.own("m1") == CalendarSent(1, OCCASION.facts, ended=True, state="began")
    assert held.before == CalendarSent(1, moved)
    assert held.invited == {"leder", "m1"}  # who may have it is to be told what becomes of it
    assert held.state("m1", 1, 1, "CANCEL") == "began"
    assert held.own("m9") is None


def kept(number: int, mailed: bool | None) -> Dispatch:
    return Dispatch(number, date(2020, 6, 17), ("members",), {}, {}, "styret/2020-04", is_mailed=mailed)


@pytest.mark.parametrize(
    ("sendings", "dispatches", "said", "expected"),
    [
        ([], [], {}, None),
        ([], [kept(1, False)], {}, None),  # akson dispatch alone
        ([], [kept(1, None)], {}, "calendars-unknown"),  # of before there were records
        ([], [kept(1, True)], {}, "calendars-unknown"),
        ([], [kept(1, True)], {"first": True}, None),
        ([], [kept(1, True)], {"assumed": 3}, 3),
        ([sending()], [kept(1, True)], {}, None),
        ([sending()], [kept(1, True), kept(2, True)], {}, "calendars-unknown"),
        ([sending(1, PersonTold("leder", "REQUEST", 4, "told"))], [kept(1, True)], {}, 4),
        ([sending(1, PersonTold("leder", "REQUEST", 4, "told"))], [kept(1, True)], {"assumed": 7}, 7),
        ([sending(1, PersonTold("leder", "REQUEST", 4, "told"))], [kept(1, True)], {"assumed": 3}, 4),
        ([sending(1, PersonTold("leder", "REQUEST", 4, "told"))], [kept(1, True)], {"first": True}, "calendars-known"),
    ],
)
def test_what_is_not_known_is_asked(sendings: Any, dispatches: Any, said: Any, expected: int | str | None) -> None:
    found = calendars.calendars(sendings, dispatches, KEY, **said)
    if isinstance(found, Diagnostic):
        assert found.code == expected
    else:
        assert (found.before.sequence if found.before else None) == expected


@pytest.mark.parametrize(
    "named", ["", "smtp.example.no", "http://example.no", "smtps://a:b@example.no", "smtp://x:y:z"]
)
def test_a_server_is_named_in_full_and_without_its_password(named: str) -> None:
    assert isinstance(delivery.server({"AKSON_SMTP": named}), Diagnostic)


@pytest.mark.parametrize(
    ("named", "told"),
    [("localhost:2599", "localhost:2599"), ("smtp://akson:hemmelig@post.example.no", "post.example.no"),
     ("akson:hemmelig@post.example.no", "…@post.example.no")],
)  # fmt: skip
def test_what_is_no_server_is_told_as_it_was_written_without_a_password(named: str, told: str) -> None:
    found = delivery.server({"AKSON_SMTP": named})
    assert isinstance(found, Diagnostic)
    assert dict(found.parameters) == {"found": told}


# ---- the command ---------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C")
    made = place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}, site=CONTACT, board=PEOPLE))
    write(made / "recipients.yaml", ADDRESSES)
    return made


@pytest.fixture
def posting(
    box: tuple[Box, Server, ssl.SSLContext], authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Box:
    held, server, _ = box
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    monkeypatch.setenv("AKSON_SMTP", f"smtps://akson@localhost:{server.port}")
    monkeypatch.setenv("AKSON_SMTP_PASSWORD", "tre-grantraer")
    return held


def invite(root: Path, *words: str, today: str = "2020-06-17") -> int:
    both = ("--to", "members,substitutes")
    return main.main(["invite", "styret/2020-04", "--root", str(root), "--today", today, *both, *words])


def letters(held: Box) -> dict[str, EmailMessage]:
    found = {}
    for address, data in held.got:
        one = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(one, EmailMessage)
        found[address] = one
    return found


def request_of(letter: EmailMessage) -> Any:
    (found,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    return event(found.get_content().encode())


@pytest.mark.parametrize(
    ("row", "to", "told"),
    [
        ("ola: {name: Ola, role: member, address: o@example.no}", "members", 'did you mean "members"?'),
        ("ola: {name: Ola, role: press, address: o@example.no}", "guests", "those that are here: ola (press)"),
    ],
)
def test_whom_a_file_has_is_told_where_nobody_is_to_get_it(
    root: Path, capsys: pytest.CaptureFixture[str], row: str, to: str, told: str
) -> None:
    write(root / "meetings/styret/board.yaml", BOARD)
    write(root / "recipients.yaml", f"styret:\n  {row}\n")
    words = ["invite", "styret/2020-04", "--root", str(root), "--today", "2020-06-17", "--dry-run", "--to", to]
    assert main.main(words) == 1
    assert told in capsys.readouterr().err


def test_only_members_are_written_to_unless_others_are_asked_for(root: Path, posting: Box) -> None:
    words = ["invite", "styret/2020-04", "--root", str(root), "--today", "2020-06-17", "--send"]
    assert main.main(words) == 0
    assert set(letters(posting)) == {"leder@example.no", "m1@example.no"}
    posting.got.clear()
    assert main.main([*words, "--to", "vara,press"]) == 0
    assert set(letters(posting)) == {"vara@example.no", "tips@example.no"}


def test_sending_keeps_the_papers_and_everyone_gets_their_own(root: Path, posting: Box) -> None:
    assert invite(root, "--send") == 0
    assert invite(root, "--send") == 0
    found = letters(posting)
    assert len(posting.got) == len(found) == 3
    assert set(found) == {"leder@example.no", "m1@example.no", "vara@example.no"}
    kept = root / "meetings/styret/2020-04/dispatches/1/public/nb"
    sent = [
        part.get_content()
        for part in found["leder@example.no"].iter_attachments()
        if part.get_filename() != "invite.ics"
    ]
    assert sent == [(kept / f"{name}.pdf").read_bytes() for name in ("agenda", "papers", "slides")]
    plain = found["leder@example.no"].get_body(("plain",))
    assert plain is not None
    for words in ("onsdag 1. juli 2020 09.00", "17/20  Godkjenning av innkalling", "Til leder"):
        assert words in plain.get_content()
    assert (root / "output/invitations/styret/2020-04.eml").exists()
    assert "leder@" not in "".join(path.read_text("utf-8", "replace") for path in (root / "meetings").rglob("*.json"))


def test_a_meeting_that_moves_and_one_that_is_cancelled_update_the_event(root: Path, posting: Box) -> None:
    path = root / "meetings/styret/2020-04/meeting.yaml"
    events = []
    for text in (
        SHOWN,
        SHOWN.replace("2020-07-01", "2020-07-03").replace("start: 09:00", "start: 10:00\nplace: Teams"),
        SHOWN.replace("2020-07-01", "2020-07-03").replace("start: 09:00", "start: 10:00\nplace: Teams")
        + "cancelled: Det er for få saker.\n",
    ):
        posting.got.clear()
        write(path, text)
        assert invite(root, "--send") == 0
        letter = letters(posting)["leder@example.no"]
        events.append((request_of(letter), letter))
    assert len({str(one["UID"]) for one, _ in events}) == 1
    assert [int(one["SEQUENCE"]) for one, _ in events] == [0, 1, 2]
    assert [str(one["STATUS"]) for one, _ in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    moved = events[1][1].get_body(("plain",))
    assert moved is not None
    assert "fredag 3. juli 2020 10.00" in moved.get_content()
    assert "(før: onsdag 1. juli 2020 09.00" in moved.get_content()
    assert events[2][1]["Subject"].startswith("Avlyst: ")


def events(held: Box) -> list[tuple[str, str, int]]:
    """(to whom, what, SEQUENCE) of each letter, in the order that they came."""
    found = []
    for address, data in held.got:
        letter = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        (part,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
        found.append((address, str(part["Content-Type"].params["method"]), int(request_of(letter)["SEQUENCE"])))
    return found


def test_who_has_it_in_a_calendar_is_told_what_becomes_of_it(root: Path, posting: Box) -> None:
    assert invite(root, "--send", "--to", "members,press") == 0
    posting.got.clear()
    path = root / "meetings/styret/2020-04/meeting.yaml"
    write(path, SHOWN.replace("2020-07-01", "2020-07-03"))
    assert invite(root, "--send") == 0  # which asks for no press, and for substitutes who know nothing yet
    assert events(posting) == [
        ("leder@example.no", "REQUEST", 1),
        ("m1@example.no", "REQUEST", 1),
        ("vara@example.no", "REQUEST", 1),
        ("tips@example.no", "REQUEST", 1),
    ]
    subjects = {address: letter["Subject"] for address, letter in letters(posting).items()}
    assert subjects["tips@example.no"].startswith("Endret tid eller sted: ")
    assert subjects["vara@example.no"].startswith("Innkalling til ")
    posting.got.clear()
    assert invite(root, "--send") == 0
    assert posting.got == []
    write(root / "meetings/styret/board.yaml", PEOPLE + "  - {id: ny, name: ny}\n")
    write(root / "recipients.yaml", ADDRESSES + "  ny: ny@example.no\n")
    write(path, SHOWN.replace("2020-07-01", "2020-07-03") + "cancelled: Sykdom\n")
    assert invite(root, "--send", "--to", "members,substitutes") == 0
    assert {(method, number) for _, method, number in events(posting)} == {("CANCEL", 2)}
    assert sorted(address for address, _, _ in events(posting)) == sorted(subjects)  # nobody who was never invited
    assert invite(root, "--send") == 0
    assert len(posting.got) == 4


def test_where_nobody_is_left_to_tell_that_is_said(
    root: Path, posting: Box, capsys: pytest.CaptureFixture[str]
) -> None:
    assert invite(root, "--send") == 0
    path = root / "meetings/styret/2020-04/meeting.yaml"
    write(path, SHOWN + "cancelled: Sykdom\n")
    assert invite(root, "--send") == 0
    posting.got.clear()
    capsys.readouterr()
    for words in (["--send"], ["--dry-run"], []):
        assert invite(root, *words, "--to", "press") == 0  # who was never invited
        assert capsys.readouterr().out == "There is nobody to tell anything now.\n"
    assert posting.got == []


def test_nothing_is_kept_where_no_server_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AKSON_SMTP", raising=False)
    assert invite(root, "--send") == 1
    assert "no mail server is named" in capsys.readouterr().err
    assert not (root / "meetings/styret/2020-04/dispatches").exists()


def test_who_is_not_among_them_any_more_is_taken_off(
    root: Path, posting: Box, capsys: pytest.CaptureFixture[str]
) -> None:
    assert invite(root, "--send") == 0
    posting.got.clear()
    board = root / "meetings/styret/board.yaml"
    write(board, PEOPLE.replace("name: medlem 1", "name: medlem 1, to: 2020-06-16"))
    assert invite(root, "--dry-run") == 0
    assert "medlem 1 <m1@example.no>" in capsys.readouterr().out
    posting.refuses = {"m1@example.no": "550 no such box"}
    assert invite(root, "--send") == 1
    assert "medlem 1 did not get it: no such box" in capsys.readouterr().err
    assert invite(root, "--send") == 0  # told once, for the letter box may be closed for good
    posting.refuses = {}
    assert invite(root, "--send", "--again", "m1@example.no") == 0
    assert events(posting) == [("m1@example.no", "CANCEL", 1)]
    letter = letters(posting)["m1@example.no"]
    assert letter["Subject"].startswith("Du er ikke lenger innkalt til ")
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert "17/20" not in plain.get_content()
    assert [part.get_filename() for part in letter.iter_attachments()] == ["invite.ics"]
    assert invite(root, "--send") == 0
    assert len(posting.got) == 1
    # Back again, and then it moves: each is later than what that calendar knows.
    write(board, PEOPLE)
    assert invite(root, "--send") == 0
    write(root / "meetings/styret/2020-04/meeting.yaml", SHOWN.replace("2020-07-01", "2020-07-03"))
    assert invite(root, "--send") == 0
    assert [one[1:] for one in events(posting) if one[0] == "m1@example.no"] == [
        ("CANCEL", 1),
        ("REQUEST", 2),
        ("REQUEST", 3),
    ]
    assert [one[1:] for one in events(posting) if one[0] == "leder@example.no"] == [("REQUEST", 3)]


@pytest.mark.parametrize(
    ("moment", "letter"), [("MAIL", 1), ("RCPT", 2), ("DATA", 1), ("DATA", 3), ("taken", 1), ("taken", 2), ("taken", 3)]
)
def test_a_sender_that_is_killed_gives_everyone_exactly_one_when_it_goes_on(
    root: Path, posting: Box, moment: str, letter: int
) -> None:
    write(
        root / "meetings/styret/2020-04/meeting.yaml",
        "date: 2020-07-01\nitems:\n  - number: 17/20\n    title: Sak\n    proposal: Vedtas.\n",
    )
    posting.kills = (moment, letter)
    words = ["invite", "styret/2020-04", "--root", str(root), "--send", "--today", "2020-06-17"]
    sender = Command(*words, "--to", "members,substitutes")
    posting.sender = sender.pid
    told = sender.said.read()
    assert sender.ended() == -signal.SIGKILL, told
    uncertain = ["leder@example.no", "m1@example.no", "vara@example.no"][letter - 1]
    if moment in ("DATA", "taken"):
        # The server may have taken it: it is told, and the others get theirs.
        assert invite(root, "--send") == 1
        assert counts(posting).get(uncertain, 0) == (moment == "taken")
        if moment == "DATA":
            assert invite(root, "--send", "--again", uncertain) == 0
    else:
        assert invite(root, "--send") == 0
    assert counts(posting) == {"leder@example.no": 1, "m1@example.no": 1, "vara@example.no": 1}


def test_nothing_withheld_goes_by_mail_unless_the_board_has_approved_it(
    root: Path, posting: Box, capsys: pytest.CaptureFixture[str]
) -> None:
    text = WITHHELD.replace("    attachments:\n      - file: SECRET-name.txt\n", "")
    write(root / "meetings/styret/2020-04/meeting.yaml", text)

    def said() -> str:
        from akson_docs.pdf import completeness

        found = []
        for _, data in posting.got:
            letter = email.message_from_bytes(data, policy=email.policy.default)
            found.append(str(letter.items()))
            for part in letter.walk():
                found.append(str(part.get_filename()))
                held: Any = part.get_payload(decode=True)
                if part.get_content_type() == "application/pdf":
                    found += [page.painted for page in completeness.pages(held)]
                elif not part.is_multipart():
                    found.append(held.decode("utf-8", "replace"))
        return "\n".join(found).upper()

    assert invite(root, "--send") == 0
    assert posting.got
    assert "SECRET" not in said()
    assert "without what is withheld (17/20, 18/20)" in capsys.readouterr().out
    posting.got.clear()
    write(root / "meetings/styret/board.yaml", PEOPLE + "exempt_papers_by_mail: yes\n")
    write(root / "meetings/styret/2020-04/meeting.yaml", text.replace("Åpen tekst", "Annen tekst"))
    assert invite(root, "--send", "--to", "members,press") == 0
    assert "SECRET" in said()
    assert "without what is withheld" not in capsys.readouterr().out
    posting.got = [one for one in posting.got if one[0] == "tips@example.no"]
    assert posting.got
    assert "SECRET" not in said()


def test_where_no_server_answers_nothing_is_kept_as_sent(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AKSON_SMTP", "smtp://127.0.0.1:1")
    before = contents(root / "meetings")
    assert invite(root, "--send") == 1
    assert "[mail-refused]" in capsys.readouterr().err
    assert contents(root / "meetings") == before


def test_papers_that_are_too_large_are_linked_to(root: Path, posting: Box) -> None:
    assert invite(root, "--send", "--limit", "0.02") == 0
    letter = letters(posting)["leder@example.no"]
    assert [part.get_filename() for part in letter.iter_attachments()] == ["invite.ics"]
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert "https://papirer.example.no/styret/2020-04/papers.pdf" in plain.get_content()


@pytest.mark.parametrize(
    ("change", "today", "told"),
    [
        (("date: 2020-07-01", "date: 2020-07-01\ndraft: yes"), "2020-06-17", "papers of a draft are not sent"),
        (None, "2020-07-02", "the meeting was over"),
        (("date: 2020-07-01", "date: 2020-07-01\ncancelled: Nei"), "2020-06-17", "there is nobody to tell"),
        (("title: Status", "titel: Status"), "2020-06-17", "unknown key"),
    ],
)
def test_what_cannot_be_sent_is_told_and_nothing_goes(
    root: Path,
    posting: Box,
    capsys: pytest.CaptureFixture[str],
    change: tuple[str, str] | None,
    today: str,
    told: str,
) -> None:
    if change:
        write(root / "meetings/styret/2020-04/meeting.yaml", SHOWN.replace(*change))
    assert invite(root, "--send", today=today) == 1
    assert told in capsys.readouterr().err
    assert posting.got == []
    assert not (root / "meetings/styret/2020-04/dispatches").exists()


@needs_git
def test_addresses_are_kept_out_of_the_sources_and_of_git(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root / "meetings/recipients.yaml", ADDRESSES)
    assert invite(root, "--dry-run", "--recipients", str(root / "meetings/recipients.yaml")) == 1
    assert "does not lie under meetings/" in capsys.readouterr().err
    (root / "meetings/recipients.yaml").unlink()
    git(root, "init", "--quiet")
    git(root, "add", "recipients.yaml")
    assert invite(root, "--dry-run") == 1
    assert "addresses in git stay there for good" in capsys.readouterr().err


def test_a_dry_run_sends_nothing_and_keeps_nothing(
    root: Path, posting: Box, capsys: pytest.CaptureFixture[str]
) -> None:
    assert invite(root, "--send", "--dry-run") == 0
    said = capsys.readouterr().out
    assert "leder <leder@example.no>" in said
    assert "Styret 4-20 innkalling.pdf" in said
    assert posting.got == []
    assert not (root / "meetings/styret/2020-04/dispatches").exists()
    assert not (root / ".deliveries").exists()


# ---- from one computer to the next ---------------------------------------------------------------------------

QUICK = "date: 2020-07-01\nstart: 09:00\nitems:\n  - number: 17/20\n    title: Sak\n    proposal: Vedtas.\n"


def machine(root: Path, name: str, text: str = "") -> Path:
    """A clone on another computer, with what git has, addresses of its own, and a meeting that says otherwise there."""
    ignored = shutil.ignore_patterns(".deliveries", "output", ".akson")
    made = shutil.copytree(root, root.parent / name, ignore=ignored)
    if text:
        write(made / "meetings/styret/2020-04/meeting.yaml", text)
    return made


def held(box: Box) -> dict[str, dict[str, tuple[int, str, str, str]]]:
    """What calendars hold after all letters, by address and UID: SEQUENCE, status, start and link.

    Each takes in what has a higher SEQUENCE, or the same and a later DTSTAMP (RFC 5546, 2.1.5).
    """
    found: dict[str, dict[str, tuple[int, str, str, str]]] = {}
    latest: dict[tuple[str, str], tuple[int, datetime]] = {}
    for address, data in box.got:
        letter = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        one = request_of(letter)
        order = (int(one["SEQUENCE"]), one["DTSTAMP"].dt)
        if order > latest.get((address, str(one["UID"])), (-1, NOW)):
            latest[address, str(one["UID"])] = order
            start = one["DTSTART"].dt.isoformat(timespec="minutes")
            online = str(one["LOCATION"])
            found.setdefault(address, {})[str(one["UID"])] = (order[0], str(one["STATUS"]), start, online)
    return found


def test_whoever_goes_on_tells_everybody_of_one_event(
    tmp_path: Path, posting: Box, capsys: pytest.CaptureFixture[str]
) -> None:
    first = place(tmp_path / "a", meetings({"2020-04/meeting.yaml": QUICK}, site=CONTACT, board=PEOPLE))
    write(first / "recipients.yaml", ADDRESSES)
    assert invite(first, "--send") == 0
    second = machine(first, "b")
    posting.got, before = [], posting.got
    assert invite(second, "--send") == 0
    assert posting.got == []  # they have it
    assert "Sent to 0; 3 had it already." in capsys.readouterr().out
    moved = QUICK.replace("2020-07-01", "2020-07-03")
    third = machine(second, "c", moved)
    assert invite(third, "--send") == 0
    fourth = machine(third, "d", moved + "cancelled: Sykdom\n")
    assert invite(fourth, "--send") == 0
    again = machine(fourth, "e", moved + "online: https://mote.example.no/ny\n")
    site = again / "meetings/site.yaml"
    write(site, site.read_text().replace("papirer.example.no", "nye.example.no"))
    board = again / "meetings/styret/board.yaml"
    write(board, board.read_text().replace("name: medlem 1", "name: medlem 1, to: 2020-06-16"))
    assert invite(again, "--send") == 0
    posting.got = [*before, *posting.got]
    calendars_now = held(posting)
    assert {len(events) for events in calendars_now.values()} == {1}
    assert {address: next(iter(one.values())) for address, one in calendars_now.items()} == {
        "leder@example.no": (3, "CONFIRMED", "2020-07-03T09:00+02:00", "https://mote.example.no/ny"),
        "vara@example.no": (3, "CONFIRMED", "2020-07-03T09:00+02:00", "https://mote.example.no/ny"),
        "m1@example.no": (2, "CANCELLED", "2020-07-03T09:00+02:00", ""),
    }
    written = b"".join(path.read_bytes() for path in (again / "meetings").rglob("*.json"))
    assert not [one for one in ADDRESSES.split() if "@" in one and one.strip("{},").encode() in written]


def test_where_nobody_knows_what_calendars_were_told_it_is_asked(
    tmp_path: Path, posting: Box, capsys: pytest.CaptureFixture[str]
) -> None:
    first = place(tmp_path / "a", meetings({"2020-04/meeting.yaml": QUICK}, site=CONTACT, board=PEOPLE))
    write(first / "recipients.yaml", ADDRESSES)
    assert invite(first, "--send") == 0
    (lying,) = (first / "meetings/styret/2020-04/dispatches/calendars").iterdir()
    data = lying.read_bytes()
    write(lying, data.replace(b'"medlem-1"', b'"medlem-2"'))
    assert invite(first, "--send") == 1
    assert f"{lying.name}: this file says what calendars were told" in capsys.readouterr().err
    shutil.rmtree(lying.parent)
    posting.got.clear()
    off = machine(first, "b", QUICK + "cancelled: Sykdom\n")
    for root in (first, off):
        assert invite(root, "--send") == 1
        told = capsys.readouterr().err
        assert "issue 1 was sent, and no record says what calendars were told" in told
        assert "--sequence N" in told
    assert posting.got == []
    assert invite(off, "--send", "--first") == 1
    assert "was never sent" in capsys.readouterr().err
    assert invite(off, "--send", "--sequence", "4") == 0
    assert {one[1:] for one in events(posting)} == {("CANCEL", 5)}
    assert len(posting.got) == 3
    assert invite(off, "--send") == 0  # now it is known
    assert len(posting.got) == 3


def test_papers_that_were_kept_alone_are_no_invitation(tmp_path: Path, posting: Box) -> None:
    root = place(tmp_path / "a", meetings({"2020-04/meeting.yaml": QUICK}, site=CONTACT, board=PEOPLE))
    write(root / "recipients.yaml", ADDRESSES)
    assert main.main(["dispatch", "styret/2020-04", "--root", str(root), "--today", "2020-06-17"]) == 0
    assert invite(root, "--send") == 0
    assert {one[1:] for one in events(posting)} == {("REQUEST", 0)}


def test_one_without_an_address_keeps_nobody_else_from_a_letter_and_another_gets_it_by_post(
    tmp_path: Path, posting: Box, capsys: pytest.CaptureFixture[str]
) -> None:
    people = PEOPLE + "organisation: Eksempel kommune\n"
    root = place(tmp_path / "a", meetings({"2020-04/meeting.yaml": QUICK}, site=CONTACT, board=people))
    write(root / "recipients.yaml", "styret:\n  leder: åse@example.no\n  medlem-1: {by: post}\n  vara: v@example.no\n")
    assert invite(root, "--send") == 1
    said = capsys.readouterr()
    assert 'recipients.yaml:2:10: not every mail server takes "åse@example.no"' in said.err
    assert "By post: medlem 1; when it is done: --told medlem-1" in said.out
    ((address, _),) = posting.got
    assert address == "v@example.no"
    letter = letters(posting)[address]
    assert letter["From"].addresses[0].display_name == "Eksempel kommune"
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().split()[-3:] == ["Sekretariatet", "Eksempel", "kommune"]
    assert abs(letter["Date"].datetime - datetime.now(UTC)) < timedelta(minutes=10)
    assert invite(root, "--told", "medlem-2") == 1
    assert 'called "medlem-2"' in capsys.readouterr().err
    assert invite(root, "--told", "medlem-1,leder") == 1  # the address is no better for that
    capsys.readouterr()
    write(root / "recipients.yaml", "styret:\n  leder: l@example.no\n  medlem-1: {by: post}\n  vara: v@example.no\n")
    assert invite(root, "--send") == 0
    assert "By post" not in capsys.readouterr().out
    assert len(posting.got) == 1  # leder was told, whatever the address is now
    write(root / "meetings/styret/2020-04/meeting.yaml", QUICK + "place: Teams\n")
    assert invite(root, "--send") == 0
    assert "By post: medlem 1" in capsys.readouterr().out
    assert [one[2] for one in events(posting)] == [0, 1, 1]


def test_another_address_is_another_calendar_and_who_has_none_is_told_another_way(
    tmp_path: Path, posting: Box, capsys: pytest.CaptureFixture[str]
) -> None:
    root = place(tmp_path / "a", meetings({"2020-04/meeting.yaml": QUICK}, site=CONTACT, board=PEOPLE))
    write(root / "recipients.yaml", ADDRESSES)
    assert invite(root, "--send") == 0
    posting.got.clear()
    write(root / "recipients.yaml", ADDRESSES.replace("leder@", "ny@"))
    assert invite(root, "--send") == 0
    assert events(posting) == [("leder@example.no", "CANCEL", 1), ("ny@example.no", "REQUEST", 2)]
    posting.got.clear()
    other = machine(root, "b")
    write(other / "recipients.yaml", "styret:\n  leder: ny@example.no\n  vara: vara@example.no\n")
    write(other / "meetings/styret/board.yaml", PEOPLE.replace("name: medlem 1", "name: medlem 1, to: 2020-06-16"))
    assert invite(other, "--send") == 1
    assert "medlem-1 was invited, is not among them any more" in capsys.readouterr().err
    assert invite(other, "--send", "--told", "medlem-1") == 0
    assert invite(other, "--send") == 0
    assert posting.got == []


@needs_git
def test_a_record_of_calendars_that_git_had_is_missed(
    tmp_path: Path, posting: Box, capsys: pytest.CaptureFixture[str]
) -> None:
    root = place(tmp_path / "a", meetings({"2020-04/meeting.yaml": QUICK}, site=CONTACT, board=PEOPLE))
    write(root / "recipients.yaml", ADDRESSES)
    started(root)
    assert invite(root, "--send") == 0
    main.main(["check", "--root", str(root)])
    said = "".join(capsys.readouterr())
    assert "[calendars-uncommitted]" in said
    git(root, "add", "meetings")
    git(root, "commit", "-q", "-m", "Innkalt")
    main.main(["check", "--root", str(root)])
    assert "calendars" not in "".join(capsys.readouterr())
    for path in (root / "meetings/styret/2020-04/dispatches/calendars").iterdir():
        path.unlink()
    posting.got.clear()
    assert invite(root, "--send") == 1
    assert "[dispatch-lost]" in capsys.readouterr().err
    assert posting.got == []
