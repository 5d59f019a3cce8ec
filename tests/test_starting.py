"""New meetings: what recurs comes along, what happened does not, and it builds at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from as_written import as_written
from places import BOARD, PROJECT, SITE, build, meetings, place, write

from akson_docs.cli import main
from akson_docs.sources.format import editing

LAST = """\
date: 2020-07-01
place: Teams
number: 4/20
items:
  - number: 17/20
    title: Godkjenning av innkalling
    type: Godkjenning
    proposal: Styret godkjenner innkallingen.
    adopted: proposal
  - number: 18/20
    title: Status
    type: Orientering
    duration: 30
    slides:
      - topic: Fremdrift
      - kind: figure
        title: Kart
        file: kart.svg
        alt: Kart over tomta
      - title: Tallene
        withheld: offl. § 23
        body: Rammen er 12 mill. kroner
    discussion: Det ble sagt mye.
    decision: Styret ber om en plan.
    actions: [{what: Lage plan, who: leder}, {what: Be om tall, who: leder}]
  - number: 19/20
    title: Kjøp av bygg
    type: Beslutning
    proposal: Bygget kjøpes.
    decision: Bygget kjøpes ikke.
  - title: Eventuelt
attendance: {present: [leder]}
minutes: {chair: leder, published: 2020-07-10}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>Flate</title><rect width="4" height="3"/></svg>'
SITE_THERE = {"2020-04/meeting.yaml": LAST, "2020-04/kart.svg": SVG}
MEMBERS = 'members: [{id: leder, name: leder}]\nmeeting_number: "{n}/{yy}"\ndeadlines: {papers: 1 week}\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C")
    return place(tmp_path, meetings(SITE_THERE, board=BOARD + MEMBERS))


def new(root: Path, *words: str) -> int:
    return main.main(["new", *words, "--root", str(root)])


def made(root: Path, folder: str = "2020-05") -> tuple[str, dict[str, object]]:
    text = (root / f"meetings/styret/{folder}/meeting.yaml").read_text()
    return text, editing.said(text)


def test_what_recurs_comes_along_with_new_numbers_and_nothing_that_happened(root: Path) -> None:
    assert new(root, "meeting", "styret", "2020-09-02") == 0
    text, said = made(root)
    assert said["date"] == "2020-09-02"
    assert said["place"] == "Teams"
    assert "number" not in said
    items = said["items"]
    assert isinstance(items, list)
    assert [(item.get("number"), item["title"]) for item in items] == [
        ("20/20", "Godkjenning av protokoll fra møte 4/20"),
        ("21/20", "Status"),
        (None, "Eventuelt"),
    ]
    assert items[0]["approves"] == "2020-04"
    assert items[1]["slides"][2] == {"title": "Tallene", "withheld": "offl. § 23", "body": "Rammen er 12 mill. kroner"}
    assert said["follow_up"] == [{"action": "18/20-1", "status": "open"}, {"action": "18/20-2", "status": "open"}]
    for gone in ("Det ble sagt mye", "Styret ber om", "adopted", "attendance", "published", "Kjøp av bygg", "actions"):
        assert gone not in text
    assert "# Uendret siden 4/20" in text
    assert "26. august 2020" in text
    assert (root / "meetings/styret/2020-05/kart.svg").read_text() == SVG


def test_it_is_sound_and_a_draft_at_once(root: Path) -> None:
    new(root, "meeting", "styret", "2020-09-02")
    assert main.main(["check", "--root", str(root)]) == 0
    outcome = build(root)
    assert outcome.done
    assert not (root / "output/site/styret/2020-05").exists()
    text, _ = made(root)
    shown = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("draft:"))
    write(root / "meetings/styret/2020-05/meeting.yaml", shown)
    assert build(root).done
    page = (root / "output/site/styret/2020-05/index.html").read_text()
    assert "5/20" in page
    assert "12 mill" not in as_written((root / "output/site/styret/2020-05/slides/index.html").read_text())


