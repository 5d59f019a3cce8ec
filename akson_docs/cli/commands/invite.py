"""`akson invite`: writes the invitation to a meeting, and sends it.

Longer than 500 lines: a command that asks, shows and sends, each step in words of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from akson_docs.catalogue import LANGUAGES, N_, clock, decimals
from akson_docs.cli.options import Help, places, request, today, which
from akson_docs.cli.terminal import errors, language, progress, said, tell
from akson_docs.diagnostics import Code, Diagnostic, Span, has_errors, only_errors

if TYPE_CHECKING:
    from email.message import EmailMessage

    from akson_docs.actions.mailing import OutgoingMail
    from akson_docs.mail.delivery import Addresses, DeliveryRecord, Posted, Server
    from akson_docs.mail.invitation import Email, Enclosure, Occasion
    from akson_docs.mail.recipients import Listed, Recipient
    from akson_docs.meetings.revisions.calendars import Calendars, CalendarSent, Facts, Method
    from akson_docs.pdf.workers import WorkerPool
    from akson_docs.sources.layout import MeetingKey

LIMIT_MB = 20
"""How large a letter may be where neither the server nor anybody says so."""
FILE = "recipients.yaml"

NO_RECIPIENTS = Code(
    "recipients-missing",
    "error",
    N_("there is no file of recipients"),
    N_("write one, outside git: `board:` and under it `id: name@example.no`; see akson help invite"),
)
IN_GIT = Code(
    "recipients-in-git",
    "error",
    N_("git knows this file: addresses in git stay there for good"),
    N_("git rm --cached it, and name it in .gitignore"),
)
AMONG_SOURCES = Code(
    "recipients-place",
    "error",
    N_("a file of recipients does not lie under meetings/"),
    N_("move it out, and name it with --recipients"),
)
NOT_SENT = Code(
    "cancelled-unsent",
    "error",
    N_("the meeting is cancelled and was never sent: there is nobody to tell"),
    N_("tell those who expect it in another way"),
)
TOLD_UNKNOWN = Code(
    "told-unknown",
    "error",
    N_('nobody who is to be told is called "{found}"'),
    N_("those that are to be told: {known}"),
)
HELP = Help(
    N_(
        "Writes the invitation to a meeting as output/invitations/<board>/<meeting>.eml: a letter with the agenda, the "
        "papers as PDF, and a request that calendars take in. With --send it goes to each recipient, one letter each; "
        "the papers are kept as sent, and what calendars were told, and whose, is written down beside them by ids, so "
        "that nobody gets it twice and any other computer goes on from there. Commit it.\n\n"
        "Who gets it are the people of board.yaml; their addresses are in recipients.yaml, outside git:\n\n"
        "eksempelutvalget: {leder: leder@example.no, e-m1: {address: m@example.no, language: nn}, e-v1: {by: post}}\n\n"
        "Who is invited by post gets no mail, and is listed until --told says that it is done.\n\n"
        "The server is AKSON_SMTP (smtps://name@smtp.example.no:465), its password AKSON_SMTP_PASSWORD."
    ),
    examples=(
        ("akson invite eksempelutvalget/neste", N_("write it, to look at")),
        ("akson invite eksempelutvalget/neste --dry-run", N_("who would get what")),
        ("akson invite eksempelutvalget/neste --send", N_("send it; again, to go on")),
        (
            "akson invite eksempelutvalget/neste --send --to vara-1,press",
            N_("to a substitute who is called in, and to the press"),
        ),
        ("akson invite eksempelutvalget/neste --told medlem-2", N_("medlem-2 has it by post")),
    ),
    exits=((1, N_("not everybody has got it; why is told")),),
    see=("dispatch", "diff"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    which(parser)
    parser.add_argument(
        "--to",
        type=lambda text: tuple(filter(None, (one.strip() for one in text.split(",")))),
        default=("members",),  # a substitute comes when a letter of their own says so
        metavar="ROLES",
        help=said("to whom: groups of the board, roles or ids, with commas (default: members)"),
    )
    parser.add_argument(
        "--recipients",
        metavar="FILE",
        help=said("the file of addresses (default: recipients.yaml)"),
    )
    parser.add_argument("--send", action="store_true", help=said("send it"))
    parser.add_argument("--dry-run", action="store_true", help=said("say who would get what"))
    parser.add_argument(
        "--again",
        action="append",
        default=[],
        metavar="ID",
        help=said("send it again to one who may have it"),
    )
    parser.add_argument(
        "--told",
        type=lambda text: tuple(filter(None, (one.strip() for one in text.split(",")))),
        default=(),
        metavar="IDS",
        help=said("write down that these know it another way, by post or telephone; with commas"),
    )
    unknown = parser.add_mutually_exclusive_group()
    unknown.add_argument(
        "--sequence",
        type=_whole,
        metavar="N",
        help=said("calendars were told SEQUENCE N last, which no record says: go on with the next"),
    )
    unknown.add_argument(
        "--first",
        action="store_true",
        help=said("nobody was invited yet by what was sent: begin"),
    )
    parser.add_argument(
        "--limit",
        type=float,
        default=None,
        metavar="MB",
        help=said("how large a letter may be; over that it has links (default: what the server says, or 20)"),
    )
    today(parser)
    places(parser)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(said('"{text}" is no number', text=text))
    return int(text)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.actions.mailing import OutgoingMail
    from akson_docs.build import lock
    from akson_docs.pdf.workers import WorkerPool

    folder = os.path.join(asked.root, ".deliveries")
    # What was sent before settles what is sent now: from there to the last letter it is one sender's turn.
    waits = (
        lock.held(folder, 10.0, lambda one: tell([one]), private=True) if _writes(asked) else contextlib.nullcontext()
    )
    with waits, WorkerPool() as pool, progress():
        mailing = OutgoingMail(request(asked), pool, asked.meeting)
        found = mailing.errors or _invite(asked, mailing, pool, datetime.now(UTC))
    tell(found)
    if has_errors(found):
        print(said("Not all is done: {errors}.", errors=errors(found)), file=sys.stderr)
        return 1
    return 0


def _invite(
    asked: argparse.Namespace, mailing: OutgoingMail, pool: WorkerPool, now: datetime
) -> tuple[Diagnostic, ...]:
    """What is wrong with it; nothing where it was done."""
    from akson_docs.actions.mailing import OutgoingMail
    from akson_docs.mail import delivery, invitation, recipients

    contact, cancelled = mailing.agenda.site.contact, bool(mailing.agenda.meeting.cancelled)
    if contact is None:
        return (invitation.NO_ORGANISER.at(Span("meetings/site.yaml")),)
    sender = recipients.as_servers_take(contact.email)
    if sender is None:
        return (invitation.SENDER_SIGNS.at(Span("meetings/site.yaml"), found=contact.email),)
    known = mailing.calendars(asked.first, asked.sequence)
    if isinstance(known, Diagnostic):
        return (known,)
    listed = _recipients(asked, mailing, known, sender)
    if any(one.code not in recipients.OF_ONE for one in only_errors(listed.diagnostics)):
        return listed.diagnostics
    if not (asked.told or known.invited or any(one.address or one.by_post for one in listed.chosen)):
        return listed.diagnostics  # nobody would get anything: nothing is kept as sent
    ids = (*(one.id for one in listed.chosen), *sorted(known.invited))
    if unknown := [name for name in asked.told if name not in ids]:
        everybody = ", ".join(dict.fromkeys(ids)) or "–"
        return tuple(TOLD_UNKNOWN.at(Span("--told"), found=name, known=everybody) for name in unknown)
    if cancelled and known.before is None:
        return (NOT_SENT.at(Span(asked.meeting.file("meeting.yaml"))),)
    server = delivery.server(os.environ) if asked.send and not asked.dry_run else None
    if isinstance(server, Diagnostic):
        return (server,)
    limit = int((asked.limit or LIMIT_MB) * 1_000_000)
    if server is not None:
        # Before anything is kept as sent: where no server answers, nothing was.
        try:
            takes = delivery.limit(server)
        except OSError as error:
            return (delivery.REFUSED.at(Span(server.host), problem=(error.strerror or str(error)).lower()),)
        limit = takes if takes and asked.limit is None else limit
    anew = _writes(asked) and not cancelled and not mailing.is_kept
    if anew:
        kept = _kept(asked, pool)
        if kept is not None:
            return kept
        mailing = OutgoingMail(request(asked), pool, asked.meeting)
    occasion = _occasion(mailing, asked.meeting, known.uid, sender)
    record, addresses = _record(asked, mailing, known, occasion, now)
    if anew:
        record.write()  # that these papers go by mail is known from here on, though nobody has them yet
    tellings = tuple(_tellings(asked, mailing, listed, known, addresses, occasion))
    return _tell(asked, tellings, listed, record, _Letters(mailing, occasion, limit, now), server)


def _writes(asked: argparse.Namespace) -> bool:
    """Whether anything is sent, or written down as told."""
    return bool(asked.send or asked.told) and not asked.dry_run


def _record(
    asked: argparse.Namespace, mailing: OutgoingMail, known: Calendars, occasion: Occasion, now: datetime
) -> tuple[DeliveryRecord, Addresses]:
    """(where it is written down who is told what now, where letters went from here)."""
    from akson_docs.mail import delivery
    from akson_docs.meetings.revisions import calendars

    key, number = asked.meeting, max((one.number for one in known.sendings), default=0) + 1
    sending = calendars.Sending(number, now, key.name, occasion.uid, mailing.issue, occasion.facts)
    addresses = delivery.Addresses(os.path.join(asked.root, ".deliveries", key.board, f"{key.folder}.jsonl"))
    return delivery.DeliveryRecord(
        known, sending, os.path.join(asked.root, calendars.folder(key)), addresses
    ), addresses


def _tell(
    asked: argparse.Namespace,
    tellings: Sequence[_Notice],
    listed: Listed,
    record: DeliveryRecord,
    letters: _Letters,
    server: Server | None,
) -> tuple[Diagnostic, ...]:
    """Tells each what they are to be told, or says whom and how; what is wrong with it."""
    from akson_docs.build import output
    from akson_docs.mail import delivery
    from akson_docs.meetings.revisions import calendars

    if _writes(asked):
        for one in tellings:
            if one.id in asked.told:
                record.know(one)
    waiting = [one for one in tellings if one.id not in asked.told and record.state(one) != "told"]
    wrong = tuple(_lacking(listed, waiting, asked.meeting.board))
    by_mail = [one for one in tellings if one.to.address and not one.to.by_post and one.id not in asked.told]
    posted = tuple(letters.posted(one) for one in by_mail if not _is_given_up(one, record, asked.again))
    on_paper = [one.to for one in waiting if one.to.by_post]
    for to in on_paper:
        print(said("By post: {name}; when it is done: --told {id}", name=to.name, id=to.id))
    if posted and (left_out := letters.left_out(by_mail)):
        print(
            said(
                "The papers are the public ones, without what is withheld ({items}). Where the board has approved that "
                "it gets all of it by mail, its file says so: exempt_papers_by_mail: yes",
                items=", ".join(left_out),
            )
        )
    if posted:
        draft = os.path.join(asked.root, "output", "invitations", asked.meeting.board, f"{asked.meeting.folder}.eml")
        output.replace(draft, posted[0].message.as_bytes())
        if not _writes(asked):
            _list(posted, record, draft, letters.mailing.agenda.days[0])
    elif not (wrong or on_paper or asked.told):
        print(said("There is nobody to tell anything now."))
    if server is not None and posted:
        went, failed = delivery.deliver(
            posted, server, record, asked.again, lambda one: print(f"  {one.who} <{one.address}>", flush=True)
        )
        had = sum(record.state(one) == "told" for one in posted) - went
        print(said("Sent to {went}; {had} had it already.", went=went, had=had))
        wrong = (*wrong, *failed)
    if _writes(asked) and record.is_written:
        where = calendars.folder(asked.meeting)
        print(
            said(
                "What calendars know is kept in {where}: commit it, and other computers go on from there.", where=where
            )
        )
    return wrong


def _is_given_up(one: _Notice, record: DeliveryRecord, again: Sequence[str]) -> bool:
    """Whether it is for one who left, and came back: that letter box may be closed, and is told of once."""
    refused = one.method == "LEFT" and record.state(one) == "refused"
    return refused and one.id not in again and one.to.address not in again


def _recipients(asked: argparse.Namespace, mailing: OutgoingMail, known: Calendars, sender: str) -> Listed:
    from akson_docs.mail import recipients
    from akson_docs.sources import history, snapshots

    path = asked.recipients or os.environ.get("AKSON_RECIPIENTS") or os.path.join(asked.root, FILE)
    if not os.path.lexists(path):
        needed = asked.send or asked.dry_run or asked.recipients or asked.told
        if needed:
            return recipients.Listed(diagnostics=(NO_RECIPIENTS.at(Span(path)),))
        # A draft, to look at.
        contact = mailing.agenda.site.contact
        assert contact is not None
        name = contact.name.say(mailing.agenda.language)[1]
        return recipients.Listed((recipients.Recipient("", name, sender, asked.to[0]),))
    inside = os.path.realpath(path).startswith(os.path.realpath(os.path.join(asked.root, "meetings")) + os.sep)
    if inside:
        return recipients.Listed(diagnostics=(AMONG_SOURCES.at(Span(path)),))
    if history.is_tracked(path):
        return recipients.Listed(diagnostics=(IN_GIT.at(Span(path)),))
    return recipients.recipients(
        snapshots.paper(path),
        path,
        asked.meeting.board,
        mailing.boards,
        mailing.agenda.days[0],
        asked.to,
        known.invited,
    )


def _kept(asked: argparse.Namespace, pool: WorkerPool) -> tuple[Diagnostic, ...] | None:
    """Keeps the papers as they are sent; what is wrong, or None where they are kept."""
    from akson_docs.actions import dispatching, source_reader
    from akson_docs.meetings.revisions.dispatch import ROLES

    roles = tuple(role for role in asked.to if role in ROLES) or ("members",)
    kept = dispatching.keep(request(asked), pool, asked.meeting, roles, source_reader.Progress(), mailed=True)
    if kept.dispatch is None:
        return kept.diagnostics
    print(
        said("Issue {number} is kept in {folder}/: commit it.", number=kept.dispatch.number, folder=kept.folder),
        flush=True,
    )
    return None


def _occasion(mailing: OutgoingMail, key: MeetingKey, uid: str, sender: str) -> Occasion:
    """What calendars show, under the UID that they know it by, or else that of its address."""
    from akson_docs.mail import invitation
    from akson_docs.meetings import timing
    from akson_docs.model import numbers

    agenda, language = mailing.agenda, mailing.agenda.language
    contact = agenda.site.contact
    assert contact is not None
    title = agenda.title.say(language)[1]
    title += numbers.after(title, agenda.number)
    start, end, sittings = timing.times(agenda.sittings)
    site = agenda.site.address.rstrip("/")
    return invitation.Occasion(
        uid=uid or timing.uid(site, key.name),
        title=title,
        start=start,
        end=end,
        place=agenda.place.say(language)[1] if agenda.place else "",
        online=agenda.meeting.online or "",
        address=f"{site}/{agenda.address}",
        organiser=(agenda.board.organisation or contact.name).say(language)[1],
        organiser_email=sender,
        cancelled=agenda.meeting.cancelled.say(language)[1] if agenda.meeting.cancelled else "",
        timezone=agenda.timezone if agenda.start else "",
        sittings=sittings,
    )


@dataclass(frozen=True)
class _Notice:
    """What somebody is to be told now."""

    to: Recipient
    method: Method
    sequence: int
    own: CalendarSent | None
    """What they were told last."""

    @property
    def id(self) -> str:
        """Theirs."""
        return self.to.id


def _tellings(
    asked: argparse.Namespace,
    mailing: OutgoingMail,
    listed: Listed,
    known: Calendars,
    addresses: Addresses,
    occasion: Occasion,
) -> Iterator[_Notice]:
    """Whom what is told: who is asked for, who has it in a calendar otherwise, and who is not invited any more."""
    from akson_docs.mail import invitation, recipients
    from akson_docs.meetings.revisions import calendars

    method: Method = "CANCEL" if occasion.cancelled else "REQUEST"
    for one in listed.chosen:
        own = known.own(one.id)
        there, called = addresses.of(one.id)
        if own is not None and not own.ended and there and one.address and there.casefold() != one.address.casefold():
            # Another address is another calendar: the meeting is taken off the one, and then told to the other.
            left = own.sequence + 1
            yield _Notice(replace(one, name=called, address=there, by_post=False), "LEFT", left, own)
            if occasion.cancelled:
                continue
            own = calendars.CalendarSent(left, own.facts, ended=True)
        if _is_told(one, asked.to, own, occasion):
            yield _Notice(one, method, invitation.sequence(occasion, known.before, own), own)
    gone = known.invited - {one.id for one in listed.chosen} if listed.file else ()
    for name in sorted(gone):
        own = known.own(name)
        assert own is not None
        there, called = addresses.of(name)
        at = listed.every.get(name) or recipients.Recipient(
            name, recipients.called(mailing.board, name, mailing.agenda.days[0]), "", ""
        )
        # Where it went from here it is there; else it is where this computer would write.
        to = replace(at, name=called or at.name, address=there or at.address)
        yield _Notice(to, "LEFT", own.sequence + (not (own.ended and own.state == "began")), own)


def _is_told(one: Recipient, to: Sequence[str], own: CalendarSent | None, occasion: Occasion) -> bool:
    """Whether somebody is written to: who is asked for, and who has it otherwise in a calendar, whatever is asked."""
    if own is None:
        return bool({one.role, one.id} & set(to)) and not occasion.cancelled
    asked = bool({one.role, one.id} & set(to))
    return asked or own.state == "began" or (not own.ended and own.differs(occasion.facts))


def _lacking(listed: Listed, waiting: Sequence[_Notice], board: str) -> Iterator[Diagnostic]:
    """What keeps somebody from a letter, where there is anything to tell them."""
    from akson_docs.mail import recipients

    without = {one.id for one in waiting if not one.to.address and not one.to.by_post}
    for one in listed.diagnostics:
        if one.code != recipients.ADDRESS_MISSING.name or dict(one.parameters)["id"] in without:
            yield one
    for telling in waiting:
        if telling.method == "LEFT" and telling.id in without:
            yield recipients.ADDRESS_GONE.at(Span(listed.file), id=telling.id, board=board)


@dataclass(frozen=True)
class _Letters:
    """What all letters about a meeting have in common."""

    mailing: OutgoingMail
    occasion: Occasion
    limit: int
    """How many bytes one may have."""
    now: datetime

    def left_out(self, told: Iterable[_Notice]) -> tuple[str, ...]:
        """The items of which the board's own people are not sent all; nothing where they are."""
        from akson_docs.mail import recipients

        if self.occasion.cancelled or self.mailing.board.exempt_papers_by_mail:
            return ()
        own = any(one.to.role in recipients.GROUPS and one.method != "LEFT" for one in told)
        return self.mailing.withheld_items if own else ()

    def posted(self, one: _Notice) -> Posted:
        """The letter that tells it."""
        from akson_docs.mail import invitation
        from akson_docs.mail.delivery import Posted

        mailing, to = self.mailing, one.to
        language = to.language if to.language in mailing.agenda.languages else mailing.agenda.languages[0]
        if one.method == "LEFT":
            letter = _letter(to, mailing, self.occasion, one.own, language, left=True)
            off = replace(self.occasion, cancelled=self.occasion.cancelled or letter.subject)
            message = invitation.message(letter, off, one.sequence, self.now)
        else:
            message = self._invitation(one, language)
        return Posted(to.id, to.name, to.address, message, one.method, one.sequence)

    def _invitation(self, one: _Notice, language: str) -> EmailMessage:
        from akson_docs.mail import invitation, recipients

        mailing, occasion = self.mailing, self.occasion
        exempt = mailing.board.exempt_papers_by_mail and one.to.role in recipients.GROUPS
        papers = () if occasion.cancelled else mailing.papers("members" if exempt else "public", language)
        enclosures = tuple(invitation.Enclosure(name, content) for name, _, content in papers)
        site = mailing.agenda.site.address.rstrip("/")
        letter = _letter(one.to, mailing, occasion, one.own, language, enclosures)
        message = invitation.message(letter, occasion, one.sequence, self.now)
        if len(message.as_bytes()) <= self.limit:
            return message
        # Only what is public can be linked to; who may have more gets it another way.
        links = tuple((name, f"{site}/{path}") for name, path, _ in mailing.papers("public", language))
        letter = _letter(one.to, mailing, occasion, one.own, language, links=links)
        return invitation.message(letter, occasion, one.sequence, self.now)


