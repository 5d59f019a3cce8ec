"""The rules of votes and elections: that what is written of them adds up, and is as kommuneloven has it.

Two statements of one result are checked both ways: a count and the names, who is said to be elected and the votes, what
was adopted and what had a majority. What nobody decided is an error until somebody says how it was decided.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

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
    "{written} is written, and from attendance follows {counted}",
    "det står {written}, og av oppmøtet følger {counted}",
    "for: {for_}; against: {against}; blank: {blank}; who was there and did not vote: absent_from_vote",
    "for: {for_}; mot: {against}; blankt: {blank}; den som var til stede uten å stemme: absent_from_vote",
)
VOTE_NUMBER = Code(
    "vote-count",
    "error",
    "{cast} votes are counted, and {could} could vote",
    "{cast} stemmer er talt, og {could} kunne stemme",
    "see the numbers, and attendance; who was there and did not vote stands under absent_from_vote",
    "se på tallene og oppmøtet; den som var til stede uten å stemme, føres under absent_from_vote",
)
VOTE_MORE = Code(
    "vote-more",
    "warning",
    "{cast} votes are counted, and {could} of the board could vote",
    "{cast} stemmer er talt, og {could} fra utvalget kunne stemme",
    "see the numbers; where others than its members vote, silence this: rules: {vote-more: off} in board.yaml",
    "se på tallene; stemmer flere enn medlemmene, slå av denne: rules: {vote-more: off} i board.yaml",
)
CANDIDATE_VOTES = Code(
    "vote-count",
    "error",
    "{written} votes are written for {found}, and of those named there are {counted}",
    "det står {written} stemmer for {found}, og av dem som er nevnt, er det {counted}",
    "see `for`, and attendance",
    "se på `for` og oppmøtet",
)


def vote_count(agenda: Agenda) -> Iterator[Problem]:
    """The count of a vote is the one that follows from who could vote. One side of a vote is written, and the other
    is everybody else who was there: who left, was absent or stepped aside makes the difference, or a substitute. Where
    the count is all that is known, as of a secret ballot, as many voted as could; so it is at an election.

    This rule is an error: the minutes would print a count and names that do not go together. Where attendance gives
    times only, the agenda's times say who was there for what; name the items with `missed` where they ran late. In a
    board without `law: kommuneloven` more may be counted than could vote (`vote-more`).
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
    """Nobody votes but the members who are there. In a board without `law: kommuneloven` others may vote in it than
    those on its list, in a committee that everybody may join; elsewhere one digit was written too high.

    Asked of counts that no names go with, where attendance is written, in such boards; in others `vote-count` tells.
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
    "it is said to be unanimous, and the votes are {count}",
    "det står at det var enstemmig, og stemmene er {count}",
    "take out what is not so; a blank vote is a vote as well",
    "ta ut det som ikke stemmer; en blank stemme er også en stemme",
)


def unanimous(agenda: Agenda) -> Iterator[Problem]:
    """What is unanimous had every vote. So it is with `unanimous: yes` on a vote, and on closing the doors or a
    question of impartiality whose votes are written too; a blank vote is no vote for it.

    This rule is an error: the minutes would say two things.
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


def _lacking(en: str, nb: str, hint_en: str, hint_nb: str) -> Code:
    return Code("vote-unknown", "error", en, nb, hint_en, hint_nb)


