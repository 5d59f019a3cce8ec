"""The files that the public gets in the place of others: which there are, what is wrong with them, and their bytes.

They are made where a meeting is read, so that whatever is wrong with one keeps all of the meeting back, in every
command alike. What was found is remembered; bytes are made again where they are not at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from akson_docs import diagnostics
from akson_docs.build.meeting_versions import RedactedFile, digest
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span, ValuePath
from akson_docs.meetings import redaction
from akson_docs.meetings.agenda import Agenda
from akson_docs.model.documents import Attachment, Meeting, Redact
from akson_docs.model.values import said
from akson_docs.pdf.blackout import phrases
from akson_docs.sources.layout import MeetingKey
from akson_docs.sources.loader import Parsed
from akson_docs.sources.snapshots import Snapshot

TAKEN = Code(
    "redact-taken",
    "error",
    N_('the public file of "{name}" would be called "{found}", and that is the name of a file beside the meeting'),
    N_("give that file another name"),
)
TWICE = Code(
    "redact-twice",
    "error",
    N_('"{name}" is attached twice, and something else is redacted in it'),
    N_("write the same under redact: at both places"),
)
TOO_LARGE = Code(
    "redact-size",
    "error",
    N_('"{name}" is too large to be redacted'),
    N_("save it smaller; {most} MB are the most"),
)
LARGEST = 100_000_000
"""Bytes of a file that is redacted."""
FORM = 2
"""The form of the files that are made; another makes other files of the same."""
NOWHERE = Span("")

RedactionFindings = Mapping[str, tuple[tuple[ValuePath, Diagnostic], ...]]
"""What was found while files were made, by what they were made of: each with its place in `redact`."""


def digest_of(source: str, redact: Redact) -> str:
    """A digest of a redacted file, by that of its source. Whoever guesses what is covered can see by it no more than
    whether they have guessed every byte of the source."""
    return digest(str(FORM), source, redact.model_dump_json(exclude={"phrases": {"__all__": {"also_said"}}}))


def digests(meeting: Meeting | None, inside: Mapping[str, str]) -> dict[str, str]:
    """The digests of the files that a meeting's public edition has in the place of others, by their names; `inside` are
    those of the files in its folder."""
    found = {}
    for _, one in redaction.redacted(meeting) if meeting is not None else ():
        assert one.redact is not None
        if one.file is not None and one.file in inside:
            found[redaction.covered_name(one.file)] = digest_of(inside[one.file], one.redact)
    return found


def files(meeting: Meeting, public: Agenda, inside: Mapping[str, str]) -> tuple[RedactedFile, ...]:
    """The files that a meeting's public edition has in the place of others."""
    entries = (one for entry in public.entries for one in entry.item.attachments)
    shown = {one.file: one for one in (*public.meeting.attachments, *entries)}
    names, found = digests(meeting, inside), {}
    for _, one in redaction.redacted(meeting):
        assert one.file is not None
        name = redaction.covered_name(one.file)
        if name in names and name in shown:
            title = next((text for _, text in said(shown[name].title, public.language)), name.rpartition("/")[2])
            found[name] = RedactedFile(name, one.file, names[name], title, public.language)
    return tuple(found.values())


@dataclass(frozen=True)
class Redactions:
    """What becomes of the redacted files of one meeting."""

    files: tuple[RedactedFile, ...]
    problems: tuple[Diagnostic, ...]
    findings: RedactionFindings
    made: Mapping[str, bytes]
    """The files that were made now, by what they are made of."""
    make: Callable[[RedactedFile], bytes]
    """The bytes of one; b"" where it has errors."""


