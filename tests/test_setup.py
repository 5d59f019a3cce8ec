"""The workflow and the benchmark's deck: what nothing else here would notice."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from places import PROJECT
from seed_facts import FACTS


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


def test_the_deck_that_marp_is_timed_with_has_the_same_facts() -> None:
    def plain(text: str) -> str:
        return re.sub(r"[\s\u00ad*_|-]+|<[^>]*>", "", text).casefold()

    deck = plain((PROJECT / "benchmarks/marp/deck.md").read_text())
    assert [fact for _, fact in FACTS if plain(fact) not in deck] == []
