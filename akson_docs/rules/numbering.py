"""Rules about the numbers of items and meetings, and about items that come back."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code
from akson_docs.meetings.cards import ItemCard, MeetingCard, waiting
from akson_docs.meetings.cards import number as number_of
from akson_docs.meetings.cards import slug as slug_of
from akson_docs.model import numbers
from akson_docs.model.documents import Board
from akson_docs.rules.rule_inputs import MeetingProblem, at_item, at_meeting, numbered_items
from akson_docs.sources.layout import MeetingKey

NUMBER_REPEATED = Code(
    "number-repeated",
    "error",
    N_("{number} is used already, in {other}"),
    N_(
        "give this item another number; if it comes back after it was postponed, write outcome: postponed there and "
        "continues: {number} here; where numbers begin again in each meeting, write item_number: {restart: meeting} in "
        "board.yaml, and where cases keep theirs, stays: yes"
    ),
)

NUMBER_TWICE = Code(
    "number-repeated",
    "error",
    N_("{number} is the number of another item of this meeting, in line {line}"),
    N_("give one of them another number"),
)


NUMBERS_REPEATED = Code(
    "number-repeated",
    "error",
    N_("{count} numbers of this meeting are used already, in {other}, as in a copied meeting"),
    N_(
        "give the meeting a number of its own, and its items: akson number {meeting} --again; where numbers begin "
        "again in each meeting, write item_number: {restart: meeting} in board.yaml, and where cases keep theirs, "
        "stays: yes"
    ),
)


def number_repeated(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """No two items of a board have the same number. Two people can each add an item 23/20, and their changes merge
    without a conflict.

    An item may come back under its old number where the earlier meeting postponed it or sent it back and the later item
    says so with `continues`. Otherwise it is an error, because an address can only lead to one matter. Where numbers
    are places on the agenda (`restart: meeting`), or stay with a case (`stays: yes`), only the items of one meeting
    are held against each other.
    """
    if board.has_positions or board.numbers_stay:
        yield from _repeated_within(board, cards)
        return
    seen: dict[numbers.Number, tuple[MeetingCard, ItemCard]] = {}
    copied: dict[tuple[MeetingKey, str], list[MeetingProblem]] = defaultdict(list)
    by_key = {card.key: card for card in cards}
    for card, item, number in numbered_items(board, cards):
        before = seen.get(number)
        if before is not None:
            continued = item.continues and number_of(card, item.continues, board) == number
            if not (continued and before[1].outcome in ("postponed", "returned")):
                if before[0] is card:
                    line = before[1].where.line if before[1].where else 0
                    yield at_item(NUMBER_TWICE, card, item, number=item.number, line=line)
                else:
                    other = before[0].address.rstrip("/")
                    copied[card.key, other].append(
                        at_item(NUMBER_REPEATED, card, item, number=item.number, other=other)
                    )
        seen[number] = (card, item)
    for (key, other), found in copied.items():
        if len(found) < 2:
            yield from found
        else:
            yield at_meeting(NUMBERS_REPEATED, by_key[key], count=len(found), other=other, meeting=key.name)


def _repeated_within(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """The items of a meeting that have the number of another one in it."""
    for card in cards:
        there: dict[str, ItemCard] = {}
        for item in card.items:
            before = there.setdefault(slug_of(card, item.number, board), item) if item.number else item
            if before is not item:
                line = before.where.line if before.where else 0
                yield at_item(NUMBER_TWICE, card, item, number=item.number, line=line)


NUMBER_GAP = Code(
    "number-gap",
    "warning",
    N_("before {number} there is no {missing}"),
    N_(
        "before it is sent, give numbers again: akson number {meeting} --again; what was given and taken back is named "
        "under withdrawn in board.yaml"
    ),
)


MOST_NAMED = 3
"""Missing numbers that are named one by one."""


def number_gap(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """The numbers of a year follow one another. A reader who misses 16/20 cannot know that nothing is hidden there.

    The rule looks at what lies between the lowest and the highest number of each series. Numbers that were taken back
    are named in the board's `withdrawn`. Numbers that stay with a case (`stays: yes`) do not follow one another.
    """
    if board.numbers_stay:
        return
    runs: dict[tuple[str, int], dict[int, tuple[MeetingCard, ItemCard]]] = defaultdict(dict)
    restart = board.item_number.restart if board.item_number else "year"
    for card, item, number in numbered_items(board, cards):
        # One of another year, which is told as such, was probably meant for this one.
        years = {number.year} if item.continues or not number.year else {number.year, int(card.date[:4])}
        for year in years if restart == "year" else (0,):
            runs[(number.series, year)].setdefault(number.n, (card, item))
    # A number that an item was sent under is taken too: its address leads to the item.
    before = (printed for card in cards for item in card.items for printed in item.formerly)
    gone = {numbers.read(printed, 2000, board.number_pattern) for printed in (*board.withdrawn, *before)}
    withdrawn = {(number.series, number.n, number.year) for number in gone if number}
    for (series, year), used in runs.items():
        ordered = sorted(used)
        for low, high in itertools.pairwise(ordered):
            missing = [n for n in range(low + 1, high) if not {(series, n, year), (series, n, 0)} & withdrawn]
            if missing:
                card, item = used[high]
                names = [item.number.replace(str(high), str(n), 1) for n in missing]
                names = names if len(names) <= MOST_NAMED else [f"{names[0]}–{names[-1]}"]
                meeting = card.key.name
                yield at_item(NUMBER_GAP, card, item, number=item.number, missing=", ".join(names), meeting=meeting)


NUMBER_ORDER = Code(
    "number-order",
    "warning",
    N_("{number} stands after {before}"),
    N_("akson number {meeting} --again gives numbers in the order of the agenda"),
)


def number_order(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """In a draft, numbers follow the order of the agenda. An item that is put in between is seldom meant to have the
    last number.

    A meeting that is no draft is not checked: what comes late has a number of its own.
    """
    for card in cards if not board.numbers_stay else ():
        if card.draft:
            highest: dict[str, tuple[int, str]] = {}
            for item in card.items:
                number = number_of(card, item.number, board)
                if number is None:
                    continue
                n, printed = highest.get(number.series, (0, ""))
                if number.n < n:
                    meeting = card.key.name
                    yield at_item(NUMBER_ORDER, card, item, number=item.number, before=printed, meeting=meeting)
                else:
                    highest[number.series] = number.n, item.number


NUMBER_WITHDRAWN = Code(
    "number-withdrawn",
    "warning",
    N_("{number} is among the board's withdrawn numbers"),
    N_("use another number, or take it out of withdrawn"),
)


def number_withdrawn(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """A number that was taken back is not used again. Those who were sent the first item under it still have that
    paper.
    """
    for card, item, _ in numbered_items(board, cards):
        if item.number in board.withdrawn:
            yield at_item(NUMBER_WITHDRAWN, card, item, number=item.number)


NUMBER_YEAR = Code(
    "number-year",
    "warning",
    N_("{number} is of another year than the meeting, {year}"),
    N_("check the number and the meeting's date"),
)


NUMBERS_YEAR = Code(
    "number-year",
    "warning",
    N_("{count} numbers of this meeting are of another year than its date, {year}"),
    N_("correct the date, or the numbers"),
)


def number_year(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """The year in a number is the meeting's year. A copied meeting easily keeps last year's numbers.

    The rule checks the meeting's own number, the name of its folder, and each item that does not continue an older one.
    """
    items: dict[int, list[MeetingProblem]] = defaultdict(list)
    for card, item, number in numbered_items(board, cards):
        year = int(card.date[:4])
        if number.year not in (0, year) and not item.continues and not board.numbers_stay:
            items[id(card)].append(at_item(NUMBER_YEAR, card, item, number=item.number, year=year))
    for card in cards:
        year = int(card.date[:4])
        meeting = numbers.read(card.number, year, board.meeting_number.pattern if board.meeting_number else "")
        folder = re.match(r"(\d{4})-", card.folder)
        found = items[id(card)]
        if meeting is not None and meeting.year not in (0, year):
            found = [at_meeting(NUMBER_YEAR, card, number=card.number, year=year), *found]
        elif folder and int(folder[1]) != year:
            found = [at_meeting(NUMBER_YEAR, card, number=card.folder, year=year), *found]
        # Several at once are one slip: the date, or a copied meeting.
        yield from found if len(found) < 2 else (at_meeting(NUMBERS_YEAR, card, count=len(found), year=year),)


NUMBER_FORM = Code(
    "number-form",
    "warning",
    N_('"{number}" is not written as the board writes numbers, {pattern}'),
    N_('write it as the board does, for example {example}; places on the agenda have the pattern "{position}"'),
)


def number_form(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """A number is written as the board's pattern says. Readers search for what is printed."""
    pattern = board.number_pattern
    for card in cards:
        for item in card.items:
            if item.number and not numbers.follows(pattern, item.number):
                series = "PS" if "{series}" in pattern else ""
                example = numbers.write(pattern.replace("{position}", "7.1"), 23, int(card.date[:4]), series)
                yield at_item(NUMBER_FORM, card, item, number=item.number, pattern=pattern, example=example)


