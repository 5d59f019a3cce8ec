"""Archives on the disk for the tests: a folder with meetings/, which has its templates from the default theme."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from akson_docs.actions import building
from akson_docs.actions.building import BuildResult
from akson_docs.actions.source_reader import Progress
from akson_docs.build.request import Request
from akson_docs.diagnostics import Diagnostic
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import failures, snapshots

PROJECT = Path(__file__).resolve().parents[1]
TODAY = date(2020, 8, 1)
PATIENCE_S = 120
"""How long what must come is waited for: long, for the machine may be slow or busy."""

SITE = """\
format: 1
name: Møtepapirer
publisher: Eksempeletaten
address: https://papirer.example.no
"""
BOARD = """\
name: Styret
item_number: {pattern: "{n}/{yy}"}
"""
PLAIN = """\
date: 2020-07-01
start: 09:00
items:
  - number: 17/20
    title: Godkjenning av innkalling
    type: Godkjenning
    duration: 5
    proposal: Styret godkjenner innkallingen.
"""
SHOWN = (
    PLAIN
    + """\
  - number: 18/20
    title: Status
    type: Orientering
    duration: 30
    proposal: Styret tar saken til orientering.
    slides:
      - title: Hvor vi er
        body: |
          - Ett
          - To
"""
)
WITHHELD = """\
date: 2020-07-01
items:
  - number: 17/20
    title: Lønn til SECRET-TITLE
    withheld: offl. § 23 første ledd
    public_title: Personalsak
    proposal: SECRET-PROPOSAL vedtas.
    attachments:
      - file: SECRET-name.txt
    slides:
      - topic: SECRET-TOPIC
      - title: SECRET-SLIDE
        body: SECRET-BODY
  - number: 18/20
    title: Åpen sak
    summary: {text: SECRET-SUMMARY, withheld: offl. § 13, public: Noe er unntatt.}
    slides:
      - title: Åpent
        body: Åpen tekst
        speaker_notes: SECRET-NOTES
      - title: SECRET-SECOND
        withheld: offl. § 23
        public: Tallene kommer etter forhandlingene.
        body: SECRET-NUMBERS
      - title: {text: SECRET-LINE, withheld: offl. § 13}
        body: Mer åpen tekst
"""


def docx() -> bytes:
    """A file of an office program, as far as its name and what is in it go."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in ("[Content_Types].xml", "word/document.xml"):
            made.writestr(zipfile.ZipInfo(name), "<x/>")
    return held.getvalue()


def meetings(files: Mapping[str, str | bytes], site: str = SITE, board: str = BOARD) -> dict[str, str | bytes]:
    """The files of an archive with one board, `styret`; `files` by their paths in its folder."""
    held: dict[str, str | bytes] = {"site.yaml": site, "styret/board.yaml": board}
    return held | {f"styret/{name}": text for name, text in files.items()}


def place(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes meetings/ with these files under `root`."""
    (root / "meetings").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write(root / "meetings" / name, text)
    return root


def themed(root: Path) -> Path:
    """Writes templates/ as the project has them under `root`, to be edited there."""
    shutil.copytree(PROJECT / "templates", root / "templates", dirs_exist_ok=True)
    return root


def settle(root: Path) -> None:
    """Waits until no file under a folder is so young that it is looked at once more, and a change has another time."""
    probe = root / ".probe"
    youngest = max((path.lstat().st_ctime_ns for path in root.rglob("*")), default=0)
    probe.touch()
    while probe.stat().st_ctime_ns <= youngest + 2 * snapshots.RACY_NS:
        time.sleep(0.005)
        probe.touch()
    probe.unlink()


@contextmanager
def bounded() -> Iterator[None]:
    """What would take hours, or have no end, if it were not refused: the time of this process is looked at, of which
    others on the machine take nothing, and the bound is far above what the slowest machine needs."""
    began = time.process_time()
    yield
    assert time.process_time() - began < PATIENCE_S


def write(path: Path, text: str | bytes) -> None:
    """Writes a file and the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def request(root: Path, edition: str = "public", today: date = TODAY, keep_going: bool = False) -> Request:
    """A request for what lies under `root`."""
    return Request(str(root), str(root / "output"), str(root / ".akson"), edition, today, keep_going)


def build(root: Path, edition: str = "public", today: date = TODAY, keep_going: bool = False) -> BuildResult:
    """Builds what lies under `root`."""
    with WorkerPool(1) as pool:
        return outcome(request(root, edition, today, keep_going), pool)


def outcome(asked: Request, pool: WorkerPool, progress: Progress | None = None) -> BuildResult:
    """What comes of a build, with what fails as the line that whoever runs the command is told."""
    found: list[Diagnostic] = []
    with failures.boundary(found.append, asked.root):
        return building.build(asked, pool, progress or Progress())
    return BuildResult(tuple(found))


def made(tree: Path) -> Iterator[str]:
    """The paths of all files of a tree, fonts left out."""
    for path in sorted(tree.rglob("*")):
        if path.is_file() and "fonts" not in path.parts:
            yield path.relative_to(tree).as_posix()


def contents(tree: Path) -> dict[str, bytes]:
    """What every file of a tree holds, by its path."""
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in sorted(tree.rglob("*")) if path.is_file()}
