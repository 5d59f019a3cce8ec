"""How votes and elections fall, and what the act says of each: kommuneloven (2018), and boards outside of it."""

from __future__ import annotations

import pytest
from archives import Files, a_site
from hypothesis import given
from hypothesis import strategies as st

from akson_docs.meetings import outcomes, record, redaction, voting
from akson_docs.meetings.agenda import Agenda, agenda
from akson_docs.meetings.voting import Poll, Tally, Terms, Voter
from akson_docs.model.documents import Item, Vote
from akson_docs.rules import registry
from akson_docs.sources import loader

LAW = """\
name: Utvalget
law: kommuneloven
parties: [Ap, H, SV]
members:
  - {id: l, name: leder i utvalget, role: leder, party: Ap}
  - {id: n, name: nestleder i utvalget, role: nestleder, party: H}
  - {id: a2, name: medlem A 2, party: Ap}
  - {id: h2, name: medlem H 2, party: H}
  - {id: s, name: medlem S, party: SV}
substitutes:
  - {id: v, name: vara A, party: Ap}
"""
FREE = LAW.replace("law: kommuneloven\n", "")
STATUTE = FREE + "casting_vote: yes\n"
NEVER = FREE + "casting_vote: no\n"
FIVE = "present: others"
FOUR = "present: others, absent: [s]"
NO_LEADER = "present: others, absent: [l]"
THREE_MET = "present: others, absent: [h2, s]"
TWO_MET = "present: others, absent: [n, h2, s]"
YES, NO = "adopted: proposal", "outcome: rejected"
MATTER = "title: Sak, proposal: Ja."
MOVED = MATTER + ", motions: [{id: A, by: H, text: Nei.}]"
TAKEN_BACK = MATTER + ", motions: [{id: A, by: H, text: Nei., outcome: withdrawn}]"
ASIDE = MATTER + ", impartiality: [{member: l, basis: fvl. § 6, found: disqualified, unanimous: yes}]"
POST = "title: Ansettelse av sekretær, proposal: Sekretæren ansettes."
OFFICE = "title: Valg av leder, proposal: Leder velges."
TWO = "candidates: [{name: l, for: [Ap]}, {name: n}]"
MORE = "candidates: [{name: l, for: [Ap, SV]}, {name: n}]"
THREE = "candidates: [{name: l, for: [Ap]}, {name: n, for: [H]}, {name: s, for: [SV]}]"
BALLOTS = "secret: yes, candidates: [{name: l, votes: 3}, {name: n, votes: 1}]"
SEVERAL = "candidates: [{name: l, votes: 4}, {name: n, votes: 3}, {name: s, votes: 2}]"
BLANKS = "candidates: [{name: l, for: [Ap]}, {name: n, for: [n]}], blank: [h2, s]"
LISTS = "lists: [{name: Ap/SV, for: [Ap, SV], candidates: [l, a2, s]}, {name: H, candidates: [n, h2]}]"
EVEN = "lists: [{name: Ap, for: [Ap], candidates: [l, a2]}, {name: H, candidates: [n, h2]}]"


def vote(says: str, then: str = "", on: str = MATTER) -> str:
    """An item with a vote, and what came of it."""
    return f"{on}, votes: [{{on: proposal, {says}}}]" + (f", {then}" if then else "")


def over(then: str) -> str:
    """An item with a motion that was put against the proposal; H was for it."""
    return f"{MOVED}, votes: [{{on: A, over: proposal, for: [H]}}], {then}"


def election(*rounds: str, decision: str = "") -> str:
    """An item with an election, in one round or more."""
    rows = ", ".join(f"{{to: leder, {says}}}" for says in rounds)
    return f"title: Valg av leder, elections: [{rows}]" + (f", decision: {decision}" if decision else "")


