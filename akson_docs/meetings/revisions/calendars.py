"""What people's calendars were told of a meeting, as it is kept beside it: whoever invites next goes on from there.

A calendar knows an event by its UID, and takes what it is told for news by its SEQUENCE and by the time of sending
(RFC 5546, 2.1.4 and 2.1.5). No computer may begin with these anew. So each time that letters go out a record of it lies
in the meeting's folder, `dispatches/calendars/<number>-<time>.json`: the UID, what was said of the meeting, when, and
to whom, by id and never by address. It is made by the product and edited by nobody, and no record is ever written over
by another: what two people sent in two places lies side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.meetings.revisions import dispatch
from akson_docs.meetings.revisions.dispatch import Dispatch
from akson_docs.sources.layout import MeetingKey

FORMAT = "akson_docs calendars 1"
"""The name and version of the form."""
FOLDER = "calendars"
"""Where the records lie, among a meeting's dispatches."""
FACTS = ("start", "end", "place", "cancelled", "online", "timezone", "sittings")
"""What a calendar shows, in the order of `Facts`."""
Facts = tuple[str, ...]
Method = Literal["REQUEST", "CANCEL", "LEFT"]
"""What somebody was told: that it is held, that it is cancelled, or that it is held without them."""
LetterState = Literal["began", "told", "refused"]
"""How far a letter came: it was begun and may have arrived; it arrived, or they know in another way; it came back."""

ALTERED = Code(
    "calendars-altered",
    "error",
    N_("this file says what calendars were told, and has been altered since"),
    N_("take it back from git (git checkout), for what was sent is never edited"),
)
UNKNOWN = Code(
    "calendars-unknown",
    "error",
    N_("issue {issue} was sent, and no record says what calendars were told; they take in a higher SEQUENCE alone"),
    N_(
        "fetch what the other computer has ({folder}), or say it: --sequence N is the SEQUENCE in the last "
        "invite.ics that "
        "was sent, --first that nobody was invited yet"
    ),
)
KNOWN = Code(
    "calendars-known",
    "error",
    N_("somebody was invited already, with SEQUENCE {sequence} last: this is not the first time"),
    N_("leave out --first"),
)


@dataclass(frozen=True)
class PersonTold:
    """What one person was told."""

    id: str
    """Theirs in the board, or among the recipients."""
    method: Method
    sequence: int
    state: LetterState


@dataclass(frozen=True)
class Sending:
    """What was told at one time, to one person after the other."""

    number: int
    """One more than the highest that lay there."""
    time: datetime
    """When it began, in UTC: the DTSTAMP of what was sent."""
    meeting: str
    """`<board>/<folder>`."""
    uid: str
    issue: int
    """Of the papers that went along."""
    facts: Facts
    told: tuple[PersonTold, ...] = ()

    @property
    def name(self) -> str:
        """Its file's."""
        return f"{self.number}-{self.time:%Y%m%dT%H%M%SZ}.json"

    def with_(self, one: PersonTold) -> Sending:
        """The same with one letter more, or with the same one as it stands now."""
        rest = tuple(other for other in self.told if (other.id, other.sequence) != (one.id, one.sequence))
        return replace(self, told=(*rest, one))


@dataclass(frozen=True)
class CalendarSent:
    """What was sent of a meeting before."""

    sequence: int
    facts: Facts | None
    """None where that is not known: whoever is written to is told all of it."""
    ended: bool = False
    """Whether it took the meeting off somebody's calendar."""
    state: LetterState = "told"

    def differs(self, facts: Facts) -> bool:
        """Whether a calendar shows another meeting than it was told of."""
        return self.facts != facts


