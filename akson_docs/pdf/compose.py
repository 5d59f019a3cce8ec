"""Slides, letters and attachments → papers as PDF/A-2a and PDF/UA-1, with the proof that they say what they were given.

A paper is a row of parts. Each is laid out on its own, once for all the papers that it is in; the pages are joined;
what runs at their feet is drawn on them as an artifact, for it is no part of what a paper says. Pages of attachments
stand as empty pages of the right size until the paper is written, and are filled then.

Longer than 500 lines: one paper put together from its parts.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import itertools
import re
import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.pdf import (
    a4_page,
    completeness,
    figure_places,
    figures,
    handout,
    plain_text,
    provenance,
    slide_page,
    typesetter,
)
from akson_docs.pdf.a4_page import A4Text
from akson_docs.pdf.attachments import office
from akson_docs.pdf.handout import Handout
from akson_docs.pdf.provenance import Provenance
from akson_docs.pdf.slide_page import SlidePage
from akson_docs.pdf.typesetter import VARIANT, Engine, Frame, Laid, Styles

PAGE_OF = re.compile(r"<!--page of ([\w-]+)-->")
"""Where a table of contents has the number of the page that an anchor is on."""

TEXT_LOST = Code(
    "text-lost",
    "error",
    N_('the PDF differs from its text here, at "{words}"'),
    N_("the template puts text where it gets lost or changes its place"),
)
FIGURE_LOST = Code(
    "figure-lost",
    "error",
    N_("the picture that is shown here is not on its page"),
    N_("the template puts it where it gets lost, or something over it; where it does not, save it again"),
)
LINK_DEAD = Code(
    "link-dead",
    "error",
    N_('there is no place "#{anchor}" in this deck'),
    N_("link to #slide-12 (the slide's number) or to an anchor of the deck's page"),
)
NOT_CONVERTED = Code(
    "attachment-not-converted",
    "warning",
    N_('LibreOffice makes no PDF of "{name}": {problem}; it is only linked'),
    N_("save it as PDF beside the meeting"),
)
NOT_JOINED = Code(
    "attachments-changed",
    "error",
    N_("the attachments cannot be joined: {problem}"),
    N_("build again when nothing else is writing them"),
)
FOREIGN = Code(
    "pages-enclosed",
    "note",
    N_("{paper} holds pages of attachments that others made ({count}); it declares neither PDF/A nor PDF/UA"),
)
ACCESSIBLE = Code(
    FOREIGN.name,
    "note",
    N_("{paper} holds pages of attachments that others made ({count}); it declares PDF/UA, as all of them do"),
)


@dataclass(frozen=True)
class Enclosed:
    """An attachment whose pages are put into a paper."""

    anchor: str
    called: str
    """What stands on its first page: "Vedlegg 1 til PS 57/21"."""
    title: str
    """What the outline calls it."""
    file: str
    """Where it lies on the disk."""
    name: str
    """As it was written."""
    path: ValuePath
    convert: bool = False
    """Whether it is of an office program, and to be converted first."""


@dataclass(frozen=True)
class PaperPart:
    """A part of a paper, with what it is laid out in and what runs at the foot of its pages."""

    content: SlidePage | Handout | A4Text | Enclosed
    frame: Frame
    label: str = ""
    """What its pages belong to: "Sak 18/20"."""


@dataclass(frozen=True)
class Running:
    """What is drawn on every page of a paper outside its text."""

    left: str
    """At the foot, to the left: whose paper it is."""
    page: str
    """At the foot, to the right after the part's label: "side {n} av {total}"."""
    stamp: str = ""
    """At the head: UTKAST."""


@dataclass(frozen=True)
class Paper:
    """A paper to be: its parts and what its metadata say."""

    name: str
    """Its file's name."""
    title: str
    language: str
    author: str
    subject: str
    created: str
    """The day of the meeting, ISO."""
    parts: tuple[PaperPart, ...]
    beyond: str
    """The absolute address of the page where the anchors are that this paper has not; "" where it must have all."""
    provenance: Provenance
    running: Running | None = None
    problems: tuple[Problem, ...] = ()
    """What was found wrong while its parts were written."""


