"""The form: every key of the schema is in it, a save changes what was edited and nothing else, and in Chromium the
keyboard alone is enough."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from desks import Served, serving, until
from judged import RULES, axe, looks, told
from places import PROJECT, SHOWN, contents, meetings, place, write

from akson_docs.cli import main
from akson_docs.model.field_names import FIELDS
from akson_docs.sources import yaml_source
from akson_docs.sources.format import editing, form, saving, schema
from akson_docs.sources.format.saving import Saved, Wanted

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Dialog, Page, Route

FILES = sorted(path for path in (PROJECT / "meetings").glob("*/*/*.yaml") if not path.name.startswith("_"))
KINDS = sorted((PROJECT / "tests/kinds").glob("*.yaml"))


def kind_of(path: Path) -> str:
    return "meeting" if path.name == "meeting.yaml" else "item"


# ---- the schema ----------------------------------------------------------------------------------------------


def keys(shape: Any, definitions: dict[str, Any], seen: frozenset[str] = frozenset()) -> set[tuple[str, ...]]:
    """The ways down to every key that a schema has, each definition entered once on its way."""
    found: set[tuple[str, ...]] = set()
    name = str(shape.get("$ref", "")).rpartition("/")[2]
    if name and name not in seen:
        found |= keys(definitions[name], definitions, seen | {name})
    for key, inner in shape.get("properties", {}).items():
        if "const" in inner:
            continue
        found.add((key,))
        found |= {(key, *rest) for rest in keys(inner, definitions, seen)}
    for union in ("oneOf", "anyOf"):
        for one in shape.get(union, ()):
            found |= keys(one, definitions, seen)
    if isinstance(shape.get("items"), dict):
        found |= keys(shape["items"], definitions, seen)
    return found


@pytest.mark.parametrize("kind", ["meeting", "item"])
@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_key_of_the_schema_is_in_the_form(kind: str, language: Any) -> None:
    made, shown = schema.schema(kind), form.shown(kind, language)
    assert keys(made, made["$defs"]) == keys(shown, shown["$defs"])
    assert len(keys(shown, shown["$defs"])) > 500


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("kind", ["meeting", "item"])
def test_every_field_has_a_name_and_a_hint_in_the_language(kind: str, language: Any) -> None:
    made, shown = schema.schema(kind), form.shown(kind, language)
    without = set()
    for name in made["$defs"]:
        for key, one in made["$defs"][name].get("properties", {}).items():
            if "const" not in one:
                field = shown["$defs"][name]["properties"][key]
                assert field["title"] not in ("", key)
                assert key in FIELDS or f"{name}.{key}" in FIELDS
                if "description" in one and "description" not in field:
                    without.add(one["description"])
    assert without == set()


def test_every_branch_of_a_union_is_told_apart() -> None:
    def unions(value: Any) -> Iterator[list[dict[str, Any]]]:
        if isinstance(value, dict):
            if "oneOf" in value:
                yield value["oneOf"]
            for inner in value.values():
                yield from unions(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from unions(inner)

    found = list(unions(form.shown("meeting")))
    assert len(found) > 5
    for branches in found:
        said = [json.dumps(one["when"], sort_keys=True) for one in branches]
        assert len(set(said)) == len(said)
        assert all(one["title"] for one in branches)


# ---- a save --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*FILES, *KINDS], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_save_without_an_edit_is_the_same_bytes(path: Path) -> None:
    data = path.read_bytes()
    loaded = form.loaded(data, str(path))
    assert loaded.value is not None
    through = json.loads(json.dumps(loaded.value))
    assert saved(data, loaded, through, kind_of(path)) == data


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from places(inner, (*path, at))
    else:
        yield path


def one_of_each_kind(value: Any) -> list[tuple[Any, ...]]:
    """A place for each way that a single value may stand in: by its keys, without numbers."""
    found: dict[tuple[str, ...], tuple[Any, ...]] = {}
    for path in places(value):
        found.setdefault(tuple(step for step in path if isinstance(step, str)), path)
    return list(found.values())


def shortest_first() -> Iterator[tuple[Path, list[tuple[Any, ...]]]]:
    """The files, each with a place of every kind that no shorter one has."""
    known: set[tuple[str, ...]] = set()
    for path in sorted(FILES, key=lambda path: path.stat().st_size):
        found = {tuple(step for step in one if isinstance(step, str)): one for one in one_of_each_kind(value_of(path))}
        yield path, [one for kind, one in found.items() if kind not in known]
        known |= found.keys()


def value_of(path: Path) -> Any:
    return form.loaded(path.read_bytes(), str(path)).value


@pytest.mark.parametrize(
    ("path", "kinds"),
    list(shortest_first()),
    ids=lambda one: f"{one.parent.name}/{one.name}" if isinstance(one, Path) else "",
)
def test_an_edit_of_each_kind_of_field_changes_only_that(path: Path, kinds: list[tuple[Any, ...]]) -> None:
    data = path.read_bytes()
    loaded, spans = form.loaded(data, str(path)), yaml_source.read(data, str(path)).spans
    for where in kinds:
        value = json.loads(json.dumps(loaded.value))
        around = value
        for step in where[:-1]:
            around = around[step]
        around[where[-1]] = "Noe annet"
        made = saved(data, loaded, value, kind_of(path))
        assert editing.said(made.decode()) == value
        # The lines that differ are those that the value stood on.
        stood = spans[where]
        old, new = data.decode().split("\n"), made.decode().split("\n")
        first, last = stood.line - 1, stood.end_line or stood.line
        after = len(old) - last
        assert new[:first] == old[:first], where
        assert new[len(new) - after + 1 :] == old[last + 1 :], where


def saved(data: bytes, opened: form.Loaded, value: Any, kind: str = "meeting") -> bytes:
    """The file when a value is saved that nothing is wrong with."""
    change = Wanted(opened.digest, opened.text if opened.value is None else opened.value, value)
    made = saving.saved(data, change, kind, "meetings/a/b/meeting.yaml")
    assert isinstance(made, Saved), made
    return made.data


def test_the_mark_at_the_head_and_the_ends_of_lines_stay() -> None:
    data = b"\xef\xbb\xbf" + SHOWN.replace("\n", "\r\n").encode()
    loaded = form.loaded(data, "meeting.yaml")
    assert saved(data, loaded, dict(loaded.value or {})) == data
    made = saved(data, loaded, {**dict(loaded.value or {}), "place": "Oslo"})
    assert made.startswith(b"\xef\xbb\xbf")
    assert b"place: Oslo\r\n" in made


def test_a_file_that_cannot_be_read_is_text_with_what_is_wrong() -> None:
    loaded = form.loaded(b"date: [", "meeting.yaml")
    assert loaded.value is None
    assert loaded.text == "date: ["
    assert loaded.diagnostics
    assert saved(b"date: [", loaded, "date: 2020-07-01\n") == b"date: 2020-07-01\n"


# ---- what is wrong -------------------------------------------------------------------------------------------


def test_a_problem_is_at_its_field() -> None:
    from akson_docs.diagnostics import Span
    from akson_docs.sources.meant import UNKNOWN_KEY

    text = "date: 2020-07-01\nitems:\n  - title: Status\n    slides:\n      - titel: Her\n        body: Tekst\n"
    found = [
        UNKNOWN_KEY.at(Span("m.yaml", line, column, line, column + 2), found="x", known="y")
        for line, column in ((1, 7), (3, 12), (5, 9), (5, 16), (6, 16))
    ]
    paths = [one["path"] for one in form.placed(found, text.encode(), "m.yaml", "nb")]
    assert paths == [
        ["date"],
        ["items", 0, "title"],
        ["items", 0, "slides", 0, "titel"],
        ["items", 0, "slides", 0, "titel"],
        ["items", 0, "slides", 0, "body"],
    ]
    assert form.placed(found, text.encode(), "other.yaml") == []


# ---- the server ----------------------------------------------------------------------------------------------


PORT = 8500
OWN = """\
title: Sak i egen fil
number: 19/20
paper: sak.md
"""


def archive(folder: Path) -> Path:
    return place(
        folder,
        meetings(
            {
                "2020-04/meeting.yaml": SHOWN.rstrip("\n") + "\n  - file: sak.yaml\n",
                "2020-04/sak.yaml": OWN,
                "2020-04/sak.md": "# Bakgrunn\n\nTekst.\n",
                "2020-04/other.yaml": "secret: yes\n",
            }
        ),
    )


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(archive(tmp_path), PORT) as found:
        yield found


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all that is refused; nothing is written."""
    root = archive(tmp_path_factory.mktemp("unchanged"))
    before = contents(root / "meetings")
    with serving(root, PORT) as found:
        yield found
    assert contents(root / "meetings") == before


