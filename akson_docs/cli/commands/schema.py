"""`akson schema`: the source format as JSON Schema, for editors."""

from __future__ import annotations

import argparse
import os

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help
from akson_docs.cli.terminal import said

HELP = Help(
    N_(
        "Prints the source format as JSON Schema: every key, and what it means. An editor that knows YAML schemas then "
        "completes keys and tells what is wrong while one writes. Each source file names its schema in its first line: "
        "# yaml-language-server: $schema=../../../schema/meeting.schema.json"
    ),
    examples=(
        ("akson schema --write schema", N_("all of them, where sources look for them")),
        ("akson schema board", N_("that of board.yaml")),
    ),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "kind",
        nargs="?",
        choices=("meeting", "board", "site", "item"),
        default="meeting",
        help=said("of which file (default: meeting)"),
    )
    parser.add_argument(
        "--write",
        metavar="DIR",
        help=said("write all of them to a folder instead"),
    )


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.build import output
    from akson_docs.sources.format import schema

    if asked.write is None:
        print(schema.text(asked.kind), end="")
        return 0
    for kind in schema.FILES:
        output.replace(os.path.join(asked.write, f"{kind}.schema.json"), schema.text(kind).encode())
    return 0