# What the act says of it (kommuneloven where no other is named); the board; who was there; the item; how it fell; what
# is told. A vote: for-against-blank, and "carried", "lost", "tie", with "chair" where the chair's vote decided it. An
# election: who is elected, with "lot" or "chair"; else why nobody is.
TABLE: list[tuple[str, str, str, str, str, str]] = [
    # Resolutions: more than half of the votes cast; the chair's vote decides a tie.
    ("§ 11-9", LAW, FIVE, vote("for: [Ap, SV]", YES), "3-2 carried", ""),
    ("§ 11-9", LAW, FIVE, vote("unanimous: yes", YES), "5-0 carried", ""),
    ("§ 11-9", LAW, FIVE, vote("for: [H]", YES), "2-3 lost", "decision-not-carried"),
    ("§ 11-9", LAW, FIVE, vote("for: [H]", NO), "2-3 lost", ""),
    ("§ 11-9", LAW, FIVE, vote("for: [Ap, SV]", NO), "3-2 carried", "outcome-carried"),
    ("§ 11-9", LAW, FOUR, vote("for: [Ap]", YES), "2-2 carried chair", ""),
    ("§ 11-9", LAW, FOUR, vote("for: [H]", NO), "2-2 lost chair", ""),
    ("§ 11-9", LAW, FOUR, vote("for: [H]", YES), "2-2 lost chair", "decision-not-carried"),
    ("§ 11-9", LAW, FOUR, over("adopted: A"), "2-2 lost chair", "decision-not-carried"),
    ("§ 11-9", LAW, FOUR, over(YES), "2-2 lost chair", ""),
    # The leader had stepped aside, or was not there: the vote of who led then decides, and somebody says who that was.
    ("§ 11-9, fvl. § 6", LAW, FIVE, vote("for: [H]", YES, ASIDE), "2-2 tie", "tie-undecided"),
    ("§ 11-9, fvl. § 6", LAW, FIVE, vote("for: [H]", YES, ASIDE + ", chair: n"), "2-2 carried chair", ""),
    ("§ 11-9", LAW, FIVE, vote("for: [a2, s]", YES, ASIDE + ", chair: n"), "2-2 lost chair", "decision-not-carried"),
    ("§ 11-9", LAW, NO_LEADER, vote("for: [H]"), "2-2 tie", "tie-undecided"),
    ("§ 11-9", LAW, NO_LEADER, vote("for: [H]", "chair: n, adopted: proposal"), "2-2 carried chair", ""),
    # Where names are not known, the vote says how the chair's vote went.
    ("§ 11-9", LAW, FOUR, vote("count: 2-2", YES), "2-2 tie", "tie-undecided"),
    ("§ 11-9", LAW, FOUR, vote("count: 2-2, casting_vote: for", YES), "2-2 carried chair", ""),
    ("§ 11-9", LAW, FOUR, vote("for: [H], casting_vote: for", YES), "2-2 carried chair", "casting-vote"),
    ("§ 11-9", LAW, FIVE, vote("for: [H], casting_vote: against"), "2-3 lost", "casting-vote"),
    # Who had stepped aside casts no vote, whatever is written of it, and leads nothing.
    ("fvl. § 6", LAW, FIVE, vote("for: [H], casting_vote: for", YES, ASIDE), "2-2 carried chair", "casting-vote"),
    (
        "fvl. § 6", LAW, FIVE, vote("for: [a2, s]", "chair: l, adopted: proposal", ASIDE),
        "2-2 tie", "chair-absent tie-undecided",
    ),
    # One thing was decided: what was carried besides was added to the proposal, or took its place.
    ("§ 11-9", LAW, FIVE, MOVED + ", votes: [{on: A, for: [Ap, SV]}], adopted: A", "3-2 carried", ""),
    (
        "§ 11-9", LAW, FIVE, MOVED + ", votes: [{on: A, for: [Ap, SV]}], adopted: proposal",
        "3-2 carried", "decision-not-carried",
    ),
    (
        "§ 11-9", LAW, FIVE,
        MOVED + ", votes: [{on: A, for: [Ap, SV]}, {on: proposal, for: [H, SV]}], adopted: proposal",
        "3-2 carried; 3-2 carried", "",
    ),
    ("§ 11-9", LAW, FIVE, vote("unanimous: yes", YES + ", outcome: withdrawn"), "5-0 carried", "outcome-adopted"),
    ("§ 8-1", LAW, FIVE, vote("unanimous: yes, blank: [s]", YES, POST), "4-0-1 carried", "unanimous"),
    # Motions that were taken back.
    ("§ 11-4", LAW, FIVE, vote("unanimous: yes", YES, TAKEN_BACK), "5-0 carried", ""),
    ("§ 11-4", LAW, FIVE, TAKEN_BACK + ", adopted: A", "", "motion-outcome"),
    # Blank votes are for elections and appointments, and are votes that were cast; an appointment is no election.
    ("§ 8-1", LAW, FIVE, vote("for: [Ap, SV], blank: [h2]", YES), "3-1-1 carried", "blank-vote"),
    ("§§ 8-1, 11-9", LAW, FIVE, vote("for: [Ap, SV], blank: [H]", YES, POST), "3-0-2 carried", ""),
    ("§§ 8-1, 11-9", LAW, FOUR, vote("for: [l], blank: [a2, H]", YES, POST), "1-0-3 lost", "decision-not-carried"),
    ("§ 11-9", LAW, FOUR, vote("for: [Ap]", YES, POST), "2-2 carried chair", ""),
    ("§ 8-1", LAW, FIVE, vote("kind: appointment, for: [Ap, SV], blank: [H]", YES), "3-0-2 carried", ""),
    # Who is there has to vote; half of the members do; votes are open.
    ("§ 8-1", LAW, FIVE, vote("for: [Ap], absent_from_vote: [s]", YES), "2-2 carried chair", "vote-duty"),
    ("§ 8-1", LAW, FIVE, vote("count: 3-1", YES), "3-1 carried", "vote-count"),
    ("§ 11-9", LAW, TWO_MET, vote("unanimous: yes", YES), "2-0 carried", "quorum"),
    ("§ 11-9", LAW, FIVE, vote("for: [Ap], absent_from_vote: [H, s]", YES), "2-0 carried", "quorum vote-duty"),
    ("§ 11-4", LAW, FIVE, vote("secret: yes, count: 3-2", YES), "3-2 carried", "secret-ballot"),
    # An election that is written as a vote: the chair's vote decides nothing.
    ("§§ 7-8, 11-9", LAW, FOUR, vote("for: [Ap]", YES, OFFICE), "2-2 tie", "tie-undecided"),
    ("§ 7-8", LAW, FOUR, vote("for: [Ap], casting_vote: for", YES, OFFICE), "2-2 tie", "casting-vote tie-undecided"),
    ("§ 11-9", LAW, FOUR, vote("for: [Ap]", YES, "title: Valg av leverandør, proposal: Ja."), "2-2 carried chair", ""),
    # Flertallsvalg: more than half of the votes cast, then a second vote in which most votes elect, then the lot.
    ("§ 7-8", LAW, FIVE, election(MORE), "l 3, n 2: l", ""),
    ("§ 7-8", LAW, FIVE, election("candidates: [{name: l}]"), "l 5: l", ""),
    ("§ 7-8", LAW, FIVE, election(THREE), "l 2, n 2, s 1: majority", "election-undecided"),
    ("§§ 7-8, 8-1", LAW, FIVE, election(BLANKS), "l 2, n 1, blank 2: majority", "election-undecided"),
    (
        "§§ 7-8, 8-1", LAW, FIVE, election(BLANKS, BLANKS),
        "l 2, n 1, blank 2: majority; l 2, n 1, blank 2: l", "",
    ),
    ("§ 7-8", LAW, FOUR, election(TWO + ", lot: l"), "l 2, n 2: majority", "election-result election-undecided"),
    ("§ 7-8", LAW, FOUR, election(TWO, TWO), "l 2, n 2: majority; l 2, n 2: tie", "election-undecided"),
    ("§ 7-8", LAW, FOUR, election(TWO, TWO + ", lot: n"), "l 2, n 2: majority; l 2, n 2: n lot", ""),
    ("§ 7-8", LAW, FOUR, election(TWO, TWO + ", lot: s"), "l 2, n 2: majority; l 2, n 2: lot", "election-undecided"),
    # A second vote is for where nobody was elected; nobody stands twice, or is elected twice.
    (
        "§ 7-8", LAW, FIVE, election(MORE, "candidates: [{name: l, for: [Ap]}, {name: n}]"),
        "l 3, n 2: l; l 2, n 3: n", "election-result",
    ),
    (
        "§ 7-8", LAW, FIVE, election("candidates: [{name: l, votes: 3}, {name: l, votes: 2}]"),
        "l 3, l 2: l", "candidate-twice",
    ),
    (
        "§ 7-6", LAW, FIVE,
        election("seats: 3, lists: [{name: A, votes: 3, candidates: [l, a2]}, {name: B, votes: 2, candidates: [l]}]"),
        "A 3, B 2: l a2 l", "candidate-twice",
    ),
    ("§ 7-7", LAW, FIVE, election("agreed: [l, l]"), "l l", "candidate-twice"),
    ("§ 7-8", LAW, FIVE, election(MORE + ", elected: n"), "l 3, n 2: l", "election-result"),
    ("§ 7-8", LAW, FIVE, election(MORE, decision="Nestleder i utvalget velges."), "l 3, n 2: l", "election-result"),
    ("§ 7-8", LAW, FIVE, election(MORE, decision="Leder i utvalget velges."), "l 3, n 2: l", ""),
    ("§ 7-8", LAW, FIVE, election(BALLOTS + ", blank_votes: 1"), "l 3, n 1, blank 1: l", "secret-ballot"),
    ("no law", FREE, FIVE, election(BALLOTS + ", blank_votes: 1"), "l 3, n 1, blank 1: l", ""),
    ("§ 8-1", LAW, FIVE, election(BALLOTS), "l 3, n 1: l", "secret-ballot vote-count"),
    ("§ 8-1", LAW, FIVE, election(MORE + ", absent_from_vote: [h2]"), "l 3, n 1: l", "vote-duty"),
    # Forholdsvalg: by quotients; of lists with as many votes the lot decides. Avtalevalg: unanimous.
    ("§ 7-6", LAW, FIVE, election(LISTS + ", seats: 3"), "Ap/SV 3, H 2: l a2 n", ""),
    ("§ 7-6", LAW, FOUR, election(EVEN + ", seats: 3"), "Ap 2, H 2: tie", "election-undecided"),
    ("§ 7-6", LAW, FOUR, election(EVEN + ", seats: 3, lot: H"), "Ap 2, H 2: l n h2 lot", ""),
    ("§ 7-6", LAW, FOUR, election(EVEN + ", seats: 2, lot: H"), "Ap 2, H 2: l n", "election-result"),
    ("§ 7-6", LAW, FIVE, election(LISTS + ", seats: 3, elected: [l, s, n]"), "Ap/SV 3, H 2: l s n", ""),
    (
        "§ 7-6", LAW, FIVE, election(LISTS + ", seats: 3, elected: [l, n, h2]"),
        "Ap/SV 3, H 2: l a2 n", "election-result",
    ),
    (
        "§ 7-5", LAW, FIVE, election("seats: 3, secret: yes, lists: [{name: A, votes: 3}, {name: B, votes: 2}]"),
        "A 3, B 2: 2 + 1", "",
    ),
    ("§ 7-7", LAW, FIVE, election("agreed: [l, n]"), "l n", ""),
    ("§ 7-7", LAW, FIVE, election("seats: 3, agreed: [l, n]"), "l n", "election-result"),
    ("§ 7-7", LAW, FIVE, election("agreed: [l, n], blank: [s]"), "blank 1: l n", "election-result"),
    # A board that no such law binds: its statutes say whether the chair's vote decides, and what is required.
    ("no law", FREE, FOUR, vote("for: [Ap]", YES), "2-2 tie", "tie-undecided"),
    ("no law", FREE, FOUR, vote("for: [Ap]"), "2-2 tie", "tie-undecided"),
    ("no law", FREE, FOUR, vote("for: [Ap]", NO), "2-2 tie", ""),
    ("no law", FREE, FOUR, vote("for: [Ap], casting_vote: for", YES), "2-2 carried chair", ""),
    ("asl. § 6-25", STATUTE, FOUR, vote("for: [Ap]", YES), "2-2 carried chair", ""),
    ("statutes", NEVER, FOUR, vote("for: [Ap], casting_vote: for", YES), "2-2 carried chair", "casting-vote"),
    ("no law", FREE, FIVE, vote("for: [l], blank: [a2, H, s]", YES), "1-0-4 carried", ""),
    ("no law", FREE, FIVE, vote("for: [l], blank: [a2], absent_from_vote: [H, s]", YES), "1-0-1 carried", ""),
    ("no law", FREE, FIVE, vote("count: 36-1-6", YES), "36-1-6 carried", "vote-more"),
    ("no law", FREE, FIVE, vote("count: 5-1", YES), "5-1 carried", "vote-more"),
    ("no law", FREE, FIVE, vote("secret: yes, count: 3-1", YES), "3-1 carried", "vote-count"),
    ("statutes", FREE, FIVE, vote("for: [Ap, SV], majority: two thirds", YES), "3-2 lost", "decision-not-carried"),
    ("statutes", FREE, FIVE, vote("for: [Ap, H], majority: two thirds", YES), "4-1 carried", ""),
    ("statutes", FREE, THREE_MET, vote("for: [Ap], majority: half of the members", NO), "2-1 lost", ""),
    ("statutes", FREE, FIVE, vote("for: [Ap], blank: [H, s], majority: half of the votes", NO), "2-0-3 lost", ""),
    ("statutes", FREE, FIVE, vote("for: [Ap, SV, n], majority: all", YES), "4-1 lost", "decision-not-carried"),
    ("no law", FREE, FIVE, election(THREE), "l 2, n 2, s 1: tie", "election-undecided"),
    ("asl. § 6-25", STATUTE, FIVE, election(THREE), "l 2, n 2, s 1: l chair", ""),
    (
        "no law", FREE, FIVE, election("seats: 2, " + SEVERAL),
        "l 4, n 3, s 2: l n", "",
    ),
]  # fmt: skip


