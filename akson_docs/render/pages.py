"""A job → the bytes of its file.

Longer than 500 lines: a maker, and what its template is given, for each kind of job.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from markupsafe import Markup

from akson_docs.build import meeting_versions, pagefind
from akson_docs.build.jobs import (
    ActionsPage,
    AnyPage,
    Asset,
    BoardPage,
    CalendarFile,
    CalendarPage,
    ChangesPage,
    ColourSheet,
    DataIndex,
    DataSchema,
    EditPage,
    EvidencePage,
    FeedFile,
    FrontPage,
    GonePage,
    ItemPage,
    Job,
    MeetingData,
    MeetingPage,
    MovedPage,
    NotFoundPage,
    OfMeeting,
    RegisterFile,
    ResolutionsPage,
    RobotsFile,
    SearchPage,
    SiteMap,
    SlidesPage,
    Style,
    VerifyPage,
    VotesPage,
    YearData,
)
from akson_docs.build.meeting_versions import Issued, Linked
from akson_docs.meetings import outcomes, record
from akson_docs.meetings.addresses import Place
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.cards import MeetingHeading
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.pseudonyms import later
from akson_docs.meetings.revisions import dispatch, highlight
from akson_docs.meetings.revisions.changes import TextChange, compared
from akson_docs.meetings.revisions.dispatch import DispatchKind
from akson_docs.meetings.revisions.issue import Marks, Revision, groups, marks
from akson_docs.model.documents import Board, Colours, Site
from akson_docs.render import (
    agenda_filters,
    calendar_files,
    event_data,
    feeds,
    item_page,
    opendata,
    register_files,
    search_records,
    templates,
    transcript,
    year_line,
)
from akson_docs.render.templates import TemplateSet
from akson_docs.render.transcript import Passage
from akson_docs.sources.layout import MeetingKey

AgendaAndSlides = tuple[Agenda, tuple[Slide, ...]]


@dataclass(frozen=True)
class Offered:
    """A paper of a meeting that a page offers."""

    name: str
    """What it is: one of `meeting_versions.PAPERS`."""
    label: str
    """The key of what it is called."""
    address: str
    filename: str
    """A name that tells what it is, for whoever saves it."""
    issue: int = 1


@dataclass(frozen=True)
class Earlier:
    """An issue of a meeting's papers before the one that there is now."""

    kind: DispatchKind
    number: int
    day: str
    """The day that it was sent or kept, ISO."""
    papers: tuple[Offered, ...]


class RenderInputs(Protocol):
    """What jobs are made from: an edition of the site, the templates, and the meetings and files behind names."""

    @property
    def template_set(self) -> TemplateSet:
        """The templates and catalogues."""

    @property
    def edition(self) -> str:
        """ "public" or "members"."""

    @property
    def site(self) -> Site:
        """The site as the edition has it."""

    @property
    def boards(self) -> Mapping[str, Board]:
        """Those that are shown in this edition."""

    @property
    def own_languages(self) -> Mapping[str, tuple[str, ...]]:
        """The languages of meetings whose main one is not their board's, by the meetings' addresses."""

    @property
    def menu(self) -> tuple[Linked, ...]:
        """The pages that the head of every page leads to."""

    @property
    def foot(self) -> tuple[Linked, ...]:
        """The pages that the foot of every page leads to."""

    @property
    def office(self) -> str:
        """Where LibreOffice is, for attachments of office programs; "" where they are only linked."""

    def read(self, path: str, /) -> bytes:
        """A file by its path from the root."""

    def size(self, path: str, /) -> int:
        """How many bytes it has."""

    def real(self, path: str, /) -> str:
        """Where it lies on the disk."""

    def is_read(self, path: str, /) -> bool:
        """Whether it is a scan with the words that a machine read in it."""

    def page_count(self, path: str, /) -> int:
        """How many pages a PDF has; 0 for other files, and where nobody can tell."""

    def is_sound(self, key: MeetingKey, /) -> bool:
        """Whether a meeting can be read as it is now."""

    def whole(self, key: MeetingKey, /) -> AgendaAndSlides:
        """A meeting read in full."""

    def calendar(self, key: MeetingKey, /) -> tuple[MeetingHeading, ...]:
        """The meetings of its board that a meeting's slides announce."""

    def sections(self, key: MeetingKey, language: str, /) -> tuple[str, ...]:
        """A meeting's slides as HTML, in a language."""

    def revisions(self, key: MeetingKey, language: str, /) -> tuple[Revision, ...]:
        """What each issue of a meeting's papers says otherwise than the one before, in a language, the latest first."""

    def corrected(self, key: MeetingKey, language: str, /) -> tuple[Revision, ...]:
        """What the minutes say otherwise than the issue that was kept last, in a language, where they are a new one."""


