"""Records → an index that a browser searches without a server, made by Pagefind: a program of its own, in another
process.

The program is spoken to as its own wrappers do: a message a line of base64 and a comma, to and from it. It gives the
same bytes for the same records in the same order where they have neither filters nor more than one key to sort by: so
they have none, and what is filtered and sorted by stands in a file of ours beside the index.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code

LACKING = Code(
    "no-search",
    "warning",
    N_("the site is built without a page for searching: {problem}"),
    N_("install what makes it (pip install pagefind-bin), and build again"),
)
NOT_INDEXED = Code(
    "not-indexed",
    "warning",
    N_("what is found by searching is not made: {problem}"),
    N_("see that pagefind-bin is whole and runs on this machine (python -m pagefind_bin --version), and build again"),
)
STEMMED = {"nb": "no", "nn": "no"}
"""The languages that Pagefind knows under another name, so that it knows a word in all its forms."""
PATIENCE_S = 600
RUNTIME = ("pagefind.js", "pagefind-worker.js")
"""What reads an index in the browser; the rest of it is `wasm.<language>.pagefind`."""
_MARK = b"pagefind_dcd"
"""What everything that Pagefind packs begins with."""


class NotIndexed(Exception):
    """That Pagefind gave no index, with what it said."""


@dataclass(frozen=True)
class IndexRecord:
    """Something that is found."""

    address: str
    """From the top of the site."""
    text: str
    """What excerpts are of."""
    shown: Mapping[str, str]
    """What a result shows besides, and words that it is found by; Pagefind searches these as well."""


def version() -> str:
    """The version of Pagefind, or "" where it is not there or does not run."""
    program = _program()
    if not program:
        return ""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=PATIENCE_S, check=True)
        return told.stdout.split()[-1] if told.stdout.split() else ""
    return ""


def index(records: Sequence[IndexRecord], language: str) -> dict[str, bytes]:
    """An index of some records, by the names of its files, with what reads it. Raises NotIndexed.

    A word is known in all its forms in a language that Pagefind knows; in others as it stands.
    """
    stemmed = STEMMED.get(language, language)
    asked: list[dict[str, Any]] = [{"type": "NewIndex", "config": {"keep_index_url": True}}]
    asked += [
        {
            "type": "AddRecord",
            "index_id": 0,
            "url": one.address,
            "content": one.text,
            "language": stemmed,
            "meta": dict(sorted(one.shown.items())),
        }
        for one in records
    ]
    asked.append({"type": "GetFiles", "index_id": 0})
    files = {one["path"]: base64.b64decode(one["content"]) for one in _told(asked).get("files", ())}
    if "pagefind-entry.json" not in files:
        raise NotIndexed("no index")
    return dict(sorted(files.items()))


def is_of_index(name: str) -> bool:
    """Whether a file is a part of an index, and not of what reads it."""
    return name == "pagefind-entry.json" or name.endswith((".pf_meta", ".pf_index", ".pf_fragment"))


def is_of_runtime(name: str) -> bool:
    """Whether a file is a part of what reads indexes in the browser."""
    return name in RUNTIME or (name.startswith("wasm.") and name.endswith(".pagefind"))


def fragments(files: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """(its id in results, its address, its text) of each record of an index."""
    for name, data in files.items():
        if name.endswith(".pf_fragment"):
            held = json.loads(unpacked(data))
            yield name.rpartition("/")[2].removesuffix(".pf_fragment"), held["url"], held["content"]


def unpacked(data: bytes) -> bytes:
    """What a file of an index holds."""
    held = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return held.removeprefix(_MARK)


def _program() -> str:
    try:
        import pagefind_bin

        return str(pagefind_bin.get_executable())
    except (ImportError, OSError):
        return ""


def _told(asked: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the program answers to the last of some messages. Raises NotIndexed."""
    program = _program()
    if not program:
        raise NotIndexed("pagefind-bin")
    try:
        running = subprocess.Popen(
            [program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        raise NotIndexed(str(error)) from error
    assert running.stdin is not None
    assert running.stdout is not None
    too_long = threading.Timer(PATIENCE_S, running.kill)
    too_long.start()
    # It ends when nothing more can come, also where it was not asked all yet: so what it is sent stays open.
    sender = threading.Thread(target=_send, args=(running.stdin, asked), daemon=True)
    sender.start()
    last: dict[str, Any] = {}
    rest: list[bytes] = []
    answers = 0
    try:
        while answers < len(asked) and (piece := os.read(running.stdout.fileno(), 1 << 20)):
            *whole, tail = piece.split(b",")
            for one in whole:
                last = json.loads(base64.b64decode(b"".join((*rest, one))))["payload"]
                answers, rest = answers + 1, []
                if last["type"] == "Error":
                    raise NotIndexed(str(last.get("message", "")))
            rest.append(tail)
    except (ValueError, KeyError) as error:
        raise NotIndexed(type(error).__name__) from error
    finally:
        too_long.cancel()
        running.kill()
        sender.join()
        with contextlib.suppress(OSError):
            running.stdin.close()
        running.stdout.close()
        running.wait()
    if answers < len(asked):
        raise NotIndexed("it ended too early")
    return last


def _send(to: Any, asked: Sequence[Mapping[str, Any]]) -> None:
    with contextlib.suppress(OSError, ValueError):
        for number, one in enumerate(asked, 1):
            message = json.dumps({"message_id": number, "payload": one})
            to.write(base64.b64encode(message.encode()) + b",")
        to.flush()