def an_agenda(board: str, there: str, item: str) -> Agenda:
    its_board = loader.board(board.encode(), "board.yaml", Files())
    assert its_board.value, its_board.diagnostics
    text = a_meeting(there, item)
    meeting = loader.meeting(text.encode(), "2026-01", Files())
    assert meeting.value, meeting.diagnostics
    return agenda(a_site(), its_board.value, meeting.value, "utvalget", "2026-01")


def a_meeting(there: str, item: str) -> str:
    return f"date: 2026-10-10\nattendance: {{{there}}}\nitems:\n  - {{number: 1/26, {item}}}\n"


def codes(board: str, there: str, item: str) -> list[str]:
    """What is told of a meeting, without the notes."""
    made = an_agenda(board, there, item)
    text = a_meeting(there, item).encode()
    parsed = loader.meeting(text, "2026-01", Files())
    found = registry.meeting_rules(parsed, made, {parsed.file: text}.__getitem__)
    return sorted({one.code for one in found if one.severity != "note"})


def told(fell: Tally | Poll) -> str:
    """How a vote or an election fell, in a few words."""
    if isinstance(fell, Tally):
        how = "tie" if fell.carried is None else "carried" if fell.carried else "lost"
        return f"{fell.count} {how}{' chair' if fell.by_chair else ''}"
    parts = [f"{one.name} {one.votes}" for one in fell.standings] + ([f"blank {fell.blanks}"] if fell.blanks else [])
    seats = " + ".join(str(one.seats) for one in fell.standings)
    won = fell.undecided or " ".join(fell.elected) or seats
    how = " lot" if any(one.by_lot for one in fell.standings) else " chair" if fell.by_chair else ""
    return ": ".join(filter(None, (", ".join(parts), won + how)))


