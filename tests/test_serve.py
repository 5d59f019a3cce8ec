"""The editors' desk: the page follows what is written, and what is wrong is said over it."""

from __future__ import annotations

import base64
import http.server
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from desks import Served, at_its_address, serving, until
from judged import looks, violations
from places import (
    BOARD,
    PATIENCE_S,
    PROJECT,
    SHOWN,
    SITE,
    WITHHELD,
    build,
    contents,
    meetings,
    place,
    request,
    themed,
    write,
)

from akson_docs.actions import building, source_reader
from akson_docs.actions.live_edition import LiveEdition, Unsound, first_meetings
from akson_docs.build import pagefind
from akson_docs.build.jobs import PaperFile
from akson_docs.diagnostics import has_errors
from akson_docs.pdf.workers import WorkerPool
from akson_docs.server import app, peers
from akson_docs.server.desk import Desk, DeskState
from akson_docs.server.kept_key import kept_key
from akson_docs.server.loopback import Entrance, OnlyOurs, closed
from akson_docs.sources.layout import MeetingKey

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.usefixtures("own_processes")
MEETING = "styret/2020-04/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return themed(place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN})))


# ---- an edition that is opened -------------------------------------------------------------------------------


def answers(opened: LiveEdition, tree: Path) -> dict[str, bytes]:
    """What an opened edition gives for every file of a tree."""
    found = {}
    for path in contents(tree):
        job = opened.job(path)
        assert job is not None, path
        found[path] = opened.paper(job)[0] if isinstance(job.what, PaperFile) else opened.make(job)
    return found


@pytest.mark.parametrize("edition", ["public", "members"])
def test_every_file_is_what_a_build_makes_of_it(tmp_path: Path, edition: str) -> None:
    text = WITHHELD.replace("SECRET-name.txt", "SECRET-name.pdf").replace(
        "file: SECRET-name.pdf", "url: https://example.no"
    )
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN, "2020-05/meeting.yaml": text}))
    build(root, edition)
    tree = root / "output" / ("site" if edition == "public" else edition)
    with WorkerPool(1, remembers=True) as pool:
        assert answers(LiveEdition(request(root, edition), pool), tree) == contents(tree)


def test_what_was_read_before_is_read_again_where_it_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind, "version", lambda: "")  # the desk has no page for searching
    path = root / "meetings/styret/2020-04/meeting.yaml"
    with WorkerPool(1, remembers=True) as pool:
        opened = LiveEdition(request(root), pool)
        for number, text in enumerate(
            (
                SHOWN.replace("- To", "- To til"),
                SHOWN.replace("title: Status", "title: Tilstand"),
                SHOWN.replace("      - title: Hvor vi er\n", "      - topic: Emne\n      - title: Hvor vi er\n"),
                SHOWN,
            )
        ):
            write(path, text)
            opened = LiveEdition(request(root), pool, opened)
            wanted = replace(request(root), output=str(root / f"output-{number}"), cache=str(root / f"memory-{number}"))
            with WorkerPool(1) as another:
                building.build(wanted, another, source_reader.Progress())
            tree = root / f"output-{number}" / "site"
            assert answers(opened, tree) == contents(tree)


def steps(root: Path) -> Iterator[str]:
    """Changes of every kind, one after the other, each with what it is."""
    top = root / "meetings"
    other = SHOWN.replace("2020-07-01", "2020-08-20").replace("7/20", "9/20").replace("18/20", "20/20")
    yield "nothing"
    write(top / "styret/2020-05/meeting.yaml", other)
    yield "a meeting comes"
    write(
        top / "styret/2020-05/meeting.yaml",
        other.replace("title: Status", "title: Status\n    attachments: [{file: a.txt}]"),
    )
    yield "a file is missing"
    write(top / "styret/2020-05/a.txt", "Ja")
    yield "it comes"
    write(top / "styret/2020-05/a.txt", "Fødselsnummer 010190 12345, konto 8601 11 17947")
    yield "it says something else"
    write(top / "styret/board.yaml", BOARD + "short: Styret\nmembers: [{id: a, name: a}, {id: a, name: b}]\n")
    yield "the board is wrong"
    write(top / "styret/board.yaml", BOARD + "short: S\nmembers: [{id: a, name: a}]\n")
    yield "and right"
    write(top / "radet/board.yaml", "name: Rådet\n")
    write(top / "radet/2020-01/meeting.yaml", other.replace("19/20", "1/20").replace("20/20", "2/20"))
    yield "another board"
    write(top / "site.yaml", SITE.replace("Møtepapirer", "Papirer") + "language: nn\n")
    yield "the site"
    write(top / "site.yaml", "format: 2\n")
    yield "the site is wrong"
    write(top / "site.yaml", SITE)
    (top / "radet").rename(top / "utvalet")
    yield "a board moves"
    (top / "styret/2020-04").rename(top / "styret/2020-06")
    yield "a meeting moves"
    (top / "styret/2020-05/meeting.yaml").unlink()
    yield "a meeting goes"
    path = root / "templates/css/tokens.css"
    write(path, path.read_text() + "\n")
    yield "a style"
    (top / "utvalet/board.yaml").unlink()
    yield "a board goes"


