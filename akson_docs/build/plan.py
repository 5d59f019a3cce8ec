"""What to make, from what: every file of an edition of the site, each with a key.

A job's key says all that its file depends on: what it says, its templates, and the engine (`jobs`). Nothing here reads
a meeting: cards and digests are enough.

Longer than 500 lines: every kind of file of an edition, each with what it depends on.
"""

from __future__ import annotations

import functools
import itertools
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote, urlsplit

from akson_docs.build import jobs, meeting_versions, news, registers
from akson_docs.build.jobs import (
    ActionsPage,
    AnyPage,
    Approved,
    Asset,
    BoardCard,
    BoardPage,
    BoardStep,
    CalendarEvent,
    CalendarFile,
    CalendarPage,
    ChangesPage,
    Choices,
    ColourSheet,
    Copied,
    DataBoard,
    DataIndex,
    DataSchema,
    EarlierIssue,
    EditPage,
    EvidencePage,
    FeedEntry,
    FeedFile,
    Followed,
    FrontPage,
    Given,
    GonePage,
    Handling,
    ItemPage,
    Job,
    MeetingData,
    MeetingPage,
    MovedPage,
    NamedBoard,
    NotFoundPage,
    OfAnother,
    PaperFile,
    RegisterFile,
    RegisterPlace,
    ResolutionsPage,
    RobotsFile,
    RouteBoard,
    SearchedMeeting,
    SearchIndex,
    SearchPage,
    SiteMap,
    SlidesPage,
    Style,
    TakenOut,
    Twin,
    VerifyPage,
    VotesPage,
    What,
    YearData,
    YearSpan,
)
from akson_docs.build.meeting_versions import (
    Issued,
    ItemVersion,
    MadeFile,
    MeetingVersion,
    RouteStep,
    SiteVersion,
    digest,
    text_of,
)
from akson_docs.build.registers import ActionRow, Part, RegisterRow, Resolution, VoteRow
from akson_docs.catalogue import in_turn
from akson_docs.meetings import cards, data_forms
from akson_docs.meetings.addresses import PICTURES, Place, prefix, spoken
from akson_docs.meetings.cards import ItemCard, MeetingCard, approvals
from akson_docs.meetings.pseudonyms import end_after, later
from akson_docs.meetings.registered import RESULTS
from akson_docs.meetings.revisions import dispatch
from akson_docs.meetings.revisions.dispatch import DispatchKind
from akson_docs.model import numbers
from akson_docs.model.values import LocalizedText, said
from akson_docs.sources import paper_pictures
from akson_docs.sources.layout import (
    ACTIONS,
    CALENDAR,
    DATA,
    DATA_INDEX,
    EVIDENCE,
    RESOLUTIONS,
    SEARCH,
    TOP,
    VOTES,
    MeetingKey,
)

R = TypeVar("R", bound=RegisterRow)

LATEST = 8
"""How many meetings the front page shows as the latest."""
ON_CALENDAR = 500
"""How many meetings a calendar has, the latest: it is fetched anew each day by everybody who follows it."""
ON_FRONT = 5
"""How much of what is new the front page shows, and how many resolutions."""
IN_FEED = 50
"""How much a feed tells of, the latest."""
ON_REGISTER = 40
"""How many resolutions a register's first page has, the newest."""
TO_DO = 100
"""How much that is to be done the first page of a register has."""
ON_SITE_MAP = 50_000
"""How many addresses a list for search engines may have (sitemaps.org)."""
INDEXES = "assets/search/"
"""The folder of the indexes that it searches, below the language."""
OF_BOARDS = "boards"
"""The folder of the one that finds the boards themselves. The others are called by a board and a year."""
FOUND = "records.json"
"""The list of what an index finds."""
IN_INDEX = 600
"""About how many items, slides and pages of attachments an index is made of: whoever edits one of its meetings waits
for all of it, and whoever searches fetches something of each index."""
PAGES_OF_FILE = 10
"""About how many pages an attachment has."""
FONT_FACES = "templates/css/fonts-pdf.css"
"""The style sheet that names the fonts of papers; slides bring it in, and letters are set with what it brought."""
PACK = tuple(f"templates/papers/{name}.html" for name in ("contents", "changes", "introduction", "item", "picture"))
"""The templates of the collected papers."""


class _BoardItems(NamedTuple):
    """The items of a board, by their slugs."""

    handled: Mapping[str, list[tuple[MeetingCard, int]]]
    """The meetings that each is on the agenda of, in the order of their days, with its place there."""
    leads: Mapping[str, str]
    """Those that are called otherwise now."""
    taken: Mapping[str, str]
    """Those that were sent, with their numbers."""
    continued: Mapping[str, str]
    """The one that each continues."""


def plan(site_version: SiteVersion) -> tuple[Job, ...]:
    """Every file of an edition of the site, each path once."""
    return Planner(site_version).all()


def of_meeting(site_version: SiteVersion, key: MeetingKey) -> tuple[Job, ...]:
    """Every file of a meeting, whether it is shown yet or not."""
    return Planner(site_version).of_meeting(key)


