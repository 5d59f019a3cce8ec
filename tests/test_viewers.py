"""Attachments as viewers show them: fields and marks are drawn, broken files mended, and each page is proved."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page as validation
import pikepdf
import pytest
import structure
import test_enclosures
import weasyprint
from pikepdf import Array, Dictionary, Name, Pdf, String
from places import bounded
from test_enclosures import a_field, a_form, drawn, everything, joined, look, odd, paper, report, saved, says

from akson_docs.diagnostics import Problem
from akson_docs.pdf.attachments import enclosures, endless_pages, foreign_pdf, missing_appearances
from akson_docs.pdf.attachments.enclosures import AttachmentSlot
from akson_docs.rules.scan import file_leaks, pdf_contents
from akson_docs.rules.scan.file_contents import FileNote, FileRoom

DISABLED = pikepdf.ObjectStreamMode.disable


def told(folder: Path, data: bytes, name: str = "vedlegg.pdf", running: bytes = b"") -> list[tuple[str, str]]:
    """(code, pages) of what is told of an attachment while it is looked at, and while it is joined."""
    looked = look(folder, data, name)
    made = paper(looked.sizes) if looked.sizes else b""
    slots = [AttachmentSlot(1, str(folder / name), "Vedlegg 1", name=name)]
    found: tuple[Problem, ...] = looked.problems
    if looked.sizes:
        found += enclosures.join(made, slots, str(folder / "samlet.pdf"), test_enclosures.engine())
    return [(one.code.name, str(dict(one.parameters).get("pages", ""))) for one in found]


def text_of(folder: Path) -> str:
    """The words of the attachment's first page in the paper."""
    return structure.texts((folder / "samlet.pdf").read_bytes())[1][0]


# ---- fields --------------------------------------------------------------------------------------------------


def with_field(stale: bool = False, anew: bool = True, **entries: Any) -> bytes:
    """A form with one field; `stale`: it has an appearance that says something else."""

    def build(made: Pdf) -> None:
        field = a_field(made, **entries)
        if stale:
            old = made.make_stream(says("Gammelt", 5))
            old.Type, old.Subtype, old.BBox = Name.XObject, Name.Form, Array([0, 0, 170, 30])
            old.Resources = made.pages[0].obj.Resources
            field.AP = Dictionary(N=old)
        a_form(made, made.pages[0].obj, [field])
        if not anew:
            del made.Root.AcroForm["/NeedAppearances"]

    return odd(says("Skjema"), build=build)


LONG = "Dette er en verdi som er altfor lang for feltet sitt, og som ingen kan rulle i på papir"
FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "Norwegian": ({"V": String("Blåbær på ære")}, "Blåbær på ære"),
    "Polish and Sámi": ({"V": String("Łódź Ŋáŋa Čuđit")}, "Łódź Ŋáŋa Čuđit"),
    "Cyrillic": ({"V": String("Жанна")}, "Жанна"),
    "a name for a value": ({"V": Name("/Valgt")}, "Valgt"),
    "several lines": ({"V": String("En\rTo\r\nTre"), "Ff": 1 << 12, "Rect": Array([30, 150, 200, 230])}, "EnToTre"),
    "too long for its line": ({"V": String(LONG)}, LONG),
    "too long for its lines": ({"V": String(" ".join([LONG] * 4)), "Ff": 1 << 12}, " ".join([LONG] * 4)),
    "cells": ({"V": String("12345"), "Ff": 1 << 24, "MaxLen": 8}, "12345"),
    "a password": ({"V": String("hemmelig"), "Ff": 1 << 13}, "********"),
    "a size that fits": ({"V": String("Stor"), "DA": String("/Helv 0 Tf 0 g")}, "Stor"),
    "a font that is not there": ({"V": String("Annen"), "DA": String("/ArialMT 12 Tf 1 0 0 rg")}, "Annen"),
    "no font at all": ({"V": String("Ingen"), "DA": String("")}, "Ingen"),
    "turned": ({"V": String("Snudd"), "MK": Dictionary(R=90), "Rect": Array([30, 100, 60, 250])}, "Snudd"),
    "chosen of a list that opens": (
        {"FT": Name.Ch, "Ff": 1 << 17, "V": String("b"), "Opt": Array([Array([String("b"), String("Bergen")])])},
        "Bergen",
    ),
    "a list": (
        {
            "FT": Name.Ch,
            "V": String("To"),
            "Opt": Array([String("En"), String("To")]),
            "Rect": Array([30, 150, 90, 230]),
        },
        "EnTo",
    ),
    "a tick": ({"FT": Name.Btn, "V": Name.Yes, "AS": Name.Yes}, "✓"),
    "a button of a row": ({"FT": Name.Btn, "Ff": 1 << 15, "V": Name("/A"), "AS": Name("/A")}, "●"),
    "a cross": ({"FT": Name.Btn, "V": Name.Yes, "AS": Name.Yes, "MK": Dictionary(CA=String("8"))}, "✗"),
    "a button": ({"FT": Name.Btn, "Ff": 1 << 16, "MK": Dictionary(CA=String("Send"), BG=Array([0.8]))}, "Send"),
}


