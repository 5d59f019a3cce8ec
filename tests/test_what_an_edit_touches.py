"""What is made anew once a field is another: of each field of a site, a board and a meeting, the kinds of files.

Each field of the examples is changed, in the first place that it stands in, and what is planned is compared, key by
key: nothing is built. `what_an_edit_touches.txt` is the table; `python tests/test_what_an_edit_touches.py` writes it
anew. "Its" are the files of the board or the meeting that the field stands in, "beside it" are those of its board's
other meetings, and all else are others'; what stands in the site is of "all" files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from archives import EXAMPLES, beside

from akson_docs.build import meeting_versions, plan, readable_scans, redacted_files
from akson_docs.build.jobs import (
    ActionsPage,
    BoardPage,
    CalendarFile,
    CalendarPage,
    ChangesPage,
    Copied,
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
    OfAnother,
    PaperFile,
    RegisterFile,
    ResolutionsPage,
    RobotsFile,
    SiteMap,
    SlidesPage,
    VerifyPage,
    VotesPage,
    What,
    YearData,
)
from akson_docs.build.meeting_versions import DispatchInfo, MeetingVersion, SiteVersion
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings import redaction
from akson_docs.meetings.cards import card
from akson_docs.meetings.deck import deck
from akson_docs.model import walk
from akson_docs.model.documents import Board, FileRow, Meeting, Minutes, Redact, Site
from akson_docs.model.slides import AuthoredSlide, Figure, Meetings, SlideBase, StubSlide
from akson_docs.model.values import Line, LocalizedText, Value
from akson_docs.model.walk import Field
from akson_docs.pdf.attachments.scans import Programs
from akson_docs.sources import layout, loader
from akson_docs.sources.layout import MeetingKey

TABLE = Path(__file__).with_name("what_an_edit_touches.txt")
PRINTED_WHERE = Path(__file__).with_name("where_printed.txt")
TODAY = date(2023, 6, 1)
SENT = MeetingKey("friluft", "2023-02")
"""A meeting whose papers were sent, and changed since."""
ANNOUNCING = MeetingKey("friluft", "2023-01")
"""A meeting whose slides announce those to come."""
KINDS: Mapping[type[What], str] = {
    FrontPage: "front page",
    CalendarPage: "front page",
    EvidencePage: "front page",
    NotFoundPage: "front page",
    BoardPage: "board pages",
    ItemPage: "item pages",
    GonePage: "item pages",
    MovedPage: "pages",
    MeetingPage: "pages",
    SlidesPage: "pages",
    ChangesPage: "pages",
    VerifyPage: "pages",
    PaperFile: "papers",
    MeetingData: "data",
    DataSchema: "schemas of data",
    CalendarFile: "calendars",
    FeedFile: "feeds",
    ResolutionsPage: "registers",
    ActionsPage: "registers",
    VotesPage: "registers",
    RegisterFile: "registers",
    SiteMap: "list of pages",
    RobotsFile: "list of pages",
    EditPage: "editing",
    Copied: "copies",
    OfAnother: "copies",
}
"""What a file is called in the table; all else is the look."""
NOBODYS = ("front page", "list of pages", "editing", "schemas of data", "look")
"""The files that are no board's."""
NEVER_THERE = (FileRow, StubSlide)
"""An item's file is read as the item in it, and stubs are what the public edition has in the place of slides."""
SAMPLES: Mapping[str, Any] = {
    "Site.timezone": "Europe/London",
    "Board.timezone": "Europe/London",
    "Meeting.timezone": "Europe/London",
    "Privacy.names_until": "3 years",
    "NumberPattern.pattern": "{n}-{yy}",
    "Figure.file": "annet.svg",
    "Colours.accent": "#123456",
    "Colours.deep": "#123456",
    "Attendance.present": (),
    "Redact.checked": (1, 2),
    "RedactedBox.left": 7.5,
    "RedactedBox.top": 7.5,
    "RedactedBox.width": 7.5,
    "RedactedBox.height": 7.5,
}
"""What a field says instead, where any other word would not do."""
MARK = "annet"


@dataclass(frozen=True)
class Sources:
    """A site, its boards and its meetings."""

    site: Site
    boards: Mapping[str, Board]
    meetings: Mapping[MeetingKey, Meeting]

    def of(self, subject: Subject) -> Value:
        """What is edited."""
        if not subject:
            return self.site
        return self.meetings[subject] if len(subject) == 2 else self.boards[subject[0]]

    def having(self, subject: Subject, value: Any) -> Sources:
        """The same with another value for what is edited."""
        if not subject:
            return replace(self, site=value)
        if len(subject) == 2:
            return replace(self, meetings={**self.meetings, subject: value})
        return replace(self, boards={**self.boards, subject[0]: value})


