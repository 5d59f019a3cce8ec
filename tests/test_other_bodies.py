"""Bodies that meet otherwise than a board in the public administration: what they need is said, and is printed.

The bodies are made up, and so is everybody in them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from places import place, request

from akson_docs.actions import site_edition, source_reader
from akson_docs.actions.source_reader import Progress
from akson_docs.build import plan
from akson_docs.build.jobs import ItemPage, MeetingData, MeetingPage, PaperFile
from akson_docs.diagnostics import message
from akson_docs.render import pages, papers

SITE = """\
name: Made-up bodies
publisher: Made-up Publisher
address: https://bodies.example.org
language: en
public: yes
contact: {name: The clerk, email: clerk@example.org}
"""
COUNCIL = """\
name: Made-up Town Council
languages: [en]
meeting_number: none
item_number: {pattern: "{position}", restart: meeting}
start: 18:00
types: [{name: Business, kind: decision}, {name: Report, kind: information}]
rules: {proposal-missing: off}
members:
  - {id: mayor, name: Mayor, role: mayor}
  - {id: one, name: Councillor One}
  - {id: two, name: Councillor Two}
"""
MAY = """\
date: 2019-05-14
items:
  - {number: "1", title: Call to order, type: Report}
  - {heading: Business}
  - {number: 3A, title: Bridge, type: Business, outcome: postponed}
"""
JUNE = """\
date: 2019-06-11
items:
  - {number: "1", title: Approval of the agenda, type: Report}
  - {number: 3A, title: Library, type: Business, actions: [{what: Ask for prices, who: mayor}]}
  - {number: 3B, title: Bridge, type: Business, continues: 2019-05/3A}
minutes: {chair: mayor, published: 2019-06-12}
"""


@cache
def written(*files: tuple[str, str], site: str = SITE) -> Mapping[str, str]:
    """What pages, data and papers of an archive say, by their addresses; of papers and pages the text alone."""
    found: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        root = place(Path(folder), {"site.yaml": site, **dict(files)})
        asked = request(root, "members")
        reading = source_reader.read_sources(asked, Progress())
        assert [message(one, "en") for one in reading.index.diagnostics if one.severity == "error"] == []
        work = site_edition.SiteEdition(asked, reading)
        for job in plan.plan(work.site_version):
            if isinstance(job.what, PaperFile):
                parts = papers.paper(job, work)[0].parts
                found[job.path] = plain("".join(getattr(part.content, "html", "") for part in parts))
            elif isinstance(job.what, MeetingPage | ItemPage):
                found[job.path] = plain(pages.page(job, work))
            elif isinstance(job.what, MeetingData):
                found[job.path] = pages.MAKERS[MeetingData](job.what, job, work).decode()
    return found


def plain(markup: str) -> str:
    """The text of some HTML, with one space between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def data(found: Mapping[str, str], meeting: str) -> Any:
    return json.loads(found[f"{meeting}/meeting.json"])


def council(**meetings: str) -> Mapping[str, str]:
    """The council's archive: meetings by the months of their folders."""
    return written(
        ("council/board.yaml", COUNCIL),
        *((f"council/2019-{month[1:]}/meeting.yaml", text) for month, text in meetings.items()),
    )


def test_a_number_that_is_a_place_on_the_agenda_is_another_matter_in_the_next_meeting() -> None:
    found = council(m05=MAY, m06=JUNE)
    assert {path for path in found if "/item/" in path} == {
        f"council/item/{slug}/index.html"
        for slug in ("2019-05-1", "2019-05-3a", "2019-06-1", "2019-06-3a", "2019-06-3b")
    }
    library, bridge = (found[f"council/item/2019-06-3{letter}/index.html"] for letter in "ab")
    assert "Bridge" not in library
    assert "14 May" in bridge
    assert "11 June" in bridge
    assert data(found, "council/2019-06")["items"][1]["actions"][0]["id"] == "2019-06-3a-1"
