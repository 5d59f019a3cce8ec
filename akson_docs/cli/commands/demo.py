"""`akson demo`: makes a folder to try everything on."""

from __future__ import annotations

import argparse
import os
from datetime import date

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help
from akson_docs.cli.terminal import language, said, tell
from akson_docs.diagnostics import Span

HELP = Help(
    N_(
        "Makes a folder with a board that is made up and three meetings around today: one that is over and has its "
        "minutes, one ahead with slides, and a draft. Everything can be tried on it, and nothing is left of it when "
        "the folder is deleted."
    ),
    examples=(
        ("akson demo", N_("in akson-demo/")),
        ("akson demo try-it", N_("in another folder")),
    ),
    exits=((1, N_("nothing was made; why is told")),),
    see=("serve", "new"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "folder", nargs="?", default="akson-demo", metavar="DIR", help=said("where (default: akson-demo/)")
    )


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.actions import demonstration, new_sites, starting
    from akson_docs.build import output
    from akson_docs.sources import snapshots

    folder = os.path.normpath(asked.folder)
    if os.path.lexists(folder):
        tell([starting.THERE_ALREADY.at(Span(folder))])
        return 1
    made = demonstration.files(snapshots.brought("demo"), language(), date.today())
    around = {".gitignore": snapshots.brought("templates/new")["gitignore"].decode(), **new_sites.schemas()}
    output.keep(folder, {path: text.encode() for path, text in (made | around).items()})
    print(
        said(
            "Made {folder}/: a board that is made up, with a meeting that is over, one ahead, and a draft. Go on with:"
            "\n\n    cd {folder}\n"
            "    akson serve\n\n"
            "Delete the folder when you are done with it.",
            folder=folder,
        )
    )
    return 0
