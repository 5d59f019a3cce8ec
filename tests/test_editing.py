"""Changes in YAML files: what is asked for is there, and nothing else is otherwise."""

from __future__ import annotations

import copy
import difflib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from archives import EXAMPLES
from hypothesis import example, given, settings
from hypothesis import strategies as st
from places import PROJECT

from akson_docs.sources.format import editing
from akson_docs.sources.format.editing import EditFault, edited, formatted, plain, said, written

FILES = [path for top in (PROJECT / "meetings", EXAMPLES) for path in sorted(top.rglob("*.yaml"))]
TEXT = """\
# yaml-language-server: $schema=../../../schema/meeting.schema.json
# Hode.
date: 2020-07-01   # en onsdag
start: 9.00

items:
  # Om innkallingen.
  - number: 17/20
    title: Godkjenning
    duration: 5

  - number: 18/20
    title: {nb: Status, nn: Status}
    tags: [a, "b", c]
    proposal: |
      Ett.

      To.
    # Lysarkene.
    slides:
      - topic: Fremdrift
      - title: Hvor vi er   # her
        body: >-
          Brettet
          tekst
      - title: 'Sitert'

  - title: Eventuelt
"""


def kind(path: Path) -> str:
    return {"site": "site", "board": "board", "meeting": "meeting"}.get(path.stem, "item")


def changed(before: str, now: str) -> tuple[list[str], list[str]]:
    """(the lines that went, the lines that came)"""
    lines = list(difflib.ndiff(before.splitlines(), now.splitlines()))
    return [one[2:] for one in lines if one[0] == "-"], [one[2:] for one in lines if one[0] == "+"]


def edit(**changes: Any) -> str:
    value = said(TEXT)
    for path, held in changes.items():
        at: Any = value
        *way, last = path.split("__")
        for step in way:
            at = at[int(step)] if step.isdigit() else at[step]
        if held is None:
            del at[int(last) if last.isdigit() else last]
        elif last.isdigit() and int(last) == len(at):
            at.append(held)
        else:
            at[int(last) if last.isdigit() else last] = held
    now = edited(TEXT, value)
    assert said(now) == editing.plain(value)
    return now


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_what_says_the_same_is_the_same(path: Path) -> None:
    text = path.read_text()
    assert edited(text, said(text), kind(path)) == text
    assert edited(text.replace("\n", "\r\n"), said(text), kind(path)) == text.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("changes", "gone", "come"),
    [
        ({"date": "2020-07-02"}, ["date: 2020-07-01   # en onsdag"], ["date: 2020-07-02   # en onsdag"]),
        ({"items__0__title": "Ny: tittel"}, ["    title: Godkjenning"], ['    title: "Ny: tittel"']),
        (
            {"items__1__title__nn": "Stode"},
            ["    title: {nb: Status, nn: Status}"],
            ["    title: {nb: Status, nn: Stode}"],
        ),
        ({"items__0__duration": None}, ["    duration: 5"], []),
        ({"items__0__number": None}, ["  - number: 17/20", "    title: Godkjenning"], ["  - title: Godkjenning"]),
        ({"items__0__type": "Sak"}, [], ["    type: Sak"]),
        ({"place": "Teams"}, [], ["place: Teams"]),
        (
            {"items__1__slides__1__title": "Der vi er"},
            ["      - title: Hvor vi er   # her"],
            ["      - title: Der vi er   # her"],
        ),
        (
            {"items__1__slides__1__body": "Kort"},
            ["        body: >-", "          Brettet", "          tekst"],
            ["        body: Kort"],
        ),
        (
            {"items__0__proposal": "Ett.\n\n- To\n"},
            [],
            ["    proposal: |", "      Ett.", "", "      - To"],
        ),
        ({"items__2": None}, ["", "  - title: Eventuelt"], []),
        ({"items__3": {"title": "Ny sak", "duration": "5"}}, [], ["", "  - title: Ny sak", "    duration: 5"]),
        ({"items__1__tags__1": "nei"}, ['    tags: [a, "b", c]'], ["    tags: [a, nei, c]"]),
        (
            {"items__1__slides__2__title": "- ikke en liste"},
            ["      - title: 'Sitert'"],
            ['      - title: "- ikke en liste"'],
        ),
    ],
)
def test_only_what_was_edited_changes(changes: dict[str, Any], gone: list[str], come: list[str]) -> None:
    assert changed(TEXT, edit(**changes)) == (gone, come)


def test_new_keys_come_in_the_order_of_the_format() -> None:
    now = edit(items__0__presenter="leder", items__0__type="Godkjenning", items__0__proposal="Ja")
    lines = [line.strip().partition(":")[0] for line in now.splitlines()]
    place = lines.index("- number")
    assert lines[place : place + 6] == ["- number", "title", "type", "duration", "presenter", "proposal"]


def test_rows_that_move_take_their_comments_along() -> None:
    value = said(TEXT)
    value["items"] = [value["items"][1], value["items"][2], value["items"][0]]
    now = edited(TEXT, value)
    assert sorted(now.splitlines()) == sorted(TEXT.splitlines())
    assert now.index("# Lysarkene.") < now.index("Eventuelt") < now.index("# Om innkallingen.") < now.index("17/20")


