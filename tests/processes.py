"""The command in processes of its own, forked off the one that tests, where all is loaded that it needs.

To load it takes a process that is started anew longer than most of what tests have it do. How it starts and ends as
users start it is asked where that is what is tested (test_serve, test_watch, test_cli).
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from typing import NoReturn

import kept_workers
from places import PATIENCE_S

from akson_docs.cli import main


class Command:
    """A command that runs."""

    def __init__(self, *words: str, environment: Mapping[str, str] | None = None) -> None:
        reads, writes = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            _run(words, environment or {}, writes)
        os.close(writes)
        self.said = os.fdopen(reads)
        """What it says, on either stream."""
        self.code: int | None = None

    def ended(self) -> int:
        """Waits for its end; its exit code, or minus the signal that ended it."""
        until = time.monotonic() + PATIENCE_S
        while self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
                self.said.close()
            elif time.monotonic() > until:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                raise AssertionError("it still ran")
            else:
                time.sleep(0.01)
        return self.code

    def interrupted(self) -> int:
        """Ends it as Ctrl-C does; its exit code."""
        os.kill(self.pid, signal.SIGINT)
        return self.ended()


def _run(words: tuple[str, ...], environment: Mapping[str, str], writes: int) -> NoReturn:
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(writes, 1)
        os.dup2(writes, 2)
        os.close(writes)
        sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
        os.environ.update(environment)
        kept_workers.forgotten()
        code = main.main(list(words))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
