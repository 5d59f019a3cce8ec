"""What a paper must say: every printed string of a slide or an item, with its place and its role.

It is the model's side of the proof that nothing is lost: what is named here is looked for in the HTML that the
templates made, so that a template that forgets a field is found by the first meeting that uses it. It is found by
the letters and digits alone, for marks of Markdown, of typography and of lists are the templates' business.

Longer than 500 lines: what each field of the model prints, one function a field's place.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from babel.dates import format_date

from akson_docs.catalogue import LANGUAGES, N_
from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.meetings import outcomes, record
from akson_docs.meetings.addresses import site_of
from akson_docs.meetings.agenda import Agenda, Between, Entry
from akson_docs.meetings.cards import Approval, MeetingHeading
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.revisions.dispatch import PrintedString, Strings
from akson_docs.meetings.voting import Poll, Side, Tally
from akson_docs.model import walk
from akson_docs.model.documents import Attachment, Document, Election, Heading, Vote
from akson_docs.model.slides import Figure, Meetings, SlideBase, StubSlide, Topic
from akson_docs.model.values import Line, LocalizedText, Value
from akson_docs.model.walk import Field
from akson_docs.pdf import plain_text
from akson_docs.sources import paper_pictures

TEXT_MISSING = Code(
    "text-missing",
    "error",
    N_('the template "{template}" does not print this: "{words}"'),
    N_("the template leaves the field out, or prints it only on some condition"),
)


@dataclass(frozen=True)
class ExpectedText:
    """A string that must be printed."""

    path: ValuePath
    """The way to it in the meeting."""
    role: str
    """The name of its field."""
    words: LocalizedText | str | date


def of_slide(slide: Slide, agenda: Agenda, calendar: Sequence[MeetingHeading] = ()) -> Iterator[ExpectedText]:
    """What a slide must say; `calendar` are the meetings to come, for a plan of meetings that names none."""
    content, entry = slide.content, slide.entry
    if slide.kind == "title":
        yield ExpectedText(("title",), "title", agenda.title)
        yield from _of_meeting(agenda, "number", "place")
        yield ExpectedText(("title",), "organisation", agenda.board.organisation or agenda.site.publisher)
    elif slide.kind == "agenda":
        yield from _of_meeting(agenda, "number")
        yield from _rows(agenda, lambda row: row.depth == 0)
        yield from _between(agenda)
        for row in agenda.entries:
            if not row.depth:
                yield from _put_off(row)
        if len(agenda.rows) <= SINGLE:
            yield from (typed for row in agenda.entries for typed in _typed(row))
    elif entry is not None:
        yield from _named(entry, "number")
    if slide.kind == "divider" and entry is not None:
        yield from _named(entry, "title", "presenter")
        yield from _typed(entry)
    elif slide.kind == "tracker" and entry is not None:
        yield ExpectedText((*entry.path, "tracker"), "tracker", entry.item.tracker or entry.item.title)
        yield ExpectedText((*entry.path, "title"), "title", entry.item.title)
        yield from (ExpectedText(slide.path, "topic", topic) for topic in slide.topics)
    elif entry is not None:
        around = slide.topics[slide.topic - 1] if slide.topic else entry.item.title
        yield ExpectedText((*entry.path, "title"), "topic" if slide.topic else "title", around)
    if isinstance(content, LocalizedText):
        yield ExpectedText(slide.path, slide.kind, content)
        if slide.kind == "resolution" and entry is not None and entry.type and entry.type.decision_label:
            yield ExpectedText(slide.path, "decision_label", entry.type.decision_label)
        if slide.kind == "resolution" and entry is not None:
            yield ExpectedText(slide.path, "resolution_number", entry.item.resolution_number)
        if entry is not None:
            yield from _elected(entry, agenda)
    elif content is not None:
        yield from _of(content, slide.path, without=PUBLIC_ALONE)
    if isinstance(content, SlideBase):
        yield from (ExpectedText(slide.path, "derived", words) for words in content.derived)
    if isinstance(content, Meetings) and not content.rows:
        yield from (ExpectedText(slide.path, "number", card.number) for card in calendar if card.number)


def _elected(entry: Entry, agenda: Agenda) -> Iterator[ExpectedText]:
    """What the slide of a proposal or a resolution must say of elections: to what, and who or which list won."""
    for one in outcomes.outcome(agenda, entry).elections:
        yield ExpectedText(entry.path, "elections", Line.model_construct(said=one.to))
        for won in one.won:
            yield from (
                ExpectedText(entry.path, "elections", Line.model_construct(said=name))
                for name in (won.name, *won.names)
            )


PUBLIC_ALONE = frozenset(("public",))
"""Of a slide that is withheld, what is said in the public edition alone, where it is another kind of slide."""
DATES = frozenset(("as_of", "date", "planned", "done"))
"""The dates that slides print as day and month; others are drawn, or give way to one of these."""
SINGLE = 13
"""The most rows that an agenda on a slide has in one table; in two there is no room for types."""


def of_notice(agenda: Agenda) -> Iterator[ExpectedText]:
    """What a notice must say."""
    yield from _head(agenda)
    yield from _joint(agenda)
    yield from _of_meeting(agenda, "number", "place", "online", "summary", "cancelled")
    yield from _zone(agenda)
    yield from _rows(agenda, lambda entry: True)
    yield from _between(agenda)
    yield from _meanings(agenda)
    absence = not agenda.meeting.cancelled and agenda.meeting.form != "written"
    if absence and (contact := agenda.site.contact):
        yield ExpectedText(("title",), "contact", contact.name)
        yield ExpectedText(("title",), "contact", contact.email)
    for entry in agenda.entries:
        item = entry.item
        proposed = () if entry.put_off else ("proposal",)
        yield from _named(entry, "presenter", "note", *proposed, "continues", "formerly")
        yield from _lasts(entry, agenda)
        yield from _beside(entry, agenda)
        yield from _put_off(entry)
        yield from _typed(entry)
        yield from _withheld(entry)
        yield from _enclosures(entry)
        # Its number stands above its proposal and beside its attachments too; its title, where it has none.
        for _ in range(bool(item.proposal and proposed) + bool(item.attachments)):
            yield ExpectedText((*entry.path, "number"), "number", item.number or item.title)
        if item.closed:
            yield ExpectedText((*entry.path, "closed", "basis"), "basis", item.closed.basis)


def of_contents(agenda: Agenda) -> Iterator[ExpectedText]:
    """What the cover and the contents of the collected papers must say."""
    yield from _head(agenda)
    yield from _of_meeting(agenda, "number", "place")
    yield from _zone(agenda)
    yield from _rows(agenda, lambda entry: True)
    for place, one in enumerate(agenda.meeting.attachments):
        yield ExpectedText(("attachments", place), "title", one.title or (one.file or "").rpartition("/")[2])
    for entry in agenda.entries:
        yield from _enclosures(entry)


def of_introduction(agenda: Agenda) -> Iterator[ExpectedText]:
    """What the introduction of the collected papers must say."""
    if agenda.meeting.introduction and agenda.meeting.introduction.text:
        yield ExpectedText(("introduction",), "introduction", agenda.meeting.introduction.text)


def of_item(entries: Iterable[Entry], agenda: Agenda) -> Iterator[ExpectedText]:
    """What the collected papers must say of an item and those under it."""
    for entry in entries:
        yield from _named(entry, *OF_THE_PAPERS)
        yield from _beside(entry, agenda)
        yield from _put_off(entry)
        yield from _typed(entry)
        yield from _withheld(entry)
        yield from _enclosures(entry)
        for place, step in enumerate(entry.item.route):
            yield ExpectedText((*entry.path, "route", place, "number"), "number", step.number)


def of_minutes(agenda: Agenda, language: str) -> Iterator[ExpectedText]:
    """What minutes must say of the meeting, in a language: ids stand as the names that people have in it.

    With `of_handled` it is the part of `minuted` that stands in the paper letter for letter.
    """
    yield from _head(agenda)
    yield from _of_meeting(agenda, "number", "place", "cancelled", "follow_up")
    yield from _joint(agenda)
    yield from _zone(agenda)
    yield from _rows(agenda, lambda entry: False)
    held = agenda.meeting.minutes
    if held:
        for place, correction in enumerate(held.corrections):
            yield ExpectedText(("minutes", "corrections", place, "what"), "correction", correction.what)
        led: ValuePath = ("minutes", "chair") if held.chair else ("chair",)
        yield from _person(agenda, held.chair or agenda.meeting.chair, led, language)
        yield from _person(agenda, held.secretary, ("minutes", "secretary"), language)
        for name in held.signers:
            yield from _person(agenda, name, ("minutes", "signers"), language)
    yield from _there(agenda, language)


def of_outcomes(agenda: Agenda) -> Iterator[ExpectedText]:
    """What the list of what minutes came to must say: each item that something came of, and by how many votes."""
    for entry, _ in record.listed(agenda):
        yield from _named(entry, "number", "title")
        margin = record.margin(agenda, entry)
        if margin not in ("unanimous", "majority"):
            yield ExpectedText(entry.path, "margin", margin)


def of_handled(entries: Iterable[Entry], agenda: Agenda, language: str, edition: str) -> Iterator[ExpectedText]:
    """What minutes must say of an item and those under it."""
    for entry in entries:
        yield from _named(entry, "number", "title")
        yield from _withheld(entry)
        if edition == "public" and entry.item.withheld:
            continue
        decided = entry.decided
        yield from _named(entry, "case", "presenter", "note", "discussion")
        yield from _beside(entry, agenda)
        yield from _happened(entry, agenda, language)
        if decided is None or decided is not entry.item.proposal or entry.item.motions:
            yield from _named(entry, "proposal", "proposed_by")
        if decided is not None:
            where = _adopted(entry)
            yield ExpectedText(where, "decision", decided)
            yield ExpectedText((*entry.path, "resolution_number"), "resolution_number", entry.item.resolution_number)
            if entry.type and entry.type.decision_label:
                yield ExpectedText(where, "decision_label", entry.type.decision_label)


def of_approval(approval: Approval | None, language: str) -> Iterator[ExpectedText]:
    """What minutes must say of their own approval, where it was given: it is another meeting's, and on no list."""
    if approval is not None and approval.given and approval.issue:
        yield ExpectedText(("minutes",), "approved", str(approval.issue))
        yield ExpectedText(("minutes",), "approved", _long(date.fromisoformat(approval.item.day), language))
        yield ExpectedText(("minutes",), "approved", approval.item.number)


