"""The objects of a PDF as plain values, whoever made the file and whatever is wrong with it.

Two files that say the same have the same values: how objects are numbered, gathered and compressed is left behind. A
file is read as far as somebody asks, in bounded time: what is more than a paper can be is refused.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

from akson_docs.pdf.attachments import foreign_pdf

MOST_VALUES = 6_000_000
"""Values of a file that are looked at; a paper of a thousand pages has a third of that."""
MOST_DECODED = 1 << 30
"""Bytes of all streams of a file, decoded."""
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
"""What a page has of the nodes above it, where it says nothing itself (ISO 32000-1, 7.7.3.4)."""
PACKING = frozenset(("/Length", "/Filter", "/DecodeParms", "/DL"))
"""What a stream says of how it is packed (ISO 32000-1, 7.3.8.2)."""
LENGTH = frozenset(("/Length",))
"""The same of a stream that is compared as it is packed: how it is read is part of what it shows."""
_UPDATE = re.compile(rb"startxref\s+(\d+)\s+%%EOF")


class Unreadable(Exception):
    """Bytes that are no PDF, or one that cannot be read, with what the library says of it."""


class Locked(Unreadable):
    """A PDF that opens only with a password."""


class TooMuch(Exception):
    """That a file holds more than is looked at."""


class Ref(NamedTuple):
    """A reference to an object, by its number and generation."""

    number: int
    generation: int


@dataclass(frozen=True, eq=False)
class Stream:
    """A stream: its dictionary, without how it is packed."""

    entries: Mapping[str, PdfValue]
    ref: Ref


PdfValue = Any
"""A name as text with its slash, a string as bytes, a number, a truth value, None, a list, a dictionary by names, a
`Stream`, or a `Ref` to any of them."""


@dataclass
class PdfFile:
    """A file that is open: its objects, each read when it is asked for."""

    file: pikepdf.Pdf
    pages: tuple[Ref, ...]
    unread: set[Ref] = field(default_factory=set)
    """The streams that were looked at and cannot be decoded, or grow without measure where they are."""
    _values: dict[Ref, PdfValue] = field(default_factory=dict)
    _data: dict[Ref, tuple[bytes, str]] = field(default_factory=dict)
    _seen: int = 0
    _decoded: int = 0

    @property
    def trailer(self) -> Mapping[str, PdfValue]:
        """The dictionary that everything begins with."""
        with _told():
            value = self._plain(self.file.trailer, top=True)
        return value.entries if isinstance(value, Stream) else value

    def value(self, one: PdfValue) -> PdfValue:
        """A value, or what a reference leads to."""
        if not isinstance(one, Ref):
            return one
        if one not in self._values:
            with _told():
                self._values[one] = self._plain(self.file.get_object(*one), top=True)
        return self._values[one]

    def entries(self, one: PdfValue) -> Mapping[str, PdfValue]:
        """The entries of a dictionary or a stream, or of what a reference leads to; none where it is neither."""
        held = self.value(one)
        return held.entries if isinstance(held, Stream) else held if isinstance(held, dict) else {}

    @property
    def faults(self) -> int:
        """What the library found wrong with what was read until now, and mended as it thought best: other programs may
        think otherwise, and show something else."""
        return len(self.file.get_warnings())

    def streams(self) -> Iterator[Stream]:
        """Every stream of the file."""
        for one in self.file.objects:
            held = self.value(Ref(*one.objgen)) if isinstance(one, pikepdf.Stream) else None
            if isinstance(held, Stream):
                yield held

    def page(self, number: int) -> dict[str, PdfValue]:
        """The entries of a page, from 0, with those that it inherits, and without its way up."""
        found = dict(self.entries(self.pages[number]))
        above, seen = found.pop("/Parent", None), set()
        while isinstance(above, Ref) and above not in seen:
            seen.add(above)
            node = self.entries(above)
            for name in INHERITED:
                if found.get(name) is None and name in node:
                    found[name] = node[name]
            above = node.get("/Parent")
        return found

    def data(self, stream: Stream) -> bytes:
        """The bytes of a stream, decoded; of a picture that has a format of its own, and of what cannot be decoded,
        as they are."""
        return self._read(stream)[0]

    def digest(self, stream: Stream) -> str:
        """The SHA-256 of a stream's bytes, with the filters that are left of it."""
        return self._read(stream)[1]

    def _read(self, stream: Stream) -> tuple[bytes, str]:
        if stream.ref not in self._data:
            with _told():
                held: Any = self.file.get_object(*stream.ref)
                data, is_whole = foreign_pdf.decoded(held) if _is_plain(held) else (b"", False)
                if not is_whole and _is_plain(held):
                    self.unread.add(stream.ref)
                    self._decoded += foreign_pdf.MOST_BYTES  # that many may have been made of it
                left = "" if is_whole else str(held.get("/Filter"))
                data = data if is_whole else held.read_raw_bytes()
            self._decoded += len(data)
            if self._decoded > MOST_DECODED:
                raise TooMuch
            self._data[stream.ref] = data, hashlib.sha256(data).hexdigest() + left
        return self._data[stream.ref]

    def _plain(self, one: Any, top: bool = False) -> PdfValue:
        self._seen += 1
        if self._seen > MOST_VALUES:
            raise TooMuch
        if not isinstance(one, pikepdf.Object):
            return one
        if one.is_indirect and not top:
            return Ref(*one.objgen)
        match one:
            case pikepdf.Array():
                return [self._plain(inner) for inner in one]
            case pikepdf.Dictionary():
                return self._entries(one)
            case pikepdf.Stream():
                return Stream(self._entries(one, PACKING if _is_plain(one) else LENGTH), Ref(*one.objgen))
            case pikepdf.String():
                return bytes(one)
        return str(one)

    def _entries(self, one: Any, without: frozenset[str] = frozenset()) -> dict[str, PdfValue]:
        rows = ((str(name), inner) for name, inner in one.items())
        return {name: self._plain(inner) for name, inner in rows if name not in without and inner is not None}


@contextlib.contextmanager
def opened(pdf: bytes) -> Iterator[PdfFile]:
    """A PDF, as long as somebody looks at it. Raises Unreadable, and TooMuch while it is looked at."""
    with foreign_pdf.bounded(), contextlib.ExitStack() as closing:
        with _told():
            file = closing.enter_context(pikepdf.open(io.BytesIO(pdf), suppress_warnings=True))
            pages = tuple(Ref(*page.obj.objgen) for page in file.pages)
        yield PdfFile(file, pages)


def updates(pdf: bytes) -> int:
    """How often something was appended to a file after it was written (ISO 32000-1, 7.5.6)."""
    ends = [place for place in _UPDATE.findall(pdf) if place != b"0"]  # a linearized file has a first part that ends
    return max(len(ends) - 1, 0)


def around(pdf: bytes) -> tuple[int, int]:
    """How many bytes a file has before it begins and after it ends."""
    return max(pdf[:4096].find(b"%PDF-"), 0), len(pdf[pdf.rfind(b"%%EOF") + 5 :].strip()) if b"%%EOF" in pdf else 0


def _is_plain(stream: Any) -> bool:
    """Whether a stream has no filter but those that give its bytes back as they were."""
    filters = stream.get("/Filter")
    named = list(filters) if isinstance(filters, pikepdf.Array) else [filters] if filters is not None else []
    specialised = ("/DCTDecode", "/DCT", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/CCF", "/Crypt")
    return not any(str(one) in specialised for one in named)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What the library raises for a file that it cannot read, as what is told of it."""
    try:
        yield
    except pikepdf.PasswordError as error:
        raise Locked(str(error)) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise Unreadable(str(error)) from error
