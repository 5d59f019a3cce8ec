"""What pages and slides tell of elections and votes beside the resolution, in words."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from archives import Files, a_site
from markupsafe import Markup
from places import PROJECT, meetings, place, request
from test_voting import FIVE, FOUR, FREE, LAW, LISTS, MATTER, MORE, MOVED, STATUTE, TWO, an_agenda, election, vote

from akson_docs.actions.site_edition import SiteEdition
from akson_docs.actions.source_reader import Progress, read_sources
from akson_docs.build import plan
from akson_docs.meetings import outcomes, redaction
from akson_docs.meetings.addresses import Place
from akson_docs.meetings.agenda import agenda
from akson_docs.meetings.deck import deck
from akson_docs.meetings.outcomes import Outcome
from akson_docs.render import pages, templates
from akson_docs.sources import loader

PAGE = """\
{% from "partials/outcome.html" import how_elected, how_voted, subject with context %}
{% for one in ended.elections %}{{ _("election_of", to=one.to|plain) }}: {{ how_elected(one)|trim }}. {% endfor %}
{% for one in ended.votes %}{{ subject(one) }}: {{ how_voted(one) }}. {% endfor %}{{ "0" if ended.is_nothing }}
"""
TEMPLATES = (PROJECT / "templates/partials/outcome.html", *PROJECT.glob("templates/locale/*/messages.po"))
PRESS = templates.template_set(
    {path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8") for path in TEMPLATES}
    | {"templates/pages/x.html": PAGE}
)
SECRET = "secret: yes, candidates: [{name: l, votes: 3}, {name: n, votes: 2}]"
SEATS = "seats: 2, candidates: [{name: l, votes: 4}, {name: n, votes: 3}, {name: s, votes: 2}]"
EVEN = "lists: [{name: Ap, for: [Ap], candidates: [l, a2]}, {name: H, candidates: [n, h2]}], seats: 3, lot: H"


def words(ended: Outcome, language: str = "nb") -> str:
    """What a page says of an outcome."""
    board = an_agenda(LAW, FIVE, MATTER).board
    shown = templates.page(PRESS, Place(a_site(), {}, language, "", "public"), "x", board, ended=ended)
    return " ".join(Markup(shown).striptags().split())


@pytest.mark.parametrize(
    ("board", "there", "item", "said"),
    [
        (LAW, FIVE, election(MORE), "Valg av leder: leder i utvalget, valgt med 3 av 5 stemmer."),
        (LAW, FIVE, election("candidates: [{name: l}]"), "Valg av leder: leder i utvalget, enstemmig valgt."),
        (
            LAW, FOUR, election(TWO, TWO + ", lot: n"),
            "Valg av leder: nestleder i utvalget, valgt ved loddtrekning (ny avstemning).",
        ),
        (
            LAW, FOUR, election(TWO),
            "Valg av leder: Ingen fikk mer enn halvparten av stemmene. Ingen er valgt..",
        ),
        (LAW, FOUR, election(TWO, TWO), "Valg av leder: Stemmelikhet. Ingen er valgt.."),
        (
            STATUTE, FOUR, election(TWO),
            "Valg av leder: leder i utvalget, valgt med 2 av 4 stemmer, møtelederens dobbeltstemme avgjorde.",
        ),
        (
            LAW, FIVE, election(SECRET),
            "Valg av leder: leder i utvalget, valgt med 3 av 5 stemmer (hemmelig avstemning).",
        ),
        (FREE, FIVE, election(SEATS), "Valg av leder: leder i utvalget (4 stemmer), nestleder i utvalget (3 stemmer)."),
        (
            LAW, FIVE, election("agreed: [l, n]"),
            "Valg av leder: leder i utvalget, nestleder i utvalget, enstemmig valgt ved avtalevalg.",
        ),
        (FREE, FIVE, election("agreed: [l]"), "Valg av leder: leder i utvalget, enstemmig valgt."),
        (
            LAW, FIVE, election(LISTS + ", seats: 3"),
            "Valg av leder: Ap/SV: 2 plasser – leder i utvalget, medlem A 2; H: 1 plass – nestleder i utvalget.",
        ),
        (
            LAW, FOUR, election(EVEN),
            "Valg av leder: Ap: 1 plass – leder i utvalget; "
            "H: 2 plasser – nestleder i utvalget, medlem H 2 (den siste ved loddtrekning).",
        ),
        # A vote is told where nothing was adopted, and then alone.
        (LAW, FIVE, vote("for: [H]", "outcome: rejected"), "Forslag til vedtak: Falt, 2–3. 0"),
        (LAW, FIVE, vote("for: [H]"), "Forslag til vedtak: Falt, 2–3. 0"),
        (LAW, FIVE, vote("for: [Ap, SV]", "adopted: proposal"), ""),
        (LAW, FIVE, vote("secret: yes, count: 2-3"), "Forslag til vedtak: Falt, 2–3, hemmelig avstemning. 0"),
        (LAW, FOUR, vote("for: [H]"), "Forslag til vedtak: Falt, 2–2, møtelederens dobbeltstemme avgjorde. 0"),
        (FREE, FOUR, vote("for: [H]"), "Forslag til vedtak: Stemmelikhet, 2–2. 0"),
        (
            FREE, FIVE, vote("for: [l], blank: [s]"),
            "Forslag til vedtak: Falt, 1–3, 1 blank. 0",
        ),
        (
            LAW, FIVE, MOVED + ", votes: [{on: A, over: proposal, part: 2, for: [H]}, {on: proposal, for: [H]}]",
            "Forslag A mot forslag til vedtak, punkt 2: Falt, 2–3. Forslag til vedtak: Falt, 2–3. 0",
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_elections_and_of_votes_that_adopted_nothing(
    board: str, there: str, item: str, said: str
) -> None:
    made = an_agenda(board, there, item)
    ended = outcomes.outcome(made, made.entries[0])
    assert words(ended) == said
    assert outcomes.from_json(json.loads(json.dumps(asdict(ended)))) == ended


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nn", "Val av leder: leder i utvalget, vald med 3 av 5 røyster."),
        ("en", "Election of leder: leder i utvalget, elected by 3 of 5 votes."),
    ],
)
def test_it_is_said_in_the_language_of_the_page(language: str, said: str) -> None:
    made = an_agenda(LAW, FIVE, election(MORE))
    assert words(outcomes.outcome(made, made.entries[0]), language) == said


@pytest.mark.parametrize(("day", "elections"), [(date(2027, 1, 1), 0), (date(2027, 1, 9), 1)])
def test_the_public_learns_it_when_the_minutes_are_out(day: date, elections: int) -> None:
    text = (
        f"date: 2027-01-05\nattendance: {{{FIVE}}}\nminutes: {{published: 2027-01-08}}\n"
        f"items:\n  - {{number: 1/27, {election(MORE)}, proposal: P, slides: [{{title: S, body: T}}]}}\n"
    )
    meeting = loader.meeting(text.encode(), "2027-01", Files()).value
    assert meeting is not None
    full = an_agenda(LAW, FIVE, MATTER)
    board, shown = redaction.published(full.site, full.board, meeting, day)
    made = agenda(full.site, board, shown, "utvalget", "2027-01")
    assert len(outcomes.outcome(made, made.entries[0]).elections) == elections
    assert deck(made)[-1].kind == "proposal", "a slide more would give all that follow other numbers"


HELD = f"""\
date: 2027-01-05
attendance: {{{FIVE}}}
minutes: {{published: 2027-01-08}}
items:
  - {{number: 1/27, {election(MORE)}, type: Beslutning, proposal: Leder velges., slides: [{{title: S, body: T}}]}}
  - {{number: 2/27, {vote("for: [H]")}, type: Beslutning, slides: [{{title: S, body: T}}]}}
  - {{number: 3/27, title: A, withheld: offl. § 13, {election(MORE).partition(", ")[2]}, type: Beslutning}}
