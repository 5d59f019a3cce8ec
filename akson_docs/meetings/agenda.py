"""A meeting with all that follows from how it is written: number, title, times, types, addresses.

Nothing here is stored in the model, and nothing here withholds: given the public edition of a meeting it says the
same of it as of the full one, number for number and address for address.

Longer than 500 lines: all that follows from a meeting by itself, one small function each.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from akson_docs.catalogue import LANGUAGES, NC_, in_each
from akson_docs.diagnostics import ValuePath
from akson_docs.meetings import people
from akson_docs.model import numbers
from akson_docs.model.documents import (
    AlsoPrinted,
    Attachment,
    Board,
    EntryRow,
    Heading,
    Item,
    ItemPurpose,
    ItemType,
    Meeting,
    Site,
)
from akson_docs.model.values import Line, LocalizedText
from akson_docs.sources.layout import MeetingKey


@dataclass(frozen=True)
class Entry:
    """An item at its place on the agenda."""

    path: ValuePath
    """The way to it in the meeting: ("items", 3), or ("items", 3, "items", 0), or one step further."""
    item: Item
    type: ItemType | None
    """Its type, of the board's own or of the usual ones; None where it has none that is known."""
    day: date
    """The meeting's day that it is on; what comes after midnight still belongs to the day before."""
    starts: datetime | None
    """From its own `start` or from what stands before it; None where that is not known."""
    ends: datetime | None
    depth: int
    """0; 1 for an item under another, 2 for one under that."""
    slug: str
    """The last part of its address, `<board>/item/<slug>/`, and the first of its slides' anchors."""
    put_off: LocalizedText | None = None
    """What is said of it where it was put off, or taken back, before the meeting: it takes no time then."""
    opens: time | None = None
    """When the meeting opens on its day, where that is known."""
    is_day_told: bool = True
    """Whether it is known which of several days it is on; else `day` is the first of them."""
    is_placed: bool = False
    """Whether its number is but its place on the agenda, and another matter's in the next meeting."""

    def at(self, clock: time) -> datetime:
        """When a clock showed a time at the meeting that it was handled in; only where its own start is known."""
        assert self.starts is not None
        assert isinstance(self.starts.tzinfo, ZoneInfo)
        return moment(self.day, self.opens, clock, self.starts.tzinfo)

    @property
    def start(self) -> time | None:
        """When it starts, by the clock."""
        return self.starts.time() if self.starts else None

    @property
    def end(self) -> time | None:
        """When it ends, by the clock."""
        return self.ends.time() if self.ends else None

    @property
    def anchor(self) -> str:
        """Its id on the meeting's page."""
        return f"sak-{self.slug}"

    @property
    def on(self) -> date | None:
        """The day that it is on, as far as that is known."""
        return self.day if self.is_day_told else None

    @property
    def known_as(self) -> str:
        """What it is known as among all items of its board: its number, or else its slug."""
        return self.slug if self.is_placed else self.item.number or self.slug

    @property
    def is_recorded(self) -> bool:
        """Whether there is more to say of it in minutes than what it is."""
        item = self.item
        said = (item.proposal, item.discussion, item.impartiality, item.closed, item.motions, item.votes)
        came = (item.elections, item.chair, self.decided, item.outcome, item.dissent, item.actions, item.note)
        return any((*said, *came))

    @property
    def kind(self) -> ItemPurpose | None:
        """What it is for, as its type says."""
        return self.type.kind if self.type else None

    @property
    def decided(self) -> LocalizedText | None:
        """The wording that was adopted: a new one, the proposal's or a motion's; None where nothing was."""
        if self.item.decision is not None:
            return self.item.decision
        if self.item.adopted == "proposal":
            return self.item.proposal
        return next((motion.text for motion in self.item.motions if motion.id == self.item.adopted), None)

    @property
    def attachments(self) -> tuple[tuple[int, Attachment], ...]:
        """Its attachments with their numbers, from 1."""
        return tuple(enumerate(self.item.attachments, 1))


