"""The rules of votes and elections: that what is written of them adds up, and is as kommuneloven has it.

Two statements of one result are checked both ways: a count and the names, who is said to be elected and the votes, what
was adopted and what had a majority. What nobody decided is an error until somebody says how it was decided.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.meetings import record
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.record import Lack
from akson_docs.meetings.voting import Poll, Tally, Undecided
from akson_docs.model import walk
from akson_docs.model.values import LocalizedText

# ---- what is written -----------------------------------------------------------------------------------------

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
    for path, fell, entry in _fallen(agenda):
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
            could = len(record.voters(agenda, entry)) - len(fell.absent)
            yield VOTE_NUMBER.of((*path, "count"), cast=sum(fell.counted), could=could)


def vote_more(agenda: Agenda) -> Iterator[Problem]:
    """Nobody votes but the members who are there. In a board without `law: kommuneloven` others than those on its list
    may vote, as in a committee that everybody may join; elsewhere a number was written too high.

    The rule checks counts without names, where attendance is written, in boards of that kind; in other boards
    `vote-count` tells you.
    """
    for path, fell, entry in _fallen(agenda) if agenda.board.law != "kommuneloven" else ():
        there, gone = record.voters(agenda, entry), len(fell.absent)
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
    for path, fell, entry in _fallen(agenda):
        if isinstance(fell, Tally):
            item, own = entry.item, path[len(entry.path) :]
            said = fell.vote.unanimous
            if own[0] == "closed" and item.closed is not None:
                said = said or item.closed.unanimous
            elif own[0] == "impartiality":
                said = said or item.impartiality[int(own[1])].unanimous
            if said and any(fell.counted[1:]) and _is_sure(fell):
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
}


def vote_unknown(agenda: Agenda) -> Iterator[Problem]:
    """Whoever is named in a vote or an election could vote on that item. It is a party, the id or name of a member who
    was there, or of a substitute who met for one.

    Another name is an error, because the minutes would count a vote that nobody had. The message says whether the
    person was absent that day, had left, or had stepped aside.
    """
    for path, fell, entry in _fallen(agenda):
        held = fell.vote if isinstance(fell, Tally) else fell.election
        for place in fell.unknown:
            name = str(walk.at(held, place))
            lack = record.lack(agenda, entry, name)
            known = [*agenda.board.parties, *(voter.id for voter in record.voters(agenda, entry))]
            near = difflib.get_close_matches(name, known, 1, 0.6) if lack == "unknown" else ()
            told = record.as_written(agenda, name)
            yield VOTE_UNKNOWN[lack].of((*path, *place), found=told, nearest=near[0] if near else "")


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
                    near = difflib.get_close_matches(found, there, 1, 0.6)
                    where = (*entry.path, "votes", place, key)
                    yield VOTE_ON_UNKNOWN.of(where, found=found, nearest=near[0] if near else "")


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
            points = {number: None for holder in holders if holder in texts for number in _points(texts[holder])}
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
    for path, fell, _ in _fallen(agenda):
        seen: set[str] = set()
        for place, name in _sided(fell):
            if name in seen:
                yield VOTE_TWICE.of((*path, *place), found=record.as_written(agenda, name))
            seen.add(name)


def _sided(fell: Tally | Poll) -> Iterator[tuple[ValuePath, str]]:
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
    for path, fell, _ in _polls(agenda):
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


# ---- what was decided ----------------------------------------------------------------------------------------

TIE_UNDECIDED = Code(
    "tie-undecided",
    "error",
    N_("{count}: nobody says what was decided"),
    N_(
        "write outcome: rejected, or casting_vote: for or against where the chair's vote decided it; for all "
        "of a board's "
        "ties: casting_vote: yes in board.yaml"
    ),
)
TIE_WITHOUT_CHAIR = Code(
    "tie-undecided",
    "error",
    N_("{count}: the vote of who led the meeting decides it (kommuneloven § 11-9), and {chair} had none here"),
    N_("write chair: {deputy} on the item, if that is who led during it"),
)
TIE_OF_ELECTION = Code(
    "tie-undecided",
    "error",
    N_("{count} at an election: the chair's vote decides nothing there, the lot does (kommuneloven §§ 7-8 and 11-9)"),
    N_("write elections: with candidates and lot; if it is no election, kind: resolution or appointment on the vote"),
)


def tie_undecided(agenda: Agenda) -> Iterator[Problem]:
    """A tie is no resolution until somebody has decided it. By kommuneloven § 11-9 the vote of whoever leads the
    meeting decides it; at elections nobody's vote does, as they are decided by lot (§ 7-8). Who leads is `chair` of the
    item, else of the minutes, else of the meeting, else the member whose role is leder; if that person had stepped
    aside, was absent or had left, somebody else led. In another board its statutes say whether the chair's vote decides
    (`casting_vote: yes` in board.yaml, as aksjeloven § 6-25 has it); where it does not, a tie has no majority:
    `outcome: rejected`.

    The rule checks the vote on what was adopted, the last vote where nothing is said to have come of the item, and
    votes on closing the doors and on impartiality. An undecided tie is an error, because the minutes would print what
    nobody decided.
    """
    for entry in agenda.entries:
        tallies = record.tallies(agenda, entry)
        for path in _decisive(entry, tallies):
            fell = tallies[path]
            if fell.carried is None and _is_sure(fell):
                terms = record.terms_of(agenda, entry)
                if fell.kind == "election":
                    yield TIE_OF_ELECTION.of(path, count=fell.count)
                elif terms.casts and fell.voters and terms.chair:
                    deputy = record.deputy(agenda)
                    could = deputy != terms.chair and any(deputy == voter.id for voter in fell.voters)
                    yield TIE_WITHOUT_CHAIR.of(
                        path, count=fell.count, chair=terms.chair, deputy=deputy if could else "…"
                    )
                else:
                    yield TIE_UNDECIDED.of(path, count=fell.count)


DECISION_NOT_CARRIED = Code(
    "decision-not-carried",
    "error",
    N_("the vote on it was not carried: {count}"),
    N_("see votes: what was carried is what is adopted, or what the decision says"),
)
DECISION_CAST_AGAINST = Code(
    "decision-not-carried",
    "error",
    N_("{count}, and the chair's vote decided against it"),
    N_("see who led the meeting (chair), and who voted for what"),
)
MOTION_CARRIED = Code(
    "decision-not-carried",
    "error",
    N_("motion {found} was carried ({count}), and the proposal is said to be adopted as it stood"),
    N_("adopted: {found} where it took the proposal's place; decision: with the wording where it was added to it"),
)
NOT_FOUND_SO = Code(
    "decision-not-carried",
    "error",
    N_("what is said to be decided did not have a majority: {count}"),
    N_("`for` are those who voted for what was decided"),
)


def decision_not_carried(agenda: Agenda) -> Iterator[Problem]:
    """What was adopted had its majority. The vote on it did not fail, and no vote put something else in its place; so
    it is with closing the doors, and with what was found of a member's impartiality.

    By kommuneloven § 11-9 a majority is more than half of the votes cast, blank ones included, and a tie is decided by
    the vote of whoever led; elsewhere it is more votes for than against. `majority` on a vote says where more is
    required: where a company's board votes blank, more than half of those who take part (`half of the votes`,
    aksjeloven § 6-25). A resolution without its majority is an error, because the minutes would say that something is
    decided, and that it is not.
    """
    for entry in agenda.entries:
        tallies = record.tallies(agenda, entry)
        path = record.lost(entry, tallies)
        if path is not None and _is_sure(tallies[path]):
            key = "adopted" if entry.item.adopted else "decision"
            code = DECISION_CAST_AGAINST if tallies[path].by_chair else DECISION_NOT_CARRIED
            yield code.of((*entry.path, key), count=tallies[path].count)
        for fell in _carried_besides(entry, tallies) if path is None else ():
            yield MOTION_CARRIED.of((*entry.path, "adopted"), found=fell.vote.on, count=fell.count)
        for where, fell in tallies.items():
            if where[:-1] != (*entry.path, "votes") and fell.carried is False and _is_sure(fell):
                yield NOT_FOUND_SO.of(where, count=fell.count)


def _carried_besides(entry: Entry, tallies: Mapping[ValuePath, Tally]) -> Iterator[Tally]:
    """The votes that carried a motion where the proposal is said to be adopted as it stood, and that no later vote on
    the proposal as a whole went over."""
    if entry.item.adopted != "proposal":
        return
    motions = {motion.id for motion in entry.item.motions}
    fallen = [tallies.get((*entry.path, "votes", place)) for place in range(len(entry.item.votes))]
    for place, fell in enumerate(fallen):
        later = (one for one in fallen[place + 1 :] if one is not None)
        is_over = any(one.carried and one.vote.on == "proposal" and not one.vote.part for one in later)
        if fell is not None and fell.carried and fell.vote.on in motions and _is_sure(fell) and not is_over:
            yield fell


OUTCOME_ADOPTED = Code(
    "outcome-adopted",
    "error",
    N_("the item has outcome: {outcome}, and something is adopted"),
    N_("write what came of it: adopted, or outcome"),
)


def outcome_adopted(agenda: Agenda) -> Iterator[Problem]:
    """An item ends in one way. Where something was adopted, the proposal was not rejected and the item was not
    withdrawn; a resolution may well put it off or send it back.

    Two endings are an error, because the minutes would say that something is decided, and that it is not.
    """
    for entry in agenda.entries:
        if entry.item.adopted and entry.item.outcome in ("rejected", "withdrawn"):
            yield OUTCOME_ADOPTED.of((*entry.path, "outcome"), outcome=entry.item.outcome)


OUTCOME_CARRIED = Code(
    "outcome-carried",
    "warning",
    N_("the item is rejected, and the vote on it was carried: {count}"),
    N_("write adopted, or the majority that was required: majority: half of the votes counts blank ones too"),
)


def outcome_carried(agenda: Agenda) -> Iterator[Problem]:
    """What was rejected had no majority. The rule checks the last vote on the proposal as a whole."""
    for entry in agenda.entries:
        if entry.item.outcome != "rejected":
            continue
        tallies = record.tallies(agenda, entry)
        last = [
            (*entry.path, "votes", place)
            for place, vote in enumerate(entry.item.votes)
            if vote.on == "proposal" and not (vote.over or vote.part)
        ][-1:]
        for path in last:
            if path in tallies and tallies[path].carried and _is_sure(tallies[path]):
                yield OUTCOME_CARRIED.of((*entry.path, "outcome"), count=tallies[path].count)


CASTING_NEEDLESS = Code(
    "casting-vote", "error", N_("{count} is no tie: no casting vote decided it"), N_("take casting_vote out")
)
CASTING_AT_ELECTION = Code(
    "casting-vote",
    "error",
    N_("at an election no casting vote decides, the lot does (kommuneloven §§ 7-8 and 11-9)"),
    N_("write elections: with candidates and lot; if it is no election, kind: resolution or appointment"),
)
CASTING_OTHERWISE = Code(
    "casting-vote",
    "error",
    N_("the casting vote was {written}, and {chair}, who led, voted {found}"),
    N_("see who voted for and against, and who led (chair)"),
)
CASTING_NOBODYS = Code("casting-vote", "error", N_("the chair's vote decides no tie in this board (casting_vote: no)"))


CASTING_ABSENT = Code(
    "casting-vote",
    "error",
    N_("{chair}, who led, had no vote here: somebody else's decided it"),
    N_("write chair: on the item, with who led during it"),
)


def casting_vote(agenda: Agenda) -> Iterator[Problem]:
    """A casting vote decides a tie, and is the vote of whoever led the meeting (kommuneloven § 11-9, aksjeloven §
    6-25); at an election there is none.

    Another casting vote is an error, because the minutes would say who decided, and that it was otherwise.
    """
    for path, fell, entry in _fallen(agenda):
        if not isinstance(fell, Tally) or fell.vote.casting_vote is None:
            continue
        where, written = (*path, "casting_vote"), fell.vote.casting_vote
        terms = record.terms_of(agenda, entry)
        side = next(
            (
                key
                for key, some in (("for", fell.for_), ("against", fell.against))
                if any(terms.chair in (voter.id, voter.name) for voter in some)
            ),
            written,
        )
        if fell.counted[0] != fell.counted[1] or fell.vote.majority:
            yield CASTING_NEEDLESS.of(where, count=fell.count)
        elif fell.kind == "election":
            yield CASTING_AT_ELECTION.of(where)
        elif agenda.board.casting_vote is False:
            yield CASTING_NOBODYS.of(where)
        elif fell.voters and terms.chair and not any(terms.chair in (one.id, one.name) for one in fell.voters):
            yield CASTING_ABSENT.of(where, chair=terms.chair)
        elif side != written:
            yield CASTING_OTHERWISE.of(where, written=written, chair=terms.chair, found=side)


# ---- elections -----------------------------------------------------------------------------------------------


def _undecided(text: str, hint: str) -> Code:
    return Code("election-undecided", "error", text, hint)


ELECTION_UNDECIDED: Mapping[Undecided, Code] = {
    "tie": _undecided(
        N_("as many votes for {found}: nobody says whom the lot fell on"),
        N_("write lot: with the name (kommuneloven §§ 7-6 and 7-8)"),
    ),
    "majority": _undecided(
        N_("nobody had more than half of the {cast} votes cast"),
        N_(
            "a second vote is held, in which most votes elect (kommuneloven § 7-8): write it as the next row, "
            "to the same"
        ),
    ),
    "votes": _undecided(
        N_("how many votes {found} got is not known"),
        N_("write votes: with the number, or for: with those who voted so"),
    ),
    "lot": _undecided(
        N_("the lot fell on {lot}, and it was drawn between {found}"), N_("one name for each seat that was drawn for")
    ),
}


def election_undecided(agenda: Agenda) -> Iterator[Problem]:
    """An election is decided as the law has it. Between candidates, whoever has more than half of the votes cast, blank
    ones included, is elected; if nobody has, there is a second vote, in which most votes elect, and lots are drawn
    between those who have as many (kommuneloven § 7-8). Between lists, seats are given by quotients, and the lot
    decides between lists with as many votes (§ 7-6). In another board most votes elect; between those who have as many
    it is the lot, or the chair's vote where its statutes say so.

    The rule checks the last round of an election, unless the item was postponed, withdrawn or returned. An undecided
    election is an error, because the minutes would print somebody as elected whom nobody elected.
    """
    for path, fell, entry in _polls(agenda):
        later = entry.item.elections[int(path[-1]) + 1 :]
        over = any(one.office == fell.election.office for one in later)
        if fell.undecided and _is_sure(fell) and not over and entry.item.outcome is None:
            between = fell.tied or tuple(one.name for one in fell.standings if one.votes is None)
            found, lot = (
                ", ".join(record.as_written(agenda, name) for name in names) for names in (between, fell.election.lot)
            )
            where = (*path, "lot") if fell.undecided == "lot" else path
            yield ELECTION_UNDECIDED[fell.undecided].of(where, found=found, cast=fell.cast, lot=lot)


def _result(text: str, hint: str = "") -> Code:
    return Code("election-result", "error", text, hint)


ELECTED_OTHERWISE = _result(
    N_("{written} is said to be elected, and by the votes it is {found}"), N_("see the votes, the seats and the lot")
)
ELECTED_BEFORE = _result(
    N_("{found} was elected to this in the vote before"),
    N_("a second vote is held where nobody was elected; two offices have different names (to)"),
)
LOT_NEEDLESS = _result(
    N_("there was nothing to draw lots for"),
    N_("take lot out, or see the votes: between candidates a second vote comes before the lot (kommuneloven § 7-8)"),
)
AGREED_SEATS = _result(N_("{found} are agreed on, for {seats} seats"))
AGREED_AGAINST = _result(
    N_("what is agreed is unanimous (kommuneloven § 7-7), and somebody voted blank"), N_("write candidates, or lists")
)
DECISION_NAMES_ANOTHER = _result(
    N_("the resolution names {found}, and elected is {elected}"), N_("see the resolution, and the votes")
)


def election_result(agenda: Agenda) -> Iterator[Problem]:
    """Whoever is said to be elected is who follows from the votes: in `elected`, and in the resolution. From a list
    others than the first on it may be elected, as many from each as it has seats (kommuneloven § 7-6, for both sexes to
    be there). What is agreed is unanimous (§ 7-7). Lots are drawn where votes are even, and not before a second vote.

    Another result is an error, because the minutes would say two things.
    """
    for path, fell, entry in _polls(agenda):
        one = fell.election
        sure = fell.undecided is None and _is_sure(fell)
        rounds = [place for place, row in enumerate(entry.item.elections) if row.office == one.office]
        later = [place for place in rounds if place > int(path[-1])]
        if sure and fell.elected and later:
            found = ", ".join(record.told(agenda, name) for name in fell.elected)
            yield ELECTED_BEFORE.of((*path[:-1], later[0], "to"), found=found)
        if one.agreed and one.seats not in (None, len(one.agreed)):
            yield AGREED_SEATS.of((*path, "seats"), found=len(one.agreed), seats=one.seats or 0)
        if one.agreed and (one.blank or one.blank_votes):
            yield AGREED_AGAINST.of((*path, "blank" if one.blank else "blank_votes"))
        if one.lot and not fell.tied and fell.undecided != "votes" and _is_sure(fell):
            yield LOT_NEEDLESS.of((*path, "lot"))
        named = ", ".join(record.told(agenda, name) for name in fell.elected) or "–"
        if one.elected and sure and set(one.elected) != set(fell.elected) and (fell.elected or one.candidates):
            yield ELECTED_OTHERWISE.of(
                (*path, "elected"),
                written=", ".join(record.as_written(agenda, name) for name in one.elected),
                found=named,
            )
        elif sure and one.candidates and fell.elected and entry.decided is not None:
            said = " ".join(text for _, text in entry.decided.said).casefold()
            names = {row.name: record.called(agenda, row.name, agenda.language) for row in one.candidates}
            inside = {
                name
                for name, called in names.items()
                if re.search(rf"(?<!\w){re.escape(called.casefold())}(?!\w)", said)
            }
            if inside and not inside.issuperset(fell.elected):
                found = ", ".join(record.told(agenda, name) for name in names if name in inside)
                key = "adopted" if entry.item.adopted else "decision"
                yield DECISION_NAMES_ANOTHER.of((*entry.path, key), found=found, elected=named)


# ---- what the law says ---------------------------------------------------------------------------------------

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
    for path, fell, _ in _fallen(agenda) if agenda.board.law == "kommuneloven" else ():
        if isinstance(fell, Tally) and fell.counted[2] and fell.kind == "resolution" and _is_sure(fell):
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
    for path, fell, _ in _fallen(agenda) if agenda.board.law == "kommuneloven" else ():
        if fell.absent:
            names = ", ".join(voter.id for voter in fell.absent)
            yield VOTE_DUTY.of((*path, "absent_from_vote"), found=names)


SECRET_BALLOT = Code(
    "secret-ballot",
    "warning",
    N_("a secret ballot on something else than an election (kommuneloven § 11-4: the minutes say who voted for what)"),
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

    The rule checks votes and elections in boards with `law: kommuneloven`.
    """
    for path, fell, _ in _fallen(agenda) if agenda.board.law == "kommuneloven" else ():
        if isinstance(fell, Tally) and fell.vote.secret and fell.kind != "election":
            yield SECRET_BALLOT.of((*path, "secret"))
        elif isinstance(fell, Poll) and fell.election.secret and fell.election.candidates:
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
    if agenda.board.law != "kommuneloven" or agenda.meeting.attendance is None:
        return
    for entry in agenda.entries:
        seats, there = len(record.members(agenda, entry.day)), len(record.voters(agenda, entry))
        absent = [
            len(one.absent)
            for path, one, _ in _fallen_at(agenda, entry)
            if path[len(entry.path)] in ("votes", "elections")
        ]
        voted = there - max(absent, default=0)
        key = "votes" if entry.item.votes else "elections"
        if (entry.item.votes or entry.item.elections) and 2 * voted < seats:
            yield QUORUM.of((*entry.path, key), voters=voted, members=seats)


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


