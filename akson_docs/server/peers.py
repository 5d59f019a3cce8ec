"""Whose a connection to a server on one's own machine is.

Linux lists every connection of the machine with the user that has it open (proc(5), /proc/net/tcp): the other end of
one that was made here is in the list as well. Elsewhere nothing tells.
"""

from __future__ import annotations

import os

LISTS = ("/proc/net/tcp", "/proc/net/tcp6")
"""Connections by either kind of address: a program may speak with 127.0.0.1 through the other kind."""
LOOPBACK = "0100007F"
"""The end of 127.0.0.1 in the lists, whose groups of four bytes are turned around."""
OURS = (0, os.geteuid()) if hasattr(os, "geteuid") else ()
"""Whose connections are ours: our own, and those of the system, which forwards some for a user and sees all anyhow."""


def are_told() -> bool:
    """Whether the system says whose connections are."""
    return os.path.exists(LISTS[0])


def owner(port: int, server: int) -> int | None:
    """The user whose program speaks from `port` to the port `server`, both on this machine; None where no program here
    does."""
    near, far = (f"{LOOPBACK}:{number:04X}" for number in (port, server))
    for name in LISTS:
        try:
            with open(name, encoding="ascii") as listed:
                rows = [line.split() for line in listed]
        except OSError:
            continue
        for row in rows[1:]:
            if row[1].endswith(near) and row[2].endswith(far):
                return int(row[7])
    return None