@dataclass(frozen=True)
class Between:
    """What is on the agenda and is no item, at its place: a break, a visit, dinner."""

    path: ValuePath
    """The way to it in the meeting."""
    between: LocalizedText
    """What it is."""
    day: date
    starts: datetime | None
    duration: int | None
    """Minutes."""
    is_day_told: bool = True
    """Whether it is known which of several days it is on."""

    @property
    def on(self) -> date | None:
        """The day that it is on, as far as that is known."""
        return self.day if self.is_day_told else None

    @property
    def start(self) -> time | None:
        """When it starts, by the clock."""
        return self.starts.time() if self.starts else None


@dataclass(frozen=True)
class Sitting:
    """A meeting's time on one of its days, from the first of what is held that day to the last."""

    day: date
    begins: datetime | None
    """None where no time is known."""
    ends: datetime | None
    """As planned: written, or where the last item's duration ends. It may be on the day after."""


@dataclass(frozen=True)
class Agenda:
    """A meeting of a board of a site, with what follows from the three."""

    site: Site
    board: Board
    meeting: Meeting
    board_id: str
    folder: str
    number: str
    """As printed ("4/20"); "" for a meeting without one."""
    title: LocalizedText
    days: tuple[date, ...]
    sittings: tuple[Sitting, ...]
    """One for each of its days, in order."""
    rows: tuple[Heading | Between | Entry, ...]
    """The agenda in order: headings, what is no item, items, and after an item those under it."""
    anchors: Mapping[ValuePath, str] = field(default_factory=dict)
    """The anchors that slides were sent under, by the place that they are written at: they keep them."""
    joint: Mapping[str, Board] = field(default_factory=dict)
    """The other boards that it is held together with, by their ids; `board` has their people among its own."""

    @property
    def start(self) -> time | None:
        """When it is to begin, by the clock."""
        begins = self.sittings[0].begins
        return begins.time() if begins else None

    @property
    def end(self) -> time | None:
        """When it is planned to end, by the clock: written, or where the last item's duration ends."""
        ends = self.sittings[-1].ends
        return ends.time() if ends else None

    @property
    def key(self) -> MeetingKey:
        """Which meeting it is."""
        return MeetingKey(self.board_id, self.folder)

    @property
    def address(self) -> str:
        """`<board>/<folder>/`: where it lies on the site."""
        return self.key.address

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The items without the headings."""
        return tuple(row for row in self.rows if isinstance(row, Entry))

    @property
    def is_open(self) -> bool:
        """Whether no item and no attachment is withheld, and nothing is redacted in any."""
        items = [entry.item for entry in self.entries]
        attachments = [*self.meeting.attachments, *(one for item in items for one in item.attachments)]
        return not any(one.withheld or one.redact for one in attachments) and not any(item.withheld for item in items)

    @property
    def routes(self) -> tuple[str, ...]:
        """The ids of the boards that its items have been, or go, through."""
        return tuple(sorted({step.board for entry in self.entries for step in entry.item.route}))

    @property
    def languages(self) -> tuple[str, ...]:
        """What it is published in, the main language first: its own, where that is one of the board's."""
        spoken = self.board.languages or (self.site.language,)
        return (self.language, *(one for one in spoken if one != self.language)) if self.language in spoken else spoken

    @property
    def board_language(self) -> str:
        """The main language of its board: what was sent of it is compared in that, whatever its own is now."""
        return (self.board.languages or (self.site.language,))[0]

    @property
    def language(self) -> str:
        """The language of what is written without one."""
        return self.meeting.language or self.board_language

    @property
    def place(self) -> LocalizedText | None:
        """Where it is held."""
        return self.meeting.place or self.board.place

    @property
    def timezone(self) -> str:
        """The time zone that its times are in."""
        return self.meeting.timezone or self.board.timezone or self.site.timezone

    def prints(self, what: AlsoPrinted) -> bool:
        """Whether something is printed that is only where somebody asks for it."""
        return what in self.board.print or what in self.meeting.print

    @property
    def says_zone(self) -> bool:
        """Whether readers are told in which time zone its times are."""
        asked = self.timezone != self.site.timezone or self.prints("timezone")
        return asked and self.start is not None and self.meeting.form != "written"

    @property
    def zone(self) -> str:
        """Its time zone as people know it, by a place in it: "Oslo"."""
        return self.timezone.rpartition("/")[2].replace("_", " ")


