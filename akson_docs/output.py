"""The sole writer of `output/`: what is new, then pages, then deletions.

All bytes are first written beside the tree; only when every one of them is on the disk does the first file change
its place. Each file is replaced in one step, so that a reader, or a build that was killed, finds the old or the
new one. A tree is wholly ours: what is not wanted in it is removed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from .diagnostics import Code, Diagnostic, Span

DISK_FULL = Code(
    "disk-full",
    "error",
    "the disk is full; the output is as it was",
    "disken er full; det som var laget, er urørt",
    "make room and build again",
    "frigjør plass og bygg på nytt",
)
NOT_WRITTEN = Code(
    "output",
    "error",
    "cannot be written: {problem}",
    "kan ikke skrives: {problem}",
    "look at who owns the folder, and whether a program holds the file open",
    "se hvem som eier mappen, og om et program holder filen åpen",
)


class OutputFault(Exception):
    """That the output could not be written, with the diagnostic that says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


@dataclass(frozen=True)
class Copy:
    """A file whose bytes are those of another."""

    source: str


def commit(tree: str, fresh: Mapping[str, bytes | Copy], wanted: Collection[str]) -> tuple[str, ...]:
    """Puts the fresh files into the tree, removes every file that is not wanted, and says which were removed.

    Raises OutputFault; where that is for want of room, nothing in the tree has changed.
    """
    staging = os.path.join(os.path.dirname(os.path.abspath(tree)), f".{os.path.basename(tree)}-{os.getpid()}")
    try:
        staged = _stage(staging, fresh)
        for path in sorted(staged, key=lambda path: (path.endswith(".html"), path)):
            _place(staged[path], os.path.join(tree, path))
        unwanted = tuple(path for path in files(tree) if path not in wanted)
        for path in unwanted:
            os.remove(os.path.join(tree, path))
        _prune(tree)
        return unwanted
    except OSError as error:
        raise OutputFault(_diagnostic(error, tree)) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def replace(path: str, content: bytes) -> None:
    """Puts a file in its place in one step. Raises OSError."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    staged = f"{path}.{os.getpid()}"
    with open(staged, "wb") as file:
        file.write(content)
    os.replace(staged, path)


def files(tree: str) -> Iterator[str]:
    """The paths of all files in a tree, from its top, in order."""
    for folder, folders, names in os.walk(tree):
        folders.sort()
        for name in sorted(names):
            yield os.path.relpath(os.path.join(folder, name), tree).replace(os.sep, "/")


def stamps(tree: str, paths: Collection[str]) -> dict[str, tuple[int, int]]:
    """(size, time in nanoseconds) of the files that are there, and of the folders they lie in (size -1)."""
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        with contextlib.suppress(OSError):
            status = os.stat(os.path.join(tree, path))
            found[path] = (status.st_size, status.st_mtime_ns)
            folder = path
            while folder != ".":
                folder = folder.rpartition("/")[0] or "."
                if folder + "/" in found:
                    break
                found[folder + "/"] = (-1, os.stat(os.path.join(tree, folder)).st_mtime_ns)
    return found


def clear_stale(tree: str) -> None:
    """Removes what a build that was killed left beside the tree."""
    above, name = os.path.split(os.path.abspath(tree))
    with contextlib.suppress(OSError):
        for entry in os.scandir(above):
            if entry.name.startswith(f".{name}-") and entry.name[len(name) + 2 :].isdecimal():
                shutil.rmtree(entry.path, ignore_errors=True)


def _stage(staging: str, fresh: Mapping[str, bytes | Copy]) -> dict[str, str]:
    os.makedirs(staging, exist_ok=True)
    staged = {}
    for number, (path, content) in enumerate(fresh.items()):
        staged[path] = os.path.join(staging, str(number))
        if isinstance(content, Copy):
            shutil.copyfile(content.source, staged[path])
        else:
            with open(staged[path], "wb") as file:
                file.write(content)
    return staged


def _place(staged: str, target: str) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.isdir(target):
        shutil.rmtree(target)
    os.replace(staged, target)


def _prune(tree: str) -> None:
    for folder, _, _ in os.walk(tree, topdown=False):
        if folder != tree and not os.listdir(folder):
            os.rmdir(folder)


def _diagnostic(error: OSError, tree: str) -> Diagnostic:
    where = Span(str(error.filename or tree))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL.at(Span(tree))
    return NOT_WRITTEN.at(where, problem=(error.strerror or str(error)).lower())
