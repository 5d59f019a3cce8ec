"""The public edition has another file in the place of one that is redacted; the members' has that; nothing leaks."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from as_written import as_written
from places import PLAIN, build, contents, meetings, place, request, write
from repositories import committed
from secret_pdfs import FIRST, KINDS, SECRET, drawn, line

from akson_docs.actions import checking, dispatching
from akson_docs.actions.building import BuildResult
from akson_docs.actions.source_reader import Progress
from akson_docs.build import cache
from akson_docs.diagnostics import only_errors
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources.layout import MeetingKey

MEETING = "meetings/styret/2020-07/meeting.yaml"
BESIDE = "meetings/styret/2020-07/brev.pdf"
TREE = "styret/2020-07/"
KEY = MeetingKey("styret", "2020-07")
BEFORE = date(2020, 6, 1)


def attaching(redact: str = "", more: str = "") -> str:
    """A meeting with the letter attached."""
    row = f"    attachments:\n      - file: brev.pdf\n        title: Et brev\n{more}"
    return PLAIN.replace("    type: Godkjenning\n", "") + row + (f"        redact:\n{redact}" if redact else "")


BOX = "{page: 1, left: x, top: 1, width: 1, height: 1}"
COVERED = f"          withheld: offl. § 13\n          phrases: [{SECRET}]\n"
MORE = f"          withheld: offl. § 13\n          phrases: [{SECRET}, Andre linje]\n"


def archive(root: Path, text: str, data: bytes = KINDS["tagged"]) -> Path:
    return place(root, {**meetings({"2020-07/meeting.yaml": text}), "styret/2020-07/brev.pdf": data})


def edited(root: Path, text: str, today: date = BEFORE) -> BuildResult:
    write(root / MEETING, text)
    return build(root, today=today)


def says(data: bytes) -> str:
    """What a file says: the text of a PDF, all that its bytes are otherwise."""
    if not data.startswith(b"%PDF"):
        return data.decode("latin-1")
    opened = pypdfium2.PdfDocument(data)
    said = "".join(page.get_textpage().get_text_range() for page in opened)
    with pikepdf.open(io.BytesIO(data)) as held:
        return said + " ".join(str(one) for one in held.docinfo.values()) + str(held.Root.get("/StructTreeRoot"))


def leaking(tree: Path) -> list[str]:
    return [name for name, data in contents(tree).items() if FIRST in says(data)]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = archive(tmp_path_factory.mktemp("archive"), attaching(COVERED))
    assert only_errors(build(made, today=BEFORE).diagnostics) == ()
    assert only_errors(build(made, "members", today=BEFORE).diagnostics) == ()
    return made


def test_the_public_site_has_the_words_nowhere_and_the_members_have_the_original(root: Path) -> None:
    tree = root / "output/site"
    assert leaking(tree) == []
    assert [path.name for path in (tree / TREE / "attachments").iterdir()] == ["brev-redacted.pdf"]
    members = root / "output/members" / TREE
    assert (members / "attachments/brev.pdf").read_bytes() == KINDS["tagged"]
    assert SECRET in says((members / "papers.pdf").read_bytes())


def test_pages_papers_and_data_say_that_it_is_redacted_and_on_what_basis(root: Path) -> None:
    tree, members = root / "output/site" / TREE, root / "output/members" / TREE
    assert "Sladdet, jf. offl. § 13" in as_written((tree / "index.html").read_text("utf-8"))
    assert "brev-redacted.pdf" in as_written((tree / "index.html").read_text("utf-8"))
    assert "Sladdet for offentligheten, jf. offl. § 13" in as_written((members / "index.html").read_text("utf-8"))
    for name in ("agenda.pdf", "papers.pdf"):
        assert "Sladdet, jf. offl. § 13" in says((tree / name).read_bytes()).replace("\xa0", " ").replace("\r\n", " ")
    (attached,) = json.loads((tree / "meeting.json").read_bytes())["items"][0]["attachments"]
    assert attached["file"] == "brev-redacted.pdf"
    assert attached["redact"] == {"withheld": "offl. § 13"}


def test_the_collected_papers_hold_the_public_file_and_its_words(root: Path) -> None:
    said = says((root / "output/site" / TREE / "papers.pdf").read_bytes())
    assert "Andre linje er for alle." in said.replace("\r\n", " ")
    assert "[offl. § 13]" in as_written(said)


def test_nothing_is_made_again_where_nothing_changed(root: Path) -> None:
    assert build(root, today=BEFORE).written == 0


def test_the_original_is_not_kept_for_what_is_published(root: Path) -> None:
    made = cache.ledger(str(root / ".akson"), "public")
    assert [path for path in made if "attachments/" in path] == [f"{TREE}attachments/brev-redacted.pdf"]


def test_a_meeting_that_cannot_be_redacted_any_more_stays_as_it_was_where_the_rest_is_built(tmp_path: Path) -> None:
    archive(tmp_path, attaching(COVERED))
    assert build(tmp_path, today=BEFORE).done
    before = contents(tmp_path / "output/site" / TREE)
    write(tmp_path / MEETING, attaching(MORE.replace("Andre linje", "Ingen steder")))
    shutil.rmtree(tmp_path / ".akson/store")
    assert build(tmp_path, today=BEFORE, keep_going=True).done
    assert contents(tmp_path / "output/site" / TREE) == before


def test_what_cannot_be_redacted_keeps_the_meeting_back_and_says_no_word_of_it(tmp_path: Path) -> None:
    archive(tmp_path, attaching(COVERED), drawn(line(30, 250, "Andre ord.")))
    found = build(tmp_path)
    (error,) = only_errors(found.diagnostics)
    assert (error.code, error.span.file, error.span.line) == ("redact-not-found", MEETING, 13)
    assert not (tmp_path / "output").exists()
    assert [one.code for one in only_errors(checking.check(request(tmp_path)))] == ["redact-not-found"]
    # What is remembered is told at its line as it is now.
    again = edited(tmp_path, "# En linje til\n" + attaching(COVERED))
    assert [one.span.line for one in only_errors(again.diagnostics)] == [14]
    assert SECRET not in str(again.diagnostics)


@pytest.mark.usefixtures("own_processes")  # one paper lies at two addresses, each made by itself
def test_whoever_redacts_what_was_sent_withdraws_it(tmp_path: Path) -> None:
    archive(tmp_path, attaching())
    with WorkerPool(1) as pool:
        kept = dispatching.keep(request(tmp_path, today=BEFORE), pool, KEY, ("members",), Progress())
        assert kept.dispatch is not None
        assert build(tmp_path, today=BEFORE).done
        tree = tmp_path / "output/site"
        assert f"{TREE}attachments/brev.pdf" in leaking(tree)
        told = [one.code for one in edited(tmp_path, attaching(COVERED)).diagnostics]
        assert {"dispatch-withdrawn", "was-public", "address-gone"} <= {*told}
        assert leaking(tree) == []


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (attaching(COVERED, "        withheld: offl. § 13\n"), "redact-withheld", 13),
        (attaching("          withheld: offl. § 13\n"), "redact-nothing", 12),
        (attaching("          phrases: [ord]\n"), "redact-basis", 12),
        (attaching("          phrases: [ord]\n          withheld: offl. § 13\n"), "withheld-late", 13),
        (attaching("          withheld: offl. § 13\n          phrases: ['--']\n"), "phrase-blank", 13),
        (
            attaching(
                "          withheld: offl. § 13\n          boxes: [{page: 1, left: x, top: 1, width: 1, height: 1}]\n"
            ),
            "measure-form",
            13,
        ),
        (attaching(COVERED).replace("brev.pdf", "brev.txt"), "redact-kind", 12),
        (attaching(COVERED).replace("Et brev", SECRET), "redact-told", 13),
    ],
)
def test_what_is_written_wrong_is_told_at_its_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    archive(tmp_path, text)
    write(tmp_path / BESIDE.replace(".pdf", ".txt"), "x")
    errors = only_errors(checking.check(request(tmp_path)))
    assert (code, line) in [(one.code, one.span.line) for one in errors]


def test_a_file_that_has_the_public_files_name_and_another_redaction_of_the_same_are_refused(tmp_path: Path) -> None:
    twice = attaching(COVERED) + "      - file: brev.pdf\n        redact:\n" + MORE
    archive(tmp_path, twice)
    write(tmp_path / BESIDE.replace("brev", "brev-redacted"), KINDS["text"])
    assert {one.code for one in only_errors(checking.check(request(tmp_path)))} >= {
        "redact-taken",
        "redact-twice",
    }


def test_the_same_file_attached_as_it_is_elsewhere_is_told(tmp_path: Path) -> None:
    archive(tmp_path, attaching(COVERED) + "      - file: kopi.pdf\n")
    write(tmp_path / BESIDE.replace("brev", "kopi"), KINDS["tagged"])
    assert "file-withheld-elsewhere" in {one.code for one in checking.check(request(tmp_path))}


def test_what_is_redacted_in_a_file_and_said_beside_it_is_told(tmp_path: Path) -> None:
    text = attaching(COVERED).replace("Styret godkjenner innkallingen.", f"{SECRET.upper()}s sak godkjennes.")
    archive(tmp_path, text)
    found = [one for one in checking.check(request(tmp_path)) if one.code == "redact-said"]
    assert [(one.severity, one.span.line) for one in found] == [("warning", 7)]
    assert SECRET not in str(found)


def test_a_public_repository_must_not_hold_what_is_redacted(tmp_path: Path) -> None:
    beside = {"2020-07/brev.pdf": KINDS["tagged"]}
    committed(tmp_path, meetings({"2020-07/meeting.yaml": attaching(COVERED), **beside}))
    found = checking.check(request(tmp_path), audience="public")
    (told,) = [one for one in found if one.code == "repository-public" and one.span.file == MEETING]
    assert "redact" in str(dict(told.parameters)["what"]).split(", ")
    committed(tmp_path, meetings({"2020-07/meeting.yaml": PLAIN}))
    past = checking.check(request(tmp_path), audience="public")
    assert (MEETING, "redact, withheld") in [(one.span.file, dict(one.parameters).get("what")) for one in past]
