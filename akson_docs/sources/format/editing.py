"""Changes in YAML files that keep everything else: comments, order, quotes, blank lines, byte for byte.

A file is text that somebody wrote. What shall be otherwise is found by comparing what it says with what it shall say,
and only the text of that is put in its place; the places come from the parser. What is put there is written as the
format likes it: long texts after `|`, and in quotes what YAML would read otherwise.

Longer than 500 lines: one change of a file that keeps all else in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import yaml

from akson_docs.catalogue import LANGUAGES
from akson_docs.model import walk
from akson_docs.model.documents import Board, Item, Meeting, Redact, Site
from akson_docs.model.values import Value

Edit = tuple[int, int, str]
"""(from, to, what stands there instead), in characters of the text."""

IDENTITIES = (
    "id",
    "number",
    "action",
    "heading",
    "entry",
    "topic",
    "file",
    "url",
    "title",
    "name",
    "member",
    "date",
    "label",
)
"""What tells rows of a list apart, the first that a row has."""
SHAPES: Mapping[str, type[Value]] = {
    "meeting": Meeting,
    "board": Board,
    "site": Site,
    "item": Item,
    "redact": Redact,
}
WITHIN = {"items": "item", "standing": "item", "redact": "redact"}
"""The keys that hold what has an order of its own."""
_SPECIAL = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`]|\s|$")
"""How a text begins that cannot stand without quotes."""


class EditFault(Exception):
    """That a text cannot be edited: it is no YAML, or more than one document."""


def edited(text: str, value: Mapping[str, Any], kind: str = "meeting", *, by_place: bool = False) -> str:
    """The text with just what differs from `value` changed; the same text where nothing does.

    `value` is all that the file shall say, as dicts, lists and strings; `kind` is one of `SHAPES`, for the order of
    keys that are new. Rows of lists are known by what tells them apart (`IDENTITIES`), so that they may move; or by
    their place, where just that changes and no row comes or goes. Raises EditFault.
    """
    if not text.strip():
        return written(value)
    # What is edited has one kind of line break, and ends with one.
    ends = "\r\n" if "\r\n" in text else "\n"
    now = _ended(text.replace("\r\n", "\n"))
    if said(now) == plain(value):
        return text
    # One list is put in another order at a time, for every place after it is another then.
    while edits := [] if by_place else list(_moves(_composed(now), value, now)):
        now = _spliced(now, edits)
    now = _spliced(now, list(_differences(_composed(now), value, now, order(kind), by_place)))
    if said(now) != plain(value):
        raise EditFault("what was written does not say what it shall")
    return now.replace("\n", ends)


def row(text: str, place: Sequence[str | int]) -> str:
    """A row of a list as it is written, with the comments right above it, its dash at the first column.

    `place` leads to it from the top. Raises EditFault.
    """
    now = _ended(text.replace("\r\n", "\n"))
    *above, last = place
    rows = _at(_composed(now), above)
    if not isinstance(rows, yaml.SequenceNode) or not isinstance(last, int) or last >= len(rows.value):
        raise EditFault("no such row")
    if rows.flow_style:
        return "".join(_row(_plain(rows.value[last]), 0))
    start, end = _body(rows.value[last], now)
    column = int(rows.start_mark.column)
    lines = now[start:end].splitlines(keepends=True)
    return "".join(line[min(column, len(line) - len(line.lstrip(" "))) :] for line in lines)


def put(text: str, place: int, written: str) -> str:
    """A meeting's file with a row, as `row` gives it, put among its items: `place` is the number of rows before it.

    Raises EditFault.
    """
    value = said(text)
    value["items"] = [*value["items"][:place], *said("items:\n" + written)["items"], *value["items"][place:]]
    ends = "\r\n" if "\r\n" in text else "\n"
    now = _ended(text.replace("\r\n", "\n"))
    rows = _at(_composed(now), ("items",))
    if not isinstance(rows, yaml.SequenceNode) or rows.flow_style:
        return edited(text, value)
    margin = " " * int(rows.start_mark.column)
    lines = "".join(margin + line if line.strip("\n") else line for line in written.splitlines(keepends=True))
    blank = "\n" if _is_spaced(rows, now) else ""
    if place:
        at = _body(rows.value[place - 1], now)[1]
        now = now[:at] + blank + lines + now[at:]
    else:
        at = _body(rows.value[0], now)[0]
        now = now[:at] + lines + blank + now[at:]
    if said(now) != value:
        raise EditFault("what was written does not say what it shall")
    return now.replace("\n", ends)


def said(text: str) -> Any:
    """What a file says, as dicts, lists and strings. Raises EditFault."""
    return _plain(_composed(text))


def plain(value: Any) -> Any:
    """A value with every scalar as text, as files say it."""
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", str(key)): plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [plain(held) for held in value]
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else unicodedata.normalize("NFC", str(value))


def order(kind: str) -> Sequence[str]:
    """The keys of a kind of file in the order that the format has them."""
    shape = SHAPES[kind]
    return [field.key for field in walk.fields(shape)]


def written(value: Any, indent: int = 0) -> str:
    """A value as a whole file, or as the lines of a mapping or a list at an indentation."""
    return "".join(_lines(plain(value), indent))


# ---- what is there -------------------------------------------------------------------------------------------


def _composed(text: str) -> yaml.Node:
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)  # as builds read: what one takes, the other takes
    except yaml.YAMLError as error:
        raise EditFault(str(error)) from error
    if not isinstance(node, yaml.MappingNode):
        raise EditFault("not a mapping")
    if not text.isascii():
        _normalise(node)
    return node


def _normalise(node: yaml.Node) -> None:
    """Has every text in a node be in the normal form that the model has (NFC); its marks stay those of the file."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, yaml.MappingNode):
            waiting += [inner for pair in one.value for inner in pair]
        elif isinstance(one, yaml.SequenceNode):
            waiting += one.value
        else:
            one.value = unicodedata.normalize("NFC", one.value)


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _at(node: yaml.Node, path: Sequence[str | int]) -> yaml.Node | None:
    """What a path leads to from a node; None where there is nothing."""
    for step in path:
        found: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            found = next((held for key, held in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = node.value[step]
        if found is None:
            return None
        node = found
    return node


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(held) for key, held in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(held) for held in node.value]
    return str(node.value)


def _end(node: yaml.Node, text: str) -> int:
    """Where what a node says ends, without the blank lines and comments after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last, text)
    end = int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        start = int(node.start_mark.index)
        return start + len(text[start:end].rstrip()) if text[start:end].strip() else start
    return end


def _line_end(place: int, text: str) -> int:
    """Where the line that a place is in ends, its break with it."""
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1


def _line_start(place: int, text: str) -> int:
    return text.rfind("\n", 0, place) + 1


def _with_comments(place: int, text: str) -> int:
    """Where the comments begin that stand right above a line, from the place where the line begins."""
    while place:
        above = _line_start(place - 1, text)
        line = text[above : place - 1].strip()
        if not line.startswith("#") or "yaml-language-server" in line:
            break
        place = above
    return place


# ---- rows that moved -----------------------------------------------------------------------------------------


def _moves(node: yaml.Node, value: Any, text: str) -> Iterator[Edit]:
    """The first list, from outside, whose rows are in another order, put into the new one."""
    if isinstance(node, yaml.MappingNode) and isinstance(value, Mapping):
        for key, held in node.value:
            if key.value in value:
                edits = list(_moves(held, value[key.value], text))
                if edits:
                    yield from edits
                    return
    elif isinstance(node, yaml.SequenceNode) and isinstance(value, list | tuple) and not node.flow_style:
        old = _identities([_plain(row) for row in node.value])
        new = _identities(plain(value))
        kept = [name for name in new if name in old]
        there = [name for name in old if name in new]
        if kept != there and len(set(kept)) == len(kept):
            bodies = {name: _body(row, text) for name, row in zip(old, node.value, strict=True)}
            for name, other in zip(there, kept, strict=True):
                start, end = bodies[name]
                first, last = bodies[other]
                if name != other:
                    yield start, end, text[first:last]
            return
        for name, row in zip(old, node.value, strict=True):
            if name in new:
                edits = list(_moves(row, value[new.index(name)], text))
                if edits:
                    yield from edits
                    return


def _body(row: yaml.Node, text: str) -> tuple[int, int]:
    """From where to where a row of a list stands, with its dash and the comments right above it."""
    dash = text.rfind("-", 0, int(row.start_mark.index) or 1)
    start = _with_comments(_line_start(dash, text), text)
    return start, _line_end(_end(row, text), text)


def _is_spaced(node: yaml.SequenceNode, text: str) -> bool:
    """Whether blank lines stand between the rows of a list."""
    rows = node.value
    return len(rows) > 1 and "\n\n" in text[_body(rows[0], text)[1] - 1 : _body(rows[1], text)[0]]


def _identities(rows: Sequence[Any]) -> list[str]:
    """What rows are known by; rows that are known by the same are told apart by their order."""
    found: list[str] = []
    for row in rows:
        name = repr(row)
        if isinstance(row, Mapping):
            key = next((key for key in IDENTITIES if key in row), "")
            name = f"{key} {row.get(key)!r}" if key else "row"
        count = sum(other == name or other.startswith(f"{name} #") for other in found)
        found.append(f"{name} #{count}" if count else name)
    return found


# ---- what differs --------------------------------------------------------------------------------------------


def _differences(node: yaml.Node, value: Any, text: str, keys: Sequence[str], by_place: bool) -> Iterator[Edit]:
    if _plain(node) == plain(value):
        return
    if isinstance(node, yaml.MappingNode) and isinstance(value, Mapping) and node.value and value:
        there = [key.value for key, _ in node.value]
        if (node.flow_style and list(value) != there) or not set(there) & set(value):
            yield _replaced(node, value, text)
        else:
            yield from _in_mapping(node, plain(value), text, keys, by_place)
    elif isinstance(node, yaml.SequenceNode) and isinstance(value, list | tuple) and node.value and value:
        if node.flow_style and len(value) != len(node.value):
            yield _replaced(node, value, text)
        else:
            yield from _in_sequence(node, plain(value), text, keys, by_place)
    else:
        yield _replaced(node, value, text)


def _in_mapping(
    node: yaml.MappingNode, value: Mapping[str, Any], text: str, keys: Sequence[str], by_place: bool
) -> Iterator[Edit]:
    pairs = [(key.value, key, held) for key, held in node.value]
    there = [name for name, _, _ in pairs]
    for place, (name, key, held) in enumerate(pairs):
        if name in value:
            yield from _differences(held, value[name], text, order(WITHIN[name]) if name in WITHIN else (), by_place)
            continue
        start = int(key.start_mark.index)
        above = _line_start(start, text)
        if text[above:start].strip():
            # The first key of a row of a list: the next one takes its place after the dash.
            following = next((int(other.start_mark.index) for _, other, _ in pairs[place + 1 :]), None)
            yield start, following if following is not None else _line_end(_end(held, text), text), ""
        else:
            yield _with_comments(above, text), _line_end(_end(held, text), text), ""
    fresh = [name for name in value if name not in there]
    known = list(keys)
    for name in fresh:
        before = [other for other in there if other in value]
        if name in known:
            sooner = [other for other in before if other in known and known.index(other) < known.index(name)]
            after = sooner[-1] if sooner else None
        else:
            after = before[-1] if before else None
        column = int(pairs[0][1].start_mark.column)
        lines = "".join(_pair(name, value[name], column))
        if after is None:
            start = int(pairs[0][1].start_mark.index)
            yield start, start, lines.lstrip(" ") + " " * column
        else:
            held = next(held for other, _, held in pairs if other == after)
            end = _line_end(_end(held, text), text)
            yield end, end, lines


def _in_sequence(
    node: yaml.SequenceNode, value: Sequence[Any], text: str, keys: Sequence[str], by_place: bool
) -> Iterator[Edit]:
    rows = node.value
    if node.flow_style:
        for row, held in zip(rows, value, strict=True):
            yield from _differences(row, held, text, (), by_place)
        return
    if by_place and len(rows) == len(value):
        for row, held in zip(rows, value, strict=True):
            yield from _differences(row, held, text, keys, by_place)
        return
    old, new = _identities([_plain(row) for row in rows]), _identities(value)
    column = int(node.start_mark.column)
    spaced = _is_spaced(node, text)
    for what, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        both = min(end - start, last - first) if what == "replace" else 0
        if what == "equal":
            both = end - start
        for place in range(both):
            yield from _differences(rows[start + place], value[first + place], text, keys, by_place)
        for row in rows[start + both : end]:
            begin, stop = _body(row, text)
            if spaced and text[stop : stop + 1] == "\n":
                stop += 1
            elif spaced and text[:begin].endswith("\n\n"):
                begin -= 1
            yield begin, stop, ""
        added = value[first + both : last]
        if added and what != "equal":
            lines = "".join(("\n" if spaced else "") + "".join(_row(one, column)) for one in added)
            before = start + both
            if before:
                at = _body(rows[before - 1], text)[1]
                yield at, at, lines
            else:
                at = _body(rows[0], text)[0]
                yield at, at, lines.removeprefix("\n") + ("\n" if spaced else "")


def _replaced(node: yaml.Node, value: Any, text: str) -> Edit:
    """Another value in the place of one; where nothing stood, not even a space may stand before it."""
    start, end, instead = _instead(node, value, text)
    bare = text[start - 1 : start] in (":", "-") and instead[:1] not in ("", " ", "\n")
    return start, end, f" {instead}" if bare else instead


def _instead(node: yaml.Node, value: Any, text: str) -> Edit:
    """Another value in the place of one, on its line where it fits there."""
    start, end = int(node.start_mark.index), _end(node, text)
    value = plain(value)
    flow = isinstance(node, yaml.CollectionNode) and node.flow_style and bool(node.value)
    within = _is_within_flow(node, text)
    column = _indent_of(start, text)
    if within or (flow and _fits(value)):
        return start, end, _flow(value)
    if isinstance(value, str):
        sign, broken, lines = _scalar(value, column + 2).partition("\n")
        rest = text[end : _line_end(end, text)].rstrip("\n")
        if broken and rest.lstrip().startswith("#"):  # a comment stands on the line that opens the text
            return start, end + len(rest), f"{sign}{rest}\n{lines}"
        return start, end, f"{sign}{broken}{lines}"
    lead = text.rfind("\n", 0, start) + 1
    if not text[lead:start].strip():  # it stands on lines of its own
        return start, end, "".join(_lines(value, start - lead)).strip()
    own = text[lead:start]
    after = re.match(r"\s*(?:- +)*$", own)
    if after:  # right after a dash
        return start, end, "".join(_lines(value, len(own))).strip()
    begin = start
    while text[begin - 1] == " ":
        begin -= 1
    inner = column + 2
    return begin, end, "\n" + "".join(_lines(value, inner)).rstrip("\n") if value else f" {_flow(value)}"


def _is_within_flow(node: yaml.Node, text: str) -> bool:
    """Whether a node stands in `{…}` or `[…]`: its line opens one before it that is not closed."""
    start = int(node.start_mark.index)
    before = re.sub(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'", "", text[_line_start(start, text) : start])
    return before.count("{") + before.count("[") > before.count("}") + before.count("]")


def _indent_of(place: int, text: str) -> int:
    """The column of the key that stands on a line, past the dashes of lists."""
    line = text[_line_start(place, text) : place]
    found = re.match(r"\s*(?:- +)*", line)
    return len(found[0]) if found else 0


# ---- what is written -----------------------------------------------------------------------------------------


def _lines(value: Any, indent: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield from _pair(key, held, indent)
    elif isinstance(value, list):
        spaced = sum(len(row) for row in value if isinstance(row, Mapping)) > 3 * len(value)
        for place, row in enumerate(value):
            if place and spaced:
                yield "\n"
            yield from _row(row, indent)
    else:
        yield " " * indent + _scalar(value, indent) + "\n"


def _pair(key: str, value: Any, indent: int) -> Iterator[str]:
    name = " " * indent + _key(key) + ":"
    if isinstance(value, str):
        yield f"{name} {_scalar(value, indent + 2)}\n"
    elif not value or _is_short(value):
        yield f"{name} {_flow(value)}\n"
    else:
        yield name + "\n"
        yield from _lines(value, indent + 2)


def _row(value: Any, indent: int) -> Iterator[str]:
    if isinstance(value, Mapping | list) and value and not _is_short(value):
        first, *rest = _lines(value, indent + 2)
        yield " " * indent + "- " + first[indent + 2 :]
        yield from rest
    elif isinstance(value, str):
        yield " " * indent + "- " + _scalar(value, indent + 2) + "\n"
    else:
        yield " " * indent + "- " + _flow(value) + "\n"


def _is_short(value: Any) -> bool:
    """Whether a value goes on one line: a list of numbers, a name in two languages."""
    rows = value.values() if isinstance(value, Mapping) else value
    if not all(isinstance(row, str) and "\n" not in row and len(row) < 40 for row in rows):
        return False
    languages = isinstance(value, Mapping) and set(value) <= LANGUAGES.keys()
    return len(_flow(value)) < 80 and (languages or isinstance(value, list))


def _fits(value: Any) -> bool:
    return not isinstance(value, str) and "\n" not in repr(value) and len(_flow(value)) < 100


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {_flow(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return value if _is_plain(value) and not re.search(r"[,\[\]{}?]", value) else _quoted(value)


def _key(key: str) -> str:
    return key if re.fullmatch(r"\w[\w -]*", key) else _quoted(key)


def _scalar(text: str, indent: int) -> str:
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    # With more breaks at its end, the blank lines that follow in the file would be its own as well; how far in one is
    # that begins with a space is counted from what is around it, which is not known here.
    is_block = "\n" in text and text.strip() and ends < 2 and not body.startswith((" ", "\n"))
    if is_block and all(line.isprintable() for line in text.split("\n")):
        sign = "|" + ("" if ends else "-")
        lines = (" " * indent + line if line else "" for line in body.split("\n"))
        return sign + "\n" + "\n".join(lines)
    return text if _is_plain(text) else _quoted(text)


def _is_plain(text: str) -> bool:
    """Whether a text on one line is read as itself without quotes, and nobody wonders what it is."""
    return (
        not _SPECIAL.match(text)
        and text != "~"  # which says that there is nothing
        and text == text.strip()
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
        and text.isprintable()
        and "\n" not in text
    )


def _quoted(text: str) -> str:
    if text.isprintable() and "'" not in text and ('"' in text or "\\" in text):
        return f"'{text}'"
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(marks.get(sign, sign if sign.isprintable() else f"\\U{ord(sign):08x}") for sign in text) + '"'


def _spliced(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made, from the end, so that places hold; of two at one place the first stands first."""
    for _, (start, end, instead) in sorted(
        enumerate(edits), key=lambda one: (one[1][0], one[1][1], one[0]), reverse=True
    ):
        text = text[:start] + instead + text[end:]
    return text


# ---- formatting ----------------------------------------------------------------------------------------------


def formatted(text: str) -> str:
    """The text as the format likes it: no space at the ends of lines, one blank line at most, a break at the end.

    Neither order nor what it says is changed; texts over several lines stay as they are. Raises EditFault.
    """
    now = text.replace("\r\n", "\n").lstrip("\ufeff")
    node = _composed(now)
    kept = _inside(node, now)
    lines = now.split("\n")
    found: list[str] = []
    place = 0
    for line in lines:
        inside = any(start <= place < end for start, end in kept)
        place += len(line) + 1
        shown = line if inside else line.rstrip()
        if not shown and not inside and (not found or not found[-1]):
            continue
        found.append(shown)
    result = "\n".join(found).rstrip("\n") + "\n"
    return result if said(result) == _plain(node) else text


def _inside(node: yaml.Node, text: str) -> list[tuple[int, int]]:
    """From where to where texts go over several lines."""
    if isinstance(node, yaml.ScalarNode):
        start, end = int(node.start_mark.index), _end(node, text)
        return [(_line_end(start, text), _line_end(end, text))] if "\n" in text[start:end] else []
    held = [inner for one in node.value for inner in (one if isinstance(one, tuple) else (one,))]
    return [place for inner in held for place in _inside(inner, text)]