def of_approved(entry: Entry, approves: Mapping[str, tuple[MeetingHeading, int]]) -> Iterator[ExpectedText]:
    """What minutes must say of the minutes that an item approves: whose they are, and which issue of them it was."""
    minuted, issue = approves.get(entry.item.approves, (None, 0))
    if minuted is not None:
        yield ExpectedText((*entry.path, "approves"), "approves", minuted.number)
        yield ExpectedText((*entry.path, "approves_issue"), "approves", str(issue or ""))


def _adopted(entry: Entry) -> ValuePath:
    """Where the wording that an item adopted is written."""
    if entry.item.decision is not None or entry.item.adopted == "proposal":
        return (*entry.path, "proposal" if entry.item.decision is None else "decision")
    place = next(place for place, motion in enumerate(entry.item.motions) if motion.id == entry.item.adopted)
    return (*entry.path, "motions", place, "text")


def _there(agenda: Agenda, language: str) -> Iterator[ExpectedText]:
    """Who was there, who was not, and what is told of them."""
    attendance = agenda.meeting.attendance
    if attendance is None:
        return
    found = record.roll(agenda)
    for voter in (*found.present, *found.absent) if found else ():
        yield from _person(agenda, voter.id, ("attendance",), language)
        yield ExpectedText(("attendance",), "party", voter.party)
    for group in ("aides", "observers", "guests", "secretariat", "administration"):
        for place, row in enumerate(getattr(attendance, group)):
            path = ("attendance", group, place)
            if row.as_:
                yield ExpectedText(path, "name", record.called(agenda, row.by or row.name, language))
            else:
                yield from _person(agenda, row.by or row.name, path, language)
            yield from (
                ExpectedText((*path, key), key, words) for key, words in (("as", row.as_), ("note", row.note)) if words
            )
    for group in ("absent", "substitutes", "part"):
        for place, row in enumerate(getattr(attendance, group)):
            if row.note:
                yield ExpectedText(("attendance", group, place, "note"), "note", row.note)


