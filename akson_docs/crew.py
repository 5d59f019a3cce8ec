"""Processes that typeset papers, side by side with everything else.

Each keeps its engine (fonts, style sheets) warm, and takes the papers of one meeting after the other. The text engine
takes longer to load than a meeting takes to read, so a crew is called before there is anything to set.
"""

from __future__ import annotations

import functools
import gc
import itertools
import multiprocessing
import multiprocessing.connection
import os
import signal
import tempfile
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .workspace import Changed

if TYPE_CHECKING:
    from . import pdf
    from .typesetter import Engine, Styles


class Crew:
    """A context manager: leaving it ends the processes."""

    def __init__(self, size: int | None = None, *, remembers: bool = False) -> None:
        """`remembers`: each process keeps what it laid out, for the next time that it is asked for the same."""
        self._size = size or os.cpu_count() or 1
        self._remembers = remembers
        self._worn: dict[int, Styles] = {}
        """The styles that each process has: to send the fonts again takes as long as to lay out a slide."""
        self._hands: list[ProcessPoolExecutor] = []
        """Pools of one process: who gets a meeting is decided here, so that one meeting never wakes two processes."""
        self._given: list[int] = []
        """How many parts each of them was given."""
        self._bundles = itertools.count(1)
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for hand in self._hands:
            hand.shutdown(wait=True, cancel_futures=True)
        self._hands, self._given, self._worn = [], [], {}
        if self._folder is not None:
            self._folder.cleanup()

    def wake(self) -> None:
        """Has one process load the engine while nothing is known yet. Does not wait."""
        self._grow(1)

    def call(self, meetings: int, styles: Styles) -> None:
        """Has as many processes as so many meetings need, each making its engine ready. Does not wait."""
        wanted = min(meetings, self._size)
        self._grow(wanted)
        for index, hand in enumerate(self._hands[:wanted]):
            try:
                hand.submit(_warm, styles)
            except BrokenProcessPool:
                self._hands[index] = self._hired()
                self._worn.pop(index, None)

    def typeset(
        self, papers: tuple[pdf.Paper, ...], images: Mapping[str, bytes], styles: Styles
    ) -> Future[tuple[pdf.Typeset, ...]]:
        """The papers of a meeting, when they are done: by the process that has had the least to do.

        What lies on the disk then goes with the crew.
        """
        self._grow(1)
        chosen = self._given.index(min(self._given))
        hand = self._hands[chosen]
        try:
            hand.submit(gc.collect)
        except BrokenProcessPool:  # it was ended from without while it set another meeting
            hand = self._hands[chosen] = self._hired()
            self._worn.pop(chosen, None)
        worn = self._worn.get(chosen) == styles
        self._worn[chosen] = styles
        self._given[chosen] += len({part for paper in papers for part in paper.parts})
        assert self._folder is not None
        target = os.path.join(self._folder.name, str(next(self._bundles)))
        return hand.submit(_typeset, papers, images, None if worn else styles, target, self._remembers)

    def _grow(self, wanted: int) -> None:
        if wanted and self._folder is None:
            # The engine writes fonts to temporary files, and a process of a pool ends without tidying up.
            self._folder = tempfile.TemporaryDirectory(prefix="akson-")
        while len(self._hands) < wanted and self._folder is not None:
            self._hands.append(self._hired())
            self._given.append(0)

    def _hired(self) -> ProcessPoolExecutor:
        assert self._folder is not None
        hand = ProcessPoolExecutor(1, initializer=_work_in, initargs=(self._folder.name,))
        hand.submit(_load)
        return hand


def _work_in(folder: str) -> None:
    # Ctrl-C reaches every process of a terminal; it is for the one that leads the crew to end it. Where that one is
    # killed it cannot, and nothing else would ever wake this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_leader, daemon=True).start()
    tempfile.tempdir = folder
    gc.disable()  # a deck is many small objects that live as long as it: looking for dead ones costs a tenth


def _end_with_the_leader() -> None:
    leader = multiprocessing.parent_process()
    if leader is not None:
        multiprocessing.connection.wait([leader.sentinel])
        os._exit(1)


@functools.lru_cache(maxsize=2)
def _engine(styles: Styles) -> Engine:
    from . import pdf

    engine = pdf.engine(styles)
    pdf.warm(engine)
    return engine


def _load() -> None:
    from . import typesetter

    typesetter.load()


def _warm(styles: Styles) -> None:
    _engine(styles)


@functools.lru_cache(maxsize=1)
def _wardrobe() -> dict[str, Styles]:
    """What a process set papers with last."""
    return {}


@functools.lru_cache(maxsize=2)
def _memory(styles: Styles) -> pdf.Memory:
    from . import pdf

    return pdf.Memory()


def _typeset(
    papers: tuple[pdf.Paper, ...], images: Mapping[str, bytes], given: Styles | None, target: str, remembers: bool
) -> tuple[pdf.Typeset, ...]:
    from . import pdf

    if given is not None:
        _wardrobe()["last"] = given
    styles = _wardrobe()["last"]
    for paper in papers:
        for part in paper.parts:
            if isinstance(part.content, pdf.Enclosed) and not _is_file(part.content.file):
                raise Changed(part.content.file)  # what reads it would wait for a pipe, and follow a link
    return pdf.typeset(papers, _engine(styles), images, target, _memory(styles) if remembers else None)


def _is_file(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)
