"""A new meeting, board or site, as the files that it begins with.

A meeting is never more than a copy and an edit: it begins with what recurs. From the board's last one come the standing
items, the items that inform with their topics and slides, and what is still to be done; numbers, date and deadline are
new. Nothing of what happened comes along.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from akson_docs.catalogue import LANGUAGES, N_, NC_, translated
from akson_docs.diagnostics import Code
from akson_docs.meetings.agenda import type_of, usual_types
from akson_docs.meetings.cards import PUT_OFF, MeetingCard
from akson_docs.meetings.pseudonyms import later
from akson_docs.model import numbers
from akson_docs.model.documents import Board, Item, ItemType
from akson_docs.model.values import Line
from akson_docs.sources.format.editing import written

BOARD_UNKNOWN = Code(
    "board-unknown",
    "error",
    N_('there is no board "{found}"'),
    N_("the boards are {boards}; `akson new board` makes another"),
)
DAY_TAKEN = Code(
    "day-taken",
    "error",
    N_("the board meets on {last} already, and a new meeting comes after the last"),
    N_("name a day after {last}; for one between, copy the folder of a meeting and change its date and numbers"),
)
THERE_ALREADY = Code(
    "there-already", "error", N_("this is there already"), N_("take another name, or edit what is there")
)
NAME_FORM = Code(
    "name-form",
    "error",
    N_('"{found}" is no address: small letters, digits and hyphens'),
    N_("write it as styringsgruppen or plan-og-miljo"),
)

HAPPENED = (
    "number", "continues", "formerly", "added", "route", "case", "summary", "note", "paper", "attachments",
    "chair", "discussion", "impartiality", "motions", "votes", "elections", "adopted", "decision", "outcome",
    "dissent", "actions", "closed", "day", "start", "items", "approves_issue",
)  # fmt: skip
"""What an item of a new meeting does not take over: what is new each time, and what happened."""
NAMING = ("file", "paper", "data", "introduction")
"""The keys that name files beside a meeting."""
KEPT = ("place", "online", "start", "timezone", "language")
"""The keys of a meeting that a new one takes over."""
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
    "put_off": NC_("new", "Put off: look at it again."),
    "approval": NC_("new", "Approval of the minutes of meeting {last}"),
    "approved": NC_("new", "The minutes are approved."),
    "title": NC_("new", "The item's title"),
}
"""What is written into new files, by language."""


@dataclass(frozen=True)
class Fresh:
    """A new folder: its name, and the files in it."""

    folder: str
    text: str
    """Of its `meeting.yaml`."""
    files: tuple[str, ...] = ()
    """The files of the last meeting's folder that it needs as well."""


def meeting(
    board: Board,
    language: str,
    day: date,
    cards: Sequence[MeetingCard],
    standing: Sequence[Mapping[str, Any]],
    last: Mapping[str, Any] | None,
    before: Mapping[str, Any] | None,
    waiting: Sequence[Mapping[str, Any]] = (),
) -> Fresh:
    """A new meeting of a board.

    `cards` are those of the board's meetings, `standing` its standing items as its file says them, `last` and `before`
    what the files of its last meeting and of the one before say, with items of files of their own in their place;
    `waiting` are items that were put off, as the meeting has them that takes them up, without a number.
    """
    numbers = Numbers(board, day, cards)
    latest = max(cards, key=lambda card: (card.date, card.folder), default=None)
    spoken = board.languages or (language,)
    words = {key: translated(text, spoken[0], "new") for key, text in SAID.items()}
    value: dict[str, Any] = {"date": day.isoformat(), "draft": "yes"}
    value |= {key: last[key] for key in KEPT if last and key in last}
    items = list(_items(board, standing, last or {}, before or {}))
    place = _after_approvals(items, board)
    items[place:place] = map(dict, waiting)
    if latest is not None and not latest.cancelled and not any("approves" in item for item in items):
        items.insert(_after_approvals(items, board), {"approves": latest.folder})
    if latest is not None:
        items = [
            {**_approval(board, spoken, latest), **item, "approves": latest.folder} if "approves" in item else item
            for item in items
        ]
    done = [_numbered(item, board, numbers, last or {}) for item in items]
    still = _still_open(cards)
    if still:
        value["follow_up"] = [{"action": action, "status": "open"} for action in still]
    value["items"] = done or [{"title": words["title"]}]
    made_of = (latest.number or latest.folder) if latest else ""
    deadline = board.deadlines.papers if board.deadlines else None
    head = [(words["head"] if latest else words["first"]).format(last=made_of), words["help"]]
    if deadline:
        head.append(words["papers"].format(day=format_date(_before(day, deadline), "long", locale=spoken[0])))
    text = "# yaml-language-server: $schema=../../../schema/meeting.schema.json\n"
    text += "".join(f"# {line}\n" for line in head) + "\n"
    text += _commented(written(value), words, made_of)
    return Fresh(
        _folder(day, cards),
        text,
        files(done),
    )


# ---- the items -----------------------------------------------------------------------------------------------


