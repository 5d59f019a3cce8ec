"""Rules about meetings whose papers were sent."""

from __future__ import annotations

from collections.abc import Iterator

from akson_docs.diagnostics import Code, Problem
from akson_docs.meetings.revisions.continued import ToldEarlier
from akson_docs.model import numbers
from akson_docs.rules.subjects import MeetingProblem, SentMeeting, at_item, number_pattern

ITEM_VANISHED = Code(
    "item-vanished",
    "error",
    "{item} was sent, and is not here any more",
    "{item} er sendt ut, og er ikke her lenger",
    "leave it here with `outcome: withdrawn`, `outcome: postponed` or `withheld:`, or move it with akson move; a new "
    "number has the old one in `formerly:`, and one that was taken back stands in `withdrawn:` in board.yaml",
    "la den stå her med `outcome: withdrawn`, `outcome: postponed` eller `withheld:`, eller flytt den med akson move; "
    "et nytt nummer har det gamle i `formerly:`, og et som er trukket, står i `withdrawn:` i board.yaml",
)
UNNUMBERED_VANISHED = Code(
    "item-vanished",
    "error",
    "an item without a number was sent, and is not here any more",
    "en sak uten nummer er sendt ut, og er ikke her lenger",
    ITEM_VANISHED.hint_en,
    ITEM_VANISHED.hint_nb,
)


def item_vanished(meeting: SentMeeting) -> Iterator[Problem]:
    """An item that was sent does not just vanish from the agenda.

    Its number stands in papers that people have, and its address may stand anywhere. What happened to it is said: it
    is taken back or put off (`outcome: withdrawn`, `outcome: postponed`), withheld, moved to another meeting (`akson
    move`), or has another number (`formerly`). Where its number was a mistake it stands under `withdrawn` in
    board.yaml, and its address leads to a page that says so.
    """
    agenda = meeting.agenda
    pattern, year = number_pattern(agenda.board), agenda.days[0].year
    taken_back = {numbers.read(number, year, pattern) for number in agenda.board.withdrawn}
    for _, number in meeting.vanished:
        if not number or numbers.read(number, year, pattern) not in taken_back:
            # What it was called may be the very thing that is not to be public: its number says enough.
            yield ITEM_VANISHED.of(("items",), item=number) if number else UNNUMBERED_VANISHED.of(("items",))


NUMBER_REUSED = Code(
    "number-reused",
    "error",
    "{number} was sent for another matter",
    "{number} er sendt ut for en annen sak",
    "a number that was sent stays with its matter: give this item another one; where it is the same matter written "
    "anew, add the line `silence: [number-reused]` to meeting.yaml",
    "et nummer som er sendt ut, følger saken: gi denne saken et annet; er det samme sak skrevet på nytt, legg "
    "til linjen `silence: [number-reused]` i meeting.yaml",
)


def number_reused(meeting: SentMeeting) -> Iterator[Problem]:
    """A number that was sent is not given to another matter.

    Whoever has the papers, or a link, would find something else under it. Told apart by title and texts together: an
    item that was written anew from end to end may look like another one, and then `silence` says that it is not.
    """
    for entry in meeting.others:
        yield NUMBER_REUSED.of((*entry.path, "number"), number=entry.item.number)


WITHHELD_AFTER_SENT = Code(
    "withheld-after-sent",
    "error",
    "{number} was sent publicly with the papers of meeting {meeting}, and is withheld here",
    "{number} ble sendt offentlig med dokumentene til møtet {meeting}, og er unntatt her",
    "withhold it there too (withheld: above its title); the papers that hold it are then withdrawn",
    "unnta den der også (withheld: over tittelen); dokumentene som har den, trekkes da tilbake",
)
PART_AFTER_SENT = Code(
    "withheld-after-sent",
    "error",
    "something is withheld here that was sent publicly as {number}, with the papers of meeting {meeting}",
    "her er noe unntatt som ble sendt offentlig som {number}, med dokumentene til møtet {meeting}",
    "withhold it there too, and the papers that hold it are withdrawn; if nothing of it was sent, add the line "
    "`silence: [withheld-after-sent]` to meeting.yaml",
    "unnta det der også, så trekkes dokumentene som har det, tilbake; er ikke noe av det sendt, legg til linjen "
    "`silence: [withheld-after-sent]` i meeting.yaml",
)


def withheld_after_sent(told: ToldEarlier) -> Iterator[MeetingProblem]:
    """What an item withholds that comes from another meeting is not in the papers that were sent of that one.

    A matter that is put off leaves its papers there: they are public as before, and so is the page that says what was
    changed. Withheld there as well they are withdrawn, and what they said of it leaves the site. Looked at are the
    items that one continues (`continues`, `formerly`), through as many meetings as it waited. An error, for nothing
    that is withheld may be public at another place.
    """
    code = WITHHELD_AFTER_SENT if told.item.withheld else PART_AFTER_SENT
    yield at_item(code, told.card, told.item, number=told.number, meeting=told.meeting)
