"""Slides as HTML → a deck as PDF. Pure: style sheets, fonts and pictures come in as values.

A slide is the unit of layout. Each is laid out alone on a page much taller than a slide, because on a page of its
own size the engine would drop what does not fit; then its edges are looked at, the page is cut to a slide's height,
and the pages are joined. What does not fit is set tighter, then smaller, down to a floor; then it is an error.

The style sheets make `section.slide` as large as a slide (`min-height`), and know the classes `tight` and
`step-1`, `step-2` … for smaller type, and `divided` for words that may be hyphenated: only a slide with a word that is
wider than its place has it, for to read the engine's dictionary takes as long as four slides.
"""

from __future__ import annotations

import ctypes.util
import functools
import hashlib
import importlib
import io
import logging
import re
import sys
import types
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urljoin

from . import proof, provenance
from .diagnostics import Code, Path, Problem
from .provenance import Provenance

VARIANT = "pdf/a-2a"
"""What the engine is asked for; PDF/UA-1 is declared beside it. Part 2: archives doubt the files inside a part 3."""
WIDTH, HEIGHT = 1280.0, 720.0
"""A slide in CSS pixels: 13.333 × 7.5 in."""
STEPS = ("", "tight", "tight step-1", "tight step-2", "tight step-3", "tight step-4")
"""The classes of the ladder of fitting."""
DIVIDED = " divided"
"""The class of a slide whose words may be divided, for one of them is wider than its place."""
SIZES = (20.0, 20.0, 18.5, 17.0, 15.5, 14.0)
"""The size of body type in points on each rung; the last is the floor."""
STYLES = "https://styles.invalid/"
"""Where style sheets are said to lie, so that what they name has an address; nothing is fetched from anywhere."""
TOLERANCE = 1.0
"""Pixels that an edge may lie outside, for rounding."""

OVERFLOW = Code(
    "slide-overflow",
    "error",
    'this slide has more than fits, also in type of {size} pt; "{words}" is past the edge',
    "dette lysarket har mer enn det er plass til, også med skrift på {size} pt; «{words}» er utenfor kanten",
    "divide it in two at about these words",
    "del det i to omtrent ved disse ordene",
)
OUTSIDE = Code(
    "slide-edge",
    "error",
    '"{words}" does not fit: it is wider or taller than its place',
    "«{words}» får ikke plass: det er bredere eller høyere enn stedet det står",
    "shorten it, or give it more room",
    "kort det ned, eller gi det mer plass",
)
SMALLER = Code(
    "slide-smaller",
    "note",
    "this slide is set in {size} pt so that it fits",
    "dette lysarket er satt i {size} pt for å få plass",
)
TIGHTER = Code(
    "slide-tighter",
    "note",
    "this slide is set tighter so that it fits",
    "dette lysarket er satt tettere for å få plass",
)
GLYPH = Code(
    "glyph-missing",
    "error",
    "no font of this site has the character {character} ({name})",
    "ingen av nettstedets skrifter har tegnet {character} ({name})",
    "write it another way",
    "skriv det på en annen måte",
)
TEXT_LOST = Code(
    "text-lost",
    "error",
    'the PDF of this slide differs from its text, at "{words}"',
    "PDF-en av dette lysarket er en annen enn teksten, ved «{words}»",
    "the template of this kind of slide puts text where it gets lost or changes its place",
    "malen for denne typen lysark legger tekst der den går tapt eller bytter plass",
)
PICTURE = Code(
    "picture",
    "error",
    "a picture on this slide cannot be drawn: {problem}",
    "et bilde på dette lysarket kan ikke tegnes: {problem}",
)
LINK_DEAD = Code(
    "link-dead",
    "error",
    'there is no place "#{anchor}" in this deck',
    "det er ikke noe sted «#{anchor}» i denne presentasjonen",
    "link to #slide-12 (the slide's number) or to an anchor of the deck's page",
    "lenk til #slide-12 (lysarkets nummer) eller til et anker på presentasjonens side",
)


@dataclass(frozen=True)
class Sheet:
    """A slide: one `<section class="slide …">`, where it was written, and whether it may be set smaller.

    A section that has the class `tight` from its template begins there on the ladder.
    """

    anchor: str
    html: str
    path: Path
    fit: bool = True

    @property
    def first_rung(self) -> int:
        """Where on the ladder it begins."""
        form = re.search(r'class="([^"]*)"', self.html)
        return int(form is not None and "tight" in form[1].split())


