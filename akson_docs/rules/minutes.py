"""Rules about minutes, their approval and correction, and what is to be followed up."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath, nearest
from akson_docs.meetings import record
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.cards import ItemCard, MeetingCard, is_given, is_up
from akson_docs.model.documents import Board
from akson_docs.rules.rule_inputs import KeptMinutes, MeetingProblem, at_approval

MINUTES_UNDECIDED = Code(
    "minutes-undecided",
    "warning",
    N_("the minutes have a day that they are published on, and nothing has come of this item"),
    N_("write adopted, decision or outcome: what is added after that day takes a correction"),
)


def minutes_undecided(agenda: Agenda) -> Iterator[Problem]:
    """Minutes say what came of every item before they are published. The rule checks items for approval and decision.

    Once minutes are out, and kept, adding what is missing takes a correction and a new issue.
    """
    minutes = agenda.meeting.minutes
    for entry in record.undecided(agenda) if minutes and minutes.published and not agenda.meeting.cancelled else ():
        yield MINUTES_UNDECIDED.of((*entry.path, "title"))


RECORD_EARLY = Code(
    "record-early",
    "warning",
    N_("{found} says what happened in a meeting that is still to come, and is printed as if it had"),
    N_("check the date of the meeting; else take it out until the meeting has been held"),
)


def record_early(agenda: Agenda) -> Iterator[Problem]:
    """Who was there, what was voted and what was decided is written after the meeting. Pages, slides and papers say it
    from the day that it is written.

    The rule is silent from the day of the meeting on. An item may be put off or withdrawn before it.
    """
    meeting = agenda.meeting
    held: list[tuple[ValuePath, Any]] = [(("attendance",), meeting.attendance), (("minutes",), meeting.minutes)]
    for entry in agenda.entries:
        held += [
            ((*entry.path, key), getattr(entry.item, key)) for key in ("votes", "elections", "adopted", "decision")
        ]
        if entry.item.outcome not in ("postponed", "withdrawn"):
            held.append(((*entry.path, "outcome"), entry.item.outcome))
    for path, value in held:
        if value:
            yield RECORD_EARLY.of(path, found=str(path[-1]))


PUBLISHED_EARLY = Code(
    "published-early",
    "warning",
    N_("the minutes are published on {published}, before the meeting ({day})"),
    N_("check the dates: minutes come after the meeting"),
)


def published_early(agenda: Agenda) -> Iterator[Problem]:
    """Minutes are published after the meeting that they are of. A copied meeting easily keeps the day that it had."""
    published = agenda.meeting.minutes.published if agenda.meeting.minutes else None
    if published is not None and published < agenda.days[0]:
        days = {"published": published.isoformat(), "day": agenda.days[0].isoformat()}
        yield PUBLISHED_EARLY.of(("minutes", "published"), **days)


CORRECTION_EARLY = Code(
    "correction-early",
    "warning",
    N_("a correction of {day}, before the minutes were published ({published})"),
    N_("check the dates; until then the minutes are simply written anew"),
)
CORRECTION_OF_DRAFT = Code(
    "correction-early",
    "warning",
    N_("a correction of minutes that were never published"),
    N_("write published: with the day; until then the minutes are simply written anew"),
)


def correction_early(agenda: Agenda) -> Iterator[Problem]:
    """What is corrected was published. A correction tells those who read the minutes what in them was wrong.

    The rule checks that `published` is written, and that no correction is older than that day.
    """
    minutes = agenda.meeting.minutes
    for place, one in enumerate(minutes.corrections if minutes else ()):
        where: ValuePath = ("minutes", "corrections", place, "date")
        if minutes and minutes.published is None and place == 0:
            yield CORRECTION_OF_DRAFT.of(where)
        elif minutes and minutes.published is not None and one.date < minutes.published:
            days = {"day": one.date.isoformat(), "published": minutes.published.isoformat()}
            yield CORRECTION_EARLY.of(where, **days)


MINUTES_NOT_KEPT = Code(
    "minutes-not-kept",
    "warning",
    N_("issue {issue} of the minutes is published, and is not kept as it is: nobody would see what is changed in it"),
    N_("akson dispatch {meeting} --minutes keeps it"),
)
MINUTES_GONE = Code(
    "minutes-not-kept",
    "warning",
    N_("what was kept of issue {issue} of the minutes is withdrawn, and what is published in its place is not kept"),
    N_(
        "say in `corrections:` under `minutes:` that something is withheld since; then akson dispatch "
        "{meeting} --minutes "
        "keeps a new issue"
    ),
)


def minutes_not_kept(minutes: KeptMinutes) -> Iterator[Problem]:
    """Minutes are kept as they are published. Then those who approved them, or read them, can see that they are the
    same.

    The rule starts on the day that `published` says. What was kept is given out as it was. A later change without a
    correction is an error; one with a correction comes as a new issue, which is kept in its turn. If minutes were
    published long ago and elsewhere, a board turns this off with `rules: {minutes-not-kept: off}`.
    """
    agenda = minutes.agenda
    if not minutes.is_kept or minutes.is_gone:
        code = MINUTES_GONE if minutes.is_gone else MINUTES_NOT_KEPT
        meeting = agenda.address.rstrip("/")
        yield code.of(("minutes", "published"), issue=record.issue(agenda), meeting=meeting)


APPROVES_UNKNOWN = Code(
    "approves-unknown",
    "warning",
    N_('the board has no meeting "{folder}"'),
    N_("name the meeting's folder, such as {before}"),
)


def approves_unknown(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """The minutes that an item approves are those of a meeting of the board. Otherwise neither leads to the other.

    The first meeting kept here may approve the minutes of a meeting that is not.
    """
    known = [card.folder for card in cards]
    for before, card in itertools.pairwise(cards):
        for item in card.items:
            if item.approves and item.approves not in known:
                earlier = known[: known.index(card.folder)]
                hint = {"nearest": nearest(item.approves, earlier), "before": before.folder}
                yield at_approval(APPROVES_UNKNOWN, card, item, folder=item.approves, **hint)


APPROVES_LATER = Code(
    "approves-later",
    "warning",
    N_("the meeting in {folder} is not before this one, but on {day}"),
    N_("check the folder"),
)


def approves_later(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """Minutes are approved in a later meeting. A meeting cannot approve its own, or those of a later one."""
    order = {card.folder: (card.date, card.folder) for card in cards}
    for card in cards:
        for item in card.items:
            approved = order.get(item.approves)
            if approved is not None and approved >= order[card.folder]:
                yield at_approval(APPROVES_LATER, card, item, folder=item.approves, day=approved[0])


APPROVES_TWICE = Code(
    "approves-twice",
    "warning",
    N_("the minutes of {folder} are approved already, in {other}"),
    N_("approve another meeting's; if they came back, write the first item's outcome: postponed, returned or rejected"),
)


def approves_twice(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """The minutes of a meeting are approved once. A copied item easily keeps the folder that it had.

    They may come back after an item that was postponed, returned, rejected or withdrawn, or after a cancelled meeting.
    """
    seen: dict[str, tuple[MeetingCard, ItemCard]] = {}
    for card in cards:
        for item in card.items:
            before = seen.get(item.approves)
            if before is not None:
                other = f"{before[0].address.rstrip('/')} ({before[1].number or before[1].slug})"
                yield at_approval(APPROVES_TWICE, card, item, folder=item.approves, other=other)
            elif item.approves and is_up(card, item):
                seen[item.approves] = (card, item)


APPROVES_ISSUE = Code(
    "approves-issue",
    "error",
    N_("the minutes of {folder} have no issue {issue}; their last one is {last}"),
    N_("take out approves_issue: then it is the one that there was on the day"),
)

APPROVES_WHICH = Code(
    "approves-issue",
    "warning",
    N_("issue {issue} of the minutes of {folder} is of the day that they were approved: was it that one?"),
    N_("write approves_issue: with the number of the one that was approved"),
)


def approves_issue(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """The issue of the minutes that an item approves exists.

    You need not write it: it is the issue that there was on the day, by what was kept and by the dates of corrections.
    If an issue came on that very day, nobody knows whether it came before the meeting or after, and a warning asks. An
    issue that does not exist is an error, because the minutes would print it.
    """
    issues = {card.folder: card.issues for card in cards}
    for card in cards:
        for item in card.items:
            there = issues.get(item.approves, ())
            if there and item.approves_issue > len(there):
                told = {"issue": item.approves_issue, "last": len(there)}
                yield at_approval(APPROVES_ISSUE, card, item, folder=item.approves, **told)
            same = [number for number, dated, kept in there if number > 1 and (kept or dated) == item.day]
            if same and not item.approves_issue and is_given(card, item):
                yield at_approval(APPROVES_WHICH, card, item, folder=item.approves, issue=same[-1])


APPROVED_UNDECIDED = Code(
    "approved-undecided",
    "warning",
    N_("in {folder}, nothing has come of {numbers}"),
    N_("write adopted, decision or outcome there before its minutes are approved"),
)


def approved_undecided(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """Minutes that come up for approval say what came of every item. The rule checks items for approval and decision.

    Whoever approves minutes with a hole in them approves that nothing was decided.
    """
    undecided = {card.folder: card.undecided for card in cards}
    for card in cards:
        for item in card.items:
            if undecided.get(item.approves):
                numbers = ", ".join(undecided[item.approves])
                yield at_approval(APPROVED_UNDECIDED, card, item, folder=item.approves, numbers=numbers)


FOLLOW_UP_UNKNOWN = Code(
    "follow-up-unknown",
    "warning",
    N_('no earlier meeting has an action "{found}"'),
    N_("an action's id is the item's number and the action's place: 18/20-1"),
)


def follow_up_unknown(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """What is followed up was asked for in an earlier meeting. An action that was moved in its list has another id.

    The first meeting kept here may follow up actions of a meeting that is not.
    """
    seen: dict[str, None] = {}
    for card in cards:
        for one in card.follow_up if card is not cards[0] else ():
            if one.action not in seen:
                parameters = (("found", one.action), ("nearest", nearest(one.action, seen)))
                yield MeetingProblem(FOLLOW_UP_UNKNOWN, card, one.where, parameters)
        seen |= dict.fromkeys(card.actions)


FOLLOW_UP_CLOSED = Code(
    "follow-up-closed",
    "warning",
    N_("{found} was {status} already, in {other}"),
    N_("leave it out; a matter that is opened again is a new action"),
)


def follow_up_closed(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """An action that was done or dropped is not followed up again. A copied list brings along what is over."""
    closed: dict[str, tuple[str, str]] = {}
    for card in cards:
        for one in card.follow_up:
            if one.action in closed:
                status, other = closed[one.action]
                parameters = (("found", one.action), ("status", status), ("other", other))
                yield MeetingProblem(FOLLOW_UP_CLOSED, card, one.where, parameters)
            elif one.status in ("done", "dropped"):
                closed[one.action] = (one.status, card.address.rstrip("/"))


FOLLOW_UP_WITHHELD = Code(
    "follow-up-withheld",
    "warning",
    N_("what is said of {found} is public, and the item that it comes from is withheld ({basis})"),
    N_("withhold the note as well: write text and withheld under it"),
)


def follow_up_withheld(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """What comes of an action from a withheld item is withheld too. The note stands in another meeting's file, where
    nothing above it says so. That the action was followed up, and how it stands, is public.
    """
    basis: dict[str, str] = {}
    for card in cards:
        for one in card.follow_up:
            if one.tells and (over := basis.get(one.action)):
                yield MeetingProblem(FOLLOW_UP_WITHHELD, card, one.where, (("found", one.action), ("basis", over)))
        withheld = {name: item.withheld for item in card.items if item.withheld for name in (item.number, item.slug)}
        basis |= {action: withheld[of] for action in card.actions if (of := action.rpartition("-")[0]) in withheld}