@pytest.mark.parametrize(("says", "board", "there", "item", "fell", "found"), TABLE)
def test_votes_as_the_law_counts_them(says: str, board: str, there: str, item: str, fell: str, found: str) -> None:
    made = an_agenda(board, there, item)
    (entry,) = made.entries
    fallen: list[Tally | Poll] = [*record.tallies(made, entry).values(), *record.polls(made, entry).values()]
    assert "; ".join(map(told, fallen)) == fell, says
    assert codes(board, there, item) == found.split(), says


@pytest.mark.parametrize(
    ("title", "proposal", "kind"),
    [
        ("Valg av leder", "Ja.", "election"),
        ("Val av styreleiar", "Ja.", "election"),
        ("Fritak og valg av nytt varamedlem", "Ja.", "election"),
        ("Valg til kontrollutvalget", "Ja.", "election"),
        ("Suppleringsvalg", "Ja.", "election"),
        ("Konstituering", "Som nestleder velges medlem 3.", "election"),
        ("Election of the chair", "Yes.", "election"),
        ("Valg av leverandør", "Tilbud 2 velges.", "resolution"),
        ("Ny skole", "Alternativ B velges.", "resolution"),
        ("Valg av lederutviklingsprogram", "Ja.", "resolution"),
        ("Ansettelse av kommunedirektør", "Ja.", "appointment"),
        ("Personalsak", "Søkjar nr. 3 blir tilsett.", "appointment"),
        ("Rapport om ansettelser", "Ja.", "resolution"),
        ("Utvalgets møteplan", "Ja.", "resolution"),
    ],
)
def test_what_a_vote_is_about_is_read_from_the_items_words(title: str, proposal: str, kind: str) -> None:
    item = Item.model_validate({"title": title, "proposal": proposal})
    assert voting.kind_of(a_vote(unanimous="yes"), item) == kind
    assert voting.kind_of(a_vote(unanimous="yes", kind="resolution"), item) == "resolution"


