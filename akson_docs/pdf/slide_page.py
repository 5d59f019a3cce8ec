"""A slide on its page: laid out, and set tighter or smaller until it fits.

A slide is the unit of layout. Each is laid out alone on a page much taller than a slide, because on a page of its
own size the engine would drop what does not fit; then its edges are looked at and the page is cut to a slide's
height. What does not fit is set tighter, then smaller, down to a floor; then it is an error.

The style sheets make `section.slide` as large as a slide (`min-height`), and know the classes `tight` and
`step-1`, `step-2` … for smaller type, and `divided` for words that may be hyphenated: only a slide with a word that is
wider than its place has it, for to read the engine's dictionary takes as long as four slides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.pdf import typesetter
from akson_docs.pdf.figures import Pictures
from akson_docs.pdf.typesetter import Engine, Frame, Laid, SettingFault, first_words, leaves

WIDTH, HEIGHT = 1280.0, 720.0
"""A slide in CSS pixels: 13.333 × 7.5 in."""
STEPS = ("", "tight", "tight step-1", "tight step-2", "tight step-3", "tight step-4")
"""The classes of the ladder of fitting."""
DIVIDED = " divided"
"""The class of a slide whose words may be divided, for one of them is wider than its place."""
SIZES = (20.0, 20.0, 18.5, 17.0, 15.5, 14.0)
"""The size of body type in points on each rung; the last is the floor."""
TALL = f"@page {{ size: {WIDTH}px {HEIGHT * 8}px; margin: 0 }} html, body {{ margin: 0; padding: 0 }}"
"""The page that slides are laid out on."""
TOLERANCE = 1.0
"""Pixels that an edge may lie outside, for rounding."""

OVERFLOW = Code(
    "slide-overflow",
    "error",
    N_('this slide has more than fits, also in type of {size} pt; "{words}" is past the edge'),
    N_("divide it in two at about these words"),
)
OUTSIDE = Code(
    "slide-edge",
    "error",
    N_('"{words}" does not fit: it is wider or taller than its place'),
    N_("shorten it, or give it more room"),
)
SMALLER = Code(
    "slide-smaller",
    "note",
    N_("this slide is set in {size} pt so that it fits"),
    N_("shorten it, or divide it between two slides, where that is too small"),
)
TIGHTER = Code(
    "slide-tighter",
    "note",
    N_("this slide is set tighter so that it fits"),
    N_("there is nothing to do; shorten it where it looks crowded"),
)


@dataclass(frozen=True)
class SlidePage:
    """A slide: one `<section class="slide …">`, where it was written, and whether it may be set smaller.

    A section that has the class `tight` from its template begins there on the ladder.
    """

    anchor: str
    html: str
    path: ValuePath
    fit: bool = True

    @property
    def first_rung(self) -> int:
        """Where on the ladder it begins."""
        form = re.search(r'class="([^"]*)"', self.html)
        return int(form is not None and "tight" in form[1].split())


def lay_out(sheet: SlidePage, frame: Frame, engine: Engine, pictures: Pictures) -> Laid:
    """One slide on its page, cut to a slide's height, on the first rung of the ladder on which it fits."""
    problems: list[Problem] = []
    rung, divided = sheet.first_rung, False
    last = len(STEPS) - 1 if sheet.fit else rung
    while True:
        form = f"{STEPS[rung]}{DIVIDED if divided else ''}"
        html = re.sub(r'class="slide\b', f'class="slide {form}'.rstrip(), sheet.html, count=1)
        try:
            document = typesetter.rendered(html, frame, engine, engine.slides, pictures)
        except SettingFault as fault:
            return Laid(None, (), (*problems, fault.of(sheet.path)))
        page = document.pages[0]
        height, past = _overflow(page, len(document.pages))
        too_tall = height > HEIGHT + TOLERANCE
        if past and not too_tall and not divided:
            divided = True
            continue
        if not past or rung >= last:
            break
        rung = _next_rung(rung, height, last)
    if past:
        code = OVERFLOW if too_tall else OUTSIDE
        problems.append(code.of(sheet.path, size=_points(SIZES[rung]), words=past))
    elif rung == 1 > sheet.first_rung:
        problems.append(TIGHTER.of(sheet.path))
    elif rung > 1:
        problems.append(SMALLER.of(sheet.path, size=_points(SIZES[rung])))
    page.height = HEIGHT
    return Laid(document, (page,), tuple(problems))


def _overflow(page: Any, pages: int) -> tuple[float, str]:
    """(the slide's height, the first words past an edge, or "")"""
    section = next(box for box in page._page_box.descendants() if box.element_tag == "section")
    height = max(section.border_height(), HEIGHT * 8 if pages > 1 else 0.0)
    right = section.content_box_x() + section.width + TOLERANCE
    bottom = HEIGHT + TOLERANCE
    if height > bottom:
        bottom = HEIGHT - section.padding_bottom
        return height, first_words(box for box in leaves(section) if _below(box, bottom)) or "…"
    outside = [box for box in leaves(section) if _below(box, bottom) or box.position_x + box.width > right]
    outside += [
        piece
        for block in section.descendants()
        for line in getattr(block, "children", ())
        if type(line).__name__ == "LineBox" and line.width > block.width + TOLERANCE
        for piece in leaves(line)
    ]
    outside += [
        box
        for clip in section.descendants()
        if clip.style["overflow"] != "visible" and not isinstance(clip.height, str)
        for box in leaves(clip)
        if _below(box, clip.position_y + clip.margin_height() + TOLERANCE)
    ]
    return height, (first_words(outside) or "…") if outside else ""


def _below(box: Any, edge: float) -> bool:
    return bool(box.position_y + box.height > edge)


def _next_rung(rung: int, height: float, last: int) -> int:
    """The next rung worth trying: text needs room by the square of its size, so hopeless rungs are left out."""
    wanted = SIZES[rung] * (HEIGHT / height) ** 0.5 * 1.12
    return next(
        (one for one in range(rung + 1, last) if SIZES[one] <= wanted or (one == 1 and height < HEIGHT * 1.1)), last
    )


def _points(size: float) -> str:
    return f"{size:g}"
