"""What reads otherwise than it is: signs that nobody sees, and links that lead elsewhere than they say."""

from __future__ import annotations

import unicodedata

import pytest
from places import bounded

from akson_docs.diagnostics import message
from akson_docs.sources import hidden_characters

TURNS = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]


def told(text: str) -> list[tuple[str, int, int]]:
    return [(one.code, one.span.line, one.span.column) for one in hidden_characters.problems(text, "a.md")]


@pytest.mark.parametrize("point", TURNS, ids=hex)
def test_every_sign_that_turns_text_is_an_error(point: int) -> None:
    assert told(f"en\nto{chr(point)}tre") == [("turned-text", 2, 3)]
    assert told(f"en\nto &#{point};") == told(f"en\nto &#x{point:X};") == [("turned-text", 2, 4)]
    (found,) = hidden_characters.problems(chr(point), "a.md")
    assert found.severity == "error"
    assert unicodedata.name(chr(point)).lower() in message(found)


@pytest.mark.parametrize("word", ["ZeroWidthSpace", "NoBreak", "lrm", "rlm", "InvisibleComma"])
def test_a_sign_that_nobody_sees_is_told_by_its_name_too(word: str) -> None:
    assert told(f"en\nto&{word};tre") == [("unseen-character", 2, 3)]


@pytest.mark.parametrize("text", ["&amp;", "&aring;", "&shy;", "&zwj;", "&nbsp;", "&ukjent;", "A & B; C", "&lrm"])
def test_signs_by_their_names_that_are_seen_are_sound(text: str) -> None:
    assert told(text) == []


def test_an_ordinary_text_is_sound() -> None:
    assert told("Ål, «høring» – 5 % [sak] (1)\n\ta\u00adb\u00a0c \u200d &amp; &#229; &#xFFFFFFF;") == []


@pytest.mark.parametrize(
    "text",
    [
        "[https://bank.no](https://tyv.no)",
        "[bank.no](https://tyv.no/bank.no)",
        "[**www.bank.no/konto**](http://tyv.no)",
        "[bank.no](https://bank.no.tyv.no.example)",
        "[bank.no](https://bank.no@tyv.no/)",
        "<https://bank.no@tyv.no/>",
        "[regjeringen.no](https://regjerіngen.no)",
        "[https://bank.no][1]\n\n[1]: https://tyv.no",
        "[https://bank.no]\n\n[https://bank.no]: https://tyv.no",
        "[Bank.no] [1]\n\n[1]: <https://tyv.no>",
    ],
)
def test_a_link_that_says_another_address_is_told(text: str) -> None:
    assert ("link-guise", 1, 1) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "[ks.no/akson](https://www.ks.no/akson)",
        "[https://www.bank.no](https://bank.no:443/x#y)",
        "[bank.no](https://data.bank.no)",
        "[data.bank.no](https://bank.no/data)",
        "[notat.pdf](https://a.no/x)",
        "[Error.isError](https://a.no/x)",
        "[node.compile](https://a.no/x)",
        "[akson.no_klient](https://a.no/x)",
        "[se her](https://a.no)",
        "[sekretariatet](mailto:post@a.no)",
        "[post@bank.no](mailto:post@bank.no)",
        "[lysark 2](#slide-2)",
        "<https://a.no>",
        "liste[1](2",
        "[a]: se [b]",
    ],
)
def test_a_link_that_says_where_it_leads_is_sound(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "[" * 300_000 + "](",
        "[a](" * 75_000,
        "[a]" * 100_000 + "\n[a]: b",
        "[[a]" * 75_000 + "](",
        "<https://" * 30_000,
        "<https://a" + "b" * 300_000,
        "&#" * 150_000,
    ],
    ids=lambda text: text[:6],
)
def test_no_text_takes_long(text: str) -> None:
    with bounded():
        list(hidden_characters.problems(text, "a.md"))
