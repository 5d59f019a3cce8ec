"""Registers of what boards resolved, of what is to be done, and of how parties voted: rows from all meetings, cut in
parts that stay.

A year's rows are cut from its oldest: a new one comes into the newest part, an edit touches the part that it is in, and
an address that was linked has the rows that it had. Nothing is read: versions say all that is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, NamedTuple, TypeVar, get_args

from akson_docs.build.meeting_versions import MeetingVersion, digest
from akson_docs.meetings import registered
from akson_docs.meetings.cards import ItemCard, MeetingCard
from akson_docs.meetings.outcomes import Outcome, Voted
from akson_docs.meetings.registered import AskedAction, FollowedAction, Result, VoteSide
from akson_docs.model.values import TextByLanguage

EACH = 25
"""Rows of a part; the newest part of a year has up to twice as many."""

FORMS: tuple[Literal["csv", "json"], ...] = ("csv", "json")
"""In which forms a year of a register is there besides its pages."""
WORDED = "templates/partials/registered.html"
"""The template that says what came of an item where no wording was adopted."""

R = TypeVar("R", bound="RegisterRow")
State = Literal["open", "started", "done", "dropped"]
"""How an action stands, as `FollowUp.status`; "open" where nobody has said."""
STATES: tuple[State, ...] = get_args(State)


class OfItem(NamedTuple):
    """Which item a row is of, and in which meeting."""

    board: str
    language: str
    """What is said without a language is in this one."""
    day: str
    """The day that it was handled, ISO."""
    number: str
    title: TextByLanguage
    page: str
    """The item's page."""
    meeting: str
    """The item on the meeting's page."""
    order: tuple[str, str, int]
    """By what rows of one day are ordered: (meeting's day, its address, place in it)."""


class Resolution(NamedTuple):
    """What came of an item in a meeting."""

    of: OfItem
    type: TextByLanguage
    came: Result
    decided: TextByLanguage
    """The wording that was adopted."""
    ended: Outcome
    papers: str
    """The papers that were sent before it, as they were then; "" where none were, or not in each language."""
    voted: Voted | None
    """The vote that settled it, or by which nothing was adopted, where there is one alone."""


class ActionRow(NamedTuple):
    """What a meeting asked to be done, and how that stands."""

    of: OfItem
    """Of what no meeting that is kept asked for, the meeting that named it first: it has no item's page."""
    id: str
    what: TextByLanguage
    who: TextByLanguage
    due: str
    state: State
    done: str
    note: TextByLanguage
    """What was said of it last."""
    told: str
    """The day of the meeting that said so, ISO; "" where none did."""
    told_in: str
    """That meeting."""


class VoteRow(NamedTuple):
    """How a vote fell by party."""

    of: OfItem
    voted: Voted
    parties: tuple[tuple[str, tuple[int, int, int]], ...]
    names: tuple[tuple[VoteSide, str, TextByLanguage], ...]
    """() where the meeting names nobody any longer."""


RegisterRow = Resolution | ActionRow | VoteRow


@dataclass(frozen=True)
class Part(Generic[R]):
    """Rows in the order of their days, and their digest, which stands for them."""

    rows: tuple[R, ...]
    digest: str


def order(row: RegisterRow) -> Any:
    """What rows are ordered by, the oldest first."""
    return row.of.day, row.of.order


def part(rows: Sequence[R], tell: Callable[[object], str]) -> Part[R]:
    """Rows as a part."""
    return Part(tuple(rows), digest(*map(tell, rows)))


def years(rows: Iterable[R], tell: Callable[[object], str]) -> dict[int, tuple[Part[R], ...]]:
    """Rows in parts by year, each from its oldest."""
    by_year: dict[int, list[R]] = defaultdict(list)
    for row in sorted(rows, key=order):
        by_year[int(row.of.day[:4])].append(row)
    return {year: tuple(part(some, tell) for some in cut(found)) for year, found in by_year.items()}


