"""Pages that whoever draws them is at for hours, or needs all memory for: forms that each draw others many times, long
content that is drawn again and again, and patterns whose pieces are tiny. A few kilobytes are enough for that, so no
such page is opened by what draws, and this is the one place that says which are such.

Counted is how often each form is named in what draws it: resources are often shared by all forms of a file, so that
what they merely hold says nothing. A name that they do not hold counts as the largest that they do.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

from akson_docs.pdf.attachments import foreign_pdf, mending, structure_tree

MOST_FORMS = 50_000
"""Forms that a page may draw, each as often as it is drawn; a map of a whole town has some thousands."""
MOST_DRAWN = 256 << 20
"""Bytes that are read to draw a page, those of a form as often as it is drawn."""
MOST_PIECES = 1_000_000
"""Pieces of a pattern that may lie on a page."""
DEEPEST = 60
"""Forms within each other."""
_NAME = rb"/([^\0\t\n\f\r ()<>\[\]{}/%]*)[\0\t\n\f\r ]+"
_USES = {
    "/XObject": re.compile(_NAME + rb"Do(?![A-Za-z])"),
    "/Pattern": re.compile(_NAME + rb"(?:scn|SCN)(?![A-Za-z])"),
    "/ExtGState": re.compile(_NAME + rb"gs(?![A-Za-z])"),
}
"""What draws a form or a picture, paints with a pattern, or masks what comes after, by where resources hold them."""
_SET_IN = re.compile(_NAME + rb"[-+.0-9]+[\0\t\n\f\r ]+Tf(?![A-Za-z])")
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>", re.DOTALL)
PIXELS = 32
"""Pixels of a picture that take as long as a byte of content."""
_BY_NUMBER = re.compile(rb"#([0-9A-Fa-f]{2})")


def are_in(pdf: bytes | str) -> bool:
    """Whether a PDF, in memory or where it lies, has a page that never ends, also one that only viewers read; what
    nobody can read has none."""
    with (
        foreign_pdf.bounded(),
        contextlib.suppress(pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError),
        mending.opened(pdf).file as file,
    ):
        return of(file)
    return False


@dataclass(frozen=True)
class _PageWork:
    """What it takes to draw something."""

    forms: float = 0.0
    """Forms, each as often as it is drawn."""
    size: float = 0.0
    """Bytes, those of a form as often as it is drawn."""

    def plus(self, other: _PageWork, times: int) -> _PageWork:
        """This, and something else so many times."""
        return _PageWork(self.forms + times * other.forms, self.size + times * other.size)

    @property
    def is_endless(self) -> bool:
        """Whether nobody comes to its end."""
        return self.forms > MOST_FORMS or self.size > MOST_DRAWN


_ENDLESS = _PageWork(math.inf, math.inf)


def of(file: Pdf) -> bool:
    """Whether a file has a page that never ends."""
    counted: dict[tuple[int, int], _PageWork] = {}
    for page in file.pages:
        with contextlib.suppress(pikepdf.PdfError, ValueError, TypeError, RuntimeError):
            left, bottom, right, top = (float(side) for side in foreign_pdf.box(page.obj).crop)
            area = abs((right - left) * (top - bottom))
            pieces = [one for one in structure_tree.some(page.obj.get("/Contents")) if isinstance(one, Stream)]
            # What is seen on a page is drawn with it: fields and marks.
            work = _work(pieces, page.resources, counted, 0, area)
            for mark in foreign_pdf.annotated(page.obj):
                for look in _looks(mark.get("/AP")):
                    work = work.plus(_work([look], look.get("/Resources"), counted, 0, area), 1)
            if work.is_endless:
                return True
    return False


def _looks(appearance: object) -> list[Stream]:
    if not isinstance(appearance, Dictionary):
        return []
    held = appearance.get("/N")
    if isinstance(held, Stream):
        return [held]
    return [one for _, one in held.items() if isinstance(one, Stream)] if isinstance(held, Dictionary) else []


def _work(
    content: list[Stream], resources: object, counted: dict[tuple[int, int], _PageWork], depth: int, area: float
) -> _PageWork:
    """What it takes to draw some content; without end where it draws itself, or where a pattern that it has lies in too
    many pieces."""
    if depth > DEEPEST:
        return _ENDLESS
    read = [foreign_pdf.decoded(one)[0] for one in content]
    found = _PageWork(0.0, sum(map(len, read)))
    if not isinstance(resources, Dictionary):
        return found

    def within(one: Stream, own: object = resources) -> _PageWork:
        if one.get("/Subtype") == Name.Image:
            sides = [foreign_pdf.number(one.get(side)) or 0.0 for side in ("/Width", "/Height")]
            return _PageWork(0.0, abs(sides[0] * sides[1]) / PIXELS)
        key = one.objgen
        if key not in counted:
            counted[key] = _ENDLESS  # a ring
            counted[key] = _work([one], one.get("/Resources", own), counted, depth + 1, area)
        return counted[key]

    for kind, uses in _USES.items():
        held = _masks(resources.get(kind)) if kind == "/ExtGState" else _values(resources.get(kind))
        names = Counter(name for one in read for name in uses.findall(one)) if held else {}
        for name, times in names.items():
            said = _called(name)
            drawn = [one for key, one in held.items() if key == said] or list(held.values())
            if kind == "/Pattern":
                drawn = [one for one in drawn if one.get("/PatternType") == 1]
                if any(_is_fine(one, area) for one in drawn):
                    return _ENDLESS
            forms = any(one.get("/Subtype") != Name.Image for one in drawn)
            found = found.plus(_heaviest(map(within, drawn)).plus(_PageWork(1.0), int(forms)), times)
    set_in = {_called(name) for one in read for name in _SET_IN.findall(one)} if "/Font" in resources else set()
    glyphs = list(_drawn_glyphs(resources.get("/Font"), set_in, resources))
    if glyphs:
        signs = sum(len(plain) + len(coded) // 2 for one in read for plain, coded in _STRING.findall(one))
        found = found.plus(_heaviest(within(*one) for one in glyphs), signs)
    return found


def _heaviest(works: Iterable[_PageWork]) -> _PageWork:
    return max(works, key=lambda one: (one.forms, one.size), default=_PageWork())


def _masks(named: object) -> dict[str, Stream]:
    """The forms that states of graphics mask with, by the names of the states."""
    found: dict[str, Stream] = {}
    for key, one in named.items() if isinstance(named, Dictionary) else ():
        mask = foreign_pdf.dictionary(one).get("/SMask")
        group = mask.get("/G") if isinstance(mask, Dictionary) else None
        if isinstance(group, Stream):
            found[str(key)] = group
    return found


def _called(name: bytes) -> str:
    """A name in content as resources have it."""
    return "/" + _BY_NUMBER.sub(lambda sign: bytes([int(sign[1], 16)]), name).decode("utf-8", "replace")


def _drawn_glyphs(named: object, set_in: Collection[str], resources: Dictionary) -> Iterator[tuple[Stream, object]]:
    """The signs of fonts that are drawings (Type 3) and that something is set in, each with its resources."""
    for key, font in named.items() if isinstance(named, Dictionary) else ():
        held: Any = foreign_pdf.dictionary(font)
        if held.get("/Subtype") == Name.Type3 and key in set_in:
            for _, glyph in foreign_pdf.dictionary(held.get("/CharProcs")).items():
                if isinstance(glyph, Stream):
                    yield glyph, held.get("/Resources", resources)


def _values(named: object) -> dict[str, Stream]:
    if not isinstance(named, Dictionary):
        return {}
    return {str(key): one for key, one in named.items() if isinstance(one, Stream)}


def _is_fine(pattern: Stream, area: float) -> bool:
    """Whether the pieces of a pattern are so small that a page would have no end of them."""
    matrix = [foreign_pdf.number(one) or 0.0 for one in foreign_pdf.items(pattern.get("/Matrix"))]
    step = abs((foreign_pdf.number(pattern.get("/XStep")) or 0.0) * (foreign_pdf.number(pattern.get("/YStep")) or 0.0))
    scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) if len(matrix) == 6 else 1.0
    return step * scale == 0 or area / (step * scale) > MOST_PIECES
