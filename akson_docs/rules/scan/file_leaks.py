"""What a file says beside what one sees of it, and who is in it: bytes of an attachment or a picture → leaks.

PDF, office files (OOXML and OpenDocument), plain text, SVG, and pictures' own notes (EXIF, XMP). A file of another
kind says nothing here, one that cannot be looked at says that. Nothing is raised for what a file can be.

Longer than 500 lines: what files hide, format by format.
"""

from __future__ import annotations

import codecs
import ctypes
import html
import io
import itertools
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from xml.etree import ElementTree

from akson_docs.sources import personal_numbers

LeakKind = Literal[
    personal_numbers.PersonalKind, "name", "comment", "change", "hidden", "note", "redaction", "author", "place",
    "serial", "unread", "size",
]  # fmt: skip
"""Something personal in its text; a name that is looked for; a comment; a tracked change; text that is not shown; a
note for a speaker; text under black; who made the file; where a picture was taken; the number of the camera; why it was
not looked at."""
Holds = Callable[[str], bool]
"""Whether a text holds a name that is looked for."""

LARGEST = 50_000_000
"""Bytes of a file, and of what an office file unpacks to, that are looked at."""
MOST_PAGES = 500
"""Pages of a PDF that are looked at."""
MOST_OBJECTS = 20_000
"""What may be painted on a page that is searched for text under black; a map has more."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something in a file that its readers may not be meant to have."""

    what: LeakKind
    page: int = 0
    """The page, from 1; 0 for the file as a whole."""
    line: int = 0
    """In a file of plain text, the line from 1; else 0."""
    column: int = 0
    masked: str = ""
    """What is personal, masked."""


def leaks(name: str, data: bytes, holds: Holds = lambda text: False) -> tuple[Leak, ...]:
    """What a file's readers may not be meant to have, each kind once a page; of names those that a text `holds`, in
    what one sees of the file and in what it says of itself."""
    if len(data) > LARGEST:
        return (Leak("size"),)
    ending = name.rpartition(".")[2].lower()
    if ending == "pdf":
        found = _pdf(data, holds)
    elif ending in _OFFICE:
        found = _office(data, holds)
    elif ending in _TEXTS:
        found = _text(_decoded(data), ending, holds)
    elif ending in _PICTURES:
        found = _picture(data, holds)
    else:
        return ()
    return tuple(dict.fromkeys(found))


def is_looked_at(name: str) -> bool:
    """Whether anything is looked for in a file, by its name."""
    return name.rpartition(".")[2].lower() in ("pdf", *_OFFICE, *_TEXTS, *_PICTURES)


