"""Numbers in every corner of every kind of file: each is found there with its place, and its innocent twin is not.

The numbers here belong to nobody (see `test_personal_numbers`). The twin differs in its last digit, so that no check
digit holds, and nothing else in the file is different.
"""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from test_file_leaks import W, a_docx, a_pdf

from akson_docs.rules.scan import file_leaks, zip_contents
from akson_docs.rules.scan.file_leaks import Leak

NUMBER, TWIN = "01014560013", "01014560014"
TEXT = b"BT /F1 12 Tf 72 700 Td (Vedlegg) Tj ET "
Make = Callable[[str], bytes]


def identities(name: str, data: bytes) -> list[Leak]:
    return [one for one in file_leaks.leaks(name, data) if one.what == "identity"]


# ---- PDF -----------------------------------------------------------------------------------------------------


def pdf(change: Callable[[pikepdf.Pdf, str], None]) -> Make:
    return lambda number: a_pdf(TEXT, change=lambda file: change(file, number))


def drawn(content: Callable[[str], str]) -> Make:
    return lambda number: a_pdf(TEXT, content(number).encode())


def mark(subtype: str, **keys: Callable[[str], Any]) -> Make:
    def change(file: pikepdf.Pdf, number: str) -> None:
        one = Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=[60, 690, 360, 720])
        for key, value in keys.items():
            one["/" + key] = value(number)
        file.pages[0].obj.Annots = Array([file.make_indirect(one)])

    return pdf(change)


def field(**keys: Callable[[str], Any]) -> Make:
    """A field whose widget is under it, with what is given on the field."""

    def change(file: pikepdf.Pdf, number: str) -> None:
        widget = file.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[60, 690, 360, 720]))
        parent = file.make_indirect(Dictionary(FT=Name.Tx, T="felt", Kids=[widget]))
        for key, value in keys.items():
            parent["/" + key] = value(number)
        widget.Parent = parent
        file.Root.AcroForm = Dictionary(Fields=[parent])
        file.pages[0].obj.Annots = Array([widget])

    return pdf(change)


def fields(file: pikepdf.Pdf, number: str) -> None:
    """A field for each digit, from the right to the left."""
    widgets = [
        file.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=f"f{x}", V=digit, Rect=[x, 600, x + 9, 612])
        )
        for x, digit in zip(range(100, 320, 20), number, strict=True)
    ]
    file.Root.AcroForm = Dictionary(Fields=widgets[::-1])
    file.pages[0].obj.Annots = Array(widgets[::-1])


def a_form(file: pikepdf.Pdf, number: str) -> pikepdf.Object:
    content = f"BT /F1 12 Tf 2 8 Td ({number[:6]}) Tj 60 0 Td ({number[6:]}) Tj ET".encode()
    resources = file.pages[0].obj.Resources
    return file.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 300, 30], Resources=resources)


def stamped(file: pikepdf.Pdf, number: str) -> None:
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[60, 690, 360, 720])
    stamp.AP = Dictionary(N=a_form(file, number))
    file.pages[0].obj.Annots = Array([file.make_indirect(stamp)])


def unused(file: pikepdf.Pdf, number: str) -> None:
    file.pages[0].obj.Resources.XObject = Dictionary(Glemt=a_form(file, number))


def bookmarked(file: pikepdf.Pdf, number: str) -> None:
    with file.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Om {number}", 0))


def described(file: pikepdf.Pdf, number: str) -> None:
    with file.open_metadata(update_docinfo=False) as metadata:
        metadata["dc:description"] = f"fnr {number}"


def structured(key: str) -> Make:
    def change(file: pikepdf.Pdf, number: str) -> None:
        element = file.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure))
        element[key] = number
        file.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([element]))

    return pdf(change)


def holding(name: str, data: Make) -> Make:
    def change(file: pikepdf.Pdf, number: str) -> None:
        file.attachments[name] = data(number)

    return pdf(change)


def scripted(file: pikepdf.Pdf, number: str) -> None:
    script = file.make_stream(f"var fnr = '{number[:6]} {number[6:]}';".encode())
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=script)


def labelled(file: pikepdf.Pdf, number: str) -> None:
    file.Root.PageLabels = Dictionary(Nums=[0, Dictionary(P=number)])


def named(file: pikepdf.Pdf, number: str) -> None:
    file.pages[0].obj.PieceInfo = Dictionary({f"/{number}": Dictionary(A=1)})


