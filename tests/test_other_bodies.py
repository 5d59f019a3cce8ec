"""Bodies that meet otherwise than a board in the public administration: what they need is said, and is printed.

The bodies are made up, and so is everybody in them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from datetime import date, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from archives import a_board, a_meeting
from places import PROJECT, place, request, write

from akson_docs.actions import site_edition, source_reader
from akson_docs.actions.mailing import OutgoingMail
from akson_docs.actions.source_reader import Progress
from akson_docs.build import plan
from akson_docs.build.jobs import BoardPage, ItemPage, MeetingData, MeetingPage, PaperFile
from akson_docs.diagnostics import message
from akson_docs.mail import recipients
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings import record
from akson_docs.model.documents import Site
from akson_docs.pdf.workers import WorkerPool
from akson_docs.render import agenda_filters, pages, papers
from akson_docs.sources.layout import MeetingKey

SITE = """\
name: Made-up bodies
publisher: Made-up Publisher
address: https://bodies.example.org
language: en
public: yes
contact: {name: The clerk, email: clerk@example.org}
"""
FILES: dict[str, str] = {"site.yaml": SITE}
"""The archive: each body with what it needs, and its meetings."""


def body(name: str, board: str, **meetings: str) -> str:
    """A body of the archive, with its meetings by the months of their folders."""
    FILES[f"{name}/board.yaml"] = f"name: Made-up {name}\nlanguages: [en]\nmeeting_number: none\n{board}"
    FILES.update({f"{name}/2019-{month[1:]}/meeting.yaml": text for month, text in meetings.items()})
    return name


MEMBERS = """\
members:
  - {id: mayor, name: Mayor, role: mayor}
  - {id: one, name: Councillor One}
  - {id: two, name: Councillor Two}
"""


@cache
def written() -> Mapping[str, str]:
    """What pages, data and papers of the archive say, by their addresses; of papers and pages the text alone."""
    found: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        root = place(Path(folder), FILES)
        asked = request(root, "members")
        reading = source_reader.read_sources(asked, Progress())
        assert [message(one, "en") for one in reading.index.diagnostics if one.severity == "error"] == []
        work = site_edition.SiteEdition(asked, reading)
        for job in plan.plan(work.site_version):
            if isinstance(job.what, PaperFile):
                paper = papers.paper(job, work)[0]
                assert paper.problems == ()
                found[job.path] = plain("".join(getattr(part.content, "html", "") for part in paper.parts))
            elif isinstance(job.what, MeetingPage | ItemPage):
                found[job.path] = plain(pages.page(job, work))
            elif isinstance(job.what, MeetingData):
                found[job.path] = pages.MAKERS[MeetingData](job.what, job, work).decode()
    return found


def plain(markup: str) -> str:
    """The text of some HTML, with one space between words."""
    return re.sub(r" ([,.])", r"\1", " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split()))


def data(meeting: str) -> Any:
    return json.loads(written()[f"{meeting}/meeting.json"])


PLACES = body(
    "council",
    'item_number: {pattern: "{position}", restart: meeting}\n' + MEMBERS,
    m05="""\
date: 2019-05-14
items:
  - {number: "1", title: Call to order}
  - {heading: Business}
  - {number: 3A, title: Bridge, outcome: postponed}
""",
    m06="""\
date: 2019-06-11
items:
  - {number: "1", title: Approval of the agenda}
  - {number: 3A, title: Library, actions: [{what: Ask for prices, who: mayor}]}
  - {number: 3B, title: Bridge, continues: 2019-05/3A}