@pytest.mark.parametrize("edition", ["public", "members"])
def test_whatever_changed_it_is_read_as_if_for_the_first_time(root: Path, edition: str) -> None:
    def known(opened: LiveEdition) -> tuple[object, ...]:
        # A meeting that is not sound stays as it was, which one that is read for the first time does not know.
        sound = opened._work is not None and not has_errors(opened.diagnostics)
        return opened.diagnostics, {job.path: job.key for job in opened._jobs.values()} if sound else None

    with WorkerPool(1, remembers=True) as pool:
        opened: LiveEdition | None = None
        for number, step in enumerate(steps(root)):
            opened = LiveEdition(request(root, edition), pool, opened)
            fresh = LiveEdition(replace(request(root, edition), cache=str(root / f"memory-{number}")), pool)
            assert known(opened) == known(fresh), step


def test_a_meeting_that_is_not_sound_has_no_pages_and_the_others_have(root: Path) -> None:
    write(
        root / "meetings/styret/2020-05/meeting.yaml", SHOWN.replace("2020-07-01", "2020-08-01").replace("/20", "5/20")
    )
    with WorkerPool(1) as pool:
        opened = LiveEdition(request(root), pool)
        write(root / "meetings/styret/2020-04/meeting.yaml", SHOWN.replace("title: Status", "titel: Status"))
        opened = LiveEdition(request(root), pool, opened)
        job = opened.job(MEETING + "index.html")
        assert job is not None
        with pytest.raises(Unsound):
            opened.make(job)
        other = opened.job("styret/2020-05/index.html")
        assert other is not None
        assert b"Hvor vi er" not in opened.make(other)
        assert "unknown-key" in {one.code for one in opened.diagnostics}


def test_what_is_asked_for_is_read_first_and_the_rest_after_it(root: Path) -> None:
    other = SHOWN.replace("2020-07-01", "2020-08-01").replace("/20", "5/20")
    write(root / "meetings/styret/2020-05/meeting.yaml", other)
    asked = MeetingKey("styret", "2020-05")
    assert first_meetings(str(root)) == {MeetingKey("styret", "2020-04"), asked}
    assert first_meetings(str(root), asked) == {asked}
    with WorkerPool(1) as pool:

        def read(edition: str, before: LiveEdition | None, other: LiveEdition | None) -> LiveEdition:
            return LiveEdition(request(root, edition), pool, before, read=other)

        def first(edition: str) -> LiveEdition:
            return LiveEdition(request(root, edition), pool, first=first_meetings(str(root), asked))

        def shown(path: str) -> int:
            return app._answer(desk, False, "public", path, "").status_code

        desk = Desk(read, Entrance(1), "en", str(root), first)
        desk.begin()
        assert shown("styret/2020-05/index.html") == 200
        public = desk.state.opened["public"]
        assert (desk.state.number, public.whole, public.job(MEETING + "index.html")) == (0, False, None)
        assert desk.edition("members") is not None
        # What is not read yet is waited for.
        reading = threading.Thread(target=desk.refresh)
        reading.start()
        assert shown(MEETING + "index.html") == 200
        reading.join()
        assert desk.state.number == 1
        for edition, opened in desk.state.opened.items():
            fresh = LiveEdition(request(root, edition), pool)
            assert opened.diagnostics == fresh.diagnostics
            assert {path: job.key for path, job in opened._jobs.items()} == {
                path: job.key for path, job in fresh._jobs.items()
            }


# ---- the server ----------------------------------------------------------------------------------------------


