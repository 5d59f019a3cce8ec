"""Two edits of one file put together: what was there, what either writer made of it → what both want.

Values are compared by their places. Where only one changed something, that holds; where both changed the same place
differently, neither is taken, and both are told. Rows of lists are known again by what they say, so that one writer may
move a row while another edits it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from akson_docs.diagnostics import ValuePath
from akson_docs.sources.format import editing


class Absent:
    """That nothing stands at a place."""


ABSENT: Final = Absent()
ALIKE = 0.5
"""How much of two rows must be the same for them to be one row that was edited."""


@dataclass(frozen=True)
class Clash:
    """A place that both writers changed, each in another way. A row that one took out is `ABSENT` there."""

    path: ValuePath
    """Where it is in what was put together."""
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """What both want. Where they clash it has mine, or the row that one of them kept."""

    value: Any
    clashes: tuple[Clash, ...]


def merged(base: Any, theirs: Any, mine: Any) -> Merged:
    """Two edits of `base` put together; all three are dicts, lists and strings."""
    clashes: list[Clash] = []
    value = _merged(editing.plain(base), editing.plain(theirs), editing.plain(mine), (), clashes)
    return Merged(value, tuple(clashes))


def changes(before: Any, after: Any, path: ValuePath = ()) -> Iterator[tuple[ValuePath, bool]]:
    """The places where two values differ, a list of another order once, and whether it is `before` that has the place:
    what is gone stands nowhere in `after`."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from changes(before.get(key, ABSENT), after.get(key, ABSENT), (*path, key))
    elif isinstance(before, list) and isinstance(after, list):
        pairs = _pairs(before, after)
        if [pairs[one] for one in sorted(pairs)] != sorted(pairs.values()):
            yield path, False
        for one, other in sorted(pairs.items()):
            yield from changes(before[one], after[other], (*path, other))
        yield from (((*path, place), False) for place in range(len(after)) if place not in pairs.values())
        yield from (((*path, place), True) for place in range(len(before)) if place not in pairs)
    else:
        yield path, after is ABSENT


def _merged(base: Any, theirs: Any, mine: Any, path: ValuePath, clashes: list[Clash]) -> Any:
    settled = _settled(base, theirs, mine)
    if settled is not None:
        return settled
    if isinstance(theirs, Mapping) and isinstance(mine, Mapping):
        known = base if isinstance(base, Mapping) else {}
        found = {
            key: _merged(known.get(key, ABSENT), theirs.get(key, ABSENT), mine.get(key, ABSENT), (*path, key), clashes)
            for key in dict.fromkeys((*theirs, *mine))
        }
        return {key: held for key, held in found.items() if held is not ABSENT}
    if isinstance(theirs, list) and isinstance(mine, list):
        return _rows(base if isinstance(base, list) else [], theirs, mine, path, clashes)
    clashes.append(Clash(path, theirs, mine))
    return mine


def _settled(base: Any, theirs: Any, mine: Any) -> Any | None:
    """What holds where only one changed something, or both the same; else None."""
    if mine == base:
        return theirs
    return mine if theirs in (base, mine) else None


# ---- rows ----------------------------------------------------------------------------------------------------


@dataclass
class _Slot:
    """A row of what is put together: its places in what was there, in the version that leads, and in the other."""

    base: int | None
    lead: int | None
    other: int | None


def _rows(base: list[Any], theirs: list[Any], mine: list[Any], path: ValuePath, clashes: list[Clash]) -> Any:
    to_theirs, to_mine = _pairs(base, theirs), _pairs(base, mine)
    both = [place for place in range(len(base)) if place in to_theirs and place in to_mine]
    their_order, my_order = sorted(both, key=to_theirs.__getitem__), sorted(both, key=to_mine.__getitem__)
    if both not in (their_order, my_order) and their_order != my_order:
        clashes.append(Clash(path, theirs, mine))
        return mine
    they_lead = my_order == both
    slots = _slots(to_theirs, theirs, to_mine, mine) if they_lead else _slots(to_mine, mine, to_theirs, theirs)
    found: list[Any] = []
    for slot in slots:
        their_place, my_place = (slot.lead, slot.other) if they_lead else (slot.other, slot.lead)
        their_row = ABSENT if their_place is None else theirs[their_place]
        my_row = ABSENT if my_place is None else mine[my_place]
        if slot.base is None:
            found.append(my_row if their_row is ABSENT else their_row)
            continue
        row = _row(base[slot.base], their_row, my_row, (*path, len(found)), clashes)
        if row is not ABSENT:
            found.append(row)
    return found


