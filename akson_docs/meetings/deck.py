"""From an agenda to its slides: which there are, in what order, with what number and under what anchor.

Numbers and anchors are the same for both editions of a meeting: a slide that is withheld is replaced and never
removed, and what is withheld gives no part of an anchor in either edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from akson_docs.diagnostics import ValuePath
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.model import numbers
from akson_docs.model.slides import Omitted, SlideBase, StubSlide, Topic
from akson_docs.model.values import LocalizedText, Value

DERIVED = ("title", "agenda", "changes", "divider", "tracker", "proposal", "resolution", "stub")
"""The kinds that nobody writes."""


@dataclass(frozen=True)
class Slide:
    """A slide with its number (from 1) and its anchor in the deck."""

    number: int
    anchor: str
    kind: str
    """The name of its template: one of `DERIVED`, or the kind that was written."""
    content: Value | None
    """What was written: the slide, the wording of a proposal or a resolution; None for the other derived kinds."""
    entry: Entry | None
    """The item that it belongs to."""
    topics: tuple[LocalizedText, ...]
    """The topics of its item, in order."""
    topic: int
    """Which of them it belongs to, from 1; 0 for none."""
    path: ValuePath
    """Where the meeting says what it says."""

    @property
    def topic_name(self) -> LocalizedText | None:
        """The topic that it belongs to."""
        return self.topics[self.topic - 1] if self.topic else None


@dataclass(frozen=True)
class _Draft:
    name: str
    kind: str
    path: ValuePath
    content: Value | None = None
    entry: Entry | None = None
    topics: tuple[LocalizedText, ...] = ()
    topic: int = 0


def deck(agenda: Agenda) -> tuple[Slide, ...]:
    """The slides of a meeting; none where no item has any, or where the meeting is cancelled.

    Items' slides come in the agenda's order: a divider, the slides with the tracker before each topic, and the
    resolution or, until there is one, the proposal. An omitted slide takes a number and gives no slide. A slide that
    was sent keeps the anchor that it had; those of the others give way.
    """
    return () if agenda.meeting.cancelled else written(agenda)


def written(agenda: Agenda) -> tuple[Slide, ...]:
    """The slides of a meeting, whether it is cancelled or not."""
    if not any(entry.item.slides for entry in agenda.entries):
        return ()
    drafts = [_Draft("forside", "title", ()), _Draft("saksliste", "agenda", ("items",))]
    drafts += [draft for entry in agenda.entries for draft in _of(entry)]
    anchors = numbers.distinct((draft.name for draft in drafts), [_kept(draft, agenda) for draft in drafts])
    return tuple(
        Slide(number, anchor, draft.kind, draft.content, draft.entry, draft.topics, draft.topic, draft.path)
        for number, (anchor, draft) in enumerate(zip(anchors, drafts, strict=True), 1)
        if draft.kind != "omitted"
    )


def _kept(draft: _Draft, agenda: Agenda) -> str | None:
    """The anchor that a slide was sent under, where it is still one of its name: a name that has gone stays gone."""
    anchor = agenda.anchors.get(draft.path, "")
    return anchor if re.fullmatch(rf"{re.escape(draft.name)}(-\d+)?", anchor) else None


def _of(entry: Entry) -> Iterator[_Draft]:
    item = entry.item
    topics = tuple(row.topic for row in item.slides if isinstance(row, Topic))
    yield _Draft(entry.slug, "divider", (*entry.path, "title"), entry=entry, topics=topics)
    topic = 0
    for index, row in enumerate(item.slides):
        path = (*entry.path, "slides", index)
        if isinstance(row, Topic):
            topic += 1
            yield _Draft(f"{entry.slug}-emne-{topic}", "tracker", path, None, entry, topics, topic)
        else:
            name = f"{entry.slug}-{_name(row, index, withheld=item.withheld is not None)}"
            yield _Draft(name, row.kind, path, row, entry, topics, topic)
    decided = entry.decided
    if decided is not None:
        where = "decision" if item.decision is not None else "proposal" if item.adopted == "proposal" else "motions"
        yield _Draft(f"{entry.slug}-vedtak", "resolution", (*entry.path, where), decided, entry, topics)
    elif item.proposal is not None:
        yield _Draft(f"{entry.slug}-forslag", "proposal", (*entry.path, "proposal"), item.proposal, entry, topics)


def _name(row: SlideBase | StubSlide, index: int, *, withheld: bool) -> str:
    """The slide's own part of its anchor: its id, its title, or its place where either is withheld."""
    if withheld or row.withheld or isinstance(row, StubSlide | Omitted):
        return str(index + 1)
    if row.id:
        return numbers.slug(row.id)
    if any(line.withheld for line in row.called):
        return str(index + 1)
    return numbers.slug(" ".join(line.say("")[1] for line in row.called)) or str(index + 1)
