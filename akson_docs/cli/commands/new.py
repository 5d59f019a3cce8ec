"""`akson new`: starts a meeting, a board or a site."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from akson_docs.catalogue import LANGUAGES, N_
from akson_docs.cli.options import Help, as_day, day, places, request, typed
from akson_docs.cli.terminal import errors, language, named_language, requirement, said, tell
from akson_docs.diagnostics import Code, Diagnostic, Span

NO_BOARD = Code(
    "board-missing",
    "error",
    N_("the board is missing before the day"),
    N_("write akson new meeting BOARD {day}; the boards are {boards}"),
)
NO_DAY = Code(
    "day-missing",
    "error",
    N_("the day is missing after the board"),
    N_("write akson new meeting {board} {example}, with the day that it is"),
)
HELP = Help(
    N_(
        "Starts a meeting as a copy of the board's last one, with what recurs in it: standing items, items that inform "
        "with their topics and slides, items that were put off, actions that are still to be done, the approval of the "
        "last minutes. Numbers, date and deadline are new, and comments say what to do. Nothing of what happened comes "
        "along, nor a place or a time that was an exception. It is a draft until the line that says so is taken out. A "
        "board's first meeting begins with its standing items.\n\n"
        "`new board` starts a board, and a site around it where there is none. `new site` writes what a repository of "
        "meetings needs: the site's file, a board that is made up, workflows for GitHub and GitLab, and a README. "
        "What is there already is left as it is."
    ),
    examples=(
        ("akson new meeting eksempelutvalget DATE", N_("the next meeting of a board")),
        ("akson new board arbeidsutvalget", N_("another board")),
        ("akson new site papirer", N_("a site in a folder, to try it on and to publish")),
        ("akson new site nettstad --empty --language nn", N_("one without the example, in nynorsk")),
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
    meeting.add_argument("date", nargs="?", type=day, metavar="DATE", help=said("the day: 2020-09-02"))
    places(meeting)
    about = said("Starts a board, with something to change in it.")
    board = kinds.add_parser("board", help=said("a board: NAME"), description=about)
    board.add_argument("id", nargs="+", metavar="NAME", help=said("its folder and address: arbeidsutvalget"))
    board.add_argument("--name", help=said("what it is called (default: NAME)"))
    _language(board, N_("the language that it is written in (default: the locale's, or else the site's)"))
    places(board)
    site = kinds.add_parser(
        "site",
        help=said("a site, and all that a repository of meetings needs"),
        description=said("Starts a site with a board and a meeting that are made up, ready to be published."),
    )
    site.add_argument("folder", nargs="?", default=".", metavar="DIR", help=said("where (default: here)"))
    site.add_argument("--empty", action="store_true", help=said("without the board that is made up"))
    _language(site, N_("the language that it is written in (default: the locale's)"))


def _language(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--language", choices=tuple(LANGUAGES), help=said(what))


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

    if asked.date is None:
        return [_half(asked)]
    made = meeting_files.begin(request(asked), asked.board, asked.date)
    if not isinstance(made, MeetingKey):
        return list(made)
    path = os.path.normpath(os.path.join(asked.root, made.file("meeting.yaml")))
    return said("Made {path}. Write in it, and see it with: akson serve {meeting}", path=path, meeting=made.name)


def _half(asked: argparse.Namespace) -> Diagnostic:
    """What is missing where one word alone was typed: the board, or the day."""
    from akson_docs.actions import archive_facts

    boards = ", ".join(sorted(archive_facts.archived(request(asked)).boards)) or "-"
    if meant := as_day(asked.board):
        return NO_BOARD.at(Span(asked.board), day=meant, boards=boards)
    return NO_DAY.at(Span(asked.board), board=asked.board, example=(date.today() + timedelta(days=14)).isoformat())


def _board(asked: argparse.Namespace) -> str | list[Diagnostic]:
    from akson_docs.actions import new_sites, starting
    from akson_docs.build import output
    from akson_docs.model import numbers
    from akson_docs.sources import layout, snapshots

    called = " ".join(asked.id)
    folder_name = numbers.slug(called) or "utvalget"
    if called != folder_name:
        name = shlex.quote(asked.name or called)
        return [new_sites.NAME_FORM.at(Span("meetings"), found=called, meant=f"{folder_name} --name {name}")]
    file = layout.board_file(folder_name)
    folder = os.path.dirname(os.path.join(asked.root, file))
    if os.path.lexists(folder):
        return [starting.THERE_ALREADY.at(Span(os.path.dirname(file)))]
    look = snapshots.brought("templates/new")
    has_site = os.path.lexists(os.path.join(asked.root, layout.TOP, "site.yaml"))
    spoken = asked.language or named_language() or (_sites_language(asked.root) if has_site else language())
    around = {} if has_site else _missing(asked.root, new_sites.site_file(look, spoken))
    _write(asked.root, around)
    text = new_sites.board(look, folder_name, asked.name or folder_name.capitalize(), spoken)
    output.keep(folder, {"board.yaml": text.encode()})
    path = os.path.normpath(os.path.join(asked.root, file))
    told = said("Made {path}. Write who is in it; then: akson new meeting {id} DATE", path=path, id=folder_name)
    return "\n".join([told, *_listed(asked.root, around)])


def _sites_language(root: str) -> str:
    """The language of the site that is there."""
    from akson_docs.actions import archive_facts
    from akson_docs.build.request import Request

    return archive_facts.archived(Request(root, "", os.path.join(root, ".akson"))).language


def _site(asked: argparse.Namespace) -> str | list[Diagnostic]:
    from akson_docs.actions import new_sites
    from akson_docs.rules.appearance import MADE_UP
    from akson_docs.sources import layout, snapshots

    top, spoken = asked.folder, asked.language or language()
    boards = layout.archive(snapshots.scan(top).stamps).boards
    example = not boards and not asked.empty
    first = date.today() + timedelta(days=14)
    wanted = new_sites.site(snapshots.brought("templates/new"), spoken, requirement(), first, example)
    ignored = wanted.pop(".gitignore")
    made = _missing(top, wanted) | _ignoring(top, ignored)
    place = os.path.normpath(os.path.join(top, layout.TOP))
    if not made:
        return said("Nothing is lacking: the site in {value}/ has every file that a new one gets.", value=place)
    _write(top, made)
    root = "" if os.path.normpath(top) == os.curdir else f" --root {shlex.quote(os.path.normpath(top))}"
    told = (
        said("Made a site in {value}/. See it with: akson serve{root}", value=place, root=root)
        if example or boards
        else said("Made a site in {value}/. Start a board: akson new board NAME{root}", value=place, root=root)
    )
    kept = sorted(wanted.keys() - made.keys())
    left = [said("Left as it was: {path}", path=os.path.normpath(os.path.join(top, path))) for path in kept]
    own = []
    if (file := f"{layout.TOP}/site.yaml") in made:
        path = os.path.normpath(os.path.join(top, file))
        own = [said("Made up, for you to change in {path}: {keys}", path=path, keys=", ".join(MADE_UP))]
    return "\n".join([told, *_listed(top, made), *left, *own])


def _missing(root: str, files: Mapping[str, str]) -> dict[str, str]:
    """The files that are not there yet."""
    return {path: text for path, text in files.items() if not os.path.lexists(os.path.join(root, path))}


def _ignoring(root: str, text: str) -> dict[str, str]:
    """What `.gitignore` shall hold: what it holds, and what is not in it yet; nothing where it need not change."""
    from akson_docs.sources import snapshots

    path = os.path.join(root, ".gitignore")
    if os.path.lexists(path) and not os.path.isfile(path):
        return {}
    there = snapshots.paper(path).decode("utf-8", "replace") if os.path.isfile(path) else ""
    missing = [line for line in text.splitlines() if line not in there.splitlines()]
    above = there if not there or there.endswith("\n") else there + "\n"
    return {".gitignore": above + "\n".join(missing) + "\n"} if missing else {}


def _write(root: str, files: Mapping[str, str]) -> None:
    from akson_docs.build import output

    for path, text in files.items():
        output.replace(os.path.join(root, path), text.encode())


def _listed(root: str, files: Iterable[str]) -> Iterator[str]:
    return (f"  {os.path.normpath(os.path.join(root, path))}" for path in files)
