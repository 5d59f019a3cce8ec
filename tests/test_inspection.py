"""What check says of the sources is what a build would say of them: of files, of signs, of all that is broken."""

from __future__ import annotations

import io
import itertools
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pikepdf
import pytest
from archives import BOARD as FULL_BOARD
from archives import FILES, ITEM, SITE
from PIL import Image
from places import PLAIN, build, meetings, place, request, write
from test_breakages import MEETING_BREAKS, OTHER_BREAKS, broken

from akson_docs.actions import building, checking
from akson_docs.actions.source_reader import Progress
from akson_docs.diagnostics import Diagnostic, line, message
from akson_docs.pdf.attachments import inspection
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import history, loader, snapshots, stray_files


def pdf(**saved: Any) -> bytes:
    made, held = pikepdf.new(), io.BytesIO()
    made.add_blank_page(page_size=(200, 200))
    made.save(held, **saved)
    return held.getvalue()


def giant() -> bytes:
    made, held = pikepdf.new(), io.BytesIO()
    made.add_blank_page(page_size=(200, 200))
    made.pages[0].MediaBox = pikepdf.Array([0, 0, 2, 200])
    made.save(held)
    return held.getvalue()


def pageless() -> bytes:
    made, held = pikepdf.new(), io.BytesIO()
    made.save(held)
    return held.getvalue()


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return held.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def half() -> bytes:
    held = io.BytesIO()
    Image.linear_gradient("L").rotate(30).save(held, "JPEG")
    return held.getvalue()[: len(held.getvalue()) // 2]


def png(*more: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    pixels = zlib.compress(b"\0\1\2\3\4")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), *more[:1], chunk(b"IDAT", pixels), *more[1:], chunk(b"IEND", b""))
    )


# A picture that says that it moves, and whose second frame is none: its head is sound, its pixels cannot be had.
MOVING = png(chunk(b"acTL", struct.pack(">II", 2, 0)), chunk(b"fdAT", struct.pack(">I", 7) + zlib.compress(b"\0")))
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

