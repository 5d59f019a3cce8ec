"""What an item that came back withholds, and was sent with the papers of the meeting that it came from.

An item that is put off leaves its old words behind, in the papers of the meeting that put it off. Withheld where it
comes up, it is public there as before: nothing in that meeting says that more is withheld now. So the two are held
against each other, by the same judgement as what one meeting says now and what was sent of it (`withdrawal`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from akson_docs.meetings.cards import ItemCard, MeetingCard, RedactedItem
from akson_docs.meetings.cards import slug as slug_of
from akson_docs.meetings.revisions import changes, withdrawal
from akson_docs.meetings.revisions.dispatch import Dispatch, PrintedString, Strings
from akson_docs.model.documents import Board

Papers = Callable[[str], str]
"""The words of all that the public papers of a dispatch say in a language."""
SentPapers = Callable[[MeetingCard], Iterable[tuple[Dispatch, Papers]]]
"""What was sent of a meeting and is given out still."""


@dataclass(frozen=True)
class ToldEarlier:
    """An item that withholds what the papers of an earlier meeting tell."""

    card: MeetingCard
    item: ItemCard
    number: str
    """The number that it was sent under."""
    meeting: str
    """The folder of the meeting that sent it."""
    sent: tuple[Dispatch, ...]
    """Those of what was sent of that meeting that tell it."""


def keeping(card: MeetingCard, full: Mapping[str, Strings], public: Mapping[str, Strings]) -> MeetingCard:
    """A full card whose items that were others before say what they withhold; `full` and `public` are what a reader of
    each edition sees, by language."""
    return replace(card, items=tuple(replace(item, kept=tuple(_kept(item, full, public))) for item in card.items))


def _kept(item: ItemCard, full: Mapping[str, Strings], public: Mapping[str, Strings]) -> Iterator[RedactedItem]:
    for language in full if item.continues or item.formerly else ():
        whole, shown = (
            tuple(one for one in spoken.get(language, ()) if one.item == item.slug) for spoken in (full, public)
        )
        if whole != shown:
            yield RedactedItem(language, whole, shown)


def told(board: Board, cards: Sequence[MeetingCard], sent: SentPapers) -> Iterator[ToldEarlier]:
    """The items of a board that withhold what an earlier meeting sent of them. Withheld there too it is given out no
    more (`withdrawal`).

    `cards` are the full ones, in the order of their days.
    """
    for place, card in enumerate(cards):
        for item in (one for one in card.items if one.kept):
            before = _before(board, cards, card, item)
            for at, other in enumerate(cards):
                there = [one for one in other.items if at != place and _slugs(board, other, one) & before]
                # A matter may be opened later, under the number that it has.
                is_later = at > place and all(one.slug == item.slug for one in there)
                if not there or is_later:
                    continue
                telling = tuple(one for one, papers in sent(other) if _tells(one, papers, item, before))
                if telling:
                    number = _number(telling[0], before) or there[0].number
                    yield ToldEarlier(card, item, number, other.folder, telling)


def _before(board: Board, cards: Sequence[MeetingCard], card: MeetingCard, item: ItemCard) -> frozenset[str]:
    """The slugs of what an item was before, through all that one continued after another."""
    found = frozenset(_slug(board, card, number) for number in (item.continues, *item.formerly) if number)
    grown = True
    while grown:
        chained = (
            _slugs(board, other, one) | ({_slug(board, other, one.continues)} if one.continues else set())
            for other in cards
            for one in other.items
            if one is not item and _slugs(board, other, one) & found
        )
        more = found.union(*chained)
        grown, found = more != found, more
    return found


def _slugs(board: Board, card: MeetingCard, item: ItemCard) -> frozenset[str]:
    """The slugs that an item has, and had, in one meeting."""
    return frozenset((item.slug, *(_slug(board, card, number) for number in item.formerly)))


def _slug(board: Board, card: MeetingCard, printed: str) -> str:
    return slug_of(card, printed, board)


def _number(sent: Dispatch, before: frozenset[str]) -> str:
    """The number under which a dispatch has one of some items; "" where it has none."""
    items = changes.items_of(next(iter(sent.said.get("public", {}).values()), ()))
    return next((changes.number_of(items, old) for old in items if old in before), "")


def _tells(sent: Dispatch, papers: Papers, item: ItemCard, before: frozenset[str]) -> bool:
    """Whether the public papers of a dispatch tell, of the items that one was before, what it withholds now."""
    now = {kept.language: kept for kept in item.kept}
    said = {
        edition: {language: tuple(_renamed(strings, before, item.slug)) for language, strings in spoken.items()}
        for edition, spoken in sent.said.items()
    }
    found = withdrawal.of_items(
        replace(sent, said=said),
        {language: kept.full for language, kept in now.items()},
        {language: kept.public for language, kept in now.items()},
        papers,
    )
    return bool(found)


def _renamed(strings: Strings, before: frozenset[str], slug: str) -> Iterator[PrintedString]:
    """What was said of some items, as of the one that they have become."""
    for one in strings:
        if one.item in before:
            anchor = one.anchor.removeprefix("sak-")
            own = "sak-" if anchor != one.anchor else ""
            yield replace(one, item=slug, anchor=f"{own}{slug}{anchor.removeprefix(one.item)}")
