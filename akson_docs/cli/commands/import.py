"""`akson import`: writes boards and meetings of what this tool or another system gives out."""  # noqa: N999

from __future__ import annotations

import argparse
import sys

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, places, request, today
from akson_docs.cli.terminal import errors, said, tell

HELP = Help(
    N_(
        "Reads what this tool gives out as data (meeting.json, data/2026.json, or a whole site), and writes meetings/ "
        "of it: a board.yaml for each board, a meeting.yaml for each meeting, case papers, and the files that lie "
        "beside what is read. Built again, the site has the same data.\n\n"
        "Nothing that is there is overwritten, so that it can be done again. The archive is checked as it would be "
        "then: with an error nothing is written. What could not be said is told: what was withheld is not in what was "
        "published, and what was sent is kept where it was sent from."
    ),
    examples=(
        ("akson import output/site --root FOLDER", N_("all boards and meetings of a site, with their attachments")),
        ("akson import meeting.json", N_("one meeting")),
    ),
    exits=((1, N_("nothing was written; why is told")),),
    see=("export", "check", "new"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("source", metavar="FILE", help=said("the file, or a folder of such files"))
    today(parser)
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.actions import importing

    found = importing.bring_in(request(asked), asked.source)
    tell(found.diagnostics)
    for path in found.there:
        print(said("Left as it was: {path}", path=path))
    if not found.made and not (found.there and not any(one.severity == "error" for one in found.diagnostics)):
        print(said("Nothing made: {errors}.", errors=errors(found.diagnostics)), file=sys.stderr)
        return 1
    print(said("Meetings written: {count}", count=found.meetings))
    for path in found.made:
        print(f"  {path}")
    return 0
