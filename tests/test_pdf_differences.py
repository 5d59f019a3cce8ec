"""Whatever is altered in a paper is told, with where; what a program does that only saves it is none of that."""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from places import bounded
from test_pdf import engine as engine
from test_pdf import sheet, typeset

from akson_docs.cli import terminal
from akson_docs.cli.commands import verify as command
from akson_docs.pdf import objects, pdf_differences
from akson_docs.pdf.pdf_differences import Difference
from akson_docs.pdf.typesetter import Engine

Alters = Callable[[Pdf], None]
TEXTS = (
    '<p>Kostnaden er 12-34 mill., ned −5,5 prosent.</p><p><a href="https://example.no/a">Les mer</a></p>',
    '<p>Se bildet.</p><img src="bilde.png" alt="Et rødt felt">',
    "<p>Vedtak fattes 1. juli.</p><ul><li>Ett</li><li>To</li></ul>",
)


def picture(colour: str = "red") -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(held, "PNG")
    return held.getvalue()


@pytest.fixture(scope="module")
def paper(engine: Engine) -> bytes:
    """Three slides, with a link, a picture and a list."""
    made = typeset(engine, *(sheet(text, n) for n, text in enumerate(TEXTS, 1)), images={"bilde.png": picture()})
    assert made.pdf is not None
    return made.pdf


def altered(paper: bytes, alters: Alters, **options: Any) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as file:
        alters(file)
        file.save(held, **options)
    return held.getvalue()


def nothing(file: Pdf) -> None:
    """Alters nothing."""


# ---- what a program does that only saves ---------------------------------------------------------------------


def producer(file: Pdf) -> None:
    """As programs do that save: says who wrote it, and when."""
    file.docinfo[Name.Producer], file.docinfo[Name.ModDate] = String("Et program"), String("D:20300101")
    said = file.Root.Metadata.read_bytes()
    said = re.sub(rb"<pdf:Producer>[^<]*", b"<pdf:Producer>Et program", said)
    file.Root.Metadata.write(said.replace(b"\n", b"\n  "))


def spaces(file: Pdf) -> None:
    """As programs do that write content anew, operator by operator."""
    for page in file.pages:
        page.contents_coalesce()
        page.Contents = file.make_stream(pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page)))


def inherits(file: Pdf) -> None:
    """As programs do that put what pages have in common above them."""
    first = file.pages[0].obj
    file.Root.Pages.MediaBox = first.MediaBox
    for page in file.pages:
        del page.obj["/MediaBox"]


SAVED: dict[str, tuple[Alters, dict[str, Any]]] = {
    "as it comes": (nothing, {}),
    "linearized": (nothing, {"linearize": True}),
    "with object streams": (nothing, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}),
    "without object streams": (nothing, {"object_stream_mode": pikepdf.ObjectStreamMode.disable}),
    "uncompressed": (nothing, {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.all}),
    "compressed anew": (nothing, {"recompress_flate": True}),
    "as text": (nothing, {"qdf": True}),
    "content normalised": (nothing, {"normalize_content": True}),
    "by another name": (producer, {}),
    "operator by operator": (spaces, {}),
    "with sizes above the pages": (inherits, {}),
}


@pytest.mark.parametrize("way", SAVED)
def test_a_paper_that_was_only_saved_anew_is_the_same(paper: bytes, way: str) -> None:
    now = altered(paper, SAVED[way][0], **SAVED[way][1])
    assert now != paper
    assert pdf_differences.differences(paper, now) == ()


def test_a_paper_that_another_program_saved_anew_is_the_same(paper: bytes) -> None:
    """Numbers are rounded to single precision then."""
    held = io.BytesIO()
    with contextlib.closing(pypdfium2.PdfDocument(paper)) as document:
        document.save(held)
    assert held.getvalue() != paper
    assert pdf_differences.differences(paper, held.getvalue()) == ()


# ---- twenty ways to alter a paper, and then some -----------------------------------------------------------------