ATTACHED: tuple[tuple[str, str, bytes, str], ...] = (
    ("an empty PDF", "v.pdf", b"", "attachment-blank"),
    ("a Word file called PDF", "v.pdf", zipped("word/document.xml"), "attachment-broken"),
    ("a text called PDF", "V.PDF", b"Hei", "attachment-broken"),
    ("a PDF cut off", "v.pdf", pdf()[:60], "attachment-broken"),
    ("a PDF without pages", "v.pdf", pageless(), "attachment-empty"),
    ("a PDF of no width", "v.pdf", giant(), "attachment-page-size"),
    ("a PDF with a password", "v.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "attachment-password"),
    ("a picture that breaks off", "v.jpg", half(), "not-a-picture"),
)
ONLY_SAID: tuple[tuple[str, str, bytes, str], ...] = (
    ("an empty text", "v.txt", b"", "attachment-blank"),
    ("an empty Word file", "v.docx", b"", "attachment-blank"),
    ("a text called docx", "v.docx", b"Hei", "attachment-kind"),
    ("a PDF called docx", "v.docx", pdf(), "attachment-kind"),
    ("a spreadsheet called docx", "v.docx", zipped("xl/workbook.xml"), "attachment-kind"),
    ("a docx cut off", "v.docx", zipped("word/document.xml")[:-30], "attachment-kind"),
    ("a docx with a password", "v.DOCX", OLD_OFFICE, "attachment-password"),
    ("a zip called odt", "v.odt", zipped("a.txt"), "attachment-kind"),
)
SOUND: tuple[tuple[str, bytes], ...] = (
    ("v.pdf", pdf()),
    ("v.png", png()),
    ("v.docx", zipped("[Content_Types].xml", "word/document.xml")),
    ("v.ods", zipped("mimetype", "content.xml")),
    ("v.doc", OLD_OFFICE),
    ("v.txt", b"x"),
    ("v.zip", zipped("a")),
)


WITHHELD = "        withheld: offl. § 13\n        public_title: Unntatt\n"


def attaching(name: str, more: str = "") -> str:
    return PLAIN + f"    attachments:\n      - file: {name}\n{more}"


def errors(found: tuple[Diagnostic, ...]) -> list[tuple[str, str, int]]:
    return [(one.code, one.span.file, one.span.line) for one in found if one.severity == "error"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return place(tmp_path_factory.mktemp("archive"), meetings({"2020-07/meeting.yaml": PLAIN}))


MEETING = "meetings/styret/2020-07/meeting.yaml"


def told(root: Path, text: str, files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    write(root / MEETING, text)
    for name, data in files.items():
        write(root / MEETING.replace("meeting.yaml", name), data)
    return checking.check(request(root))


def said(root: Path) -> set[tuple[str, str]]:
    """What is said of an archive, but for the files that lie there from before."""
    return {(one.code, message(one)) for one in checking.check(request(root)) if one.code not in stray_files.CODES}


@pytest.mark.parametrize(
    "more", ["", "        withheld: offl. § 13\n        public_title: Unntatt\n"], ids=["open", "withheld"]
)
@pytest.mark.parametrize(("name", "data", "code"), [row[1:] for row in ATTACHED + ONLY_SAID], ids=lambda one: None)
def test_a_file_that_is_not_what_its_name_says_is_told_at_its_line(
    root: Path, name: str, data: bytes, code: str, more: str
) -> None:
    found = told(root, attaching(name, more), {name: data})
    (one,) = (one for one in found if one.severity != "note" and one.code not in stray_files.CODES)
    assert (one.code, one.span.file, one.span.line) == (code, MEETING, 10)
    # What papers take in stops them; an office file is published beside them.
    office = name.lower().endswith(("docx", "odt")) and data
    assert one.severity == ("warning" if office else "error")
    assert name in message(one)
    assert message(one) != message(one, "nb")
    assert "{" not in line(one) + line(one, "nb")


@pytest.mark.parametrize(("name", "data"), SOUND)
def test_a_file_that_is_what_its_name_says_is_sound(root: Path, name: str, data: bytes) -> None:
    assert errors(told(root, attaching(name), {name: data})) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", '"v.pdf" has nothing in it; save it again'),
        (
            zipped("word/document.xml"),
            '"v.pdf" is a Word document with a wrong name; open it in Word and save it as PDF',
        ),
        (zipped("xl/workbook.xml"), '"v.pdf" is an Excel document with a wrong name; open it in Excel'),
        (zipped("ppt/slides/slide1.xml"), '"v.pdf" is a PowerPoint document with a wrong name'),
        (zipped("mimetype", "content.xml"), '"v.pdf" is a LibreOffice document with a wrong name'),
        (OLD_OFFICE, '"v.pdf" is an Office document with a wrong name'),
        (zipped("a.txt"), '"v.pdf" is not a PDF'),
        (b"PK\x03\x04", '"v.pdf" is not a PDF'),
    ],
)
def test_what_a_file_that_is_called_pdf_is_instead_is_told(root: Path, data: bytes, said: str) -> None:
    (one,) = (one for one in told(root, attaching("v.pdf"), {"v.pdf": data}) if one.severity == "error")
    assert said in line(one)


SEVERAL = """\
    attachments:
      - {file: tom.pdf, title: Tom}
      - {file: brev.pdf, title: Brev}
%s
"""


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("      - {file: mangler.pdf, title: Mangler}", "file-missing"),
        ("      - {file: bilde.jpg, title: Bilde}", "picture-format"),
        ("      - {file: brev.pdf, titel: Feil nøkkel}", "unknown-key"),
        ("    type: Slikt finnes ikke", "duplicate-key"),
        ("    duration: lenge", "duration"),
        ("    slides: [{kind: figure, file: mangler.png, title: A, alt: Et bilde av noe}]", "file-missing"),
    ],
)
def test_all_broken_files_are_told_at_once_whatever_else_is_wrong(root: Path, more: str, code: str) -> None:
    files = {"tom.pdf": b"", "brev.pdf": zipped("word/document.xml"), "bilde.jpg": png()}
    found = errors(told(root, PLAIN + SEVERAL % more, files))
    assert [one for one in found if one[0].startswith("attachment-")][:2] == [
        ("attachment-blank", MEETING, 10),
        ("attachment-broken", MEETING, 11),
    ]
    assert len(found) > 2, code
    # Nothing is told twice.
    assert len(set(found)) == len(found)


