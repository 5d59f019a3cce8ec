from __future__ import annotations

import ast
import unicodedata
from pathlib import Path

import pytest

from akson_docs.diagnostics import Span
from akson_docs.diagnostics import ValuePath as Way
from akson_docs.sources import complaints, yaml_source
from akson_docs.sources.yaml_source import Read


def read(text: str) -> Read:
    return yaml_source.read(text.encode(), "m.yaml")


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


def test_what_is_written_with_loose_marks_is_the_same_text_at_its_own_place() -> None:
    loose = unicodedata.normalize("NFD", 'å: [på, "nå: å"]\nb: |\n  Én\nc: ¦x\n').replace("¦", "")
    made = read(loose)
    assert made.value == {"å": ["på", "nå: å"], "b": "Én\n", "c": "x"}
    line = loose.partition("\n")[0]  # longer than it would be in the other form
    assert place(made.spans["å", 1]) == (1, line.index('"') + 1, 1, len(line))
    assert made.keys["å",].column == 1
    assert codes("å: 1\n" + unicodedata.normalize("NFD", "å: 2\n")) == ["duplicate-key"]


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
        ("a: b\n c: d\n", 2, 2),
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
    assert codes("a: " + "[" * (complaints.DEEPEST + 1)) == ["too-deep"]
    assert codes("a: " + "[" * complaints.DEEPEST + "]" * complaints.DEEPEST) == []
    assert [one.code for one in yaml_source.read(b"#" * (yaml_source.LARGEST + 1), "m").diagnostics] == ["too-large"]


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("a: x\u202ey\n", "turned-text", 5),
        ("a: |\n  x\u2066y\n", "turned-text", 4),
        ('a: "x\\u202Ey"\n', "turned-text", 4),
        ('a: "x\\u2067y"\n', "turned-text", 4),
        ("a: x&#8238;y\n", "turned-text", 5),
        ("a: x&#X202e;y\n", "turned-text", 5),
        ("a: x&#8;y\n", "control-character", 5),
        ('a: "x\\0y"\n', "control-character", 4),
        ('a: "x\\ey"\n', "control-character", 4),
        ('a: "x\\Ly"\n', "control-character", 4),
        ("a: x\u200by\n", "unseen-character", 5),
        ("a: x\ufeffy\n", "unseen-character", 5),
        ("a: x\U000e0041y\n", "unseen-character", 5),
        ('a: "x\\u200By"\n', "unseen-character", 4),
    ],
)
def test_signs_that_nobody_sees_are_told_where_they_stand(text: str, code: str, column: int) -> None:
    (found,) = read(text).diagnostics
    assert (found.code, found.span.column) == (code, column)


@pytest.mark.parametrize(
    "text",
    [
        "a: sam\u00adarbeid\n",
        "a: \U0001f469\u200d\U0001f4bb\n",
        'a: "x\\ny\\t\\u00e5"\n',
        "a: x&#229;&amp;y\n",
        "a: x\u00a0y\n",
    ],
)
def test_what_joins_and_hyphenates_stays(text: str) -> None:
    assert codes(text) == []


def test_a_text_that_would_take_minutes_is_refused_where_it_begins() -> None:
    assert codes("a: |\n  " + "x" * yaml_source.LONGEST + "\n") == ["text-long"]
    assert codes("a: |\n" + "  x\n" * (yaml_source.MOST_LINES + 1)) == ["text-long"]
    assert codes("a: |\n  x\n  " + "- " * 61 + "x\n") == ["too-deep"]
    assert codes("a: |\n  x\n  " + ">" * 61 + "x\n") == ["too-deep"]
    assert codes("a: |\n  x\n  " + "1. " * 61 + "x\n") == ["too-deep"]
    assert codes("a: |\n  x\n" + "".join(f"  {'  ' * n}- x\n" for n in range(70))) == ["too-deep"]
    assert codes('a: "' + "> " * 61 + 'x"') == codes("a: '" + "- " * 61 + "x'") == ["too-deep"]
    assert codes('a: "' + "\\x5b" * 200 + '"\n') == ["open-brackets"]
    (found,) = read("a: |\n  x\n  " + "[" * 101).diagnostics
    assert (found.code, found.span.line, found.span.column) == ("open-brackets", 3, 103)
    assert codes("a: |\n  " + "[a](" * 101) == ["open-brackets"]
    assert codes("a: |\n  " + "[a](https://a.no) (se 1) " * 300) == []
    assert codes("a: |\n  x\n" + "  [\n\n" * 300) == []
    assert codes("a: |\n  x\n" + "-" * 5 + "\n") != ["too-deep"]
    assert codes("a: |\n  x\n\n  " + "-" * 200 + "\n") == []


