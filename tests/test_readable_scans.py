"""A scan that asks for it is read once, and all get it with its words; no program is needed where none asks for it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from places import PLAIN, build, meetings, place, request, write
from repositories import committed, needs_git
from secret_pdfs import SECRET, drawn, line, scan

from akson_docs.actions import checking, dispatching
from akson_docs.actions.live_edition import LiveEdition
from akson_docs.actions.source_reader import Progress
from akson_docs.build import cache
from akson_docs.build.readable_scans import ScanReader
from akson_docs.diagnostics import Code, Diagnostic, message, only_errors
from akson_docs.disclosure import comparison, report
from akson_docs.disclosure.comparison import Disclosure
from akson_docs.pdf.attachments import scan_failures, scans
from akson_docs.pdf.attachments.scan_failures import ScanNotRead
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import history, snapshots
from akson_docs.sources.layout import MeetingKey

MEETING = "meetings/styret/2020-07/meeting.yaml"
TREE = "styret/2020-07/"
KEY = MeetingKey("styret", "2020-07")
BEFORE = date(2020, 6, 1)
READ = "Leieavtale for lokalet"
LINE = 11
"""Where `ocr:` stands."""
STAND_IN = f"""\
#!{sys.executable}
import os, pathlib, sys, pikepdf
here = pathlib.Path(__file__).parent
if "--version" in sys.argv:
    print((here / "version").read_text())
    raise SystemExit
with open(here / "asked", "a") as asked:
    asked.write(" ".join(sys.argv[1:-2]) + "\\n")
words = (here / "words").read_text()
if words.startswith("!"):
    print(words, file=sys.stderr)
    raise SystemExit(8)
made = pikepdf.open(sys.argv[-2])
font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
for page in made.pages:
    if b"Tj" not in page.Contents.read_bytes():
        name = "/OCR-" + os.urandom(6).hex()
        drawn = made.make_stream(f"BT /F1 12 Tf 3 Tr 30 250 Td ({{words}}) Tj ET".encode())
        drawn.Type, drawn.Subtype, drawn.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, page.MediaBox
        drawn.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
        page.Resources.XObject[name] = made.make_indirect(drawn)
        page.contents_add(f"q {{name}} Do Q ".encode(), prepend=True)
if (here / "turns").exists():
    made.pages[0].rotate(int((here / "turns").read_text()), relative=True)
