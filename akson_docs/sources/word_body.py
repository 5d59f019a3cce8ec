"""The body of a Word document made plain: what a case paper takes over, and a list of what it does not.

Whatever programs write in many ways is written here in one: headings by their level, whether a style, one that it is
based on, or the paragraph itself says so; rows of lists with the number that Word shows; text as it is when all changes
are accepted. A picture stands as a sign with its place in a list. What is left goes to the library that makes HTML.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from akson_docs.catalogue import NC_
from akson_docs.sources.word_files import Relation, child, is_on, local, value
from akson_docs.sources.word_lists import Numbering
from akson_docs.sources.word_styles import WordStyles

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
HEADING = "AksonHeading"
"""The style that headings get, with their level after it."""
BULLETS, NUMBERS = "1", "2"
"""The two lists that there are."""
PICTURE = ("\ufdd0", "\ufdd1")
START = ("\ufdd2", "\ufdd3")
"""What stands around the place of a picture in the list of them, and around the number of a row: signs that no text may
have (Unicode 23.7)."""
SIGNS = re.compile("[\ufdd0-\ufdef]")

HIDDEN = NC_("word", "hidden text")
EQUATION = NC_("word", "equation")
CHART = NC_("word", "chart")
SMART_ART = NC_("word", "SmartArt")
DRAWING = NC_("word", "drawing of shapes")
OBJECT = NC_("word", "embedded object")
LINKED = NC_("word", "picture that lies outside the document")
KIND = NC_("word", "picture of a kind that is not shown here (save it as PNG)")
DECORATIVE = NC_("word", "picture that is marked as decorative")
CONTENTS = NC_("word", "list of contents")
PLACEHOLDER = NC_("word", "field that nobody filled in")
INNER = NC_("word", "embedded document")
MARGIN = NC_("word", "header or footer")
RAISED = NC_("word", "raised or lowered signs (they are there, in the line)")
SYMBOL = NC_("word", "sign of a symbol font")
HEADLESS = NC_("word", "table without a head row (its first row is read as one)")
MERGED = NC_("word", "table with merged cells (they are divided)")
NESTED = NC_("word", "table in a table (its words are there)")
LEADING = NC_("word", "link to a file or to a place in the document (its words are there)")
MACRO = NC_("word", "macro")


@dataclass(frozen=True)
class WordPicture:
    """A picture of a document, as it is shown there."""

    part: str
    """Where its bytes are."""
    alt: str
    crop: tuple[int, int, int, int]
    """What is not shown of it on the left, above, on the right and below, in 1/100 000 of its size."""
    under: str
    """The heading that it stands under."""


@dataclass
class Findings:
    """What was found on the way."""

    pictures: list[WordPicture] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)
    """What does not come along, by its kind: the heading that each stands under."""
    changes: int = 0
    heading: str = ""
    """The last heading."""

    def leave(self, what: str) -> None:
        """Counts something that does not come along."""
        self.left.setdefault(what, []).append(self.heading)


def made(tag: str, *children: Element, text: str = "", **attributes: str) -> Element:
    """An element of the one kind that is written here."""
    element = Element(W + tag, {W + key: held for key, held in attributes.items()})
    element.text = text or None
    element.extend(children)
    return element


# ---- the body ------------------------------------------------------------------------------------------------

_WITHIN = ("ins", "moveTo", "smartTag", "fldSimple", "bdo", "dir", "customXml", "sdtContent", "rt", "rubyBase")
"""What only stands around others."""
_GONE = ("del", "moveFrom")


class BodyReader:
    """The reading of the body of a document, or of its notes: element for element what is taken over."""

    def __init__(
        self,
        styles: WordStyles,
        numbering: Numbering,
        findings: Findings,
        held: Mapping[str, Relation],
        noted: Collection[tuple[str, str]],
        is_shown: Callable[[str], bool],
    ) -> None:
        self._styles, self._numbering, self._found = styles, numbering, findings
        self._held, self._noted, self._is_shown = held, noted, is_shown

    def blocks(self, parent: Element) -> Iterator[Element]:
        """What stands one below the other: paragraphs and tables."""
        for one in parent:
            name = local(one)
            if name == "p":
                yield from self._paragraph(one)
            elif name == "tbl":
                yield self._table(one)
            elif name == "sdt":
                yield from self.blocks(one) if self._is_said(one) else ()
            elif name in _WITHIN:
                self._found.changes += name in ("ins", "moveTo")
                yield from self.blocks(one)
            elif name in _GONE:
                self._found.changes += 1
            elif name in ("altChunk", "subDoc"):
                self._found.leave(INNER)
            elif name in ("oMath", "oMathPara"):
                self._found.leave(EQUATION)

    def _is_said(self, control: Element) -> bool:
        """Whether a control has content of its own."""
        properties = child(control, "sdtPr")
        if value(child(properties, "docPartObj", "docPartGallery")).lower() == "table of contents":
            self._found.leave(CONTENTS)
            return False
        if is_on(child(properties, "showingPlcHdr")):
            self._found.leave(PLACEHOLDER)
            return False
        return True

    def _paragraph(self, paragraph: Element) -> Iterator[Element]:
        own = child(paragraph, "pPr")
        style = value(child(own, "pStyle"))
        if re.match(r"(?:toc|innhold|innhald)\b|(?:inn\w+fortegnelse|innhaldsliste)", self._styles.name(style)):
            if self._found.heading not in self._found.left.get(CONTENTS, ()):
                self._found.leave(CONTENTS)
            return
        level = self._styles.level(style, own)
        below: list[Element] = []
        content = list(self._content(paragraph, below, is_heading=level is not None))
        said = SIGNS.sub("", "".join("".join(one.itertext()) for one in content)).strip()
        properties = made("pPr")
        if level is not None and said:
            properties.append(made("pStyle", val=f"{HEADING}{level}"))
        if said or content:
            content = [*self._numbered(properties, own, style, level), *content]
        if level is not None and said:
            self._found.heading = SIGNS.sub("", "".join("".join(one.itertext()) for one in content)).strip()[:80]
        mark = child(own, "rPr")
        marks = [one for one in (*_GONE, "ins", "moveTo") if child(mark, one) is not None]
        self._found.changes += bool(marks)
        if any(one in _GONE for one in marks):
            properties.append(made("rPr", made("del")))
        yield made("p", properties, *content)
        yield from below

    def _numbered(self, properties: Element, own: Element | None, style: str, level: int | None) -> Iterator[Element]:
        """What a paragraph begins with where it is a row of a list, or has a number."""
        direct = child(own, "numPr")
        number, depth = self._styles.numbering(style)
        if direct is not None:
            number, depth = value(child(direct, "numId")) or number, value(child(direct, "ilvl")) or depth
        place = self._numbering.place(number, depth, style)
        if place is None:
            return
        form, count, label = self._numbering.next(*place)
        if level is not None:
            if label and form not in ("bullet", "none"):
                yield made("r", made("t", text=f"{label} "))
            return
        if form == "none":
            return
        plain = form == "decimal" and re.fullmatch(r"\d+[.)]?", label) is not None
        row = made("numPr", made("ilvl", val=str(min(place[1], 4))), made("numId", val=NUMBERS if plain else BULLETS))
        properties.append(row)
        if plain:
            yield made("r", made("t", text=f"{START[0]}{count}{START[1]}"))
        elif form != "bullet" and label:
            yield made("r", made("t", text=f"{label} "))

    def _content(self, parent: Element, below: list[Element], is_heading: bool = False) -> Iterator[Element]:
        """What stands in a line; `below` gets what stands under the paragraph then."""
        for one in parent:
            name = local(one)
            if name == "r":
                yield from self._run(one, below, is_heading)
            elif name == "hyperlink":
                link = made("hyperlink", *self._content(one, below, is_heading))
                if (key := value(one, "id")) in self._held:
                    link.set(R + "id", key)
                elif anchor := value(one, "anchor"):
                    link.set(W + "anchor", anchor)
                yield link
            elif name in _WITHIN:
                self._found.changes += name in ("ins", "moveTo")
                yield from self._content(one, below, is_heading)
            elif name == "sdt":
                yield from self._content(one, below, is_heading) if self._is_said(one) else ()
            elif name in _GONE:
                self._found.changes += 1
            elif name in ("oMath", "oMathPara"):
                self._found.leave(EQUATION)
            elif name == "subDoc":
                self._found.leave(INNER)

    def _run(self, run: Element, below: list[Element], is_heading: bool) -> Iterator[Element]:
        own = child(run, "rPr")
        style = value(child(own, "rStyle"))

        def switched(name: str) -> bool:
            direct = child(own, name)
            return is_on(direct) if direct is not None else self._styles.switched(style, name)

        if switched("vanish") and any(local(one) not in ("rPr", "fldChar", "instrText") for one in run):
            self._found.leave(HIDDEN)
            return
        properties = made("rPr")
        if not is_heading:
            properties.extend(made(name) for name in ("b", "i") if switched(name))
        raised = value(child(own, "vertAlign"))
        kept: list[Element] = []
        for one in run:
            kept += self._piece(one, below)
        if not kept:
            return
        if raised in ("superscript", "subscript"):
            properties.append(made("vertAlign", val=raised))
        if not is_heading and (switched("strike") or switched("dstrike")):
            properties.append(made("strike"))
        yield made("r", properties, *kept)

    def _piece(self, one: Element, below: list[Element]) -> Iterator[Element]:
        """What a part of a run becomes."""
        name = local(one)
        if name == "t":
            yield made("t", text=SIGNS.sub("", one.text or ""))
        elif name in ("tab", "ptab"):
            yield made("t", text=" ")
        elif name == "noBreakHyphen":
            yield made("t", text="-")
        elif name == "cr" or (name == "br" and value(one, "type") in ("", "textWrapping")):
            yield made("br")
        elif name in ("footnoteReference", "endnoteReference"):
            if (name.removesuffix("Reference"), value(one, "id")) in self._noted:
                yield made(name, id=value(one, "id"))
        elif name == "fldChar":
            yield made(name, fldCharType=value(one, "fldCharType"))
        elif name == "instrText":
            yield made(name, text=SIGNS.sub("", one.text or ""))
        elif name == "sym":
            char = value(one, "char")
            if re.fullmatch(r"[0-9A-Fa-f]{1,6}", char):
                yield made(name, font=value(one, "font"), char=char)
        elif name == "object":
            self._found.leave(OBJECT)
        elif name == "contentPart":
            self._found.leave(DRAWING)
        elif name in ("drawing", "pict"):
            yield from self._drawn(one, below)
        elif name == "ruby":
            for run in itertools.chain.from_iterable(inner for inner in one if local(inner) == "rubyBase"):
                yield from (each for inner in run for each in self._piece(inner, below))

    # ---- what is drawn ----

    def _drawn(self, drawing: Element, below: list[Element]) -> Iterator[Element]:
        """A picture as its sign; the words of a text box come below the paragraph."""
        boxes = list(_outermost(drawing, "txbxContent"))
        inside = {id(inner) for box in boxes for inner in box.iter()}
        every = [one for one in drawing.iter() if id(one) not in inside]
        shown = [one for one in every if local(one) in ("blip", "imagedata")]
        for one in shown:
            yield from self._picture(drawing, one, every, is_alone=len(shown) == 1)
        for box in boxes:
            below += self.blocks(box)
        if shown or boxes:
            return
        kinds = {value(one, "uri").rpartition("/")[2] for one in every if local(one) == "graphicData"}
        if kinds & {"chart", "chartex"}:
            self._found.leave(CHART)
        elif "diagram" in kinds:
            self._found.leave(SMART_ART)
        elif any(value(one, "hr") in ("t", "true") for one in every):
            pass  # a line across the page
        elif any(local(one) in _SHAPES for one in every):
            self._found.leave(DRAWING)

    def _picture(self, drawing: Element, blip: Element, every: list[Element], is_alone: bool) -> Iterator[Element]:
        relation = self._held.get(value(blip, "embed") or value(blip, "id"))
        if relation is None or relation.is_outside:
            self._found.leave(LINKED)
            return
        around = next((one for one in every if local(one) == "pic" and blip in list(one.iter())), None)
        saying = [one for one in every if local(one) == "docPr"] if is_alone else []
        saying += [one for one in (around.iter() if around is not None else ()) if local(one) == "cNvPr"]
        saying += [one for one in every if local(one) == "shape"] if around is None else []
        if any(local(one) == "decorative" and is_on_attribute(one) for one in every):
            self._found.leave(DECORATIVE)
            return
        if not self._is_shown(relation.target):
            self._found.leave(KIND)
            return
        said = (value(one, name) for name in ("descr", "alt", "title") for one in saying)
        alt = SIGNS.sub("", " ".join(next((text for text in said if text.strip()), "").split()))
        crop = next((one for one in (around.iter() if around is not None else ()) if local(one) == "srcRect"), None)
        sides = tuple(_share(value(crop, side)) for side in ("l", "t", "r", "b"))
        self._found.pictures.append(
            WordPicture(relation.target, alt, (sides[0], sides[1], sides[2], sides[3]), self._found.heading)
        )
        yield made("t", text=f"{PICTURE[0]}{len(self._found.pictures) - 1}{PICTURE[1]}")

    # ---- tables ----

    def _table(self, table: Element) -> Element:
        look = child(table, "tblPr", "tblLook")
        rows = list(_rows(table))
        if len(rows) > 1 and not is_on(child(rows[0], "trPr", "tblHeader")) and not _is_headed(look):
            self._found.leave(HEADLESS)
        found = made("tbl")
        for row in rows:
            own = child(row, "trPr")
            changed = child(own, "ins") is not None or child(own, "del") is not None
            self._found.changes += changed
            if child(own, "del") is not None:
                continue
            cells = [self._cell(one) for one in _named_within(row, "tc")]
            kept = made("tr", *([made("trPr", made("tblHeader"))] if is_on(child(own, "tblHeader")) else ()), *cells)
            found.append(kept)
        return found

    def _cell(self, cell: Element) -> Element:
        own = child(cell, "tcPr")
        properties = made("tcPr")
        span = value(child(own, "gridSpan"))
        if re.fullmatch(r"\d{1,3}", span):
            properties.append(made("gridSpan", val=span))
        merge = child(own, "vMerge")
        if merge is not None:
            properties.append(made("vMerge", val=value(merge) or "continue"))
        if child(own, "cellDel") is not None:
            self._found.changes += 1
            return made("tc", properties, made("p"))
        return made("tc", properties, *self.blocks(cell))


_SHAPES = ("wsp", "wgp", "wpc", "shape", "rect", "oval", "line", "group", "roundrect", "contentPart")


def is_on_attribute(element: Element) -> bool:
    """Whether an element that is a switch of drawings is on."""
    return value(element).lower() not in ("", "0", "false")


def _is_headed(look: Element | None) -> bool:
    """Whether the first row of a table is set as its head; where nothing says so it is."""
    first, flags = value(look, "firstRow"), value(look)
    if first or not re.fullmatch(r"[0-9A-Fa-f]{1,8}", flags):
        return first not in ("0", "false")
    return bool(int(flags, 16) & 0x20)


def _share(text: str) -> int:
    """A part that is cut off, as it is written or in per cent; what goes beyond the picture cuts nothing."""
    found = re.fullmatch(r"(-?\d{1,7})(?:\.\d+)?(%?)", text)
    return max(0, int(found[1]) * (1000 if found[2] else 1)) if found else 0


def without_alternatives(root: Element) -> Element:
    """A tree in which one of several ways to say something is taken: the first, which is the newest."""
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        kept: list[Element] = []
        coming = list(reversed(parent))
        while coming:
            one = coming.pop()
            if local(one) == "AlternateContent":
                ways = [way for way in one if local(way) in ("Choice", "Fallback") and len(way)]
                coming.extend(reversed(ways[0]) if ways else ())
            else:
                kept.append(one)
        parent[:] = kept
        waiting += kept
    return root


def _outermost(element: Element, name: str) -> Iterator[Element]:
    """The elements of a name, without those inside them."""
    for one in element:
        if local(one) == name:
            yield one
        else:
            yield from _outermost(one, name)


def _rows(table: Element) -> Iterator[Element]:
    return _named_within(table, "tr")


def _named_within(parent: Element, name: str) -> Iterator[Element]:
    """The elements of a name right below another, or below what only stands around them."""
    for one in parent:
        if local(one) == name:
            yield one
        elif local(one) in (*_WITHIN, "sdt"):
            yield from _named_within(one, name)
