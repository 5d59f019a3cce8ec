"""`akson new`: starts a meeting, a board or a site."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from datetime import date, timedelta

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, day, places, request, typed
from akson_docs.cli.terminal import errors, said, tell
from akson_docs.diagnostics import Diagnostic, Span

HELP = Help(
    N_(
        "Starts a meeting as a copy of the board's last one, with what recurs in it: standing items, items that inform "
        "with their topics and slides, items that were put off, actions that are still to be done, the approval of the "
        "last minutes. Numbers, date and deadline are new, and comments say what to do. Nothing of what happened comes "
        "along. It is a draft until the line that says so is taken out.\n\n"
        "`new board` and `new site` start those, with something to change in them."
    ),
    examples=(
        ("akson new meeting eksempelutvalget DATE", N_("the next meeting of a board")),
        ("akson new board arbeidsutvalget", N_("another board")),
        ("akson new site papirer", N_("a site in a folder, to try it on")),
    ),
    exits=((1, N_("nothing was made; why is told")),),
    see=("serve", "check"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    kinds = parser.add_subparsers(dest="what", metavar=typed("WHAT"), required=True, help=said("what is to be started"))
    does = said("the next meeting of a board")
    meeting = kinds.add_parser("meeting", help=f"{does}: {typed('BOARD DATE')}", description=said(HELP.what))
    meeting.add_argument("board", metavar="BOARD", help=said("the board: styringsgruppen"))
    meeting.add_argument("date", type=day, metavar="DATE", help=said("the day: 2020-09-02"))
    places(meeting)
    about = said("Starts a board, with something to change in it.")
    board = kinds.add_parser("board", help=said("a board: NAME"), description=about)
    board.add_argument("id", metavar="NAME", help=said("its folder and address: arbeidsutvalget"))
    board.add_argument("--name", help=said("what it is called (default: NAME)"))
    places(board)
    site = kinds.add_parser(
        "site",
        help=said("a site with something to try"),
        description=said("Starts a site with a board and a meeting that are made up, to try it on."),
    )
    site.add_argument("folder", nargs="?", default=".", metavar="DIR", help=said("where (default: here)"))


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    made = {"meeting": _meeting, "board": _board, "site": _site}[asked.what](asked)
    if isinstance(made, str):
        print(made)
        return 0
    tell(made)
    print(said("Nothing made: {errors}.", errors=errors(made)), file=sys.stderr)
    return 1


def _meeting(asked: argparse.Namespace) -> str | list[Diagnostic]:
    from akson_docs.actions import meeting_files
    from akson_docs.sources.layout import MeetingKey

    made = meeting_files.begin(request(asked), asked.board, asked.date)
    if not isinstance(made, MeetingKey):
        return list(made)
    path = os.path.normpath(os.path.join(asked.root, made.file("meeting.yaml")))
    return said("Made {path}. Write in it, and see it with: akson serve {meeting}", path=path, meeting=made.name)


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
    return said("Made {path}. Write who is in it; then: akson new meeting {id} DATE", path=path, id=asked.id)


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
        "Made a site to try in {value}/. See it with: akson serve --root {top}",
        value=os.path.join(top, "meetings"),
        top=top,
    )


def _under(files: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((name, text) for name, text in files if name.startswith("meetings/"))
