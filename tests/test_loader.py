from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from archives import EXAMPLES, FILE, FILES, MEETING, SVG, Files, a_meeting, beside, sound_meeting

from akson_docs import diagnostics
from akson_docs.diagnostics import ValuePath as Way
from akson_docs.diagnostics import line
from akson_docs.model import walk
from akson_docs.model.documents import Board, FileRow, Heading, Item, Meeting, Site
from akson_docs.model.slides import KINDS, Table
from akson_docs.sources import loader, meant

FOLDER = FILE.removesuffix("meeting.yaml")
EXAMPLE_MEETINGS = sorted(EXAMPLES.glob("*/*/meeting.yaml"))
EXAMPLE_BOARDS = sorted(EXAMPLES.glob("*/board.yaml"))


@pytest.mark.parametrize("file", EXAMPLE_MEETINGS, ids=lambda file: f"{file.parts[-3]}/{file.parts[-2]}")
def test_example_meetings(file: Path) -> None:
    parsed = loader.meeting(file.read_bytes(), str(file), beside(file))
    assert [line(found) for found in parsed.diagnostics] == []
    assert parsed.value is not None
    rows = re.findall(r"^  - (?:number|title|heading|file|{entry):", file.read_text("utf-8"), re.MULTILINE)
    assert len(parsed.value.items) == len(rows)


@pytest.mark.parametrize("file", EXAMPLE_BOARDS, ids=lambda file: file.parts[-2])
def test_example_boards(file: Path) -> None:
    parsed = loader.board(file.read_bytes(), str(file), Files())
    assert [line(found) for found in parsed.diagnostics] == []
    assert parsed.value is not None
    assert parsed.value.members


def test_example_site() -> None:
    file = EXAMPLES / "site.yaml"
    parsed = loader.site(file.read_bytes(), "site.yaml", beside(file))
    assert parsed.diagnostics == ()
    assert parsed.value is not None
    assert parsed.value.spoken == ("nb", "nn", "en")


def test_the_examples_use_every_key_and_every_kind_of_slide() -> None:
    """What no example says is read by no test of the examples, of which some bodies are written in a test."""
    bodies = Path(__file__).with_name("test_other_bodies.py").read_text("utf-8")
    written = "\n".join(file.read_text("utf-8") for file in EXAMPLES.rglob("*.yaml")) + re.sub(r"\\n|'", "\n", bodies)
    keys = {name for top in (Site, Board, Meeting) for shape in walk.shapes(top) for name in meant.names(shape)}
    made = {"said", "head", "pictures"}  # by reading, of words, of tables and of case papers
    assert {key for key in keys - made if not re.search(rf"(?:^|[\s{{]){key}:", written)} == set()
    assert {kind for kind in KINDS if f"kind: {kind}" not in written} == {"text"}, "which goes without saying"


def test_what_an_example_says() -> None:
    file = EXAMPLES / "friluft/2023-02/meeting.yaml"
    meeting = sound_meeting(file.read_text("utf-8"), beside(file).files)
    plan = meeting.items[3]
    assert isinstance(plan, Item)
    assert plan.title.say("nb")[1] == "Lysløype rundt Prøvevannet: valg av trasé"
    assert [vote.count for vote in plan.votes] == [None, "5-4", None, None]
    assert plan.votes[1].for_ == ("Sørlista", "Øylista", "v-1", "n-2")
    assert plan.attachments[2].withheld == "offl. § 23 første ledd"
    assert plan.paper is not None
    assert plan.paper.text is not None
    assert plan.paper.text.said == (("", (file.parent / "ps-13-lysloype.md").read_text("utf-8").strip()),)
    assert meeting.attendance is not None
    assert meeting.attendance.part[0].missed == ("PS 17/23", "PS 18/23", "OS 3/23")


# ---- where things stand --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("date",), "2020-07-01"),
        (("items", 0, "votes", 0, "on"), "proposal, unanimous"),
        (("items", 1, "heading"), "Saker til behandling"),
        (("items", 2, "slides", 1, "body"), "|"),
        (("items", 2, "slides", 1, "body", 2), "- Risiko er høy"),
        (("items", 2, "slides", 8, "data", 2), "| Drift |"),
        (("items", 3, "proposal", "withheld"), "offl. § 23 første ledd\n      public"),
        (("items", 3, "decision", 0), "Avtalen inngås ikke."),
        (("items", 4, "items", 1, "number"), "22/20"),
        (("attendance", "part", 0, "missed"), "20/20}"),
    ],
)
def test_a_span_is_where_the_value_stands(path: Way, found: str) -> None:
    span = a_meeting().spans[path]
    rest = "\n".join(MEETING.split("\n")[span.line - 1 :])[span.column - 1 :]
    assert (span.file, rest[: len(found)]) == (FILE, found)


