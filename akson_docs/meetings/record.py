"""What happened in a meeting, as it follows from what was written: who was there, who could vote, what came of items.

Who could vote on an item is the members of that day, each in person or by a substitute, less those who were absent, had
left or stepped aside. How their votes fell is `voting`'s to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from akson_docs.diagnostics import ValuePath
from akson_docs.meetings import joint, people
from akson_docs.meetings.agenda import Agenda, Entry, is_before
from akson_docs.meetings.people import is_within, name_on
from akson_docs.meetings.voting import Poll, Tally, Terms, Voter, kind_of, poll, tally
from akson_docs.model.documents import Attendance, AttendanceRow, Board, PartRow, Person, Vote

Lack = Literal["unknown", "absent", "left", "aside", "voteless", "party", "board"]
"""Why a name in a vote is nobody's who could vote: not known at all, absent (or another met instead), not there at
that item, stepped aside for impartiality, without a vote that day, a party of which nobody was there, or of another
board than the one that voted."""
LEADERS = ("leder", "leiar", "styreleder", "styreleiar", "ordfører", "ordførar", "chair", "mayor")
"""What the role of a board's leader is called."""
SECONDS = ("nestleder", "nestleiar", "varaordfører", "varaordførar", "deputy chair", "vice chair", "deputy mayor")
"""What the role of who leads in the leader's place is called."""


@dataclass(frozen=True)
class Roll:
    """Who was there."""

    present: tuple[Voter, ...]
    """Members who were there for all or part of it, each followed by those who met for them."""
    absent: tuple[Voter, ...]
    """Members who were not there at all."""


# ---- names ---------------------------------------------------------------------------------------------------


def person(agenda: Agenda, name: str) -> Person | None:
    """Who has an id, or is called so."""
    return people.person(agenda.board, name)


def called(agenda: Agenda, names: str, language: str = "") -> str:
    """Ids, with commas between them, as names on the meeting's first day; what is nobody's id stays as it is."""
    return people.called(agenda.board, names, agenda.days[0], language, agenda.language)


def told(agenda: Agenda, name: str) -> str:
    """What a problem calls somebody, which others may read than the sources: by name, and who is private by id."""
    one = person(agenda, name)
    return one.id if one is not None and one.private else called(agenda, name, agenda.language)


def as_written(agenda: Agenda, name: str) -> str:
    """A name as somebody wrote it, for a problem about it; of who is private the id."""
    one = person(agenda, name)
    return one.id if one is not None and one.private else name


# ---- the minutes ---------------------------------------------------------------------------------------------


def issue(agenda: Agenda) -> int:
    """The number of the minutes' edition (utgave): 1, and one more for each correction."""
    return 1 + (len(agenda.meeting.minutes.corrections) if agenda.meeting.minutes else 0)


# ---- who was there -------------------------------------------------------------------------------------------


def members(agenda: Agenda, day: date, board: str = "") -> tuple[Voter, ...]:
    """The board's members on a day, in its order, under the names that they have then; where boards meet together,
    those of all of them, or of one."""
    every = (
        Voter(person.id, name_on(person, day), person.party)
        for person in agenda.board.members
        if is_within(person, day)
    )
    return of_board(agenda, every, board)


def boards(agenda: Agenda) -> dict[str, Board]:
    """The boards that a meeting is of, its own first, by their ids."""
    return {agenda.board_id: agenda.board, **agenda.joint}


def of_board(agenda: Agenda, voters: Iterable[Voter], board: str) -> tuple[Voter, ...]:
    """Those who sit, or met for who sits, in one of the boards that meet together; all of them for "", and for what is
    none of them, which is told as such."""
    if board not in boards(agenda):
        return tuple(voters)
    return tuple(
        one for one in voters if board == joint.board_of(one.instead_of or one.id, agenda.board_id, agenda.joint)
    )


