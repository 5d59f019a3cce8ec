"""What is new in a meeting's papers since they were sent: computed from what they printed then and print now.

Items are the same by their number, or by one that they were sent under (`formerly`); slides of an item by their anchor,
then by their title, then by where they stand. What is the same is compared string by string and word by word. Times
and numbers of slides that move with what stands before them are no change of what they stand at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from akson_docs.catalogue import clocks
from akson_docs.meetings.revisions.dispatch import PrintedString, Strings

Stayed = Literal["same", "gone", "new"]
ChangeKind = Literal["new", "changed", "moved", "removed"]
Piece = tuple[PrintedString, ...]
"""All that an item, a slide or the meeting itself prints."""

NAMES = ("title", "topic", "heading", "label")
"""The roles that a slide is called by, the first that it has."""
HIDDEN = ("file", "withheld_file", "picture", "redacted", "formerly")
"""Roles whose change is no change of words: what an attachment holds, and the numbers that an item had."""
FILES = ("file", "withheld_file", "picture")
"""Roles of strings that are the name of a file and a digest of what it holds."""
CLOCKS = ("time", "start", "end", "ends", "hours", "started", "ended", "arrived", "left", "closed_hours")
"""Roles of strings that are times of the day."""
SILENT = ("formerly", "begins", "derived", "issue", "redacted")
"""Roles whose change goes unsaid, for another says it: a time that moves with what stands before it, a sum, the number
of the issue; what is covered in a file, which is another file then."""
ALIKE = 0.4
"""How alike two pieces at the same place must be to count as one that was changed, from 0 to 1."""


@dataclass(frozen=True)
class TextChange:
    """A string as it was and as it is; either is "" where there is none."""

    role: str
    before: str
    now: str
    withheld: bool = False
    """Whether either stands for what is withheld."""


@dataclass(frozen=True)
class Change:
    """What came of an item, a slide or the meeting itself."""

    kind: ChangeKind
    item: str
    """The slug of the item that it is or belongs to, as it is now; as it was, for what is removed."""
    anchor: str
    """Likewise."""
    called: str
    """What it is called."""
    within: str
    """What the item is called that it is or belongs to."""
    words: tuple[TextChange, ...] = ()
    """What differs: for what is new or removed, all that it says."""

    @property
    def is_slide(self) -> bool:
        """Whether it is a slide; else an item, or the meeting."""
        return self.anchor not in ("", f"sak-{self.item}")


def changes(before: Strings, now: Strings) -> tuple[Change, ...]:
    """What was changed: the meeting first, then item by item in the order of now, what was removed after them."""
    then, there = items_of(before), items_of(now)
    same = matched(then, there)
    back = {old: new for new, old in same.items()}
    stayed = _in_order([same[slug] for slug in there if slug in same and slug], [slug for slug in then if slug in back])
    found: list[Change] = []
    for slug, pieces in there.items():
        if slug not in same:
            within = _called(pieces.get(f"sak-{slug}", ()))
            found += [_whole("new", slug, anchor, piece, within) for anchor, piece in pieces.items()]
            continue
        moved = slug and same[slug] not in stayed
        found += _within(then[same[slug]], pieces, same[slug], slug, bool(moved))
    for slug, pieces in then.items():
        if slug not in back:
            anchor = f"sak-{slug}"
            piece = pieces.get(anchor, ())
            found.append(_whole("removed", slug, anchor, piece, _called(piece)))
    return tuple(found)


def compared(before: str, now: str) -> tuple[tuple[Stayed, str], ...]:
    """Two texts word by word: stretches that stayed, that are gone and that are new; the space before one stayed."""
    old, new = (re.findall(r"\s*\S+\s*?(?=\s|$)|\s+$", text) for text in (before, now))
    found: list[tuple[Stayed, str]] = []
    plain = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    for what, start, end, first, last in plain.get_opcodes():
        if what == "equal":
            found.append(("same", "".join(new[first:last])))
            continue
        stretches: tuple[tuple[Stayed, list[str]], ...] = (("gone", old[start:end]), ("new", new[first:last]))
        for kind, words in stretches:
            text = "".join(words)
            lead = text[: len(text) - len(text.lstrip())]
            found += [("same", lead)] if lead else []
            found += [(kind, text.lstrip())] if text.strip() else []
    return tuple(found)


def passages(before: str, now: str, *, every: bool = False) -> tuple[tuple[str, str], ...]:
    """The paragraphs, rows and cells in which two texts in Markdown differ, as (before, now); "" for none. `every`:
    those that are the same are among them."""
    old, new = _passages(before), _passages(now)
    if old == new and plain(before) != plain(now):
        return ((plain(before), plain(now)),)  # what differs is what Markdown would not print: a day, a number
    found: list[tuple[str, str]] = []
    for what, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found += [(one, one) for one in new[first:last] if every]
            continue
        left = old[start:end]
        for passage in new[first:last]:
            likest = max(left, key=lambda other: _ratio(other, passage), default="")
            alone = len(left) == 1 and last - first == 1
            if likest and (alone or _ratio(likest, passage) >= ALIKE):
                found += [(other, "") for other in left[: left.index(likest)]]
                left = left[left.index(likest) + 1 :]
                found.append((likest, passage))
            else:
                found.append(("", passage))
        found += [(other, "") for other in left]
    return tuple(found)


def words_of(text: str) -> str:
    """The words of a text, letters and digits in small letters with one space between them: what stays of it however
    it is set, spelled out in signs that nobody sees, or composed."""
    plain = unicodedata.normalize("NFKC", re.sub(r"&shy;|[\u00ad\u200b-\u200f\u2060\ufeff]", "", text))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


def letters_of(text: str) -> str:
    """The letters and digits of a text, in small letters: what stays of it whatever is made of it."""
    return words_of(text).replace(" ", "")


def _passages(text: str) -> list[str]:
    """The blocks that Markdown makes of a text; wrapped lines are joined."""
    found: list[str] = []
    joins = False
    for line in text.splitlines():
        # One line alone that begins with a number and a dot is no list: "1. juli 2020".
        opened = re.match(r"\s*(?:[-*+]|#+|>)\s+" if "\n" not in text else r"\s*(?:[-*+]|\d+[.)]|#+|>)\s+", line)
        if not line.strip():
            joins = False
        elif line.lstrip().startswith("|"):
            found += [cell.strip() for cell in line.strip().strip("|").split("|")]
            joins = False
        elif opened or not joins:
            found.append(line[opened.end() :] if opened else line.strip())
            joins = True
        else:
            found[-1] += " " + line.strip()
    return [passage for passage in (re.sub(r"\]\([^)]*\)", "]", one) for one in found) if letters_of(passage)]


# ---- what is the same ----------------------------------------------------------------------------------------

Items = Mapping[str, Mapping[str, Piece]]
"""By the slug of each item, and by anchor within it: the item itself, then its slides."""


def items_of(strings: Iterable[PrintedString]) -> Items:
    """Strings by item and by anchor; the meeting itself is the first."""
    found: dict[str, dict[str, list[PrintedString]]] = {"": {"": []}}
    for one in strings:
        found.setdefault(one.item, {}).setdefault(one.anchor, []).append(one)
    return {slug: {anchor: tuple(held) for anchor, held in pieces.items()} for slug, pieces in found.items()}


def matched(then: Items, there: Items) -> dict[str, str]:
    """The items that are the same: the slug as it is → as it was.

    By their slugs, which are made of their numbers; by a number that they were sent under; those without one by what
    they say.
    """
    found = {slug: slug for slug in there if slug in then}
    numbers = {_key(_first(pieces, slug, "number")): slug for slug, pieces in then.items() if slug}
    for slug, pieces in there.items():
        if slug in found:
            continue
        former = [_key(one.text) for one in pieces.get(f"sak-{slug}", ()) if one.role == "formerly"]
        old = next((numbers[key] for key in former if key and key in numbers), None)
        if old is not None and old not in found.values():
            found[slug] = old
    left = [slug for slug in then if slug not in found.values()]
    for slug, pieces in there.items():
        if slug in found or _first(pieces, slug, "number"):
            continue  # a number says which it is
        like = [old for old in left if not _first(then[old], old, "number")]
        best = max(like, key=lambda old: _likeness(_all(then[old]), _all(pieces)), default=None)
        if best is not None and _likeness(_all(then[best]), _all(pieces)) >= ALIKE:
            found[slug] = best
            left.remove(best)
    return found


def is_same_matter(then: Mapping[str, Piece], there: Mapping[str, Piece], slug: str) -> bool:
    """Whether an item is about what it was about: by its title, or by all that is said of it."""
    was, now = (_first(pieces, slug, "title") for pieces in (then, there))
    return _ratio(words_of(was), words_of(now)) >= ALIKE or _likeness(_telling(then), _telling(there)) >= ALIKE


def _telling(pieces: Mapping[str, Piece]) -> Piece:
    """What says which matter it is: neither numbers nor types nor times, which others have too."""
    usual = ("number", "type", "start", "begins", "duration", "presenter", "of_day")
    return tuple(one for one in _all(pieces) if one.role not in usual)


def number_of(items: Items, slug: str) -> str:
    """An item's number as printed; "" where it has none."""
    return _first(items[slug], slug, "number")