minutes: {chair: mayor, published: 2019-06-12}
""",
)


def test_a_number_that_is_a_place_on_the_agenda_is_another_matter_in_the_next_meeting() -> None:
    items = {path for path in written() if path.startswith(f"{PLACES}/item/")}
    slugs = ("2019-05-1", "2019-05-3a", "2019-06-1", "2019-06-3a", "2019-06-3b")
    assert items == {f"{PLACES}/item/{slug}/index.html" for slug in slugs}
    library, bridge = (written()[f"{PLACES}/item/2019-06-3{letter}/index.html"] for letter in "ab")
    assert "Bridge" not in library
    assert "14 May" in bridge
    assert "11 June" in bridge
    assert data(f"{PLACES}/2019-06")["items"][1]["actions"][0]["id"] == "2019-06-3a-1"


ASKED = body(
    "asked",
    'clock: "12"\nstart: 6:30 p.m.\npaper_size: letter\nprint: timezone\n' + MEMBERS,
    m06="date: 2019-06-11\nprint: [durations]\nitems: [{title: Library, duration: 17}]\nminutes: {chair: mayor}\n",
)


def test_the_time_zone_and_how_long_items_take_are_printed_where_somebody_asks_for_it() -> None:
    for paper in ("agenda.pdf", "minutes.pdf", "papers.pdf", "index.html"):
        assert "Oslo (UTC+2)" in written()[f"{ASKED}/2019-06/{paper}"], paper
        assert "UTC" not in written()[f"{PLACES}/2019-06/{paper}"]
    for paper in ("agenda.pdf", "papers.pdf", "index.html"):
        assert "17 min" in written()[f"{ASKED}/2019-06/{paper}"], paper


def test_a_board_may_count_hours_to_twelve() -> None:
    for paper in ("agenda.pdf", "index.html", "minutes.pdf"):
        assert "6:30 p.m." in written()[f"{ASKED}/2019-06/{paper}"], paper
    assert data(f"{ASKED}/2019-06")["start"] == "18:30"


@pytest.mark.parametrize(
    ("said", "meant"),
    [("12 a.m.", "00:00"), ("12:05 PM", "12:05"), ("9:00 am", "09:00"), ("6 p.m.", "18:00"), ("11.59 p.m.", "23:59")],
)
def test_hours_to_twelve_are_read(said: str, meant: str) -> None:
    assert a_board(f"name: Made-up\nstart: {said}\n").start == time.fromisoformat(meant)


MOVED = body(
    "movers",
    MEMBERS,
    m06="""\
date: 2019-06-11
items:
  - title: Bridge
    proposal: A bridge is built.
    motions: [{id: A, by: one, seconded_by: two, text: No bridge is built.}]
    votes:
      - {on: A, for: [one, two], count: 2-1}
      - {on: proposal, against: [one, two], moved_by: mayor, seconded_by: one}
    adopted: A
  - title: Library
    proposal: The library opens.
    votes: [{on: proposal, unanimous: yes, moved_by: one, seconded_by: two}]
    adopted: proposal
    closed: {basis: A law, votes: [{on: closing, unanimous: yes, moved_by: mayor, seconded_by: two}]}
attendance: {present: others}
minutes: {chair: mayor, published: 2019-06-12}
""",
)


def test_minutes_say_who_moved_and_who_seconded() -> None:
    minutes = written()[f"{MOVED}/2019-06/minutes.pdf"]
    assert "Motion A · Councillor One, seconded by Councillor Two" in minutes
    assert "Moved by Mayor, seconded by Councillor One" in minutes
    assert "Moved by Councillor One, seconded by Councillor Two" in minutes
    assert ", unanimous, moved by Mayor, seconded by Councillor Two." in minutes


BESIDE = body(
    "beside",
    'fields: [Stage, Champion]\nmarks: [{mark: "*", name: consent}, {mark: †, name: nobody has this}]\n' + MEMBERS,
    m06="""\
date: 2019-06-11
items:
  - title: Array.from
    link: https://github.com/made-up/proposals/issues/159
    fields: [{name: Stage, value: "2.7"}, {name: Champion, value: Somebody}]
    marks: ["*"]
minutes: {chair: mayor}
""",
)


def test_an_item_has_a_link_and_what_its_board_says_besides() -> None:
    for paper in ("agenda.pdf", "papers.pdf", "index.html"):
        text = written()[f"{BESIDE}/2019-06/{paper}"]
        assert "Array.from *" in text, paper
        assert "github.com/made-up/proposals/issues/159" in text
        assert re.search("Stage:? 2.7", text)
    assert "Stage: 2.7 · Champion: Somebody" in written()[f"{BESIDE}/2019-06/minutes.pdf"]
    for paper in ("agenda.pdf", "index.html"):
        assert "* consent" in written()[f"{BESIDE}/2019-06/{paper}"]
        assert "nobody has this" not in written()[f"{BESIDE}/2019-06/{paper}"]
    assert data(f"{BESIDE}/2019-06")["items"][0]["link"].endswith("/159")
    (own,) = (text for path, text in written().items() if path.startswith(f"{BESIDE}/item/"))
    assert "Stage 2.7 Champion Somebody Link github.com/made-up/proposals/issues/159 * consent" in own


RUNS = body(
    "runs",
    'item_number: {pattern: "{n}/{yy}"}\n' + MEMBERS,
    m06="""\
