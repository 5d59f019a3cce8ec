"""`akson fmt`: puts the source files in order, and changes nothing that they say."""

from __future__ import annotations

import argparse
import os
import sys

from ..diagnostics import Code, Diagnostic, Span
from ..options import Help, places
from ..terminal import errors, files, said, tell

NOT_FORMATTED = Code(
    "not-formatted",
    "error",
    "this cannot be put in order: {problem}",
    "dette kan ikke settes i orden: {problem}",
    "akson check says more",
    "akson check sier mer",
)
HELP = Help(
    (
        "Takes away what nobody sees in the source files: space at the ends of lines, blank lines in a row, line "
        "breaks of other systems, a missing one at the end. Neither order nor a word is changed.",
        "Tar bort det ingen ser i kildefilene: mellomrom på slutten av linjer, blanke linjer etter hverandre, "
        "linjeskift fra andre systemer, et som mangler til slutt. Verken rekkefølge eller et ord endres.",
    ),
    examples=(
        ("akson fmt", "every file under meetings/", "alle filer under meetings/"),
        ("akson fmt --check", "say which would be changed, and change none", "si hvilke som ville blitt endret"),
    ),
    exits=((1, "a file cannot be read, or would be changed", "en fil kan ikke leses, eller ville blitt endret"),),
    see=("check",),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help=said("these files (default: all under meetings/)", "disse filene (standard: alle under meetings/)"),
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help=said("change nothing, say what would be", "endre ingenting, si hva som ville"),
    )
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from .. import editing, output, workspace
    from ..pipeline import unreadable

    found: list[Diagnostic] = []
    changed = 0
    paths = asked.files or [
        os.path.join(asked.root, path)
        for path in workspace.scan(asked.root).under("meetings")
        if path.endswith((".yaml", ".yml"))
    ]
    for path in paths:
        try:
            data = workspace.paper(path)
            text = data.decode()
            now = editing.formatted(text).encode()
            if now != data:
                changed += 1
                print(path)
                if not asked.check:
                    output.replace(path, now)
        except UnicodeDecodeError:
            found.append(NOT_FORMATTED.at(Span(path), problem="UTF-8"))
        except editing.EditFault as fault:
            found.append(NOT_FORMATTED.at(Span(path), problem=" ".join(str(fault).split())[:120]))
        except OSError as error:
            found.append(unreadable(error, asked.root))
    tell(found)
    if found:
        print(said(f"{errors(found)}.", f"{errors(found)}."), file=sys.stderr)
    print(
        said(f"{files(changed)} would be changed.", f"{files(changed)} ville blitt endret.")
        if asked.check
        else said(f"{files(changed)} changed.", f"{files(changed)} endret.")
    )
    return 1 if found or (asked.check and changed) else 0
