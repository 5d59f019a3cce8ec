from __future__ import annotations

from datetime import date, time

import pytest
from archives import BOARD, a_board, a_site, sound_meeting

from akson_docs.agenda import Agenda, Entry, agenda, type_of
from akson_docs.model import Heading, Item


def an_agenda(rows: str, head: str = "date: 2020-07-01\n", board: str = BOARD, folder: str = "2020-04") -> Agenda:
    text = head + "items:\n" + "".join(f"  - {row}\n" for row in rows.strip().split("\n"))
    return agenda(a_site(), a_board(board), sound_meeting(text, {}), "styret", folder)


def times(found: Agenda) -> list[tuple[str, str]]:
    return [
        (entry.start.isoformat("minutes") if entry.start else "", entry.end.isoformat("minutes") if entry.end else "")
        for entry in found.entries
    ]


# ---- times ---------------------------------------------------------------------------------------------------


def test_times_follow_from_durations() -> None:
    found = an_agenda("{title: A, duration: 5}\n{heading: H}\n{title: B, duration: 100}")
    assert times(found) == [("09:00", "09:05"), ("09:05", "10:45")]
    assert (found.start, found.end) == (time(9), time(10, 45))


def test_a_time_that_is_not_known_is_not_guessed() -> None:
    found = an_agenda("{title: A, duration: 5}\n{title: B}\n{title: C, duration: 5}")
    assert times(found) == [("09:00", "09:05"), ("09:05", ""), ("", "")]
    assert found.end is None


def test_a_fixed_time_begins_anew() -> None:
    found = an_agenda(
        "{title: A}\n{title: B, start: 12.30, duration: 15}\n{title: C}", "date: 2020-07-01\nend: 14.00\n"
    )
    assert times(found) == [("09:00", ""), ("12:30", "12:45"), ("12:45", "")]
    assert found.end == time(14)


def test_the_meetings_own_start_comes_before_the_boards() -> None:
    assert times(an_agenda("{title: A, duration: 5}", "date: 2020-07-01\nstart: 17.30\n")) == [("17:30", "17:35")]
    without = BOARD.replace("start: 9.00\n", "")
    assert times(an_agenda("{title: A, duration: 5}", board=without)) == [("", "")]


def test_items_under_an_item_share_its_time() -> None:
    found = an_agenda("{title: A, items: [{title: B, duration: 5}, {title: C, duration: 10}]}\n{title: D}")
    assert times(found) == [("09:00", "09:15"), ("09:00", "09:05"), ("09:05", "09:15"), ("09:15", "")]
    assert [entry.depth for entry in found.entries] == [0, 1, 1, 0]
    whole = an_agenda("{title: A, duration: 30, items: [{title: B}, {title: C}]}\n{title: D}")
    assert times(whole)[0] == ("09:00", "09:30")
    assert times(whole)[3] == ("09:30", "")


def test_two_days() -> None:
    head = "days: [{date: 2020-07-01, start: 10.00}, {date: 2020-07-02}]\nstart: 11.00\n"
    found = an_agenda("{title: A, duration: 30}\n{title: B, day: 2020-07-02, duration: 5}\n{title: C}", head)
    assert found.days == (date(2020, 7, 1), date(2020, 7, 2))
    assert [entry.day.day for entry in found.entries] == [1, 2, 2], "an item is on the day of the one before it"
    assert times(found) == [("10:00", "10:30"), ("09:00", "09:05"), ("09:05", "")], "the board's start on later days"
    assert found.start == time(10)


# ---- number, title, languages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "head", "pattern", "number"),
    [
        ("2020-04", "", '"{n}/{yy}"', "4/20"),
        ("2020-12", "", '{pattern: "{nn}/{yyyy}"}', "12/2020"),
        ("2020-04", "number: 3/20\n", '"{n}/{yy}"', "3/20"),
        ("2020-04", "", "none", ""),
        ("2020-04", "number: IV\n", "none", "IV"),
        ("2020-ekstra", "", '"{n}/{yy}"', ""),
    ],
)
def test_the_meetings_number(folder: str, head: str, pattern: str, number: str) -> None:
    board = BOARD.replace('meeting_number: "{n}/{yy}"', f"meeting_number: {pattern}")
    assert an_agenda("{title: A}", f"date: 2020-07-01\n{head}", board, folder).number == number


def test_the_title_follows_from_the_boards_pattern() -> None:
    assert an_agenda("{title: A}").title.say("nb") == ("nb", "Møte 4/20 i Styret 1. juli 2020")
    own = an_agenda("{title: A}", "date: 2020-07-01\ntitle: Felles møte\n")
    assert own.title.say("nb", "nb")[1] == "Felles møte"
    plain = BOARD.replace('title: {nb: "Møte {number} i {board} {date}"}\n', "")
    assert an_agenda("{title: A}", board=plain).title.say("nb")[1] == "Styret"