@contextmanager
def started(root: Path, *words: str) -> Iterator[Served]:
    """The command as users start and end it."""
    command = [sys.executable, str(PROJECT / "build.py"), "serve", "--root", str(root), "--no-open", *words]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [*command, "--today", "2020-06-20"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    served = at_its_address(root, process.stdout)
    yield served
    # A page listens when it is interrupted, and all that is said is that it ended.
    with urllib.request.urlopen(f"{served.address}_akson/events") as listening:
        assert listening.readline().startswith(b"data: ")
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0
    assert process.stdout.read() == "Stopped.\n"


@pytest.fixture
def served(root: Path) -> Iterator[Served]:
    with serving(root, 8400) as found:
        yield found


def test_a_page_has_the_desk_and_the_site_is_not_built(served: Served) -> None:
    status, page = served.get(MEETING)
    assert status == 200
    assert b"/_akson/desk.js" in page
    assert b"connect-src 'self'" in page
    assert served.get(MEETING.rstrip("/"))[1] == page
    assert not (served.root / "output").exists()
    assert served.get("no/such/page/")[0] == 404
    assert served.get("_akson/../meetings/site.yaml")[0] == 404
    assert served.get("meetings/site.yaml")[0] == 404


def test_what_is_not_public_yet_leads_to_the_full_edition(served: Served) -> None:
    served.write(
        SHOWN.replace("2020-07-01", "2020-08-01\ndraft: yes").replace("/20", "5/20"), "styret/2020-05/meeting.yaml"
    )
    status, page = served.get("styret/2020-05/")
    assert status == 404
    assert b'_akson/members/styret/2020-05/"' in page
    assert served.get("_akson/members/styret/2020-05/")[0] == 200


def test_only_this_machine_under_its_own_name_is_answered(served: Served) -> None:
    assert served.get("", Host="evil.example")[0] == 400
    port = int(served.server.rstrip("/").rpartition(":")[2])
    with socket.socket() as other:
        assert other.connect_ex((socket.gethostbyname(socket.gethostname()), port)) != 0 or socket.gethostbyname(
            socket.gethostname()
        ).startswith("127.")


def test_what_is_wrong_is_told_with_the_lines_around_it(served: Served) -> None:
    served.write(SHOWN.replace("title: Status", "titel: Status"))
    found = served.problems()
    unknown = next(one for one in found["errors"] if one["code"] == "unknown-key")
    assert (unknown["line"], unknown["hint"]) == (10, 'did you mean "title"?')
    assert [10, "    titel: Status"] in unknown["lines"]
    assert len(unknown["lines"]) == 5
    # What was there before stays.
    served.write(SHOWN)
    assert served.problems()["errors"] == []


def test_a_port_that_is_taken_is_passed_over(served: Served, tmp_path: Path) -> None:
    with started(served.root, "--port", served.server.rstrip("/").rpartition(":")[2]) as other:
        assert other.address != served.address


def test_a_meeting_is_opened_in_the_edition_that_has_it(root: Path) -> None:
    write(root / "meetings/styret/2020-05/meeting.yaml", "date: 2020-08-01\ndraft: yes\nitems: [{title: Sak}]\n")
    with WorkerPool(1) as pool:
        desk = Desk(
            lambda edition, before, other: LiveEdition(request(root, edition), pool, before, read=other),
            Entrance(1),
            "en",
        )
        desk.refresh()
        assert app.place(desk, MeetingKey("styret", "2020-04")) == "styret/2020-04/"
        assert app.place(desk, MeetingKey("styret", "2020-05")) == "_akson/members/styret/2020-05/"
        assert app.place(desk, MeetingKey("styret", "2020-09")) == "styret/2020-09/"


def test_a_script_of_the_desk_that_changes_meanwhile_is_read_again(served: Served) -> None:
    path = served.root / "templates/desk/desk.js"
    path.write_text(path.read_text() + "// more\n")
    status, script = served.get("_akson/desk.js")
    assert status == 200
    assert script.endswith(b"// more\n")


def test_a_site_that_has_errors_from_the_start_says_so(root: Path) -> None:
    write(root / "meetings/site.yaml", "name: [")
    with started(root, "--port", "8440") as found:
        status, page = found.get("")
        assert status == 404
        assert b"as soon as what is wrong is mended" in page
        assert found.problems()["errors"]


@pytest.mark.parametrize("words", [(), ("--poll",)])
def test_every_way_of_saving_is_seen(root: Path, words: tuple[str, ...]) -> None:
    with started(root, "--port", "8460", *words) as found:
        saved_in_every_way(root, found)


def saved_in_every_way(root: Path, found: Served) -> None:
    path = root / "meetings/styret/2020-04/meeting.yaml"

    def shows(text: str) -> bool:
        return text.encode() in found.get(MEETING)[1]

    other = path.with_name("meeting.yaml.new")
    write(other, SHOWN.replace("title: Status", "title: Byttet"))
    os.replace(other, path)
    until(lambda: shows("Byttet"))
    for number in range(5):
        write(path, SHOWN.replace("title: Status", f"title: Raskt {number}"))
    until(lambda: shows("Raskt 4"))
    write(
        root / "meetings/styret/2020-06/meeting.yaml", SHOWN.replace("2020-07-01", "2020-07-09").replace("/20", "6/20")
    )
    until(lambda: found.get("styret/2020-06/")[0] == 200)
    # A folder that goes and comes again, as with a change of branch.
    kept = root / "kept"
    shutil.move(root / "meetings", kept)
    until(lambda: found.problems()["errors"])
    shutil.move(kept, root / "meetings")
    until(lambda: not found.problems()["errors"])
    write(path, SHOWN.replace("title: Status", "title: Etterpå"))
    until(lambda: shows("Etterpå"))


# ---- in a browser --------------------------------------------------------------------------------------------


@pytest.fixture
def page(window: BrowserContext, served: Served) -> Iterator[Page]:
    page = window.new_page()
    page.goto(served.address)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert [one for one in said if "422" not in one] == []


def text_of(page: Page) -> str:
    return str(page.evaluate("document.querySelector('main').innerText"))


def test_the_open_page_follows_and_keeps_its_place(page: Page, served: Served) -> None:
    page.goto(served.address + MEETING + "slides/")
    page.evaluate("window.same = true")
    page.evaluate("scrollTo(0, 700)")
    served.write(SHOWN.replace("title: Hvor vi er", "title: Hvor vi står"))
    until(lambda: "Hvor vi står" in text_of(page))
    assert page.evaluate("window.same === true")
    assert page.evaluate("scrollY") == 700


def test_a_presentation_stays_on_its_slide_through_an_error_and_after(page: Page, served: Served) -> None:
    page.goto(served.address + MEETING + "slides/")
    page.locator("[data-present]").click()
    page.keyboard.press("End")

    def slide() -> str:
        return str(page.evaluate("document.querySelector('.slide.current')?.id"))

    before = slide()
    served.write(SHOWN.replace("title: Status", "titel: Status"))
    until(lambda: page.locator(".akson-problems").is_visible())
    assert "nknown key" in page.locator(".akson-message").inner_text()
    assert slide() == before
    served.write(SHOWN.replace("Styret tar saken til orientering.", "Styret tar saken til etterretning."))
    until(lambda: "etterretning" in page.evaluate("document.querySelector('.slide.current').innerText"))
    assert slide() == before
    until(lambda: not page.locator(".akson-problems").is_visible())


def test_the_full_edition_says_what_it_is(page: Page, served: Served) -> None:
    served.write(SHOWN.replace("    title: Status\n", "    title: Status\n    withheld: offl. § 23\n"))
    page.goto(served.address + MEETING)
    assert "Status" not in text_of(page)
    page.get_by_text("Show the full edition").click()
    page.wait_for_url("**/_akson/members/styret/2020-04/")
    assert "Status" in text_of(page)
    assert "never publish it" in page.locator(".akson-bar").inner_text()


def test_the_paper_that_is_looked_at_follows(page: Page, served: Served) -> None:
    page.goto(served.address + MEETING)
    page.get_by_text("Slides as PDF").click()

    def paper() -> object:
        return page.evaluate("document.documentElement?.dataset.aksonPaper")

    until(paper)
    before = paper()
    served.write(SHOWN.replace("- To", "- To til"))
    until(lambda: paper() != before)
    served.write(SHOWN.replace("- To", "- To\n" + "          - Mer\n" * 60))
    until(lambda: page.locator(".akson-problems").is_visible())


def test_bar_and_problems_are_accessible(window: BrowserContext, served: Served) -> None:
    page = window.new_page()
    page.goto(served.address)
    served.write(SHOWN.replace("title: Status", "titel: Status"))
    for path in (MEETING, "styret/", "no/such/"):
        page.goto(served.address + path)
        until(lambda: page.locator(".akson-problems").is_visible())
        for look in looks(page, (1280, 360), height=800):
            assert violations(page) == [], (path, look)
    for _ in looks(page, (1280, 360), height=800):
        page.get_by_role("button", name="Hide").click()
        assert page.evaluate("document.activeElement.className").startswith("akson-count")
        page.keyboard.press("Enter")
        assert page.locator(".akson-problems").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator(".akson-problems").is_visible()
        page.reload()
        until(lambda: page.locator(".akson-problems").is_visible())
    page.close()


NO_WORKER = "delete window.SharedWorker"
NO_TURNS = f"{NO_WORKER}; delete window.BroadcastChannel"


@pytest.mark.parametrize(("without", "tabs"), [("", 8), (NO_WORKER, 7), (NO_TURNS, 7)], ids=["shared", "turns", "asks"])
def test_all_tabs_follow_however_many_there_are(
    window: BrowserContext, served: Served, without: str, tabs: int
) -> None:
    """A browser opens six connections to a server."""
    pages = [window.new_page() for _ in range(tabs)]
    for page in pages:
        page.add_init_script(without)
        page.goto(served.address + MEETING)
    served.write(SHOWN.replace("title: Status", "title: Tilstand"), "styret/2020-04/meeting.yaml")
    pages[0].goto(served.address + MEETING)
    for page in pages:
        page.locator("main", has_text="Tilstand").wait_for()
    # Who listened for the others goes.
    pages[0].close()
    served.write(SHOWN.replace("title: Status", "title: Stillingen"), "styret/2020-04/meeting.yaml")
    for page in pages[1:]:
        page.locator("main", has_text="Stillingen").wait_for()
        page.close()


# ---- who is let in -------------------------------------------------------------------------------------------


def test_nothing_is_answered_without_the_key(served: Served) -> None:
    key = served.address.split("/")[3]
    asked = (
        "", MEETING, "no/such/", "assets/css/site.css", "_akson/events", "_akson/now", "_akson/problems",
        "_akson/desk.js", "_akson/meetings", "_akson/form/styret/2020-04", "_akson/view/styret/2020-04/slides.pdf",
        "?open=", "?open=guess", f"?open={key}", f"{key}", f"{key}x/{MEETING}", f"{key[:-1]}/{MEETING}",
        f"{key.lower()}/{MEETING}", f"x/{key}/{MEETING}", f"%2f{key}/{MEETING}", f"{MEETING}../../{key}/",
    )  # fmt: skip
    stranger = replace(served, address=served.server)
    for path in asked:
        status, said = stranger.get(path, Cookie=f"akson-8400={key}", Authorization=f"Bearer {key}")
        assert (status, b"terminal" in said, b"Status" in said) == (403, True, False), path
    assert stranger.get("_akson/edit/styret/2020-04", b"{}")[0] == 403
    status, page = stranger.get(MEETING, Accept="text/html")
    assert status == 403
    assert page.decode() == closed("en")
    # What is shown tells nobody where it was come from, and no browser is told to remember anything.
    with urllib.request.urlopen(served.address + MEETING) as answer:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Set-Cookie"] is None


def opening(words: str, entrance: Entrance, monkeypatch: pytest.MonkeyPatch, owner: int | None) -> tuple[int, str]:
    """What a browser that is started with an address of a server is answered, and where it is led."""
    monkeypatch.setattr(peers, "owner", lambda port, server: owner)
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    path, _, query = words.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": [],
        "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    answering = OnlyOurs(cast(Any, None), entrance, "en")(scope, cast(Any, None), cast(Any, send))
    with pytest.raises(StopIteration):  # it waits for nothing
        answering.send(None)
    return sent[0]["status"], dict(sent[0]["headers"]).get(b"location", b"").decode()


def test_the_words_that_a_browser_is_started_with_lead_on_once_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(peers, "are_told", lambda: True)
    entrance = Entrance(8000)
    # One slash at the head of the path: two would lead to another machine.
    words = f"//evil.example/?open={entrance.once()}"
    assert opening(words, entrance, monkeypatch, os.geteuid()) == (303, f"/{entrance.key}/evil.example/")
    assert opening(words, entrance, monkeypatch, os.geteuid()) == (403, "")
    # Another user who is first gets nothing, and the browser all the same.
    words = f"/?open={entrance.once()}"
    assert opening(words, entrance, monkeypatch, 65534) == (403, "")
    assert opening(words, entrance, monkeypatch, os.geteuid())[0] == 303
    assert opening(f"/?open={entrance.once()}", entrance, monkeypatch, None) == (403, "")
    # Where no system tells whose a connection is, none shows what a browser is started with.
    monkeypatch.setattr(peers, "are_told", lambda: False)
    assert opening(f"/?open={entrance.once()}", entrance, monkeypatch, None)[0] == 303
    assert Entrance(8000).key != entrance.key


def test_it_is_known_whose_a_connection_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        port = server.getsockname()[1]
        assert peers.owner(client.getsockname()[1], port) == os.geteuid()
        assert peers.owner(port, client.getsockname()[1]) in (None, os.geteuid())
        assert peers.owner(1, port) is None


def test_the_key_that_text_is_kept_under_is_its_users_and_stays(tmp_path: Path) -> None:
    environment = {"XDG_STATE_HOME": str(tmp_path / "state")}
    key = kept_key(environment)
    assert len(base64.b64decode(key)) == 32
    assert kept_key(environment) == key
    (file,) = (tmp_path / "state/akson").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.write_bytes(b"short")
    assert kept_key(environment) != kept_key(environment)
    assert kept_key({"XDG_STATE_HOME": str(file)}) != key


def test_who_listens_at_the_port_afterwards_gets_nothing_of_an_open_page(window: BrowserContext, root: Path) -> None:
    """Another user's program that answers everything as the server would, at the port of one that has stopped."""
    page = window.new_page()
    with serving(root, 8400) as served:
        page.goto(served.address + "_akson/edit/styret/2020-04")
        page.locator("#root-place").fill("Hemmelig sted")
        stored = "() => Object.values(localStorage).join() + Object.keys(localStorage).join()"
        until(lambda: "akson-form:" in page.evaluate(stored))
        for telling in ("Hemmelig", "2020-04", "styret"):
            assert telling not in page.evaluate(stored)
    heard: list[tuple[str, str]] = []

    class Impostor(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            heard.append((self.command + self.path, self.rfile.read(length).decode()))
            told = json.dumps({"start": "guess", "number": 9, "token": "x", "digest": "d", "problems": []})
            events = self.path.endswith("events")
            self.send_response(200)
            self.send_header("content-type", "text/event-stream" if events else "application/json")
            self.end_headers()
            self.wfile.write((f"data: {told}\n\n" if events else told).encode())

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    page.locator(".state", has_text="server has stopped").wait_for()
    http.server.ThreadingHTTPServer.allow_reuse_address = True
    with http.server.ThreadingHTTPServer(("127.0.0.1", 8400), Impostor) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.locator(".state", has_text="started again").wait_for()
        page.keyboard.press("Control+s")
        until(lambda: any(path.endswith("_akson/now") for path, _ in heard))
        page.locator(".state", has_text="started again").wait_for()
        server.shutdown()
    assert {path.rpartition("/")[2] for path, _ in heard} <= {"events", "now"}
    assert not any(sent for _, sent in heard)
    # What was typed is there when the real one is back.
    with serving(root, 8400) as again:
        other = window.new_page()
        other.goto(again.address)
        page.locator(".state", has_text=re.compile("^Saved")).wait_for()
        assert page.url == f"{again.address}_akson/edit/styret/2020-04"
        assert "place: Hemmelig sted" in (root / "meetings/styret/2020-04/meeting.yaml").read_text()
        page.close()
        other.close()


def test_an_edition_that_is_read_while_another_reading_comes_is_no_part_of_that() -> None:
    first, second = (cast(LiveEdition, SimpleNamespace(whole=True, name=name)) for name in "ab")
    made: list[Any] = []

    def read(edition: str, before: LiveEdition | None, other: LiveEdition | None) -> LiveEdition:
        made.append(other)
        if len(made) == 1:  # sources were saved meanwhile
            desk.state = DeskState(2, {"public": second}, ())
        return cast(LiveEdition, SimpleNamespace(whole=True, of=other))

    desk = Desk(read, Entrance(1), "en", ".", state=DeskState(1, {"public": first}, ()))
    found = cast(Any, desk.edition("members"))
    assert (made, found.of, desk.state.number) == ([first, second], second, 2)
    assert desk.state.opened == {"public": second, "members": found}