@pytest.mark.parametrize(
    ("votes", "seats", "won"),
    [
        ((13, 8, 4), 9, ([5, 3, 1], [], 0)),
        ((10, 10, 5), 5, ([2, 2, 1], [], 0)),
        ((10, 10), 3, ([1, 1], [0, 1], 1)),
        ((6, 3), 3, ([2, 1], [], 0)),  # 6/2 and 3/1 are the same, and there is room for both
        ((6, 3), 2, ([2, 0], [], 0)),  # the list with more votes comes first
        ((4, 4, 4), 2, ([0, 0, 0], [0, 1, 2], 2)),
        ((5, 0), 3, ([3, 0], [], 0)),
        ((0, 0), 3, ([0, 0], [], 0)),
    ],
)
def test_seats_by_the_votes_divided(votes: tuple[int, ...], seats: int, won: tuple[list[int], list[int], int]) -> None:
    assert voting.apportioned(votes, seats) == won


@given(st.lists(st.integers(0, 60), min_size=1, max_size=7), st.integers(1, 25))
def test_every_seat_is_somebodys(votes: list[int], seats: int) -> None:
    won, even, left = voting.apportioned(votes, seats)
    assert sum(won) + left == (seats if any(votes) else 0)
    assert left < len(even) or left == len(even) == 0
    assert len({votes[place] for place in even}) <= 1
    ranked = sorted(zip(votes, won, strict=True))
    assert [seats for _, seats in ranked] == sorted(won), "more votes never get fewer seats"


