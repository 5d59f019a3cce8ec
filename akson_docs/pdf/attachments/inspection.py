"""Is a file that is attached, or shown on a slide, what its name says, and can papers take it in?

A file is looked into once, where it is read first, by the same look that joins it later (`enclosures`), so that what a
build would say of it is said before any paper is set.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Problem, Span, ValuePath, has_errors, located
from akson_docs.model import walk
from akson_docs.model.documents import Attachment
from akson_docs.pdf.attachments import office
from akson_docs.sources import drawings, images, yaml_source
from akson_docs.sources.font_coverage import Coverage
from akson_docs.sources.loader import Parsed
from akson_docs.sources.snapshots import Snapshot

KIND = Code(
    "attachment-kind",
    "warning",
    N_('"{name}" is not what its name says, or so broken that it cannot be opened'),
    N_("open it, and save it again in the format that its name says"),
)
NOT_A_SCAN = Code(
    "ocr-idle",
    "note",
    N_('"{name}" has text on every page, and ocr: does nothing'),
    N_("take ocr: out"),
)
SCANNED = "attachment-scanned"
"""The code that tells of pages without text (`enclosures.SCANNED`, whose module is slow to load)."""
PLAIN = (".txt", ".csv", ".md")
"""How the names of attachments end that are written as sources are."""
FileFindings = Mapping[str, tuple[Diagnostic, ...]]
"""What was found in files, by their digests and names, of drawings by the fonts too; the place is nowhere, or a line
of the file."""
NOWHERE = Span("")


@dataclass(frozen=True)
class DrawnLetters:
    """What papers are set in."""

    coverage: Coverage
    digest: str
    """What changes when the fonts do."""


def problems(
    parsed: Parsed[Any],
    snapshot: Snapshot,
    digests: Mapping[str, str],
    known: FileFindings,
    letters: DrawnLetters | None = None,
) -> tuple[tuple[Diagnostic, ...], FileFindings]:
    """(what is wrong with the files that a meeting names, each where it is named; all that is known of them now).

    A file that was looked into before, as it is now, is not looked into again. Files are looked into whatever else is
    wrong with the meeting.
    """
    found: list[Diagnostic] = []
    seen: dict[str, tuple[Diagnostic, ...]] = {}
    folder = parsed.file.rpartition("/")[0]
    for where, name in parsed.files:
        path = f"{folder}/{name}"
        if not digests.get(path) or not snapshot.lies(path):
            continue  # it is not there, and that is told; or it is not on the disk: no longer, or not yet
        # A drawing is drawn where a slide shows it; one that is attached is only linked.
        drawn = name.lower().endswith(".svg") and where[-2:-1] == ("slides",)
        key = key_of(digests[path], name) + (f" {letters.digest if letters else ''}" if drawn else "")
        if key not in seen:
            held = known.get(key)
            seen[key] = _told(snapshot, path, name, letters, drawn) if held is None else held
        told = _of_scan(seen[key], where, name, parsed) if _is_read(parsed, where) else seen[key]
        found += (_placed(one, path, where, parsed) for one in told)
    return tuple(found), seen


def _told(
    snapshot: Snapshot, path: str, name: str, letters: DrawnLetters | None, drawn: bool
) -> tuple[Diagnostic, ...]:
    found = tuple(located(problem, {}, NOWHERE) for problem in look(snapshot.real(path), name))
    if drawn:
        coverage = letters.coverage if letters else None
        found += tuple(located(one, {}, NOWHERE) for one in drawings.problems(snapshot.read(path), name, coverage))
    if not found and name.lower().endswith(PLAIN) and snapshot.stamps[path][0] <= yaml_source.LARGEST:
        return yaml_source.unmerged(snapshot.read(path), path)
    return found


def _is_read(parsed: Parsed[Any], where: ValuePath) -> bool:
    """Whether a file is named by an attachment whose text is to be read."""
    one = walk.at(parsed.value, where) if parsed.value is not None else None
    return isinstance(one, Attachment) and one.ocr


def _of_scan(found: tuple[Diagnostic, ...], where: ValuePath, name: str, parsed: Parsed[Any]) -> Iterator[Diagnostic]:
    """What is to be told of a file whose text is read: not that it has none, but that it has all where it is so."""
    yield from (one for one in found if not is_scan((one,)))
    if not is_scan(found) and not has_errors(found):
        yield NOT_A_SCAN.at(parsed.span((*where, "ocr")), name=name)


def is_scan(found: Iterable[Diagnostic]) -> bool:
    """Whether a file has pages without text, by what was found in it."""
    return any(one.code == SCANNED for one in found)


def key_of(digest: str, name: str) -> str:
    """What a file is known by among what was found in files; a drawing by its letters besides."""
    return f"{digest} {name}"


def _placed(one: Diagnostic, path: str, where: ValuePath, parsed: Parsed[Any]) -> Diagnostic:
    """What was found, where the file is named; what has a line of its own, at that line of the file at a path."""
    if one.code == NOT_A_SCAN.name:
        return one
    span = parsed.span(where) if one.span == NOWHERE else replace(one.span, file=path)
    return replace(one, span=span)


def look(file: str, name: str) -> tuple[Problem, ...]:
    """What is wrong with the file at a path, by the author's name of it. Raises OSError."""
    ending = name.rpartition(".")[2].lower()
    if ending == "pdf":
        from akson_docs.pdf.attachments import enclosures  # what it needs is slow to load, and most meetings do not

        return enclosures.look(file, name, ()).problems
    if not os.path.getsize(file):
        from akson_docs.pdf.attachments import enclosures

        return (enclosures.BLANK.of((), name=name),)
    if ending in office.PARTS:
        return tuple(code.of((), name=name) for code in _office(file, ending))
    if images.is_picture(name) and not images.is_drawable(file):
        return (images.NO_PICTURE.of((), found=name),)
    return ()


def page_count(file: str | bytes) -> int:
    """How many pages the PDF at a path has, or one with these bytes; 0 where nobody can tell."""
    import pikepdf  # slow to load

    try:
        with pikepdf.open(io.BytesIO(file) if isinstance(file, bytes) else file) as opened:
            return len(opened.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError, RuntimeError):
        return 0


def _office(file: str, ending: str) -> Iterator[Code]:
    if office.is_locked(file):
        from akson_docs.pdf.attachments import enclosures

        yield replace(enclosures.PASSWORD, severity="warning")  # no paper has to open it
    elif ending not in office.kinds(file):
        yield KIND
