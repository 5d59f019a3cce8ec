"""What no message repeats: what stands under `redact:` in a source file. Messages stand in logs that anybody may read.

It is told by the lines of the file and not by what was read of it, so that it holds for what cannot be read as well.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from akson_docs.diagnostics import Diagnostic, nearest
from akson_docs.model import walk
from akson_docs.model.documents import Board, Meeting, Redact, Site
from akson_docs.sources import meant

INSTEAD = "\u2026"
_TOLD = frozenset(("known", "owners", "nearest", "example", "limit", "expected", "line", "problem"))
"""What messages say of the format, and not of what was written."""
_KEY = re.compile(r"""(?:^|[\s{,?\[-])["']?([\w-]+)["']?\s*:(?=\s|$|["'{\[])""")


def without(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> Iterator[Diagnostic]:
    """What is wrong, without a word of what stands under `redact:`; `texts` are the source files, by their paths."""
    lines = {file: redacting(text) for file, text in texts.items()}
    secret = tuple(one for held in lines.values() for line in held.values() for one in _values(line))
    for one in found:
        is_inside = one.span.line in lines.get(one.span.file, {}) or one.span.end_line in lines.get(one.span.file, {})
        parameters = tuple(
            (name, held if _is_told(name, held) and not any(said in str(held) for said in secret) else INSTEAD)
            if is_inside and isinstance(held, str)
            else (name, INSTEAD if isinstance(held, str) and any(said in held for said in secret) else held)
            for name, held in one.parameters
        )
        yield replace(one, parameters=parameters) if parameters != one.parameters else one


def _is_told(name: str, held: str) -> bool:
    return name in _TOLD or held in _keys()


@functools.cache
def _keys() -> frozenset[str]:
    return frozenset(("redact", *(key for shape in walk.shapes(Redact) for key in meant.names(shape))))


def redacting(text: str) -> dict[int, str]:
    """The lines of a file, by their numbers, that say what is redacted: from each `redact:` to where it ends."""
    found: dict[int, str] = {}
    indent, open_brackets, is_inside = 0, 0, False
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        own = len(line) - len(line.lstrip(" \t"))
        if is_inside and line.strip() and open_brackets <= 0 and own <= indent:
            is_inside = False
        key = next((one for one in _KEY.finditer(line) if _means_redact(one[1])), None)
        if key is not None and not is_inside:
            is_inside, indent, open_brackets = True, key.start(1), 0
        if is_inside:
            found[number] = line if key is None else line[key.end() :]
            open_brackets += sum(map(line.count, "{[")) - sum(map(line.count, "}]"))
    return found


@functools.cache
def _means_redact(key: str) -> bool:
    """Whether a key is `redact`, or is probably meant for it: none of the format's other keys, and near to it."""
    known = meant.SPOKEN.get(key.lower()) or (key.lower() if key.lower() in _format() else "")
    return known == "redact" if known else nearest(key, ("redact",)) == "redact"


@functools.cache
def _format() -> frozenset[str]:
    return frozenset(key for top in (Site, Board, Meeting) for shape in walk.shapes(top) for key in meant.names(shape))


def _values(line: str) -> Iterator[str]:
    """What is written in a line, without the keys and the legal bases."""
    if re.match(r"\s*(?:- )?withheld\s*:", line):
        return
    for part in re.split(r"[{}\[\],]|\w+:(?=\s|$)", re.sub(r"withheld\s*:[^,}\]]*", "", line)):
        said = part.strip(" \t-\"'")
        if len(said) > 3 and not said.replace(".", "").isdigit() and said not in _keys():
            yield said
