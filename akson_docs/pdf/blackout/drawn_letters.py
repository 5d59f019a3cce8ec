"""What a PDF draws, where it says that it is something else: words that are read instead, and fonts that call letters
by other names than their own.

Whoever copies from a page gets what the file says; whoever looks at it sees the letters. A phrase is looked for in the
letters. Of a font of which two names of a letter are known, and are not one, neither is believed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from akson_docs.pdf.blackout.phrases import folded

_SPOKEN = re.compile(b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (sign, sign, sign) for sign in b"ActualText"))
"""The name of what is read instead of what is drawn, however it is written (ISO 32000-1, 7.3.5 and 14.9.4)."""
_DEEPEST = 12
"""How deep resources lie in resources that are looked through."""


def without_spoken(data: bytes) -> bytes:
    """A PDF that says nothing but what it draws. Raises PdfError."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        if sum(map(_takes_spoken, opened.objects)) == 0:
            return data
        held = io.BytesIO()
        opened.save(held)
        return held.getvalue()


def _takes_spoken(one: Any) -> int:
    """Takes out of an object what is read instead of it; how often it was there."""
    taken, waiting = 0, [one]
    while waiting:
        held = waiting.pop()
        if isinstance(held, Dictionary | Stream):
            if "/ActualText" in held:
                del held["/ActualText"]
                taken += 1
            waiting += [inner for _, inner in held.items() if _is_inside(inner)]
        elif isinstance(held, Array):
            waiting += [inner for inner in held if _is_inside(inner)]
    if isinstance(one, Stream) and one.get("/Subtype") != Name.Image and "/Length1" not in one:
        content = one.read_bytes()
        # As many signs as before, should it be a word of the page.
        without, count = _SPOKEN.subn(lambda found: found[0][:-1] + b"_", content)
        if count:
            one.write(without)
            taken += count
    return taken


def _is_inside(held: Any) -> bool:
    return isinstance(held, Dictionary | Array) and not held.is_indirect


# ---- fonts ---


