"""A PDF as somebody sees it who marks what is to be redacted: pictures of its pages, and where on them words stand.

Pages and words are those of the redaction itself (`shown_pages`, `said_pages`): what is found here is covered there.
"""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from functools import cached_property

from akson_docs.diagnostics import Problem
from akson_docs.pdf.blackout import blackout, burnt_boxes, drawn_letters, phrases, shown_pages
from akson_docs.pdf.blackout.said_pages import SaidPages

PIXELS = 120
"""Pixels in an inch of a picture to mark in."""
MOST_PIXELS = 4_000_000
"""Pixels of such a picture; a larger page has fewer in an inch."""
MILLIMETRES = 25.4 / 72
"""Millimetres in a point."""

Measures = tuple[float, float, float, float]
"""Left, top, width and height of a place on a page, in millimetres from its upper left corner."""


@dataclass(frozen=True)
class FoundPhrase:
    """Where words stand in a file."""

    count: int
    """How many times."""
    places: tuple[tuple[int, Measures], ...]
    """What is covered of them, each line by itself: the page, from 1, and where."""


@dataclass(frozen=True)
class MarkedFile:
    """A PDF that is open to be marked."""

    data: bytes
    sizes: tuple[tuple[float, float], ...]
    """How wide and high each page is, in millimetres, turned as it is shown."""

    @cached_property
    def said(self) -> SaidPages:
        """What its pages say. Raises PdfiumError and PdfError."""
        return SaidPages(tuple(shown_pages.texts(drawn_letters.without_spoken(self.data))))

    def finds(self, phrase: str) -> FoundPhrase:
        """Where a phrase stands. Raises what `said` does."""
        said = self.said
        found = said.finds(phrase) if phrases.is_sayable(phrase) else ()
        places = []
        for start, end in said.covered(found):
            for number in range(said.page(start), said.page(end - 1) + 1):
                page, begin = said.pages[number], said.begins[number]
                unit = MILLIMETRES / page.scale
                for line in burnt_boxes.lines(page.signs[max(0, start - begin) : end - begin]):
                    left, top, right, bottom = shown_pages.joined([one.box for one in line if one.box is not None])
                    measures = (left * unit, top * unit, (right - left) * unit, (bottom - top) * unit)
                    places.append((number + 1, measures))
        return FoundPhrase(len(found), tuple(places[: blackout.MOST_PLACES]))

    def picture(self, page: int) -> bytes:
        """A page, from 1, as PNG. Raises PdfiumError, and IndexError where there is none of that number."""
        if not 1 <= page <= len(self.sizes):
            raise IndexError(page)
        width, height = (side / MILLIMETRES for side in self.sizes[page - 1])
        scale = min(PIXELS / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        held = io.BytesIO()
        shown_pages.picture(self.data, page - 1, scale).save(held, "PNG", compress_level=1)
        return held.getvalue()


def opened(data: bytes, name: str) -> MarkedFile | Problem:
    """A PDF that is to be marked, or why it cannot be; `name` is what it is called."""
    import pypdfium2

    from akson_docs.pdf.attachments import enclosures, endless_pages

    if endless_pages.are_in(data):
        return enclosures.ENDLESS.of((), name=name)
    try:
        sizes = _sizes(data)
    except pypdfium2.PdfiumError:
        return enclosures.refusal(data).of((), name=name)
    if len(sizes) > blackout.MOST_PAGES:
        return blackout.TOO_LONG.of((), name=name, count=len(sizes), most=blackout.MOST_PAGES)
    return MarkedFile(data, sizes)


def _sizes(data: bytes) -> tuple[tuple[float, float], ...]:
    """How wide and high the pages of a PDF are, in millimetres. Raises PdfiumError."""
    import pypdfium2

    with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
        sizes = [document.get_page_size(place) for place in range(len(document))]
    return tuple((width * MILLIMETRES, height * MILLIMETRES) for width, height in sizes)
