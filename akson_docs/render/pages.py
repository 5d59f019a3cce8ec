"""A job → the bytes of its file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from akson_docs.build.plan import Issued, Job, Key
from akson_docs.diagnostics import Language
from akson_docs.meetings import outcomes, record
from akson_docs.meetings.addresses import Place
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.cards import MeetingCard
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.revisions import dispatch, highlight
from akson_docs.meetings.revisions.changes import TextChange, compared, passages
from akson_docs.meetings.revisions.dispatch import DispatchKind
from akson_docs.meetings.revisions.issue import Marks, Revision, groups, marks
from akson_docs.model.documents import Board, Colours, Site
from akson_docs.render import opendata, templates
from akson_docs.render.templates import TemplateSet

AgendaAndSlides = tuple[Agenda, tuple[Slide, ...]]


@dataclass(frozen=True)
class Offered:
    """A paper of a meeting that a page offers."""

    name: str
    """What it is: one of `plan.PAPERS`."""
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


@dataclass(frozen=True)
class RenderInputs:
    """What jobs are made from: an edition of the site, the templates, and the meetings and files behind handles."""

    template_set: TemplateSet
    edition: str
    site: Site
    boards: Mapping[str, Board]
    """Those that are shown in this edition."""
    whole: Callable[[Key], AgendaAndSlides]
    read: Callable[[str], bytes]
    """A file by its path from the root."""
    size: Callable[[str], int]
    """How many bytes it has."""
    real: Callable[[str], str]
    """Where it lies on the disk."""
    office: str
    """Where LibreOffice is, for attachments of office programs; "" where they are only linked."""
    calendar: Callable[[Key], tuple[MeetingCard, ...]]
    """The meetings of its board that a meeting's slides announce."""
    sections: Callable[[Key, str], tuple[str, ...]]
    """A meeting's slides as HTML, in a language."""
    revisions: Callable[[Key, str], tuple[Revision, ...]] = lambda key, language: ()
    """What each issue of a meeting's papers says otherwise than the one before, in a language, the latest first."""
    corrected: Callable[[Key, str], tuple[Revision, ...]] = lambda key, language: ()
    """What the minutes say otherwise than the issue that was kept last, in a language, where they are a new one."""

    def place(self, job: Job) -> Place:
        """Where the job's page lies."""
        return Place(self.site, self.boards, job.language, job.address, self.edition)


def page(job: Job, inputs: RenderInputs) -> str:
    """The page that a job asks for. Raises TemplateFault."""
    place = inputs.place(job)
    board = inputs.boards.get(job.address.partition("/")[0])
    context = dict(job.context)
    if job.meeting is not None:
        key = job.meeting
        agenda, slides = inputs.whole(key)
        board = agenda.board
        context |= {"agenda": agenda, "slides": slides, "slides_of": templates.slides_of(slides)}
        context["papers"] = offered(context.get("issues", {}), agenda, job.language, inputs.template_set)
        context["revisions"] = inputs.revisions(job.meeting, job.language)
        context["marks"] = marks(context["revisions"])
        context |= {"groups_of": groups, "compared": compared, "passages": passages}
        context["earlier"] = tuple(
            Earlier(kind, one.number, one.day, offered(papers, agenda, job.language, inputs.template_set))
            for kind, one, papers in context.get("earlier", ())
        )
        context["name_of"] = lambda name: record.called(agenda, name, job.language)
        context["ended_of"] = lambda row: outcomes.outcome(agenda, row)
        context["size_of"] = lambda file: inputs.size(f"meetings/{agenda.address}{file}")
        context["size_kept"] = lambda one, file: inputs.size(f"{dispatch.folder(key, one.number, one.kind)}{file}")
        if job.make == "slides":
            context["sections"] = tuple(Markup(section) for section in inputs.sections(job.meeting, job.language))
    return templates.page(inputs.template_set, place, job.make, board, **context)


def sections(inputs: RenderInputs, key: Key, language: str) -> tuple[str, ...]:
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


def data(job: Job, inputs: RenderInputs) -> bytes:
    """A meeting as data."""
    assert job.meeting is not None
    made = opendata.meeting(*inputs.whole(job.meeting), inputs.edition, **job.context)
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def editing(job: Job, inputs: RenderInputs) -> bytes:
    """The page for editing without a checkout, or its configuration: nothing of what is written is in either."""
    from akson_docs.sources.format import cms

    asked = inputs.site.editing
    assert asked is not None
    language: Language = "en" if job.language == "en" else "nb"
    if job.path.endswith(".html"):
        return cms.page(asked.backend, language).encode()
    return cms.text(cms.config(asked.backend, asked.repository, asked.branch, job.context["boards"], language)).encode()


def style(job: Job, read: Callable[[str], bytes]) -> bytes:
    """A style sheet: the sources one after the other, or the publisher's colours."""
    colours = job.context.get("colours")
    if colours is None:
        return b"\n".join(read(source) for source in job.sources)
    return f"@media not (prefers-color-scheme: dark) {{\n{colour_rules(colours)}}}\n".encode()


def colour_rules(colours: Colours) -> str:
    """The publisher's colours as a rule."""
    given = {"--accent": colours.accent, "--deep": colours.deep}
    return ":root {" + "".join(f" {name}: {colour};" for name, colour in given.items() if colour) + " }\n"


def slides_place(inputs: RenderInputs, agenda: Agenda, language: str) -> Place:
    """Where a meeting's slides lie."""
    return Place(inputs.site, inputs.boards, language, f"{agenda.address}slides/", inputs.edition)