def test_spans_of_an_item_in_its_own_file() -> None:
    parsed = a_meeting()
    for path, line_, column in (
        (("items", 5), 1, 1),
        (("items", 5, "title"), 2, 8),
        (("items", 5, "proposal", 1), 5, 3),
        (("items", 5, "slides", 0, "body"), 8, 11),
    ):
        span = parsed.span(path)
        assert (span.file, span.line, span.column) == (f"{FOLDER}sak-23.yaml", line_, column)


def test_spans_of_rows_in_a_csv_file() -> None:
    span = a_meeting().span(("items", 2, "slides", 9, "data", 1))
    assert (span.file, span.line) == (f"{FOLDER}regnskap.csv", 2)


def test_what_has_no_place_has_that_of_what_is_around_it() -> None:
    parsed = a_meeting()
    assert parsed.span(("items", 2, "decision")) == parsed.spans["items", 2]
    assert parsed.span(("cancelled",)).line == 1


# ---- files that a meeting names ------------------------------------------------------------------------------


def test_an_item_in_its_own_file_is_an_item() -> None:
    items = sound_meeting().items
    assert [type(row) for row in items] == [Item, Heading, Item, Item, Item, Item, Item]
    assert not any(isinstance(row, FileRow) for row in items)
    own = items[5]
    assert isinstance(own, Item)
    assert own.proposal is not None
    assert own.proposal.said == (("", "Saken tas til\norientering."),)


def test_papers_bring_their_text() -> None:
    meeting = sound_meeting()
    assert meeting.introduction is not None
    assert meeting.introduction.text is not None
    assert (meeting.introduction.file, meeting.introduction.text.say("nb")[1]) == (
        "innledning.md",
        "Velkommen til møtet.",
    )
    empty = sound_meeting(files={**FILES, "innledning.md": b" \n"})
    assert empty.introduction is not None
    assert empty.introduction.text is None


def test_papers_of_items_under_items() -> None:
    text = "date: 2020-07-01\nitems:\n  - title: Saker\n    items:\n      - title: Brev\n        paper: a.md\n"
    (row,) = sound_meeting(text, {"a.md": "Bréf".encode()}).items
    assert isinstance(row, Item)
    paper = row.items[0].paper
    assert paper is not None
    assert paper.text is not None
    assert paper.text.say("nb")[1] == "Bréf"


@pytest.mark.parametrize(
    "data", ["Post;Sum\nLønn;41,0\n", "Post\tSum\nLønn\t41,0\n", '\ufeff"Post";Sum\r\n\r\n Lønn ;"41,0"\r\n']
)
def test_tables_in_files(data: str) -> None:
    row = sound_meeting(files={**FILES, "regnskap.csv": data.encode()}).items[2]
    assert isinstance(row, Item)
    table = row.slides[9]
    assert isinstance(table, Table)
    assert (table.data.head, table.data.rows) == (("Post", "Sum"), (("Lønn", "41,0"),))


def test_names_are_the_same_however_a_disk_writes_them() -> None:
    for written in ("NFC", "NFD"):
        name = unicodedata.normalize(written, "møteplan.md")
        text = f"date: 2020-07-01\nintroduction: {name}\nitems: [{{title: Sak}}]\n"
        assert a_meeting(text, {"møteplan.md": b"x"}).diagnostics == ()


def test_a_meeting_written_with_loose_marks_is_the_same_meeting() -> None:
    loose = unicodedata.normalize("NFD", MEETING.replace("plan.pdf", "tilråding møte.pdf"))
    files = {
        name: unicodedata.normalize("NFD", data.decode()).encode() for name, data in FILES.items() if name != "plan.pdf"
    }
    files |= {"kart.svg": FILES["kart.svg"], "tilråding møte.pdf": FILES["plan.pdf"]}
    parsed = a_meeting(loose, files)
    assert parsed.diagnostics == ()
    assert parsed.value == sound_meeting(MEETING.replace("plan.pdf", "tilråding møte.pdf"), files)
    assert repr(parsed.value) == unicodedata.normalize("NFC", repr(parsed.value))


def test_a_file_out_of_the_folder_is_never_read() -> None:
    class Watched(Files):
        def read(self, name: str) -> bytes:
            assert ".." not in name
            return super().read(name)

    text = MEETING.replace("sak-18.md", "../hemmelig.md").replace("regnskap.csv", "../hemmelig.csv")
    files = {**FILES, "../hemmelig.md": b"x", "../hemmelig.csv": b"a;b\n1;2\n"}
    parsed = loader.meeting(text.encode(), FILE, Watched(files))
    assert [found.code for found in parsed.diagnostics] == ["path-outside", "path-outside"]


