"""What rules of votes and elections are asked of: each vote and each election, and how it fell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from akson_docs.diagnostics import ValuePath
from akson_docs.meetings import record
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.voting import Poll, Tally
from akson_docs.model.values import LocalizedText


def sided(fell: Tally | Poll) -> Iterator[tuple[ValuePath, str]]:
    """Every name on a side of a vote or an election, with its place in it; where each may vote for several, of one
    candidate."""
    if isinstance(fell, Tally):
        vote = fell.vote
        sides: list[tuple[ValuePath, tuple[str, ...]]] = [(("for",), vote.for_), (("against",), vote.against)]
        sides += [(("blank",), vote.blank), (("absent_from_vote",), vote.absent_from_vote)]
    else:
        one = fell.election
        key, rows = ("lists" if one.lists else "candidates"), one.rows
        several = not one.lists and (one.seats or 1) > 1
        sides = [] if several else [((key, place, "for"), row.for_) for place, row in enumerate(rows)]
        sides += [(("blank",), one.blank), (("absent_from_vote",), one.absent_from_vote)]
    for place, names in sides:
        yield from (((*place, index), name) for index, name in enumerate(dict.fromkeys(names)))


def is_sure(fell: Tally | Poll) -> bool:
    """Whether every name on a side is somebody's who could vote, and on no other side: else that is told alone."""
    names = [name for _, name in sided(fell)]
    return not fell.unknown and len(set(names)) == len(names)


def fallen(agenda: Agenda) -> Iterator[tuple[ValuePath, Tally | Poll, Entry]]:
    """Every vote and every election of which it follows how it fell, with its place."""
    for entry in agenda.entries:
        yield from fallen_at(agenda, entry)


def under_law(agenda: Agenda) -> Iterator[tuple[ValuePath, Tally | Poll, Entry]]:
    """Those of boards that are under kommuneloven: where boards meet together one may be, and another not."""
    boards = record.boards(agenda)
    for path, one, entry in fallen(agenda):
        held = one.vote if isinstance(one, Tally) else one.election
        if boards.get(held.board, agenda.board).law == "kommuneloven":
            yield path, one, entry


def fallen_at(agenda: Agenda, entry: Entry) -> Iterator[tuple[ValuePath, Tally | Poll, Entry]]:
    """Those of one item."""
    for held in (record.tallies(agenda, entry), record.polls(agenda, entry)):
        yield from ((path, one, entry) for path, one in held.items())


def polls(agenda: Agenda) -> Iterator[tuple[ValuePath, Poll, Entry]]:
    """Every election of which it follows how it fell, with its place."""
    for entry in agenda.entries:
        yield from ((path, one, entry) for path, one in record.polls(agenda, entry).items())


def decisive(entry: Entry, tallies: Mapping[ValuePath, Tally]) -> Iterator[ValuePath]:
    """The votes at an item that must have been decided, by their places: on what was adopted, or that put something
    else in its place; the last one, where nothing is said to have come of it; all on closing and on impartiality."""
    own = (*entry.path, "votes")
    chosen, votes = record.chosen(entry), entry.item.votes
    yield from (path for path in tallies if path[:-1] != own)
    last = {(vote.on, vote.over, vote.part, vote.board): (*own, place) for place, vote in enumerate(votes)}
    settled = record.settled_by(entry)
    carried = settled is not None and settled in tallies and tallies[settled].carried
    for (on, over, *_), path in last.items():
        if path not in tallies:
            continue
        is_final = not chosen and not record.outcome(entry) and path == (*own, len(votes) - 1)
        if is_final or (chosen and (on == chosen or (over == chosen and not carried))):
            yield path


def numbers_of_points(words: LocalizedText) -> tuple[str, ...]:
    """The numbers of a text's points, as they are written and as they are counted."""
    found: dict[str, None] = {}
    for _, text in words.said:
        numbers = re.findall(r"^ {0,3}(\d+)[.)] ", text, re.MULTILINE)
        counted = [str(place) for place in range(1, len(numbers) + 1)] if len(set(numbers)) < len(numbers) else []
        found |= dict.fromkeys((*numbers, *counted))
    return tuple(found)