Subject = tuple[()] | tuple[str] | MeetingKey
"""The site, a board, or a meeting."""


@cache
def examples() -> Sources:
    site = loaded(loader.site, EXAMPLES / "site.yaml")
    boards = {path.parent.name: loaded(loader.board, path, site.language) for path in EXAMPLES.glob("*/board.yaml")}
    meetings = {
        MeetingKey(path.parent.parent.name, path.parent.name): loaded(
            loader.meeting, path, (*boards[path.parent.parent.name].languages, site.language)[0]
        )
        for path in EXAMPLES.glob("*/*/meeting.yaml")
    }
    meetings = {key: out(key, meeting) for key, meeting in meetings.items()}
    return Sources(site, dict(sorted(boards.items())), dict(sorted(meetings.items())))


def out(key: MeetingKey, meeting: Meeting) -> Meeting:
    """A meeting that everybody may see, with its minutes."""
    record = (meeting.minutes or Minutes()).model_copy(update={"published": TODAY})
    if meeting.minutes and meeting.minutes.published:
        record = meeting.minutes
    first, *rest = meeting.items
    if key == ANNOUNCING:
        first = first.model_copy(update={"slides": (Meetings.model_validate({"title": "Nye møter"}),)})
    return meeting.model_copy(update={"draft": False, "minutes": record, "items": (first, *rest)})


def loaded(read: Callable[..., Any], path: Path, *more: str) -> Any:
    found = read(path.read_bytes(), f"{layout.TOP}/{path.relative_to(EXAMPLES).as_posix()}", beside(path), *more).value
    assert found is not None
    return found


def site_version(
    sources: Sources, edition: str, known: SiteVersion | None = None, changed: Subject = ()
) -> SiteVersion:
    """An edition of the site; of the meetings that are not changed, the versions that are known."""
    seen: Callable[[Any], Any] = redaction.public if edition == "public" else lambda value: value
    boards = {
        name: known.boards[name] if known and one is examples().boards[name] else seen(one)
        for name, one in sources.boards.items()
    }
    versions = {
        key: known.versions[key] if known and key[: len(changed)] != changed else version(sources, key, edition)
        for key in sources.meetings
    }
    return SiteVersion(edition, seen(sources.site), boards, versions, TODAY, {}, {}, "engine")


def version(sources: Sources, key: MeetingKey, edition: str) -> MeetingVersion:
    site, board, meeting = sources.site, sources.boards[key.board], sources.meetings[key]
    full = agendas.agenda(site, board, meeting, *key)
    made = full
    if edition == "public":
        board, shown = redaction.published(site, board, meeting, TODAY)
        recorded = agendas.is_recorded(meeting)
        made = agendas.agenda(redaction.public(site), board, shown, *key, recorded=recorded)
    slides = deck(made)
    files = tuple(f"{edition}/{language}/agenda.pdf" for language in full.languages)
    sent = (DispatchInfo(1, "2023-03-05", "digest", files),) if key == SENT else ()
    figures = {one.content.file: "" for one in slides if isinstance(one.content, Figure)}
    inside = {one.file or "": "" for _, one in redaction.redacted(meeting)}
    covered = redacted_files.files(meeting, made, inside) if edition == "public" else ()
    attached = (one for _, one in redaction.attached(made.meeting) if one.ocr and one.file)
    read = tuple(readable_scans.file_of(one.file or "", "", Programs("version")) for one in attached)
    return meeting_versions.version(
        made, slides, figures, card(made, slides), sent, 1 + len(sent), made=(*covered, *read)
    )


@cache
def before(edition: str) -> SiteVersion:
    return site_version(examples(), edition)


@cache
def planned(edition: str) -> Mapping[str, Job]:
    return {job.path: job for job in plan.plan(before(edition))}


# ---- fields, and other values of them ------------------------------------------------------------------------


@cache
def fields() -> Mapping[str, Field]:
    """Every field that a site, a board or a meeting can have, by class and name; what all slides have, once."""
    tops: tuple[type[Value], ...] = (Site, Board, Meeting)
    shapes = dict.fromkeys(shape for top in tops for shape in walk.shapes(top))
    there = (shape for shape in shapes if not issubclass(shape, LocalizedText) and shape not in NEVER_THERE)
    found = {called(field): field for shape in there for field in walk.fields(shape)}
    del found["SlideBase.kind"]  # of another kind it is another class
    return found


