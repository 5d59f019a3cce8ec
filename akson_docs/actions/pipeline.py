"""The whole road: from `meetings/` and `templates/` to `output/`.

`build` reads what changed, checks it, plans every file, makes those whose key is new, and commits them; `check`
stops after the second step. With an error nothing is written, unless the caller wants to keep going. What fails is
raised, for the boundary that every command passes through (`failures`).
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from akson_docs import diagnostics
from akson_docs.build import cache, fingerprint, lock, meeting_index, output, plan
from akson_docs.build import request as requests
from akson_docs.build.cache import Manifest
from akson_docs.build.meeting_index import Record, Shelf
from akson_docs.build.output import Copy
from akson_docs.build.plan import Face, House, Job, Key
from akson_docs.build.request import EDITIONS, Request, day
from akson_docs.diagnostics import Code, Diagnostic, Fault, Problem, Span
from akson_docs.meetings import cards, minutes
from akson_docs.meetings import redaction as editions
from akson_docs.meetings.addresses import Place, prefix
from akson_docs.meetings.revisions import calendars, dispatch, issue, withdrawal
from akson_docs.meetings.revisions.calendars import Calendars
from akson_docs.meetings.revisions.dispatch import Dispatch, Kind, Withdrawal
from akson_docs.meetings.revisions.issue import Revision
from akson_docs.model.values import LANGUAGES
from akson_docs.pdf import provenance, signing, stamping
from akson_docs.pdf.attachments import office
from akson_docs.pdf.provenance import Provenance
from akson_docs.pdf.signing import Signature, Signer
from akson_docs.pdf.typesetter import Styles
from akson_docs.pdf.workers import Crew
from akson_docs.render import pages, templates, theme
from akson_docs.sources import failures, snapshots
from akson_docs.sources import layout as archives
from akson_docs.sources.loader import Parsed
from akson_docs.sources.repository import Audience
from akson_docs.sources.snapshots import Changed, Snapshot, Stamp

if TYPE_CHECKING:
    from akson_docs.meetings.cards import MeetingCard
    from akson_docs.model.documents import Board, Meeting
    from akson_docs.pdf.compared import Difference
    from akson_docs.pdf.compose import Paper, Typeset

NOT_REMEMBERED = Code(
    "not-remembered",
    "warning",
    "what was done cannot be remembered: {problem}; the next build makes more anew than it would have to",
    "det som ble gjort, kan ikke huskes: {problem}; neste bygging lager mer på nytt enn den ellers måtte",
    "see who owns the folder and whether there is room, or name another with --cache",
    "se hvem som eier mappen og om det er plass, eller oppgi en annen med --cache",
)

T = TypeVar("T")


@dataclass(frozen=True)
class Outcome:
    """What came of a build."""

    diagnostics: tuple[Diagnostic, ...]
    written: int = 0
    kept: int = 0
    removed: tuple[str, ...] = ()
    meetings: int = 0
    """How many meetings were read or set anew."""
    done: bool = False
    """Whether the output is now what the sources say, save for what was left out."""


@dataclass(frozen=True)
class Progress:
    """Whom to tell how far a build is: `start("Reading", steps)` for each stretch, `step(name)` for each step."""

    start: Callable[[str, int], None] = field(default=lambda stretch, steps: None)
    step: Callable[[str], None] = field(default=lambda name: None)
    tell: Callable[[Diagnostic], None] = field(default=lambda found: None)
    """For what must be said at once."""


def check(
    request: Request,
    crew: Crew | None = None,
    progress: Progress | None = None,
    audience: Audience = "own",
    *,
    discreet: bool = False,
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with the sources and, with a crew, with every paper of both editions, set anew.

    `audience` are those who read the repository: what others than its members must not find there is told too.
    `discreet` leaves the words of what withholds anything out of what is told.
    """
    from akson_docs.actions import withholding
    from akson_docs.sources import history

    progress = progress or Progress()
    reading = _read(request, progress, crew)
    found = [one for one in reading.diagnostics if one.code != issue.WITHDRAWN.name]
    found += _committed(request, reading)
    if crew is not None and reading.shelf.site is not None:
        for edition in EDITIONS:
            found += _checked(_Work(replace(request, edition=edition), reading), crew, progress)
    if discreet:
        found = list(withholding.discreet(found, reading.shelf))
    git = functools.partial(history.tracked, request.root), functools.partial(history.once, request.root)
    return diagnostics.ordered((*found, *withholding.reported(audience, reading.shelf, *git)))


def _committed(request: Request, reading: _Reading) -> Iterator[Diagnostic]:
    """What is wrong with what was sent, by the sources and by git's history: what is withdrawn and not committed."""
    from akson_docs.actions import committed
    from akson_docs.sources import history

    known = committed.seen(reading.shelf)
    doubt: Diagnostic | None = None
    earlier: dict[Key, tuple[Withdrawal, ...]] = {}
    try:
        earlier = committed.in_history(request.root, reading.shelf, lambda timezone: day(request, timezone))
        yield from committed.of_history(request.root, reading.shelf)
    except history.Incomplete as error:
        doubt = error.diagnostic
    withdrawals = {key: (*known.get(key, ()), *earlier.get(key, ())) for key in known | earlier}
    told = committed.write(request.root, withdrawals) if request.records else committed.unwritten(withdrawals)
    found = dict.fromkeys((*told, *committed.unadded(request.root, reading.shelf)))
    yield from (replace(one, severity="error") for one in found)
    yield from committed.uncommitted(request.root, reading.shelf)
    if doubt is not None:
        # Where nothing that was sent lies here, something may have been sent all the same, and be gone.
        sent = bool(reading.shelf.with_dispatches)
        yield doubt if sent else replace(doubt, severity="warning")


def _held_to_history(request: Request, reading: _Reading) -> _Reading:
    """A reading with what git's history says of what was sent: a meeting whose record is another than it was, or is
    gone, cannot be read. Where there is a history that says nothing, that is warned of: `check` makes it an error."""
    from akson_docs.actions import committed
    from akson_docs.sources import history

    keys: set[Key] = set()
    told: tuple[Diagnostic, ...] = ()
    try:
        told = tuple(committed.of_history(request.root, reading.shelf))
        wrong = (one.span.file.split("/") for one in told if one.severity == "error")
        keys = {(board, folder) for _, board, folder, *_ in wrong}
    except history.Incomplete as error:
        sent = bool(reading.shelf.with_dispatches)
        told = (replace(error.diagnostic, severity="warning"),) if sent else ()
    unsound = reading.shelf.unsound | (keys & reading.shelf.records.keys())
    found = diagnostics.ordered((*reading.diagnostics, *told))
    return replace(reading, shelf=replace(reading.shelf, unsound=unsound), diagnostics=found)


def _checked(work: _Work, crew: Crew, progress: Progress) -> Iterator[Diagnostic]:
    """What is wrong with the papers of an edition; nothing is kept."""
    jobs = [
        job for job in plan.plan(work.house) if job.make == "paper" and job.meeting not in work.reading.shelf.unsound
    ]
    progress.start("Setting", len(jobs))
    for bundle, papers in [(bundle, work.send(bundle, crew)) for bundle in _bundles(jobs)]:
        for job, paper in zip(bundle, papers.result(), strict=True):
            yield from work.placed(job, paper.problems)
            progress.step(job.path)


NO_PAPER = Code(
    "no-paper",
    "error",
    "it is no paper of ours: it does not say what it was made from",
    "den er ikke et av våre dokumenter: den sier ikke hva den ble laget av",
    "name a PDF that akson made, as it was published or sent",
    "oppgi en PDF som akson har laget, slik den ble publisert eller sendt",
)


LOCKED = Code(
    "paper-locked",
    "error",
    "it opens only with a password; no paper of ours has one",
    "den åpnes bare med passord; ingen av våre dokumenter har det",
    "ask whoever gave it to you for the file as it was published or sent",
    "be den du fikk den av, om filen slik den ble publisert eller sendt",
)
NO_CERTIFICATE = Code(
    "no-certificate",
    "error",
    "there is no certificate in this file",
    "det er ikke noe sertifikat i denne filen",
    "name a file in PEM or DER with the certificate of an issuer that you trust",
    "oppgi en fil i PEM eller DER med sertifikatet til en utsteder som du stoler på",
)
Standing = Literal["unaltered", "resaved", "signed", "altered", "other", "unknown"]
"""What may be said of a paper: that it is the very bytes; that a program saved it anew, and nothing in it differs; that
signatures were added that nobody sees, and nothing else differs; that somebody altered it; that it is not what the
sources give now, for it was altered or they or the tool were others then; or that nothing is here to hold it against.
"""