FORM = "_akson/form/styret/2020-04"
EDIT = "_akson/edit/styret/2020-04"


def test_a_save_is_written_where_it_comes_from_a_page_of_ours(served: Served) -> None:
    path = served.root / "meetings/styret/2020-04/meeting.yaml"
    before = path.read_text()
    found = served.ask(FORM)[1]
    asked = {"digest": found["digest"], "value": {**found["value"], "place": "Oslo"}}
    assert served.ask(EDIT, asked, Origin="http://evil.example")[0] == 403
    assert served.ask(EDIT, asked, Host="evil.example")[0] == 400
    assert path.read_text() == before
    status, made = served.ask(EDIT, asked)
    assert status == 200
    assert path.read_text() == before.replace("items:", "place: Oslo\nitems:", 1)
    assert made["value"]["place"] == "Oslo"
    # The same again, from what was loaded before: it is as it shall be.
    assert served.ask(EDIT, asked)[0] == 200
    # Another, from what was loaded before: both versions, and nothing written.
    again = {**asked, "base": found["value"], "value": {**found["value"], "place": "Bergen"}}
    status, clash = served.ask(EDIT, again)
    assert status == 409
    assert clash["clashes"] == [{"path": ["place"], "label": "Place", "theirs": "Oslo", "mine": "Bergen"}]
    assert clash["state"]["value"]["place"] == "Oslo"
    assert "Bergen" not in path.read_text()
    # Another field: both are in the file.
    status, both = served.ask(EDIT, {**again, "value": {**found["value"], "start": "10:00"}})
    assert (status, both["together"]) == (200, True)
    assert path.read_text() == before.replace("items:", "place: Oslo\nitems:", 1).replace("09:00", "10:00")


