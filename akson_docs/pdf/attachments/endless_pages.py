"""Pages that whoever draws them is at for hours, or needs all memory for: forms that each draw others many times, and
patterns whose pieces are tiny. A few kilobytes are enough for that, so no such page is opened by what draws.

What is counted is an upper bound, from how often a form is named in what draws it; no real document comes near it.
"""

from __future__ import annotations

import contextlib
import io
import math
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from akson_docs.pdf.attachments import foreign_pdf, structure_tree

MOST_FORMS = 50_000
"""Forms that a page may draw, each as often as it is drawn; a map of a whole town has some thousands."""
MOST_PIECES = 1_000_000
"""Pieces of a pattern that may lie on a page."""
DEEPEST = 60
"""Forms within each other."""
_DRAWS = re.compile(rb"(?<![A-Za-z])Do(?![A-Za-z])")


def are_in(pdf: bytes | str) -> bool:
    """Whether a PDF, in memory or where it lies, has a page that never ends; what cannot be read has none."""
    source = io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf
    with contextlib.suppress(pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError), Pdf.open(source) as file:
        return of(file)
    return False


def of(file: Pdf) -> bool:
    """Whether a file has a page that never ends."""
    counted: dict[tuple[int, int], float] = {}
    for page in file.pages:
        with contextlib.suppress(pikepdf.PdfError, ValueError, TypeError, RecursionError):
            left, bottom, right, top = (float(side) for side in foreign_pdf.box(page.obj).crop)
            area = abs((right - left) * (top - bottom))
            pieces = [one for one in structure_tree.some(page.obj.get("/Contents")) if isinstance(one, Stream)]
            if _forms(pieces, page.resources, counted, 0, area) > MOST_FORMS:
                return True
            for mark in foreign_pdf.annotated(page.obj):
                for look in _looks(mark.get("/AP")):
                    if _forms([look], look.get("/Resources"), counted, 0, area) > MOST_FORMS:
                        return True
    return False


def _looks(appearance: object) -> list[Stream]:
    if not isinstance(appearance, Dictionary):
        return []
    held = appearance.get("/N")
    if isinstance(held, Stream):
        return [held]
    return [one for _, one in held.items() if isinstance(one, Stream)] if isinstance(held, Dictionary) else []


def _forms(
    content: list[Stream], resources: object, counted: dict[tuple[int, int], float], depth: int, area: float
) -> float:
    """The most forms that some content can draw; infinitely many where a pattern of it has too many pieces."""
    if depth > DEEPEST:
        return math.inf
    if not isinstance(resources, Dictionary):
        return 0
    if any(_is_fine(one, area) for one in _values(resources.get("/Pattern"))):
        return math.inf
    inner = [one for kind in ("/XObject", "/Pattern") for one in _values(resources.get(kind))]
    inner = [one for one in inner if one.get("/Subtype") == Name.Form or one.get("/PatternType") == 1]
    if not inner:
        return 0
    most = 0.0
    for one in inner:
        key = one.objgen
        if key not in counted:
            counted[key] = math.inf  # a ring
            counted[key] = _forms([one], one.get("/Resources"), counted, depth + 1, area)
        most = max(most, 1 + counted[key])
    drawn = sum(len(_DRAWS.findall(foreign_pdf.decoded(one)[0])) for one in content)
    return drawn * most


def _values(named: object) -> list[Stream]:
    return [one for _, one in named.items() if isinstance(one, Stream)] if isinstance(named, Dictionary) else []


def _is_fine(pattern: Stream, area: float) -> bool:
    """Whether the pieces of a pattern are so small that a page would have no end of them."""
    if pattern.get("/PatternType") != 1:
        return False
    held = pattern.get("/Matrix")
    matrix = [float(one) for one in held] if isinstance(held, Array) else []
    step = abs(float(pattern.get("/XStep", 1)) * float(pattern.get("/YStep", 1)))
    scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) if len(matrix) == 6 else 1.0
    return step * scale == 0 or area / (step * scale) > MOST_PIECES
