"""Words in, exit code out.

Every command loads only what it needs: a build with nothing to do loads neither the model nor the templates.
"""

from __future__ import annotations

import argparse
import errno
import gc
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from . import diagnostics
from .diagnostics import Diagnostic, Language, Span
from .request import EDITIONS, Request, done

if TYPE_CHECKING:
    from .crew import Crew
    from .history import Past
    from .pipeline import Progress


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command (`build` where none is named), and gives its exit code: 0, or 1 where there are errors."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help")):
        words.insert(0, "build")
    asked = _parser().parse_args(words)
    try:
        commands = {"build": _build, "check": _check, "disclose": _disclose, "verify": _verify, "schema": _schema}
        return commands[asked.command](asked)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="akson", description="Meeting papers from YAML: a site to read and decks to show."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    build = commands.add_parser("build", help="build the site of meetings/ (the default)")
    _places(build)
    build.add_argument(
        "--edition",
        choices=EDITIONS,
        default="public",
        help="public (default) or members: what is withheld is in it; never publish it",
    )
    build.add_argument("--output", metavar="DIR", help="where the site goes (default: output/)")
    build.add_argument("--cache", metavar="DIR", help="where the build remembers what it did (default: .akson/)")
    build.add_argument("--today", type=_day, metavar="DATE", help="build as of this day (2020-07-01)")
    build.add_argument(
        "--keep-going", action="store_true", help="build the meetings that are sound, whatever is wrong with others"
    )
    build.add_argument("--watch", action="store_true", help="build again whenever something changes")

    check = commands.add_parser("check", help="say what is wrong with the sources, and build nothing")
    _places(check)
    check.add_argument(
        "--papers", action="store_true", help="set every paper of both editions too, and prove that nothing is lost"
    )
    check.add_argument("--cache", metavar="DIR", help=argparse.SUPPRESS)
    check.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or json")

    disclose = commands.add_parser("disclose", help="say what becomes public that was not so before")
    _places(disclose)
    disclose.add_argument(
        "--since",
        metavar="REV",
        default="HEAD",
        help="the branch, tag or commit that it is compared with (default: HEAD, the last commit)",
    )
    disclose.add_argument("--today", type=_day, metavar="DATE", help="as of this day (2020-07-01)")
    disclose.add_argument(
        "--format",
        choices=("text", "markdown", "html"),
        default="text",
        help="text (default), markdown for a pull request, or html: a page of its own",
    )
    disclose.add_argument("--output", metavar="FILE", help="write it to a file instead")

    verify = commands.add_parser("verify", help="say what a paper was made from, and whether it still says that")
    _places(verify)
    verify.add_argument("paper", metavar="FILE.pdf")
    verify.add_argument("--cache", metavar="DIR", help=argparse.SUPPRESS)

    schema = commands.add_parser("schema", help="print the JSON Schema of the source format")
    schema.add_argument("kind", nargs="?", choices=("meeting", "board", "site", "item"), default="meeting")
    schema.add_argument("--write", metavar="DIR", help="write all of them to a folder instead")
    return parser


def _places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", metavar="DIR", default=".", help="the folder that holds meetings/ and templates/")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a date such as 2020-07-01') from None


def _request(asked: argparse.Namespace) -> Request:
    root = os.path.normpath(asked.root)
    return Request(
        root=root,
        output=os.path.normpath(getattr(asked, "output", None) or os.path.join(root, "output")),
        cache=asked.cache or os.path.join(root, ".akson"),
        edition=getattr(asked, "edition", "public"),
        today=getattr(asked, "today", None),
        keep_going=getattr(asked, "keep_going", False),
        patience_s=float("inf") if getattr(asked, "watch", False) else Request.patience_s,
    )


# ---- the commands --------------------------------------------------------------------------------------------


