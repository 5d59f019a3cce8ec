"""What is sent is kept, published as it was, and nothing of it that is withheld now stays public."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from as_written import as_written
from places import SHOWN, WITHHELD, build, contents, meetings, place, request, themed, write
from repositories import committed, git, needs_git

from akson_docs.actions import building, comparing, dispatching, verifying
from akson_docs.actions.dispatching import Dispatched
from akson_docs.actions.source_reader import Progress
from akson_docs.cli import main
from akson_docs.diagnostics import Diagnostic
from akson_docs.meetings.revisions import dispatch, issue
from akson_docs.meetings.revisions.dispatch import Dispatch, PrintedString
from akson_docs.pdf import completeness
from akson_docs.pdf.workers import WorkerPool
from akson_docs.render import opendata
from akson_docs.sources.layout import MeetingKey

DAY, LATER = date(2020, 6, 17), date(2020, 6, 24)
KEY = MeetingKey("styret", "2020-04")
MEETING = "styret/2020-04/"
SENT = Dispatch(
    1,
    DAY,
    ("members",),
    {
        "public": {
            "nb": (PrintedString("17-2020", "sak-17-2020", "title", "Åpen sak"), PrintedString("", "", "x", "y", True))
        }
    },
    {"public/nb/agenda.pdf": "a"},
    "styret/2020-04",
    (),
)


def keep(root: Path, today: date = DAY) -> Dispatched:
    with WorkerPool(1) as pool:
        return dispatching.keep(request(root, today=today), pool, KEY, ("members",), Progress())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}))


def rewrite(root: Path, old: str, new: str) -> None:
    path = root / "meetings/styret/2020-04/meeting.yaml"
    text = path.read_text()
    assert text.count(old) == 1
    write(path, text.replace(old, new))


# ---- the record ----------------------------------------------------------------------------------------------


def test_a_record_is_read_as_it_was_written() -> None:
    assert dispatch.read(dispatch.write(SENT), "d.json", {"public/nb/agenda.pdf": "a"}) == SENT


@pytest.mark.parametrize(
    "altered",
    [
        dispatch.write(SENT).replace("Åpen".encode(), b"Lukket"),
        dispatch.write(SENT).replace(b'"number": 1', b'"number": 2'),
        b"{}",
        b"[]",
        b"\xff",
        b'{"digest": 1, "format": 2}',
        dispatch.write(SENT)[:-40],
    ],
)
def test_a_record_that_was_edited_is_refused(altered: bytes) -> None:
    found = dispatch.read(altered, "d.json", {"public/nb/agenda.pdf": "a"})
    assert isinstance(found, Diagnostic)
    assert (found.code, found.severity, found.span.file) == ("dispatch-altered", "error", "d.json")


@pytest.mark.parametrize("digests", [{}, {"public/nb/agenda.pdf": "b"}])
def test_a_paper_that_was_edited_or_taken_away_is_refused(digests: dict[str, str]) -> None:
    found = dispatch.read(dispatch.write(SENT), "d.json", digests)
    assert isinstance(found, Diagnostic)
    assert dict(found.parameters) == {"problem": "public/nb/agenda.pdf"}


# ---- from the meeting to the site ----------------------------------------------------------------------------


def test_what_was_sent_is_published_as_it_was_and_what_is_new_as_another_issue(root: Path) -> None:
    kept = keep(root)
    assert kept.dispatch is not None
    assert kept.dispatch.papers("public", "nb") == ("agenda", "papers", "slides")
    folder = root / kept.folder
    frozen = {name: (folder / f"public/nb/{name}.pdf").read_bytes() for name in ("agenda", "papers", "slides")}
    assert {hashlib.sha256(held).hexdigest() for held in frozen.values()} <= set(kept.dispatch.files.values())

    build(root, today=DAY)
    site = root / "output/site" / MEETING
    for name, held in frozen.items():
        assert (site / f"{name}.pdf").read_bytes() == held
    assert not list(site.glob("*-2.pdf"))

    # Templates change, and what was sent does not.
    themed(root)
    write(root / "templates/css/letter.css", (root / "templates/css/letter.css").read_text() + "h1 { color: #123456 }")
    build(root, today=DAY)
    assert (site / "agenda.pdf").read_bytes() == frozen["agenda"]

    rewrite(root, "- To", "- Tre")
    assert build(root, today=DAY).done
    for name, held in frozen.items():
        assert (site / f"{name}.pdf").read_bytes() == held
    assert sorted(path.name for path in site.glob("*-2.pdf")) == [
        "agenda-2.pdf",
        "papers-2.pdf",
        "slides-2.pdf",
        "supplement-2.pdf",
    ]
    page = (site / "index.html").read_text()
    assert 'href="slides-2.pdf"' in page
    assert 'href="slides.pdf"' in page  # among the earlier issues
    assert "<ins>" in (site / "changes/index.html").read_text()

    again = keep(root, LATER)
    assert again.dispatch is not None
    assert (again.dispatch.number, again.folder) == (2, "meetings/styret/2020-04/dispatches/2")
    assert "supplement" in again.dispatch.papers("public", "nb")
    build(root, today=LATER)
    assert (site / "slides-2.pdf").read_bytes() == (root / again.folder / "public/nb/slides.pdf").read_bytes()
    assert (site / "slides.pdf").read_bytes() == frozen["slides"]
    assert not list(site.glob("*-3.pdf"))
    # Whoever has a paper finds its digest among the data, with the day that it was sent.
    first, second = json.loads((site / "meeting.json").read_text())["sent"]
    assert (first["issue"], first["day"], second["issue"], second["day"]) == (1, "2020-06-17", 2, "2020-06-24")
    told = {one["paper"]: one["sha256"] for one in first["papers"]}
    assert told == {name: hashlib.sha256(held).hexdigest() for name, held in frozen.items()}
    assert second["before"] == opendata.entry_digest(first)


def test_an_item_that_was_sent_later_says_when(root: Path) -> None:
    keep(root)
    path = root / "meetings/styret/2020-04/meeting.yaml"
    write(path, path.read_text() + "  - number: 19/20\n    title: Ny sak\n")
    keep(root, LATER)
    build(root, today=LATER)
    page = as_written((root / "output/site" / MEETING / "index.html").read_text())
    assert "24. juni 2020" in page.split('id="sak-19-2020"')[1]
    assert "24. juni 2020" not in page.split('id="sak-18-2020"')[1].split('id="sak-19-2020"')[0]
    # That it came then is no change since: nothing new is there to be sent, and what was sent is all there is.
    site = root / "output/site" / MEETING
    assert not list(site.glob("*-3.pdf"))
    assert 'href="supplement-2.pdf"' in page
    with WorkerPool(1) as pool:
        again = dispatching.keep(request(root, today=LATER), pool, KEY, ("members",), Progress())
    assert [one.code for one in again.diagnostics] == ["dispatch-nothing-new"]


def test_a_slide_that_was_sent_later_says_when(root: Path) -> None:
    keep(root)
    path = root / "meetings/styret/2020-04/meeting.yaml"
    write(path, path.read_text() + "      - title: Et lysark til\n        body: Tre\n")
    keep(root, LATER)
    build(root, today=LATER)
    page = as_written((root / "output/site" / MEETING / "slides/index.html").read_text())
    first, second = page.split("Hvor vi er</h3>")[0], page.split("Hvor vi er</h3>")[1].split("Et lysark til</h3>")[0]
    assert "Ettersendt 24. juni" in second
    assert "Ettersendt" not in first
    # What is not sent yet is new; what was sent late stays late, in the papers too.
    rewrite(root, "body: Tre", "body: Fire")
    build(root, today=LATER)
    page = as_written((root / "output/site" / MEETING / "slides/index.html").read_text())
    assert page.count("Ettersendt") == 0
    rewrite(root, "- Ett\n", "- En\n")
    rewrite(root, "body: Fire", "body: Tre")
    build(root, today=LATER)
    page = as_written((root / "output/site" / MEETING / "slides/index.html").read_text())
    assert (page.count("Ettersendt 24. juni"), page.count('class="mark">Endret')) == (1, 1)


def test_what_is_put_off_after_it_was_sent_says_so_in_the_next_issue_and_takes_no_time(root: Path) -> None:
    rewrite(root, "    duration: 5\n", "    duration: 5\n    start: 09:00\n")
    path = root / "meetings/styret/2020-04/meeting.yaml"
    write(path, path.read_text() + "  - number: 19/20\n    title: Siste sak\n    duration: 10\n")
    keep(root)
    rewrite(root, "    duration: 30\n", "    duration: 30\n    outcome: postponed\n")
    build(root, today=DAY)
    site = root / "output/site" / MEETING
    text = "".join(page.painted for page in completeness.pages((site / "agenda-2.pdf").read_bytes()))
    assert "statusutsatt" in text.replace("endret", "")
    assert "styrettarsakentilorientering" not in text  # nobody is asked to decide it
    assert "09.05" in text  # when the last item begins, for the one before takes no time
    assert "09.35" not in text
    with WorkerPool(1):
        found = comparing.compared(request(root, today=DAY), KEY, None, "nb")
    assert isinstance(found, issue.Revision)
    assert [(change.item, words.role, words.now) for change in found.changes for words in change.words] == [
        ("", "ends", "09:15"),
        ("18-2020", "outcome", "Utsatt"),
    ]
    assert "Utsatt" in (site / "slides/index.html").read_text()
    # What is written of the meeting after it makes no new papers, nor does the day.
    keep(root, LATER)
    for today in (LATER, date(2020, 7, 2)):
        build(root, today=today)
        assert not list(site.glob("*-3.pdf"))
    write(path, path.read_text().replace("title: Siste sak", "title: Siste sak\n    outcome: withdrawn"))
    write(path, path.read_text() + "minutes: {chair: leder, published: 2020-07-02}\n")
    build(root, today=date(2020, 7, 3))
    assert not list(site.glob("*-3.pdf"))
    assert (site / "agenda-2.pdf").read_bytes() == (
        root / "meetings/styret/2020-04/dispatches/2/public/nb/agenda.pdf"
    ).read_bytes()


@needs_git
def test_what_becomes_public_is_told_of_a_meeting_that_was_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place(tmp_path, {})
    committed(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}))
    keep(tmp_path)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "Sendt")
    words = ["disclose", "--root", str(tmp_path), "--today", "2020-06-20"]
    assert main.main(words) == 0
    assert "Nothing becomes public." in capsys.readouterr().out
    rewrite(tmp_path, "- To", "- To til")
    assert main.main(words) == 0
    assert "To til" in capsys.readouterr().out
    assert main.main(["dispatch", "styret/2020-04", "--root", str(tmp_path), "--today", "2020-06-20"]) == 0
    capsys.readouterr()
    rewrite(tmp_path, "- To til", "- Tre")
    assert main.main(words) == 0
    # What stands in papers alone is told at its item, with its number.
    assert not re.search(r"(?m)^ +Item$", capsys.readouterr().out)
    rewrite(tmp_path, "date: 2020-07-01", "date: 2020-07-01\ndraft: yes")
    assert main.main(words) == 0
    assert "styret/2020-04 is a draft: nothing of it is public until" in capsys.readouterr().out


def test_building_twice_after_a_dispatch_makes_nothing_anew(root: Path) -> None:
    keep(root)
    rewrite(root, "- To", "- Tre")
    build(root, today=DAY)
    assert build(root, today=DAY).written == 0


@pytest.mark.usefixtures("own_processes")
@pytest.mark.extra
def test_a_build_from_memory_is_a_clean_build(root: Path) -> None:
    keep(root)
    build(root, today=DAY)
    rewrite(root, "- To", "- Tre")
    build(root, today=DAY)
    grown = contents(root / "output/site")
    clean = replace(request(root, today=DAY), output=str(root / "clean"), cache=str(root / "memory"))
    with WorkerPool(1) as pool:
        building.build(clean, pool, Progress())
    assert contents(root / "clean/site") == grown


def test_nothing_that_is_withheld_comes_out_of_what_was_kept(tmp_path: Path) -> None:
    files = {"2020-04/meeting.yaml": WITHHELD, "2020-04/SECRET-name.txt": "SECRET-CONTENT"}
    root = place(tmp_path, meetings(files))
    assert keep(root).dispatch is not None
    rewrite(root, "Åpen tekst", "Annen tekst")
    build(root, today=DAY)
    site = contents(root / "output/site")
    assert any(name.endswith("slides-2.pdf") for name in site)
    assert [name for name, held in site.items() if b"SECRET" in held or "SECRET" in name or "members" in name] == []
    members = {path.read_bytes() for path in (root / "meetings").rglob("members/*/*.pdf")}
    assert members
    assert not members & set(site.values())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    title: Status\n", "    title: Status\n    withheld: offl. § 23\n"),
        (
            "proposal: Styret tar saken til orientering.",
            "proposal: {text: Styret sier noe annet., withheld: offl. § 23}",
        ),
        ("      - title: Hvor vi er\n", "      - title: Hvor vi er\n        withheld: offl. § 13\n"),
    ],
)
def test_what_was_sent_and_is_withheld_now_is_not_given_out(root: Path, old: str, new: str) -> None:
    keep(root)
    build(root, today=DAY)
    site = root / "output/site" / MEETING
    before = {path.name: path.read_bytes() for path in site.glob("*.pdf")}
    rewrite(root, old, new)
    outcome = build(root, today=DAY)
    assert outcome.done
    assert "dispatch-withdrawn" in {one.code for one in outcome.diagnostics}
    # Its address has what there is instead: the new issue.
    for name, held in before.items():
        now = (site / name).read_bytes()
        assert now != held
        assert now == (site / name.replace(".pdf", "-2.pdf")).read_bytes()
    gone = ("Styret tar saken til orientering.", "Hvor vi er", "Ett", "Status")
    # What is withheld could be guessed by a digest of what held it.
    data = (site / "meeting.json").read_text()
    assert json.loads(data)["sent"] == [{"issue": 1, "day": "2020-06-17", "withdrawn": True}]
    assert not any(hashlib.sha256(held).hexdigest() in data for held in before.values())
    changed = (site / "changes/index.html").read_text()
    assert "<del>" not in changed
    assert not any(f">{words}<" in changed for words in gone if words not in new)
    # The full edition still has what was sent.
    build(root, "members", today=DAY)
    kept = root / "meetings/styret/2020-04/dispatches/1/members/nb/slides.pdf"
    assert (root / "output/members" / MEETING / "slides.pdf").read_bytes() == kept.read_bytes()


def test_what_was_sent_is_nothing_that_a_meeting_may_attach(root: Path) -> None:
    keep(root)
    rewrite(
        root,
        "    title: Status\n",
        "    title: Status\n    attachments:\n      - file: dispatches/1/members/nb/slides.pdf\n",
    )
    outcome = build(root, today=DAY)
    assert not outcome.done
    assert [one.code for one in outcome.diagnostics if one.severity == "error"] == ["file-missing"]


def test_a_paper_that_was_sent_is_verified_as_that(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = keep(root)
    rewrite(root, "- To", "- Tre")
    with WorkerPool(1) as pool:
        paper = str(root / kept.folder / "public/nb/slides.pdf")
        verdict = verifying.verify(request(root, today=LATER), pool, paper)
    assert (verdict.sent, verdict.standing) == ("2020-06-17", "unaltered")


# ---- what is refused -----------------------------------------------------------------------------------------


def test_a_kept_paper_that_was_edited_stops_the_build(root: Path) -> None:
    kept = keep(root)
    write(root / kept.folder / "public/nb/slides.pdf", b"%PDF-1.7")
    outcome = build(root, today=DAY)
    assert not outcome.done
    (found,) = [one for one in outcome.diagnostics if one.severity == "error"]
    assert (found.code, found.span.file) == ("dispatch-altered", f"{kept.folder}/dispatch.json")


@pytest.mark.parametrize(
    ("change", "today", "code"),
    [
        (None, date(2020, 7, 2), "dispatch-over"),
        (("date: 2020-07-01", "date: 2020-07-01\ndraft: yes"), DAY, "dispatch-draft"),
        (("number: 18/20\n    title", "title"), DAY, "dispatch-number"),
        (("    title: Status", "    titel: Status"), DAY, "unknown-key"),
    ],
)
def test_what_cannot_be_sent_is_not_kept(root: Path, change: tuple[str, str] | None, today: date, code: str) -> None:
    if change:
        rewrite(root, *change)
    kept = keep(root, today)
    assert kept.dispatch is None
    assert code in {one.code for one in kept.diagnostics}
    assert not (root / "meetings/styret/2020-04/dispatches").exists()


def test_what_is_as_it_was_sent_is_not_kept_twice(root: Path) -> None:
    keep(root)
    kept = keep(root, LATER)
    assert [one.code for one in kept.diagnostics] == ["dispatch-nothing-new"]
    assert sorted(path.name for path in (root / "meetings/styret/2020-04/dispatches").iterdir()) == ["1"]


def test_a_meeting_that_is_not_there_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["dispatch", "styret/2020-05", "--root", str(root)]) == 1
    assert 'there is no meeting "styret/2020-05"' in capsys.readouterr().err


# ---- the commands --------------------------------------------------------------------------------------------


def test_keeping_and_comparing_from_the_terminal(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    where = ["--root", str(root)]
    assert main.main(["diff", "styret/2020-04", *where]) == 1
    assert "nothing was sent of this meeting" in capsys.readouterr().err
    assert main.main(["dispatch", "meetings/styret/2020-04/", "--today", "2020-06-17", *where]) == 0
    assert "Issue 1, 2020-06-17: kept in meetings/styret/2020-04/dispatches/1/" in capsys.readouterr().out
    record = json.loads((root / "meetings/styret/2020-04/dispatches/1/dispatch.json").read_text())
    assert record["to"] == ["members", "substitutes"]
    assert main.main(["diff", "styret/2020-04", *where]) == 0
    assert capsys.readouterr().out == "Nothing is new since issue 1, sent 2020-06-17.\n"
    rewrite(root, "- To", "- To til")
    assert main.main(["diff", "styret/2020-04", *where]) == 0
    assert "text: To {+til+}" in capsys.readouterr().out


def test_a_paper_of_an_issue_that_was_not_kept_is_not_called_altered_where_the_sources_cannot_be_read(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    where = ["--root", str(root), "--today", DAY.isoformat()]
    assert main.main(["dispatch", "styret/2020-04", *where]) == 0
    rewrite(root, "- To", "- To til")
    build(root, today=DAY)
    site = root / "output/site" / MEETING
    rewrite(root, "title: Status", "title: [Status")
    capsys.readouterr()
    assert main.main(["verify", str(site / "agenda-2.pdf"), "--root", str(root)]) == 1
    said = capsys.readouterr()
    assert "It cannot be said whether it is unaltered" in said.out
    assert "Altered" not in said.out
    assert "[flow-open]" in said.err + said.out
    assert main.main(["verify", str(site / "agenda.pdf"), "--root", str(root)]) == 0
    (site / "agenda.pdf").write_bytes((site / "agenda.pdf").read_bytes() + b"x")
    assert main.main(["verify", str(site / "agenda.pdf"), "--root", str(root)]) == 1
    assert "Altered: it is not what was sent" in capsys.readouterr().out


def test_in_a_log_that_others_read_nothing_withheld_is_compared(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ["--root", str(root)]
    rewrite(root, "    title: Status\n", "    title: Status\n    note: {text: Hemmelig, withheld: offl. § 23}\n")
    assert main.main(["dispatch", "styret/2020-04", "--today", "2020-06-17", *where]) == 0
    rewrite(root, "text: Hemmelig", "text: Doblet hemmelig")
    monkeypatch.setenv("CI", "true")
    capsys.readouterr()
    assert main.main(["diff", "styret/2020-04", *where]) == 1
    assert main.main(["diff", "styret/2020-04", "--edition", "public", *where]) == 0
    said = capsys.readouterr()
    assert "emmelig" not in said.out + said.err
    assert "[overheard]" in said.err


def test_what_is_new_in_the_other_edition_alone_is_not_passed_over(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    where = ["--root", str(root)]
    text = "    note: {{text: Hemmelig, withheld: offl. § 23, public: {}}}\n"
    rewrite(root, "    title: Status\n", f"    title: Status\n{text.format('Et anbud')}")
    assert main.main(["dispatch", "styret/2020-04", "--today", "2020-06-17", *where]) == 0
    rewrite(root, "Et anbud", "Flere anbud")
    capsys.readouterr()
    assert main.main(["diff", "styret/2020-04", *where]) == 0
    assert capsys.readouterr().out == (
        "Nothing is new since issue 1, sent 2020-06-17.\n"
        "The other edition says something new: akson diff styret/2020-04 --edition public\n"
    )
    assert main.main(["diff", "styret/2020-04", "--edition", "public", *where]) == 0
    assert "{+Flere+}" in capsys.readouterr().out