@pytest.mark.parametrize(("entries", "words"), FIELDS.values(), ids=FIELDS.keys())
def test_a_field_without_an_appearance_says_its_value(tmp_path: Path, entries: dict[str, Any], words: str) -> None:
    joined(tmp_path, with_field(anew="several" in words, **entries))
    assert text_of(tmp_path).replace(" ", "") == f"Skjema{words}".replace(" ", "")
    made = (tmp_path / "samlet.pdf").read_bytes()
    assert structure.faults(made) == []
    assert b"hemmelig" not in everything(made)


@pytest.mark.parametrize(
    "entries",
    [
        {"FT": Name.Btn, "V": Name.Off, "AS": Name.Off},
        {"FT": Name.Btn, "Ff": 1 << 15, "V": Name.Other, "AS": Name.Off},
        {"FT": Name.Sig, "V": Dictionary(Type=Name.Sig)},
        {"V": String("Skjult"), "F": 2},
        {"V": String("   ")},
    ],
    ids=["no tick", "another of the row", "a signature", "hidden", "nothing"],
)
def test_a_field_that_shows_nothing_says_nothing(tmp_path: Path, entries: dict[str, Any]) -> None:
    joined(tmp_path, with_field(**entries))
    assert text_of(tmp_path) == "Skjema"


def test_an_appearance_that_is_out_of_date_is_drawn_anew_and_another_is_kept(tmp_path: Path) -> None:
    joined(tmp_path, with_field(stale=True, V=String("Nytt")))
    assert text_of(tmp_path) == "SkjemaNytt"
    joined(tmp_path, with_field(stale=True, anew=False, V=String("Nytt")))
    assert text_of(tmp_path) == "SkjemaGammelt"


def test_a_value_above_its_field_is_the_fields_and_a_ring_of_them_ends(tmp_path: Path) -> None:
    def build(made: Pdf) -> None:
        field = a_field(made)
        del field["/V"], field["/FT"]
        above = made.make_indirect(Dictionary(FT=Name.Tx, V=String("Ovenfra"), Kids=Array([field])))
        field.Parent = above
        ring = a_field(made, Rect=Array([30, 100, 90, 130]))
        del ring["/V"]
        ring.Parent = ring
        a_form(made, made.pages[0].obj, [field, ring])

    with bounded():
        joined(tmp_path, odd(says("Skjema"), build=build))
    assert text_of(tmp_path) == "SkjemaOvenfra"


def test_a_value_looks_much_as_in_a_viewer_and_what_a_viewer_cannot_write_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, with_field(V=String("Utfylt felt"))) == [("attachment-form", "")]
    wide: dict[str, Any] = {
        "V": String("Ŋŋŋŋŋŋŋŋ Ŋŋŋŋŋŋ"),
        "Rect": Array([30, 200, 280, 230]),
        "DA": String("/Helv 20 Tf 0 g"),
    }
    assert told(tmp_path, with_field(**wide)) == [("attachment-form", ""), ("attachment-drawn", "1")]


def test_the_words_of_a_field_are_set_in_a_font_that_comes_along(tmp_path: Path) -> None:
    joined(tmp_path, with_field(V=String("Łódź")))
    with pikepdf.open(tmp_path / "samlet.pdf") as opened:
        fonts = {str(one.BaseFont): one for one in opened.objects if isinstance(one, Dictionary) and "/BaseFont" in one}
    inter = [name for name in fonts if name.endswith("Inter")]
    assert inter
    assert all("/ToUnicode" in fonts[name] for name in inter if "/DescendantFonts" in fonts[name])


