"""Editions of meetings, and of the site, as plans see them: cards, digests, and what was sent. Nothing is read for it.

A version says of a meeting what decides which files there are, and by its digest whether they still say the same.

Longer than 500 lines: what all plans and all pages ask of one value.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple, TypeVar

from akson_docs.meetings import cards, dossier, record, redaction, registered
from akson_docs.meetings.agenda import Agenda, Entry, is_recorded
from akson_docs.meetings.cards import MeetingCard, MeetingHeading
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.pseudonyms import end_after, later
from akson_docs.meetings.registered import AskedAction, Carried, FollowedAction, PartyVotes
from akson_docs.meetings.revisions import dispatch
from akson_docs.meetings.revisions.dispatch import DispatchKind
from akson_docs.meetings.timing import Timing, timing
from akson_docs.model import walk
from akson_docs.model.documents import Board, Meeting, Site
from akson_docs.model.slides import Figure, Meetings
from akson_docs.model.values import Value
from akson_docs.model.walk import Field
from akson_docs.sources.layout import CALENDAR, DATA_INDEX, EVIDENCE, RESOLUTIONS, SEARCH, MeetingKey

T = TypeVar("T", bound=Value)

PAPERS = ("agenda", "supplement", "papers", "slides", "minutes")
"""A meeting's papers in the order that they are offered: notice, what is new in it, all papers, slides, minutes."""


class Linked(NamedTuple):
    """A page that every page leads to, in its head or at its foot."""

    name: str
    """Which: the key of what it is called is this after "menu_"."""
    address: str


@dataclass(frozen=True)
class DispatchInfo:
    """A dispatch of a meeting's papers, as plans see it."""

    number: int
    day: str
    """ISO."""
    digest: str
    """Of its record."""
    files: tuple[str, ...]
    """Its papers of both editions, by their paths from the dispatch's folder."""
    items: tuple[tuple[str, str], ...] = ()
    """The items that were on its agenda, as (slug, number)."""
    withdrawn: bool = False
    """Whether its papers are not given out as they were, for they hold what is withheld now."""
    names: tuple[str, ...] = ()
    """The meetings and boards that its public papers name besides (`Dispatch.names`)."""


class Issued(NamedTuple):
    """An issue of a paper."""

    number: int
    name: str
    """Of its file, without the ending."""


@dataclass(frozen=True)
class MadeFile:
    """A file that an edition hands out in the place of one beside the meeting: with places of that covered, or with
    the words that were read in it."""

    name: str
    """What it is called, from the meeting's folder: nothing lies there, or the scan that it is made of."""
    source: str
    """The file that it is made of, likewise."""
    digest: str
    """Of that file, and of what is to be covered in it, or what it is read with."""
    title: str
    language: str
    read_with: str = ""
    """Of one that is read: the programs' versions."""


@dataclass(frozen=True)
class RouteStep:
    """Another board that an item goes, or went, through."""

    board: str
    """Its id, or its name."""
    number: str
    """The item's number there, or ""."""
    date: str
    """ISO, or ""."""


@dataclass(frozen=True)
class ItemVersion:
    """What a meeting says of an item on the item's own page, as plans see it."""

    digest: str
    """Of all of it (`dossier.handled`), and of how the meeting is named there."""
    files: tuple[str, ...] = ()
    """The attachments that it hands out, from the meeting's folder."""
    actions: tuple[AskedAction, ...] = ()
    """What is to be done."""
    route: tuple[RouteStep, ...] = ()
    carried: Carried = field(default_factory=Carried)
    """By how much what it adopted was carried."""
    votes: tuple[PartyVotes, ...] = ()
    """The votes of which it is known who voted how."""


@dataclass(frozen=True)
class FollowUpVersion:
    """What a meeting says of an action of an earlier one, as plans see it."""

    says: FollowedAction
    place: int
    """Of what it says, in its list."""
    digest: str


