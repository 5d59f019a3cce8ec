"""Words in, exit code out.

Every command is a module of `commands`, loaded when it is asked for: a build with nothing to do loads neither the model
nor the templates.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from types import ModuleType

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, typed
from akson_docs.cli.parser import Parser, epilogue
from akson_docs.cli.terminal import said, tell, version
from akson_docs.diagnostics import Diagnostic, nearest
from akson_docs.sources import failures, snapshots

COMMANDS = {
    "build": N_("build the site of meetings/ (the default)"),
    "demo": N_("make a board to try everything on, which is made up"),
    "new": N_("start a meeting, a board or a site"),
    "number": N_("give numbers to a meeting's items"),
    "move": N_("have an item come up in another meeting"),
    "fmt": N_("put the source files in order"),
    "serve": N_("show the site as it is written, in a browser on this machine"),
    "check": N_("say what is wrong with the sources, and build nothing"),
    "disclose": N_("say what becomes public that was not so before"),
    "invite": N_("write the invitation to a meeting, and send it"),
    "dispatch": N_("keep the papers of a meeting as they are sent"),
    "diff": N_("say what is new in a meeting's papers since they were sent"),
    "verify": N_("say what a paper was made from, and whether it still says that"),
    "export": N_("give meetings out to eInnsyn, or to an archive"),
    "import": N_("write meetings of what this tool or another gives out"),
    "schema": N_("print the JSON Schema of the source format"),
    "completion": N_("print what has a shell complete commands, boards and meetings"),
    "manual": N_("write the manual: commands, source format, slides, problems"),
}
"""Every command, in the order that help lists them, with what it does."""


FIRST = (
    N_(
        "Meeting papers from YAML: a secretary writes one file per meeting, and a public web site and accessible PDF "
        "papers come of it."
    ),
    (
        ("akson demo", N_("make a board to try everything on, which is made up")),
        ("akson", N_("build the site of meetings/ into output/site/")),
        ("akson check", N_("say what is wrong, and build nothing")),
        ("akson COMMAND --help", N_("what a command is for, with examples")),
    ),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command (`build` where none is named), and gives its exit code: 1 for errors, 2 for what is mistyped."""
    # Nothing that happens to be installed looks at what is withheld; to look for it takes time as well.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["help"]:
        words = [*words[1:2], "--help"]
    if words[:1] in (["--version"], ["-V"]):
        print(f"akson {version()}")
        return 0
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help")):
        words.insert(0, "build")
    name = words[0]
    if name.startswith("-"):
        parser().parse_args(words)
    if name not in COMMANDS:
        print(f"akson: {_no_command(name)}", file=sys.stderr)
        return 2
    command = _taught(name, Parser(prog=f"akson {name}"))
    asked, strangers = command.parse_known_args(words[1:], argparse.Namespace(command=name))
    if strangers:
        command.strangers(strangers)
    try:
        return _done(import_module(f".commands.{asked.command}", __package__), asked)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _let_go()
        return 1


def _done(module: ModuleType, asked: argparse.Namespace) -> int:
    """Runs a command within the boundary for failures: one line of what fails, and exit code 1.

    A command whose output a program reads says it in that form (`failed`).
    """
    root: str | None = getattr(asked, "root", None)
    fails: Callable[[argparse.Namespace, Diagnostic], None] = getattr(module, "failed", lambda _, one: tell([one]))
    with failures.boundary(lambda one: fails(asked, one), root or "."):
        if root is not None:
            snapshots.enter(root)
        code: int = module.run(asked)
        sys.stdout.flush()
        return code
    with suppress(OSError):
        sys.stdout.flush()
        return 1
    _let_go()
    return 1


def _let_go() -> None:
    """Lets go of what cannot be printed: Python would try once more in the end, and complain."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser(named: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """What may be typed; in full for the commands that are named, for only those are loaded."""
    return parsers(named)[0]


def parsers(named: Sequence[str] = tuple(COMMANDS)) -> tuple[Parser, dict[str, Parser]]:
    """What may be typed, and the parser of each command by its name."""
    what, examples = FIRST
    first = Help(what, examples)
    made = Parser(prog="akson", description=said(what), epilog=epilogue(first), lesson=first)
    made.add_argument("-V", "--version", action="store_true", help=said("show the version"))
    commands = made.add_subparsers(
        dest="command",
        metavar=typed("COMMAND"),
        required=True,
        title=said("commands"),
        parser_class=Parser,
    )
    found = {}
    for name, does in COMMANDS.items():
        found[name] = commands.add_parser(name, help=said(does))
        if name in named:
            _taught(name, found[name])
    return made, found


def _taught(name: str, parser: Parser) -> Parser:
    """A command's parser with what the command takes, and what it says of itself."""
    module = import_module(f".commands.{name}", __package__)
    parser.lesson = getattr(module, "HELP", None)
    parser.description = said(parser.lesson.what) if parser.lesson else _begun(said(COMMANDS[name]))
    parser.epilog = epilogue(parser.lesson)
    module.arguments(parser)
    return parser


def _no_command(word: str) -> str:
    near = nearest(word, COMMANDS)
    if near:
        return said('there is no command "{word}"; did you mean "{value}"?', word=word, value=near)
    return said('there is no command "{word}"; akson --help lists them', word=word)


def _begun(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