date: 2019-06-11
items:
  - {number: 47/19, title: First, proposal: A., adopted: proposal, votes: [{on: proposal, unanimous: yes}]}
  - {number: 48/19, title: Second, proposal: B., adopted: proposal, votes: [{on: proposal, unanimous: yes}]}
  - number: 49/19
    title: Third
    items: [{number: 50/19, title: Under it, proposal: C., adopted: proposal, votes: [{on: proposal, unanimous: yes}]}]
  - {number: 51/19, title: Fourth, proposal: D., adopted: proposal, votes: [{on: proposal, unanimous: yes}]}
attendance:
  present: [mayor]
  part:
    - {member: one, items: 48/19..49/19}
    - {member: two, missed: 48/19..}
    - {name: A guest, items: all}
    - {name: Another, items: "..48/19, 51/19"}
minutes: {chair: mayor, published: 2019-06-12}
""",
)


def test_attendance_names_runs_of_items() -> None:
    counts = [item["votes"][0]["result"]["count"] for item in _items(data(f"{RUNS}/2019-06")) if "votes" in item]
    assert counts == ["2-0", "2-0", "2-0", "1-0"]
    minutes = written()[f"{RUNS}/2019-06/minutes.pdf"]
    assert "For item 48/19–49/19" in minutes
    assert "Not present for item 48/19 and all after it" in minutes
    assert "For all items" in minutes
    assert "For item 47/19–48/19, 51/19" in minutes


def _items(meeting: Any) -> Any:
    for item in meeting["items"]:
        yield item
        yield from item.get("items", ())


RESOLUTIONS = body(
    "resolutions",
    'resolution_number: "{yyyy}-{n}"\n' + MEMBERS,
    m06="""\
date: 2019-06-11
items:
  - {title: Bridge, proposal: A bridge., adopted: proposal, resolution_number: 2019-42, slides: [{title: A, body: B}]}
minutes: {chair: mayor, published: 2019-06-12}
""",
)


def test_a_resolution_has_a_number_of_its_own() -> None:
    assert "Resolution 2019-42 · as proposed" in written()[f"{RESOLUTIONS}/2019-06/minutes.pdf"]
    assert "Resolution 2019-42 · as proposed" in written()[f"{RESOLUTIONS}/2019-06/slides.pdf"]
    assert "Resolution 2019-42, as proposed" in written()[f"{RESOLUTIONS}/2019-06/index.html"]
    assert "Resolution 2019-42, as proposed" in written()[f"{RESOLUTIONS}/item/2019-06-bridge/index.html"]


ACTIONS = body(
    "actions",
    MEMBERS,
    m06="""\
date: 2019-06-11
items: [{title: Bridge}]
minutes: {chair: mayor, published: 2019-06-12}
follow_up:
  - {what: Mend the roof, who: one, status: done, done: 2019-06-03}
  - {what: Ask for money, status: open, note: No answer yet.}
""",
)


def test_what_no_kept_meeting_asked_for_is_followed_up() -> None:
    minutes = written()[f"{ACTIONS}/2019-06/minutes.pdf"]
    assert "Mend the roof Councillor One Done 3 June 2019" in minutes
    assert "Ask for money Open No answer yet." in minutes


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("{status: open}", "follow-up-action"),
        ("{action: 1/20-1, what: Mend it, status: open}", "follow-up-action"),
        ("{action: 1/20-1, who: one, status: open}", "follow-up-action"),
        ("{what: Mend it, status: open, done: 2019-06-03}", "follow-up-done"),
    ],
)
def test_what_is_followed_up_is_said_once(row: str, code: str) -> None:
    found = a_meeting(f"date: 2019-06-11\nitems: [{{title: Bridge}}]\nfollow_up:\n  - {row}\n")
    assert [(one.code, one.span.line) for one in found.diagnostics] == [(code, 4)]


CLOSED = body(
    "closed",
    MEMBERS,
    m06="""\