VOTE_UNKNOWN: Mapping[Lack, Code] = {
    "unknown": _lacking(
        'the board has no party and no member "{found}"',
        "utvalget har verken et parti eller et medlem «{found}»",
        "use a party, or an id from board.yaml",
        "bruk et parti, eller en id fra board.yaml",
    ),
    "absent": _lacking(
        "{found} was not there, or another met instead",
        "{found} var ikke til stede, eller en annen møtte",
        "name who met, or change attendance",
        "nevn den som møtte, eller rett oppmøtet",
    ),
    "left": _lacking(
        "{found} was not there for this item",
        "{found} var ikke til stede under denne saken",
        "see part under attendance",
        "se part under attendance",
    ),
    "aside": _lacking(
        "{found} had stepped aside (impartiality)",
        "{found} hadde fratrådt (habilitet)",
        "name who came instead, or leave it out",
        "nevn den som kom i stedet, eller ta det ut",
    ),
    "voteless": _lacking(
        "{found} has no vote on this item",
        "{found} har ikke stemmerett i denne saken",
        "a substitute votes where substitutes under attendance says for whom",
        "et varamedlem stemmer når substitutes under attendance sier for hvem",
    ),
    "party": _lacking(
        "nobody of {found} could vote on this item",
        "ingen fra {found} kunne stemme i denne saken",
        "see who was absent or missed it",
        "se hvem som var fraværende eller ikke var med",
    ),
}


def vote_unknown(agenda: Agenda) -> Iterator[Problem]:
    """Whoever is named in a vote or an election could vote on that item. It is a party, or the id or name of a member
    who was there, or of a substitute who met for one.

    This rule is an error: the minutes would count a vote that nobody had. A name is looked for among those who could
    vote, so who is absent that day, had left, or had stepped aside is told apart.
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
    'there is no "{found}" to vote on',
    "det er ingen «{found}» å stemme over",
    "a vote is on proposal or decision (where there is one), or on the letter of a motion",
    "det stemmes over proposal eller decision (når det finnes), eller bokstaven til et forslag i møtet",
)


def vote_on_unknown(agenda: Agenda) -> Iterator[Problem]:
    """What was voted on is there: the proposal, a resolution with a wording of its own, or a motion.

    Asked of `on` and `over` of the votes on the item; a vote on closing the doors or on impartiality is on just that.
    This rule is an error: the minutes would print a vote, and nobody could say on what.
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
    "there is no point {found}: {known}",
    "det er ikke noe punkt {found}: {known}",
    "use the number that stands before the point",
    "bruk nummeret som står foran punktet",
)


def point_unknown(agenda: Agenda) -> Iterator[Problem]:
    """The point that a vote is on, or that a motion replaces, is there. A point that was moved often keeps its number.

    Asked where the text has numbered points and the point is named by a number alone: of a vote's `part`, in what it
    is on and over, and of a motion's `replaces`, in the proposal.
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
    "motion-repeated",
    "error",
    "there are two motions {found}",
    "det er to forslag {found}",
    "give one of them another letter",
    "gi ett av dem en annen bokstav",
)


def motion_repeated(agenda: Agenda) -> Iterator[Problem]:
    """No two motions of an item have one letter. This rule is an error: votes and `adopted` refer to it."""
    for entry in agenda.entries:
        seen: set[str] = set()
        for place, motion in enumerate(entry.item.motions):
            if motion.id in seen:
                yield MOTION_REPEATED.of((*entry.path, "motions", place, "id"), found=motion.id)
            seen.add(motion.id)


MOTION_UNSETTLED = Code(
    "motion-outcome",
    "warning",
    "nothing came of motion {found}: it was neither voted on nor adopted",
    "det ble ikke noe av forslag {found}: det er verken stemt over eller vedtatt",
    "write the vote on it, or its outcome: withdrawn (taken back) or lapsed (with what was adopted instead)",
    "skriv avstemningen over det, eller outcome: withdrawn (trukket) eller lapsed (bortfalt med det som ble vedtatt)",
)
MOTION_SETTLED_TWICE = Code(
    "motion-outcome",
    "error",
    "motion {found} is {outcome}, and was voted on or adopted",
    "forslag {found} er {outcome}, og er stemt over eller vedtatt",
    "take out what did not happen",
    "ta ut det som ikke skjedde",
)


def motion_outcome(agenda: Agenda) -> Iterator[Problem]:
    """Of every motion the minutes say what came of it: it was voted on, adopted, taken back, or it lapsed. Who moved
    it reads them for that.

    Asked once an item has votes or a resolution; where it was postponed, withdrawn or returned, its motions fall with
    it. That something was taken back and voted on or adopted all the same is an error: one of the two is not so.
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
    "{found} is named on two sides of this vote",
    "{found} er nevnt på to sider i avstemningen",
    "a party that splits: name the persons on one side",
    "et parti som deler seg: nevn personene på den ene siden",
)