made.docinfo["/ModDate"] = os.urandom(4).hex()
made.save(sys.argv[-1])
"""
"""OCRmyPDF, as far as it is asked for anything here: it reads the words beside it in each page that has none."""


@dataclass(frozen=True)
class Installed:
    """The programs that read scans, as far as they are asked for anything here."""

    folder: Path

    def install(self, version: str = "1.0", languages: str = "eng nor") -> None:
        write(self.folder / "ocrmypdf", STAND_IN)
        write(self.folder / "version", version)
        write(self.folder / "words", READ)
        write(self.folder / "tesseract", f"#!/bin/sh\necho tesseract 5 {languages}\n")
        for name in scans.PROGRAMS:
            (self.folder / name).chmod(0o755)

    def reads(self, words: str) -> None:
        """What it reads from now on; what begins with "!" it fails with."""
        write(self.folder / "words", words)

    @contextlib.contextmanager
    def first(self) -> Iterator[None]:
        """Those that are found before others."""
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("PATH", f"{self.folder}:{os.environ['PATH']}")
            yield

    @property
    def asked(self) -> int:
        """How many files it was given."""
        asked = self.folder / "asked"
        return len(asked.read_text().splitlines()) if asked.exists() else 0


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    """The only programs of the kind on this machine."""
    there = {name: shutil.which(name) for name in ("sh", "git")}
    write(tmp_path / "programs/words", READ)
    for name, path in there.items():
        if path:
            os.symlink(path, tmp_path / "programs" / name)
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    return Installed(tmp_path / "programs")


def attaching(more: str = "        ocr: yes\n") -> str:
    row = f"    attachments:\n      - file: brev.pdf\n        title: Et brev\n{more}"
    return PLAIN.replace("    type: Godkjenning\n", "") + row


def archive(root: Path, text: str = attaching(), data: bytes = scan()) -> Path:
    return place(root / "site", {**meetings({"2020-07/meeting.yaml": text}), "styret/2020-07/brev.pdf": data})


def says(path: Path) -> str:
    """The text of a PDF."""
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path.read_bytes()))


def wrong(root: Path) -> list[tuple[str, int]]:
    """The errors that a build before the meeting tells, with their lines."""
    return [(one.code, one.span.line) for one in only_errors(build(root, today=BEFORE).diagnostics)]


def looked_at(root: Path) -> tuple[Diagnostic, ...]:
    return checking.check(request(root, today=BEFORE))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Installed]:
    """Both editions of a meeting with a scan."""
    folder = tmp_path_factory.mktemp("scans")
    installed = Installed(folder / "programs")
    installed.install()
    with installed.first():
        root = archive(folder)
        for edition in ("public", "members"):
            assert only_errors(build(root, edition, today=BEFORE).diagnostics) == ()
    return root, installed


@pytest.mark.parametrize("edition", ["site", "members"])
def test_both_editions_have_the_file_with_its_words_under_its_own_name(
    made: tuple[Path, Installed], edition: str
) -> None:
    tree = made[0] / "output" / edition / TREE
    assert [path.name for path in (tree / "attachments").iterdir()] == ["brev.pdf"]
    assert READ in says(tree / "attachments/brev.pdf")
    assert READ in says(tree / "papers.pdf")


def test_pages_papers_and_data_say_that_a_machine_read_it(made: tuple[Path, Installed]) -> None:
    tree = made[0] / "output/site" / TREE
    assert "maskinlest tekst" in (tree / "index.html").read_text("utf-8")
    assert "maskinlest tekst" in says(tree / "agenda.pdf").replace("\r\n", " ")
    assert "Vedlegg 1 til sak 17/20 · maskinlest tekst" in says(tree / "papers.pdf")
    (attached,) = json.loads((tree / "meeting.json").read_bytes())["items"][0]["attachments"]
    assert attached["ocr"] is True


def test_a_file_is_read_once_for_both_editions_and_all_commands(made: tuple[Path, Installed]) -> None:
    root, installed = made
    with installed.first():
        assert build(root, today=BEFORE).written == 0
        assert [one.code for one in looked_at(root)] == []
    assert installed.asked == 1


def test_the_same_file_comes_of_it_each_time(tmp_path: Path, reader: Installed) -> None:
    reader.install()
    files = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        files.append(scans.read(scan(), str(tmp_path / name), scans.programs()))
    assert files[0] == files[1]
    with pikepdf.open(io.BytesIO(files[0])) as opened:
        assert opened.docinfo["/Producer"] == "ocrmypdf 1.0 tesseract nor nor+eng"


@pytest.mark.parametrize(
    ("languages", "lacking"), [(None, "ocrmypdf"), ("eng", "tesseract (nor)"), ("nor", "")], ids=str
)
def test_where_it_cannot_be_read_that_is_told_at_its_line_with_what_to_install(
    tmp_path: Path, reader: Installed, languages: str | None, lacking: str
) -> None:
    if languages:
        reader.install(languages=languages)
    root = archive(tmp_path)
    assert wrong(root) == ([("ocr-lacking", LINE)] if lacking else [])
    found = [one for one in looked_at(root) if one.code == "ocr-lacking"]
    assert [dict(one.parameters)["program"] for one in found] == ([lacking] if lacking else [])
    reader.install()
    assert wrong(root) == []


@pytest.mark.parametrize("more", ["", "        ocr: no\n"])
def test_no_program_is_needed_where_nobody_asks_for_it(tmp_path: Path, reader: Installed, more: str) -> None:
    assert wrong(archive(tmp_path, attaching(more))) == []
    assert READ not in says(tmp_path / "site/output/site" / TREE / "attachments/brev.pdf")


def test_a_file_that_has_text_on_every_page_is_as_it_is_and_that_is_noted(tmp_path: Path, reader: Installed) -> None:
    letter = drawn(line(30, 250, "Brev"))
    root = archive(tmp_path, data=letter)
    found = build(root, today=BEFORE).diagnostics
    assert [(one.severity, one.span.line) for one in found if one.code == "ocr-idle"] == [("note", LINE)]
    tree = root / "output/site" / TREE
    assert (tree / "attachments/brev.pdf").read_bytes() == letter
    assert "maskinlest" not in (tree / "index.html").read_text("utf-8")


def test_check_reads_nothing_and_says_no_less_than_that_it_could(tmp_path: Path, reader: Installed) -> None:
    reader.install()
    reader.reads("Fnr. 15076500565")
    root = archive(tmp_path)
    assert looked_at(root) == ()
    assert reader.asked == 0
    with WorkerPool(1) as pool:
        assert "personal-number" in {one.code for one in checking.check(request(root, today=BEFORE), pool)}
    assert reader.asked == 1
    assert "personal-number" in {one.code for one in looked_at(root)}  # for it was read


@pytest.mark.parametrize(
    ("words", "more", "code"),
    [
        ("Fnr. 15076500565", "", "personal-number"),
        (f"Brev fra {SECRET}", "", "redact-said"),
    ],
)
def test_what_was_read_is_searched_as_what_any_file_says(
    tmp_path: Path, reader: Installed, words: str, more: str, code: str
) -> None:
    reader.install()
    reader.reads(words)
    text = attaching()
    if code == "redact-said":
        text += "      - file: annet.pdf\n        redact: {withheld: offl. § 13, phrases: [" + SECRET + "]}\n"
    root = archive(tmp_path, text)
    write(root / "meetings/styret/2020-07/annet.pdf", drawn(line(30, 250, f"Til {SECRET} og andre")))
    assert code in {one.code for one in build(root, today=BEFORE).diagnostics}


@needs_git
def test_what_becomes_public_is_looked_through_with_the_words_that_are_read(tmp_path: Path, reader: Installed) -> None:
    reader.install()
    files = {**meetings({"2020-07/meeting.yaml": attaching("")}), "styret/2020-07/brev.pdf": scan()}
    root = committed(tmp_path / "site", files)
    place(root, {**files, "styret/2020-07/meeting.yaml": attaching()})
    past, now = history.past(str(root), "HEAD"), snapshots.scan(str(root))
    assert isinstance(past, history.Past)

    def disclosed() -> Disclosure:
        scans = ScanReader(str(root / ".akson"), True, gives_out=False)
        return comparison.disclosure(now, past.fetched, past.changed(now), lambda _: BEFORE, scans=scans)

    found = disclosed()
    assert [one.told.words for change in found.changes for one in change.opened if one.told.file] == ["brev.pdf"]
    assert (found.diagnostics, found.unsearched, reader.asked) == ((), (), 1)
    reader.install("2.0")
    reader.reads("Fnr. 15076500565")
    assert [(one.code, one.span.line) for one in disclosed().diagnostics] == [("personal-number", LINE - 2)]
    (reader.folder / "ocrmypdf").unlink()
    found = disclosed()
    assert (found.diagnostics, found.unsearched) == ((), (KEY.name,))
    assert "styret/2020-07 har en skanning som ikke kunne leses" in report.text(report.preview(found, "HEAD", "nb"))


def test_what_cannot_be_read_is_told_at_its_line_and_tried_again(tmp_path: Path, reader: Installed) -> None:
    reader.install()
    reader.reads("!EncryptedPdfError")
    root = archive(tmp_path)
    (one,) = only_errors(build(root, today=BEFORE).diagnostics)
    assert (one.code, one.span.line) == ("ocr-failed", LINE)
    assert message(one) == 'nothing can be read in "brev.pdf", for it has a password'
    reader.reads(READ)
    assert wrong(root) == []


def test_other_programs_read_it_anew(tmp_path: Path, reader: Installed) -> None:
    reader.install()
    root = archive(tmp_path)
    assert wrong(root) == []
    reader.install("2.0")
    reader.reads("Noe annet")
    write(root / MEETING, attaching().replace("Et brev", "Brevet"))
    assert wrong(root) == []
    assert "Noe annet" in says(root / "output/site" / TREE / "attachments/brev.pdf")
    assert "Noe annet" in says(root / "output/site" / TREE / "papers.pdf")
    assert len(cache.scans(str(root / ".akson"))) == 1


def test_what_is_redacted_in_a_scan_is_covered_in_the_picture_and_nothing_is_read_for_the_public(
    tmp_path: Path, reader: Installed
) -> None:
    reader.install()
    redact = "        redact:\n          withheld: offl. § 13\n          checked: [1]\n"
    boxes = "          boxes: [{page: 1, left: 0, top: 0, width: 90, height: 40}]\n"
    root = archive(tmp_path, attaching("        ocr: yes\n" + redact + boxes))
    for edition in ("public", "members"):
        assert only_errors(build(root, edition, today=BEFORE).diagnostics) == ()
    public, members = root / "output/site" / TREE, root / "output/members" / TREE
    assert [path.name for path in (public / "attachments").iterdir()] == ["brev-redacted.pdf"]
    assert READ not in says(public / "attachments/brev-redacted.pdf") + says(public / "papers.pdf")
    assert "maskinlest" not in (public / "index.html").read_text("utf-8")
    assert READ in says(members / "attachments/brev.pdf")
    write(root / MEETING, attaching("        ocr: yes\n" + redact + "          phrases: [Ola]\n"))
    assert wrong(root) == [("ocr-phrases", LINE + 4)]


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("while :; do :; done", scan_failures.TOO_LONG),
        ("kill -9 $$", scan_failures.ENDED),
        ("exit 0", scan_failures.UNSOUND),
        ("exit 1", scan_failures.SET_UP_WRONG),
        ("exit 2", scan_failures.BROKEN),
        ("echo contains dynamic XFA forms >&2; exit 2", scan_failures.FORM),
        ("echo DigitalSignatureError >&2; exit 2", scan_failures.SIGNED),
        ("exit 4", scan_failures.UNSOUND),
        ("exit 5", scan_failures.NO_ROOM),
        ("exit 7", scan_failures.NOT_DRAWN),
        ("echo 'OSError: [Errno 28] No space left on device' >&2; exit 7", scan_failures.NO_ROOM),
        ("exit 9", scan_failures.SET_UP_WRONG),
        ("exit 3", scan_failures.SET_UP_WRONG),
        ("echo PIL.Image.DecompressionBombError: Image size >&2; exit 15", scan_failures.LARGE_PICTURE),
        ("echo A worker process was terminated unexpectedly >&2; exit 15", scan_failures.ENDED),
    ],
)
def test_a_reading_that_comes_to_no_end_or_to_nothing_says_why_in_our_words(
    tmp_path: Path, reader: Installed, monkeypatch: pytest.MonkeyPatch, script: str, why: Code
) -> None:
    assert not_read(tmp_path, reader, monkeypatch, script).code == why


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo \"Could not find program 'gs' on the PATH\" >&2; exit 3", "gs"),
        ("printf 'the following requested languages: \\nnor\\n' >&2; exit 3", "tesseract (nor)"),
        ("echo one; echo Segmentation fault >&2; exit 15", "OCRmyPDF: Segmentation fault"),
        ("exit 77", "OCRmyPDF: 77"),
    ],
)
def test_its_own_words_come_along_where_they_say_what_or_nobody_knows_what_they_mean(
    tmp_path: Path, reader: Installed, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    assert [*not_read(tmp_path, reader, monkeypatch, script).parameters.values()] == [said]


def not_read(folder: Path, reader: Installed, monkeypatch: pytest.MonkeyPatch, script: str) -> ScanNotRead:
    """Why nothing was read by a program that does something else."""
    reader.install()
    found = scans.programs()
    write(reader.folder / "ocrmypdf", f"#!/bin/sh\n{script}\n")
    if "while" in script:
        monkeypatch.setattr(scans, "MOST_SECONDS", 0)
    with pytest.raises(ScanNotRead) as raised:
        scans.read(scan(), str(folder), found)
    return raised.value


def test_whoever_waits_is_told_how_many_pages_were_read(
    tmp_path: Path, reader: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.install()
    found, told = scans.programs(), list[tuple[int, int]]()
    # It goes on once the first page was told of, however long that takes.
    words = 'mkdir "$TMPDIR/ocrmypdf.io.x"; : > "$TMPDIR/ocrmypdf.io.x/000001_ocr_hocr.hocr"'
    wait = 'until [ -e "$TMPDIR/go" ]; do :; done; for last; do :; done; cp "$TMPDIR/scan.pdf" "$last"'
    write(reader.folder / "ocrmypdf", f"#!/bin/sh\nPATH={os.defpath}\n{words}\n{wait}\n")
    monkeypatch.setattr(scans, "_LOOK", 0.01)

    def tell(done: int, pages: int) -> None:
        told.append((done, pages))
        if done:
            write(tmp_path / "go", "")

    scans.read(but(lambda made: made.pages.append(made.pages[0])), str(tmp_path), found, tell)
    assert told == [(0, 2), (1, 2), (2, 2)]


def signed(made: pikepdf.Pdf) -> None:
    field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="sign", V=pikepdf.Dictionary(Type=pikepdf.Name.Sig))
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([made.make_indirect(field)]))


def but(build: Callable[[pikepdf.Pdf], None], **how: Any) -> bytes:
    """The scan with something done to it."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan())) as made:
        build(made)
        made.save(saved, **how)
    return saved.getvalue()


