"""`akson schema`: the source format as JSON Schema, for editors."""

from __future__ import annotations

import argparse
import os


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("kind", nargs="?", choices=("meeting", "board", "site", "item"), default="meeting")
    parser.add_argument("--write", metavar="DIR", help="write all of them to a folder instead")


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from .. import output, schema

    if asked.write is None:
        print(schema.text(asked.kind), end="")
        return 0
    for kind in schema.FILES:
        output.replace(os.path.join(asked.write, f"{kind}.schema.json"), schema.text(kind).encode())
    return 0
