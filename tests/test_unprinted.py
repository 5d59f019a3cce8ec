"""Every letter of a text is printed, or is markup that is known; what is neither is told."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from akson_docs.meetings import markdown_reader
from akson_docs.rules import unprinted


def told(text: str) -> list[tuple[str, str]]:
    return [(one.what, one.found) for one in unprinted.finds(text)]


@pytest.mark.parametrize(
    ("text", "what", "found"),
    [
        ("Åpent <!-- hemmelig -->", "comment", "<!--"),
        ("Åpent <!-- hemmelig", "comment", "<!--"),
        ("<!--\nhemmelig\n\nover flere\n-->\n\nÅpent", "comment", "<!--"),
        ("<![CDATA[hemmelig]]>", "comment", "<!["),
        ("<!DOCTYPE html>", "comment", "<!D"),
        ("<?php hemmelig ?>", "comment", "<?p"),
        ("[//]: # (hemmelig)\n\nÅpent", "definition", "[//]:"),
        ('[//]: # "hemmelig"', "definition", "[//]:"),
        ("[hemmelig]: #", "definition", "[hemmelig]:"),
        ("Åpent\n[x]: https://example.no", "definition", "[x]:"),
        ("> [x]: hemmelig", "definition", "[x]:"),
        ("- Åpent\n\n  [x]: hemmelig", "definition", "[x]:"),
        ("[^1]: https://example.no\n\nÅpent", "definition", "[^1]:"),
        ("[a] åpent\n\n[a]: https://en.no\n\n[a]: https://to.no", "definition", "[a]:"),
        ('[a]\n\n[a]: https://en.no "hemmelig"', "title", "hemmelig"),
        ("[a][b]\n\n[b]: https://en.no\n'hemmelig'", "title", "hemmelig"),
        ("[a]\n\n[a]: https://en.no (hemmelig)", "title", "hemmelig"),
        ('[a](https://en.no "hemmelig")', "title", "hemmelig"),
        ("[a](https://en.no 'hem\nmelig')", "title", "hem melig"),
        ('[a](<https://en.no> "hemmelig")', "title", "hemmelig"),
        ("[](https://hemmelig.no)", "link", "https://hemmelig.no"),
        ("[ ](https://hemmelig.no)", "link", "https://hemmelig.no"),
        ("[a](https://en.no dette er hemmelig)", "address", "https://en.no dette er hemmelig"),
        ("[a]\n\n[a]: hemmelig", "address", "hemmelig"),
        ("| a | b |\n|---|---|\n| 1 | 2 | hemmelig |", "cell", "hemmelig"),
        ("a | b\n--|--\n1 | 2 | 12 | 14", "cell", "12 | 14"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 1 | 2 |", "cell", "3"),
    ],
)
def test_what_nobody_sees_is_told(text: str, what: str, found: str) -> None:
    assert told(text) == [(what, found)]
    (one,) = unprinted.finds(text)
    assert one.start >= 0
    assert text[one.start :].lower().startswith(found.lower().split()[0])


@pytest.mark.parametrize(
    "text",
    [
        "[sátni]{lang=se} og [a **b**]{lang=en-GB}",
        "- [ ] en\n- [x] to\n  - [X] tre",
        "~~en~~ https://a.no/x_y www.b.no",
        "`<!-- i kode -->` og ``<!-- ` her``",
        "\\<!-- skrevet ut -->",
        "``a` <!-- ` b`` c `<!--`",
        "a < b og c <! d <? e",
        "<b>fet</b> <br> <script>alert(1)</script>",
        "[a](https://en.no) [b](<https://to.no>) <https://tre.no/x> <post@example.no> [c](mailto:post@example.no)",
        "[a][b] og [B] og [b][]\n\n[b]: https://en.no/x_y_z",
        "[https://en.no](https://en.no)",
        "[**f**et `kode`](https://en.no/*a*b)",
        "[a] [b](uten lukking [c][d] [//]",
        "- [x] gjort\n- [ ] ikke gjort\n\n1. [en]\n7. to\n\n3) tre",
        "| a | b |\n|:--|--:|\n| 1 |\n| `x|y` | \\| |\n\na | b",
        "[a] &aring; &#229; &#xE5; &nbsp; `&aring;` &ukjent; &amp;aring;",
        "[e-helse](https://en.no/e-helse) **K**ari N_or_d [n\\]m]",
        "# [Overskrift] {#id}\n\n[a]\n=\n\n```python\n[kode]\n```",
        "*[HTML]: forkortet\n\n[^1]: flere ord\n\nTekst[^1]",
        "![a](b.png) ![c][d]",
        "",
    ],
)
def test_what_is_printed_or_is_markup_is_let_be(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", ["`<!--", "\\`<!-- `", "`` <!-- `", "`a` <!-- `b`"])
def test_backticks_that_close_nothing_are_no_code(text: str) -> None:
    assert told(text) == [("comment", "<!--")]


PIECES = st.sampled_from(
    [
        "a", "Kari", "e-helse", "12", "å", " ", "  ", "\n", "\n\n", "*", "**", "_", "`", "```\n", "\\", "- ", "1. ",
        "7. ", "# ", "> ", "    ", "\t", "<", ">", "<br>", "<b@c.no>", "<https://x.no/y>", "&", "&amp;", "&aring;",
        "&#229;", "&#xe5;", "!", ":", "(", ")", "\"", "'", "=", "===\n", "---\n", "{: x}", "~~", "^", "ß", "İ", "ﬁ",
    ]
)  # fmt: skip
LINKING = st.sampled_from(["[", "]", "](", "][", "]: ", "|", "| a | b |\n|---|---|\n", "https://x.no", '"t"'])


def letters(text: str) -> str:
    return "".join(sorted(one for one in text.lower() if one.isalpha()))


@given(st.lists(PIECES, max_size=14).map("".join))
@example("&#x3c;!--")
@settings(max_examples=300)
def test_without_brackets_and_bars_every_letter_is_printed(text: str) -> None:
    # What `finds` takes for granted before it reads a text again.
    made = re.sub(r"<[^<>]*>", " ", markdown_reader.reader().convert(text))
    printed = letters(made) + letters(html.unescape(made))
    for letter in set(letters(text)):
        assert printed.count(letter) >= text.lower().count(letter)


@given(st.lists(PIECES | LINKING, max_size=14).map("".join))
@example("[a](b *c* d)")
@settings(max_examples=400)
def test_nothing_is_hidden_in_a_way_that_has_no_name(text: str) -> None:
    # Of each text it is known what becomes of its letters: the last resort finds nothing that the others do not.
    assert [one for one in told(text) if one[0] == "letters"] == []


def test_what_is_hidden_in_a_way_that_nobody_foresaw_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    convert = markdown_reader.MarkdownReader.convert
    monkeypatch.setattr(
        markdown_reader.MarkdownReader, "convert", lambda reader, text: convert(reader, text).replace("hemmelig", "")
    )
    assert told("[a](https://x.no) åpent\nog hemmelig") == [("letters", "hemmelig")]
    assert [one.start for one in unprinted.finds("[a] hemmelig")] == [4]
