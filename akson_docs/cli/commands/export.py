"""`akson export`: gives meetings out in the forms of other systems."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping

from akson_docs.build.request import EDITIONS
from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, meeting, places, request, today, typed
from akson_docs.cli.terminal import errors, progress, said, tell

HELP = Help(
    N_(
        "Writes files for other systems into a folder, and sends nothing. They are made of the public site, which is "
        "built first where it is not as the sources are: what is withheld, a draft or not public yet is in none of "
        "them.\n\n"
        "`einnsyn` writes what is to be sent to eInnsyn (its interface 1.0), one request after the other. Beside it is "
        "kept what was given out before, so that the next time there is only what is new, changed or gone. Whoever "
        "sends them puts into the addresses which part of the archive it is, and the id that eInnsyn gave each thing, "
        "which is known there by its `externalId`.\n\n"
        "`noark` makes a package for deposit: of each meeting its papers and attachments, a description as Noark 5 has "
        "it, and what is known to have happened with the papers, in a bag (BagIt) that is checked by its checksums. "
        "With `--edition members` all of the archive is in it, what is withheld too."
    ),
    examples=(
        ("akson export einnsyn", N_("what is to be sent to eInnsyn since the last time")),
        ("akson export einnsyn --meeting eksempelutvalget/2026-01 --out einnsyn", N_("of one meeting, into a folder")),
        ("akson export noark --edition members", N_("a package for deposit, of all that the archive has")),
    ),
    exits=((1, N_("nothing was written; why is told")),),
    see=("import", "build"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    forms = parser.add_subparsers(dest="what", metavar=typed("WHAT"), required=True, help=said("the form"))
    _form(forms.add_parser("einnsyn", help=said("requests for eInnsyn"), description=said(HELP.what)))
    noark = forms.add_parser("noark", help=said("a package for deposit in an archive"), description=said(HELP.what))
    noark.add_argument("--edition", choices=EDITIONS, default="public", help=said("which edition (default: public)"))
    _form(noark)


def _form(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="DIR", help=said("where to write (default: a folder of its own in output/)"))
    parser.add_argument(
        "--meeting",
        type=meeting,
        action="append",
        default=[],
        metavar="BOARD/MEETING",
        help=said("only this meeting; may be given again (default: all)"),
    )
    today(parser)
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.actions import exporting

    wanted = request(asked)
    # A package of the full edition is never taken for a public one.
    named = asked.what if wanted.edition == "public" else f"{asked.what}-{wanted.edition}"
    folder = os.path.normpath(asked.out or os.path.join(wanted.output, named))
    with progress() as steps:
        site = exporting.built(wanted, steps)
    if isinstance(site, tuple):
        made = exporting.Exported(site)
    elif asked.what == "noark":
        made = exporting.to_noark(site, folder, asked.meeting, wanted.edition)
    else:
        made = exporting.to_einnsyn(site, folder, asked.meeting)
    tell(made.diagnostics)
    if any(one.severity == "error" for one in made.diagnostics):
        print(said("Nothing written: {errors}.", errors=errors(made.diagnostics)), file=sys.stderr)
        return 1
    print(_told(made.counts or {}))
    for path in made.files:
        print(f"  {path}")
    return 0


def _told(counts: Mapping[str, int]) -> str:
    if not any(counts.values()):
        return said("Nothing is new since it was given out last.")
    return said(
        "New: {new}, changed: {changed}, gone: {gone}.",
        new=counts["create"],
        changed=counts["patch"],
        gone=counts["delete"],
    )
