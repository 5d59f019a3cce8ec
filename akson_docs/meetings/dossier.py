"""What a meeting did with an item, as the item's own page tells it: all of it in one value, and nothing besides.

What is not in the value is not on the page, so that the page need not be made anew for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from akson_docs.meetings import outcomes, record
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.outcomes import Outcome
from akson_docs.meetings.time_limits import TimeLimit, time_limits
from akson_docs.meetings.voting import Poll, Tally
from akson_docs.model.documents import Action, Election, Impartiality, Item, Vote
from akson_docs.model.values import Line, LocalizedText, TextByLanguage, said

ELSEWHERE = ("slides", "tracker", "items", "duration", "start", "day", "marks", "chair", "formerly", "route")
"""What of an item stands on other pages, or is told to its own page in another way."""
RESOLVED = ("adopted", "changed", "withheld")
"""What came of an item (`record.outcome`) where there is a resolution."""

CountedVote = tuple[Vote, Tally | None]
"""A vote and how it fell, where that is known."""


@dataclass(frozen=True)
class HandledItem:
    """An item in one meeting."""

    item: Item
    """Without what is `ELSEWHERE`."""
    decided: LocalizedText | None
    """The wording that was adopted."""
    decision_label: Line | None
    """What its resolution is called, where that is not the board's usual word."""
    margin: str
    """By how much that was carried, as `record.margin` says."""
    settled_by: CountedVote | None
    """The vote on the whole of what was adopted."""
    ended: Outcome
    votes: tuple[CountedVote, ...]
    on_closing: tuple[CountedVote, ...]
    impartiality: tuple[tuple[Impartiality, tuple[CountedVote, ...]], ...]
    elections: tuple[tuple[Election, Poll], ...]
    actions: tuple[tuple[str, Action], ...]
    """What is to be done, by its id."""
    limits: tuple[TimeLimit, ...] = ()
    """How long what was decided can be contested."""

    @property
    def other_votes(self) -> tuple[CountedVote, ...]:
        """The votes besides the one that settled it."""
        return tuple(one for one in self.votes if one is not self.settled_by)

    @property
    def how(self) -> str:
        """How the wording came to be: "as_proposed", a motion's letter, or "" where it is a new one."""
        return "as_proposed" if self.item.adopted == "proposal" else self.item.adopted

    @property
    def is_changed(self) -> bool:
        """Whether something else was adopted than what was proposed, and both may be read."""
        there = self.item.proposal is not None and self.decided is not None
        return there and self.item.adopted != "proposal"


@dataclass(frozen=True)
class ActionState:
    """How an action stands, as a later meeting says."""

    status: str
    """As `FollowUp.status`."""
    done: date | None
    note: TextByLanguage
    withheld: str
    """The legal basis for withholding the note, or ""."""


def handled(agenda: Agenda, entry: Entry) -> HandledItem:
    """What a meeting did with an item, as far as the edition of it says."""
    item, path = entry.item, entry.path
    fell = record.tallies(agenda, entry)
    polls = record.polls(agenda, entry)

    def counted(votes: Iterable[Vote], *among: str | int) -> tuple[CountedVote, ...]:
        return tuple((vote, fell.get((*path, *among, "votes", place))) for place, vote in enumerate(votes))

    votes, settled = counted(item.votes), record.settled_by(entry)
    return HandledItem(
        item=item.model_copy(update={name: Item.model_fields[name].default for name in ELSEWHERE}),
        decided=entry.decided,
        decision_label=entry.type.decision_label if entry.type else None,
        margin=record.margin(agenda, entry) if entry.decided is not None else "",
        settled_by=votes[int(settled[-1])] if settled is not None else None,
        ended=outcomes.outcome(agenda, entry),
        votes=votes,
        on_closing=counted(item.closed.votes if item.closed else (), "closed"),
        impartiality=tuple((one, counted(one.votes, "impartiality", at)) for at, one in enumerate(item.impartiality)),
        elections=tuple((one, polls[(*path, "elections", place)]) for place, one in enumerate(item.elections)),
        actions=tuple((record.action_id(entry, place), one) for place, one in enumerate(item.actions, 1)),
        limits=time_limits(agenda, entry),
    )


def followed(agenda: Agenda, place: int) -> ActionState:
    """How an action stands, by the place in which a meeting says so."""
    one = agenda.meeting.follow_up[place]
    note = one.note
    basis = note.withheld if note is not None and (note.said or not note.public) else ""
    return ActionState(one.status, one.done, said(note, agenda.language), basis)
