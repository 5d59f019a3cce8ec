"""`akson serve`: shows the site as it is written, on one's own machine."""

from __future__ import annotations

import argparse
import functools
import socket
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from akson_docs.cli.options import Help, meeting, places, request, today
from akson_docs.cli.terminal import language, said, tell

if TYPE_CHECKING:
    from akson_docs.actions.live import LiveEdition

TRIES = 20
"""How many ports are tried, from the one that is asked for."""


HELP = Help(
    (
        "Shows the site as it is written, in a browser on this machine: every page follows what is saved, what is "
        "wrong is told over it, and slides and papers are made as PDF when they are looked at. Nothing is built.",
        "Viser nettstedet slik det skrives, i en nettleser på denne maskinen: hver side følger det som lagres, det som "
        "er galt, sies over den, og lysark og dokumenter lages som PDF når noen ser på dem. Ingenting bygges.",
    ),
    examples=(
        ("akson serve", "at http://localhost:8000/, in the browser", "på http://localhost:8000/, i nettleseren"),
        (
            "akson serve styringsgruppen/2020-04",
            "at that meeting, in the full edition where it is a draft",
            "på det møtet, i den fulle utgaven hvis det er et utkast",
        ),
        ("akson serve --port 9000 --no-open", "at another port, and open nothing", "på en annen port, uten å åpne noe"),
        ("akson serve --poll", "where meetings/ is on a network drive", "der meetings/ er på en nettverksdisk"),
    ),
    exits=((1, "no port is free", "ingen port er ledig"),),
    see=("build", "check"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "meeting",
        nargs="?",
        type=meeting,
        metavar="BOARD/MEETING",
        help=said("the meeting that is opened (default: the front page)", "møtet som åpnes (standard: forsiden)"),
    )
    places(parser)
    parser.add_argument(
        "--port",
        type=int,
        default=8000,
        help=said("where it listens (default: 8000, or the next that is free)", "hvor den lytter (standard: 8000)"),
    )
    today(parser)
    parser.add_argument("--no-open", action="store_true", help=said("open no browser", "ikke åpne noen nettleser"))
    parser.add_argument(
        "--poll",
        action="store_true",
        help=said(
            "look for changes instead of being told: for network drives",
            "se etter endringer i stedet for å få beskjed: for nettverksdisker",
        ),
    )


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    import secrets
    import webbrowser

    import uvicorn

    from akson_docs.actions import live, meeting_files
    from akson_docs.pdf.workers import WorkerPool
    from akson_docs.server import app, form_pages, watch
    from akson_docs.server.loopback import HOST
    from akson_docs.sources import failures, snapshots

    listening = _listening(HOST, asked.port)
    if listening is None:
        print(
            said(
                f"No port from {asked.port} to {asked.port + TRIES - 1} is free. Name another with --port.",
                f"Ingen port fra {asked.port} til {asked.port + TRIES - 1} er ledig. Oppgi en annen med --port.",
            ),
            file=sys.stderr,
        )
        return 1
    wanted = request(asked)
    address = f"http://localhost:{listening.getsockname()[1]}/"
    with WorkerPool(1, remembers=True) as pool:
        pool.wake()

        def read(edition: str, before: LiveEdition | None) -> LiveEdition:
            return live.LiveEdition(replace(wanted, edition=edition), pool, before)

        desk = app.Desk(read, secrets.token_urlsafe(24), language(), wanted.root)
        folders = snapshots.watched(wanted.root)

        def follow() -> None:
            with failures.boundary(lambda one: tell([one]), wanted.root):
                watch.follow(folders, desk.refresh, polls=asked.poll)

        watching = threading.Thread(target=follow, daemon=True)
        if asked.meeting:
            desk.refresh()  # where it is shown follows from what it says
            address += app.place(desk, asked.meeting)
        watching.start()
        print(
            said(f"Open {address} and write; stop with Ctrl-C.", f"Åpne {address} og skriv; stans med Ctrl-C."),
            flush=True,
        )
        if not asked.no_open:
            webbrowser.open(address)
        room = form_pages.Room(desk, functools.partial(meeting_files.begin, wanted))
        server = uvicorn.Server(
            uvicorn.Config(
                app.app(desk, form_pages.routes(room)), log_level="warning", timeout_graceful_shutdown=1, lifespan="off"
            )
        )
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            pass
        finally:
            listening.close()
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
