"""`akson move`: has an item come up in another meeting."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from akson_docs.cli.options import Help, places, request, today, which
from akson_docs.cli.terminal import errors, said, tell

if TYPE_CHECKING:
    from akson_docs.actions.meeting_files import Moved

HELP = Help(
    (
        "Has an item come up in another meeting of the board. An item that nobody was sent goes there as it stands, "
        "with its comments and its files, and gets a number of that meeting. What was on an agenda that was sent, or "
        "of a meeting that is over, stays there as postponed; the other meeting takes it up without what happened, and "
        "says which number it continues.\n\n"
        "The archive is checked as it would be then: with an error nothing is changed. What was decided is not moved.",
        "Lar en sak komme opp i et annet av utvalgets møter. En sak som ingen er tilsendt, går dit som den står, med "
        "kommentarer og filer, og får et nummer i det møtet. Det som sto på en saksliste som er sendt, eller i et møte "
        "som er over, blir stående der som utsatt; det andre møtet tar saken opp uten det som skjedde, og sier hvilket "
        "nummer den fortsetter.\n\n"
        "Arkivet kontrolleres slik det da ville være: med en feil endres ingenting. Det som er vedtatt, flyttes ikke.",
    ),
    examples=(
        ("akson move 18/20 styringsgruppen/2020-05", "by its number", "med nummeret"),
        (
            "akson move Status styringsgruppen/2020-05 --from 2020-04",
            "by its title, as of one of several meetings",
            "med tittelen, fra ett av flere møter",
        ),
        (
            "akson move 18/20 styringsgruppen/2020-05 --postponed",
            "papers went out in another way: it stays there as postponed",
            "papirene er sendt på annen måte: saken blir stående som utsatt",
        ),
    ),
    exits=((1, "there are errors, and nothing was changed", "det er feil, og ingenting ble endret"),),
    see=("new", "number", "diff"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "item", metavar="ITEM", help=said("the item: its number, id or title", "saken: nummer, id eller tittel")
    )
    which(parser)
    parser.add_argument(
        "--from",
        dest="origin",
        default="",
        metavar="MEETING",
        help=said(
            "the folder of its meeting, where several have one of that name",
            "mappen til møtet dens, der flere har en som heter det",
        ),
    )
    parser.add_argument(
        "--postponed",
        action="store_true",
        help=said(
            "leave it on its agenda as postponed, though nothing was sent with this tool",
            "la den bli stående på sakslisten som utsatt, selv om ingenting er sendt med dette verktøyet",
        ),
    )
    today(parser, "the day that it is, for what is over", "dagen det er, for hva som er over")
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.actions import meeting_files

    origin = os.path.basename(os.path.normpath(asked.origin)) if asked.origin else ""
    moved = meeting_files.move(request(asked), asked.item, asked.meeting, origin, asked.postponed)
    tell(moved.diagnostics)
    if not moved.files:
        print(
            said(f"Nothing moved: {errors(moved.diagnostics)}.", f"Ingenting er flyttet: {errors(moved.diagnostics)}."),
            file=sys.stderr,
        )
        return 1
    print(_told(moved, asked.item, asked.meeting))
    for path in moved.files:
        print(f"  {path}")
    return 0


def _told(moved: Moved, item: str, meeting: tuple[str, str]) -> str:
    board, folder = meeting
    called = moved.before or item
    now = f" {said('as', 'som')} {moved.number}" if moved.number else ""
    if moved.postponed:
        return said(
            f"{called} is postponed in {board}/{moved.origin}, and comes up in {board}/{folder}{now}.",
            f"{called} er utsatt i {board}/{moved.origin}, og kommer opp i {board}/{folder}{now}.",
        )
    return said(
        f"{called} went from {board}/{moved.origin} to {board}/{folder}{now}.",
        f"{called} er flyttet fra {board}/{moved.origin} til {board}/{folder}{now}.",
    )
