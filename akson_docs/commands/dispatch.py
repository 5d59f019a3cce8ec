"""`akson dispatch`: keeps a meeting's papers beside it as they are sent."""

from __future__ import annotations

import argparse
import sys

from ..dispatch import Kind
from ..options import Help, places, request, today, which
from ..terminal import errors, progress, said, tell

ROLES = ("members", "substitutes", "observers", "secretariat", "administration", "press", "public")
"""To whom papers are sent: the groups of a board, and those outside it."""


HELP = Help(
    (
        "Makes the papers of a meeting and keeps them beside it, in dispatches/<number>/, as they are sent: both "
        "editions as PDF, and what they say. What was sent is published as it was; what is changed later comes as a "
        "new issue in which the changes are marked. Commit the folder.\n\n"
        "With --minutes the minutes are kept as they are published, in dispatches/minutes/<issue>/, once the day of "
        "`minutes: {published: ...}` has come. From then on a change without a correction (`corrections:`) is an "
        "error, and one with a correction comes as a new issue.",
        "Lager dokumentene til et møte og tar vare på dem ved siden av det, i dispatches/<nummer>/, slik de sendes: "
        "begge utgavene som PDF, og det de sier. Det som er sendt, publiseres slik det var; det som endres senere, "
        "kommer som en ny utgave der endringene er merket. Legg mappen inn i git.\n\n"
        "Med --minutes tas protokollen vare på slik den publiseres, i dispatches/minutes/<utgave>/, når "
        "`minutes: {published: ...}` er nådd. Fra da av er en endring uten en rettelse (`corrections:`) en feil, og en "
        "med en rettelse kommer som en ny utgave.",
    ),
    examples=(
        ("akson dispatch styringsgruppen/2020-04", "to members and substitutes", "til medlemmer og varamedlemmer"),
        (
            "akson dispatch styringsgruppen/2020-04 --to members,press",
            "to members and the press",
            "til medlemmer og pressen",
        ),
        (
            "akson dispatch styringsgruppen/2020-04 --minutes",
            "the minutes, as they are published",
            "protokollen, slik den publiseres",
        ),
    ),
    exits=((1, "there are errors, and nothing was kept", "det er feil, og ingenting ble tatt vare på"),),
    see=("diff", "verify", "build"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    which(parser)
    parser.add_argument(
        "--to",
        type=_roles,
        default=("members", "substitutes"),
        metavar="ROLES",
        help=said(
            f"to whom they go, with commas: {', '.join(ROLES)} (default: members,substitutes)",
            f"hvem de går til, med komma mellom: {', '.join(ROLES)} (standard: members,substitutes)",
        ),
    )
    parser.add_argument(
        "--minutes",
        action="store_true",
        help=said(
            "keep the minutes as they are published, and not the papers before the meeting",
            "ta vare på protokollen slik den publiseres, og ikke dokumentene før møtet",
        ),
    )
    today(parser, "the day that they are sent", "dagen de sendes")
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from .. import pipeline
    from ..crew import Crew

    with Crew() as crew, progress() as shown:
        kind: Kind = "minutes" if asked.minutes else "papers"
        to = () if asked.minutes else asked.to
        kept = pipeline.keep(request(asked), crew, asked.meeting, to, shown, kind)
    tell(kept.diagnostics)
    if kept.dispatch is None:
        print(
            said(
                f"Nothing kept: {errors(kept.diagnostics)}.", f"Ingenting er tatt vare på: {errors(kept.diagnostics)}."
            ),
            file=sys.stderr,
        )
        return 1
    papers = sorted(kept.dispatch.files)
    print(
        said(
            f"Issue {kept.dispatch.number}, {kept.dispatch.day}: kept in {kept.folder}/",
            f"Utgave {kept.dispatch.number}, {kept.dispatch.day}: tatt vare på i {kept.folder}/",
        )
    )
    for path in papers:
        print(f"  {path}")
    print(
        said(
            "Commit the folder: what is in it is then what is published.",
            "Legg mappen inn i git: det som ligger i den, er da det som publiseres.",
        )
        if asked.minutes
        else said(
            "Commit the folder: what is sent from it is then what is published.",
            "Legg mappen inn i git: det som sendes fra den, er da det som publiseres.",
        )
    )
    return 0


def _roles(text: str) -> tuple[str, ...]:
    roles = tuple(role.strip() for role in text.split(",") if role.strip())
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise argparse.ArgumentTypeError(
            said(
                f'"{unknown[0] if unknown else text}" is none of {", ".join(ROLES)}',
                f"«{unknown[0] if unknown else text}» er ingen av {', '.join(ROLES)}",
            )
        )
    return roles
