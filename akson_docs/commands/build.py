"""`akson build`: makes the site of an edition be what the sources say, once or at each change."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import diagnostics
from ..options import day, places, request
from ..request import EDITIONS, Request, done
from ..terminal import errors, files, progress, tell

if TYPE_CHECKING:
    from ..crew import Crew


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    places(parser)
    parser.add_argument(
        "--edition",
        choices=EDITIONS,
        default="public",
        help="public (default) or members: what is withheld is in it; never publish it",
    )
    parser.add_argument("--output", metavar="DIR", help="where the site goes (default: output/)")
    parser.add_argument("--cache", metavar="DIR", help="where the build remembers what it did (default: .akson/)")
    parser.add_argument("--today", type=day, metavar="DATE", help="build as of this day (2020-07-01)")
    parser.add_argument(
        "--keep-going", action="store_true", help="build the meetings that are sound, whatever is wrong with others"
    )
    parser.add_argument("--watch", action="store_true", help="build again whenever something changes")


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    wanted = request(asked)
    if not asked.watch:
        manifest = done(wanted)
        if manifest is not None:
            tell(diagnostics.from_json(one) for one in manifest.diagnostics)
            made = sum(not path.endswith("/") for path in manifest.outputs)
            print(f"Nothing to build: {files(made)} up to date. Open {manifest.index}")
            return 0
    from ..crew import Crew

    with Crew() as crew:
        crew.wake()
        if not asked.watch:
            # A single build makes values and ends; to look for dead ones among them costs a tenth of its time.
            gc.disable()
            try:
                return _build_once(wanted, crew)
            finally:
                gc.enable()
        from ..watch import watch

        folders = [os.path.join(wanted.root, name) for name in ("meetings", "templates")]
        print(f"Watching {' and '.join(folders)}; stop with Ctrl-C.", flush=True)
        watch([folder for folder in folders if os.path.isdir(folder)], lambda: _rebuild(wanted, crew))
    return 0


def _rebuild(request: Request, crew: Crew) -> None:
    if done(request) is None:
        _build_once(request, crew)


def _build_once(request: Request, crew: Crew) -> int:
    from .. import pipeline

    began = time.perf_counter()
    with progress() as shown:
        outcome = pipeline.build(request, crew, replace(shown, tell=lambda found: tell([found])))
    took = time.perf_counter() - began
    tell(outcome.diagnostics)
    failed = diagnostics.has_errors(outcome.diagnostics)
    if not outcome.done:
        halfway = any(one.code == "output-halfway" for one in outcome.diagnostics)
        left = "Not everything was written" if halfway else "Nothing written"
        kept = "Build again." if halfway else "The output is as it was."
        print(f"{left}: {errors(outcome.diagnostics)}. {kept}", file=sys.stderr, flush=True)
        return 1
    print(
        f"Built {files(outcome.written)}, kept {outcome.kept}, removed {len(outcome.removed)} in {took:.1f} s. "
        f"Open {os.path.join(request.tree, 'index.html')}",
        flush=True,
    )
    if failed:
        print(f"Left out what is not sound: {errors(outcome.diagnostics)}.", file=sys.stderr, flush=True)
    return 1 if failed else 0
