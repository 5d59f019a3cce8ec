"""What a site gives out is read back, and says the same again; nothing is overwritten, or left out silently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from exchanged import an_archive, brought_in, given_out, without_what_was_sent
from places import settle

from akson_docs.cli import main


@pytest.fixture(scope="module", params=["examples", "samples"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    root = tmp_path_factory.mktemp(request.param)
    found = given_out(an_archive(root, request.param), root / "site")
    return root / "site", found


def codes(told: Any) -> set[str]:
    return {one.code for one in told.diagnostics}


def test_an_archive_that_is_given_out_and_read_back_says_the_same(
    site: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, before = site
    result = brought_in(folder, tmp_path / "new")
    assert not [one for one in result.diagnostics if one.severity == "error"]
    assert result.meetings == len(before)
    settle(tmp_path / "new")
    after = given_out(tmp_path / "new", tmp_path / "again")
    assert after.keys() == before.keys()
    for path, said in before.items():
        assert without_what_was_sent(after[path]) == without_what_was_sent(said), path
    files = sorted(
        one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file() and "attachments" in one.parts
    )
    assert [name for name in files if (folder / name).read_bytes() != (tmp_path / "again" / name).read_bytes()] == []


def test_what_was_sent_or_redacted_is_told_and_nothing_else(site: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, before = site
    result = brought_in(folder, tmp_path / "new")
    told = [one for one in result.diagnostics if one.code == "import-left-out"]
    lost = [said for said in before.values() if said.get("sent") or '"redact"' in json.dumps(said)]
    assert len(told) >= len(lost) > 0


def test_nothing_is_overwritten_and_a_second_time_writes_nothing(
    site: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, before = site
    root = tmp_path / "new"
    brought_in(folder, root)
    first = next(root.glob("meetings/*/*/meeting.yaml"))
    first.write_text("# mine\n" + first.read_text())
    again = brought_in(folder, root)
    assert (again.made, again.meetings) == ((), 0)
    assert len(again.there) >= len(before)
    assert first.read_text().startswith("# mine\n")


def test_one_meeting_brings_its_board_and_a_site_where_there_is_none(
    site: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, before = site
    path = next(path for path, said in before.items() if "joint" not in said)
    result = brought_in(folder / path, tmp_path / "new")
    assert not [one for one in result.diagnostics if one.severity == "error"], result.diagnostics
    board, meeting = path.split("/")[:2]
    assert (tmp_path / "new/meetings" / board / meeting / "meeting.yaml").is_file()
    assert (tmp_path / "new/meetings/site.yaml").read_text().splitlines()[-1].startswith(("language", "address"))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"a": 1,\n "b": }', "import-broken", 2),
        ("", "import-broken", 1),
        ('{"type": "FeatureCollection"}', "import-kind", 0),
        ("[1, 2]", "import-kind", 0),
        ('{"format": "akson_docs meeting 1", "address": "../../etc/"}', "import-form", 0),
        ('{"format": "akson_docs meeting 1", "address": "styret/2020-04/", "items": [3]}', "import-form", 0),
    ],
)
def test_what_is_no_meeting_is_told_with_its_place_and_nothing_is_written(
    text: str, code: str, line: int, tmp_path: Path
) -> None:
    (tmp_path / "made.json").write_text(text)
    result = brought_in(tmp_path / "made.json", tmp_path / "new")
    (told,) = result.diagnostics
    assert (told.code, told.span.line if line else 0) == (code, line)
    assert "made.json" in told.span.file
    assert [*(tmp_path / "new").iterdir()] == []


def test_a_file_that_is_named_outside_its_folder_is_not_read_from_there(tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-1.4\n")
    said = {
        "format": "akson_docs meeting 1",
        "site": "https://a.example.no",
        "address": "styret/2020-04/",
        "board": {"id": "styret", "name": {"nb": "Styret"}},
        "date": "2020-07-01",
        "days": ["2020-07-01"],
        "language": "nb",
        "title": {"nb": "Møte"},
        "items": [{"title": {"nb": "En"}, "anchor": "sak-1", "attachments": [{"file": "../../../secret.pdf"}]}],
        "slides": [],
    }
    folder = tmp_path / "site/styret/2020-04"
    folder.mkdir(parents=True)
    (folder / "meeting.json").write_text(json.dumps(said))
    result = brought_in(folder / "meeting.json", tmp_path / "new")
    assert "import-left-out" in codes(result)
    assert [*(tmp_path / "new").rglob("*.pdf")] == []


def test_the_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "made.json").write_text("{")
    assert main.main(["import", str(tmp_path / "made.json"), "--root", str(tmp_path)]) == 1
    assert "made.json:1:2" in capsys.readouterr().err
    assert main.main(["import", str(tmp_path / "none.json"), "--root", str(tmp_path)]) == 1
    assert "none.json" in capsys.readouterr().err
