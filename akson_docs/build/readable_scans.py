"""The scans that readers get with the words that were read in them: which there are, what is wrong, and their bytes.

A reading takes seconds a page. So it is done where files are made, and once for all editions and commands: what came of
it is remembered by the bytes and by what it was read with. Who only looks at the sources is told all the same where it
cannot be done.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from akson_docs.build import cache
from akson_docs.build.meeting_versions import MadeFile, digest
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Fault, Span
from akson_docs.meetings import redaction
from akson_docs.meetings.agenda import Agenda
from akson_docs.model.documents import Attachment, Meeting
from akson_docs.pdf.attachments import inspection, scan_failures, scans
from akson_docs.pdf.attachments.scan_failures import ScanNotRead
from akson_docs.pdf.attachments.scans import Programs
from akson_docs.sources.layout import MeetingKey
from akson_docs.sources.loader import Parsed
from akson_docs.sources.snapshots import Snapshot

LACKING = Code(
    "ocr-lacking",
    "error",
    N_('"{name}" cannot be read here, for {program} is not installed'),
    N_(
        "install OCRmyPDF and Tesseract with Norwegian (Debian and Ubuntu: apt install ocrmypdf tesseract-ocr-nor; "
        "macOS: brew install ocrmypdf tesseract-lang; else pip install ocrmypdf, beside Tesseract), or take ocr: out"
    ),
)
TOO_LARGE = Code(
    "ocr-size",
    "error",
    N_('"{name}" is too large to be read'),
    N_("save it smaller; {most} MB are the most"),
)
SIGNED = Code(
    "ocr-signed",
    "error",
    N_('"{name}" is signed digitally, and the signature would not hold for a file with more in it'),
    N_("take ocr: out; what was signed is given out as it is"),
)
TWICE = Code(
    "ocr-twice",
    "error",
    N_('"{name}" is attached twice, and is to be read at one place only'),
    N_("write ocr: yes at both places, or at none"),
)
OF_THE_MACHINE = (LACKING.name, scan_failures.UNKNOWN.name)
"""The codes that tell of a scan that this machine could not read."""
SIGNATURE = "attachment-signed"
"""The code that tells of a file that is signed (`enclosures.SIGNED`, whose module is slow to load)."""
LARGEST = 100_000_000
"""Bytes of a file that is read."""
FORM = 1
"""The form of the files that are made; another makes other files of the same."""


@dataclass(frozen=True)
class ScanReader:
    """What reads scans for one command, and remembers what was read."""

    memory: str
    """The folder of the build's memory."""
    reads: bool
    """Whether the sources are read with all that scans say; else a scan is read where somebody asks for the file."""
    told: Callable[[str, int, int], None] = field(default=lambda name, done, pages: None, compare=False)
    """Takes how far the reading of a file is: its name, how many pages were read, and how many there are."""
    gives_out: bool = True
    """Whether anything is given out of what is read; else a scan that this machine cannot read is a warning."""

    def __reduce__(self) -> tuple[type[ScanReader], tuple[str, bool]]:
        # Whoever waits is told by this process alone.
        return ScanReader, (self.memory, self.reads)

    @cached_property
    def programs(self) -> Programs:
        """What reads them."""
        return scans.programs()

    def holds(self, known: str) -> bool:
        """Whether a meeting that was read is as this reader would read it, by what its record says of its scans."""
        return not known or known == self.said(read=True) or (not self.reads and known == self.said(read=False))

    def judged(self, problem: Diagnostic) -> Diagnostic:
        """That a scan could not be read here, as it is for whoever reads them."""
        return problem if self.gives_out else replace(problem, severity="warning")

    def said(self, *, read: bool) -> str:
        """What a record says of the scans of a meeting."""
        return f"{'read' if read else 'seen'} {self.programs.version or self.programs.lacking}"

    def at_hand(self, file: MadeFile) -> tuple[str, str] | None:
        """Where a file lies that was read before, and its digest."""
        found = cache.scans(self.memory).get(file.digest, "")
        kept = cache.find(self.memory, found) if found else None
        return (kept, found) if kept is not None else None

    def made(self, file: MadeFile, scan: Callable[[], bytes]) -> tuple[str, str]:
        """The same, of one that is read now where it was not. Raises ScanNotRead, and Fault where it cannot be kept."""
        found = self.at_hand(file)
        if found is not None:
            return found
        with tempfile.TemporaryDirectory(prefix="akson-") as folder:
            read = scans.read(scan(), folder, self.programs, functools.partial(self.told, file.source))
        try:
            kept = cache.put(self.memory, read)
            cache.save_scans(self.memory, {**cache.scans(self.memory), file.digest: kept})
        except OSError as error:
            raise Fault(NOT_KEPT.at(Span(self.memory), problem=error.strerror or str(error))) from error
        found = self.at_hand(file)
        assert found is not None
        return found


