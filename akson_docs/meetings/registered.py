"""What a meeting says that registers tell: what came of an item, what is to be done, how parties voted. Short values of
JSON, so that a build can keep them and make a register without reading a meeting.

What is registered at all is decided here: `came` for resolutions, `asked` and `followed` for actions, `votes` for
votes. An edition's own agenda is asked, so what it withholds is in no register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from akson_docs.meetings import outcomes, record
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.cards import ItemCard, MeetingCard
from akson_docs.meetings.outcomes import Voted
from akson_docs.meetings.voting import Tally, Voter
from akson_docs.model.documents import FollowUp
from akson_docs.model.values import LocalizedText, TextByLanguage, said

Result = Literal["unanimous", "carried", "elected", "fallen", "postponed", "returned", "rejected", "withdrawn"]
"""What came of an item: a resolution that everybody voted for, another one, somebody elected, nothing of what was voted
on, or that the item ended otherwise."""
RESULTS: tuple[Result, ...] = get_args(Result)
RESOLVED: tuple[Result, ...] = ("unanimous", "carried", "elected")
"""Where something was resolved."""
VoteSide = Literal["for", "against", "blank"]
LONGEST = 500
"""Signs of what a meeting says of an action that are remembered, for a register; all of it is on the item's page."""


@dataclass(frozen=True)
class Carried:
    """By how much what was adopted was carried."""

    margin: str = ""
    """As `record.margin` says."""
    voted: Voted | None = None
    """The vote on the whole of it, where it is known how it fell."""


@dataclass(frozen=True)
class AskedAction:
    """What a meeting asked to be done."""

    id: str
    what: TextByLanguage
    """() where an edition withholds it: then no register has it."""
    who: TextByLanguage
    due: str
    """ISO, or ""."""


@dataclass(frozen=True)
class FollowedAction:
    """What a meeting says of an action of an earlier one."""

    action: str
    """Its id; "" where no meeting that is kept here asked for it."""
    what: TextByLanguage
    """What was to be done, where there is no id."""
    who: TextByLanguage
    status: str
    """As `FollowUp.status`."""
    done: str
    """ISO, or ""."""
    note: TextByLanguage
    """More about it, no longer than `LONGEST`."""


@dataclass(frozen=True)
class PartyVotes:
    """How a vote fell by party, and by name where a party split, there is none, or the roll was called."""

    voted: Voted
    parties: tuple[tuple[str, tuple[int, int, int]], ...]
    """Of each party how many were for, against, and blank."""
    names: tuple[tuple[VoteSide, str, TextByLanguage], ...]
    """(side, party, who), in the order of sides."""


# ---- resolutions ---------------------------------------------------------------------------------------------


def came(card: MeetingCard, item: ItemCard, carried: Carried) -> Result | None:
    """What came of an item, where something did that its edition tells; None where the register has nothing of it.

    What is withheld is not told, though its members have it: a public card says but that it is.
    """
    if card.cancelled or not item.title or item.came == "withheld":
        return None
    ended = item.ended
    if item.came in ("adopted", "changed"):
        if not item.decided:
            return None
        return "unanimous" if carried.margin == "unanimous" else "carried"
    if item.outcome:
        return next(one for one in RESULTS if one == item.outcome)
    return "elected" if ended.is_elected else "fallen" if ended.is_nothing else None


def carried(agenda: Agenda, entry: Entry) -> Carried:
    """By how much what an item adopted was carried."""
    if entry.decided is None or not entry.item.votes:
        return Carried()
    where = record.settled_by(entry)
    fell = record.tallies(agenda, entry).get(where) if where is not None else None
    voted = outcomes.voted(agenda, fell) if fell is not None and any(fell.counted) else None
    return Carried(record.margin(agenda, entry), voted)


# ---- actions -------------------------------------------------------------------------------------------------


def asked(agenda: Agenda, entry: Entry) -> tuple[AskedAction, ...]:
    """What is to be done after an item."""
    return tuple(
        AskedAction(
            record.action_id(entry, place),
            _open(one.what, agenda),
            _open(one.who, agenda),
            one.due.isoformat() if one.due else "",
        )
        for place, one in enumerate(entry.item.actions, 1)
    )


def followed(agenda: Agenda, one: FollowUp) -> FollowedAction:
    """What a meeting says of an action."""
    return FollowedAction(
        one.action,
        _open(one.what, agenda),
        _open(one.who, agenda),
        one.status,
        one.done.isoformat() if one.done else "",
        tuple((language, _cut(text)) for language, text in _open(one.note, agenda)),
    )


def _open(words: LocalizedText | None, agenda: Agenda) -> TextByLanguage:
    """What words say; () where an edition withholds them, even if it says something instead."""
    return () if words is None or not words.said else said(words, agenda.language)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …"


# ---- votes ---------------------------------------------------------------------------------------------------


def votes(agenda: Agenda, entry: Entry) -> tuple[PartyVotes, ...]:
    """How each vote at an item fell of which it is known who voted how, those on closing the doors and on impartiality
    not among them. Nothing of a secret one."""
    if not entry.item.votes:
        return ()
    fell = record.tallies(agenda, entry)
    votes = ((one, fell.get((*entry.path, "votes", place))) for place, one in enumerate(entry.item.votes))
    return tuple(_by_party(agenda, tally) for one, tally in votes if not one.secret and tally and tally.voters)


def _by_party(agenda: Agenda, tally: Tally) -> PartyVotes:
    sides: tuple[tuple[VoteSide, tuple[Voter, ...]], ...] = (
        ("for", tally.for_),
        ("against", tally.against),
        ("blank", tally.blank),
    )
    parties = dict.fromkeys(voter.party for voter in tally.voters if voter.party)

    def counted(party: str) -> tuple[int, int, int]:
        for_, against, blank = (sum(voter.party == party for voter in some) for _, some in sides)
        return for_, against, blank

    return PartyVotes(
        outcomes.voted(agenda, tally),
        tuple((party, counted(party)) for party in parties),
        tuple(
            (name, side.party, _called(agenda, voter))
            for name, some in sides
            for side in tally.sides(some)
            # As data has it: of a party that voted as one, its number says all; and so it does of everybody.
            if tally.vote.roll_call or side.split or not (side.party or tally.is_unanimous)
            for voter in side.voters
        ),
    )


def _called(agenda: Agenda, voter: Voter) -> TextByLanguage:
    return tuple((language, record.called(agenda, voter.id, language)) for language in agenda.languages)


# ---- from the memory -----------------------------------------------------------------------------------------


def carried_from_json(held: Mapping[str, Any]) -> Carried:
    """By how much something was carried, as `dataclasses.asdict` made `held` of it, and JSON after it."""
    return Carried(held["margin"], outcomes.voted_from_json(held["voted"]) if held["voted"] else None)


def asked_from_json(held: Mapping[str, Any]) -> AskedAction:
    """What is to be done, likewise."""
    return AskedAction(held["id"], _said(held["what"]), _said(held["who"]), held["due"])


def followed_from_json(held: Mapping[str, Any]) -> FollowedAction:
    """What is said of an action, likewise."""
    return FollowedAction(**{**held, **{name: _said(held[name]) for name in ("what", "who", "note")}})


def votes_from_json(held: Mapping[str, Any]) -> PartyVotes:
    """How a vote fell, likewise."""
    return PartyVotes(
        outcomes.voted_from_json(held["voted"]),
        tuple((party, tuple(counted)) for party, counted in held["parties"]),
        tuple((side, party, _said(who)) for side, party, who in held["names"]),
    )


def _said(held: Any) -> TextByLanguage:
    return tuple((language, text) for language, text in held)
