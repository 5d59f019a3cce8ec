"""The recording of a meeting: on its page, item by item, with its captions as text."""

from __future__ import annotations

import html
from datetime import date
from pathlib import Path

import pytest
from places import SITE, place, request

from akson_docs.actions.site_edition import SiteEdition
from akson_docs.actions.source_reader import Progress, Reading, read_sources
from akson_docs.build import plan
from akson_docs.render import pages, transcript
from akson_docs.render.transcript import Passage

MEETING = """\
date: 2026-02-05
recording: %s
attachments: [{file: opptak.mp4, title: Opptak}, {file: opptak.vtt, title: Teksting}%s]
items:
  - {number: 1/26, title: En sak, type: Beslutning, recorded_at: 12:30}
  - {number: 2/26, withheld: offl. § 13, title: Hemmelig, type: Beslutning, recorded_at: 1:02:30}
"""
CAPTIONS = b"""WEBVTT - opptak

NOTE skrevet av en maskin

00:01.000 --> 00:03.000
<v leder>Velkommen</v> til &amp; m\xc3\xb8te

1
00:00:20.000 --> 00:00:24.000 align:start
<i>Alle</i> er her.

00:12:30.500 --> 00:12:34.000
N\xc3\xa5 kommer sak 1.
"""


def reading(root: Path, recording: str, more: str = "") -> Reading:
    files: dict[str, str | bytes] = {
        "site.yaml": SITE,
        "radet/board.yaml": 'name: Rådet\nitem_number: {pattern: "{n}/{yy}"}\n',
        "radet/2026-01/meeting.yaml": MEETING % (recording, more),
        "radet/2026-01/opptak.mp4": b"\0\0\0\x18ftypmp42",
        "radet/2026-01/opptak.vtt": CAPTIONS,
        "radet/2026-01/hemmelig.mp4": b"\0\0\0\x18ftypmp42",
    }
    return read_sources(request(place(root, files), "public", date(2026, 3, 1), keep_going=True), Progress())


def page(root: Path, recording: str) -> str:
    read = reading(root, recording)
    work = SiteEdition(request(root, "public", date(2026, 3, 1), keep_going=True), read)
    assert not [one for one in read.index.diagnostics if one.severity == "error"]
    job = next(job for job in plan.plan(work.site_version) if job.path == "radet/2026-01/index.html")
    return html.unescape(pages.page(job, work))


def test_the_name_of_a_file_is_enough(tmp_path: Path) -> None:
    assert '<video controls preload="none" src="attachments/opptak.mp4">' in page(tmp_path, "opptak.mp4")


def test_a_file_is_played_on_the_page_with_its_captions_and_items_lead_into_it(tmp_path: Path) -> None:
    made = page(tmp_path, "{file: opptak.mp4, captions: opptak.vtt}")
    assert '<video controls preload="none" src="attachments/opptak.mp4">' in made
    assert 'srclang="nb" label="Teksting" src="attachments/opptak.vtt"' in made
    assert "media-src 'self'" in made
    assert made.count("#t=") == 1, "an item that is withheld has no place in it"
    assert '<a href="attachments/opptak.mp4#t=750">Opptaket, fra 12:30' in made
    assert "<dt>12:30</dt><dd>Nå kommer sak 1.</dd>" in made


@pytest.mark.parametrize(
    ("address", "at"),
    [
        ("https://video.example.no/m/4", "https://video.example.no/m/4#t=750"),
        ("https://www.youtube.com/watch?v=x", "https://www.youtube.com/watch?v=x&t=750s"),
        ("https://youtu.be/x", "https://youtu.be/x?t=750s"),
    ],
)
def test_a_recording_elsewhere_is_linked_to_and_nothing_is_fetched(tmp_path: Path, address: str, at: str) -> None:
    made = page(tmp_path, address)
    assert f'<a href="{address}">' in made
    assert f'<a href="{at}">' in made
    assert "<video" not in made
    assert "media-src" not in made


@pytest.mark.parametrize(
    ("recording", "more", "code"),
    [
        ("{file: annet.mp4}", "", "recording-unattached"),
        ("{file: hemmelig.mp4}", ", {withheld: offl. § 13, file: hemmelig.mp4}", "recording-withheld"),
        ("{file: opptak.vtt}", "", "recording-kind"),
        ("{captions: opptak.vtt}", "", "recording-target"),
        ("{url: https://video.example.no/4, file: opptak.mp4}", "", "recording-target"),
    ],
)
def test_what_cannot_be_a_recording_is_told_at_its_line(tmp_path: Path, recording: str, more: str, code: str) -> None:
    wrong = [one for one in reading(tmp_path, recording, more).index.diagnostics if one.severity == "error"]
    assert [(one.code, one.span.line) for one in wrong] == [(code, 2)]


def test_captions_are_read_in_passages_that_begin_where_items_do() -> None:
    assert transcript.passages(CAPTIONS, (750,)) == (
        Passage(1, "leder: Velkommen til & møte Alle er her."),
        Passage(750, "Nå kommer sak 1."),
    )
    assert [one.begins for one in transcript.passages(CAPTIONS, (15,))] == [1, 20, 750]
    assert transcript.passages(b"\xff\xfe broken") == ()
