"""An item that goes to another meeting: what both files shall say, and which files go along.

An item that nobody was sent goes as it is, and leaves no trace. One that was on the agenda of a meeting that was sent,
or held, stays there as postponed; the other meeting takes it up with what was to be decided, and says which number it
had. What was decided is not moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from akson_docs.actions.starting import Numbers, is_numbered_late, kind_of
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, ValuePath
from akson_docs.meetings.cards import PUT_OFF, ItemCard, MeetingCard, number, slug
from akson_docs.model import numbers
from akson_docs.model.documents import Board
from akson_docs.sources.format.editing import edited, put, row, said

ITEM_UNKNOWN = Code(
    "item-unknown",
    "error",
    N_('no meeting of {board} has an item "{found}"'),
    N_("name it by its number, its id or its title; {board} has these: {known}"),
)
ITEM_IN_SEVERAL = Code(
    "item-in-several",
    "error",
    N_('"{found}" may be any of several items: {items}'),
    N_("name it by its number, or say with --from which meeting it is in"),
)
ITEM_THERE = Code(
    "item-there",
    "error",
    N_("{found} is an item of that meeting already"),
    N_("nothing has to be moved; to move it to another meeting, name that one"),
)
ITEM_TAKEN_UP = Code(
    "item-taken-up",
    "error",
    N_("{found} was put off, and comes up in {meeting} as {number}"),
    N_("move that one: akson move {number} …"),
)
ITEM_BACK = Code(
    "item-back",
    "error",
    N_("that meeting has it as {found}, put off"),
    N_("take out `outcome` there, and this item here"),
)
ITEM_DECIDED = Code(
    "item-decided",
    "error",
    N_("{found} has come to something ({key}); what was decided stays where it was"),
    N_("if it comes up again, write a new item there; if it was sent back, write outcome: returned and move it then"),
)
MEETING_BEFORE = Code(
    "move-back",
    "error",
    N_("the meeting is on {day}, before the one that the item was put off from ({other})"),
    N_("an item that was sent can only be put off to a later meeting"),
)
MEETING_OVER = Code(
    "move-over",
    "error",
    N_("the meeting was over on {day}"),
    N_("name one that is to come; `akson new meeting {board} DATE` starts it"),
)
MEETING_CANCELLED = Code(
    "move-cancelled",
    "error",
    N_("the meeting is cancelled; nothing comes up there"),
    N_("name a meeting that is held; or take cancelled: out of this one"),
)
NAME_TAKEN = Code(
    "move-file",
    "error",
    N_('the meeting has another file "{found}" already'),
    N_("give one of them another name, in the folder and in the item"),
)

ONCE = (
    "continues", "formerly", "added", "day", "start", "discussion", "chair", "impartiality", "motions", "votes",
    "elections", "adopted", "decision", "outcome", "dissent", "actions",
)  # fmt: skip
"""What belongs to an item in one meeting: its place in it, and what happened there."""
PLACED = ("day", "start")
"""What belongs to the place of an item on an agenda."""

YamlMap = dict[str, Any]


def numbered(card: MeetingCard, wanted: str, board: Board) -> Iterator[int]:
    """The items of a meeting that have a number, by their place among all of its items."""
    read = number(card, wanted, board)
    for place, item in enumerate(card.items):
        if item.number and (item.number == wanted or (read and number(card, item.number, board) == read)):
            yield place


def called(card: MeetingCard, wanted: str) -> Iterator[int]:
    """The items of a meeting that have an id or a title, by their place among all of its items."""
    slug = numbers.slug(wanted)
    for place, item in enumerate(card.items):
        names = {item.slug.removeprefix(f"{card.folder}-"), *(numbers.slug(text) for _, text in item.title)}
        if slug and slug in names:
            yield place


def path(meeting: Mapping[str, Any], place: int) -> ValuePath:
    """The way to an item in what a meeting's file says; `place` counts its items, those under one right after it."""
    items = ((index, held) for index, held in enumerate(meeting["items"]) if "title" in held)
    return tuple(way for index, held in items for way in below(held, ("items", index)))[place]


