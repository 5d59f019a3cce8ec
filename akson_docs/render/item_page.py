"""What the page of an item is given: what was decided, the item as it stands, and each meeting that handled it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from akson_docs.build.jobs import Followed, Handling, ItemPage
from akson_docs.meetings import dossier, record
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.cards import ItemCard, MeetingHeading
from akson_docs.meetings.dossier import ActionState, HandledItem
from akson_docs.meetings.revisions.changes import Stayed, compared, passages
from akson_docs.model.documents import Action
from akson_docs.sources.layout import MeetingKey

AsksFiles = Callable[[Agenda, Iterable[str]], Mapping[str, Any]]
"""What a template may ask of some attachments of a meeting."""


@dataclass(frozen=True)
class StandingAction:
    """What is to be done, and how it stands."""

    id: str
    action: Action
    state: ActionState | None
    """As the last meeting says that followed it up; None where none did."""
    card: MeetingHeading | None
    """That meeting."""


@dataclass(frozen=True)
class InMeeting:
    """An item in one meeting, with what a template is given for what is written there."""

    handling: Handling
    agenda: Agenda | None = None
    """None where the meeting cannot be read now: its card is all that is known."""
    told: HandledItem | None = None
    differs: tuple[tuple[tuple[Stayed, str], ...], ...] = ()
    """What was adopted against what was proposed, passage by passage, where it was something else."""
    actions: tuple[StandingAction, ...] = ()
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What a template may ask of the meeting: `name_of`, `size_of`, …"""

    @property
    def card(self) -> MeetingHeading:
        """The meeting."""
        return self.handling.card

    @property
    def item(self) -> ItemCard:
        """The item as it was there."""
        return self.handling.item


@dataclass(frozen=True)
class HistoryRow:
    """A meeting that handled an item, or followed up what was to be done."""

    card: MeetingHeading
    there: InMeeting | None
    followed: tuple[tuple[str, ActionState], ...] = ()
    """What it says of actions, by their ids."""


def context(
    what: ItemPage,
    language: str,
    whole: Callable[[MeetingKey], Agenda | None],
    files: AsksFiles,
) -> dict[str, Any]:
    """What the template of the page is given of the meetings; `whole` gives one in full, None where it cannot be
    read."""
    agendas = {key: whole(key) for key in what.meetings}
    states = {
        one: dossier.followed(agenda, one.place)
        for one in what.followed
        if (agenda := agendas[one.card.key]) is not None
    }
    meetings = tuple(_in_meeting(one, agendas[one.card.key], language, files, states) for one in what.handlings)
    return {
        "meetings": meetings,
        "current": current(meetings),
        "decided": _last(meetings, _is_decided),
        "history": tuple(_history(meetings, states)),
    }


def _is_decided(one: InMeeting) -> bool:
    """Whether something was decided there: in a meeting that is cancelled, nothing was."""
    return not one.card.cancelled and (one.item.came in dossier.RESOLVED or one.item.ended.is_elected)


def current(meetings: Sequence[InMeeting]) -> InMeeting:
    """The item as it stands: in the last meeting that was or will be held."""
    return _last(meetings, lambda one: not one.card.cancelled) or meetings[-1]


def _last(meetings: Sequence[InMeeting], holds: Callable[[InMeeting], bool]) -> InMeeting | None:
    return next((one for one in reversed(meetings) if holds(one)), None)


def _in_meeting(
    handling: Handling,
    agenda: Agenda | None,
    language: str,
    files: AsksFiles,
    states: Mapping[Followed, ActionState],
) -> InMeeting:
    if agenda is None:
        return InMeeting(handling)
    told = dossier.handled(agenda, agenda.entries[handling.place])
    attached = tuple(one.file for one in told.item.attachments if one.file)
    last = {one.action: (state, one.card) for one, state in states.items()}
    none: tuple[None, None] = (None, None)
    return InMeeting(
        handling,
        agenda,
        told,
        _differs(told, language, agenda.language) if told.is_changed else (),
        tuple(StandingAction(name, action, *last.get(name, none)) for name, action in told.actions),
        MappingProxyType({"name_of": lambda name: record.called(agenda, name, language), **files(agenda, attached)}),
    )


def _differs(told: HandledItem, language: str, own: str) -> tuple[tuple[tuple[Stayed, str], ...], ...]:
    """What was adopted against what was proposed; nothing where they are in two languages, or one may not be read."""
    proposal, decided = told.item.proposal, told.decided
    if proposal is None or decided is None or not (proposal.said and decided.said):
        return ()
    (spoken, before), (other, now) = proposal.say(language, own), decided.say(language, own)
    if spoken != other:
        return ()
    pairs = passages(before, now, every=True)
    runs = (tuple(run) for _, run in itertools.groupby(pairs, all))
    # Where one thing stands in another's place, what is gone comes first.
    return tuple(compared(*both) for run in runs for both in sorted(run, key=lambda both: not both[0]))


def _history(meetings: Sequence[InMeeting], states: Mapping[Followed, ActionState]) -> Iterable[HistoryRow]:
    """The meetings, the last first."""
    followed: dict[MeetingKey, list[tuple[str, ActionState]]] = {}
    for one, state in states.items():
        followed.setdefault(one.card.key, []).append((one.action, state))
    rows = [HistoryRow(one.card, one, tuple(followed.pop(one.card.key, ()))) for one in meetings]
    cards = {one.card.key: one.card for one in states}
    rows += [HistoryRow(cards[key], None, tuple(said)) for key, said in followed.items()]
    return sorted(rows, key=lambda row: (row.card.date, row.card.folder), reverse=True)
