"""What becomes public, as the rules about personal data ask for it: every text with its place, and every file.

Given is the full value. A text counts that the public edition has on any day, the words that stand for withheld ones
among them; what is withheld, private or a rule's name does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from . import edition, privacy
from .attached import Leak
from .diagnostics import Path, Span, locate
from .model import Attachment, Document
from .parse import Parsed
from .privacy import Found
from .slides import Grid, SlideBase
from .words import VISIBILITIES, Value, Words


@dataclass(frozen=True)
class Public:
    """What becomes public of a site, a board or a meeting."""

    parsed: Parsed[Any]
    read: Callable[[str], bytes]
    """The bytes of a source file, by its path."""
    leaks: Mapping[str, tuple[Leak, ...]] = field(default_factory=dict)
    """What the files that are published with it give away, by their paths."""

    @cached_property
    def personal(self) -> tuple[tuple[Span, Found], ...]:
        """What in its texts points at one person, each at its place."""
        assert self.parsed.value is not None
        found: dict[tuple[Span, str, str], Found] = {}
        for path, text in texts(edition.public(self.parsed.value), ()):
            for nth, one in _counted(privacy.finds(text)):
                span = place(path, one, nth, self.parsed, self.read)
                found.setdefault((span, one.kind, one.digits), one)  # a cell is found in its row as well
        return tuple((span, one) for (span, _, _), one in found.items())

    @cached_property
    def files(self) -> tuple[tuple[Path, str], ...]:
        """The files that are published with it, by their paths, each with the place that names it."""
        assert self.parsed.value is not None
        folder = self.parsed.file.rpartition("/")[0]
        named = files(edition.public(self.parsed.value), ())
        return tuple((path, f"{folder}/{name}" if folder else name) for path, name in named)


def texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text in a public edition, names of files and addresses among them, with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Words):
        yield from ((path, text) for _, text in (*value.said, *value.public))
    elif isinstance(value, Grid):
        for number, row in enumerate((value.head, *value.rows)):
            yield from (((*path, number), cell) for cell in row)
            yield (*path, number), " ".join(row)
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from texts(inner, (*path, number))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, (*path, str(key)))
    elif isinstance(value, Document):
        yield from texts(value.text, path)
    elif isinstance(value, Value):
        # Where an item or an attachment is withheld, its title says what its public title does.
        spoken_for = "title" if getattr(value, "withheld", None) and getattr(value, "public_title", None) else ""
        for name, inner, key in _shown(value):
            if name != spoken_for:
                yield from texts(inner, (*path, key or name))


def files(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every file that attachments and slides of a public edition name."""
    if isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from files(inner, (*path, number))
    elif isinstance(value, Value) and not isinstance(value, Words):
        name = getattr(value, "file", None)
        if isinstance(value, Attachment | SlideBase) and isinstance(name, str):
            yield (*path, "file"), name
        for own, inner, key in _shown(value):
            yield from files(inner, (*path, key or own))


def _shown(value: Value) -> Iterator[tuple[str, Any, str]]:
    """The fields that are not private: name, value, and the name in the source where it is another."""
    for name, shape in type(value).model_fields.items():
        if next((word for word in shape.metadata if word in VISIBILITIES), "private") != "private":
            yield name, getattr(value, name), shape.alias or ""


def _counted(found: Iterator[Found]) -> Iterator[tuple[int, Found]]:
    """Each with how many of the same came before it."""
    before: dict[str, int] = {}
    for one in found:
        yield before.get(one.digits, 0), one
        before[one.digits] = before.get(one.digits, 0) + 1


def place(path: Path, one: Found, nth: int, parsed: Parsed[Any], read: Callable[[str], bytes]) -> Span:
    """Where something that was found in a text stands in its source, or where the text does.

    It is looked for once more in the lines that the value was written in, for YAML writes one text in many ways; of a
    text in a file of its own, in that file.
    """
    span = locate(path, parsed.spans, Span(parsed.file))
    named = _value(parsed.value, path)
    name = named.file if isinstance(named, Document) else ""
    beside = f"{span.file.rpartition('/')[0]}/{name}"
    first, last = span.line, max(span.line, span.end_line)
    if name:
        first, last, column, file = 1, 0, 1, beside
    else:
        column, file = span.column, span.file
    try:
        lines = read(file).decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except OSError:
        return span
    part = "\n".join(lines[first - 1 : last or None])[column - 1 :]
    same = [again for again in privacy.finds(part) if again.digits == one.digits]
    if not same:
        return span
    start, end = same[min(nth, len(same) - 1)].start, same[min(nth, len(same) - 1)].end
    return Span(file, *_at(part, start, first, column), *_at(part, end, first, column))


def _at(part: str, index: int, first: int, column: int) -> tuple[int, int]:
    """The line and column of a place in some lines that begin at a line and a column."""
    line = part.count("\n", 0, index)
    return first + line, index - part.rfind("\n", 0, index) + (column - 1 if line == 0 else 0)


def _value(value: Any, path: Path) -> Any:
    for step in path:
        if isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif isinstance(value, Value):
            value = next((inner for name, inner, key in _shown(value) if (key or name) == step), None)
        else:
            return None
    return value
