"""Pictures in papers: what a browser shows of a figure is what its page shows, and what differs is told."""

from __future__ import annotations

import base64
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import browsed
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from test_pdf import STYLES, deck, sheet

from akson_docs.diagnostics import Span
from akson_docs.pdf import compose, drawing_process, figures
from akson_docs.pdf.typesetter import Engine
from akson_docs.sources import drawings, images, plain_svg, svg_cost
from akson_docs.sources.font_coverage import Coverage

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

SIDE = 300
"""Pixels of a figure's sides, as it is compared."""


def bitmap(form: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (30, 20), **more: object) -> bytes:
    held = io.BytesIO()
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (0, 0, size[0] // 2, size[1] // 2))
    drawn.convert(mode).save(held, form, **more)
    return held.getvalue()


def deep() -> bytes:
    held = io.BytesIO()
    Image.linear_gradient("L").convert("I;16").point(lambda value: value * 257).save(held, "PNG")
    return held.getvalue()


TURNED = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"


def drawn(inside: str, more: str = 'viewBox="0 0 100 100" width="100" height="100"') -> str:
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {link} {more}>{inside}'
        '<path d="M2 2h96v96H2z" fill="none" stroke="black"/></svg>'
    )


BOX = '<rect x="10" y="10" width="80" height="80" {}/>'
STOPS = '<stop stop-color="red"/><stop offset="1" stop-color="blue"/>'
DATA = base64.b64encode(bitmap()).decode()
JPEG = base64.b64encode(bitmap("JPEG")).decode()
ALIKE = {
    "a gradient that another is made from": drawn(
        f'<linearGradient id="b" xlink:href="#a" gradientUnits="userSpaceOnUse" x1="10" x2="90"/>'
        f'<linearGradient id="a">{STOPS}</linearGradient>' + BOX.format('fill="url(#b)"')
    ),
    "a round gradient with stops of a straight one": drawn(
        f'<linearGradient id="a">{STOPS}</linearGradient><radialGradient id="b" href="#a" cx=".3"/>'
        + BOX.format('fill="url(#b)"')
    ),
    "a gradient that is reflected": drawn(
        f'<linearGradient id="a" x2=".2" spreadMethod="reflect">{STOPS}</linearGradient>' + BOX.format('fill="url(#a)"')
    ),
    "a pattern": drawn(
        '<pattern id="p" width=".25" height=".25"><circle cx="8" cy="8" r="6" fill="green"/></pattern>'
        + BOX.format('fill="url(#p)"')
    ),
    "a mask": drawn(
        '<mask id="m"><rect x="20" y="20" width="60" height="40" fill="white"/><circle cx="50" cy="40" r="10"/></mask>'
        + BOX.format('fill="blue" mask="url(#m)"')
    ),
    "a mask by what is seen through": drawn(
        '<mask id="m" style="mask-type:alpha"><circle cx="50" cy="50" r="30"/></mask>'
        + BOX.format('fill="blue" mask="url(#m)"')
    ),
    "a part that is used again": drawn(
        '<defs><g id="a"><circle r="9" fill="inherit"/></g></defs><use href="#a" x="30" y="30" fill="red"/>'
        '<use xlink:href="#a" transform="translate(60 60) scale(2)" fill="green"/>'
    ),
    "a bitmap": drawn(f'<image x="20" y="20" width="60" height="40" href="data:image/png;base64,{DATA}"/>'),
    "a bitmap in lines": drawn(
        f'<image x="20" y="20" width="60" height="40" xlink:href="data:image/png;base64, {DATA[:40]}\n{DATA[40:]}"/>'
    ),
    "a JPEG by its short name, turned and clipped": drawn(
        '<clipPath id="c"><circle cx="50" cy="45" r="22"/></clipPath><g clip-path="url(#c)">'
        f'<image transform="rotate(9)" x="20" y="20" width="60" height="40" href="data:image/jpg;base64,{JPEG}"/></g>'
    ),
    "a filter that is not there, and one that is made from another": drawn(
        BOX.format('fill="green" filter="url(#nowhere)"')
        + '<filter id="a"><feGaussianBlur stdDeviation="4"/></filter><filter id="b" xlink:href="#a"/>'
        '<rect width="50" height="50" filter="url(#b)"/>'
    ),
    "a blur": drawn('<filter id="f"><feGaussianBlur stdDeviation="4"/></filter>' + BOX.format('filter="url(#f)"')),
    "a shadow": drawn(
        '<filter id="f"><feDropShadow dx="5" dy="5" stdDeviation="2"/></filter>'
        + BOX.format('fill="green" filter="url(#f)"')
    ),
    "colours that are mixed": drawn(
        '<g style="isolation:isolate">'
        + BOX.format('fill="orange"')
        + '<circle cx="60" cy="60" r="30" fill="teal" style="mix-blend-mode:multiply"/></g>'
    ),
    "style sheets": drawn(
        "<style>:root{--a:#c00} g > .x:not(:last-child){fill:var(--a)} .x{fill:var(--none, green)}"
        " @media print{.x{fill:black}} @media (prefers-color-scheme: dark){.x{fill:white}} #y{fill:blue !important}"
        '</style><g><rect class="x" width="40" height="40"/><rect class="x" y="50" width="40" height="40"/></g>'
        '<rect id="y" style="fill:red" x="50" width="40" height="40"/>'
    ),
    "colours of CSS 4, and for two schemes": drawn(
        '<rect width="40" height="40" style="fill:oklch(60% .2 20)"/><rect x="50" width="40" height="40"'
        ' style="fill:light-dark(hsl(200 90% 40%), #000)"/><rect y="50" width="40" height="40"'
        ' fill="rgb(0 99 0 / .5)"/>',
        'viewBox="0 0 100 100" width="100" height="100" style="background:#ffd"',
    ),
    "sizes that style sheets say": drawn(
        "<style>circle{cx:50px;cy:50px;r:1cm} rect{width:20%;height:9px}</style><circle/><rect/>"
    ),
    "a transform about the middle": drawn(
        '<path d="M20 20h40v20z" fill="green" style="transform:rotate(45deg);transform-origin:center;'
        'transform-box:fill-box"/><g style="transform:translate(50%,0.5in) scale(.5)"><path d="M0 0h40v40z"/></g>'
    ),
    "a choice": drawn(
        '<switch><g requiredExtensions="urn:x"><rect width="90" height="90"/></g>'
        '<g requiredFeatures="urn:y"><circle cx="50" cy="50" r="30"/></g><rect width="9" height="9"/></switch>'
    ),
    "words": drawn(
        '<text x="8" y="30" font-family="Arial" font-weight="bold" style="font-size:1.2em">Økt</text>'
        '<text x="50" y="60" text-anchor="middle" style="font:italic 14px/2 Georgia, serif">midt i</text>'
        '<text x="95" y="90" text-anchor="end" font-size="small">slutt</text>'
        '<g font-kerning="none" style="font-kerning:none"><text x="4" y="78" style="font:18px Arial">AVA</text></g>'
    ),
    "words with an outline in a gradient": drawn(
        '<linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>'
        '<g stroke="url(#g)" stroke-width="2" fill="none"><text x="4" y="60" font-size="40">Økt</text></g>'
    ),
    "words downwards": drawn('<text x="50" y="10" writing-mode="tb">loddrett</text>'),
    "no size but a shape": drawn(BOX.format('fill="green"'), 'viewBox="0 0 100 100"'),
    "a size and no shape": drawn(BOX.format('fill="green"'), 'width="100" height="100"'),
    "a shape other than its size": drawn(BOX.format('fill="green"'), 'viewBox="0 0 50 100" width="40mm" height="40mm"'),
    "an arrow's head on a line and on a box": drawn(
        '<marker id="m" orient="auto" markerWidth="9" markerHeight="9" refY="3"><path d="M0 0l6 3-6 3z"/></marker>'
        '<g marker-end="url(#m)"><path d="M10 80L60 20" stroke="red"/><rect x="60" y="60" width="20" height="20"/></g>'
    ),
}
DOT = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="4" height="3"/></svg>'
WHITE = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><path fill="white" d="M0 0h90v90z"/></svg>'
PIXELS = {
    "a PNG with a palette that is seen through": bitmap(mode="P", size=(300, 300), transparency=0),
    "a PNG of grey and alpha": bitmap(mode="LA"),
    "a PNG of sixteen bits": deep(),
    "a JPEG in colours of ink": bitmap("JPEG", "CMYK", (300, 300), quality=100),
    "a JPEG that lies on its side": bitmap("JPEG", size=(40, 20), exif=TURNED, quality=100),
    "a JPEG that is built up": bitmap("JPEG", size=(64, 64), progressive=True, quality=100),
}  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Engine:
    return compose.engine(STYLES)