class Planner:
    """What is worked out once for all files of an edition of the site."""

    def __init__(self, site_version: SiteVersion) -> None:
        self.site_version = site_version
        self.versions = {
            key: version for key, version in site_version.versions.items() if meeting_versions.shown(site_version, key)
        }
        self.by_board: dict[str, list[MeetingCard]] = {board: [] for board in site_version.boards}
        for _, one in sorted(self.versions.items(), key=lambda pair: (pair[1].card.date, pair[0])):
            self.by_board[one.card.board].append(one.card)
        self.approvals = {name: approvals(cards) for name, cards in self.by_board.items()}
        self.boards = meeting_versions.shown_boards(site_version)
        self.board_digests = {name: digest(text_of(board)) for name, board in site_version.boards.items()}
        self.alone = digest(site_version.engine, site_version.edition, site_version.site.model_dump_json())
        """What every file of the edition has in common."""
        heads = (f"{name} {board.name!r} {board.short!r} {board.languages}" for name, board in self.boards.items())
        menu = meeting_versions.menu(site_version), meeting_versions.foot(site_version)
        self.around = digest(self.alone, repr(menu), *heads)
        """The same, with every page's head, which names every board."""
        # The same for every paper, and too much to look for again for each.
        self.fonts = tuple(map(self.digest_of, (FONT_FACES, *deck_fonts(site_version.digests))))
        self.letters = tuple(map(self.digest_of, letter_css()))
        self.closure = functools.cache(self._closure)
        self._items_of = functools.cache(self._items_of_board)
        self._follow_up_of = functools.cache(self._follow_up_of_board)
        self._tell = jobs.teller(self._known)

    def all(self) -> tuple[Job, ...]:
        """Every file, each path once."""
        found = tuple(self._all())
        return tuple(sorted((*found, *self._for_robots(found), *self._data(found)), key=lambda job: job.path))

    def of_meeting(self, key: MeetingKey) -> tuple[Job, ...]:
        """Every file of a meeting, whether it is shown yet or not."""
        around = self.by_board[key.board]
        place = next((place for place, card in enumerate(around) if card.folder == key.folder), None)
        before = around[place - 1] if place else None
        after = around[place + 1] if place is not None and place + 1 < len(around) else None
        return tuple(self._meeting(self.site_version.versions[key], before, after))

    def assets(self) -> Iterator[Job]:
        """The files that are no board's: style sheets, fonts, scripts, pictures of the look."""
        digests, site = self.site_version.digests, self.site_version.site
        css = "templates/css/"
        kinds = tuple(path for path in sorted(digests) if re.fullmatch(r"templates/slides/\w+\.css", path))
        yield self._style("assets/site.css", tuple(css + part for part in ("tokens.css", "fonts.css", "site.css")))
        yield self._style("assets/register.css", (f"{css}register.css",))
        yield self._style("assets/slides.css", (css + "slide.css", *kinds, css + "present.css"))
        if self.site_version.search:
            yield self._style("assets/search.css", (css + "search.css",))
        unused = [
            *(() if any(one.sent or one.minuted for one in self.versions.values()) else ("templates/js/verify.js",)),
            *(() if self.site_version.search else ("templates/js/search.js",)),
        ]
        for path in sorted(digests.keys() - {*unused}):
            if re.fullmatch(r"templates/(fonts/[^/]+\.woff2|fonts/[^/]*LICENSE[^/]*|js/[^/]+\.js|images/[^/]+)", path):
                shorter = path.removeprefix("templates/").removeprefix("js/")
                yield self._asset(f"assets/{shorter}", path)
        if site.logo:
            yield self._asset(f"assets/logo/{site.logo}", f"{TOP}/{site.logo}")
        if site.colours:
            yield self._job("assets/colours.css", ColourSheet(site.colours), (self.site_version.engine,))

    # ---- the files ----

    def _all(self) -> Iterator[Job]:
        yield from self.assets()
        yield from self._editing()
        yield from self._front()
        yield from self._search()
        for name in self.boards:
            yield from self._board(name)
            yield from self._items(name)
            meetings = self.by_board[name]
            for index, card in enumerate(meetings):
                around = (
                    meetings[index - 1] if index else None,
                    meetings[index + 1] if index + 1 < len(meetings) else None,
                )
                yield from self._meeting(self.versions[card.key], *around)
        yield from self._registers()

    def _editing(self) -> Iterator[Job]:
        """The page for editing without a checkout, where the site asks for it; it is of the public edition only."""
        asked = self.site_version.site.editing
        if asked is None or self.site_version.edition != "public":
            return
        from akson_docs.sources.format import cms

        language = self.site_version.site.language
        called = {name: board.name.say(language, language)[1] for name, board in self.boards.items()}
        for name in ("index.html", "config.yml"):
            what = EditPage(asked, called, is_configuration=name == "config.yml")
            yield self._job(f"edit/{name}", what, (self.site_version.engine,), language)
        for name, path in cms.FILES.items():
            yield self._asset(f"edit/{name}", path)

    def _search(self) -> Iterator[Job]:
        """The page for searching in each language of the site, with indexes of all that there is in it."""
        boards = tuple(map(self._named, self.boards))
        for language in self.site_version.site.spoken if self.site_version.search else ():
            made_with = (self.alone, self._words(language), self.site_version.search)
            found: list[tuple[str, str]] = []
            for name in self.boards:
                for some in self._divided(name):
                    meetings = tuple(self._searched(self.versions[card.key]) for card in some)
                    files = (
                        self.digest_of(card.key.file(file)) for card in some for file in self.versions[card.key].files
                    )
                    folder = f"{name}-{some[0].date[:4]}"
                    found.append((name, folder))
                    what = SearchIndex(self._named(name), (), meetings)
                    path = f"{INDEXES}{language}/{folder}/{FOUND}"
                    yield self._job(path, what, (*made_with, *files), language, SEARCH)
            what = SearchIndex(None, boards, ())
            yield self._job(f"{INDEXES}{language}/{OF_BOARDS}/{FOUND}", what, made_with, language, SEARCH)
            yield from self._pages(SearchPage(tuple(found), boards), SEARCH, (language,), (self.site_version.search,))

    def _searched(self, version: MeetingVersion) -> SearchedMeeting:
        offered = "minutes" in meeting_versions.papers(self.site_version, version)
        minutes = version.issued("minutes", version.minutes_issue) if offered else None
        return SearchedMeeting(version.card.key, version.digest, minutes)

    def _divided(self, name: str) -> Iterator[tuple[MeetingCard, ...]]:
        """The meetings of a board, year by year, as many years together as one index is made of."""
        some: list[MeetingCard] = []
        size = 0
        for _, of_year in itertools.groupby(self.by_board[name], lambda card: card.date[:4]):
            year = tuple(of_year)
            more = sum(
                len(card.items) + card.slides + PAGES_OF_FILE * len(self.versions[card.key].files) for card in year
            )
            if some and size + more > IN_INDEX:
                yield tuple(some)
                some, size = [], 0
            some += year
            size += more
        if some:
            yield tuple(some)

    def _front(self) -> Iterator[Job]:
        everything = sorted(self.versions.values(), key=lambda version: (version.card.date, version.card.address))
        upcoming, latest = self._split(version.card for version in everything)
        boards = tuple(
            BoardCard(self._named(name), len(meetings), meetings[-1] if meetings else None)
            for name, meetings in self.by_board.items()
            if name in self.boards
        )
        turns = (meeting_versions.due(self.site_version), *map(self._overdue_from, self._asked.values()))
        of_shown = tuple(version for version in everything if version.card.board in self.boards)
        new = sorted(self._new(of_shown), key=news.order, reverse=True)
        page = FrontPage(
            upcoming,
            latest[:LATEST],
            boards,
            min(filter(None, turns), default=""),
            tuple([one for one in new if one.what != "decided"][:ON_FRONT]),
            tuple([one for one in new if one.what == "decided"][:ON_FRONT]),
        )
        languages = self.site_version.site.spoken
        yield from self._pages(page, "", languages)
        yield from self._pages(EvidencePage(), EVIDENCE, languages)
        yield from self._pages(NotFoundPage(), "", languages[:1], name="404.html")
        if of_shown:
            months: dict[str, list[MeetingCard]] = defaultdict(list)
            for card in upcoming:
                months[card.date[:7]].append(card)
            followed = tuple(self._named(name) for name in self.boards if self.by_board[name])
            coming = CalendarPage(tuple((month, tuple(some)) for month, some in months.items()), followed)
            yield from self._pages(coming, CALENDAR, languages)
        yield from self._calendar("calendar.ics", self.site_version.site.name, "", of_shown)
        yield from self._feed(None, "", of_shown)

    def _board(self, name: str) -> Iterator[Job]:
        joint = [card for cards in self.by_board.values() for card in cards if name in card.joint]
        every = sorted((*self.by_board[name], *joint), key=lambda card: (card.date, card.key))
        upcoming, over = self._split(every)
        years: dict[int, list[MeetingCard]] = defaultdict(list)
        for card in over:
            years[int(card.date[:4])].append(card)
        hosts = tuple(self._named(host) for host in dict.fromkeys(card.board for card in joint))
        held = tuple((year, tuple(some)) for year, some in years.items())
        page = BoardPage(self._named(name), upcoming, held, hosts)
        yield from self._pages(page, f"{name}/", self.site_version.languages(name))
        versions = tuple(self.versions[card.key] for card in every)
        called = self.site_version.boards[name].name
        yield from self._calendar(f"{name}/calendar.ics", called, f"{name}/", versions)
        yield from self._feed(called, f"{name}/", versions)

    def _feed(self, name: LocalizedText | None, address: str, versions: Sequence[MeetingVersion]) -> Iterator[Job]:
        """What is new, in each language; of the public edition alone, for feeds name addresses of the public site."""
        if self.site_version.edition != "public":
            return
        latest = sorted(self._new(versions), key=news.order)
        what = FeedFile(name, tuple(reversed(latest[-IN_FEED:])))
        for language in spoken(self._place(address), address):
            made_with = (self.alone, self._words(language))
            yield self._job(f"{self.prefix(address, language)}{address}feed.xml", what, made_with, language, address)

    def _new(self, versions: Iterable[MeetingVersion]) -> Iterator[FeedEntry]:
        """All that is known to be new of meetings, in no order."""
        for version in versions:
            approval = self.approvals[version.card.board].get(version.card.folder)
            yield from news.of_meeting(self.site_version, version, approval)

    def _for_robots(self, found: Iterable[Job]) -> Iterator[Job]:
        """The list of all pages, of the public edition; what but leads elsewhere is not on it."""
        if self.site_version.edition != "public":
            return
        base = self.site_version.site.address.rstrip("/") + "/"
        pages = sorted(
            base + quote(job.path.removesuffix("index.html"))
            for job in found
            if isinstance(job.what, AnyPage) and not isinstance(job.what, MovedPage | GonePage | NotFoundPage)
        )
        parts = [tuple(pages[start : start + ON_SITE_MAP]) for start in range(0, len(pages), ON_SITE_MAP)]
        if len(parts) > 1:
            names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
            for name, part in zip(names, parts, strict=True):
                yield self._job(name, SiteMap(part, is_of_lists=False), (self.site_version.engine,))
            parts = [tuple(base + name for name in names)]
            yield self._job("sitemap.xml", SiteMap(parts[0], is_of_lists=True), (self.site_version.engine,))
        else:
            yield self._job("sitemap.xml", SiteMap(parts[0], is_of_lists=False), (self.site_version.engine,))
        if not urlsplit(base).path.strip("/"):  # nobody looks for it below the top
            yield self._job("robots.txt", RobotsFile(f"{base}sitemap.xml"), (self.site_version.engine,))

    def _data(self, found: Iterable[Job]) -> Iterator[Job]:
        """The meetings of each year as one file, which years there are, and what all of that looks like."""
        years: dict[int, list[tuple[str, Job]]] = defaultdict(list)
        for job in found:
            if isinstance(job.what, MeetingData):
                day = self.versions[job.what.meeting].card.date
                years[int(day[:4])].append((day, job))
        files, spans = [], []
        for year, some in sorted(years.items()):
            some.sort(key=lambda one: (one[0], one[1].path))
            what = YearData(year, tuple((job.path, job.key) for _, job in some))
            made = self._job(f"{DATA}{year}.json", what, (self.alone,))
            yield made
            files.append((made.path, made.key))
            spans.append(YearSpan(year, len(some), some[0][0], some[-1][0]))
        boards = tuple(
            DataBoard(name, said(board.name, self.site_version.languages(name)[0]), len(self.by_board[name]))
            for name, board in self.boards.items()
        )
        yield self._job(DATA_INDEX, DataIndex(boards, tuple(files), tuple(spans)), (self.alone,))
        for form in data_forms.FORMS:
            looks = DataSchema(form, self.site_version.site.address)
            yield self._job(data_forms.schema_path(form), looks, (self.site_version.engine,))

    def _calendar(
        self, path: str, name: LocalizedText | None, address: str, versions: Sequence[MeetingVersion]
    ) -> Iterator[Job]:
        """Meetings as a calendar in each language; none where there are none, for an empty calendar is not one."""
        events = tuple(map(self._event, versions[-ON_CALENDAR:]))
        for language in spoken(self._place(address), address) if events else ():
            what = CalendarFile(name, address, events)
            made_with = (self.alone, self._words(language))
            yield self._job(f"{self.prefix(address, language)}{path}", what, made_with, language, address)

    def _event(self, version: MeetingVersion) -> CalendarEvent:
        card, timing = version.card, version.timing
        if not meeting_versions.is_open(meeting_versions.state(card, self.site_version.today)):
            timing = replace(timing, online="")
        return CalendarEvent(
            news.named(card, self.site_version.boards[card.board]),
            timing,
            card.place,
            card.cancelled,
            card.draft,
            version.issue - 1 + timing.cancelled,
            version.sent[-1].day if version.sent else "",
        )

    def _meeting(
        self, version: MeetingVersion, previous: MeetingCard | None, following: MeetingCard | None
    ) -> Iterator[Job]:
        """Every file of a meeting. Where its main language is not its board's, what it would have beside that one has
        an address in the folder of its language as well: it had it as long as its own language was not said."""
        card, own = version.card, version.card.languages[0]
        for job in self._of_meeting(version, previous, following):
            yield job
            if card.address not in self.site_version.own_languages:
                continue
            if isinstance(job.what, AnyPage) and job.language == own:
                yield from self._pages(MovedPage(job.address), f"{own}/{job.address}", (own,))
            elif isinstance(job.what, PaperFile) and job.language == own:
                twin = Twin(job.what.meeting, job.what.version, job.path)
                yield self._job(f"{own}/{job.path}", twin, (job.key,), own, card.address)
            elif isinstance(job.what, CalendarFile) and job.language == own:
                yield self._job(f"{own}/{job.path}", job.what, (job.key,), own, card.address)
            elif isinstance(job.what, Copied) and posixpath.dirname(job.path) + "/" == card.address:
                yield self._copy(f"{own}/{job.path}", job.what.source)

    def _of_meeting(
        self, version: MeetingVersion, previous: MeetingCard | None, following: MeetingCard | None
    ) -> Iterator[Job]:
        card, name, today = version.card, version.card.board, self.site_version.today
        key, of = card.key, (card.key, version.digest)
        languages = card.languages
        offered = meeting_versions.papers(self.site_version, version)
        minutes = meeting_versions.minutes(version, today) if "minutes" in offered else ""
        approval, approves = self.approvals[name].get(card.folder), self._approved(card)
        issues = {paper: version.issued(paper, version.issue_of(paper)) for paper in offered}
        given = tuple(self._given(version, "papers"))
        kept = tuple(self._given(version, "minutes")) if minutes == "published" else ()
        attached = tuple(self.digest_of(key.file(file)) for file in version.files)
        earlier = {item.continues for item in card.items if item.continues}
        pages = ((number, self._page_of(name, number, card)) for number in sorted(earlier))
        continued = {number: address for number, address in pages if address}
        # What is new in an attachment since the papers were sent is told with all that is new.
        told = attached if version.sent else ()
        for language in languages:
            page = MeetingPage(
                *of,
                state=meeting_versions.state(card, today),
                previous=previous.heading if previous else None,
                following=following.heading if following else None,
                issues=issues,
                minutes=minutes,
                approval=approval,
                approves=approves,
                earlier=self._earlier(version, offered, language),
                revised=version.issue > 1,
                given=bool(given or kept),
                continued=continued,
                kept=self._kept_papers(version, issues, language),
            )
            yield from self._pages(page, card.address, (language,), attached)
            yield from self._slides(version, key, language, issues, told)
            yield from self._papers(version, key, language, offered, attached, minutes, approval, approves)
        if version.issue > 1:
            yield from self._pages(ChangesPage(*of), f"{card.address}changes/", languages, told)
        elif version.sent:
            # There was one, where something was changed and is not any more, or was not sent before the meeting.
            yield from self._pages(MovedPage(card.address), f"{card.address}changes/", languages)
        if given or kept:
            yield from self._pages(VerifyPage(*of, (*given, *kept)), f"{card.address}verify/", languages)
        data = MeetingData(*of, minutes == "published", given, kept, approval, approves)
        yield self._job(f"{card.address}meeting.json", data, (self.alone,), address=card.address)
        yield from self._calendar(f"{card.address}meeting.ics", None, card.address, (version,))
        made_of = {one.name: one for one in version.made}
        for file in version.files:
            path = f"{card.address}attachments/{file}"
            yield self._of_another(path, key, made_of[file]) if file in made_of else self._copy(path, key.file(file))
        for file in version.figures:
            yield self._copy(f"{card.address}slides/{file}", key.file(file))
        for file in version.pictures:
            path = f"{card.address}{PICTURES}{paper_pictures.called(file)}"
            yield (
                self._taken_out(path, key.file(file))
                if paper_pictures.lies_in(file)
                else self._copy(path, key.file(file))
            )

    def _slides(
        self,
        version: MeetingVersion,
        key: MeetingKey,
        language: str,
        issues: Mapping[str, Issued],
        told: tuple[str, ...],
    ) -> Iterator[Job]:
        """The slides as a page, in one language."""
        address = f"{version.card.address}slides/"
        if version.card.slides:
            page = SlidesPage(key, version.digest, issues, meeting_versions.calendar(self.site_version, key))
            yield from self._pages(page, address, (language,), (*self._kinds(version), *told))
        elif any(dispatch.path(self.site_version.edition, language, "slides") in one.files for one in version.sent):
            # The meeting was cancelled since, or has no slides any more.
            yield from self._pages(MovedPage(version.card.address), address, (language,))

    def _papers(
        self,
        version: MeetingVersion,
        key: MeetingKey,
        language: str,
        offered: Sequence[str],
        attached: tuple[str, ...],
        minutes: str,
        approval: cards.Approval | None,
        approves: Mapping[str, Approved],
    ) -> Iterator[Job]:
        """Every paper in one language."""
        folder = f"{self.prefix(version.card.address, language)}{version.card.address}"
        announced = meeting_versions.calendar(self.site_version, key) if version.card.slides else ()
        sent = tuple(name for name in offered if name != "minutes")
        of_minutes: dict[str, Any] = {"minutes": minutes, "approval": approval, "approves": approves}
        # What was sent stays, whether it is offered still or not; minutes that are not out are not there at all.
        left = tuple(name for name in dispatch.SENT if name not in offered)
        for name in (*offered, *left):
            current = version.issue_of(name)
            paper = PaperFile(
                key,
                version.digest,
                name=name,
                issue=current,
                papers=sent,
                routes=self._routes(version),
                announced=announced if name in ("slides", "papers", "supplement") else (),
                **(of_minutes if name == "minutes" else {}),
            )
            made_with = (self.alone, self._words(language), *self.fonts, *self._paper_files(version, name, attached))
            gone = frozenset(one.number for one in version.kept(name) if one.withdrawn)
            for issue in self._issues(version, name):
                frozen = self._frozen(version, name, issue, language)
                path = f"{folder}{version.issued(name, issue).name}.pdf"
                if issue in gone:
                    if not frozen or name not in offered:
                        continue
                    # What was sent and is withheld now is not given out: its address has what there is instead.
                    frozen = "" if current in gone else self._frozen(version, name, current, language)
                if frozen:
                    yield self._copy(path, key.file(frozen))
                elif name in offered and (issue == current or issue in gone):
                    yield self._job(path, paper, made_with, language, version.card.address)

    def _paper_files(self, version: MeetingVersion, name: str, attached: tuple[str, ...]) -> tuple[str, ...]:
        """The digests of templates, style sheets and attachments that a paper is made with, beside what all are."""
        sheets = (*self._kinds(version), *map(self.digest_of, deck_css(version.kinds))) if version.card.slides else ()
        if name == "slides":
            return (*sheets, *(attached if version.sent else ()))
        if name not in ("papers", "supplement"):
            return (*self.letters, *attached, *self.closure(f"templates/papers/{name}.html"))
        own = self.closure(f"templates/papers/{name}.html") if name == "supplement" else ()
        return (*sheets, *self.letters, *attached, self.site_version.office, *self.closure(*PACK), *own)

    def _kinds(self, version: MeetingVersion) -> tuple[str, ...]:
        """The templates of a meeting's slides."""
        return self.closure(*(f"templates/slides/{kind}.html" for kind in (*version.kinds, "changes")))

    def _routes(self, version: MeetingVersion) -> tuple[RouteBoard, ...]:
        there = ((name, self.boards[name]) for name in version.routes if name in self.boards)
        return tuple(RouteBoard(name, board.name, board.short) for name, board in there)

    def _earlier(self, version: MeetingVersion, offered: Sequence[str], language: str) -> tuple[EarlierIssue, ...]:
        """The issues before the one that there is, the latest first, each with its papers; of minutes, where they are
        offered."""
        found = []
        for kind, names in dispatch.PAPERS.items():
            names = tuple(name for name in names if kind == "papers" or name in offered)
            for one in reversed(version.kept(names[0]) if names else ()):
                there = [name for name in names if self._frozen(version, name, one.number, language)]
                if one.number < version.issue_of(names[0]) and not one.withdrawn:
                    issued = {name: version.issued(name, one.number) for name in there}
                    found.append(EarlierIssue(kind, one.number, one.day, issued))
        return tuple(found)

    def _given(self, version: MeetingVersion, kind: DispatchKind) -> Iterator[Given]:
        """What was sent of a meeting, or kept of its minutes, as this edition gives it out."""
        for one in version.kept(dispatch.PAPERS[kind][0]):
            folder = dispatch.folder(version.card.key, one.number, kind)
            files = () if one.withdrawn else one.files
            digests = (
                (file, self.digest_of(folder + file)) for file in files if file.startswith(self.site_version.edition)
            )
            yield Given(one.number, one.day, one.withdrawn, tuple(digests), kind)

    def _issues(self, version: MeetingVersion, name: str) -> tuple[int, ...]:
        """The issues of a paper that there may be."""
        return tuple(sorted({*(one.number for one in version.kept(name)), version.issue_of(name)}))

    def _frozen(self, version: MeetingVersion, name: str, issue: int, language: str) -> str:
        """The file of a paper as it was sent, from the meeting's folder; "" where that issue was not."""
        path = dispatch.path(self.site_version.edition, language, name)
        sent = next((one for one in version.kept(name) if one.number == issue and path in one.files), None)
        kind: DispatchKind = "minutes" if name == "minutes" else "papers"
        return f"{dispatch.within(issue, kind)}{path}" if sent else ""

    def _kept_papers(self, version: MeetingVersion, issues: Mapping[str, Issued], language: str) -> dict[str, str]:
        """The papers of a meeting that are given out as they were sent, as `_papers` does."""
        found = {}
        for name, one in issues.items():
            frozen = self._frozen(version, name, one.number, language)
            if frozen and one.number not in {each.number for each in version.kept(name) if each.withdrawn}:
                found[name] = version.card.key.file(frozen)
        return found

    def _approved(self, card: MeetingCard) -> dict[str, Approved]:
        """The meetings whose minutes come up in one, by their folders, each with the issue that was approved."""
        found = ((item, self._minuted(card, item)) for item in card.items)
        return {item.approves: minuted for item, minuted in found if minuted is not None}

    def _minuted(self, card: MeetingCard, item: ItemCard) -> Approved | None:
        """The minutes that an item of a meeting is about, where it is about any."""
        minuted = self.versions.get(MeetingKey(card.board, item.approves)) if item.approves else None
        if minuted is None:
            return None
        issue = cards.approved_issue(minuted.card, item) if cards.is_given(card, item) else 0
        return Approved(minuted.card.heading, issue)

    def _items(self, name: str) -> Iterator[Job]:
        of, languages = self._named(name), self.site_version.languages(name)
        items = self._items_of(name)
        for slug in items.handled:
            chain = _chain(slug, items.continued) & items.handled.keys()
            found = (self._handling(card, place) for part in chain for card, place in items.handled[part])
            handlings = tuple(sorted(found, key=lambda one: (one.card.date, one.item.slug)))
            newest_card, newest_place = items.handled[slug][-1]
            newest = newest_card.items[newest_place]
            elsewhere = tuple(self._elsewhere(name, handlings))
            page = ItemPage(of, newest.number, newest.title, handlings, self._followed(name, handlings), elsewhere)
            attached = (
                self.digest_of(one.card.key.file(file)) for one in handlings for file in self._version_of(one).files
            )
            yield from self._pages(page, f"{name}/item/{slug}/", languages, tuple(attached))
        for old, slug in items.leads.items():
            if old not in items.handled:
                yield from self._pages(MovedPage(f"{name}/item/{slug}/"), f"{name}/item/{old}/", languages)
        # A number that was taken back has a page that says so, for its address may stand in what was sent or linked.
        taken = dict(items.taken)
        year = int(self.by_board[name][-1].date[:4]) if self.by_board[name] else 0
        for printed in of.board.withdrawn if not of.board.has_positions else ():
            read = numbers.read(printed, year, of.board.number_pattern)
            if read is not None and read.year:
                taken.setdefault(read.slug, printed)
        for slug, number in taken.items():
            if number and slug not in items.handled and slug not in items.leads:
                yield from self._pages(GonePage(of, number), f"{name}/item/{slug}/", languages)

    def _items_of_board(self, name: str) -> _BoardItems:
        handled: dict[str, list[tuple[MeetingCard, int]]] = defaultdict(list)
        leads: dict[str, str] = {}
        taken: dict[str, str] = {}
        whole: dict[str, str] = {}
        for card in self.by_board[name]:
            for place, item in enumerate(card.items):
                handled[item.slug].append((card, place))
                for number in item.formerly:
                    leads[self._slug(name, card, number)] = item.slug
                if item.continues:
                    whole[item.slug] = self._slug(name, card, item.continues)
            version = self.versions[card.key]
            leads.update(version.moved)
            taken.update(item for one in version.sent for item in one.items)
        return _BoardItems(dict(handled), leads, taken, {slug: leads.get(old, old) for slug, old in whole.items()})

    def _handling(self, card: MeetingCard, place: int) -> Handling:
        version, today = self.versions[card.key], self.site_version.today
        minutes = meeting_versions.minutes(version, today)
        return Handling(
            card,
            place,
            self._minuted(card, card.items[place]),
            version.items[place].digest,
            "" if card.items[place].came else meeting_versions.state(card, today),
            version.issued("minutes", version.minutes_issue) if minutes == "published" else None,
            minutes == "draft" and self.site_version.edition != "public",
        )

    def _version_of(self, one: Handling) -> ItemVersion:
        return self.versions[one.card.key].items[one.place]

    def _followed(self, name: str, handlings: Iterable[Handling]) -> tuple[Followed, ...]:
        """What meetings say of the actions of an item, in the order of their days."""
        asked = dict.fromkeys(action.id for one in handlings for action in self._version_of(one).actions)
        found = (one for action in asked for one in self._follow_up_of(name).get(action, ()))
        return tuple(sorted(found, key=lambda one: (one.card.date, one.card.folder, one.place)))

    def _follow_up_of_board(self, name: str) -> Mapping[str, list[Followed]]:
        found: dict[str, list[Followed]] = defaultdict(list)
        for card in self.by_board[name]:
            for one in self.versions[card.key].follow_up if not card.cancelled else ():
                action = one.says.action
                found[action].append(Followed(card.heading, action, one.place, one.digest))
        return dict(found)

    def _elsewhere(self, name: str, handlings: Iterable[Handling]) -> Iterator[BoardStep]:
        """The boards that an item goes through, then those whose items name it as one of theirs; each page once.

        What others say of an item that is withheld is not told.
        """
        own, there = {f"{name}/item/{one.item.slug}/" for one in handlings}, set()
        steps = [self._step(step, one.card) for one in handlings for step in self._version_of(one).route]
        if not any(one.item.withheld for one in handlings):
            steps += [step for address in sorted(own) for step in self._naming.get(address, ())]
        for step in steps:
            if step.address not in own and (step.address or step) not in there:
                there.add(step.address or step)
                yield step

    def _step(self, step: RouteStep, card: MeetingCard) -> BoardStep:
        """A step of an item of a meeting, with the page of the item there."""
        board = self.boards.get(step.board)
        if board is None:
            return BoardStep(((card.language, step.board),), step.number, step.date, "")
        called = said(board.short or board.name, self.site_version.languages(step.board)[0])
        return BoardStep(
            called, step.number, step.date, self._page_of(step.board, step.number, card) or f"{step.board}/"
        )

    def _page_of(self, board: str, number: str, card: MeetingCard) -> str:
        """The page of an item of a board, by the number that a meeting names it by; "" where there is none."""
        if board not in self.boards or not number:
            return ""
        items, slug = self._items_of(board), self._slug(board, card, number)
        slug = slug if slug in items.handled else items.leads.get(slug, slug)
        return f"{board}/item/{slug}/" if slug in items.handled else ""

    @functools.cached_property
    def _naming(self) -> Mapping[str, list[BoardStep]]:
        """The items that name another board's item as a step of theirs, by the address of that."""
        found: dict[str, list[BoardStep]] = defaultdict(list)
        for key, version in sorted(self.versions.items()):
            for item, one in zip(version.card.items, version.items, strict=True) if version.routes else ():
                for step in one.route:
                    address, board = self._page_of(step.board, step.number, version.card), self.boards[key.board]
                    if address:
                        called = said(board.short or board.name, self.site_version.languages(key.board)[0])
                        found[address].append(
                            BoardStep(called, item.number, item.day, f"{key.board}/item/{item.slug}/")
                        )
        return found

    # ---- registers ----

    def _registers(self) -> Iterator[Job]:
        """What was resolved, what is to be done, and how it was voted: of each board and, but for the votes, of all."""
        resolved = {key: tuple(registers.resolutions(one, self._papers_by)) for key, one in self.versions.items()}
        resolutions: list[Resolution] = []
        for name in self.boards:
            own = [self.versions[card.key] for card in self.by_board[name]]
            joint = [one for one in self.versions.values() if name in one.card.joint]
            every = sorted((*own, *joint), key=lambda one: (one.card.date, one.card.key))
            resolutions += (row for one in own for row in resolved[one.card.key])
            of_board = [row for one in every for row in resolved[one.card.key]]
            votes = [row for one in every for row in registers.votes(one, named=self._names(one))]
            yield from self._registers_of(self._named(name), f"{name}/", of_board, self._asked[name], votes)
        asked = [row for rows in self._asked.values() for row in rows]
        yield from self._registers_of(None, "", resolutions, asked, ())

    def _registers_of(
        self,
        of: NamedBoard | None,
        folder: str,
        resolutions: Sequence[Resolution],
        asked: Sequence[ActionRow],
        votes: Sequence[VoteRow],
    ) -> Iterator[Job]:
        """The registers of a board, or of all: those that have anything in them."""
        kinds: tuple[tuple[str, Sequence[RegisterRow]], ...] = (
            (RESOLUTIONS, resolutions),
            (ACTIONS, asked),
            (VOTES, votes),
        )
        beside = tuple(folder + where for where, rows in kinds if rows)
        if resolutions:
            by_year = registers.years(resolutions, self._tell)
            place = self._first(folder + RESOLUTIONS, of, by_year, resolutions, beside)
            latest = registers.part(registers.newest(by_year, ON_REGISTER), self._tell)
            first = ResolutionsPage(of, place, latest, _choices(place, resolutions))
            yield from self._register(first, by_year, lambda place, some: ResolutionsPage(of, place, some, None))
        if asked:
            done = registers.years(asked, self._tell)
            place = self._first(folder + ACTIONS, of, done, asked, beside)
            yield from self._register(
                self._to_do(of, place, asked), done, lambda place, some: ActionsPage(of, place, some)
            )
        if votes and of is not None:
            voted = registers.years(votes, self._tell)
            place = self._first(folder + VOTES, of, voted, votes, beside)
            newest = VotesPage(of, place, registers.part(registers.newest(voted, ON_REGISTER), self._tell))
            yield from self._register(newest, voted, lambda place, some: VotesPage(of, place, some))

    def _first(
        self,
        address: str,
        of: NamedBoard | None,
        years: Iterable[int],
        rows: Iterable[RegisterRow],
        beside: tuple[str, ...],
    ) -> RegisterPlace:
        """The place of a register's first page."""
        there = {row.of.board for row in rows} if of is None else ()
        boards = tuple(name for name in self.boards if name in there)
        return RegisterPlace(address, 0, tuple(sorted(years, reverse=True)), beside, boards)

    def _to_do(self, of: NamedBoard | None, place: RegisterPlace, rows: Sequence[ActionRow]) -> ActionsPage:
        """What is to be done, what is overdue first, by when it is due."""
        today = self.site_version.today
        waiting = sorted(
            filter(registers.is_waiting, rows),
            key=lambda row: (not registers.is_overdue(row, today), row.due or "9999", registers.order(row)),
        )
        overdue = sum(registers.is_overdue(row, today) for row in waiting)
        shown, left = registers.part(waiting[:TO_DO], self._tell), max(0, len(waiting) - TO_DO)
        return ActionsPage(of, place, shown, today.isoformat(), min(overdue, TO_DO), left)

    def _overdue_from(self, rows: Iterable[ActionRow]) -> str:
        """The first day to come on which something is overdue that is not so yet, ISO; "" where there is none."""
        today = self.site_version.today
        coming = (row.due for row in rows if registers.is_waiting(row) and row.due >= today.isoformat())
        first = min(coming, default="")
        return later(date.fromisoformat(first), "1 day").isoformat() if first else ""

    @functools.cached_property
    def _asked(self) -> Mapping[str, tuple[ActionRow, ...]]:
        """What the meetings of each board asked to be done."""
        return {
            name: tuple(registers.actions([self.versions[card.key] for card in self.by_board[name]]))
            for name in self.boards
        }

    def _register(
        self,
        first: ResolutionsPage | ActionsPage | VotesPage,
        parts: Mapping[int, tuple[Part[R], ...]],
        page: Callable[[RegisterPlace, Part[R]], ResolutionsPage | ActionsPage | VotesPage],
    ) -> Iterator[Job]:
        """The pages of a register in each language, and its years as files."""
        address = first.place.address
        languages = spoken(self._place(address), address)
        yield from self._pages(first, address, languages)
        for where, place, some in self._register_years(address, parts):
            yield from self._pages(page(place, some), where, languages)
        made_with = self.closure(registers.WORDED)
        for year, rows in parts.items():
            for form in registers.FORMS:
                what = RegisterFile(first.of, year, form, rows)
                for language in languages:
                    path = f"{self.prefix(address, language)}{address}{year}.{form}"
                    files = (self.around, self._words(language), *made_with)
                    yield self._job(path, what, files, language, address)

    def _register_years(
        self, address: str, parts: Mapping[int, Sequence[Part[R]]]
    ) -> Iterator[tuple[str, RegisterPlace, Part[R]]]:
        """Each part of a register with its address and what leads on: "vedtak/2026/" has the newest of a year, and
        "vedtak/2026/1/" the oldest."""
        every = [
            (f"{address}{year}/" if place == len(some) else f"{address}{year}/{place}/", year, one)
            for year, some in sorted(parts.items())
            for place, one in enumerate(some, 1)
        ]
        places = ["", *(where for where, _, _ in every), ""]
        for (where, year, one), older, newer in zip(every, places, places[2:], strict=False):
            yield where, RegisterPlace(address, year, older=older, newer=newer), one

    def _papers_by(self, version: MeetingVersion, day: str) -> str:
        """The address of the papers that were sent last by a day, as they were then; "" where they are not there in
        each language of the meeting."""
        sent = [one.number for one in version.sent if one.day <= day and not one.withdrawn]
        for name in ("papers", "agenda") if sent else ():
            if all(self._frozen(version, name, sent[-1], language) for language in version.card.languages):
                return f"{version.card.address}{version.issued(name, sent[-1]).name}.pdf"
        return ""

    def _names(self, version: MeetingVersion) -> bool:
        """Whether a meeting names those who voted: in the public edition not for ever."""
        ended = end_after(self.site_version.site, date.fromisoformat(version.card.last_date))
        return self.site_version.edition != "public" or ended is None or self.site_version.today < ended

    # ---- their making ----

    def _pages(
        self,
        page: AnyPage,
        address: str,
        languages: Iterable[str],
        made_with: tuple[str, ...] = (),
        name: str = "index.html",
    ) -> Iterator[Job]:
        template = self.closure(f"templates/pages/{page.template}.html")
        for language in languages:
            files = (self.around, self._words(language), *template, *made_with)
            yield self._job(f"{self.prefix(address, language)}{address}{name}", page, files, language, address)

    def _job(self, path: str, what: What, made_with: tuple[str, ...], language: str = "", address: str = "") -> Job:
        return jobs.job(path, what, made_with, self._tell, language, address)

    def _copy(self, path: str, source: str) -> Job:
        return self._job(path, Copied(source), (self.digest_of(source),))

    def _taken_out(self, path: str, source: str) -> Job:
        return self._job(path, TakenOut(source), (self.site_version.engine,))

    def _of_another(self, path: str, key: MeetingKey, file: MadeFile) -> Job:
        return self._job(path, OfAnother(key, file), (self.site_version.engine, *self.fonts))

    def _style(self, path: str, sources: Iterable[str]) -> Job:
        there = self._there(sources)
        return self._job(path, Style(there), (self.site_version.engine, *map(self.digest_of, there)))

    def _asset(self, path: str, source: str) -> Job:
        return self._job(path, Asset(self._there((source,))), (self.site_version.engine, self.digest_of(source)))

    def _there(self, sources: Iterable[str]) -> tuple[str, ...]:
        return tuple(source for source in sources if source in self.site_version.digests)

    def _named(self, name: str) -> NamedBoard:
        return NamedBoard(name, self.site_version.boards[name])

    def _known(self, one: MeetingCard | NamedBoard) -> str:
        """The digest of a card or a board."""
        if isinstance(one, NamedBoard):
            return self.board_digests[one.id]
        return self.site_version.versions[one.key].card_digest

    def _words(self, language: str) -> str:
        return " ".join(self.digest_of(f"templates/locale/{one}/messages.po") for one in in_turn(language))

    def prefix(self, address: str, language: str) -> str:
        """The folder of a language, where a page lies in one, as `addresses.prefix` says."""
        return prefix(self._place(address, language), address, language)

    def _place(self, address: str, language: str = "") -> Place:
        version = self.site_version
        return Place(version.site, self.boards, language, address, version.edition, version.own_languages)

    def digest_of(self, path: str) -> str:
        """The digest of a file; "" where it is not there."""
        return self.site_version.digests.get(path, "")

    def _closure(self, *templates: str) -> tuple[str, ...]:
        paths = {path for template in templates for path in self.site_version.closures.get(template, (template,))}
        return tuple(f"{path} {self.digest_of(path)}" for path in sorted(paths))

    def _split(self, shown: Iterable[MeetingCard]) -> tuple[tuple[MeetingCard, ...], tuple[MeetingCard, ...]]:
        """(those to come, the next first; those that are over, the latest first)"""
        over, every = self.site_version.today.isoformat(), tuple(shown)
        coming = tuple(card for card in every if card.last_date >= over)
        return coming, tuple(card for card in reversed(every) if card.last_date < over)

    def _slug(self, board: str, card: MeetingCard, number: str) -> str:
        return cards.slug(card, number, self.site_version.boards[board])


def _choices(place: RegisterPlace, rows: Sequence[Resolution]) -> Choices:
    """By what resolutions can be looked through."""
    results = {row.came for row in rows}
    types = tuple(sorted({row.type for row in rows if row.type}))
    return Choices(place.boards, place.years, types, tuple(one for one in RESULTS if one in results))


def deck_css(kinds: Sequence[str]) -> tuple[str, ...]:
    """The style sheets of a deck that has slides of these kinds, in order."""
    css = "templates/css/"
    own = tuple(f"templates/slides/{kind}.css" for kind in sorted(kinds))
    return (css + "tokens.css", FONT_FACES, css + "slide.css", *own, css + "pdf.css")


def letter_css() -> tuple[str, ...]:
    """The style sheets of A4 pages, in order."""
    return ("templates/css/tokens.css", "templates/css/letter.css")


def deck_fonts(paths: Mapping[str, Any]) -> tuple[str, ...]:
    """The fonts that decks are set in, among the paths of all files: TrueType alone, for what the engine makes of
    others is no font that archives take."""
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
