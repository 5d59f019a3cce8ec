"""Minutes as papers: what was kept of them as they were published, held against what the sources print now.

Minutes are counted by their corrections: the first issue (utgave) has none, and each correction makes another. What was
published is not changed without a word: where the sources print otherwise than the issue that was kept, and there is
no more of a correction than then, that is an error. Names and words that are the board's are not the minutes' own: they
may change, and what was kept stays as it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.revisions import changes, printed_text
from akson_docs.meetings.revisions.changes import Change
from akson_docs.meetings.revisions.dispatch import Dispatch, Strings, StringsByLanguage
from akson_docs.meetings.revisions.issue import Revision, scrubbed
from akson_docs.model import walk
from akson_docs.model.values import Value

CHANGED = Code(
    "minutes-changed",
    "error",
    N_("this says otherwise than issue {issue} of the minutes, kept as published on {day}, and no correction says so"),
    N_(
        "add a row to `corrections:` under `minutes:`, with `date:` and `what:`, and a new issue marks the change; or "
        "write back what it said"
    ),
)
TAKEN_BACK = Code(
    CHANGED.name,
    "error",
    N_("issue {issue} of the minutes was published, and kept on {day}, and `published:` says otherwise now"),
    N_(
        "write back the day that it said; what must not be public is withheld (withheld:), and what is wrong "
        "is corrected "
        "(corrections:)"
    ),
)
QUIET = ("withheld", "issue")
"""Roles of strings that are no change of the minutes: that a part of them is withheld now, and their number."""
TELLING = ("corrected", "correction")
"""Roles of strings that tell of a change: a new one is none itself."""


def said(agenda: Agenda, edition: str, kept: Iterable[Dispatch] = ()) -> StringsByLanguage:
    """What a reader of a meeting's minutes sees now, in its languages and those that any were `kept` in."""
    spoken = (*agenda.languages, *(language for one in kept for strings in one.said.values() for language in strings))
    return {
        language: tuple(one for one, _ in printed_text.minuted(agenda, language, edition))
        for language in dict.fromkeys(spoken)
    }


def written(agenda: Agenda) -> str:
    """A digest of what the meeting's own sources say at the places of all that its minutes print.

    What the board says, who its people are and what it calls things, is not among it.
    """
    found = {}
    for language in agenda.languages:
        for _, path in printed_text.minuted(agenda, language, "members"):
            if path:
                found["/".join(map(str, path))] = _plain(walk.at(agenda.meeting, path))
    canonical = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    """A value of the model as JSON values."""
    if isinstance(value, tuple):
        return [*map(_plain, value)]
    return value.model_dump(mode="json", exclude_defaults=True) if isinstance(value, Value) else str(value)


def changed(kept: Dispatch, agenda: Agenda, edition: str) -> Iterator[Problem]:
    """Where an edition of the minutes says otherwise than the issue that was kept, each place once."""
    places: dict[ValuePath, None] = {}
    for language, then in kept.said.get(edition, {}).items():
        now = printed_text.minuted(agenda, language, edition)
        for change in _changes(then, tuple(one for one, _ in now)):
            places |= dict.fromkeys(_places(change, now, agenda))
    # A place within another says it more nearly.
    for path in places:
        if not any(path != other and path == other[: len(path)] for other in places):
            yield CHANGED.of(path, issue=kept.number, day=kept.day.isoformat())


def _changes(then: Strings, now: Strings) -> Iterator[Change]:
    """What was changed, save what is no change of the minutes."""
    for change in changes.changes(then, now):
        if change.kind != "changed" or any(words.role not in QUIET for words in change.words):
            yield change


def _places(change: Change, now: Sequence[printed_text.Placed], agenda: Agenda) -> Iterator[ValuePath]:
    """Where something stands that was changed: of what is gone, the item that it was in, or the minutes' own place."""
    above: ValuePath = next((entry.path for entry in agenda.entries if entry.slug == change.item), ("minutes",))
    if change.kind in ("new", "moved"):
        yield (*above, "title")
    for words in change.words if change.kind == "changed" else ():
        here = (
            path
            for one, path in now
            if words.now and (one.anchor, one.role, one.text) == (change.anchor, words.role, words.now)
        )
        if words.role not in QUIET:
            yield max(here, key=len, default=above) or above
    if change.kind == "removed":
        yield ("items",)


def revisions(
    kept: Sequence[Dispatch], edition: str, language: str, now: Strings, number: int, withdrawn: Iterable[int] = ()
) -> Iterator[Revision]:
    """What an issue that is not kept yet says otherwise than the one that was kept last; nothing where there is none.

    Nothing is said of what a `withdrawn` one said.
    """
    last = kept[-1] if kept else None
    if last is not None and number > last.number:
        then = last.said.get(edition, {}).get(language, ())
        found = Revision(number, last.day, None, tuple(_untold(_changes(then, now))), last.number)
        yield scrubbed(found) if last.number in withdrawn else found


def _untold(found: Iterable[Change]) -> Iterator[Change]:
    """Changes without the corrections that tell of them."""
    for change in found:
        words = tuple(words for words in change.words if words.role not in TELLING or words.before)
        if words or change.kind != "changed":
            yield replace(change, words=words)
