"""The sole reader of what authors and designers wrote: `meetings/` and `templates/`.

`scan` lists names, sizes and times; bytes are read when they are asked for. A file that is not among the templates is
lent by the default theme, which comes with the tool. Nothing outside these folders is
ever read: links are not followed, neither one that is there when it lists nor one that came since, and only regular
files count. What is not any more as it was listed is not read: a build sees one state, or none. Names are in NFC, with
"/" between folders.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BufferedReader
from operator import attrgetter
from typing import Literal

from akson_docs.catalogue import shipped

FOLDERS = ("meetings", "templates")
THEMED = "templates"
"""The folder whose files the default theme lends where they are not there."""
LARGEST = 200_000_000
"""Bytes of a file that is read whole; larger ones are only copied, and joined from where they lie."""
DEEPEST = 40
"""Folders inside one another; what lies deeper counts as not there."""
RACY_NS = 20_000_000
"""How young a time must be for another change to hide behind it: file systems count in steps of some milliseconds."""

FileStamp = tuple[int, int]
"""(size in bytes, time of last change in nanoseconds); a folder has size -1.

Of a source the time is that of the inode: unlike the time of its content it cannot be set, so that a copy that keeps
times, or an archive that has one time for all, never hides a change. Of what was made it is that of the content, for
whoever publishes it may see to who owns it."""
FileTime = Literal["st_ctime_ns", "st_mtime_ns"]
ABSENT: FileStamp = (-2, 0)
"""The stamp of a folder that is not there."""


class Changed(OSError):
    """That a file is not any more what it was when it was listed: another, gone, or no file."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.ESTALE, "changed while it was read", path)
        self.path = path

    def __reduce__(self) -> tuple[type[Changed], tuple[str]]:
        return Changed, (self.path,)  # as an OSError it would come out of another process with three parameters


@dataclass(frozen=True)
class Snapshot:
    """What the two folders held at one moment."""

    root: str
    stamps: Mapping[str, FileStamp]
    """Every file and folder by its path from the root, folders with "/" at the end."""
    spelled: Mapping[str, str]
    """The name on disk, where it is not in NFC."""
    theme: str = field(default="", kw_only=True)
    """The folder that holds the default theme's templates."""
    lent: Mapping[str, FileStamp] = field(default_factory=dict, kw_only=True)
    """The files that the default theme lends, which are among `stamps`, and its folders, which are not."""

    added: frozenset[str] = field(default=frozenset(), kw_only=True)
    """The templates of the folder's own that the default theme knows nothing of."""
    instead: Mapping[str, bytes] = field(default_factory=dict, kw_only=True)
    """Files that hold something else than on the disk, or are not there: what they would hold."""

    @cached_property
    def inputs(self) -> Mapping[str, FileStamp]:
        """All that must be as it is for `scan` to find the same, for `unchanged`; what is lent by its whole path."""
        own = {path: stamp for path, stamp in self.stamps.items() if path not in self.lent or path.endswith("/")}
        missing = {} if THEMED + "/" in own else {THEMED + "/": ABSENT}
        return {**own, **missing, **{os.path.join(self.theme, path): stamp for path, stamp in self.lent.items()}}

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The paths of all files, in order."""
        return tuple(sorted(path for path in self.stamps if not path.endswith("/")))

    def real(self, path: str) -> str:
        """Where a file lies on the disk."""
        return os.path.join(self._above(path), self.spelled.get(path, path))

    def lies(self, path: str) -> bool:
        """Whether what a file holds lies on the disk, where `real` says."""
        return path not in self.instead

    def _above(self, path: str) -> str:
        return self.theme if path in self.lent else self.root

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises Changed, and OSError where it cannot be read or is too large to be held."""
        if path in self.instead:
            return self.instead[path]
        if self.stamps.get(path, (0, 0))[0] > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), self.real(path))
        with self._opened(path) as file:
            return file.read()

    def digest(self, path: str) -> str:
        """The SHA-256 of a file, read in pieces. Raises Changed, and OSError."""
        if path in self.instead:
            return hashlib.sha256(self.instead[path]).hexdigest()
        with self._opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @contextmanager
    def _opened(self, path: str) -> Iterator[BufferedReader]:
        """A file as it was listed: the same before it is read and after."""
        try:
            opened = _open(self._above(path), self.spelled.get(path, path))
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO):
                raise Changed(self.real(path)) from error
            # It was opened folder by folder, and says the last name alone.
            raise OSError(error.errno, error.strerror, self.real(path)) from error
        try:
            self._compare(path, opened)
            with open(opened, "rb", closefd=False) as file:
                yield file
            self._compare(path, opened)
        finally:
            os.close(opened)

    def _compare(self, path: str, opened: int) -> None:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode) or _stamp(found) != self.stamps.get(path):
            raise Changed(self.real(path))

    def folder(self, path: str) -> Folder:
        """The files in and under a folder."""
        start = path + "/"
        return Folder(self, path, tuple(name[len(start) :] for name in self.under(path)))

    def with_files(self, files: Mapping[str, bytes | None]) -> Snapshot:
        """What the folders would hold with these files, None for one that would be gone."""
        stamps = {path: stamp for path, stamp in self.stamps.items() if path not in files}
        there = {path: data for path, data in {**self.instead, **files}.items() if data is not None}
        # A time that no file has: nothing that is remembered is taken for it.
        fresh = {path: (len(data), -1) for path, data in there.items()}
        above = {path[: place + 1] for path in fresh for place, sign in enumerate(path) if sign == "/"}
        return replace(self, stamps=dict.fromkeys(above, (-1, -1)) | stamps | fresh, instead=there)

    def under(self, path: str) -> tuple[str, ...]:
        """The paths of all files in and under a folder, in order."""
        start = path + "/"
        return self.files[bisect_left(self.files, start) : bisect_left(self.files, path + "0")]  # "0" follows "/"


