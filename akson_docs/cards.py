"""What pages about many meetings, and rules across meetings, see of one: its card.

A meeting has two: one of its full edition, for the rules, and one of its public edition, for the public pages.
Cards are values of JSON, so that a build can keep them and read one meeting of ten thousand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from .agenda import Agenda, Entry
from .deck import Slide
from .diagnostics import Span, Spans, locate
from .record import undecided
from .words import Words

Said = tuple[tuple[str, str], ...]
"""A text by language; all languages are named."""


@dataclass(frozen=True)
class ItemCard:
    """An item in one meeting."""

    number: str
    slug: str
    anchor: str
    title: Said
    """Empty where it is withheld without a public title."""
    type: Said
    """Its type as the agenda prints it; empty where it prints none."""
    kind: str
    withheld: str
    """The legal basis, or ""."""
    proposal: Said
    decided: Said
    outcome: str
    case: str
    continues: str
    formerly: tuple[str, ...]
    slides: int
    """How many slides, its divider and trackers among them."""
    first_slide: str
    """The anchor of the first of them, or ""."""
    where: Span | None = None
    """Where its number (or title) was written: on full cards only, for a page does not depend on it."""


@dataclass(frozen=True)
class MeetingCard:
    """A meeting."""

    board: str
    folder: str
    address: str
    number: str
    title: Said
    language: str
    languages: tuple[str, ...]
    date: str
    """The first day, ISO."""
    last_date: str
    start: str
    """"09:00", or ""."""
    end: str
    place: Said
    form: str
    draft: bool
    publish: str
    """The day it may be published from, ISO, or ""."""
    cancelled: Said
    """The reason; empty where it is not cancelled."""
    slides: int
    """Pages of its deck; 0 where it has none."""
    items: tuple[ItemCard, ...]
    silenced: tuple[str, ...] = ()
    """The rules that it silences, by code: on full cards only."""
    undecided: tuple[str, ...] = ()
    """The items that were to be decided and have come to nothing, by number or slug: on full cards only."""
    approves: tuple[tuple[str, Span], ...] = ()
    """The meetings whose minutes it approves, by folder, and where that was written: on full cards only."""
    where: Span | None = None


def card(agenda: Agenda, slides: tuple[Slide, ...], spans: Spans | None = None, file: str = "") -> MeetingCard:
    """The card of an edition of a meeting; with `spans`, one that remembers where things were written."""
    meeting = agenda.meeting
    top = Span(file)
    return MeetingCard(
        board=agenda.board_id,
        folder=agenda.folder,
        address=agenda.address,
        number=agenda.number,
        title=said(agenda.title, agenda.language),
        language=agenda.language,
        languages=agenda.languages,
        date=agenda.days[0].isoformat(),
        last_date=agenda.days[-1].isoformat(),
        start=agenda.start.isoformat("minutes") if agenda.start else "",
        end=agenda.end.isoformat("minutes") if agenda.end else "",
        place=said(agenda.place, agenda.language),
        form=meeting.form,
        draft=meeting.draft,
        publish=meeting.publish.isoformat() if meeting.publish else "",
        cancelled=said(meeting.cancelled, agenda.language),
        slides=len(slides),
        items=tuple(
            _item(entry, agenda, tuple(slide for slide in slides if slide.entry is entry), spans, top)
            for entry in agenda.entries
        ),
        silenced=() if spans is None else meeting.silence,
        undecided=() if spans is None else tuple(entry.item.number or entry.slug for entry in undecided(agenda)),
        approves=()
        if spans is None
        else tuple(
            (entry.item.approves, locate((*entry.path, "approves"), spans, top))
            for entry in agenda.entries
            if entry.item.approves
        ),
        where=None if spans is None else locate(("date",), spans, top),
    )


def said(words: Words | None, own: str) -> Said:
    """What the words say, or say publicly instead, each with its language."""
    if words is None:
        return ()
    return tuple((language or own, text) for language, text in (words.said or words.public))


def to_json(card: MeetingCard) -> dict[str, Any]:
    """The card as JSON values; `from_json` gives it back."""
    return asdict(card)


def from_json(data: Mapping[str, Any]) -> MeetingCard:
    """The card that `to_json` made `data` of."""
    return MeetingCard(**{name: _read(name, held) for name, held in data.items()})


def _item(entry: Entry, agenda: Agenda, slides: tuple[Slide, ...], spans: Spans | None, top: Span) -> ItemCard:
    item, own = entry.item, agenda.language
    printed = entry.type is not None and entry.type.printed
    key = "number" if item.number else "title"
    return ItemCard(
        number=item.number,
        slug=entry.slug,
        anchor=entry.anchor,
        title=said(item.title, own),
        type=said(entry.type.name, own)
        if entry.type and printed
        else (((own, item.type),) if item.type and not entry.type else ()),
        kind=entry.kind or "",
        withheld=item.withheld or item.title.withheld,
        proposal=said(item.proposal, own),
        decided=said(entry.decided, own),
        outcome=item.outcome or "",
        case=item.case,
        continues=item.continues,
        formerly=item.formerly,
        slides=len(slides),
        first_slide=slides[0].anchor if slides else "",
        where=None if spans is None else locate((*entry.path, key), spans, top),
    )


def _read(name: str, held: Any) -> Any:
    if name == "items":
        return tuple(ItemCard(**{inner: _read(inner, value) for inner, value in item.items()}) for item in held)
    if name == "where":
        return None if held is None else Span(**held)
    if name == "approves":
        return tuple((folder, Span(**where)) for folder, where in held)
    return _tuples(held)


def _tuples(held: Any) -> Any:
    return tuple(_tuples(inner) for inner in held) if isinstance(held, list | tuple) else held
