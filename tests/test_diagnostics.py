from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from archives import a_meeting
from places import PROJECT

from akson_docs import diagnostics
from akson_docs.diagnostics import (
    Code,
    Diagnostic,
    Span,
    Spans,
    has_errors,
    hint,
    line,
    locate,
    located,
    message,
    nearest,
    ordered,
)
from akson_docs.sources import complaints, images, meant, refusals, yaml_source

KIND = meant.SLIDE_KIND
CATALOGUE = (PROJECT / "akson_docs/catalogue.py").read_text("utf-8")
PLACE = Span("meetings/styringsgruppen/2020-04/meeting.yaml", 41, 13)


def test_a_line_is_what_an_editor_can_open_and_a_colleague_would_say() -> None:
    found = KIND.at(PLACE, found="comparision", known="text", nearest="comparison")
    assert line(found) == (
        "meetings/styringsgruppen/2020-04/meeting.yaml:41:13: "
        'unknown slide kind "comparision"; did you mean "comparison"? [slide-kind]'
    )
    assert line(found, "nb") == (
        "meetings/styringsgruppen/2020-04/meeting.yaml:41:13: "
        "ukjent lysarktype «comparision»; mente du «comparison»? [slide-kind]"
    )


def test_the_parser_says_that_line() -> None:
    text = "date: 2020-07-01\nitems:\n  - title: Sak\n    slides:\n      - kind: comparision\n        title: To\n"
    text += "        columns: [{heading: A, body: B}, {heading: C, body: D}]\n"
    (found,) = a_meeting(text, {}, "meetings/styringsgruppen/2020-04/meeting.yaml").diagnostics
    assert line(found) == (
        "meetings/styringsgruppen/2020-04/meeting.yaml:5:15: "
        'unknown slide kind "comparision"; did you mean "comparison"? [slide-kind]'
    )


def test_without_a_near_word_the_hint_is_the_codes_own() -> None:
    assert hint(KIND.at(PLACE, found="film", known="text, table", nearest="")) == "the kinds are: text, table"
    assert hint(Code("c", "error", "wrong").at(PLACE)) == ""
    assert line(Code("c", "error", "wrong").at(Span("x.yaml"))) == "x.yaml:1:1: wrong [c]"


def test_what_does_not_stop_a_build_says_so() -> None:
    warning = Code("late", "warning", "sent late")
    note = Code("note", "note", "it is so")
    assert line(warning.at(Span("x.yaml", 2))) == "x.yaml:2:1: warning: sent late [late]"
    assert line(warning.at(Span("x.yaml", 2)), "nb") == "x.yaml:2:1: advarsel: sent late [late]"
    assert line(note.at(Span("x.yaml", 2)), "nb") == "x.yaml:2:1: merk: it is so [note]"
    assert not has_errors([warning.at(PLACE), note.at(PLACE)])
    assert has_errors([warning.at(PLACE), KIND.at(PLACE)])


def test_braces_in_what_was_found_are_not_filled_in() -> None:
    found = KIND.at(PLACE, found="{known} {0} {unknown}", known="text")
    assert message(found) == 'unknown slide kind "{known} {0} {unknown}"'


def test_a_place_is_the_nearest_thing_around() -> None:
    top, items, title = Span("f", 1), Span("f", 3), Span("f", 4, 12)
    spans = {(): top, ("items", 0): items, ("items", 0, "title"): title}
    assert locate(("items", 0, "title"), spans, PLACE) == title
    assert locate(("items", 0, "slides", 2), spans, PLACE) == items
    assert locate(("date",), spans, PLACE) == top
    assert locate(("date",), {}, PLACE) == PLACE


def test_a_problem_is_located_with_another_weight() -> None:
    problem = KIND.of(("items", 0), found="x", known="y")
    spans: Spans = {("items", 0): Span("f", 3, 5)}
    assert located(problem, spans, PLACE) == KIND.at(Span("f", 3, 5), found="x", known="y")
    assert located(problem, spans, PLACE, "warning").severity == "warning"


def test_each_is_told_once_in_the_order_of_the_file() -> None:
    first, second = KIND.at(Span("a", 2), found="x"), KIND.at(Span("a", 10), found="x")
    assert ordered([second, first, second]) == (first, second)


def test_they_survive_being_kept() -> None:
    found = KIND.at(Span("a", 2, 3, 4, 5), found="æ", known="y", count=3)
    assert diagnostics.from_json(json.loads(json.dumps(diagnostics.to_json(found)))) == found


def test_every_code_of_the_project_has_words() -> None:
    held = [
        *refusals.CUSTOM.values(),
        *(value for room in (images, yaml_source, meant, complaints, refusals) for value in vars(room).values()),
    ]
    codes = {code.name: code for code in held if isinstance(code, Code)}
    assert len(codes) > 50
    for code in codes.values():
        assert code.text
        assert code.name == code.name.lower().replace("_", "-")
        assert not code.text.endswith("."), code.name


def test_a_diagnostic_is_a_value() -> None:
    assert isinstance(hash(KIND.at(PLACE, found="x")), int)
    assert KIND.at(PLACE, found="x") == Diagnostic("slide-kind", "error", PLACE, KIND.words, (("found", "x"),))


def test_nothing_that_is_slow_is_imported_to_speak() -> None:
    text = Path(diagnostics.__file__).read_text("utf-8")
    assert re.findall(r"from (akson_docs\S*)", text) == ["akson_docs.catalogue"]
    assert not re.findall(r"^(?:from|import) (?:akson_docs|babel|gettext|pydantic)", CATALOGUE, re.MULTILINE)


def test_a_name_makes_no_second_line_and_commands_no_terminal() -> None:
    said = line(KIND.at(Span("meetings/a\nb\x1b[2J.yaml", 3), found="x\u202ey"))
    assert said.isprintable()
    assert said.startswith("meetings/a\\nb\\x1b[2J.yaml:3:")


def test_a_hint_that_says_how_to_silence_a_rule_says_which_line_goes_where() -> None:
    """The code stands after the hint by itself."""
    modules = [ast.parse(path.read_text()) for path in (PROJECT / "akson_docs/rules").glob("*.py")]
    nodes = (node for module in modules for node in ast.walk(module))
    words = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    told = {one for one in words if "silence: [" in one}
    assert len(told) > 10
    assert [one for one in told if not re.search(r"lin(e|jen) `silence: \[[a-z-]+\]` (to|i) meeting\.yaml", one)] == []


def test_what_has_no_lines_is_told_by_its_name_alone() -> None:
    found = Code("c", "error", "wrong")
    assert line(found.at(Span("AKSON_SMTP"))) == "AKSON_SMTP: wrong [c]"
    assert line(found.at(Span("meetings/styret"))) == "meetings/styret: wrong [c]"
    assert line(found.at(Span("x.csv", 3, 1))) == "x.csv:3:1: wrong [c]"


@pytest.mark.parametrize(
    ("found", "known", "meant"),
    [("Styrett", ("styret", "rad"), "styret"), ("leder", (), ""), ("abc", ("xyz",), "")],
)
def test_what_was_probably_meant_is_near_in_whatever_letters(found: str, known: tuple[str, ...], meant: str) -> None:
    assert nearest(found, known) == meant
