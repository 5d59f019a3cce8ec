"""An edition that is open while somebody writes: each page is made as it is looked at."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from akson_docs import diagnostics
from akson_docs.actions.site_edition import SiteEdition
from akson_docs.actions.source_reader import Progress, Reading, read_sources
from akson_docs.build import meeting_versions
from akson_docs.build.jobs import Job
from akson_docs.build.output import Copy
from akson_docs.build.plan import Planner
from akson_docs.build.request import Request
from akson_docs.catalogue import LANGUAGES
from akson_docs.diagnostics import Diagnostic
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import snapshots
from akson_docs.sources.layout import MeetingKey


class LiveEdition:
    """An edition of the sources as they are now, from which a file is made when it is asked for, and kept nowhere.

    A meeting that is not sound has the pages that it had before, where they were asked for then.
    """

    def __init__(self, request: Request, pool: WorkerPool, before: LiveEdition | None = None) -> None:
        """Reads what changed since `before`. Raises TemplateFault, and OSError."""
        self._pool = pool
        self._reading: Reading = read_sources(request, Progress(), pool, before._reading if before else None)
        self._work: SiteEdition | None = (
            SiteEdition(request, self._reading, before=before._work if before else None)
            if self._reading.index.site is not None
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
        found = self._assets if board == "assets" else self._of_meeting(MeetingKey(board, rest[0])) if rest else {}
        return found.get(path) or self._jobs.get(path)

    def make(self, job: Job) -> bytes:
        """A file that is no paper. Raises TemplateFault, and OSError."""
        assert self._work is not None
        if job.meeting in self._reading.index.unsound:
            raise Unsound
        made = self._work.content(job)
        return snapshots.paper(made.source) if isinstance(made, Copy) else made

    def paper(self, job: Job) -> tuple[bytes, tuple[Diagnostic, ...]]:
        """A paper, set by the workers, which keep what it laid out; b"" where it has errors. Raises TemplateFault."""
        assert self._work is not None
        if job.meeting in self._reading.index.unsound:
            raise Unsound
        (made,) = self._work.send((job,), self._pool).result()
        found = diagnostics.ordered(self._work.placed(job, made.problems))
        return made.pdf or (snapshots.paper(made.file) if made.file else b""), found

    def _jobs_of_meeting(self, key: MeetingKey) -> Mapping[str, Job]:
        assert self._work is not None
        there = key in self._work.site_version.versions and meeting_versions.shown(self._work.site_version, key)
        return {job.path: job for job in self._planner.of_meeting(key)} if there else {}

    @functools.cached_property
    def _assets(self) -> Mapping[str, Job]:
        return {job.path: job for job in self._planner.assets()}

    @functools.cached_property
    def _jobs(self) -> Mapping[str, Job]:
        return {job.path: job for job in self._planner.all()}

    @functools.cached_property
    def _planner(self) -> Planner:
        assert self._work is not None
        return Planner(self._work.site_version)


class Unsound(Exception):
    """That a meeting cannot be read as it is now."""
