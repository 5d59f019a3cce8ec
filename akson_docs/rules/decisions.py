"""Rules about what items decide, and who is to decide it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, nearest
from akson_docs.meetings.agenda import Agenda, usual_types
from akson_docs.rules.rule_inputs import texts_of

PROPOSAL_MISSING = Code(
    "proposal-missing", "warning", N_("an item of the type {type} has no proposal"), N_("write proposal: …")
)


def proposal_missing(agenda: Agenda) -> Iterator[Problem]:
    """An item that is to be approved or decided says what is proposed. Members are called to decide on a wording.

    The rule checks items for approval and decision. It leaves out an item that was withdrawn or postponed, or that was
    decided with a wording of the meeting's own or by an election.
    """
    for entry in agenda.entries:
        item = entry.item
        if entry.kind in ("approval", "decision") and not (
            item.proposal or item.decision or item.outcome or item.items or item.elections
        ):
            name = entry.type.name.say(agenda.language)[1] if entry.type else item.type
            yield PROPOSAL_MISSING.of((*entry.path, "title"), type=name)


_TAKES_NOTE = re.compile(
    r"\b(ta|tar|tas|tatt|tek|teke|teken|tekne|takast|take|takes|took|taken)\b.*\b(orientering|etterretning|vitende|vitande|note|noted)\b"
    r"|\bnotes?\b",
    re.IGNORECASE | re.DOTALL,
)
INFORMATION_DECIDES = Code(
    "information-decides",
    "warning",
    N_("an item for information does more than take note"),
    N_('write "… takes note of the matter", or give the item a type that decides'),
)


def information_decides(agenda: Agenda) -> Iterator[Problem]:
    """An item for information is taken note of, and decides nothing else. The members were not called to decide.

    The rule looks at the proposal, the resolution and a motion that was adopted. The wording may ask for more ("… og
    ber prosjektet ta med seg innspill") as long as it takes note.
    """
    for entry in agenda.entries:
        item = entry.item
        if entry.kind == "information":
            moved = entry.decided if item.adopted not in ("", "proposal") else None
            for key, words in (("proposal", item.proposal), ("decision", item.decision), ("adopted", moved)):
                if words and words.said and not all(_TAKES_NOTE.search(text) for _, text in words.said):
                    yield INFORMATION_DECIDES.of((*entry.path, key))


OPEN_DECIDES = Code(
    "open-decides",
    "warning",
    N_("nothing can be decided under {title}"),
    N_("make it an item of its own, with a number and a type"),
)


def open_decides(agenda: Agenda) -> Iterator[Problem]:
    """Nothing is decided under Eventuelt. Whoever was not told of a matter beforehand could not prepare for it."""
    for entry in agenda.entries:
        item = entry.item
        decides = next((key for key in ("proposal", "decision", "adopted", "votes") if getattr(item, key)), None)
        if entry.kind == "open" and decides:
            yield OPEN_DECIDES.of((*entry.path, decides), title=item.title.say(agenda.language)[1])


TYPE_UNKNOWN = Code(
    "type-unknown",
    "warning",
    N_('the board has no type "{found}"'),
    N_("the types are: {known}; another is named under types in board.yaml, with what such items are for"),
)


def type_unknown(agenda: Agenda) -> Iterator[Problem]:
    """An item's type is one of the board's, or one of those that every board has. Other rules depend on the type."""
    own = agenda.language
    known = list(dict.fromkeys(type_.name.say(own)[1] for type_ in (*agenda.board.types, *usual_types())))
    for entry in agenda.entries:
        if entry.item.type and entry.type is None:
            found, meant = entry.item.type, nearest(entry.item.type, known)
            yield TYPE_UNKNOWN.of((*entry.path, "type"), found=found, known=", ".join(known), nearest=meant)


FIELD_UNKNOWN = Code(
    "field-unknown",
    "error",
    N_('the board has no field "{found}" of its own'),
    N_("use a name that stands under fields in board.yaml, or add it there"),
)


def field_unknown(agenda: Agenda) -> Iterator[Problem]:
    """What an item says under `fields` is something that its board has a name for, in `fields` of board.yaml. Another
    name is an error, because readers would look for the same thing under two."""
    known = [text for one in agenda.board.fields for _, text in one.said]
    for entry in agenda.entries:
        for place, row in enumerate(entry.item.fields):
            if agenda.board.field(row.name) is None:
                where = (*entry.path, "fields", place, "name")
                yield FIELD_UNKNOWN.of(where, found=row.name, nearest=nearest(row.name, known))


MARK_UNKNOWN = Code(
    "mark-unknown",
    "error",
    N_('nobody is told what the mark "{found}" means'),
    N_('write it under marks in board.yaml: - {mark: "{found}", name: …}'),
)


def mark_unknown(agenda: Agenda) -> Iterator[Problem]:
    """What an item is marked with stands among the board's `marks`, which say what it means. A sign that nobody is told
    the meaning of is an error."""
    known = {one.mark for one in agenda.board.marks}
    for entry in agenda.entries:
        for place, mark in enumerate(entry.item.marks):
            if mark not in known:
                yield MARK_UNKNOWN.of((*entry.path, "marks", place), found=mark)


ADOPTED_UNKNOWN = Code(
    "adopted-unknown",
    "error",
    N_('there is no "{found}" to adopt'),
    N_("adopted is proposal (and there is one), or the letter of a motion"),
)


def adopted_unknown(agenda: Agenda) -> Iterator[Problem]:
    """What was adopted exists: it is the proposal, or a motion. Anything else is an error, because the resolution would
    be empty.
    """
    for entry in agenda.entries:
        if entry.item.adopted and entry.decided is None:
            found, alone = entry.item.adopted, entry.item.proposal is not None and not entry.item.motions
            meant = "proposal" if alone and len(found) > 1 else ""
            yield ADOPTED_UNKNOWN.of((*entry.path, "adopted"), found=found, nearest=meant)


BOARD_NAME = Code(
    "board-name",
    "warning",
    N_("{found} is another board's name than {board}"),
    N_("a copied sentence? If it is meant, add the line `silence: [board-name]` to meeting.yaml"),
)
_DECIDES = re.compile(
    r"^(?P<name>[A-ZÆØÅ][^.:;\n]{2,60}?)\s+"
    r"(?:tar|tek|godkjenner|godkjenner|vedtar|vedtek|slutter|sluttar|ber|gir|støtter|støttar|takes|approves|adopts)\b"
)


def board_name(agenda: Agenda) -> Iterator[Problem]:
    """A board's papers call it by its name. Slides taken from another board's deck bring that board's sentences along.

    The rule looks at who decides in proposals, resolutions and slides ("… takes note of the matter"). A part of the
    board's own name ("Utvalget") will do.
    """
    own = [
        name.casefold()
        for words in (agenda.board.name, agenda.board.short, agenda.board.full_name)
        if words
        for _, name in words.said
    ]

    def foreign(text: str) -> str:
        found = _DECIDES.match(text.strip())
        called = found["name"].casefold() if found else ""
        stem = re.sub(r"(et|en|a)$", "", called)  # "Utvalget" is the Utvalg for plan og miljø
        return found["name"] if found and not any(stem in name or name in called for name in own) else ""

    shown = agenda.board.name.say(agenda.language)[1]
    for path, words in texts_of(agenda):
        for _, text in words.said:
            for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
                found = foreign(sentence.lstrip("-*0123456789. "))
                if found and not _spoken_of(found):
                    yield BOARD_NAME.of(path, found=found, board=shown)


def _spoken_of(name: str) -> bool:
    """Whether the sentence's subject is not a body: a board's name ends as such names do."""
    return _BODY.search(name.casefold()) is None


_BODIES = (
    "styret?|gruppen?|gruppa|utvalg(?:et)?|utval(?:et)?|komit[eé](?:en)?|råd(?:et)?|nemnda?"
    "|board|group|committee|council"
)
_BODY = re.compile(rf"(?:{_BODIES}|formannskap(?:et)?|tinget)$|^\w*(?:{_BODIES})\s(?:for|i|på|on|of)\s")
"""How the names of boards end ("Planutvalget"), or begin ("Utvalg for plan og miljø")."""
