"""How Markdown is set up: what authors may not use comes out as text, and what is too tangled is told at its line."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import markdown
import pytest
from places import BOARD, PROJECT, SITE, build, meetings, place, request

from akson_docs.actions import checking
from akson_docs.meetings import markdown_reader, prose
from akson_docs.sources import markdown_setup, yaml_source
from akson_docs.sources.markdown_setup import Tangle, tangle

ENDLESS = {
    "a list 300 deep": "".join(f"{'  ' * level}- rad {level}\n" for level in range(300)),
    "a numbered list 300 deep": "".join(f"{'  ' * level}{level}. rad\n" for level in range(300)),
    "lists in one line": "- " * 5000 + "x",
    "5,000 quotes in one line": "> " * 5000 + "x",
    "5,000 quotes without spaces": ">" * 5000 + "x",
    "quotes that go one deeper each line": "".join(f"{'>' * level} linje\n" for level in range(1, 300)),
    "quotes and lists in turn": "> - " * 2500 + "x",
    "5,000 brackets that are closed": "[" * 5000 + "a" + "]" * 5000,
    "5,000 brackets that are not": "[" * 5000,
    "5,000 links in each other": "[a](" * 5000,
    "5,000 round brackets in an address": "[a](" + "(" * 5000 + ")" * 5001,
}
HARMLESS = {
    "5,000 quotation marks": '"' * 5000,
    "5,000 pairs of brackets": "[a] " * 5000,
    "5,000 stars": "*" * 5000,
    "5,000 stars and lines": "*_" * 2500,
    "5,000 backticks": "`" * 5000,
    "5,000 signs of HTML": "<" * 5000,
    "a list 20 deep": "".join(f"{'  ' * level}- rad {level}\n" for level in range(20)),
}


# ---- what authors may use ------------------------------------------------------------------------------------


def test_the_library_is_set_up_in_one_place() -> None:
    knowing = []
    for path in sorted((PROJECT / "akson_docs").rglob("*.py")):
        names = {
            str(node.module) if isinstance(node, ast.ImportFrom) else alias.name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        if any(name.partition(".")[0] in ("markdown", "nh3") for name in names):
            knowing.append(path.relative_to(PROJECT / "akson_docs").as_posix())
    # What is not printed is found by parts of the library that are made to say what they take.
    assert knowing == ["meetings/markdown_reader.py", "rules/unprinted.py"]


def test_reading_files_does_not_load_the_library() -> None:
    code = "import sys, akson_docs.sources.loader; print('markdown' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_what_is_off_is_something_that_the_library_has() -> None:
    plain = markdown.Markdown(extensions=list(markdown_setup.EXTENSIONS))
    made = markdown_reader.reader()
    for registry, names in markdown_setup.OFF.items():
        for name in names:
            assert name in getattr(plain, registry)
            assert name not in getattr(made, registry)


@pytest.mark.parametrize("element", ["script", "img", "iframe", "style", "h1", "div", "input", "svg"])
def test_an_element_that_is_not_on_the_list_does_not_leave_it(element: str) -> None:
    assert f"<{element}" not in markdown_reader.allowed(f"<p>a<{element} onload='x'>b</{element}></p>")


def test_a_part_takes_the_place_of_the_librarys_own() -> None:
    plain, made = markdown_reader.reader(), markdown_reader.reader()
    for name in ("link", "reference"):
        made.instead(name, plain.inlinePatterns[name])
    made.instead("table", plain.parser.blockprocessors["table"])
    for registry in ("inlinePatterns", "preprocessors", "treeprocessors"):
        assert [type(one) for one in getattr(made, registry)] == [type(one) for one in getattr(plain, registry)]
    assert list(map(type, made.parser.blockprocessors)) == list(map(type, plain.parser.blockprocessors))


# ---- how tangled a text may be -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_a_text_that_would_end_the_reader_is_known_before_it_is_read(text: str) -> None:
    assert tangle(text) is not None
    # Should it come by another way, its words are there.
    assert prose.printed(markdown_reader.reader(), text).split() == text.split()


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_a_text_with_many_signs_is_read(text: str) -> None:
    assert tangle(text) is None
    assert prose.html(markdown_reader.reader(), text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        ("a\n" + "> " * 61 + "b", Tangle("levels", 2)),
        ("> " * 60 + "b", None),
        ("[" * 101, Tangle("brackets", 100)),
        ("[" * 100, None),
        ("(" * 60 + "\n\n" + "(" * 60, None),
        ("(" * 60 + "\n" + "(" * 60, Tangle("brackets", 101)),
    ],
)
def test_where_a_text_is_too_tangled(text: str, found: Tangle | None) -> None:
    assert tangle(text) == found


def codes(text: str) -> list[str]:
    return [one.code for one in yaml_source.read(text.encode(), "a.yaml").diagnostics]


@pytest.mark.parametrize("begin", ["a: |\n  {}", "a: >\n  {}", "a: >-\n  {}", "a: '{}'", 'a: "{}"', "a: {}"])
def test_a_text_is_too_tangled_however_it_is_written(begin: str) -> None:
    row = "x " + "[" * 90
    assert codes(begin.format(row) + "\n") == []
    assert codes(begin.format(f"{row}\n  {row}") + "\n") == ["open-brackets"]


@pytest.mark.parametrize("text", ["a: >\n{}", "a: x\n{}", "a: 'x\n{}'"])
def test_paragraphs_that_are_folded_into_one_are_one(text: str) -> None:
    assert codes(text.format(("  " + "x [" * 90 + "\n\n") * 3)) == ["open-brackets"]
    assert codes("a: |\n" + ("  " + "x [" * 90 + "\n\n") * 3) == []


def test_a_tangle_is_told_once() -> None:
    assert codes('a: "' + "[" * 150 + '"\n') == codes("a: x" + "[" * 150 + "\n") == ["open-brackets"]


# ---- the commands --------------------------------------------------------------------------------------------


def written(text: str, way: str) -> dict[str, str | bytes]:
    """The files of a meeting whose text stands in the file itself, or in one of its own."""
    if way == "file":
        paper = "date: 2020-07-01\nitems:\n  - {title: A, paper: sak.md}\n"
        return meetings({"2020-04/meeting.yaml": paper, "2020-04/sak.md": text}, SITE, BOARD)
    if way == "quoted":
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        meeting = f'date: 2020-07-01\nitems:\n  - title: A\n    proposal: "{escaped}"\n'
    else:
        indented = "".join(f"      {line}\n" for line in text.splitlines())
        meeting = f"date: 2020-07-01\nitems:\n  - title: A\n    proposal: |2\n{indented}"
    return meetings({"2020-04/meeting.yaml": meeting}, SITE, BOARD)


@pytest.mark.parametrize("way", ["block", "quoted", "file"])
@pytest.mark.parametrize("name", ENDLESS)
def test_what_is_too_tangled_is_told_by_build_and_check(name: str, way: str, tmp_path: Path) -> None:
    place(tmp_path, written(ENDLESS[name], way))
    outcome = build(tmp_path)
    assert not outcome.done
    found = {one.code for one in outcome.diagnostics if one.severity == "error"}
    assert len(found & {"too-deep", "open-brackets"}) == 1
    assert found <= {"too-deep", "open-brackets", "line-long"}
    assert {one.code for one in checking.check(request(tmp_path)) if one.severity == "error"} == found


def test_what_is_not_is_printed(tmp_path: Path) -> None:
    rows = "".join(
        f"  - title: {name}\n    summary: |\n      x {text[:200]}\n"
        for name, text in HARMLESS.items()
        if "\n" not in text
    )
    place(tmp_path, meetings({"2020-04/meeting.yaml": f"date: 2020-07-01\nitems:\n{rows}"}, SITE, BOARD))
    outcome = build(tmp_path)
    assert outcome.done, outcome.diagnostics
