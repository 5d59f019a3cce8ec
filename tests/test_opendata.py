"""A meeting as data: all that its papers say and nothing that they do not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from archives import a_board, a_meeting, a_site, sound_meeting

from akson_docs import edition, opendata
from akson_docs.agenda import agenda
from akson_docs.deck import deck
from akson_docs.slides import Omitted
from akson_docs.words import Value, Words

KEY = ("styret", "2020-04")


def data(text: str | None = None, of: str = "members") -> dict[str, Any]:
    made = sound_meeting(text) if text else sound_meeting()
    site, board = a_site(), a_board()
    if of == "public":
        site, board, made = edition.public(site), edition.public(board), edition.public(made)
    found = agenda(site, board, made, *KEY)
    held: dict[str, Any] = json.loads(json.dumps(opendata.meeting(found, deck(found), of)))
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


@pytest.mark.parametrize("of", ["public", "members"])
def test_every_line_and_text_that_a_reader_may_see_is_in_it(of: str) -> None:
    made = sound_meeting() if of == "members" else edition.public(sound_meeting())
    found = json.dumps(data(of=of), ensure_ascii=False)

    def said(value: object) -> list[str]:
        if isinstance(value, Words):
            return [text for _, text in value.said]
        if isinstance(value, tuple):
            return [text for inner in value for text in said(inner)]
        if isinstance(value, Value) and not isinstance(value, Omitted):
            fields = type(value).model_fields.items()
            return [
                text
                for name, field in fields
                if "private" not in field.metadata and name not in opendata.OF_THE_MINUTES
                for text in said(getattr(value, name))
            ]
        return []

    texts = said(made)
    assert len(texts) > 20
    assert [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] not in found] == []


def test_a_sound_meeting_of_every_key_is_values_of_json() -> None:
    assert a_meeting().value is not None
    assert {"items", "slides", "board"} <= data().keys()
