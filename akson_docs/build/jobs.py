"""What is made: a type for each kind of file, which holds all that its maker is given, and the job of making one.

What a file says follows from its value, from the sources and templates that it is put together from, and from what
every file of an edition has in common. A job's key is the digest of these, so that nobody needs to say a second time
what a file depends on.

Longer than 500 lines: a type for each kind of file, and for each part of one.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, ClassVar, Literal, NamedTuple

from akson_docs.build.meeting_versions import Issued, MadeFile, digest
from akson_docs.build.registers import ActionRow, Part, Resolution, VoteRow
from akson_docs.meetings.cards import Approval, ItemCard, MeetingCard, MeetingHeading
from akson_docs.meetings.registered import Result
from akson_docs.meetings.revisions.dispatch import DispatchKind
from akson_docs.meetings.timing import Timing
from akson_docs.model.documents import Board, Colours, Editing
from akson_docs.model.values import LocalizedText, TextByLanguage, Value
from akson_docs.sources.layout import MeetingKey

# ---- what values are made of ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class NamedBoard:
    """A board with its id, which is its folder's name."""

    id: str
    board: Board


@dataclass(frozen=True)
class BoardCard:
    """A board on the front page."""

    of: NamedBoard
    meetings: int
    """How many it has."""
    newest: MeetingCard | None


class Approved(NamedTuple):
    """The minutes of another meeting that come up in one."""

    card: MeetingHeading
    """That meeting's."""
    issue: int
    """The issue that was approved; 0 where none was yet."""


@dataclass(frozen=True)
class Handling:
    """An item in one of the meetings that it was on the agenda of."""

    card: MeetingCard
    place: int
    """Of the item, among those of the card."""
    approved: Approved | None
    """The minutes that it is about."""
    digest: str
    """Of all that the meeting says of it, and of how the meeting is named."""
    state: str
    """How the meeting stands, as `meeting_versions.state` says, where nothing came of it yet; else ""."""
    minutes: Issued | None
    """The issue of the minutes, where they are out."""
    is_draft: bool
    """Whether it is written what happened, and the minutes are not out: the members read it before."""

    @property
    def item(self) -> ItemCard:
        """The item as it was there."""
        return self.card.items[self.place]


@dataclass(frozen=True)
class Followed:
    """What a meeting says of an action of an earlier one."""

    card: MeetingHeading
    action: str
    place: int
    """Of what it says, in its list."""
    digest: str


@dataclass(frozen=True)
class BoardStep:
    """An item in another board that it goes, or went, through, or that names it as one."""

    board: TextByLanguage
    number: str
    date: str
    """ISO, or ""."""
    address: str
    """Its page there, or the board's; "" where there is none."""


@dataclass(frozen=True)
class Given:
    """A dispatch of a meeting's papers, or minutes that were kept, as an edition gives it out."""

    number: int
    day: str
    """ISO."""
    is_withdrawn: bool
    files: tuple[tuple[str, str], ...]
    """(path from the dispatch's folder, SHA-256) of each of its papers; none where it was withdrawn."""
    kind: DispatchKind = "papers"


@dataclass(frozen=True)
class EarlierIssue:
    """An issue of a meeting's papers, or of its minutes, before the one that there is now."""

    kind: DispatchKind
    number: int
    day: str
    """The day that it was sent or kept, ISO."""
    papers: Mapping[str, Issued]


@dataclass(frozen=True)
class RouteBoard:
    """Another board as a paper names it, where one of the items goes through it."""

    id: str
    name: LocalizedText
    short: LocalizedText | None


@dataclass(frozen=True)
class MeetingName:
    """What a meeting is called where nothing else is said of it."""

    key: MeetingKey
    number: str
    title: TextByLanguage
    board: LocalizedText
    """What its board is called, where its title is withheld; else nothing."""
    language: str
    languages: tuple[str, ...]
    """Those that its page is there in, by which its address goes."""
    date: str
    """The first day, ISO."""
    last_date: str


