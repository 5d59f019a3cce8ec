"""Items that go to another meeting: nothing of them is lost, nothing else changes, and what was sent stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from archives import EXAMPLES
from places import BOARD, PROJECT, contents, meetings, place, write

from akson_docs.actions import archive_facts
from akson_docs.build import output
from akson_docs.cli import main
from akson_docs.sources.format import editing
from akson_docs.sources.format.editing import said

SOURCE = """\
date: 2020-07-01
items:
  - number: 17/20
    title: Godkjenning av innkalling
    type: Godkjenning
    proposal: Styret godkjenner innkallingen.

  # Venter på tall fra leder.
  - number: 18/20  # sett av god tid
    title: "Status: nå"
    type: Orientering
    start: 10.00
    duration: 30
    attachments:
      - file: rapport.txt
      - file: felles.txt
    slides:
      - title: Tallene
        withheld: offl. § 23
        body: |
          Rammen er 12 mill. kroner

          - og mer
    # Den siste kommentaren.
    proposal: Styret tar saken til orientering.

  - number: 19/20
    title: Kjøp av bygg
    attachments: [{file: felles.txt}]

  - title: Eventuelt
members_note_is_no_key_here: x
""".replace("members_note_is_no_key_here: x\n", "")
TARGET = """\
date: 2020-09-02
items:
    - number: 20/20
      title: Første sak

    # Til slutt.
    - heading: Andre saker
    - title: Eventuelt