def a_vote(**keys: object) -> Vote:
    return Vote.model_validate({"on": "proposal"} | keys)


def ids(voters: tuple[Voter, ...]) -> str:
    return " ".join(voter.id for voter in voters)


# ---- sides ---------------------------------------------------------------------------------------------------

THERE = (Voter("a-1", "en", "A"), Voter("a-2", "to", "A"), Voter("b-1", "tre", "B"), Voter("b-2", "fire", "B"))


@pytest.mark.parametrize(
    ("keys", "count", "carried"),
    [
        ({"unanimous": "yes"}, "4-0", True),
        ({"unanimous": "yes", "blank": ["b-1"]}, "3-0-1", True),
        ({"for": ["A"]}, "2-2", None),
        ({"for": ["A", "b-1"]}, "3-1", True),
        ({"for": ["A", "en"]}, "2-2", None),
        ({"against": ["A", "b-1"]}, "1-3", False),
        ({"for": ["A"], "blank": ["B"]}, "2-0-2", True),
        ({"for": ["A"], "blank": ["a-2"]}, "1-2-1", False),
        ({"for": ["a-1"], "blank": ["A"]}, "1-2-1", False),
        ({"for": ["C"]}, "0-4", False),
    ],
)
def test_how_a_vote_fell(keys: dict[str, object], count: str, carried: bool | None) -> None:
    found = voting.tally(a_vote(**keys), THERE)
    assert (found.count, found.carried) == (count, carried)
    assert found.unknown == ((("for", 0),) if keys.get("for") == ["C"] else ())


