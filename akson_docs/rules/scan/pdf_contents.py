"""What a PDF says: the text of its pages, and every string in every object of it, whether anything leads there or not.

The text of pages is read as it is drawn and as others are told to read it (ActualText); that of appearances which no
page draws, as if each were a page. Digits that stand in a field each are cells beside each other. Streams, files inside
and the versions that the file had before are gone through as well.

Longer than 500 lines: what a PDF keeps text in, kind by kind.
"""

from __future__ import annotations

import io
import re
import warnings
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from akson_docs.rules.scan import covers
from akson_docs.rules.scan.file_contents import FileNote, FilePlace, FileRoom, FileSays, FileText, bare

if TYPE_CHECKING:
    from akson_docs.pdf.attachments.structure_tree import ObjGen

MOST_PAGES = 500
"""Pages that are looked at."""
MOST_OBJECTS = 500_000
"""Objects that are looked at."""
MOST_APPEARANCES = 2_000
"""Appearances that no page draws, and are read."""
MOST_VERSIONS = 5
"""Versions that the file had before, and are looked at, the latest first."""
MOST_WIDGETS = 20_000


def says(data: bytes, room: FileRoom) -> Iterator[FileSays]:
    """What a PDF says, and what lies under what in it."""
    import pypdfium2

    from akson_docs.pdf.attachments import endless_pages

    if endless_pages.are_in(data):
        yield FileNote("unread")
        return
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        yield from bare(data)
        yield FileNote("unread")
        return
    try:
        count = len(document)
        for number in range(min(count, MOST_PAGES)):
            yield from _page(document, number)
        if count > MOST_PAGES:
            yield FileNote("size", MOST_PAGES + 1)
    finally:
        document.close()
    yield from _inside(data, room)
    yield from _versions(data, room)


def of_paper(pdf: bytes | str, room: FileRoom, without: Collection[int] = ()) -> Iterator[FileSays]:
    """What a paper of our own says, in memory or where it lies, on its pages, `without` some, and in its objects."""
    for number, text in enumerate(page_texts(pdf, without), 1):
        yield FileText(((text,),), page=number)
    yield from _inside(pdf, room, is_ours=True)


