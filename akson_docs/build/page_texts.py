"""What each page of an attachment says, for whoever searches: read once, and remembered by what the file holds."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from akson_docs.build import cache
from akson_docs.build.meeting_versions import digest
from akson_docs.rules.scan import pdf_contents

FORM = 1
"""How texts are read and kept: what was kept in another way is read anew."""
MOST_PAGES = 500
"""Pages of a file that are searched: of one that is longer, the first."""
MOST = 6_000
"""Characters of a page, likewise."""


@dataclass
class PageTexts:
    """What is known of what pages say."""

    memory: str
    """The folder of the build's memory."""
    known: dict[str, str] = field(default_factory=dict)
    is_new: bool = False

    def __post_init__(self) -> None:
        self.known = dict(cache.pages(self.memory))

    def of(self, file: str, where: Callable[[], str]) -> tuple[str, ...]:
        """What each page of a PDF says, by the digest of what it holds; () of one that nobody can read. `where` says
        where it lies."""
        name = digest(str(FORM), file)
        kept = cache.get(self.memory, self.known[name]) if name in self.known else None
        if kept is not None:
            return tuple(json.loads(kept))
        found = _read(where())
        with contextlib.suppress(OSError):
            self.known[name] = cache.put(self.memory, json.dumps(found).encode())
            self.is_new = True
        return found

    def remember(self) -> None:
        """Writes down what is new; where that cannot be, it is read again."""
        if self.is_new:
            with contextlib.suppress(OSError):
                cache.save_pages(self.memory, self.known)


def forget(memory: str, but: Collection[str]) -> frozenset[str]:
    """Remembers no more than of some files, by their digests, and says which bytes of the store that is. Raises
    OSError."""
    known = cache.pages(memory)
    wanted = {digest(str(FORM), file) for file in but} if known else set()
    kept = {name: held for name, held in known.items() if name in wanted}
    if kept != known:
        cache.save_pages(memory, kept)
    return frozenset(kept.values())


def _read(path: str) -> tuple[str, ...]:
    import pypdfium2

    try:
        texts = itertools.islice(pdf_contents.page_texts(path), MOST_PAGES)
        return tuple(" ".join(one[: 2 * MOST].split())[:MOST] for one in texts)
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return ()