@dataclass(frozen=True)
class Verdict:
    """What a paper is, held against what was sent and what the sources give now."""

    provenance: Provenance
    """What it says it was made from."""
    standing: Standing
    sent: str = ""
    """The day that what it was held against was sent, ISO; "" for what the sources give."""
    issue: int = 0
    """Which issue that was."""
    is_withdrawn: bool = False
    """Whether that is given out no more."""
    is_own: bool = True
    """Whether its text is the one that its digest was made of: if not, it was altered; whoever alters one may alter
    the other."""
    differences: tuple[Difference, ...] = ()
    same: tuple[str, ...] = ()
    """In what nothing differs (`compared.ASPECTS`)."""
    diagnostics: tuple[Diagnostic, ...] = ()
    signatures: tuple[Signature, ...] = ()
    """Those that the paper holds. They decide nothing of the rest: anybody can sign anything."""
    stamp: stamping.Stamp | None = None
    """The time stamp of the record of what it was held against, where there is one that is of it."""
    is_untold: bool = False
    """Whether there are signatures or a time stamp of which nothing can be said, for the libraries are not here."""


def verify(request: Request, crew: Crew, paper: str, trust: str = "") -> Verdict:
    """What a paper is: one that was sent or that the sources give, to the byte, or how it differs from the nearest; who
    signed it, and by when what was sent was there.

    `trust` is a file with the certificates of whom to trust for signatures and time stamps; without one it is whom this
    machine trusts. A record of what was sent counts as far as git's history says what it says. Raises Fault for a file
    that is no paper of ours, or a `trust` that holds no certificate.
    """
    data = snapshots.paper(paper)
    trusted = snapshots.paper(trust) if trust else b""
    verdict, kept = _verdict(request, crew, paper, data)
    token = kept[1](dispatch.STAMP) if kept is not None else b""
    is_signed = signing.is_signed(data) and not any(one.kind == "excess" for one in verdict.differences)
    if not is_signed and not token:
        return verdict
    try:
        roots = stamping.certificates(trusted or _there(stamping.system_roots()))
        if trust and not roots:
            raise Fault(NO_CERTIFICATE.at(Span(trust)))
        signatures = signing.signatures(data, roots, datetime.now(UTC)) if is_signed else ()
        stamp = None
        if kept is not None and token:
            stamp = stamping.read(token, dispatch.what_is_sealed(kept[1](dispatch.RECORD)), roots)
    except ImportError:
        return replace(verdict, is_untold=True)
    return replace(verdict, signatures=signatures, stamp=stamp)


def _there(path: str) -> bytes:
    """The bytes of a file of the machine's; b"" where there is none that can be read."""
    try:
        return snapshots.paper(path)
    except OSError:
        return b""


def _verdict(request: Request, crew: Crew, paper: str, data: bytes) -> tuple[Verdict, _Kept | None]:
    """What a paper is, by its bytes alone, and what was kept that it was held against. Raises Fault."""
    from akson_docs.pdf import compared, objects

    made_from = _provenance(data, paper)
    reading = _held_to_history(request, _read(request, Progress()))
    key = _key_of(made_from)
    doubted = tuple(
        one
        for one in reading.diagnostics
        if one.severity == "error"
        and one.span.file.startswith(f"{archives.TOP}/{made_from.meeting}/{dispatch.FOLDER}/")
    )
    kept = _kept(request, reading, key, bool(doubted))
    digest = hashlib.sha256(data).hexdigest()
    known = next((row for row in kept if digest in row[0].files.values()), None)
    if known is not None:
        found = known[0]
        gone = _is_withdrawn(found, made_from.edition, reading, key)
        return Verdict(made_from, "unaltered", found.day.isoformat(), found.number, gone, diagnostics=doubted), known
    held: list[tuple[_Reference, tuple[Difference, ...]]] = []
    problems: list[Diagnostic] = []
    for reference in _references(made_from, request, reading, kept, crew, problems):
        if reference.data == data:
            return Verdict(made_from, "unaltered", issue=reference.issue, diagnostics=doubted), reference.kept
        try:
            held.append((reference, compared.differences(reference.data, data)))
        except objects.Unreadable as error:
            raise Fault(NO_PAPER.at(Span(paper))) from error
        if compared.is_near(held[-1][1]):
            break
    # Held against other issues alone, a paper differs for a good reason: its own may be what cannot be read now.
    own_issue = [one for one, _ in held if not one.sent or str(one.issue) == made_from.utgave]
    if not own_issue and not any(compared.is_near(differences) for _, differences in held):
        told = tuple(problems) or _errors_of(reading)
        return Verdict(made_from, "unknown", is_own=_is_own(made_from, data), diagnostics=told), None
    reference, differences = min(held, key=lambda one: compared.weight(one[1]))
    own = bool(reference.sent) or _is_own(made_from, data)
    certain = bool(reference.sent) or not own or compared.is_certain(differences)
    standing: Standing = "altered" if certain else "other"
    if not differences:
        standing = "resaved"
    elif compared.is_signed(differences):
        standing = "signed"
    verdict = Verdict(
        made_from,
        standing,
        reference.sent,
        reference.issue,
        reference.is_withdrawn,
        own,
        differences,
        compared.same(differences),
        doubted,
    )
    return verdict, reference.kept


@dataclass(frozen=True)
class _Reference:
    """What a paper is held against."""

    data: bytes
    issue: int
    sent: str = ""
    is_withdrawn: bool = False
    kept: _Kept | None = None
    """What was sent, where that is what it is."""


def _references(
    made_from: Provenance,
    request: Request,
    reading: _Reading,
    kept: Iterable[_Kept],
    crew: Crew,
    problems: list[Diagnostic],
) -> Iterator[_Reference]:
    """What a paper may have been, the likeliest first: what was sent as what it says that it is, other issues and the
    other edition of it, what the sources give now. Why a paper cannot be made goes to `problems`."""
    key = _key_of(made_from)
    editions = sorted(EDITIONS, key=lambda edition: edition != made_from.edition)
    said = (made_from.edition, made_from.utgave)
    sent = [(edition, one, read) for edition in editions for one, read in reversed([*kept])]
    for edition, one, read in sorted(sent, key=lambda row: (row[0], str(row[1].number)) != said):
        path = dispatch.path(edition, made_from.language, made_from.paper)
        if path in one.files:
            gone = _is_withdrawn(one, edition, reading, key)
            yield _Reference(read(path), one.number, one.day.isoformat(), gone, (one, read))
    for edition in editions if reading.shelf.site is not None and key in reading.shelf.records else ():
        work = _Work(replace(request, edition=edition), reading)
        for job in _jobs_of(made_from, work):
            made = work.send((job,), crew).result()[0]
            if made.pdf is None and not made.file:
                problems += work.placed(job, made.problems)
                continue
            issue_of = job.context.get("issue")
            number = issue_of if isinstance(issue_of, int) else 0
            yield _Reference(made.pdf if made.pdf is not None else snapshots.paper(made.file), number)


_Kept = tuple[Dispatch, Callable[[str], bytes]]
"""A dispatch, with what reads its papers, its record and its time stamp, by their paths from its folder: b"" for what
is not there."""


def _kept(request: Request, reading: _Reading, key: Key, doubted: bool) -> tuple[_Kept, ...]:
    """What was kept of a meeting; where what lies here is in doubt, as git's history has it."""
    from akson_docs.actions import committed

    past = committed.as_kept(request.root, key) if doubted else ()
    there = reading.shelf.kept(key) if key in reading.shelf.records else ()

    def reader(one: Dispatch) -> Callable[[str], bytes]:
        folder = dispatch.folder(key, one.number, one.kind)
        return lambda path: reading.snapshot.read(folder + path) if folder + path in reading.snapshot.stamps else b""

    return past or tuple((one, reader(one)) for one in there)


def _provenance(data: bytes, paper: str) -> Provenance:
    """What a paper says that it was made from. Raises Fault."""
    from akson_docs.pdf import compared, objects

    try:
        found = provenance.read(compared.metadata(data))
    except objects.Locked as error:
        raise Fault(LOCKED.at(Span(paper))) from error
    except (objects.Unreadable, objects.TooMuch) as error:
        raise Fault(NO_PAPER.at(Span(paper))) from error
    if found is None:
        raise Fault(NO_PAPER.at(Span(paper)))
    return found


