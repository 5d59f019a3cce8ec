"""The same sources give the same bytes: in any folder, locale, time zone, any hash seed, cores, start method, Python.

Other Pythons are those on the path (`python3.11` to `python3.14`) and those that `AKSON_PYTHONS` names, with `:`
between them, which have the libraries of this one in the same versions.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from archives import EXAMPLES
from places import PROJECT

from akson_docs.build.fingerprint import LIBRARIES

COMMAND = """
import multiprocessing, os, sys
if __name__ == "__main__":
    multiprocessing.set_start_method({start!r})
    os.cpu_count = lambda: {cores}
    from akson_docs.cli.main import main
    sys.exit(main(sys.argv[1:]))
"""
VERSIONS = """
import json, sys
from importlib.metadata import PackageNotFoundError, version
def known(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
print(json.dumps({"python": sys.version, **{name: known(name) for name in %r}}))
"""
NAMED = [name for name in os.environ.get("AKSON_PYTHONS", "").split(os.pathsep) if name]
PYTHONS = [path for name in (*(f"python3.{minor}" for minor in range(11, 15)), *NAMED) if (path := shutil.which(name))]
THERE = {"LC_ALL": "nb_NO.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4242", "USER": "somebody"}


def build(
    root: Path,
    sources: Path,
    edition: str,
    start: str,
    cores: int,
    surroundings: dict[str, str],
    umask: int = -1,
    python: str = sys.executable,
) -> Path:
    root.mkdir(parents=True)
    shutil.copytree(sources, root / "meetings")
    shutil.copytree(PROJECT / "templates", root / "templates")
    script = root / "build_it.py"
    script.write_text(COMMAND.format(start=start, cores=cores))
    words = ["build", "--root", str(root), "--today", "2026-11-24", "--edition", edition]
    made = subprocess.run(
        [python, str(script), *words],
        env={**os.environ, "PYTHONPATH": str(PROJECT), **surroundings},
        capture_output=True,
        text=True,
        umask=umask,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return root / "output" / ("site" if edition == "public" else edition)


def digests(tree: Path) -> dict[str, str]:
    return {
        path.relative_to(tree).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(tree.rglob("*"))
        if path.is_file()
    }


@pytest.mark.extra
def test_two_builds_give_the_same_bytes_whatever_is_around_them(built_members: Path, tmp_path: Path) -> None:
    one = digests(built_members)
    other = digests(build(tmp_path / "et annet sted/b", EXAMPLES, "members", "spawn", 3, THERE, umask=0o077))
    assert len(one) > 70
    assert {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)} == set()


@pytest.mark.parametrize("python", PYTHONS, ids=[Path(path).name for path in PYTHONS])
def test_another_python_gives_the_same_bytes(python: str, built_members: Path, tmp_path: Path) -> None:
    asked = subprocess.run([python, "-c", VERSIONS % (LIBRARIES,)], capture_output=True, text=True)
    if asked.returncode:
        pytest.skip("it is a name that leads to no Python")  # as version managers have them
    there = json.loads(asked.stdout)
    if there.pop("python") == sys.version:
        pytest.skip("it is the one that the tests run on")
    others = [name for name in LIBRARIES if there[name] != version(name)]
    if others:
        pytest.skip(f"it has not the same {', '.join(others)}")
    one = digests(built_members)
    other = digests(build(tmp_path / "b", EXAMPLES, "members", "fork", 2, {}, python=python))
    assert {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)} == set()
