"""Marks in HTML: at what is new, in whatever templates made of it."""

from __future__ import annotations

from html import unescape
from re import sub

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akson_docs.meetings.revisions.changes import TextChange
from akson_docs.meetings.revisions.highlight import marked

SLIDE = (
    '<section class="slide"><div class="slide-top"><p class="eyebrow">Sak 18/20 · Status</p></div>'
    "<h3>Hvor vi er</h3><ul><li>Ett er gjort</li><li>To <strong>er</strong> påbegynt, snart</li></ul>"
    '<table><tr><td class="x">Ett</td><td>Fire &amp; fem</td></tr></table></section>'
)


@pytest.mark.parametrize(
    ("before", "now", "marks"),
    [
        ("- Ett er gjort\n- To er gjort", "- Ett er gjort\n- To **er** påbegynt, snart", 2),
        ("| A |\n| Fire & seks |", "| A |\n| Fire & fem |", 2),
        ("Ett er gjort", "", 0),
        ("Ett er gjort", "Noe som ikke står der", 0),
        ("Ett er gjort", "Ett er\ngjort", 0),
    ],
)
def test_only_what_is_new_is_marked(before: str, now: str, marks: int) -> None:
    assert marked(SLIDE, [TextChange("body", before, now)]).count("revised") == marks


def test_a_new_word_within_what_was_there_is_underlined_alone() -> None:
    found = marked(SLIDE, [TextChange("body", "- To er gjort", "- To er påbegynt, snart")])
    assert '<li class="revised">To <strong>er</strong> <span class="revised">påbegynt, snart</span></li>' in found


def test_a_block_that_is_new_as_a_whole_has_a_bar_and_no_lines() -> None:
    found = marked(SLIDE, [TextChange("body", "", "- Ett er gjort")])
    assert '<li class="revised">Ett er gjort</li>' in found
    assert found.count("revised") == 1


def test_a_block_that_says_more_is_marked_for_its_part_alone() -> None:
    figure = "<h3><span>58</span> prosent av rammen er brukt</h3>"
    found = marked(figure, [TextChange("value", "56 prosent", "58 prosent")])
    assert found == '<h3 class="revised"><span><span class="revised">58</span></span> prosent av rammen er brukt</h3>'


def test_a_class_that_is_there_stays() -> None:
    assert '<td class="revised x">' in marked(SLIDE, [TextChange("data", "", "| Ett |")])


def test_what_tells_of_changes_itself_is_not_marked() -> None:
    page = (
        '<table class="listing changes"><tr><td>Status</td></tr></table><p>Status <span class="mark">Endret</span></p>'
    )
    found = marked(page, [TextChange("title", "Tilstand", "Status")])
    assert found.count("revised") == 2
    assert '<p class="revised"><span class="revised">Status</span> <span class="mark">' in found


@given(st.text(max_size=40), st.text(max_size=40))
def test_marks_change_no_text(before: str, now: str) -> None:
    found = marked(SLIDE, [TextChange("body", before, now)])
    assert unescape(sub(r"<[^>]*>", "", found)) == unescape(sub(r"<[^>]*>", "", SLIDE))
