"""The wheel, installed where nothing else of this project is: meetings alone are enough for it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from places import BOARD, PROJECT, SHOWN, SITE, build, contents, meetings, place, write
from repositories import OWN, git, needs_git

from akson_docs.cli import main
from akson_docs.sources.failures import SYSTEM_PACKAGES


@pytest.fixture(scope="module")
def akson(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, of a wheel in an environment of its own; the libraries are those of the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    words = ["-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run([sys.executable, *words], cwd=PROJECT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv")
    (own,) = (folder / "venv/lib").glob("python*/site-packages")
    (own / "libraries.pth").write_text("\n".join(site.getsitepackages()))
    words = ["-m", "pip", "--python", str(folder / "venv/bin/python"), "--disable-pip-version-check"]
    words += ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, *words], check=True, env=surroundings())
    return folder / "venv/bin/akson"


def surroundings() -> dict[str, str]:
    """The environment without what leads to this project's own code."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"LC_ALL": "C"}


def run(akson: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(akson), *words], cwd=folder, env=surroundings(), capture_output=True, text=True)


def test_it_builds_meetings_alone_to_the_same_bytes(akson: Path, tmp_path: Path) -> None:
    files = meetings({"2020-04/meeting.yaml": SHOWN}, SITE, BOARD)
    alone = tmp_path / "alone"
    for name, text in files.items():
        write(alone / "meetings" / name, text)
    made = run(akson, alone, "build", "--today", "2020-08-01")
    assert made.returncode == 0, made.stderr
    assert sorted(path.name for path in alone.iterdir()) == [".akson", "meetings", "output"]
    assert build(place(tmp_path / "both", files)).done
    assert contents(alone / "output/site") == contents(tmp_path / "both/output/site")
    assert run(akson, alone, "build", "--today", "2020-08-01").stdout.startswith("Nothing to build: ")
    write(alone / "templates/css/site.css", "body { color: red }")
    assert run(akson, alone, "build", "--today", "2020-08-01").stdout.startswith("Built 1 file, ")


def test_it_writes_the_schemas_that_meetings_name(akson: Path, tmp_path: Path) -> None:
    made = run(akson, tmp_path, "schema", "--write", "schema")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "schema/meeting.schema.json").is_file()


def test_it_makes_the_board_to_try_everything_on(akson: Path, tmp_path: Path) -> None:
    made = run(akson, tmp_path, "demo")
    assert made.returncode == 0, made.stderr
    told = run(akson, tmp_path / "akson-demo", "check")
    assert (told.returncode, "minutes-not-kept" in told.stdout) == (0, True)


@pytest.mark.extra
def test_it_writes_the_manual_that_the_sources_write(akson: Path, tmp_path: Path) -> None:
    made = run(akson, tmp_path, "manual")
    assert made.returncode == 0, made.stderr
    assert main.main(["manual", "--root", str(tmp_path), "--output", str(tmp_path / "other")]) == 0
    assert contents(tmp_path / "output/docs") == contents(tmp_path / "other")


