"""The key that browsers keep unsaved text under.

What a page keeps belongs to the port that it came from, and when the server has stopped, another user's program may
listen there and read it. So it is kept in cipher (AES-GCM, in the browser), under a key that lies where the user alone
reads, and that a page gets from a server which that user started.
"""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping

BYTES = 32
"""How long the key is."""


def kept_key(environment: Mapping[str, str]) -> str:
    """The user's key in base64, made where there is none: in the folder for what programs remember (XDG Base Directory,
    "XDG_STATE_HOME"). Where it cannot be kept it is a new one, and what is unsaved does not outlive the server."""
    home = environment.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    path = os.path.join(home, "akson", "kept-key")
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        if not os.path.exists(path):
            _begin(path)
        with open(path, "rb") as there:
            held = there.read(BYTES)
    except OSError:
        held = b""
    return base64.b64encode(held if len(held) == BYTES else secrets.token_bytes(BYTES)).decode()


def _begin(path: str) -> None:
    """Makes a key: whole and closed to others before it has its name, which the first of two starts gives. Raises
    OSError."""
    new, name = tempfile.mkstemp(dir=os.path.dirname(path))
    try:
        with open(new, "wb") as made:
            made.write(secrets.token_bytes(BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)