def test_a_file_that_is_not_searched_is_noted_whatever_was_seen_before(root: Path) -> None:
    """What a file is looked into as goes by its name: the same bytes under two names are two files."""
    names, both = ("v.docx", "v.pdf"), zipped("word/document.xml")
    alone = {}
    for name in names:
        write(root / MEETING, attaching(name))
        write(root / MEETING.replace("meeting.yaml", name), both)
        alone[name] = said(root)
    for order in (names, names[::-1]):
        for name in order:
            build(root)  # remembers
            write(root / MEETING, attaching(name))
            assert said(root) == alone[name]
    assert alone["v.pdf"] != alone["v.docx"]


def test_an_unfinished_merge_in_an_attached_text_is_told_at_its_line_there(root: Path) -> None:
    found = told(root, attaching("v.csv"), {"v.csv": b"a;b\n<<<<<<< x\n1;2\n=======\n2;3\n>>>>>>> y\n"})
    assert errors(found) == [("conflict-marker", MEETING.replace("meeting.yaml", "v.csv"), 2)]


def test_a_picture_of_a_slide_is_looked_into_too(root: Path) -> None:
    text = PLAIN + "    slides:\n      - {kind: figure, title: A, file: v.png, alt: Et bilde av noe}\n"
    assert errors(told(root, text, {"v.png": MOVING})) == [("picture-moves", MEETING, 10)]


def test_a_file_is_looked_into_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root / MEETING.replace("meeting.yaml", "v.pdf"), b"Hei")
    snapshot = snapshots.scan(str(root))
    digests = {path: snapshot.digest(path) for path in snapshot.files}

    def looked(text: str, known: inspection.FileFindings) -> tuple[tuple[Diagnostic, ...], inspection.FileFindings]:
        parsed = loader.meeting(text.encode(), MEETING, snapshot.folder("meetings/styret/2020-07"), "nb")
        return inspection.problems(parsed, snapshot, digests, known)

    first, seen = looked(attaching("v.pdf"), {})
    monkeypatch.setattr(inspection, "look", lambda file, name: pytest.fail("looked into again"))
    # It is told where the file is named now.
    again, kept = looked("# kommentar\n" + attaching("v.pdf"), seen)
    assert kept == seen
    assert [replace(one, span=replace(one.span, line=0, end_line=0)) for one in again] == [
        replace(one, span=replace(one.span, line=0, end_line=0)) for one in first
    ]
    assert again[0].span.line == first[0].span.line + 1
    assert looked(PLAIN, seen) == ((), {})


def test_what_is_remembered_is_what_was_seen(root: Path) -> None:
    told(root, attaching("v.pdf"), {"v.pdf": b"Hei"})
    build(root)
    found = checking.check(request(root))
    assert errors(found) == [("attachment-broken", MEETING, 10)]
    write(root / MEETING.replace("meeting.yaml", "v.pdf"), pdf())
    assert errors(checking.check(request(root))) == []


# ---- check and build agree -----------------------------------------------------------------------------------


def test_check_refuses_every_file_that_a_build_refuses(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"site.yaml": SITE, "logo.svg": FILES["kart.svg"]}
    rows = [row for row in MEETING_BREAKS + OTHER_BREAKS if row.file in ("meeting.yaml", "sak-23.yaml")]
    for number, row in enumerate(rows):
        text = broken(row)[0]
        files[f"b{number}/board.yaml"] = FULL_BOARD
        held = {**FILES, "sak-23.yaml": ITEM.encode(), "meeting.yaml": text.encode()}
        if row.file != "meeting.yaml":
            held |= {row.file: text.encode(), "meeting.yaml": MEETING_OF_FILES.encode()}
        files |= {f"b{number}/2020-04/{name}": data for name, data in held.items()}
    root = place(tmp_path, files)
    with WorkerPool(1) as pool:
        made = building.build(request(root), pool, Progress())
        with_papers = checking.check(request(root), pool)
    assert not made.done
    found = checking.check(request(root))
    assert errors(found) == errors(made.diagnostics) == errors(with_papers)[: len(errors(found))]
    refused = {file.split("/")[1] for _, file, _ in errors(found)}
    grave = {f"b{number}" for number, row in enumerate(rows) if row.code not in MILD}
    assert grave <= refused


