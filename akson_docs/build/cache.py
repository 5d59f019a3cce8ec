"""What a build remembers for the next one, in a folder of its own that stays private: it holds withheld text.

`manifest-<edition>.json` answers one question fast, whether anything has changed at all; `archive.json` holds what
was read of each meeting, `made-<edition>.json` which job made which bytes, `scans.json` what was read in which scan,
`said.json` what is known of what files say, where anything is redacted; `pages.json` where it is kept what their pages
say, which are searched;
`store/` holds the bytes, by digest; `templates` holds the templates as compiled. All of it may be thrown away.

Each file but those of the store is sealed: its first line says which version wrote it, under which name, and the digest
of the rest. A file that another version wrote, that is damaged or lies under another's name counts as absent, before
anything of it is read. Bytes of the store are under their own digest, and are given out only where they have it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import marshal
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from akson_docs.sources.snapshots import FileStamp

VERSION = 4
UNFINISHED = "unfinished"
"""The folder where files are written before they take their place."""

Ledger = Mapping[str, tuple[str, str, str, list[dict[str, Any]]]]
"""By path: the key that a file was made for, the digest of its bytes ("" for a copy), the source of its meeting as its
record has it, and what was found while making it."""


@dataclass(frozen=True)
class Manifest:
    """The state that the last build of an edition left, and what it said."""

    root: str
    """Where `meetings/` lies, as an absolute path."""
    tree: str
    """The folder that the edition went to, likewise."""
    engine: str
    """A digest of the tool and of what it runs on."""
    today: str
    """The day it was built for, ISO."""
    timezone: str
    inputs: Mapping[str, FileStamp]
    """Every file and folder that was read or listed, by its path from the root."""
    outputs: Mapping[str, FileStamp]
    """Every file and folder that was made, by its path in the tree."""
    diagnostics: tuple[Mapping[str, Any], ...]
    index: str
    """The page to open."""


def manifest(folder: str, edition: str) -> Manifest | None:
    """What the last build of an edition left, or None."""
    data = _load(folder, f"manifest-{edition}.json")
    return Manifest(**data) if data else None


def archive(folder: str) -> dict[str, Any]:
    """What was read, as JSON values; {} where there is nothing."""
    return _load(folder, "archive.json")


def ledger(folder: str, edition: str) -> Ledger:
    """What was made for an edition; {} where there is nothing."""
    made: Ledger = _load(folder, f"made-{edition}.json").get("made", {})
    return made


def templates(folder: str, engine: str) -> dict[str, bytes]:
    """The templates as an engine compiled them, by the compiler's keys; {} where there are none."""
    body = _unsealed(folder, f"templates {engine}", "templates")
    return dict(marshal.loads(body)) if body else {}


def scans(folder: str) -> Mapping[str, str]:
    """The digests of what was read in scans, by what they were read in and with; {} where there is nothing."""
    found: Mapping[str, str] = _load(folder, "scans.json").get("scans", {})
    return found


def save_scans(folder: str, known: Mapping[str, str]) -> None:
    """Remembers which bytes were read in scans. Raises OSError."""
    _write(folder, "scans.json", {"scans": known})


def said(folder: str) -> Mapping[str, Any]:
    """What is known of what files say; {} where there is nothing."""
    return _load(folder, "said.json")


def save_said(folder: str, known: Mapping[str, Any]) -> None:
    """Remembers what is known of what files say. Raises OSError."""
    _write(folder, "said.json", known)


def pages(folder: str) -> Mapping[str, str]:
    """The digests of what the pages of files say, by those of the files; {} where there is nothing."""
    found: Mapping[str, str] = _load(folder, "pages.json").get("pages", {})
    return found


def save_pages(folder: str, known: Mapping[str, str]) -> None:
    """Remembers where it is kept what the pages of files say. Raises OSError."""
    _write(folder, "pages.json", {"pages": known})


def save_archive(folder: str, archive: Mapping[str, Any]) -> None:
    """Remembers what was read. Raises OSError."""
    _write(folder, "archive.json", archive)


def save_templates(folder: str, engine: str, compiled: Mapping[str, bytes]) -> None:
    """Remembers the templates as an engine compiled them. Raises OSError."""
    # Sealed for the engine, which knows the interpreter: what another marshalled could break this one.
    body = marshal.dumps(dict(compiled))
    _replace(folder, os.path.join(folder, "templates"), _seal(f"templates {engine}", body) + body)


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
    if find(folder, digest) is None:
        _replace(folder, _place(folder, digest), data)
    return digest


def take(folder: str, path: str) -> tuple[str, str]:
    """Takes a file into the store, and says (where it lies now, its digest).

    Raises OSError; the file is still where it was then.
    """
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    place = _place(folder, digest)
    if find(folder, digest) is None:
        _made(os.path.dirname(place))
        staged = _staged(folder, place)
        import shutil  # with what unpacks archives: not where there is nothing to build

        shutil.copyfile(path, staged)
        os.replace(staged, place)
    os.remove(path)
    return place, digest


def clear_stale(folder: str) -> None:
    """Removes what a build that was killed had not finished."""
    import shutil

    shutil.rmtree(os.path.join(folder, UNFINISHED), ignore_errors=True)


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


def _load(folder: str, name: str) -> dict[str, Any]:
    body = _unsealed(folder, name, name)
    data: dict[str, Any] = json.loads(body) if body else {}
    return data


def _write(folder: str, name: str, data: Mapping[str, Any]) -> None:
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    _replace(folder, os.path.join(folder, name), _seal(name, written) + written)


def _seal(name: str, body: bytes) -> bytes:
    """The first line of a file of this name."""
    found = hashlib.sha256(f"akson_docs {VERSION} {name}\n".encode())
    found.update(body)
    return f"akson_docs {VERSION} {found.hexdigest()}\n".encode()


def _unsealed(folder: str, name: str, file: str) -> bytes:
    """What a file holds under its seal; b"" where that is broken or is another's."""
    try:
        with open(os.path.join(folder, file), "rb") as opened:
            seal, body = opened.readline(200), opened.read()
    except OSError:
        return b""
    return body if seal == _seal(name, body) else b""


def _made(folder: str) -> str:
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder


def _staged(folder: str, path: str) -> str:
    """Where the file at a path is written before it takes its place."""
    return os.path.join(_made(os.path.join(_made(folder), UNFINISHED)), f"{os.getpid()}-{os.path.basename(path)}")


def _replace(folder: str, path: str, data: bytes) -> None:
    _made(os.path.dirname(path))
    staged = _staged(folder, path)
    with open(staged, "wb") as file:
        file.write(data)
    os.replace(staged, path)