def roll(agenda: Agenda) -> Roll | None:
    """Who was there, whom `present: others` presumes among them; None where no attendance is written."""
    attendance = agenda.meeting.attendance
    if attendance is None:
        return None
    present: list[Voter] = []
    absent: list[Voter] = []
    for member in {member.id: member for day in agenda.days for member in members(agenda, day)}.values():
        there = _parts(attendance, member) or _is_stated(attendance, member)
        (present if there else absent).append(member)
        met = [by for by, _ in _met_for(attendance, member)]
        for one in (one for entry in agenda.entries for one in entry.item.impartiality):
            if one.found == "disqualified" and one.replaced_by and one.member in (member.id, *met):
                met.append(one.replaced_by)
        present += [_stand_in(agenda, by, member, agenda.days[0]) for by in dict.fromkeys(met)]
    return Roll(tuple(present), tuple(absent))


def presumed(agenda: Agenda) -> tuple[Voter, ...]:
    """Whom `present: others` takes to have been there: the members that attendance names nowhere."""
    attendance = agenda.meeting.attendance
    if attendance is None or not isinstance(attendance.present, str):
        return ()
    every = {member.id: member for day in agenda.days for member in members(agenda, day)}.values()
    return tuple(one for one in every if _is_stated(attendance, one) and not _parts(attendance, one))


def voters(agenda: Agenda, entry: Entry) -> tuple[Voter, ...]:
    """Who could vote on an item, in the order of the members' seats; nobody where no attendance is written."""
    found = entry.item.impartiality
    return _seated(agenda, entry, {one.member: one.replaced_by for one in found if one.found == "disqualified"})


def lack(agenda: Agenda, entry: Entry, name: str, board: str = "") -> Lack:
    """Why a name is nobody's who could vote on an item; where boards meet together, when one of them voted."""
    own = board in boards(agenda) and name in (one.id for one in agenda.board.people)
    if own and board != joint.board_of(name, agenda.board_id, agenda.joint):
        return "board"
    if entry.item.decided_in_writing:
        return "voteless" if any(name in (one.id, one.called_now) for one in agenda.board.people) else "unknown"
    attendance = agenda.meeting.attendance
    person = next((person for person in agenda.board.people if name in (person.id, name_on(person, entry.day))), None)
    if attendance is None or person is None:
        parties = {*agenda.board.parties, *(person.party for person in agenda.board.people)}
        return "party" if name in parties else "unknown"
    voter = Voter(person.id, name_on(person, entry.day), person.party)
    if any(one.member == person.id and one.found == "disqualified" for one in entry.item.impartiality):
        return "aside"
    if any(is_missed(agenda, row, entry) for row in _parts(attendance, voter)):
        return "left"
    if any(one.id == person.id for one in voters(agenda, entry)):
        return "aside"  # found qualified, and without a vote on that question alone
    return "absent" if voter in members(agenda, entry.day) else "voteless"


def is_missed(agenda: Agenda, row: PartRow, entry: Entry) -> bool:
    """Whether somebody who was there for part of the meeting missed an item.

    By the items that the row names; where it names none, by the times that the agenda plans: who came after the
    item was to begin, or left before, missed it. One who left and came back writes both.
    """
    if row.items or row.missed:
        return is_among(agenda, row.missed, entry) if row.missed else not is_among(agenda, row.items, entry)
    if entry.starts is None:
        return False
    arrived, left = (entry.at(clock) if clock else None for clock in (row.arrived, row.left))
    late = arrived is not None and is_before(entry.starts, arrived)
    gone = left is not None and not is_before(entry.starts, left)
    back = arrived is not None and left is not None and is_before(left, arrived)
    return late and gone if back else late or gone


def _seated(agenda: Agenda, entry: Entry, aside: Mapping[str, str]) -> tuple[Voter, ...]:
    """Who sits at an item, nobody twice. `aside` are those who stepped aside, each with who came instead, or "".

    What was decided in writing before the meeting was put to every member, whoever met later.
    """
    if entry.item.decided_in_writing:
        everybody = members(agenda, entry.item.decided_in_writing)
        return tuple(one for one in everybody if one.id not in aside)
    attendance = agenda.meeting.attendance
    if attendance is None:
        return ()
    found: dict[str, Voter] = {}
    for member in members(agenda, entry.day):
        sits = _sitting(agenda, attendance, member, entry)
        if sits and sits.id in aside:
            sits = _stand_in(agenda, aside[sits.id], member, entry.day) if aside[sits.id] else None
        if sits and not any(is_missed(agenda, row, entry) for row in _parts(attendance, sits)):
            found.setdefault(sits.id, sits)
    return tuple(found.values())


