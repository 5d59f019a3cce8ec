"""What the public would get in the place of a file, were its meeting written otherwise: read as a build reads it, and
kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from akson_docs.actions.live_edition import LiveEdition
from akson_docs.build import meeting_index, redacted_files
from akson_docs.diagnostics import Diagnostic, has_errors
from akson_docs.sources.layout import MeetingKey


@dataclass(frozen=True)
class TrialRedaction:
    """A redacted file as it would be."""

    pdf: bytes
    """The public file; b"" where there would be none."""
    found: tuple[Diagnostic, ...]
    """What would be wrong with the meeting."""


def tried(edition: LiveEdition, key: MeetingKey, file: str, written: Mapping[str, bytes]) -> TrialRedaction:
    """The public file of a meeting's attachment, were some sources `written` so. Raises OSError."""
    reading = edition.reading_with(written)
    index, snapshot = reading.index, reading.snapshot
    found = tuple(one for one in reading.diagnostics if one.span.file.startswith(key.prefix))
    whole = meeting_index.whole(index, key, "members") if index.site and key.board in index.boards else None
    meeting = whole.parsed.value if whole is not None else None
    if meeting is None:
        return TrialRedaction(b"", found)
    inside = meeting_index.digests_in(snapshot, reading.digests, key)
    font = redacted_files.font_of(meeting_index.fonts(snapshot))
    for one in redacted_files.files(meeting, index.agenda(key, meeting, "public"), inside):
        of = redacted_files.of(one, font)
        known = index.own[key].redactions.get(of, ()) if key in index.own else ()
        if one.source == file and not has_errors(problem for _, problem in known):
            made = index.made.get(of) or redacted_files.made(snapshot, key, one, meeting, font)
            return TrialRedaction(made, found)
    return TrialRedaction(b"", found)
