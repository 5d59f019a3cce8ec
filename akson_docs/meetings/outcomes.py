"""What came of elections and votes, as pages and slides tell it in a few words beside the resolution.

Who is elected and how, and how the vote on it fell: numbers alone, for who voted for what stands in the minutes. What
is told here is a value of JSON, in every language at once, so that a card can hold it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from akson_docs.meetings import record
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.voting import Poll, Tally
from akson_docs.model.values import TextByLanguage, said

How = Literal["agreed", "unanimous", "votes", "lot", "casting_vote", "lists", "majority", "tie", "nobody"]
"""How an election was decided: agreed (kommuneloven § 7-7), by every vote cast, by votes, by lot, by the chair's vote,
or by lists; or why nobody is elected: nobody had a majority, votes were even, or it is not known."""
Came = Literal["carried_unanimously", "carried", "not_carried", "tie"]


@dataclass(frozen=True)
class Won:
    """Who or which list won."""

    name: TextByLanguage
    votes: int | None
    """None where nobody knows, or where there was no contest."""
    seats: int
    by_lot: bool
    names: tuple[TextByLanguage, ...] = ()
    """Of a list, who of it is elected."""


@dataclass(frozen=True)
class Elected:
    """How an election ended."""

    to: TextByLanguage
    how: How
    won: tuple[Won, ...]
    cast: int
    """How many votes were cast, blank ones among them."""
    round: int
    secret: bool
    board: TextByLanguage = ()
    """Of boards that meet together, which of them elected."""


@dataclass(frozen=True)
class Voted:
    """How a vote fell."""

    on: str
    """`proposal`, `decision`, or a motion's letter."""
    over: str
    part: str
    came: Came
    counted: tuple[int, int, int]
    """For, against, blank."""
    by_chair: bool
    secret: bool
    board: TextByLanguage = ()
    """Of boards that meet together, which of them voted."""


@dataclass(frozen=True)
class Outcome:
    """What came of an item besides its resolution."""

    elections: tuple[Elected, ...] = ()
    votes: tuple[Voted, ...] = ()
    """The last vote on each thing, where nothing was adopted and nobody elected."""

    @property
    def is_elected(self) -> bool:
        """Whether somebody was elected."""
        return any(one.won for one in self.elections)

    @property
    def is_nothing(self) -> bool:
        """Whether votes were held and none of them carried anything."""
        return bool(self.votes) and all(one.came in ("not_carried", "tie") for one in self.votes)


def outcome(agenda: Agenda, entry: Entry) -> Outcome:
    """What came of an item besides its resolution, as far as the edition of it says."""
    if not (entry.item.elections or entry.item.votes):
        return Outcome()
    polls = record.polls(agenda, entry).values()
    last = {(poll.election.office, poll.election.board): poll for poll in polls}
    elections = tuple(_elected(poll, agenda) for poll in last.values())
    return Outcome(elections, () if elections or entry.decided is not None else _voted(agenda, entry))


def from_json(held: Mapping[str, Any]) -> Outcome:
    """The outcome that `dataclasses.asdict` made `held` of, and JSON after it."""
    elections = (
        Elected(
            **one
            | {"to": _said(one["to"]), "won": tuple(_won(row) for row in one["won"]), "board": _said(one["board"])}
        )
        for one in held["elections"]
    )
    return Outcome(tuple(elections), tuple(map(voted_from_json, held["votes"])))


def voted_from_json(held: Mapping[str, Any]) -> Voted:
    """How a vote fell, likewise."""
    return Voted(**{**held, "counted": tuple(held["counted"]), "board": _said(held["board"])})


def _elected(poll: Poll, agenda: Agenda) -> Elected:
    election = poll.election
    if election.agreed:
        won = tuple(Won(_called(agenda, name), None, 1, by_lot=False) for name in election.agreed)
    elif election.lists:
        won = tuple(
            Won(
                _called(agenda, one.name),
                one.votes,
                one.seats,
                one.by_lot,
                tuple(_called(agenda, name) for name in row.candidates if name in poll.elected),
            )
            for one, row in zip(poll.standings, election.lists, strict=True)
            if one.seats
        )
    else:
        won = tuple(
            Won(_called(agenda, one.name), one.votes, one.seats, one.by_lot) for one in poll.standings if one.seats
        )
    to = said(election.to, agenda.language)
    by_law = record.boards(agenda).get(election.board, agenda.board).law == "kommuneloven"
    how, which = _how(poll, won, by_law=by_law), _board(agenda, election.board)
    return Elected(to, how, won, poll.cast, poll.round, election.secret, which)


def _how(poll: Poll, won: tuple[Won, ...], *, by_law: bool) -> How:
    election = poll.election
    if election.agreed:
        return "agreed" if by_law else "unanimous"
    if not won:
        return "majority" if poll.undecided == "majority" else "tie" if poll.undecided == "tie" else "nobody"
    if election.lists:
        return "lists"
    if poll.by_chair:
        return "casting_vote"
    if len(won) == 1 and won[0].by_lot:
        return "lot"
    return "unanimous" if len(won) == 1 and won[0].votes == poll.cast else "votes"


def _voted(agenda: Agenda, entry: Entry) -> tuple[Voted, ...]:
    tallies = record.tallies(agenda, entry)
    last = {}
    for place, vote in enumerate(entry.item.votes):
        fell = tallies.get((*entry.path, "votes", place))
        if fell is not None and any(fell.counted):
            last[vote.on, vote.over, vote.part, vote.board] = voted(agenda, fell)
    return tuple(last.values())


def voted(agenda: Agenda, fell: Tally) -> Voted:
    """How a vote fell, in numbers."""
    vote = fell.vote
    came: Came = "tie" if fell.carried is None else "carried" if fell.carried else "not_carried"
    came = "carried_unanimously" if came == "carried" and fell.is_unanimous else came
    which = _board(agenda, vote.board)
    return Voted(vote.on, vote.over, vote.part, came, fell.counted, fell.by_chair, vote.secret, which)


def _board(agenda: Agenda, name: str) -> TextByLanguage:
    """What one of the boards that meet together is called; () where none meets with another."""
    board = record.boards(agenda).get(name) if agenda.joint else None
    return said(board.name, agenda.language) if board is not None else ()


def _called(agenda: Agenda, name: str) -> TextByLanguage:
    """What somebody, or a list, is called in each of a meeting's languages."""
    return tuple((language, record.called(agenda, name, language)) for language in agenda.languages)


def _won(held: Mapping[str, Any]) -> Won:
    return Won(**{**held, "name": _said(held["name"]), "names": tuple(_said(one) for one in held["names"])})


def _said(held: Any) -> TextByLanguage:
    return tuple((language, text) for language, text in held)