def agenda(
    site: Site,
    board: Board,
    meeting: Meeting,
    board_id: str,
    folder: str,
    recorded: bool | None = None,
    joint: Mapping[str, Board] = MappingProxyType({}),
) -> Agenda:
    """The meeting in `<board_id>/<folder>` with what follows from it.

    `recorded` says whether it is written what happened in it, where that does not follow from `meeting`. `joint` are
    the other boards that it is held with, whose people `board` has as well.
    """
    days = tuple(dict.fromkeys(day.date for day in meeting.days)) or ((meeting.date,) if meeting.date else ())
    own = meeting.language or (board.languages or (site.language,))[0]
    meeting = people.with_names(meeting, board, days[0], own)
    number = _number(board, meeting, folder)
    if recorded is None:
        recorded = is_recorded(meeting)
    zone = meeting.timezone or board.timezone or site.timezone
    rows, sittings = _rows(board, meeting, folder, days, recorded, ZoneInfo(zone))
    title = meeting.title or _title(board, number, days, own)
    return Agenda(
        site=site,
        board=board,
        meeting=meeting,
        board_id=board_id,
        folder=folder,
        number=number,
        title=title,
        days=days,
        sittings=sittings,
        rows=rows,
        joint=joint,
    )


def is_recorded(meeting: Meeting) -> bool:
    """Whether there is something to make minutes of: attendance or `minutes` is written."""
    return meeting.attendance is not None or meeting.minutes is not None


# ---- types of items ------------------------------------------------------------------------------------------


USUAL_TYPES: tuple[tuple[ItemPurpose, str], ...] = (
    ("approval", NC_("item type", "Approval")),
    ("decision", NC_("item type", "Decision")),
    ("decision", NC_("item type", "Resolution")),
    ("discussion", NC_("item type", "Discussion")),
    ("information", NC_("item type", "Information")),
    ("open", NC_("item type", "Any other business")),
)
"""What items of a board are of that has no types of its own, each with what it is for."""


@functools.cache
def usual_types() -> tuple[ItemType, ...]:
    """`USUAL_TYPES` as a board would write them, in every language; what is open to all is not printed."""
    return tuple(
        ItemType(name=Line(said=in_each(name, "item type")), kind=kind, printed=kind != "open")
        for kind, name in USUAL_TYPES
    )


"""The types that every board has without listing them."""


def asks_for_number(type_: ItemType | None) -> bool:
    """Whether items of a type, or of none, are to have a number: any other business does without."""
    return type_ is None or (type_.numbered and type_.kind != "open")


def type_of(item: Item, board: Board) -> ItemType | None:
    """The item's type; an item called Eventuelt, or what a language calls it, is of that type by its title."""
    wanted = item.type or item.title.say("")[1]
    known = (*board.types, *usual_types()) if item.type else usual_types()[-1:]
    return next((type_ for type_ in known if _named(type_, wanted)), None)


def _named(type_: ItemType, name: str) -> bool:
    return any(said.casefold() == name.casefold() for _, said in type_.name.said)


# ---- number and title ----------------------------------------------------------------------------------------


def _number(board: Board, meeting: Meeting, folder: str) -> str:
    pattern = board.meeting_number.pattern if board.meeting_number else "{n}/{yy}"
    year, _, n = folder.partition("-")
    if meeting.number or pattern == "none" or not (len(year) == 4 and year.isdecimal() and n.isdecimal()):
        return meeting.number
    return numbers.write(pattern, int(n), int(year))


def _title(board: Board, number: str, days: tuple[date, ...], own: str) -> LocalizedText:
    if board.title is None:
        return board.name
    said = []
    for language, pattern in board.title.said:
        spoken = language or own
        values = {"{board}": board.name.say(spoken, own)[1], "{number}": number}
        if "{date}" in pattern:
            values["{date}"] = LANGUAGES[spoken].days(days[0], days[-1])
        for name, value in values.items():
            pattern = pattern.replace(name, value)
        said.append((language, pattern))
    return Line(said=tuple(said))


# ---- the clock -----------------------------------------------------------------------------------------------

