"""What was sent stays what was sent, and what was withheld of it once is given out never again."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from places import SHOWN, build, contents, meetings, place, request, write
from repositories import git, needs_git, started

from akson_docs import diagnostics
from akson_docs.actions import checking, dispatching
from akson_docs.actions.source_reader import Progress
from akson_docs.cli import main
from akson_docs.meetings.revisions import calendars, dispatch
from akson_docs.meetings.revisions.calendars import Sending
from akson_docs.meetings.revisions.dispatch import Withdrawal
from akson_docs.pdf import completeness
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources.layout import MeetingKey

DAY = date(2020, 6, 17)
KEY = MeetingKey("styret", "2020-04")
SECRET = "Hemmelig anbud fra Eksempel AS"
WITH_NOTE = SHOWN.replace("    title: Status\n", f"    title: Status\n    note: {SECRET}\n")
MEETING = "meetings/styret/2020-04/meeting.yaml"
RECORD = "meetings/styret/2020-04/dispatches/1/withdrawn.json"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A meeting whose papers were sent, with a note."""
    root = place(tmp_path_factory.mktemp("sent"), meetings({"2020-04/meeting.yaml": WITH_NOTE}))
    with WorkerPool(1) as pool:
        kept = dispatching.keep(request(root, today=DAY), pool, KEY, ("members",), Progress())
    assert kept.dispatch is not None
    return root