def _person(agenda: Agenda, name: str, path: ValuePath, language: str) -> Iterator[ExpectedText]:
    """A name and, where they say something else, the person's role and whom the person comes from."""
    called, known = record.called(agenda, name, language), record.person(agenda, name)
    yield ExpectedText(path, "name", called)
    for words in (known.role, known.body) if known else ():
        if words and spoken(words, language, agenda.language) != called:
            yield ExpectedText(path, "role", words)


def _happened(entry: Entry, agenda: Agenda, language: str) -> Iterator[ExpectedText]:
    """What came of an item besides what was decided."""
    item = entry.item
    told: list[tuple[str, int, str, LocalizedText | str | None]] = []
    for place, question in enumerate(item.impartiality):
        told += [("impartiality", place, "member", question.member), ("impartiality", place, "basis", question.basis)]
        told += [("impartiality", place, "question", question.question)]
        told += [("impartiality", place, "replaced_by", question.replaced_by)]
    for place, motion in enumerate(item.motions):
        told += [("motions", place, "id", motion.id), ("motions", place, "by", motion.by)]
        told += [("motions", place, "seconded_by", motion.seconded_by), ("motions", place, "text", motion.text)]
    for place, statement in enumerate(item.dissent):
        told += [("dissent", place, "by", statement.by), ("dissent", place, "text", statement.text)]
    for place, action in enumerate(item.actions):
        told += [("actions", place, "what", action.what), ("actions", place, "who", action.who)]
        told += [("actions", place, "id", record.action_id(entry, place + 1))]
    if item.chair:
        yield ExpectedText((*entry.path, "chair"), "chair", record.called(agenda, item.chair, language))
    for path, vote in record.every_vote(entry):
        for role in ("moved_by", "seconded_by"):
            yield ExpectedText((*path, role), role, record.called(agenda, getattr(vote, role), language))
    for path, fell in record.tallies(agenda, entry).items():
        split = fell.for_ and (fell.against or fell.blank)
        if path[:-2] != entry.path:
            continue
        for side in fell.sides((*fell.for_, *fell.against)) if split else ():
            for some in (fell.for_, fell.against):
                alike = sum(voter.party == side.party for voter in some)
                if side.party and alike:
                    yield ExpectedText(path, "votes", f"{side.party} {alike}")
        for voter in (*fell.absent, *(fell.voters if fell.vote.roll_call else ())):
            yield ExpectedText(path, "votes", record.called(agenda, voter.id, language))
    for path, poll in record.polls(agenda, entry).items():
        yield ExpectedText((*path, "to"), "elections", poll.election.to)
        names = [one.name for one in poll.standings] + [voter.id for voter in poll.absent]
        for name in dict.fromkeys((*names, *poll.elected)):
            yield ExpectedText(path, "elections", record.called(agenda, name, language))
    for key, place, role, words in told:
        if role in ("member", "replaced_by", "by", "seconded_by", "who") and words:
            words = record.called(agenda, spoken(words, language, agenda.language), language)
        if words:
            yield ExpectedText((*entry.path, key, place, role), role, words)
    if item.closed:
        yield ExpectedText((*entry.path, "closed", "basis"), "basis", item.closed.basis)


OF_THE_PAPERS = (
    "number", "title", "presenter", "note", "case", "case_officer", "summary", "paper", "proposal", "proposed_by",
    "continues", "formerly",
)  # fmt: skip
"""The fields of an item that the collected papers print."""


def _head(agenda: Agenda) -> Iterator[ExpectedText]:
    """Whose a paper is, and of which meeting."""
    yield ExpectedText(("title",), "organisation", agenda.board.organisation or agenda.site.publisher)
    yield ExpectedText(("title",), "board", agenda.board.name)
    yield ExpectedText(("title",), "title", agenda.title)


def _withheld(entry: Entry) -> Iterator[ExpectedText]:
    """The basis on which an item is withheld; where nothing is said in its title's place, that says it."""
    title = entry.item.title
    if entry.item.withheld and (title.said or title.public):
        yield ExpectedText((*entry.path, "withheld"), "withheld", entry.item.withheld)


def _rows(agenda: Agenda, shown: Callable[[Entry], bool]) -> Iterator[ExpectedText]:
    """The agenda: its headings, and the items that are shown."""
    for row in agenda.rows:
        if isinstance(row, Heading):
            yield ExpectedText(("items",), "heading", row.heading)
        elif isinstance(row, Entry) and shown(row):
            yield from _named(row, "number", "title")


def _named(entry: Entry, *fields: str) -> Iterator[ExpectedText]:
    """Some fields of an item; whose a proposal is, where there is one."""
    for field in fields:
        held = getattr(entry.item, field) if field != "proposed_by" or entry.item.proposal else None
        if held not in (None, "", ()):
            yield from _in(held, (*entry.path, field), field)


