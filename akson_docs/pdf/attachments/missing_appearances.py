"""Fields and marks of a PDF that have no appearance of their own are given one, as viewers do.

A viewer draws a field from its value and a mark from its geometry where the file has no picture of it, or says that its
pictures are out of date (ISO 32000-1, 12.5.5 and 12.7.3.3). What comes after draws these as it draws all others. Words
are set by the engine that sets papers, with its fonts: every letter is there, can be searched and copied, and is the
same on every machine. What is too long for its field is set smaller, for on paper nobody can scroll.

Notes, and other marks that stand for something that is opened, are not drawn: viewers leave them out when they print.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from akson_docs.pdf import typesetter
from akson_docs.pdf.attachments import field_appearances, foreign_pdf, mark_appearances, structure_tree
from akson_docs.pdf.attachments.appearance_drawings import (
    AppearanceDrawing,
    Lettering,
    Rgb,
    has_appearance,
    operands,
)
from akson_docs.pdf.attachments.foreign_pdf import Rectangle
from akson_docs.pdf.typesetter import Engine, Frame, SettingFault

MOST_BOXES = 1500
"""Fields and marks of a file whose words are set; what is more is not drawn, and that is seen and told."""
MOST_ROUNDS = 20
"""How often what is too long for its field is set smaller."""
INTER = 0.95
"""How large the papers' font is set where Helvetica is meant, so that it is as wide."""
AUTOMATIC = 12.0
"""The size of several lines whose size is left to the viewer."""
SELECTED = (0.6, 0.757, 0.855)
"""The ground of what is chosen in a list."""
BASE = "https://fields.invalid/"


def complete(file: Pdf, engine: Engine) -> dict[int, tuple[Rectangle, ...]]:
    """Gives fields and marks that a viewer would draw appearances.

    Returns where they are, by the indices of their pages, but for those that could not be given theirs.
    """
    drawings = list(_drawings(file))
    words = [made.words for _, made in drawings if made.words is not None][:MOST_BOXES]
    forms = iter(_set(words, engine, file) if words else ())
    found: dict[int, tuple[Rectangle, ...]] = {}
    for index, made in drawings:
        words_form = next(forms, None) if made.words is not None else None
        _give(file, made, words_form)
        where = foreign_pdf.rectangle(made.annotation.get("/Rect"))
        if where is not None and (made.words is None or words_form is not None):
            found[index] = (*found.get(index, ()), where)
    return found


def ticks(file: Pdf) -> dict[int, tuple[Rectangle, ...]]:
    """Where boxes and buttons are ticked, by the indices of their pages: a viewer that lets people fill in the form has
    ticks of its own, whatever picture the file has of them."""
    found: dict[int, tuple[Rectangle, ...]] = {}
    for index, page in enumerate(file.pages):
        for one in foreign_pdf.annotated(page.obj):
            where = foreign_pdf.rectangle(one.get("/Rect"))
            if where is not None and field_appearances.is_ticked(one):
                found[index] = (*found.get(index, ()), where)
    return found


def is_incomplete(file: Pdf) -> bool:
    """Whether a file has fields or marks that a viewer draws from what they say."""
    return next(_drawings(file), None) is not None


def _drawings(file: Pdf) -> Iterator[tuple[int, AppearanceDrawing]]:
    """(index of the page, drawing) of what a viewer draws so."""
    form: Any = foreign_pdf.dictionary(file.Root.get("/AcroForm"))
    for index, page in enumerate(file.pages):
        for one in foreign_pdf.annotated(page.obj):
            made = _drawing(one, form)
            if made is not None:
                yield index, made


def _drawing(one: Dictionary, form: Dictionary) -> AppearanceDrawing | None:
    kind = structure_tree.called(one.get("/Subtype"))
    where = foreign_pdf.rectangle(one.get("/Rect"))
    if foreign_pdf.is_hidden(one):
        return None
    if kind == "/Widget":
        return field_appearances.drawing(one, where, form) if where is not None else None
    return None if has_appearance(one) else mark_appearances.drawing(one, kind, where)


def _give(file: Pdf, one: AppearanceDrawing, words: Stream | None) -> None:
    """Makes of a drawing the appearance of its annotation."""
    if words is None and not one.code.strip():
        return
    code = one.code
    held = Dictionary()
    if words is not None:
        code += b"q 1 0 0 1 %s cm /Words Do Q\n" % operands(*one.at)
        held.XObject = Dictionary(Words=words)
    if one.opacity < 1 or one.multiplied:
        state = Dictionary(Type=Name.ExtGState, ca=one.opacity, CA=one.opacity)
        if one.multiplied:
            state.BM = Name.Multiply
        held.ExtGState = Dictionary(Seen=state)
        code = b"/Seen gs\n" + code
    seen = foreign_pdf.compressed(file, b"q\n" + code + b"Q")
    seen.Type, seen.Subtype, seen.FormType = Name.XObject, Name.Form, 1
    seen.BBox = Array([round(number, 4) for number in one.box])
    seen.Resources = held
    cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[one.turned]
    if one.turned:
        seen.Matrix = Array([cosine, sine, -sine, cosine, 0, 0])
    if one.box[:2] != (0.0, 0.0) or one.annotation.get("/Subtype") != Name.Widget:
        one.annotation.Rect = Array([round(number, 4) for number in one.box])
    one.annotation.AP = Dictionary(N=seen)