def vote_twice(agenda: Agenda) -> Iterator[Problem]:
    """Nobody votes twice. A name stands for, against, among the blank votes, for one candidate or list, or among those
    who did not vote.

    This rule is an error: nobody could say how the votes fell.
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
    "{found} stands twice in this election",
    "{found} står to ganger i dette valget",
    "write each candidate and each list once, with all votes; who is on two lists takes a seat from one of them",
    "skriv hver kandidat og hver liste én gang, med alle stemmene; den som står på to lister, tar plass fra én av dem",
)


def candidate_twice(agenda: Agenda) -> Iterator[Problem]:
    """Nobody is elected twice to one thing. A candidate and a list stand once in an election, and whoever is elected is
    elected once, be it of two lists.

    This rule is an error: the minutes would divide somebody's votes, or give one person two seats.
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
    "{count}: nobody says what was decided",
    "{count}: ingen sier hva som ble vedtatt",
    "write outcome: rejected, or casting_vote: for or against where the chair's vote decided it; for all of a board's "
    "ties: casting_vote: yes in board.yaml",
    "skriv outcome: rejected, eller casting_vote: for eller against der møtelederens stemme avgjorde; for all "
    "stemmelikhet i utvalget: casting_vote: yes i board.yaml",
)
TIE_WITHOUT_CHAIR = Code(
    "tie-undecided",
    "error",
    "{count}: the vote of who led the meeting decides it (kommuneloven § 11-9), and {chair} had none here",
    "{count}: møtelederens stemme avgjør (kommuneloven § 11-9), og {chair} hadde ingen her",
    "write chair: {deputy} on the item, if that is who led during it",
    "skriv chair: {deputy} på saken, hvis det var den som ledet møtet under den",
)
TIE_OF_ELECTION = Code(
    "tie-undecided",
    "error",
    "{count} at an election: the chair's vote decides nothing there, the lot does (kommuneloven §§ 7-8 and 11-9)",
    "{count} ved et valg: der avgjør ikke møtelederens stemme, men loddet (kommuneloven §§ 7-8 og 11-9)",
    "write elections: with candidates and lot; if it is no election, kind: resolution or appointment on the vote",
    "skriv elections: med candidates og lot; er det ikke et valg, kind: resolution eller appointment på avstemningen",
)