def _zone(agenda: Agenda) -> Iterator[ExpectedText]:
    """The time zone, where readers are told it."""
    if agenda.says_zone:
        yield ExpectedText(("timezone",), "timezone", agenda.zone)


def _lasts(entry: Entry, agenda: Agenda) -> Iterator[ExpectedText]:
    """How long an item takes, where that is printed."""
    if entry.item.duration and agenda.prints("durations"):
        yield ExpectedText((*entry.path, "duration"), "duration", f"{entry.item.duration} min")


def _beside(entry: Entry, agenda: Agenda) -> Iterator[ExpectedText]:
    """What an item says under names of its board's own, and where more of it is."""
    for place, row in enumerate(entry.item.fields):
        path = (*entry.path, "fields", place)
        yield ExpectedText((*path, "name"), "fields", agenda.board.field(row.name) or row.name)
        yield ExpectedText((*path, "value"), "fields", row.value)
    if entry.item.link:
        yield ExpectedText((*entry.path, "link"), "link", site_of(entry.item.link))


def _between(agenda: Agenda) -> Iterator[ExpectedText]:
    """What is on the agenda and is no item."""
    yield from (
        ExpectedText((*row.path, "entry"), "entry", row.between) for row in agenda.rows if isinstance(row, Between)
    )


def _meanings(agenda: Agenda) -> Iterator[ExpectedText]:
    """What the signs mean that items are marked with."""
    used = {mark for entry in agenda.entries for mark in entry.item.marks}
    yield from (ExpectedText(("items",), "marks", one.name) for one in agenda.board.marks if one.mark in used)


def _put_off(entry: Entry) -> Iterator[ExpectedText]:
    """That an item was put off before the meeting."""
    if entry.put_off:
        yield ExpectedText((*entry.path, "outcome"), "outcome", entry.put_off)


def _typed(entry: Entry) -> Iterator[ExpectedText]:
    """An item's type, where the agenda prints it."""
    if entry.type and entry.type.printed:
        yield ExpectedText((*entry.path, "type"), "type", entry.type.name)


def _of_meeting(agenda: Agenda, *fields: str) -> Iterator[ExpectedText]:
    own = {"number": agenda.number, "place": agenda.place}
    for field in fields:
        held = own.get(field, getattr(agenda.meeting, field))
        if held not in (None, "", ()):
            yield from _in(held, (field,), field)


def _enclosures(entry: Entry) -> Iterator[ExpectedText]:
    """What an item's attachments are called, and the basis on which one is withheld."""
    for number, one in entry.attachments:
        path = (*entry.path, "attachments", number - 1)
        if one.title:
            yield ExpectedText((*path, "title"), "title", one.title)
        if one.withheld and (one.title is None or one.title.said or one.title.public):
            yield ExpectedText((*path, "withheld"), "withheld", one.withheld)
        for basis in one.redact.bases if one.redact else ():
            yield ExpectedText((*path, "redact", "withheld"), "withheld", basis)


# ---- the list of what a reader sees -----------------------------------------------------------------------------


def _digest(row: Value) -> str:
    return hashlib.sha256(row.model_dump_json().encode()).hexdigest()


UNSEEN = frozenset(("kind", "id", "fit", "file", "public"))
"""Of a slide what stands on the list otherwise (a file by what it holds), in another edition, or nowhere."""


def seen(agenda: Agenda, slides: Iterable[Slide], language: str, digests: Mapping[str, str] | None = None) -> Strings:
    """Everything that a reader of the papers before a meeting sees, in a language, each once, at its place.

    What is written, in texts and in their place where something is withheld; text alternatives; who leads, presents,
    prepares; what is derived and printed: days, times, sums. It is what is kept of papers that are sent, what they are
    compared by, and what says whether more is withheld now than was. What happened in the meeting is not among it, nor
    numbers of slides, nor what slides repeat from the agenda. `digests` are those of the files in the meeting's
    folder: a file that holds something else is seen as another.
    """
    known = digests or {}

    def printed(item: str, anchor: str, said: Iterable[ExpectedText]) -> Iterator[PrintedString]:
        return (one for one, _ in _strings(item, anchor, said, agenda, language))

    def enclosed(item: str, anchor: str, attachments: Iterable[Attachment]) -> Iterator[PrintedString]:
        for one in attachments:
            name = (one.file or one.url or "").rpartition("/")[2]
            yield from printed(item, anchor, (ExpectedText((), "attachment", one.title or name),))
            if one.withheld:
                yield PrintedString(item, anchor, "attachment", one.withheld, True)
                if one.file and one.file in known:
                    yield PrintedString(item, anchor, "withheld_file", f"{one.file} {known[one.file]}")
            elif one.file and one.file in known:
                yield PrintedString(item, anchor, "file", f"{one.file} {known[one.file]}")
            if one.redact and one.file:
                # In one piece: the public edition knows no more than all of them together.
                yield PrintedString(item, anchor, "attachment", "; ".join(one.redact.bases), withheld=True)
                # Each thing that is covered counts as withheld by itself: it is told by a digest, and never in words.
                yield from (
                    PrintedString(item, anchor, "redacted", f"{one.file} {_digest(row)}")
                    for row in (*one.redact.phrases, *one.redact.boxes)
                )
            if one.url:
                yield PrintedString(item, anchor, "url", one.url)
            if one.added:
                yield PrintedString(item, anchor, "added", one.added.isoformat())

    def found() -> Iterator[PrintedString]:
        yield from printed("", "", _of_the_meeting(agenda, language))
        yield from enclosed("", "", agenda.meeting.attachments)
        for entry in agenda.entries:
            yield from printed(entry.slug, entry.anchor, _of_the_item(entry, agenda, language))
            if entry.item.withheld:
                yield PrintedString(entry.slug, entry.anchor, "withheld", entry.item.withheld, True)
            yield from enclosed(entry.slug, entry.anchor, entry.item.attachments)
            for shown, file in _shown(entry.item.paper, language, agenda.language):
                digest = known.get(file, paper_pictures.called(file))
                yield PrintedString(entry.slug, entry.anchor, "picture", f"{shown} {digest}")
        for slide in slides:
            if slide.entry is None:
                continue
            if isinstance(slide.content, StubSlide):
                yield PrintedString(slide.entry.slug, slide.anchor, "withheld", slide.content.withheld, True)
            yield from printed(slide.entry.slug, slide.anchor, _of_its_own(slide, language))
            file = slide.content.file if isinstance(slide.content, Figure) else ""
            if file in known:
                yield PrintedString(slide.entry.slug, slide.anchor, "file", f"{file} {known[file]}")

    return tuple(found())