def _key_of(made_from: Provenance) -> Key:
    board, _, folder = made_from.meeting.partition("/")
    return board, folder


def _is_own(made_from: Provenance, data: bytes) -> bool:
    """Whether the text of a paper is the one that its digest was made of; not where it cannot be read."""
    from akson_docs.pdf import compared, objects, proof

    try:
        if compared.is_heavy(data):
            return False
        pages = proof.pages(data, without=made_from.enclosed)
    except (objects.Unreadable, objects.TooMuch, proof.NotAPaper):
        return False
    return made_from.digest == provenance.digest(page.painted for page in pages)


def _is_withdrawn(one: Dispatch, edition: str, reading: _Reading, key: Key) -> bool:
    """Whether the papers of a dispatch are given out no more, in an edition: the members keep theirs."""
    record = reading.shelf.records.get(key)
    face = record.public if record is not None else None
    if edition != "public":
        return False
    kept = face.kept(dispatch.PAPERS[one.kind][0]) if face is not None else ()
    return one.withdrawal is not None or any(other.withdrawn for other in kept if other.number == one.number)


def _jobs_of(made_from: Provenance, work: _Work) -> list[Job]:
    """The jobs that make a paper anew, where its meeting can be read; the issue that it says first."""
    key = _key_of(made_from)
    if key in work.reading.shelf.unsound:
        return []
    wanted = ("paper", key, made_from.paper, made_from.language)
    jobs = [
        job
        for job in plan.plan(work.house)
        if (job.make, job.meeting, job.context.get("paper"), job.language) == wanted
    ]
    return sorted(jobs, key=lambda job: str(job.context.get("issue")) != made_from.utgave)


NOTHING_NEW = Code(
    "dispatch-nothing-new",
    "error",
    "nothing that the papers print has changed since they were sent on {day}",
    "ingenting av det dokumentene sier, er endret siden de ble sendt {day}",
    "send what was kept then: {folder}",
    "send det som ble tatt vare på da: {folder}",
)
OVER = Code(
    "dispatch-over",
    "error",
    "the meeting was over on {day}; papers are sent before it",
    "møtet var over {day}; dokumenter sendes før det",
    "what happened goes into the minutes",
    "det som skjedde, hører hjemme i protokollen",
)
STILL_DRAFT = Code(
    "dispatch-draft",
    "error",
    "the meeting is a draft; papers of a draft are not sent",
    "møtet er et utkast; dokumenter til et utkast sendes ikke",
    "take out `draft: yes` first",
    "ta først ut `draft: yes`",
)
NO_MINUTES = Code(
    "minutes-none",
    "error",
    "nothing is written of what happened in the meeting, so that there are no minutes",
    "det er ikke skrevet noe om hva som skjedde i møtet, så det er ingen protokoll",
    "write `attendance:`, `minutes:` and what came of each item",
    "skriv `attendance:`, `minutes:` og hva som kom ut av hver sak",
)
NOT_OUT = Code(
    "minutes-not-published",
    "error",
    "the minutes are not published yet; until then they are simply written anew",
    "protokollen er ikke publisert ennå; til da skrives den bare om",
    "write `published:` under `minutes:`, with the day, and keep them from that day on",
    "skriv `published:` under `minutes:`, med dagen, og ta vare på den fra den dagen av",
)
SAME_MINUTES = Code(
    "dispatch-nothing-new",
    "error",
    "issue {issue} of the minutes was kept on {day}, and there is no correction since",
    "utgave {issue} av protokollen ble tatt vare på {day}, og det er ingen rettelse siden",
    "publish what was kept then: {folder}; a change is told in `corrections:` under `minutes:`",
    "publiser det som ble tatt vare på da: {folder}; en endring fortelles i `corrections:` under `minutes:`",
)
NO_NUMBER = Code(
    "dispatch-number",
    "error",
    "{item} has no number, and what is sent is known by its numbers",
    "{item} har ikke noe nummer, og det som sendes, kjennes på numrene",
    "akson number {meeting} gives it one; a type of items that have none is `numbered: no` in board.yaml",
    "akson number {meeting} gir det ett; en sakstype uten numre er `numbered: no` i board.yaml",
)
NO_MEETING = Code(
    "no-meeting",
    "error",
    'there is no meeting "{found}"',
    "det er ikke noe møte «{found}»",
    "name it as board/folder: styringsgruppen/2020-04",
    "oppgi det som utvalg/mappe: styringsgruppen/2020-04",
)


@dataclass(frozen=True)
class Kept:
    """What came of keeping papers as they are sent."""

    diagnostics: tuple[Diagnostic, ...]
    dispatch: Dispatch | None = None
    """None where nothing was kept."""
    folder: str = ""
    """Where it lies, from the root."""
    stamped: tuple[str, ...] = ()
    """The time stamps that were put beside what was kept before, from the root."""


def keep(
    request: Request,
    crew: Crew,
    key: Key,
    to: tuple[str, ...],
    progress: Progress,
    kind: Kind = "papers",
    *,
    mailed: bool = False,
    signer: Signer | None = None,
    authority: str = "",
) -> Kept:
    """Makes a meeting's papers in both editions, and keeps them beside it as they are sent on the request's day; of the
    kind "minutes" its minutes, as they are published then.

    `mailed` says that invitations go out with them. With a `signer` each paper is signed before it is kept, and what is
    signed is what was sent. With the address of an `authority` the record is time stamped, and each signature; where
    nothing is new, the records that have no stamp get one now.

    What was sent before and is withdrawn is written down first, and nothing of it stands in the new papers. Raises
    Fault where a paper cannot be signed or something is not stamped: then nothing is kept.
    """
    from akson_docs.actions import committed

    reading = _held_to_history(request, _read(request, progress))
    refused = _unsendable(reading, key) if kind == "papers" else _unpublishable(reading, key)
    if refused:
        late = authority and signer is None and {one.code for one in refused} <= {NOTHING_NEW.name, OVER.name}
        return Kept(refused, stamped=_stamp_late(request, reading, key, kind, authority) if late else ())
    earlier = committed.in_history(request.root, reading.shelf, lambda timezone: day(request, timezone), key)
    withdrawn = (*committed.seen(reading.shelf).get(key, ()), *earlier.get(key, ()))
    told = tuple(committed.write(request.root, {key: withdrawn}))
    if diagnostics.has_errors(told):
        return Kept(told)
    reading = _read(request, progress) if withdrawn else reading
    kept = _keep(request, reading, crew, key, to, progress, kind, mailed, signer, authority)
    return replace(kept, diagnostics=diagnostics.ordered((*told, *kept.diagnostics)))


NOTHING_SENT = Code(
    "dispatch-none",
    "error",
    "nothing was sent of this meeting that it could be compared with",
    "ingenting er sendt av dette møtet som det kan sammenlignes med",
    "`akson dispatch {found}` keeps what is sent",
    "`akson dispatch {found}` tar vare på det som sendes",
)


def compared(request: Request, key: Key, since: int | None, language: str | None) -> Revision | tuple[Diagnostic, ...]:
    """What a meeting's papers say otherwise than an issue of them that was sent, the last where none is named."""
    reading = _read(request, Progress())
    top = f"{archives.TOP}/{'/'.join(key)}"
    if key not in reading.shelf.records or reading.shelf.site is None:
        return (*_errors_of(reading), NO_MEETING.at(Span(archives.TOP), found="/".join(key)))
    if key in reading.shelf.unsound:
        return _errors_of(reading)
    sent = reading.shelf.dispatches(key)[:since]
    if not sent:
        return (NOTHING_SENT.at(Span(f"{top}/meeting.yaml"), found="/".join(key)),)
    work = _Work(request, reading)
    agenda, slides, _ = work.whole(key)
    inside = {path[len(top) + 1 :]: reading.digests[path] for path in reading.snapshot.under(top)}
    now = issue.seen(agenda, slides, inside)
    spoken = language if language is not None and language in now else agenda.languages[0]
    gone = work.house.faces[key].withdrawn
    return next(issue.revisions(sent, request.edition, spoken, now[spoken], gone))


def _faces(reading: _Reading, key: Key) -> tuple[Face, Face] | tuple[Diagnostic, ...]:
    """A meeting that papers can be made of, in full and as the public sees it, or why they cannot."""
    record = reading.shelf.records.get(key)
    if record is None or reading.shelf.site is None:
        return (*_errors_of(reading), NO_MEETING.at(Span(archives.TOP), found="/".join(key)))
    if key in reading.shelf.unsound or record.full is None or record.public is None:
        return _errors_of(reading)
    if record.full.card.draft:
        return (STILL_DRAFT.at(_where(record.full, key)),)
    return record.full, record.public


