from __future__ import annotations

import json
from dataclasses import replace

import pytest
from archives import FILES, a_board, a_meeting, a_site, sound_meeting

from akson_docs.diagnostics import Span
from akson_docs.meetings import redaction
from akson_docs.meetings.agenda import agenda
from akson_docs.meetings.cards import MeetingCard, approvals, bare, card, from_json, to_json
from akson_docs.meetings.deck import deck
from akson_docs.model.values import Line, said

BASIS = "offl. § 23 første ledd"


def a_card(text: str, *, public: bool = False, spans: bool = False) -> MeetingCard:
    parsed = a_meeting(text, FILES)
    assert parsed.value is not None, parsed.diagnostics
    meeting = redaction.public(parsed.value) if public else parsed.value
    made = agenda(a_site(), a_board(), meeting, "styret", "2020-04")
    return card(made, deck(made), parsed.spans if spans else None, parsed.file)


MEETING = f"""\
date: 2020-07-01
start: 9.05
place: {{nb: Oslo, nn: Osloby}}
items:
  - number: 17/20
    title: Plan
    type: Beslutning
    duration: 30
    case: 20/14
    continues: 3/20
    formerly: [16/20]
    proposal: P
    adopted: proposal
    slides:
      - {{title: S, body: T}}
      - {{kind: omitted}}
  - title: H
    withheld: {BASIS}
    public_title: Avtalesak
    proposal: H
    slides: [{{topic: H}}, {{title: H, body: H}}]
  - {{title: Eventuelt}}
silence: [papers-late]
"""


def test_what_a_card_says_of_a_meeting() -> None:
    found = a_card(MEETING)
    assert (found.board, found.folder, found.address, found.number) == ("styret", "2020-04", "styret/2020-04/", "4/20")
    assert (found.date, found.last_date, found.start, found.end) == ("2020-07-01", "2020-07-01", "09:05", "")
    assert found.title == (("nb", "Møte 4/20 i Styret 1. juli 2020"),)
    assert found.place == (("nb", "Oslo"), ("nn", "Osloby"))
    assert (found.form, found.draft, found.publish, found.cancelled) == ("ordinary", False, "", ())
    assert found.slides == 10, "the omitted one has no page"


def test_what_a_card_says_of_an_item() -> None:
    plan, withheld, other = a_card(MEETING).items
    assert (plan.number, plan.slug, plan.anchor, plan.case) == ("17/20", "17-2020", "sak-17-2020", "20/14")
    assert (plan.title, plan.type, plan.kind) == ((("nb", "Plan"),), (("nb", "Beslutning"), *plan.type[1:]), "decision")
    assert (plan.continues, plan.formerly, plan.outcome) == ("3/20", ("16/20",), "")
    assert plan.proposal == plan.decided == (("nb", "P"),)
    assert (plan.slides, plan.first_slide) == (3, "17-2020")
    assert (withheld.title, withheld.withheld) == ((("nb", "H"),), BASIS)
    assert (other.kind, other.type) == ("open", ()), "a type that is not printed"


def test_the_public_card_of_a_withheld_item() -> None:
    _, withheld, _ = a_card(MEETING, public=True).items
    assert withheld.title == (("nb", "Avtalesak"),)
    assert (withheld.proposal, withheld.withheld) == ((), BASIS)
    assert (withheld.slides, withheld.first_slide) == (4, "2020-04-2")


def test_a_type_that_is_not_known_is_printed_as_written() -> None:
    (item,) = a_card("date: 2020-07-01\nitems: [{title: A, type: Befaring}]\n").items
    assert (item.type, item.kind) == ((("nb", "Befaring"),), "")


def test_full_cards_remember_where_and_public_ones_do_not() -> None:
    full, public = a_card(MEETING, spans=True), a_card(MEETING, public=True)
    assert full.silenced == ("papers-late",)
    assert full.where is not None
    assert (full.where.line, full.where.column) == (1, 7)
    assert [(item.where.line, item.where.column) for item in full.items if item.where] == [(5, 13), (17, 12), (22, 13)]
    assert (public.silenced, public.where, {item.where for item in public.items}) == ((), None, {None})


def test_cards_say_what_is_undecided_approved_and_followed_up() -> None:
    text = (
        "date: 2020-07-01\nitems:\n  - {number: 17/20, title: A, type: Vedtak, proposal: P}\n"
        "  - number: 18/20\n    title: B\n    type: Godkjenning\n    approves: 2020-03\n    decision: V\n"
        "    actions: [{what: W, who: leder}]\nfollow_up:\n  - {action: 3/20-1, status: done}\n"
    )
    full, public = a_card(text, spans=True), a_card(text, public=True)
    assert full.undecided == ("17/20",)
    assert [item.approves for item in full.items] == [item.approves for item in public.items] == ["", "2020-03"]
    assert [item.came for item in full.items] == [item.came for item in public.items] == ["", "changed"]
    where = full.items[1].approves_where
    assert where
    assert (where.line, where.column) == (7, 15)
    assert full.actions == ("18/20-1",)
    assert [(one.action, one.status, one.where.line) for one in full.follow_up] == [("3/20-1", "done", 11)]
    assert (public.undecided, public.actions, public.follow_up, public.items[1].approves_where) == ((), (), (), None)
    assert from_json(json.loads(json.dumps(to_json(full)))) == full
    assert bare(full) == public


