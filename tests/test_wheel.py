"""The wheel, installed where nothing else of this project is: meetings alone are enough for it."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from places import BOARD, PROJECT, SHOWN, SITE, build, contents, meetings, place, write

from akson_docs.cli import main


@pytest.fixture(scope="module")
def akson(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, of a wheel in an environment of its own; the libraries are those of the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    words = ["-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run([sys.executable, *words], cwd=PROJECT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv")
    (own,) = (folder / "venv/lib").glob("python*/site-packages")
    (own / "libraries.pth").write_text("\n".join(site.getsitepackages()))
    words = ["-m", "pip", "--python", str(folder / "venv/bin/python"), "--disable-pip-version-check"]
    words += ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, *words], check=True, env=surroundings())
    return folder / "venv/bin/akson"


def surroundings() -> dict[str, str]:
    """The environment without what leads to this project's own code."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"LC_ALL": "C"}


def run(akson: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(akson), *words], cwd=folder, env=surroundings(), capture_output=True, text=True)


def test_it_builds_meetings_alone_to_the_same_bytes(akson: Path, tmp_path: Path) -> None:
    files = meetings({"2020-04/meeting.yaml": SHOWN}, SITE, BOARD)
    alone = tmp_path / "alone"
    for name, text in files.items():
        write(alone / "meetings" / name, text)
    made = run(akson, alone, "build", "--today", "2020-08-01")
    assert made.returncode == 0, made.stderr
    assert sorted(path.name for path in alone.iterdir()) == [".akson", "meetings", "output"]
    assert build(place(tmp_path / "both", files)).done
    assert contents(alone / "output/site") == contents(tmp_path / "both/output/site")
    assert run(akson, alone, "build", "--today", "2020-08-01").stdout.startswith("Nothing to build: ")
    write(alone / "templates/css/site.css", "body { color: red }")
    assert run(akson, alone, "build", "--today", "2020-08-01").stdout.startswith("Built 1 file, ")


def test_it_writes_the_schemas_that_meetings_name(akson: Path, tmp_path: Path) -> None:
    made = run(akson, tmp_path, "schema", "--write", "schema")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "schema/meeting.schema.json").is_file()


def test_it_makes_the_board_to_try_everything_on(akson: Path, tmp_path: Path) -> None:
    made = run(akson, tmp_path, "demo")
    assert made.returncode == 0, made.stderr
    told = run(akson, tmp_path / "akson-demo", "check")
    assert (told.returncode, "minutes-not-kept" in told.stdout) == (0, True)


def test_it_writes_the_manual_that_the_sources_write(akson: Path, tmp_path: Path) -> None:
    made = run(akson, tmp_path, "manual")
    assert made.returncode == 0, made.stderr
    assert main.main(["manual", "--root", str(tmp_path), "--output", str(tmp_path / "other")]) == 0
    assert contents(tmp_path / "output/docs") == contents(tmp_path / "other")
