"""The page of an item: all that its meetings did with it, in one order, and nothing that is withheld."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from archives import a_pdf
from markupsafe import Markup
from places import SITE, place, request

from akson_docs.actions.site_edition import SiteEdition
from akson_docs.actions.source_reader import Progress, Reading, read_sources
from akson_docs.build import plan
from akson_docs.build.jobs import ItemPage, Job
from akson_docs.build.meeting_index import IndexedMeeting
from akson_docs.render import pages, vote_bar

BOARD = """\
name: Styret
languages: [nb, nn, en]
item_number: {pattern: "{n}/{yy}"}
parties: [Rød, Blå]
members:
  - {id: r-1, name: Rød en, party: Rød, role: leder}
  - {id: r-2, name: Rød to, party: Rød}
  - {id: r-3, name: Rød tre, party: Rød}
  - {id: b-1, name: Blå en, party: Blå}
  - {id: b-2, name: Blå to, party: Blå}
"""
COUNCIL = """\
name: Rådet for prøver
short: Rådet
item_number: {pattern: "{n}/{yy}"}
"""
FIRST = """\
date: 2020-01-10
attendance: {present: others}
minutes: {published: 2020-01-20}
items:
  - number: 1/20
    title: Taket
    type: Beslutning
    summary: Taket lekker.
    paper: tak.md
    attachments: [{file: tilbud.pdf, title: Tilbudet}]
    proposal: Taket tettes i mai.
    motions: [{id: A, by: Blå, kind: postponement, text: Saken utsettes.}]
    votes: [{on: A, for: [Blå, r-3]}]
    outcome: postponed
  - {number: 2/20, title: Noe annet, type: Orientering, summary: Annet.}
"""
SECOND = """\
date: 2020-03-10
attendance: {present: others}
minutes: {published: 2020-03-20}
items:
  - number: 3/20
    title: Taket igjen
    type: Beslutning
    continues: 1/20
    route: [{board: radet, number: 5/20}, {board: Kommunestyret, date: 2020-05-05}]
    discussion: Det ble spurt om prisen.
    proposal: "Taket tettes i mai.\\n\\nKostnaden dekkes."
    motions: [{id: A, by: Rød, text: Taket byttes.}]
    votes:
      - {on: A, against: [Blå, r-2, r-3]}
      - {on: decision, for: [Rød], count: 3-2}
    decision: "Taket tettes i juni.\\n\\nKostnaden dekkes."
    dissent: [{by: Blå, text: Vi mener at taket er helt.}]
    actions:
      - {what: Bestille tjære, who: sekretær, due: 2020-05-01}
      - {what: Leie stige, who: r-2}
"""
THIRD = """\
date: 2020-06-10
attendance: {present: others}
minutes: {published: 2020-06-20}
follow_up:
  - {action: 3/20-1, status: done, done: 2020-05-02, note: Tjæren er bestilt.}
items:
  - {number: 4/20, title: Noe tredje, type: Orientering}
"""
OTHER = """\
date: 2020-04-10
items:
  - {number: 5/20, title: Taket i rådet, type: Orientering}
