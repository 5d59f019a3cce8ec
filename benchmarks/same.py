"""Says whether a change leaves what is made as it was: builds with a revision and with what lies here, and compares.

`python benchmarks/same.py [REVISION]` (default: HEAD), for a change that must not show: a module that moves, a name.

Built are the project's meetings and the examples of the tests, as they lie here now, in both editions, each side with
its own code and templates. What differs is listed, and the exit code is 1; a file that is on one side alone differs.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
ARCHIVES = {"meetings": PROJECT / "meetings", "examples": PROJECT / "tests/examples"}
EDITIONS = {"public": "site", "members": "members"}
TODAY = "2026-11-24"


def main() -> int:
    revision = sys.argv[1] if len(sys.argv) > 1 else "HEAD"
    with tempfile.TemporaryDirectory(prefix="akson-same-") as folder, checkout(revision, Path(folder)) as before:
        differing = 0
        for name, sources in ARCHIVES.items():
            for edition in EDITIONS:
                was, now = (
                    digests(built(code, sources, Path(folder) / side / name, edition))
                    for side, code in (("before", before), ("now", PROJECT))
                )
                found = sorted(path for path in was.keys() | now.keys() if was.get(path) != now.get(path))
                print(f"{name}, {edition}: {len(now)} files, {len(found)} differ")
                for path in found:
                    what = "new" if path not in was else "gone" if path not in now else "other"
                    print(f"  {what:5} {path}")
                differing += len(found)
    return 1 if differing else 0


@contextmanager
def checkout(revision: str, folder: Path) -> Iterator[Path]:
    """A revision in a folder of its own, for as long as it is looked at."""
    place = folder / "code"
    git("worktree", "add", "--quiet", "--detach", str(place), revision)
    try:
        yield place
    finally:
        git("worktree", "remove", "--force", str(place))


def git(*words: str) -> None:
    subprocess.run(["git", *words], cwd=PROJECT, check=True)


def built(code: Path, sources: Path, root: Path, edition: str) -> Path:
    """The folder of an edition of an archive, made by the code of a checkout."""
    if not root.exists():
        shutil.copytree(sources, root / "meetings")
    words = ["build", "--root", str(root), "--today", TODAY, "--edition", edition]
    made = subprocess.run([sys.executable, str(code / "build.py"), *words], capture_output=True, text=True)
    if made.returncode:
        sys.exit(f"{code}: {made.stderr}")
    return root / "output" / EDITIONS[edition]


def digests(tree: Path) -> dict[str, str]:
    return dict(rows(tree))


def rows(tree: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(tree.rglob("*")):
        if path.is_file():
            yield path.relative_to(tree).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
