"""How votes and elections fell: from what was written and who could vote, to numbers, sides and a result.

The law is kommuneloven (2018) where a board says so. A resolution needs more than half of the votes cast, and a tie is
decided by the vote of who leads the meeting (§ 11-9); so is an appointment, where blank votes may be cast as well
(§ 8-1, Prop. 46 L (2017–2018) chapter 14.1). At an election that vote decides nothing: between candidates more than
half is needed, then there is a second vote, in which most votes elect, then the lot (§ 7-8); of lists the seats go by
the votes divided by 1, 2, 3 … (§ 7-6); what is agreed is unanimous (§ 7-7). A blank vote is a vote that was cast.

Other boards count more votes for than against, blank votes apart; a tie is decided where their statutes have the
chair's vote decide it (aksjeloven § 6-25 does, and asks for more than half of those who take part), and most votes
elect. What nobody decided stays undecided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from akson_docs.diagnostics import ValuePath
from akson_docs.model.documents import Candidate, CandidateList, Election, Item, Majority, Vote, VoteKind

Undecided = Literal["tie", "majority", "votes", "lot"]
"""Why nobody is elected: as many votes for two, no majority in the first round, votes that are not known, or a lot
that fell on somebody else than those between whom it was drawn."""
SHARES: Mapping[Majority, tuple[Fraction, bool]] = {
    "half of the votes": (Fraction(1, 2), False),
    "two thirds": (Fraction(2, 3), False),
    "three quarters": (Fraction(3, 4), False),
    "four fifths": (Fraction(4, 5), False),
    "half of the members": (Fraction(1, 2), True),
    "two thirds of the members": (Fraction(2, 3), True),
    "all": (Fraction(1), False),
}
"""The share that a required majority is, and whether of all members; of a half more is needed, else that much."""


@dataclass(frozen=True)
class Voter:
    """Somebody with a vote: a member, or who met for one."""

    id: str
    """The person's id; the name where the person has none."""
    name: str
    """As printed; of a seat, who holds it that day."""
    party: str
    """The person's own, or the member's whom the person met for; "" where there are no parties."""
    instead_of: str = ""
    """The id of the member whom the person met for."""


@dataclass(frozen=True)
class Terms:
    """By what a board votes on an item."""

    by_law: bool = False
    """Whether kommuneloven binds it."""
    chair: str = ""
    """The id of who led the meeting during it; "" where nobody knows."""
    casts: bool = False
    """Whether the chair's vote decides a tie."""
    members: int = 0
    """How many members the board has."""


@dataclass(frozen=True)
class Side:
    """Those of one party who voted alike; in a board without parties, everybody who did."""

    party: str
    voters: tuple[Voter, ...]
    split: bool
    """Whether others of the party voted otherwise."""
    is_smaller: bool
    """Whether they are its smaller part, or half of it: then names are printed, and the others are the rest of it."""


@dataclass(frozen=True)
class Tally:
    """How a vote fell: everybody who could vote stands in one of the four, or the count is all that is known."""

    vote: Vote
    kind: VoteKind
    for_: tuple[Voter, ...]
    against: tuple[Voter, ...]
    blank: tuple[Voter, ...]
    absent: tuple[Voter, ...]
    """Who was there and did not vote."""
    unknown: tuple[ValuePath, ...]
    """The names that are nobody's who could vote, by their place in the vote: ("for", 0)."""
    counted: tuple[int, int, int]
    """How many were for, against, and blank."""
    adds_up: bool
    """Whether the count that was written ("5–4", "6-0-1") is the one that follows; none may be written."""
    carried: bool | None
    """Whether it had its majority; None for a tie that nobody decided."""
    by_chair: bool = False
    """Whether the chair's vote decided it."""

    @property
    def count(self) -> str:
        """For and against, and blank where there is any: "5-4", "5-3-1"."""
        return "-".join(map(str, self.counted[: 3 if self.counted[2] else 2]))

    @property
    def is_unanimous(self) -> bool:
        """Whether nobody voted otherwise than for it."""
        return self.counted[0] > 0 and not any(self.counted[1:])

    @property
    def voters(self) -> tuple[Voter, ...]:
        """Everybody who voted, where it is known: those for, those against, those who voted blank."""
        return self.for_ + self.against + self.blank

    def sides(self, alike: Iterable[Voter]) -> tuple[Side, ...]:
        """Some who voted alike, by party in the order of their first.

        The minutes say which parties voted for what (kommuneloven § 11-4, Prop. 46 L (2017–2018) page 157).
        """
        return sides(alike, self.voters)


