"""Content streams of PDF pages: what is shown in them, under which marks, and how to make them safe to go on after.

A content stream is read as bytes and changed as bytes: only what has to go is cut out, so what it draws stays as it
was. What is broken is read as viewers read it: what has no beginning is skipped, what has no end is closed.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"""
      (?P<skipped> (?: [-+.0-9\s\0]++ (?:[mlcvyhgGkKwJjMid]|re|rg|RG|cm|T[dDmcwzLrs])(?=[\s\0]) )++
                 | [-+.0-9\s\0]++ | %[^\r\n]*+ )
    | (?P<operand> /[^\s\0()<>\[\]{}/%]*+ | \((?:[^()\\]++|\\.)*+\) | <[0-9A-Fa-f\s\0]*+>
                 | \[(?: [^\[\]()<>%/]++ | \((?:[^()\\]++|\\.)*+\) | <[0-9A-Fa-f\s\0]*+> )*+\] )
    | (?P<opened> << | \[ )
    | (?P<closed> >> | \] )
    | (?P<word> [^\s\0()<>\[\]{}/%]++ )
    | (?P<odd> . )
    """,
    re.DOTALL | re.VERBOSE,
)
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
_IMAGE_END = re.compile(rb"(?<=[\s\0])EI(?=[\s\0]|$)(?=[\t\n\r\f\0\x20-\x7e]{0,16})")
_PRINTABLE = re.compile(rb"[\t\n\r\f\0\x20-\x7e]*")
_MCID = re.compile(rb"/MCID\s*([-+]?\d+)(?![^\s\0()<>\[\]{}/%])")
_SIMPLE = rb"""(?: /[^\s\0()<>\[\]{}/%]++ | [-+]?(?:\d++\.?\d*+|\.\d++) | true | false | null
                 | \((?:[^()\\]++|\\.)*+\) | <[0-9A-Fa-f\s]*+> )"""
_LIST = rb"<< \s*+ (?: /[^\s\0()<>\[\]{}/%%]++ \s*+ (?: %s | \[ \s*+ (?: %s \s*+ )*+ \] ) \s*+ )*+ >>" % (
    (_SIMPLE,) * 2
)
_PROPERTIES = re.compile(_LIST, re.DOTALL | re.VERBOSE)
"""A property list about which no two readers are of two minds."""
_NINE, _PERCENT = b"9%"
_ENDLESS, _NOISE = b"(", b")"
"""What stands for an operator where something begins that has no end, and where something is of no meaning."""
_SHOWING = (b"Tj", b"TJ", b"'", b'"')
_PAINTING = (b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh")


@dataclass(frozen=True)
class Content:
    """What a content stream has in it, apart from what the forms that it draws have."""

    ids: tuple[int, ...]
    """The MCIDs of its marked content, each once, in order."""
    text: bool
    """Whether it shows text."""
    bare: bool
    """Whether it shows text that no tag reaches: under no MCID and in no artifact, or perhaps in none."""
    paints: bool
    """Whether it paints paths, shadings or pictures of its own."""
    drawn: tuple[tuple[str, bool], ...]
    """(name, whether a mark is around it) of each XObject that it draws, in order."""
    sound: bool
    """Whether other content can go on after it as it is: all that it opens it closes."""
    foreign: bool
    """Whether it has marks that mean something elsewhere: an MCID, an artifact, or what may be one."""


@dataclass(frozen=True)
class _Operation:
    name: bytes
    start: int
    end: int
    operands: tuple[tuple[int, int], ...]
    """(start, end) of the last ones that are not numbers."""


def read(data: bytes, named: Mapping[str, int] | None = None) -> Content:
    """What is in a content stream; `named` are the MCIDs in its resources' property lists, by name.

    A file is looked at before its pages are joined, and what was read then is not read again.
    """
    held = _held(hashlib.sha256(data).digest(), tuple(sorted((named or {}).items())))
    if not held:
        held.append(_read(data, named or {}))
    return held[0]


@functools.lru_cache(maxsize=4096)
def _held(digest: bytes, named: tuple[tuple[str, int], ...]) -> list[Content]:
    """Where what was read of a stream is kept, by its digest: the streams themselves are not."""
    return []


def _read(data: bytes, named: Mapping[str, int]) -> Content:
    ids: dict[int, None] = {}
    drawn: dict[tuple[str, bool], None] = {}
    text = bare = paints = foreign = in_text = False
    sound = True
    saved = 0
    covered: list[bool] = []
    for operation in _operations(data):
        name = operation.name
        around = bool(covered) and covered[-1]
        if name in (b"q", b"Q"):
            saved += 1 if name == b"q" else -1
            sound = sound and saved >= 0
        elif name in (b"BT", b"ET"):
            in_text = name == b"BT"
        elif name in _SHOWING:
            text = True
            bare = bare or not around
        elif name in (b"BMC", b"BDC"):
            tag, mark, sure = _mark(data, operation, named)
            if mark is not None:
                ids[mark] = None
            bare = bare or not sure
            own = mark is not None or tag == b"/Artifact"
            foreign = foreign or own or not sure
            covered.append(around or own)
        elif name == b"EMC":
            sound = sound and bool(covered)
            del covered[-1:]
        elif name == b"Do" and operation.operands:
            called = _name(data, operation.operands[-1])
            drawn[called, around] = None
        elif name in _PAINTING or name == b"EI":
            paints = True
        elif name in (_ENDLESS, _NOISE):
            sound = False
            bare = True
    sound = sound and not (saved or in_text or covered)
    return Content(tuple(ids), text, bare, paints, tuple(drawn), sound, foreign)


def mended(data: bytes) -> bytes:
    """The content with all closed that it opens, and nothing closed that it has not opened."""
    return _edited(data, False)


def unmarked(data: bytes) -> bytes:
    """The content mended and without its marks, but those of layers and those that say a text in other words."""
    return _edited(data, True)


def _edited(data: bytes, plain: bool) -> bytes:
    pieces: list[bytes] = []
    done = saved = 0
    marked: list[bool] = []
    in_text = False
    cut = len(data)
    for operation in _operations(data):
        replaced: tuple[int, bytes] | None = None
        match operation.name:
            case b"q":
                saved += 1
            case b"Q":
                replaced = None if saved else (operation.start, b"")
                saved -= saved > 0
            case b"BT" | b"ET":
                in_text = operation.name == b"BT"
            case b"BMC" | b"BDC":
                replaced = _plain(data, operation) if plain else None
                marked.append(replaced is None or replaced[1] != b"")
            case b"EMC":
                replaced = None if marked and marked[-1] else (operation.start, b"")
                del marked[-1:]
            case b"(":
                cut = operation.start
            case b")":
                replaced = (operation.start, b" ")
        if replaced is not None:
            pieces += [data[done : replaced[0]], replaced[1]]
            done = operation.end
    open_ = sum(marked)
    pieces.append(data[done:cut])
    if open_ or in_text or saved:
        pieces += [b"\n", b"EMC " * open_, b"ET " * in_text, b"Q " * saved]
    return b"".join(pieces)


def _plain(data: bytes, operation: _Operation) -> tuple[int, bytes] | None:
    """(where a mark begins with its operands, what stands instead of it, operator and all), or None where it stays."""
    wanted = 1 if operation.name == b"BMC" else 2
    if len(operation.operands) < wanted:
        return operation.start, b""
    start, end = operation.operands[-wanted:][0][0], operation.end
    tag, _, sure = _mark(data, operation, {})
    properties = data[slice(*operation.operands[-1])]
    if wanted == 1 or tag == b"/Artifact" or not sure:
        return start, b""
    if properties.startswith(b"/"):
        return None
    if b"/ActualText" not in properties:
        return start, b""
    return start, _MCID.sub(b"", data[start:end])


def _mark(data: bytes, operation: _Operation, named: Mapping[str, int]) -> tuple[bytes, int | None, bool]:
    """(the tag, the MCID or None, whether every reader reads it so) of marked content."""
    if operation.name == b"BMC" or len(operation.operands) < 2:
        tag = data[slice(*operation.operands[-1])] if operation.operands else b""
        return tag, None, operation.name == b"BMC" and tag.startswith(b"/")
    tag = data[slice(*operation.operands[-2])]
    properties = data[slice(*operation.operands[-1])]
    if properties.startswith(b"/"):
        return tag, named.get(_name(data, operation.operands[-1])), tag.startswith(b"/")
    found = _MCID.search(properties) if properties.startswith(b"<<") else None
    sure = tag.startswith(b"/") and _PROPERTIES.fullmatch(properties) is not None
    return tag, int(found[1]) if found else None, sure


def _name(data: bytes, place: tuple[int, int]) -> str:
    """A name with its slash and its escapes (`#20`) resolved."""
    written = data[slice(*place)]
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda two: bytes([int(two[1], 16)]), written).decode(
        "utf-8", "surrogateescape"
    )


def _operations(data: bytes) -> Iterator[_Operation]:
    """The operators in order, with their operands; _ENDLESS and _NOISE among them where it is broken."""
    operands: list[tuple[int, int]] = []
    depth = outermost = image = 0
    place = 0
    while place < len(data):
        for token in _TOKEN.finditer(data, place):
            place = token.end()
            kind = token.lastgroup
            if kind == "skipped":
                if data[place - 1] > _NINE and token[0][0] != _PERCENT:
                    operands = []
                continue
            if kind == "operand":
                if not depth:
                    operands.append(token.span())
            elif kind == "word":
                word = token[0]
                if depth and word in (b"true", b"false", b"null", b"R"):
                    continue
                if depth:
                    yield _Operation(_NOISE, outermost, token.start(), ())
                    depth, operands = 0, []
                if word == b"BI":
                    image = token.start()
                elif word == b"ID":
                    place = _image_end(data, place)
                    if place < 0:
                        yield _Operation(_ENDLESS, image, len(data), ())
                        return
                    yield _Operation(b"EI", image, place, ())
                    operands = []
                    break
                yield _Operation(word, token.start(), place, tuple(operands[-2:]))
                operands = []
            elif kind == "opened":
                outermost = outermost if depth else token.start()
                depth += 1
            elif kind == "closed":
                if not depth:
                    yield _Operation(_NOISE, token.start(), place, ())
                    continue
                depth -= 1
                if not depth:
                    operands.append((outermost, place))
            elif token[0] in b"(<":
                end = _string_end(data, token.start())
                if end < 0:
                    yield _Operation(_ENDLESS, outermost if depth else token.start(), len(data), ())
                    return
                if not depth:
                    operands.append((token.start(), end))
                place = end
                break
            else:
                yield _Operation(_NOISE, token.start(), place, ())
    if depth:
        yield _Operation(_ENDLESS, outermost, len(data), ())


def _string_end(data: bytes, start: int) -> int:
    """Where a string that begins at `start` ends: one with parentheses inside, or a hexadecimal one; -1 for never."""
    if data[start : start + 1] == b"<":
        return data.find(b">", start) + 1 or -1
    depth = 0
    for found in _PARENTHESIS.finditer(data, start):
        depth += (found[0] == b"(") - (found[0] == b")")
        if not depth:
            return found.end()
    return -1


def _image_end(data: bytes, start: int) -> int:
    """The end of an inline picture whose bytes begin after `start`; -1 for never."""
    for found in _IMAGE_END.finditer(data, start):
        after = data[found.end() : found.end() + 16]
        if _PRINTABLE.fullmatch(after):
            return found.end()
    return -1
