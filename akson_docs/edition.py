"""Who sees what: the only place that withholds.

`public` makes the public edition of a site, a board or a meeting from the full one. It is an allow-list: of what
is withheld only what is named here is taken over, and a field of the model that is not marked as printed or alt
is left out. Nothing is removed from a list, so that numbers, anchors and places in the source stay as they are.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from .model import Attachment, Board, Item, Motion, Site
from .slides import Omitted, SlideBase, StubSlide, Topic
from .words import VISIBILITIES, Line, Text, Value, Words

V = TypeVar("V", bound=Value)
W = TypeVar("W", bound=Words)


def public(value: V) -> V:
    """The public edition of a site, a board or a meeting."""
    return value.model_copy(update=_public_fields(value))


def is_public(*, draft: bool, publish: date | None, board: Board, site: Site, today: date) -> bool:
    """Whether a meeting may be on the public site at all: its board is public, it is no draft, its day has come."""
    return is_shown(board, site) and not draft and (publish is None or publish <= today)


def is_shown(board: Board, site: Site) -> bool:
    """Whether a board is on the public site."""
    return site.public if board.public is None else board.public


def _public_fields(value: Value) -> dict[str, Any]:
    """What differs in the public edition, by field."""
    changed = {}
    for name, field in type(value).model_fields.items():
        held = getattr(value, name)
        visibility = next((word for word in field.metadata if word in VISIBILITIES), "private")
        shown = _public(held) if visibility != "private" else field.get_default(call_default_factory=True)
        if shown is not held:
            changed[name] = shown
    return changed


def _public(value: Any) -> Any:
    """The public edition of anything in the model; the same object where nothing is withheld in it."""
    if isinstance(value, Words):
        return _unsaid(value, value.withheld, value.public) if value.withheld else value
    if isinstance(value, tuple):
        shown = tuple(_public(inner) for inner in value)
        return shown if any(a is not b for a, b in zip(shown, value, strict=True)) else value
    if isinstance(value, Item) and value.withheld:
        return _item(value, value.withheld)
    if isinstance(value, SlideBase) and value.withheld:
        return StubSlide(withheld=value.withheld, public=value.public)
    if isinstance(value, Attachment) and value.withheld:
        return _attachment(value, value.withheld)
    if isinstance(value, Value):
        changed = _public_fields(value)
        return value.model_copy(update=changed) if changed else value
    return value


def _unsaid(words: W, basis: str, instead: tuple[tuple[str, str], ...] = ()) -> W:
    """The words without what they say."""
    return type(words).model_construct(said=(), withheld=basis, public=instead)


def _title(title: Line, public_title: Line | None, basis: str) -> Line:
    if public_title is None:
        return _unsaid(title, basis)
    return _unsaid(title, basis, public_title.public if public_title.withheld else public_title.said)


def _text(text: Text | None, basis: str) -> Text | None:
    return None if text is None else _unsaid(text, basis)


def _item(item: Item, basis: str) -> Item:
    """An item that is withheld: its place, its number and its public title; its slides one for one as stubs."""
    slides: list[Topic | StubSlide | Omitted] = []
    for row in item.slides:
        if isinstance(row, Topic):
            slides.append(Topic(topic=_unsaid(row.topic, basis)))
        elif isinstance(row, Omitted):
            slides.append(Omitted())
        else:
            slides.append(StubSlide(withheld=row.withheld or basis, public=row.public))
    return Item.model_construct(
        number=item.number,
        type=item.type,
        duration=item.duration,
        start=item.start,
        day=item.day,
        continues=item.continues,
        formerly=item.formerly,
        added=item.added,
        closed=None if item.closed is None else item.closed.model_copy(update={"votes": ()}),
        withheld=basis,
        public_title=_public(item.public_title),
        title=_title(item.title, item.public_title, basis),
        proposal=_text(item.proposal, basis),
        slides=tuple(slides),
        motions=tuple(
            Motion.model_construct(id=motion.id, by="", kind=motion.kind, text=_unsaid(motion.text, basis))
            for motion in item.motions
            if motion.id == item.adopted
        ),
        adopted=item.adopted if item.adopted in ("proposal", *(motion.id for motion in item.motions)) else "",
        decision=_text(item.decision, basis),
        outcome=item.outcome,
        attachments=tuple(_attachment(attachment, attachment.withheld or basis) for attachment in item.attachments),
        items=tuple(_item(inner, inner.withheld or basis) for inner in item.items),
    )


def _attachment(attachment: Attachment, basis: str) -> Attachment:
    """An attachment that is withheld: its number stays; neither file nor link nor title."""
    title = _title(attachment.title or Line.model_construct(), attachment.public_title, basis)
    return Attachment.model_construct(title=title, withheld=basis, public_title=_public(attachment.public_title))
