"""`akson number`: gives numbers to the items of a meeting that have none, or to all of them again."""

from __future__ import annotations

import argparse
import sys

from akson_docs.cli.options import Help, places, request, today, which
from akson_docs.cli.terminal import errors, said, tell

HELP = Help(
    (
        "Gives the next numbers to the items of a meeting that have none, in the order of the agenda, as the board's "
        "pattern says: for boards that number when the invitation is sent. Numbers that are there stay, and nothing "
        "else in the file changes.\n\n"
        "With --again all items get numbers, one after the other as they stand, so that none is left out after an item "
        "was put in, moved or taken out. That is for a meeting that nobody has been sent.",
        "Gir de neste numrene til sakene i et møte som ikke har noe, i sakslistens rekkefølge, slik utvalgets mønster "
        "sier: for utvalg som nummererer når innkallingen sendes. Numre som er der, blir stående, og ingenting annet i "
        "filen endres.\n\n"
        "Med --again får alle sakene nummer, det ene etter det andre slik de står, så ingen mangler etter at en sak er "
        "satt inn, flyttet eller tatt ut. Det er for et møte som ingen er tilsendt.",
    ),
    examples=(
        ("akson number styringsgruppen/2020-04", "before it is sent", "før det sendes"),
        ("akson number styringsgruppen/2020-04 --again", "after items changed places", "etter at saker byttet plass"),
    ),
    exits=((1, "there are errors, and nothing was changed", "det er feil, og ingenting ble endret"),),
    see=("new", "move", "dispatch"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    which(parser)
    parser.add_argument(
        "--again",
        action="store_true",
        help=said("all items, one after the other", "alle sakene, den ene etter den andre"),
    )
    today(parser, "the day that it is", "dagen i dag")
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.actions import meeting_files

    done = meeting_files.number(request(asked), asked.meeting, asked.again)
    tell(done.diagnostics)
    if any(one.severity == "error" for one in done.diagnostics):
        told = errors(done.diagnostics)
        print(said(f"Nothing changed: {told}.", f"Ingenting er endret: {told}."), file=sys.stderr)
        return 1
    for number, before, title in done.given:
        print(f"{number}  {title}" + (said(f" (was {before})", f" (var {before})") if before else ""))
    if not done.given:
        print(said("Every item has its number.", "Alle sakene har nummer."))
    return 0
