"""Everything that is wrong with the sources, with what was sent, and with every paper, without making any."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from akson_docs import diagnostics
from akson_docs.actions.site_edition import SiteEdition, paper_bundles
from akson_docs.actions.source_reader import Progress, Reading, read_sources
from akson_docs.build import plan
from akson_docs.build.jobs import PaperFile
from akson_docs.build.request import EDITIONS, Request, day
from akson_docs.diagnostics import Diagnostic
from akson_docs.meetings.revisions import issue
from akson_docs.meetings.revisions.dispatch import Withdrawal
from akson_docs.pdf import typesetter
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import failures
from akson_docs.sources.layout import MeetingKey
from akson_docs.sources.repository import Audience


def check(
    request: Request,
    pool: WorkerPool | None = None,
    progress: Progress | None = None,
    audience: Audience = "own",
    *,
    discreet: bool = False,
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with the sources and, with workers, with every paper of both editions, set anew.

    `audience` are those who read the repository: what others than its members must not find there is told too.
    `discreet` leaves the words of what withholds anything out of what is told.
    """
    from akson_docs.actions import withholding
    from akson_docs.sources import history

    progress = progress or Progress()
    reading = read_sources(request, progress, pool)
    found = [one for one in reading.diagnostics if one.code != issue.WITHDRAWN.name]
    found += _committed(request, reading)
    if pool is not None and reading.index.site is not None:
        for edition in EDITIONS:
            found += _checked(SiteEdition(replace(request, edition=edition), reading), pool, progress)
        if not typesetter.is_complete():
            found.append(failures.slower(request.root))
    if discreet:
        found = list(withholding.discreet(found, reading.index))
    git = functools.partial(history.tracked, request.root), functools.partial(history.once, request.root)
    return diagnostics.ordered((*found, *withholding.reported(audience, reading.index, *git)))


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


def _checked(work: SiteEdition, pool: WorkerPool, progress: Progress) -> Iterator[Diagnostic]:
    """What is wrong with the papers of an edition; nothing is kept."""
    jobs = [
        job
        for job in plan.plan(work.site_version)
        if isinstance(job.what, PaperFile) and job.meeting not in work.reading.index.unsound
    ]
    progress.start("Setting", len(jobs))
    for bundle, papers in [(bundle, work.send(bundle, pool)) for bundle in paper_bundles(jobs)]:
        for job, paper in zip(bundle, papers.result(), strict=True):
            yield from work.placed(job, paper.problems)
            progress.step(job.path)
