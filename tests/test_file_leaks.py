"""What files give away: in their text, beside it and under it.

The numbers here belong to nobody (see `test_personal_numbers`), and so do the names.
"""

from __future__ import annotations

import io
import math
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from places import PROJECT

from akson_docs.rules.scan import file_leaks, pdf_contents
from akson_docs.rules.scan.file_leaks import Leak

NUMBER = "01014560013"
TEXT = b"BT /F1 12 Tf 72 700 Td (Navn paa en person) Tj ET "
BLACK = b"0 0 0 rg 60 690 300 30 re f "
WHITE = b"1 1 1 rg 60 690 300 30 re f "
LINE = b"0 0 0 rg 60 703 300 1 re f "


def kinds(name: str, data: bytes) -> list[str]:
    return [one.what for one in file_leaks.leaks(name, data)]


def a_pdf(
    *pages: bytes, author: str = "", change: Callable[[pikepdf.Pdf], None] | None = None, **options: Any
) -> bytes:
    pdf = pikepdf.new()
    for content in pages:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(content)
    if author:
        pdf.docinfo["/Author"] = author
    if change:
        change(pdf)
    held = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):  # a field without its form
        pdf.save(held, **options)
    return held.getvalue()


def an_annotation(subtype: str, **keys: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        mark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(subtype), Rect=[60, 690, 360, 720], **keys
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(mark)])

    return change


def packed(**parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as files:
        for name, text in parts.items():
            files.writestr(name.replace("__", "/") + ".xml", text)
    return held.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def a_docx(body: str, **parts: str) -> bytes:
    return packed(word__document=f"<w:document {W}><w:body>{body}</w:body></w:document>", **parts)


def a_picture(form: str, gps: bool = False, serial: str = "", xmp: bytes = b"") -> bytes:
    image = Image.new("RGB", (4, 3))
    exif = Image.Exif()
    exif[0x010E] = "En flate"
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 54.0, 0.0), 3: "E", 4: (10.0, 45.0, 0.0)})
    if serial:
        exif.get_ifd(0x8769)[0xA431] = serial
    held = io.BytesIO()
    image.save(held, form, exif=exif)
    return held.getvalue() + xmp


# ---- PDF -----------------------------------------------------------------------------------------------------


def a_noted_picture(form: str) -> bytes:
    """A picture that says who made it: in its own notes, or in those of EXIF."""
    exif, notes, held = Image.Exif(), PngInfo(), io.BytesIO()
    exif[0x013B] = "Kari Nordmann"
    notes.add_text("Author", "Kari Nordmann")
    picture = Image.new("RGB", (8, 8))
    picture.save(held, form, **({"pnginfo": notes} if form == "PNG" else {"exif": exif}))
    return held.getvalue()


SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"Fra Kari\nNordmann"),
        ("a.csv", "Post;Kari Nordmann\n".encode("utf-16")),
        ("a.json", b'{"a": "Kari N\\u006frdmann"}'),
        ("a.ics", b"BEGIN:VCALENDAR\r\nSUMMARY:Kari Nor\r\n dmann\r\n"),
        ("a.svg", SVG.format("<text>Kari Nordmann</text>").encode()),
        ("a.svg", SVG.format("<text>Ka<tspan>ri</tspan> Nordm<tspan>ann</tspan></text>").encode()),
        ("a.svg", SVG.format("<text>Kari</text><text>Nordmann</text>").encode()),
        ("a.svg", SVG.format("<title>Kari Nordmann</title><desc>x</desc>").encode()),
        ("a.svg", SVG.format("<desc>Kari N&#111;rdmann</desc>").encode()),
        ("a.svg", SVG.format('<g aria-label="Kari Nordmann"/>').encode()),
        ("a.svg", SVG.format("<!-- Kari Nordmann --><text><![CDATA[x]]></text>").encode()),
        ("a.html", b'<img alt="Kari Nordmann">'),
        ("a.pdf", a_pdf(TEXT.replace(b"Navn paa en person", b"Kari Nordmann"))),
        ("a.pdf", a_pdf(TEXT, change=an_annotation("/Text", Contents="Kari Nordmann"))),
        ("a.pdf", a_pdf(TEXT, author="Kari Nordmann")),
        ("a.docx", a_docx("<w:p><w:r><w:t>Kari </w:t></w:r><w:r><w:t>Nordmann</w:t></w:r></w:p>")),
        ("a.docx", a_docx('<w:ins w:author="Kari Nordmann"/>')),
        ("a.jpg", a_picture("JPEG", xmp=b"<x:xmpmeta><dc:creator>Kari <b/>Nordmann</dc:creator></x:xmpmeta>")),
        ("a.png", a_noted_picture("PNG")),
        ("a.jpg", a_noted_picture("JPEG")),
    ],
)
def test_names_that_are_looked_for_are_found_in_files(name: str, data: bytes) -> None:
    def holds(text: str) -> bool:
        return "kari nordmann" in " ".join(text.lower().split())

    assert "name" in [one.what for one in file_leaks.leaks(name, data, holds)]
    assert "name" not in kinds(name, data)
    assert "name" not in [one.what for one in file_leaks.leaks(name, data, lambda text: "Ola" in text)]