@dataclass(frozen=True)
class Deck:
    """A deck to be: its slides and what its metadata say."""

    title: str
    language: str
    author: str
    subject: str
    created: str
    """The day of the meeting, ISO."""
    sheets: tuple[Sheet, ...]
    base: str
    """The absolute address of its page: what links are relative to."""
    provenance: Provenance
    style: str = ""
    """Rules of this deck's own, after the engine's: the publisher's colours."""


@dataclass(frozen=True)
class Paper:
    """A deck as PDF, or None where a problem is an error."""

    pdf: bytes | None
    pages: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Face:
    """A font."""

    data: bytes

    @functools.cached_property
    def characters(self) -> frozenset[int]:
        """The code points that it has a glyph for."""
        from fontTools.ttLib import TTFont

        return frozenset(TTFont(io.BytesIO(self.data), lazy=True).getBestCmap())


@dataclass(frozen=True)
class Engine:
    """Style sheets and fonts made ready: made once for a process."""

    weasyprint: Any
    fonts: Any
    styles: tuple[Any, ...]
    faces: tuple[Face, ...]

    def lacking(self, characters: Iterable[str]) -> set[str]:
        """Those of some characters that none of the fonts has. As a rule the first font has them all."""
        lacking = set(characters)
        for face in self.faces:
            if not lacking:
                break
            lacking = {character for character in lacking if ord(character) not in face.characters}
        return lacking


@dataclass(frozen=True)
class Laid:
    """A slide laid out: a page of the engine's, cut to a slide's height, and what had to be done for it."""

    document: Any
    page: Any
    problems: tuple[Problem, ...]


def load() -> None:
    """Loads the library, which takes longer than anything else here does."""
    _weasyprint()
    importlib.import_module("weasyprint.text.fonts")


def engine(css: str, fonts: Mapping[str, bytes]) -> Engine:
    """An engine for the style sheet, with the fonts that it names as `fonts/<name>`."""
    weasyprint = _weasyprint()
    fetcher = _fetcher(weasyprint, {f"{STYLES}fonts/{name}": data for name, data in fonts.items()})
    configuration = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
    tall = f"@page {{ size: {WIDTH}px {HEIGHT * 8}px; margin: 0 }} html, body {{ margin: 0; padding: 0 }}"
    styles = tuple(
        weasyprint.CSS(string=text, font_config=configuration, url_fetcher=fetcher, base_url=STYLES)
        for text in (css, tall)
    )
    return Engine(weasyprint, configuration, styles, tuple(Face(data) for data in fonts.values()))


def warm(engine: Engine) -> None:
    """Sets a specimen, so that what the engine does only once is done before there is a deck."""
    words = "<h3>Aa</h3><p>Bb <strong>Cc</strong></p><ul><li>Dd</li></ul><table><tr><td>Ee</td></tr></table>"
    sheet = Sheet("s", f'<section class="slide">{words}</section>', ())
    typeset(Deck("", "nb", "", "", "", (sheet,), STYLES, Provenance("", "", "nb", "")), engine, {})


def typeset(deck: Deck, engine: Engine, images: Mapping[str, bytes]) -> Paper:
    """The deck as PDF/A-2a and PDF/UA-1, with the proof that it says what its slides say.

    `images` are the pictures by their addresses as the slides give them.
    """
    laid = [lay_out(sheet, deck, engine, images) for sheet in deck.sheets]
    problems = [problem for one in laid for problem in one.problems]
    problems += _dead_links(deck)
    if any(problem.code.severity == "error" for problem in problems) or not laid:
        return Paper(None, len(laid), tuple(problems))
    pdf = _join(deck, laid)
    problems += _proved(deck, pdf)
    failed = any(problem.code.severity == "error" for problem in problems)
    return Paper(None if failed else pdf, len(laid), tuple(problems))


