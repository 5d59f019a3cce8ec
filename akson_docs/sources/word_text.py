"""A Word document (.docx) as a text in Markdown, the pictures in it, and a list of what did not come along.

Word's own file goes no further: what is published is made of the text that is read here. Changes are read as accepted;
comments, headers, properties and former versions are not read at all. `word_body` makes the document plain, mammoth
makes HTML of that, and this module Markdown of the HTML: so everything that is done with a case paper works with it.
"""

from __future__ import annotations

import functools
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from akson_docs.sources import images, word_body, word_files
from akson_docs.sources.markdown_setup import SCHEMES, TAB, tangle
from akson_docs.sources.word_body import SIGNS, BodyReader, Findings, WordPicture, made
from akson_docs.sources.word_files import NotRead, Relation, child, local, of_kind, value
from akson_docs.sources.word_lists import Numbering
from akson_docs.sources.word_styles import WordStyles, named


@dataclass(frozen=True)
class WordText:
    """What a case paper takes over of a Word document, and what it does not."""

    text: str
    """In Markdown. A picture stands in a line of its own, by its name."""
    pictures: Mapping[str, WordPicture]
    """By their names, which follow from what they show."""
    left: tuple[tuple[str, tuple[str, ...]], ...]
    """What does not come along, by its kind: the heading that each stands under."""
    changes: int
    """Tracked changes, which are read as accepted."""
    comments: int
    """Comments, which are not read."""
    without_alt: tuple[str, ...]
    """The headings that pictures without a text alternative stand under."""


@functools.lru_cache(maxsize=4)
def read(data: bytes) -> WordText:
    """A document as a case paper has it. Raises NotRead, of whatever is no such document or too much of one."""
    try:
        return _read(word_files.opened(data))
    except NotRead:
        raise
    except (RecursionError, MemoryError) as error:
        raise NotRead(word_files.TOO_LARGE) from error
    except Exception as error:  # the bytes are anybody's, and whatever they break, the author is told of it
        raise NotRead(word_files.BROKEN) from error


def picture(data: bytes, name: str) -> bytes:
    """A picture of a document, by its name. Raises KeyError, and NotRead."""
    found = read(data).pictures[name]
    return _shown(word_files.opened(data)[found.part], found)


def _read(parts: Mapping[str, bytes]) -> WordText:
    main = word_files.document(parts)
    held = word_files.relations(parts, main)
    beside = {
        kind: word_files.tree(parts[name])
        for kind in ("styles", "numbering", "footnotes", "endnotes", "comments")
        for name in of_kind(held, kind)
        if name in parts
    }
    styles = WordStyles(beside.get("styles"))
    numbering, found = Numbering(beside.get("numbering"), styles), Findings()
    notes = (one for kind in ("footnotes", "endnotes") for one in _notes_of(beside.get(kind), kind))
    noted = frozenset((local(one), value(one, "id")) for one in notes)
    kinds: dict[str, str] = {}

    def reader(relations: Mapping[str, Relation]) -> BodyReader:
        return BodyReader(styles, numbering, found, relations, noted, lambda part: _is_picture(kinds, parts, part))

    root = word_body.without_alternatives(word_files.tree(parts[main]))
    body = made("body", *reader(held).blocks(_part(root, "body")))
    plain = {"document": (made("document", body), held)}
    for kind in ("footnotes", "endnotes"):
        if kind in beside:
            name = next(of_kind(held, kind))
            relations = word_files.relations(parts, name)
            plain[kind] = (_notes(beside[kind], kind, reader(relations)), relations)
    for kind in ("header", "footer"):
        for name in of_kind(held, kind):
            if name in parts and any((one.text or "").strip() for one in word_files.tree(parts[name]).iter()):
                found.heading = ""
                found.leave(word_body.MARGIN)
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        found.leave(word_body.MACRO)
    comments = sum(local(one) == "comment" for one in beside.get("comments", ()))
    called = [f"{_digest(parts[one.part], one)}.{kinds[one.part]}" for one in found.pictures]
    text = _Markdown(_html(plain, found), found, called).text()
    if tangle(text) is not None:
        raise NotRead(word_files.TOO_LARGE)
    return WordText(
        text,
        dict(zip(called, found.pictures, strict=True)),
        tuple((what, tuple(places)) for what, places in found.left.items()),
        found.changes,
        comments,
        tuple(one.under for one in found.pictures if not one.alt),
    )


def _part(root: Element, name: str) -> Element:
    found = child(root, name)
    if found is None:
        raise NotRead(word_files.BROKEN)
    return found


def _notes(root: Element, kind: str, reader: BodyReader) -> Element:
    """Notes, each made plain."""
    word_body.without_alternatives(root)
    every = _notes_of(root, kind)
    return made(kind, *(made(local(one), *reader.blocks(one), id=value(one, "id")) for one in every))


