"""What several tests look at: the site of meetings/, built once in a run, served on this machine, seen in a browser."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import kept_workers
import pytest
from archives import EXAMPLES
from kept_workers import KeptWorkers
from places import PATIENCE_S

from akson_docs.pdf import typesetter
from akson_docs.render import templates
from akson_docs.sources import repository
from akson_docs.sources.format import editing

if TYPE_CHECKING:
    import jinja2
    from playwright.sync_api import Browser, BrowserContext, Playwright

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

os.environ.pop("LANGUAGE", None)  # the locale alone is what tests set
os.environ["XDG_STATE_HOME"] = os.path.join(tempfile.gettempdir(), "akson-tests-state")  # nothing in whose home it is

PROJECT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-24"
BROWSERS = ("chromium", "google-chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` writes what was found into `tests/cases/`."""
    parser.addoption("--update", action="store_true", help="write the marks of tests/cases/ anew")


def pytest_collection_finish() -> None:
    """What all tests have, some hundred thousand things, is not looked through again and again for what is dead in
    it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def made_ready_once() -> Iterator[None]:
    """The text engine is loaded, and each template compiled, once in a process of the tests, not once in every archive
    that is built there: two thirds of what such a build takes. The same with catalogues, and with YAML that is edited
    again and again."""
    typesetter.load()  # the processes that set papers are forked off, and have what their leader has
    known: dict[tuple[str, str], bytes] = {}

    class Shared(templates.Compiled):
        def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
            super().load_bytecode(bucket)
            if bucket.code is None and (bucket.key, bucket.checksum) in known:
                bucket.bytecode_from_string(known[bucket.key, bucket.checksum])
                self.dump_bytecode(bucket)

        def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
            super().dump_bytecode(bucket)
            known[bucket.key, bucket.checksum] = self.held[bucket.key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates, "Compiled", Shared)
        patch.setattr(templates, "_catalogue", functools.lru_cache(maxsize=16)(templates._catalogue))
        patch.setattr(editing, "_composed", functools.lru_cache(maxsize=16)(editing._composed))
        yield


@pytest.fixture(scope="session", autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory, made_ready_once: None) -> Iterator[KeptWorkers]:
    """Processes that set papers for all tests that do not ask for `own_processes`."""
    with kept_workers.kept(str(tmp_path_factory.mktemp("workers"))) as held:
        yield held


@pytest.fixture
def own_processes(kept: KeptWorkers) -> Iterator[None]:
    """Pools of a test start processes of their own, as they do for users."""
    with kept_workers.own(kept):
        yield


@pytest.fixture(autouse=True)
def on_somebodys_own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried is as on a secretary's machine, wherever the tests run; a test of a service says what that says."""
    for name in repository.VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A temporary folder that all processes of a test run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def built(shared_folder: Path) -> Path:
    """The public edition of the project's own meetings: the folder that is published."""
    return _once(shared_folder, "meetings", PROJECT / "meetings", "public") / "site"


@pytest.fixture(scope="session")
def built_members(shared_folder: Path) -> Path:
    """The members edition of the examples of the tests."""
    return _once(shared_folder, "examples", EXAMPLES, "members") / "members"


@pytest.fixture(scope="session")
def site(built: Path) -> Iterator[str]:
    """The address of a server of the public edition, with "/" at the end."""
    handler = functools.partial(_Handler, directory=str(built))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium lies. Where there is none the tests that need it are skipped, but never in continuous
    integration."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium on this machine: apt-get install chromium")
    return str(found)


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What browsers are driven by: a process has one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright, chromium: str, kept: KeptWorkers) -> Iterator[Browser]:
    """Chromium."""
    browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
    yield browser
    kept.end()  # a process that was forked off meanwhile holds what the browser listens to open
    browser.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A window that all tests open their pages in: to open and close one takes longer than most pages are looked at."""
    window = browser.new_context(viewport={"width": 1280, "height": 900})
    window.set_default_timeout(PATIENCE_S * 1000)
    yield window
    window.close()


def _once(folder: Path, name: str, meetings: Path, edition: str) -> Path:
    """Builds an edition of an archive, unless another process of this run has done it."""
    root = folder / name
    with _alone(folder / "building"):
        if not (root / "output").exists():
            shutil.copytree(meetings, root / "making/meetings")
            shutil.copytree(PROJECT / "templates", root / "making/templates")
            command = [sys.executable, "build.py", "build", "--root", str(root / "making"), "--edition", edition]
            made = subprocess.run([*command, "--today", TODAY], cwd=PROJECT, capture_output=True, text=True)
            assert made.returncode == 0, made.stderr
            (root / "making/output").rename(root / "output")
    return root / "output"


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *values: object) -> None:
        """Says nothing: what was not found, the browser tells."""
