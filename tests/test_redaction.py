from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from archives import BOARD, FILES, MEETING, SITE, a_board, a_site, sound_meeting

from akson_docs.meetings.redaction import is_public, is_shown, public, published, turns
from akson_docs.model.documents import Attachment, Board, Item, Meeting
from akson_docs.model.slides import Omitted, StubSlide, TextSlide, Topic
from akson_docs.model.values import Line, LocalizedText, Text

BASIS = "offl. § 23 første ledd"


def item(rows: str) -> Item:
    """The public edition of an item."""
    (found,) = public(sound_meeting(f"date: 2020-07-01\nitems:\n  - {rows}\n", FILES)).items
    assert isinstance(found, Item)
    return found


def said(words: LocalizedText | None) -> tuple[str, str, str]:
    """What words say, the basis for what they do not say, and what they say instead."""
    assert words is not None
    return "".join(text for _, text in words.said), words.withheld, "".join(text for _, text in words.public)


def test_a_meeting_without_anything_withheld_is_the_same() -> None:
    meeting = sound_meeting(
        "date: 2020-07-01\nitems:\n  - {title: A, proposal: P, slides: [{title: B, body: C}]}\n", {}
    )
    assert public(meeting) == meeting
    assert public(meeting).items[0] is meeting.items[0]


def test_a_line() -> None:
    found = item(f"title: {{text: Hemmelig, withheld: {BASIS}, public: Avtalesak}}")
    assert said(found.title) == ("", BASIS, "Avtalesak")
    assert isinstance(found.title, Line)
    assert said(item(f"title: {{text: Hemmelig, withheld: {BASIS}}}").title) == ("", BASIS, "")


def test_a_text_in_languages() -> None:
    found = item(f"{{title: A, proposal: {{text: {{nb: H, nn: H}}, withheld: {BASIS}, public: {{nb: Å, nn: Ø}}}}}}")
    assert isinstance(found.proposal, Text)
    assert found.proposal.said == ()
    assert found.proposal.public == (("nb", "Å"), ("nn", "Ø"))


def test_a_slide_becomes_one_stub() -> None:
    found = item(
        f"{{title: A, slides: [{{topic: T}}, {{title: H, id: h, withheld: {BASIS}, public: P, body: H, source: H}}, "
        "{title: B, body: C, speaker_notes: H}]}"
    )
    topic, stub, text = found.slides
    assert isinstance(topic, Topic)
    assert isinstance(stub, StubSlide)
    assert (stub.withheld, said(stub.public)) == (BASIS, ("P", "", ""))
    assert isinstance(text, TextSlide)
    assert text.speaker_notes is None


def test_an_attachment_keeps_its_number_alone() -> None:
    found = item(
        f"{{title: A, attachments: [{{file: plan.pdf}}, {{file: avtale.pdf, withheld: {BASIS}, title: H}}, "
        f"{{url: https://a.no/h, withheld: {BASIS}, title: H, public_title: Vedlegg}}]}}"
    )
    first, second, third = found.attachments
    assert first.file == "plan.pdf"
    assert (second.file, second.url, second.added) == (None, None, None)
    assert said(second.title) == ("", BASIS, "")
    assert (third.file, third.url) == (None, None)
    assert said(third.title) == ("", BASIS, "Vedlegg")


WITHHELD = f"""\
number: 19/20
    title: H
    withheld: {BASIS}
    public_title: Avtalesak
    type: Beslutning
    duration: 10
    start: 10.00
    added: 2020-06-20
    continues: 3/20
    formerly: [18/20]
    presenter: H
    id: h
    case: H
    case_officer: H
    note: H
    summary: H
    route: [{{board: H}}]
    approves: H
    paper: sak-18.md
    proposed_by: H
    tracker: H
    closed: {{basis: koml. § 11-5, votes: [{{on: H, for: [H]}}]}}
    proposal: H
    discussion: H
    impartiality: [{{member: H, found: qualified}}]
    motions: [{{id: A, by: H, text: H, replaces: H}}, {{id: B, by: H, text: H, outcome: lapsed}}]
    votes: [{{on: A, for: [H]}}]
    adopted: A
    outcome: returned
    dissent: [{{by: H, text: H}}]
    actions: [{{what: H, who: H}}]
    attachments: [{{file: plan.pdf, title: H}}]
    slides: [{{topic: H}}, {{title: H, body: H}}, {{kind: omitted}}]
    items: [{{title: H, number: 20/20, proposal: H}}]"""


