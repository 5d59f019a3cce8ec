"""Builds that are killed at any moment: the site is whole, and the next build makes what a clean one makes.

An archive of twenty meetings is built, its sources become others (edited, renamed, added, deleted, renumbered), and the
command that builds it is killed with all its processes: anywhere, while it writes beside the site, and, half the times,
while files take their places.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from places import PROJECT, TODAY, contents, meetings, place, request
from test_output_steps import Reading

from akson_docs.actions import building
from akson_docs.actions.source_reader import Progress
from akson_docs.build import output_steps
from akson_docs.diagnostics import has_errors
from akson_docs.pdf.workers import WorkerPool

COUNT = 200
MEETINGS = 20
POLL_S = 0.0005


def trials(seeds: Iterable[int], folder: Path) -> Iterator[tuple[int, str]]:
    """For each seed "" or what is wrong after the kill that it stands for."""
    with WorkerPool(1) as pool:
        bench = _Bench(folder, pool)
        struck = 0
        for seed in seeds:
            wrong, mixed = bench.trial(random.Random(seed))
            struck += mixed
            yield seed, wrong
        yield -1, f"note: {struck} builds were killed between two files"


class _Bench:
    """Two states of an archive, what a clean build makes of each, and a copy of all that a build of each leaves."""

    def __init__(self, folder: Path, pool: WorkerPool) -> None:
        self.root, self.pool = folder / "root", pool
        self.kept = {name: folder / f"kept-{name}" for name in "ab"}
        self.sources = {"a": _before(), "b": _after()}
        self.clean: dict[str, dict[str, bytes]] = {}
        self.took_s = {"a": 0.0, "b": 0.0}
        for name in "ab":
            place(self.root, self.sources[name])
            assert self.build().done
            self.clean[name] = contents(self.root / "output/site")
            self.root.rename(self.kept[name])

    def build(self) -> building.BuildResult:
        return building.build(request(self.root), self.pool, Progress())

    def trial(self, dice: random.Random) -> tuple[str, bool]:
        """(what is wrong, whether the build was killed while the site was neither as before nor as after)."""
        first, then = dice.choice([("a", "b"), ("b", "a")])
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.kept[first], self.root)
        shutil.rmtree(self.root / "meetings")
        shutil.copytree(self.kept[then] / "meetings", self.root / "meetings")
        if not self.took_s[then]:
            began = time.monotonic()
            self.command().wait()
            self.took_s[then] = time.monotonic() - began
            return self.trial(dice)
        self.kill(dice, first, then)
        tree = self.root / "output/site"
        found = contents(tree)
        wrong = [*dead_links(found), *self.strange(found)]
        mixed = found not in (self.clean[first], self.clean[then])
        outcome = self.build()
        if not outcome.done or has_errors(outcome.diagnostics):
            wrong.append(f"the next build said {outcome.diagnostics}")
        now = contents(tree)
        wrong += [
            f"{path} is not as a clean build makes it"
            for path in sorted(now.keys() | self.clean[then].keys())
            if now.get(path) != self.clean[then].get(path)
        ]
        wrong += [f"{path.name} was left behind" for path in (self.root / "output").iterdir() if path != tree]
        wrong += [f".akson/{name} was left behind" for name in ("unfinished", "turn") if self.held(name)]
        return "; ".join(wrong[:5]), mixed

    def held(self, name: str) -> bool:
        path = self.root / ".akson" / name
        return path.is_file() or (path.is_dir() and any(path.iterdir()))

    def command(self) -> subprocess.Popen[bytes]:
        words = [sys.executable, str(PROJECT / "build.py"), "build", "--root", str(self.root)]
        return subprocess.Popen(
            [*words, "--today", TODAY.isoformat()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self, dice: random.Random, first: str, then: str) -> None:
        """Has the command build, and kills all its processes."""
        command = self.command()
        when = dice.choice(["anywhere", "staging", "placing", "placing"])
        if when == "anywhere":
            time.sleep(dice.uniform(0, self.took_s[then]))
        else:
            early = next(path for path in self.clean[then] if path.endswith(".pdf") and path not in self.clean[first])
            begun = self.is_staging if when == "staging" else (self.root / "output/site" / early).exists
            while command.poll() is None and not begun():
                time.sleep(POLL_S)
            time.sleep(dice.uniform(0, 0.1 if when == "staging" else 0.03))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(command.pid, signal.SIGKILL)
        command.wait()

    def is_staging(self) -> bool:
        output = self.root / "output"
        return any(name.startswith(".site-") for name in os.listdir(output))

    def strange(self, found: Mapping[str, bytes]) -> Iterator[str]:
        """What is of neither state: pages may stand in for others, nothing else may."""
        for path, data in found.items():
            states = [self.clean[name].get(path) for name in "ab"]
            if data not in states and not (path.endswith(output_steps.PAGE) and any(states)):
                yield f"{path} is of neither state"


def dead_links(tree: Mapping[str, bytes]) -> Iterator[str]:
    """The links of all pages of a tree that lead to no file or no anchor."""
    read = {path: Reading(data) for path, data in tree.items() if path.endswith(output_steps.PAGE)}
    for path, one in read.items():
        if path == "404.html":  # it is shown at any address, and leads from the top of the machine
            continue
        for target, anchor in output_steps.seen(path, tree[path]).links:
            if target not in tree or (anchor and target in read and anchor not in read[target].ids):
                yield f"{path} leads to {target}#{anchor}, which is not there"
        local = sum(not link.startswith(("http", "mailto:")) for link in one.links)
        if local and not output_steps.seen(path, tree[path]).links:
            yield f"{path} has links that nobody followed"


def _meeting(number: int, title: str = "Sak", items: int = 2, more: str = "") -> str:
    text = f"date: 2020-{1 + number // 28:02}-{1 + number % 28:02}\nitems:\n"
    for item in range(items):
        text += f"  - number: {10 * number + item}/20\n    title: {title} {item}\n    type: Orientering\n"
        text += "    proposal: Saken tas til orientering.\n"
    return text + more


SLIDES = "    slides:\n      - title: Hvor vi er\n        body: Tekst\n      - title: Videre\n        body: Mer\n"


def _before() -> dict[str, str | bytes]:
    files = {
        f"2020-{number:02}/meeting.yaml": _meeting(number, more=SLIDES if not number % 4 else "")
        for number in range(1, MEETINGS + 1)
    }
    return meetings({**files, "2020-03/plan.txt": "a"})


def _after() -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {}
    for number in range(1, MEETINGS + 1):
        match number % 5:
            case 0:  # edited: a slide has another anchor
                files[f"2020-{number:02}/meeting.yaml"] = _meeting(number, more=SLIDES.replace("Videre", "Til slutt"))
            case 1:  # renamed
                files[f"2020-{number:02}-flyttet/meeting.yaml"] = _meeting(number)
            case 2:  # its items have other numbers, and there are more of them
                files[f"2020-{number:02}/meeting.yaml"] = _meeting(number + 30, "Ny sak", items=3)
            case 3:  # one goes and another comes
                files[f"2020-{number + 40}/meeting.yaml"] = _meeting(number + 60, "Annen sak")
            case _:  # edited in words
                files[f"2020-{number:02}/meeting.yaml"] = _meeting(number, "Endret sak")
    return meetings({**files, "2020-02/plan.txt": "b"})
