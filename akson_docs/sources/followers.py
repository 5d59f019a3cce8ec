"""What only follows from something else that is wrong in the same line: it is left out, for it goes when that goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from akson_docs.diagnostics import Diagnostic

CUT = frozenset((
    "comment-in-text", "tag", "alias", "merge", "flow-sentence", "flow-text", "flow-ended", "rows-in-text",
    "other-space", "conflict-marker", "row-dash", "row-key",
))  # fmt: skip
"""The codes of what makes something else of a line than was written: nothing else can be said of what it says."""
FOLLOWERS: Mapping[str, frozenset[str]] = {
    "number-gap": frozenset(("number-year", "number-form", "number-repeated", "number-order")),
    "number-order": frozenset(("number-year", "number-repeated")),
    "meeting-number-repeated": frozenset(("number-repeated",)),
    "trailing-comma": frozenset(("number-expected", "date-form", "clock-form", "choice", "link-form", "yes-or-no")),
    "comment-in-text": frozenset(("withheld-empty",)),
    "attachment-unread": frozenset(("attachment-blank", "attachment-broken", "attachment-kind", "attachment-password")),
    "glyph-missing": frozenset(("symbol-font", "symbol-rows", "garbled-text")),
    "key-in-text": frozenset(("withheld-in-text",)),
    "table-form": frozenset(("pasted-table",)),
    "line-break": frozenset(("control-character",)),
}
"""The codes of what follows from others, and of those."""


def left_out(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What is wrong, without what only follows from the rest of it."""
    found = tuple(found)
    codes: dict[tuple[str, int, bool], set[str]] = defaultdict(set)
    for one in found:
        for grave in {False, one.severity == "error"}:
            codes[one.span.file, one.span.line, grave].add(one.code)

    def follows(one: Diagnostic) -> bool:
        # An error is not left out for the sake of a warning: whoever builds would never hear of it.
        here = codes[one.span.file, one.span.line, one.severity == "error"] - {one.code}
        if one.code not in CUT and one.code != "withheld-empty" and here & CUT:
            return True
        return bool(here & FOLLOWERS.get(one.code, frozenset()))

    return tuple(one for one in found if not follows(one))
