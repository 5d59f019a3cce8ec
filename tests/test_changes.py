"""What is new since papers were sent: each kind of edit is told where it is, and nowhere else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import BOARD, SITE

from akson_docs.cli.commands import diff
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings import deck, redaction
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.revisions import changes, issue
from akson_docs.meetings.revisions.changes import TextChange, compared, passages
from akson_docs.meetings.revisions.dispatch import Strings
from akson_docs.sources import loader
from akson_docs.sources.snapshots import Folder, Snapshot

SENT = """\
date: 2020-07-01
start: 09:00
place: Grev Wedels plass
items:
  - number: 17/20
    title: Godkjenning av innkalling
    type: Godkjenning
    duration: 5
    proposal: Styret godkjenner innkallingen.
  - number: 18/20
    title: Status for arbeidet
    type: Orientering
    duration: 30
    presenter: Direktøren
    attachments:
      - file: plan.pdf
        title: Fremdriftsplan
    proposal: |
      Styret tar saken til orientering.

      Styret ber om en ny plan.
    slides:
      - topic: Fremdrift
      - title: Hvor vi er
        body: |
          - Ett er gjort
          - To er gjort
          - Tre gjenstår
      - title: Tallene
        withheld: offl. § 23
        public: Tallene kommer senere.
        body: Rammen er 120 mill. kroner
      - topic: Økonomi
      - kind: key_figure
        value: 56 prosent
        label: av rammen er brukt
      - title: Veien videre
        body: |
          Planen følges.

          Neste milepæl er i august.
  - number: 19/20
    title: Budsjett
    duration: 20
    proposal: Budsjettet vedtas.
  - title: Eventuelt
