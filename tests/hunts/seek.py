"""Looks for marks in files of every form: in names, text, attributes, encodings, streams, fonts and metadata.

A mark is six small letters: it survives slugs, capitals, hyphenation and ligatures, and no language has it.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import functools
import gzip
import html
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pikepdf
import pypdfium2

START = "qzx"
LETTERS = "abcdeghiklmnoprstuvw"
"""What the rest of a mark is made of: no letter that ligatures join."""
MARK = re.compile(f"{START}[{LETTERS}]{{3}}")
_FOUND = re.compile(MARK.pattern.encode())
_DROPPED = re.compile("[\\s\\-\0\u00ad\u2010-\u2015\u200b-\u200f\u2060\ufeff]")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}={0,2}")
DEPTH = 4
"""How many wrappings within each other are opened."""


def mark(number: int) -> str:
    """The mark with a number, from 0 to 7999."""
    first, rest = divmod(number, len(LETTERS) ** 2)
    return START + LETTERS[first] + LETTERS[rest // len(LETTERS)] + LETTERS[rest % len(LETTERS)]


def in_tree(tree: Path) -> Iterator[tuple[str, str, str]]:
    """The marks in all files under a folder: (mark, file, where in it)."""
    for path in sorted(tree.rglob("*")):
        name = path.relative_to(tree).as_posix()
        yield from ((one, name, "its name") for one in sorted(marks(name.encode())))
        if path.is_file():
            data = path.read_bytes()
            # These are the same in every tree, but for what is found by searching.
            is_asset = name.startswith("assets/") and not name.startswith("assets/search/")
            found = _of_asset(name, data) if is_asset else in_file(name, data)
            yield from ((one, name, how) for one, how in found.items())


def in_file(name: str, data: bytes, depth: int = DEPTH) -> dict[str, str]:
    """The marks in a file: mark → in what of it."""
    found: dict[str, str] = {}
    for how, layer in layers(name, data, depth):
        for one in marks(layer):
            found.setdefault(one, how)
    return found


@functools.lru_cache(maxsize=64)
def _of_asset(name: str, data: bytes) -> Mapping[str, str]:
    return in_file(name, data)


def marks(layer: bytes) -> set[str]:
    """The marks in UTF-8, UTF-16 or any bytes: small or capital, with white space or hyphens in them or without."""
    plain = layer.lower().translate(None, b"\0 \t\r\n\f\v-")
    found = {one.decode() for one in _FOUND.findall(plain)}
    if not layer.isascii():
        text = unicodedata.normalize("NFKC", layer.decode("utf-8", "replace")).casefold()
        found |= set(MARK.findall(_DROPPED.sub("", text)))
    return found


def layers(name: str, data: bytes, depth: int = DEPTH) -> Iterator[tuple[str, bytes]]:
    """What a file holds, layer under layer: (what it is, its bytes)."""
    yield "bytes", data
    if depth == 0:
        return
    if data[:1024].find(b"%PDF-") >= 0:
        yield from _of_pdf(data, depth)
    elif data.startswith(b"\x89PNG"):
        yield from _of_png(data)
    elif data.startswith(b"\xff\xd8"):
        yield from _of_jpeg(data)
    elif data.startswith(b"PK"):
        yield from _of_zip(data, depth)
    elif data.startswith(b"\x1f\x8b"):
        with contextlib.suppress(OSError, EOFError, zlib.error):
            yield from _inside("gzip", name, gzip.decompress(data), depth)
    elif not data.startswith((b"wOF", b"\0\1\0\0", b"OTTO")):
        yield from _of_text(data, depth)


def _inside(what: str, name: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    for how, layer in layers(name, data, depth - 1):
        yield f"{what}: {how}", layer


def _of_text(data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    for order, start in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        if data.startswith(start):
            data = data[2:].decode(order, "replace").encode()
    text = data.decode("utf-8", "replace")
    if data.startswith(b"BEGIN:VCALENDAR"):
        yield "calendar, unfolded", data.replace(b"\r\n ", b"").replace(b"\\", b"")
    if b"&" in data:
        text = html.unescape(text)
        yield "entities", text.encode("utf-8", "replace")
    if b"<" in data:
        yield "text without tags", re.sub(r"<[^>]*>", "", text).encode("utf-8", "replace")
    if b"%" in data:
        yield "percent-encoding", unquote_to_bytes(data)
    if b"=" in data:
        yield "quoted-printable", binascii.a2b_qp(data)
    if b"\\" in data:
        yield (
            "escapes",
            re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text).encode("utf-8", "replace"),
        )
        with contextlib.suppress(ValueError):
            yield "JSON", json.dumps(json.loads(data), ensure_ascii=False).encode("utf-8", "replace")
    for run in _BASE64.findall(data):
        yield from _of_base64(run, depth)


def _of_base64(run: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    plain = run.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    if len(plain) % 4 != 1:
        held = base64.b64decode(plain + b"=" * (-len(plain) % 4))
        if len(held) > 20:
            yield from _inside("base64", "", held, depth)
        else:
            yield "base64", held


def _of_png(data: bytes) -> Iterator[tuple[str, bytes]]:
    place = 8
    while place + 8 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        kind, held = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        yield f"PNG {kind.decode('latin-1')}", held
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            for at in range(len(held)):
                if held[at : at + 1] == b"\x78":
                    with contextlib.suppress(zlib.error):
                        yield f"PNG {kind.decode()}, inflated", zlib.decompress(held[at:])
        place += 12 + length
    yield "PNG, after its end", data[place:]


def _of_jpeg(data: bytes) -> Iterator[tuple[str, bytes]]:
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] not in (0xD9, 0xDA):
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        yield f"JPEG segment {data[place + 1]:02x}", data[place + 4 : place + 2 + length]
        place += 2 + length


def _of_zip(data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    with contextlib.suppress(zipfile.BadZipFile, OSError, RuntimeError), zipfile.ZipFile(io.BytesIO(data)) as held:
        yield "zip, its comment", held.comment
        for one in held.infolist():
            yield "zip, a name", one.filename.encode()
            yield from _inside(f"zip {one.filename}", one.filename, held.read(one), depth)


# ---- PDF -----------------------------------------------------------------------------------------------------


def _of_pdf(data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    with contextlib.suppress(pikepdf.PdfError), pikepdf.open(io.BytesIO(data)) as document:
        yield from _of_object(document.trailer, "trailer", depth)
        for one in document.objects:
            yield from _of_object(one, "", depth)
    with contextlib.suppress(pypdfium2.PdfiumError):
        read = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(read)):
                page = read[number]
                text = page.get_textpage()
                yield f"PDF, text of page {number + 1}", text.get_text_range().encode("utf-8", "replace")
                text.close()
                page.close()
        finally:
            read.close()


def _of_object(one: pikepdf.Object, key: str, depth: int) -> Iterator[tuple[str, bytes]]:
    """What an object of a PDF holds, without the objects that it refers to: each is looked at by itself."""
    if isinstance(one, pikepdf.String):
        yield f"PDF string {key}", bytes(one)
        yield f"PDF string {key}", str(one).encode("utf-8", "replace")
    elif isinstance(one, pikepdf.Name):
        yield f"PDF name {key}", str(one).encode("utf-8", "replace")
    elif isinstance(one, pikepdf.Array):
        for inner in one:
            if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
                yield from _of_object(inner, key, depth)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for name, inner in one.items():
            yield "PDF key", name.encode("utf-8", "replace")
            if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
                yield from _of_object(inner, name, depth)
        if isinstance(one, pikepdf.Stream):
            yield from _of_stream(one, depth)


def _of_stream(one: pikepdf.Stream, depth: int) -> Iterator[tuple[str, bytes]]:
    kind = str(one.get("/Type", one.get("/Subtype", "")))
    try:
        held = one.read_bytes()
    except pikepdf.PdfError:
        held = one.read_raw_bytes()
    yield f"PDF stream {kind}", held
    if kind in ("/EmbeddedFile", "/Metadata") or one.get("/Filter") == "/DCTDecode":
        yield from _inside(f"PDF stream {kind}", "", held, depth)
    for run in re.findall(rb"<([0-9a-fA-F\s]{12,})>", held):
        digits = re.sub(rb"\s", b"", run)
        yield f"PDF stream {kind}, in hexadecimal", bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