@dataclass(frozen=True)
class Calendars:
    """What people's calendars hold of a meeting, by all that was told."""

    sendings: tuple[Sending, ...] = ()
    assumed: int | None = None
    """The SEQUENCE that calendars are said to have been told last, where no record says it."""

    @property
    def uid(self) -> str:
        """Under which calendars know it; "" where none does."""
        return next((one.uid for one in self.sendings), "")

    @property
    def before(self) -> CalendarSent | None:
        """What was sent last, to all."""
        known = [sent for _, one, sent in self._each() if one.method != "LEFT"]
        return self._at_least(known[-1] if known else None)

    @property
    def invited(self) -> frozenset[str]:
        """The ids of those whose calendars have it, or may have it."""
        last = {one.id: sent for _, one, sent in self._each()}
        return frozenset(name for name, sent in last.items() if not sent.ended or sent.state != "told")

    def own(self, name: str) -> CalendarSent | None:
        """What somebody was sent last, by their id."""
        known = [sent for _, one, sent in self._each() if one.id == name]
        return self._at_least(known[-1] if known else None)

    def state(self, name: str, issue: int, sequence: int, method: Method) -> LetterState | None:
        """How a letter stands; None where it was not begun."""
        found = [
            one.state
            for sending in self.sendings
            if sending.issue == issue
            for one in sending.told
            if (one.id, one.sequence, one.method) == (name, sequence, method)
        ]
        return "told" if "told" in found else found[-1] if found else None

    def _each(self) -> list[tuple[tuple[int, datetime, int], PersonTold, CalendarSent]]:
        """All that was sent, in the order in which calendars go by it; what came back is nowhere."""
        found = [
            (
                (one.sequence, sending.time, sending.number),
                one,
                CalendarSent(one.sequence, sending.facts, one.method != "REQUEST", one.state),
            )
            for sending in self.sendings
            for one in sending.told
            if one.state != "refused"
        ]
        return sorted(found, key=lambda one: one[0])

    def _at_least(self, known: CalendarSent | None) -> CalendarSent | None:
        if self.assumed is None or (known is not None and known.sequence > self.assumed):
            return known
        return CalendarSent(self.assumed, None)


def folder(key: MeetingKey) -> str:
    """Where the records of a meeting lie, from the root: `meetings/<board>/<meeting>/dispatches/calendars/`."""
    return key.file(f"{dispatch.FOLDER}/{FOLDER}/")


_NAME = re.compile(r"([1-9]\d{0,5})-\d{8}T\d{6}Z\.json")


def names(paths: Iterable[str], key: MeetingKey) -> tuple[str, ...]:
    """The records among some files, by their paths from the root, in the order of their numbers."""
    within = folder(key)
    found = ((_NAME.fullmatch(path, len(within)), path) for path in paths if path.startswith(within))
    return tuple(path for _, path in sorted((int(match[1]), path) for match, path in found if match))


def write(sending: Sending) -> bytes:
    """The record of a sending, sealed by a digest of its own."""
    return dispatch.sealed(
        {
            "format": FORMAT,
            "number": sending.number,
            "time": f"{sending.time:%Y-%m-%dT%H:%M:%SZ}",
            "meeting": sending.meeting,
            "uid": sending.uid,
            "issue": sending.issue,
            "facts": dict(zip(FACTS, sending.facts, strict=True)),
            "told": [[one.id, one.method, one.sequence, one.state] for one in sending.told],
        }
    )


def read(data: bytes, file: str, key: MeetingKey) -> Sending | Diagnostic:
    """A sending of its record in `file`, or what is wrong with it."""
    try:
        held = dispatch.unsealed(data, FORMAT)
        if held is None:
            return ALTERED.at(Span(file))
        found = Sending(
            number=held["number"],
            time=datetime.strptime(held["time"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
            meeting=held["meeting"],
            uid=held["uid"],
            issue=held["issue"],
            facts=tuple(held["facts"][name] for name in FACTS),
            told=tuple(PersonTold(*one) for one in held["told"]),
        )
    except dispatch.UNREADABLE:
        return ALTERED.at(Span(file))
    if found.meeting != key.name:
        return dispatch.ELSEWHERE.at(Span(file), meeting=found.meeting, here=key.name)
    return found


def calendars(
    sendings: Sequence[Sending],
    dispatches: Iterable[Dispatch],
    key: MeetingKey,
    *,
    first: bool = False,
    assumed: int | None = None,
) -> Calendars | Diagnostic:
    """What calendars hold, of what is written down and of what somebody says; or what has to be asked.

    Nothing is known of those who got papers of which no record says how; an issue that was kept and not sent by mail
    says so itself. `first` says that nobody was invited by them, `assumed` with which SEQUENCE they were.
    """
    known = Calendars(tuple(sendings), assumed)
    written = max((one.issue for one in sendings), default=0)
    untold = [one.number for one in dispatches if one.number > written and one.is_mailed is not False]
    before = Calendars(tuple(sendings)).before
    if first and before is not None:
        return KNOWN.at(Span(folder(key)), sequence=before.sequence)
    if untold and not first and assumed is None:
        return UNKNOWN.at(Span(folder(key)), issue=untold[-1], folder=folder(key))
    return known
