"""Where a phrase stands on the pages of a PDF, however it is broken there: over lines, cells, columns and pages.

A text has its signs in one order. A page has more: what goes on in the line below, in a cell or a column; in the next
column or on the next page, with a footer between; from letter to letter down the page; as it is seen, whatever was
drawn first. Each is looked through. There is one idea of it, for what is covered and for where else it is said.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from akson_docs.pdf.blackout.phrases import SHORT, Searched, folded
from akson_docs.pdf.blackout.shown_pages import Sign, SpokenPage, overlap

Spot = tuple[int, int]
"""Where words begin among the signs of all pages, and where they end."""
Spots = tuple[Spot, ...]
"""Where a phrase stands: its parts in order, mostly one."""
MOST = 5_000
"""Places of one phrase that are told."""
_AGAIN = 8
"""Letters of a kind, before a letter, on which it may lie: those of the piece of text that was drawn before."""
_GAP = 1.5
"""How far apart, in heights of letters, words of one line are at most."""
_HYPHENS = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2212\u2e17\u058a\ufe63\uff0d")


@dataclass(frozen=True)
class SaidPages:
    """What all pages of a PDF say."""

    pages: tuple[SpokenPage, ...]

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        """Those of all pages; between two pages is a space."""
        return tuple(itertools.chain.from_iterable((*page.signs, Sign("\n", None)) for page in self.pages))

    @cached_property
    def begins(self) -> tuple[int, ...]:
        """Where the signs of each page begin."""
        return tuple(itertools.accumulate((len(page.signs) + 1 for page in self.pages), initial=0))[:-1]

    def page(self, place: int) -> int:
        """The page, from 0, that a sign is on."""
        return bisect_right(self.begins, place) - 1

    @cached_property
    def searched(self) -> Searched:
        """Their text."""
        return Searched("".join(one.text for one in self.signs), self._raised)

    def finds(self, phrase: str) -> tuple[Spots, ...]:
        """Every place of a phrase, `MOST` of them at most."""
        found: dict[Spots, None] = dict.fromkeys((spot,) for spot in self.searched.finds(phrase))
        # What stands in the text in one piece is found in other orders as well.
        whole = {sign for (spot,) in found for sign in range(*spot)}
        for one in self._otherwise(phrase) if len(found) < MOST else ():
            if not whole.issuperset(sign for part in one for sign in range(*part)):
                found.setdefault(one)
            if len(found) == MOST:
                break
        return tuple(itertools.islice(found, MOST))

    def covered(self, found: Iterable[Spots]) -> tuple[Spot, ...]:
        """What is covered of places that were found, each once: words go whole."""
        return tuple(self.searched.whole(*spot) for spot in dict.fromkeys(spot for parts in found for spot in parts))

    # ---- how signs stand to each other ----

    @cached_property
    def _raised(self) -> frozenset[int]:
        """The signs that stand raised after others: numbers of notes, mostly."""
        found, before = [], None
        for place, one in enumerate(self.signs):
            if one.box is None:
                continue
            if before is not None and _is_raised(before, one):
                found.append(place)
            else:
                before = one
        return frozenset(found)

    @cached_property
    def _drawn(self) -> tuple[int, ...]:
        """The signs that have a place."""
        return tuple(place for place, one in enumerate(self.signs) if one.box is not None)

    @cached_property
    def _line_starts(self) -> frozenset[int]:
        """The signs that begin a line, be it in a column or a cell."""
        pairs = zip((-1, *self._drawn), self._drawn, strict=False)
        return frozenset(
            place for before, place in pairs if before < 0 or not _is_next(self.signs[before], self.signs[place])
        )

    @cached_property
    def _word_starts(self) -> tuple[int, ...]:
        before = self.signs
        return tuple(
            place for place in self._drawn if place in self._line_starts or place == 0 or before[place - 1].box is None
        )

    @cached_property
    def _word_ends(self) -> tuple[int, ...]:
        """The places after words, or before the hyphen at the end of a line."""
        starts = {*self._word_starts}
        ends = [one + 1 for one, after in zip(self._drawn, self._drawn[1:], strict=False) if after in starts]
        return (*ends, *(self._drawn[-1:] and (self._drawn[-1] + 1,)))

    def _after(self, place: int) -> int:
        """The next sign that has a place, at or after one."""
        at = bisect_left(self._drawn, place)
        return self._drawn[at] if at < len(self._drawn) else -1

    # ---- phrases that are broken ----

    def _otherwise(self, phrase: str) -> Iterator[Spots]:
        """Where a phrase stands in another order than that of the text."""
        yield from self._broken(phrase)
        for signs, searched in self._orders:
            for start, end in searched.finds(phrase):
                yield tuple(_runs(one for one in signs[start:end] if one >= 0))
        if self._again:
            order, searched = self._once
            for start, end in searched.finds(phrase):
                after = order[end - 1] + 1
                while after in self._again:
                    after += 1
                yield ((order[start], after),)

    def _broken(self, phrase: str) -> Iterator[Spots]:
        """Where a phrase goes on elsewhere than in the text after it: between its words or, after a hyphen, in one."""
        # From its end on: where the rest of it stands from each of its signs, beginning with a word or a line.
        tails: dict[int, tuple[Spots, ...]] = {}
        cuts = [at for at in range(1, len(phrase)) if phrase[at - 1].isspace() or phrase[at - 1 : at + 1].isalnum()]

        def from_sign(begin: int) -> Iterator[Spots]:
            for cut in cuts[bisect_right(cuts, begin) :]:
                if tails[cut]:
                    heads = tuple(self._heads(phrase[begin:cut], is_first=not begin))
                    yield from self._joined(heads, tails[cut], is_part=not phrase[cut - 1].isspace())

        for begin in reversed(cuts):
            whole = (((place, end),) for place, end in self._going_on(phrase[begin:]))
            tails[begin] = tuple(itertools.islice(itertools.chain(whole, from_sign(begin)), MOST))
        yield from from_sign(0)

    def _going_on(self, words: str) -> Iterator[Spot]:
        """Where the end of a phrase stands that begins with a word."""
        wanted = folded(words)
        for at in self.searched.places(wanted):
            for start in self._words_by_place[0].get(at, ()):
                yield start, self.searched.end(at, wanted)

    def _heads(self, words: str, *, is_first: bool) -> Iterator[Spot]:
        """Where the beginning of a phrase stands: as words, or as a part of one that a hyphen ends."""
        wanted, is_part = folded(words), not words[-1:].isspace()
        starts = self._starts
        for at in self.searched.places(wanted):
            start = self.searched.start(at)
            if start not in starts and not (is_first and len(wanted) >= SHORT):
                continue
            for end in self._words_by_place[1].get(at + len(wanted), ()):
                if is_part and self.signs[end - 1].text in _HYPHENS:
                    yield start, end - 1
                elif not is_part or (len(wanted) >= 2 and self._after(end) in self._line_starts):
                    yield start, end  # a word goes on under it without a hyphen where a cell is narrow

    @cached_property
    def _starts(self) -> frozenset[int]:
        return frozenset(self._word_starts)

    @cached_property
    def _words_by_place(self) -> tuple[Mapping[int, list[int]], Mapping[int, list[int]]]:
        """Where words begin, and where they end, by their places among the signs as they are compared."""
        found: tuple[dict[int, list[int]], dict[int, list[int]]] = (defaultdict(list), defaultdict(list))
        for held, places in zip(found, (self._word_starts, self._word_ends), strict=True):
            for place in places:
                held[self.searched.begin(place)].append(place)
        return found

    def _joined(self, heads: Sequence[Spot], tails: Sequence[Spots], *, is_part: bool) -> Iterator[Spots]:
        """The heads and the tails that belong together by where they stand on pages; a head may be part of a word."""
        by_page: dict[int, list[tuple[float, Spots]]] = defaultdict(list)
        for tail in tails:
            by_page[self.page(tail[0][0])].append((self.signs[tail[0][0]].foot[1], tail))
        for held in by_page.values():
            held.sort(key=lambda one: one[0])
        for head in heads:
            page, (first, last) = self.page(head[0]), (self.signs[head[0]], self.signs[head[1] - 1])
            after = self._after(head[1])
            if after >= 0 and self.signs[after].text in _HYPHENS:
                after = self._after(after + 1)
            height = (last.box[3] - last.box[1]) if last.box else 0.0
            low = bisect_left(by_page[page], last.foot[1], key=lambda one: one[0])
            high = bisect_right(by_page[page], last.foot[1] + 60 + 6 * height, key=lambda one: one[0])
            is_hyphened = self.signs[min(head[1], len(self.signs) - 1)].text in _HYPHENS
            for _, tail in by_page[page][low:high]:
                if is_part and not is_hyphened and tail[0][0] not in self._line_starts:
                    continue
                if tail[0][0] != after and _is_under(last, first, self.signs[tail[0][0]]):
                    yield (head, *tail)
            if (after < 0 or after in self._line_starts) and (is_hyphened or not is_part):
                for _, tail in itertools.chain(by_page[page], by_page.get(page + 1, ())):
                    start = tail[0][0]
                    if (
                        start != after
                        and start in self._line_starts
                        and (self.page(start) > page or _is_in_next_column(last, self.signs[start]))
                    ):
                        yield (head, *tail)

    @cached_property
    def _again(self) -> frozenset[int]:
        """The signs that are drawn where the same one was shortly before, a little apart: a shadow, fat letters."""
        found: list[int] = []
        before: dict[str, deque[Sign]] = defaultdict(lambda: deque(maxlen=_AGAIN))
        for place in self._drawn:
            one = self.signs[place]
            if any(_is_again(other, one) for other in before[one.text]):
                found.append(place)
            else:
                before[one.text].append(one)
        return frozenset(found)

    @cached_property
    def _once(self) -> tuple[tuple[int, ...], Searched]:
        """The signs without those that are drawn again, with their text."""
        order = tuple(place for place in range(len(self.signs)) if place not in self._again)
        return order, Searched("".join(self.signs[place].text for place in order))

    @cached_property
    def _orders(self) -> tuple[tuple[tuple[int, ...], Searched], ...]:
        """Other orders in which signs are read, each with its text; -1 is no sign."""
        orders = [tuple(order) for order in (*self._as_seen(), *self._downward(), *self._painted()) if order]
        return tuple(
            (order, Searched("".join(self.signs[one].text if one >= 0 else "|" for one in order))) for order in orders
        )

    def _as_seen(self) -> Iterator[list[int]]:
        """The signs of each page by lines, from left to right, where that is another order than they have."""
        for lines in self._lines.values():
            order: list[int] = []
            for line in lines:
                before = None
                for place in sorted(line, key=lambda one: self.signs[one].foot[0]):
                    if before is not None and not _is_next(self.signs[before], self.signs[place]):
                        order.append(-1)
                    order.append(place)
                    before = place
                order.append(-1)
            seen = [one for one in order if one >= 0]
            if seen != sorted(seen):
                yield order

    @cached_property
    def _lines(self) -> Mapping[int, list[list[int]]]:
        """The signs by the lines that they are seen on, by pages."""
        found: dict[int, list[list[int]]] = defaultdict(list)
        for place in sorted(self._drawn, key=lambda one: (self.page(one), self.signs[one].foot[1])):
            lines, one = found[self.page(place)], self.signs[place]
            held = self.signs[lines[-1][-1]] if lines else None
            if held is not None and abs(one.foot[1] - held.foot[1]) < 0.25 * _size(one):
                lines[-1].append(place)
            else:
                lines.append([place])
        return found

    def _painted(self) -> Iterator[list[int]]:
        """The signs of each page that are painted, where others stand between them that are not."""
        for begin, page in zip(self.begins, self.pages, strict=True):
            painted = [begin + place for place, one in enumerate(page.signs) if not one.is_read]
            if any(one.is_read for one in page.signs) and any(self.signs[one].box for one in painted):
                yield painted

    def _downward(self) -> Iterator[list[int]]:
        """Letters that stand alone under each other."""
        starts = {*self._word_starts}
        lone = [
            one
            for one in self._word_starts
            if one + 1 in starts or self.signs[min(one + 1, len(self.signs) - 1)].box is None
        ]
        for _, on_page in itertools.groupby(lone, self.page):
            left = sorted(on_page, key=lambda one: self.signs[one].foot[1])
            while len(left) >= 3:
                chain = [left.pop(0)]
                for place in tuple(left):
                    if _is_below(self.signs[chain[-1]], self.signs[place]):
                        chain.append(place)
                        left.remove(place)
                if len(chain) >= 3:
                    yield chain


def _runs(signs: Iterator[int]) -> Iterator[Spot]:
    """Signs in order as the places that they make."""
    for _, run in itertools.groupby(enumerate(signs), lambda one: one[1] - one[0]):
        held = [place for _, place in run]
        yield held[0], held[-1] + 1


def _size(one: Sign) -> float:
    assert one.box is not None
    return max(one.box[2] - one.box[0], one.box[3] - one.box[1], 1.0)


def _is_raised(before: Sign, one: Sign) -> bool:
    """Whether a sign stands close after another, smaller and higher."""
    assert before.box is not None
    assert one.box is not None
    size, up = _size(before), before.foot[1] - one.foot[1]
    small = one.box[3] - one.box[1] < 0.9 * max(size, _size(before))
    return small and size * 0.2 < up < size * 1.2 and -size * 0.3 < one.box[0] - before.box[2] < size


def _is_again(before: Sign, one: Sign) -> bool:
    """Whether two signs that are the same lie on each other: two narrow letters of a word are further apart."""
    assert before.box is not None
    assert one.box is not None
    size = _size(one)
    if abs(_size(before) - size) > 0.1 * size:
        return False
    apart = max(abs(one.foot[0] - before.foot[0]), abs(one.foot[1] - before.foot[1]))
    sides = (one.box[2] - one.box[0], one.box[3] - one.box[1])
    return apart < 0.27 * size or all(
        by > 0.25 * side for by, side in zip(overlap(before.box, one.box), sides, strict=True)
    )


def _is_next(one: Sign, other: Sign) -> bool:
    """Whether two signs that follow each other stand on one line with no more than a space between."""
    assert one.box is not None
    assert other.box is not None
    size = max(_size(one), _size(other))
    across = max(one.box[0], other.box[0]) - min(one.box[2], other.box[2])
    down = max(one.box[1], other.box[1]) - min(one.box[3], other.box[3])
    if abs(other.foot[1] - one.foot[1]) < size * 0.5:
        return across < _GAP * size
    return abs(other.foot[0] - one.foot[0]) < size * 0.5 and down < 0.6 * size


def _is_under(last: Sign, first: Sign, below: Sign) -> bool:
    """Whether a sign begins the line under another, in the column where that began: within a line's height of it, and
    not right of where it ends."""
    if last.box is None or first.box is None or below.box is None:
        return False
    height = max(last.box[3] - last.box[1], below.box[3] - below.box[1])
    down = below.foot[1] - last.foot[1]
    return height * 0.8 < down < height * 3 and first.box[0] - height * 12 < below.box[0] < last.box[2]


def _is_below(above: Sign, below: Sign) -> bool:
    """Whether one letter stands under another, in the same column of letters."""
    assert above.box is not None
    assert below.box is not None
    size = max(_size(above), _size(below))
    aside = abs(above.box[0] + above.box[2] - below.box[0] - below.box[2]) / 2
    return aside < 0.6 * size and 0.3 * size < below.foot[1] - above.foot[1] < 4 * size


def _is_in_next_column(last: Sign, first: Sign) -> bool:
    """Whether a line begins right of where another ends, and higher on the page; or lower in the column, after what
    stands between."""
    if last.box is None or first.box is None:
        return False
    return first.box[0] > last.box[2] or first.foot[1] > last.foot[1]
