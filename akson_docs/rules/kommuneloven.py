"""Rules that kommuneloven has, with forvaltningsloven, for meetings and votes: asked of boards that are under it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem
from akson_docs.meetings import record
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.record import Lack
from akson_docs.meetings.voting import Poll, Tally
from akson_docs.rules.vote_inputs import fallen_at, is_sure, under_law

BLANK_VOTE = Code(
    "blank-vote",
    "warning",
    N_("blank votes are for elections and appointments (kommuneloven § 8-1)"),
    N_("if it is one: kind: election or kind: appointment on the vote; who did not vote at all: absent_from_vote"),
)


def blank_vote(agenda: Agenda) -> Iterator[Problem]:
    """Nobody votes blank except at elections and appointments (kommuneloven § 8-1): whoever is there when a matter is
    put to the vote votes for or against. An election or an appointment is known by the words of title and proposal, or
    by `kind` on the vote.

    The rule is for boards with `law: kommuneloven`.
    """
    for path, fell, _ in under_law(agenda):
        if isinstance(fell, Tally) and fell.counted[2] and fell.kind == "resolution" and is_sure(fell):
            yield BLANK_VOTE.of((*path, "blank" if fell.vote.blank else "count"))


VOTE_DUTY = Code(
    "vote-duty",
    "warning",
    N_("there, and did not vote: {found}; who is there has to (kommuneloven § 8-1)"),
    N_("who had left, or stepped aside, stands in attendance (part) or under impartiality"),
)


def vote_duty(agenda: Agenda) -> Iterator[Problem]:
    """Whoever is there when a matter is put to the vote has to vote (kommuneloven § 8-1). Those who did not stand under
    `absent_from_vote`: it happened, and the minutes say so.

    The rule is for boards with `law: kommuneloven`.
    """
    for path, fell, _ in under_law(agenda):
        if fell.absent:
            names = ", ".join(voter.id for voter in fell.absent)
            yield VOTE_DUTY.of((*path, "absent_from_vote"), found=names)


SECRET_BALLOT = Code(
    "secret-ballot",
    "warning",
    N_("a secret ballot on something else than an election (kommuneloven § 11-4: the minutes say who voted for what)"),
    N_("write for or against, by party"),
)


SECRET_BALLOTS = Code(
    "secret-ballot",
    "warning",
    N_(
        "{count} secret ballots on something else than elections (kommuneloven § 11-4: the minutes say who voted for "
        "what)"
    ),
    N_("write for or against, by party"),
)


SECRET_ELECTION = Code(
    "secret-ballot",
    "warning",
    N_("a secret ballot between candidates: only of lists may be voted in writing (kommuneloven § 7-5)"),
    N_("write for, by party; one that was secret all the same stands where it would have ended alike"),
)


def secret_ballot(agenda: Agenda) -> Iterator[Problem]:
    """Votes are open: the minutes say which parties voted for what (kommuneloven § 11-4, Prop. 46 L (2017–2018) page
    157). At an election by lists the board decides whether to vote in writing (§ 7-5 fourth paragraph, since 1 July
    2023; before that it always did), and then nobody knows who voted for what. Between candidates the vote is by show
    of hands like all others, since the act of 2018 did not carry on § 35 no. 5 of the act of 1992 (the ministry's
    letter of 27 September 2019). An election that was secret all the same is no less valid if it would have ended
    alike.

    The rule checks votes and elections in boards with `law: kommuneloven`. Votes of one meeting are told once, at the
    first of them.
    """
    held = tuple(under_law(agenda))
    secret = [
        path for path, fell, _ in held if isinstance(fell, Tally) and fell.vote.secret and fell.kind != "election"
    ]
    if secret:
        code = SECRET_BALLOT if len(secret) == 1 else SECRET_BALLOTS
        yield code.of((*secret[0], "secret"), count=len(secret))
    for path, fell, _ in held:
        if isinstance(fell, Poll) and fell.election.secret and fell.election.candidates:
            yield SECRET_ELECTION.of((*path, "secret"))


def _led(text: str) -> Code:
    return Code("chair-absent", "error", text, N_("write chair: with who led during the item"))


CHAIR_ABSENT: Mapping[Lack, Code] = {
    "absent": _led(N_("{found} was not there, and is said to have led the meeting during it")),
    "left": _led(N_("{found} was not there for this item, and is said to have led the meeting during it")),
    "aside": _led(N_("{found} had stepped aside (impartiality), and is said to have led the meeting during it")),
}


def chair_absent(agenda: Agenda) -> Iterator[Problem]:
    """Whoever led the meeting during an item was there for it. Nobody leads who stepped aside for impartiality
    (forvaltningsloven § 6), or who had left.

    The rule checks `chair` on an item, where attendance is written. An absent chair is an error, because the minutes
    would print it.
    """
    for entry in agenda.entries if agenda.meeting.attendance is not None else ():
        led = record.person(agenda, entry.item.chair)
        if led is None or any(one.id == led.id for one in record.voters(agenda, entry)):
            continue
        lack = record.lack(agenda, entry, led.id)
        if lack in CHAIR_ABSENT:
            yield CHAIR_ABSENT[lack].of((*entry.path, "chair"), found=led.id)


QUORUM = Code(
    "quorum",
    "warning",
    N_("{voters} of {members} members voted: half of them is needed (kommuneloven § 11-9)"),
    N_("see attendance: who was absent, left, or had stepped aside"),
)


def quorum(agenda: Agenda) -> Iterator[Problem]:
    """A board can only decide if at least half of its members were there during the item and voted on it (kommuneloven
    § 11-9). A substitute counts for the member, and a blank vote counts too.

    The rule is for boards with `law: kommuneloven`, and for items with votes, where attendance is written.
    """
    if agenda.meeting.attendance is None:
        return
    boards = [name for name, board in record.boards(agenda).items() if board.law == "kommuneloven"]
    for entry, board in itertools.product(agenda.entries, boards):
        seats = len(record.members(agenda, entry.day, board))
        there = len(record.of_board(agenda, record.voters(agenda, entry), board))
        # Of boards that meet together each has a quorum of its own, for the votes that are its own.
        votes, elections = (
            [one for one in held if not agenda.joint or one.board == board]
            for held in (entry.item.votes, entry.item.elections)
        )
        absent = [
            len(one.absent)
            for path, one, _ in fallen_at(agenda, entry)
            if path[len(entry.path)] in ("votes", "elections")
            and (one.vote if isinstance(one, Tally) else one.election) in (*votes, *elections)
        ]
        voted = there - max(absent, default=0)
        if (votes or elections) and 2 * voted < seats:
            yield QUORUM.of((*entry.path, "votes" if votes else "elections"), voters=voted, members=seats)


IMPARTIALITY_BASIS = Code(
    "impartiality-basis",
    "warning",
    N_("{member} was found disqualified, and no basis is recorded"),
    N_("write basis: forvaltningsloven § 6 … before found"),
)


def impartiality_basis(agenda: Agenda) -> Iterator[Problem]:
    """If a member was found disqualified, the minutes say on what basis: forvaltningsloven § 6, or kommuneloven §
    11-10. The board itself decides it (forvaltningsloven § 8), and whoever complains reads why.

    The rule is for boards with `law: kommuneloven`.
    """
    for entry in agenda.entries if agenda.board.law == "kommuneloven" else ():
        for place, one in enumerate(entry.item.impartiality):
            if one.found == "disqualified" and one.basis is None:
                yield IMPARTIALITY_BASIS.of((*entry.path, "impartiality", place, "found"), member=one.member)
