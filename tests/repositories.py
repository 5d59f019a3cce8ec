"""Git repositories for the tests: made on the spot, with nobody's settings."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from places import write

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed: apt-get install git")
OWN = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "sekretær",
    "GIT_AUTHOR_EMAIL": "post@example.no",
    "GIT_COMMITTER_NAME": "sekretær",
    "GIT_COMMITTER_EMAIL": "post@example.no",
    "GIT_AUTHOR_DATE": "2020-07-01T12:00:00Z",
    "GIT_COMMITTER_DATE": "2020-07-01T12:00:00Z",
}


def git(folder: Path, *words: str) -> str:
    """What git answers in a folder."""
    environment = {**os.environ, **OWN}
    made = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return made.stdout.strip()


def committed(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """A repository with one more commit, in which `meetings/` holds these files and nothing else."""
    if not (root / ".git").exists():
        root.mkdir(parents=True, exist_ok=True)
        git(root, "init", "-q", "-b", "main")
    put(root, files)
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "Papirer")
    return root


def put(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Has `meetings/` hold these files and nothing else."""
    shutil.rmtree(root / "meetings", ignore_errors=True)
    for name, text in files.items():
        write(root / "meetings" / name, text)


def started(root: Path) -> None:
    """Makes a repository of a folder, with `meetings/` as it is in its first commit."""
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "meetings")
    git(root, "commit", "-q", "-m", "Papirer")
