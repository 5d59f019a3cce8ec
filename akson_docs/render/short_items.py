"""Short items of the collected papers follow each other on a page, where each alone would leave most of it white.

How high a text becomes is guessed from its words, for it is laid out later. A wrong guess costs white space or one more
page and never a word: no short item is divided, and what does not fit moves to the next page as a whole.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from akson_docs.pdf.a4_page import A4Text
from akson_docs.pdf.compose import PaperPart

SHORT = 24
"""The lines that a short item has at most: half a page."""
FULL = 44
"""The lines of a page."""
LINE = 92
"""The characters of a line."""
_BLOCK = re.compile(r"<(?:p|li|tr|h[1-6]|pre|blockquote|dt|dd|figure|img|br)\b")
_TAG = re.compile(r"<[^>]*>")
_MAIN = re.compile(r'<main class="item"(.*)</main>', re.DOTALL)


def run_on(items: Iterable[Sequence[PaperPart]]) -> Iterator[PaperPart]:
    """The parts of a paper's items, item by item: first its text, then its slides and attachments. Texts of short items
    that have nothing between them become one part."""
    waiting: list[PaperPart] = []
    height = 0
    for text, *more in items:
        lines = _lines(text)
        if waiting and (lines > SHORT or height + lines > FULL):
            yield _joined(waiting)
            waiting, height = [], 0
        waiting.append(text)
        height += lines
        if more or lines > SHORT:
            yield _joined(waiting)
            yield from more
            waiting, height = [], 0
    if waiting:
        yield _joined(waiting)


def _lines(part: PaperPart) -> int:
    """About how many lines a text takes, with the space around its headings and tables."""
    assert isinstance(part.content, A4Text)
    blocks = _BLOCK.split(part.content.html)
    headings = len(re.findall(r"<h[1-6]\b", part.content.html))
    return 2 * headings + sum(math.ceil(len(_TAG.sub("", f"<{block}").strip()) / LINE) for block in blocks)


def _joined(parts: Sequence[PaperPart]) -> PaperPart:
    first, *others = parts
    if not others:
        return first
    texts = [part.content for part in parts if isinstance(part.content, A4Text)]
    inner = (_MAIN.sub(r'<section class="item"\1</section>', text.html.strip()) for text in texts)
    labels = [part.label for part in parts if part.label]
    label = " – ".join(dict.fromkeys((labels[0], labels[-1]))) if labels else ""
    page = replace(texts[0], html=f'<main class="items">{"".join(inner)}</main>', path=("items",))
    return replace(first, content=page, label=label)
