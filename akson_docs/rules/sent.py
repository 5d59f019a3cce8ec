"""Rules about meetings whose papers were sent."""

from __future__ import annotations

from collections.abc import Iterator

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem
from akson_docs.meetings.revisions.continued import ToldEarlier
from akson_docs.model import numbers
from akson_docs.rules.rule_inputs import MeetingProblem, SentMeeting, at_item

ITEM_VANISHED = Code(
    "item-vanished",
    "error",
    N_("{item} was sent, and is not here any more"),
    N_(
        "leave it here with `outcome: withdrawn`, `outcome: postponed` or `withheld:`, or move it with akson "
        "move; a new "
        "number has the old one in `formerly:`, and one that was taken back stands in `withdrawn:` in board.yaml"
    ),
)
UNNUMBERED_VANISHED = Code(
    "item-vanished", "error", N_("an item without a number was sent, and is not here any more"), ITEM_VANISHED.hint
)


def item_vanished(meeting: SentMeeting) -> Iterator[Problem]:
    """An item that was sent does not just vanish from the agenda.

    Its number stands in papers that people have, and its address may stand anywhere. So say what happened to it: it was
    taken back or put off (`outcome: withdrawn`, `outcome: postponed`), withheld, moved to another meeting (`akson
    move`), or has another number (`formerly`). If its number was a mistake, write it under `withdrawn` in board.yaml;
    its address then leads to a page that says so.
    """
    agenda = meeting.agenda
    pattern, year = agenda.board.number_pattern, agenda.days[0].year
    taken_back = {numbers.read(number, year, pattern) for number in agenda.board.withdrawn}
    for _, number in meeting.vanished:
        if not number or numbers.read(number, year, pattern) not in taken_back:
            # What it was called may be the very thing that is not to be public: its number says enough.
            yield ITEM_VANISHED.of(("items",), item=number) if number else UNNUMBERED_VANISHED.of(("items",))


NUMBER_REUSED = Code(
    "number-reused",
    "error",
    N_("{number} was sent for another matter"),
    N_(
        "a number that was sent stays with its matter: give this item another one; where it is the same matter written "
        "anew, add the line `silence: [number-reused]` to meeting.yaml"
    ),
)


def number_reused(meeting: SentMeeting) -> Iterator[Problem]:
    """A number that was sent is not given to another matter.

    Whoever has the papers, or a link, would find something else under it. Title and texts together tell matters apart:
    an item that was written anew from end to end may look like another one, and then `silence` says that it is not.
    Numbers that are places on the agenda (`restart: meeting`) say nothing of the matter, and are not checked.
    """
    for entry in meeting.others if not meeting.agenda.board.has_positions else ():
        yield NUMBER_REUSED.of((*entry.path, "number"), number=entry.item.number)


WITHHELD_AFTER_SENT = Code(
    "withheld-after-sent",
    "error",
    N_("{number} was sent publicly with the papers of meeting {meeting}, and is withheld here"),
    N_("withhold it there too (withheld: above its title); the papers that hold it are then withdrawn"),
)
PART_AFTER_SENT = Code(
    "withheld-after-sent",
    "error",
    N_("something is withheld here that was sent publicly as {number}, with the papers of meeting {meeting}"),
    N_(
        "withhold it there too, and the papers that hold it are withdrawn; if nothing of it was sent, add the line "
        "`silence: [withheld-after-sent]` to meeting.yaml"
    ),
)


def withheld_after_sent(told: ToldEarlier) -> Iterator[MeetingProblem]:
    """If an item comes from another meeting, what it withholds does not stand in the papers that were sent of that
    meeting.

    A matter that is put off leaves its papers there. They are public as before, and so is the page that says what was
    changed. If you withhold it there too, they are withdrawn, and what they said of it leaves the site. The rule looks
    at the items that this one continues (`continues`, `formerly`), through all the meetings in which it waited. It is
    an error, because nothing that is withheld may be public in another place.
    """
    code = WITHHELD_AFTER_SENT if told.item.withheld else PART_AFTER_SENT
    yield at_item(code, told.card, told.item, number=told.number, meeting=told.meeting)
