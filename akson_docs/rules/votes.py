"""Rules of votes and elections as they are written: who voted for what, on what, and how many they were.

A count and the names are two statements of one result, and are checked both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath, nearest
from akson_docs.meetings import record
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.record import Lack
from akson_docs.meetings.voting import Poll, Tally, Voter
from akson_docs.model import walk
from akson_docs.rules.vote_inputs import fallen, is_sure, numbers_of_points, polls, sided, under_law

VOTE_COUNT = Code(
    "vote-count",
    "error",
    N_("{written} is written, and from attendance follows {counted}"),
    N_("for: {for_}; against: {against}; blank: {blank}; who was there and did not vote: absent_from_vote"),
)
VOTE_NUMBER = Code(
    "vote-count",
    "error",
    N_("{cast} votes are counted, and {could} could vote"),
    N_("see the numbers, and attendance; who was there and did not vote stands under absent_from_vote"),
)
VOTE_MORE = Code(
    "vote-more",
    "warning",
    N_("{cast} votes are counted, and {could} of the board could vote"),
    N_("see the numbers; where others than its members vote, silence this: rules: {vote-more: off} in board.yaml"),
)
CANDIDATE_VOTES = Code(
    "vote-count",
    "error",
    N_("{written} votes are written for {found}, and of those named there are {counted}"),
    N_("see `for`, and attendance"),
)


def vote_count(agenda: Agenda) -> Iterator[Problem]:
    """The count of a vote is the one that follows from who could vote. One side of a vote is written, and the other is
    everybody else who was there: it matters who left, was absent or stepped aside, and who met as a substitute. Where
    only the count is known, as in a secret ballot, there are as many votes as there were voters; so it is at an
    election.

    Another count is an error, because the minutes would print a count and names that do not go together. Where
    attendance gives times only, the agenda's times say who was there for what; name the items with `missed` where they
    ran late. In a board without `law: kommuneloven` there may be more votes than voters (`vote-more`).
    """
    for path, fell, entry in fallen(agenda):
        if fell.adds_up or fell.unknown:
            continue
        if isinstance(fell, Poll):
            known = [one for one in fell.standings if one.voters and one.votes != len(one.voters)]
            key = "lists" if fell.election.lists else "candidates"
            for one in known:
                where = (*path, key, fell.standings.index(one), "votes")
                yield CANDIDATE_VOTES.of(
                    where, written=one.votes or 0, found=record.as_written(agenda, one.name), counted=len(one.voters)
                )
            if not known:
                yield VOTE_NUMBER.of(path, cast=fell.cast, could=fell.could)
        elif fell.voters:
            names = {
                key: ", ".join(voter.id for voter in side) or "–"
                for key, side in (("for_", fell.for_), ("against", fell.against), ("blank", fell.blank))
            }
            yield VOTE_COUNT.of((*path, "count"), written=fell.vote.count or "", counted=fell.count, **names)
        else:
            could = len(_voters(agenda, entry, fell)) - len(fell.absent)
            yield VOTE_NUMBER.of((*path, "count"), cast=sum(fell.counted), could=could)


def _voters(agenda: Agenda, entry: Entry, fell: Tally | Poll) -> tuple[Voter, ...]:
    """Who could vote: where boards meet together, of the one that did."""
    held = fell.vote if isinstance(fell, Tally) else fell.election
    return record.of_board(agenda, record.voters(agenda, entry), held.board)


def vote_more(agenda: Agenda) -> Iterator[Problem]:
    """Nobody votes but the members who are there. In a board without `law: kommuneloven` others than those on its list
    may vote, as in a committee that everybody may join; elsewhere a number was written too high.

    The rule checks counts without names, where attendance is written, in boards of that kind; in other boards
    `vote-count` tells you.
    """
    bound = {path for path, _, _ in under_law(agenda)}
    for path, fell, entry in (one for one in fallen(agenda) if one[0] not in bound):
        there, gone = _voters(agenda, entry, fell), len(fell.absent)
        cast = fell.cast if isinstance(fell, Poll) else sum(fell.counted)
        each = max(1, fell.election.seats or 1) if isinstance(fell, Poll) and fell.election.candidates else 1
        if there and fell.adds_up and cast > each * (len(there) - gone):
            where = path if isinstance(fell, Poll) else (*path, "count")
            yield VOTE_MORE.of(where, cast=cast, could=len(there) - gone)


UNANIMOUS = Code(
    "unanimous",
    "error",
    N_("it is said to be unanimous, and the votes are {count}"),
    N_("take out what is not so; a blank vote is a vote as well"),
)


def unanimous(agenda: Agenda) -> Iterator[Problem]:
    """What is unanimous had every vote; a blank vote is no vote for it. The rule checks `unanimous: yes` on a vote, and
    on closing the doors or a question of impartiality where the votes are written too.

    A contradiction is an error, because the minutes would say two things.
    """
    for path, fell, entry in fallen(agenda):
        if isinstance(fell, Tally):
            item, own = entry.item, path[len(entry.path) :]
            said = fell.vote.unanimous
            if own[0] == "closed" and item.closed is not None:
                said = said or item.closed.unanimous
            elif own[0] == "impartiality":
                said = said or item.impartiality[int(own[1])].unanimous
            if said and any(fell.counted[1:]) and is_sure(fell):
                yield UNANIMOUS.of(path, count=fell.count)


def _lacking(text: str, hint: str) -> Code:
    return Code("vote-unknown", "error", text, hint)


VOTE_UNKNOWN: Mapping[Lack, Code] = {
    "unknown": _lacking(
        N_('the board has no party and no member "{found}"'), N_("use a party, or an id from board.yaml")
    ),
    "absent": _lacking(N_("{found} was not there, or another met instead"), N_("name who met, or change attendance")),
    "left": _lacking(N_("{found} was not there for this item"), N_("see part under attendance")),
    "aside": _lacking(N_("{found} had stepped aside (impartiality)"), N_("name who came instead, or leave it out")),
    "voteless": _lacking(
        N_("{found} has no vote on this item"),
        N_("a substitute votes where substitutes under attendance says for whom"),
    ),
    "party": _lacking(N_("nobody of {found} could vote on this item"), N_("see who was absent or missed it")),
    "board": _lacking(
        N_("{found} is of another board than the one that voted"), N_("each board has a vote of its own")
    ),
}


def vote_unknown(agenda: Agenda) -> Iterator[Problem]:
    """Whoever is named in a vote or an election could vote on that item. It is a party, the id or name of a member who
    was there, or of a substitute who met for one.

    Another name is an error, because the minutes would count a vote that nobody had. The message says whether the
    person was absent that day, had left, or had stepped aside.
    """
    for path, fell, entry in fallen(agenda):
        held = fell.vote if isinstance(fell, Tally) else fell.election
        for place in fell.unknown:
            name = str(walk.at(held, place))
            lack = record.lack(agenda, entry, name, held.board)
            known = [*agenda.board.parties, *(voter.id for voter in _voters(agenda, entry, fell))]
            meant = nearest(name, known) if lack == "unknown" else ""
            told = record.as_written(agenda, name)
            yield VOTE_UNKNOWN[lack].of((*path, *place), found=told, nearest=meant)


VOTE_ON_UNKNOWN = Code(
    "vote-on-unknown",
    "error",
    N_('there is no "{found}" to vote on'),
    N_("a vote is on proposal or decision (where there is one), or on the letter of a motion"),
)


def vote_on_unknown(agenda: Agenda) -> Iterator[Problem]:
    """What was voted on exists: the proposal, a resolution with a wording of its own, or a motion.

    The rule checks `on` and `over` of the votes on the item; a vote on closing the doors or on impartiality is on just
    that. Anything else is an error, because the minutes would print a vote, and nobody could say on what.
    """
    for entry in agenda.entries:
        item = entry.item
        there = [motion.id for motion in item.motions]
        there += [key for key in ("proposal", "decision") if getattr(item, key) is not None]
        for place, vote in enumerate(item.votes):
            for key, found in (("on", vote.on), ("over", vote.over)):
                if found and found not in there:
                    where = (*entry.path, "votes", place, key)
                    yield VOTE_ON_UNKNOWN.of(where, found=found, nearest=nearest(found, there))


POINT_UNKNOWN = Code(
    "point-unknown",
    "warning",
    N_("there is no point {found}: {known}"),
    N_("use the number that stands before the point"),
)


def point_unknown(agenda: Agenda) -> Iterator[Problem]:
    """The point that a vote is on, or that a motion replaces, exists. A point that was moved often keeps its number.

    The rule checks points named by a number alone, where the text has numbered points. A vote's `part` is looked up in
    what it is on and over, a motion's `replaces` in the proposal.
    """
    for entry in agenda.entries:
        item = entry.item
        texts = {motion.id: motion.text for motion in item.motions}
        texts |= {key: text for key, text in (("proposal", item.proposal), ("decision", item.decision)) if text}
        named = [
            ((*entry.path, "votes", place, "part"), vote.part, (vote.on, vote.over))
            for place, vote in enumerate(item.votes)
        ]
        named += [
            ((*entry.path, "motions", place, "replaces"), motion.replaces, ("proposal", ""))
            for place, motion in enumerate(item.motions)
        ]
        for where, found, holders in named:
            points = {
                number: None for holder in holders if holder in texts for number in numbers_of_points(texts[holder])
            }
            if found.isdecimal() and points and found not in points:
                yield POINT_UNKNOWN.of(where, found=found, known=", ".join(points))


MOTION_REPEATED = Code(
    "motion-repeated", "error", N_("there are two motions {found}"), N_("give one of them another letter")
)


def motion_repeated(agenda: Agenda) -> Iterator[Problem]:
    """No two motions of an item have the same letter. A repeated letter is an error, because votes and `adopted` refer
    to it.
    """
    for entry in agenda.entries:
        seen: set[str] = set()
        for place, motion in enumerate(entry.item.motions):
            if motion.id in seen:
                yield MOTION_REPEATED.of((*entry.path, "motions", place, "id"), found=motion.id)
            seen.add(motion.id)


MOTION_UNSETTLED = Code(
    "motion-outcome",
    "warning",
    N_("nothing came of motion {found}: it was neither voted on nor adopted"),
    N_("write the vote on it, or its outcome: withdrawn (taken back) or lapsed (with what was adopted instead)"),
)
MOTION_SETTLED_TWICE = Code(
    "motion-outcome",
    "error",
    N_("motion {found} is {outcome}, and was voted on or adopted"),
    N_("take out what did not happen"),
)


def motion_outcome(agenda: Agenda) -> Iterator[Problem]:
    """The minutes say what came of every motion: it was voted on, adopted, taken back, or it lapsed. Whoever moved it
    reads them for that.

    The rule checks an item once it has votes or a resolution. Where the item was postponed, withdrawn or returned, its
    motions fall with it. A motion that was taken back and voted on or adopted all the same is an error: one of the two
    is not so.
    """
    for entry in agenda.entries:
        item = entry.item
        settled = {item.adopted, *(name for vote in item.votes for name in (vote.on, vote.over))}
        waiting = not (item.votes or record.outcome(entry)) or item.outcome in ("postponed", "withdrawn", "returned")
        for place, motion in enumerate(item.motions):
            where = (*entry.path, "motions", place)
            if motion.outcome and motion.id in settled:
                yield MOTION_SETTLED_TWICE.of((*where, "outcome"), found=motion.id, outcome=motion.outcome)
            elif not motion.outcome and motion.id not in settled and not waiting:
                yield MOTION_UNSETTLED.of((*where, "id"), found=motion.id)


VOTE_TWICE = Code(
    "vote-twice",
    "error",
    N_("{found} is named on two sides of this vote"),
    N_("a party that splits: name the persons on one side"),
)


def vote_twice(agenda: Agenda) -> Iterator[Problem]:
    """Nobody votes twice. A name stands in one place: for, against, among the blank votes, for one candidate or list,
    or among those who did not vote.

    A name in two places is an error, because nobody could say how the votes fell.
    """
    for path, fell, _ in fallen(agenda):
        seen: set[str] = set()
        for place, name in sided(fell):
            if name in seen:
                yield VOTE_TWICE.of((*path, *place), found=record.as_written(agenda, name))
            seen.add(name)


CANDIDATE_TWICE = Code(
    "candidate-twice",
    "error",
    N_("{found} stands twice in this election"),
    N_("write each candidate and each list once, with all votes; who is on two lists takes a seat from one of them"),
)


def candidate_twice(agenda: Agenda) -> Iterator[Problem]:
    """Nobody is elected twice to the same thing. A candidate or a list stands once in an election, and whoever is
    elected is elected once, even from two lists.

    A repeated name is an error, because the minutes would divide somebody's votes, or give one person two seats.
    """
    for path, fell, _ in polls(agenda):
        one, key = fell.election, "lists" if fell.election.lists else "candidates"
        names: list[tuple[ValuePath, str]] = [((key, place, "name"), row.name) for place, row in enumerate(one.rows)]
        for where, some in ((("agreed",), one.agreed), (("elected",), one.elected), (("lot",), one.lot)):
            yield from _twice(agenda, path, [((*where, place), name) for place, name in enumerate(some)])
        yield from _twice(agenda, path, names)
        if one.lists and not one.elected:
            yield from _twice(agenda, path, [(("lists",), name) for name in fell.elected])


def _twice(agenda: Agenda, path: ValuePath, names: Iterable[tuple[ValuePath, str]]) -> Iterator[Problem]:
    """The names that stood before."""
    seen: set[str] = set()
    for where, name in names:
        if name in seen:
            yield CANDIDATE_TWICE.of((*path, *where), found=record.as_written(agenda, name))
        seen.add(name)