def make(job: Job, inputs: RenderInputs) -> bytes:
    """The file that a job asks for, where it is neither a paper nor a copy. Raises TemplateFault."""
    return MAKERS[type(job.what)](job.what, job, inputs)


def page(job: Job, inputs: RenderInputs) -> str:
    """The page that a job asks for. Raises TemplateFault."""
    assert isinstance(job.what, AnyPage)
    board, context = CONTEXTS[type(job.what)](job.what, job, inputs)
    place = _place(job, inputs)
    around = {"menu": inputs.menu, "foot": inputs.foot}
    return templates.page(inputs.template_set, place, job.what.template, board, **around, **context)


_Context = tuple[Board | None, dict[str, Any]]
"""What a page's template is given: the board that it is of, and the rest by name."""


def _front(what: FrontPage, job: Job, inputs: RenderInputs) -> _Context:
    boards = tuple((one.of.id, one.of.board, one.meetings, one.newest) for one in what.boards)
    return None, {
        "upcoming": what.upcoming,
        "latest": what.latest,
        "board_cards": boards,
        "due": what.due,
        "news": tuple((one, *feeds.told(one, _place(job, inputs), inputs.template_set)) for one in what.news),
        "decided": what.decided,
    }


def _coming(what: CalendarPage, job: Job, inputs: RenderInputs) -> _Context:
    return None, {"months": what.months, "followed": tuple((one.id, one.board) for one in what.boards)}


def _plain(what: EvidencePage | NotFoundPage, job: Job, inputs: RenderInputs) -> _Context:
    return None, {"indexed": not isinstance(what, NotFoundPage)}


def _board(what: BoardPage, job: Job, inputs: RenderInputs) -> _Context:
    return what.of.board, {
        "board_id": what.of.id,
        "upcoming": what.upcoming,
        "years": what.years,
        "year_line": year_line.months(
            (*what.upcoming, *(card for _, cards in what.years for card in cards)), what.upcoming
        ),
    }


def _item(what: ItemPage, job: Job, inputs: RenderInputs) -> _Context:
    return what.of.board, {
        "board_id": what.of.id,
        "number": what.number,
        "title": what.title,
        "elsewhere": what.elsewhere,
        "record": record,
        **item_page.context(
            what,
            job.language,
            lambda key: inputs.whole(key)[0] if inputs.is_sound(key) else None,
            lambda agenda, files: about_files(agenda, files, inputs),
        ),
    }


def _gone(what: GonePage, job: Job, inputs: RenderInputs) -> _Context:
    return what.of.board, {"board_id": what.of.id, "number": what.number}


def _search(what: SearchPage, job: Job, inputs: RenderInputs) -> _Context:
    folders = {one.id: [folder for board, folder in what.indexes if board == one.id] for one in what.boards}
    return None, {
        "searched_boards": what.boards,
        "folders": folders,
        "kinds": search_records.KINDS,
        "stemmed": pagefind.STEMMED.get(job.language, job.language),
    }


def _moved(what: MovedPage, job: Job, inputs: RenderInputs) -> _Context:
    return inputs.boards.get(job.address.partition("/")[0]), {"target": what.target}


