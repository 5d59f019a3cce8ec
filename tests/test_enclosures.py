"""Attachments: what is wrong with a PDF is told, and in the collected paper its pages are seen, read and led to."""

from __future__ import annotations

import functools
import hashlib
import io
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import page as validation
import pikepdf
import pypdfium2
import pytest
import structure
import weasyprint
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageChops
from places import PROJECT, bounded

from akson_docs.diagnostics import message
from akson_docs.pdf import compose, provenance
from akson_docs.pdf.attachments import enclosures, foreign_pdf
from akson_docs.pdf.attachments.enclosures import AttachmentSlot, Look, NotJoined
from akson_docs.pdf.provenance import Provenance
from akson_docs.pdf.typesetter import Engine, Styles

WHERE = ("items", 0, "attachments", 0, "file")
A4 = (595.0, 842.0)
STRIP = 40
"""Points at the foot of a page that the tests' running line is within."""
REPORT = """
<html lang="nb"><title>Rapport</title><style>@page { size: A5 }</style><body>
<h1 id="topp">Rapport</h1><p>Innledning med <a href="#slutt">lenke til slutten</a> og
<a href="https://www.example.no/sti">lenke ut</a>.</p>
<h2>Tall</h2><table><tr><th scope="col">År</th><th scope="col">Sum</th></tr><tr><td>2026</td><td>41</td></tr></table>
<ul><li>Ett<ul><li>Under</li></ul></li><li>To</li></ul>
<h3 style="break-before: page" id="slutt">Slutten</h3><p>Siste ord. <a href="#topp">Til toppen</a></p></body></html>
"""