@dataclass(frozen=True)
class MeetingVersion:
    """An edition of a meeting as plans see it."""

    digest: str
    """Of all that it says, of the pictures in it, and of the attachments that are made of others."""
    card: MeetingCard
    card_digest: str
    kinds: tuple[str, ...]
    """The kinds of its slides."""
    files: tuple[str, ...]
    """The attachments that it hands out, from the meeting's folder."""
    figures: tuple[str, ...]
    """The pictures on its slides, from the meeting's folder."""
    pictures: tuple[str, ...]
    """Those in its case papers, likewise; of one in a Word document, its path below that."""
    announces: bool
    """Whether a slide shows the meetings to come as the board's calendar has them."""
    recorded: bool
    """Whether it is written what happened."""
    minutes: str
    """The day its minutes are published, ISO, or ""."""
    timing: Timing
    """When it is."""
    minutes_issue: int = 1
    """Which issue of its minutes the sources give: one more than they have corrections."""
    sent: tuple[DispatchInfo, ...] = ()
    """Its dispatches, in order."""
    issue: int = 1
    """Which issue (utgave) of its papers the sources give: that of the last dispatch, where nothing was changed."""
    moved: tuple[tuple[str, str], ...] = ()
    """The items that have another address than when they were sent: the slug of then and that of now."""
    minuted: tuple[DispatchInfo, ...] = ()
    """What was kept of its minutes, in order."""
    routes: tuple[str, ...] = ()
    """The boards that its items have been, or go, through: of other boards its papers name these alone."""
    made: tuple[MadeFile, ...] = ()
    """Those of its attachments that are made of others."""
    items: tuple[ItemVersion, ...] = ()
    """Its items, in the order in which the card has them."""
    follow_up: tuple[FollowUpVersion, ...] = ()

    @property
    def withdrawn(self) -> frozenset[int]:
        """The dispatches whose papers are not given out as they were."""
        return frozenset(one.number for one in self.sent if one.withdrawn)

    def kept(self, paper: str) -> tuple[DispatchInfo, ...]:
        """What was kept of one of its papers."""
        return self.minuted if paper == "minutes" else self.sent

    def issue_of(self, paper: str) -> int:
        """Which issue of one of its papers the sources give."""
        return self.minutes_issue if paper == "minutes" else self.issue

    def issued(self, paper: str, issue: int) -> Issued:
        """An issue of one of its papers. The first that was kept has the name that links lead to; until one is kept,
        minutes have it, whichever issue they are."""
        first = 1 if paper != "minutes" else self.minuted[0].number if self.minuted else issue
        return Issued(issue, paper if issue == first else f"{paper}-{issue}")


@dataclass(frozen=True)
class SiteVersion:
    """An edition of the whole site: what a plan is made from."""

    edition: str
    site: Site
    boards: Mapping[str, Board]
    versions: Mapping[MeetingKey, MeetingVersion]
    today: date
    digests: Mapping[str, str]
    """Of each template, style sheet, font and attachment, by its path from the root."""
    closures: Mapping[str, tuple[str, ...]]
    """The templates that each template brings in, itself among them, by path."""
    engine: str
    """A digest of the tool and of what it runs on."""
    office: str = ""
    """Where LibreOffice is, for attachments of office programs; "" where they are only linked."""
    search: str = ""
    """The version of what makes indexes to be searched; "" where the edition has no page for searching."""

    def languages(self, board: str) -> tuple[str, ...]:
        """The languages that a board's meetings are published in, the main one first."""
        return self.boards[board].languages or (self.site.language,)

    @functools.cached_property
    def own_languages(self) -> Mapping[str, tuple[str, ...]]:
        """The languages of the meetings whose main one is not their board's, by the meetings' addresses."""
        cards = (version.card for version in self.versions.values())
        return {one.address: one.languages for one in cards if one.languages[0] != self.languages(one.board)[0]}


def version(
    agenda: Agenda,
    slides: tuple[Slide, ...],
    digests: Mapping[str, str],
    card: MeetingCard,
    sent: tuple[DispatchInfo, ...] = (),
    issue: int = 1,
    moved: tuple[tuple[str, str], ...] = (),
    minuted: tuple[DispatchInfo, ...] = (),
    made: tuple[MadeFile, ...] = (),
) -> MeetingVersion:
    """A version of a meeting; `digests` are those of the files in its folder."""
    published = agenda.meeting.minutes.published if agenda.meeting.minutes else None
    figures = tuple(dict.fromkeys(slide.content.file for slide in slides if isinstance(slide.content, Figure)))
    attachments = [*agenda.meeting.attachments, *(one for entry in agenda.entries for _, one in entry.attachments)]
    papers = (entry.item.paper for entry in agenda.entries)
    pictures = tuple(dict.fromkeys(one.file for paper in papers if paper for one in paper.pictures))
    # One in a Word document is named by what it shows.
    shown = [f"{name} {digests.get(name, '')}" for name in (*figures, *pictures)]
    board = text_of(agenda.board)
    return MeetingVersion(
        digest=digest(
            text_of(agenda.meeting),
            board,
            *(f"{name} {one.name!r} {one.short!r} {one.law} {one.casting_vote}" for name, one in agenda.joint.items()),
            *shown,
            *(f"{one.digest} {one.withdrawn}" for one in (*sent, *minuted)),
            str(issue) if sent else "",
            *(anchor for _, anchor in sorted(agenda.anchors.items())),
            *(one.digest for one in made),
        ),
        card=card,
        # Where things were written, and what rules ask, is on no page.
        card_digest=digest(repr(cards.bare(card))),
        kinds=tuple(sorted({slide.kind for slide in slides})),
        files=tuple(dict.fromkeys(one.file for one in attachments if one.file)),
        figures=figures,
        pictures=pictures,
        announces=any(isinstance(slide.content, Meetings) and not slide.content.rows for slide in slides),
        recorded=is_recorded(agenda.meeting),
        minutes=published.isoformat() if published else "",
        timing=timing(agenda),
        minutes_issue=record.issue(agenda),
        sent=sent,
        issue=issue,
        moved=moved,
        minuted=minuted,
        routes=agenda.routes,
        made=made,
        items=tuple(
            _item(agenda, entry, repr(cards.bare_item(one)), digest(repr(card.heading), board), digests)
            for entry, one in zip(agenda.entries, card.items, strict=True)
        ),
        follow_up=tuple(
            FollowUpVersion(
                registered.followed(agenda, one), place, short_digest(_text_within(one, "follow_up"), agenda.language)
            )
            for place, one in enumerate(agenda.meeting.follow_up)
        ),
    )


