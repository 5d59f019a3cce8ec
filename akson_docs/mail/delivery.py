"""Letters to a mail server, one after the other, and the record of who has got which.

The record is written before a letter is given to the server and after the server took it, each time to the disk itself.
So whatever happens in between, nobody gets a letter twice: one that was begun and not ended is told about, and is sent
again only where that is asked for, for the server may have taken it. It lies beside the meeting, by ids (`calendars`);
where each letter went lies on this machine alone, for an address in git stays there for good.
"""

from __future__ import annotations

import json
import os
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

from akson_docs.build import output
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Fault, Span
from akson_docs.meetings.revisions import calendars
from akson_docs.meetings.revisions.calendars import Calendars, LetterState, Method, PersonTold, Sending

NO_SERVER = Code(
    "mail-server",
    "error",
    N_("no mail server is named, or not as an address of one: {found}"),
    N_(
        "set AKSON_SMTP, as smtps://name@smtp.example.no:465, and AKSON_SMTP_PASSWORD; on this machine smtp://localhost:25"
    ),
)
NO_SERVER_SAID = Code("mail-server", "error", N_("no mail server is named"), NO_SERVER.hint)
REFUSED = Code(
    "mail-refused",
    "error",
    N_("the server refuses: {problem}"),
    N_("see whether name, password and port are right; nothing was sent"),
)
NOT_DELIVERED = Code(
    "mail-not-delivered",
    "error",
    N_("{who} did not get it: {problem}"),
    N_("mend the address, or try again: those who got it do not get it again"),
)
UNCERTAIN = Code(
    "mail-uncertain",
    "error",
    N_("it is not known whether {who} got it: the line was lost while the server took it"),
    N_("ask, and send it again with --again {id}, or say --told {id}"),
)
UNWRITTEN = Code(
    "delivery-unwritten",
    "error",
    N_("it cannot be written down who gets what: {problem}; no more letters go out"),
    N_("see who owns the folder and whether there is room, and send again"),
)
TRIES = 4
"""How many times a line that was lost is taken up again for a letter that the server had not begun to take."""


@dataclass(frozen=True)
class Server:
    """A mail server: how it is reached."""

    host: str
    port: int
    user: str
    password: str
    implicit: bool
    """Whether the line is secret from its first byte; else it becomes so (STARTTLS)."""
    bare: bool
    """Whether it may stay as it is: on this machine alone."""


def server(environment: Mapping[str, str]) -> Server | Diagnostic:
    """The server that the environment names; of one that is none, what was written is told unless a name or a password
    may be in it."""
    named = environment.get("AKSON_SMTP", "")
    if not named:
        return NO_SERVER_SAID.at(Span("AKSON_SMTP"))
    before, _, host = named.rpartition("@")
    shown = f"…@{host}" if before else host
    try:
        parts = urlsplit(named)
        port = parts.port
    except ValueError:
        return NO_SERVER.at(Span("AKSON_SMTP"), found=shown)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.password is not None:
        return NO_SERVER.at(Span("AKSON_SMTP"), found=parts.hostname or shown)
    implicit = parts.scheme == "smtps"
    return Server(
        parts.hostname,
        port or (465 if implicit else 587),
        unquote(parts.username or ""),
        environment.get("AKSON_SMTP_PASSWORD", ""),
        implicit,
        parts.hostname in ("localhost", "127.0.0.1", "::1"),
    )


