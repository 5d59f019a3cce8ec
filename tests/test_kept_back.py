"""What is kept back after it was sent, by whichever key and in whichever meeting, is given out no more."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from places import BOARD, SHOWN, SITE, build, contents, meetings, place, request, write
from repositories import git, needs_git, started

from akson_docs.actions import dispatching
from akson_docs.actions.source_reader import Progress
from akson_docs.cli import main
from akson_docs.pdf import completeness
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources.layout import MeetingKey

DAY = date(2020, 6, 17)
KEY = MeetingKey("styret", "2020-04")
SECRET = "Hemmelig anbud"
NOTED = SHOWN.replace("    title: Status\n", f"    title: Status\n    note: {SECRET}\n")
PLANNED = NOTED + "      - {kind: meetings, title: Møteplan}\n"
NEXT = "date: 2020-09-02\nnumber: 5/20\nitems:\n  - {number: 30/20, title: Høst}\n"
MEETING, OTHER, RULES = (
    f"meetings/styret/{name}" for name in ("2020-04/meeting.yaml", "2020-05/meeting.yaml", "board.yaml")
)
WITHDRAWN = "meetings/styret/2020-04/dispatches/1/withdrawn.json"
LATER = NOTED.replace("date: 2020-07-01\n", "date: 2020-07-01\npublish: 2020-06-28\n")
CLOSED = BOARD + "public: no\n"


def sent(root: Path, *, of: str = NOTED, board: str = BOARD, other: str = "") -> Path:
    """An archive in which the papers of a meeting were sent."""
    files = {"2020-04/meeting.yaml": of, **({"2020-05/meeting.yaml": other} if other else {})}
    place(root, meetings(files, board=board))
    send(root)
    return root


def send(root: Path) -> int:
    """Keeps a meeting's papers as sent; returns the number of the issue."""
    with WorkerPool(1) as pool:
        kept = dispatching.keep(request(root, today=DAY), pool, KEY, ("members",), Progress())
    assert kept.dispatch is not None, kept.diagnostics
    return kept.dispatch.number


