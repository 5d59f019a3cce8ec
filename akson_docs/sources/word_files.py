"""A Word file (.docx) as parts: what it is packed of, within limits, and how its parts lead to each other.

Nothing is run and nothing is fetched: a part is bytes, and what lies outside the file is only a name. A file that
swells, is nested without end or brings definitions of its own is refused before anything reads it.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code

BROKEN = Code(
    "word-unread",
    "error",
    N_('"{found}" cannot be read as a Word document'),
    N_("open it in Word, save it again as Word document (.docx), and put that here"),
)
LOCKED = Code(
    "word-unread",
    "error",
    N_('"{found}" has a password, or is an older Word document under another name'),
    N_("open it in Word, take the password away, and save it as Word document (.docx)"),
)
TOO_LARGE = Code(
    "word-size",
    "error",
    N_('"{found}" is too large, or too tangled, to be read as a case paper'),
    N_("divide it between items, or attach it as PDF (file: under attachments)"),
)
MOST_PARTS = 5_000
MOST_UNPACKED = 200_000_000
"""Bytes that all parts together may unpack to."""
MOST_MARKUP = 25_000_000
"""Bytes of a part that is read as XML: some hundred pages have a few million."""
DEEPEST = 120
"""Elements inside one another."""
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What begins a file of the kind in which older programs save, and in which newer ones put what has a password."""
_UNPACKING = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, ValueError, EOFError)


class NotRead(Exception):
    """That a file is not read, with the code that says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.name)
        self.code = code


@dataclass(frozen=True)
class Relation:
    """Where a part leads by an id."""

    kind: str
    """The last word of its type: "image", "hyperlink"."""
    target: str
    """A part of the file, or an address."""
    is_outside: bool


def is_word(name: str) -> bool:
    """Whether a file is a Word document by its name."""
    return name.lower().endswith(".docx")


def opened(data: bytes) -> dict[str, bytes]:
    """The parts of a file, by their names. Raises NotRead."""
    if data.startswith(_OLD):
        raise NotRead(LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = [one for one in packed.infolist() if not one.is_dir()]
            if len(entries) > MOST_PARTS or sum(one.file_size for one in entries) > MOST_UNPACKED:
                raise NotRead(TOO_LARGE)
            if any(one.flag_bits & 1 for one in entries):
                raise NotRead(LOCKED)
            return {one.filename: _unpacked(packed, one) for one in entries}
    except _UNPACKING as error:
        raise NotRead(BROKEN) from error


def _unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with packed.open(entry) as part:
        held = part.read(entry.file_size + 1)  # what it is said to be, and not what it may swell to
    if len(held) > entry.file_size:
        raise NotRead(BROKEN)
    return held


def packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Parts as a file again, for the library that reads it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    made.seek(0)
    return made


def tree(data: bytes) -> ElementTree.Element:
    """A part as XML. Raises NotRead."""
    if len(data) > MOST_MARKUP:
        raise NotRead(TOO_LARGE)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotRead(BROKEN)  # Word writes none, and what they define may swell
    reader: Any = ElementTree.XMLPullParser(("start", "end"))
    depth = 0
    try:
        for start in range(0, len(data), 1 << 16):
            reader.feed(data[start : start + (1 << 16)])
            for event, _ in reader.read_events():
                depth += 1 if event == "start" else -1
                if depth > DEEPEST:
                    raise NotRead(TOO_LARGE)
        reader.close()
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise NotRead(BROKEN) from error


def local(element: ElementTree.Element) -> str:
    """An element's name without its namespace: there are two sets of those, which say the same."""
    return str(element.tag).rpartition("}")[2]


def value(element: ElementTree.Element | None, name: str = "val") -> str:
    """An attribute of an element, whatever its namespace; "" where there is none."""
    if element is None:
        return ""
    return next((held for key, held in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: ElementTree.Element | None, *names: str) -> ElementTree.Element | None:
    """What lies below an element by the names of elements, one within the other."""
    for name in names:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def is_on(element: ElementTree.Element | None) -> bool:
    """Whether a switch such as "bold" is there and on."""
    return element is not None and value(element).lower() not in ("0", "false", "off", "none")


def relations(parts: Mapping[str, bytes], part: str) -> dict[str, Relation]:
    """Where a part leads, by ids. Raises NotRead."""
    folder, _, name = part.rpartition("/")
    data = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, Relation] = {}
    for one in tree(data) if data else ():
        target, is_outside = value(one, "Target"), value(one, "TargetMode").lower() == "external"
        if not is_outside:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[value(one, "Id")] = Relation(value(one, "Type").rpartition("/")[2], target, is_outside)
    return found


def document(parts: Mapping[str, bytes]) -> str:
    """The part that has the text. Raises NotRead."""
    found = (one.target for one in relations(parts, "").values() if one.kind == "officeDocument")
    name = next(found, "word/document.xml")
    if name not in parts:
        raise NotRead(BROKEN)
    return name


def of_kind(held: Mapping[str, Relation], kind: str) -> Iterator[str]:
    """The parts of a kind that a part leads to."""
    return (one.target for one in held.values() if one.kind == kind and not one.is_outside)
