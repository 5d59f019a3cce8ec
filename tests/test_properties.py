"""What holds for every meeting, however it is written: nothing withheld gets out, and reading never fails."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from archives import (
    BOARD,
    EXAMPLES,
    FILES,
    MADE_KINDS,
    MEETING,
    SECRET,
    SITE,
    SVG,
    Files,
    MadeUp,
    a_board,
    a_meeting,
    a_site,
    beside,
    made_up,
    sound_meeting,
    texts,
)
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from one_meeting import OneMeeting

from akson_docs.build.jobs import Job, PaperFile
from akson_docs.build.meeting_versions import PAPERS
from akson_docs.diagnostics import has_errors, line
from akson_docs.meetings import cards, outcomes, redaction
from akson_docs.meetings.addresses import Place
from akson_docs.meetings.agenda import Agenda, agenda
from akson_docs.meetings.deck import DERIVED, Slide, deck
from akson_docs.meetings.revisions.issue import Marks
from akson_docs.model.documents import Meeting
from akson_docs.model.values import Value
from akson_docs.render import agenda_filters, event_data, papers
from akson_docs.render.templates import TemplateSet, page, slide, slides_of, template_set
from akson_docs.sources import loader
from akson_docs.sources.layout import MeetingKey

FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ROOT = Path(__file__).resolve().parents[1]
EXAMPLE_MEETINGS = sorted(EXAMPLES.glob("*/*/meeting.yaml"))


def both(made: MadeUp) -> tuple[Agenda, Agenda]:
    """The agenda of the full edition, and of the public one."""
    parsed = made.parsed()
    assert parsed.value is not None, [line(found) for found in parsed.diagnostics]
    return an_agenda(parsed.value), an_agenda(redaction.public(parsed.value))


def an_agenda(meeting: Meeting) -> Agenda:
    return agenda(a_site(), a_board(), meeting, "styret", "2020-04")


# ---- the two editions ----------------------------------------------------------------------------------------


@FEW
@given(made_up())
def test_numbers_and_anchors_agree_in_both_editions(made: MadeUp) -> None:
    full, public = both(made)

    def places(slides: tuple[Slide, ...]) -> list[tuple[int, str, str]]:
        return [(one.number, one.anchor, one.entry.slug if one.entry else "") for one in slides]

    assert places(deck(full)) == places(deck(public))
    assert [entry.slug for entry in full.entries] == [entry.slug for entry in public.entries]
    assert [(entry.path, entry.start, entry.end) for entry in full.entries] == [
        (entry.path, entry.start, entry.end) for entry in public.entries
    ]


@FEW
@given(made_up())
def test_nothing_withheld_is_in_the_public_edition(made: MadeUp) -> None:
    _, public = both(made)
    assert SECRET not in repr(public.meeting)
    assert SECRET not in public.meeting.model_dump_json()
    assert SECRET not in json.dumps(cards.to_json(cards.card(public, deck(public))), ensure_ascii=False)
    anchors = " ".join(one.anchor for one in deck(public))
    assert SECRET.lower() not in anchors


@FEW
@given(made_up())
def test_what_is_public_stays(made: MadeUp) -> None:
    """The members' edition has every text, and the public edition every one that has no secret in or over it."""
    full, public = both(made)
    assert set(texts(public.meeting)) <= set(texts(full.meeting)) | {"stub"}
    if SECRET not in full.meeting.model_copy(update={"silence": ()}).model_dump_json():
        assert public.meeting.items == full.meeting.items


@FEW
@given(made_up())
def test_the_public_edition_is_its_own(made: MadeUp) -> None:
    _, public = both(made)
    assert redaction.public(public.meeting) == public.meeting


@FEW
@given(made_up())
def test_cards_survive_being_kept(made: MadeUp) -> None:
    for one in both(made):
        card = cards.card(one, deck(one))
        assert cards.from_json(json.loads(json.dumps(cards.to_json(card)))) == card


@cache
def the_press() -> TemplateSet:
    """The templates of this project, by path."""
    paths = [path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".po")]
    return template_set({path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths})


UNMADE = [name for name in (*DERIVED, *MADE_KINDS) if not (ROOT / f"templates/slides/{name}.html").exists()]