def _item(agenda: Agenda, entry: Entry, card: str, around: str, digests: Mapping[str, str]) -> ItemVersion:
    told = dossier.handled(agenda, entry)
    paper = entry.item.paper
    pictures = (f"{one.file} {digests.get(one.file, '')}" for one in (paper.pictures if paper else ()))
    values = (
        told.decision_label,
        told.margin,
        told.ended,
        told.votes,
        told.on_closing,
        told.impartiality,
        told.elections,
        told.limits,
    )
    return ItemVersion(
        short_digest(around, card, _text_within(told.item, "items"), *map(repr, values), *pictures),
        tuple(dict.fromkeys(one.file for _, one in entry.attachments if one.file)),
        registered.asked(agenda, entry),
        tuple(
            RouteStep(step.board, step.number, step.date.isoformat() if step.date else "") for step in entry.item.route
        ),
        registered.carried(agenda, entry),
        registered.votes(agenda, entry),
    )


def without(version: MeetingVersion, withdrawn: Mapping[DispatchKind, Collection[int]]) -> MeetingVersion:
    """A version of which some dispatches, by their kind and number, are not given out any more."""

    def kept(sent: tuple[DispatchInfo, ...], kind: DispatchKind) -> tuple[DispatchInfo, ...]:
        return tuple(replace(one, withdrawn=one.withdrawn or one.number in withdrawn.get(kind, ())) for one in sent)

    sent = kept(version.sent, "papers")
    gone = (f"{kind} {number}" for kind, some in withdrawn.items() for number in sorted(some))
    return replace(
        version,
        sent=sent,
        minuted=kept(version.minuted, "minutes"),
        issue=max(version.issue, sent[-1].number + sent[-1].withdrawn) if sent else version.issue,
        digest=digest(version.digest, *gone),
    )


def text_of(value: Value) -> str:
    """All of a value of the model that a reader of any edition may see, as text: what is private is on no page."""
    return _seen(value).model_dump_json()


def _text_within(value: Value, rows: str) -> str:
    """The text of one of a meeting's `rows`, written out as a part of a meeting: what writes those is made anyway, and
    to make what writes out such a row alone takes 30 ms."""
    held: dict[str, Any] = {rows: (_seen(value),)}
    return Meeting.model_construct(**held).model_dump_json(include={rows})


def _seen(value: T) -> T:
    def shown(held: Any, field: Field | None) -> Any:
        return field.default if field is not None and field.visibility == "private" else held

    return walk.rebuilt(value, shown)


def digest(*values: str) -> str:
    """One digest of several texts; where one ends and the next begins matters."""
    joined = "".join([f"{len(value)}:{value}" for value in values])
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def short_digest(*values: str) -> str:
    """A digest of texts that is kept for each of very many: half of it is enough to tell them apart."""
    return digest(*values)[:32]


def shown_boards(site_version: SiteVersion) -> dict[str, Board]:
    """The boards that have pages in this edition."""
    return {
        name: board
        for name, board in site_version.boards.items()
        if site_version.edition != "public" or redaction.is_shown(board, site_version.site)
    }


