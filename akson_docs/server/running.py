"""The server as it runs, from the first request until Ctrl-C, which ends it without another word."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Sequence
from types import FrameType

import uvicorn
from starlette.routing import BaseRoute

from akson_docs.server.app import app
from akson_docs.server.desk import Desk


class _Interruptible(uvicorn.Server):
    """One that has open pages go when it is interrupted: they listen for ever, and it would wait for them."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._desk.close()
        if sig == signal.SIGINT:
            self.should_exit = True
        else:
            super().handle_exit(sig, frame)


def run(desk: Desk, routes: Sequence[BaseRoute], listening: socket.socket) -> None:
    """Answers what comes at a socket until it is interrupted."""
    config = uvicorn.Config(
        app(desk, routes), log_level="warning", access_log=False, timeout_graceful_shutdown=1, lifespan="off"
    )

    def heard(record: logging.LogRecord) -> bool:
        # What is still being answered when the server ends is not waited for, and is no failure.
        return not desk.closed

    logger = logging.getLogger("uvicorn.error")
    logger.addFilter(heard)
    try:
        _Interruptible(config, desk).run(sockets=[listening])
    finally:
        logger.removeFilter(heard)
        listening.close()
