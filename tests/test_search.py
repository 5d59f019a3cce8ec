"""What is found by searching: everything that is published, nothing else, and first what was meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest
from archives import a_pdf
from judged import looks, violations
from places import BOARD, PROJECT, SHOWN, build, made, meetings, place, write

from akson_docs.build import pagefind
from akson_docs.build.pagefind import IndexRecord, NotIndexed
from akson_docs.meetings import search_words

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

INDEXES = "assets/search/"


def said(tree: Path, language: str = "nb") -> dict[str, dict[str, object]]:
    """What each record of all indexes holds, by its address."""
    found = {}
    for path in sorted((tree / INDEXES / language).rglob("*.pf_fragment")):
        held = json.loads(pagefind.unpacked(path.read_bytes()))
        found[held["url"]] = held
    return found


def listed(tree: Path, language: str = "nb") -> dict[str, list[object]]:
    """The rows of all lists, by their addresses."""
    lists = (tree / INDEXES / language).rglob("records.json")
    return {row[2]: row for path in lists for row in json.loads(path.read_text())["records"]}


def bytes_of(tree: Path) -> dict[str, bytes]:
    return {path: (tree / path).read_bytes() for path in made(tree) if path.startswith(INDEXES)}


def everything(tree: Path) -> str:
    """All that the files of indexes say, unpacked."""
    return "\n".join(
        pagefind.unpacked(data).decode("utf-8", "replace")
        for path, data in bytes_of(tree).items()
        if not pagefind.is_of_runtime(path.rpartition("/")[2])
    )


# ---- words ---------------------------------------------------------------------------------------------------


def test_a_number_is_found_however_it_is_written() -> None:
    assert {"18/20", "18/2020", "18-20", "18-2020"} <= set(search_words.ways_to_write("18/20"))
    assert {"57/21", "PS 57/2021", "PS57/21"} <= set(search_words.ways_to_write("PS 57/21"))
    assert list(search_words.ways_to_write("3")) == []
    assert {search_words.plainly(one) for one in ("PS 57/2021", "ps57-21", "PS57/21")} == {"ps57/21"}


@pytest.mark.parametrize(
    ("word", "other", "language"),
    [
        ("utsatt", "utsette", "nb"),
        ("vedtatt", "vedtak", "nb"),
        ("utsett", "utsetje", "nn"),
        ("met", "meeting", "en"),
    ],
)
def test_forms_without_a_common_stem_are_known(word: str, other: str, language: str) -> None:
    assert other in search_words.other_forms({word}, language)
    assert search_words.other_forms({"ord"}, language) == set()


def test_a_compound_is_found_by_its_last_part_where_that_is_a_word() -> None:
    assert search_words.parts({"møte"}, {"møte"}) == {}
    assert search_words.parts({"styringsgruppemøte"}, {"gruppemøte"}) == {"styringsgruppemøte": ("gruppemøte", "møte")}
    assert search_words.parts({"beskjed", "utsatt"}, {"satt"}) == {}


# ---- what is in an index -------------------------------------------------------------------------------------


def test_the_same_records_give_the_same_bytes() -> None:
    records = [IndexRecord(f"a/{n}/", f"Utsatt {n} ord{n * 7 % 31}", {"title": f"Sak {n}"}) for n in range(60)]
    first = pagefind.index(records, "nb")
    assert first == pagefind.index(records, "nb")
    assert {address for _, address, _ in pagefind.fragments(first)} == {one.address for one in records}


@pytest.mark.parametrize(("language", "stemmed"), [("nb", "no"), ("nn", "no"), ("en", "en"), ("se", "unknown")])
def test_words_have_forms_in_the_languages_that_are_known(language: str, stemmed: str) -> None:
    found = pagefind.index([IndexRecord("a/", "Sak", {})], language)
    assert f"wasm.{stemmed}.pagefind" in found


def test_what_is_found_is_what_a_reader_sees_with_its_words_whole(built: Path) -> None:
    text = everything(built)
    assert "Legemiddel&shy;programmet" in (PROJECT / "meetings/styringsgruppen/2020-04/meeting.yaml").read_text()
    assert "Legemiddelprogrammet" in text
    assert "&shy;" not in text


def test_every_record_leads_somewhere(built: Path) -> None:
    lost = []
    for language in ("nb", "nn", "en"):
        assert said(built, language).keys() == listed(built, language).keys()
        for address in said(built, language):
            path, _, anchor = address.partition("#")
            file = built / unquote(path) / "index.html" if path.endswith("/") else built / unquote(path)
            is_page = path.endswith("/") and bool(anchor)
            if not file.is_file() or (is_page and f'id="{anchor}"' not in file.read_text()):
                lost.append(address)
    assert lost == []


def test_everything_is_found_by_its_kind(built: Path) -> None:
    rows = listed(built)
    assert {row[1] for row in rows.values()} == {"item", "resolution", "slide", "file", "minutes", "meeting", "board"}
    assert rows["styringsgruppen/item/18-2020/"][5] == ["18/20"]
    page = said(built)["eksempelutvalget/2026-01/attachments/tilsynsrapport.pdf#page=1"]
    assert "Tilsynet" in str(page["content"])


SECRET = """\
date: 2020-07-01
items:
  - {number: 17/20, title: Qzxhemmelig, withheld: offl. § 23 første ledd, summary: Qzxhemmelig,
     public_title: Sak som er unntatt, slides: [{title: Qzxhemmelig, body: Qzxhemmelig}]}
  - number: 18/20
    title: Åpen sak
    summary: Alle kan lese dette.
    slides: [{withheld: offl. § 13, title: Qzxhemmelig, body: Qzxhemmelig}]
    attachments:
      - {file: apen.pdf, title: Åpent vedlegg}
      - {withheld: offl. § 23 første ledd, file: hemmelig.pdf, title: Qzxhemmelig}