@pytest.fixture
def root(sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("LC_ALL", "C")
    shutil.copytree(sent, tmp_path, dirs_exist_ok=True)
    return tmp_path


def rewrite(root: Path, old: str, new: str) -> None:
    path = root / MEETING
    text = path.read_text()
    assert text.count(old) == 1
    write(path, text.replace(old, new))


def withhold(root: Path) -> None:
    rewrite(root, f"note: {SECRET}", f"note: {{text: {SECRET}, withheld: offl. § 23}}")


def delete(root: Path) -> None:
    text = (root / MEETING).read_text()
    write(root / MEETING, "".join(line for line in text.splitlines(keepends=True) if "note:" not in line))


def check(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main.main(["check", "--root", str(root), *words])
    said = capsys.readouterr()
    return code, said.out + said.err


def holds_the_secret(tree: Path) -> list[str]:
    """The files of a site that say what was withheld; words stand without spaces in what is painted."""
    found = []
    for name, data in contents(tree).items():
        pages = completeness.pages(data) if name.endswith(".pdf") else ()
        painted = "".join(page.painted for page in pages) or data.decode("utf-8", "replace")
        if "hemmeliganbud" in painted.casefold().replace(" ", ""):
            found.append(name)
    return found


def built(root: Path) -> list[str]:
    assert build(root, today=DAY).done
    return holds_the_secret(root / "output/site")


# ---- a withdrawal is a fact --------------------------------------------------------------------------------------


def test_what_was_withheld_and_then_deleted_never_comes_back(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert built(root) != []
    withhold(root)
    assert built(root) == []  # at once, before anybody writes anything down
    code, said = check(root, capsys)
    assert code == 1
    assert f"{RECORD}: this file says from now on" in said
    held = json.loads((root / RECORD).read_text())
    assert (held["number"], held["items"]) == (1, ["18-2020"])
    assert SECRET not in (root / RECORD).read_text()
    assert check(root, capsys)[0] == 0
    delete(root)
    assert check(root, capsys)[0] == 0
    assert built(root) == []
    rewrite(root, "- To", "- Tre")
    assert built(root) == []
    assert (root / "output/site/styret/2020-04/papers-2.pdf").exists()


def test_the_minutes_of_a_meeting_whose_papers_are_withdrawn_are_given_out(root: Path) -> None:
    withhold(root)
    rewrite(
        root, "date: 2020-07-01", "date: 2020-07-01\nattendance: {present: others}\nminutes: {published: 2020-07-02}"
    )
    assert build(root, today=date(2020, 7, 3)).done
    assert (root / "output/site/styret/2020-04/minutes.pdf").exists()


def test_a_build_writes_it_down_and_goes_on(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    withhold(root)
    words = ["build", "--root", str(root), "--today", DAY.isoformat()]
    assert main.main(words) == 0
    assert "warning: this file says from now on" in capsys.readouterr().err
    assert (root / RECORD).exists()
    delete(root)
    assert main.main(words) == 0
    assert holds_the_secret(root / "output/site") == []


def test_where_nobody_works_nothing_is_written_unless_it_is_asked_for(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    withhold(root)
    assert check(root, capsys)[0] == 1
    code, said = check(root, capsys)
    assert (code, "no file says so yet; run akson check --record, and commit" in said) == (1, True)
    assert not (root / RECORD).exists()
    assert main.main(["build", "--root", str(root), "--today", DAY.isoformat()]) == 0
    assert holds_the_secret(root / "output/site") == []
    assert not (root / RECORD).exists()
    assert check(root, capsys, "--record")[0] == 1
    assert (root / RECORD).exists()
    assert check(root, capsys)[0] == 0


def test_a_record_of_a_withdrawal_that_was_edited_withdraws_all_the_same(root: Path) -> None:
    write(root / RECORD, b"{}")
    delete(root)
    assert built(root) == []


def test_another_dispatchs_withdrawal_is_no_record_of_this_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root / RECORD, dispatch.write_withdrawal(Withdrawal(2, DAY, ("18-2020",))))
    delete(root)
    code, said = check(root, capsys)
    assert (code, f"{RECORD}: " in said) == (0, True), said
    assert built(root) == []


def test_the_next_issue_is_given_out_as_it_was_sent(root: Path) -> None:
    withhold(root)
    with WorkerPool(1) as pool:
        kept = dispatching.keep(request(root, today=DAY), pool, KEY, ("members",), Progress())
    assert kept.dispatch is not None
    assert (kept.dispatch.number, kept.dispatch.knew) == (2, (1,))
    assert (root / RECORD).exists()  # whoever sends the next one writes it down
    assert built(root) == []
    site = root / "output/site/styret/2020-04"
    frozen = (root / "meetings/styret/2020-04/dispatches/2/public/nb/papers.pdf").read_bytes()
    assert (site / "papers-2.pdf").read_bytes() == frozen
    # The address of what was sent first has what there is instead.
    assert (site / "papers.pdf").read_bytes() == frozen
    delete(root)
    assert built(root) == []
    assert (site / "papers-2.pdf").read_bytes() == frozen


@needs_git
def test_what_was_withheld_at_a_commit_and_deleted_at_the_next_is_seen(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started(root)
    withhold(root)
    git(root, "commit", "-qam", "Unntatt")
    delete(root)
    git(root, "commit", "-qam", "Tatt ut")
    monkeypatch.setenv("CI", "true")
    code, said = check(root, capsys)
    assert (code, "withdrawal-unrecorded" in said) == (1, True)
    monkeypatch.delenv("CI")
    assert check(root, capsys)[0] == 1
    assert (root / RECORD).exists()
    assert check(root, capsys)[0] == 1  # git does not have it yet
    git(root, "add", "meetings")
    assert check(root, capsys)[0] == 0
    git(root, "commit", "-qm", "Trukket")
    assert built(root) == []
    (root / RECORD).unlink()
    code, said = check(root, capsys)
    assert (code, "git checkout HEAD -- " + RECORD in said) == (1, True)


@needs_git
@pytest.mark.parametrize(
    ("written", "withdrawn"),
    [
        (f"note: {{text: {SECRET}, witheld: offl. § 23}}", True),
        (f"note: {{text: {SECRET}, withheld: offl. § 23", True),
        (f"note: {SECRET}\n    withheld offl. § 23", True),
        (f"note: [{SECRET}\n    unntatt: offl. § 23", True),
        (f"note: [{SECRET}", False),
        ("note: [Omtale: mer\n    Bakgrunn: noe", False),
    ],
    ids=[
        "misspelt",
        "never closed",
        "no colon",
        "no key of ours",
        "broken, and withholds nothing",
        "broken, a colon",
    ],
)
def test_at_a_commit_that_cannot_be_read_its_keys_say_whether_anything_is_withheld(
    root: Path, capsys: pytest.CaptureFixture[str], written: str, withdrawn: bool
) -> None:
    started(root)
    rewrite(root, f"note: {SECRET}", written)
    git(root, "commit", "-qam", "Unntatt")
    write(root / MEETING, WITH_NOTE)
    delete(root)
    git(root, "commit", "-qam", "Tatt ut")
    check(root, capsys)
    assert (root / RECORD).exists() is withdrawn


# ---- what was sent is there, as it was, where it was -------------------------------------------------------------


@needs_git
def test_a_dispatch_that_is_gone_is_told_from_what_git_knows(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    started(root)
    shutil.rmtree(root / "meetings/styret/2020-04/dispatches")
    git(root, "commit", "-qam", "Borte")
    commit = git(root, "log", "-1", "--format=%h").strip()
    code, said = check(root, capsys)
    assert code == 1
    assert "dispatches/1/dispatch.json: this was kept as it was sent, and is gone" in said
    mended = f"git checkout {commit}^ -- meetings/styret/2020-04/dispatches/1"
    assert f"{mended} [dispatch-lost]" in said
    git(root, *mended.split()[1:])
    assert check(root, capsys)[0] == 0
    git(root, "commit", "-qam", "Hentet tilbake")
    # Before it is committed too.
    shutil.rmtree(root / "meetings/styret/2020-04/dispatches")
    code, said = check(root, capsys)
    assert (code, "git checkout HEAD -- meetings/styret/2020-04/dispatches/1 [dispatch-lost]" in said) == (1, True)


DISPATCH = "meetings/styret/2020-04/dispatches/1"


def reseal(root: Path) -> None:
    """Puts another paper in the place of one that was sent, and makes the record anew."""
    paper = "public/nb/agenda.pdf"
    held = dispatch.recorded((root / DISPATCH / "dispatch.json").read_bytes())
    assert held is not None
    data = (root / DISPATCH / paper).read_bytes() + b"%"
    (root / DISPATCH / paper).write_bytes(data)
    files = {**held.files, paper: hashlib.sha256(data).hexdigest()}
    (root / DISPATCH / "dispatch.json").write_bytes(dispatch.write(replace(held, files=files)))


def it_lies_there(root: Path) -> None:
    reseal(root)


def it_was_committed(root: Path) -> None:
    reseal(root)
    git(root, "commit", "-qam", "Forseglet på nytt")


def it_was_taken_away_between(root: Path) -> None:
    shutil.move(root / DISPATCH, root / "elsewhere")
    git(root, "commit", "-qam", "Borte")
    shutil.move(root / "elsewhere", root / DISPATCH)
    reseal(root)
    git(root, "add", "meetings")
    git(root, "commit", "-qm", "Tilbake")


def it_was_done_in_a_merge(root: Path) -> None:
    git(root, "checkout", "-qb", "gren")
    git(root, "commit", "-q", "--allow-empty", "-m", "Gren")
    git(root, "checkout", "-q", "main")
    git(root, "commit", "-q", "--allow-empty", "-m", "Main")
    git(root, "merge", "-q", "--no-commit", "--no-ff", "gren")
    reseal(root)
    git(root, "commit", "-qam", "Flettet")


@needs_git
@pytest.mark.parametrize("way", [it_lies_there, it_was_committed, it_was_taken_away_between, it_was_done_in_a_merge])
def test_a_record_that_was_sealed_again_is_told_from_what_git_knows(
    root: Path, capsys: pytest.CaptureFixture[str], way: Callable[[Path], None]
) -> None:
    started(root)
    way(root)
    code, said = check(root, capsys)
    assert code == 1
    assert f"{DISPATCH}/dispatch.json: this says something else than when it was kept" in said
    outcome = build(root, today=DAY)
    assert not outcome.done
    assert {one.code for one in outcome.diagnostics if one.severity == "error"} == {"dispatch-resealed"}
    assert not (root / "output").exists()
    mended = re.search(r"git checkout (\w+) -- (\S+) ", said)
    assert mended
    git(root, "checkout", mended[1], "--", mended[2])
    assert check(root, capsys)[0] == 0
    assert build(root, today=DAY).done


@needs_git
def test_a_record_is_the_same_however_its_lines_end_and_on_whichever_branch_it_was_made(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started(root)
    record = root / DISPATCH / "dispatch.json"
    written = record.read_bytes()
    record.write_bytes(written.replace(b"\n", b"\r\n"))
    assert check(root, capsys)[0] == 0
    record.write_bytes(written)
    # Sent of two branches on the same day: one of both is what stays.
    git(root, "checkout", "-q", "--orphan", "gren")
    git(root, "commit", "-qm", "En annen")
    held = dispatch.recorded(written)
    assert held is not None
    record.write_bytes(dispatch.write(replace(held, to=("press",))))
    git(root, "commit", "-qam", "En annen", "--amend")
    git(root, "merge", "-q", "--allow-unrelated-histories", "-s", "ours", "-m", "Flettet", "main")
    code, said = check(root, capsys)
    assert (code, "[dispatch-two]" in said) == (0, False)
    # Where the papers are others, those who have the other ones are to hear of it.
    git(root, "checkout", "-q", "--orphan", "en-til")
    reseal(root)
    git(root, "commit", "-qam", "Andre dokumenter")
    git(root, "merge", "-q", "--allow-unrelated-histories", "-s", "ours", "-m", "Flettet", "main")
    code, said = check(root, capsys, "--all")
    assert (code, said.count("[dispatch-two]")) == (0, 1)
    assert f"in {git(root, 'log', '-1', '--format=%h', 'main').strip()}, something else was kept" in said


# ---- a paper is held against what was sent ------------------------------------------------------------------------


def verified(root: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> tuple[int, str]:
    write(root / "paper.pdf", data)
    code = main.main(["verify", "--root", str(root), str(root / "paper.pdf")])
    said = capsys.readouterr()
    return code, said.out + said.err


def saved(data: bytes, *, box: bool = False) -> bytes:
    """A paper as a program saves it anew, perhaps with a white box over its first page."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        if box:
            file.pages[0].contents_add(b"q 1 1 1 rg 0 0 400 400 re f Q")
        file.save(held, linearize=True)
    return held.getvalue()


def test_a_paper_that_was_sent_is_unaltered_by_its_bytes_alone(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is set anew: whichever versions of Python and of libraries a machine has, the answer is the same."""
    monkeypatch.setattr(WorkerPool, "typeset", lambda *more: pytest.fail("nothing is set anew"))
    true = (root / DISPATCH / "public/nb/slides.pdf").read_bytes()
    code, said = verified(root, capsys, true)
    assert (code, said.splitlines()[-1]) == (
        0,
        "Unaltered: it is what was sent on 2020-06-17 as utgave 1, byte for byte.",
    )
    code, said = verified(root, capsys, saved(true))
    assert code == 3
    assert said.splitlines()[-1].startswith("Saved anew by a program: not the bytes of what was sent on 2020-06-17")
    code, said = verified(root, capsys, saved(true, box=True))
    assert (code, said.splitlines()[-3:]) == (
        1,
        [
            "Altered: it is not what was sent on 2020-06-17 as utgave 1.",
            "page 1: something is drawn over what was there",
            "The same: the pages, the text, links and annotations, no scripts, files or forms, the metadata, the "
            "structure, the bookmarks.",
        ],
    )
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")
    assert "Endret: det er ikke det som ble sendt 2020-06-17" in verified(root, capsys, saved(true, box=True))[1]
    monkeypatch.setenv("LC_ALL", "C")
    withhold(root)
    assert "withdrawn afterwards" in verified(root, capsys, true)[1]


@needs_git
def test_what_was_sent_is_what_it_was_in_git_and_not_what_it_was_made(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WorkerPool, "typeset", lambda *more: pytest.fail("nothing is set anew"))
    started(root)
    paper = root / DISPATCH / "public/nb/agenda.pdf"
    true = paper.read_bytes()
    reseal(root)
    code, said = verified(root, capsys, paper.read_bytes())
    assert code == 1
    assert "[dispatch-resealed]" in said
    assert "Altered: it is not what was sent on 2020-06-17" in said
    assert "the file: bytes after the file ends" in said
    code, said = verified(root, capsys, true)
    assert code == 1  # what lies here is not what was sent
    assert "[dispatch-resealed]" in said
    assert "Unaltered: it is what was sent on 2020-06-17" in said
    shutil.rmtree(root / "meetings/styret/2020-04")
    code, said = verified(root, capsys, true)
    assert (code, "[dispatch-lost]" in said, "Unaltered" in said) == (1, True, True)
    assert "[dispatch-lost]" in verified(root, capsys, saved(true))[1]


# ---- what was sent is there, and is known by its numbers ----------------------------------------------------------


def codes(root: Path) -> set[str]:
    return {one.code for one in checking.check(request(root, today=DAY)) if one.severity == "error"}


def test_papers_without_their_record_are_an_error(root: Path) -> None:
    (root / "meetings/styret/2020-04/dispatches/1/dispatch.json").unlink()
    assert codes(root) == {"dispatch-gone"}
    assert not build(root, today=DAY).done


def test_a_dispatch_that_is_missing_among_others_is_an_error(root: Path) -> None:
    folder = root / "meetings/styret/2020-04/dispatches"
    (folder / "1").rename(folder / "2")
    assert codes(root) == {"dispatch-missing"}


def test_a_meeting_that_was_sent_keeps_its_folder(root: Path) -> None:
    folder = root / "meetings/styret"
    (folder / "2020-04").rename(folder / "2020-05")
    assert codes(root) == {"dispatch-elsewhere"}


@needs_git
@pytest.mark.parametrize("commits", [False, True])
def test_of_a_renamed_folder_there_is_one_advice_and_it_helps(
    root: Path, capsys: pytest.CaptureFixture[str], commits: bool
) -> None:
    folder = root / "meetings/styret"
    for number in (1, 2):
        told = Sending(number, datetime(2020, 6, 17, number, tzinfo=UTC), "styret/2020-04", "u@x", 1, ("",) * 7)
        write(root / calendars.folder(MeetingKey("styret", "2020-04")) / told.name, calendars.write(told))
    started(root)
    git(root, "mv", "meetings/styret/2020-04", "meetings/styret/2020-05")
    if commits:
        git(root, "commit", "-qm", "Flyttet")
    code, said = check(root, capsys)
    assert code == 1
    assert re.findall(r"\[dispatch-\w+\]", said) == ["[dispatch-elsewhere]"]
    advice = re.search(r"git mv (\S+) (\S+);", said)
    assert advice
    git(root, "mv", *advice.groups())
    assert "[dispatch-" not in check(root, capsys)[1]
    # A copy beside it is another thing: what was sent is where it was, and the copies go.
    shutil.copytree(folder / "2020-04", folder / "2020-05")
    code, said = check(root, capsys)
    assert (code, re.findall(r"\[dispatch-\w+\]", said)) == (1, ["[dispatch-elsewhere]"])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("number: 18/20\n    title: Status", "number: 19/20\n    title: Status", {"item-vanished"}),
        ("number: 18/20\n    title: Status", "number: 19/20\n    formerly: [18/20]\n    title: Status", set()),
        ("title: Status", "title: Status for arbeidet", set()),
        ("title: Status", "title: Status\n    outcome: withdrawn", set()),
    ],
)
def test_an_item_that_was_sent_does_not_just_vanish(root: Path, old: str, new: str, expected: set[str]) -> None:
    rewrite(root, old, new)
    assert codes(root) == expected


def test_a_number_that_was_sent_is_not_another_matters(root: Path) -> None:
    text = (root / MEETING).read_text()
    start = text.index("  - number: 18/20")
    write(root / MEETING, text[:start] + "  - number: 18/20\n    title: Kjøp av ny bil\n    proposal: Bilen kjøpes.\n")
    assert codes(root) == {"number-reused"}
    write(root / MEETING, (root / MEETING).read_text() + "silence: [number-reused]\n")
    assert codes(root) == set()


def test_the_address_of_a_number_that_was_taken_back_says_so(root: Path) -> None:
    text = (root / MEETING).read_text()
    write(root / MEETING, text[: text.index("  - number: 18/20")])
    board = root / "meetings/styret/board.yaml"
    write(board, board.read_text() + "withdrawn: [18/20]\n")
    assert build(root, today=DAY).done
    page = (root / "output/site/styret/item/18-2020/index.html").read_text()
    assert "Saksnummeret er trukket" in page
    assert "Status" not in page


def test_slides_that_are_called_alike_keep_the_anchors_they_were_sent_under(tmp_path: Path) -> None:
    alike = "      - {{title: Tall, body: {}}}\n"
    text = SHOWN + alike.format("Det ene er tolv") + alike.format("Det andre er tjue")
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": text}))
    with WorkerPool(1) as pool:
        assert dispatching.keep(request(root, today=DAY), pool, KEY, ("members",), Progress()).dispatch
    write(root / MEETING, SHOWN + alike.format("Noe nytt kommer først") + text.removeprefix(SHOWN))
    assert build(root, today=DAY).done
    page = (root / "output/site/styret/2020-04/slides/index.html").read_text()
    anchors = [part.split('"')[0] for part in page.split('id="18-2020-tall')[1:]]
    assert anchors == ["-3", "", "-2"]


def test_an_address_that_was_on_the_site_is_missed(tmp_path: Path) -> None:
    """Nothing was sent: an item may go, and whoever has its address should be led on."""
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}))
    assert build(root, today=DAY).done
    without = SHOWN[: SHOWN.index("  - number: 18/20")]
    write(root / MEETING, without)
    found = [one for one in build(root, today=DAY).diagnostics if one.code == "address-gone"]
    assert [(one.span.file, dict(one.parameters)) for one in found] == [
        ("meetings/styret/board.yaml", {"address": "styret/item/18-2020/"})
    ]
    write(root / MEETING, SHOWN)
    assert build(root, today=DAY).done
    board = root / "meetings/styret/board.yaml"
    write(board, board.read_text() + "withdrawn: [18/20]\n")
    write(root / MEETING, without)
    assert "address-gone" not in {one.code for one in build(root, today=DAY).diagnostics}
    assert "Saksnummeret er trukket" in (root / "output/site/styret/item/18-2020/index.html").read_text()


def test_a_meeting_and_a_file_that_were_on_the_site_are_missed(tmp_path: Path) -> None:
    attached = SHOWN + "attachments:\n  - {file: plan.csv, title: Plan}\n"
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": attached, "2020-04/plan.csv": "a;b\n1;2\n"}))
    assert build(root, today=DAY).done
    write(root / MEETING, SHOWN)
    found = [one for one in build(root, today=DAY).diagnostics if one.code == "address-gone"]
    assert [(one.span.file, dict(one.parameters)) for one in found] == [
        ("meetings/styret/2020-04/meeting.yaml", {"address": "styret/2020-04/attachments/", "count": 1})
    ]
    assert "plan" not in diagnostics.line(found[0])
    (root / "meetings/styret/2020-04").rename(root / "meetings/styret/2020-4")
    found = [one for one in build(root, today=DAY).diagnostics if one.code == "address-gone"]
    assert [dict(one.parameters) for one in found] == [{"address": "styret/2020-04/"}]
    (root / "meetings/styret").rename(root / "meetings/komite")
    found = [one for one in build(root, today=DAY).diagnostics if one.code == "address-gone"]
    assert [dict(one.parameters) for one in found] == [{"address": "styret/"}]
    assert "address-gone" not in {one.code for one in build(root, today=DAY).diagnostics}


def test_a_meeting_that_becomes_a_draft_is_not_missed(tmp_path: Path) -> None:
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}))
    assert build(root, today=DAY).done
    write(root / MEETING, SHOWN + "draft: yes\n")
    assert "address-gone" not in {one.code for one in build(root, today=DAY).diagnostics}


