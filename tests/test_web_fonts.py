"""The fonts of the web site: parts of the faces of papers with every sign of those, and pages that weigh little."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
import web_fonts
from fontTools.ttLib import TTFont

SHEET = (web_fonts.FONTS.parent / "css" / "fonts.css").read_text()
RULES = {
    name: ranges.replace(" ", "")
    for name, ranges in re.findall(r"fonts/([\w-]+)\.woff2.*?unicode-range: ([^;]+);", SHEET)
}
OWN = range(0xE000, 0xF900)
"""Signs that each font has its own meaning for: nobody writes them."""
PAGES = {
    "front": "index.html",
    "board": "eksempelutvalget/index.html",
    "meeting": "eksempelutvalget/2026-02/index.html",
    "item": "eksempelutvalget/item/ps-2-2026/index.html",
    "slides": "styringsgruppen/2020-04/slides/index.html",
    "changes": "eksempelutvalget/2027-01/changes/index.html",
    "check of a paper": "eksempelutvalget/2027-01/verify/index.html",
}
MOST = 150_000
"""How many bytes a page may take the first time."""


def signs(name: str) -> set[int]:
    return set(TTFont(web_fonts.FONTS / name).getBestCmap())


def test_the_style_sheet_names_each_part_with_its_ranges() -> None:
    assert {f"{face}{part}": web_fonts.PARTS[part] for face in web_fonts.FACES for part in web_fonts.PARTS} == RULES
    there = {one.stem for one in web_fonts.FONTS.glob("*.woff2")}
    assert there == RULES.keys()


@pytest.mark.parametrize("face", web_fonts.FACES)
def test_the_parts_have_the_signs_that_the_face_has_in_papers(face: str) -> None:
    parts = [signs(f"{face}{part}.woff2") for part in web_fonts.PARTS]
    assert sum(map(len, parts)) == len(set().union(*parts))  # each in one alone
    asked = frozenset().union(*map(web_fonts.ranges, web_fonts.PARTS))
    assert set().union(*parts) == signs(f"{face}.ttf") & asked
    lacking = {chr(one) for one in signs(f"{face}.ttf") - asked if one not in OWN and one < 0x10000}
    assert lacking <= LACKING, "".join(sorted(lacking))


LACKING = {chr(one) for one in (0xE3F, 0x2DFF, 0x2E18, 0xA69F, 0xA92E, 0xFEFF)}
"""What no page of ours has, and the reader's own fonts have: each would take a range of its own."""


def test_names_of_the_nordic_countries_take_no_second_part() -> None:
    written = "Áŋŋela Čáhppil Đuđi Ŧoŧi Žáŋŋá Ńuor Öström Þórður Æsøyå – «§ 13» → 1 000 € ≥ 5 ✓"
    assert {ord(one) for one in written} <= web_fonts.ranges("")
    assert {ord(one) for one in written} & web_fonts.ranges("") <= signs("Inter-Regular.woff2") | {0x20}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_weighs_little(built: Path, path: str) -> None:
    """What is fetched before a reader has all of it, as a server sends it: packed, but for fonts, which are so."""
    page = built / path
    text = page.read_text()
    linked = re.findall(r'<(?:link rel="(?:stylesheet|preload|icon)" href|script src|img src)="([^"]+)"', text)
    fetched = {(page.parent / one).resolve() for one in linked}
    # Italics come with a few pages, and the faces of slides with decks.
    faces = ("Inter-Italic", "Inter-Medium", "Inter-Bold", "InterDisplay-SemiBold")
    fetched |= {built / f"assets/fonts/{one}.woff2" for one in faces}
    contents = {one: one.read_bytes() for one in (*fetched, page)}
    sent = (data if one.suffix == ".woff2" else gzip.compress(data) for one, data in contents.items())
    assert sum(map(len, sent)) < MOST
