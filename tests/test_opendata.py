"""A meeting as data: all that its papers say and nothing that they do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import referencing
from archives import BOARD, MEETING, SECRET, MadeUp, a_board, a_meeting, a_site, made_up, sound_meeting
from hypothesis import given, settings

from akson_docs.meetings import data_forms, redaction
from akson_docs.meetings.agenda import agenda
from akson_docs.meetings.deck import deck
from akson_docs.model.documents import Attendance, Item, Meeting
from akson_docs.model.slides import Omitted
from akson_docs.model.values import LocalizedText, Value
from akson_docs.render import opendata, opendata_schema

KEY = ("styret", "2020-04")
OF_THE_MINUTES = {
    name for shape in (Meeting, Item) for name, field in shape.model_fields.items() if "minuted" in field.metadata
}


def data(text: str | None = None, of: str = "members", *, minutes: bool = False, board: str = BOARD) -> dict[str, Any]:
    made = sound_meeting(text) if text else sound_meeting()
    site, its_board = a_site(), a_board(board)
    if of == "public":
        site, its_board, made = redaction.public(site), redaction.public(its_board), redaction.public(made)
    found = agenda(site, its_board, made, *KEY)
    held: dict[str, Any] = json.loads(json.dumps(opendata.meeting(found, deck(found), of, minutes)))
    return held


SMALL = """\
date: 2020-07-01
start: 9.05
silence: [number-gap]
items:
  - number: 17/20
    title: {nb: Plan, en: Plan for 2021}
    type: Orientering
    duration: 10
    proposal: Styret tar saken til orientering.
    adopted: proposal
    discussion: HEMMELIG til protokollen er godkjent
    votes: [{on: proposal, unanimous: yes}]
    slides:
      - topic: Første
      - title: {text: HEMMELIG, withheld: offl. § 23, public: Kalkyle}
        body: Tekst
        speaker_notes: HEMMELIG
attendance:
  present: others
  absent: [{member: leder, note: HEMMELIG}]
"""


def test_what_follows_is_said_beside_what_was_written() -> None:
    found = data(SMALL)
    assert (found["format"], found["number"], found["days"]) == ("akson_docs meeting 1", "4/20", ["2020-07-01"])
    (item,) = found["items"]
    assert item["title"] == {"nb": "Plan", "en": "Plan for 2021"}
    assert (item["start"], item["end"], item["kind"]) == ("09:05", "09:15", "information")
    assert item["address"] == "styret/item/17-2020/"
    assert list(item["decided"].values()) == ["Styret tar saken til orientering."]
    kinds = [(slide["number"], slide["kind"]) for slide in found["slides"]]
    assert kinds == [(1, "title"), (2, "agenda"), (3, "divider"), (4, "tracker"), (5, "text"), (6, "resolution")]
    assert list(found["slides"][4]["topic"].values()) == ["Første"]


def test_what_is_withheld_private_or_of_the_minutes_is_not_there() -> None:
    found = data(SMALL, "public")
    assert "HEMMELIG" not in json.dumps(found)
    assert found["slides"][4]["title"] == {"withheld": "offl. § 23", "public": {"": "Kalkyle"}}
    told = json.dumps(data(SMALL))
    assert "silence" not in told
    assert "attendance" not in told
    assert told.count("HEMMELIG") == 1, "the title, for members; neither notes nor minutes"


@pytest.mark.parametrize("minutes", [False, True])
@pytest.mark.parametrize("of", ["public", "members"])
def test_every_line_and_text_that_a_reader_may_see_is_in_it(of: str, minutes: bool) -> None:
    made = sound_meeting() if of == "members" else redaction.public(sound_meeting())
    found = json.dumps(data(of=of, minutes=minutes), ensure_ascii=False)

    def said(value: object) -> list[str]:
        if isinstance(value, LocalizedText):
            return [text for _, text in value.said]
        if isinstance(value, tuple):
            return [text for inner in value for text in said(inner)]
        if isinstance(value, Value) and not isinstance(value, Omitted):
            fields = type(value).model_fields.items()
            return [
                text
                for name, field in fields
                if "private" not in field.metadata and (minutes or "minuted" not in field.metadata)
                for text in said(getattr(value, name))
            ]
        return []

    texts = said(made)
    assert len(texts) > 20
    assert [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] not in found] == []


PARTIES = """\
name: Utvalget
law: kommuneloven
parties: [A, B]
members:
  - {id: leder, name: leder, party: A, role: leder}
  - {id: a-2, name: medlem a, party: A}
  - {id: b-1, name: medlem b, party: B}