def tie_undecided(agenda: Agenda) -> Iterator[Problem]:
    """A tie is no resolution until somebody decided it. By kommuneloven § 11-9 the vote of who leads the meeting does,
    at elections nobody's: they are decided by lot (§ 7-8). Who leads is `chair` of the item, else of the minutes, else
    of the meeting, else the member whose role is leder; where that is somebody who had stepped aside, was absent or had
    left, another led. In another board its statutes say whether the chair's vote decides (`casting_vote: yes` in
    board.yaml, as aksjeloven § 6-25 has it); where it does not, a tie has no majority: `outcome: rejected`.

    Asked of the vote on what was adopted, of the last one where nothing is said to have come of the item, and of votes
    on closing the doors and on impartiality. This rule is an error: the minutes would print what nobody decided.
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
    "the vote on it was not carried: {count}",
    "det fikk ikke flertall: {count}",
    "see votes: what was carried is what is adopted, or what the decision says",
    "se votes: det som fikk flertall, er det som er vedtatt, eller det vedtaket sier",
)
DECISION_CAST_AGAINST = Code(
    "decision-not-carried",
    "error",
    "{count}, and the chair's vote decided against it",
    "{count}, og møtelederens stemme avgjorde at det falt",
    "see who led the meeting (chair), and who voted for what",
    "se hvem som ledet møtet (chair), og hvem som stemte for hva",
)
MOTION_CARRIED = Code(
    "decision-not-carried",
    "error",
    "motion {found} was carried ({count}), and the proposal is said to be adopted as it stood",
    "forslag {found} fikk flertall ({count}), og det står at forslaget til vedtak ble vedtatt som det sto",
    "adopted: {found} where it took the proposal's place; decision: with the wording where it was added to it",
    "adopted: {found} der det kom i stedet; decision: med ordlyden der det kom i tillegg",
)
NOT_FOUND_SO = Code(
    "decision-not-carried",
    "error",
    "what is said to be decided did not have a majority: {count}",
    "det som skal være avgjort, fikk ikke flertall: {count}",
    "`for` are those who voted for what was decided",
    "`for` er de som stemte for det som ble avgjort",
)


def decision_not_carried(agenda: Agenda) -> Iterator[Problem]:
    """What was adopted had its majority. The vote on it did not fail, and no vote put something else in its place; so
    it is with closing the doors, and with what was found of a member's impartiality.

    By kommuneloven § 11-9 that is more than half of the votes cast, blank ones among them, and a tie is decided by the
    vote of who led; elsewhere more votes for than against. `majority` on a vote says where more is required: where a
    company's board votes blank, more than half of those who take part (`half of the votes`, aksjeloven § 6-25). This
    rule is an error: the minutes would say that something is decided, and that it is not.
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
    "the item has outcome: {outcome}, and something is adopted",
    "saken har outcome: {outcome}, og noe er vedtatt",
    "write what came of it: adopted, or outcome",
    "skriv hva det ble: adopted eller outcome",
)


def outcome_adopted(agenda: Agenda) -> Iterator[Problem]:
    """An item ends in one way. Where something was adopted the proposal was not rejected, and the item not withdrawn; a
    resolution may well put it off or send it back.

    This rule is an error: the minutes would say that something is decided, and that it is not.
    """
    for entry in agenda.entries:
        if entry.item.adopted and entry.item.outcome in ("rejected", "withdrawn"):
            yield OUTCOME_ADOPTED.of((*entry.path, "outcome"), outcome=entry.item.outcome)


OUTCOME_CARRIED = Code(
    "outcome-carried",
    "warning",
    "the item is rejected, and the vote on it was carried: {count}",
    "saken er avvist (rejected), og avstemningen ga flertall: {count}",
    "write adopted, or the majority that was required: majority: half of the votes counts blank ones too",
    "skriv adopted, eller hvilket flertall som krevdes: majority: half of the votes teller også de blanke",
)


def outcome_carried(agenda: Agenda) -> Iterator[Problem]:
    """What was rejected had no majority. Asked of the last vote on the proposal as a whole."""
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
    "casting-vote",
    "error",
    "{count} is no tie: no casting vote decided it",
    "{count} er ikke stemmelikhet: ingen dobbeltstemme avgjorde",
    "take casting_vote out",
    "ta ut casting_vote",
)
CASTING_AT_ELECTION = Code(
    "casting-vote",
    "error",
    "at an election no casting vote decides, the lot does (kommuneloven §§ 7-8 and 11-9)",
    "ved valg avgjør ingen dobbeltstemme, men loddet (kommuneloven §§ 7-8 og 11-9)",
    "write elections: with candidates and lot; if it is no election, kind: resolution or appointment",
    "skriv elections: med candidates og lot; er det ikke et valg, kind: resolution eller appointment",
)
CASTING_OTHERWISE = Code(
    "casting-vote",
    "error",
    "the casting vote was {written}, and {chair}, who led, voted {found}",
    "dobbeltstemmen var {written}, og {chair}, som ledet, stemte {found}",
    "see who voted for and against, and who led (chair)",
    "se hvem som stemte for og mot, og hvem som ledet (chair)",
)
CASTING_NOBODYS = Code(
    "casting-vote",
    "error",
    "the chair's vote decides no tie in this board (casting_vote: no)",
    "møtelederens stemme avgjør ikke stemmelikhet i dette utvalget (casting_vote: no)",
)


