"""A page or a paper as it was written, for tests of what it says: what only sets it is left out (`pdf.typography`)."""

from __future__ import annotations

import re

_SETS = re.compile(r'<span class="(?:whole|address)">([^<]*)</span>')


def as_written(html: str) -> str:
    """A piece of HTML, or the text of a PDF, with plain spaces and hyphens, and without what keeps text on a line."""
    return _SETS.sub(r"\1", html).replace("\u00a0", " ").replace("\u2212", "-")
