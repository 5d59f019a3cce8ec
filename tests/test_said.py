"""What is put into words before a template places it: what was changed, and who was there."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from archives import FILES, a_board, a_site, sound_meeting
from markupsafe import Markup, escape

from akson_docs.meetings import record
from akson_docs.meetings.agenda import agenda
from akson_docs.meetings.revisions.changes import Change, ChangeKind, TextChange
from akson_docs.meetings.revisions.issue import ItemChanges
from akson_docs.render import attendance_groups, changed


class Keys:
    """Says each key as itself, with its values."""

    def __init__(self, language: str = "nb") -> None:
        self.language = language

    def said(self, key: str, /, **values: object) -> str:
        return f"{key.capitalize()}" + "".join(f" {value}" for value in values.values())

    def label(self, key: str, /) -> str:
        return f"Board's {key}"

    def plain(self, words: Any, /) -> str:
        return str(words.say("nb")[1]) if words else ""

    def line(self, words: Any, /) -> Markup:
        return escape(self.plain(words))

    def clock(self, moment: time, /) -> str:
        return f"{moment:%H:%M}" if self.language == "en" else f"{moment:%H.%M}"


def change(kind: ChangeKind, *words: TextChange, anchor: str = "sak-a") -> Change:
    return Change(kind, "a", anchor, "A", "A", words)


def group(*own: Change, slides: tuple[Change, ...] = ()) -> ItemChanges:
    return ItemChanges("a", "A", own[0].kind if own else "", own, slides)


# ---- what was changed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "found"),
    [
        ((change("new", TextChange("title", "", "A")),), "Change_item_new"),
        ((change("removed"),), "Change_item_removed"),
        (
            (change("moved"), change("changed", TextChange("title", "A", "B"))),
            "Change_moved. Change_changed: title",
        ),
        (
            (change("changed", TextChange("title", "A", "B"), TextChange("title", "C", "D"), TextChange("x", "", "")),),
            "Change_changed: title, Change_text",
        ),
        ((change("changed", TextChange("outcome", "", "postponed")),), "Change_changed: outcome_postponed"),
        ((change("changed", TextChange("outcome", "", "Utsatt")),), "Change_changed: utsatt"),
        ((change("changed", TextChange("decision", "A", "B")),), "Change_changed: board's decision"),
        ((change("changed", TextChange("start", "09:00", "10:30")),), "Change_changed: time (Mail_before 09.00)"),
        ((change("changed", TextChange("place", "A", "B", True)),), "Change_changed: place"),
        ((), ""),
    ],
)
def test_what_came_of_an_item_is_said_in_one_line(own: tuple[Change, ...], found: str) -> None:
    assert changed.item(group(*own), Keys()) == found


def test_slides_are_told_by_their_numbers() -> None:
    slides = tuple(change("changed", anchor=f"a-{number}") for number in range(8))
    slides += (change("new", anchor="b"), change("removed", anchor="c"), change("removed", anchor="d"))
    numbers = {f"a-{number}": number + 3 for number in range(8)} | {"b": 20}
    said = changed.with_slides(group(slides=slides), Keys(), numbers)
    assert said == "Change_slide_new 20. Change_slide_changed 3, 4, 5, 6, 7, 8 …. Change_slide_removed (2)"


@pytest.mark.parametrize("kind", ["new", "removed"])
def test_of_an_item_that_is_new_or_gone_no_slide_is_told(kind: ChangeKind) -> None:
    one = group(change(kind), slides=(change("new", anchor="b"),))
    assert changed.with_slides(one, Keys(), {"b": 2}) == f"Change_item_{kind}"


@pytest.mark.parametrize(
    ("role", "both", "language", "found"),
    [
        ("start", ("09:00", "10:30"), "nb", ("09.00", "10.30")),
        ("start", ("09:00", "10:30"), "en", ("09:00", "10:30")),
        ("light", ("green", ""), "nb", ("Board's light_green", "")),
        ("form", ("", "written"), "nb", ("", "Form_written")),
        ("form", ("9:00", "written"), "nb", ("9:00", "written")),
        ("title", ("9:00", "10:00"), "nb", ("9:00", "10:00")),
    ],
)
def test_what_a_field_said_and_says(role: str, both: tuple[str, str], language: str, found: tuple[str, str]) -> None:
    assert changed.before_and_now(TextChange(role, *both), Keys(language)) == found


# ---- who was there -------------------------------------------------------------------------------------------

BOARD = """\
name: Styret
members:
  - {id: leder, name: leder, role: leder}
  - {id: nest, name: nestleder, role: nestleder i rådet, party: Nordlista, body: Etaten <b>}
  - {id: medlem, name: medlem, party: Nordlista}
substitutes: [{id: vara, name: vara, party: Nordlista}]
"""
THERE = """\
date: 2020-07-01
attendance:
  present: [leder, {name: nest, by_video: yes, note: Fra kontoret}]
  absent: [{name: medlem, excused: yes}]
  substitutes: [{member: medlem, by: vara, items: ["2/20"]}]
  observers: [{name: tillitsvalgt, as: for de ansatte}]
  guests: [{name: direktør, by: rådgiver}]
  part: [{member: leder, arrived: "09:15", missed: ["1/20"]}, {name: vaktmester, left: "10:00"}]
items: [{number: 1/20, title: A}, {number: 2/20, title: B}]
"""


def groups(board: str = BOARD, meeting: str = THERE) -> dict[str, list[tuple[str, ...]]]:
    made = agenda(a_site(), a_board(board), sound_meeting(meeting, FILES), "styret", "2020-07")
    roll = record.roll(made)
    assert roll is not None
    assert made.meeting.attendance is not None
    found = attendance_groups.groups(made, made.meeting.attendance, roll, Keys())
    return {one.title: [(row.name, row.role, row.party, row.remarks) for row in one.rows] for one in found}


def test_everybody_is_listed_once_with_what_is_told_of_them() -> None:
    assert groups() == {
        "Members": [
            ("leder", "", "", "Arrived_at Clock 09.15, Not_there_for 1/20"),
            ("nestleder", "nestleder i rådet, Etaten &lt;b&gt;", "Nordlista", "By_video. Fra kontoret"),
        ],
        "Substitutes": [("vara", "", "Nordlista", "In_place_of medlem There_for 2/20")],
        "Absent": [("medlem", "", "Nordlista", "Notified")],
        "Observers": [("tillitsvalgt", "for de ansatte", "", "")],
        "Guests": [("rådgiver", "", "", "In_place_of direktør")],
        "Also_there": [("vaktmester", "", "", "Left_at Clock 10.00")],
    }


def test_in_a_board_without_members_whoever_was_there_is_one() -> None:
    assert groups("name: Styret\n", "date: 2020-07-01\nattendance: {present: [A, B]}\nitems: [{title: A}]\n") == {
        "Members": [("A", "", "", ""), ("B", "", "", "")]
    }