@dataclass(frozen=True)
class Standing:
    """How a candidate or a list came out of an election."""

    name: str
    """As written: an id or a name."""
    voters: tuple[Voter, ...]
    """Who voted for it; nobody where only the number is known."""
    votes: int | None
    """None where nobody knows."""
    seats: int
    """How many of the seats it won; 0 as well while it is not decided."""
    by_lot: bool
    """Whether the lot gave it the last of them."""


@dataclass(frozen=True)
class Poll:
    """How an election fell."""

    election: Election
    round: int
    """1, and one more for each time that it was voted on the same before."""
    standings: tuple[Standing, ...]
    """Of each candidate or list, in the order in which they were written; none where it was agreed."""
    blank: tuple[Voter, ...]
    blanks: int
    """How many votes were blank."""
    absent: tuple[Voter, ...]
    """Who was there and did not vote."""
    unknown: tuple[ValuePath, ...]
    """The names that are nobody's who could vote, by their place: ("candidates", 0, "for", 1)."""
    could: int
    """How many votes there could be; 0 where nobody knows."""
    adds_up: bool
    """Whether as many votes are counted as there could be, and every number is the one that follows from names."""
    elected: tuple[str, ...]
    """Who is elected; nobody while it is not decided, or where lists do not say who is on them."""
    undecided: Undecided | None
    """Why nobody is."""
    tied: tuple[str, ...]
    """Those with as many votes, between whom the lot is drawn."""
    by_chair: bool = False
    """Whether the chair's vote decided it, in a board that no law forbids that."""

    @property
    def cast(self) -> int:
        """How many votes were cast, as far as they are known."""
        return sum(one.votes or 0 for one in self.standings) + self.blanks

    @property
    def voters(self) -> tuple[Voter, ...]:
        """Everybody who voted, where it is known."""
        return tuple(dict.fromkeys(voter for one in self.standings for voter in one.voters)) + self.blank

    def sides(self, alike: Iterable[Voter]) -> tuple[Side, ...]:
        """Some who voted alike, by party in the order of their first."""
        return sides(alike, self.voters)


def sides(alike: Iterable[Voter], voters: Sequence[Voter]) -> tuple[Side, ...]:
    """Some of the voters, by party in the order of their first."""
    parties: dict[str, list[Voter]] = {}
    for voter in alike:
        parties.setdefault(voter.party, []).append(voter)
    size = {party: sum(voter.party == party for voter in voters) for party in parties}
    return tuple(
        Side(party, tuple(some), len(some) < size[party], 2 * len(some) <= size[party])
        for party, some in parties.items()
    )


# ---- votes ---------------------------------------------------------------------------------------------------


