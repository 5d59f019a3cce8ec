from __future__ import annotations

from collections.abc import Iterator

import pytest
from archives import a_board, a_meeting, a_site, sound_meeting
from pydantic import ValidationError

from akson_docs.model.documents import (
    Attendance,
    Board,
    Document,
    FileRow,
    Heading,
    Item,
    Meeting,
    Minutes,
    Person,
    Site,
    row_of,
)
from akson_docs.model.slides import StubSlide
from akson_docs.model.values import VISIBILITIES, Value


def kinds(top: type[Value] = Value) -> Iterator[type[Value]]:
    for kind in top.__subclasses__():
        if kind.__module__.startswith("akson_docs."):
            yield kind
            yield from kinds(kind)


def name_of(kind: type[Value]) -> str:
    return f"{kind.__module__}.{kind.__name__}"


KINDS = sorted(set(kinds()), key=name_of)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
def test_every_field_says_who_may_see_it(kind: type[Value]) -> None:
    kind.model_rebuild()
    for name, field in kind.model_fields.items():
        said = [word for word in field.metadata if isinstance(word, str) and word in VISIBILITIES]
        assert len(said) == 1, f"{kind.__name__}.{name}: one of printed, alt, private; found {said or 'none'}"


def test_the_walk_reaches_every_kind() -> None:
    assert {Site, Board, Meeting, Item, Document, StubSlide, Attendance} <= set(KINDS)
    assert len(KINDS) > 55


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
def test_every_value_is_frozen_and_knows_its_keys(kind: type[Value]) -> None:
    assert kind.model_config["frozen"]
    assert kind.model_config["extra"] == "forbid"


def test_rows_of_the_agenda_are_told_apart_by_their_key() -> None:
    assert row_of({"heading": "Saker"}) == "heading"
    assert row_of({"file": "sak.yaml"}) == "file"
    assert row_of({"title": "Sak"}) == row_of({"title": "Sak", "file": "x"}) == row_of("Sak") == "item"
    assert row_of(Heading.model_validate({"heading": "Saker"})) == "heading"
    assert row_of(FileRow(file="sak.yaml")) == "file"
    assert row_of(Item.model_validate({"title": "Sak"})) == "item"


def test_attendance_is_a_word_or_a_list() -> None:
    assert Attendance.model_validate({"present": "others"}).present == "others"
    rows = Attendance.model_validate({"present": ["leder", {"member": "sp-1", "excused": "yes"}]}).present
    assert not isinstance(rows, str)
    assert [(row.name, row.excused) for row in rows] == [("leder", False), ("sp-1", True)]


def test_defaults_that_pages_rely_on() -> None:
    meeting = sound_meeting("date: 2020-07-01\nitems:\n  - title: Sak\n", {})
    assert (meeting.form, meeting.draft, meeting.number, meeting.days) == ("ordinary", False, "", ())
    site = a_site()
    assert (site.language, site.spoken, site.timezone, site.format) == ("nb", ("nb", "nn"), "Europe/Oslo", "1")
    assert Site.model_validate({"name": "a", "publisher": "b", "address": "https://c.no"}).spoken == ("nb",)


def test_a_board_knows_its_people_and_patterns() -> None:
    board = a_board()
    assert [person.id for person in board.people] == ["leder", "nestleder"]
    assert board.meeting_number is not None
    assert board.meeting_number.pattern == "{n}/{yy}"
    assert board.item_number is not None
    assert board.item_number.typed
    with pytest.raises(ValidationError):
        Person.model_validate({"id": "x"})


def test_corrections_stand_in_order_of_date() -> None:
    text = "date: 2020-07-01\nitems: [{title: Sak}]\nminutes:\n  corrections:\n"
    rows = [f"    - {{date: 2020-07-{day}, what: T}}\n" for day in (10, 10, 11)]
    minutes = sound_meeting(text + "".join(rows), {}).minutes
    assert minutes
    assert [one.date.day for one in minutes.corrections] == [10, 10, 11]
    assert Minutes().corrections == ()
    assert a_meeting(text + "".join(reversed(rows)), {}).value is None


def test_either_a_date_or_days() -> None:
    days = "days:\n  - {date: 2020-07-01, start: 9.00}\n  - {date: 2020-07-02, end: 15.00}\nitems: [{title: Sak}]\n"
    meeting = sound_meeting(days, {})
    assert [day.date.day for day in meeting.days] == [1, 2]
    assert a_meeting("days: []\nitems: [{title: Sak}]\n", {}).value is None
