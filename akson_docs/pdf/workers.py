"""Processes that typeset papers, side by side with everything else.

Each keeps its engine (fonts, style sheets) warm, and takes the papers of one meeting after the other. The text engine
takes longer to load than a meeting takes to read, so workers are called before there is anything to set.
"""

from __future__ import annotations

import errno
import functools
import gc
import itertools
import multiprocessing
import multiprocessing.connection
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from akson_docs.diagnostics import Fault, Span
from akson_docs.sources.failures import NO_SHARED_MEMORY, problem
from akson_docs.sources.snapshots import Changed

if TYPE_CHECKING:
    from akson_docs.pdf import compose
    from akson_docs.pdf.typesetter import Engine, Styles


Search = Callable[[bytes | str, Collection[int]], tuple[Any, ...]]
"""What is found in a paper, in memory or where it lies, by that and its pages that say what an attachment says."""

SHARED_MEMORY = "/dev/shm"
"""Where Linux has the locks that processes share."""
OTHERWISE = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN)
"""What keeps a pool from being made that has nothing to do with its locks."""


class WorkerPool:
    """A context manager: leaving it ends the processes."""

    def __init__(self, size: int | None = None, *, remembers: bool = False) -> None:
        """`remembers`: each process keeps what it laid out, for the next time that it is asked for the same."""
        self._size = size or os.cpu_count() or 1
        self._remembers = remembers
        self._styles_sent: dict[int, Styles] = {}
        """The styles that each process has: to send the fonts again takes as long as to lay out a slide."""
        self._workers: list[ProcessPoolExecutor] = []
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
        for worker in self._workers:
            worker.shutdown(wait=True, cancel_futures=True)
        self._workers, self._given, self._styles_sent = [], [], {}
        if self._folder is not None:
            self._folder.cleanup()

    def wake(self) -> None:
        """Has one process load the engine while nothing is known yet. Neither waits nor fails."""
        self._grows(1)

    def call(self, meetings: int, styles: Styles) -> None:
        """Has as many processes as so many meetings need, each making its engine ready. Neither waits nor fails."""
        wanted = min(meetings, self._size)
        if self._grows(wanted):
            for worker in self._workers[:wanted]:
                with suppress(BrokenProcessPool):
                    worker.submit(_warm, styles)

    def typeset(
        self,
        papers: tuple[compose.Paper, ...],
        images: Mapping[str, bytes],
        styles: Styles,
        search: Search | None = None,
    ) -> Future[tuple[compose.Typeset, ...]]:
        """The papers of a meeting, when they are done: by the process that has had the least to do. It also does the
        `search` in them, a function of a module: it has what reads them, which is slow to load.

        What lies on the disk then goes with the pool. Raises Fault where no process can be started, and OSError.
        """
        self._grow(1)
        chosen = self._given.index(min(self._given))
        if not _is_there(self._workers[chosen]):  # it was ended from without since it set another meeting
            self._workers[chosen].shutdown(wait=False)
            self._workers[chosen] = self._start_worker()
            self._styles_sent.pop(chosen, None)
        worker = self._workers[chosen]
        worker.submit(gc.collect)
        has_styles = self._styles_sent.get(chosen) == styles
        self._styles_sent[chosen] = styles
        self._given[chosen] += len({part for paper in papers for part in paper.parts})
        assert self._folder is not None
        target = os.path.join(self._folder.name, str(next(self._bundles)))
        return worker.submit(_typeset, papers, images, None if has_styles else styles, target, self._remembers, search)

    def _grows(self, wanted: int) -> bool:
        """Whether there are so many processes: who only gets ready leaves it to those who set papers to say why not."""
        try:
            self._grow(wanted)
        except (OSError, RuntimeError, Fault):
            return False
        return True

    def _grow(self, wanted: int) -> None:
        if wanted and self._folder is None:
            # The engine writes fonts to temporary files, and a process of a pool ends without tidying up.
            self._folder = tempfile.TemporaryDirectory(prefix="akson-")
        while len(self._workers) < wanted and self._folder is not None:
            self._workers.append(self._start_worker())
            self._given.append(0)

    def _start_worker(self) -> ProcessPoolExecutor:
        assert self._folder is not None
        try:
            worker = ProcessPoolExecutor(1, initializer=_work_in, initargs=(self._folder.name,))
        except (OSError, ImportError, NotImplementedError) as error:
            # Its locks lie in shared memory; files and processes are others' affair.
            if isinstance(error, OSError) and error.errno in OTHERWISE:
                raise
            said = problem(error) if isinstance(error, OSError) else str(error)
            raise Fault(NO_SHARED_MEMORY.at(Span(SHARED_MEMORY), problem=said)) from error
        worker.submit(_load)
        return worker


def _is_there(worker: ProcessPoolExecutor) -> bool:
    """Whether the process of a pool lives, as far as anybody can tell: a pool that knows of none any more is broken."""
    processes = tuple((worker._processes or {}).values())
    return not worker._broken and bool(processes) and all(process.is_alive() for process in processes)


def _work_in(folder: str) -> None:
    # What libraries print would stand among what a command says, and in the midst of what a program reads.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    # Ctrl-C reaches every process of a terminal; it is for the process that leads them to end it. Where that one is
    # killed it cannot, and nothing else would ever wake this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_the_leader, daemon=True).start()
    tempfile.tempdir = folder
    gc.disable()  # a deck is many small objects that live as long as it: looking for dead ones costs a tenth


def end_with_the_leader() -> None:
    """Waits until the process that started this one is gone, and ends this one then; for a thread of its own."""
    leader = multiprocessing.parent_process()
    if leader is not None:
        multiprocessing.connection.wait([leader.sentinel])
        os._exit(1)


@functools.lru_cache(maxsize=2)
def _engine(styles: Styles) -> Engine:
    from akson_docs.pdf import compose

    engine = compose.engine(styles)
    compose.warm(engine)
    return engine


def _load() -> None:
    from akson_docs.pdf import typesetter

    typesetter.load()
    gc.freeze()  # what was loaded stays: to look through it before each meeting takes a fifth of setting a small one


def _warm(styles: Styles) -> None:
    _engine(styles)


@functools.lru_cache(maxsize=1)
def _wardrobe() -> dict[str, Styles]:
    """What a process set papers with last."""
    return {}


@functools.lru_cache(maxsize=2)
def _memory(styles: Styles) -> compose.Memory:
    from akson_docs.pdf import compose

    return compose.Memory()


def _typeset(
    papers: tuple[compose.Paper, ...],
    images: Mapping[str, bytes],
    given: Styles | None,
    target: str,
    remembers: bool,
    search: Search | None,
) -> tuple[compose.Typeset, ...]:
    from akson_docs.pdf import compose

    if given is not None:
        _wardrobe()["last"] = given
    styles = _wardrobe()["last"]
    for paper in papers:
        for part in paper.parts:
            if isinstance(part.content, compose.Enclosed) and not _is_file(part.content.file):
                raise Changed(part.content.file)  # what reads it would wait for a pipe, and follow a link
    if remembers:  # it sets one build after the other
        _engine(styles).drawer.renew()
    try:
        made = compose.typeset(papers, _engine(styles), images, target, _memory(styles) if remembers else None)
        return made if search is None else tuple(_searched(one, search) for one in made)
    except OSError as error:
        if error.errno is not None and error.filename is None:
            error.filename = target  # a file that is written does not say which it is
        raise


def _searched(made: compose.Typeset, search: Search) -> compose.Typeset:
    paper = made.pdf or made.file
    return replace(made, found=search(paper, made.attached)) if paper else made


def _is_file(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)
