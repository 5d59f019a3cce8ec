"""Text on A4 pages: laid out over as many as it needs, with nothing past an edge, and what runs at their feet."""

from __future__ import annotations

import bisect
import io
import itertools
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from test_pdf import FRAME, MADE_FROM, STYLES, sheet

from akson_docs.pdf import a4_page, completeness, compose, plain_text
from akson_docs.pdf import slide_page as slides
from akson_docs.pdf.a4_page import A4Text
from akson_docs.pdf.compose import Paper, PaperPart, Running, Typeset
from akson_docs.pdf.slide_page import SlidePage
from akson_docs.pdf.typesetter import Engine, Laid

BEYOND = "https://papirer.example.no/a/slides/"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return compose.engine(STYLES)


def letter(body: str, number: int = 1) -> A4Text:
    return A4Text(f'<main id="del-{number}"><h2>Del {number}</h2>{body}</main>', ("items", number))


def typeset(engine: Engine, *contents: A4Text | SlidePage, running: Running | None = None) -> Typeset:
    parts = tuple(PaperPart(content, FRAME, f"Sak {n}/20") for n, content in enumerate(contents, 1))
    paper = Paper("papers.pdf", "T", "nb", "E", "S", "2020-07-01", parts, BEYOND, MADE_FROM, running)
    return compose.typeset((paper,), engine, {}, "")[0]


def codes(paper: Typeset) -> list[str]:
    return [problem.code.name for problem in paper.problems]


def texts(paper: Typeset) -> list[str]:
    assert paper.pdf is not None, paper.problems
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper.pdf)]


LONG = "".join(f"<p>Avsnitt {n} om en sak som tar sin plass på siden og litt til.</p>" for n in range(120))
RUNNING = Running("Styret · møte 4/20", "side {n} av {total}")


def test_a_long_text_goes_over_several_pages_and_nothing_is_lost(engine: Engine) -> None:
    paper = typeset(engine, letter(LONG))
    assert (paper.problems, paper.pages > 3) == ((), True)
    assert paper.pdf is not None
    printed = completeness.pages(paper.pdf)
    for found in ("".join(page.painted for page in printed), "".join(page.tagged for page in printed)):
        assert found == plain_text.html_text(letter(LONG).html)


