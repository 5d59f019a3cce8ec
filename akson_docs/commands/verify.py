"""`akson verify`: says what a paper was made from, and whether the sources still say that."""

from __future__ import annotations

import argparse

from ..options import Help, places, request
from ..terminal import said, tell

HELP = Help(
    (
        "Says which meeting, edition and issue a PDF was made from, whether it was altered since, and whether the "
        "sources still give it: byte for byte, or page by page where they do not.",
        "Sier hvilket møte en PDF ble laget av, hvem den er for og hvilken utgave den er, om den er endret siden, og "
        "om kildene fortsatt gir den: byte for byte, eller side for side der de ikke gjør det.",
    ),
    examples=(("akson verify papers.pdf", "a paper that somebody was sent", "et dokument som noen har fått tilsendt"),),
    exits=(
        (0, "unaltered, and it says what the sources say", "uendret, og det sier det kildene sier"),
        (
            1,
            "altered, or other than the sources, or no paper of ours",
            "endret, eller annerledes enn kildene, eller ikke et av våre dokumenter",
        ),
    ),
    see=("build",),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    places(parser)
    parser.add_argument("paper", metavar="FILE.pdf", help=said("the paper", "dokumentet"))


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from .. import pipeline
    from ..crew import Crew

    with Crew(1) as crew:
        verdict = pipeline.verify(request(asked), crew, asked.paper)
    made_from = verdict.provenance
    print(
        said(
            f"meeting   {made_from.meeting}\npaper     {made_from.paper} ({made_from.language})\n"
            f"edition   {made_from.edition}\nutgave    {made_from.utgave}\ndigest    {made_from.digest}",
            f"møte      {made_from.meeting}\ndokument  {made_from.paper} ({made_from.language})\n"
            f"for       {made_from.edition}\nutgave    {made_from.utgave}\nsjekksum  {made_from.digest}",
        )
    )
    if verdict.altered:
        print(
            said(
                "It was altered: its text is not the text that it was made with.",
                "Det er endret: teksten er ikke den det ble laget med.",
            )
        )
    if not verdict.found:
        tell(verdict.diagnostics)
        print(
            said(
                "Its meeting is not among the sources here, in this edition and language.",
                "Møtet er ikke blant kildene her, i denne utgaven og på dette språket.",
            )
        )
    for page, now, then in verdict.differing:
        print(
            said(
                f'page {page}: the paper says "{then}", the sources now "{now}"',
                f"side {page}: dokumentet sier «{then}», kildene nå «{now}»",
            )
        )
    if verdict.sent:
        print(
            said(
                f"It is what was sent on {verdict.sent}, byte for byte.",
                f"Det er det som ble sendt {verdict.sent}, byte for byte.",
            )
        )
        return 0
    if verdict.identical:
        print(said("It is what the sources give, byte for byte.", "Det er det kildene gir, byte for byte."))
        return 0
    same = verdict.found and not verdict.differing and not verdict.altered
    if same:
        print(said("It says what the sources say.", "Det sier det kildene sier."))
    return 0 if same else 1
