"""Text that was pasted from Word, Excel, a letter, a PDF or a page of the web, as the Markdown that it is meant as.

Rows that begin with a sign become lists, lines with tabs become tables, and breaks of lines of other programs become
those that everybody knows. Not a word is changed: what cannot be told is left as it is, and `pasted_text` says so.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from akson_docs.sources.pasted_text import BREAKS, DASHES, LETTER, SYMBOL, TIGHT, WORDS_O, WORDS_SIGN, cells

_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_PARAGRAPHS = re.compile("[\u2029\f]|\r\n?(?=\r)")
_BREAKS = re.compile("[\x0b\u2028]")
_ENDS = re.compile("\r\n?|\x85")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_NUMBERED = re.compile(r"(\s*)(\d{1,3})[.)][\t\xa0]+\s*(?=\S)")
_BOX = re.compile(r"\s*([☐☑☒□✓])[ \t\xa0]+(?=\S)")
_ANY_ROW = re.compile(r"\s*(?:[-*+]|\d{1,3}\.)[ \t]+\S")
_CELLS = re.compile(r"\s*\|")
_FIGURE = re.compile(r"[−+-]?[\d\s.,\xa0]*\d[\d\s.,\xa0]*(?:%|kr)?$")
_FULL = 60
"""Characters of a line that may go on in the next: PDFs and letters break lines, Word and Excel do not."""
_LEVELS = "•●·*", "o○◦", "▪■§\uf0a7"
"""The bullets of the levels of Word's lists."""


def as_markdown(text: str) -> str:
    """A text in Markdown with what was pasted into it as Markdown; the same where there is nothing of it."""
    if not _SUSPECT.search(text):
        return text
    text = _ENDS.sub("\n", _PARAGRAPHS.sub("\n\n", _UNSEEN.sub("", text)))
    text = _BREAKS.sub("\n", re.sub(r"(?<=[^\s\x0b\u2028])[\x0b\u2028](?=[^\s\x0b\u2028])", _broken(text), text))
    made: list[str] = []
    is_code = is_list = False
    for is_empty, together in itertools.groupby(text.split("\n"), lambda line: not line.strip()):
        block = list(together)
        fences = sum(_FENCE.match(line) is not None for line in block)
        if is_empty or is_code or fences:
            made += block
            is_code ^= bool(fences % 2)
            continue
        first = block[0]
        indented = _indent(first) > 0
        # Below a list, what is indented belongs to its last row; elsewhere it would be code.
        made += _of_block(block, keeps=is_list and indented)
        is_list = _ANY_ROW.match(first) is not None or _mark(first) is not None or (is_list and indented)
    return "\n".join(made)


def value(now: Any, before: Any) -> Any:
    """What somebody typed into a form, a value of a file, with its texts as Markdown where they are not `before`'s."""
    if isinstance(now, Mapping):
        held = before if isinstance(before, Mapping) else {}
        return {key: one if key == "data" else value(one, held.get(key)) for key, one in now.items()}
    if isinstance(now, list):
        rows = before if isinstance(before, list) else []
        return [value(one, rows[place] if place < len(rows) else None) for place, one in enumerate(now)]
    return as_markdown(now) if isinstance(now, str) and now != before and "\n" in now else now


def with_lines(text: str) -> str:
    """A file in YAML with the breaks of other programs as lines of its own, which YAML refuses else: in a text over
    several lines as another line of it, in a value on its line as a space."""
    if not _FOREIGN.search(text):
        return text
    lines = []
    for line in text.split("\n"):
        if not _FOREIGN.search(line):
            lines.append(line)
            continue
        if _PAIR.match(line):
            lines.append(_FOREIGN.sub(" ", line))
            continue
        indent = line[: len(line) - len(line.lstrip(" "))]
        parts = _FOREIGN.split(line)
        signs = _FOREIGN.findall(line)
        plain = _broken(line) == "\n"
        made = parts[0]
        for sign, part in zip(signs, parts[1:], strict=True):
            between = "\n\n" if sign in "\u2029\f" else "\n" if plain or not part.strip() else "  \n"
            made += f"{between}{indent}{part.lstrip(' ')}"
        lines.append(made)
    return "\n".join(lines)


_FOREIGN = re.compile(f"[{BREAKS}]")
_PAIR = re.compile(r"\s*(?:- +)*[\w-]+:(?: |$)|\s*- +[{\[\"']?")


_SUSPECT = re.compile(
    rf"[\x0b\f\r\x85\u00ad\u200b\u2028\u2029\u2060\ufeff\t]|^\s*(?:{SYMBOL.pattern}|{WORDS_O.pattern}|{LETTER.pattern}"
    rf"|{TIGHT.pattern}|{_BOX.pattern})",
    re.MULTILINE,
)
assert set(BREAKS) <= set("\x0b\f\x85\u2028\u2029")


def _broken(text: str) -> str:
    """What a break within a paragraph becomes: a break that Markdown knows, unless rows of a list stand there."""
    lines = re.split("[\n\x0b\u2028]", text)
    rows = sum(SYMBOL.match(line) is not None or _ANY_ROW.match(line) is not None for line in lines)
    return "\n" if rows > 1 or any("\t" in line for line in lines) else "  \n"


def _of_block(block: list[str], keeps: bool) -> list[str]:
    """Lines that stand together, as what they are meant as; whether it `keeps` how far it is indented."""
    margin = min(len(line) - len(line.lstrip(" ")) for line in block)
    shown = margin if keeps else 0
    table = _table(block, " " * shown)
    return table if table else list(_rows(block, shown))


