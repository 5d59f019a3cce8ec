"""The processes that typeset."""

from __future__ import annotations

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
        assert crew._pool is None
