"""A meeting as data: what its papers say, for programs to read (`meeting.json`).

Everything that is printed or alt is here, in every language it was written in, with what follows from it: numbers,
times, addresses, what was adopted; what the minutes say, and how votes fell, from the day that they are public. What
is private is not, and what an edition withholds is withheld here too, for nothing but the edition's own value comes
in. Keys are those of the source format.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from types import MappingProxyType
from typing import Any

from akson_docs.build.jobs import DataBoard, Given
from akson_docs.diagnostics import ValuePath
from akson_docs.meetings import data_forms, record
from akson_docs.meetings.agenda import Agenda, Between, Entry, is_recorded
from akson_docs.meetings.cards import Approval, MeetingHeading
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.joint import PEOPLE
from akson_docs.meetings.revisions import dispatch
from akson_docs.meetings.voting import Poll, Side, Tally, Voter
from akson_docs.model import walk
from akson_docs.model.documents import Board, Heading, Site
from akson_docs.model.values import LocalizedText, Value


def meeting(
    agenda: Agenda,
    slides: tuple[Slide, ...],
    edition: str,
    minutes: bool,
    sent: Sequence[Given] = (),
    kept: Sequence[Given] = (),
    approval: Approval | None = None,
    approves: Mapping[str, tuple[MeetingHeading, int]] = MappingProxyType({}),
) -> dict[str, Any]:
    """A meeting as JSON values; its address is absolute, those inside are relative to the site's.

    With `minutes`, what they say is among it: who was there and by whose seat, votes with their results, actions with
    their ids, the number of the minutes' edition, which of them were `kept`, and by what `approval` which was approved.
    `sent`: what was sent of its papers. `approves`: the issue of other meetings' minutes that it approved, by their
    folders.
    """
    own = plain(agenda.meeting, minutes)
    own.pop("items")
    return {
        "$schema": data_forms.schema_address(agenda.site.address, data_forms.MEETING),
        "format": data_forms.MEETING,
        "edition": edition,
        "site": agenda.site.address,
        "address": agenda.address,
        "board": _board(agenda),
        **({"joint": [*_joint(agenda)]} if agenda.joint else {}),
        **own,
        "number": agenda.number,
        "title": words(agenda.title, agenda.language),
        "language": agenda.language,
        "days": [day.isoformat() for day in agenda.days],
        **({"sittings": own["days"]} if "days" in own else {}),
        **_given(start=agenda.start, end=agenda.end, place=agenda.place),
        **(_minutes(agenda, own, kept, approval) if minutes else {}),
        **({"sent": _sent(sent)} if sent else {}),
        "items": [
            _item(row, agenda, minutes, approves) if isinstance(row, Entry) else _beside_items(row)
            for row in agenda.rows
        ],
        "slides": [_slide(slide, agenda) for slide in slides],
    }


def year(site: Site, edition: str, of: int, meetings: Sequence[bytes]) -> bytes:
    """All meetings of a year in one file: the files of each, as they are."""
    head = {
        "$schema": data_forms.schema_address(site.address, data_forms.YEAR),
        "format": data_forms.YEAR,
        "edition": edition,
        "site": plain(site),
        "year": of,
    }
    opened = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}").encode()
    return b"".join((opened, b',\n "meetings": [\n', b",\n".join(one.rstrip() for one in meetings), b"\n]}\n"))


def index(site: Site, edition: str, boards: Sequence[DataBoard], years: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Which data the site gives out: its boards, and the files of each year."""
    return {
        "$schema": data_forms.schema_address(site.address, data_forms.INDEX),
        "format": data_forms.INDEX,
        "edition": edition,
        "site": plain(site),
        "boards": [
            {"id": one.id, "name": dict(one.name), "address": f"{one.id}/", "meetings": one.meetings} for one in boards
        ],
        "years": [*years],
        "schemas": [*map(data_forms.schema_path, data_forms.FORMS)],
    }


def _board(agenda: Agenda) -> dict[str, Any]:
    """The board as the meeting's papers name it; of boards that meet together, the one whose meeting it is."""
    board, people = agenda.board, {key: _people(agenda.board, key, "") for key in PEOPLE}
    elsewhere = {party for one in agenda.joint.values() for party in one.parties}
    own = {one["party"] for rows in people.values() for one in rows if "party" in one}
    parties = [party for party in board.parties if party in own or party not in elsewhere]
    found = plain(board) | people | {"parties": parties}
    return {
        "id": agenda.board_id,
        **{key: held for key, held in found.items() if held != []},
        "name": words(board.name, agenda.language),
    }