def committed(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        write(root / name, text)
    git(root, "add", "meetings")
    git(root, "commit", "-q", "--allow-empty", "-m", "Endret")


def check(root: Path) -> bool:
    """Has `check` look, and says whether the papers are withdrawn."""
    main.main(["check", "--root", str(root), "--record"])
    return (root / WITHDRAWN).exists()


def says(root: Path, words: str, today: date = DAY) -> list[str]:
    """The papers of a site, built, that say some words."""
    assert build(root, today=today).done
    found = []
    for name, data in contents(root / "output/site").items():
        painted = (
            "".join(page.painted for page in completeness.pages(data))
            if name.endswith(".pdf")
            else data.decode("utf-8", "replace")
        )
        if words.casefold().replace(" ", "") in painted.casefold().replace(" ", ""):
            found.append(name)
    return found


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sent(tmp_path_factory.mktemp("sent"))


@pytest.fixture
def root(at_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI", raising=False)
    shutil.copytree(at_once, tmp_path, dirs_exist_ok=True)
    return tmp_path


HIDDEN = pytest.mark.parametrize(
    ("path", "text"),
    [
        (MEETING, LATER),
        (MEETING, "draft: yes\n" + NOTED),
        (RULES, CLOSED),
        ("meetings/site.yaml", SITE + "public: no\n"),
    ],
    ids=["a later day", "a draft", "the board", "the site"],
)


@HIDDEN
def test_what_is_kept_back_after_it_was_sent_is_withdrawn(root: Path, path: str, text: str) -> None:
    assert "styret/2020-04/papers.pdf" in says(root, SECRET)
    known = (root / path).read_text()
    write(root / path, text)
    assert says(root, SECRET) == []
    assert check(root)
    write(root / path, known)
    write(root / MEETING, SHOWN)
    assert says(root, SECRET) == []
    assert (root / "output/site/styret/2020-04/papers-2.pdf").exists()


@needs_git
@HIDDEN
def test_what_was_kept_back_at_a_commit_is_withdrawn(root: Path, path: str, text: str) -> None:
    started(root)
    known = (root / path).read_text()
    committed(root, {path: text})
    committed(root, {path: known} | {MEETING: SHOWN})
    assert check(root)


@needs_git
@pytest.mark.parametrize("board", [BOARD, CLOSED], ids=["a later day", "a board that is not public"])
def test_what_was_sent_to_be_read_later_is_given_out_later(tmp_path: Path, board: str) -> None:
    root = sent(tmp_path, of=LATER if board == BOARD else NOTED, board=board)
    started(root)
    assert says(root, SECRET) == []
    assert not check(root)
    committed(root, {RULES: BOARD})
    assert says(root, SECRET, date(2020, 6, 28)) != []
    assert not check(root)
    # Kept back once more, it is withheld.
    committed(root, {RULES: CLOSED})
    committed(root, {RULES: BOARD, MEETING: SHOWN})
    assert check(root)


@needs_git
def test_what_was_withheld_before_it_was_sent_is_no_secret(tmp_path: Path) -> None:
    root = sent(tmp_path, of=SHOWN)
    started(root)
    committed(root, {MEETING: NOTED.replace(SECRET, f"{{text: {SECRET}, withheld: offl. § 23}}")})
    write(root / MEETING, NOTED)
    assert send(root) == 2
    committed(root, {MEETING: NOTED})
    assert not check(root)
    assert not (root / WITHDRAWN.replace("/1/", "/2/")).exists()
    assert "styret/2020-04/papers-2.pdf" in says(root, SECRET)


@needs_git
@pytest.mark.parametrize(
    ("silenced", "withdrawn"), [("", True), ("silence: [withheld-after-sent]\n", False)], ids=["told", "silenced"]
)
def test_what_an_item_that_came_back_withheld_at_a_commit_is_withdrawn_where_it_came_from(
    root: Path, silenced: str, withdrawn: bool
) -> None:
    back = (
        "date: 2020-09-02\nnumber: 5/20\nitems:\n  - number: 30/20\n    title: Status\n    continues: 18/20\n"
        f"    note: {SECRET}\n"
    )
    started(root)
    committed(root, {OTHER: back.replace(SECRET, f"{{text: {SECRET}, withheld: offl. § 23}}") + silenced})
    committed(root, {OTHER: back.replace(f"    note: {SECRET}\n", ""), MEETING: SHOWN})
    assert check(root) is withdrawn


@pytest.fixture(scope="module")
def announcing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sent(tmp_path_factory.mktemp("planned"), of=PLANNED, other=NEXT)


@pytest.mark.parametrize(
    "text", ["draft: yes\n" + NEXT, NEXT + "publish: 2020-08-01\n"], ids=["a draft", "a later day"]
)
def test_papers_that_announce_what_is_kept_back_now_are_withdrawn(announcing: Path, tmp_path: Path, text: str) -> None:
    root = tmp_path / "root"
    shutil.copytree(announcing, root)
    record = root / "meetings/styret/2020-04/dispatches/1/dispatch.json"
    assert json.loads(record.read_text())["names"] == ["styret/2020-05"]
    assert "styret/2020-04/slides.pdf" in says(root, "5/20")
    write(root / OTHER, text)
    assert says(root, "5/20") == []
    assert (root / "output/site/styret/2020-04/slides-2.pdf").exists()
    # What others say of it is looked at each time, and not remembered.
    write(root / WITHDRAWN, "")
    (root / WITHDRAWN).unlink()
    write(root / OTHER, NEXT)
    assert "styret/2020-04/slides.pdf" in says(root, "5/20")
    assert not check(root)


@needs_git
def test_papers_that_announce_what_was_kept_back_at_a_commit_are_withdrawn(announcing: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(announcing, root)
    started(root)
    committed(root, {OTHER: "draft: yes\n" + NEXT})
    committed(root, {OTHER: NEXT})
    assert check(root)


def test_papers_that_name_a_board_that_is_closed_now_are_withdrawn(tmp_path: Path) -> None:
    of = NOTED.replace("    title: Status\n", "    title: Status\n    route: [{board: utvalget}]\n")
    place(tmp_path, {"utvalget/board.yaml": "name: Utvalget\n"})
    root = sent(tmp_path, of=of)
    assert "styret/2020-04/papers.pdf" in says(root, "Utvalget")
    write(root / "meetings/utvalget/board.yaml", "name: Utvalget\npublic: no\n")
    build(root, today=DAY)
    assert check(root)
