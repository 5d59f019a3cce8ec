"""Cases: tiny archives with what is found in them, each in a folder of `tests/cases/` called as what it is about.

    tests/cases/number-gap/2020-01.yaml          meetings, one after the other, of one board
                          /board.yaml            the board, where it is not `tests/cases/board.yaml`
                          /sound/2020-01.yaml    the same where nothing of the kind is wrong

A line in which something is found ends with a mark, `number: 19/20 ¦ number-gap`: every code, and no other. A new case
is written without marks; `pytest tests/test_cases.py --update` writes them, and then they are read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from archives import found_by_rules

from akson_docs.catalogue import LANGUAGES
from akson_docs.diagnostics import hint, message
from akson_docs.rules import registry

CASES = Path(__file__).with_name("cases")
MARK = re.compile(r" ¦ ([a-z-]+(?:, [a-z-]+)*)$", re.MULTILINE)
MEETING = re.compile(r"2020-\d\d\.yaml")
FOLDERS = sorted(path.parent for path in CASES.rglob("2020-01.yaml"))


def board_of(folder: Path) -> str:
    """The board of a case: its own, that of the case that it is the sound half of, or that of all."""
    return next(
        (path / "board.yaml").read_text("utf-8")
        for path in (folder, *folder.parents)
        if (path / "board.yaml").is_file()
    )


def found(folder: Path) -> dict[str, dict[int, list[str]]]:
    """Of each meeting of a case the codes of what is found, by line."""
    texts = [MARK.sub("", path.read_text("utf-8")) for path in sorted(folder.glob("2020-*.yaml"))]
    told: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for problem in found_by_rules(*texts, board=board_of(folder)):
        told[problem.span.file][problem.span.line].append(problem.code)
        for language in LANGUAGES:
            said = message(problem, language) + hint(problem, language)
            assert not re.search(r"\{(?!n\}|yy\}|yyyy\}|position\})\w+\}", said), said
    return told


def marked(text: str, told: dict[int, list[str]]) -> str:
    """A meeting with its marks."""
    lines = MARK.sub("", text).split("\n")
    for number, codes in told.items():
        lines[number - 1] += f" ¦ {', '.join(sorted(set(codes)))}"
    return "\n".join(lines)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(CASES).as_posix())
def test_what_is_found_is_what_is_marked(folder: Path, request: pytest.FixtureRequest) -> None:
    told = found(folder)
    for path in sorted(folder.glob("2020-*.yaml")):
        new = marked(path.read_text("utf-8"), told.get(path.stem, {}))
        if request.config.getoption("--update"):
            path.write_text(new, "utf-8")
        assert path.read_text("utf-8") == new


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_a_case_is_whole_and_nothing_is_left_over(folder: Path) -> None:
    if folder.name == "board.yaml":
        return
    code = re.sub(r"-\d$", "", folder.name)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert [name for name in files if not re.fullmatch(rf"(sound/)?({MEETING.pattern})|board\.yaml", name)] == []
    halves = ("*.yaml", "sound/*.yaml")
    texts = {half: "".join(path.read_text("utf-8") for path in folder.glob(half)) for half in halves}
    codes = {half: {one for mark in MARK.findall(text) for one in mark.split(", ")} for half, text in texts.items()}
    assert code in codes["*.yaml"]
    assert texts["sound/*.yaml"]
    assert code not in codes["sound/*.yaml"]


def test_every_rule_has_a_case() -> None:
    # See test_public_content, test_recorded_withdrawals, test_minutes and test_continued.
    others: tuple[registry.Rule, ...] = registry.SITE_RULES + registry.PUBLIC_RULES + registry.SENT_RULES
    others += registry.MINUTES_RULES + registry.CONTINUED_RULES + registry.BEFOREHAND
    asked = {registry.code_name(rule) for rule in registry.RULES} - {registry.code_name(rule) for rule in others}
    assert {re.sub(r"-\d$", "", path.name) for path in CASES.iterdir() if path.is_dir()} == asked
