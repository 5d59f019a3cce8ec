"""Whether a paper is the one that was sent, and what it says otherwise where it is not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from akson_docs.actions.site_edition import SiteEdition
from akson_docs.actions.source_reader import Progress, Reading, errors_of, held_to_history, read_sources
from akson_docs.build import plan
from akson_docs.build.jobs import Job, PaperFile
from akson_docs.build.request import EDITIONS, Request
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Fault, Span
from akson_docs.meetings.revisions import dispatch
from akson_docs.meetings.revisions.dispatch import Dispatch
from akson_docs.pdf import digital_signatures, provenance, time_stamps
from akson_docs.pdf.digital_signatures import Signature
from akson_docs.pdf.provenance import Provenance
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import snapshots
from akson_docs.sources.layout import MeetingKey

if TYPE_CHECKING:
    from akson_docs.pdf.pdf_differences import Difference

NO_PAPER = Code(
    "no-paper",
    "error",
    N_("it is no paper of ours: it does not say what it was made from"),
    N_("name a PDF that akson made, as it was published or sent"),
)

LOCKED = Code(
    "paper-locked",
    "error",
    N_("it opens only with a password; no paper of ours has one"),
    N_("ask whoever gave it to you for the file as it was published or sent"),
)
NO_CERTIFICATE = Code(
    "no-certificate",
    "error",
    N_("there is no certificate in this file"),
    N_("name a file in PEM or DER with the certificate of an issuer that you trust"),
)
PaperStanding = Literal["unaltered", "resaved", "signed", "altered", "other", "unknown"]
"""What may be said of a paper: that it is the very bytes; that a program saved it anew, and nothing in it differs; that
signatures were added that nobody sees, and nothing else differs; that somebody altered it; that it is not what the
sources give now, for it was altered or they or the tool were others then; or that nothing is here to hold it against.
"""


@dataclass(frozen=True)
class Verdict:
    """What a paper is, held against what was sent and what the sources give now."""

    provenance: Provenance
    """What it says it was made from."""
    standing: PaperStanding
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
    """In what nothing differs (`pdf_differences.ASPECTS`)."""
    diagnostics: tuple[Diagnostic, ...] = ()
    signatures: tuple[Signature, ...] = ()
    """Those that the paper holds. They decide nothing of the rest: anybody can sign anything."""
    stamp: time_stamps.TimeStamp | None = None
    """The time stamp of the record of what it was held against, where there is one that is of it."""
    is_untold: bool = False
    """Whether there are signatures or a time stamp of which nothing can be said, for the libraries are not here."""
    sha256: str = ""
    """Of the file's bytes, as the site lists what was sent."""


def verify(request: Request, pool: WorkerPool, paper: str, trust: str = "") -> Verdict:
    """What a paper is: one that was sent or that the sources give, to the byte, or how it differs from the nearest; who
    signed it, and by when what was sent was there.

    `trust` is a file with the certificates of whom to trust for signatures and time stamps; without one it is whom this
    machine trusts. A record of what was sent counts as far as git's history says what it says. Raises Fault for a file
    that is no paper of ours, or a `trust` that holds no certificate.
    """
    data = snapshots.paper(paper)
    trusted = snapshots.paper(trust) if trust else b""
    verdict, kept = _verdict(request, pool, paper, data)
    verdict = replace(verdict, sha256=hashlib.sha256(data).hexdigest())
    token = kept[1](dispatch.STAMP) if kept is not None else b""
    is_signed = digital_signatures.is_signed(data) and not any(one.kind == "excess" for one in verdict.differences)
    if not is_signed and not token:
        return verdict
    try:
        roots = time_stamps.certificates(trusted or _there(time_stamps.system_roots()))
        if trust and not roots:
            raise Fault(NO_CERTIFICATE.at(Span(trust)))
        signatures = digital_signatures.signatures(data, roots, datetime.now(UTC)) if is_signed else ()
        stamp = None
        if kept is not None and token:
            stamp = time_stamps.read(token, dispatch.what_is_sealed(kept[1](dispatch.RECORD)), roots)
    except ImportError:
        return replace(verdict, is_untold=True)
    return replace(verdict, signatures=signatures, stamp=stamp)


def _there(path: str) -> bytes:
    """The bytes of a file of the machine's; b"" where there is none that can be read."""
    try:
        return snapshots.paper(path)
    except OSError:
        return b""


def _verdict(request: Request, pool: WorkerPool, paper: str, data: bytes) -> tuple[Verdict, _Kept | None]:
    """What a paper is, by its bytes alone, and what was kept that it was held against. Raises Fault."""
    from akson_docs.pdf import objects, pdf_differences

    made_from = _provenance(data, paper)
    reading = held_to_history(request, read_sources(request, Progress()))
    key = MeetingKey.named(made_from.meeting)
    doubted = tuple(
        one
        for one in reading.diagnostics
        if one.severity == "error" and one.span.file.startswith(key.file(f"{dispatch.FOLDER}/"))
    )
    kept = _kept(request, reading, key, bool(doubted))
    digest = hashlib.sha256(data).hexdigest()
    known = next((row for row in kept if digest in row[0].files.values()), None)
    if known is not None:
        found = known[0]
        gone = _is_withdrawn(found, made_from.edition, reading, key)
        return Verdict(made_from, "unaltered", found.day.isoformat(), found.number, gone, diagnostics=doubted), known
    held: list[tuple[_Original, tuple[Difference, ...]]] = []
    problems: list[Diagnostic] = []
    for reference in _references(made_from, request, reading, kept, pool, problems):
        if reference.data == data:
            return Verdict(made_from, "unaltered", issue=reference.issue, diagnostics=doubted), reference.kept
        try:
            held.append((reference, pdf_differences.differences(reference.data, data)))
        except objects.Unreadable as error:
            raise Fault(NO_PAPER.at(Span(paper))) from error
        if pdf_differences.is_near(held[-1][1]):
            break
    # Held against other issues alone, a paper differs for a good reason: its own may be what cannot be read now.
    own_issue = [one for one, _ in held if not one.sent or str(one.issue) == made_from.utgave]
    if not own_issue and not any(pdf_differences.is_near(differences) for _, differences in held):
        told = tuple(problems) or errors_of(reading)
        return Verdict(made_from, "unknown", is_own=_is_own(made_from, data), diagnostics=told), None
    reference, differences = min(held, key=lambda one: pdf_differences.weight(one[1]))
    own = bool(reference.sent) or _is_own(made_from, data)
    certain = bool(reference.sent) or not own or pdf_differences.is_certain(differences)
    standing: PaperStanding = "altered" if certain else "other"
    if not differences:
        standing = "resaved"
    elif pdf_differences.is_signed(differences):
        standing = "signed"
    verdict = Verdict(
        made_from,
        standing,
        reference.sent,
        reference.issue,
        reference.is_withdrawn,
        own,
        differences,
        pdf_differences.same(differences),
        doubted,
    )
    return verdict, reference.kept


