"""`akson new`: starts a meeting, a board or a site."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from datetime import date, timedelta

from akson_docs.cli.options import Help, day, places, request
from akson_docs.cli.terminal import errors, said, tell
from akson_docs.diagnostics import Diagnostic, Span

HELP = Help(
    (
        "Starts a meeting as a copy of the board's last one, with what recurs in it: standing items, items that inform "
        "with their topics and slides, items that were put off, actions that are still to be done, the approval of the "
        "last minutes. Numbers, date and deadline are new, and comments say what to do. Nothing of what happened comes "
        "along. It is a draft until the line that says so is taken out.\n\n"
        "`new board` and `new site` start those, with something to change in them.",
        "Begynner et møte som en kopi av utvalgets siste, med det som går igjen: faste saker, orienteringer med emner "
        "og lysark, saker som ble utsatt, tiltak som gjenstår, godkjenning av siste protokoll. Numre, dato og frist er "
        "nye, og kommentarer sier hva som skal gjøres. Ingenting av det som skjedde, blir med. Det er et utkast til "
        "linjen som sier det, tas ut.\n\n"
        "`new board` og `new site` begynner slike, med noe å endre i.",
    ),
    examples=(
        ("akson new meeting styringsgruppen 2020-09-02", "the next meeting of a board", "det neste møtet i et utvalg"),
        ("akson new board arbeidsutvalget", "another board", "enda et utvalg"),
        ("akson new site", "a site in this folder, to try it on", "et nettsted i denne mappen, til å prøve på"),
    ),
    exits=((1, "nothing was made; why is told", "ingenting ble laget; hvorfor blir fortalt"),),
    see=("serve", "check"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    kinds = parser.add_subparsers(
        dest="what", metavar="WHAT", required=True, help=said("what is to be started", "det som skal begynnes")
    )
    does = said("the next meeting of a board", "det neste møtet i et utvalg")
    meeting = kinds.add_parser("meeting", help=f"{does}: BOARD DATE", description=said(*HELP.what))
    meeting.add_argument("board", metavar="BOARD", help=said("the board: styringsgruppen", "utvalget: styringsgruppen"))
    meeting.add_argument("date", type=day, metavar="DATE", help=said("the day: 2020-09-02", "dagen: 2020-09-02"))
    places(meeting)
    about = said("Starts a board, with something to change in it.", "Begynner et utvalg, med noe å endre i.")
    board = kinds.add_parser("board", help=said("a board: NAME", "et utvalg: NAME"), description=about)
    board.add_argument(
        "id", metavar="NAME", help=said("its folder and address: arbeidsutvalget", "mappe og adresse: arbeidsutvalget")
    )
    board.add_argument("--name", help=said("what it is called (default: NAME)", "hva det heter (standard: NAME)"))
    places(board)
    site = kinds.add_parser(
        "site",
        help=said("a site with something to try", "et nettsted med noe å prøve"),
        description=said(
            "Starts a site with a board and a meeting that are made up, to try it on.",
            "Begynner et nettsted med et utvalg og et møte som er oppdiktet, til å prøve på.",
        ),
    )
    site.add_argument(
        "folder", nargs="?", default=".", metavar="DIR", help=said("where (default: here)", "hvor (standard: her)")
    )


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    made = {"meeting": _meeting, "board": _board, "site": _site}[asked.what](asked)
    if isinstance(made, str):
        print(made)
        return 0
    tell(made)
    print(said(f"Nothing made: {errors(made)}.", f"Ingenting er laget: {errors(made)}."), file=sys.stderr)
    return 1


def _meeting(asked: argparse.Namespace) -> str | list[Diagnostic]:
    from akson_docs.actions import meeting_files

    made = meeting_files.begin(request(asked), asked.board, asked.date)
    if not isinstance(made, str):
        return list(made)
    path = os.path.normpath(os.path.join(asked.root, made, "meeting.yaml"))
    meeting = made.removeprefix("meetings/")
    return said(
        f"Made {path}. Write in it, and see it with: akson serve {meeting}",
        f"Laget {path}. Skriv i den, og se den med: akson serve {meeting}",
    )


def _board(asked: argparse.Namespace) -> str | list[Diagnostic]:
    from akson_docs.actions import starting
    from akson_docs.build import output
    from akson_docs.model import numbers

    wanted = numbers.slug(asked.id) or "utvalget"
    if asked.id != wanted:
        return [starting.NAME_FORM.at(Span("meetings"), found=asked.id, nearest=wanted)]
    folder = os.path.join(asked.root, "meetings", asked.id)
    if os.path.lexists(folder):
        return [starting.THERE_ALREADY.at(Span(f"meetings/{asked.id}"))]
    output.keep(folder, {"board.yaml": starting.board(asked.id, asked.name or asked.id.capitalize()).encode()})
    path = os.path.join(folder, "board.yaml")
    return said(
        f"Made {path}. Write who is in it; then: akson new meeting {asked.id} DATE",
        f"Laget {path}. Skriv hvem som er med; deretter: akson new meeting {asked.id} DATO",
    )


def _site(asked: argparse.Namespace) -> str | list[Diagnostic]:
    from akson_docs.actions import starting
    from akson_docs.build import output
    from akson_docs.sources import snapshots
    from akson_docs.sources.format import schema

    top = asked.folder
    if os.path.lexists(os.path.join(top, "meetings")):
        return [starting.THERE_ALREADY.at(Span(os.path.join(top, "meetings")))]
    files = starting.site(date.today() + timedelta(days=14))
    meetings = {name.removeprefix("meetings/"): text.encode() for name, text in _under(files.items())}
    for kind in schema.FILES:
        output.replace(os.path.join(top, "schema", f"{kind}.schema.json"), schema.text(kind).encode())
    ignored = os.path.join(top, ".gitignore")
    there = snapshots.paper(ignored).decode("utf-8", "replace") if os.path.isfile(ignored) else ""
    missing = [line for line in files[".gitignore"].splitlines() if line not in there.splitlines()]
    if missing and (there or not os.path.lexists(ignored)):
        above = there if not there or there.endswith("\n") else there + "\n"
        output.replace(ignored, (above + "\n".join(missing) + "\n").encode())
    output.keep(os.path.join(top, "meetings"), meetings)
    return said(
        f"Made a site to try in {os.path.join(top, 'meetings')}/. See it with: akson serve --root {top}",
        f"Laget et nettsted til å prøve i {os.path.join(top, 'meetings')}/. Se det med: akson serve --root {top}",
    )


def _under(files: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((name, text) for name, text in files if name.startswith("meetings/"))