def test_standing_items_are_those_of_the_board_and_what_is_done_is_not_asked_for_again(root: Path) -> None:
    standing = (
        "standing:\n  - {title: Godkjenning av innkalling, type: Godkjenning, duration: 5, proposal: Godkjennes.}\n"
        "  - {title: Økonomi, type: Orientering, duration: 15}\n"
    )
    write(root / "meetings/styret/board.yaml", BOARD + MEMBERS + standing)
    new(root, "meeting", "styret", "2020-09-02")
    text, said = made(root)
    items = said["items"]
    assert isinstance(items, list)
    assert [item["title"] for item in items] == [
        "Godkjenning av innkalling",
        "Godkjenning av protokoll fra møte 4/20",
        "Status",
        "Eventuelt",
        "Økonomi",
    ]
    assert items[0]["proposal"] == "Godkjennes."
    write(
        root / "meetings/styret/2020-05/meeting.yaml",
        text.replace("status: open", "status: done", 1) + "minutes: {chair: leder, published: 2020-09-09}\n",
    )
    new(root, "meeting", "styret", "2021-01-05")
    _, said = made(root, "2021-01")
    assert said["follow_up"] == [{"action": "18/20-2", "status": "open"}]
    items = said["items"]
    assert isinstance(items, list)
    assert items[0]["number"] == "1/21"


def test_what_was_put_off_comes_up_again_with_its_files_and_nothing_is_forgotten(root: Path) -> None:
    late = (
        LAST.replace("    decision: Bygget kjøpes ikke.\n", "    outcome: postponed\n    paper: a.md\n")
        .replace("    title: Status\n", "    title: Status\n    outcome: postponed\n")
        .replace("    decision: Styret ber om en plan.\n", "")
    )
    write(root / "meetings/styret/2020-04/meeting.yaml", late)
    write(root / "meetings/styret/2020-04/a.md", "Takst\n")
    new(root, "meeting", "styret", "2020-09-02")
    text, said = made(root)
    items = said["items"]
    assert isinstance(items, list)
    assert [(item.get("number"), item.get("continues"), item["title"]) for item in items] == [
        ("20/20", None, "Godkjenning av protokoll fra møte 4/20"),
        ("21/20", "18/20", "Status"),
        ("22/20", "19/20", "Kjøp av bygg"),
        (None, None, "Eventuelt"),
    ]
    assert "continues: 19/20  # Utsatt: se på saken på nytt.\n" in text
    assert "place: Teams  # Som sist.\n" in text
    assert "outcome" not in text
    assert (root / "meetings/styret/2020-05/a.md").read_text() == "Takst\n"
    assert main.main(["check", "--root", str(root)]) == 0
    # Two meetings later only what is waiting still.
    write(
        root / "meetings/styret/2020-05/meeting.yaml",
        text.replace("    continues: 18/20", "    outcome: postponed\n    continues: 18/20"),
    )
    new(root, "meeting", "styret", "2020-10-02")
    _, said = made(root, "2020-06")
    items = said["items"]
    assert isinstance(items, list)
    assert [item["continues"] for item in items if "continues" in item] == ["21/20"]


@pytest.mark.parametrize(
    ("later", "again"),
    [("", False), ("cancelled: Sykdom\n", True)],
    ids=["taken up", "taken up by a meeting that was cancelled"],
)
def test_what_another_meeting_took_up_comes_up_again_only_where_that_was_cancelled(
    root: Path, later: str, again: bool
) -> None:
    late = LAST.replace("    decision: Bygget kjøpes ikke.\n", "    outcome: postponed\n")
    write(root / "meetings/styret/2020-04/meeting.yaml", late)
    taken = "date: 2020-08-02\nitems: [{number: 20/20, title: Kjøp av bygg, continues: 19/2020, proposal: Kjøpes.}]\n"
    write(root / "meetings/styret/2020-05/meeting.yaml", taken + later)
    new(root, "meeting", "styret", "2020-09-02")
    _, said = made(root, "2020-06")
    items = said["items"]
    assert isinstance(items, list)
    assert ("19/20" in [item.get("continues") for item in items]) == again


