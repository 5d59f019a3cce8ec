"""Issues of a meeting's papers (utgaver): what the sources print now, held against what was sent.

As long as nothing that papers print has changed, what was sent is what there is. Then there is a new issue, with what
is new in it marked.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from . import changes, printed
from .agenda import Agenda, Entry
from .changes import Change, Kind, Words, lines_of
from .deck import Slide
from .diagnostics import Code
from .dispatch import Dispatch, Strings
from .words import Value

WITHDRAWN = Code(
    "dispatch-withdrawn",
    "warning",
    "what was sent on {day} holds what is withheld now; a new issue is published in its place",
    "det som ble sendt {day}, inneholder noe som er unntatt nå; en ny utgave publiseres i stedet",
    "those who got it still have it; say so to them",
    "de som fikk det, har det fremdeles; si fra til dem",
)

Spoken = Mapping[str, Strings]
"""What papers print, by language."""


def strings(agenda: Agenda, slides: Sequence[Slide], digests: Mapping[str, str]) -> Spoken:
    """What a meeting's papers print now; `digests` are those of the files in its folder."""
    return {language: printed.strings(agenda, slides, language, digests) for language in agenda.languages}


def number(sent: Sequence[Dispatch], edition: str, now: Mapping[str, Spoken], over: bool) -> int:
    """Which issue the sources give: that of the last dispatch, or the one after it where something was changed.

    What was sent of a meeting that is `over` stays what was sent.
    """
    if not sent:
        return 1
    if over:
        return sent[-1].number
    last = sent[-1].said.get(edition, {})
    new = any(changes.changes(last.get(language, ()), said) for language, said in now[edition].items())
    return sent[-1].number + new


def is_withdrawn(sent: Dispatch, public: Spoken, withheld: Collection[str]) -> bool:
    """Whether the public papers of a dispatch hold what is withheld now, in any language; `withheld` is its letters."""
    return any(
        changes.more_is_withheld(said, sent.painted.get(language, ""), public.get(language, ()), withheld)
        for language, said in sent.said.get("public", {}).items()
    )


def withheld(full: Agenda, public: Agenda, files: Collection[str], shown: Collection[str]) -> frozenset[str]:
    """The letters of every line that a meeting and its board say in full and not publicly.

    Files are among them, by their names and digests as `enclosed` gives them: all that there are, and those shown.
    """
    known, said = (
        {line for value in (agenda.meeting, agenda.board) for text in _texts(value) for line in lines_of(text)}
        for agenda in (full, public)
    )
    return frozenset((known | set(files)) - said - set(shown))


def enclosed(now: Spoken) -> frozenset[str]:
    """The files that papers hand out, by the letters of their names and digests."""
    return frozenset(line for said in now.values() for one in said if one.role == "file" for line in lines_of(one.text))