MEETING_OF_FILES = "date: 2020-07-01\nitems:\n  - file: sak-23.yaml\n"
MILD = ("key-in-text", "unseen-character", "link-guise")


def test_check_has_the_words_that_papers_would_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, str | bytes] = {}
    for number, (_, name, data, _) in enumerate(ATTACHED, 1):
        text = attaching(name).replace("17/20", f"{number}/20")
        files |= {f"styret/2020-{number:02}/meeting.yaml": text, f"styret/2020-{number:02}/{name}": data}
    root = place(tmp_path, meetings({}) | files)
    said = {(one.span.file, one.code, message(one)) for one in checking.check(request(root)) if one.severity == "error"}
    assert len(said) == len(ATTACHED)
    # As it would be if nothing were known before papers are set.
    monkeypatch.setattr(inspection, "problems", lambda *given: ((), {}))
    for edition in ("public", "members"):
        made = build(root, edition)
        assert not made.done
        told = {(one.span.file, one.code, message(one)) for one in made.diagnostics if one.severity == "error"}
        # What breaks off is told in other words where it is set; the rest word for word.
        assert {one for one in told if one[1] != "picture"} == {one for one in said if one[1] != "not-a-picture"}
        assert {one[0] for one in told} == {one[0] for one in said}


def test_only_what_has_to_be_set_to_be_seen_waits_for_papers(tmp_path: Path) -> None:
    text = PLAIN + "    slides:\n      - title: For mye\n        body: |\n" + "          - Et punkt til\n" * 60
    root = place(tmp_path, meetings({"2020-07/meeting.yaml": text}))
    assert errors(checking.check(request(root))) == []
    with WorkerPool(1) as pool:
        papers = checking.check(request(root), pool)
        made = building.build(request(root), pool, Progress())
    assert errors(papers) == errors(made.diagnostics) != []


def test_a_name_in_another_normal_form_is_the_same_file(tmp_path: Path) -> None:
    name = "tilråding møte.pdf"
    forms: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
    for source, disk in itertools.product(forms, forms):
        text = unicodedata.normalize(source, attaching(name))
        held: dict[str, str | bytes] = {"2020-07/meeting.yaml": text}
        held[f"2020-07/{unicodedata.normalize(disk, name)}"] = pdf()
        (tmp_path / source / disk).mkdir(parents=True)
        root = place(tmp_path / source / disk, meetings(held))
        assert errors(checking.check(request(root))) == []
        assert build(root).done
        assert (root / f"output/site/styret/2020-07/attachments/{name}").exists()


def test_what_does_not_lie_on_the_disk_is_not_looked_into(root: Path) -> None:
    told(root, attaching("v.pdf"), {"v.pdf": b"Hei"})
    snapshot = snapshots.scan(str(root))
    digests = {path: snapshot.digest(path) for path in snapshot.files}
    parsed = loader.meeting(snapshot.read(MEETING), MEETING, snapshot.folder("meetings/styret/2020-07"), "nb")
    assert inspection.problems(parsed, snapshot, digests, {})[0]
    to_be = snapshot.with_files({MEETING.replace("meeting.yaml", "v.pdf"): b"Hei"})
    assert inspection.problems(parsed, to_be, digests, {}) == ((), {})
    blobs = dict.fromkeys(digests, "")
    git = history.Git(str(root), ())
    past = history.Past(snapshot.root, snapshot.stamps, {}, git, "HEAD", "HEAD", "2020-07-01", blobs)
    assert inspection.problems(parsed, past, digests, {}) == ((), {})