"""
FILES = {
    "2020-04/meeting.yaml": SOURCE,
    "2020-04/rapport.txt": "Rapporten.",
    "2020-04/felles.txt": "Felles.",
    "2020-05/meeting.yaml": TARGET,
}
MEMBERS = "members: [{id: leder, name: leder}, {id: m1, name: medlem 1}]\nsubstitutes: [{id: v1, name: vara 1}]\n"
BEFORE, AFTER = "2020-06-01", "2020-08-01"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C")
    return place(tmp_path, meetings(FILES, board=BOARD + MEMBERS))


def move(root: Path, *words: str, today: str = BEFORE) -> int:
    return main.main(["move", *words, "--root", str(root), "--today", today])


def text(root: Path, folder: str, name: str = "meeting.yaml") -> str:
    return (root / f"meetings/styret/{folder}/{name}").read_text()


def sound(root: Path) -> bool:
    return main.main(["check", "--root", str(root)]) == 0


def test_what_nobody_was_sent_goes_with_its_comments_and_files_and_leaves_no_trace(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert move(root, "18/20", "styret/2020-05") == 0
    told = capsys.readouterr()
    assert told.out.startswith("18/20 went from styret/2020-04 to styret/2020-05 as 21/20.\n")
    assert "there is no 18/20" in told.err  # the number is free, and that is said
    start, end = SOURCE.index("  # Venter"), SOURCE.index("  - number: 19/20")
    assert text(root, "2020-04") == SOURCE[:start] + SOURCE[end:]
    moved = SOURCE[start:end].replace("18/20", "21/20").replace("    start: 10.00\n", "").rstrip("\n") + "\n"
    moved = "".join(f"  {line}" if line.strip() else line for line in moved.splitlines(keepends=True))
    above, below = TARGET[: TARGET.index("\n    # Til slutt")], TARGET[TARGET.index("\n    # Til slutt") :]
    assert text(root, "2020-05") == above + "\n" + moved + below
    names = {path.name for path in (root / "meetings/styret/2020-04").iterdir()}
    assert names == {"meeting.yaml", "felles.txt"}  # which another item names as well
    assert text(root, "2020-05", "rapport.txt") == "Rapporten."
    assert text(root, "2020-05", "felles.txt") == "Felles."
    assert sound(root)


def test_what_is_over_stays_as_postponed_and_goes_on_without_what_happened(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    happened = SOURCE.replace(
        "    proposal: Styret tar saken",
        "    discussion: Mye.\n    actions: [{what: Finne tall, who: leder}]\n    proposal: Styret tar saken",
    )
    write(root / "meetings/styret/2020-04/meeting.yaml", happened)
    assert move(root, "18-20", "styret/2020-05", today=AFTER) == 0
    assert "18/20 is postponed in styret/2020-04, and comes up in styret/2020-05 as 21/20." in capsys.readouterr().out
    now = text(root, "2020-04")
    assert now.replace("    outcome: postponed\n", "") == happened
    item = said(text(root, "2020-05"))["items"][1]
    assert (item["number"], item["continues"]) == ("21/20", "18/20")
    assert not item.keys() & {"discussion", "actions", "start", "outcome"}
    assert item["slides"] == said(SOURCE)["items"][1]["slides"]
    assert "# sett av god tid" in text(root, "2020-05")
    assert "# Venter på tall" in text(root, "2020-05")
    assert {path.name for path in (root / "meetings/styret/2020-04").iterdir()} == {
        "meeting.yaml",
        "rapport.txt",
        "felles.txt",
    }
    assert sound(root)
    # Put off once more, from where it came up last.
    write(root / "meetings/styret/2020-06/meeting.yaml", TARGET.replace("09-02", "10-02").replace("20/20", "22/20"))
    assert move(root, "21/20", "styret/2020-06", today="2020-09-10") == 0
    assert said(text(root, "2020-06"))["items"][1]["continues"] == "21/20"


def test_what_was_sent_stays_though_its_meeting_is_to_come(root: Path) -> None:
    assert main.main(["dispatch", "styret/2020-04", "--root", str(root), "--today", BEFORE]) == 0
    kept = contents(root / "meetings/styret/2020-04/dispatches")
    assert move(root, "18/20", "styret/2020-05") == 0
    assert said(text(root, "2020-04"))["items"][1]["outcome"] == "postponed"
    assert said(text(root, "2020-05"))["items"][1]["continues"] == "18/20"
    assert contents(root / "meetings/styret/2020-04/dispatches") == kept
    assert sound(root)


def test_what_was_sent_in_another_way_may_stay_too(root: Path) -> None:
    assert move(root, "18/20", "styret/2020-05", "--postponed") == 0
    assert said(text(root, "2020-04"))["items"][1]["outcome"] == "postponed"


@pytest.mark.parametrize("stays", [False, True])
def test_an_item_in_a_file_of_its_own(root: Path, stays: bool) -> None:
    own = "# Egen fil.\nnumber: 18/20\ntitle: Egen sak\npaper: sak.md\nproposal: Vedtas.\n"
    start, end = SOURCE.index("  # Venter"), SOURCE.index("  - number: 19/20")
    write(root / "meetings/styret/2020-04/egen.yaml", own)
    write(root / "meetings/styret/2020-04/sak.md", "Saken.\n")
    write(
        root / "meetings/styret/2020-04/meeting.yaml", f"{SOURCE[:start]}  - file: egen.yaml  # her\n\n{SOURCE[end:]}"
    )
    assert move(root, "18/20", "styret/2020-05", *(["--postponed"] if stays else [])) == 0
    assert "- file: egen.yaml  # her" in text(root, "2020-05")
    assert text(root, "2020-05", "sak.md") == "Saken.\n"
    moved = own.replace("18/20", "21/20")
    if stays:
        assert text(root, "2020-05", "egen.yaml") == moved.replace("Egen sak\n", "Egen sak\ncontinues: 18/20\n")
        assert text(root, "2020-04", "egen.yaml") == own + "outcome: postponed\n"
    else:
        assert text(root, "2020-05", "egen.yaml") == moved
        assert not (root / "meetings/styret/2020-04/egen.yaml").exists()
        assert not (root / "meetings/styret/2020-04/sak.md").exists()
        assert "egen.yaml" not in text(root, "2020-04")
    assert sound(root)


@pytest.mark.parametrize("own", [False, True])
def test_an_item_under_another(root: Path, own: bool) -> None:
    under = "number: 18/20\ntitle: Økonomi\nitems:\n  - number: 18b/20\n    title: Regnskap\n"
    inner = "  - " + under.replace("\n", "\n    ").rstrip() + "\n" if not own else "  - file: egen.yaml\n"
    write(root / "meetings/styret/2020-04/egen.yaml", under)
    write(root / "meetings/styret/2020-04/meeting.yaml", "date: 2020-07-01\nitems:\n" + inner)
    assert move(root, "18b/20", "styret/2020-05") == 0
    file = text(root, "2020-04", "egen.yaml") if own else text(root, "2020-04")
    assert "Regnskap" not in file
    assert "Økonomi" in file
    assert said(text(root, "2020-05"))["items"][1] == {"number": "21/20", "title": "Regnskap"}
    assert sound(root)


def test_items_under_an_item_go_with_it(root: Path) -> None:
    under = "  - number: 18/20\n    title: A\n    items:\n      - title: B\n        number: 19/20\n"
    write(root / "meetings/styret/2020-04/meeting.yaml", "date: 2020-07-01\nitems:\n" + under)
    assert move(root, "18/20", "styret/2020-05", "--postponed") == 0
    item = said(text(root, "2020-04"))["items"][0]
    assert (item["outcome"], item["items"][0]["outcome"]) == ("postponed", "postponed")
    item = said(text(root, "2020-05"))["items"][1]
    assert (item["number"], item["continues"]) == ("21/20", "18/20")
    assert (item["items"][0]["number"], item["items"][0]["continues"]) == ("22/20", "19/20")
    assert sound(root)


DEEP = """\
date: 2020-07-01
items:
  - number: 18/20
    title: A
    items:
      - {title: B, items: [{title: C, number: 18b/20}, {title: D}]}
      - {title: E, number: 18c/20}
