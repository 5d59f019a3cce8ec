"""Rules about minutes, their approval and correction, and what is to be followed up."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator, Sequence

from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.meetings import record
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.cards import ItemCard, MeetingCard, is_given, is_up
from akson_docs.model.documents import Board
from akson_docs.rules.subjects import KeptMinutes, MeetingProblem, at_approval

MINUTES_UNDECIDED = Code(
    "minutes-undecided",
    "warning",
    "the minutes have a day that they are published on, and nothing has come of this item",
    "protokollen har en dag den publiseres, og det er ikke kommet noe ut av denne saken",
    "write adopted, decision or outcome: what is added after that day takes a correction",
    "skriv adopted, decision eller outcome: det som legges til etter den dagen, krever en rettelse",
)


def minutes_undecided(agenda: Agenda) -> Iterator[Problem]:
    """Minutes say what came of every item before they are published. Asked are items for approval and decision.

    Once they are out, and kept, what is missing takes a correction and a new issue.
    """
    minutes = agenda.meeting.minutes
    for entry in record.undecided(agenda) if minutes and minutes.published and not agenda.meeting.cancelled else ():
        yield MINUTES_UNDECIDED.of((*entry.path, "title"))


CORRECTION_EARLY = Code(
    "correction-early",
    "warning",
    "a correction of {day}, before the minutes were published ({published})",
    "en rettelse {day}, før protokollen ble publisert ({published})",
    "check the dates; until then the minutes are simply written anew",
    "se på datoene; til da skrives protokollen bare om",
)
CORRECTION_OF_DRAFT = Code(
    "correction-early",
    "warning",
    "a correction of minutes that were never published",
    "en rettelse av en protokoll som ikke er publisert",
    "write published: with the day; until then the minutes are simply written anew",
    "skriv published: med dagen; til da skrives protokollen bare om",
)


def correction_early(agenda: Agenda) -> Iterator[Problem]:
    """What is corrected was published. A correction tells those who read the minutes what they read that was wrong.

    Asked is that `published` is written, and that no correction is older than that day.
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
    "issue {issue} of the minutes is published, and is not kept as it is: nobody would see what is changed in it",
    "utgave {issue} av protokollen er publisert, og er ikke tatt vare på: ingen ville se hva som endres i den",
    "akson dispatch {meeting} --minutes keeps it",
    "akson dispatch {meeting} --minutes tar vare på den",
)
MINUTES_GONE = Code(
    "minutes-not-kept",
    "warning",
    "what was kept of issue {issue} of the minutes is withdrawn, and what is published in its place is not kept",
    "det som ble tatt vare på av utgave {issue} av protokollen, er trukket tilbake, og det som publiseres i stedet, er "
    "ikke tatt vare på",
    "say in `corrections:` under `minutes:` that something is withheld since; then akson dispatch {meeting} --minutes "
    "keeps a new issue",
    "si i `corrections:` under `minutes:` at noe er unntatt siden; da tar akson dispatch {meeting} --minutes vare på "
    "en ny utgave",
)


def minutes_not_kept(minutes: KeptMinutes) -> Iterator[Problem]:
    """Minutes are kept as they are published. Then whoever approved them, or read them, can see that they are the same.

    Asked from the day that `published` says. What was kept is given out as it was, a later change without a
    correction is an error, and one with it comes as a new issue that is kept in its turn. Where they were published
    long ago and elsewhere, a board turns this off with `rules: {minutes-not-kept: off}`.
    """
    agenda = minutes.agenda
    if not minutes.is_kept or minutes.is_gone:
        code = MINUTES_GONE if minutes.is_gone else MINUTES_NOT_KEPT
        meeting = agenda.address.rstrip("/")
        yield code.of(("minutes", "published"), issue=record.issue(agenda), meeting=meeting)


APPROVES_UNKNOWN = Code(
    "approves-unknown",
    "warning",
    'the board has no meeting "{folder}"',
    "utvalget har ikke noe møte «{folder}»",
    "name the meeting's folder, such as {before}",
    "skriv navnet på møtets mappe, for eksempel {before}",
)