def draws(operators: bytes, page: int = 0, prepend: bool = False) -> Alters:
    def alters(file: Pdf) -> None:
        file.pages[page].contents_add(operators, prepend=prepend)

    return alters


def contents(page: int, change: Callable[[bytes], bytes]) -> Alters:
    """Changes what a page draws."""

    def alters(file: Pdf) -> None:
        one = file.pages[page]
        one.contents_coalesce()
        was = one.Contents.read_bytes()
        now = change(was)
        assert was != now
        one.Contents = file.make_stream(now)

    return alters


def page_entry(page: int, name: str, value: Any) -> Alters:
    def alters(file: Pdf) -> None:
        file.pages[page].obj[name] = value

    return alters


def root_entry(name: str, value: Any) -> Alters:
    def alters(file: Pdf) -> None:
        file.Root[name] = value

    return alters


def annotated(page: int, **entries: Any) -> Alters:
    def alters(file: Pdf) -> None:
        one = file.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([0, 0, 90, 90]), **entries))
        held = file.pages[page].obj.get("/Annots", Array())
        file.pages[page].obj["/Annots"] = Array([*held, one])

    return alters


def link(file: Pdf) -> Any:
    return next(one for one in file.pages[0].obj.Annots if one.get("/A", Dictionary()).get("/URI") is not None)


def link_elsewhere(file: Pdf) -> None:
    link(file).A.URI = String("https://example.com/b")


def link_of_another_place(file: Pdf) -> None:
    link(file).Rect = Array([0, 0, 500, 500])


def link_acts(file: Pdf) -> None:
    link(file).A = Dictionary(S=Name.Launch, F=String("x.exe"))


def link_acts_next(file: Pdf) -> None:
    link(file).A.Next = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def link_gone(file: Pdf) -> None:
    del file.pages[0].obj["/Annots"]


def embedded(file: Pdf) -> None:
    file.attachments["vedlegg.txt"] = b"hei"


def script_by_name(file: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    file.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))


def xmp(old: bytes, new: bytes) -> Alters:
    def alters(file: Pdf) -> None:
        said = file.Root.Metadata.read_bytes()
        assert old in said
        file.Root.Metadata.write(said.replace(old, new))

    return alters


def info(file: Pdf) -> None:
    file.docinfo[Name.Title] = String("En annen tittel")


def outline(file: Pdf) -> None:
    file.Root.Outlines.First.Title = String("Et annet sted")


def outline_acts(file: Pdf) -> None:
    first = file.Root.Outlines.First
    del first["/Dest"]
    first.A = Dictionary(S=Name.URI, URI=String("https://example.com"))


def elements(file: Pdf) -> Iterator[Any]:
    waiting = [file.Root.StructTreeRoot]
    while waiting:
        one = waiting.pop()
        yield one
        inner = one.get("/K")
        rows = list(inner) if isinstance(inner, Array) else [inner]
        waiting += [row for row in rows if isinstance(row, Dictionary)]


def alternative(file: Pdf) -> None:
    next(one for one in elements(file) if "/Alt" in one).Alt = String("Et grønt felt")


def read_as(file: Pdf) -> None:
    next(one for one in elements(file) if one.get("/S") == Name.LI).ActualText = String("Tre")


def order_of_reading(file: Pdf) -> None:
    found = next(one for one in elements(file) if one.get("/S") == Name.L)
    found.K = Array([*found.K][::-1])


def no_structure(file: Pdf) -> None:
    del file.Root["/StructTreeRoot"]


def fonts(file: Pdf) -> Iterator[Any]:
    yield from (one for _, one in file.pages[0].obj.Resources.Font.items())


def read_otherwise(file: Pdf) -> None:
    """The same is seen, and something else is copied and read aloud."""
    for font in fonts(file):
        was = font.ToUnicode.read_bytes()
        font.ToUnicode.write(was.replace(b"<0031>", b"<0039>"))  # 1 is read as 9


def another_font(file: Pdf) -> None:
    for font in fonts(file):
        descriptor = font.DescendantFonts[0].FontDescriptor
        descriptor.FontFile2.write(descriptor.FontFile2.read_bytes()[:-4] + b"\0\0\0\1")


