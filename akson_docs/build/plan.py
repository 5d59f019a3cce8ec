"""What to make, from what: every file of an edition of the site, each with a key.

A job's key says all that its file depends on: the values it is made of, by digest, its templates, and the engine.
Two jobs with one key give the same bytes. Nothing here reads a meeting: cards and digests are enough.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, NamedTuple

from akson_docs.meetings import cards, record, redaction
from akson_docs.meetings.addresses import Place, prefix
from akson_docs.meetings.agenda import Agenda, is_recorded
from akson_docs.meetings.cards import ItemCard, MeetingCard, approvals
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.pseudonyms import later
from akson_docs.meetings.revisions import dispatch
from akson_docs.meetings.revisions.dispatch import DispatchKind
from akson_docs.model import numbers
from akson_docs.model.documents import Board, Site
from akson_docs.model.slides import Figure, Meetings

Make = Literal[
    "front", "board", "meeting", "item", "moved", "gone", "slides", "changes", "verify", "paper", "data", "copy",
    "style", "asset", "edit",
]  # fmt: skip
Key = tuple[str, str]
"""A meeting: (board, folder)."""

PAPERS = ("agenda", "supplement", "papers", "slides", "minutes")
"""A meeting's papers in the order that they are offered: notice, what is new in it, all papers, slides, minutes."""
LATEST = 8
"""How many meetings the front page shows as the latest."""
FONT_FACES = "templates/css/fonts-pdf.css"
"""The style sheet that names the fonts of papers; slides bring it in, and letters are set with what it brought."""
PACK = tuple(f"templates/papers/{name}.html" for name in ("contents", "changes", "introduction", "item", "picture"))
"""The templates of the collected papers."""


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
class MeetingVersion:
    """An edition of a meeting as plans see it."""

    digest: str
    """Of all that it says, and of the pictures in it."""
    card: MeetingCard
    card_digest: str
    kinds: tuple[str, ...]
    """The kinds of its slides."""
    files: tuple[str, ...]
    """The attachments that it hands out, from the meeting's folder."""
    figures: tuple[str, ...]
    """The pictures on its slides, from the meeting's folder."""
    announces: bool
    """Whether a slide shows the meetings to come as the board's calendar has them."""
    recorded: bool
    """Whether it is written what happened."""
    minutes: str
    """The day its minutes are published, ISO, or ""."""
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
    versions: Mapping[Key, MeetingVersion]
    today: date
    digests: Mapping[str, str]
    """Of each template, style sheet, font and attachment, by its path from the root."""
    closures: Mapping[str, tuple[str, ...]]
    """The templates that each template brings in, itself among them, by path."""
    engine: str
    """A digest of the tool and of what it runs on."""
    office: str = ""
    """Where LibreOffice is, for attachments of office programs; "" where they are only linked."""

    @functools.cached_property
    def planner(self) -> _Planner:
        """What is worked out once for all of its files."""
        return _Planner(self)

    def languages(self, board: str) -> tuple[str, ...]:
        """The languages that a board's meetings are published in, the main one first."""
        return self.boards[board].languages or (self.site.language,)


@dataclass(frozen=True)
class Job:
    """A file to make: where, what, from what."""

    path: str
    make: Make
    key: str
    language: str = ""
    address: str = ""
    meeting: Key | None = None
    """The meeting that must be read in full for it."""
    context: Mapping[str, Any] = field(default_factory=dict, compare=False)
    sources: tuple[str, ...] = ()
    """The files that it is copied or put together from."""


