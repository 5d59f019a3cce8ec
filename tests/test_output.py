"""The writer: all or nothing, in order, and nothing left over."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from places import made, write

from akson_docs import output
from akson_docs.output import Copy, OutputFault


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