def written(html: str, tagged: bool = True) -> bytes:
    return bytes(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1" if tagged else None, pdf_tags=tagged))


@functools.cache
def engine() -> Engine:
    """What sets the words of fields, in the papers' fonts."""
    templates = PROJECT / "templates"
    paths = sorted(path for path in (templates / "fonts").glob("*.ttf") if "Display" not in path.name)
    fonts = tuple((path.name, path.read_bytes()) for path in paths)
    faces = (templates / "css/fonts-pdf.css").read_text().splitlines()
    return compose.engine(Styles("\n".join(face for face in faces if "Display" not in face), "", fonts))


@functools.cache
def report() -> bytes:
    return written(REPORT)


@functools.cache
def plain_report() -> bytes:
    return written(REPORT, tagged=False)


def odd(*contents: bytes, build: Callable[[Pdf], None] | None = None, **entries: Any) -> bytes:
    """A PDF with a page for each content, and these entries in its pages; `build` does the rest to it."""
    made = pikepdf.new()
    font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for content in contents:
        made.add_blank_page(page_size=(300, 400))
        held = made.pages[-1].obj
        held.Contents = made.make_stream(content)
        held.Resources = Dictionary(Font=Dictionary(F1=font))
        for key, value in entries.items():
            held[f"/{key}"] = value
    if build is not None:
        build(made)
    return saved(made)


def saved(made: Pdf, **how: Any) -> bytes:
    held = io.BytesIO()
    made.save(held, static_id=True, **how)
    made.close()
    return held.getvalue()


def says(words: str, at: int = 300) -> bytes:
    return b"BT /F1 24 Tf 30 %d Td (%s) Tj ET\n" % (at, words.encode("latin-1"))


def paper(*counts: Sequence[tuple[float, float]], title: str = "Samlede papirer") -> bytes:
    """A paper with a page of its own before each attachment, and a placeholder of each size that one has."""
    sizes = [size for of_one in counts for size in of_one]
    rules = "".join(f"@page p{n} {{ size: {w}pt {h}pt; margin: 0 }} " for n, (w, h) in enumerate(sizes))
    html, number = [], 0
    for index, of_one in enumerate(counts, 1):
        links = f'<p><a href="#v{index}">Vedlegg {index}</a></p>'
        html.append(f'<h2 style="break-before: {"page" if index > 1 else "auto"}">Sak {index}</h2>{links}')
        for place in range(len(of_one)):
            form = f'style="page: p{number}; break-before: page"'
            html.append(f"<div {form} {f'id=v{index}' if not place else ''}></div>")
            number += 1
    html.append('<h3 style="break-before: page">Til slutt</h3><p>Ferdig.</p>')
    head = f'<html lang="nb"><title>{title}</title><style>{rules}</style>'
    return running(written(f"{head}<body><h1>Møtet</h1>{''.join(html)}</body></html>"), *counts)


def running(laid_out: bytes, *counts: Sequence[tuple[float, float]]) -> bytes:
    """The paper with a running line on its placeholders: at the right of the foot a red bar, and green on its left."""
    with pikepdf.open(io.BytesIO(laid_out)) as opened:
        for first, count in firsts(*counts):
            for number in range(first, first + count):
                page = opened.pages[number].obj
                right = float(page.MediaBox.as_list()[2])
                line = f"1 0 0 rg {right - 60} 10 50 5 re f 0 1 0 rg {right - 60} 15 10 10 re f"
                page.Contents = opened.make_stream(f"/Artifact BMC q {line} Q EMC".encode())
        held = io.BytesIO()
        opened.save(held, static_id=True)
    return held.getvalue()


def firsts(*counts: Sequence[Any]) -> Iterator[tuple[int, int]]:
    at = 0
    for of_one in counts:
        at += 1
        yield at, len(of_one)
        at += len(of_one)


def look(folder: Path, data: bytes, name: str = "vedlegg.pdf") -> Look:
    folder.joinpath(name).write_bytes(data)
    return enclosures.look(str(folder / name), name, WHERE)


def codes(looked: Look) -> list[str]:
    return [problem.code.name for problem in looked.problems]


def joined(folder: Path, *attachments: bytes, language: str = "") -> bytes:
    """The paper with these attachments."""
    sizes, places = [], []
    for number, data in enumerate(attachments, 1):
        found = look(folder, data, f"{number}.pdf")
        assert found.sizes, found.problems
        sizes.append(found.sizes)
    for number, (first, _) in enumerate(firsts(*sizes), 1):
        places.append(AttachmentSlot(first, str(folder / f"{number}.pdf"), f"Vedlegg {number}: Bilag", language))
    enclosures.join(paper(*sizes), places, str(folder / "samlet.pdf"), engine())
    return (folder / "samlet.pdf").read_bytes()


def drawn(data: bytes, number: int, scale: float = 1.0) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        picture: Image.Image = document[number].render(scale=scale).to_pil().convert("RGB")
        return picture
    finally:
        document.close()


def unlike(one: Image.Image, other: Image.Image) -> int:
    """How far two pictures of a page are apart above the running line: 0 for the same."""
    assert one.size == other.size
    shown = (0, 0, one.size[0], one.size[1] - STRIP)
    return max(ImageChops.difference(one.crop(shown), other.crop(shown)).convert("L").tobytes())


def everything(data: bytes) -> bytes:
    """All objects of a file, its streams decoded, as one text."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        parts = [opened.trailer.unparse(resolved=True)]
        for one in opened.objects:
            parts.append(one.unparse(resolved=True))
            if isinstance(one, Stream):
                try:
                    parts.append(one.read_bytes())
                except pikepdf.PdfError:
                    parts.append(one.read_raw_bytes())
    return b"\n".join(parts)


# ---- tagged attachments --------------------------------------------------------------------------------------


def test_the_tags_of_an_attachment_are_merged(tmp_path: Path) -> None:
    pack = joined(tmp_path, report())
    assert structure.faults(pack) == []
    tree = structure.tree(pack)
    start, end = tree.index(" Sect"), tree.index(" H3")
    assert tree[:start].count(" H2") == 1
    assert [kind.strip() for kind in tree[start:end] if kind.strip()[:1] == "H"] == ["H3", "H4", "H5"]
    assert {"Table", "TH", "L", "Lbl", "Link"} <= {kind.strip() for kind in tree[start:end]}


def test_a_paper_with_a_tagged_attachment_keeps_the_standard(tmp_path: Path) -> None:
    joined(tmp_path, report(), report())
    found = validation.validate_pdf(tmp_path / "samlet.pdf", profile="ua1")
    assert [f"{failure.rule_id} {failure.message}" for failure in found.failures] == []


def test_every_character_of_a_tagged_attachment_is_read_in_its_order(tmp_path: Path) -> None:
    pack = joined(tmp_path, report())
    own = structure.texts(report())
    assert structure.texts(pack)[1:3] == own
    assert "Innledning" in own[0][0]


def test_the_section_has_the_title_and_the_language_of_the_attachment(tmp_path: Path) -> None:
    for language, wanted in (("", "nb"), ("nn", "nn"), ("ikke et språk", None)):
        joined(tmp_path, report(), language=language)
        with pikepdf.open(tmp_path / "samlet.pdf") as opened:
            document: Any = opened.Root.StructTreeRoot.K[0]
            section = next(kid for kid in document.K if str(kid.S) == "/Sect")
            assert str(section.T) == "Vedlegg 1: Bilag"
            assert section.get("/Lang") == wanted


def test_the_headers_of_cells_are_found_by_names_that_are_the_attachments_own(tmp_path: Path) -> None:
    joined(tmp_path, report(), report())
    with pikepdf.open(tmp_path / "samlet.pdf") as opened:
        names = pikepdf.NameTree(opened.Root.StructTreeRoot.IDTree)
        assert len(names) == 4
        assert all(str(one.ID) == name and str(one.S) == "/TH" for name, one in names.items())
        cells = [one for one in structure._elements(opened) if str(one.S) == "/TD"]
        assert cells
        assert all(str(header) in names for cell in cells for header in cell.A.Headers)


def test_headings_go_below_the_heading_before_and_skip_no_level(tmp_path: Path) -> None:
    html = '<html lang="nb"><title>x</title><body><h2>To</h2><h4>Fire</h4><h3>Tre</h3><h6>Seks</h6><h1>En</h1></body>'
    tree = structure.tree(joined(tmp_path, written(html)))
    assert [kind.strip() for kind in tree if kind.strip()[:1] == "H"] == [
        *("H1", "H2"),
        *("H3", "H4", "H4", "H5", "H3"),
        "H3",
    ]


def a_tagged(build: Callable[[Pdf, Any], None], content: bytes = b"", **entries: Any) -> bytes:
    """A PDF of one page whose tree root `build` fills in."""

    def with_tree(made: Pdf) -> None:
        root = made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        made.Root.StructTreeRoot = root
        made.Root.MarkInfo = Dictionary(Marked=True)
        build(made, root)

    return odd(content, build=with_tree, **entries)


def element(made: Pdf, kind: str, **entries: Any) -> Any:
    return made.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), **entries))


def tagged_content(*words: str, tag: bytes = b"P") -> bytes:
    return b"".join(b"/%s <</MCID %d>> BDC %s EMC\n" % (tag, n, says(one, 300 - 30 * n)) for n, one in enumerate(words))


def test_custom_roles_and_classes_are_resolved(tmp_path: Path) -> None:
    def build(made: Pdf, root: Any) -> None:
        page = made.pages[0].obj
        root.RoleMap = Dictionary({"/Overskrift": Name.Heading_x, "/Heading_x": Name.H1, "/P": Name.Figure})
        root.ClassMap = Dictionary({"/Senter": Dictionary(O=Name.Layout, TextAlign=Name.Center)})
        kids = [
            element(made, "Overskrift", K=0, Pg=page, C=Name.Senter),
            element(made, "P", K=Dictionary(Type=Name.MCR, MCID=1, Pg=page)),
            element(made, "Ukjent", K=Array([2]), Pg=page),
        ]
        top = element(made, "Document", K=Array(kids), P=root)
        root.K = top
        for kid in kids:
            kid.P = top

    pack = joined(tmp_path, a_tagged(build, tagged_content("En", "To", "Tre")))
    assert structure.faults(pack) == []
    tree = structure.tree(pack)
    section = tree.index(" Sect")
    assert tree[section : section + 5] == [" Sect", "  Part", "   H3", "   P", "   NonStruct"]
    with pikepdf.open(tmp_path / "samlet.pdf") as opened:
        assert "/RoleMap" not in opened.Root.StructTreeRoot
        heading = [one for one in structure._elements(opened) if str(one.S) == "/H3" and "/A" in one]
        assert [one.A.TextAlign for one in heading] == [Name.Center]


def test_forms_with_marks_of_their_own_keep_them(tmp_path: Path) -> None:
    def build(made: Pdf, root: Any) -> None:
        page = made.pages[0].obj
        form = made.make_stream(tagged_content("I skjemaet"))
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 400])
        form.Resources = Dictionary(Font=page.Resources.Font)
        form.StructParents = 0
        page.StructParents = 1
        page.Resources.XObject = Dictionary(Fx=form)
        inside = element(made, "P", Pg=page, K=Dictionary(Type=Name.MCR, MCID=0, Stm=form, Pg=page))
        outside = element(made, "P", Pg=page, K=0)
        root.K = Array([inside, outside])
        inside.P = outside.P = root
        numbers = [made.make_indirect(Array([one])) for one in (inside, outside)]
        leaves = [
            made.make_indirect(Dictionary(Limits=Array([n, n]), Nums=Array([n, one]))) for n, one in enumerate(numbers)
        ]
        root.ParentTree = made.make_indirect(Dictionary(Kids=Array(leaves)))

    attachment = a_tagged(build, b"/Fx Do " + tagged_content("På siden").replace(b"300 Td", b"200 Td"))
    pack = joined(tmp_path, attachment, attachment)
    assert structure.faults(pack) == []
    assert structure.tree(pack).count("  P") == 4
    assert structure.texts(pack)[1][0].split() == ["I", "skjemaetPå", "siden"]
    enclosures.join(
        paper([(300, 400)], [(300, 400)]),
        [AttachmentSlot(at, str(tmp_path / "1.pdf"), "Det samme") for at in (1, 3)],
        str(tmp_path / "samlet.pdf"),
        engine(),
    )
    assert structure.faults((tmp_path / "samlet.pdf").read_bytes()) == []


def test_what_a_tree_leaves_out_is_read_after_its_page(tmp_path: Path) -> None:
    footed = '<style>@page { size: A5; @bottom-center { content: "Side " counter(page) } }</style>'
    data = written(
        f'<html lang="nb"><title>x</title>{footed}<body><p>Ett</p><p style="break-before:page">To</p></body>'
    )
    pack = joined(tmp_path, data)
    assert structure.faults(pack) == []
    tree = structure.tree(pack)
    section = tree.index(" Sect")
    assert tree[section + 1 : section + 8] == ["  Part", "   P", "    Span", "   P", "   P", "    Span", "  P"]
    assert [text[0].split() for text in structure.texts(pack)[1:3]] == [["EttSide", "1"], ["ToSide", "2"]]


def a_cycle(made: Pdf, root: Any) -> None:
    one = element(made, "Sect", Pg=made.pages[0].obj)
    root.K = one
    one.K = Array([0, one])


def claimed_twice(made: Pdf, root: Any) -> None:
    root.K = Array([element(made, "P", K=0, Pg=made.pages[0].obj) for _ in range(2)])


def nothing_in_it(made: Pdf, root: Any) -> None:
    root.K = Array([])


def no_tree(made: Pdf, root: Any) -> None:
    made.Root.StructTreeRoot = Name.Tre


def too_deep(made: Pdf, root: Any) -> None:
    held = element(made, "P", K=0, Pg=made.pages[0].obj)
    for _ in range(400):
        held = element(made, "Div", K=held)
    root.K = held


@pytest.mark.parametrize("build", [a_cycle, claimed_twice, nothing_in_it, no_tree, too_deep])
def test_a_broken_tree_is_not_merged_and_nothing_is_lost(tmp_path: Path, build: Callable[[Pdf, Any], None]) -> None:
    pack = joined(tmp_path, a_tagged(build, tagged_content("Ord")))
    assert structure.faults(pack) == []
    assert structure.texts(pack)[1] == ("Ord", "", "")
    assert structure.tree(pack)[structure.tree(pack).index(" Sect") + 1] == "  P"


def test_text_that_no_tag_reaches_is_no_reason_to_lose_it(tmp_path: Path) -> None:
    def build(made: Pdf, root: Any) -> None:
        root.K = element(made, "H1", K=0, Pg=made.pages[0].obj)

    content = tagged_content("Merket") + says("Umerket", 200)
    pack = joined(tmp_path, a_tagged(build, content))
    assert structure.faults(pack) == []
    assert structure.texts(pack)[1][0].split() == ["MerketUmerket"]
    artifact = b"/Artifact <</Type /Pagination>> BDC " + says("Pynt", 100) + b" EMC"
    pack = joined(tmp_path, a_tagged(build, tagged_content("Merket") + artifact))
    assert structure.texts(pack)[1][:2] == ("Merket", "Pynt")
    assert "  H3" in structure.tree(pack)


def test_marks_that_a_tree_names_and_no_page_has_are_dropped(tmp_path: Path) -> None:
    def build(made: Pdf, root: Any) -> None:
        root.K = element(made, "H1", K=Array([0, 7]), Pg=made.pages[0].obj)

    pack = joined(tmp_path, a_tagged(build, tagged_content("Ord")))
    assert structure.faults(pack) == []
    assert "  H3" in structure.tree(pack)


# ---- attachments without tags --------------------------------------------------------------------------------


def scan(made: Pdf) -> None:
    held = io.BytesIO()
    Image.new("L", (30, 40), 120).save(held, "JPEG")
    picture = made.make_stream(held.getvalue())
    picture.Type, picture.Subtype, picture.Filter = Name.XObject, Name.Image, Name.DCTDecode
    picture.Width, picture.Height, picture.BitsPerComponent, picture.ColorSpace = 30, 40, 8, Name.DeviceGray
    for page in made.pages:
        page.obj.Resources.XObject = Dictionary(Im0=picture)


def test_an_attachment_without_tags_is_a_paragraph_a_page(tmp_path: Path) -> None:
    pack = joined(tmp_path, plain_report())
    assert structure.faults(pack) == []
    tree = structure.tree(pack)
    section = tree.index(" Sect")
    assert tree[section : section + 8] == [" Sect", "  P", "  P", "   Link", "   Link", "  P", "  P", "   Link"]
    assert [text[0] for text in structure.texts(pack)[1:3]] == [text[2] for text in structure.texts(plain_report())]


def test_a_page_without_text_is_a_figure_and_an_empty_page_is_nothing(tmp_path: Path) -> None:
    pack = joined(tmp_path, odd(b"q 300 0 0 400 0 0 cm /Im0 Do Q", b"", says("Ord"), build=scan))
    assert structure.faults(pack) == []
    tree = structure.tree(pack)
    section = tree.index(" Sect")
    assert tree[section : section + 4] == [" Sect", "  Figure", "  P", " H3"]
    with pikepdf.open(tmp_path / "samlet.pdf") as opened:
        figure = next(one for one in structure._elements(opened) if str(one.S) == "/Figure")
        assert str(figure.Alt) == "Vedlegg 1: Bilag (1/3)"


def test_the_marks_of_an_attachment_without_a_tree_mean_nothing(tmp_path: Path) -> None:
    def named(made: Pdf) -> None:
        held = made.pages[0].obj
        held.Resources.Properties = Dictionary(Mc0=Dictionary(MCID=4))
        form = made.make_stream(b"/P <</MCID 2>> BDC " + says("Form", 100) + b" EMC")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 400])
        form.StructParents = 0
        held.Resources.XObject = Dictionary(Fx=form)
        held.StructParents = 0

    content = tagged_content("En", "To") + b"/P /Mc0 BDC " + says("Tre", 200) + b" EMC /Artifact BMC "
    pack = joined(tmp_path, odd(content + says("Fire", 150) + b" EMC /Fx Do", build=named))
    assert structure.faults(pack) == []
    assert structure.texts(pack)[1] == ("EnToTreFireForm", "", "")


# ---- content that is broken ----------------------------------------------------------------------------------


UNTIDY = {
    "more saved than restored": b"q q 0.5 0 0 0.5 10 10 cm " + says("Ord"),
    "more restored than saved": b"Q Q " + says("Ord") + b" Q Q",
    "moved and left": b"0 1 -1 0 300 0 cm 5 w " + says("Ord"),
    "text that does not end": b"BT /F1 24 Tf 30 300 Td (Ord) Tj",
    "string that does not end": says("Ord") + b"(og mer ",
    "string in hexadecimal that does not end": says("Ord") + b"<4142",
    "array that does not end": says("Ord") + b"[ (og mer) ",
    "dictionary that does not end": says("Ord") + b"/P << /MCID 4",
    "picture that does not end": says("Ord") + b"BI /W 4 /H 4 /BPC 8 /CS /G ID abc",
    "picture with the end in its bytes": b"q 50 0 0 50 9 200 cm BI /W 4 /H 2 /BPC 8 /CS /G ID \xffaEI\xff EI \nEI Q "
    + says("Ord"),
    "marks that do not end": b"/Span BMC /P <</MCID 3>> BDC " + says("Ord"),
    "marks that do not begin": says("Ord") + b"EMC EMC EMC",
    "clipped away": says("Ord") + b"0 0 1 1 re W n",
    "comment last": says("Ord") + b"% slutt",
    "marks that readers differ about": b"/P <</MCID 3)> BDC " + says("Ord") + b" EMC",
}


@pytest.mark.parametrize("content", UNTIDY.values(), ids=UNTIDY.keys())
def test_content_that_leaves_things_open_does_not_touch_what_comes_after(tmp_path: Path, content: bytes) -> None:
    attachment = odd(content)
    pack = joined(tmp_path, attachment)
    assert structure.faults(pack) == []
    assert structure.texts(pack)[1][0] == "Ord"
    picture = drawn(pack, 1)
    assert unlike(picture, drawn(attachment, 0)) == 0
    assert_upright(picture)


def test_pages_of_several_streams_and_with_inherited_attributes(tmp_path: Path) -> None:
    def inherited(made: Pdf) -> None:
        held = made.pages[0].obj
        held.Contents = Array([made.make_stream(part) for part in (b"q 1 0 0 1 ", b"20 0 cm", says("Ord"), b"Q")])
        held.Parent.Resources, held.Parent.Rotate = held.Resources, 90
        held.Parent.MediaBox = Array([400, 300, 0, 0])
        for key in ("/Resources", "/MediaBox", "/Rotate"):
            if key in held:
                del held[key]

    attachment = odd(b"", build=inherited)
    pack = joined(tmp_path, attachment)
    assert structure.faults(pack) == []
    assert drawn(pack, 1).size == (300, 400)
    assert unlike(drawn(pack, 1), drawn(attachment, 0)) == 0


def test_a_name_of_ours_in_the_attachment_is_its_own(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    inner = joined(tmp_path / "inner", odd(says("Innerst")))
    pack = joined(tmp_path, inner)
    assert structure.faults(pack) == []
    assert structure.texts(pack)[2][0] == "Innerst"
    assert_upright(drawn(pack, 2))
    with pikepdf.open(tmp_path / "samlet.pdf") as opened:
        assert {"/AksonRunning", "/AksonRunning1"} <= set(opened.pages[2].resources.XObject.keys())


# ---- where the running line is -------------------------------------------------------------------------------


def assert_upright(picture: Image.Image, scale: float = 1.0) -> None:
    """The running line is at the lower right of what is seen: the red bar, and the green square at its left end."""
    width, height = picture.size

    def at(right: float, up: float) -> tuple[int, ...]:
        colour = picture.getpixel((round(width - right * scale), round(height - up * scale)))
        assert isinstance(colour, tuple)
        return colour

    assert at(15, 12.5) == at(55, 12.5) == (255, 0, 0)
    assert at(55, 20) == (0, 255, 0)
    assert at(15, 20) != (0, 255, 0)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("crop", [None, (50, 70, 250, 330), (-40, -40, 200, 900)], ids=["whole", "inside", "past"])
@pytest.mark.parametrize("unit", [1, 2, 0.5])
def test_the_running_line_is_upright_at_the_foot_of_what_is_seen(
    tmp_path: Path, rotate: int, crop: tuple[int, ...] | None, unit: float
) -> None:
    entries: dict[str, Any] = {"Rotate": rotate, "MediaBox": Array([-20, 30, 280, 430])}
    entries |= {"CropBox": Array(crop)} if crop else {}
    entries |= {"UserUnit": unit} if unit != 1 else {}
    attachment = odd(b"0 0 1 RG 3 w 60 80 100 150 re S " + says("Ord", 200), **entries)
    looked = look(tmp_path, attachment)
    assert looked.problems == ()
    pack = joined(tmp_path, attachment)
    wide, high = looked.sizes[0]
    seen = (min(280, crop[2]) - max(-20, crop[0]), min(430, crop[3]) - max(30, crop[1])) if crop else (300, 400)
    turned = rotate % 180 == 90
    assert (wide, high) == pytest.approx(tuple(side * unit for side in (seen[::-1] if turned else seen)))
    # The library draws a page with a UserUnit in units, as if there were none; points are units times that.
    picture = drawn(pack, 1, 4.0 * unit)
    assert picture.size == pytest.approx((4 * wide, 4 * high), abs=2)
    assert_upright(picture, 4)
    assert structure.faults(pack) == []
    own = drawn(attachment, 0, 4.0 * unit)
    over = (0, 0, picture.size[0], picture.size[1] - 120)
    assert ImageChops.difference(picture.crop(over), own.crop(over)).getbbox() is None


# ---- what is seen --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attachment", [report, plain_report])
def test_a_page_looks_as_it_does_alone(tmp_path: Path, attachment: Callable[[], bytes]) -> None:
    pack = joined(tmp_path, attachment())
    for number in range(2):
        assert unlike(drawn(pack, number + 1), drawn(attachment(), number)) == 0


def test_the_projects_own_attachments_look_as_they_do_alone(tmp_path: Path) -> None:
    files = sorted(path for path in (PROJECT / "meetings").rglob("*.pdf") if "dispatches" not in path.parts)
    assert files
    pack = joined(tmp_path, *(file.read_bytes() for file in files))
    assert structure.faults(pack) == []
    for number, file in enumerate(files):
        assert unlike(drawn(pack, 2 * number + 1), drawn(file.read_bytes(), 0)) == 0


def a_form(made: Pdf, page: Any, fields: list[Any]) -> None:
    resources = Dictionary(Font=Dictionary(Helv=page.Resources.Font.F1))
    page.Annots = Array(fields)
    made.Root.AcroForm = Dictionary(Fields=Array(fields), NeedAppearances=True, DR=resources)


def a_field(made: Pdf, **entries: Any) -> Any:
    basic = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("navn"), Rect=Array([30, 200, 200, 230])
    )
    basic.DA, basic.V, basic.F = String("/Helv 12 Tf 0 g"), String("Utfylt"), 4
    for key, value in entries.items():
        basic[f"/{key}"] = value
    return made.make_indirect(basic)


def test_a_form_is_drawn_as_it_is_filled_in(tmp_path: Path) -> None:
    def build(made: Pdf) -> None:
        a_form(made, made.pages[0].obj, [a_field(made)])

    attachment = odd(says("Navn"), build=build)
    assert codes(look(tmp_path, attachment)) == ["attachment-form"]
    pack = joined(tmp_path, attachment)
    assert structure.faults(pack) == []
    assert structure.texts(pack)[1][0].split() == ["NavnUtfylt"]
    with pikepdf.open(tmp_path / "samlet.pdf") as opened:
        assert "/AcroForm" not in opened.Root
        assert "/Annots" not in opened.pages[1]


def test_a_field_of_a_tagged_form_is_read_where_it_stands(tmp_path: Path) -> None:
    def build(made: Pdf, root: Any) -> None:
        page = made.pages[0].obj
        field = a_field(made, StructParent=1)
        a_form(made, page, [field])
        reference = Dictionary(Type=Name.OBJR, Obj=field, Pg=page)
        before, inside, after = (
            element(made, "P", K=0, Pg=page),
            element(made, "Form", K=reference, Pg=page),
            element(made, "P", K=1, Pg=page),
        )
        root.K = Array([before, inside, after])

    attachment = a_tagged(build, tagged_content("Navn:", "Slutt"))
    pack = joined(tmp_path, attachment)
    assert structure.faults(pack) == []
    tree = structure.tree(pack)
    section = tree.index(" Sect")
    assert tree[section : section + 4] == [" Sect", "  P", "  Form", "  P"]
    assert "Utfylt" in structure.texts(pack)[1][0]


def test_comments_are_drawn_and_hidden_ones_are_not(tmp_path: Path) -> None:
    def build(made: Pdf) -> None:
        page = made.pages[0].obj
        notes = []
        for words, flags, kind in (("Synlig", 4, "Stamp"), ("Skjult", 2, "Stamp"), ("Ikke", 32, "FreeText")):
            seen = made.make_stream(says(words, 10))
            seen.Type, seen.Subtype, seen.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 40])
            seen.Resources = page.Resources
            where = Array([30, 100, 230, 140])
            note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=where, F=flags, AP=Dictionary(N=seen))
            note.Contents = String("MERKET-KOMMENTAR")
            notes.append(made.make_indirect(note))
        page.Annots = Array(notes)

    attachment = odd(says("Ord"), build=build)
    pack = joined(tmp_path, attachment)
    assert structure.texts(pack)[1] == ("OrdSynlig", "", "")
    assert structure.faults(pack) == []
    assert unlike(drawn(pack, 1), drawn(attachment, 0)) in range(256)
    assert b"MERKET-KOMMENTAR" not in everything(pack)
    assert b"Skjult" not in everything(pack)


@pytest.mark.parametrize("direct", [True, False], ids=["no object", "an object"])
def test_an_annotation_that_two_pages_have_is_one_on_each(tmp_path: Path, direct: bool) -> None:
    def build(made: Pdf, root: Any) -> None:
        first, second = (page.obj for page in made.pages)
        seen = made.make_stream(says("Stempel", 10))
        seen.Type, seen.Subtype, seen.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 40])
        seen.Resources = first.Resources
        where = Array([30, 100, 230, 140])
        stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=where, AP=Dictionary(N=seen))
        action = Dictionary(S=Name.URI, URI=String("https://www.example.no/"))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=where, A=action)
        notes = [stamp, link] if direct else [made.make_indirect(one) for one in (stamp, link)]
        for page in (first, second):
            page.Annots = Array(notes)
        root.K = Array([element(made, "P", K=0, Pg=page) for page in (first, second)])

    def with_tree(made: Pdf) -> None:
        made.Root.StructTreeRoot = made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        build(made, made.Root.StructTreeRoot)

    pack = joined(tmp_path, odd(tagged_content("En"), tagged_content("To"), build=with_tree))
    assert structure.faults(pack) == []
    assert [text[0] for text in structure.texts(pack)[1:3]] == ["EnStempel", "ToStempel"]


def test_layers_are_seen_as_they_were_by_default(tmp_path: Path) -> None:
    def build(made: Pdf) -> None:
        groups = [
            made.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"Lag {n}"), Usage=Dictionary(X=String("BRUK"))))
            for n in range(3)
        ]
        shown, hidden, _ = groups
        made.Root.OCProperties = Dictionary(OCGs=Array(groups), D=Dictionary(BaseState=Name.OFF, ON=Array([shown])))
        made.pages[0].obj.Resources.Properties = Dictionary(Oc0=shown, Oc1=hidden)

    layers = b"/OC /Oc0 BDC 1 0 0 rg 20 300 50 50 re f EMC /OC /Oc1 BDC 0 0 1 rg 120 300 50 50 re f EMC "
    attachment = odd(layers + says("Ord", 200), build=build)
    pack = joined(tmp_path, attachment, attachment)
    for number in (1, 3):
        picture = drawn(pack, number)
        assert unlike(picture, drawn(attachment, 0)) == 0
        assert picture.getpixel((40, 80)) == (255, 0, 0)
        assert picture.getpixel((140, 80)) == (255, 255, 255)
    with pikepdf.open(tmp_path / "samlet.pdf") as opened:
        assert len(opened.Root.OCProperties.OCGs) == 4
        assert "/Order" not in opened.Root.OCProperties.D
    assert b"Lag 2" not in everything(pack)
    assert b"BRUK" not in everything(pack)


# ---- what leads where ----------------------------------------------------------------------------------------


def test_links_and_the_outline_of_the_paper_lead_where_they_did(tmp_path: Path) -> None:
    pack = joined(tmp_path, report(), plain_report())
    with pikepdf.open(io.BytesIO(pack)) as opened:
        names = pikepdf.NameTree(opened.Root.Names.Dests)
        assert [opened.pages.index(pikepdf.Page(names[f"v{n}"][0])) for n in (1, 2)] == [1, 4]
        with opened.open_outline() as outline:
            assert [item.title for item in outline.root[0].children] == ["Sak 1", "Sak 2"]


@pytest.mark.parametrize("attachment", [report, plain_report])
def test_links_inside_an_attachment_lead_to_its_own_pages(tmp_path: Path, attachment: Callable[[], bytes]) -> None:
    pack = joined(tmp_path, attachment(), attachment())
    assert structure.faults(pack) == []
    with pikepdf.open(io.BytesIO(pack)) as opened:
        for first in (1, 4):
            links = [one for n in (first, first + 1) for one in opened.pages[n].obj.Annots]
            assert [str(one.A.S) for one in links] == ["/GoTo", "/URI", "/GoTo"]
            assert str(links[1].A.URI) == "https://www.example.no/sti"
            led = [opened.pages.index(pikepdf.Page(one.A.D[0])) for one in (links[0], links[2])]
            assert led == [first + 1, first]
            assert all(str(one.Contents) for one in links)


def test_other_links_do_not_come_along(tmp_path: Path) -> None:
    def build(made: Pdf) -> None:
        page = made.pages[0].obj
        actions = [
            Dictionary(S=Name.URI, URI=String("javascript:MERKET()")),
            Dictionary(S=Name.URI, URI=String("file:///etc/MERKET")),
            Dictionary(S=Name.Launch, F=String("MERKET.exe")),
            Dictionary(S=Name.GoToR, F=String("MERKET.pdf"), D=Array([0, Name.Fit])),
            Dictionary(S=Name.JavaScript, JS=String("MERKET")),
            Dictionary(S=Name.SubmitForm, F=String("https://MERKET.example")),
            Dictionary(S=Name.GoTo, D=String("finnes ikke")),
            Dictionary(S=Name.GoTo, D=Array([99, Name.Fit])),
            Dictionary(S=Name.URI, URI=String("mailto:post@example.no"), Next=Dictionary(S=Name.JavaScript)),
        ]
        where = Array([10, 10, 90, 90])
        notes = [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=where, A=action) for action in actions]
        notes.append(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=where, F=2, A=actions[-1]))
        notes.append(
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=where, Dest=Array([page, Name.XYZ, 0, None, 0]))
        )
        page.Annots = Array(notes)

    pack = joined(tmp_path, odd(says("Ord"), build=build))
    assert structure.faults(pack) == []
    assert b"MERKET" not in everything(pack)
    with pikepdf.open(io.BytesIO(pack)) as opened:
        links = list(opened.pages[1].obj.Annots)
        assert [str(one.A.S) for one in links] == ["/URI", "/GoTo"]
        assert "/Next" not in links[0].A
        assert links[1].A.D[0].objgen == opened.pages[1].obj.objgen


# ---- what stays behind ---------------------------------------------------------------------------------------


def test_what_is_hidden_does_not_come_along(tmp_path: Path) -> None:
    def build(made: Pdf) -> None:
        page = made.pages[0].obj
        scan(made)
        script = Dictionary(S=Name.JavaScript, JS=String("MERKET-SKRIPT"))
        secret = made.make_stream(b"MERKET-STROM")
        made.Root.OpenAction = script
        made.Root.AA = Dictionary(WC=script)
        made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        made.attachments["MERKET-FIL.txt"] = b"MERKET-INNHOLD"
        made.Root.PieceInfo = Dictionary(X=Dictionary(Private=secret))
        made.Root.Metadata = made.make_stream(b"<x:xmpmeta>MERKET-XMP</x:xmpmeta>")
        made.docinfo["/Author"] = "MERKET-INFO"
        page.AA = Dictionary(O=script)
        page.PieceInfo = Dictionary(X=Dictionary(Private=secret))
        page.Metadata, page.Thumb = secret, secret
        page.Contents.MERKET = String("MERKET-NOKKEL")
        page.Resources.MERKET = Dictionary(A=secret)
        picture = page.Resources.XObject.Im0
        picture.Metadata, picture.MERKET, picture.Alternates = secret, secret, Array([Dictionary(Image=secret)])
        page.Resources.XObject.Unused = secret
        page.Resources.Properties = Dictionary(Mc0=Dictionary(MERKET=secret, ActualText=String("Ord")))
        font = page.Resources.Font.F1
        font.Metadata, font.AF = secret, Array([secret])
        page.Annots = Array(
            [
                Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=secret),
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String("MERKET-NOTAT")
                ),
            ]
        )
        made.make_indirect(Dictionary(X=String("MERKET-LOS")))

    attachment = odd(says("Ord") + b"/Span /Mc0 BDC EMC q 90 0 0 90 0 0 cm /Im0 Do Q", build=build)
    assert codes(look(tmp_path, attachment)) == ["attachment-active", "attachment-files", "attachment-notes"]
    pack = joined(tmp_path, attachment)
    held = everything(pack)
    assert held.count(b"MERKET") == 0
    assert b"Ord" in held
    assert structure.faults(pack) == []


def test_the_metadata_of_the_paper_can_be_read_without_a_reader(tmp_path: Path) -> None:
    said = Provenance("styret/2020-04", "papers", "nb", "public", "2", "ab" * 32)
    document = weasyprint.HTML(string='<html lang="nb"><title>x</title><body><h1>x</h1></body>').render(
        pdf_variant="pdf/ua-1"
    )
    generated = document.metadata.generate_rdf_metadata
    document.metadata.generate_rdf_metadata = lambda *standard: provenance.declared(
        generated(*standard), said, accessible=False
    )
    enclosures.join(bytes(document.write_pdf(pdf_variant="pdf/ua-1")), [], str(tmp_path / "samlet.pdf"), engine())
    assert provenance.read((tmp_path / "samlet.pdf").read_bytes()) == said


def test_a_file_that_is_enclosed_twice_is_there_once(tmp_path: Path) -> None:
    (tmp_path / "bilag.pdf").write_bytes(report())
    one, two = [(420, 595)] * 2, [(420, 595)] * 2
    sizes = []
    for counts in ([one], [one, two]):
        places = [AttachmentSlot(first, str(tmp_path / "bilag.pdf"), "Bilag") for first, _ in firsts(*counts)]
        enclosures.join(paper(*counts), places, str(tmp_path / "samlet.pdf"), engine())
        pack = (tmp_path / "samlet.pdf").read_bytes()
        assert structure.faults(pack) == []
        with pikepdf.open(io.BytesIO(pack)) as opened:
            sizes.append(sum("/FontFile2" in fonts for fonts in opened.objects if isinstance(fonts, Dictionary)))
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize("bound", ["BATCH_BYTES", "BATCH_FILES"])
def test_attachments_that_are_joined_in_several_runs_are_as_if_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    attachments = (report(), plain_report(), report())
    at_once = joined(tmp_path, *attachments)
    monkeypatch.setattr(enclosures, bound, 1)
    pack = joined(tmp_path, *attachments)
    assert structure.faults(pack) == []
    assert structure.tree(pack) == structure.tree(at_once)
    assert structure.texts(pack) == structure.texts(at_once)
    for number in range(10):
        assert ImageChops.difference(drawn(pack, number), drawn(at_once, number)).getbbox() is None


def test_the_same_bytes_whatever_is_around(tmp_path: Path) -> None:
    script = """
import sys
sys.path.insert(0, "tests")
from pathlib import Path
from test_enclosures import *
folder = Path(sys.argv[1])
sizes = [enclosures.look(str(folder / name), name, ()).sizes for name in ("a.pdf", "b.pdf")]
places = [AttachmentSlot(at, str(folder / name), name) for (at, _), name in zip(firsts(*sizes), ("a.pdf", "b.pdf"))]
enclosures.join((folder / "paper.pdf").read_bytes(), places, str(folder / "samlet.pdf"), engine())
"""
    sizes = [look(tmp_path, report()).sizes, look(tmp_path, plain_report()).sizes]
    laid_out = paper(*sizes)
    digests = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        folder = tmp_path / f"mappe-{seed}"
        folder.mkdir()
        for name, data in (("a.pdf", report()), ("b.pdf", plain_report()), ("paper.pdf", laid_out)):
            (folder / name).write_bytes(data)
        around = {"PYTHONHASHSEED": seed, "TZ": zone, "PATH": "/usr/bin:/bin"}
        made = subprocess.run([sys.executable, "-c", script, folder], cwd=PROJECT, env=around, capture_output=True)
        assert made.returncode == 0, made.stderr.decode()
        digests.add(hashlib.sha256((folder / "samlet.pdf").read_bytes()).hexdigest())
        time.sleep(1.1)
    assert len(digests) == 1


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not tell which files are open")
def test_no_file_stays_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    joined(tmp_path, report(), plain_report())
    look(tmp_path, b"%PDF-1.7 nei")
    assert len(os.listdir("/proc/self/fd")) == before


def test_an_attachment_that_has_changed_since_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(report())
    place = [AttachmentSlot(1, str(tmp_path / "a.pdf"), "Vedlegg")]
    enclosures.join(paper([A4] * 2), place, str(tmp_path / "samlet.pdf"), engine())
    laid_out = running(written('<html lang="nb"><title>x</title><body><h1>En side</h1></body>'))
    with pytest.raises(NotJoined):
        enclosures.join(laid_out, place, str(tmp_path / "samlet.pdf"), engine())
    for data in (b"", b"%PDF-1.7"):
        (tmp_path / "a.pdf").write_bytes(data)
        with pytest.raises(NotJoined):
            enclosures.join(paper([A4] * 2), place, str(tmp_path / "samlet.pdf"), engine())
    os.remove(tmp_path / "a.pdf")
    with pytest.raises(NotJoined):
        enclosures.join(paper([A4] * 2), place, str(tmp_path / "samlet.pdf"), engine())


# ---- the tests of the tree find what is wrong ----------------------------------------------------------------


def fault_key(opened: Pdf) -> None:
    opened.pages[2].obj.StructParents = opened.pages[1].obj.StructParents


def fault_next_key(opened: Pdf) -> None:
    opened.Root.StructTreeRoot.ParentTreeNextKey = 0


def fault_page(opened: Pdf) -> None:
    one = next(one for one in structure._elements(opened) if isinstance(one.get("/K"), int))
    one.Pg = opened.pages[-1].obj


def fault_parent(opened: Pdf) -> None:
    one = next(one for one in structure._elements(opened) if str(one.S) == "/P")
    one.P = opened.Root.StructTreeRoot


def fault_text(opened: Pdf) -> None:
    stream = opened.pages[1].obj.Contents[1]
    stream.write(stream.read_bytes().replace(b"/MCID 0", b"/MCIX 0"))


def fault_dangling(opened: Pdf) -> None:
    one = next(one for one in structure._elements(opened) if isinstance(one.get("/K"), int))
    one.K = Array([one.K, 99])


def fault_link(opened: Pdf) -> None:
    del opened.pages[1].obj.Annots[0].StructParent


def fault_left_out(opened: Pdf) -> None:
    del opened.Root.StructTreeRoot.K[0].K[0]


@pytest.mark.parametrize(
    ("plant", "found_by"),
    [
        (fault_key, "repeated_keys"),
        (fault_next_key, "repeated_keys"),
        (fault_page, "strange_parents"),
        (fault_parent, "broken_chains"),
        (fault_left_out, "broken_chains"),
        (fault_left_out, "lost_text"),
        (fault_text, "lost_text"),
        (fault_dangling, "dangling_marks"),
        (fault_link, "links_without_tags"),
    ],
)
def test_a_fault_that_is_planted_is_found(tmp_path: Path, plant: Callable[[Pdf], None], found_by: str) -> None:
    pack = joined(tmp_path, report())
    assert structure.faults(pack) == []
    with pikepdf.open(io.BytesIO(pack)) as opened:
        plant(opened)
        held = io.BytesIO()
        opened.save(held)
    assert getattr(structure, found_by)(held.getvalue()) != []


# ---- looking -------------------------------------------------------------------------------------------------


def locked(user: str = "") -> bytes:
    made = pikepdf.open(io.BytesIO(plain_report()))
    few = pikepdf.Permissions(modify_other=False, modify_assembly=False, modify_annotation=False, modify_form=False)
    return saved_locked(made, pikepdf.Encryption(owner="eier", user=user, allow=few))


def saved_locked(made: Pdf, how: pikepdf.Encryption) -> bytes:
    held = io.BytesIO()
    made.save(held, encryption=how)
    made.close()
    return held.getvalue()


def with_signature(made: Pdf) -> None:
    field = a_field(made, FT=Name.Sig, V=Dictionary(Type=Name.Sig))
    a_form(made, made.pages[0].obj, [field])
    del made.Root.AcroForm["/NeedAppearances"]


def with_xfa(made: Pdf) -> None:
    made.Root.AcroForm = Dictionary(Fields=Array(), XFA=made.make_stream(b"<xdp/>"))
    made.Root.NeedsRendering = True


def with_film(made: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))
    made.pages[0].obj.Annots = Array([note])


LOOKS: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "tagged": (report, []),
    "untagged": (plain_report, []),
    "locked": (lambda: locked("hemmelig"), ["attachment-password"]),
    "protected": (locked, ["attachment-protected"]),
    "empty file": (lambda: b"", ["attachment-blank"]),
    "no PDF": (lambda: b"\xff\xd8\xff\xe0 et bilde", ["attachment-broken"]),
    "only a head": (lambda: b"%PDF-1.7\n%%EOF", ["attachment-broken"]),
    "cut short": (lambda: loose(plain_report())[:-100], ["attachment-mended"]),
    "cut in the middle": (lambda: loose(plain_report())[:3000], ["attachment-broken"]),
    "cut in its last stream": (lambda: odd(says("Ord") * 200).partition(b"endstream")[0][:-9], ["attachment-broken"]),
    "with more after its end": (lambda: loose(plain_report()) + b"<html>" * 400, ["attachment-mended"]),
    "no pages": (lambda: saved(pikepdf.new()), ["attachment-empty"]),
    "too small": (lambda: odd(says("Ord"), MediaBox=Array([0, 0, 2, 400])), ["attachment-page-size"]),
    "too large": (lambda: odd(says("Ord"), MediaBox=Array([0, 0, 300, 14_401])), ["attachment-page-size"]),
    "too large a unit": (lambda: odd(says("Ord"), UserUnit=60), ["attachment-page-size"]),
    "no size": (lambda: odd(says("Ord"), MediaBox=Array([0, 0, 0, 0])), []),
    "scanned": (lambda: odd(*(b"/Im0 Do",) * 3, says("Ord"), b"/Im0 Do", build=scan), ["attachment-scanned"]),
    "signed": (lambda: odd(says("Ord"), build=with_signature), ["attachment-signed"]),
    "only in one program": (lambda: odd(says("Ord"), build=with_xfa), ["attachment-xfa", "attachment-form"]),
    "film": (lambda: odd(says("Ord"), build=with_film), ["attachment-multimedia"]),
    "many pages": (lambda: odd(*(b"",) * 501), ["attachment-pages"]),
    "mixed sizes": (lambda: odd(says("Ord"), Rotate=90), []),
}


@pytest.mark.parametrize(("make", "wanted"), LOOKS.values(), ids=LOOKS.keys())
def test_what_is_wrong_with_an_attachment_is_told(tmp_path: Path, make: Callable[[], bytes], wanted: list[str]) -> None:
    found = look(tmp_path, make())
    assert codes(found) == wanted
    refused = any(problem.code.severity == "error" for problem in found.problems)
    linked = wanted in (["attachment-pages"], ["attachment-size"])
    assert (found.sizes == ()) == (refused or linked)
    assert all(problem.path == WHERE for problem in found.problems)
    for problem in found.problems:
        for language in ("en", "nb"):
            said = message(problem.code.at(None, **dict(problem.parameters)), language)  # type: ignore[arg-type]
            assert "vedlegg.pdf" in said
            assert "{" not in said


def test_the_pages_that_were_scanned_are_named(tmp_path: Path) -> None:
    found = look(tmp_path, LOOKS["scanned"][0]())
    assert dict(found.problems[0].parameters)["pages"] == "1–3, 5"


def test_a_protected_attachment_is_joined(tmp_path: Path) -> None:
    pack = joined(tmp_path, locked())
    assert structure.faults(pack) == []
    with pikepdf.open(io.BytesIO(pack)) as opened:
        assert not opened.is_encrypted
    assert unlike(drawn(pack, 1), drawn(plain_report(), 0)) == 0


def test_it_is_known_which_pages_come_with_what_they_draw_themselves_alone(tmp_path: Path) -> None:
    assert look(tmp_path, filled_in()).plain == {1}  # on the first are fields
    assert look(tmp_path, odd(says("En"), says("To"))).plain == {0, 1}
    assert look(tmp_path, loose(plain_report())[:-100]).plain == frozenset()  # it had to be mended


def test_too_large_a_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosures, "MOST_BYTES", 1000)
    assert codes(look(tmp_path, report())) == ["attachment-size"]


def test_pages_that_draw_too_much_are_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosures, "MOST_CONTENT", 1000)
    assert codes(look(tmp_path, odd(says("Ord") * 100))) == ["attachment-size"]


def test_a_stream_that_grows_without_end_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_pdf, "MOST_BYTES", 1 << 20)
    attachment = odd(b"0 " * (4 << 20))
    with bounded():
        assert codes(look(tmp_path, attachment)) == ["attachment-mended"]
        pack = joined(tmp_path, attachment)
    assert structure.faults(pack) == []


def test_forms_that_draw_each_other_again_and_again_are_read_once_and_refused(tmp_path: Path) -> None:
    def build(made: Pdf) -> None:
        held = Dictionary(Font=made.pages[0].obj.Resources.Font)
        inner = None
        for _ in range(40):
            form = made.make_stream(b"/A Do " * 10 if inner is not None else says("Ord"))
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 400])
            form.Resources = Dictionary(XObject=Dictionary(A=inner)) if inner is not None else held
            inner = form
        inner.Resources.XObject.B = inner  # type: ignore[union-attr]
        made.pages[0].obj.Resources.XObject = Dictionary(A=inner)

    with bounded():
        assert codes(look(tmp_path, odd(b"/A Do", build=build))) == ["attachment-endless"]


def variants(data: bytes, seed: int, count: int) -> Iterator[bytes]:
    """The data cut short, with bytes changed, with pieces moved and taken out."""
    chance = random.Random(seed)
    for _ in range(count):
        held = bytearray(data)
        kind = chance.randrange(4)
        if kind == 0:
            held = held[: chance.randrange(len(held))]
        elif kind == 1:
            for _ in range(chance.choice((1, 5, 50))):
                held[chance.randrange(len(held))] = chance.randrange(256)
        elif kind == 2:
            start = chance.randrange(len(held))
            del held[start : start + chance.randrange(200)]
        else:
            for _ in range(5):
                numbers = [place for place, byte in enumerate(held) if byte in b"0123456789"]
                held[chance.choice(numbers)] = chance.choice(b"0123456789-/")
        yield bytes(held)


def loose(data: bytes) -> bytes:
    """The same PDF with nothing compressed, so that a changed byte changes what is said."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        held = io.BytesIO()
        opened.save(
            held,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            static_id=True,
        )
    return held.getvalue()


def filled_in() -> bytes:
    def build(made: Pdf) -> None:
        a_form(made, made.pages[0].obj, [a_field(made), a_field(made, T=String("to"), Rect=Array([30, 100, 90, 130]))])

    return odd(says("Navn"), says("Side to"), build=build)


UNPARSED = (structure.repeated_keys, structure.lost_text, structure.broken_chains, structure.links_without_tags)
"""Those tests that do not read content as the library does, which stops without a word where it is too broken."""


@pytest.mark.parametrize(
    ("seed", "make"),
    [(1, report), (2, lambda: loose(report())), (3, lambda: loose(plain_report())), (4, lambda: loose(filled_in()))],
    ids=["report", "report loose", "plain loose", "form loose"],
)
def test_whatever_the_bytes_say_there_is_an_answer_and_soon(
    tmp_path: Path, seed: int, make: Callable[[], bytes]
) -> None:
    """What is accepted is joined too, with a sound tree."""
    laid_out: dict[int, bytes] = {}
    seen = set()
    for number, data in enumerate(variants(make(), seed, 80)):
        with bounded():
            found = look(tmp_path, data)
        seen.add("joined" if found.sizes else "refused")
        if not found.sizes:
            assert found.problems
            continue
        count = len(found.sizes)
        if count not in laid_out:
            laid_out[count] = paper([A4] * count)
        enclosures.join(
            laid_out[count], [AttachmentSlot(1, str(tmp_path / "vedlegg.pdf"), "V")], str(tmp_path / "s.pdf"), engine()
        )
        pack = (tmp_path / "s.pdf").read_bytes()
        assert [fault for check in UNPARSED for fault in check(pack)] == [], number
    assert seen == {"joined", "refused"}