def test_fields_beyond_a_measure_are_not_set_and_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing_appearances, "MOST_BOXES", 0)
    assert ("attachment-differs", "1") in told(tmp_path, with_field(V=String("Utfylt")))


# ---- marks ---------------------------------------------------------------------------------------------------

QUAD = Array([40, 320, 160, 320, 40, 295, 160, 295])
MARKS: dict[str, dict[str, Any]] = {
    "Highlight": {"QuadPoints": QUAD, "C": Array([1, 1, 0])},
    "Underline": {"QuadPoints": QUAD, "C": Array([1, 0, 0])},
    "StrikeOut": {"QuadPoints": QUAD},
    "Squiggly": {"QuadPoints": QUAD},
    "Ink": {"InkList": Array([Array([40, 40, 80, 90, 120, 40]), Array([150, 60])]), "BS": Dictionary(W=3)},
    "Square": {"IC": Array([0.5, 0.5, 1]), "BS": Dictionary(W=2, S=Name.D, D=Array([4, 2]))},
    "Circle": {"C": Array([0, 0.5, 0]), "CA": 0.5},
    "Line": {"L": Array([40, 40, 200, 120]), "LE": Array([Name.OpenArrow, Name.Diamond])},
    "Polygon": {"Vertices": Array([40, 40, 120, 60, 80, 130]), "IC": Array([1, 0, 0])},
    "PolyLine": {"Vertices": Array([40, 40, 120, 60, 80, 130])},
    "Caret": {},
    "FreeText": {"Contents": String("Ved siden av: Łódź"), "DA": String("/Helv 12 Tf 0 0 1 rg")},
    "Stamp": {"Name": Name.NotApproved},
}


def with_mark(kind: str, **entries: Any) -> bytes:
    def build(made: Pdf) -> None:
        mark = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([40, 40, 160, 140]), F=4)
        for key, value in entries.items():
            mark[f"/{key}"] = value
        made.pages[0].obj.Annots = Array([made.make_indirect(mark)])

    return odd(says("Ord"), build=build)


@pytest.mark.parametrize(("kind", "entries"), MARKS.items(), ids=MARKS.keys())
def test_a_mark_without_an_appearance_is_seen(tmp_path: Path, kind: str, entries: dict[str, Any]) -> None:
    pack = joined(tmp_path, with_mark(kind, **entries))
    assert structure.faults(pack) == []
    alone = joined(tmp_path, odd(says("Ord")))
    assert drawn(pack, 1).tobytes() != drawn(alone, 1).tobytes()


@pytest.mark.parametrize("kind", ["Highlight", "Underline", "StrikeOut", "Ink", "Square", "Circle"])
def test_a_mark_that_the_viewer_draws_looks_the_same(tmp_path: Path, kind: str) -> None:
    assert told(tmp_path, with_mark(kind, **MARKS[kind])) == []


def test_what_only_some_viewers_draw_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, with_mark("Line", BS=Dictionary(W=4), **MARKS["Line"])) == [("attachment-drawn", "1")]


def test_what_is_written_beside_the_text_can_be_searched(tmp_path: Path) -> None:
    joined(tmp_path, with_mark("FreeText", **MARKS["FreeText"]))
    assert text_of(tmp_path) == "OrdVed siden av: Łódź"
    joined(tmp_path, with_mark("Stamp", **MARKS["Stamp"]))
    assert text_of(tmp_path) == "OrdNOT APPROVED"


@pytest.mark.parametrize("kind", [*MARKS, "Widget", "Redact"])
def test_a_mark_of_which_nothing_is_as_it_should_be_breaks_nothing(tmp_path: Path, kind: str) -> None:
    keys = ["QuadPoints", "InkList", "L", "Vertices", "C", "IC", "CA", "BS", "Border", "RD", "LE", "DA", "DS", "CL"]
    keys += ["Contents", "Name", "MK", "FT", "V", "Ff"]
    for value in (String("x"), Array([]), Array([String("a"), Array([])]), Dictionary(), -1, Array([1e30, -1e30] * 4)):
        joined(tmp_path, with_mark(kind, **dict.fromkeys(keys, value)))
    joined(tmp_path, with_mark(kind, Rect=Array([0, 0, 0, 0])))


