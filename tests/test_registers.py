"""Registers of what was resolved, is to be done, and was voted: all of it, in parts that stay, and nothing withheld."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from archives import a_board, a_site, sound_meeting
from judged import violations
from places import PROJECT, SITE
from test_plan import a_house, changed, jobs, of_kind, what

from akson_docs.build import meeting_versions, registers
from akson_docs.build.jobs import ActionsPage, FrontPage, Job, ResolutionsPage, VotesPage
from akson_docs.build.meeting_versions import DispatchInfo, SiteVersion
from akson_docs.build.registers import EACH, Resolution
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings import markdown_reader, prose, redaction
from akson_docs.meetings.cards import card
from akson_docs.meetings.deck import deck
from akson_docs.meetings.outcomes import Outcome, Voted
from akson_docs.render import pages, register_files, templates
from akson_docs.sources.layout import MeetingKey

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

COUNCIL = """\
name: Rådet
languages: [nb, nn]
item_number: {pattern: "{n}/{yy}"}
parties: [Rød, Blå]
members:
  - {id: r-1, name: Kari Nordmann, party: Rød}
  - {id: r-2, name: Ola Hansen, party: Rød}
  - {id: b-1, name: Per Olsen, party: Blå}
"""
STYRET = """\
name: Styret
item_number: {pattern: "{n}/{yy}"}
"""
BOARDS = {"radet": COUNCIL, "styret": STYRET}
SPRING = """\
date: 2020-03-10
attendance: {present: others}
minutes: {published: 2020-03-20}
items:
  - number: 1/20
    title: Taket
    type: Beslutning
    proposal: |
      1. Taket tettes i **mai**.
      2. =SUM(A1) dekkes av [reserven](https://example.no).
    adopted: proposal
    votes: [{on: proposal, for: [Rød, b-1]}]
    actions:
      - {what: Bestille tjære, who: sekretær, due: 2020-04-01}
      - {what: Skrive brev, who: leder, due: 2020-09-01}
      - {what: {withheld: offl. § 13, text: Hemmelig oppdrag}, who: leder}
  - number: 2/20
    title: Gulvet
    proposal: Gulvet males.
    votes: [{on: proposal, for: [r-1]}]
  - {number: 3/20, title: Veggen, outcome: postponed}
  - number: 4/20
    title: {withheld: offl. § 23, text: Hemmelig sak}
    proposal: {withheld: offl. § 23, text: Hemmelig forslag}
    adopted: proposal
  - {number: 5/20, title: Nytt om huset, type: Orientering}
"""
SUMMER = """\
date: 2020-06-10
minutes: {published: 2020-06-20}
follow_up:
  - {action: 1/20-1, status: done, done: 2020-06-01, note: Tjæren er **her**.}
  - {what: Vaske huset, who: alle, status: started}
items:
  - {number: 6/20, title: "-Valg", decision: "@leder er valgt."}
"""
TODAY = date(2020, 8, 1)


@pytest.fixture(scope="module")
def theme() -> templates.TemplateSet:
    there = ((path.relative_to(PROJECT).as_posix(), path) for path in sorted((PROJECT / "templates").rglob("*")))
    return templates.template_set({name: path.read_text() for name, path in there if templates.takes(name)})


def made(house: SiteVersion, path: str, theme: templates.TemplateSet) -> bytes:
    return rendered(house, jobs(house)[path], theme)


def rendered(house: SiteVersion, job: Job, theme: templates.TemplateSet) -> bytes:
    shown = meeting_versions.shown_boards(house)
    inputs: Any = SimpleNamespace(
        site=house.site,
        boards=shown,
        edition=house.edition,
        template_set=theme,
        own_languages=house.own_languages,
        menu=(),
        foot=(),
    )
    return pages.make(job, inputs)


def published(meetings: Mapping[str, str], today: date, site: str = SITE, edition: str = "public") -> SiteVersion:
    """An edition of a site on a day, as it is published then: minutes come, and names go."""
    the_site, boards = a_site(site), {"radet": a_board(COUNCIL)}
    versions = {}
    for name, text in meetings.items():
        key, meeting = MeetingKey(*name.split("/")), sound_meeting(text, {})
        board = boards[key.board]
        if edition == "public":
            board, meeting = redaction.published(the_site, board, meeting, today)
        agenda = agendas.agenda(the_site, board, meeting, *key)
        versions[key] = meeting_versions.version(agenda, deck(agenda), {}, card(agenda, deck(agenda)))
    return SiteVersion(edition, the_site, boards, versions, today, {}, {}, "engine")


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return [*csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")]


# ---- resolutions ---------------------------------------------------------------------------------------------


def test_the_register_has_what_came_of_every_item_the_newest_first(theme: templates.TemplateSet) -> None:
    house = published({"radet/2020-01": SPRING, "radet/2020-02": SUMMER}, TODAY)
    found = what(house, "vedtak/index.html", ResolutionsPage).rows.rows
    assert [(row.of.number, row.came) for row in found] == [
        ("1/20", "unanimous"),
        ("2/20", "fallen"),
        ("3/20", "postponed"),
        ("6/20", "carried"),
    ]
    assert [row.voted.counted if row.voted else None for row in found] == [(3, 0, 0), (1, 2, 0), None, None]
    page = made(house, "vedtak/index.html", theme).decode()
    assert [*re.findall(r'<h2><a href="([^"]*)">', page)] == [
        f"../radet/item/{number}-2020/" for number in (6, 3, 2, 1)
    ]
    assert "1. Taket tettes i mai. 2. =SUM(A1) dekkes av reserven." in page
    assert page.count("<rect") == 6
    assert "connect-src 'self'; " in page


def test_what_is_withheld_is_in_no_register_of_the_public_edition(theme: templates.TemplateSet) -> None:
    for edition, there in ("public", False), ("members", True):
        house = published({"radet/2020-01": SPRING}, TODAY, edition=edition)
        files = [path for path in jobs(house) if re.search("vedtak|oppfolging|stemmer", path)]
        assert len(files) > 20
        said = "".join(made(house, path, theme).decode() for path in files)
        assert ("Hemmelig sak" in said, "Hemmelig forslag" in said, "Hemmelig oppdrag" in said) == (there,) * 3


def test_what_is_known_from_minutes_alone_comes_with_them() -> None:
    before = published({"radet/2020-01": SPRING}, date(2020, 3, 19))
    assert not any(re.search("oppfolging|stemmer", path) for path in jobs(before))
    row = what(before, "vedtak/index.html", ResolutionsPage).rows.rows[0]
    assert (row.of.number, row.came, row.voted) == ("1/20", "carried", None)


@pytest.mark.parametrize("more", ["draft: true\n", "publish: 2020-09-01\n", "cancelled: Syk\n"])
def test_a_meeting_that_is_not_out_or_was_not_held_is_in_no_register(more: str) -> None:
    paths = jobs(published({"radet/2020-01": more + SPRING}, TODAY))
    assert [path for path in paths if re.search("vedtak|oppfolging|stemmer", path)] == []


def test_a_register_of_each_board_and_of_all_lead_to_each_other(theme: templates.TemplateSet) -> None:
    house = a_house({"radet/2020-01": SPRING, "styret/2020-01": SUMMER}, boards=BOARDS)
    page = made(house, "vedtak/index.html", theme).decode()
    for address in ("../radet/vedtak/", "../styret/vedtak/", "../oppfolging/", "2020/", "2020.csv", "2020.json"):
        assert f'href="{address}"' in page
    own = made(house, "radet/vedtak/index.html", theme).decode()
    assert 'href="../stemmer/"' in own
    assert "Valg" not in own


def test_papers_are_those_that_were_sent_before_it_and_are_given_out_still(theme: templates.TemplateSet) -> None:
    key = MeetingKey("radet", "2020-01")
    house = published({"radet/2020-01": SPRING}, TODAY)

    def papers(*sent: DispatchInfo) -> str:
        version = replace(house.versions[key], sent=sent, issue=9)
        other = replace(house, versions={**house.versions, key: version})
        return what(other, "vedtak/index.html", ResolutionsPage).rows.rows[0].papers

    def info(number: int, day: str, *languages: str, withdrawn: bool = False) -> DispatchInfo:
        files = tuple(f"public/{language}/papers.pdf" for language in languages)
        return DispatchInfo(number, day, "d", files, withdrawn=withdrawn)

    first, second = info(1, "2020-03-01", "nb", "nn"), info(2, "2020-03-05", "nb", "nn")
    assert papers(first, second) == "radet/2020-01/papers-2.pdf"
    assert papers(first, replace(second, day="2020-03-11")) == "radet/2020-01/papers.pdf"
    assert papers(first, replace(second, withdrawn=True)) == "radet/2020-01/papers.pdf"
    assert papers(info(1, "2020-03-01", "nb")) == ""


# ---- files ---------------------------------------------------------------------------------------------------


def test_spreadsheets_open_it_and_take_no_text_for_a_formula(theme: templates.TemplateSet) -> None:
    house = published({"radet/2020-01": SPRING, "radet/2020-02": SUMMER}, TODAY)
    found = rows(made(house, "vedtak/2020.csv", theme))
    assert [(one["Dato"], one["Sak"], one["Utfall"], one["For"], one["Mot"]) for one in found] == [
        ("2020-03-10", "1/20", "Enstemmig", "3", "0"),
        ("2020-03-10", "2/20", "Falt", "1", "2"),
        ("2020-03-10", "3/20", "Utsatt", "", ""),
        ("2020-06-10", "6/20", "Vedtatt", "", ""),
    ]
    assert (found[3]["Tittel"], found[3]["Vedtak"]) == ("'-Valg", "'@leder er valgt.")
    assert found[1]["Vedtak"] == "Forslag til vedtak: falt, 1–2"
    assert found[0]["Adresse"] == "https://papirer.example.no/radet/item/1-2020/"
    nynorsk = rows(made(house, "nn/radet/vedtak/2020.csv", theme))
    assert (nynorsk[2]["Utfall"], nynorsk[0]["Adresse"]) == (
        "Utsett",
        "https://papirer.example.no/nn/radet/item/1-2020/",
    )


def test_programs_read_the_same(theme: templates.TemplateSet) -> None:
    house = published({"radet/2020-01": SPRING}, TODAY)
    found = json.loads(made(house, "vedtak/2020.json", theme))
    assert (found["format"], found["year"], found["boards"]) == (register_files.FORMAT, 2020, {"radet": "Rådet"})
    assert found["rows"][0] == {
        "board": "radet",
        "day": "2020-03-10",
        "number": "1/20",
        "title": "Taket",
        "address": "radet/item/1-2020/",
        "meeting": "radet/2020-01/#sak-1-2020",
        "type": "Beslutning",
        "outcome": "unanimous",
        "text": "1. Taket tettes i mai. 2. =SUM(A1) dekkes av reserven.",
        "votes": [3, 0, 0],
    }
    assert {"-".join(map(str, one["votes"])) for one in found["rows"] if "votes" in one} == found["bars"].keys()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Taket tettes.", "Taket tettes."),
        ("- Ett\n- To", "Ett To"),
        ("1. Ett\n2. **To**\n   og mer", "1. Ett 2. To og mer"),
        ("A < B & C", "A < B & C"),
        ("Et [ord](https://x.no) og\n\net *annet*", "Et ord og et annet"),
        ("1. juli", "1. juli"),
        ("1. Ett\n2. To\n\nSå mer", "1. Ett 2. To Så mer"),
        ("Tittel\n---\nTekst", "Tittel Tekst"),
    ],
)
def test_a_text_in_short_is_its_words(text: str, said: str) -> None:
    assert prose.in_short(markdown_reader.reader(), text) == said


def test_a_long_text_in_short_ends_at_a_word() -> None:
    assert prose.in_short(markdown_reader.reader(), "Ett langt, langt ord", 10) == "Ett langt …"


# ---- parts ---------------------------------------------------------------------------------------------------


def a_row(place: int, year: int) -> Resolution:
    day = f"{year}-{place // 28 % 12 + 1:02}-{place % 28 + 1:02}"
    of = registers.OfItem(
        "radet", "nb", day, f"{place}/{year % 100}", (("nb", "En sak med en tittel av vanlig lengde " + "ord " * 10),),
        f"radet/item/{place}-{year}/", f"radet/{year}-01/#sak", (day, "radet", place),
    )  # fmt: skip
    words = (("nb", f"{place}. " + "Rådet vedtar forslaget med de endringene som kom frem. " * 20),)
    counted = Voted("proposal", "", "", "carried", (20, 15, 4), by_chair=False, secret=False)
    return Resolution(of, (("nb", "Beslutning"),), "carried", words, Outcome(), "radet/papers.pdf", counted)


def test_ten_thousand_resolutions_are_pages_of_less_than_200_kb(
    theme: templates.TemplateSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [a_row(place, 2010 + place % 10) for place in range(9_999)]
    monkeypatch.setattr(registers, "resolutions", lambda *_: iter(every))
    house = published({"radet/2020-01": SPRING}, TODAY)
    planned = jobs(house)
    found = of_kind(planned, ResolutionsPage)
    of_all = {path: page for path, page in found.items() if path.startswith("vedtak/20")}
    assert sum(len(page.rows.rows) for page in of_all.values()) == 9_999
    assert max(len(page.rows.rows) for page in found.values()) < 2 * EACH
    for path in ("vedtak/index.html", "vedtak/2019/index.html", "vedtak/2019/3/index.html"):
        assert len(rendered(house, planned[path], theme)) < 200_000, path
    assert len(found["vedtak/2019/index.html"].rows.rows) == 2 * EACH - 1
    walked, address = [], next(path for path, page in of_all.items() if not page.place.newer)
    while address:
        walked.append(address)
        older = found[address].place.older
        address = f"{older}index.html" if older else ""
    assert sorted(walked) == sorted(of_all)


@pytest.mark.parametrize(("count", "sizes"), [(1, [1]), (49, [49]), (50, [25, 25]), (74, [25, 49]), (75, [25, 25, 25])])
def test_a_years_rows_are_cut_from_its_oldest(count: int, sizes: Sequence[int]) -> None:
    parts = registers.years([a_row(place, 2020) for place in reversed(range(count))], repr)[2020]
    assert [len(one.rows) for one in parts] == sizes
    more = registers.years([a_row(place, 2020) for place in range(count + 1)], repr)[2020]
    assert [one.digest for one in more[: len(parts) - 1]] == [one.digest for one in parts[:-1]]


def test_an_edit_remakes_the_part_that_it_is_in() -> None:
    meetings = {f"radet/{year}-01": SPRING.replace("2020", str(year)) for year in (2017, 2018, 2019)}
    house = published(meetings, TODAY)
    edited = {**meetings, "radet/2018-01": meetings["radet/2018-01"].replace("Taket tettes", "Taket rives")}
    touched = {path for path in changed(house, published(edited, TODAY)) if "vedtak" in path}
    assert touched == {
        f"{folder}vedtak/{name}"
        for folder in ("", "radet/", "nn/radet/")
        for name in ("index.html", "2018/index.html", "2018.csv", "2018.json")
    }


# ---- actions -------------------------------------------------------------------------------------------------


def test_what_is_to_be_done_stands_by_when_it_is_due_and_how_it_stands(theme: templates.TemplateSet) -> None:
    meetings = {"radet/2020-01": SPRING, "radet/2020-02": SUMMER}
    house = published(meetings, date(2020, 9, 2))
    page = what(house, "oppfolging/index.html", ActionsPage)
    assert [(row.id, row.state) for row in page.rows.rows] == [("1/20-2", "open"), ("", "started")]
    assert (page.today, page.overdue, page.more) == ("2020-09-02", 1, 0)
    said = made(house, "oppfolging/index.html", theme).decode()
    assert said.index("Over fristen") < said.index("Skrive brev") < said.index("Vaske huset")
    assert "Per 2. september 2020." in said.replace("\u00a0", " ")
    year = made(house, "radet/oppfolging/2020/index.html", theme).decode()
    assert "Bestille tjære" in year
    assert "Tjæren er her." in year
    found = rows(made(house, "oppfolging/2020.csv", theme))
    assert [(one["Hva"], one["Status"], one["Utført"], one["Sagt"]) for one in found] == [
        ("Bestille tjære", "Utført", "2020-06-01", "2020-06-10"),
        ("Skrive brev", "Åpen", "", ""),
        ("Vaske huset", "Påbegynt", "", "2020-06-10"),
    ]


def test_on_another_day_the_first_page_alone_is_another_and_the_front_page_says_from_when() -> None:
    meetings = {"radet/2020-01": SPRING, "radet/2020-02": SUMMER}
    house = published(meetings, date(2020, 8, 31))
    assert what(house, "index.html", FrontPage).due == "2020-09-02"
    touched = changed(house, published(meetings, date(2020, 9, 1)))
    assert {path for path in touched if "oppfolging" in path} == {
        "oppfolging/index.html",
        "radet/oppfolging/index.html",
        "nn/radet/oppfolging/index.html",
    }


# ---- votes ---------------------------------------------------------------------------------------------------


def test_votes_are_told_by_party_and_by_name_where_a_party_split(theme: templates.TemplateSet) -> None:
    house = published({"radet/2020-01": SPRING}, TODAY)
    found = what(house, "radet/stemmer/index.html", VotesPage).rows.rows
    assert [row.parties for row in found] == [
        (("Rød", (2, 0, 0)), ("Blå", (1, 0, 0))),
        (("Rød", (1, 1, 0)), ("Blå", (0, 1, 0))),
    ]
    page = made(house, "radet/stemmer/index.html", theme).decode()
    assert "Kari Nordmann (Rød)" in page
    assert "Per Olsen" not in page
    table = rows(made(house, "radet/stemmer/2020.csv", theme))
    assert sum(int(one["For"] or 0) for one in table) == 4
    assert [(one["Navn"], one["Stemme"]) for one in table if one["Navn"]] == [
        ("Kari Nordmann", "For"),
        ("Ola Hansen", "Mot"),
    ]


def test_once_names_go_nobody_can_be_told_from_a_vote(theme: templates.TemplateSet) -> None:
    site = f"{SITE}privacy: {{names_until: 12 months}}\n"
    for today, named in (date(2021, 3, 9), True), (date(2021, 3, 10), False):
        house = published({"radet/2020-01": SPRING}, today, site)
        said = "".join(
            made(house, path, theme).decode() for path in jobs(house) if re.search("stemmer/.*(html|csv|json)", path)
        )
        assert ("Kari" in said, "Etter navn" in said, '"side"' in said) == (named,) * 3
        assert "2–0" in said


def test_secret_votes_are_in_no_register() -> None:
    secret = SPRING.replace("for: [Rød, b-1]", "secret: true, count: 2-1").replace(
        "for: [r-1]", "secret: true, count: 1-2"
    )
    house = published({"radet/2020-01": secret}, TODAY)
    found = what(house, "vedtak/index.html", ResolutionsPage).rows.rows[:2]
    assert [row.voted.counted for row in found if row.voted] == [(2, 1, 0), (1, 2, 0)]
    assert not any("stemmer" in path for path in jobs(house))


# ---- in a browser --------------------------------------------------------------------------------------------


def test_it_is_looked_through_and_the_address_says_by_what(window: BrowserContext, site: str) -> None:
    page = window.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site}vedtak/")
    all_of_them = page.locator(".register > li").count()
    page.select_option("#utfall", "unanimous")
    page.fill("#ord", "innkalling")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.get_by_role("status").filter(has_text="2 treff").wait_for()
    assert page.url.endswith("/vedtak/?utfall=unanimous&ord=innkalling")
    assert page.locator(".register > li").count() == 2
    assert page.locator(".register .vote-bar").count() == 2
    assert violations(page) == []
    link = page.locator(".register h2 a").first
    assert page.request.get(str(link.evaluate("one => one.href"))).ok
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.register > li').length > 2")
    assert page.locator(".register > li").count() == all_of_them
    page.goto(f"{site}nn/eksempelutvalget/vedtak/?ord=finst-ikkje")
    page.get_by_role("status").filter(has_text="Ingen treff").wait_for()
    assert said == []
    page.close()


def test_without_a_script_nothing_offers_to_look_through_it(built: Path) -> None:
    text = (built / "vedtak/index.html").read_text()
    assert re.search(r'<form class="look"[^>]* hidden>', text)
