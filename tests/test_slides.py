from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from archives import a_meeting
from pydantic import TypeAdapter, ValidationError

from akson_docs.diagnostics import hint
from akson_docs.model import slides
from akson_docs.model.slides import (
    KINDS,
    AuthoredSlide,
    Chart,
    Grid,
    KeyFigure,
    Milestone,
    Risks,
    Table,
    Timeline,
    cells_of,
    grouped,
    kind_of,
    number,
)
from akson_docs.model.values import Value


def refused(kind: type[Value], value: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(value)
    return str(caught.value.errors()[0]["type"])


def test_kinds_are_named_once_each() -> None:
    assert len(set(KINDS)) == len(KINDS) == len(AuthoredSlide.__args__)
    assert KINDS[0] == "text"
    assert {"topic", "stub"}.isdisjoint(KINDS)


def test_rows_are_told_apart_by_kind() -> None:
    assert kind_of({"topic": "Økonomi"}) == "topic"
    assert kind_of({"title": "Uten type"}) == "text"
    assert kind_of({"kind": "table"}) == "table"
    assert kind_of({"kind": "stub"}) == "", "nobody may write one"
    assert kind_of(slides.StubSlide(withheld="offl. § 14")) == "stub", "but an edition has them"
    rows: Any = TypeAdapter(slides.SlideRow).validate_python({"title": "a", "body": "b"})
    assert isinstance(rows, slides.TextSlide)


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ("56 %", 56.0),
        ("56%", 56.0),
        ("98,4 prosent", 98.4),
        ("0 %", 0.0),
        ("100 %", 100.0),
        ("101 %", None),
        ("56 kommuner", None),
        ("ca. 56 %", None),
        ("4,2 mill. kr", None),
    ],
)
def test_a_value_in_per_cent_is_a_share(value: str, share: float | None) -> None:
    assert KeyFigure.model_validate({"value": value, "label": "har signert"}).share == share


def test_a_key_figure_is_called_by_value_and_label() -> None:
    figure = KeyFigure.model_validate({"value": "56 %", "label": "har signert"})
    assert [line.say("")[1] for line in figure.called] == ["56 %", "har signert"]
    assert [line.say("")[1] for line in figure.model_validate({"title": "T", "value": "1", "label": "b"}).called] == [
        "T"
    ]


def timeline(*days: str, **more: str) -> Timeline:
    points = [{"date": day, "title": day} for day in days]
    return Timeline.model_validate({"title": "Plan", "milestones": points, **more})


def test_the_axis_of_a_timeline_has_every_month() -> None:
    assert timeline("2020-11-15", "2021-02-01").months == (
        date(2020, 11, 1),
        date(2020, 12, 1),
        date(2021, 1, 1),
        date(2021, 2, 1),
    )
    assert timeline("2020-11-15").months == (date(2020, 11, 1),)
    wider = timeline("2020-11-15", **{"from": "2020-10-31", "to": "2020-12-01"})
    assert [month.month for month in wider.months] == [10, 11, 12]
    narrower = timeline("2020-10-15", "2020-12-15", **{"from": "2020-11-01", "to": "2020-11-30"})
    assert [month.month for month in narrower.months] == [10, 11, 12], "no milestone falls outside"


def test_milestones_stand_at_their_true_dates() -> None:
    assert timeline("2020-06-01", "2020-06-16", "2020-07-01").places == (0.0, 0.25, 0.5)
    (last,) = timeline("2021-02-28").places
    assert last == pytest.approx(27 / 28)


def test_milestones_on_the_same_day_are_in_order() -> None:
    assert len(timeline("2020-06-01", "2020-06-01").milestones) == 2
    with pytest.raises(ValidationError):
        timeline("2020-06-02", "2020-06-01")


def grid(text: str) -> Grid:
    return Grid.model_validate(text)


def test_a_pipe_table() -> None:
    table = grid("| Post  | 2021 |\n|:------|-----:|\n\n| Lønn  | 41,0 |\n|       | −1   |\n")
    assert table.head == ("Post", "2021")
    assert table.rows == (("Lønn", "41,0"), ("", "−1"))
    assert table.numeric == (False, True)
    assert table.sums == ("", "40,0")