@dataclass(frozen=True)
class CalendarEvent:
    """A meeting as a calendar shows it."""

    name: MeetingName
    timing: Timing
    place: TextByLanguage
    cancelled: TextByLanguage
    """The reason, where that is told."""
    draft: bool
    changed: int
    """How many times it is known to have been changed since calendars could know of it."""
    sent: str
    """The day that its papers were sent last, ISO; "" where none were."""


News = Literal["papers", "minutes", "approved", "decided", "cancelled"]
"""What a feed tells of: papers were sent, minutes published or approved, something was decided, a meeting cancelled."""


@dataclass(frozen=True)
class FeedEntry:
    """Something new of a meeting."""

    what: News
    name: MeetingName
    minutes: Mapping[str, str]
    """The board's own word for minutes, by language, where it has one."""
    day: str
    """Since when it is known, ISO."""
    issue: int = 0
    """Of papers and of minutes."""
    number: str = ""
    """Of the item that was decided, as printed."""
    anchor: str = ""
    """Of that item on the meeting's page."""
    title: TextByLanguage = ()
    says: TextByLanguage = ()
    """What was decided; why the meeting was cancelled."""


# ---- what is made --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OfMeeting:
    """What is made from a meeting that its maker reads in full."""

    meeting: MeetingKey
    version: str
    """The digest of all that is read of it then: what it says, its pictures, what was sent of it."""


@dataclass(frozen=True)
class FrontPage:
    """The front page."""

    template: ClassVar[str] = "front"
    upcoming: tuple[MeetingCard, ...]
    latest: tuple[MeetingCard, ...]
    boards: tuple[BoardCard, ...]
    due: str
    """The day on which the site is next another by itself, ISO; "" where there is none."""
    news: tuple[FeedEntry, ...] = ()
    """What is new but resolutions, the latest first."""
    decided: tuple[FeedEntry, ...] = ()
    """The latest resolutions, likewise."""


@dataclass(frozen=True)
class CalendarPage:
    """The page of all meetings to come, and of what can be followed."""

    template: ClassVar[str] = "calendar"
    months: tuple[tuple[str, tuple[MeetingCard, ...]], ...]
    """The meetings to come by the month that they begin in ("2026-12"), the next first."""
    boards: tuple[NamedBoard, ...]
    """Those that have a calendar."""


@dataclass(frozen=True)
class EvidencePage:
    """The page that says how pages and papers are tested."""

    template: ClassVar[str] = "tested"


@dataclass(frozen=True)
class NotFoundPage:
    """What a server answers where there is nothing."""

    template: ClassVar[str] = "not-found"


@dataclass(frozen=True)
class BoardPage:
    """The page of a board."""

    template: ClassVar[str] = "board"
    of: NamedBoard
    upcoming: tuple[MeetingCard, ...]
    years: tuple[tuple[int, tuple[MeetingCard, ...]], ...]
    """The meetings that are over, by year, the latest first."""
    hosts: tuple[NamedBoard, ...] = ()
    """The other boards whose meetings are among them, for they are held together."""


@dataclass(frozen=True)
class ItemPage:
    """The page of an item, with each meeting that it was on the agenda of, also where it had another number."""

    template: ClassVar[str] = "item"
    of: NamedBoard
    number: str
    title: TextByLanguage
    handlings: tuple[Handling, ...]
    """In the order of their days."""
    followed: tuple[Followed, ...] = ()
    """What later meetings say of what was to be done, likewise."""
    elsewhere: tuple[BoardStep, ...] = ()
    """Its way through other boards."""

    @property
    def meetings(self) -> tuple[MeetingKey, ...]:
        """The meetings that must be read in full for it, the one that handled it last at the end."""
        every = (*(one.card.key for one in self.followed), *(one.card.key for one in self.handlings))
        return tuple(dict.fromkeys(reversed(every)))[::-1]


@dataclass(frozen=True)
class GonePage:
    """The page at the address of an item whose number was sent and taken back."""

    template: ClassVar[str] = "gone"
    of: NamedBoard
    number: str


@dataclass(frozen=True)
class MovedPage:
    """The page at an address that was sent, where there is nothing any more: it leads to another."""

    template: ClassVar[str] = "moved"
    target: str


