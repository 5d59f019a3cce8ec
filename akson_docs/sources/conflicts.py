"""What an unresolved merge leaves in a file: two versions with lines of seven signs or more around them.

They are looked for in the text as it was written, whatever it is written in, before anything else reads it: all that
would be said of such a file besides is about a text that nobody wrote.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span

CONFLICT = Code(
    "conflict-marker",
    "error",
    N_('the line "{found}" is left of a merge that nobody finished'),
    N_("keep what is right of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>"),
)

CONFLICT_OR_HEADING = Code(
    "conflict-marker",
    "warning",
    N_("a line of seven = makes a heading of the line above, unless it is left of a merge"),
    N_("delete the line, or write the heading as # and its words"),
)

_SIGNS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_USUAL = 7
_MARKER = re.compile(r"([ \t]*)(?:(<{7,}|>{7,}|\|{7,})(?=[ \t]|$)|(={7,})(?=[ \t]*$))")
"""Seven signs at the start of a line and a name after them (git-merge, "How conflicts are presented"), or more of them
(gitattributes, `conflict-marker-size`; what a merge of merges leaves); an editor may have indented them with the text
around."""
_QUOTED = re.compile(r"[ \t]*>{5}")
_LONGEST = 40
"""Characters of a marker that a message repeats."""
_MOST = 100
"""Conflicts of a file that are told: whoever mends those is told the rest."""


@dataclass(frozen=True)
class _Marker:
    line: int
    """From 0."""
    column: int
    """From 0."""
    rank: int
    """Which of the four it is, in the order in which they come."""
    size: int
    """How many signs it is of; those of one conflict are all as long."""
    said: str
    sure: bool
    """Whether it is nothing else, whatever stands around it."""


def problems(text: str, file: str) -> Iterator[Diagnostic]:
    """Each conflict in a file, at its first marker; what is left of one that was resolved by half, at each line."""
    if not any(sign in text for sign in _SIGNS):
        return
    lines = text.split("\n")
    markers = list(_markers(lines, file))
    if not any(marker.sure for marker in markers):
        yield from (one for marker in markers for one in _doubted(marker, lines, file))
        return
    for conflict in itertools.islice(_conflicts(markers), _MOST):
        first, last = conflict[0], conflict[-1]
        end = last.line + 1, len(lines[last.line]) + 1
        said = first.said if len(first.said) <= _LONGEST else f"{first.said[:_LONGEST]}…"
        yield CONFLICT.at(Span(file, first.line + 1, first.column + 1, *end), found=said)


def _doubted(marker: _Marker, lines: Sequence[str], file: str) -> Iterator[Diagnostic]:
    """A line that may be one that git divides two versions with, and nothing else is left of: it is as long as git's,
    and not as the line that it would make a heading of; and a text goes on right below."""
    if marker.rank != 2 or marker.size != _USUAL or not marker.line:
        return
    above = lines[marker.line - 1].strip()
    below = lines[marker.line + 1].strip() if marker.line + 1 < len(lines) else ""
    if below and abs(len(above) - _USUAL) > 1:
        yield CONFLICT_OR_HEADING.at(Span(file, marker.line + 1, marker.column + 1))


def _markers(lines: Sequence[str], file: str) -> Iterator[_Marker]:
    for line, written in enumerate(lines):
        found = _MARKER.match(written)
        if found:
            signs, said = found[2] or found[3], written.strip()
            rank = _SIGNS.index(signs[:_USUAL])
            sure = _is_sure(rank, len(signs), said, len(found[1]), line, lines, file)
            yield _Marker(line, len(found[1]), rank, len(signs), said, sure)


def _is_sure(rank: int, size: int, said: str, indent: int, line: int, lines: Sequence[str], file: str) -> bool:
    """Whether a line is a marker where no other is beside it: not a row of a table, a quotation or a heading."""
    above = lines[line - 1] if line else ""
    if rank == 0:
        return True
    if rank == 1:
        return len(said) > size and "|" not in said[size:]
    if rank == 3:
        below = lines[line + 1] if line + 1 < len(lines) else ""
        return not (_QUOTED.match(above) or _QUOTED.match(below))
    yaml = file.lower().endswith((".yaml", ".yml"))
    if (yaml and not indent) or file.lower().endswith(".csv"):
        return True
    if size > _USUAL:
        return False  # a line of a text may be as long as its author likes
    # Markdown underlines a heading so: one line of text, with nothing right above it.
    before = lines[line - 2] if line > 1 else ""
    begins = not before.strip() or (yaml and len(before) - len(before.lstrip()) < indent)
    return not (above.strip() and begins)


def _conflicts(markers: Sequence[_Marker]) -> Iterator[list[_Marker]]:
    """The markers that belong together: as long as each other, and each later in the order than the one before it. What
    lies within another conflict is not told besides."""
    found: list[list[_Marker]] = []
    for size in {marker.size for marker in markers}:
        held: list[_Marker] = []
        for marker in (one for one in markers if one.size == size):
            if held and marker.rank <= held[-1].rank:
                found += _meant(held)
                held = []
            held.append(marker)
        found += _meant(held)
    end = -1
    for conflict in sorted(found, key=lambda conflict: conflict[0].line):
        if conflict[0].line > end:
            yield conflict
        end = max(end, conflict[-1].line)


def _meant(held: list[_Marker]) -> Iterator[list[_Marker]]:
    if any(marker.sure for marker in held):
        yield held
