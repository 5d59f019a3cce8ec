from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from akson_docs.model.values import (
    Basis,
    Clock,
    Colour,
    Day,
    FilePath,
    Line,
    Link,
    MinuteCount,
    Names,
    Period,
    Text,
    Timezone,
    Title,
    Word,
    YesNo,
)


def read(shape: Any, value: object) -> Any:
    return TypeAdapter(shape).validate_python(value)


def refused(shape: Any, value: object) -> str:
    """The kind of the first thing that is wrong."""
    with pytest.raises(ValidationError) as caught:
        read(shape, value)
    return str(caught.value.errors()[0]["type"])


def test_a_line_is_one_line_and_a_text_keeps_its_lines() -> None:
    assert read(Line, "  Ny\n  plan ").said == (("", "Ny plan"),)
    assert read(Text, "\n- ett\n- to\n\n").said == (("", "- ett\n- to"),)
    assert read(Text, "  innrykk\n").said == (("", "  innrykk"),)


def test_what_is_said_in_a_language() -> None:
    words = read(Line, {"nn": "Møteplan", "en": "Plan"})
    assert words.say("en") == ("en", "Plan")
    assert words.say("nb") == ("nn", "Møteplan"), "the nearest there is, with its own language"
    assert read(Line, "Plan").say("nn", "nb") == ("nb", "Plan"), "the meeting's own language"
    assert read(Line, {"nb": "Plan", "en": "Scheme"}).say("nn", "en") == ("en", "Scheme")
    assert Line().say("nb") == ("nb", "")


def test_words_withheld() -> None:
    words = read(Text, {"text": {"nb": "Ti", "en": "Ten"}, "withheld": "offl. § 14", "public": "Unntatt."})
    assert words.said == (("nb", "Ti"), ("en", "Ten"))
    assert (words.withheld, words.public) == ("offl. § 14", (("", "Unntatt."),))
    assert bool(words)
    assert bool(Line.model_construct(withheld="offl. § 14"))
    assert not Line()


@pytest.mark.parametrize(
    "blank",
    ["", " ", "***", "…", "\u00ad", "\u3164", "`", {}, {"nb": "Plan", "en": "--"},
     {"text": "", "withheld": "offl. § 14"}, {"text": "Plan", "withheld": "offl. § 14", "public": "**"}],
)  # fmt: skip
def test_what_something_is_called_has_words(blank: object) -> None:
    assert refused(Title, blank) == "title_blank"
    assert read(Line, blank) is not None


@pytest.mark.parametrize("said", ["A", "2", "*Plan*", "計画", "🎉", "½", {"nb": "Plan"}])
def test_a_title_may_be_short(said: object) -> None:
    assert read(Title, said).said
    assert read(Title, Line.model_construct(withheld="offl. § 14")).withheld


@pytest.mark.parametrize(
    "zone", ["localtime", "posixrules", "Factory", "right/Europe/Oslo", "posix/Europe/Oslo", "Europe"]
)
def test_what_is_no_zone_of_a_place_is_refused(zone: str) -> None:
    assert refused(Timezone, zone) == "timezone_unknown"


@pytest.mark.parametrize("zone", ["Europe/Oslo", "UTC", "CET", "Etc/GMT+1"])
def test_zones(zone: str) -> None:
    assert read(Timezone, zone) == zone


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (["a"], "text_expected"),
        ({"Risiko": "høy"}, "words_key"),
        ({"nb": ["a"]}, "text_expected"),
        ({"nb": {"text": "a"}}, "text_expected"),
        ({"text": "a", "withheld": ""}, "withheld_empty"),
        ({"text": "a", "withheld": " "}, "withheld_empty"),
        ({"text": "a"}, "withheld_empty"),
        ({"text": "a", "public": "b"}, "withheld_empty"),
        ({"text": "a", "withheld": "yes"}, "withheld_basis"),
        ({"text": "a", "withheld": {"nb": "offl."}}, "text_expected"),
        ({"withheld": "offl. § 14"}, "words_text_missing"),
        ({"text": "a", "withheld": "offl. § 14", "nb": "b"}, "words_key"),
        ({"text": ["a"], "withheld": "offl. § 14"}, "text_expected"),
    ],
)
def test_words_that_cannot_be(value: object, kind: str) -> None:
    assert refused(Line, value) == kind
    assert refused(Text, value) == kind


