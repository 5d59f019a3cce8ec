"""Who is not named: a private person, and everyone when a meeting is old."""

from __future__ import annotations

from datetime import date

import pytest
from archives import a_board, a_pdf, a_site, sound_meeting

from akson_docs import edition, names, record
from akson_docs.agenda import agenda
from akson_docs.model import Board, Item, Meeting
from akson_docs.words import Words

SITE = """\
format: 1
name: Papirer
publisher: Eksempeletaten (oppdiktet)
address: https://example.no
"""
UNTIL = SITE + "privacy: {names_until: 12 months}\n"
# Names that nobody has: those of trees and colours.
BOARD = """\
name: Styret
members:
  - {id: blå-gran, name: Blå Gran, role: {nb: leder, en: chair}}
  - {id: rød-lind, name: Rød Lind, private: yes}
  - {id: m3, seat: Elevrådets plass, holders: [{name: Grønn Eik, to: 2020-06-30}, {name: Gul Alm, from: 2020-07-01}]}
  - {id: nestleder, name: nestleder}
substitutes:
  - {id: v1, name: Svart Or, private: yes}
"""
MEETING = """\
date: 2020-07-01
chair: blå-gran
items:
  - number: 18/20
    title: Møteplan for Rød Lind
    presenter: Rød Lind
    proposal: {nb: Rød Linds forslag vedtas. Rødlinder og rød  lind., en: Rød Lind moves.}
    adopted: proposal
    votes: [{on: proposal, against: [rød-lind, m3]}]
    dissent: [{by: "blå-gran, rød-lind", text: Imot.}]
    actions: [{what: Skrive, who: rød-lind}]
    slides: [{title: Slik sier Gul  Alm det, body: "Gul Alm, og Grønn Eiks hage."}]
attendance:
  present: [{name: blå-gran}, {name: rød-lind}, {name: m3}]
  absent: [{name: nestleder, by: v1}]
  part: [{name: Lilla Osp, items: [18/20]}, {name: Rød Linds følge, missed: [18/20]}]
  guests: [{name: Hvit Selje, as: foredragsholder}, {name: Grå Rogn}, {name: rådgiver}]
minutes: {published: 2020-07-08, secretary: v1, signers: [blå-gran, rød-lind]}
"""
PRIVATE = ("rød-lind", "Rød Lind", "rød lind", "Rød  lind", "Svart Or", "v1")
NAMED = ("Blå Gran", "blå-gran", "Grønn Eik", "Gul Alm", "Grå Rogn", "Lilla Osp")


def seen(day: str, site: str = UNTIL) -> tuple[Board, Meeting]:
    return edition.published(a_site(site), a_board(BOARD), sound_meeting(MEETING), date.fromisoformat(day))


def written(board: Board, meeting: Meeting) -> str:
    return board.model_dump_json() + meeting.model_dump_json()


def said(words: Words | None, language: str = "nb") -> str:
    assert words is not None
    return words.say(language, "nb")[1]


def test_a_private_person_is_nowhere() -> None:
    board, meeting = seen("2020-08-01")
    assert [name for name in PRIVATE if name in written(board, meeting)] == []
    assert [name for name in NAMED if name not in written(board, meeting)] == []


def test_the_members_edition_names_everyone() -> None:
    assert edition.public(sound_meeting(MEETING)) == sound_meeting(MEETING)


def test_the_boards_own_page_does_not_name_a_private_person_either() -> None:
    board = edition.public(a_board(BOARD))
    assert [name for name in PRIVATE if name in board.model_dump_json()] == []
    assert [said(person.seat) if person.seat else person.name for person in board.people] == [
        "Blå Gran", "Medlem 2", "Elevrådets plass", "nestleder", "Varamedlem 1",
    ]  # fmt: skip


def test_what_stands_in_the_place_of_a_name() -> None:
    _, meeting = seen("2020-08-01")
    (item,) = meeting.items
    assert isinstance(item, Item)
    assert said(item.title) == "Møteplan for medlem 2"
    assert said(item.proposal) == "medlem 2s forslag vedtas. Rødlinder og medlem 2."
    assert said(item.proposal, "en") == "member 2 moves."
    assert item.dissent[0].by == "blå-gran, members-2"


@pytest.mark.parametrize("day", ["2020-08-01", "2021-07-01"])
def test_votes_and_attendance_are_the_same_without_names(day: str) -> None:
    full = agenda(a_site(UNTIL), a_board(BOARD), sound_meeting(MEETING), "styret", "2020-04")
    shown = agenda(a_site(UNTIL), *seen(day), "styret", "2020-04")
    one, other = (record.tallies(made, made.entries[0]) for made in (full, shown))
    assert {path: (tally.count, tally.carried) for path, tally in one.items()} == {
        path: (tally.count, tally.carried) for path, tally in other.items()
    }
    assert one
    there, here = record.roll(full), record.roll(shown)
    assert there
    assert here
    assert (len(there.present), len(there.absent)) == (len(here.present), len(here.absent))


def test_names_go_when_their_time_is_over() -> None:
    assert "Blå Gran" in written(*seen("2021-06-30"))
    board, meeting = seen("2021-07-01")
    assert [name for name in (*PRIVATE, *NAMED) if name in written(board, meeting)] == []
    made = agenda(a_site(UNTIL), board, meeting, "styret", "2020-04")
    assert record.called(made, meeting.chair) == "leder"
    assert record.called(made, meeting.chair, "en") == "chair"
    assert record.called(made, "nestleder") == "nestleder"
    assert meeting.attendance
    assert [row.name for row in meeting.attendance.guests] == ["foredragsholder", names.NOBODY, "rådgiver"]


def test_a_file_and_an_address_keep_their_names() -> None:
    """They would lead nowhere under others."""
    held = "attachments: [{file: Blå Gran.pdf, title: Notat av Blå Gran}, {url: https://example.no/Alm}]\n"
    text = MEETING + held + "online: https://example.no/Gran\n"
    board = BOARD.replace("name: Blå Gran", "name: Gran")
    meeting = sound_meeting(text, {"Blå Gran.pdf": a_pdf()})
    _, shown = edition.published(a_site(UNTIL), a_board(board), meeting, date(2021, 7, 1))
    assert [one.file or one.url for one in shown.attachments] == ["Blå Gran.pdf", "https://example.no/Alm"]
    assert said(shown.attachments[0].title) == "Notat av Blå leder"
    assert shown.online == "https://example.no/Gran"


def test_names_stay_where_no_time_is_set() -> None:
    board, meeting = seen("2099-01-01", SITE)
    assert [name for name in NAMED if name not in written(board, meeting)] == []


@pytest.mark.parametrize(
    ("day", "period", "then"),
    [
        ("2020-01-31", "1 month", "2020-02-29"),
        ("2020-07-01", "12 months", "2021-07-01"),
        ("2020-02-29", "1 year", "2021-02-28"),
        ("2020-12-31", "2 weeks", "2021-01-14"),
        ("2020-12-31", "1 day", "2021-01-01"),
        ("2020-12-15", "1 month", "2021-01-15"),
        ("9999-12-31", "1 month", "9999-12-31"),
        ("9999-12-31", "1 day", "9999-12-31"),
        ("2020-01-01", "9999 years", "9999-12-31"),
    ],
)
def test_some_time_after_a_day(day: str, period: str, then: str) -> None:
    assert names.later(date.fromisoformat(day), period) == date.fromisoformat(then)