@dataclass(frozen=True)
class Typeset:
    """A paper as PDF, in memory or, where attachments are in it, on the disk; neither where a problem is an error."""

    pdf: bytes | None
    file: str
    pages: int
    problems: tuple[Problem, ...]
    owners: tuple[ValuePath, ...] = ()
    """Of each page the way to what it is about."""
    attached: frozenset[int] = frozenset()
    """The pages, from 1, that say what the attachment that they are of says, as it lies beside the paper."""
    found: tuple[Any, ...] = ()
    """What was found in it, where something was searched for."""


def engine(styles: Styles) -> Engine:
    """An engine for papers in these styles."""
    return typesetter.engine(styles, slide_page.TALL)


def warm(engine: Engine) -> None:
    """Sets a specimen, so that what the engine does only once is done before there is a paper."""
    words = "<h3>Aa</h3><p>Bb <strong>Cc</strong></p><ul><li>Dd</li></ul><table><tr><td>Ee</td></tr></table>"
    part = PaperPart(SlidePage("s", f'<section class="slide">{words}</section>', ()), Frame("nb", typesetter.STYLES))
    typeset((Paper("", "", "nb", "", "", "", (part,), "", Provenance("", "", "nb", "")),), engine, {}, "")


class Memory:
    """Parts as they were laid out, for papers that are set again and again while one of their slides is written.

    It holds what the last papers were made of, and some that were before. What of a paper was proved once is not
    proved again while one writes: a build proves all of it.
    """

    MOST = 300

    def __init__(self) -> None:
        self.laid: dict[tuple[SlidePage | A4Text, Frame, str], Laid] = {}
        self.proved: set[tuple[str, SlidePage | Handout | A4Text]] = set()
        """(the paper's name, the part) of what was found to say what it shall."""

    def forget(self) -> None:
        """Drops what was not asked for longest, as far as there is too much."""
        for key in list(self.laid)[: -self.MOST]:
            del self.laid[key]
        kept = {content for content, _, _ in self.laid}
        self.proved = {(name, content) for name, content in self.proved if kept.issuperset(_slides(content))}


def _slides(content: SlidePage | Handout | A4Text) -> tuple[SlidePage | A4Text, ...]:
    """What a part is laid out as."""
    return content.slides if isinstance(content, Handout) else (content,)


def typeset(
    papers: Iterable[Paper],
    engine: Engine,
    images: Mapping[str, bytes],
    target: str,
    memory: Memory | None = None,
) -> tuple[Typeset, ...]:
    """Papers that share parts. `images` are the pictures in them by their absolute addresses.

    A paper with attachments is written to `<target>-<its number>.pdf`. What is in `memory` is not laid out again.
    """
    bench = _Bench(engine, images, target, memory or Memory())
    made = tuple(
        _typeset(paper, bench, f"{target}-{number}.pdf", set() if memory is None else memory.proved)
        for number, paper in enumerate(papers, 1)
    )
    bench.memory.forget()
    return tuple(_told_once(made))


