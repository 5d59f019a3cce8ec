"""The archive as read: what changed is read, the rest is remembered, and what cannot be read keeps its last version."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from places import BOARD, PLAIN, SHOWN, SITE, TODAY, WITHHELD, meetings, write

from akson_docs.build import meeting_index
from akson_docs.build.meeting_index import IndexedMeeting, MeetingIndex
from akson_docs.build.meeting_versions import MeetingVersion
from akson_docs.diagnostics import Code, has_errors
from akson_docs.sources import layout, snapshots
from akson_docs.sources.layout import MeetingKey
from akson_docs.sources.snapshots import Snapshot

FOUR, FIVE = MeetingKey("styret", "2020-04"), MeetingKey("styret", "2020-05")
OTHER = PLAIN.replace("17/20", "19/20").replace("2020-07-01", "2020-08-20")
TWO = {"2020-04/meeting.yaml": SHOWN, "2020-05/meeting.yaml": OTHER}
BROKEN = PLAIN.replace("duration: 5", "duration: fem")


def scanned(root: Path, files: Mapping[str, str | bytes]) -> tuple[Snapshot, dict[str, str]]:
    """Writes the files under meetings/, and gives what is there now."""
    for name, text in files.items():
        write(root / "meetings" / name, text)
    snapshot = snapshots.scan(str(root))
    return snapshot, {path: snapshot.digest(path) for path in snapshot.files}


def read(
    root: Path,
    files: Mapping[str, str | bytes],
    last: MeetingIndex | None = None,
    told: Callable[[MeetingKey], None] = lambda key: None,
    today: date = TODAY,
) -> MeetingIndex:
    """Reads the archive under `root`, with these files in it, on a day, after what was read last."""
    snapshot, digests = scanned(root, files)
    found = layout.archive(snapshot.stamps)
    remembered = dict(last.records) if last else {}
    changed = {
        key
        for key in found.keys
        if key not in remembered
        or remembered[key].source != meeting_index.source(digests, snapshot, key, meeting_index.fonts(snapshot))
    }
    return meeting_index.index(snapshot, found, digests, remembered, frozenset(changed), lambda timezone: today, told)


def codes(of: MeetingIndex) -> list[str]:
    return [one.code for one in of.diagnostics]


# ---- what is read --------------------------------------------------------------------------------------------


def test_at_first_every_meeting_is_read(tmp_path: Path) -> None:
    told: list[MeetingKey] = []
    found = read(tmp_path, meetings(TWO), told=told.append)
    assert told == [FOUR, FIVE]
    assert found.read == found.records.keys() == {FOUR, FIVE}
    assert not found.unsound


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    first = read(tmp_path, meetings(TWO))
    told: list[MeetingKey] = []
    found = read(
        tmp_path, {"styret/2020-05/meeting.yaml": OTHER.replace("innkalling", "dagsorden")}, first, told.append
    )
    assert told == [FIVE]
    assert found.read == {FIVE}
    assert found.records[FOUR] is first.records[FOUR]
    assert found.records[FIVE].full != first.records[FIVE].full


RECORDED = PLAIN + "attendance: {present: [Leder]}\nminutes: {published: 2020-07-08}\n"


@pytest.mark.parametrize(
    ("first", "then", "again"),
    [
        ("2020-07-07", "2020-07-08", True),
        ("2020-07-08", "2020-07-09", False),
        ("2020-07-05", "2020-07-07", False),
        ("2020-07-09", "2020-07-07", True),
        ("2020-07-09", "2021-07-01", True),
    ],
)
def test_a_meeting_is_read_again_on_the_day_that_it_turns(tmp_path: Path, first: str, then: str, again: bool) -> None:
    """The minutes come, the names go: and an earlier day asks for what was before."""
    files = {**meetings({"2020-04/meeting.yaml": RECORDED}), "site.yaml": SITE + "privacy: {names_until: 12 months}\n"}
    last = read(tmp_path, files, today=date.fromisoformat(first))
    found = read(tmp_path, {}, last, today=date.fromisoformat(then))
    assert (found.read == {FOUR}) == again
    version = found.records[FOUR].public
    assert version
    assert version.recorded == (then >= "2020-07-08")


def test_what_is_remembered_is_not_even_opened(tmp_path: Path) -> None:
    first = read(tmp_path, meetings(TWO))
    snapshot, digests = scanned(tmp_path, {})
    (tmp_path / "meetings/styret/2020-04/meeting.yaml").unlink()
    found = meeting_index.index(
        snapshot,
        layout.archive(snapshot.stamps),
        digests,
        first.records,
        frozenset({FIVE}),
        lambda _: TODAY,
        lambda key: None,
    )
    assert found.records == first.records


def test_a_meeting_that_went_is_forgotten(tmp_path: Path) -> None:
    first = read(tmp_path, meetings(TWO))
    (tmp_path / "meetings/styret/2020-05/meeting.yaml").unlink()
    assert read(tmp_path, {}, first).records.keys() == {FOUR}


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        ("styret/2020-04/meeting.yaml", True),
        ("styret/2020-04/vedlegg/plan.pdf", True),
        ("styret/board.yaml", True),
        ("site.yaml", True),
        ("styret/2020-05/meeting.yaml", False),
        ("styret/2020-041/meeting.yaml", False),
        ("radet/board.yaml", False),
        ("logo.svg", False),
    ],
)
def test_what_the_reading_of_a_meeting_depends_on(tmp_path: Path, name: str, matters: bool) -> None:
    snapshot, digests = scanned(
        tmp_path, meetings({**TWO, "2020-04/vedlegg/plan.pdf": "1"}) | {"radet/board.yaml": BOARD}
    )
    before = meeting_index.source(digests, snapshot, FOUR, meeting_index.fonts(snapshot))
    snapshot, digests = scanned(tmp_path, {name: "noe annet"})
    assert (meeting_index.source(digests, snapshot, FOUR, meeting_index.fonts(snapshot)) != before) is matters


def test_a_new_file_beside_a_meeting_matters_to_it(tmp_path: Path) -> None:
    snapshot, digests = scanned(tmp_path, meetings(TWO))
    before = {key: meeting_index.source(digests, snapshot, key, meeting_index.fonts(snapshot)) for key in (FOUR, FIVE)}
    snapshot, digests = scanned(tmp_path, {"styret/2020-04/plan.pdf": ""})
    after = {key: meeting_index.source(digests, snapshot, key, meeting_index.fonts(snapshot)) for key in (FOUR, FIVE)}
    assert [key for key in after if after[key] != before[key]] == [FOUR]


# ---- what is not sound ---------------------------------------------------------------------------------------


def versions(of: MeetingIndex, key: MeetingKey) -> tuple[MeetingVersion | None, MeetingVersion | None]:
    return of.records[key].full, of.records[key].public


def test_a_meeting_that_cannot_be_read_keeps_its_last_face(tmp_path: Path) -> None:
    first = read(tmp_path, meetings(TWO))
    found = read(tmp_path, {"styret/2020-04/meeting.yaml": BROKEN}, first)
    assert found.unsound == {FOUR}
    assert codes(found) == ["number-expected"]
    assert versions(found, FOUR) == versions(first, FOUR)


def test_it_keeps_it_however_often_it_is_read(tmp_path: Path) -> None:
    first = read(tmp_path, meetings(TWO))
    found = read(tmp_path, {"styret/2020-04/meeting.yaml": BROKEN}, first)
    found = read(tmp_path, {"styret/2020-04/meeting.yaml": BROKEN + "# en gang til\n"}, found)
    assert versions(found, FOUR) == versions(first, FOUR)


def test_a_meeting_that_was_never_sound_has_no_face(tmp_path: Path) -> None:
    found = read(tmp_path, meetings({**TWO, "2020-04/meeting.yaml": BROKEN}))
    assert found.unsound == {FOUR}
    assert versions(found, FOUR) == (None, None)


def test_what_may_be_in_a_meeting_that_cannot_be_read_is_not_said_to_be_nowhere(tmp_path: Path) -> None:
    gap = meetings({**TWO, "2020-05/meeting.yaml": OTHER.replace("19/20", "24/20")})
    assert "number-gap" in codes(read(tmp_path, gap))
    assert "number-gap" not in codes(read(tmp_path, {**gap, **meetings({"2020-04/meeting.yaml": BROKEN})}))


def test_minutes_are_asked_for_what_came_of_items_when_their_meeting_has_been(tmp_path: Path) -> None:
    approving = OTHER.replace("    duration: 5", "    duration: 5\n    approves: 2020-04", 1)
    assert "approves: 2020-04" in approving
    files = meetings({**TWO, "2020-05/meeting.yaml": approving})
    before = read(tmp_path, files, today=date(2020, 6, 30))
    assert "approved-undecided" not in codes(before)
    assert "approved-undecided" in codes(read(tmp_path, files, before, today=date(2020, 7, 1)))


def test_a_meeting_that_is_mended_has_a_new_face(tmp_path: Path) -> None:
    found = read(tmp_path, meetings({**TWO, "2020-04/meeting.yaml": BROKEN}))
    found = read(tmp_path, {"styret/2020-04/meeting.yaml": PLAIN}, found)
    assert not found.unsound
    assert not has_errors(found.diagnostics)
    assert None not in versions(found, FOUR)


def test_a_meeting_that_is_not_sound_still_is_not_when_it_is_remembered(tmp_path: Path) -> None:
    first = read(tmp_path, meetings({**TWO, "2020-04/meeting.yaml": BROKEN}))
    found = read(tmp_path, {}, first)
    assert found.read == frozenset()
    assert (found.unsound, found.diagnostics) == (first.unsound, first.diagnostics)


def test_where_a_board_cannot_be_read_its_meetings_keep_their_last_faces(tmp_path: Path) -> None:
    first = read(tmp_path, meetings(TWO))
    found = read(tmp_path, {"styret/board.yaml": "navn: Styret\n"}, first)
    assert found.boards == {}
    assert "unknown-key" in codes(found)
    assert versions(found, FOUR) == versions(first, FOUR)


@pytest.mark.parametrize("harm", ["broken", "missing"])
def test_without_a_sound_site_there_is_no_site_and_meetings_are_read_all_the_same(tmp_path: Path, harm: str) -> None:
    found = read(tmp_path, meetings({**TWO, "2020-04/meeting.yaml": BROKEN}, site="navn: Papirer\n"))
    if harm == "missing":
        (tmp_path / "meetings/site.yaml").unlink()
        found = read(tmp_path, {}, found)
    assert found.site is None
    assert found.public_site is None
    assert "number-expected" in codes(found)
    assert found.unsound == {FOUR}


# ---- diagnostics ---------------------------------------------------------------------------------------------

SILENT = PLAIN.replace("    proposal: Styret godkjenner innkallingen.\n", "")


def test_what_was_wrong_with_a_meeting_is_told_again_when_it_is_remembered(tmp_path: Path) -> None:
    first = read(tmp_path, meetings({"2020-04/meeting.yaml": SILENT}))
    found = read(tmp_path, {"styret/2020-05/meeting.yaml": OTHER.replace("19/20", "18/20")}, first)
    assert FOUR not in found.read
    assert codes(found) == ["proposal-missing"]


def test_what_is_wrong_between_a_new_meeting_and_a_remembered_one_is_told_where_it_was_written(tmp_path: Path) -> None:
    first = read(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN}))
    remembered = {
        key: IndexedMeeting.from_json(json.loads(json.dumps(one.to_json()))) for key, one in first.records.items()
    }
    snapshot, digests = scanned(tmp_path, {"styret/2020-05/meeting.yaml": OTHER.replace("19/20", "17/20")})
    found = meeting_index.index(
        snapshot,
        layout.archive(snapshot.stamps),
        digests,
        remembered,
        frozenset({FIVE}),
        lambda _: TODAY,
        lambda key: None,
    )
    (repeated,) = [one for one in found.diagnostics if one.code == "number-repeated"]
    assert (repeated.span.file, repeated.span.line) == ("meetings/styret/2020-05/meeting.yaml", 4)


def test_what_is_wrong_with_site_boards_and_meetings_is_told_in_order(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        meetings({"2020-04/meeting.yaml": BROKEN, "2020-05/meeting.yaml": BROKEN}, SITE + "a: b\n", BOARD + "a: b\n"),
    )
    assert [one.span.file.removeprefix("meetings/") for one in found.diagnostics] == [
        "site.yaml",
        "styret/2020-04/meeting.yaml",
        "styret/2020-05/meeting.yaml",
        "styret/board.yaml",
    ]


# ---- records -------------------------------------------------------------------------------------------------


FIGURE = "      - {kind: figure, title: Kart, file: kart.svg, alt: Kart over landet med tolv kommuner merket}\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>%s</title></svg>'


@pytest.mark.parametrize(
    "text", [SHOWN, SHOWN + FIGURE, WITHHELD, BROKEN, SILENT, f"draft: yes\nsilence: [papers-late]\n{PLAIN}"]
)
def test_a_record_survives_being_kept(tmp_path: Path, text: str) -> None:
    files = {"2020-04/meeting.yaml": text, "2020-04/SECRET-name.txt": "x", "2020-04/kart.svg": SVG % "A"}
    found = read(tmp_path, meetings(files)).records[FOUR]
    assert IndexedMeeting.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_a_meeting_that_lost_its_soundness_survives_being_kept(tmp_path: Path) -> None:
    found = read(tmp_path, {"styret/2020-04/meeting.yaml": BROKEN}, read(tmp_path, meetings(TWO))).records[FOUR]
    assert IndexedMeeting.from_json(json.loads(json.dumps(found.to_json()))) == found


@pytest.mark.parametrize(("text", "same"), [(SHOWN, True), (WITHHELD, False)])
def test_a_public_face_is_written_where_it_differs(tmp_path: Path, text: str, same: bool) -> None:
    found = read(tmp_path, meetings({"2020-04/meeting.yaml": text, "2020-04/SECRET-name.txt": "x"})).records[FOUR]
    assert ("card" not in found.to_json()["public"]) is same


def test_a_public_face_knows_nothing_that_is_withheld_nor_where_it_was_written(tmp_path: Path) -> None:
    found = read(tmp_path, meetings({"2020-04/meeting.yaml": WITHHELD, "2020-04/SECRET-name.txt": "x"})).records[FOUR]
    assert found.full
    assert found.public
    assert "SECRET" in repr(found.full)
    assert "SECRET" not in repr(found.public)
    assert found.full.card.where is not None
    assert found.public.card.where is None


def test_a_picture_is_known_by_its_bytes(tmp_path: Path) -> None:
    files = meetings({"2020-04/meeting.yaml": SHOWN + FIGURE, "2020-04/kart.svg": SVG % "A"})
    first = read(tmp_path, files)
    found = read(tmp_path, {"styret/2020-04/kart.svg": SVG % "B"}, first)
    for one, other in zip(versions(first, FOUR), versions(found, FOUR), strict=True):
        assert one
        assert other
        assert one.figures == ("kart.svg",)
        assert one.digest != other.digest


# ---- meetings in full ----------------------------------------------------------------------------------------


def test_a_meeting_in_full_is_of_the_edition_that_is_asked_for(tmp_path: Path) -> None:
    found = read(tmp_path, meetings({"2020-04/meeting.yaml": WITHHELD, "2020-04/SECRET-name.txt": "x"}))
    for edition, secret in (("public", False), ("members", True)):
        made = meeting_index.whole(found, FOUR, edition)
        assert made is not None
        agenda, slides, _ = made
        assert agenda.address == "styret/2020-04/"
        assert ("SECRET-TITLE" in repr(agenda.meeting)) is secret
        assert ("SECRET-BODY" in repr(slides)) is secret


def test_the_public_edition_of_a_meeting_has_the_public_edition_of_its_board(tmp_path: Path) -> None:
    found = read(tmp_path, meetings(TWO, board=BOARD + "rules: {papers-late: off}\n"))
    rules = {of: made[0].board.rules for of in ("public", "members") if (made := meeting_index.whole(found, FOUR, of))}
    assert rules == {"public": {}, "members": {"papers-late": "off"}}


def test_a_meeting_that_is_not_sound_is_not_there_in_full(tmp_path: Path) -> None:
    found = read(tmp_path, {"styret/2020-04/meeting.yaml": BROKEN}, read(tmp_path, meetings(TWO)))
    assert meeting_index.whole(found, FOUR, "public") is None


PROBLEM = Code("problem", "error", "wrong")


@pytest.mark.parametrize(
    ("of", "line"),
    [("text", 15), ("divider", 10), ("proposal", 13), ("agenda", 4), ("title", 1)],
)
def test_a_problem_of_a_slide_is_told_at_the_line_it_was_written_on(tmp_path: Path, of: str, line: int) -> None:
    made = meeting_index.whole(read(tmp_path, meetings(TWO)), FOUR, "public")
    assert made is not None
    _, slides, parsed = made
    slide = [slide for slide in slides if slide.kind == of][-1]
    found = meeting_index.placed(PROBLEM.of(slide.path), parsed)
    assert (found.span.file, found.span.line) == ("meetings/styret/2020-04/meeting.yaml", line)


def test_a_problem_of_a_slide_in_a_file_of_its_own_is_told_there(tmp_path: Path) -> None:
    item = "# Saken\nnumber: 17/20\ntitle: A\nslides:\n  - title: S\n    body: T\n"
    text = "date: 2020-07-01\nitems:\n  - file: sak.yaml\n"
    made = meeting_index.whole(
        read(tmp_path, meetings({"2020-04/meeting.yaml": text, "2020-04/sak.yaml": item})), FOUR, "public"
    )
    assert made is not None
    found = meeting_index.placed(PROBLEM.of(made[1][-1].path), made[2])
    assert (found.span.file, found.span.line) == ("meetings/styret/2020-04/sak.yaml", 5)


def test_a_problem_of_what_has_no_place_is_told_at_the_top_of_the_file(tmp_path: Path) -> None:
    made = meeting_index.whole(read(tmp_path, meetings(TWO)), FOUR, "public")
    assert made is not None
    found = meeting_index.placed(PROBLEM.of(()), replace(made[2], spans={}))
    assert (found.span.file, found.span.line) == ("meetings/styret/2020-04/meeting.yaml", 1)
