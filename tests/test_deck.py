from __future__ import annotations

import pytest
from archives import FILES, MEETING, a_board, a_site, sound_meeting

from akson_docs.meetings import redaction
from akson_docs.meetings.agenda import agenda
from akson_docs.meetings.deck import DERIVED, Slide, deck
from akson_docs.model.slides import KINDS, StubSlide
from akson_docs.model.values import LocalizedText


def slides_of(rows: str, head: str = "", *, public: bool = False) -> tuple[Slide, ...]:
    items = "".join(f"  - {row}\n" for row in rows.strip().split("\n"))
    meeting = sound_meeting(f"date: 2020-07-01\n{head}items:\n{items}", FILES)
    return deck(agenda(a_site(), a_board(), redaction.public(meeting) if public else meeting, "styret", "2020-04"))


def outline(slides: tuple[Slide, ...]) -> list[tuple[int, str, str]]:
    return [(slide.number, slide.kind, slide.anchor) for slide in slides]


def anchors(slides: str, *, item: str = "number: 17/20, title: A", public: bool = False) -> list[str]:
    """The anchors of an item's slides, without what stands before them all."""
    found = slides_of(f"{{{item}, slides: [{slides}]}}", public=public)
    return [slide.anchor for slide in found[3:]]


def test_the_order_of_a_deck() -> None:
    found = slides_of(
        "{number: 17/20, title: A, proposal: P}\n"
        "{heading: H}\n"
        "{number: 18/20, title: B, proposal: P, "
        "slides: [{topic: En}, {title: S, body: T}, {topic: To}, {title: Z, body: T}]}\n"
        "{title: Eventuelt}"
    )
    assert outline(found) == [
        (1, "title", "forside"),
        (2, "agenda", "saksliste"),
        (3, "divider", "17-2020"),
        (4, "proposal", "17-2020-forslag"),
        (5, "divider", "18-2020"),
        (6, "tracker", "18-2020-emne-1"),
        (7, "text", "18-2020-s"),
        (8, "tracker", "18-2020-emne-2"),
        (9, "text", "18-2020-z"),
        (10, "proposal", "18-2020-forslag"),
        (11, "divider", "2020-04-eventuelt"),
    ]
    assert [slide.topic for slide in found] == [0, 0, 0, 0, 0, 1, 1, 2, 2, 0, 0]
    assert [topic.say("nb")[1] for topic in found[6].topics] == ["En", "To"]


def test_where_slides_were_written() -> None:
    found = slides_of(
        "{title: A, slides: [{title: S, body: T}], proposal: P, adopted: proposal}\n{title: B, decision: D}"
    )
    assert [slide.path for slide in found] == [
        (),
        ("items",),
        ("items", 0, "title"),
        ("items", 0, "slides", 0),
        ("items", 0, "proposal"),
        ("items", 1, "title"),
        ("items", 1, "decision"),
    ]


@pytest.mark.parametrize(
    ("item", "kind", "text"),
    [
        ("proposal: P", "proposal", "P"),
        ("proposal: P, adopted: proposal", "resolution", "P"),
        ("proposal: P, decision: D", "resolution", "D"),
        ("motions: [{id: A, by: SV, text: M}], adopted: A", "resolution", "M"),
    ],
)
def test_the_last_slide_of_an_item(item: str, kind: str, text: str) -> None:
    last = slides_of(f"{{title: A, slides: [{{title: S, body: T}}], {item}}}")[-1]
    assert last.kind == kind
    assert isinstance(last.content, LocalizedText)
    assert last.content.say("nb")[1] == text


def test_an_omitted_slide_takes_a_number() -> None:
    rows = "{kind: omitted}, {title: S, body: T}, {kind: omitted}, {kind: omitted, title: Z}, {title: Z, body: T}"
    found = slides_of(f"{{title: A, slides: [{rows}]}}")
    assert [slide.number for slide in found] == [1, 2, 3, 5, 8]


