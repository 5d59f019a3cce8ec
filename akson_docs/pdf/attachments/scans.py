"""Scans made readable, where OCRmyPDF and Tesseract are installed and an attachment asks for it.

A page that is a picture gets the words that were read in it, invisible and under it; what it looks like stays, and
pages that have text stay as they are. The reading is those programs' own work: they are given a folder of their own,
limits of time and memory, and a day that stands still. What they write by the day or by chance is put straight
afterwards, so that the same bytes and the same versions give the same file.
"""

from __future__ import annotations

import contextlib
import io
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from akson_docs.pdf.attachments import scan_failures
from akson_docs.pdf.attachments.scan_failures import ScanNotRead

if TYPE_CHECKING:
    from pikepdf import Dictionary, Pdf

PROGRAMS = ("ocrmypdf", "tesseract")
NORWEGIAN, ENGLISH, TURNED = "nor", "eng", "osd"
"""What Tesseract calls the languages that are read, and what it sees by whether a page lies on its side: the first must
be there, the others are used where they are."""
SECONDS = 60
"""How long a reading may take whatever there is to read."""
SECONDS_A_PAGE = 30
"""How long each page may take besides; a page that takes longer stays as it is."""
MOST_SECONDS = 3600
"""How long all of it may take."""
MEMORY = 4 << 30
"""Bytes that each of the processes may have."""
_LOOK = 0.5
"""Seconds between looks at how far it is."""
_READ_PAGE = re.compile(r"(\d{6})_ocr_(?:hocr|tess)\.")
"""What OCRmyPDF calls its files with the words of a page."""
_DRAWN = re.compile(rb"/OCR-[\w-]+")
"""What OCRmyPDF calls the words of a page: another name each time."""


@dataclass(frozen=True)
class Programs:
    """What reads scans on this machine."""

    version: str
    """The programs' versions and the languages, in one line; "" where something is lacking."""
    languages: str = ""
    turns: bool = False
    """Whether pages that lie on their side, or on their head, are read as they should stand."""
    lacking: str = ""
    """What is not there."""


def programs() -> Programs:
    """What reads scans on this machine, or what of it is lacking."""
    for name in PROGRAMS:
        if not shutil.which(name):
            return Programs("", lacking=name)
    known = _said("tesseract", "--list-langs").split()
    if NORWEGIAN not in known:
        return Programs("", lacking=f"tesseract ({NORWEGIAN})")
    languages = "+".join((NORWEGIAN, *((ENGLISH,) if ENGLISH in known else ())))
    versions = (" ".join((name, _said(name, "--version").split("\n")[0].split(" ")[-1].strip())) for name in PROGRAMS)
    turns = TURNED in known
    return Programs(" ".join((*versions, languages, *((TURNED,) if turns else ()))), languages, turns)