def _build(asked: argparse.Namespace) -> int:
    request = _request(asked)
    if not asked.watch:
        manifest = done(request)
        if manifest is not None:
            _tell(diagnostics.from_json(one) for one in manifest.diagnostics)
            made = sum(not path.endswith("/") for path in manifest.outputs)
            print(f"Nothing to build: {_files(made)} up to date. Open {manifest.index}")
            return 0
    from .crew import Crew

    with Crew() as crew:
        crew.wake()
        if not asked.watch:
            # A single build makes values and ends; to look for dead ones among them costs a tenth of its time.
            gc.disable()
            try:
                return _build_once(request, crew)
            finally:
                gc.enable()
        from .watch import watch

        folders = [os.path.join(request.root, name) for name in ("meetings", "templates")]
        print(f"Watching {' and '.join(folders)}; stop with Ctrl-C.", flush=True)
        watch([folder for folder in folders if os.path.isdir(folder)], lambda: _rebuild(request, crew))
    return 0


def _rebuild(request: Request, crew: Crew) -> None:
    if done(request) is None:
        _build_once(request, crew)


def _build_once(request: Request, crew: Crew) -> int:
    from . import pipeline

    began = time.perf_counter()
    with _progress() as progress:
        outcome = pipeline.build(request, crew, replace(progress, tell=lambda found: _tell([found])))
    took = time.perf_counter() - began
    _tell(outcome.diagnostics)
    failed = diagnostics.has_errors(outcome.diagnostics)
    if not outcome.done:
        halfway = any(one.code == "output-halfway" for one in outcome.diagnostics)
        left = "Not everything was written" if halfway else "Nothing written"
        kept = "Build again." if halfway else "The output is as it was."
        print(f"{left}: {_errors(outcome.diagnostics)}. {kept}", file=sys.stderr, flush=True)
        return 1
    print(
        f"Built {_files(outcome.written)}, kept {outcome.kept}, removed {len(outcome.removed)} in {took:.1f} s. "
        f"Open {os.path.join(request.tree, 'index.html')}",
        flush=True,
    )
    if failed:
        print(f"Left out what is not sound: {_errors(outcome.diagnostics)}.", file=sys.stderr, flush=True)
    return 1 if failed else 0


