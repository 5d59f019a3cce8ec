"""Asking for access: the letter that a reader sends says what is withheld and why, and nothing that is withheld."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from places import SITE, place, request

from akson_docs.actions.site_edition import SiteEdition
from akson_docs.actions.source_reader import Progress, read_sources
from akson_docs.build import plan
from akson_docs.render import pages

CONTACT = "contact: {name: Sekretariatet, email: post+innsyn@example.no}\n"
BOARD = 'name: Styret\nlanguages: [nb, en]\nitem_number: {pattern: "{n}/{yy}"}\n'
MEETING = """\
date: 2020-01-10
title: Styremøte
items:
  - {number: 1/20, title: Åpen sak, type: Orientering, summary: Alt kan leses.}
  - number: 2/20
    title: {text: Hemmelig tittel, withheld: offl. § 23 første ledd, public: Kontrakt & pris}
    type: Beslutning
    summary: {text: Hemmelig sum, withheld: offl. § 13 jf. fvl. § 13 første ledd nr. 2}
  - number: 3/20
    title: Lysarksak
    type: Orientering
    slides: [{withheld: "%s", title: Hemmelig ark, body: Hemmelig tekst}]
"""
BY_LAW, BY_STATUTE = "offl. § 14", "vedtektene § 4"


def page(root: Path, path: str, contact: str = CONTACT, edition: str = "public", basis: str = BY_LAW) -> str:
    files = {
        "site.yaml": SITE + contact,
        "styret/board.yaml": BOARD,
        "styret/2020-01/meeting.yaml": MEETING % basis,
    }
    asked = request(place(root, files), edition, date(2020, 8, 1), keep_going=True)
    work = SiteEdition(asked, read_sources(asked, Progress()))
    job = next(job for job in plan.plan(work.site_version) if job.path == path)
    return pages.page(job, work).replace("\N{NO-BREAK SPACE}", " ")


def letters(made: str) -> list[tuple[str, str, str]]:
    """(to whom, subject, letter) of each letter that a page has ready."""
    found = []
    for address in re.findall(r'href="(mailto:[^"]*body=[^"]*)"', made):
        split = urlsplit(html.unescape(address))
        said = parse_qs(split.query, strict_parsing=True)
        found.append((unquote(split.path), said["subject"][0], said["body"][0]))
    return found


def test_each_item_with_something_withheld_has_a_letter_that_says_meeting_number_and_basis(tmp_path: Path) -> None:
    made = page(tmp_path, "styret/2020-01/index.html")
    (to, subject, letter), (_, other, slides) = letters(made)
    assert to == "post+innsyn@example.no"
    assert subject == "Krav om innsyn: Sak 2/20: Kontrakt & pris"
    assert "Sak 2/20: Kontrakt & pris\r\nStyret, Styremøte 1/20, 10. januar 2020\r\n" in letter
    assert "https://papirer.example.no/styret/2020-01/#sak-2-2020\r\n" in letter
    assert "offl. § 23 første ledd; offl. § 13 jf. fvl. § 13 første ledd nr. 2" in letter
    assert "(§ 31)" in letter
    assert (other, "offl. § 14" in slides) == ("Krav om innsyn: Sak 3/20: Lysarksak", True)
    assert "Hemmelig" not in made
    assert made.count('href="#innsyn"') == 2


def test_the_page_of_an_item_has_its_own_letter_in_its_language(tmp_path: Path) -> None:
    ((_, subject, letter),) = letters(page(tmp_path, "en/styret/item/2-2020/index.html"))
    assert subject == "Request for access: Item 2/20: Kontrakt & pris"
    assert "https://papirer.example.no/en/styret/item/2-2020/" in letter


def test_an_item_of_which_all_is_public_has_none(tmp_path: Path) -> None:
    assert 'id="innsyn"' not in page(tmp_path, "styret/item/1-2020/index.html")


@pytest.mark.parametrize(("basis", "told"), [(BY_LAW, True), (BY_STATUTE, False)])
def test_how_to_complain_is_told_by_the_law_where_it_is_withheld_by_it(tmp_path: Path, basis: str, told: bool) -> None:
    made = page(tmp_path, "styret/2020-01/index.html", basis=basis)
    assert "tre uker (§ 32)" in made  # of the second item
    assert ("meroffentlighet" in letters(made)[1][2]) is told


def test_where_the_body_has_a_page_for_it_readers_are_led_there_with_the_text_at_hand(tmp_path: Path) -> None:
    made = page(tmp_path, "styret/2020-01/index.html", "access_requests: https://einnsyn.no/sok\n")
    assert letters(made) == []
    assert made.count('href="https://einnsyn.no/sok"') == 2
    assert "Be om innsyn på einnsyn.no" in made
    assert "Oppgitt hjemmel: offl. § 14" in made


def test_a_mailbox_of_its_own_goes_before_the_contact(tmp_path: Path) -> None:
    made = page(tmp_path, "styret/2020-01/index.html", CONTACT + "access_requests: arkiv@example.no\n")
    assert {to for to, _, _ in letters(made)} == {"arkiv@example.no"}


@pytest.mark.parametrize(("contact", "edition"), [("", "public"), (CONTACT, "members")])
def test_nobody_is_asked_where_there_is_nobody_or_nothing_withheld(tmp_path: Path, contact: str, edition: str) -> None:
    assert 'id="innsyn"' not in page(tmp_path, "styret/2020-01/index.html", contact, edition)