def _notes_of(root: Element | None, kind: str) -> list[Element]:
    """The notes of a part, without the lines that are drawn above them."""
    held = named(root, kind.removesuffix("s")) if root is not None else []
    return [one for one in held if value(one, "type") in ("", "normal")]


# ---- pictures ------------------------------------------------------------------------------------------------

_READ = (*images.READ, "GIF")


def _is_picture(kinds: dict[str, str], parts: Mapping[str, bytes], part: str) -> bool:
    """Whether a part is a picture that can be shown; its kind is noted then."""
    if part not in kinds and part in parts:
        kinds[part] = _kind(parts[part])
    return bool(kinds.get(part))


def _kind(data: bytes) -> str:
    """How the name of a picture ends that is made of bytes: "png", "jpg"; "" for what is none that can be shown."""
    from PIL import Image, ImageFile

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(io.BytesIO(data), formats=_READ) as image:
            if image.width * image.height > images.MOST_PIXELS or len(data) > images.MOST_BYTES:
                return ""
            image.load()  # all of it: what breaks off is told here, and breaks nothing where it is shown
            return "jpg" if image.format in ("JPEG", "MPO") else "png"
    except Exception:  # the bytes are anybody's, and whatever they break, the author is told of it
        return ""
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _digest(data: bytes, shown: WordPicture) -> str:
    """What a picture is called: two that show the same are called the same."""
    return hashlib.sha256(data + repr(shown.crop).encode()).hexdigest()[:20]


def _shown(data: bytes, shown: WordPicture) -> bytes:
    """A picture as the document shows it: without what is cut off, and without all that files say beside a picture."""
    from PIL import Image, ImageFile, ImageOps

    ImageFile.LOAD_TRUNCATED_IMAGES = True
    with Image.open(io.BytesIO(data), formats=_READ) as opened:
        kind = "JPEG" if opened.format in ("JPEG", "MPO") else "PNG"
        image: Any = opened
        if opened.format == "GIF":
            image = opened.convert("RGBA")
        profile = opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
        left, top, right, bottom = shown.crop
        if any(shown.crop):
            width, height = upright.size
            box = (
                width * left // 100_000,
                height * top // 100_000,
                max(width - width * right // 100_000, width * left // 100_000 + 1),
                max(height - height * bottom // 100_000, height * top // 100_000 + 1),
            )
            first, above, last, below = map(min, box, (width - 1, height - 1, width, height))
            upright = upright.crop((first, above, last, below))
        bare = upright.copy()
        bare.info = {name: held for name, held in bare.info.items() if name == "transparency"}
        made_of = io.BytesIO()
        options: dict[str, Any] = {"quality": 92, "subsampling": 0} if kind == "JPEG" else {}
        bare.save(made_of, kind, icc_profile=profile, exif=b"", **options)
    return made_of.getvalue()


# ---- HTML ----------------------------------------------------------------------------------------------------

_TYPES = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _html(plain: Mapping[str, tuple[Element, Mapping[str, Relation]]], found: Findings) -> Element:
    """A plain document as HTML."""
    import mammoth  # slow to load, and most papers are none of Word's

    packed = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}content-types"/>'.encode(),
        "_rels/.rels": _relations((("main", "officeDocument", "word/document.xml", False),)),
        "word/numbering.xml": _xml(_lists()),
    }
    for kind, (root, relations) in plain.items():
        links = ((key, one.kind, one.target, True) for key, one in relations.items() if one.kind == "hyperlink")
        packed[f"word/{kind}.xml"] = _xml(root)
        packed[f"word/_rels/{kind}.xml.rels"] = _relations(links)
    titled = int(any(value(one) == f"{word_body.HEADING}0" for one in plain["document"][0].iter()))
    levels = "\n".join(
        f"p.{word_body.HEADING}{level} => h{min(max(level + titled, 1), 6)}:fresh" for level in range(10)
    )
    result = mammoth.convert_to_html(word_files.packed(packed), style_map=levels, id_prefix="akson-")
    for told in result.messages:
        if "w:sym" in told.message:
            found.heading = ""
            found.leave(word_body.SYMBOL)
    return ElementTree.fromstring(f"<div>{result.value}</div>")


def _xml(root: Element) -> bytes:
    return bytes(ElementTree.tostring(root, "utf-8", xml_declaration=True))


def _relations(rows: Any) -> bytes:
    root = Element("Relationships", {"xmlns": f"{_TYPES}relationships"})
    for key, kind, target, is_outside in rows:
        row = {"Id": key, "Type": f"{_OFFICE}/{kind}", "Target": target}
        root.append(Element("Relationship", {**row, **({"TargetMode": "External"} if is_outside else {})}))
    return _xml(root)