def test_a_line_is_no_book_and_a_file_no_archive() -> None:
    assert codes("a: " + "ord " * 2_000) == codes('a: "' + "ord " * 2_000 + '"') == ["line-long"]
    assert codes("a: |\n  " + "ord " * 2_000) == codes("a: >\n  " + "ord " * 2_000) == []
    assert codes("".join(f"k{n}: x\n" for n in range(yaml_source.MOST_VALUES + 5))) == ["many-values"]
    assert codes("a:\n" + "- x\n" * (yaml_source.MOST_VALUES + 5)) == ["many-values"]
    assert codes("a:\n" + "- x\n" * (yaml_source.MOST_VALUES - 5)) == []


def test_a_text_file_says_first_what_makes_it_unfit() -> None:
    def told(text: str, name: str = "a.md") -> tuple[str, int, int]:
        left, (problem,) = yaml_source.decode(text.encode(), name)
        assert bool(left) == (problem.severity != "error")
        return problem.code, problem.span.line, problem.span.column

    assert told("a\u200b\n\u202e") == ("turned-text", 2, 1)
    assert told("a\nb\u200b") == ("unseen-character", 2, 2)
    assert told("a\nb\x00") == ("control-character", 2, 2)
    assert told("a\nb\x9b") == ("control-character", 2, 2)
    assert told("[b.no](https://c.no)") == ("link-guise", 1, 1)
    assert told("x" * (yaml_source.LONGEST + 1)) == ("text-long", 1, 1)
    assert told("[" * 200) == ("open-brackets", 1, 101)
    assert told("x;" * yaml_source.LARGEST_TABLE, "a.csv") == ("table-large", 1, 1)
    assert told("a;b\x1b", "a.csv") == ("control-character", 1, 4)
    assert yaml_source.decode("a\u200b;[b.no](https://c.no)\n1;2".encode(), "a.csv")[1] == ()


def test_text_files() -> None:
    assert yaml_source.decode(b"\xef\xbb\xbfen\r\nto\r", "a.md") == ("en\nto\n", ())
    text, (problem,) = yaml_source.decode("en\nHøring".encode("latin-1"), "a.md")
    assert text == ""
    assert (problem.span.file, problem.span.line, problem.span.column) == ("a.md", 2, 2)


def test_nothing_here_knows_what_a_meeting_is() -> None:
    tree = ast.parse(Path(yaml_source.__file__).read_text("utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in names if name and name.startswith("akson_docs")} == {
        "akson_docs.catalogue",
        "akson_docs.diagnostics",
        "akson_docs.sources",
        "akson_docs.sources.complaints",
        "akson_docs.sources.hidden_characters",
    }


MISTAKES: tuple[tuple[str, str, int, int], ...] = (
    # An end quote that is missing: the next mark below closes the text, and what follows there makes no sense.
    ('title: "Møte: høsten\nplace: Her\nsource: "HOD: brev"\n', "quotes", 1, 8),
    ("title: 'Møte\nplace: Her\nsource: 'HOD'\nb: c\n", "quotes", 1, 8),
    ('title: "Møte: høsten\nplace: Her\n', "quotes", 1, 8),
    ('a: "b"\nc: "d" e\n', "quotes", 2, 8),
    ("title: “Møte: høsten”\n", "curly-quotes", 1, 8),
    ("items:\n  - title: «A: b»\n", "curly-quotes", 2, 12),
    ("slides:\n  - title: A\n  -kind: table\n", "dash-without-space", 3, 3),
    ("a: b\n\t\tc: d\ne: f\n", "tab", 2, 1),
    ("a:\n  - b: c\n    b: d\n", "duplicate-key", 3, 5),
)


@pytest.mark.parametrize(("text", "code", "line", "column"), MISTAKES)
def test_a_mistake_is_told_where_it_was_made_and_nothing_else(text: str, code: str, line: int, column: int) -> None:
    found = [(one.code, one.span.line, one.span.column) for one in read(text).diagnostics]
    assert found == [(code, line, column)]