def _where(face: Face, key: Key) -> Span:
    return face.card.where or Span(f"{archives.TOP}/{'/'.join(key)}/meeting.yaml")


def _unpublishable(reading: _Reading, key: Key) -> tuple[Diagnostic, ...]:
    """Why a meeting's minutes cannot be kept as they are published; nothing where they can."""
    found = _faces(reading, key)
    if not (found and isinstance(found[0], Face)):
        return tuple(one for one in found if isinstance(one, Diagnostic))
    face, today = found[0], reading.shelf.today
    where = _where(face, key)
    if not face.recorded:
        return (NO_MINUTES.at(where),)
    if plan.minutes(face, today) != "published":
        return (NOT_OUT.at(where),)
    last = face.minuted[-1] if face.minuted else None
    if last is not None and last.number >= face.minutes_issue:
        folder = dispatch.folder(key, last.number, "minutes")
        return (SAME_MINUTES.at(where, issue=last.number, day=last.day, folder=folder),)
    return ()


def _unsendable(reading: _Reading, key: Key) -> tuple[Diagnostic, ...]:
    """Why a meeting's papers cannot be sent; nothing where they can."""
    found = _faces(reading, key)
    faces = tuple(one for one in found if isinstance(one, Face))
    if not faces:
        return tuple(one for one in found if isinstance(one, Diagnostic))
    card, where = faces[0].card, _where(faces[0], key)
    if card.last_date < reading.shelf.today.isoformat():
        return (OVER.at(where, day=card.last_date),)
    if faces[0].sent and not any(plan.is_revised(face) for face in faces):
        last = faces[0].sent[-1]
        folder = dispatch.folder(key, last.number)
        return (NOTHING_NEW.at(where, day=last.day, folder=folder),)
    return ()


def _unnumbered(work: _Work, key: Key) -> Iterator[Diagnostic]:
    """The items that have no number where the others have: they may do without until they are sent."""
    agenda, _, parsed = work.whole(key)
    if any(entry.item.number for entry in agenda.entries):
        for entry in agenda.entries:
            numbered = entry.type is None or (entry.type.numbered and entry.type.kind != "open")
            if numbered and not entry.item.number and not entry.depth:
                item = entry.item.title.say(agenda.language)[1] or entry.slug
                yield meeting_index.placed(
                    NO_NUMBER.of((*entry.path, "title"), item=item, meeting="/".join(key)), parsed
                )


def _errors_of(reading: _Reading) -> tuple[Diagnostic, ...]:
    return tuple(one for one in reading.diagnostics if one.severity == "error")


def _keep(
    request: Request,
    reading: _Reading,
    crew: Crew,
    key: Key,
    to: tuple[str, ...],
    progress: Progress,
    kind: Kind,
    mailed: bool,
    signer: Signer | None,
    authority: str,
) -> Kept:
    from akson_docs.sources import history

    read = reading.shelf
    works = {edition: _Work(replace(request, edition=edition), reading) for edition in EDITIONS}
    found = list(_unnumbered(works["members"], key)) if kind == "papers" else []
    if found:
        return Kept(tuple(found))
    earlier = read.dispatches(key, kind)
    full = works["members"].house.faces[key]
    number = full.minutes_issue if kind == "minutes" else len(earlier) + 1
    top = f"{archives.TOP}/{'/'.join(key)}"
    files: dict[str, bytes] = {}
    said = {}
    inside = {path[len(top) + 1 :]: reading.digests[path] for path in reading.snapshot.under(top)}
    for edition, work in works.items():
        face = work.house.faces[key]
        faces = {**work.house.faces, key: replace(face, issue=number) if kind == "papers" else face}
        jobs = [
            job
            for job in plan.of_meeting(replace(work.house, faces=faces), key)
            if job.make == "paper"
            and job.context["paper"] in dispatch.PAPERS[kind]
            and job.context["issue"] == number
            and job.path.endswith(f"/{faces[key].issued(job.context['paper'], number).name}.pdf")
            # A supplement holds what is new; where an edition has nothing that is new, there is none.
            and (
                job.context["paper"] != "supplement"
                or any(one.day is None and one.changes for one in work.revisions(key, job.language))
            )
        ]
        progress.start("Setting", len(jobs))
        for bundle, papers in [(bundle, work.send(bundle, crew)) for bundle in _bundles(jobs)]:
            for job, paper in zip(bundle, papers.result(), strict=True):
                found += work.placed(job, paper.problems)
                path = dispatch.path(edition, job.language, str(job.context["paper"]))
                if paper.pdf is not None:
                    files[path] = paper.pdf
                elif paper.file:
                    files[path] = snapshots.paper(paper.file)
                progress.step(job.path)
        agenda, slides, _ = work.whole(key)
        seen = issue.seen(agenda, slides, inside) if kind == "papers" else minutes.said(agenda, edition)
        said[edition] = seen
    if diagnostics.has_errors(found):
        return Kept(diagnostics.ordered(found))
    folder = dispatch.folder(key, number, kind).rstrip("/")
    if signer is not None:
        files = _signed(files, signer, authority, folder, progress)
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    offered = dispatch.PAPERS[kind][0]
    knew = tuple(sorted(one.number for one in works["public"].house.faces[key].kept(offered) if one.withdrawn))
    public = works["public"].house
    kept = Dispatch(
        number,
        read.today,
        to,
        said,
        digests,
        "/".join(key),
        knew,
        commit=history.head(request.root),
        kind=kind,
        public_from=cards.public_from(full.card, read.boards[key[0]], public.site),
        names=plan.names(public, key),
    )
    if kind == "papers":
        kept = replace(kept, is_mailed=mailed)
    else:
        written = minutes.written(works["members"].whole(key)[0])
        kept = replace(kept, after=earlier[-1].number if earlier else 0, written=written)
    files[dispatch.RECORD] = dispatch.write(kept)
    if authority:
        files[dispatch.STAMP] = _stamp(files[dispatch.RECORD], authority, folder)
    output.keep(os.path.join(request.root, folder), files)
    return Kept(tuple(one for one in diagnostics.ordered(found) if one.severity != "note"), kept, folder)


def _signed(
    files: Mapping[str, bytes], signer: Signer, authority: str, folder: str, progress: Progress
) -> dict[str, bytes]:
    """Papers with a signature on each, time stamped where an authority is named. Raises Fault."""
    found = {}
    progress.start("Signing", len(files))
    try:
        stamps = signing.timestamper(authority) if authority else None
        for path, content in files.items():
            found[path] = signing.signed(content, signer, stamps)
            progress.step(path)
    except stamping.Unanswered as error:
        raise Fault(error.code.at(Span(folder), authority=authority, **error.parameters)) from error
    return found


def _stamp(record: bytes, authority: str, folder: str) -> bytes:
    """A time stamp of the record of a folder. Raises Fault."""
    try:
        return stamping.requested(authority, dispatch.what_is_sealed(record))
    except stamping.Unanswered as error:
        raise Fault(error.code.at(Span(folder), authority=authority, **error.parameters)) from error


def _stamp_late(request: Request, reading: _Reading, key: Key, kind: Kind, authority: str) -> tuple[str, ...]:
    """Has what was kept of a kind before, and was not stamped, stamped now: all of it or none; where the stamps lie.
    Raises Fault."""
    stamps = {}
    for one in reading.shelf.dispatches(key, kind):
        folder = dispatch.folder(key, one.number, kind)
        if folder + dispatch.STAMP not in reading.snapshot.stamps:
            record = reading.snapshot.read(folder + dispatch.RECORD)
            stamps[folder + dispatch.STAMP] = _stamp(record, authority, folder.rstrip("/"))
    output.change(request.root, stamps)
    return tuple(stamps)


