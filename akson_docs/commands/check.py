"""`akson check`: says what is wrong with the sources, and builds nothing."""

from __future__ import annotations

import argparse
import json

from .. import diagnostics
from ..options import places, request
from ..terminal import language, progress


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    places(parser)
    parser.add_argument(
        "--papers", action="store_true", help="set every paper of both editions too, and prove that nothing is lost"
    )
    parser.add_argument("--cache", metavar="DIR", help=argparse.SUPPRESS)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or json")


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from .. import pipeline

    if asked.papers:
        from ..crew import Crew

        with Crew() as crew, progress() as shown:
            found = pipeline.check(request(asked), crew, shown)
    else:
        found = pipeline.check(request(asked))
    if asked.format == "json":
        spoken = language()
        print(
            json.dumps(
                [
                    {
                        "file": one.span.file,
                        "line": one.span.line,
                        "column": one.span.column,
                        "end_line": one.span.end_line or one.span.line,
                        "end_column": one.span.end_column or one.span.column,
                        "severity": one.severity,
                        "code": one.code,
                        "message": diagnostics.message(one, spoken),
                        "hint": diagnostics.hint(one, spoken),
                    }
                    for one in found
                ],
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for one in found:
            print(diagnostics.line(one, language()))
        if all(one.severity == "note" for one in found):
            print("Everything is in order.")
    return 1 if diagnostics.has_errors(found) else 0
