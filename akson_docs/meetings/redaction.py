"""Who sees what: the only place that withholds.

`public` makes the public edition of a site, a board or a meeting from the full one. It is an allow-list: of what
is withheld only what is named here is taken over, and a field of the model that is not marked as printed or alt
is left out (`walk`). Nothing is removed from a list, so that numbers, anchors and places in the source stay as they
are.

`published` is what the public sees of a meeting on a day: the public edition, without what the minutes say until they
are published, and without the names of those who are not to be named, or not any longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar

from akson_docs.diagnostics import ValuePath
from akson_docs.meetings import pseudonyms
from akson_docs.model import walk
from akson_docs.model.documents import Attachment, Board, Item, Meeting, Motion, Redact, Site
from akson_docs.model.slides import Omitted, SlideBase, StubSlide, Topic
from akson_docs.model.values import Line, LocalizedText, Text, Value
from akson_docs.model.walk import Field

V = TypeVar("V", bound=Value)
W = TypeVar("W", bound=LocalizedText)


def public(value: V) -> V:
    """The public edition of a site, a board or a meeting, whatever the day."""
    shown: V = _public(value)
    return pseudonyms.without(shown, pseudonyms.private(value)) if isinstance(value, Board) else shown


def published(site: Site, board: Board, meeting: Meeting, today: date) -> tuple[Board, Meeting]:
    """What the public sees of a meeting on a day, and of its board as that meeting's papers name it."""
    shown = _public(meeting, recorded=_is_published(meeting, today))
    hidden = pseudonyms.hidden(site, board, meeting, today)
    return pseudonyms.without(_public(board), hidden), pseudonyms.without(shown, hidden)


def turns(site: Site, meeting: Meeting) -> tuple[date, ...]:
    """The days from which `published` says otherwise than the day before: minutes come, names go."""
    out = meeting.minutes.published if meeting.minutes else None
    return tuple(day for day in (out, pseudonyms.end(site, meeting)) if day is not None)


NEVER = date.max
"""The day from which what nobody is to see is public."""


def public_from(*, draft: bool, publish: date | None, board: Board, site: Site) -> date:
    """The first day that a meeting may be on the public site at all, `NEVER` among them: its board is public, it is no
    draft, its day has come."""
    return publish or date.min if is_shown(board, site) and not draft else NEVER


def is_public(*, draft: bool, publish: date | None, board: Board, site: Site, today: date) -> bool:
    """Whether a meeting may be on the public site on a day."""
    return public_from(draft=draft, publish=publish, board=board, site=site) <= today


def is_shown(board: Board, site: Site) -> bool:
    """Whether a board is on the public site."""
    return site.public if board.public is None else board.public


# ---- what is withheld ----------------------------------------------------------------------------------------


def _public(value: V, *, recorded: bool = True) -> V:
    """The public edition of anything in the model; the same object where nothing is withheld in it.

    Without `recorded`, what is known from the minutes alone is left out too. A motion that was adopted stays then,
    without whose it was: its wording is the resolution.
    """

    def shown(held: Any, field: Field | None) -> Any:
        if field is not None and (field.visibility == "private" or (field.is_minuted and not recorded)):
            return field.default
        if isinstance(held, LocalizedText):
            return _unsaid(held, held.withheld, held.public) if held.withheld else held
        if isinstance(held, Item) and held.withheld:
            return _item(held, held.withheld)
        if isinstance(held, SlideBase) and held.withheld:
            return StubSlide(withheld=held.withheld, public=_public_words(held.public))
        if isinstance(held, Attachment) and held.withheld:
            return _attachment(held, held.withheld)
        if isinstance(held, Attachment) and is_redacted(held):
            return walk.rebuilt(_covered(held), shown)
        if isinstance(held, Item) and held.motions and not recorded:
            rest = walk.rebuilt(held.model_copy(update={"motions": ()}), shown)
            return rest.model_copy(update={"motions": walk.rebuilt(_adopted(held), shown)})
        return held

    return walk.rebuilt(value, shown)


def _adopted(item: Item) -> tuple[Motion, ...]:
    """The motion that an item adopted, where it is one, without whose it was."""
    return tuple(
        Motion.model_construct(id=motion.id, by="", kind=motion.kind, text=motion.text)
        for motion in item.motions
        if motion.id == item.adopted
    )