def _typeset(paper: Paper, bench: _Bench, target: str, known: set[tuple[str, SlidePage | Handout | A4Text]]) -> Typeset:
    spreads = _laid_out(paper, bench)
    problems = [*paper.problems, *(problem for spread in spreads for problem in spread.problems)]
    problems += _dead_links(paper) if not paper.beyond else ()
    count = sum(len(spread.pages) for spread in spreads)
    if any(problem.code.severity == "error" for problem in problems) or not count:
        return Typeset(None, "", count, tuple(problems))
    try:
        pdf = _join(paper, spreads, bench)
    except Exception as error:  # a picture is only decoded now, and the engine's own assertions fail on some
        problems.append(typesetter.UNSET.of((), problem=f"{type(error).__name__} {error}".strip()))
        return Typeset(None, "", count, tuple(problems))
    enclosed = bool(_foreign(spreads))
    if enclosed:
        problems += _enclose(pdf, spreads, bench, target)
        problems += _standards(paper.name, spreads)
    if not any(problem.code is NOT_JOINED for problem in problems):
        lost = list(_proved(paper.name, spreads, target if enclosed else pdf, known))
        lost += _without_pictures(paper.name, spreads, pdf, known)
        problems += lost
        if not lost:
            known |= {(paper.name, one.part.content) for one in spreads if not isinstance(one.part.content, Enclosed)}
    if any(problem.code.severity == "error" for problem in problems):
        return Typeset(None, "", count, tuple(problems))
    owners = tuple(spread.part.content.path for spread in spreads for _ in spread.pages)
    plain = (index in spread.plain for spread in spreads for index in range(len(spread.pages)))
    attached = frozenset(number for number, is_plain in enumerate(plain, 1) if is_plain)
    return Typeset(None if enclosed else pdf, target if enclosed else "", count, tuple(problems), owners, attached)


def _told_once(made: Iterable[Typeset]) -> Iterator[Typeset]:
    """The papers, where what is to be told of attachments is told of the first that they are in, and of no other."""
    told: set[tuple[Code, str | int]] = set()
    for paper in made:
        named = [(one, dict(one.parameters).get("names", "")) for one in paper.problems]
        kept = tuple(one for one, names in named if not names or (one.code, names) not in told)
        told |= {(one.code, names) for one, names in named if names}
        yield replace(paper, problems=kept)


# ---- the parts -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Spread:
    """A part laid out."""

    part: PaperPart
    html: str
    """What it says; "" for an attachment."""
    pages: tuple[Any, ...]
    problems: tuple[Problem, ...]
    document: Any = None
    hindrance: Code | None = None
    """Why a paper with it cannot declare PDF/UA, where it is an attachment."""
    plain: frozenset[int] = frozenset()
    """The indices of its pages that are those of an attachment as it lies there, and nothing is added to."""
    closer: bool | None = None
    """Whether it was set closer than texts are; None where it has not been laid out."""

    @property
    def anchors(self) -> Iterator[tuple[str, int]]:
        """The places in it that can be linked to, each with its page from 0."""
        for number, page in enumerate(self.pages):
            yield from ((name, number) for name in page.anchors)


