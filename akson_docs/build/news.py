"""What is new of a meeting, for feeds: each with the day that the sources themselves give it.

What is new and has no day yet is not told: papers that were changed and not sent again, a meeting that was cancelled
before anything was sent of it (its calendar says so). Nor is what was sent and is withheld now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from akson_docs.build import meeting_versions
from akson_docs.build.jobs import FeedEntry, MeetingName, News
from akson_docs.build.meeting_versions import MeetingVersion, SiteVersion
from akson_docs.meetings.cards import Approval, MeetingHeading
from akson_docs.model.documents import Board
from akson_docs.model.values import LocalizedText

DECIDED = ("adopted", "changed")
"""What came of items that a resolution was passed on."""


OF_MINUTES = ("minutes", "approved")
"""What is told with the board's own word for minutes."""


def named(card: MeetingHeading, board: Board) -> MeetingName:
    """What a meeting is called."""
    instead = LocalizedText() if card.title else board.name
    return MeetingName(
        card.key, card.number, card.title, instead, card.language, card.languages, card.date, card.last_date
    )


def order(one: FeedEntry) -> tuple[str, ...]:
    """What entries are sorted by: the day, and on one day always the same way."""
    return one.day, one.name.date, one.name.key.address, one.what, f"{one.issue:03}", one.anchor


def of_meeting(site_version: SiteVersion, version: MeetingVersion, approval: Approval | None) -> Iterator[FeedEntry]:
    """All that is known to be new of a meeting, in no order; `approval` is where its minutes come up."""
    card, board = version.card, site_version.boards[version.card.board]
    name = named(card, board)
    own = {language: labels["minutes"] for language, labels in board.labels.items() if "minutes" in labels}

    def entry(what: News, day: str, issue: int = 0) -> FeedEntry:
        # What was sent before a meeting was published is news from the day that it was.
        return FeedEntry(what, name, own if what in OF_MINUTES else {}, max(day, card.publish), issue)

    sent = [one for one in version.sent if not one.withdrawn]
    for one in sent:
        yield entry("papers", one.day, one.number)
    if version.timing.cancelled and sent:
        yield replace(entry("cancelled", sent[-1].day), says=card.cancelled)
    if meeting_versions.minutes(version, site_version.today) != "published":
        return
    gone = {one.number for one in version.minuted if one.withdrawn}
    today = site_version.today.isoformat()
    out = [(number, kept or dated) for number, dated, kept in card.issues if number not in gone]
    out = [(number, day) for number, day in out if day <= today]
    for number, day in out:
        yield entry("minutes", day, number)
    if approval is not None and approval.given:
        yield entry("approved", approval.item.day, approval.issue)
    for item in card.items if out else ():
        if item.came in DECIDED and item.decided and item.title and not item.withheld:
            yield replace(
                entry("decided", out[0][1]),
                number=item.number,
                anchor=item.anchor,
                title=item.title,
                says=item.decided,
            )