substitutes: [{id: b-v, name: vara b, party: B}]
"""
HELD = """\
date: 2020-07-01
items:
  - number: 17/20
    title: Plan
    proposal: Planen vedtas.
    impartiality:
      - {member: a-2, found: qualified, votes: [{on: proposal, unanimous: yes}]}
    motions: [{id: M, by: A, text: Planen utsettes.}]
    votes:
      - {on: M, for: [leder], count: 1-2}
      - {on: proposal, for: [B, a-2], blank: [leder]}
    adopted: proposal
    discussion: Planen ble drøftet.
    dissent: [{by: leder, text: For tidlig.}]
    actions: [{what: Trykke planen, who: leder, due: 2020-08-01}, {what: Sende den, who: a-2}]
  - number: 18/20
    title: HEMMELIG
    withheld: offl. § 25
    public_title: Personalsak
    proposal: HEMMELIG
    closed: {basis: koml. § 11-5, votes: [{on: proposal, for: [A]}]}
    impartiality: [{member: a-2, question: HEMMELIG, found: disqualified, replaced_by: HEMMELIG}]
    motions: [{id: N, by: HEMMELIG, text: HEMMELIG}]
    votes: [{on: proposal, against: [leder]}]
    adopted: proposal
    discussion: HEMMELIG
    dissent: [{by: HEMMELIG, text: HEMMELIG}]
    actions: [{what: HEMMELIG, who: HEMMELIG}]
attendance:
  present: others
  absent: [{member: b-1, excused: yes}]
  substitutes: [{member: b-1, by: b-v}]
minutes:
  chair: leder
  published: 2020-07-08
  corrections: [{date: 2020-07-10, what: Stemmetallet i 17/20.}]
