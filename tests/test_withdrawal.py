"""What has been public and is withheld now."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from archives import a_board, a_site, sound_meeting
from places import build, meetings, place, write

from akson_docs.build import redacted_files
from akson_docs.meetings import redaction
from akson_docs.meetings.agenda import agenda
from akson_docs.meetings.deck import deck
from akson_docs.meetings.revisions import issue, withdrawal
from akson_docs.meetings.revisions.dispatch import UNTOLD_BEFORE, Dispatch, Strings, Withdrawal
from akson_docs.model.documents import Meeting
from akson_docs.render import opendata

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
    made = agenda(
        redaction.public(a_site()), redaction.public(a_board()), redaction.public(meeting), "styret", "2020-04"
    )
    return json.dumps(opendata.meeting(made, deck(made), "public", True)).encode()


def places(now: str, before: str = OPEN) -> list[str]:
    meeting = sound_meeting(now)
    found = withdrawal.was_public(meeting, redaction.public(meeting), data(sound_meeting(before)), data(meeting))
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
            ["items.0.attachments.0.file", "items.0.attachments.0.title"],
        ),
        ("{url: ", "{withheld: offl. § 23, url: ", ["items.0.attachments.1.url"]),
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
    meeting = sound_meeting(OPEN)
    assert list(withdrawal.was_public(meeting, redaction.public(meeting), b"{", b"{}")) == []


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


# ---- what was sent -------------------------------------------------------------------------------------------

SENT = """\
date: 2020-07-01
chair: leder
summary: Kort om møtet.
items:
  - number: 17/20
    title: Søknad fra Eksempel AS
    type: Beslutning
    presenter: Direktøren
    note: Se eget notat.
    proposal: Søknaden avslås.
    attachments:
      - {file: plan.pdf, title: Planen}
    slides:
      - {kind: figure, title: Kart, file: kart.svg, alt: Kartet viser stedet ved elva, caption: Området}
      - title: Hvor vi er
        body: |
          - Ett er gjort
          - To gjenstår
      - title: Rammen
        withheld: offl. § 23
        public: Rammen kommer.
        body: Rammen er 120 mill. kroner
      - kind: comparison
        title: To tilbud
        columns: [{heading: Tilbud A, body: Billigst}, {heading: Tilbud B, body: Best}]
  - number: 18/20
    title: Annen søknad
    proposal: Søknaden avslås.
  - title: Eventuelt
"""
BOARD_SENT = """\
name: Styret
item_number: {pattern: "{n}/{yy}"}
members:
  - {id: leder, name: Bo Li, role: leder}
  - {id: medlem, name: Kari Nordmann}
