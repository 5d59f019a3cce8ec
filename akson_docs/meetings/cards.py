"""What pages about many meetings, and rules across meetings, see of one: its card.

A meeting has two: one of its full edition, for the rules, and one of its public edition, for the public pages.
Cards are values of JSON, so that a build can keep them and read one meeting of ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from akson_docs.diagnostics import Span, Spans, locate
from akson_docs.meetings import outcomes, record, redaction
from akson_docs.meetings.agenda import Agenda, Entry, slug_of
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.outcomes import Outcome
from akson_docs.meetings.revisions.dispatch import PrintedString, Strings
from akson_docs.model import numbers
from akson_docs.model.documents import Board, Site
from akson_docs.model.values import TextByLanguage, said
from akson_docs.sources.layout import MeetingKey

PUT_OFF = ("postponed", "returned")
"""The outcomes after which an item comes up again."""


@dataclass(frozen=True)
class RedactedItem:
    """What readers of an item see in a language, where something of it is withheld."""

    language: str
    full: Strings
    public: Strings


@dataclass(frozen=True)
class ItemCard:
    """An item in one meeting."""

    number: str
    slug: str
    anchor: str
    title: TextByLanguage
    """Empty where it is withheld without a public title."""
    type: TextByLanguage
    """Its type as the agenda prints it; empty where it prints none."""
    kind: str
    withheld: str
    """The legal basis, or ""."""
    proposal: TextByLanguage
    decided: TextByLanguage
    outcome: str
    """As it is written: "postponed", or "" for a resolution or nothing yet."""
    came: str
    """What came of it, as `record.outcome` says: "adopted", "changed", "withheld", what `outcome` says, or "" for
    nothing yet."""
    case: str
    continues: str
    formerly: tuple[str, ...]
    approves: str
    """The folder of the meeting whose minutes it approves, or ""."""
    slides: int
    """How many slides, its divider and trackers among them."""
    first_slide: str
    """The anchor of the first of them, or ""."""
    day: str = ""
    """The day that it is handled, ISO."""
    ended: Outcome = field(default_factory=Outcome)
    """How its elections ended, and how votes fell by which nothing was adopted."""
    approves_issue: int = 0
    """The issue of those minutes that it approves, where it says so; else 0."""
    where: Span | None = None
    """Where its number (or title) was written: on full cards only, for a page does not depend on it."""
    approves_where: Span | None = None
    """Where `approves` was written: on full cards only."""
    resolution_number: str = ""
    """The number of its resolution, where that has one of its own."""
    link: str = ""
    """Where more of it is, elsewhere."""
    fields: tuple[tuple[str, TextByLanguage], ...] = ()
    """What it says besides, by the names that its board has for it."""
    marks: tuple[str, ...] = ()
    """The signs that it is marked with."""
    kept: tuple[RedactedItem, ...] = ()
    """What it says in both editions, where it continues another item and withholds something: on full cards only."""


@dataclass(frozen=True)
class FollowedUp:
    """What a meeting says of an action of an earlier one."""

    action: str
    """Its id: "18/20-1"."""
    status: str
    tells: bool
    """Whether it says more of it that the public reads."""
    where: Span


@dataclass(frozen=True)
class MeetingHeading:
    """A meeting as it is named where it is another's: when and where it is, and nothing of what is handled in it."""

    board: str
    folder: str
    address: str
    number: str
    title: TextByLanguage
    language: str
    languages: tuple[str, ...]
    date: str
    """The first day, ISO."""
    last_date: str
    start: str
    """"09:00", or ""."""
    end: str
    place: TextByLanguage
    form: str
    draft: bool
    publish: str
    """The day it may be published from, ISO, or ""."""
    cancelled: TextByLanguage
    """The reason; empty where it is not cancelled."""

    @property
    def key(self) -> MeetingKey:
        """Which meeting it is."""
        return MeetingKey(self.board, self.folder)


@dataclass(frozen=True)
class MeetingCard(MeetingHeading):
    """A meeting."""

    slides: int
    """Pages of its deck; 0 where it has none."""
    items: tuple[ItemCard, ...]
    issues: tuple[tuple[int, str, str], ...] = ()
    """The issues of its minutes that are out: (number, the day it is dated, the day it was kept, or ""), ISO."""
    silenced: tuple[str, ...] = ()
    """The rules that it silences, by code: on full cards only."""
    undecided: tuple[str, ...] = ()
    """The items that were to be decided and have come to nothing, by number or slug: on full cards only."""
    joint: tuple[str, ...] = ()
    """The other boards that it is held with."""
    actions: tuple[str, ...] = ()
    """The ids of what it asked to be done: on full cards only."""
    follow_up: tuple[FollowedUp, ...] = ()
    """What it says of actions of earlier meetings: on full cards only."""
    where: Span | None = None

    @property
    def heading(self) -> MeetingHeading:
        """What is said of it where it is only named."""
        return MeetingHeading(**{one.name: getattr(self, one.name) for one in fields(MeetingHeading)})