VOTING_RULES: tuple[Callable[[Agenda], Iterator[Problem]], ...] = (
    vote_count,
    vote_more,
    unanimous,
    vote_unknown,
    vote_on_unknown,
    point_unknown,
    motion_repeated,
    motion_outcome,
    vote_twice,
    candidate_twice,
    tie_undecided,
    decision_not_carried,
    outcome_adopted,
    outcome_carried,
    casting_vote,
    election_undecided,
    election_result,
    blank_vote,
    vote_duty,
    secret_ballot,
    chair_absent,
    quorum,
    impartiality_basis,
)


# ---- walking -------------------------------------------------------------------------------------------------


def _is_sure(fell: Tally | Poll) -> bool:
    """Whether every name on a side is somebody's who could vote, and on no other side: else that is told alone."""
    names = [name for _, name in _sided(fell)]
    return not fell.unknown and len(set(names)) == len(names)


def _fallen(agenda: Agenda) -> Iterator[tuple[ValuePath, Tally | Poll, Entry]]:
    """Every vote and every election of which it follows how it fell, with its place."""
    for entry in agenda.entries:
        yield from _fallen_at(agenda, entry)


def _fallen_at(agenda: Agenda, entry: Entry) -> Iterator[tuple[ValuePath, Tally | Poll, Entry]]:
    for fallen in (record.tallies(agenda, entry), record.polls(agenda, entry)):
        yield from ((path, one, entry) for path, one in fallen.items())


