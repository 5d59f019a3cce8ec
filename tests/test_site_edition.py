"""An edition that another process is handed: whatever it is asked for, it makes the same as here."""

from __future__ import annotations

import hashlib
import multiprocessing
import pickle
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from archives import EXAMPLES
from places import PROJECT

from akson_docs.actions import site_edition, source_reader
from akson_docs.actions.site_edition import SiteEdition
from akson_docs.actions.source_reader import Progress
from akson_docs.build import plan
from akson_docs.build.jobs import DataIndex, FrontPage, Job, MeetingPage, PaperFile, YearData
from akson_docs.build.request import Request
from akson_docs.pdf import compose
from akson_docs.pdf.workers import WorkerPool

PAPER = "friluft/2023-01/agenda.pdf"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> SiteEdition:
    """The members' edition of the examples: all that they say is in it."""
    root = tmp_path_factory.mktemp("handed")
    shutil.copytree(EXAMPLES, root / "meetings")
    request = Request(str(root), cache=str(root / "cache"), edition="members", today=date(2023, 4, 1))
    return SiteEdition(request, source_reader.read_sources(request, Progress()))


def made(edition: SiteEdition, jobs: Sequence[Job]) -> list[str]:
    """A digest of what each job makes: a file, where it is copied from, or a paper as it goes to be set."""
    found = []
    for job in jobs:
        content = edition.papers((job,)) if isinstance(job.what, PaperFile) else edition.content(job)
        found.append(hashlib.sha256(content if isinstance(content, bytes) else repr(content).encode()).hexdigest())
    return found


def a_paper(edition: SiteEdition, job: Job, folder: str) -> bytes | None:
    papers, images = edition.papers((job,))
    (paper,) = compose.typeset(papers, compose.engine(edition.styles), images, f"{folder}/paper")
    return paper.pdf


def elsewhere(handed: bytes, folder: str) -> tuple[list[str], bytes | None]:
    """What another process makes of an edition and jobs."""
    edition, jobs = pickle.loads(handed)
    return made(edition, jobs), a_paper(edition, next(job for job in jobs if job.path == PAPER), folder)


def test_an_edition_makes_the_same_in_another_process(edition: SiteEdition, tmp_path: Path) -> None:
    # What is put together of other files is made where those are.
    jobs = [job for job in plan.plan(edition.site_version) if not isinstance(job.what, YearData | DataIndex)]
    here = made(edition, jobs)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        there, paper = pool.submit(elsewhere, pickle.dumps((edition, jobs)), str(tmp_path)).result()
    assert [job.path for job, one, other in zip(jobs, here, there, strict=True) if one != other] == []
    assert paper is not None
    assert paper == a_paper(edition, next(job for job in jobs if job.path == PAPER), str(tmp_path))


def test_an_edition_that_is_handed_on_plans_the_same(edition: SiteEdition) -> None:
    handed = pickle.loads(pickle.dumps(edition))
    assert plan.plan(handed.site_version) == plan.plan(edition.site_version)


def test_the_default_theme_is_compiled_once_for_all_sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_edition, "bytecode", lambda: str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    compiled: list[set[str]] = []
    for site in ("one", "two"):
        shutil.copytree(EXAMPLES, tmp_path / site / "meetings")
        own = tmp_path / site / "templates/pages/front.html"
        own.parent.mkdir(parents=True)
        own.write_text((PROJECT / "templates/pages/front.html").read_text() + f"<!-- of {site} -->")
        asked = Request(str(tmp_path / site), cache=str(tmp_path / site / "cache"), today=date(2023, 4, 1))
        edition = SiteEdition(asked, source_reader.read_sources(asked, Progress()))
        before = set(edition.compiled.held)
        pages = [job for job in plan.plan(edition.site_version) if isinstance(job.what, FrontPage | MeetingPage)]
        edition.make(pages, WorkerPool(1), Progress())
        compiled.append(set(edition.compiled.held) - before)
    own_key = edition.compiled.get_cache_key("pages/front.html", "templates/pages/front.html")
    assert own_key in compiled[0]
    assert len(compiled[0]) > 5
    # What a designer wrote stays with the site, and what came with the tool is not compiled a second time.
    assert compiled[1] == {own_key}


def test_what_was_read_lately_and_what_a_build_remembers_stays_here(edition: SiteEdition) -> None:
    before = pickle.dumps(edition)
    for key in edition.site_version.versions:
        edition.whole(key)
        edition.sections(key, "nb")
    assert edition.reading.index.coverage is not None
    assert pickle.dumps(edition) == before
    assert pickle.loads(before).reading.memory == {"engine": edition.reading.memory["engine"]}


def test_a_meeting_is_read_once_for_all_that_is_made_of_it(edition: SiteEdition) -> None:
    key = next(iter(edition.site_version.versions))
    assert edition.whole(key)[0] is edition.whole(key)[0]
    assert edition.sections(key, "nb") is edition.sections(key, "nb")


def test_an_edition_of_files_that_are_not_on_the_disk_is_handed_on_too(edition: SiteEdition) -> None:
    path = "meetings/friluft/2023-01/meeting.yaml"
    held = edition.reading.snapshot.with_files({path: edition.read(path)})
    other = SiteEdition(edition.request, replace(edition.reading, snapshot=held))
    assert pickle.loads(pickle.dumps(other)).read(path) == edition.read(path)
