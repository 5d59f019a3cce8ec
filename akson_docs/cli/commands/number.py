"""`akson number`: gives numbers to the items of a meeting that have none, or to all of them again."""

from __future__ import annotations

import argparse
import sys

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, places, request, today, which
from akson_docs.cli.terminal import errors, said, tell
from akson_docs.diagnostics import has_errors

HELP = Help(
    N_(
        "Gives the next numbers to the items of a meeting that have none, in the order of the agenda, as the board's "
        "pattern says: for boards that number when the invitation is sent. Numbers that are there stay, and nothing "
        "else in the file changes.\n\n"
        "With --again all items get numbers, one after the other as they stand, so that none is left out after an item "
        "was put in, moved or taken out. That is for a meeting that nobody has been sent."
    ),
    examples=(
        ("akson number eksempelutvalget/neste", N_("before it is sent")),
        ("akson number eksempelutvalget/neste --again", N_("after items changed places")),
    ),
    exits=((1, N_("there are errors, and nothing was changed")),),
    see=("new", "move", "dispatch"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    which(parser)
    parser.add_argument(
        "--again",
        action="store_true",
        help=said("all items, one after the other"),
    )
    today(parser, N_("the day that it is"))
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.actions import meeting_files

    done = meeting_files.number(request(asked), asked.meeting, asked.again)
    tell(done.diagnostics)
    if has_errors(done.diagnostics):
        told = errors(done.diagnostics)
        print(said("Nothing changed: {told}.", told=told), file=sys.stderr)
        return 1
    for number, before, title in done.given:
        print(f"{number}  {title}" + (said(" (was {before})", before=before) if before else ""))
    if not done.given:
        print(said("Every item has its number."))
    return 0