@dataclass(frozen=True)
class Folder:
    """The files in and under a folder of a snapshot, by their paths from it."""

    snapshot: Snapshot
    path: str
    names: Collection[str]

    def read(self, name: str) -> bytes:
        """The bytes of one of them."""
        return self.snapshot.read(f"{self.path}/{name}")


def enter(root: str) -> None:
    """Sees to it that the folder of the sources is there. Raises OSError."""
    if not stat.S_ISDIR(os.stat(root).st_mode):
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), root)


def scan(root: str) -> Snapshot:
    """What `meetings/` and `templates/` under `root` hold now, and what the default theme lends.

    What starts with "_" or "." is left out.
    """
    stamps: dict[str, FileStamp] = {}
    spelled: dict[str, str] = {}
    for folder in FOLDERS:
        top = os.path.join(root, folder)
        if _is_folder(top):
            stamps[folder + "/"] = _stamp(os.stat(top))
            for path, real, found in _walk(top, folder, folder):
                stamps[path] = found
                if path.rstrip("/") != real:
                    spelled[path] = real
                else:
                    spelled.pop(path, None)  # of two names that are one in NFC, the last that is listed counts
    lender = shipped()
    if _is_same(lender, root):
        return Snapshot(root, stamps, spelled)
    known = dict(_lendable(lender))
    own = {path for path in stamps if path.startswith(THEMED + "/") and not path.endswith("/")}
    lent = {path: found for path, found in known.items() if path not in own}
    stamps.update((path, found) for path, found in lent.items() if not path.endswith("/"))
    return Snapshot(root, stamps, spelled, theme=lender, lent=lent, added=frozenset(own - known.keys()))


def again(before: Snapshot, began_ns: int) -> Snapshot | None:
    """The snapshot as it is now, where the same files are there as when it was begun to be taken; None where not.

    A folder with the stamp that it had has the names in it that it had, and need not be listed again: looking at each
    name is some three times as fast as `scan`.
    """
    if before.instead:
        return None
    young, lent, spelled, status = began_ns - RACY_NS, before.lent, before.spelled, os.lstat
    root, theme = f"{before.root}/", f"{before.theme}/"
    stamps: dict[str, FileStamp] = {}
    borrowed: dict[str, FileStamp] = {}
    try:
        for path, known in before.stamps.items():
            if path in lent and path[-1] != "/":
                continue
            if path[-1] == "/":
                stamps[path] = stamp = _stamp(status(root + spelled.get(path, path[:-1])))
                if stamp != known or stamp[1] >= young:
                    return None
                continue
            found = status(root + spelled.get(path, path))
            if found.st_mode & 0o170000 != stat.S_IFREG:
                return None
            stamps[path] = found.st_size, found.st_ctime_ns
        for path, known in lent.items():
            borrowed[path] = stamp = _stamp(status(theme + path))
            if path[-1] == "/" and (stamp != known or stamp[1] >= young):
                return None
    except OSError:
        return None
    if any(_is_folder(root + folder) != (f"{folder}/" in stamps) for folder in FOLDERS):
        return None
    stamps.update((path, stamp) for path, stamp in borrowed.items() if path[-1] != "/")
    return replace(before, stamps=stamps, lent=borrowed)