def lay_out(sheet: Sheet, deck: Deck, engine: Engine, images: Mapping[str, bytes]) -> Laid:
    """One slide on its page, on the first rung of the ladder on which it fits."""
    problems = list(_unknown_characters(sheet, engine))
    rung, divided = sheet.first_rung, False
    last = len(STEPS) - 1 if sheet.fit else rung
    while True:
        document, failure = _rendered(sheet, deck, engine, images, f"{STEPS[rung]}{DIVIDED if divided else ''}")
        if failure is not None:
            return Laid(None, None, (*problems, failure))
        page = document.pages[0]
        height, past = _overflow(page, len(document.pages))
        too_tall = height > HEIGHT + TOLERANCE
        if past and not too_tall and not divided:
            divided = True
            continue
        if not past or rung >= last:
            break
        rung = _next_rung(rung, height, last)
    if past:
        code = OVERFLOW if too_tall else OUTSIDE
        problems.append(code.of(sheet.path, size=_points(SIZES[rung]), words=past))
    elif rung == 1 > sheet.first_rung:
        problems.append(TIGHTER.of(sheet.path))
    elif rung > 1:
        problems.append(SMALLER.of(sheet.path, size=_points(SIZES[rung])))
    page.height = HEIGHT
    return Laid(document, page, tuple(problems))


# ---- one slide -----------------------------------------------------------------------------------------------


def _rendered(
    sheet: Sheet, deck: Deck, engine: Engine, images: Mapping[str, bytes], form: str
) -> tuple[Any, Problem | None]:
    html = re.sub(r'class="slide\b', f'class="slide {form}'.rstrip(), sheet.html, count=1)
    text = f'<!doctype html><html lang="{deck.language}"><style>{deck.style}</style><body>{html}</body></html>'
    held = {urljoin(deck.base, name): data for name, data in images.items()}
    fatal = importlib.import_module("weasyprint.urls").FatalURLFetchingError
    try:
        source = engine.weasyprint.HTML(
            string=text, base_url=deck.base, url_fetcher=_fetcher(engine.weasyprint, held), media_type="print"
        )
        return source.render(stylesheets=engine.styles, font_config=engine.fonts, pdf_variant=VARIANT), None
    except fatal as error:
        return None, PICTURE.of(sheet.path, problem=str(error))


def _overflow(page: Any, pages: int) -> tuple[float, str]:
    """(the slide's height, the first words past an edge, or "")"""
    section = next(box for box in page._page_box.descendants() if box.element_tag == "section")
    height = max(section.border_height(), HEIGHT * 8 if pages > 1 else 0.0)
    right = section.content_box_x() + section.width + TOLERANCE
    bottom = HEIGHT + TOLERANCE
    if height > bottom:
        bottom = HEIGHT - section.padding_bottom
        return height, _words(box for box in _leaves(section) if _below(box, bottom)) or "…"
    outside = [box for box in _leaves(section) if _below(box, bottom) or box.position_x + box.width > right]
    outside += [
        piece
        for block in section.descendants()
        for line in getattr(block, "children", ())
        if type(line).__name__ == "LineBox" and line.width > block.width + TOLERANCE
        for piece in _leaves(line)
    ]
    outside += [
        box
        for clip in section.descendants()
        if clip.style["overflow"] != "visible" and not isinstance(clip.height, str)
        for box in _leaves(clip)
        if _below(box, clip.position_y + clip.margin_height() + TOLERANCE)
    ]
    return height, (_words(outside) or "…") if outside else ""


def _below(box: Any, edge: float) -> bool:
    return bool(box.position_y + box.height > edge)


def _leaves(box: Any) -> Iterator[Any]:
    """The pieces of text and the pictures in a box, in order."""
    for inner in box.descendants():
        if hasattr(inner, "text") or hasattr(inner, "replacement"):
            yield inner


def _words(boxes: Iterable[Any]) -> str:
    said: list[str] = []
    for box in boxes:
        said += str(getattr(box, "text", "")).split()
        if len(said) >= 6:
            break
    return " ".join(said[:6])[:60]


def _next_rung(rung: int, height: float, last: int) -> int:
    """The next rung worth trying: text needs room by the square of its size, so hopeless rungs are left out."""
    wanted = SIZES[rung] * (HEIGHT / height) ** 0.5 * 1.12
    return next(
        (one for one in range(rung + 1, last) if SIZES[one] <= wanted or (one == 1 and height < HEIGHT * 1.1)), last
    )


def _points(size: float) -> str:
    return f"{size:g}"


def _unknown_characters(sheet: Sheet, engine: Engine) -> Iterator[Problem]:
    text = re.sub(r"<[^>]*>", "", sheet.html)
    printed = {character for character in text if unicodedata.category(character)[0] not in "ZC"}
    for character in sorted(engine.lacking(printed)):
        name = unicodedata.name(character, f"U+{ord(character):04X}")
        yield GLYPH.of(sheet.path, character=character, name=name.lower())


