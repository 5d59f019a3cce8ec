"""`build.py` is this project's command, and gives way where the package of that name is meant."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import PROJECT, write

STUB = "import sys; print('the package', sys.argv[1:], [folder for folder in sys.path if 'project' in folder])"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    shutil.copy(PROJECT / "build.py", tmp_path / "project/build.py")
    return tmp_path / "project"


def run(folder: Path, *words: str, also: str = "") -> subprocess.CompletedProcess[str]:
    """Python in a folder, with the standard library and what lies in another folder alone."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AKSON"))}
    return subprocess.run(
        [sys.executable, "-S", *words],
        cwd=folder,
        env={**surroundings, "PYTHONPATH": also},
        capture_output=True,
        text=True,
    )


def test_as_a_module_it_is_the_package_that_makes_wheels(project: Path, tmp_path: Path) -> None:
    write(tmp_path / "installed/build/__init__.py", "")
    write(tmp_path / "installed/build/__main__.py", STUB)
    made = run(project, "-m", "build", "--version", also=os.pathsep.join((str(project), str(tmp_path / "installed"))))
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == "the package ['--version'] []\n"


def test_what_the_package_exits_with_is_what_comes_out(project: Path, tmp_path: Path) -> None:
    write(tmp_path / "installed/build/__init__.py", "")
    write(tmp_path / "installed/build/__main__.py", "raise SystemExit(3)")
    assert run(project, "-m", "build", also=str(tmp_path / "installed")).returncode == 3


@pytest.mark.parametrize("other", ["", "checkout"])
def test_where_there_is_none_it_says_so_in_one_line(other: str, project: Path, tmp_path: Path) -> None:
    # An editable install leads to a checkout, which has a file of that name and no package.
    write(tmp_path / "checkout/build.py", "raise SystemExit(4)")
    made = run(project, "-m", "build", also=str(tmp_path / other) if other else "")
    assert made.returncode == 1
    (line,) = made.stderr.splitlines()
    assert "pip install build" in line
    assert made.stdout == ""


def test_as_a_file_it_is_the_projects_own_command(project: Path, tmp_path: Path) -> None:
    write(tmp_path / "installed/build/__init__.py", "raise SystemExit(4)")
    made = run(project, "build.py", "--version", also=str(tmp_path / "installed"))
    assert made.returncode == 1
    assert made.stderr == "akson is not set up yet: type make (in this folder), and then this again.\n"
    assert made.stdout == ""