@dataclass(frozen=True)
class MeetingPage(OfMeeting):
    """The page of a meeting."""

    template: ClassVar[str] = "meeting"
    state: str
    """How it stands, as `meeting_versions.state` says."""
    previous: MeetingHeading | None
    following: MeetingHeading | None
    issues: Mapping[str, Issued]
    """The issue of each of its papers, in the order that they are offered."""
    minutes: str
    """How its minutes stand: "published", "draft", or "" where it offers none."""
    approval: Approval | None
    """Where its minutes come up."""
    approves: Mapping[str, Approved]
    """The minutes that come up in it, by their meeting's folder."""
    earlier: tuple[EarlierIssue, ...]
    revised: bool
    """Whether it has a page of changes."""
    given: bool
    """Whether it has a page that tells whether a paper is the one that was sent."""
    continued: Mapping[str, str]
    """The pages of the items that its items continue, by their numbers."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """The files of its papers that are given out as they were sent, by their paths from the root."""


@dataclass(frozen=True)
class SlidesPage(OfMeeting):
    """The slides of a meeting as a page."""

    template: ClassVar[str] = "slides"
    issues: Mapping[str, Issued]
    announced: tuple[MeetingHeading, ...]
    """The meetings that its slides announce."""


@dataclass(frozen=True)
class ChangesPage(OfMeeting):
    """What each issue of a meeting's papers says otherwise than the one before."""

    template: ClassVar[str] = "changes"


@dataclass(frozen=True)
class VerifyPage(OfMeeting):
    """The page that tells whether a paper is the one that was sent."""

    template: ClassVar[str] = "verify"
    given: tuple[Given, ...]


@dataclass(frozen=True)
class PaperFile(OfMeeting):
    """A paper of a meeting, as the sources give it."""

    name: str
    """Which: one of `meeting_versions.PAPERS`."""
    issue: int
    papers: tuple[str, ...]
    """The papers that are sent together; minutes come later, and change nothing then."""
    routes: tuple[RouteBoard, ...]
    """The other boards that it names."""
    announced: tuple[MeetingHeading, ...] = ()
    """The meetings that its slides announce, where it has slides in it."""
    minutes: str = ""
    """Of minutes: how they stand."""
    approval: Approval | None = None
    """Of minutes: where they come up."""
    approves: Mapping[str, Approved] = field(default_factory=dict)
    """Of minutes: those of other meetings that come up in this one, by their folders."""


@dataclass(frozen=True)
class Twin(OfMeeting):
    """A paper of a meeting at one more address, with the same bytes."""

    of: str
    """The path at which it is made."""


@dataclass(frozen=True)
class MeetingData(OfMeeting):
    """A meeting as data."""

    with_minutes: bool
    """Whether what the minutes say is among it."""
    sent: tuple[Given, ...]
    kept: tuple[Given, ...]
    approval: Approval | None
    approves: Mapping[str, Approved]


@dataclass(frozen=True)
class RegisterPlace:
    """A page of a register, among the others of it."""

    address: str
    """Of the register, below that of its board."""
    year: int
    """0 on its first page, which has the newest of all years."""
    years: tuple[int, ...] = ()
    """On its first page, the years that it has pages of, the latest first."""
    beside: tuple[str, ...] = ()
    """On its first page, the addresses of all registers of the same board, or of all boards, itself among them."""
    boards: tuple[str, ...] = ()
    """On the first page of one that is of all, the boards that have one of their own."""
    older: str = ""
    """The address of the page with what comes before."""
    newer: str = ""
    """The address of the page with what comes after."""


@dataclass(frozen=True)
class Choices:
    """By what a register of resolutions can be looked through."""

    boards: tuple[str, ...]
    """Their ids; () where it is of one."""
    years: tuple[int, ...]
    types: tuple[TextByLanguage, ...]
    results: tuple[Result, ...]


@dataclass(frozen=True)
class ResolutionsPage:
    """What was resolved: the newest, or those of a year."""

    template: ClassVar[str] = "resolutions"
    of: NamedBoard | None
    """None where it is of all."""
    place: RegisterPlace
    rows: Part[Resolution]
    choices: Choices | None
    """On the first page."""


