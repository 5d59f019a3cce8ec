"""A folder that proves that nothing in it was lost or changed: a bag as BagIt 1.0 (RFC 8493) has it.

These few lines stand here, for the library that makes bags moves files about on the disk, and says when it did so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def tags(payload: Mapping[str, tuple[str, int]], info: Mapping[str, str]) -> dict[str, bytes]:
    """The files beside `data/`, by their names. `payload`: (SHA-256, size) of each file, by its path in `data/`; `info`
    is what is said of the bag."""
    size = sum(size for _, size in payload.values())
    told = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    files = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": "".join(f"{key}: {_line(text)}\n" for key, text in told.items()).encode(),
        "manifest-sha256.txt": "".join(
            f"{digest}  data/{_path(path)}\n" for path, (digest, _) in sorted(payload.items())
        ).encode(),
    }
    of_tags = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return {**files, "tagmanifest-sha256.txt": of_tags.encode()}


def _path(path: str) -> str:
    """A path as a manifest has it: what would end a line is written as a number."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _line(text: str) -> str:
    return " ".join(text.split())
