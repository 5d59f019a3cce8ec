"""Building again whenever something changes: how often, for what, and as the command does it from start to end."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from places import PATIENCE_S, PLAIN, PROJECT, meetings, place, write

from akson_docs.server.watch import watch

QUIET_S = 0.5
"""How long what must not come is waited for."""


def until(true: Callable[[], object], said: Callable[[], object] = lambda: "") -> None:
    """Waits until something is true."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, said()
        time.sleep(0.05)


class Stop(Exception):
    """Ends a watch, as an interruption would."""


class Watch:
    """A watch in a thread of its own, and the builds it asked for."""

    def __init__(self, build: Callable[[], object]) -> None:
        self.built: queue.SimpleQueue[None] = queue.SimpleQueue()
        self.stopping = False
        self.build = build

    def run(self, *folders: Path) -> None:
        def build() -> None:
            if self.stopping:
                raise Stop
            self.build()
            self.built.put(None)

        with suppress(Stop):
            watch([str(folder) for folder in folders], build)

    def wait(self) -> None:
        """Waits for a build."""
        self.built.get(timeout=PATIENCE_S)

    def hears(self, path: Path) -> bool:
        """Whether a change gives a build yet."""
        write(path, "")
        return self.rest() > 0

    def rest(self) -> int:
        """How many builds come before none comes for a while; no more than 50 are waited for."""
        for count in range(50):
            try:
                self.built.get(timeout=QUIET_S)
            except queue.Empty:
                return count
        return 50


@contextmanager
def watching(*folders: Path, build: Callable[[], object] = lambda: None) -> Iterator[Watch]:
    """A watch of folders that has built once and listens."""
    found = Watch(build)
    thread = threading.Thread(target=found.run, args=folders, daemon=True)
    thread.start()
    try:
        found.wait()
        until(lambda: found.hears(folders[0] / "begin"))
        yield found
    finally:
        found.stopping = True
        write(folders[0] / "end", "")
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "meetings/styret/meeting.yaml", "a")
    return tmp_path / "meetings"


def test_builds_at_once_and_ends_with_what_ends_the_build(folder: Path) -> None:
    def build() -> None:
        raise Stop

    with pytest.raises(Stop):
        watch([str(folder)], build)


def test_a_change_during_the_first_build_is_not_lost(folder: Path) -> None:
    built: list[None] = []

    def build() -> None:
        built.append(None)
        if len(built) == 1:
            write(folder / "styret/meeting.yaml", "b")
        else:
            raise Stop

    with pytest.raises(Stop):
        watch([str(folder)], build)
    assert len(built) == 2


def test_leaves_nothing_running_when_it_ends(folder: Path) -> None:
    running = []
    for _ in range(2):
        with watching(folder):
            pass
        running.append(threading.active_count())  # what the library keeps for all watches is there after the first
    assert running[0] == running[1]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: write(folder / "styret/meeting.yaml", "b"),
        lambda folder: write(folder / "styret/2020-05/meeting.yaml", "b"),
        lambda folder: (folder / "styret/meeting.yaml").unlink(),
        lambda folder: (folder / "styret/meeting.yaml").rename(folder / "styret/_meeting.yaml"),
        lambda folder: os.replace(folder.parent / "draft", folder / "styret/meeting.yaml"),
    ],
    ids=["edit", "new folder", "remove", "rename", "replace"],
)
def test_a_change_gives_one_build(folder: Path, change: Callable[[Path], object]) -> None:
    write(folder.parent / "draft", "c")
    with watching(folder) as watched:
        change(folder)
        watched.wait()
        assert watched.rest() == 0


def test_changes_in_what_came_later_are_seen(folder: Path) -> None:
    with watching(folder) as watched:
        write(folder / "styret/2020-05/meeting.yaml", "a")
        watched.wait()
        assert watched.rest() == 0
        write(folder / "styret/2020-05/meeting.yaml", "b")
        watched.wait()


def test_a_folder_that_comes_later_or_goes_and_comes_is_followed(folder: Path) -> None:
    templates = folder.parent / "templates"
    with watching(folder, templates) as watched:
        for _ in range(2):
            write(templates / "a.css", "a")
            watched.wait()
            until(lambda: watched.rest() == 0)
            write(templates / "a.css", "b")
            watched.wait()
            shutil.rmtree(templates)
            watched.wait()
            until(lambda: watched.rest() == 0)


