"""Words in, exit code out.

Every command is a module of `commands`, loaded when it is asked for: a build with nothing to do loads neither the model
nor the templates.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from .terminal import said

COMMANDS = {
    "build": ("build the site of meetings/ (the default)", "bygg nettstedet av meetings/ (standard)"),
    "serve": (
        "show the site as it is written, in a browser on this machine",
        "vis nettstedet slik det skrives, i en nettleser på denne maskinen",
    ),
    "check": ("say what is wrong with the sources, and build nothing", "si hva som er galt i kildene, uten å bygge"),
    "disclose": (
        "say what becomes public that was not so before",
        "si hva som blir offentlig som ikke var det før",
    ),
    "dispatch": (
        "keep the papers of a meeting as they are sent",
        "ta vare på dokumentene til et møte slik de sendes",
    ),
    "diff": (
        "say what is new in a meeting's papers since they were sent",
        "si hva som er nytt i dokumentene til et møte siden de ble sendt",
    ),
    "verify": (
        "say what a paper was made from, and whether it still says that",
        "si hva et dokument ble laget av, og om det fortsatt sier det",
    ),
    "schema": ("print the JSON Schema of the source format", "skriv ut kildeformatets JSON Schema"),
}
"""Every command, in the order that help lists them, with what it does, in English and bokmål."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command (`build` where none is named), and gives its exit code: 0, or 1 where there are errors."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help")):
        words.insert(0, "build")
    asked = parser([words[0]]).parse_args(words)
    try:
        code: int = import_module(f".commands.{asked.command}", __package__).run(asked)
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def parser(named: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """What may be typed; in full for the commands that are named, for only those are loaded."""
    made = argparse.ArgumentParser(
        prog="akson",
        description=said(
            "Meeting papers from YAML: a site to read and decks to show.",
            "Møtepapirer av YAML: et nettsted å lese og presentasjoner å vise.",
        ),
    )
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, helps in COMMANDS.items():
        command = commands.add_parser(name, help=said(*helps))
        if name in named:
            import_module(f".commands.{name}", __package__).arguments(command)
    return made
