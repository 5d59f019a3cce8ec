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
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

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
_DRAWN = re.compile(rb"/OCR-[\w-]+")
"""What OCRmyPDF calls the words of a page: another name each time."""


class ScanNotRead(Exception):
    """A file in which nothing was read."""


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


def read(data: bytes, folder: str, found: Programs) -> bytes:
    """A PDF with the words that were read in it; `folder` is made for it, and empty. Raises ScanNotRead."""
    source, target = pathlib.Path(folder, "scan.pdf"), pathlib.Path(folder, "read.pdf")
    try:
        # As a viewer opens it: mended, and without the protection that asks for no password.
        with pikepdf.open(io.BytesIO(data)) as opened:
            pages = len(opened.pages)
            opened.save(source)
    except (pikepdf.PdfError, OSError) as error:
        raise ScanNotRead(str(error)) from error
    _run(
        [
            shutil.which("ocrmypdf") or "ocrmypdf", "--quiet", "--skip-text", "--output-type", "pdf", "--optimize", "0",
            "--tesseract-timeout", str(SECONDS_A_PAGE), "--language", found.languages,
            *(("--rotate-pages",) if found.turns else ()), str(source), str(target),
        ],
        folder,
        min(MOST_SECONDS, SECONDS + SECONDS_A_PAGE * pages),
    )  # fmt: skip
    try:
        return _steady(source, target, pages, found)
    except (pikepdf.PdfError, OSError, ValueError) as error:
        raise ScanNotRead(str(error)) from error


def _run(words: list[str], folder: str, seconds: int) -> None:
    """Runs the program within limits, and ends what it began with it. Raises ScanNotRead."""
    # Tesseract takes part of what it does by chance from how many threads there are.
    settings: Mapping[str, str] = {
        **os.environ, "TMPDIR": folder, "SOURCE_DATE_EPOCH": "0", "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    try:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            errors="replace", env=settings, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise ScanNotRead(str(error)) from error
    with process:
        _limit(process.pid)
        try:
            _, told = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise ScanNotRead(f"it took longer than {seconds // 60} min") from error
        finally:
            with contextlib.suppress(OSError, AttributeError):  # they are gone, or there are no groups here
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
    if process.returncode < 0:
        raise ScanNotRead(f"OCRmyPDF was ended from without (signal {-process.returncode})")
    if process.returncode:
        lines = [line.strip() for line in told.splitlines() if line.strip()]
        raise ScanNotRead(f"OCRmyPDF: {lines[-1] if lines else f'exit code {process.returncode}'}")


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
    with pikepdf.open(source) as scan, pikepdf.open(target) as made:
        if len(made.pages) != pages:
            raise ScanNotRead("pages are missing in what came of it")
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
    resources: Any = page.get("/Resources")
    drawn: Any = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    for key in list(drawn.keys()) if isinstance(drawn, Dictionary) else ():
        if _DRAWN.fullmatch(key.encode()):
            new = names.setdefault(key.encode(), b"/OCR-%d" % (len(names) + 1))
            drawn[new.decode()] = drawn[key]
            if new != key.encode():
                del drawn[key]
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents]
    for place, stream in enumerate(streams):
        if isinstance(stream, Stream) and any(old in (data := stream.read_bytes()) for old in names):
            written = made.make_stream(_DRAWN.sub(lambda one: names.get(one[0], one[0]), data))
            streams[place] = written
            page[Name.Contents] = Array(streams)
