"""A sign that no font has is told where it stands, before any paper is set."""

from __future__ import annotations

import functools
import io
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from archives import FILES, MEETING, Files
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from places import BOARD, PLAIN, PROJECT, SITE, build, meetings, place, request, write

from akson_docs.actions import checking
from akson_docs.build import meeting_index
from akson_docs.diagnostics import Diagnostic, line, message
from akson_docs.rules import glyphs
from akson_docs.sources import loader, snapshots
from akson_docs.sources.font_coverage import Coverage
from akson_docs.sources.layout import MeetingKey

FONTS = sorted((PROJECT / "templates/fonts").glob("*.ttf"))
MARK = "¦"
LACKED = "✔ꀀꀁ👍"


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return Coverage(lambda: (font.read_bytes() for font in FONTS))


def told(coverage: Coverage, text: str = MEETING, files: Mapping[str, str] | None = None) -> tuple[Diagnostic, ...]:
    held = {**FILES, **{name: written.encode() for name, written in (files or {}).items()}}
    parsed = loader.meeting(text.encode(), "m/s/2020-04/meeting.yaml", Files(held), "nb")
    assert parsed.value, parsed.diagnostics
    read = {"m/s/2020-04/meeting.yaml": text.encode(), **{f"m/s/2020-04/{name}": data for name, data in held.items()}}
    return tuple(glyphs.problems(parsed, read.__getitem__, coverage))


def test_the_sound_meeting_has_its_signs(coverage: Coverage) -> None:
    assert told(coverage) == ()


@pytest.mark.parametrize(
    ("old", "new", "file"),
    [
        ("place: Teams", "place: Rom ¦✔", "meeting.yaml"),
        ("title: Status i prosjektet", "title: Status ¦ꀀ", "meeting.yaml"),
        ("Neste pulje", "Neste **p**ulje ¦👍 og 👍", "meeting.yaml"),
        ("2. Styret ber", "2. Styret ¦✔ ber", "meeting.yaml"),
        ("presenter: prosjektleder", "presenter: ¦ꀀꀁ", "meeting.yaml"),
        ("| Lønn |     41,0 |", "| Lønn¦✔ |     41,0 |", "meeting.yaml"),
        ("title: Avtale", "title: Avtale ¦✔", "meeting.yaml"),
        ("body: Motparten tilbyr ti.", "body: Motparten ¦✔", "meeting.yaml"),
        ("", "Om [x](https://x.no/✔-y)\n\n¦✔", "sak-18.md"),
        ("", "Post;¦✔\nLønn;1\n", "regnskap.csv"),
    ],
)
def test_a_sign_that_no_font_has_is_told_where_it_stands(coverage: Coverage, old: str, new: str, file: str) -> None:
    written = {"meeting.yaml": MEETING}.get(file, "")
    assert old in written
    before, mark, after = (written.replace(old, new, 1) if old else new).partition(MARK)
    assert mark
    text = before + after
    found = told(coverage, text) if file == "meeting.yaml" else told(coverage, files={file: text})
    at = before.count("\n") + 1, len(before) - before.rfind("\n")
    if file == "sak-18.md":  # it stands in an address too, and is not printed there
        at = (1, 21)
    assert (found[0].span.file.rpartition("/")[2], found[0].span.line, found[0].span.column) == (file, *at)
    assert {one.code for one in found} == {"glyph-missing"}
    assert len(found) == len(set(new) & set(LACKED))
    for one in found:
        sign = dict(one.parameters)["character"]
        assert f"{sign} ({unicodedata.name(str(sign)).lower()})" in message(one)
        assert message(one) != message(one, "nb")
        assert "{" not in line(one)


@pytest.mark.parametrize(
    "text",
    [
        "⚠\ufe0f sak",
        "⚠\ufe0e",
        "a\ufe0f",
        "a\u00adb\u200d\u2003c",
        "[x](https://x.no/ꀀ)",
        "Áilu Čállit → ✓ №",
        "&#x26a0;",
    ],
)
def test_what_prints_nothing_or_has_a_glyph_is_sound(coverage: Coverage, text: str) -> None:
    assert told(coverage, MEETING.replace("Prosjektet er i rute.", text)) == ()


@pytest.mark.parametrize("text", ["&#x2714;", "&check;&#40960;"])
def test_a_sign_by_its_number_is_told(coverage: Coverage, text: str) -> None:
    assert told(coverage, MEETING.replace("Prosjektet er i rute.", text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("alt: Kart over områdene", "alt: Kart over ✔"),
        ("file: plan.pdf\n        title: Plan", "url: https://x.no/✔\n        title: Plan"),
    ],
)
def test_what_papers_do_not_print_is_let_be(coverage: Coverage, old: str, new: str) -> None:
    assert old in MEETING
    assert told(coverage, MEETING.replace(old, new)) == ()


