"""Slides as they are handed out on paper: two on an upright page, each with its number and lines for notes below it.

Nothing is laid out here. A slide is drawn as it stands on its page, smaller, as often as papers show it: its text stays
text, and its tags, links and places come along. What is drawn around it says nothing, and is an artifact: the slide has
its number itself.
"""

from __future__ import annotations

import importlib
import itertools
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from akson_docs.diagnostics import ValuePath
from akson_docs.pdf import a4_page, slide_page
from akson_docs.pdf.slide_page import SlidePage

MOST = 2
"""The slides of a page."""
PAPERS = {"A4": (a4_page.WIDTH, a4_page.HEIGHT), "letter": (816.0, 1056.0)}
"""Width and height in CSS pixels."""
SIDE, HEAD, FOOT = 83.1, 68.0, 80.0
"""How far slides stand from the sides, and slides and lines from the head and the foot."""
NUMBER = 22.0
"""The height of a slide's number below it."""
LINE = 26.0
"""From one line for notes to the next: 6.9 mm."""
AIR = 14.0
"""What there is at least between the last line and the next slide."""
EDGE = (0.725, 0.776, 0.827)
"""The colour of lines, from red to blue: light, and seen in print."""


@dataclass(frozen=True)
class Handout:
    """A page: one slide or two, what each is called there, and the paper."""

    slides: tuple[SlidePage, ...]
    called: tuple[str, ...]
    """Of each slide: "Lysark 7"."""
    paper: str = "A4"

    @property
    def html(self) -> str:
        """What it says: what its slides say."""
        return "".join(slide.html for slide in self.slides)

    @property
    def path(self) -> ValuePath:
        """Where its slides were written, as far as that is one place."""
        paths = [slide.path for slide in self.slides]
        alike = itertools.takewhile(lambda steps: len(set(steps)) == 1, zip(*paths, strict=False))
        return tuple(steps[0] for steps in alike)


@dataclass(frozen=True)
class PlacedSlide:
    """One of the engine's pages, drawn smaller on another."""

    page: Any
    left: float
    top: float
    scale: float
    lines: tuple[float, ...]
    """How far from the head of the page each line for notes below it is."""

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the page is."""
        return self.left + x * self.scale, self.top + y * self.scale


def page(slides: Sequence[Any], paper: str) -> Any:
    """A page as the engine has one, of the engine's pages of one slide or two."""
    width, height = PAPERS[paper]
    placed = tuple(_placed(slides, width, height))
    root = slides[0]._page_box
    return types.SimpleNamespace(
        width=width,
        height=height,
        bleed=slides[0].bleed,
        bookmarks=[
            (level, label, one.point(*place), state)
            for one in placed
            for level, label, place, state in one.page.bookmarks
        ],
        links=[
            (kind, target, (*one.point(*corners[:2]), *one.point(*corners[2:])), box)
            for one in placed
            for kind, target, corners, box in one.page.links
        ],
        anchors={
            name: (*one.point(*corners[:2]), *one.point(*corners[2:]))
            for one in placed
            for name, corners in one.page.anchors.items()
        },
        forms={None: []},
        placed=placed,
        paint=_painted(placed, ()),
        _page_box=root.copy_with_children([box for one in slides for box in one._page_box.children]),
    )


def numbered(page: Any, called: Sequence[Any]) -> Callable[..., None]:
    """How a page is painted with what its slides are called, each one of the engine's boxes of text."""
    return _painted(page.placed, called)


def _placed(slides: Sequence[Any], width: float, height: float) -> Iterator[PlacedSlide]:
    """The slides one below the other, each with as many lines as there is room for; one alone has the page's."""
    scale = (width - 2 * SIDE) / slide_page.WIDTH
    each = (height - HEAD - FOOT) / MOST
    for number, one in enumerate(slides):
        top = HEAD + number * each
        first = top + slide_page.HEIGHT * scale + NUMBER + LINE
        last = (height - FOOT if len(slides) == 1 else top + each) - AIR
        count = int((last - first) // LINE) + 1
        yield PlacedSlide(one, SIDE, top, scale, tuple(first + LINE * place for place in range(count)))


def _painted(placed: Sequence[PlacedSlide], called: Sequence[Any]) -> Callable[..., None]:
    def painted(stream: Any, scale: float = 1) -> None:
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            for one, words in itertools.zip_longest(placed, called):
                _slide(stream, one)
                _around(stream, one, words)

    return painted


def _slide(stream: Any, one: PlacedSlide) -> None:
    """A slide, and nothing that its page has beside it."""
    with stream.stacked():
        stream.transform(a=one.scale, d=one.scale, e=one.left, f=one.top)
        stream.rectangle(0, 0, slide_page.WIDTH, slide_page.HEIGHT)
        stream.clip()
        stream.end()
        whole = stream.page_rectangle
        stream.page_rectangle = (0, 0, slide_page.WIDTH, slide_page.HEIGHT)  # what is see-through is drawn within it
        one.page.paint(stream)
        stream.page_rectangle = whole


def _around(stream: Any, one: PlacedSlide, called: Any) -> None:
    """The edge of a slide, what it is called, and the lines for notes."""
    draw_text = importlib.import_module("weasyprint.draw.text").draw_text
    right, bottom = one.point(slide_page.WIDTH, slide_page.HEIGHT)
    with stream.artifact(), stream.stacked():
        stream.set_color_rgb(*EDGE, stroke=True)
        stream.set_line_width(0.75)
        stream.rectangle(one.left, one.top, right - one.left, bottom - one.top)
        stream.stroke()
        for line in one.lines:
            stream.move_to(one.left, line)
            stream.line_to(right, line)
            stream.stroke()
    if called is not None:
        with stream.artifact(), stream.stacked():
            stream.transform(e=one.left - called.position_x, f=bottom + NUMBER / 3 - called.position_y)
            draw_text(stream, called, 0, "clip", "none")