def cut(rows: Sequence[R]) -> Iterator[Sequence[R]]:
    """Rows in parts: as many as `EACH`, but for the newest, which has so many at least that it is worth looking at."""
    whole = max(0, len(rows) // EACH - 1)
    for place in range(whole):
        yield rows[place * EACH : (place + 1) * EACH]
    yield rows[whole * EACH :]


def newest(parts: Mapping[int, Sequence[Part[R]]], most: int) -> tuple[R, ...]:
    """The newest rows of all years, in the order of their days."""
    found: list[R] = []
    for year in sorted(parts, reverse=True):
        for one in reversed(parts[year]):
            found = [*one.rows, *found]
            if len(found) >= most:
                return tuple(found[-most:])
    return tuple(found)


# ---- rows ----------------------------------------------------------------------------------------------------


def resolutions(version: MeetingVersion, papers: Callable[[MeetingVersion, str], str]) -> Iterator[Resolution]:
    """What came of a meeting's items; `papers` are those that were sent by a day."""
    card = version.card
    for place, (item, held) in enumerate(zip(card.items, version.items, strict=True)):
        came = registered.came(card, item, held.carried)
        if came is not None:
            of, votes = _of(card, item, place), item.ended.votes
            voted = held.carried.voted or (votes[0] if len(votes) == 1 else None)
            yield Resolution(of, item.type, came, item.decided, item.ended, papers(version, of.day), voted)


def actions(versions: Sequence[MeetingVersion]) -> Iterator[ActionRow]:
    """What meetings of a board asked to be done, each with what the last of them says of it; they come in the order of
    their days.

    What was to be done and has no id is known by its words.
    """
    last: dict[str, tuple[FollowedAction, MeetingCard]] = {}
    first: dict[str, tuple[FollowedAction, MeetingCard]] = {}
    held = [version for version in versions if not version.card.cancelled]
    for version in held:
        for said in (one.says for one in version.follow_up if one.says.action or one.says.what):
            name = said.action or repr(said.what)
            first.setdefault(name, (said, version.card))
            last[name] = (said, version.card)
    for version in held:
        for place, (item, asked) in enumerate(zip(version.card.items, version.items, strict=True)):
            of = _of(version.card, item, place)
            yield from (_action(of, one, last.get(one.id)) for one in asked.actions if one.what)
    for name, (said, card) in first.items():
        if not said.action:
            of = OfItem(card.board, card.language, card.date, "", (), "", card.address, (card.date, card.address, -1))
            yield _action(of, AskedAction("", said.what, said.who, ""), last[name])


def _action(of: OfItem, one: AskedAction, told: tuple[FollowedAction, MeetingCard] | None) -> ActionRow:
    if told is None:
        return ActionRow(of, one.id, one.what, one.who, one.due, "open", "", (), "", "")
    said, card = told
    state = next(known for known in STATES if known == said.status)
    return ActionRow(of, one.id, one.what, one.who, one.due, state, said.done, said.note, card.date, card.address)


def votes(version: MeetingVersion, *, named: bool) -> Iterator[VoteRow]:
    """How votes at a meeting's items fell by party; with names where the meeting is `named` still."""
    card = version.card
    for place, (item, held) in enumerate(zip(card.items, version.items, strict=True)):
        for one in held.votes if item.title and not card.cancelled else ():
            if one.parties or (named and one.names):
                yield VoteRow(_of(card, item, place), one.voted, one.parties, one.names if named else ())


def _of(card: MeetingCard, item: ItemCard, place: int) -> OfItem:
    return OfItem(
        card.board,
        card.language,
        item.day or card.date,
        item.number,
        item.title,
        f"{card.board}/item/{item.slug}/",
        f"{card.address}#{item.anchor}",
        (card.date, card.address, place),
    )


# ---- how actions stand ---------------------------------------------------------------------------------------


def is_waiting(row: ActionRow) -> bool:
    """Whether something is to be done still."""
    return row.state in ("open", "started")


def is_overdue(row: ActionRow, today: date) -> bool:
    """Whether it should have been done by a day before this one."""
    return is_waiting(row) and bool(row.due) and row.due < today.isoformat()
