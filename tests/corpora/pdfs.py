"""Puts PDFs that others made into a paper, one by one, and says what came of each.

`python tests/corpora/pdfs.py FOLDER [FOLDER …]` prints a line for each file that is worth a look, and how many there
were of each kind at the end. Each file has a process of its own, so that nothing of one reaches another: one that
crashes or never ends is told as such.
"""

from __future__ import annotations

import logging
import multiprocessing
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pypdfium2

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

SECONDS = 60
AT_ONCE = 2
LARGE = 0.02
"""The part of a picture that may differ without a word."""


@dataclass(frozen=True)
class PdfVerdict:
    """What came of a file."""

    taken: bool
    told: tuple[str, ...]
    """The names of what was told of it, while it was looked at and while it was joined."""
    differs: float = 0.0
    """The part of the picture of a page that differs from what a viewer shows, of the page that differs most."""
    page: int = 0
    """That page, from 1."""
    silent: float = 0.0
    """The same of pages that nothing was told of."""
    lost: str = ""
    """The first words that the original has and the paper has not."""
    failed: str = ""
    """How it failed; "" where there was an answer."""

    @property
    def kind(self) -> str:
        """The verdict in a word or two."""
        if self.failed:
            return "failed"
        if not self.taken:
            return "refused"
        if self.silent > LARGE:
            return "differs silently"
        if {"attachment-differs", "attachment-drawn", "attachment-not-compared"} & {*self.told}:
            return "differs, told"
        return "text lost" if self.lost else "the same"


def verdict(file: Path, folder: Path) -> PdfVerdict:
    """What comes of a PDF in a paper that is written to a folder."""
    import test_enclosures

    from akson_docs.pdf.attachments import enclosures, page_pictures

    looked = enclosures.look(str(file), file.name, ())
    told = [problem.code.name for problem in looked.problems]
    if not looked.sizes:
        return PdfVerdict(False, tuple(told))
    paper = test_enclosures.paper(looked.sizes)
    place = enclosures.AttachmentSlot(1, str(file), "Vedlegg 1")
    target = folder / "samlet.pdf"
    problems = enclosures.join(paper, [place], str(target), test_enclosures.engine())
    told += [problem.code.name for problem in problems]
    named = {page for problem in problems for page in _pages(str(dict(problem.parameters).get("pages", "")))}
    lost_pages = {
        page
        for problem in looked.problems
        if problem.code.name == "attachment-pages-lost"
        for page in _pages(str(dict(problem.parameters)["pages"]))
    }
    shares = {0: 0.0}
    lost = ""
    try:
        with (
            page_pictures.opened(paper) as before,
            page_pictures.opened(str(target)) as made,
            page_pictures.opened(str(file), has_form=_has_form(file)) as original,
        ):
            there = [number for number in range(len(original)) if number + 1 not in lost_pages]
            pairs = [(1 + index, number) for index, number in enumerate(there[: len(looked.sizes)])]
            found = page_pictures.differences(before, made, original, pairs)
            shares |= {number: one.share for number, one in enumerate(found, 1) if one is not None}
            for place_, number in pairs:
                lost = lost or _lost(_text(original, number), _text(made, place_))
    except page_pictures.NotDrawn:
        pass
    page = max(shares, key=lambda number: shares[number])
    silent = max((share for number, share in shares.items() if number not in named), default=0.0)
    return PdfVerdict(True, tuple(told), shares[page], page, silent, lost)


def _has_form(file: Path) -> bool:
    from akson_docs.pdf.attachments import foreign_pdf, mending

    with mending.opened(str(file)).file as opened:
        return "/AcroForm" in opened.Root and foreign_pdf.has_sound_form(opened)


def _pages(said: str) -> set[int]:
    """The pages that a message names: "1, 4–7"."""
    runs = [part.strip().split("–") for part in said.split(",") if part.strip()]
    return {number for run in runs for number in range(int(run[0]), int(run[-1]) + 1)}


def _text(document: Any, number: int) -> str:
    """The words of a page; none of one that cannot be read."""
    try:
        text = document[number].get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    try:
        return unicodedata.normalize("NFKC", text.get_text_range())
    finally:
        text.close()


def _lost(original: str, made: str) -> str:
    """The first words that the made text has not, whatever their order."""
    held = Counter(made.split())
    run = "".join(made.split())
    for word in original.split():
        held[word] -= 1
        if held[word] < 0 and word not in run:
            return word[:40]
    return ""


def _answer(file: Path, judge: Callable[[Path, Path], PdfVerdict], answer: Connection) -> None:
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = judge(file, Path(folder))
        except Exception as error:
            found = PdfVerdict(False, (), failed=f"{type(error).__name__}: {error}"[:120])
    answer.send(found)


def verdicts(files: list[Path]) -> dict[Path, PdfVerdict]:
    """What comes of each file, a few at a time."""
    around = multiprocessing.get_context("fork")
    import test_enclosures

    test_enclosures.engine()  # made once, and every process has it
    found: dict[Path, PdfVerdict] = {}
    waiting = list(reversed(files))
    running: dict[Connection, tuple[Path, BaseProcess]] = {}
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            file = waiting.pop()
            answer, asked = around.Pipe(duplex=False)
            process: BaseProcess = around.Process(target=_answer, args=(file, verdict, asked))
            process.start()
            asked.close()
            running[answer] = file, process
        ready = wait(list(running), timeout=SECONDS) or list(running)
        for one in ready:
            assert isinstance(one, Connection)
            file, process = running.pop(one)
            if not one.poll():
                process.kill()
                found[file] = PdfVerdict(False, (), failed="no answer")
            else:
                try:
                    found[file] = one.recv()
                except EOFError:
                    process.join()
                    found[file] = PdfVerdict(False, (), failed=f"crashed ({process.exitcode})")
            one.close()
            process.join()
    return found


def main(folders: list[str]) -> None:
    """Prints what comes of every PDF in some folders."""
    files = sorted({file for folder in folders for file in Path(folder).rglob("*.pdf")})
    kinds: Counter[str] = Counter()
    for file, found in verdicts(files).items():
        kinds[found.kind] += 1
        if found.kind != "the same" or found.silent > 0.0005:
            why = found.failed or found.lost
            said = f"{100 * found.differs:.2f} % p. {found.page}, silent {100 * found.silent:.2f} %"
            print(f"{found.kind:17} {said:34} {file}  {', '.join(found.told)}  {why}", flush=True)
    print(", ".join(f"{kind}: {count}" for kind, count in kinds.most_common()), f"of {len(files)}")


if __name__ == "__main__":
    main(sys.argv[1:])