class _Bench:
    """Lays out parts, each once."""

    def __init__(self, engine: Engine, images: Mapping[str, bytes], target: str, memory: Memory) -> None:
        self.engine = engine
        self.pictures = engine.drawer.pictures(images)
        self.target = target
        self._converted: dict[str, str] = {}
        self.memory = memory
        self._images = {address: hashlib.sha256(data).hexdigest() for address, data in images.items()}

    def spread(self, part: PaperPart, closer: bool | None = None) -> _Spread:
        """A part laid out; `closer` is whether it was set closer when it was laid out with other numbers in it."""
        content = part.content
        if isinstance(content, Enclosed):
            from akson_docs.pdf.attachments import enclosures  # what it needs is slow to load, and most papers do not

            try:
                file = self.file_of(content)
            except office.NotConverted as error:
                found = NOT_CONVERTED.of(content.path, name=content.name, problem=str(error))
                return _Spread(part, "", (), (found,))
            seen = enclosures.look(file, content.name, content.path)
            pages = tuple(self._empty(content, size, first=not number) for number, size in enumerate(seen.sizes))
            plain = frozenset() if content.convert else seen.plain
            return _Spread(part, "", pages, seen.problems, hindrance=seen.hindrance, plain=plain)
        if isinstance(content, Handout):
            return self._handed_out(part, content)
        key = (content, part.frame, " ".join(self._images.values()) if "<img" in content.html else "")
        laid = self.memory.laid.pop(key, None)
        html = self.engine.coverage.printable(content.html)
        if laid is None:
            if isinstance(content, SlidePage):
                laid = slide_page.lay_out(replace(content, html=html), part.frame, self.engine, self.pictures)
            else:
                laid = a4_page.lay_out(replace(content, html=html), part.frame, self.engine, self.pictures, closer)
        self.memory.laid[key] = laid
        return _Spread(part, html, laid.pages, laid.problems, laid.document, closer=laid.closer)

    def _handed_out(self, part: PaperPart, content: Handout) -> _Spread:
        """Slides on a page, each laid out once for this and for all other papers."""
        spreads = [self.spread(replace(part, content=slide)) for slide in content.slides]
        problems = tuple(problem for spread in spreads for problem in spread.problems)
        pages = [page for spread in spreads for page in spread.pages]
        whole = (handout.page(pages, content.paper),) if all(spread.pages for spread in spreads) else ()
        return _Spread(part, "".join(spread.html for spread in spreads), whole, problems, spreads[0].document)

    def file_of(self, content: Enclosed) -> str:
        """Where an attachment lies as PDF. Raises NotConverted."""
        if not content.convert:
            return content.file
        if content.file not in self._converted:
            self._converted[content.file] = office.converted(content.file, f"{self.target}-{len(self._converted)}")
        return self._converted[content.file]

    def lines(self, feet: Iterable[str], stamp: str) -> dict[str, Any]:
        """What runs at the feet of pages, and a stamp, as the engine's boxes of text; empty ones have none."""
        texts = [words for words in dict.fromkeys(feet) if words]
        # One paragraph, for each would take longer to lay out than its line.
        html = f'<p>{_escaped(chr(10).join(texts))}</p><p class="stamp">{_escaped(stamp)}</p>'
        laid = a4_page.lay_out(A4Text(f'<main class="running">{html}</main>', ()), LINES, self.engine, {})
        boxes = [box for page in laid.pages for box in page._page_box.descendants() if getattr(box, "text", "").strip()]
        return dict(zip([*texts, *([stamp] if stamp else [])], boxes, strict=True))

    def _empty(self, content: Enclosed, size: tuple[float, float], first: bool) -> Any:
        width, height = (side * 4 / 3 for side in size)
        place = {content.anchor: (0.0, 0.0, 0.0, 0.0)} if first else {}
        bookmarks = [(2, content.title, (0.0, 0.0), "open")] if first else []
        return _page(self.blank, width=width, height=height, anchors=place, bookmarks=bookmarks)

    @functools.cached_property
    def blank(self) -> Any:
        """An empty page."""
        return a4_page.lay_out(A4Text("<main></main>", ()), LINES, self.engine, {}).pages[0]


ONE_PAGE = 20
"""How many numbers of pages there are at most in a list of contents that has one page with what is above it."""
LINES = Frame("nb", typesetter.STYLES)
"""What is laid out in no language in particular: nothing of it is read by anybody's voice."""


def _laid_out(paper: Paper, bench: _Bench) -> list[_Spread]:
    """The parts of a paper laid out; those with numbers of pages in them last, for then the numbers are known."""
    spreads = {place: bench.spread(part) for place, part in enumerate(paper.parts) if not PAGE_OF.search(_html(part))}
    waiting = [place for place in range(len(paper.parts)) if place not in spreads]
    for place in waiting:
        spreads[place] = _Spread(paper.parts[place], "", (bench.blank,) * _pages_likely(paper.parts[place]), ())
    for _ in range(3):
        before = [len(spreads[place].pages) for place in waiting]
        numbers = _numbers([spreads[place] for place in sorted(spreads)])
        for place in waiting:
            part = paper.parts[place]
            assert isinstance(part.content, A4Text)
            spreads[place] = bench.spread(
                replace(part, content=_numbered(part.content, numbers)), spreads[place].closer
            )
        if [len(spreads[place].pages) for place in waiting] == before:
            break
    return [spreads[place] for place in sorted(spreads)]


def _pages_likely(part: PaperPart) -> int:
    """How many pages a list of contents is likely to take: where it does not, it is laid out once more."""
    return 1 if len(PAGE_OF.findall(_html(part))) <= ONE_PAGE else 2