def _shown(paper: Document | None, language: str, own: str) -> Iterator[tuple[str, str]]:
    """(what it shows, its file) of each picture in a case paper."""
    text = spoken(paper.text, language, own) if paper and paper.text else ""
    alts = {one.file: one.alt for one in paper_pictures.shown(text)}
    for one in paper.pictures if paper else ():
        yield alts.get(paper_pictures.called(one.file)) or paper_pictures.called(one.file), one.file


Placed = tuple[PrintedString, ValuePath]
"""A string that minutes print, with the way in the meeting to what it says or follows from; () for what is no
meeting's own."""


def _strings(item: str, anchor: str, said: Iterable[ExpectedText], agenda: Agenda, language: str) -> Iterator[Placed]:
    """What is said, as it is printed, in a language."""
    for one in said:
        withheld = isinstance(one.words, LocalizedText) and bool(one.words.withheld) and not one.words.said
        text = paper_pictures.in_words(spoken(one.words, language, agenda.language))
        if text.strip():
            yield PrintedString(item, anchor, one.role, text, withheld), one.path


def _of_the_meeting(agenda: Agenda, language: str) -> Iterator[ExpectedText]:
    meeting, board = agenda.meeting, agenda.board
    yield ExpectedText((), "title", agenda.title)
    yield from _of_meeting(agenda, "number", "place", "online", "summary", "cancelled")
    if meeting.introduction and meeting.introduction.text:
        yield ExpectedText((), "introduction", meeting.introduction.text)
    yield from (ExpectedText((), "day", _long(day, language)) for day in agenda.days)
    planned = [moment.isoformat("minutes") for moment in (agenda.start, meeting.end) if moment]
    if planned:
        yield ExpectedText((), "time", "–".join(planned))
    for one in meeting.days:
        if one.start or one.end:
            yield ExpectedText((), "hours", f"{one.date.isoformat()} {_hours(one.start, one.end)}")
    if agenda.end and not meeting.end:
        yield ExpectedText((), "ends", agenda.end.isoformat("minutes"))
    if agenda.start and meeting.form != "written":
        yield ExpectedText((), "timezone", agenda.zone)
    if meeting.form != "ordinary":
        yield ExpectedText((), "form", meeting.form)
    yield from _joint(agenda)
    yield ExpectedText((), "organisation", board.organisation or agenda.site.publisher)
    yield from (ExpectedText((), "of_board", words) for words in (board.name, board.short) if words)
    chair = record.leads(agenda)
    if chair:
        yield ExpectedText((), "chair", record.called(agenda, chair, language))
    if not meeting.cancelled and meeting.form != "written" and (contact := agenda.site.contact):
        yield ExpectedText((), "contact", contact.name)
        yield ExpectedText((), "contact", contact.email)
    for word in board.labels.get(language, {}).values():
        yield ExpectedText((), "labels", word)
    yield from (ExpectedText((), "heading", row.heading) for row in agenda.rows if isinstance(row, Heading))
    yield from _between(agenda)
    yield from _meanings(agenda)


def _of_the_item(entry: Entry, agenda: Agenda, language: str) -> Iterator[ExpectedText]:
    item = entry.item
    yield from _named(entry, *OF_THE_PAPERS)
    yield from _put_off(entry)
    yield from _typed(entry)
    for row in item.fields:
        words = spoken(row.value, language, agenda.language)
        own = agenda.board.field(row.name)
        name = spoken(own, language, agenda.language) if own else row.name
        told = f"{name}: {words}" if words else ""
        hidden = bool(row.value.withheld) and not row.value.said
        yield ExpectedText((), "fields", row.value if hidden else told)
    yield from (ExpectedText((), "marks", mark) for mark in item.marks)
    if item.link:
        yield ExpectedText((), "url", item.link)
    if item.start:
        yield ExpectedText((), "start", item.start.isoformat("minutes"))
    if item.closed:
        yield ExpectedText((), "closed", item.closed.basis)
    if item.type and not entry.type:
        yield ExpectedText((), "own_type", item.type)
    if entry.type and entry.type.decision_label:
        yield ExpectedText((), "decision_label", entry.type.decision_label)
    if item.tracker and any(isinstance(row, Topic) for row in item.slides):
        yield ExpectedText((), "tracker", item.tracker)
    if item.duration:
        yield ExpectedText((), "duration", f"{item.duration} min")
    if len(agenda.days) > 1 and entry.on:
        yield ExpectedText((), "of_day", _long(entry.on, language))
    if entry.start:
        yield ExpectedText((), "begins", _hours(entry.start, entry.end))
    for step in item.route:
        yield from (ExpectedText((), "route", words) for words in (step.board, step.number) if words)
        if step.date:
            yield ExpectedText((), "route", step.date.isoformat())
    if item.added:
        yield ExpectedText((), "added", item.added.isoformat())
    if item.decided_in_writing:
        yield ExpectedText((), "decided_in_writing", _long(item.decided_in_writing, language))


def _hours_open(start: time | None, end: time | None) -> str:
    """Hours of which the one or the other end may not be known."""
    return "–".join(moment.isoformat("minutes") if moment else "" for moment in (start, end)) if start or end else ""


