"""Rules about what items decide, and who is to decide it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from akson_docs.diagnostics import Code, Problem
from akson_docs.meetings.agenda import USUAL_TYPES, Agenda
from akson_docs.rules.subjects import texts_of

PROPOSAL_MISSING = Code(
    "proposal-missing",
    "warning",
    "an item of the type {type} has no proposal",
    "en sak av typen {type} har ikke noe forslag til vedtak",
    "write proposal: …",
    "skriv proposal: …",
)


def proposal_missing(agenda: Agenda) -> Iterator[Problem]:
    """An item that is to be approved or decided says what is proposed. Members are called to decide on a wording.

    Items of the kinds approval and decision are asked; one that was withdrawn or postponed, or that was decided
    with a wording of the meeting's own or by an election, is not.
    """
    for entry in agenda.entries:
        item = entry.item
        if entry.kind in ("approval", "decision") and not (
            item.proposal or item.decision or item.outcome or item.items or item.elections
        ):
            name = entry.type.name.say(agenda.language)[1] if entry.type else item.type
            yield PROPOSAL_MISSING.of((*entry.path, "title"), type=name)


_TAKES_NOTE = re.compile(
    r"\b(ta|tar|tatt|tek|teke|take|takes|took|taken)\b.*\b(orientering|etterretning|vitende|vitande|note|noted)\b"
    r"|\bnotes?\b",
    re.IGNORECASE | re.DOTALL,
)
INFORMATION_DECIDES = Code(
    "information-decides",
    "warning",
    "an item for information does more than take note",
    "en orienteringssak gjør mer enn å ta til orientering",
    'write "… tar saken til orientering", or give the item a type that decides',
    "skriv «… tar saken til orientering», eller gi saken en type som avgjør noe",
)


def information_decides(agenda: Agenda) -> Iterator[Problem]:
    """An item for information is taken note of, and decides nothing else. Its members were not called to decide.

    Asked are the proposal, the resolution and a motion that was adopted. The wording may ask for more ("… og ber
    prosjektet ta med seg innspill") as long as it takes note.
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
    "nothing can be decided under {title}",
    "det kan ikke vedtas noe under {title}",
    "make it an item of its own, with a number and a type",
    "gjør det til en egen sak, med nummer og type",
)


def open_decides(agenda: Agenda) -> Iterator[Problem]:
    """Nothing is decided under Eventuelt. Who was not told of a matter beforehand could not prepare for it."""
    for entry in agenda.entries:
        item = entry.item
        decides = next((key for key in ("proposal", "decision", "adopted", "votes") if getattr(item, key)), None)
        if entry.kind == "open" and decides:
            yield OPEN_DECIDES.of((*entry.path, decides), title=item.title.say(agenda.language)[1])


TYPE_UNKNOWN = Code(
    "type-unknown",
    "warning",
    'the board has no type "{found}"',
    "utvalget har ingen sakstype «{found}»",
    "the types are: {known}; another is named under types in board.yaml, with what such items are for",
    "typene er: {known}; en annen føres opp under types i board.yaml, med hva slike saker er til for",
)


def type_unknown(agenda: Agenda) -> Iterator[Problem]:
    """An item's type is one of the board's, or one of those that every board has. Rules depend on what it is for."""
    own = agenda.language
    known = list(dict.fromkeys(type_.name.say(own)[1] for type_ in (*agenda.board.types, *USUAL_TYPES)))
    for entry in agenda.entries:
        if entry.item.type and entry.type is None:
            near = difflib.get_close_matches(entry.item.type, known, 1, 0.6)
            found, nearest = entry.item.type, near[0] if near else ""
            yield TYPE_UNKNOWN.of((*entry.path, "type"), found=found, known=", ".join(known), nearest=nearest)


ADOPTED_UNKNOWN = Code(
    "adopted-unknown",
    "error",
    'there is no "{found}" to adopt',
    "det er ingen «{found}» å vedta",
    "adopted is proposal (and there is one), or the letter of a motion",
    "adopted er proposal (og det finnes ett), eller bokstaven til et forslag i møtet",
)


def adopted_unknown(agenda: Agenda) -> Iterator[Problem]:
    """What was adopted is there: the proposal, or a motion. This rule is an error: the resolution would be empty."""
    for entry in agenda.entries:
        if entry.item.adopted and entry.decided is None:
            yield ADOPTED_UNKNOWN.of((*entry.path, "adopted"), found=entry.item.adopted)


BOARD_NAME = Code(
    "board-name",
    "warning",
    "{found} is another board's name than {board}",
    "{found} er navnet på et annet organ enn {board}",
    "a copied sentence? If it is meant, add the line `silence: [board-name]` to meeting.yaml",
    "en kopiert setning? Er den ment slik, legg til linjen `silence: [board-name]` i meeting.yaml",
)
_DECIDES = re.compile(
    r"^(?P<name>[A-ZÆØÅ][^.:;\n]{2,60}?)\s+"
    r"(?:tar|tek|godkjenner|godkjenner|vedtar|vedtek|slutter|sluttar|ber|gir|støtter|støttar|takes|approves|adopts)\b"
)


def board_name(agenda: Agenda) -> Iterator[Problem]:
    """A board's papers call it by its name. A deck that is put together from others' brings their sentences along.

    Looked at is who decides in proposals, resolutions and slides ("… tar saken til orientering"), and whose
    meetings a plan shows. A row of a plan that names its own board is meant, and so is a part of the board's own name
    ("Utvalget").
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
    bodies = (
        r"(styret?|gruppen?|gruppa|utvalget?|utvalet?|komite|komiteen|rådet?|nemnda?|board|group|committee|council)$"
    )
    return re.search(bodies, name.casefold()) is None
