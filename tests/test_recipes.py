"""The recipes of CONTRIBUTING.md, followed word for word on a copy of the repository, do what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import PROJECT

RECIPES = (PROJECT / "CONTRIBUTING.md").read_text("utf-8").partition("\n## Recipes\n")[2]
STEP = re.compile(
    r"^(?:New file `(?P<new>[^`]+)`|In `(?P<file>[^`]+)`, (?P<how>before|after|instead of) `(?P<where>[^`]+)`)\n\n"
    r"```\w+\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
NEW = (
    "A kind of slide", "A rule", "A language", "A page", "Another kind of output: a list for programs", "A command",
)  # fmt: skip
MEETING = """\
date: 2020-07-01
title: Et møte
items:
  - number: 1/20
    title: En sak
    type: Orientering
    duration: 200
    slides:
      - kind: checklist
        title: Før vi går i gang
        points: [Avtalen er signert]
"""
ORDER = "circle or drawers or names_every or command_is_listed or one_name"
"""The tests of the architecture that ask something of what is new."""
SITE = "name: Prøve\npublisher: Prøve\naddress: https://example.org\nlanguage: nb\nlanguages: [nb, se]\n"
BOARD = "name: Styret\nlanguages: [nb, se]\n"


def followed(top: Path) -> None:
    """Follows every step, in order."""
    for step in STEP.finditer(RECIPES):
        if step["new"]:
            path = top / step["new"]
            assert not path.exists(), step["new"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step["text"], "utf-8")
            continue
        path = top / step["file"]
        text, where, new = path.read_text("utf-8"), step["where"], step["text"]
        assert text.count("\n" + where) == 1, f"{step['file']}: {where}"
        at = text.index("\n" + where) + 1
        if step["how"] == "instead of":
            text = text[:at] + new.removesuffix("\n") + text[at + len(where) :]
        else:
            at = at if step["how"] == "before" else text.index("\n", at) + 1
            text = text[:at] + new + text[at:]
        path.write_text(text, "utf-8")


def run(top: Path, *words: str, language: str = "C") -> subprocess.CompletedProcess[str]:
    """A command of the copy."""
    around = {**os.environ, "PYTHONPATH": str(top), "LC_ALL": language}
    return subprocess.run(
        [sys.executable, *words], cwd=top, env=around, capture_output=True, text=True, check=False, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which every recipe was followed, with a small archive, built."""
    top = tmp_path_factory.mktemp("recipes")
    for name in ("akson_docs", "templates", "tests"):
        shutil.copytree(PROJECT / name, top / name, ignore=shutil.ignore_patterns("__pycache__", "vendor", "*.mo"))
    for one in PROJECT.iterdir():
        if one.is_file():
            shutil.copy(one, top / one.name)
    shutil.copytree(PROJECT / "templates/vendor", top / "templates/vendor")
    followed(top)
    for path, text in (("site.yaml", SITE), ("styret/board.yaml", BOARD), ("styret/2020-01/meeting.yaml", MEETING)):
        file = top / "meetings" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    written = run(top, "tests/catalogues.py", "--write")
    assert written.returncode == 0, written.stderr
    built = run(top, "build.py", "build", "--today", "2020-08-01")
    assert built.returncode == 0, built.stdout + built.stderr
    return top


def test_every_recipe_has_steps() -> None:
    found = re.split(r"^### ", RECIPES, flags=re.MULTILINE)[1:]
    assert tuple(one.partition("\n")[0] for one in found) == NEW
    assert [one.partition("\n")[0] for one in found if not STEP.search(one)] == []
    assert RECIPES.count("```") == 2 * len(STEP.findall(RECIPES))


def test_the_kind_of_slide_is_shown_and_set(copy: Path) -> None:
    page = (copy / "output/site/styret/2020-01/slides/index.html").read_text("utf-8")
    assert '<ul class="points"><li>Avtalen er signert</li></ul>' in page
    assert (copy / "output/site/styret/2020-01/slides.pdf").stat().st_size > 10_000
    assert ".slide-checklist .points" in (copy / "output/site/assets/slides.css").read_text("utf-8")
    schema = run(copy, "build.py", "schema").stdout
    assert '"Points that are ticked one by one."' in schema


def test_the_rule_finds_something(copy: Path) -> None:
    said = run(copy, "build.py", "check", "--all").stdout
    assert "meetings/styret/2020-01/meeting.yaml:7:15: note: this item takes 200 minutes; plan a break" in said


def test_the_language_has_pages_and_falls_back(copy: Path) -> None:
    page = (copy / "output/site/se/styret/2020-01/index.html").read_text("utf-8")
    assert '<html lang="se"' in page
    assert "Álgosiidu" in page  # what the catalogue has
    assert "Hopp til innholdet" in page  # what it lacks, in bokmål
    assert ">Davvisámegiella</" in page
    listed = run(copy, "tests/catalogues.py").stdout
    assert re.search(r"^se: 0 of \d+ texts, \d+ lacking$", listed, re.MULTILINE)
    assert "  of what sites and papers print: " in listed


def test_the_page_is_there_in_every_language(copy: Path) -> None:
    for folder in ("", "se/"):
        page = (copy / f"output/site/{folder}boards/index.html").read_text("utf-8")
        assert "<h1>Organer</h1>" in page
        assert "Styret" in page.partition("<h1>Organer</h1>")[2]


def test_the_list_for_programs_is_there(copy: Path) -> None:
    listing = (copy / "output/site/styret/meetings.json").read_text("utf-8")
    assert '"address": "https://example.org/styret/2020-01/"' in listing


def test_the_command_runs_and_is_told_of(copy: Path) -> None:
    assert run(copy, "build.py", "count").stdout == "1 meetings\n"
    assert "say how many meetings there are" in run(copy, "build.py", "--help").stdout


def test_what_was_added_is_in_the_manual(copy: Path) -> None:
    made = run(copy, "build.py", "manual", "--output", "manual")
    assert made.returncode == 0, made.stderr
    for page in ("slides/checklist", "problems/time-long", "commands/count"):
        assert (copy / f"manual/{page}/index.html").is_file()
        assert (copy / f"manual/se/{page}/index.html").is_file()


def test_the_house_stays_in_order(copy: Path) -> None:
    """The tests of the architecture, and the linter, have nothing against it."""
    tried = run(
        copy, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "tests/test_architecture.py", "-k", ORDER
    )
    assert tried.returncode == 0, tried.stdout[-2000:]
    linted = run(copy, "-m", "ruff", "check", "--select", "F,E9", "akson_docs")
    assert linted.returncode == 0, linted.stdout