# ---- what is not said twice ----------------------------------------------------------------------------------


def test_one_mistake_in_a_row_is_one_diagnostic() -> None:
    for old, new in (("light: yellow", "light: gul"), ("jan   |   7,0", "jan   |   syv")):
        (found,) = a_meeting(MEETING.replace(old, new)).diagnostics
        assert found.code in ("choice", "not-a-number")


def test_the_keys_that_are_offered_are_those_of_the_place() -> None:
    for old, new, known in (
        ("      - topic: Økonomi", "      - topic: Økonomi\n        xyz: 1", "topic"),
        ("  - heading: Saker til behandling", "  - heading: Saker\n    xyz: 1", "heading"),
        (
            "unanimous: yes}",
            "xyz: 1}",
            "absent_from_vote, against, blank, board, casting_vote, count, for, kind, majority, moved_by, on, over, "
            "part, roll_call, seconded_by, secret, unanimous",
        ),
    ):
        found = next(one for one in a_meeting(MEETING.replace(old, new)).diagnostics if one.code == "unknown-key")
        assert dict(found.parameters)["known"] == known


def test_a_missing_file_is_told_beside_what_is_missing_in_the_model() -> None:
    text = "date: 2020-07-01\nitems:\n  - title: A\n    slides:\n      - kind: figure\n        file: kort.svg\n"
    parsed = a_meeting(text, {"kart.svg": SVG})
    assert [(found.code, found.span.line) for found in parsed.diagnostics] == [
        ("missing-key", 5),
        ("missing-key", 5),
        ("file-missing", 6),
    ]


@pytest.mark.parametrize("other", ["[Ja]", "[]", "Ja", "{}", "{basis: {a: b}}"])
def test_what_stands_twice_as_two_sorts_of_value_is_told(other: str) -> None:
    text = f"date: 2020-07-01\nitems:\n  - title: A\n    closed: {{basis: koml. § 11-5}}\n    closed: {other}\n"
    assert "duplicate-key" in [one.code for one in a_meeting(text).diagnostics]


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ("varighet: 5", 'did you mean "duration"?'),
        ("forslag: Vedtas", 'did you mean "proposal"?'),
        ("duration: 20 min", 'did you mean "20"?'),
        ("attachments: notat.pdf", 'write "- " before each row: - file: notat.pdf'),
        ("slides: [{title: A, kind: nøkkeltall, value: 3, label: x}]", 'did you mean "key_figure"?'),
        ("day: 2020-9-2", 'did you mean "2020-09-02"?'),
        ("day: 17.09.20", 'did you mean "2020-09-17"?'),
        ("day: 2. september 2020", 'did you mean "2020-09-02"?'),
        ("day: 2. mai 2020", 'did you mean "2020-05-02"?'),
        ("day: 14 October 2020", 'did you mean "2020-10-14"?'),
        ("day: høsten 2020", "year, month, day with hyphens"),
    ],
)
def test_what_norwegian_secretaries_write_is_turned_into_what_is_meant(row: str, hint: str) -> None:
    parsed = loader.meeting(f"date: 2020-07-01\nitems:\n  - title: Sak\n    {row}\n".encode(), "m.yaml", Files())
    assert [diagnostics.hint(one) for one in parsed.diagnostics] == [hint]


def test_every_word_that_is_turned_is_turned_into_a_key_or_a_kind() -> None:
    keys = {name for shape in (Meeting, Board) for one in walk.shapes(shape) for name in meant.names(one)}
    assert set(meant.SPOKEN.values()) <= keys
    assert set(meant.SPOKEN_KINDS.values()) <= set(KINDS)


def test_a_file_that_is_no_yaml_has_that_told_and_no_guesses_at_its_texts() -> None:
    text = 'date: 2020-07-01\ntitle: "Møte: høsten\nplace: Her\nitems:\n  - title: "Sak: en"\n'
    parsed = loader.meeting(text.encode(), "m.yaml", Files())
    assert [(one.code, one.span.line) for one in parsed.diagnostics] == [("quotes", 2)]


def test_an_id_of_two_people_is_told_and_one_who_goes_on_elsewhere_is_one() -> None:
    board = "name: Styret\nmembers: [{id: a, name: leder}, {id: b, name: medlem}]\nsubstitutes: [{id: a, name: vara}]\n"
    (found,) = loader.board(board.encode(), "board.yaml", Files()).diagnostics
    assert (found.code, found.span.line, found.span.column) == ("id-repeated", 3, 20)
    assert loader.board(board.replace("vara", "leder").encode(), "board.yaml", Files()).diagnostics == ()
    twice = board.replace("id: b", "id: a")
    assert [one.code for one in loader.board(twice.encode(), "board.yaml", Files()).diagnostics] == ["id-repeated"]
