"""Pages that whoever draws them is at for hours, or needs all memory for: forms that each draw others many times, and
patterns whose pieces are tiny. A few kilobytes are enough for that, so no such page is opened by what draws.

Counted is how often each form is named in what draws it: resources are often shared by all forms of a file, so that
what they merely hold says nothing. A name that they do not hold counts as the largest that they do.
"""

from __future__ import annotations

import contextlib
import io
import math
import re
from collections import Counter

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from akson_docs.pdf.attachments import foreign_pdf, structure_tree

MOST_FORMS = 50_000
"""Forms that a page may draw, each as often as it is drawn; a map of a whole town has some thousands."""
MOST_PIECES = 1_000_000
"""Pieces of a pattern that may lie on a page."""
DEEPEST = 60
"""Forms within each other."""
_NAME = rb"/([^\0\t\n\f\r ()<>\[\]{}/%]*)[\0\t\n\f\r ]+"
_USES = {
    "/XObject": re.compile(_NAME + rb"Do(?![A-Za-z])"),
    "/Pattern": re.compile(_NAME + rb"(?:scn|SCN)(?![A-Za-z])"),
}
"""What draws a form, and what paints with a pattern, by where resources hold them."""
_BY_NUMBER = re.compile(rb"#([0-9A-Fa-f]{2})")


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
        with contextlib.suppress(pikepdf.PdfError, ValueError, TypeError, RuntimeError):
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
    """The forms that some content draws; infinitely many where they draw themselves, or where a pattern that it has
    lies in too many pieces."""
    if depth > DEEPEST:
        return math.inf
    if not isinstance(resources, Dictionary):
        return 0

    def within(one: Stream) -> float:
        key = one.objgen
        if key not in counted:
            counted[key] = math.inf  # a ring
            counted[key] = 1 + _forms([one], one.get("/Resources", resources), counted, depth + 1, area)
        return counted[key]

    found = 0.0
    for kind, uses in _USES.items():
        held = _values(resources.get(kind))
        names = Counter(name for one in content for name in uses.findall(foreign_pdf.decoded(one)[0])) if held else {}
        for name, times in names.items():
            said = "/" + _BY_NUMBER.sub(lambda sign: bytes([int(sign[1], 16)]), name).decode("utf-8", "replace")
            drawn = [one for key, one in held.items() if key == said] or list(held.values())
            if kind == "/Pattern":
                drawn = [one for one in drawn if one.get("/PatternType") == 1]
                if any(_is_fine(one, area) for one in drawn):
                    return math.inf
            else:
                drawn = [one for one in drawn if one.get("/Subtype") == Name.Form]
            found += times * max(map(within, drawn), default=0.0)
    return found


def _values(named: object) -> dict[str, Stream]:
    if not isinstance(named, Dictionary):
        return {}
    return {str(key): one for key, one in named.items() if isinstance(one, Stream)}


def _is_fine(pattern: Stream, area: float) -> bool:
    """Whether the pieces of a pattern are so small that a page would have no end of them."""
    held = pattern.get("/Matrix")
    matrix = [float(one) for one in held] if isinstance(held, Array) else []
    step = abs(float(pattern.get("/XStep", 1)) * float(pattern.get("/YStep", 1)))
    scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) if len(matrix) == 6 else 1.0
    return step * scale == 0 or area / (step * scale) > MOST_PIECES
