"""Issues of a meeting's papers (utgaver): what the sources print now, held against what was sent.

As long as nothing that papers print has changed, what was sent is what there is. Then there is a new issue, with what
is new in it marked.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, ValuePath
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.deck import Slide, written
from akson_docs.meetings.revisions import changes, printed_text
from akson_docs.meetings.revisions.changes import Change, ChangeKind, TextChange
from akson_docs.meetings.revisions.dispatch import Dispatch, PrintedString, Strings, StringsByLanguage

WITHDRAWN = Code(
    "dispatch-withdrawn",
    "warning",
    N_("what was sent on {day} holds what is withheld now, and is not published any more: {folder}"),
    N_("a new issue is published in its place; those who got it still have it, so say so to them"),
)


def seen(
    agenda: Agenda, slides: Sequence[Slide], digests: Mapping[str, str], sent: Iterable[Dispatch] = ()
) -> StringsByLanguage:
    """What a reader of a meeting's papers sees now; `digests` are those of the files in its folder.

    In its languages, and in those that anything was `sent` in. That a meeting is cancelled takes no slide back that was
    sent: what they say counts as it is written.
    """
    if agenda.meeting.cancelled:
        slides = written(agenda)
    spoken = (*agenda.languages, *(language for one in sent for said in one.said.values() for language in said))
    return {language: printed_text.seen(agenda, slides, language, digests) for language in dict.fromkeys(spoken)}


def number(sent: Sequence[Dispatch], edition: str, now: Mapping[str, StringsByLanguage], over: bool) -> int:
    """Which issue the sources give: that of the last dispatch, or the one after it where something was changed.

    What was sent of a meeting that is `over` stays what was sent.
    """
    if not sent:
        return 1
    if over:
        return sent[-1].number
    known = sent[-1].said.get(edition, {})
    spoken = ((language, said) for language, said in now[edition].items() if language in known)
    return sent[-1].number + any(since(sent, edition, language, said) for language, said in spoken)


def items_of(sent: Dispatch, edition: str) -> tuple[tuple[str, str], ...]:
    """The items that a dispatch had on its agenda in an edition, as (slug, number as printed)."""
    spoken = sent.said.get(edition, {})
    items = changes.items_of(next(iter(spoken.values()), ()))
    return tuple((slug, changes.number_of(items, slug)) for slug in items if slug)


def anchors(agenda: Agenda, slides: Sequence[Slide], sent: Sequence[Dispatch]) -> dict[ValuePath, str]:
    """The anchors that slides were sent under, by the place that they are written at now, where another of the same
    name could take them: of an item's slides that are called alike, each keeps its own, by what it says.

    `agenda` and `slides` are those of the full edition, with the anchors that follow from their order.
    """
    language = agenda.board_language
    then = changes.items_of(sent[-1].said.get("members", {}).get(language, ())) if sent else {}
    now = changes.items_of(filter(sent[-1].tells, printed_text.seen(agenda, slides, language))) if sent else {}
    same = changes.matched(then, now)
    where = {slide.anchor: slide.path for slide in slides}
    found: dict[ValuePath, str] = {}
    for slug, old in same.items():
        was: dict[str, list[str]] = {}
        for anchor in then[old]:
            was.setdefault(_base(anchor.removeprefix(old)), []).append(anchor)
        alike: dict[str, list[str]] = {}
        for anchor in now[slug]:
            alike.setdefault(_base(anchor.removeprefix(slug)), []).append(anchor)
        for name, some in alike.items():
            if name and len(some) > 1 and name in was:
                kept = changes.likest({one: then[old][one] for one in was[name]}, {one: now[slug][one] for one in some})
                found |= {where[one]: slug + before.removeprefix(old) for one, before in kept.items() if one in where}
    return found


def _base(name: str) -> str:
    """The name that a slide's anchor is made of: without the number that tells it from others; "" for a mere place."""
    return "" if re.fullmatch(r"(-emne)?(-\d+)?", name) else re.sub(r"-\d+$", "", name)


def vanished(agenda: Agenda, now: Strings, sent: Sequence[Dispatch]) -> tuple[tuple[str, str], ...]:
    """The items, as (slug, number), that were sent and are not on the agenda of the full edition any more."""
    found: dict[str, str] = {}
    for one in sent:
        then = changes.items_of(one.said.get("members", {}).get(agenda.board_language, ()))
        back = set(changes.matched(then, changes.items_of(now)).values())
        found |= {slug: changes.number_of(then, slug) for slug in then if slug not in back}
    return tuple(found.items())


