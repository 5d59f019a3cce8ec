"""`akson disclose`: says what becomes public that was not so before."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from akson_docs.build.request import day as on
from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, places, request, today
from akson_docs.cli.terminal import errors, is_overheard, language, progress, said, tell
from akson_docs.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from datetime import date

    from akson_docs.sources.history import Past


HELP = Help(
    N_(
        "Says which sentences, titles and files the public site will have that it does not have as of a commit, item "
        "by item, before anyone merges. What comes on a later day stands under that day. What ceases to be public is "
        "told by its place, never by its words.\n\nWith --discreet, and always where others than the members of the "
        "repository may read it, what comes on a later day is told by how much it is."
    ),
    examples=(
        ("akson disclose", N_("compared with the last commit")),
        ("akson disclose --since main", N_("compared with a branch")),
        ("akson disclose --format html --output offentlig.html", N_("as a page, for whoever decides")),
    ),
    exits=(
        (0, N_("compared, whatever came of it")),
        (1, N_("nothing could be compared")),
    ),
    see=("check", "build"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    places(parser)
    parser.add_argument(
        "--since",
        metavar="REV",
        default="HEAD",
        help=said("the branch, tag or commit that it is compared with (default: HEAD, the last commit)"),
    )
    today(parser)
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "html"),
        default="text",
        help=said("text (default), markdown for a pull request, or html: a page of its own"),
    )
    parser.add_argument(
        "--discreet",
        action="store_true",
        help=said("of what comes on a later day, say how much and not what"),
    )
    parser.add_argument("--output", metavar="FILE", help=said("write it to a file instead"))


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.build import output
    from akson_docs.sources import history, layout

    root = os.path.normpath(asked.root)
    if not os.path.isdir(os.path.join(root, layout.TOP)):
        tell([layout.NO_ARCHIVE.at(Span(layout.TOP))])
        return 1
    before = history.past(root, asked.since)
    told = before if isinstance(before, Diagnostic) else _disclosed(asked, root, before)
    if isinstance(told, Diagnostic):
        told = (told,)
    if isinstance(told, tuple):
        tell(told)
        print(said("Nothing compared: {errors}.", errors=errors(told)), file=sys.stderr)
        return 1
    if asked.output is None:
        sys.stdout.write(told)
        return 0
    output.replace(asked.output, told.encode("utf-8", "surrogatepass"))
    return 0


def _disclosed(asked: argparse.Namespace, root: str, before: Past) -> str | tuple[Diagnostic, ...]:
    """What becomes public, in the form that is asked for; the errors of the sources where they have any."""
    from akson_docs.actions import recorded_withdrawals
    from akson_docs.build.readable_scans import ScanReader
    from akson_docs.disclosure import comparison, report
    from akson_docs.sources import history, snapshots

    now = snapshots.scan(root)
    changed = before.changed(now)
    wanted = request(asked)

    def day(timezone: str) -> date:
        return on(wanted, timezone)

    with progress() as shown:
        found = comparison.disclosure(
            now,
            before.fetched,
            changed,
            day,
            lambda index: recorded_withdrawals.in_history(root, index, day),
            history.hiding(root),
            ScanReader(wanted.cache, True, shown.scan, gives_out=False),
        )
    if found.diagnostics:
        return found.diagnostics
    if asked.discreet or is_overheard():
        found = comparison.discreet(found)
    none = said("nothing, for there is no commit yet")
    since = f"{asked.since} ({before.short}, {before.day})" if before.short else none
    made = report.preview(found, since, language())
    if asked.format == "html":
        kept = [path for path in now.under("templates") if path.endswith((".html", ".css"))]
        return report.page(made, {path: now.read(path).decode("utf-8", "replace") for path in kept})
    if asked.format == "markdown":
        return report.markdown(made, f"akson disclose --since {before.short or asked.since}")
    return report.text(made)
