"""The sole reader of what authors and designers wrote: `meetings/` and `templates/`.

`scan` lists names, sizes and times; bytes are read when they are asked for. Nothing outside the two folders is
ever read: links are not followed, and only regular files count. Names are in NFC, with "/" between folders.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

FOLDERS = ("meetings", "templates")
RACY_NS = 20_000_000
"""How young a time must be for another change to hide behind it: file systems count in steps of some milliseconds."""

Stamp = tuple[int, int]
"""(size in bytes, time of last change in nanoseconds); a folder has size -1."""


@dataclass(frozen=True)
class Snapshot:
    """What the two folders held at one moment."""

    root: str
    stamps: Mapping[str, Stamp]
    """Every file and folder by its path from the root, folders with "/" at the end."""
    spelled: Mapping[str, str]
    """The name on disk, where it is not in NFC."""

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The paths of all files, in order."""
        return tuple(sorted(path for path in self.stamps if not path.endswith("/")))

    def real(self, path: str) -> str:
        """Where a file lies on the disk."""
        return os.path.join(self.root, self.spelled.get(path, path))

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises OSError where it has gone or cannot be read."""
        with open(self.real(path), "rb") as file:
            return file.read()

    def digest(self, path: str) -> str:
        """The SHA-256 of a file, read in pieces. Raises OSError."""
        with open(self.real(path), "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def folder(self, path: str) -> Folder:
        """The files in and under a folder."""
        start = path + "/"
        return Folder(self, path, tuple(name[len(start) :] for name in self.under(path)))

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


def scan(root: str) -> Snapshot:
    """What `meetings/` and `templates/` under `root` hold now. What starts with "_" or "." is left out."""
    stamps: dict[str, Stamp] = {}
    spelled: dict[str, str] = {}
    for folder in FOLDERS:
        top = os.path.join(root, folder)
        if os.path.isdir(top) and not os.path.islink(top):
            stamps[folder + "/"] = (-1, os.stat(top).st_mtime_ns)
            for path, real, found in _walk(top, folder, folder):
                stamps[path] = found
                if path.rstrip("/") != real:
                    spelled[path] = real
    return Snapshot(root, stamps, spelled)


def paper(path: str) -> bytes:
    """The bytes of a file that somebody asks about, wherever it lies. Raises OSError."""
    with open(path, "rb") as file:
        return file.read()


def unchanged(root: str, stamps: Mapping[str, Stamp]) -> bool:
    """Whether every file and folder still has its stamp: faster than `scan`, for it need not list anything."""
    join, status = os.path.join, os.stat
    try:
        for path, (size, changed) in stamps.items():
            found = status(join(root, path))
            if found.st_mtime_ns != changed or (size >= 0 and found.st_size != size):
                return False
    except OSError:
        return False
    return bool(stamps)


def settled(stamps: Mapping[str, Stamp], now_ns: int) -> dict[str, Stamp]:
    """The stamps, with one that nothing matches where a change as of now could hide behind the time."""
    return {path: (size, changed if changed < now_ns - RACY_NS else 0) for path, (size, changed) in stamps.items()}


def _walk(folder: str, path: str, real: str) -> Iterator[tuple[str, str, Stamp]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith(("_", ".")):
                continue
            found = entry.stat(follow_symlinks=False)
            inner = f"{path}/{unicodedata.normalize('NFC', entry.name)}"
            inner_real = f"{real}/{entry.name}"
            if stat.S_ISDIR(found.st_mode):
                yield inner + "/", inner_real, (-1, found.st_mtime_ns)
                yield from _walk(entry.path, inner, inner_real)
            elif stat.S_ISREG(found.st_mode):
                yield inner, inner_real, (found.st_size, found.st_mtime_ns)
