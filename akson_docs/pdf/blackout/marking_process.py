"""PDFs that are marked, in a process of its own.

Whatever a page does to whoever draws it, the desk goes on, and while it makes what readers would get, pages are drawn
and words looked for all the same. The process is started when something is asked first, and anew where it was ended.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from akson_docs.diagnostics import Problem
from akson_docs.pdf.blackout.marked_file import FoundPhrase

SECONDS = {"sizes": 60.0, "picture": 30.0, "finds": 300.0}
"""How long an answer may take: the first look for words reads all pages."""
MOST = 3
"""Files that it holds: what is marked, and what readers would get, as it is and as it was before."""

Sizes = tuple[tuple[float, float], ...]
"""How wide and high each page is, in millimetres."""


class NotAnswered(Exception):
    """That there is no answer: it took too long, the process ended, or there is no such page."""


@dataclass(frozen=True)
class MarkedSource:
    """A PDF that something is asked of."""

    key: str
    """By which it is known again."""
    name: str
    """What it is called."""
    load: Callable[[], bytes]
    """Its bytes, where the process has not got them. May raise OSError."""


class MarkingProcess:
    """Asked by any thread; answers one question after the other."""

    def __init__(self) -> None:
        self._alone = threading.Lock()
        self._process: Any = None
        self._pipe: Any = None
        self._held: list[str] = []

    def sizes(self, source: MarkedSource) -> Sizes | Problem:
        """How large the pages are, or why the file cannot be marked. Raises NotAnswered, and OSError."""
        found: Sizes | Problem = self._answer(source, "sizes", None)
        return found

    def picture(self, source: MarkedSource, page: int) -> bytes | Problem:
        """A page, from 1, as PNG. Raises the same."""
        found: bytes | Problem = self._answer(source, "picture", page)
        return found

    def finds(self, source: MarkedSource, phrases: Sequence[str]) -> list[FoundPhrase] | Problem:
        """Where phrases stand. Raises the same."""
        found: list[FoundPhrase] | Problem = self._answer(source, "finds", list(phrases))
        return found

    def end(self) -> None:
        """Ends the process, where there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
        self._process, self._pipe, self._held = None, None, []

    def _answer(self, source: MarkedSource, what: Literal["sizes", "picture", "finds"], asked: Any) -> Any:
        with self._alone:
            if self._process is None or not self._process.is_alive():
                self.end()
                self._start()
            data = None if source.key in self._held else source.load()
            self._held = [*(one for one in self._held if one != source.key), source.key][-MOST:]
            try:
                self._pipe.send((self._held, source.key, source.name, data, what, asked))
                if not self._pipe.poll(SECONDS[what]):
                    raise EOFError
                is_answer, found = self._pipe.recv()
            except (EOFError, OSError) as error:
                self.end()
                raise NotAnswered(what) from error
        if not is_answer:
            raise NotAnswered(found)
        return found

    def _start(self) -> None:
        # Not forked off: other threads may hold locks just then, which nobody would ever open in the new process.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()


def serve(pipe: Any) -> None:
    """Answers until nobody asks any longer."""
    from akson_docs.pdf.blackout import marked_file

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that leads, and this one ends with it
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    files: dict[str, marked_file.MarkedFile | Problem] = {}
    with contextlib.suppress(EOFError, OSError):
        while True:
            held, key, name, data, what, asked = pipe.recv()
            files = {one: file for one, file in files.items() if one in held}
            try:
                if data is not None:
                    files[key] = marked_file.opened(data, name)
                answer = True, _found(files[key], what, asked)
            except Exception as error:  # the bytes are anybody's
                answer = False, type(error).__name__
            pipe.send(answer)


def _found(file: Any, what: str, asked: Any) -> object:
    if isinstance(file, Problem):
        return file
    if what == "picture":
        return file.picture(asked)
    return [file.finds(one) for one in asked] if what == "finds" else file.sizes