def test_notes_that_are_opened_are_not_printed_and_that_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, with_mark("Text", Contents=String("Husk dette"))) == [("attachment-notes", "1")]
    assert told(tmp_path, with_mark("Text")) == []
    assert told(tmp_path, with_mark("Popup", Contents=String("Husk dette"), Open=True)) == []
    assert b"Husk" not in everything((tmp_path / "samlet.pdf").read_bytes())


# ---- the proof -----------------------------------------------------------------------------------------------


def test_a_page_that_is_not_joined_as_it_is_shown_is_told_by_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment = odd(says("En"), says("To") + b"60 60 12 12 re f", says("Tre"))
    assert told(tmp_path, attachment) == []
    real = foreign_pdf.streams

    def without(page: Any) -> Any:
        held = real(page)
        for stream in held:
            if b"60 60 12 12 re f" in stream.read_bytes():
                stream.write(stream.read_bytes().replace(b"60 60 12 12 re f", b""))
        return held

    monkeypatch.setattr(foreign_pdf, "streams", without)
    assert told(tmp_path, attachment) == [("attachment-differs", "2")]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_words_under_what_the_paper_prints_are_told_and_other_places_are_not(tmp_path: Path, rotate: int) -> None:
    assert told(tmp_path, odd(says("Midt på siden"), Rotate=rotate)) == []
    low = {0: (250, 12), 90: (287, 340), 180: (30, 380), 270: (10, 20)}[rotate]
    words = b"BT /F1 14 Tf %d %d Td (Tekst) Tj ET\n" % low
    assert told(tmp_path, odd(words, Rotate=rotate)) == [("attachment-covered", "1")]
    dark = b"0.1 g 0 0 300 400 re f\n"
    assert ("attachment-covered", "1") not in told(tmp_path, odd(dark, Rotate=rotate))


def test_a_form_or_a_content_without_end_is_not_drawn_and_that_is_told(tmp_path: Path) -> None:
    def shared(made: Pdf) -> None:
        kid = a_field(made)
        a_form(made, made.pages[0].obj, [kid])
        for _ in range(40):
            kid = made.make_indirect(Dictionary(Kids=Array([kid, kid])))
        made.Root.AcroForm.Fields = Array([kid])

    def doubled(made: Pdf) -> None:
        inner = None
        for _ in range(40):
            form = made.make_stream(b"/A Do " * 10 if inner is not None else b"0 0 9 9 re f")
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 400])
            form.Resources = Dictionary(XObject=Dictionary(A=inner)) if inner is not None else Dictionary()
            inner = form
        made.pages[1].obj.Resources.XObject = Dictionary(A=inner)

    with bounded():
        assert told(tmp_path, odd(says("Skjema"), build=shared))[:1] == [("attachment-form", "")]
        assert text_of(tmp_path) == "SkjemaUtfylt"
        assert told(tmp_path, odd(says("En"), b"/A Do", build=doubled)) == [("attachment-endless", "")]


def test_a_form_that_is_filled_in_and_made_by_our_own_engine_is_as_it_is_shown(tmp_path: Path) -> None:
    words = "Foerste linje av merknaden som er lang, og en linje til"
    boxes = '<input type="checkbox" name="a" checked> <input type="radio" name="b" value="1" checked>'
    data = weasyprint.HTML(
        string=f'<form><input name="navn" value="Leder"><br><textarea name="c">{words}</textarea><br>{boxes}</form>'
    ).write_pdf(pdf_forms=True)
    assert "attachment-differs" not in {code for code, _ in told(tmp_path, data)}
    # The engine keeps what a field says beside the page as well, and everybody sees it in the field.
    assert file_leaks.leaks("a.pdf", data) == ()
    with pikepdf.open(io.BytesIO(data)) as file:
        for field in file.Root.AcroForm.Fields:
            if field.get("/T") == "c":
                field.V = String("Noe annet")
        left = file_leaks.leaks("a.pdf", saved(file))
    assert [(one.what, one.masked) for one in left] == [("hidden", "Foerste linje av")]


# ---- broken files --------------------------------------------------------------------------------------------


def of_a_late_generation(data: bytes = b"") -> bytes:
    """A file whose table says of every object that it is of a generation that it is not."""
    whole = saved(pikepdf.open(io.BytesIO(data or odd(says("Hele siden")))), object_stream_mode=DISABLED)
    return whole.replace(b" 00000 n", b" 65535 n")


