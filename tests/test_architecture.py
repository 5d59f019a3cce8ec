"""The house: imports point one way, each room does its own work, and nothing is left in a drawer."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator

import pytest
from places import PROJECT

from akson_docs import cli

# The road, down which imports point: a module imports only from those before it.
ROAD = (
    "diagnostics", "field_names", "repository",
    "privacy", "attached", "words", "walk", "identity", "archive", "dispatch", "changes", "slides", "model",
    "drawings", "pictures", "conflicts", "guises", "source", "workspace", "failures", "history", "cache", "turn",
    "engine", "request", "coverage", "parse", "agenda", "voting", "record", "outcomes", "prose", "unprinted", "spelt",
    "roles",
    "whose", "names", "edition", "withdrawal", "remnants", "published", "glyphs", "deck", "cards", "continued",
    "voting_rules", "rules",
    "sarif", "addresses", "editing", "schema", "form_words", "form", "cms",
    "plan", "plain_text", "proof", "printed", "issue", "minutes", "marking", "html", "theme", "provenance",
    "typesetter", "sheet", "letter", "office", "marks", "tags", "foreign", "objects", "compared", "enclosures",
    "inspection", "pdf", "stamping", "signing", "opendata", "render", "papers", "crew",
    "passage", "output", "calendars", "shelf", "withholding", "committed", "starting", "moving", "recipients",
    "headers", "invitation", "delivery", "disclosure", "preview", "pipeline", "secretariat", "loopback", "serve",
    "writing", "watch", "terminal", "options", "usage", "manual", "cli",
)  # fmt: skip
COMMANDS = {f"commands/{path.stem}": path for path in sorted((PROJECT / "akson_docs/commands").glob("[!_]*.py"))}
"""The ends of the road that the user sees: each may import what is on it, and none of the others."""
MODULES = {path.stem: path for path in sorted((PROJECT / "akson_docs").glob("[!_]*.py"))} | COMMANDS
TELLING = ("commands/completion", "commands/manual")
"""Those that tell of all commands, and so know their list."""
DISK = ("workspace", "history", "cache", "turn", "output", "engine", "request", "office", "watch", "delivery")
"""Those that may touch the disk; `engine`, `request` and `watch` only look, `history` has git look, `office` makes the
folder that LibreOffice fills, `delivery` writes down who has got what."""


@functools.cache
def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text())


def imported(name: str) -> Iterator[str]:
    """The project's modules that a module imports, those for types among them."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.ImportFrom) and node.level == 1 + ("/" in name):
            if node.module:
                yield node.module
            else:
                yield from (alias.name for alias in node.names)


def libraries(name: str) -> set[str]:
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(str(node.module).partition(".")[0])
    return found


def test_every_module_has_its_place_on_the_road() -> None:
    assert set(ROAD) == set(MODULES) - set(COMMANDS)
    assert {f"commands/{name}" for name in cli.COMMANDS} == set(COMMANDS)


@pytest.mark.parametrize("name", ROAD)
def test_imports_point_one_way(name: str) -> None:
    assert [other for other in imported(name) if ROAD.index(other) >= ROAD.index(name)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_knows_the_road_and_no_other_command(name: str) -> None:
    assert set(imported(name)) <= set(ROAD) - ({"cli"} if name not in TELLING else set())


@pytest.mark.parametrize("name", [name for name in MODULES if name not in DISK])
def test_only_the_ends_touch_the_disk(name: str) -> None:
    touching = [
        ast.unparse(node)
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in ("open", "os.replace", "os.remove", "os.makedirs", "os.scandir", "os.listdir", "os.stat", "shutil.rmtree")
    ]
    assert touching == []
    assert "pathlib" not in libraries(name)


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("model", {"jinja2", "weasyprint", "yaml"}),
        ("slides", {"jinja2", "weasyprint", "yaml"}),
        ("html", {"weasyprint", "yaml"}),
        ("papers", {"weasyprint", "pikepdf", "pypdfium2"}),
        ("pdf", {"jinja2", "pikepdf"}),
        ("plan", {"jinja2", "weasyprint", "markdown"}),
        *((name, {"pydantic", "jinja2", "weasyprint"}) for name in ("cli", "terminal", "options", *COMMANDS)),
    ],
)
def test_a_room_does_not_know_anothers_tools(name: str, never: set[str]) -> None:
    assert not libraries(name) & never


def test_the_writer_does_not_know_what_a_meeting_is() -> None:
    assert set(imported("output")) == {"diagnostics", "failures", "passage"}


def test_there_are_no_drawers() -> None:
    assert [name for name in MODULES if name in ("utils", "helpers", "common", "misc") or "manager" in name] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_keeps_no_state(name: str) -> None:
    kept = [
        ast.unparse(node)
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Global)
        or (
            node in tree(name).body
            and isinstance(node, ast.Assign)
            and isinstance(node.value, ast.List | ast.Set | ast.ListComp)
        )
    ]
    assert kept == []


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_for_and_its_public_names_too(name: str) -> None:
    module = tree(name)
    assert ast.get_docstring(module)
    silent = [
        node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_the_architecture_page_names_every_module() -> None:
    page = (PROJECT / "akson_docs/__init__.py").read_text()
    assert [name for name in ROAD if name not in page] == []


@pytest.mark.parametrize("path", ["README.md", "CHANGELOG.md", "LICENSE", "Makefile", ".ci/run", "build.py"])
def test_what_a_stranger_looks_for_is_there(path: str) -> None:
    assert (PROJECT / path).exists()


def test_the_readme_begins_with_the_two_commands() -> None:
    readme = (PROJECT / "README.md").read_text()
    assert readme.index("    make\n") < readme.index("    make test\n") < readme.index("## Writing")


def test_every_catalogue_has_words_for_every_key() -> None:
    from babel.messages.pofile import read_po

    folders = sorted(path for path in (PROJECT / "templates/locale").iterdir() if path.is_dir())
    keys = {}
    for folder in folders:
        with (folder / "messages.po").open("rb") as file:
            catalogue = read_po(file, locale=folder.name)
        keys[folder.name] = {str(message.id) for message in catalogue if message.id}
        empty = [message.id for message in catalogue if message.id and not message.string]
        assert empty == []
    assert keys["nb"] == keys["nn"] == keys["en"]


def test_every_key_of_the_catalogues_is_asked_for() -> None:
    asking = "".join(
        path.read_text()
        for pattern in ("templates/**/*.html", "templates/**/*.js", "akson_docs/**/*.py")
        for path in PROJECT.glob(pattern)
    )
    composed = tuple(re.findall(r"[\"'](\w+_)[\"'] ~", asking))
    keys = re.findall(r'msgid(?:_plural)? "(\w+)"', (PROJECT / "templates/locale/nb/messages.po").read_text())
    assert keys
    assert [key for key in keys if not re.search(rf"""["']{key}["']""", asking) and not key.startswith(composed)] == []
