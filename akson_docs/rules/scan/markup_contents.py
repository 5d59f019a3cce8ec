"""What marked-up text says: XML of any kind (office files, SVG, XMP, forms), HTML (`html_contents`), rich text of PDFs.

All of it: text, attributes, comments, instructions, scripts, as `woven_text` puts it together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.parsers import expat

from akson_docs.rules.scan.file_contents import FilePlace, FileRoom, FileSays
from akson_docs.rules.scan.woven_text import Weave


def of_part(data: bytes, shared: Sequence[str] = ()) -> Iterator[FileSays]:
    """What a part of an office file says, which is XML and nothing else. Raises ExpatError."""
    weave = Weave(shared)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: weave.opens(name, attributes, 0)
    parser.EndElementHandler = weave.closes
    parser.CharacterDataHandler = lambda text: weave.says(text, 0)
    parser.CommentHandler = lambda text: weave.notes(text, 0)
    parser.ProcessingInstructionHandler = lambda target, text: weave.notes(text, 0)
    parser.StartDoctypeDeclHandler = _refused  # what it names may swell
    parser.Parse(data, True)
    yield from weave.contents()


def _refused(*declared: object) -> None:
    raise expat.ExpatError("a document type")


def says(text: str, room: FileRoom, place: FilePlace = "text", with_starts: bool = True) -> Iterator[FileSays]:
    """What a text with tags says, XML or HTML, however broken it is."""
    weave = _of_xml(text) or _of_html(text)
    yield from weave.contents(place, with_starts)
    for name, data in weave.files():
        yield from room.inside(name, data)


def _of_xml(text: str) -> Weave | None:
    """What XML says; None where it is none, or swells."""
    weave, lines = Weave(), _lines(text)
    parser = expat.ParserCreate("utf-8")  # which the text is in now, whatever it says of itself
    left = len(text) * 2 + 1_000_000

    def at() -> int:
        return lines[min(parser.CurrentLineNumber, len(lines)) - 1] + parser.CurrentColumnNumber

    def said(characters: str) -> None:
        nonlocal left
        left -= len(characters)
        if left < 0:
            raise _Swells
        weave.says(characters, at())

    parser.StartElementHandler = lambda name, attributes: weave.opens(name, attributes, at())
    parser.EndElementHandler = weave.closes
    parser.CharacterDataHandler = said
    parser.CommentHandler = lambda words: weave.notes(words, at())
    parser.ProcessingInstructionHandler = lambda target, words: weave.notes(words, at())
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except (expat.ExpatError, _Swells):
        return None
    return weave


class _Swells(Exception):
    """More text comes of a file than there is in it."""


def _of_html(text: str) -> Weave:
    from akson_docs.rules.scan import html_contents  # slow to import, and most files are none

    weave = Weave()
    html_contents.read(text, weave, _lines(text))
    return weave


def _lines(text: str) -> list[int]:
    """Where each line of a text begins."""
    return [0, *(found.end() for found in re.finditer("\n", text))]