MORNING = time(6)
"""Before this a time that lies before the beginning is the night's that follows; after it, it is a mistake."""


def moment(day: date, opens: time | None, clock: time, zone: ZoneInfo) -> datetime:
    """When a clock shows a time, on a day on which a meeting opens at `opens`: its small hours are those after it."""
    past = opens is not None and clock < opens and clock < MORNING
    return _real(datetime.combine(day + timedelta(days=past), clock, zone))


def closing(begins: datetime, clock: time) -> datetime:
    """When a meeting is over that is to end by the clock: the first such moment after it began.

    In the night in which the clock is put back it is the second time that the clock shows it, where the first is over.
    """
    for days, fold in ((0, 0), (0, 1), (1, 0)):
        found = datetime.combine(begins.date() + timedelta(days=days), clock, begins.tzinfo).replace(fold=fold)
        if not is_before(found, begins):
            break
    return _real(found)


def later(moment: datetime, minutes: int) -> datetime:
    """So many minutes after a moment, whatever is done to the clock meanwhile."""
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)


def is_before(one: datetime, other: datetime) -> bool:
    """Whether a moment comes before another, in the night of a change of clocks too."""
    return one.astimezone(UTC) < other.astimezone(UTC)


def _real(moment: datetime) -> datetime:
    """A moment as clocks show it: in the night in which they are put forward there is no half past two."""
    return later(moment, 0)


# ---- the run of items ----------------------------------------------------------------------------------------


def _opening(board: Board, meeting: Meeting, day: date) -> time | None:
    own = next((one.start for one in meeting.days if one.date == day), None)
    first = not meeting.days or meeting.days[0].date == day
    return own or (meeting.start if first else None) or board.start


NOT_HANDLED: Mapping[str, str] = {"postponed": NC_("put off", "Postponed"), "withdrawn": NC_("put off", "Withdrawn")}
"""What is said before a meeting of items that will not come up in it."""


def _rows(
    board: Board, meeting: Meeting, folder: str, days: tuple[date, ...], recorded: bool, zone: ZoneInfo
) -> tuple[tuple[Heading | Between | Entry, ...], tuple[Sitting, ...]]:
    """The agenda's rows, and when the meeting sits.

    Longer than 60 lines: one clock that goes through all kinds of rows.
    """
    items = list(_items(meeting))
    slugs = iter(numbers.distinct(_slug(item, path, folder, days[0].year, board) for path, item in items))
    rows: list[Heading | Between | Entry] = []
    over: dict[date, datetime | None] = {}
    """When the last item of each day ends, where that is known."""
    day, opens, now = days[0], _opening(board, meeting, days[0]), _begins(board, meeting, days[0], zone)

    divided = _is_divided(meeting, days)
    is_told = divided

    def turn_to(named: date | None) -> None:
        nonlocal day, opens, now, is_told
        if named and (named != day or not is_told):
            day, opens, is_told = named, _opening(board, meeting, named), True
            now = _begins(board, meeting, day, zone)
        elif not named and not divided:
            day, opens, is_told, now = days[0], None, False, None

    def between(row: EntryRow, path: ValuePath) -> None:
        nonlocal now, opens
        turn_to(row.day)
        opens = opens or row.start
        starts = moment(day, opens, row.start, zone) if row.start else now
        rows.append(Between(path, row.entry, day, starts, row.duration, is_told))
        now = _later(starts, row.duration)
        if is_told:
            over[day] = now

    def walk(item: Item, path: ValuePath, depth: int, above: LocalizedText | None = None) -> None:
        nonlocal opens, now
        if item.day or not depth:
            turn_to(item.day)
        told = is_told
        put_off = above
        said = NOT_HANDLED.get(item.outcome or "")
        if not put_off and said and not recorded:
            put_off = Line(said=in_each(said, "put off"))
        if put_off:
            placed = bool(item.number) and board.has_positions
            rows.append(
                Entry(
                    path, item, type_of(item, board), day, None, None, depth, next(slugs), put_off, None, told, placed
                )
            )
            for index, inner in enumerate(_under(item)):
                walk(inner, (*path, "items", index), depth + 1, put_off)
            return
        opens = opens or item.start
        starts = moment(day, opens, item.start, zone) if item.start else now
        place = len(rows)
        placed = bool(item.number) and board.has_positions
        entry = Entry(
            path, item, type_of(item, board), day, starts, None, depth, next(slugs), None, opens, told, placed
        )
        rows.append(entry)
        now = starts if item.items else _later(starts, item.duration)
        for index, inner in enumerate(_under(item)):
            walk(inner, (*path, "items", index), depth + 1)
        if item.items and item.duration:
            now = _later(starts, item.duration)
        if told:
            over[day] = now
        rows[place] = replace(entry, ends=now)

    for index, row in enumerate(meeting.items):
        if isinstance(row, Heading):
            rows.append(row)
        elif isinstance(row, EntryRow):
            between(row, ("items", index))
        elif isinstance(row, Item):
            walk(row, ("items", index), 0)
    return tuple(rows), tuple(_sitting(board, meeting, day, zone, over.get(day)) for day in days)


