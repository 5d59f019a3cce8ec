"""The command: what it prints, where, and with what exit code."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from places import PLAIN, PROJECT, meetings, place, write

from akson_docs import cli, schema


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C")
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN}))
    time.sleep(0.05)  # what was written this very moment is looked at once more
    return root


def test_building_twice(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["build", "--root", str(root), "--today", "2020-08-01"]
    assert cli.main(words) == 0
    first = capsys.readouterr().out
    assert first.startswith("Built ")
    assert str(root / "output/site/index.html") in first
    assert cli.main(words) == 0
    assert capsys.readouterr().out.startswith("Nothing to build: ")


def test_an_error_is_told_with_its_place_and_exit_code_1(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("title:", "titel:"))
    assert cli.main(["build", "--root", str(root)]) == 1
    said = capsys.readouterr()
    assert (
        'meetings/styret/2020-04/meeting.yaml:5:5: unknown key "titel"; did you mean "title"? [unknown-key]' in said.err
    )
    assert "Nothing written: 2 errors." in said.err
    assert not (root / "output").exists()


def test_messages_follow_the_locale(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("duration: 5", "duration: fem"))
    assert cli.main(["check", "--root", str(root)]) == 1
    assert "et helt tall ventes" in capsys.readouterr().out


def test_checking_as_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("duration: 5", "duration: fem"))
    assert cli.main(["check", "--root", str(root), "--format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found["file"] == "meetings/styret/2020-04/meeting.yaml"
    assert (found["line"], found["column"], found["code"], found["severity"]) == (7, 15, "number-expected", "error")


def test_checking_what_is_sound(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--root", str(root)]) == 0
    assert capsys.readouterr().out == "Everything is in order.\n"


def test_a_day_that_is_none(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["build", "--root", str(root), "--today", "1.7.2020"])
    assert stopped.value.code == 2
    assert "2020-07-01" in capsys.readouterr().err


def test_schemas(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["schema", "board"]) == 0
    assert capsys.readouterr().out == schema.text("board")
    assert cli.main(["schema", "--write", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{kind}.schema.json" for kind in schema.FILES}


def test_with_nothing_to_do_nothing_slow_is_loaded(root: Path) -> None:
    words = ["build", "--root", str(root), "--today", "2020-08-01"]
    assert cli.main(words) == 0
    code = (
        "import sys; sys.path.insert(0, '.'); from akson_docs.cli import main; "
        f"assert main({words!r}) == 0; "
        "print([name for name in ('pydantic', 'jinja2', 'weasyprint', 'yaml', 'babel') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True)
    assert found.stdout.splitlines()[-1] == "[]", found.stdout + found.stderr
    assert "Nothing to build" in found.stdout


def test_the_script_beside_meetings_builds() -> None:
    found = subprocess.run([sys.executable, "build.py", "--help"], cwd=PROJECT, capture_output=True, text=True)
    assert found.returncode == 0
    assert "check" in found.stdout
