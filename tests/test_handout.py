"""Slides on a page of paper: they are what they are in the deck, with lines for notes beside them that say nothing."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
import structure
from PIL import Image, ImageChops
from test_a4_page import BEYOND, RUNNING, codes, elements, letter, texts
from test_pdf import FRAME, MADE_FROM, STYLES, sheet

from akson_docs.pdf import completeness, compose, handout, plain_text, slide_page
from akson_docs.pdf.compose import Memory, Paper, PaperPart, Running, Typeset
from akson_docs.pdf.handout import Handout
from akson_docs.pdf.slide_page import SlidePage
from akson_docs.pdf.typesetter import Engine

PICTURE = "https://papirer.example.no/kart.png"
FULL = (
    '<h3>Tittel</h3><p><a href="#del-1">Til saken</a></p>'
    f'<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>B</td></tr></tbody></table>'
    f'<p><img src="{PICTURE}" alt="Kart" style="width:300px;height:150px"></p>'
    '<div style="background:linear-gradient(90deg,#00596b,#ffffff);margin-left:900px;height:40px;opacity:.6"></div>'
)

LOST = '<p style="opacity:.4">I et lag for seg</p>'


@pytest.fixture(scope="module")
def engine() -> Engine:
    return compose.engine(STYLES)


def picture() -> bytes:
    held = io.BytesIO()
    Image.linear_gradient("L").resize((300, 150)).save(held, "PNG")
    return held.getvalue()


def handed_out(*slides: SlidePage, paper: str = "A4") -> Handout:
    return Handout(slides, tuple(f"Lysark {number}" for number, _ in enumerate(slides, 1)), paper)


def typeset(engine: Engine, *contents: Any, memory: Memory | None = None, running: Running | None = RUNNING) -> Typeset:
    parts = tuple(PaperPart(content, FRAME, "Sak 1/20") for content in contents)
    paper = Paper("papers.pdf", "T", "nb", "E", "S", "2020-07-01", parts, BEYOND, MADE_FROM, running)
    return compose.typeset((paper,), engine, {PICTURE: picture()}, "", memory)[0]


def test_two_slides_are_read_as_they_stand_and_what_is_around_them_says_nothing(engine: Engine) -> None:
    two = handed_out(sheet(FULL, 1), sheet("<p>Den andre</p>", 2))
    paper = typeset(engine, letter("<p>Saken</p>"), two)
    assert (codes(paper), paper.pages, paper.owners[1]) == ([], 2, ("items",))
    assert paper.pdf is not None
    printed = completeness.pages(paper.pdf)[1]
    assert printed.painted == printed.tagged == plain_text.html_text(two.html)
    assert structure.faults(paper.pdf) == []
    kinds = [one["/S"] for one in elements(paper.pdf)]
    assert [kinds.count(kind) for kind in ("/Sect", "/Figure", "/TH", "/Link")] == [2, 1, 1, 1]
    assert "Lysark 1" in texts(paper)[1]
    assert "Lysark 2" in texts(paper)[1]


@pytest.mark.parametrize("paper", ["A4", "letter"])
def test_a_slide_looks_as_in_the_deck(engine: Engine, paper: str) -> None:
    slides = sheet(FULL, 1), sheet(FULL.replace("Tittel", "En annen"), 2)
    small = typeset(engine, handed_out(*slides, paper=paper))
    large = typeset(engine, *slides, running=None)
    assert small.pdf is not None, small.problems
    assert large.pdf is not None, large.problems
    page, deck = pypdfium2.PdfDocument(small.pdf)[0], pypdfium2.PdfDocument(large.pdf)
    width, height = handout.PAPERS[paper]
    assert page.get_size() == pytest.approx((width * 0.75, height * 0.75), abs=0.1)
    scale = (width - 2 * handout.SIDE) / 1280
    for number in (0, 1):
        top = handout.HEAD + number * (height - handout.HEAD - handout.FOOT) / 2
        left, right, bottom = handout.SIDE, width - handout.SIDE, top + 720 * scale
        seen = page.render(scale=4).to_pil().crop([round(side * 3) for side in (left, top, right, bottom)])
        wanted = deck[number].render(scale=4 * scale).to_pil()
        one, other = (
            each.convert("L").resize((160, 90), Image.Resampling.BOX).crop((2, 2, 158, 88)) for each in (seen, wanted)
        )
        assert sum(ImageChops.difference(one, other).histogram()[40:]) == 0
        assert sum(other.crop((112, 0, 156, 86)).histogram()[:170]) > 0


def test_links_places_and_the_outline_lead_to_each_slide(engine: Engine) -> None:
    contents = letter('<p><a href="#s1">Den første</a> <a href="#s2">Den andre</a></p><h2 id="x">X</h2>')
    first, second = (f'<h2 style="bookmark-level:1">Lysark {n}</h2><p>Tekst</p>' for n in (1, 2))
    paper = typeset(engine, contents, handed_out(sheet(first, 1), sheet(second, 2)))
    assert paper.pdf is not None, paper.problems
    with pikepdf.open(io.BytesIO(paper.pdf)) as opened:
        root: Any = opened.Root
        rows = list(root.Names.Dests.Names)
        places: dict[str, Any] = {str(name): place for name, place in zip(rows[::2], rows[1::2], strict=True)}
        assert places["s1"][0] == places["s2"][0] == opened.pages[1].obj
        tops = [float(places[name][3]) for name in ("s1", "s2")]
        assert tops == pytest.approx([(1122.5 - 68) * 0.75, (1122.5 - 68 - 487.25) * 0.75], abs=0.5)
        with opened.open_outline() as outline:
            titled: list[Any] = list(outline.root)
            found = [(str(one.title), opened.pages.index(pikepdf.Page(one.destination[0]))) for one in titled]
    assert found[-2:] == [("Lysark 1", 1), ("Lysark 2", 1)]


def test_a_slide_alone_has_the_rest_of_its_page_for_notes(engine: Engine) -> None:
    def lines(*slides: SlidePage) -> list[int]:
        pages = [slide_page.lay_out(slide, FRAME, engine, {}).pages[0] for slide in slides]
        return [len(one.lines) for one in handout.page(pages, "A4").placed]

    one, other = sheet("<p>a</p>", 1), sheet("<p>b</p>", 2)
    assert lines(one, other) == [3, 3]
    assert lines(one)[0] > 15


def test_what_a_slide_loses_is_told_where_the_slides_were_written(engine: Engine) -> None:
    (problem,) = typeset(engine, handed_out(sheet("<p>a</p>", 1), sheet(LOST, 2))).problems
    assert (problem.code.name, problem.path) == ("text-lost", ("items",))
    tall = sheet("<ul>" + "<li>punkt</li>" * 90 + "</ul>", 2)
    found = typeset(engine, handed_out(sheet("<p>a</p>", 1), tall))
    assert (codes(found), found.problems[0].path, found.pdf) == (["slide-overflow"], ("items", 2), None)


def test_who_writes_one_slide_proves_no_page_of_others_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    pages = completeness.pages

    def counted(pdf: Any, without: frozenset[int]) -> Any:
        found = pages(pdf, without)
        asked.append(len(found))
        return found

    monkeypatch.setattr(completeness, "pages", counted)
    memory = Memory()
    first = handed_out(sheet("<p>a</p>", 1), sheet("<p>b</p>", 2))
    typeset(engine, first, handed_out(sheet("<p>c</p>", 3)), memory=memory)
    typeset(engine, first, handed_out(sheet("<p>d</p>", 3)), memory=memory)
    assert asked == [2, 1]