def test_work_in_progress_is_saved_and_what_is_left_is_told_at_its_field(served: Served) -> None:
    found = served.ask(FORM)[1]
    value = {**found["value"], "date": "1. juli"}
    status, made = served.ask(EDIT, {"digest": found["digest"], "value": value})
    assert status == 200
    assert "1. juli" in (served.root / "meetings/styret/2020-04/meeting.yaml").read_text()
    assert ["date"] in [one["path"] for one in made["problems"] if one["severity"] == "error"]


def test_what_no_file_can_hold_is_refused_beside_its_field(unchanged: Served) -> None:
    found = unchanged.ask(FORM)[1]
    for odd in ("a\x0bb", "halv \ud83d"):
        asked = {"digest": found["digest"], "base": found["value"], "value": {**found["value"], "place": odd}}
        status, why = unchanged.ask(EDIT, asked)
        assert (status, [one["path"] for one in why["problems"]]) == (422, [["place"]])
        assert why["problems"][0]["hint"]
    assert unchanged.ask(EDIT, {"digest": "", "value": "a" * 17_000_000})[0] == 413


@pytest.mark.parametrize(
    "path",
    [
        "styret/2020-99", "nobody/2020-04", "styret/..", "../2020-04", "styret/2020-04?file=other.yaml",
        "styret/2020-04?file=../board.yaml", "styret/2020-04?file=%2e%2e%2fboard.yaml",
        "styret/2020-04?file=/etc/passwd",
        "styret/%2e%2e", "%2e%2e/meetings", "styret/2020-04%2f..", "styret/2020-04?file=",
    ],
)  # fmt: skip
def test_only_files_of_a_meeting_are_read_or_written(unchanged: Served, path: str) -> None:
    assert unchanged.ask(f"_akson/form/{path}")[0] == 404
    asked = {"digest": "", "value": "text"}
    assert unchanged.ask(f"_akson/edit/{path}", asked)[0] in (404, 405)