def read(
    parsed: Parsed[Meeting], public: Agenda, key: MeetingKey, snapshot: Snapshot, inside: Mapping[str, str],
    font: str, known: RedactionFindings,
) -> Redactions:  # fmt: skip
    """Makes what is not known, and says what is wrong. A file that does not lie on the disk is not looked into."""
    assert parsed.value is not None
    attachments = {
        redaction.covered_name(one.file): (path, one) for path, one in redaction.redacted(parsed.value) if one.file
    }
    there = files(parsed.value, public, inside)
    made: dict[str, bytes] = {}
    findings: dict[str, tuple[tuple[ValuePath, Diagnostic], ...]] = {}

    def make(file: RedactedFile) -> bytes:
        wanted = of(file, font)
        if wanted not in made:
            _, one = attachments[file.name]
            made[wanted], findings[wanted] = _made(snapshot, key, file, one, font)
        return made[wanted]

    found = [*_clashing(parsed, inside)]
    for file in there:
        wanted = of(file, font)
        if not inside.get(file.source) or not snapshot.lies(key.file(file.source)):
            continue
        if wanted in known:
            findings[wanted] = known[wanted]
        else:
            make(file)
        above = attachments[file.name][0]
        found += (replace(one, span=parsed.span((*above, "redact", *path))) for path, one in findings[wanted])
    return Redactions(there, tuple(found), findings, made, make)


def of(file: RedactedFile, font: str) -> str:
    """What a file is made of."""
    return digest(file.digest, file.name, file.title, file.language, font)


def made(snapshot: Snapshot, key: MeetingKey, file: RedactedFile, meeting: Meeting, font: str) -> bytes:
    """The bytes of a redacted file of a meeting in full; b"" where it has errors."""
    one = next(one for _, one in redaction.redacted(meeting) if one.file == file.source)
    return _made(snapshot, key, file, one, font)[0]


def _made(
    snapshot: Snapshot, key: MeetingKey, file: RedactedFile, attachment: Attachment, font: str
) -> tuple[bytes, tuple[tuple[ValuePath, Diagnostic], ...]]:
    from akson_docs.pdf.blackout import blackout  # what it needs is slow to load, and most meetings do not

    assert attachment.redact is not None
    if snapshot.stamps[key.file(file.source)][0] > LARGEST:
        large = TOO_LARGE.of((), name=_called(attachment), most=LARGEST // 1_000_000)
        return b"", (((), diagnostics.located(large, {}, NOWHERE)),)
    asked = blackout.Asked(
        snapshot.read(key.file(file.source)), file.source, attachment.redact, file.title, file.language,
        snapshot.read(font) if font else b"",
    )  # fmt: skip
    done = blackout.blacked_out(asked)
    return done.pdf, tuple((problem.path, diagnostics.located(problem, {}, NOWHERE)) for problem in done.problems)


def _clashing(parsed: Parsed[Meeting], inside: Mapping[str, str]) -> Iterator[Diagnostic]:
    """The redacted files whose public names are taken, and those that are redacted in two ways."""
    assert parsed.value is not None
    before: dict[str, Redact] = {}
    for path, one in redaction.redacted(parsed.value):
        assert one.file is not None
        assert one.redact is not None
        name = redaction.covered_name(one.file)
        if name in inside:
            yield TAKEN.at(parsed.span((*path, "file")), name=_called(one), found=phrases.sayable(name, _said(one)))
        if before.setdefault(name, one.redact) != one.redact:
            yield TWICE.at(parsed.span((*path, "redact")), name=_called(one))


def _called(one: Attachment) -> str:
    """What a redacted file is called in messages: they say nothing that is redacted."""
    return phrases.sayable(one.file or "", _said(one))


def _said(one: Attachment) -> tuple[str, ...]:
    return tuple(row.text for row in one.redact.phrases) if one.redact else ()


def font_of(fonts: Sequence[str]) -> str:
    """The font that the legal basis is written with in boxes, among those that papers are set in; "" where there is
    none."""
    return next((path for path in fonts if path.endswith("-Medium.ttf")), next(iter(fonts), ""))


def findings_to_json(findings: RedactionFindings) -> dict[str, Any]:
    """What was found, as JSON values."""
    return {of: [[list(path), diagnostics.to_json(one)] for path, one in found] for of, found in findings.items()}


def findings_from_json(data: Mapping[str, Any]) -> RedactionFindings:
    """What `findings_to_json` made `data` of."""
    return {of: tuple((tuple(path), diagnostics.from_json(one)) for path, one in found) for of, found in data.items()}
