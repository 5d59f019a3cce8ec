"""`akson disclose`: says what becomes public that was not so before."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Span
from ..options import day, places, request
from ..request import day as on
from ..terminal import errors, language, tell

if TYPE_CHECKING:
    from ..history import Past


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    places(parser)
    parser.add_argument(
        "--since",
        metavar="REV",
        default="HEAD",
        help="the branch, tag or commit that it is compared with (default: HEAD, the last commit)",
    )
    parser.add_argument("--today", type=day, metavar="DATE", help="as of this day (2020-07-01)")
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "html"),
        default="text",
        help="text (default), markdown for a pull request, or html: a page of its own",
    )
    parser.add_argument("--output", metavar="FILE", help="write it to a file instead")


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from .. import history, html, output, workspace

    root = os.path.normpath(asked.root)
    if not os.path.isdir(os.path.join(root, history.TOP)):
        from ..archive import NO_ARCHIVE

        tell([NO_ARCHIVE.at(Span(history.TOP))])
        return 1
    try:
        before = history.past(root, asked.since)
        said = before if isinstance(before, Diagnostic) else _disclosed(asked, root, before)
    except history.Incomplete as fault:
        said = fault.diagnostic
    except html.TemplateFault as fault:
        span = fault.diagnostic.span
        said = replace(fault.diagnostic, span=replace(span, file=workspace.whereabouts(root, span.file)))
    except OSError as error:
        from ..pipeline import UNREADABLE

        said = UNREADABLE.at(Span(str(error.filename or root)), problem=(error.strerror or str(error)).lower())
    if isinstance(said, Diagnostic):
        said = (said,)
    if isinstance(said, tuple):
        tell(said)
        print(f"Nothing compared: {errors(said)}.", file=sys.stderr)
        return 1
    if asked.output is None:
        sys.stdout.write(said)
        return 0
    try:
        if os.path.isdir(asked.output):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), asked.output)
        output.replace(asked.output, said.encode("utf-8", "surrogatepass"))
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
        tell([output.NOT_WRITTEN.at(Span(str(error.filename or asked.output)), problem=problem)])
        return 1
    return 0


def _disclosed(asked: argparse.Namespace, root: str, before: Past) -> str | tuple[Diagnostic, ...]:
    """What becomes public, in the form that is asked for; the errors of the sources where they have any."""
    from .. import disclosure, preview, workspace

    now = workspace.scan(root)
    changed = before.changed(now)
    wanted = request(asked)
    found = disclosure.disclosure(now, before.fetched, changed, lambda timezone: on(wanted, timezone))
    if found.diagnostics:
        return found.diagnostics
    made = preview.preview(found, f"{asked.since} ({before.short}, {before.day})", language())
    if asked.format == "html":
        kept = [path for path in now.under("templates") if path.endswith((".html", ".css"))]
        return preview.page(made, {path: now.read(path).decode("utf-8", "replace") for path in kept})
    if asked.format == "markdown":
        return preview.markdown(made, f"akson disclose --since {before.short}")
    return preview.text(made)
