"""`akson dispatch`: keeps a meeting's papers beside it as they are sent."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from akson_docs.cli.options import Help, places, request, today, which
from akson_docs.cli.terminal import errors, progress, said, tell
from akson_docs.meetings.revisions.dispatch import ROLES, STAMP, DispatchKind

if TYPE_CHECKING:
    from akson_docs.pdf.signing import Signer

PASSPHRASE = "AKSON_KEY_PASSPHRASE"
"""The variable that holds the passphrase of a key."""

HELP = Help(
    (
        "Makes the papers of a meeting and keeps them beside it, in dispatches/<number>/, as they are sent: both "
        "editions as PDF, and what they say. What was sent is published as it was; what is changed later comes as a "
        "new issue in which the changes are marked. Commit the folder.\n\n"
        "With --minutes the minutes are kept as they are published, in dispatches/minutes/<issue>/, once the day of "
        "`minutes: {published: ...}` has come. From then on a change without a correction (`corrections:`) is an "
        "error, and one with a correction comes as a new issue.\n\n"
        "With --sign each paper is signed (PAdES) before it is kept, with a key of PKCS#12: a signature that shows "
        "nothing on any page. The passphrase is AKSON_KEY_PASSPHRASE, or asked for; neither it nor the key is written "
        "anywhere. With --time-stamp an authority (RFC 3161) says when the record of the dispatch was there, in "
        "stamp.tsr beside it, and when each paper was signed; it is sent digests alone. Where nothing is new, what was "
        "kept before and has no stamp gets one. Where something cannot be signed or stamped, nothing is kept. Both "
        'take more libraries: pip install "akson_docs[sign]".',
        "Lager dokumentene til et møte og tar vare på dem ved siden av det, i dispatches/<nummer>/, slik de sendes: "
        "begge utgavene som PDF, og det de sier. Det som er sendt, publiseres slik det var; det som endres senere, "
        "kommer som en ny utgave der endringene er merket. Legg mappen inn i git.\n\n"
        "Med --minutes tas protokollen vare på slik den publiseres, i dispatches/minutes/<utgave>/, når "
        "`minutes: {published: ...}` er nådd. Fra da av er en endring uten en rettelse (`corrections:`) en feil, og en "
        "med en rettelse kommer som en ny utgave.\n\n"
        "Med --sign signeres hvert dokument (PAdES) før det tas vare på, med en nøkkel i PKCS#12: en signatur som ikke "
        "vises på noen side. Passfrasen er AKSON_KEY_PASSPHRASE, eller det spørres om den; verken den eller nøkkelen "
        "skrives noe sted. Med --time-stamp sier en tidsstempeltjeneste (RFC 3161) når oppføringen om utsendelsen "
        "fantes, i stamp.tsr ved siden av den, og når hvert dokument ble signert; den får bare sjekksummer. Der "
        "ingenting er nytt, får det som er tatt vare på før og ikke har noe stempel, et nå. Der noe ikke kan signeres "
        'eller stemples, tas ingenting vare på. Begge trenger flere biblioteker: pip install "akson_docs[sign]".',
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
        (
            "akson dispatch styringsgruppen/2020-04 --sign key.p12 --time-stamp https://tsa.example.no",
            "signed, with the time from an authority",
            "signert, med tiden fra en tidsstempeltjeneste",
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
    parser.add_argument(
        "--sign",
        metavar="KEY.p12",
        help=said(
            "sign each paper with this key; its passphrase is AKSON_KEY_PASSPHRASE, or asked for",
            "signer hvert dokument med denne nøkkelen; passfrasen er AKSON_KEY_PASSPHRASE, eller det spørres om den",
        ),
    )
    parser.add_argument(
        "--time-stamp",
        type=_authority,
        metavar="URL",
        help=said(
            "have this authority (RFC 3161) say when the record, and each signature, was there",
            "få denne tidsstempeltjenesten (RFC 3161) til å si når oppføringen, og hver signatur, fantes",
        ),
    )
    today(parser, "the day that they are sent", "dagen de sendes")
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.actions import dispatching
    from akson_docs.pdf.workers import WorkerPool

    signer = _signer(asked.sign) if asked.sign else None
    with WorkerPool() as pool, progress() as shown:
        kind: DispatchKind = "minutes" if asked.minutes else "papers"
        to = () if asked.minutes else asked.to
        kept = dispatching.keep(
            request(asked), pool, asked.meeting, to, shown, kind, signer=signer, authority=asked.time_stamp or ""
        )
    if kept.stamped:
        print(
            said(
                "Nothing was kept anew. Time stamped now is what was kept before:",
                "Ikke noe nytt er tatt vare på. Tidsstemplet nå er det som er tatt vare på før:",
            )
        )
        for path in kept.stamped:
            print(f"  {path}")
        print(said("Commit what is new there.", "Legg det nye der inn i git."))
        return 0
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
    if signer is not None:
        print(said(f"Signed by {signer.name}.", f"Signert av {signer.name}."))
    if asked.time_stamp:
        print(said(f"Time stamped: {STAMP}", f"Tidsstemplet: {STAMP}"))
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


def _signer(file: str) -> Signer:
    """The key of a file, with the passphrase that the environment has, or that is typed. Raises Fault, and OSError."""
    from akson_docs.pdf import signing
    from akson_docs.sources.snapshots import paper

    data = paper(file)
    # No process that is started from here has it in its environment.
    passphrase = os.environ.pop(PASSPHRASE, None)
    if passphrase is None and sys.stdin.isatty():
        with suppress(EOFError):
            passphrase = getpass.getpass(said("Passphrase of the key: ", "Passfrasen til nøkkelen: "))
    return signing.opened(data, file, passphrase, datetime.now(UTC))


def _authority(text: str) -> str:
    """The address of an authority. Raises ArgumentTypeError."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise argparse.ArgumentTypeError(
            said(
                f'"{text}" is no address such as https://tsa.example.no',
                f"«{text}» er ingen adresse som https://tsa.example.no",
            )
        )
    return text


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
