"""Every PDF of the site, in both editions: accessible, tagged, in its language, one page a slide."""

from __future__ import annotations

import re
from pathlib import Path

import page
import pikepdf
import pytest

EDITIONS = pytest.mark.parametrize("edition", ["built", "built_members"])


def papers(request: pytest.FixtureRequest, edition: str) -> dict[str, Path]:
    tree: Path = request.getfixturevalue(edition)
    found = {path.relative_to(tree).as_posix(): path for path in sorted(tree.rglob("slides.pdf"))}
    assert found
    return found


@EDITIONS
def test_papers_are_accessible(request: pytest.FixtureRequest, edition: str) -> None:
    """They comply with PDF/UA-1 (ISO 14289-1)."""
    failures = {
        name: [f"{failure.rule_id} {failure.message}" for failure in report.failures]
        for name, path in papers(request, edition).items()
        if not (report := page.validate_pdf(path, profile="ua1")).is_compliant
    }
    assert failures == {}


@EDITIONS
def test_a_deck_has_a_page_for_each_slide_of_the_page(request: pytest.FixtureRequest, edition: str) -> None:
    for name, path in papers(request, edition).items():
        html = (path.parent / "slides/index.html").read_text()
        with pikepdf.open(path) as deck:
            assert len(deck.pages) == len(re.findall(r'<section class="slide[ "]', html)), name


@EDITIONS
def test_a_deck_says_what_it_is_and_in_which_language(request: pytest.FixtureRequest, edition: str) -> None:
    for name, path in papers(request, edition).items():
        html = (path.parent / "slides/index.html").read_text()
        language = re.search(r'<html lang="(\w+)"', html)
        with pikepdf.open(path) as deck:
            assert language
            assert str(deck.Root.Lang) == language[1], name
            assert str(deck.docinfo["/Title"]), name
            assert bool(deck.Root.ViewerPreferences.DisplayDocTitle), name
            with deck.open_outline() as outline:
                assert outline.root, name