def _letter(
    one: Recipient,
    mailing: OutgoingMail,
    occasion: Occasion,
    before: CalendarSent | None,
    language: str,
    enclosures: tuple[Enclosure, ...] = (),
    links: tuple[tuple[str, str], ...] = (),
    left: bool = False,
) -> Email:
    from akson_docs.mail import invitation

    known = before if before and not before.ended else None
    told = known if known and known.differs(occasion.facts) else None
    moved = told is not None and not occasion.cancelled and not left
    facts = _facts(mailing, occasion, told if moved else None, language)
    title = occasion.title
    kind = (
        "mail_cancelled"
        if occasion.cancelled
        else "mail_left"
        if left
        else "mail_changed"
        if moved
        else "mail_new_issue"
        if known and mailing.issue > 1
        else "mail_invited"
    )
    contact = mailing.agenda.site.contact
    assert contact is not None
    subject = mailing.said(kind, language, title=title, issue=mailing.issue)
    context = {
        "greeting": mailing.said("mail_greeting", language, name=one.name),
        "subject": subject,
        "title": title,
        "facts": facts,
        "off": left or bool(occasion.cancelled),
        "timed": sum(1 for entry in mailing.agenda.entries if entry.start and not entry.depth) > 1,
        "attached": tuple(enclosure.name for enclosure in enclosures),
        "links": links,
        "organiser": contact.name.say(language)[1],
        "organiser_email": contact.email,
    }
    plain = mailing.letter("plain.html", language, **context)
    page = mailing.letter("invitation.html", language, **context)
    return invitation.Email(subject, plain.strip() + "\n", page, one.name, one.address, language, enclosures)


