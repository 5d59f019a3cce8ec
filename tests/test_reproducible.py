"""The same sources give the same bytes: in any folder, locale, time zone, any hash seed, cores and start method."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from places import PROJECT

COMMAND = """
import multiprocessing, os, sys
if __name__ == "__main__":
    multiprocessing.set_start_method({start!r})
    os.cpu_count = lambda: {cores}
    from akson_docs.cli.main import main
    sys.exit(main(sys.argv[1:]))
"""
THERE = {"LC_ALL": "nb_NO.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4242", "USER": "somebody"}


def build(root: Path, edition: str, start: str, cores: int, surroundings: dict[str, str], umask: int) -> Path:
    root.mkdir(parents=True)
    for name in ("meetings", "templates"):
        shutil.copytree(PROJECT / name, root / name)
    script = root / "build_it.py"
    script.write_text(COMMAND.format(start=start, cores=cores))
    words = ["build", "--root", str(root), "--today", "2026-11-24", "--edition", edition]
    made = subprocess.run(
        [sys.executable, str(script), *words],
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


def test_two_builds_give_the_same_bytes_whatever_is_around_them(built_members: Path, tmp_path: Path) -> None:
    one = digests(built_members)
    other = digests(build(tmp_path / "et annet sted/b", "members", "spawn", 3, THERE, umask=0o077))
    assert len(one) > 100
    assert {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)} == set()