"""
MOVED = SENT.index("  - number: 19/20"), SENT.index("  - title: Eventuelt")
BUDGET = SENT[MOVED[0] : MOVED[1]]
SLIDES = "sak-18-2020", "18-2020-hvor-vi-er", "18-2020-56-prosent-av-rammen-er-brukt", "18-2020-veien-videre"


def replaced(old: str, new: str, text: str = SENT) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


EDITS: dict[str, tuple[str, set[tuple[str, str]]]] = {
    "nothing": (SENT, set()),
    "lines wrapped anew": (
        replaced("title: Status for arbeidet", "title: >-\n      Status for\n      arbeidet"),
        set(),
    ),
    "one word in a bullet": (replaced("To er gjort", "To er påbegynt"), {("changed", SLIDES[1])}),
    "a bullet more": (
        replaced("          - Tre gjenstår", "          - Mer\n          - Tre gjenstår"),
        {("changed", SLIDES[1])},
    ),
    "a bullet less": (replaced("          - To er gjort\n", ""), {("changed", SLIDES[1])}),
    "an item's title": (replaced("Status for arbeidet", "Status i arbeidet"), {("changed", "sak-18-2020")}),
    "an item's proposal": (replaced("en ny plan", "en revidert plan"), {("changed", "sak-18-2020")}),
    "an item's presenter": (replaced("Direktøren", "Prosjektlederen"), {("changed", "sak-18-2020")}),
    "an item's type": (replaced("Orientering", "Drøfting"), {("changed", "sak-18-2020")}),
    "a duration": (replaced("duration: 5", "duration: 10"), {("changed", "sak-17-2020")}),
    "the day": (replaced("2020-07-01", "2020-07-02"), {("changed", "")}),
    "the place": (replaced("Grev Wedels plass", "Teams"), {("changed", "")}),
    "an item moved up": (
        replaced("  - number: 17/20", BUDGET + "  - number: 17/20", SENT.replace(BUDGET, "")),
        {("moved", "sak-19-2020")},
    ),
    "a new item in the middle": (
        replaced("  - number: 19/20", "  - number: 20/20\n    title: Ny sak\n  - number: 19/20"),
        {("new", "sak-20-2020")},
    ),
    "an item taken off": (SENT.replace(BUDGET, ""), {("removed", "sak-19-2020")}),
    "an item with another number": (
        replaced("number: 19/20", "number: 21/20\n    formerly: [19/20]"),
        {("changed", "sak-21-2020")},
    ),
    "an item without a number renamed": (
        replaced("title: Eventuelt", "title: Eventuelt og ymse"),
        {("changed", "sak-2020-04-eventuelt-og-ymse")},
    ),
    "a topic renamed": (replaced("topic: Økonomi", "topic: Økonomi og ramme"), {("changed", "18-2020-emne-2")}),
    "a topic before the others": (
        replaced("      - topic: Fremdrift", "      - topic: Bakgrunn\n      - topic: Fremdrift"),
        {("new", "18-2020-emne-1")},
    ),
    "a new slide in the middle": (
        replaced("      - topic: Økonomi", "      - title: Nytt\n        body: Mer\n      - topic: Økonomi"),
        {("new", "18-2020-nytt")},
    ),
    "a slide taken out": (
        replaced("      - kind: key_figure\n        value: 56 prosent\n        label: av rammen er brukt\n", ""),
        {("removed", SLIDES[2])},
    ),
    "a slide with another title": (
        replaced("title: Veien videre", "title: Veien videre nå"),
        {("changed", "18-2020-veien-videre-na")},
    ),
    "a figure": (replaced("56 prosent", "58 prosent"), {("changed", "18-2020-58-prosent-av-rammen-er-brukt")}),
    "an attachment more": (
        replaced(
            "        title: Fremdriftsplan\n",
            "        title: Fremdriftsplan\n      - url: https://example.no/rapport\n        title: Rapport\n",
        ),
        {("changed", "sak-18-2020")},
    ),
    "an attachment less": (
        replaced("    attachments:\n      - file: plan.pdf\n        title: Fremdriftsplan\n", ""),
        {("changed", "sak-18-2020")},
    ),
    "a withheld part made public": (
        replaced("        withheld: offl. § 23\n        public: Tallene kommer senere.\n", ""),
        {("changed", "18-2020-tallene")},
    ),
    "what is withheld": (replaced("120 mill.", "130 mill."), set()),
    "what is said publicly instead": (replaced("kommer senere", "kommer i august"), {("changed", "18-2020-3")}),
}


def agenda(text: str, of: str = "public") -> Agenda:
    snapshot = Snapshot("", {"meetings/styret/2020-04/plan.pdf": (1, 1)}, {})
    site = loader.site(SITE.encode(), "site.yaml", Folder(snapshot, "meetings", ())).value
    board = loader.board(BOARD.encode(), "board.yaml", Folder(snapshot, "meetings/styret", ()), "nb").value
    folder = Folder(snapshot, "meetings/styret/2020-04", ("plan.pdf",))
    read = loader.meeting(text.encode(), "meeting.yaml", folder, "nb")
    assert site is not None
    assert board is not None
    assert read.value is not None, read.diagnostics
    meeting = read.value
    if of == "public":
        board, meeting = redaction.published(site, board, meeting, date(2020, 6, 20))
    return agendas.agenda(site, board, meeting, "styret", "2020-04")


def said(text: str, of: str = "public", digest: str = "a") -> Strings:
    found = agenda(text, of)
    return issue.seen(found, deck.deck(found), {"plan.pdf": digest})["nb"]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_told_where_it_is_and_nowhere_else(edit: str) -> None:
    text, expected = EDITS[edit]
    assert {(change.kind, change.anchor) for change in changes.changes(said(SENT), said(text))} == expected


def test_another_file_under_the_same_name_is_a_change_of_its_item() -> None:
    (change,) = changes.changes(said(SENT), said(SENT, digest="b"))
    assert (change.kind, change.anchor, [words.role for words in change.words]) == ("changed", "sak-18-2020", ["file"])


def test_only_the_words_that_changed_are_told() -> None:
    (change,) = changes.changes(said(SENT), said(EDITS["one word in a bullet"][0]))
    ((words),) = change.words
    assert passages(words.before, words.now) == (("To er gjort", "To er påbegynt"),)
    assert compared("To er gjort", "To er påbegynt") == (
        ("same", "To er"),
        ("same", " "),
        ("gone", "gjort"),
        ("same", " "),
        ("new", "påbegynt"),
    )


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_what_is_compared_adds_up_to_both_texts(before: str, now: str) -> None:
    parts = compared(before, now)
    for kept, whole in (("gone", before), ("new", now)):
        joined = "".join(text for what, text in parts if what in ("same", kept))
        assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", whole)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("10. februar 2027", "11. februar 2027"),
        ("1. juli 2020", "2. august 2020"),
        ("90 min", "120 min"),
        ("https://a.example.no/1", "https://a.example.no/2"),
        ("- ett", "* ett"),
        ("[her](https://a.example.no)", "[her](https://b.example.no)"),
    ],
)
def test_whatever_differs_is_shown(before: str, now: str) -> None:
    """A day that begins with a number and a dot is no list, and an address is not nothing."""
    shown = passages(before, now)
    assert shown == ((before, now),)


# ---- as it is told ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "en", "nb"),
    [
        (TextChange("own_type", "Sak", "Vedtak"), "type: [-Sak-]{+Vedtak+}", "type: [-Sak-]{+Vedtak+}"),
        (TextChange("place", "Oslo", "Bergen"), "place: [-Oslo-]{+Bergen+}", "sted: [-Oslo-]{+Bergen+}"),
        (TextChange("file", "kart.pdf 5627", "kart.pdf b27e"), "kart.pdf: another file", "kart.pdf: en annen fil"),
        (
            TextChange("file", "et kart.pdf 5627", "et kart.pdf b27e"),
            "et kart.pdf: another file",
            "et kart.pdf: en annen fil",
        ),
        (TextChange("file", "a.pdf 5627", "b.pdf b27e"), "file: [-a.pdf-]{+b.pdf+}", "fil: [-a.pdf-]{+b.pdf+}"),
        (TextChange("withheld_file", "a.pdf 5627", "a.pdf b27e"), "a.pdf: another file", "a.pdf: en annen fil"),
        (TextChange("file", "a.pdf 5627", ""), "file: [-a.pdf-]", "fil: [-a.pdf-]"),
        (TextChange("title", "Unntatt", "Unntatt", True), "title: what is withheld", "tittel: det som er unntatt"),
    ],
)
def test_a_change_is_told_in_plain_words(words: TextChange, en: str, nb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for locale, said in (("C", en), ("nb_NO.UTF-8", nb)):
        monkeypatch.setenv("LC_ALL", locale)
        assert [line.strip() for line in diff._words((words,), False)] == [said]
