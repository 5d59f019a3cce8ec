"""`akson build`: makes the site of an edition be what the sources say, once or at each change."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from akson_docs import diagnostics
from akson_docs.build.request import EDITIONS, Request, done
from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, places, recording, request, today
from akson_docs.cli.terminal import errors, files, progress, said, tell
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.sources import failures, snapshots

if TYPE_CHECKING:
    from akson_docs.pdf.workers import WorkerPool


IN_GIT = Code(
    "output-in-git",
    "warning",
    N_(
        "git has this folder, or would take it in: what is made here gets into the repository, and stays in its history"
    ),
    N_('write the line "{line}" into .gitignore; what git has already, git rm -r --cached takes out'),
)
MEMBERS_IN_GIT = Code(
    "members-in-git",
    "error",
    N_("git has this folder, or would take it in, and the full edition must never get into a repository"),
    N_('write the line "{line}" into .gitignore, or name a folder outside the repository with --output'),
)
HELP = Help(
    N_(
        "Makes output/site/ be what meetings/ says: pages, papers and data. Only what changed is made anew, and each "
        "file is replaced in one step. With an error nothing is written, and the last output stays as it is.\n\n"
        "The public edition never holds what is withheld. The full edition (members) holds all of it, goes to "
        "output/members/, and must never be published."
    ),
    examples=(
        ("akson build", N_("the public site, in output/site/")),
        ("akson build --edition members", N_("the full edition")),
        ("akson build --today DATE", N_("as it will be on that day, when more is public")),
        ("akson build --watch", N_("again at each change, until Ctrl-C")),
    ),
    exits=((1, N_("there are errors, and nothing was written")),),
    see=("check", "disclose"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    places(
        parser,
        memory=said("where the build remembers what it did (default: .akson/)"),
    )
    parser.add_argument(
        "--edition",
        choices=EDITIONS,
        default="public",
        help=said("public (default) or members: what is withheld is in it; never publish it"),
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        help=said("where the site goes (default: output/)"),
    )
    today(parser, N_("build as of this day"))
    recording(parser)
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help=said("build the meetings that are sound, whatever is wrong with others"),
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help=said("build again whenever something changes"),
    )


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    wanted = request(asked)
    if not asked.watch:
        manifest = done(wanted)
        if manifest is not None:
            tell(diagnostics.from_json(one) for one in manifest.diagnostics)
            made = sum(not path.endswith("/") for path in manifest.outputs)
            print(said("Nothing to build: {files} up to date. Open {index}", files=files(made), index=manifest.index))
            return 0
    from akson_docs.pdf.workers import WorkerPool

    with WorkerPool() as pool:
        pool.wake()
        if not asked.watch:
            # A single build makes values and ends; to look for dead ones among them costs a tenth of its time.
            gc.disable()
            try:
                return _build_once(wanted, pool)
            finally:
                gc.enable()
        from akson_docs.server.watch import watch

        folders = snapshots.watched(wanted.root)
        print(
            said("Watching {folders}; stop with Ctrl-C.", folders=said(" and ").join(folders)),
            flush=True,
        )
        watch(folders, lambda: _rebuild(wanted, pool))
    return 0


def _rebuild(request: Request, pool: WorkerPool) -> None:
    """Builds where something changed; what fails is told, and the next change is waited for."""
    with failures.boundary(lambda one: tell([one]), request.root):
        if done(request) is None:
            _build_once(request, pool)


def _build_once(request: Request, pool: WorkerPool) -> int:
    from akson_docs.actions import building

    placed = _in_git(request)
    tell(placed)
    if diagnostics.has_errors(placed):
        print(said("Nothing written."), file=sys.stderr, flush=True)
        return 1
    began = time.perf_counter()
    with progress() as shown:
        outcome = building.build(request, pool, replace(shown, tell=lambda found: tell([found])))
    took = time.perf_counter() - began
    tell(outcome.diagnostics)
    failed = diagnostics.has_errors(outcome.diagnostics)
    if not outcome.done:
        left = said("Nothing written: {errors}. The output is as it was.", errors=errors(outcome.diagnostics))
        print(left, file=sys.stderr, flush=True)
        return 1
    index = os.path.join(request.tree, "index.html")
    counted = files(outcome.written)
    print(
        said(
            "Built {counted}, kept {kept}, removed {count} in {took} s. Open {index}",
            counted=counted,
            kept=outcome.kept,
            count=len(outcome.removed),
            took=f"{took:.1f}",
            index=index,
        ),
        flush=True,
    )
    if failed:
        print(
            said("Left out what is not sound: {errors}.", errors=errors(outcome.diagnostics)),
            file=sys.stderr,
            flush=True,
        )
    return 1 if failed else 0


def _in_git(request: Request) -> tuple[Diagnostic, ...]:
    """What of what is made would get into a repository; where git does not say so, only the full edition is stopped."""
    from akson_docs.sources import history

    found = []
    folders = (request.tree, request.cache)
    for folder, taken in zip(folders, history.taken_in(folders), strict=True):
        is_full = folder == request.tree and request.edition != "public"
        if taken or (taken is None and is_full):
            code = MEMBERS_IN_GIT if is_full else IN_GIT
            line = os.path.relpath(request.output if folder == request.tree else folder, request.root)
            found.append(code.at(Span(folder), line=f"/{line}/" if not line.startswith("..") else f"{folder}/"))
    return tuple(found)
