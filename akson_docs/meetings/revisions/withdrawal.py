"""What has been public and is withheld now: publishing cannot be undone, and nothing of it is given out again.

Papers that were sent are withdrawn as soon as more is withheld in an item than when they were sent, unless every old
word of it is still said publicly at the same place. Words are compared at their place and never as a set: that another
item says the same is no excuse. Where it is in doubt, they are withdrawn.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem
from akson_docs.meetings.revisions import changes
from akson_docs.meetings.revisions.changes import letters_of, lines_of, plain, words_of
from akson_docs.meetings.revisions.dispatch import FOLLOWING, Dispatch, PrintedString, Strings, StringsByLanguage
from akson_docs.model import walk
from akson_docs.model.documents import Meeting

WAS_PUBLIC = Code(
    "was-public",
    "warning",
    N_("what is withheld here has been public"),
    N_("it leaves the site; copies, search engines and what was sent still have it"),
)
TELLING = 5
"""How many letters a line has at least that is looked for by its letters; a shorter one is by whole words."""
FILES = ("file", "withheld_file", "picture")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+")
"""Where one sentence, or line, of a text ends and the next begins."""
UNTOLD = FOLLOWING | {
    "number", "formerly", "continues", "added", "start", "duration", "of_day", "day", "time", "started", "ended",
    "arrived", "left", "due", "corrected", "issue", "items", "missed", "there", "form",
}  # fmt: skip
"""The roles of strings that are nobody's words: when, and under which number."""

PERSONS = (
    "presenter", "case_officer", "proposed_by", "chair", "by", "moved_by", "seconded_by", "owner", "name", "member",
    "replaced_by", "who", "vote",
)  # fmt: skip
"""The roles of strings that say who somebody is."""


def was_public(meeting: Meeting, public: Meeting, before: bytes, now: bytes) -> Iterator[Problem]:
    """Where a meeting withholds what its data said when it was last published, and do not say now.

    `public` is its public edition.
    """
    gone = _texts(before) - _texts(now)
    if gone:
        for leaf in walk.leaves(meeting, enters=lambda field, held: not field.is_choice):
            if not gone.isdisjoint(text for _, text in leaf.texts) and walk.at(public, leaf.path) != leaf.value:
                yield WAS_PUBLIC.of(leaf.path)


def of_items(
    sent: Dispatch,
    full: StringsByLanguage,
    public: StringsByLanguage,
    papers: Callable[[str], str] = lambda language: "",
) -> tuple[str, ...]:
    """The items of a dispatch whose public papers are not to be given out any more, by the slugs of then.

    `full` and `public` are what a reader of each edition sees now. `papers` gives the words (`changes.words_of`) of all
    that the public papers say in a language, for records that do not tell of everything.
    """
    found: dict[str, None] = {}
    for language, said in sent.said.get("public", {}).items():
        if language in public and language in full:
            whole = sent.said.get("members", {}).get(language, ())
            found |= dict.fromkeys(
                _WithdrawnItems(sent, language, said, whole, public[language], full[language], papers)
            )
    return tuple(found)


def naming(sent: Dispatch, holds: Callable[[str], bool], papers: Callable[[str], str]) -> tuple[str, ...]:
    """The items of a dispatch whose public papers name somebody, by the slugs of then, whatever is said of them now.

    `holds` says whether a text names them; `papers` gives the words of all that the papers say, for records that do not
    tell of everything.
    """
    found: dict[str, None] = {}
    for language, said in sent.said.get("public", {}).items():
        found |= dict.fromkeys(one.item for one in said if holds(one.text))
        if sent.is_first_form and holds(papers(language)):
            found[""] = None
    return tuple(found)


def of_persons(sent: Dispatch) -> bool:
    """Whether the public papers of a dispatch say of anybody, by name, who presents, prepares or answers for something.

    A word in small letters is what somebody is.
    """
    return any(
        one.role in PERSONS and one.text != one.text.lower()
        for said in sent.said.get("public", {}).values()
        for one in said
    )


def all_of(sent: Sequence[Dispatch], found: Mapping[int, Sequence[str]]) -> frozenset[int]:
    """The dispatches that are withdrawn, by number: those in which items are, those that were, and those that may say
    what the one before them said, for it was not withdrawn yet when they were made."""
    gone: set[int] = set()
    before: Dispatch | None = None
    for one in sent:
        heir = before is not None and before.number in gone and before.number not in one.knew
        if one.withdrawal is not None or found.get(one.number) or heir:
            gone.add(one.number)
        before = one
    return frozenset(gone)


