"""Processes that set papers for one test after the other, and know what they laid out for those before.

A process loads its fonts and styles for longer than it sets the papers of a small meeting, and most tests set the same
slides as others do, if not the same papers. What is set once is the same when it is set again: that is asked of
processes that know nothing, in the tests that have their own (`own_processes`). All that is proved of a paper is proved
whenever it is another.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from akson_docs.pdf import compose, typesetter, workers

MOST_TIMES = 60
"""How often one is lent: what it laid out and nobody asks for any more takes room."""


class KeptWorkers:
    """Processes between two tests."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        """Where they have their fonts, which outlives the folder of each pool."""
        self.idle: list[_Lent] = []

    def executor(self, size: int, initializer: Callable[..., None], initargs: tuple[object, ...]) -> _Lent:
        """A process, made in the way of `ProcessPoolExecutor`, in the surroundings of the test that asks for it."""
        while self.idle:
            lent = self.idle.pop()
            if workers._is_there(lent):
                break
            lent.ended()
        else:
            lent = _Lent(self, size, initializer=initializer, initargs=(self.folder,))
        lent.times += 1
        lent.submit(_surrounded, dict(os.environ), os.getcwd())
        return lent

    def end(self) -> None:
        """Ends those that are idle."""
        while self.idle:
            self.idle.pop().ended()


class _Lent(ProcessPoolExecutor):
    def __init__(self, kept: KeptWorkers, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.kept, self.times = kept, 0

    def submit(self, does: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        # What it laid out before is not looked through for what is dead in it.
        return super().submit(_tidied if does is gc.collect else does, *given, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Comes back to the others, if it can, once what it was given is done."""
        if wait and self.times < MOST_TIMES:
            with contextlib.suppress(BrokenProcessPool):
                self.submit(_tidied).result()
                self.kept.idle.append(self)
                return
        super().shutdown(wait=wait, cancel_futures=cancel_futures)

    def ended(self) -> None:
        super().shutdown()


def _surrounded(environment: dict[str, str], folder: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)


def _tidied() -> None:
    gc.collect()
    gc.freeze()


@contextlib.contextmanager
def kept(folder: str) -> Iterator[KeptWorkers]:
    """Has every pool in here take its processes from those that are kept."""
    sets, known, seen = workers._typeset, dict[object, compose.Typeset](), dict[typesetter.Styles, typesetter.Styles]()

    @functools.wraps(sets)
    def remembering(
        papers: tuple[compose.Paper, ...],
        images: Mapping[str, bytes],
        given: typesetter.Styles | None,
        target: str,
        remembers: bool,
        search: workers.Search | None,
    ) -> tuple[compose.Typeset, ...]:
        styles = given or workers._wardrobe()["last"]
        styles = seen.setdefault(styles, styles)
        if not remembers:
            workers._memory(styles).proved.clear()
        pictures = frozenset(images.items())
        fresh = [paper for paper in papers if remembers or (paper, styles, pictures) not in known]
        made = dict(zip(fresh, sets(tuple(fresh), images, given, target, True, None), strict=True))
        # What lies in a file, and what is put into it, may be another the next time.
        known.update(
            ((paper, styles, pictures), one)
            for paper, one in made.items()
            if not any(isinstance(part.content, compose.Enclosed) for part in paper.parts)
        )
        found = tuple(made[paper] if paper in made else known[paper, styles, pictures] for paper in papers)
        return found if search is None else tuple(workers._searched(one, search) for one in found)

    held = KeptWorkers(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "_typeset", remembering)
        patch.setattr(workers, "ProcessPoolExecutor", held.executor)
        yield held
        held.end()


@contextlib.contextmanager
def own(held: KeptWorkers) -> Iterator[None]:
    """Has every pool in here start processes of its own, that know nothing."""
    held.end()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "_typeset", _plain())
        patch.setattr(workers, "ProcessPoolExecutor", ProcessPoolExecutor)
        yield


def forgotten() -> None:
    """Has every pool of a process that was forked off start processes of its own: what is lent is not its to take."""
    vars(workers).update(_typeset=_plain(), ProcessPoolExecutor=ProcessPoolExecutor)


def _plain() -> Any:
    return getattr(workers._typeset, "__wrapped__", workers._typeset)