follow_up: [{action: 3/20-1, status: done}]
"""


def test_what_published_minutes_say_is_in_it_with_what_follows() -> None:
    found = data(HELD, "public", minutes=True, board=PARTIES)
    assert found["minutes"]["published"] == "2020-07-08"
    assert [one["date"] for one in found["minutes"]["corrections"]] == ["2020-07-10"]
    assert found["minutes"]["issue"] == 2
    assert found["follow_up"] == [{"action": "3/20-1", "status": "done"}]
    assert found["attendance"]["members"] == {
        "present": [
            {"id": "leder", "name": "leder", "party": "A"},
            {"id": "a-2", "name": "medlem a", "party": "A"},
            {"id": "b-v", "name": "vara b", "party": "B", "instead_of": "b-1"},
        ],
        "absent": [{"id": "b-1", "name": "medlem b", "party": "B"}],
    }
    plan = found["items"][0]
    assert {"discussion", "motions", "dissent"} <= plan.keys()
    assert [action["id"] for action in plan["actions"]] == ["17/20-1", "17/20-2"]
    first, second = plan["votes"]
    assert first == {
        "on": "M",
        "for": ["leder"],
        "count": "1-2",
        "result": {
            "for": [{"party": "A", "votes": 1, "names": ["leder"]}],
            "against": [{"party": "A", "votes": 1, "names": ["medlem a"]}, {"party": "B", "votes": 1}],
            "blank": [],
            "count": "1-2",
            "carried": False,
        },
    }
    assert (second["result"]["count"], second["result"]["carried"]) == ("2-0-1", True)
    assert second["result"]["blank"] == [{"party": "A", "votes": 1, "names": ["leder"]}]
    (asked,) = plan["impartiality"]
    assert asked["votes"][0]["result"]["count"] == "2-0", "without the one it is about"


def test_minutes_give_away_nothing_of_what_is_withheld() -> None:
    found = data(HELD, "public", minutes=True, board=PARTIES)
    assert "HEMMELIG" not in json.dumps(found)
    hidden = found["items"][1]
    assert hidden["closed"] == {"basis": "koml. § 11-5"}
    assert not hidden.keys() & (OF_THE_MINUTES - {"motions"})
    assert "motions" not in hidden, "the proposal was adopted"
    assert "HEMMELIG" in json.dumps(data(HELD, minutes=True, board=PARTIES))
    adopted = HELD.replace(
        "    adopted: proposal\n    discussion: HEMMELIG", "    adopted: N\n    discussion: HEMMELIG"
    )
    found = data(adopted, "public", minutes=True, board=PARTIES)
    assert "HEMMELIG" not in json.dumps(found)


@given(made_up())
def test_no_made_up_minutes_give_away_what_is_withheld(made: MadeUp) -> None:
    meeting = made.parsed().value
    assert meeting
    people = Attendance.model_validate({"present": "others"})
    shown = redaction.public(meeting.model_copy(update={"attendance": people}))
    found = agenda(redaction.public(a_site()), redaction.public(a_board(PARTIES)), shown, *KEY)
    assert SECRET not in json.dumps(opendata.meeting(found, deck(found), "public", True))


@pytest.mark.parametrize("of", ["public", "members"])
def test_minutes_that_are_not_published_are_not_in_it(of: str) -> None:
    found = data(HELD, of, board=PARTIES)
    assert not found.keys() & OF_THE_MINUTES
    assert [item.keys() & OF_THE_MINUTES for item in found["items"]] == [set(), set()]
    assert "votes" not in json.dumps(found)


def test_a_board_without_parties_is_told_by_names() -> None:
    members = "name: Styret\nmembers: [{id: a, name: en}, {id: b, name: to}]\n"
    text = (
        "date: 2020-07-01\nitems:\n  - {number: 17/20, title: A, proposal: P, votes: [{on: proposal, for: [a]}]}\n"
        "attendance: {present: others}\n"
    )
    (vote,) = data(text, minutes=True, board=members)["items"][0]["votes"]
    assert vote["result"] == {
        "for": [{"votes": 1, "names": ["en"]}],
        "against": [{"votes": 1, "names": ["to"]}],
        "blank": [],
        "count": "1-1",
        "carried": None,
    }


def test_without_a_record_there_are_no_minutes() -> None:
    found = data("date: 2020-07-01\nitems: [{title: A}]\n", minutes=True)
    assert not found.keys() & OF_THE_MINUTES
    bare = data(
        "date: 2020-07-01\nitems: [{title: A}]\nattendance: {present: others}\n", minutes=True, board="name: A\n"
    )
    assert bare["minutes"] == {"issue": 1}
    assert bare["attendance"] == {"present": "others", "members": {"present": [], "absent": []}}


def test_a_sound_meeting_of_every_key_is_values_of_json() -> None:
    assert a_meeting().value is not None
    assert {"items", "slides", "board"} <= data().keys()


# ---- the schema ----------------------------------------------------------------------------------------------

SCHEMAS = {form: opendata_schema.schema(form, "https://moter.example.no/") for form in data_forms.FORMS}
KNOWN = referencing.Registry().with_resources(
    [(one["$id"], referencing.Resource.from_contents(one)) for one in SCHEMAS.values()]
)


def wrong(made: dict[str, Any]) -> list[str]:
    """What the schema that a file names has against it."""
    validator = jsonschema.Draft202012Validator(
        SCHEMAS[made["format"]], registry=KNOWN, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{list(one.absolute_path)}: {one.message[:300]}" for one in validator.iter_errors(made)]


@pytest.mark.parametrize("form", data_forms.FORMS)
def test_each_form_has_a_schema_at_its_own_address_that_allows_nothing_more(form: str) -> None:
    schema = SCHEMAS[form]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://moter.example.no/schema/{form.split()[1]}-{form.split()[2]}.json"

    def objects(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            yield from [value] if "properties" in value and value.get("type") == "object" else []
            yield from (found for inner in value.values() for found in objects(inner))
        elif isinstance(value, list):
            yield from (found for inner in value for found in objects(inner))

    assert [one for one in objects(schema) if one["additionalProperties"] is not False] == []
    described = [held for one in schema["$defs"].values() for held in one.get("properties", {}).values()]
    assert len([one for one in described if "description" in one]) > len(described) / 2


@pytest.mark.parametrize("minutes", [False, True])
@pytest.mark.parametrize("of", ["public", "members"])
@pytest.mark.parametrize("text", [MEETING, SMALL, HELD])
def test_a_meeting_is_as_the_schema_that_it_names_says(text: str, of: str, minutes: bool) -> None:
    made = data(text, of, minutes=minutes, board=PARTIES if text == HELD else BOARD)
    assert made["$schema"] == SCHEMAS[data_forms.MEETING]["$id"]
    assert wrong(made) == []


def test_what_is_in_no_schema_is_told() -> None:
    made = data(SMALL)
    assert len(wrong(made | {"more": 1})) == 1
    made["items"][0]["votes"] = [{"on": "proposal", "tally": 3}]
    assert wrong(made) != []


@given(made_up())
@settings(max_examples=25)
def test_every_made_up_meeting_is_as_its_schema_says(made: MadeUp) -> None:
    meeting = made.parsed().value
    assert meeting is not None
    for one in (meeting, redaction.public(meeting)):
        found = agenda(a_site(), redaction.public(a_board()), one, *KEY)
        assert wrong(json.loads(json.dumps(opendata.meeting(found, deck(found), "public", True)))) == []
