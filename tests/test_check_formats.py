"""Diagnostics for other tools: valid after the schema of SARIF, and the same in every locale."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from places import PLAIN, meetings, place

from akson_docs import diagnostics
from akson_docs.actions import check_formats, checking
from akson_docs.cli import main
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.rules import numbering, registry
from akson_docs.sources import meant

SCHEMA = json.loads((Path(__file__).parent / "vendor/sarif/sarif-schema-2.1.0.json").read_text())
ODD = Code("odd", "warning", meant.SLIDE_KIND.text, "do {found}")


def valid(log: Any) -> Any:
    """The only run of a log that the schema takes."""
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)] == []
    (run,) = log["runs"]
    return run


def results(*found: Diagnostic) -> list[Any]:
    return list(valid(check_formats.sarif(found, "1.0"))["results"])


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    text = PLAIN.replace("duration: 5", "duration: fem").replace("type: Godkjenning", "typ: Godkjenning")
    return place(tmp_path, meetings({"2020-04/meeting.yaml": text}))


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab"])
def test_what_machines_read_is_the_same_in_every_locale(
    faulty: Path, form: str, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for locale in ("C", "nb_NO.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        assert main.main(["check", "--root", str(faulty), "--format", form]) == 1
        said.append(capsysbinary.readouterr().out)
    assert said[0] == said[1]
    assert "ukjent nøkkel".encode() in said[0] or form == "gitlab"


def test_the_checked_sources_as_sarif(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["check", "--root", str(faulty), "--format", "sarif"]) == 1
    run = valid(json.loads(capsys.readouterr().out))
    rules_ = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules_] == sorted({result["ruleId"] for result in run["results"]})
    assert all(rules_[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert [one["language"] for one in run["translations"]] == ["nb", "nn"]
    for translation in run["translations"]:
        assert [rule["id"] for rule in translation["rules"]] == [rule["id"] for rule in rules_]
    wrong = next(result for result in run["results"] if result["ruleId"] == "number-expected")
    (where,) = wrong["locations"]
    assert where["physicalLocation"]["artifactLocation"] == {
        "uri": "meetings/styret/2020-04/meeting.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    assert where["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 15, "endLine": 7, "endColumn": 18}
    assert (wrong["level"], run["invocations"][0]["exitCode"]) == ("error", 1)


def test_nothing_wrong_is_a_valid_log_too() -> None:
    assert results() == []


@pytest.mark.parametrize(
    ("path", "artifact"),
    [
        ("meetings/å og b#1.pdf", {"uri": "meetings/%C3%A5%20og%20b%231.pdf", "uriBaseId": "%SRCROOT%"}),
        ("/opt/tema/templates/a.html", {"uri": "file:///opt/tema/templates/a.html"}),
        ("meetings/\udce5.pdf", {"uri": "meetings/%E5.pdf", "uriBaseId": "%SRCROOT%"}),
    ],
)
def test_where_a_file_is(path: str, artifact: dict[str, str]) -> None:
    (result,) = results(ODD.at(Span(path), found="x"))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == artifact


def test_a_mark_stays_when_lines_come_above_and_no_two_problems_share_one() -> None:
    def marks(line: int) -> list[str]:
        found = [ODD.at(Span("a", line), found="x"), ODD.at(Span("a", line + 1), found="x")]
        return [one["partialFingerprints"]["akson/v1"] for one in results(*found)]

    assert marks(1) == marks(7)
    assert len(set(marks(1))) == 2
    assert [one["fingerprint"] for one in check_formats.codequality([ODD.at(Span("a"), found="x")])] == marks(1)[:1]


def test_every_rule_gives_its_reason() -> None:
    assert [
        registry.code_name(rule) for rule in registry.RULES if not check_formats.reason(registry.code_name(rule))
    ] == []
    assert check_formats.reason("number-gap")[0].startswith("The numbers of a year follow one another.")
    assert check_formats.reason("unknown-key") == ()


def test_a_rules_help_is_in_both_languages() -> None:
    found = numbering.NUMBER_GAP.at(Span("a"), number="3/20", missing="2/20")
    run = valid(check_formats.sarif([found], "1.0"))
    english, bokmal = run["tool"]["driver"]["rules"][0], run["translations"][0]["rules"][0]
    assert "The numbers of a year follow one another." in english["help"]["text"]
    assert "there is no {missing}" in english["shortDescription"]["text"]
    assert "før {number} mangler" in bokmal["shortDescription"]["text"]
    assert run["results"][0]["message"]["text"].startswith("before 3/20 there is no 2/20; ")
    assert run["results"][0]["properties"]["message_nb"].startswith("før 3/20 mangler 2/20; ")
    assert check_formats._markdown("withdrawn: [2/20]") == r"withdrawn: \[2/20\]"


def test_code_quality_has_what_gitlab_asks_for() -> None:
    (entry,) = check_formats.codequality([ODD.at(Span("meetings/a.yaml", 3), found="x")])
    assert {key: value for key, value in entry.items() if key != "fingerprint"} == {
        "description": 'unknown slide kind "x"; do x',
        "check_name": "odd",
        "severity": "minor",
        "location": {"path": "meetings/a.yaml", "lines": {"begin": 3}},
    }


def test_notes_for_github_are_a_line_each_whatever_authors_wrote() -> None:
    found = [ODD.at(Span("a,b:c\n::error::d", 3, 2), found="x\r\n::set-output name=a::b 100%")]
    assert check_formats.notes(found, "nb") == (
        "::warning file=a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ad,line=3,col=2,title=odd::"
        "ukjent lysarktype «x%0D%0A::set-output name=a::b 100%25»; do x%0D%0A::set-output name=a::b 100%25\n"
    )
    assert diagnostics.has_errors(found) is False


def test_a_name_that_is_no_text_can_be_written(
    faulty: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "akson_docs.actions.checking.checked",
        lambda *asked, **more: checking.Checked((ODD.at(Span("\udce5"), found="x"),), frozenset()),
    )
    assert main.main(["check", "--root", str(faulty), "--format", "json"]) == 0
    assert json.loads(capsysbinary.readouterr().out)[0]["file"] == "\udce5"
