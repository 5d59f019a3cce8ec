"""Every PDF of the site, in both editions: accessible, tagged, in its language, one page a slide."""

from __future__ import annotations

import re
from pathlib import Path

import outloud
import page
import page as validation
import pikepdf
import pytest
import structure

from akson_docs.meetings.revisions import dispatch
from akson_docs.pdf import completeness, provenance

EDITIONS = pytest.mark.parametrize("edition", ["built", "built_members"])


MORE_HEADS_THAN_CELLS = "TBL-010"
"""A guess: two ways compared in two rows have five heads, each of which says what it is of."""
NAMES = ("agenda", "supplement", "papers", "slides", "minutes")


def papers(request: pytest.FixtureRequest, edition: str, *names: str) -> dict[str, Path]:
    tree: Path = request.getfixturevalue(edition)
    every = {path.relative_to(tree).as_posix(): path for path in sorted(tree.rglob("*.pdf"))}
    found = {
        name: path
        for name, path in every.items()
        if path.stem.partition("-")[0] in (names or NAMES) and path.parent.name != "attachments"
    }
    assert found
    return found


def own(found: dict[str, Path]) -> dict[str, Path]:
    """Those that hold no page of anybody else's."""
    return {
        name: path for name, path in found.items() if (said := provenance.read(path.read_bytes())) and not said.foreign
    }


@EDITIONS
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_papers_are_accessible_and_can_be_kept(request: pytest.FixtureRequest, edition: str, profile: str) -> None:
    """They comply with PDF/UA-1 (ISO 14289-1) and with PDF/A-2a (ISO 19005-2) in one file."""
    failures = {
        name: [f"{failure.rule_id} {failure.message}" for failure in report.failures]
        for name, path in own(papers(request, edition)).items()
        if not (report := page.validate_pdf(path, profile=profile)).is_compliant
    }
    assert failures == {}


@EDITIONS
def test_papers_read_aloud_as_they_look(request: pytest.FixtureRequest, edition: str) -> None:
    """What a validator cannot see: order, heads of tables, text that nobody would hear."""
    errors = {
        name: [
            f"{one.rule} {one.message}"
            for one in outloud.check(str(path)).findings
            if one.severity == "error" and one.rule != MORE_HEADS_THAN_CELLS
        ]
        for name, path in own(papers(request, edition)).items()
    }
    assert {name: found for name, found in errors.items() if found} == {}


@EDITIONS
def test_a_deck_has_a_page_for_each_slide_of_the_page(request: pytest.FixtureRequest, edition: str) -> None:
    for name, path in papers(request, edition, "slides").items():
        html = (path.parent / "slides/index.html").read_text()
        if (path.parent / "slides-2.pdf").exists() and path.name == "slides.pdf":
            continue  # as it was sent, of what was there then
        if 'http-equiv="refresh"' in html:
            continue  # a twin of the deck at the address that the page leads to
        with pikepdf.open(path) as deck:
            # What is new since the first issue stands on a slide that only papers have.
            more = path.name != "slides.pdf"
            assert len(deck.pages) == len(re.findall(r'<section class="slide[ "]', html)) + more, name


@EDITIONS
def test_a_paper_says_what_it_is_and_in_which_language(request: pytest.FixtureRequest, edition: str) -> None:
    for name, path in papers(request, edition).items():
        html = (path.parent / "index.html").read_text()
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
        called = found.paper if found.paper == "minutes" else dispatch.issued(found.paper, int(found.utgave))
        assert name.removeprefix(f"{language}/") == f"{found.meeting}/{called}.pdf"
        assert found.edition == ("public" if edition == "built" else "members")
        assert found.digest == provenance.digest(
            page.painted for page in completeness.pages(data, without=found.enclosed)
        ), name
        with pikepdf.open(path) as paper:
            assert "/Names" not in paper.Root or "/EmbeddedFiles" not in paper.Root.Names


@EDITIONS
def test_papers_with_pages_of_others_say_so_and_declare_only_what_is_true_of_them(
    request: pytest.FixtureRequest, edition: str
) -> None:
    found = papers(request, edition)
    joined = found.keys() - own(found).keys()
    assert joined
    for name in joined:
        data = found[name].read_bytes()
        assert name.endswith("papers.pdf")
        assert b"pdfaid:part" not in data
        if b"pdfuaid:part" in data:
            failures = validation.validate_pdf(found[name], profile="ua1").failures
            assert [f"{failure.rule_id} {failure.message}" for failure in failures] == [], name


@EDITIONS
def test_papers_with_pages_of_others_are_sound(request: pytest.FixtureRequest, edition: str) -> None:
    """What the validators do not see in them; tests/test_enclosures.py plants a fault for each of the checks."""
    found = papers(request, edition)
    for name in found.keys() - own(found).keys():
        assert structure.faults(found[name].read_bytes()) == [], name


@EDITIONS
def test_every_link_and_every_line_of_the_outline_leads_somewhere(request: pytest.FixtureRequest, edition: str) -> None:
    led = 0
    for name, path in papers(request, edition, "papers").items():
        with pikepdf.open(path) as paper:
            tree = pikepdf.NameTree(paper.Root.Names.Dests)
            pages = {page.objgen for page in paper.pages}
            for annotation in (one for page in paper.pages for one in page.get("/Annots", [])):
                if "/Dest" in annotation:
                    dest = annotation.Dest
                    target = dest if isinstance(dest, pikepdf.Array) else tree[str(dest)]
                    assert target[0].objgen in pages, name
                    led += 1
            with paper.open_outline() as outline:
                every = [*outline.root, *(inner for item in outline.root for inner in item.children)]
                assert every
                led_to = [item.destination for item in every]
                assert {to[0].objgen for to in led_to if isinstance(to, pikepdf.Array)} <= pages, name
                assert all(isinstance(to, pikepdf.Array) for to in led_to), name
    assert led > 20


def test_every_kind_of_paper_is_there(built: Path) -> None:
    for name in NAMES:
        where = "2027-01/supplement-2" if name == "supplement" else f"2026-01/{name}"
        assert (built / f"eksempelutvalget/{where}.pdf").exists(), name