"""
FILES: Mapping[str, str | bytes] = {
    "site.yaml": SITE,
    "styret/board.yaml": BOARD,
    "styret/2020-01/meeting.yaml": FIRST,
    "styret/2020-01/tak.md": "## Bakgrunn\n\nTaket er fra 1950.\n",
    "styret/2020-01/tilbud.pdf": a_pdf("Tilbud", 3),
    "styret/2020-02/meeting.yaml": SECOND,
    "styret/2020-03/meeting.yaml": THIRD,
    "radet/board.yaml": COUNCIL,
    "radet/2020-01/meeting.yaml": OTHER,
}
LATER = date(2020, 8, 1)


def an_edition(
    root: Path,
    files: Mapping[str, str | bytes] = FILES,
    edition: str = "public",
    today: date = LATER,
    before: Reading | None = None,
) -> SiteEdition:
    asked = request(place(root, files), edition, today, keep_going=True)
    return SiteEdition(asked, read_sources(asked, Progress(), before=before))


def jobs(work: SiteEdition) -> dict[str, Job]:
    return {job.path: job for job in plan.plan(work.site_version)}


def html(work: SiteEdition, number: str, board: str = "styret", prefix: str = "") -> str:
    return pages.page(jobs(work)[f"{prefix}{board}/item/{number}-2020/index.html"], work)


def text(page: str) -> str:
    """What a reader reads of a page, from its heading on."""
    return " ".join(Markup(page.partition("<main")[2].partition(">")[2].replace("<", " <")).striptags().split())


def headings(page: str) -> list[str]:
    found = re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>", page.partition("<main")[2], re.DOTALL)
    return [f"{level} {' '.join(Markup(words).striptags().split())}" for level, words in found]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> SiteEdition:
    return an_edition(tmp_path_factory.mktemp("dossier"))


# ---- what it says, and in what order -------------------------------------------------------------------------


def test_what_was_decided_comes_first_then_what_led_to_it_and_the_meetings_last(work: SiteEdition) -> None:
    assert headings(html(work, "3")) == [
        "1 Sak 3/20 Taket igjen",
        "2 Vedtak",
        "3 Endelig forslag",
        "2 Fra forslag til vedtak",
        "2 Behandling",
        "2 Forslag i møtet",
        "3 Forslag A · Rød · alternativt forslag",
        "2 Voteringer",
        "3 Forslag A",
        "2 Protokolltilførsler",
        "3 Blå",
        "2 Oppfølging",
        "2 Saksgang",
        "3 Styret 3/20",
        "3 Styret 2/20",
        "3 Styret 1/20",
        "4 Forslag til vedtak",
        "4 Sammendrag",
        "4 Sakens papirer",
        "5 Bakgrunn",
        "4 Forslag i møtet",
        "5 Forslag A · Blå · utsettelsesforslag",
        "4 Voteringer",
        "5 Forslag A",
        "2 I andre organer",
        "2 Om saken",
    ]


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", "✓ Vedtatt med 3 mot 2 stemmer 10. mars 2020 Styret 2/20"),
        ("nn/", "✓ Vedteke med 3 mot 2 røyster 10. mars 2020 Styret 2/20"),
        ("en/", "✓ Carried by 3 votes to 2 10 March 2020 Styret 2/20"),
    ],
)
def test_the_first_line_says_what_came_of_it_when_and_where(work: SiteEdition, prefix: str, said: str) -> None:
    assert said in text(html(work, "3", prefix=prefix))


def test_what_was_adopted_stands_against_what_was_proposed(work: SiteEdition) -> None:
    page = html(work, "3").partition('<div class="compared">')[2].partition("</div>")[0]
    assert re.findall(r"<(del|ins)>.*?</span>(.*?)</\1>", page) == [("del", "mai."), ("ins", "juni.")]
    assert text(f"<main>{page}").endswith("Kostnaden dekkes.")


def test_a_vote_is_a_square_for_each_and_says_in_words_who_voted_for_what(work: SiteEdition) -> None:
    bar = html(work, "3").partition("<svg")[2].partition("</svg>")[0]
    assert re.findall(r'class="(for|against|blank)"', bar) == ["for"] * 3 + ["against"] * 2
    assert "For 3 Rød 3 Mot 2 Blå 2" in text(html(work, "3"))
    assert "Rød 1 (Rød tre), Blå 2" in text(html(work, "1")), "those of a party that split, as minutes have it"


def test_statements_and_actions_stand_with_how_they_are_now(work: SiteEdition) -> None:
    said = text(html(work, "3"))
    assert "Vi mener at taket er helt." in said
    assert "3/20-1 Bestille tjære sekretær Frist 1. mai 2020 Utført 2. mai 2020 Styret 3/20 Tjæren er bestilt." in said
    assert "3/20-2 Leie stige Rød to Ikke fulgt opp ennå" in said
    assert "Fulgt opp: 3/20-1, utført" in said


def test_the_papers_of_an_earlier_meeting_are_there_with_their_pages_and_sizes(work: SiteEdition) -> None:
    page = html(work, "3")
    assert "Taket er fra 1950." in page
    assert "Vedlegg 1: Tilbudet PDF, 3 sider, 1 kB" in text(page)
    assert 'href="../../2020-01/attachments/tilbud.pdf"' in page


def test_each_number_has_a_page_with_the_same_meetings_the_last_first(work: SiteEdition) -> None:
    for number, other in (("1", "3"), ("3", "1")):
        page = html(work, number)
        links = re.findall(r'<h3><a href="\.\./\.\./(2020-0\d)/', page)
        assert links == ["2020-03", "2020-02", "2020-01"]
        assert f'href="../{other}-2020/"' in page


def test_its_way_through_other_boards_is_linked_both_ways(work: SiteEdition) -> None:
    there, here = html(work, "5", "radet"), html(work, "3")
    assert '<a href="../../../radet/item/5-2020/">Rådet 5/20</a>' in here
    assert "Kommunestyret 5. mai 2020" in text(here)
    assert '<a href="../../../styret/item/3-2020/">Styret 3/20</a>' in there
    assert "I andre organer" not in html(work, "2")


def test_what_comes_up_again_after_it_was_decided_is_told_beside_the_decision(tmp_path: Path) -> None:
    again = "date: 2020-09-10\nitems: [{number: 6/20, title: Taket, continues: 3/20, proposal: Taket males.}]\n"
    said = text(html(an_edition(tmp_path, {**FILES, "styret/2020-04/meeting.yaml": again}), "3"))
    assert said.index("Vedtatt med 3 mot 2") < said.index("Står på sakslisten 10. september 2020")
    assert said.index("Taket tettes i juni.") < said.index("Taket males.") < said.index("Saksgang")


def test_an_item_that_came_to_nothing_says_so_first(tmp_path: Path) -> None:
    files = {name: data for name, data in FILES.items() if "2020-02" not in name and "2020-03" not in name}
    page = html(an_edition(tmp_path, files), "1")
    assert headings(page)[:4] == [
        "1 Sak 1/20 Taket",
        "2 Utfall",
        "2 Forslag til vedtak",
        "2 Sammendrag",
    ]
    assert "Utsatt 10. januar 2020" in text(page)


def test_an_election_at_which_nobody_was_elected_elected_nobody(tmp_path: Path) -> None:
    candidates = "[{name: r-1, votes: 2}, {name: b-1, votes: 2}]"
    held = FIRST.partition("    title")[0]
    held += f"    title: Valg\n    elections: [{{to: Leder, candidates: {candidates}, blank_votes: 1}}]\n"
    board = BOARD + "rules: {election-undecided: off}\n"
    files = {"site.yaml": SITE, "styret/board.yaml": board, "styret/2020-01/meeting.yaml": held}
    said = text(html(an_edition(tmp_path, files), "1"))
    assert said.startswith("Sak 1/20 Valg Ingen er valgt 10. januar 2020")


# ---- what it does not say ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "out"), [(date(2020, 3, 19), False), (date(2020, 3, 20), True)])
def test_what_the_minutes_say_is_public_with_them(tmp_path: Path, day: date, out: bool) -> None:
    page = html(an_edition(tmp_path, today=day), "3")
    said = text(page.partition('datetime="2020-01-10"')[0])
    for words in ("Taket byttes.", "Vi mener", "Bestille", "spurt om prisen", "Rød 3", "Protokoll ,"):
        assert (words in said) == out, words
    assert "Taket tettes i juni." in said, "a resolution is told before"


HIDDEN = SECOND.replace("    title: Taket igjen\n", "    title: Taket igjen\n    withheld: offl. § 23\n")


def test_of_what_is_withheld_nothing_is_said_and_no_other_board_is_named(tmp_path: Path) -> None:
    work = an_edition(tmp_path, {**FILES, "styret/2020-02/meeting.yaml": HIDDEN})
    said = text(html(work, "3"))
    for words in ("juni", "byttes", "Vi mener", "Bestille", "Tjæren", "Rådet", "prisen", "Taket igjen"):
        assert words not in said, words
    assert "Unntatt offentlighet, jf. offl. § 23" in said
    assert "Styret" not in text(html(work, "5", "radet"))
    assert "Taket igjen" in html(an_edition(tmp_path, {}, "members"), "3")


def test_names_go_when_their_day_comes(tmp_path: Path) -> None:
    site = SITE + "privacy: {names_until: 2 months}\n"
    before = an_edition(tmp_path, {**FILES, "site.yaml": site}, today=date(2020, 3, 9))
    assert "Rød tre" in html(before, "1")
    after = an_edition(tmp_path, {}, today=LATER)
    for number in ("1", "3"):
        said = text(html(after, number))
        assert re.search("Rød (en|to|tre)", said) is None
        assert "Rød 1" in said, "parties stay"


# ---- what it depends on --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "before", "after", "touched"),
    [
        ("2020-01", "Taket lekker.", "Taket er utett.", {"1", "3"}),
        ("2020-01", "Annet.", "Noe helt annet.", {"2"}),
        ("2020-02", "Vi mener", "Vi tror", {"1", "3"}),
        ("2020-03", "Tjæren er bestilt.", "Tjæren er kommet.", {"1", "3"}),
        ("2020-03", "published: 2020-06-20", "published: 2020-06-21", set()),
    ],
)
def test_an_edit_makes_the_pages_of_its_item_anew_and_no_others(
    work: SiteEdition, tmp_path: Path, name: str, before: str, after: str, touched: set[str]
) -> None:
    path = f"styret/{name}/meeting.yaml"
    edited = str(FILES[path]).replace(before, after)
    assert edited != FILES[path]
    other = jobs(an_edition(tmp_path, {**FILES, path: edited}))
    found = {path for path, job in jobs(work).items() if isinstance(job.what, ItemPage) and other[path].key != job.key}
    assert found == {
        f"{prefix}styret/item/{number}-2020/index.html" for number in touched for prefix in ("", "nn/", "en/")
    }


def test_what_is_remembered_of_items_is_what_was_read(work: SiteEdition, tmp_path: Path) -> None:
    hidden = an_edition(tmp_path, {**FILES, "styret/2020-02/meeting.yaml": HIDDEN})
    for record in (*work.reading.index.own.values(), *hidden.reading.index.own.values()):
        assert IndexedMeeting.from_json(json.loads(json.dumps(record.to_json()))) == record


def test_a_meeting_that_cannot_be_read_leaves_what_its_card_says_and_what_others_withhold_is_withheld(
    tmp_path: Path,
) -> None:
    first = an_edition(tmp_path)
    broken = {"styret/2020-01/meeting.yaml": FIRST.replace("number: 1/20", "nummer: 1/20")}
    broken["styret/2020-02/meeting.yaml"] = HIDDEN
    work = an_edition(tmp_path, {**FILES, **broken}, before=first.reading)
    assert {key.folder for key in work.reading.index.unsound} == {"2020-01"}
    page = html(work, "1")
    assert "Taket tettes i mai." in page, "the card of the meeting as it was has the proposal"
    for words in ("juni", "Vi mener", "Taket er fra 1950"):
        assert words not in page, words


# ---- the bar -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counted", "parts"),
    [
        ((7, 0, 0), 7),
        ((4, 3, 0), 7),
        ((1, 1, 1), 3),
        ((40, 0, 0), 40),
        ((40, 1, 0), 2),
        ((90_000, 9, 3), 3),
        ((0, 0, 5), 5),
        ((0, 0, 0), 0),
    ],
)
def test_a_bar_has_a_part_for_each_vote_or_for_each_side(counted: tuple[int, int, int], parts: int) -> None:
    made = vote_bar.bar(counted)
    assert len(made) == parts
    assert [side for side, _ in zip(vote_bar.SIDES, counted, strict=True) if _] == list(
        dict.fromkeys(part.side for part in made)
    )
    ends = [0.0]
    for part in made:
        assert part.left >= ends[-1]
        assert part.width >= 0
        ends.append(part.left + part.width)
    assert ends[-1] <= vote_bar.WIDTH + 1
