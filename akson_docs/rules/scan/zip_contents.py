"""What a file says that is a zip of others: Word, Excel, PowerPoint, OpenDocument, and any other zip.

Every part is looked into, whatever it is called: a part may be there twice, and no program says what else it keeps.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree
from xml.parsers import expat

from akson_docs.rules.scan import markup_contents
from akson_docs.rules.scan.file_contents import FileNote, FileRoom, FileSays, FileText, NoteKind, bare

MOST_PARTS = 10_000
MOST_UNPACKED = 200_000_000
"""Bytes that all parts together may unpack to, by what the zip says of them."""
_PROGRAMS = re.compile(r"(^|/)(vbaProject\.bin|oleObject\d*\.bin|[^/]*\.(?:exe|dll|com))$", re.IGNORECASE)
_TYPESETTING = re.compile(r"(^|/)(styles|stylesWithEffects|theme\d*|fontTable|webSettings|numbering|settings)\.xml$")
_SETTINGS = re.compile(r"(^|/)printerSettings\d*\.bin$", re.IGNORECASE)
"""What a printer was set to: bytes of its own, in which nobody writes."""
_FONTS = (".odttf", ".fntdata", ".ttf", ".otf", ".woff", ".woff2")


def says(name: str, data: bytes, room: FileRoom) -> Iterator[FileSays]:
    """What a zip says, part by part."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from _parts(packed, room)
    except _UNREAD:
        yield from bare(data)
        yield FileNote("unread")  # a password makes another kind of file of it


_UNREAD = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, ValueError, EOFError)


def _parts(packed: zipfile.ZipFile, room: FileRoom) -> Iterator[FileSays]:
    parts = [part for part in packed.infolist() if not part.is_dir()]
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS:
        yield FileNote("size")
        return
    names = tuple((part.filename,) for part in packed.infolist())
    yield FileText((*names, (packed.comment.decode("utf-8", "replace"),)), "properties")
    shared: dict[str, tuple[str, ...]] = {}
    for part in sorted(parts, key=lambda part: ("sharedstrings" not in part.filename.lower(), part.filename)):
        if not room.takes(part.file_size):
            yield FileNote("size")
            return
        try:
            with packed.open(part) as opened:
                held = opened.read(part.file_size + 1)  # what it is said to be, and not what it may swell to
        except _UNREAD:
            yield FileNote("unread", part=part.filename)
            continue
        room.left += len(held)  # `inside` takes it
        yield from _part(part.filename, held, room, shared)


def _part(name: str, data: bytes, room: FileRoom, shared: dict[str, tuple[str, ...]]) -> Iterator[FileSays]:
    """What one part says, and what it gives away by being what it is."""
    if not data:
        return
    if "thumbnail" in name.lower() and not name.lower().endswith((".xml", ".rels")):
        yield FileNote("thumbnail")
        return
    if name.endswith(_FONTS):
        return
    if not name.endswith((".xml", ".rels", ".vml")):
        if _PROGRAMS.search(name):
            yield from bare(data, name)
            yield FileNote("kind", part=name)
        elif _SETTINGS.search(name):
            yield from bare(data, name)
        else:
            yield from room.inside(name, data)
        return
    room.takes(len(data))
    folder = name.partition("/")[0]
    is_shared = name.lower().endswith("sharedstrings.xml")
    try:
        if is_shared:
            shared[folder] = tuple(_said(one) for one in ElementTree.fromstring(data) if _local(one) == "si")
        for one in markup_contents.of_part(data, shared.get(folder, ())):
            if isinstance(one, FileNote):
                yield FileNote(one.what, part=name)
            else:
                is_bare = one.is_bare or bool(_TYPESETTING.search(name))
                yield replace(one, part="" if name in _SEEN else name, is_bare=is_bare, is_echo=is_shared)
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError):
        if folder != "Configurations2":  # what a program is set to, and no text
            yield FileNote("unread", part="" if name in _SEEN else name)
        yield from bare(data, name)
        return
    yield from _given_away(name, data)


_SEEN = ("word/document.xml", "content.xml")
"""What one reads of a file: that a number stands there need not be said."""


# ---- what office files give away -----------------------------------------------------------------------------


def _given_away(name: str, data: bytes) -> Iterator[FileNote]:
    """Who made it, comments, changes, what is hidden, and notes for a speaker."""
    if not _TELLING.search(name) and not _TOLD.search(data):
        return  # most parts, and this is the fast way to know
    root = ElementTree.fromstring(data)
    if name in ("docProps/core.xml", "docProps/app.xml", "meta.xml"):
        if any(_local(one) in _MAKERS and (one.text or "").strip() for one in root.iter()):
            yield FileNote("author")
        return
    if re.search(r"(^|/)(comments|threadedComment)", name) and _says(root):
        yield FileNote("comment")
    held = {"annotation": "comment", **dict.fromkeys(_CHANGES, "change"), "notes": "note"}
    found: set[str] = set()
    for one in root.iter():
        local = _local(one)
        kind = held.get(local, "")
        if kind and kind not in found and (re.search(r"[^\W\d]", _said(one)) if kind == "note" else _says(one)):
            found.add(kind)
        if "hidden" not in found and _is_hidden(one, local):
            found.add("hidden")
    if "notesSlides/" in name and re.search(r"[^\W\d]", _said(root)):
        found.add("note")
    yield from (FileNote(what) for what in _GIVEN_AWAY if what in found)


_TELLING = re.compile(r"^(docProps/|meta\.xml)|(^|/)(comments|threadedComment)|notesSlides/")
_TOLD = re.compile(
    rb"[<:](?:ins|del|moveFrom|moveTo|changed-region|annotation|notes|vanish)[\s/>]|:hidden-|[hH]idden=|[hH]idden\"|show=\"0"
)
_GIVEN_AWAY: tuple[NoteKind, ...] = ("comment", "change", "hidden", "note")
_MAKERS = ("creator", "lastModifiedBy", "Company", "Manager", "initial-creator")
_CHANGES = ("ins", "del", "moveFrom", "moveTo", "changed-region")


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _says(element: ElementTree.Element) -> bool:
    return bool(_said(element).strip())


def _said(element: ElementTree.Element) -> str:
    """The text under an element, without numbers of pages."""
    return "".join(_runs(element))


def _runs(element: ElementTree.Element) -> Iterator[str]:
    counted = {id(inner) for one in element.iter() if _local(one) == "fld" for inner in one.iter()}
    for one in element.iter():
        if id(one) not in counted and isinstance(one.tag, str):
            yield one.text or ""
        if one is not element and one.tail and one.tail.strip():
            yield one.tail


def _is_hidden(element: ElementTree.Element, local: str) -> bool:
    """Text set as hidden; a sheet, a row, a column or a slide that is not shown."""
    if local == "r":
        vanish = next((one for one in element.iter() if _local(one) == "vanish"), None)
        off = ("0", "false", "off")
        said = any(_local(one) == "t" and (one.text or "").strip() for one in element.iter())
        return vanish is not None and said and next(iter(vanish.attrib.values()), "") not in off
    held = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    return (
        (local == "sheet" and held.get("state") in ("hidden", "veryHidden"))
        or (local == "sld" and held.get("show") == "0")
        or (
            local == "row" and held.get("hidden") in ("1", "true") and any(_local(one) == "v" for one in element.iter())
        )
        or (local in ("hidden-text", "hidden-paragraph"))
    )
