"""`akson invite`: writes the invitation to a meeting, and sends it."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ..diagnostics import Code, Diagnostic, Span
from ..options import Help, places, request, today, which
from ..terminal import errors, progress, said, tell

if TYPE_CHECKING:
    from ..crew import Crew
    from ..delivery import Posted, Record
    from ..invitation import Enclosure, Letter, Occasion, Sent
    from ..pipeline import Mailing
    from ..recipients import Recipient

LIMIT_MB = 20
"""How large a letter may be where neither the server nor anybody says so."""
FILE = "recipients.yaml"

NO_RECIPIENTS = Code(
    "recipients-missing",
    "error",
    "there is no file of recipients",
    "det er ingen fil med mottakere",
    "write one, outside git: `board:` and under it `id: name@example.no`; see akson help invite",
    "skriv en, utenfor git: «utvalg:» og under det «id: navn@example.no»; se akson help invite",
)
IN_GIT = Code(
    "recipients-in-git",
    "error",
    "git knows this file: addresses in git stay there for good",
    "git kjenner denne filen: adresser i git blir der for godt",
    "git rm --cached it, and name it in .gitignore",
    "fjern den med git rm --cached, og før den opp i .gitignore",
)
AMONG_SOURCES = Code(
    "recipients-place",
    "error",
    "a file of recipients does not lie under meetings/",
    "en fil med mottakere skal ikke ligge under meetings/",
    "move it out, and name it with --recipients",
    "flytt den ut, og oppgi den med --recipients",
)
NOT_SENT = Code(
    "cancelled-unsent",
    "error",
    "the meeting is cancelled and was never sent: there is nobody to tell",
    "møtet er avlyst og ble aldri sendt: det er ingen å si det til",
)
HELP = Help(
    (
        "Writes the invitation to a meeting as output/invitations/<board>/<meeting>.eml: a letter with the agenda, the "
        "papers as PDF, and a request that calendars take in. With --send it goes to each recipient, one letter each; "
        "the papers are kept as sent, and who has got what is recorded, so that nobody gets it twice.\n\n"
        "Who gets it are the people of board.yaml; their addresses are in recipients.yaml, outside git:\n\n"
        "eksempelutvalget: {leder: leder@example.no, nestleder: {address: n@example.no, language: nn}}\n\n"
        "The server is AKSON_SMTP (smtps://name@smtp.example.no:465), its password AKSON_SMTP_PASSWORD.",
        "Skriver innkallingen til et møte som output/invitations/<utvalg>/<møte>.eml: et brev med sakslisten, papirene "
        "som PDF og en forespørsel som kalendere tar imot. Med --send går den til hver mottaker, ett brev til hver; "
        "papirene tas vare på som sendt, og hvem som har fått hva, blir ført, så ingen får den to ganger.\n\n"
        "De som får den, er personene i board.yaml; adressene deres står i recipients.yaml, utenfor git:\n\n"
        "eksempelutvalget: {leder: leder@example.no, nestleder: {address: n@example.no, language: nn}}\n\n"
        "Tjeneren er AKSON_SMTP (smtps://navn@smtp.example.no:465), passordet AKSON_SMTP_PASSWORD.",
    ),
    examples=(
        ("akson invite styringsgruppen/2020-04", "write it, to look at", "skriv den, for å se på den"),
        ("akson invite styringsgruppen/2020-04 --dry-run", "who would get what", "hvem som ville fått hva"),
        (
            "akson invite eksempelutvalget/2027-01 --send --to e-v1,press",
            "to a substitute who is called in, and to the press",
            "til et varamedlem som kalles inn, og til pressen",
        ),
        ("akson invite styringsgruppen/2020-04 --send", "send it; again, to go on", "send den; igjen, for å fortsette"),
    ),
    exits=((1, "not everybody has got it; why is told", "ikke alle har fått den; hvorfor blir fortalt"),),
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
        help=said(
            "to whom: groups of the board, roles or ids, with commas (default: members)",
            "til hvem: grupper i utvalget, roller eller id-er, med komma (standard: members)",
        ),
    )
    parser.add_argument(
        "--recipients",
        metavar="FILE",
        help=said("the file of addresses (default: recipients.yaml)", "filen med adresser (standard: recipients.yaml)"),
    )
    parser.add_argument("--send", action="store_true", help=said("send it", "send den"))
    parser.add_argument(
        "--dry-run", action="store_true", help=said("say who would get what", "si hvem som ville fått hva")
    )
    parser.add_argument(
        "--again",
        action="append",
        default=[],
        metavar="ADDRESS",
        help=said("send it again to one who may have it", "send den igjen til en som kanskje har den"),
    )
    parser.add_argument(
        "--limit",
        type=float,
        default=None,
        metavar="MB",
        help=said(
            "how large a letter may be; over that it has links (default: what the server says, or 20)",
            "hvor stort et brev kan være; over det har det lenker (standard: det tjeneren sier, eller 20)",
        ),
    )
    today(parser)
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from .. import html, turn
    from ..crew import Crew
    from ..pipeline import Mailing, unreadable

    folder = os.path.join(asked.root, ".deliveries")
    sends = asked.send and not asked.dry_run
    # What was sent before settles what is sent now: from there to the last letter it is one sender's turn.
    waits = turn.taken(folder, 10.0, lambda one: tell([one]), private=True) if sends else contextlib.nullcontext()
    try:
        with waits, Crew() as crew, progress():
            mailing = Mailing(request(asked), crew, asked.meeting)
            found = mailing.errors or _invite(asked, mailing, crew)
    except html.TemplateFault as fault:
        found = (fault.diagnostic,)
    except turn.Busy as busy:
        found = (busy.diagnostic,)
    except OSError as error:
        found = (unreadable(error, asked.root),)
    tell(found)
    if any(one.severity == "error" for one in found):
        print(said(f"Not all is done: {errors(found)}.", f"Ikke alt er gjort: {errors(found)}."), file=sys.stderr)
        return 1
    return 0


def _invite(asked: argparse.Namespace, mailing: Mailing, crew: Crew) -> tuple[Diagnostic, ...]:
    """What is wrong with it; nothing where it was done."""
    from .. import delivery, invitation, output
    from .. import recipients as who
    from ..pipeline import Mailing

    site, cancelled = mailing.agenda.site, bool(mailing.agenda.meeting.cancelled)
    meeting_file = Span(f"meetings/{'/'.join(asked.meeting)}/meeting.yaml")
    if site.contact is None:
        return (invitation.NO_ORGANISER.at(Span("meetings/site.yaml")),)
    day = mailing.agenda.days[0]
    record = delivery.Record(os.path.join(asked.root, ".deliveries", asked.meeting[0], f"{asked.meeting[1]}.jsonl"))
    people, wrong = _recipients(asked, mailing, record)
    if wrong:
        return wrong
    listed = bool(people)
    if not people:
        contact = site.contact
        name = contact.name.say(mailing.agenda.language)[1]
        people = (who.Recipient("", name, contact.email, asked.to[0], ""),)
    if cancelled and record.before is None:
        return (NOT_SENT.at(meeting_file),)
    server = delivery.server(os.environ) if asked.send and not asked.dry_run else None
    if isinstance(server, Diagnostic):
        return (server,)
    if server is not None and not cancelled and not mailing.is_kept:
        kept = _kept(asked, crew)
        if kept is not None:
            return kept
        mailing = Mailing(request(asked), crew, asked.meeting)
    occasion = _occasion(mailing, asked.meeting)
    limit = int((asked.limit or LIMIT_MB) * 1_000_000)
    if server is not None and asked.limit is None:
        try:
            limit = delivery.limit(server) or limit
        except OSError as error:
            return (delivery.REFUSED.at(Span(server.host), problem=(error.strerror or str(error)).lower()),)
    chosen = [one for one in people if _is_told(one, asked.to, record, occasion)]
    here = {one.address.casefold() for one in people}
    gone = {address: name for address, name in record.invited.items() if listed and address not in here}
    posted = (
        *(_posted(one, mailing, occasion, record, limit) for one in chosen),
        *(_left(name, address, mailing, occasion, record) for address, name in gone.items()),
    )
    # A letter box that is closed is told once.
    posted = tuple(one for one in posted if not _is_given_up(one, record, asked.again))
    if not posted:
        print(said("There is nobody to tell anything now.", "Det er ingen å si noe til nå."))
        return ()
    draft = os.path.join(asked.root, "output", "invitations", asked.meeting[0], f"{asked.meeting[1]}.eml")
    output.replace(draft, posted[0].message.as_bytes())
    if server is None:
        _list(posted, record, draft, day)
        return ()
    went, wrong = delivery.deliver(
        posted, server, record, asked.again, lambda one: print(f"  {one.who} <{one.address}>", flush=True)
    )
    had = sum(record.state(one.key) == "sent" for one in posted) - went
    print(said(f"Sent to {went}; {had} had it already.", f"Sendt til {went}; {had} hadde den fra før."))
    return wrong


def _recipients(
    asked: argparse.Namespace, mailing: Mailing, record: Record
) -> tuple[tuple[Recipient, ...], tuple[Diagnostic, ...]]:
    from .. import history, recipients, workspace

    path = asked.recipients or os.environ.get("AKSON_RECIPIENTS") or os.path.join(asked.root, FILE)
    if not os.path.isfile(path):
        return (), ((NO_RECIPIENTS.at(Span(path)),) if asked.send or asked.dry_run or asked.recipients else ())
    inside = os.path.realpath(path).startswith(os.path.realpath(os.path.join(asked.root, "meetings")) + os.sep)
    if inside:
        return (), (AMONG_SOURCES.at(Span(path)),)
    if history.is_tracked(path):
        return (), (IN_GIT.at(Span(path)),)
    return recipients.recipients(
        workspace.paper(path),
        path,
        asked.meeting[0],
        mailing.board,
        mailing.agenda.days[0],
        asked.to,
        record.invited,
    )


def _kept(asked: argparse.Namespace, crew: Crew) -> tuple[Diagnostic, ...] | None:
    """Keeps the papers as they are sent; what is wrong, or None where they are kept."""
    from .. import pipeline
    from .dispatch import ROLES

    roles = tuple(role for role in asked.to if role in ROLES) or ("members",)
    kept = pipeline.keep(request(asked), crew, asked.meeting, roles, pipeline.Progress())
    if kept.dispatch is None:
        return kept.diagnostics
    print(
        said(
            f"Issue {kept.dispatch.number} is kept in {kept.folder}/: commit it.",
            f"Utgave {kept.dispatch.number} er tatt vare på i {kept.folder}/: legg den inn i git.",
        ),
        flush=True,
    )
    return None


def _occasion(mailing: Mailing, key: tuple[str, str]) -> Occasion:
    from .. import identity, invitation

    agenda, language = mailing.agenda, mailing.agenda.language
    contact = agenda.site.contact
    assert contact is not None
    title = agenda.title.say(language)[1]
    title += identity.after(title, agenda.number)
    start, end = invitation.occasion_times(agenda.days, agenda.start, agenda.end, agenda.timezone)
    site = agenda.site.address.rstrip("/")
    return invitation.Occasion(
        uid=invitation.uid(site, "/".join(key)),
        title=title,
        start=start,
        end=end,
        place=agenda.place.say(language)[1] if agenda.place else "",
        online=agenda.meeting.online or "",
        address=f"{site}/{agenda.address}",
        organiser=contact.name.say(language)[1],
        organiser_email=contact.email,
        cancelled=agenda.meeting.cancelled.say(language)[1] if agenda.meeting.cancelled else "",
        timezone=agenda.timezone if agenda.start else "",
    )


def _posted(one: Recipient, mailing: Mailing, occasion: Occasion, record: Record, limit: int) -> Posted:
    from .. import invitation, recipients
    from ..delivery import Posted

    own = record.had(one.address)
    number = invitation.sequence(occasion, record.before, own)
    exempt = mailing.board.exempt_papers_by_mail and one.role in recipients.GROUPS
    language = one.language if one.language in mailing.agenda.languages else mailing.agenda.languages[0]
    papers = () if occasion.cancelled else mailing.papers("members" if exempt else "public", language)
    enclosures = tuple(invitation.Enclosure(name, content) for name, _, content in papers)
    site = mailing.agenda.site.address.rstrip("/")
    letter = _letter(one, mailing, occasion, own, language, enclosures)
    message = invitation.message(letter, occasion, number, mailing.today)
    if len(message.as_bytes()) > limit:
        # Only what is public can be linked to; who may have more gets it another way.
        public = mailing.papers("public", language)
        links = tuple((name, f"{site}/{path}") for name, path, _ in public)
        letter = _letter(one, mailing, occasion, own, language, links=links)
        message = invitation.message(letter, occasion, number, mailing.today)
    method = "CANCEL" if occasion.cancelled else "REQUEST"
    key = f"{mailing.issue}/{number}/{method}/{one.address.casefold()}"
    return Posted(key, one.name, one.address, message, number, occasion.facts)


def _is_told(one: Recipient, to: Sequence[str], record: Record, occasion: Occasion) -> bool:
    """Whether somebody is written to: who is asked for, and who has it otherwise in a calendar, whatever is asked."""
    own = record.had(one.address)
    if own is None:
        return bool({one.role, one.id} & set(to)) and not occasion.cancelled
    return bool({one.role, one.id} & set(to)) or (not own.ended and own.differs(occasion.facts))


def _left(name: str, address: str, mailing: Mailing, occasion: Occasion, record: Record) -> Posted:
    """The letter that takes the meeting off the calendar of one who was invited and is not among those any more."""
    from .. import invitation, recipients
    from ..delivery import LEFT, Posted

    language = mailing.agenda.languages[0]
    own = record.had(address)
    assert own is not None
    letter = _letter(recipients.Recipient("", name, address, ""), mailing, occasion, own, language, left=True)
    number = own.sequence + 1
    message = invitation.message(
        letter, replace(occasion, cancelled=occasion.cancelled or letter.subject), number, mailing.today
    )
    return Posted(f"{mailing.issue}/{number}/{LEFT}/{address}", name, address, message, number, own.facts)


def _is_given_up(one: Posted, record: Record, again: Sequence[str]) -> bool:
    """Whether a letter is for one who left, and was refused: that letter box may be closed, and is told of once."""
    from ..delivery import LEFT

    return f"/{LEFT}/" in one.key and record.state(one.key) == "failed" and one.address not in again


def _letter(
    one: Recipient,
    mailing: Mailing,
    occasion: Occasion,
    before: Sent | None,
    language: str,
    enclosures: tuple[Enclosure, ...] = (),
    links: tuple[tuple[str, str], ...] = (),
    left: bool = False,
) -> Letter:
    from .. import invitation

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
        "organiser": occasion.organiser,
        "organiser_email": occasion.organiser_email,
    }
    plain = mailing.letter("plain.html", language, **context)
    page = mailing.letter("invitation.html", language, **context)
    return invitation.Letter(subject, plain.strip() + "\n", page, one.name, one.address, language, enclosures)


def _facts(
    mailing: Mailing, occasion: Occasion, before: Sent | None, language: str
) -> tuple[tuple[str, str, str], ...]:
    """(what, now, before where it was otherwise) of time and place."""
    from datetime import datetime

    from babel.dates import format_date, format_time

    locale = "en_GB" if language == "en" else language

    def spoken(start: str, end: str) -> str:
        first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
        shown: str = format_date(first, "full", locale=locale)
        if len(start) > 10:
            clock = "HH:mm" if language == "en" else "HH.mm"
            shown += f" {format_time(first, clock, locale=locale)}–{format_time(last, clock, locale=locale)}"
        return shown

    start, end, place, *_ = occasion.facts
    now, there = spoken(start, end), mailing.agenda.place.say(language)[1] if mailing.agenda.place else ""
    was = spoken(before.facts[0], before.facts[1]) if before else ""
    rows = [(mailing.said("time", language), now, was if was != now else "")]
    if there or (before and before.facts[2]):
        rows.append(
            (
                mailing.said("place", language),
                there or "–",
                before.facts[2] if before and before.facts[2] != place else "",
            )
        )
    link, zone = before.facts[4:6] if before and len(before.facts) > 5 else (occasion.online, occasion.timezone)
    if occasion.online or link:
        rows.append((mailing.said("link", language), occasion.online or "–", link if link != occasion.online else ""))
    if zone != occasion.timezone or occasion.timezone != mailing.agenda.site.timezone:
        rows.append((mailing.said("timezone", language), occasion.timezone, zone if zone != occasion.timezone else ""))
    return tuple(rows)


def _list(posted: tuple[Posted, ...], record: Record, draft: str, day: date) -> None:
    """Says what would go to whom."""
    for one in posted:
        size = len(one.message.as_bytes()) / 1_000_000
        had = {"sent": said("has it", "har den"), "began": said("may have it", "har den kanskje")}
        state = had.get(record.state(one.key), said("would get it", "ville fått den"))
        shown = said(f"{size:.1f} MB", f"{size:.1f} MB".replace(".", ","))
        print(f"{one.who} <{one.address}>  {shown}  {state}")
        for part in one.message.iter_attachments():
            print(f"  {part.get_filename()}")
    print(
        said(
            f"Nothing is sent. The letter to {posted[0].who}, for {day}: {draft}",
            f"Ingenting er sendt. Brevet til {posted[0].who}, for {day}: {draft}",
        )
    )
