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
    digest: str = ""
    """Of its bytes, where that is known."""


def unwanted(tree: str, wanted: Collection[str]) -> tuple[str, ...]:
    """The files in the tree that nobody wants, and the empty folders, with "/" at the end."""
    return tuple(path for path in files(tree) if path not in wanted)


def commit(tree: str, fresh: Mapping[str, bytes | Copy], unwanted: Collection[str]) -> None:
    """Puts the fresh files into the tree, then removes what is unwanted there.

    Raises OutputFault; where that is for want of room, nothing in the tree has changed.
    """
    staging = os.path.join(os.path.dirname(os.path.abspath(tree)), f".{os.path.basename(tree)}-{os.getpid()}")
    try:
        staged = _stage(staging, fresh)
        for path in sorted(staged, key=lambda path: (path.endswith(".html"), path)):
            _place(staged[path], os.path.join(tree, path))
        for path in unwanted:
            _remove(tree, path)
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
    """The paths of all files in a tree, from its top, in order; of an empty folder its own, with "/" at the end."""
    with contextlib.suppress(FileNotFoundError):
        yield from _files(tree, "")


def stamps(tree: str, paths: Collection[str]) -> dict[str, tuple[int, int]]:
    """(size, time in nanoseconds) of the files that are there, and of the folders they lie in (size -1)."""
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        with contextlib.suppress(OSError):
            status = os.stat(os.path.join(tree, path))
            found[path] = (status.st_size, status.st_mtime_ns)
            for folder in _above(path):
                if folder in found:
                    break
                found[folder] = (-1, os.stat(os.path.join(tree, folder)).st_mtime_ns)
    return found


def restamped(
    tree: str, before: Mapping[str, tuple[int, int]], fresh: Collection[str], removed: Collection[str]
) -> dict[str, tuple[int, int]]:
    """The stamps of the tree as they are after a commit, from those before it: only what it touched is asked again."""
    found = {path: stamp for path, stamp in before.items() if path not in fresh}
    for folder in {above for path in (*fresh, *removed) for above in _above(path)}:
        found.pop(folder, None)
        with contextlib.suppress(OSError):
            found[folder] = (-1, os.stat(os.path.join(tree, folder)).st_mtime_ns)
    return found | stamps(tree, fresh)


def _above(path: str) -> Iterator[str]:
    """The folders that a path lies in, as stamps call them."""
    folder = path.rstrip("/")
    while folder != ".":
        folder = folder.rpartition("/")[0] or "."
        yield folder + "/"


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


def _files(folder: str, path: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    if path and not entries:
        yield path
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{path}{entry.name}/")
        else:
            yield path + entry.name


def _remove(tree: str, path: str) -> None:
    """Removes a file or an empty folder, and the folders above it that are empty then."""
    real = os.path.join(tree, path)
    with contextlib.suppress(FileNotFoundError):
        if path.endswith("/"):
            os.rmdir(real)
        else:
            os.remove(real)
    above = path.rstrip("/").rpartition("/")[0]
    while above and os.path.isdir(os.path.join(tree, above)) and not os.listdir(os.path.join(tree, above)):
        os.rmdir(os.path.join(tree, above))
        above = above.rpartition("/")[0]


def _diagnostic(error: OSError, tree: str) -> Diagnostic:
    where = Span(str(error.filename or tree))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL.at(Span(tree))
    return NOT_WRITTEN.at(where, problem=(error.strerror or str(error)).lower())
