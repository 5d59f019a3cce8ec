"""Processes that typeset decks, side by side with everything else.

Each keeps its engine (fonts, style sheets) warm. The text engine takes longer to load than a meeting takes to read,
so a crew is called before there is anything to set.
"""

from __future__ import annotations

import functools
import gc
import os
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from . import pdf

Fonts = tuple[tuple[str, bytes], ...]


class Crew:
    """A context manager: leaving it ends the processes."""

    def __init__(self, size: int | None = None) -> None:
        self._size = size or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        if self._folder is not None:
            self._folder.cleanup()

    def wake(self) -> None:
        """Has one process load the engine while nothing is known yet. Does not wait."""
        self._have()
        assert self._pool is not None
        self._pool.submit(_load)

    def call(self, decks: int, css: str, fonts: Fonts) -> None:
        """Has as many processes as so many decks need, each making its engine ready. Does not wait."""
        if decks:
            self._have()
            assert self._pool is not None
            for _ in range(min(decks, self._size)):
                self._pool.submit(_warm, css, fonts)

    def _have(self) -> None:
        if self._pool is None:
            # The engine writes fonts to temporary files, and a process of a pool ends without tidying up.
            self._folder = tempfile.TemporaryDirectory(prefix="akson-")
            self._pool = ProcessPoolExecutor(self._size, initializer=_work_in, initargs=(self._folder.name,))

    def typeset(self, deck: pdf.Deck, images: Mapping[str, bytes], css: str, fonts: Fonts) -> Future[pdf.Paper]:
        """The paper of a deck, when it is done."""
        self.call(1, css, fonts)
        assert self._pool is not None
        return self._pool.submit(_typeset, deck, images, css, fonts)


def _work_in(folder: str) -> None:
    tempfile.tempdir = folder


@functools.lru_cache(maxsize=2)
def _engine(css: str, fonts: Fonts) -> pdf.Engine:
    from . import pdf

    return pdf.engine(css, dict(fonts))


def _load() -> None:
    import pyphen

    from . import pdf

    pdf.load()
    pyphen.Pyphen(lang="nb")


def _warm(css: str, fonts: Fonts) -> None:
    _engine(css, fonts)


def _typeset(deck: pdf.Deck, images: Mapping[str, bytes], css: str, fonts: Fonts) -> pdf.Paper:
    from . import pdf

    engine = _engine(css, fonts)
    gc.disable()  # a deck is many small objects that live as long as it: looking for dead ones costs a tenth
    try:
        return pdf.typeset(deck, engine, images)
    finally:
        gc.enable()