def test_a_number_is_told_with_its_page() -> None:
    data = a_pdf(b"", f"BT /F1 12 Tf 72 700 Td ({NUMBER[:6]} {NUMBER[6:]}) Tj ET".encode())
    assert file_leaks.leaks("a.pdf", data) == (Leak("identity", 2, masked="010145 *****"),)


def test_who_made_a_pdf() -> None:
    assert kinds("a.pdf", a_pdf(TEXT, author="leder")) == ["author"]
    assert kinds("a.pdf", a_pdf(TEXT, author="  ")) == []

    def say(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata(update_docinfo=False) as metadata:
            metadata["dc:creator"] = ["leder"]

    assert kinds("a.pdf", a_pdf(TEXT, change=say, compress_streams=False)) == ["author"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (TEXT + BLACK, ["redaction"]),
        (TEXT + WHITE, ["redaction"]),
        (TEXT + b"0.5 g 60 690 300 30 re f ", ["redaction"]),
        (TEXT + b"0 0 1 RG 30 w 60 705 m 360 705 l S ", ["redaction"]),
        (TEXT + b"0 g 60 690 m 360 690 l 360 720 l 200 740 l 60 720 l f ", ["redaction"]),
        (TEXT + b"0 g 100 690 40 30 re f ", ["redaction"]),  # a part of it
        (TEXT + b"q 300 0 0 30 60 690 cm /Im Do Q ", ["redaction"]),
        (TEXT + b"/Fm Do ", ["redaction"]),
        (b"0 g " + TEXT + b"/Gs gs 1 1 0 rg 60 690 300 30 re f ", []),  # a marker, through which one sees
        (BLACK + b"0 0 0 rg " + TEXT, ["redaction"]),
        (b"0.05 g 60 690 300 30 re f " + b"0 g " + TEXT, ["redaction"]),
        (BLACK + b"1 1 1 rg " + TEXT, []),
        (BLACK + WHITE + b"0 0 0 rg " + TEXT, []),
        (TEXT + LINE, []),
        (TEXT + b"0 0 0 RG 60 690 300 30 re S ", []),
        (TEXT + b"0 0 0 rg 60 600 300 30 re f ", []),
        (TEXT + b"0 0 0 rg 68 690 10 30 re f ", []),  # one letter
        (b"3 Tr " + TEXT + BLACK, ["redaction"]),
        (b"3 Tr " + TEXT, ["hidden"]),
        (b"1 g " + TEXT, ["hidden"]),
        (b"0.99 g " + TEXT, ["hidden"]),
        (b"1 0 0 1 2000 0 cm " + TEXT, ["hidden"]),
        (b"q 0 0 10 10 re W n " + TEXT + b"Q ", ["hidden"]),
        (b"/OC /Off BDC " + TEXT + b"EMC ", ["hidden"]),
        (b"3 Tr " + TEXT + b"q 595 0 0 842 0 0 cm /Scan Do Q ", []),
        (TEXT + b"q 595 0 0 842 0 0 cm /Scan Do Q ", []),
        (b"3 Tr " + TEXT + b"q 595 0 0 842 0 0 cm /Im Do Q ", ["redaction"]),
        (b"3 Tr " + TEXT + b"q 595 0 0 842 0 0 cm /Paper Do Q ", ["hidden"]),
        (b"3 Tr " + TEXT + b"q 595 0 0 842 0 0 cm /Scan Do Q " + BLACK, ["redaction"]),
        (b"0.6 g " + TEXT, []),
        (b"BT /F1 4 Tf 72 700 Td (Navn paa en person) Tj ET ", []),
        (b"BT 0 1 -1 0 100 100 Tm /F1 12 Tf (Navn paa en person) Tj ET ", []),
        (b"BT 0 1 -1 0 100 100 Tm /F1 12 Tf (Navn paa en person) Tj ET 0 g 80 90 40 200 re f ", ["redaction"]),
        (b"BT /F1 12 Tf 72 700 Td 60 Tw (Navn paa en person) Tj ET ", []),
        (b"BT /F1 12 Tf 72 700 Td (   ) Tj ET " + BLACK, []),
        (BLACK, []),
    ],
)
def test_text_that_is_not_seen(content: bytes, told: list[str]) -> None:
    def furnish(pdf: pikepdf.Pdf) -> None:
        def grey(levels: bytes) -> pikepdf.Stream:
            kind = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "ColorSpace": pikepdf.Name.DeviceGray}
            side = math.isqrt(len(levels))
            return pdf.make_stream(levels, Width=side, Height=side, BitsPerComponent=8, **kind)

        form = pdf.make_stream(BLACK, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 595, 842])
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Skjult"))
        off = pikepdf.Dictionary(OFF=[layer])
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=off)
        held = pdf.pages[0].obj.Resources
        held.XObject = pikepdf.Dictionary(Im=grey(b"\0"), Fm=form, Paper=grey(b"\xf0"), Scan=grey(b"\xf0\x20" * 5_000))
        held.ExtGState = pikepdf.Dictionary(Gs=pikepdf.Dictionary(BM=pikepdf.Name.Multiply))
        held.Properties = pikepdf.Dictionary(Off=layer)

    assert kinds("a.pdf", a_pdf(content, change=furnish)) == told


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_text_that_is_not_seen_on_a_page_that_is_turned(turned: int) -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Rotate = turned

    assert kinds("a.pdf", a_pdf(TEXT, change=turn)) == []
    assert kinds("a.pdf", a_pdf(TEXT + b"0 g 100 690 40 30 re f ", change=turn)) == ["redaction"]