def other_widths(file: Pdf) -> None:
    for font in fonts(file):
        font.DescendantFonts[0].DW = 1


def pictures(file: Pdf) -> Iterator[Any]:
    for page in file.pages:
        yield from (one for _, one in page.obj.Resources.XObject.items() if one.get("/Subtype") == Name.Image)


def another_picture(file: Pdf) -> None:
    one = next(pictures(file))
    one.write(bytes(len(one.read_bytes())))


def decoded_otherwise(file: Pdf) -> None:
    next(pictures(file)).Decode = Array([1, 0] * 3)


def picture_outside(file: Pdf) -> None:
    next(pictures(file)).F = String("http://example.com/x.png")


def layer(file: Pdf) -> None:
    group = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("Lag")))
    file.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    page = file.pages[2]
    page.contents_add(b"/OC /Skjult BDC", prepend=True)
    page.contents_add(b"EMC")
    page.obj.Resources = Dictionary({**dict(page.obj.Resources.items()), "/Properties": Dictionary(Skjult=group)})


def page_gone(file: Pdf) -> None:
    del file.pages[1]


def page_added(file: Pdf) -> None:
    file.add_blank_page()


def page_twice(file: Pdf) -> None:
    file.pages.append(file.pages[0])


def pages_moved(file: Pdf) -> None:
    file.pages.append(file.pages[0])
    del file.pages[0]


def pages_backwards(file: Pdf) -> None:
    file.pages.reverse()


def form(file: Pdf) -> None:
    file.Root.AcroForm = Dictionary(Fields=Array(), NeedAppearances=True)


