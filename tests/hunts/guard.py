"""Watches a process, and those that it makes, from inside: what it opens, whom it calls, what it starts.

`install` hooks into the interpreter's own audit events; what they tell of goes, a line each, into a file that is opened
once. What libraries in C open by themselves (fonts) is not seen.
"""

from __future__ import annotations

import os
import re
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from typing import Any

CALLS = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "urllib.Request",
)
STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "pty.spawn", "webbrowser.open")
SYSTEM = ("/usr/", "/lib/", "/dev/null", "/dev/urandom", "/dev/shm/", "/proc/", "/etc/", "/var/cache/fontconfig/")
FORBIDDEN = ("/etc/passwd", "/etc/shadow", "/etc/hosts")

_PROBE = re.compile(r"(/var|/usr)?/tmp/[a-z0-9_]{8}")
"""What the interpreter makes to see whether it can: `tempfile` does so where it looks for a folder."""


class Guard:
    """What is watched: nothing until `on` is set. Forked processes are watched like the one that they come from."""

    def __init__(self, log: str, allowed: Iterable[str]) -> None:
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.on = False
        python = (*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, os.path.realpath(sys.executable))
        places = (*allowed, *python, os.path.expanduser("~/.cache/fontconfig"), os.path.expanduser("~/.fonts"))
        self.allowed = (*SYSTEM, *(os.path.realpath(one) for one in places))
        sys.addaudithook(self.heard)

    def heard(self, event: str, words: tuple[Any, ...]) -> None:
        """An audit event. Raises PermissionError for what nobody may do, which an `except` may hide: it is written
        down before."""
        if not self.on:
            return
        if event == "open":
            self.opened(words[0], words[2] if len(words) > 2 else 0)
        elif event in STARTS or (event in CALLS and not self.is_own(words)):
            self.tell(f"{event} {words!r:.200}")

    def is_own(self, words: tuple[Any, ...]) -> bool:
        """Whether a call is to a pipe of the workers's own."""
        address = words[1] if len(words) > 1 else ""
        return isinstance(address, str | bytes) and tempfile.gettempdir() in os.fsdecode(address)

    def opened(self, path: object, flags: object) -> None:
        """A file that is opened, whether it is there or not. A name alone, no link followed, is one in a folder that is
        open already."""
        if not isinstance(path, str | bytes):
            return
        name = os.fsdecode(path)
        if "/" not in name and name != ".." and isinstance(flags, int) and flags & os.O_NOFOLLOW:
            return
        if _PROBE.fullmatch(name):
            return
        real = os.path.realpath(name)
        if real in FORBIDDEN or not real.startswith(self.allowed):
            self.tell(f"open {real}")

    def tell(self, what: str) -> None:
        """Writes down what was done, and does not let it happen."""
        os.write(self.log, f"{what}\n".encode("utf-8", "backslashreplace"))
        raise PermissionError(what)