date: 2019-06-11
items:
  - {title: Bridge, closed: {basis: A law, from: 14:00, to: 14:40, unanimous: yes}}
  - {title: Library, closed: {basis: A law, from: 15:05}}
minutes: {chair: mayor, published: 2019-06-12}
""",
)


def test_doors_are_closed_in_the_middle_of_an_item() -> None:
    minutes = written()[f"{CLOSED}/2019-06/minutes.pdf"]
    assert "The meeting was closed, cf. A law, 14:00–14:40, unanimous." in minutes
    assert "The meeting was closed, cf. A law, from 15:05." in minutes
    assert data(f"{CLOSED}/2019-06")["items"][0]["closed"]["to"] == "14:40"


PROGRAMME = body(
    "programme",
    'start: 09:00\nitem_number: {pattern: "{n}"}\n' + MEMBERS,
    m06="""\
date: 2019-06-11
items:
  - {number: 1, title: Bridge, duration: 60, slides: [{title: A, body: B}]}
  - {entry: Lunch at the inn, duration: 45}
  - {heading: Afternoon}
  - {number: 2, title: Library, duration: 30}
  - {entry: Visit to the library, start: 12:30}
minutes: {chair: mayor, published: 2019-06-12}
""",
)


def test_what_is_on_the_agenda_and_is_no_item_has_its_time_and_no_number() -> None:
    for paper in ("agenda.pdf", "index.html", "slides.pdf"):
        text = written()[f"{PROGRAMME}/2019-06/{paper}"]
        assert re.search("10:00 Lunch at the inn|Lunch at the inn 10:00", text) or "Time: 10:00 Lunch" in text, text
        assert re.search("10:45 .*Library|Library 10:45", text), paper
        assert "Visit to the library" in text
    for paper in ("minutes.pdf", "papers.pdf"):
        assert "Lunch" not in written()[f"{PROGRAMME}/2019-06/{paper}"]
    lunch = data(f"{PROGRAMME}/2019-06")["items"][1]
    assert lunch == {"entry": {"en": "Lunch at the inn"}, "day": "2019-06-11", "start": "10:00", "duration": 45}
    assert len([path for path in written() if path.startswith(f"{PROGRAMME}/item/")]) == 2


CIRCULAR = body(
    "circulars",
    "members: [{id: mayor, name: Mayor}, {id: one, name: Old One, to: 2019-05-31}, {id: two, name: Two}]\n",
    m06="""\
date: 2019-06-11
items:
  - title: Bridge
    decided_in_writing: 2019-05-19
    proposal: A bridge.
    adopted: proposal
    votes: [{on: proposal, unanimous: yes, absent_from_vote: [two]}]
  - {title: Library, proposal: A library., adopted: proposal, votes: [{on: proposal, unanimous: yes}]}
attendance: {present: [mayor], absent: [two]}
minutes: {chair: mayor, published: 2019-06-12}
""",
)


def test_what_was_decided_in_writing_was_put_to_every_member_of_that_day() -> None:
    bridge, library = data(f"{CIRCULAR}/2019-06")["items"]
    assert bridge["votes"][0]["result"]["count"] == "2-0"
    assert bridge["votes"][0]["result"]["did_not_vote"] == ["Two"]
    assert library["votes"][0]["result"]["count"] == "1-0"
    for paper in ("agenda.pdf", "papers.pdf", "minutes.pdf", "index.html"):
        assert "Decided in writing on 19 May 2019" in written()[f"{CIRCULAR}/2019-06/{paper}"], paper


OVER_DAYS = body(
    "days",
    MEMBERS,
    m06="""\
days: [{date: 2019-06-11, start: 09:00}, {date: 2019-06-12, start: 10:00}, {date: 2019-06-13, start: 11:00}]
items:
  - {title: Bridge, duration: 30}
  - {title: Library, day: 2019-06-12, duration: 30}
  - {title: Harbour, duration: 30}
""",
    m07="""\
days: [{date: 2019-07-11, start: 09:00}, {date: 2019-07-12, start: 10:00}]
items:
  - {title: Bridge, duration: 30}
  - {title: Library, day: 2019-07-12, duration: 30}
  - {title: Harbour, duration: 30}
