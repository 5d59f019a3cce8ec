"""A PDF and what is to be redacted in it → the PDF that the public gets, with the proof that nothing of it is left.

The new file is made of pictures of the pages, in which boxes are burnt, and of the words that are seen and not covered,
set anew under them. Nothing of the old file comes along: no text of its pages, outlines, notes, forms, layers, files,
scripts, names or metadata. Where it cannot be told whether words are on a page, that is an error: somebody looks, and
says so. No message repeats a word of what is redacted.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from PIL import Image, ImageDraw, ImageFont

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, Severity, ValuePath
from akson_docs.model.documents import Redact, RedactedBox
from akson_docs.pdf.blackout import phrases, picture_pdf, proof, shown_pages
from akson_docs.pdf.blackout.phrases import Searched
from akson_docs.pdf.blackout.picture_pdf import PicturePage, SetWord, Turn
from akson_docs.pdf.blackout.shown_pages import UNKNOWN, Box, PageText, ShownPage, Sign, joined, overlap

MOST_PAGES = 200
"""Pages of a file that is redacted: each becomes a picture."""
PICTURED = 0.5
"""How much of a page a picture covers that may be a scan of it."""
FEW_WORDS = 60
"""Words of a page that may be no more than what was stamped on a scan."""
UNREADABLE = 0.1
"""How many of a page's signs may be unknown before its text counts as none."""


def _code(name: str, text: str, hint: str, severity: Severity = "error") -> Code:
    return Code(f"redact-{name}", severity, text, hint)


_AS_IT_STANDS = N_("write the words exactly as they stand in the file, or cover the place with a box (boxes:)")
NOT_FOUND = _code("not-found", N_('these words stand nowhere in "{name}"'), _AS_IT_STANDS)
NEARLY = _code(
    "not-found", N_('these words stand nowhere in "{name}"; page {page} has something like them'), _AS_IT_STANDS
)
UNSEEN = _code(
    "unseen",
    N_('these words are seen on no page of "{name}", only in what the file says beside its pages'),
    N_("the public file has nothing of that; see whether the pages say it in other words"),
    "warning",
)
NO_TEXT = _code(
    "no-text",
    N_('words cannot be looked for on page {pages} of "{name}": a picture, or text that only looks like text'),
    N_(
        "cover with boxes (boxes:) what must go from there, or name the page in checked: where there is nothing; look "
        "at it yourself"
    ),
)
MACHINE_READ = _code(
    "machine-read",
    N_('page {pages} of "{name}" was read by a machine, and a word that it misread is not found'),
    N_("look at the page as the public gets it, and cover with a box what is left"),
    "warning",
)
PICTURES = _code(
    "pictures",
    N_('page {pages} of "{name}" has pictures, in which words are not found'),
    N_("look at the page as the public gets it, and cover with a box what is left"),
    "note",
)
INSIDE = _code(
    "inside",
    N_("these words also stand inside longer ones ({count}), which are covered whole"),
    N_("write more of the words where that is too much"),
    "note",
)
PAGE = _code("page", N_('"{name}" has no page {page}; its last is {count}'), N_("correct the number of the page"))
OUTSIDE = _code(
    "box-outside",
    N_("this place is not on the page, which is {width} × {height} mm"),
    N_("measure in millimetres from the upper left corner of the page as it is shown"),
)
TOO_LONG = _code(
    "pages",
    N_('"{name}" has {count} pages, and {most} are the most that are redacted'),
    N_("attach the part that the item is about"),
)
TOLD = _code(
    "told",
    N_('the name or the title of "{name}" says what is redacted in it'),
    N_("give the file another name, and the attachment another title"),
)
UNPROVED = _code(
    "unproved",
    N_('the redaction of "{name}" did not pass its proof ({problem}), and nothing of it is published'),
    N_("cover the whole place with a box (boxes:), or withhold the attachment as a whole (withheld:)"),
)


