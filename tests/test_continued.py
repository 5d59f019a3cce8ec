"""An item that came back and is withheld, held against the papers of the meeting that it came from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date

import pytest
from archives import Files
from places import BOARD, SITE

from akson_docs.diagnostics import Diagnostic, hint, message
from akson_docs.meetings import cards, deck, minutes, redaction
from akson_docs.meetings.agenda import agenda
from akson_docs.meetings.cards import MeetingCard
from akson_docs.meetings.revisions import continued, issue
from akson_docs.meetings.revisions.continued import Papers
from akson_docs.meetings.revisions.dispatch import Dispatch, DispatchKind, StringsByLanguage
from akson_docs.model.documents import Board, Meeting, Site
from akson_docs.rules import registry
from akson_docs.sources import loader

OPEN = """\
  - number: 17/20
    title: Lokaler
    note: Leien er høy.
    slides: [{title: Tall, body: "Leie, hvert år."}]
"""
LEFT = "  - {number: 17/20, title: Lokaler, outcome: postponed}\n"
BACK = OPEN.replace("17/20", "19/20").replace("    title", "    continues: 17/20\n    title")
WITHHELD = "    withheld: offl. § 23\n    title"
SECRET = BACK.replace("    title", WITHHELD)


def a_meeting(text: str, month: int) -> loader.Parsed[Meeting]:
    found = loader.meeting(
        f"date: 2020-{month:02}-01\nitems:\n{text}".encode(), f"2020-{month:02}", Files({"a.pdf": b"%PDF-1.7"})
    )
    assert found.value, found.diagnostics
    return found


def the_house() -> tuple[Site, Board]:
    site, board = (loader.site(SITE.encode(), "s", Files()).value, loader.board(BOARD.encode(), "b", Files()).value)
    assert site
    assert board
    return site, board


def seen(meeting: Meeting, folder: str) -> dict[str, StringsByLanguage]:
    site, board = the_house()
    made = {name: agenda(site, board, one, "styret", folder) for name, one in (
        ("members", meeting), ("public", redaction.public(meeting)),
    )}  # fmt: skip
    return {name: issue.seen(one, deck.deck(one), {}) for name, one in made.items()}


def a_card(text: str, month: int) -> MeetingCard:
    site, board = the_house()
    parsed, folder = a_meeting(text, month), f"2020-{month:02}"
    assert parsed.value
    full, spoken = agenda(site, board, parsed.value, "styret", folder), seen(parsed.value, folder)
    card = cards.card(full, deck.deck(full), parsed.spans, parsed.file)
    return continued.keeping(card, spoken["members"], spoken["public"])


def minuted(meeting: Meeting, folder: str) -> dict[str, StringsByLanguage]:
    """What the minutes of a meeting say, by edition."""
    site, board = the_house()
    editions = {"members": meeting, "public": redaction.public(meeting)}
    return {name: minutes.said(agenda(site, board, one, "styret", folder), name) for name, one in editions.items()}


def told(sent: str, *now: str, is_withdrawn: bool = False, kind: DispatchKind = "papers") -> list[Diagnostic]:
    """What is found where `sent` was sent with the papers of the first of some meetings, which say now `now`."""
    parsed = a_meeting(sent, 1)
    assert parsed.value
    said = (seen if kind == "papers" else minuted)(parsed.value, "2020-01")
    one = Dispatch(1, date(2019, 12, 20), ("members",), said, {}, kind=kind)

    def given_out(card: MeetingCard) -> Iterable[tuple[Dispatch, Papers]]:
        return [(one, lambda language: "")] if card.folder == "2020-01" and not is_withdrawn else []

    full = [a_card(text, month) for month, text in enumerate(now, 1)]
    found = registry.archive_rules(full, {"styret": the_house()[1]}, given_out)
    return [one for one in found if one.code == "withheld-after-sent"]


@pytest.mark.parametrize(
    ("now", "line"),
    [
        ((LEFT, SECRET), 3),
        ((LEFT, SECRET.replace("Lokaler", "Noe helt annet")), 3),
        ((LEFT, BACK.replace("note: Leien er høy.", "note: {text: Leien er høy., withheld: offl. § 23}")), 3),
        ((LEFT, BACK.replace("title: Tall,", "title: Tall, withheld: offl. § 23,")), 3),
        ((OPEN, SECRET), 3),
        ((LEFT, LEFT.replace("17/20", "18/20, continues: 17/20"),
          SECRET.replace("17/20", "18/20")), 3),
        ((LEFT.replace("17/20", "16/20, formerly: 17/20"), SECRET.replace("17/20", "16/20")), 3),
        ((LEFT, SECRET.replace("continues", "formerly")), 3),
        ((LEFT, SECRET.replace("19/20", "17/20")), 3),
    ],
)  # fmt: skip
def test_what_was_sent_and_is_withheld_where_it_comes_up_again_is_an_error(now: Sequence[str], line: int) -> None:
    (one,) = told(OPEN, *now)
    assert (one.severity, one.span.file, one.span.line) == ("error", f"2020-{len(now):02}", line)
    assert "17/20" in message(one)
    assert "2020-01" in message(one)
    assert "{" not in message(one) + message(one, "nb") + hint(one) + hint(one, "nb")
    assert message(one) != message(one, "nb")


@pytest.mark.parametrize(
    "now",
    [
        (LEFT, BACK),
        (LEFT, BACK + "    summary: {text: Naboen klager., withheld: offl. § 13}\n"),
        (LEFT, BACK.replace("    continues: 17/20\n", "").replace("    title", WITHHELD)),
        ("  - {number: 16/20, title: A}\n", SECRET),
    ],
)
def test_what_is_open_or_of_another_matter_is_sound(now: Sequence[str]) -> None:
    assert told(OPEN, *now) == []


def test_what_was_withheld_when_it_was_sent_is_sound() -> None:
    hidden = OPEN.replace("    title", WITHHELD)
    assert told(hidden, LEFT, SECRET) == []


def test_papers_that_are_withdrawn_tell_nothing() -> None:
    hidden = LEFT.replace("title", "withheld: offl. § 23, title")
    assert told(OPEN, hidden, SECRET, is_withdrawn=True) == []


def test_a_title_that_was_withheld_excuses_nothing_else() -> None:
    sent = OPEN.replace("title: Lokaler", "title: {text: Lokaler, withheld: offl. § 23}")
    left = LEFT.replace("title: Lokaler", "title: {text: Lokaler, withheld: offl. § 23}")
    assert len(told(sent, left, SECRET)) == 1


def test_a_meeting_silences_it() -> None:
    (one,) = told(OPEN, LEFT, SECRET)
    silent = SECRET + "silence: [withheld-after-sent]\n"
    assert one
    assert told(OPEN, LEFT, silent) == []


def test_what_a_card_keeps_comes_back_from_memory_and_is_not_on_public_cards() -> None:
    card = a_card(SECRET, 2)
    assert card.items[0].kept
    assert cards.from_json(json.loads(json.dumps(asdict(card)))) == card
    assert cards.bare(card).items[0] == replace(card.items[0], where=None, kept=())
    assert a_card(BACK, 2).items[0].kept == ()


@pytest.mark.parametrize(
    "part",
    [
        "    attachments: [{withheld: offl. § 13, file: a.pdf, title: Klage}]\n",
        "    attachments: [{file: a.pdf, redact: {withheld: offl. § 13, phrases: [Navn]}}]\n",
        "    slides: [{withheld: offl. § 23, title: Tall, body: Leien.}]\n",
        "    summary: {withheld: offl. § 23, text: Leien er lav.}\n",
    ],
)
def test_minutes_of_an_item_that_is_put_off_tell_nothing_of_what_only_papers_have(part: str) -> None:
    put_off = f"  - number: 17/20\n    title: Lokaler\n    outcome: postponed\n{part}"
    back = f"  - number: 19/20\n    title: Lokaler\n    continues: 17/20\n{part}"
    assert told(put_off, put_off, back, kind="minutes") == []


def test_minutes_that_tell_what_is_withheld_where_it_comes_back_are_told() -> None:
    put_off = "  - {number: 17/20, title: Lokaler, outcome: postponed, discussion: Leien er altfor høy.}\n"
    secret = "{withheld: offl. § 23, text: Leien er altfor høy.}"
    back = f"  - {{number: 19/20, title: Lokaler, continues: 17/20, note: {secret}}}\n"
    assert told(put_off, put_off, back, kind="minutes")
