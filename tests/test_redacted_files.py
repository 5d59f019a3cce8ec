"""The public edition has another file in the place of one that is redacted; the members' has that; nothing leaks."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from as_written import as_written
from PIL import Image, PngImagePlugin
from places import PLAIN, build, contents, meetings, place, request, write
from repositories import committed
from secret_pdfs import FIRST, KINDS, LAST, SECRET, drawn, files, line, locked, scan

from akson_docs import diagnostics
from akson_docs.actions import checking, dispatching
from akson_docs.actions.building import BuildResult
from akson_docs.actions.source_reader import Progress
from akson_docs.build import cache
from akson_docs.diagnostics import message, only_errors
from akson_docs.pdf.blackout import proof
from akson_docs.pdf.workers import WorkerPool
from akson_docs.rules.scan import file_sketches
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
PLACES = "          withheld: offl. § 13\n          boxes: [{page: 1, left: 0, top: 0, width: 90, height: 90}]\n"
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


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No program reads the pictures again: that takes longer than all else."""
    monkeypatch.setattr(proof, "read_again", lambda picture: "")


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


@pytest.mark.usefixtures("own_processes")  # one paper lies at two addresses, each made by itself
def test_what_was_sent_and_says_what_is_redacted_now_is_withdrawn(tmp_path: Path) -> None:
    said = f"Styret viser til {SECRET}."
    let_be = attaching(COVERED.replace(f"[{SECRET}]", f"[{{text: {SECRET}, also_said: yes}}]"))
    archive(tmp_path, let_be.replace("Styret godkjenner innkallingen.", said))
    with WorkerPool(1) as pool:
        kept = dispatching.keep(request(tmp_path, today=BEFORE), pool, KEY, ("members",), Progress())
        assert kept.dispatch is not None
        assert build(tmp_path, today=BEFORE).done
        assert f"{TREE}agenda.pdf" in leaking(tmp_path / "output/site")
        told = [one.code for one in edited(tmp_path, attaching(COVERED)).diagnostics]
        assert "dispatch-withdrawn" in told
        assert leaking(tmp_path / "output/site") == []


def test_a_scan_that_is_redacted_by_boxes_alone_may_say_what_another_file_must_not(tmp_path: Path) -> None:
    boxes = "          withheld: offl. § 13\n          boxes: [{page: 1, left: 0, top: 0, width: 9, height: 9}]\n"
    archive(tmp_path, attaching(COVERED) + "      - file: skann.pdf\n        title: Skann\n        redact:\n" + boxes)
    write(tmp_path / f"meetings/{TREE}skann.pdf", scan())
    told = [(one.code, one.span.line) for one in checking.check(request(tmp_path))]
    assert ("redact-unsearched", 14) in told


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


