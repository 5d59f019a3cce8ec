"""The hunt for leaks sees: everything is planted, whatever gets out is found, and a sample of it finds nothing."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from archives import a_pdf
from hunts import leaks, seek, withheld
from places import PROJECT, place, write

from akson_docs.meetings import redaction
from akson_docs.model import slides
from akson_docs.model.documents import (
    Attachment,
    Attendance,
    Board,
    FollowUp,
    Item,
    Meeting,
    Minutes,
    Redact,
    RedactedBox,
    RedactedPhrase,
    Site,
)
from akson_docs.model.values import LocalizedText, Value
from akson_docs.pdf.workers import WorkerPool

MARK = seek.mark(4711)


# ---- everything is planted -----------------------------------------------------------------------------------

REDACTED = (Redact, RedactedBox, RedactedPhrase)
NO_TEXT = {
    ("Appeal", "within"),
    ("Board", "timezone"),
    ("Deadlines", "minutes"),
    ("Deadlines", "papers"),
    ("Deadlines", "publish"),
    ("Meeting", "timezone"),
    ("PaperPicture", "file"),
    ("Recording", "captions"),
    ("Recording", "file"),
    ("Vote", "count"),
} | {(shape.__name__, name) for shape in REDACTED for name in shape.model_fields}
"""What holds no text of an author's choice: its form is checked, or reading makes it of a text
that is planted; and what is redacted in files, which `test_redacted_files` hunts for."""
OF_AN_ITEM = {("Item", name) for name in ("number", "type", "continues", "formerly", "withheld", "public_title")} | {
    ("Closed", "basis")
}
"""What the public edition tells of an item that is withheld."""
INSTEAD = {("Attachment", "withheld"), ("Attachment", "public_title")} | {
    (kind.__name__, name) for kind in withheld.KINDS for name in ("withheld", "public")
}
"""What it tells of an attachment or a slide that is withheld."""
BEFORE_THE_MINUTES = {("Motion", "id"), ("Motion", "text")}
"""What is known of the motion that was adopted; of others it is not."""


@cache
def planted() -> dict[str, set[tuple[str, str]]]:
    """(class, field) of all that the archives of some seeds carry marks in, by why it is withheld."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    with pytest.MonkeyPatch.context() as patch:
        # What is planted in a file stands in its name too, and to make files takes long.
        patch.setattr(withheld, "contents", lambda ending, said, form: b"")
        patch.setattr(withheld, "dumped", lambda row: "")
        for seed in range(800):
            for why, shape, name in withheld.archive(seed).planted:
                found["whole" if why in withheld.WHOLE else why].add((shape, name))
    return found


def fields(*tops: type[Value]) -> set[tuple[str, str]]:
    return {one for top in tops for one in withheld.fields(top)} - NO_TEXT


def worded() -> set[tuple[str, str]]:
    """The fields that an author can withhold by themselves."""
    return {
        (shape.__name__, name)
        for top in (Site, Board, Meeting)
        for shape in withheld.shapes(top)
        for name, one in shape.model_fields.items()
        if "private" not in one.metadata and any(map(_is_words, withheld.leaves(one.annotation)))
    } - {("Document", "text")}


def _is_words(leaf: object) -> bool:
    return isinstance(leaf, type) and issubclass(leaf, LocalizedText)


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ("whole", fields(Board, Meeting) - {("Board", "rules")}),
        ("item", fields(Item) - OF_AN_ITEM - INSTEAD),
        ("slide", fields(slides.Topic, *withheld.KINDS) - INSTEAD - {("Topic", "topic")}),
        ("attachment", fields(Attachment) - INSTEAD),
        ("minutes", fields(Attendance, Minutes, FollowUp) | {("Motion", "by"), ("Vote", "for_"), ("Dissent", "text")}),
        ("person", {("Person", "id"), ("Person", "name"), ("Holder", "name")}),
        ("names", {("Person", "name"), ("Holder", "name"), ("AttendanceRow", "name")}),
        ("words", worded()),
    ],
    ids=lambda held: held if isinstance(held, str) else "",
)
def test_every_field_is_planted_for_every_reason(why: str, expected: set[tuple[str, str]]) -> None:
    """A field that is new is filled by its annotation, or stands here until the hunt plants it."""
    assert sorted(expected - planted()[why]) == []


