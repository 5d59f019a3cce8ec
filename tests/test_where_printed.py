"""Where each field of the model is printed, and that the lists of what a reader sees have just those.

The archives of the hunt for leaks carry a mark of its own in every field: where a mark turns up is where its field is
printed. `where_printed.txt` is the table; `python tests/test_where_printed.py 150` writes it anew.
"""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hunts import seek, withheld
from places import write

from akson_docs.actions import site_edition, source_reader
from akson_docs.actions.source_reader import Progress
from akson_docs.build import plan
from akson_docs.build.jobs import MeetingPage, PaperFile, SlidesPage
from akson_docs.build.request import Request
from akson_docs.meetings.revisions import printed_text
from akson_docs.render import pages, papers

TABLE = Path(__file__).with_name("where_printed.txt")
BEFORE = ("agenda", "papers", "slides")
"""The papers that are sent before a meeting; the pages show what they do, and the minutes what happened."""
ADDRESSES = ("folder", "id", "file")
"""What stands in addresses, and is on no list of words: a file is on it by what it holds."""
OF_THE_SITE = {"Site.name", "Board.name", "Privacy.selection", "Contact.name", "Board.short"}
"""What stands at the head and the foot of every page."""
AT_THE_FOOT = {"Board.short"}
"""What runs at the foot of papers, outside of what templates make."""
HAPPENED = {
    "Item.decision", "Item.resolution_number", "Motion.id", "Motion.text", "Vote.part",
    "Recording.url",
    "Election.to", "Election.agreed", "Candidate.name", "CandidateList.name", "CandidateList.candidates",
}  # fmt: skip
"""What was decided, who was elected, and what was recorded stands on slides and pages after the meeting."""
OF_KNOWN = ("PartRow.", "SubstituteRow.", "Vote.on")
"""What minutes print of members and motions that there are, and the archives of the hunt name others."""
Fields = Mapping[str, frozenset[str]]
"""By class and field: the papers that print it, or the roles that the list has it under."""


def found(seeds: Iterable[int]) -> tuple[Fields, Fields, Fields]:
    """(where each field is printed, under which roles the list of what is seen before a meeting has it, and that of
    what is seen in its minutes), as the archives of some seeds show."""
    where: dict[str, set[str]] = defaultdict(set)
    roles: dict[str, set[str]] = defaultdict(set)
    minuted: dict[str, set[str]] = defaultdict(set)
    with TemporaryDirectory() as folder:
        for seed in seeds:
            made = withheld.archive(seed)
            fields = {mark: field.partition(",")[0] for mark, field in made.marks.items()}
            for place, text in _written(Path(folder), made.files):
                into = {"role": roles, "minuted": minuted}.get(place.partition(" ")[0], where)
                for mark in seek.marks(text.encode()) & fields.keys():
                    into[fields[mark]].add(place)
    return _frozen(where), _frozen(roles), _frozen(minuted)


def _frozen(some: Mapping[str, set[str]]) -> Fields:
    return {name: frozenset(places) for name, places in some.items() if not name.startswith("a ")}


def _written(root: Path, files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """(the paper, its HTML) of every meeting of an archive, in full; and (the role, the text) of all on the list."""
    shutil.rmtree(root / "meetings", ignore_errors=True)
    for name, data in files.items():
        write(root / "meetings" / name, data)
    request = Request(str(root), cache=str(root / "cache"), edition="members", today=withheld.TODAY)
    reading = source_reader.read_sources(request, Progress())
    work = site_edition.SiteEdition(request, reading)
    for key in work.site_version.versions.keys() - reading.index.unsound:
        agenda, slides = work.whole(key)
        has_minutes = False
        for job in plan.of_meeting(work.site_version, key):
            if isinstance(job.what, PaperFile):
                has_minutes = has_minutes or job.what.name == "minutes"
                for part in papers.paper(job, work)[0].parts:
                    yield job.what.name, getattr(part.content, "html", "")
            elif isinstance(job.what, MeetingPage | SlidesPage):
                yield "page", pages.page(job, work)
        for language in agenda.languages:
            for one in printed_text.seen(agenda, slides, language):
                yield f"role {one.role}", one.text
            for one, _ in printed_text.minuted(agenda, language, "members") if has_minutes else ():
                yield f"minuted {one.role}", one.text


@cache
def shown() -> tuple[Fields, Fields, Fields]:
    return found(range(15))


@cache
def table() -> Fields:
    rows = (line.partition(": ") for line in TABLE.read_text(encoding="utf-8").splitlines())
    return {name: frozenset(places.split(", ")) for name, _, places in rows}


def test_what_papers_print_before_a_meeting_is_on_the_list_and_nothing_else_is() -> None:
    where, roles, _ = shown()
    printed_ = {name for name, places in where.items() if not places.isdisjoint(BEFORE)}
    elsewhere = OF_THE_SITE | HAPPENED
    assert {name for name in printed_ - roles.keys() - elsewhere if name.partition(".")[2] not in ADDRESSES} == set()
    assert roles.keys() - printed_ - elsewhere - AT_THE_FOOT == set()


def test_what_pages_show_is_on_the_list_or_is_known_from_the_minutes() -> None:
    where, roles, _ = shown()
    pages = {name for name, places in where.items() if "page" in places}
    known = roles.keys() | OF_THE_SITE | HAPPENED | {name for name, places in where.items() if "minutes" in places}
    assert {name for name in pages - known if name.partition(".")[2] not in ADDRESSES} == set()


def test_what_minutes_print_is_on_the_list_of_the_minutes_and_nothing_else_is() -> None:
    where, _, minuted = shown()
    printed_ = {name for name, places in where.items() if "minutes" in places}
    assert {
        name for name in printed_ - minuted.keys() - OF_THE_SITE if name.partition(".")[2] not in ADDRESSES
    } == set()
    assert {name for name in minuted.keys() - printed_ if not name.startswith(OF_KNOWN)} == set()


def test_each_field_is_printed_where_the_table_says() -> None:
    where, *_ = shown()
    assert where
    assert {name: sorted(places - table().get(name, frozenset())) for name, places in where.items()} == {
        name: [] for name in where
    }


@pytest.mark.parametrize("paper", [*BEFORE, "minutes", "page"])
def test_every_paper_stands_in_the_table(paper: str) -> None:
    assert any(paper in places for places in table().values())


if __name__ == "__main__":
    printed_where = found(range(int(sys.argv[1])))[0]
    rows = (f"{name}: {', '.join(sorted(places))}\n" for name, places in sorted(printed_where.items()))
    TABLE.write_text("".join(rows), encoding="utf-8")
