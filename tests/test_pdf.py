"""Decks: what does not fit is fitted or refused and never lost; links, tags and outline survive the joining."""

from __future__ import annotations

import base64
import hashlib
import importlib
import io
import subprocess
import sys
from pathlib import Path

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from akson_docs.diagnostics import Problem
from akson_docs.pdf import completeness, compose, plain_text, typesetter, typography
from akson_docs.pdf.a4_page import A4Text
from akson_docs.pdf.compose import Enclosed, Paper, PaperPart, Typeset
from akson_docs.pdf.provenance import Provenance
from akson_docs.pdf.slide_page import SlidePage
from akson_docs.pdf.typesetter import Engine, Frame, Styles

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
FONTS = tuple((path.name, path.read_bytes()) for path in sorted((TEMPLATES / "fonts").glob("*.ttf")))
CSS = "\n".join(
    (TEMPLATES / "css" / name).read_text() for name in ("tokens.css", "fonts-pdf.css", "slide.css", "pdf.css")
)
LETTERS = "\n".join((TEMPLATES / "css" / name).read_text() for name in ("tokens.css", "letter.css"))
STYLES = Styles(CSS, LETTERS, FONTS)
BASE = "https://papirer.example.no/a/slides/"
FRAME = Frame("nb", BASE)
MADE_FROM = Provenance("a/2020-04", "slides", "nb", "public")
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return compose.engine(STYLES)


def sheet(body: str, number: int = 1, fit: bool = True) -> SlidePage:
    html = (
        f'<section class="slide slide-text" id="s{number}"><p id="slide-{number}">{number}</p>'
        f"<h3>Lysark {number}</h3>{body}</section>"
    )
    return SlidePage(f"s{number}", html, ("items", number), fit)


def deck(*sheets: SlidePage) -> Paper:
    parts = tuple(PaperPart(sheet, FRAME) for sheet in sheets)
    return Paper("slides.pdf", "Tittel", "nb", "Etaten", "Styret", "2020-07-01", parts, "", MADE_FROM)


def typeset(engine: Engine, *sheets: SlidePage, images: dict[str, bytes] | None = None) -> Typeset:
    held = {BASE + name: data for name, data in (images or {}).items()}
    return compose.typeset((deck(*sheets),), engine, held, "")[0]


def codes(paper: Typeset) -> list[str]:
    return [problem.code.name for problem in paper.problems]


def bullets(count: int) -> str:
    return "<ul>" + "".join(f"<li>Punkt {n} om noe som tar sin plass på lysarket</li>" for n in range(count)) + "</ul>"


def tall_picture() -> bytes:
    held = io.BytesIO()
    Image.new("L", (100, 3000)).save(held, "PNG")
    return held.getvalue()


@pytest.mark.parametrize(
    ("number", "written"),
    [(640.0, b"640"), (639.9999999999999, b"640"), (640.0000000000001, b"640"), (201.8967061, b"201.896706"),
     (0.0, b"0"), (-1e-9, b"0"), (-0.5, b"-0.5"), (10.0, b"10")],
)  # fmt: skip
def test_a_sum_is_written_alike_whichever_python_added_it_up(number: float, written: bytes) -> None:
    typesetter.load()
    assert importlib.import_module("pydyf")._to_bytes(number) == written


def test_a_deck_says_what_its_slides_say(engine: Engine) -> None:
    sheets = [sheet(f'<p>Tekst {n}</p><p><a href="#slide-1">til 1</a></p>', n) for n in (1, 2, 3)]
    paper = typeset(engine, *sheets)
    assert paper.problems == ()
    assert paper.pdf is not None
    printed = completeness.pages(paper.pdf)
    assert [page.painted for page in printed] == [plain_text.html_text(one.html) for one in sheets]
    assert [page.tagged for page in printed] == [plain_text.html_text(one.html) for one in sheets]