def likest(then: Mapping[str, Piece], there: Mapping[str, Piece]) -> dict[str, str]:
    """Which of some pieces is which, by what they say, those first that say the very same: the key as it is → as it
    was."""
    found: dict[str, str] = {}
    pairs = sorted(
        ((_likeness(then[old], there[new]), -place, old, new) for place, new in enumerate(there) for old in then),
        key=lambda pair: pair[:2],
        reverse=True,
    )
    for alike, _, old, new in pairs:
        if alike >= ALIKE and new not in found and old not in found.values():
            found[new] = old
    return found


def _slides(then: Mapping[str, Piece], there: Mapping[str, Piece], old: str, new: str) -> dict[str, str]:
    """The slides of an item that are the same: the anchor as it is → as it was."""
    was = [anchor for anchor in then if anchor != f"sak-{old}"]
    now = [anchor for anchor in there if anchor != f"sak-{new}"]
    found: dict[str, str] = {}

    def match(pairs: Iterable[tuple[str, str]]) -> None:
        for one, other in pairs:
            if one not in found and other not in found.values():
                found[one] = other

    # A place in a row, or in a row of topics, is no name: a title or a topic says more.
    own = {anchor.removeprefix(old): anchor for anchor in was if not re.fullmatch(r"(-emne)?-\d+", anchor[len(old) :])}
    match((anchor, own[anchor.removeprefix(new)]) for anchor in now if anchor.removeprefix(new) in own)
    called: dict[str, list[str]] = {}
    for anchor in was:
        called.setdefault(_name(then[anchor]), []).append(anchor)
    for anchor in now:
        name = _name(there[anchor])
        match((anchor, other) for other in called.get(name, ()) if name)
    # Then those that stand between the same two, in order.
    for anchor in now:
        if anchor in found:
            continue
        between = _between(anchor, now, was, found)
        likest = max(between, key=lambda other: _likeness(then[other], there[anchor]), default=None)
        if likest is None:
            continue
        # A slide that is withheld, or is not any longer, says nothing of what it was.
        opened = len(between) == 1 and _is_withheld(then[likest]) != _is_withheld(there[anchor])
        if opened or _likeness(then[likest], there[anchor]) >= ALIKE:
            found[anchor] = likest
    return found


