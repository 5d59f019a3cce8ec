"""Rules about who was there, and in what form they met."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath, nearest
from akson_docs.meetings import record, roles
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.spelt import letters
from akson_docs.model import walk
from akson_docs.model.values import LocalizedText
from akson_docs.rules.rule_inputs import attendance_rows

PERSON_UNKNOWN = Code(
    "person-unknown",
    "warning",
    N_('the board has nobody with the id "{found}"'),
    N_("use an id from board.yaml: {known}"),
)
PERSON_MISSPELT = Code(
    "person-unknown",
    "warning",
    N_('"{found}" is nearly the name of somebody on the board'),
    N_("use an id from board.yaml"),
)


def person_unknown(agenda: Agenda) -> Iterator[Problem]:
    """Members are named by the ids that board.yaml gives them. Votes and quorum are counted by these ids.

    The rule checks `member` of substitutes and of those who were there for part of the meeting, and questions of
    impartiality. Others may stand with a name of several words, or with `as`, if they have no id: those present and
    absent, whoever met for them, and those who led, recorded and sign. Whoever presents, prepares, owns or does
    something may be anybody: an id that is spelt a little otherwise is told.
    """
    known = [person.id for person in agenda.board.people]
    names = {holder.name for person in agenda.board.people for holder in person.holders}
    names |= {person.name for person in agenda.board.people}
    loose = [(path, name) for path, name in _officers(agenda) if name and " " not in name and name not in names]
    near = [(path, name) for path, name in _anybody(agenda) if name not in names and _is_near_an_id(name, known)]
    for path, name in (*_members(agenda), *loose, *near):
        if name not in known and known:
            ids = ", ".join(known[:20]) + (" …" if len(known) > 20 else "")
            yield PERSON_UNKNOWN.of(path, found=name, known=ids, nearest=nearest(name, known))
    ids_of = {person.name: person.id for person in agenda.board.people if person.name}
    for path, name in _officers(agenda):
        spelt = difflib.get_close_matches(name, ids_of, 1, 0.85) if " " in name and name not in names else []
        if spelt:
            yield PERSON_MISSPELT.of(path, found=record.as_written(agenda, name), nearest=ids_of[spelt[0]])


PERSONS_JOINED = Code(
    "persons-joined",
    "warning",
    N_('"{found}" is read as one person'),
    N_("write a comma between them: {example}"),
)


def persons_joined(agenda: Agenda) -> Iterator[Problem]:
    """Several people in one line have commas between them. "Åse og Øyvind" is read as the name of one, who is nobody
    on the board: no role is printed with it, and a vote or a signature is missing.

    The rule looks at those who led, recorded, sign and were there; elsewhere only where one of several is an id.
    """
    ids = {person.id for person in agenda.board.people}
    everybody = {*ids, *(holder.name for person in agenda.board.people for holder in person.holders)}
    everybody |= {person.name for person in agenda.board.people}
    officers = dict.fromkeys(_officers(agenda))
    for path, name in (*officers, *_anybody(agenda)):
        parts = _JOINED.split(name)
        if len(parts) > 1 and name not in everybody and ((path, name) in officers or not ids.isdisjoint(parts)):
            yield PERSONS_JOINED.of(path, found=record.as_written(agenda, name), example=", ".join(parts))


_JOINED = re.compile(r"\s*(?:[;&/]|\b(?:og|and)\b)\s*")
"""What people write between two names besides a comma."""


def _members(agenda: Agenda) -> Iterator[tuple[ValuePath, str]]:
    """Where a member is named, who has an id."""
    for key in ("substitutes", "part"):
        for place, row in enumerate(getattr(agenda.meeting.attendance, key, ())):
            if row.member:
                yield ("attendance", key, place, "member"), row.member
    for entry in agenda.entries:
        for place, one in enumerate(entry.item.impartiality):
            yield (*entry.path, "impartiality", place, "member"), one.member


def _officers(agenda: Agenda) -> Iterator[tuple[ValuePath, str]]:
    """Where somebody is named who has an id, or a name of several words."""
    attendance, minutes = agenda.meeting.attendance, agenda.meeting.minutes
    yield ("chair",), agenda.meeting.chair
    if minutes:
        yield ("minutes", "chair"), minutes.chair
        yield ("minutes", "secretary"), minutes.secretary
        yield from ((("minutes", "signers", place), name) for place, name in enumerate(minutes.signers))
    if attendance:
        for place, row in enumerate(attendance.substitutes):
            yield ("attendance", "substitutes", place, "by"), row.by
        for path, listed in attendance_rows(agenda, "present", "absent"):
            if not listed.as_:
                yield path, listed.name
            yield (*path, "by"), listed.by
    for entry in agenda.entries:
        for place, one in enumerate(entry.item.impartiality):
            yield (*entry.path, "impartiality", place, "replaced_by"), one.replaced_by
        yield (*entry.path, "chair"), entry.item.chair
        for path, vote in record.every_vote(entry):
            yield (*path, "moved_by"), vote.moved_by
            yield (*path, "seconded_by"), vote.seconded_by
        for place, motion in enumerate(entry.item.motions):
            yield (*entry.path, "motions", place, "seconded_by"), motion.seconded_by


def _anybody(agenda: Agenda) -> Iterator[tuple[ValuePath, str]]:
    """Where anybody may be named, as one who presents something, does something or could be elected."""
    for leaf in walk.leaves(agenda.meeting):
        if leaf.field is not None and leaf.field.is_person and isinstance(leaf.value, LocalizedText):
            yield from ((leaf.path, part.strip()) for _, text in leaf.value.said for part in text.split(","))
    for entry in agenda.entries:
        for place, election in enumerate(entry.item.elections):
            for index, row in enumerate(election.candidates):
                yield (*entry.path, "elections", place, "candidates", index, "name"), row.name


def _is_near_an_id(name: str, known: Sequence[str]) -> bool:
    """Whether what is no role is an id, but for a letter."""
    written = name == name.lower() and not roles.is_role(letters(name))
    return written and bool(difflib.get_close_matches(name, known, 1, 0.8))


ATTENDANCE_ITEM = Code(
    "attendance-item",
    "warning",
    N_('the meeting has no item "{found}"'),
    N_("use the number, or the id, of an item on its agenda"),
)


def attendance_item(agenda: Agenda) -> Iterator[Problem]:
    """The items that somebody sat for, or missed, are on the agenda. Votes are counted by this.

    The rule checks the `items` of substitutes, and the `items` and `missed` of those who were there for part of the
    meeting, both ends of a run of them too. An item that got another number, or went to another meeting, easily leaves
    its old number here.
    """
    attendance = agenda.meeting.attendance
    if attendance is None:
        return
    known = [name for entry in agenda.entries for name in (entry.item.number, entry.item.id, entry.slug) if name]
    for rows, keys in (("substitutes", ("items",)), ("part", ("items", "missed"))):
        for place, row in enumerate(getattr(attendance, rows)):
            for key in keys:
                for index, name in enumerate(getattr(row, key)):
                    ends = () if name in known or name == record.EVERY_ITEM else record.run_of(name) or (name,)
                    for found in ends:
                        if found and found not in known:
                            where = ("attendance", rows, place, key, index)
                            yield ATTENDANCE_ITEM.of(where, found=found, nearest=nearest(found, known))


ATTENDANCE_UNPLACED = Code(
    "attendance-unplaced",
    "warning",
    N_("{who} is counted at {item}, which has no time: nobody can tell whether that is so"),
    N_("write which items: items: {item}.. for those from there on, or missed: …"),
)


def attendance_unplaced(agenda: Agenda) -> Iterator[Problem]:
    """Of whoever came late or left early it follows which items they were there for: from the planned times, or from
    `items` and `missed`.

    The rule looks at items with votes or elections. Where such an item has no time, whoever is said to have come or
    left at some time is counted at it, and perhaps was not there.
    """
    attendance = agenda.meeting.attendance
    voted = [one for one in agenda.entries if one.starts is None and (one.item.votes or one.item.elections)]
    for place, row in enumerate(attendance.part if attendance and voted else ()):
        if (row.arrived or row.left) and not row.items and not row.missed and record.person(agenda, row.member):
            where, item = ("attendance", "part", place), voted[0].item
            who = record.told(agenda, row.member)
            yield ATTENDANCE_UNPLACED.of(where, who=who, item=item.number or voted[0].slug)


ONLINE_CLOSED = Code(
    "online-closed",
    "warning",
    N_(
        "{found} is closed ({basis}), and the meeting is held remotely: where the law says that the doors are "
        "closed, it "
        "may not be (kommuneloven § 11-7)"
    ),
    N_(
        "meet for it in one room, or write the provision by which the doors may be closed: kommuneloven § "
        "11-5 tredje ledd"
    ),
)


def online_closed(agenda: Agenda) -> Iterator[Problem]:
    """A meeting that has to be closed, because of taushetsplikt or for an employee's sake (kommuneloven § 11-5 second
    paragraph), may not be held remotely (§ 11-7 third paragraph). One that may be closed (§ 11-5 third paragraph) may.
    A meeting is remote as soon as one member takes part by video.

    The rule is for boards with `law: kommuneloven`, where the meeting has a link (`online`) or a member is present
    `by_video`. A basis that names § 11-5 alone does not say which of the two it is.
    """
    attendance = agenda.meeting.attendance
    remote = agenda.meeting.online is not None
    if attendance is not None and isinstance(attendance.present, tuple):
        remote = remote or any(row.by_video for row in attendance.present)
    if agenda.board.law != "kommuneloven" or not remote:
        return
    for entry in agenda.entries:
        closed = entry.item.closed
        if closed is not None and _has_to_be_closed(closed.basis):
            found = entry.item.number or entry.slug
            yield ONLINE_CLOSED.of((*entry.path, "closed", "basis"), found=found, basis=closed.basis)


def _has_to_be_closed(basis: str) -> bool:
    """Whether a provision says that the doors are closed, and not that they may be."""
    may = re.search(r"\b11-5\D*(?:tredje|3\.?|third)\b", basis, re.IGNORECASE)
    must = re.search(r"\b11-5\b|§+\s*13\b|taushetsplikt|teieplikt", basis, re.IGNORECASE)
    return must is not None and may is None


ATTENDANCE_TWICE = Code(
    "attendance-twice",
    "error",
    N_("{found} is named already: {where}"),
    N_("leave one of them out; who came later or left earlier stands under part alone"),
)


def attendance_twice(agenda: Agenda) -> Iterator[Problem]:
    """Nobody was both there and absent, and nobody is listed twice. A substitute meets for one member at a time, and a
    member for nobody else.

    The rule looks at `present`, `absent`, `part` and `substitutes`. A name in two places is an error, because the
    minutes would say both.
    """
    attendance = agenda.meeting.attendance
    if attendance is None:
        return
    people = agenda.board.people
    ids = {holder.name: person.id for person in people for holder in person.holders}
    ids |= {person.name: person.id for person in people} | {person.id: person.id for person in people}
    seats = {member.id for day in agenda.days for member in record.members(agenda, day)}
    listed: dict[str, str] = {}
    for path, row in attendance_rows(agenda, "absent", "present"):
        name = ids.get(row.name, row.name)
        if name in listed:
            yield ATTENDANCE_TWICE.of(path, found=row.name, where=listed[name])
        listed.setdefault(name, str(path[1]))
    parts = [part.member or part.name for part in attendance.part]
    for place, name in enumerate(parts):
        if listed.get(ids.get(name, name)) == "absent":
            yield ATTENDANCE_TWICE.of(("attendance", "part", place), found=name, where="absent")
    met: dict[str, tuple[str, tuple[str, ...]]] = {}
    for place, one in enumerate(attendance.substitutes):
        here = ("attendance", "substitutes", place)
        if not one.items and listed.get(one.member) == "present" and one.member not in parts:
            yield ATTENDANCE_TWICE.of((*here, "member"), found=one.member, where="present")
        by = ids.get(one.by, one.by)
        member, items = met.setdefault(by, (one.member, one.items))
        if listed.get(by) == "absent" or by in seats:
            yield ATTENDANCE_TWICE.of((*here, "by"), found=one.by, where=listed.get(by, "members"))
        elif member != one.member and (not items or not one.items or set(items) & set(one.items)):
            yield ATTENDANCE_TWICE.of((*here, "by"), found=one.by, where="substitutes")


ATTENDANCE_UNACCOUNTED = Code(
    "attendance-unaccounted",
    "warning",
    N_("{found} is neither present nor absent"),
    N_("add {found} to present or absent; present: others takes all who are not named otherwise"),
)


def attendance_unaccounted(agenda: Agenda) -> Iterator[Problem]:
    """Where those present are listed, every member stands in some list. The minutes say who met and who was absent
    (kommuneloven § 11-4). A member who stands in none is taken to have been absent.
    """
    attendance = agenda.meeting.attendance
    if attendance is None or isinstance(attendance.present, str):
        return
    named = {row.name for _, row in attendance_rows(agenda, "present", "absent")}
    named |= {one.member for one in attendance.substitutes} | {one.member for one in attendance.part}
    for member in {member.id: member for day in agenda.days for member in record.members(agenda, day)}.values():
        if named.isdisjoint((member.id, member.name)):
            yield ATTENDANCE_UNACCOUNTED.of(("attendance", "present"), found=member.id)


ATTENDANCE_PRESUMED = Code(
    "attendance-presumed",
    "note",
    N_("others are: {present}; absent: {absent}"),
    N_("there is nothing to do where that is right; who was not there stands under absent"),
)


def attendance_presumed(agenda: Agenda) -> Iterator[Problem]:
    """You can read whom `present: others` takes to have been there. It is every member whom attendance names nowhere:
    if you forgot one who was absent, the name stands here, or the id of somebody who is private.

    This is a note: there is nothing to mend if the list is right.
    """
    attendance, roll = agenda.meeting.attendance, record.roll(agenda)
    if attendance is not None and agenda.board.members and roll is not None and isinstance(attendance.present, str):
        names = {
            key: ", ".join(record.told(agenda, voter.id) for voter in some) or "–"
            for key, some in (("present", record.presumed(agenda)), ("absent", roll.absent))
        }
        yield ATTENDANCE_PRESUMED.of(("attendance", "present"), **names)
