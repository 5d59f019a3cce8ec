"""The saves of a file while the desk has run: what can be taken back, and done again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from akson_docs.catalogue import N_, translated
from akson_docs.diagnostics import ValuePath
from akson_docs.model import field_names
from akson_docs.sources.format import form, merging
from akson_docs.sources.format.saving import Wanted

MOST = 50
"""How many saves of a file are kept."""
WORDS = {
    "more": N_("{what}, and {n} more"),
    "text": N_("the text"),
}
NAMES = ("number", "title", "topic", "heading", "entry", "what", "name", "label", "member", "file", "url", "date")
"""What a row is called by, from what it is best known by."""


@dataclass(frozen=True)
class Save:
    """One save: the file before and after it."""

    number: int
    before: bytes
    after: bytes
    what: str
    """What was changed, in words."""

    def taken_back(self, path: str, again: bool) -> Wanted:
        """What takes the save back, or does it `again`, as an edit that is put together with those of others."""
        was, becomes = (self.before, self.after) if again else (self.after, self.before)
        base, value = form.loaded(was, path), form.loaded(becomes, path)
        if base.value is None or value.value is None:
            return Wanted(base.digest, base.text, value.text)
        return Wanted(base.digest, base.value, value.value)


@dataclass
class History:
    """The saves of one file, the last one last."""

    done: list[Save] = field(default_factory=list)
    undone: list[Save] = field(default_factory=list)
    count: int = 0

    def add(self, before: bytes, after: bytes, what: str) -> None:
        """Writes down a save. What was taken back before it is not done again any more."""
        self.count += 1
        self.done = [*self.done[1 - MOST :], Save(self.count, before, after, what)]
        self.undone = []

    def last(self, number: int, again: bool) -> Save | None:
        """The save that is taken back next, or done again; None where it is not the one of that number."""
        rows = self.undone if again else self.done
        return rows[-1] if rows and rows[-1].number == number else None

    def turned(self, again: bool) -> None:
        """Notes that the last save was taken back, or done again."""
        rows, others = (self.undone, self.done) if again else (self.done, self.undone)
        others.append(rows.pop())

    def next(self, again: bool) -> dict[str, Any] | None:
        """What would be taken back or done again, for the form to say."""
        rows = self.undone if again else self.done
        return {"number": rows[-1].number, "what": rows[-1].what} if rows else None


def described(before: bytes, after: bytes, path: str, language: str) -> str:
    """What a save changed, in words: the field and the row that it is in, and how many besides."""
    was, now = form.loaded(before, path).value, form.loaded(after, path).value
    if was is None or now is None:
        return translated(WORDS["text"], language)
    found = list(merging.changes(was, now))
    if not found:
        return translated(WORDS["text"], language)
    path_of_first, gone = found[0]
    first = called(path_of_first, was if gone else now, language)
    if len(found) == 1:
        return first
    return translated(WORDS["more"], language).format(what=first, n=len(found) - 1)


def called(path: ValuePath, value: Any, language: str) -> str:
    """What a place in a value is called: its field, and the row that it is in."""
    keys = [step for step in path if isinstance(step, str)]
    label = field_names.label("", keys[-1], language) if keys else ""
    rows = [at for at, step in enumerate(path) if isinstance(step, int)]
    row = _row(_at(value, path[: rows[-1] + 1])) if rows else ""
    return f"{label} ({row})" if row else label


def _row(value: Any) -> str:
    """What a row is called: its number and its title, as far as it has them."""
    if not isinstance(value, Mapping):
        return str(value)[:40] if isinstance(value, str) else ""
    found = [_plain(value[key]) for key in NAMES if key in value][:2]
    return " ".join(found)[:60]


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else _plain(next(iter(value.values()), "")) if value else ""


def _at(value: Any, path: ValuePath) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value