def test_a_meeting_after_one_that_approved_minutes_approves_its_minutes(root: Path) -> None:
    new(root, "meeting", "styret", "2020-09-02")
    new(root, "meeting", "styret", "2020-10-02")
    _, said = made(root, "2020-06")
    items = said["items"]
    assert isinstance(items, list)
    assert (items[0]["title"], items[0]["approves"]) == ("Godkjenning av protokoll fra møte 5/20", "2020-05")
    assert main.main(["check", "--root", str(root)]) == 0


def test_the_first_meeting_of_a_board(root: Path) -> None:
    assert new(root, "board", "radet", "--name", "Rådet: for alt") == 0
    assert "Rådet: for alt" in editing.said((root / "meetings/radet/board.yaml").read_text())["name"]
    assert new(root, "meeting", "radet", "2020-09-02") == 0
    assert main.main(["check", "--root", str(root)]) == 0
    said = editing.said((root / "meetings/radet/2020-01/meeting.yaml").read_text())
    assert [item.get("number") for item in said["items"]] == ["1/20", None]  # any other business does without


def test_any_other_business_gets_no_number_and_keeps_one_that_it_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "date: 2030-07-01\nitems:\n  - {title: A}\n  - {title: Eventuelt}\n"
    root = place(tmp_path, meetings({"2030-01/meeting.yaml": text}))
    assert main.main(["number", "styret/2030-01", "--root", str(root)]) == 0
    assert [item.get("number") for item in made(root, "2030-01")[1]["items"]] == ["1/30", None]  # type: ignore[attr-defined]
    write(root / "meetings/styret/2030-01/meeting.yaml", text.replace("{title: Ev", "{number: 7/30, title: Ev"))
    assert main.main(["number", "styret/2030-01", "--again", "--root", str(root)]) == 0
    assert [item.get("number") for item in made(root, "2030-01")[1]["items"]] == ["1/30", "2/30"]  # type: ignore[attr-defined]


def test_the_first_meeting_of_all_begins_with_what_the_board_always_has(tmp_path: Path) -> None:
    standing = "standing: [{title: Godkjenning av innkalling, type: Politisk sak, proposal: Godkjennes.}]\n"
    root = place(tmp_path, meetings({}, board=SERIES + standing))
    assert new(root, "meeting", "styret", "2020-09-02") == 0
    items = made(root, "2020-01")[1]["items"]
    assert items == [
        {"number": "PS 1/20", "title": "Godkjenning av innkalling", "type": "Politisk sak", "proposal": "Godkjennes."}
    ]
    assert main.main(["check", "--root", str(root)]) == 0
    # The minutes of that one come after the notice, and get the board's own type and number.
    assert new(root, "meeting", "styret", "2020-10-02") == 0
    items = made(root, "2020-02")[1]["items"]
    assert isinstance(items, list)
    assert [(one["number"], one["type"], one.get("approves")) for one in items] == [
        ("PS 2/20", "Politisk sak", None),
        ("PS 3/20", "Politisk sak", "2020-01"),
    ]