def tally(vote: Vote, there: tuple[Voter, ...], terms: Terms = Terms(), kind: VoteKind = "resolution") -> Tally:
    """How a vote of these voters fell; without voters, as its count says.

    A name is a person's before it is a party's, and a person's own name goes before the party's: of `for: [H]` and
    `blank: [h-2]`, h-2 voted blank.
    """
    written = [int(number) for number in re.findall(r"\d+", vote.count or "")]
    named = bool(vote.for_ or vote.against or vote.unanimous)
    absent = _ids(vote.absent_from_vote, there)
    aside = absent | (_ids(vote.blank, there) - (_ids((*vote.for_, *vote.against), there, parties=False)))
    chosen = _ids((*vote.for_, *vote.against), there) - aside
    for_: list[Voter] = []
    against: list[Voter] = []
    for voter in there if named else ():
        if voter.id not in aside:
            agrees = vote.unanimous or (voter.id in chosen) == bool(vote.for_)
            (for_ if agrees else against).append(voter)
    blank = tuple(voter for voter in there if voter.id in aside - absent)
    one, other, third = [*written, 0][:3] if written else (0, 0, 0)
    follows = named and bool(there)
    counted = (len(for_), len(against), len(blank)) if follows else (one, other, third)
    adds_up = not written or (
        counted == (one, other, third)
        if follows
        else _can_be(sum(counted), len(there) - len(absent), terms) and (not blank or len(blank) == third)
    )
    side = next(("for" if some is for_ else "against" for some in (for_, against) if _holds(some, terms.chair)), "")
    carried, by_chair = _carried(vote, kind, counted, side, terms)
    unknown = tuple(
        (key, place)
        for key, words in _named(vote)
        for place, word in enumerate(words)
        if there and not _ids((word,), there)
    )
    gone = tuple(voter for voter in there if voter.id in absent)
    return Tally(vote, kind, tuple(for_), tuple(against), blank, gone, unknown, counted, adds_up, carried, by_chair)


def kind_of(vote: Vote, item: Item) -> VoteKind:
    """What a vote is about: what it says or, where it does not, what the item's title and proposal read like."""
    if vote.kind:
        return vote.kind
    texts = [text for words in (item.title, item.proposal) if words for _, text in words.said]
    if any(_APPOINTS.search(text) for text in texts):
        return "appointment"
    if any(_ELECTS.search(text) or (_CHOOSES.search(text) and not _THINGS.search(text)) for text in texts):
        return "election"
    return "resolution"


_OFFICES = (
    r"(?:\w*ledere?|\w*leiar\w*|\w*ordfører\w*|\w*ordførar\w*|\w*medlem\w*|\w*representant\w*|\w*utvalg\w*|"
    r"\w*utval\w*|\w*styre|\w*styret|\w*nemnd\w*|\w*råd|\w*rådet|formannskap\w*|delegat\w*|revisor\w*|"
    r"\w*dommer\w*|\w*dommar\w*|chair\w*|mayor|members?|officers?|board|treasurer|secretary|president)"
)
_APPOINTS = re.compile(
    r"\b(?:ansettelse|ansettes|ansetter|tilsetting|tilsetjing|tilsettes|tilsettast|tilset|tilsett|appointment of)\b",
    re.I,
)
_ELECTS = re.compile(
    rf"\b(?:(?:\w*valg|\w*val|election) (?:av|of|til) (?:[\w.]+ ){{0,2}}?{_OFFICES}\b|suppleringsval)", re.I
)
_CHOOSES = re.compile(r"\b(?:velges|velgast|veljast|(?:is|are) elected)\b", re.I)
_THINGS = re.compile(r"alternativ|løsning|løysing|modell|leverandør|tilb[uo]d|tras[eé]|variant|metode|strategi", re.I)
"""What may be chosen as well: then "velges" is about no election."""


def _carried(
    vote: Vote, kind: VoteKind, counted: tuple[int, int, int], chairs: str, terms: Terms
) -> tuple[bool | None, bool]:
    """Whether a vote had its majority, and whether the chair's vote decided it; `chairs` is the chair's side."""
    for_, against, blank = counted
    cast = for_ + against + (blank if terms.by_law or vote.majority in ("half of the votes", "all") else 0)
    if vote.majority:
        share, of_members = SHARES[vote.majority]
        whole = terms.members if of_members else cast
        if not whole:
            return (None if of_members else False), False
        return (for_ > share * whole if share == Fraction(1, 2) else for_ >= share * whole), False
    if for_ == against > 0:
        side = vote.casting_vote or (chairs if terms.casts else "")
        return (None, False) if kind == "election" or not side else (side == "for", True)
    return (2 * for_ > cast if terms.by_law else for_ > against), False


