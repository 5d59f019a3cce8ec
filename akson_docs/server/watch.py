"""Builds again whenever something under `meetings/` or `templates/` changes."""

from __future__ import annotations

import logging
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

QUIET_S = 0.15
"""How long nothing may have happened before a change counts as complete: editors save in several steps."""
SETTLED_S = 0.01
"""The same for one who waits for the page: what is read too soon is read again."""
LONGEST_S = 1.0
"""How long changes may go on before they are read all the same."""
LOOKS_S = 1.0
"""How often it is looked whether the folders are still the same."""
POLLS_S = 0.5
"""How often files are looked at where nobody tells of changes."""
CHANGES = ("created", "modified", "moved", "deleted", "closed")


INTERRUPTED = ""
"""What is rung by Ctrl-C; every change has a path."""


class _Bell(FileSystemEventHandler):
    def __init__(self, rung: queue.SimpleQueue[str]) -> None:
        self._rung = rung

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in CHANGES:
            self._rung.put(str(event.src_path))


def watch(folders: Sequence[str], build: Callable[[], None]) -> None:
    """Calls `build` now and after each change in the folders, until interrupted (KeyboardInterrupt).

    A build that runs is ended before an interruption is heeded; a second interruption ends it too.
    """
    rung: queue.SimpleQueue[str] = queue.SimpleQueue()
    with _interruptions(rung):
        _follow(folders, build, rung, polls=False, quiet_s=QUIET_S, longest_s=float("inf"))


def follow(folders: Sequence[str], read: Callable[[], None], *, polls: bool = False) -> None:
    """Calls `read` now and after each change in the folders, for as long as the process lives.

    With `polls` (for network drives, whose changes nobody tells) files are looked at time after time.
    """
    _follow(folders, read, queue.SimpleQueue(), polls=polls, quiet_s=SETTLED_S, longest_s=LONGEST_S)


def _follow(
    folders: Sequence[str],
    do: Callable[[], None],
    rung: queue.SimpleQueue[str],
    *,
    polls: bool,
    quiet_s: float,
    longest_s: float,
) -> None:
    """Does something now and after each change, when nothing more has changed for a while or changes go on too long.

    A folder that comes later is followed from then on, and one that goes and comes again too.
    """
    while True:
        there = _identities(folders)
        observer = _observer([folder for folder in folders if folder in there], rung, polls)
        try:
            do()
            now = there
            while now == there:
                rang = _rings(rung, quiet_s, longest_s)
                # Before it is read: one that comes again meanwhile rings for nobody, and was read as gone.
                now = _identities(folders)
                if rang:
                    do()
        finally:
            observer.stop()
            observer.join()


def _identities(folders: Iterable[str]) -> dict[str, int]:
    """What says whether a folder is still the same one."""
    found = {}
    for folder in folders:
        with suppress(OSError):
            found[folder] = os.stat(folder).st_ino
    return found


def _observer(folders: Sequence[str], rung: queue.SimpleQueue[str], polls: bool) -> BaseObserver:
    def started(observer: BaseObserver) -> BaseObserver:
        for folder in folders:
            observer.schedule(_Bell(rung), folder, recursive=True)
        observer.start()
        # One that is ended while it waits says so in a log, which would be the last that whoever presses Ctrl-C reads.
        logging.getLogger("watchdog").setLevel(logging.CRITICAL)
        return observer

    if not polls:
        try:
            return started(Observer())
        except OSError:
            pass  # the system has no more places to watch from: files are looked at instead
    return started(PollingObserver(timeout=POLLS_S))


def _rings(rung: queue.SimpleQueue[str], quiet_s: float, longest_s: float) -> bool:
    """Whether something changed, and then nothing for a while; False where nothing did for as long as one may wait.

    Raises KeyboardInterrupt where it was an interruption that rang.
    """
    if not _hears(rung, LOOKS_S):
        return False
    end = time.monotonic() + longest_s
    while time.monotonic() < end and _hears(rung, quiet_s):
        pass
    return True


def _hears(rung: queue.SimpleQueue[str], wait_s: float) -> bool:
    """Whether something rings within a time. Raises KeyboardInterrupt for an interruption."""
    try:
        path = rung.get(timeout=wait_s)
    except queue.Empty:
        return False
    if path == INTERRUPTED:
        raise KeyboardInterrupt
    return True


@contextmanager
def _interruptions(rung: queue.SimpleQueue[str]) -> Iterator[None]:
    """Has Ctrl-C ring. An exception that comes from nowhere could be lost in the clean-up of anything at all."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        rung.put(INTERRUPTED)

    before = signal.signal(signal.SIGINT, ring)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
