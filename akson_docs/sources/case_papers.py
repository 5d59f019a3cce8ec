"""Case papers as they are read: a Word document as text, and the pictures that a text shows, each looked at.

What is wrong is told at the line that names the paper or, of a text in Markdown, at its own line in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from akson_docs import diagnostics
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.model.values import is_inside
from akson_docs.sources import images, paper_pictures, word_files
from akson_docs.sources.paper_pictures import ShownPicture
from akson_docs.sources.yaml_source import RawValue

LEFT_OUT = Code(
    "word-left-out",
    "warning",
    N_('not all of "{found}" comes along: {what}'),
    N_("look at the page beside the document; what is missing there is written as text, or shown as a picture"),
)
CHANGES = Code(
    "word-changes",
    "warning",
    N_('tracked changes in "{found}" ({count}) are read as accepted'),
    N_("accept or reject them in Word, so that everybody reads the same"),
)
COMMENTS = Code(
    "word-comments",
    "warning",
    N_('comments in "{found}" ({count}) do not come along'),
    N_(
        "delete them in Word: the page does not have them, but whoever has the repository can read them in the document"
    ),
)
WORD_ALT = Code(
    "picture-alt",
    "error",
    N_('pictures in "{found}" have no text alternative ({count}): {where}'),
    N_("in Word, right-click the picture, choose View Alt Text, and write what it shows or mark it as decorative"),
)
ALT = Code(
    "picture-alt",
    "error",
    N_('the picture "{found}" has no text alternative'),
    N_("write between the brackets what it shows, for those who do not see it: ![what it shows]({found})"),
)
AMONG = Code(
    "picture-in-line",
    "error",
    N_('the picture "{found}" stands among words'),
    N_("put it in a line of its own, with an empty line before and after it"),
)
ON_WEB = Code(
    "path-outside",
    "error",
    N_('"{found}" is no picture in this folder but an address'),
    N_("put the picture in the meeting's folder, and write its name"),
)
OUTSIDE = Code(
    "path-outside",
    "error",
    N_('"{found}" is not a file in or under this folder'),
    N_("put the file in the meeting's folder, and write its name"),
)
NOT_SHOWN = Code(
    "picture-format",
    "error",
    N_('"{found}" is not PNG, JPEG or SVG, or its name says another format than it has'),
    N_("save it again as PNG, JPEG or SVG, under a name that says so"),
)
MOST_PLACES = 3
"""Headings that are told of one kind of thing."""


def of_word(name: str, data: bytes, span: Span) -> tuple[dict[str, RawValue], tuple[Diagnostic, ...]]:
    """A Word document that is named at `span`, as the model takes it, and what is to be said of it."""
    from akson_docs.sources import word_text

    try:
        found = word_text.read(data)
    except word_files.NotRead as refused:
        return {"file": name}, (refused.code.at(span, found=name),)
    told: list[Diagnostic] = []
    if found.left:
        rows = ((what, len(places), _where(places)) for what, places in found.left)
        told.append(LEFT_OUT.at(span, found=name, what=diagnostics.listing(rows, "word")))
    if found.changes:
        told.append(CHANGES.at(span, found=name, count=found.changes))
    if found.comments:
        told.append(COMMENTS.at(span, found=name, count=found.comments))
    if found.without_alt:
        where = _where(found.without_alt) or "–"
        told.append(WORD_ALT.at(span, found=name, count=len(found.without_alt), where=where))
    paper: dict[str, RawValue] = {"file": name}
    if found.text.strip():
        paper["text"] = found.text
        paper["pictures"] = [{"file": f"{name}/{called}"} for called in found.pictures]
    return paper, tuple(told)


def _where(places: Sequence[str]) -> str:
    """The headings that some things stand under."""
    every = [one for one in dict.fromkeys(places) if one]
    return "; ".join((*every[:MOST_PLACES], *(("…",) if len(every) > MOST_PLACES else ())))


def pictures(
    text: str, at: Callable[[int], Span], lies: Callable[[str, Span], bytes | None]
) -> Iterator[str | Diagnostic]:
    """The pictures that a text in Markdown shows, by their files, or what is wrong with one; `at` is the place of a
    sign of the text, and `lies` gives the bytes of a file, None where that it is not there was told."""
    for one in paper_pictures.shown(text):
        span = at(one.start)
        wrong = _wrong(one)
        if wrong is not None:
            yield wrong.at(span, found=one.file)
            continue
        data = lies(one.file, span)
        if data is None:
            continue
        problem = images.problem(one.file, data, span)
        yield one.file if problem is None else problem


def _wrong(one: ShownPicture) -> Code | None:
    """What is wrong with how a picture is named."""
    if "://" in one.file:
        return ON_WEB
    if not is_inside(one.file) or paper_pictures.lies_in(one.file):
        return OUTSIDE
    if not one.is_alone:
        return AMONG
    if not one.alt:
        return ALT
    return None if images.is_picture(one.file) else NOT_SHOWN
