"""Numbers and slugs."""

from __future__ import annotations

import pytest

from akson_docs.model import numbers
from akson_docs.model.numbers import Number


@pytest.mark.parametrize(
    ("printed", "pattern", "expected"),
    [
        ("17/20", "", Number("", 17, 2020)),
        ("17/2020", "{n}/{yy}", Number("", 17, 2020)),
        ("017/20", "", Number("", 17, 2020)),
        ("PS 57/21", "{series} {n}/{yy}", Number("PS", 57, 2021)),
        ("ps 57/21", "", Number("PS", 57, 2021)),
        ("2020/17", "{yyyy}/{n}", Number("", 17, 2020)),
        ("17", "", Number("", 17, 0)),
        ("01/99", "", Number("", 1, 1999)),
        ("Eventuelt", "", None),
        ("1/2/3", "", None),
    ],
)
def test_reading(printed: str, pattern: str, expected: Number | None) -> None:
    year = 1999 if printed == "01/99" else 2020
    assert numbers.read(printed, year, pattern) == expected


def test_slugs_of_numbers() -> None:
    assert Number("", 17, 2020).slug == "17-2020"
    assert Number("PS", 57, 2021).slug == "ps-57-2021"


def test_writing() -> None:
    assert numbers.write("{n}/{yy}", 4, 2020) == "4/20"
    assert numbers.write("{series} {nn}-{yyyy}", 4, 2020, "PS") == "PS 04-2020"


def test_following_a_pattern() -> None:
    assert numbers.follows("{n}/{yy}", "17/20")
    assert not numbers.follows("{n}/{yy}", "17/2020")
    assert numbers.follows("", "hva som helst")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Øvrige aktiviteter", "ovrige-aktiviteter"),
        ("Ærlig talt: 56 %!", "aerlig-talt-56"),
        ("Sámi čálus đ ŋ", "sami-calus-d-n"),
        ("…", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert numbers.slug(text) == slug


def test_a_long_slug_ends_with_a_word() -> None:
    assert numbers.slug("en to tre fire", 9) == "en-to-tre"
    assert len(numbers.slug("x" * 100)) == 60


def test_distinct_names() -> None:
    assert numbers.distinct(["a", "b", "a", "a-2", "a"]) == ("a", "b", "a-2", "a-2-2", "a-3")


@pytest.mark.parametrize(
    ("title", "number", "whole"),
    [
        ("Styringsgruppemøte for Akson", "4/20", "Styringsgruppemøte for Akson 4/20"),
        ("Møtet høsten 2020", "5/20", "Møtet høsten 2020, 5/20"),
        ("Styringsgruppemøte 4/20", "4/20", "Styringsgruppemøte 4/20"),
        ("Møte (4/20)", "4/20", "Møte (4/20)"),
        ("Møte 14/20", "4/20", "Møte 14/20, 4/20"),
        ("Møte", "", "Møte"),
    ],
)
def test_a_number_is_added_to_a_title_that_has_it_not(title: str, number: str, whole: str) -> None:
    assert title + numbers.after(title, number) == whole
