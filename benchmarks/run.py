"""Times builds against their targets: medians of whole commands that take turns, and their ratios.

`python benchmarks/run.py [RUNS]`
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SMALL = """\
date: {date}
items:
  - number: {first}/{yy}
    title: Godkjenning av innkalling
    type: Godkjenning
    duration: 5
    proposal: Utvalget godkjenner innkallingen.
  - number: {second}/{yy}
    title: Status for arbeidet
    type: Orientering
    duration: 40
    proposal: Utvalget tar saken til orientering.
"""


@dataclass(frozen=True)
class Race:
    """Two commands, what is done before each run, and the most that the first may take of the second's time."""

    name: str
    ours: list[str]
    theirs: list[str]
    target: float
    before_ours: Callable[[], None]
    before_theirs: Callable[[], None]


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    failed = False
    with tempfile.TemporaryDirectory(prefix="akson-bench-") as folder:
        for race in races(Path(folder)):
            ours, theirs = [], []
            for _ in range(runs):
                race.before_ours()
                ours.append(timed(race.ours))
                race.before_theirs()
                theirs.append(timed(race.theirs))
            one, other = statistics.median(ours), statistics.median(theirs)
            failed |= one > race.target * other
            print(f"{race.name}: {one:.3f} s against {other:.3f} s, ratio {one / other:.2f} (target {race.target})")
    return 1 if failed else 0


def races(folder: Path) -> list[Race]:
    """The races, their archives made ready under `folder`."""
    single, many = folder / "single", folder / "many"
    archive(single, 0)
    archive(many, 999)
    command(many, "first")
    edited = many / "meetings/styringsgruppen/2020-04/meeting.yaml"
    count = 0

    def nothing() -> None:
        pass

    def clear() -> None:
        shutil.rmtree(single / "output", ignore_errors=True)
        shutil.rmtree(single / ".akson", ignore_errors=True)

    def edit() -> None:
        nonlocal count
        count += 1
        text = edited.read_text()
        edited.write_text(text.replace("Løpende dialogmøter", f"Løpende dialogmøter {count}", 1))

    found = [
        Race("One edit among 1,000 meetings", build(many), build(single), 1.25, edit, clear),
    ]
    time.sleep(0.1)
    found.insert(
        0,
        Race("Nothing to do at 1,000 meetings", build(many), [sys.executable, "-c", "pass"], 15, settle(many), nothing),
    )
    papers = [sys.executable, str(PROJECT / "benchmarks/deck.py")]
    subprocess.run([*papers, "write", str(folder / "papers")], check=True)
    for name, ours, theirs, target in (
        ("A deck with both standards and its proof, against the engine alone", "deck", "bare", 1.35),
        ("All four papers of 4/20, against its deck", "four", "deck", 1.6),
        ("Papers with 200 pages of attachments, against those without", "pack", "plain", 1.5),
    ):
        one, other = ([*papers, which, str(folder / "papers")] for which in (ours, theirs))
        found.append(Race(name, one, other, target, nothing, nothing))
    marp = marp_command(folder)
    if marp:
        found.insert(
            0, Race("A cold build of 4/20, all its papers, against Marp", build(single), marp, 1.0, clear, nothing)
        )
    else:
        print("Left out: Marp (npm or Chromium is not there)")
    return found


def archive(root: Path, others: int) -> None:
    """An archive with meeting 4/20 and so many small ones besides."""
    shutil.copytree(PROJECT / "templates", root / "templates")
    shutil.copytree(PROJECT / "meetings/styringsgruppen", root / "meetings/styringsgruppen")
    site = (PROJECT / "meetings/site.yaml").read_text()
    (root / "meetings/site.yaml").write_text(
        "\n".join(line for line in site.splitlines() if not line.startswith("languages:")) + "\n"
    )
    for number in range(others):
        year, n = 2021 + number // 100, number % 100 + 1
        folder = root / f"meetings/utvalg-{number % 10}/{year}-{n:02}"
        folder.mkdir(parents=True)
        board = folder.parent / "board.yaml"
        if not board.exists():
            board.write_text(f"name: Utvalget {number % 10}\nrules: {{number-gap: off}}\n")
        day = f"{year}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        (folder / "meeting.yaml").write_text(
            SMALL.format(date=day, first=2 * n - 1, second=2 * n, yy=f"{year % 100:02}")
        )


def build(root: Path) -> list[str]:
    """The command that builds an archive."""
    return [sys.executable, str(PROJECT / "build.py"), "build", "--root", str(root), "--today", "2026-11-24"]


def command(root: Path, name: str) -> None:
    """Builds an archive without taking the time."""
    print(f"Making the archive of 1,000 meetings ready ({name}) ...", flush=True)
    timed(build(root))


def settle(root: Path) -> Callable[[], None]:
    """Lets what was written grow old enough to be trusted, once."""
    done = False

    def once() -> None:
        nonlocal done
        if not done:
            time.sleep(0.1)
            timed(build(root))
            done = True

    return once


def marp_command(folder: Path) -> list[str] | None:
    """The command that makes Marp's PDF, or None where it cannot be had."""
    chromium = shutil.which("chromium")
    if not chromium or not shutil.which("npm"):
        return None
    home = PROJECT / ".venv/npm"
    if not (home / "node_modules/.bin/marp").exists():
        subprocess.run(
            ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(home), "@marp-team/marp-cli@4"],
            check=True,
        )
    deck = str(PROJECT / "benchmarks/marp/deck.md")
    options = ["--pdf", "--html", "--allow-local-files", "--browser-path", chromium, "-o", str(folder / "marp.pdf")]
    return [str(home / "node_modules/.bin/marp"), deck, *options]


def timed(words: list[str]) -> float:
    """The wall time of a command in seconds. Raises CalledProcessError where it fails."""
    environment = {**os.environ, "CHROME_NO_SANDBOX": "1"}
    began = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