def test_lines_of_a_pipe_table() -> None:
    assert cells_of("  | a |  | c |  ") == ("a", "", "c")
    assert cells_of("| --- | :--: |") == ()
    assert cells_of("   ") == ()
    assert cells_of("| - | 2 |") == ("-", "2"), "a lone hyphen is a cell"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("| a | b |", "grid_form"),
        ("| a | b |\n|---|---|", "grid_form"),
        ("a | b\n1 | 2", "grid_form"),
        ("| a | b |\n| 1 |", "grid_row"),
        ("| a | b |\n| 1 | 2 | 3 |", "grid_row"),
        ("", "grid_form"),
    ],
)
def test_tables_that_are_none(text: str, kind: str) -> None:
    assert refused(Table, {"title": "T", "data": text}) == kind


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("41,0", 41.0),
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234.0),
        ("\u22125", -5.0),
        ("-5", -5.0),
        ("", None),
        ("mange", None),
        ("1.2.3", None),
        ("5 %", None),
        ("1e3", None),
        ("nan", None),
    ],
)
def test_numbers_in_cells(cell: str, value: float | None) -> None:
    assert number(cell) == value


def test_numbers_as_norwegian_writes_them() -> None:
    assert grouped(1234567.891, 1) == "1\u00a0234\u00a0567,9"
    assert grouped(-5, 0) == "\u22125"


def test_sums_keep_the_decimals_and_add_up() -> None:
    table = grid("| a | b | c |\n| 0,1 | 10 | x |\n| 0,2 | 990 |  |\n| 0,30 |  | y |")
    assert table.sums == ("0,60", "1\u00a0000", "")
    assert grid("| a | b |\n|  | 1 |").numeric == (False, True), "an empty column has no sum"


def test_a_chart_is_of_numbers() -> None:
    chart = {"title": "T", "data": "| m | a | b |\n| jan | 1 |  |"}
    assert Chart.model_validate(chart).form == "line"
    assert refused(Chart, chart | {"data": "| m | a |\n| jan | en |"}) == "number_form"


def test_risks_gravest_first_and_else_as_written() -> None:
    rows = [
        {"id": name, "title": name, "probability": p, "consequence": c}
        for name, p, c in (("a", "1", "2"), ("b", "3", "4"), ("c", "2", "1"), ("d", "4", "3"))
    ]
    assert [risk.id for risk in Risks.model_validate({"title": "T", "rows": rows}).ranked] == ["b", "d", "a", "c"]


@pytest.mark.parametrize(
    ("more", "late"),
    [({}, 0), ({"forecast": "2021-02-07"}, 7), ({"done": "2021-01-29", "forecast": "2021-02-07"}, -2)],
)
def test_how_late_a_milestone_is(more: dict[str, str], late: int) -> None:
    assert Milestone.model_validate({"id": "M1", "title": "P", "planned": "2021-01-31", **more}).days_late == late


@pytest.mark.parametrize("stages", [["a"], ["a"] * 7])
def test_from_two_to_six_stages(stages: list[str]) -> None:
    assert refused(slides.Stages, {"title": "T", "stages": stages}) in ("too_short", "too_long")


def test_each_option_has_a_value_for_each_criterion() -> None:
    options = {"title": "T", "criteria": ["Pris"], "options": [{"title": "a", "values": ["1"]}, {"title": "b"}]}
    assert refused(slides.Options, options) == "option_values"


def test_every_alternative_whose_values_do_not_fit_is_told_at_its_line() -> None:
    values = ["values: [1 150 m², 62,4 mill. kr]", "values: [1]", "values: [1, 2]"]
    rows = "".join(f"          - title: {place}\n            {one}\n" for place, one in enumerate(values))
    text = (
        "date: 2027-03-04\nitems:\n  - title: Sak\n    slides:\n      - kind: options\n        title: Valg\n"
        f"        criteria: [Areal, Pris]\n        options:\n{rows}"
    )
    found = a_meeting(text).diagnostics
    assert [(one.code, one.span.line) for one in found] == [("option-values", 10), ("option-values", 12)]
    assert '"62,4 mill. kr"' in hint(found[0], "en")