def _joint(agenda: Agenda) -> Iterator[dict[str, Any]]:
    """The boards that it meets with: what each is called, and its people, as far as this meeting's papers name them."""
    for name, board in agenda.joint.items():
        people = {key: _people(agenda.board, key, f"{name}:") for key in PEOPLE}
        called = {key: held for key, held in plain(board).items() if key in ("short", "law", "casting_vote")}
        named = {key: held for key, held in people.items() if held}
        yield {"id": name, "name": words(board.name, agenda.language), **called, **named}


def _people(board: Board, key: str, within: str) -> list[dict[str, Any]]:
    found = (one for one in getattr(board, key) if one.within == within)
    return [plain(one) | {"id": one.id.removeprefix(within)} for one in found]


def _beside_items(row: Heading | Between) -> dict[str, Any]:
    """A row of the agenda that is no item."""
    if isinstance(row, Heading):
        return {"heading": plain(row.heading)}
    return {"entry": plain(row.between), **_given(day=row.on, start=row.start, duration=row.duration)}


def plain(value: Any, minutes: bool = False) -> Any:
    """Anything in the model as JSON values: what is private, absent or as it is by default is left out, and what the
    minutes say unless it is asked for."""
    if isinstance(value, LocalizedText):
        return words(value)
    if isinstance(value, Value):
        return {
            one.key: plain(getattr(value, one.name), minutes)
            for one in walk.fields(type(value))
            if one.visibility != "private"
            and (minutes or not one.is_minuted)
            and not one.is_empty(getattr(value, one.name))
        }
    if isinstance(value, tuple):
        return [plain(inner, minutes) for inner in value]
    if isinstance(value, Mapping):
        return {key: plain(inner, minutes) for key, inner in value.items()}
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value


def words(said: LocalizedText, language: str = "") -> dict[str, Any]:
    """A text by language, or the basis for withholding it with what is said publicly; `language` is that of a text
    that was written without one."""
    found: dict[str, Any] = {key or language: text for key, text in said.said}
    if said.withheld:
        found["withheld"] = said.withheld
        if said.public:
            found["public"] = {key or language: text for key, text in said.public}
    return found


def _item(
    entry: Entry, agenda: Agenda, minutes: bool, approves: Mapping[str, tuple[MeetingHeading, int]]
) -> dict[str, Any]:
    item = plain(entry.item, minutes)
    item.pop("items", None)
    item.pop("slides", None)
    if minutes:
        for path, tally in record.tallies(agenda, entry).items():
            _at(item, path[len(entry.path) :])["result"] = _result(tally)
        for path, poll in record.polls(agenda, entry).items():
            _at(item, path[len(entry.path) :])["result"] = _elected(poll)
        for place, action in enumerate(item.get("actions", ()), 1):
            action["id"] = record.action_id(entry, place)
    issue = approves[entry.item.approves][1] if entry.item.approves in approves else 0
    return {
        **item,
        **({"approves_issue": issue} if issue else {}),
        "address": f"{agenda.board_id}/item/{entry.slug}/",
        "anchor": entry.anchor,
        **_given(day=entry.on, start=entry.start, end=entry.end, kind=entry.kind, decided=entry.decided),
        **({"under": True} if entry.depth else {}),
        **({"level": entry.depth} if entry.depth > 1 else {}),
    }


def _sent(sent: Sequence[Given]) -> list[dict[str, Any]]:
    """Each dispatch with the SHA-256 of its papers, and of the entry before it (`entry_digest`): whoever has kept one
    entry knows of all before it whether they are what they were.

    Of what was withdrawn there is the day, and no digest: a paper can be made anew from its sources, so that whoever
    guesses what is withheld in it could see by its digest whether the guess is right. For the same reason nothing of
    the kept records, which hold the members' words, is in any digest; nor is a time stamp of one here
    (`dispatch.STAMP`).
    """
    found: list[dict[str, Any]] = []
    for one in sent:
        papers = [
            {"paper": name.removesuffix(".pdf"), "language": language, "sha256": digest}
            for (_, language, name), digest in ((file.split("/"), digest) for file, digest in one.files)
        ]
        gone = {"withdrawn": True} if one.is_withdrawn else {}
        entry = {"issue": one.number, "day": one.day, **gone, **({"papers": papers} if papers else {})}
        found.append({**entry, **({"before": entry_digest(found[-1])} if found else {})})
    return found


