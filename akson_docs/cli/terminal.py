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

from akson_docs import diagnostics
from akson_docs.diagnostics import Diagnostic, Language
from akson_docs.sources import repository
from akson_docs.sources.repository import Audience

if TYPE_CHECKING:
    from akson_docs.actions.reader import Progress


_SPOKEN: ContextVar[Language | None] = ContextVar("_SPOKEN", default=None)

STRETCHES = {"Reading": "Leser", "Making": "Lager", "Setting": "Setter", "Signing": "Signerer"}
"""What a build is at, in bokmål."""


@contextmanager
def speaking(spoken: Language) -> Iterator[None]:
    """Has all that is said within be in one language, whatever the locale."""
    before = _SPOKEN.set(spoken)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def language() -> Language:
    """The language of the locale: bokmål for every Norwegian one, English for all others."""
    spoken = _SPOKEN.get()
    if spoken is not None:
        return spoken
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "nb" if named[:2] in ("nb", "nn", "no") else "en"


def said(en: str, nb: str) -> str:
    """What is said in the language of the locale."""
    return nb if language() == "nb" else en


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
    count = sum(one.severity == "error" for one in found)
    return said("1 error", "1 feil") if count == 1 else said(f"{count} errors", f"{count} feil")


def counted(found: Iterable[Diagnostic]) -> str:
    """How many errors and warnings there are, as a sentence: "2 errors and 1 warning."."""
    found = tuple(found)
    warnings = sum(one.severity == "warning" for one in found)
    shown = said("1 warning", "1 advarsel") if warnings == 1 else said(f"{warnings} warnings", f"{warnings} advarsler")
    parts = [errors(found)] if any(one.severity == "error" for one in found) else []
    return said(" and ", " og ").join([*parts, *([shown] if warnings else [])]) + "."


def files(count: int) -> str:
    """How many files there are: "1 file", "2 files"."""
    return said("1 file", "1 fil") if count == 1 else said(f"{count} files", f"{count} filer")


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on a terminal; elsewhere a line for each long stretch."""
    from akson_docs.actions.reader import Progress

    if not sys.stderr.isatty():

        def tell_of(stretch: str, steps: int) -> None:
            if steps > 50:
                print(f"{said(stretch, STRETCHES.get(stretch, stretch))}: {steps}", file=sys.stderr, flush=True)

        yield Progress(start=tell_of)
        return
    from tqdm import tqdm

    bar = tqdm(disable=True)

    def start(stretch: str, steps: int) -> None:
        nonlocal bar
        bar.close()
        bar = tqdm(total=steps, desc=said(stretch, STRETCHES.get(stretch, stretch)), delay=0.7, leave=False, unit="")

    def step(name: str) -> None:
        bar.update()

    try:
        yield Progress(start, step)
    finally:
        bar.close()


def version() -> str:
    """The version of the tool that is installed; "unknown" where it runs from its sources and is not."""
    from importlib import metadata

    try:
        return metadata.version("akson_docs")
    except metadata.PackageNotFoundError:
        return "unknown"