def noted_in_a_stream(file: pikepdf.Pdf, number: str) -> None:
    file.Root.Private = file.make_stream(f"xx {number} xx".encode())


def photographed(file: pikepdf.Pdf, number: str) -> None:
    photo = file.make_stream(commented(number), Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8)
    photo.Filter = Name.DCTDecode
    file.pages[0].obj.Resources.XObject = Dictionary(Bilde=photo)


def a_former(number: str) -> bytes:
    """A PDF whose page has been written anew at its end, as programs save what was changed."""
    before = a_pdf(f"BT /F1 12 Tf 72 700 Td ({number}) Tj ET".encode(), compress_streams=False)
    with pikepdf.open(io.BytesIO(before)) as file:
        found = file.pages[0].obj.Contents.objgen[0]
    at = int(before[before.rfind(b"startxref") + 9 :].split()[0])
    root = before[before.rfind(b"/Root") :].split(b"/")[1].split(b">")[0]
    new = b"%d 0 obj\n<< /Length 8 >>\nstream\n(ny) pop\nendstream\nendobj\n" % found
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size 50 /%s /Prev %d >>\n" % (found, len(before), root, at)
    return before + new + table + b"startxref\n%d\n%%%%EOF\n" % (len(before) + len(new))


PDFS: dict[str, tuple[Make, str, int]] = {
    "title": (pdf(lambda file, number: file.docinfo.__setitem__("/Title", number)), "properties", 0),
    "a property of one's own": (pdf(lambda file, number: file.docinfo.__setitem__("/Sak", number)), "properties", 0),
    "XMP": (pdf(described), "properties", 0),
    "bookmark": (pdf(bookmarked), "bookmark", 0),
    "address": (mark("/Link", A=lambda number: Dictionary(S=Name.URI, URI=f"https://x.no/?fnr={number}")), "link", 1),
    "words of a link": (mark("/Link", Contents=str), "link", 1),
    "comment": (mark("/FreeText", Contents=lambda number: f"Om {number}"), "mark", 1),
    "rich text": (mark("/FreeText", RC=lambda n: f"<body><p>{n}</p></body>"), "mark", 1),
    "subject": (mark("/Text", Subj=str), "mark", 1),
    "who comments": (mark("/Text", T=str), "mark", 1),
    "value": (field(V=str), "field", 0),
    "value in two bytes": (field(V=lambda number: pikepdf.String(number + " å€")), "field", 0),
    "value before": (field(DV=str), "field", 0),
    "choices": (field(Opt=lambda number: Array(["a", Array([number, "b"])])), "field", 0),
    "help": (field(TU=str), "field", 0),
    "a field for each digit": (pdf(fields), "field", 1),
    "alternative": (structured("/Alt"), "alternative", 0),
    "what is read instead": (structured("/ActualText"), "alternative", 0),
    "abbreviation": (structured("/E"), "alternative", 0),
    "stamp": (pdf(stamped), "mark", 1),
    "a form that no page draws": (pdf(unused), "unseen", 0),
    "script": (pdf(scripted), "script", 0),
    "numbers of pages": (pdf(labelled), "unseen", 0),
    "a name": (pdf(named), "unseen", 0),
    "a stream": (pdf(noted_in_a_stream), "unseen", 0),
    "a photo's comment": (pdf(photographed), "properties", 0),
    "set apart": (drawn(lambda n: f"BT /F1 12 Tf 72 700 Td [{' -400 '.join(f'({d})' for d in n)}] TJ ET"), "text", 2),
    "drawn backwards": (
        drawn(lambda n: f"BT /F1 9 Tf 80 700 Td ({n[6:]}) Tj ET BT /F1 9 Tf 45 700 Td ({n[:6]}) Tj ET"),
        "text",
        2,
    ),
    "under other words": (
        drawn(lambda n: f"/Span << /ActualText (x) >> BDC BT /F1 12 Tf 72 700 Td ({n[:6]}) Tj ({n[6:]}) Tj ET EMC"),
        "text",
        2,
    ),
    "instead of what is drawn": (
        drawn(lambda n: f"/Span << /ActualText ({n}) >> BDC BT /F1 12 Tf 72 700 Td (Navn) Tj ET EMC"),
        "text",
        2,
    ),
    "a former version": (a_former, "former", 0),
}