def entry_digest(entry: Mapping[str, Any]) -> str:
    """The SHA-256 of an entry as JSON: keys in order, no white space, UTF-8."""
    return hashlib.sha256(dispatch.canonical(entry)).hexdigest()


def _at(item: Any, path: ValuePath) -> Any:
    """What lies in an item at a place: ("votes", 0)."""
    for step in path:
        item = item[step]
    return item


def _minutes(
    agenda: Agenda, own: Mapping[str, Any], kept: Sequence[Given], approval: Approval | None
) -> dict[str, Any]:
    """What follows from attendance, of which edition (utgave) the minutes are, and which of them was approved."""
    found: dict[str, Any] = {}
    roll = record.roll(agenda)
    if roll is not None:
        members = {"present": [*map(_voter, roll.present)], "absent": [*map(_voter, roll.absent)]}
        found["attendance"] = {**own["attendance"], "members": members}
    if is_recorded(agenda.meeting):
        found["minutes"] = {
            **own.get("minutes", {}),
            "issue": record.issue(agenda),
            **({"kept": _sent(kept)} if kept else {}),
            **({"approved": _approved(approval)} if approval is not None and approval.given else {}),
        }
    return found


def _approved(approval: Approval) -> dict[str, Any]:
    """Which issue of the minutes was approved, when, and where on the site that stands."""
    return {
        **({"issue": approval.issue} if approval.issue else {}),
        "day": approval.item.day,
        "address": f"{approval.card.address}#{approval.item.anchor}",
    }


def _result(tally: Tally) -> dict[str, Any]:
    """How a vote fell: each side by party as minutes print it, with names where a party split or there is none."""
    every = tally.vote.roll_call
    return {
        **{
            key: _sides(tally.sides(voters), every)
            for key, voters in (("for", tally.for_), ("against", tally.against), ("blank", tally.blank))
        },
        **_given(did_not_vote=[voter.name for voter in tally.absent] or None),
        "count": tally.count,
        "carried": tally.carried,
        **({"casting_vote": True} if tally.by_chair else {}),
    }


def _elected(poll: Poll) -> dict[str, Any]:
    """How an election fell: of each candidate or list its votes, and who is elected."""
    return {
        "round": poll.round,
        "standings": [
            {
                "name": one.name,
                "for": _sides(poll.sides(one.voters)),
                **_given(votes=one.votes),
                "seats": one.seats,
                **({"by_lot": True} if one.by_lot else {}),
            }
            for one in poll.standings
        ],
        "blank": poll.blanks,
        "elected": list(poll.elected),
    }


def _sides(sides: Iterable[Side], every: bool = False) -> list[dict[str, Any]]:
    """Some who voted alike, by party; with names where a party split or there is none, or where `every` says so."""
    return [
        {
            **({"party": side.party} if side.party else {}),
            "votes": len(side.voters),
            **({"names": [voter.name for voter in side.voters]} if every or side.split or not side.party else {}),
        }
        for side in sides
    ]


def _voter(voter: Voter) -> dict[str, str]:
    found = {"id": voter.id, "name": voter.name, "party": voter.party, "instead_of": voter.instead_of}
    return {key: held for key, held in found.items() if held}


def _slide(slide: Slide, agenda: Agenda) -> dict[str, Any]:
    content = (
        plain(slide.content)
        if isinstance(slide.content, Value) and not isinstance(slide.content, LocalizedText)
        else {}
    )
    return {
        **content,
        "number": slide.number,
        "kind": slide.kind,
        "address": f"{agenda.address}slides/#{slide.anchor}",
        **({"item": slide.entry.anchor} if slide.entry else {}),
        **({"topic": plain(slide.topics[slide.topic - 1])} if slide.topic else {}),
    }


def _given(**held: Any) -> dict[str, Any]:
    return {key: plain(value) for key, value in held.items() if value is not None}