RESOLUTION_NUMBER_TWICE = Code(
    "resolution-number",
    "error",
    N_("{number} is the number of another resolution, on {matter} in {other}"),
    N_("give one of them another number"),
)
RESOLUTION_NUMBER_FORM = Code(
    "resolution-number",
    "error",
    N_('"{number}" is not written as the board writes numbers of resolutions, {pattern}'),
    N_("write it as the board does, for example {example}"),
)


def resolution_number(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """Where resolutions have numbers of their own, no two have the same, and each is written as `resolution_number` in
    board.yaml says. A repeated number is an error, because whoever refers to a resolution names it by that alone.
    """
    seen: dict[str, tuple[MeetingCard, ItemCard]] = {}
    pattern = board.resolution_number
    for card in cards:
        for item in card.items:
            number = item.resolution_number
            if number in seen:
                other, earlier = seen[number]
                named = {"matter": earlier.number or earlier.slug, "other": other.address.rstrip("/")}
                yield at_item(RESOLUTION_NUMBER_TWICE, card, item, number=number, **named)
            elif number and not numbers.follows(pattern, number):
                example = numbers.write(pattern, 23, int(card.date[:4]))
                yield at_item(RESOLUTION_NUMBER_FORM, card, item, number=number, pattern=pattern, example=example)
            if number:
                seen.setdefault(number, (card, item))


MEETING_NUMBER_REPEATED = Code(
    "meeting-number-repeated",
    "error",
    N_("the meeting in {other} has the number {number} too"),
    N_("give one of the meetings another number"),
)


def meeting_number_repeated(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """No two meetings of a board have the same number. A repeated number is an error, because minutes and resolutions
    refer to it.
    """
    seen: dict[str, MeetingCard] = {}
    for card in cards:
        if card.number and card.number in seen:
            yield at_meeting(
                MEETING_NUMBER_REPEATED, card, number=card.number, other=seen[card.number].address.rstrip("/")
            )
        seen.setdefault(card.number, card)


CONTINUES_UNKNOWN = Code(
    "continues-unknown",
    "warning",
    N_("no earlier meeting has an item {number}"),
    N_("check the number that it had before"),
)


def continues_unknown(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """What an item continues is an item of an earlier meeting. Otherwise its history leads nowhere."""
    seen: set[str] = set()
    for card in cards:
        for item in card.items:
            known = slug_of(card, item.continues, board) if board.has_positions else item.continues
            if item.continues and known not in seen:
                yield at_item(CONTINUES_UNKNOWN, card, item, number=item.continues)
        if board.has_positions:
            seen |= {item.slug for item in card.items}
            seen |= {slug_of(card, number, board) for item in card.items for number in item.formerly}
        else:
            seen |= {number for item in card.items for number in (item.number, *item.formerly)}


POSTPONED_WAITING = Code(
    "postponed-waiting",
    "warning",
    N_("{number} was put off, and no later meeting takes it up"),
    N_("akson move {typed} {meeting} has it come up there; or write outcome: withdrawn"),
)


def postponed_waiting(board: Board, cards: Sequence[MeetingCard]) -> Iterator[MeetingProblem]:
    """What was put off comes up again, where the board has met since. A matter that nobody takes up is forgotten."""
    last = next((card for card in reversed(cards) if not card.cancelled), None)
    for card, place in waiting(cards, board):
        item = card.items[place]
        if item.outcome == "postponed" and last is not None and (last.date, last.folder) > (card.date, card.folder):
            meeting = last.key.name
            typed = f'"{item.number}"' if " " in item.number else item.number
            yield at_item(POSTPONED_WAITING, card, item, number=item.number, typed=typed, meeting=meeting)
