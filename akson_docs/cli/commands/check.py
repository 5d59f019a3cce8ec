"""`akson check`: says what is wrong with the sources, and builds nothing."""

from __future__ import annotations

import argparse
import json
import sys

from akson_docs import catalogue, diagnostics
from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, meeting, places, recording, request, today
from akson_docs.cli.terminal import audience, counted, is_overheard, language, progress, said, tell, version
from akson_docs.sources.repository import SETTINGS

FORMATS = ("text", "json", "sarif", "gitlab", "github")

HELP = Help(
    N_(
        "Reads every file under meetings/ and says all that is wrong at once, each with its file, line and column, "
        "what is wrong, what to do, and its code in brackets. A board raises, lowers or turns off a rule by its code "
        "under rules: in board.yaml; a meeting silences one under silence: in meeting.yaml.\n\nWhere no meeting is "
        "named, notes on meetings that are over are counted and not shown; other formats than text have all of "
        "them.\n\nIn continuous "
        "integration it refuses a public repository that holds, or once held, anything that the public edition "
        "withholds. What others read of it, as notes at a pull request, never has words of a meeting that withholds "
        "something."
    ),
    examples=(
        ("akson check", N_("everything under meetings/")),
        ("akson check eksempelutvalget/neste", N_("one meeting, with its board and the site")),
        ("akson check --papers", N_("set every paper as well, and see that nothing that was written is lost")),
        ("akson check --format sarif > akson.sarif", N_("for a code scanning service")),
        (
            "akson check --repository public",
            N_("that anybody may clone what is here: nothing withheld may be in it, nor in its history"),
        ),
    ),
    exits=((0, N_("nothing worse than a warning")),),
    see=("build", "disclose"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "meetings",
        nargs="*",
        type=meeting,
        metavar="BOARD/MEETING",
        help=said("check these meetings alone, with their boards and the site; a path to one will do"),
    )
    places(parser)
    today(parser, N_("check as of this day"))
    recording(parser)
    parser.add_argument("--all", action="store_true", help=said("show the notes on meetings that are over too"))
    parser.add_argument(
        "--papers",
        action="store_true",
        help=said("set every paper of both editions too, and prove that nothing is lost"),
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help=said(
            "text (default), json, sarif (SARIF 2.1.0), gitlab (Code Quality), github (notes at lines of a pull "
            "request)"
        ),
    )
    parser.add_argument(
        "--repository",
        choices=SETTINGS,
        default="",
        help=said(
            "who reads the repository: anybody, or its members alone (default: what continuous integration says of it)"
        ),
    )


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.actions import checking

    readers = audience(asked.repository)
    # What machines are told goes on to others, who need not be among those who read the sources.
    discreet = asked.format != "text" or readers == "public" or is_overheard()
    if asked.papers:
        from akson_docs.pdf.workers import WorkerPool

        with WorkerPool() as pool, progress() as shown:
            checked = checking.checked(request(asked), pool, shown, readers, asked.meetings, discreet=discreet)
    else:
        checked = checking.checked(request(asked), None, None, readers, asked.meetings, discreet=discreet)
    if asked.format == "text" and not asked.meetings and not asked.all:
        _say(asked, *checking.folded(checked))
    else:
        _say(asked, checked.found)
    return 1 if diagnostics.has_errors(checked.found) else 0


def failed(asked: argparse.Namespace, one: diagnostics.Diagnostic) -> None:
    """Says why nothing could be checked: to machines in their own form, where they look for it."""
    if asked.format == "text":
        tell([one])
    else:
        _say(asked, (one,), failed=True)


def _say(
    asked: argparse.Namespace,
    found: tuple[diagnostics.Diagnostic, ...],
    notes: int = 0,
    over: int = 0,
    failed: bool = False,
) -> None:
    """Says what is wrong; how many `notes` on how many meetings that are `over` are not among it."""
    if asked.format == "text":
        for one in found:
            print(diagnostics.line(one, language()))
        if notes:
            shown = catalogue.counted("{count} note", "{count} notes", notes, language())
            on = catalogue.counted("{count} meeting that is over", "{count} meetings that are over", over, language())
            more = catalogue.counted("akson check --all shows it.", "akson check --all shows them.", notes, language())
            print(said("{notes} on {meetings}: {more}", notes=shown, meetings=on, more=more))
        if all(one.severity == "note" for one in found):
            print(_sound(asked.papers))
        else:
            print(counted(found))
    else:
        # Machines read UTF-8 in every locale; of a name that is no text JSON says what it can.
        sys.stdout.buffer.write(_told(asked.format, found, failed).encode("utf-8", "backslashreplace"))
        sys.stdout.flush()


def _sound(papers: bool) -> str:
    """That nothing is wrong, and how far that was looked into."""
    if papers:
        return said("Everything is in order.")
    return said("The sources are in order. No papers were set: akson check --papers does that too.")


def _told(form: str, found: tuple[diagnostics.Diagnostic, ...], failed: bool) -> str:
    from akson_docs.actions import check_formats

    if form == "github":
        return check_formats.notes(found, language())
    values: object
    if form == "json":
        values = check_formats.records(found)
    elif form == "gitlab":
        values = check_formats.codequality(found)
    else:
        values = check_formats.sarif(found, version(), failed)
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"