_OFFICE = ("docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "pptm", "ppsx", "odt", "ods", "odp")
_TEXTS = ("txt", "csv", "tsv", "md", "svg", "html", "htm", "xml", "json", "ics", "rtf")
_PICTURES = ("jpg", "jpeg", "png", "heic", "heif", "tif", "tiff", "webp", "avif")


def _personal(text: str, page: int = 0) -> Iterator[Leak]:
    for one in personal_numbers.finds(text):
        yield Leak(one.kind, page, masked=one.masked)


# ---- plain text ----------------------------------------------------------------------------------------------


def _decoded(data: bytes) -> str:
    """Text in the encoding that it is probably in: UTF-8, UTF-16 with its mark, or that of Windows."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _text(text: str, ending: str, holds: Holds) -> Iterator[Leak]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(map(holds, _marked_up(text) if ending in _MARKED_UP else (_unfolded(text),))):
        yield Leak("name")
    for one in personal_numbers.finds(text):
        line, column = text.count("\n", 0, one.start) + 1, one.start - text.rfind("\n", 0, one.start)
        yield Leak(one.kind, 0, line, column, one.masked)


_MARKED_UP = ("svg", "html", "htm", "xml")


def _marked_up(text: str) -> tuple[str, ...]:
    """What a text with tags may say: a word may be cut by them, and what stands in them is public too."""
    plain = html.unescape(text)
    return re.sub(r"<[^<>]*>", "", plain), re.sub(r"<[^<>]*>", " ", plain), re.sub(r"[<>]", " ", plain)


def _unfolded(text: str) -> str:
    """A text without what its format puts between letters: lines that go on (RFC 5545, 3.1), escapes of JSON."""
    joined = re.sub(r"\n[ \t](?=\S)", "", text) if text.startswith("BEGIN:VCALENDAR") else text
    return re.sub(r"\\u([\da-fA-F]{4})", lambda found: chr(int(found[1], 16)), joined)


# ---- PDF -----------------------------------------------------------------------------------------------------


def _pdf(data: bytes, holds: Holds) -> Iterator[Leak]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        yield Leak("unread")
        return
    try:
        # XMP is not asked of the engine; it nearly always lies as it is, so that others can read it.
        named = (
            re.search(rb"<dc:creator\b[^>]*>.{0,200}?<rdf:li[^>]*>\s*[^<\s]", data, re.DOTALL)
            if b"<dc:creator" in data
            else None
        )
        if document.get_metadata_value("Author").strip() or named:
            yield Leak("author")
        if any(map(holds, (*_noted_in_pdf(document), *_packets(data)))):
            yield Leak("name")
        for number in range(min(len(document), MOST_PAGES)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                yield Leak("unread", number + 1)
                continue
            try:
                yield from _page(page, number + 1, holds)
            finally:
                page.close()
        if len(document) > MOST_PAGES:
            yield Leak("size", MOST_PAGES + 1)
    finally:
        document.close()


def _noted_in_pdf(document: Any) -> Iterator[str]:
    """What a PDF says of itself: its title, who made it, and the names of its bookmarks."""
    import pypdfium2

    yield from document.get_metadata_dict().values()
    try:
        yield from (one.get_title() for one in itertools.islice(document.get_toc(), MOST_OBJECTS))
    except (pypdfium2.PdfiumError, ValueError, RecursionError):
        return


def _packets(data: bytes) -> Iterator[str]:
    """What a file says of itself in XMP, which lies in it as it is."""
    for found in itertools.islice(re.finditer(rb"<x:xmpmeta\b.{0,200000}?</x:xmpmeta>", data, re.DOTALL), 100):
        yield from _marked_up(found[0].decode("utf-8", "replace"))


def _page(page: Any, number: int, holds: Holds) -> Iterator[Leak]:
    text = page.get_textpage()
    try:
        said = text.get_text_range()
        yield from _personal(said, number)
        marks = tuple(_marks(page))
        for mark in marks:
            yield from _personal(mark.says, number)
        if any(map(holds, (said, *(mark.says for mark in marks)))):
            yield Leak("name", number)
        if any(mark.comments for mark in marks):
            yield Leak("comment", number)
        covers = [mark.box for mark in marks if mark.covers]
        if any(mark.unapplied for mark in marks) or _is_under_black(page, text, covers):
            yield Leak("redaction", number)
    finally:
        text.close()


Corners = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""


@dataclass(frozen=True, slots=True)
class _Overlay:
    """What somebody put onto a page afterwards."""

    says: str
    comments: bool
    covers: bool
    """Whether it is a black box."""
    unapplied: bool
    """Whether it marks what is to be redacted, and nobody has done it."""
    box: Corners


def _marks(page: Any) -> Iterator[_Overlay]:
    import pypdfium2.raw as pdfium

    talk = (
        pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT,
    )  # fmt: skip
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind != pdfium.FPDF_ANNOT_LINK:
            says = _string(annotation, b"Contents")
            box = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, box)
            yield _Overlay(
                says=says or (_string(annotation, b"V") if kind == pdfium.FPDF_ANNOT_WIDGET else ""),
                comments=kind in talk and bool(says.strip()),
                covers=(kind == pdfium.FPDF_ANNOT_SQUARE and _is_black_mark(annotation, 1))
                or (kind == pdfium.FPDF_ANNOT_HIGHLIGHT and _is_black_mark(annotation, 0)),
                unapplied=kind == pdfium.FPDF_ANNOT_REDACT,
                box=(box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top)),
            )
        pdfium.FPDFPage_CloseAnnot(annotation)


def _string(annotation: Any, key: bytes) -> str:
    import pypdfium2.raw as pdfium

    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _is_black_mark(annotation: Any, interior: int) -> bool:
    import pypdfium2.raw as pdfium

    colour = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFAnnot_GetColor(annotation, interior, *colour)
    return bool(known) and _is_black([part.value for part in colour])


def _is_black(colour: Sequence[int]) -> bool:
    """Red, green, blue and cover from 0 to 255: nothing dark shows on it, and nothing shows through."""
    return max(colour[:3]) <= 48 and colour[3] >= 250


def _is_under_black(page: Any, text: Any, covers: Sequence[Corners]) -> bool:
    """Whether a page has text that a black box hides from the eye and not from a reader of the file.

    Seen are rectangles that are painted over text, and black text on them. What is painted inside a form of its own,
    as a whole page is that was put into another, is not.
    """
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page)
    if count > MOST_OBJECTS:
        return False
    objects = [pdfium.FPDFPage_GetObject(page, index) for index in range(count)]
    kinds = [pdfium.FPDFPageObj_GetType(one) for one in objects]
    black = {
        index: box
        for index, (one, kind) in enumerate(zip(objects, kinds, strict=True))
        if kind == pdfium.FPDF_PAGEOBJ_PATH and _is_rectangle(one) and _is_painted_black(one)
        if (box := _box(one)) is not None
    }
    if not black and not covers:
        return False
    after = {len(objects) + place: box for place, box in enumerate(covers)}
    for index, (one, kind) in enumerate(zip(objects, kinds, strict=True)):
        if kind != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        box = _box(one)
        if box is None or not _says(one, text):
            continue
        if any(place > index and _covers(over, box) for place, over in (black | after).items()):
            return True
        ground = max((place for place, under in black.items() if place < index and _covers(under, box)), default=-1)
        if ground >= 0 and _is_painted_black(one) and not _is_lit(objects, kinds, ground, index, box):
            return True
    return False


def _box(one: Any) -> Corners | None:
    import pypdfium2.raw as pdfium

    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(one, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _is_rectangle(path: Any) -> bool:
    import pypdfium2.raw as pdfium

    return 4 <= int(pdfium.FPDFPath_CountSegments(path)) <= 6


def _is_painted_black(one: Any) -> bool:
    import pypdfium2.raw as pdfium

    if pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_PATH:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(one, fill, stroke) or not fill.value:
            return False
    colour = [ctypes.c_uint() for _ in range(4)]
    return bool(pdfium.FPDFPageObj_GetFillColor(one, *colour)) and _is_black([part.value for part in colour])


def _says(one: Any, text: Any) -> bool:
    """Whether a piece of text is painted (what a scanner reads is not) and has a letter or a digit."""
    import pypdfium2.raw as pdfium

    if pdfium.FPDFTextObj_GetTextRenderMode(one) not in (0, 2):
        return False
    length = pdfium.FPDFTextObj_GetText(one, text, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    pdfium.FPDFTextObj_GetText(one, text, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return any(sign.isalnum() for sign in buffer.raw[:length].decode("utf-16-le", "replace"))


def _covers(over: Corners, under: Corners) -> bool:
    """Whether a box hides most of another: what is left at the edges can still be guessed."""
    width, height = under[2] - under[0], under[3] - under[1]
    if width <= 0 or height <= 0:
        return False
    shared = (min(over[2], under[2]) - max(over[0], under[0])) * max(0, min(over[3], under[3]) - max(over[1], under[1]))
    return shared >= 0.7 * width * height


def _is_lit(objects: Sequence[Any], kinds: Sequence[int], ground: int, index: int, box: Corners) -> bool:
    """Whether something lighter lies between black and the text that is painted on it."""
    import pypdfium2.raw as pdfium

    for place in range(ground + 1, index):
        other = _box(objects[place]) if kinds[place] != pdfium.FPDF_PAGEOBJ_TEXT else None
        if other is not None and _covers(other, box) and not _is_painted_black(objects[place]):
            return True
    return False


# ---- office files --------------------------------------------------------------------------------------------


def _office(data: bytes, holds: Holds) -> Iterator[Leak]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [part for part in packed.infolist() if not part.is_dir()]
            if sum(part.file_size for part in parts) > LARGEST * 4 or len(parts) > 10_000:
                yield Leak("size")
                return
            left = LARGEST
            for part in sorted(parts, key=lambda part: part.filename):
                if part.filename.endswith(".xml") and part.filename.startswith(_SAYING):
                    left -= part.file_size
                    if left < 0:
                        yield Leak("size")
                        return
                    yield from _part(part.filename, packed.read(part), holds)
                elif part.filename.lower().endswith((".jpg", ".jpeg", ".heic", ".tif", ".tiff")):
                    yield from _picture(packed.read(part), holds)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        yield Leak("unread")  # a password makes another kind of file of it


_SAYING = ("word/", "xl/", "ppt/", "docProps/", "content.xml", "styles.xml", "meta.xml")
"""Where the parts lie that have text; the others are for the program."""
_BLOCKS = ("p", "h", "c", "si", "table-cell", "row", "comment", "annotation")
"""Elements that end a piece of text, by their names without name spaces."""
_GAPS = ("tab", "br", "cr", "s", "line-break")


def _part(name: str, data: bytes, holds: Holds) -> Iterator[Leak]:
    """What one part of an office file gives away."""
    if b"<!DOCTYPE" in data[:4000]:
        yield Leak("unread")
        return
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        yield Leak("unread")
        return
    said = "".join(_said(root))
    inside = "\n".join(value for one in root.iter() for value in one.attrib.values())
    if holds(said) or holds(inside):
        yield Leak("name")
    if name in ("docProps/core.xml", "docProps/app.xml", "meta.xml"):
        if any(_local(one) in _MAKERS and (one.text or "").strip() for one in root.iter()):
            yield Leak("author")
        return
    yield from _personal(said)
    comments = re.search(r"(^|/)(comments|threadedComment)", name) and said.strip()
    if comments or any(_local(one) == "annotation" and "".join(_said(one)).strip() for one in root.iter()):
        yield Leak("comment")
    if any(_local(one) in _CHANGES and "".join(one.itertext()).strip() for one in root.iter()):
        yield Leak("change")
    if any(_is_hidden(one) for one in root.iter()):
        yield Leak("hidden")
    notes = [root] if "notesSlides/" in name else [one for one in root.iter() if _local(one) == "notes"]
    if any(re.search(r"[^\W\d]", "".join(_said(one))) for one in notes):
        yield Leak("note")


_MAKERS = ("creator", "lastModifiedBy", "Company", "Manager", "initial-creator")
_CHANGES = ("ins", "del", "moveFrom", "moveTo", "changed-region")


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _said(element: ElementTree.Element) -> Iterator[str]:
    """The text under an element; runs of one paragraph are joined, for a number may be cut anywhere."""
    name = _local(element)
    if name == "fld":
        return  # a page number
    if name in _GAPS:
        yield " "
    if element.text and name not in ("f", "instrText"):
        yield element.text
    for inner in element:
        yield from _said(inner)
        if inner.tail and inner.tail.strip():
            yield inner.tail
    if name in _BLOCKS:
        yield "\n"


def _is_hidden(element: ElementTree.Element) -> bool:
    """Text set as hidden, a sheet or a slide that is not shown."""
    name = _local(element)
    held = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    if name == "r":
        inner = {_local(one): one for one in element.iter()}
        off = ("0", "false", "off")
        return (
            "vanish" in inner
            and "t" in inner
            and next(iter(inner["vanish"].attrib.values()), "") not in off
            and bool((inner["t"].text or "").strip())
        )
    return (
        (name == "sheet" and held.get("state") in ("hidden", "veryHidden"))
        or (name == "sld" and held.get("show") == "0")
        or (name in ("hidden-text", "hidden-paragraph"))
    )


# ---- pictures ------------------------------------------------------------------------------------------------

_GPS, _EXIF = 0x8825, 0x8769
_LATITUDE = 2
_SERIALS = (0xA431, 0xA435)
"""The numbers of the camera and of its lens (EXIF 2.3, 4.6.5)."""


def _picture(data: bytes, holds: Holds) -> Iterator[Leak]:
    """What a picture notes of where it was taken, with what and by whom. Reads its head, not its pixels."""
    with warnings.catch_warnings(action="ignore"):  # notes that are broken say nothing
        placed, numbered, notes = _noted(data)
    if any(map(holds, (*notes, *_packets(data)))):
        yield Leak("name")
    if placed or b"exif:GPSLatitude" in data:
        yield Leak("place")
    if numbered or b"aux:SerialNumber" in data:
        yield Leak("serial")


def _noted(data: bytes) -> tuple[bool, bool, tuple[str, ...]]:
    """Whether a picture's notes have a place, and the number of a camera or of its lens; and what they say in words."""
    from PIL import Image, UnidentifiedImageError

    def noted(exif: Image.Exif, info: Mapping[Any, Any]) -> tuple[bool, bool, tuple[str, ...]]:
        inner = exif.get_ifd(_EXIF)
        serials = [str(inner.get(key, "")) for key in _SERIALS]
        words = tuple(map(_worded, (*exif.items(), *inner.items(), *info.items())))
        return _LATITUDE in exif.get_ifd(_GPS), any(serial.strip("\0 ") for serial in serials), words

    try:
        try:
            with Image.open(io.BytesIO(data)) as image:
                return noted(image.getexif(), image.info)
        except UnidentifiedImageError:
            exif = Image.Exif()
            at = data.find(b"Exif\0\0")  # HEIC, which is not opened here, has the same notes
            if at >= 0:
                exif.load(data[at : at + 65_536])
            return noted(exif, {})
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error, Image.DecompressionBombError):
        return False, False, ()


def _worded(note: tuple[Any, Any]) -> str:
    """What a note of a picture says in words; those of Windows are in UTF-16 (the keys from 0x9c9b to 0x9c9f)."""
    key, said = note
    if isinstance(said, bytes) and len(said) <= 65_536:
        return said.decode("utf-16-le" if key in range(0x9C9B, 0x9CA0) else "utf-8", "replace")
    return said if isinstance(said, str) else ""
