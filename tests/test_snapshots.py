"""The workspace: what is listed, what is left out, and when something counts as changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import unicodedata
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import Any

import pytest
from places import settle, write

from akson_docs.catalogue import shipped
from akson_docs.sources import snapshots


@pytest.fixture(autouse=True)
def theme(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A default theme, empty."""
    theme = tmp_path_factory.mktemp("theme")
    monkeypatch.setattr(snapshots, "shipped", lambda: str(theme))
    return theme


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "meetings/styret/2020-04/meeting.yaml", "date: 2020-07-01")
    write(tmp_path / "meetings/styret/2020-04/bilde.png", b"\x89PNG")
    write(tmp_path / "meetings/styret/2020-04-2/meeting.yaml", "x")
    write(tmp_path / "templates/css/a.css", "a")
    return tmp_path


def test_lists_files_and_folders_with_stamps(root: Path) -> None:
    snapshot = snapshots.scan(str(root))
    assert snapshot.stamps["meetings/styret/2020-04/meeting.yaml"][0] == len("date: 2020-07-01")
    assert snapshot.stamps["meetings/styret/"][0] == -1
    assert snapshot.files[-1] == "templates/css/a.css"


def test_a_folder_holds_its_own_files_only(root: Path) -> None:
    folder = snapshots.scan(str(root)).folder("meetings/styret/2020-04")
    assert set(folder.names) == {"meeting.yaml", "bilde.png"}
    assert folder.read("bilde.png") == b"\x89PNG"


def test_leaves_out_underscores_dots_and_links(root: Path) -> None:
    write(root / "meetings/_kladd/board.yaml", "x")
    write(root / "meetings/.git/config", "x")
    (root / "meetings/styret/lenke.yaml").symlink_to("/etc/passwd")
    (root / "meetings/styret/mappe").symlink_to("/etc")
    paths = snapshots.scan(str(root)).stamps
    assert not [path for path in paths if "kladd" in path or ".git" in path or "lenke" in path or "mappe" in path]


def test_names_are_in_nfc(root: Path) -> None:
    spelled = unicodedata.normalize("NFD", "møtebok-å.pdf")
    write(root / "meetings/styret/2020-04" / spelled, b"x")
    snapshot = snapshots.scan(str(root))
    assert snapshot.read("meetings/styret/2020-04/" + unicodedata.normalize("NFC", spelled)) == b"x"


def test_nothing_changed_until_something_does(root: Path) -> None:
    stamps = snapshots.scan(str(root)).stamps
    assert snapshots.unchanged(str(root), stamps)
    write(root / "meetings/styret/2020-05/meeting.yaml", "ny")
    assert not snapshots.unchanged(str(root), stamps)


@pytest.mark.parametrize("change", ["edit", "remove"])
def test_an_edit_and_a_removal_are_seen(root: Path, change: str) -> None:
    stamps = snapshots.scan(str(root)).stamps
    path = root / "templates/css/a.css"
    if change == "edit":
        path.write_text("b")
        os.utime(path, ns=(0, stamps["templates/css/a.css"][1] + 1))
    else:
        path.unlink()
    assert not snapshots.unchanged(str(root), stamps)


def test_a_young_file_never_counts_as_settled() -> None:
    now = 10**18
    stamps = {"old": (1, now - 10**9), "young": (1, now - 1000)}
    assert snapshots.settled(stamps, now) == {"old": (1, now - 10**9), "young": (1, 0)}


def test_no_stamps_are_not_unchanged(root: Path) -> None:
    assert not snapshots.unchanged(str(root), {})


# ---- what changes meanwhile ----------------------------------------------------------------------------------

IMAGE = "meetings/styret/2020-04/bilde.png"


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_link(path: Path) -> None:
    path.rename(path.with_name("_bilde.png"))
    path.symlink_to("_bilde.png")


