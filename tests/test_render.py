"""A job → the bytes of its file, or the deck that becomes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from archives import FILES, SVG, a_board, a_site, sound_meeting
from places import SITE

from akson_docs import html, plan, render
from akson_docs.agenda import agenda
from akson_docs.cards import card
from akson_docs.deck import deck
from akson_docs.html import TemplateFault
from akson_docs.plan import House, Job
from akson_docs.render import Materials, Paper

KEY = ("styret", "2020-04")
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
PAGE = "{{ board.name|line }}|{{ papers|map(attribute='filename')|join }}|{{ slides|length }}|{{ sections|join }}"
WORDS = 'msgid "paper_slides"\nmsgstr "%s"\n'
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


def materials(
    meeting: str = MEETING, *, site: str = SITE, board: str = BOARD, templates: Mapping[str, str] = TEMPLATES
) -> Materials:
    """What the jobs of one meeting are made from."""
    the_site, the_board = a_site(site), a_board(board)
    made = agenda(the_site, the_board, sound_meeting(meeting, {**FILES, "bilder/kart.svg": SVG}), *KEY)
    slides = deck(made)
    found = Materials(
        press=html.press({f"templates/{name}": text for name, text in templates.items()}),
        edition="public",
        site=the_site,
        boards={"styret": the_board},
        whole=lambda key: {KEY: (made, slides)}[key],
        read=lambda path: path.encode(),
        size=lambda path: len(path),
        calendar=lambda key: (),
        sections=lambda key, language: render.sections(found, key, language),
    )
    return found


def jobs(of: Materials) -> dict[str, Job]:
    """The plan for them."""
    made, slides = of.whole(KEY)
    face = plan.face(made, slides, dict.fromkeys(("bilder/kart.svg",), ""), card(made, slides))
    house = House("public", of.site, of.boards, {KEY: face}, date(2020, 8, 1), {}, {}, "")
    return {job.path: job for job in plan.plan(house)}


DECK = "styret/2020-04/slides.pdf"

# ---- papers --------------------------------------------------------------------------------------------------


def papers(meeting: str = MEETING, board: str = BOARD, language: str = "nb") -> tuple[Paper, ...]:
    of = materials(meeting, board=board)
    place = of.place(replace(jobs(of)["styret/2020-04/index.html"], language=language))
    return render.papers(*of.whole(KEY), place, of.press)


def test_a_meeting_offers_its_deck_under_a_name_that_tells_what_it_is() -> None:
    assert papers() == (Paper("paper_slides", "styret/2020-04/slides.pdf", "Styret 4-20 presentasjon.pdf", 5),)


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
    assert [paper.filename for paper in papers(meeting, board, language)] == [found]


def test_a_meeting_without_slides_offers_none() -> None:
    assert papers("date: 2020-07-01\nitems: [{title: A, proposal: P}]\n") == ()


# ---- pages ---------------------------------------------------------------------------------------------------


def test_the_page_of_a_deck_holds_its_slides_and_offers_its_paper() -> None:
    of = materials()
    board, filename, count, sections = render.page(jobs(of)["styret/2020-04/slides/index.html"], of).split("|")
    assert (board, filename, count) == ("Styret", "Styret 4-20 presentasjon.pdf", "5")
    assert sections.startswith("<section>title 1</section><section>agenda 2</section>")
    assert sections.endswith("<section>figure 5 bilder/kart.svg</section>")


def test_the_page_of_a_meeting_has_what_the_plan_says_and_the_meeting() -> None:
    of = materials()
    assert render.page(jobs(of)["styret/2020-04/index.html"], of) == "4/20 held 3 1"


def test_a_page_that_needs_no_meeting_reads_none() -> None:
    def whole(key: plan.Key) -> render.Whole:
        raise AssertionError(key)

    of = replace(materials(), whole=whole)
    job = Job("styret/item/1/index.html", "moved", "", "nn", "styret/item/1/", context={"target": "styret/item/2/"})
    assert render.page(job, of) == "Styret vårt ../2/"


def test_the_front_page_is_no_boards() -> None:
    of = materials()
    assert render.page(jobs(of)["index.html"], of) == "True 1"


def test_a_page_whose_template_has_a_fault() -> None:
    of = materials(templates={**TEMPLATES, "pages/front.html": "{{ borte }}"})
    with pytest.raises(TemplateFault):
        render.page(jobs(of)["index.html"], of)


def test_slides_are_the_same_for_page_and_deck() -> None:
    of = materials()
    job = jobs(of)[DECK]
    made, _ = render.deck(job, of)
    assert tuple(sheet.html for sheet in made.sheets) == of.sections(KEY, "nb")
    assert "".join(sheet.html for sheet in made.sheets) in render.page(jobs(of)["styret/2020-04/slides/index.html"], of)


# ---- decks ---------------------------------------------------------------------------------------------------


def test_the_sheets_of_a_deck_know_where_they_were_written_and_may_be_set_smaller_unless_that_says_never() -> None:
    of = materials()
    made, _ = render.deck(jobs(of)[DECK], of)
    assert [(sheet.anchor, sheet.path, sheet.fit) for sheet in made.sheets] == [
        ("forside", (), True),
        ("saksliste", ("items",), True),
        ("2020-04-a", ("items", 0, "title"), True),
        ("2020-04-a-s", ("items", 0, "slides", 0), True),
        ("2020-04-a-k", ("items", 0, "slides", 1), False),
    ]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_pictures_of_a_deck_are_known_by_the_addresses_on_its_slides(language: str) -> None:
    of = materials()
    made, images = render.deck(jobs(of)[("" if language == "nb" else "nn/") + DECK], of)
    (address,) = images
    assert f"figure 5 {address}<" in made.sheets[-1].html
    assert images[address] == b"meetings/styret/2020-04/bilder/kart.svg"


def test_what_a_deck_says_of_itself() -> None:
    site = SITE.replace("publisher: Eksempeletaten", "publisher: {nb: Etaten, nn: Etaten vår}")
    of = materials(f"title: {{nb: Sommermøte, nn: Sumarmøte}}\n{MEETING}", site=site)
    for path, found in (
        (DECK, ("Sommermøte 4/20", "nb", "Etaten", "Styret", "2020-07-01", "styret/2020-04/slides/")),
        (
            f"nn/{DECK}",
            ("Sumarmøte 4/20", "nn", "Etaten vår", "Styret vårt", "2020-07-01", "nn/styret/2020-04/slides/"),
        ),
    ):
        made, _ = render.deck(jobs(of)[path], of)
        said = (made.title, made.language, made.author, made.subject, made.created)
        assert (*said, made.base.removeprefix("https://papirer.example.no/")) == found


def test_the_title_of_a_deck_without_a_number() -> None:
    of = materials(f"title: Sommermøte\n{MEETING}", board=BOARD + "meeting_number: none\n")
    assert render.deck(jobs(of)[DECK], of)[0].title == "Sommermøte"


def test_a_deck_is_dated_on_the_first_day() -> None:
    of = materials(MEETING.replace("date: 2020-07-01", "days: [{date: 2020-07-01}, {date: 2020-07-02}]"))
    assert render.deck(jobs(of)[DECK], of)[0].created == "2020-07-01"


def test_a_site_whose_address_ends_with_a_stroke() -> None:
    of = materials(site=SITE.replace("example.no", "example.no/"))
    assert render.deck(jobs(of)[DECK], of)[0].base == "https://papirer.example.no/styret/2020-04/slides/"


# ---- style sheets --------------------------------------------------------------------------------------------


def colours(text: str) -> tuple[str, str]:
    """(what a deck has of them, their style sheet on the site)"""
    of = materials(site=f"{SITE}colours: {text}\n")
    found = jobs(of)
    return render.deck(found[DECK], of)[0].style, render.style(found["assets/colours.css"], of.read).decode()


def test_the_publishers_colours_are_in_decks_and_on_pages_that_are_not_dark() -> None:
    deck_, site = colours('{accent: "#00325c", deep: "#001122"}')
    assert deck_ == ":root { --accent: #00325c; --deep: #001122; }\n"
    assert site == f"@media not (prefers-color-scheme: dark) {{\n{deck_}}}\n"


@pytest.mark.parametrize(
    ("text", "found"), [('{accent: "#00325c"}', "--accent: #00325c;"), ('{deep: "#001122"}', "--deep: #001122;")]
)
def test_a_colour_that_is_not_given_is_not_said(text: str, found: str) -> None:
    assert colours(text)[0] == f":root {{ {found} }}\n"


def test_a_deck_of_a_publisher_without_colours_has_no_style_of_its_own() -> None:
    of = materials()
    assert render.deck(jobs(of)[DECK], of)[0].style == ""


def test_a_style_sheet_is_its_sources_one_after_the_other() -> None:
    job = Job("assets/site.css", "style", "", sources=("b.css", "a.css"))
    assert render.style(job, lambda path: {"a.css": b"a {}", "b.css": b"b {}"}[path]) == b"b {}\na {}"
