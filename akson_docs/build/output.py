"""The sole writer of `output/`: what is new, then pages, then deletions, so that the site is whole at each moment.

All bytes are first written beside the tree; only when every one of them is on the disk does the first file change
its place, in one step, and each stands in for itself or for what others need of it meanwhile: `passage` has the order.
So a reader, or a build that was killed, finds files that are old or new, and every link between them leads somewhere. A
tree that is not there yet comes whole, in one step.

That holds where a process ends, however it ends. Where the power goes, a file may be lost that was said to be there:
nothing is flushed, for that takes 5 ms a file where writing takes 0.1, and the next build makes again what has not the
size and time that the last one left.

A tree is wholly ours: what is not wanted in it is removed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from akson_docs.build import output_steps
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Fault, Span
from akson_docs.sources.failures import DISK_FULL, is_full, problem

NOT_WRITTEN = Code(
    "output",
    "error",
    N_("cannot be written: {problem}"),
    N_("look at who owns the folder, and whether a program holds the file open"),
)
HALFWAY = Code(
    "output-halfway",
    "error",
    N_("cannot be written: {problem}; every page is whole, but some are new and some are as they were"),
    N_(
        "look at who owns the folder, whether a program holds the file open and whether the disk is full, and "
        "build again"
    ),
)
ALTERED = Code(
    "changed-meanwhile",
    "error",
    N_("changed while it was read; the output is as it was"),
    N_("build again when nothing else is writing it"),
)
PATIENCE_S = (0.05, 0.1, 0.2, 0.4, 0.8)
"""How long to wait, time after time, for a program that holds a file."""
HELD = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY)


class OutputFault(Fault):
    """That the output could not be written, with the diagnostic that says why."""


@dataclass(frozen=True)
class Copy:
    """A file whose bytes are those of another."""

    source: str
    digest: str = ""
    """The SHA-256 of its bytes, where that is known: bytes with another are not taken."""


def unwanted(tree: str, wanted: Collection[str]) -> tuple[str, ...]:
    """The files in the tree that nobody wants, and the empty folders, with "/" at the end."""
    return tuple(path for path in files(tree) if path not in wanted)


def commit(tree: str, fresh: Mapping[str, bytes | Copy], unwanted: Collection[str]) -> None:
    """Puts the fresh files into the tree, then removes what is unwanted there.

    Raises OutputFault. Where that is for want of room, or for a source that is not what it was, nothing in the tree
    has changed.
    """
    above, name = os.path.split(os.path.realpath(tree))
    staging = os.path.join(above, f".{name}-{os.getpid()}")
    try:
        if os.path.lexists(tree):
            _commit(tree, staging, fresh, unwanted)
        else:
            _stage(staging, fresh)
            _patient(os.replace, staging, tree)
    except OSError as error:
        raise OutputFault(_diagnostic(_named(error, staging, tree), tree)) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _commit(tree: str, staging: str, fresh: Mapping[str, bytes | Copy], unwanted: Collection[str]) -> None:
    _stage(staging, fresh)

    def before(path: str) -> bytes | None:
        try:
            return _bytes(os.path.join(tree, path))
        except OSError:
            return None

    def after(path: str) -> bytes:
        content = fresh[path]
        return content if isinstance(content, bytes) else _bytes(os.path.join(staging, path))

    steps = tuple(output_steps.steps(fresh, unwanted, before, after))
    for number, step in enumerate(steps):
        if step.does == "bridge":
            # Named so that no fresh file is called that.
            _write(os.path.join(staging, f"..{number}"), step.content)
    made = _folders(tree, fresh)
    moved = False
    try:
        for number, step in enumerate(steps):
            target = os.path.join(tree, step.path)
            if step.does == "remove":
                _remove(tree, step.path)
            else:
                name = step.path if step.does == "place" else f"..{number}"
                _place(os.path.join(staging, name), target)
            moved = True
    except OSError as error:
        if moved:
            raise OutputFault(_halfway(error, tree)) from error
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                os.rmdir(folder)
        raise


def replace(path: str, content: bytes) -> None:
    """Puts a file in its place in one step; who may read and write it stays as it was. Raises OSError."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    staged = f"{path}.{os.getpid()}"
    try:
        _write(staged, content)
        if os.path.isfile(path):
            shutil.copymode(path, staged)
        os.replace(staged, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.remove(staged)
        raise _named(error, staged, path) from error


def change(root: str, files: Mapping[str, bytes | None]) -> None:
    """Gives files what they shall hold, in order, and removes those with None; where one fails, none is changed.

    The folders are there. Raises OSError.
    """
    before: dict[str, bytes | None] = {}
    try:
        for path, content in files.items():
            real = os.path.join(root, path)
            before[path] = _bytes(real) if os.path.lexists(real) else None
            _change(real, content)
    except OSError:
        for path, content in reversed(before.items()):
            with contextlib.suppress(OSError):
                _change(os.path.join(root, path), content)
        raise


def _change(path: str, content: bytes | None) -> None:
    if content is not None:
        replace(path, content)
    elif os.path.lexists(path):
        os.remove(path)


def keep(folder: str, files: Mapping[str, bytes | Copy]) -> None:
    """Makes a folder with these files in one step. Raises OSError, FileExistsError where it is there already.

    Until it is whole it has a name that no reading of sources sees.
    """
    above, name = os.path.split(folder)
    staging = os.path.join(above, f"_{name}-{os.getpid()}")
    if os.path.lexists(folder):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), folder)
    made = not os.path.isdir(above)
    try:
        _stage(staging, files)
        os.rename(staging, folder)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        if made:
            with contextlib.suppress(OSError):
                os.rmdir(above)
        raise _named(error, staging, folder) from error


