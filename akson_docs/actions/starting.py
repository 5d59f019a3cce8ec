"""A new meeting, as the files that it begins with.

A meeting is never more than a copy and an edit: it begins with what recurs. From the board's last one come the standing
items, the items that inform with their topics and slides, and what is still to be done; numbers, date and deadline are
new. Nothing of what happened comes along, nothing that was decided, and no place or time that was an exception. A
board's first meeting begins with its standing items, or with what every agenda has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from akson_docs.catalogue import LANGUAGES, N_, NC_, filled, translated
from akson_docs.diagnostics import Code
from akson_docs.meetings.agenda import asks_for_number, type_of, usual_types
from akson_docs.meetings.cards import PUT_OFF, MeetingCard
from akson_docs.meetings.pseudonyms import later
from akson_docs.model import numbers
from akson_docs.model.documents import Board, Item, ItemType
from akson_docs.model.values import Line
from akson_docs.sources import paper_pictures
from akson_docs.sources.format.editing import written
from akson_docs.sources.refusals import MARKDOWN

DAY_TAKEN = Code(
    "day-taken",
    "error",
    N_("the board meets on {last} already, and a new meeting comes after the last"),
    N_("name a day after {last}; for one between, copy the folder of a meeting and change its date and numbers"),
)
THERE_ALREADY = Code(
    "there-already", "error", N_("this is there already"), N_("take another name, or edit what is there")
)

HAPPENED = (
    "number", "continues", "formerly", "added", "route", "case", "summary", "note", "paper", "attachments",
    "chair", "discussion", "impartiality", "motions", "votes", "elections", "adopted", "decision", "outcome",
    "dissent", "actions", "closed", "day", "start", "items", "approves_issue",
)  # fmt: skip
"""What an item of a new meeting does not take over: what is new each time, and what happened."""
NAMING = ("file", "paper", "data", "introduction")
"""The keys that name files beside a meeting."""
ENDED = ("votes", "elections", "adopted", "decision")
"""The keys that say that something came of an item."""
USUAL = ("place", "online", "start", "timezone")
"""The keys of a meeting that a new one takes over where they are as usual, and the board says nothing of them."""
LOOKED_BACK = 5
"""The last meetings that what is usual is told by."""
SAID: Mapping[str, str] = {
    "head": NC_(
        "new", "A new meeting, made of {last}. Go through it from the top, and take out what is not to be in it."
    ),
    "first": NC_("new", "The board's first meeting. Write the items; your editor says what an item may have."),
    "help": NC_("new", "akson serve shows the meeting as you write; akson check says what is wrong."),
    "papers": NC_("new", "Papers are to be sent by {day}."),
    "draft": NC_("new", "A draft: the meeting is not on the site. Take the line out when it is to be there."),
    "same": NC_("new", "Unchanged since {last}: go through the slides, and take out those that are not to be in it."),
    "as_last": NC_("new", "As last time."),
    "as_usual": NC_("new", "As usual."),
    "put_off": NC_("new", "Put off: look at it again."),
    "approval": NC_("new", "Approval of the minutes of meeting {last}"),
    "approved": NC_("new", "The minutes are approved."),
    "title": NC_("new", "The item's title"),
    "proposal": NC_("new", "What is proposed."),
    "notice": NC_("new", "Approval of the notice and the agenda"),
    "notice_approved": NC_("new", "The notice and the agenda are approved."),
}
"""What is written into a new meeting's file."""


@dataclass(frozen=True)
class Fresh:
    """A new folder: its name, and the files in it."""

    folder: str
    text: str
    """Of its `meeting.yaml`."""
    files: tuple[str, ...] = ()
    """The files that it needs as well, of the folder of the meeting that it is made after."""


def models(cards: Iterable[MeetingCard]) -> tuple[MeetingCard, ...]:
    """The last meetings of a board that a new one is made after, the last one first: ordinary ones that were not
    cancelled, or any where there is none."""
    every = sorted(cards, key=lambda card: (card.date, card.folder), reverse=True)
    usual = [card for card in every if card.form == "ordinary" and not card.cancelled]
    return tuple((usual or every)[:LOOKED_BACK])


