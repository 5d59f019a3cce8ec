"""What a picture says beside what it shows: where it was taken, with what, by whom, and every text in its notes.

Heads alone are read (EXIF, IPTC, XMP, comments, texts of PNG), not pixels: what a picture shows is not searched.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from akson_docs.rules.scan import markup_contents
from akson_docs.rules.scan.file_contents import FileNote, FileRoom, FileSays, FileText, bare

_GPS, _EXIF, _INTEROP = 0x8825, 0x8769, 0xA005
_LATITUDE = 2
_SERIALS = (0xA431, 0xA435)
"""The numbers of the camera and of its lens (EXIF 2.3, 4.6.5)."""
MOST_INFLATED = 5_000_000
"""Bytes that one text of a PNG may unpack to."""


def says(data: bytes, room: FileRoom) -> Iterator[FileSays]:
    """What a picture notes of where it was taken, with what and by whom."""
    with warnings.catch_warnings(action="ignore"):  # notes that are broken say nothing
        placed, numbered, notes = _noted(data)
    if notes:
        yield FileText(tuple((note,) for note in notes), "properties")
    for packet in packets(data):
        yield from markup_contents.says(packet, room, "properties", with_starts=False)
    yield from _of_png(data) if data.startswith(b"\x89PNG") else bare(_head(data))
    if placed or b"exif:GPSLatitude" in data:
        yield FileNote("place")
    if numbered or b"aux:SerialNumber" in data:
        yield FileNote("serial")


def packets(data: bytes) -> Iterator[str]:
    """What a file says of itself in XMP, which lies in it as it is."""
    for found in islice(re.finditer(rb"<x:xmpmeta\b.{0,200000}?</x:xmpmeta>", data, re.DOTALL), 100):
        yield found[0].decode("utf-8", "replace")


def _head(data: bytes) -> bytes:
    """A picture without the pixels of a JPEG, in which nothing is written."""
    if not data.startswith(b"\xff\xd8"):
        return data
    start, end = data.find(b"\xff\xda"), data.rfind(b"\xff\xd9")
    return data[:start] + data[end:] if 0 <= start < end else data


def _of_png(data: bytes) -> Iterator[FileText]:
    """What stands in the chunks of a PNG that have no pixels, inflated, and after its end."""
    place = 8
    while place + 8 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        kind, held = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        if kind not in (b"IDAT", b"fdAT"):
            yield from bare(held)
            if kind in (b"zTXt", b"iTXt", b"iCCP"):
                for at in [one.start() for one in islice(re.finditer(rb"\0\x78", held), 20)]:
                    try:
                        text = zlib.decompressobj().decompress(held[at + 1 :], MOST_INFLATED)
                    except zlib.error:
                        continue
                    yield FileText(((text.decode("utf-8", "replace"),),), "properties", is_bare=kind == b"iCCP")
        place += 12 + length
        if kind == b"IEND":
            break
    yield from bare(data[place:])


def _noted(data: bytes) -> tuple[bool, bool, tuple[str, ...]]:
    """Whether a picture's notes have a place, and the number of a camera or of its lens; and what they say in words."""
    from PIL import Image, UnidentifiedImageError

    def noted(exif: Image.Exif, info: Mapping[Any, Any]) -> tuple[bool, bool, tuple[str, ...]]:
        inner = exif.get_ifd(_EXIF)
        serials = [str(inner.get(key, "")) for key in _SERIALS]
        rows = (*exif.items(), *inner.items(), *exif.get_ifd(_INTEROP).items(), *info.items())
        words = tuple(filter(None, map(_worded, rows)))
        return _LATITUDE in exif.get_ifd(_GPS), any(serial.strip("\0 ") for serial in serials), words

    try:
        try:
            with Image.open(io.BytesIO(data)) as image:
                return noted(image.getexif(), {**image.info, **dict(getattr(image, "tag_v2", {}))})
        except UnidentifiedImageError:
            exif = Image.Exif()
            at = data.find(b"Exif\0\0")  # HEIC, which is not opened here, has the same notes
            if at >= 0:
                exif.load(data[at : at + 65_536])
            return noted(exif, {})
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error, Image.DecompressionBombError):
        return False, False, ()


def _worded(note: tuple[Any, Any]) -> str:
    """What a note of a picture says in words; those of Windows are in UTF-16 (the keys from 0x9c9b to 0x9c9f), and
    what a user says begins with the name of its signs."""
    key, said = note
    if isinstance(said, Mapping):
        return "\n".join(filter(None, map(_worded, said.items())))
    if isinstance(said, bytes) and len(said) <= 65_536 and key not in ("icc_profile", "exif"):
        if said.startswith((b"UNICODE\0", b"ASCII\0\0\0")):
            wide, said = said.startswith(b"U"), said[8:]
            return said.decode(
                "utf-16-be" if wide and said[:1] == b"\0" else "utf-16-le" if wide else "utf-8", "replace"
            )
        return said.decode("utf-16-le" if key in range(0x9C9B, 0x9CA0) else "utf-8", "replace")
    return said if isinstance(said, str) else ""