@dataclass(frozen=True)
class Approval:
    """Where the minutes of a meeting come up for approval."""

    card: MeetingHeading
    item: ItemCard
    given: bool
    """Whether they were approved there; else that is still to come."""
    issue: int = 0
    """Which issue of them was; 0 where that is still to come, or nobody knows."""


def card(
    agenda: Agenda,
    slides: tuple[Slide, ...],
    spans: Spans | None = None,
    file: str = "",
    kept: Mapping[int, date] = MappingProxyType({}),
) -> MeetingCard:
    """The card of an edition of a meeting; with `spans`, one that remembers where things were written.

    `kept` are the days that issues of its minutes were kept.
    """
    meeting = agenda.meeting
    top = Span(file)
    return MeetingCard(
        board=agenda.board_id,
        folder=agenda.folder,
        address=agenda.address,
        number=agenda.number,
        title=said(agenda.title, agenda.language),
        language=agenda.language,
        languages=agenda.languages,
        date=agenda.days[0].isoformat(),
        last_date=agenda.days[-1].isoformat(),
        start=agenda.start.isoformat("minutes") if agenda.start else "",
        end=agenda.end.isoformat("minutes") if agenda.end else "",
        place=said(agenda.place, agenda.language),
        form=meeting.form,
        draft=meeting.draft,
        publish=meeting.publish.isoformat() if meeting.publish else "",
        cancelled=said(meeting.cancelled, agenda.language),
        slides=len(slides),
        items=tuple(
            _item(entry, agenda, tuple(slide for slide in slides if slide.entry is entry), spans, top)
            for entry in agenda.entries
        ),
        issues=_issues(agenda, kept),
        joint=tuple(agenda.joint),
        silenced=() if spans is None else meeting.silence,
        undecided=() if spans is None else tuple(entry.known_as for entry in record.undecided(agenda)),
        actions=() if spans is None else record.actions(agenda),
        follow_up=()
        if spans is None
        else tuple(
            FollowedUp(
                one.action,
                one.status,
                one.note is not None and not one.note.withheld,
                locate(("follow_up", place, "action"), spans, top),
            )
            for place, one in enumerate(meeting.follow_up)
            if one.action
        ),
        where=None if spans is None else locate(("date",), spans, top),
    )


def public_from(card: MeetingCard, board: Board, site: Site) -> date:
    """The first day that a meeting may be public, of its full card; `redaction.NEVER` among them."""
    publish = date.fromisoformat(card.publish) if card.publish else None
    return redaction.public_from(draft=card.draft, publish=publish, board=board, site=site)


def bare(card: MeetingCard) -> MeetingCard:
    """A full card without what full cards alone have: the public one, where nothing of the meeting is withheld."""
    items = tuple(map(bare_item, card.items))
    return replace(card, where=None, silenced=(), undecided=(), actions=(), follow_up=(), items=items)


def bare_item(item: ItemCard) -> ItemCard:
    """An item of a full card without what full cards alone have."""
    return replace(item, where=None, approves_where=None, kept=())


def approvals(cards: Iterable[MeetingCard]) -> dict[str, Approval]:
    """Where the minutes of a board's meetings come up for approval, by the meeting's folder.

    The first item that approved them; where none has, the first that is to. An item that was postponed, withdrawn,
    rejected or returned approves nothing, and nor does one of a cancelled meeting.
    """
    found: dict[str, Approval] = {}
    board = {card.folder: card for card in cards}
    for card in sorted(board.values(), key=lambda card: (card.date, card.folder)):
        for item in card.items:
            known = found.get(item.approves)
            if item.approves and is_up(card, item) and (known is None or (item.came and not known.given)):
                of = board.get(item.approves)
                issue = approved_issue(of, item) if of is not None and item.came else 0
                found[item.approves] = Approval(card.heading, bare_item(item), bool(item.came), issue)
    return found


def is_given(card: MeetingCard, item: ItemCard) -> bool:
    """Whether an item approved the minutes that it is about; else that is still to come, or came to nothing."""
    return bool(item.came) and is_up(card, item)


def approved_issue(minuted: MeetingCard, item: ItemCard) -> int:
    """Which issue of a meeting's minutes an item approves: what it says, or the one that there was on its day; 0 where
    the minutes are not out.

    By the days that issues were kept, where any was by then; else by those of the corrections.
    """
    if not minuted.issues or item.approves_issue:
        return item.approves_issue
    kept = [number for number, _, day in minuted.issues if day and day <= item.day]
    dated = [number for number, day, _ in minuted.issues if day <= item.day]
    return max(kept or dated, default=1)