def _can_be(cast: int, could: int, terms: Terms) -> bool:
    """Whether that many votes can have been cast. By kommuneloven everybody votes who is there (§ 8-1); where more
    voted than a board has members, others vote in it than those on its list."""
    return could <= 0 or cast == could or (not terms.by_law and cast > terms.members)


def _named(vote: Vote) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The names in a vote, by the key that they stand under."""
    return (
        ("for", vote.for_),
        ("against", vote.against),
        ("blank", vote.blank),
        ("absent_from_vote", vote.absent_from_vote),
    )


def _ids(words: Iterable[str], there: tuple[Voter, ...], parties: bool = True) -> set[str]:
    """The ids of those among the voters whom the words name, as persons or (where asked) by party."""
    found: set[str] = set()
    for word in words:
        persons = {voter.id for voter in there if word in (voter.id, voter.name)}
        found |= persons or {voter.id for voter in there if parties and word == voter.party}
    return found


def _holds(some: Iterable[Voter], name: str) -> bool:
    return any(name in (voter.id, voter.name) for voter in some)


# ---- elections -----------------------------------------------------------------------------------------------


def poll(election: Election, there: tuple[Voter, ...], terms: Terms = Terms(), round_: int = 1) -> Poll:
    """How an election by these voters fell.

    Whose votes are not written of one candidate or list has those of everybody who is named nowhere.
    """
    rows = election.rows
    absent, key = _ids(election.absent_from_vote, there), "lists" if election.lists else "candidates"
    persons = _ids((name for row in rows for name in row.for_), there, parties=False)
    blank = _ids(election.blank, there) - persons - absent
    named = [_ids(row.for_, there) - blank - absent - (persons - _own(row, there)) for row in rows]
    silent = [place for place, row in enumerate(rows) if not row.for_]
    if len(silent) == 1 and there and not election.secret and election.blank_votes in (None, len(blank)):
        named[silent[0]] = {voter.id for voter in there}.difference(blank, absent, *named)
        silent = []
    follows = [len(ids) if there and place not in silent else None for place, ids in enumerate(named)]
    votes = [known if row.votes is None else row.votes for row, known in zip(rows, follows, strict=True)]
    blanks = len(blank) if election.blank_votes is None else election.blank_votes
    could = len(there) - len(absent)
    once = all(known is None or known == count for known, count in zip(follows, votes, strict=True))
    once = once and (not election.blank or election.blank_votes in (None, len(blank)) or not there)
    cast = sum(count or 0 for count in votes) + blanks
    seats = election.seats or max(1, len(election.agreed))
    many = not election.lists and seats > 1
    fits = could <= 0 or cast <= could * seats if many else _can_be(cast, could, terms)
    won, undecided, tied, by_chair = _won(election, votes, blanks, could, terms, round_, named)
    chosen = set(election.lot) & set(tied)
    standings = tuple(
        Standing(
            row.name, tuple(voter for voter in there if voter.id in ids), count, seat, seat > 0 and row.name in chosen
        )
        for row, ids, count, seat in zip(rows, named, votes, won, strict=True)
    )
    unknown: list[ValuePath] = [
        (key, place, "for", index)
        for place, row in enumerate(rows)
        for index, word in enumerate(row.for_)
        if there and not _ids((word,), there)
    ]
    unknown += [
        (other, index)
        for other, words in (("blank", election.blank), ("absent_from_vote", election.absent_from_vote))
        for index, word in enumerate(words)
        if there and not _ids((word,), there)
    ]
    return Poll(
        election,
        round_,
        standings,
        tuple(voter for voter in there if voter.id in blank),
        blanks,
        tuple(voter for voter in there if voter.id in absent),
        tuple(unknown),
        max(0, could),
        bool(election.agreed) or None in votes or (once and fits),
        election.agreed or _elected(election, won),
        undecided,
        tied,
        by_chair,
    )


def apportioned(votes: Sequence[int], seats: int) -> tuple[list[int], list[int], int]:
    """(seats of each list, the lists between which the last of them are drawn, how many those are).

    The votes of each list are divided by 1, 2, 3 …, and the seats go to the largest quotients. Of two that are the
    same the list with more votes comes first; of lists with as many votes the lot decides (kommuneloven § 7-6).
    """
    quotients = sorted(
        (
            (Fraction(count, divisor), count, place)
            for place, count in enumerate(votes)
            for divisor in range(1, seats + 1)
            if count
        ),
        key=lambda one: (one[0], one[1]),
        reverse=True,
    )
    last = quotients[min(seats, len(quotients)) - 1][:2] if quotients else (Fraction(0), 0)
    sure = [place for quotient, count, place in quotients if (quotient, count) > last]
    even = [place for quotient, count, place in quotients if (quotient, count) == last]
    left = min(seats, len(quotients)) - len(sure)
    if len(even) == left:
        sure, even, left = sure + even, [], 0
    return [sure.count(place) for place in range(len(votes))], even, left


def _won(
    election: Election,
    votes: Sequence[int | None],
    blanks: int,
    could: int,
    terms: Terms,
    round_: int,
    named: Sequence[set[str]],
) -> tuple[list[int], Undecided | None, tuple[str, ...], bool]:
    """(seats of each candidate or list, why none is won, between whom a lot is drawn, whether the chair decided it)."""
    none = [0] * len(votes)
    known = [count for count in votes if count is not None]
    if election.agreed:
        return none, None, (), False
    if len(known) < len(votes):
        return none, "votes", (), False
    names = [row.name for row in election.rows]
    seats = election.seats or 1
    if election.lists:
        won, even, left = apportioned(known, seats)
    else:
        needed = (could or sum(known) + blanks) if terms.by_law and round_ == 1 else 0
        ordered = sorted((count for count in known if count and 2 * count > needed), reverse=True)
        if len(ordered) < min(seats, len(known)):
            return none, "majority", (), False
        last = ordered[min(seats, len(ordered)) - 1]
        won = [int(count > last) for count in known]
        even, left = [place for place, count in enumerate(known) if count == last], seats - sum(won)
        if len(even) <= left:
            won, even = [int(count >= last) for count in known], []
    if not even:
        return won, None, (), False
    tied = tuple(names[place] for place in even)
    chairs = [place for place in even if terms.chair in named[place]]
    if chairs and left == 1 and terms.casts and not terms.by_law and not election.lot:
        return [count + (place == chairs[0]) for place, count in enumerate(won)], None, tied, True
    if len(set(election.lot) & set(tied)) != left or len(election.lot) != left:
        return none, "lot" if election.lot else "tie", tied, False
    return [count + (names[place] in election.lot) for place, count in enumerate(won)], None, tied, False


def _elected(election: Election, won: Sequence[int]) -> tuple[str, ...]:
    """Who is elected: candidates who won, or so many of each list, from its first."""
    if election.candidates:
        return tuple(row.name for row, seats in zip(election.candidates, won, strict=True) if seats)
    if any(seats > len(row.candidates) for row, seats in zip(election.lists, won, strict=True)):
        return ()
    if election.elected and _are_of_lists(election, won):
        return election.elected
    return tuple(name for row, seats in zip(election.lists, won, strict=True) for name in row.candidates[:seats])


def _are_of_lists(election: Election, won: Sequence[int]) -> bool:
    """Whether those said to be elected are as many of each list as it won seats: where a sex would be too few, others
    of a list than its first are elected (kommuneloven § 7-6)."""
    found = [sum(name in row.candidates for name in election.elected) for row in election.lists]
    return found == list(won) and sum(found) == len(election.elected)


def _own(row: Candidate | CandidateList, there: tuple[Voter, ...]) -> set[str]:
    """Those whom a candidate's or a list's row names as persons."""
    return _ids(row.for_, there, parties=False)