def test_an_item_that_is_withheld_approves_nothing_in_public() -> None:
    text = f"date: 2020-07-01\nitems:\n  - {{title: H, withheld: {BASIS}, approves: 2020-03, decision: V}}\n"
    assert [item.approves for item in a_card(text).items] == ["2020-03"]
    public = a_card(text, public=True)
    assert [item.approves for item in public.items] == [""]
    assert approvals([public]) == {}


def approving(day: str, keys: str, top: str = "") -> MeetingCard:
    found = a_card(
        f"date: {day}\n{top}items: [{{title: S, type: Godkjenning, approves: 2020-03, proposal: P{keys}}}]\n"
    )
    return replace(found, folder=day[:7])


GIVEN = ", adopted: proposal"


@pytest.mark.parametrize(
    ("cards", "found"),
    [
        ([], None),
        ([approving("2020-08-01", "")], ("2020-08", False)),
        ([approving("2020-08-01", GIVEN)], ("2020-08", True)),
        ([approving("2020-08-01", ", decision: V")], ("2020-08", True)),
        ([approving("2020-08-01", f", decision: {{text: V, withheld: {BASIS}}}")], ("2020-08", True)),
        ([approving("2020-08-01", ", outcome: postponed")], None),
        ([approving("2020-08-01", ", outcome: returned"), approving("2020-09-01", "")], ("2020-09", False)),
        ([approving("2020-08-01", ", outcome: rejected"), approving("2020-09-01", GIVEN)], ("2020-09", True)),
        ([approving("2020-08-01", GIVEN), approving("2020-09-01", GIVEN)], ("2020-08", True)),
        ([approving("2020-09-01", GIVEN), approving("2020-08-01", "")], ("2020-09", True)),
        ([approving("2020-09-01", ""), approving("2020-08-01", "")], ("2020-08", False)),
        ([approving("2020-08-01", "", "cancelled: Syk\n"), approving("2020-09-01", "")], ("2020-09", False)),
    ],
)
def test_where_minutes_are_approved(cards: list[MeetingCard], found: tuple[str, bool] | None) -> None:
    one = approvals(cards).get("2020-03")
    assert ((one.card.folder, one.given) if one else None) == found
    assert "2020-02" not in approvals(cards)


def test_a_public_card_does_not_change_with_lines_above() -> None:
    assert a_card(MEETING, public=True) == a_card("# a comment\n\n" + MEETING, public=True)


def test_cards_survive_being_kept() -> None:
    for one in (a_card(MEETING, spans=True), a_card(MEETING, public=True)):
        again = from_json(json.loads(json.dumps(to_json(one))))
        assert again == one
        assert isinstance(again.items[0].formerly, tuple)
    kept = from_json(json.loads(json.dumps(to_json(a_card(MEETING, spans=True)))))
    assert isinstance(kept.where, Span)


def test_several_days_and_a_cancelled_meeting() -> None:
    text = "days: [{date: 2020-07-01}, {date: 2020-07-03}]\npublish: 2020-06-20\ncancelled: Syk\nitems: [{title: A}]\n"
    found = a_card(text)
    assert (found.date, found.last_date, found.publish) == ("2020-07-01", "2020-07-03", "2020-06-20")
    assert (found.cancelled, found.slides) == ((("nb", "Syk"),), 0)


def test_what_words_say_and_say_instead() -> None:
    assert said(None, "nb") == ()
    assert said(Line.model_validate("a"), "nn") == (("nn", "a"),)
    assert said(Line.model_validate({"en": "a"}), "nn") == (("en", "a"),)
    withheld = Line.model_construct(said=(), withheld=BASIS, public=(("", "b"),))
    assert said(withheld, "nb") == (("nb", "b"),)
    assert said(Line.model_construct(said=(), withheld=BASIS), "nb") == ()


def test_the_sound_meetings_cards() -> None:
    meeting = sound_meeting()
    made = agenda(a_site(), a_board(), meeting, "styret", "2020-04")
    assert [item.number for item in card(made, deck(made)).items] == [
        "17/20",
        "18/20",
        "19/20",
        "20/20",
        "21/20",
        "22/20",
        "23/20",
        "",
    ]