def a_linked_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("_2020-04"))
    path.parent.symlink_to("_2020-04")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def the_same_size_at_the_same_time(path: Path) -> None:
    status = path.stat()
    path.write_bytes(b"\x89PNF")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_bytes(b"\x89PNG and more"),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
        lambda path: os.replace(path.parent / "meeting.yaml", path),
        the_same_size_at_the_same_time,
        a_pipe,
        a_link,
        a_linked_folder,
        a_folder,
    ],
    ids=["grows", "shrinks", "goes", "another", "same size and time", "pipe", "link", "linked folder", "folder"],
)
def test_what_is_not_as_it_was_listed_is_not_read(root: Path, change: Callable[[Path], object]) -> None:
    snapshot = snapshots.scan(str(root))
    assert snapshot.read(IMAGE) == b"\x89PNG"
    settle(root)
    change(root / IMAGE)
    for look in (snapshot.read, snapshot.digest):
        with pytest.raises(snapshots.Changed):
            look(IMAGE)
    assert not snapshots.unchanged(str(root), snapshot.stamps)


@pytest.mark.parametrize("change", [a_link, a_linked_folder])
def test_a_link_is_not_followed_however_like_its_target_is(root: Path, change: Callable[[Path], None]) -> None:
    change(root / IMAGE)
    status = (root / IMAGE).stat()
    snapshot = snapshots.Snapshot(str(root), {IMAGE: (status.st_size, status.st_ctime_ns)}, {})
    with pytest.raises(snapshots.Changed):
        snapshot.read(IMAGE)


def test_what_changes_while_it_is_read_is_not_taken(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot, digest = snapshots.scan(str(root)), hashlib.file_digest
    settle(root)

    def late(file: BufferedReader, name: str) -> Any:
        found = digest(file, name)
        (root / IMAGE).write_bytes(b"other")
        return found

    monkeypatch.setattr(hashlib, "file_digest", late)
    with pytest.raises(snapshots.Changed):
        snapshot.digest(IMAGE)


def test_of_two_names_that_are_one_the_one_that_counts_can_be_read(root: Path) -> None:
    for name, text in ((unicodedata.normalize("NFD", "å.txt"), b"one"), ("å.txt", b"the other")):
        write(root / "meetings/styret/2020-04" / name, text)
    assert snapshots.scan(str(root)).read("meetings/styret/2020-04/å.txt") in (b"one", b"the other")


def test_what_lies_too_deep_is_not_there_and_what_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path.joinpath("meetings", *["a"] * 60)
    deep.mkdir(parents=True)
    (deep / "b.txt").write_text("b")
    (tmp_path / "meetings/c.txt").write_text("for mange")
    snapshot = snapshots.scan(str(tmp_path))
    assert snapshot.files == ("meetings/c.txt",)
    monkeypatch.setattr(snapshots, "LARGEST", 5)
    with pytest.raises(OSError, match="large"):
        snapshot.read("meetings/c.txt")
    assert snapshot.digest("meetings/c.txt")


# ---- the default theme -----------------------------------------------------------------------------------------


def test_the_default_theme_lends_what_is_not_there_and_nothing_else(root: Path, theme: Path) -> None:
    write(theme / "templates/css/a.css", "theirs")
    write(theme / "templates/pages/front.html", "front")
    write(theme / "templates/_kladd/x.html", "x")
    write(theme / "meetings/site.yaml", "x")
    snapshot = snapshots.scan(str(root))
    assert snapshot.under("templates") == ("templates/css/a.css", "templates/pages/front.html")
    assert snapshot.read("templates/css/a.css") == b"a"
    assert snapshot.read("templates/pages/front.html") == b"front"
    assert snapshot.digest("templates/pages/front.html") == hashlib.sha256(b"front").hexdigest()
    assert snapshot.real("templates/pages/front.html") == str(theme / "templates/pages/front.html")
    assert snapshot.real("templates/css/a.css") == str(root / "templates/css/a.css")
    assert "meetings/site.yaml" not in snapshot.stamps
    assert snapshot.added == frozenset()


def test_what_the_default_theme_does_not_know_is_added(root: Path, theme: Path) -> None:
    write(theme / "templates/css/b.css", "")
    assert snapshots.scan(str(root)).added == {"templates/css/a.css"}


def test_the_default_theme_lends_nothing_to_itself(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "shipped", lambda: str(root))
    snapshot = snapshots.scan(str(root))
    assert (dict(snapshot.lent), snapshot.added) == ({}, frozenset())
    assert snapshot.inputs == snapshot.stamps


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("theme", lambda path: write(path / "templates/b.css", "other")),
        ("theme", lambda path: write(path / "templates/c.css", "new")),
        ("theme", lambda path: (path / "templates/b.css").unlink()),
        ("root", lambda path: write(path / "templates/b.css", "own")),
        ("root", lambda path: (path / "templates").mkdir()),
    ],
    ids=["edit", "new", "gone", "replaced", "own folder"],
)
def test_what_changes_of_the_theme_is_seen(
    tmp_path: Path, theme: Path, where: str, change: Callable[[Path], object]
) -> None:
    write(tmp_path / "meetings/site.yaml", "x")
    write(theme / "templates/b.css", "b")
    inputs = snapshots.scan(str(tmp_path)).inputs
    settle(tmp_path)
    assert snapshots.unchanged(str(tmp_path), inputs)
    change(theme if where == "theme" else tmp_path)
    assert not snapshots.unchanged(str(tmp_path), inputs)