"""


def spoken(text: str, of: str, board: str, day: date) -> dict[str, Strings]:
    site, whole, meeting = a_site(), a_board(board), sound_meeting(text)
    if of == "public":
        shown, meeting = redaction.published(site, whole, meeting, day)
        made = agenda(redaction.public(site), shown, meeting, "styret", "2020-04")
    else:
        made = agenda(site, whole, meeting, "styret", "2020-04")
    inside = {"plan.pdf": "a", "kart.svg": "b", "avtale.pdf": "a"}
    return dict(issue.seen(made, deck(made), inside | redacted_files.digests(sound_meeting(text), inside)))


def sent(text: str = SENT, board: str = BOARD_SENT) -> Dispatch:
    said = {of: spoken(text, of, board, date(2020, 6, 20)) for of in ("members", "public")}
    return Dispatch(1, date(2020, 6, 20), ("members",), said, {}, "styret/2020-04")


def withdrawn(text: str, board: str = BOARD_SENT, first: Dispatch | None = None, papers: str = "") -> list[str]:
    """The items of which nothing that was sent is to be given out any more."""
    full, public = (spoken(text, of, board, date(2020, 6, 21)) for of in ("members", "public"))
    return list(withdrawal.of_items(first or sent(), full, public, lambda language: papers))


def but(*pairs: tuple[str, str], text: str = SENT) -> str:
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def redacting(what: str) -> str:
    """What was sent, with something redacted in the plan."""
    return but(("{file: plan.pdf, title: Planen}", f"{{file: plan.pdf, title: Planen, redact: {{{BASIS}, {what}}}}}"))


BOX = "{page: 1, left: 2, top: 3, width: 4, height: 5}"


@pytest.mark.parametrize(
    ("then", "now", "gone"),
    [
        ("", "phrases: [ord]", True),
        ("phrases: [ord]", "phrases: [ord]", False),
        ("phrases: [ord, andre ord]", "phrases: [ord]", False),
        ("phrases: [ord]", "phrases: [ord, andre ord]", True),
        ("phrases: [ord]", "phrases: [andre ord]", True),
        ("phrases: [ord]", f"phrases: [ord], boxes: [{BOX}]", True),
        (f"boxes: [{BOX}]", f"boxes: [{BOX.replace('2', '7')}]", True),
        ("phrases: [ord]", "", False),
    ],
)
def test_papers_are_withdrawn_as_soon_as_more_is_redacted_in_a_file_than_was(then: str, now: str, gone: bool) -> None:
    before, after = (redacting(what) if what else SENT for what in (then, now))
    assert bool(withdrawn(after, first=sent(before))) == gone


BASIS = "withheld: offl. § 13"
ALT = "Kartet viser stedet ved elva"
HERE = "      - title: Hvor vi er"
GONE = ("    note: Se eget notat.\n", "")


@pytest.mark.parametrize(
    "text",
    [
        SENT,
        but(("To gjenstår", "To er påbegynt")),
        but(GONE),
        but(("Rammen er 120", "Rammen er 130")),
        but(
            ("caption: Området", "caption: Kart"), ("Rammen er 120", "Rammen for området er 120"), ("Annen", "Området")
        ),
        but(("        withheld: offl. § 23\n        public: Rammen kommer.\n", "")),
        but(("  - number: 18/20", f"  - number: 19/20\n    title: Ny\n    {BASIS}\n  - number: 18/20")),
        but(
            (
                "      - title: Hvor vi er",
                f"      - {{title: Nytt, {BASIS}, body: Hemmelig}}\n      - title: Hvor vi er",
            )
        ),
        but(
            (
                "proposal: Søknaden avslås.\n    attach",
                f"proposal: Søknaden avslås.\n    summary: {{text: A, {BASIS}}}\n    attach",
            )
        ),
    ],
    ids=[
        "nothing",
        "a word",
        "a note taken out",
        "a withheld text",
        "a usual word in it",
        "opened",
        "a new item",
        "a new slide",
        "a new text",
    ],
)
def test_what_was_sent_stays_public_where_no_old_word_is_withheld(text: str) -> None:
    assert withdrawn(text) == []


@pytest.mark.parametrize(
    "text",
    [
        but(("    title: Søknad fra Eksempel AS", f"    {BASIS}\n    title: Søknad fra Eksempel AS")),
        but(("title: Hvor vi er", f"title: Hvor vi er\n        {BASIS}")),
        but(("presenter: Direktøren", f"presenter: {{text: Direktøren, {BASIS}}}")),
        but(("note: Se eget notat.", f"note: {{text: Se eget notat., {BASIS}}}")),
        but(("title: Planen}", f"title: Planen, {BASIS}}}")),
        but(
            (
                "alt: Kartet viser stedet ved elva",
                f"alt: {{text: Kartet viser stedet ved elva, {BASIS}, public: Et kart}}",
            )
        ),
        but(("heading: Tilbud B", f"heading: {{text: Tilbud B, {BASIS}}}")),
        # Written anew, and withheld at once.
        but(("note: Se eget notat.", f"note: {{text: Noe helt annet, {BASIS}}}")),
        but((f"alt: {ALT}", f"alt: {{text: Noe annet, {BASIS}, public: Et kart}}")),
        but(("heading: Tilbud B", f"heading: {{text: Et annet, {BASIS}}}")),
        # Elsewhere in the item, or in another item.
        but(
            GONE, ("      - title: Hvor vi er", f"      - {{title: Nytt, {BASIS}, body: X}}\n      - title: Hvor vi er")
        ),
        but(GONE, ("title: Annen søknad", f"title: Annen søknad\n    note: {{text: Se eget notat., {BASIS}}}")),
        but(GONE, ("Rammen er 120 mill. kroner", "Rammen er 120 mill. kroner. Se eget notat.")),
        # One word, which nothing that is public says any more.
        but(("    presenter: Direktøren\n", ""), ("Rammen er 120", "Rammen er, sier direktøren, 120")),
        # Somewhere else the same is said publicly: that is another place.
        but(("proposal: Søknaden avslås.\n    attach", f"proposal: {{text: Søknaden avslås., {BASIS}}}\n    attach")),
        but(("summary: Kort om møtet.", f"summary: {{text: Kort om møtet., {BASIS}}}")),
    ],
)
def test_what_was_sent_and_is_withheld_now_is_withdrawn(text: str) -> None:
    assert withdrawn(text) != []


TWICE = but((HERE, f"      - {{title: En, body: Samme ord.}}\n      - {{title: To, body: Samme ord.}}\n{HERE}"))
SENTENCES = but(("note: Se eget notat.", "note: Se eget notat. Prisen er høy."))
HIDDEN = "title: Rammen"
TWO_LANGUAGES = but(("note: Se eget notat.", "note: {nb: Se eget notat., en: See the memo about the price.}"))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        # Said twice, and withheld once: the other may not be said to be the one that was meant.
        (TWICE, but(("{title: To, body", f"{{title: To, {BASIS}, body"), text=TWICE)),
        # A sentence that is cut out of a text and withheld in another item.
        (
            SENTENCES,
            but(
                (" Prisen er høy.", ""),
                ("title: Annen søknad", f"title: Annen søknad\n    note: {{text: Prisen er høy., {BASIS}}}"),
                text=SENTENCES,
            ),
        ),
        # A file is what it holds, whatever it is called and wherever it hangs.
        (
            SENT,
            but(
                ("    attachments:\n      - {file: plan.pdf, title: Planen}\n", ""),
                (
                    "title: Annen søknad",
                    f"title: Annen søknad\n    attachments: [{{file: avtale.pdf, title: B, {BASIS}}}]",
                ),
            ),
        ),
        # A withheld slide that comes before one that was withheld already; what was public is gone.
        (
            SENT,
            but(
                ("      - title: Hvor vi er\n        body: |\n          - Ett er gjort\n          - To gjenstår\n", ""),
                (f"      - {HIDDEN}", f"      - {{title: Pris, {BASIS}, body: Annet}}\n      - {HIDDEN}"),
            ),
        ),
        # Of a meeting that is cancelled no item is said: what is withheld in it counts all the same.
        (
            SENT,
            but(
                ("date: 2020-07-01", "date: 2020-07-01\ncancelled: Avlyst."),
                ("title: Hvor vi er", f"title: Hvor vi er\n        {BASIS}"),
            ),
        ),
        # What was said in one language, withheld in another text of that language.
        (
            TWO_LANGUAGES,
            but(
                ("note: {nb: Se eget notat., en: See the memo about the price.}", "note: Se eget notat."),
                (
                    "body: Rammen er 120 mill. kroner",
                    "body: {nb: Rammen er 120 mill. kroner, en: See the memo about the price.}",
                ),
                text=TWO_LANGUAGES,
            ),
        ),
    ],
    ids=["twice", "a sentence", "a file", "a slide before", "cancelled", "a language"],
)
def test_whatever_else_changes_what_is_withheld_is_known_again(was: str, now: str) -> None:
    board = f"{BOARD_SENT}languages: [nb, en]\n"
    assert withdrawn(was, board, sent(was, board)) == []
    assert withdrawn(now, board, sent(was, board)) != []


def test_the_items_that_are_withdrawn_are_named_as_they_were_sent() -> None:
    text = but(("number: 18/20", f"number: 28/20\n    {BASIS}\n    formerly: [18/20]"))
    assert withdrawn(text) == ["18-2020"]


@pytest.mark.parametrize("name", ["Bo Li", "Kari Nordmann"])
def test_a_person_who_is_private_now_is_named_in_nothing_that_was_sent(name: str) -> None:
    first = sent(but(("Direktøren", "Kari Nordmann")))
    board = but((f"name: {name}", f"name: {name}, private: yes"), text=BOARD_SENT)
    assert withdrawn(but(("Direktøren", "Kari Nordmann")), board, first) != []


def test_who_is_named_is_known_whatever_is_said_now() -> None:
    first = sent(but(("note: Se eget notat.", "note: Bo Li orienterer.")))
    assert withdrawal.naming(first, lambda text: "Bo Li" in text, lambda language: "") == ("", "17-2020")
    assert withdrawal.naming(first, lambda text: "Per" in text, lambda language: "") == ()
    # Records of the first form do not tell who leads: their papers may.
    old = replace(first, said={"public": {"nb": ()}}, is_first_form=True)
    assert withdrawal.naming(old, lambda text: "bo li" in text, lambda language: "leder bo li") == ("",)


@pytest.mark.parametrize(
    ("presenter", "expected"), [("Kari Nordmann", True), ("Direktøren", True), ("direktøren", False)]
)
def test_papers_that_say_who_by_name(presenter: str, expected: bool) -> None:
    """Who leads by the role alone is no name."""
    roles = but(("name: Bo Li", "name: leder"), ("name: Kari Nordmann", "name: medlem"), text=BOARD_SENT)
    assert withdrawal.of_persons(sent(but(("presenter: Direktøren", f"presenter: {presenter}")), roles)) == expected


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        (
            but(("alt: Kartet viser stedet ved elva", f"alt: {{text: Kartet viser stedet ved elva, {BASIS}}}")),
            "kartet viser stedet ved elva",
        ),
        (SENT, "leder bo li sak"),
    ],
)
def test_what_a_record_does_not_tell_of_is_looked_for_in_the_papers(text: str, papers: str) -> None:
    """Records of the first form know neither text alternatives nor who leads."""
    whole = sent()
    said = {
        of: {"nb": tuple(one for one in words["nb"] if one.role not in UNTOLD_BEFORE)}
        for of, words in whole.said.items()
    }
    old = replace(whole, said=said, address="", is_first_form=True)
    board = but(("name: Bo Li", "name: Bo Li, private: yes"), text=BOARD_SENT)
    assert withdrawn(text, board, old, papers) != []
    assert withdrawn(text, board, old, "noe helt annet") == []


def test_what_a_withdrawn_issue_said_may_stand_in_the_next_one() -> None:
    one = sent()
    two, three = replace(one, number=2), replace(one, number=3)
    gone = Withdrawal(1, date(2020, 6, 20), ("17-2020",))
    assert withdrawal.all_of((one, two, three), {}) == set()
    assert withdrawal.all_of((one, two, three), {1: ("17-2020",)}) == {1, 2, 3}
    assert withdrawal.all_of((one, replace(two, knew=(1,)), three), {1: ("17-2020",)}) == {1}
    assert withdrawal.all_of((replace(one, withdrawal=gone), replace(two, knew=(1,))), {}) == {1}