BOX = b"q 1 1 1 rg 0 0 400 400 re f Q"
SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
ALTERED: dict[str, tuple[Alters, str, int]] = {
    "a white box over the text": (draws(BOX), "over", 1),
    "a box under the text": (draws(b"q 0 0 0 rg 0 0 900 900 re f Q", 1, prepend=True), "under", 2),
    "text that is seen by nobody": (contents(0, lambda was: was.replace(b"BT", b"BT 3 Tr", 1)), "content", 1),
    "text of the colour of the paper": (contents(2, lambda was: was.replace(b"BT", b"BT 1 1 1 rg", 1)), "content", 3),
    "a text taken out": (contents(0, lambda was: re.sub(rb"\[[^]]*\] ?TJ", b"", was, count=1)), "content", 1),
    "signs in another order": (contents(0, lambda was: swapped(was)), "text", 1),
    "a page turned": (page_entry(1, "/Rotate", 180), "rotation", 2),
    "a page cropped": (page_entry(1, "/CropBox", Array([0, 300, 960, 540])), "box", 2),
    "a page of another size": (page_entry(2, "/MediaBox", Array([0, 0, 300, 540])), "box", 3),
    "a unit": (page_entry(2, "/UserUnit", 2), "box", 3),
    "a stamp": (annotated(0, Subtype=Name.Stamp), "annotation", 1),
    "a note": (annotated(2, Subtype=Name.Text, Contents=String("Nei")), "annotation", 3),
    "text typed over": (annotated(1, Subtype=Name.FreeText, Contents=String("Nei")), "annotation", 2),
    "a redaction": (annotated(1, Subtype=Name.Redact), "annotation", 2),
    "a field": (annotated(0, Subtype=Name.Widget, FT=Name.Tx), "field", 1),
    "a form": (form, "field", 0),
    "a file on a page": (annotated(1, Subtype=Name.FileAttachment), "file", 2),
    "a new link": (annotated(1, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://e.com"))), "link", 2),
    "a link that leads elsewhere": (link_elsewhere, "link", 1),
    "a link over everything": (link_of_another_place, "link", 1),
    "a link that starts a program": (link_acts, "action", 1),
    "a link that runs a script next": (link_acts_next, "action", 1),
    "a link taken away": (link_gone, "link", 1),
    "a script on opening": (root_entry("/OpenAction", SCRIPT), "action", 0),
    "a script by its name": (script_by_name, "action", 0),
    "a script on a page": (page_entry(1, "/AA", Dictionary(O=SCRIPT)), "action", 2),
    "a script on closing": (root_entry("/AA", Dictionary(WC=SCRIPT)), "action", 0),
    "an attached file": (embedded, "file", 0),
    "an associated file": (page_entry(0, "/AF", Array([Dictionary(Type=Name.Filespec)])), "file", 1),
    "another issue": (xmp(b"utgave>1<", b"utgave>2<"), "provenance", 0),
    "another edition": (xmp(b"edition>public<", b"edition>members<"), "provenance", 0),
    "another digest": (xmp(b"digest>", b"digest>0"), "provenance", 0),
    "a standard that it does not keep": (xmp(b'part="2"', b'part="1"'), "metadata", 0),
    "another title": (info, "metadata", 0),
    "bookmarks": (outline, "outline", 0),
    "a bookmark that leads out": (outline_acts, "action", 0),
    "what is said of a picture": (alternative, "structure", 2),
    "what is read aloud": (read_as, "structure", 3),
    "the order of reading": (order_of_reading, "structure", 3),
    "no structure": (no_structure, "structure", 0),
    "another language": (root_entry("/Lang", String("en")), "structure", 0),
    "what signs are read as": (read_otherwise, "font", 1),
    "what signs are read as, in the text": (read_otherwise, "text", 1),
    "signs of another shape": (another_font, "font", 1),
    "signs of no width": (other_widths, "font", 1),
    "another picture": (another_picture, "image", 2),
    "a picture as its negative": (decoded_otherwise, "image", 2),
    "a picture from elsewhere": (picture_outside, "image", 2),
    "a layer that is hidden": (layer, "layer", 0),
    "a page taken out": (page_gone, "page-gone", 2),
    "a blank page": (page_added, "page-added", 4),
    "a page twice": (page_twice, "page-added", 4),
    "pages in another order": (pages_moved, "page-moved", 3),
    "pages from the end": (pages_backwards, "page-moved", 1),
    "other numbers of pages": (root_entry("/PageLabels", Dictionary(Nums=Array([0, Dictionary(St=7)]))), "view", 0),
    "full screen": (root_entry("/PageMode", Name.FullScreen), "view", 0),
    "rights": (root_entry("/Perms", Dictionary(DocMDP=Dictionary())), "signature", 0),
    "something of a program's own": (page_entry(0, "/PieceInfo", Dictionary(X=Dictionary())), "entry", 1),
}


def swapped(content: bytes) -> bytes:
    """Content with the signs of its longest text the other way round."""
    longest = max(re.findall(rb"\[[^]]*\]", content), key=len)
    return content.replace(longest, b"[" + b"".join(re.findall(rb"<[0-9a-f]{4}>", longest)[::-1]) + b"]", 1)


@pytest.mark.parametrize("way", ALTERED)
def test_what_was_altered_is_told_with_where(paper: bytes, way: str) -> None:
    alters, kind, page = ALTERED[way]
    found = pdf_differences.differences(paper, altered(paper, alters))
    assert kind in {one.kind for one in found}
    assert page in {one.page for one in found if one.kind == kind} or not page
    # Nothing is said of what is as it was.
    if page and kind in ("over", "under", "box", "link", "annotation", "image", "structure"):
        assert {one.page for one in found} == {page}


AROUND: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "bytes after the end": (lambda paper: paper + b"PK\x03\x04 noe annet", "bytes-after"),
    "bytes before the beginning": (lambda paper: b"<html>" + paper, "bytes-before"),
    "metadata that cannot be read": (lambda paper: paper.replace(b"<rdf:RDF", b"<rdf:RDG", 1), "metadata"),
    "a second description": (lambda paper: xmp_added(paper, b'<rdf:Description a:utgave="9"/>'), "provenance"),
    "metadata that mean something else": (
        lambda paper: paper.replace(b'<x:xmpmeta xmlns:x="adobe:ns:meta/">', b'<!DOCTYPE x><x:xmpmeta xmlns:x="a">'),
        "metadata",
    ),
    "a key twice": (lambda paper: twice(paper), "broken"),
    "an update": (lambda paper: updated(paper), "update"),
    "a password that is empty": (
        lambda paper: altered(paper, nothing, encryption=pikepdf.Encryption(owner="x", user="")),
        "encryption",
    ),
}


RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="urn:akson-docs:paper:1#">%s</rdf:RDF>'


def xmp_added(paper: bytes, more: bytes) -> bytes:
    """A paper with another description in its metadata."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as file:
        was = file.Root.Metadata.read_bytes()
        file.Root.Metadata = Stream(file, was.replace(b"</x:xmpmeta>", RDF % more + b"</x:xmpmeta>"))
        file.save(held, fix_metadata_version=False)
    return held.getvalue()


def twice(paper: bytes) -> bytes:
    """A key that stands twice in a dictionary: one program takes the first, another the last."""
    text = altered(paper, nothing, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return text.replace(b"/Rotate", b"/Rotatt").replace(b"  /Type /Page\n", b"  /Type /Page /MediaBox [0 0 9 9]\n", 1)


def updated(paper: bytes) -> bytes:
    """A paper with an update appended, as programs do that sign; it changes the language."""
    with pikepdf.open(io.BytesIO(paper)) as file:
        number, size = file.Root.objgen[0], int(file.trailer.Size)
        root = file.Root.unparse(resolved=True).replace(b"(nb)", b"(en)")
    before = int(re.findall(rb"startxref\s+(\d+)", paper)[-1])
    start = len(paper) + 1
    added = b"\n%d 0 obj\n%s\nendobj\n" % (number, root)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, start)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (size, number, before)
    return paper + added + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(paper) + len(added))


@pytest.mark.parametrize("way", AROUND)
def test_what_is_around_the_paper_is_told(paper: bytes, way: str) -> None:
    alters, kind = AROUND[way]
    assert kind in {one.kind for one in pdf_differences.differences(paper, alters(paper))}


def test_what_differs_is_told_as_it_was_and_as_it_is(paper: bytes) -> None:
    told = {
        way: [one.detail for one in pdf_differences.differences(paper, altered(paper, ALTERED[way][0]))]
        for way in ("another issue", "a link that leads elsewhere", "a page turned")
    }
    assert told["another issue"] == ["utgave: 1 → 2"]
    assert told["a link that leads elsewhere"][0].endswith('/A/URI: "https://example.no/a" → "https://example.com/b"')
    assert told["a page turned"] == ["/Rotate:  → 180"]


@pytest.mark.parametrize("old, new", [("12-34", "1234"), ("−5,5", "5,5"), ("1. juli", "7. juli")])  # noqa: PT006
def test_hyphens_minus_and_digits_are_part_of_the_text(engine: Engine, paper: bytes, old: str, new: str) -> None:
    made = typeset(
        engine,
        *(sheet(text.replace(old, new), n) for n, text in enumerate(TEXTS, 1)),
        images={"bilde.png": picture()},
    )
    assert made.pdf is not None
    assert "text" in {one.kind for one in pdf_differences.differences(paper, made.pdf)}


def test_what_no_program_of_ours_makes_was_made_by_somebody() -> None:
    assert pdf_differences.is_certain([Difference("annotation", 1), Difference("content", 2)])
    assert pdf_differences.is_certain([Difference("page-added", 4)])
    assert pdf_differences.is_certain([Difference("provenance")])
    assert not pdf_differences.is_certain([Difference("content", 1), Difference("provenance")])
    assert not pdf_differences.is_certain([Difference("link", 1)])


def test_what_is_the_same_is_said(paper: bytes) -> None:
    found = pdf_differences.differences(paper, altered(paper, draws(BOX)))
    assert pdf_differences.same(found) == tuple(name for name in pdf_differences.ASPECTS if name != "drawing")
    assert pdf_differences.same([Difference("excess")]) == ()


@pytest.mark.parametrize("language", ["en", "nb"])
def test_everything_has_its_words(language: Any) -> None:
    with terminal.speaking(language):
        assert set(command.DIFFERENCES) == set(get_args(pdf_differences.DifferenceKind))
        assert set(command.SAME) == set(pdf_differences.ASPECTS)


# ---- files that mean harm ----------------------------------------------------------------------------------------


def circles(file: Pdf) -> None:
    """Everything leads back to itself."""
    one = file.make_indirect(Dictionary(X=1))
    one.Me = one
    file.Root.Outlines = one
    file.pages[0].obj.Resources = one
    file.Root.Loop = Array([one, file.Root])


def chain(file: Pdf) -> None:
    """A list that goes on and on."""
    last = file.make_indirect(Dictionary(N=0))
    for number in range(20_000):
        last = file.make_indirect(Dictionary(N=number, Next=last))
    file.Root.Chain = last


def fans(file: Pdf) -> None:
    """Each leads twice to the next: a walk that forgets never ends."""
    last = file.make_indirect(Array([1]))
    for _ in range(200):
        last = file.make_indirect(Array([last, last]))
    file.Root.StructTreeRoot.Fan = last


def laughs(file: Pdf) -> None:
    """A form that draws one ten times that draws one ten times."""
    last = file.make_stream(b"BT ET")
    last.Type, last.Subtype, last.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
    for _ in range(25):
        one = file.make_stream(b"/F Do " * 10)
        one.Type, one.Subtype, one.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
        one.Resources = Dictionary(XObject=Dictionary(F=last))
        last = one
    page = file.pages[0].obj
    page.Resources = Dictionary({**dict(page.Resources.items()), "/XObject": Dictionary(F=last)})
    file.pages[0].contents_add(b"/F Do")


def bomb(file: Pdf) -> None:
    """A stream that grows to twice of what is looked at."""
    template_set = zlib.compressobj(9)
    data = b"".join([*(template_set.compress(bytes(1 << 20)) for _ in range(128)), template_set.flush()])
    file.Root.Bomb = Stream(file, data, Filter=Name.FlateDecode)
    file.pages[0].obj.Contents = Stream(file, data, Filter=Name.FlateDecode)


def of_other_kinds(file: Pdf) -> None:
    """Nothing is of the kind that it should be."""
    file.Root.Names = Array([1, 2])
    file.Root.StructTreeRoot = Dictionary(Pg=Array([1]), K=Dictionary(Pg=Dictionary()))
    file.pages[0].obj.Annots = Dictionary(A=Array([1]))
    file.pages[1].obj.Annots = Array([1, None, String("x"), Array(), Dictionary(A=1, Subtype=Array()), file.Root])
    file.pages[1].obj.Resources = String("x")
    file.pages[2].obj.Contents = Array([1, Array(), String("x")])
    file.pages[2].obj.Resources.XObject = Array()


@pytest.mark.parametrize("harm", [circles, chain, fans, laughs, bomb, of_other_kinds], ids=lambda harm: harm.__name__)
def test_a_file_that_means_harm_is_told_in_bounded_time(paper: bytes, harm: Alters) -> None:
    now = altered(paper, harm)
    with bounded():
        assert pdf_differences.differences(paper, now)


@pytest.mark.parametrize("place", range(0, 100, 7))
def test_a_file_that_is_broken_is_told_or_refused(paper: bytes, place: int) -> None:
    at = len(paper) * place // 100
    for now in (paper[:at], paper[:at] + bytes(200) + paper[at + 200 :], paper[at:]):
        with contextlib.suppress(objects.Unreadable):
            assert now == paper or pdf_differences.differences(paper, now)


def test_what_is_looked_at_has_an_end(paper: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (
        (objects, "MOST_VALUES"),
        (objects, "MOST_DECODED"),
        (pdf_differences, "MOST_STEPS"),
        (pdf_differences, "MOST_PAGES"),
    ):
        with monkeypatch.context() as less:
            less.setattr(module, name, 2)
            assert pdf_differences.differences(paper, paper + b" ") == (Difference("excess"),)