def approves_unknown(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """The minutes that an item approves are those of a meeting of the board. Else neither leads to the other.

    The first meeting that is here may approve those of one that is not.
    """
    known = [card.folder for card in cards]
    for before, card in itertools.pairwise(cards):
        for item in card.items:
            if item.approves and item.approves not in known:
                earlier = known[: known.index(card.folder)]
                near = difflib.get_close_matches(item.approves, earlier, 1, 0.6)
                hint = {"nearest": near[0] if near else "", "before": before.folder}
                yield at_approval(APPROVES_UNKNOWN, card, item, folder=item.approves, **hint)


APPROVES_LATER = Code(
    "approves-later",
    "warning",
    "the meeting in {folder} is not before this one, but on {day}",
    "møtet i {folder} er ikke før dette, men {day}",
    "check the folder",
    "se på mappen",
)


def approves_later(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """Minutes are approved in a later meeting. A meeting cannot approve its own, or those of one to come."""
    order = {card.folder: (card.date, card.folder) for card in cards}
    for card in cards:
        for item in card.items:
            approved = order.get(item.approves)
            if approved is not None and approved >= order[card.folder]:
                yield at_approval(APPROVES_LATER, card, item, folder=item.approves, day=approved[0])


APPROVES_TWICE = Code(
    "approves-twice",
    "warning",
    "the minutes of {folder} are approved already, in {other}",
    "protokollen fra {folder} er godkjent allerede, i {other}",
    "approve another meeting's; if they came back, write the first item's outcome: postponed, returned or rejected",
    "godkjenn et annet møtes; kom den tilbake, skriv outcome på den første saken: postponed, returned eller rejected",
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
    "the minutes of {folder} have no issue {issue}; their last one is {last}",
    "protokollen fra {folder} har ingen utgave {issue}; den siste er {last}",
    "take out approves_issue: then it is the one that there was on the day",
    "ta ut approves_issue: da er det den som fantes på dagen",
)

APPROVES_WHICH = Code(
    "approves-issue",
    "warning",
    "issue {issue} of the minutes of {folder} is of the day that they were approved: was it that one?",
    "utgave {issue} av protokollen fra {folder} er fra dagen den ble godkjent: var det den?",
    "write approves_issue: with the number of the one that was approved",
    "skriv approves_issue: med nummeret på den som ble godkjent",
)


def approves_issue(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """The issue of minutes that an item approves is one that there is.

    Nobody needs to say it: it is the one that there was on the day, by what was kept and by the dates of corrections.
    Of one that came on that very day nobody knows whether it came before the meeting or after: that is asked, as a
    warning. An issue that there is not is an error: the minutes would print it.
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
    "in {folder}, nothing has come of {numbers}",
    "i {folder} er det ikke kommet noe ut av {numbers}",
    "write adopted, decision or outcome there before its minutes are approved",
    "skriv adopted, decision eller outcome der før protokollen godkjennes",
)


def approved_undecided(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """Minutes that come up for approval say what came of every item. Asked are items for approval and decision.

    Who approves minutes with a hole in them approves that nothing was decided.
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
    'no earlier meeting has an action "{found}"',
    "ingen tidligere møter har et tiltak «{found}»",
    "an action's id is the item's number and the action's place: 18/20-1",
    "et tiltaks id er saksnummeret og tiltakets plass: 18/20-1",
)


def follow_up_unknown(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """What is followed up was asked for in an earlier meeting. An action that was moved in its list changed its id.

    The first meeting that is here may follow up actions of one that is not.
    """
    seen: dict[str, None] = {}
    for card in cards:
        for one in card.follow_up if card is not cards[0] else ():
            if one.action not in seen:
                near = difflib.get_close_matches(one.action, seen, 1, 0.6)
                parameters = (("found", one.action), ("nearest", near[0] if near else ""))
                yield MeetingProblem(FOLLOW_UP_UNKNOWN, card, one.where, parameters)
        seen |= dict.fromkeys(card.actions)


FOLLOW_UP_CLOSED = Code(
    "follow-up-closed",
    "warning",
    "{found} was {status} already, in {other}",
    "{found} var {status} allerede, i {other}",
    "leave it out; a matter that is opened again is a new action",
    "ta det ut; en sak som tas opp igjen, er et nytt tiltak",
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
    "what is said of {found} is public, and the item that it comes from is withheld ({basis})",
    "det som er sagt om {found}, er offentlig, og saken det kommer fra, er unntatt ({basis})",
    "withhold the note as well: write text and withheld under it",
    "unnta merknaden også: skriv text og withheld under den",
)


def follow_up_withheld(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """What becomes of an action of a withheld item is withheld too. The note stands in another meeting's file, where
    nothing above it says so. That an action was followed up, and how it stands, is public."""
    basis: dict[str, str] = {}
    for card in cards:
        for one in card.follow_up:
            if one.tells and (over := basis.get(one.action)):
                yield MeetingProblem(FOLLOW_UP_WITHHELD, card, one.where, (("found", one.action), ("basis", over)))
        withheld = {name: item.withheld for item in card.items if item.withheld for name in (item.number, item.slug)}
        basis |= {action: withheld[of] for action in card.actions if (of := action.rpartition("-")[0]) in withheld}
