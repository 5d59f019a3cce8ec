"""Keeps a meeting's papers as they are sent, and its minutes as they are published."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from akson_docs import diagnostics
from akson_docs.actions.site_edition import SiteEdition, paper_bundles
from akson_docs.actions.source_reader import Progress, Reading, errors_of, held_to_history, read_sources, unknown
from akson_docs.build import meeting_index, meeting_versions, output, plan
from akson_docs.build.jobs import PaperFile
from akson_docs.build.meeting_versions import MeetingVersion
from akson_docs.build.request import EDITIONS, Request, day
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Fault, Span
from akson_docs.meetings import cards, minutes
from akson_docs.meetings.agenda import asks_for_number
from akson_docs.meetings.revisions import dispatch, issue
from akson_docs.meetings.revisions.dispatch import Dispatch, DispatchKind
from akson_docs.pdf import digital_signatures, time_stamps
from akson_docs.pdf.digital_signatures import Signer
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import snapshots
from akson_docs.sources.layout import MeetingKey

NOTHING_NEW = Code(
    "dispatch-nothing-new",
    "error",
    N_("nothing that the papers print has changed since they were sent on {day}"),
    N_("send what was kept then: {folder}"),
)
OVER = Code(
    "dispatch-over",
    "error",
    N_("the meeting was over on {day}; papers are sent before it"),
    N_("what happened goes into the minutes"),
)
STILL_DRAFT = Code(
    "dispatch-draft",
    "error",
    N_("the meeting is a draft; papers of a draft are not sent"),
    N_("take out `draft: yes` first"),
)
NO_MINUTES = Code(
    "minutes-none",
    "error",
    N_("nothing is written of what happened in the meeting, so that there are no minutes"),
    N_("write `attendance:`, `minutes:` and what came of each item"),
)
NOT_OUT = Code(
    "minutes-not-published",
    "error",
    N_("the minutes are not published yet; until then they are simply written anew"),
    N_("write `published:` under `minutes:`, with the day, and keep them from that day on"),
)
NOT_OUT_YET = Code(
    "minutes-not-published",
    "error",
    N_("the minutes are published on {day}, and until then they are simply written anew"),
    N_("keep them on that day or later; if they are out, write under `minutes:` the day that they came out"),
)
SAME_MINUTES = Code(
    "dispatch-nothing-new",
    "error",
    N_("issue {issue} of the minutes was kept on {day}, and there is no correction since"),
    N_("publish what was kept then: {folder}; a change is told in `corrections:` under `minutes:`"),
)
NO_NUMBER = Code(
    "dispatch-number",
    "error",
    N_("{item} has no number, and what is sent is known by its numbers"),
    N_("akson number {meeting} gives it one; a type of items that have none is `numbered: no` in board.yaml"),
)


@dataclass(frozen=True)
class Dispatched:
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
    pool: WorkerPool,
    key: MeetingKey,
    to: tuple[str, ...],
    progress: Progress,
    kind: DispatchKind = "papers",
    *,
    mailed: bool = False,
    signer: Signer | None = None,
    authority: str = "",
) -> Dispatched:
    """Makes a meeting's papers in both editions, and keeps them beside it as they are sent on the request's day; of the
    kind "minutes" its minutes, as they are published then.

    `mailed` says that invitations go out with them. With a `signer` each paper is signed before it is kept, and what is
    signed is what was sent. With the address of an `authority` the record is time stamped, and each signature; where
    nothing is new, the records that have no stamp get one now.

    What was sent before and is withdrawn is written down first, and nothing of it stands in the new papers. Raises
    Fault where a paper cannot be signed or something is not stamped: then nothing is kept.
    """
    from akson_docs.actions import recorded_withdrawals

    reading = held_to_history(request, read_sources(request, progress, reads_scans=True))
    refused = unsendable(reading, key) if kind == "papers" else _unpublishable(reading, key)
    if refused:
        late = authority and signer is None and {one.code for one in refused} <= {NOTHING_NEW.name, OVER.name}
        return Dispatched(refused, stamped=_stamp_late(request, reading, key, kind, authority) if late else ())
    earlier = recorded_withdrawals.in_history(request.root, reading.index, lambda timezone: day(request, timezone), key)
    withdrawn = (*recorded_withdrawals.seen(reading.index).get(key, ()), *earlier.get(key, ()))
    told = tuple(recorded_withdrawals.write(request.root, {key: withdrawn}))
    if diagnostics.has_errors(told):
        return Dispatched(told)
    reading = read_sources(request, progress, reads_scans=True) if withdrawn else reading
    kept = _keep(request, reading, pool, key, to, progress, kind, mailed, signer, authority)
    return replace(kept, diagnostics=diagnostics.ordered((*told, *kept.diagnostics)))


def _versions(reading: Reading, key: MeetingKey) -> tuple[MeetingVersion, MeetingVersion] | tuple[Diagnostic, ...]:
    """A meeting that papers can be made of, in full and as the public sees it, or why they cannot."""
    record = reading.index.records.get(key)
    if record is None or reading.index.site is None:
        return unknown(key, reading)
    if key in reading.index.unsound or record.full is None or record.public is None:
        return errors_of(reading)
    if record.full.card.draft:
        return (STILL_DRAFT.at(_where(record.full, key)),)
    return record.full, record.public


def _where(version: MeetingVersion, key: MeetingKey) -> Span:
    return version.card.where or Span(key.file("meeting.yaml"))


def _unpublishable(reading: Reading, key: MeetingKey) -> tuple[Diagnostic, ...]:
    """Why a meeting's minutes cannot be kept as they are published; nothing where they can."""
    found = _versions(reading, key)
    if not (found and isinstance(found[0], MeetingVersion)):
        return tuple(one for one in found if isinstance(one, Diagnostic))
    version, today = found[0], reading.index.today
    where = _where(version, key)
    if not version.recorded:
        return (NO_MINUTES.at(where),)
    if meeting_versions.minutes(version, today) != "published":
        return (NOT_OUT_YET.at(where, day=version.minutes) if version.minutes else NOT_OUT.at(where),)
    last = version.minuted[-1] if version.minuted else None
    if last is not None and last.number >= version.minutes_issue:
        folder = dispatch.folder(key, last.number, "minutes")
        return (SAME_MINUTES.at(where, issue=last.number, day=last.day, folder=folder),)
    return ()