"""


@pytest.mark.parametrize("out", [False, True])
@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("styret/2027-01/", ("leder i utvalget, valgt med 3 av 5 stemmer", "Votering: ingenting ble vedtatt")),
        ("styret/item/1-2027/", ("leder i utvalget, valgt med 3 av 5 stemmer",)),
        ("styret/item/2-2027/", ("Votering: ingenting ble vedtatt", "Forslag til vedtak: falt, 2–3")),
        ("styret/2027-01/slides/", ("Valg av leder: leder i utvalget, valgt med 3 av 5 stemmer", "falt, 2–3")),
    ],
)
def test_pages_and_slides_say_it_where_a_resolution_stands_and_of_what_is_withheld_nothing(
    page: str, said: tuple[str, ...], out: bool, tmp_path: Path
) -> None:
    root = place(tmp_path, meetings({"2027-01/meeting.yaml": HELD}, board=LAW))
    work = SiteEdition(asked := request(root, today=date(2027, 1, 8 if out else 7)), read_sources(asked, Progress()))
    (job,) = (job for job in plan.plan(work.site_version) if job.path == f"{page}index.html")
    shown = " ".join(Markup(pages.page(job, work)).striptags().split())
    assert [words in shown for words in said] == [out] * len(said)
    assert shown.count("valgt med") == (out and "2-2027" not in page)
