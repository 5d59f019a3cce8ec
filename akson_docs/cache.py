"""What a build remembers for the next one, in a folder of its own that stays private: it holds withheld text.

`manifest-<edition>.json` answers one question fast, whether anything has changed at all; `archive.json` holds what
was read of each meeting, `made-<edition>.json` which job made which bytes; `store/` holds the bytes, by digest;
`templates` holds the templates as compiled. All of it may be thrown away. A file that cannot be read, or that another
version wrote, counts as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import marshal
import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from .workspace import Stamp

VERSION = 3

Ledger = Mapping[str, tuple[str, str, str, list[dict[str, Any]]]]
"""By path: the key that a file was made for, the digest of its bytes ("" for a copy), the source of its meeting as its
record has it, and what was found while making it."""


@dataclass(frozen=True)
class Manifest:
    """The state that the last build of an edition left, and what it said."""

    engine: str
    """A digest of the tool and of what it runs on."""
    today: str
    """The day it was built for, ISO."""
    timezone: str
    inputs: Mapping[str, Stamp]
    """Every file and folder that was read or listed, by its path from the root."""
    outputs: Mapping[str, Stamp]
    """Every file and folder that was made, by its path in the tree."""
    diagnostics: tuple[Mapping[str, Any], ...]
    index: str
    """The page to open."""


def manifest(folder: str, edition: str) -> Manifest | None:
    """What the last build of an edition left, or None."""
    data = _load(os.path.join(folder, f"manifest-{edition}.json"))
    try:
        return Manifest(**data) if data else None
    except TypeError:
        return None


def archive(folder: str) -> dict[str, Any]:
    """What was read, as JSON values; {} where there is nothing."""
    return _load(os.path.join(folder, "archive.json"))


def ledger(folder: str, edition: str) -> Ledger:
    """What was made for an edition; {} where there is nothing."""
    made: Ledger = _load(os.path.join(folder, f"made-{edition}.json")).get("made", {})
    return made


def templates(folder: str, engine: str) -> dict[str, bytes]:
    """The templates as an engine compiled them, by the compiler's keys; {} where there are none."""
    try:
        with open(os.path.join(folder, "templates"), "rb") as file:
            made_by, compiled = marshal.load(file)
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return dict(compiled) if made_by == engine else {}


def save_archive(folder: str, archive: Mapping[str, Any]) -> None:
    """Remembers what was read. Raises OSError."""
    _write(folder, "archive.json", archive)


def save_templates(folder: str, engine: str, compiled: Mapping[str, bytes]) -> None:
    """Remembers the templates as an engine compiled them. Raises OSError."""
    _replace(os.path.join(_made(folder), "templates"), marshal.dumps((engine, dict(compiled))))


def save_made(folder: str, edition: str, ledger: Ledger, manifest: Manifest) -> None:
    """Remembers what was made for an edition, the manifest last. Raises OSError."""
    _write(folder, f"made-{edition}.json", {"made": ledger})
    _write(folder, f"manifest-{edition}.json", vars(manifest))


def find(folder: str, digest: str) -> str | None:
    """Where bytes lie in the store, or None where they are not there as they were put."""
    path = _place(folder, digest)
    try:
        with open(path, "rb") as file:
            intact = hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return None
    return path if intact else None


def put(folder: str, data: bytes) -> str:
    """Puts bytes into the store and says their digest. Raises OSError."""
    digest = hashlib.sha256(data).hexdigest()
    path = _place(folder, digest)
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        _replace(path, data)
    return digest


def take(folder: str, path: str) -> tuple[str, str]:
    """Takes a file into the store, and says (where it lies now, its digest). Raises OSError."""
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    place = _place(folder, digest)
    if not os.path.exists(place):
        os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
        shutil.copyfile(path, f"{place}.{os.getpid()}")
        os.replace(f"{place}.{os.getpid()}", place)
    os.remove(path)
    return place, digest


def drop(folder: str, digests: Collection[str]) -> None:
    """Removes bytes from the store."""
    for digest in digests:
        with contextlib.suppress(OSError):
            os.remove(_place(folder, digest))


def keep(folder: str, digests: Collection[str]) -> None:
    """Removes from the store what none of the digests names."""
    for part, _, names in os.walk(os.path.join(folder, "store")):
        for name in names:
            if name not in digests:
                with contextlib.suppress(OSError):
                    os.remove(os.path.join(part, name))


def _place(folder: str, digest: str) -> str:
    return os.path.join(folder, "store", digest[:2], digest)


def _load(path: str) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            data = json.loads(file.read())
    except (OSError, ValueError):
        return {}
    if not isinstance(data, dict) or data.pop("version", None) != VERSION:
        return {}
    return data


def _write(folder: str, name: str, data: Mapping[str, Any]) -> None:
    written = json.dumps({"version": VERSION, **data}, ensure_ascii=False, separators=(",", ":"))
    _replace(os.path.join(_made(folder), name), written.encode("utf-8", "surrogatepass"))


def _made(folder: str) -> str:
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder


def _replace(path: str, data: bytes) -> None:
    with open(f"{path}.{os.getpid()}", "wb") as file:
        file.write(data)
    os.replace(f"{path}.{os.getpid()}", path)