def number(card: MeetingCard, printed: str, board: Board) -> numbers.Number | None:
    """A number as a meeting of a board prints it; None where it is none, or but a place on the agenda."""
    if board.has_positions:
        return None
    return numbers.read(printed, int(card.date[:4]), board.number_pattern)


def slug(card: MeetingCard, printed: str, board: Board) -> str:
    """What addresses of an item are made of, by a number as a meeting of a board prints it."""
    return slug_of(printed, board, card.folder, int(card.date[:4]))


def waiting(cards: Sequence[MeetingCard], board: Board) -> Iterator[tuple[MeetingCard, int]]:
    """The items that were put off and that no later meeting takes up, as (meeting, place among its items).

    `cards` are those of a board, in the order of their days. What a cancelled meeting would have taken up waits still.
    """
    taken: set[str] = set()
    found = []
    for card in reversed(cards):
        for place, item in reversed(tuple(enumerate(card.items))):
            if item.outcome in PUT_OFF and item.number and item.slug not in taken:
                found.append((card, place))
        if not card.cancelled:
            taken |= {slug(card, item.continues, board) for item in card.items if item.continues}
            taken |= {item.slug for item in card.items if board.numbers_stay and item.number}
    yield from reversed(found)


def is_up(card: MeetingCard, item: ItemCard) -> bool:
    """Whether an item was decided or still may be: not put off, and not of a meeting that was cancelled."""
    return not item.outcome and not card.cancelled


def to_json(card: MeetingCard) -> dict[str, Any]:
    """The card as JSON values; `from_json` gives it back."""
    return asdict(card)


def from_json(data: Mapping[str, Any]) -> MeetingCard:
    """The card that `to_json` made `data` of."""
    return MeetingCard(**_values(data))


def _issues(agenda: Agenda, kept: Mapping[int, date]) -> tuple[tuple[int, str, str], ...]:
    minutes = agenda.meeting.minutes
    if minutes is None or minutes.published is None:
        return ()
    days = (minutes.published, *(one.date for one in minutes.corrections))
    return tuple(
        (number, day.isoformat(), kept[number].isoformat() if number in kept else "")
        for number, day in enumerate(days, 1)
    )


def _item(entry: Entry, agenda: Agenda, slides: tuple[Slide, ...], spans: Spans | None, top: Span) -> ItemCard:
    item, own = entry.item, agenda.language
    printed = entry.type is not None and entry.type.printed
    key = "number" if item.number else "title"
    return ItemCard(
        number=item.number,
        slug=entry.slug,
        anchor=entry.anchor,
        title=said(item.title, own),
        type=said(entry.type.name, own)
        if entry.type and printed
        else (((own, item.type),) if item.type and not entry.type else ()),
        kind=entry.kind or "",
        withheld=item.withheld or item.title.withheld,
        proposal=said(item.proposal, own),
        decided=said(entry.decided, own),
        outcome=item.outcome or "",
        came=record.outcome(entry),
        case=item.case,
        continues=item.continues,
        formerly=item.formerly,
        approves=item.approves,
        slides=len(slides),
        first_slide=slides[0].anchor if slides else "",
        day=entry.day.isoformat(),
        ended=outcomes.outcome(agenda, entry),
        approves_issue=item.approves_issue or 0,
        resolution_number=item.resolution_number,
        link=item.link or "",
        fields=tuple((one.name, told) for one in item.fields if (told := said(one.value, own))),
        marks=item.marks,
        where=None if spans is None else locate((*entry.path, key), spans, top),
        approves_where=None if spans is None or not item.approves else locate((*entry.path, "approves"), spans, top),
    )


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    """What an archive's memory holds is texts and numbers for the most part, and those are what they are."""
    return {name: held if isinstance(held, (str, int)) else _read(name, held) for name, held in data.items()}


def _read(name: str, held: Any) -> Any:
    if name == "items":
        return tuple(ItemCard(**_values(item)) for item in held)
    if name in ("where", "approves_where"):
        return None if held is None else Span(**held)
    if name == "ended":
        return outcomes.from_json(held)
    if name == "kept":
        return tuple(RedactedItem(one["language"], _strings(one["full"]), _strings(one["public"])) for one in held)
    if name == "follow_up":
        return tuple(FollowedUp(**one | {"where": Span(**one["where"])}) for one in held)
    return _tuples(held)


def _strings(held: Iterable[Mapping[str, Any]]) -> Strings:
    return tuple(PrintedString(**one) for one in held)


def _tuples(held: Any) -> Any:
    return tuple(_tuples(inner) for inner in held) if isinstance(held, list | tuple) else held