CASTING_ABSENT = Code(
    "casting-vote",
    "error",
    "{chair}, who led, had no vote here: somebody else's decided it",
    "{chair}, som ledet, hadde ingen stemme her: en annens avgjorde",
    "write chair: on the item, with who led during it",
    "skriv chair: på saken, med den som ledet møtet under den",
)


def casting_vote(agenda: Agenda) -> Iterator[Problem]:
    """A casting vote decides a tie, and is the vote of who led the meeting (kommuneloven § 11-9, aksjeloven § 6-25);
    at an election there is none.

    This rule is an error: the minutes would say who decided, and that it was otherwise.
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


def _undecided(en: str, nb: str, hint_en: str, hint_nb: str) -> Code:
    return Code("election-undecided", "error", en, nb, hint_en, hint_nb)


ELECTION_UNDECIDED: Mapping[Undecided, Code] = {
    "tie": _undecided(
        "as many votes for {found}: nobody says whom the lot fell on",
        "like mange stemmer for {found}: ingen sier hvem loddet falt på",
        "write lot: with the name (kommuneloven §§ 7-6 and 7-8)",
        "skriv lot: med navnet (kommuneloven §§ 7-6 og 7-8)",
    ),
    "majority": _undecided(
        "nobody had more than half of the {cast} votes cast",
        "ingen fikk mer enn halvparten av de {cast} avgitte stemmene",
        "a second vote is held, in which most votes elect (kommuneloven § 7-8): write it as the next row, to the same",
        "det holdes ny avstemning, der flest stemmer avgjør (kommuneloven § 7-8): skriv den som neste rad, med lik to",
    ),
    "votes": _undecided(
        "how many votes {found} got is not known",
        "det er ikke kjent hvor mange stemmer {found} fikk",
        "write votes: with the number, or for: with those who voted so",
        "skriv votes: med tallet, eller for: med dem som stemte slik",
    ),
    "lot": _undecided(
        "the lot fell on {lot}, and it was drawn between {found}",
        "loddet falt på {lot}, og det ble trukket mellom {found}",
        "one name for each seat that was drawn for",
        "ett navn for hver plass det ble trukket om",
    ),
}


def election_undecided(agenda: Agenda) -> Iterator[Problem]:
    """An election is decided as the law has it. Between candidates who has more than half of the votes cast is elected,
    blank votes among them; else there is a second vote, in which most votes elect, and of as many the lot
    (kommuneloven § 7-8). Of lists the seats go by quotients; of lists with as many votes the lot decides (§ 7-6). In
    another board most votes elect, and of as many the lot, or the chair's vote where its statutes say so.

    Asked of the last round of an election, unless the item was postponed, withdrawn or returned. This rule is an error:
    the minutes would print somebody as elected whom nobody elected.
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


def _result(en: str, nb: str, hint_en: str = "", hint_nb: str = "") -> Code:
    return Code("election-result", "error", en, nb, hint_en, hint_nb)


