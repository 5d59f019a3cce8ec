"""Which pictures a case paper shows, and where their bytes are: whoever asks for either asks here.

A picture stands in a text in a paragraph of its own, `![what it shows](map.png)`. It is a file beside the meeting, or
lies in a Word document; that one has a path no file can have, below the document as if it were a folder, and a name of
its own in what is published: nothing that takes it for a file gives out the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from akson_docs.sources import word_files

ALONE = re.compile(
    r"[ ]{0,3}!\[((?:[^\]\\]|\\.)*)\]\(\s*(?:<([^<>\n]*)>|([^()<>\"\n]*?))(?:\s+\"[^\"\n]*\")?\s*\)[ \t]*", re.DOTALL
)
"""A paragraph that is a picture: what it shows, and its name, which may stand in < >."""
_AMONG = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>\"]*)")
_PARAGRAPH = re.compile(r"\n[ \t]*(?=\n)")


@dataclass(frozen=True)
class ShownPicture:
    """A picture as a text names it."""

    file: str
    """From the folder of the meeting; in a text that was read from a Word document, as that calls it."""
    alt: str
    start: int
    """Where in the text it stands."""
    is_alone: bool
    """Whether it has a paragraph of its own."""


def shown(text: str) -> Iterator[ShownPicture]:
    """The pictures that a text names, in order."""
    for start, paragraph in _paragraphs(text):
        alone = ALONE.fullmatch(paragraph)
        if alone:
            alt = " ".join(re.sub(r"\\(.)", r"\1", alone[1]).split())
            yield ShownPicture(named(alone), alt, start, is_alone=True)
            continue
        for found in _AMONG.finditer(paragraph):
            yield ShownPicture(unquote(found[1].strip()), "", start + found.start(), is_alone=False)


def named(alone: re.Match[str]) -> str:
    """The file that a paragraph names."""
    return unquote((alone[2] or alone[3] or "").strip())


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a text, each with where it begins."""
    start = 0
    for end in (*(found.start() for found in _PARAGRAPH.finditer(text)), len(text)):
        paragraph = text[start:end]
        bare = paragraph.lstrip("\n")
        first = len(paragraph) - len(bare)
        blank = len(bare) - len(re.sub(r"\A(?:[ \t]*\n)+", "", bare))
        yield start + first + blank, bare[blank:].rstrip("\n")
        start = end


def in_words(text: str) -> str:
    """A text with what a picture shows in the place of each: what readers are told who do not see it."""
    if "![" not in text:
        return text
    parts, end = [], 0
    for start, paragraph in _paragraphs(text):
        alone = ALONE.fullmatch(paragraph)
        if alone:
            parts += [text[end:start], alone[1]]
            end = start + len(paragraph)
    return "".join([*parts, text[end:]])


def unseen(text: str) -> str:
    """A text without its pictures: the words of it that are printed."""
    if "![" not in text:
        return text
    parts, end = [], 0
    for start, paragraph in _paragraphs(text):
        if ALONE.fullmatch(paragraph):
            parts.append(text[end:start])
            end = start + len(paragraph)
    return "".join([*parts, text[end:]])


def lies_in(file: str) -> tuple[str, str] | None:
    """(the Word document that a picture lies in, what it is called there); None for one that is a file."""
    document, _, name = file.rpartition("/")
    return (document, name) if word_files.is_word(document) else None


def called(file: str) -> str:
    """What a picture is called in the text that shows it, and on the site."""
    within = lies_in(file)
    return within[1] if within else file


def read(path: str, source: Callable[[str], bytes]) -> bytes:
    """The bytes of a picture by its path, from those of source files. Raises what `source` does."""
    within = lies_in(path)
    if within is None:
        return source(path)
    from akson_docs.sources import word_text

    return word_text.picture(source(within[0]), within[1])