class Mailing:
    """A meeting as it goes out by mail: its public agenda, its papers, and the press that letters are made with."""

    def __init__(self, request: Request, crew: Crew, key: Key) -> None:
        """Raises TemplateFault, and OSError."""
        self._request, self._crew, self._key = request, crew, key
        self.papers = functools.cache(self._papers)
        self._reading = _held_to_history(request, _read(request, Progress()))
        self.errors = self._refused()
        if not self.errors:
            self._works = {edition: _Work(replace(request, edition=edition), self._reading) for edition in EDITIONS}
            self.agenda = self._works["public"].whole(key)[0]

    def _refused(self) -> tuple[Diagnostic, ...]:
        """Why nothing goes out: as papers, save that a meeting may be cancelled and that what was sent may go again."""
        found = _unsendable(self._reading, self._key)
        return tuple(one for one in found if one.code != NOTHING_NEW.name)

    @property
    def board(self) -> Board:
        """The whole board, with all of its people."""
        return self._reading.shelf.boards[self._key[0]]

    @property
    def today(self) -> date:
        """The day that it goes out."""
        return self._reading.shelf.today

    @property
    def is_kept(self) -> bool:
        """Whether what the sources say now is kept as sent."""
        record = self._reading.shelf.records[self._key]
        faces = [face for face in (record.full, record.public) if face]
        return bool(faces[0].sent) and not any(plan.is_revised(face) for face in faces)

    def calendars(self, first: bool, assumed: int | None) -> Calendars | Diagnostic:
        """What people's calendars hold of it, as `calendars.calendars` says."""
        shelf = self._reading.shelf
        kept = shelf.dispatches(self._key)
        return calendars.calendars(shelf.sendings(self._key), kept, self._key, first=first, assumed=assumed)

    @property
    def issue(self) -> int:
        """Which issue of the papers goes out."""
        face = self._reading.shelf.records[self._key].public
        return face.issue if face else 1

    def letter(self, name: str, language: str, **context: Any) -> str:
        """A letter, `templates/letters/<name>`. Raises TemplateFault."""
        work = self._works["public"]
        place = Place(work.materials.site, work.materials.boards, language, self.agenda.address, "public")
        return templates.mail(work.press, place, name, self.agenda, **context)

    def said(self, key: str, language: str, **values: object) -> str:
        """What is printed for a key of the catalogue."""
        return templates.said(self._works["public"].press, language, self.agenda.board, key, **values)

    def _papers(self, edition: str, language: str) -> tuple[tuple[str, str, bytes], ...]:
        """(what it is called, its address, its bytes) of each paper that goes along, as it was kept where it was."""
        work = self._works[edition]
        names = {f"{dispatch.issued(name, self.issue)}.pdf": name for name in dispatch.SENT}
        found = []
        place = Place(work.materials.site, work.materials.boards, language, self.agenda.address, edition)
        folder = prefix(place, self.agenda.address, language) + self.agenda.address
        for job in plan.of_meeting(work.house, self._key):
            above, _, name = job.path.rpartition("/")
            if f"{above}/" != folder or name not in names:
                continue
            if job.make == "copy":
                content = snapshots.paper(self._reading.snapshot.real(job.sources[0]))
            else:
                (made,) = work.send((job,), self._crew).result()
                content = made.pdf or (snapshots.paper(made.file) if made.file else b"")
            if content:
                found.append((names[job.path.rpartition("/")[2]], job.path, content))
        face = work.house.faces[self._key]
        issued = {name: face.issued(name, self.issue) for name, _, _ in found}
        offered = pages.offered(issued, self.agenda, language, work.press)
        called = {one.name: one.filename for one in offered}
        return tuple((called[name], path, content) for name, path, content in found)


class Archived:
    """The boards and meetings as they are now, for whoever starts another one. Raises OSError."""

    def __init__(self, request: Request, reading: _Reading) -> None:
        self._request, self._reading = request, reading

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the sources."""
        return _errors_of(self._reading)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is said of the sources."""
        return self._reading.diagnostics

    @property
    def today(self) -> date:
        """The day that it is read for."""
        return self._reading.shelf.today

    @property
    def boards(self) -> Mapping[str, Board]:
        """The boards, by their ids."""
        return self._reading.shelf.boards

    @property
    def language(self) -> str:
        """The site's language."""
        return self._reading.shelf.site.language if self._reading.shelf.site else "nb"

    def cards(self, board: str) -> tuple[MeetingCard, ...]:
        """The full cards of a board's meetings."""
        records = self._reading.shelf.records.items()
        return tuple(record.full.card for key, record in records if key[0] == board and record.full)

    def said(self, path: str) -> dict[str, Any]:
        """What a file under meetings/ says, with items of files of their own in their place."""
        from akson_docs.sources.format import editing

        held: dict[str, Any] = editing.said(self._reading.snapshot.read(f"{archives.TOP}/{path}").decode())
        folder = path.rpartition("/")[0]
        if isinstance(held.get("items"), list):
            held["items"] = [
                self.said(f"{folder}/{row['file']}") if "file" in row and "title" not in row else row
                for row in held["items"]
            ]
        return held

    def text(self, path: str) -> str:
        """What a file holds, by its path from the root. Raises OSError."""
        return self._reading.snapshot.read(path).decode()

    def file(self, path: str) -> bytes | None:
        """What a file holds, by its path from the root; None where there is none of that name. Raises OSError."""
        return self._reading.snapshot.read(path) if path in self._reading.snapshot.stamps else None

    def is_sent(self, key: Key) -> bool:
        """Whether something was sent of a meeting's papers."""
        return bool(self._reading.shelf.dispatches(key))

    def with_files(self, files: Mapping[str, bytes | None]) -> Archived:
        """The archive as it would be with these files, by their paths from the root; None for one that is gone then."""
        snapshot = self._reading.snapshot.with_files(files)
        return Archived(self._request, _read(self._request, Progress(), before=self._reading, snapshot=snapshot))


def archived(request: Request) -> Archived:
    """The archive as it is now. Raises OSError."""
    return Archived(request, _read(request, Progress()))


