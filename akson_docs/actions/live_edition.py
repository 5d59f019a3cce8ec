"""An edition that is open while somebody writes: each page is made as it is looked at."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from akson_docs import diagnostics
from akson_docs.actions.site_edition import SiteEdition
from akson_docs.actions.source_reader import Progress, Reading, read_sources
from akson_docs.build import meeting_versions
from akson_docs.build.jobs import DataIndex, Job, OfAnother, PaperFile, Twin, YearData
from akson_docs.build.output import Copy
from akson_docs.build.plan import Planner
from akson_docs.build.request import Request
from akson_docs.catalogue import LANGUAGES
from akson_docs.diagnostics import Diagnostic
from akson_docs.pdf.workers import WorkerPool
from akson_docs.render import pages
from akson_docs.sources import layout as archives
from akson_docs.sources import snapshots
from akson_docs.sources.layout import MeetingKey
from akson_docs.sources.snapshots import Snapshot

FIRST = 40
"""About how many meetings are read before the first page is shown."""
FIRST_OF_BOARD = 3
"""How many of them are of one board, at the most: those that its row on the front page shows."""


class LiveEdition:
    """An edition of the sources as they are now, from which a file is made when it is asked for, and kept nowhere.

    A meeting that is not sound has the pages that it had before, where they were asked for then.
    """

    def __init__(
        self,
        request: Request,
        pool: WorkerPool,
        before: LiveEdition | None = None,
        *,
        read: LiveEdition | None = None,
        first: Collection[MeetingKey] | None = None,
    ) -> None:
        """Reads what changed since `before`, or since the other edition that was `read` last, which reads the same.

        With `first` only those meetings are read, and nothing is said to be wrong: it is too early for that. Raises
        TemplateFault, and OSError.
        """
        self._pool, self._request = pool, request
        self.whole = first is None
        known = [one for one in (read, before) if one is not None and one.whole]
        snapshot = _part(request.root, first) if first is not None else None
        self._reading: Reading = read_sources(request, Progress(), pool, known[0]._reading if known else None, snapshot)
        work = before._work if before is not None and before.whole else None
        self._work: SiteEdition | None = (
            SiteEdition(request, self._reading, before=work) if self._reading.index.site is not None else None
        )
        self._of_meeting = functools.cache(self._jobs_of_meeting)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything that is wrong with the sources, once all of them are read."""
        return self._reading.diagnostics if self.whole else ()

    def read(self, path: str) -> bytes:
        """A source, by its path from the root, as it was read. Raises OSError."""
        return self._reading.snapshot.read(path)

    def reading_with(self, written: Mapping[str, bytes]) -> Reading:
        """The sources as they are now, were some of them `written` so: what a build would read. Raises OSError."""
        snapshot = snapshots.scan(self._request.root).with_files(written)
        return read_sources(self._request, Progress(), None, self._reading, snapshot)

    def job(self, path: str) -> Job | None:
        """The job that makes a file of the site; None where there is none of that name."""
        if self._work is None:
            return None
        parts = path.split("/")
        board, *rest = parts[1:] if parts[0] in LANGUAGES else parts
        found = self._assets if board == "assets" else self._of_meeting(MeetingKey(board, rest[0])) if rest else {}
        job = found.get(path) or self._jobs.get(path)
        return self.job(job.what.of) if job is not None and isinstance(job.what, Twin) else job

    def prepare(self, job: Job, alone: AbstractContextManager[Any]) -> None:
        """Makes what a file of a meeting needs that is made of other PDFs: one at a time, as the library that reads
        them asks for, and `alone` keeps others from it."""
        keys = (job.what.of,) if isinstance(job.what, OfAnother) else job.reads
        # A page is shown before scans are read: that takes long, and it says no more than that they are.
        scans = isinstance(job.what, OfAnother | PaperFile)
        work = self._work
        for key in keys:
            if work is not None and not work.is_prepared(key, with_scans=scans):
                with alone:
                    work.prepare(key, with_scans=scans)

    def make(self, job: Job) -> bytes:
        """A file that is no paper. Raises TemplateFault, and OSError."""
        assert self._work is not None
        if job.meeting in self._reading.index.unsound:
            raise Unsound
        if isinstance(job.what, YearData | DataIndex):
            parts = {path: self.made(path) for path, _ in job.what.files}
            if isinstance(job.what, YearData):
                return pages.year(job.what, self._work, [*filter(None, parts.values())])
            told = ((path, part, hashlib.sha256(part).hexdigest()) for path, part in parts.items())
            return pages.index(job.what, self._work, {path: (len(part), digest) for path, part, digest in told})
        made = self._work.content(job)
        return snapshots.paper(made.source) if isinstance(made, Copy) else made

    def made(self, path: str) -> bytes:
        """A file that is no paper, by its path; b"" where its meeting cannot be read. Raises TemplateFault, and
        OSError."""
        job = self.job(path)
        try:
            return self.make(job) if job is not None else b""
        except Unsound:
            return b""

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


def first_meetings(root: str, asked: MeetingKey | None = None) -> frozenset[MeetingKey]:
    """The meetings that are looked at first: the one that is asked for, or the last ones of each board."""
    if asked is not None:
        return frozenset({asked})
    boards = archives.archive(snapshots.scan(root).stamps).boards
    each = min(FIRST_OF_BOARD, max(1, FIRST // max(1, len(boards))))
    return frozenset(MeetingKey(board, one) for board, folders in boards.items() for one in sorted(folders)[-each:])


def _part(root: str, wanted: Collection[MeetingKey]) -> Snapshot:
    """The sources as if there were those meetings alone."""
    whole = snapshots.scan(root)
    left = {key.path for key in archives.archive(whole.stamps).keys if key not in wanted}
    stamps = {path: stamp for path, stamp in whole.stamps.items() if "/".join(path.split("/")[:3]) not in left}
    return replace(whole, stamps=stamps)


class Unsound(Exception):
    """That a meeting cannot be read as it is now."""