def _numbered(contents: A4Text, numbers: Mapping[str, int]) -> A4Text:
    return replace(contents, html=PAGE_OF.sub(lambda name: str(numbers.get(name[1], "")), contents.html))


def _html(part: PaperPart) -> str:
    return "" if isinstance(part.content, Enclosed) else part.content.html


def _numbers(spreads: Sequence[_Spread]) -> dict[str, int]:
    """The page, from 1, that each anchor is on."""
    found: dict[str, int] = {}
    before = 1
    for spread in spreads:
        for name, page in spread.anchors:
            found.setdefault(name, before + page)
        before += len(spread.pages)
    return found


def _enclose(pdf: bytes, spreads: Sequence[_Spread], bench: _Bench, target: str) -> Iterator[Problem]:
    """Fills the pages that stand for those of attachments; the whole is written to `target`."""
    from akson_docs.pdf.attachments import enclosures

    places, before = [], 0
    for spread in spreads:
        content = spread.part.content
        if isinstance(content, Enclosed) and spread.pages:
            file = bench.file_of(content)
            places.append(enclosures.AttachmentSlot(before, file, content.title, name=content.name, path=content.path))
        before += len(spread.pages)
    try:
        yield from enclosures.join(pdf, places, target, bench.engine)
    except enclosures.NotJoined as error:
        yield NOT_JOINED.of((), problem=str(error))


def _standards(paper: str, spreads: Sequence[_Spread]) -> Iterator[Problem]:
    """What a paper with attachments declares, and what stands in the way of more."""
    hindered: dict[Code, dict[str, None]] = {}
    for spread in spreads:
        if isinstance(spread.part.content, Enclosed) and spread.pages and spread.hindrance is not None:
            hindered.setdefault(spread.hindrance, {})[spread.part.content.name] = None
    yield (FOREIGN if hindered else ACCESSIBLE).of((), paper=paper, count=len(_foreign(spreads)))
    for code, names in hindered.items():
        yield code.of((), paper=paper, names=", ".join(f'"{name}"' for name in names))


def _foreign(spreads: Sequence[_Spread]) -> list[int]:
    """The pages of attachments, from 0."""
    owners = [spread for spread in spreads for _ in spread.pages]
    return [number for number, spread in enumerate(owners) if isinstance(spread.part.content, Enclosed)]


# ---- the pages -----------------------------------------------------------------------------------------------


def _page(page: Any, **changed: Any) -> Any:
    """One of the engine's pages with some of it changed, the page itself untouched: it may be in other papers."""
    return types.SimpleNamespace(**{"paint": page.paint, **vars(page), **changed})


def _paged(paper: Paper, spreads: Sequence[_Spread], bench: _Bench) -> list[Any]:
    """The paper's pages: with links that lead somewhere, and with what runs at their feet."""
    owned = [(spread, page) for spread in spreads for page in spread.pages]
    there = {name for _, page in owned for name in page.anchors}
    pages = [_page(page, links=[_led(link, there, paper.beyond) for link in page.links]) for _, page in owned]
    if paper.running is None:
        return pages
    feet = []
    for number, (spread, _) in enumerate(owned, 1):
        place = paper.running.page.format(n=number, total=len(owned))
        feet.append(" · ".join(words for words in (spread.part.label, place) if words))
    heads = [_head(spread, page) for spread, page in owned]
    called = [words for spread, _ in owned for words in _called(spread)]
    lines = bench.lines([paper.running.left, *feet, *heads, *called], paper.running.stamp)
    for page, (spread, _), foot, head in zip(pages, owned, feet, heads, strict=True):
        # Whose paper it is stands on the pages of its own text: on others, as little as will do.
        left = lines.get(paper.running.left) if isinstance(spread.part.content, A4Text | Handout) else None
        content = type(spread.part.content)
        if content is Handout:
            page.paint = handout.numbered(page, [lines[words] for words in _called(spread)])
        marks = _RunningLines(left, lines.get(foot), lines.get(head), lines.get(paper.running.stamp))
        # A slide and a cover may be dark where the stamp stands, and an attachment may be everywhere.
        page.paint = _running(page, _MARGINS[content], marks, content is Enclosed)
    return pages