def unsendable(reading: Reading, key: MeetingKey) -> tuple[Diagnostic, ...]:
    """Why a meeting's papers cannot be sent; nothing where they can."""
    found = _versions(reading, key)
    versions = tuple(one for one in found if isinstance(one, MeetingVersion))
    if not versions:
        return tuple(one for one in found if isinstance(one, Diagnostic))
    card, where = versions[0].card, _where(versions[0], key)
    if card.last_date < reading.index.today.isoformat():
        return (OVER.at(where, day=card.last_date),)
    if versions[0].sent and not any(meeting_versions.is_revised(version) for version in versions):
        last = versions[0].sent[-1]
        folder = dispatch.folder(key, last.number)
        return (NOTHING_NEW.at(where, day=last.day, folder=folder),)
    return ()


def _unnumbered(work: SiteEdition, key: MeetingKey) -> Iterator[Diagnostic]:
    """The items that have no number where the others have: they may do without until they are sent."""
    agenda, parsed = work.whole(key)[0], work.parsed(key)
    if any(entry.item.number for entry in agenda.entries):
        for entry in agenda.entries:
            if asks_for_number(entry.type) and not entry.item.number and not entry.depth:
                item = entry.item.title.say(agenda.language)[1] or entry.slug
                yield meeting_index.placed(NO_NUMBER.of((*entry.path, "title"), item=item, meeting=key.name), parsed)


