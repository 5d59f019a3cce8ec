"""What the tool writes into `meetings/` for a secretary: a new meeting, numbers, an item that goes to another meeting.

What shall be there is worked out of what is there; it is written when nothing speaks against it, all of it or none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from akson_docs.actions import moving, starting
from akson_docs.actions.archive_facts import SourceArchive, archived
from akson_docs.build import output
from akson_docs.build.request import Request
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span, ValuePath, nearest
from akson_docs.meetings.cards import MeetingCard, slug, waiting
from akson_docs.model.documents import Board
from akson_docs.model.values import is_inside
from akson_docs.rules.attendance import ATTENDANCE_ITEM
from akson_docs.sources.format import editing
from akson_docs.sources.layout import TOP, MeetingKey, board_file, no_board, no_meeting


def begin(request: Request, board: str, day: date) -> MeetingKey | tuple[Diagnostic, ...]:
    """Starts a board's next meeting, and says which it is; or why nothing was made. Raises OSError."""
    found = archived(request)
    if found.errors:
        return found.errors
    if board not in found.boards:
        return (no_board(board, found.boards),)
    cards = found.cards(board)
    last = max((card.last_date for card in cards), default="")
    if day.isoformat() <= last:
        return (starting.DAY_TAKEN.at(Span(f"{TOP}/{board}"), last=last),)
    order = sorted(cards, key=lambda card: (card.date, card.folder))
    models = starting.models(cards)
    earlier = [found.said(card.key.file("meeting.yaml")) for card in models]
    standing = found.said(board_file(board)).get("standing", ())
    put_off, files = [], dict[str, bytes]()
    for card, place in waiting(order, found.boards[board]):
        agenda = found.said(card.key.file("meeting.yaml"))
        its = found.boards[board]
        number = moving.same_number if its.numbers_stay else lambda held: ""
        within = f"{card.folder}/" if its.has_positions else ""
        row = moving.taken_up(moving.at(agenda, moving.path(agenda, place)), number, True, within)
        put_off.append(row)
        for name in starting.with_pictures(starting.files(row), _beside(found, card)):
            data = found.file(card.key.file(name))
            if data is not None and files.setdefault(name, data) != data:
                return (moving.NAME_TAKEN.at(Span(card.key.file(name)), found=name),)
    fresh = starting.meeting(found.boards[board], found.language, day, cards, standing, earlier, put_off)
    key = MeetingKey(board, fresh.folder)
    folder = os.path.join(request.root, key.path)
    if os.path.lexists(folder):
        return (starting.THERE_ALREADY.at(Span(key.path)),)
    of_model = [_beside(found, card) for card in models[:1]]
    named = ((name, file(name)) for file in of_model for name in starting.with_pictures(fresh.files, file))
    kept = {name: data for name, data in named if data is not None}
    output.keep(folder, {"meeting.yaml": fresh.text.encode(), **kept, **files})
    return key


NUMBERS_SENT = Code(
    "number-sent",
    "error",
    N_("the meeting was sent, or is over: people know its items by their numbers"),
    N_("without --again, items that have no number get one"),
)


NOT_EDITED = Code(
    "not-edited",
    "error",
    N_("a file of this meeting is written in a way that cannot be changed part by part"),
    N_("change it by hand, or write what stands in braces or brackets over several lines first"),
)


@dataclass(frozen=True)
class Numbered:
    """What came of giving numbers."""

    diagnostics: tuple[Diagnostic, ...]
    """Why nothing was done; else what there is to say of the archive now that was not to be said before."""
    given: tuple[tuple[str, str, str], ...] = ()
    """(the number now, the one before or "", the title) of each item that has another."""
    files: tuple[str, ...] = ()
    """The files that were changed, by their paths from the root."""


def number(request: Request, key: MeetingKey, again: bool = False) -> Numbered:
    """Gives numbers to a meeting's items that have none; `again`, to all of them, in the order of the agenda.

    Raises OSError.
    """
    try:
        return _number(request, key, again)
    except editing.EditFault:
        return Numbered((NOT_EDITED.at(Span(key.file("meeting.yaml"))),))