def _sitting(agenda: Agenda, attendance: Attendance, member: Voter, entry: Entry) -> Voter | None:
    """Who sits in a member's seat at an item.

    A substitute with items sits for those; one without, for all that the member was not there for.
    """
    parts = _parts(attendance, member)
    here = not any(is_missed(agenda, row, entry) for row in parts) if parts else _is_stated(attendance, member)
    rows = tuple(_met_for(attendance, member))
    by = next((by for by, items in rows if items and is_among(agenda, items, entry)), "")
    if not by and not here:
        by = next((by for by, items in rows if not items), "")
    if by:
        return _stand_in(agenda, by, member, entry.day)
    return member if here else None


def _is_stated(attendance: Attendance, member: Voter) -> bool:
    """Whether a member is said or presumed to have been there, in person."""
    if not isinstance(attendance.present, str):
        return any(_is(row, member) and not row.by for row in attendance.present)
    replaced = any(not items for _, items in _met_for(attendance, member))
    return not replaced and not any(_is(row, member) for row in attendance.absent)


def _met_for(attendance: Attendance, member: Voter) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Who met for a member, and for which items; () for all that the member was not there for."""
    for row in attendance.substitutes:
        if row.member == member.id:
            yield row.by, row.items
    for listed in (*attendance.absent, *(attendance.present if not isinstance(attendance.present, str) else ())):
        if listed.by and _is(listed, member):
            yield listed.by, ()


def _parts(attendance: Attendance, voter: Voter) -> tuple[PartRow, ...]:
    return tuple(row for row in attendance.part if (row.member or row.name) in (voter.id, voter.name))


def _is(row: AttendanceRow, voter: Voter) -> bool:
    return row.name in (voter.id, voter.name)


def _stand_in(agenda: Agenda, name: str, member: Voter, day: date) -> Voter:
    known = next((person for person in agenda.board.people if name in (person.id, name_on(person, day))), None)
    if known is None:
        return Voter(name, name, member.party, member.id)
    return Voter(known.id, name_on(known, day), known.party or member.party, member.id)


EVERY_ITEM = "all"
"""What stands for every item, among those that attendance names."""
_RUN = re.compile(r"(.*?)\s*\.\.\s*(.*)")


def is_among(agenda: Agenda, names: Iterable[str], entry: Entry) -> bool:
    """Whether an item is among those that attendance names: by number or id, in a run of them as the agenda has them
    ("47/14..55/14"; from or to its end, where one of the two is left out), or by `all`."""
    own = (entry.item.number, entry.item.id, entry.slug)
    return any(name in own or name == EVERY_ITEM or _is_in_run(agenda, name, entry) for name in names)


def run_of(name: str) -> tuple[str, str] | None:
    """(the first, the last) item of a run that attendance names, each "" where it has no such end; None for no run."""
    found = _RUN.fullmatch(name)
    return (found[1], found[2]) if found and (found[1] or found[2]) else None


def _is_in_run(agenda: Agenda, name: str, entry: Entry) -> bool:
    run = run_of(name)
    if run is None:
        return False
    entries = agenda.entries
    first, last = (
        next((place for place, one in enumerate(entries) if end in (one.item.number, one.item.id, one.slug)), None)
        for end in run
    )
    here = next(place for place, one in enumerate(entries) if one.path == entry.path)
    if last is not None:  # those under it go with it
        while last + 1 < len(entries) and entries[last + 1].depth > entries[last].depth:
            last += 1
    begun = not run[0] or (first is not None and first <= here)
    return begun and (not run[1] or (last is not None and here <= last))


# ---- how votes fell ------------------------------------------------------------------------------------------


def every_vote(entry: Entry) -> Iterator[tuple[ValuePath, Vote]]:
    """Each vote at an item with its place in the meeting, those on closing the doors and on impartiality among them."""
    item = entry.item
    groups: list[tuple[ValuePath, tuple[Vote, ...]]] = [
        (("closed", "votes"), item.closed.votes if item.closed else ()),
        *((("impartiality", place, "votes"), one.votes) for place, one in enumerate(item.impartiality)),
        (("votes",), item.votes),
    ]
    for path, votes in groups:
        yield from (((*entry.path, *path, place), vote) for place, vote in enumerate(votes))


def tallies(agenda: Agenda, entry: Entry) -> dict[ValuePath, Tally]:
    """How each vote at an item fell, by its place in the meeting: ("items", 3, "votes", 0).

    The votes on closing the doors and on impartiality are among them. Nobody whose impartiality is asked about votes
    on that, be it their own or another's (forvaltningsloven § 8). Where attendance or members are not written, those
    alone whose count is.
    """
    item, there = entry.item, voters(agenda, entry)
    asked = _seated(agenda, entry, dict.fromkeys((one.member for one in item.impartiality), ""))
    groups: list[tuple[ValuePath, tuple[Vote, ...], tuple[Voter, ...]]] = [
        (("closed", "votes"), item.closed.votes if item.closed else (), there),
        *((("impartiality", place, "votes"), one.votes, asked) for place, one in enumerate(item.impartiality)),
        (("votes",), item.votes, there),
    ]
    found = {}
    for path, votes, every in groups:
        for place, vote in enumerate(votes):
            who, terms = of_board(agenda, every, vote.board), terms_of(agenda, entry, vote.board)
            kind = vote.kind or (kind_of(vote, item) if path == ("votes",) and terms.by_law else "resolution")
            if who or vote.count:
                found[(*entry.path, *path, place)] = tally(vote, who, terms, kind)
    return found


def polls(agenda: Agenda, entry: Entry) -> dict[ValuePath, Poll]:
    """How each election at an item fell, by its place in the meeting: ("items", 3, "elections", 0)."""
    every = voters(agenda, entry)
    found: dict[ValuePath, Poll] = {}
    before: list[tuple[int, str]] = []
    for place, election in enumerate(entry.item.elections):
        there, terms = of_board(agenda, every, election.board), terms_of(agenda, entry, election.board)
        office = (election.office, election.board)
        found[(*entry.path, "elections", place)] = poll(election, there, terms, 1 + before.count(office))
        before.append(office)
    return found


def terms_of(agenda: Agenda, entry: Entry, board: str = "") -> Terms:
    """By what a board votes on an item: whose vote decides a tie, if anybody's, and how many members there are."""
    by = boards(agenda).get(board, agenda.board)
    by_law = by.law == "kommuneloven"
    minutes = agenda.meeting.minutes
    chair = entry.item.chair or (minutes.chair if minutes else "") or leads(agenda)
    casts = by_law if by.casting_vote is None else by.casting_vote
    return Terms(by_law, chair, casts, len(members(agenda, entry.item.decided_in_writing or entry.day, board)))