@pytest.mark.parametrize("name", PDFS)
def test_a_number_in_a_pdf(name: str) -> None:
    make, place, page = PDFS[name]
    (found,) = identities("a.pdf", make(NUMBER))
    assert (found.place, found.page, found.part) == (place, page, "")
    assert identities("a.pdf", make(TWIN)) == []


# ---- files that hold others ----------------------------------------------------------------------------------


def zipped(*parts: tuple[str, Make | str]) -> Make:
    def make(number: str) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, part in parts:
                packed.writestr(name.replace("NUMBER", number), part if isinstance(part, str) else part(number))
        return held.getvalue()

    return make


def xml(text: str) -> Make:
    return lambda number: (
        text.replace("NUMBER", number).replace("FIRST", number[:6]).replace("LAST", number[6:]).encode()
    )


def body(text: str) -> Make:
    return zipped(("word/document.xml", xml(f"<w:document {W}><w:body>{text}</w:body></w:document>")))


def each(text: str) -> Make:
    return lambda number: text.replace(
        "EACH", "".join(f"<w:tc><w:p><w:r><w:t>{d}</w:t></w:r></w:p></w:tc>" for d in number)
    ).encode()


def sheet(rows: str, strings: str = "") -> Make:
    shared = xml(f"<sst>{strings}</sst>")
    return zipped(
        ("xl/sharedStrings.xml", shared), ("xl/worksheets/sheet1.xml", xml(f"<ws><sheetData>{rows}</sheetData></ws>"))
    )


def digits_shared(number: str) -> bytes:
    strings = "".join(f"<si><t>{digit}</t></si>" for digit in number)
    cells = "".join(f'<c t="s"><v>{place}</v></c>' for place in range(11))
    return sheet(f"<row>{cells}</row>", strings)(number)


def workbook(number: str) -> bytes:
    return sheet('<row><c t="inlineStr"><is><t>NUMBER</t></is></c></row>')(number)


