"""Times how late the editors' desk shows what was saved, beside Marp's `--watch`: medians from the write, in Chromium.

`python benchmarks/serve.py [RUNS]`
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from run import PROJECT, archive, marp_command

sys.path.insert(0, str(PROJECT))

LONGEST_S = 30.0
SLIDES = "styringsgruppen/2020-04/slides/"
WORD = "Oppdatert oversikt"
"""What is edited: it stands on one slide of each deck."""


def main() -> int:
    """Prints the ratios; the exit code is 1 where one is above its target."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    chromium = shutil.which("chromium")
    if not chromium:
        print("Left out: there is no Chromium")
        return 0
    from playwright.sync_api import sync_playwright

    failed = False
    with tempfile.TemporaryDirectory(prefix="akson-bench-") as name, sync_playwright() as playwright:
        folder = Path(name)
        single, many = folder / "single", folder / "many"
        for root, others in ((single, 0), (many, 1000)):
            root.mkdir()
            archive(root, others)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with served(single, 8610) as near, served(many, 8630) as far, marp(folder) as theirs:
            pages = {
                "one": (browser.new_page(), near + SLIDES, meeting(single)),
                "many": (browser.new_page(), far + SLIDES, meeting(many)),
            }
            if theirs is not None:
                pages["marp"] = (browser.new_page(), theirs[0], theirs[1])
            else:
                print("Left out: Marp (npm is not there)")
            for page, address, _ in pages.values():
                page.goto(address)
                page.wait_for_timeout(1500)
            took: dict[str, list[float]] = {which: [] for which in pages}
            for number in range(runs):
                for which, (page, _, path) in pages.items():
                    took[which].append(shown(page, path, f"{WORD} nr. {number}"))
            medians = {which: statistics.median(found) for which, found in took.items()}
            if "marp" in medians:
                failed |= told("A title is shown, against Marp's --watch", medians["one"], medians["marp"], 1.0)
            failed |= told("The same with 1,000 meetings behind it", medians["many"], medians["one"], 2.0)
        browser.close()
        ours, whole = zip(*(warm(single, number) for number in range(max(3, runs // 3))), strict=True)
        one, other = statistics.median(ours), statistics.median(whole)
        firsts = [[first_page(root, 8650) for _ in range(max(3, runs // 6))] for root in (many, single)]
        late, soon = map(statistics.median, firsts)
        failed |= told("The first page of 1,000 meetings, against that of one", late, soon, 2.0)
        failed |= told("The PDF of 4/20 after an edit, against laying out the whole deck", one, other, 0.4)
    return 1 if failed else 0


def told(what: str, one: float, other: float, target: float) -> bool:
    """Prints a ratio, and says whether it is above its target."""
    print(f"{what}: {one:.3f} s against {other:.3f} s, ratio {one / other:.2f} (target {target})", flush=True)
    return one > target * other


def first_page(root: Path, port: int) -> float:
    """How long it takes from the command to the front page, in seconds."""
    began = time.perf_counter()
    with served(root, port) as address, urllib.request.urlopen(address) as answer:
        answer.read()
        return time.perf_counter() - began


def meeting(root: Path) -> Path:
    """The file that is edited."""
    return root / "meetings/styringsgruppen/2020-04/meeting.yaml"


def shown(page: Any, path: Path, words: str) -> float:
    """Writes some words into a file, and how long it takes until the page has them, in seconds."""
    text = re.sub(rf"{WORD}( nr\. \d+)?", words, path.read_text())
    began = time.perf_counter()
    path.write_text(text)
    while not has(page, words):
        if time.perf_counter() - began > LONGEST_S:
            raise TimeoutError(words)
        time.sleep(0.004)
    took = time.perf_counter() - began
    time.sleep(0.4)
    return took


def has(page: Any, words: str) -> bool:
    """Whether a page has some words; not where it is being loaded."""
    try:
        return bool(page.evaluate("words => document.body?.textContent.includes(words) ?? false", words))
    except Exception:
        return False


@contextlib.contextmanager
def served(root: Path, port: int) -> Iterator[str]:
    """The address of the desk, as it runs, with the key at its end; as soon as it says it."""
    words = [sys.executable, str(PROJECT / "build.py"), "serve", "--root", str(root), "--no-open"]
    with running([*words, "--port", str(port), "--today", "2020-06-20"], lambda line: "http://" in line) as said:
        found = re.search(r"http://[^/]+/[^/]+/", said)
        assert found
        yield found[0]


@contextlib.contextmanager
def marp(folder: Path) -> Iterator[tuple[str, Path] | None]:
    """(the address of Marp's page, the file that it is made of), as it watches; None where it cannot be had."""
    command = marp_command(folder)
    if command is None:
        yield None
        return
    deck = folder / "deck.md"
    shutil.copy(PROJECT / "benchmarks/marp/deck.md", deck)
    assert WORD in deck.read_text()
    words = [command[0], "--watch", "--html", str(deck), "-o", str(folder / "deck.html")]
    with running(words, lambda line: "Watching" in line or "Start watching" in line):
        yield (folder / "deck.html").as_uri(), deck


@contextlib.contextmanager
def running(words: list[str], ready: Callable[[str], bool]) -> Iterator[str]:
    """A command that runs until it is left; the line by which it says that it is ready."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "CHROME_NO_SANDBOX": "1"}
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, env=environment
    )
    assert process.stdout is not None
    try:
        line = next((line for line in process.stdout if ready(line)), "")
        assert line, words
        yield line
    finally:
        process.terminate()
        process.wait(20)


def warm(root: Path, number: int) -> tuple[float, float]:
    """(the time of the deck after an edit, that of laying out the whole deck), in one warm process, in seconds."""
    from akson_docs.actions.live_edition import LiveEdition
    from akson_docs.build.request import Request
    from akson_docs.pdf.workers import WorkerPool

    request = Request(str(root), str(root / "output"), str(root / ".akson"), today=date(2020, 6, 20))
    path = "styringsgruppen/2020-04/slides.pdf"

    def timed(pool: WorkerPool, before: LiveEdition, words: str) -> tuple[float, LiveEdition]:
        file = meeting(root)
        file.write_text(re.sub(rf"{WORD}( nr\. \d+)?", words, file.read_text()))
        began = time.perf_counter()
        opened = LiveEdition(request, pool, before)
        job = opened.job(path)
        assert job is not None
        assert opened.paper(job)[0]
        return time.perf_counter() - began, opened

    with WorkerPool(1, remembers=True) as keeps, WorkerPool(1) as forgets:
        first = {pool: LiveEdition(request, pool) for pool in (keeps, forgets)}
        for opened in first.values():
            job = opened.job(path)
            assert job is not None
            opened.paper(job)
        ours, _ = timed(keeps, first[keeps], f"{WORD} nr. {2000 + number}")
        whole, _ = timed(forgets, first[forgets], f"{WORD} nr. {3000 + number}")
    return ours, whole


if __name__ == "__main__":
    sys.exit(main())