def test_text_beside_what_is_shown_of_a_page() -> None:
    def crop(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.CropBox = [0, 0, 595, 600]

    assert kinds("a.pdf", a_pdf(TEXT, change=crop)) == ["hidden"]


@pytest.mark.parametrize(
    ("subtype", "keys", "told"),
    [
        ("/Text", {"Contents": "Er dette riktig?"}, ["comment"]),
        ("/Text", {"Contents": f"Se {NUMBER}"}, ["identity", "comment"]),
        ("/Highlight", {"Contents": "Strykes", "QuadPoints": [60, 720, 360, 720, 60, 690, 360, 690]}, ["comment"]),
        ("/Highlight", {"C": [1, 1, 0], "QuadPoints": [60, 720, 360, 720, 60, 690, 360, 690]}, []),
        ("/Square", {"IC": [0, 0, 0]}, ["redaction"]),
        ("/Square", {"IC": [1, 1, 1]}, ["redaction"]),
        ("/Square", {"C": [1, 0, 0]}, []),
        ("/Redact", {}, ["redaction"]),
        ("/Link", {"Contents": "Lenke"}, []),
        ("/Widget", {"FT": pikepdf.Name.Tx, "T": "fnr", "V": NUMBER}, ["identity"]),
    ],
)
def test_what_was_put_onto_a_page(subtype: str, keys: dict[str, Any], told: list[str]) -> None:
    assert kinds("a.pdf", a_pdf(TEXT, change=an_annotation(subtype, **keys))) == told


def test_a_pdf_that_cannot_be_looked_at_says_so() -> None:
    locked = a_pdf(TEXT, encryption=pikepdf.Encryption(user="u", owner="o"))
    assert kinds("a.pdf", locked) == ["unread"]
    assert kinds("a.pdf", b"%PDF-1.7\nnothing") == ["unread"]


def test_pages_beyond_the_limit_are_said_not_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_contents, "MOST_PAGES", 2)
    number = f"BT /F1 12 Tf 72 700 Td [({NUMBER[:6]}) -300 ({NUMBER[6:]})] TJ ET".encode()
    assert file_leaks.leaks("a.pdf", a_pdf(TEXT, TEXT, number)) == (Leak("size", 3),)