def _head(spread: _Spread, page: Any) -> str:
    """What stands at the head of a page: what an attachment is called, on the first of its own."""
    content = spread.part.content
    return content.called if isinstance(content, Enclosed) and page is spread.pages[0] else ""


def _called(spread: _Spread) -> tuple[str, ...]:
    """What slides are called that are handed out."""
    return spread.part.content.called if isinstance(spread.part.content, Handout) else ()


@dataclass(frozen=True)
class _RunningLines:
    """What runs on a page, each one of the engine's boxes of text, or None."""

    left: Any
    right: Any
    head: Any
    stamp: Any


_MARGINS = {
    A4Text: (83.1, 46.0, 28.0),
    Handout: (83.1, 46.0, 28.0),
    SlidePage: (76.8, 14.0, 14.0),
    Enclosed: (40.0, 14.0, 14.0),
}
"""How far what runs on a page stands from its sides, its foot and its head, in pixels."""


def _running(
    page: Any, margins: tuple[float, float, float], marks: _RunningLines, grounds: bool
) -> Callable[..., None]:
    """How a page is painted with a line at its foot and perhaps one and a stamp at its head.

    As an artifact, of which nobody reads aloud; as large as on A4 once the page is printed on it. The stamp has a
    ground of its own, and so has all else where there are to be `grounds`.
    """
    paint, width, height = page.paint, page.width, page.height
    draw_text = importlib.import_module("weasyprint.draw.text").draw_text
    pydyf = importlib.import_module("pydyf")
    size = max(min(width, height) / a4_page.WIDTH, max(width, height) / a4_page.HEIGHT, 1.0)
    side, foot, head = margins
    line = height - foot
    right, stamp = marks.right, marks.stamp
    places = [
        (marks.left, side, line, "/Footer"),
        (right, width - side - (right.width * size if right else 0), line, "/Footer"),
        (marks.head, side, head, "/Header"),
        (stamp, width - side - (stamp.width * size if stamp else 0), head, "/Watermark"),
    ]

    def painted(stream: Any, scale: float = 1) -> None:
        paint(stream, scale)
        for box, x, y, kind in places:
            if box is None:
                continue
            stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination", "Subtype": kind}))
            with stream.stacked():
                stream.transform(a=scale, d=scale)
                top = y - (box.height * size if kind == "/Footer" else 0)
                if kind == "/Watermark" or grounds:
                    stream.set_color_rgb(1, 1, 1)
                    stream.rectangle(x - 6 * size, top - size, (box.width + 10) * size, (box.height + 2) * size)
                    stream.fill()
                stream.transform(a=size, d=size, e=x - size * box.position_x, f=top - size * box.position_y)
                draw_text(stream, box, 0, "clip", "none")
            stream.end_marked_content()

    return painted


def _led(link: tuple[Any, ...], there: set[str], beyond: str) -> tuple[Any, ...]:
    """A link that leads somewhere: out of the paper, where the paper has no such place."""
    kind, target, *rest = link
    if kind == "internal" and target not in there:
        return ("external", f"{beyond}#{target}", *rest)
    return link


def _join(paper: Paper, spreads: Sequence[_Spread], bench: _Bench) -> bytes:
    document = next(spread.document for spread in spreads if spread.document is not None)
    document = document.copy(_paged(paper, spreads, bench))
    foreign = _foreign(spreads)
    made_from = replace(
        paper.provenance,
        digest=provenance.digest(plain_text.html_text(spread.html) for spread in spreads),
        foreign=provenance.ranges(number + 1 for number in foreign),
    )
    metadata = importlib.import_module("weasyprint.pdf.metadata").DocumentMetadata(
        title=paper.title,
        authors=[paper.author],
        description=paper.subject,
        lang=paper.language,
        created=paper.created or None,
        modified=paper.created or None,
    )
    generated = metadata.generate_rdf_metadata

    def rdf(*standard: Any) -> bytes:
        if foreign:
            keeps = all(spread.hindrance is None for spread in spreads)
            return provenance.declared(generated(standard[0], None, None), made_from, accessible=keeps)
        return provenance.declared(generated(*standard), made_from, accessible=True)

    metadata.generate_rdf_metadata = rdf
    document.metadata = metadata
    said = "\0".join((paper.name, paper.title, paper.beyond, *(spread.html for spread in spreads)))
    identity = hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()[:16]
    pdf = b""
    for attempt in range(8):
        metadata.generator = "akson_docs" + " " * attempt
        pdf = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identity, finisher=_finished)
        if ENDS_IN_RETURN not in pdf:
            break
    return pdf


