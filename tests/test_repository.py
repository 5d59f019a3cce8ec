"""Whether a repository is public: what services say of it in continuous integration, and what somebody says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from akson_docs.sources.repository import audience

GITHUB = {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": "event.json"}


def of_event(event: Any, told: str = "", **more: str) -> str:
    """Who reads the repository of a workflow that an event started."""
    data = event if isinstance(event, bytes) else json.dumps(event).encode()
    return audience({**GITHUB, **more}, lambda path: data, told)


def unread(path: str) -> bytes:
    raise FileNotFoundError(path)


OPEN: dict[str, Any] = {"private": False, "visibility": "public"}
CLOSED: dict[str, Any] = {"private": True, "visibility": "private"}


@pytest.mark.parametrize(
    ("event", "found"),
    [
        ({"ref": "refs/heads/main", "repository": OPEN}, "public"),
        ({"inputs": None, "repository": CLOSED}, "private"),
        ({"repository": {"private": False}}, "public"),  # Gitea
        ({"repository": {"private": True}}, "private"),
        ({"repository": {"private": True, "visibility": "internal"}}, "public"),  # for the whole enterprise
        ({"repository": {"private": False, "internal": True}}, "public"),
        ({"schedule": "17 2 * * *"}, "unknown"),
        ({"repository": None}, "unknown"),
        ({"repository": {"private": "yes"}}, "unknown"),
        ([], "unknown"),
        (b"no JSON", "unknown"),
    ],
)
def test_an_event_says_it(event: Any, found: str) -> None:
    assert of_event(event) == found


@pytest.mark.parametrize(
    ("base", "head", "found"),
    [
        (CLOSED, CLOSED, "private"),
        (OPEN, CLOSED, "public"),
        (CLOSED, OPEN, "public"),
        (CLOSED, None, "private"),
        (OPEN, None, "public"),
    ],
)
def test_of_a_pull_request_the_repository_and_the_fork_count(base: Any, head: Any, found: str) -> None:
    event = {"repository": base, "pull_request": {"base": {"repo": base}, "head": {"repo": head}}}
    assert of_event(event) == found


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"GITLAB_CI": "true", "CI": "true", "CI_PROJECT_VISIBILITY": "public"}, "public"),
        ({"GITLAB_CI": "true", "CI": "true", "CI_PROJECT_VISIBILITY": "internal"}, "public"),
        ({"GITLAB_CI": "true", "CI": "true", "CI_PROJECT_VISIBILITY": "private"}, "private"),
        ({"GITLAB_CI": "true", "CI": "true", "CI_PROJECT_VISIBILITY": "secret"}, "unknown"),
        ({"CI": "woodpecker", "CI_REPO_PRIVATE": "false"}, "public"),
        ({"CI": "woodpecker", "CI_REPO_PRIVATE": "true"}, "private"),
        ({"CI": "true", "DRONE_REPO_VISIBILITY": "internal"}, "public"),
        ({"CI": "true", "BITBUCKET_BUILD_NUMBER": "4"}, "unknown"),
        ({"TF_BUILD": "True"}, "unknown"),
        ({"CI": "1"}, "unknown"),
        (GITHUB, "unknown"),  # the file of the event is not there
        ({"CI": "false"}, "own"),
        ({}, "own"),
    ],
)
def test_a_service_says_it_or_it_is_in_doubt(environment: dict[str, str], found: str) -> None:
    assert audience(environment, unread) == found


def test_what_is_said_on_purpose_settles_it_and_what_is_mistyped_settles_nothing() -> None:
    assert of_event({"schedule": ""}, told="private") == "private"
    assert of_event({"repository": OPEN}, told="private") == "private"
    assert of_event({"schedule": ""}, AKSON_REPOSITORY="public") == "public"
    assert of_event({"schedule": ""}, AKSON_REPOSITORY=" Private ") == "private"
    assert of_event({"repository": CLOSED}, AKSON_REPOSITORY="privat") == "unknown"
    assert of_event({"repository": CLOSED}, AKSON_REPOSITORY="") == "private"
    assert audience({"AKSON_REPOSITORY": "public"}, unread) == "public"
