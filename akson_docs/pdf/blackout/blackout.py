"""A PDF and what is to be redacted in it → the PDF that the public gets, with the proof that nothing of it is left.

The new file is made of pictures of the pages, in which boxes are burnt, and of the words that are seen and not covered,
set anew under them. Nothing of the old file comes along: no text of its pages, outlines, notes, forms, layers, files,
scripts, names or metadata. Where it cannot be told whether words are on a page, that is an error: somebody looks, and
says so. No message repeats a word of what is redacted.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.model.documents import Redact, RedactedBox
from akson_docs.model.numbers import ranges
from akson_docs.pdf.blackout import (
    burnt_boxes,
    drawn_letters,
    kept_words,
    phrases,
    picture_pdf,
    proof,
    shown_pages,
    unread_shapes,
)
from akson_docs.pdf.blackout.burnt_boxes import Burnt, Pen
from akson_docs.pdf.blackout.phrases import Searched
from akson_docs.pdf.blackout.picture_pdf import PicturePage
from akson_docs.pdf.blackout.said_pages import SaidPages
from akson_docs.pdf.blackout.shown_pages import Box, ShownPage, Sign, SpokenPage
from akson_docs.pdf.blackout.unread_shapes import UnreadShapes

MOST_PAGES = 200
"""Pages of a file that is redacted: each becomes a picture."""
PICTURED = 0.5
"""How much of a page a picture covers that may be a scan of it."""
LETTERED = 0.02
"""How much of a page has shapes like letters in pictures that are more than a name in a coat of arms: three lines."""
MOST_PLACES = 3_000
"""Places of a file that are covered."""
LONGEST = 600
"""Seconds that a file may take, of which each page takes less than one; whatever makes it slow, somebody waits."""
FEW_WORDS = 60
"""Words of a page that may be no more than what was stamped on a scan."""
UNREADABLE = 0.1
"""How many of a page's signs may be unknown before its text counts as none."""
UNREADABLE_WORD = 3
"""How many after each other are a word that nobody can read; fewer are bullets and arrows."""


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
SHAPES = Code(
    "redact-no-text",
    "error",
    N_('page {pages} of "{name}" has shapes that may be letters and are no text, in which words are not found'),
    N_(
        "cover with boxes (boxes:) what must go from there, or name the page in checked: where there is nothing; look "
        "at it yourself"
    ),
)
OTHERWISE = Code(
    "redact-no-text",
    "error",
    N_('a font on page {pages} of "{name}" says other letters than it shows, or none, and words are not found in it'),
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
LONG = Code(
    "redact-long",
    "error",
    N_("these words have {count} signs, and {most} are the most that are looked for"),
    N_("write them in parts, each as a phrase of its own, or cover the place with a box (boxes:)"),
)
TOO_MANY = Code(
    "redact-many",
    "error",
    N_('the words stand in more places in "{name}" than are covered ({most})'),
    N_("cover the pages with boxes (boxes:), or withhold the attachment as a whole (withheld:)"),
)
TOO_SLOW = Code(
    "redact-slow",
    "error",
    N_('the redaction of "{name}" takes more than {most} minutes, and was given up'),
    N_("attach the part that the item is about, or save the file as a simpler PDF"),
)
TOLD = Code(
    "redact-told",
    "error",
    N_("the name or the title of this attachment says what is redacted in it"),
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
    import pikepdf
    import pypdfium2

    from akson_docs.pdf.attachments import enclosures, endless_pages

    made = _Blackout(asked)
    if endless_pages.are_in(asked.data):
        return BlackedOut(b"", (UNPROVED.of(asked.where, name=made.name, problem="attachment-endless"),))
    try:
        return made.made()
    except TimeoutError:
        return BlackedOut(b"", (TOO_SLOW.of(asked.where, name=made.name, most=LONGEST // 60),))
    except pikepdf.PasswordError:
        return BlackedOut(b"", (enclosures.PASSWORD.of(asked.where, name=made.name),))
    except (pypdfium2.PdfiumError, pikepdf.PdfError, OSError, ValueError, ArithmeticError, MemoryError) as error:
        # The bytes are anybody's; what is the matter with them is told where the file is looked into.
        return BlackedOut(b"", (UNPROVED.of(asked.where, name=made.name, problem=type(error).__name__),))


def too_long(phrase: str, where: ValuePath = ()) -> Problem:
    """That a phrase is longer than what is looked for."""
    return LONG.of(where, count=len(phrase), most=phrases.LONGEST)


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
    began: float = field(default_factory=time.monotonic)

    def _goes_on(self) -> None:
        """Raises TimeoutError where it has taken too long."""
        if time.monotonic() - self.began > LONGEST:
            raise TimeoutError

    @cached_property
    def pages(self) -> tuple[SpokenPage, ...]:
        return tuple(shown_pages.texts(drawn_letters.without_spoken(self.asked.data)))

    @cached_property
    def name(self) -> str:
        """What the file is called in messages: they say nothing that is redacted."""
        return phrases.sayable(self.asked.name, self._phrases())

    @cached_property
    def said(self) -> SaidPages:
        return SaidPages(self.pages)

    @cached_property
    def pen(self) -> Pen:
        return Pen(self.asked.font)

    def made(self) -> BlackedOut:
        """The new file, where all is well."""
        self.problems += self._wrong()
        hits = () if self._has_errors() else tuple(itertools.islice(self._hits(), MOST_PLACES + 1))
        if len(hits) > MOST_PLACES:
            self.problems.append(TOO_MANY.of(self.asked.where, name=self.name, most=MOST_PLACES))
        if not self._has_errors():
            burnt: list[tuple[Burnt, ...]] = []
            drawn = shown_pages.pictures(self.asked.data)
            pages = (self._page(number, shown, hits, burnt) for number, shown in enumerate(drawn))
            pdf = picture_pdf.written(pages, self.asked.title, self.asked.language)
            problem = proof.failing(pdf, self._phrases(), burnt, self.pen.draw)
            if not problem:
                return BlackedOut(pdf, tuple(self.problems))
            self.problems.append(UNPROVED.of(self.asked.where, name=self.name, problem=problem))
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
            yield TOO_LONG.of(asked.where, name=self.name, count=len(self.pages), most=MOST_PAGES)
            return
        called = (Searched.name(asked.name), Searched.name(asked.name.rpartition(".")[0]), Searched(asked.title))
        for index, phrase in enumerate(redact.phrases):
            if len(phrase.text) > phrases.LONGEST:
                yield too_long(phrase.text, (*asked.where, "phrases", index))
            if any(told.says(phrase.text) for told in called):
                yield TOLD.of((*asked.where, "phrases", index))
        for index, box in enumerate(redact.boxes):
            yield from self._misplaced(box, (*asked.where, "boxes", index))
        for page in redact.checked:
            if page > len(self.pages):
                yield PAGE.of((*asked.where, "checked"), name=self.name, page=page, count=len(self.pages))
        if redact.phrases:
            yield from self._unsearched()

    def _misplaced(self, box: RedactedBox, where: ValuePath) -> Iterator[Problem]:
        if box.page > len(self.pages):
            yield PAGE.of((*where, "page"), name=self.name, page=box.page, count=len(self.pages))
            return
        page = self.pages[box.page - 1]
        width, height = (side / 72 * 25.4 for side in (page.width, page.height))
        if box.left >= width or box.top >= height or box.width <= 0 or box.height <= 0:
            yield OUTSIDE.of(where, width=f"{width:.0f}", height=f"{height:.0f}")

    def _unsearched(self) -> Iterator[Problem]:
        """The pages on which words may stand that are not found."""
        redact = self.asked.redact
        looked = {box.page for box in redact.boxes} | {*redact.checked}
        kinds: dict[Code, list[int]] = {code: [] for code in (NO_TEXT, SHAPES, OTHERWISE, MACHINE_READ, PICTURES)}
        boxes: dict[int, list[Box]] = {}
        for box in redact.boxes:
            boxes.setdefault(box.page, []).append(burnt_boxes.pixels(box, 1.0))
        for number, code in unsearched(self.asked.data, self.pages, redact.checked, boxes, self._goes_on):
            if not (code.severity == "error" and number in looked):
                kinds[code].append(number)
        for code, numbers in kinds.items():
            if numbers:
                yield code.of((*self.asked.where, "phrases"), pages=ranges(numbers), name=self.name)

    # ---- what goes ----

    def _hits(self) -> Iterator[_Hit]:
        """Every place of every phrase; a phrase that has none is told."""
        for index, phrase in enumerate(self.asked.redact.phrases):
            where = (*self.asked.where, "phrases", index)
            found, whole = self.said.finds(phrase.text), self.said.searched.whole
            for spot in self.said.covered(found):
                yield _Hit(*spot, phrase.withheld or self.asked.redact.withheld or "")
            longer = sum(whole(*parts[0]) != parts[0] for parts in found if len(parts) == 1)
            if longer:
                self.problems.append(INSIDE.of(where, count=longer))
            if not found:
                self.problems.append(self._nowhere(phrase.text, where))

    def _nowhere(self, phrase: str, where: ValuePath) -> Problem:
        if proof.beside_pages(self.asked.data, phrase):
            return UNSEEN.of(where, name=self.name)
        near = self.said.searched.like(phrase)
        if near is None:
            return NOT_FOUND.of(where, name=self.name)
        return NEARLY.of(where, name=self.name, page=self.said.page(near) + 1)

    # ---- a page ----

    def _page(self, number: int, shown: ShownPage, hits: Sequence[_Hit], burnt: list[tuple[Burnt, ...]]) -> PicturePage:
        """A page of the new file; what was burnt into it is added to `burnt`."""
        self._goes_on()
        page, begin = self.pages[number], self.said.begins[number]
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


def _is_unreadable(one: Sign) -> bool:
    return one.is_doubtful


def unsearched(
    data: bytes,
    pages: Sequence[SpokenPage],
    checked: Collection[int] = (),
    boxes: Mapping[int, Collection[Box]] = MappingProxyType({}),
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[tuple[int, Code]]:
    """The pages of a PDF, from 1, on which words may stand that are not found, each with why. Raises PdfiumError and
    PdfError.

    Of pages with the same shapes at the same places one is enough: one that was `checked`, or the first. What is
    covered there by `boxes`, in points, is not seen on the others, and who drew boxes alone looked at no more.
    """
    misnamed = drawn_letters.misnamed(data)
    shapes: list[UnreadShapes] = []
    for one in unread_shapes.of_pages(data, pages):
        meanwhile()
        shapes.append(one)
    seen = [one.without(boxes.get(number, ())) for number, one in enumerate(shapes, 1) if number in checked]
    for number, (page, one) in enumerate(zip(pages, shapes, strict=True), 1):
        for code in _unsearched(page, one, is_otherwise=number in misnamed):
            if code is SHAPES and number not in checked:
                if any(map(one.are_in, seen)):
                    continue
                if number not in boxes:
                    seen.append(one)
            yield number, code


def _unsearched(page: SpokenPage, shapes: UnreadShapes, *, is_otherwise: bool) -> Iterator[Code]:
    """Why words may stand on a page that are not found."""
    signs = [one for one in page.signs if one.text.strip("\u00ad ")]
    unknown = sum(one.is_doubtful for one in signs)
    is_read = any(one.is_read for one in signs)
    read = sum(
        after.is_read and not before.text.isalnum() and after.text.isalnum()
        for before, after in itertools.pairwise(page.signs)
    )
    if page.is_empty:
        return
    is_scan = page.pictured >= PICTURED and shapes.seen + read < FEW_WORDS and not is_read
    if not signs or unknown > UNREADABLE * len(signs) or is_scan or shapes.pictured > LETTERED:
        yield NO_TEXT
        return
    if shapes.drawn:
        yield SHAPES
    runs = (len([*run]) for is_doubtful, run in itertools.groupby(signs, _is_unreadable) if is_doubtful)
    if is_otherwise or any(run >= UNREADABLE_WORD for run in runs):
        yield OTHERWISE
    if is_read:
        yield MACHINE_READ
    elif page.pictured:
        yield PICTURES
