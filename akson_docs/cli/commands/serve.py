"""`akson serve`: shows the site as it is written, on one's own machine."""

from __future__ import annotations

import argparse
import contextlib
import functools
import os
import socket
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, meeting, places, request, today
from akson_docs.cli.terminal import language, said, tell

if TYPE_CHECKING:
    from akson_docs.actions.live_edition import LiveEdition

TRIES = 20
"""How many ports are tried, from the one that is asked for."""


HELP = Help(
    N_(
        "Shows the site as it is written, in a browser on this machine: every page follows what is saved, what is "
        "wrong is told over it, and slides and papers are made as PDF when they are looked at. Nothing is built."
    ),
    examples=(
        ("akson serve", N_("at http://127.0.0.1:8000/, in the browser")),
        ("akson serve eksempelutvalget/neste", N_("at that meeting, in the full edition where it is a draft")),
        ("akson serve --port 9000 --no-open", N_("at another port, and open nothing")),
        ("akson serve --poll", N_("where meetings/ is on a network drive")),
    ),
    exits=((1, N_("no port is free")),),
    see=("build", "check"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "meeting",
        nargs="?",
        type=meeting,
        metavar="BOARD/MEETING",
        help=said("the meeting that is opened (default: the front page)"),
    )
    places(parser)
    parser.add_argument(
        "--port",
        type=int,
        default=8000,
        help=said("where it listens (default: 8000, or the next that is free)"),
    )
    today(parser)
    parser.add_argument("--no-open", action="store_true", help=said("open no browser"))
    parser.add_argument(
        "--poll",
        action="store_true",
        help=said("look for changes instead of being told: for network drives"),
    )


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code.

    Longer than 60 lines: what a server needs is opened in one order and closed in the other.
    """
    import webbrowser

    from akson_docs.actions import live_edition, meeting_files
    from akson_docs.pdf.workers import WorkerPool
    from akson_docs.server import app, form_pages, redact_pages, room, running, watch
    from akson_docs.server.desk import Desk
    from akson_docs.server.kept_key import kept_key
    from akson_docs.server.loopback import HOST, ONCE, Entrance
    from akson_docs.sources import failures, layout, snapshots

    stamps = snapshots.scan(asked.root).stamps
    if asked.meeting and f"{asked.meeting.path}/" not in stamps:
        tell([layout.no_meeting(asked.meeting, layout.archive(stamps).keys)])
        return 1
    listening = _listening(HOST, asked.port)
    if listening is None:
        print(
            said(
                "No port from {port} to {value} is free. Name another with --port.",
                port=asked.port,
                value=asked.port + TRIES - 1,
            ),
            file=sys.stderr,
        )
        return 1
    wanted = request(asked)
    entrance = Entrance(listening.getsockname()[1])
    server, shown = f"http://{HOST}:{entrance.port}", "/"
    with WorkerPool(1, remembers=True) as pool:
        pool.wake()

        def read(edition: str, before: LiveEdition | None, other: LiveEdition | None) -> LiveEdition:
            return live_edition.LiveEdition(replace(wanted, edition=edition), pool, before, read=other)

        def first(edition: str) -> LiveEdition:
            meetings = live_edition.first_meetings(wanted.root, asked.meeting)
            return live_edition.LiveEdition(replace(wanted, edition=edition), pool, first=meetings)

        desk = Desk(read, entrance, language(), wanted.root, first)
        folders = snapshots.watched(wanted.root)

        def refresh() -> None:
            with failures.boundary(lambda one: tell([one]), wanted.root, whatever=True):
                desk.refresh()

        def follow() -> None:
            with failures.boundary(lambda one: tell([one]), wanted.root, whatever=True):
                watch.follow(folders, refresh, polls=asked.poll)

        watching = threading.Thread(target=follow, daemon=True)
        if asked.meeting:
            desk.begin()  # where it is shown follows from what it says
            shown += app.place(desk, asked.meeting)
        watching.start()
        print(
            said("Open {address} and write; stop with Ctrl-C.", address=server + entrance.at(shown)),
            flush=True,
        )
        if not asked.no_open:
            webbrowser.open(f"{server}{shown}?{ONCE}={entrance.once()}")
        written = room.Room(desk, functools.partial(meeting_files.begin, wanted), kept_key(os.environ))
        with contextlib.suppress(KeyboardInterrupt):
            running.run(desk, [*form_pages.routes(written), *redact_pages.routes(written)], listening)
        print(said("Stopped."), flush=True)
    return 0


def _listening(host: str, port: int) -> socket.socket | None:
    """A socket at a port or at the next that is free; None where all are taken."""
    for number in range(port, port + TRIES):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, number))
            made.listen(64)
        except OSError:
            made.close()
        else:
            return made
    return None