def _hours(start: time | None, end: time | None) -> str:
    return "–".join(moment.isoformat("minutes") for moment in (start, end) if moment)


def _of_its_own(slide: Slide, language: str) -> Iterator[ExpectedText]:
    """What a slide says that no other does: that of the agenda, a divider, a proposal stands where it is from."""
    if slide.kind == "tracker":
        yield ExpectedText(slide.path, "topic", slide.topics[slide.topic - 1])
    elif isinstance(slide.content, StubSlide):
        if slide.content.public:
            yield ExpectedText(slide.path, "public", slide.content.public)
    elif isinstance(slide.content, SlideBase):
        for leaf in walk.leaves(
            slide.content, slide.path, enters=lambda field, held: _is_seen(field) and not field.is_empty(held)
        ):
            role = leaf.field.name.rstrip("_") if leaf.field else ""
            if isinstance(leaf.value, LocalizedText | str):
                yield ExpectedText(leaf.path, role, leaf.value)
            elif isinstance(leaf.value, date):
                yield ExpectedText(leaf.path, role, leaf.value if role in DATES else leaf.value.isoformat())
            elif leaf.value is not False:
                yield ExpectedText(leaf.path, role, "yes" if leaf.value is True else str(leaf.value))
        yield from (ExpectedText(slide.path, "derived", words) for words in slide.content.derived)


def _is_seen(field: Field) -> bool:
    return field.visibility != "private" and not (issubclass(field.owner, SlideBase) and field.name in UNSEEN)


def missing(said: Iterable[ExpectedText], text: str, template: str, language: str, own: str) -> Iterator[Problem]:
    """What of some strings is not in a piece of HTML, in a language; `own` is that of what was written without one."""
    there = _letters(plain_text.html_text(text))
    wanted = [(one, _lines(spoken(one.words, language, own), _is_markdown(one.words))) for one in said]
    # A short string may be in a longer one too: it must be there as often as all of them together say it.
    together = "\n".join(_letters(line) for _, lines in wanted for line in lines)
    for one, lines in wanted:
        for line in lines:
            letters = _letters(line)
            if letters and there.count(letters) < together.count(letters):
                yield TEXT_MISSING.of(one.path, template=template, words=line.strip()[:60])
                break


def spoken(words: LocalizedText | str | date, language: str, own: str) -> str:
    """What is said of some words in a language: themselves or, where they are withheld, what is said instead.

    That is a public text or, where there is none, the basis on which they are withheld.
    """
    if isinstance(words, str):
        return words
    if isinstance(words, date):
        return format_date(words, "d MMMM", locale=LANGUAGES[language].formats)
    if words.withheld and not words.said and not words.public:
        return words.withheld
    held = words if words.said else type(words).model_construct(said=words.public)
    return held.say(language, own)[1]


def _of(value: Value, path: ValuePath, without: frozenset[str] = frozenset()) -> Iterator[ExpectedText]:
    """Every printed string in a value of the model; words of the format are left out, which templates say in theirs."""

    def enters(field: Field, held: Any) -> bool:
        return field.visibility == "printed" and field.name not in without and not field.is_choice

    for leaf in walk.leaves(value, path, enters=enters):
        role = leaf.field.name if leaf.field else ""
        if (
            isinstance(leaf.value, LocalizedText)
            or (isinstance(leaf.value, str) and leaf.value)
            or (isinstance(leaf.value, date) and role in DATES)
        ):
            yield ExpectedText(leaf.path, role, leaf.value)


def _in(held: Any, path: ValuePath, role: str) -> Iterator[ExpectedText]:
    """What a field of a meeting or an item says."""
    if isinstance(held, LocalizedText | str):
        yield ExpectedText(path, role, held)
    elif isinstance(held, tuple):
        for place, inner in enumerate(held):
            yield from _in(inner, (*path, place), role)
    elif isinstance(held, Value):
        yield from _of(held, path)


_DEFINITION = re.compile(
    r"^[ ]{0,3}\[[^\]\n]+\]:.*(?:\n[ \t]+(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))[ \t]*$)?", re.MULTILINE
)
"""The address that links of a name lead to, with a title that may stand in the line below."""


def _is_markdown(words: LocalizedText | str | date) -> bool:
    """Whether what is written may be Markdown, of which not all is printed; a line is printed as it stands."""
    return not isinstance(words, Line)


def _lines(text: str, markdown: bool) -> list[str]:
    """The lines of a text, without what Markdown does not print: addresses and names of links, numbers of lists."""
    if not markdown:
        return text.splitlines()
    text = paper_pictures.unseen(text)
    if "]:" in text:
        text, defined = _DEFINITION.subn("", text)
        text = re.sub(r"\]\s?\[[^\]]*\]", "]", text) if defined else text
    plain = html.unescape(re.sub(r"\]\([^)]*\)|\]\{lang=[\w-]+\}", "]", text))
    return [re.sub(r"^\s*(?:\d+[.)]\s|(?:[-*+]\s+)+\[[ xX]\]\s)", "", line) for line in plain.splitlines()]


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", plain_text.comparable(text)))


def _long(day: date, language: str) -> str:
    return str(format_date(day, "long", locale=LANGUAGES[language].formats))


# ---- the list of what a reader of the minutes sees ---------------------------------------------------------------

FORMS = frozenset(
    ("form", "there", "closed_hours", "by_video", "excused", "items", "missed", "found", "kind", "outcome", "unanimous",
     "count", "carried", "adopted", "margin", "status", "issue", "majority", "secret", "roll_call", "casting_vote",
     "way", "round", "seats", "elected", "undecided")
)  # fmt: skip
"""The roles of strings that stand in minutes as words of the format, which templates say in theirs."""

VOTES = ("on", "over", "part", "vote", "votes", "elections")
"""The roles of strings that say how a vote or an election fell."""


