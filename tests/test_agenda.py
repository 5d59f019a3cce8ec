from __future__ import annotations

from datetime import date, time

import pytest
from archives import BOARD, a_board, a_site, sound_meeting

from akson_docs.meetings.agenda import Agenda, Entry, agenda, type_of
from akson_docs.model.documents import Heading, Item
from akson_docs.model.slides import Risks


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


def sittings(found: Agenda) -> list[tuple[str, str]]:
    return [
        (
            one.begins.isoformat(timespec="minutes") if one.begins else "",
            one.ends.isoformat(timespec="minutes") if one.ends else "",
        )
        for one in found.sittings
    ]


@pytest.mark.parametrize(
    ("head", "rows", "expected"),
    [
        ("start: 22.30\n", "{title: A, duration: 120}\n{title: B, duration: 45}", ["2020-07-02T01:15"]),
        ("start: 22.30\nend: 01.15\n", "{title: A}", ["2020-07-02T01:15"]),
        ("start: 18.00\nend: 00.00\n", "{title: A}", ["2020-07-02T00:00"]),
        ("start: 22.30\n", "{title: A, duration: 60}\n{title: B, start: 00.30, duration: 30}", ["2020-07-02T01:00"]),
        ("start: 22.00\n", "{title: A, duration: 600}", ["2020-07-02T08:00"]),
        ("start: 09.00\n", "{title: A, duration: 60}\n{title: B, start: 08.50, duration: 5}", ["2020-07-01T08:55"]),
    ],
)
def test_what_is_past_midnight_is_on_the_next_day(head: str, rows: str, expected: list[str]) -> None:
    found = an_agenda(rows, "date: 2020-07-01\n" + head)
    assert [end.removesuffix("+02:00") for _, end in sittings(found)] == expected
    assert {entry.day.isoformat() for entry in found.entries} == {"2020-07-01"}


@pytest.mark.parametrize(
    ("day", "start", "row", "ends"),
    [
        # The clock is put back at 03.00 to 02.00: three hours are over at the second 02.00 but for half an hour.
        ("2026-10-24", "23.30", "{title: A, duration: 210}", "2026-10-25T02:00+01:00"),
        ("2026-10-25", "02.30", "{title: A, duration: 30}", "2026-10-25T02:00+01:00"),
        # It is put forward at 02.00 to 03.00: there is no half past two.
        ("2026-03-28", "23.30", "{title: A, duration: 180}", "2026-03-29T03:30+02:00"),
        ("2026-03-29", "02.30", "{title: A, duration: 30}", "2026-03-29T04:00+02:00"),
    ],
)
def test_a_meeting_lasts_as_long_as_it_lasts_in_the_night_of_a_change_of_clocks(
    day: str, start: str, row: str, ends: str
) -> None:
    assert sittings(an_agenda(row, f"date: {day}\nstart: {start}\n"))[0][1] == ends


def test_an_end_that_the_clock_shows_twice_is_the_one_after_the_beginning() -> None:
    assert sittings(an_agenda("{title: A}", "date: 2026-10-25\nstart: 02.30\nend: 02.15\n")) == [
        ("2026-10-25T02:30+02:00", "2026-10-25T02:15+01:00")
    ]


def test_a_meeting_over_days_sits_on_each_of_them() -> None:
    days = "days: [{date: 2020-07-01, start: 10.00}, {date: 2020-07-02, start: 18.00, end: 00.30}]\n"
    found = an_agenda("{title: A, duration: 60}\n{title: B, day: 2020-07-02, duration: 30}", days)
    assert sittings(found) == [
        ("2020-07-01T10:00+02:00", "2020-07-01T11:00+02:00"),
        ("2020-07-02T18:00+02:00", "2020-07-03T00:30+02:00"),
    ]
    twice = "days: [{date: 2020-07-01, start: 10.00, end: 12.00}, {date: 2020-07-01, start: 23.00, end: 01.00}]\n"
    assert sittings(an_agenda("{title: A}", twice)) == [("2020-07-01T10:00+02:00", "2020-07-02T01:00+02:00")]


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
    days = an_agenda("{title: A}", "days: [{date: 2020-06-30}, {date: 2020-07-01}]\n").title
    assert days.say("nb")[1] == "Møte 4/20 i Styret 30. juni–1. juli 2020"
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


def test_who_is_named_by_an_id_is_printed_by_name_in_each_language_and_ids_that_are_counted_stay() -> None:
    board = """\
name: Styret
languages: [nb, en]
members:
  - {id: sekretaer, name: Seniorrådgiver}
  - {id: sete, seat: {nb: Fagrådet, en: The council}}
"""
    row = (
        "{title: A, presenter: 'sekretaer, Ola Nordmann', case_officer: sete, chair: sete, "
        "actions: [{what: Svar, who: sekretaer}], slides: [{kind: risks, title: R, rows: [{id: R1, title: Frist, "
        "probability: 1, consequence: 1, owner: sekretaer}]}]}"
    )
    (entry,) = an_agenda(row, board=board).entries
    item = entry.item
    assert item.presenter is not None
    assert item.presenter.say("nb")[1] == "Seniorrådgiver, Ola Nordmann"
    assert item.case_officer is not None
    assert [item.case_officer.say(language)[1] for language in ("nb", "en")] == ["Fagrådet", "The council"]
    assert item.actions[0].who.say("nb")[1] == "Seniorrådgiver"
    (slide,) = item.slides
    assert isinstance(slide, Risks)
    assert slide.rows[0].owner is not None
    assert slide.rows[0].owner.say("nb")[1] == "Seniorrådgiver"
    assert item.chair == "sete"
