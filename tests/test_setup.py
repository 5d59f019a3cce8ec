"""Workflows, the container, hooks, the editor's settings and the benchmark's deck: what nothing else would notice."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft201909Validator
from places import PLAIN, PROJECT, meetings, write
from repositories import committed, git, needs_git
from seed_facts import FACTS

from akson_docs.cli import main
from akson_docs.sources.failures import SYSTEM_PACKAGES


def test_the_workflow_is_one_that_github_takes() -> None:
    words = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", ".github/workflows/site.yml"]
    made = subprocess.run([sys.executable, *words], cwd=PROJECT, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr


def test_the_workflow_has_no_known_weakness() -> None:
    words = [str(Path(sys.executable).parent / "zizmor"), "--offline", "--no-progress", "--min-severity", "medium"]
    made = subprocess.run([*words, ".github"], cwd=PROJECT, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr


def test_the_workflow_publishes_the_public_edition_alone() -> None:
    text = (PROJECT / ".github/workflows/site.yml").read_text()
    assert "path: output/site" in text
    assert "output/members" not in text


def test_the_workflow_says_of_a_pull_request_what_it_makes_public_and_has_no_right_but_to_read() -> None:
    workflow = yaml.load((PROJECT / ".github/workflows/site.yml").read_text(), yaml.BaseLoader)
    assert "pull_request" in workflow["on"]
    assert "pull_request_target" not in workflow["on"]
    job = workflow["jobs"]["disclose"]
    assert job["if"] == "github.event_name == 'pull_request'"
    assert job["permissions"] == {"contents": "read"}
    assert "secrets." not in str(job)
    checkout = next(step["with"] for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@"))
    assert (checkout["persist-credentials"], int(checkout["fetch-depth"])) == ("false", 0)
    commands = [step["run"] for step in job["steps"] if "akson disclose" in step.get("run", "")]
    assert len(commands) == 2
    for command in commands:
        words = shlex.split(command.split(">>")[0])[2:]
        assert main.parser().parse_args(["disclose", *words]).since == "HEAD^1"


def test_before_all_else_the_workflow_checks_with_papers_and_history_and_all_other_jobs_wait_for_it() -> None:
    jobs = yaml.safe_load((PROJECT / ".github/workflows/site.yml").read_text())["jobs"]
    checkout = next(step["with"] for step in jobs["check"]["steps"] if step.get("uses", "").startswith("actions/check"))
    assert checkout["fetch-depth"] == 0
    assert jobs["check"]["steps"][-1]["run"] == ".venv/bin/akson check --papers --format github"
    after = {"check"}
    while more := {name for name, job in jobs.items() if job.get("needs") in after} - after:
        after |= more
    assert after == jobs.keys() - {"awake"}

    pipeline = yaml.safe_load((PROJECT / ".gitlab-ci.yml").read_text())
    assert pipeline["check"]["variables"]["GIT_DEPTH"] == "0"
    assert pipeline["check"]["script"][-1].count(".venv/bin/akson check --papers") == 2
    assert all(pipeline[name]["needs"] == ["check"] for name in ("test", "disclose"))
    assert pipeline["pages"]["stage"] == "deploy"


def commented(name: str) -> Any:
    """A file of JSON in which lines may be comments."""
    return json.loads(re.sub(r"^\s*//.*$", "", (PROJECT / name).read_text(), flags=re.MULTILINE))


def test_the_pipeline_is_one_that_gitlab_takes() -> None:
    words = ["-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", ".gitlab-ci.yml"]
    made = subprocess.run([sys.executable, *words], cwd=PROJECT, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr


def test_the_pipeline_publishes_the_public_edition_of_the_default_branch_alone() -> None:
    text = (PROJECT / ".gitlab-ci.yml").read_text()
    job = yaml.safe_load(text)["pages"]
    assert job["artifacts"]["paths"] == ["output/site"]
    assert job["pages"] == {"publish": "output/site"}
    assert job["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert "--edition" not in text


def test_every_command_of_a_pipeline_can_be_typed() -> None:
    pipeline = yaml.safe_load((PROJECT / ".gitlab-ci.yml").read_text())
    workflow = yaml.safe_load((PROJECT / ".github/workflows/site.yml").read_text())
    lines = [line for job in pipeline.values() if isinstance(job, dict) for line in job.get("script", ())]
    lines += [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    typed = [line for line in lines if line.startswith(".venv/bin/akson")]
    assert len(typed) == 6
    for line in typed:
        words = shlex.split(re.split(r" >>? | \|\| ", line)[0])[1:]
        assert main.parser([words[0]]).parse_args(words).command == words[0]


def test_what_a_machine_needs_is_the_same_wherever_it_is_set_up() -> None:
    """The packages that messages name, the Makefile asks for, and the Dockerfile installs."""
    asked = re.findall(
        r"call want_library,[\w.-]+,(lib[\w.-]+)", (PROJECT / "Makefile").read_text().partition("$(TEST):")[0]
    )
    assert tuple(asked) == SYSTEM_PACKAGES
    text = (PROJECT / "Dockerfile").read_text()
    installed = re.search(r"apt-get install ([^&]+)&&", text)
    assert installed is not None
    words = [word for word in installed[1].replace("\\\n", " ").split() if not word.startswith("-")]
    assert words == ["git", *SYSTEM_PACKAGES]


def test_the_container_ends_with_nobodys_rights_and_debian_12() -> None:
    lines = (PROJECT / "Dockerfile").read_text().splitlines()
    assert {line.split()[1] for line in lines if line.startswith("FROM")} == {"python:3.11-slim-bookworm"}
    assert [line for line in lines if line.startswith("USER")] == ["USER akson"]
    kept = {line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert kept == {
        word for line in lines if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
    }


def test_the_container_is_one_that_editors_take() -> None:
    schema = json.loads((PROJECT / "tests/vendor/devcontainer/devContainer.base.schema.json").read_text())
    container = commented(".devcontainer/devcontainer.json")
    assert [error.message for error in Draft201909Validator(schema).iter_errors(container)] == []
    assert container["image"].endswith("python:3.11-bookworm")


def test_the_editor_finds_a_schema_for_every_source() -> None:
    settings = commented(".vscode/settings.json")
    found = {path for pattern in settings["yaml.schemas"].values() for path in PROJECT.glob(pattern)}
    assert found == {*PROJECT.glob("meetings/**/meeting.yaml"), *PROJECT.glob("meetings/*/board.yaml")} | {
        PROJECT / "meetings/site.yaml"
    }
    assert [path for path in settings["yaml.schemas"] if not (PROJECT / path).is_file()] == []
    assert set(commented(".devcontainer/devcontainer.json")["customizations"]["vscode"]["extensions"]) <= set(
        commented(".vscode/extensions.json")["recommendations"]
    )


def test_the_hooks_are_ones_that_pre_commit_takes() -> None:
    words = ["-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    made = subprocess.run([sys.executable, *words], cwd=PROJECT, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr


@needs_git
def test_a_hook_stops_what_is_wrong_and_lets_pass_what_is_sound(tmp_path: Path) -> None:
    """The hooks as they are, save that they run what is installed and install nothing."""
    root = committed(tmp_path / "depot", meetings({"2020-04/meeting.yaml": PLAIN}))
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text())
    local = [{**hook, "language": "system"} for hook in hooks if hook["entry"].split()[1] in main.COMMANDS]
    assert "akson-check" in [hook["id"] for hook in local]
    write(root / ".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))
    surroundings = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(PROJECT),
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "LC_ALL": "C.UTF-8",
    }

    def run() -> subprocess.CompletedProcess[str]:
        git(root, "add", "-A")
        words = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"]
        return subprocess.run(words, cwd=root, env=surroundings, capture_output=True, text=True)

    passed = run()
    if "akson-fmt" in [hook["id"] for hook in local] and passed.returncode:
        passed = run()  # what was formatted is sound the second time
    assert passed.returncode == 0, passed.stdout + passed.stderr
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("title:", "titel:"))
    stopped = run()
    assert stopped.returncode == 1
    assert 'unknown key "titel"; did you mean "title"? [unknown-key]' in stopped.stdout


def test_the_deck_that_marp_is_timed_with_has_the_same_facts() -> None:
    def plain(text: str) -> str:
        return re.sub(r"[\s\u00ad*_|-]+|<[^>]*>", "", text).casefold()

    deck = plain((PROJECT / "benchmarks/marp/deck.md").read_text())
    assert [fact for _, fact in FACTS if plain(fact) not in deck] == []