def called(field: Field) -> str:
    shared = issubclass(field.owner, SlideBase) and field.name in SlideBase.model_fields
    return f"{'SlideBase' if shared else field.owner.__name__}.{field.name}"


def owners(value: Any, withheld: bool = False) -> Iterator[tuple[Value, bool]]:
    """Everything in a value that has fields, each with whether it is withheld."""
    if isinstance(value, Value) and not isinstance(value, LocalizedText):
        gone = withheld or bool(getattr(value, "withheld", None))
        yield value, gone
        for field in walk.fields(type(value)):
            if field.visibility != "private" or isinstance(value, Redact):
                yield from owners(getattr(value, field.name), gone)
    elif isinstance(value, tuple):
        for row in value:
            yield from owners(row, withheld)


def subjects() -> tuple[Subject, ...]:
    """The site, the boards, the meetings; the one that was sent before all others."""
    meetings = sorted(examples().meetings, key=lambda key: key != SENT)
    return ((), *((name,) for name in examples().boards), *meetings)


@cache
def places() -> Mapping[str, tuple[Subject, Value]]:
    """Where each field is edited: the subject, and what in it has the field: what the public sees, and says anything
    there, before all else."""
    found: dict[str, tuple[tuple[bool, bool], Subject, Value]] = {}
    for subject in subjects():
        for owner, withheld in owners(examples().of(subject)):
            for field in walk.fields(type(owner)):
                rank = (withheld, field.is_empty(getattr(owner, field.name)))
                if called(field) not in found or rank < found[called(field)][0]:
                    found[called(field)] = (rank, subject, owner)
    return {name: (subject, owner) for name, (_, subject, owner) in found.items()}


def another(field: Field, held: Any) -> Any:
    """Another value of a field."""
    if called(field) in SAMPLES:
        return SAMPLES[called(field)]
    if field.is_choice and not isinstance(held, tuple):
        return next((one for one in choices(field.info.annotation) if one != held), MARK)
    match held:
        case LocalizedText():
            said = tuple((language, f"{text} {MARK}") for language, text in held.said or (("nb", ""),))
            return type(held).model_construct(said=said, withheld=held.withheld, public=held.public)
        case bool():
            return not held
        case int():
            return held + 1
        case date():
            return held + timedelta(days=1)
        case time():
            return time(held.hour, (held.minute + 1) % 60)
        case str() if held:
            return f"{held}{MARK}"
        case (_, _, *_):
            return held[:-1]
        case (only,):
            others = (one for one in choices(field.info.annotation) if one != only)
            return (changed_inside(only) if isinstance(only, Value) else next(others, MARK),)
        case Value():
            return changed_inside(held)
        case Mapping() if held:
            return {}
    return sample(field.info.annotation)


def changed_inside(held: Value) -> Any:
    if isinstance(held, LocalizedText):
        return held.model_copy(update={"said": (("nb", MARK),)})
    field = next(field for field in walk.fields(type(held)) if getattr(held, field.name))
    return held.model_copy(update={field.name: another(field, getattr(held, field.name))})


def choices(shape: Any) -> Iterator[Any]:
    if get_origin(shape) is Literal:
        yield from get_args(shape)
    else:
        for inner in get_args(shape):
            yield from choices(inner)


def sample(shape: Any) -> Any:
    """A value that a field without one may have."""
    inside = [one for one in get_args(shape) if one is not type(None)]
    if get_origin(shape) is tuple:
        return (sample(inside[0]),)
    if get_origin(shape) is Literal:
        return inside[0]
    if inside:
        return sample(inside[0])
    if issubclass(shape, LocalizedText):
        return shape.model_construct(said=(("nb", MARK),))
    if issubclass(shape, Value):
        return next(
            owner for subject in subjects() for owner, _ in owners(examples().of(subject)) if type(owner) is shape
        )
    return {str: MARK, int: 7, bool: True, date: date(2023, 3, 15), time: time(18, 30)}[shape]


# ---- what is touched -----------------------------------------------------------------------------------------


def edited(subject: Subject, owner: Value, name: str, value: Any) -> Sources:
    """The examples with another value for a field of something in them."""
    other = owner.model_copy(update={name: value})
    whole = walk.rebuilt(examples().of(subject), lambda held, field: other if held is owner else held)
    return examples().having(subject, whole)