def meeting(
    board: Board,
    language: str,
    day: date,
    cards: Sequence[MeetingCard],
    standing: Sequence[Mapping[str, Any]],
    earlier: Sequence[Mapping[str, Any]],
    waiting: Sequence[Mapping[str, Any]] = (),
) -> Fresh:
    """A new meeting of a board.

    `cards` are those of the board's meetings, `standing` its standing items as its file says them, `earlier` what the
    files of `models` say, with items of files of their own in their place; `waiting` are items that were put off, as
    the meeting has them that takes them up, without a number.
    """
    numbers = Numbers(board, day, cards)
    held = [card for card in cards if not card.cancelled]
    latest = max(held, key=lambda card: (card.date, card.folder), default=None)
    spoken = board.languages or (language,)
    words = {key: translated(text, spoken[0], "new") for key, text in SAID.items()}
    last, before = (*earlier[:2], {}, {})[:2]
    value: dict[str, Any] = {"date": day.isoformat(), "draft": "yes", **_usual(board, earlier)}
    if "language" in last:
        value["language"] = last["language"]  # that of the texts that come along
    items = list(_items(board, standing, last, before))
    place = _after_opening(items, board)
    items[place:place] = map(dict, waiting)
    if latest is not None and not any("approves" in item for item in items):
        items.insert(_after_opening(items, board), {"approves": latest.folder})
    if latest is not None:
        items = [_approval(item, board, spoken, latest) if "approves" in item else item for item in items]
    done = [_numbered(item, board, numbers, last) for item in items or _short(board, spoken)]
    still = _still_open(cards)
    if still:
        value["follow_up"] = [{"action": action, "status": "open"} for action in still]
    value["items"] = done
    made_of = next((card.number or card.folder for card in models(cards)), "")
    deadline = board.deadlines.papers if board.deadlines else None
    head = [(words["head"] if made_of else words["first"]).format(last=made_of), words["help"]]
    if deadline:
        head.append(words["papers"].format(day=format_date(_before(day, deadline), "long", locale=spoken[0])))
    text = "# yaml-language-server: $schema=../../../schema/meeting.schema.json\n"
    text += "".join(f"# {line}\n" for line in head) + "\n"
    text += _commented(written(value), words, made_of, last)
    return Fresh(
        _folder(day, cards),
        text,
        files(done),
    )