def test_a_folder_that_comes_again_while_it_is_read_as_gone_is_read_once_more(folder: Path) -> None:
    away = folder.with_name("away")
    read: list[bool] = []

    def build() -> None:
        read.append(folder.exists())
        if not read[-1]:
            away.rename(folder)

    with watching(folder, build=build) as watched:
        write(folder / "styret/a.yaml", "a")
        folder.rename(away)
        until(lambda: read[-2:] == [False, True])
        until(lambda: watched.rest() == 0)


def test_every_folder_is_watched(folder: Path) -> None:
    write(folder.parent / "templates/a.css", "a")
    with watching(folder, folder.parent / "templates") as watched:
        write(folder.parent / "templates/a.css", "b")
        watched.wait()


def test_a_burst_of_changes_gives_one_build(folder: Path) -> None:
    with watching(folder) as watched:
        for number in range(200):
            write(folder / f"styret/{number}.yaml", "a")
        watched.wait()
        assert watched.rest() == 0


def test_changes_while_it_builds_give_one_more_build(folder: Path) -> None:
    working, waiting = threading.Event(), threading.Event()
    waiting.set()

    def build() -> None:
        working.set()
        assert waiting.wait(PATIENCE_S)

    with watching(folder, build=build) as watched:
        working.clear()
        waiting.clear()
        write(folder / "styret/meeting.yaml", "b")
        assert working.wait(PATIENCE_S)
        for number in range(50):
            write(folder / f"styret/{number}.yaml", "a")
        time.sleep(QUIET_S)
        waiting.set()
        watched.wait()
        watched.wait()
        assert watched.rest() == 0


def test_reading_is_no_change(folder: Path) -> None:
    with watching(folder, build=lambda: [path.read_bytes() for path in folder.rglob("*.yaml")]) as watched:
        (folder / "styret/meeting.yaml").read_bytes()
        assert watched.rest() == 0
        write(folder / "styret/meeting.yaml", "b")
        watched.wait()
        assert watched.rest() == 0, "the build's own reading gave no other"


def test_what_lies_elsewhere_is_not_watched(folder: Path) -> None:
    with watching(folder) as watched:
        write(folder.parent / "output/index.html", "a")
        assert watched.rest() == 0


# ---- the command ---------------------------------------------------------------------------------------------


def test_the_command_builds_tells_an_error_mends_and_ends(tmp_path: Path) -> None:
    root = place(tmp_path / "root", meetings({"2020-04/meeting.yaml": PLAIN}))
    source, page = root / "meetings/styret/2020-04/meeting.yaml", root / "output/site/styret/2020-04/index.html"
    out, err = tmp_path / "out", tmp_path / "err"
    words = ["build", "--watch", "--root", str(root), "--today", "2020-08-01"]

    def said() -> str:
        return out.read_text() + err.read_text()

    with out.open("w") as stdout, err.open("w") as stderr:
        command = subprocess.Popen(
            [sys.executable, "build.py", *words],
            cwd=PROJECT,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        try:

            def goes_on(true: bool) -> bool:
                assert command.poll() is None, said()
                return true

            until(lambda: goes_on("Built " in out.read_text()), said)
            first = page.read_bytes()
            assert b"Godkjenning av innkalling" in first
            assert err.read_text() == ""

            def told() -> bool:
                if "Nothing written" not in err.read_text():
                    write(source, PLAIN.replace("title:", "titel:"))
                    time.sleep(1)
                return goes_on("Nothing written: 1 error." in err.read_text())

            until(told, said)
            assert 'meeting.yaml:5:5: unknown key "titel"; did you mean "title"? [unknown-key]' in err.read_text()
            assert page.read_bytes() == first

            built = out.read_text().count("Built ")
            write(source, PLAIN.replace("innkalling\n", "dagsorden\n"))
            until(lambda: goes_on(out.read_text().count("Built ") > built), said)
            assert b"Godkjenning av dagsorden" in page.read_bytes()

            os.killpg(command.pid, signal.SIGINT)  # as a terminal does
            assert command.wait(PATIENCE_S) == 130
            assert "Traceback" not in said()
        finally:
            command.kill()
            command.wait()