def _public_words(words: W | None) -> W | None:
    return None if words is None else _unsaid(words, words.withheld, words.public) if words.withheld else words


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
    """An item that is withheld: its place, its number and its public title; its slides one for one as stubs.

    That something was decided is told, so that the slides after it keep their numbers; not what, nor whether that was
    as proposed. That it was put off or taken back stands on the agenda of the meeting that it comes to again.
    """
    slides: list[Topic | StubSlide | Omitted] = []
    for row in item.slides:
        if isinstance(row, Topic):
            slides.append(Topic(topic=_unsaid(row.topic, basis)))
        elif isinstance(row, Omitted):
            slides.append(Omitted())
        else:
            slides.append(StubSlide(withheld=row.withheld or basis, public=_public_words(row.public)))
    return Item.model_construct(
        number=item.number,
        type=item.type,
        duration=item.duration,
        start=item.start,
        day=item.day,
        continues=item.continues,
        formerly=item.formerly,
        added=item.added,
        closed=None if item.closed is None else item.closed.model_copy(update={"votes": (), "from_": None, "to": None}),
        withheld=basis,
        public_title=_public_words(item.public_title),
        title=_title(item.title, item.public_title, basis),
        proposal=_text(item.proposal, basis),
        slides=tuple(slides),
        decision=_unsaid(Text.model_construct(), basis) if _is_decided(item) else None,
        outcome=item.outcome if item.outcome in ("postponed", "withdrawn") else None,
        attachments=tuple(_attachment(attachment, attachment.withheld or basis) for attachment in item.attachments),
        items=tuple(_item(inner, inner.withheld or basis) for inner in item.items),
    )


def _is_decided(item: Item) -> bool:
    """Whether an item has a resolution: a new wording, or what is there to adopt."""
    there = [motion.id for motion in item.motions] + (["proposal"] if item.proposal is not None else [])
    return item.decision is not None or item.adopted in there


def _attachment(attachment: Attachment, basis: str) -> Attachment:
    """An attachment that is withheld: its number stays; neither file nor link nor title."""
    title = _title(attachment.title or Line.model_construct(), attachment.public_title, basis)
    return Attachment.model_construct(title=title, withheld=basis, public_title=_public_words(attachment.public_title))


# ---- what is redacted in a file ----


def is_redacted(attachment: Attachment) -> bool:
    """Whether the public gets another file than this one, with places of it covered."""
    return attachment.redact is not None and bool(attachment.redact.phrases or attachment.redact.boxes)


def covered_name(file: str) -> str:
    """What the public file of a redacted one is called: no source is called so, and nothing gives out the one for the
    other."""
    return f"{file[: -len('.pdf')]}-redacted.pdf"


def redacted(meeting: Meeting) -> Iterator[tuple[ValuePath, Attachment]]:
    """The attachments of a meeting in full of which the public gets another file, each with the way to it."""
    found = attached(meeting, lambda item: not item.withheld)
    return ((path, one) for path, one in found if is_redacted(one) and not one.withheld)


def attached(
    meeting: Meeting, among: Callable[[Item], bool] = lambda item: True
) -> Iterator[tuple[ValuePath, Attachment]]:
    """The attachments of a meeting, each with the way to it; of items, those that are `among` them."""

    def below(attachments: tuple[Attachment, ...], above: ValuePath) -> Iterator[tuple[ValuePath, Attachment]]:
        return (((*above, "attachments", place), one) for place, one in enumerate(attachments))

    def of(item: Item, path: ValuePath) -> Iterator[tuple[ValuePath, Attachment]]:
        if among(item):
            yield from below(item.attachments, path)
            for place, inner in enumerate(item.items):
                yield from of(inner, (*path, "items", place))

    yield from below(meeting.attachments, ())
    for place, row in enumerate(meeting.items):
        if isinstance(row, Item):
            yield from of(row, ("items", place))


def _covered(attachment: Attachment) -> Attachment:
    """An attachment that is redacted: the name of another file, and the bases; neither the words nor the places."""
    assert attachment.redact is not None
    assert attachment.file is not None
    bases = "; ".join(attachment.redact.bases)
    return attachment.model_copy(
        # Its text is not read: what the public gets is a picture, and nobody has looked through what was read in it.
        update={"file": covered_name(attachment.file), "redact": Redact.model_construct(withheld=bases), "ocr": False}
    )


# ---- what the minutes say ------------------------------------------------------------------------------------


def _is_published(meeting: Meeting, today: date) -> bool:
    """Whether the minutes of a meeting are out."""
    return bool(meeting.minutes and meeting.minutes.published and meeting.minutes.published <= today)
