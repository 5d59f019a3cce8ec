"""The proof that nothing was lost: a text in the HTML, on its PDF pages and in the tag tree is the same.

The PDF engine drops without a word what a box has no room for, so no measuring of boxes proves anything; text does.
Compared are the characters in document order, without white space and hyphens, which layout adds and removes.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import io
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

UNPRINTED = ("title", "script", "style", "template")
"""Elements whose text is not printed: an SVG's title is what assistive technology says of it."""


@dataclass(frozen=True)
class Printed:
    """The characters of one PDF page."""

    painted: str
    """In the order that they are painted in."""
    tagged: str
    """In the order of the tag tree."""


@functools.lru_cache(maxsize=400)
def html_text(html: str) -> str:
    """The characters that a piece of HTML prints, as they are compared."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return comparable("".join(reader.found))


def pages(pdf: bytes | str, without: Collection[int] = ()) -> tuple[Printed, ...]:
    """The characters of each page of a PDF, in memory or where it lies, but of those `without` (from 0).

    What is tagged as a list's label or a picture is left out, for HTML has no text for it, and what is an artifact.
    Raises NotAPaper.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise NotAPaper(str(error)) from error
    try:
        return tuple(_printed(document[number]) for number in range(len(document)) if number not in without)
    finally:
        document.close()


def texts(pdf: bytes) -> Iterator[str]:
    """All that a PDF says to whoever reads or hears it: the text of its pages, and every string beside them:
    alternatives, bookmarks, addresses of links, what it says of itself."""
    import pikepdf  # slow to import, and rarely asked for

    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            text = document[number].get_textpage()
            yield text.get_text_range()
            text.close()
    finally:
        document.close()
    with pikepdf.open(io.BytesIO(pdf)) as held:
        for one in held.objects:
            yield from _strings(one)


def _strings(one: Any) -> Iterator[str]:
    """The strings of an object of a PDF, without those of the objects that it refers to."""
    import pikepdf

    if isinstance(one, pikepdf.String):
        yield str(one)
        return
    rows = list(one) if isinstance(one, pikepdf.Array) else []
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        rows = [inner for _, inner in one.items()]
    for inner in rows:
        if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
            yield from _strings(inner)


class Texts:
    """The text of each page of a PDF as somebody reads it, every sign in it, each read when it is asked for; "" of a
    page that cannot be read."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __getitem__(self, page: int) -> str:
        try:
            text = self._document[page].get_textpage()
        except (pypdfium2.PdfiumError, IndexError):
            return ""
        try:
            return " ".join(unicodedata.normalize("NFC", text.get_text_range()).split())
        finally:
            text.close()


@contextlib.contextmanager
def reading(pdf: bytes) -> Iterator[Texts]:
    """The texts of a PDF, as long as somebody reads. Raises NotAPaper."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise NotAPaper(str(error)) from error
    try:
        yield Texts(document)
    finally:
        document.close()


class NotAPaper(Exception):
    """Bytes that are no PDF, or one that cannot be opened."""


def parted(one: str, other: str) -> tuple[str, str]:
    """Two texts from where they part, as far as one looks at them."""
    place = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    place = min(len(one), len(other)) if place < 0 else place
    return one[place : place + 30], other[place : place + 30]


def difference(wanted: str, found: str) -> str:
    """Where two texts part: the next characters of the wanted one, or "" where they are equal."""
    next_wanted, next_found = parted(wanted, found)
    return next_wanted or next_found


def comparable(text: str) -> str:
    """The text without what layout may change: white space, hyphens, ligatures, capitals."""
    return re.sub(
        r"[\s\u00ad\u200b\u2060\ufffe\u0002\u2010\u2011-]+", "", unicodedata.normalize("NFKC", text)
    ).casefold()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag in UNPRINTED

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag in UNPRINTED and self._inside > 0

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.found.append(data)


def _printed(page: Any) -> Printed:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    order: list[int] = []
    labels: set[int] = set()
    for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        _walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), False, order, labels)
    pdfium.FPDF_StructTree_Close(tree)
    text = page.get_textpage()
    painted = []
    by_mark: dict[int, list[str]] = {}
    for mark, characters in _texts(page, text):
        if mark not in labels:
            painted.append(characters)
            by_mark.setdefault(mark, []).append(characters)
    text.close()
    tagged = "".join(characters for mark in order for characters in by_mark.get(mark, ()))
    return Printed(comparable("".join(painted)), comparable(tagged))


def _walk(element: Any, label: bool, order: list[int], labels: set[int]) -> None:
    """The marks under an element in order, and which of them are lists' labels or a picture's own.

    Words in a picture are part of the picture, which its alternative stands for (ISO 14289-1, 7.3).
    """
    label = label or _type(element) in ("Lbl", "Figure")
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if mark >= 0:
            (labels.add if label else order.append)(mark)
            continue
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            _walk(child, label, order, labels)


def _type(element: Any) -> str:
    size = pdfium.FPDF_StructElement_GetType(element, None, 0)
    held = ctypes.create_string_buffer(size)
    pdfium.FPDF_StructElement_GetType(element, held, size)
    return held.raw.decode("utf-16-le").rstrip("\0")


def _texts(page: Any, text: Any) -> Iterator[tuple[int, str]]:
    """(mark, characters) of each piece of text, as painted; -1 for what has no mark."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        piece = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(piece) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        mark = pdfium.FPDFPageObj_GetMarkedContentID(piece)
        if mark < 0 and _is_artifact(piece):
            continue
        size = pdfium.FPDFTextObj_GetText(piece, text, None, 0)
        held = ctypes.create_string_buffer(size)
        pdfium.FPDFTextObj_GetText(piece, text, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), size)
        yield mark, held.raw.decode("utf-16-le", "replace").rstrip("\0")


def _is_artifact(piece: Any) -> bool:
    """Whether a piece of a page is marked as no part of what it says."""
    size = ctypes.c_ulong()
    for index in range(pdfium.FPDFPageObj_CountMarks(piece)):
        held = (ctypes.c_ushort * 16)()
        pdfium.FPDFPageObjMark_GetName(pdfium.FPDFPageObj_GetMark(piece, index), held, ctypes.sizeof(held), size)
        if bytes(held).decode("utf-16-le", "replace").startswith("Artifact"):
            return True
    return False
