"""Links between pages, across languages."""

from __future__ import annotations

import pytest

from akson_docs.meetings import addresses
from akson_docs.meetings.addresses import Place
from akson_docs.model.documents import Board, Site

SITE = Site.model_validate(
    {"name": "S", "publisher": "P", "address": "https://x.no", "language": "nb", "languages": ["nb", "nn"]}
)
BOARDS = {
    "a": Board.model_validate({"name": "A", "languages": ["nb", "nn"]}),
    "b": Board.model_validate({"name": "B", "languages": ["nn"]}),
}


def at(address: str, language: str = "nb") -> Place:
    return Place(SITE, BOARDS, language, address, "public")


@pytest.mark.parametrize(
    ("place", "target", "link"),
    [
        (at("a/2020-04/"), "a/", "../"),
        (at("a/2020-04/"), "", "../../"),
        (at("a/2020-04/"), "a/2020-04/slides/#x", "slides/#x"),
        (at("a/2020-04/slides/"), "a/2020-04/slides/#x", "#x"),
        (at("a/2020-04/", "nn"), "a/", "../"),
        (at("a/2020-04/", "nn"), "b/", "../../../b/"),
        (at("", "nn"), "a/", "a/"),
        (at("", "nb"), "b/", "b/"),
        (at("a/", "nn"), "", "../"),
    ],
)
def test_links(place: Place, target: str, link: str) -> None:
    assert addresses.relative(target, place) == link


def test_what_has_no_language() -> None:
    assert addresses.relative("assets/site.css", at("a/", "nn"), prefixed=False) == "../../assets/site.css"


def test_the_same_page_in_another_language() -> None:
    assert addresses.relative("a/", at("a/"), language="nn") == "../nn/a/"
    assert addresses.relative("a/", at("a/", "nn"), language="nb") == "../../a/"


OWN = {"a/2020-05/": ("nn", "nb")}
"""A meeting in nynorsk, of a board whose main language is bokmål."""


@pytest.mark.parametrize(
    ("language", "address", "target", "link"),
    [
        ("nn", "a/", "a/2020-05/", "../../a/2020-05/"),
        ("nb", "a/", "a/2020-05/slides/#x", "../nb/a/2020-05/slides/#x"),
        ("nn", "a/2020-05/", "a/2020-05/slides/", "slides/"),
        ("nn", "a/2020-05/", "a/2020-04/", "../../nn/a/2020-04/"),
        ("nb", "a/2020-05/", "a/2020-05/", "./"),
        ("nn", "nn/a/2020-05/", "a/2020-05/", "../../../a/2020-05/"),
    ],
)
def test_the_pages_of_a_meeting_lie_at_its_address_in_its_own_language(
    language: str, address: str, target: str, link: str
) -> None:
    assert addresses.relative(target, Place(SITE, BOARDS, language, address, "public", OWN)) == link