@dataclass(frozen=True)
class _Original:
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
    reading: Reading,
    kept: Iterable[_Kept],
    pool: WorkerPool,
    problems: list[Diagnostic],
) -> Iterator[_Original]:
    """What a paper may have been, the likeliest first: what was sent as what it says that it is, other issues and the
    other edition of it, what the sources give now. Why a paper cannot be made goes to `problems`."""
    key = MeetingKey.named(made_from.meeting)
    editions = sorted(EDITIONS, key=lambda edition: edition != made_from.edition)
    said = (made_from.edition, made_from.utgave)
    sent = [(edition, one, read) for edition in editions for one, read in reversed([*kept])]
    for edition, one, read in sorted(sent, key=lambda row: (row[0], str(row[1].number)) != said):
        path = dispatch.path(edition, made_from.language, made_from.paper)
        if path in one.files:
            gone = _is_withdrawn(one, edition, reading, key)
            yield _Original(read(path), one.number, one.day.isoformat(), gone, (one, read))
    for edition in editions if reading.index.site is not None and key in reading.index.records else ():
        work = SiteEdition(replace(request, edition=edition), reading)
        for job, paper in _papers_of(made_from, work):
            made = work.send((job,), pool).result()[0]
            if made.pdf is None and not made.file:
                problems += work.placed(job, made.problems)
                continue
            yield _Original(made.pdf if made.pdf is not None else snapshots.paper(made.file), paper.issue)


_Kept = tuple[Dispatch, Callable[[str], bytes]]
"""A dispatch, with what reads its papers, its record and its time stamp, by their paths from its folder: b"" for what
is not there."""


def _kept(request: Request, reading: Reading, key: MeetingKey, doubted: bool) -> tuple[_Kept, ...]:
    """What was kept of a meeting; where what lies here is in doubt, as git's history has it."""
    from akson_docs.actions import recorded_withdrawals

    past = recorded_withdrawals.as_kept(request.root, key) if doubted else ()
    there = reading.index.kept(key) if key in reading.index.records else ()

    def reader(one: Dispatch) -> Callable[[str], bytes]:
        folder = dispatch.folder(key, one.number, one.kind)
        return lambda path: reading.snapshot.read(folder + path) if folder + path in reading.snapshot.stamps else b""

    return past or tuple((one, reader(one)) for one in there)


def _provenance(data: bytes, paper: str) -> Provenance:
    """What a paper says that it was made from. Raises Fault."""
    from akson_docs.pdf import objects, pdf_differences

    try:
        found = provenance.read(pdf_differences.metadata(data))
    except objects.Locked as error:
        raise Fault(LOCKED.at(Span(paper))) from error
    except (objects.Unreadable, objects.TooMuch) as error:
        raise Fault(NO_PAPER.at(Span(paper))) from error
    if found is None:
        raise Fault(NO_PAPER.at(Span(paper)))
    return found


def _is_own(made_from: Provenance, data: bytes) -> bool:
    """Whether the text of a paper is the one that its digest was made of; not where it cannot be read."""
    from akson_docs.pdf import completeness, objects, pdf_differences

    try:
        if pdf_differences.is_heavy(data):
            return False
        pages = completeness.pages(data, without=made_from.enclosed)
    except (objects.Unreadable, objects.TooMuch, completeness.NotAPaper):
        return False
    return made_from.digest == provenance.digest(page.painted for page in pages)


def _is_withdrawn(one: Dispatch, edition: str, reading: Reading, key: MeetingKey) -> bool:
    """Whether the papers of a dispatch are given out no more, in an edition: the members keep theirs."""
    record = reading.index.records.get(key)
    version = record.public if record is not None else None
    if edition != "public":
        return False
    kept = version.kept(dispatch.PAPERS[one.kind][0]) if version is not None else ()
    return one.withdrawal is not None or any(other.withdrawn for other in kept if other.number == one.number)


def _papers_of(made_from: Provenance, work: SiteEdition) -> list[tuple[Job, PaperFile]]:
    """The jobs that make a paper anew, each with what it makes, where its meeting can be read; the issue that it says
    first."""
    key = MeetingKey.named(made_from.meeting)
    if key in work.reading.index.unsound:
        return []
    found = [
        (job, job.what)
        for job in plan.plan(work.site_version)
        if isinstance(job.what, PaperFile)
        and (job.meeting, job.what.name, job.language) == (key, made_from.paper, made_from.language)
    ]
    return sorted(found, key=lambda one: str(one[1].issue) != made_from.utgave)