def test_words_are_read_again_as_they_are() -> None:
    words = read(Line, {"text": "Ti", "withheld": "offl. § 14"})
    assert Line.model_validate(words.model_dump()) == words


@pytest.mark.parametrize(("said", "meant"), [("yes", True), ("Ja", True), ("no", False), ("nei", False), (True, True)])
def test_yes_and_no(said: object, meant: bool) -> None:
    assert read(YesNo, said) is meant


def test_dates_and_times() -> None:
    assert read(Day, "2020-07-01") == date(2020, 7, 1)
    assert read(Day, "2020-02-29") == date(2020, 2, 29)
    assert [read(Clock, said) for said in ("9:05", "09.05", "09:05:00")] == [time(9, 5)] * 3
    assert read(Clock, "00:00") == time(0)


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        ("1.7.2020", "2020-07-01"),
        ("01.07.2020", "2020-07-01"),
        ("24. 12. 2020", "2020-12-24"),
        ("31.2.2020", ""),
        ("2020-14-12", "2020-12-14"),
    ],
)
def test_a_norwegian_date_is_turned(value: str, nearest: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(Day, value)
    assert caught.value.errors()[0]["ctx"]["nearest"] == nearest


@pytest.mark.parametrize(
    ("shape", "value", "kind"),
    [
        (YesNo, "kanskje", "yes_or_no"),
        (YesNo, "1", "yes_or_no"),
        (Day, "2020-02-30", "date_impossible"),
        (Day, "2020-7-1", "date_form"),
        (Day, "20200701", "date_form"),
        (Day, "2020-07-01T09:00", "date_time"),
        (Day, ["2020-07-01"], "date_form"),
        (Clock, "24:00", "clock_form"),
        (Clock, "25:00", "clock_form"),
        (Clock, "9", "clock_form"),
        (Clock, "9.5", "clock_form"),
        (Clock, "09:60", "clock_form"),
        (Clock, "0900", "clock_form"),
        (MinuteCount, "0", "greater_than_equal"),
        (MinuteCount, "1441", "less_than_equal"),
        (Period, "7", "period_form"),
        (Period, "7 dager", "period_form"),
        (Colour, "00325c", "colour_form"),
        (Colour, "#fff", "colour_form"),
        (Link, "www.example.no", "link_form"),
        (Link, "javascript:alert(1)", "link_form"),
        (Link, "https://a b", "link_form"),
        (Link, "ftp://example.no", "link_form"),
        (Basis, " ", "withheld_empty"),
        (Basis, "Nei", "withheld_basis"),
        (Word, ["a"], "text_expected"),
    ],
)
def test_scalars_that_cannot_be(shape: Any, value: object, kind: str) -> None:
    assert refused(shape, value) == kind


def test_scalars_stay_as_printed() -> None:
    assert [read(Word, number) for number in ("17/20", "01/16", "9:05", "nei", "1e3")] == [
        "17/20",
        "01/16",
        "9:05",
        "nei",
        "1e3",
    ]
    assert read(MinuteCount, "45") == 45
    assert read(Period, "2 weeks") == "2 weeks"
    assert read(Colour, "#00325C") == "#00325C"


def test_names_are_a_list_or_a_line_with_commas() -> None:
    assert read(Names, "PS 60/21, OS 9/21,") == ("PS 60/21", "OS 9/21")
    assert read(Names, ["Ap", "SV"]) == ("Ap", "SV")


@pytest.mark.parametrize("name", ["plan.pdf", "bilder/plan.pdf", "Møteplan 2020.pdf", "..plan.pdf", "a..b/c"])
def test_files_inside(name: str) -> None:
    assert read(FilePath, name) == name


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../a", "a/../b", "a/..", "./a", "/a", "a//b", "a/", "a\\b", "C:a", "C:/a", "file:a"]
)
def test_files_outside(name: str) -> None:
    assert refused(FilePath, name) == "path_outside"