# ---- office files --------------------------------------------------------------------------------------------


def test_a_number_in_pieces_is_one_number() -> None:
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in ("010", "145 6", "0013"))
    assert file_leaks.leaks("a.docx", a_docx(f"<w:p>{runs}</w:p>")) == (Leak("identity", masked="010145 *****"),)
    apart = "".join(f"<w:p><w:r><w:t>{part}</w:t></w:r></w:p>" for part in ("0101456", "0013"))
    assert kinds("a.docx", a_docx(apart)) == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (a_docx("<w:p><w:ins><w:r><w:t>nytt</w:t></w:r></w:ins></w:p>"), ["change"]),
        (a_docx("<w:p><w:del><w:r><w:delText>gammelt</w:delText></w:r></w:del></w:p>"), ["change"]),
        (a_docx(f"<w:p><w:del><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del></w:p>"), ["identity", "change"]),
        (a_docx("<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr></w:p>"), []),
        (a_docx("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r></w:p>"), ["hidden"]),
        (a_docx('<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>synlig</w:t></w:r></w:p>'), []),
        (a_docx("", word__comments=f"<w:comments {W}><w:comment><w:t>Hm</w:t></w:comment></w:comments>"), ["comment"]),
        (a_docx("", word__comments=f"<w:comments {W}/>"), []),
        (a_docx("", docProps__core='<c xmlns:dc="d"><dc:creator>leder</dc:creator></c>'), ["author"]),
        (a_docx("", docProps__core='<c xmlns:dc="d"><dc:creator/></c>'), []),
        (a_docx("", docProps__app="<p><Company>Etaten</Company></p>"), ["author"]),
        (a_docx("<w:p><w:r><w:t>Vanlig tekst</w:t></w:r></w:p>"), []),
        (packed(xl__sharedStrings=f"<sst><si><t>{NUMBER}</t></si></sst>"), ["identity"]),
        (packed(xl__worksheets__sheet1=f"<s><c><v>{NUMBER}</v></c><c><v>1</v></c></s>"), ["identity"]),
        (packed(xl__workbook='<w><sheet name="A" state="hidden"/></w>'), ["hidden"]),
        (packed(xl__workbook='<w><sheet name="A"/></w>'), []),
        (packed(ppt__slides__slide1=f'<s xmlns:a="a"><a:p><a:r><a:t>{NUMBER}</a:t></a:r></a:p></s>'), ["identity"]),
        (packed(ppt__slides__slide1='<p:sld xmlns:p="p" show="0"/>'), ["hidden"]),
        (packed(ppt__notesSlides__n1='<n xmlns:a="a"><a:p><a:t>Si dette</a:t></a:p></n>'), ["note"]),
        (packed(ppt__notesSlides__n1='<n xmlns:a="a"><a:p><a:fld><a:t>side</a:t></a:fld></a:p></n>'), []),
        (packed(content='<o xmlns:t="t"><t:p>0101<t:span>45 60013</t:span></t:p></o>'), ["identity"]),
        (packed(content='<o xmlns:o="o" xmlns:t="t"><o:annotation><t:p>Hm</t:p></o:annotation></o>'), ["comment"]),
        (packed(content='<o xmlns:t="t"><t:changed-region><t:p>gammelt</t:p></t:changed-region></o>'), ["change"]),
        (packed(Configurations2__menu="<!DOCTYPE a><a/>"), []),
        (packed(meta='<m xmlns:m="m"><m:initial-creator>leder</m:initial-creator></m>'), ["author"]),
    ],
)  # fmt: skip
def test_what_an_office_file_gives_away(data: bytes, told: list[str]) -> None:
    assert kinds("a.docx", data) == told
    assert kinds("a.odt", data) == told


def test_a_photo_in_an_office_file_is_looked_at() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as files:
        files.writestr("ppt/media/image1.jpg", a_picture("JPEG", gps=True))
    assert kinds("a.pptx", held.getvalue()) == ["place"]


@pytest.mark.parametrize(
    "data", [b"", b"PK\3\4", b"\xd0\xcf\x11\xe0", packed(content="<a>"), packed(content="<!DOCTYPE a><a/>")]
)
def test_an_office_file_that_cannot_be_read_says_so(data: bytes) -> None:
    assert kinds("a.docx", data) == ["unread"]


