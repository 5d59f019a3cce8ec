"""The editors' desk as who started it comes to it: by the address that it says, which has the key in it."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TextIO

from places import PATIENCE_S, write
from processes import Command


@dataclass
class Served:
    """A desk that runs."""

    root: Path
    address: str
    """Where it is, with the key."""

    def get(self, path: str, data: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        asked = urllib.request.Request(self.address + path, data, headers)
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def ask(self, path: str, value: Any = None, **headers: str) -> tuple[int, Any]:
        """The same for what is told in JSON."""
        status, body = self.get(path, None if value is None else json.dumps(value).encode(), **headers)
        try:
            return status, json.loads(body)
        except ValueError:
            return status, body.decode()

    @property
    def server(self) -> str:
        """Where it is, without the key."""
        return "/".join(self.address.split("/")[:3]) + "/"

    def problems(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.get("_akson/problems")[1])
        return found

    def write(self, text: str, name: str = "styret/2020-04/meeting.yaml") -> None:
        before = self.problems()["number"]
        write(self.root / "meetings" / name, text)
        until(lambda: self.problems()["number"] > before)


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def at_its_address(root: Path, said: TextIO | IO[str]) -> Served:
    """A server that says where it is, once it has read the sources."""
    line = said.readline()
    found = re.search(r"http://[^/]+/[^/]+/", line)
    assert found, line + said.read()
    served = Served(root, found[0])
    until(lambda: served.problems()["number"] > 0)
    return served


@contextmanager
def serving(root: Path, port: int) -> Iterator[Served]:
    """The command in a process that is forked off."""
    words = ["serve", "--root", str(root), "--no-open", "--port", str(port), "--today", "2020-06-20"]
    process = Command(*words, environment={"LC_ALL": "C"})
    try:
        yield at_its_address(root, process.said)
    finally:
        code = process.interrupted()
    assert code == 0
