"""Word documents as texts: what a case paper takes over of them, what is told, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
from PIL import Image
from word_samples import drawn, graphic, note, notes, paragraph, picture, row, run, style, table, word

from akson_docs.diagnostics import Code
from akson_docs.meetings import markdown_reader, prose
from akson_docs.sources import word_body, word_files, word_text
from akson_docs.sources.word_files import NotRead
from akson_docs.sources.word_text import WordText

READER = markdown_reader.reader()
BOLD, ITALIC, HIDDEN = "<w:b/>", "<w:i/>", "<w:vanish/>"


def read(*body: str, **more: Mapping[str, str | bytes]) -> WordText:
    return word_text.read(word(*body, **more))  # type: ignore[arg-type]


def left(found: WordText) -> dict[str, tuple[str, ...]]:
    return dict(found.left)


def numbered(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def cell(*content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content)}</w:tc>"


# ---- what comes along ----------------------------------------------------------------------------------------

SAID = {
    "a heading by the English name of its style": (paragraph("Bakgrunn", style="Overskrift1"), "# Bakgrunn"),
    "a heading by the Norwegian name of a style": (paragraph("Bakgrunn", style="Lokal"), "## Bakgrunn"),
    "a heading by what its style is based on": (paragraph("Bakgrunn", style="Eget"), "## Bakgrunn"),
    "a heading by its own outline level": (
        paragraph("Bakgrunn", properties='<w:outlineLvl w:val="2"/>'),
        "### Bakgrunn",
    ),
    "no heading where the paragraph says so": (
        paragraph("Bakgrunn", style="Overskrift1", properties='<w:outlineLvl w:val="9"/>'),
        "Bakgrunn",
    ),
    "a title above the headings": (
        paragraph("Sak", style="Tittel") + paragraph("Bakgrunn", style="Overskrift1"),
        "# Sak\n\n## Bakgrunn",
    ),
    "an empty heading is none": (paragraph(" ", style="Overskrift1") + paragraph("Tekst"), "Tekst"),
    "headings have the numbers that Word gives them": (
        paragraph("En", style="Overskrift1", properties=numbered(3))
        + paragraph("To", style="Overskrift2", properties=numbered(3, 1))
        + paragraph("Tre", style="Overskrift2", properties=numbered(3, 1)),
        "# 1 En\n\n## 1.1 To\n\n## 1.2 Tre",
    ),
    "bold and italic, with the space outside": (
        paragraph("a", run(" fet ", BOLD), run("skrå", ITALIC), run(" begge", BOLD + ITALIC)),
        "a **fet** *skrå* ***begge***",
    ),
    "bold that is turned off": (paragraph(run("a", '<w:b w:val="0"/>')), "a"),
    "bold by a style of letters": (paragraph(run("a", '<w:rStyle w:val="Sterk"/>')), "**a**"),
    "what is struck out": (paragraph("a ", run("b", "<w:strike/>")), "a ~~b~~"),
    "bullets, one list in another": (row("en") + row("to", level=1) + row("tre"), "- en\n  - to\n- tre"),
    "bullets by a style": (paragraph("en", style="Punkt") + paragraph("to", style="Punkt"), "- en\n- to"),
    "letters keep their letters": (
        row("en", 2) + row("første", 2, 1) + row("andre", 2, 1) + row("to", 2),
        "1. en\n  - a) første\n  - b) andre\n2. to",
    ),
    "a list goes on after a paragraph": (
        row("en", 2) + paragraph("mellom") + row("to", 2),
        "1. en\n\nmellom\n\n2. to",
    ),
    "a list that a paragraph is taken out of": (
        paragraph("en", style="Punkt", properties='<w:numPr><w:numId w:val="0"/></w:numPr>'),
        "en",
    ),
    "a table": (table(("År", "Kr"), ("2020", "1|2")), "| År | Kr |\n|---|---|\n| 2020 | 1\\|2 |"),
    "a frame around a text is none": (table(("Tekst",)), "Tekst"),
    "a line break": (paragraph("a<b", "<w:r><w:br/></w:r>", "- b"), "a<b  \n\\- b"),
    "a page break says nothing": (paragraph("a", '<w:r><w:br w:type="page"/></w:r>') + paragraph("b"), "a\n\nb"),
    "raised numbers of measures": (paragraph("m", run("2", '<w:vertAlign w:val="superscript"/>')), "m²"),
    "a field has what it shows": (
        paragraph('<w:fldSimple w:instr="SEQ Figur">' + run("Figur 1") + "</w:fldSimple>"),
        "Figur 1",
    ),
    "a content control has what somebody wrote": (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('skrevet')}</w:sdtContent></w:sdt>",
        "skrevet",
    ),
    "text boxes stand below the paragraph": (
        paragraph(
            "foran",
            "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx><w:txbxContent>"
            + paragraph("i boksen")
            + "</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            f"<w:txbxContent>{paragraph('i boksen')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>",
        ),
        "foran\n\ni boksen",
    ),
}


@pytest.mark.parametrize(("body", "text"), SAID.values(), ids=SAID)
def test_a_document_is_read_as_a_text_in_markdown(body: str, text: str) -> None:
    found = read(body)
    assert found.text == text + "\n"
    assert not found.left
    assert not found.changes


SIGNS = (
    "17. mai", "# nei", "> nei", "- nei", "+ nei", "1) nei", "[x](y)", "![x](y.png)", "[x]: https://example.no", "*a*",
    "_a_", "a_b_c", "`a`", "a\\*b", "&amp;", "R&D", "<b>a</b>", "---", "===", "| a | b |",
    "https://example.no/a_b", "***", "~~a~~", "[a]{lang=se}", "[x] a",
)  # fmt: skip


@pytest.mark.parametrize("text", SIGNS)
def test_signs_of_markdown_are_what_they_are_in_word(text: str) -> None:
    made = prose.printed(READER, read(paragraph("foran"), paragraph(run(text)), paragraph("etter")).text)
    assert " ".join(made.split()) == f"foran {text} etter"


def test_links_lead_where_they_led_and_those_to_files_are_told() -> None:
    links = {"a": "https://example.no/a (b)_c", "b": "file:///C:/hemmelig.docx", "c": "mailto:post@example.no"}
    made = (f'<w:hyperlink r:id="{key}">{run(f"[{key}]")}</w:hyperlink>' for key in links)
    found = read(paragraph(*made), paragraph(f'<w:hyperlink w:anchor="sted">{run("sted")}</w:hyperlink>'), links=links)
    assert prose.leads(READER, found.text) == ("https://example.no/a%20%28b%29_c", "mailto:post@example.no")
    assert "hemmelig" not in found.text
    assert left(found) == {word_body.LEADING: ("", "")}


def test_notes_stand_at_the_end_with_their_numbers() -> None:
    found = read(
        paragraph("a", note(1), " b", note(1, "endnote"), "(c)"),
        parts={"footnotes": notes("Om a."), "endnotes": notes("Om b.", kind="endnote")},
    )
    assert found.text == "a[1] b[2]\\(c)\n\n---\n\n[1] Om a.\n\n[2] Om b.\n"


# ---- pictures ------------------------------------------------------------------------------------------------


def shown(data: bytes, number: int = 0) -> Image.Image:
    names = list(word_text.read(data).pictures)
    return Image.open(io.BytesIO(word_text.picture(data, names[number])))


@pytest.mark.parametrize(("form", "ending"), [("PNG", ".png"), ("JPEG", ".jpg"), ("GIF", ".png")])
def test_a_picture_stands_in_a_paragraph_of_its_own(form: str, ending: str) -> None:
    data = word(paragraph("a ", picture("b", "Kart over [sentrum]"), "c"), media={"b": drawn(form)})
    found = word_text.read(data)
    (name,) = found.pictures
    assert name.endswith(ending)
    assert found.text.split("\n\n")[0] == "a c"
    assert found.pictures[name].alt == "Kart over [sentrum]"
    assert 'alt="Kart over [sentrum]"' in prose.html(READER, found.text, 4, {name: f"pictures/{name}"})
    assert shown(data).size == (60, 40)


def test_what_is_cut_off_a_picture_is_not_in_it() -> None:
    cut = picture("b", "En flate", crop='<a:srcRect l="50000"/>')
    data = word(paragraph(picture("b", "En flate")), paragraph(cut), media={"b": drawn()})
    assert shown(data).size == (60, 40)
    assert shown(data, 1).size == (30, 40)
    assert shown(data, 1).convert("RGB").getcolors() == [(30 * 40, (0, 0x32, 0x5C))]


def test_what_a_picture_says_beside_what_it_shows_does_not_come_along() -> None:
    held = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "HEMMELIG"
    exif[0x0112] = 6
    Image.new("RGB", (60, 40)).save(held, "JPEG", exif=exif, comment=b"HEMMELIG")
    data = word(paragraph(picture("b", "En flate")), media={"b": held.getvalue()})
    (name,) = word_text.read(data).pictures
    assert b"HEMMELIG" not in word_text.picture(data, name)
    assert shown(data).size == (40, 60)


def test_pictures_without_a_text_alternative_are_told_and_decorative_ones_left_out() -> None:
    decorative = '<a:extLst><a:ext><adec:decorative val="1"/></a:ext></a:extLst>'
    found = read(
        paragraph("Kart", style="Overskrift1"),
        paragraph(picture("b")),
        paragraph(picture("b", more=decorative)),
        media={"b": drawn()},
    )
    assert found.without_alt == ("Kart",)
    assert left(found) == {word_body.DECORATIVE: ("Kart",)}
    assert len(found.pictures) == 1


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF"])
def test_a_picture_that_breaks_off_is_told(form: str) -> None:
    data = drawn(form, (600, 400))
    found = read(paragraph(picture("b", "En flate")), media={"b": data[: len(data) * 2 // 3]})
    assert left(found) == {word_body.KIND: ("",)}
    assert found.text == ""


# ---- what does not come along --------------------------------------------------------------------------------

TELLING = {
    word_body.HIDDEN: paragraph(run("HEMMELIG", HIDDEN)),
    word_body.EQUATION: paragraph("<m:oMath><m:r><m:t>HEMMELIG</m:t></m:r></m:oMath>"),
    word_body.CHART: paragraph(graphic("chart")),
    word_body.SMART_ART: paragraph(graphic("diagram")),
    word_body.DRAWING: paragraph("<w:r><w:pict><v:oval/></w:pict></w:r>"),
    word_body.OBJECT: paragraph("<w:r><w:object><o:OLEObject/></w:object></w:r>"),
    word_body.KIND: paragraph(picture("emf", "Et diagram")),
    word_body.LINKED: paragraph(picture("ute", "Et bilde")),
    word_body.CONTENTS: paragraph("HEMMELIG 1", style="INNH1"),
    word_body.PLACEHOLDER: "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    + paragraph("HEMMELIG")
    + "</w:sdtContent></w:sdt>",
    word_body.INNER: '<w:altChunk r:id="x"/>',
    word_body.RAISED: paragraph("CO", run("2", '<w:vertAlign w:val="subscript"/>')),
    word_body.HEADLESS: table(("a", "b"), ("c", "d"), properties='<w:tblLook w:firstRow="0"/>', is_headed=False),
    word_body.MERGED: table(("a", "b"), (cell(paragraph("c"), properties='<w:gridSpan w:val="2"/>'),)),
    word_body.NESTED: table(("a", "b"), (cell(table(("c", "d"), ("e", "f"))), "g")),
}


@pytest.mark.parametrize(("kind", "body"), TELLING.items(), ids=TELLING)
def test_what_does_not_come_along_is_told_with_the_heading_it_stands_under(kind: str, body: str) -> None:
    found = read(
        paragraph("Kapittel", style="Overskrift1"), body, media={"emf": b"\1\0\0\0EMF"}, links={"ute": "file:///x.png"}
    )
    assert left(found) == {kind: ("Kapittel",)}
    assert "HEMMELIG" not in found.text


def test_headers_and_unknown_signs_are_told_and_properties_are_not_read() -> None:
    symbol = '<w:r><w:sym w:font="Ukjent" w:char="F0FF"/></w:r>'
    found = read(paragraph("a", symbol), parts={"header1": f"<w:hdr xmlns:w='w'>{paragraph('HEMMELIG')}</w:hdr>"})
    assert left(found) == {word_body.MARGIN: ("",), word_body.SYMBOL: ("",)}
    assert found.text == "a\n"


def test_changes_are_read_as_accepted_and_comments_not_at_all() -> None:
    gone = "<w:del><w:r><w:delText>HEMMELIG</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('HEMMELIG')}</w:moveFrom>"
    merged = paragraph("slått ", properties="<w:rPr><w:del/></w:rPr>") + paragraph("sammen")
    found = read(
        paragraph("a ", f"<w:ins>{run('nytt')}</w:ins>", gone, moved),
        merged,
        "<w:tbl><w:tblPr/><w:tr><w:trPr><w:del/></w:trPr>" + cell(paragraph("HEMMELIG")) + "</w:tr></w:tbl>",
        parts={"comments": f"<w:comments xmlns:w='w'><w:comment>{paragraph('HEMMELIG')}</w:comment></w:comments>"},
    )
    assert found.text == "a nytt\n\nslått sammen\n"
    assert (found.changes, found.comments) == (5, 1)


def test_hidden_text_is_hidden_by_a_style_as_well() -> None:
    found = read(paragraph("a", run("HEMMELIG", '<w:rStyle w:val="Skjult"/>'), run("b", '<w:vanish w:val="0"/>')))
    assert found.text == "ab\n"


# ---- what is refused -----------------------------------------------------------------------------------------


def swollen() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * (word_files.MOST_UNPACKED + 1))
    return held.getvalue()


def with_document(text: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("word/document.xml", text)
    return held.getvalue()


REFUSED = {
    "nothing": (b"", word_files.BROKEN),
    "a picture": (drawn(), word_files.BROKEN),
    "half a document": (word(paragraph("a"))[:300], word_files.BROKEN),
    "one of another kind": (with_document("<x/>"), word_files.BROKEN),
    "one without the text": (
        word(paragraph("a")).replace(b"word/document.xml", b"word/dokument.xml"),
        word_files.BROKEN,
    ),
    "an old one, or a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, word_files.LOCKED),
    "what swells": (swollen(), word_files.TOO_LARGE),
    "definitions": (with_document('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), word_files.BROKEN),
    "what is nested": (with_document("<a>" * 5000 + "</a>" * 5000), word_files.TOO_LARGE),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_document_or_too_much_of_one_is_refused(data: bytes, code: Code) -> None:
    with pytest.raises(NotRead) as refused:
        word_text.read(data)
    assert refused.value.code == code


LACKING = {
    "a note": paragraph("a", note(7)),
    "where a link leads": paragraph(f'<w:hyperlink r:id="x">{run("a")}</w:hyperlink>'),
    "a list": row("a", 7),
    "a style": paragraph("a", style="Ukjent"),
    "a level of a list": row("a", 1, 8),
    "the end of a field": paragraph("a", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'),
    "a row in a table": "<w:tbl/>" + paragraph("a"),
    "a cell in a row": "<w:tbl><w:tr/></w:tbl>" + paragraph("a"),
}


@pytest.mark.parametrize("body", LACKING.values(), ids=LACKING)
def test_what_a_document_refers_to_and_lacks_is_left_out(body: str) -> None:
    assert read(body).text == "a\n"


def test_brackets_without_end_are_refused() -> None:
    with pytest.raises(NotRead) as refused:
        word_text.read(word(paragraph("[" * 200)))
    assert refused.value.code == word_files.TOO_LARGE


def test_a_style_that_is_based_on_itself_ends() -> None:
    own = style("A", "Rar", '<w:basedOn w:val="B"/>') + style("B", "Rarere", '<w:basedOn w:val="A"/>')
    assert word_text.read(word(paragraph("a", style="A"), styles=own)).text == "a\n"