def _meeting(what: MeetingPage, job: Job, inputs: RenderInputs) -> _Context:
    board, context = _of_meeting(what, job, inputs, what.issues)
    agenda, is_open = inputs.whole(what.meeting)[0], meeting_versions.is_open(what.state)
    deadline = agenda.board.deadlines.publish if agenda.board.deadlines else None
    earlier = tuple(
        Earlier(one.kind, one.number, one.day, offered(one.papers, agenda, job.language, inputs.template_set))
        for one in what.earlier
    )
    return board, {
        **context,
        "state": what.state,
        "event": event_data.event(
            agenda,
            _place(job, inputs),
            is_open=is_open,
        ),
        "is_open": is_open,
        "previous": what.previous,
        "next": what.following,
        "issues": what.issues,
        "minutes": what.minutes,
        "minutes_due": later(agenda.days[-1], deadline) if deadline and what.state == "held" else None,
        "approval": what.approval,
        "approves": what.approves,
        "earlier": earlier,
        "revised": what.revised,
        "given": what.given,
        "transcript": _transcript(agenda, inputs),
        "filtered": agenda_filters.agenda_filters(agenda),
        "continued": what.continued,
        "kept_as": {name: (inputs.page_count(file), inputs.size(file)) for name, file in what.kept.items()},
    }


def _transcript(agenda: Agenda, inputs: RenderInputs) -> tuple[Passage, ...]:
    """What the captions of a meeting's recording say; where an item begins, so does a passage."""
    recording = agenda.meeting.recording
    if recording is None or recording.captions is None:
        return ()
    begins = [entry.item.recorded_at for entry in agenda.entries if entry.item.recorded_at is not None]
    return transcript.passages(inputs.read(agenda.key.file(recording.captions)), begins)


def _slides(what: SlidesPage, job: Job, inputs: RenderInputs) -> _Context:
    board, context = _of_meeting(what, job, inputs, what.issues)
    return board, {**context, "sections": tuple(map(Markup, inputs.sections(what.meeting, job.language)))}


def _changes(what: ChangesPage, job: Job, inputs: RenderInputs) -> _Context:
    return _of_meeting(what, job, inputs)


def _verify(what: VerifyPage, job: Job, inputs: RenderInputs) -> _Context:
    board, context = _of_meeting(what, job, inputs)
    return board, {**context, "given": what.given}


def _register(what: ResolutionsPage | ActionsPage | VotesPage, job: Job, inputs: RenderInputs) -> _Context:
    """What the template of a register is given: its rows, the latest first."""
    return what.of.board if what.of else None, {
        "board_id": what.of.id if what.of else "",
        "what": what,
        "at": what.place,
        "rows": what.rows.rows[::-1],
    }


def _of_meeting(
    what: OfMeeting, job: Job, inputs: RenderInputs, issues: Mapping[str, Issued] = MappingProxyType({})
) -> _Context:
    """What the template of every page of a meeting is given."""
    agenda, slides = inputs.whole(what.meeting)
    every = (agenda.meeting.attachments, *(entry.item.attachments for entry in agenda.entries))
    attached = tuple(one.file for attachments in every for one in attachments if one.file)
    revisions = inputs.revisions(what.meeting, job.language)
    return agenda.board, {
        "agenda": agenda,
        "slides": slides,
        "slides_of": templates.slides_of(slides),
        "papers": offered(issues, agenda, job.language, inputs.template_set),
        "revisions": revisions,
        "marks": marks(revisions),
        "groups_of": groups,
        "compared": compared,
        "name_of": lambda name: record.called(agenda, name, job.language),
        "ended_of": lambda row: outcomes.outcome(agenda, row),
        **about_files(agenda, attached, inputs),
        "size_kept": lambda one, file: inputs.size(f"{dispatch.folder(what.meeting, one.number, one.kind)}{file}"),
    }