def a_ring_of_pages() -> bytes:
    """A file whose tree of pages comes back to itself after the first page."""
    made = pikepdf.open(io.BytesIO(odd(says("Hele siden"))))
    ring = [made.make_indirect(Dictionary(Type=Name.Pages, Count=1)) for _ in range(3)]
    for number, one in enumerate(ring):
        one.Kids = Array([ring[(number + 1) % 3]])
    root = made.Root.Pages
    root.Kids = Array([root.Kids[0], ring[0]])
    # The library counts anew what it writes.
    return saved(made, object_stream_mode=DISABLED).replace(b"/Count 1", b"/Count 2").replace(b"/Count 0", b"/Count 1")


def test_a_file_that_only_viewers_open_is_joined_and_what_is_lost_is_told_by_page(tmp_path: Path) -> None:
    broken = of_a_late_generation()
    with pytest.raises(pikepdf.PdfError):
        pikepdf.open(io.BytesIO(broken))
    assert told(tmp_path, broken) == [("attachment-mended", "")]
    assert text_of(tmp_path) == "Hele siden"
    assert told(tmp_path, a_ring_of_pages()) == [("attachment-mended", ""), ("attachment-pages-lost", "2")]
    assert text_of(tmp_path) == "Hele siden"


# ---- bookmarks and labels ------------------------------------------------------------------------------------


def outline_of(pack: bytes) -> list[Any]:
    with pikepdf.open(io.BytesIO(pack)) as opened, opened.open_outline() as held:
        pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}

        def rows(items: Any) -> list[Any]:
            return [(one.title, pages[one.destination[0].objgen], rows(one.children)) for one in items]

        return rows(held.root)


def with_places(pack: bytes, *titles: str) -> bytes:
    """The paper with a bookmark for each attachment, as the engine makes them."""
    with pikepdf.open(io.BytesIO(pack)) as opened:
        with opened.open_outline() as held:
            held.root[:] = [pikepdf.OutlineItem(title, 2 * n + 1) for n, title in enumerate(titles)]
        return saved(opened)


def bookmarked(titles: dict[str, int], labels: bool = True) -> Callable[[Pdf], None]:
    def build(made: Pdf) -> None:
        with made.open_outline() as held:
            over = pikepdf.OutlineItem("Del", 0)
            over.children.extend(pikepdf.OutlineItem(title, page) for title, page in titles.items())
            held.root.extend(
                [over, pikepdf.OutlineItem("Ut", action=Dictionary(S=Name.URI, URI=String("https://a.no")))]
            )
        if labels:
            made.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name("/r"))]))

    return build


def test_the_bookmarks_of_an_attachment_hang_under_its_own_and_its_page_labels_stay_behind(tmp_path: Path) -> None:
    attachment = odd(says("En"), build=bookmarked({"Kapittel 1": 0, "Kapittel 2": 0}))
    sizes = look(tmp_path, attachment, "1.pdf").sizes
    laid_out = with_places(paper(sizes, sizes), "Vedlegg 1", "Vedlegg 2")
    places = [AttachmentSlot(at, str(tmp_path / "1.pdf"), "V") for at in (1, 3)]
    enclosures.join(laid_out, places, str(tmp_path / "samlet.pdf"), test_enclosures.engine())
    pack = (tmp_path / "samlet.pdf").read_bytes()
    assert outline_of(pack) == [
        (f"Vedlegg {n}", at, [("Kapittel 1", at, []), ("Kapittel 2", at, [])]) for n, at in ((1, 1), (2, 3))
    ]
    with pikepdf.open(io.BytesIO(pack)) as opened:
        assert "/PageLabels" not in opened.Root
        assert opened.Root.Outlines.First.Count == -2


def test_bookmarks_in_a_ring_end(tmp_path: Path) -> None:
    def build(made: Pdf) -> None:
        one = made.make_indirect(Dictionary(Title=String("Ring"), Dest=Array([made.pages[0].obj, Name.Fit])))
        one.Next = one.First = one
        made.Root.Outlines = made.make_indirect(Dictionary(First=one))

    with bounded():
        joined(tmp_path, odd(says("En"), build=build))


# ---- the standard --------------------------------------------------------------------------------------------