def test_what_is_signed_is_not_changed(tmp_path: Path, reader: Installed) -> None:
    reader.install()
    assert wrong(archive(tmp_path, data=but(signed))) == [("ocr-signed", LINE)]
    assert reader.asked == 0


def turned(made: pikepdf.Pdf) -> None:
    made.pages[0].Rotate = 90


def tagged(made: pikepdf.Pdf) -> None:
    made.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    made.Root.StructTreeRoot = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))


ODD: Mapping[str, bytes] = {
    "protected": but(lambda made: None, encryption=pikepdf.Encryption(owner="x", user="")),
    "turned": but(turned),
    "tagged": but(tagged),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_file_is_read_that_a_viewer_opens_and_stands_as_it_stood(
    tmp_path: Path, reader: Installed, kind: str
) -> None:
    reader.install()
    write(reader.folder / "turns", "180")
    made = scans.read(ODD[kind], str(tmp_path), scans.programs())
    assert READ in pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.pages[0].get("/Rotate", 0) == (90 if kind == "turned" else 0)
        assert not opened.is_encrypted
        assert not {"/StructTreeRoot", "/MarkInfo", "/Metadata"} & {*opened.Root.keys()}


def test_a_scan_that_is_withheld_is_read_for_the_members_alone(tmp_path: Path, reader: Installed) -> None:
    reader.install()
    root = archive(tmp_path, attaching("        ocr: yes\n        withheld: offl. § 13\n"))
    for edition in ("public", "members"):
        assert only_errors(build(root, edition, today=BEFORE).diagnostics) == ()
    assert not list((root / "output/site").rglob("brev*"))
    assert "maskinlest" not in (root / "output/site" / TREE / "index.html").read_text("utf-8")
    assert READ in says(root / "output/members" / TREE / "attachments/brev.pdf")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("      - {file: brev.pdf, title: Det samme}\n", "ocr-twice"),
        ("      - {url: 'https://www.example.no/brev.pdf', ocr: yes}\n", "ocr-kind"),
        ("      - {file: brev.docx, ocr: yes}\n", "ocr-kind"),
    ],
)
def test_what_cannot_be_meant_is_an_error(tmp_path: Path, reader: Installed, more: str, code: str) -> None:
    reader.install()
    assert (code, LINE + 1) in wrong(archive(tmp_path, attaching() + more))