@pytest.mark.skipif(bool(UNMADE), reason=f"no templates for {', '.join(UNMADE)}")
@settings(FEW, max_examples=25)
@given(made_up())
def test_nothing_withheld_is_in_the_public_html(made: MadeUp) -> None:
    _, public = both(made)
    board = redaction.public(a_board())
    for language in ("nb", "nn", "en"):
        place = Place(redaction.public(a_site()), {"styret": board}, language, "styret/2020-04/slides/", "public")
        slides = deck(public)
        for one in slides:
            assert SECRET.lower() not in slide(the_press(), place, public, one).lower()
        there = Place(place.site, place.boards, language, "styret/2020-04/", "public")
        context = {
            "agenda": public,
            "slides": slides,
            "slides_of": slides_of(slides),
            "papers": (),
            "size_of": len,
            "pages_of": len,
            "is_read": bool,
            "filtered": agenda_filters.agenda_filters(public),
        }
        around: dict[str, Any] = {
            "state": "held",
            "is_open": False,
            "previous": None,
            "next": None,
            "approval": None,
            "event": event_data.event(public, there, is_open=False),
            "approves": {},
            "minutes": "published",
            "minutes_due": None,
            "transcript": (),
        }
        around |= {"ended_of": lambda row: outcomes.outcome(public, row)}
        around |= {"marks": Marks(), "revised": False, "earlier": (), "given": False, "issues": {}}
        assert SECRET.lower() not in page(the_press(), there, "meeting", board, **context, **around).lower()


@settings(FEW, max_examples=15)
@given(made_up())
@example(MadeUp('{"date": "2020-07-01", "items": [{"title": "A", "items": [{"title": "B", "case": "en"}]}]}', {}))
def test_nothing_withheld_is_in_a_public_paper(made: MadeUp) -> None:
    _, public = both(made)
    slides = deck(public)
    boards = {"styret": redaction.public(a_board())}
    of = OneMeeting(the_press(), public, slides, redaction.public(a_site()), boards)
    for name in ("agenda", "papers", "slides", "minutes"):
        what = PaperFile(MeetingKey("styret", "2020-04"), "", name, 1, PAPERS, (), minutes="published")
        paper, images = papers.paper(Job(f"{name}.pdf", what, "", "nb", "styret/2020-04/"), of)
        assert SECRET.lower() not in repr((paper, images)).lower()
        assert paper.problems == ()


def test_a_field_that_says_nothing_of_who_sees_it_is_private() -> None:
    class Odd(Value):
        kept: str = ""

    assert redaction.public(Odd(kept=SECRET)) == Odd(kept="")


# ---- reading -------------------------------------------------------------------------------------------------

NOISE = "\t\0\x7f\ufeff\u2028'\"#:-|>!&*%@`{}[],?~=<\\ \nåa9"


@settings(FEW, max_examples=150)
@given(st.data())
def test_reading_never_raises(data: st.DataObject) -> None:
    lines = MEETING.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(("drop", "in", "out", "twice", "noise", "swap", "cut"))):
            case "drop" if len(lines) > 1:
                del lines[at]
            case "in":
                lines[at] = "  " + lines[at]
            case "out":
                lines[at] = lines[at].removeprefix("  ")
            case "twice":
                lines.insert(at, lines[at])
            case "noise":
                place = data.draw(st.integers(0, len(lines[at])))
                noise = data.draw(st.text(NOISE, min_size=1, max_size=3))
                lines[at] = lines[at][:place] + noise + lines[at][place:]
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))]
    parsed = a_meeting("\n".join(lines))
    assert (parsed.value is None) == has_errors(parsed.diagnostics)
    for found in parsed.diagnostics:
        assert line(found)
        assert line(found, "nb")
        assert min(found.span.line, found.span.column) >= 1
    if parsed.value is not None:
        public = redaction.public(parsed.value)
        assert len(deck(an_agenda(public))) == len(deck(an_agenda(parsed.value)))


@settings(FEW, max_examples=150)
@given(st.binary(max_size=200))
def test_reading_never_raises_on_any_bytes(data: bytes) -> None:
    folder = Files({**FILES, "logo.svg": SVG})
    for read in (loader.meeting, loader.board, loader.site):
        parsed = read(data, "m/x.yaml", folder)
        assert parsed.value is not None or parsed.diagnostics


