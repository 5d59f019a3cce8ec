"""What is hostile, built: a sample of the long trial, and a build of much of it in processes that are watched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hunts import hostile
from hunts.hostile import BODIES, CONTEXTS, PAYLOADS, SECRET
from places import PROJECT, build, meetings, place

SAMPLE = (53, 308)
TRY = """\
import sys
from pathlib import Path
from hunts import hostile
for seed, wrong in hostile.trials(map(int, sys.argv[2:]), Path(sys.argv[1])):
    print(seed, wrong)
"""
WATCHED = """\
import os, sys
sys.path.insert(0, {tests!r})
from hunts.guard import Guard
Guard({log!r}, {allowed!r}).on = True
"""


def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(PROJECT / "tests"), **more}
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, env=env, cwd=PROJECT, timeout=1800)


def test_a_sample_of_what_is_hostile_does_no_harm(tmp_path: Path) -> None:
    # In a process of its own, for another test may have a browser open in this one.
    done = run("-c", TRY, str(tmp_path), *map(str, SAMPLE))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:-1] == [f"{seed} " for seed in SAMPLE]


def test_every_family_comes_in_several_contexts_and_every_file_comes() -> None:
    strings = [hostile.archive(seed)[0] for seed in range(hostile.STRINGS)]
    assert len(set(strings)) == hostile.STRINGS
    assert {name for name in CONTEXTS if any(one.startswith(name) for one in strings)} == set(CONTEXTS)
    assert len(PAYLOADS) * 2 < hostile.STRINGS
    assert len(BODIES) < hostile.FILES
    assert hostile.archive(7) == hostile.archive(7)


@pytest.mark.parametrize("name", ["Kart #1 over 50% æ?.svg", "a'b\"c<d>&e=%41+f.svg", "\u202dx y.svg"])
def test_a_file_may_be_called_anything_and_is_found(tmp_path: Path, name: str) -> None:
    named = hostile.quoted(name).replace("\u202d", "\\u202d")
    row = f"    attachments:\n      - file: {named}\n"
    figure = (
        f"      - kind: figure\n        title: Kart\n        alt: Kart over tomta ved elva\n        file: {named}\n"
    )
    place(tmp_path, hostile.one(hostile.a_meeting(item=row, more=figure), files={f"2020-01/{name}": hostile.svg("")}))
    outcome = build(tmp_path)
    turned = ["turned-text", "turned-text"] if "\u202d" in name else []
    assert [one.code for one in outcome.diagnostics if one.severity == "error"] == turned
    tree = tmp_path / "output/site"
    pages = [path.relative_to(tree).as_posix() for path in tree.rglob("*.html")]
    assert bool(pages) != bool(turned)
    assert [fault for page in pages for fault in hostile.dead(tree, page)] == []


def watched(folder: Path, allowed: tuple[str, ...]) -> tuple[dict[str, str], Path]:
    """What a process has to have in its environment to be watched from its first line, and where it is told."""
    log = folder / "heard"
    write = WATCHED.format(tests=str(PROJECT / "tests"), log=str(log), allowed=allowed)
    (folder / "site").mkdir()
    (folder / "site/sitecustomize.py").write_text(write)
    return {"PYTHONPATH": f"{folder / 'site'}{os.pathsep}{PROJECT / 'tests'}"}, log


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "socket."),
        ("import socket; socket.getaddrinfo('evil.example', 80)", "socket.getaddrinfo"),
        ("import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')", "urllib.Request"),
        ("open('/etc/passwd')", "open /etc/passwd"),
        ("open('secret')", "open "),
        ("import os; os.open('link', os.O_RDONLY)", "open "),
        ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
        ("import multiprocessing as m; p = m.Process(target=open, args=('secret',)); p.start(); p.join()", "open "),
        ("try: open('secret')\nexcept OSError: pass", "open "),
        ("open('inside/a', 'w').close()", ""),
    ],
)
def test_what_is_watched_is_heard(tmp_path: Path, does: str, told: str) -> None:
    for name in ("secret", "inside/a"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "inside/link").symlink_to(tmp_path / "secret")
    (tmp_path / "link").symlink_to(tmp_path / "inside/link")
    env, log = watched(tmp_path, (str(tmp_path / "inside"),))
    run("-c", f"import os; os.chdir({str(tmp_path)!r})\n{does}", **env)
    heard = log.read_text()
    assert heard.startswith(told)
    assert bool(heard) == bool(told)


@pytest.mark.extra
def test_a_build_of_an_archive_of_hostile_things_calls_nobody_and_reads_nothing_outside(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    hostile.place_outside(outside)
    files: dict[str, str | bytes] = {}
    for seed in range(1, hostile.COUNT, 17):
        own = {name: data for name, data in hostile.archive(seed)[1].items() if name.startswith("styret/2020-01/")}
        files |= {
            name.replace("2020-01", f"2020-{seed:03}", 1).removeprefix("styret/"): data for name, data in own.items()
        }
    place(root, {name: data for name, data in meetings(files).items() if hostile.is_name(name)})
    for folder in (root / "meetings/styret").glob("2020-*"):
        hostile.link_out(folder, outside)
    before = {path for path in root.rglob("*") if path.is_file()}
    env, log = watched(tmp_path, (str(root), str(PROJECT), *hostile.crews_folders()))
    words = ["--today", "2020-08-01", "--keep-going", "--root", str(root)]
    done = run(str(PROJECT / "build.py"), "build", *words, **env)
    assert "Traceback" not in done.stderr
    assert done.returncode == 1, done.stderr
    assert (root / "output/site/styret/index.html").exists()
    assert list((root / "output/site/styret").glob("2020-*/papers.pdf"))
    assert log.read_text() == ""
    made = {path for path in root.rglob("*") if path.is_file()} - before
    assert [path for path in made if SECRET.encode() in path.read_bytes()] == []