@pytest.mark.parametrize(
    ("languages", "titles"),
    [
        ("[nb]", ["Godkjenning av innkalling og saksliste", "Sakens tittel", "Eventuelt"]),
        ("[nn]", ["Godkjenning av innkalling og sakliste", "Tittelen på saka", "Eventuelt"]),
        ("[en]", ["Approval of the notice and the agenda", "The item's title", "Any other business"]),
        ("[en, nb]", [{"en": "The item's title", "nb": "Sakens tittel"}]),
    ],
)
def test_a_board_without_standing_items_begins_with_a_short_agenda_in_its_languages(
    tmp_path: Path, languages: str, titles: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    root = place(tmp_path, meetings({}, board=BOARD + f"languages: {languages}\n"))
    assert new(root, "meeting", "styret", "2020-09-02") == 0
    items = made(root, "2020-01")[1]["items"]
    assert isinstance(items, list)
    found = [item["title"] for item in items]
    assert found == titles or titles[0] in found
    assert [item.get("number") for item in items] == ["1/20", "2/20", None]
    capsys.readouterr()
    assert main.main(["check", "--root", str(root)]) == 0
    assert "warning" not in capsys.readouterr().err


SERIES = (
    'name: Styret\nplace: Rådhuset\nstart: 17.00\nitem_number: {pattern: "{series} {n}/{yy}"}\n'
    "types: [{name: Politisk sak, series: PS, kind: decision}]\n"
)


def test_no_place_or_time_that_was_an_exception_comes_along_and_no_matter_that_was_decided(tmp_path: Path) -> None:
    put_off = "{number: PS 1/20, title: Kulturhuset, type: Politisk sak, proposal: Bygges., outcome: postponed}"
    decided = put_off.replace("PS 1/20", "PS 2/20").replace(
        "outcome: postponed", "continues: PS 1/20, adopted: proposal"
    )
    plan = "{number: PS 3/20, title: Plan, type: Politisk sak, proposal: Vedtas., adopted: proposal}"
    anew = "{number: PS 4/20, title: Plan, type: Politisk sak, proposal: Vedtas., adopted: proposal}"
    root = place(
        tmp_path,
        meetings(
            {
                "2020-01/meeting.yaml": f"date: 2020-01-02\nitems:\n  - {put_off}\n",
                "2020-02/meeting.yaml": f"date: 2020-02-02\nitems:\n  - {decided}\n  - {plan}\n",
                "2020-03/meeting.yaml": f"date: 2020-03-02\nplace: Skolen\nstart: 12.00\nitems:\n  - {anew}\n",
            },
            board=SERIES,
        ),
    )
    assert new(root, "meeting", "styret", "2020-04-02") == 0
    said = made(root, "2020-04")[1]
    assert said.keys() == {"date", "draft", "items"}
    items = said["items"]
    assert isinstance(items, list)
    assert [(one["number"], one["title"]) for one in items] == [("PS 5/20", "Godkjenning av protokoll fra møte 3/20")]


@pytest.mark.parametrize("line", ["form: extraordinary", "cancelled: Sykdom"])
def test_a_meeting_that_was_extraordinary_or_cancelled_is_no_model_for_the_next(root: Path, line: str) -> None:
    item = "{number: 20/20, title: Hast, type: Orientering, slides: [{title: A, body: B}]}"
    extra = f"date: 2020-08-02\n{line}\nitems: [{item}]\n"
    write(root / "meetings/styret/2020-05/meeting.yaml", extra)
    assert new(root, "meeting", "styret", "2020-09-02") == 0
    text, said = made(root, "2020-06")
    items = said["items"]
    assert isinstance(items, list)
    assert [item["title"] for item in items][1:] == ["Status", "Eventuelt"]
    assert items[0]["approves"] == ("2020-05" if "form" in line else "2020-04")
    assert "laget av 4/20" in text
    assert (root / "meetings/styret/2020-06/kart.svg").is_file()
    assert main.main(["check", "--root", str(root)]) == 0


@pytest.mark.parametrize(
    ("held", "line"),
    [
        (["Teams", "Teams", "Skolen"], "place: Teams  # Som vanlig."),
        (["Skolen", "Teams", "Teams"], "place: Teams  # Som sist."),
        (["Teams", "Teams", "Skolen (avlyst)"], "place: Teams  # Som sist."),
        (["Teams", "Skolen"], ""),
    ],
)
def test_where_the_board_says_nothing_of_its_place_the_usual_one_comes_along(
    tmp_path: Path, held: list[str], line: str
) -> None:
    files: dict[str, str | bytes] = {}
    for month, where in enumerate(held, 1):
        cancelled = "cancelled: Sykdom\n" if "avlyst" in where else ""
        text = f"date: 2020-0{month}-02\nplace: {where}\n{cancelled}items: [{{title: Sak {month}}}]\n"
        files[f"2020-0{month}/meeting.yaml"] = text
    root = place(tmp_path, meetings(files))
    assert new(root, "meeting", "styret", "2020-06-02") == 0
    lines = made(root, f"2020-0{len(held) + 1}")[0].splitlines()
    assert [one for one in lines if one.startswith("place")] == [line] * bool(line)


@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_board_is_spoken_to_in_its_language(root: Path, language: str) -> None:
    write(root / "meetings/styret/board.yaml", BOARD + MEMBERS + f"languages: [{language}]\n")
    new(root, "meeting", "styret", "2020-09-02")
    text, _ = made(root)
    assert {"nn": "Protokollen blir godkjend.", "en": "The minutes are approved."}[language] in text
    assert main.main(["check", "--root", str(root)]) == 0


def test_an_item_in_a_file_of_its_own_comes_along(root: Path) -> None:
    head, rest = LAST.split("  - number: 18/20\n")
    own, tail = rest.split("  - number: 19/20\n")
    item = "number: 18/20\n" + "".join(line.removeprefix("    ") for line in own.splitlines(keepends=True))
    write(root / "meetings/styret/2020-04/status.yaml", item)
    write(root / "meetings/styret/2020-04/meeting.yaml", f"{head}  - file: status.yaml\n  - number: 19/20\n{tail}")
    assert new(root, "meeting", "styret", "2020-09-02") == 0
    assert "topic: Fremdrift" in made(root)[0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("meeting", "styre", "2020-09-02"), 'there is no board "styre"; did you mean "styret"?'),
        (("meeting", "styret", "2020-07-01"), "the board meets on 2020-07-01 already"),
        (("meeting", "styret", "2020-06-01"), "and a new meeting comes after the last"),
        (("board", "styret"), "this is there already"),
        (("board", "Rådet Vårt"), "the folder gets a short name, and the board its own: akson new board radet-vart"),
    ],
)
def test_what_cannot_be_made_is_told_and_nothing_is(
    root: Path, words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(path for path in (root / "meetings").rglob("*"))
    assert new(root, *words) == 1
    assert told in capsys.readouterr().err
    assert sorted(path for path in (root / "meetings").rglob("*")) == before


def test_a_day_is_written_as_iso(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        new(root, "meeting", "styret", "2.9.2020")
    assert ended.value.code == 2
    assert "2020" in capsys.readouterr().err


def test_nothing_is_made_where_the_sources_have_errors(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root / "meetings/styret/2020-04/meeting.yaml", LAST.replace("title: Status", "titel: Status"))
    assert new(root, "meeting", "styret", "2020-09-02") == 1
    assert "unknown-key" in capsys.readouterr().err
    assert not (root / "meetings/styret/2020-05").exists()


def test_every_meeting_of_the_project_has_a_next_one(tmp_path: Path) -> None:
    root = place(tmp_path, {})
    for path in (PROJECT / "meetings").rglob("*"):
        if path.is_file():
            write(root / "meetings" / path.relative_to(PROJECT / "meetings"), path.read_bytes())
    for board in ("styringsgruppen", "eksempelutvalget"):
        assert new(root, "meeting", board, "2028-01-12") == 0
    assert main.main(["check", "--root", str(root)]) == 0


def test_numbers_are_given_in_the_order_of_the_agenda_and_nothing_else_changes(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = """\
date: 2020-09-02
items:
  # Den første.
  - title: Første sak
    type: Beslutning
  - heading: Faste saker
  - file: egen.yaml
  - number: 30/20
    title: Har nummer
  - title: Siste sak
"""
    write(root / "meetings/styret/2020-05/egen.yaml", "title: Egen fil  # her\n")
    write(root / "meetings/styret/2020-05/meeting.yaml", text)
    assert main.main(["number", "styret/2020-05", "--root", str(root)]) == 0
    assert (root / "meetings/styret/2020-05/egen.yaml").read_text() == "number: 32/20\ntitle: Egen fil  # her\n"
    assert made(root)[0] == text.replace("- title: Første", "- number: 31/20\n    title: Første").replace(
        "- title: Siste", "- number: 33/20\n    title: Siste"
    )
    capsys.readouterr()
    assert main.main(["number", "styret/2020-05", "--root", str(root)]) == 0
    assert capsys.readouterr().out == "Every item has its number.\n"
    empty = text.replace("  - title: Siste", "  - number:\n    title: Siste")
    write(root / "meetings/styret/2020-05/meeting.yaml", empty)
    assert main.main(["number", "styret/2020-05", "--root", str(root)]) == 0
    assert "33/20  Første sak\n34/20  Siste sak\n" in capsys.readouterr().out
    assert "  - number: 34/20\n    title: Siste sak" in made(root)[0]
    assert main.main(["number", "styret/2020-06", "--root", str(root)]) == 1


def test_numbers_are_given_again_in_the_order_of_the_agenda(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def number(*words: str) -> int:
        return main.main(["number", "styret/2020-05", "--root", str(root), "--today", "2020-08-01", *words])

    rows = (("25/20", "A"), ("23/20", "B"), ("", "C"), ("20/20", "Eventuelt"))
    text = "date: 2020-09-02\nitems:\n" + "".join(f"  - number: {one}\n    title: {title}\n" for one, title in rows)
    write(root / "meetings/styret/2020-05/meeting.yaml", text)
    write(root / "meetings/styret/2020-06/meeting.yaml", "date: 2020-10-02\nitems: [{number: 22/20, title: D}]\n")
    assert number("--again") == 0
    told = capsys.readouterr()
    assert told.out == "20/20  A (was 25/20)\n21/20  B (was 23/20)\n23/20  C\n24/20  Eventuelt (was 20/20)\n"
    assert told.err == ""
    # What refers to a number that is given up stops it.
    there = text + "attendance: {present: others, substitutes: [{member: leder, by: b, items: [25/20]}]}\n"
    write(root / "meetings/styret/2020-05/meeting.yaml", there)
    assert number("--again") == 1
    assert 'the meeting has no item "25/20"' in capsys.readouterr().err
    write(root / "meetings/styret/2020-05/meeting.yaml", text.replace("number: \n", "number: 26/20\n"))
    assert main.main(["dispatch", "styret/2020-05", "--root", str(root), "--today", "2020-08-01"]) == 0
    capsys.readouterr()
    assert number("--again") == 1
    assert "people know its items by their numbers" in capsys.readouterr().err


def test_comments_stay_with_their_items_whatever_number_they_get(root: Path) -> None:
    text = """\
date: 2020-09-02
items:
  # Først.
  - number: 22/20   # en
    title: A
    slides:
      - title: L
        kind: meetings

      # Et lysark.
      - title: M
        body: B
  # Ny sak.
  - title: B   # to
    # Forslaget er fra leder.
    proposal: Vedtas.

  # Siste.
  - number: 20/20
    title: C
"""
    write(root / "meetings/styret/2020-05/meeting.yaml", text)
    assert main.main(["number", "styret/2020-05", "--again", "--root", str(root), "--today", "2020-08-01"]) == 0
    assert made(root)[0] == text.replace("22/20", "20/20", 1).replace(
        "  - title: B", "  - number: 21/20\n    title: B"
    ).replace("20/20\n    title: C", "22/20\n    title: C")


def test_formatting(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "meetings/styret/2020-04/meeting.yaml"
    write(path, LAST.replace("place: Teams", "place: Teams   \n\n"))
    assert main.main(["fmt", "--check", "--root", str(root)]) == 1
    assert path.read_text() != LAST
    assert main.main(["fmt", "--root", str(root)]) == 0
    assert path.read_text() == LAST.replace("place: Teams\n", "place: Teams\n\n")
    assert main.main(["fmt", "--check", str(path)]) == 0
    write(path, "a: [")
    assert main.main(["fmt", str(path)]) == 1
    assert "a { or [ that begins here is never closed" in capsys.readouterr().err
    assert main.main(["fmt", "styret/2020-04", "--root", str(root)]) == 1
    assert "meeting.yaml:2:1:" in capsys.readouterr().err
    assert main.main(["fmt", "styret/2020-09", "--root", str(root)]) == 1
    assert "no such file, meeting or folder" in capsys.readouterr().err
    assert main.main(["fmt", str(root / "meetings/styret/board.yaml")]) == 0
    assert SITE in (root / "meetings/site.yaml").read_text()
