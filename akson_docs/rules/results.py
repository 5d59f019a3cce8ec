"""Rules of what came of votes and elections: that what is said to be adopted, or elected, is what the votes say.

What nobody decided is an error until somebody says how it was decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.meetings import record
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.voting import Tally, Undecided
from akson_docs.rules.vote_inputs import decisive, fallen, is_sure, polls

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
        for path in decisive(entry, tallies):
            fell = tallies[path]
            if fell.carried is None and is_sure(fell):
                terms = record.terms_of(agenda, entry, fell.vote.board)
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
        if path is not None and is_sure(tallies[path]):
            key = "adopted" if entry.item.adopted else "decision"
            code = DECISION_CAST_AGAINST if tallies[path].by_chair else DECISION_NOT_CARRIED
            yield code.of((*entry.path, key), count=tallies[path].count)
        for fell in _carried_besides(entry, tallies) if path is None else ():
            yield MOTION_CARRIED.of((*entry.path, "adopted"), found=fell.vote.on, count=fell.count)
        for where, fell in tallies.items():
            if where[:-1] != (*entry.path, "votes") and fell.carried is False and is_sure(fell):
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
        if fell is not None and fell.carried and fell.vote.on in motions and is_sure(fell) and not is_over:
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
            if path in tallies and tallies[path].carried and is_sure(tallies[path]):
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
CASTING_NOBODYS = Code(
    "casting-vote",
    "error",
    N_("the chair's vote decides no tie in this board (casting_vote: no)"),
    N_("write outcome: with what came of it, or casting_vote: yes in board.yaml where the chair's vote decides"),
)


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
    for path, fell, entry in fallen(agenda):
        if not isinstance(fell, Tally) or fell.vote.casting_vote is None:
            continue
        where, written = (*path, "casting_vote"), fell.vote.casting_vote
        terms = record.terms_of(agenda, entry, fell.vote.board)
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
    for path, fell, entry in polls(agenda):
        later = entry.item.elections[int(path[-1]) + 1 :]
        over = any(one.office == fell.election.office for one in later)
        if fell.undecided and is_sure(fell) and not over and entry.item.outcome is None:
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
    for path, fell, entry in polls(agenda):
        one = fell.election
        sure = fell.undecided is None and is_sure(fell)
        rounds = [place for place, row in enumerate(entry.item.elections) if row.office == one.office]
        later = [place for place in rounds if place > int(path[-1])]
        if sure and fell.elected and later:
            found = ", ".join(record.told(agenda, name) for name in fell.elected)
            yield ELECTED_BEFORE.of((*path[:-1], later[0], "to"), found=found)
        if one.agreed and one.seats not in (None, len(one.agreed)):
            yield AGREED_SEATS.of((*path, "seats"), found=len(one.agreed), seats=one.seats or 0)
        if one.agreed and (one.blank or one.blank_votes):
            yield AGREED_AGAINST.of((*path, "blank" if one.blank else "blank_votes"))
        if one.lot and not fell.tied and fell.undecided != "votes" and is_sure(fell):
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
