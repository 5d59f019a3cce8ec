"""The processes that typeset."""

from __future__ import annotations

import multiprocessing
import tempfile
from pathlib import Path

import pytest
from test_pdf import CSS, FONTS

from akson_docs.crew import Crew
from akson_docs.pdf import Deck, Sheet

DECK = Deck(
    "T", "nb", "A", "S", "2020-07-01", (Sheet("s", '<section class="slide"><p>Hei</p></section>', ()),), "https://x.no/"
)


def test_a_deck_comes_back_as_paper_and_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Crew(1) as crew:
        crew.wake()
        crew.call(1, CSS, FONTS)
        paper = crew.typeset(DECK, {}, CSS, FONTS).result(timeout=120)
    assert paper.pdf is not None
    assert paper.pdf.startswith(b"%PDF")
    assert paper.pages == 1
    assert list(tmp_path.iterdir()) == []


def test_a_crew_that_nobody_called_costs_nothing() -> None:
    with Crew() as crew:
        crew.call(0, CSS, FONTS)
        assert multiprocessing.active_children() == []


def test_one_deck_wakes_one_process_and_many_decks_no_more_than_the_crew_has() -> None:
    with Crew(2) as crew:
        crew.wake()
        crew.call(1, CSS, FONTS)
        crew.typeset(DECK, {}, CSS, FONTS).result(timeout=120)
        assert len(multiprocessing.active_children()) == 1
        crew.call(5, CSS, FONTS)
        papers = [crew.typeset(DECK, {}, CSS, FONTS) for _ in range(4)]
        assert len({paper.result(timeout=120).pdf for paper in papers}) == 1
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []
