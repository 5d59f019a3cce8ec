"""HTML, however broken, as it begins and ends its elements: what `woven_text` puts together.

Nothing in it is left out, neither comments nor what browsers skip.
"""

from __future__ import annotations

import html
import html.parser
from collections.abc import Sequence

from akson_docs.rules.scan.woven_text import Weave


def read(text: str, weave: Weave, lines: Sequence[int]) -> None:
    """Tells `weave` what HTML says; `lines` are where its lines begin."""
    reader = _HtmlReader(weave, lines)
    reader.feed(text)
    reader.close()


class _HtmlReader(html.parser.HTMLParser):
    """Reads HTML as browsers do, more or less: nothing in it is left out."""

    def __init__(self, weave: Weave, lines: Sequence[int]) -> None:
        super().__init__(convert_charrefs=False)
        self._weave, self._starts = weave, lines

    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[min(line, len(self._starts)) - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("td", "th", "tr"):
            self._weave.begins_anew("td", "th", *(["tr"] if tag == "tr" else []))
        self._weave.opens(tag, {key: value or "" for key, value in attrs}, self._at())
        if tag in _VOID:
            self._weave.closes(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._weave.opens(tag, {key: value or "" for key, value in attrs}, self._at())
        self._weave.closes(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._weave.closes(tag)

    def handle_data(self, data: str) -> None:
        self._weave.says(data, self._at())

    def handle_entityref(self, name: str) -> None:
        self._weave.says(html.unescape(f"&{name};"), self._at())

    def handle_charref(self, name: str) -> None:
        self._weave.says(html.unescape(f"&#{name};"), self._at())

    def handle_comment(self, data: str) -> None:
        self._weave.notes(data, self._at())

    def handle_decl(self, decl: str) -> None:
        self._weave.notes(decl, self._at())

    def handle_pi(self, data: str) -> None:
        self._weave.notes(data, self._at())

    def unknown_decl(self, data: str) -> None:
        self._weave.says(data.removeprefix("CDATA["), self._at())


_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