def below(held: Mapping[str, Any], path: ValuePath = ()) -> Iterator[ValuePath]:
    """The way to an item and to each under it, as cards have them; `path` is that to the item."""
    yield path
    for index, inner in enumerate(held.get("items", ())):
        yield from below(inner, (*path, "items", index))


def is_held_back(item: ItemCard) -> bool:
    """Whether an earlier meeting has said already that the item comes up again."""
    return item.outcome in PUT_OFF


def taken(cards: Sequence[MeetingCard], item: ItemCard, board: Board) -> tuple[MeetingCard, ItemCard] | None:
    """Where an item that was put off comes up again, if anywhere."""
    later = ((card, one) for card in cards for one in card.items if item.number and one.continues)
    return next(((card, one) for card, one in later if slug(card, one.continues, board) == item.slug), None)


def taken_up(
    held: Mapping[str, Any], number: Callable[[Mapping[str, Any]], str], postponed: bool, within: str = ""
) -> YamlMap:
    """An item as the other meeting has it; `number` gives it its new one, "" for none.

    `within` is the meeting that it comes from ("2019-05/"), where a number alone does not say which item it was.
    """
    gone = ONCE if postponed else PLACED
    new = {key: value for key, value in held.items() if key not in (*gone, "number")}
    before, now = str(held.get("number", "")), number(held)
    made: YamlMap = {"number": now} if now else {}
    for key, value in new.items():
        made[key] = [taken_up(inner, number, postponed, within) for inner in value] if key == "items" else value
    if postponed and before and (within or before != now):
        made["continues"] = f"{within}{before}"
    return made


def put_off(held: Mapping[str, Any]) -> YamlMap:
    """An item as the meeting has it that it was postponed in."""
    made: YamlMap = {
        key: [put_off(inner) for inner in value] if key == "items" else value for key, value in held.items()
    }
    return made if "outcome" in made else made | {"outcome": "postponed"}


def numbering(
    board: Board, numbers: Numbers, agenda: Sequence[Mapping[str, Any]]
) -> Callable[[Mapping[str, Any]], str]:
    """Gives the items that had one a number of the new meeting, unless that gets its numbers when it is sent."""
    if board.numbers_stay:
        return same_number
    without = is_numbered_late(board) and not any("number" in held for held in agenda)
    return lambda held: "" if without or not held.get("number") else numbers.of(held)


def same_number(held: Mapping[str, Any]) -> str:
    """The number that an item has already."""
    return str(held.get("number", ""))


def where(agenda: Sequence[Mapping[str, Any]], board: Board) -> int:
    """Where a new item comes on an agenda: last, but before what is open to all at its end, and the heading of that."""
    place = len(agenda)
    while place and _is_open(agenda[place - 1], board):
        place -= 1
    while 0 < place < len(agenda) and "heading" in agenda[place - 1]:
        place -= 1
    return place


def _is_open(held: Mapping[str, Any], board: Board) -> bool:
    found = kind_of(held, board) if "title" in held else None
    return found is not None and found.kind == "open"


def changed(text: str, place: ValuePath, new: Mapping[str, Any] | None, kind: str = "meeting") -> str:
    """A file with the item at a place as it shall be, without it for None; a list that is empty then goes too."""
    value = said(text)
    *above, key, last = place
    holder = at(value, above)
    if new is not None:
        holder[key][last] = new
    else:
        del holder[key][last]
        if not holder[key]:
            del holder[key]
    return edited(text, value, kind, by_place=new is not None)


def at(held: Any, path: Sequence[str | int]) -> Any:
    """What a path leads to in what a file says."""
    for step in path:
        held = held[step]
    return held


def carried(text: str, place: ValuePath, new: Mapping[str, Any], into: str, before: int) -> str:
    """Another meeting's file with an item of this one put on its agenda after some rows, with its comments."""
    alone = "items:\n" + row(text, place)
    return put(into, before, edited(alone, {"items": [new]}, by_place=True).removeprefix("items:\n"))
