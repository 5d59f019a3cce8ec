"""What commands say on a terminal: in the language of the locale, problems to the one side, results to the other.

Nothing here is slow to import.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from akson_docs import catalogue, diagnostics
from akson_docs.catalogue import N_, SOURCE, filled, of_environment, translated
from akson_docs.diagnostics import Diagnostic, has_errors, only_errors
from akson_docs.sources import repository
from akson_docs.sources.repository import Audience

if TYPE_CHECKING:
    from akson_docs.actions.source_reader import Progress


_SPOKEN: ContextVar[str | None] = ContextVar("_SPOKEN", default=None)

PAGES = N_("Reading {name}, {pages} pages")
STRETCHES = (N_("Reading"), N_("Making"), N_("Setting"), N_("Signing"))
"""What a build is at."""
LONG = 100
"""Steps of a stretch that is told where there is no terminal: one meeting alone has fewer."""


@contextmanager
def speaking(spoken: str) -> Iterator[None]:
    """Has all that is said within be in one language, whatever the locale."""
    before = _SPOKEN.set(spoken)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def language() -> str:
    """The language of the locale; English where it is none of those that the tool speaks."""
    return named_language() or SOURCE


def named_language() -> str:
    """The language of the locale where it names one; "" where it is that of a machine, as `C` is."""
    return _SPOKEN.get() or of_environment(os.environ)


def said(text: str, context: str = "", /, **parameters: object) -> str:
    """A text of the code in the language of the locale, with its parameters in place."""
    return filled(translated(text, language(), context), parameters.items())


def audience(told: str = "") -> Audience:
    """Who reads the repository, as the environment has it, or as somebody told on the command line."""
    from akson_docs.sources.snapshots import paper

    return repository.audience(os.environ, paper, told)


def is_overheard() -> bool:
    """Whether others than those who read the sources may read what is said here: in continuous integration, whose
    logs have readers of their own, and where the repository is public."""
    return repository.is_ci(os.environ) or audience() == "public"


def tell(found: Iterable[Diagnostic]) -> None:
    """Prints problems, a line each, where problems go; without words of the sources where strangers read along."""
    found = tuple(found)
    overheard = bool(found) and is_overheard()
    for one in found:
        print(diagnostics.line(_silent(one) if overheard else one, language()), file=sys.stderr)
    sys.stderr.flush()


def _silent(one: Diagnostic) -> Diagnostic:
    """A problem without words of the sources; what a machine lacks is told as it is, for it may lack all else."""
    from akson_docs.sources.failures import OF_THE_MACHINE

    if one.code in OF_THE_MACHINE:
        return one
    from akson_docs.actions import withholding

    return withholding.silent(one)


def errors(found: Iterable[Diagnostic]) -> str:
    """How many errors there are: "1 error", "2 errors"."""
    count = len(only_errors(found))
    return catalogue.counted("{count} error", "{count} errors", count, language())


def counted(found: Iterable[Diagnostic]) -> str:
    """How many errors and warnings there are, as a sentence: "2 errors and 1 warning."."""
    found = tuple(found)
    warnings = sum(one.severity == "warning" for one in found)
    shown = catalogue.counted("{count} warning", "{count} warnings", warnings, language())
    parts = [errors(found)] if has_errors(found) else []
    return said(" and ").join([*parts, *([shown] if warnings else [])]) + "."


def files(count: int) -> str:
    """How many files there are: "1 file", "2 files"."""
    return catalogue.counted("{count} file", "{count} files", count, language())


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on a terminal; elsewhere a line for each long stretch."""
    from akson_docs.actions.source_reader import Progress

    if not sys.stderr.isatty():

        def tell_of(stretch: str, steps: int) -> None:
            if steps > LONG:
                print(f"{said(stretch)}: {steps}", file=sys.stderr, flush=True)

        def tell_of_scan(name: str, done: int, pages: int) -> None:
            if not done and pages > 5:
                print(said(PAGES, name=name, pages=pages), file=sys.stderr, flush=True)

        yield Progress(start=tell_of, scan=tell_of_scan)
        return
    from tqdm import tqdm

    bar = tqdm(disable=True)
    inner = tqdm(disable=True)

    def start(stretch: str, steps: int) -> None:
        nonlocal bar
        bar.close()
        bar = tqdm(total=steps, desc=said(stretch), delay=0.7, leave=False, unit="")

    def step(name: str) -> None:
        bar.update()

    def scan(name: str, done: int, pages: int) -> None:
        nonlocal inner
        if not done:
            inner = tqdm(total=pages, desc=name, leave=False, unit="")
        inner.update(done - inner.n)
        if done == pages:
            inner.close()

    try:
        yield Progress(start, step, scan=scan)
    finally:
        inner.close()
        bar.close()


def version() -> str:
    """The version of the tool that is installed; "unknown" where it runs from its sources and is not."""
    from importlib import metadata

    try:
        return metadata.version("akson_docs")
    except metadata.PackageNotFoundError:
        return "unknown"


def requirement() -> str:
    """What pip installs this tool by, for others: from git where it is from there, with an address that all can reach;
    else the release of this version, or a later one that fits."""
    import json
    from importlib import metadata
    from urllib.parse import urlsplit

    from akson_docs.sources import history

    try:
        installed = metadata.distribution("akson_docs")
    except metadata.PackageNotFoundError:
        return "akson_docs"
    told = json.loads(installed.read_text("direct_url.json") or "{}")
    address, commit = (
        (told["url"], told["vcs_info"]["commit_id"]) if "vcs_info" in told else history.origin(catalogue.shipped())
    )
    url = urlsplit(address)
    if url.scheme == "https" and commit:
        bare = url._replace(netloc=url.netloc.rpartition("@")[2]).geturl()  # without a name or a password
        return f"akson_docs @ git+{bare}@{commit}"
    return f"akson_docs~={installed.version}"