def test_the_container_has_all_that_the_wheel_is_made_of(akson: Path, tmp_path: Path) -> None:
    lines = (PROJECT / "Dockerfile").read_text().splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    for name in (name for names in copied for name in names):
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, path, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(PROJECT / name, path)
    words = ["-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run([sys.executable, *words], cwd=tmp_path / "source", check=True, capture_output=True)
    (made,), (whole,) = tmp_path.glob("*.whl"), akson.parents[2].glob("*.whl")
    names = [sorted(zipfile.ZipFile(path).namelist()) for path in (made, whole)]
    assert names[0] == names[1]


# ---- a site of meetings alone, published as its own workflows say ---------------------------------------------


class Service:
    """A service that runs the steps of a workflow: on this machine, with the wheel for what pip would fetch."""

    def __init__(self, akson: Path, folder: Path) -> None:
        self.called = folder / "called"
        stubs, python = folder / "stubs", akson.with_name("python")
        for name in ("apt-get", "gh"):
            write(stubs / name, f'#!/bin/sh\necho {name} "$@" >> {shlex.quote(str(self.called))}\n')
        write(stubs / "pip", f'#!/bin/sh\nexec {sys.executable} -m pip --python {python} "$@"\n')
        for stub in stubs.iterdir():
            stub.chmod(0o755)
        (folder / "home").mkdir()
        self.surroundings = {
            **{name: value for name, value in surroundings().items() if name != "LC_ALL"},
            **{name: value for name, value in OWN.items() if not name.startswith("GIT_CONFIG")},
            "HOME": str(folder / "home"),
            "PATH": os.pathsep.join([str(stubs), str(akson.parent), os.environ["PATH"]]),
            "CI": "true",
            "AKSON_REPOSITORY": "private",
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PIP_FIND_LINKS": str(akson.parents[2]),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def run(self, folder: Path, lines: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs lines until one fails."""
        return subprocess.run(
            ["bash", "-e", "-c", "\n".join(lines)],
            cwd=folder,
            env=self.surroundings | variables,
            capture_output=True,
            text=True,
        )


@pytest.fixture(scope="module")
def service(akson: Path, tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service(akson, tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="module")
def pushed(akson: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository as `new site` makes it, with one commit."""
    root = tmp_path_factory.mktemp("pushed") / "papirer"
    assert run(akson, root.parent, "new", "site", str(root), "--language", "nb").returncode == 0
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Nytt nettsted")
    return root


def cloned(pushed: Path, folder: Path) -> Path:
    git(pushed, "clone", "-q", str(pushed), str(folder))
    return folder


def steps(root: Path, job: str) -> list[str]:
    """What a job of GitHub's runs, those steps that are others' actions left out."""
    workflow = yaml.safe_load((root / ".github/workflows/site.yml").read_text())
    return [step["run"] for step in workflow["jobs"][job]["steps"] if "run" in step]


def script(root: Path, job: str) -> list[str]:
    """What a job of GitLab's runs."""
    pipeline: dict[str, Any] = yaml.safe_load((root / ".gitlab-ci.yml").read_text())
    return [*pipeline["default"]["before_script"], *pipeline[job]["script"]]


@needs_git
@pytest.mark.extra
def test_a_new_site_is_published_by_the_steps_of_its_own_workflows(
    service: Service, pushed: Path, tmp_path: Path
) -> None:
    root = cloned(pushed, tmp_path / "papirer")
    made = service.run(root, steps(root, "build"), GITHUB_WORKSPACE=str(root), GITHUB_ACTIONS="true")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "eksempelutvalget" in (root / "output/site/index.html").read_text()
    assert len([*(root / "output/site").rglob("*.pdf")]) == 3
    assert service.called.read_text().splitlines()[:2] == [
        "apt-get update -qq",
        f"apt-get install -qq -y --no-install-recommends {' '.join(SYSTEM_PACKAGES)}",
    ]
    assert git(root, "status", "--short") == ""
    # GitLab publishes the same; what was made of the public edition is kept from one time to the next.
    before = contents(root / "output/site")
    shutil.rmtree(root / "output")
    made = service.run(root, script(root, "pages"), CI_PROJECT_DIR=str(root), GITLAB_CI="true")
    assert made.returncode == 0, made.stdout + made.stderr
    assert contents(root / "output/site") == before


@needs_git
@pytest.mark.extra
def test_what_is_taken_off_is_off_and_nothing_is_published_that_is_wrong(
    service: Service, pushed: Path, tmp_path: Path
) -> None:
    root = cloned(pushed, tmp_path / "papirer")
    (meeting,) = (root / "meetings").rglob("meeting.yaml")
    text = meeting.read_text()
    meeting.write_text(text.replace("items:", "draft: yes\nitems:", 1))
    git(root, "commit", "-aqm", "Av nettstedet")
    made = service.run(root, steps(root, "build"), GITHUB_WORKSPACE=str(root))
    assert made.returncode == 0, made.stdout + made.stderr
    assert [*(root / "output/site").rglob("*.pdf")] == []
    made = service.run(root, steps(root, "build"), GITHUB_WORKSPACE=str(root), AKSON_REPOSITORY="public")
    assert made.returncode == 1
    assert "repository-public" in made.stdout + made.stderr
    # Of a proposal it is said at the line what is wrong, and what it would make public.
    meeting.write_text(text.replace("title: Eventuelt", "titel: Eventuelt"))
    git(root, "commit", "-aqm", "Feil")
    summary = tmp_path / "summary.md"
    proposed = {"GITHUB_WORKSPACE": str(root), "GITHUB_STEP_SUMMARY": str(summary)}
    made = service.run(root, steps(root, "check"), **proposed)
    assert made.returncode == 1
    assert "::error file=meetings/eksempelutvalget/" in made.stdout
    base = git(root, "rev-parse", "HEAD^")
    made = service.run(root, script(root, "check"), CI_PROJECT_DIR=str(root), CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert made.returncode == 1
    report = json.loads((root / "akson-codequality.json").read_text())
    assert "unknown-key" in [one["check_name"] for one in report]
    meeting.write_text(text)
    git(root, "commit", "-aqm", "På nettstedet")
    made = service.run(root, steps(root, "check"), **proposed)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "Status for arbeidet" in summary.read_text()
    assert (root / "disclosure/what-becomes-public.html").is_file()


def test_the_nights_keep_themselves_awake_by_the_workflow_that_they_are_of(service: Service, pushed: Path) -> None:
    made = service.run(pushed, steps(pushed, "awake"), GITHUB_REPOSITORY="kommunen/papirer")
    assert made.returncode == 0
    wanted = "gh api --method PUT repos/kommunen/papirer/actions/workflows/site.yml/enable"
    assert service.called.read_text().splitlines()[-1] == wanted
    assert (pushed / ".github/workflows/site.yml").is_file()