def test_links_between_slides_and_the_outline_work(engine: Engine, tmp_path: Path) -> None:
    outside = '<p><a href="https://www.ks.no/akson">ks.no/akson</a></p>'
    paper = typeset(engine, sheet('<p><a href="#s2">neste</a></p>', 1), sheet(outside, 2))
    assert paper.pdf is not None
    (tmp_path / "deck.pdf").write_bytes(paper.pdf)
    with pikepdf.open(tmp_path / "deck.pdf") as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Lysark 1", "Lysark 2"]
        links = [annotation for page in opened.pages for annotation in page.get("/Annots", [])]
        assert len(links) == 2
        assert str(links[1].A.URI) == "https://www.ks.no/akson"
        assert str(opened.Root.Lang) == "nb"
        assert opened.Root.MarkInfo.Marked
    document = pypdfium2.PdfDocument(paper.pdf)
    assert document.get_page(0).get_size() == pytest.approx((960, 540))


@pytest.mark.parametrize(
    ("count", "code"), [(3, None), (11, "slide-tighter"), (14, "slide-smaller"), (40, "slide-overflow")]
)
def test_the_ladder(engine: Engine, count: int, code: str | None) -> None:
    paper = typeset(engine, sheet(bullets(count)))
    assert codes(paper) == ([code] if code else [])
    assert (paper.pdf is None) == (code == "slide-overflow")
    assert all(problem.path == ("items", 1) for problem in paper.problems)


def test_a_slide_that_may_not_be_set_smaller_is_refused(engine: Engine) -> None:
    assert codes(typeset(engine, sheet(bullets(14), fit=False))) == ["slide-overflow"]


def test_an_overflow_says_where_to_divide(engine: Engine) -> None:
    problem = typeset(engine, sheet(bullets(40))).problems[0]
    words = str(dict(problem.parameters)["words"])
    place = int(words.split()[1])
    assert words.startswith("Punkt")
    assert 12 < place < 30


TOO_MUCH = {
    "bullets": bullets(60),
    "paragraph": f"<p>{'Mange ord om saken. ' * 400}</p>",
    "long word": f"<p>{'x' * 400}</p>",
    "address": f"<p>https://example.no/{'sti/' * 2000}</p>",
    "table": "<table>" + "".join(f'<tr><th scope="row">{n}</th><td>Rad</td></tr>' for n in range(60)) + "</table>",
    "wide table": "<table><tr>" + "".join(f"<td>Kolonne{n}xxxxxxxx</td>" for n in range(40)) + "</tr></table>",
    "nested lists": f"<ul><li>{bullets(30)}{bullets(30)}</li></ul>",
    "quotation": f"<blockquote><p>{'Sitat. ' * 900}</p></blockquote>",
    "heading": f"<h4>{'Overskrift ' * 700}</h4>",
    "grid": f'<div class="slide-top"><p>{"Venstre " * 400}</p><p>Høyre</p></div>',
    "numbered": "<ol>" + "".join(f"<li>Nummer {n}</li>" for n in range(50)) + "</ol>",
    "picture": '<p><img src="hoy.png" alt="Høyt"></p>',
    "cut": f'<div style="height:3em;overflow:hidden">{bullets(30)}</div>',
    "spilling": f'<div style="height:3em">{bullets(40)}</div>',
}


