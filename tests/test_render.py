"""A job → the bytes of its file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from archives import FILES, SVG, a_board, a_site, sound_meeting
from one_meeting import OneMeeting
from places import SITE

from akson_docs.build import meeting_versions, plan
from akson_docs.build.jobs import Job, MovedPage, Style
from akson_docs.build.meeting_versions import Issued, SiteVersion
from akson_docs.meetings.agenda import agenda
from akson_docs.meetings.cards import card
from akson_docs.meetings.deck import deck
from akson_docs.render import pages, templates
from akson_docs.render.pages import Offered
from akson_docs.render.templates import TemplateFault
from akson_docs.sources.layout import MeetingKey

KEY = MeetingKey("styret", "2020-04")
MEETING = """\
date: 2020-07-01
items:
  - title: A
    slides:
      - {title: S, body: T}
      - {kind: figure, title: K, file: bilder/kart.svg, alt: K, fit: never}
"""
BOARD = "name: {nb: Styret, nn: Styret vårt}\nlanguages: [nb, nn]\n"
SLIDE = "<section>{{ slide.kind }} {{ slide.number }}</section>"
FIGURE = "<section>{{ slide.kind }} {{ slide.number }} {{ image(content.file) }}</section>"
PAGE = "{{ board.name|line }}|{{ papers|map(attribute='name')|join(' ') }}|{{ slides|length }}|{{ sections|join }}"
WORDS = 'msgid "paper_slides"\nmsgstr "%s"\n' + "".join(
    f'msgid "{key}"\nmsgstr "{said}"\n'
    for key, said in (
        ("paper_agenda", "Innkalling"),
        ("paper_papers", "Sakspapirer"),
        ("minutes", "Protokoll"),
        ("draft_stamp", "UTKAST"),
        ("meeting", "Møte"),
        ("number", "Sak"),
        ("introduction", "Innledning"),
        ("page_of", "side %%(n)s av %%(total)s"),
        ("slide_n", "Lysark %%(n)s"),
        ("attachment_n", "Vedlegg %%(n)s"),
        ("attachment_of", "Vedlegg %%(n)s til %%(of)s"),
    )
)
TEMPLATES = {
    **{f"slides/{kind}.html": SLIDE for kind in ("title", "agenda", "divider", "text")},
    "slides/figure.html": FIGURE,
    "pages/slides.html": PAGE,
    "pages/meeting.html": "{{ agenda.number }} {{ state }} {{ slides_of(agenda.rows[0])|length }} {{ papers|length }}",
    "pages/moved.html": "{{ board.name|line }} {{ url(target) }}",
    "pages/front.html": "{{ board is none }} {{ latest|length }}",
    "locale/nb/messages.po": WORDS % "Presentasjon",
    "locale/nn/messages.po": WORDS % "Framsyning",
}


def inputs(
    meeting: str = MEETING, *, site: str = SITE, board: str = BOARD, look: Mapping[str, str] = TEMPLATES
) -> OneMeeting:
    """What the jobs of one meeting are made from."""
    the_site, the_board = a_site(site), a_board(board)
    files = {**FILES, "bilder/kart.svg": SVG, "skjema.docx": b"PK"}
    made = agenda(the_site, the_board, sound_meeting(meeting, files), *KEY)
    slides = deck(made)
    template_set = templates.template_set({f"templates/{name}": text for name, text in look.items()})
    return OneMeeting(template_set, made, slides, the_site, {"styret": the_board})


def jobs(of: OneMeeting) -> dict[str, Job]:
    """The plan for them."""
    made, slides = of.whole(KEY)
    version = meeting_versions.version(made, slides, dict.fromkeys((*FILES, "bilder/kart.svg"), ""), card(made, slides))
    site_version = SiteVersion(of.edition, of.site, of.boards, {KEY: version}, date(2020, 8, 1), {}, {}, "")
    return {job.path: job for job in plan.plan(site_version)}


# ---- papers --------------------------------------------------------------------------------------------------


def offered(meeting: str = MEETING, board: str = BOARD, language: str = "nb") -> tuple[Offered, ...]:
    of = inputs(meeting, board=board)
    return pages.offered(
        {name: Issued(1, name) for name in ("agenda", "slides")}, of.whole(KEY)[0], language, of.template_set
    )


def test_a_meeting_offers_its_papers_under_names_that_tell_what_they_are() -> None:
    assert offered() == (
        Offered("agenda", "paper_agenda", "styret/2020-04/agenda.pdf", "Styret 4-20 innkalling.pdf"),
        Offered("slides", "paper_slides", "styret/2020-04/slides.pdf", "Styret 4-20 presentasjon.pdf"),
    )


@pytest.mark.parametrize(
    ("meeting", "board", "language", "found"),
    [
        (MEETING, BOARD, "nn", "Styret vårt 4-20 framsyning.pdf"),
        (MEETING, BOARD + "short: SG\n", "nb", "SG 4-20 presentasjon.pdf"),
        (MEETING, BOARD + "meeting_number: none\n", "nb", "Styret 2020-04 presentasjon.pdf"),
        (f"number: PS 1/2/20\n{MEETING}", BOARD, "nb", "Styret PS 1-2-20 presentasjon.pdf"),
        (MEETING, "name: Plan/Bygg\n", "nb", "Plan-Bygg 4-20 presentasjon.pdf"),
        (MEETING, BOARD + "labels: {nb: {paper_slides: Lysark}}\n", "nb", "Styret 4-20 lysark.pdf"),
    ],
)
def test_what_a_paper_is_called(meeting: str, board: str, language: str, found: str) -> None:
    assert offered(meeting, board, language)[1].filename == found


# ---- pages ---------------------------------------------------------------------------------------------------


def test_the_page_of_a_deck_holds_its_slides_and_offers_its_paper() -> None:
    of = inputs()
    board, names, count, sections = pages.page(jobs(of)["styret/2020-04/slides/index.html"], of).split("|")
    assert (board, names, count) == ("Styret", "agenda papers slides", "5")
    assert sections.startswith("<section>title 1</section><section>agenda 2</section>")
    assert sections.endswith("<section>figure 5 bilder/kart.svg</section>")


def test_the_page_of_a_meeting_has_what_the_plan_says_and_the_meeting() -> None:
    of = inputs()
    assert pages.page(jobs(of)["styret/2020-04/index.html"], of) == "4/20 held 3 3"


def test_a_page_that_needs_no_meeting_reads_none() -> None:
    class Unread(OneMeeting):
        def whole(self, key: MeetingKey) -> pages.AgendaAndSlides:
            raise AssertionError(key)

    of = Unread(**vars(inputs()))
    job = Job("styret/item/1/index.html", MovedPage("styret/item/2/"), "", "nn", "styret/item/1/")
    assert pages.page(job, of) == "Styret vårt ../2/"


def test_the_front_page_is_no_boards() -> None:
    of = inputs()
    assert pages.page(jobs(of)["index.html"], of) == "True 1"


def test_a_page_whose_template_has_a_fault() -> None:
    of = inputs(look={**TEMPLATES, "pages/front.html": "{{ borte }}"})
    with pytest.raises(TemplateFault):
        pages.page(jobs(of)["index.html"], of)


# ---- style sheets --------------------------------------------------------------------------------------------


def colours(text: str) -> str:
    """Their style sheet on the site."""
    of = inputs(site=f"{SITE}colours: {text}\n")
    return pages.make(jobs(of)["assets/colours.css"], of).decode()


def test_the_publishers_colours_are_on_pages_that_are_not_dark() -> None:
    found = colours('{accent: "#00325c", deep: "#001122"}')
    assert found == "@media not (prefers-color-scheme: dark) {\n:root { --accent: #00325c; --deep: #001122; }\n}\n"


@pytest.mark.parametrize(
    ("text", "found"), [('{accent: "#00325c"}', "--accent: #00325c;"), ('{deep: "#001122"}', "--deep: #001122;")]
)
def test_a_colour_that_is_not_given_is_not_said(text: str, found: str) -> None:
    assert f":root {{ {found} }}\n" in colours(text)


def test_a_style_sheet_is_its_sources_one_after_the_other() -> None:
    job = Job("assets/site.css", Style(("b.css", "a.css")), "")
    assert pages.make(job, inputs()) == b"b.css\na.css"
