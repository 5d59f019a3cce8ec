"""What has been public and is withheld now: publishing cannot be undone, and whoever withholds should know.

The last published `meeting.json` tells what was public. It is compared with what the meeting withholds now, so that
nothing needs to be remembered besides what was published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .diagnostics import Code, Path, Problem
from .model import Attachment, Meeting
from .words import Value, Words

WAS_PUBLIC = Code(
    "was-public",
    "warning",
    "what is withheld here has been public",
    "det som er unntatt her, har vært offentlig",
    "it leaves the site; copies, search engines and what was sent still have it",
    "det forsvinner fra nettstedet; kopier, søkemotorer og det som er sendt ut, har det fremdeles",
)


def was_public(meeting: Meeting, before: bytes, now: bytes) -> Iterator[Problem]:
    """Where a meeting withholds what its data said when it was last published, and do not say now."""
    gone = _texts(before) - _texts(now)
    if gone:
        yield from (WAS_PUBLIC.of(path) for path, texts in _withheld(meeting, (), False) if gone.intersection(texts))


def _withheld(value: Any, path: Path, over: bool) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Everything that is withheld, by its own basis or by one above it, with its place."""
    if isinstance(value, Words):
        if over or value.withheld:
            yield path, tuple(text for _, text in value.said)
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from _withheld(inner, (*path, place), over)
    elif isinstance(value, Value):
        over = over or bool(getattr(value, "withheld", None))
        if over and isinstance(value, Attachment):
            yield path, tuple(name for name in (value.file, value.url) if name)
        for name, field in type(value).model_fields.items():
            yield from _withheld(getattr(value, name), (*path, field.alias or name), over)


def _texts(data: bytes) -> set[str]:
    """Every text in data; nothing of what is no data."""
    try:
        waiting = [json.loads(data)]
    except ValueError:
        return set()
    found = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found
