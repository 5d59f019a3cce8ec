"""How long a resolution can be contested, and what the page of its item says of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from places import SITE, place, request

from akson_docs.actions.site_edition import SiteEdition
from akson_docs.actions.source_reader import Progress, read_sources
from akson_docs.build import plan
from akson_docs.render import pages

MEETING = """\
date: 2026-02-05
attendance: {present: others}
%s
items:
  - {number: 1/26, title: En sak, type: Beslutning, proposal: Vi gjør det., %s}
"""
ADOPTED = "adopted: proposal"


def page(root: Path, path: str, board: str = "", item: str = ADOPTED, minutes: str = "") -> str:
    files = {
        "site.yaml": SITE,
        "radet/board.yaml": 'name: Rådet\nlanguages: [nb, en]\nitem_number: {pattern: "{n}/{yy}"}\n' + board,
        "radet/2026-01/meeting.yaml": MEETING % (minutes, item),
    }
    asked = request(place(root, files), "public", date(2026, 3, 1), keep_going=True)
    work = SiteEdition(asked, read_sources(asked, Progress()))
    assert not [one for one in work.reading.index.diagnostics if one.severity == "error"]
    job = next(job for job in plan.plan(work.site_version) if job.path == path)
    return pages.page(job, work).replace("\N{NO-BREAK SPACE}", " ")


def limits(root: Path, board: str = "", item: str = ADOPTED, language: str = "") -> list[str]:
    made = page(root, f"{language}radet/item/1-2026/index.html", board, item, "minutes: {published: 2026-02-10}")
    listed = re.search(r'<ul class="more limits">(.*?)</ul>', made, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", listed[1]) if listed else []


def test_a_resolution_under_kommuneloven_can_be_reviewed_for_three_weeks(tmp_path: Path) -> None:
    (said,) = limits(tmp_path, "law: kommuneloven\n")
    assert said.endswith("kan kreve lovlighetskontroll til og med 26. februar 2026 (kommuneloven § 27-1)")


def test_the_time_runs_from_the_day_that_it_was_decided_in_writing(tmp_path: Path) -> None:
    (said,) = limits(tmp_path, "law: kommuneloven\n", f"{ADOPTED}, decided_in_writing: 2026-01-30")
    assert "til og med 20. februar 2026" in said


@pytest.mark.parametrize(
    ("board", "item"),
    [("", ADOPTED), ("law: kommuneloven\n", "outcome: postponed"), ("", "appeal: 3 weeks, outcome: postponed")],
)
def test_where_no_law_says_so_or_nothing_was_decided_nothing_runs(tmp_path: Path, board: str, item: str) -> None:
    assert limits(tmp_path, board, item) == []


@pytest.mark.parametrize(
    ("appeal", "language", "said"),
    [
        ("3 weeks", "", "Vedtaket kan påklages innen 3 uker etter at de som det gjelder, fikk melding om det"),
        (
            "{within: 3 weeks, to: Klagenemnda, basis: forvaltningsloven § 29, notified: 2026-02-10}",
            "",
            "Vedtaket kan påklages til Klagenemnda til og med 3. mars 2026 (forvaltningsloven § 29)",
        ),
        ("{within: 1 month}", "en/", "The resolution can be appealed against within 1 month of those concerned being"),
    ],
)
def test_how_one_appeals_is_said_as_it_is_written(tmp_path: Path, appeal: str, language: str, said: str) -> None:
    (found,) = limits(tmp_path, item=f"{ADOPTED}, appeal: {appeal}", language=language)
    assert found.startswith(said)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [("", True), ("minutes: {published: 2026-03-09}", True), ("minutes: {published: 2026-02-10}", False)],
)
def test_until_minutes_are_out_their_meeting_says_when_they_will_be(
    tmp_path: Path, minutes: str, expected: bool
) -> None:
    made = page(tmp_path, "radet/2026-01/index.html", "deadlines: {publish: 2 weeks}\n", minutes=minutes)
    assert ("Protokollen skal være publisert innen 19. februar 2026" in made) is expected