def _usual(board: Board, earlier: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What most of the last meetings say of where and when they are; what the board's file says need not be said.

    What only one of several says is usual for none.
    """
    found = {}
    for key in USUAL:
        if getattr(board, key, None):
            continue
        said = [written({key: one[key]}) if key in one else "" for one in earlier]
        most = max(map(said.count, said), default=0)
        usual = next((one.get(key) for one, text in zip(earlier, said, strict=True) if said.count(text) == most), None)
        if usual is not None and (most > 1 or len(earlier) == 1):
            found[key] = usual
    return found


# ---- the items -----------------------------------------------------------------------------------------------


def _items(
    board: Board, standing: Sequence[Mapping[str, Any]], last: Mapping[str, Any], before: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """The items that recur, in the order of the last meeting; standing ones that it had not come where they belong."""
    known = {_title(item): item for item in standing}
    earlier = {_title(item): item for item in before.get("items", ()) if "title" in item}
    there = [item for item in last.get("items", ()) if "title" in item]
    left = [item for item in standing if _title(item) not in {_title(one) for one in there}]
    opening = [item for item in left if _opens(item, board)]
    for item in opening:
        yield dict(item)
    for item in there:
        if item.get("outcome") in PUT_OFF:
            continue  # it comes by itself
        if _title(item) in known:
            yield _bare(item) | dict(known[_title(item)])
        elif _recurs(item, earlier.get(_title(item)), board):
            yield _bare(item)
    for item in left:
        if item not in opening:
            yield dict(item)


def _recurs(item: Mapping[str, Any], earlier: Mapping[str, Any] | None, board: Board) -> bool:
    """Whether an item comes again; `earlier` is the one of its title in the meeting before, if any.

    What informs with slides, approves minutes or is open to all does. So does what was there twice, save one matter in
    two meetings: it was put off in the first, continues another, or something was decided on it.
    """
    kind = _kind(item, board)
    if kind == "open" or (kind == "information" and bool(item.get("slides"))) or "approves" in item:
        return True
    if earlier is None or earlier.get("outcome") in PUT_OFF or "continues" in item:
        return False
    if kind == "information" or _opens(item, board):
        return True
    return kind != "decision" and not any(ended(one) for one in (item, earlier))


def ended(held: Mapping[str, Any]) -> str:
    """The key that says that something came of an item; "" where nothing has."""
    if held.get("outcome") in PUT_OFF:
        return ""
    said_so = next((key for key in (*ENDED, "outcome") if key in held), "")
    return said_so or next((key for inner in held.get("items", ()) if (key := ended(inner))), "")


def _bare(item: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: held for key, held in item.items() if key not in HAPPENED}
    if "slides" in kept:  # one that keeps a number free kept it in that deck
        kept["slides"] = [row for row in kept["slides"] if row.get("kind") != "omitted"]
    if "approves" in kept:
        kept.pop("title", None)  # it names the meeting whose minutes it approved
        kept.pop("slides", None)
    return kept


def _kind(item: Mapping[str, Any], board: Board) -> str:
    found = kind_of(item, board)
    return found.kind if found else ""


def kind_of(item: Mapping[str, Any], board: Board) -> ItemType | None:
    """The type of an item as its file says it."""
    words = Line(said=tuple(_spoken(item.get("title", ""))))
    return type_of(Item.model_construct(title=words, type=str(item.get("type", ""))), board)


def _spoken(title: Any) -> Iterator[tuple[str, str]]:
    if isinstance(title, Mapping):
        yield from ((language, str(text)) for language, text in title.items() if language in LANGUAGES)
        if "text" in title:
            yield from _spoken(title["text"])
    elif title:
        yield "", str(title)


def _title(item: Mapping[str, Any]) -> str:
    return " ".join(text.casefold() for _, text in _spoken(item.get("title", "")))


def called(item: Mapping[str, Any]) -> str:
    """An item's title as its file says it, in the first language that it has."""
    return next((text for _, text in _spoken(item.get("title", ""))), "")


def _opens(item: Mapping[str, Any], board: Board) -> bool:
    """Whether an item belongs to the opening of a meeting: it approves the notice, or minutes.

    A board may have no type for that; such an item is then called so.
    """
    if "approves" in item or _kind(item, board) == "approval":
        return True
    approval = next(type_ for type_ in usual_types() if type_.kind == "approval")
    return any(_title(item).startswith(name.casefold()) for _, name in approval.name.said)


def _after_opening(items: Sequence[Mapping[str, Any]], board: Board) -> int:
    return next((place for place, item in enumerate(items) if not _opens(item, board)), len(items))


def _type(board: Board, *kinds: str) -> ItemType:
    """The board's own type for the first of some kinds that it has one for; else the usual one for the first."""
    own = (type_ for kind in kinds for type_ in board.types if type_.kind == kind)
    return next(own, next(type_ for type_ in usual_types() if type_.kind == kinds[0]))


def _words(key: str, spoken: Sequence[str], **parameters: str) -> Any:
    """A text in each of a board's languages, as a file says it."""
    texts = {language: filled(translated(SAID[key], language, "new"), parameters.items()) for language in spoken}
    return texts if len(texts) > 1 else texts[spoken[0]]


def _approval(item: Mapping[str, Any], board: Board, spoken: Sequence[str], latest: MeetingCard) -> dict[str, Any]:
    """The item that approves the minutes of the last meeting, as an earlier meeting had it, of a type of the board."""
    called = _type(board, "approval", "decision").name.say(spoken[0])[1]
    own = kind_of(item, board) in board.types
    return {
        "title": _words("approval", spoken, last=latest.number or latest.folder),
        "type": called,
        "duration": "5",
        "proposal": _words("approved", spoken),
        **item,
        **({} if own or not board.types else {"type": called}),
        "approves": latest.folder,
    }


def _short(board: Board, spoken: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """What an agenda has where nothing is known of it: the notice is approved, items, and what is open to all."""
    approving, deciding = _type(board, "approval", "decision"), _type(board, "decision")
    open_ = _type(board, "open")
    titles = {language: open_.name.say(language)[1] for language in spoken}
    return (
        {
            "title": _words("notice", spoken),
            "type": approving.name.say(spoken[0])[1],
            "duration": "5",
            "proposal": _words("notice_approved", spoken),
        },
        {
            "title": _words("title", spoken),
            "type": deciding.name.say(spoken[0])[1],
            "proposal": _words("proposal", spoken),
        },
        {
            "title": titles if len(titles) > 1 else titles[spoken[0]],
            **({"type": titles[spoken[0]]} if open_ in board.types else {}),
        },
    )


def _numbered(item: Mapping[str, Any], board: Board, numbers: Numbers, last: Mapping[str, Any]) -> dict[str, Any]:
    """An item with its number before all else, where items of its type have one."""
    found = kind_of(item, board)
    same = next((one for one in last.get("items", ()) if "title" in one and _title(one) == _title(item)), None)
    # As it was in the last meeting; a type that has no numbers has none, whatever was written then.
    bare = "number" not in same if same is not None else not asks_for_number(found)
    bare = bare or (found is not None and not found.numbered)
    number = "" if bare or is_numbered_late(board) or item.get("number") else numbers.of(item)
    return {**({"number": number} if number else {}), **item}


def is_numbered_late(board: Board) -> bool:
    """Whether a board's items get their numbers when the invitation is sent."""
    return board.item_number is None or not board.item_number.typed


class Numbers:
    """The numbers that the items of a meeting get, after those of `cards`, save what `later` meetings have."""

    def __init__(
        self, board: Board, day: date, cards: Sequence[MeetingCard], later: Sequence[MeetingCard] = ()
    ) -> None:
        own = board.item_number
        self._board = board
        self._pattern = (own.pattern if own else "") or "{n}/{yy}"
        self._day = day
        self._whole_year = own is None or own.restart == "year"
        if board.has_positions:
            cards, later = [one for one in cards if one.date == day.isoformat()], ()
        self._last: dict[str, int] = {}
        gone = [(number, day.year) for number in board.withdrawn]
        self._taken = set(self._read([*_used(later), *gone]))
        for series, n in self._read([*_used(cards), *(() if later else gone)]):
            self._last[series] = max(self._last.get(series, 0), n)

    def _read(self, printed: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
        for number, year in printed:
            found = numbers.read(number, year, self._pattern)
            if found and (not self._whole_year or (found.year or year) == self._day.year):
                yield found.series, found.n

    def of(self, item: Mapping[str, Any]) -> str:
        """The next number for an item, as its file says it: of the series that its type is of."""
        found = kind_of(item, self._board)
        series = found.series if found else ""
        key = series.upper() if "{series}" in self._pattern else ""
        self._last[key] = self._last.get(key, 0) + 1
        while (key, self._last[key]) in self._taken:
            self._last[key] += 1
        return numbers.write(self._pattern, self._last[key], self._day.year, series)


def _used(cards: Iterable[MeetingCard]) -> Iterator[tuple[str, int]]:
    """Every number that was used, with the year of its meeting."""
    for card in cards:
        for item in card.items:
            yield from ((number, int(card.date[:4])) for number in (item.number, *item.formerly))


def numbered(board: Board, numbers: Numbers, item: Mapping[str, Any], again: bool = False) -> dict[str, Any]:
    """An item with a number, where it has none, or a new one is wanted `again`, and items of its type have one; one
    that may do without gets none."""
    found = kind_of(item, board)
    keeps = bool(item.get("number")) and (not again or (found is not None and not found.numbered))
    if keeps or (not item.get("number") and not asks_for_number(found)):
        return dict(item)
    given = numbers.of(item)
    return {**({} if "number" in item else {"number": given}), **item, "number": given}


def _still_open(cards: Sequence[MeetingCard]) -> tuple[str, ...]:
    """The actions that nobody has said are done or dropped, in the order that they were asked for."""
    found: dict[str, str] = {}
    for card in sorted(cards, key=lambda card: (card.date, card.folder)):
        found |= {action: "open" for action in card.actions if action not in found}
        found |= {one.action: one.status for one in card.follow_up if one.action in found}
    return tuple(action for action, status in found.items() if status not in ("done", "dropped"))


# ---- the file ------------------------------------------------------------------------------------------------


def _folder(day: date, cards: Sequence[MeetingCard]) -> str:
    """The next folder of the year: `2020-05`."""
    taken = [re.fullmatch(rf"{day.year}-(\d+)", card.folder) for card in cards]
    return f"{day.year}-{max((int(one[1]) for one in taken if one), default=0) + 1:02}"


def _before(day: date, period: str) -> date:
    """The day that lies a period before another."""
    ahead = later(day, period) - day
    return day - min(ahead, day - date.min, timedelta(days=3660))


def _commented(text: str, words: Mapping[str, str], last: str, before: Mapping[str, Any]) -> str:
    """A new file with its comments; `last` is the number of the meeting before, and `before` what its file says."""
    found = []
    for line in text.splitlines(keepends=True):
        if line.startswith("draft:"):
            line = f"draft: yes  # {words['draft']}\n"
        if said := re.fullmatch(r"(place|start|online): [^{|>\n]+\n", line):
            same = said[1] in before and written({said[1]: before[said[1]]}) == line
            line = f"{line[:-1]}  # {words['as_last' if same else 'as_usual']}\n"
        if line.startswith("    continues: "):
            line = f"{line[:-1]}  # {words['put_off']}\n"
        if line.startswith(("items:", "follow_up:")):
            found.append("\n")
        if line == "    slides:\n" and last:
            found.append(f"    # {words['same'].format(last=last)}\n")
        found.append(line)
    return "".join(found)


def files(held: Any) -> tuple[str, ...]:
    """The files that a value names, each once, in NFC."""
    return tuple(dict.fromkeys(_files(held)))


def with_pictures(names: Iterable[str], file: Callable[[str], bytes | None]) -> tuple[str, ...]:
    """Files, and the pictures that those of them show which are case papers in Markdown, each once; `file` gives what a
    file holds, None where there is none."""
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        data = file(name) if name.lower().endswith(MARKDOWN) else None
        for shown in paper_pictures.shown((data or b"").decode("utf-8", "replace")):
            picture = unicodedata.normalize("NFC", shown.file)
            if file(picture) is not None:
                found[picture] = None
    return tuple(found)


def _files(held: Any) -> Iterator[str]:
    if isinstance(held, Mapping):
        for key, value in held.items():
            if key in NAMING and isinstance(value, str) and "\n" not in value:
                yield unicodedata.normalize("NFC", value)
            else:
                yield from _files(value)
    elif isinstance(held, list):
        for value in held:
            yield from _files(value)