def test_what_is_private_is_planted() -> None:
    private = {
        (shape.__name__, name)
        for top in (Board, Meeting)
        for shape in withheld.shapes(top)
        for name, one in shape.model_fields.items()
        if "private" in one.metadata and shape not in REDACTED
    }
    assert sorted(private - planted()["private"]) == []
    assert {"comment", "unused", "file"} <= planted().keys()


# ---- whatever gets out is found ------------------------------------------------------------------------------


def _said(what: str) -> str:
    return f"tekst {MARK}"


def _zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.xml", f"<t>{MARK}</t>")
    return held.getvalue()


def _a_pdf(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as document:
        change(document)
        document.save(held, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return held.getvalue()


def _info(document: pikepdf.Pdf) -> None:
    document.docinfo["/Author"] = f"Å {MARK}"  # not in PDFDocEncoding's letters alone: UTF-16


def _outline(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Ł {MARK}", 0))


def _tree(document: pikepdf.Pdf) -> None:
    element = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt=pikepdf.String(MARK)))
    document.Root.StructTreeRoot = document.make_indirect(pikepdf.Dictionary(K=pikepdf.Array([element])))


def _metadata(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as metadata:
        metadata["dc:title"] = MARK


def _enclosed(document: pikepdf.Pdf) -> None:
    document.attachments["a.txt"] = zlib.compress(b"x") + MARK.encode()


def _font(document: pikepdf.Pdf) -> None:
    document.pages[0].Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F=pikepdf.Dictionary(BaseFont=pikepdf.Name(f"/ABCDEF+{MARK}")))
    )


def _hexadecimal(document: pikepdf.Pdf) -> None:
    document.pages[0].Contents = document.make_stream(f"BT <{MARK.encode().hex()}> Tj ET".encode())