ENDS_IN_RETURN = b"\r\nendstream"
"""A stream that ends in a carriage return. Before the line feed that follows, it reads as none of the stream's own, and
the stream's length as wrong (ISO 19005-2, 6.1.7.1)."""


def _finished(document: Any, pdf: Any) -> None:
    """Says of each head of a table what it heads, and leaves uncompressed the metadata, for whoever looks into the file
    without a reader of PDF, and every stream that compressed would end in a carriage return. The few streams that are
    written after this are tried with other metadata."""
    figures.completed(pdf)
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].compress = False
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            # The engine names the heads of cells that have some; a head without cells below it needs its scope.
            group = _above(pdf, _above(pdf, element))
            element["A"]["Scope"] = "/Column" if group.get("S") == "/THead" else "/Row"
    for stream in pdf.objects:
        if getattr(stream, "compress", False):
            written = stream.data
            stream.compress = False
            if not written.endswith(ENDS_IN_RETURN):
                stream.stream = [written.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")]
                stream.extra = {**stream.extra, "Filter": "/FlateDecode"}


def _above(pdf: Any, element: Any) -> Any:
    return pdf.objects[int(element["P"].split()[0])]


def _dead_links(paper: Paper) -> Iterator[Problem]:
    ids = {name for part in paper.parts for name in re.findall(r'\sid="([^"]+)"', _html(part))}
    for part in paper.parts:
        for anchor in re.findall(r'\shref="#([^"]*)"', _html(part)):
            if unquote(anchor) not in ids:
                yield LINK_DEAD.of(part.content.path, anchor=anchor)


def _proved(
    name: str, spreads: Sequence[_Spread], pdf: bytes | str, known: Collection[tuple[str, SlidePage | Handout | A4Text]]
) -> Iterator[Problem]:
    """What of the paper's own text is lost; `pdf` as bytes or where it lies; `known` are parts that need no proof."""
    left = [
        not isinstance(spread.part.content, Enclosed) and (name, spread.part.content) not in known for spread in spreads
    ]
    places = [asked for spread, asked in zip(spreads, left, strict=True) for _ in spread.pages]
    pages = iter(completeness.pages(pdf, without=frozenset(place for place, asked in enumerate(places) if not asked)))
    for spread in itertools.compress(spreads, left):
        printed = list(itertools.islice(pages, len(spread.pages)))
        wanted = plain_text.html_text(spread.html)
        for found in ("".join(page.painted for page in printed), "".join(page.tagged for page in printed)):
            lost = plain_text.difference(wanted, found)
            if lost:
                yield TEXT_LOST.of(spread.part.content.path, words=lost)
                break


def _without_pictures(
    name: str, spreads: Sequence[_Spread], pdf: bytes, known: Collection[tuple[str, SlidePage | Handout | A4Text]]
) -> Iterator[Problem]:
    """The parts whose pictures are not on their pages; `known` are parts that need no proof."""
    before = 0
    for spread in spreads:
        content = spread.part.content
        shown = 0 if isinstance(content, Enclosed) or (name, content) in known else spread.html.count("<img ")
        if shown:
            places = [
                place for number, page in enumerate(spread.pages, before) for place in figure_places.laid(page, number)
            ]
            if len(places) < shown or any(True for _ in figure_places.lost(pdf, places)):
                yield FIGURE_LOST.of(content.path)
        before += len(spread.pages)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
