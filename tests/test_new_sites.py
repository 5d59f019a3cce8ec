"""New sites and boards: all that a repository of meetings needs, in the language of whoever asks, and nothing of theirs
is overwritten."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from places import BOARD, PROJECT, build, contents, meetings, place, write

from akson_docs.catalogue import LANGUAGES
from akson_docs.cli import main, terminal
from akson_docs.sources.failures import SYSTEM_PACKAGES
from akson_docs.sources.format import editing


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A new site in each language."""
    top = tmp_path_factory.mktemp("sites")
    for language in LANGUAGES:
        assert main.main(["new", "site", str(top / language), "--language", language]) == 0
    return {language: top / language for language in LANGUAGES}


@pytest.fixture(autouse=True)
def in_no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


def test_a_new_site_builds_at_once(sites: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    top = place(tmp_path, contents(sites["nn"] / "meetings"))
    assert "oppdikta" in (top / "meetings/site.yaml").read_text()
    assert build(top).done
    assert (top / "output/site/eksempelutvalet").is_dir()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_in_the_language_of_whoever_asks_and_in_order(
    sites: dict[str, Path], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    top = sites[language]
    assert main.main(["check", "--root", str(top)]) == 0
    assert "\nThe sources are in order." in capsys.readouterr().out
    boards = {"nb": "eksempelutvalget", "nn": "eksempelutvalet", "en": "example-committee"}
    (meeting,) = (top / "meetings" / boards[language]).glob("2*/meeting.yaml")
    named = meeting.read_text().splitlines()[0].split("$schema=")[1]
    assert (meeting.parent / named).resolve() == (top / "schema/meeting.schema.json").resolve()
    board = editing.said((meeting.parents[1] / "board.yaml").read_text())
    assert board["languages"] == [language]
    readme = (top / "README.md").read_text()
    assert {"nb": "Når eksempelet skal bort", "nn": "Når dømet skal bort", "en": "Getting rid of the example"}[
        language
    ] in readme
    assert f"    rm -r meetings/{boards[language]}\n" in readme
    everything = "".join(data.decode() for data in contents(top).values())
    assert (
        re.findall(r"(?<![${])\{(?!n\}|nn\}|yy\}|yyyy\}|series\}|board\}|position\}|number\}|date\})\w+\}", everything)
        == []
    )
    others = {"nb": "ikkje|ikke noe sted", "nn": "ikke|hvordan", "en": "ikke|ikkje|eller"}[language]
    files = [path for path in top.rglob("*") if path.is_file() and "schema" not in path.parts]
    assert [path.name for path in files if re.search(rf"\b({others})\b", path.read_text())] == []


def test_the_locale_says_the_language_where_nothing_else_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nn_NO.UTF-8")
    assert main.main(["new", "site", str(tmp_path)]) == 0
    assert (tmp_path / "meetings/eksempelutvalet/board.yaml").is_file()
    assert main.main(["new", "board", "radet", "--root", str(tmp_path)]) == 0
    assert main.main(["new", "board", "council", "--language", "en", "--root", str(tmp_path)]) == 0
    monkeypatch.setenv("LC_ALL", "C.UTF-8")  # which is no language, so that the site's own counts
    assert main.main(["new", "board", "utvalet", "--root", str(tmp_path)]) == 0
    spoken = [
        editing.said((tmp_path / f"meetings/{name}/board.yaml").read_text())["languages"]
        for name in ("radet", "council", "utvalet")
    ]
    assert spoken == [["nn"], ["en"], ["nn"]]
    assert main.main(["check", "--root", str(tmp_path)]) == 0


def test_nothing_that_is_there_is_overwritten_and_what_is_missing_comes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place(tmp_path, meetings({}, board=BOARD))
    own = {"README.md": "Vårt eget.\n", ".github/workflows/site.yml": "on: push\n", ".gitignore": "*.bak\n/output/"}
    for name, text in own.items():
        write(tmp_path / name, text)
    before = contents(tmp_path)
    assert main.main(["new", "site", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    after = contents(tmp_path)
    assert {name: after[name] for name in before.keys() - {".gitignore"}} == {
        name: before[name] for name in before.keys() - {".gitignore"}
    }
    assert [name for name in after if name.startswith("meetings/")] == [
        "meetings/site.yaml",
        "meetings/styret/board.yaml",
    ]
    assert {".gitlab-ci.yml", "requirements.txt", "schema/meeting.schema.json"} <= after.keys()
    assert f"Left as it was: {tmp_path}/README.md" in told
    lines = after[".gitignore"].decode().split()
    assert (set(lines), len(lines)) == (
        {"*.bak", "/output/", "/.akson/", "recipients.yaml", ".deliveries/", "/.venv/"},
        6,
    )
    assert main.main(["new", "site", str(tmp_path)]) == 0
    assert f"Nothing is lacking: the site in {tmp_path}/meetings/ has every file" in capsys.readouterr().out
    assert contents(tmp_path) == after


def test_an_empty_site_says_what_comes_next_and_that_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["new", "site", "--empty", str(tmp_path)]) == 0
    assert f"akson new board NAME --root {tmp_path}" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "meetings").iterdir()] == ["site.yaml"]
    assert "rm -r" not in (tmp_path / "README.md").read_text()
    root = ["--root", str(tmp_path)]
    assert [main.main([command, *root]) for command in ("check", "build")] == [0, 0]
    assert "No meetings are published yet" in (tmp_path / "output/site/index.html").read_text()
    (board, meeting) = re.findall(r"^    akson (new .*)$", (tmp_path / "README.md").read_text(), re.MULTILINE)[-2:]
    for line in (board, meeting):
        words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
        assert main.main([*words, "--root", str(tmp_path)]) == 0
    assert main.main(["check", "--root", str(tmp_path)]) == 0


def test_what_is_made_up_is_listed_and_told_at_its_lines_until_somebody_writes_what_is_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["new", "site", str(tmp_path), "--language", "nn"]) == 0
    file = tmp_path / "meetings/site.yaml"
    assert f"Made up, for you to change in {file}: name, publisher, address, email" in capsys.readouterr().out
    for command in ("check", "build"):
        main.main([command, "--root", str(tmp_path)])
        told = re.findall(r"site.yaml:(\d+):\d+: note: .* \[site-made-up\]", "".join(capsys.readouterr()))
        assert told == ["4", "5", "6", "8"]
    own = {"name: .*": "name: Vårt", "publisher: .*": "publisher: Etaten", "address: .*": "address: https://e.no"}
    text = file.read_text().replace("post@meetings.example.no", "post@e.no")
    for old, new in own.items():
        text = re.sub(f"^{old}", new, text, flags=re.MULTILINE)
    file.write_text(text)
    assert main.main(["check", "--root", str(tmp_path)]) == 0
    assert "made-up" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["meeting", "2026-12-14"],
            "the board is missing before the day; write akson new meeting BOARD 2026-12-14; the",
        ),
        (
            ["meeting", "14.12.2026"],
            "the board is missing before the day; write akson new meeting BOARD 2026-12-14; the",
        ),
        (["meeting", "radet"], "the day is missing after the board; write akson new meeting radet "),
        (["meeting", "raadet", "2026-12-14"], 'there is no board "raadet"; did you mean "radet"?'),
        (["board", "Bibliotek", "utvalet"], "akson new board bibliotek-utvalet --name 'Bibliotek utvalet'"),
        (["board", "Ærlig", "--name", "Ærlig talt"], "akson new board aerlig --name 'Ærlig talt'"),
    ],
)
def test_what_is_missing_or_typed_otherwise_is_told_with_what_to_type(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    main.main(["new", "board", "radet", "--root", str(tmp_path)])
    capsys.readouterr()
    assert main.main(["new", *words, "--root", str(tmp_path)]) == 1
    assert says in capsys.readouterr().err


def test_a_board_in_an_empty_folder_gets_a_site_around_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["new", "board", "radet", "--name", "Rådet: for alt", "--root", str(tmp_path)]) == 0
    assert f"  {tmp_path}/meetings/site.yaml\n" in capsys.readouterr().out
    assert editing.said((tmp_path / "meetings/radet/board.yaml").read_text())["name"] == "Rådet: for alt"
    assert main.main(["new", "meeting", "radet", "2020-09-02", "--root", str(tmp_path)]) == 0
    assert main.main(["check", "--root", str(tmp_path)]) == 0
    assert (tmp_path / "schema/board.schema.json").is_file()