FORMS: dict[str, bytes] = {
    "a.html": f"<p>Om {MARK}</p>".encode(),
    "capitals.html": f"<p>{MARK.upper()}</p>".encode(),
    "tags.html": f"<p>{MARK[:2]}<b>{MARK[2:]}</b></p>".encode(),
    "attribute.html": f'<img alt="{MARK}">'.encode(),
    "comment.html": f"<!-- {MARK} -->".encode(),
    "hyphens.html": f"<p>{MARK[:3]}\u00ad{MARK[3:]} å</p>".encode(),
    "entities.html": "".join(f"&#{ord(letter)};" for letter in MARK).encode(),
    "percent.html": f'<a href="{"".join(f"%{ord(letter):02x}" for letter in MARK)}">'.encode(),
    "data.html": b'<img src="data:text/plain;base64,' + base64.b64encode(_said("").encode()) + b'">',
    "inside.html": b'<img src="data:;base64,' + base64.b64encode(gzip.compress(MARK.encode() * 9)) + b'">',
    "wide.html": "".join(chr(ord(letter) - ord("a") + 0xFF41) for letter in MARK).encode(),
    "meeting.json": json.dumps({"a": f"å {MARK}"}).encode(),
    "escaped.json": ('{"a": "' + "".join(rf"\u{ord(letter):04x}" for letter in MARK) + '"}').encode(),
    "meeting.ics": f"SUMMARY:{MARK[:4]}\r\n {MARK[4:]}".encode(),
    "mail.eml": "".join(f"={ord(letter):02X}" for letter in MARK).encode(),
    "feed.xml": MARK.encode("utf-16"),
    "site.css": f"/* {MARK} */".encode(),
    "a.svg": f"<svg><desc>{MARK}</desc></svg>".encode(),
    "a.docx": _zipped(),
    "a.gz": gzip.compress(MARK.encode()),
    "text.pdf": a_pdf(MARK),
    "info.pdf": _a_pdf(_info),
    "outline.pdf": _a_pdf(_outline),
    "alt.pdf": _a_pdf(_tree),
    "xmp.pdf": _a_pdf(_metadata),
    "enclosed.pdf": _a_pdf(_enclosed),
    "font.pdf": _a_pdf(_font),
    "hexadecimal.pdf": _a_pdf(_hexadecimal),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_mark_is_found_in_every_form(name: str) -> None:
    assert MARK in seek.in_file(name, FORMS[name])


@pytest.mark.parametrize("what", ["tEXt", "zTXt", "iTXt", "ImageDescription", "XPAuthor"])
@pytest.mark.parametrize("form", [1, 2])
def test_a_mark_is_found_in_a_picture(what: str, form: int) -> None:
    def said(place: str) -> str:
        return _said(place) if place == what else "tekst"

    assert MARK in seek.in_file("a.png", withheld.contents(".png", said, form))


@pytest.mark.parametrize("what", ["comment", "ImageDescription", "XPAuthor"])
def test_a_mark_is_found_in_a_photograph(what: str) -> None:
    assert MARK in seek.in_file("a.jpg", withheld.contents(".jpg", lambda at: _said(at) if at == what else "tekst", 1))


def test_a_mark_is_found_in_a_name(tmp_path: Path) -> None:
    write(tmp_path / "vedlegg" / f"Om-{MARK.upper()}.txt", "tekst")
    assert [(one, how) for one, _, how in seek.in_tree(tmp_path)] == [(MARK, "its name")]


def test_nothing_is_found_where_nothing_is() -> None:
    for ending in (".pdf", ".png", ".jpg", ".svg", ".docx", ".csv"):
        assert seek.in_file(f"a{ending}", withheld.contents(ending, lambda what: "tekst", 2)) == {}


# ---- a build that leaks --------------------------------------------------------------------------------------

SITE = "name: Møtepapirer\npublisher: Eksempeletaten\naddress: https://moter.example.no\n"
BOARD = "name: Styret\n"
FIELDS = {
    name: seek.mark(number) for number, name in enumerate(("title", "summary", "proposal", "attachments", "slides"))
}
OPEN = """\
date: 2020-04-01
items:
  - number: 1/20
    title: Åpen sak
    summary: Kort om saken
    proposal: Styret tar saken til orientering.
    slides: [{title: Åpent lysark, body: Tekst}]
"""
CLOSED = """\
  - withheld: offl. § 23
    number: 2/20
    title: Om {title}
    public_title: Unntatt sak
    summary: Om {summary}
    proposal: Om {proposal}
    attachments: [{{file: {attachments}.txt, title: Plan}}]
    slides: [{{kind: figure, title: Kart, file: kart.png, alt: Et kart over {slides}}}]
""".format_map(FIELDS)
HERE = "styret/2020-01/"


def a_site(root: Path, meeting: str = OPEN + CLOSED) -> Path:
    files: dict[str, str | bytes] = {
        f"{HERE}meeting.yaml": meeting,
        f"{HERE}kart.png": withheld.contents(".png", lambda what: FIELDS["slides"], 1),
        f"{HERE}{FIELDS['attachments']}.txt": FIELDS["attachments"],
    }
    return place(root, {"site.yaml": SITE, "styret/board.yaml": BOARD, **files})


def built(root: Path) -> dict[str, set[tuple[str, str]]]:
    """What the hunt finds in what is built: mark → (file, in what of it)."""
    with WorkerPool(1) as pool:
        outcome = leaks.build(root, "public", pool)
    assert [one for one in outcome.diagnostics if one.severity == "error"] == []
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one, name, _ in seek.in_tree(root / "output/site"):
        data = (root / "output/site" / name).read_bytes()
        found[one] |= {(name, how) for how, layer in seek.layers(name, data) if one in seek.marks(layer)} or {
            (name, "")
        }
    return found


def test_a_sound_build_leaks_nothing(tmp_path: Path) -> None:
    assert built(a_site(tmp_path)) == {}
    assert (tmp_path / "output/site/styret/2020-01/slides.pdf").exists()


SPOILT = {
    "pages/meeting.html": ("{% block main %}", "{% block main %}<p>MARK</p>", f"{HERE}index.html", "text without tags"),
    "pages/front.html": ("{% block main %}", '{% block main %}<p title="MARK">A</p>', "index.html", "bytes"),
    "pages/item.html": ("{% block main %}", "{% block main %}<!-- MARK -->", "styret/item/1-2020/index.html", "bytes"),
    "css/site.css": ("", "/* MARK */", "assets/site.css", "bytes"),
    "js/present.js": ("", "// MARK\n", "assets/present.js", "bytes"),
    "papers/agenda.html": ("</main>", "<p>MARK</p></main>", f"{HERE}agenda.pdf", "PDF, text of page 1"),
    "slides/text.html": (
        "{% block body %}",
        '{% block body %}<svg width="4" height="3" role="img"><title>MARK</title><rect width="4" height="3"/></svg>',
        f"{HERE}slides.pdf",
        "PDF string /Alt",
    ),
}
"""Templates: what of them stands there, what is put in its place, where the mark gets out, and how it is found."""


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[tuple[str, str]]]:
    """What is found where templates leak, each another mark."""
    root = a_site(tmp_path_factory.mktemp("spoilt"))
    for number, (template, (before, after, _, _)) in enumerate(SPOILT.items(), 100):
        there = (PROJECT / "templates" / template).read_text()
        assert before in there
        after = after.replace("MARK", seek.mark(number))
        write(root / "templates" / template, there.replace(before, after, 1) if before else after + there)
    write(root / f"templates/images/{MARK}.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    return built(root)


@pytest.mark.parametrize("template", SPOILT)
def test_a_template_that_leaks_is_found(template: str, spoilt: dict[str, set[tuple[str, str]]]) -> None:
    *_, where, how = SPOILT[template]
    assert (where, how) in spoilt[seek.mark(100 + [*SPOILT].index(template))]


def test_an_asset_with_a_mark_in_its_name_is_found(spoilt: dict[str, set[tuple[str, str]]]) -> None:
    assert spoilt[MARK] == {(f"assets/images/{MARK}.svg", "")}


FORGOTTEN = {
    "title": {"index.html", "meeting.json", "agenda.pdf", "papers.pdf", "slides.pdf", "slides/index.html"},
    "summary": {"index.html", "meeting.json", "papers.pdf"},
    "proposal": {"index.html", "meeting.json", "agenda.pdf", "papers.pdf", "slides.pdf"},
    "attachments": {f"attachments/{FIELDS['attachments']}.txt", "index.html", "meeting.json", "papers.pdf"},
    "slides": {"slides/kart.png", "meeting.json", "slides/index.html", "slides.pdf", "papers.pdf"},
}
"""Where each field of an item would get out."""


@pytest.fixture(scope="module")
def forgetful(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[tuple[str, str]]]:
    """What is found where the public edition forgets to withhold fields of an item."""
    withholding = redaction._item

    def forgetful(item: Item, basis: str) -> Item:
        return withholding(item, basis).model_copy(update={name: getattr(item, name) for name in FIELDS})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(redaction, "_item", forgetful)
        return built(a_site(tmp_path_factory.mktemp("forgetful")))


@pytest.mark.parametrize("field", FORGOTTEN)
def test_an_edition_that_forgets_a_field_is_found(field: str, forgetful: dict[str, set[tuple[str, str]]]) -> None:
    there = {name.removeprefix(HERE) for name, _ in forgetful[FIELDS[field]]}
    assert sorted(FORGOTTEN[field] - there) == []


def test_pictures_and_outlines_that_leak_are_found(forgetful: dict[str, set[tuple[str, str]]]) -> None:
    assert (f"{HERE}slides/kart.png", "PNG zTXt, inflated") in forgetful[FIELDS["slides"]]
    assert (f"{HERE}slides.pdf", "PDF string /Alt") in forgetful[FIELDS["slides"]]
    assert (f"{HERE}slides.pdf", "PDF string /Title") in forgetful[FIELDS["title"]]


def test_the_metadata_of_a_paper_is_looked_at(tmp_path: Path) -> None:
    found = built(a_site(tmp_path, f"title: Om {MARK}\n{OPEN}"))
    assert {(f"{HERE}slides.pdf", "PDF string /Title"), (f"{HERE}slides.pdf", "PDF stream /Metadata")} <= found[MARK]


# ---- a sample ------------------------------------------------------------------------------------------------


def test_a_sample_of_archives_leaks_nothing(tmp_path: Path) -> None:
    told = dict(leaks.trials(range(3), tmp_path))
    assert {seed: one for seed, one in told.items() if one} == {}
