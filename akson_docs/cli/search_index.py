"""What the manual is searched by: an entry for each page, and for each section of the guide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup

from akson_docs.cli.manual_page import Page

SearchEntry = tuple[str, str, str, str, str]
"""(address, title, where it is, what it says, the names that it explains and the code that it shows)."""
_SHOWN = re.compile(r"<pre.*?</pre>", re.DOTALL)


def index(pages: Iterable[Page]) -> bytes:
    """A script that says every entry of the pages: from a disk a page may load scripts, and read no other file."""
    entries = [entry for page in pages for entry in _entries(page)]
    rows = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"window.manualIndex = [\n{rows}\n];\n".encode()


def _entries(page: Page) -> Iterator[SearchEntry]:
    where = page.above[-1][1] if page.above else ""
    names = " ".join(row.name for section in page.sections for row in section.rows if not row.address)
    yield page.address, page.title, where, page.summary.text.striptags(), names
    for section in page.sections:
        if section.prose is not None:
            code = " ".join(Markup(found).striptags() for found in _SHOWN.findall(section.prose))
            words = Markup(_SHOWN.sub(" ", section.prose)).striptags()
            yield f"{page.address}#{section.id}", section.heading, page.title, words, code
        for row in section.rows:
            if row.said and not row.address and page.address.startswith("format/"):
                words = " ".join(one.text.striptags() for one in row.said)
                yield page.address, row.name, page.title, words, ""
