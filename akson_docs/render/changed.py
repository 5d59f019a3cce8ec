"""What was changed in an item, in words of the page: "Ny sak", "Endret: tittel, tid (før 09.00)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import time

from akson_docs.meetings.revisions.changes import CLOCKS, TextChange
from akson_docs.meetings.revisions.issue import ItemChanges
from akson_docs.render.page_words import PageWords

FACTS = ("day", "time", "start", "hours", "ends", "of_day", "duration", "place", "timezone", "chair")
"""What is told with what it was before."""
MOST = 9
"""How many items a slide tells of."""
_CLOCK = re.compile(r"\b\d\d:\d\d\b")
PLACES = 6
"""How many numbers of slides are told in a row."""


def item(group: ItemChanges, words: PageWords) -> str:
    """What came of an item, or of the meeting, in one line."""
    return ". ".join(_came(group, words))


def with_slides(group: ItemChanges, words: PageWords, numbers: Mapping[str, int]) -> str:
    """The same, and what came of its slides, which have their numbers now."""
    return ". ".join((*_came(group, words), *_slides(group, words, numbers)))


def role(name: str, words: PageWords) -> str:
    """What a field is called, for a reader, within a sentence."""
    if name in _OWN:
        return words.said(f"change_{name}")
    if name in _LABELS:
        return _lower(words.label(_LABELS[name]))
    if name in _SAID:
        return _lower(words.said(_SAID[name]))
    return words.said(_CHANGES.get(name, "change_text"))


def before_and_now(change: TextChange, words: PageWords) -> tuple[str, str]:
    """What a field said and says: times as a reader writes them, words of the format in the page's language."""
    both = change.before, change.now
    if change.role in CLOCKS:
        return _each(both, lambda text: _CLOCK.sub(lambda found: words.clock(time.fromisoformat(found[0])), text))
    if change.role == "light":
        return _each(both, lambda word: words.label(f"light_{word}"))
    if change.role == "form" and all(word in ("", "extraordinary", "written") for word in both):
        return _each(both, lambda word: words.said(f"form_{word}"))
    return both


def _came(group: ItemChanges, words: PageWords) -> Iterator[str]:
    kinds = {change.kind for change in group.own}
    for kind, key in (("new", "change_item_new"), ("removed", "change_item_removed"), ("moved", "change_moved")):
        if kind in kinds:
            yield words.said(key)
    changed = (text for change in group.own if change.kind == "changed" for text in change.words)
    roles = dict.fromkeys(_told(text, words) for text in changed)
    if roles:
        yield f"{words.said('change_changed')}: {', '.join(roles)}"


def _told(change: TextChange, words: PageWords) -> str:
    """A field, or what came of an item, and what it was before where that is told."""
    name = _outcome(change.now, words) if change.role == "outcome" and change.now else role(change.role, words)
    if change.role in FACTS and change.before and change.now and not change.withheld:
        return f"{name} ({words.said('mail_before')} {before_and_now(change, words)[0]})"
    return name


def _outcome(word: str, words: PageWords) -> str:
    """Minutes are compared by the words of the format, papers by what they print."""
    if word in ("postponed", "withdrawn", "rejected", "returned"):
        return _lower(words.said(f"outcome_{word}"))
    return _lower(words.said("outcome") if word == "lapsed" else word)


def _slides(group: ItemChanges, words: PageWords, numbers: Mapping[str, int]) -> Iterator[str]:
    if group.kind in ("new", "removed"):
        return
    for kind in ("new", "changed", "moved"):
        found = [numbers[one.anchor] for one in group.slides if one.kind == kind and one.anchor in numbers]
        if found:
            more = " …" if len(found) > PLACES else ""
            yield f"{words.said(f'change_slide_{kind}')} {', '.join(map(str, found[:PLACES]))}{more}"
    gone = sum(one.kind == "removed" for one in group.slides)
    if gone:
        yield words.said("change_slide_removed") + (f" ({gone})" if gone > 1 else "")


def _each(both: tuple[str, str], say: Callable[[str], str]) -> tuple[str, str]:
    return say(both[0]) if both[0] else "", say(both[1]) if both[1] else ""


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


_OWN = frozenset(("number", "day", "of_day", "ends", "duration"))
"""Those that the catalogue has a word for as something that was changed."""
_SAID: Mapping[str, str] = {
    **{name: name for name in ("title", "note", "proposal", "presenter", "timezone", "chair", "outcome", "place")},
    **dict.fromkeys(("attachment", "file"), "attachments"),
    **dict.fromkeys(("time", "start", "hours", "started", "ended"), "time"),
    **dict.fromkeys(("online", "url", "link"), "link"),
    "type": "item_type",
    "fields": "particulars",
    "marks": "particulars",
    **dict.fromkeys(
        ("vote", "votes", "count", "carried", "margin", "unanimous", "on", "over", "part", "majority", "secret",
         "roll_call", "casting_vote", "moved_by", "seconded_by"), "vote",
    ),
    **dict.fromkeys(("member", "found", "basis", "question", "replaced_by"), "impartiality"),
}  # fmt: skip
_LABELS: Mapping[str, str] = {
    **dict.fromkeys(
        ("name", "role", "party", "there", "by_video", "excused", "items", "missed", "arrived", "left"), "attendance"
    ),
    "discussion": "discussion",
    "picture": "case_paper",
    **dict.fromkeys(("decision", "adopted", "decision_label", "resolution_number", "decided_in_writing"), "decision"),
    **dict.fromkeys(("what", "who", "due"), "actions"),
    **dict.fromkeys(("action", "status"), "follow_up"),
}
_CHANGES: Mapping[str, str] = {
    **dict.fromkeys(("elections", "way", "round", "seats", "elected", "undecided"), "change_election"),
    "corrected": "change_correction",
    **dict.fromkeys(("withheld", "closed", "closed_hours"), "change_access"),
}