"""
DRAFT = "date: 2020-09-01\ndraft: yes\nitems: [{number: 21/20, title: Qzxhemmelig}]\n"


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with what is withheld, built in both editions."""
    root = tmp_path_factory.mktemp("withheld")
    files = meetings({"2020-04/meeting.yaml": SECRET, "2020-05/meeting.yaml": DRAFT})
    place(root, files)
    write(root / "meetings/styret/2020-04/apen.pdf", a_pdf("Aapent", 2))
    write(root / "meetings/styret/2020-04/hemmelig.pdf", a_pdf("Qzxhemmelig"))
    for edition in ("public", "members"):
        outcome = build(root, edition=edition)
        assert outcome.done, outcome.diagnostics
    return root / "output"


def test_what_is_withheld_is_found_by_members_alone(withheld: Path) -> None:
    assert "qzxhemmelig" not in everything(withheld / "site").lower()
    assert not any("hemmelig" in path for path in listed(withheld / "site"))
    assert "Alle kan lese dette" in everything(withheld / "site")
    members = said(withheld / "members")
    assert "styret/2020-04/attachments/hemmelig.pdf#page=1" in members
    assert "styret/item/21-2020/" in members
    assert members["styret/item/17-2020/"]["meta"]["title"] == "Qzxhemmelig"  # type: ignore[index]


def test_an_attachment_is_found_by_the_page(withheld: Path) -> None:
    found = said(withheld / "site")
    assert found["styret/2020-04/attachments/apen.pdf#page=2"]["content"] == "Aapent 2"


# ---- building ------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    other = SHOWN.replace("17/20", "1/20").replace("18/20", "2/20")
    place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}))
    write(tmp_path / "meetings/raadet/board.yaml", BOARD.replace("Styret", "Rådet"))
    write(tmp_path / "meetings/raadet/2020-01/meeting.yaml", other)
    return tmp_path


def test_an_edit_makes_the_index_of_its_board_anew_and_no_other(root: Path) -> None:
    assert build(root).done
    tree = root / "output/site"
    before = bytes_of(tree)
    file = root / "meetings/styret/2020-04/meeting.yaml"
    file.write_text(file.read_text().replace("title: Status", "title: Kattehold"))
    assert build(root).done
    after = bytes_of(tree)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path.split("/")[3] for path in changed} == {"styret-2020"}
    assert "Kattehold" in everything(tree)
    file.write_text(file.read_text().replace("title: Kattehold", "title: Status"))
    assert build(root).done
    assert bytes_of(tree) == before