def _number(request: Request, key: MeetingKey, again: bool) -> Numbered:
    found = archived(request)
    if found.errors:
        return Numbered(found.errors)
    cards = found.cards(key.board) if key.board in found.boards else ()
    card = next((card for card in cards if card.folder == key.folder), None)
    if card is None:
        return Numbered((no_meeting(key, found.keys),))
    if again and (found.is_sent(key) or card.last_date < found.today.isoformat()):
        return Numbered((NUMBERS_SENT.at(card.where or Span(card.key.file("meeting.yaml"))),))
    board, day = found.boards[key.board], date.fromisoformat(card.date)
    earlier = [one for one in cards if (one.date, one.folder) < (card.date, card.folder)]
    later = [one for one in cards if (one.date, one.folder) > (card.date, card.folder)]
    numbers = starting.Numbers(board, day, earlier, later) if again else starting.Numbers(board, day, cards)
    whole = found.text(card.key.file("meeting.yaml"))
    value, rows = editing.said(whole), []
    given: list[tuple[str, str, str]] = []
    texts: dict[str, str] = {}

    def numbered(item: dict[str, Any]) -> dict[str, Any]:
        made = starting.numbered(board, numbers, item, again)
        if made.get("number", "") != item.get("number", ""):
            given.append((made["number"], item.get("number", ""), starting.called(item)))
        return made

    for row in value["items"]:
        if "file" in row and "title" not in row:
            path = card.key.file(row["file"])
            text = found.text(path)
            texts[path] = editing.edited(text, numbered(editing.said(text)), "item", by_place=True)
            rows.append(row)
        else:
            rows.append(numbered(row) if "title" in row else row)
    texts[card.key.file("meeting.yaml")] = editing.edited(whole, {**value, "items": rows}, by_place=True)
    files = {path: text.encode() for path, text in texts.items() if text != found.text(path)}
    if not files:
        return Numbered(())
    then = found.with_files(files)
    if wrong := _wrong(found, then):
        return Numbered(wrong)
    output.change(request.root, files)
    return Numbered(_fresh(found, then), tuple(given), tuple(files))


def _wrong(found: SourceArchive, then: SourceArchive) -> tuple[Diagnostic, ...]:
    """What keeps a change from being made: errors, and what would refer to a number that is given up, as errors."""
    lost = (replace(one, severity="error") for one in _fresh(found, then) if one.code == ATTENDANCE_ITEM.name)
    return (*then.errors, *lost)


def _fresh(found: SourceArchive, then: SourceArchive) -> tuple[Diagnostic, ...]:
    """What is to be warned of then that was not before."""
    said = {(one.code, one.span.file, one.words, one.parameters) for one in found.diagnostics}
    return tuple(
        one
        for one in then.diagnostics
        if one.severity == "warning" and (one.code, one.span.file, one.words, one.parameters) not in said
    )


@dataclass(frozen=True)
class Moved:
    """What came of moving an item."""

    diagnostics: tuple[Diagnostic, ...]
    """Why nothing was moved; else what there is to say of the archive now that was not to be said before."""
    files: tuple[str, ...] = ()
    """The files that were changed, made or removed, by their paths from the root; none where nothing was moved."""
    origin: str = ""
    """The folder of the meeting that it came from."""
    before: str = ""
    """The number that it had, or ""."""
    number: str = ""
    """The number that it has now, or ""."""
    postponed: bool = False
    """Whether the meeting that it came from still has it, as postponed."""


def move(request: Request, item: str, key: MeetingKey, origin: str = "", postponed: bool = False) -> Moved:
    """Has an item of a board's meetings come up in another of them.

    `item` is a number, an id or a title; `origin` the folder of its meeting, where several have one of that name. What
    was sent or held stays there as postponed, as does all else with `postponed`. Raises OSError.
    """
    found = archived(request)
    if found.errors:
        return Moved(found.errors)
    if key.board not in found.boards:
        return Moved((no_board(key.board, found.boards),))
    board, cards = found.boards[key.board], found.cards(key.board)
    target = next((card for card in cards if card.folder == key.folder), None)
    if target is None:
        return Moved((no_meeting(key, found.keys),))
    at = target.where or Span(target.key.file("meeting.yaml"))
    if target.last_date < found.today.isoformat():
        return Moved((moving.MEETING_OVER.at(at, day=target.last_date, board=key.board),))
    if target.cancelled:
        return Moved((moving.MEETING_CANCELLED.at(at),))
    places = _places(board, cards, item, origin)
    if any(card is target for card, _ in places):
        there = next(place for card, place in places if card is target)
        return Moved((moving.ITEM_THERE.at(target.items[there].where or at, found=item),))
    if len(places) > 1:
        names = ", ".join(f"{card.items[one].number or card.items[one].slug} ({card.folder})" for card, one in places)
        return Moved((moving.ITEM_IN_SEVERAL.at(at, found=item, items=names),))
    if not places:
        return Moved((_no_item(board, key.board, cards, item, origin),))
    ((source, place), *_) = places
    return _move(request, found, board, source, place, target, postponed)


