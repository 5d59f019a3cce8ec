"""What comes with text that is pasted from elsewhere, and is printed otherwise than it looks: rows that Markdown joins
to one line, tables of tabs, paragraphs that become code, garbled letters.

A text is looked at line by line as it was written, like Markdown looks at it: only what stands together is joined.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span

SYMBOL_ROWS = Code(
    "symbol-rows",
    "warning",
    N_("rows that begin with {found} are no list: they are printed one after the other, in one paragraph"),
    N_('begin each with "- ", with an empty line before the first'),
)
LETTER_ROWS = Code(
    "symbol-rows",
    "warning",
    N_("rows that begin with {found} are no list: they are printed one after the other, in one paragraph"),
    N_('begin each with "1. ", or put an empty line between them'),
)
NO_SPACE_ROWS = Code(
    "symbol-rows",
    "warning",
    N_("rows that begin with {found} are no list: they are printed one after the other, in one paragraph"),
    N_("put a space after the sign, and an empty line before the first"),
)
LIST_JOINED = Code(
    "list-joined",
    "warning",
    N_("this list is joined to the paragraph above it, and is printed as one line"),
    N_("put an empty line before its first row"),
)
PASTED_TABLE = Code(
    "pasted-table",
    "warning",
    N_("lines with tabs are no table: they are printed one after the other, in one paragraph"),
    N_("put | between the cells and |---|---| below the head; or make it a slide: kind: table"),
)
TABLE_HEAD = Code(
    "table-head",
    "warning",
    N_("these lines are no table: the line below the head is missing, and they are printed as they stand"),
    N_("write |---|---| below the head, with as many parts as there are columns"),
)
QUOTED_ROWS = Code(
    "quoted-rows",
    "warning",
    N_("lines that begin with > are a quotation, and are printed as one paragraph"),
    N_('for a list begin each with "- "; in a quotation put a line with > alone between paragraphs'),
)
INDENTED_TEXT = Code(
    "indented-text",
    "warning",
    N_("a paragraph that is indented is set as code, as a typewriter would"),
    N_("begin it where the paragraphs above begin"),
)
TABLE_JOINED = Code(
    "table-head",
    "warning",
    N_("this table is joined to the paragraph above it, and is printed as it stands"),
    N_("put an empty line before it"),
)
UNDERLINED = Code(
    "underlined-text",
    "warning",
    N_("a line of - right below a text makes a heading of it"),
    N_("put an empty line between them; a heading is written # and its words"),
)
LINK_BROKEN = Code(
    "link-broken",
    "warning",
    N_('the link "{found}" is none, and is printed as it stands'),
    N_("write [words](https://…), with no space between ] and ( and with ) at its end"),
)
HTML = Code(
    "html-in-text",
    "warning",
    N_("HTML is no markup here: {found} is printed as it stands"),
    N_("take it out; **bold**, *slanted*, and an empty line for a new paragraph are Markdown"),
)
STRAY_STARS = Code(
    "stray-stars",
    "warning",
    N_("** stands here alone, and is printed as it stands"),
    N_("put ** right before and right after what is to be bold"),
)
FOOTNOTE = Code(
    "footnote",
    "warning",
    N_("there are no footnotes here: {found} is printed as it stands, and its note may be missing"),
    N_("write what the note says where it belongs, in brackets"),
)
FOREIGN_BREAK = Code(
    "line-break",
    "warning",
    N_("a line break of another program ({name}) stands here, and is printed as none"),
    N_("end the line here; akson fmt does that, and makes lists and tables of what was pasted"),
)
SYMBOL_FONT = Code(
    "symbol-font",
    "warning",
    N_("a sign of Word's own fonts ({name}) stands here, and is seen nowhere else"),
    N_('write the sign that is meant; at the start of a row write "- "'),
)
GARBLED = Code(
    "garbled-text",
    "warning",
    N_('letters were garbled here: "{found}" was probably "{meant}"'),
    N_("write the word anew, and save the file as UTF-8; see whether more of it is garbled"),
)
LOST_LETTER = Code(
    "garbled-text",
    "error",
    N_("a letter was lost here, and {found} stands for it"),
    N_("write the word anew, and save the file as UTF-8; see whether more letters are lost"),
)
DOUBTED_LETTER = Code(
    "garbled-text",
    "warning",
    N_('a letter was probably lost in "{found}"'),
    N_("write the word anew, and save the file as UTF-8; see whether more letters are lost"),
)

WrittenLine = tuple[Span, str]
"""A line as it was written, and its place."""

BREAKS = "\x0b\f\x85\u2028\u2029"
"""Signs that end a line or a paragraph in other programs, and nothing here."""
_SYMBOLS = "☐☑☒•‣⁃▪▫■□●○◦◆◇➢➤►✓✔·∙–—−\uf0a7\uf0b7\uf0d8\uf0fc"
SYMBOL = re.compile(rf"\s*([{_SYMBOLS}])[ \t\xa0]\s*\S")
WORDS_O = re.compile(r"\s*(o)[ \t\xa0]+\S")
"""What the inner bullet of Word's lists becomes where its font is not there."""
WORDS_SIGN = re.compile(r"\s*([§Øüqv])\t+\s*\S")
"""What the bullets of Word's own fonts become as letters."""
DASHES = "–—−"
LETTER = re.compile(r"\s*(\(?(?:[a-hA-H]|\d{1,2}|[ivx]{1,4})\)|\d{1,2}\.\d{1,2}\.?)\s+\S")
TIGHT = re.compile(r"\s*(-(?=[^\W\d_])|\d{1,2}\.(?=[^\W\d_]))")
_ROW = re.compile(r"\s*(?:[-*+]|(\d{1,3})\.)\s+\S")
_UNDERLINE = re.compile(r"\s*-{2,}\s*$")
_LINK_APART = re.compile(
    r"\[[^\[\]]+\] +\((?:https?:|www\.|mailto:)[^)]*\)?|\[[^\[\]]+\]\((?:https?:|www\.|mailto:)[^)\s]*(?:\s[^)]*)?$"
)
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_CELLS = re.compile(r"\s*\|.*\|\s*$")
_INDENT = 2
_SHORT = 50
"""Characters of a line that was not broken because it was full."""
_HTML = re.compile(
    r"</?(?:b|i|u|br|p|strong|em|span|div|font|ul|ol|li|table|tr|t[dh]|h[1-6]|a|img|su[bp]|center|small|hr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FOREIGN = re.compile("[\u2028\u2029]")
"""Those of `BREAKS` that are no controls, which are refused."""
_NOTE = re.compile(r"\[\^[\w-]{1,40}\]")
_CODE = re.compile(r"`[^`]*`")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ODD = re.compile("[\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2,}")
_EXPECTED = frozenset("æøåÆØÅäöüÄÖÜéèêëáàâóòôíúçñÉÈÁÀÓÒðþčđŋšŧž–—‘’“”„•…§°«»½€²³· \xa0©®×")
_DOUBTED = re.compile(r"(?<![\w/=?&.])[a-zæøå]+\?[a-zæøå]+(?![\w/=])", re.IGNORECASE)
_MOST_ODD = 200
"""Signs in a row that are looked through."""
_UNDEFINED = {"\x81": 0x81, "\x8d": 0x8D, "\x8f": 0x8F, "\x90": 0x90, "\x9d": 0x9D}


def of_text(lines: Sequence[WrittenLine]) -> Iterator[Diagnostic]:
    """What of a text in Markdown is printed otherwise than it looks: of each paragraph the first thing."""
    margin, is_list = _margin(lines), False
    for is_empty, together in itertools.groupby(lines, lambda line: not line[1].strip()):
        if is_empty:
            continue
        block = tuple(together)
        yield from itertools.islice(_of_block(block, is_list, margin), 1)
        first = block[0][1]
        is_list = _ROW.match(first) is not None or (is_list and len(first) - len(first.lstrip()) > margin)


def of_letters(text: str, file: str) -> Iterator[Diagnostic]:
    """Signs and letters that are others than was meant, anywhere in a file: of each kind the first, for what garbles a
    word garbles the file."""
    told: set[Code] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii() and "?" not in line and "<" not in line:
            continue
        for code, start, words in _letters(line):
            if code not in told:
                told.add(code)
                yield code.at(Span(file, number, start + 1), **words)


def _letters(line: str) -> Iterator[tuple[Code, int, dict[str, str]]]:
    tag = _HTML.search(line) if "<" in line else None
    if tag and not _CODE.search(line):
        yield HTML, tag.start(), {"found": tag[0][:30]}
    foreign = _FOREIGN.search(line)
    if foreign:
        yield FOREIGN_BREAK, foreign.start(), {"name": f"U+{ord(foreign[0]):04X}"}
    private = _PRIVATE.search(line)
    if private and not SYMBOL.match(line):  # rows are told of as such
        yield SYMBOL_FONT, private.start(), {"name": f"U+{ord(private[0]):04X}"}
    if "\ufffd" in line:
        yield LOST_LETTER, line.index("\ufffd"), {"found": "\ufffd"}
    for odd in _ODD.finditer(line):
        meant = _unscrambled(odd[0])
        if meant:
            yield GARBLED, odd.start() + odd[0].index(meant[0]), {"found": meant[0], "meant": meant[1]}
    doubted = _DOUBTED.search(line)
    if doubted:
        yield DOUBTED_LETTER, doubted.start(), {"found": doubted[0]}


def _unscrambled(text: str) -> tuple[str, str] | None:
    """(what stands there, the letter that somebody wrote), where a program read its bytes as other letters."""
    for start in range(min(len(text), _MOST_ODD) - 1):
        for part in (text[start : start + 2], text[start : start + 3]):  # letters and signs of two bytes or three
            try:
                data = b"".join(
                    bytes((_UNDEFINED[sign],)) if sign in _UNDEFINED else sign.encode("cp1252") for sign in part
                )
                meant = data.decode("utf-8")
            except UnicodeError:
                continue
            if set(meant) <= _EXPECTED:
                return part, meant
    return None


def _margin(lines: Sequence[WrittenLine]) -> int:
    """How far a text as a whole is indented."""
    return min((len(text) - len(text.lstrip(" ")) for _, text in lines if text.strip()), default=0)


def _of_block(block: Sequence[WrittenLine], is_list: bool, margin: int) -> Iterator[Diagnostic]:
    """What is wrong with lines that stand together; `is_list` where a list stands above them."""
    texts = [text for _, text in block]
    yield from _rows(block, texts)
    tabs = cells(texts)
    if any(after == before + 1 for before, after in itertools.pairwise(tabs)):
        yield PASTED_TABLE.at(block[tabs[0]][0])
    rule = next((number for number, text in enumerate(texts) if _RULE.match(text) and "|" in text), 0)
    if rule > 1 and not all("|" in text for text in texts[: rule - 1]):
        yield TABLE_JOINED.at(block[rule - 1][0])
    under = next((number for number, text in enumerate(texts) if number and _UNDERLINE.match(text)), 0)
    if under and len(texts[under - 1].strip()) > 3 * len(texts[under].strip()):
        yield UNDERLINED.at(block[under][0])
    for number, text in enumerate(texts):
        link = _LINK_APART.search(text) if "[" in text else None
        if link:
            yield LINK_BROKEN.at(replace(block[number][0], column=link.start() + 1), found=link[0][:40])
    for number, text in enumerate(texts):
        note = _NOTE.search(_CODE.sub("", text)) if "[^" in text else None
        if note:
            yield FOOTNOTE.at(replace(block[number][0], column=text.index(note[0]) + 1), found=note[0])
    bars = [number for number, text in enumerate(texts) if _CELLS.match(text)]
    if len(bars) > 1 and not any(_RULE.match(text) for text in texts):
        yield TABLE_HEAD.at(block[bars[0]][0])
    quoted = [text.lstrip()[1:].strip() for text in texts if text.lstrip().startswith(">")]
    apart = [text for text in quoted[:-1] if text and len(text) < _SHORT and not text.endswith(("\\", ","))]
    if len(quoted) > 1 and apart and all(quoted):
        yield QUOTED_ROWS.at(block[0][0])
    stars = [
        number for number, text in enumerate(texts) for _ in re.findall(r"(?<![*\\])\*\*(?!\*)", _CODE.sub("", text))
    ]
    if len(stars) % 2:
        yield STRAY_STARS.at(block[stars[-1]][0])
    begins = texts[0].expandtabs(4)
    if len(begins) - len(begins.lstrip()) >= margin + _INDENT and not is_list:
        yield INDENTED_TEXT.at(block[0][0])


def cells(texts: Sequence[str]) -> list[int]:
    """The lines that have cells with tabs between them, some of them empty; none where tabs only indent."""
    tabs = [number for number, text in enumerate(texts) if "\t" in text.strip(" \r")]
    return tabs if any("\t" in texts[number].strip() for number in tabs) else []


def _rows(block: Sequence[WrittenLine], texts: Sequence[str]) -> Iterator[Diagnostic]:
    """Rows that are joined, for they begin with signs that Markdown does not know, or stand right below a paragraph."""
    in_list = _ROW.match(texts[0]) is not None
    marks = (
        (SYMBOL, SYMBOL_ROWS),
        (WORDS_SIGN, SYMBOL_ROWS),
        (WORDS_O, SYMBOL_ROWS),
        (LETTER, LETTER_ROWS),
        (TIGHT, NO_SPACE_ROWS),
    )
    for mark, code in marks:
        rows = [(number, found[1]) for number, text in enumerate(texts) if (found := mark.match(text))]
        enough = 1 if mark in (SYMBOL, WORDS_SIGN) and rows and rows[0][1] not in DASHES else 2
        if mark is WORDS_O and rows and "\t" in texts[rows[0][0]].strip():
            enough = 1
        if len(rows) >= enough or (rows and rows[0][0] and mark is SYMBOL):
            first, sign = rows[0]
            shown = f"U+{ord(sign):04X}" if _PRIVATE.match(sign) else sign
            yield code.at(block[first][0], found=shown)
    below = [number for number, text in enumerate(texts) if number and _ROW.match(text)]
    if not in_list and below and not any(_CELLS.match(text) for text in texts):
        first = below[0]
        number = _ROW.match(texts[first])
        sure = len(below) > 1 or texts[first - 1].rstrip().endswith(":")
        if sure and number is not None and (number[1] in (None, "1") or len(below) > 1):
            yield LIST_JOINED.at(block[first][0])
