"""Templates place, they do not compute: a colour is typed in one place, and sums are made before a page is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jinja2
import pytest
from archives import a_site
from jinja2 import nodes
from places import PROJECT

from akson_docs.render import palette

TEMPLATES = PROJECT / "templates"
PALETTES = {
    "css/tokens.css": "the colours of what readers get",
    "desk/tokens.css": "the desk lies over pages of any theme, day and night, and follows none of their colours",
}
PICTURES = {"images/favicon.svg": "a file of its own, which no style sheet reaches; held against the palette below"}
COMPUTING = {"slides/chart.html": "draws its lines itself"}
REMEMBERING = {
    "slides/chart.html": COMPUTING["slides/chart.html"],
    "pages/meeting.html": "a day is said where it begins, which is a matter of what stands above",
    "papers/agenda.html": "the same",
}
NAMED = "white|black|red|green|blue|gr[ae]y|navy|teal|orange|yellow"
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b(?![\w-])|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\("
    rf"|(?<![\w-])(?:{NAMED})(?=\s*[;}}!])|(?:fill|stroke|color)=\"(?:{NAMED})\""
)
ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
SUMS = ("sum", "round", "abs")


def files(*patterns: str) -> list[str]:
    found = sorted(path for pattern in patterns for path in TEMPLATES.glob(pattern))
    return [name for path in found if not (name := path.relative_to(TEMPLATES).as_posix()).startswith("vendor/")]


def sheet(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (TEMPLATES / name).read_text(), flags=re.DOTALL)


def tokens(name: str) -> dict[str, str]:
    """The custom properties of a sheet's first rule, which holds by day."""
    found = re.search(r":root \{(.*?)\}", sheet(name), re.DOTALL)
    assert found
    return dict(re.findall(r"--([\w-]+): ([^;]+);", found[1]))


def computing(text: str) -> Iterator[tuple[int, str]]:
    """Where a template computes, by its line, and how. Of a list, `[-1]` is the last."""
    tree = jinja2.Environment().parse(text)
    yield from ((node.lineno, type(node).__name__) for node in tree.find_all(ARITHMETIC))
    yield from ((node.lineno, "Neg") for node in tree.find_all(nodes.Neg) if not isinstance(node.node, nodes.Const))
    yield from ((node.lineno, node.name) for node in tree.find_all(nodes.Filter) if node.name in SUMS)


# ---- colours -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in files("**/*.html", "**/*.css") if name not in PALETTES])
def test_no_colour_is_typed_outside_of_the_palette(name: str) -> None:
    text = (TEMPLATES / name).read_text()
    text = text if name.endswith(".css") else re.sub(r'href="[^"]*"|&#\w+;', "", text)
    assert COLOUR.findall(text) == []


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("color: #fff", True),
        ("fill='#00596b'", True),
        ("rgb(0 0 0 / .3)", True),
        ("color: white;", True),
        ('<path stroke="black"/>', True),
        ('{"green": "●"}', False),
        ("color: var(--ink)", False),
        ("background: none", False),
        ("{{ url('#slide-2') }}", False),
        (".red { color: inherit }", False),
    ],
)
def test_what_a_colour_looks_like(text: str, is_one: bool) -> None:
    assert bool(COLOUR.search(text)) is is_one


def test_pictures_are_the_palettes_own() -> None:
    known = tokens("css/tokens.css")
    for name in PICTURES:
        typed = {
            f"#{one * 2 if len(one) == 3 else one}" for one in re.findall(r"#(\w+)", (TEMPLATES / name).read_text())
        }
        assert typed == {known["deep"], known["on-deep"]}
    assert set(files("images/*.svg")) == set(PICTURES)


def test_what_knows_no_style_sheet_gets_the_colours_of_the_style_sheet() -> None:
    known = tokens("css/tokens.css")
    assert {name: known[name.replace("_", "-")] for name in palette.TOKENS} == palette.TOKENS


def test_no_colour_is_held_for_nobody() -> None:
    asked = {
        name for path in files("**/*.html") for name in re.findall(r"colour\.(\w+)", (TEMPLATES / path).read_text())
    }
    assert asked == palette.TOKENS.keys()


def test_every_custom_property_that_is_asked_for_is_there() -> None:
    sheets = [*files("css/*.css", "slides/*.css", "desk/*.css"), "disclosure.html"]
    given = {name for path in sheets for name in re.findall(r"(?:^|[\s;{])--([\w-]+):", sheet(path))}
    asked = {name for path in sheets for name in re.findall(r"var\(--([\w-]+)\)", sheet(path))}
    assert sorted(asked - given) == []
    colours = {name for path in PALETTES for name in tokens(path)}
    assert sorted(colours - asked - palette.TOKENS.keys() - {"mail-line"}) == []


@pytest.mark.parametrize(
    ("given", "accent", "deep"),
    [
        ("", "#00596b", "#06303c"),
        ('colours: {accent: "#00325c"}\n', "#00325c", "#06303c"),
        ('colours: {deep: "#001122"}\n', "#00596b", "#001122"),
    ],
)
def test_the_publishers_colours_take_the_place_of_two(given: str, accent: str, deep: str) -> None:
    site = a_site(f"name: M\npublisher: E\naddress: https://m.example.no\n{given}")
    found = palette.colours(site)
    assert (found["accent"], found["deep"]) == (accent, deep)
    assert found.keys() == palette.TOKENS.keys()


# ---- computing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in files("**/*.html") if name not in COMPUTING])
def test_a_template_computes_nothing(name: str) -> None:
    assert list(computing((TEMPLATES / name).read_text())) == []


@pytest.mark.parametrize("name", [name for name in files("**/*.html") if name not in REMEMBERING])
def test_a_template_gathers_nothing(name: str) -> None:
    assert "namespace(" not in (TEMPLATES / name).read_text()


@pytest.mark.parametrize("name", sorted({*COMPUTING, *REMEMBERING}))
def test_an_exception_is_one(name: str) -> None:
    text = (TEMPLATES / name).read_text()
    assert (name in COMPUTING) == bool(list(computing(text)))
    assert (name in REMEMBERING) == ("namespace(" in text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ a + 1 }}", ["Add"]),
        ("{% set a = b * 2 %}", ["Mul"]),
        ("{{ -a }}", ["Neg"]),
        ("{{ a[-1] }}", []),
        ("{{ a|sum }}", ["sum"]),
        ("{{ a ~ b }}", []),
    ],
)
def test_what_computing_looks_like(text: str, found: list[str]) -> None:
    assert [how for _, how in computing(text)] == found