def _facts(
    mailing: OutgoingMail, occasion: Occasion, before: CalendarSent | None, language: str
) -> tuple[tuple[str, str, str], ...]:
    """(what, now, before where it was otherwise) of time and place."""
    from datetime import datetime

    from babel.dates import format_date

    locale = LANGUAGES[language].formats
    twelve = mailing.board.clock == "12"

    def spoken(start: str, end: str) -> str:
        first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
        shown: str = format_date(first, "full", locale=locale)
        if len(start) > 10:
            shown += f" {clock(first.time(), language, twelve)}–{clock(last.time(), language, twelve)}"
        return shown

    def hours(facts: Facts) -> str:
        days = [one.split("/") for one in facts[6].split(";") if one] or [list(facts[:2])]
        return "\n".join(spoken(start, end) for start, end in days)

    facts = before.facts if before else None
    there = mailing.agenda.place.say(language)[1] if mailing.agenda.place else ""
    now, was = hours(occasion.facts), hours(facts) if facts else ""
    rows = [(mailing.said("time", language), now, was if was != now else "")]
    place = facts[2] if facts else occasion.place
    if there or place:
        rows.append((mailing.said("place", language), there or "–", place if place != occasion.place else ""))
    link, zone = facts[4:6] if facts else (occasion.online, occasion.timezone)
    if occasion.online or link:
        rows.append((mailing.said("link", language), occasion.online or "–", link if link != occasion.online else ""))
    if zone != occasion.timezone or mailing.agenda.says_zone:
        rows.append((mailing.said("timezone", language), occasion.timezone, zone if zone != occasion.timezone else ""))
    return tuple(rows)


def _list(posted: tuple[Posted, ...], record: DeliveryRecord, draft: str, day: date) -> None:
    """Says what would go to whom."""
    for one in posted:
        size = len(one.message.as_bytes()) / 1_000_000
        had = {"told": said("has it"), "began": said("may have it")}
        state = had.get(record.state(one) or "", said("would get it"))
        shown = f"{decimals(f'{size:.1f}', language())} MB"
        print(f"{one.who} <{one.address}>  {shown}  {state}")
        for part in one.message.iter_attachments():
            print(f"  {part.get_filename()}")
    print(said("Nothing is sent. The letter to {who}, for {day}: {draft}", who=posted[0].who, day=day, draft=draft))