def _move(
    request: Request,
    found: SourceArchive,
    board: Board,
    source: MeetingCard,
    place: int,
    target: MeetingCard,
    stays: bool,
) -> Moved:
    card = source.items[place]
    agenda = found.said(source.key.file("meeting.yaml"))
    path = moving.path(agenda, place)
    held = moving.at(agenda, path)
    where = card.where or Span(source.key.file("meeting.yaml"))
    postponed = (
        stays or moving.is_held_back(card) or source.last_date < found.today.isoformat() or found.is_sent(source.key)
    )
    there = moving.taken(found.cards(source.board), card, board) if moving.is_held_back(card) else None
    if there is not None:
        meeting, number = there[0].key.name, there[1].number
        return Moved((moving.ITEM_TAKEN_UP.at(where, found=card.number, meeting=meeting, number=number),))
    if card.continues and slug(source, card.continues, board) in (one.slug for one in target.items):
        return Moved((moving.ITEM_BACK.at(where, found=card.continues),))
    if key := starting.ended(held):
        return Moved((moving.ITEM_DECIDED.at(where, found=card.number or card.slug, key=key),))
    if postponed and (target.date, target.folder) <= (source.date, source.folder):
        return Moved((moving.MEETING_BEFORE.at(where, day=target.date, other=source.date),))
    agenda_there = found.said(target.key.file("meeting.yaml"))["items"]
    known = found.cards(source.board)
    if not postponed:
        whole = len(tuple(moving.below(held)))
        known = tuple(_without(one, place, whole) if one is source else one for one in known)
    numbers = starting.Numbers(board, date.fromisoformat(target.date), known)
    within = f"{source.folder}/" if board.has_positions else ""
    new = moving.taken_up(held, moving.numbering(board, numbers, agenda_there), postponed, within)
    try:
        files = _changes(found, source, target, path, new, moving.where(agenda_there, board), postponed)
    except editing.EditFault:
        return Moved((NOT_EDITED.at(where),))
    if isinstance(files, Diagnostic):
        return Moved((files,))
    then = found.with_files(files)
    if wrong := _wrong(found, then):
        return Moved(wrong)
    output.change(request.root, files)
    return Moved(
        _fresh(found, then),
        tuple(files),
        source.folder,
        card.number,
        str(new.get("number", "")),
        postponed,
    )


def _changes(
    found: SourceArchive,
    source: MeetingCard,
    target: MeetingCard,
    path: ValuePath,
    new: moving.YamlMap,
    before: int,
    postponed: bool,
) -> dict[str, bytes | None] | Diagnostic:
    """Every file that is another then, in the order that they are written: an item is never nowhere.

    A diagnostic where a file of that name is in the way.
    """
    agenda = found.said(source.key.file("meeting.yaml"))
    held = moving.at(agenda, path)
    meeting, into = (card.key.file("meeting.yaml") for card in (source, target))
    row = editing.said(found.text(meeting))["items"][path[1]]
    own = "" if "title" in row else str(row["file"])
    whole = bool(own) and len(path) == 2
    names = (*starting.with_pictures(starting.files(held), _beside(found, source)), *((own,) if whole else ()))
    for name in names:
        data, other = found.file(source.key.file(name)), found.file(target.key.file(name))
        if other is not None and (data != other or name == own):
            return moving.NAME_TAKEN.at(Span(target.key.file(name)), found=name)
    files: dict[str, bytes | None] = {target.key.file(name): found.file(source.key.file(name)) for name in names}
    here, place = (source.key.file(own), path[2:]) if own else (meeting, path)
    text, instead = found.text(here), moving.put_off(held) if postponed else None
    if whole:
        files[target.key.file(own)] = editing.edited(text, new, "item", by_place=True).encode()
        files[into] = editing.put(found.text(into), before, editing.row(found.text(meeting), path)).encode()
        if instead is not None:
            files[here] = editing.edited(text, instead, "item", by_place=True).encode()
        else:
            files[meeting] = moving.changed(found.text(meeting), path, None).encode()
    else:
        files[into] = moving.carried(text, place, new, found.text(into), before).encode()
        files[here] = moving.changed(text, place, instead, "item" if own else "meeting").encode()
    if not postponed:
        del moving.at(agenda, path[:-1])[path[-1]]
        kept = starting.with_pictures(starting.files(agenda), _beside(found, source))
        files |= {source.key.file(name): None for name in names if name not in kept}
    return {name: data for name, data in files.items() if data != found.file(name)}


def _beside(found: SourceArchive, card: MeetingCard) -> Callable[[str], bytes | None]:
    """What a file beside a meeting holds, by its name; None where there is none."""
    return lambda name: found.file(card.key.file(name)) if is_inside(name) else None


def _without(card: MeetingCard, place: int, whole: int) -> MeetingCard:
    """A card without an item and those under it, which are so many as a whole."""
    return replace(card, items=(*card.items[:place], *card.items[place + whole :]))


def _places(board: Board, cards: Sequence[MeetingCard], item: str, origin: str) -> list[tuple[MeetingCard, int]]:
    """Where an item of a name stands, as (meeting, place among its items)."""
    asked = sorted((card for card in cards if origin in ("", card.folder)), key=lambda card: (card.date, card.folder))
    numbered = [(card, place) for card in asked for place in moving.numbered(card, item, board)]
    # Of the meetings that have an item of one number, each but the last has put it off.
    return numbered[-1:] or [(card, place) for card in asked for place in moving.called(card, item)]


def _no_item(board: Board, name: str, cards: Sequence[MeetingCard], item: str, origin: str) -> Diagnostic:
    ordered = sorted(cards, key=lambda card: (card.date, card.folder))
    asked = [card for card in ordered if card.folder == origin] if origin else ordered[-2:]
    known = [one.number or one.slug for card in asked for one in card.items]
    where = Span(MeetingKey(name, origin).path if origin else f"{TOP}/{name}")
    return moving.ITEM_UNKNOWN.at(
        where, found=item, board=name, known=", ".join(known) or "-", nearest=nearest(item, known)
    )