""",
)


def test_an_item_is_on_no_day_where_nothing_says_which() -> None:
    told = [(item.get("day"), item.get("start")) for item in data(f"{OVER_DAYS}/2019-06")["items"]]
    assert told == [(None, None), ("2019-06-12", "10:00"), (None, None)]
    agenda = written()[f"{OVER_DAYS}/2019-06/agenda.pdf"]
    assert re.search("Bridge .*Wednesday 12 June 2019, 10:00 Library Day not decided Harbour", agenda)
    assert "Tuesday 11 June 2019, 09:00 Bridge" not in agenda


def test_an_item_is_on_the_day_of_the_one_before_where_every_day_is_named() -> None:
    told = [(item["day"], item["start"]) for item in data(f"{OVER_DAYS}/2019-07")["items"]]
    assert told == [("2019-07-11", "09:00"), ("2019-07-12", "10:00"), ("2019-07-12", "10:30")]


LEVELS = body(
    "levels",
    'item_number: {pattern: "{position}", restart: meeting}\n' + MEMBERS,
    m06="""\
date: 2019-06-11
start: 09:00
items:
  - number: "1"
    title: Opening
    duration: 10
    items: [{number: "1.1", title: Roll call, items: [{number: 1.1.1, title: Regrets}]}]
  - number: "2"
    title: Actions
    items:
      - number: "2.1"
        title: Submissions
        items:
          - {number: 2.1.1, title: Bridge, type: Decision, proposal: A bridge., adopted: proposal, duration: 20}
          - {number: 2.1.2, title: Library, discussion: It was long., start: 09:30}
      - number: "2.2"
        title: Others
        type: Decision
        decision: Done.
        items: [{number: 2.2.1, title: Dock, type: Decision}]
attendance: {present: [mayor], absent: [one, two]}
minutes: {chair: mayor, published: 2019-06-12}
""",
)


def test_items_stand_two_levels_under_another() -> None:
    items = data(f"{LEVELS}/2019-06")["items"]
    assert [(item["number"], item.get("level", int(item.get("under", False)))) for item in items] == [
        ("1", 0), ("1.1", 1), ("1.1.1", 2), ("2", 0), ("2.1", 1), ("2.1.1", 2), ("2.1.2", 2), ("2.2", 1), ("2.2.1", 2),
    ]  # fmt: skip
    assert [item["start"] for item in items[4:7]] == ["09:10", "09:10", "09:30"]
    numbers = ("1.1.1", "2.1.1", "2.1.2", "2.2.1")
    for paper in ("agenda.pdf", "papers.pdf", "minutes.pdf", "index.html"):
        said = written()[f"{LEVELS}/2019-06/{paper}"]
        assert [number for number in numbers if number in said] == list(numbers), paper
    assert "Bridge Resolution as proposed" in written()[f"{LEVELS}/2019-06/minutes.pdf"].replace("✓ ", "").replace(
        "· ", ""
    )
    assert "Bridge" in written()[f"{LEVELS}/item/2019-06-2-1-1/index.html"]


def an_item(number: int, *more: str) -> str:
    stage = ("1", "10", "2")[number % 3]
    fields = f"fields: [{{name: Stage, value: '{stage}'}}, {{name: Champion, value: 'Person {number}'}}]"
    return f"  - {{title: Proposal {number}, {', '.join((fields, *more))}}}\n"


FILTERED = body(
    "filtered",
    """\