@pytest.fixture(scope="module")
def page(driver: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A browser that has the letters of papers and no others."""
    with browsed.letters_of_papers(driver, chromium, tmp_path_factory.mktemp("fonts")) as page:
        yield page


def shown_in(page: Page, data: bytes) -> Image.Image:
    found = browsed.picture(page, data, SIDE, SIDE)
    assert found is not None
    return found


def on_paper(pdf: bytes, number: int) -> Image.Image:
    shown: Image.Image = pypdfium2.PdfDocument(pdf)[number].render(scale=4 / 3).to_pil().convert("RGB")
    return shown.crop((100, 200, 100 + SIDE, 200 + SIDE))


def test_every_figure_is_on_its_page_as_in_a_browser(engine: Engine, page: Page) -> None:
    shown = {name: text.encode() for name, text in ALIKE.items()} | PIXELS
    held = {f"{number}.x": images.for_paper(data) for number, data in enumerate(shown.values())}
    style = f"position:absolute;left:100px;top:200px;width:{SIDE}px;height:{SIDE}px"
    sheets = [sheet(f'<img src="{name}" alt="x" style="{style}">', number) for number, name in enumerate(held, 1)]
    addresses = {f"https://papirer.example.no/a/slides/{name}": data for name, data in held.items()}
    paper = compose.typeset((deck(*sheets),), engine, addresses, "")[0]
    assert [(problem.code.name, problem.parameters) for problem in paper.problems] == []
    assert paper.pdf is not None
    apart = {
        name: images.difference(shown_in(page, data), on_paper(paper.pdf, number))
        for number, (name, data) in enumerate(shown.items())
    }
    assert {name: round(share, 3) for name, share in apart.items() if share > 0.01} == {}
    assert [name for name, text in ALIKE.items() if list(drawings.problems(text.encode(), "a.svg"))] == []


def test_a_drawing_is_one_object_of_its_paper_however_often_it_is_shown(engine: Engine) -> None:
    held = {"https://papirer.example.no/a/slides/a.svg": ALIKE["a gradient that another is made from"].encode()}
    sheets = [sheet('<img src="a.svg" alt="x"><p>En <strong>to</strong></p>', number) for number in (1, 2, 3)]
    first, again = (compose.typeset((deck(*sheets),), engine, held, "")[0].pdf for _ in range(2))
    assert first is not None
    assert first == again
    with pikepdf.open(io.BytesIO(first)) as opened:
        forms = [
            one
            for one in opened.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form" and "/Pattern" in one.Resources
        ]
        assert len(forms) == 1
    one, other = (pypdfium2.PdfDocument(first)[number].render(scale=1).to_pil() for number in (0, 2))
    assert len(one.crop((40, 60, 200, 200)).getcolors(30_000)) > 50
    assert images.difference(one.crop((0, 60, 960, 540)), other.crop((0, 60, 960, 540))) < 0.001


def test_words_in_a_drawing_can_be_searched_for(engine: Engine) -> None:
    held = {"https://papirer.example.no/a/slides/a.svg": ALIKE["words"].encode()}
    pdf = compose.typeset((deck(sheet('<img src="a.svg" alt="x">')),), engine, held, "")[0].pdf
    assert pdf is not None
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert {"Økt", "midt i", "slutt"} <= set(text.splitlines())


@pytest.mark.parametrize(
    ("inside", "part", "line"),
    [
        ('<text x="9" y="9">\n<tspan writing-mode="tb">a</tspan></text>', "<tspan> writing-mode", 2),
        ("\n\n<g font-variant='small-caps'/>", "font-variant: small-caps", 3),
        ("<style>@font-face{font-family:X;src:url(data:font/ttf,x)} text{font-family:X}</style><text>a</text>",
         '@font-face "X"', 1),
        ("<style>@media (min-width: 9px){g{fill:red}}</style>", "@media (min-width: 9px)", 1),
        ("<style>g{transition: fill 1s}</style>\n<g/>", "transition", 2),
        ("<style>g{fill: color-mix(in srgb, red, blue)}</style><g/>", "color-mix()", 1),
        ('<g style="clip-path: circle(9px)"/>', "clip-path: circle(9px)", 1),
        ('<g style="stroke-width: calc(1px + 2%)"/>', "calc()", 1),
        ('<text style="transform: rotate(9deg); transform-origin: center; transform-box: fill-box">a</text>',
         "transform-box", 1),
        ('<switch><text systemLanguage="de">a</text></switch>', 'systemLanguage="de"', 1),
        ('<radialGradient id="a" fr=".4"/>', '<radialGradient fr=".4">', 1),
        ("<style>rect{&amp;:hover{fill:red}}</style>", "&:hover", 1),
        ('<filter id="f" x=".1" width="2"><feOffset/></filter>', "<filter x, y, width, height>", 1),
        ('<g filter="blur(4)"/>', "filter: blur()", 1),
        ('<filter id="f"><feTurbulence stitchTiles="stitch"/></filter>', 'stitchTiles="stitch"', 1),
        ('<filter id="f" primitiveUnits="objectBoundingBox"><feOffset width=".5"/></filter>',
         'primitiveUnits="objectBoundingBox"', 1),
        ('<text>a\n<tspan baseline-shift="super">b<tspan baseline-shift="5">c</tspan></tspan></text>',
         "<tspan> baseline-shift", 2),
        ('<filter id="f"><feFlood/></filter><text letter-spacing="3" filter="url(#f)">a</text>',
         "letter-spacing, filter", 1),
        ('<g/>\n<text style="fill: context-fill">a</text>',
         "context-fill, context-stroke", 2),
    ],
)  # fmt: skip
def test_what_papers_show_otherwise_is_told_with_the_line_of_the_drawing(inside: str, part: str, line: int) -> None:
    found = [dict(one.parameters) for one in drawings.problems(drawn(inside).encode(), "a.svg")]
    assert found == [{"found": "a.svg", "part": part, "line": line}]


@pytest.mark.parametrize(
    ("size", "told"), [("", True), ('width="-9"', True), ('width="9" height="9"', False), ('viewBox="0 0 9 9"', False)]
)
def test_a_drawing_that_says_nothing_of_its_size_is_told(size: str, told: bool) -> None:
    found = [dict(one.parameters)["part"] for one in drawings.problems(drawn("<g/>", size).encode(), "a.svg")]
    assert found == (["<svg> viewBox"] if told else [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            drawn('<filter id="f"><feMorphology radius="9999"/></filter>' + BOX.format('filter="url(#f)"')),
            "picture-slow",
        ),
        (drawn("", 'width="0" height="9"'), "not-a-picture"),
        (drawn("<script/>"), ""),
        ("<svg", ""),
    ],
)
def test_a_drawing_that_cannot_be_drawn_is_refused_once(text: str, code: str) -> None:
    assert [one.code.name for one in drawings.problems(text.encode(), "a.svg")] == ([code] if code else [])


def test_a_drawing_that_no_paper_can_have_is_told_at_its_slide(engine: Engine) -> None:
    held = {"https://papirer.example.no/a/slides/a.svg": drawn("<text>漢</text>").encode()}
    paper = compose.typeset((deck(sheet("<p>a</p>", 1), sheet('<img src="a.svg" alt="x">', 2)),), engine, held, "")[0]
    assert [(one.code.name, one.path) for one in paper.problems] == [("glyph-missing", ("items", 2))]
    assert paper.pdf is None


def test_pixels_stand_for_a_drawing_whose_lines_come_out_otherwise(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer = figures.Drawer(STYLES.fonts, engine.coverage)
    assert isinstance(drawer.pictures({"a": drawn("").encode()})["a"], figures.Drawing)
    monkeypatch.setattr(figures.Drawer, "_difference", lambda drawer, pdf, seen: 0.5)
    other = drawer.pictures({"a": drawn("<g/>").encode()})["a"]
    assert isinstance(other, figures.Pixels)
    assert other.get_intrinsic_size(1, 16) == (100, 100, 1)


def test_a_drawing_is_left_as_it_is_written_beside_what_is_worked_out() -> None:
    plain = plain_svg.plain(drawn("<style>text{white-space:pre}</style><text>a  b</text>").encode(), images.embedded)
    assert 'space="preserve"' in plain.text
    assert "<style" not in plain.text
    assert plain.words == "a  b"
    assert plain.size == (100, 100, 1)


def test_pictures_that_differ_are_found_to_differ() -> None:
    white, other = Image.new("RGB", (50, 50), "white"), Image.new("RGB", (50, 50), "white")
    other.paste("black", (10, 10, 20, 20))
    assert images.difference(white, white) == 0
    assert images.difference(white, other) == images.difference(other, white) == 0.04
    other = Image.new("RGB", (50, 50), (225, 225, 225))
    assert images.difference(white, other) == 0


LONG = "M0 0" + "C1 400 400 1 3 4" * 60_000
BLUR = '<filter id="f"><feGaussianBlur stdDeviation="30"/></filter>'
BLURRED = '<g id="a"><rect width="90" height="90" filter="url(#f)"/></g>'


@pytest.mark.parametrize(
    ("inside", "part", "line"),
    [
        (f"{BLUR}\n{BLURRED}" + '<use href="#a"/>' * 3000, "filter", 2),
        ('<filter id="f"><feTurbulence numOctaves="1e9"/></filter>' + BOX.format('filter="url(#f)"'), "filter", 1),
        ('<filter id="f"><feMorphology radius="1"/></filter><g transform="scale(300)">'
         '<rect width="1" height="1" filter="url(#f)"/></g>', "filter", 1),
        ('<filter id="f" x="-9" y="-9" width="99" height="99"><feOffset/></filter>' + BOX.format('filter="url(#f)"'),
         "filter", 1),
        (f'{BLUR}<marker id="m"><rect width="90" height="90" filter="url(#f)"/></marker>'
         f'<path marker-mid="url(#m)" d="M0 0{"L1 1" * 4000}"/>', "filter", 1),
        ('\n<path d="M0 0H100" stroke="red" stroke-dasharray="0.00001"/>', "stroke-dasharray", 2),
        ('<g stroke="red" stroke-dasharray=".001 .001">' + '<circle r="40"/>' * 40 + "</g>", "stroke-dasharray", 1),
        (f'<path d="{LONG}"/>', "path", 1),
        (f'<clipPath id="c"><path d="{LONG[:200_000]}"/></clipPath>'
         + BOX.format('clip-path="url(#c)"') * 300, "path", 1),
        ("<text>" + "abc " * 20_000 + "</text>", "text", 1),
        ('<linearGradient id="g">' + '<stop offset="1"/>' * 5000 + "</linearGradient>"
         + BOX.format('fill="url(#g)"') * 1000, "stop", 1),
        (('<g opacity=".9">' * 90 + BOX.format("") + "</g>" * 90) * 100, "opacity", 1),
        ("<style>" + "g g g g g rect:not(.a){fill:red}" * 3 + "</style>" + "<g>" * 60 + BOX.format("") + "</g>" * 60,
         "<style>", 1),
        ("<style>" + "".join(f"rect:not(.a{n}){{fill:red}}" for n in range(2000)) + "</style>"
         + "<rect/>" * 1000, "<style>", 1),
        ("<style>.a~.a~.a~g:not(.b){fill:red}</style>" + '<g class="a"/>' * 300, "<style>", 1),
        ("".join(f"\n<style>rect:has(~ .a{n}){{fill:red}}</style>" for n in range(50)) + "<g><rect/></g>" * 9000,
         "<style>", 51),
        ("<style>" + "a{}" * 60_000 + "</style>", "<style>", 1),
        ("<style>" + "a," * 200_000 + "b{}</style>", "<style>", 1),
        ("\n<style>" + ":not(" * 3000 + "a" + ")" * 3000 + "{fill:red}</style>", "<style>", 2),
        ('\n<rect style="fill:' + "(" * 3000 + '"/>', "style", 2),
    ],
)  # fmt: skip
def test_a_drawing_that_asks_too_much_is_refused_before_it_is_drawn(inside: str, part: str, line: int) -> None:
    data = drawn(inside).encode()
    assert images.problem("a.svg", data, Span("")) is None
    found = [(one.code.name, dict(one.parameters)) for one in drawings.problems(data, "a.svg")]
    assert found == [("picture-slow", {"found": "a.svg", "part": part, "line": line})]


@pytest.mark.parametrize(
    "inside",
    [
        BLUR + '<rect width="9" height="9" filter="url(#f)"/>' * 40,
        ('<filter id="f" width="-50%"><feTurbulence numOctaves="1e9"/></filter>' + BOX.format('filter="url(#f)"')),
        '<path d="M0 0H1000000" stroke="red"/>' * 20,
        '<path d="M0 0H100" stroke="red" stroke-dasharray="1 2"/>' * 500,
        '<path d="M0 0H100" stroke-dasharray="0.00001"/>',
        '<pattern id="p" width=".1" height=".1"><rect width="1" height="1"/></pattern>' + BOX.format('fill="url(#p)"'),
        '<g opacity=".9">' * 40 + BOX.format("") + "</g>" * 40,
        "<text>" + "abc " * 2000 + "</text>",
    ],
)
def test_a_drawing_as_programs_make_them_asks_no_more_than_it_may(inside: str) -> None:
    assert list(drawings.problems(drawn(inside).encode(), "a.svg")) == []


def test_more_pixels_in_a_drawing_than_a_picture_may_have_are_refused() -> None:
    made = io.BytesIO()
    Image.new("1", (5000, 4000)).save(made, "PNG")
    held = base64.b64encode(made.getvalue()).decode()
    text = drawn(f'<image width="9" height="9" href="data:image/png;base64,{held}"/>' * 3)
    found = images.problem("a.svg", text.encode(), Span(""))
    assert found is not None
    assert found.code == "picture-size"


def test_a_drawing_that_takes_too_long_or_too_much_memory_ends_its_renderer_alone(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer = figures.Drawer(STYLES.fonts, engine.coverage)
    monkeypatch.setattr(svg_cost, "side", lambda root, styles, drawn: 480.0)
    endless = drawn('<filter id="f"><feTurbulence numOctaves="999999999"/></filter>' + BOX.format('filter="url(#f)"'))
    monkeypatch.setattr(drawing_process, "SECONDS", 1)
    placed = drawer.pictures({"a": endless.encode(), "b": drawn("").encode()})
    assert isinstance(placed["a"], figures.Unplaced)
    assert isinstance(placed["a"].fault, figures.NotPlaced)
    assert placed["a"].fault.code == figures.TOO_SLOW
    assert isinstance(placed["b"], figures.Drawing)
    monkeypatch.setattr(figures, "MOST_SECONDS", 0.0)
    drawer._slow = 1.0
    later = drawer.pictures({"a": drawn("<g/>").encode()})["a"]
    assert isinstance(later, figures.Unplaced)
    assert isinstance(later.fault, figures.NotPlaced)
    assert later.fault.code == figures.TOGETHER
    drawer.renew()
    assert isinstance(drawer.pictures({"a": drawn("<g><g/></g>").encode()})["a"], figures.Drawing)
    monkeypatch.setattr(drawing_process, "MEMORY", 1 << 20)
    poor = figures.Drawer(STYLES.fonts, engine.coverage).pictures({"a": drawn("").encode()})["a"]
    assert isinstance(poor, figures.Unplaced)


def test_a_sign_that_no_font_has_is_told_at_its_line_of_the_drawing() -> None:
    coverage = Coverage(lambda: (data for _, data in STYLES.fonts))
    found = list(drawings.problems(drawn("\n<text>a\u6f22</text>").encode(), "a.svg", coverage))
    assert [(one.code.name, dict(one.parameters)["line"], dict(one.parameters)["character"]) for one in found] == [
        ("glyph-missing", 2, "\u6f22")
    ]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<img src="a.svg" alt="x"><img src="b.png" alt="x">', []),
        ('<img src="white.svg" alt="x">', []),
        ('<img src="dot.svg" alt="x" style="width:100%;height:5em">', []),
        ('<img src="a.svg" alt="x" style="position:absolute;left:-900px">', ["figure-lost"]),
        ('<img src="a.svg" alt="x" style="opacity:0">', ["figure-lost"]),
        ('<img src="b.png" alt="x" style="opacity:.01">', ["figure-lost"]),
        ('<img src="b.png" alt="x" style="display:none">', ["figure-lost"]),
    ],
)
def test_a_picture_that_is_not_on_its_page_is_told_at_its_slide(engine: Engine, body: str, told: list[str]) -> None:
    held = {"a.svg": ALIKE["a mask"].encode(), "b.png": bitmap(), "white.svg": WHITE.encode(), "dot.svg": DOT.encode()}
    addresses = {f"https://papirer.example.no/a/slides/{name}": data for name, data in held.items()}
    paper = compose.typeset((deck(sheet("<p>a</p>", 1), sheet(body, 2)),), engine, addresses, "")[0]
    assert [(one.code.name, one.path) for one in paper.problems] == [(name, ("items", 2)) for name in told]
    assert (paper.pdf is None) == bool(told)


def test_a_picture_that_is_drawn_nowhere_is_told(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures.Drawing, "draw", lambda *given: None)
    held = {"https://papirer.example.no/a/slides/a.svg": ALIKE["a mask"].encode()}
    paper = compose.typeset((deck(sheet('<img src="a.svg" alt="x">')),), engine, held, "")[0]
    assert [one.code.name for one in paper.problems] == ["figure-lost"]


@pytest.mark.parametrize("ends", ["closed", "left"])
def test_the_renderer_leaves_no_fonts_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    renderer = drawing_process.Renderer(STYLES.fonts[:1])
    renderer.start()
    process = renderer._process
    assert process is not None
    assert process.stdin is not None
    assert len(list(tmp_path.iterdir())) == 1
    if ends == "closed":
        renderer.close()
    else:  # whoever started it is no more
        process.stdin.close()
        process.wait()
    assert list(tmp_path.iterdir()) == []