def _lists() -> Element:
    """The two lists that rows are in."""
    root = made("numbering")
    for number, form in ((word_body.BULLETS, "bullet"), (word_body.NUMBERS, "decimal")):
        levels = (made("lvl", made("numFmt", val=form), ilvl=str(level)) for level in range(5))
        root.append(made("abstractNum", *levels, abstractNumId=number))
    for number in (word_body.BULLETS, word_body.NUMBERS):
        root.append(made("num", made("abstractNumId", val=number), numId=number))
    return root


# ---- Markdown ------------------------------------------------------------------------------------------------

_LINK = ("\ufdd4", "\ufdd5", "\ufdd6")
"""What stands for the signs of a link, until those that are text are told from them."""
_SIGN = re.compile(f"{word_body.PICTURE[0]}(\\d+){word_body.PICTURE[1]}")
_START = re.compile(f"{word_body.START[0]}(\\d+){word_body.START[1]}")
_RAISED = {"1": "¹", "2": "²", "3": "³"}


class _Markdown:
    """The writing of a text."""

    def __init__(self, root: Element, found: Findings, pictures: list[str]) -> None:
        self._root, self._found, self._pictures = root, found, pictures

    def text(self) -> str:
        """All of it."""
        parts: list[str] = []
        self._found.heading = ""
        for one in self._root:
            for part in self._block(one):
                bare = _SIGN.sub("", part)
                if bare.strip():
                    parts.append(re.sub(r"[ \t]+\n", lambda end: "  \n" if len(end[0]) > 2 else "\n", bare).rstrip())
                parts += (self._placed(int(sign[1])) for sign in _SIGN.finditer(part))
        return "\n\n".join(parts) + "\n" if parts else ""

    def _placed(self, number: int) -> str:
        alt = re.sub(r"([\[\]])", r"\\\1", _escaped(self._found.pictures[number].alt))
        return f"![{alt}]({self._pictures[number]})"

    def _block(self, element: Element) -> Iterator[str]:
        name = element.tag
        if name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            said = " ".join(self._line(element).split())
            pictures = "".join(one[0] for one in _SIGN.finditer(said))
            said = _SIGN.sub("", said).strip()
            if said:
                self._found.heading = SIGNS.sub("", "".join(element.itertext())).strip()[:80]
            yield f"{'#' * int(name[1])} {said}" if said else ""
            yield pictures
        elif name in ("ul", "ol"):
            yield from self._notes(element) if self._is_notes(element) else ("\n".join(self._rows(element)),)
        elif name == "table":
            yield from self._table(element)
        else:
            yield _led(self._line(element))

    # ---- lists and notes ----

    def _is_notes(self, element: Element) -> bool:
        return any(one.get("id", "").startswith(("akson-footnote-", "akson-endnote-")) for one in element)

    def _notes(self, element: Element) -> Iterator[str]:
        yield "---"
        for number, one in enumerate(element, 1):
            said = " ".join(" ".join(self._line(one).split()).split())
            yield f"[{number}] {said.removesuffix('↑').strip()}"

    def _rows(self, element: Element, depth: int = 0) -> Iterator[str]:
        is_numbered, count = element.tag == "ol", 0
        for row in element:
            inner = [one for one in row if one.tag in ("ul", "ol")]
            said = self._line(row, without=inner).strip()
            start = _START.match(said)
            said = _START.sub("", said).strip()
            count = int(start[1]) if start else count + 1
            mark = f"{count}. " if is_numbered else "- "
            around = " " * TAB * depth
            led = re.sub(r"^(?=\[[ xX]\] )", r"\\", _led(said)).replace("\n", f"\n{around}{' ' * TAB}")
            if led or inner:
                yield f"{around}{mark}{led}".rstrip(" ")
            for one in inner:
                yield from self._rows(one, depth + 1)

    # ---- tables ----

    def _table(self, element: Element) -> Iterator[str]:
        rows = [row for row in element.iter("tr") if self._is_own(element, row)]
        if sum(len(row) for row in rows) == 1 or len(rows) == 1:  # a frame around a text, or texts side by side
            for cell in (cell for row in rows for cell in row):
                if not any(one.tag in _BLOCKS for one in cell):
                    yield _led(self._line(cell))
                for one in cell:
                    yield from self._block(one) if one.tag in _BLOCKS else ()
            return
        grid, is_merged = _grid(rows)
        if is_merged:
            self._found.leave(word_body.MERGED)
        if next(element.iter("table"), element) is not element or len(list(element.iter("table"))) > 1:
            self._found.leave(word_body.NESTED)
        said = [[self._cell(cell) if cell is not None else "" for cell in row] for row in grid]
        said = [row for row in said if any(row)]
        if not said:
            return
        width = max(len(row) for row in said)
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in said]
        yield "\n".join([lines[0], f"|{'---|' * width}", *lines[1:]])

    def _is_own(self, table: Element, row: Element) -> bool:
        return not any(row in list(inner.iter("tr")) for inner in table.iter("table") if inner is not table)

    def _cell(self, cell: Element) -> str:
        said = " ".join(_SIGN.sub(lambda sign: f" {sign[0]} ", self._line(cell)).split())
        return re.sub(r"(?<!\\)\|", r"\\|", said)

    # ---- lines ----

    def _line(self, element: Element, without: list[Element] | None = None) -> str:
        said = self._inline(element, without or [])
        said = re.sub(r"\]([(\[{])", r"]\\\1", said)
        return said.replace(_LINK[0], "[").replace(_LINK[1], "](").replace(_LINK[2], ")")

    def _inline(self, element: Element, without: list[Element]) -> str:
        found = [_escaped(element.text or "")]
        for one in element:
            if one not in without:
                found.append(self._within(one))
            found.append(_escaped(one.tail or ""))
        return "".join(found)

    def _within(self, one: Element) -> str:
        said = self._inline(one, [])
        if one.tag in _MARKS:
            return _wrapped(said, _MARKS[one.tag])
        if one.tag == "br":
            return "  \n"
        if one.tag == "a":
            return self._link(one, said)
        if one.tag in ("sup", "sub"):
            return self._raised(one, said)
        return f" {said} " if one.tag in _BLOCKS else said

    def _link(self, one: Element, said: str) -> str:
        address = one.get("href", "")
        if re.match(r"#akson-(?:foot|end)note-", address):
            return said if "note-ref-" not in address else ""
        if address.partition(":")[0].lower() in SCHEMES and said.strip() and not _SIGN.search(said):
            address = re.sub(r"[\s<>()\"]", lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), address)
            inner = " ".join(re.sub(r"(?<!\\)[*]", "", said).split()).replace("[", r"\[").replace("]", r"\]")
            return f"{_LINK[0]}{inner}{_LINK[1]}{address}{_LINK[2]}"
        if address:
            self._found.leave(word_body.LEADING)
        return said

    def _raised(self, one: Element, said: str) -> str:
        if one.find(".//a") is not None:
            return said
        if one.tag == "sup" and said.strip() and all(sign in _RAISED for sign in said.strip()):
            return "".join(_RAISED[sign] for sign in said.strip())
        if said.strip():
            self._found.leave(word_body.RAISED)
        return said