def test_an_item_keeps_its_place_and_its_public_title() -> None:
    found = item(WITHHELD)
    assert (found.number, found.type, found.duration, found.continues) == ("19/20", "Beslutning", 10, "3/20")
    assert (found.formerly, found.adopted, found.outcome, found.withheld) == (("18/20",), "", None, BASIS)
    assert said(found.title) == ("", BASIS, "Avtalesak")
    assert said(found.proposal) == ("", BASIS, "")
    assert found.closed is not None
    assert (found.closed.basis, found.closed.votes) == ("koml. § 11-5", ())
    assert [type(row) for row in found.slides] == [Topic, StubSlide, Omitted]
    assert (found.motions, said(found.decision)) == ((), ("", BASIS, ""))
    assert [(one.file, said(one.title)) for one in found.attachments] == [(None, ("", BASIS, ""))]
    (inner,) = found.items
    assert (inner.number, inner.withheld, said(inner.title)) == ("20/20", BASIS, ("", BASIS, ""))


def test_an_item_gives_away_nothing_else() -> None:
    held = item(WITHHELD).model_dump(exclude_defaults=True)
    assert set(held) == {
        "number", "title", "type", "duration", "start", "continues", "formerly", "added", "withheld", "public_title",
        "closed", "attachments", "proposal", "slides", "decision", "items",
    }  # fmt: skip
    assert "'H'" not in repr(held)
    assert "plan.pdf" not in repr(held)
    assert "Bakgrunnen" not in repr(held)


@pytest.mark.parametrize(
    ("came", "told"),
    [("outcome: postponed", "postponed"), ("outcome: withdrawn", "withdrawn"), ("outcome: rejected", None)],
)
def test_that_an_item_comes_again_is_told_and_what_was_thought_of_it_is_not(came: str, told: str | None) -> None:
    found = item(f"{{title: H, withheld: {BASIS}, {came}}}")
    assert (found.outcome, found.decision) == (told, None)


@pytest.mark.parametrize("came", ["decision: H", "adopted: proposal"])
def test_whether_it_was_decided_as_proposed_is_not_told(came: str) -> None:
    one, other = (item(f"{{title: H, withheld: {BASIS}, proposal: H, {end}}}") for end in (came, "decision: X"))
    assert one == other


# ---- the minutes, before they are published ------------------------------------------------------------------

RECORDED = """date: 2020-07-01
started: 9.10
ended: 11.00
items:
  - number: 18/20
    title: A
    proposal: P
    discussion: H
    closed: {basis: koml. § 11-5, votes: [{on: proposal, unanimous: yes}]}
    impartiality: [{member: h, found: qualified}]
    motions: [{id: A, by: H, text: Vedtak}, {id: B, by: H, text: H}]
    votes: [{on: A, for: [H]}]
    adopted: A
    dissent: [{by: H, text: H}]
    actions: [{what: H, who: H}]
attendance: {present: [h]}
follow_up: [{action: 1/20-1, status: done, note: H}]
minutes: {published: 2020-07-08, secretary: h}
"""


def on(day: str, text: str = RECORDED, board: str = BOARD, site: str = SITE) -> tuple[Board, Meeting]:
    """What the public sees of a meeting on a day."""
    return published(a_site(site), a_board(board), sound_meeting(text), date.fromisoformat(day))


def test_minutes_are_not_there_before_their_day() -> None:
    _, before = on("2020-07-07")
    (found,) = before.items
    assert isinstance(found, Item)
    assert "'H'" not in repr(before.model_dump())
    assert set(found.model_dump(exclude_defaults=True)) == {
        "number",
        "title",
        "proposal",
        "closed",
        "motions",
        "adopted",
    }
    assert [(motion.id, motion.by, said(motion.text)[0]) for motion in found.motions] == [("A", "", "Vedtak")]
    assert (before.attendance, before.minutes, before.follow_up, before.started, before.ended) == (
        None,
        None,
        (),
        None,
        None,
    )
    assert on("2020-07-08")[1] == public(sound_meeting(RECORDED))


def test_minutes_without_a_day_are_never_there() -> None:
    _, found = on("2030-01-01", RECORDED.replace("published: 2020-07-08, ", ""))
    assert (found.minutes, found.attendance) == (None, None)


def test_a_meeting_turns_when_its_minutes_come_and_when_its_names_go() -> None:
    meeting = sound_meeting(RECORDED)
    assert turns(a_site(), meeting) == (date(2020, 7, 8), date(2021, 7, 1))
    assert turns(a_site(SITE.replace("  names_until: 12 months\n", "")), meeting) == (date(2020, 7, 8),)


