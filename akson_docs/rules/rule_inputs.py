"""What rules are asked of besides a meeting itself, and how they go through it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from akson_docs.diagnostics import Code, Span, ValuePath
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.cards import ItemCard, MeetingCard
from akson_docs.meetings.cards import number as number_of
from akson_docs.model import numbers, walk
from akson_docs.model.documents import AttendanceRow, Board
from akson_docs.model.slides import SlideBase
from akson_docs.model.values import LocalizedText, Value
from akson_docs.model.walk import Field


@dataclass(frozen=True)
class MeetingProblem:
    """A problem across meetings: of which meeting, and where."""

    code: Code
    card: MeetingCard
    span: Span
    parameters: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True)
class SentMeeting:
    """A meeting of which papers were sent, held against what they said."""

    agenda: Agenda
    """In full, as it is now."""
    vanished: tuple[tuple[str, str], ...]
    """The items, as (slug, number), that were sent and are not on its agenda any more."""
    others: tuple[Entry, ...]
    """The items that have the number under which another matter was sent."""


@dataclass(frozen=True)
class KeptMinutes:
    """A meeting whose minutes are out, and what was kept of them."""

    agenda: Agenda
    """In full."""
    is_kept: bool
    """Whether the issue that the sources give was kept."""
    is_gone: bool
    """Whether what was kept of it is withdrawn."""


def numbered_items(
    board: Board, cards: Sequence[MeetingCard]
) -> Iterator[tuple[MeetingCard, ItemCard, numbers.Number]]:
    """Every item that has a number, with its meeting, in the order of the cards."""
    for card in cards:
        for item in card.items:
            number = number_of(card, item.number, board)
            if number is not None:
                yield card, item, number


def at_item(code: Code, card: MeetingCard, item: ItemCard, **parameters: str | int) -> MeetingProblem:
    """A problem at an item of another meeting than the one being read."""
    return MeetingProblem(code, card, item.where or Span(card.address), tuple(parameters.items()))


def at_meeting(code: Code, card: MeetingCard, **parameters: str | int) -> MeetingProblem:
    """A problem at a meeting."""
    return MeetingProblem(code, card, card.where or Span(card.address), tuple(parameters.items()))


def at_approval(code: Code, card: MeetingCard, item: ItemCard, **parameters: str | int) -> MeetingProblem:
    """A problem where an item says which minutes it approves."""
    return MeetingProblem(code, card, item.approves_where or Span(card.address), tuple(parameters.items()))


def attendance_rows(agenda: Agenda, *keys: str) -> Iterator[tuple[ValuePath, AttendanceRow]]:
    """The rows of some of the lists of attendance, with their places."""
    for key in keys if agenda.meeting.attendance else ():
        rows = getattr(agenda.meeting.attendance, key)
        for place, row in enumerate(rows if isinstance(rows, tuple) else ()):
            yield ("attendance", key, place), row


def slides_of(agenda: Agenda) -> Iterator[tuple[ValuePath, SlideBase]]:
    """Every slide that says what it is, with its place."""
    for entry in agenda.entries:
        for place, slide in enumerate(entry.item.slides):
            if isinstance(slide, SlideBase):
                yield (*entry.path, "slides", place), slide


def texts_of(agenda: Agenda) -> Iterator[tuple[ValuePath, LocalizedText]]:
    """Every text of the meeting that readers see, with its place; what a part withholds as a whole is left out."""

    def open_(held: Any, field: Field | None) -> Any:
        whole = isinstance(held, Value) and not isinstance(held, LocalizedText)
        return None if whole and getattr(held, "withheld", None) else held

    shown = walk.leaves(walk.rebuilt(agenda.meeting, open_), enters=lambda field, held: field.visibility != "private")
    yield from ((leaf.path, leaf.value) for leaf in shown if isinstance(leaf.value, LocalizedText))


def clock(moment: object) -> str:
    """A time as it is written in Norwegian: "09.30"."""
    return str(moment)[:5].replace(":", ".")