# ---- the deck ------------------------------------------------------------------------------------------------


def _join(deck: Deck, laid: list[Laid]) -> bytes:
    document = laid[0].document.copy([one.page for one in laid])
    document.metadata.title = deck.title
    document.metadata.authors = [deck.author]
    document.metadata.description = deck.subject
    document.metadata.lang = deck.language
    document.metadata.created = document.metadata.modified = deck.created or None
    made_from = replace(deck.provenance, digest=provenance.digest(proof.html_text(sheet.html) for sheet in deck.sheets))
    generated = document.metadata.generate_rdf_metadata
    document.metadata.generate_rdf_metadata = lambda *standard: provenance.declared(generated(*standard), made_from)
    identity = hashlib.sha256("\0".join((deck.title, deck.base, *(sheet.html for sheet in deck.sheets))).encode())
    pdf = b""
    for attempt in range(8):
        document.metadata.generator = "akson_docs" + " " * attempt
        pdf = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identity.digest()[:16], finisher=_finished)
        if ENDS_IN_RETURN not in pdf:
            break
    return pdf


ENDS_IN_RETURN = b"\r\nendstream"
"""A stream that ends in a carriage return. Before the line feed that follows, it reads as none of the stream's own, and
the stream's length as wrong (ISO 19005-2, 6.1.7.1)."""


def _finished(document: Any, pdf: Any) -> None:
    """Leaves the metadata uncompressed, for whoever looks into the file without a reader of PDF, and every stream that
    compressed would end in a carriage return. The few that are written after this are tried with other metadata."""
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].compress = False
    for stream in pdf.objects:
        if getattr(stream, "compress", False):
            written = stream.data
            stream.compress = False
            if not written.endswith(ENDS_IN_RETURN):
                stream.stream = [written.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")]
                stream.extra = {**stream.extra, "Filter": "/FlateDecode"}


def _dead_links(deck: Deck) -> Iterator[Problem]:
    ids = {name for sheet in deck.sheets for name in re.findall(r'\sid="([^"]+)"', sheet.html)}
    for sheet in deck.sheets:
        for anchor in re.findall(r'\shref="#([^"]*)"', sheet.html):
            if unquote(anchor) not in ids:
                yield LINK_DEAD.of(sheet.path, anchor=anchor)


def _proved(deck: Deck, pdf: bytes) -> Iterator[Problem]:
    for sheet, printed in zip(deck.sheets, proof.pages(pdf), strict=True):
        wanted = proof.html_text(sheet.html)
        for found in (printed.painted, printed.tagged):
            lost = proof.difference(wanted, found)
            if lost:
                yield TEXT_LOST.of(sheet.path, words=lost)
                break


# ---- the engine's own ----------------------------------------------------------------------------------------


LATER = ("fontTools.subset", "fontTools.varLib.instancer")
"""What the engine imports and, where HarfBuzz makes the subsets of fonts, never calls."""


class _Later(types.ModuleType):
    """A module whose functions are there at once and which is loaded when one of them is called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: getattr(importlib.import_module(self.__name__), name)(*given, **named)


def _weasyprint() -> Any:
    """The library, without two things that cost it half of its start on Linux.

    One is the search for shared libraries: it names the files of those that it wants besides asking where they are, so
    nothing is lost by silence. The other is what it seldom calls.
    """
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    logging.getLogger("weasyprint").propagate = False
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    stood_in = [name for name in LATER if name not in sys.modules]
    sys.modules.update((name, _Later(name)) for name in stood_in)
    try:
        return importlib.import_module("weasyprint")
    finally:
        ctypes.util.find_library = search
        for name in stood_in:
            del sys.modules[name]


def _fetcher(weasyprint: Any, held: Mapping[str, bytes]) -> Any:
    """A fetcher that knows what it is given and nothing else: no network, no file."""
    urls = importlib.import_module("weasyprint.urls")

    class Held(urls.URLFetcher):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: object = None) -> Any:
            if url not in held:
                raise urls.FatalURLFetchingError(f"{url.rpartition('/')[2]} is not at hand")
            return urls.URLFetcherResponse(url, held[url])

    return Held()