def _check(asked: argparse.Namespace) -> int:
    from . import pipeline

    if asked.papers:
        from .crew import Crew

        with Crew() as crew, _progress() as progress:
            found = pipeline.check(_request(asked), crew, progress)
    else:
        found = pipeline.check(_request(asked))
    if asked.format == "json":
        language = _language()
        print(
            json.dumps(
                [
                    {
                        "file": one.span.file,
                        "line": one.span.line,
                        "column": one.span.column,
                        "end_line": one.span.end_line or one.span.line,
                        "end_column": one.span.end_column or one.span.column,
                        "severity": one.severity,
                        "code": one.code,
                        "message": diagnostics.message(one, language),
                        "hint": diagnostics.hint(one, language),
                    }
                    for one in found
                ],
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for one in found:
            print(diagnostics.line(one, _language()))
        if all(one.severity == "note" for one in found):
            print("Everything is in order.")
    return 1 if diagnostics.has_errors(found) else 0


def _disclose(asked: argparse.Namespace) -> int:
    from . import history, html, output

    root = os.path.normpath(asked.root)
    if not os.path.isdir(os.path.join(root, history.TOP)):
        from .archive import NO_ARCHIVE

        _tell([NO_ARCHIVE.at(Span(history.TOP))])
        return 1
    try:
        before = history.past(root, asked.since)
        said = before if isinstance(before, Diagnostic) else _disclosed(asked, root, before)
    except (history.Incomplete, html.TemplateFault) as fault:
        said = fault.diagnostic
    except OSError as error:
        from .pipeline import UNREADABLE

        said = UNREADABLE.at(Span(str(error.filename or root)), problem=(error.strerror or str(error)).lower())
    if isinstance(said, Diagnostic):
        said = (said,)
    if isinstance(said, tuple):
        _tell(said)
        print(f"Nothing compared: {_errors(said)}.", file=sys.stderr)
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
        _tell([output.NOT_WRITTEN.at(Span(str(error.filename or asked.output)), problem=problem)])
        return 1
    return 0


def _disclosed(asked: argparse.Namespace, root: str, before: Past) -> str | tuple[Diagnostic, ...]:
    """What becomes public, in the form that is asked for; the errors of the sources where they have any."""
    from . import disclosure, preview, workspace
    from .request import day

    now = workspace.scan(root)
    changed = before.changed(now)
    request = Request(root=root, today=asked.today)
    found = disclosure.disclosure(now, before.fetched, changed, lambda timezone: day(request, timezone))
    if found.diagnostics:
        return found.diagnostics
    made = preview.preview(found, f"{asked.since} ({before.short}, {before.day})", _language())
    if asked.format == "html":
        kept = [path for path in now.under("templates") if path.endswith((".html", ".css"))]
        return preview.page(made, {path: now.read(path).decode("utf-8", "replace") for path in kept})
    if asked.format == "markdown":
        return preview.markdown(made, f"akson disclose --since {before.short}")
    return preview.text(made)


def _verify(asked: argparse.Namespace) -> int:
    from . import pipeline
    from .crew import Crew

    with Crew(1) as crew:
        verdict = pipeline.verify(_request(asked), crew, asked.paper)
    made_from = verdict.provenance
    if made_from is None:
        _tell(verdict.diagnostics)
        if not verdict.diagnostics:
            print(f"{asked.paper} does not say what it was made from: it is no paper of ours.", file=sys.stderr)
        return 1
    print(
        f"meeting   {made_from.meeting}\npaper     {made_from.paper} ({made_from.language})\n"
        f"edition   {made_from.edition}\nutgave    {made_from.utgave}\ndigest    {made_from.digest}"
    )
    if verdict.altered:
        print("It was altered: its text is not the text that it was made with.")
    if not verdict.found:
        _tell(verdict.diagnostics)
        print("Its meeting is not among the sources here, in this edition and language.")
    for page, now, then in verdict.differing:
        print(f'page {page}: the paper says "{then}", the sources now "{now}"')
    if verdict.identical:
        print("It is what the sources give, byte for byte.")
        return 0
    same = verdict.found and not verdict.differing and not verdict.altered
    if same:
        print("It says what the sources say.")
    return 0 if same else 1


def _schema(asked: argparse.Namespace) -> int:
    from . import output, schema

    if asked.write is None:
        print(schema.text(asked.kind), end="")
        return 0
    for kind in schema.FILES:
        output.replace(os.path.join(asked.write, f"{kind}.schema.json"), schema.text(kind).encode())
    return 0


# ---- what is said --------------------------------------------------------------------------------------------


def _language() -> Language:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "nb" if named[:2] in ("nb", "nn", "no") else "en"


def _tell(found: Iterable[Diagnostic]) -> None:
    language = _language()
    for one in found:
        print(diagnostics.line(one, language), file=sys.stderr)
    sys.stderr.flush()


def _errors(found: Iterable[Diagnostic]) -> str:
    count = sum(one.severity == "error" for one in found)
    return "1 error" if count == 1 else f"{count} errors"


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal; elsewhere a line for each long stretch."""
    from .pipeline import Progress

    if not sys.stderr.isatty():
        yield Progress(start=lambda stretch, steps: print(f"{stretch}: {steps}", flush=True) if steps > 50 else None)
        return
    from tqdm import tqdm

    bar = tqdm(disable=True)

    def start(stretch: str, steps: int) -> None:
        nonlocal bar
        bar.close()
        bar = tqdm(total=steps, desc=stretch, delay=0.7, leave=False, unit="")

    def step(name: str) -> None:
        bar.update()

    try:
        yield Progress(start, step)
    finally:
        bar.close()
