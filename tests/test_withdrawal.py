"""What has been public and is withheld now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archives import a_board, a_site, sound_meeting
from places import build, meetings, place, write

from akson_docs import edition, opendata, withdrawal
from akson_docs.agenda import agenda
from akson_docs.deck import deck
from akson_docs.model import Meeting

OPEN = """\
date: 2020-07-01
items:
  - number: 17/20
    title: Lokaler
    summary: {nb: Leien er høy., en: The rent is high.}
    attachments: [{file: plan.pdf, title: Plan}, {url: https://example.no/tilbud}]
    slides: [{title: Tall, body: "Leie, kvart år."}]
"""


def data(meeting: Meeting) -> bytes:
    made = agenda(edition.public(a_site()), edition.public(a_board()), edition.public(meeting), "styret", "2020-04")
    return json.dumps(opendata.meeting(made, deck(made), "public", True)).encode()


def places(now: str, before: str = OPEN) -> list[str]:
    meeting = sound_meeting(now)
    found = withdrawal.was_public(meeting, data(sound_meeting(before)), data(meeting))
    return [".".join(map(str, problem.path)) for problem in found]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "", []),
        ("nb: Leien er høy.", "nb: Leien er lav.", []),
        ("summary: {nb: Leien er høy., en: The rent is high.}", "note: Ny.", []),
        (
            "summary: {nb: Leien er høy., en: The rent is high.}",
            "summary: {text: {nb: Leien er høy.}, withheld: offl. § 23}",
            ["items.0.summary"],
        ),
        (
            "summary: {nb: Leien er høy., en: The rent is high.}",
            "summary: {text: {nb: Noe nytt}, withheld: offl. § 23}",
            [],
        ),
        (
            "{file: plan.pdf,",
            "{file: plan.pdf, withheld: offl. § 23,",
            ["items.0.attachments.0", "items.0.attachments.0.title"],
        ),
        ("{url: ", "{withheld: offl. § 23, url: ", ["items.0.attachments.1"]),
        ("{title: Tall", "{title: Tall, withheld: offl. § 23", ["items.0.slides.0.title", "items.0.slides.0.body"]),
    ],
)
def test_what_was_public_and_is_withheld_is_told_where_it_stands(old: str, new: str, told: list[str]) -> None:
    assert places(OPEN.replace(old, new)) == told


def test_a_public_title_is_still_public() -> None:
    now = OPEN.replace(
        "title: Lokaler", "title: Lokaler i sentrum\n    withheld: offl. § 23\n    public_title: Lokaler"
    )
    assert "items.0.title" not in places(now)
    assert "items.0.summary" in places(now)


def test_data_that_cannot_be_read_tell_nothing() -> None:
    assert list(withdrawal.was_public(sound_meeting(OPEN), b"{", b"{}")) == []


def test_a_build_warns_until_the_meeting_is_written_again(tmp_path: Path) -> None:
    was = OPEN.replace("    attachments: [{file: plan.pdf, title: Plan}, {url: https://example.no/tilbud}]\n", "")
    build(place(tmp_path, meetings({"2020-04/meeting.yaml": was})))
    now = was.replace("title: Lokaler", "title: Lokaler\n    withheld: offl. § 23")
    where = tmp_path / "meetings/styret/2020-04/meeting.yaml"

    def told() -> list[tuple[int, int]]:
        found = build(tmp_path).diagnostics
        return [(one.span.line, one.span.column) for one in found if one.code == "was-public"]

    write(where, now)
    assert told() == [(4, 12), (6, 14), (7, 22), (7, 34)]
    (tmp_path / "meetings/site.yaml").touch()
    assert told() == [(4, 12), (6, 14), (7, 22), (7, 34)]
    write(where, now + "    note: Ny.\n")
    assert told() == []
