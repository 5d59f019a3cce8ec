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

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, places, request, today, which
from akson_docs.cli.terminal import errors, progress, said, tell
from akson_docs.meetings.revisions.dispatch import ROLES, STAMP, DispatchKind

if TYPE_CHECKING:
    from akson_docs.pdf.digital_signatures import Signer

PASSPHRASE = "AKSON_KEY_PASSPHRASE"
"""The variable that holds the passphrase of a key."""

HELP = Help(
    N_(
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
        'take more libraries: pip install "akson_docs[sign]".'
    ),
    examples=(
        ("akson dispatch eksempelutvalget/neste", N_("to members and substitutes")),
        ("akson dispatch eksempelutvalget/neste --to members,press", N_("to members and the press")),
        ("akson dispatch eksempelutvalget/forrige --minutes", N_("the minutes, as they are published")),
        (
            "akson dispatch eksempelutvalget/neste --sign key.p12 --time-stamp https://tsa.example.no",
            N_("signed, with the time from an authority"),
        ),
    ),
    exits=((1, N_("there are errors, and nothing was kept")),),
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
        help=said("to whom they go, with commas: {value} (default: members,substitutes)", value=", ".join(ROLES)),
    )
    parser.add_argument(
        "--minutes",
        action="store_true",
        help=said("keep the minutes as they are published, and not the papers before the meeting"),
    )
    parser.add_argument(
        "--sign",
        metavar="KEY.p12",
        help=said("sign each paper with this key; its passphrase is AKSON_KEY_PASSPHRASE, or asked for"),
    )
    parser.add_argument(
        "--time-stamp",
        type=_authority,
        metavar="URL",
        help=said("have this authority (RFC 3161) say when the record, and each signature, was there"),
    )
    today(parser, N_("the day that they are sent"))
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
        print(said("Nothing was kept anew. Time stamped now is what was kept before:"))
        for path in kept.stamped:
            print(f"  {path}")
        print(said("Commit what is new there."))
        return 0
    tell(kept.diagnostics)
    if kept.dispatch is None:
        print(
            said("Nothing kept: {errors}.", errors=errors(kept.diagnostics)),
            file=sys.stderr,
        )
        return 1
    papers = sorted(kept.dispatch.files)
    print(
        said(
            "Issue {number}, {day}: kept in {folder}/",
            number=kept.dispatch.number,
            day=kept.dispatch.day,
            folder=kept.folder,
        )
    )
    for path in papers:
        print(f"  {path}")
    if signer is not None:
        print(said("Signed by {name}.", name=signer.name))
    if asked.time_stamp:
        print(said("Time stamped: {STAMP}", STAMP=STAMP))
    print(
        said("Commit the folder: what is in it is then what is published.")
        if asked.minutes
        else said("Commit the folder: what is sent from it is then what is published.")
    )
    return 0


def _signer(file: str) -> Signer:
    """The key of a file, with the passphrase that the environment has, or that is typed. Raises Fault, and OSError."""
    from akson_docs.pdf import digital_signatures
    from akson_docs.sources.snapshots import paper

    data = paper(file)
    # No process that is started from here has it in its environment.
    passphrase = os.environ.pop(PASSPHRASE, None)
    if passphrase is None and sys.stdin.isatty():
        with suppress(EOFError):
            passphrase = getpass.getpass(said("Passphrase of the key: "))
    return digital_signatures.opened(data, file, passphrase, datetime.now(UTC))


def _authority(text: str) -> str:
    """The address of an authority. Raises ArgumentTypeError."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise argparse.ArgumentTypeError(said('"{text}" is no address such as https://tsa.example.no', text=text))
    return text


def _roles(text: str) -> tuple[str, ...]:
    roles = tuple(role.strip() for role in text.split(",") if role.strip())
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise argparse.ArgumentTypeError(
            said('"{value}" is none of {value2}', value=unknown[0] if unknown else text, value2=", ".join(ROLES))
        )
    return roles
