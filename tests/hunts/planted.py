"""Faults that are planted on purpose, one of each kind: a hunt that does not find them is blind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from akson_docs.actions import recorded_withdrawals
from akson_docs.meetings import pseudonyms, redaction
from akson_docs.meetings.revisions import issue, withdrawal

FAULTS: Mapping[str, tuple[Any, str, Callable[..., Any]]] = {
    "what was sent is not compared": (withdrawal, "of_items", lambda *sides, **more: ()),
    "a withdrawal is forgotten": (
        withdrawal,
        "all_of",
        lambda sent, found: frozenset(number for number, items in found.items() if items),
    ),
    "what it was is told": (issue, "scrubbed", lambda revision: revision),
    "history is not asked": (recorded_withdrawals, "in_history", lambda *asked: {}),
    "people are named": (pseudonyms, "without", lambda value, hidden: value),
    "texts are not withheld": (redaction, "_unsaid", lambda words, *basis: words),
}
"""What goes wrong → the module, the name in it, and what stands there then."""
