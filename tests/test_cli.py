"""The command: what it prints, where, and with what exit code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from places import PLAIN, PROJECT, meetings, place, settle, write
from repositories import committed, git, needs_git

from akson_docs.cli import main
from akson_docs.sources.format import schema


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C")
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN}))
    settle(root)
    return root


def test_building_twice(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["build", "--root", str(root), "--today", "2020-08-01"]
    assert main.main(words) == 0
    first = capsys.readouterr().out
    assert first.startswith("Built ")
    assert str(root / "output/site/index.html") in first
    assert main.main(words) == 0
    assert capsys.readouterr().out.startswith("Nothing to build: ")


def test_an_error_is_told_with_its_place_and_exit_code_1(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("title:", "titel:"))
    assert main.main(["build", "--root", str(root)]) == 1
    said = capsys.readouterr()
    assert (
        'meetings/styret/2020-04/meeting.yaml:5:5: unknown key "titel"; did you mean "title"? [unknown-key]' in said.err
    )
    assert "Nothing written: 1 error." in said.err
    assert not (root / "output").exists()


def test_messages_follow_the_locale(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("duration: 5", "duration: fem"))
    assert main.main(["check", "--root", str(root)]) == 1
    assert "et helt tall ventes" in capsys.readouterr().out


def test_checking_as_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("duration: 5", "duration: fem"))
    assert main.main(["check", "--root", str(root), "--format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found["file"] == "meetings/styret/2020-04/meeting.yaml"
    assert (found["line"], found["column"], found["code"], found["severity"]) == (7, 15, "number-expected", "error")


def test_checking_what_is_sound(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["check", "--root", str(root)]) == 0
    assert (
        capsys.readouterr().out == "The sources are in order. No papers were set: akson check --papers does that too.\n"
    )


def test_a_day_that_is_none(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main.main(["build", "--root", str(root), "--today", "1.7.2020"])
    assert stopped.value.code == 2
    assert "2020-07-01" in capsys.readouterr().err


@pytest.mark.parametrize(("day", "told"), [("2020-06-30", False), ("2020-07-01", True)])
def test_a_check_is_of_the_day_that_is_asked_for(
    root: Path, capsys: pytest.CaptureFixture[str], day: str, told: bool
) -> None:
    """Minutes that are out are to be kept; those of tomorrow are not out."""
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN + "minutes: {published: 2020-07-01}\n")
    main.main(["check", "--root", str(root), "--today", day])
    assert ("[minutes-not-kept]" in capsys.readouterr().out) is told


TWO = {
    "2020-04/meeting.yaml": PLAIN + "attendance: {present: others}\n",
    "2020-05/meeting.yaml": PLAIN.replace("2020-07-01", "2020-09-01")
    .replace("18/20", "19/20")
    .replace("title", "titel"),
}


def test_a_check_of_a_meeting_says_what_is_wrong_with_it_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    root = place(tmp_path, meetings(TWO))
    words = ["check", "--root", str(root), "--today", "2020-08-01"]
    assert main.main([*words, "styret/2020-04"]) == 0
    assert "2020-05" not in capsys.readouterr().out
    for named in ("styret/2020-05", str(root / "meetings/styret/2020-05/meeting.yaml"), "meetings/styret/2020-05/"):
        assert main.main([*words, named]) == 1
        assert "[unknown-key]" in capsys.readouterr().out
    assert main.main([*words, "styret/2020-04", "styret/2020-05"]) == 1
    capsys.readouterr()
    assert main.main([*words, "styret/2020-06"]) == 1
    assert 'meetings/styret/2020-06: there is no meeting "styret/2020-06"; did you mean' in capsys.readouterr().err


def test_notes_on_meetings_that_are_over_are_counted_and_shown_where_somebody_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": TWO["2020-04/meeting.yaml"]}))
    write(root / "meetings/styret/board.yaml", "name: Styret\nmembers: [{id: leder, name: leder}]\n")
    words = ["check", "--root", str(root)]
    line, note = "1 note on 1 meeting that is over: akson check --all shows it.\n", "[attendance-presumed]"
    for day, more, folded, shown in (
        ("2020-08-01", [], True, False),
        ("2020-08-01", ["--all"], False, True),
        ("2020-08-01", ["styret/2020-04"], False, True),
        ("2020-08-01", ["--format", "github"], False, True),
        ("2020-07-01", [], False, True),
        ("2020-06-01", ["--all"], False, False),  # what only its end can answer is not asked before the day
        ("2020-07-01", ["--all"], False, True),
    ):
        assert main.main([*words, "--today", day, *more]) == 0
        said = capsys.readouterr().out
        assert (line in said, note in said or "attendance-presumed" in said) == (folded, shown), (day, more, said)


def test_what_happened_is_told_of_until_it_can_have_happened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    text = "date: 2020-07-01\nitems:\n  - {number: 17/20, title: A, proposal: Ja., adopted: proposal}\n"
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": text + "attendance: {present: others}\n"}))
    words = ["check", "--root", str(root)]
    for day, told in (("2020-06-30", ["3", "4"]), ("2020-07-01", []), ("2020-06-29", ["3", "4"])):
        main.main([*words, "--today", day])
        assert re.findall(r"meeting.yaml:(\d+):.*\[record-early\]", capsys.readouterr().out) == told


def test_a_day_that_is_mistyped_is_told_with_what_was_meant(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main.main(["check", "--root", str(root), "--today", "1.7.2020"])
    assert "did you mean 2020-07-01?" in capsys.readouterr().err


def test_schemas(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main.main(["schema", "board"]) == 0
    assert capsys.readouterr().out == schema.text("board")
    assert main.main(["schema", "--write", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{kind}.schema.json" for kind in schema.FILES}


def test_with_nothing_to_do_nothing_slow_is_loaded(root: Path) -> None:
    words = ["build", "--root", str(root), "--today", "2020-08-01"]
    assert main.main(words) == 0
    code = (
        "import sys; sys.path.insert(0, '.'); from akson_docs.cli.main import main; "
        f"assert main({words!r}) == 0; "
        "slow = 'pydantic jinja2 weasyprint yaml babel cryptography pyhanko rfc3161_client'.split(); "
        "print([name for name in slow if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True)
    assert found.stdout.splitlines()[-1] == "[]", found.stdout + found.stderr
    assert "Nothing to build" in found.stdout


# ---- what becomes public -------------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C")
    root = committed(tmp_path / "depot", meetings({"2020-04/meeting.yaml": PLAIN}))
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN + "    decision: Innkallingen er god.\n")
    write(root / "templates/disclosure.html", (PROJECT / "templates/disclosure.html").read_text())
    write(root / "templates/css/tokens.css", (PROJECT / "templates/css/tokens.css").read_text())
    return root


@needs_git
def test_what_becomes_public_since_the_last_commit(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["disclose", "--root", str(repository), "--today", "2020-08-01"]
    assert main.main(words) == 0
    said = capsys.readouterr()
    short = git(repository, "rev-parse", "--short", "HEAD")
    assert said.err == ""
    assert said.out.splitlines()[:2] == [
        "1 sentence or fact will become public.",
        f"Compared with HEAD ({short}, 2020-07-01), as of 2020-08-01.",
    ]
    assert "      resolution: Innkallingen er god.\n" in said.out
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "Vedtak")
    assert main.main(words) == 0
    assert capsys.readouterr().out.startswith("Nothing becomes public.\n")
    assert main.main([*words, "--since", "HEAD~1"]) == 0
    assert "Compared with HEAD~1 (" in capsys.readouterr().out


@needs_git
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_before_the_first_commit_everything_becomes_public_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN}))
    git(root, "init", "-q", "-b", "main")
    assert main.main(["disclose", "--root", str(root), "--today", "2020-08-01", "--format", form]) == 0
    said = capsys.readouterr().out.replace("\\", "")
    assert "Compared with nothing, for there is no commit yet, as of 2020-08-01." in said
    assert "title: Godkjenning av innkalling" in said
    assert "name: Styret" in said


@needs_git
@pytest.mark.parametrize(("form", "begins"), [("markdown", "## 1 setning"), ("html", "<!doctype html>")])
def test_what_becomes_public_is_written_to_a_file_in_the_readers_language(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: str, begins: str
) -> None:
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")
    file = repository / "ut" / "fil"
    words = ["disclose", "--root", str(repository), "--format", form, "--output", str(file)]
    assert main.main(words) == 0
    assert capsys.readouterr().out == ""
    assert file.read_text().startswith(begins)
    assert "Innkallingen er god" in file.read_text()
    assert [path.name for path in file.parent.iterdir()] == ["fil"]


@needs_git
def test_what_cannot_be_compared_is_told_with_exit_code_1(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["disclose", "--root", str(repository)]
    file = repository / "ut"
    assert main.main([*words, "--since", "nope", "--output", str(file)]) == 1
    assert 'meetings: there is no revision "nope" here; ' in capsys.readouterr().err
    write(repository / "templates/disclosure.html", "{% if %}")
    assert main.main([*words, "--format", "html", "--output", str(file)]) == 1
    assert "templates/disclosure.html:1:1: the template cannot be used" in capsys.readouterr().err
    assert main.main([*words, "--output", str(repository / "templates")]) == 1
    assert "templates: this is a folder, and a file is wanted" in capsys.readouterr().err
    assert list(repository.glob("templates.*")) == []
    write(repository / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("title:", "titel:"))
    assert main.main([*words, "--output", str(file)]) == 1
    said = capsys.readouterr().err
    assert 'meetings/styret/2020-04/meeting.yaml:5:5: unknown key "titel"; did you mean "title"? [unknown-key]' in said
    assert said.endswith("Nothing compared: 1 error.\n")
    assert not file.exists()
    assert main.main(["disclose", "--root", str(repository / "templates")]) == 1
    assert "there is no folder meetings/ here" in capsys.readouterr().err


def test_the_script_beside_meetings_builds() -> None:
    found = subprocess.run([sys.executable, "build.py", "--help"], cwd=PROJECT, capture_output=True, text=True)
    assert found.returncode == 0
    assert "check" in found.stdout
