"""What follows from what was written: who could vote, how votes fell, what came of items."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from archives import EXAMPLES, Files, a_site, beside

from akson_docs.build import meeting_versions
from akson_docs.meetings import record, redaction
from akson_docs.meetings.agenda import Agenda, agenda, is_recorded
from akson_docs.meetings.cards import card
from akson_docs.meetings.voting import Voter
from akson_docs.sources import loader

BOARD = """\
name: Utvalget
law: kommuneloven
item_number: {pattern: "{n}/{yy}"}
parties: [A, B]
members:
  - {id: a-1, name: medlem a 1, party: A, role: leder}
  - {id: a-2, name: medlem a 2, party: A}
  - {id: b-1, name: medlem b 1, party: B}
  - id: b-2
    seat: plass b 2
    party: B
    holders: [{name: gammel b 2, to: 2020-06-30}, {name: ny b 2, from: 2020-07-01}]
  - {id: ute, name: har sluttet, party: B, to: 2020-06-30}
  - {id: ikke, name: ikke begynt, party: B, from: 2020-07-02}
substitutes:
  - {id: a-v, name: vara a, party: A}
  - {id: b-v, name: vara b}
"""
ITEMS = """\
date: 2020-07-01
start: 10.00
items:
  - {number: 1/20, title: A, duration: 30}
  - {number: 2/20, title: B, duration: 30}
  - {number: 3/20, title: C, id: siste}
