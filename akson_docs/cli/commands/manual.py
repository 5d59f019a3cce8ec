"""`akson manual`: writes the manual, as pages and for `man`."""

from __future__ import annotations

import argparse
import os
import pkgutil
from collections.abc import Iterator
from importlib import import_module

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, places
from akson_docs.cli.terminal import files, language, said, speaking, version
from akson_docs.diagnostics import Code

HELP = Help(
    N_(
        "Writes the manual of this very version as pages that need no server, and a script for the search field alone: "
        "a guide, each command, each key of the source format, each kind of slide with an example as it is shown, and "
        "each problem with what to do. In English, in bokmål under nb/ and in nynorsk under nn/; what there are no "
        "words for is given in another of them. Beside them lies akson.1, for man."
    ),
    examples=(
        ("akson manual", N_("into output/docs/")),
        ("akson manual --output docs", N_("into another folder")),
    ),
    see=("schema", "check"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    places(parser)
    parser.add_argument(
        "--output",
        metavar="DIR",
        help=said("where it goes (default: output/docs/)"),
    )


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.build import output
    from akson_docs.cli import main, manual
    from akson_docs.render import templates
    from akson_docs.sources import snapshots

    root = os.path.normpath(asked.root)
    folder = os.path.normpath(asked.output or os.path.join(root, "output", "docs"))
    parsers = {}
    for one in manual.LANGUAGES:
        with speaking(one):
            parsers[one] = main.parsers()[1]
    commands = tuple(
        manual.Command(name, does, {one: parsers[one][name] for one in manual.LANGUAGES})
        for name, does in main.COMMANDS.items()
    )
    snapshot = snapshots.scan(root)
    sources = {
        path: snapshot.read(path).decode("utf-8", "replace")
        for path in snapshot.under(snapshots.THEMED)
        if templates.takes(path)
    }
    examples = snapshots.brought("kinds") | snapshots.brought("slides")
    guide, demo = snapshots.brought("guide"), snapshots.brought("demo")
    subject = manual.Subject(commands, tuple(codes()), examples, guide, demo, version())
    made = manual.files(subject, sources)
    for name, parts in manual.assets(snapshot.files).items():
        made[name] = b"\n".join(snapshot.read(path) for path in parts)
    for path, data in made.items():
        output.replace(os.path.join(folder, path), data)
    spoken = language()
    index = os.path.join(folder, *([spoken] if f"{spoken}/index.html" in made else []), "index.html")
    print(said("Wrote {files}. Open {index}", files=files(len(made)), index=index))
    return 0


def codes() -> Iterator[Code]:
    """Every kind of problem that the product knows, once."""
    import akson_docs

    known: dict[Code, None] = {}
    for module in pkgutil.walk_packages(akson_docs.__path__, "akson_docs."):
        for value in vars(import_module(module.name)).values():
            known.update(dict.fromkeys(_held(value)))
    yield from known


def _held(value: object) -> Iterator[Code]:
    """The codes that a module's name stands for: one, or those of a table."""
    if isinstance(value, Code):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _held(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _held(inner)