def test_usual_signs_are_not_asked_for() -> None:
    def fonts() -> list[bytes]:
        raise AssertionError("a font was looked into")

    assert told(Coverage(fonts)) == ()
    text = MEETING.replace("Prosjektet er i rute.", "Ærlig «talt» – 5 % og 3 € … ø/å • 'x' ’y’ AS & Co")
    assert told(Coverage(fonts), text) == ()


def test_the_fonts_have_what_is_not_asked_for(coverage: Coverage) -> None:
    usual = "".join(chr(point) for point in range(0x2100) if not glyphs.RARE.search(chr(point)))
    assert len(usual) > 200
    assert coverage.lacking(usual) == ()


def test_site_and_board_are_looked_at_where_papers_print_them(tmp_path: Path) -> None:
    site = SITE.replace("Eksempeletaten", "Eksempeletaten ✔").replace("Møtepapirer", "Møter 👍")
    board = BOARD.replace("Styret", "Styret ꀀ")
    root = place(tmp_path, meetings({"2020-07/meeting.yaml": PLAIN}, site, board))
    found = [one for one in checking.check(request(root)) if one.code == "glyph-missing"]
    assert [(one.span.file, one.span.line, one.span.column) for one in found] == [
        ("meetings/site.yaml", 3, 27),
        ("meetings/styret/board.yaml", 1, 14),
    ]


def a_font(*signs: str) -> bytes:
    """A font that has a square for each of these signs."""
    pen = TTGlyphPen(None)
    for step, corner in enumerate(((0, 0), (0, 700), (700, 700), (700, 0))):
        (pen.lineTo if step else pen.moveTo)(corner)
    pen.closePath()
    square, names = pen.glyph(), [f"sign{ord(sign):x}" for sign in signs]
    made = FontBuilder(1000)
    made.setupGlyphOrder([".notdef", *names])
    made.setupCharacterMap({ord(sign): name for sign, name in zip(signs, names, strict=True)})
    made.setupGlyf(dict.fromkeys((".notdef", *names), square))
    made.setupHorizontalMetrics(dict.fromkeys((".notdef", *names), (800, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Made Up", "styleName": "Regular"})
    made.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    made.setupPost()
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def test_a_font_that_names_a_sign_and_has_no_lines_for_it_does_not_have_it() -> None:
    sound = a_font("\ua000", "\ua001")
    with TTFont(io.BytesIO(sound)) as font:
        font["glyf"]["signa001"] = Glyph()
        held = io.BytesIO()
        font.save(held)
    hollow = held.getvalue()
    lines = TTFont(io.BytesIO(sound)).reader.tables["glyf"]
    spoilt = sound[: lines.offset] + b"\xff" * lines.length + sound[lines.offset + lines.length :]
    both = ("\ua000", "\ua001")
    for data, lacking in {sound: (), hollow: both[1:], spoilt: both, b"no font": both}.items():
        assert Coverage(functools.partial(tuple, [data])).lacking("".join(both)) == lacking


def test_a_font_that_is_put_there_is_used_for_what_the_others_lack(tmp_path: Path) -> None:
    meeting = PLAIN.replace("items:", "place: Rom ꀀꀁ\nitems:", 1)
    root = place(tmp_path, meetings({"2020-07/meeting.yaml": meeting}))
    write(root / "templates/fonts/Made Up (ꀀ) [wght] #1.ttf", a_font("ꀀ"))
    outcome = build(root)
    assert [one for one in outcome.diagnostics if one.severity == "error"] == []
    lacking = [dict(one.parameters)["character"] for one in outcome.diagnostics if one.code == "glyph-missing"]
    assert lacking == ["ꀁ"]
    made = root / "output/site/styret/2020-07/agenda.pdf"
    assert b"[wght]" not in made.read_bytes()  # a name in a PDF has no brackets
    with pikepdf.open(made) as file:
        fonts = [str(font.BaseFont).partition("+")[2] for page in file.pages for font in page.Resources.Font.values()]
    assert any(name.startswith("Made-Up") for name in fonts), fonts
    with pypdfium2.PdfDocument(made) as paper:
        said = paper[0].get_textpage().get_text_range()
    assert "Rom ꀀ□" in said


def test_a_meeting_is_read_anew_where_a_font_is_another(tmp_path: Path) -> None:
    root = place(tmp_path, meetings({"2020-07/meeting.yaml": PLAIN}))
    snapshot = snapshots.scan(str(root))
    one = dict.fromkeys(snapshot.files, "1")
    other = one | {"templates/fonts/Inter-Regular.ttf": "2"}
    assert meeting_index.source(
        one, snapshot, MeetingKey("styret", "2020-07"), meeting_index.fonts(snapshot)
    ) != meeting_index.source(other, snapshot, MeetingKey("styret", "2020-07"), meeting_index.fonts(snapshot))