def minuted(agenda: Agenda, language: str, edition: str) -> tuple[Placed, ...]:
    """Everything that a reader of the minutes sees, in a language, at its place: what `of_minutes` and `of_handled`
    say, and what is derived or is a word of the format: times, tallies and sides, outcomes, who was there for what.

    It is what is kept of minutes that are published, what they are compared by, and what says whether more is withheld
    now than was. What other meetings say of them, that they approve them, is not among it.
    """

    def found() -> Iterator[Placed]:
        meeting = (*of_minutes(agenda, language), *_told_of_meeting(agenda, language))
        yield from _strings("", "", meeting, agenda, language)
        for entry in agenda.entries:
            said = (one for one in of_handled((entry,), agenda, language, edition) if one.role != "withheld")
            hidden = edition == "public" and entry.item.withheld
            told = _told_of_item(entry, agenda, language, hidden=bool(hidden))
            yield from _strings(entry.slug, entry.anchor, (*said, *told), agenda, language)
            if entry.item.withheld:
                basis = PrintedString(entry.slug, entry.anchor, "withheld", entry.item.withheld, True)
                yield basis, (*entry.path, "withheld")

    return tuple(found())


def _told_of_meeting(agenda: Agenda, language: str) -> Iterator[ExpectedText]:
    """What minutes tell of the meeting besides what is written there as text."""
    meeting, roll, held = agenda.meeting, record.roll(agenda), agenda.meeting.minutes
    yield ExpectedText(("form",), "form", meeting.form)
    yield from (ExpectedText(("days" if meeting.days else "date",), "day", _long(day, language)) for day in agenda.days)
    for place, one in enumerate(meeting.days):
        if one.start or one.end:
            yield ExpectedText(("days", place), "hours", _hours(one.start, one.end))
    began = (("started", meeting.started), ("start", agenda.start), ("ended", meeting.ended))
    yield from (ExpectedText((key,), key, moment.isoformat("minutes")) for key, moment in began if moment)
    yield from (ExpectedText((), "labels", word) for word in agenda.board.labels.get(language, {}).values())
    yield ExpectedText(("minutes", "corrections"), "issue", str(record.issue(agenda)))
    for place, correction in enumerate(held.corrections if held else ()):
        yield ExpectedText(("minutes", "corrections", place, "date"), "corrected", _long(correction.date, language))
    for name in held.signers if held else ():
        known = record.person(agenda, name)
        yield ExpectedText(("minutes", "signers"), "party", known.party if known else "")
    for place, follow in enumerate(meeting.follow_up):
        yield ExpectedText(("follow_up", place, "status"), "status", follow.status)
        if follow.done:
            yield ExpectedText(("follow_up", place, "done"), "status", _long(follow.done, language))
    if roll:
        members = [voter.id for voter in roll.present if not voter.instead_of]
        others = {voter.id for voter in roll.present if voter.instead_of}
        total = len(members) + len(roll.absent)
        yield ExpectedText(("attendance",), "there", f"{len(members)}/{total} {len(others) or ''}".strip())
        for name, board in record.boards(agenda).items() if agenda.joint else ():
            there, gone = (record.of_board(agenda, some, name) for some in (roll.present, roll.absent))
            own, called = sum(not one.instead_of for one in there), spoken(board.name, language, agenda.language)
            yield ExpectedText(("attendance",), "there", f"{called} {own}/{own + len(gone)}")
    yield from _told_of_attendance(agenda, language)


def _joint(agenda: Agenda) -> Iterator[ExpectedText]:
    """The other boards that a meeting is held with."""
    for place, board in enumerate(agenda.joint.values()):
        yield ExpectedText(("with", place), "with", board.name)


def _told_of_attendance(agenda: Agenda, language: str) -> Iterator[ExpectedText]:
    """Who is named in the record of attendance, row by row, and when and for what they were there."""
    attendance = agenda.meeting.attendance
    if attendance is None:
        return
    present = attendance.present if not isinstance(attendance.present, str) else ()
    groups = ("aides", "observers", "guests", "secretariat", "administration")
    rows = {"present": present, "absent": attendance.absent, **{name: getattr(attendance, name) for name in groups}}
    for group, some in rows.items():
        for place, row in enumerate(some):
            path = ("attendance", group, place)
            for name in filter(None, (row.name, row.by)):
                yield ExpectedText(path, "name", record.called(agenda, name, language))
            yield from (ExpectedText(path, role, "yes") for role in ("by_video", "excused") if getattr(row, role))
    for place, met in enumerate(attendance.substitutes):
        path = ("attendance", "substitutes", place)
        yield from (ExpectedText(path, "name", record.called(agenda, name, language)) for name in (met.member, met.by))
        yield ExpectedText(path, "items", ", ".join(met.items))
    for place, part in enumerate(attendance.part):
        path = ("attendance", "part", place)
        yield ExpectedText(path, "name", record.called(agenda, part.member or part.name, language))
        yield ExpectedText(path, "items", ", ".join(part.items))
        yield ExpectedText(path, "missed", ", ".join(part.missed))
        for role, moment in (("arrived", part.arrived), ("left", part.left)):
            if moment:
                yield ExpectedText(path, role, moment.isoformat("minutes"))