@dataclass(frozen=True)
class ActionsPage:
    """What is to be done: all that is, or what was asked for in a year, done or not."""

    template: ClassVar[str] = "actions"
    of: NamedBoard | None
    place: RegisterPlace
    rows: Part[ActionRow]
    """On the first page what is overdue comes first."""
    today: str = ""
    """On the first page: the day that it says how things stand on, ISO."""
    overdue: int = 0
    """How many of the rows are overdue."""
    more: int = 0
    """How many more are to be done than there is room for."""


@dataclass(frozen=True)
class VotesPage:
    """How the parties, and those who vote by name, voted."""

    template: ClassVar[str] = "votes"
    of: NamedBoard
    place: RegisterPlace
    rows: Part[VoteRow]


@dataclass(frozen=True)
class RegisterFile:
    """A year of a register, for spreadsheets and programs."""

    of: NamedBoard | None
    year: int
    form: Literal["csv", "json"]
    parts: tuple[Part[Any], ...]
    """All of one kind, from the oldest."""


@dataclass(frozen=True)
class DataBoard:
    """A board in the index of data."""

    id: str
    name: TextByLanguage
    meetings: int


@dataclass(frozen=True)
class YearData:
    """All meetings of a year as data: the files of each, one after the other."""

    year: int
    files: tuple[tuple[str, str], ...]
    """The path of each, with the key of its job."""


@dataclass(frozen=True)
class DataIndex:
    """Which data there are."""

    boards: tuple[DataBoard, ...]
    files: tuple[tuple[str, str], ...]
    """The path of each year's file, with the key of its job."""
    years: tuple[YearSpan, ...]
    """What is in each of them."""


@dataclass(frozen=True)
class YearSpan:
    """What a year's file has."""

    year: int
    meetings: int
    first: str
    """The day of the first of them, ISO."""
    last: str


@dataclass(frozen=True)
class DataSchema:
    """What data look like, as JSON Schema."""

    of: str
    """The name and version of the form."""
    site: str
    """The site's address, where it lies."""


@dataclass(frozen=True)
class CalendarFile:
    """Meetings as a calendar: one of them, those of a board, or all."""

    name: LocalizedText | None
    """What it is called, where it is one to follow and not but a meeting to take in."""
    address: str
    """Of the page that it belongs to."""
    events: tuple[CalendarEvent, ...]


@dataclass(frozen=True)
class FeedFile:
    """What is new on a board, or on all, as a feed."""

    name: LocalizedText | None
    """What the board is called; None where it is of all."""
    entries: tuple[FeedEntry, ...]
    """The latest first."""


@dataclass(frozen=True)
class SiteMap:
    """Where the pages are, for search engines; or, where they are too many for one such list, where the lists are."""

    addresses: tuple[str, ...]
    is_of_lists: bool


@dataclass(frozen=True)
class RobotsFile:
    """What search engines ask a site first: where the list of its pages is."""

    site_map: str
    """Its address."""


class SearchedMeeting(NamedTuple):
    """A meeting in which it is searched."""

    key: MeetingKey
    version: str
    """As `OfMeeting.version`."""
    minutes: Issued | None
    """The issue of its minutes, where it offers them."""


@dataclass(frozen=True)
class SearchIndex:
    """What is found by searching in some meetings of a board, in a language; without a board, the boards themselves,
    with what reads all such indexes in a browser.

    Its job's path is that of the list of what it finds; in the folder of that lie other files, whose names are known
    when they are made.
    """

    of: NamedBoard | None
    boards: tuple[NamedBoard, ...]
    """Where it is of no board."""
    meetings: tuple[SearchedMeeting, ...]


@dataclass(frozen=True)
class SearchPage:
    """The page for searching."""

    template: ClassVar[str] = "search"
    indexes: tuple[tuple[str, str], ...]
    """(the board, the name of the index's folder) of each index; the one that is of no board is not among them."""
    boards: tuple[NamedBoard, ...]


@dataclass(frozen=True)
class EditPage:
    """The page for editing without a checkout, or its configuration."""

    asked: Editing
    boards: Mapping[str, str]
    """What each is called, by its id."""
    is_configuration: bool


