"""Whose turn it is: one build at a time works on a memory and on an output.

The system's own lock on the two folders, which ends with the process however that ends. Where a file system knows no
locks there is none: two builds at once are then the reader's own affair, and each file is still whole.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Fault, Span

NOTE = "turn"
"""The file in the folder that says who builds; it stays behind where a build does not come to its end."""
PAUSE_S = 0.05
TRIES = 50
"""How often a folder is made that is gone again at once."""

BUSY = Code(
    "busy",
    "error",
    N_("another build is under way ({who})"),
    N_("build again when it is done; nothing was changed by this one"),
)
WAITING = Code(
    "waiting",
    "note",
    N_("another build is under way ({who}); this one waits for it"),
    N_("let it finish, or stop the other one"),
)


class Busy(Fault):
    """That another build did not end in time, with the diagnostic that says so."""


@contextmanager
def held(
    folder: str, patience_s: float, tell: Callable[[Diagnostic], None], *, private: bool = False
) -> Iterator[None]:
    """Holds the turn at a folder, if need be after waiting so many seconds, which is told at once. Raises Busy.

    Makes the folder where it is not there, for nobody else to read where it is private, and takes it away again where
    it is empty in the end.
    """
    made = not os.path.isdir(folder)
    opened = _opened(folder, patience_s, tell, 0o700 if private else 0o777)
    try:
        yield
    finally:
        if made:
            with suppress(OSError):
                os.rmdir(folder)
        if opened >= 0:
            # Processes that were forked meanwhile hold the lock too, unless it is given back by name.
            with suppress(OSError):
                fcntl.flock(opened, fcntl.LOCK_UN)
            os.close(opened)


def mark_started(folder: str) -> bool:
    """Notes who has the turn; whether a build before did not come to its end. Raises OSError."""
    path = os.path.join(folder, NOTE)
    left = os.path.exists(path)
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"pid": os.getpid(), "since": time.strftime("%H:%M:%S")}, file)
    return left


def mark_done(folder: str) -> None:
    """Takes the note away: the build came to its end."""
    with suppress(OSError):
        os.remove(os.path.join(folder, NOTE))


def _opened(folder: str, patience_s: float, tell: Callable[[Diagnostic], None], mode: int) -> int:
    """The folder, opened and locked; -1 where it cannot be opened, for whoever tries to write there says why."""
    end, told, missed = time.monotonic() + patience_s, False, 0
    while True:
        try:
            os.makedirs(folder, mode=mode, exist_ok=True)
            opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except (FileExistsError, FileNotFoundError):
            # Whoever had it may have taken the folder away between a look and the next; a file or a link to nothing
            # stays what it is.
            missed += 1
            if missed == TRIES:
                return -1
            continue
        except OSError:
            return -1
        if _is_locked(opened):
            # Whoever had it may have taken the folder away in the end.
            if _is_there(folder, opened):
                return opened
            os.close(opened)
            continue
        os.close(opened)
        if time.monotonic() >= end:
            raise Busy(BUSY.at(Span(folder), who=_who(folder)))
        if not told:
            tell(WAITING.at(Span(folder), who=_who(folder)))
            told = True
        time.sleep(PAUSE_S)


def _is_locked(opened: int) -> bool:
    """Locks it; False where another has it."""
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    return True


def _is_there(folder: str, opened: int) -> bool:
    try:
        return os.path.samestat(os.stat(folder), os.fstat(opened))
    except OSError:
        return False


def _who(folder: str) -> str:
    """The process that has the turn and since when, as far as it has said so."""
    try:
        with open(os.path.join(folder, NOTE), encoding="utf-8") as file:
            note = json.load(file)
        return f"{int(note['pid'])}, {str(note['since'])[:8]}"
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return "?"
