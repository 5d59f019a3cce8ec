"""That nothing of what was covered is in the new file: in its text, its words about itself, its pictures, its parts.

The file is read again from its bytes, by others' programs than that which wrote it. Where something cannot be read, the
proof fails.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageChops

from akson_docs.pdf.blackout import picture_pdf, shown_pages
from akson_docs.pdf.blackout.burnt_boxes import Burnt
from akson_docs.pdf.blackout.phrases import Searched, folded
from akson_docs.pdf.blackout.shown_pages import Box, overlap

Draws = Callable[[Image.Image, Sequence[Burnt]], None]
"""What burns boxes into a picture."""
FAR = 80
"""How far (of 255) a pixel in a box may be from what was drawn there: a photograph is kept nearly as it is."""
TOUCHING = 4.0
"""Pixels that a word may reach into a box: its edges are soft."""
MOST_BYTES = 64 << 20
SECONDS = 120
"""How long the reading of one page's picture may take."""


def failing(
    pdf: bytes,
    phrases: Collection[str],
    boxes: Sequence[Sequence[Burnt]],
    draw: Draws,
) -> str:
    """What the proof fails by, in a word; "" where it holds."""
    import pypdfium2

    try:
        return next(_failing(pdf, phrases, boxes, draw), "")
    except (pypdfium2.PdfiumError, pikepdf.PdfError, OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        return type(error).__name__


def _failing(pdf: bytes, phrases: Collection[str], boxes: Sequence[Sequence[Burnt]], draw: Draws) -> Iterator[str]:
    pages = tuple(shown_pages.texts(pdf))
    if len(pages) != len(boxes):
        yield "pages"
    said = "\n".join("".join(one.text for one in page.signs) for page in pages)
    if _says(said, phrases):
        yield "text"
    for page, burnt in zip(pages, boxes, strict=True):
        bases = {folded(f"[{one.basis}]") for one in burnt}
        near = shown_pages.Near((sign.box, sign) for sign in page.signs if sign.box is not None)
        for one in burnt:
            inside = [sign for sign in near.to(one.box) if sign.box is not None and _reaches(one.box, sign.box)]
            left = folded("".join(sign.text for sign in inside))
            for basis in bases:
                left = left.replace(basis, "")
            # Of a box that reaches into this one a part of what is written there.
            if not any(left in basis for basis in bases):
                yield "text in a box"
    if pdf.count(b"%%EOF") != 1 or pdf.count(b"startxref") != 1:
        yield "a former version"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield from _parts(opened, phrases)
        for held, burnt in zip(opened.pages, boxes, strict=True):
            image = held.obj.Resources.XObject.Im0
            assert isinstance(image, Stream)
            picture = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
            yield from _pixels(picture, burnt, draw)
            if phrases and _says(read_again(picture), phrases):
                yield "a second reading of the picture"


def _reaches(burnt: Box, box: Box) -> bool:
    """Whether a sign is in a box, beyond the soft edges of both."""
    slack = TOUCHING + 0.03 * max(box[2] - box[0], box[3] - box[1])
    return min(overlap(burnt, box)) > slack


def _says(text: str, phrases: Collection[str]) -> bool:
    searched = Searched(text)
    return any(True for phrase in phrases for _ in searched.finds(phrase))


def _parts(opened: Pdf, phrases: Collection[str]) -> Iterator[str]:
    """What is wrong with the parts of a file that should have nothing but pictures, words, tags and a title."""
    streams = 0
    for one in opened.objects:
        for held in _inside(one):
            if isinstance(held, Name) and str(held) not in picture_pdf.NAMES:
                yield f"a name ({str(held)[1:20]})"
            elif isinstance(held, String) and _says(str(held), phrases):
                yield "a string"
        if isinstance(one, Stream):
            streams += 1
            if one.get("/Subtype") != Name.Image and any(_says(said, phrases) for said in _texts(one)):
                yield "a stream"
    if streams != 2 * len(opened.pages) + 3:  # a picture and its words a page; a font, what it means, what it is called
        yield "streams"


def _texts(stream: Stream) -> Iterator[str]:
    """What a stream says, whichever way it is written; of XML what stands between its tags."""
    data = stream.read_bytes()
    if stream.get("/Type") == Name.Metadata:
        yield re.sub(r"<[^>]*>", " ", data.decode("utf-8", "replace"))
    elif "/Length1" not in stream:
        yield from re.findall(r"\((.*?)\)", data.decode("latin-1"), re.DOTALL)


def _inside(one: Any) -> Iterator[Any]:
    """The values in an object, without those that it only refers to."""
    waiting = [(one, True)]
    while waiting:
        held, is_top = waiting.pop()
        if not is_top and getattr(held, "is_indirect", False):
            continue
        if isinstance(held, Dictionary | Stream):
            for key, value in held.items():
                yield Name(key)
                waiting.append((value, False))
        elif isinstance(held, Array):
            waiting += [(value, False) for value in held]
        else:
            yield held


def _pixels(picture: Image.Image, boxes: Sequence[Burnt], draw: Draws) -> Iterator[str]:
    """Whether anything is in a box but what was drawn there."""
    blank = Image.new("RGB", picture.size, (255, 255, 255))
    draw(blank, boxes)
    for one in boxes:
        found = ImageChops.difference(picture.crop(one.box), blank.crop(one.box))
        if any(any(band.histogram()[FAR:]) for band in found.split()):
            yield "a picture"


# ---- beside the proof ----------------------------------------------------------------------------------------


def read_again(picture: Image.Image) -> str:
    """What a picture says to a machine that reads, where tesseract is installed; else nothing."""
    program = shutil.which("tesseract")
    if not program:
        return ""
    held = io.BytesIO()
    picture.save(held, "PNG")
    try:
        known = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=SECONDS).stdout
        languages = [one for one in ("nor", "eng") if one in known.split()]
        words = [program, "stdin", "stdout", *(("-l", "+".join(languages)) if languages else ()), "--dpi", "200"]
        made = subprocess.run(words, input=held.getvalue(), capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return made.stdout.decode("utf-8", "replace")


def beside_pages(data: bytes, phrase: str) -> bool:
    """Whether a file says a phrase in anything that is no page: its metadata, its outline, a note, a file inside it."""
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            for one in opened.objects:
                said = [str(held) for held in _inside(one) if isinstance(held, String)]
                if isinstance(one, Stream) and one.get("/Subtype") != Name.Image and "/Length1" not in one:
                    with_bytes = one.read_bytes()[:MOST_BYTES]
                    said += [with_bytes.decode("utf-8", "replace"), with_bytes.decode("utf-16-be", "replace")]
                if any(_says(text, (phrase,)) for text in said):
                    return True
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError):
        return False
    return False
