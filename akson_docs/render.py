"""A job → the bytes of its file, or the deck that becomes one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from . import html, opendata
from .addresses import Place, prefix, relative
from .agenda import Agenda
from .cards import MeetingCard
from .deck import Slide
from .html import Press
from .model import Board, Colours, Site
from .plan import Job, Key
from .provenance import Provenance
from .slides import Figure
from .words import Line

if TYPE_CHECKING:
    from . import pdf

Whole = tuple[Agenda, tuple[Slide, ...]]


@dataclass(frozen=True)
class Paper:
    """A paper of a meeting that a page offers."""

    title: str
    """The catalogue's key for what it is."""
    address: str
    filename: str
    """A name that tells what it is, for whoever saves it."""
    pages: int


@dataclass(frozen=True)
class Materials:
    """What jobs are made from: an edition of the site, the press, and the meetings and files behind handles."""

    press: Press
    edition: str
    site: Site
    boards: Mapping[str, Board]
    """Those that are shown in this edition."""
    whole: Callable[[Key], Whole]
    read: Callable[[str], bytes]
    """A file by its path from the root."""
    size: Callable[[str], int]
    """How many bytes it has."""
    calendar: Callable[[Key], tuple[MeetingCard, ...]]
    """The meetings of its board that a meeting's slides announce."""
    sections: Callable[[Key, str], tuple[str, ...]]
    """A meeting's slides as HTML, in a language."""

    def place(self, job: Job) -> Place:
        """Where the job's page lies."""
        return Place(self.site, self.boards, job.language, job.address, self.edition)


def page(job: Job, materials: Materials) -> str:
    """The page that a job asks for. Raises TemplateFault."""
    place = materials.place(job)
    board = materials.boards.get(job.address.partition("/")[0])
    context = dict(job.context)
    if job.meeting is not None:
        agenda, slides = materials.whole(job.meeting)
        context |= {"agenda": agenda, "slides": slides, "slides_of": html.slides_of(slides)}
        context["papers"] = papers(agenda, slides, place, materials.press)
        context["size_of"] = lambda file: materials.size(f"meetings/{agenda.address}{file}")
        if job.make == "slides":
            context["sections"] = tuple(Markup(section) for section in materials.sections(job.meeting, job.language))
    return html.page(materials.press, place, job.make, board, **context)


def sections(materials: Materials, key: Key, language: str) -> tuple[str, ...]:
    """A meeting's slides as HTML, each a section. Raises TemplateFault."""
    agenda, slides = materials.whole(key)
    place = _slides_place(materials, agenda, language)
    calendar = materials.calendar(key)
    return tuple(html.slide(materials.press, place, agenda, slide, calendar) for slide in slides)


def papers(agenda: Agenda, slides: tuple[Slide, ...], place: Place, press: Press) -> tuple[Paper, ...]:
    """The papers that a meeting has."""
    if not slides:
        return ()
    board = agenda.board.short or agenda.board.name
    name = f"{board.say(place.language, agenda.language)[1]} {agenda.number or agenda.folder}".replace("/", "-")
    what = html.said(press, place.language, agenda.board, "paper_slides").lower()
    return (Paper("paper_slides", f"{agenda.address}slides.pdf", f"{name} {what}.pdf", len(slides)),)


def deck(job: Job, materials: Materials) -> tuple[pdf.Deck, dict[str, bytes]]:
    """The deck that a job asks for, with the pictures on it by the addresses that its slides give them."""
    from . import pdf

    assert job.meeting is not None
    agenda, slides = materials.whole(job.meeting)
    place = _slides_place(materials, agenda, job.language)
    sheets = tuple(
        pdf.Sheet(slide.anchor, section, slide.path, getattr(slide.content, "fit", "always") != "never")
        for slide, section in zip(slides, materials.sections(job.meeting, job.language), strict=True)
    )
    folder = f"meetings/{agenda.board_id}/{agenda.folder}"
    images = {
        relative(f"{agenda.address}slides/{slide.content.file}", place, prefixed=False): materials.read(
            f"{folder}/{slide.content.file}"
        )
        for slide in slides
        if isinstance(slide.content, Figure)
    }
    words = agenda.title if agenda.title.said else Line(said=agenda.title.public or agenda.board.name.said)
    title = words.say(job.language, agenda.language)[1]
    made = pdf.Deck(
        title=title if agenda.number in title else f"{title} {agenda.number}",
        language=job.language,
        author=agenda.site.publisher.say(job.language, agenda.site.language)[1],
        subject=agenda.board.name.say(job.language, agenda.language)[1],
        created=agenda.days[0].isoformat(),
        sheets=sheets,
        base=agenda.site.address.rstrip("/") + "/" + prefix(place, place.address, job.language) + place.address,
        provenance=Provenance(agenda.address.rstrip("/"), "slides", job.language, materials.edition),
        style=_colours(agenda.site.colours) if agenda.site.colours else "",
    )
    return made, images


def data(job: Job, materials: Materials) -> bytes:
    """A meeting as data."""
    assert job.meeting is not None
    made = opendata.meeting(*materials.whole(job.meeting), materials.edition)
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def style(job: Job, read: Callable[[str], bytes]) -> bytes:
    """A style sheet: the sources one after the other, or the publisher's colours."""
    colours = job.context.get("colours")
    if colours is None:
        return b"\n".join(read(source) for source in job.sources)
    return f"@media not (prefers-color-scheme: dark) {{\n{_colours(colours)}}}\n".encode()


def _colours(colours: Colours) -> str:
    given = {"--accent": colours.accent, "--deep": colours.deep}
    return ":root {" + "".join(f" {name}: {colour};" for name, colour in given.items() if colour) + " }\n"


def _slides_place(materials: Materials, agenda: Agenda, language: str) -> Place:
    return Place(materials.site, materials.boards, language, f"{agenda.address}slides/", materials.edition)