class Opened:
    """An edition of the sources as they are now, from which a file is made when it is asked for, and kept nowhere.

    A meeting that is not sound has the pages that it had before, where they were asked for then.
    """

    def __init__(self, request: Request, crew: Crew, before: Opened | None = None) -> None:
        """Reads what changed since `before`. Raises TemplateFault, and OSError."""
        self._crew = crew
        self._reading: _Reading = _read(request, Progress(), crew, before._reading if before else None)
        self._work: _Work | None = (
            _Work(request, self._reading, before=before._work if before else None)
            if self._reading.shelf.site is not None
            else None
        )
        self._of_meeting = functools.cache(self._jobs_of_meeting)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything that is wrong with the sources."""
        return self._reading.diagnostics

    def read(self, path: str) -> bytes:
        """A source, by its path from the root, as it was read. Raises OSError."""
        return self._reading.snapshot.read(path)

    def job(self, path: str) -> Job | None:
        """The job that makes a file of the site; None where there is none of that name."""
        if self._work is None:
            return None
        parts = path.split("/")
        board, *rest = parts[1:] if parts[0] in LANGUAGES else parts
        found = self._assets if board == "assets" else self._of_meeting((board, rest[0])) if rest else {}
        return found.get(path) or self._jobs.get(path)

    def make(self, job: Job) -> bytes:
        """A file that is no paper. Raises TemplateFault, and OSError."""
        assert self._work is not None
        if job.meeting in self._reading.shelf.unsound:
            raise Unsound
        made = self._work._make(job)
        return snapshots.paper(made.source) if isinstance(made, Copy) else made

    def paper(self, job: Job) -> tuple[bytes, tuple[Diagnostic, ...]]:
        """A paper, set by the crew, which keeps what it laid out; b"" where it has errors. Raises TemplateFault."""
        assert self._work is not None
        if job.meeting in self._reading.shelf.unsound:
            raise Unsound
        (made,) = self._work.send((job,), self._crew).result()
        found = diagnostics.ordered(self._work.placed(job, made.problems))
        return made.pdf or (snapshots.paper(made.file) if made.file else b""), found

    def _jobs_of_meeting(self, key: Key) -> Mapping[str, Job]:
        assert self._work is not None
        there = key in self._work.house.faces and plan.shown(self._work.house, key)
        return {job.path: job for job in plan.of_meeting(self._work.house, key)} if there else {}

    @functools.cached_property
    def _assets(self) -> Mapping[str, Job]:
        assert self._work is not None
        return {job.path: job for job in plan.of_everything(self._work.house)}

    @functools.cached_property
    def _jobs(self) -> Mapping[str, Job]:
        assert self._work is not None
        return {job.path: job for job in plan.plan(self._work.house)}


ADDRESS_GONE = Code(
    "address-gone",
    "warning",
    "the page {address} was on the site when it was built last, and is no more",
    "siden {address} var på nettstedet da det sist ble bygget, og er der ikke lenger",
    "an item with another number names the old one in `formerly:`, and one that was taken back stands in `withdrawn:` "
    "in board.yaml: then a page leads on; whoever has the address finds nothing otherwise",
    "en sak med nytt nummer nevner det gamle i `formerly:`, og et som er trukket, står i `withdrawn:` i board.yaml: da "
    "fører en side videre; ellers finner den som har adressen, ingenting",
)
MEETING_GONE = Code(
    ADDRESS_GONE.name,
    "warning",
    "{address} was on the site when it was built last, and no folder is called so any more",
    "{address} var på nettstedet da det sist ble bygget, og ingen mappe heter det lenger",
    "a board and a meeting keep their folder's name, which is their address: give it back (git mv); a meeting that is "
    "not held stays, with `cancelled:` and the reason; whoever has the address finds nothing otherwise",
    "et utvalg og et møte beholder navnet på mappen, som er adressen: gi det tilbake (git mv); et møte som ikke "
    "holdes, blir liggende, med `cancelled:` og grunnen; ellers finner den som har adressen, ingenting",
)
FILE_GONE = Code(
    ADDRESS_GONE.name,
    "warning",
    "files below {address} were on the site when it was built last, and are no more: {count}",
    "filer under {address} var på nettstedet da det sist ble bygget, og er der ikke lenger: {count}",
    "a file that was published keeps its name, also where it is replaced; one that is taken out on purpose is gone for "
    "whoever has its address",
    "en fil som er publisert, beholder navnet, også når den byttes ut; en som er tatt ut med vilje, finner ingen med "
    "adressen lenger",
)


LEFT_AS_IT_WAS = Code(
    "left-as-it-was",
    "warning",
    "this meeting has errors, and is on the site as it was when it had none",
    "dette møtet har feil, og er på nettstedet slik det var da det ikke hadde noen",
    "what is withheld in it since is still public there: mend the errors, and build again",
    "det som er unntatt i det siden, er fremdeles offentlig der: rett feilene, og bygg på nytt",
)


class Unsound(Exception):
    """That a meeting cannot be read as it is now."""


def build(request: Request, crew: Crew, progress: Progress) -> Outcome:
    """Makes an edition of the site be what the sources say, when no other build works on the same memory or output.

    Sources that change while they are read are read again, once more and then once more.
    """
    misplaced = requests.misplaced(request)
    if misplaced is not None:
        return Outcome((misplaced,))
    with (
        lock.taken(request.cache, request.patience_s, progress.tell, private=True),
        lock.taken(request.output, request.patience_s, progress.tell),
    ):
        for _ in range(2):
            try:
                return _build(request, crew, progress)
            except Changed:
                continue
            except output.OutputFault as fault:
                if fault.diagnostic.code != output.ALTERED.name:
                    raise
        return _build(request, crew, progress)


@dataclass(frozen=True)
class _Reading:
    snapshot: Snapshot
    began: int
    digests: Mapping[str, str]
    archive: archives.Archive
    shelf: Shelf
    memory: Mapping[str, Any]
    diagnostics: tuple[Diagnostic, ...]

    @functools.cached_property
    def styles(self) -> Styles:
        """What papers are set with."""
        return _styles(self.snapshot)


def _read(
    request: Request,
    progress: Progress,
    crew: Crew | None = None,
    before: _Reading | None = None,
    snapshot: Snapshot | None = None,
) -> _Reading:
    """Sources → what they say, and all that is wrong with it; a crew gets ready for what changed meanwhile.

    What was read `before`, by the same process, is at hand as it was; else what is remembered is read. The sources are
    those of a snapshot, or what is on the disk now.
    """
    began = time.time_ns()
    snapshot = snapshot or _scanned(request, before)
    memory = before.memory if before is not None else _recalled(request)
    digests = _digests(snapshot, memory.get("digests", {})) if before is None else _digests_since(snapshot, before)
    same_names = before is not None and before.snapshot.stamps.keys() == snapshot.stamps.keys()
    archive = before.archive if before is not None and same_names else archives.archive(snapshot.stamps)
    since = meeting_index.since(before.shelf, digests) if before is not None else None
    keys = [(board, folder) for board, folders in archive.boards.items() for folder in folders]
    remembered: Mapping[Key, Record] = (
        before.shelf.own
        if before is not None
        else {tuple(key.split("/")): Record.from_json(held) for key, held in memory.get("meetings", {}).items()}
    )
    fonts = meeting_index.fonts(snapshot)
    changed = (
        frozenset(
            key
            for key in keys
            if key not in remembered or remembered[key].source != meeting_index.source(digests, snapshot, key, fonts)
        )
        if since is None
        else since.touched(keys)
    )
    if crew is not None and before is None and changed and not diagnostics.has_errors(archive.diagnostics):
        crew.call(len(changed), _styles(snapshot))
    progress.start("Reading", len(changed))
    read = meeting_index.shelf(
        snapshot,
        archive,
        digests,
        {key: remembered[key] for key in keys if key in remembered},
        changed,
        lambda timezone: day(request, timezone),
        lambda key: progress.step("/".join(key)),
        since,
    )
    found = (*archive.diagnostics, *read.diagnostics, *theme.unused(snapshot))
    return _Reading(snapshot, began, digests, archive, read, memory, diagnostics.ordered(found))


def _scanned(request: Request, before: _Reading | None) -> Snapshot:
    """The sources as they lie there now; where they were read before, only what is known to be there is looked at."""
    again = snapshots.again(before.snapshot, before.began) if before is not None else None
    return again or snapshots.scan(request.root)


def _recalled(request: Request) -> Mapping[str, Any]:
    """What the last build remembered, as far as it holds for this one."""
    memory, made_by = cache.archive(request.cache), fingerprint.digest()
    if memory.get("root") != requests.places(request)[0]:
        memory = {**memory, "digests": {}}
    return memory if memory.get("engine") == made_by else {"engine": made_by}


def _settled(reading: _Reading) -> Mapping[str, Any]:
    """The digests of a reading, each with a stamp that nothing matches where the file was too young."""
    stamps = snapshots.settled(reading.snapshot.stamps, reading.began)
    return {"digests": {path: (*stamps[path], digest) for path, digest in reading.digests.items()}}


@dataclass
class _Memo:
    """What a build writes down for the next one. Where it cannot, it does without, for the site is what counts."""

    folder: str
    trouble: OSError | None = None

    def tries(self, write: Callable[..., T], *what: Any, instead: T) -> T:
        """What the writing gives, or something instead where it fails."""
        try:
            return write(self.folder, *what)
        except OSError as error:
            self.trouble = error
            return instead

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """That it did without."""
        if self.trouble is None:
            return ()
        return (NOT_REMEMBERED.at(Span(self.folder), problem=failures.problem(self.trouble)),)


def _build(request: Request, crew: Crew, progress: Progress) -> Outcome:
    output.clear_stale(request.tree)
    cache.clear_stale(request.cache)
    memo = _Memo(request.cache)
    ended = not memo.tries(lock.sign, instead=False)
    reading = _read(request, progress, crew)
    if reading.shelf.with_dispatches:  # where all of it is gone, `check` says so
        reading = _held_to_history(request, reading)
    recorded = _recorded(request, reading) if request.records else ()
    if reading.shelf.site is None or (diagnostics.has_errors(reading.diagnostics) and not request.keep_going):
        _remember(memo, request, reading)
        return Outcome(_told(reading))
    work = _Work(request, reading, memo)
    jobs = plan.plan(work.house)
    made = work.make(jobs, crew, progress)
    # While the crew typesets.
    _remember(memo, request, reading)
    unwanted = output.unwanted(request.tree, made.ledger.keys() | {job.path for job in jobs})
    work.receive(made, progress)
    left = (
        LEFT_AS_IT_WAS.at(Span(f"{archives.TOP}/{'/'.join(key)}/meeting.yaml"))
        for key in reading.shelf.unsound
        if work.house.faces.get(key) and plan.shown(work.house, key)
    )
    found = diagnostics.ordered((*_told(reading), *recorded, *made.diagnostics, *left, *_addresses_gone(work, jobs)))
    if diagnostics.has_errors(made.diagnostics) and not request.keep_going:
        return Outcome(found)
    output.commit(request.tree, made.fresh, unwanted)
    root, tree = requests.places(request)
    manifest = Manifest(
        root=root,
        tree=tree,
        engine=reading.memory["engine"] if not diagnostics.has_errors(found) else "",
        today=work.house.today.isoformat(),
        timezone=reading.shelf.site.timezone,
        inputs=snapshots.settled(reading.snapshot.inputs, reading.began),
        outputs=output.restamped(request.tree, made.there, made.fresh, unwanted),
        diagnostics=tuple(diagnostics.to_json(one) for one in found if one.severity != "note"),
        index=os.path.join(request.tree, "index.html"),
    )
    memo.tries(cache.save_made, request.edition, made.ledger, manifest, instead=None)
    work.tidy(made, ended)
    lock.strike(request.cache)
    return Outcome(
        diagnostics.ordered((*found, *memo.diagnostics)),
        written=len(made.fresh),
        kept=len(jobs) - len(made.fresh),
        removed=tuple(path for path in unwanted if not path.endswith("/")),
        meetings=len(made.meetings),
        done=True,
    )


def _recorded(request: Request, reading: _Reading) -> tuple[Diagnostic, ...]:
    """Writes down what is seen to be withdrawn, and says so."""
    from akson_docs.actions import committed

    return tuple(committed.write(request.root, committed.seen(reading.shelf)))


def _addresses_gone(work: _Work, jobs: Iterable[Job]) -> Iterator[Diagnostic]:
    """The pages of items and meetings, and the files, that were there when this edition was made last, and of which
    nobody says what came. No file is named: its name may be what is withheld now."""
    there = {job.path for job in jobs}
    folders, files = work.reading.archive.boards, Counter[tuple[str, str]]()
    known = {
        item.slug for record in work.reading.shelf.records.values() if record.full for item in record.full.card.items
    }
    for path in work.before if work.request.edition == "public" else ():
        board, folder, rest = (*path.split("/", 2), "", "")[:3]
        if path in there or board in (*LANGUAGES, "assets") or work.is_lost(path):
            continue
        of_board = Span(f"{archives.TOP}/{board}/board.yaml")
        if folder == "item":
            slug, _, name = rest.partition("/")
            if name == "index.html" and slug not in known:
                yield ADDRESS_GONE.at(of_board, address=f"{board}/{folder}/{slug}/")
        elif board not in folders:
            if folder == "index.html":
                yield MEETING_GONE.at(Span(f"{archives.TOP}/site.yaml"), address=f"{board}/")
        elif folder in folders[board]:
            files[board, folder] += rest.startswith("attachments/")
        elif rest == "index.html":
            yield MEETING_GONE.at(of_board, address=f"{board}/{folder}/")
    for (board, folder), count in files.items():
        if count:
            span = Span(f"{archives.TOP}/{board}/{folder}/meeting.yaml")
            yield FILE_GONE.at(span, address=f"{board}/{folder}/attachments/", count=count)


def _told(reading: _Reading) -> tuple[Diagnostic, ...]:
    """What a build tells of the sources: warnings each time, notes of the meetings that were read anew."""
    fresh = tuple(f"{archives.TOP}/{board}/{folder}/" for board, folder in reading.shelf.read)
    return tuple(one for one in reading.diagnostics if one.severity != "note" or one.span.file.startswith(fresh))


@dataclass
class _Made:
    there: Mapping[str, Stamp]
    """The stamps of what was there before."""
    fresh: dict[str, bytes | Copy] = field(default_factory=dict)
    ledger: dict[str, tuple[str, str, str, list[dict[str, Any]]]] = field(default_factory=dict)
    waiting: list[tuple[tuple[Job, ...], Future[tuple[Typeset, ...]]]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    meetings: set[Key] = field(default_factory=set)


class _Work:
    """Jobs → bytes, for one edition of an archive that has been read."""

    def __init__(
        self, request: Request, reading: _Reading, memo: _Memo | None = None, before: _Work | None = None
    ) -> None:
        """What was made ready `before` is taken over where templates, style sheets and fonts are the same."""
        shelf, public = reading.shelf, request.edition == "public"
        assert shelf.site is not None
        self.request = request
        self.reading = reading
        self.memo = memo or _Memo(request.cache)
        self.look = {path: reading.digests[path] for path in reading.snapshot.under("templates")}
        same = before if before is not None and before.look == self.look else None
        self.sources: dict[str, str] = (
            same.sources
            if same
            else {
                path: reading.snapshot.read(path).decode("utf-8", "replace")
                for path in self.look
                if path.endswith((".html", ".po"))
            }
        )
        self.whole = functools.lru_cache(maxsize=8)(self._whole)
        self.sections = functools.lru_cache(maxsize=8)(
            lambda key, language: pages.sections(self.materials, key, language)
        )
        self.revisions = functools.lru_cache(maxsize=8)(self._revisions)
        self.corrected = functools.lru_cache(maxsize=8)(self._corrected)
        site = shelf.public_site if public else shelf.site
        assert site is not None
        boards = shelf.public_boards if public else shelf.boards
        faces = {key: (record.public if public else record.full) for key, record in shelf.records.items()}
        self.compiled: templates.Compiled = (
            same.compiled if same else templates.Compiled(cache.templates(request.cache, reading.memory["engine"]))
        )
        self.press: templates.Press = same.press if same else templates.press(self.sources, self.compiled)
        self._styles = same.styles if same else None
        self.house: House = House(
            edition=request.edition,
            site=site,
            boards=boards,
            faces={key: face for key, face in faces.items() if face is not None and key[0] in boards},
            today=shelf.today,
            digests=reading.digests,
            closures=same.house.closures if same else templates.closures(self.sources),
            engine=reading.memory["engine"],
            office=office.program() if site.convert_office else "",
        )
        self.materials: pages.Materials = pages.Materials(
            press=self.press,
            edition=request.edition,
            site=site,
            boards=plan.shown_boards(self.house),
            whole=lambda key: self.whole(key)[:2],
            read=reading.snapshot.read,
            size=lambda path: reading.snapshot.stamps[path][0],
            real=reading.snapshot.real,
            office=self.house.office,
            calendar=lambda key: plan.calendar(self.house, key),
            sections=lambda key, language: self.sections(key, language),
            revisions=lambda key, language: self.revisions(key, language),
            corrected=lambda key, language: self.corrected(key, language),
        )

    @functools.cached_property
    def before(self) -> cache.Ledger:
        """What was made of this edition before."""
        return cache.ledger(self.request.cache, self.request.edition)

    @functools.cached_property
    def styles(self) -> Styles:
        """What papers are set with."""
        return self._styles or self.reading.styles

    def _whole(self, key: Key) -> tuple[Any, Any, Parsed[Meeting]]:
        found = meeting_index.whole(self.reading.shelf, key, self.request.edition)
        assert found is not None, key
        return found

    def _revisions(self, key: Key, language: str) -> tuple[Revision, ...]:
        sent = self.reading.shelf.dispatches(key)
        if not sent:
            return ()
        agenda, slides, _ = self.whole(key)
        top = f"{archives.TOP}/{'/'.join(key)}"
        snapshot, digests = self.reading.snapshot, self.reading.digests
        inside = {path[len(top) + 1 :]: digests[path] for path in snapshot.under(top)}
        now, face = issue.seen(agenda, slides, inside), self.house.faces[key]
        found = issue.revisions(sent, self.request.edition, language, now[language], face.withdrawn)
        return tuple(one for one in found if one.day is not None or plan.is_revised(face))

    def _corrected(self, key: Key, language: str) -> tuple[Revision, ...]:
        kept = self.reading.shelf.dispatches(key, "minutes")
        if not kept:
            return ()
        now, face = minutes.said(self.whole(key)[0], self.request.edition), self.house.faces[key]
        gone = [one.number for one in face.minuted if one.withdrawn]
        number = face.minutes_issue
        return tuple(minutes.revisions(kept, self.request.edition, language, now[language], number, gone))

    def make(self, jobs: Iterable[Job], crew: Crew, progress: Progress) -> _Made:
        """Makes what is not there as its key says, save that decks are only sent to be typeset."""
        manifest = cache.manifest(self.request.cache, self.request.edition)
        there = manifest is not None and manifest.tree == requests.places(self.request)[1]
        known = manifest.outputs if manifest is not None and there else {}
        made = _Made(output.stamps(self.request.tree, [job.path for job in jobs]))
        stale = []
        for job in jobs:
            key, digest, source, found = self.before.get(job.path, ("", "", "", []))
            # What was found stands at lines of the source as it was.
            if key != job.key or (found and source != self._source(job)):
                stale.append(job)
                continue
            made.ledger[job.path] = (key, digest, source, found)
            made.diagnostics += [diagnostics.from_json(one) for one in found if one["severity"] != "note"]
            if made.there.get(job.path) != tuple(known.get(job.path, ())):
                kept = cache.find(self.request.cache, digest) if digest else None
                if kept is None:
                    stale.append(job)
                else:
                    made.fresh[job.path] = Copy(kept, digest)
        progress.start("Making", len(stale))
        made.ledger.update((path, entry) for path, entry in self.before.items() if self.is_lost(path))
        for _, group in itertools.groupby(sorted(stale, key=_order), lambda job: job.meeting or ("", "")):
            jobs_of_one = list(group)
            if jobs_of_one[0].meeting in self.reading.shelf.unsound:
                for job in jobs_of_one:
                    if job.path in self.before:
                        made.ledger[job.path] = self.before[job.path]
                continue
            for bundle in _bundles(jobs_of_one):
                made.waiting.append((bundle, self.send(bundle, crew)))
            for job in jobs_of_one:
                if job.make != "paper":
                    content = self._make(job)
                    told = list(self._was_public(job, content))
                    self._keep(made, job, content, told)
                    made.diagnostics += told
                    progress.step(job.path)
        if self.compiled.grown:
            self.memo.tries(cache.save_templates, self.house.engine, self.compiled.held, instead=None)
        return made

    def receive(self, made: _Made, progress: Progress) -> None:
        """Waits for the papers."""
        for jobs, papers in made.waiting:
            for job, paper in zip(jobs, papers.result(), strict=True):
                self._receive(made, job, paper)
                progress.step(job.path)
            self._compare_attachments(jobs)

    def _compare_attachments(self, jobs: Iterable[Job]) -> None:
        """Sees to it that what papers were joined from is what they are said to be made of. Raises Changed."""
        keys = {job.meeting for job in jobs if job.meeting is not None}
        for key in keys:
            face = self.house.faces[key]
            for path in (f"{archives.TOP}/{'/'.join(key)}/{file}" for file in face.files):
                if self.reading.snapshot.digest(path) != self.reading.digests[path]:
                    raise Changed(self.reading.snapshot.real(path))

    def tidy(self, made: _Made, ended: bool) -> None:
        """Drops the bytes that are of no use any more, those of a build before that did not come to its end too."""
        if not self.before or not ended:
            named = {entry[1] for name in EDITIONS for entry in cache.ledger(self.request.cache, name).values()}
            cache.keep(self.request.cache, named)
            return
        others = [cache.ledger(self.request.cache, name) for name in EDITIONS if name != self.request.edition]
        gone = {entry[1] for entry in self.before.values()} - {entry[1] for entry in made.ledger.values()}
        if gone:
            cache.drop(self.request.cache, gone - {entry[1] for ledger in others for entry in ledger.values()})

    def is_lost(self, path: str) -> bool:
        """Whether a file is of a board that cannot be read now: what was published of it stays."""
        first, _, rest = path.partition("/")
        board = rest.partition("/")[0] if first in LANGUAGES else first
        return board in self.reading.shelf.lost

    def _make(self, job: Job) -> bytes | Copy:
        if job.make == "copy":
            (source,) = job.sources
            return Copy(self.reading.snapshot.real(source), self.reading.digests[source])
        if job.make in ("asset", "style"):
            return pages.style(job, self.reading.snapshot.read)
        if job.make == "data":
            return pages.data(job, self.materials)
        if job.make == "edit":
            return pages.editing(job, self.materials)
        return pages.page(job, self.materials).encode()

    def send(self, jobs: tuple[Job, ...], crew: Crew) -> Future[tuple[Typeset, ...]]:
        """Has the papers of a meeting in one language set."""
        return crew.typeset(*self._papers(jobs), self.styles)

    def _papers(self, jobs: Iterable[Job]) -> tuple[tuple[Paper, ...], dict[str, bytes]]:
        """The papers that some jobs ask for, with the pictures in them. Raises TemplateFault."""
        from akson_docs.render import papers

        found = [papers.paper(job, self.materials) for job in jobs]
        return tuple(paper for paper, _ in found), {
            address: data for _, held in found for address, data in held.items()
        }

    def placed(self, job: Job, problems: Iterable[Problem]) -> Iterator[Diagnostic]:
        """Problems of a paper at the lines that they are about."""
        assert job.meeting is not None
        for problem in problems:
            yield meeting_index.placed(problem, self.whole(job.meeting)[2])

    def _was_public(self, job: Job, content: bytes | Copy) -> Iterator[Diagnostic]:
        """What a meeting's data said when they were last published, and is withheld now."""
        if job.make != "data" or self.request.edition != "public" or isinstance(content, Copy):
            return
        digest = self.before[job.path][1] if job.path in self.before else ""
        before = cache.get(self.request.cache, digest) if digest else None
        meeting = self.whole(job.meeting)[2].value if before and job.meeting else None
        if before and meeting is not None:
            yield from self.placed(job, withdrawal.was_public(meeting, editions.public(meeting), before, content))

    def _receive(self, made: _Made, job: Job, paper: Typeset) -> None:
        found = list(self.placed(job, paper.problems))
        if not diagnostics.has_errors(found):
            if paper.pdf is not None:
                self._keep(made, job, paper.pdf, found)
            elif paper.file:
                taken = self.memo.tries(cache.take, paper.file, instead=(paper.file, ""))
                self._keep(made, job, Copy(*taken), found)
        made.diagnostics += found

    def _keep(self, made: _Made, job: Job, content: bytes | Copy, found: list[Diagnostic]) -> None:
        if isinstance(content, Copy):
            digest = content.digest if job.make == "paper" else ""  # other copies are of sources, and in no store
        else:
            digest = self.memo.tries(cache.put, content, instead="")
        made.fresh[job.path] = content
        made.ledger[job.path] = (job.key, digest, self._source(job), [diagnostics.to_json(one) for one in found])
        if job.meeting:
            made.meetings.add(job.meeting)

    def _source(self, job: Job) -> str:
        return self.reading.shelf.records[job.meeting].source if job.meeting else ""


