"""What is withheld never reaches output/site/, in any form: random archives are built, and every byte is looked at."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random

from places import write

from akson_docs.actions import building, dispatching
from akson_docs.actions.building import BuildResult
from akson_docs.actions.source_reader import Progress
from akson_docs.build.request import Request
from akson_docs.diagnostics import line
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources.layout import MeetingKey
from hunts import seek, withheld

COUNT = 2000
BOARD_PAGE = re.compile(r"((nb|nn|en)/)?styret/index\.html")


def trials(seeds: Iterable[int], folder: Path) -> Iterator[tuple[int, str]]:
    """For each seed (seed, "" or where a mark was found); a note where the archive was not sound."""
    return tried(trial, seeds, folder)


def tried(
    trial: Callable[[int, Path, WorkerPool], str], seeds: Iterable[int], folder: Path
) -> Iterator[tuple[int, str]]:
    """For each seed what a trial says of it, in a folder that builds, with workers that stay."""
    with WorkerPool(1) as pool:
        for seed in seeds:
            yield seed, trial(seed, folder, pool)


def trial(seed: int, root: Path, pool: WorkerPool) -> str:
    """What is wrong with the public edition of the archive with a seed; "" for nothing."""
    chance = Random(-seed - 1)
    made = withheld.archive(seed)
    before = chance.choice((*[""] * 6, "members", "opened", "sent"))
    clear(root)
    if before == "opened":
        place(root, {**made.files, **made.before})
        build(root, "public", pool)
    elif before == "sent":
        place(root, {**made.files, **made.before})
        made.files |= dispatched(root, pool)
    elif before:
        place(root, made.files)
        build(root, before, pool)
    place(root, made.files)
    outcome = build(root, "public", pool)
    found = leaks(root / "output" / "site", made.marks)
    if found:
        return "; ".join(found)
    wrong = [line(one) for one in outcome.diagnostics if one.severity == "error"]
    return f"note: not built: {wrong[0]}" if wrong else ""


def dispatched(root: Path, pool: WorkerPool) -> dict[str, bytes]:
    """What is kept of every meeting's papers, sent long before it, by its path in meetings/."""
    request = Request(str(root), str(root / "output"), str(root / ".akson"), today=date(2001, 1, 1))
    for folder in sorted(path.parent for path in (root / "meetings").glob("*/*/meeting.yaml")):
        dispatching.keep(request, pool, MeetingKey(folder.parent.name, folder.name), ("members",), Progress())
    kept = (path for path in (root / "meetings").glob("*/*/dispatches/**/*") if path.is_file())
    return {path.relative_to(root / "meetings").as_posix(): path.read_bytes() for path in kept}


def leaks(tree: Path, marks: Mapping[str, str]) -> list[str]:
    """What carries a mark that is in a tree, each with the first place that it was found in."""
    found: dict[str, str] = {}
    for one, name, how in seek.in_tree(tree):
        # A board's own page says who is on it today; that names go is said of meetings.
        if one in marks and not (marks[one].endswith(", names") and BOARD_PAGE.fullmatch(name)):
            found.setdefault(one, f"{marks[one]} ({one}) in {name} ({how})")
    return list(found.values())


def clear(root: Path) -> None:
    """Takes away what a trial left, save for templates as the engine compiled them."""
    shutil.rmtree(root / "output", ignore_errors=True)
    for path in (root / ".akson").glob("*"):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "templates":
            path.unlink()


def place(root: Path, files: Mapping[str, bytes]) -> None:
    """Writes these files to meetings/, in the place of what was there."""
    shutil.rmtree(root / "meetings", ignore_errors=True)
    for name, data in files.items():
        write(root / "meetings" / name, data)


def build(root: Path, edition: str, pool: WorkerPool) -> BuildResult:
    """Builds an edition of what lies under `root`."""
    request = Request(str(root), str(root / "output"), str(root / ".akson"), edition, withheld.TODAY, keep_going=True)
    return building.build(request, pool, Progress())