def _is_divided(meeting: Meeting, days: tuple[date, ...]) -> bool:
    """Whether the agenda says what is on which day: each of the days after the first has something that is on it."""
    named = {row.day for row in meeting.items if isinstance(row, EntryRow)} | {item.day for _, item in _items(meeting)}
    return named.issuperset(days[1:])


def _begins(board: Board, meeting: Meeting, day: date, zone: ZoneInfo) -> datetime | None:
    opens = _opening(board, meeting, day)
    return moment(day, None, opens, zone) if opens else None


def _sitting(board: Board, meeting: Meeting, day: date, zone: ZoneInfo, over: datetime | None) -> Sitting:
    """When a meeting sits on a day: until what is written, or until its last item is over."""
    begins = _begins(board, meeting, day, zone)
    rows = [one for one in meeting.days if one.date == day]
    is_last = not meeting.days or meeting.days[-1].date == day
    clock = (meeting.end if is_last else None) or (rows[-1].end if rows else None)
    if clock is None:
        return Sitting(day, begins, over)
    again = rows[-1].start if rows else None  # a day may have more than one sitting: the last is the one that ends it
    from_ = moment(day, begins.time() if begins else None, again, zone) if again else begins
    return Sitting(day, begins, closing(from_ or moment(day, None, time(), zone), clock))


def _items(meeting: Meeting) -> Iterator[tuple[ValuePath, Item]]:
    def below(item: Item, path: ValuePath) -> Iterator[tuple[ValuePath, Item]]:
        yield path, item
        for index, inner in enumerate(_under(item)):
            yield from below(inner, (*path, "items", index))

    for index, row in enumerate(meeting.items):
        if isinstance(row, Item):
            yield from below(row, ("items", index))


def _under(item: Item) -> tuple[Item, ...]:
    """The items under an item; what withholds it withholds them."""
    if not item.withheld:
        return item.items
    return tuple(
        inner if inner.withheld else inner.model_copy(update={"withheld": item.withheld}) for inner in item.items
    )


def _slug(item: Item, path: ValuePath, folder: str, year: int, board: Board) -> str:
    hidden = item.withheld or item.title.withheld
    if item.number and (hidden or not item.id or not board.has_positions):
        return slug_of(item.number, board, folder, year)
    if hidden:
        name = "-".join(str(step + 1) for step in path if isinstance(step, int))
    else:
        name = item.id or numbers.slug(item.title.say("")[1])
    return f"{folder}-{name}".lower()


def slug_of(printed: str, board: Board, folder: str, year: int) -> str:
    """What addresses of an item are made of, by its number as it is printed, in the meeting in `folder`.

    A place on an agenda is one of that meeting; that of another is named with it, "2019-05/3A".
    """
    pattern = board.number_pattern
    if board.has_positions:
        there, _, position = ("", "", printed) if "/" in pattern else printed.rpartition("/")
        return f"{there or folder}-{numbers.slug(position)}".lower()
    number = numbers.read(printed, year, pattern)
    return number.slug if number else numbers.slug(printed)


def _later(start: datetime | None, minutes: int | None) -> datetime | None:
    return later(start, minutes) if start and minutes else None