def _row(base: Any, theirs: Any, mine: Any, path: ValuePath, clashes: list[Clash]) -> Any:
    settled = _settled(base, theirs, mine)
    if settled is not None:
        return settled
    versions = (base, theirs, mine)
    if all(isinstance(one, Mapping) for one in versions) and all(
        _name(one) == _name(base) or _likeness(one, base) >= ALIKE for one in (theirs, mine)
    ):
        return _merged(base, theirs, mine, path, clashes)
    clashes.append(Clash(path, theirs, mine))
    return theirs if mine is ABSENT else mine


def _slots(
    to_lead: Mapping[int, int], lead: Sequence[Any], to_other: Mapping[int, int], other: Sequence[Any]
) -> list[_Slot]:
    """The rows of both versions in the order of the one that leads, what only the other has after its neighbour."""
    from_lead, from_other = ({there: here for here, there in pairs.items()} for pairs in (to_lead, to_other))
    slots = [_Slot(from_lead.get(place), place, to_other.get(from_lead.get(place, -1))) for place in range(len(lead))]
    for place, row in enumerate(other):
        was = from_other.get(place)
        if was is not None and was in to_lead:
            continue
        twin = next((slot for slot in slots if was is None and _is_fresh_twin(slot, lead, row)), None)
        if twin is not None:
            twin.other = place
            continue
        before = next((at for at, slot in enumerate(slots) if place and slot.other == place - 1), -1)
        slots.insert(before + 1, _Slot(was, None, place))
    # A row that both took out is in neither.
    return slots


def _is_fresh_twin(slot: _Slot, lead: Sequence[Any], row: Any) -> bool:
    """Whether a row that is new in the version that leads is the same one as a new row of the other."""
    return slot.base is None and slot.other is None and slot.lead is not None and bool(lead[slot.lead] == row)


def _pairs(base: Sequence[Any], other: Sequence[Any]) -> dict[int, int]:
    """Which row of `other` is which of `base`: one that says the same, one of the same name, or one that stands where
    it stood and was edited."""
    found: dict[int, int] = {}
    for known in (_text, _name):
        waiting: dict[str, list[int]] = defaultdict(list)
        taken = set(found.values())
        for place, row in enumerate(other):
            if place not in taken and (name := known(row)):
                waiting[name].append(place)
        for place, row in enumerate(base):
            name = known(row)
            if place not in found and name and waiting[name]:
                found[place] = waiting[name].pop(0)
    for here, there in _gaps(len(base), len(other), dict(found)):
        if len(here) == len(there):
            found.update(zip(here, there, strict=True))
            continue
        for place in here:
            likest = max(there, key=lambda one: _likeness(base[place], other[one]), default=None)
            if likest is not None and _likeness(base[place], other[likest]) >= ALIKE:
                found[place] = likest
                there.remove(likest)
    return found


def _gaps(length: int, other: int, pairs: Mapping[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """The rows without a partner that stand between the same partners: (places here, places there)."""
    taken = set(pairs.values())
    place = 0
    while place < length:
        if place in pairs:
            place += 1
            continue
        start = place
        while place < length and place not in pairs:
            place += 1
        there = pairs[start - 1] + 1 if start else 0
        end = there
        while end < other and end not in taken:
            end += 1
        if end == (pairs[place] if place < length else other):
            yield list(range(start, place)), list(range(there, end))


def _text(row: Any) -> str:
    return repr(row)


def _name(row: Any) -> str:
    """What a row is known by; nothing where it has none of that."""
    key = next((key for key in editing.IDENTITIES if key in row), "") if isinstance(row, Mapping) else ""
    return f"{key} {row[key]!r}" if key else ""


def _likeness(one: Any, other: Any) -> float:
    """How much of two values is the same, from 0 to 1."""
    mine, yours = dict(leaves(one)), dict(leaves(other))
    same = sum(path in yours and yours[path] == held for path, held in mine.items())
    return float(same / max(len(mine), len(yours), 1))


def leaves(value: Any, path: ValuePath = ()) -> Iterator[tuple[ValuePath, Any]]:
    """Every value of a file that holds no others, with its place."""
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield from leaves(held, (*path, key))
    elif isinstance(value, list):
        for place, held in enumerate(value):
            yield from leaves(held, (*path, place))
    else:
        yield path, value
