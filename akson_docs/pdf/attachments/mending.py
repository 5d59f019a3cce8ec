"""A PDF from elsewhere opened, also one that the library cannot read and viewers show all the same.

Viewers look for the pages of a file that is broken; so does pdfium, the engine of one of them, which then writes anew
what it found. What it could not find is told by page.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Pdf


@dataclass(frozen=True)
class OpenedPdf:
    """A file that is open, as it is or as it was written anew."""

    file: Pdf
    rewritten: bool
    """Whether it is what a viewer found in it."""
    lost: tuple[int, ...] = ()
    """The pages, from 1, that a viewer counts and cannot show; they are none of the file's any more."""


def opened(pdf: str | bytes) -> OpenedPdf:
    """A PDF, in memory or where it lies. Raises PasswordError; PdfError where no viewer shows it either; OSError."""
    try:
        return OpenedPdf(_whole(pikepdf.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf)), False)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        try:
            return _found(pdf)
        except (pypdfium2.PdfiumError, pikepdf.PdfError, pikepdf.PasswordError):
            raise error from None


def _whole(file: Pdf) -> Pdf:
    """The file, whose pages are looked for only now."""
    try:
        for page in file.pages:
            page.obj.get("/MediaBox")
    except BaseException:
        file.close()
        raise
    return file


def _found(pdf: str | bytes) -> OpenedPdf:
    """What pdfium finds in a file: all of it, or its pages alone. Raises PdfiumError and PdfError."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        there = [number for number in range(len(document)) if _is_shown(document, number)]
        lost = tuple(number + 1 for number in range(len(document)) if number not in there)
        if not lost:
            with contextlib.suppress(pikepdf.PdfError):
                return OpenedPdf(_whole(pikepdf.open(_written(document))), True)
        return OpenedPdf(_whole(pikepdf.open(_alone(document, there))), True, lost)
    finally:
        document.close()


def _is_shown(document: pypdfium2.PdfDocument, number: int) -> bool:
    """Whether a page is there. Its content is not read: nobody has counted yet what it draws (`endless_pages`)."""
    try:
        document.get_page_size(number)
    except pypdfium2.PdfiumError:
        return False
    return True


def _alone(document: pypdfium2.PdfDocument, numbers: Sequence[int]) -> io.BytesIO:
    """A new file with some of the pages."""
    made = pypdfium2.PdfDocument.new()
    try:
        made.import_pages(document, list(numbers))
        return _written(made)
    finally:
        made.close()


def _written(document: pypdfium2.PdfDocument) -> io.BytesIO:
    held = io.BytesIO()
    document.save(held, flags=pdfium.FPDF_NO_INCREMENTAL | pdfium.FPDF_REMOVE_SECURITY)
    held.seek(0)
    return held