def _polls(agenda: Agenda) -> Iterator[tuple[ValuePath, Poll, Entry]]:
    for entry in agenda.entries:
        yield from ((path, one, entry) for path, one in record.polls(agenda, entry).items())


def _decisive(entry: Entry, tallies: Mapping[ValuePath, Tally]) -> Iterator[ValuePath]:
    """The votes at an item that must have been decided, by their places: on what was adopted, or that put something
    else in its place; the last one, where nothing is said to have come of it; all on closing and on impartiality."""
    own = (*entry.path, "votes")
    chosen, votes = record.chosen(entry), entry.item.votes
    yield from (path for path in tallies if path[:-1] != own)
    last = {(vote.on, vote.over, vote.part): (*own, place) for place, vote in enumerate(votes)}
    settled = record.settled_by(entry)
    carried = settled is not None and settled in tallies and tallies[settled].carried
    for (on, over, _), path in last.items():
        if path not in tallies:
            continue
        is_final = not chosen and not record.outcome(entry) and path == (*own, len(votes) - 1)
        if is_final or (chosen and (on == chosen or (over == chosen and not carried))):
            yield path


def _points(words: LocalizedText) -> tuple[str, ...]:
    """The numbers of a text's points, as they are written and as they are counted."""
    found: dict[str, None] = {}
    for _, text in words.said:
        numbers = re.findall(r"^ {0,3}(\d+)[.)] ", text, re.MULTILINE)
        counted = [str(place) for place in range(1, len(numbers) + 1)] if len(set(numbers)) < len(numbers) else []
        found |= dict.fromkeys((*numbers, *counted))
    return tuple(found)