def test_a_row_that_goes_takes_its_own_comments_along_and_no_others() -> None:
    now = edit(items__0=None)
    assert "# Om innkallingen." not in now
    assert "# Hode." in now
    assert "# Lysarkene." in now


def test_no_text_is_edited_that_is_no_yaml() -> None:
    for text in ("a: [", "- a\n", "a: 1\n--- \nb: 2\n"):
        with pytest.raises(EditFault):
            edited(text, {"a": "1"})


# ---- anything ------------------------------------------------------------------------------------------------

WORDS = (
    "nei", "17/20", "01/16", "9:05", "a: b", "# ikke", "Ny tittel", "- nei", "x #y", "'", '"', "{a}", "en\nto\n", " a",
    "", "~", "\ttab", "æ\u2028ø", "linje\n\n  to\n",
)  # fmt: skip


DEEPER: tuple[Any, ...] = (
    {"nb": "en", "nn": "ein"},
    ["a", "b: c"],
    {"text": "x\ny\n", "withheld": "offl. § 23"},
    [{"a": "1"}, {"b": "2"}],
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key, held in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(held, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def any_edit(value: Any, chance: Random) -> Any:
    value = copy.deepcopy(value)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        path = chance.choice([one for one in places(value) if one])
        above, last = at(value, path[:-1]), path[-1]
        does = chance.choice(("set", "set", "delete", "add", "swap", "deepen"))
        if does == "set" and isinstance(above[last], str):
            above[last] = chance.choice(WORDS)
        elif does == "delete" and len(above) > 1:
            del above[last]
        elif does == "add" and isinstance(above, dict):
            above[chance.choice(("presenter", "note", "zz", "nb"))] = chance.choice(WORDS)
        elif does == "add":
            above.insert(chance.randrange(len(above) + 1), {"title": chance.choice(WORDS), "body": "x"})
        elif does == "swap" and isinstance(above, list) and len(above) > 1:
            chance.shuffle(above)
        elif does == "deepen":
            above[last] = copy.deepcopy(chance.choice(DEEPER))
    return value


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_any_edit_says_what_it_shall(path: Path) -> None:
    text = path.read_text()
    value = said(text)
    comments = {line.strip() for line in text.splitlines() if line.strip().startswith("#")}
    for seed in range(30 if len(text) < 5_000 else 10):  # a long file takes long, and has many places for each edit
        wanted = any_edit(value, Random(seed))
        now = edited(text, wanted, kind(path))
        assert said(now) == wanted, seed
        assert edited(now, value, kind(path)) is not None
        kept = {line.strip() for line in now.splitlines() if line.strip().startswith("#")}
        assert kept <= comments | {line.strip() for line in written(wanted).splitlines()}


def test_what_is_written_with_loose_marks_is_found_and_only_what_differs_is_changed() -> None:
    loose = unicodedata.normalize("NFD", "a: {file: tilråding møte.pdf}\nb: på  # så\nc: 1\n")
    value = {"a": {"file": "tilråding møte.pdf"}, "b": "på", "c": "1"}
    assert said(loose) == value
    assert edited(loose, value) == loose
    assert edited(loose, {**value, "c": "2"}) == loose.replace("1", "2")
    assert edited(loose, {**value, "b": "nå"}) == loose.replace(unicodedata.normalize("NFD", "på"), "nå", 1)


ANY = st.recursive(
    st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcæ", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(ANY)
@example({"a": [["b"], []]})
@example("a\u030a")
@example(["0?"])
@settings(max_examples=300)
def test_whatever_is_written_is_read_again(value: Any) -> None:
    whole = plain({"a": value})
    try:
        assert said(written(whole)) == whole
    except EditFault:
        # Signs that no YAML may hold.
        assert any(not sign.isprintable() for sign in repr(value)) or "\\u" in written(whole).lower()


# ---- formatting ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_formatting_changes_nothing_that_is_said(path: Path) -> None:
    text = path.read_text()
    untidy = text.replace("\n\n", "\n\n\n").replace(":\n", ":   \n") + "\n\n"
    for one in (text, untidy, text.replace("\n", "\r\n"), text.rstrip("\n")):
        found = formatted(one)
        assert said(found) == said(one)
        assert formatted(found) == found
        if said(one) == said(text):
            assert found.endswith("\n")
            assert not found.endswith("\n\n")


def test_blank_lines_within_a_text_stay() -> None:
    text = "a: |\n  en\n\n\n  to   \n\n\nb: 1   \n"
    assert formatted(text) == "a: |\n  en\n\n\n  to   \n\nb: 1\n"


@pytest.mark.parametrize("text", ["  \n -}", " a\nb", "\na", "  \n\n x"])
def test_a_text_that_begins_with_space_stands_in_a_row_as_it_is(text: str) -> None:
    before = (
        "items:\n  - title: A\n    slides:\n      - kind: stages\n        stages:\n          - En\n          - To\n"
    )
    slides = [{"kind": "stages", "stages": ["En", text]}]
    made = editing.edited(before, {"items": [{"title": "A", "slides": slides}]}, "meeting")
    assert plain(said(made))["items"][0]["slides"][0]["stages"][1] == text
