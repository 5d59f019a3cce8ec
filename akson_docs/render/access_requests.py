"""Asking for access to what is withheld: what of a meeting is, and the letter that a reader sends.

The letter says which meeting and item it is about and on which basis they were withheld, so that nobody has to look for
it. Where the basis is Norwegian law, it asks for what offentleglova gives: that more is given out than must be (§ 11),
the rest where only a part is withheld (§ 12), and a refusal in writing (§ 31). A refusal can be appealed, and no answer
within five working days is one (§ 32).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from akson_docs.meetings.agenda import Agenda
from akson_docs.model import walk
from akson_docs.model.documents import Item, Site
from akson_docs.model.values import LocalizedText
from akson_docs.render.page_words import PageWords

OF_LAW = re.compile(r"\b(?:offl|offentleg|offentligh|koml|kommunel|fvl|forvaltn|innsynsforskr)", re.IGNORECASE)
"""What a basis is called in Norwegian law on access."""


@dataclass(frozen=True)
class AccessRequest:
    """What a reader may ask access to."""

    anchor: str
    """Of the item on the meeting's page; "" for what is the meeting's own."""
    called: str
    """The item, likewise."""
    bases: tuple[str, ...]
    """The legal bases for withholding it."""
    letter: str
    """The letter, in paragraphs."""
    address: str
    """Where it is sent: a letter by mail that is ready, or a page where one asks."""
    is_of_law: bool
    """Whether it is withheld by Norwegian law, which says how one complains."""


def of_meeting(agenda: Agenda, site: Site, page: str, day: str, words: PageWords) -> tuple[AccessRequest, ...]:
    """What of a meeting's public edition is withheld, item by item; `page` is the address of the meeting's page."""
    rows = [(entry.anchor, _called(entry.item, words), bases(entry.item)) for entry in agenda.entries]
    rows.append(("", "", bases(agenda.meeting.model_copy(update={"items": ()}))))
    asked = (_request(agenda, site, *row, page, day, words) for row in rows)
    return tuple(one for one in asked if one)


def of_item(agenda: Agenda, item: Item, site: Site, page: str, day: str, words: PageWords) -> AccessRequest | None:
    """The same of one item as a meeting handled it; None where nothing of it is withheld, or nobody to be asked."""
    return _request(agenda, site, "", _called(item, words), bases(item), page, day, words)


def bases(value: Any) -> tuple[str, ...]:
    """The legal bases for what is withheld in a part of the public model, each once."""
    found: dict[str, None] = {}
    for leaf in walk.leaves(value):
        if isinstance(leaf.value, LocalizedText):
            found[leaf.value.withheld] = None
        elif leaf.field is not None and leaf.field.name == "withheld":
            found[str(leaf.value)] = None
    return tuple(basis for basis in found if basis)


def recipient(site: Site) -> str:
    """Where one asks: a mail address or a page; "" where the site names none."""
    return site.access_requests or (site.contact.email if site.contact else "")


def _called(item: Item, words: PageWords) -> str:
    number = f"{words.label('number')} {item.number}" if item.number else ""
    return ": ".join(part for part in (number, words.plain(item.title)) if part) or words.said("withheld")


def _request(
    agenda: Agenda, site: Site, anchor: str, called: str, why: tuple[str, ...], page: str, day: str, words: PageWords
) -> AccessRequest | None:
    to = recipient(site)
    if not to or not why:
        return None
    is_of_law = any(map(OF_LAW.search, why))
    title, board = words.plain(agenda.title), words.plain(agenda.board.name)
    number = agenda.number if agenda.number not in title else ""
    meeting = ", ".join(
        part for part in (board if board not in title else "", f"{title} {number}".strip(), day) if part
    )
    where = f"{page}#{anchor}" if anchor else page
    letter = "\n\n".join(
        (
            words.said("access_letter_asks"),
            "\n".join(part for part in (called, meeting, where) if part),
            words.said("access_letter_basis", basis="; ".join(why)),
            words.said("access_letter_by_law" if is_of_law else "access_letter_otherwise"),
        )
    )
    subject = words.said("access_letter_subject", what=called or meeting)
    address = to if "://" in to else f"mailto:{quote(to, '@')}?subject={quote(subject)}&body={_lines(letter)}"
    return AccessRequest(anchor, called, why, letter, address, is_of_law)


def _lines(letter: str) -> str:
    """A letter in an address: lines end as RFC 6068 has it."""
    return quote(letter.replace("\n", "\r\n"))
