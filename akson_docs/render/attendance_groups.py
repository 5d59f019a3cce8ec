"""Who was there, as minutes list it: members, substitutes, those absent, others, each with what is told of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from akson_docs.meetings import record
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.record import Roll
from akson_docs.meetings.voting import Voter
from akson_docs.model.documents import Attendance, AttendanceRow
from akson_docs.model.values import Line
from akson_docs.render.page_words import PageWords

AT_EVERY_ITEM = {"there_for": "there_for_all", "not_there_for": "not_there_for_all"}
"""What is said of whoever was there, or was not, for all items."""


@dataclass(frozen=True)
class Row:
    """Somebody."""

    name: str
    role: Markup
    party: str
    remarks: Markup


@dataclass(frozen=True)
class Group:
    """Those who were there, or were not, in the same capacity."""

    title: str
    rows: tuple[Row, ...]


def groups(agenda: Agenda, attendance: Attendance, roll: Roll, words: PageWords) -> tuple[Group, ...]:
    """The groups that have anybody in them, in order."""
    lister = _Lister(agenda, attendance, words)
    return tuple(Group(lister.title(key), rows) for key, rows in lister.listed(roll) if rows)


def has_parties(roll: Roll) -> bool:
    """Whether anybody who has a vote is of a party."""
    return any(voter.party for voter in (*roll.present, *roll.absent))


@dataclass(frozen=True)
class _Lister:
    agenda: Agenda
    there: Attendance
    words: PageWords

    def title(self, key: str) -> str:
        """What a group is called: "members"; where boards meet together "members/radet", with the board's name."""
        kind, _, board = key.partition("/")
        said = self.words.said(kind)
        return f"{said}, {self.words.plain(record.boards(self.agenda)[board].name)}" if board else said

    def listed(self, roll: Roll) -> Iterator[tuple[str, tuple[Row, ...]]]:
        there = self.there
        listed = there.present if not isinstance(there.present, str) else ()
        voters = (*roll.present, *roll.absent)
        known = {name for voter in voters for name in (voter.id, voter.name)}
        members = [voter for voter in roll.present if not voter.instead_of]
        if members:
            for board in record.boards(self.agenda):
                key = f"members/{board}" if self.agenda.joint else "members"
                own = record.of_board(self.agenda, members, board)
                yield key, tuple(self._voter(one, self._remarks(one.id, one.name, listed)) for one in own)
        elif not self.agenda.board.members:
            yield "members", self._others(listed)
        yield "substitutes", tuple(self._substitute(voter) for voter in roll.present if voter.instead_of)
        for board in self.agenda.joint and record.boards(self.agenda):
            gone = record.of_board(self.agenda, roll.absent, board)
            yield f"absent/{board}", tuple(self._voter(one, self._absence(one.id, one.name)) for one in gone)
        yield (
            "absent",
            (
                *(
                    self._voter(voter, self._absence(voter.id, voter.name))
                    for voter in roll.absent
                    if not self.agenda.joint
                ),
                *(self._row(one, self._absence(one.name, one.name)) for one in there.absent if one.name not in known),
            ),
        )
        beside = ("observers", "aides", "administration", "secretariat", "guests")
        for key in beside:
            yield key, self._others(getattr(there, key))
        elsewhere = known | {row.name for key in beside for row in getattr(there, key)}
        unlisted = [row for row in listed if self.agenda.board.members and row.name not in elsewhere]
        strangers = elsewhere | {row.name for row in listed} | {""}
        yield (
            "also_there",
            (
                *(self._row(row, self._remarks(row.name, row.name, (row,))) for row in unlisted),
                *(
                    Row(row.name, Markup(), "", self._remarks(row.name, row.name))
                    for row in there.part
                    if row.name not in strangers
                ),
            ),
        )

    # ---- rows ----

    def _voter(self, voter: Voter, remarks: Markup) -> Row:
        return Row(self._name(voter.id), self._role(voter.id), voter.party, remarks)

    def _row(self, row: AttendanceRow, remarks: Markup) -> Row:
        return Row(self._name(row.name), self._role(row.name, row.as_), "", remarks)

    def _others(self, rows: Iterable[AttendanceRow]) -> tuple[Row, ...]:
        """People who have no vote."""
        return tuple(self._other(row) for row in rows)

    def _other(self, row: AttendanceRow) -> Row:
        if row.by:
            instead = self.words.said("in_place_of", who=self._name(row.name))
            remarks = self._remarks(row.name, row.name, (row,), [instead])
            return Row(self._name(row.by), self._role(row.by, row.as_), "", remarks)
        return self._row(row, self._remarks(row.name, self._name(row.name), (row,)))

    def _substitute(self, voter: Voter) -> Row:
        items: list[str] = []
        notes = []
        for row in self.there.substitutes:
            if row.member == voter.instead_of and row.by in (voter.id, voter.name):
                items += row.items
                notes += [row.note] if row.note else []
        for entry in self.agenda.entries:
            for one in entry.item.impartiality:
                stepped_in = one.found == "disqualified" and one.replaced_by in (voter.id, voter.name)
                if stepped_in and entry.item.number and entry.item.number not in items:
                    items.append(entry.item.number)
        fact = self.words.said("in_place_of", who=self._name(voter.instead_of))
        fact += f" {self._at('there_for', items)}" if items else ""
        return self._voter(voter, self._remarks(voter.id, voter.name, (), [fact], notes))

    # ---- what is told of somebody ----

    def _name(self, name: str) -> str:
        return record.called(self.agenda, name, self.words.language)

    def _role(self, name: str, capacity: Line | None = None) -> Markup:
        if capacity:
            return self.words.line(capacity).strip()
        known = record.person(self.agenda, name)
        if known is None:
            return Markup()
        told = bool(known.role) and self.words.plain(known.role) != self._name(name)
        role = self.words.line(known.role) if told else Markup()
        body = Markup(", " if told else "") + self.words.line(known.body) if known.body else Markup()
        return (role + body).strip()

    def _remarks(
        self,
        key: str,
        name: str,
        rows: Iterable[AttendanceRow] = (),
        facts: Iterable[str] = (),
        notes: Iterable[Line] = (),
    ) -> Markup:
        said, words = list(facts), self.words
        noted = list(notes)
        for row in rows:
            if row.name in (key, name):
                said += [words.said("by_video")] if row.by_video else []
                noted += [row.note] if row.note else []
        for part in self.there.part:
            if (part.member or part.name) not in (key, name):
                continue
            for told, moment in (("arrived_at", part.arrived), ("left_at", part.left)):
                said += [words.said(told, time=words.said("clock", time=words.clock(moment)))] if moment else []
            for told, items in (("there_for", part.items), ("not_there_for", part.missed)):
                said += [self._at(told, items)] if items else []
            noted += [part.note] if part.note else []
        return self._told(said, noted)

    def _at(self, key: str, items: Iterable[str]) -> str:
        """At which items somebody was, or was not: "for item 47/14–55/14, 57/14", "for all items"."""
        words, told = self.words, []
        for name in items:
            first, last = record.run_of(name) or (name, name)
            first = first or next((one.item.number for one in self.agenda.entries if one.item.number), "")
            if name == record.EVERY_ITEM:
                return words.said(AT_EVERY_ITEM[key])
            if first == last:
                told.append(name)
            else:
                told.append(f"{first}–{last}" if last else words.said("items_from", first=first))
        return words.said(key, items=", ".join(told))

    def _absence(self, key: str, name: str) -> Markup:
        facts, notes = [], []
        notified = self.words.said("notified")
        for row in self.there.absent:
            if row.name not in (key, name):
                continue
            if row.excused and not (row.note and notified in self.words.plain(row.note).lower()):
                facts.append(notified)
            facts += [self.words.said("met_instead", who=self._name(row.by))] if row.by else []
            notes += [row.note] if row.note else []
        return self._told(facts, notes)

    def _told(self, facts: list[str], notes: list[Line]) -> Markup:
        """Facts with commas, then notes as they were written."""
        first = ", ".join(facts)
        parts = [escape(first[:1].upper() + first[1:])] if facts else []
        return Markup(". ").join([*parts, *map(self.words.line, notes)]).strip()