@dataclass(frozen=True)
class Style:
    """A style sheet."""

    sources: tuple[str, ...]
    """Those that it is put together from, in order."""


@dataclass(frozen=True)
class Asset:
    """A file of the look, as it is."""

    sources: tuple[str, ...]
    """The file; none where it is not there."""


@dataclass(frozen=True)
class ColourSheet:
    """The publisher's colours as a style sheet."""

    colours: Colours


@dataclass(frozen=True)
class Copied:
    """A file beside a meeting, as it is."""

    source: str


@dataclass(frozen=True)
class TakenOut:
    """A picture of a case paper that lies in a Word document beside a meeting."""

    source: str
    """Its path, below that of the document."""


@dataclass(frozen=True)
class OfAnother:
    """A file that readers get in the place of one beside a meeting: with places of that covered, or with the words that
    were read in it."""

    of: MeetingKey
    file: MadeFile


AnyPage = (
    FrontPage
    | CalendarPage
    | EvidencePage
    | NotFoundPage
    | BoardPage
    | ItemPage
    | GonePage
    | MovedPage
    | MeetingPage
    | SlidesPage
    | ChangesPage
    | VerifyPage
    | ResolutionsPage
    | ActionsPage
    | VotesPage
    | SearchPage
)
"""What is made with a template of its own, `templates/pages/<template>.html`."""
What = (
    AnyPage
    | PaperFile
    | Twin
    | MeetingData
    | RegisterFile
    | YearData
    | DataIndex
    | DataSchema
    | CalendarFile
    | FeedFile
    | SiteMap
    | RobotsFile
    | SearchIndex
    | EditPage
    | Style
    | Asset
    | ColourSheet
    | Copied
    | TakenOut
    | OfAnother
)


# ---- jobs ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """A file to make: where, and what."""

    path: str
    what: What
    key: str
    """Two jobs with one key give the same bytes."""
    language: str = ""
    address: str = ""

    @property
    def meeting(self) -> MeetingKey | None:
        """The meeting that must be read in full for it."""
        return self.what.meeting if isinstance(self.what, OfMeeting) else None

    @property
    def reads(self) -> tuple[MeetingKey, ...]:
        """The meetings that are read for it, as far as they can be read: the page of an item, and what is found by
        searching, are made without the others."""
        if isinstance(self.what, ItemPage):
            return self.what.meetings
        if isinstance(self.what, SearchIndex):
            return tuple(one.key for one in self.what.meetings)
        return (self.what.meeting,) if isinstance(self.what, OfMeeting) else ()

    @property
    def folder(self) -> str:
        """The folder that is its own, where it makes files whose names nobody knows before; else ""."""
        return self.path.rpartition("/")[0] + "/" if isinstance(self.what, SearchIndex) else ""


def job(
    path: str,
    what: What,
    made_with: tuple[str, ...],
    tell: Callable[[object], str],
    language: str = "",
    address: str = "",
) -> Job:
    """A job with its key; `made_with` are digests of all that its file is made with beside the value, and `tell` is
    what `teller` gives."""
    key = digest(path, language, address, type(what).__name__, tell(what), *made_with)
    return Job(path, what, key, language, address)


def teller(known: Callable[[MeetingCard | NamedBoard], str]) -> Callable[[object], str]:
    """What tells a value as text, field by field: two that differ anywhere are told otherwise.

    Cards and boards, which are too much to be told anew for each file that has them, are told by their digests, which
    are `known`.
    """

    def inner(one: object) -> object:
        if isinstance(one, MeetingCard | NamedBoard):
            return known(one)
        if isinstance(one, Part):
            return one.digest
        if isinstance(one, Handling):  # its digest stands for the item
            return (one.digest, one.approved, one.state, one.minutes, one.is_draft)
        if isinstance(one, Value):
            return one.model_dump_json()
        shape: type = type(one)
        return {name: getattr(one, name) for name in _fields(shape)}

    return json.JSONEncoder(default=inner, check_circular=False).encode


@functools.cache
def _fields(shape: type) -> tuple[str, ...]:
    assert is_dataclass(shape), shape
    return tuple(field.name for field in fields(shape))