def leads(agenda: Agenda) -> str:
    """The id of who is to lead the meeting: whom it says, or the board's leader on its first day; "" for nobody."""
    return agenda.meeting.chair or _with_role(agenda, LEADERS)


def deputy(agenda: Agenda) -> str:
    """The id of who leads in the leader's place; "" for nobody."""
    return _with_role(agenda, SECONDS)


def _with_role(agenda: Agenda, called: Sequence[str]) -> str:
    """The id of the first member who has a role on the meeting's first day."""
    roles = {
        person.id: {text.casefold() for _, text in person.role.said} if person.role else set()
        for person in agenda.board.members
        if is_within(person, agenda.days[0])
    }
    return next((id_ for id_, said in roles.items() if not said.isdisjoint(called)), "")


# ---- what came of items --------------------------------------------------------------------------------------


def outcome(entry: Entry) -> str:
    """What came of an item: "adopted" as proposed, "changed", the outcome that was written, or "" for nothing yet.

    Where the public is told that something was decided and not what, "withheld".
    """
    if entry.item.outcome:
        return entry.item.outcome
    if entry.decided is None:
        return ""
    if not entry.decided.said:
        return "withheld"
    return "adopted" if entry.item.adopted == "proposal" else "changed"


LISTED = 4
"""As many items something has to come of for a list of it: of fewer a reader sees it at once."""