def accessible(change: Callable[[Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(report())) as opened:
        change(opened)
        return saved(opened)


def no_claim(opened: Pdf) -> None:
    del opened.Root.Metadata


def no_tags(opened: Pdf) -> None:
    del opened.Root.StructTreeRoot


def no_fonts(opened: Pdf) -> None:
    for one in opened.objects:
        if isinstance(one, Dictionary):
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in one:
                    del one[key]


def a_silent_picture(opened: Pdf) -> None:
    next(one for one in structure._elements(opened) if str(one.S) == "/P").S = Name.Figure


def a_mark(opened: Pdf) -> None:
    page = opened.pages[0].obj
    where = Array([10, 10, 50, 50])
    page.Annots.append(opened.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=where)))


def bare_text(opened: Pdf) -> None:
    opened.pages[0].contents_add(b"BT /F 12 Tf 10 10 Td (x) Tj ET")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda opened: None, ""),
        (no_claim, "do not say"),
        (no_tags, "have no tags"),
        (no_fonts, "without the fonts"),
        (a_silent_picture, "nothing is said of"),
        (a_mark, "were mended"),
        (bare_text, "do not reach"),
    ],
    ids=["sound", "no claim", "no tags", "no fonts", "a silent picture", "a mark", "bare text"],
)
def test_what_keeps_a_paper_from_declaring_pdf_ua_is_known(
    tmp_path: Path, change: Callable[[Pdf], None], said: str
) -> None:
    found = look(tmp_path, accessible(change)).hindrance
    assert found is None if not said else found is not None and said in found.text


def test_a_pack_of_accessible_attachments_is_accessible(tmp_path: Path) -> None:
    joined(tmp_path, report(), accessible(lambda opened: None))
    found = validation.validate_pdf(tmp_path / "samlet.pdf", profile="ua1")
    assert [f"{failure.rule_id} {failure.message}" for failure in found.failures] == []


def drawing_each_other(levels: int, times: int) -> bytes:
    """A page whose forms each draw the next so many times."""
    with pikepdf.new() as file:
        below = None
        for _ in range(levels):
            form = pikepdf.Stream(file, b"/X Do " * times if below is not None else b"0 0 1 1 re f")
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 100])
            if below is not None:
                form.Resources = Dictionary(XObject=Dictionary(X=below))
            below = file.make_indirect(form)
        page = file.add_blank_page(page_size=(595, 842))
        page.Contents = pikepdf.Stream(file, b"/X Do")
        page.Resources = Dictionary(XObject=Dictionary(X=below))
        made = io.BytesIO()
        file.save(made, static_id=True)
    return made.getvalue()


def patterned(step: float, scale: float) -> bytes:
    with pikepdf.new() as file:
        pattern = pikepdf.Stream(file, b"0 0 1 1 re f")
        pattern.update(Dictionary(Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1))
        pattern.BBox, pattern.XStep, pattern.YStep = Array([0, 0, 1, 1]), step, step
        pattern.Resources, pattern.Matrix = Dictionary(), Array([scale, 0, 0, scale, 0, 0])
        page = file.add_blank_page(page_size=(595, 842))
        page.Contents = pikepdf.Stream(file, b"/Pattern cs /P scn 0 0 595 842 re f")
        page.Resources = Dictionary(Pattern=Dictionary(P=file.make_indirect(pattern)))
        made = io.BytesIO()
        file.save(made, static_id=True)
    return made.getvalue()


