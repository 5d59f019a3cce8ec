"""Every kind of slide is whole: a class, a template, a style sheet, an example; and a stranger can add one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import PLAIN, PROJECT, build, meetings, place, write

from akson_docs.meetings import deck
from akson_docs.model.slides import KINDS

DRAWN = [kind for kind in KINDS if kind != "omitted"]
SLIDES = PROJECT / "templates/slides"


@pytest.mark.parametrize("kind", [*DRAWN, *deck.DERIVED])
def test_a_kind_has_a_template_and_a_style_sheet(kind: str) -> None:
    assert (SLIDES / f"{kind}.html").exists()
    assert (SLIDES / f"{kind}.css").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_an_example(kind: str) -> None:
    assert (PROJECT / "tests/kinds" / f"{kind}.yaml").exists()


def test_nothing_is_left_of_a_kind_that_went() -> None:
    known = {*KINDS, *deck.DERIVED}
    assert {path.stem for path in SLIDES.iterdir()} <= known
    assert {path.stem for path in (PROJECT / "tests/kinds").glob("*.yaml")} <= known


@pytest.mark.parametrize("kind", [*DRAWN, *deck.DERIVED])
def test_a_kinds_style_sheet_has_no_sizes_of_its_own(kind: str) -> None:
    sheet = re.sub(r"/\*.*?\*/|@media[^{]*|--[\w-]+", "", (SLIDES / f"{kind}.css").read_text(), flags=re.DOTALL)
    sizes = re.findall(r"(?<![\w#-])\d*\.?\d+(?:pt|in|cm|mm|vw|vh|rem)\b", sheet)
    assert sizes == []


def with_slides(*rows: str) -> str:
    body = "".join("      - " + row.strip().replace("\n", "\n        ") + "\n" for row in rows)
    return PLAIN + "  - number: 18/20\n    title: Status\n    slides:\n" + body


def without_comments(text: str) -> str:
    return re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)


def test_the_examples_make_a_deck_that_holds_them_all(tmp_path: Path) -> None:
    examples = [without_comments((PROJECT / "tests/kinds" / f"{kind}.yaml").read_text()) for kind in KINDS]
    files: dict[str, str | bytes] = {
        f"2020-04/{path.name}": path.read_bytes()
        for path in (PROJECT / "tests/kinds").iterdir()
        if path.suffix != ".yaml"
    }
    place(tmp_path, meetings({"2020-04/meeting.yaml": with_slides(*examples), **files}))
    outcome = build(tmp_path)
    assert outcome.done, outcome.diagnostics
    page = (tmp_path / "output/site/styret/2020-04/slides/index.html").read_text()
    for kind in DRAWN:
        assert re.search(rf'class="slide slide-{kind}\b', page), kind


def test_a_stranger_adds_a_kind_as_the_recipe_says_and_nothing_else(tmp_path: Path) -> None:
    """A class and its name in the union, a template, a style sheet, an example, then `make schema`."""
    for name in ("akson_docs", "templates", "tests/kinds", "build.py"):
        source = PROJECT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    module = tmp_path / "akson_docs/model/slides.py"
    text = module.read_text()
    kind = (
        "class Countdown(SlideBase):\n"
        '    """How many days are left."""\n\n'
        '    kind: Alt[Literal["countdown"]] = "countdown"\n'
        "    days: Printed[Line]\n"
        '    """The number of days."""\n\n\n'
    )
    text = text.replace("class Topic(Value):", kind + "class Topic(Value):")
    text = text.replace("    | Quote\n", "    | Quote\n    | Countdown\n")
    module.write_text(text)
    write(
        tmp_path / "templates/slides/countdown.html",
        '{% extends "layouts/slide.html" %}\n'
        '{% block body %}\n<p class="days">{{ content.days|line }}</p>\n{% endblock %}\n',
    )
    write(tmp_path / "templates/slides/countdown.css", ".slide-countdown .days { font-size: 3em }\n")
    write(tmp_path / "tests/kinds/countdown.yaml", "kind: countdown\ntitle: Til lansering\ndays: 42 dager\n")
    example = (tmp_path / "tests/kinds/countdown.yaml").read_text()
    for name, held in meetings({"2020-04/meeting.yaml": with_slides(example)}).items():
        write(tmp_path / "meetings" / name, held)
    for command in (["build", "--today", "2020-08-01"], ["schema", "--write", "schema"]):
        made = subprocess.run([sys.executable, "build.py", *command], cwd=tmp_path, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
    assert "42 dager" in (tmp_path / "output/site/styret/2020-04/slides/index.html").read_text()
    assert (tmp_path / "output/site/styret/2020-04/slides.pdf").exists()
    assert '"countdown"' in (tmp_path / "schema/meeting.schema.json").read_text()