@pytest.mark.parametrize("name", ["sak-23.yaml", "sak-18.md", "regnskap.csv", "kart.svg"])
@settings(FEW, max_examples=40)
@given(noise=st.binary(min_size=1, max_size=8), share=st.floats(0, 1))
def test_reading_never_raises_on_the_files_that_a_meeting_names(name: str, noise: bytes, share: float) -> None:
    data = FILES[name]
    place = int(share * len(data))
    parsed = a_meeting(files={**FILES, name: data[:place] + noise + data[place:]})
    assert (parsed.value is None) == has_errors(parsed.diagnostics)


@settings(FEW, max_examples=60)
@given(st.data())
def test_reading_boards_and_sites_never_raises(data: st.DataObject) -> None:
    for text, read in ((BOARD, loader.board), (SITE, loader.site)):
        place = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 12))
        noise = data.draw(st.text(NOISE, max_size=3))
        parsed = read((text[:place] + noise + text[place + length :]).encode(), "m/x.yaml", Files({"logo.svg": SVG}))
        assert (parsed.value is None) == has_errors(parsed.diagnostics)


# ---- a line that slips ---------------------------------------------------------------------------------------


def shifted(text: str, lines_of_it: Collection[int] = ()) -> Iterator[tuple[int, str]]:
    """Every file in which one line stands two spaces further in, or further out, with the line's number; where some
    lines are named (from 0), only those slip."""
    lines = text.split("\n")
    for index, written in enumerate(lines):
        if lines_of_it and index not in lines_of_it:
            continue
        if written.strip():
            yield index + 1, "\n".join((*lines[:index], "  " + written, *lines[index + 1 :]))
        if written.startswith("  "):
            yield index + 1, "\n".join((*lines[:index], written[2:], *lines[index + 1 :]))


def around_withheld(text: str) -> set[int]:
    """The lines around each that withholds: from what it stands in to what it covers."""
    lines = text.split("\n")
    at = [index for index, written in enumerate(lines) if re.search(r"\bwithheld:", written)]
    return {near for index in at for near in range(index - 4, index + 20)} & set(range(len(lines)))


@pytest.mark.parametrize("file", EXAMPLE_MEETINGS, ids=lambda file: f"{file.parts[-3]}/{file.parts[-2]}")
def test_a_line_that_slips_never_publishes_an_example(file: Path) -> None:
    """Each of them withholds something."""
    check_shifts(beside(file).files, expected=1)


WITHHOLDING = [
    path
    for path in sorted((ROOT / "meetings").glob("*/*/meeting.yaml"))
    if any("withheld:" in one.read_text("utf-8") for one in path.parent.glob("*.yaml"))
]


@pytest.mark.parametrize("file", WITHHOLDING, ids=lambda file: f"{file.parts[-3]}/{file.parts[-2]}")
def test_a_line_that_slips_never_publishes_a_meeting(file: Path) -> None:
    """Those near what withholds; `make test-long` lets any line slip."""
    check_shifts(beside(file).files, expected=1, near=True)


def test_a_line_that_slips_never_publishes() -> None:
    check_shifts({**FILES, "meeting.yaml": MEETING.encode()}, expected=8)


def test_a_line_that_slips_and_publishes_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as the key that withholds, when it slips into a text and nobody says so."""
    monkeypatch.setattr(loader, "_keys_in_texts", lambda found: ())
    text = """\
date: 2020-07-01
items:
  - title: Åpen sak
    summary: >
      Den handler om noe.
    slides:
      - kind: text
        title: |
          Lysark
        withheld: offl. § 23
        body: Hemmelig tekst
"""
    with pytest.raises(AssertionError, match="line 10"):
        check_shifts({"meeting.yaml": text.encode()}, expected=1)


def check_shifts(files: Mapping[str, bytes], expected: int, near: bool = False) -> None:
    """No text that a meeting withholds is public where one line of one of its files is indented otherwise."""
    meeting = sound_meeting(files["meeting.yaml"].decode(), files)
    public = "\0".join(texts(redaction.public(meeting)))
    secret = {said for said in texts(meeting) if len(said) > 3 and said not in public}
    assert len(secret) >= expected
    for name in (name for name in files if name.endswith(".yaml")):
        text = files[name].decode()
        for number, slipped in shifted(text, around_withheld(text) if near else ()):
            spoilt = {**files, name: slipped.encode()}
            parsed = a_meeting(spoilt["meeting.yaml"], spoilt)
            if parsed.value is not None:
                out = "\0".join(texts(redaction.public(parsed.value)))
                assert not [said for said in secret if said in out], f"{name}, line {number}"
