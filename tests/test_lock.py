"""One build at a time: who waits, for how long, and what is told."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from akson_docs.build import lock
from akson_docs.build.lock import Busy
from akson_docs.diagnostics import Diagnostic, line

HOLDS = """
import sys, time
from akson_docs.build import lock
with lock.held(sys.argv[1], 0, print):
    lock.mark_started(sys.argv[1])
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def holder(folder: Path, seconds: float = 60) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the turn for so long."""
    command = [sys.executable, "-c", HOLDS, str(folder), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def take(folder: Path, patience_s: float = 0) -> list[Diagnostic]:
    told: list[Diagnostic] = []
    with lock.held(str(folder), patience_s, told.append):
        pass
    return told


def test_one_after_the_other(tmp_path: Path) -> None:
    assert take(tmp_path) == take(tmp_path) == []


def test_while_another_has_it_one_is_told_who_and_since_when_and_in_the_end_refused(tmp_path: Path) -> None:
    told: list[Diagnostic] = []
    with holder(tmp_path) as other:
        with pytest.raises(Busy) as busy, lock.held(str(tmp_path), 0.2, told.append):
            pass
        assert busy.value.diagnostic.code == "busy"
        assert f"another build is under way ({other.pid}, " in line(busy.value.diagnostic)
        assert [one.code for one in told] == ["waiting"]


def test_whoever_waits_has_it_when_the_other_is_done(tmp_path: Path) -> None:
    with holder(tmp_path, 0.5):
        assert [one.code for one in take(tmp_path, 60)] == ["waiting"]


def test_it_ends_with_a_process_that_is_killed(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        other.kill()
        other.wait()
        assert take(tmp_path) == []
    assert lock.mark_started(str(tmp_path)), "a build before did not come to its end"


def test_a_process_that_was_forked_meanwhile_does_not_keep_it(tmp_path: Path) -> None:
    with lock.held(str(tmp_path), 0, print):
        child = os.fork()
        if not child:
            time.sleep(60)
            os._exit(0)
    try:
        assert take(tmp_path) == []
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def test_a_note_stays_where_a_build_did_not_come_to_its_end(tmp_path: Path) -> None:
    assert not lock.mark_started(str(tmp_path))
    assert lock.mark_started(str(tmp_path))
    lock.mark_done(str(tmp_path))
    assert not lock.mark_started(str(tmp_path))


@pytest.mark.parametrize("note", ["", "{", "[]", '{"pid": "x"}', "[" * 100_000])
def test_a_damaged_note_is_no_reason_to_fail(tmp_path: Path, note: str) -> None:
    with holder(tmp_path):
        (tmp_path / lock.NOTE).write_text(note)
        with pytest.raises(Busy):
            take(tmp_path)


def test_a_folder_that_was_made_for_it_and_stays_empty_goes(tmp_path: Path) -> None:
    take(tmp_path / "new")
    assert not (tmp_path / "new").exists()
    (tmp_path / "old").mkdir()
    take(tmp_path / "old")
    assert (tmp_path / "old").exists()


def test_a_lock_on_a_folder_that_went_is_no_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, locked, count = tmp_path / "new", lock._is_locked, 0

    def late(opened: int) -> bool:
        nonlocal count
        count += 1
        if count == 1:  # whoever had the turn takes the folder away, as it is empty
            folder.rmdir()
        return locked(opened)

    monkeypatch.setattr(lock, "_is_locked", late)
    with lock.held(str(folder), 0, print), pytest.raises(Busy):
        take(folder)


def test_whoever_waited_at_a_folder_that_went_has_the_one_that_came(tmp_path: Path) -> None:
    folder, inside, most = tmp_path / "new", [], []

    def build() -> None:
        with lock.held(str(folder), 60, lambda told: None):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=build) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 12


@pytest.mark.parametrize("fault", [FileNotFoundError, FileExistsError])
def test_a_folder_that_goes_while_it_is_made_is_made_again(
    fault: type[OSError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody works without the turn because whoever had it took the folder away a moment ago."""
    made, left = os.makedirs, [fault(), fault()]

    def late(*words: object, **more: object) -> None:
        if left:
            raise left.pop()
        made(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "makedirs", late)
    with lock.held(str(tmp_path / "new"), 0, print), pytest.raises(Busy):
        take(tmp_path / "new")


def test_where_nothing_can_be_made_nothing_is_locked(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere/at/all")
    assert take(tmp_path / "file") == take(tmp_path / "file/below") == take(tmp_path / "link") == []
