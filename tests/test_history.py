"""What git says of the sources as they were."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest
from places import PLAIN, meetings, write
from repositories import committed, git, needs_git, put

from akson_docs.diagnostics import Code, Diagnostic, line
from akson_docs.sources import history, snapshots
from akson_docs.sources.history import Past

pytestmark = needs_git
FILE = "meetings/styret/2020-04/meeting.yaml"
FILES = meetings({"2020-04/meeting.yaml": PLAIN, "2020-04/Blåbær æøå 1.txt": "Bær\n"})


def past(root: Path, revision: str = "HEAD") -> Past:
    found = history.past(str(root), revision)
    assert isinstance(found, Past), found
    return found


def refused(root: Path, revision: str = "HEAD") -> Diagnostic:
    found = history.past(str(root), revision)
    assert isinstance(found, Diagnostic), found
    assert "{" not in line(found) + line(found, "nb")
    return found


def test_the_files_are_those_of_the_revision_whatever_lies_there_now(tmp_path: Path) -> None:
    root = committed(tmp_path, FILES)
    put(root, meetings({"2021-01/meeting.yaml": PLAIN}))
    found = past(root)
    assert found.files == tuple(sorted(f"meetings/{name}" for name in FILES))
    assert "meetings/styret/2020-04/" in found.stamps
    assert found.read(FILE) == PLAIN.encode()
    assert found.stamps[FILE][0] == len(PLAIN.encode())
    assert (found.day, len(found.revision), found.revision.startswith(found.short)) == ("2020-07-01", 40, True)


def test_names_with_letters_and_spaces_are_read_as_they_are(tmp_path: Path) -> None:
    found = past(committed(tmp_path, FILES))
    assert found.read("meetings/styret/2020-04/Blåbær æøå 1.txt") == "Bær\n".encode()


def test_names_are_in_one_form_however_they_were_typed(tmp_path: Path) -> None:
    root = committed(tmp_path, meetings({"2020-04/A\u030a.txt": "x"}))
    found = past(root)
    assert "meetings/styret/2020-04/Å.txt" in found.files
    assert found.changed(snapshots.scan(str(root))) == frozenset()


def test_files_that_are_fetched_at_once_are_those_that_are_read_one_by_one(tmp_path: Path) -> None:
    odd = {"2020-04/tom.txt": b"", "2020-04/null.bin": bytes(range(256)) * 3, "2020-04/linjer.txt": b"\n\nblob 3\n"}
    found = past(committed(tmp_path, {**FILES, **{f"styret/{name}": data for name, data in odd.items()}}))
    at_once = found.fetched(found.files)
    assert set(at_once.held) == set(found.files)
    assert [path for path in found.files if at_once.held[path] != found.read(path)] == []


def test_what_changed_is_what_is_edited_added_and_gone(tmp_path: Path) -> None:
    root = committed(tmp_path, {**FILES, "styret/2020-05/meeting.yaml": PLAIN})
    write(root / FILE, PLAIN.replace("17/20", "18/20"))
    write(root / "meetings/styret/2020-06/meeting.yaml", PLAIN)
    (root / "meetings/styret/2020-05/meeting.yaml").unlink()
    folder = "meetings/styret"
    expected = {FILE, f"{folder}/2020-05/meeting.yaml", f"{folder}/2020-06/meeting.yaml"}
    assert past(root).changed(snapshots.scan(str(root))) == expected


def test_an_ignored_file_and_one_that_git_is_told_not_to_look_at_are_seen(tmp_path: Path) -> None:
    root = committed(tmp_path, FILES)
    git(root, "update-index", "--assume-unchanged", FILE)
    write(root / FILE, PLAIN + "summary: Mer.\n")
    write(root / ".gitignore", "*.pdf\n")
    write(root / "meetings/styret/2020-04/plan.pdf", b"%PDF")
    assert past(root).changed(snapshots.scan(str(root))) == {FILE, "meetings/styret/2020-04/plan.pdf"}


def test_meetings_may_lie_deep_in_a_repository(tmp_path: Path) -> None:
    root = committed(tmp_path / "stort depot" / "møter", FILES)
    (root / ".git").rename(tmp_path / ".git")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "Flyttet")
    found = past(root)
    assert found.read(FILE) == PLAIN.encode()
    write(root / FILE, PLAIN.replace("17/20", "18/20"))
    assert found.changed(snapshots.scan(str(root))) == {FILE}


def test_what_a_build_leaves_out_is_left_out_here(tmp_path: Path) -> None:
    root = committed(tmp_path, {**FILES, "_notat.md": "x", "styret/.skjult/meeting.yaml": PLAIN})
    os.symlink("meeting.yaml", root / "meetings/styret/2020-04/lenke.yaml")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Lenke")
    assert past(root).files == snapshots.scan(str(root)).under("meetings")


def test_a_revision_without_meetings_held_nothing(tmp_path: Path) -> None:
    root = committed(tmp_path, {})
    put(root, FILES)
    assert past(root).files == ()


def test_where_git_is_led_elsewhere_by_its_environment_it_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = committed(tmp_path / "her", FILES)
    other = committed(tmp_path / "der", meetings({"2021-01/meeting.yaml": PLAIN}))
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    assert FILE in past(root).files


def test_no_program_that_the_repository_names_is_run(tmp_path: Path) -> None:
    root = committed(tmp_path, FILES)
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{ran}'\n")
    program.chmod(0o755)
    hook = root / ".git/hooks/post-index-change"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(program.read_text())
    hook.chmod(0o755)
    for setting in ("core.fsmonitor", "diff.external", "diff.x.textconv", "core.pager"):
        git(root, "config", setting, str(program))
    write(root / ".git/info/attributes", "*.yaml diff=x\n")
    write(root / FILE, PLAIN + "summary: Mer.\n")
    found = past(root)
    assert found.changed(snapshots.scan(str(root))) == {FILE}
    found.fetched(found.files)
    assert not ran.exists()


def test_a_file_that_is_kept_elsewhere_has_the_digest_of_what_it_stands_for(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"%PDF stor").hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 9\n"
    found = past(committed(tmp_path, {**FILES, "styret/2020-04/stor.pdf": pointer}))
    assert found.digest("meetings/styret/2020-04/stor.pdf") == digest
    assert found.digest(FILE) == hashlib.sha256(PLAIN.encode()).hexdigest()


# ---- where nobody knows --------------------------------------------------------------------------------------


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, FILES)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(tmp_path).code == "no-git"


def test_outside_a_repository(tmp_path: Path) -> None:
    put(tmp_path, FILES)
    assert refused(tmp_path).code == "no-history"


@pytest.mark.parametrize("revision", ["nope", "--output=x", "", "HEAD..HEAD", "HEAD:meetings", "HEAD~1"])
def test_a_revision_that_is_not_there(tmp_path: Path, revision: str) -> None:
    assert refused(committed(tmp_path, FILES), revision).code == "no-revision"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", "meetings"]


def test_a_repository_without_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    put(tmp_path, FILES)
    found = history.past(str(tmp_path), "HEAD")
    assert isinstance(found, history.Past)
    assert (found.files, found.short, found.day) == ((), "", "")
    now = snapshots.scan(str(tmp_path))
    assert found.changed(now) == {path for path in now.files if path.startswith("meetings/")}
    # Another name than HEAD is one that is not there.
    assert refused(tmp_path, "main").code == "no-revision"
    committed(tmp_path, FILES)
    git(tmp_path, "checkout", "-q", "--orphan", "ny")
    assert refused(tmp_path).code == "no-revision"


def test_a_shallow_clone_says_what_to_fetch(tmp_path: Path) -> None:
    root = committed(tmp_path / "alt", FILES)
    first = git(root, "rev-parse", "HEAD")
    committed(root, meetings({"2020-04/meeting.yaml": PLAIN + "summary: Mer.\n"}))
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "grunt")
    assert past(tmp_path / "grunt").day == "2020-07-01"
    found = refused(tmp_path / "grunt", first)
    assert found.code == "history-shallow"
    assert "fetch-depth: 0" in line(found)
    assert "fetch-depth: 0" in line(found, "nb")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_somebody_else_is_read_only_where_it_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = committed(tmp_path / "depot", FILES)
    for path in [root, *root.rglob("*")]:
        os.chown(path, 4711, 4711)
    write(tmp_path / "hjem/.gitconfig", "")
    monkeypatch.setenv("HOME", str(tmp_path / "hjem"))
    found = refused(root)
    assert (found.code, str(root) in line(found)) == ("history-untrusted", True)
    write(tmp_path / "hjem/.gitconfig", f'[safe]\n\tdirectory = "{root}"\n')
    assert past(root).read(FILE) == PLAIN.encode()


def test_what_git_has_lost_is_told(tmp_path: Path) -> None:
    root = committed(tmp_path, FILES)
    found = past(root)
    blob = found.blobs[FILE]
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(history.Incomplete) as one:
        found.read(FILE)
    with pytest.raises(history.Incomplete) as many:
        found.fetched([FILE])
    assert {fault.value.diagnostic.code for fault in (one, many)} == {"history-incomplete"}
    assert one.value.diagnostic.span.file == FILE
    assert refused(root).code == "history-incomplete"
    with pytest.raises(history.Incomplete):
        replace(found, revision="0" * 40).changed(snapshots.scan(str(root)))


def test_every_code_says_what_to_do() -> None:
    codes = [value for value in vars(history).values() if isinstance(value, Code)]
    assert len(codes) == 7
    for code in codes:
        assert code.hint