CONTEXTS: Mapping[type, Callable[[Any, Job, RenderInputs], _Context]] = {
    FrontPage: _front,
    CalendarPage: _coming,
    EvidencePage: _plain,
    NotFoundPage: _plain,
    BoardPage: _board,
    ItemPage: _item,
    GonePage: _gone,
    MovedPage: _moved,
    MeetingPage: _meeting,
    SlidesPage: _slides,
    ChangesPage: _changes,
    VerifyPage: _verify,
    ResolutionsPage: _register,
    ActionsPage: _register,
    VotesPage: _register,
    SearchPage: _search,
}
"""What the templates of pages are given, by what each is."""


def sections(inputs: RenderInputs, key: MeetingKey, language: str) -> tuple[str, ...]:
    """A meeting's slides as HTML, each a section. Raises TemplateFault."""
    agenda, slides = inputs.whole(key)
    place = slides_place(inputs, agenda, language)
    calendar = inputs.calendar(key)
    changed = marks(inputs.revisions(key, language))
    found = []
    for slide in slides:
        mark, words = _marks_of(slide, changed, agenda)
        late = changed.late.get(slide.anchor)
        section = templates.slide(
            inputs.template_set, place, agenda, slide, calendar, mark=mark, mark_of=changed.of, late=late
        )
        found.append(highlight.marked(section, words) if words else section)
    return tuple(found)


def _marks_of(slide: Slide, changed: Marks, agenda: Agenda) -> tuple[str, tuple[TextChange, ...]]:
    """How a slide is marked, and what of it changed: what it repeats of its item is marked where that is at home."""
    if slide.kind == "agenda":
        return "", tuple(words for entry in agenda.entries for words in changed.words(entry.anchor, "title", "type"))
    at_home = {"divider": ("title", "presenter"), "proposal": ("proposal",)}.get(slide.kind)
    if at_home and slide.entry is not None:
        words = changed.words(slide.entry.anchor, *at_home)
        return "changed" if words else "", words
    return changed.of(slide.anchor), changed.words(slide.anchor)


def about_files(agenda: Agenda, files: Iterable[str], inputs: RenderInputs) -> dict[str, Any]:
    """What a template may ask of attachments of a meeting. All of them are read before it begins."""
    counts = {file: inputs.page_count(agenda.key.file(file)) for file in files}
    return {
        "size_of": lambda file: inputs.size(agenda.key.file(file)),
        "pages_of": counts.get,
        "is_read": lambda file: inputs.is_read(agenda.key.file(file)),
    }


def label_of(paper: str) -> str:
    """The key of what a paper is called. Boards have a word of their own for minutes: it has a key of its own."""
    return "minutes" if paper == "minutes" else f"paper_{paper}"


def offered(
    papers: Mapping[str, Issued], agenda: Agenda, language: str, template_set: TemplateSet
) -> tuple[Offered, ...]:
    """Papers of a meeting as a page offers them: "Styringsgruppen 4-20 innkalling.pdf"; a later issue says which."""
    later = {
        name: templates.said(template_set, language, None, "issue").lower()
        for name, one in papers.items()
        if one.number > 1
    }
    board = (agenda.board.short or agenda.board.name).say(language, agenda.language)[1]
    called = {name: templates.said(template_set, language, agenda.board, label_of(name)).lower() for name in papers}
    return tuple(
        Offered(
            name,
            label_of(name),
            f"{agenda.address}{papers[name].name}.pdf",
            f"{board} {agenda.number or agenda.folder} {what}"
            f"{f' {later[name]} {papers[name].number}' if name in later else ''}.pdf".replace("/", "-"),
            papers[name].number,
        )
        for name, what in called.items()
    )


def colour_rules(colours: Colours) -> str:
    """The publisher's colours as a rule."""
    given = {"--accent": colours.accent, "--deep": colours.deep}
    return ":root {" + "".join(f" {name}: {colour};" for name, colour in given.items() if colour) + " }\n"


def _place(job: Job, inputs: RenderInputs) -> Place:
    """Where what a job makes lies."""
    rooted = isinstance(job.what, NotFoundPage)
    return Place(inputs.site, inputs.boards, job.language, job.address, inputs.edition, inputs.own_languages, rooted)


