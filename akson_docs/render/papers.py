"""From a meeting to its papers: the notice, the collected papers, the slides and the minutes, each a row of parts.

A part is a slide, a piece of text on A4 pages, or an attachment. The PDF engine lays them out; which there are, in
what order, and what runs at their feet is decided here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from akson_docs.build.jobs import Job, PaperFile
from akson_docs.diagnostics import Problem, ValuePath
from akson_docs.meetings import record
from akson_docs.meetings.addresses import PICTURES, Place, prefix, relative
from akson_docs.meetings.agenda import Entry
from akson_docs.meetings.deck import DERIVED, Slide
from akson_docs.meetings.revisions import highlight, printed_text
from akson_docs.meetings.revisions.changes import TextChange
from akson_docs.meetings.revisions.dispatch import issued
from akson_docs.meetings.revisions.issue import Marks, marks
from akson_docs.meetings.revisions.printed_text import ExpectedText
from akson_docs.model import numbers
from akson_docs.model.documents import Attachment
from akson_docs.model.slides import Figure
from akson_docs.model.values import Line
from akson_docs.pdf import compose
from akson_docs.pdf.a4_page import A4Text
from akson_docs.pdf.attachments import office
from akson_docs.pdf.compose import Enclosed, PaperPart, Running
from akson_docs.pdf.handout import MOST, Handout
from akson_docs.pdf.provenance import Provenance
from akson_docs.pdf.slide_page import SlidePage
from akson_docs.pdf.typesetter import Frame
from akson_docs.render import short_items, templates
from akson_docs.render.pages import RenderInputs, colour_rules, label_of, slides_place
from akson_docs.sources import images, paper_pictures

_HANDLED = re.compile(r'(?=<div class="(?:handled|closing)">)')
"""Where in the minutes an item begins, or what comes after all of them."""
_OUTCOMES = re.compile(r'<table class="listing outcomes">.*?</table>', re.DOTALL)
"""The list of what minutes came to: it says again what each item is called, and is looked through by itself."""
_VOTES = re.compile(r'(<table class="votes.*?</table>)', re.DOTALL)


def paper(job: Job, inputs: RenderInputs) -> tuple[compose.Paper, dict[str, bytes]]:
    """The paper that a job asks for, with the pictures in it by their absolute addresses. Raises TemplateFault."""
    assert isinstance(job.what, PaperFile)
    made = _MeetingParts(job.what, job.language, inputs)
    parts = {
        "agenda": made.notice,
        "supplement": made.supplement,
        "papers": made.pack,
        "slides": made.deck,
        "minutes": made.minutes,
    }[job.what.name]()
    return made.paper(tuple(parts)), made.images


class _MeetingParts:
    """A meeting in the language of a job, and the pictures that its parts turn out to need."""

    def __init__(self, what: PaperFile, language: str, inputs: RenderInputs) -> None:
        self.what = what
        self.language = language
        self.inputs = inputs
        self.agenda, self.slides = inputs.whole(what.meeting)
        own = {name: board for name, board in inputs.boards.items() if name == what.meeting.board}
        address, spoken = self.agenda.address, inputs.own_languages
        self.place = Place(inputs.site, own, language, address, inputs.edition, spoken)
        self.marks = marks(inputs.revisions(what.meeting, language))
        self.images: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        style = colour_rules(self.agenda.site.colours) if self.agenda.site.colours else ""
        self.letters = Frame(language, self._address(self.agenda.address), style)
        self.slide_frame = Frame(language, self._address(f"{self.agenda.address}slides/"), style)

    # ---- the papers ----

    def notice(self) -> Iterator[PaperPart]:
        """innkalling"""
        changed = self.marks.words("")
        for entry in self.agenda.entries:
            changed += self.marks.words(entry.anchor)
        yield self._letter("agenda", (), printed_text.of_notice(self.agenda), changed=changed)

    def supplement(self) -> Iterator[PaperPart]:
        """tilleggsinnkalling: what is new since the papers were sent, and nothing else"""
        yield self._letter("supplement", (), ())
        slides = {slide.anchor: slide for slide in self.slides}
        entries = {entry.slug: entry for entry in self.agenda.entries}
        for group in self.marks.groups:
            entry = entries.get(group.item)
            fresh = {
                words.now for change in group.own for words in change.words if words.role in ("attachment", "file")
            }
            if entry is None:
                yield from (
                    part
                    for number, one in enumerate(self.agenda.meeting.attachments, 1)
                    if self._is_among(one, fresh)
                    for part in self._attached(None, number, one)
                )
                continue
            label = self._label(entry)
            if group.kind in ("new", "changed"):
                said = printed_text.of_item((entry,), self.agenda)
                changed = self.marks.words(entry.anchor)
                yield self._letter("item", entry.path, said, label, row=entry, under=(), changed=changed)
            shown = [slides[change.anchor] for change in group.slides if change.kind in ("new", "changed")]
            yield from self._handed_out(self._sheet(slide, label) for slide in shown)
            for number, one in entry.attachments:
                if group.kind == "new" or self._is_among(one, fresh):
                    yield from self._attached(entry, number, one)

    def deck(self) -> Iterator[PaperPart]:
        """presentasjon; what is new stands after the agenda, and takes no number"""
        for slide in self.slides:
            yield self._sheet(slide)
            if slide.kind == "agenda" and self.marks.changes:
                section = templates.changes(self.inputs.template_set, self.place, self.agenda, self.marks, self.slides)
                yield PaperPart(SlidePage("endringer", section, ("items",)), self.slide_frame)

    def pack(self) -> Iterator[PaperPart]:
        """sakspapirer: cover and contents, then item by item its text, its slides and its attachments"""
        yield self._letter("contents", (), printed_text.of_contents(self.agenda))
        if self.marks.changes:
            yield self._letter("changes", (), ())
        agenda = self.agenda
        if agenda.meeting.introduction:
            yield self._letter(
                "introduction", ("introduction",), printed_text.of_introduction(self.agenda), self._said("introduction")
            )
        for number, one in enumerate(agenda.meeting.attachments, 1):
            yield from self._attached(None, number, one)
        items = (tuple(self._handed_out(self._item(entry))) for entry in agenda.entries if not entry.depth)
        yield from short_items.run_on(items)

    def _item(self, entry: Entry) -> Iterator[PaperPart]:
        """An item's text, its slides and its attachments, and those of the items under it."""
        under = self._under(entry)
        said = printed_text.of_item((entry, *under), self.agenda)
        changed = tuple(words for one in (entry, *under) for words in self.marks.words(one.anchor))
        yield self._letter("item", entry.path, said, self._label(entry), row=entry, under=under, changed=changed)
        for one_entry in (entry, *under):
            for slide in self._shown(one_entry):
                yield self._sheet(slide, self._label(one_entry))
            for number, one in one_entry.attachments:
                yield from self._attached(one_entry, number, one)

    def minutes(self) -> Iterator[PaperPart]:
        """protokoll"""
        agenda, language, edition = self.agenda, self.language, self.inputs.edition
        corrected = marks(self.inputs.corrected(self.what.meeting, language))
        approval, approves = self.what.approval, self.what.approves
        said = (*printed_text.of_minutes(agenda, language), *printed_text.of_approval(approval, language))
        part = self._letter("minutes", ("minutes",), said, corrected=corrected, approval=approval, approves=approves)
        assert isinstance(part.content, A4Text)
        # What is said of an item is looked for, and marked, where it is handled: names come again everywhere.
        first, *handled = _HANDLED.split(part.content.html)
        listed = _OUTCOMES.search(first)
        if listed:
            self._look_for(printed_text.of_outcomes(agenda), listed[0], "papers/minutes.html")
        made = [_marked(first, corrected.words(""))]
        whole = (entry for entry in agenda.entries if not entry.depth)
        for entry, written in itertools.zip_longest(whole, handled):
            if entry is None:  # what comes after all items
                made.append(_marked(written, corrected.words("")))
                continue
            entries = (entry, *self._under(entry))
            must = (
                *printed_text.of_handled(entries, agenda, language, edition),
                *printed_text.of_approved(entry, approves),
            )
            # A template without such parts has all of it in one.
            self._look_for(must, _OUTCOMES.sub("", first) if written is None else written, "papers/minutes.html")
            words = tuple(words for one in entries for words in corrected.words(one.anchor))
            made.append(_marked(written or "", words))
        yield replace(part, content=replace(part.content, html="".join(made)))

    def paper(self, parts: tuple[PaperPart, ...]) -> compose.Paper:
        """A paper of these parts."""
        agenda, language, name = self.agenda, self.language, self.what.name
        words = agenda.title if agenda.title.said else Line(said=agenda.title.public or agenda.board.name.said)
        title = words.say(language, agenda.language)[1]
        title += numbers.after(title, agenda.number)
        called = self._said(label_of(name))
        draft = agenda.meeting.draft or self.what.minutes == "draft"
        return compose.Paper(
            name=f"{name}.pdf",
            title=title if name == "slides" else f"{called}: {title}",
            language=language,
            author=agenda.site.publisher.say(language, agenda.site.language)[1],
            subject=agenda.board.name.say(language, agenda.language)[1],
            created=agenda.days[0].isoformat(),
            parts=parts,
            beyond="" if name == "slides" else self.slide_frame.base,
            provenance=Provenance(
                agenda.address.rstrip("/"), name, language, self.inputs.edition, str(self.what.issue)
            ),
            problems=tuple(self.problems),
            running=self._running(name, self._said("draft_stamp") if draft else ""),
        )

    # ---- their parts ----

    def _under(self, entry: Entry) -> tuple[Entry, ...]:
        return tuple(inner for inner in self.agenda.entries if inner.depth and inner.path[:2] == entry.path)

    def _is_among(self, one: Attachment, fresh: Collection[str]) -> bool:
        """Whether an attachment is new, or another file than it was, by what was printed of it."""
        name = (one.file or one.url or "").rpartition("/")[2]
        called = printed_text.spoken(one.title or name, self.language, self.agenda.language)
        return called in fresh or any(one.file and held.startswith(f"{one.file} ") for held in fresh)

    def _letter(
        self,
        name: str,
        path: ValuePath,
        said: Iterable[ExpectedText],
        label: str = "",
        changed: Iterable[TextChange] = (),
        corrected: Marks | None = None,
        **context: Any,
    ) -> PaperPart:
        written = templates.letter(
            self.inputs.template_set,
            self.place,
            name,
            self.agenda,
            edition=self.inputs.edition,
            papers=self.what.papers,
            minutes=self.what.minutes,
            issue=str(self.what.issue),
            marks=corrected or self.marks,
            slide_numbers={slide.anchor: slide.number for slide in self.slides},
            file_of=lambda paper: issued(paper, self.what.issue),
            anchor_of=self._anchor,
            pages_of=self._shown,
            slides=self.slides,
            # No other board is named, for none else makes papers anew.
            boards={board.id: board for board in self.what.routes},
            person=lambda name: record.person(self.agenda, name),
            name_of=lambda names: record.called(self.agenda, names, self.language),
            size_of=lambda file: self.inputs.size(self.agenda.key.file(file)),
            is_read=lambda file: self.inputs.is_read(self.agenda.key.file(file)),
            roll=record.roll(self.agenda),
            record=record,
            **context,
        )
        self._look_for(said, written, f"papers/{name}.html")
        if name == "item":
            self._show(context["row"], *context["under"])
        text = A4Text(highlight.marked(written, changed), path, self.agenda.board.paper_size)
        return PaperPart(text, self.letters, label)

    def _show(self, *entries: Entry) -> None:
        """Keeps the pictures in the case papers of some items."""
        for one in (one for entry in entries if entry.item.paper for one in entry.item.paper.pictures):
            name = f"{self.agenda.address}{PICTURES}{paper_pictures.called(one.file)}"
            address = urljoin(self.letters.base, relative(name, self.place, prefixed=False))
            data = paper_pictures.read(self.agenda.key.file(one.file), self.inputs.read)
            self.images[address] = images.for_paper(data)

    def _sheet(self, slide: Slide, label: str = "") -> PaperPart:
        section = self.inputs.sections(self.what.meeting, self.language)[self.slides.index(slide)]
        if isinstance(slide.content, Figure):
            place = slides_place(self.inputs, self.agenda, self.language)
            name = f"{self.agenda.address}slides/{slide.content.file}"
            address = urljoin(self.slide_frame.base, relative(name, place, prefixed=False))
            self.images[address] = images.for_paper(self._read(slide.content.file))
        self._look_for(
            printed_text.of_slide(slide, self.agenda, self.what.announced),
            section,
            f"slides/{slide.kind}.html",
        )
        fit = getattr(slide.content, "fit", "always") != "never"
        return PaperPart(SlidePage(slide.anchor, section, slide.path, fit), self.slide_frame, label)

    def _handed_out(self, parts: Iterable[PaperPart]) -> Iterator[PaperPart]:
        """Parts of what is read on paper: of slides that follow each other, so many stand on a page."""
        for are_slides, some in itertools.groupby(parts, lambda part: isinstance(part.content, SlidePage)):
            row = tuple(some)
            if are_slides:
                yield from (self._handout(row[place : place + MOST]) for place in range(0, len(row), MOST))
            else:
                yield from row

    def _handout(self, parts: Sequence[PaperPart]) -> PaperPart:
        """A page of slides, called by their numbers."""
        numbers_of = {slide.anchor: slide.number for slide in self.slides}
        slides = tuple(part.content for part in parts if isinstance(part.content, SlidePage))
        called = tuple(
            templates.said(self.inputs.template_set, self.language, None, "slide_n", n=numbers_of[slide.anchor])
            for slide in slides
        )
        label = " – ".join(dict.fromkeys(part.label for part in (parts[0], parts[-1]) if part.label))
        return replace(parts[0], content=Handout(slides, called, self.agenda.board.paper_size), label=label)

    def _look_for(self, said: Iterable[ExpectedText], written: str, template: str) -> None:
        """Keeps what a template was to print and did not."""
        self.problems += printed_text.missing(said, written, template, self.language, self.agenda.language)

    def _attached(self, entry: Entry | None, number: int, one: Attachment) -> Iterator[PaperPart]:
        """The pages of an attachment, where it is a file that has any."""
        anchor = self._anchor(entry, number, one)
        if not anchor or not one.file:
            return
        path = (*(entry.path if entry else ()), "attachments", number - 1)
        label = self._label(entry) if entry else ""
        called = self._called(entry, number)
        if images.is_picture(one.file):
            address = urljoin(
                self.letters.base, relative(f"{self.agenda.address}attachments/{one.file}", self.place, prefixed=False)
            )
            self.images[address] = images.for_paper(self._read(one.file))
            shown: dict[str, Any] = {"one": one, "n": number, "called": called, "row": entry}
            yield self._letter("picture", path, (), label, address=address, anchor=anchor, **shown)
        else:
            title = one.title.say(self.language, self.agenda.language)[1] if one.title else one.file.split("/")[-1]
            path_of = self.agenda.key.file(one.file)
            real, titled = self.inputs.real(path_of), f"{called}: {title}"
            stamp = f"{called} · {self._said('machine_read')}" if self.inputs.is_read(path_of) else called
            enclosed = Enclosed(anchor, stamp, titled, real, one.file, path, self._is_converted(one.file))
            yield PaperPart(enclosed, self.letters, label)

    def _called(self, entry: Entry | None, number: int) -> str:
        """What an attachment is called where its item is far away: "Vedlegg 1 til PS 57/21"."""
        of = entry.item.number if entry else ""
        if of and not of[0].isalpha():
            word = self._said("number")
            of = f"{word if word.isupper() else word[:1].lower() + word[1:]} {of}".strip()
        key = "attachment_of" if of else "attachment_n"
        return templates.said(self.inputs.template_set, self.language, None, key, n=number, of=of)

    def _anchor(self, entry: Entry | None, number: int, one: Attachment) -> str:
        """Where in the collected papers an attachment begins; "" where it is not in them."""
        pages = one.file and (
            images.is_picture(one.file) or one.file.lower().endswith(".pdf") or self._is_converted(one.file)
        )
        if not pages:
            return ""
        return f"vedlegg-{entry.slug}-{number}" if entry else f"vedlegg-{number}"

    def _is_converted(self, file: str) -> bool:
        return bool(self.inputs.office) and office.is_office(file)

    def _shown(self, entry: Entry) -> tuple[Slide, ...]:
        """The slides of an item that the collected papers show: those that somebody wrote."""
        written = (slide for slide in self.slides if slide.entry is entry)
        return tuple(slide for slide in written if slide.kind == "stub" or slide.kind not in DERIVED)

    def _running(self, name: str, stamp: str) -> Running | None:
        if name == "slides":
            return Running("", "", stamp) if stamp else None
        language, agenda = self.language, self.agenda
        board = (agenda.board.short or agenda.board.name).say(language, agenda.language)[1]
        whose = f"{board} {agenda.number}".strip()
        page = templates.said(self.inputs.template_set, language, None, "page_of", n="{n}", total="{total}")
        # In the collected papers the foot says besides what a page belongs to: then the less the better.
        left = whose if name in ("papers", "supplement") else f"{whose} · {self._said(label_of(name)).lower()}"
        return Running(left, page, stamp)

    def _label(self, entry: Entry) -> str:
        """What a page of an item says at its foot: "Sak 18/20"; nothing where the item has no number."""
        return f"{self._said('number')} {entry.item.number}".strip() if entry.item.number else ""

    def _said(self, key: str) -> str:
        return templates.said(self.inputs.template_set, self.language, self.agenda.board, key)

    def _read(self, file: str) -> bytes:
        return self.inputs.read(self.agenda.key.file(file))

    def _address(self, address: str) -> str:
        """The absolute address of a page in this language."""
        site = self.agenda.site.address.rstrip("/") + "/"
        return site + prefix(self.place, address, self.language) + address


def _marked(written: str, changed: Iterable[TextChange]) -> str:
    """A part of the minutes with what changed marked, that of votes in their tables, for names and parties come again
    elsewhere. Words of the format say something else there, and are not looked for."""
    literal = [words for words in changed if words.role not in printed_text.FORMS]
    votes, rest = (
        [words for words in literal if (words.role in printed_text.VOTES) == is_vote] for is_vote in (True, False)
    )
    parts = enumerate(_VOTES.split(written))
    return "".join(highlight.marked(part, votes if place % 2 else rest) for place, part in parts)