def test_a_link_that_leads_outside_is_no_file_of_a_meeting(served: Served, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("kept")
    paper = served.root / "meetings/styret/2020-04/sak.md"
    paper.unlink()
    paper.symlink_to(outside)
    asked = {"digest": form.digest(b"kept"), "value": "changed"}
    status, _ = served.ask(f"{EDIT}?file=sak.md", asked)
    assert status in (404, 503)
    assert outside.read_text() == "kept"


@pytest.mark.parametrize("body", [[], {}, {"digest": 1, "value": {}}, {"digest": "", "value": 1}, "x"])
def test_what_is_no_save_is_refused(unchanged: Served, body: Any) -> None:
    assert unchanged.ask(EDIT, body)[0] == 400


def test_items_and_papers_in_files_of_their_own_are_edited_too(served: Served) -> None:
    names = [one["name"] for one in served.ask(FORM)[1]["files"]]
    assert names == ["meeting.yaml", "sak.yaml", "sak.md"]
    item = served.ask(f"{FORM}?file=sak.yaml")[1]
    assert item["kind"] == "item"
    value = {**item["value"], "type": "Orientering"}
    assert served.ask(f"{EDIT}?file=sak.yaml", {"digest": item["digest"], "value": value})[0] == 200
    folder = served.root / "meetings/styret/2020-04"
    assert (folder / "sak.yaml").read_text() == OWN.replace("number: 19/20\n", "number: 19/20\ntype: Orientering\n")
    paper = served.ask(f"{FORM}?file=sak.md")[1]
    assert (paper["kind"], paper["value"]) == ("text", None)
    asked = {"digest": paper["digest"], "value": "# Ny\n"}
    assert served.ask(f"{EDIT}?file=sak.md", asked)[0] == 200
    assert (folder / "sak.md").read_text() == "# Ny\n"


UNDO = "_akson/undo/styret/2020-04"


def test_saves_are_taken_back_byte_for_byte_and_done_again(served: Served) -> None:
    path = served.root / "meetings/styret/2020-04/meeting.yaml"
    write(path, path.read_text().replace("  - number: 18/20", "  # Den andre\n  - number: 18/20"))
    texts = [path.read_text()]
    state = served.ask(FORM)[1]
    assert (state["undo"], state["redo"]) == (None, None)
    items = state["value"]["items"]
    for value in (
        {**state["value"], "place": "Oslo"},
        {**state["value"], "place": "Oslo", "items": [items[1], items[0], *items[2:]]},
        {**state["value"], "place": "Oslo", "items": [items[0], *items[2:]]},
    ):
        state = served.ask(EDIT, {"digest": state["digest"], "base": state["value"], "value": value})[1]
        texts.append(path.read_text())
    assert len(set(texts)) == 4
    for text in reversed(texts[:-1]):
        state = served.ask(UNDO, {"number": state["undo"]["number"], "again": False})[1]
        assert path.read_text() == text
    assert state["redo"]["what"] == "Place"
    for text in texts[1:]:
        state = served.ask(UNDO, {"number": state["redo"]["number"], "again": True})[1]
        assert path.read_text() == text
    assert state["undo"]["what"].startswith("Items (18/20")
    # Another page was first: what was shown there to be undone is undone no more.
    assert served.ask(UNDO, {"number": 1, "again": False})[1]["undo"] == state["undo"]
    assert path.read_text() == texts[-1]
    for body in ({}, {"number": "1", "again": False}, {"number": 1}):
        assert served.ask(UNDO, body)[0] == 400
    assert served.ask(UNDO, {"number": 3, "again": False}, Origin="http://evil.example")[0] == 403


def test_what_another_wrote_meanwhile_stays_when_a_save_is_taken_back(served: Served) -> None:
    path = served.root / "meetings/styret/2020-04/meeting.yaml"
    state = served.ask(FORM)[1]
    value = {**state["value"], "place": "Oslo"}
    state = served.ask(EDIT, {"digest": state["digest"], "base": state["value"], "value": value})[1]
    write(path, path.read_text().replace("title: Status", "title: Tilstand"))
    status, state = served.ask(UNDO, {"number": 1, "again": False})
    assert (status, state["together"]) == (200, True)
    assert "Tilstand" in path.read_text()
    assert "place:" not in path.read_text()
    assert served.ask(UNDO, {"number": 1, "again": True})[0] == 200
    write(path, path.read_text().replace("place: Oslo", "place: Bergen"))
    status, clash = served.ask(UNDO, {"number": 1, "again": False})
    assert status == 409
    assert clash["clashes"] == [{"path": ["place"], "label": "Place", "theirs": "Bergen"}]
    assert "place: Bergen" in path.read_text()


def test_a_meeting_is_started(served: Served) -> None:
    asked = {"board": "styret", "date": "2020-09-02"}
    assert served.ask("_akson/meetings", asked, Origin="http://evil.example")[0] == 403
    assert served.ask("_akson/meetings", {"board": "styret", "date": "soon"})[0] == 400
    status, why = served.ask("_akson/meetings", {"board": "../x", "date": "2020-09-02"})
    assert status == 422
    assert "styret" in why["message"]
    status, made = served.ask("_akson/meetings", {"board": "styret", "date": "2020-09-02"})
    assert (status, made["address"]) == (200, "/_akson/edit/styret/2020-05")
    assert "draft: yes" in (served.root / "meetings/styret/2020-05/meeting.yaml").read_text()


# ---- in a browser --------------------------------------------------------------------------------------------


@pytest.fixture
def page(window: BrowserContext, served: Served) -> Iterator[Page]:
    page = window.new_page()
    page.goto(served.address)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    # A file that is being saved when it is asked for is not there yet (503): the next reading brings it.
    assert [one for one in said if not re.search("40[49]|422|503", one)] == []


def opened(page: Page, served: Served, path: str = EDIT) -> None:
    page.goto(served.address + path)
    page.locator("#root, #text").first.wait_for()


def press(page: Page, *names: str) -> None:
    for name in names:
        page.keyboard.press(name)


def to(page: Page, selector: str) -> None:
    """Presses Tab until what is wanted has the focus."""
    for _ in range(400):
        if page.evaluate("wanted => document.activeElement?.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


def test_a_meeting_with_three_slides_by_the_keyboard_alone(
    page: Page, served: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page.goto(served.address + "_akson/meetings")
    to(page, "#date")
    page.keyboard.type("09022020")
    to(page, "#begin button")
    press(page, "Enter")
    page.locator("#root").wait_for()
    assert page.url.endswith("/_akson/edit/styret/2020-05")
    to(page, "#root-items-add")
    press(page, "Enter")
    page.wait_for_function("() => document.activeElement.id.endsWith('-way')")
    row = str(page.evaluate("document.activeElement.id")).removesuffix("-way")
    to(page, f"#{row}-number")
    page.keyboard.type("22/20")
    to(page, f"#{row}-title")
    page.keyboard.type("Ny sak")
    for number, (name, fields) in enumerate(
        (
            ("Topic", {"topic": "Fremdrift"}),
            ("Text", {"title": "Hvor vi er", "body": "- En\n- To"}),
            ("Key figure", {"value": "56 prosent", "label": "av arbeidet"}),
        )
    ):
        to(page, f"#{row}-slides-add")
        press(page, "Enter")
        page.wait_for_function("id => document.activeElement.id === id", arg=f"{row}-slides-{number}-way")
        page.keyboard.type(name)
        for key, text in fields.items():
            to(page, f"#{row}-slides-{number}-{key}")
            page.keyboard.type(text)
    press(page, "Control+s")
    page.locator(".state", has_text=re.compile("^Saved")).wait_for()
    text = (served.root / "meetings/styret/2020-05/meeting.yaml").read_text()
    said = editing.said(text)
    assert said["items"][-1] == {
        "number": "22/20",
        "title": "Ny sak",
        "slides": [
            {"topic": "Fremdrift"},
            {"title": "Hvor vi er", "body": "- En\n- To"},
            {"kind": "key_figure", "value": "56 prosent", "label": "av arbeidet"},
        ],
    }
    monkeypatch.setenv("LC_ALL", "C")
    capsys.readouterr()
    code, told = main.main(["check", "--root", str(served.root)]), capsys.readouterr()
    assert "2020-05" not in "".join(line for line in told.err.splitlines() if "error" in line), told
    assert code == 0, told


def test_rows_move_and_go_and_the_focus_stays_with_them(page: Page, served: Served) -> None:
    opened(page, served)
    names = page.locator("#root-items > ol > li > .row-head .name")
    before = names.all_inner_texts()
    to(page, "#root-items .toggle")
    press(page, "Alt+ArrowDown")
    moved = before[0].split("  ")[-1]
    page.wait_for_function("name => document.activeElement.textContent.includes(name)", arg=moved)
    assert names.all_inner_texts()[1] == before[0]
    assert "now number 2" in page.locator(".spoken").inner_text()
    to(page, "#root-items > ol > li:nth-child(2) .up")
    press(page, "Enter")
    until(lambda: names.all_inner_texts() == before)
    to(page, "#root-items > ol > li:nth-child(1) .remove")
    press(page, "Enter")
    until(lambda: names.all_inner_texts() == before[1:])
    assert page.evaluate("document.activeElement.className") == "toggle"


def test_a_button_says_what_it_undoes_and_the_keyboard_does_so_too(page: Page, served: Served) -> None:
    opened(page, served)
    path = served.root / "meetings/styret/2020-04/meeting.yaml"
    before = path.read_text()
    names = page.locator("#root-items > ol > li > .row-head .name")
    first = names.all_inner_texts()
    to(page, "#root-items .toggle")
    press(page, "Enter", "Alt+ArrowDown", "Control+s")
    page.get_by_role("button", name="Undo: Items").wait_for()
    press(page, "Control+Alt+z")
    page.locator(".state", has_text="Undone").wait_for()
    assert path.read_text() == before
    assert names.all_inner_texts() == first
    # The row that was opened is open where it stands now.
    assert page.locator("#root-items > ol > li").first.get_attribute("class") == "row open"
    page.get_by_role("button", name="Redo: Items").click()
    page.locator(".state", has_text="Done again").wait_for()
    assert names.all_inner_texts()[1] == first[0]
    page.fill("#root-number", "9/20")
    press(page, "Control+Alt+z")
    assert "Save what you have edited first" in page.locator(".state").inner_text()


def test_types_and_people_of_the_board_may_be_picked_and_others_typed(page: Page, served: Served) -> None:
    board = served.root / "meetings/styret/board.yaml"
    own = "types: [{name: {nb: Politisk sak, nn: Politisk sak}, kind: decision}]\nmembers: [{id: leder, name: leder}]\n"
    write(board, board.read_text() + own)
    opened(page, served)
    page.locator("#root-items .toggle").nth(1).click()
    field = page.locator("#root-items-1-type")
    options = page.locator(f"#{field.get_attribute('list')} option")
    picked = [options.nth(place).get_attribute("value") for place in range(options.count())]
    assert picked == ["Politisk sak", "Godkjenning", "Beslutning", "Vedtak", "Drøfting", "Orientering", "Eventuelt"]
    field.fill("Befaring")
    press(page, "Control+s")
    until(lambda: "type: Befaring" in (served.root / "meetings/styret/2020-04/meeting.yaml").read_text())


def test_what_is_wrong_is_beside_its_field_and_leads_to_it(page: Page, served: Served) -> None:
    opened(page, served)
    page.fill("#root-number", "4/20")
    page.locator("#root-items .toggle").nth(1).click()
    page.fill("#root-items-1-duration", "ten")
    press(page, "Control+s")
    page.locator(".found").wait_for()
    field = page.locator(".field", has=page.locator("#root-items-1-duration")).last
    assert "whole number" in field.inner_text()
    assert page.locator("#root-items-1-duration").get_attribute("aria-invalid") == "true"
    page.reload()
    page.locator(".found .link").first.click()
    page.wait_for_function("() => document.activeElement.id === 'root-items-1-duration'")
    page.keyboard.press("Control+a")
    page.keyboard.type("10")
    press(page, "Control+s")
    page.locator(".found").wait_for(state="detached")


def test_two_writers_keep_what_either_wrote_and_choose_where_both_wrote_the_same_field(
    page: Page, served: Served
) -> None:
    opened(page, served)
    path = served.root / "meetings/styret/2020-04/meeting.yaml"
    page.locator("#root-items .toggle").nth(1).click()
    page.fill("#root-number", "9/20")
    page.fill("#root-items-1-title", "Min tittel")
    write(path, path.read_text().replace("title: Status", "title: Tilstand  # hos dem").replace("18/20", "28/20"))
    page.locator(".state", has_text="put together").wait_for()
    press(page, "Control+s")
    page.locator(".clashing").first.wait_for()
    assert "number: 9/20" not in path.read_text()
    # Beside the field, both; nothing is written before one of them is chosen, and the row can be found.
    field = page.locator(".field", has=page.locator("#root-items-1-title")).last
    assert {"Tilstand", "Min tittel"} <= set(field.locator("dd").all_inner_texts())
    assert page.locator("#root-items-1-number").input_value() == "28/20"
    press(page, "Control+s")
    assert "choose between" in page.locator(".state").inner_text()
    assert axe_finds(page) == []
    page.reload()
    page.locator(".clashing").first.wait_for()
    page.locator(".clashing").first.get_by_role("button", name="Keep mine").click()
    page.locator(".clashing").first.wait_for(state="detached")
    press(page, "Control+s")
    page.locator(".state", has_text=re.compile("^Saved")).wait_for()
    text = path.read_text()
    assert "number: 9/20" in text
    assert "number: 28/20\n    title: Min tittel  # hos dem" in text


def axe_finds(page: Page) -> list[Any]:
    return list(told(axe(page, (*RULES, "best-practice"), without=["iframe"])["violations"]))


def test_what_is_typed_outlives_the_server_and_is_saved_when_it_is_back(window: BrowserContext, tmp_path: Path) -> None:
    root = archive(tmp_path)
    path = root / "meetings/styret/2020-04/meeting.yaml"
    page = window.new_page()
    with serving(root, PORT) as served:
        page.goto(served.address)
        opened(page, served)
        page.fill("#root-place", "Oslo")
    page.locator(".state", has_text="server has stopped").wait_for()
    press(page, "Control+s")
    with serving(root, PORT) as again:
        assert again.server == served.server
        page.locator(".state", has_text="started again").wait_for()
        assert "Oslo" not in path.read_text()
        # Whoever opens the new address lets in every page of the browser; what was to be saved is saved.
        other = window.new_page()
        other.goto(again.address)
        page.locator(".state", has_text=re.compile("^Saved")).wait_for()
        assert "place: Oslo" in path.read_text()
        place = "JSON.parse(document.querySelector('meta[name=akson-form]').content).place"
        kept = f"() => Object.keys(localStorage).filter(name => name.startsWith('akson-form:' + {place}))"
        until(lambda: page.evaluate(kept) == [])
        # A page that is loaded again, or closed, has left what was typed.
        page.fill("#root-place", "Bergen")
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        assert page.locator("#root-place").input_value() == "Bergen"
        page.close()
        opened(other, again)
        assert other.locator("#root-place").input_value() == "Bergen"
        assert "here again" in other.locator(".state").inner_text()
        other.get_by_role("button", name="Drop it").click()
        other.wait_for_function("() => document.querySelector('#root-place').value === 'Oslo'")
        until(lambda: other.evaluate(kept) == [])
        other.close()


def test_both_versions_of_a_text_are_shown_where_another_wrote_it_meanwhile(page: Page, served: Served) -> None:
    opened(page, served, f"{EDIT}?file=sak.md")
    path = served.root / "meetings/styret/2020-04/sak.md"
    page.fill("#text", "# Min\n")
    write(path, "# Deres\n")
    page.locator(".state", has_text="changed elsewhere").wait_for()
    press(page, "Control+s")
    page.locator("dialog[open]").wait_for()
    assert page.locator("dialog .theirs", has_text="Deres").count()
    press(page, "Escape")
    page.locator("dialog").wait_for(state="detached")
    assert path.read_text() == "# Deres\n"
    press(page, "Control+s")
    page.get_by_role("button", name="Save mine").click()
    page.locator(".state", has_text=re.compile("^Saved")).wait_for()
    assert path.read_text() == "# Min\n"


def test_without_edits_the_form_follows_the_file_and_with_them_it_asks_before_it_goes(
    page: Page, served: Served
) -> None:
    opened(page, served)
    path = served.root / "meetings/styret/2020-04/meeting.yaml"
    write(path, path.read_text().replace("title: Status", "title: Tilstand"))
    page.locator("#root-items .name", has_text="Tilstand").wait_for()
    page.fill("#root-number", "9/20")
    asked: list[str] = []

    def told(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", told)
    page.goto(served.address)
    assert asked == ["beforeunload"]


def test_what_changes_before_the_form_listens_is_followed_as_well(page: Page, served: Served) -> None:
    path = served.root / "meetings/styret/2020-04/meeting.yaml"

    def late(route: Route) -> None:
        answer = route.fetch()
        before = served.problems()["number"]
        write(path, path.read_text().replace("title: Status", "title: Tilstand"))
        until(lambda: served.problems()["number"] > before)
        route.fulfill(response=answer)

    page.route("**/_akson/form/**", late, times=1)
    opened(page, served)
    page.locator("#root-items .name", has_text="Tilstand").wait_for()


def test_what_cannot_be_read_is_text_until_it_is_mended(page: Page, served: Served) -> None:
    path = served.root / "meetings/styret/2020-04/meeting.yaml"
    good = path.read_text()
    write(path, "date: [\n" + good)
    opened(page, served)
    assert page.locator("#text").input_value().startswith("date: [")
    assert page.locator(".found").inner_text()
    page.fill("#text", good)
    press(page, "Control+s")
    page.locator("#root").wait_for()
    assert path.read_text() == good


def test_a_text_is_turned_into_several_languages_and_withheld(page: Page, served: Served) -> None:
    opened(page, served)
    page.locator("#root-items .toggle").first.click()
    was = page.locator("#root-items-0-title").input_value()
    page.locator("#root-items-0-title-way").select_option(label="In several languages")
    page.fill("#root-items-0-title-en", "Status")
    page.locator("#root-items-0-proposal-way").select_option(label="Withheld from the public")
    page.fill("#root-items-0-proposal-withheld", "offl. § 23")
    page.fill("#root-items-0-proposal-text", "Noe")
    press(page, "Control+s")
    page.locator(".state", has_text=re.compile("^Saved")).wait_for()
    item = editing.said((served.root / "meetings/styret/2020-04/meeting.yaml").read_text())["items"][0]
    assert item["title"] == {"nb": was, "en": "Status"}
    assert item["proposal"] == {"withheld": "offl. § 23", "text": "Noe"}


def test_every_meeting_goes_through_the_form_and_back(window: BrowserContext, tmp_path: Path) -> None:
    root = place(tmp_path, {})
    shutil.rmtree(root / "meetings")
    shutil.copytree(PROJECT / "meetings", root / "meetings")
    page = window.new_page()
    kinds = ["line", "prose", "clock", "integer", "ids", "grid"]
    with serving(root, PORT) as served:
        page.goto(served.address)
        for path in sorted(FILES, key=lambda path: path.stat().st_size):
            own = root / path.relative_to(PROJECT)
            before = own.read_bytes()
            file = "" if own.name == "meeting.yaml" else f"?file={own.name}"
            opened(page, served, f"_akson/edit/{own.parent.parent.name}/{own.parent.name}{file}")
            # All that folds is opened, so that every field is drawn with its value.
            while page.locator(".toggle[aria-expanded=false]").count():
                page.evaluate(
                    "() => document.querySelectorAll('.toggle[aria-expanded=false]').forEach(one => one.click())"
                )
            assert page.locator(".state").inner_text() == ""
            press(page, "Control+s")
            page.locator(".state", has_text=re.compile("^Saved")).wait_for()
            assert own.read_bytes() == before, path
            # A field of each kind that has a line of its own is edited and put back: the file is as it was.
            for kind in tuple(kinds):
                field = page.locator(f".field.{kind} > :is(input, textarea)").first
                if field.count():
                    kinds.remove(kind)
                    was = field.input_value()
                    field.fill(f"{was} x")
                    assert page.locator(".state").inner_text() == "Not saved yet"
                    field.fill(was)
            press(page, "Control+s")
            page.locator(".state", has_text=re.compile("^Saved")).wait_for()
            assert own.read_bytes() == before, path
    assert kinds == []
    page.close()


def test_axe_finds_nothing(window: BrowserContext, served: Served) -> None:
    page = window.new_page()
    page.goto(served.address)
    for path in ("_akson/meetings", EDIT, f"{EDIT}?file=sak.md"):
        page.goto(served.address + path)
        page.locator("main").wait_for()
        if path == EDIT:
            page.locator("#root-items .toggle").first.click()
            page.locator("#root-date").fill("")
            press(page, "Control+s")
            page.locator(".found").wait_for()
        for look in looks(page, (1280, 400)):
            # What is in the frame is the site's, and tried there.
            found = axe(page, (*RULES, "best-practice"), without=["iframe"])
            assert told(found["violations"]) == [], look
            # What it is unsure of are arrows and marks, which are no text, and words that the head may lie over.
            unsure = [
                (one["id"], node["html"][:200], node["any"][0]["message"] if node["any"] else "")
                for one in found["incomplete"]
                for node in one["nodes"]
            ]
            assert [
                one for one in unsure if not re.search("only non-text characters|overlaps other elements", one[2])
            ] == [], look
            assert page.evaluate("document.documentElement.scrollWidth") <= look[0]
    page.close()