def _said(*words: str) -> str:
    """What a program answers."""
    try:
        made = subprocess.run(
            words, capture_output=True, text=True, errors="replace", timeout=SECONDS, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (made.stdout or made.stderr).strip()


PagesTold = Callable[[int, int], None]
"""Takes how many pages were read, and how many there are: 0 at first, and all of them at the end."""


def read(data: bytes, folder: str, found: Programs, told: PagesTold = lambda done, pages: None) -> bytes:
    """A PDF with the words that were read in it; `folder` is made for it, and empty. Raises ScanNotRead."""
    import pikepdf  # slow to load, and few meetings have a scan to be read

    source, target = pathlib.Path(folder, "scan.pdf"), pathlib.Path(folder, "read.pdf")
    try:
        # As a viewer opens it: mended, and without the protection that asks for no password.
        with pikepdf.open(io.BytesIO(data)) as opened:
            pages = len(opened.pages)
            opened.save(source)
    except pikepdf.PasswordError as error:
        raise ScanNotRead(scan_failures.LOCKED) from error
    except pikepdf.PdfError as error:
        raise ScanNotRead(scan_failures.BROKEN) from error
    except OSError as error:
        raise scan_failures.of_system(error) from error
    told(0, pages)
    before = 0

    def meanwhile() -> None:
        nonlocal before
        if before < (done := min(_pages_read(folder), pages - 1)):
            told(done, pages)
            before = done

    words = [
        shutil.which("ocrmypdf") or "ocrmypdf", "--quiet", "--skip-text", "--output-type", "pdf", "--optimize", "0",
        "--tesseract-timeout", str(SECONDS_A_PAGE), "--language", found.languages,
        *(("--rotate-pages",) if found.turns else ()), str(source), str(target),
    ]  # fmt: skip
    try:
        _run(words, folder, min(MOST_SECONDS, SECONDS + SECONDS_A_PAGE * pages), meanwhile)
        if not target.exists():
            raise ScanNotRead(scan_failures.UNSOUND)
        return _steady(source, target, pages, found)
    except (pikepdf.PdfError, ValueError) as error:
        raise ScanNotRead(scan_failures.UNSOUND) from error
    except OSError as error:
        raise scan_failures.of_system(error) from error
    finally:
        told(pages, pages)


def _pages_read(folder: str) -> int:
    """Of how many pages the program has written down the words."""
    written = (_READ_PAGE.match(path.name) for path in pathlib.Path(folder).glob("ocrmypdf*/*_ocr_*"))
    return len({found[1] for found in written if found})


def _run(words: list[str], folder: str, seconds: int, meanwhile: Callable[[], None]) -> None:
    """Runs the program within limits, and ends what it began with it. Raises ScanNotRead, and OSError."""
    # Tesseract takes part of what it does by chance from how many threads there are.
    settings: Mapping[str, str] = {
        **os.environ, "TMPDIR": folder, "SOURCE_DATE_EPOCH": "0", "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    process = subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        errors="replace", env=settings, start_new_session=True,
    )  # fmt: skip
    end = time.monotonic() + seconds
    with process:
        _limit(process.pid)
        try:
            while (said := _said_by(process, min(_LOOK, end - time.monotonic()))) is None:
                if time.monotonic() >= end:
                    raise ScanNotRead(scan_failures.TOO_LONG, minutes=seconds // 60)
                meanwhile()
        finally:
            with contextlib.suppress(OSError, AttributeError):  # they are gone, or there are no groups here
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
    if process.returncode:
        raise scan_failures.of_end(process.returncode, said)


def _said_by(process: subprocess.Popen[str], seconds: float) -> str | None:
    """What a process said, once it has ended; None where it does not within so long."""
    try:
        return process.communicate(timeout=max(seconds, 0))[1]
    except subprocess.TimeoutExpired:
        return None


def _limit(process: int) -> None:
    """Lets a process, and each that it starts, have no more memory than one may."""
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):  # not everywhere there are limits
        import resource

        most = resource.prlimit(process, resource.RLIMIT_AS)[1]
        soft = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
        resource.prlimit(process, resource.RLIMIT_AS, (soft, most))


def _steady(source: pathlib.Path, target: pathlib.Path, pages: int, found: Programs) -> bytes:
    """The file that was made, with nothing in it that is another each time. What the scan said of itself it says, but
    for the standards that it declared: nobody has proved that the words keep them."""
    import pikepdf  # slow to load, and few meetings have a scan to be read

    with pikepdf.open(source) as scan, pikepdf.open(target) as made:
        if len(made.pages) != pages:
            raise ScanNotRead(scan_failures.UNSOUND)
        names: dict[bytes, bytes] = {}
        for page, before in zip(made.pages, scan.pages, strict=True):
            _named_in_order(made, page.obj, names)
            # It was turned to be read, and is shown as it was.
            if (turned := before.get("/Rotate", 0)) != page.get("/Rotate", 0):
                page.obj["/Rotate"] = turned
        if len(names) == pages:
            _untagged(made)
        for key in list(made.docinfo.keys()):
            del made.docinfo[key]
        for key, value in scan.docinfo.items():
            made.docinfo[key] = made.copy_foreign(value) if getattr(value, "is_indirect", False) else value
        made.docinfo["/Producer"] = found.version
        if "/Metadata" in made.Root:
            del made.Root["/Metadata"]
        if "/ID" in made.trailer:
            del made.trailer["/ID"]
        path = target.with_name("steady.pdf")
        made.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return path.read_bytes()


def _untagged(made: Pdf) -> None:
    """Takes the tags out of a file that had no text: nothing in them leads to the words that were read."""
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in made.Root:
            del made.Root[key]
    for page in made.pages:
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]


def _named_in_order(made: Pdf, page: Dictionary, names: dict[bytes, bytes]) -> None:
    """Calls the words of a page by a name that is the same each time."""
    import pikepdf  # slow to load, and few meetings have a scan to be read

    resources: Any = page.get("/Resources")
    drawn: Any = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    for key in list(drawn.keys()) if isinstance(drawn, pikepdf.Dictionary) else ():
        if _DRAWN.fullmatch(key.encode()):
            new = names.setdefault(key.encode(), b"/OCR-%d" % (len(names) + 1))
            drawn[new.decode()] = drawn[key]
            if new != key.encode():
                del drawn[key]
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    for place, stream in enumerate(streams):
        if isinstance(stream, pikepdf.Stream) and any(old in (data := stream.read_bytes()) for old in names):
            written = made.make_stream(_DRAWN.sub(lambda one: names.get(one[0], one[0]), data))
            streams[place] = written
            page[pikepdf.Name.Contents] = pikepdf.Array(streams)