def calendar(site_version: SiteVersion, key: MeetingKey) -> tuple[MeetingHeading, ...]:
    """The meetings that a meeting's slides announce, where they do: the board's within a year after it.

    No more than a year, for a deck of long ago must not change with each new meeting.
    """
    if not site_version.versions[key].announces:
        return ()
    last = date.fromisoformat(site_version.versions[key].card.last_date)
    until = later(last, "365 days").isoformat()
    found = (
        version.card
        for other, version in site_version.versions.items()
        if other.board == key.board and shown(site_version, other) and not version.card.cancelled
    )
    return tuple(
        sorted(
            (card.heading for card in found if last.isoformat() < card.date <= until),
            key=lambda card: (card.date, card.folder),
        )
    )


def names(site_version: SiteVersion, key: MeetingKey) -> tuple[str, ...]:
    """What a meeting's papers say of others: the meetings that its slides announce, as "<board>/<folder>", the boards
    that its items go through, and those that it is held with."""
    boards, version = shown_boards(site_version), site_version.versions[key]
    announced = (card.key.name for card in calendar(site_version, key))
    named = dict.fromkeys((*version.routes, *version.card.joint))
    return (*announced, *(name for name in named if name in boards))


def shown(site_version: SiteVersion, key: MeetingKey) -> bool:
    """Whether a meeting has pages in this edition."""
    if site_version.edition != "public":
        return True
    return (
        cards.public_from(site_version.versions[key].card, site_version.boards[key.board], site_version.site)
        <= site_version.today
    )


def menu(site_version: SiteVersion) -> tuple[Linked, ...]:
    """The pages that the head of every page leads to: those that there are."""
    shown_now = [one for key, one in site_version.versions.items() if shown(site_version, key)]
    rows = (
        (one.card, item, held.carried)
        for one in shown_now
        for item, held in zip(one.card.items, one.items, strict=True)
    )
    there = (
        (Linked("meetings", ""), True),
        (Linked("resolutions", RESOLUTIONS), any(registered.came(*row) is not None for row in rows)),
        (Linked("calendar", CALENDAR), bool(shown_now)),
        (Linked("search", SEARCH), bool(site_version.search)),
    )
    return tuple(linked for linked, is_there in there if is_there)


def foot(site_version: SiteVersion) -> tuple[Linked, ...]:
    """The pages that the foot of every page leads to."""
    return (Linked("tested", EVIDENCE), Linked("data", DATA_INDEX))


def due(site_version: SiteVersion) -> str:
    """The first day to come on which the edition is another though nobody changes anything, ISO; "" where there is
    none: a meeting is over then, or names go.

    So a site that is not built any more is seen to be so. It follows from what everybody may read alone: the day on
    which minutes or a meeting come out is withheld with them.
    """
    found = []
    for key, version in site_version.versions.items():
        if shown(site_version, key):
            last = date.fromisoformat(version.card.last_date)
            found.append(later(last, "1 day"))
            if names_gone := end_after(site_version.site, last):
                found.append(names_gone)
    return min((one.isoformat() for one in found if one > site_version.today), default="")


def state(card: MeetingCard, today: date) -> str:
    """How a meeting stands: "draft", "embargo", "cancelled", "planned" or "held"."""
    if card.draft:
        return "draft"
    if card.publish and date.fromisoformat(card.publish) > today:
        return "embargo"
    if card.cancelled:
        return "cancelled"
    return "planned" if date.fromisoformat(card.last_date) >= today else "held"


def is_open(state: str) -> bool:
    """Whether one may yet take part in a meeting that stands so: then its link to do so is given out."""
    return state not in ("held", "cancelled")


def minutes(version: MeetingVersion, today: date) -> str:
    """How a meeting's minutes stand: "published", "draft", or "" where nothing is recorded."""
    if not version.recorded:
        return ""
    return "published" if version.minutes and version.minutes <= today.isoformat() else "draft"


def papers(site_version: SiteVersion, version: MeetingVersion) -> tuple[str, ...]:
    """The papers that a meeting has in this edition: minutes are public when they are published, and no sooner."""
    there = {
        "agenda": True,
        "supplement": (is_revised(version) or _is_supplemented(site_version, version)) and not version.card.cancelled,
        "papers": not version.card.cancelled,
        "slides": bool(version.card.slides),
        "minutes": minutes(version, site_version.today)
        in ("published", *(("draft",) if site_version.edition != "public" else ())),
    }
    return tuple(name for name in PAPERS if there[name])


def _is_supplemented(site_version: SiteVersion, version: MeetingVersion) -> bool:
    """Whether a supplementary notice went out with the issue that there is."""
    files = version.sent[-1].files if version.sent and version.sent[-1].number == version.issue else ()
    languages = version.card.languages
    return any(dispatch.path(site_version.edition, language, "supplement") in files for language in languages)


def is_revised(version: MeetingVersion) -> bool:
    """Whether the sources say otherwise than what was sent last."""
    return bool(version.sent) and version.issue > version.sent[-1].number