def _named(error: OSError, staged: str, path: str) -> OSError:
    """An error of what was written beside a place, by the name of the place: nobody knows the other."""
    where = str(error.filename2 or error.filename or path)
    named = path + where[len(staged) :] if where.startswith(staged) else where
    return OSError(error.errno, error.strerror or str(error), named)


def files(tree: str) -> Iterator[str]:
    """The paths of all files in a tree, from its top, in order; of an empty folder its own, with "/" at the end."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
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
    above, name = os.path.split(os.path.realpath(tree))
    with contextlib.suppress(OSError):
        for entry in os.scandir(above):
            if entry.name.startswith(f".{name}-") and entry.name[len(name) + 2 :].isdecimal():
                shutil.rmtree(entry.path, ignore_errors=True)


def _stage(staging: str, fresh: Mapping[str, bytes | Copy]) -> None:
    """Writes all that is fresh, as it is to lie in the tree.

    Raises OSError, and OutputFault for a source that is not what it was.
    """
    folders: set[str] = set()
    os.makedirs(staging)
    for path, content in fresh.items():
        target = os.path.join(staging, path)
        folder = os.path.dirname(target)
        if folder not in folders:
            os.makedirs(folder, exist_ok=True)
            folders.add(folder)
        if isinstance(content, Copy):
            _copy(content, target)
        else:
            _write(target, content)


def _copy(copy: Copy, target: str) -> None:
    """Copies a regular file, and nothing that has come in its place: a link, a pipe that never ends, other bytes."""
    found = hashlib.sha256()
    try:
        opened = os.open(copy.source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO):
            raise OutputFault(ALTERED.at(Span(copy.source))) from error
        raise
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OutputFault(ALTERED.at(Span(copy.source)))
    with open(opened, "rb") as source, open(target, "wb") as file:
        while piece := source.read(1 << 20):
            found.update(piece)
            file.write(piece)
    if copy.digest and found.hexdigest() != copy.digest:
        raise OutputFault(ALTERED.at(Span(copy.source)))


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _folders(tree: str, paths: Iterable[str]) -> list[str]:
    """Makes the folders that files need, and says which; where one cannot be made, none is. Raises OSError."""
    made: list[str] = []
    try:
        for folder in sorted({above for path in paths for above in _above(path)}):
            real = os.path.join(tree, folder.rstrip("/"))
            if os.path.islink(real) or os.path.isfile(real):
                os.remove(real)
            if not os.path.isdir(real):
                os.mkdir(real)
                made.append(real)
    except OSError:
        for real in reversed(made):
            with contextlib.suppress(OSError):
                os.rmdir(real)
        raise
    return made


def _place(staged: str, target: str) -> None:
    if os.path.isdir(target) and not os.path.islink(target):
        shutil.rmtree(target)
    _patient(os.replace, staged, target)


def _patient(do: Callable[..., None], *paths: str) -> None:
    """Does it again for a while where a program holds a file, or whatever else cannot be helped. Raises OSError."""
    for pause in PATIENCE_S:
        try:
            return do(*paths)
        except OSError as error:
            if error.errno not in HELD:
                raise
        time.sleep(pause)
    return do(*paths)


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
    # What took the place of a folder, or of a file that a folder now has, went then.
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        if path.endswith("/"):
            if not os.listdir(real):  # it was empty when it was listed: a build that was killed may have made it
                os.rmdir(real)
        else:
            _patient(os.remove, real)
    above = path.rstrip("/").rpartition("/")[0]
    while above and os.path.isdir(os.path.join(tree, above)) and not os.listdir(os.path.join(tree, above)):
        os.rmdir(os.path.join(tree, above))
        above = above.rpartition("/")[0]


def _diagnostic(error: OSError, tree: str) -> Diagnostic:
    if is_full(error):
        return DISK_FULL.at(Span(tree))
    return NOT_WRITTEN.at(Span(str(error.filename2 or error.filename or tree)), problem=problem(error))


def _halfway(error: OSError, tree: str) -> Diagnostic:
    return HALFWAY.at(Span(str(error.filename2 or error.filename or tree)), problem=problem(error))
