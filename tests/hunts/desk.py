"""What forms save: two people who have one file open, and texts of any signs in any field.

Each seed takes a meeting, and two edits made of its places: a value changed, a row added, taken out or moved, a key
added or taken out. One person saves, then the other, who opened the file before that. Either the file has both edits,
or the form is told where both changed the same, and nothing is written. Then a text of odd signs stands in some field:
what is saved is read back as that text, or refused at its field. Whatever is written, the reader takes.
"""

from __future__ import annotations

import copy
import random
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from places import PROJECT

from akson_docs.diagnostics import only_errors
from akson_docs.sources import unpasted, yaml_source
from akson_docs.sources.format import editing, form, merging, saving
from akson_docs.sources.format.merging import Merged
from akson_docs.sources.format.saving import Refused, Saved, Wanted

COUNT = 10_000
FILE = "meetings/styret/2020-04/meeting.yaml"
SIGNS = (
    *"aøÅ0 .,:;#-–—!?'\"«»|>&*%@`{}[]()<>=+~^\\/_\t\n",
    "\r", "\x00", "\x07", "\x0b", "\x1f", "\x7f", "\x85", "\xa0", "\xad", "\u200b", "\u200f", "\u2028", "\u2029",
    "\u202e", "\u2066", "\ufeff", "\ufffd", "\uffff", "\ud800", "e\u0301", "😀", "𝔸", "ﬁ", "한", "עב", "ا", "ไ",
    ": ", " #", "- ", "? ", "---", "...", "%YAML", "!!", "&a ", "*a", "<<", "null", "true", "no", "~", "1e3", "0x1F",
    "12:30", "2020-01-01", "=", "'", '"', "''", "\\u0000", "\n\n", "\n  ", "  \n", "\n- ", "\n#", "|\n", ">-\n",
)  # fmt: skip
"""Signs and pieces that mean something to some reader of YAML, of Markdown or of texts."""
_TEXTS = tuple(
    path.read_bytes()
    for folder in ("meetings", "docs/demo", "tests/examples")
    for path in sorted((PROJECT / folder).rglob("meeting.yaml"))
)


def trials(seeds: Iterable[int], folder: Path) -> Iterator[tuple[int, str]]:
    """For each seed "" or what was lost, or written and refused."""
    for seed in seeds:
        dice = random.Random(seed)
        data = dice.choice(_TEXTS)
        yield seed, _together(dice, data) or _odd(dice, data)


def _together(dice: random.Random, data: bytes) -> str:
    base = form.loaded(data, FILE).value
    if base is None:
        return ""
    first, second = copy.deepcopy(base), copy.deepcopy(base)
    told = f"{_edit(dice, first)}; {_edit(dice, second)}"
    one = saving.saved(data, Wanted(form.digest(data), base, first), "meeting", FILE)
    if not isinstance(one, Saved):
        return f"refused: {told}: {one}"
    both = saving.saved(one.data, Wanted(form.digest(data), base, second), "meeting", FILE)
    if isinstance(both, Merged):
        places = [clash.path for clash in both.clashes]
        return "" if places and _touched(base, first) & _touched(base, second) else f"clash of nothing: {told}"
    if isinstance(both, Refused):
        return f"refused: {told}: {both}"
    if not isinstance(both, Saved):
        return f"no file: {told}"
    return _unread(both.data, told) or _lost(base, (first, second), both.data, told)


def _lost(base: Any, edits: tuple[Any, Any], made: bytes, told: str) -> str:
    """What either wrote and the file has not: a text that nobody had before is there, and one that was taken out by
    either is there no more often than the other left it."""
    now = _words(form.loaded(made, FILE).value)
    for mine in edits:
        for text, count in _words(mine).items():
            if count > _words(base).get(text, 0) and now.get(text, 0) < 1:
                return f"lost {text!r}: {told}"
    return ""


def _touched(base: Any, value: Any) -> set[str]:
    """The top-level keys, and the items by number, in which a value differs."""
    return {str(path[0]) for path, _ in merging.changes(editing.plain(base), editing.plain(value)) if path}


def _odd(dice: random.Random, data: bytes) -> str:
    base = form.loaded(data, FILE).value
    if base is None:
        return ""
    value = copy.deepcopy(base)
    text = "".join(dice.choice(SIGNS) for _ in range(dice.randint(1, 12)))
    path = dice.choice([path for path, held in merging.leaves(value) if isinstance(held, str)])
    _place(value, path, text)
    made = saving.saved(data, Wanted(form.digest(data), base, value), "meeting", FILE)
    told = f"{text!r} at {path}"
    if isinstance(made, Refused):
        return "" if all(where == path for where, _ in made.found) else f"refused elsewhere: {told}: {made}"
    if not isinstance(made, Saved):
        return f"no file: {told}: {made}"
    if wrong := _unread(made.data, told):
        return wrong
    held = dict(merging.leaves(form.loaded(made.data, FILE).value)).get(path, "")
    return "" if _same(held, unpasted.value(text, None)) else f"read as {held!r}: {told}"


def _same(held: object, text: str) -> bool:
    """A text is read composed (NFC), without the space at the ends of its lines and the empty lines around it."""
    one, other = (
        "\n".join(line.rstrip() for line in unicodedata.normalize("NFC", said).splitlines()).strip("\n")
        for said in (str(held), text)
    )
    return one == other


def _unread(made: bytes, told: str) -> str:
    errors = only_errors(yaml_source.read(made, FILE).diagnostics)
    return f"written and refused: {told}: {errors[0]}" if errors else ""


# ---- places of a meeting -------------------------------------------------------------------------------------


def _words(value: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, held in merging.leaves(value):
        found[str(held)] = found.get(str(held), 0) + 1
    return found


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def _place(value: Any, path: tuple[Any, ...], held: Any) -> None:
    _at(value, path[:-1])[path[-1]] = held


def _edit(dice: random.Random, value: Any) -> str:
    """Edits a meeting in one place, and says how."""
    word = f"Ny tekst {dice.randrange(10**6)}"
    rows = sorted({path[: place + 1] for path, _ in merging.leaves(value) for place, step in enumerate(path)
                   if isinstance(step, int)}, key=str)  # fmt: skip
    what = dice.choice(["change", "change", "key", "drop", "add", "remove", "move"])
    leaf = dice.choice([path for path, held in merging.leaves(value) if isinstance(held, str)])
    if what in ("add", "remove", "move") and rows:
        row = dice.choice(rows)
        within, place = _at(value, row[:-1]), row[-1]
        if what == "add":
            within.insert(place, {"title": word} if isinstance(within[place], dict) else word)
        elif what == "remove" and len(within) > 1:
            del within[place]
        else:
            within.insert(dice.randrange(len(within)), within.pop(place))
        return f"{what} {row} {word}"
    if what == "key" and "note" not in value["items"][0]:
        value["items"][dice.randrange(len(value["items"]))]["note"] = word
        return f"note {word}"
    if what == "drop" and isinstance(leaf[-1], str) and len(_at(value, leaf[:-1])) > 2:
        del _at(value, leaf[:-1])[leaf[-1]]
        return f"drop {leaf}"
    _place(value, leaf, word)
    return f"change {leaf} {word}"