@pytest.mark.parametrize("body", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_what_cannot_fit_is_refused_and_never_cut(engine: Engine, body: str) -> None:
    paper = typeset(engine, sheet(body), images={"hoy.png": tall_picture()})
    assert paper.pdf is None
    assert set(codes(paper)) <= {"slide-overflow", "slide-edge"}
    assert codes(paper)


@pytest.mark.parametrize(
    "body",
    [
        '<p style="position:absolute;top:0">først</p><p>sist</p>',
        '<div style="display:flex"><p style="order:2">en</p><p>to</p></div>',
        '<p style="display:none">borte</p>',
        '<p style="visibility:hidden">usynlig</p>',
        '<style>p.x::after{content:"tillegg"}</style><p class="x">tekst</p>',
    ],
    ids=["out of order", "reordered", "not drawn", "invisible", "added"],
)
def test_the_proof_finds_what_a_template_loses(engine: Engine, body: str) -> None:
    assert "text-lost" in codes(typeset(engine, sheet("<p>Før</p>" + body)))


def test_a_character_that_no_font_has_is_printed_as_what_it_stands_for_or_as_a_box(engine: Engine) -> None:
    paper = typeset(engine, sheet('<p title="ꀀ">ꀀ ﬁ 𝟏</p>'))
    assert paper.problems == ()
    assert paper.pdf is not None
    assert completeness.pages(paper.pdf)[0].painted.endswith("□fi1")


NAMES = (
    "Никита Сковорода|Γιώργος Ψ|Nguyễn Văn Ánh|محمد الزهراء پژواک|مُحَمَّد|דוד בן-גוריון|שָׁלוֹם|"
    "हिन्दी श्रीमती|বাংলা স্ত্রী|தமிழ் ஸ்ரீ|กรุงเทพ นํ้า|Արմեն|ქართული|ትግርኛ|"
    "北京 市|東京 さくら|カタカナ|서울 특별시"
)


@pytest.mark.parametrize("name", NAMES.split("|"))
def test_a_name_in_another_script_is_printed_and_nothing_of_it_is_lost(engine: Engine, name: str) -> None:
    paper = typeset(
        engine, sheet(typography.typeset(f"<p>Ola «{name}» (leder), {name}; § 5</p><ul><li>{name}</li></ul>"))
    )
    assert paper.problems == ()


def test_norwegian_and_sami_letters_are_there(engine: Engine) -> None:
    paper = typeset(engine, sheet("<p>æøå ÆØÅ áčđŋšŧž ÁČĐŊŠŦŽ ïöüõ ǥǧǩʒǯ → ✓ − № „“ «»</p>"))
    assert paper.problems == ()


def test_pictures_come_from_what_is_given(engine: Engine) -> None:
    there = typeset(engine, sheet('<p><img src="a.png" alt="Et punkt"></p>'), images={"a.png": PNG})
    assert there.problems == ()
    for source in ("b.png", "https://example.com/a.png", "file:///etc/passwd", "../../a.png"):
        found = typeset(engine, sheet(f'<p><img src="{source}" alt="Et punkt"></p>'), images={"a.png": PNG})
        assert codes(found) == ["picture"], source


def test_words_in_a_drawing_are_part_of_the_picture(engine: Engine) -> None:
    """Its alternative stands for them (ISO 14289-1, 7.3); what is beside the drawing is looked for as ever."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><text y="20">Bygg A</text></svg>'
    body = '<p>Kart</p><p><img src="a.svg" alt="Bygg A ligger nord for veien"></p><p>Under kartet</p>'
    paper = typeset(engine, sheet(body), images={"a.svg": drawing})
    assert paper.problems == ()
    assert paper.pdf is not None
    (page,) = completeness.pages(paper.pdf)
    assert "bygga" not in page.painted
    assert page.painted == page.tagged
    for profile in ("ua1", "2a"):
        found = page_validation.validate_pdf_bytes(paper.pdf, profile=profile)
        assert {one.rule_id for one in found.failures} <= {"PDFUA1-HEADING-NESTING-001"}, profile  # a slide by itself


def test_a_dead_link_is_told(engine: Engine) -> None:
    problems = typeset(engine, sheet('<p><a href="#slide-9">9</a></p>')).problems
    assert problems == (Problem(compose.LINK_DEAD, ("items", 1), (("anchor", "slide-9"),)),)


def test_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib, sys; sys.path[:0] = ['.', 'tests'];"
        "from test_pdf import *;"
        "paper = typeset(compose.engine(STYLES), sheet(bullets(5)), sheet('<p>x</p>', 2));"
        "print(hashlib.sha256(paper.pdf).hexdigest())"
    )
    root = Path(__file__).resolve().parents[1]
    digests = set()
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "TZ": "Asia/Tokyo" if seed == "2" else "UTC"}
        found = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True)
        assert found.returncode == 0, found.stderr
        digests.add(found.stdout.strip())
    assert len(digests) == 1
    assert len(next(iter(digests))) == hashlib.sha256().digest_size * 2


def test_where_harfbuzz_makes_no_subsets_what_was_not_loaded_is_loaded_then() -> None:
    script = """
import sys
sys.path.insert(0, "tests")
from test_pdf import STYLES, deck, sheet
from akson_docs.pdf import completeness, compose, plain_text, typesetter
from akson_docs.sources import font_coverage
engine = compose.engine(STYLES)
assert "fontTools.subset" not in sys.modules
import weasyprint.pdf.fonts
weasyprint.pdf.fonts.harfbuzz_subset = None
paper = compose.typeset((deck(sheet("<p>Tekst</p>")),), engine, {}, "")[0]
assert completeness.pages(paper.pdf)[0].painted == "1lysark1tekst", paper
assert "fontTools.subset" in sys.modules
assert len(paper.pdf) < 60_000
"""
    made = subprocess.run([sys.executable, "-c", script], cwd=TEMPLATES.parent, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr


NARROW = '<div class="beside"><p>{}</p><p>b</p><p>c</p><p>d</p><p>e</p><p>f</p></div>'


def test_a_word_wider_than_its_place_is_divided_and_other_words_are_not(engine: Engine) -> None:
    paper = typeset(engine, sheet(NARROW.format("Legemiddelprogrammet"), 1), sheet(NARROW.format("Et program"), 2))
    assert paper.problems == ()
    assert paper.pdf is not None
    first, second = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper.pdf))
    assert "Legemiddelprogrammet" not in first
    assert "Et" in second


def test_a_word_that_cannot_be_divided_and_is_wider_than_its_place_is_an_error(engine: Engine) -> None:
    paper = typeset(engine, sheet(NARROW.format("W" * 40)))
    assert (codes(paper), paper.pdf) == (["slide-edge"], None)
    assert "WWW" in dict(paper.problems[0].parameters)["words"]  # type: ignore[operator]


def test_a_slide_that_begins_tight_is_not_told_to_be_set_tighter(engine: Engine) -> None:
    full = sheet(bullets(12))
    assert codes(typeset(engine, full)) == ["slide-tighter"]
    begins = SlidePage(full.anchor, full.html.replace("slide-text", "slide-text tight"), full.path)
    assert begins.first_rung == 1
    assert codes(typeset(engine, begins)) == []
    never = SlidePage(full.anchor, full.html, full.path, fit=False)
    assert codes(typeset(engine, never)) == ["slide-overflow"]


def test_no_stream_ends_in_a_carriage_return(engine: Engine) -> None:
    papers = [typeset(engine, sheet(f"<p>Tekst {number}</p>")).pdf for number in range(80)]
    assert [number for number, paper in enumerate(papers) if paper is None or compose.ENDS_IN_RETURN in paper] == []


def test_what_keeps_papers_from_a_standard_is_told_of_the_first_of_them_alone(engine: Engine, tmp_path: Path) -> None:
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(200, 200))
        made.save(tmp_path / "v.pdf")
    enclosed = Enclosed("v", "Vedlegg 1", "Vedlegg 1", str(tmp_path / "v.pdf"), "v.pdf", ())
    parts = (PaperPart(A4Text("<main><p>Sak</p></main>", ()), FRAME), PaperPart(enclosed, FRAME))
    papers = [
        Paper(name, "Tittel", "nb", "Etaten", "Styret", "2020-07-01", parts, "", MADE_FROM)
        for name in ("papers.pdf", "supplement.pdf")
    ]
    first, second = (codes(one) for one in compose.typeset(papers, engine, {}, str(tmp_path / "made")))
    assert first == ["pages-enclosed", "pages-not-accessible"]
    assert second == ["pages-enclosed"]


@pytest.mark.parametrize("caption", ["", "<figcaption>Under</figcaption>"])
def test_a_figure_is_as_wide_as_its_slide(caption: str) -> None:
    figure = (TEMPLATES / "slides" / "figure.css").read_text()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="90"><path d="M0 0h300v90H0z"/></svg>'
    shown = f'<figure><img src="a.svg" alt="x">{caption}</figure>'
    slide = f'<section class="slide slide-figure"><h3>A</h3>{shown}</section>'
    made = compose.typeset(
        (deck(SlidePage("s", slide, ("items", 1))),),
        compose.engine(Styles(CSS + figure, LETTERS, FONTS)),
        {f"{BASE}a.svg": drawing.encode()},
        "",
    )[0]
    assert codes(made) == []
    assert made.pdf is not None
    seen = pypdfium2.PdfDocument(made.pdf)[0].render(scale=1).to_pil().convert("L").crop((0, 90, 960, 400))
    left, _, right, _ = seen.point(lambda level: 255 if level < 40 else 0).getbbox() or (0, 0, 0, 0)
    assert (right - left) / (960 - 2 * 57.6) > 0.99
