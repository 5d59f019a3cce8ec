"""`akson number`: gives numbers to the items of a meeting that have none."""

from __future__ import annotations

import argparse
import sys

from ..options import Help, places, request, which
from ..terminal import errors, said, tell

HELP = Help(
    (
        "Gives the next numbers to the items of a meeting that have none, in the order of the agenda, as the board's "
        "pattern says: for boards that number when the invitation is sent. Numbers that are there stay, and nothing "
        "else in the file changes.",
        "Gir de neste numrene til sakene i et møte som ikke har noe, i sakslistens rekkefølge, slik utvalgets mønster "
        "sier: for utvalg som nummererer når innkallingen sendes. Numre som er der, blir stående, og ingenting annet i "
        "filen endres.",
    ),
    examples=(("akson number styringsgruppen/2020-04", "before it is sent", "før det sendes"),),
    exits=((1, "there are errors, and nothing was changed", "det er feil, og ingenting ble endret"),),
    see=("new", "dispatch"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    which(parser)
    places(parser)
    parser.add_argument("--cache", metavar="DIR", help=argparse.SUPPRESS)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from .. import secretariat
    from ..pipeline import unreadable

    try:
        changed, found = secretariat.number(request(asked), asked.meeting)
    except OSError as error:
        changed, found = (), (unreadable(error, asked.root),)
    if found:
        tell(found)
        print(said(f"Nothing changed: {errors(found)}.", f"Ingenting er endret: {errors(found)}."), file=sys.stderr)
        return 1
    for path in changed:
        print(path)
    if not changed:
        print(said("Every item has its number.", "Alle sakene har nummer."))
    return 0
