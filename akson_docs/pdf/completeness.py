"""The proof that nothing was lost: a text in the HTML, on its PDF pages and in the tag tree is the same.

The PDF engine drops without a word what a box has no room for, so no measuring of boxes proves anything; text does.
Here PDFs are read; how their text is compared is said in `plain_text`.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from akson_docs.pdf import plain_text


@dataclass(frozen=True)
class PageText:
    """The characters of one PDF page."""

    painted: str
    """In the order that they are painted in."""
    tagged: str
    """In the order of the tag tree."""


def pages(pdf: bytes | str, without: Collection[int] = ()) -> tuple[PageText, ...]:
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


def _printed(page: Any) -> PageText:
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
    return PageText(plain_text.comparable("".join(painted)), plain_text.comparable(tagged))


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