@dataclass(frozen=True)
class BlackedOut:
    """What came of a redaction."""

    pdf: bytes
    """The public file; b"" where a problem is an error."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Asked:
    """What is asked for: a file, what is to go from it, and what the new one is called."""

    data: bytes
    name: str
    """As it is written."""
    redact: Redact
    title: str
    language: str
    font: bytes
    """What the basis is written with in the boxes."""
    where: ValuePath = ()
    """The place of `redact`."""


def blacked_out(asked: Asked) -> BlackedOut:
    """The public file of an attachment, with what is wrong; it never raises for what a file can be."""
    import pypdfium2

    try:
        return _Blackout(asked).made()
    except (pypdfium2.PdfiumError, OSError, ValueError, ArithmeticError, MemoryError) as error:
        # The bytes are anybody's; what is the matter with them is told where the file is looked into.
        return BlackedOut(b"", (UNPROVED.of(asked.where, name=asked.name, problem=type(error).__name__),))


@dataclass(frozen=True)
class _Hit:
    """A phrase where it stands: the signs of the whole text that it covers, and on what basis."""

    start: int
    end: int
    basis: str


@dataclass(frozen=True)
class Burnt:
    """A box that is burnt into a page."""

    box: tuple[int, int, int, int]
    basis: str


@dataclass
class _Blackout:
    asked: Asked
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def pages(self) -> tuple[PageText, ...]:
        return tuple(shown_pages.texts(self.asked.data))

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        """Those of all pages; between two pages is a space."""
        return tuple(itertools.chain.from_iterable((*page.signs, Sign("\n", None)) for page in self.pages))

    @cached_property
    def begins(self) -> tuple[int, ...]:
        """Where the signs of each page begin."""
        return tuple(itertools.accumulate((len(page.signs) + 1 for page in self.pages), initial=0))[:-1]

    @cached_property
    def searched(self) -> Searched:
        return Searched("".join(one.text for one in self.signs))

    def made(self) -> BlackedOut:
        """The new file, where all is well."""
        self.problems += self._wrong()
        hits = () if self._has_errors() else tuple(self._hits())
        if not self._has_errors():
            burnt: list[tuple[Burnt, ...]] = []
            drawn = shown_pages.pictures(self.asked.data)
            pages = (self._page(number, shown, hits, burnt) for number, shown in enumerate(drawn))
            pdf = picture_pdf.written(pages, self.asked.title, self.asked.language)
            problem = proof.failing(pdf, self._phrases(), burnt, self.draw)
            if not problem:
                return BlackedOut(pdf, tuple(self.problems))
            self.problems.append(UNPROVED.of(self.asked.where, name=self.asked.name, problem=problem))
        return BlackedOut(b"", tuple(self.problems))

    def _has_errors(self) -> bool:
        return any(one.code.severity == "error" for one in self.problems)

    def _phrases(self) -> tuple[str, ...]:
        return tuple(row.text for row in self.asked.redact.phrases)

    # ---- what is wrong ----

    def _wrong(self) -> Iterator[Problem]:
        """What can be told before anything is drawn."""
        asked, redact = self.asked, self.asked.redact
        if len(self.pages) > MOST_PAGES:
            yield TOO_LONG.of(asked.where, name=asked.name, count=len(self.pages), most=MOST_PAGES)
            return
        called = [Searched(told) for told in (asked.name, asked.name.rpartition(".")[0], asked.title)]
        for index, phrase in enumerate(redact.phrases):
            if any(True for told in called for _ in told.finds(phrase.text)):
                yield TOLD.of((*asked.where, "phrases", index), name=asked.name)
        for index, box in enumerate(redact.boxes):
            yield from self._misplaced(box, (*asked.where, "boxes", index))
        for page in redact.checked:
            if page > len(self.pages):
                yield PAGE.of((*asked.where, "checked"), name=asked.name, page=page, count=len(self.pages))
        if redact.phrases:
            yield from self._unsearched()

    def _misplaced(self, box: RedactedBox, where: ValuePath) -> Iterator[Problem]:
        if box.page > len(self.pages):
            yield PAGE.of((*where, "page"), name=self.asked.name, page=box.page, count=len(self.pages))
            return
        page = self.pages[box.page - 1]
        width, height = (side / 72 * 25.4 for side in (page.width, page.height))
        if box.left >= width or box.top >= height or box.width <= 0 or box.height <= 0:
            yield OUTSIDE.of(where, width=f"{width:.0f}", height=f"{height:.0f}")

    def _unsearched(self) -> Iterator[Problem]:
        """The pages on which words may stand that are not found."""
        looked = {box.page for box in self.asked.redact.boxes} | {*self.asked.redact.checked}
        kinds: dict[Code, list[int]] = {NO_TEXT: [], MACHINE_READ: [], PICTURES: []}
        for number, page in enumerate(self.pages, 1):
            kind = _unsearched(page)
            if kind is not None and not (kind is NO_TEXT and number in looked):
                kinds[kind].append(number)
        for code, numbers in kinds.items():
            if numbers:
                yield code.of((*self.asked.where, "phrases"), pages=_ranges(numbers), name=self.asked.name)

    # ---- what goes ----

    def _hits(self) -> Iterator[_Hit]:
        """Every place of every phrase; a phrase that has none is told."""
        for index, phrase in enumerate(self.asked.redact.phrases):
            where = (*self.asked.where, "phrases", index)
            found = tuple(self.searched.finds(phrase.text))
            broken = tuple(_broken_in_columns(self.signs, self.searched, phrase.text))
            for place in (*found, *broken):
                yield _Hit(*self.searched.whole(*place), phrase.withheld or self.asked.redact.withheld or "")
            longer = sum(self.searched.whole(*place) != place for place in found)
            if longer:
                self.problems.append(INSIDE.of(where, count=longer))
            if not found and not broken:
                self.problems.append(self._nowhere(phrase.text, where))

    def _nowhere(self, phrase: str, where: ValuePath) -> Problem:
        if proof.beside_pages(self.asked.data, phrase):
            return UNSEEN.of(where, name=self.asked.name)
        near = self.searched.like(phrase)
        if near is None:
            return NOT_FOUND.of(where, name=self.asked.name)
        return NEARLY.of(where, name=self.asked.name, page=phrases.page_of(near, self.begins) + 1)

    # ---- a page ----

    def _page(self, number: int, shown: ShownPage, hits: Sequence[_Hit], burnt: list[tuple[Burnt, ...]]) -> PicturePage:
        """A page of the new file; what was burnt into it is added to `burnt`."""
        page, begin = self.pages[number], self.begins[number]
        size = shown.picture.size
        covered: dict[int, str] = {}
        boxes = [
            Burnt(shown_pages.within(_pixels(box, page.scale), size), box.withheld or self.asked.redact.withheld or "")
            for box in self.asked.redact.boxes
            if box.page == number + 1
        ]
        for hit in hits:
            here = range(max(hit.start, begin), min(hit.end, begin + len(page.signs)))
            covered |= dict.fromkeys((place - begin for place in here), hit.basis)
            for line in _lines([page.signs[place - begin] for place in here]):
                box = _around(line, shown)
                if box is not None:
                    boxes.append(Burnt(box, hit.basis))
        boxes = _apart(boxes)
        burnt.append(tuple(boxes))
        picture = shown.picture.copy()
        self.draw(picture, boxes)
        return PicturePage(page.width, page.height, picture, tuple(_paragraphs(page, shown, covered, boxes)))

    def draw(self, picture: Image.Image, boxes: Sequence[Burnt]) -> None:
        """Burns boxes into a picture, with the basis in them where there is room."""
        made = ImageDraw.Draw(picture)
        for one in boxes:
            left, top, right, bottom = one.box
            made.rectangle((left, top, right - 1, bottom - 1), fill=(0, 0, 0))
        for place, one in enumerate(boxes):
            face = self._face(one)
            if face is not None and not any(min(overlap(one.box, other.box)) > 0 for other in boxes[:place]):
                middle = ((one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2)
                made.text(middle, one.basis, font=face, fill=(255, 255, 255), anchor="mm")

    def _face(self, one: Burnt) -> ImageFont.FreeTypeFont | None:
        """The font of the basis in a box; None where there is no room for it."""
        width, height = one.box[2] - one.box[0], one.box[3] - one.box[1]
        for size in range(min(LARGEST, int(height * 0.7)), SMALLEST - 1, -2):
            face = self._fonts.setdefault(size, self._font(size))
            if one.basis and face.getlength(one.basis) <= width * 0.94:
                return face
        return None

    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(io.BytesIO(self.asked.font), size, layout_engine=ImageFont.Layout.BASIC)

    @cached_property
    def _fonts(self) -> dict[int, ImageFont.FreeTypeFont]:
        return {}


SMALLEST, LARGEST = 14, 30
"""The size of the basis in a box, in pixels: 5 to 11 points."""


def _unsearched(page: PageText) -> Code | None:
    """Why words may stand on a page that are not found; None where there is no reason to think so."""
    signs = [one for one in page.signs if one.text.strip("\u00ad ")]
    unknown = sum(one.text == UNKNOWN for one in signs)
    is_read = any(one.is_read for one in signs)
    words = sum(not before.text.isalnum() and after.text.isalnum() for before, after in itertools.pairwise(page.signs))
    if page.is_empty:
        return None
    if not signs or unknown > UNREADABLE * len(signs) or (page.pictured >= PICTURED > is_read and words < FEW_WORDS):
        return NO_TEXT
    return MACHINE_READ if is_read else PICTURES if page.pictured else None


def _pixels(box: RedactedBox, scale: float) -> Box:
    unit = 72 / 25.4 * scale
    return box.left * unit, box.top * unit, (box.left + box.width) * unit, (box.top + box.height) * unit


def _lines(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    """Signs that follow each other, by the lines that they are on."""
    line: list[Sign] = []
    for one in signs:
        if one.box is None:
            continue
        if line and not _is_beside(line[-1], one):
            yield line
            line = []
        line.append(one)
    if line:
        yield line


def _is_beside(one: Sign, other: Sign) -> bool:
    """Whether two signs stand on one line, whichever way it goes."""
    assert one.box is not None
    assert other.box is not None
    size = max(
        one.box[2] - one.box[0], one.box[3] - one.box[1], other.box[2] - other.box[0], other.box[3] - other.box[1]
    )
    across, down = other.foot[0] - one.foot[0], other.foot[1] - one.foot[1]
    return min(abs(across), abs(down)) < size * 0.5 and max(abs(across), abs(down)) < size * 6


# ---- what is covered -----------------------------------------------------------------------------------------


def _around(line: Sequence[Sign], shown: ShownPage) -> tuple[int, int, int, int] | None:
    """The box that covers signs on a line, with all that is drawn of them; None where nothing is seen of them."""
    said = joined([one.box for one in line if one.box is not None])
    is_read = any(one.is_read for one in line)
    if not any(shown.shows(one.box, one.is_read) for one in line if one.box is not None):
        return None
    box = [int(said[0]), int(said[1]), int(said[2]) + 1, int(said[3]) + 1]
    size = min(box[2] - box[0], box[3] - box[1])
    if is_read:
        # A machine says about where a word is: what is drawn there goes as far as the next space.
        _grow(box, shown.marks(said), (max(4, size * 6), max(3, int(size * 0.4))), max(2, int(size * 0.18)))
    else:
        _grow(box, shown.ink, (max(3, int(size * 0.5)),) * 2, 1)
    width, height = shown.picture.size
    return max(0, box[0] - PAD), max(0, box[1] - PAD), min(width, box[2] + PAD), min(height, box[3] + PAD)


PAD = 2
"""Pixels around what is covered: letters have soft edges."""


def _grow(box: list[int], ink: Image.Image, reach: tuple[int, int], gap: int) -> None:
    """Moves the sides of a box outward until nothing is drawn within some pixels of any, no further than some pixels
    (across, down) each."""
    across, down = reach
    along, beside = (gap, 1) if box[2] - box[0] >= box[3] - box[1] else (1, gap)
    limits = (box[0] - across, box[1] - down, box[2] + across, box[3] + down)
    for _ in range(2 * (across + down)):
        strips = (
            (box[0] - along, box[1], box[0], box[3]),
            (box[0], box[1] - beside, box[2], box[1]),
            (box[2], box[1], box[2] + along, box[3]),
            (box[0], box[3], box[2], box[3] + beside),
        )
        cut = [
            side
            for side, strip in enumerate(strips)
            if box[side] != limits[side] and ink.crop(strip).getbbox() is not None
        ]
        if not cut:
            return
        for side in cut:
            box[side] += -1 if side < 2 else 1


def _apart(boxes: Sequence[Burnt]) -> list[Burnt]:
    """The boxes without those that lie inside others."""
    found: list[Burnt] = []
    for one in sorted(dict.fromkeys(boxes), key=lambda one: (one.box[0] - one.box[2]) * (one.box[3] - one.box[1])):
        if not any(
            other.box[0] <= one.box[0]
            and other.box[1] <= one.box[1]
            and one.box[2] <= other.box[2]
            and one.box[3] <= other.box[3]
            for other in found
        ):
            found.append(one)
    return found


def _broken_in_columns(signs: Sequence[Sign], searched: Searched, phrase: str) -> Iterator[tuple[int, int]]:
    """Where a phrase goes on in the line under it, while the text goes on beside it: in a cell of a table, in a column.

    Each part is given by itself: what ends a cell's line, and what begins the next.
    """
    words = phrase.split()
    for cut in range(1, len(words)):
        tails = tuple(searched.finds(" ".join(words[cut:])))
        for start, end in searched.finds(" ".join(words[:cut])) if tails else ():
            last = signs[end - 1]
            for tail, tail_end in tails:
                if tail != end and _is_under(last, signs[start], signs[tail]):
                    yield start, end
                    yield tail, tail_end


def _is_under(last: Sign, first: Sign, below: Sign) -> bool:
    """Whether a sign begins the line under another, in the column where that began: within a line's height of it, and
    not right of where it ends."""
    if last.box is None or first.box is None or below.box is None:
        return False
    height = max(last.box[3] - last.box[1], below.box[3] - below.box[1])
    down = below.foot[1] - last.foot[1]
    return height * 0.8 < down < height * 3 and first.box[0] - height * 12 < below.box[0] < last.box[2]


# ---- what stays ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the old page, or the basis in its place."""

    text: str
    box: Box
    foot: tuple[float, float]
    turn: Turn = 0
    is_read: bool = False
    is_joined: bool = False
    """Whether no space stands before it."""


