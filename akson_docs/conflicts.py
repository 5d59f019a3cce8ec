"""What an unresolved merge leaves in a file: two versions with lines of seven signs around them.

They are looked for in the text as it was written, whatever it is written in, before anything else reads it: all that
would be said of such a file besides is about a text that nobody wrote.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .diagnostics import Code, Diagnostic, Span

CONFLICT = Code(
    "conflict-marker",
    "error",
    'the line "{found}" is left of a merge that nobody finished',
    "linjen «{found}» står igjen etter en fletting som ingen gjorde ferdig",
    "keep what is right of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>",
    "behold det som er riktig av de to versjonene, og slett linjene med <<<<<<<, ======= og >>>>>>>",
)

_SIGNS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_MARKER = re.compile(r"([ \t]*)(?:(<{7}|>{7}|\|{7})(?=[ \t]|$)|(={7})(?=[ \t]*$))")
"""Seven signs at the start of a line and a name after them (git-merge, "How conflicts are presented"); an editor may
have indented them with the text around."""
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
        return
    for conflict in itertools.islice(_conflicts(markers), _MOST):
        first, last = conflict[0], conflict[-1]
        end = last.line + 1, len(lines[last.line]) + 1
        said = first.said if len(first.said) <= _LONGEST else f"{first.said[:_LONGEST]}…"
        yield CONFLICT.at(Span(file, first.line + 1, first.column + 1, *end), found=said)


def _markers(lines: Sequence[str], file: str) -> Iterator[_Marker]:
    for line, written in enumerate(lines):
        found = _MARKER.match(written)
        if found:
            rank, said = _SIGNS.index(found[2] or found[3]), written.strip()
            yield _Marker(line, len(found[1]), rank, said, _is_sure(rank, said, len(found[1]), line, lines, file))


def _is_sure(rank: int, said: str, indent: int, line: int, lines: Sequence[str], file: str) -> bool:
    """Whether a line is a marker where no other is beside it: not a row of a table, a quotation or a heading."""
    above = lines[line - 1] if line else ""
    if rank == 0:
        return True
    if rank == 1:
        return len(said) > len(_SIGNS[1]) and "|" not in said[len(_SIGNS[1]) :]
    if rank == 3:
        below = lines[line + 1] if line + 1 < len(lines) else ""
        return not (_QUOTED.match(above) or _QUOTED.match(below))
    yaml = file.lower().endswith((".yaml", ".yml"))
    if (yaml and not indent) or file.lower().endswith(".csv"):
        return True
    # Markdown underlines a heading so: one line of text, with nothing right above it.
    before = lines[line - 2] if line > 1 else ""
    begins = not before.strip() or (yaml and len(before) - len(before.lstrip()) < indent)
    return not (above.strip() and begins)


def _conflicts(markers: Sequence[_Marker]) -> Iterator[list[_Marker]]:
    """The markers that belong together: each comes later in the order than the one before it."""
    held: list[_Marker] = []
    for marker in markers:
        if held and marker.rank <= held[-1].rank:
            yield from _meant(held)
            held = []
        held.append(marker)
    yield from _meant(held)


def _meant(held: list[_Marker]) -> Iterator[list[_Marker]]:
    if any(marker.sure for marker in held):
        yield held
