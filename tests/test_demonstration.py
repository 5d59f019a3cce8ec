"""What `akson demo` makes: a board that is made up, sound on any day, and gone when its folder is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from places import request

from akson_docs import catalogue
from akson_docs.actions import checking, demonstration
from akson_docs.build.output import keep
from akson_docs.cli import main
from akson_docs.sources import snapshots
from akson_docs.sources.format import editing

DAYS = (date(2026, 3, 2), date(2026, 11, 30), date(2027, 1, 3), date(2028, 2, 29), date(2031, 12, 31))


def written(language: str, today: date) -> dict[str, str]:
    return demonstration.files(snapshots.brought("demo"), language, today)


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_it_is_sound_and_one_meeting_is_over_one_ahead_and_one_a_draft(
    language: str, today: date, tmp_path: Path
) -> None:
    made = written(language, today)
    keep(str(tmp_path / "demo"), {path: text.encode() for path, text in made.items()})
    found = checking.check(request(tmp_path / "demo", today=today))
    assert {one.code for one in found} == {"minutes-not-kept"}
    over, ahead, draft = (
        editing.said(made[f"meetings/eksempelutvalget/{folder}/meeting.yaml"])
        for folder in ("forrige", "neste", "senere")
    )
    assert over["date"] < over["minutes"]["published"] <= today.isoformat()
    assert (today + timedelta(weeks=1)).isoformat() < ahead["date"] < draft["date"]
    assert (draft["draft"], ahead.get("draft")) == ("yes", None)


@pytest.mark.parametrize("language", ["en", "nn"])
def test_every_language_has_the_same_meetings_with_the_same_keys(language: str) -> None:
    def keys(value: object) -> object:
        if isinstance(value, dict):
            return {key: keys(held) for key, held in value.items()}
        return [keys(held) for held in value] if isinstance(value, list) else None

    bokmal, other = (written(one, DAYS[0]) for one in ("nb", language))
    assert bokmal.keys() == other.keys()
    for path in bokmal:
        if path.endswith("meeting.yaml") or path == "recipients.yaml":
            assert keys(editing.said(bokmal[path])) == keys(editing.said(other[path])), path


def test_a_language_that_has_none_gets_that_of_the_one_it_falls_back_to() -> None:
    brought = snapshots.brought("demo")
    others = {path: text for path, text in brought.items() if not path.startswith("nn/")}
    assert demonstration.files(others, "nn", DAYS[0]) == written("nb", DAYS[0]) != written("nn", DAYS[0])


def test_it_says_that_it_is_made_up_and_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    assert main.main(["demo"]) == 0
    told = capsys.readouterr().out
    assert "made up" in told
    assert "    cd akson-demo\n    akson serve\n" in told
    for name in ("site.yaml", "eksempelutvalget/board.yaml"):
        assert "made up" in (tmp_path / "akson-demo/meetings" / name).read_text()
    assert (tmp_path / "akson-demo/schema/meeting.schema.json").is_file()
    assert "\nrecipients.yaml\n" in (tmp_path / "akson-demo/.gitignore").read_text()


def test_what_is_there_already_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "akson-demo").mkdir()
    assert main.main(["demo"]) == 1
    assert "[there-already]" in capsys.readouterr().err
    assert list((tmp_path / "akson-demo").iterdir()) == []
