"""Everything that is wrong with the sources, with what was sent, and with every paper, without making any; and which
of it whoever asked needs to read."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from akson_docs import diagnostics
from akson_docs.actions.site_edition import SiteEdition, paper_bundles
from akson_docs.actions.source_reader import Progress, Reading, read_sources
from akson_docs.build import plan
from akson_docs.build.jobs import PaperFile
from akson_docs.build.request import EDITIONS, Request, day
from akson_docs.diagnostics import Diagnostic, Fault
from akson_docs.meetings.revisions import issue
from akson_docs.meetings.revisions.dispatch import Withdrawal
from akson_docs.pdf import typesetter
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import failures, layout
from akson_docs.sources.layout import TOP, MeetingKey
from akson_docs.sources.repository import Audience


@dataclass(frozen=True)
class Checked:
    """What is wrong, and which meetings are over."""

    found: tuple[Diagnostic, ...]
    over: frozenset[MeetingKey]


def check(
    request: Request,
    pool: WorkerPool | None = None,
    progress: Progress | None = None,
    audience: Audience = "own",
    *,
    discreet: bool = False,
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with the sources and, with workers, with every paper of both editions, set anew; see
    `checked`."""
    return checked(request, pool, progress, audience, discreet=discreet).found


def checked(
    request: Request,
    pool: WorkerPool | None = None,
    progress: Progress | None = None,
    audience: Audience = "own",
    meetings: Collection[MeetingKey] = (),
    *,
    discreet: bool = False,
) -> Checked:
    """Everything that is wrong with the sources and, with workers, with every paper of both editions, set anew; of some
    meetings alone where they are named. Raises Fault where one of them is not there.

    `audience` are those who read the repository: what others than its members must not find there is told too.
    `discreet` leaves the words of what withholds anything out of what is told.
    """
    from akson_docs.actions import withholding
    from akson_docs.sources import history

    progress = progress or Progress()
    reading = read_sources(request, progress, pool, reads_scans=pool is not None)
    for key in meetings:
        if key not in reading.index.records and not reading.snapshot.under(key.path):
            raise Fault(layout.no_meeting(key, reading.index.records))
    found = [one for one in reading.diagnostics if one.code != issue.WITHDRAWN.name]
    found += _committed(request, reading)
    if pool is not None and reading.index.site is not None:
        for edition in EDITIONS:
            found += _papers(SiteEdition(replace(request, edition=edition), reading), pool, progress, meetings)
        if not typesetter.is_complete():
            found.append(failures.slower(request.root))
    found = list(about(found, meetings))
    if discreet:
        found = list(withholding.discreet(found, reading.index))
    git = functools.partial(history.tracked, request.root), functools.partial(history.once, request.root)
    told = diagnostics.ordered((*found, *withholding.reported(audience, reading.index, *git)))
    today = reading.index.today.isoformat()
    held = ((key, record.full) for key, record in reading.index.records.items())
    return Checked(told, frozenset(key for key, full in held if full and full.card.last_date < today))


def about(found: Iterable[Diagnostic], meetings: Collection[MeetingKey]) -> Iterator[Diagnostic]:
    """What of it is wrong with some meetings, with their boards, or with what all have; all of it where none is named.

    What is told of another meeting for the sake of one of these is among it: that it has the same number.
    """
    names = {key.name for key in meetings}
    for one in found:
        top, board, folder, *_ = (*one.span.file.split("/"), "", "")
        theirs = top == TOP and "." not in board and bool(board)
        if not names or not theirs:
            yield one
        elif folder in ("", "board.yaml"):
            if any(key.board == board for key in meetings):
                yield one
        elif f"{board}/{folder}" in names or any(value in names for _, value in one.parameters):
            yield one


def folded(checked: Checked) -> tuple[tuple[Diagnostic, ...], int, int]:
    """(what is wrong without the notes on meetings that are over, how many notes those are, on how many meetings)."""
    over = {key.path for key in checked.over}
    notes = [one for one in checked.found if one.severity == "note" and _meeting_of(one) in over]
    gone = set(map(id, notes))
    return tuple(one for one in checked.found if id(one) not in gone), len(notes), len(set(map(_meeting_of, notes)))


def _meeting_of(one: Diagnostic) -> str:
    return "/".join(one.span.file.split("/")[:3])


def _committed(request: Request, reading: Reading) -> Iterator[Diagnostic]:
    """What is wrong with what was sent, by the sources and by git's history: what is withdrawn and not committed."""
    from akson_docs.actions import recorded_withdrawals
    from akson_docs.sources import history

    known = recorded_withdrawals.seen(reading.index)
    doubt: Diagnostic | None = None
    earlier: dict[MeetingKey, tuple[Withdrawal, ...]] = {}
    try:
        earlier = recorded_withdrawals.in_history(request.root, reading.index, lambda timezone: day(request, timezone))
        yield from recorded_withdrawals.of_history(request.root, reading.index)
    except history.Incomplete as error:
        doubt = error.diagnostic
    withdrawals = {key: (*known.get(key, ()), *earlier.get(key, ())) for key in known | earlier}
    told = (
        recorded_withdrawals.write(request.root, withdrawals)
        if request.records
        else recorded_withdrawals.unwritten(withdrawals)
    )
    found = dict.fromkeys((*told, *recorded_withdrawals.unadded(request.root, reading.index)))
    yield from (replace(one, severity="error") for one in found)
    yield from recorded_withdrawals.uncommitted(request.root, reading.index)
    if doubt is not None:
        # Where nothing that was sent lies here, something may have been sent all the same, and be gone.
        sent = bool(reading.index.with_dispatches)
        yield doubt if sent else replace(doubt, severity="warning")


def _papers(
    work: SiteEdition, pool: WorkerPool, progress: Progress, meetings: Collection[MeetingKey]
) -> Iterator[Diagnostic]:
    """What is wrong with the papers of an edition, of some meetings or of all; nothing is kept."""
    jobs = [
        job
        for job in plan.plan(work.site_version)
        if isinstance(job.what, PaperFile)
        and job.meeting not in work.reading.index.unsound
        and (not meetings or job.meeting in meetings)
    ]
    progress.start("Setting", len(jobs))
    for bundle, papers in [(bundle, work.send(bundle, pool)) for bundle in paper_bundles(jobs)]:
        for job, paper in zip(bundle, papers.result(), strict=True):
            yield from work.placed(job, paper.problems)
            progress.step(job.path)
