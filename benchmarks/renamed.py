"""One board renamed among many: which files are made anew.

    python benchmarks/renamed.py [BOARDS [MEETINGS]]

makes an archive of so many boards with so many meetings each (100 and 10), builds it, gives one board another name, and
builds again. Every file that was written the second time is counted by what it is and whose. The papers of the other
boards must not be among them; their pages are, for the head of every page names the boards.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TODAY = "2026-11-24"
SITE = "name: Prøvearkiv\npublisher: Prøveetaten\naddress: https://example.org\n"


def archive(root: Path, boards: int, meetings: int) -> None:
    """An archive of boards that are made up, each with as many meetings."""
    (root / "meetings").mkdir(parents=True)
    (root / "meetings/site.yaml").write_text(SITE)
    for number in range(1, boards + 1):
        folder = root / f"meetings/utvalg-{number:03}"
        folder.mkdir()
        (folder / "board.yaml").write_text(f"name: Utvalg {number}\n")
        for place in range(1, meetings + 1):
            meeting = folder / f"2025-{place:02}"
            meeting.mkdir()
            (meeting / "meeting.yaml").write_text(
                f"date: 2025-{1 + place % 12:02}-{1 + number % 28:02}\nitems:\n"
                f"  - number: {place}/25\n    title: Sak {place} i utvalg {number}\n    type: Drøfting\n"
                "    duration: 10\n    proposal: Saken tas til orientering.\n"
            )


def build(root: Path) -> float:
    """Builds, and says how long it took, in seconds."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, PROJECT / "build.py", "build", "--root", root, "--today", TODAY], check=True, cwd=root
    )
    return time.perf_counter() - began


def stamps(root: Path) -> dict[str, tuple[int, int]]:
    """Every file of the site, and what is another when it was written anew."""
    site = root / "output/site"
    found = ((path, os.stat(path)) for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): (one.st_ino, one.st_mtime_ns) for path, one in found}


def kind(path: str, renamed: str) -> str:
    """What a file is, and whose."""
    what = "papers" if path.endswith(".pdf") else "data" if path.endswith(".json") else "pages"
    whose = "its own" if path.startswith(renamed + "/") else "others'" if re.match(r"utvalg-", path) else "nobody's"
    return f"{whose} {what}"


def main() -> int:
    """Says what was written anew; 1 where a paper of another board was."""
    boards, meetings = map(int, [*sys.argv[1:], "100", "10"][:1] + [*sys.argv[2:], "10"][:1])
    with tempfile.TemporaryDirectory() as folder:
        root, renamed = Path(folder), "utvalg-001"
        archive(root, boards, meetings)
        print(f"{boards} boards with {meetings} meetings each: cold in {build(root):.1f} s", flush=True)
        before = stamps(root)
        (root / f"meetings/{renamed}/board.yaml").write_text("name: Et annet navn\n")
        print(f"one renamed: {build(root):.1f} s", flush=True)
        after = stamps(root)
    all_files = Counter(kind(path, renamed) for path in after)
    written = Counter(kind(path, renamed) for path in after if after[path] != before.get(path))
    for name in sorted(all_files):
        print(f"  {name}: {written[name]} of {all_files[name]} written anew")
    return 1 if written["others' papers"] else 0


if __name__ == "__main__":
    sys.exit(main())
