"""Runs hunts: what is tried many times over, with other sources or other mishaps each time (`make test-long`).

    python tests/trials.py                       every hunt at its full size
    python tests/trials.py leaks kills           some of them
    python tests/trials.py leaks --count 100     the first hundred seeds
    python tests/trials.py leaks --seed 4711     one seed, whether it was done or not

A run that is ended goes on where it was: `.trials/` holds what each seed came to. It counts as long as neither the
product, its templates, the tests nor what they run on have changed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, cast

PROJECT = Path(__file__).resolve().parents[1]
HUNTS = ("leaks", "histories", "hostile", "kills", "edits", "fuzz", "desk")
NOTE = "note:"
"""How a text begins that tells something and is no fault."""


class Hunt(Protocol):
    """A module of `tests/hunts`."""

    COUNT: int
    """How many trials it makes at its full size."""

    def trials(self, seeds: Iterable[int], folder: Path) -> Iterator[tuple[int, str]]:
        """For each seed (seed, "" or what is wrong); `folder` is its own, and empty."""


def hunt(name: str) -> Hunt:
    """A hunt by its name."""
    return cast(Hunt, importlib.import_module(f"hunts.{name}"))


def main(argv: Sequence[str] | None = None) -> int:
    """Runs what is asked for, and gives the exit code: 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description="Tries things many times over, and remembers how far it came.")
    parser.add_argument("hunts", nargs="*", metavar="HUNT", help=f"some of {', '.join(HUNTS)} (default: all)")
    parser.add_argument("--count", type=int, help="how many seeds, from 0 (default: the hunt's full number)")
    parser.add_argument("--seed", type=int, help="this seed alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")
    asked = parser.parse_args(argv)
    unknown = [name for name in asked.hunts if name not in HUNTS]
    if unknown:
        parser.error(f"no hunt is called {unknown[0]}")
    faults = 0
    for name in asked.hunts or HUNTS:
        seeds = range(asked.count or hunt(name).COUNT) if asked.seed is None else [asked.seed]
        faults += run(name, seeds, asked.jobs, afresh=asked.seed is not None)
    return 1 if faults else 0


def run(name: str, seeds: Sequence[int], jobs: int, *, afresh: bool) -> int:
    """Runs a hunt on the seeds that are not done, tells what it came to, and how many of all were faults."""
    kept = PROJECT / ".trials" / f"{name}-{_state()}.jsonl"
    kept.parent.mkdir(exist_ok=True)
    done = {} if afresh else _done(kept)
    left = [seed for seed in seeds if seed not in done]
    print(f"{name}: {len(seeds)} trials, {len(seeds) - len(left)} done before", flush=True)
    began = time.monotonic()
    with kept.open("a", encoding="utf-8") as file:
        for count, (seed, told) in enumerate(_trials(name, left, jobs), 1):
            done[seed] = [*done.get(seed, []), told]
            file.write(json.dumps([seed, told], ensure_ascii=False) + "\n")
            file.flush()
            if told:
                print(f"  seed {seed}: {told}", flush=True)
            if count % max(len(left) // 20, 1) == 0:
                print(f"  {count} of {len(left)} in {time.monotonic() - began:.0f} s", flush=True)
    asked = set(seeds)
    faults = [
        seed for seed, told in done.items() if seed in asked and any(one and not one.startswith(NOTE) for one in told)
    ]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"{name}: {len(asked & done.keys())} of {len(asked)} trials, {len(faults)} at fault"
        + (f" (seeds {', '.join(map(str, sorted(faults)[:20]))})" if faults else "")
        + f"; {time.monotonic() - began:.0f} s, largest process {memory} MB",
        flush=True,
    )
    return len(faults) + len(asked - done.keys())


def _trials(name: str, seeds: Sequence[int], jobs: int) -> Iterator[tuple[int, str]]:
    """What the trials come to, as they do; the seeds are dealt out to the processes like cards."""
    told: multiprocessing.Queue[tuple[int, str] | None] = multiprocessing.Queue()
    processes = [multiprocessing.Process(target=_work, args=(name, seeds[first::jobs], told)) for first in range(jobs)]
    for process in processes:
        process.start()
    at_work = len(processes)
    while at_work:
        found = told.get()
        if found is None:
            at_work -= 1
        else:
            yield found
    for process in processes:
        process.join()


def _work(name: str, seeds: Sequence[int], told: multiprocessing.Queue[tuple[int, str] | None]) -> None:
    from akson_docs.pdf import workers

    threading.Thread(target=workers.end_with_the_leader, daemon=True).start()
    try:
        with tempfile.TemporaryDirectory(prefix=f"trials-{name}-") as folder:
            for found in hunt(name).trials(seeds, Path(folder)) if seeds else ():
                told.put(found)
    finally:
        told.put(None)


def _done(kept: Path) -> dict[int, list[str]]:
    """What was told of each seed by runs before this one."""
    found: dict[int, list[str]] = {}
    if kept.exists():
        for line in kept.read_text(encoding="utf-8").splitlines():
            try:
                seed, told = json.loads(line)
            except ValueError:
                continue  # the run was ended while it wrote
            found.setdefault(seed, []).append(told)
    return found


def _state() -> str:
    """A digest of everything that what was found depends on."""
    from akson_docs.build import fingerprint

    found = hashlib.sha256(fingerprint.digest().encode())
    folders = ("templates", "meetings", "tests")
    for path in sorted(path for folder in folders for path in (PROJECT / folder).rglob("*") if path.is_file()):
        if "__pycache__" not in path.parts and not path.name.startswith("test_"):
            found.update(path.relative_to(PROJECT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main())
