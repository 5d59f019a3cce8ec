"""How densely a slide is set, and where the lines of a drawing go, from what is written alone."""

from __future__ import annotations

from datetime import date

import pytest
from archives import FILES, a_board, a_site, sound_meeting

from akson_docs.meetings.agenda import Agenda, agenda
from akson_docs.meetings.deck import Slide, deck
from akson_docs.model.slides import Timeline
from akson_docs.render import drawings, slide_forms
from akson_docs.render.drawings import Elbow, Month


def an_agenda(rows: str) -> Agenda:
    meeting = sound_meeting(f"date: 2020-07-01\nitems:\n{rows}", FILES)
    return agenda(a_site(), a_board("name: Styret\n"), meeting, "styret", "2020-07")


def form(slide: str, **given: int) -> str:
    """The classes of a slide that is written so."""
    made = an_agenda(f"  - {{title: A, slides: [{slide}]}}\n")
    return slide_forms.form(deck(made)[-1], around(made, **given))


def around(made: Agenda, **given: int) -> slide_forms.Around:
    return slide_forms.Around(made, lambda words: words.say("nb")[1] if words else "", **given)


def words(count: int) -> str:
    return " ".join(["ord"] * count)


@pytest.mark.parametrize(
    ("slide", "found"),
    [
        ("{title: A, body: Kort}", " sparse"),
        ("{title: A, body: 'Kort | to'}", ""),
        (f"{{title: A, body: {words(150)}}}", ""),
        (f"{{title: A, body: {words(300)}}}", " tight"),
        (f"{{title: A, body: Kort, aside: {words(200)}}}", " tight"),
        (f"{{title: A, body: {words(60)}, aside: Kort}}", " roomy"),
        (f"{{kind: quote, title: A, by: B, quote: {words(5)}}}", " brief"),
        (f"{{kind: quote, title: A, by: B, quote: {words(60)}}}", " middling"),
        (f"{{kind: quote, title: A, by: B, quote: {words(120)}}}", " long"),
        ("{kind: key_figure, value: 56 %, label: B}", ""),
        ("{kind: key_figure, value: 12 345 678 kr, label: B}", " long broad"),
        ("{kind: key_figure, value: mange hundre tusen, label: B}", ""),
        ("{kind: stages, title: A, stages: [En, To]}", ""),
        (f"{{kind: stages, title: A, stages: [En, {'o' * 44}]}}", " wordy"),
        ("{kind: matrix, title: A, rows: [{label: A, body: B}]}", " sparse"),
        ("{kind: figure, title: A, file: kart.svg, alt: K}", ""),
        ("{kind: risks, title: A, rows: [{id: R1, title: B, probability: 1, consequence: 1}]}", " few"),
        ("{kind: risks, title: A, rows: [{id: R1, title: B, probability: 1, consequence: 1, owner: C}]}", ""),
    ],
)
def test_how_densely_a_slide_is_set_follows_from_how_much_it_says(slide: str, found: str) -> None:
    assert form(slide) == found


@pytest.mark.parametrize(("count", "found"), [(0, " few"), (5, ""), (10, " many")])
def test_a_plan_of_meetings_that_names_none_shows_those_of_the_calendar(count: int, found: str) -> None:
    assert form("{kind: meetings, title: A}", announced=count) == found


@pytest.mark.parametrize(("count", "found"), [(0, ""), (5, ""), (6, " tight")])
def test_what_is_new_is_set_tighter_where_it_is_more(count: int, found: str) -> None:
    made = an_agenda("  - {title: A}\n")
    slide = Slide(0, "endringer", "changes", None, None, (), 0, ())
    assert slide_forms.form(slide, around(made, changed=count)) == found


def test_a_kind_of_somebody_elses_is_set_in_one_way() -> None:
    slide = Slide(1, "a", "countdown", None, None, (), 0, ())
    assert slide_forms.form(slide, around(an_agenda("  - {title: A}\n"))) == ""


@pytest.mark.parametrize(
    ("count", "found"),
    [
        (4, " few"),
        (5, ""),
        (7, " many"),
        (11, " many packed"),
        (14, " two"),
        (17, " two crowded"),
    ],
)
def test_an_agenda_with_more_items_is_set_denser(count: int, found: str) -> None:
    made = an_agenda("  - {title: A, slides: [{title: S, body: T}]}\n" + "  - {title: B}\n" * (count - 1))
    assert slide_forms.form(deck(made)[1], around(made)) == found