def _told_of_item(entry: Entry, agenda: Agenda, language: str, *, hidden: bool) -> Iterator[ExpectedText]:
    """What minutes tell of an item besides what is written there as text; of one that is `hidden` next to nothing."""
    item, tallies = entry.item, record.tallies(agenda, entry)

    def told(role: str, words: str | None, *path: str | int) -> Iterator[ExpectedText]:
        if words:
            yield ExpectedText((*entry.path, *path), role, words)

    def fell(votes: Sequence[Vote], *path: str | int) -> Iterator[ExpectedText]:
        for place, vote in enumerate(votes):
            where = (*entry.path, *path, place)
            yield from _fell(vote, tallies.get(where), agenda, language, where, in_table=path == ("votes",))

    if item.decided_in_writing:
        yield from told("decided_in_writing", _long(item.decided_in_writing, language), "decided_in_writing")
    if item.closed:
        yield from told("unanimous", "yes" if item.closed.unanimous else "", "closed", "unanimous")
        yield from told("closed_hours", _hours_open(item.closed.from_, item.closed.to), "closed")
        yield from fell(item.closed.votes, "closed", "votes")
    yield from told("outcome", item.outcome, "outcome")
    if hidden:
        return
    for place, question in enumerate(item.impartiality):
        path = ("impartiality", place)
        yield from told("found", question.found, *path, "found")
        yield from told("unanimous", "yes" if question.unanimous else "", *path, "unanimous")
        yield from fell(question.votes, *path, "votes")
    for place, motion in enumerate(item.motions):
        for role, words in (("kind", motion.kind), ("replaces", motion.replaces), ("outcome", motion.outcome)):
            yield from told(role, words, "motions", place, role)
    yield from fell(item.votes, "votes")
    for where, poll in record.polls(agenda, entry).items():
        yield from _polled(poll, agenda, language, where)
    if entry.decided:
        yield from told("adopted", item.adopted, "adopted")
        yield from told("margin", record.margin(agenda, entry), "votes")
    for place, action in enumerate(item.actions):
        if action.due:
            yield from told("due", _long(action.due, language), "actions", place, "due")


def _fell(
    vote: Vote, tally: Tally | None, agenda: Agenda, language: str, path: ValuePath, *, in_table: bool
) -> Iterator[ExpectedText]:
    """How a vote fell: what was voted on and how, who voted what, and the result; where nobody knows who could vote,
    what is written, as far as it stands `in_table`, for a sentence does not say it."""
    yield from (
        ExpectedText(path, role, words) for role, words in (("on", vote.on), ("over", vote.over), ("part", vote.part))
    )
    yield from _of_board(vote, agenda, path)
    yield ExpectedText(path, "majority", vote.majority or "")
    yield from (ExpectedText(path, role, "yes") for role in ("secret", "roll_call") if getattr(vote, role))
    if tally is None:
        yield from (ExpectedText(path, "unanimous", "yes") for _ in range(vote.unanimous))
    else:
        yield ExpectedText(path, "count", tally.count)
        yield ExpectedText(path, "carried", {True: "carried", False: "not_carried", None: "tie"}[tally.carried])
        yield from (ExpectedText(path, "casting_vote", "yes") for _ in range(tally.by_chair))
    if in_table and (tally is None or not tally.voters):
        yield from _called(path, "vote", (*vote.for_, *vote.against, *vote.blank), agenda, language)
    for voters in (tally.for_, tally.against, tally.blank) if tally else ():
        yield from _alike(path, tally.sides(voters) if tally else (), agenda, language, every=vote.roll_call)
    if in_table and (tally is None or not tally.absent):
        yield from _called(path, "vote", vote.absent_from_vote, agenda, language)


def _of_board(held: Vote | Election, agenda: Agenda, path: ValuePath) -> Iterator[ExpectedText]:
    """Which of several boards that meet together voted."""
    if agenda.joint and held.board in record.boards(agenda):
        yield ExpectedText(path, "of_board", record.boards(agenda)[held.board].name)


def _polled(poll: Poll, agenda: Agenda, language: str, path: ValuePath) -> Iterator[ExpectedText]:
    """How an election fell, besides to what and the names that `of_handled` says: how it was held, who voted for whom,
    and who is elected in what way; where nobody knows who could vote, what is written."""
    election = poll.election
    way = "agreed" if election.agreed else "lists" if election.lists else "candidates"
    yield ExpectedText(path, "way", way)
    yield from _of_board(election, agenda, path)
    yield ExpectedText(path, "round", str(poll.round) if poll.round > 1 else "")
    yield from (ExpectedText(path, "secret", "yes") for _ in range(election.secret))
    yield ExpectedText(path, "seats", str(election.seats or ""))
    for row, one in zip(election.rows, poll.standings, strict=True):
        yield ExpectedText(path, "count", "" if one.votes is None else str(one.votes))
        yield from _alike(path, poll.sides(one.voters), agenda, language)
        if not one.voters:
            yield from _called(path, "vote", row.for_, agenda, language)
        yield ExpectedText(path, "elected", f"{one.seats}{' by lot' if one.by_lot else ''}" if one.seats else "")
    yield ExpectedText(path, "count", str(poll.blanks or ""))
    yield from _alike(path, poll.sides(poll.blank), agenda, language)
    if not poll.blank:
        yield from _called(path, "vote", election.blank, agenda, language)
    if not poll.absent:
        yield from _called(path, "vote", election.absent_from_vote, agenda, language)
    yield from (ExpectedText(path, "casting_vote", "yes") for _ in range(poll.by_chair))
    yield ExpectedText(path, "undecided", poll.undecided or "")


def _alike(
    path: ValuePath, sides: Iterable[Side], agenda: Agenda, language: str, *, every: bool = False
) -> Iterator[ExpectedText]:
    """Some who voted alike: how many of each party, and the names where a party split or there is none, or of `every`
    party."""
    some = tuple(sides)
    yield ExpectedText(path, "votes", ", ".join(f"{side.party} {len(side.voters)}" for side in some if side.party))
    named = (voter for side in some if every or side.split or not side.party for voter in side.voters)
    yield ExpectedText(path, "vote", ", ".join(record.called(agenda, voter.id, language) for voter in named))


def _called(path: ValuePath, role: str, names: Iterable[str], agenda: Agenda, language: str) -> Iterator[ExpectedText]:
    """What some are called who are named one by one."""
    yield from (ExpectedText(path, role, record.called(agenda, name, language)) for name in names)