def _order(job: Job) -> tuple[bool, Key, str]:
    """Meeting by meeting, so that each is read once."""
    return job.meeting is None, job.meeting or ("", ""), job.path


def _bundles(jobs: Iterable[Job]) -> Iterator[tuple[Job, ...]]:
    """The papers among some jobs, those of one meeting in one language together: they share what is laid out."""
    found: dict[tuple[Key | None, str], list[Job]] = {}
    for job in jobs:
        if job.make == "paper":
            found.setdefault((job.meeting, job.language), []).append(job)
    yield from map(tuple, found.values())


def _remember(memo: _Memo, request: Request, reading: _Reading) -> None:
    """What was read, for the next build: a digest with a stamp that nothing matches where the file was too young."""
    memory = {
        "root": requests.places(request)[0],
        "engine": reading.memory["engine"],
        **_settled(reading),
        "meetings": {
            "/".join(key): record.to_json() if key in reading.shelf.read else reading.memory["meetings"]["/".join(key)]
            for key, record in reading.shelf.own.items()
        },
    }
    memo.tries(cache.save_archive, memory, instead=None)


def _digests(snapshot: Snapshot, known: Mapping[str, tuple[int, int, str]]) -> dict[str, str]:
    """The digest of every file, as known where its stamp is the same."""
    found = {}
    for path in snapshot.files:
        size, changed, digest = known.get(path, (-1, 0, ""))
        found[path] = digest if snapshot.stamps[path] == (size, changed) else snapshot.digest(path)
    return found


def _digests_since(snapshot: Snapshot, before: _Reading) -> Mapping[str, str]:
    """The digest of every file, as it was before where its stamp is the same and was not too young then."""
    stamps, known, young = snapshot.stamps, before.snapshot.stamps, before.began - snapshots.RACY_NS
    return {
        path: before.digests[path]
        if known.get(path) == stamps[path] and stamps[path][1] < young
        else snapshot.digest(path)
        for path in snapshot.files
    }


def _styles(snapshot: Snapshot) -> Styles:
    """What papers are set with."""
    kinds = [
        path[len("templates/slides/") : -len(".css")]
        for path in snapshot.under("templates/slides")
        if path.endswith(".css")
    ]
    slides, letters = (
        "\n".join(snapshot.read(path).decode("utf-8", "replace") for path in paths if path in snapshot.stamps)
        for paths in (plan.deck_css(kinds), plan.letter_css())
    )
    fonts = tuple((path.rpartition("/")[2], snapshot.read(path)) for path in plan.deck_fonts(snapshot.stamps))
    return Styles(slides, letters, fonts)