@pytest.mark.parametrize(
    "redact",
    [
        "          withheld: offl. § 13\n          fraser: [x]\n          Kari Eksempel: y\n",
        "          withheld: offl. § 13\n          phrases:\n            Kari Eksempel: y\n",
        "          withheld: offl. § 13\n          phrases: Kari Eksempel\n",
        "          withheld: offl. § 13\n          phrases: [{tekst: x, Kari Eksempel: y}]\n",
        "          withheld: offl. § 13\n          phrases: [{text: Kari Eksempel, also_said: Kari Eksempel}]\n",
        "          withheld: offl. § 13\n          checked: [Kari Eksempel]\n          phrases: [x]\n",
        "          withheld: offl. § 13\n          boxes: [Kari Eksempel]\n",
        "          withheld: offl. § 13\n          boxes: [{page: Kari Eksempel, left: 1}]\n",
        "          withheld: offl. § 13\n          phrases: [Kari Eksempel\n",
        '          withheld: offl. § 13\n          phrases: ["Kari Eksempel]\n',
        "          withheld: offl. § 13\n          phrases:\n            - Kari Eksempel: {\n",
        "          withheld: offl. § 13\n          Kari Eksempel: a\n          Kari Eksempel: b\n",
        "          withheld: offl. § 13\n          phrases: [x]\n          *Kari Eksempel*\n",
        "          Kari Eksempel: [x]\n          withheld: offl. § 13\n",
        "          - Kari Eksempel\n",
        "          Kari Eksempel\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["redact", "redakt", "Sladdet"])
def test_no_message_repeats_what_stands_under_redact(tmp_path: Path, redact: str, key: str) -> None:
    archive(tmp_path, attaching(redact).replace("redact:", f"{key}:"))
    found = checking.check(request(tmp_path))
    assert only_errors(found)
    assert "ksempel" not in "".join(map(diagnostics.line, found)), [diagnostics.line(one) for one in found]


def test_a_file_that_has_the_public_files_name_and_another_redaction_of_the_same_are_refused(tmp_path: Path) -> None:
    twice = attaching(COVERED) + "      - file: brev.pdf\n        redact:\n" + MORE
    archive(tmp_path, twice)
    write(tmp_path / BESIDE.replace("brev", "brev-redacted"), KINDS["text"])
    assert {one.code for one in only_errors(checking.check(request(tmp_path)))} >= {
        "redact-taken",
        "redact-twice",
    }


def picture_that_says() -> bytes:
    """A picture whose properties say the words."""
    held = io.BytesIO()
    noted = PngImagePlugin.PngInfo()
    noted.add_text("Title", f"Brev til {SECRET}")
    Image.new("L", (40, 40), 255).save(held, "PNG", pnginfo=noted)
    return held.getvalue()


def saved_again(data: bytes) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(held, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return held.getvalue()


def docx(runs: str) -> bytes:
    held = io.BytesIO()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", f"<w:document {space}><w:body><w:p>{runs}</w:p></w:body></w:document>")
    return held.getvalue()


SVG = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"'
BESIDE_IT = {
    "a copy that was saved again": ("kopi.pdf", saved_again(KINDS["text"]), "page 1 of the file that"),
    "a letter with the words in columns": ("annet.pdf", KINDS["in columns"], "page 1 of the file that"),
    "the properties of a PDF": ("annet.pdf", drawn(line(30, 250, "Andre ord."), files), "the file that"),
    "a table": ("liste.csv", f"navn;by\n{SECRET};Hamar\n".encode(), "the file that"),
    "a table with the name in two cells": ("liste.csv", f"{FIRST};{LAST}\n".encode(), "the file that"),
    "a text over two lines": ("notat.txt", f"Om {FIRST}\n{LAST}".encode(), "the file that"),
    "a drawing": ("a.svg", f"<svg {SVG}><title>{SECRET}</title></svg>".encode(), "the file that"),
    "a picture": ("bilde.png", picture_that_says(), "the file that"),
    "a document": ("notat.docx", docx(f"<w:r><w:t>{FIRST} </w:t></w:r><w:r><w:t>{LAST}</w:t></w:r>"), "the file that"),
    "the name of a file": ("notat_kari_eksempel.txt", b"x", "meeting.yaml:14"),
}  # fmt: skip


@pytest.mark.parametrize("what", BESIDE_IT)
def test_what_is_redacted_in_one_file_is_told_where_another_says_it(tmp_path: Path, what: str) -> None:
    name, data, said = BESIDE_IT[what]
    archive(tmp_path, attaching(COVERED) + f"      - file: {name}\n        title: Vedlegg\n", KINDS["text"])
    write(tmp_path / f"meetings/{TREE}{name}", data)
    found = [one for one in checking.check(request(tmp_path)) if one.code == "redact-said"]
    assert {(one.severity, one.span.line) for one in found} == {("error", 13)}, found
    assert said in message(found[0])
    assert "ksempel" not in "".join(map(diagnostics.line, found))
    accepted = attaching(COVERED.replace(f"[{SECRET}]", f"[{{text: {SECRET}, also_said: yes}}]"))
    write(tmp_path / MEETING, f"{accepted}      - file: {name}\n        title: Vedlegg\n")
    assert "redact-said" not in {one.code for one in checking.check(request(tmp_path))}


@pytest.mark.parametrize(
    ("text", "beside", "where"),
    [
        (attaching(COVERED).replace("Styret godkjenner innkallingen.", f"{SECRET.upper()}s sak."), {}, f"{MEETING}:7:"),
        (attaching(COVERED) + "    paper: sak.md\n", {"sak.md": f"# Sak\n\nOm {FIRST}\n{LAST}.\n"}, f"{TREE}sak.md:3:"),
        (
            attaching(COVERED) + "    slides:\n      - kind: figure\n        file: a.png\n        title: En figur\n"
            f"        alt: Et bilde av {SECRET}\n",
            {"a.png": picture_that_says().replace(SECRET.encode(), b"x" * len(SECRET))},
            f"{MEETING}:18:",
        ),
        (
            attaching(COVERED) + "    slides:\n      - {kind: table, title: T, data: t.csv}\n",
            {"t.csv": f"Hvem,Hva\n{FIRST} {LAST},Sak\n"},
            f"{TREE}t.csv:2:",
        ),
        (
            attaching(COVERED) + "    slides:\n      - {kind: table, title: T, data: t.csv}\n",
            {"t.csv": f"Hvem,Hva\n{FIRST},\n{LAST},Sak\n"},
            f"{MEETING}:15:",
        ),
        (
            attaching(COVERED) + "    paper: sak.md\n",
            {"sak.md": f"# Sak\n\n| Hva | Hvem |\n|---|---|\n| Sak | {FIRST} |\n| {LAST} | Sak |\n"},
            f"{TREE}sak.md:1:",
        ),
        (attaching(COVERED), {"../board.yaml": f"name: Styret til {SECRET}\n"}, "board.yaml:1:"),
        (attaching(COVERED).replace("    duration", f"    discussion: {SECRET} gikk.\n    duration"), {}, MEETING),
    ],
    ids=[
        "a proposal", "a case paper", "an alternative text", "a table", "two rows of a table that follow each other",
        "two rows of a table in a text", "the board", "minutes that are not out",
    ],
)  # fmt: skip
def test_what_is_redacted_in_a_file_is_told_where_the_meeting_says_it(
    tmp_path: Path, text: str, beside: dict[str, str | bytes], where: str
) -> None:
    archive(tmp_path, text)
    for name, data in beside.items():
        write(tmp_path / f"meetings/{TREE}{name}", data)
    found = [one for one in checking.check(request(tmp_path)) if one.code == "redact-said"]
    assert [one.severity for one in found] == ["error"] * len(found)
    assert any(where in message(one) for one in found), found
    assert "ksempel" not in "".join(map(diagnostics.line, found))


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}&nbsp;{LAST}",
        f"&#75;{FIRST[1:]} {LAST}",
        f"[{FIRST}](https://example.org) {LAST}",
        f"[{FIRST}][a] {LAST}\n\n[a]: https://example.org",
        f"~~{FIRST}~~ {LAST}",
        f"{FIRST}\\\n{LAST}",
        f"{FIRST[:2]}\\_{FIRST[2:]} {LAST}",
        f"[skriv](mailto:x@example.org?subject={FIRST}%20{LAST})",
    ],
)
def test_it_is_told_however_a_text_is_marked_up(tmp_path: Path, text: str) -> None:
    archive(tmp_path, attaching(COVERED) + "    paper: sak.md\n")
    write(tmp_path / f"meetings/{TREE}sak.md", f"# Sak\n\nOm {text}\n")
    found = [one for one in checking.check(request(tmp_path)) if one.code == "redact-said"]
    assert [(one.severity, one.span.file) for one in found] == [("error", MEETING)]
    assert f"{TREE}sak.md:" in message(found[0])