def _items(
    board: Board, standing: Sequence[Mapping[str, Any]], last: Mapping[str, Any], before: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """The items that recur, in the order of the last meeting; standing ones that it had not come where they belong."""
    known = {_title(item): item for item in standing}
    earlier = {_title(item) for item in before.get("items", ()) if "title" in item}
    there = [item for item in last.get("items", ()) if "title" in item]
    left = [item for item in standing if _title(item) not in {_title(one) for one in there}]
    opening = [item for item in left if _kind(item, board) == "approval"]
    for item in opening:
        yield dict(item)
    for item in there:
        if item.get("outcome") in PUT_OFF:
            continue  # it comes by itself
        if _title(item) in known:
            yield _bare(item) | dict(known[_title(item)])
        elif _recurs(item, board) or _title(item) in earlier:
            yield _bare(item)
    for item in left:
        if item not in opening:
            yield dict(item)


def _recurs(item: Mapping[str, Any], board: Board) -> bool:
    """Whether an item comes again: it informs with slides, approves minutes or is open to all."""
    kind = _kind(item, board)
    return kind == "open" or (kind == "information" and bool(item.get("slides"))) or "approves" in item


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


def _after_approvals(items: Sequence[Mapping[str, Any]], board: Board) -> int:
    return next((place for place, item in enumerate(items) if _kind(item, board) != "approval"), len(items))


def _approval(board: Board, spoken: Sequence[str], latest: MeetingCard) -> dict[str, Any]:
    """The item that approves the minutes of the last meeting."""
    number = latest.number or latest.folder

    def said(key: str) -> Any:
        texts = {language: translated(SAID[key], language, "new").format(last=number) for language in spoken}
        return texts if len(texts) > 1 else texts[spoken[0]]

    approving = next(type_ for type_ in (*board.types, *usual_types()) if type_.kind == "approval")
    return {
        "title": said("approval"),
        "type": approving.name.say(spoken[0])[1],
        "duration": "5",
        "approves": latest.folder,
        "proposal": said("approved"),
    }


def _numbered(item: Mapping[str, Any], board: Board, numbers: Numbers, last: Mapping[str, Any]) -> dict[str, Any]:
    """An item with its number before all else, where items of its type have one."""
    found = kind_of(item, board)
    same = next((one for one in last.get("items", ()) if "title" in one and _title(one) == _title(item)), None)
    bare = (found is not None and not found.numbered) or (same is not None and "number" not in same)
    number = "" if bare or is_numbered_late(board) else numbers.of(item)
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
    """An item with a number, where it has none, or a new one is wanted `again`, and items of its type have one."""
    found = kind_of(item, board)
    if (item.get("number") and not again) or (found is not None and not found.numbered):
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


def _commented(text: str, words: Mapping[str, str], last: str) -> str:
    found = []
    for line in text.splitlines(keepends=True):
        if line.startswith("draft:"):
            line = f"draft: yes  # {words['draft']}\n"
        if last and re.fullmatch(r"(place|start|online): [^{|>\n]+\n", line):
            line = f"{line[:-1]}  # {words['as_last']}\n"
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


# ---- a board, a site -----------------------------------------------------------------------------------------

BOARD = """\
# yaml-language-server: $schema=../../schema/board.schema.json
# Et nytt utvalg. Mappens navn, {folder}, er adressen på nettstedet.
name: {name}
languages: [nb]
start: 09.00
meeting_number: "{{n}}/{{yy}}"
item_number:
  pattern: "{{n}}/{{yy}}"

# Når papirer og protokoll skal være klare.
deadlines: {{papers: 1 week, minutes: 2 weeks}}

# Sakene som et nytt møte begynner med.
standing:
  - title: Godkjenning av innkalling og saksliste
    type: Godkjenning
    duration: 5
    proposal: Innkalling og saksliste godkjennes.
  - title: Eventuelt
    duration: 5

# Medlemmene: navn eller roller. Møtene viser til dem med id.
members:
  - {{id: leder, name: leder, role: leder}}
  - {{id: medlem-1, name: medlem 1}}
secretariat:
  - {{id: sekretaer, name: sekretær, role: sekretær}}
"""
SITE = """\
# yaml-language-server: $schema=../schema/site.schema.json
# Nettstedet. Bytt ut det som er oppdiktet her.
format: 1
name: Møtepapirer (oppdiktet eksempel)
publisher: Eksempeletaten (oppdiktet)
address: https://moter.example.no
contact: {name: Sekretariatet, email: post@example.no}
"""
IGNORED = "/output/\n/.akson/\n/recipients.yaml\n/.deliveries/\n"


def board(folder: str, name: str) -> str:
    """The file of a new board."""
    return BOARD.format(folder=folder, name=written({"x": name})[3:].rstrip("\n"))


def site(day: date) -> dict[str, str]:
    """The files of a new site, with a board that is made up and its first meeting, on a day."""
    first = FIRST.format(day=day.isoformat(), yy=f"{day.year % 100:02}")
    return {
        "meetings/site.yaml": SITE,
        "meetings/eksempelutvalget/board.yaml": board("eksempelutvalget", "Eksempelutvalget (oppdiktet)"),
        f"meetings/eksempelutvalget/{day.year}-01/meeting.yaml": first,
        ".gitignore": IGNORED,
    }


FIRST = """\
# yaml-language-server: $schema=../../../schema/meeting.schema.json
# Det første møtet i et utvalg som er oppdiktet. Skriv om på det, og se hva som skjer: akson serve
date: {day}
place: Møterom 1
items:
  - number: 1/{yy}
    title: Godkjenning av innkalling og saksliste
    type: Godkjenning
    duration: 5
    proposal: Innkalling og saksliste godkjennes.

  - number: 2/{yy}
    title: Status for arbeidet
    type: Orientering
    duration: 30
    presenter: sekretær
    proposal: Utvalget tar saken til orientering.
    slides:
      - topic: Hvor vi er
      - title: Det viktigste nå
        body: |
          - Skriv korte punkter
          - **Fet skrift** med to stjerner
          - [Lenker](https://www.example.no) i parentes
      - kind: key_figure
        value: 56 prosent
        label: av arbeidet er gjort

  - number: 3/{yy}
    title: Eventuelt
    duration: 5
"""
