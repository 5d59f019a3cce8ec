"""Builds again whenever something under `meetings/` or `templates/` changes."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterable

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

QUIET_S = 0.15
"""How long nothing may have happened before a change counts as complete: editors save in several steps."""
CHANGES = ("created", "modified", "moved", "deleted", "closed")


class _Bell(FileSystemEventHandler):
    def __init__(self, rung: queue.SimpleQueue[str]) -> None:
        self._rung = rung

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in CHANGES:
            self._rung.put(str(event.src_path))


def watch(folders: Iterable[str], build: Callable[[], None]) -> None:
    """Calls `build` now and after each change in the folders, until interrupted (KeyboardInterrupt)."""
    rung: queue.SimpleQueue[str] = queue.SimpleQueue()
    observer = Observer()
    for folder in folders:
        observer.schedule(_Bell(rung), folder, recursive=True)
    observer.start()
    try:
        build()
        while True:
            rung.get()
            _settle(rung)
            build()
    finally:
        observer.stop()
        observer.join()


def _settle(rung: queue.SimpleQueue[str]) -> None:
    """Waits until nothing has rung for a while."""
    end = time.monotonic() + QUIET_S
    while (left := end - time.monotonic()) > 0:
        try:
            rung.get(timeout=left)
            end = time.monotonic() + QUIET_S
        except queue.Empty:
            return