def test_languages() -> None:
    assert an_agenda("{title: A}").languages == ("nb",)
    assert an_agenda("{title: A}", "date: 2020-07-01\nlanguage: nn\n").language == "nn"
    silent = BOARD.replace("languages: [nb]\n", "")
    assert an_agenda("{title: A}", board=silent).languages == ("nb",)


def test_place_and_address() -> None:
    found = an_agenda("{title: A}")
    assert found.address == "styret/2020-04/"
    assert found.place is not None
    assert found.place.say("nb")[1] == "Teams"
    own = an_agenda("{title: A}", "date: 2020-07-01\nplace: Oslo\n").place
    assert own is not None
    assert own.say("nb")[1] == "Oslo"


# ---- items ---------------------------------------------------------------------------------------------------


def test_rows_are_headings_and_items_with_those_under_them() -> None:
    found = an_agenda("{heading: H}\n{title: A, items: [{title: B}]}\n{title: C}")
    assert [type(row) for row in found.rows] == [Heading, Entry, Entry, Entry]
    assert [entry.path for entry in found.entries] == [("items", 1), ("items", 1, "items", 0), ("items", 2)]


@pytest.mark.parametrize(
    ("row", "slug"),
    [
        ("{number: 17/20, title: A}", "17-2020"),
        ("{number: 17/2020, title: A}", "17-2020"),
        ("{number: PS 57/21, title: A}", "ps-57-2021"),
        ("{number: 17a, title: A}", "17a"),
        ("{title: Åpen høring}", "2020-04-apen-horing"),
        ("{title: A, id: horing}", "2020-04-horing"),
        ("{title: Hemmelig, id: hemmelig, withheld: offl. § 14}", "2020-04-1"),
        ("{title: {text: Hemmelig, withheld: offl. § 14}}", "2020-04-1"),
        ("{number: 17/20, title: Hemmelig, withheld: offl. § 14}", "17-2020"),
    ],
)
def test_what_an_items_address_is_made_of(row: str, slug: str) -> None:
    (entry,) = an_agenda(row).entries
    assert entry.slug == slug
    assert entry.anchor == f"sak-{slug}"


def test_addresses_are_distinct() -> None:
    assert [entry.slug for entry in an_agenda("{title: A}\n{title: A}\n{title: a}").entries] == [
        "2020-04-a",
        "2020-04-a-2",
        "2020-04-a-3",
    ]


def test_what_is_under_a_withheld_item_is_withheld() -> None:
    found = an_agenda("{title: A, withheld: offl. § 14, items: [{title: Hemmelig}, {title: B, withheld: offl. § 25}]}")
    assert [entry.slug for entry in found.entries] == ["2020-04-1", "2020-04-1-1", "2020-04-1-2"]
    assert [entry.item.withheld for entry in found.entries] == ["offl. § 14", "offl. § 14", "offl. § 25"]


@pytest.mark.parametrize(
    ("row", "kind", "printed"),
    [
        ("{title: A, type: Politisk sak}", "decision", True),
        ("{title: A, type: politisk SAK}", "decision", True),
        ("{title: A, type: Referatsak}", "information", False),
        ("{title: A, type: Orientering}", "information", True),
        ("{title: A, type: Discussion}", "discussion", True),
        ("{title: Eventuelt}", "open", False),
        ("{title: Any other business}", "open", False),
        ("{title: Eventuelt, type: Orientering}", "information", True),
        ("{title: Orientering}", None, None),
        ("{title: A, type: Befaring}", None, None),
    ],
)
def test_types(row: str, kind: str | None, printed: bool | None) -> None:
    (entry,) = an_agenda(row).entries
    assert entry.kind == kind
    assert (entry.type.printed if entry.type else None) == printed


def test_the_boards_own_type_comes_before_the_usual_one() -> None:
    board = a_board(BOARD.replace("{name: Referatsak,", "{name: Orientering,"))
    found = type_of(Item.model_validate({"title": "A", "type": "Orientering"}), board)
    assert found is not None
    assert not found.printed


@pytest.mark.parametrize(
    ("row", "decided"),
    [
        ("{title: A, proposal: P}", None),
        ("{title: A, proposal: P, adopted: proposal}", "P"),
        ("{title: A, proposal: P, decision: D}", "D"),
        ("{title: A, proposal: P, motions: [{id: A, by: SV, text: M}], adopted: A}", "M"),
        ("{title: A, proposal: P, adopted: B}", None),
        ("{title: A, adopted: proposal}", None),
    ],
)
def test_what_was_decided(row: str, decided: str | None) -> None:
    (entry,) = an_agenda(row).entries
    assert (entry.decided.say("nb")[1] if entry.decided else None) == decided


def test_attachments_are_numbered() -> None:
    (entry,) = an_agenda("{title: A, attachments: [{url: https://a.no/a}, {url: https://a.no/b}]}").entries
    assert [(number, one.url) for number, one in entry.attachments] == [(1, "https://a.no/a"), (2, "https://a.no/b")]
