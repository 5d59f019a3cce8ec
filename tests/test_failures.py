"""The boundary for failures: whatever fails, from whatever command, it is one line that names it."""

from __future__ import annotations

import asyncio
import errno
import json
import multiprocessing
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from places import PROJECT, SHOWN, build, contents, meetings, outcome, place, request, write
from starlette.requests import Request
from starlette.responses import Response

from akson_docs import diagnostics
from akson_docs.actions import checking, live_edition
from akson_docs.build import output
from akson_docs.cli import main
from akson_docs.diagnostics import Code, Fault, Span, message
from akson_docs.pdf import typesetter, workers
from akson_docs.server import app
from akson_docs.server.desk import Desk
from akson_docs.server.loopback import Entrance
from akson_docs.sources import failures, snapshots

MEETING = "styret/2020-04"
LIBPANGO = (
    "cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object file: No such file or directory.  "
    "Additionally, ctypes.util.find_library() did not manage to locate a library called 'libpango-1.0-0'"
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.delenv("AKSON_RECIPIENTS", raising=False)
    site = "format: 1\nname: Møtepapirer\npublisher: Eksempeletaten\naddress: https://papirer.example.no\n"
    contact = "contact: {name: Sekretariatet, email: post@example.no}\n"
    place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}, site=site + contact))
    return tmp_path


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper of the same meeting, as it was published."""
    folder = tmp_path_factory.mktemp("published")
    assert build(place(folder, meetings({"2020-04/meeting.yaml": SHOWN}))).done
    return folder / f"output/site/{MEETING}/slides.pdf"


def one_line(capsys: pytest.CaptureFixture[str], words: Sequence[str], *named: str) -> str:
    """The one line that a command says when it fails, with what it must name in it."""
    assert main.main(words) == 1
    said = capsys.readouterr()
    lines = (said.out + said.err).splitlines()
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    for name in named:
        assert name in lines[0]
    return lines[0]


SETTING: dict[str, list[str]] = {
    "build": ["build", "--today", "2020-06-17"],
    "check": ["check", "--papers"],
    "verify": ["verify", "{paper}"],
    "dispatch": ["dispatch", MEETING, "--today", "2020-06-17"],
    "invite": ["invite", MEETING, "--today", "2020-06-17"],
}
"""Every command that sets papers and ends."""
READING: dict[str, list[str]] = {
    "number": ["number", MEETING, "--today", "2020-06-17"],
    "move": ["move", "17/20", MEETING],
    "new meeting": ["new", "meeting", "styret", "2020-09-02"],
    "diff": ["diff", MEETING],
    "fmt": ["fmt"],
    "manual": ["manual"],
    "disclose": ["disclose"],
}
"""And every other one that reads the sources."""


def words_of(words: Sequence[str], root: Path, paper: Path) -> list[str]:
    return [*(word.replace("{paper}", str(paper)) for word in words), "--root", str(root)]


# ---- what an exception says ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "code", "named"),
    [
        (BrokenProcessPool(), "papers-stopped", "too little memory"),
        (MemoryError(), "no-memory", "memory"),
        (
            OSError(LIBPANGO),
            "library-missing",
            "apt install libpango-1.0-0; Fedora, RHEL: dnf install pango; Alpine: apk",
        ),
        (OSError(LIBPANGO.replace("pango-1.0", "pangoft2-1.0")), "library-missing", "libpangoft2-1.0-0"),
        (OSError(LIBPANGO.replace("pango-1.0", "gobject-2.0")), "library-missing", "libglib2.0-0"),
        (OSError(LIBPANGO.replace("pango-1.0", "harfbuzz-subset")), "library-missing", "libharfbuzz-subset0"),
        (OSError("dlopen(libpango-1.0.dylib, 0x0002): tried: '/x' (no such file)"), "library-missing", "brew install"),
        (ImportError("libpango-1.0.so.0: cannot open shared object file: No such file"), "library-missing", "Pango"),
        (
            ImportError(
                "Error loading shared library libharfbuzz-subset.so.0: No such file or directory (needed by x)"
            ),
            "library-missing",
            "apk add harfbuzz-subset; macOS: brew install harfbuzz",
        ),
        (
            OSError(LIBPANGO.replace("pango-1.0", "glib-2.0")),
            "library-missing",
            "dnf install glib2; Alpine: apk add glib;",
        ),
        (
            ImportError("libqpdf.so.30: cannot open shared object file: No such file"),
            "library-unusable",
            "libqpdf.so.30",
        ),
        (
            ModuleNotFoundError("No module named 'pikepdf'", name="pikepdf"),
            "package-missing",
            "pip install --upgrade pik",
        ),
        (ModuleNotFoundError("No module named 'yaml'", name="yaml"), "package-missing", "PyYAML"),
        (ImportError("cannot import name 'Pdf' from 'pikepdf'", name="pikepdf"), "package-missing", "'Pdf'"),
        (ModuleNotFoundError("No module named '_lzma'", name="_lzma"), "python-incomplete", "python3-full"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "x.pdf"), "not-there", "x.pdf"),
        (PermissionError(errno.EACCES, "Permission denied", "x.pdf"), "not-allowed", "permission denied"),
        (OSError(errno.EROFS, "Read-only file system", "out/x"), "not-allowed", "read-only"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "x"), "is-folder", "a file is wanted"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "x/y"), "is-no-folder", "a folder is wanted"),
        (OSError(errno.ELOOP, "Too many levels of symbolic links", "x"), "is-no-file", "a link"),
        (OSError(errno.EFBIG, "File too large", "x"), "file-too-large", "200 MB"),
        (OSError(errno.EFBIG, "File too large", "x"), "file-too-large", "ulimit -f"),
        (OSError("libpdfium.so: failed to map segment from shared object"), "no-memory", "memory"),
        (ImportError("libjpeg.so.1: failed to map segment from shared object", name="_imaging"), "no-memory", "memory"),
        (
            ImportError("undefined symbol", name="_core", path="/x/site-packages/pikepdf/_core.so"),
            "package-missing",
            "pikepdf",
        ),
        (OSError(errno.EIO, "Input/output error", "x"), "unreadable", "input/output error"),
        (snapshots.Changed("x"), "unreadable", "changed while it was read"),
        (OSError(errno.ENOSPC, "No space left on device", "/tmp/akson-1/2.pdf"), "disk-full", "/tmp/akson-1/2.pdf"),
        (OSError(errno.EDQUOT, "Disk quota exceeded", "x"), "disk-full", "x"),
        (OSError(errno.EMFILE, "Too many open files", "x"), "too-many-open", "ulimit -n"),
        (OSError(errno.EMFILE, "Too many open files"), "too-many-open", "ulimit -n"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "no-memory", "memory"),
        (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "no-process", "ulimit -u"),
        (RuntimeError("can't start new thread"), "no-process", "thread"),
        (
            FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp', '/var/tmp']"),
            "no-scratch",
            "TMPDIR",
        ),
    ],
)
def test_what_fails_is_one_line_that_names_it(error: Exception, code: str, named: str) -> None:
    for one in (error, pickle.loads(pickle.dumps(error))):  # from a process that sets papers it comes as a copy
        found = failures.told(one)
        assert found is not None
        assert found.code == code
        for language in ("en", "nb"):
            assert "{" not in diagnostics.line(found, language).replace("{}", "")
        assert named in diagnostics.line(found)
        assert "\n" not in diagnostics.line(found)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        KeyError("x"),
        AssertionError(),
        RuntimeError("x"),
        ImportError("cannot import name 'x'", name="akson_docs.pdf.compose"),
        KeyboardInterrupt(),
        BrokenPipeError(errno.EPIPE, "Broken pipe"),
    ],
)
def test_a_fault_of_the_programs_own_is_no_failure(error: BaseException) -> None:
    assert failures.told(error) is None


def test_a_fault_of_the_programs_own_keeps_its_traceback(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(checking, "checked", wrong)
    with pytest.raises(KeyError):
        main.main(["check", "--root", str(root)])


@pytest.mark.parametrize(
    ("version", "fits"),
    [("10.18.0", True), ("10.18", True), ("10.99.1", True), ("9.4.2", False), ("11", False), ("10.17.9", False)],
)
def test_a_package_in_another_version_is_told_where_something_is_not_as_it_was(
    monkeypatch: pytest.MonkeyPatch, version: str, fits: bool
) -> None:
    known = {"pikepdf": version, "pypdfium2": "5.0.0"}
    monkeypatch.setattr(
        "importlib.metadata.requires", lambda _: ["pypdfium2<6,>=5", "pikepdf<11,>=10.18", 'x>=3; extra == "test"']
    )
    monkeypatch.setattr("importlib.metadata.version", lambda name: known[name])
    found = failures.told(AttributeError("module 'pikepdf' has no attribute 'settings'"))
    if fits:
        assert found is None
    else:
        assert found is not None
        said = diagnostics.line(found)
        assert f"pikepdf is here in version {version}, and <11,>=10.18 is wanted" in said
        assert 'pip install "pikepdf<11,>=10.18"' in said


def test_a_file_is_named_from_the_root_where_it_lies_there_and_else_as_it_was_typed(tmp_path: Path) -> None:
    def where(path: str) -> str:
        found = failures.told(
            FileNotFoundError(errno.ENOENT, "No such file or directory", path), str(tmp_path / "site")
        )
        assert found is not None
        return found.span.file

    assert where(str(tmp_path / "site/meetings/x.yaml")) == "meetings/x.yaml"
    assert where("x.pdf") == "x.pdf"
    assert where(str(tmp_path / "x.pdf")) == str(tmp_path / "x.pdf")


def test_what_a_template_lacks_is_told_where_it_lies(tmp_path: Path) -> None:
    wrong = Code("template", "error", "wrong").at(Span("templates/pages/board.html", 3))
    found = failures.told(Fault(wrong), str(tmp_path))
    assert found is not None
    assert (found.span.file, found.span.line) == (str(PROJECT / "templates/pages/board.html"), 3)


# ---- from every command --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*SETTING, *READING, "serve", "new board"])
def test_a_root_that_is_not_there_is_one_line(
    tmp_path: Path, paper: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    own: dict[str, list[str]] = {"serve": ["serve", "--no-open"], "new board": ["new", "board", "radet"]}
    words = (SETTING | READING | own)[name]
    write(tmp_path / "file", "x")
    for folder, code in ((tmp_path / "nowhere", "not-there"), (tmp_path / "file", "is-no-folder")):
        assert code in one_line(capsys, words_of(words, folder, paper), str(folder))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


class Gone:
    """A pool whose process dies with each thing that it is given."""

    def __init__(self, *_: object, **__: object) -> None:
        self._broken, self._processes = False, {1: self}

    def is_alive(self) -> bool:
        return True

    def shutdown(self, **_: object) -> None:
        pass

    def submit(self, do: Callable[..., Any], *given: object) -> Any:
        from concurrent.futures import Future

        self._broken = True
        future: Future[Any] = Future()
        future.set_exception(self.fails())
        return future

    def fails(self) -> Exception:
        return BrokenProcessPool("A process in the process pool was terminated abruptly")


class Libraryless(Gone):
    def fails(self) -> Exception:
        return OSError(LIBPANGO)


class Packageless(Gone):
    def fails(self) -> Exception:
        return ModuleNotFoundError("No module named 'pypdfium2'", name="pypdfium2")


class Roomless(Gone):
    def fails(self) -> Exception:
        return OSError(errno.ENOSPC, "No space left on device", "/tmp/akson-1/2")


def no_locks(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def no_semaphores(*_: object, **__: object) -> None:
    raise NotImplementedError("This Python build lacks multiprocessing.synchronize")


@pytest.mark.parametrize(
    ("pool", "named"),
    [
        (Gone, "papers-stopped"),
        (Libraryless, "libpango-1.0-0"),
        (Packageless, "pip install --upgrade pypdfium2"),
        (Roomless, "/tmp/akson-1/2"),
        (no_locks, "/dev/shm"),
        (no_semaphores, "/dev/shm"),
    ],
)
@pytest.mark.parametrize("name", SETTING)
def test_papers_that_cannot_be_set_are_one_line_and_nothing_is_written(
    root: Path,
    paper: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    pool: Any,
    named: str,
) -> None:
    before = contents(root)
    with monkeypatch.context() as patched:
        patched.setattr(workers, "ProcessPoolExecutor", pool)
        one_line(capsys, words_of(SETTING[name], root, paper), named)
    after = {path: data for path, data in contents(root).items() if not path.startswith(".akson/")}
    assert after == before
    assert not (root / "output").exists()


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "github"])
def test_machines_see_a_failure_in_their_own_form(
    root: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(workers, "ProcessPoolExecutor", Libraryless)
    assert main.main(["check", "--papers", "--format", form, "--root", str(root)]) == 1
    out, err = capfdbinary.readouterr()
    assert err == b""
    if form == "github":
        assert out.startswith(b"::error ")
        assert b"title=library-missing::Pango is not found here" in out
        return
    said = json.loads(out)
    if form == "sarif":
        (run,) = said["runs"]
        assert [one["ruleId"] for one in run["results"]] == ["library-missing"]
        assert run["invocations"] == [{"executionSuccessful": False, "exitCode": 1}]
    else:
        assert [one["code" if form == "json" else "check_name"] for one in said] == ["library-missing"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("nothing", "not-there"),
        ("broken link", "not-there"),
        ("folder", "is-folder"),
        ("pipe", "is-no-file"),
        ("circle", "is-no-file"),
        ("text", "no-paper"),
        ("empty", "no-paper"),
        ("below a file", "is-no-folder"),
    ],
)
def test_a_paper_that_is_none_is_one_line(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, code: str
) -> None:
    path = tmp_path / "paper.pdf"
    if kind == "broken link":
        path.symlink_to(tmp_path / "gone.pdf")
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "circle":
        path.symlink_to(path)
    elif kind in ("text", "empty"):
        path.write_text("Hei" if kind == "text" else "")
    elif kind == "below a file":
        path = tmp_path / "meetings/site.yaml/x.pdf"
    told = one_line(capsys, ["verify", str(path), "--root", str(root)], code)
    assert os.path.relpath(path, root) in told
    assert not (root / "output").exists()


def unreadable(path: Path) -> Callable[..., int]:
    """An `os.open` to which a file says no."""
    opens = os.open

    def opened(name: Any, *more: Any, **named: Any) -> int:
        if str(name).endswith(path.name):
            raise PermissionError(errno.EACCES, "Permission denied", name)
        return opens(name, *more, **named)

    return opened


@pytest.mark.parametrize("name", [*SETTING, *(name for name in READING if name not in ("disclose", "manual"))])
def test_a_source_that_may_not_be_read_is_one_line(
    root: Path, paper: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = contents(root)
    monkeypatch.setattr(os, "open", unreadable(Path("meeting.yaml")))
    words = words_of({**SETTING, **READING}[name], root, paper)
    if name == "fmt":  # which says how many it changed, whatever fails
        assert main.main(words) == 1
        said = capsys.readouterr()
        assert "meeting.yaml" in said.err
        assert "[not-allowed]" in said.err
    else:
        assert one_line(capsys, words, "not-allowed").startswith(f"meetings/{MEETING}/meeting.yaml:")
    monkeypatch.undo()
    after = {path: data for path, data in contents(root).items() if not path.startswith(".akson/")}
    assert after == before


@pytest.mark.parametrize("kind", ["folder", "pipe", "broken link"])
@pytest.mark.parametrize("words", [[], ["--dry-run"], ["--recipients", "{path}"]])
def test_recipients_that_are_no_file_are_one_line(
    root: Path, capsys: pytest.CaptureFixture[str], kind: str, words: list[str]
) -> None:
    path = root / "recipients.yaml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(root / "gone.yaml")
    own = [word.replace("{path}", str(path)) for word in words]
    one_line(capsys, ["invite", MEETING, "--today", "2020-06-17", *own, "--root", str(root)], "recipients.yaml")


@pytest.mark.parametrize(
    "words",
    [
        ["build", "--today", "2020-06-17", "--output", "{file}"],
        ["build", "--today", "2020-06-17", "--output", "{file}/below"],
        ["manual", "--output", "{file}"],
        ["schema", "--write", "{file}"],
        ["new", "site", "{file}"],
    ],
)
def test_what_goes_to_a_place_that_is_a_file_is_one_line(
    root: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    file = root / "there"
    file.write_text("x")
    own = ["--root", str(root)] if words[0] in ("build", "manual") else []
    one_line(capsys, [*(word.replace("{file}", str(file)) for word in words), *own], "there")
    assert file.read_text() == "x"
    assert sorted(path.name for path in root.iterdir() if path.name != ".akson") == ["meetings", "there"]


def test_a_dispatch_whose_files_are_gone_is_told_and_not_sent(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main.main(["dispatch", MEETING, "--today", "2020-06-17", "--root", str(root)]) == 0
    capsys.readouterr()
    (gone,) = (root / "meetings" / MEETING).rglob("public/nb/papers.pdf")
    gone.unlink()
    for words in (["build"], ["check", "--papers"], ["invite", MEETING, "--today", "2020-06-17"], ["diff", MEETING]):
        code = main.main([*words, "--root", str(root)])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert code in (0, 1)


@pytest.mark.parametrize("words", [["schema"], ["completion", "bash"], ["check"], ["fmt", "--check"]])
def test_what_cannot_be_printed_is_one_line(root: Path, words: list[str]) -> None:
    own = ["--root", str(root)] if words[0] in ("check", "fmt") else []
    with open("/dev/full", "w") as full:
        made = subprocess.run(
            [sys.executable, "-m", "akson_docs", *words, *own],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
        )
    assert made.returncode == 1
    assert len(made.stderr.splitlines()) == 1, made.stderr
    assert "disk-full" in made.stderr


def test_a_folder_that_takes_no_file_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "x.txt", "before")

    def full(path: str, content: bytes) -> None:
        Path(path).write_bytes(b"")
        raise OSError(errno.ENOSPC, "No space left on device", path)

    monkeypatch.setattr(output, "_write", full)
    with pytest.raises(OSError, match="No space left") as error:
        output.replace(str(tmp_path / "x.txt"), b"after")
    assert error.value.filename == str(tmp_path / "x.txt")
    with pytest.raises(OSError, match="No space left") as error:
        output.keep(str(tmp_path / "kept"), {"a/b.txt": b"x"})
    assert error.value.filename == str(tmp_path / "kept/a/b.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]
    assert (tmp_path / "x.txt").read_text() == "before"


# ---- what goes on --------------------------------------------------------------------------------------------


def test_a_build_that_watches_tells_what_fails_and_waits_for_the_next_change(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def follow(folders: Sequence[str], again: Callable[[], None]) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(workers, "ProcessPoolExecutor", Gone)
            again()
            patched.setattr(workers, "ProcessPoolExecutor", Libraryless)
            again()
        again()

    monkeypatch.setattr("akson_docs.server.watch.watch", follow)
    # Nobody is hired before there is something to set.
    monkeypatch.setattr(workers.WorkerPool, "wake", lambda _: None)
    assert main.main(["build", "--watch", "--today", "2020-06-17", "--root", str(root)]) == 0
    said = capsys.readouterr()
    assert [line.rpartition("[")[2] for line in said.err.splitlines()] == ["papers-stopped]", "library-missing]"]


def opened_desk(root: Path, own: workers.WorkerPool) -> Desk:
    def read(
        edition: str, before: live_edition.LiveEdition | None, other: live_edition.LiveEdition | None
    ) -> live_edition.LiveEdition:
        return live_edition.LiveEdition(request(root, edition), own, before, read=other)

    return Desk(read, Entrance(1), "en", root=str(root))


def asked(desk: Desk, path: str) -> tuple[int, dict[str, Any]]:
    """What the desk answers: its status, and what is wrong, where it says so."""
    answer = app._answer(desk, False, "public", path, "")
    told = json.loads(bytes(answer.body)) if answer.media_type == "application/json" else app.problems(desk)
    return answer.status_code, told


@pytest.mark.parametrize(("pool", "code"), [(Gone, "papers-stopped"), (Libraryless, "library-missing")])
def test_the_desk_shows_what_fails_and_goes_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, pool: Any, code: str
) -> None:
    with monkeypatch.context() as patched, workers.WorkerPool(1) as own:
        patched.setattr(workers, "ProcessPoolExecutor", pool)
        desk = opened_desk(root, own)
        desk.refresh()
        status, told = asked(desk, f"{MEETING}/slides.pdf")
        assert (status, [one["code"] for one in told["errors"]]) == (422, [code])
        assert asked(desk, f"{MEETING}/index.html") == (200, {"number": 1, "errors": [], "warnings": []})
    with workers.WorkerPool(1) as own:
        desk = opened_desk(root, own)
        desk.refresh()
        assert app._answer(desk, False, "public", f"{MEETING}/slides.pdf", "").status_code == 200


def test_the_desk_goes_on_after_a_fault_of_its_own_and_says_nothing_of_what_it_read() -> None:
    def read(*_: object) -> live_edition.LiveEdition:
        raise RecursionError("what was read")

    desk = Desk(read, Entrance(1), "en", first=lambda _: read())
    desk.refresh()
    desk.refresh()
    (one,) = desk.state.found
    assert (desk.state.number, one.code) == (2, "own-fault")
    assert re.search(r"\(RecursionError, test_failures.py:\d+\)", message(one))
    assert "what was read" not in message(one)


def test_the_desk_shows_a_source_that_may_not_be_read_and_goes_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with workers.WorkerPool(1) as own:
        desk = opened_desk(root, own)
        with monkeypatch.context() as patched:
            patched.setattr(os, "open", unreadable(Path("meeting.yaml")))
            desk.refresh()
            status, told = asked(desk, f"{MEETING}/index.html")
            assert (status, [one["code"] for one in told["errors"]]) == (404, ["not-allowed"])
            assert told["errors"][0]["file"] == f"meetings/{MEETING}/meeting.yaml"
        desk.refresh()
        assert asked(desk, f"{MEETING}/index.html")[0] == 200


def test_whoever_asks_the_desk_is_told_what_fails(root: Path) -> None:
    async def fails(_: object) -> Response:
        raise PermissionError(errno.EACCES, "Permission denied", str(root / "meetings/x.yaml"))

    async def answered(desk: Desk) -> Response:
        return await app.bounded(desk, fails)(Request({"type": "http"}))

    # In a thread of its own: where a browser was driven before, this one has a loop that runs.
    with workers.WorkerPool(1) as own, ThreadPoolExecutor(1) as other:
        answer = other.submit(asyncio.run, answered(opened_desk(root, own))).result()
    assert answer.status_code == 503
    said = json.loads(bytes(answer.body))["message"]
    assert said.startswith("meetings/x.yaml: this may not be read or written here")


# ---- real processes ------------------------------------------------------------------------------------------


def test_a_process_that_was_ended_while_it_had_nothing_to_do_is_replaced(root: Path) -> None:
    with workers.WorkerPool(1) as own:
        assert outcome(request(root), own).done
        for worker in multiprocessing.active_children():
            worker.kill()
            worker.join()
        write(root / f"meetings/{MEETING}/meeting.yaml", SHOWN.replace("innkalling", "dagsorden"))
        assert outcome(request(root), own).done


HIDDEN = """
import cffi
opens = cffi.FFI.dlopen
def dlopen(ffi, name, flags=0):
    if name and "pango" in name:
        raise OSError(f"cannot load library {name!r}: {name}: cannot open shared object file")
    return opens(ffi, name, flags)
