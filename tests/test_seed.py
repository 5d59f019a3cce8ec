"""The deck of meeting 4/20 says what the presentation said, slide by slide: as PDF, and as a page."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from seed_facts import FACTS, SLIDE_NUMBERS

DECK = "styringsgruppen/2020-04"


class _Slides(HTMLParser):
    """The text of each slide of a page, by the number in the id of its number."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[int, list[str]] = {}
        self.before: list[str] = []
        self.now = self.before

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "section" and "slide" in (given.get("class") or "").split():
            self.now = self.before = []
        number = re.fullmatch(r"slide-(\d+)", given.get("id") or "")
        if number:
            self.texts[int(number[1])] = self.now

    def handle_data(self, data: str) -> None:
        self.now.append(data)


def plain(text: str) -> str:
    """Without white space and hyphens, which an extracted line break may add or swallow."""
    return re.sub(r"[\s\u0002\u00ad\u2010\u2011\ufffe-]+", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def as_page(built: Path) -> dict[int, str]:
    slides = _Slides()
    slides.feed((built / DECK / "slides/index.html").read_text())
    return {number: plain("".join(texts)) for number, texts in slides.texts.items()}


@pytest.fixture(scope="module")
def as_pdf(built: Path) -> dict[int, str]:
    with pypdfium2.PdfDocument(built / DECK / "slides.pdf") as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    assert len(texts) == len(SLIDE_NUMBERS)
    return {number: plain(text) for number, text in zip(SLIDE_NUMBERS, texts, strict=True)}


def test_slides_have_their_numbers(as_page: dict[int, str]) -> None:
    assert tuple(as_page) == SLIDE_NUMBERS


@pytest.mark.parametrize("number", SLIDE_NUMBERS[1:])
def test_a_number_is_printed_on_its_page(as_pdf: dict[int, str], number: int) -> None:
    assert str(number) in as_pdf[number]


@pytest.mark.parametrize("form", ["page", "pdf"])
@pytest.mark.parametrize("number", SLIDE_NUMBERS)
def test_every_string_is_there(request: pytest.FixtureRequest, form: str, number: int) -> None:
    said = request.getfixturevalue(f"as_{form}")[number]
    missing = [string for at, string in FACTS if at == number and plain(string) not in said]
    assert missing == [], f"slide {number} lacks them"


def test_there_is_something_to_find_on_every_slide() -> None:
    assert {number for number, _ in FACTS} == set(SLIDE_NUMBERS)
