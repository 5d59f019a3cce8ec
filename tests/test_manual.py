"""The manual: everything that the product has is in it, every link leads somewhere, and it reads well."""

from __future__ import annotations

import ast
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from judged import RULES, invalid_html, looks, violations
from markupsafe import escape
from places import PROJECT, contents, write

from akson_docs.catalogue import LANGUAGES, translated
from akson_docs.cli import guide, main, manual, manual_page, parser, terminal
from akson_docs.model.slides import KINDS
from akson_docs.render import templates
from akson_docs.rules import registry
from akson_docs.sources import snapshots
from akson_docs.sources.format import editing, schema

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

FOLDERS = ("", "nb/", "nn/")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The manual of this project."""
    folder = tmp_path_factory.mktemp("manual")
    assert main.main(["manual", "--root", str(folder), "--output", str(folder / "docs")]) == 0
    return folder / "docs"


def read(made: Path, address: str) -> str:
    return (made / address / "index.html").read_text()


def named(page: str) -> list[str]:
    """The names that a page explains."""
    return re.findall(r"<dt>(?:<a[^>]*>)?<code>([^<]*)</code>", page)


def codes_in_the_source() -> set[str]:
    """The name of every `Code(…)` that is written anywhere in the product."""
    found = set()
    for path in (PROJECT / "akson_docs").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Code" and node.args:
                name = node.args[0]
                # Where a function makes several, they are named after their rules.
                found |= {ast.literal_eval(name)} if isinstance(name, ast.Constant) else set()
    return found | {registry.code_name(rule) for rule in registry.RULES}


@pytest.mark.parametrize("language", FOLDERS)
def test_every_command_has_its_place_with_every_option(made: Path, language: str) -> None:
    front = read(made, f"{language}commands/")
    for name, taken in main.parsers()[1].items():
        assert f"<code>akson {name}</code>" in front
        page = read(made, f"{language}commands/{name}/")
        told = " ".join(named(page))
        options = [
            option for action in taken._actions if action.help != "==SUPPRESS==" for option in action.option_strings
        ]
        assert [option for option in options if option not in told] == []
        headings = re.findall(r"<h2>(.*)</h2>", page)
        spoken = language[:-1] or "en"
        assert headings[:2] == [translated(heading, spoken) for heading in ("Synopsis", "Description")]
        assert headings[-1] in [translated(heading, spoken) for heading in ("See also", "Exit status")]


@pytest.mark.parametrize("language", FOLDERS)
def test_every_code_has_its_place(made: Path, language: str) -> None:
    codes = codes_in_the_source()
    assert len(codes) > 150
    front = named(read(made, f"{language}problems/"))
    assert sorted(front) == sorted(codes)
    for name in codes:
        assert f"<h1>{name}</h1>" in read(made, f"{language}problems/{name}/")


def test_a_rule_says_why_it_is_one_and_how_it_is_silenced(made: Path) -> None:
    for rule in registry.RULES:
        name = registry.code_name(rule)
        page = read(made, f"problems/{name}/")
        assert "<h2>Why</h2>" in page
        assert (f"silence: [{name}]" in page) == (rule not in registry.SITE_RULES)
    assert "It cannot be silenced" in read(made, "problems/unknown-key/")


@pytest.mark.parametrize("language", FOLDERS)
def test_every_key_has_its_place(made: Path, language: str) -> None:
    shapes = manual._shapes()
    assert {f"{kind}.yaml" for kind in schema.FILES if kind != "item"} <= shapes.keys()
    count = 0
    for name, shape in shapes.items():
        page = read(made, language + manual._address(name))
        assert [key for key in shape.get("properties", {}) if key not in named(page)] == []
        assert manual_page.inline(translated(str(shape["description"]), language[:-1] or "en")) in page
        count += len(shape.get("properties", {}))
    assert count > 300


def test_every_part_of_the_format_has_a_name() -> None:
    kinds = {slide.__name__ for slide in manual._slide_classes().values()}
    parts = {name for name in manual._shapes() if not name.endswith(".yaml")} - kinds
    assert parts == manual.PARTS.keys()
    for language in LANGUAGES:
        called = [translated(part, language, "part") for part in manual.PARTS.values()]
        assert len(called) == len(set(called))


def test_what_may_be_written_is_told_as_people_say_it(made: Path) -> None:
    page = read(made, "format/meeting-yaml/")
    assert "yes or no or" not in page
    assert "or yes or no" not in page
    assert re.search(r"<code>start</code>.*?time of day", page, re.DOTALL)
    assert "Where; the board&#39;s usual place where absent." in page or "Where; the board's usual place" in page
    page = read(made, "nb/format/meeting-yaml/")
    assert "Hvor; ellers utvalgets vanlige sted." in page
    assert "<h1>meeting.yaml</h1>" in page


def test_every_key_says_what_it_means() -> None:
    silent = [
        f"{name}.{key}"
        for name, shape in manual._shapes().items()
        for key, value in shape.get("properties", {}).items()
        if not value.get("description")
    ]
    assert silent == []


@pytest.mark.parametrize("language", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_place_with_an_example_as_it_is_shown(made: Path, language: str, kind: str) -> None:
    page = read(made, f"{language}slides/{kind}/")
    assert (f'class="slide slide-{kind}' in page) == (kind != "omitted")
    for picture in re.findall(r'<img[^>]* src="([^"]*)"', page):
        assert (made / language / f"slides/{kind}" / unquote(picture)).resolve().is_file()
    own = {"": "docs/slides/en", "nb/": "tests/kinds", "nn/": "docs/slides/nn"}[language]
    example = (PROJECT / own / f"{kind}.yaml").read_text()
    line = next(line for line in example.splitlines()[1:] if ": " in line and '"' not in line)
    assert str(escape(line)) in page
    assert ('class="drawn" lang' in page) is False


def keys(value: object) -> object:
    if isinstance(value, dict):
        return {key: keys(held) for key, held in value.items()}
    return [keys(held) for held in value] if isinstance(value, list) else None


@pytest.mark.parametrize("language", ["en", "nn"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_example_says_the_same_in_each_language(language: str, kind: str) -> None:
    own, other = (PROJECT / f"tests/kinds/{kind}.yaml", PROJECT / f"docs/slides/{language}/{kind}.yaml")
    assert keys(editing.said(own.read_text())) == keys(editing.said(other.read_text()))


def test_a_kind_that_has_an_example_in_one_language_has_it_in_all_and_it_says_so() -> None:
    examples = snapshots.brought("kinds")
    subject = manual.Subject((), (), examples, {}, {}, "1")
    theme = snapshots.scan(str(PROJECT))
    sources = {path: theme.read(path).decode() for path in theme.under("templates") if templates.takes(path)}
    with terminal.speaking("en"):
        shown = next(manual._kinds(subject, manual._shapes(), templates.template_set(sources), "en"))
    assert shown.example == "nb"


@pytest.mark.parametrize("language", FOLDERS)
def test_the_list_of_kinds_has_a_picture_of_each_that_only_eyes_see(made: Path, language: str) -> None:
    page = read(made, f"{language}slides/")
    pictures = re.findall(r'<div class="thumb" aria-hidden="true" inert>(.*?)</dd>', page, re.DOTALL)
    assert len(pictures) == len(KINDS) - 1  # a slide that is not there has none
    assert all("slide-" in one and "<a " not in one and " id=" not in one for one in pictures)


@pytest.mark.parametrize(("language", "own"), [("", "en"), ("nb/", "nb"), ("nn/", "nn")])
def test_the_guide_is_in_the_manual_with_a_whole_meeting(made: Path, language: str, own: str) -> None:
    for name in guide.READING:
        page = read(made, f"{language}guide/{name}/")
        title = (PROJECT / f"docs/guide/{own}/{name}.md").read_text().splitlines()[0].removeprefix("# ")
        assert f"<article>\n<h1>{title}</h1>" in page
        assert not re.search(r'href="[^"]*\.md["#]', page)
    text = (PROJECT / "docs/demo" / own / guide.WHOLE).read_text().rstrip()
    assert str(escape(text)) in read(made, f"{language}guide/example/")


def test_a_guide_that_a_language_lacks_is_in_the_one_it_falls_back_to_and_says_so() -> None:
    texts, demo = (
        {path: text for path, text in snapshots.brought(name).items() if not path.startswith("nn/")}
        for name in ("guide", "demo")
    )
    with terminal.speaking("nn"):
        *pages, front = guide.pages(texts, demo, (), "nn")
    assert len(pages) == len(guide.READING) + 1
    assert {page.language or page.example for page in pages} == {"nb"}
    assert front.language == front.example == ""


def test_words_of_yaml_and_not_of_python_say_what_holds_where_nothing_is_written(made: Path) -> None:
    for folder in FOLDERS:
        for path in (made / folder / "format").glob("*/index.html"):
            assert not re.search(r"\b(?:True|False|None)\b", path.read_text()), path
    assert "default: yes" in read(made, "format/number-pattern/")


def test_words_that_stand_for_something_else_are_the_readers(made: Path) -> None:
    assert "<code>UTVALG/MØTE</code>" in read(made, "nb/commands/serve/")
    assert "akson new meeting eksempelutvalget DATO" in read(made, "nb/commands/new/")
    assert "--root MAPPE" in read(made, "nn/commands/check/")
    assert "--root DIR" in read(made, "commands/check/")


def test_the_index_has_every_page_and_every_section_of_the_guide(made: Path) -> None:
    for folder in FOLDERS:
        text = (made / folder / "search-index.js").read_text()
        rows = json.loads(text.removeprefix("window.manualIndex = ").removesuffix(";\n"))
        there = {
            path.parent.relative_to(made / folder).as_posix() + "/" for path in (made / folder).rglob("index.html")
        }
        there = {
            address for address in there if address.partition("/")[0] in ("commands", "format", "slides", "problems")
        }
        assert there <= {address for address, *_ in rows}
        for address, *_ in rows:
            page, _, place = address.partition("#")
            assert not place or f'<section id="{place}">' in read(made, f"{folder}{page}")


def test_it_is_searched_by_keyboard_from_a_disk(made: Path, window: BrowserContext) -> None:
    page = window.new_page()
    page.goto((made / "nb/commands/check/index.html").as_uri())
    page.get_by_role("searchbox", name="Søk i håndboken").fill("to som sender")
    first = page.get_by_role("search").get_by_role("link").first
    first.wait_for()
    assert first.inner_text() == "To som sender samtidig"
    assert "treff" in page.get_by_role("search").get_by_role("status").inner_text()
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    assert first.evaluate("link => link === document.activeElement")
    page.keyboard.press("Escape")
    assert page.get_by_role("search").get_by_role("link").count() == 0
    page.keyboard.type("finnes ikke noe sted xyz")
    page.get_by_text("Ingen treff").wait_for()
    page.get_by_role("searchbox").fill("casting_vote")
    page.get_by_role("search").get_by_role("link").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/nb/format/**")
    page.close()


ON_THE_WEB = ("https://veileder.example.no/meldinger", "https://pre-commit.com")
"""Where an example of a slide and the guide lead."""


def test_every_link_leads_to_a_file_for_no_server_is_needed(made: Path) -> None:
    dead = []
    pages = sorted(made.rglob("*.html"))
    assert len(pages) > 400
    for path in pages:
        here = path.parent.relative_to(made).as_posix()
        for link in re.findall(r'(?:href|src)="([^"#]+)"', path.read_text()):
            there = made / posixpath.normpath(posixpath.join(here, unquote(link)))
            if link not in ON_THE_WEB and not there.is_file():
                dead.append((here, link))
    assert dead == []


@pytest.mark.parametrize(("folder", "words"), [("", "follow one another"), ("nb/", "mangler")])
def test_a_page_is_in_its_own_language_throughout(made: Path, folder: str, words: str) -> None:
    page = read(made, f"{folder}problems/number-gap/")
    assert words in page
    assert '<p lang="en">' not in page


def test_what_a_catalogue_lacks_is_marked_as_english() -> None:
    with terminal.speaking("nb"):
        assert manual._told("No catalogue has this.").language == "en"
        assert manual._told("The day: 2020-07-01.").language == ""


def test_the_same_whatever_the_locale_and_the_terminal(made: Path, tmp_path: Path) -> None:
    surroundings = {**os.environ, "PYTHONPATH": str(PROJECT), "LC_ALL": "nb_NO.UTF-8", "COLUMNS": "40"}
    words = [sys.executable, "-m", "akson_docs", "manual", "--root", str(tmp_path)]
    told = subprocess.run(words, env=surroundings, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("Skrev ")
    assert contents(tmp_path / "output/docs") == contents(made)


def test_ones_own_templates_are_the_manuals_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "templates/css/manual.css", "p { color: red }")
    assert main.main(["manual", "--root", str(tmp_path)]) == 0
    assert (tmp_path / "output/docs/assets/manual.css").read_text() == "p { color: red }"
    write(tmp_path / "templates/pages/manual.html", "\n{% if %}")
    assert main.main(["manual", "--root", str(tmp_path)]) == 1
    assert "templates/pages/manual.html:2:1: the template cannot be used" in capsys.readouterr().err


def test_where_nothing_can_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "docs", "a file")
    assert main.main(["manual", "--root", str(tmp_path), "--output", str(tmp_path / "docs")]) == 1
    assert "[" in capsys.readouterr().err
    assert (tmp_path / "docs").read_text() == "a file"


def test_a_command_within_a_command_has_its_place() -> None:
    parsers = {}
    for language in manual.LANGUAGES:
        with terminal.speaking(language):
            parsers[language] = outer = parser.Parser(prog="akson x")
            inner = outer.add_subparsers(dest="what").add_parser("meeting", description="Makes one.")
            inner.add_argument("board", metavar="BOARD", help="whose")
            inner.add_argument("--copy", metavar="MEETING", help="of which")
    subject = manual.Subject((manual.Command("x", "does", parsers),), (), {}, {}, {}, "1")
    with terminal.speaking("en"):
        page, _ = manual._commands(subject, "en")
        (section,) = [section for section in page.sections if section.heading == "akson x meeting"]
        assert "--copy MEETING" in section.code
        assert [row.name for row in section.rows] == ["BOARD", "-h, --help", "--copy MEETING"]
        assert "\\-\\-copy MEETING" in manual.roff(subject, "en")


def test_a_stranger_in_help_is_no_markup() -> None:
    with terminal.speaking("en"):
        taken = parser.Parser(prog="akson x", description="<b>bold</b>")
        taken.add_argument("--a", metavar="<A>", help="<script>")
        (_, row) = manual._taken(taken, options=True)
    assert row.name == "--a <A>"
    assert str(row.said[0].text) == "&lt;script&gt;"


def test_the_page_for_man_is_taken_without_a_warning(made: Path) -> None:
    if shutil.which("groff") is None:
        pytest.skip("no groff here")
    for path in (made / "akson.1", made / "nb/akson.1"):
        words = ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-P-c", str(path)]
        said = subprocess.run(words, capture_output=True, text=True)
        assert (said.returncode, said.stderr) == (0, "")
        plain = re.sub(r".\x08", "", said.stdout)
        assert [name for name in main.COMMANDS if f"akson {name}" not in plain] == []
        assert "--keep-going" in plain


def test_words_that_look_like_requests_are_words() -> None:
    assert manual._roff(".so /etc/passwd") == "\\&.so /etc/passwd"
    assert manual._roff("'a\\b") == "\\&'a\\eb"


def test_the_examples_come_with_the_tool() -> None:
    found = snapshots.brought("kinds")
    assert {name.removesuffix(".yaml") for name in found if name.endswith(".yaml")} == set(KINDS)


def test_every_page_is_valid_html(made: Path) -> None:
    assert invalid_html(made) == []


PAGES = (
    "",
    "guide/send/",
    "nn/guide/withhold/",
    "guide/example/",
    "slides/",
    "commands/",
    "commands/check/",
    "format/meeting-yaml/",
    "slides/chart/",
    "slides/figure/",
    "nb/problems/",
    "nb/problems/number-gap/",
)


def test_accessible_at_every_width_in_light_and_dark(made: Path, window: BrowserContext) -> None:
    page = window.new_page()
    for address in PAGES:
        page.goto((made / address / "index.html").as_uri())
        for width, scheme in looks(page, (1280, 320)):
            # In the dark nothing but the colours is another.
            rules_ = RULES if scheme == "light" else ("color-contrast", "link-in-text-block")
            assert violations(page, rules_) == [], (address, width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, scheme)
    page.close()