def slides_place(inputs: RenderInputs, agenda: Agenda, language: str) -> Place:
    """Where a meeting's slides lie."""
    address = f"{agenda.address}slides/"
    return Place(inputs.site, inputs.boards, language, address, inputs.edition, inputs.own_languages)


def _page(what: AnyPage, job: Job, inputs: RenderInputs) -> bytes:
    return page(job, inputs).encode()


def _data(what: MeetingData, job: Job, inputs: RenderInputs) -> bytes:
    """A meeting as data."""
    agenda, slides = inputs.whole(what.meeting)
    made = opendata.meeting(
        agenda, slides, inputs.edition, what.with_minutes, what.sent, what.kept, what.approval, what.approves
    )
    return _as_json(made)


def year(what: YearData, inputs: RenderInputs, meetings: Sequence[bytes]) -> bytes:
    """All meetings of a year as data, of the files of each."""
    return opendata.year(inputs.site, inputs.edition, what.year, meetings)


def index(what: DataIndex, inputs: RenderInputs, sizes: Mapping[str, tuple[int, str]]) -> bytes:
    """Which data there are, of how large the file of each year is, and its SHA-256."""
    years = [
        {
            "year": span.year,
            "file": path,
            "meetings": span.meetings,
            "first": span.first,
            "last": span.last,
            "bytes": sizes[path][0],
            "sha256": sizes[path][1],
        }
        for span, (path, _) in zip(what.years, what.files, strict=True)
        if path in sizes
    ]
    return _as_json(opendata.index(inputs.site, inputs.edition, what.boards, years))


def _schema(what: DataSchema, job: Job, inputs: RenderInputs) -> bytes:
    """What data look like."""
    from akson_docs.render import opendata_schema

    return _as_json(opendata_schema.schema(what.of, what.site))


def _as_json(made: Mapping[str, Any]) -> bytes:
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def _calendar(what: CalendarFile, job: Job, inputs: RenderInputs) -> bytes:
    """Meetings as a calendar."""
    place = _place(job, inputs)
    return calendar_files.calendar(what, place, inputs.template_set)


def _feed(what: FeedFile, job: Job, inputs: RenderInputs) -> bytes:
    """What is new."""
    place = _place(job, inputs)
    return feeds.feed(what, place, inputs.template_set)


def _editing(what: EditPage, job: Job, inputs: RenderInputs) -> bytes:
    """The page for editing without a checkout, or its configuration: nothing of what is written is in either."""
    from akson_docs.sources.format import cms

    asked = what.asked
    language = job.language
    if not what.is_configuration:
        return cms.page(asked.backend, language).encode()
    return cms.text(cms.config(asked.backend, asked.repository, asked.branch, what.boards, language)).encode()


def _joined(what: Style | Asset, job: Job, inputs: RenderInputs) -> bytes:
    """The sources one after the other."""
    return b"\n".join(inputs.read(source) for source in what.sources)


def _colour_sheet(what: ColourSheet, job: Job, inputs: RenderInputs) -> bytes:
    return f"@media not (prefers-color-scheme: dark) {{\n{colour_rules(what.colours)}}}\n".encode()


MAKERS: Mapping[type, Callable[[Any, Job, RenderInputs], bytes]] = {
    **dict.fromkeys(CONTEXTS, _page),
    MeetingData: _data,
    RegisterFile: lambda what, job, inputs: register_files.made(what, _place(job, inputs), inputs.template_set),
    DataSchema: _schema,
    CalendarFile: _calendar,
    FeedFile: _feed,
    SiteMap: lambda what, job, inputs: feeds.site_map(what),
    RobotsFile: lambda what, job, inputs: feeds.robots(what),
    EditPage: _editing,
    Style: _joined,
    Asset: _joined,
    ColourSheet: _colour_sheet,
}
"""What makes a file, by what it is; papers are set by workers, and copies are copied."""