def touched(sources: Sources, subject: Subject, edition: str) -> frozenset[str]:
    """The kinds of files that are made anew, are new, or are gone; the data of years are those of their meetings put
    together, and follow them."""
    was, after = planned(edition), site_version(sources, edition, before(edition), subject)
    now = {job.path: job for job in plan.plan(after)}
    return frozenset(
        kind((was.get(path) or now[path]), subject)
        for path in was.keys() | now.keys()
        if path not in was or path not in now or was[path].key != now[path].key
        if not isinstance((was.get(path) or now[path]).what, YearData | DataIndex)
    )


def kind(job: Job, subject: Subject) -> str:
    """What a file is called in the table."""
    what = job.what
    name = KINDS.get(type(what), "look")
    if name in NOBODYS:
        return name
    if not subject:
        return f"all {name}"
    if isinstance(what, CalendarFile | FeedFile) and not job.address:
        return f"{name} of all"
    board, folder = (*job.address.split("/"), "")[:2]
    if isinstance(what, OfAnother):
        board, folder = what.of
    if isinstance(what, Copied):
        _, board, folder, *_ = what.source.split("/")
    if folder == "item":
        name = "item pages"
    if name == "registers":
        # They are of all boards, or of one, and of no meeting.
        of = getattr(what, "of", None)
        return f"{name} of all" if of is None else f"its {name}" if of.id == subject[0] else f"others' {name}"
    if board != subject[0]:
        return f"others' {name}"
    is_its = folder in ("", *subject[1:]) or len(subject) == 1
    if folder == "item" and len(subject) == 2:
        is_its = not isinstance(what, ItemPage) or any(one.card.folder == subject[1] for one in what.handlings)
    if isinstance(what, PaperFile) and what.name == "minutes" and not is_its:
        name = "minutes"  # they come up in a meeting beside them
    return f"its {name}" if is_its else f"{name} beside it"


@cache
def touching(name: str, edition: str) -> frozenset[str]:
    subject, owner = places()[name]
    field = next(field for field in walk.fields(type(owner)) if called(field) == name)
    value = another(field, getattr(owner, field.name))
    assert value != getattr(owner, field.name), name
    return touched(edited(subject, owner, field.name, value), subject, edition)


def row(name: str) -> str:
    """A line of the table: what is touched of the public edition, and what besides of the members'."""
    public, members = touching(name, "public"), touching(name, "members")
    more = f"; members: {', '.join(sorted(members - public))}" if members - public else ""
    return f"{name}: {', '.join(sorted(public)) or 'nothing'}{more}"


def table() -> dict[str, str]:
    return {line.partition(":")[0]: line for line in TABLE.read_text(encoding="utf-8").splitlines()}


def test_every_field_has_a_row() -> None:
    assert sorted(table()) == sorted(fields())


def test_what_an_edit_touches_is_what_the_table_says() -> None:
    assert [row(name) for name in fields()] == [table()[name] for name in fields()]


def printed_where() -> Iterator[tuple[str, set[str]]]:
    """(a field, the kinds of files that print it), as `where_printed.txt` has them."""
    shared = {kind.__name__ for kind in get_args(AuthoredSlide)}
    for line in PRINTED_WHERE.read_text(encoding="utf-8").splitlines():
        name, _, places = line.partition(": ")
        owner, _, field = name.partition(".")
        if owner in shared and field in SlideBase.model_fields:
            name = f"SlideBase.{field}"
        if name in fields():
            yield name, {"pages" if place == "page" else "papers" for place in places.split(", ")}


def test_what_prints_a_field_is_touched_by_an_edit_of_it() -> None:
    rows = dict(printed_where())
    assert rows
    for name, kinds in printed_where():
        found = {one.partition(" ")[2] for one in touching(name, "members") if one.startswith(("its ", "all "))}
        assert kinds <= found, name


@pytest.mark.parametrize("edition", ["public", "members"])
@pytest.mark.parametrize("board", examples().boards)
def test_a_board_that_is_renamed_touches_no_paper_of_another(board: str, edition: str) -> None:
    renamed = examples().boards[board].model_copy(update={"name": Line.model_construct(said=(("nb", MARK),))})
    found = touched(examples().having((board,), renamed), (board,), edition)
    assert {"its papers", "its pages", "others' pages"} <= found
    assert "others' papers" not in found
    assert "others' data" not in found


def test_what_nobody_reads_touches_nothing() -> None:
    unread = {name for name, field in fields().items() if field.visibility == "private"}
    assert "SlideBase.speaker_notes" in unread
    assert {name for name in unread if touching(name, "members")} == set()


if __name__ == "__main__":
    TABLE.write_text("".join(f"{row(name)}\n" for name in sorted(fields())), encoding="utf-8")