def _is_withheld(piece: Piece) -> bool:
    return any(one.withheld and one.role == "withheld" for one in piece)


def _between(anchor: str, now: Sequence[str], was: Sequence[str], found: Mapping[str, str]) -> list[str]:
    place = now.index(anchor)
    above = next((was.index(found[one]) for one in reversed(now[:place]) if one in found), -1)
    below = next((was.index(found[one]) for one in now[place + 1 :] if one in found), len(was))
    return [one for one in was[above + 1 : below] if one not in found.values()]


def _in_order(moved: Sequence[str], order: Sequence[str]) -> frozenset[str]:
    """The most of some items that are still in their old order: the others are those that were moved."""
    place = {slug: number for number, slug in enumerate(order)}
    best: list[list[str]] = []
    for slug in moved:
        longest: list[str] = max((row for row in best if place[row[-1]] < place[slug]), key=len, default=[])
        best.append([*longest, slug])
    kept: list[str] = max(best, key=len, default=[])
    return frozenset(kept)


# ---- what differs --------------------------------------------------------------------------------------------


def _within(then: Mapping[str, Piece], there: Mapping[str, Piece], old: str, new: str, moved: bool) -> Iterator[Change]:
    """What changed in an item, or in the meeting itself, that was there before."""
    own_then, own = (f"sak-{old}" if old else ""), (f"sak-{new}" if new else "")
    words = _differing(then.get(own_then, ()), there.get(own, ()))
    called = _called(there.get(own, ()))
    if words:
        yield Change("changed", new, own, called, called, words)
    if moved:
        yield Change("moved", new, own, called, called)
    same = _slides(then, there, old, new)
    stayed = _in_order([same[anchor] for anchor in there if anchor in same], list(then))
    for anchor, piece in there.items():
        if anchor == own:
            continue
        if anchor not in same:
            yield _whole("new", new, anchor, piece, called)
            continue
        words = _differing(then[same[anchor]], piece)
        if words:
            yield Change("changed", new, anchor, _called(piece), called, words)
        if same[anchor] not in stayed:
            yield Change("moved", new, anchor, _called(piece), called)
    for anchor, piece in then.items():
        if anchor != own_then and anchor not in same.values():
            yield _whole("removed", new, anchor, piece, called)