def drawn_by(kind: str, times: int) -> bytes:
    """A page on which something that itself draws a form a thousand times is drawn again and again."""
    with pikepdf.new() as file:
        dot = pikepdf.Stream(file, b"0 0 1 1 re f")
        dot.Type, dot.Subtype, dot.BBox, dot.Resources = Name.XObject, Name.Form, Array([0, 0, 9, 9]), Dictionary()
        held = Dictionary(XObject=Dictionary(X=file.make_indirect(dot)))
        many = file.make_indirect(pikepdf.Stream(file, b"1 0 d0 " + b"/X Do " * 1000))
        page = file.add_blank_page(page_size=(595, 842))
        if kind == "sign":
            many.Resources = held
            font = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=many), Resources=held)
            font.FontMatrix, font.FontBBox = Array([1, 0, 0, 1, 0, 0]), Array([0, 0, 9, 9])
            page.Contents = pikepdf.Stream(file, b"BT /F 1 Tf (" + b"a" * times + b") Tj ET")
            page.Resources = Dictionary(Font=Dictionary(F=font))
        elif kind == "mask":
            many.Subtype, many.BBox, many.Resources = Name.Form, Array([0, 0, 9, 9]), held
            state = Dictionary(SMask=Dictionary(S=Name.Alpha, G=many))
            page.Contents = pikepdf.Stream(file, b"/G gs 0 0 9 9 re f " * times)
            page.Resources = Dictionary(ExtGState=Dictionary(G=state))
        else:
            picture = pikepdf.Stream(file, b"\0")
            picture.Subtype, picture.Width, picture.Height = Name.Image, 10_000, 10_000
            picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
            page.Contents = pikepdf.Stream(file, b"/P Do " * times)
            page.Resources = Dictionary(XObject=Dictionary(P=file.make_indirect(picture)))
        made = io.BytesIO()
        file.save(made, static_id=True)
    return made.getvalue()


def long_and_drawn_again() -> bytes:
    """A page that draws a form of a megabyte a thousand times."""
    with pikepdf.new() as file:
        form = pikepdf.Stream(file, b"0 0 1 1 re f\n" * 80_000)
        form.Type, form.Subtype, form.BBox, form.Resources = Name.XObject, Name.Form, Array([0, 0, 9, 9]), Dictionary()
        page = file.add_blank_page(page_size=(595, 842))
        page.Contents, page.Resources = pikepdf.Stream(file, b"/X Do " * 1000), Dictionary(XObject=Dictionary(X=form))
        made = io.BytesIO()
        file.save(made, static_id=True)
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        drawing_each_other(14, 4),
        drawing_each_other(70, 1),
        long_and_drawn_again(),
        drawn_by("sign", 100),
        drawn_by("mask", 100),
        drawn_by("picture", 200),
        patterned(0.002, 1),
        patterned(1, 0.01),
    ],
)
def test_a_page_that_nobody_could_draw_to_its_end_is_refused_and_drawn_by_nothing(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "vedlegg.pdf"
    path.write_bytes(data)
    assert [problem.code.name for problem in enclosures.look(str(path), "vedlegg.pdf", ()).problems] == [
        "attachment-endless"
    ]
    with bounded():
        room = FileRoom(lambda name, data, room: iter(()), 10_000_000)
        assert list(pdf_contents.says(data, room)) == [FileNote("unread")]


def test_what_only_viewers_open_is_counted_before_anything_draws_it(tmp_path: Path) -> None:
    path = tmp_path / "vedlegg.pdf"
    path.write_bytes(of_a_late_generation(drawing_each_other(14, 4)))
    with bounded():
        with pytest.raises(pikepdf.PdfError):
            pikepdf.open(path)
        told = [problem.code.name for problem in enclosures.look(str(path), "vedlegg.pdf", ()).problems]
        assert told == ["attachment-endless"]
        assert endless_pages.are_in(path.read_bytes())


@pytest.mark.parametrize(
    "data",
    [
        drawing_each_other(3, 20),
        drawing_each_other(20, 1),
        drawn_by("sign", 10),
        drawn_by("mask", 10),
        drawn_by("picture", 10),
        patterned(4, 1),
    ],
)
def test_forms_in_forms_and_patterns_as_programs_make_them_are_drawn(data: bytes) -> None:
    assert not endless_pages.are_in(data)


def test_forms_that_share_the_resources_of_all_draw_what_they_name_alone() -> None:
    with pikepdf.new() as file:
        shared = file.make_indirect(Dictionary(XObject=Dictionary()))
        page = file.add_blank_page(page_size=(595, 842))
        for name, code in (("/A", b"/B Do /B Do"), ("/B", b"0 0 1 1 re f")):
            form = pikepdf.Stream(file, code)
            form.Type, form.Subtype, form.BBox, form.Resources = Name.XObject, Name.Form, Array([0, 0, 9, 9]), shared
            shared.XObject[name] = file.make_indirect(form)
        page.Resources, page.Contents = shared, pikepdf.Stream(file, b"/A Do " * 100)
        assert not endless_pages.of(file)
        page.Contents = pikepdf.Stream(file, b"/A Do " * 20_000)
        assert endless_pages.of(file)