def version(
    agenda: Agenda,
    slides: tuple[Slide, ...],
    digests: Mapping[str, str],
    card: MeetingCard,
    sent: tuple[DispatchInfo, ...] = (),
    issue: int = 1,
    moved: tuple[tuple[str, str], ...] = (),
    minuted: tuple[DispatchInfo, ...] = (),
) -> MeetingVersion:
    """A version of a meeting; `digests` are those of the files in its folder."""
    published = agenda.meeting.minutes.published if agenda.meeting.minutes else None
    figures = tuple(dict.fromkeys(slide.content.file for slide in slides if isinstance(slide.content, Figure)))
    attachments = [*agenda.meeting.attachments, *(one for entry in agenda.entries for _, one in entry.attachments)]
    pictures = [f"{name} {digests[name]}" for name in figures]
    return MeetingVersion(
        digest=digest(
            agenda.meeting.model_dump_json(),
            agenda.board.model_dump_json(),
            *pictures,
            *(f"{one.digest} {one.withdrawn}" for one in (*sent, *minuted)),
            str(issue) if sent else "",
            *(anchor for _, anchor in sorted(agenda.anchors.items())),
        ),
        card=card,
        card_digest=digest(repr(card)),
        kinds=tuple(sorted({slide.kind for slide in slides})),
        files=tuple(dict.fromkeys(one.file for one in attachments if one.file)),
        figures=figures,
        announces=any(isinstance(slide.content, Meetings) and not slide.content.rows for slide in slides),
        recorded=is_recorded(agenda.meeting),
        minutes=published.isoformat() if published else "",
        minutes_issue=record.issue(agenda),
        sent=sent,
        issue=issue,
        moved=moved,
        minuted=minuted,
        routes=agenda.routes,
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


def digest(*values: str) -> str:
    """One digest of several texts; where one ends and the next begins matters."""
    joined = hashlib.sha256()
    for value in values:
        held = value.encode("utf-8", "surrogatepass")
        joined.update(len(held).to_bytes(8, "big"))
        joined.update(held)
    return joined.hexdigest()


def plan(site_version: SiteVersion) -> tuple[Job, ...]:
    """Every file of this edition of the site, each path once."""
    planner = site_version.planner
    return tuple(sorted(planner.jobs(), key=lambda job: job.path))


def of_meeting(site_version: SiteVersion, key: Key) -> tuple[Job, ...]:
    """Every file of a meeting, whether it is shown yet or not."""
    planner = site_version.planner
    around = planner.by_board[key[0]]
    place = next((place for place, card in enumerate(around) if card.folder == key[1]), None)
    before = around[place - 1] if place else None
    after = around[place + 1] if place is not None and place + 1 < len(around) else None
    return tuple(planner.meeting(site_version.versions[key], before, after))


def of_everything(site_version: SiteVersion) -> tuple[Job, ...]:
    """The files that are no board's: style sheets, fonts, scripts, pictures of the look."""
    return tuple(site_version.planner.assets())


def shown_boards(site_version: SiteVersion) -> dict[str, Board]:
    """The boards that have pages in this edition."""
    return {
        name: board
        for name, board in site_version.boards.items()
        if site_version.edition != "public" or redaction.is_shown(board, site_version.site)
    }


def calendar(site_version: SiteVersion, key: Key) -> tuple[MeetingCard, ...]:
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
        if other[0] == key[0] and shown(site_version, other) and not version.card.cancelled
    )
    return tuple(
        sorted(
            (card for card in found if last.isoformat() < card.date <= until), key=lambda card: (card.date, card.folder)
        )
    )


def names(site_version: SiteVersion, key: Key) -> tuple[str, ...]:
    """What a meeting's papers say of others: the meetings that its slides announce, as "<board>/<folder>", and the
    boards that its items go through."""
    boards = shown_boards(site_version)
    announced = (f"{card.board}/{card.folder}" for card in calendar(site_version, key))
    return (*announced, *(name for name in site_version.versions[key].routes if name in boards))


def shown(site_version: SiteVersion, key: Key) -> bool:
    """Whether a meeting has pages in this edition."""
    if site_version.edition != "public":
        return True
    return (
        cards.public_from(site_version.versions[key].card, site_version.boards[key[0]], site_version.site)
        <= site_version.today
    )


def state(card: MeetingCard, today: date) -> str:
    """How a meeting stands: "draft", "embargo", "cancelled", "planned" or "held"."""
    if card.draft:
        return "draft"
    if card.publish and date.fromisoformat(card.publish) > today:
        return "embargo"
    if card.cancelled:
        return "cancelled"
    return "planned" if date.fromisoformat(card.last_date) >= today else "held"


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
    languages = site_version.languages(version.card.board)
    return any(dispatch.path(site_version.edition, language, "supplement") in files for language in languages)


