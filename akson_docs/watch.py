"""Builds again whenever something under `meetings/` or `templates/` changes."""

from __future__ import annotations

import queue
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

QUIET_S = 0.15
"""How long nothing may have happened before a change counts as complete: editors save in several steps."""
CHANGES = ("created", "modified", "moved", "deleted", "closed")


INTERRUPTED = ""
"""What is rung by Ctrl-C; every change has a path."""


class _Bell(FileSystemEventHandler):
    def __init__(self, rung: queue.SimpleQueue[str]) -> None:
        self._rung = rung

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in CHANGES:
            self._rung.put(str(event.src_path))


def watch(folders: Iterable[str], build: Callable[[], None]) -> None:
    """Calls `build` now and after each change in the folders, until interrupted (KeyboardInterrupt).

    A build that runs is ended before an interruption is heeded; a second interruption ends it too.
    """
    rung: queue.SimpleQueue[str] = queue.SimpleQueue()
    observer = Observer()
    for folder in folders:
        observer.schedule(_Bell(rung), folder, recursive=True)
    observer.start()
    try:
        with _interruptions(rung):
            build()
            while _settled(rung):
                build()
            raise KeyboardInterrupt
    finally:
        observer.stop()
        observer.join()


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


def _settled(rung: queue.SimpleQueue[str]) -> bool:
    """Waits until something has rung and then nothing for a while; False where it was an interruption."""
    path = rung.get()
    end = time.monotonic() + QUIET_S
    while path != INTERRUPTED and (left := end - time.monotonic()) > 0:
        try:
            path = rung.get(timeout=left)
            end = time.monotonic() + QUIET_S
        except queue.Empty:
            break
    return path != INTERRUPTED