def moved(agenda: Agenda, now: Strings, sent: Sequence[Dispatch], edition: str) -> tuple[tuple[str, str], ...]:
    """The items that have another address than when they were sent: the slug of then and that of now."""
    found: dict[str, str] = {}
    for one in sent:
        then = changes.items_of(one.said.get(edition, {}).get(agenda.board_language, ()))
        same = changes.matched(then, changes.items_of(now))
        found |= {old: new for new, old in same.items() if old != new}
    return tuple(found.items())


def others(agenda: Agenda, now: Strings, sent: Sequence[Dispatch]) -> Iterator[str]:
    """The slugs of the items of which another matter has the number that they were sent under."""
    there = changes.items_of(filter(sent[-1].tells, now)) if sent else {}
    then = changes.items_of(sent[-1].said.get("members", {}).get(agenda.board_language, ())) if sent else {}
    for slug, pieces in there.items():
        if slug and slug in then and not changes.is_same_matter(then[slug], pieces, slug):
            yield slug


def since(sent: Sequence[Dispatch], edition: str, language: str, now: Strings) -> tuple[Change, ...]:
    """What was changed since the last dispatch; nothing where there is none."""
    return _between(sent[-1], edition, language, now) if sent else ()


def _between(earlier: Dispatch, edition: str, language: str, later: Strings) -> tuple[Change, ...]:
    """What was changed since a dispatch, as far as its record tells.

    That something came with that very dispatch follows from its having been sent, and is no change.
    """

    def matters(one: PrintedString) -> bool:
        return not (one.role == "added" and one.text == earlier.day.isoformat())

    before = tuple(filter(matters, earlier.said.get(edition, {}).get(language, ())))
    return changes.changes(before, tuple(filter(matters, filter(earlier.tells, later))))


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
    earlier: int = 0
    """The number of the earlier issue, where it is not the one before."""

    @property
    def one_before(self) -> int:
        """The number that comes before its own."""
        return self.number - 1


def revisions(
    sent: Sequence[Dispatch], edition: str, language: str, now: Strings, withdrawn: Collection[int] = ()
) -> Iterator[Revision]:
    """What each issue says otherwise than the one before, the latest first.

    Nothing is said of what a dispatch that is `withdrawn` said: not what it changed, nor what was changed since.
    """
    if sent:
        found = Revision(sent[-1].number + 1, sent[-1].day, None, since(sent, edition, language, now))
        yield scrubbed(found) if sent[-1].number in withdrawn else found
    for earlier, later in reversed(list(itertools.pairwise(sent))):
        if later.number not in withdrawn:
            there = later.said.get(edition, {}).get(language, ())
            found = Revision(later.number, earlier.day, later.day, _between(earlier, edition, language, there))
            yield scrubbed(found) if earlier.number in withdrawn else found


def scrubbed(one: Revision) -> Revision:
    """A revision that says nothing of what was."""
    return replace(
        one,
        changes=tuple(
            replace(change, called="", within="" if not change.is_slide else change.within, words=())
            if change.kind == "removed"
            else replace(change, words=tuple(replace(words, before="") for words in change.words if words.now))
            for change in one.changes
        ),
    )


@dataclass(frozen=True)
class ItemChanges:
    """What was changed in an item, or in the meeting itself."""

    item: str
    """Its slug; "" for the meeting."""
    called: str
    kind: ChangeKind | Literal[""]
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

    def words(self, anchor: str, *roles: str) -> tuple[TextChange, ...]:
        """The strings that changed in something that was there before, of some roles or of all."""
        return tuple(
            words
            for change in self.changes
            if change.anchor == anchor and change.kind == "changed"
            for words in change.words
            if not roles or words.role in roles
        )

    @property
    def groups(self) -> tuple[ItemChanges, ...]:
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
    if pending is None:
        return Marks(late=late)
    return Marks(pending.before, pending.earlier or pending.number - 1, pending.changes, late)


def groups(found: Sequence[Change]) -> tuple[ItemChanges, ...]:
    """Changes item by item, in their order."""
    by_item: dict[str, list[Change]] = {}
    for change in found:
        by_item.setdefault(change.item, []).append(change)
    return tuple(
        ItemChanges(
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
        language = agenda.board_language
        for change in _between(before, edition, language, after.said.get(edition, {}).get(language, ())):
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
        called = printed_text.spoken(one.title or name, agenda.board_language, agenda.language)
        day = attachments.get((entry.slug, called))
        enclosed.append(one if one.added or day is None else one.model_copy(update={"added": day}))
    added = item.added or items.get(entry.slug)
    return replace(entry, item=item.model_copy(update={"added": added, "attachments": tuple(enclosed)}))