def listed(agenda: Agenda) -> tuple[tuple[Entry, str], ...]:
    """What came of each item that something came of, in order: its `outcome`, or "elected"; () where they are few."""
    found = ((entry, outcome(entry) or ("elected" if entry.item.elections else "")) for entry in agenda.entries)
    settled = tuple((entry, came) for entry, came in found if came)
    return settled if len(settled) >= LISTED else ()


def undecided(agenda: Agenda) -> tuple[Entry, ...]:
    """The items for approval or decision that have come to nothing yet.

    Items under another are decided with it; one that only holds others together has nothing to decide. At an election
    somebody is elected, whether or not a resolution says so as well.
    """
    came = {entry.path for entry in agenda.entries if outcome(entry)}
    return tuple(
        entry
        for entry in agenda.entries
        if entry.kind in ("approval", "decision")
        and not entry.item.items
        and not entry.item.elections
        and came.isdisjoint(entry.path[:length] for length in range(2, len(entry.path) + 1, 2))
    )


def settled_by(entry: Entry) -> ValuePath | None:
    """The vote on the whole of what an item adopted, by its place, the last of several; None where there is none.

    A resolution that was put together from points and motions has none: a vote on one of them says nothing of it. Nor
    has one on which boards that met together voted each for itself.
    """
    wanted = chosen(entry)
    places = [place for place, vote in enumerate(entry.item.votes) if wanted and vote.on == wanted and not vote.part]
    if len({entry.item.votes[place].board for place in places}) > 1:
        return None
    return (*entry.path, "votes", places[-1]) if places else None


def margin(agenda: Agenda, entry: Entry) -> str:
    """By how much a resolution was carried: "unanimous", for and against ("5-4"), or "majority" where none is known.

    "" where nobody voted on it as a whole; votes on its parts say so only where every one of them was unanimous.
    """
    votes, where = entry.item.votes, settled_by(entry)
    if where is None:
        return "unanimous" if votes and all(vote.unanimous for vote in votes) else ""
    vote, fell = votes[int(where[-1])], tallies(agenda, entry).get(where)
    if fell is None:
        return "unanimous" if vote.unanimous else "majority"
    return "unanimous" if fell.is_unanimous else fell.count


def lost(entry: Entry, tallies: Mapping[ValuePath, Tally]) -> ValuePath | None:
    """The vote by which what an item adopted was not carried, by its place; None where there is none.

    That is a vote on it that failed, or one that put something else in its place: `on: A, over: proposal`. Of two
    votes on one thing the last counts.
    """
    wanted = chosen(entry)
    last: dict[tuple[str, str, str, str], ValuePath] = {}
    for place, vote in enumerate(entry.item.votes):
        last[(vote.on, vote.over, vote.part, vote.board)] = (*entry.path, "votes", place)
    for (on, over, *_), path in last.items():
        carried = tallies[path].carried if path in tallies else None
        if wanted and ((on == wanted and carried is False) or (over == wanted and carried)):
            return path
    return None


def chosen(entry: Entry) -> str:
    """What a vote on what was adopted is `on`: "proposal", "decision", a motion's letter; "" where nothing was."""
    return entry.item.adopted or ("decision" if entry.item.decision else "")


def action_id(entry: Entry, place: int) -> str:
    """The id of an item's action, by its place from 1: "18/20-1"."""
    return f"{entry.known_as}-{place}"


def actions(agenda: Agenda) -> tuple[str, ...]:
    """The ids of all that a meeting asked to be done."""
    return tuple(action_id(entry, place) for entry in agenda.entries for place in range(1, len(entry.item.actions) + 1))