_MARKS = {"strong": "**", "em": "*", "s": "~~"}
_BLOCKS = ("p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")


def _grid(rows: list[Element]) -> tuple[list[list[Element | None]], bool]:
    """The cells of a table where they stand, None for what another covers; and whether there are such."""
    found: list[list[Element | None]] = []
    covered: dict[tuple[int, int], bool] = {}
    is_merged = False
    for number, row in enumerate(rows):
        line: list[Element | None] = []
        for cell in row:
            while (number, len(line)) in covered:
                line.append(None)
            wide, high = (min(int(cell.get(name, "1")), 200) for name in ("colspan", "rowspan"))
            is_merged |= wide > 1 or high > 1
            for down in range(1, high):
                covered.update({(number + down, len(line) + over): True for over in range(wide)})
            line += [cell, *[None] * (wide - 1)]
        while (number, len(line)) in covered:
            line.append(None)
        found.append(line)
    return found, is_merged


def _wrapped(said: str, mark: str) -> str:
    """Words between marks, with the space around them outside."""
    inner = _SIGN.sub("", said).strip()
    if not inner or "\n" in inner:
        return said
    start, end = len(said) - len(said.lstrip()), len(said) - len(said.rstrip())
    core = said[start : len(said) - end]
    if _SIGN.search(core) or _START.search(core):
        return said
    return f"{said[:start]}{mark}{core}{mark}{said[len(said) - end :]}"


def _escaped(text: str) -> str:
    """Text in which no sign means anything but itself."""
    text = re.sub(r"[\u00ad\u200b\ufeff]|[\x00-\x08\x0b-\x1f]", "", text).replace("\n", " ").replace("\t", " ")
    text = re.sub(r"([\\`*])", r"\\\1", text)
    text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text)
    return re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("~~", "&#126;&#126;")


def _led(text: str) -> str:
    """A paragraph none of whose lines begins like a heading, a list or another thing."""
    lines = (line.strip() for line in text.split("\n"))
    found = (
        re.sub(r"^(?:(?=#)|(?=>)|(?=[-+](?:\s|$))|(?=\[[^\]]*\]:)|(?=-{2,}$))(?=.)", r"\\", line) for line in lines
    )
    found = (re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", line) for line in found)
    return "  \n".join(line for line in found if line)