SHEET, DOCUMENT = "xl/worksheets/sheet1.xml", ""
ZIPS: dict[str, tuple[str, Make, str]] = {
    "runs": (
        "a.docx",
        body("<w:p><w:r><w:t>FIRST</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>LAST</w:t></w:r></w:p>"),
        "",
    ),
    "cells": ("a.docx", zipped(("word/document.xml", each(f"<d {W}><w:tbl><w:tr>EACH</w:tr></w:tbl></d>"))), ""),
    "two cells": (
        "a.docx",
        body(
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>FIRST</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>LAST</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        ),
        "",
    ),
    "alternative": ("a.docx", body('<w:p><w:r><wp:docPr xmlns:wp="wp" id="1" descr="Om NUMBER"/></w:r></w:p>'), ""),
    "label": ("a.docx", body('<w:p><w:sdt><w:sdtPr><w:alias w:val="NUMBER"/></w:sdtPr></w:sdt></w:p>'), ""),
    "a field's code": (
        "a.docx",
        body(
            '<w:p><w:r><w:instrText> HYPERLINK "https://x.no/FIRST</w:instrText></w:r><w:r><w:instrText>LAST"</w:instrText></w:r></w:p>'
        ),
        "",
    ),
    "a remark in XML": ("a.docx", body("<!-- NUMBER --><w:p/>"), ""),
    "what was deleted": ("a.docx", body("<w:p><w:del><w:r><w:delText>NUMBER</w:delText></w:r></w:del></w:p>"), ""),
    "a part that nobody knows": (
        "a.docx",
        zipped(("word/document.xml", f"<d {W}/>"), ("hva/som.xml", xml("<a>NUMBER</a>"))),
        "hva/som.xml",
    ),
    "links": (
        "a.docx",
        zipped(("word/_rels/document.xml.rels", xml('<R><R Target="https://x.no/NUMBER"/></R>'))),
        "word/_rels/document.xml.rels",
    ),
    "properties": (
        "a.docx",
        zipped(("docProps/custom.xml", xml("<P><p><vt:lpwstr xmlns:vt='v'>NUMBER</vt:lpwstr></p></P>"))),
        "docProps/custom.xml",
    ),
    "HTML inside": ("a.docx", zipped(("word/afchunk.html", xml("<p><b>FIRST</b>LAST</p>"))), "word/afchunk.html"),
    "a workbook inside": ("a.docx", zipped(("word/embeddings/a.xlsx", workbook)), f"word/embeddings/a.xlsx: {SHEET}"),
    "a part that is there twice": (
        "a.docx",
        zipped(("customXml/a.xml", xml("<a>NUMBER</a>")), ("customXml/a.xml", "<a/>")),
        "customXml/a.xml",
    ),
    "an object of another program": (
        "a.docx",
        zipped(("word/embeddings/oleObject1.bin", lambda n: bytes(90) + n.encode("utf-16-le") + b"\1")),
        "word/embeddings/oleObject1.bin",
    ),
    "a number": ("a.xlsx", sheet("<row><c><v>NUMBER</v></c></row>"), SHEET),
    "a hidden row": ("a.xlsx", sheet('<row hidden="1"><c><v>NUMBER</v></c></row>'), SHEET),
    "a string that no cell has": ("a.xlsx", sheet("", "<si><t>NUMBER</t></si>"), "xl/sharedStrings.xml"),
    "a string for each digit": ("a.xlsx", digits_shared, SHEET),
    "two columns": ("a.xlsx", sheet("<row><c><v>FIRST</v></c><c><v>LAST</v></c></row>"), SHEET),
    "what a chart remembers": (
        "a.xlsx",
        zipped(("xl/charts/chart1.xml", xml("<c><numCache><pt><v>NUMBER</v></pt></numCache></c>"))),
        "xl/charts/chart1.xml",
    ),
    "a slide's notes": (
        "a.pptx",
        zipped(("ppt/notesSlides/n1.xml", xml('<n xmlns:a="a"><a:p><a:r><a:t>NUMBER</a:t></a:r></a:p></n>'))),
        "ppt/notesSlides/n1.xml",
    ),
    "OpenDocument": (
        "a.odt",
        zipped(("content.xml", xml('<o xmlns:t="t"><t:p>FIRST<t:span>LAST</t:span></t:p></o>'))),
        "",
    ),
    "a value": (
        "a.ods",
        zipped(
            (
                "content.xml",
                xml('<o xmlns:t="t" xmlns:o="o"><t:table-row><t:table-cell o:value="NUMBER"/></t:table-row></o>'),
            )
        ),
        "",
    ),
    "a zip in a zip": ("a.zip", zipped(("b.zip", zipped(("c.txt", xml("NUMBER"))))), "b.zip: c.txt"),
    "a picture in a zip": ("a.zip", zipped(("b.jpg", lambda number: commented(number))), "b.jpg"),
    "the name of a file": ("a.zip", zipped(("om NUMBER.txt", "tekst")), ""),
    "a file in a PDF": ("a.pdf", holding("liste.csv", xml("navn;dato;nr\nA;FIRST;LAST\n")), "liste.csv"),
    "a document in a PDF": (
        "a.pdf",
        holding("brev.docx", body("<w:p><w:r><w:t>NUMBER</w:t></w:r></w:p>")),
        "brev.docx",
    ),
}


@pytest.mark.parametrize("name", ZIPS)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_number_in_a_file_that_holds_others(name: str) -> None:
    file, make, part = ZIPS[name]
    (found,) = identities(file, make(NUMBER))
    assert found.part == part
    assert identities(file, make(TWIN)) == []


def test_what_a_part_is_called_is_told_without_numbers_and_not_at_length() -> None:
    data = zipped((f"{'x' * 200}/om NUMBER.txt", xml("NUMBER")))(NUMBER)
    told = file_leaks.leaks("a.zip", data)
    assert {one.what for one in told} == {"identity"}
    assert not any(NUMBER in repr(one) or len(one.part) > 90 for one in told)
    assert any(one.part.endswith("om ***********.txt") for one in told)


def test_what_a_printer_was_set_to_is_no_kind_of_its_own() -> None:
    make = zipped(("xl/printerSettings/printerSettings1.bin", lambda number: bytes(90) + number.encode("utf-16-le")))
    assert file_leaks.leaks("a.xlsx", make("")) == ()
    assert len(identities("a.xlsx", make(NUMBER))) == 1


# ---- text ----------------------------------------------------------------------------------------------------


def a_letter(number: str) -> bytes:
    letter = EmailMessage()
    letter["Subject"] = "Vedtak"
    letter.set_content("Hei")
    letter.add_attachment(number.encode(), maintype="application", subtype="octet-stream", filename="liste.txt")
    return letter.as_bytes()


