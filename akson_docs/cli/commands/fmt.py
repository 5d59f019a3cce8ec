"""`akson fmt`: puts the source files in order, and changes no word that they say."""

from __future__ import annotations

import argparse
import os

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, places
from akson_docs.cli.terminal import errors, files, said, tell
from akson_docs.diagnostics import Code, Diagnostic, Span, only_errors

MARKDOWN = ".md"
NOT_FORMATTED = Code(
    "not-formatted", "error", N_("this cannot be put in order: it is not YAML"), N_("akson check says more")
)
NO_FILES = Code(
    "no-files",
    "error",
    N_("there is no such file, meeting or folder with source files"),
    N_("name a file, a folder, or a meeting as board/folder: styringsgruppen/2020-04"),
)
HELP = Help(
    N_(
        "Takes away what nobody sees in the source files: space at the ends of lines, blank lines in a row, line "
        "breaks of other systems, a missing one at the end. What was pasted into texts becomes what it is meant as: "
        "rows that begin with a sign become lists, lines with tabs become tables. Neither order nor a word is changed."
    ),
    examples=(
        ("akson fmt", N_("every file under meetings/")),
        ("akson fmt eksempelutvalget/neste", N_("those of a meeting")),
        ("akson fmt --check", N_("say which would be changed, and change none")),
    ),
    exits=((1, N_("a file cannot be read, or would be changed")),),
    see=("check",),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help=said("these files, folders or meetings (default: all under meetings/)"),
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help=said("change nothing, say what would be"),
    )
    places(parser)


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.build import output
    from akson_docs.sources import failures, snapshots, yaml_source
    from akson_docs.sources.format import editing

    found: list[Diagnostic] = []
    changed = 0
    paths, unknown = _named(asked)
    found += unknown
    for path in paths:
        with failures.boundary(found.append, asked.root):  # one file that cannot be had leaves the others in order
            data = snapshots.paper(path)
            unmerged = yaml_source.unmerged(data, path)
            if unmerged:
                found += unmerged
                continue
            try:
                now = _tidied(path, data.decode()).encode()
            except (UnicodeDecodeError, editing.EditFault):
                read = yaml_source.read(data, path)
                found += only_errors(read.diagnostics) or [NOT_FORMATTED.at(Span(path))]
                continue
            if now != data:
                if not asked.check:
                    output.replace(path, now)
                changed += 1
                print(path)
    tell(found)
    done = (
        said("{files} would be changed", files=files(changed))
        if asked.check
        else said("{files} changed", files=files(changed))
    )
    print(f"{done}; {errors(found)}." if found else f"{done}.")
    return 1 if found or (asked.check and changed) else 0


def _tidied(path: str, text: str) -> str:
    """A source file as it should be. Raises EditFault."""
    from akson_docs.sources import unpasted
    from akson_docs.sources.format import editing

    if path.endswith(MARKDOWN):
        return unpasted.as_markdown(text)
    now = editing.formatted(unpasted.with_lines(text))
    said_now = editing.said(now)
    return editing.edited(now, unpasted.value(said_now, None)) if isinstance(said_now, dict) else now


def _named(asked: argparse.Namespace) -> tuple[list[str], list[Diagnostic]]:
    """(the files that are named: by themselves, by their folder or as board/meeting; what names nothing)."""
    from akson_docs.sources import snapshots

    known = [
        path for path in snapshots.scan(asked.root).under("meetings") if path.endswith((".yaml", ".yml", MARKDOWN))
    ]
    if not asked.files:
        return [os.path.join(asked.root, path) for path in known], []
    paths, unknown = [], []
    for name in asked.files:
        if os.path.lexists(name) and not os.path.isdir(name):
            paths.append(name)
            continue
        inside = os.path.relpath(name, asked.root).replace(os.sep, "/")
        starts = tuple(f"{start}/" for start in (inside, f"meetings/{inside}", f"meetings/{name.strip('/')}"))
        those = [os.path.join(asked.root, path) for path in known if path.startswith(starts)]
        paths += those
        if not those:
            unknown.append(NO_FILES.at(Span(name)))
    return list(dict.fromkeys(os.path.normpath(path) for path in paths)), unknown
