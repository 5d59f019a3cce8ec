"""What a build remembers for the next one, in a folder of its own that stays private: it holds withheld text.

`manifest-<edition>.json` answers one question fast, whether anything has changed at all; `archive.json` holds what
was read of each meeting and which job made which bytes; `store/` holds the bytes, by digest. All of it may be
thrown away. A file that cannot be read, or that another version wrote, counts as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from .workspace import Stamp

VERSION = 1


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
    """What was read and made, as JSON values; {} where there is nothing."""
    return _load(os.path.join(folder, "archive.json"))


def save(folder: str, archive: Mapping[str, Any], edition: str, manifest: Manifest | None) -> None:
    """Remembers both, the manifest last. Raises OSError."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    _write(os.path.join(folder, "archive.json"), {"version": VERSION, **archive})
    if manifest is not None:
        _write(os.path.join(folder, f"manifest-{edition}.json"), {"version": VERSION, **vars(manifest)})


def get(folder: str, digest: str) -> bytes | None:
    """Bytes from the store, or None where they are not there as they were put."""
    try:
        with open(_place(folder, digest), "rb") as file:
            data = file.read()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == digest else None


def put(folder: str, data: bytes) -> str:
    """Puts bytes into the store and says their digest. Raises OSError."""
    digest = hashlib.sha256(data).hexdigest()
    path = _place(folder, digest)
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        _replace(path, data)
    return digest


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


def _write(path: str, data: Mapping[str, Any]) -> None:
    _replace(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def _replace(path: str, data: bytes) -> None:
    with open(f"{path}.{os.getpid()}", "wb") as file:
        file.write(data)
    os.replace(f"{path}.{os.getpid()}", path)
