"""Letters to a mail server, one after the other, and the record of who has got which.

The record is written before a letter is given to the server and after the server took it, each time to the disk itself.
So whatever happens in between, nobody gets a letter twice: one that was begun and not ended is told about, and is sent
again only where that is asked for, for the server may have taken it.
"""

from __future__ import annotations

import json
import os
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from .diagnostics import Code, Diagnostic, Span
from .invitation import Facts, Sent

NO_SERVER = Code(
    "mail-server",
    "error",
    "no mail server is named, or not as an address of one: {found}",
    "ingen e-posttjener er oppgitt, eller ikke som en adresse til en: {found}",
    "set AKSON_SMTP, as smtps://name@smtp.example.no:465, and AKSON_SMTP_PASSWORD",
    "sett AKSON_SMTP, som smtps://navn@smtp.example.no:465, og AKSON_SMTP_PASSWORD",
)
REFUSED = Code(
    "mail-refused",
    "error",
    "the server refuses: {problem}",
    "tjeneren nekter: {problem}",
    "see whether name, password and port are right; nothing was sent",
    "se om navn, passord og port er riktige; ingenting ble sendt",
)
NOT_DELIVERED = Code(
    "mail-not-delivered",
    "error",
    "{who} did not get it: {problem}",
    "{who} fikk den ikke: {problem}",
    "mend the address, or try again: those who got it do not get it again",
    "rett adressen, eller prøv igjen: de som fikk den, får den ikke på nytt",
)
UNCERTAIN = Code(
    "mail-uncertain",
    "error",
    "it is not known whether {who} got it: the line was lost while the server took it",
    "det er ikke kjent om {who} fikk den: forbindelsen røk mens tjeneren tok imot",
    "ask, or send it again with --again {address}",
    "spør, eller send den igjen med --again {address}",
)
LEFT = "LEFT"
"""In a key: a letter that takes the meeting off the calendar of one who is not invited any more."""
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
    """The server that the environment names."""
    named = environment.get("AKSON_SMTP", "")
    try:
        parts = urlsplit(named)
        port = parts.port
    except ValueError:
        return NO_SERVER.at(Span("AKSON_SMTP"), found="-")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.password is not None:
        return NO_SERVER.at(Span("AKSON_SMTP"), found=parts.hostname or "-")
    implicit = parts.scheme == "smtps"
    return Server(
        parts.hostname,
        port or (465 if implicit else 587),
        unquote(parts.username or ""),
        environment.get("AKSON_SMTP_PASSWORD", ""),
        implicit,
        parts.hostname in ("localhost", "127.0.0.1", "::1"),
    )


class Record:
    """Who has got which letter of a meeting: a line for each beginning and each end."""

    def __init__(self, path: str) -> None:
        """Raises OSError."""
        self._path = path
        self._states: dict[str, str] = {}
        self._latest: Sent | None = None
        self._had: dict[str, tuple[str, Sent]] = {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                for line in file:
                    self._take(line)

    @property
    def before(self) -> Sent | None:
        """What was sent last, to all."""
        return self._latest

    @property
    def invited(self) -> Mapping[str, str]:
        """Whose calendar has the meeting, by their addresses in small letters: what they are called."""
        return {address: who for address, (who, sent) in self._had.items() if not sent.ended}

    def had(self, address: str) -> Sent | None:
        """What was sent to an address last."""
        found = self._had.get(address.casefold())
        return found[1] if found else None

    def state(self, key: str) -> str:
        """How a letter stands: "sent", "began", "failed", or "" for not at all."""
        return self._states.get(key, "")

    def note(self, key: str, state: str, **more: Any) -> None:
        """Writes down how a letter stands, to the disk itself. Raises OSError."""
        line = json.dumps({"key": key, "state": state, **more}, ensure_ascii=False)
        os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._take(line)

    def _take(self, line: str) -> None:
        try:
            held = json.loads(line)
            self._states[held["key"]] = held["state"]
            if held["state"] == "sent":
                _, _, method, address = held["key"].split("/", 3)
                sent = Sent(held["sequence"], tuple(held["facts"]), method != "REQUEST")
                self._had[address] = (held.get("who", address), sent)
                if method != LEFT:
                    self._latest = sent
        except (ValueError, KeyError, TypeError):
            return  # the process was ended while it wrote


@dataclass(frozen=True)
class Posted:
    """A letter ready to go."""

    key: str
    """What it is to whom, for the record: issue, SEQUENCE, REQUEST or CANCEL or `LEFT`, address, with "/" between."""
    who: str
    address: str
    message: EmailMessage
    sequence: int
    facts: Facts


def deliver(
    posted: Sequence[Posted],
    to: Server,
    record: Record,
    again: Sequence[str] = (),
    told: Callable[[Posted], None] = lambda one: None,
    trust: ssl.SSLContext | None = None,
) -> tuple[int, tuple[Diagnostic, ...]]:
    """(how many letters went now, what went wrong): each once, and those that have it already not at all."""
    found: list[Diagnostic] = []
    went = 0
    line: smtplib.SMTP | None = None
    try:
        for one in posted:
            state = record.state(one.key)
            if state == "sent":
                continue
            if state == "began" and one.address not in again:
                found.append(UNCERTAIN.at(Span(one.address), who=one.who, address=one.address))
                continue
            for chance in range(TRIES):
                try:
                    line = line or _opened(to, trust)
                    _send(line, one, record)
                except smtplib.SMTPServerDisconnected as error:
                    line = None
                    if record.state(one.key) == "began":
                        found.append(UNCERTAIN.at(Span(one.address), who=one.who, address=one.address))
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
                    record.note(one.key, "failed", problem=_said(error))
                    found.append(NOT_DELIVERED.at(Span(one.address), who=one.who, problem=_said(error)))
                    break
                except (OSError, ssl.SSLError) as error:
                    if line is None:
                        return went, (*found, REFUSED.at(Span(to.host), problem=_said(error)))
                    line = None
                    if record.state(one.key) == "began":
                        found.append(UNCERTAIN.at(Span(one.address), who=one.who, address=one.address))
                        break
                else:
                    went += 1
                    told(one)
                    break
    finally:
        if line is not None:
            _ended(line)
    return went, tuple(found)


def _send(line: smtplib.SMTP, one: Posted, record: Record) -> None:
    """One letter over a line: envelope first, and only then is it noted as begun, for until then nothing is taken."""
    sender = one.message["From"].addresses[0].addr_spec
    data = one.message.as_bytes()
    for code, said in (line.mail(sender), line.rcpt(one.address)):
        if code >= 400:
            line.rset()
            raise smtplib.SMTPResponseException(code, said)
    record.note(one.key, "began")
    code, said = line.data(data)
    if code >= 400:
        raise smtplib.SMTPDataError(code, said)
    record.note(one.key, "sent", sequence=one.sequence, facts=one.facts, who=one.who)


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