cffi.FFI.dlopen = dlopen
"""


@pytest.mark.parametrize("name", SETTING)
def test_a_machine_without_pango_is_told_which_package_brings_it(
    root: Path, paper: Path, tmp_path: Path, name: str
) -> None:
    write(tmp_path / "hiding/sitecustomize.py", HIDDEN)
    made = subprocess.run(
        [sys.executable, "-m", "akson_docs", *words_of(SETTING[name], root, paper)],
        env={**os.environ, "PYTHONPATH": f"{tmp_path / 'hiding'}:{PROJECT}", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        cwd=root,
    )
    assert made.returncode == 1
    (line,) = (made.stdout + made.stderr).splitlines()
    assert "Pango is not found here" in line
    assert "apt install libpango-1.0-0" in line
    assert "dnf install pango" in line
    assert "Windows in WSL" in line
    assert "brew install pango" in line
    assert not (root / "output").exists()


def test_a_library_that_papers_can_do_without_is_named_where_papers_are_checked(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typesetter.is_complete()
    monkeypatch.setattr(typesetter, "SUBSETTER", ("libharfbuzz-no-such.so.0",))
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    monkeypatch.setenv("LC_ALL", "C")
    assert main.main(["check", "--papers", "--root", str(root)]) == 0
    told = capsys.readouterr().out
    assert "note: HarfBuzz's subsetter is not found here" in told
    assert (
        "apt install libharfbuzz-subset0; Fedora, RHEL: dnf install harfbuzz; Alpine: apk add harfbuzz-subset" in told
    )
