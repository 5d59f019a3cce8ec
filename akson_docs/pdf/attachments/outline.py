"""The outline of an attachment (its bookmarks), read as values, and hung under the one that leads to it in a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from akson_docs.pdf.attachments import foreign_pdf, structure_tree
from akson_docs.pdf.attachments.foreign_pdf import Destinations
from akson_docs.pdf.attachments.structure_tree import ObjGen

MOST = 5_000
"""Bookmarks of an attachment that come along."""
DEEPEST = 8
"""Levels of them."""


@dataclass(frozen=True)
class Bookmark:
    """A row of an outline: it leads to a page of its file."""

    title: str
    page: int
    view: tuple[Any, ...]
    """How the page is shown."""
    below: tuple[Bookmark, ...] = ()


def read(file: Pdf, places: Destinations) -> tuple[Bookmark, ...]:
    """The bookmarks of a file that lead to its pages. What is under one that leads nowhere stands in its place."""
    try:
        return tuple(_rows(foreign_pdf.dictionary(file.Root.get("/Outlines")), places, set(), 0))
    except pikepdf.PdfError:
        return ()


def _rows(above: Dictionary, places: Destinations, seen: set[ObjGen], depth: int) -> Iterator[Bookmark]:
    one = above.get("/First")
    while isinstance(one, Dictionary) and one.objgen not in seen and len(seen) < MOST and depth < DEEPEST:
        seen.add(one.objgen)
        action = foreign_pdf.dictionary(one.get("/A"))
        found = places.page(action.get("/D") if action.get("/S") == Name.GoTo else one.get("/Dest"))
        title = " ".join((structure_tree.text(one.get("/Title")) or "").split())
        below = tuple(_rows(one, places, seen, depth + 1))
        if found is not None and title:
            yield Bookmark(title, *found, below)
        else:
            yield from below
        one = one.get("/Next")


def hang(paper: Pdf, rows: Sequence[Bookmark], pages: Sequence[Dictionary]) -> None:
    """Hangs the bookmarks of an attachment, closed, under the paper's own that leads to the first of its `pages`.

    What the paper has under that itself comes after them.
    """
    rows = _bare(rows)
    own = _leading_to(paper, pages[0].objgen) if rows and pages else None
    if own is None:
        return
    first, last, count = own.get("/First"), own.get("/Last"), own.get("/Count")
    hung = _hung(paper, own, rows, pages)
    if not isinstance(first, Dictionary) or not isinstance(count, int) or count <= 0:
        own.Count = -hung
        return
    own.Last.Next, first.Prev = first, own.Last
    own.Last = last
    above: Any = own
    while isinstance(above, Dictionary):
        above.Count = int(above.get("/Count", 0)) + hung
        above = above.get("/Parent")


def _bare(rows: Sequence[Bookmark]) -> Sequence[Bookmark]:
    """The rows without one that stands above all others for the file as a whole."""
    if len(rows) == 1 and rows[0].below and rows[0].page == 0:
        return rows[0].below
    return rows


def _hung(paper: Pdf, above: Dictionary, rows: Sequence[Bookmark], pages: Sequence[Dictionary]) -> int:
    """How many rows there are to be seen once the one `above` them is opened: those right under it."""
    made = [paper.make_indirect(Dictionary(Title=String(row.title), Parent=above)) for row in rows]
    for number, (one, row) in enumerate(zip(made, rows, strict=True)):
        one.Dest = Array([pages[row.page], *row.view])
        if number:
            one.Prev = made[number - 1]
        if number + 1 < len(made):
            one.Next = made[number + 1]
        if row.below:
            one.Count = -_hung(paper, one, row.below, pages)
    above.First, above.Last = made[0], made[-1]
    return len(made)


def _leading_to(paper: Pdf, page: ObjGen) -> Dictionary | None:
    """The paper's own bookmark of a page."""
    waiting = [foreign_pdf.dictionary(paper.Root.get("/Outlines")).get("/First")]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Dictionary):
            continue
        target = one.get("/Dest") or foreign_pdf.dictionary(one.get("/A")).get("/D")
        first = target[0] if isinstance(target, Array) and len(target) else None
        if isinstance(first, Dictionary) and first.objgen == page:
            return one
        waiting += [one.get("/Next"), one.get("/First")]
    return None