def is_revised(version: MeetingVersion) -> bool:
    """Whether the sources say otherwise than what was sent last."""
    return bool(version.sent) and version.issue > version.sent[-1].number


class _Planner:
    def __init__(self, site_version: SiteVersion) -> None:
        self.site_version = site_version
        self.versions = {key: version for key, version in site_version.versions.items() if shown(site_version, key)}
        self.by_board: dict[str, list[MeetingCard]] = {board: [] for board in site_version.boards}
        for _, one in sorted(self.versions.items(), key=lambda pair: (pair[1].card.date, pair[0])):
            self.by_board[one.card.board].append(one.card)
        self.approvals = {name: approvals(cards) for name, cards in self.by_board.items()}
        self.boards = shown_boards(site_version)
        self.names = {name: f"{name} {board.name!r} {board.short!r}" for name, board in self.boards.items()}
        of_all = (site_version.engine, site_version.edition, site_version.site.model_dump_json())
        # Every page's head names every board; a paper names its own, and those that its items go through.
        self.around = digest(*of_all, *(f"{self.names[name]} {board.languages}" for name, board in self.boards.items()))
        self.around_papers = digest(*of_all)
        # The same for every paper, and too much to look for again for each.
        self.fonts = tuple(map(self.digest_of, (FONT_FACES, *deck_fonts(site_version.digests))))
        self.letters = tuple(map(self.digest_of, letter_css()))
        self.closure = functools.cache(self._closure)
        self.board_digests = {name: digest(board.model_dump_json()) for name, board in site_version.boards.items()}

    def prefix(self, address: str, language: str) -> str:
        return prefix(
            Place(self.site_version.site, self.boards, language, address, self.site_version.edition), address, language
        )

    # ---- the files ----

    def jobs(self) -> Iterator[Job]:
        yield from self.assets()
        yield from self.editing()
        yield from self.front()
        for name in self.boards:
            yield from self.board(name)
            yield from self.items(name)
            meetings = self.by_board[name]
            for index, card in enumerate(meetings):
                around = (
                    meetings[index - 1] if index else None,
                    meetings[index + 1] if index + 1 < len(meetings) else None,
                )
                yield from self.meeting(self.versions[(card.board, card.folder)], *around)

    def front(self) -> Iterator[Job]:
        everything = sorted(self.versions.values(), key=lambda version: (version.card.date, version.card.address))
        upcoming, latest = self.split(tuple(version.card for version in everything))
        context = {
            "upcoming": upcoming,
            "latest": latest[:LATEST],
            "board_cards": tuple(
                (name, board, len(self.by_board[name]), self.by_board[name][-1] if self.by_board[name] else None)
                for name, board in self.boards.items()
            ),
        }
        inputs = (*(version.card_digest for version in everything), *self.states(upcoming + latest))
        inputs += tuple(self.board_digests[name] for name in self.boards)
        yield from self.pages("front", "", self.site_version.site.spoken, context, inputs)

    def board(self, name: str) -> Iterator[Job]:
        meetings = tuple(self.by_board[name])
        upcoming, over = self.split(meetings)
        years: dict[int, list[MeetingCard]] = defaultdict(list)
        for card in over:
            years[int(card.date[:4])].append(card)
        context = {
            "board_id": name,
            "upcoming": upcoming,
            "years": tuple((year, tuple(held)) for year, held in years.items()),
        }
        inputs = (self.board_digests[name], *(self.card_digest(card) for card in meetings), *self.states(meetings))
        yield from self.pages("board", f"{name}/", self.site_version.languages(name), context, inputs)

    def meeting(
        self, version: MeetingVersion, previous: MeetingCard | None, following: MeetingCard | None
    ) -> Iterator[Job]:
        card, name = version.card, version.card.board
        languages = self.site_version.languages(name)
        inputs = (version.digest, self.board_digests[name])
        context: dict[str, Any] = {
            "state": state(card, self.site_version.today),
            "previous": previous,
            "next": following,
        }
        around = tuple(self.card_digest(one) if one else "" for one in (previous, following))
        key = (name, card.folder)
        offered = papers(self.site_version, version)
        recorded = minutes(version, self.site_version.today) if "minutes" in offered else ""
        approval = self.approvals[name].get(card.folder)
        approves = self.approved(card)
        given = tuple(self.given(version, card.address, "papers"))
        kept = tuple(self.given(version, card.address, "minutes")) if recorded == "published" else ()
        context |= {"papers": offered, "minutes": recorded, "approval": approval, "approves": approves}
        context |= {"issues": {paper: version.issued(paper, version.issue_of(paper)) for paper in offered}}
        context |= {"revised": version.issue > 1, "given": bool(given or kept)}
        beside = tuple(f"{self.card_digest(other)} {issue}" for other, issue in approves.values())
        if approval:
            beside += (f"{self.card_digest(approval.card)} {approval.issue}",)
        around += beside
        attached = tuple(self.digest_of(f"meetings/{card.address}{file}") for file in version.files)
        there = (*offered, recorded)
        for language in languages:
            yield from self.pages(
                "meeting",
                card.address,
                (language,),
                context | {"earlier": self.earlier(version, offered, language)},
                (*inputs, *around, *attached, *there, str(context["state"])),
                key,
            )
        if version.issue > 1:
            yield from self.pages("changes", f"{card.address}changes/", languages, context, inputs, key)
        elif version.sent:
            # There was one, where something was changed and is not any more, or was not sent before the meeting.
            yield from self.leading(f"{card.address}changes/", card.address, languages)
        if given or kept:
            told = {"given": (*given, *kept)}
            yield from self.pages("verify", f"{card.address}verify/", languages, told, (*inputs, recorded), key)
        for language in languages:
            yield from self.papers(version, key, language, inputs, attached, context, beside)
        yield self.job(
            f"{card.address}meeting.json",
            "data",
            "",
            card.address,
            (*inputs, *beside, recorded),
            {
                "minutes": recorded == "published",
                "sent": given,
                "kept": kept,
                "approval": approval,
                "approves": approves,
            },
            meeting=key,
        )
        folder = f"meetings/{name}/{card.folder}"
        for file in version.files:
            yield self.copy(f"{card.address}attachments/{file}", f"{folder}/{file}")
        for file in version.figures:
            yield self.copy(f"{card.address}slides/{file}", f"{folder}/{file}")

    def papers(
        self,
        version: MeetingVersion,
        key: Key,
        language: str,
        inputs: tuple[str, ...],
        attached: tuple[str, ...],
        around: Mapping[str, Any],
        beside: tuple[str, ...],
    ) -> Iterator[Job]:
        """The slides as a page, and every paper, in one language; `around` is what the meeting's page knows, and
        `beside` a digest of what it knows of other meetings."""
        card = version.card
        offered, recorded = around["papers"], around["minutes"]
        folder = self.prefix(card.address, language)
        words = self.digest_of(f"templates/locale/{language}/messages.po")
        announced = tuple(self.card_digest(one) for one in calendar(self.site_version, key))
        kinds = tuple(f"templates/slides/{kind}.html" for kind in (*version.kinds, "changes"))
        slides = (*announced, *self.closure(*kinds))
        address = f"{card.address}slides/"
        if card.slides:
            page = self.closure("templates/pages/slides.html")
            yield self.job(
                f"{folder}{address}index.html",
                "slides",
                language,
                address,
                (*inputs, words, *slides, *page, *offered),
                {"issues": around["issues"]},
                meeting=key,
            )
        elif any(dispatch.path(self.site_version.edition, language, "slides") in one.files for one in version.sent):
            # The meeting was cancelled since, or has no slides any more.
            yield from self.leading(address, card.address, (language,))
        sheets = (*slides, *(self.digest_of(path) for path in deck_css(version.kinds))) if card.slides else ()
        sent = tuple(name for name in offered if name != "minutes")  # minutes come later, and change nothing then
        pack = (*sheets, *self.letters, *attached, self.site_version.office, *self.closure(*PACK))
        # What was sent stays, whether it is offered still or not; minutes that are not out are not there at all.
        left = tuple(name for name in dispatch.SENT if name not in offered)
        for name in (*offered, *left):
            made_with = {
                "slides": sheets,
                "papers": pack,
                "supplement": (*pack, *self.closure("templates/papers/supplement.html")),
            }.get(name, (*self.letters, *attached, *self.closure(f"templates/papers/{name}.html")))
            current = version.issue_of(name)
            context = {"paper": name, "papers": sent, "minutes": recorded, "issue": current}
            made_of = (*inputs, words, *self.fonts, *made_with, *sent)
            made_of += tuple(self.names.get(board, board) for board in version.routes)
            if name == "minutes":
                context |= {"approval": around["approval"], "approves": around["approves"]}
                made_of += (recorded, *beside)
            gone = frozenset(one.number for one in version.kept(name) if one.withdrawn)
            for issue in self.issues(version, name):
                frozen = self.frozen(version, name, issue, language)
                path = f"{folder}{card.address}{version.issued(name, issue).name}.pdf"
                if issue in gone:
                    if not frozen or name not in offered:
                        continue
                    # What was sent and is withheld now is not given out: its address has what there is instead.
                    frozen = "" if current in gone else self.frozen(version, name, current, language)
                if frozen:
                    yield self.copy(path, f"meetings/{card.address}{frozen}")
                elif name in offered and (issue == current or issue in gone):
                    yield self.job(path, "paper", language, card.address, made_of, context, key, self.around_papers)

    def earlier(
        self, version: MeetingVersion, offered: Sequence[str], language: str
    ) -> tuple[tuple[DispatchKind, DispatchInfo, dict[str, Issued]], ...]:
        """The issues before the one that there is, the latest first, each with its kind and its papers; of minutes,
        where they are offered."""
        found: list[tuple[DispatchKind, DispatchInfo, dict[str, Issued]]] = []
        for kind, names in dispatch.PAPERS.items():
            names = tuple(name for name in names if kind == "papers" or name in offered)
            for one in reversed(version.kept(names[0]) if names else ()):
                there = [name for name in names if self.frozen(version, name, one.number, language)]
                if one.number < version.issue_of(names[0]) and not one.withdrawn:
                    found.append((kind, one, {name: version.issued(name, one.number) for name in there}))
        return tuple(found)

    def given(self, version: MeetingVersion, address: str, kind: DispatchKind) -> Iterator[Given]:
        """What was sent of a meeting, or kept of its minutes, as this edition gives it out."""
        for one in version.kept(dispatch.PAPERS[kind][0]):
            folder = f"meetings/{address}{dispatch.within(one.number, kind)}"
            files = () if one.withdrawn else one.files
            digests = (
                (file, self.digest_of(folder + file)) for file in files if file.startswith(self.site_version.edition)
            )
            yield Given(one.number, one.day, one.withdrawn, tuple(digests), kind)

    def issues(self, version: MeetingVersion, name: str) -> tuple[int, ...]:
        """The issues of a paper that there may be."""
        return tuple(sorted({*(one.number for one in version.kept(name)), version.issue_of(name)}))

    def frozen(self, version: MeetingVersion, name: str, issue: int, language: str) -> str:
        """The file of a paper as it was sent, from the meeting's folder; "" where that issue was not."""
        path = dispatch.path(self.site_version.edition, language, name)
        sent = next((one for one in version.kept(name) if one.number == issue and path in one.files), None)
        kind: DispatchKind = "minutes" if name == "minutes" else "papers"
        return f"{dispatch.within(issue, kind)}{path}" if sent else ""

    def approved(self, card: MeetingCard) -> dict[str, tuple[MeetingCard, int]]:
        """The meetings whose minutes come up in one, by their folders, each with the issue that was approved; 0 where
        none was yet."""
        board = card.board
        return {
            item.approves: (minuted.card, cards.approved_issue(minuted.card, item) if cards.is_given(card, item) else 0)
            for item in card.items
            if item.approves and (minuted := self.versions.get((board, item.approves)))
        }

    def items(self, name: str) -> Iterator[Job]:
        handled: dict[str, list[tuple[MeetingCard, ItemCard]]] = defaultdict(list)
        leads: dict[str, str] = {}
        taken: dict[str, str] = {}
        whole: dict[str, str] = {}
        for card in self.by_board[name]:
            for item in card.items:
                handled[item.slug].append((card, item))
                for number in item.formerly:
                    leads[self.slug(name, card, number)] = item.slug
                if item.continues:
                    whole[item.slug] = self.slug(name, card, item.continues)
            version = self.versions[(name, card.folder)]
            leads.update(version.moved)
            taken.update(item for one in version.sent for item in one.items)
        whole = {slug: leads.get(old, old) for slug, old in whole.items()}
        for slug in handled:
            chain = _chain(slug, whole) & handled.keys()
            handlings = tuple(
                sorted((one for part in chain for one in handled[part]), key=lambda one: (one[0].date, one[1].slug))
            )
            newest = handled[slug][-1][1]
            approved = {
                (card.folder, item.approves): self.approved(card)[item.approves]
                for card, item in handlings
                if (name, item.approves) in self.versions
            }
            context = {
                "board_id": name,
                "approved": approved,
                "number": newest.number,
                "title": newest.title,
                "handlings": handlings,
            }
            inputs = (self.board_digests[name], slug, *(self.card_digest(card) for card, _ in handlings))
            inputs += tuple(self.states(tuple(card for card, _ in handlings)))
            inputs += tuple(f"{self.card_digest(card)} {issue}" for card, issue in approved.values())
            yield from self.pages("item", f"{name}/item/{slug}/", self.site_version.languages(name), context, inputs)
        for old, slug in leads.items():
            if old not in handled:
                yield from self.leading(
                    f"{name}/item/{old}/", f"{name}/item/{slug}/", self.site_version.languages(name)
                )
        # A number that was taken back has a page that says so, for its address may stand in what was sent or linked.
        year = int(self.by_board[name][-1].date[:4]) if self.by_board[name] else 0
        pattern = self.site_version.boards[name].item_number
        for printed in self.site_version.boards[name].withdrawn:
            read = numbers.read(printed, year, pattern.pattern if pattern else "")
            if read is not None and read.year:
                taken.setdefault(read.slug, printed)
        for slug, number in taken.items():
            if number and slug not in handled and slug not in leads:
                context = {"board_id": name, "number": number}
                inputs = (self.board_digests[name], number)
                yield from self.pages(
                    "gone", f"{name}/item/{slug}/", self.site_version.languages(name), context, inputs
                )

    def assets(self) -> Iterator[Job]:
        digests = self.site_version.digests
        css = "templates/css/"
        site = tuple(css + part for part in ("tokens.css", "fonts.css", "site.css"))
        kinds = tuple(path for path in sorted(digests) if re.fullmatch(r"templates/slides/\w+\.css", path))
        slides = (css + "slide.css", *kinds, css + "present.css")
        for name, parts in (("site.css", site), ("slides.css", slides)):
            yield self.asset(f"assets/{name}", "style", parts)
        unused = (
            ()
            if any(version.sent or version.minuted for version in self.versions.values())
            else ("templates/js/verify.js",)
        )
        for path in sorted(digests.keys() - {*unused}):
            if re.fullmatch(r"templates/(fonts/[^/]+\.woff2|fonts/[^/]*LICENSE[^/]*|js/[^/]+\.js|images/[^/]+)", path):
                shorter = path.removeprefix("templates/").removeprefix("js/")
                yield self.asset(f"assets/{shorter}", "asset", (path,))
        if self.site_version.site.logo:
            yield self.asset(
                f"assets/logo/{self.site_version.site.logo}", "asset", (f"meetings/{self.site_version.site.logo}",)
            )
        if self.site_version.site.colours:
            yield self.job(
                "assets/colours.css", "style", "", "", (), context={"colours": self.site_version.site.colours}
            )

    def editing(self) -> Iterator[Job]:
        """The page for editing without a checkout, where the site asks for it; it is of the public edition only."""
        asked = self.site_version.site.editing
        if asked is None or self.site_version.edition != "public":
            return
        from akson_docs.sources.format import cms

        language = self.site_version.site.language
        boards = {name: board.name.say(language, language)[1] for name, board in self.boards.items()}
        for name in ("index.html", "config.yml"):
            yield self.job(f"edit/{name}", "edit", language, "", (repr(asked), repr(boards)), {"boards": boards})
        for name, path in cms.FILES.items():
            yield self.asset(f"edit/{name}", "asset", (path,))

    # ---- their making ----

    def leading(self, address: str, target: str, languages: Sequence[str]) -> Iterator[Job]:
        """The page at an address that was sent, where there is nothing any more: it leads to another."""
        yield from self.pages("moved", address, languages, {"target": target}, (target,))

    def pages(
        self,
        make: Make,
        address: str,
        languages: Sequence[str],
        context: Mapping[str, Any],
        inputs: tuple[str, ...],
        meeting: Key | None = None,
    ) -> Iterator[Job]:
        for language in languages:
            words = self.digest_of(f"templates/locale/{language}/messages.po")
            made_with = self.closure(f"templates/pages/{make}.html")
            path = f"{self.prefix(address, language)}{address}index.html"
            yield self.job(path, make, language, address, (*inputs, words, *made_with), context, meeting)

    def job(
        self,
        path: str,
        make: Make,
        language: str,
        address: str,
        inputs: tuple[str, ...],
        context: Mapping[str, Any] | None = None,
        meeting: Key | None = None,
        around: str = "",
    ) -> Job:
        key = digest(around or self.around, make, path, language, address, *inputs)
        return Job(path, make, key, language, address, meeting, context or {})

    def copy(self, path: str, source: str) -> Job:
        return Job(path, "copy", digest("copy", self.digest_of(source)), sources=(source,))

    def asset(self, path: str, make: Make, sources: tuple[str, ...]) -> Job:
        there = tuple(source for source in sources if source in self.site_version.digests)
        return Job(path, make, digest(make, self.site_version.engine, *map(self.digest_of, there)), sources=there)

    def digest_of(self, path: str) -> str:
        return self.site_version.digests.get(path, "")

    def _closure(self, *templates: str) -> tuple[str, ...]:
        paths = {path for template in templates for path in self.site_version.closures.get(template, (template,))}
        return tuple(f"{path} {self.digest_of(path)}" for path in sorted(paths))

    def card_digest(self, card: MeetingCard) -> str:
        return self.versions[(card.board, card.folder)].card_digest

    def states(self, shown: Sequence[MeetingCard]) -> tuple[str, ...]:
        """What the day decides of them: how each stands, and whether it is over."""
        over = self.site_version.today.isoformat()
        return tuple(f"{state(card, self.site_version.today)} {card.last_date < over}" for card in shown)

    def split(self, shown: tuple[MeetingCard, ...]) -> tuple[tuple[MeetingCard, ...], tuple[MeetingCard, ...]]:
        """(those to come, the next first; those that are over, the latest first)"""
        over = self.site_version.today.isoformat()
        coming = tuple(card for card in shown if card.last_date >= over)
        return coming, tuple(card for card in reversed(shown) if card.last_date < over)

    def slug(self, board: str, card: MeetingCard, number: str) -> str:
        written = self.site_version.boards[board].item_number
        found = numbers.read(number, int(card.date[:4]), written.pattern if written else "")
        return found.slug if found else numbers.slug(number)


def deck_css(kinds: Sequence[str]) -> tuple[str, ...]:
    """The style sheets of a deck that has slides of these kinds, in order."""
    css = "templates/css/"
    own = tuple(f"templates/slides/{kind}.css" for kind in sorted(kinds))
    return (css + "tokens.css", FONT_FACES, css + "slide.css", *own, css + "pdf.css")


def letter_css() -> tuple[str, ...]:
    """The style sheets of A4 pages, in order."""
    return ("templates/css/tokens.css", "templates/css/letter.css")


def deck_fonts(paths: Mapping[str, Any]) -> tuple[str, ...]:
    """The fonts that decks are set in, among the paths of all files."""
    return tuple(path for path in sorted(paths) if re.fullmatch(r"templates/fonts/[^/]+\.ttf", path))


def _chain(slug: str, continued: Mapping[str, str]) -> frozenset[str]:
    """The slugs of the items that one item was before and became after, by what each continues."""
    found = {slug}
    grown = True
    while grown:
        more = {old for new, old in continued.items() if new in found}
        more |= {new for new, old in continued.items() if old in found}
        grown = not more <= found
        found |= more
    return frozenset(found)