def watched(root: str) -> list[str]:
    """The folders in which a change makes the site another: those under `root`, and the default theme's."""
    own = [os.path.join(root, name) for name in FOLDERS]
    lent = os.path.join(shipped(), THEMED)
    return own if os.path.realpath(lent) in map(os.path.realpath, own) else [*own, lent]


def _package() -> str:
    """The folder of the package."""
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


BROUGHT: Mapping[str, str] = {
    "kinds": "tests/kinds",
    "slides": "docs/slides",
    "guide": "docs/guide",
    "demo": "docs/demo",
    "templates/new": "templates/new",
}
"""What comes with the tool beside the theme: by its folder in the package, where it lies in the project."""


def brought(name: str) -> dict[str, bytes]:
    """The files of one of the folders that come with the tool, by their paths in it."""
    package = _package()
    own, around = os.path.join(package, name), os.path.join(os.path.dirname(package), *BROUGHT[name].split("/"))
    folder = own if os.path.isdir(own) else around
    found = (os.path.join(above, one) for above, _, names in os.walk(folder) for one in names if one[0] != ".")
    return {os.path.relpath(path, folder).replace(os.sep, "/"): paper(path) for path in sorted(found)}


def whereabouts(root: str, path: str) -> str:
    """A file of `templates/` as people find it: by its path from `root` or, where it is lent, by its whole path."""
    own, lent = os.path.join(root, path), os.path.join(shipped(), path)
    return lent if path.startswith(THEMED + "/") and not os.path.exists(own) and os.path.exists(lent) else path


def _lendable(lender: str) -> Iterator[tuple[str, FileStamp]]:
    """The files and folders of the default theme."""
    top = os.path.join(lender, THEMED)
    if _is_folder(top):
        yield THEMED + "/", _stamp(os.stat(top))
        yield from ((path, found) for path, _, found in _walk(top, THEMED, THEMED))


def _is_same(lender: str, root: str) -> bool:
    return os.path.realpath(lender) == os.path.realpath(root)


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


def paper(path: str) -> bytes:
    """The bytes of a file that somebody asks about, wherever it lies. Raises OSError, of a pipe too: it may not end."""
    opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            number = errno.EISDIR if stat.S_ISDIR(found.st_mode) else errno.ENXIO
            raise OSError(number, os.strerror(number), path)
        with open(opened, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(opened)


def unchanged(root: str, stamps: Mapping[str, FileStamp], clock: FileTime = "st_ctime_ns") -> bool:
    """Whether every file and folder still has its stamp: faster than `scan`, for it need not list anything."""
    join, status, time_of = os.path.join, os.stat, attrgetter(clock)
    try:
        for path, (size, changed) in stamps.items():
            if size == ABSENT[0]:
                if _is_folder(join(root, path.rstrip("/"))):
                    return False
                continue
            found = status(join(root, path))
            if time_of(found) != changed or (size >= 0 and found.st_size != size):
                return False
    except OSError:
        return False
    return bool(stamps)


def settled(stamps: Mapping[str, FileStamp], now_ns: int) -> dict[str, FileStamp]:
    """The stamps, with one that nothing matches where a change as of now could hide behind the time."""
    return {path: (size, changed if changed < now_ns - RACY_NS else 0) for path, (size, changed) in stamps.items()}


def _stamp(found: os.stat_result) -> FileStamp:
    return (-1 if stat.S_ISDIR(found.st_mode) else found.st_size), found.st_ctime_ns


def _open(root: str, path: str) -> int:
    """Opens a file folder by folder: a link in place of one of them is not followed, a pipe not waited for."""
    *folders, name = path.split("/")
    above = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folder in folders:
            inner = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
            os.close(above)
            above = inner
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=above)
    finally:
        os.close(above)


def _walk(folder: str, path: str, real: str, depth: int = 0) -> Iterator[tuple[str, str, FileStamp]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith(("_", ".")):
                continue
            found = entry.stat(follow_symlinks=False)
            name = entry.name
            inner = f"{path}/{name if name.isascii() else unicodedata.normalize('NFC', name)}"
            inner_real = f"{real}/{entry.name}"
            if stat.S_ISDIR(found.st_mode):
                yield inner + "/", inner_real, _stamp(found)
                if depth < DEEPEST:
                    yield from _walk(entry.path, inner, inner_real, depth + 1)
            elif stat.S_ISREG(found.st_mode):
                yield inner, inner_real, _stamp(found)