def test_a_file_of_an_index_that_is_gone_comes_back(root: Path) -> None:
    assert build(root).done
    tree = root / "output/site"
    before = bytes_of(tree)
    one, other = [path for path in before if path.endswith(".pf_fragment")][:2]
    (tree / one).unlink()
    (tree / other).write_bytes(b"another")
    (tree / INDEXES / "nb/styret-2020/fragment/stray.pf_fragment").write_bytes(b"stray")
    assert build(root).done
    assert bytes_of(tree) == before


def test_without_pagefind_the_site_has_no_page_for_searching_and_that_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "_program", lambda: "")
    outcome = build(root)
    assert outcome.done
    assert [one.code for one in outcome.diagnostics if "search" in one.code] == ["no-search"]
    paths = made(root / "output/site")
    assert not any("search" in path or path.startswith("sok/") for path in paths)


def test_where_pagefind_fails_everything_else_is_made(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(records: object, language: str) -> dict[str, bytes]:
        raise NotIndexed("exit 1")

    with monkeypatch.context() as patch:
        patch.setattr(pagefind, "index", fails)
        outcome = build(root)
    assert outcome.done
    assert [one.code for one in outcome.diagnostics if "index" in one.code] == ["not-indexed"]
    assert bytes_of(root / "output/site") == {}
    assert build(root).done
    assert said(root / "output/site")


def test_the_policy_of_the_page_is_as_narrow_as_it_can_be(built: Path) -> None:
    policy = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
    (found,) = policy.findall((built / "sok/index.html").read_text())
    assert "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" in found
    assert "unsafe-inline" not in found
    (of_front,) = policy.findall((built / "index.html").read_text())
    assert "wasm" not in of_front


# ---- in a browser --------------------------------------------------------------------------------------------

ITEM, NEXT, BOARD_2 = "eksempelutvalget/item/", "eksempelutvalget/2027-01/", "styringsgruppen/"
DECK = f"{BOARD_2}2020-04/slides/#18-2020-"
QUESTIONS = {
    "18/20": f"{BOARD_2}item/18-2020/",
    "sak 18/2020": f"{BOARD_2}item/18-2020/",
    "PS 10/26": f"{ITEM}ps-10-2026/",
    "ps10/2026": f"{ITEM}ps-10-2026/",
    "OS 3/26": f"{ITEM}ps-12-2026/",
    "26/0552": f"{ITEM}ps-13-2026/",
    "møte 4/20": f"{BOARD_2}2020-04/",
    "møte 1/2027": NEXT,
    "styringsgruppen": BOARD_2,
    "eksempelutvalget": "eksempelutvalget/",
    "styringsgruppemøte": f"{BOARD_2}2020-04/",
    "prismodell meldingstjenesten": f"{ITEM}ps-10-2026/",
    "vedtak prismodell": f"{ITEM}ps-10-2026/#vedtak",
    "utsette prismodell": f"{ITEM}ps-3-2026/",
    "hva ble vedtatt om digital signering": f"{ITEM}ps-2-2026/",
    "hvorfor ble møtet 4/2026 avlyst": "eksempelutvalget/2026-04/",
    "høringssvar samtykke": f"{ITEM}ps-5-2026/",
    "tilsynsrapport": f"{ITEM}rs-1-2026/",
    "alternativvurdering": "eksempelutvalget/2026-01/attachments/alternativvurdering.pdf#page=1",
    "åpningstid brukerstøtte": f"{ITEM}ps-14-2026/",
    "brukerpanel": f"{ITEM}ps-12-2026/",
    "protokoll februar 2026": "eksempelutvalget/2026-01/minutes.pdf",
    "KS2": f"{DECK}hovedanbefalinger-gitt-i-ks2",
    "veikart e-helse": f"{DECK}veikart-for-e-helse",
    "signert intensjonserklæring": f"{DECK}56-prosent-av-kommunene-i-innbyggertall-har-pt-signert",
    "milepæler forsinket": "eksempelutvalget/2026-01/slides/#os-1-2026-milepaeler",
    "risiko kompetanse": "eksempelutvalget/2026-01/slides/#os-1-2026-risiko",
    "budsjett 2026": "eksempelutvalget/2026-01/slides/#os-1-2026-budsjett-og-prognose-for-2026",
    "temamøte strategi": NEXT,
    "oppnevning styringsgruppe": f"{ITEM}ps-13-2026/",
    "svar fra departementet": f"{ITEM}rs-2-2026/",
    "trukket sak": f"{ITEM}ps-12-2026/",
}
"""What somebody asks who does not know the archive, and what must come first."""


@pytest.fixture(scope="module")
def page(window: BrowserContext) -> Iterator[Page]:
    page = window.new_page()
    page.set_default_timeout(20_000)
    yield page
    page.close()


def asked(page: Page, site: str, question: str, below: str = "") -> list[str]:
    """The addresses of what is found first."""
    page.goto(f"{site}{below}sok/?q={quote(question)}")
    page.locator("[data-done]").wait_for()
    return [str(one.get_attribute("href")).removeprefix(site) for one in page.locator("[data-found] .title a").all()]


def test_what_was_meant_comes_first(page: Page, site: str) -> None:
    found = {question: (asked(page, site, question) or [""])[0] for question in QUESTIONS}
    assert {one: found[one] for one, meant in QUESTIONS.items() if found[one] != meant} == {}


def test_what_nobody_says_is_not_found(page: Page, site: str) -> None:
    assert asked(page, site, "kattehold") == []
    assert "Ingen treff for" in page.locator("[data-told]").inner_text()
    assert asked(page, site, "kattehold prismodell")[0] == f"{ITEM}ps-10-2026/"
    assert "noen av dem" in page.locator("[data-told]").inner_text()
    assert asked(page, site, '"felles innkjøp"')
    assert asked(page, site, '"innkjøp felles"') == []


def test_other_languages_are_searched_on_pages_of_their_own(page: Page, site: str) -> None:
    assert asked(page, site, "price model", "en/")[0] == f"en/{ITEM}ps-10-2026/"
    assert asked(page, site, "utsetje prismodell", "nn/")[0] == f"nn/{ITEM}ps-10-2026/"


def test_it_is_narrowed_down_and_the_address_says_it(page: Page, site: str) -> None:
    everything = asked(page, site, "meldingstjenesten")
    told = page.locator("[data-told]")
    slides = page.locator("[data-narrow] input[value=slide]")
    count = int(slides.locator("xpath=..").locator(".count").inner_text())
    slides.check()
    page.locator(f".found li:nth-child({count + 1})").wait_for(state="detached")
    assert all("/slides/#" in str(one.get_attribute("href")) for one in page.locator(".title a").all())
    assert page.url.endswith("kind=slide")
    page.reload()
    page.locator("[data-done]").wait_for()
    assert slides.is_checked()
    assert told.inner_text().startswith(f"{count} treff")
    page.locator("[data-narrow] button").click()
    page.locator(f".found li:nth-child({len(everything)})").wait_for()
    assert page.url.endswith("sok/?q=meldingstjenesten")


def test_more_is_shown_when_it_is_asked_for(page: Page, site: str) -> None:
    assert len(asked(page, site, "møte")) == 10
    page.locator("[data-more]").click()
    page.locator(".found li:nth-child(11)").wait_for()
    assert page.evaluate("document.activeElement === document.querySelectorAll('.title a')[10]")


def test_it_works_by_the_keyboard_and_back_works(page: Page, site: str) -> None:
    asked(page, site, "brukerpanel")
    field = page.get_by_role("searchbox")
    field.fill("tilsynsrapport")
    field.press("Enter")
    page.locator('[data-done="tilsynsrapport"]').wait_for()
    assert page.url.endswith("sok/?q=tilsynsrapport")
    assert page.locator("[role=status] q").inner_text() == "tilsynsrapport"
    page.go_back()
    page.locator('[data-done="brukerpanel"]').wait_for()
    assert field.input_value() == "brukerpanel"


def test_what_is_found_is_accessible_and_a_text_is_a_text(page: Page, site: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    asked(page, site, "<img src=x> prismodell")
    assert page.locator("[data-found] img, [data-told] img").count() == 0
    asked(page, site, "utsatt frist")
    assert page.locator("mark").count() > 0
    for width, scheme in looks(page, (1280, 320)):
        assert violations(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []


def test_without_a_script_it_leads_to_the_boards(browser: object, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{site}sok/?q=akson")
    assert page.get_by_text("Søket trenger JavaScript").is_visible()
    assert not page.get_by_role("searchbox").is_visible()
    assert page.locator("[data-without] a").count() == 2
    context.close()