def _whole(kind: ChangeKind, item: str, anchor: str, piece: Piece, within: str) -> Change:
    words = tuple(
        TextChange(one.role, one.text if kind == "removed" else "", one.text if kind == "new" else "", one.withheld)
        for one in piece
        if one.role not in (*HIDDEN, *SILENT)
    )
    return Change(kind, item, anchor, _called(piece), within, words)


def _differing(then: Piece, there: Piece) -> tuple[TextChange, ...]:
    """The strings that differ between two pieces that are the same one, in the order of the second."""
    old, new = ([one for one in piece if one.role not in SILENT] for piece in (then, there))
    was, now = ([(one.role, plain(one.text), one.withheld) for one in some] for some in (old, new))
    found: list[TextChange] = []
    for what, start, end, first, last in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what != "equal":
            found += _paired(old[start:end], new[first:last])
    return tuple(found)


def _paired(old: Sequence[PrintedString], new: Sequence[PrintedString]) -> Iterator[TextChange]:
    """Strings of a stretch that differs, each beside the one of its role that it is likest to."""
    left = list(old)
    for one in new:
        like = [other for other in left if other.role == one.role]
        likest = max(like, key=lambda other: _ratio(other.text, one.text), default=None)
        alone = likest is not None and len(like) == 1 and sum(other.role == one.role for other in new) == 1
        if likest is not None and (alone or _ratio(likest.text, one.text) >= ALIKE):
            left.remove(likest)
            yield TextChange(one.role, likest.text, one.text, one.withheld or likest.withheld)
        else:
            yield TextChange(one.role, "", one.text, one.withheld)
    yield from (TextChange(other.role, other.text, "", other.withheld) for other in left)


def as_read(role: str, text: str, language: str) -> str:
    """What a string says, as readers of a language have it: times of the day as they are written there."""
    return clocks(text, language) if role in CLOCKS else text


def file_of(text: str) -> str:
    """The name of a file, of a string of one of the `FILES`."""
    return text.rpartition(" ")[0]


def _likeness(one: Piece, other: Piece) -> float:
    return _ratio(" ".join(held.text for held in one), " ".join(held.text for held in other))


def _ratio(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1, by their words."""
    first, second = one.split(), other.split()
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if first or second else 1.0


def _all(pieces: Mapping[str, Piece]) -> Piece:
    return tuple(one for piece in pieces.values() for one in piece)


def _name(piece: Piece) -> str:
    return plain(next((one.text for role in NAMES for one in piece if one.role == role and not one.withheld), ""))


def _called(piece: Piece) -> str:
    number = next((one.text for one in piece if one.role == "number"), "")
    return f"{number} {_name(piece)}".strip()


def _first(pieces: Mapping[str, Piece], slug: str, role: str) -> str:
    return next((one.text for one in pieces.get(f"sak-{slug}", ()) if one.role == role), "")


def _key(number: str) -> str:
    return re.sub(r"\s", "", number).casefold()


def plain(text: str) -> str:
    """A text as it is compared: with one space between its words."""
    return " ".join(text.split())


def lines_of(text: str) -> Iterator[str]:
    """The letters of each line of a text that has any."""
    return filter(None, map(letters_of, text.splitlines()))
