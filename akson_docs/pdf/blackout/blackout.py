"""A PDF and what is to be redacted in it → the PDF that the public gets, with the proof that nothing of it is left.

The new file is made of pictures of the pages, in which boxes are burnt, and of the words that are seen and not covered,
set anew under them. Nothing of the old file comes along: no text of its pages, outlines, notes, forms, layers, files,
scripts, names or metadata. Where it cannot be told whether words are on a page, that is an error: somebody looks, and
says so. No message repeats a word of what is redacted.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.model.documents import Redact, RedactedBox
from akson_docs.model.numbers import ranges
from akson_docs.pdf.blackout import burnt_boxes, kept_words, phrases, picture_pdf, proof, shown_pages
from akson_docs.pdf.blackout.burnt_boxes import Burnt, Pen
from akson_docs.pdf.blackout.phrases import Searched
from akson_docs.pdf.blackout.picture_pdf import PicturePage
from akson_docs.pdf.blackout.shown_pages import ShownPage, Sign, SpokenPage

MOST_PAGES = 200
"""Pages of a file that is redacted: each becomes a picture."""
PICTURED = 0.5
"""How much of a page a picture covers that may be a scan of it."""
FEW_WORDS = 60
"""Words of a page that may be no more than what was stamped on a scan."""
UNREADABLE = 0.1
"""How many of a page's signs may be unknown before its text counts as none."""


_AS_IT_STANDS = N_("write the words exactly as they stand in the file, or cover the place with a box (boxes:)")
NOT_FOUND = Code("redact-not-found", "error", N_('these words stand nowhere in "{name}"'), _AS_IT_STANDS)
NEARLY = Code(
    "redact-not-found",
    "error",
    N_('these words stand nowhere in "{name}"; page {page} has something like them'),
    _AS_IT_STANDS,
)
UNSEEN = Code(
    "redact-unseen",
    "warning",
    N_('these words are seen on no page of "{name}", only in what the file says beside its pages'),
    N_("the public file has nothing of that; see whether the pages say it in other words"),
)
NO_TEXT = Code(
    "redact-no-text",
    "error",
    N_('words cannot be looked for on page {pages} of "{name}": a picture, or text that only looks like text'),
    N_(
        "cover with boxes (boxes:) what must go from there, or name the page in checked: where there is nothing; look "
        "at it yourself"
    ),
)
MACHINE_READ = Code(
    "redact-machine-read",
    "warning",
    N_('page {pages} of "{name}" was read by a machine, and a word that it misread is not found'),
    N_("look at the page as the public gets it, and cover with a box what is left"),
)
PICTURES = Code(
    "redact-pictures",
    "note",
    N_('page {pages} of "{name}" has pictures, in which words are not found'),
    N_("look at the page as the public gets it, and cover with a box what is left"),
)
INSIDE = Code(
    "redact-inside",
    "note",
    N_("these words also stand inside longer ones ({count}), which are covered whole"),
    N_("write more of the words where that is too much"),
)
PAGE = Code(
    "redact-page", "error", N_('"{name}" has no page {page}; its last is {count}'), N_("correct the number of the page")
)
OUTSIDE = Code(
    "redact-box-outside",
    "error",
    N_("this place is not on the page, which is {width} × {height} mm"),
    N_("measure in millimetres from the upper left corner of the page as it is shown"),
)
TOO_LONG = Code(
    "redact-pages",
    "error",
    N_('"{name}" has {count} pages, and {most} are the most that are redacted'),
    N_("attach the part that the item is about"),
)
TOLD = Code(
    "redact-told",
    "error",
    N_('the name or the title of "{name}" says what is redacted in it'),
    N_("give the file another name, and the attachment another title"),
)
UNPROVED = Code(
    "redact-unproved",
    "error",
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

    from akson_docs.pdf.attachments import endless_pages

    if endless_pages.are_in(asked.data):
        return BlackedOut(b"", (UNPROVED.of(asked.where, name=asked.name, problem="attachment-endless"),))
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


@dataclass
class _Blackout:
    asked: Asked
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def pages(self) -> tuple[SpokenPage, ...]:
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

    @cached_property
    def pen(self) -> Pen:
        return Pen(self.asked.font)

    def made(self) -> BlackedOut:
        """The new file, where all is well."""
        self.problems += self._wrong()
        hits = () if self._has_errors() else tuple(self._hits())
        if not self._has_errors():
            burnt: list[tuple[Burnt, ...]] = []
            drawn = shown_pages.pictures(self.asked.data)
            pages = (self._page(number, shown, hits, burnt) for number, shown in enumerate(drawn))
            pdf = picture_pdf.written(pages, self.asked.title, self.asked.language)
            problem = proof.failing(pdf, self._phrases(), burnt, self.pen.draw)
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
                yield code.of((*self.asked.where, "phrases"), pages=ranges(numbers), name=self.asked.name)

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
            Burnt(
                shown_pages.within(burnt_boxes.pixels(box, page.scale), size),
                box.withheld or self.asked.redact.withheld or "",
            )
            for box in self.asked.redact.boxes
            if box.page == number + 1
        ]
        for hit in hits:
            here = range(max(hit.start, begin), min(hit.end, begin + len(page.signs)))
            covered |= dict.fromkeys((place - begin for place in here), hit.basis)
            for line in burnt_boxes.lines([page.signs[place - begin] for place in here]):
                box = burnt_boxes.around(line, shown)
                if box is not None:
                    boxes.append(Burnt(box, hit.basis))
        boxes = burnt_boxes.apart(boxes)
        burnt.append(tuple(boxes))
        picture = shown.picture.copy()
        self.pen.draw(picture, boxes)
        return PicturePage(page.width, page.height, picture, tuple(kept_words.paragraphs(page, shown, covered, boxes)))


def _unsearched(page: SpokenPage) -> Code | None:
    """Why words may stand on a page that are not found; None where there is no reason to think so."""
    signs = [one for one in page.signs if one.text.strip("\u00ad ")]
    unknown = sum(one.is_doubtful for one in signs)
    is_read = any(one.is_read for one in signs)
    words = sum(not before.text.isalnum() and after.text.isalnum() for before, after in itertools.pairwise(page.signs))
    if page.is_empty:
        return None
    if not signs or unknown > UNREADABLE * len(signs) or (page.pictured >= PICTURED > is_read and words < FEW_WORDS):
        return NO_TEXT
    return MACHINE_READ if is_read else PICTURES if page.pictured else None


# ---- words that are broken in columns ---


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