def test_the_desk_shows_a_page_before_it_reads_and_reads_for_whoever_opens_the_file(
    tmp_path: Path, reader: Installed
) -> None:
    reader.install()
    root = archive(tmp_path)
    with WorkerPool(1) as pool:
        live = LiveEdition(request(root, today=BEFORE), pool)
        for path, asked in ((f"{TREE}index.html", 0), (f"{TREE}attachments/brev.pdf", 1), (f"{TREE}index.html", 1)):
            job = live.job(path)
            assert job is not None
            live.prepare(job, contextlib.nullcontext())
            made = live.make(job)
            assert reader.asked == asked
            assert (READ in made.decode("latin-1")) is False or asked
    assert b"maskinlest tekst" in made


def test_what_is_sent_has_the_words(tmp_path: Path, reader: Installed) -> None:
    reader.install()
    root = archive(tmp_path)
    with WorkerPool(1) as pool:
        sent = dispatching.keep(request(root, today=BEFORE), pool, KEY, ("members",), Progress())
    assert only_errors(sent.diagnostics) == ()
    (papers,) = (root / "meetings").rglob("public/nb/papers.pdf")
    assert READ in says(papers)
    assert reader.asked == 1


@pytest.mark.extra
def test_the_programs_themselves_read_a_picture(tmp_path: Path) -> None:
    found = scans.programs()
    files = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        files.append(scans.read(scan(), str(tmp_path / name), found))
    assert files[0] == files[1]
    opened = pypdfium2.PdfDocument(files[0])
    assert f"Brev til {SECRET} om stien." in opened[0].get_textpage().get_text_range()