def page_texts(data: bytes | str, without: Collection[int] = ()) -> Iterator[str]:
    """The text of each page of a PDF, in memory or where it lies, as it is drawn; "" of those that it is asked
    `without`."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            if number + 1 in without:
                yield ""
                continue
            text = document[number].get_textpage()
            try:
                yield text.get_text_range()
            finally:
                text.close()
    finally:
        document.close()


# ---- pages ---------------------------------------------------------------------------------------------------


def _page(document: Any, number: int) -> Iterator[FileSays]:
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        yield FileNote("unread", number + 1)
        return
    text = page.get_textpage()
    try:
        said = text.get_text_range()
        yield FileText(((said,),), page=number + 1)
        odd = len(_ODD.findall(said))
        if odd > 20 and odd * 3 > len(said):
            yield FileNote("letters", number + 1)
        if not any(sign.isalnum() for sign in said[:2000]) and _shows_a_picture(page):
            yield FileNote("scan", number + 1)
        for kind, words in covers.of_page(page, text):
            yield FileNote(kind, number + 1, words=words if kind == "hidden" else "")
    finally:
        text.close()
        page.close()


_ODD = re.compile("[\ufffd\ufffe\uffff\x00-\x08\x0e-\x1f\ue000-\uf8ff]")
"""What a program reads where a font does not say which letters it has."""


def _shows_a_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, index))
        in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
        for index in range(min(200, pdfium.FPDFPage_CountObjects(page)))
    )


# ---- objects -------------------------------------------------------------------------------------------------


@dataclass
class _Found:
    """What was seen of a file while its objects were gone through."""

    strings: dict[tuple[FilePlace, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[ObjGen, int] = field(default_factory=dict)
    """The page that a page object is, or that an annotation is on."""
    appearances: dict[ObjGen, int] = field(default_factory=dict)
    """The page that an appearance is on."""
    texts: dict[ObjGen, FilePlace] = field(default_factory=dict)
    """Streams that are strings: scripts, forms, what a field says."""
    names: dict[ObjGen, str] = field(default_factory=dict)
    """What files inside are called."""
    info: ObjGen = (0, 0)


def _inside(data: bytes | str, room: FileRoom, is_ours: bool = False) -> Iterator[FileSays]:
    """What stands in the objects of a file. What is ours has no text that pages do not draw."""
    import pikepdf

    from akson_docs.pdf.attachments import foreign_pdf

    held = io.BytesIO(data) if isinstance(data, bytes) else data
    with foreign_pdf.bounded(), pikepdf.open(held) as pdf:
        found, streams = _Found(), list[Any]()
        yield from _opened(pdf, room, found, streams, is_ours)
        if not is_ours:
            yield from _read_otherwise(pdf, streams, found)


def _opened(pdf: Any, room: FileRoom, found: _Found, streams: list[Any], is_ours: bool) -> Iterator[FileSays]:
    import pikepdf

    from akson_docs.pdf.attachments import foreign_pdf

    info = pdf.trailer.get("/Info")
    found.info = info.objgen if isinstance(info, pikepdf.Object) else (0, 0)
    widgets: dict[int, list[Any]] = defaultdict(list)
    for number, page in enumerate(pdf.pages, 1):
        found.pages[page.obj.objgen] = number
        for one in foreign_pdf.annotated(page.obj):
            if one.is_indirect:
                found.pages[one.objgen] = number
            yield from _of_annotation(one, number)
            if one.get("/Subtype") == "/Widget" or "/FT" in one:
                widgets[number].append(one)
            for stream in _appearances(one.get("/AP")):
                found.appearances[stream.objgen] = number
    for count, one in enumerate(pdf.objects):
        if count > MOST_OBJECTS:
            yield FileNote("size")
            break
        if isinstance(one, pikepdf.Stream):
            streams.append(one)
        _look(one, found)
    _look(pdf.trailer, found, depth=1)
    if _has_author(pdf, info):
        yield FileNote("author")
    for (place, number), texts in found.strings.items():
        rows = tuple((text,) for text in texts)
        yield FileText(rows, place, number, words=" |\n".join(texts), is_echo=place == "unseen")
    for number, ones in widgets.items():
        yield from _fields(ones[:MOST_WIDGETS], number)
    # Of our own streams only those are more than what pages draw.
    held = [one for one in streams if one.get("/Type") == "/Metadata"] if is_ours else streams
    yield from _streams(held, found, room)


def _of_annotation(one: Any, number: int) -> Iterator[FileNote]:
    kind = str(one.get("/Subtype", ""))
    if kind == "/Redact":
        yield FileNote("redaction", number)  # it marks what is to be redacted, and nobody has done it
    elif kind in _TALK and str(one.get("/Contents", "")).strip():
        yield FileNote("comment", number)


_TALK = ("/Text", "/Caret", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut")


def _appearances(held: Any, depth: int = 3) -> Iterator[Any]:
    """The streams that an annotation is shown with, in each of its states."""
    import pikepdf

    if isinstance(held, pikepdf.Stream):
        yield held
    elif isinstance(held, pikepdf.Dictionary) and depth:
        for _, inner in held.items():
            yield from _appearances(inner, depth - 1)


def _has_author(pdf: Any, info: Any) -> bool:
    import pikepdf

    author = info.get("/Author") if isinstance(info, pikepdf.Dictionary) else None
    if isinstance(author, pikepdf.String) and str(author).strip("\0 \t\r\n"):
        return True
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return False
    return bool(re.search(rb"<dc:creator\b[^>]*>.{0,200}?<rdf:li[^>]*>\s*[^<\s]", _decoded(metadata), re.DOTALL))


def _look(one: Any, found: _Found, depth: int = 12) -> None:
    """Sets down the strings of an object, without those of the objects that it refers to."""
    import pikepdf

    if isinstance(one, pikepdf.Stream):
        raw = one.stream_dict.unparse(resolved=True)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Array | pikepdf.String | pikepdf.Name):
        raw = one.unparse(resolved=True)
    else:
        return
    if _MAY_HOLD.search(raw) is None:
        return
    held = raw.decode("latin-1")
    found.strings["unseen", 0] += [
        held[max(0, digits.start() - 1) : digits.end() + 1] for digits in re.finditer(r"(?<!\d)\d{11}(?!\d)", held)
    ]
    waiting: list[tuple[Any, str, Any, int]] = [(one, "", one, depth)]
    page = found.pages.get(one.objgen, 0)
    while waiting:
        inner, key, holder, left = waiting.pop()
        if isinstance(inner, pikepdf.String):
            text = str(inner)
            if text.strip():
                found.strings[_place(key, holder, one.objgen == found.info), page].append(text)
        elif isinstance(inner, pikepdf.Stream) and inner is not one:
            if key in _TEXT_STREAMS:
                found.texts[inner.objgen] = _TEXT_STREAMS[key]
        elif left and isinstance(inner, pikepdf.Array):
            if not _is_numbers(inner):
                waiting += ((part, key, holder, left - 1) for part in inner if _is_own(part))
        elif left and isinstance(inner, pikepdf.Dictionary | pikepdf.Stream):
            if "/EF" in inner:
                _names_a_file(inner, found)
            for name, part in inner.items():
                if _is_own(part) or name in _TEXT_STREAMS:
                    waiting.append((part, name, inner, left - 1))


_MAY_HOLD = re.compile(rb"\(|<[0-9a-f]{2}|\d{11}|/JS|/XFA|/RV|/V |/EF")


def _is_own(part: Any) -> bool:
    import pikepdf

    return isinstance(part, pikepdf.Object) and not part.is_indirect


def _is_numbers(array: Any) -> bool:
    """Whether a list is one of numbers, as of widths and of the places of a drawing."""
    import pikepdf

    return len(array) > 0 and not isinstance(array[0], pikepdf.Object) and not isinstance(array[-1], pikepdf.Object)


_TEXT_STREAMS: Mapping[str, FilePlace] = {
    "/JS": "script", "/XFA": "field", "/V": "field", "/RV": "field", "/RC": "mark", "/DV": "field",
}  # fmt: skip
"""Keys that may have a stream where others have a string."""


def _names_a_file(specification: Any, found: _Found) -> None:
    import pikepdf

    held = specification.get("/EF")
    name = next((str(specification[key]) for key in ("/UF", "/F") if key in specification), "")
    if isinstance(held, pikepdf.Dictionary):
        for _, stream in held.items():
            if isinstance(stream, pikepdf.Stream):
                found.names[stream.objgen] = name.rpartition("/")[2]


def _place(key: str, holder: Any, is_info: bool) -> FilePlace:
    """Where something stands in a file, by its key and what else is known where it stands."""
    import pikepdf

    if is_info:
        return "properties"
    if key in _BY_KEY:
        return _BY_KEY[key]
    if not isinstance(holder, pikepdf.Dictionary):
        return "unseen"
    if key == "/Title" and "/Parent" in holder:
        return "bookmark"
    if "/FT" in holder or key in ("/V", "/DV", "/Opt", "/TU", "/TM", "/CA"):
        return "field"
    if "/Subtype" in holder and key in ("/Contents", "/RC", "/Subj", "/T", "/NM"):
        return "link" if holder.get("/Subtype") == "/Link" else "mark"
    if key == "/T":
        return "alternative" if "/S" in holder else "field"
    return "unseen"


_BY_KEY: Mapping[str, FilePlace] = {
    "/URI": "link", "/Alt": "alternative", "/ActualText": "alternative", "/E": "alternative", "/JS": "script",
}  # fmt: skip


# ---- fields --------------------------------------------------------------------------------------------------


def _fields(widgets: Sequence[Any], number: int) -> Iterator[FileText]:
    """What the fields of a page say, as cells beside each other: in their own order, and in that of the page."""
    from akson_docs.pdf.attachments import foreign_pdf

    held = []
    for one in widgets:
        value = _value(one)
        box = foreign_pdf.rectangle(one.get("/Rect"))
        if value and box:
            held.append((box, value))
    if len(held) < 2:
        return
    yield FileText((tuple(value for _, value in held),), "field", number)
    lines: list[list[tuple[Any, str]]] = []
    for box, value in sorted(held, key=lambda one: -one[0][1]):
        last = lines[-1][0][0] if lines else None
        if last is not None and abs(last[1] - box[1]) < (box[3] - box[1]) / 2:
            lines[-1].append((box, value))
        else:
            lines.append([(box, value)])
    rows = tuple(tuple(value for _, value in sorted(line, key=lambda one: one[0][0])) for line in lines)
    yield from (FileText((row,), "field", number, is_echo=True) for row in rows if len(row) > 1)


def _value(widget: Any) -> str:
    """What a field says, by its own value or by that of what it is a part of."""
    import pikepdf

    one = widget
    for _ in range(8):
        value = one.get("/V")
        if isinstance(value, pikepdf.String | pikepdf.Name):
            return str(value).lstrip("/").strip()
        parent = one.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            break
        one = parent
    return ""


# ---- streams -------------------------------------------------------------------------------------------------

_FONTS = ("/Length1", "/Length2", "/Length3")
_FONT_KINDS = ("/Type1C", "/CIDFontType0C", "/OpenType")


def _decoded(stream: Any) -> bytes:
    from akson_docs.pdf.attachments import foreign_pdf

    return foreign_pdf.decoded(stream)[0]


def _streams(streams: Sequence[Any], found: _Found, room: FileRoom) -> Iterator[FileSays]:
    """What stands in streams: metadata, files inside, scripts, notes of pictures, and any other as bytes."""
    import pikepdf

    from akson_docs.rules.scan import markup_contents

    for one in streams:
        kind, subtype = str(one.get("/Type", "")), str(one.get("/Subtype", ""))
        if kind in ("/XRef", "/ObjStm") or any(key in one for key in _FONTS) or subtype in _FONT_KINDS:
            continue
        if subtype == "/Image":
            filters = one.get("/Filter")
            if filters in ("/DCTDecode", "/JPXDecode") or (
                isinstance(filters, pikepdf.Array) and len(filters) == 1 and filters[0] in ("/DCTDecode", "/JPXDecode")
            ):
                raw = one.read_raw_bytes()
                if _NOTED.search(raw[:200_000]):
                    from akson_docs.rules.scan import picture_contents

                    yield from (replace(said, part="") for said in picture_contents.says(raw, room))
            continue
        held = _decoded(one)
        if not room.takes(len(held)):
            yield FileNote("size")
            return
        if one.objgen in found.names or kind == "/EmbeddedFile":
            yield from room.inside(found.names.get(one.objgen, "") or "fil", held)
        elif kind == "/Metadata" or subtype == "/XML":
            text = held.decode("utf-16" if held[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8", "replace")
            yield from markup_contents.says(text, room, "properties", with_starts=False)
        elif one.objgen in found.texts:
            yield from _text_stream(held, found.texts[one.objgen], room)
        else:
            yield from bare(held)


_NOTED = re.compile(rb"Exif\0\0|xmpmeta|\xff\xfe..\S|Photoshop 3.0|uuid|xml ", re.DOTALL)


def _text_stream(held: bytes, place: FilePlace, room: FileRoom) -> Iterator[FileSays]:
    from akson_docs.rules.scan import markup_contents

    text = held.decode("utf-16" if held[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8", "replace")
    if text.lstrip().startswith("<"):
        yield from markup_contents.says(text, room, place, with_starts=False)
    else:
        yield FileText(((text,),), place)


# ---- what no page shows so -----------------------------------------------------------------------------------

_DRAWN = re.compile(rb"/([^\s\0()<>\[\]{}/%]+)[\s\0]+Do\b")
_SHOWS = re.compile(rb"[\s\0)\]>](?:Tj|TJ|'|\")(?:[\s\0]|$)")


def _read_otherwise(pdf: Any, streams: Sequence[Any], found: _Found) -> Iterator[FileSays]:
    """The text of appearances that no page draws, and that of pages under words that stand for it."""
    forms = [one for one in streams if one.get("/Subtype") == "/Form" or "/PatternType" in one]
    drawn = _drawn(pdf) if forms else set()
    apart = [one for one in forms if one.objgen not in drawn and _SHOWS.search(_decoded(one))]
    if len(apart) > MOST_APPEARANCES:
        yield FileNote("size")
    with warnings.catch_warnings(action="ignore"):  # of fields without their form, which nobody fills in here
        read = [*_of_appearances(apart[:MOST_APPEARANCES], found), *_as_drawn(pdf, streams)]
    yield from read


def _as_drawn(pdf: Any, streams: Sequence[Any]) -> Iterator[FileText]:
    """The text of pages that other words stand for, as it is drawn."""
    said_otherwise = [one for one in streams if one.get("/Subtype") != "/Image" and b"/ActualText" in _content(one)]
    if not said_otherwise:
        return
    for one in said_otherwise:
        one.write(_content(one).replace(b"/ActualText", b"/AsItIsDrawn"))
    held = io.BytesIO()
    pdf.save(held, static_id=True)
    for number, text in enumerate(page_texts(held.getvalue()), 1):
        yield FileText(((text,),), page=number, is_echo=True)


def _content(stream: Any) -> bytes:
    if stream.get("/Type") in ("/XRef", "/ObjStm", "/Metadata", "/EmbeddedFile") or any(
        key in stream for key in _FONTS
    ):
        return b""
    return _decoded(stream)


def _drawn(pdf: Any) -> set[ObjGen]:
    """The forms that pages draw, and those that these draw."""
    import pikepdf

    from akson_docs.pdf.attachments import foreign_pdf

    found: set[ObjGen] = set()
    for page in pdf.pages:
        data, _ = foreign_pdf.content(foreign_pdf.streams(page.obj))
        waiting = [(data, foreign_pdf.dictionary(page.obj.get("/Resources")))]
        while waiting:
            content, resources = waiting.pop()
            objects = foreign_pdf.dictionary(resources.get("/XObject"))
            for name in {one[1] for one in _DRAWN.finditer(content)}:
                key = "/" + name.decode("latin-1")
                one = objects[key] if key in objects else None  # noqa: SIM401
                if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form" and one.objgen not in found:
                    found.add(one.objgen)
                    waiting.append((_decoded(one), foreign_pdf.dictionary(one.get("/Resources", resources))))
    return found


def _of_appearances(forms: Sequence[Any], found: _Found) -> Iterator[FileText]:
    """What forms say, each put on a page of its own to be read."""
    import pikepdf

    if not forms:
        return
    scratch = pikepdf.new()
    for one in forms:
        page = scratch.add_blank_page(page_size=(2000, 2000))
        copy = scratch.copy_foreign(one)
        copy["/Type"], copy["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
        copy["/BBox"] = pikepdf.Array([-10_000, -10_000, 10_000, 10_000])
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=copy))
        page.obj.Contents = scratch.make_stream(b"1 0 0 1 300 300 cm /X Do")
    held = io.BytesIO()
    scratch.save(held)
    rows: dict[int, list[str]] = defaultdict(list)
    for one, text in zip(forms, page_texts(held.getvalue()), strict=False):
        rows[found.appearances.get(one.objgen, 0)].append(text)
    for number, texts in rows.items():
        place: FilePlace = "mark" if number else "unseen"
        yield FileText((tuple(texts),), place, number, is_echo=True)


# ---- what it was before --------------------------------------------------------------------------------------


def _versions(data: bytes, room: FileRoom) -> Iterator[FileSays]:
    """What a file said before something was added at its end: all of that is still in it."""
    ends = [one.end() for one in re.finditer(rb"%%EOF[\r\n]{0,2}", data)][:-1]
    if b"/Linearized" in data[:1024]:
        ends = ends[1:]
    if len(ends) > MOST_VERSIONS:
        yield FileNote("size", part="")
    for end in reversed(ends[-MOST_VERSIONS:]):
        if not room.depth or not room.takes(end):
            yield FileNote("size")
            return
        room.depth -= 1
        try:
            yield from (
                replace(one, place="former", page=0, is_echo=True)
                for one in says(data[:end], replace(room, depth=0))
                if isinstance(one, FileText) and not one.part
            )
        finally:
            room.depth += 1