def test_a_link_in_place_of_the_templates_counts_as_none(tmp_path: Path, theme: Path) -> None:
    write(tmp_path / "meetings/site.yaml", "x")
    write(theme / "templates/b.css", "b")
    (tmp_path / "templates").symlink_to("meetings")
    snapshot = snapshots.scan(str(tmp_path))
    assert snapshot.under("templates") == ("templates/b.css",)
    assert snapshots.unchanged(str(tmp_path), snapshot.inputs)


def test_a_template_is_told_where_it_lies(root: Path, theme: Path) -> None:
    write(theme / "templates/pages/front.html", "x")
    lies = str(theme / "templates/pages/front.html")
    assert snapshots.whereabouts(str(root), "templates/css/a.css") == "templates/css/a.css"
    assert snapshots.whereabouts(str(root), "templates/pages/front.html") == lies
    assert snapshots.whereabouts(str(root), "templates/nowhere.html") == "templates/nowhere.html"
    assert snapshots.whereabouts(str(root), "meetings/nowhere.yaml") == "meetings/nowhere.yaml"


def test_the_theme_of_this_project_is_its_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert (Path(shipped()) / "templates/pages/front.html").is_file()


CHANGES: tuple[Callable[[Path, Path], object], ...] = (
    lambda root, theme: write(root / "meetings/styret/2020-04/meeting.yaml", "date: 2020-07-02"),
    lambda root, theme: write(root / "meetings/styret/2020-05/meeting.yaml", "date: 2020-08-01"),
    lambda root, theme: (root / "meetings/styret/2020-04/bilde.png").unlink(),
    lambda root, theme: (root / "meetings/styret/2020-04").rename(root / "meetings/styret/2020-06"),
    lambda root, theme: shutil.rmtree(root / "templates"),
    lambda root, theme: shutil.rmtree(root / "meetings"),
    lambda root, theme: write(root / "templates/css/a.css", "ab"),
    lambda root, theme: write(root / "templates/css/lent.css", "own"),
    lambda root, theme: write(theme / "templates/css/lent.css", "changed"),
    lambda root, theme: write(theme / "templates/pages/new.html", "new"),
    lambda root, theme: os.replace(theme / "templates/css/lent.css", theme / "templates/css/other.css"),
    lambda root, theme: write(root / "meetings/styret/_notes.txt", "x"),
    lambda root, theme: _linked(root / "meetings/styret/2020-04/meeting.yaml"),
    lambda root, theme: _linked(root / "meetings/styret/2020-04-2"),
    lambda root, theme: None,
)


def _linked(path: Path) -> None:
    """Has a link stand where something was, to just that."""
    elsewhere = path.parents[2] / f"_{path.name}"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
@pytest.mark.parametrize("young", [False, True])
def test_looking_again_finds_what_listing_finds(
    root: Path, theme: Path, change: Callable[[Path, Path], object], young: bool
) -> None:
    write(theme / "templates/css/lent.css", "lent")
    write(root / unicodedata.normalize("NFD", "meetings/styret/2020-04/møte.pdf"), "x")
    before = snapshots.scan(str(root))
    began = time.time_ns() if young else time.time_ns() + 10 * snapshots.RACY_NS
    change(root, theme)
    again, now = snapshots.again(before, began), snapshots.scan(str(root))
    assert again is None or again == now
    if not young and change in (CHANGES[0], CHANGES[6], CHANGES[8], CHANGES[-1]):
        assert again is not None  # a file that changes moves no name
