"""Counts in finished papers what is parted at a line's end, and which pages end badly.

    python benchmarks/lines.py output/site

Parted are dates, times, paragraphs of acts, amounts and numbers. A page ends badly where a paragraph leaves one line
alone on it, where a heading stands last, or where a page that is not its paper's last is filled to less than a quarter.
Lines are told from where the pieces of text stand; what runs at the feet of pages, and attachments, are left out.
"""

from __future__ import annotations

import ctypes
import itertools
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MONTHS = (
    "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|January|February|March|April|May|"
    "June|July|August|September|October|November|December"
)
PARTED = {
    "dates": re.compile(rf"\b\d{{1,2}}\.?\n(?:{MONTHS})\b|\b(?:{MONTHS})\n(?:19|20)\d\d\b"),
    "times": re.compile(r"\b(?:kl\.|klokka|klokken)\n\d|\d\d[.:]\d\d–\n\d\d[.:]\d\d"),
    "paragraphs": re.compile(r"§\n\d|\b(?:jf|cf)\.\n§"),
    "amounts": re.compile(
        r"(?<!\d)\d{1,3}\n(?:%|mill\.|mrd\.|kr\b|kroner\b|prosent\b|m²)|\b(?:mill|mrd)\.\nkr|\bkr\n\d"
    ),
    "numbers": re.compile(r"\b\d{1,3}\n\d{3}\b(?!\d)|(?<!\d)\d{4}–\n\d{2,4}\b|\bnr\.\n\d"),
    "addresses": re.compile(r"https?://\S*[\u00ad\u2010]\n"),
}
MARKER = re.compile(r"[•◦▪–]|\d{1,3}\.|[a-z]\)")
"""What stands before a line of a list, and is no part of it."""
ROW = 8.0
"""Points between what stands side by side in a row of a table."""
FULL = 0.75
"""How far over the page a line goes that is no paragraph's last."""
HEADING = 11.5
"""Points from which a line is a heading."""


@dataclass(frozen=True)
class Line:
    """A line of a page as it is printed."""

    top: float
    bottom: float
    left: float
    right: float
    size: float
    text: str
    is_row: bool
    """Whether it is in a table, of whose rows each stands alone."""


def lines(page: Any) -> list[Line]:
    """The lines of a page from its head to its foot."""
    text = page.get_textpage()
    pieces = []
    for piece in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=1):
        if _mark(piece) >= 0 and not MARKER.fullmatch(_said(piece, text).strip()):
            left, bottom, right, top = piece.get_bounds()
            size = ctypes.c_float()
            pdfium.FPDFTextObj_GetFontSize(piece, size)
            pieces.append((round(bottom), left, top, right, piece.get_matrix().d * size.value, _said(piece, text)))
    text.close()
    found: list[list[Any]] = []
    for piece in sorted(pieces, key=lambda one: (-one[0], one[1])):
        if found and abs(found[-1][-1][0] - piece[0]) <= 3:
            found[-1].append(piece)
        else:
            found.append([piece])
    return [
        Line(
            max(one[2] for one in row),
            min(one[0] for one in row),
            min(one[1] for one in row),
            max(one[3] for one in row),
            max(abs(one[4]) for one in row),
            " ".join(one[5].strip() for one in sorted(row, key=lambda one: one[1])),
            any(right[1] - left[3] > ROW for left, right in itertools.pairwise(sorted(row, key=lambda one: one[1]))),
        )
        for row in found
    ]


def _mark(piece: Any) -> int:
    return int(pdfium.FPDFPageObj_GetMarkedContentID(piece))


def _said(piece: Any, text: Any) -> str:
    size = pdfium.FPDFTextObj_GetText(piece, text, None, 0)
    held = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(piece, text, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), size)
    return held.raw.decode("utf-16-le", "replace").rstrip("\0")


def of_paper(path: Path) -> Iterator[tuple[str, str]]:
    """(what is wrong, where) of each place in a paper."""
    document = pypdfium2.PdfDocument(path)
    before: list[Line] = []
    for number, page in enumerate(document, 1):
        place = f"{path.parent.name}/{path.name} {number}"
        said = page.get_textpage().get_text_range().replace("\r\n", "\n").replace(" \n", "\n")
        for what, pattern in PARTED.items():
            for found in pattern.finditer(said):
                yield what, f"{place}: {found[0]!r}"
        width, height = page.get_size()
        if width > height or _holds_slides(page):
            before = []  # slides are fitted
            continue
        here = lines(page)
        if here and before and not (here[0].is_row or before[-1].is_row):
            goes_on = len(here) > 1 and len(before) > 1 and _goes_on(before[-1], here[0], width)
            if goes_on and _apart(here[0], here[1]) and not _apart(before[-2], before[-1]):
                yield "lone line at the head", f"{place}: {here[0].text[:50]!r}"
            if goes_on and _apart(before[-2], before[-1]):
                yield "lone line at the foot", f"{place}: {before[-1].text[:50]!r}"
            if before[-1].size >= HEADING:
                yield "heading at the foot", f"{place}: {before[-1].text[:50]!r}"
        if here and number < len(document) and here[-1].bottom > height * 0.75:
            yield "filled to less than a quarter", place
        if len(here) in (1, 2) and number == len(document) and number > 1:
            yield "two lines on a last page", f"{place}: {here[0].text[:50]!r}"
        before = here
    document.close()


def _holds_slides(page: Any) -> bool:
    """Whether what a page says are slides: sections, where all else is a part."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    document = pdfium.FPDF_StructTree_GetChildAtIndex(tree, 0)
    children = (
        pdfium.FPDF_StructElement_GetChildAtIndex(document, place)
        for place in range(pdfium.FPDF_StructElement_CountChildren(document))
    )
    kinds = {_kind(child) for child in children if child}
    pdfium.FPDF_StructTree_Close(tree)
    return kinds == {"Sect"}


def _kind(element: Any) -> str:
    held = ctypes.create_string_buffer(32)
    pdfium.FPDF_StructElement_GetType(element, held, 32)
    return held.raw.decode("utf-16-le").partition("\0")[0]


def _goes_on(above: Line, below: Line, width: float) -> bool:
    """Whether two lines may be of one paragraph: they begin alike, in letters of one size, and the first is full."""
    alike = abs(above.left - below.left) < 1 and abs(above.size - below.size) < 0.5
    return alike and not _ends(above) and above.right > FULL * width


def _ends(line: Line) -> bool:
    """Whether a line may end a paragraph."""
    return re.search(r"[.:!?»”)]$", line.text) is not None


def _apart(above: Line, below: Line) -> bool:
    """Whether there is more between two lines than between those of a paragraph."""
    return (above.bottom - below.bottom) > 1.75 * below.size or abs(above.size - below.size) > 0.5


def main(folder: str) -> None:
    """Prints each place, and how many there are of each kind."""
    counted: Counter[str] = Counter()
    papers = sorted(Path(folder).rglob("*.pdf"))
    for path in papers:
        for what, where in of_paper(path):
            counted[what] += 1
            print(f"{what}: {where}")
    found = ", ".join(f"{count} {what}" for what, count in sorted(counted.items()))
    print(f"{len(papers)} papers: {found or 'nothing'}")


if __name__ == "__main__":
    main(sys.argv[1])