def test_no_deck() -> None:
    assert slides_of("{title: A, proposal: P}") == ()
    assert slides_of("{title: A, slides: [{title: S, body: T}]}", "cancelled: Syk\n") == ()
    assert slides_of("{title: A, items: [{title: B, slides: [{title: S, body: T}]}]}") != ()


@pytest.mark.parametrize(
    ("slides", "found"),
    [
        ("{title: Hvor vi er, body: T}", ["17-2020-hvor-vi-er"]),
        ("{title: Hvor vi er, id: Hvor, body: T}", ["17-2020-hvor"]),
        ("{title: S, body: T}, {title: S, body: T}, {title: s, body: T}", ["17-2020-s", "17-2020-s-2", "17-2020-s-3"]),
        ("{title: S, body: T}, {title: Z, id: s, body: T}", ["17-2020-s", "17-2020-s-2"]),
        ("{kind: key_figure, value: 56 %, label: har signert}", ["17-2020-56-har-signert"]),
        ("{title: ☀, body: T}", ["17-2020-1"]),
        ("{title: Forslag, body: T}", ["17-2020-forslag"]),
        ("{topic: T}, {title: Emne 1, body: T}", ["17-2020-emne-1", "17-2020-emne-1-2"]),
    ],
)
def test_anchors(slides: str, found: list[str]) -> None:
    assert anchors(slides) == found
    assert anchors(slides, public=True) == found


@pytest.mark.parametrize(
    ("slides", "item", "found"),
    [
        ("{title: H, id: h, withheld: offl. § 14, body: H}", "number: 17/20, title: A", ["17-2020-1"]),
        ("{title: {text: H, withheld: offl. § 14}, body: T}", "number: 17/20, title: A", ["17-2020-1"]),
        ("{title: {text: H, withheld: offl. § 14}, id: s, body: T}", "number: 17/20, title: A", ["17-2020-s"]),
        (
            "{kind: key_figure, value: {text: H, withheld: offl. § 14}, label: L}",
            "number: 17/20, title: A",
            ["17-2020-1"],
        ),
        (
            "{topic: H}, {title: H, id: h, body: H}",
            "title: H, withheld: offl. § 14",
            ["2020-04-1-emne-1", "2020-04-1-2"],
        ),
        ("{title: H, body: H}", "title: {text: H, withheld: offl. § 14}", ["2020-04-1-h"]),
    ],
)
def test_what_is_withheld_gives_no_anchor(slides: str, item: str, found: list[str]) -> None:
    assert anchors(slides, item=item) == found
    assert anchors(slides, item=item, public=True) == found


def test_slides_under_a_withheld_item() -> None:
    rows = "{title: H, withheld: offl. § 14, items: [{title: H, slides: [{title: H, id: h, body: H}], proposal: H}]}"
    full, public = slides_of(rows), slides_of(rows, public=True)
    assert [slide.anchor for slide in full] == [slide.anchor for slide in public]
    assert "2020-04-1-1-1" in [slide.anchor for slide in full]


def test_a_withheld_slide_is_replaced_and_never_removed() -> None:
    rows = "{title: A, slides: [{title: S, body: T}, {title: H, withheld: offl. § 14, body: H}, {title: Z, body: T}]}"
    full, public = slides_of(rows), slides_of(rows, public=True)
    assert [slide.number for slide in full] == [slide.number for slide in public] == [1, 2, 3, 4, 5, 6]
    assert [slide.kind for slide in public[3:]] == ["text", "stub", "text"]
    assert isinstance(public[4].content, StubSlide)


def test_the_sound_meeting_has_every_kind_that_it_writes() -> None:
    meeting = sound_meeting()
    found = deck(agenda(a_site(), a_board(), meeting, "styret", "2020-04"))
    assert {slide.kind for slide in found} <= {*KINDS, *DERIVED}
    assert {"comparison", "chart", "options", "tracker", "resolution"} <= {slide.kind for slide in found}
    assert [slide.number for slide in found] == list(range(1, len(found) + 1))
    assert len({slide.anchor for slide in found}) == len(found)
    assert MEETING.count("- topic:") == sum(slide.kind == "tracker" for slide in found)