def test_a_last_page_with_next_to_nothing_on_it_is_saved_and_nothing_is_lost(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def paper(lines: int) -> Typeset:
        return typeset(engine, letter("".join(f"<p>Linje {n} av flere.</p>" for n in range(lines))))

    with monkeypatch.context() as patch:
        patch.setattr(a4_page, "LITTLE", 0)
        fits = bisect.bisect(range(120), 1, key=lambda lines: paper(lines).pages) - 1
        assert [paper(lines).pages for lines in (fits, fits + 1)] == [1, 2]
    saved, full = paper(fits + 1), paper(2 * fits - 5)
    assert (saved.pages, full.pages) == (1, 2)
    assert saved.pdf is not None
    (page,) = completeness.pages(saved.pdf)
    assert f"linje{fits}avflere" in page.painted.lower()


def test_letters_and_slides_are_in_one_paper_each_on_its_own_size(engine: Engine) -> None:
    paper = typeset(engine, letter("<p>a</p>"), sheet("<p>b</p>"))
    assert paper.pdf is not None
    sizes = [tuple(map(round, page.get_size())) for page in pypdfium2.PdfDocument(paper.pdf)]
    assert sizes == [(595, 842), (960, 540)]


def test_every_page_says_where_one_is_and_nobody_reads_it_aloud(engine: Engine) -> None:
    paper = typeset(engine, letter("<p>a</p>"), sheet("<p>b</p>"), running=RUNNING)
    assert ["Sak 1/20 · side 1 av 2" in texts(paper)[0], "Sak 2/20 · side 2 av 2" in texts(paper)[1]] == [True, True]
    assert ["Styret · møte 4/20" in text for text in texts(paper)] == [True, False]
    assert paper.pdf is not None
    assert "av2" not in "".join(page.painted + page.tagged for page in completeness.pages(paper.pdf))


def test_a_draft_is_stamped_on_every_page_and_another_paper_is_not(engine: Engine) -> None:
    stamped = typeset(engine, letter(LONG), sheet("<p>b</p>"), running=Running("", "side {n}", "UTKAST"))
    assert all("UTKAST" in text.replace(" ", "") for text in texts(stamped))
    assert not any("UTKAST" in text.replace(" ", "") for text in texts(typeset(engine, letter(LONG), running=RUNNING)))


def test_slides_that_are_in_two_papers_are_laid_out_once_and_are_as_they_were(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = PaperPart(sheet("<p>b</p>"), FRAME)
    laid: list[SlidePage] = []
    lay_out = slides.lay_out

    def counted(one: SlidePage, *given: Any) -> Any:
        laid.append(one)
        return lay_out(one, *given)

    monkeypatch.setattr(slides, "lay_out", counted)
    made = [
        Paper("papers.pdf", "T", "nb", "E", "S", "2020-07-01", (shared,), BEYOND, MADE_FROM, RUNNING),
        Paper("slides.pdf", "T", "nb", "E", "S", "2020-07-01", (shared,), "", MADE_FROM),
    ]
    _, deck = compose.typeset(made, engine, {}, "")
    alone = compose.typeset(made[1:], engine, {}, "")[0]
    assert len(laid) == 2
    assert deck.pdf == alone.pdf
    assert "side" not in texts(deck)[0]


def lone(paper: Laid) -> list[str]:
    """The lines that stand alone at the foot or the head of a page, away from the others of their paragraph."""
    found: dict[Any, dict[int, list[str]]] = {}
    for number, page in enumerate(paper.pages):
        for box in page._page_box.descendants():
            if box.element_tag in ("p", "li", "td"):
                lines = [line for line in getattr(box, "children", ()) if type(line).__name__ == "LineBox"]
                said = [" ".join(getattr(one, "text", "") for one in line.descendants()) for line in lines]
                found.setdefault((box.element, type(box)), {}).setdefault(number, []).extend(filter(str.strip, said))
    parted = ([lines for _, lines in sorted(pages.items()) if lines] for pages in found.values())
    return [lines[0] for pages in parted if len(pages) > 1 for lines in (pages[0], pages[-1]) if len(lines) == 1]


@pytest.mark.parametrize("allowed", [False, True])
def test_no_line_of_a_paragraph_a_list_or_a_cell_stands_alone_on_a_page(engine: Engine, allowed: bool) -> None:
    words = "Saken har vært oppe før og kommer tilbake med nye tall. "
    texts = [words * (2 + number % 5) for number in range(60)]
    listed = [f"<ul><li>{one}</li><li><p>{one}</p><ol><li>{one}</li></ol></li><li>{one}</li></ul>" for one in texts]
    cells = [f"<table><tr><th scope='row'>A</th><td>{one}</td></tr></table>" for one in texts]
    kinds = itertools.cycle((lambda n: f"<p>{texts[n]}</p>", listed.__getitem__, cells.__getitem__))
    body = "".join(kind(number) for number, kind in zip(range(60), kinds, strict=False))
    style = "<style>main { orphans: 1 !important; widows: 1 !important }</style>" if allowed else ""
    laid = a4_page.lay_out(A4Text(f"{style}<main>{body}</main>", ()), FRAME, engine, {})
    assert len(laid.pages) > 8
    assert bool(lone(laid)) == allowed


CONTENTS = '<main><h1>Innhold</h1><p><a href="#del-2">Del 2</a> <!--page of del-2--></p><p>{}</p></main>'


@pytest.mark.parametrize(("more", "before"), [("", 1), ("<br>linje" * 60, 2), ("<br>linje" * 200, 5)])
def test_contents_say_on_which_page_things_are(engine: Engine, more: str, before: int) -> None:
    front = A4Text(CONTENTS.format(more), ())
    paper = typeset(engine, front, letter(LONG, 1), letter("<p>her</p>", 2))
    found = texts(paper)
    number = next(n for n, text in enumerate(found, 1) if "her" in text and "Del 2" in text)
    assert f"Del 2 {number}" in found[0].replace("\r\n", "\n")
    assert number > before


def test_links_lead_to_places_in_the_paper_or_to_the_site(engine: Engine) -> None:
    paper = typeset(engine, letter('<p><a href="#del-2">2</a> <a href="#slide-9">9</a></p>'), letter("<p>x</p>", 2))
    assert paper.pdf is not None
    with pikepdf.open(io.BytesIO(paper.pdf)) as opened:
        inside, outside = opened.pages[0].Annots
        assert str(inside.Dest) == "del-2"
        assert str(outside.A.URI) == f"{BEYOND}#slide-9"


def test_an_outline_leads_through_the_paper(engine: Engine) -> None:
    paper = typeset(engine, letter("<h3>Under</h3>"), letter("<p>x</p>", 2))
    assert paper.pdf is not None
    with pikepdf.open(io.BytesIO(paper.pdf)) as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Del 1", "Del 2"]
        assert [item.title for item in outline.root[0].children] == ["Under"]


def test_a_word_too_wide_is_divided_and_what_cannot_be_is_an_error(engine: Engine) -> None:
    assert codes(typeset(engine, letter(f"<p>{'x' * 400}</p>"))) == []
    wide = "<table><tr>" + "".join(f'<td style="min-width: 4em">{n}</td>' for n in range(60)) + "</tr></table>"
    paper = typeset(engine, letter(wide))
    assert (codes(paper), paper.pdf) == (["letter-edge"], None)
    assert paper.problems[0].path == ("items", 1)


def test_what_a_template_loses_is_found(engine: Engine) -> None:
    paper = typeset(engine, letter('<p style="position:absolute;top:0">først</p><p>sist</p>'))
    assert (codes(paper), paper.pdf) == (["text-lost"], None)


def test_a_picture_that_is_not_there_is_told(engine: Engine) -> None:
    assert codes(typeset(engine, letter('<p><img src="b.png" alt="Et punkt"></p>'))) == ["picture"]


def test_the_furniture_stands_at_the_foot_to_the_right(engine: Engine) -> None:
    paper = typeset(engine, letter("<p>a</p>"), running=RUNNING)
    assert paper.pdf is not None
    image: Image.Image = pypdfium2.PdfDocument(paper.pdf)[0].render(scale=1).to_pil().convert("L")
    foot = image.crop((0, image.height - 60, image.width, image.height))
    box = foot.point(lambda value: 255 if value < 200 else 0).getbbox()
    assert box is not None
    assert abs(box[0] - 62) < 3
    assert abs(image.width - box[2] - 62) < 3


def test_a_list_that_begins_at_another_number_does(engine: Engine) -> None:
    found = texts(typeset(engine, letter('<ol start="4"><li>x</li></ol>'), sheet('<ol start="27"><li>y</li></ol>')))
    assert ("4. x" in found[0], "27. y" in found[1]) == (True, True)


# ---- what is tagged ------------------------------------------------------------------------------------------

ROWS = "".join(f"<tr><td>Rad {n}</td><td>om en sak</td></tr>" for n in range(90))
HEADS = '<table><thead><tr><th scope="col">Tiltak</th><th scope="col">Hva</th></tr></thead><tbody>{}</tbody></table>'


def elements(pdf: bytes) -> list[Any]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            {str(key): str(value) for key, value in one.items() if key in ("/S", "/Lang")}
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
        ]


def test_the_head_of_a_table_comes_again_on_each_page_and_is_read_once(engine: Engine) -> None:
    written = letter(HEADS.format(ROWS))
    paper = typeset(engine, written)
    shown = texts(paper)
    assert paper.pdf is not None
    assert (paper.problems, len(shown) > 2) == ((), True)
    assert [page.count("Tiltak") for page in shown] == [1] * len(shown)
    printed = completeness.pages(paper.pdf)
    for found in ("".join(page.painted for page in printed), "".join(page.tagged for page in printed)):
        assert found == plain_text.html_text(written.html)
    assert [one["/S"] for one in elements(paper.pdf)].count("/TH") == 2


@pytest.mark.parametrize(
    "table",
    [
        HEADS.format(ROWS).replace("Tiltak<", '<a href="https://example.no">Tiltak</a><'),
        HEADS.format(ROWS).replace("Tiltak", "<br>".join(["Tiltak"] * 30)),
    ],
    ids=["with a link", "a good part of a page"],
)
def test_a_head_that_cannot_come_again_stands_above_its_table_alone(engine: Engine, table: str) -> None:
    paper = typeset(engine, letter(table))
    assert paper.pdf is not None, paper.problems
    printed = completeness.pages(paper.pdf)
    assert "".join(page.painted for page in printed) == plain_text.html_text(letter(table).html)
    assert all("Tiltak" not in page for page in texts(paper)[1:])


def test_a_drawing_for_the_eye_alone_is_seen_and_says_nothing(engine: Engine) -> None:
    drawn = '<svg aria-hidden="true" width="60pt" height="60pt" viewBox="0 0 60 60"><path d="M0 0h60v60h-60z"/></svg>'
    written = letter(f"<p>5 {drawn}</p>{drawn}")
    paper = typeset(engine, written)
    assert paper.pdf is not None, paper.problems
    assert completeness.pages(paper.pdf)[0].tagged == plain_text.html_text(written.html)
    assert "/Figure" not in [one["/S"] for one in elements(paper.pdf)]
    seen = pypdfium2.PdfDocument(paper.pdf)[0].render().to_pil().convert("L")
    assert sum(seen.histogram()[:40]) > 2 * 55 * 55
    named = drawn.replace('aria-hidden="true"', "").replace("><path", "><title>Fem</title><path")
    told = typeset(engine, letter(f"<p>5 {named}</p>"))
    assert told.pdf is not None, told.problems
    assert "/Figure" in [one["/S"] for one in elements(told.pdf)]


def test_a_part_in_another_language_says_so_down_to_a_word(engine: Engine) -> None:
    body = '<div lang="en"><p>In English</p></div><p>På norsk med <span lang="se">sátni</span> i.</p>'
    paper = typeset(engine, letter(body))
    assert paper.pdf is not None
    told = [one for one in elements(paper.pdf) if "/Lang" in one]
    assert told == [{"/S": "/Div", "/Lang": "en"}, {"/S": "/Span", "/Lang": "se"}]


def test_a_word_wider_than_its_place_divides_no_other_and_no_number(engine: Engine) -> None:
    long = (
        "Menneskerettighetsorganisasjonssekretariatsmedarbeideropplæringskonferansedeltakeravgiftsrefusjonsskjema" * 2
    )
    rows = f"<tr><td>10</td><td>{'Tiltak med en lengre forklaring ' * 8}</td><td>12500</td></tr>"
    paper = typeset(engine, letter(f"<p>{long}</p><table>{rows}</table>"))
    assert paper.problems == ()
    lines = texts(paper)[0].split()
    assert {"10", "12500"} <= {*lines}
