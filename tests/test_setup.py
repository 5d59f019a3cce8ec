"""The workflow and the benchmark's deck: what nothing else here would notice."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import yaml
from places import PROJECT
from seed_facts import FACTS

from akson_docs import cli


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
    assert (checkout["persist-credentials"], int(checkout["fetch-depth"])) == ("false", 2)
    commands = [step["run"] for step in job["steps"] if "akson disclose" in step.get("run", "")]
    assert len(commands) == 2
    for command in commands:
        words = shlex.split(command.split(">>")[0])[2:]
        assert cli.parser().parse_args(["disclose", *words]).since == "HEAD^1"


def test_the_deck_that_marp_is_timed_with_has_the_same_facts() -> None:
    def plain(text: str) -> str:
        return re.sub(r"[\s\u00ad*_|-]+|<[^>]*>", "", text).casefold()

    deck = plain((PROJECT / "benchmarks/marp/deck.md").read_text())
    assert [fact for _, fact in FACTS if plain(fact) not in deck] == []
