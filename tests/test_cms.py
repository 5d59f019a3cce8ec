"""Editing without a checkout: the configuration has every key of the schema, holds nothing that is written, and what
the CMS saves is a meeting still."""

from __future__ import annotations

import json
import shutil
import textwrap
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from places import BOARD, PATIENCE_S, PROJECT, SHOWN, SITE, build, contents, meetings, place

from akson_docs.cli import main
from akson_docs.sources.format import cms, editing, form

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

FILES = sorted((PROJECT / "meetings").glob("*/*/meeting.yaml"))
ASKED = SITE + "editing: {backend: github, repository: example/papers}\n"


def keys(fields: list[dict[str, Any]]) -> set[tuple[str, ...]]:
    """The ways down to every key that the CMS has a field for."""
    found: set[tuple[str, ...]] = set()
    for one in fields:
        found.add((one["name"],))
        below = [*one.get("fields", ()), *(inner for kind in one.get("types", ()) for inner in kind["fields"])]
        found |= {(one["name"], *rest) for rest in keys(below)}
    return found


def written(shape: dict[str, Any], known: dict[str, Any], seen: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The ways down to every key of the form, with texts and what is written in one line as one."""
    name = str(shape.get("$ref", "")).rpartition("/")[2]
    if name:
        # Items under items go two levels down.
        return set() if seen.count(name) > (2 if name == "Item" else 0) else written(known[name], known, (*seen, name))
    if "text" in shape:
        return set()
    found: set[tuple[str, ...]] = set()
    for key, inner in shape.get("properties", {}).items():
        deep = inner.get("type") == "array" and key == "items" and seen.count("Item") > 2
        if not deep:
            found.add((key,))
            if "oneOf" not in inner:
                found |= {(key, *rest) for rest in written(inner, known, seen)}
    for one in shape.get("oneOf", ()):
        found |= written(one, known, seen)
    if "items" in shape:
        found |= written(shape["items"], known, seen)
    return found


def test_every_key_of_the_schema_has_a_field() -> None:
    shown = form.shown("meeting", "nb")
    made, wanted = keys(cms.fields("nb")), written(shown, shown["$defs"])
    assert wanted - made == set()
    assert len(made) > 300


def test_rows_of_several_kinds_are_told_apart() -> None:
    items = next(one for one in cms.fields("nb") if one["name"] == "items")
    assert [one["name"] for one in items["types"]] == ["heading", "entry", "file", "item"]
    slides = next(one for one in items["types"][3]["fields"] if one["name"] == "slides")
    assert slides["typeKey"] == "kind"
    assert {"topic", "text", "key_figure", "comparison"} <= {one["name"] for one in slides["types"]}


def test_the_page_is_there_where_a_site_asks_for_it_and_no_other_leads_to_it(tmp_path: Path) -> None:
    root = place(tmp_path, {**meetings({"2020-04/meeting.yaml": SHOWN}), "site.yaml": ASKED})
    build(root)
    made = contents(root / "output/site")
    assert {path for path in made if path.startswith("edit/")} == {
        "edit/index.html", "edit/config.yml", *(f"edit/{name}" for name in cms.FILES),
    }  # fmt: skip
    configuration = json.loads(made["edit/config.yml"])
    assert configuration["backend"] == {"name": "github", "repo": "example/papers", "branch": "main"}
    page = made["edit/index.html"].decode()
    assert 'content="noindex, nofollow"' in page
    assert "script-src 'self';" in page
    assert "default-src 'none'" in page
    for path, data in made.items():
        if path.endswith(".html") and not path.startswith("edit/"):
            assert b"edit/" not in data, path
    build(root, "members")
    assert not (root / "output/members/edit").exists()
    (root / "meetings/site.yaml").write_text(SITE)
    build(root)
    assert not (root / "output/site/edit").exists()


def test_the_configuration_says_nothing_of_what_is_written_and_nothing_withheld(tmp_path: Path) -> None:
    root = place(
        tmp_path,
        {
            **meetings({"2020-04/meeting.yaml": SHOWN}),
            "site.yaml": ASKED,
            "skjult-utvalg/board.yaml": BOARD.replace("name: Styret", "name: SECRET") + "public: no\n",
            "skjult-utvalg/2020-01/meeting.yaml": SHOWN,
        },
    )
    build(root)
    text = (root / "output/site/edit/config.yml").read_text()
    assert [one["name"] for one in json.loads(text)["collections"]] == ["styret"]
    for word in ("SECRET", "skjult-utvalg", "Hvor vi er", "2020-04"):
        assert word not in text


@pytest.mark.parametrize("repository", ["papers", "https://github.com/a/b", "a/b c", "../x"])
def test_a_repository_is_named_by_owner_and_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], repository: str
) -> None:
    text = SITE + f'editing: {{backend: github, repository: "{repository}"}}\n'
    root = place(tmp_path, {**meetings({"2020-04/meeting.yaml": SHOWN}), "site.yaml": text})
    assert main.main(["check", "--root", str(root)]) == 1
    assert "site.yaml" in capsys.readouterr().out


# ---- in a browser --------------------------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "site/edit"
    folder.mkdir(parents=True)
    for name, path in cms.FILES.items():
        shutil.copy(PROJECT / path, folder / name)
    boards = {"styringsgruppen": "Styringsgruppen for Akson"}
    (folder / "config.yml").write_text(cms.text(cms.config("test-repo", "", "", boards, "nb")))
    (folder / "index.html").write_text(cms.page("test-repo", "nb"))
    (folder / "bare.html").write_text(
        cms.page("test-repo", "nb").replace('<script src="sveltia-cms.js">', '<script src="stub.js">')
    )
    (folder / "stub.js").write_text("globalThis.CMS = {registerCustomFormat: (n, e, f) => { globalThis.format = f; }};")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/edit/"
    server.shutdown()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    page = window.new_page()
    yield page
    page.close()


# What the CMS gives back: without line breaks at the ends of texts, and with fields that were empty.
THROUGH = """([text, fill]) => {
  const value = format.fromFile(text);
  const given = (held) => Array.isArray(held) ? held.map(given)
    : held !== null && typeof held === "object"
      ? {...Object.fromEntries(Object.entries(held).map(([key, one]) => [key, key === "source" ? one : given(one)])),
         ...(fill ? {emptied: "", none: null, rows: held.rows ? given(held.rows) : [], held: {}} : {})}
      : typeof held === "string" ? held.trimEnd() : held;
  return format.toFile(given(value));
}"""


def test_a_file_goes_through_the_cms_byte_for_byte(page: Page, served: str) -> None:
    page.goto(served + "bare.html")
    # Each kind of slide in a meeting of its own.
    head = "date: 2020-07-01\nitems:\n  - title: Sak\n    slides:\n      - "
    kinds = [
        head + textwrap.indent(path.read_text(), "        ", lambda line: bool(line.strip())).lstrip()
        for path in sorted((PROJECT / "tests/kinds").glob("*.yaml"))
    ]
    for text in [*(path.read_text() for path in FILES), *kinds]:
        for fill in (False, True):
            assert page.evaluate(THROUGH, [text, fill]) == text


def test_an_edit_keeps_comments_and_what_else_there_is(page: Page, served: str) -> None:
    page.goto(served + "bare.html")
    text = """\
# yaml-language-server: $schema=../../../schema/meeting.schema.json
date: 2020-07-01  # onsdag
items:
  # Den faste.
  - number: 17/20
    title: {nb: Godkjenning, en: Approval}
    proposal: Godkjennes.

  - heading: Andre saker

  - number: 18/20
    title: Status
    slides:
      - topic: Fremdrift
      - title: Hvor vi er
        body: |
          - Ett
          - To
attendance: {present: others, absent: [a, b]}
"""
    edit = """([text]) => {
      const value = format.fromFile(text);
      value.items[2].slides[1].body = "- Ett\\n- To\\n- Tre";
      value.items[2].slides.push({kind: "key_figure", value: "56 %", label: "av alle"});
      value.items[2].slides.push({kind: "topic", topic: "Nytt"});
      value.items[0].type = "Godkjenning";
      value.place = "Oslo";
      return [value, format.toFile(value)];
    }"""
    value, made = page.evaluate(edit, [text])
    assert value["items"][0]["title"] == "{nb: Godkjenning, en: Approval}"
    assert [row["kind"] for row in value["items"]] == ["item", "heading", "item"]
    assert [row["kind"] for row in value["items"][2]["slides"][:2]] == ["topic", "text"]
    wanted = editing.said(text)
    wanted["items"][2]["slides"][1]["body"] = "- Ett\n- To\n- Tre\n"
    wanted["items"][2]["slides"] += [{"kind": "key_figure", "value": "56 %", "label": "av alle"}, {"topic": "Nytt"}]
    wanted["items"][0]["type"] = "Godkjenning"
    wanted["place"] = "Oslo"
    assert editing.said(made) == wanted
    for kept in ("# onsdag", "  # Den faste.\n  - number: 17/20", "{nb: Godkjenning, en: Approval}", "# yaml-language"):
        assert kept in made


PUT = """async ([path, text]) => {
  let folder = await navigator.storage.getDirectory();
  for (const step of ["sveltia-cms-test", ...path.split("/").slice(0, -1)])
    folder = await folder.getDirectoryHandle(step, {create: true});
  const file = await (await folder.getFileHandle(path.split("/").at(-1), {create: true})).createWritable();
  await file.write(text);
  await file.close();
}"""
# Nothing, where the file is just then exchanged for the one that is saved.
GET = """async (path) => {
  let folder = await navigator.storage.getDirectory();
  for (const step of ["sveltia-cms-test", ...path.split("/").slice(0, -1)])
    folder = await folder.getDirectoryHandle(step);
  try {
    return await (await (await folder.getFileHandle(path.split("/").at(-1))).getFile()).text();
  } catch {
    return null;
  }
}"""


def test_the_cms_shows_a_meeting_and_what_it_saves_passes_the_check(page: Page, served: str, tmp_path: Path) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    # Its test backend keeps files in the browser.
    page.goto(served + "bare.html")
    path = "meetings/styringsgruppen/2020-04/meeting.yaml"
    before = (PROJECT / path).read_text()
    page.evaluate(PUT, [path, before])
    page.goto(served)
    page.get_by_role("button", name="Test").click()
    page.get_by_role("row").filter(has_text="2020-04").last.click()
    page.get_by_role("textbox", name="Nummer").first.wait_for()
    assert page.get_by_role("textbox", name="Nummer").first.input_value() == "4/20"
    page.get_by_role("textbox", name="Sted").fill("Møterom 1")
    page.get_by_role("button", name="Save").first.click()
    for _ in range(10 * PATIENCE_S):
        after = page.evaluate(GET, path)
        if after not in (None, before):
            break
        page.wait_for_timeout(100)
    assert editing.said(after) == {**editing.said(before), "place": "Møterom 1"}
    assert after.count("#") == before.count("#")
    assert wrong == []
    root = tmp_path / "root"
    shutil.copytree(PROJECT / "meetings", root / "meetings")
    (root / path).write_text(after)
    for command in ("fmt", "check"):
        assert main.main([command, "--root", str(root)]) == 0
    assert editing.said((root / path).read_text()) == editing.said(after)
