"""By what a long agenda on a page may be looked through: its board's marks, and fields that say the same of many items.

A choice hides what is not of it, by style sheet alone (`site.css`, which knows so many groups and choices as there may
be here). An item is of a choice as well where one under it is, and a heading where one of its items is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from akson_docs.diagnostics import ValuePath
from akson_docs.meetings.agenda import Agenda, Between, Entry
from akson_docs.model.documents import Heading
from akson_docs.model.values import Line

LONG = 8
"""The most items of an agenda that nobody needs a choice in."""
MOST_GROUPS = 3
MOST_CHOICES = 9


@dataclass(frozen=True)
class Choice:
    """Some items of an agenda, by what is said of them."""

    id: str
    """The group's number and its own: "1-2"."""
    words: Line
    count: int
    sign: str = ""
    """Of a mark: the sign."""


@dataclass(frozen=True)
class Filter:
    """Choices that exclude each other."""

    name: Line | None
    """The field's; None for marks."""
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class AgendaFilters:
    """The filters of an agenda, and of what choices each of its rows is."""

    filters: tuple[Filter, ...]
    choices: Mapping[int, tuple[str, ...]]
    """By the row's place among all."""


def agenda_filters(agenda: Agenda) -> AgendaFilters:
    """The filters of an agenda: none of one that is short, or whose board has neither marks nor fields."""
    entries = agenda.entries if len(agenda.entries) > LONG else ()
    found: list[Filter] = []
    chosen: dict[ValuePath, set[str]] = defaultdict(set)
    for name, groups in _groups(agenda, entries):
        if len(found) == MOST_GROUPS:
            break
        choices = []
        for place, (sign, words, those) in enumerate(groups, 1):
            choice = Choice(f"{len(found) + 1}-{place}", words, len(those), sign)
            choices.append(choice)
            for entry in those:
                for length in range(2, len(entry.path) + 1, 2):
                    chosen[entry.path[:length]].add(choice.id)
        found.append(Filter(name, tuple(choices)))
    return AgendaFilters(tuple(found), dict(_by_row(agenda, chosen)) if found else {})


_Group = tuple[str, Line, list[Entry]]


def _groups(agenda: Agenda, entries: tuple[Entry, ...]) -> Iterator[tuple[Line | None, list[_Group]]]:
    """(the field, (sign, words, items) of each choice) of what may be chosen by."""
    board = agenda.board
    marked = [(one.mark, one.name, [entry for entry in entries if one.mark in entry.item.marks]) for one in board.marks]
    marked = [group for group in marked if group[2]]
    if marked and len(marked) <= MOST_CHOICES:
        yield None, marked
    for field in board.fields:
        said: dict[tuple[tuple[str, str], ...], _Group] = {}
        for entry in entries:
            for one in entry.item.fields:
                if board.field(one.name) is field and one.value.said:
                    said.setdefault(one.value.said, ("", one.value, []))[2].append(entry)
        # What each item says for itself is nothing to choose by.
        if 1 < len(said) <= MOST_CHOICES and sum(len(those) for _, _, those in said.values()) >= 2 * len(said):
            yield field, sorted(said.values(), key=_by_value)


def _by_value(group: _Group) -> tuple[float, str]:
    """Numbers by what they are, and before words."""
    text = group[1].said[0][1]
    try:
        return float(text.replace(",", ".")), text
    except ValueError:
        return math.inf, text.casefold()


def _by_row(agenda: Agenda, chosen: Mapping[ValuePath, set[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Of what choices each row is; a heading, of those of the items down to the next one."""
    below: set[str] = set()
    for place, row in reversed(tuple(enumerate(agenda.rows))):
        if isinstance(row, Heading):
            yield place, tuple(sorted(below))
            below = set()
        elif not isinstance(row, Between):
            below |= chosen.get(row.path, set())
            yield place, tuple(sorted(chosen.get(row.path, ())))