def test_an_office_file_that_swells_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    swelling = packed(content="<a>" + " " * 500_000 + "</a>")
    monkeypatch.setattr(file_leaks, "LARGEST", 100_000)
    assert len(swelling) < 10_000
    assert kinds("a.odt", swelling) == ["size"]
    assert kinds("a.odt", packed(content="<a>" + " " * 150_000 + "</a>")) == ["size"]
    assert kinds("a.txt", b" " * 100_001) == ["size"]


# ---- text and pictures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "A.MD", "a.svg"])
def test_a_number_in_plain_text_is_told_with_its_line(name: str) -> None:
    text = f"navn;fnr\r\nåse;{NUMBER}\r\n"
    told = (Leak("identity", 0, 2, 5, "010145*****"),)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert file_leaks.leaks(name, text.encode(encoding)) == told


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_where_a_picture_was_taken_and_with_what(form: str) -> None:
    name = f"a.{form.lower()}"
    assert kinds(name, a_picture(form)) == []
    assert kinds(name, a_picture(form, gps=True)) == ["place"]
    assert kinds(name, a_picture(form, serial="123")) == ["serial"]
    assert kinds(name, a_picture(form, gps=True, serial="1")) == ["place", "serial"]
    assert kinds(name, a_picture(form, xmp=b'<x exif:GPSLatitude="59,54N"/>')) == ["place"]


def test_a_picture_of_a_telephone() -> None:
    photo = a_picture("JPEG", gps=True)
    notes = photo[photo.find(b"Exif\0\0") :]
    assert kinds("a.heic", b"\0\0\0\x18ftypheic" + notes) == ["place"]
    assert kinds("a.heic", b"\0\0\0\x18ftypheic") == []


def test_a_file_of_another_kind_is_said_not_to_be_searched() -> None:
    assert kinds("a.mp4", bytes(range(256))) == ["kind"]
    assert kinds("a.doc", b"\xd0\xcf\x11\xe0" + bytes(400)) == ["kind"]
    found = file_leaks.leaks("a.doc", b"\xd0\xcf\x11\xe0" + bytes(400) + NUMBER.encode("utf-16-le") + b"\1\1")
    assert found == (Leak("identity", masked="010145*****", place="unseen"), Leak("kind"))
    assert not file_leaks.is_looked_at("a.mp4")
    assert file_leaks.is_looked_at("A.PDF")


@given(st.binary(max_size=200), st.sampled_from(["a.pdf", "a.docx", "a.txt", "a.png", "a.heic", "a.svg", "a.odt"]))
@settings(max_examples=150)
def test_any_bytes_can_be_looked_at(data: bytes, name: str) -> None:
    for start in (b"", b"%PDF-1.7\n", b"PK\3\4", b"\x89PNG\r\n\x1a\n", b"Exif\0\0MM\0*"):
        file_leaks.leaks(name, start + data)


def test_the_projects_own_files_give_nothing_away() -> None:
    beside = (path for path in sorted((PROJECT / "meetings").rglob("*")) if "dispatches" not in path.parts)
    files = [path for path in beside if file_leaks.is_looked_at(path.name)]
    assert len(files) > 8
    told = {path.name: kinds(path.name, path.read_bytes()) for path in files}
    assert {name: what for name, what in told.items() if what} == {}


def numbered(number: str) -> bytes:
    return b"BT /F1 12 Tf 72 700 Td (" + number.encode() + b") Tj ET"


def test_of_a_paper_what_was_searched_in_its_attachments_is_not_read_again() -> None:
    paper = a_pdf(numbered(NUMBER), b"", numbered(NUMBER))
    every = [one.page for one in file_leaks.in_paper(paper)]
    assert [one.page for one in file_leaks.in_paper(paper, {1}, are_searched=False)] == every
    assert [one.page for one in file_leaks.in_paper(paper, {1}, are_searched=True)] == [
        page for page in every if page > 1
    ]
    assert 1 in every


@pytest.mark.parametrize("what", ["unread", "size", "kind"])
def test_a_file_is_searched_whole_where_nothing_says_that_it_was_not(what: Any) -> None:
    assert file_leaks.is_whole([Leak("comment", 2), Leak("scan")])
    assert not file_leaks.is_whole([Leak("comment", 2), Leak(what)])
