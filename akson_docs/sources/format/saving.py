"""What a save comes to: the file with what was edited, put together with what another wrote meanwhile.

Nothing is handed on that the reader refuses, or that would be read as anything else than was typed, save that what was
pasted into a text is written as the Markdown that it is meant as (`unpasted`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span, ValuePath, only_errors
from akson_docs.sources import unpasted, yaml_source
from akson_docs.sources.format import editing, form, merging
from akson_docs.sources.format.merging import Merged

FileContent = Mapping[str, Any] | str
"""What a file says, or its text where it has no fields."""

DAMAGED = Code(
    "damaged-character",
    "error",
    N_("a character here is broken, and no file can hold it"),
    N_("delete it, and paste the text again"),
)
UNWRITABLE = Code(
    "form-unwritten",
    "error",
    N_("this cannot be put into the file as that is written now"),
    N_("edit the file as text, in an editor"),
)


@dataclass(frozen=True)
class Wanted:
    """What somebody wants a file to say, and what it said when they opened it."""

    digest: str
    """Of the file as it was opened."""
    base: FileContent
    value: FileContent


@dataclass(frozen=True)
class Saved:
    """The file as it shall be; `together` where it has what another wrote meanwhile."""

    data: bytes
    together: bool = False


@dataclass(frozen=True)
class Differing:
    """Two versions of a text that was written by somebody else meanwhile."""

    theirs: str
    yours: str
    digest: str
    """Of theirs: a save that names it has seen it."""

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What differs: ("-", a line of theirs), ("+", a line of yours), (" ", one of both), ("", lines left out)."""
        found = difflib.unified_diff(self.theirs.splitlines(), self.yours.splitlines(), n=2, lineterm="")
        rows = (line for line in found if not line.startswith(("---", "+++")))
        return tuple(("", "") if row.startswith("@@") else (row[:1], row[1:]) for row in rows)


@dataclass(frozen=True)
class Refused:
    """Why it is not written: problems, each with the place of the value that it is about."""

    found: tuple[tuple[ValuePath, Diagnostic], ...]


def saved(data: bytes, wanted: Wanted, kind: str, file: str) -> Saved | Differing | Merged | Refused:
    """What a file, as it is now, becomes by a change: everything that did not change stays byte for byte.

    Where another wrote it since it was opened, fields are put together; `Merged` are those that both changed.
    """
    broken = tuple(_broken(wanted.value))
    if broken:
        return Refused(tuple((path, DAMAGED.at(Span(file))) for path in broken))
    if isinstance(wanted.value, str):
        return _text(data, wanted.digest, wanted.value, file)
    theirs = form.loaded(data, file)
    if theirs.value is None:
        return Refused(tuple(((), one) for one in theirs.diagnostics))
    value: Any = wanted.value
    together = theirs.digest != wanted.digest and editing.plain(theirs.value) != editing.plain(value)
    if together:
        found = merging.merged(wanted.base, theirs.value, value)
        if found.clashes:
            return found
        value = _rowed(found.value)
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    value = unpasted.value(value, theirs.value)
    try:
        made = mark + editing.edited(data.decode("utf-8-sig"), value, kind).encode()
    except editing.EditFault:
        return Refused((((), UNWRITABLE.at(Span(file))),))
    return _as_read(made, value, theirs.value, file) or Saved(made, together)


def _as_read(made: bytes, value: Any, before: Any, file: str) -> Refused | None:
    """Why a file is not written: what the reader says of it, or the places that it would read otherwise."""
    read = yaml_source.read(made, file)
    errors = only_errors(read.diagnostics)
    if errors:
        spans = form.spans_of(read)
        changed = [path for path, _ in merging.changes(_filled(editing.plain(before)), _filled(editing.plain(value)))]
        # What cannot be read at all has no places: it is what was changed that made it so.
        instead = changed[0] if len(changed) == 1 else ()
        return Refused(tuple((form.narrowest(one.span, spans) or instead, one) for one in errors))
    otherwise = list(merging.changes(_filled(editing.plain(read.value)), _filled(editing.plain(value))))
    return Refused(tuple((path, UNWRITABLE.at(Span(file))) for path, _ in otherwise)) if otherwise else None


def _rowed(value: Any) -> Any:
    """A value without the keys of lists that have no row: two people may have taken out all that were there."""
    if isinstance(value, Mapping):
        return {key: _rowed(held) for key, held in value.items() if held != []}
    return [_rowed(held) for held in value] if isinstance(value, list) else value


def _filled(value: Any) -> Any:
    """A value without the keys that nothing stands after, which the reader leaves out."""
    if isinstance(value, Mapping):
        return {key: _filled(held) for key, held in value.items() if held != ""}
    return [_filled(held) for held in value] if isinstance(value, list) else value


def _text(data: bytes, known: str, value: str, file: str) -> Saved | Differing | Refused:
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    now = data.decode("utf-8-sig", "replace")
    yours = value.replace("\r\n", "\n").replace("\r", "\n")
    if "\r\n" in now:
        yours = yours.replace("\n", "\r\n")
    made = mark + yours.encode()
    if form.digest(data) != known and made != data:
        return Differing(now, yours, form.digest(data))
    if made == data:
        return Saved(made)
    is_yaml = file.endswith((".yaml", ".yml"))
    found = yaml_source.read(made, file).diagnostics if is_yaml else yaml_source.decode(made, file)[1]
    errors = tuple(((), one) for one in only_errors(found))
    return Refused(errors) if errors else Saved(made)


def _broken(value: Any, path: ValuePath = ()) -> Iterator[ValuePath]:
    """The places of texts that hold half of a character, as is left when one is cut."""
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield from _broken(key, path)
            yield from _broken(held, (*path, key))
    elif isinstance(value, list | tuple):
        for place, held in enumerate(value):
            yield from _broken(held, (*path, place))
    elif isinstance(value, str) and any("\ud800" <= sign <= "\udfff" for sign in value):
        yield path