"""


@pytest.mark.parametrize(("asked", "left"), [("18b/20", "ABDE"), ("18c/20", "ABCD")])
def test_the_lowest_item_of_three_and_one_after_it_are_found(root: Path, asked: str, left: str) -> None:
    write(root / "meetings/styret/2020-04/meeting.yaml", DEEP)
    assert move(root, asked, "styret/2020-05") == 0
    here = text(root, "2020-04")
    assert "".join(name for name in "ABCDE" if f"title: {name}" in here) == left
    assert said(text(root, "2020-05"))["items"][1]["number"] == "21/20"
    assert sound(root)


def test_by_title_and_where_it_stands_in_several(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert move(root, "kjøp av bygg", "styret/2020-05") == 0
    assert said(text(root, "2020-05"))["items"][1]["title"] == "Kjøp av bygg"
    write(root / "meetings/styret/2020-06/meeting.yaml", "date: 2020-10-02\nitems: [{number: 30/20, title: Annet}]\n")
    capsys.readouterr()
    assert move(root, "Eventuelt", "styret/2020-06") == 1
    assert '"Eventuelt" may be any of several items: 2020-04-eventuelt (2020-04), 2020-05' in capsys.readouterr().err
    assert move(root, "Eventuelt", "styret/2020-06", "--from", "meetings/styret/2020-04") == 0
    assert [row["title"] for row in said(text(root, "2020-06"))["items"]] == ["Annet", "Eventuelt"]


def test_numbers_are_given_when_the_invitation_is_sent_where_the_board_says_so(root: Path) -> None:
    write(root / "meetings/styret/board.yaml", 'name: Styret\nitem_number: {pattern: "{n}/{yy}", typed: no}\n')
    write(root / "meetings/styret/2020-05/meeting.yaml", TARGET.replace("number: 20/20\n      ", ""))
    assert move(root, "18/20", "styret/2020-05") == 0
    assert "number" not in said(text(root, "2020-05"))["items"][1]


REFUSED = {
    "99/20": (["99/20", "styret/2020-05"], "2020-04", "", 'has an item "99/20"; did you mean "19/20"'),
    "decided": (
        ["18/20", "styret/2020-05"],
        "2020-04",
        "\n    decision: Slik.",
        "18/20 has come to something (decision)",
    ),
    "there": (["20/20", "styret/2020-05"], "2020-04", "", "20/20 is an item of that meeting already"),
    "board": (["18/20", "styre/2020-05"], "2020-04", "", 'there is no board "styre"; did you mean "styret"'),
    "meeting": (["18/20", "styret/2020-09"], "2020-04", "", 'there is no meeting "styret/2020-09"'),
    "back": (
        ["20/20", "styret/2020-04", "--postponed"],
        "2020-04",
        "",
        "before the one that the item was put off from",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_moved_is_told_and_nothing_changes(
    name: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, folder, more, told = REFUSED[name]
    path = root / f"meetings/styret/{folder}/meeting.yaml"
    write(path, path.read_text().replace("    duration: 30", f"    duration: 30{more}"))
    before = contents(root / "meetings")
    assert move(root, *words) == 1
    said_so = capsys.readouterr()
    assert told in said_so.err
    assert "Nothing moved: 1 error." in said_so.err
    assert said_so.out == ""
    assert contents(root / "meetings") == before


def test_it_comes_up_once_and_not_where_it_was_put_off(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert move(root, "18/20", "styret/2020-05", "--postponed") == 0
    write(root / "meetings/styret/2020-06/meeting.yaml", "date: 2020-10-02\nitems: [{number: 30/20, title: Annet}]\n")
    before = contents(root / "meetings")
    assert move(root, "18/20", "styret/2020-06") == 1
    assert "18/20 was put off, and comes up in styret/2020-05 as 21/20; move that one" in capsys.readouterr().err
    assert move(root, "21/20", "styret/2020-04") == 1
    assert "that meeting has it as 18/20, put off" in capsys.readouterr().err
    assert contents(root / "meetings") == before
    assert move(root, "21/20", "styret/2020-06") == 0
    assert said(text(root, "2020-06"))["items"][1]["continues"] == "18/20"


def test_a_meeting_that_is_over_or_cancelled_takes_nothing_up(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert move(root, "18/20", "styret/2020-05", today="2021-01-01") == 1
    assert "the meeting was over on 2020-09-02; name one that is to come" in capsys.readouterr().err
    write(root / "meetings/styret/2020-05/meeting.yaml", TARGET + "cancelled: Sykdom\n")
    assert move(root, "18/20", "styret/2020-05") == 1
    assert "the meeting is cancelled" in capsys.readouterr().err


def test_a_file_of_the_same_name_is_in_the_way(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root / "meetings/styret/2020-05/felles.txt", "Felles.")
    write(root / "meetings/styret/2020-05/rapport.txt", "En annen.")
    before = contents(root / "meetings")
    assert move(root, "18/20", "styret/2020-05") == 1
    assert "meetings/styret/2020-05/rapport.txt: the meeting has another file" in capsys.readouterr().err
    assert contents(root / "meetings") == before
    write(root / "meetings/styret/2020-05/rapport.txt", "Rapporten.")
    assert move(root, "18/20", "styret/2020-05") == 0


def test_what_refers_to_it_stops_it_where_that_would_lead_nowhere(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "meetings/styret/2020-04/meeting.yaml"
    write(path, SOURCE + "attendance:\n  present: others\n  substitutes: [{member: m1, by: v1, items: [18/20]}]\n")
    before = contents(root / "meetings")
    assert move(root, "18/20", "styret/2020-05") == 1
    assert 'the meeting has no item "18/20"' in capsys.readouterr().err
    assert contents(root / "meetings") == before


def test_where_a_file_cannot_be_written_all_are_as_they_were(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = output.replace
    before = contents(root / "meetings")

    def full(path: str, content: bytes) -> None:
        if path.endswith("2020-04/meeting.yaml"):
            raise OSError(28, "No space left on device", path)
        real(path, content)

    monkeypatch.setattr(output, "replace", full)
    assert move(root, "18/20", "styret/2020-05") == 1
    assert "what was there is as it was; make room and try again [disk-full]" in capsys.readouterr().err
    assert contents(root / "meetings") == before


def test_line_ends_and_lists_on_one_line_stay_as_they_are(root: Path) -> None:
    (root / "meetings/styret/2020-04/meeting.yaml").write_bytes(SOURCE.replace("\n", "\r\n").encode())
    write(root / "meetings/styret/2020-05/meeting.yaml", "date: 2020-09-02\nitems: [{number: 20/20, title: En}]\n")
    assert move(root, "18/20", "styret/2020-05") == 0
    source = (root / "meetings/styret/2020-04/meeting.yaml").read_bytes()
    assert source.count(b"\n") == source.count(b"\r\n")
    assert [row["number"] for row in said(text(root, "2020-05"))["items"]] == ["20/20", "21/20"]
    assert b"\r" not in (root / "meetings/styret/2020-05/meeting.yaml").read_bytes()


@pytest.mark.parametrize("folder", [PROJECT / "meetings", EXAMPLES], ids=["meetings", "examples"])
def test_every_row_of_every_meeting_goes_into_another_file_as_it_stands(folder: Path) -> None:
    tried = 0
    for path in sorted(folder.rglob("meeting.yaml")):
        whole = path.read_text()
        for index, row in enumerate(said(whole)["items"]):
            written = editing.row(whole, ("items", index))
            assert said("items:\n" + written)["items"] == [row]
            for before in (0, 1, len(said(TARGET)["items"])):
                now = editing.put(TARGET, before, written)
                assert said(now)["items"].index(row) == before
                assert editing.edited(now, said(TARGET)).split() == TARGET.split()
            tried += 1
    assert tried > 10


def test_the_archive_as_it_would_be_is_not_remembered(root: Path) -> None:
    from places import request

    found = archive_facts.archived(request(root))
    path = "meetings/styret/2020-05/meeting.yaml"
    other = found.with_files(
        {path: TARGET.replace("Første", "Annen").encode(), "meetings/styret/2020-04/meeting.yaml": None}
    )
    assert [card.items[0].title for card in other.cards("styret")] == [(("nb", "Annen sak"),)]
    assert len(found.cards("styret")) == 2
    assert text(root, "2020-05") == TARGET


def test_the_pictures_of_a_case_paper_go_with_it(root: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    folder = root / "meetings/styret/2020-04"
    write(folder / "sak.md", "![Kart over hele sentrum](kart.svg)\n")
    write(folder / "kart.svg", drawing)
    write(folder / "meeting.yaml", SOURCE.replace("    attachments: [{file: felles.txt}]\n", "    paper: sak.md\n"))
    assert move(root, "19/20", "styret/2020-05") == 0
    assert not (folder / "kart.svg").exists()
    assert text(root, "2020-05", "kart.svg") == drawing
    assert sound(root)
