"""Tables as spreadsheet programs save them as CSV: in encodings of their own, with a line that names the separator, and
with columns and rows in which nothing stands.

Excel saves CSV in the code page of Windows, "Unicode text" in UTF-16, and writes `sep=;` where it is told to. What is
in no encoding that can be told for sure is left as it is, for the reader to refuse: a table from a Mac of old would
print "¿" for "ø".
"""

from __future__ import annotations

import csv
import io
import re
from itertools import zip_longest

_SEPARATOR = re.compile(r"sep=([;,|\t])\s*$", re.IGNORECASE)
_USUAL = frozenset("\u00a0§°±²³·×–—…‘’“”„«»€£%´`¨½¼•©®µ")
"""Signs beside letters that texts in Windows' code page have."""
_UNUSUAL = frozenset("Œœƒªº")
"""Letters that stand there for others where a text was saved in another code page."""


def in_utf8(data: bytes) -> bytes:
    """The bytes of a table in UTF-8, where they are in UTF-16 or in Windows' code page (1252); else as they are."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _from(data, "utf-16")
    nothing = data[:400].count(0)
    if nothing and nothing * 3 > len(data[:400]):
        return _from(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        others = {sign for sign in text if sign > "\x7f"}
        if all(sign in _USUAL or (sign.isalpha() and sign not in _UNUSUAL) for sign in others):
            return text.encode()
    return data


def _from(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError:
        return data


def rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows of a table with the lines that they end in, without the columns at the right and the rows in which
    nothing stands."""
    first, _, rest = text.partition("\n")
    named = _SEPARATOR.match(first)
    separator = named[1] if named else max(";\t,|", key=first.count)
    reader = csv.reader(io.StringIO(rest if named else text), delimiter=separator)
    cells = [(reader.line_num + bool(named), [cell.strip() for cell in row]) for row in reader]
    cells = [(line, row) for line, row in cells if any(row)]
    columns = list(zip_longest(*(row for _, row in cells), fillvalue=""))
    while columns and not any(columns[-1]):
        columns.pop()
    return [(line, row[: len(columns)]) for line, row in cells]
