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
from akson_docs.cli.options import Help, places, recording, request, today
from akson_docs.cli.terminal import errors, files, progress, said, tell
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.sources import failures, snapshots

if TYPE_CHECKING:
    from akson_docs.pdf.workers import WorkerPool


IN_GIT = Code(
    "output-in-git",
    "warning",
    "git has this folder, or would take it in: what is made here gets into the repository, and stays in its history",
    "git har denne mappen, eller ville tatt den inn: det som lages her, kommer inn i depotet og blir i historikken",
    'write the line "{line}" into .gitignore; what git has already, git rm -r --cached takes out',
    "skriv linjen «{line}» i .gitignore; det git har fra før, tar git rm -r --cached ut",
)
MEMBERS_IN_GIT = Code(
    "members-in-git",
    "error",
    "git has this folder, or would take it in, and the full edition must never get into a repository",
    "git har denne mappen, eller ville tatt den inn, og den fulle utgaven må aldri komme inn i et depot",
    'write the line "{line}" into .gitignore, or name a folder outside the repository with --output',
    "skriv linjen «{line}» i .gitignore, eller oppgi en mappe utenfor depotet med --output",
)
HELP = Help(
    (
        "Makes output/site/ be what meetings/ says: pages, papers and data. Only what changed is made anew, and each "
        "file is replaced in one step. With an error nothing is written, and the last output stays as it is.\n\n"
        "The public edition never holds what is withheld. The full edition (members) holds all of it, goes to "
        "output/members/, and must never be published.",
        "Gjør output/site/ til det meetings/ sier: sider, dokumenter og data. Bare det som er endret, lages på nytt, "
        "og hver fil byttes ut i ett steg. Er det en feil, skrives ingenting, og det som ble laget sist, blir "
        "stående.\n\nDen offentlige utgaven har aldri med det som er unntatt. Den fulle utgaven (members) har med alt, "
        "legges i output/members/ og må aldri publiseres.",
    ),
    examples=(
        ("akson build", "the public site, in output/site/", "det offentlige nettstedet, i output/site/"),
        ("akson build --edition members", "the full edition", "den fulle utgaven"),
        (
            "akson build --today 2027-02-01",
            "as it will be on that day, when more is public",
            "slik det blir den dagen, når mer er offentlig",
        ),
        ("akson build --watch", "again at each change, until Ctrl-C", "på nytt ved hver endring, til Ctrl-C"),
    ),
    exits=((1, "there are errors, and nothing was written", "det er feil, og ingenting ble skrevet"),),
    see=("check", "disclose"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    places(
        parser,
        memory=said(
            "where the build remembers what it did (default: .akson/)",
            "hvor bygget husker hva det gjorde (standard: .akson/)",
        ),
    )
    parser.add_argument(
        "--edition",
        choices=EDITIONS,
        default="public",
        help=said(
            "public (default) or members: what is withheld is in it; never publish it",
            "public (standard, den offentlige) eller members (den fulle): den har med det som er unntatt; "
            "publiser den aldri",
        ),
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        help=said("where the site goes (default: output/)", "hvor nettstedet legges (standard: output/)"),
    )
    today(parser, "build as of this day", "bygg som på denne dagen")
    recording(parser)
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help=said(
            "build the meetings that are sound, whatever is wrong with others",
            "bygg møtene som er i orden, uansett hva som er galt med andre",
        ),
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help=said("build again whenever something changes", "bygg på nytt hver gang noe endres"),
    )


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    wanted = request(asked)
    if not asked.watch:
        manifest = done(wanted)
        if manifest is not None:
            tell(diagnostics.from_json(one) for one in manifest.diagnostics)
            made = sum(not path.endswith("/") for path in manifest.outputs)
            print(
                said(
                    f"Nothing to build: {files(made)} up to date. Open {manifest.index}",
                    f"Ingenting å bygge: {files(made)} er som de skal være. Åpne {manifest.index}",
                )
            )
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
            said(
                f"Watching {' and '.join(folders)}; stop with Ctrl-C.",
                f"Følger med på {' og '.join(folders)}; stopp med Ctrl-C.",
            ),
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
        print(said("Nothing written.", "Ingenting ble skrevet."), file=sys.stderr, flush=True)
        return 1
    began = time.perf_counter()
    with progress() as shown:
        outcome = building.build(request, pool, replace(shown, tell=lambda found: tell([found])))
    took = time.perf_counter() - began
    tell(outcome.diagnostics)
    failed = diagnostics.has_errors(outcome.diagnostics)
    if not outcome.done:
        left = said(
            f"Nothing written: {errors(outcome.diagnostics)}. The output is as it was.",
            f"Ingenting ble skrevet: {errors(outcome.diagnostics)}. Det som ble laget sist, er som det var.",
        )
        print(left, file=sys.stderr, flush=True)
        return 1
    index = os.path.join(request.tree, "index.html")
    counted = files(outcome.written)
    print(
        said(
            f"Built {counted}, kept {outcome.kept}, removed {len(outcome.removed)} in {took:.1f} s. Open {index}",
            f"Bygde {counted}, beholdt {outcome.kept}, fjernet {len(outcome.removed)} på {took:.1f} s. Åpne {index}",
        ),
        flush=True,
    )
    if failed:
        print(
            said(
                f"Left out what is not sound: {errors(outcome.diagnostics)}.",
                f"Utelot det som ikke er i orden: {errors(outcome.diagnostics)}.",
            ),
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
