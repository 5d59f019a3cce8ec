"""The processes that typeset."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from test_pdf import STYLES, deck

from akson_docs.pdf.compose import LINES, Enclosed, PaperPart
from akson_docs.pdf.slide_page import SlidePage
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources.snapshots import Changed

pytestmark = pytest.mark.usefixtures("own_processes")
DECK = deck(SlidePage("s", '<section class="slide"><p>Hei</p></section>', ()))


def test_a_deck_comes_back_as_paper_and_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with WorkerPool(1) as pool:
        pool.wake()
        pool.call(1, STYLES)
        paper = pool.typeset((DECK,), {}, STYLES).result(timeout=120)[0]
    assert paper.pdf is not None
    assert paper.pdf.startswith(b"%PDF")
    assert paper.pages == 1
    assert list(tmp_path.iterdir()) == []


def test_a_pool_that_nobody_called_costs_nothing() -> None:
    with WorkerPool() as pool:
        pool.call(0, STYLES)
        assert multiprocessing.active_children() == []


def test_one_deck_wakes_one_process_and_many_decks_no_more_than_the_pool_has() -> None:
    with WorkerPool(2) as pool:
        pool.wake()
        pool.call(1, STYLES)
        pool.typeset((DECK,), {}, STYLES).result(timeout=120)
        assert len(multiprocessing.active_children()) == 1
        pool.call(5, STYLES)
        papers = [pool.typeset((DECK,), {}, STYLES) for _ in range(4)]
        assert len({paper.result(timeout=120)[0].pdf for paper in papers}) == 1
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []


def test_where_a_process_was_ended_from_without_another_takes_its_place() -> None:
    with WorkerPool(1) as pool:
        pool.typeset((DECK,), {}, STYLES).result(timeout=120)
        (worker,) = multiprocessing.active_children()
        worker.kill()
        with pytest.raises(BrokenProcessPool):
            pool.typeset((DECK,), {}, STYLES).result(timeout=120)
        pool.call(1, STYLES)
        assert pool.typeset((DECK,), {}, STYLES).result(timeout=120)[0].pdf is not None


@pytest.mark.parametrize("what", ["pipe", "link", "nothing"])
def test_an_attachment_that_became_something_else_is_not_read(tmp_path: Path, what: str) -> None:
    file = tmp_path / "plan.pdf"
    if what == "pipe":
        os.mkfifo(file)
    elif what == "link":
        (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7")
        file.symlink_to(tmp_path / "other.pdf")
    paper = replace(
        DECK, parts=(*DECK.parts, PaperPart(Enclosed("a", "Vedlegg 1", "Plan", str(file), "plan.pdf", ()), LINES))
    )
    with WorkerPool(1) as pool, pytest.raises(Changed):
        pool.typeset((paper,), {}, STYLES).result(timeout=120)


def test_a_pool_whose_leader_is_killed_ends(tmp_path: Path) -> None:
    script = """
import multiprocessing, os, signal, sys, time
from akson_docs.pdf.workers import WorkerPool
with WorkerPool(1) as pool:
    pool.wake()
    print(multiprocessing.active_children()[0].pid, flush=True)
    time.sleep(60)
"""
    leader = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert leader.stdout is not None
    worker = int(leader.stdout.readline())
    leader.kill()
    leader.wait()
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        with suppress(FileNotFoundError, IndexError):
            if Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return
        time.sleep(0.05)
    raise AssertionError("it still runs")
