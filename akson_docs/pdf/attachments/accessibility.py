"""Whether the pages of an attachment keep PDF/UA-1 in another paper, as far as can be told without a validator.

A paper may declare of itself only what is true of all of it. So an attachment has to declare it, and nothing that is
known to be otherwise may stand in the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pikepdf import Dictionary, Name, Pdf, Stream

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code
from akson_docs.pdf.attachments import foreign_pdf
from akson_docs.pdf.attachments.structure_tree import Element, ObjGen

_HINT = N_("save them from their sources as accessible PDF (PDF/UA) if you can")
UNTAGGED = Code(
    "pages-not-accessible",
    "note",
    N_("{paper} cannot declare PDF/UA, for these attachments have no tags (headings, reading order): {names}"),
    _HINT,
)
UNDECLARED = Code(
    UNTAGGED.name,
    "note",
    N_("{paper} cannot declare PDF/UA, for these attachments do not say that they keep PDF/UA: {names}"),
    _HINT,
)
UNSOUND = Code(
    UNTAGGED.name,
    "note",
    N_("{paper} cannot declare PDF/UA, for the tags of these attachments do not reach all of their text: {names}"),
    _HINT,
)
UNTOLD = Code(
    UNTAGGED.name,
    "note",
    N_("{paper} cannot declare PDF/UA, for these attachments have pictures that nothing is said of: {names}"),
    _HINT,
)
UNEMBEDDED = Code(
    UNTAGGED.name,
    "note",
    N_("{paper} cannot declare PDF/UA, for these attachments are without the fonts that they are written in: {names}"),
    _HINT,
)
CHANGED = Code(
    UNTAGGED.name,
    "note",
    N_("{paper} cannot declare PDF/UA, for these attachments were mended, or fields in them drawn: {names}"),
    _HINT,
)


def declares(file: Pdf) -> bool:
    """Whether a file says that it keeps PDF/UA-1."""
    held = file.Root.get("/Metadata")
    said = foreign_pdf.decoded(held)[0] if isinstance(held, Stream) else b""
    return re.search(rb"pdfuaid:part\s*(?:=\s*[\"']1[\"']|>\s*1\s*<)", said) is not None


def is_tagged(file: Pdf) -> bool:
    """Whether a file has tags, and none that it doubts itself."""
    marked = foreign_pdf.dictionary(file.Root.get("/MarkInfo"))
    tagged = marked.get("/Marked") == True and marked.get("/Suspects") != True  # noqa: E712 - they may be anything
    return bool(tagged) and isinstance(file.Root.get("/StructTreeRoot"), Dictionary)


def hindrance(file: Pdf, elements: Sequence[Element] | None) -> Code | None:
    """What stands in the way, of a file that `declares`; `elements` is its tag tree as it was settled, or None."""
    if elements is None:
        return UNSOUND
    for element in _every(elements):
        said = {key for key, words in element.texts if words.strip()}
        if element.type in ("Figure", "Formula") and not said & {"/Alt", "/ActualText"}:
            return UNTOLD
        if element.type == "Note" and not element.id:
            return UNSOUND
    return None if all(map(_is_embedded, _fonts(file))) else UNEMBEDDED


def _every(elements: Iterable[Element]) -> Iterator[Element]:
    for element in elements:
        yield element
        yield from _every(kid for kid in element.kids if isinstance(kid, Element))


def _fonts(file: Pdf) -> Iterator[Dictionary]:
    """The fonts that pages, the forms that they draw and their annotations name."""
    waiting: list[Any] = []
    for page in file.pages:
        waiting.append(page.obj.get("/Resources"))
        waiting += [foreign_pdf.dictionary(one.get("/AP")).get("/N") for one in foreign_pdf.annotated(page.obj)]
    seen: set[ObjGen] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary | Stream) and one.is_indirect:
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
        if isinstance(one, Stream):
            waiting.append(one.get("/Resources"))
        elif isinstance(one, Dictionary):
            yield from (
                font for _, font in foreign_pdf.dictionary(one.get("/Font")).items() if isinstance(font, Dictionary)
            )
            waiting += [
                held for key in ("/XObject", "/Pattern") for _, held in foreign_pdf.dictionary(one.get(key)).items()
            ]


def _is_embedded(font: Dictionary) -> bool:
    if font.get("/Subtype") == Name.Type3:
        return True
    below = list(foreign_pdf.items(font.get("/DescendantFonts")))
    held = foreign_pdf.dictionary(below[0] if below else font)
    described = foreign_pdf.dictionary(held.get("/FontDescriptor"))
    return any(isinstance(described.get(key), Stream) for key in ("/FontFile", "/FontFile2", "/FontFile3"))
