"""Sets drawings and pictures that others made, one by one, and says how each differs from what a browser shows.

`python tests/corpora/figures.py FOLDER [FOLDER …]` prints a line for each file that is worth a look, and how many there
were of each kind at the end; `--all` prints a line for every file. The browser has the letters of papers, so that words
are as wide in both.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # this checkout, wherever another is installed from

import browsed
import pypdfium2
from conftest import BROWSERS
from PIL import Image
from places import PROJECT

from akson_docs.diagnostics import Span, message
from akson_docs.pdf import compose, figures, typesetter
from akson_docs.pdf.a4_page import A4Text
from akson_docs.pdf.compose import Paper, PaperPart
from akson_docs.pdf.provenance import Provenance
from akson_docs.pdf.typesetter import Engine, Frame, Styles
from akson_docs.sources import drawings, images

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIDE = 400
"""Pixels on the longer side of a picture, as it is compared."""
LARGE = 0.02
"""The share of a picture that may differ without a word."""
SLOW = 5.0
"""Seconds after which a file is said to be slow."""
BASE = "https://example.no/"


@dataclass(frozen=True)
class FigureVerdict:
    """What came of a file."""

    refused: str = ""
    """Why, in the words that its author reads."""
    told: tuple[str, ...] = ()
    """What was told of it otherwise."""
    differs: float | None = None
    """The share of it that differs; None where the browser shows none, or there is none to compare."""
    seconds: float = 0.0

    @property
    def kind(self) -> str:
        """The verdict in a word or two."""
        if self.refused:
            return "refused"
        if self.differs is None:
            return "no browser shows it"
        if self.differs > LARGE:
            return "differs and is told" if self.told else "differs silently"
        return "alike, and told of" if self.told else "alike"


def verdict(path: Path, engine: Engine, page: Page) -> FigureVerdict:
    """What comes of a picture on a page of its own."""
    data, began = path.read_bytes(), time.perf_counter()
    problem = images.problem(path.name, data, Span(path.name))
    if problem is None and not images.is_drawable(str(path)):
        problem = images.NO_PICTURE.at(Span(path.name), found=path.name)
    if problem is not None:
        return FigureVerdict(message(problem))
    said = list(drawings.problems(data, path.name)) if images.is_drawing(data) else []
    told = tuple(message(one.code.at(Span(path.name), **dict(one.parameters))) for one in said)
    if any(one.code.severity == "error" for one in said):
        return FigureVerdict(told[0])
    placed = engine.drawer.pictures({"x": data})["x"]
    if isinstance(placed, figures.Unplaced):
        return FigureVerdict(" ".join(map(str, (placed.fault, *vars(placed.fault).values()))), told)
    natural = placed.get_intrinsic_size(1, 16)
    ratio = natural[2] or 2
    width, height = (SIDE, max(round(SIDE / ratio), 1)) if ratio > 1 else (max(round(SIDE * ratio), 1), SIDE)
    wanted = browsed.picture(page, data, width, height)
    style = f"position:absolute;left:0;top:0;width:{width}px;height:{height}px"
    part = PaperPart(A4Text(f'<main style="margin:0"><img src="x" alt="x" style="{style}"></main>', ()), FRAME)
    paper = Paper("x", "x", "nb", "x", "x", "2020-01-01", (part,), "", Provenance("x", "x", "nb", "public"))
    made = compose.typeset((paper,), engine, {f"{BASE}x": images.for_paper(data)}, "")[0]
    took = time.perf_counter() - began
    if made.pdf is None:
        return FigureVerdict("; ".join(one.code.name for one in made.problems), told, None, took)
    shown = pypdfium2.PdfDocument(made.pdf)[0].render(scale=4 / 3).to_pil().convert("RGB")
    seen = shown.crop((0, 0, width, height))
    return FigureVerdict("", told, None if wanted is None else images.difference(wanted, seen), took)


FRAME = Frame("nb", BASE, "@page { margin: 0 } main { position: relative }")


def prepared() -> Engine:
    """An engine with the fonts and the look of papers."""
    templates = PROJECT / "templates"
    fonts = tuple((path.name, path.read_bytes()) for path in sorted((templates / "fonts").glob("*.ttf")))
    faces, letters = ((templates / "css" / name).read_text() for name in ("fonts-pdf.css", "letter.css"))
    return typesetter.engine(Styles(faces, letters, fonts), "")


def files(folders: list[str]) -> Iterator[Path]:
    """The pictures in some folders, and those that are named themselves."""
    for folder in map(Path, folders):
        yield from (path for path in sorted(folder.rglob("*")) if images.is_picture(path.name) and path.is_file())
        if folder.is_file():
            yield folder


def main(words: list[str]) -> None:
    """Goes through the folders, and prints what came of them."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    Image.MAX_IMAGE_PIXELS = None
    engine, counted = prepared(), Counter[str]()
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as driver,
        browsed.letters_of_papers(driver, program, Path(folder)) as page,
    ):
        for path in files([word for word in words if not word.startswith("--")]):
            found = verdict(path, engine, page)
            counted[found.kind] += 1
            slow = found.seconds > SLOW
            if "--all" in words or slow or found.kind in ("refused", "differs silently", "no browser shows it"):
                share = "" if found.differs is None else f" {100 * found.differs:.1f} %"
                print(f"{found.kind}{share}{' (slow)' if slow else ''}: {path}", found.refused, *found.told, flush=True)
    for kind, count in sorted(counted.items()):
        print(f"{count:6} {kind}")


if __name__ == "__main__":
    main(sys.argv[1:])