ELECTED_OTHERWISE = _result(
    "{written} is said to be elected, and by the votes it is {found}",
    "det står at {written} er valgt, og etter stemmene er det {found}",
    "see the votes, the seats and the lot",
    "se stemmene, plassene og loddet",
)
ELECTED_BEFORE = _result(
    "{found} was elected to this in the vote before",
    "{found} ble valgt til dette i avstemningen før",
    "a second vote is held where nobody was elected; two offices have different names (to)",
    "ny avstemning holdes når ingen ble valgt; to verv har hver sitt navn (to)",
)
LOT_NEEDLESS = _result(
    "there was nothing to draw lots for",
    "det var ingenting å trekke lodd om",
    "take lot out, or see the votes: between candidates a second vote comes before the lot (kommuneloven § 7-8)",
    "ta ut lot, eller se stemmene: mellom kandidater går ny avstemning foran loddet (kommuneloven § 7-8)",
)
AGREED_SEATS = _result(
    "{found} are agreed on, for {seats} seats",
    "det er enighet om {found}, til {seats} plasser",
)
AGREED_AGAINST = _result(
    "what is agreed is unanimous (kommuneloven § 7-7), and somebody voted blank",
    "et avtalevalg er enstemmig (kommuneloven § 7-7), og noen stemte blankt",
    "write candidates, or lists",
    "skriv candidates, eller lists",
)
DECISION_NAMES_ANOTHER = _result(
    "the resolution names {found}, and elected is {elected}",
    "vedtaket nevner {found}, og valgt er {elected}",
    "see the resolution, and the votes",
    "se vedtaket og stemmene",
)