def test_what_was_corrected_of_it_can_be_withheld() -> None:
    text = (
        "date: 2020-07-01\nitems: [{title: A}]\nminutes:\n  published: 2020-07-08\n  corrections:\n"
        "    - {date: 2020-07-10, what: Stemmetallet}\n    - date: 2020-07-11\n"
        f"      what: {{text: Hemmelig, withheld: {BASIS}, public: I sak 19/20}}\n"
    )
    minutes = public(sound_meeting(text)).minutes
    assert minutes
    assert [(one.date.day, said(one.what)) for one in minutes.corrections] == [
        (10, ("Stemmetallet", "", "")),
        (11, ("", BASIS, "I sak 19/20")),
    ]


def test_what_names_no_motion_is_not_taken_over() -> None:
    """A text that slipped up under `adopted` is no letter."""
    assert item(f"{{title: H, withheld: {BASIS}, adopted: proposal Søker tre tilsettes}}").adopted == ""


def test_a_public_title_that_is_withheld_itself() -> None:
    found = item(f"{{title: H, withheld: {BASIS}, public_title: {{text: H, withheld: {BASIS}, public: Sak}}}}")
    assert said(found.title) == ("", BASIS, "Sak")
    assert said(found.public_title) == ("", BASIS, "Sak")


def test_closed_doors_do_not_withhold_the_paper() -> None:
    found = item("{title: A, closed: {basis: koml. § 11-5}, proposal: P, votes: [{on: proposal, unanimous: yes}]}")
    assert said(found.title) == ("A", "", "")
    assert said(found.proposal) == ("P", "", "")


def test_what_is_for_the_editor_alone() -> None:
    meeting = public(sound_meeting(MEETING + "silence: [papers-late]\n"))
    assert meeting.silence == ()
    board = public(a_board(BOARD + "standing: [{title: Eventuelt}]\n"))
    assert (board.rules, board.standing) == ({}, ())
    assert board.members == a_board().members
    assert public(a_site()) == a_site()


@pytest.mark.parametrize(
    ("meeting", "site", "board", "shown"),
    [
        ({}, {"public": "yes"}, {}, True),
        ({}, {"public": "no"}, {}, False),
        ({}, {"public": "no"}, {"public": "yes"}, True),
        ({}, {"public": "yes"}, {"public": "no"}, False),
        ({"draft": True}, {"public": "yes"}, {}, False),
        ({"publish": date(2020, 7, 2)}, {"public": "yes"}, {}, False),
        ({"publish": date(2020, 7, 1)}, {"public": "yes"}, {}, True),
        ({"draft": True, "publish": date(2020, 6, 1)}, {"public": "yes"}, {}, False),
    ],
)
def test_which_meetings_are_on_the_public_site(
    meeting: dict[str, Any], site: dict[str, str], board: dict[str, str], shown: bool
) -> None:
    the_site = a_site(
        "".join(
            f"{key}: {held}\n"
            for key, held in ({"name": "A", "publisher": "B", "address": "https://c.no"} | site).items()
        )
    )
    the_board = a_board("".join(f"{key}: {held}\n" for key, held in ({"name": "A"} | board).items()))
    facts = {"draft": False, "publish": None} | meeting
    assert is_public(**facts, board=the_board, site=the_site, today=date(2020, 7, 1)) is shown
    assert is_shown(the_board, the_site) or not shown


def test_the_public_edition_of_a_draft_withholds_as_any_other() -> None:
    """Whether a draft is shown is one question, and what of it is withheld another."""
    draft = MEETING.replace("number: 4/20\n", "number: 4/20\ndraft: yes\n")
    found = public(sound_meeting(draft))
    assert found.draft
    assert found.model_copy(update={"draft": False}) == public(sound_meeting())


def test_attachments_of_the_meeting() -> None:
    text = f"date: 2020-07-01\nattachments: [{{file: plan.pdf, withheld: {BASIS}}}]\nitems: [{{title: A}}]\n"
    (found,) = public(sound_meeting(text)).attachments
    assert isinstance(found, Attachment)
    assert (found.file, said(found.title)) == (None, ("", BASIS, ""))


@pytest.mark.parametrize("over", ["", f"withheld: {BASIS}, "])
def test_what_a_slide_says_publicly_may_itself_be_withheld(over: str) -> None:
    row = f"{{title: A, withheld: {BASIS}, public: {{text: H, withheld: {BASIS}, public: P}}, body: B}}"
    (stub,) = item(f"{{title: T, {over}slides: [{row}]}}").slides
    assert isinstance(stub, StubSlide)
    assert said(stub.public) == ("", BASIS, "P")
