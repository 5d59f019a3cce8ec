"""What an unfinished merge leaves in a file is told at its line, alone, in whatever the file is written."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from archives import FILES, ITEM, MEETING, Files, a_meeting

from akson_docs.diagnostics import Diagnostic, line, message
from akson_docs.mail import recipients
from akson_docs.sources import conflicts, loader, yaml_source
from akson_docs.sources.format import form

OURS, BASE, BETWEEN, THEIRS = "<<<<<<< HEAD", "||||||| 1a2b3c4", "=======", ">>>>>>> gren"
WHOLE = f"{OURS}\nEn\n{BETWEEN}\nTo\n{THEIRS}\n"


def told(text: str, file: str = "a.md") -> list[tuple[int, int]]:
    found = list(conflicts.problems(text, file))
    assert {one.code for one in found} <= {"conflict-marker"}
    assert all(one.severity == "error" for one in found)
    return [(one.span.line, one.span.column) for one in found]


@pytest.mark.parametrize("file", ["a.md", "a.yaml", "a.csv"])
@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"{OURS}\nEn\n{BASE}\nNull\n{BETWEEN}\nTo\n{THEIRS}\n",
        f"{OURS}\n{BETWEEN}\nTo\n{THEIRS}",
        "<<<<<<<\nEn\n=======\nTo\n>>>>>>>",
        f"  {OURS}\n  En\n  {BETWEEN}\n  To\n  {THEIRS}\n".replace("  <", "<"),
    ],
    ids=["whole", "with what was before", "nothing of ours", "without names", "indented below"],
)
def test_a_conflict_is_told_once_at_its_first_line(text: str, file: str) -> None:
    assert told(f"a\nb\n\n{text}\n", file) == [(4, 1)]


@pytest.mark.parametrize("left", [OURS, THEIRS, BASE], ids=["ours", "theirs", "base"])
@pytest.mark.parametrize("around", ["{}", "En\n{}", "{}\nTo", "En\n\n{}\n\nTo", "    {}", "\t{}"])
def test_one_line_that_is_left_of_a_conflict_is_told(left: str, around: str) -> None:
    text = around.format(left)
    before = text.partition(left)[0]
    assert told(text) == [(before.count("\n") + 1, len(before) - before.rfind("\n"))]


@pytest.mark.parametrize(
    "text",
    [
        f"{OURS}\nEn\n{THEIRS}",
        f"{OURS}\nEn\n{BETWEEN}\nTo",
        f"{BETWEEN}\nTo\n{THEIRS}",
        f"{BASE}\nTo\n{BETWEEN}\nTo",
    ],
)
def test_what_is_left_of_one_conflict_is_told_once(text: str) -> None:
    assert told(text) == [(1, 1)]


def longer(text: str, size: int) -> str:
    """A text with markers of so many signs."""
    return re.sub(r"([<>|=])\1{6}", lambda sign: sign[1] * size, text)


@pytest.mark.parametrize("size", [8, 12, 40])
@pytest.mark.parametrize("file", ["a.md", "a.yaml", "a.csv"])
def test_markers_may_be_longer(size: int, file: str) -> None:
    whole = longer(f"{OURS}\nEn\n{BASE}\nNull\n{BETWEEN}\nTo\n{THEIRS}\n", size)
    assert told(f"a\n{whole}", file) == [(2, 1)]
    for left in (OURS, BASE, THEIRS, f"{BETWEEN}\nTo\n{THEIRS}", f"{OURS}\n\nTo\n{BETWEEN}"):
        assert told(longer(f"a\n{left}\nb", size), file) == [(2, 1)]


def test_headings_and_the_conflicts_of_a_base_are_no_conflicts_of_their_own() -> None:
    inside = longer(WHOLE, 9)
    text = f"{OURS}\nEn\n==========\n{BASE}\n{inside}{BETWEEN}\nTo\n{THEIRS}\n"
    assert told(text) == [(1, 1)]


def test_each_conflict_is_told() -> None:
    assert told(WHOLE + "\nmer\n" + WHOLE + OURS) == [(1, 1), (8, 1), (13, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Bakgrunn\n=======\n\nTekst",
        "Tekst\n\nBakgrunn\n=======\nTekst",
        "Bakgrunn\n========\n",
        "| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n|||||||\n",
        "||||||| 1 | 2 |",
        ">>>>>> sitat\n>>>>>>> sitat i sitatet\n>>>>>>>> og i det",
        "a <<<<<<< b",
        "<<<<<< seks",
        "Bakgrunn\n============\n\nTekst\n\n============\n",
        "En\nTo\n========\nTre",
        "|||||||||||| 1 | 2 |",
        "-------\n+++++++",
        "<<<<<<<b",
        "======= tekst",
        "",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", ["En\n\n=======\n\nTo", "=======\nTo", "En\nTo\n=======\nTre"])
def test_a_line_of_equals_signs_that_underlines_nothing_is_left_of_a_conflict(text: str) -> None:
    assert told(text) == [(text.partition("=======")[0].count("\n") + 1, 1)]


def test_in_yaml_and_in_a_table_nothing_is_underlined() -> None:
    assert told("a: 1\n=======\nb: 2", "m.yaml") == [(2, 1)]
    assert told("a;b\n=======\n1;2", "t.csv") == [(2, 1)]
    assert told("text: |\n  Bakgrunn\n  =======\n  Tekst", "m.yaml") == []
    assert told("text: |\n  En\n  To\n  =======\n  Tre", "m.yaml") == [(4, 3)]


def test_a_heading_beside_a_conflict_is_no_part_of_it() -> None:
    assert told(f"Bakgrunn\n=======\n\n{WHOLE}") == [(4, 1)]


@pytest.mark.parametrize("long", ["x" * 300, "b" * 30_000])
def test_a_long_marker_is_not_repeated_whole(long: str) -> None:
    (found,) = conflicts.problems(f"<<<<<<< {long}", "a.md")
    assert len(message(found)) < 150
    assert message(found) != message(found, "nb")


# ---- wherever authors write ----------------------------------------------------------------------------------


def of_meeting(text: str, files: Mapping[str, bytes] = FILES) -> list[tuple[str, str, int, int]]:
    return [seen(one) for one in a_meeting(text, files).diagnostics]


def seen(one: Diagnostic) -> tuple[str, str, int, int]:
    return one.code, one.span.file.rpartition("/")[2], one.span.line, one.span.column


MERGED: tuple[tuple[str, str, str, tuple[int, int]], ...] = (
    ("at the top", "date: 2020-07-01\n", WHOLE, (0, 1)),
    ("in the head comment", "date: 2020-07-01\n", f"# møte\n{OURS}\n# en\n\ndate: 2020-07-01\n{THEIRS}\n", (1, 1)),
    ("between rows", "  - heading: Saker til behandling\n", f"{OURS}\n  - {{title: A}}\n{BETWEEN}\n{THEIRS}\n", (0, 1)),
    ("in a text, as git puts it", "      Prosjektet er i rute.\n", WHOLE, (0, 1)),
    (
        "in a text, indented with it",
        "      Prosjektet er i rute.\n",
        f"      {OURS}\n      En\n      {BETWEEN}\n      To\n      {THEIRS}\n",
        (0, 7),
    ),
    ("in a text, half resolved", "      Prosjektet er i rute.\n", f"      To\n      {THEIRS}\n", (1, 7)),
    ("at the end, half resolved", "follow_up:\n", f"{BETWEEN}\nfollow_up:\n", (0, 1)),
)


@pytest.mark.parametrize(("old", "new", "place"), [row[1:] for row in MERGED], ids=[row[0] for row in MERGED])
@pytest.mark.parametrize("saved", ["as it is", "lines of Windows", "byte order mark"])
def test_in_a_meeting_it_is_all_that_is_told(old: str, new: str, place: tuple[int, int], saved: str) -> None:
    assert old in MEETING
    text = MEETING.replace(old, new, 1)
    row = MEETING[: MEETING.index(old)].count("\n") + 1 + place[0]
    text = {"lines of Windows": text.replace("\n", "\r\n"), "byte order mark": "\ufeff" + text}.get(saved, text)
    assert of_meeting(text) == [("conflict-marker", "meeting.yaml", row, place[1])]


@pytest.mark.parametrize(
    ("name", "data", "row"),
    [
        ("sak-18.md", f"# Bakgrunn\n\n{WHOLE}", 3),
        ("innledning.md", f"Kort.\n\n{THEIRS}\n", 3),
        ("regnskap.csv", f"Post;Sum\n{OURS}\nLønn;1\n{BETWEEN}\nLønn;2\n{THEIRS}\n", 2),
        ("sak-23.yaml", ITEM.replace("\n", f"\n{WHOLE}", 1), 2),
    ],
)
def test_in_the_files_that_a_meeting_names_too(name: str, data: str, row: int) -> None:
    for text in (data, data.replace("\n", "\r\n"), "\ufeff" + data):
        assert of_meeting(MEETING, {**FILES, name: text.encode()}) == [("conflict-marker", name, row, 1)]


def test_each_of_two_conflicts_in_a_text_file_is_told() -> None:
    found = of_meeting(MEETING, {**FILES, "sak-18.md": f"{WHOLE}\n{WHOLE}".encode()})
    assert [row for _, _, row, _ in found] == [1, 7]


def test_in_site_board_and_recipients_too() -> None:
    text = f"name: A\n{WHOLE}".encode()
    for parsed in (loader.site(text, "site.yaml", Files()), loader.board(text, "board.yaml", Files())):
        assert [seen(one)[::2] for one in parsed.diagnostics] == [("conflict-marker", 2)]
    board = loader.board(b"name: A", "board.yaml", Files()).value
    assert board is not None
    from datetime import date

    found = recipients.recipients(text, "recipients.yaml", "b", {"b": board}, date(2020, 1, 1), ()).diagnostics
    assert [one.code for one in found] == ["conflict-marker"]


def test_the_form_shows_the_text_and_where_it_is() -> None:
    for file in ("m.yaml", "a.md"):
        made = form.loaded(WHOLE.encode(), file)
        assert made.value is None
        assert [one.code for one in made.diagnostics] == ["conflict-marker"]
        assert made.text == WHOLE


def test_source_says_it_before_anything_reads_the_file() -> None:
    assert yaml_source.read(WHOLE.encode(), "m.yaml").diagnostics == yaml_source.unmerged(WHOLE.encode(), "m.yaml")
    assert "[conflict-marker]" in line(yaml_source.unmerged(WHOLE.encode(), "m.yaml")[0])
    assert yaml_source.unmerged(b"\xff", "m.yaml") == ()