def test_words_under_each_other_in_a_table_are_said_of_two_things_by_the_sources_and_by_the_papers(
    tmp_path: Path,
) -> None:
    rows = ((FIRST, "leder"), (LAST, "medlem"))
    archive(
        tmp_path,
        attaching(COVERED) + "    paper: sak.md\n    slides:\n      - {kind: table, title: T, data: t.csv}\n",
        KINDS["text"],
    )
    table = "".join(f"| {' | '.join(row)} |\n" for row in (("Navn", "Rolle"), ("---", "---"), *rows))
    write(tmp_path / f"meetings/{TREE}sak.md", f"# Sak\n\n{table}")
    write(tmp_path / f"meetings/{TREE}t.csv", "".join(f"{','.join(row)}\n" for row in (("Navn", "Rolle"), *rows)))
    assert only_errors(build(tmp_path, today=BEFORE).diagnostics) == ()


def test_a_finished_paper_is_searched_as_well_for_words_come_together_there(tmp_path: Path) -> None:
    text = attaching(COVERED.replace(SECRET, "17/20 Godkjenning"))
    archive(tmp_path, text, drawn(line(30, 250, "Se sak 17/20 Godkjenning i dag.")))
    told = [one for one in build(tmp_path, today=BEFORE).diagnostics if one.code == "redact-said"]
    assert {(one.severity, one.span.line) for one in told} == {("error", 13)}
    assert not (tmp_path / "output/site" / TREE / "agenda.pdf").exists()


def test_a_file_with_a_password_is_told_as_such_be_it_redacted_or_beside_one(tmp_path: Path) -> None:
    more = "      - {file: annet.pdf, title: Annet}\n"
    root = archive(tmp_path, attaching(COVERED) + more, locked(KINDS["text"]))
    write(root / "meetings/styret/2020-07/annet.pdf", locked(drawn(line(30, 250, "Annet"))))
    assert {one.code for one in only_errors(build(root, today=BEFORE).diagnostics)} == {"attachment-password"}


