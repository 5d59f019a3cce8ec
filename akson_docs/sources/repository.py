"""Whether strangers can clone the repository: what continuous integration says of it, and what somebody said.

A repository that others than its members read holds nothing that is withheld. On a secretary's own machine nobody is
asked, and nothing is known; in continuous integration what is not known is in doubt.

GitHub, Gitea and Forgejo: `repository.visibility` and `repository.private` in the event's JSON
(https://docs.github.com/webhooks/webhook-events-and-payloads). GitLab: CI_PROJECT_VISIBILITY
(https://docs.gitlab.com/ci/variables/predefined_variables/). Woodpecker: CI_REPO_PRIVATE. Drone: DRONE_REPO_VISIBILITY.

Nothing here is slow to import.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code

Audience = Literal["public", "private", "unknown", "own"]
"""Who reads the repository: anybody, its members alone, nobody knows, or whoever sits at this machine."""
SETTINGS = ("public", "private")
"""What may be said of it on purpose."""
VARIABLE = "AKSON_REPOSITORY"
"""The environment variable that says it."""

PUBLIC = Code(
    "repository-public",
    "error",
    N_("this repository is public, and here stands what the public edition withholds: {what} ({count})"),
    N_("a repository that holds it is private: make it so, for whoever has cloned it has what was taken out, too"),
)
PUBLIC_ONCE = Code(
    "repository-public",
    "error",
    N_("this repository is public, and its history has what was withheld here: {what}"),
    N_("whoever clones it gets it: make the repository private, or begin another one without that history"),
)
PUBLIC_TRACKED = Code(
    "repository-public",
    "error",
    N_("this repository is public, and git has files in it that are never published ({count})"),
    N_("make the repository private; then git rm -r --cached them, and name them in .gitignore"),
)
REFUSED = Code(
    "repository-public",
    "error",
    N_("this repository is public, and nothing goes on: {count} places hold, or once held, what is withheld"),
    N_('"Publish" in the guide says why (akson manual); of one that is private, say `--repository private`'),
)
UNKNOWN = Code(
    "repository-unknown",
    "warning",
    N_("nobody says here whether this repository is public; {count} places hold, or once held, what is withheld"),
    N_("say `--repository private` or `--repository public`, or the same in the variable AKSON_REPOSITORY"),
)
HISTORY_UNSEEN = Code(
    "repository-history",
    "warning",
    N_("what this repository once held is not looked at: only the last part of its history was fetched"),
    N_("fetch the whole history: fetch-depth: 0 on GitHub, GIT_DEPTH: 0 on GitLab"),
)


def audience(environment: Mapping[str, str], read: Callable[[str], bytes], told: str = "") -> Audience:
    """Who reads the repository; `told` is what was said on the command line, `read` gives the bytes of a file.

    What somebody says on purpose goes before what continuous integration says. Of a pull request both its own
    repository and the one that it comes from count: where strangers read either, they read what is in it.
    """
    said = told or environment.get(VARIABLE, "").strip().lower()
    if said in SETTINGS:
        return "public" if said == "public" else "private"
    if said:
        return "unknown"
    if not is_ci(environment):
        return "own"
    found = set(_said(environment, read))
    return "public" if "public" in found else "private" if found == {"private"} else "unknown"


def is_ci(environment: Mapping[str, str]) -> bool:
    """Whether this runs in continuous integration."""
    named = environment.get("CI", "").strip().lower()
    return named not in ("", "0", "false", "no", "off") or any(environment.get(name) for name in _ELSEWHERE)


_ELSEWHERE = (
    "GITHUB_ACTIONS", "GITEA_ACTIONS", "FORGEJO_ACTIONS", "GITLAB_CI", "BITBUCKET_BUILD_NUMBER", "TF_BUILD",
    "JENKINS_URL", "TEAMCITY_VERSION", "DRONE", "WOODPECKER", "BUILDKITE", "CIRCLECI", "CODEBUILD_BUILD_ID",
)  # fmt: skip
"""Variables of services, some of which do not set CI."""
VARIABLES = (
    "CI",
    *_ELSEWHERE,
    VARIABLE,
    "GITHUB_EVENT_PATH",
    "CI_PROJECT_VISIBILITY",
    "DRONE_REPO_VISIBILITY",
    "CI_REPO_PRIVATE",
)
"""Every variable that is asked here."""
_WORDS: Mapping[str, Audience] = {"public": "public", "internal": "public", "private": "private"}
"""What services call it. Internal is for whoever has an account there: others than those who were let in."""
_ANSWERS: Mapping[str, Audience] = {"true": "private", "false": "public"}


def _said(environment: Mapping[str, str], read: Callable[[str], bytes]) -> Iterator[Audience]:
    """What each that may know says."""
    if environment.get("GITHUB_EVENT_PATH"):
        yield from _of_event(environment["GITHUB_EVENT_PATH"], read)
    for name in ("CI_PROJECT_VISIBILITY", "DRONE_REPO_VISIBILITY"):
        if environment.get(name):
            yield _WORDS.get(environment[name].strip().lower(), "unknown")
    if environment.get("CI_REPO_PRIVATE"):
        yield _ANSWERS.get(environment["CI_REPO_PRIVATE"].strip().lower(), "unknown")


def _of_event(path: str, read: Callable[[str], bytes]) -> Iterator[Audience]:
    try:
        event = json.loads(read(path))
    except (OSError, ValueError, RecursionError):
        return
    if isinstance(event, dict):
        yield _repository(event.get("repository"))
        request = event.get("pull_request")
        for side in ("base", "head"):
            end = request.get(side) if isinstance(request, dict) else None
            if isinstance(end, dict) and isinstance(end.get("repo"), dict):  # a fork may be gone
                yield _repository(end["repo"])


def _repository(held: Any) -> Audience:
    if not isinstance(held, dict):
        return "unknown"  # an event of a schedule need not name it
    named = _WORDS.get(str(held.get("visibility", "")).lower())
    if named == "public" or held.get("internal") is True or held.get("private") is False:
        return "public"
    return "private" if held.get("private") is True or named == "private" else "unknown"