def _keep(
    request: Request,
    reading: Reading,
    pool: WorkerPool,
    key: MeetingKey,
    to: tuple[str, ...],
    progress: Progress,
    kind: DispatchKind,
    mailed: bool,
    signer: Signer | None,
    authority: str,
) -> Dispatched:
    """Papers as they are sent, in both editions, and the record of them, put beside their meeting.

    Longer than 60 lines: papers, what they say and the record of it are made in one order, and kept together or not
    at all.
    """
    from akson_docs.sources import history

    read = reading.index
    works = {edition: SiteEdition(replace(request, edition=edition), reading) for edition in EDITIONS}
    found = list(_unnumbered(works["members"], key)) if kind == "papers" else []
    if found:
        return Dispatched(tuple(found))
    earlier = read.dispatches(key, kind)
    full = works["members"].site_version.versions[key]
    number = full.minutes_issue if kind == "minutes" else len(earlier) + 1
    files: dict[str, bytes] = {}
    said = {}
    inside = meeting_index.digests_in(reading.snapshot, reading.digests, key, works["members"].parsed(key).value)
    for edition, work in works.items():
        version = work.site_version.versions[key]
        versions = {**work.site_version.versions, key: replace(version, issue=number) if kind == "papers" else version}
        jobs = [
            job
            for job in plan.of_meeting(replace(work.site_version, versions=versions), key)
            if isinstance(job.what, PaperFile)
            and job.what.name in dispatch.PAPERS[kind]
            and job.what.issue == number
            and job.path.endswith(f"/{versions[key].issued(job.what.name, number).name}.pdf")
            # A supplement holds what is new; where an edition has nothing that is new, there is none.
            and (
                job.what.name != "supplement"
                or any(one.day is None and one.changes for one in work.revisions(key, job.language))
            )
        ]
        progress.start("Setting", len(jobs))
        for bundle, papers in [(bundle, work.send(bundle, pool)) for bundle in paper_bundles(jobs)]:
            for job, paper in zip(bundle, papers.result(), strict=True):
                found += work.placed(job, paper.problems)
                assert isinstance(job.what, PaperFile)
                path = dispatch.path(edition, job.language, job.what.name)
                if paper.pdf is not None:
                    files[path] = paper.pdf
                elif paper.file:
                    files[path] = snapshots.paper(paper.file)
                progress.step(job.path)
        agenda, slides = work.whole(key)
        seen = issue.seen(agenda, slides, inside) if kind == "papers" else minutes.said(agenda, edition)
        said[edition] = seen
    if diagnostics.has_errors(found):
        return Dispatched(diagnostics.ordered(found))
    folder = dispatch.folder(key, number, kind).rstrip("/")
    if signer is not None:
        files = _signed(files, signer, authority, folder, progress)
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    offered = dispatch.PAPERS[kind][0]
    knew = tuple(
        sorted(one.number for one in works["public"].site_version.versions[key].kept(offered) if one.withdrawn)
    )
    public = works["public"].site_version
    kept = Dispatch(
        number,
        read.today,
        to,
        said,
        digests,
        key.name,
        knew,
        commit=history.head(request.root),
        kind=kind,
        public_from=cards.public_from(full.card, read.boards[key.board], public.site),
        names=meeting_versions.names(public, key),
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
    return Dispatched(tuple(one for one in diagnostics.ordered(found) if one.severity != "note"), kept, folder)


def _signed(
    files: Mapping[str, bytes], signer: Signer, authority: str, folder: str, progress: Progress
) -> dict[str, bytes]:
    """Papers with a signature on each, time stamped where an authority is named. Raises Fault."""
    found = {}
    progress.start("Signing", len(files))
    try:
        stamps = digital_signatures.timestamper(authority) if authority else None
        for path, content in files.items():
            found[path] = digital_signatures.signed(content, signer, stamps)
            progress.step(path)
    except time_stamps.Unanswered as error:
        raise Fault(error.code.at(Span(folder), authority=authority, **error.parameters)) from error
    return found


def _stamp(record: bytes, authority: str, folder: str) -> bytes:
    """A time stamp of the record of a folder. Raises Fault."""
    try:
        return time_stamps.requested(authority, dispatch.what_is_sealed(record))
    except time_stamps.Unanswered as error:
        raise Fault(error.code.at(Span(folder), authority=authority, **error.parameters)) from error


def _stamp_late(
    request: Request, reading: Reading, key: MeetingKey, kind: DispatchKind, authority: str
) -> tuple[str, ...]:
    """Has what was kept of a kind before, and was not stamped, stamped now: all of it or none; where the stamps lie.
    Raises Fault."""
    stamps = {}
    for one in reading.index.dispatches(key, kind):
        folder = dispatch.folder(key, one.number, kind)
        if folder + dispatch.STAMP not in reading.snapshot.stamps:
            record = reading.snapshot.read(folder + dispatch.RECORD)
            stamps[folder + dispatch.STAMP] = _stamp(record, authority, folder.rstrip("/"))
    output.change(request.root, stamps)
    return tuple(stamps)
