"""`akson verify`: says what a paper was made from, and whether the sources still say that."""

from __future__ import annotations

import argparse
import sys

from ..options import places, request
from ..terminal import tell


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    places(parser)
    parser.add_argument("paper", metavar="FILE.pdf")
    parser.add_argument("--cache", metavar="DIR", help=argparse.SUPPRESS)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from .. import pipeline
    from ..crew import Crew

    with Crew(1) as crew:
        verdict = pipeline.verify(request(asked), crew, asked.paper)
    made_from = verdict.provenance
    if made_from is None:
        tell(verdict.diagnostics)
        if not verdict.diagnostics:
            print(f"{asked.paper} does not say what it was made from: it is no paper of ours.", file=sys.stderr)
        return 1
    print(
        f"meeting   {made_from.meeting}\npaper     {made_from.paper} ({made_from.language})\n"
        f"edition   {made_from.edition}\nutgave    {made_from.utgave}\ndigest    {made_from.digest}"
    )
    if verdict.altered:
        print("It was altered: its text is not the text that it was made with.")
    if not verdict.found:
        tell(verdict.diagnostics)
        print("Its meeting is not among the sources here, in this edition and language.")
    for page, now, then in verdict.differing:
        print(f'page {page}: the paper says "{then}", the sources now "{now}"')
    if verdict.sent:
        print(f"It is what was sent on {verdict.sent}, byte for byte.")
        return 0
    if verdict.identical:
        print("It is what the sources give, byte for byte.")
        return 0
    same = verdict.found and not verdict.differing and not verdict.altered
    if same:
        print("It says what the sources say.")
    return 0 if same else 1