def test_the_version_of_the_tool_is_said_in_one_place_and_the_workflows_install_no_other(
    sites: dict[str, Path],
) -> None:
    top = sites["nb"]
    (wanted,) = (line for line in (top / "requirements.txt").read_text().splitlines() if not line.startswith("#"))
    assert wanted == terminal.requirement()
    for path in (".github/workflows/site.yml", ".gitlab-ci.yml", ".devcontainer/devcontainer.json"):
        text = (top / path).read_text()
        assert "akson_docs" not in text
        assert re.findall(r"pip install (?:--quiet )?(\S+ \S+?)[\n\"]", text) == [
            "--requirement requirements.txt"
        ] * text.count("pip ")
        assert set(re.findall(r"lib[\w.-]+\d", text)) == set(SYSTEM_PACKAGES)


@pytest.mark.parametrize(
    ("told", "origin", "wanted"),
    [
        ("", ("", ""), "akson_docs~=0.1.0"),
        (
            "",
            ("https://name:secret@git.example.no/a/akson.git", "f00"),
            "akson_docs @ git+https://git.example.no/a/akson.git@f00",
        ),
        ("", ("git@git.example.no:a/akson.git", "f00"), "akson_docs~=0.1.0"),
        (
            '{"url": "https://git.example.no/a/akson.git", "vcs_info": {"vcs": "git", "commit_id": "beef"}}',
            ("", ""),
            "akson_docs @ git+https://git.example.no/a/akson.git@beef",
        ),
    ],
)
def test_a_tool_from_git_is_installed_from_there_and_no_password_goes_along(
    told: str, origin: tuple[str, str], wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Installed:
        version = "0.1.0"

        def read_text(self, name: str) -> str:
            return told

    monkeypatch.setattr("importlib.metadata.distribution", lambda name: Installed())
    monkeypatch.setattr("akson_docs.sources.history.origin", lambda folder: origin)
    assert terminal.requirement() == wanted


def test_forges_take_its_workflows(sites: dict[str, Path]) -> None:
    for kind, path in (("github-workflows", ".github/workflows/site.yml"), ("gitlab-ci", ".gitlab-ci.yml")):
        words = ["-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}", str(sites["nb"] / path)]
        made = subprocess.run([sys.executable, *words], capture_output=True, text=True)
        assert made.returncode == 0, made.stdout + made.stderr
    words = [str(Path(sys.executable).parent / "zizmor"), "--offline", "--no-progress", "--min-severity", "medium"]
    words += ["--config", ".github/zizmor.yml", str(sites["nb"] / ".github")]
    made = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr


def test_its_workflow_waits_for_nothing_but_its_own_meetings_and_has_the_rights_that_it_needs(
    sites: dict[str, Path],
) -> None:
    text = (sites["nb"] / ".github/workflows/site.yml").read_text()
    workflow = yaml.load(text, yaml.BaseLoader)
    assert workflow["permissions"] == {}
    rights = {name: job["permissions"] for name, job in workflow["jobs"].items()}
    assert rights == {
        "check": {"contents": "read"},
        "build": {"contents": "read"},
        "publish": {"pages": "write", "id-token": "write"},
        "awake": {"actions": "write"},
    }
    assert {name: job.get("needs") for name, job in workflow["jobs"].items()} == {
        "check": None, "build": None, "publish": "build", "awake": None,
    }  # fmt: skip
    own = yaml.load((PROJECT / ".github/workflows/site.yml").read_text(), yaml.BaseLoader)
    pinned = {step["uses"] for job in own["jobs"].values() for step in job["steps"] if "uses" in step}
    assert {step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step} <= pinned
    for word in ("pytest", "make ", "mvn", "ruff", "secrets."):
        assert word not in text
    assert own["jobs"]["awake"] == workflow["jobs"]["awake"]


def test_editors_find_a_schema_for_each_of_its_sources(sites: dict[str, Path]) -> None:
    top = sites["nb"]
    settings = json.loads(re.sub(r"^\s*//.*$", "", (top / ".vscode/settings.json").read_text(), flags=re.MULTILINE))
    found = {path for pattern in settings["yaml.schemas"].values() for path in top.glob(pattern)}
    assert found == set((top / "meetings").rglob("*.yaml"))
    assert all((top / schema).is_file() for schema in settings["yaml.schemas"])
