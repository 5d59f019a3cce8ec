"""The words of a page that are seen and not covered, each at its place, in the order that they are read."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from akson_docs.pdf.blackout.burnt_boxes import Burnt, is_beside
from akson_docs.pdf.blackout.picture_pdf import SetWord, Turn
from akson_docs.pdf.blackout.shown_pages import UNKNOWN, Box, Near, ShownPage, Sign, SpokenPage, joined, overlap


@dataclass(frozen=True, slots=True)
class _KeptWord:
    """A word of the old page, or the basis in its place."""

    text: str
    box: Box
    foot: tuple[float, float]
    turn: Turn = 0
    is_read: bool = False
    is_joined: bool = False
    """Whether no space stands before it."""


def paragraphs(
    page: SpokenPage, shown: ShownPage, covered: Mapping[int, str], boxes: Sequence[Burnt]
) -> Iterator[tuple[SetWord, ...]]:
    """The words that are seen and not covered, each with its place, by paragraphs; in the place of those that are
    covered the basis, once for each box."""
    told: set[Burnt] = set()
    paragraph: list[_KeptWord] = []
    near = Near((one.box, one) for one in boxes)
    for word, hidden in _words(page.signs, covered):
        under = next((one for one in near.to(word.box) if _reaches(one.box, word.box)), None)
        if under is not None:
            if under in told:
                continue
            # Boxes that reach into each other are one place, which is told once.
            told |= {one for one in near.to(under.box) if _is_one_place(one, under)}
            word = replace(_basis(under), turn=word.turn, is_joined=word.is_joined)
        elif hidden or not shown.shows(word.box, word.is_read):
            continue
        if paragraph and _parts(paragraph[-1], word):
            yield tuple(_set(one, page) for one in paragraph)
            paragraph = []
        paragraph.append(word)
    if paragraph:
        yield tuple(_set(one, page) for one in paragraph)
    for one in boxes:
        if one not in told:
            yield (_set(_basis(one), page),)


def _is_one_place(one: Burnt, other: Burnt) -> bool:
    return min(overlap(one.box, other.box)) > 0 and one.basis == other.basis


def _words(signs: Sequence[Sign], covered: Mapping[int, str]) -> Iterator[tuple[_KeptWord, bool]]:
    """The words of a page in the order of its text, each with whether any of it is covered."""
    place = 0
    while place < len(signs):
        if signs[place].box is None:
            place += 1
            continue
        end = place + 1
        while end < len(signs) and signs[end].box is not None and is_beside(signs[end - 1], signs[end]):
            end += 1
        inside = signs[place:end]
        # A covered word goes, and what is joined to it stays: a comma, a bracket.
        for hidden, run in itertools.groupby(range(place, end), lambda index: index in covered):
            part = [signs[index] for index in run]
            text = "".join(one.text for one in part if one.text != UNKNOWN)
            if text or hidden:
                box, first = joined([one.box for one in part if one.box]), part[0]
                is_joined = first is not inside[0]
                yield _KeptWord(text, box, first.foot, _turn(inside), first.is_read, is_joined), hidden
        place = end


def _turn(signs: Sequence[Sign]) -> Turn:
    across, down = signs[-1].foot[0] - signs[0].foot[0], signs[-1].foot[1] - signs[0].foot[1]
    if abs(across) >= abs(down):
        return 0 if across >= 0 else 180
    return 90 if down < 0 else 270


def _reaches(burnt: tuple[int, int, int, int], box: Box) -> bool:
    """Whether a word is covered, if only a part of it."""
    across, down = overlap(burnt, box)
    return across > min(3.0, 0.25 * (box[2] - box[0])) and down > min(3.0, 0.25 * (box[3] - box[1]))


def _basis(one: Burnt) -> _KeptWord:
    left, top, right, bottom = one.box
    inner = (left + 2.0, top + 2.0, right - 2.0, bottom - 2.0)
    return _KeptWord(f"[{one.basis}]", inner, (inner[0], inner[3]))


def _parts(before: _KeptWord, after: _KeptWord) -> bool:
    """Whether a paragraph ends between two words: more than a line lies between them, or the text goes up."""
    height = max(before.box[3] - before.box[1], after.box[3] - after.box[1], 1.0)
    down = after.foot[1] - before.foot[1]
    return before.turn == after.turn == 0 and (down > height * 2.4 or down < -height * 1.5)


def _set(word: _KeptWord, page: SpokenPage) -> SetWord:
    """A word at its place in points, from the lower left corner."""
    left, top, right, bottom = (side / page.scale for side in word.box)
    across, down = word.foot[0] / page.scale, word.foot[1] / page.scale
    if word.turn in (0, 180):
        line = min(max(down, top), bottom)
        length, height = right - left, (line - top if word.turn == 0 else bottom - line)
        x, y = (left if word.turn == 0 else right), line
    else:
        line = min(max(across, left), right)
        length, height = bottom - top, (line - left if word.turn == 90 else right - line)
        x, y = line, (bottom if word.turn == 90 else top)
    return SetWord(word.text, x, page.height - y, length, max(height, 1.0), word.turn, word.is_joined)
