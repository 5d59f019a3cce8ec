"""Packages import one way, each does its own work, and nothing is left in a drawer."""

from __future__ import annotations

import ast
import functools
import graphlib
import re
from pathlib import Path

import pytest
from places import PROJECT

from akson_docs.cli import main

PACKAGES = (
    "gettext_files", "catalogue", "diagnostics", "model", "sources", "pdf", "meetings", "rules", "build", "render",
    "exchange", "actions", "mail", "disclosure", "server", "cli",
)  # fmt: skip
"""What lies in `akson_docs/`, in order: each imports from those before it, and from itself without a circle."""
ROOT = PROJECT / "akson_docs"
MODULES = {
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): path
    for path in sorted(ROOT.rglob("*.py"))
    if not path.name.startswith("_")
}
"""Every module, by its name from `akson_docs` on."""
COMMANDS = [name for name in MODULES if name.startswith("cli.commands.")]
"""The ends that the user sees: none of them may import another."""
DISK = (
    "gettext_files", "sources.snapshots", "sources.history", "build.cache", "build.lock", "build.output",
    "build.fingerprint", "build.request", "pdf.attachments.office", "pdf.attachments.scans", "pdf.drawing_process",
    "server.watch", "server.kept_key", "server.peers",
    "mail.delivery",
)  # fmt: skip
"""Those that may touch the disk; `gettext_files` keeps what it compiled of catalogues, `fingerprint`, `request` and
`watch` only look, `history` has git look, `office` makes the folder that LibreOffice fills, `scans` fills one with
what is to be read, `drawing_process` one of fonts, `kept_key` keeps the user's key, `peers` reads whose connections
are, `delivery` writes down who has got what."""


@functools.cache
def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text())


@functools.cache
def imported(name: str) -> frozenset[str]:
    """The project's modules that a module imports, those for types among them."""
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}: imports say the whole name"
            if (node.module or "").partition(".")[0] == "akson_docs":
                above = str(node.module).partition(".")[2]
                names = (f"{above}.{alias.name}".lstrip(".") for alias in node.names)
                found |= {one if one in MODULES else above for one in names}
    return frozenset(found - {""})


def libraries(name: str) -> set[str]:
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).partition(".")[0])
    return found - {"akson_docs"}


def package(name: str) -> str:
    return name.partition(".")[0]


def test_every_package_has_its_place() -> None:
    assert {package(name) for name in MODULES} == set(PACKAGES)


@pytest.mark.parametrize("name", MODULES)
def test_packages_import_one_way(name: str) -> None:
    place = PACKAGES.index(package(name))
    assert [other for other in sorted(imported(name)) if PACKAGES.index(package(other)) > place] == []


def test_modules_import_in_no_circle() -> None:
    order = graphlib.TopologicalSorter({name: imported(name) for name in MODULES})
    assert list(order.static_order())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_knows_no_other_command(name: str) -> None:
    telling = {"cli.main"} if name in ("cli.commands.completion", "cli.commands.manual") else set()
    ends = {*COMMANDS, "cli.main"} - telling
    assert not imported(name) & ends


def test_every_command_is_listed() -> None:
    assert {f"cli.commands.{name}" for name in main.COMMANDS} == set(COMMANDS)


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
        *((name, {"jinja2", "weasyprint", "yaml"}) for name in MODULES if package(name) == "model"),
        *((name, {"weasyprint", "yaml"}) for name in MODULES if package(name) == "render"),
        ("render.papers", {"pikepdf", "pypdfium2"}),
        ("pdf.compose", {"jinja2", "pikepdf"}),
        *((name, {"jinja2", "weasyprint", "markdown"}) for name in MODULES if package(name) == "build"),
        *((name, {"pydantic", "jinja2", "weasyprint"}) for name in MODULES if package(name) == "cli"),
    ],
)
def test_a_package_does_not_know_anothers_tools(name: str, never: set[str]) -> None:
    assert not libraries(name) & never


def test_the_writer_does_not_know_what_a_meeting_is() -> None:
    assert imported("build.output") == {"catalogue", "diagnostics", "sources.failures", "build.output_steps"}


@pytest.mark.parametrize("name", MODULES)
def test_what_is_long_says_why(name: str) -> None:
    """A module is about one concept, and a function does one thing: what takes more room than most has a reason."""
    module = tree(name)
    silent = []
    if len(MODULES[name].read_text().splitlines()) > 500 and "Longer than 500 lines: " not in str(
        ast.get_docstring(module)
    ):
        silent.append(name)
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > 60 and "Longer than 60 lines: " not in " ".join(str(ast.get_docstring(node)).split()):
                silent.append(node.name)
    assert silent == []


def test_a_type_has_one_name_and_a_name_one_type() -> None:
    """A name of a class, or of a type, is found once: nobody need ask which one is meant."""
    found: dict[str, list[str]] = {}
    for name in MODULES:
        for node in tree(name).body:
            named = node.name if isinstance(node, ast.ClassDef) else _alias(node)
            if named:
                found.setdefault(named.lstrip("_"), []).append(name)
    assert {named: places for named, places in found.items() if len(places) > 1} == {}


def _alias(node: ast.stmt) -> str:
    """The name that a type is given, `Facts = tuple[str, ...]`; "" for any other statement."""
    target = (
        node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
    )
    named = target.id if isinstance(target, ast.Name) else ""
    return named if named[:1].isupper() and not named.isupper() else ""


def test_there_are_no_drawers() -> None:
    drawers = ("utils", "helpers", "common", "misc")
    assert [name for name in MODULES if {*name.split(".")} & {*drawers} or "manager" in name] == []


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


@pytest.mark.parametrize("folder", [path.parent for path in sorted(ROOT.rglob("*.py")) if path.name == "__init__.py"])
def test_every_package_says_what_is_in_it(folder: Path) -> None:
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text()))


def test_the_architecture_page_names_every_module() -> None:
    page = (ROOT / "__init__.py").read_text()
    assert [name for name in MODULES if name not in COMMANDS and name.rpartition(".")[2] not in page] == []


@pytest.mark.parametrize("path", ["README.md", "CHANGELOG.md", "LICENSE", "Makefile", ".ci/run", "build.py"])
def test_what_a_stranger_looks_for_is_there(path: str) -> None:
    assert (PROJECT / path).exists()


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
