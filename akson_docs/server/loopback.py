"""Requests to a server on one's own machine: whose they are.

Any page of the web may send a request to this machine. What changes something is heeded only where it comes from a page
of ours, which alone can know the token.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request

HOST = "127.0.0.1"
"""Where the server listens, and nowhere else."""
NAMES = ("127.0.0.1", "localhost")
"""What it may be called: another name that leads here is somebody's who wants to read along."""


def is_ours(request: Request, token: str) -> bool:
    """Whether a request comes from a page of ours: with the token, and from the address that it is sent to."""
    given = request.headers.get("x-akson-token", "")
    origin = request.headers.get("origin", "")
    host = request.headers.get("host", "")
    named = host.rpartition(":")[0] or host
    return (
        named in NAMES and secrets.compare_digest(given.encode(), token.encode()) and origin in ("", f"http://{host}")
    )