def election_result(agenda: Agenda) -> Iterator[Problem]:
    """Who is said to be elected is who follows from the votes: in `elected`, and in the resolution. Of lists others
    than the first on them may be elected, as many of each as it has seats (kommuneloven § 7-6, for both sexes to be
    there). What is agreed is unanimous (§ 7-7); a lot is drawn where votes are even, and not before a second vote.

    This rule is an error: the minutes would say two things.
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
    "blank votes are for elections and appointments (kommuneloven § 8-1)",
    "det kan stemmes blankt bare ved valg og ansettelser (kommuneloven § 8-1)",
    "if it is one: kind: election or kind: appointment on the vote; who did not vote at all: absent_from_vote",
    "er det et av dem: kind: election eller kind: appointment på avstemningen; den som ikke stemte: absent_from_vote",
)


def blank_vote(agenda: Agenda) -> Iterator[Problem]:
    """Nobody votes blank but at elections and appointments (kommuneloven § 8-1): who is there when a matter is put to
    the vote votes for or against. An election or an appointment is told by the words of title and proposal, or by
    `kind` on the vote.

    Asked of boards with `law: kommuneloven`.
    """
    for path, fell, _ in _fallen(agenda) if agenda.board.law == "kommuneloven" else ():
        if isinstance(fell, Tally) and fell.counted[2] and fell.kind == "resolution" and _is_sure(fell):
            yield BLANK_VOTE.of((*path, "blank" if fell.vote.blank else "count"))


VOTE_DUTY = Code(
    "vote-duty",
    "warning",
    "there, and did not vote: {found}; who is there has to (kommuneloven § 8-1)",
    "til stede uten å stemme: {found}; den som er til stede, har plikt til det (kommuneloven § 8-1)",
    "who had left, or stepped aside, stands in attendance (part) or under impartiality",
    "den som hadde gått eller fratrådt, føres i oppmøtet (part) eller under impartiality",
)


def vote_duty(agenda: Agenda) -> Iterator[Problem]:
    """Whoever is there when a matter is put to the vote has to vote (kommuneloven § 8-1). Who did not, stands under
    `absent_from_vote`: it happened, and the minutes say so.

    Asked of boards with `law: kommuneloven`.
    """
    for path, fell, _ in _fallen(agenda) if agenda.board.law == "kommuneloven" else ():
        if fell.absent:
            names = ", ".join(voter.id for voter in fell.absent)
            yield VOTE_DUTY.of((*path, "absent_from_vote"), found=names)


SECRET_BALLOT = Code(
    "secret-ballot",
    "warning",
    "a secret ballot on something else than an election (kommuneloven § 11-4: the minutes say who voted for what)",
    "skriftlig, hemmelig avstemning om noe annet enn et valg (kommuneloven § 11-4: det føres hvem som stemte for hva)",
    "write for or against, by party",
    "skriv for eller against, etter parti",
)


SECRET_ELECTION = Code(
    "secret-ballot",
    "warning",
    "a secret ballot between candidates: only of lists may be voted in writing (kommuneloven § 7-5)",
    "skriftlig, hemmelig valg mellom kandidater: bare ved forholdsvalg kan det stemmes skriftlig (kommuneloven § 7-5)",
    "write for, by party; one that was secret all the same stands where it would have ended alike",
    "skriv for, etter parti; et valg som likevel var hemmelig, står når utfallet ville blitt det samme",
)


def secret_ballot(agenda: Agenda) -> Iterator[Problem]:
    """Votes are open: the minutes say which parties voted for what (kommuneloven § 11-4, Prop. 46 L (2017–2018) page
    157). At an election by lists the board decides whether it is in writing (§ 7-5 fourth paragraph, since 1 July
    2023; before that it always was), and then nobody knows. Between candidates it is by show of hands as all else is,
    since the act of 2018 did not go on with § 35 no. 5 of that of 1992 (the ministry's letter of 27 September 2019). An
    election that was secret all the same is no less valid where it would have ended alike.

    Asked of votes and elections in boards with `law: kommuneloven`.
    """
    for path, fell, _ in _fallen(agenda) if agenda.board.law == "kommuneloven" else ():
        if isinstance(fell, Tally) and fell.vote.secret and fell.kind != "election":
            yield SECRET_BALLOT.of((*path, "secret"))
        elif isinstance(fell, Poll) and fell.election.secret and fell.election.candidates:
            yield SECRET_ELECTION.of((*path, "secret"))


def _led(en: str, nb: str) -> Code:
    return Code(
        "chair-absent",
        "error",
        f"{{found}} {en}, and is said to have led the meeting during it",
        f"{{found}} {nb}, og står som den som ledet møtet under den",
        "write chair: with who led during the item",
        "skriv chair: med den som ledet møtet under saken",
    )


CHAIR_ABSENT: Mapping[Lack, Code] = {
    "absent": _led("was not there", "var ikke til stede"),
    "left": _led("was not there for this item", "var ikke til stede under denne saken"),
    "aside": _led("had stepped aside (impartiality)", "hadde fratrådt (habilitet)"),
}


def chair_absent(agenda: Agenda) -> Iterator[Problem]:
    """Whoever led the meeting during an item was there for it. Who steps aside for impartiality leads nothing
    (forvaltningsloven § 6), and neither does who had left.

    Asked of `chair` on an item, where attendance is written. This rule is an error: the minutes would print it.
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
    "{voters} of {members} members voted: half of them is needed (kommuneloven § 11-9)",
    "{voters} av {members} medlemmer stemte: det kreves halvparten (kommuneloven § 11-9)",
    "see attendance: who was absent, left, or had stepped aside",
    "se oppmøtet: hvem som var fraværende, hadde gått eller fratrådt",
)


def quorum(agenda: Agenda) -> Iterator[Problem]:
    """A board can only decide where at least half of its members were there during the item and voted on it
    (kommuneloven § 11-9). A substitute counts for the member, and so does a blank vote.

    Asked of boards with `law: kommuneloven`, of items on which votes are recorded, where attendance is written.
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
    "{member} was found disqualified, and no basis is recorded",
    "{member} ble funnet inhabil, og hjemmelen er ikke ført",
    "write basis: forvaltningsloven § 6 … before found",
    "skriv basis: forvaltningsloven § 6 … foran found",
)


def impartiality_basis(agenda: Agenda) -> Iterator[Problem]:
    """Where a member was found disqualified, the minutes say on what basis: forvaltningsloven § 6, or kommuneloven
    § 11-10. The board itself decides it (forvaltningsloven § 8), and whoever complains reads why.

    Asked of boards with `law: kommuneloven`.
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