def test_a_tie_is_decided_by_the_leaders_vote() -> None:
    assert voting.tally(a_vote(**{"for": ["A"]}), THERE, Terms(chair="a-2", casts=True)).carried
    assert voting.tally(a_vote(**{"for": ["A"]}), THERE, Terms(chair="b-1", casts=True)).carried is False
    assert voting.tally(a_vote(**{"for": ["A"]}), THERE, Terms(chair="ute", casts=True)).carried is None


@pytest.mark.parametrize(
    ("count", "sound"), [(None, True), ("3-0-1", True), ("3 – 0 – 1", True), ("3-1", False), ("3-0", False)]
)
def test_a_count_is_the_check(count: str | None, sound: bool) -> None:
    keys = {"for": ["A", "b-1"], "blank": ["b-2"]} | ({"count": count} if count else {})
    assert voting.tally(a_vote(**keys), THERE).adds_up is sound


def test_a_party_that_splits_is_told_by_names() -> None:
    found = voting.tally(a_vote(**{"for": ["A", "b-2"]}), THERE)
    assert [(side.party, ids(side.voters), side.split) for side in found.sides(found.for_)] == [
        ("A", "a-1 a-2", False),
        ("B", "b-2", True),
    ]
    assert [(side.party, ids(side.voters), side.split) for side in found.sides(found.against)] == [("B", "b-1", True)]


@st.composite
def votes(draw: st.DrawFn) -> tuple[Vote, tuple[Voter, ...]]:
    """A vote that names voters, parties and strangers, and the voters."""
    size = draw(st.integers(1, 7))
    there = tuple(Voter(f"v{n}", f"navn {n}", draw(st.sampled_from(("", "A", "B", "C")))) for n in range(size))
    words = st.sampled_from([*(voter.id for voter in there), *(voter.name for voter in there), *"ABCD"])
    side = draw(st.sampled_from(("for", "against", "unanimous")))
    named: object = "yes" if side == "unanimous" else draw(st.lists(words, min_size=1, max_size=5))
    return a_vote(**{side: named, "blank": draw(st.lists(words, max_size=3))}), there


@given(votes())
def test_everybody_votes_once(made: tuple[Vote, tuple[Voter, ...]]) -> None:
    vote, there = made
    found = voting.tally(vote, there)
    assert sorted(voter.id for voter in found.voters) == sorted(voter.id for voter in there)
    for side in (found.for_, found.against, found.blank):
        assert sorted(ids(some.voters) for some in found.sides(side)) == sorted(
            ids(tuple(voter for voter in side if voter.party == party)) for party in {voter.party for voter in side}
        )


@given(votes(), st.sampled_from(("", "v0")))
def test_either_side_says_the_same(made: tuple[Vote, tuple[Voter, ...]], leader: str) -> None:
    vote, there = made
    found = voting.tally(vote, there, Terms(chair=leader, casts=True))
    blank = [voter.id for voter in found.blank]
    for key, side in (("for", found.for_), ("against", found.against)):
        if side:
            again = voting.tally(
                a_vote(**{key: [voter.id for voter in side], "blank": blank}), there, Terms(chair=leader, casts=True)
            )
            assert (again.for_, again.against, again.blank, again.carried) == (
                found.for_,
                found.against,
                found.blank,
                found.carried,
            )


def test_no_two_elections_become_one_where_what_they_are_to_is_withheld() -> None:
    secret = "{{text: ombud {}, withheld: offl. § 13}}"
    one, other = (secret.format(name) for name in "AB")
    rounds = (
        f"{{to: {one}, candidates: [{{name: l, for: [Ap, SV]}}, {{name: n}}]}}",
        f"{{to: {other}, {THREE}}}",
        f"{{to: {other}, {TWO}}}",
    )
    made = an_agenda(LAW, FIVE, f"title: Valg, elections: [{', '.join(rounds)}]")
    public = agenda(a_site(), made.board, redaction.public(made.meeting), "utvalget", "2026-01")
    for each in (made, public):
        assert [poll.round for poll in record.polls(each, each.entries[0]).values()] == [1, 1, 2]
        assert len(outcomes.outcome(each, each.entries[0]).elections) == 2