def svg(text: str) -> Make:
    return xml(f'<svg xmlns="http://www.w3.org/2000/svg">\n{text}</svg>')


TEXTS: dict[str, tuple[str, Make, tuple[int, int]]] = {
    "text": ("a.txt", xml("Vedtak\nom NUMBER\n"), (2, 4)),
    "UTF-16 without a mark": ("a.csv", lambda n: f"navn;fnr\nA;{n}\n".encode("utf-16-le"), (2, 3)),
    "UTF-16 the other way": ("a.txt", lambda n: f"Vedtak om {n}\n".encode("utf-16-be"), (1, 11)),
    "UTF-32": ("a.txt", lambda n: f"Vedtak om {n}\n".encode("utf-32"), (1, 11)),
    "two columns": ("a.csv", xml("navn,dato,pnr\nA,FIRST,LAST\n"), (2, 3)),
    "two columns in quotes": ("a.csv", xml('navn;dato;nr\n"A; B";"FIRST";"LAST"\n'), (2, 9)),
    "columns apart": ("a.csv", xml("født;navn;personnummer\n01.01.1945;A;LAST\n"), (2, 14)),
    "a digit in each column": ("a.tsv", lambda n: ("\t".join(n) + "\n").encode(), (1, 1)),
    "a number taken for a sum": ("a.csv", lambda n: f"navn;fnr\nA;{n[1:]}\n".encode(), (2, 3)),
    "a number with decimals": ("a.csv", xml("fnr,navn\nNUMBER.0,A\n"), (2, 1)),
    "a digit in each line": ("a.csv", lambda n: "\n".join(n).encode(), (1, 1)),
    "RTF": ("a.rtf", xml(r"{\rtf1 {\b FIRST}{\i LAST}\par}"), (0, 0)),
    "RTF by its codes": ("a.rtf", lambda n: ("{\\rtf1 " + "".join(f"\\u{ord(d)}?" for d in n) + "}").encode(), (0, 0)),
    "RTF in cells": ("a.rtf", lambda n: ("{\\rtf1 " + "".join(f"{d}\\cell " for d in n) + "\\row}").encode(), (0, 0)),
    "HTML": ("a.html", xml("<p>\n<b>FIRST</b>LAST</p>"), (2, 4)),
    "HTML's attributes": ("a.html", xml('<p>x</p>\n<img alt="FIRST LAST">'), (2, 11)),
    "HTML's remarks": ("a.html", xml("<p>x\n<!-- NUMBER --></p>"), (2, 6)),
    "HTML's scripts": ("a.html", xml("<script>\nvar a = 'NUMBER'\n</script>"), (2, 10)),
    "HTML's cells": (
        "a.html",
        lambda n: ("<table><tr>" + "".join(f"<td>{d}" for d in n) + "</table>").encode(),
        (1, 16),
    ),
    "a file in an address": (
        "a.html",
        lambda n: b'<a href="data:text/plain;base64,' + base64.b64encode(f"Vedtak om {n} og mer".encode()) + b'">',
        (0, 0),
    ),
    "a letter's attachment": ("a.eml", a_letter, (0, 0)),
    "a calendar": ("a.ics", xml("BEGIN:VCALENDAR\nSUMMARY:Om FIRST\n LAST\n"), (0, 0)),
    "JSON": ("a.json", lambda n: ('{"a": "' + "".join(f"\\u00{ord(d):x}" for d in n) + '"}').encode(), (0, 0)),
    "an entity of one's own": ("a.xml", xml('<!DOCTYPE a [<!ENTITY n "FIRST">]>\n<a>&n;LAST</a>'), (2, 4)),
    "drawn": ("a.svg", svg("<text>NUMBER</text>"), (2, 7)),
    "drawn digit by digit": (
        "a.svg",
        lambda n: svg("<text>" + "".join(f'<tspan x="{8 * x}">{d}</tspan>\n' for x, d in enumerate(n)) + "</text>")(n),
        (2, 20),
    ),
    "drawn digit by digit, each a text": (
        "a.svg",
        lambda n: svg("".join(f'<text x="{8 * x}">{d}</text>\n' for x, d in enumerate(n)))(n),
        (2, 13),
    ),
    "drawn by codes": ("a.svg", lambda n: svg("<text>" + "".join(f"&#{ord(d)};" for d in n) + "</text>")(n), (2, 7)),
    "drawn as data": ("a.svg", svg("<text><![CDATA[NUMBER]]></text>"), (2, 16)),
    "a drawing's label": ("a.svg", svg('<g aria-label="Om NUMBER"/>'), (2, 19)),
    "a drawing's metadata": ("a.svg", svg("<metadata><a>NUMBER</a></metadata>"), (2, 14)),
    "a drawing's remarks": ("a.svg", svg("<!-- NUMBER -->"), (2, 6)),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_number_in_a_file_of_text(name: str) -> None:
    file, make, place = TEXTS[name]
    (found,) = identities(file, make(NUMBER))
    if place[0]:
        assert (found.line, found.column) == place
    assert identities(file, make(TWIN)) == []


# ---- pictures ------------------------------------------------------------------------------------------------


def saved(form: str, **options: Callable[[str], Any]) -> Make:
    def make(number: str) -> bytes:
        held = io.BytesIO()
        Image.new("RGB", (8, 8)).save(held, form, **{key: value(number) for key, value in options.items()})
        return held.getvalue()

    return make


def exif(key: int, value: Callable[[str], Any], inner: bool = False) -> Callable[[str], Image.Exif]:
    def make(number: str) -> Image.Exif:
        notes = Image.Exif()
        (notes.get_ifd(0x8769) if inner else notes)[key] = value(number)
        return notes

    return make


def png(packed: bool, international: bool = False) -> Callable[[str], PngInfo]:
    def make(number: str) -> PngInfo:
        notes = PngInfo()
        (notes.add_itxt if international else notes.add_text)("Comment", f"Om {number[:6]} {number[6:]}", zip=packed)
        return notes

    return make


def commented(number: str) -> bytes:
    return saved("JPEG", comment=lambda n: f"Om {n}".encode())(number)


def with_iptc(number: str) -> bytes:
    """A photo with a caption as newspapers write it, in its thirteenth segment."""
    caption = b"\x1c\x02\x78" + (11).to_bytes(2, "big") + number.encode()
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + len(caption).to_bytes(4, "big") + caption
    photo = saved("JPEG")(number)
    return photo[:2] + b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block + photo[2:]


def with_a_late_text(number: str) -> bytes:
    """A PNG with a text that is packed, after its pixels."""
    chunk = b"zTXtSak\0\0" + zlib.compress(f"Om {number}".encode())
    picture = saved("PNG")(number)
    written = (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    end = picture.rfind(b"IEND") - 4
    return picture[:end] + written + picture[end:]


PICTURES: dict[str, tuple[str, Make]] = {
    "PNG's text": ("a.png", saved("PNG", pnginfo=png(False))),
    "PNG's packed text": ("a.png", saved("PNG", pnginfo=png(True))),
    "PNG's international text": ("a.png", saved("PNG", pnginfo=png(True, True))),
    "PNG's text at the end": ("a.png", with_a_late_text),
    "after a picture's end": ("a.png", lambda number: saved("PNG")(number) + number.encode()),
    "JPEG's comment": ("a.jpg", commented),
    "a description": ("a.jpg", saved("JPEG", exif=exif(0x010E, lambda n: f"Om {n[:6]} {n[6:]}"))),
    "a user's comment": ("a.jpg", saved("JPEG", exif=exif(0x9286, lambda n: b"ASCII\0\0\0" + n.encode(), inner=True))),
    "Windows' comment": ("a.jpg", saved("JPEG", exif=exif(0x9C9C, lambda n: f"Om {n}".encode("utf-16-le")))),
    "IPTC": ("a.jpg", with_iptc),
    "XMP": ("a.jpg", lambda n: saved("JPEG")(n) + f"<x:xmpmeta xmlns:x='x'><a><b>{n}</b></a></x:xmpmeta>".encode()),
    "GIF's comment": ("a.gif", saved("GIF", comment=lambda n: f"Om {n}".encode())),
    "WebP": ("a.webp", saved("WEBP", exif=exif(0x010E, str))),
    "TIFF": ("a.tiff", saved("TIFF", description=lambda n: f"Om {n}")),
    "HEIC": ("a.heic", lambda number: b"\0\0\0\x18ftypheic" + bytes(40) + f"xx {number} xx".encode()),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_number_in_what_a_picture_notes(name: str) -> None:
    file, make = PICTURES[name]
    (found,) = identities(file, make(NUMBER))
    assert found.place in ("properties", "unseen")
    assert identities(file, make(TWIN)) == []


# ---- what is no number ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", svg('<path d="M010145 60013L1.01014560013 3"/>')(NUMBER)),
        ("a.svg", svg('<path d="m.01014560013.5-60013 010145 60013z"/>')(NUMBER)),
        ("a.svg", svg('<g transform="matrix(1 0 0 1 010145 60013)"/>')(NUMBER)),
        ("a.svg", svg('<polygon points="010145 60013 0,0 1,1"/>')(NUMBER)),
        ("a.docx", a_docx('<w:p><w:r><wp:extent xmlns:wp="w" cx="010145" cy="60013"/></w:r></w:p>')),
        ("a.docx", a_docx('<w:p w:rsidR="01014560" w:rsidP="00130145"/>')),
        ("a.docx", a_docx("<w:p><w:r><w:t>010145</w:t></w:r></w:p><w:p><w:r><w:t>Rom 60013</w:t></w:r></w:p>")),
        ("a.docx", zipped(("word/styles.xml", '<s><style styleId="11111111111"/></s>'))(NUMBER)),
        ("a.xlsx", sheet("<row><c><v>0.01014560013</v></c><c><v>1.01014560013</v></c></row>")(NUMBER)),
        ("a.csv", b"post;2020;2021\nA;010145;6001\nB;1;60013\n"),
        ("a.csv", b"sum;andel\n1014560013;0,5\n"),
        ("a.csv", b"tlf;orgnr\n22334455;974761076\n"),
        ("a.csv", b"konto;navn\n01014560013;A\n"),
        ("a.txt", b"1 2 3 4 5 6 7 8 9 10 11\n0 1 0 1 4 5 6 0 0 1 3 4\n0,1 0,1 4,5 6,0 0,1 3\n"),
    ],
)  # fmt: skip
def test_digits_that_only_look_so(name: str, data: bytes) -> None:
    assert identities(name, data) == []


def test_of_sums_in_two_columns_a_few_may_look_so() -> None:
    rows = "".join(f"{100000 + 7 * n};{20000 + 3 * n}\n" for n in range(60))
    assert identities("a.csv", f"inn;ut\n{rows}010145;60013\n".encode()) == []
    assert len(identities("a.csv", f"inn;ut\n010145;60013\n{rows[:70]}".encode())) == 1
    assert len(identities("a.csv", f"født;fnr\n{rows}010145;60013\n".encode())) == 1


# ---- what has no end -----------------------------------------------------------------------------------------


def test_what_swells_is_told_and_not_read() -> None:
    swelling = zipped(("a.txt", " " * 60_000_000))(NUMBER)
    assert len(swelling) < 100_000
    assert [one.what for one in file_leaks.leaks("a.zip", swelling)] == ["size"]
    laughing = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    data = f'<!DOCTYPE a [<!ENTITY a0 "ha">{laughing}]><a>&a9;</a>'.encode()
    assert identities("a.xml", data) == []


def test_what_lies_too_deep_is_told() -> None:
    make: Make = xml("NUMBER")
    for _ in range(6):
        make = zipped(("a.zip", make))
    assert [one.what for one in file_leaks.leaks("a.zip", make(NUMBER))] == ["size"]
    deep = b"<a>" * 50_000 + b"</a>" * 50_000
    assert file_leaks.leaks("a.xml", deep) == ()
    assert [one.what for one in file_leaks.leaks("a.docx", zipped(("word/document.xml", deep.decode()))(""))] == []


def test_too_many_parts_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_contents, "MOST_PARTS", 2)
    assert [one.what for one in file_leaks.leaks("a.zip", zipped(*((f"{n}.txt", "x") for n in range(3)))(""))] == [
        "size"
    ]


@given(st.binary(max_size=300), st.sampled_from([*ZIPS, *PDFS]), st.integers(0, 2000))
@settings(max_examples=60, deadline=None)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_spoilt_fails_nothing(data: bytes, name: str, at: int) -> None:
    file, whole = (ZIPS[name][0], ZIPS[name][1](NUMBER)) if name in ZIPS else ("a.pdf", PDFS[name][0](NUMBER))
    file_leaks.leaks(file, whole[:at] + data + whole[at + len(data) :])
