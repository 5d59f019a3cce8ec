"""What a field of a form looks like that has no appearance of its own, or one that is out of date.

It is drawn from its value as viewers do it (ISO 32000-1, 12.7.3.3): text on a line or several, spread over cells,
stars for a password, what is chosen of a list, a caption, a tick.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pikepdf import Array, Dictionary, Name

from akson_docs.pdf.attachments import foreign_pdf, structure_tree
from akson_docs.pdf.attachments.appearance_drawings import (
    AppearanceDrawing,
    Lettering,
    Rgb,
    alignment,
    border_width,
    colour_of,
    ellipse_path,
    has_appearance,
    inherited,
    operands,
    printed,
    rectangle_path,
    said_of_type,
)
from akson_docs.pdf.attachments.foreign_pdf import Rectangle

MULTILINE, PASSWORD, RADIO, PUSH, COMBO, FILE, COMB = (1 << bit - 1 for bit in (13, 14, 16, 17, 18, 21, 25))
"""Flags of fields (ISO 32000-1, tables 226, 228 and 230)."""
AUTOMATIC = 12.0
"""The size of the lines of a list whose size is left to the viewer."""
SIGNS = {"4": "✓", "8": "✗", "l": "●", "n": "■", "u": "◆", "H": "★"}
"""What ticks are called in the font Zapf Dingbats, which viewers have and papers have not."""


def drawing(one: Dictionary, where: Rectangle, form: Any) -> AppearanceDrawing | None:
    """What a field of a form is drawn from; None where it has an appearance as it should be, or shows nothing."""
    kind = structure_tree.called(inherited(one, "/FT"))
    anew = form.get("/NeedAppearances") is True and kind in ("/Tx", "/Ch")
    if kind not in ("/Tx", "/Ch", "/Btn") or (has_appearance(one) and not anew):
        return None
    look: Any = foreign_pdf.dictionary(one.get("/MK"))
    turned = int(look.R) if look.get("/R") in (90, 180, 270) else 0
    width, height = where[2] - where[0], where[3] - where[1]
    if turned in (90, 270):
        width, height = height, width
    flags = inherited(one, "/Ff")
    flags = flags if isinstance(flags, int) else 0
    ground, border = colour_of(look.get("/BG")), colour_of(look.get("/BC"))
    edge = border_width(one) if border is not None else 0.0
    is_round = kind == "/Btn" and bool(flags & RADIO)
    code = _framed(width, height, ground, border, edge, is_round)
    inner = Lettering(max(width - 2 * edge, 1), max(height - 2 * edge, 1), "", 0)
    size, colour, bold = said_of_type(inherited(one, "/DA") or form.get("/DA"))
    inner = replace(inner, size=size, colour=colour, bold=bold, align=alignment(inherited(one, "/Q") or form.get("/Q")))
    if kind == "/Tx":
        words: Lettering | None = _text_field(one, inner, flags)
        if words is not None and words.cells and border is not None:
            code += _cells(width, height, words.cells, border, edge)
    elif kind == "/Ch":
        words = _choice(one, inner, flags)
    else:
        words = _button(one, inner, flags, look)
    words = words if words is not None and words.text.strip() else None
    if words is None and not code:
        return None
    return AppearanceDrawing(one, (0.0, 0.0, width, height), code, words, (edge, edge), turned=turned)


def is_ticked(one: Dictionary) -> bool:
    """Whether an annotation is a box or a button of a form with a tick in it."""
    flags = inherited(one, "/Ff")
    is_box = one.get("/Subtype") == Name.Widget and structure_tree.called(inherited(one, "/FT")) == "/Btn"
    state = one.get("/AS") if one.get("/AS") is not None else inherited(one, "/V")
    return is_box and not (isinstance(flags, int) and flags & PUSH) and structure_tree.called(state) not in ("", "/Off")


def _text_field(one: Dictionary, inner: Lettering, flags: int) -> Lettering | None:
    text = printed(inherited(one, "/V"))
    if flags & PASSWORD:
        return replace(inner, text="*" * min(len(text), 200))
    most = inherited(one, "/MaxLen")
    if isinstance(most, int) and 0 < most <= 500 and flags & COMB and not flags & (MULTILINE | FILE):
        return replace(inner, text=text[:most], cells=most)
    if flags & MULTILINE:
        return replace(inner, text=text, lines=True)
    return replace(inner, text=" ".join(text.splitlines()))


def _choice(one: Dictionary, inner: Lettering, flags: int) -> Lettering | None:
    shown: list[str] = []
    exported: list[str] = []
    for option in foreign_pdf.items(inherited(one, "/Opt")):
        pair = list(option) if isinstance(option, Array) else [option]
        exported.append(printed(pair[0]) if pair else "")
        shown.append(printed(pair[-1]) if pair else "")
    value = inherited(one, "/V")
    values = [printed(held) for held in structure_tree.some(value) if held is not None]
    called = [shown[exported.index(held)] if held in exported else held for held in values]
    if flags & COMBO:
        return replace(inner, text=" ".join(" ".join(called[:1]).splitlines()))
    first = inherited(one, "/TI")
    first = first if isinstance(first, int) and 0 <= first < len(shown) else 0
    listed = shown[first:]
    size = inner.size or AUTOMATIC
    listed = listed[: max(1, int(inner.height / (size * 1.2)))]  # as many as a viewer shows
    chosen = frozenset(number for number, held in enumerate(listed) if held in called)
    return replace(inner, text="\n".join(listed), lines=True, chosen=chosen, size=size)


def _button(one: Dictionary, inner: Lettering, flags: int, look: Dictionary) -> Lettering | None:
    caption = printed(look.get("/CA"))
    if flags & PUSH:
        return replace(inner, text=caption, align="center")
    state = one.get("/AS") if one.get("/AS") is not None else inherited(one, "/V")
    if structure_tree.called(state) in ("", "/Off"):
        return None
    sign = SIGNS.get(caption[:1], "●" if flags & RADIO else "✓")
    size = 0.8 * min(inner.width, inner.height)
    return replace(inner, text=sign, align="center", size=min(inner.size or size, size), bold=True)


def _framed(width: float, height: float, ground: Rgb | None, border: Rgb | None, edge: float, is_round: bool) -> bytes:
    code = b""
    outline = ellipse_path if is_round else rectangle_path
    if ground is not None:
        code += b"%s rg %s f\n" % (operands(*ground), outline((0, 0, width, height)))
    if border is not None and edge:
        inset = (edge / 2, edge / 2, width - edge / 2, height - edge / 2)
        code += b"%s RG %s w %s S\n" % (operands(*border), operands(edge), outline(inset))
    return code


def _cells(width: float, height: float, count: int, border: Rgb, edge: float) -> bytes:
    lines = b"".join(
        b"%s m %s l " % (operands(place, 0), operands(place, height))
        for place in (width * number / count for number in range(1, count))
    )
    return b"%s RG %s w %s S\n" % (operands(*border), operands(edge), lines) if lines and edge else b""
