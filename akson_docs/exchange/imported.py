"""What is read of files of other systems: source files that are not written yet, and what could not be said in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.sources.layout import MeetingKey

YamlRow = dict[str, Any]

BROKEN = Code(
    "import-broken",
    "error",
    N_("this is no JSON: {problem}"),
    N_("get the file anew from where it is from; it may be cut off"),
)
OF_ANOTHER_KIND = Code(
    "import-kind",
    "error",
    N_("nothing here can be read as meetings: {found}"),
    N_("what is read: {known}"),
)
NOT_AS_ITS_FORM = Code(
    "import-form",
    "error",
    N_("this is not as its form says: {found}"),
    N_("the schema of the form, which files name, says what is to be there"),
)
NOT_SENT = Code(
    "import-left-out",
    "warning",
    N_("what was sent of {meeting} does not come along: only the archive that it was sent from can say so"),
    N_("keep that archive, or copy the meeting's folder dispatches/ from it"),
)
NO_FILE = Code(
    NOT_SENT.name,
    "warning",
    N_("{found} of {meeting} does not come along: the file is not beside what is imported"),
    N_("import the whole site, or put the file there by hand"),
)
NOT_REDACTED = Code(
    NOT_SENT.name,
    "warning",
    N_("what is redacted in {found} of {meeting} does not come along: it is the file that the public got"),
    N_("put the original there by hand, with what is redacted in it, where you have it"),
)

KNOWN = "meeting.json, data/2026.json, data/index.json (akson_docs)"
"""The forms that are read."""


@dataclass(frozen=True)
class ImportedMeeting:
    """A meeting as it is to be written."""

    key: MeetingKey
    value: YamlRow
    """What `meeting.yaml` says."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The files beside it that are written, by their names."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Those that are copied: their names, and where each lies from the top of what is imported."""


@dataclass(frozen=True)
class Imported:
    """Boards and meetings as they are to be written, with all that could not be said."""

    site: YamlRow | None = None
    """What `site.yaml` says, where there is none yet."""
    site_files: Mapping[str, str] = field(default_factory=dict)
    """Files beside that, likewise."""
    boards: Mapping[str, YamlRow] = field(default_factory=dict)
    meetings: tuple[ImportedMeeting, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def read_json(data: bytes, file: str) -> Any:
    """What a file of JSON says; a diagnostic where it is none."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        return BROKEN.at(Span(file, error.lineno, error.colno), problem=error.msg)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return BROKEN.at(Span(file, line), problem=f"UTF-8: {error.reason}")
    except RecursionError:
        return BROKEN.at(Span(file), problem="[[[[…")
