"""What may be typed, told in the language of the locale: help that teaches, and what was mistyped.

`argparse` speaks English; its words are put into others here, parser by parser, and nothing of it is changed. Nothing
here is slow to import.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn, TypeVar

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, exits, typed
from akson_docs.cli.terminal import said
from akson_docs.diagnostics import nearest

TypedAction = TypeVar("TypedAction", bound=argparse.Action)
OTHERWISE = (
    (r"the following arguments are required: (.+)", N_("missing: {0}")),
    (r"one of the arguments (.+) is required", N_("one of these is missing: {0}")),
    (r"expected one argument", N_("a value is missing after it")),
    (r"expected at most one argument", N_("at most one value can follow")),
    (r"expected at least one argument", N_("at least one value must follow")),
    (r"expected (\d+) arguments?", N_("{0} values must follow")),
    (r"invalid int value: '(.*)'", N_('"{0}" is not a whole number')),
    (r"invalid float value: '(.*)'", N_('"{0}" is not a number')),
    (r"invalid \S+ value: '(.*)'", N_('"{0}" cannot be used here')),
    (r"ambiguous option: (\S+) could match (.+)", N_("{0} could mean any of {1}")),
    (r"not allowed with argument (.+)", N_("cannot be used together with {0}")),
    (r"ignored explicit argument '(.*)'", N_('takes no value, and has "{0}"')),
)
"""What argparse says, and what is said instead."""


class HelpFormatter(argparse.HelpFormatter):
    """Help as it is laid out: paragraphs are filled, lines that are indented stay as they are."""

    def __init__(self, prog: str, **options: Any) -> None:
        # Left to itself, argparse asks shutil for each option, which loads all that unpacks archives.
        super().__init__(prog, **{"width": _columns() - 2, **options})

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Says how the command is typed."""
        super().add_usage(usage, actions, groups, said("usage: ") if prefix is None else prefix)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        import textwrap

        filled = (
            part if part.startswith("  ") or "\n  " in part else textwrap.fill(" ".join(part.split()), width)
            for part in text.split("\n\n")
        )
        return textwrap.indent("\n\n".join(filled), indent)


def _columns() -> int:
    """How wide the terminal is, as `COLUMNS` or the terminal says."""
    try:
        return int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        try:
            return os.get_terminal_size(sys.stdout.fileno()).columns or 80
        except (AttributeError, ValueError, OSError):
            return 80


class Parser(argparse.ArgumentParser):
    """A parser that speaks the language of the locale and knows what was probably meant."""

    def __init__(self, **options: Any) -> None:
        self.lesson: Help | None = options.pop("lesson", None)
        super().__init__(**{"formatter_class": HelpFormatter, "add_help": False, **options})
        self._positionals.title = said("what it takes")
        self._optionals.title = said("options")
        self.add_argument("-h", "--help", action="help", help=said("show this help"))

    def _add_action(self, action: TypedAction) -> TypedAction:
        # What has a shell complete it goes by the word of the code.
        action.placeholder = action.metavar  # type: ignore[attr-defined]
        if isinstance(action.metavar, str):
            action.metavar = typed(action.metavar)
        return super()._add_action(action)

    def error(self, message: str) -> NoReturn:
        """Says what was mistyped, how the command is typed, and stops with exit code 2."""
        said_so = f"{self.prog}: {said('error')}: {reworded(message)}\n"
        more = said("see {prog} --help", prog=self.prog)
        self.exit(2, f"{self.format_usage()}{said_so}{more}\n")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            raise argparse.ArgumentError(action, strange(str(value), [str(choice) for choice in action.choices]))

    def strangers(self, words: Sequence[str]) -> NoReturn:
        """Says which words mean nothing, and what was probably meant."""
        actions = [action for parser in (self, *within(self)) for action in parser._actions]
        known = [option for action in actions for option in action.option_strings if option.startswith("--")]
        found = []
        for word in words:
            name = word.partition("=")[0]
            near = nearest(name, known) if name.startswith("-") else ""
            found.append(f"{word} ({said('did you mean')} {near}?)" if near else word)
        self.error(said("not understood: ") + ", ".join(found))


def within(parser: argparse.ArgumentParser) -> Iterator[Parser]:
    """The parsers of a command's own commands (`akson new meeting`), and of theirs."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in dict.fromkeys(action.choices.values()):
                yield inner
                yield from within(inner)


def strange(found: str, known: Sequence[str]) -> str:
    """That a word is none of those that are known, with the one that was probably meant."""
    near = nearest(found, known)
    listed = ", ".join(known)
    if near:
        return said('"{found}" is none of {listed}; did you mean "{value}"?', found=found, listed=listed, value=near)
    return said('"{found}" is none of {listed}', found=found, listed=listed)


def reworded(message: str) -> str:
    """What argparse says, in the language of the locale; as it is where nobody knows it."""
    about = re.fullmatch(r"argument (.+?): (.*)", message, re.DOTALL)
    if about:
        return f"{about[1]}: {reworded(about[2])}"
    for pattern, instead in OTHERWISE:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return said(instead).format(*found.groups())
    return message


def epilogue(help: Help | None) -> str:
    """What stands below the options: examples, exit codes, what else there is."""
    parts = []
    if help and help.examples:
        rows = [f"  {typed(line)}\n      {said(what)}" for line, what in help.examples]
        parts.append(said("examples:") + "\n" + "\n".join(rows))
    rows = [f"  {code:<5} {said(what)}" for code, what in exits(help)]
    parts.append(said("exit status:") + "\n" + "\n".join(rows))
    if help and help.see:
        parts.append(said("see also: ") + ", ".join(f"akson {name}" for name in help.see))
    return "\n\n".join(parts)