# ---- lists ---------------------------------------------------------------------------------------------------


def _rows(block: Sequence[str], margin: int) -> Iterator[str]:
    marks = [_mark(line) for line in block]
    counts = {
        kind: sum(mark is not None and mark[0] == kind for mark in marks) for kind in ("o", "dash", "tight", "letter")
    }
    after = {place for place, line in enumerate(block[:-1]) if line.rstrip().endswith(":")}
    kept = [
        mark
        if mark is not None and (counts.get(mark[0], 2) > 1 or (mark[0] == "dash" and place - 1 in after))
        else None
        for place, mark in enumerate(marks)
    ]
    if not any(kept):
        yield from block
        return
    indents = sorted({_indent(block[place]) for place, mark in enumerate(kept) if mark})
    signs = [mark[1] for mark in kept if mark]
    levels = _by_sign(signs) if len(indents) == 1 else {}
    was_row = False
    for place, (line, mark) in enumerate(zip(block, kept, strict=True)):
        is_row = mark is not None or (_ANY_ROW.match(line) is not None and (was_row or place == 0))
        if mark is None:
            if was_row and kept[place - 1] and len(block[place - 1]) < _FULL and line.lstrip()[:1].isupper():
                yield ""
            yield line
        elif mark[0] == "letter":
            if place:
                yield ""
            yield line.strip() if margin == 0 else " " * margin + line.strip()
        else:
            level = levels.get(mark[1], 0) if levels else indents.index(_indent(line))
            if place and not was_row:
                yield ""
            yield " " * (margin + 2 * level) + mark[2]
        was_row = is_row


def _mark(line: str) -> tuple[str, str, str] | None:
    """(of what kind a row is, its sign, the row in Markdown); None for a line that begins none."""
    box = _BOX.match(line)
    if box and box[1] != "✓":
        return "box", "-", f"- [{' ' if box[1] in '☐□' else 'x'}] {line[box.end() :]}"
    numbered = _NUMBERED.match(line)
    if numbered and ("\t" in numbered[0] or "\xa0" in numbered[0]):
        return "number", "1", f"{numbered[2]}. {line[numbered.end() :]}"
    for pattern, kind in ((SYMBOL, "sign"), (WORDS_SIGN, "sign"), (WORDS_O, "o"), (LETTER, "letter"), (TIGHT, "tight")):
        found = pattern.match(line)
        if found is None:
            continue
        sign = found[1]
        rest = line[line.index(sign) + len(sign) :].lstrip(" \t\xa0")
        if kind == "letter":
            return kind, "a", line
        if kind == "tight":
            return kind, sign[-1], f"{sign} {rest}"
        if kind == "o" and "\t" in line[: len(line) - len(rest)]:
            kind = "sign"
        return "dash" if sign in DASHES else kind, sign, f"- {rest}"
    return None


def _by_sign(signs: Sequence[str]) -> dict[str, int]:
    """The level of each sign that rows begin with: those of Word's lists as Word has them, others as they come."""
    order = list(dict.fromkeys(signs))
    if order[0] in _LEVELS[0]:
        known = {sign: level for level, group in enumerate(_LEVELS) for sign in group}
        if all(sign in known for sign in order):
            found = sorted({known[sign] for sign in order})
            return {sign: found.index(known[sign]) for sign in order}
    return {sign: place for place, sign in enumerate(order)} if "-" not in order and "1" not in order else {}


def _indent(line: str) -> int:
    spaces = line[: len(line) - len(line.lstrip())]
    return len(spaces.replace("\t", "    "))


# ---- tables --------------------------------------------------------------------------------------------------


def _table(block: Sequence[str], margin: str) -> list[str]:
    """Lines with tabs as a table or, where each says one thing of one name, as lines; none where they are neither."""
    lines = [line for line in block if line.strip()]
    inner = [line.strip(" ") for line in lines]
    tabs = cells(inner)
    tabbed = [place in tabs and _mark(line) is None and not _ANY_ROW.match(line) for place, line in enumerate(inner)]
    if sum(tabbed) < 2 or any(_CELLS.match(line) for line in lines):
        return []
    first = tabbed.index(True)
    last = len(tabbed) - 1 - tabbed[::-1].index(True)
    if not all(tabbed[first : last + 1]) and not any('"' in line for line in inner):
        return []
    held = csv.reader([f"{line}\n" for line in inner[first : last + 1]], delimiter="\t")
    rows = [[" ".join(cell.split()) for cell in row] for row in held]
    width = max(len(row) for row in rows)
    while width > 1 and all(len(row) < width or not row[width - 1] for row in rows):
        width -= 1  # empty columns, as Excel selects them
    rows = [[*row, *[""] * width][:width] for row in rows]
    if width < 2:
        return []
    before, behind = list(block[:first]), list(block[last + 1 :])
    if width == 2 and all(row[0].endswith(":") for row in rows):
        made = [f"{margin}{row[0]} {row[1]}".rstrip() + "  " for row in rows[:-1]]
        return [*before, *made, f"{margin}{rows[-1][0]} {rows[-1][1]}".rstrip(), *behind]
    escaped = [[cell.replace("|", r"\|") for cell in row] for row in rows]
    figures = [
        all(not row[column] or _FIGURE.match(row[column]) for row in rows[1:]) and any(row[column] for row in rows[1:])
        for column in range(width)
    ]
    rule = "|" + "|".join("---:" if figure else "---" for figure in figures) + "|"
    made = [f"{margin}| {' | '.join(row)} |" for row in escaped]
    return [*before, *([""] if before else []), made[0], margin + rule, *made[1:], *([""] if behind else []), *behind]
