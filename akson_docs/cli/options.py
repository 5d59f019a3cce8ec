"""The options that several commands share, what they ask for, and what a command says of itself.

Nothing here is slow to import.
"""

from __future__ import annotations

import argparse
import os
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from akson_docs.build.request import Request
from akson_docs.catalogue import N_, NC_
from akson_docs.cli.terminal import said

if TYPE_CHECKING:
    from akson_docs.sources.layout import MeetingKey


@dataclass(frozen=True)
class Help:
    """What a command says of itself, on the terminal and in the manual."""

    what: str
    """What it is for, in a paragraph or two, an empty line between them."""
    examples: tuple[tuple[str, str], ...]
    """Each a line to type, as `typed` says it, and what comes of it."""
    exits: tuple[tuple[int, str], ...] = ()
    """Exit codes that mean something else than with other commands, and what."""
    see: tuple[str, ...] = ()
    """Other commands that have to do with it."""


PLACEHOLDERS = frozenset((
    NC_("placeholder", "BOARD"), NC_("placeholder", "CERT"), NC_("placeholder", "COMMAND"), NC_("placeholder", "DATE"),
    NC_("placeholder", "DIR"), NC_("placeholder", "FILE"), NC_("placeholder", "ITEM"), NC_("placeholder", "KEY"),
    NC_("placeholder", "LANGUAGE"), NC_("placeholder", "MEETING"), NC_("placeholder", "NAME"),
    NC_("placeholder", "REV"), NC_("placeholder", "ROLES"), NC_("placeholder", "WHAT"),
))  # fmt: skip
"""Words in capitals that stand for what is typed in their place."""


def typed(line: str) -> str:
    """A line to type, or a part of one, with what is to be put in its place named in the language of the locale."""
    return re.sub(
        r"\b[A-Z]+\b", lambda word: said(word[0], "placeholder") if word[0] in PLACEHOLDERS else word[0], line
    )


EXITS = (
    (0, N_("done")),
    (1, N_("there are errors; each is told with its place")),
    (2, N_("what was typed is not understood")),
    (130, N_("interrupted with Ctrl-C")),
)
"""What exit codes mean where a command says nothing else."""


def exits(help: Help | None) -> tuple[tuple[int, str], ...]:
    """The exit codes of a command, and what each means."""
    own = dict(help.exits if help else ())
    return tuple(sorted({**dict(EXITS), **own}.items()))


def places(parser: argparse.ArgumentParser, memory: str = argparse.SUPPRESS) -> None:
    """Where the sources are, and what is remembered of them: an option that is shown with the help in `memory`."""
    parser.add_argument(
        "--root",
        metavar="DIR",
        default=".",
        help=said("the folder that holds meetings/ and, where it has its own, templates/ (default: this one)"),
    )
    parser.add_argument("--cache", metavar="DIR", help=memory)


def today(parser: argparse.ArgumentParser, what: str = N_("as of this day")) -> None:
    """The day that a command is told it is."""
    parser.add_argument("--today", type=day, metavar="DATE", help=f"{said(what)} (2020-07-01)")


def recording(parser: argparse.ArgumentParser) -> None:
    """Whether a command may write down what it sees to be withdrawn."""
    parser.add_argument(
        "--record",
        action=argparse.BooleanOptionalAction,
        help=said("write down beside a dispatch that it is withdrawn, where more is withheld now (default: not in CI)"),
    )


def which(parser: argparse.ArgumentParser) -> None:
    """The meeting that a command is about."""
    parser.add_argument(
        "meeting",
        type=meeting,
        metavar="BOARD/MEETING",
        help=said("the meeting: styringsgruppen/2020-04"),
    )


def meeting(text: str) -> MeetingKey:
    """A meeting that is typed: `styringsgruppen/2020-04`, or its path. Raises ArgumentTypeError."""
    from akson_docs.sources.layout import MeetingKey

    parts = [part for part in text.replace(os.sep, "/").split("/") if part not in ("", ".")]
    if "meetings" in parts[:-2]:  # a path, to the meeting or to a file of it, from wherever
        parts = parts[parts.index("meetings") + 1 :][:2]
    if parts[2:] == ["meeting.yaml"]:
        parts = parts[:2]
    if len(parts) != 2:
        raise argparse.ArgumentTypeError(
            said('"{text}" is no meeting; write board/folder, as styringsgruppen/2020-04', text=text)
        )
    return MeetingKey(*parts)


def day(text: str) -> date:
    """A day that is typed. Raises ArgumentTypeError."""
    meant = as_day(text)
    if meant == text:
        return date.fromisoformat(text)
    if meant:
        raise argparse.ArgumentTypeError(
            said('"{text}" is not written as year, month and day; did you mean {meant}?', text=text, meant=meant)
        )
    example = date.today().isoformat()
    raise argparse.ArgumentTypeError(
        said('"{text}" is no day; write year, month and day with hyphens, as {example}', text=text, example=example)
    )


def as_day(text: str) -> str:
    """The day that somebody typed, or meant by what they typed, as year, month and day; "" where it is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        from akson_docs.model.values import date_meant

        return date_meant(text)


def request(asked: argparse.Namespace) -> Request:
    """What is to be built, of what was typed."""
    root = os.path.normpath(asked.root)
    return Request(
        root=root,
        output=os.path.normpath(getattr(asked, "output", None) or os.path.join(root, "output")),
        cache=getattr(asked, "cache", None) or os.path.join(root, ".akson"),
        edition=getattr(asked, "edition", "public"),
        today=getattr(asked, "today", None),
        keep_going=getattr(asked, "keep_going", False),
        records=_records(asked),
        patience_s=float("inf") if getattr(asked, "watch", False) else Request.patience_s,
    )


def _records(asked: argparse.Namespace) -> bool:
    """What was asked for; else yes for a command that may, but where a machine of nobody's own builds, and where each
    save is looked at, for what is half typed is nobody's word."""
    if not hasattr(asked, "record"):
        return False
    if asked.record is not None:
        return bool(asked.record)
    return not os.environ.get("CI") and not getattr(asked, "watch", False)