# ---- what becomes public of it -----------------------------------------------------------------------------------


def disclosed(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main.main(["disclose", "--root", str(root), "--today", DAY.isoformat()]) == 0
    return capsys.readouterr().out


@needs_git
def test_what_becomes_public_is_said_of_former_issues_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    started(root)
    delete(root)
    said = disclosed(root, capsys)
    assert "1 will stay public in papers that were sent alone." in said
    assert "have been public will be so no more" not in said
    assert SECRET not in said

    git(root, "checkout", "-q", "meetings")
    withhold(root)
    said = disclosed(root, capsys)
    assert "styret/2020-04: the papers that were sent on 2020-06-17 will be given out no more." in said
    assert "stay public" not in said
    assert SECRET not in said

    # It comes back with the record that says that it is withdrawn.
    check(root, capsys)
    delete(root)
    git(root, "add", "meetings")
    git(root, "commit", "-qm", "Trukket")
    assert "Nothing becomes public." in disclosed(root, capsys)
    (root / RECORD).unlink()
    assert SECRET in disclosed(root, capsys)


@needs_git
def test_what_was_withheld_at_a_commit_is_said_before_it_is_written_down(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started(root)
    withhold(root)
    git(root, "commit", "-qam", "Unntatt")
    delete(root)
    assert "and the site still gives them out" in disclosed(root, capsys)


# ---- whatever stood between ------------------------------------------------------------------------------------------


def commit(root: Path) -> None:
    git(root, "add", "meetings")
    git(root, "commit", "-q", "--allow-empty", "-m", "Papirer")


def while_it_is_withheld(root: Path, old: str, new: str, *, name: str = MEETING) -> None:
    """Withheld and deleted while the sources say something that hides the meeting, or breaks it."""
    plain = (root / name).read_text()
    assert plain.count(old) == 1
    write(root / name, plain.replace(old, new))
    commit(root)
    withhold(root)
    commit(root)
    delete(root)
    commit(root)
    write(root / name, (root / name).read_text().replace(new, old))


def the_board_is_not_public(root: Path) -> None:
    while_it_is_withheld(root, "name: Styret", "name: Styret\npublic: no", name="meetings/styret/board.yaml")


def the_meeting_is_a_draft(root: Path) -> None:
    while_it_is_withheld(root, "date: 2020-07-01", "date: 2020-07-01\ndraft: yes")


def the_meeting_is_cancelled(root: Path) -> None:
    while_it_is_withheld(root, "date: 2020-07-01", "date: 2020-07-01\ncancelled: Avlyst.")


def the_meeting_cannot_be_read(root: Path) -> None:
    while_it_is_withheld(root, "date: 2020-07-01", "date: 2020-07-01\ndaet: 1")


def it_is_withheld_on_a_branch_that_lost(root: Path) -> None:
    git(root, "checkout", "-qb", "other")
    withhold(root)
    commit(root)
    git(root, "checkout", "-q", "main")
    delete(root)
    commit(root)
    git(root, "merge", "-q", "-s", "ours", "-m", "Flettet", "other")


def it_is_withheld_by_a_merge_alone(root: Path) -> None:
    git(root, "checkout", "-qb", "other")
    rewrite(root, "- To", "- Tre")
    commit(root)
    git(root, "checkout", "-q", "main")
    commit(root)
    git(root, "merge", "-q", "--no-ff", "--no-commit", "other")
    withhold(root)
    commit(root)
    delete(root)


def git_takes_the_sources_for_no_text(root: Path) -> None:
    write(root / ".gitattributes", "*.yaml -diff\n")
    git(root, "add", ".gitattributes")
    commit(root)
    withhold(root)
    commit(root)
    delete(root)


def the_key_is_written_in_signs(root: Path) -> None:
    rewrite(root, f"note: {SECRET}", f'note: {{text: {SECRET}, "with\\u0068eld": offl. § 23}}')
    commit(root)
    delete(root)


def it_is_withheld_in_a_file_of_its_own(root: Path) -> None:
    text = (root / MEETING).read_text()
    before, mark, item = text.partition("  - number: 18/20\n")
    own = (mark + item).replace("  - ", "    ", 1)
    write(root / MEETING, before + "  - file: sak.yml\n")
    path = root / "meetings/styret/2020-04/sak.yml"
    write(path, "".join(line[4:] for line in own.splitlines(keepends=True)))
    commit(root)
    write(path, path.read_text().replace(f"note: {SECRET}", f"note: {{text: {SECRET}, withheld: offl. § 23}}"))
    commit(root)
    path.unlink()
    write(root / MEETING, text)
    delete(root)


HISTORIES = (
    the_board_is_not_public,
    the_meeting_is_a_draft,
    the_meeting_is_cancelled,
    the_meeting_cannot_be_read,
    it_is_withheld_on_a_branch_that_lost,
    it_is_withheld_by_a_merge_alone,
    git_takes_the_sources_for_no_text,
    the_key_is_written_in_signs,
    it_is_withheld_in_a_file_of_its_own,
)


@needs_git
@pytest.mark.parametrize("lived", HISTORIES, ids=lambda lived: lived.__name__)
def test_it_is_seen_whatever_stood_between(
    lived: Callable[[Path], None], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started(root)
    lived(root)
    assert "note:" not in (root / MEETING).read_text()
    code, said = check(root, capsys)
    assert (code, "[withdrawal-recorded]" in said) == (1, True), said
    # All that a draft hides; and all of it where it cannot be said what.
    assert {"18-2020", ""}.intersection(json.loads((root / RECORD).read_text())["items"])


@needs_git
def test_where_the_history_is_not_at_hand_nothing_is_in_order(
    root: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    started(root)
    withhold(root)
    commit(root)
    delete(root)
    commit(root)
    clone = tmp_path_factory.mktemp("clone") / "siste"
    git(root, "clone", "-q", "--depth", "1", root.as_uri(), str(clone))
    code, said = check(clone, capsys)
    assert (code, "[history-shortened]" in said) == (1, True), said
    git(clone, "fetch", "-q", "--unshallow")
    assert "[withdrawal-recorded]" in check(clone, capsys)[1]


@needs_git
def test_a_repository_that_says_nothing_is_not_one_in_which_nothing_was_withheld(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started(root)
    monkeypatch.setenv("PATH", "")
    code, said = check(root, capsys)
    assert (code, "error" in said, "[no-git]" in said) == (1, True, True), said
    shutil.rmtree(root / "meetings/styret/2020-04/dispatches")
    code, said = check(root, capsys)
    assert (code, "warning: git is not installed" in said) == (0, True), said


@needs_git
def test_what_was_sent_may_be_committed_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The record says at which commit it was sent."""
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": WITH_NOTE}))
    started(root)
    with WorkerPool(1) as pool:
        assert dispatching.keep(request(root, today=DAY), pool, KEY, ("members",), Progress()).dispatch is not None
    withhold(root)
    git(root, "commit", "-qam", "Unntatt")
    delete(root)
    commit(root)
    assert "[withdrawal-recorded]" in check(root, capsys, "--record")[1]
    assert (root / RECORD).exists()


@needs_git
def test_who_sends_the_next_issue_asks_history_first(root: Path) -> None:
    started(root)
    withhold(root)
    commit(root)
    delete(root)
    with WorkerPool(1) as pool:
        kept = dispatching.keep(request(root, today=DAY), pool, KEY, ("members",), Progress())
    assert kept.dispatch is not None
    assert kept.dispatch.knew == (1,)
    assert (root / RECORD).exists()


@pytest.mark.parametrize("name", ["dispatch.json", "withdrawn.json"])
@pytest.mark.parametrize("held", [b"[" * 100_000, b"[]", b"\xff\xfe{["], ids=["deep", "a list", "no text"])
def test_a_record_that_is_none_is_told(name: str, held: bytes, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root / f"meetings/styret/2020-04/dispatches/1/{name}", held)
    code, said = check(root, capsys)
    assert (code, f"dispatches/1/{name}: " in said) == (1 if name == "dispatch.json" else 0, True), said
