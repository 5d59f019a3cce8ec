"""`akson move`: has an item come up in another meeting."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, places, request, today, which
from akson_docs.cli.terminal import errors, said, tell

if TYPE_CHECKING:
    from akson_docs.actions.meeting_files import Moved
    from akson_docs.sources.layout import MeetingKey

HELP = Help(
    N_(
        "Has an item come up in another meeting of the board. An item that nobody was sent goes there as it stands, "
        "with its comments and its files, and gets a number of that meeting. What was on an agenda that was sent, or "
        "of a meeting that is over, stays there as postponed; the other meeting takes it up without what happened, and "
        "says which number it continues.\n\n"
        "The archive is checked as it would be then: with an error nothing is changed. What was decided is not moved."
    ),
    examples=(
        ("akson move 7 eksempelutvalget/senere", N_("by its number")),
        (
            "akson move svommehall eksempelutvalget/neste --from senere",
            N_("by its id, or its title; --from says of which meeting"),
        ),
        (
            "akson move 8 eksempelutvalget/senere --postponed",
            N_("papers went out in another way: it stays there as postponed"),
        ),
    ),
    exits=((1, N_("there are errors, and nothing was changed")),),
    see=("new", "number", "diff"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("item", metavar="ITEM", help=said("the item: its number, id or title"))
    which(parser)
    parser.add_argument(
        "--from",
        dest="origin",
        default="",
        metavar="MEETING",
        help=said("the folder of its meeting, where several have one of that name"),
    )
    parser.add_argument(
        "--postponed",
        action="store_true",
        help=said("leave it on its agenda as postponed, though nothing was sent with this tool"),
    )
    today(parser, N_("the day that it is, for what is over"))
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.actions import meeting_files

    origin = os.path.basename(os.path.normpath(asked.origin)) if asked.origin else ""
    moved = meeting_files.move(request(asked), asked.item, asked.meeting, origin, asked.postponed)
    tell(moved.diagnostics)
    if not moved.files:
        print(
            said("Nothing moved: {errors}.", errors=errors(moved.diagnostics)),
            file=sys.stderr,
        )
        return 1
    print(_told(moved, asked.item, asked.meeting))
    for path in moved.files:
        print(f"  {path}")
    return 0


def _told(moved: Moved, item: str, meeting: MeetingKey) -> str:
    called = moved.before or item
    now = f" {said('as')} {moved.number}" if moved.number else ""
    if moved.postponed:
        return said(
            "{called} is postponed in {board}/{origin}, and comes up in {board}/{folder}{now}.",
            called=called,
            board=meeting.board,
            origin=moved.origin,
            folder=meeting.folder,
            now=now,
        )
    return said(
        "{called} went from {board}/{origin} to {board}/{folder}{now}.",
        called=called,
        board=meeting.board,
        origin=moved.origin,
        folder=meeting.folder,
        now=now,
    )