class Addresses:
    """Where letters about a meeting went from this machine: the last address of each id."""

    def __init__(self, path: str) -> None:
        """Raises OSError."""
        self._path = path
        self._last: dict[str, tuple[str, str]] = {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                for line in file:
                    self._take(line)

    def of(self, name: str) -> tuple[str, str]:
        """(address, what they were called) of the last letter to an id; two "" where none went from here."""
        return self._last.get(name, ("", ""))

    def note(self, one: Posted) -> None:
        """Writes down where a letter goes, to the disk itself. Raises Fault."""
        if self.of(one.id) == (one.address, one.who):
            return
        line = json.dumps({"id": one.id, "address": one.address, "who": one.who}, ensure_ascii=False)
        with _written(self._path):
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            with open(self._path, "a", encoding="utf-8") as file:
                file.write(line + "\n")
                file.flush()
                os.fsync(file.fileno())
        self._take(line)

    def _take(self, line: str) -> None:
        try:
            held = json.loads(line)
            self._last[held["id"]] = (held["address"], held["who"])
        except (ValueError, KeyError, TypeError):
            return  # the process was ended while it wrote


class DeliveryRecord:
    """Who has got which letter of a meeting: what was written down before, and of this time letter by letter."""

    def __init__(self, known: Calendars, sending: Sending, folder: str, addresses: Addresses) -> None:
        self._known, self._sending, self._folder, self._addresses = known, sending, folder, addresses

    @property
    def path(self) -> str:
        """Where this time is written down."""
        return os.path.join(self._folder, self._sending.name)

    @property
    def is_written(self) -> bool:
        """Whether anything is written down of this time."""
        return os.path.exists(self.path)

    def know(self, one: Message) -> None:
        """Writes down that somebody knows it in another way. Raises Fault."""
        self._sending = self._sending.with_(PersonTold(one.id, one.method, one.sequence, "told"))
        self.write()

    def state(self, one: Message) -> LetterState | None:
        """How a letter stands; None where it was not begun."""
        now = Calendars((*self._known.sendings, self._sending))
        return now.state(one.id, self._sending.issue, one.sequence, one.method)

    def note(self, one: Posted, state: LetterState) -> None:
        """Writes down how a letter stands, to the disk itself. Raises Fault."""
        if state == "began":
            self._addresses.note(one)
        self._sending = self._sending.with_(PersonTold(one.id, one.method, one.sequence, state))
        self.write()

    def write(self) -> None:
        """Writes down what there is of this time, be it that nothing went yet. Raises Fault."""
        with _written(self.path):
            output.replace(self.path, calendars.write(self._sending))
            for written in (self.path, self._folder):
                opened = os.open(written, os.O_RDONLY)
                try:
                    os.fsync(opened)
                finally:
                    os.close(opened)


@contextmanager
def _written(path: str) -> Iterator[None]:
    """What is written down, or else nothing more is sent: it is no fault of the line to the server. Raises Fault."""
    try:
        yield
    except OSError as error:
        raise Fault(UNWRITTEN.at(Span(path), problem=(error.strerror or str(error)).lower())) from error


class Message(Protocol):
    """What somebody is told."""

    @property
    def id(self) -> str:
        """Whom."""

    @property
    def method(self) -> Method:
        """What becomes of the event in their calendar."""

    @property
    def sequence(self) -> int:
        """Its SEQUENCE."""


@dataclass(frozen=True)
class Posted:
    """A letter ready to go."""

    id: str
    who: str
    address: str
    message: EmailMessage
    method: Method
    sequence: int


def deliver(
    posted: Sequence[Posted],
    to: Server,
    record: DeliveryRecord,
    again: Sequence[str] = (),
    told: Callable[[Posted], None] = lambda one: None,
    trust: ssl.SSLContext | None = None,
) -> tuple[int, tuple[Diagnostic, ...]]:
    """(how many letters went now, what went wrong): each once, and those that have it already not at all.

    Longer than 60 lines: one letter after the other, each written down before it goes and when it went.
    """
    found: list[Diagnostic] = []
    went = 0
    line: smtplib.SMTP | None = None
    try:
        for one in posted:
            state = record.state(one)
            asked = one.id in again or one.address in again
            if state == "told" and not asked:
                continue
            if state == "began" and not asked:
                found.append(UNCERTAIN.at(Span(one.address), who=one.who, id=one.id))
                continue
            began = False
            for chance in range(TRIES):
                try:
                    line = line or _opened(to, trust)
                    _offer(line, one)
                    record.note(one, "began")
                    began = True
                    _give(line, one)
                    record.note(one, "told")
                except smtplib.SMTPServerDisconnected as error:
                    line = None
                    if began:
                        found.append(UNCERTAIN.at(Span(one.address), who=one.who, id=one.id))
                        break
                    if chance == TRIES - 1:
                        found.append(NOT_DELIVERED.at(Span(one.address), who=one.who, problem=_said(error)))
                except smtplib.SMTPAuthenticationError as error:
                    return went, (*found, REFUSED.at(Span(to.host), problem=_said(error)))
                except (smtplib.SMTPConnectError, smtplib.SMTPNotSupportedError, smtplib.SMTPHeloError) as error:
                    line = None
                    if chance == TRIES - 1:
                        return went, (*found, REFUSED.at(Span(to.host), problem=_said(error)))
                except smtplib.SMTPException as error:
                    record.note(one, "refused")
                    found.append(NOT_DELIVERED.at(Span(one.address), who=one.who, problem=_said(error)))
                    break
                except (OSError, ssl.SSLError) as error:
                    if line is None:
                        return went, (*found, REFUSED.at(Span(to.host), problem=_said(error)))
                    line = None
                    if began:
                        found.append(UNCERTAIN.at(Span(one.address), who=one.who, id=one.id))
                        break
                else:
                    went += 1
                    told(one)
                    break
    finally:
        if line is not None:
            _ended(line)
    return went, tuple(found)


def _offer(line: smtplib.SMTP, one: Posted) -> None:
    """The envelope of a letter over a line: until it is accepted nothing is taken."""
    sender = one.message["From"].addresses[0].addr_spec
    for code, said in (line.mail(sender), line.rcpt(one.address)):
        if code >= 400:
            line.rset()
            raise smtplib.SMTPResponseException(code, said)


def _give(line: smtplib.SMTP, one: Posted) -> None:
    """The letter itself."""
    code, said = line.data(one.message.as_bytes())
    if code >= 400:
        raise smtplib.SMTPDataError(code, said)


def _opened(to: Server, trust: ssl.SSLContext | None) -> smtplib.SMTP:
    context = trust or ssl.create_default_context()
    if to.implicit:
        line: smtplib.SMTP = smtplib.SMTP_SSL(to.host, to.port, timeout=60, context=context)
    else:
        line = smtplib.SMTP(to.host, to.port, timeout=60)
        line.ehlo()
        if line.has_extn("starttls") or not to.bare:
            line.starttls(context=context)
    line.ehlo()
    if to.user:
        line.login(to.user, to.password)
    return line


def limit(to: Server, trust: ssl.SSLContext | None = None) -> int:
    """How many bytes a letter may have that the server takes; 0 where it does not say. Raises OSError."""
    line = _opened(to, trust)
    try:
        said = line.esmtp_features.get("size", "0")
        return int(said) if said.isdigit() else 0
    finally:
        _ended(line)


def _ended(line: smtplib.SMTP) -> None:
    try:
        line.quit()
    except (OSError, smtplib.SMTPException):
        line.close()


def _said(error: BaseException) -> str:
    """What a server or the system says, on one line."""
    said = getattr(error, "smtp_error", None)
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said or error)
    return " ".join(text.split())[:160] or type(error).__name__