def _texts(value: object) -> Iterator[str]:
    """Every text in a value, in every language, printed or not."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | frozenset):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))


def since(sent: Sequence[Dispatch], edition: str, language: str, now: Strings) -> tuple[Change, ...]:
    """What was changed since the last dispatch; nothing where there is none."""
    return changes.changes(sent[-1].said.get(edition, {}).get(language, ()), now) if sent else ()


@dataclass(frozen=True)
class Revision:
    """What one issue says otherwise than the one before it."""

    number: int
    """Of the later issue."""
    before: date
    """The day that the earlier one was sent."""
    day: date | None
    """The day that the later one was sent; None where it was not yet."""
    changes: tuple[Change, ...]


def revisions(sent: Sequence[Dispatch], edition: str, language: str, now: Strings) -> Iterator[Revision]:
    """What each issue says otherwise than the one before, the latest first."""
    if sent:
        yield Revision(sent[-1].number + 1, sent[-1].day, None, since(sent, edition, language, now))
    for earlier, later in reversed(list(itertools.pairwise(sent))):
        then, there = (one.said.get(edition, {}).get(language, ()) for one in (earlier, later))
        yield Revision(later.number, earlier.day, later.day, changes.changes(then, there))


def scrubbed(found: Sequence[Revision]) -> tuple[Revision, ...]:
    """Revisions that say nothing of what was: for a public edition in which more is withheld than was sent."""
    return tuple(
        replace(
            one,
            changes=tuple(
                replace(change, called="", within="" if not change.is_slide else change.within, words=())
                if change.kind == "removed"
                else replace(change, words=tuple(replace(words, before="") for words in change.words if words.now))
                for change in one.changes
            ),
        )
        for one in found
        if one.day is None
    )


@dataclass(frozen=True)
class Group:
    """What was changed in an item, or in the meeting itself."""

    item: str
    """Its slug; "" for the meeting."""
    called: str
    kind: Kind | Literal[""]
    """What came of the item itself; "" where only its slides changed."""
    own: tuple[Change, ...]
    slides: tuple[Change, ...]


@dataclass(frozen=True)
class Marks:
    """What papers mark: what their issue says otherwise than the one before it."""

    since: date | None = None
    """The day that the one before was sent; None where there is none."""
    number: int = 1
    """Of the one before."""
    changes: tuple[Change, ...] = ()
    late: Mapping[str, date] = field(default_factory=dict)
    """The slides that were sent later than the first issue, by their anchors: the day that they were."""

    def of(self, anchor: str) -> str:
        """How an item or a slide is marked: "new", "changed", "moved", or "" for not at all."""
        kinds = {change.kind for change in self.changes if change.anchor == anchor}
        return next((kind for kind in ("new", "changed", "moved") if kind in kinds), "")

    def words(self, anchor: str, *roles: str) -> tuple[Words, ...]:
        """The strings that changed in something that was there before, of some roles or of all."""
        return tuple(
            words
            for change in self.changes
            if change.anchor == anchor and change.kind == "changed"
            for words in change.words
            if not roles or words.role in roles
        )

    @property
    def groups(self) -> tuple[Group, ...]:
        """The changes, item by item."""
        return groups(self.changes)


def marks(found: Sequence[Revision]) -> Marks:
    """What papers mark, of a meeting's revisions: what was not sent yet, and which slides were sent late."""
    pending = next((one for one in found if one.day is None), None)
    late = {
        change.anchor: one.day
        for one in found  # the latest first: the day that it came for the first time is the one that stays
        if one.day is not None
        for change in one.changes
        if change.is_slide and change.kind == "new"
    }
    return Marks(pending.before, pending.number - 1, pending.changes, late) if pending else Marks(late=late)


def groups(found: Sequence[Change]) -> tuple[Group, ...]:
    """Changes item by item, in their order."""
    by_item: dict[str, list[Change]] = {}
    for change in found:
        by_item.setdefault(change.item, []).append(change)
    return tuple(
        Group(
            item,
            some[0].within,
            next((change.kind for change in some if not change.is_slide), ""),
            tuple(change for change in some if not change.is_slide),
            tuple(change for change in some if change.is_slide),
        )
        for item, some in by_item.items()
    )


def late(agenda: Agenda, sent: Sequence[Dispatch], edition: str) -> Agenda:
    """The agenda with the day that each item and attachment was sent later than the invitation, where that is so."""
    items: dict[str, date] = {}
    attachments: dict[tuple[str, str], date] = {}
    for before, after in itertools.pairwise(sent):
        then, now = (one.said.get(edition, {}).get(agenda.languages[0], ()) for one in (before, after))
        for change in changes.changes(then, now):
            if change.is_slide or change.kind not in ("new", "changed"):
                continue
            if change.kind == "new":
                items.setdefault(change.item, after.day)
            for words in change.words:
                if change.kind == "changed" and words.role == "attachment" and not words.before:
                    attachments.setdefault((change.item, words.now), after.day)
    if not items and not attachments:
        return agenda
    return replace(
        agenda,
        rows=tuple(_added(row, items, attachments, agenda) if isinstance(row, Entry) else row for row in agenda.rows),
    )


def _added(
    entry: Entry, items: Mapping[str, date], attachments: Mapping[tuple[str, str], date], agenda: Agenda
) -> Entry:
    item = entry.item
    enclosed = []
    for one in item.attachments:
        name = (one.file or one.url or "").rpartition("/")[2]
        called = printed.spoken(one.title or name, agenda.languages[0], agenda.language)
        day = attachments.get((entry.slug, called))
        enclosed.append(one if one.added or day is None else one.model_copy(update={"added": day}))
    added = item.added or items.get(entry.slug)
    return replace(entry, item=item.model_copy(update={"added": added, "attachments": tuple(enclosed)}))