@pytest.mark.parametrize(("count", "found"), [(13, [13]), (14, [7, 7]), (15, [8, 7])])
def test_a_long_agenda_is_set_in_two_columns(count: int, found: list[int]) -> None:
    assert [len(rows) for rows in slide_forms.columns(an_agenda("  - {title: A}\n" * count))] == found


def test_a_very_long_agenda_leaves_out_what_is_under_others() -> None:
    made = an_agenda("  - {title: A, items: [{title: B}]}\n" * 18)
    assert len(made.rows) == 36
    assert [len(rows) for rows in slide_forms.columns(made)] == [9, 9]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("56 %", ("56", "%")),
        ("4,2 mill. kr", ("4,2", "mill.\u00a0kr")),
        ("12 345 678", ("12 345 678", "")),
        ("± 3 dager", ("± 3", "dager")),
        ("mange 3", ("", "mange\u00a03")),
        ("", ("", "")),
    ],
)
def test_a_figure_and_what_it_is_counted_in(value: str, found: tuple[str, str]) -> None:
    assert slide_forms.figure_of(value) == found


# ---- drawings ------------------------------------------------------------------------------------------------


def timeline(*days: str) -> drawings.Axis:
    rows = [{"date": day, "title": "A"} for day in days]
    return drawings.axis(Timeline.model_validate({"kind": "timeline", "title": "T", "milestones": rows}))


def test_milestones_stand_within_the_axis_and_lead_to_their_cards() -> None:
    found = timeline("2020-01-01", "2020-04-30")
    assert found.dots[0] == 28.0
    assert 4100 < found.dots[1] < 4224 - 28
    assert found.elbows[0] == Elbow(4.0, 139.0, 4.0)
    assert (found.elbows[1].start, found.elbows[1].end) == (found.dots[1], 2116.0)
    assert (found.width, [broad for _, broad in found.cards]) == (4, [False, False])


def test_a_year_is_said_where_it_begins() -> None:
    found = timeline("2020-11-05", "2021-02-01")
    assert found.months == tuple(
        Month(date(year, month, 1), True, told)
        for year, month, told in ((2020, 11, 2020), (2020, 12, None), (2021, 1, 2021), (2021, 2, None))
    )
    assert (found.every, found.step, found.years, found.is_short) == (1, "", True, True)


@pytest.mark.parametrize(
    ("last", "every", "step"), [("2020-12-01", 1, ""), ("2022-01-01", 3, "3"), ("2030-01-01", 12, "12")]
)
def test_a_long_axis_names_fewer_months(last: str, every: int, step: str) -> None:
    found = timeline("2020-01-01", last)
    assert (found.every, found.step) == (every, step)
    assert all((month.day.month - 1) % every == 0 for month in found.months if month.is_named)


def test_a_month_with_no_room_before_the_end_is_not_named() -> None:
    named = [month.is_named for month in timeline("2020-01-01", "2022-01-01").months]
    assert len(named) == 25
    assert named[-1] is False
    assert sum(named) == 8


@pytest.mark.parametrize(("percent", "found"), [(56, 560.0), (33.333, 333.3), (0, 0.0)])
def test_how_wide_a_share_is_drawn(percent: float, found: float) -> None:
    assert drawings.share(percent) == found


@pytest.mark.parametrize(
    ("form", "count", "cast", "size", "shapes", "strokes"),
    [
        ("for", 7, 9, (516, 60), 7, 0),
        ("against", 2, 9, (136, 60), 2, 0),
        ("blank", 2, 9, (136, 60), 2, 2),
        ("for", 23, 40, (744, 212), 23, 0),
        ("for", 31, 41, (563, 60), 1, 0),
        ("blank", 1, 900, (60, 60), 1, 1),
        ("against", 900, 900, (744, 60), 1, 0),
    ],
)
def test_votes_are_squares_ten_in_a_row_and_more_than_forty_are_bars(
    form: drawings.VoteForm, count: int, cast: int, size: tuple[int, int], shapes: int, strokes: int
) -> None:
    drawn = drawings.votes(form, count, (count, cast - count))
    assert drawn is not None
    assert (drawn.width, drawn.height) == size
    assert (drawn.path.count("z"), drawn.path.count("L"), drawn.is_filled) == (shapes, strokes, form == "for")
    assert drawings.votes(form, 0, (cast,)) is None