fields: [Stage, Champion]
marks: [{mark: "*", name: consent}, {mark: †, name: nobody has this}]
"""
    + MEMBERS,
    m06="date: 2019-06-11\nitems:\n  - heading: First\n"
    + "".join(map(an_item, range(4)))
    + "  - heading: Second\n  - {entry: Coffee}\n"
    + an_item(4, "items: [{title: Under, items: [{title: Deepest, marks: ['*']}]}]")
    + "".join(an_item(number, "marks: ['*']") for number in (5, 6)),
    m07="date: 2019-07-11\nitems:\n" + "".join(an_item(number, "marks: ['*']") for number in range(8)),
)


def test_a_long_agenda_is_looked_through_by_marks_and_by_what_many_items_say() -> None:
    long, short = (written()[f"{FILTERED}/2019-0{month}/index.html"] for month in (6, 7))
    assert "All items (9) * consent (3) Stage All items (9) 1 (3) 2 (2) 10 (2) First" in long
    assert "All items" not in short
    site = Site.model_validate({"name": "S", "publisher": "P", "address": "https://x.no"})
    meeting = a_meeting(FILES[f"{FILTERED}/2019-06/meeting.yaml"]).value
    assert meeting is not None
    found = agenda_filters.agenda_filters(
        agendas.agenda(site, a_board(FILES[f"{FILTERED}/board.yaml"]), meeting, "b", "m")
    )
    rows = [found.choices.get(place) for place in range(12)]
    assert [place for place, of in enumerate(rows) if of and "1-1" in of] == [5, 7, 8, 9, 10, 11]
    assert rows[0] == ("2-1", "2-2", "2-3")  # a heading is there for whatever of its items is
    assert rows[6] is None  # a break for nothing


def test_the_style_sheet_knows_all_choices_that_there_may_be() -> None:
    css = (PROJECT / "templates/css/site.css").read_text()
    for group in range(1, agenda_filters.MOST_GROUPS + 1):
        for choice in range(1, agenda_filters.MOST_CHOICES + 1):
            assert css.count(f'"{group}-{choice}"') == 2, (group, choice)
    assert css.index("@media screen {\n  .agenda:has") < css.index('"1-1"')


PLANNING = body(
    "planning",
    """\
short: Planners
members:
  - {id: mayor, name: Planning Chair, role: chair}
  - {id: two, name: Planner Two}
  - {id: three, name: Planner Three}
  - {id: four, name: Planner Four}
""",
    m05="date: 2019-05-14\nitems: [{title: Alone}]\n",
)
JOINT = body(
    "joint",
    MEMBERS,
    m06="""\
date: 2019-06-11
with: [planning]
items:
  - title: Bridge
    presenter: planning:mayor
    proposal: A bridge.
    adopted: proposal
    votes:
      - {on: proposal, board: joint, unanimous: yes}
      - {on: proposal, board: planning, against: [planning:two], count: 2-1}
  - title: Harbour
    decision: A harbour.
    votes: [{on: decision, board: planning, unanimous: yes, count: 3-0}]
attendance:
  present: others
  absent: [planning:four]
