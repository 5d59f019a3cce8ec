"""`akson diff`: says what is new in a meeting's papers since they were sent."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from akson_docs.build.request import EDITIONS
from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, places, request, which
from akson_docs.cli.terminal import errors, is_overheard, language, said, tell
from akson_docs.diagnostics import Code, Span
from akson_docs.model.field_names import called

if TYPE_CHECKING:
    from akson_docs.meetings.revisions.changes import Change, TextChange
    from akson_docs.meetings.revisions.issue import Revision

MARKS = {"gone": ("[-", "-]", "\x1b[31;9m"), "new": ("{+", "+}", "\x1b[32;4m")}
"""How words are marked: on paper, and on a terminal."""


OVERHEARD = Code(
    "overheard",
    "error",
    N_("what is withheld would stand in a log that others read"),
    N_("compare the public edition (--edition public), or on your own machine"),
)
HELP = Help(
    N_("Says, word by word, what a meeting's papers say now that they did not say when they were sent."),
    examples=(
        ("akson diff eksempelutvalget/neste", N_("since the papers were last sent")),
        (
            "akson diff eksempelutvalget/neste --since 1 --edition public",
            N_("since the first issue, as the public sees it"),
        ),
    ),
    exits=(
        (0, N_("compared, whether anything is new or not")),
        (1, N_("nothing could be compared")),
    ),
    see=("dispatch", "disclose"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    which(parser)
    parser.add_argument(
        "--since",
        type=int,
        metavar="N",
        help=said("the issue that is compared with (default: the last that was sent)"),
    )
    parser.add_argument(
        "--edition",
        choices=EDITIONS,
        default="members",
        help=said("members (default) or public"),
    )
    parser.add_argument("--language", metavar="LANGUAGE", help=said("nb, nn or en"))
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code: 0, whether anything is new or not."""
    from akson_docs.actions import comparing

    if asked.edition == "members" and is_overheard():
        tell([OVERHEARD.at(Span(asked.meeting.name))])
        return 1
    found = comparing.compared(request(asked), asked.meeting, asked.since, asked.language)
    if isinstance(found, tuple):
        tell(found)
        print(said("Nothing compared: {errors}.", errors=errors(found)), file=sys.stderr)
        return 1
    coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for line in _lines(found, coloured):
        print(line)
    if not found.changes and not is_overheard():
        other = next(one for one in EDITIONS if one != asked.edition)
        there = comparing.compared(replace(request(asked), edition=other), asked.meeting, asked.since, asked.language)
        if not isinstance(there, tuple) and there.changes:
            edition = f"akson diff {asked.meeting.name} --edition {other}"
            print(said("The other edition says something new: {edition}", edition=edition))
    return 0


def _lines(found: Revision, coloured: bool) -> Iterator[str]:
    from akson_docs.meetings.revisions.issue import groups

    if not found.changes:
        yield said("Nothing is new since issue {value}, sent {before}.", value=found.number - 1, before=found.before)
        return
    yield said("Changes since issue {value}, sent {before}", value=found.number - 1, before=found.before)
    for group in groups(found.changes):
        yield ""
        yield group.called or (group.item if group.item else said("The meeting"))
        for change in group.own:
            yield f"  {_kind(change)}"
            yield from _words(change.words, coloured)
        for change in group.slides:
            yield f"  {said('slide')} {_kind(change)}: {change.called or change.anchor}"
            yield from _words(change.words, coloured)


def _kind(change: Change) -> str:
    return {
        "new": said("new"),
        "changed": said("changed"),
        "moved": said("moved"),
        "removed": said("taken out"),
    }[change.kind]


def _words(words: Iterable[TextChange], coloured: bool) -> Iterator[str]:
    from akson_docs.meetings.revisions.changes import FILES, as_read, compared, file_of, passages

    for held in words:
        field = called(held.role, language())
        before, now = (as_read(held.role, text, language()) for text in (held.before, held.now))
        if held.role in FILES:  # a digest says nothing to people
            before, now = file_of(before), file_of(now)
            if before == now:
                yield f"    {now}: {said('another file')}"
                continue
        pairs = passages(before, now)
        if not pairs:  # the same is said, and was withheld, or is now
            yield f"    {field}: {said('what is withheld')}"
        for then, there in pairs:
            shown = ""
            for what, text in compared(then, there):
                if what == "same":
                    shown += text
                    continue
                start, end, colour = MARKS[what]
                shown += f"{colour}{text}\x1b[0m" if coloured else f"{start}{text}{end}"
            yield f"    {field}: {shown}"
