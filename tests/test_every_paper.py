"""Every PDF of the site, in both editions: accessible, tagged, in its language, one page a slide."""

from __future__ import annotations

import re
from pathlib import Path

import page
import pikepdf
import pytest

from akson_docs import proof, provenance

EDITIONS = pytest.mark.parametrize("edition", ["built", "built_members"])


def papers(request: pytest.FixtureRequest, edition: str) -> dict[str, Path]:
    tree: Path = request.getfixturevalue(edition)
    found = {path.relative_to(tree).as_posix(): path for path in sorted(tree.rglob("slides.pdf"))}
    assert found
    return found


@EDITIONS
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_papers_are_accessible_and_can_be_kept(request: pytest.FixtureRequest, edition: str, profile: str) -> None:
    """They comply with PDF/UA-1 (ISO 14289-1) and with PDF/A-2a (ISO 19005-2) in one file."""
    failures = {
        name: [f"{failure.rule_id} {failure.message}" for failure in report.failures]
        for name, path in papers(request, edition).items()
        if not (report := page.validate_pdf(path, profile=profile)).is_compliant
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


@EDITIONS
def test_a_paper_says_what_it_was_made_from(request: pytest.FixtureRequest, edition: str) -> None:
    for name, path in papers(request, edition).items():
        data = path.read_bytes()
        found = provenance.read(data)
        assert found is not None, name
        folders = name.split("/")
        language = folders[0] if folders[0] in ("nn", "en") else "nb"
        assert name.removeprefix(f"{language}/") == f"{found.meeting}/slides.pdf"
        assert found.edition == ("public" if edition == "built" else "members")
        assert found.digest == provenance.digest(page.painted for page in proof.pages(data)), name
        with pikepdf.open(path) as paper:
            assert "/Names" not in paper.Root or "/EmbeddedFiles" not in paper.Root.Names