"""
NOTHING = Files()


def a_record(text: str, board: str = BOARD, files: Files = NOTHING) -> Agenda:
    its_board = loader.board(board.encode(), "board.yaml", Files())
    assert its_board.value, its_board.diagnostics
    meeting = loader.meeting(text.encode(), "2020-04", files)
    assert meeting.value, meeting.diagnostics
    return agenda(a_site(), its_board.value, meeting.value, "utvalg", "2020-04")


def ids(voters: tuple[Voter, ...]) -> str:
    return " ".join(voter.id for voter in voters)


def at(attendance: str, text: str = ITEMS) -> list[str]:
    """Who could vote on each item."""
    made = a_record(text + f"attendance:\n  {attendance}\n")
    return [ids(record.voters(made, entry)) for entry in made.entries]


# ---- the minutes ---------------------------------------------------------------------------------------------


def state_of(made: Agenda) -> str:
    """How the minutes stand on 8 July 2020, as a plan sees it."""
    version = meeting_versions.version(made, (), {}, card(made, ()))
    return meeting_versions.minutes(version, date(2020, 7, 8))


@pytest.mark.parametrize(
    ("written", "recorded", "state", "issue"),
    [
        ("", False, "", 1),
        ("follow_up: [{action: 1/19-1, status: done}]\n", False, "", 1),
        ("attendance: {present: others}\n", True, "draft", 1),
        ("minutes: {chair: a-1}\n", True, "draft", 1),
        ("minutes: {published: 2020-07-09}\n", True, "draft", 1),
        ("minutes: {published: 2020-07-08}\n", True, "published", 1),
        ("attendance: {present: others}\nminutes: {published: 2020-07-01}\n", True, "published", 1),
        ("minutes:\n  published: 2020-07-01\n  corrections: [{date: 2020-07-20, what: T}]\n", True, "published", 2),
        (
            "minutes:\n  published: 2020-07-01\n"
            "  corrections: [{date: 2020-07-20, what: T}, {date: 2020-07-20, what: U}]\n",
            True,
            "published",
            3,
        ),
    ],
)
def test_when_minutes_are_there_and_of_which_edition(written: str, recorded: bool, state: str, issue: int) -> None:
    made = a_record(ITEMS + written)
    found = (is_recorded(made.meeting), state_of(made), record.issue(made))
    assert found == (recorded, state, issue)
    shown = agenda(made.site, made.board, redaction.public(made.meeting), "utvalg", "2020-04")
    assert (
        is_recorded(shown.meeting),
        state_of(shown),
        record.issue(shown),
    ) == found, "the same of every edition"


# ---- who could vote ------------------------------------------------------------------------------------------

ALL = "a-1 a-2 b-1 b-2"


def test_who_left_after_midnight_was_there_before_it() -> None:
    written = "attendance: {present: others, part: [{member: a-2, left: 00.10}, {member: b-2, arrived: 23.15}]}\n"
    made = a_record(ITEMS.replace("10.00", "22.30").replace("duration: 30", "duration: 60") + written)
    starts = [entry.start.isoformat("minutes") if entry.start else "" for entry in made.entries]
    assert starts == ["22:30", "23:30", "00:30"]
    could = [" ".join(one.id for one in record.voters(made, entry)) for entry in made.entries]
    assert could == ["a-1 a-2 b-1", ALL, "a-1 b-1 b-2"]


@pytest.mark.parametrize(
    ("attendance", "could"),
    [
        ("present: others", [ALL, ALL, ALL]),
        ("present: [a-1, {member: b-2, by_video: yes}, medlem b 1]", ["a-1 b-1 b-2"] * 3),
        ("present: others\n  absent: [a-2, {member: b-2, excused: yes}]", ["a-1 b-1"] * 3),
        ("present: others\n  absent: [a-2]\n  substitutes: [{member: a-2, by: a-v}]", ["a-1 a-v b-1 b-2"] * 3),
        ("present: others\n  substitutes: [{member: a-2, by: a-v}]", ["a-1 a-v b-1 b-2"] * 3),
        ("present: others\n  absent: [{member: a-2, by: a-v}]", ["a-1 a-v b-1 b-2"] * 3),
        ("present: [a-1, {member: a-2, by: a-v}]", ["a-1 a-v"] * 3),
        ("present: others\n  substitutes: [{member: a-2, by: a-v, items: 2/20}]", [ALL, "a-1 a-v b-1 b-2", ALL]),
        (
            "present: others\n  absent: [a-2]\n  substitutes: [{member: a-2, by: a-v, items: siste}]",
            ["a-1 b-1 b-2", "a-1 b-1 b-2", "a-1 a-v b-1 b-2"],
        ),
        (
            "present: others\n  part: [{member: a-2, missed: 3/20}]\n  substitutes: [{member: a-2, by: a-v}]",
            [ALL, ALL, "a-1 a-v b-1 b-2"],
        ),
        ("present: [a-1, b-1]\n  part: [{member: a-2, items: 2/20}]", ["a-1 b-1", "a-1 a-2 b-1", "a-1 b-1"]),
        ("present: others\n  part: [{member: a-2, arrived: 10.15}]", ["a-1 b-1 b-2", ALL, ALL]),
        ("present: others\n  part: [{member: a-2, left: 10.30}]", [ALL, "a-1 b-1 b-2", "a-1 b-1 b-2"]),
        ("present: others\n  part: [{member: a-2, arrived: 10.30, left: 11.00}]", ["a-1 b-1 b-2", ALL, "a-1 b-1 b-2"]),
        ("present: others\n  part: [{member: a-2, left: 10.30, arrived: 11.00}]", [ALL, "a-1 b-1 b-2", ALL]),
        ("present: others\n  part: [{member: a-2, left: 10.05, missed: 3/20}]", [ALL, ALL, "a-1 b-1 b-2"]),
        (
            "present: others\n  substitutes: [{member: a-2, by: a-v}]\n  part: [{member: a-v, missed: 1/20}]",
            ["a-1 b-1 b-2", "a-1 a-v b-1 b-2", "a-1 a-v b-1 b-2"],
        ),
        ("present: others\n  substitutes: [{member: a-2, by: Kari Nordmann}]", ["a-1 Kari Nordmann b-1 b-2"] * 3),
        ("present: others\n  substitutes: [{member: a-2, by: b-1}]", ["a-1 b-1 b-2"] * 3),
    ],
)
def test_who_could_vote(attendance: str, could: list[str]) -> None:
    assert at(attendance) == could


@pytest.mark.parametrize(
    ("questions", "could"),
    [
        ("{member: a-2, found: disqualified}", "a-1 b-1 b-2"),
        ("{member: a-2, found: disqualified, replaced_by: a-v}", "a-1 a-v b-1 b-2"),
        ("{member: a-2, found: qualified}", ALL),
    ],
)
def test_who_steps_aside_does_not_vote(questions: str, could: str) -> None:
    text = ITEMS.replace("title: A,", f"title: A, impartiality: [{questions}],")
    assert at("present: others", text) == [could, ALL, ALL]


def test_nobody_votes_on_impartiality_who_is_asked_about() -> None:
    made = a_record(
        ITEMS.replace(
            "title: A,",
            "title: A, impartiality: [{member: a-2, found: disqualified, replaced_by: a-v, "
            "votes: [{on: proposal, for: [b-1]}]}, {member: b-2, found: qualified}],",
        )
        + "attendance: {present: others}\n"
    )
    (found,) = record.tallies(made, made.entries[0]).items()
    assert found[0] == ("items", 0, "impartiality", 0, "votes", 0)
    assert ids(found[1].voters) == "b-1 a-1"


def test_a_person_has_the_name_of_the_day_and_a_substitute_the_members_party() -> None:
    made = a_record(ITEMS + "attendance: {present: others, substitutes: [{member: a-1, by: b-v}]}\n")
    assert record.voters(made, made.entries[0])[0] == Voter("b-v", "vara b", "A", "a-1")
    assert record.voters(made, made.entries[0])[-1] == Voter("b-2", "ny b 2", "B")


def test_without_attendance_or_members_nothing_follows() -> None:
    voted = ITEMS.replace("title: A,", "title: A, votes: [{on: proposal, for: [A]}],")
    bare = a_record(voted)
    assert (record.voters(bare, bare.entries[0]), record.tallies(bare, bare.entries[0]), record.roll(bare)) == (
        (),
        {},
        None,
    )
    empty = a_record(voted + "attendance: {present: others}\n", "name: Utvalget\n")
    assert record.tallies(empty, empty.entries[0]) == {}


def test_the_roll_names_whom_others_presumes() -> None:
    roll = record.roll(
        a_record(
            ITEMS.replace(
                "title: A,", "title: A, impartiality: [{member: b-1, found: disqualified, replaced_by: b-v}],"
            )
            + "attendance:\n  present: others\n  absent: [a-2, b-2]\n"
            "  substitutes: [{member: a-2, by: a-v}]\n  part: [{member: b-1, left: 10.30}]\n"
        )
    )
    assert roll
    assert (ids(roll.present), ids(roll.absent)) == ("a-1 a-v b-1 b-v", "a-2 b-2")


@pytest.mark.parametrize(
    ("attendance", "presumed"),
    [
        ("present: others", ALL),
        ("present: others\n  absent: [a-2]", "a-1 b-1 b-2"),
        ("present: others\n  substitutes: [{member: a-2, by: a-v}]", "a-1 b-1 b-2"),
        ("present: others\n  substitutes: [{member: a-2, by: a-v, items: 2/20}]", ALL),
        ("present: others\n  part: [{member: a-2, left: 10.30}]", "a-1 b-1 b-2"),
        ("present: [a-1]", ""),
    ],
)
def test_whom_others_presumes(attendance: str, presumed: str) -> None:
    assert ids(record.presumed(a_record(ITEMS + f"attendance:\n  {attendance}\n"))) == presumed
    assert record.presumed(a_record(ITEMS)) == ()


# ---- how votes fell ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "board", "carried"),
    [
        ("", BOARD, True),
        ("chair: b-1\n", BOARD, False),
        ("chair: a-1\nminutes: {chair: b-1}\n", BOARD, False),
        ("", BOARD.replace("law: kommuneloven\n", ""), None),
        ("", BOARD.replace("role: leder", "role: sekretær"), None),
    ],
)
def test_who_led_the_meeting(top: str, board: str, carried: bool | None) -> None:
    voted = ITEMS.replace("title: A,", "title: A, votes: [{on: proposal, for: [A]}],")
    made = a_record(top + voted + "attendance: {present: others}\n", board)
    (found,) = record.tallies(made, made.entries[0]).values()
    assert (found.count, found.carried) == ("2-2", carried)


# ---- what came of items --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "came"),
    [
        ("proposal: P, adopted: proposal", "adopted"),
        ("adopted: proposal", ""),
        ("motions: [{id: A, by: B, text: M}], adopted: A", "changed"),
        ("decision: V", "changed"),
        ("outcome: postponed", "postponed"),
        ("proposal: P", ""),
    ],
)
def test_what_came_of_an_item(keys: str, came: str) -> None:
    made = a_record(f"date: 2020-07-01\nitems: [{{title: S, {keys}}}]\n")
    assert record.outcome(made.entries[0]) == came


def test_that_something_was_decided_is_no_secret() -> None:
    text = "date: 2020-07-01\nitems: [{title: S, withheld: offl. § 23, decision: V}]\n"
    made = a_record(text)
    shown = agenda(made.site, made.board, redaction.public(made.meeting), "utvalg", "2020-04")
    assert record.outcome(shown.entries[0]) == "withheld"


def test_what_is_not_decided_yet() -> None:
    made = a_record(
        "date: 2020-07-01\nitems:\n"
        "  - {number: 1/20, title: A, type: Vedtak, proposal: P}\n"
        "  - {number: 2/20, title: A, type: Vedtak, proposal: P, adopted: proposal, "
        "items: [{number: 3/20, title: A, type: Vedtak}]}\n"
        "  - {number: 4/20, title: A, type: Vedtak, items: [{number: 5/20, title: A, type: Vedtak}]}\n"
        "  - {number: 6/20, title: A, type: Orientering}\n"
        "  - {number: 7/20, title: A, type: Godkjenning, outcome: withdrawn}\n"
        "  - {number: 8/20, title: A, type: Vedtak, elections: [{to: leder, agreed: [a-1]}]}\n"
    )
    assert [entry.item.number for entry in record.undecided(made)] == ["1/20", "5/20"]


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("adopted: proposal, votes: [{on: proposal, for: [A, b-1]}]", None),
        ("adopted: proposal, votes: [{on: proposal, for: [b-1]}]", 0),
        ("adopted: proposal, votes: [{on: proposal, for: [b-1]}, {on: proposal, for: [A, b-1]}]", None),
        ("adopted: proposal, votes: [{on: proposal, part: 1, for: [b-1]}, {on: proposal, part: 2, for: [A, b-1]}]", 0),
        ("adopted: proposal, votes: [{on: M, over: proposal, for: [A, b-1]}]", 0),
        ("adopted: M, votes: [{on: M, over: proposal, for: [A, b-1]}]", None),
        ("adopted: M, votes: [{on: proposal, for: [A, b-1]}, {on: M, for: [B]}]", 1),
        ("decision: V, votes: [{on: proposal, for: [b-1]}]", None),
        ("decision: V, votes: [{on: decision, for: [b-1]}]", 0),
        ("outcome: postponed, votes: [{on: proposal, for: [b-1]}]", None),
    ],
)
def test_what_was_adopted_was_carried(keys: str, place: int | None) -> None:
    made = a_record(
        f"date: 2020-07-01\nitems: [{{title: S, proposal: P, motions: [{{id: M, by: B, text: M}}], {keys}}}]\n"
        "attendance: {present: others}\n"
    )
    (entry,) = made.entries
    expected = None if place is None else ("items", 0, "votes", place)
    assert record.lost(entry, record.tallies(made, entry)) == expected


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("adopted: proposal, votes: [{on: A, for: [B]}, {on: proposal, for: [A]}]", 1),
        ("adopted: M, votes: [{on: M, over: proposal, for: [A]}, {on: M, for: [B]}]", 1),
        ("decision: V, votes: [{on: decision, unanimous: yes}]", 0),
        ("decision: V, votes: [{on: M, for: [A]}]", None),
        ("adopted: proposal, votes: [{on: proposal, part: 1, for: [A]}]", None),
        ("votes: [{on: proposal, for: [A]}]", None),
    ],
)
def test_the_vote_that_settled_it(keys: str, place: int | None) -> None:
    made = a_record(
        f"date: 2020-07-01\nitems: [{{title: S, proposal: P, motions: [{{id: M, by: B, text: M}}], {keys}}}]\n"
    )
    assert record.settled_by(made.entries[0]) == (None if place is None else ("items", 0, "votes", place))


def test_the_id_of_an_action() -> None:
    made = a_record("date: 2020-07-01\nitems: [{number: 18/20, title: S}, {title: Ymse}]\n")
    assert [record.action_id(entry, 1) for entry in made.entries] == ["18/20-1", "2020-04-ymse-1"]


def test_what_a_meeting_asked_to_be_done() -> None:
    asked = "actions: [{what: A, who: B}, {what: C, who: D}]"
    made = a_record(f"date: 2020-07-01\nitems: [{{number: 18/20, title: S, {asked}}}, {{title: Ymse, {asked}}}]\n")
    assert record.actions(made) == ("18/20-1", "18/20-2", "2020-04-ymse-1", "2020-04-ymse-2")
    assert record.actions(a_record(ITEMS)) == ()


def test_of_a_withheld_item_the_public_edition_says_nobodys_vote() -> None:
    made = a_record(
        "date: 2020-07-01\nitems:\n"
        "  - number: 1/20\n    title: S\n    withheld: offl. § 23\n    proposal: P\n"
        "    closed: {basis: koml. § 11-5, votes: [{on: proposal, for: [A]}]}\n"
        "    impartiality: [{member: a-2, found: disqualified, replaced_by: a-v, votes: [{on: proposal, for: [B]}]}]\n"
        "    motions: [{id: M, by: b-1, text: T}]\n"
        "    votes: [{on: M, against: [A, b-2]}, {on: proposal, for: [A, b-2]}]\n"
        "    adopted: proposal\n    actions: [{what: W, who: a-1}]\n"
        "  - {number: 2/20, title: T, proposal: P, votes: [{on: proposal, for: [A]}]}\n"
        "attendance: {present: others}\n"
    )
    assert len(record.tallies(made, made.entries[0])) == 4
    shown = agenda(made.site, made.board, redaction.public(made.meeting), "utvalg", "2020-04")
    hidden, open_ = shown.entries
    assert record.tallies(shown, hidden) == {}
    assert (record.margin(shown, hidden), record.settled_by(hidden), record.lost(hidden, {})) == ("", None, None)
    assert (record.actions(shown), record.outcome(hidden)) == ((), "withheld")
    assert record.tallies(shown, open_) == record.tallies(made, made.entries[1])
    roll = record.roll(shown)
    assert roll
    assert ids(roll.present) == "a-1 a-2 b-1 b-2", "who stepped in at it is not among them"


# ---- the made-up committee -----------------------------------------------------------------------------------


def names(made: Agenda, number: str) -> Callable[[int], tuple[str, str]]:
    entry = next(entry for entry in made.entries if entry.item.number == number)
    found = record.tallies(made, entry)

    def of(place: int) -> tuple[str, str]:
        tally = found[(*entry.path, "votes", place)]
        return tally.count, ids(tally.for_)

    return of


def an_example(folder: str) -> Agenda:
    path = EXAMPLES / "friluft" / folder / "meeting.yaml"
    return a_record(path.read_text("utf-8"), (EXAMPLES / "friluft/board.yaml").read_text("utf-8"), beside(path))


def test_the_votes_of_the_example_committee() -> None:
    made = an_example("2023-02")
    plan = names(made, "PS 13/23")
    assert plan(0) == ("1-8", "aas-v1")
    assert plan(1) == ("5-4", "n-2 nestleder s-2 v-1 oy-1")
    assert plan(2) == ("3-6", "s-2 oy-1 aas-v1")
    assert plan(3)[0] == "9-0"
    assert names(made, "PS 14/23")(0) == ("8-0-1", "leder n-2 n-3 nestleder s-2 v-1 v-2 aas-v1")
    assert names(made, "PS 15/23")(0) == ("5-4", "leder n-2 n-3 oy-1 aas-v1")
    assert names(made, "PS 18/23")(0)[0] == "8-0", "v-2 had left"
    entry = next(entry for entry in made.entries if entry.item.number == "PS 13/23")
    against = record.tallies(made, entry)[(*entry.path, "votes", 1)]
    assert [(side.party, ids(side.voters), side.split) for side in against.sides(against.against)] == [
        ("Nordlista", "leder n-v1", True),
        ("Vestlista", "v-2", True),
        ("Åslista", "aas-v1", False),
    ]
    assert record.undecided(made) == ()
    assert sum(len(record.tallies(made, entry)) for entry in made.entries) == 11
    assert all(tally.adds_up for entry in made.entries for tally in record.tallies(made, entry).values())
    assert record.actions(made) == ("PS 17/23-1", "PS 17/23-2")
    assert record.issue(made) == 2, "it was corrected once"


def test_the_next_meeting_of_the_example_committee() -> None:
    made = an_example("2023-03")
    assert [entry.item.approves for entry in made.entries] == ["", "2023-02", "", ""]
    assert [record.outcome(entry) for entry in made.entries] == [""] * 4
    assert not is_recorded(made.meeting)


@pytest.mark.parametrize(
    ("keys", "attendance", "found"),
    [
        ("adopted: proposal, votes: [{on: proposal, unanimous: yes}]", "others", "unanimous"),
        ("adopted: proposal, votes: [{on: proposal, for: [A]}]", "others", "2-2"),
        ("adopted: proposal, votes: [{on: proposal, against: [b-1]}]", "others", "3-1"),
        ("adopted: proposal, votes: [{on: proposal, blank: [b-1], for: [a-1, a-2, b-2]}]", "others", "3-0-1"),
        ("adopted: proposal, votes: [{on: proposal, for: [A, B]}]", "others", "unanimous"),
        ("decision: Nytt., motions: [{id: X, by: A, text: T}], votes: [{on: X, for: [A]}]", "others", ""),
        (
            "decision: Nytt., motions: [{id: X, by: A, text: T}], votes: [{on: X, unanimous: yes}]",
            "others",
            "unanimous",
        ),
        ("adopted: proposal, votes: [{on: proposal, for: [A], count: 3-1}]", "", "3-1"),
        ("adopted: proposal, votes: [{on: proposal, for: [A]}]", "", "majority"),
        ("adopted: proposal", "others", ""),
    ],
)
def test_by_how_much_a_resolution_was_carried(keys: str, attendance: str, found: str) -> None:
    text = "date: 2020-07-01\nitems:\n  - {number: 1/20, title: A, proposal: Forslag., " + keys + "}\n"
    made = a_record(text + (f"attendance: {{present: {attendance}}}\n" if attendance else ""))
    assert record.margin(made, made.entries[0]) == found


def test_what_items_came_to_is_listed_where_they_are_many() -> None:
    rows = "".join(f"  - {{number: {n}/20, title: T, proposal: P, adopted: proposal}}\n" for n in (4, 5))
    text = ITEMS + rows + "  - {number: 6/20, title: U, outcome: postponed}\n"
    assert record.listed(a_record(text)) == ()
    elected = "{to: leder, agreed: [a-1]}"
    found = record.listed(a_record(f"{text}  - {{number: 7/20, title: V, elections: [{elected}]}}\n"))
    assert [(entry.item.number, came) for entry, came in found] == [
        ("4/20", "adopted"), ("5/20", "adopted"), ("6/20", "postponed"), ("7/20", "elected"),
    ]  # fmt: skip