def test_a_file_that_cannot_be_searched_for_it_is_told(tmp_path: Path) -> None:
    archive(tmp_path, attaching(COVERED) + "      - file: film.mp4\n        title: Film\n")
    write(tmp_path / f"meetings/{TREE}film.mp4", b"\0\0\0 ftypisom")
    told = [(one.code, one.span.line) for one in checking.check(request(tmp_path))]
    assert ("redact-unsearched", 14) in told
    assert ("redact-unsearched", 10) not in told


@pytest.mark.parametrize(("folder", "covered"), [("2020-07", PLACES), ("2020-09", COVERED)])
def test_the_original_is_published_nowhere_else_under_whatever_name(tmp_path: Path, folder: str, covered: str) -> None:
    both = {
        "2020-07/meeting.yaml": attaching(covered),
        "2020-09/meeting.yaml": PLAIN.replace("2020-07-01", "2020-09-01"),
    }
    row = "    attachments:\n" if folder == "2020-09" else ""
    both[f"{folder}/meeting.yaml"] += f"{row}      - file: kopi.pdf\n        title: Kopi\n"
    place(
        tmp_path,
        {**meetings(both), "styret/2020-07/brev.pdf": KINDS["tagged"], f"styret/{folder}/kopi.pdf": KINDS["tagged"]},
    )
    found = [one for one in checking.check(request(tmp_path)) if one.code == "redact-original"]
    assert [(one.severity, one.span.file) for one in found] == [("error", f"meetings/styret/{folder}/meeting.yaml")]
    assert build(tmp_path, today=BEFORE, keep_going=True).done
    assert leaking(tmp_path / "output/site") == []


LONG = "".join(
    line(30, 250 - 14 * row, f"Linje {row} i saken om lokaler, med noe som er for alle.") for row in range(9)
)
ANOTHER: dict[str, tuple[bytes, str, str, str]] = {
    "another version": (drawn(LONG + line(30, 30, f"Utkast 2 til {SECRET}")), "redact-original", "error", "09"),
    "another file": (drawn(line(30, 250, f"Et annet brev som nevner {SECRET} her.")), "redact-other-meeting",
                     "warning", "07"),
    "over two lines": (drawn(line(30, 250, f"Brev om {FIRST}") + line(30, 236, f"{LAST} og andre")),
                       "redact-other-meeting", "warning", "07"),
    "none of it": (drawn(LONG + line(30, 30, "Utkast 2")), "", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("what", ANOTHER)
def test_what_is_redacted_is_told_where_a_file_of_another_meeting_says_it(tmp_path: Path, what: str) -> None:
    data, code, severity, month = ANOTHER[what]
    other = PLAIN.replace("2020-07-01", "2020-09-01").replace("    type: Godkjenning\n", "")
    row = "    attachments:\n      - {file: utkast.pdf, title: Utkast}\n"
    both = {"2020-07/meeting.yaml": attaching(COVERED), "2020-09/meeting.yaml": other + row}
    letters = {
        "styret/2020-07/brev.pdf": drawn(LONG + line(30, 30, f"Til {SECRET}")),
        "styret/2020-09/utkast.pdf": data,
    }
    place(tmp_path, {**meetings(both), **letters})

    def found() -> list[tuple[str, str, str]]:
        told = checking.check(request(tmp_path))
        assert "ksempel" not in "".join(map(diagnostics.line, told))
        return [(one.code, one.severity, one.span.file) for one in told if one.code.startswith("redact-o")]

    expected = [(code, severity, f"meetings/styret/2020-{month}/meeting.yaml")] if code else []
    assert found() == expected
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(file_sketches, "of_file", lambda name, data: 1 / 0)  # what is known is not read again
        assert found() == expected
    assert build(tmp_path, today=BEFORE, keep_going=True).done
    assert (tmp_path / "output/site/styret/2020-09/index.html").exists() == (severity != "error")
    accepted = COVERED.replace(f"[{SECRET}]", f"[{{text: {SECRET}, also_said: yes}}]")
    write(tmp_path / MEETING, attaching(accepted))
    assert found() == []


def test_a_public_repository_must_not_hold_what_is_redacted(tmp_path: Path) -> None:
    beside = {"2020-07/brev.pdf": KINDS["tagged"]}
    committed(tmp_path, meetings({"2020-07/meeting.yaml": attaching(COVERED), **beside}))
    found = checking.check(request(tmp_path), audience="public")
    (told,) = [one for one in found if one.code == "repository-public" and one.span.file == MEETING]
    assert "redact" in str(dict(told.parameters)["what"]).split(", ")
    committed(tmp_path, meetings({"2020-07/meeting.yaml": PLAIN}))
    past = checking.check(request(tmp_path), audience="public")
    assert (MEETING, "redact, withheld") in [(one.span.file, dict(one.parameters).get("what")) for one in past]