def _set(boxes: Sequence[Lettering], engine: Engine, file: Pdf) -> list[Stream]:
    """The words as forms of the file, in order; none where the engine cannot set them."""
    waiting = [replace(one, size=one.size or _size(one)) for one in boxes]
    for _ in range(MOST_ROUNDS):
        try:
            document = typesetter.rendered(_page_html(waiting), Frame("und", BASE, _rules(waiting)), engine, (), {})
        except SettingFault:
            return []
        pages = _pages(document)
        less = {
            number: factor
            for number, (first, *more) in enumerate(pages)
            if (factor := min(_fitting(first), 0.9 if more else 1.0)) < 1
        }
        if not less:
            break
        waiting = [replace(one, size=one.size * less.get(number, 1.0)) for number, one in enumerate(waiting)]
    made = pikepdf.open(io.BytesIO(document.write_pdf()))  # stays open as long as the file that gets its forms
    firsts = [document.pages.index(first) for first, *_ in pages]
    return [cast(Stream, file.copy_foreign(made.pages[number].as_form_xobject())) for number in firsts]


def _size(one: Lettering) -> float:
    """The size of type that is left to the viewer: as high as its field, or 12 points on several lines."""
    return AUTOMATIC if one.lines else max(4.0, min(one.height * 0.7, 200.0))


def _pages(document: Any) -> list[list[Any]]:
    """The pages that each box has come to: one, where all of its words have room."""
    found: dict[str, list[Any]] = {}
    for page in document.pages:
        found.setdefault(next(iter(page.anchors)), []).append(page)
    return list(found.values())


def _fitting(page: Any) -> float:
    """What the size of words that are wider than their box is to be multiplied by; 1 where they are not."""
    found = 1.0
    for block in page._page_box.descendants():
        for line in getattr(block, "children", ()):
            if type(line).__name__ == "LineBox" and line.width > block.width + 0.5:
                found = min(found, max(0.05, 0.99 * block.width / line.width))
    return found


def _rules(boxes: Sequence[Lettering]) -> str:
    sizes = dict.fromkeys((one.width, one.height) for one in boxes)
    pages = "".join(
        f"@page s{number} {{ size: {width:.4f}pt {height:.4f}pt; margin: 0 }}\n"
        for number, (width, height) in enumerate(sizes)
    )
    return f"""{pages}
body {{ margin: 0; font: 400 12pt Inter, sans-serif }}
div {{ break-before: page; overflow-wrap: anywhere }}
.one {{ white-space: pre; overflow-wrap: normal }}
.lines {{ white-space: pre-wrap; line-height: 1.18 }}
p {{ margin: 0; padding: 0 2pt }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100%; height: 100% }}
td {{ padding: 0; text-align: center; overflow-wrap: normal }}
.chosen {{ background: {_css(SELECTED)} }}"""


def _page_html(boxes: Sequence[Lettering]) -> str:
    sizes = {size: number for number, size in enumerate(dict.fromkeys((one.width, one.height) for one in boxes))}
    return "".join(_div(one, number, sizes[one.width, one.height]) for number, one in enumerate(boxes))


def _div(one: Lettering, number: int, page: int) -> str:
    style = f"page: s{page}; font-size: {one.size * INTER:.4f}pt; color: {_css(one.colour)}; text-align: {one.align}"
    style += "; font-weight: 700" if one.bold else ""
    kind = "lines" if one.lines else "one"
    if one.cells:
        letters = [*one.text, *[""] * one.cells][: one.cells]
        style += f"; line-height: {one.height * 0.998:.4f}pt"
        inner = f"<table><tr>{''.join(f'<td>{html.escape(letter)}</td>' for letter in letters)}</tr></table>"
    elif one.lines:
        inner = "".join(
            f"<p{' class=chosen' if place in one.chosen else ''}>{html.escape(line) or '&nbsp;'}</p>"
            for place, line in enumerate(one.text.split("\n"))
        )
    else:
        style += f"; line-height: {one.height * 0.998:.4f}pt"
        inner = f"<p>{html.escape(one.text)}</p>"
    return f'<div id="b{number}" class="{kind}" style="{style}">{inner}</div>'


def _css(colour: Rgb) -> str:
    return f"rgb({', '.join(f'{100 * one:.2f}%' for one in colour)})"
