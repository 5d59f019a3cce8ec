"""What the PDF engine is made to tag: in which language a part of a text is, and that the head of a table, which comes
again on each page that the table goes over, is no text of its own there.

The engine says one language for a whole paper, and draws the head anew as if it were another. A part that has one of
its own says it in its structure element (`Lang`, ISO 14289-1, 7.2), down to a word. A head that comes again is an
artifact of the page, as what runs at its foot is: nobody hears it twice, and the proof finds each text once
(`completeness`). And what is drawn in another order than it is written in, as Hindi and Bengali are, has its text
beside it, for glyphs alone cannot say it (`ActualText`). A drawing that the template hides from whoever listens
(`aria-hidden`) is an artifact too: what it shows stands beside it in words.
"""

from __future__ import annotations

import contextlib
import importlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

ONCE = "<style>html thead { display: table-row-group }</style>"
"""What is added where a head cannot come again: it stands above the first row alone."""
TALL = 0.2
"""The part of a page from which a head does not come again."""
UNSEEN = "\u200b"
"""What a glyph says that says nothing by itself."""
_SHAPED = re.compile("[\u0590-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]")
_REORDERED = re.compile("[\u0900-\u109f\u1780-\u17ff]")
_AGAIN = "_akson_again"


def installed() -> None:
    """Has the engine's tags say so. Once for a process."""
    tags: Any = importlib.import_module("weasyprint.pdf.tags")
    stream: Any = importlib.import_module("weasyprint.pdf.stream").Stream
    pydyf: Any = importlib.import_module("pydyf")
    if getattr(tags, _AGAIN, False):
        return
    setattr(tags, _AGAIN, True)
    build, marked = tags._build_box_tree, stream.marked

    def built(box: Any, *around: Any) -> Iterator[Any]:
        if is_for_the_eye(box):
            return
        box = _without_heads(box)
        language = _language(box)
        for element in build(box, *around):
            if language:
                element["Lang"] = pydyf.String(language)
            yield element

    @contextlib.contextmanager
    def as_artifact(stream: Any) -> Iterator[None]:
        kind = pydyf.Dictionary({"Type": "/Pagination", "Subtype": "/Header"})
        stream.begin_marked_content("Artifact", kind)
        try:
            yield
        finally:
            stream.end_marked_content()

    @contextlib.contextmanager
    def as_written(stream: Any, box: Any, tag: str) -> Iterator[None]:
        stream._tags[box] = {"tag": tag, "mcid": len(stream._tags)}
        said = {"MCID": stream._tags[box]["mcid"]}
        if _REORDERED.search(box.text):  # readers turn text from right to left themselves, and would turn this as well
            said["ActualText"] = pydyf.String(box.text)
        stream.begin_marked_content(tag, pydyf.Dictionary(said))
        try:
            yield
        finally:
            stream.end_marked_content()
            for font in stream._fonts.values():  # a sign that two glyphs draw is one of them, and nothing the other
                font.to_unicode.update({glyph: UNSEEN for glyph, said in font.to_unicode.items() if not said})

    def as_it_is(self: Any, box: Any, tag: str) -> Any:
        if self._tags is None:
            return marked(self, box, tag)
        if getattr(box, _AGAIN, False):
            return as_artifact(self)
        if is_for_the_eye(box):
            return self.artifact()
        return as_written(self, box, tag) if _SHAPED.search(getattr(box, "text", "")) else marked(self, box, tag)

    tags._build_box_tree = built
    stream.marked = as_it_is


def is_for_the_eye(box: Any) -> bool:
    """Whether one of the engine's boxes is a drawing that is hidden from whoever listens."""
    return hasattr(box, "replacement") and box.element is not None and box.element.get("aria-hidden") == "true"


def heads_come_again(pages: Iterable[Any]) -> bool:
    """Says of the heads of tables that come again that they do; whether each of them may: one that is not there on its
    table's first page, that is a good part of a page, or that has a link in it, may not."""
    seen: set[Any] = set()
    for page in pages:
        for box in page._page_box.descendants():
            if type(box).__name__ != "TableBox" or box.element is None:
                continue
            head = next((group for group in box.children if group.is_header), None)
            if box.element not in seen:
                seen.add(box.element)
                if head is None and box.element.find("thead") is not None:
                    return False
            elif head is not None:
                if head.height > TALL * page.height:
                    return False
                for inner in head.descendants():
                    setattr(inner, _AGAIN, True)
                    if inner.element_tag == "a":
                        return False
                setattr(head, _AGAIN, True)
    return True


def _without_heads(box: Any) -> Any:
    """A box as it is tagged: a table without a head that came before."""
    if not getattr(box, "is_table_wrapper", False):
        return box
    table = box.get_wrapped_table()
    if not any(getattr(group, _AGAIN, False) for group in table.children):
        return box
    plain = table.copy_with_children([group for group in table.children if not getattr(group, _AGAIN, False)])
    return box.copy_with_children([plain if child is table else child for child in box.children])


def _language(box: Any) -> str:
    """The language of a part of a text that says one; "" where it is that of what is around it."""
    element = getattr(box, "element", None)
    if element is None or getattr(box, "element_tag", "") in ("html", "body"):
        return ""
    return str(element.get("lang") or "")