minutes: {chair: mayor, published: 2019-06-12}
""",
)


def test_boards_that_meet_together_are_counted_each_for_itself() -> None:
    minutes = written()[f"{JOINT}/2019-06/minutes.pdf"]
    assert "Ordinary meeting, together with Made-up planning" in minutes
    assert "Made-up joint: 3 of 3 members Made-up planning: 3 of 4 members" in minutes
    assert "Members, Made-up joint Mayor" in minutes
    assert "Members, Made-up planning Planning Chair chair Planner Two Planner Three" in minutes
    assert "Not present, Made-up planning Planner Four" in minutes
    assert "Proposed resolution – Made-up joint 3 0 Carried unanimously" in minutes
    assert "Proposed resolution – Made-up planning 2 1 Planner Two Carried" in minutes
    assert "The final wording – Made-up planning 3 0 Carried unanimously" in minutes
    bridge, harbour = data(f"{JOINT}/2019-06")["items"]
    assert [vote["result"]["count"] for vote in bridge["votes"]] == ["3-0", "2-1"]
    assert harbour["votes"][0]["result"]["count"] == "3-0"
    assert "Presented by: Planning Chair" in written()[f"{JOINT}/2019-06/agenda.pdf"]
    assert "Together with Made-up planning" in written()[f"{JOINT}/2019-06/index.html"]


def test_a_meeting_that_boards_hold_together_follows_both_of_them(tmp_path: Path) -> None:
    mine = {name: text for name, text in FILES.items() if name.startswith(("site", f"{JOINT}/", f"{PLANNING}/"))}
    asked = request(place(tmp_path, mine))
    first = source_reader.read_sources(asked, Progress())
    pages_of = {job.path: job.what for job in plan.plan(site_edition.SiteEdition(asked, first).site_version)}
    listed = pages_of[f"{PLANNING}/index.html"]
    assert isinstance(listed, BoardPage)
    assert [card.address for _, cards in listed.years for card in cards] == ["joint/2019-06/", "planning/2019-05/"]
    write(tmp_path / f"meetings/{PLANNING}/board.yaml", mine[f"{PLANNING}/board.yaml"].replace("Planner Two", "Other"))
    again = source_reader.read_sources(asked, Progress(), None, first)
    assert again.index.read == {MeetingKey(JOINT, "2019-06"), MeetingKey(PLANNING, "2019-05")}
    made = site_edition.SiteEdition(asked, again).whole(MeetingKey(JOINT, "2019-06"))[0]
    assert "Other" in [one.name for one in record.members(made, made.days[0], PLANNING)]


def test_who_of_another_board_is_private_is_counted_there_and_named_nowhere(tmp_path: Path) -> None:
    mine = {name: text for name, text in FILES.items() if name.startswith(("site", f"{JOINT}/", f"{PLANNING}/"))}
    board = mine[f"{PLANNING}/board.yaml"].replace("name: Planner Two}", "name: Ola Nordmann, private: yes}")
    asked = request(place(tmp_path, mine | {f"{PLANNING}/board.yaml": board}))
    work = site_edition.SiteEdition(asked, source_reader.read_sources(asked, Progress()))
    agenda = work.whole(MeetingKey(JOINT, "2019-06"))[0]
    there = record.members(agenda, agenda.days[0], PLANNING)
    assert [one.name for one in there] == ["Planning Chair", "Medlem 2 (Planners)", "Planner Three", "Planner Four"]
    tallies = record.tallies(agenda, agenda.entries[0])
    assert [(fell.count, fell.unknown) for fell in tallies.values()] == [("3-0", ()), ("2-1", ())]


def test_who_was_there_and_voted_is_counted_in_each_board_when_nobody_is_named_any_more(tmp_path: Path) -> None:
    mine = {name: text for name, text in FILES.items() if name.startswith(("site", f"{JOINT}/", f"{PLANNING}/"))}
    asked = request(place(tmp_path, mine | {"site.yaml": mine["site.yaml"] + "privacy: {names_until: 1 months}\n"}))
    work = site_edition.SiteEdition(asked, source_reader.read_sources(asked, Progress()))
    agenda = work.whole(MeetingKey(JOINT, "2019-06"))[0]
    roll = record.roll(agenda)
    assert roll is not None
    there = [one.id for one in record.of_board(agenda, roll.present, PLANNING)]
    assert there == [f"{PLANNING}:members-{number}" for number in (1, 2, 3)]
    assert [one.id for one in record.of_board(agenda, roll.absent, PLANNING)] == [f"{PLANNING}:members-4"]
    assert [fell.count for fell in record.tallies(agenda, agenda.entries[0]).values()] == ["3-0", "2-1"]
    assert [name for name in ("Planner", "Councillor") if name in repr(agenda.meeting)] == []


@pytest.mark.parametrize("rules", ["", "rules: {with-hidden: off}\n"])
def test_no_public_meeting_names_the_people_of_a_board_that_is_not(tmp_path: Path, rules: str) -> None:
    mine = {name: text for name, text in FILES.items() if name.startswith(("site", f"{JOINT}/", f"{PLANNING}/"))}
    mine[f"{PLANNING}/board.yaml"] += "public: no\n"
    mine[f"{JOINT}/board.yaml"] += rules
    asked = request(place(tmp_path, mine))
    reading = source_reader.read_sources(asked, Progress())
    told = {one.code for one in reading.index.diagnostics if one.severity == "error"}
    assert told == (set() if rules else {"with-hidden"})
    meeting = reading.index.parsed[MeetingKey(JOINT, "2019-06")].value
    assert meeting is not None
    agenda = reading.index.agenda(MeetingKey(JOINT, "2019-06"), meeting, "public")
    assert (agenda.joint, [one.id for one in agenda.board.members]) == ({}, ["mayor", "one", "two"])


def test_the_people_of_both_boards_are_invited(tmp_path: Path) -> None:
    mine = {name: text for name, text in FILES.items() if name.startswith(("site", f"{JOINT}/", f"{PLANNING}/"))}
    mail = OutgoingMail(
        request(place(tmp_path, mine), today=date(2019, 6, 1)), WorkerPool(), MeetingKey(JOINT, "2019-06")
    )
    assert mail.errors == ()
    addresses = b"joint: {mayor: m@example.org}\n"
    listed = recipients.recipients(addresses, "r.yaml", JOINT, mail.boards, mail.today, ("members",))
    missing = [dict(one.parameters)["id"] for one in listed.diagnostics if one.code == "address-missing"]
    assert missing == ["one", "two", "planning:mayor", "planning:two", "planning:three", "planning:four"]
