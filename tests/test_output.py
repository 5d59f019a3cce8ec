"""The writer: all or nothing, in order, and nothing left over."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest
from places import made, write

from akson_docs.build import output
from akson_docs.build.output import Copy, OutputFault


def commit(tree: Path, fresh: dict[str, bytes | Copy], wanted: set[str] | None = None) -> tuple[str, ...]:
    unwanted = output.unwanted(str(tree), wanted if wanted is not None else set(fresh))
    output.commit(str(tree), fresh, unwanted)
    return unwanted


def test_writes_and_removes(tmp_path: Path) -> None:
    tree = tmp_path / "output/site"
    commit(tree, {"index.html": b"1", "a/b/index.html": b"2", "a/slides.pdf": b"3"})
    removed = commit(tree, {"index.html": b"4"}, {"index.html", "a/slides.pdf"})
    assert removed == ("a/b/index.html",)
    assert list(made(tree)) == ["a/slides.pdf", "index.html"]
    assert (tree / "index.html").read_bytes() == b"4"
    assert not (tree / "a/b").exists()


def test_what_is_foreign_goes(tmp_path: Path) -> None:
    tree = tmp_path / "site"
    write(tree / "secret.txt", "x")
    assert commit(tree, {"index.html": b"1"}) == ("secret.txt",)


def test_an_empty_folder_goes(tmp_path: Path) -> None:
    tree = tmp_path / "site"
    (tree / "a/b").mkdir(parents=True)
    assert commit(tree, {"index.html": b"1"}) == ("a/b/",)
    assert [path.name for path in tree.iterdir()] == ["index.html"]


def test_an_empty_folder_that_is_needed_stays(tmp_path: Path) -> None:
    tree = tmp_path / "site"
    (tree / "a/b").mkdir(parents=True)
    assert commit(tree, {"a/b/index.html": b"1"}) == ("a/b/",)
    assert (tree / "a/b/index.html").read_bytes() == b"1"


def test_a_link_goes_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/kept.txt", "x")
    tree = tmp_path / "site"
    tree.mkdir()
    (tree / "link").symlink_to(tmp_path / "elsewhere")
    assert commit(tree, {"index.html": b"1"}) == ("link",)
    assert (tmp_path / "elsewhere/kept.txt").exists()


def test_copies(tmp_path: Path) -> None:
    write(tmp_path / "plan.pdf", b"%PDF")
    commit(tmp_path / "site", {"a/plan.pdf": Copy(str(tmp_path / "plan.pdf"))})
    assert (tmp_path / "site/a/plan.pdf").read_bytes() == b"%PDF"


def test_pages_come_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    replace = os.replace

    def noted(source: str, target: str) -> None:
        order.append(os.path.basename(target))
        replace(source, target)

    (tmp_path / "site").mkdir()
    monkeypatch.setattr(os, "replace", noted)
    commit(tmp_path / "site", {"a.html": b"", "b.pdf": b"", "c.css": b""})
    assert order == ["b.pdf", "c.css", "a.html"]


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = tmp_path / "site"
    commit(tree, {"index.html": b"old", "gone.html": b"old"})

    def full(staging: str, fresh: object) -> None:
        os.makedirs(staging)
        raise OSError(errno.ENOSPC, "No space left on device", staging)

    monkeypatch.setattr(output, "_stage", full)
    with pytest.raises(OutputFault) as fault:
        commit(tree, {"index.html": b"new"})
    assert fault.value.diagnostic.code == "disk-full"
    assert (tree / "index.html").read_bytes() == b"old"
    assert (tree / "gone.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    write(tmp_path / ".site-123/0", "x")
    write(tmp_path / ".site-notes/keep", "x")
    output.clear_stale(str(tmp_path / "site"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site-notes"]


def test_stamps_are_of_files_and_their_folders(tmp_path: Path) -> None:
    commit(tmp_path / "site", {"a/b.html": b"xy"})
    stamps = output.stamps(str(tmp_path / "site"), ["a/b.html", "a/none.html"])
    assert stamps["a/b.html"][0] == 2
    assert stamps["a/"][0] == -1
    assert "a/none.html" not in stamps


def test_after_a_commit_only_what_it_touched_is_asked_for_its_stamp(tmp_path: Path) -> None:
    tree = tmp_path / "site"
    commit(tree, {"a/b.html": b"1", "c/d.html": b"2", "e/f.html": b"3"})
    before = output.stamps(str(tree), ["a/b.html", "c/d.html"])
    os.utime(tree / "c/d.html", ns=(1, 1))
    removed = commit(tree, {"a/b.html": b"changed"}, {"a/b.html", "c/d.html"})
    found = output.restamped(str(tree), before, ["a/b.html"], removed)
    now = output.stamps(str(tree), ["a/b.html", "c/d.html"])
    assert found == {**now, "c/d.html": before["c/d.html"]}


# ---- mishaps -------------------------------------------------------------------------------------------------


def state(tree: Path) -> dict[str, bytes]:
    return {path: (tree / path).read_bytes() for path in made(tree)}


def test_a_tree_that_is_not_there_comes_whole_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[str] = []
    replace = os.replace

    def noted(source: str, target: str) -> None:
        moved.append(target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", noted)
    commit(tmp_path / "site", {"index.html": b"1", "a/b.html": b"2", "a/c.pdf": b"3"})
    assert moved == [str(tmp_path / "site")]


def test_a_file_in_place_of_a_folder_and_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    tree = tmp_path / "site"
    commit(tree, {"a": b"1", "b/c.html": b"2"})
    commit(tree, {"a/d.html": b"3", "b": b"4"})
    assert state(tree) == {"a/d.html": b"3", "b": b"4"}


def test_a_program_that_holds_a_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = tmp_path / "site"
    commit(tree, {"slides.pdf": b"1"})
    replace, refused = os.replace, [errno.EACCES, errno.EBUSY]

    def held(source: str, target: str) -> None:
        if refused:
            raise OSError(refused.pop(), "held", source, None, target)
        replace(source, target)

    monkeypatch.setattr(output, "PATIENCE_S", (0.0, 0.0, 0.0))
    monkeypatch.setattr(os, "replace", held)
    commit(tree, {"slides.pdf": b"2"})
    assert state(tree) == {"slides.pdf": b"2"}


@pytest.mark.parametrize("number", [1, 2])
def test_a_file_that_stays_held_is_told_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    tree = tmp_path / "site"
    commit(tree, {"a.pdf": b"1", "b.pdf": b"1"})
    replace, count = os.replace, 0

    def held(source: str, target: str) -> None:
        nonlocal count
        count += 1
        if count >= number:
            raise PermissionError(errno.EACCES, "Permission denied", source, None, target)
        replace(source, target)

    monkeypatch.setattr(output, "PATIENCE_S", (0.0,))
    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(OutputFault) as fault:
        commit(tree, {"a.pdf": b"2", "b.pdf": b"2", "new/c.pdf": b"2"})
    assert (tree / "new").exists() == (number == 2)
    found = fault.value.diagnostic
    assert (found.code, found.span.file) == [
        ("output", str(tree / "a.pdf")),
        ("output-halfway", str(tree / "b.pdf")),
    ][number - 1]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_tree_that_is_a_file_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "site", "somebody's")
    with pytest.raises(OutputFault) as fault:
        commit(tmp_path / "site", {"index.html": b"1"})
    assert fault.value.diagnostic.code == "output"
    assert (tmp_path / "site").read_text() == "somebody's"


@pytest.mark.parametrize("what", ["other bytes", "gone", "link", "pipe", "folder"])
def test_a_source_that_is_not_what_it_was_is_not_copied(tmp_path: Path, what: str) -> None:
    tree, plan = tmp_path / "site", tmp_path / "plan.pdf"
    commit(tree, {"index.html": b"1"})
    plan.write_bytes(b"plan")
    copy = Copy(str(plan), hashlib.sha256(b"plan").hexdigest())
    plan.rename(tmp_path / "same.pdf")
    match what:
        case "other bytes":
            plan.write_bytes(b"PLAN")
        case "link":
            plan.symlink_to("same.pdf")
        case "pipe":
            os.mkfifo(plan)
        case "folder":
            plan.mkdir()
    with pytest.raises(OutputFault) as fault:
        commit(tree, {"index.html": b"2", "plan.pdf": copy})
    assert (fault.value.diagnostic.code, fault.value.diagnostic.span.file) == ("changed-meanwhile", str(plan))
    assert state(tree) == {"index.html": b"1"}


def test_where_there_is_no_room_for_a_folder_none_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree, mkdir = tmp_path / "site", os.mkdir
    commit(tree, {"index.html": b"1"})

    def full(path: str, mode: int = 0o777) -> None:
        if str(path).endswith("site/b"):
            raise OSError(errno.ENOSPC, "No space left on device", path)
        mkdir(path, mode)

    monkeypatch.setattr(os, "mkdir", full)
    with pytest.raises(OutputFault) as fault:
        commit(tree, {"index.html": b"2", "a/x.html": b"", "b/x.html": b""})
    assert fault.value.diagnostic.code == "disk-full"
    assert [path.name for path in tree.iterdir()] == ["index.html"]
    assert state(tree) == {"index.html": b"1"}