class _WithdrawnItems:
    """What was sent in one language, held against what is said now; iterating gives the items that are withdrawn."""

    def __init__(
        self,
        sent: Dispatch,
        language: str,
        was_public: Strings,
        was_full: Strings,
        public: Strings,
        full: Strings,
        papers: Callable[[str], str],
    ) -> None:
        self.sent, self.language, self.papers = sent, language, papers
        self.then, self.whole_then = changes.items_of(was_public), changes.items_of(was_full)
        self.now, self.whole = changes.items_of(public), changes.items_of(full)
        self.same = changes.matched(self.then, self.now)
        self.shown = {line for one in public if not one.withheld for line in lines_of(one.text)}
        self.spoken = "".join(f" {words_of(one.text)} " for one in public if not one.withheld)
        self.gone = {slug: tuple(self.unsaid(slug)) for slug in self.then}
        """What was sent of each item, by its slug of then, and is not said publicly at its place now."""

    def __iter__(self) -> Iterator[str]:
        for slug in self.whole:
            old = self.same.get(slug)
            fresh = self.fresh(slug, old)
            if fresh and (
                self.is_replaced(slug, old, fresh) or self.is_covered(fresh) or any(map(self.was_said, fresh))
            ):
                yield slug if old is None else old

    def fresh(self, slug: str, old: str | None) -> list[PrintedString]:
        """What is withheld in an item now, and was not withheld in it, as often, when it was sent."""
        known = Counter(map(_key, self.withheld_then(old)))
        found = []
        for one in _withheld(self.whole.get(slug, {}), self.now.get(slug, {})):
            known[_key(one)] -= 1
            if known[_key(one)] < 0:
                found.append(one)
        return found

    def withheld_then(self, old: str | None) -> list[PrintedString]:
        """What was withheld in an item when it was sent."""
        return _withheld(self.whole_then.get(old, {}), self.then.get(old, {})) if old is not None else []

    def is_covered(self, fresh: Iterable[PrintedString]) -> bool:
        """Whether more is covered in a file than was, and a file that was public is gone: it may have been that one."""
        gone = any(one.role in FILES for some in self.gone.values() for one in some)
        return gone and any(one.role == "redacted" for one in fresh)

    def is_replaced(self, slug: str, old: str | None, fresh: Iterable[PrintedString]) -> bool:
        """Whether something is withheld at a place where nothing was, and old words of the item are gone.

        They may be what is withheld, written anew on the same day.
        """
        # By the place in the item and by the field alone: a withheld slide is known by where it stands in the row.
        secret, known = _withheld(self.whole.get(slug, {}), self.now.get(slug, {})), self.withheld_then(old)
        places = Counter((_place(one, slug), one.role) for one in secret)
        places -= Counter((_place(one, old or ""), one.role) for one in known)
        roles = Counter(one.role for one in secret) - Counter(one.role for one in known)
        told = (one for one in fresh if self.sent.tells(one))
        if not any(places[(_place(one, slug), one.role)] > 0 or roles[one.role] > 0 for one in told):
            return False
        # An item that nobody knows again may be any of those that are gone.
        left = [old] if old is not None else [one for one in self.then if one not in self.same.values()]
        return any(self.gone[one] for one in left)

    def unsaid(self, old: str) -> Iterator[PrintedString]:
        """The strings of an item that were sent publicly, and are not said in it any more as often as they were."""
        slug = next((new for new, then in self.same.items() if then == old), None)
        left = Counter(_key(one) for one in _all(self.now.get(slug, {}) if slug is not None else {}) if _tells(one))
        for one in _all(self.then[old]):
            if _tells(one) and left[_key(one)] <= 0:
                yield one
            left[_key(one)] -= 1

    def was_said(self, one: PrintedString) -> bool:
        """Whether a string that is withheld now stood in the papers, in whatever item, and stands nowhere now."""
        if one.role in FILES:
            return any(_key(was) == _key(one) for some in self.gone.values() for was in some)
        whole, sentences = words_of(one.text), [words_of(part) for part in _SENTENCE.split(one.text)]
        wanted = [words for words in sentences if words and words.replace(" ", "") not in self.shown]
        gone = [words_of(was.text) for some in self.gone.values() for was in some if was.role not in FILES]
        if any(_is_within(words, said) for words in wanted for said in gone):
            return True
        # What was said may have been taken into a longer text that is withheld; one word alone is in many, and tells
        # something where nothing that is public says it any more.
        taken = (said for said in gone if said and (_is_within(said, whole) or _is_like(said, whole)))
        if any(" " in said or f" {said} " not in self.spoken for said in taken):
            return True
        return not self.sent.tells(one) and any(_is_within(words, self.papers(self.language)) for words in wanted)


def _is_like(said: str, withheld: str) -> bool:
    """Whether most of the longer words of a text are in one that is withheld: then it may be the same, written anew."""
    words = {word for word in said.split() if len(word) >= TELLING}
    return len(words) >= 3 and len(words & {*withheld.split()}) >= 0.6 * len(words)


def _is_within(words: str, text: str) -> bool:
    """Whether some words stand in a text: as words or, where they are not too short, by their letters."""
    letters = words.replace(" ", "")
    return f" {words} " in f" {text} " or (len(letters) >= TELLING and letters in text.replace(" ", ""))


def _withheld(
    full: Mapping[str, Sequence[PrintedString]], public: Mapping[str, Sequence[PrintedString]]
) -> list[PrintedString]:
    """The strings of an item that its full edition has and its public one has not."""
    left = Counter(_key(one) for one in _all(public))
    found = []
    for one in _all(full):
        if left[_key(one)] > 0:
            left[_key(one)] -= 1
        elif one.role not in FOLLOWING:
            found.append(one)
    return found


def _all(pieces: Mapping[str, Sequence[PrintedString]]) -> Iterator[PrintedString]:
    return (one for piece in pieces.values() for one in piece)


def _key(one: PrintedString) -> tuple[str, str]:
    """What a string is the same by: its field and its words; of a file what it holds, whatever it is called."""
    return ("file", one.text.rpartition(" ")[2]) if one.role in FILES else (one.role, plain(one.text))


def _place(one: PrintedString, slug: str) -> str:
    """Whose a string is within its item: the anchor without the item's own part."""
    return one.anchor.removeprefix("sak-").removeprefix(slug)


def _tells(one: PrintedString) -> bool:
    return not one.withheld and one.role not in UNTOLD and bool(letters_of(one.text))


def _texts(data: bytes) -> set[str]:
    """Every text in data; nothing of what is no data."""
    try:
        waiting: list[Any] = [json.loads(data)]
    except ValueError:
        return set()
    found = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found