def misnamed(data: bytes) -> frozenset[int]:
    """The pages, from 1, that are set in a font which calls its letters something else than the file does. Raises
    PdfError."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        known: dict[tuple[int, int], bool] = {}
        return frozenset(
            number
            for number, page in enumerate(opened.pages, 1)
            if any(_is_misnamed(one, known) for one in _fonts(page))
        )


def _fonts(page: pikepdf.Page) -> Iterator[Any]:
    """The fonts that a page may use: its own, and those of the forms, patterns and notes on it."""
    seen: set[tuple[int, int]] = set()

    def within(resources: Any, depth: int) -> Iterator[Any]:
        if not isinstance(resources, Dictionary) or not depth:
            return
        for kind in ("/Font", "/XObject", "/Pattern", "/ExtGState"):
            held = resources.get(kind)
            for one in (inner for _, inner in held.items()) if isinstance(held, Dictionary) else ():
                if not isinstance(one, Dictionary | Stream) or (one.is_indirect and one.objgen in seen):
                    continue
                seen.add(one.objgen)
                if kind == "/Font":
                    yield one
                mask = one.get("/SMask") if kind == "/ExtGState" else None
                form = mask.get("/G") if isinstance(mask, Dictionary) else one
                if isinstance(form, Dictionary | Stream):
                    yield from within(form.get("/Resources"), depth - 1)

    try:
        yield from within(page.resources, _DEEPEST)
    except (AttributeError, KeyError):
        return
    notes = page.obj.get("/Annots")
    for note in notes if isinstance(notes, Array) else ():
        looks = note.get("/AP") if isinstance(note, Dictionary) else None
        shown = looks.get("/N") if isinstance(looks, Dictionary) else None
        for one in (shown, *(inner for _, inner in shown.items())) if isinstance(shown, Dictionary | Stream) else ():
            if isinstance(one, Stream):
                yield from within(one.get("/Resources"), _DEEPEST)


def _is_misnamed(font: Any, known: dict[tuple[int, int], bool]) -> bool:
    if not font.is_indirect or font.objgen not in known:
        try:
            found = _differs(font)
        except Exception:  # a font may be broken in any way, and then it has no names of its own
            found = False
        if not font.is_indirect:
            return found
        known[font.objgen] = found
    return known[font.objgen]


def _differs(font: Any) -> bool:
    """Whether a letter of a font has a name that is another letter than the file says."""
    said = font.get("/ToUnicode")
    if not isinstance(said, Stream):
        return False
    meant = _meanings(said.read_bytes())
    named = _of_composite(font) if font.get("/Subtype") == Name.Type0 else _of_simple(font)
    return any(code in named and not _are_same(text, named[code]) for code, text in meant.items())


def _are_same(text: str, names: frozenset[str]) -> bool:
    """Whether a letter may be what it is called; what is no letter and no digit is called by many names."""
    wanted = folded(text)
    known = {folded(name) for name in names}
    if not wanted.isalnum() or not any(name.isalnum() for name in known):
        return True
    return wanted in known


def _meanings(cmap: bytes) -> dict[int, str]:
    """What each code of a font means to the file (Adobe technical note 5411)."""
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<([^>]*)>\s*<([^>]*)>", block):
            found[int(b"".join(code.split()), 16)] = _text(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, one, several in re.findall(
            rb"<([^>]*)>\s*<([^>]*)>\s*(?:<([^>]*)>|\[(.*?)\])", block, re.DOTALL
        ):
            begin, end = int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF)
            if several:
                found |= dict(zip(range(begin, end + 1), map(_text, re.findall(rb"<([^>]*)>", several)), strict=False))
            elif text := _text(one):
                found |= {code: text[:-1] + chr(ord(text[-1]) + code - begin) for code in range(begin, end + 1)}
    return found


def _text(written: bytes) -> str:
    return bytes.fromhex(written.decode("ascii")).decode("utf-16-be", "replace")


def _of_simple(font: Any) -> dict[int, frozenset[str]]:
    """The letters of a font of single bytes, as its encoding names them."""
    descriptor, encoding = font.get("/FontDescriptor"), font.get("/Encoding")
    is_embedded = isinstance(descriptor, Dictionary) and any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
    is_symbolic = isinstance(descriptor, Dictionary) and bool(int(descriptor.get("/Flags", 0)) & 4)
    if font.get("/Subtype") == Name.TrueType and is_symbolic:
        return {}  # what encoding it has counts for nothing
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    table = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}.get(str(base), "")
    found: dict[int, frozenset[str]] = {}
    if table or not (is_embedded or is_symbolic or font.get("/Subtype") == Name.Type3):
        for code in range(0x20, 0x100 if table else 0x7F):
            found[code] = frozenset((bytes((code,)).decode(table or "ascii", "replace"),))
    differences = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    code = 0
    for one in differences if isinstance(differences, Array) else ():
        if isinstance(one, Name):
            found[code] = frozenset((_named(str(one)[1:]),))
            code += 1
        else:
            code = int(one)
    return {code: names for code, names in found.items() if any(names)}


@cache
def _named(name: str) -> str:
    """The letters that a glyph is by its name (Adobe Glyph List); "" where it is a name of no letter."""
    from fontTools import agl

    return str(agl.toUnicode(name))


def _of_composite(font: Any) -> Mapping[int, frozenset[str]]:
    """The letters of a font of two bytes, as the font in the file has them."""
    (inner,) = font.DescendantFonts
    program = inner.FontDescriptor.get("/FontFile2") if "/FontDescriptor" in inner else None
    if not isinstance(program, Stream) or not str(font.get("/Encoding")).startswith("/Identity"):
        return {}
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(program.read_bytes()), lazy=True, fontNumber=0) as held:
        found: dict[int, set[str]] = {}
        if "cmap" in held:
            order = {name: place for place, name in enumerate(held.getGlyphOrder())}
            for table in held["cmap"].tables:
                for code, name in table.cmap.items() if table.isUnicode() else ():
                    found.setdefault(order[name], set()).add(chr(code))
        if "post" in held and held["post"].formatType == 2:
            for place, name in enumerate(held.getGlyphOrder()):
                if _named(name):
                    found.setdefault(place, set()).add(_named(name))
    glyphs = inner.get("/CIDToGIDMap")
    if isinstance(glyphs, Stream):
        pairs = glyphs.read_bytes()
        codes = {code: int.from_bytes(pairs[2 * code : 2 * code + 2], "big") for code in range(len(pairs) // 2)}
        return {code: frozenset(found[glyph]) for code, glyph in codes.items() if glyph in found}
    return {glyph: frozenset(names) for glyph, names in found.items()}