def _paragraphs(
    page: PageText, shown: ShownPage, covered: Mapping[int, str], boxes: Sequence[Burnt]
) -> Iterator[tuple[SetWord, ...]]:
    """The words that are seen and not covered, each with its place, by paragraphs; in the place of those that are
    covered the basis, once for each box."""
    told: set[Burnt] = set()
    paragraph: list[_Word] = []
    for word, hidden in _words(page.signs, covered):
        under = next((one for one in boxes if _reaches(one.box, word.box)), None)
        if under is not None:
            if under in told:
                continue
            # Boxes that reach into each other are one place, which is told once.
            told |= {one for one in boxes if min(overlap(one.box, under.box)) > 0 and one.basis == under.basis}
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


def _words(signs: Sequence[Sign], covered: Mapping[int, str]) -> Iterator[tuple[_Word, bool]]:
    """The words of a page in the order of its text, each with whether any of it is covered."""
    place = 0
    while place < len(signs):
        if signs[place].box is None:
            place += 1
            continue
        end = place + 1
        while end < len(signs) and signs[end].box is not None and _is_beside(signs[end - 1], signs[end]):
            end += 1
        inside = signs[place:end]
        # A covered word goes, and what is joined to it stays: a comma, a bracket.
        for hidden, run in itertools.groupby(range(place, end), lambda index: index in covered):
            part = [signs[index] for index in run]
            text = "".join(one.text for one in part if one.text != UNKNOWN)
            if text or hidden:
                box, first = joined([one.box for one in part if one.box]), part[0]
                is_joined = first is not inside[0]
                yield _Word(text, box, first.foot, _turn(inside), first.is_read, is_joined), hidden
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


def _basis(one: Burnt) -> _Word:
    left, top, right, bottom = one.box
    inner = (left + 2.0, top + 2.0, right - 2.0, bottom - 2.0)
    return _Word(f"[{one.basis}]", inner, (inner[0], inner[3]))


def _parts(before: _Word, after: _Word) -> bool:
    """Whether a paragraph ends between two words: more than a line lies between them, or the text goes up."""
    height = max(before.box[3] - before.box[1], after.box[3] - after.box[1], 1.0)
    down = after.foot[1] - before.foot[1]
    return before.turn == after.turn == 0 and (down > height * 2.4 or down < -height * 1.5)


def _set(word: _Word, page: PageText) -> SetWord:
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


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers as they are written for people: "1, 4–7"."""
    found: list[list[int]] = []
    for one in numbers:
        if found and found[-1][-1] == one - 1:
            found[-1][1:] = [one]
        else:
            found.append([one])
    return ", ".join("–".join(map(str, run)) for run in found)