NOT_KEPT = Code(
    "ocr-not-kept",
    "error",
    N_("what was read in scans cannot be kept: {problem}"),
    N_("see who owns the folder and whether there is room, or name another with --cache"),
)


@dataclass(frozen=True)
class ReadScans:
    """What becomes of the scans of one meeting."""

    full: tuple[MadeFile, ...] = ()
    public: tuple[MadeFile, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    said: str = ""
    """What its record says of them (`ScanReader.holds`)."""
    at_hand: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Where those lie that were read, and their digests, by the paths of the scans."""


def of_meeting(
    parsed: Parsed[Meeting], full: Agenda, public: Agenda, key: MeetingKey, snapshot: Snapshot,
    inside: Mapping[str, str], looks: inspection.FileFindings, reader: ScanReader | None,
) -> ReadScans:  # fmt: skip
    """The scans of a meeting, read now where the reader does that, and what is wrong; `looks` says which files are
    scans. A file that does not lie on the disk is not looked into."""
    assert parsed.value is not None
    asked = [(path, one.file) for path, one in redaction.attached(parsed.value) if one.ocr and one.file]
    if not asked or reader is None:
        return ReadScans()
    problems = list(_differing(parsed))
    made: dict[str, MadeFile] = {}
    at_hand: dict[str, tuple[str, str]] = {}
    said = reader.said(read=reader.reads)
    for path, name in asked:
        there = snapshot.stamps.get(key.file(name))
        found = looks.get(inspection.key_of(inside.get(name, ""), name), ())
        if there is None or not snapshot.lies(key.file(name)):
            continue
        span = parsed.span((*path, "ocr"))
        if not inspection.is_scan(found):
            continue  # it has text, or it cannot be opened, and that is told
        if not reader.programs.version:
            problems.append(reader.judged(LACKING.at(span, name=name, program=reader.programs.lacking)))
        elif any(one.code == SIGNATURE for one in found):
            problems.append(SIGNED.at(span, name=name))
        elif there[0] > LARGEST:
            problems.append(TOO_LARGE.at(span, name=name, most=LARGEST // 1_000_000))
        else:
            file = file_of(name, inside[name], reader.programs)
            try:
                kept = (
                    reader.made(file, lambda name=name: snapshot.read(key.file(name)))  # type: ignore[misc]
                    if reader.reads
                    else reader.at_hand(file)
                )
            except ScanNotRead as error:
                # Whatever it was may be over the next time: nothing holds what the record says.
                said = "failed"
                problems.append(reader.judged(error.code.at(span, name=name, **error.parameters)))
                continue
            made[name] = file
            if kept is not None:
                at_hand[key.file(name)] = kept
    shown = [{one.file for one in _attachments(agenda) if one.ocr} for agenda in (full, public)]
    of_full, of_public = (tuple(made[name] for name in made if name in of) for of in shown)
    return ReadScans(of_full, of_public, tuple(problems), said, at_hand)


def asked_for(reader: ScanReader, file: MadeFile, snapshot: Snapshot, key: MeetingKey) -> tuple[str, str]:
    """Where a file lies that is to be given out, and its digest; it is read now where nobody has. Raises Fault."""
    path = key.file(file.source)
    try:
        return reader.made(file, lambda: snapshot.read(path))
    except ScanNotRead as error:
        raise Fault(error.code.at(Span(path), name=file.source, **error.parameters)) from error


def forget(memory: str, but: Collection[str]) -> frozenset[str]:
    """Remembers no more of what was read than some files, by their digests, and says which bytes those are. Raises
    OSError."""
    known = cache.scans(memory)
    kept = {file: digest for file, digest in known.items() if file in but}
    if kept != known:
        cache.save_scans(memory, kept)
    return frozenset(kept.values())


def file_of(name: str, source: str, programs: Programs) -> MadeFile:
    """The file with what is read in a scan, by that one's digest."""
    made_of = digest("read", str(FORM), source, programs.version)
    return MadeFile(name, name, made_of, "", "", programs.version)


def _attachments(agenda: Agenda) -> Iterator[Attachment]:
    yield from agenda.meeting.attachments
    for entry in agenda.entries:
        yield from entry.item.attachments


def _differing(parsed: Parsed[Meeting]) -> Iterator[Diagnostic]:
    """The files that are attached twice, and read at one place only."""
    assert parsed.value is not None
    before: dict[str, bool] = {}
    for path, one in redaction.attached(parsed.value):
        if one.file and before.setdefault(one.file, one.ocr) != one.ocr:
            yield TWICE.at(parsed.span((*path, "ocr" if one.ocr else "file")), name=one.file)
