"""From a meeting to its papers: what parts they have, in what order, and what runs at their feet."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from one_meeting import OneMeeting
from places import SITE
from test_render import BOARD, KEY, MEETING, TEMPLATES, inputs, jobs

from akson_docs.pdf.compose import Enclosed, Paper
from akson_docs.pdf.handout import Handout
from akson_docs.pdf.slide_page import SlidePage
from akson_docs.render import pages, papers

DECK = "styret/2020-04/slides.pdf"
LETTERS = {
    "papers/agenda.html": "<main>{{ agenda.title|line }} {{ agenda.number }}</main>",
    "papers/contents.html": "<main>{{ agenda.title|line }}</main>",
    "papers/introduction.html": "<main>{{ meeting.introduction.text|text }}</main>",
    "papers/item.html": "<main>{{ row.item.title|line }} {{ under|map(attribute='item.number')|join }}</main>",
    "papers/picture.html": "<main id='{{ anchor }}'><img src='{{ address }}' alt='{{ n }}'></main>",
    "papers/minutes.html": "<main>{{ agenda.title|line }} {{ issue }}</main>",
}


def site_version(meeting: str = MEETING, board: str = BOARD, site: str = SITE) -> OneMeeting:
    return inputs(meeting, board=board, site=site, look={**TEMPLATES, **LETTERS})


def made(of: OneMeeting, path: str = DECK) -> tuple[Paper, dict[str, bytes]]:
    return papers.paper(jobs(of)[path], of)


def sheets(paper: Paper) -> list[SlidePage]:
    return [part.content for part in paper.parts if isinstance(part.content, SlidePage)]


# ---- slides --------------------------------------------------------------------------------------------------


def test_slides_are_the_same_for_page_and_deck() -> None:
    of = site_version()
    paper, _ = made(of)
    assert tuple(sheet.html for sheet in sheets(paper)) == of.sections(KEY, "nb")
    assert "".join(sheet.html for sheet in sheets(paper)) in pages.page(
        jobs(of)["styret/2020-04/slides/index.html"], of
    )


def test_the_sheets_of_a_deck_know_where_they_were_written_and_may_be_set_smaller_unless_that_says_never() -> None:
    of = site_version()
    paper, _ = made(of)
    assert [(sheet.anchor, sheet.path, sheet.fit) for sheet in sheets(paper)] == [
        ("forside", (), True),
        ("saksliste", ("items",), True),
        ("2020-04-a", ("items", 0, "title"), True),
        ("2020-04-a-s", ("items", 0, "slides", 0), True),
        ("2020-04-a-k", ("items", 0, "slides", 1), False),
    ]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_pictures_of_a_deck_are_known_by_the_addresses_on_its_slides(language: str) -> None:
    of = site_version()
    paper, images = made(of, ("" if language == "nb" else "nn/") + DECK)
    (address,) = images
    link = sheets(paper)[-1].html.removeprefix("<section>figure 5 ").removesuffix("</section>")
    assert urljoin(paper.parts[-1].frame.base, link) == address
    assert images[address] == b"meetings/styret/2020-04/bilder/kart.svg"


def test_what_a_deck_says_of_itself() -> None:
    site = SITE.replace("publisher: Eksempeletaten", "publisher: {nb: Etaten, nn: Etaten vår}")
    of = site_version(f"title: {{nb: Sommermøte, nn: Sumarmøte}}\n{MEETING}", site=site)
    for path, found in (
        (DECK, ("Sommermøte 4/20", "nb", "Etaten", "Styret", "2020-07-01", "styret/2020-04/slides/")),
        (
            f"nn/{DECK}",
            ("Sumarmøte 4/20", "nn", "Etaten vår", "Styret vårt", "2020-07-01", "nn/styret/2020-04/slides/"),
        ),
    ):
        paper, _ = made(of, path)
        said = (paper.title, paper.language, paper.author, paper.subject, paper.created)
        assert (*said, paper.parts[0].frame.base.removeprefix("https://papirer.example.no/")) == found


def test_the_title_of_a_deck_without_a_number() -> None:
    of = site_version(f"title: Sommermøte\n{MEETING}", board=BOARD + "meeting_number: none\n")
    assert made(of)[0].title == "Sommermøte"


def test_a_deck_is_dated_on_the_first_day() -> None:
    of = site_version(MEETING.replace("date: 2020-07-01", "days: [{date: 2020-07-01}, {date: 2020-07-02}]"))
    assert made(of)[0].created == "2020-07-01"


def test_a_site_whose_address_ends_with_a_stroke() -> None:
    of = site_version(site=SITE.replace("example.no", "example.no/"))
    assert made(of)[0].parts[0].frame.base == "https://papirer.example.no/styret/2020-04/slides/"


# ---- notice, collected papers, minutes -----------------------------------------------------------------------

FULL = """\
date: 2020-07-01
introduction: innledning.md
attachments: [{file: avtale.pdf, title: Avtale}]
items:
  - number: 17/20
    title: A
    slides:
      - {title: S, body: T}
      - {kind: figure, title: K, file: bilder/kart.svg, alt: K}
    attachments:
      - {file: plan.pdf, title: Plan}
      - {file: bilder/kart.svg, title: Kart}
      - {file: skjema.docx}
      - {url: https://example.no/b.pdf}
    items:
      - {number: 18/20, title: B, attachments: [{file: avtale.pdf}]}
  - title: En sak uten nummer, men med en tittel som går langt ut over det som er plass til
attendance: {present: []}
minutes: {published: 2020-07-10}
"""
PACK = "styret/2020-04/papers.pdf"


def parts(paper: Paper) -> list[str]:
    """Each part in short: slides by their anchors, a letter by its text, an attachment by its place on the disk."""
    return [
        " + ".join(slide.anchor for slide in one.slides)
        if isinstance(one, Handout)
        else one.file
        if isinstance(one, Enclosed)
        else one.html
        for one in (part.content for part in paper.parts)
    ]


def test_the_collected_papers_hold_each_items_text_then_its_slides_then_its_attachments() -> None:
    paper, images = made(site_version(FULL), PACK)
    assert parts(paper)[3:] == [
        "<main>A 18/20</main>",
        "17-2020-s + 17-2020-k",
        "/archive/meetings/styret/2020-04/plan.pdf",
        "<main id='vedlegg-17-2020-2'><img src='"
        "https://papirer.example.no/styret/2020-04/attachments/bilder/kart.svg' alt='2'></main>",
        "/archive/meetings/styret/2020-04/avtale.pdf",
        f"<main>{FULL.partition('title: En')[2].join(('En', '')).splitlines()[0]} </main>",
    ]
    assert sorted(images) == [
        "https://papirer.example.no/styret/2020-04/attachments/bilder/kart.svg",
        "https://papirer.example.no/styret/2020-04/slides/bilder/kart.svg",
    ]


def test_slides_are_handed_out_two_on_a_page_by_their_numbers() -> None:
    third, inner = "      - {title: T, body: U}\n", "    items:\n      - {number: 18/20, title: B,"
    more = FULL.replace("    attachments:\n", f"{third}    attachments:\n", 1)
    more = more.replace(inner, f"{inner} slides: [{{title: V, body: W}}],")
    paper, _ = made(site_version(more, board=BOARD + "paper_size: letter\n"), PACK)
    pages = [(part.label, part.content) for part in paper.parts if isinstance(part.content, Handout)]
    assert [(label, page.called, page.path, page.paper) for label, page in pages] == [
        ("Sak 17/20", ("Lysark 4", "Lysark 5"), ("items", 0, "slides"), "letter"),
        ("Sak 17/20", ("Lysark 6",), ("items", 0, "slides", 2), "letter"),
        ("Sak 18/20", ("Lysark 8",), ("items", 0, "items", 0, "slides", 0), "letter"),
    ]
    together, _ = made(site_version(re.sub(r"    attachments:\n(?:      .*\n)+", "", more)), PACK)
    labels = [part.label for part in together.parts if isinstance(part.content, Handout)]
    assert labels == ["Sak 17/20", "Sak 17/20 – Sak 18/20"]


def test_the_collected_papers_begin_with_contents_introduction_and_what_goes_with_the_meeting() -> None:
    paper, _ = made(site_version(FULL), PACK)
    assert parts(paper)[0] == "<main>Styret</main>"
    assert parts(paper)[2] == "/archive/meetings/styret/2020-04/avtale.pdf"
    enclosed = [part.content for part in paper.parts if isinstance(part.content, Enclosed)]
    assert [(one.anchor, one.title) for one in enclosed] == [
        ("vedlegg-1", "Vedlegg 1: Avtale"),
        ("vedlegg-17-2020-1", "Vedlegg 1 til sak 17/20: Plan"),
        ("vedlegg-18-2020-1", "Vedlegg 1 til sak 18/20: avtale.pdf"),
    ]
    assert enclosed[1].path == ("items", 0, "attachments", 0)


def test_what_a_page_of_the_collected_papers_belongs_to() -> None:
    paper, _ = made(site_version(FULL), PACK)
    assert list(dict.fromkeys(part.label for part in paper.parts)) == [
        "",
        "Innledning",
        "Sak 17/20",
        "Sak 18/20",
    ]
    assert paper.running is not None
    assert paper.running.left == "Styret 4/20"
    assert paper.running.page.format(n=3, total=41) == "side 3 av 41"


@pytest.mark.parametrize("name", ["agenda", "papers", "slides", "minutes"])
def test_the_papers_of_a_draft_are_stamped(name: str) -> None:
    of = replace(site_version("draft: yes\n" + FULL), edition="members")
    paper, _ = made(of, f"styret/2020-04/{name}.pdf")
    assert paper.running is not None
    assert paper.running.stamp == "UTKAST"


def test_slides_that_are_no_draft_have_nothing_at_their_feet() -> None:
    assert made(site_version(FULL))[0].running is None


@pytest.mark.parametrize(("published", "stamp"), [("2020-07-10", ""), ("2020-09-01", "UTKAST")])
def test_minutes_are_a_draft_until_they_are_published(published: str, stamp: str) -> None:
    of = replace(site_version(FULL.replace("2020-07-10", published)), edition="members")
    paper, _ = made(of, "styret/2020-04/minutes.pdf")
    assert paper.running is not None
    assert paper.running.stamp == stamp


def test_what_a_template_does_not_print_is_told_where_it_was_written() -> None:
    paper, _ = made(site_version(FULL), "styret/2020-04/agenda.pdf")
    assert ("items", 0, "title") in [problem.path for problem in paper.problems]
    assert {problem.code.name for problem in paper.problems} == {"text-missing"}


HANDLED = '<div class="handled">{{ row.item.number }} {{ row.item.title|line }}</div>'
ROWS = "{{% for row in agenda.entries{which} %}}{one}{{% endfor %}}"
LIST = '<table class="listing outcomes">{}</table>'


@pytest.mark.parametrize(
    ("minutes", "lost"),
    [
        (ROWS.format(which="", one=HANDLED), []),
        (ROWS.format(which="", one=HANDLED.replace("handled", "other")), []),
        (ROWS.format(which="[:3]", one=HANDLED), [3]),
        (LIST.format("{% for row in agenda.entries %}{{ row.item.title|line }}{% endfor %}") + "S", [0, 1, 2, 3]),
        (LIST.format("1/20 2/20 3/20 Sak a Sak b Sak c Sak d") + ROWS.format(which="", one=HANDLED), [3]),
        (LIST.format("1/20 2/20 3/20 4/20 Sak a Sak c Sak d") + ROWS.format(which="", one=HANDLED), [1]),
    ],
    ids=["all", "in one piece", "without the last", "in the list alone", "a number gone", "a title gone from the list"],
)
def test_what_came_of_an_item_is_looked_for_where_it_stands(minutes: str, lost: list[int]) -> None:
    rows = "".join(
        f"  - {{number: {n}/20, title: Sak {name}, proposal: Ja., adopted: proposal}}\n"
        for n, name in enumerate("abcd", 1)
    )
    meeting = f"date: 2020-07-01\nitems:\n{rows}attendance: {{present: []}}\nminutes: {{published: 2020-07-10}}\n"
    head = "{{ agenda.board.name|line }} {{ agenda.title|line }} {{ agenda.number }} {{ site.publisher|line }} "
    look = {**TEMPLATES, **LETTERS, "papers/minutes.html": f"<main>{head}{minutes}</main>"}
    paper, _ = made(inputs(meeting, look=look), "styret/2020-04/minutes.pdf")
    found = [one.path[1] for one in paper.problems if one.path[:1] == ("items",) and one.path[2] in ("number", "title")]
    assert list(dict.fromkeys(found)) == lost


def test_each_paper_says_which_it_is() -> None:
    of = site_version(FULL)
    found = {name: made(of, f"styret/2020-04/{name}.pdf")[0] for name in ("agenda", "papers", "slides", "minutes")}
    assert {name: (paper.name, paper.provenance.paper) for name, paper in found.items()} == {
        name: (f"{name}.pdf", name) for name in found
    }
    assert found["agenda"].title == "Innkalling: Styret 4/20"
    assert found["slides"].title == "Styret 4/20"
