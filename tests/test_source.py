from __future__ import annotations

import ast
from pathlib import Path

import pytest

from akson_docs import source
from akson_docs.diagnostics import Path as Way
from akson_docs.diagnostics import Span
from akson_docs.source import Read


def read(text: str) -> Read:
    return source.read(text.encode(), "m.yaml")


def codes(text: str) -> list[str]:
    return [found.code for found in read(text).diagnostics]


def place(span: Span) -> tuple[int, int, int, int]:
    return span.line, span.column, span.end_line, span.end_column


SOUND = """\
# a comment
date: 2020-07-01
"quoted key": 'it''s'
items:
  - number: 17/20
    title: "Åpent: møte"    # a comment
    body: |
      Én

        to
      tre

    flow: {a: [x, "y z"], b: }
    folded: >
      Én
      to
  -  title: Eventuelt
"""


def test_scalars_stay_text() -> None:
    assert read("a: 17/20\nb: 01/16\nc: 9:05\nd: nei\ne: 2020-07-01\nf: 1e3\ng: 0o17\nh: null\ni: true").value == {
        "a": "17/20",
        "b": "01/16",
        "c": "9:05",
        "d": "nei",
        "e": "2020-07-01",
        "f": "1e3",
        "g": "0o17",
        "h": "null",
        "i": "true",
    }


def test_an_absent_value_is_no_value() -> None:
    assert read("a:\nb: ~\nc: ''\nd: {x: }\n").value == {"c": "", "d": {}}
    assert place(read("a:\nb: x\n").spans["a",])[:2] == (1, 3)


def test_the_value_is_what_is_written() -> None:
    found = read(SOUND)
    assert found.diagnostics == ()
    assert found.value == {
        "date": "2020-07-01",
        "quoted key": "it's",
        "items": [
            {
                "number": "17/20",
                "title": "Åpent: møte",
                "body": "Én\n\n  to\ntre\n",
                "flow": {"a": ["x", "y z"]},
                "folded": "Én to\n",
            },
            {"title": "Eventuelt"},
        ],
    }


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("date",), (2, 7, 2, 17), (2, 1, 2, 5)),
        (("quoted key",), (3, 15, 3, 22), (3, 1, 3, 13)),
        (("items", 0, "number"), (5, 13, 5, 18), (5, 5, 5, 11)),
        (("items", 0, "title"), (6, 12, 6, 25), (6, 5, 6, 10)),
        (("items", 0, "flow"), (13, 11, 13, 12), (13, 5, 13, 9)),
        (("items", 0, "flow", "a", 1), (13, 19, 13, 24), None),
        (("items", 1), (17, 6, 17, 6), None),
        (("items", 1, "title"), (17, 13, 17, 22), (17, 6, 17, 11)),
    ],
)
def test_where_values_and_keys_stand(
    path: Way, value: tuple[int, int, int, int], key: tuple[int, int, int, int] | None
) -> None:
    found = read(SOUND)
    assert place(found.spans[path]) == value
    assert (place(found.keys[path]) if path in found.keys else None) == key


def test_where_each_line_of_a_text_stands() -> None:
    found = read(SOUND)
    body = ("items", 0, "body")
    assert place(found.spans[body])[:2] == (7, 11)
    assert [(span.line, span.column, line) for span, line in found.blocks[body]] == [
        (8, 7, "      Én"),
        (9, 1, ""),
        (10, 9, "        to"),
        (11, 7, "      tre"),
        (12, 1, ""),
    ][: len(found.blocks[body])]
    assert place(found.spans[(*body, 2)]) == (10, 9, 10, 11)
    assert (*body, 0) in found.spans
    folded = ("items", 0, "folded")
    assert [span.line for span, _ in found.blocks[folded]] == [15, 16]
    assert (*folded, 0) not in found.spans, "the lines of a folded text are not those of its value"


def test_columns_count_characters_and_not_bytes() -> None:
    assert place(read("a: {æøå: «ja», b: x}").spans["a", "b"]) == (1, 19, 1, 20)
    assert place(read("å: 𝔸𝔹 # x").diagnostics[0].span)[:2] == (1, 7)


def test_a_comment_is_one_when_it_looks_like_one() -> None:
    assert codes("a: b  # a comment\n# another\nc: 'd' # quoted\ne: f#g\nh:  # absent\ni: x\n") == []
    assert codes("a: Sak # 2\n") == ["comment-in-text"]
    assert codes("a: #00325c\n") == ["comment-in-text"]
    assert codes("a: # the rows\n  - x\n") == []


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: b: c\n", 1, 5),
        ("a: b\n c: d\n", 2, 3),
        ("a:\n  - b\n c: d\n", 3, 2),
        ('a: "b\n', 1, 4),
        ("a: [b\n", 1, 4),
        ("a: b\n\tc: d\n", 2, 1),
        ("a: @b\n", 1, 4),
    ],
)
def test_where_the_scanner_stops(text: str, line: int, column: int) -> None:
    (found,) = read(text).diagnostics
    assert (found.span.line, found.span.column) == (line, column)
    assert read(text).value is None


def test_what_explodes_elsewhere_is_refused_at_once() -> None:
    rows = "\n".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    found = read("a: &a [x]\n" + rows)
    assert {one.code for one in found.diagnostics} == {"alias"}


def test_all_duplicates_are_told() -> None:
    found = read("a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n")
    assert [(one.span.line, dict(one.parameters)["first"]) for one in found.diagnostics] == [(2, 2), (3, 1), (4, 1)]
    assert found.value == {"a": "1", "b": {"c": "1"}}


def test_what_flow_swallows() -> None:
    assert codes("a: {b: en, to}") == ["flow-sentence"]
    assert codes("a: {b: en, c: }") == []
    assert codes("a: {b: [en, to]}") == []


def test_deep_and_large() -> None:
    assert codes("a: " + "[" * (source.DEEPEST + 1)) == ["too-deep"]
    assert codes("a: " + "[" * source.DEEPEST + "]" * source.DEEPEST) == []
    assert [one.code for one in source.read(b"#" * (source.LARGEST + 1), "m").diagnostics] == ["too-large"]


def test_text_files() -> None:
    assert source.decode(b"\xef\xbb\xbfen\r\nto\r", "a.md") == ("en\nto\n", None)
    text, problem = source.decode("en\nHøring".encode("latin-1"), "a.md")
    assert text == ""
    assert problem is not None
    assert (problem.span.file, problem.span.line, problem.span.column) == ("a.md", 2, 2)


def test_nothing_here_knows_what_a_meeting_is() -> None:
    tree = ast.parse(Path(source.__file__).read_text("utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level}
    assert names == {"diagnostics"}
