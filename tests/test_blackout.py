"""What is redacted in a PDF is in nothing of the public one; the rest is seen, found and read as before."""

from __future__ import annotations

import functools
import io
import os
import re
import shutil
from pathlib import Path
from typing import Any

import page as validation
import pikepdf
import pypdfium2
import pytest
import secret_pdfs
from PIL import Image, ImageChops
from places import PROJECT
from secret_pdfs import BROKEN, FIRST, KEPT, KINDS, LINES, READ, SECRET, UNREAD, drawn, line, locked, outlined, scan

from akson_docs.diagnostics import Span, located, message
from akson_docs.model.documents import Redact
from akson_docs.pdf.blackout import blackout, picture_pdf, proof, shown_pages
from akson_docs.pdf.blackout.blackout import Asked, BlackedOut
from akson_docs.pdf.blackout.burnt_boxes import Burnt, Pen
from akson_docs.pdf.blackout.phrases import Searched
from akson_docs.pdf.blackout.said_pages import SaidPages

BASIS = "offl. § 13"
WHOLE = {"page": "1", "left": "0", "top": "0", "width": "200", "height": "200"}


@functools.cache
def font() -> bytes:
    return (PROJECT / "templates/fonts/Inter-Medium.ttf").read_bytes()


def redacted(data: bytes, name: str = "brev.pdf", title: str = "Et brev", **what: Any) -> BlackedOut:
    redact = Redact.model_validate({"withheld": BASIS, **what})
    return blackout.blacked_out(Asked(data, name, redact, title, "nb", font()))


@functools.cache
def of_kind(kind: str) -> BlackedOut:
    return redacted(KINDS[kind], phrases=[SECRET])


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No program reads the pictures again: that takes longer than all else."""
    monkeypatch.setattr(proof, "read_again", lambda picture: "")


def codes(found: BlackedOut) -> list[str]:
    return [problem.code.name for problem in found.problems]


def text(pdf: bytes) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in opened)


def picture(pdf: bytes, number: int = 0) -> Image.Image:
    made: Image.Image = pypdfium2.PdfDocument(pdf)[number].render(scale=2).to_pil()
    return made.convert("L")


def squeezed(words: str) -> str:
    return re.sub(r"[\W_]", "", words).casefold()


def everything(pdf: bytes) -> str:
    """All that a file says anywhere, in whichever encoding, without spaces."""
    said = [pdf.decode("latin-1")]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.objects:
            said.append(str(one.unparse(), "latin-1") if isinstance(one.unparse(), bytes) else str(one.unparse()))
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != pikepdf.Name.Image:
                said += [one.read_bytes().decode(encoding, "ignore") for encoding in ("latin-1", "utf-16-be")]
    return squeezed("".join(said))


# ---- nothing is left -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_are_in_no_part_of_the_file(kind: str) -> None:
    made = of_kind(kind)
    assert made.pdf, codes(made)
    secret = squeezed(SECRET)
    assert secret not in squeezed(text(made.pdf))
    assert secret not in everything(made.pdf)
    assert made.pdf.count(b"%%EOF") == 1


HARDLY_SEEN = {
    "pale": "0.91 g ",
    "yellow": "1 1 0.25 rg ",
    "blue on black": "0 g 0 60 400 100 re f 0 0 0.8 rg ",
    "teal on green": "0 0.4 0 rg 0 60 400 100 re f 0 0.35 0.5 rg ",
}


@pytest.mark.parametrize("painted", HARDLY_SEEN.values(), ids=HARDLY_SEEN)
def test_words_that_hardly_differ_from_their_ground_are_covered_as_well(painted: str) -> None:
    made = redacted(drawn(LINES + painted + line(30, 100, SECRET)), phrases=[SECRET])
    assert made.pdf, codes(made)
    assert text(made.pdf).count(f"[{BASIS}]") == 2
    # The place of the words, in pixels from the top at twice the size: black, and white where the basis stands.
    found = picture(made.pdf).crop((62, 384, 220, 398)).histogram()
    assert sum(found[:40]) > 0.6 * sum(found)


def test_where_nothing_at_all_is_drawn_nothing_is_burnt_in() -> None:
    made = redacted(drawn(LINES + "1 g " + line(30, 100, SECRET)), phrases=[SECRET])
    assert made.pdf, codes(made)
    assert picture(made.pdf).crop((40, 360, 300, 420)).getextrema() == (255, 255)


@pytest.mark.parametrize("kind", KINDS)
def test_the_rest_is_found_in_order_with_the_basis_in_the_place_of_the_words(kind: str) -> None:
    said = text(of_kind(kind).pdf)
    words = iter(said.split())
    # Readers take apart what is upside down as they like; the words are there.
    assert kind == "turned" or all(any(word == found for found in words) for word in KEPT), said
    assert {*KEPT} <= {*said.split()}
    assert f"[{BASIS}]" in said


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_covered_looks_as_it_did(kind: str) -> None:
    was, now = picture(KINDS[kind]), picture(of_kind(kind).pdf)
    assert was.size == now.size
    changed = ImageChops.difference(was, now).point([255 if value > 140 else 0 for value in range(256)])
    # Only black and what is written on it differ: nowhere is a page lighter than it was, but there.
    share = changed.histogram()[255] / (was.width * was.height)
    assert 0.0005 < share < 0.06


def test_no_word_of_hidden_layers_or_of_what_lies_beside_the_page_comes_along() -> None:
    for kind, gone in (("hidden layer", "slutte"), ("white on white", "Hvit"), ("cropped", "Utenfor")):
        assert gone in text(KINDS[kind])
        assert gone not in text(of_kind(kind).pdf)


def test_what_a_form_and_a_note_show_is_covered_there_and_the_rest_of_it_stays() -> None:
    assert "Hamar" in text(of_kind("form").pdf)
    assert re.search(r"Ring \[offl. § 13\] straks", text(of_kind("notes").pdf))


def test_a_word_is_covered_whole() -> None:
    made = of_kind("inside a word")
    assert codes(made) == ["redact-inside"]
    assert "s om" not in text(made.pdf)


def test_a_box_covers_whatever_is_there_and_every_word_that_reaches_into_it() -> None:
    made = redacted(KINDS["text"], boxes=[{"page": "1", "left": "10", "top": "14", "width": "70", "height": "6"}])
    assert squeezed(SECRET) not in everything(made.pdf)
    assert text(made.pdf).split() == [f"[{BASIS.split()[0]}", "§", "13]", "Andre", "linje", "er", "for", "alle."]
    top = picture(made.pdf).crop((60, 82, 440, 110))
    assert top.histogram()[0] > 0.8 * top.width * top.height


def test_each_place_has_its_own_basis() -> None:
    made = redacted(KINDS["text"], phrases=[{"text": SECRET, "withheld": "offl. § 26"}, "alle"])
    assert "[offl. § 26]" in text(made.pdf)
    assert "[offl. § 13]" in text(made.pdf)


def test_the_same_gives_the_same_bytes() -> None:
    assert redacted(KINDS["tagged"], phrases=[SECRET]).pdf == of_kind("tagged").pdf


def test_the_new_file_is_tagged_and_has_the_title_and_nothing_else_of_its_own() -> None:
    with pikepdf.open(io.BytesIO(of_kind("files, script, outline").pdf)) as opened:
        assert {*opened.Root.keys()} == {
            *("/Type", "/Pages", "/StructTreeRoot", "/MarkInfo", "/Lang", "/ViewerPreferences", "/Metadata")
        }
        assert {str(key): str(value) for key, value in opened.docinfo.items()} == {"/Title": "Et brev"}
        (page,) = opened.pages
        assert {*page.obj.keys()} == {
            *("/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/StructParents", "/Tabs")
        }
        assert len(opened.Root.StructTreeRoot.K.K) == 1


@pytest.mark.parametrize("kind", ["tagged", "notes", "upright and askew"])
def test_the_new_file_is_accessible_as_the_standard_has_it(kind: str) -> None:
    assert validation.validate_pdf_bytes(of_kind(kind).pdf, profile="ua1").is_compliant


def test_every_page_is_made_anew_and_those_that_nothing_is_covered_on_too() -> None:
    data = drawn(line(30, 250, "Samme side"), pages=2)
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.pages[1].obj.Contents = opened.make_stream(LINES.encode())
        held = io.BytesIO()
        opened.save(held)
    made = redacted(held.getvalue(), phrases=[SECRET])
    assert text(made.pdf).split()[:2] == ["Samme", "side"]
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert [[*page.obj.Resources.XObject.keys()] for page in opened.pages] == [["/Im0"], ["/Im0"]]


# ---- what cannot be told is said -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "what", "told"),
    [
        (KINDS["text"], {"phrases": ["Ingen her"]}, ["redact-not-found"]),
        (KINDS["text"], {"phrases": ["Kari Eksempl"]}, ["redact-not-found"]),
        (drawn(line(30, 250, "Andre ord."), secret_pdfs.files), {"phrases": [SECRET]}, ["redact-unseen"]),
        (scan(), {"phrases": [SECRET]}, ["redact-no-text", "redact-not-found"]),
        (scan() + b"", {"boxes": [WHOLE]}, []),
        (KINDS["read by a machine"], {"phrases": [SECRET]}, ["redact-machine-read"]),
        (KINDS["text"], {"phrases": [SECRET], "boxes": [{**WHOLE, "page": "3"}]}, ["redact-page"]),
        (KINDS["text"], {"boxes": [{**WHOLE, "left": "300"}]}, ["redact-box-outside"]),
        (KINDS["text"], {"boxes": [{**WHOLE, "height": "0"}]}, ["redact-box-outside"]),
        (KINDS["text"], {"phrases": [SECRET], "checked": ["9"]}, ["redact-page"]),
        (b"%PDF-1.4 nothing", {"phrases": [SECRET]}, ["redact-unproved"]),
        (locked(KINDS["text"]), {"phrases": [SECRET]}, ["attachment-password"]),
    ],
)
def test_what_is_wrong_is_told_and_then_there_is_no_file(data: bytes, what: Any, told: list[str]) -> None:
    made = redacted(data, **what)
    assert codes(made) == [one for one in told if one != "redact-not-found" or "redact-no-text" not in told]
    errors = [problem for problem in made.problems if problem.code.severity == "error"]
    assert bool(made.pdf) == (not errors)


def test_a_message_says_where_something_like_the_words_is_and_never_the_words() -> None:
    (near,) = redacted(KINDS["text"], phrases=["Kari Eksempl"]).problems
    said = message(located(near, {}, Span("")))
    assert "page 1" in said
    assert "Eksempl" not in said
    assert "Kari" not in said


def test_a_page_that_is_a_picture_is_looked_at_by_somebody() -> None:
    """A stamp is text, and says nothing of what the scan under it says."""
    stamped = scan("30 20 Td 0 Tr (Mottatt 12.03.2020) Tj")
    assert codes(redacted(stamped, phrases=["Mottatt"])) == ["redact-no-text"]
    assert codes(redacted(stamped, phrases=["Mottatt"], checked=["1"])) == []
    box = {"page": "1", "left": "5", "top": "10", "width": "100", "height": "20"}
    assert codes(redacted(stamped, phrases=["Mottatt"], boxes=[box])) == []


def test_a_name_and_a_title_say_nothing_of_it() -> None:
    assert codes(redacted(KINDS["text"], name="brev-kari-eksempel.pdf", phrases=[SECRET])) == ["redact-told"]
    assert codes(redacted(KINDS["text"], title=f"Brev til {SECRET}", phrases=[SECRET])) == ["redact-told"]


@pytest.mark.parametrize("where", UNREAD)
def test_where_words_are_seen_and_not_found_somebody_looks(where: str) -> None:
    made = redacted(UNREAD[where], phrases=[SECRET])
    assert "redact-no-text" in codes(made)
    assert made.pdf == b""
    assert "redact-no-text" not in codes(redacted(UNREAD[where], phrases=["Ingen her"], checked=["1"]))


def lettered(*pages: str) -> bytes:
    """A file with words drawn as shapes on each of its pages, besides text."""

    def build(made: pikepdf.Pdf) -> None:
        for page, content in zip(made.pages, pages, strict=True):
            page.Contents = made.make_stream(f"{LINES} {content}".encode())

    return drawn("", build, len(pages))


LOGO = outlined("Kommunen", 16)
BELOW = f" q 1 0 0 1 220 -80 cm {outlined('Eksempel', 16)} Q"


@pytest.mark.parametrize(
    ("pages", "what", "told"),
    [
        ((LOGO, LOGO, LOGO), {}, "1"),
        ((LOGO, LOGO, LOGO), {"checked": ["1"]}, ""),
        ((LOGO, LOGO, LOGO), {"checked": ["2"]}, ""),
        ((LOGO, f"q 1 0 0 1 0 9 cm {LOGO} Q", LOGO), {"checked": ["1"]}, "2"),
        ((LOGO, outlined("Kommuner", 16)), {"checked": ["1"]}, "2"),
        ((LOGO, LOGO + BELOW), {"checked": ["1"]}, "2"),
        ((LOGO + BELOW, LOGO), {"checked": ["1"]}, ""),
        ((LOGO, BELOW, LOGO + BELOW), {"checked": ["1", "2"]}, "3"),
        # A box covers what must go: nobody says by it that the rest was looked at, nor that another page is covered.
        ((LOGO, LOGO), {"boxes": [{**WHOLE, "page": "1"}]}, "2"),
        ((LOGO, LOGO), {"boxes": [{**WHOLE, "page": "1"}], "checked": ["1"]}, "2"),
        ((LOGO, LOGO), {"boxes": [{**WHOLE, "page": "1", "top": "100", "height": "5"}], "checked": ["1"]}, ""),
    ],
)  # fmt: skip
def test_shapes_that_somebody_saw_on_one_page_need_not_be_looked_at_on_the_next(
    pages: tuple[str, ...], what: Any, told: str, unread: None
) -> None:
    made = redacted(lettered(*pages), phrases=[SECRET], **what)
    found = [dict(one.parameters)["pages"] for one in made.problems if one.code.name == "redact-no-text"]
    assert found == ([told] if told else [])
    assert bool(made.pdf) == (not told)


@pytest.mark.parametrize("what", READ)
def test_what_is_drawn_and_is_no_letter_stops_nothing(what: str, unread: None) -> None:
    made = redacted(READ[what], phrases=[SECRET])
    assert (bool(made.pdf), codes(made)) == (True, [])


@pytest.mark.parametrize("how", BROKEN)
def test_words_that_are_broken_are_found(how: str, unread: None) -> None:
    data, phrase = BROKEN[how]
    made = redacted(data, phrases=[phrase])
    assert made.pdf, codes(made)
    said = squeezed(text(made.pdf))
    assert not any(squeezed(part) in said for part in phrase.split() if len(part) > 2)
    assert squeezed(phrase) not in said


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("\u05d3\u05d5\u05d3 \u05db\u05d4\u05df", "\u05d3\u05d5\u05d3 \u05db\u05d4\u05df"),
        ("om \u05db\u05d4\u05df \u05d3\u05d5\u05d3 her", "\u05d3\u05d5\u05d3 \u05db\u05d4\u05df"),
        ("om \u05df\u05d4\u05db \u05d3\u05d5\u05d3 her", "\u05d3\u05d5\u05d3 \u05db\u05d4\u05df"),
    ],
)
def test_words_from_right_to_left_are_found_in_every_order(said: str, phrase: str) -> None:
    assert Searched(said).says(phrase)


def test_letters_that_look_like_others_are_read_as_those() -> None:
    assert Searched("К\u0430ri \u0395ksem\u0440el").says(SECRET)


@pytest.mark.parametrize(
    "name",
    [
        "brev_kari_eksempel.pdf",
        "brev.kari.eksempel.pdf",
        "KariEksempel.pdf",
        "brev%20kari%2Deksempel.pdf",
        "kari+eksempel/a.pdf",
    ],
)
def test_a_name_says_it_whatever_stands_between_its_words_and_no_message_repeats_it(name: str) -> None:
    made = redacted(UNREAD["a scan in strips"], name=name, phrases=[SECRET])
    assert "redact-told" in codes(made)
    assert "ksempel" not in "".join(message(located(one, {}, Span(""))) for one in made.problems)


# ---- the proof -----------------------------------------------------------------------------------------------


def test_the_proof_finds_what_is_left_in_the_text_a_picture_a_string_and_a_former_version() -> None:
    pen = Pen(font())
    word = picture_pdf.SetWord(SECRET, 30, 30, 100, 10)
    box = Burnt((40, 40, 300, 90), BASIS)
    white = Image.new("RGB", (555, 416), (255, 255, 255))
    covered = white.copy()
    pen.draw(covered, [box])

    def page(image: Image.Image, *words: picture_pdf.SetWord) -> bytes:
        return picture_pdf.written([picture_pdf.PicturePage(200, 150, image, (words,))], "Brev", "nb")

    other = picture_pdf.SetWord("Annet", 30, 30, 100, 10)
    assert proof.failing(page(covered, other), [SECRET], [[box]], pen.draw) == ""
    assert proof.failing(page(covered, word), [SECRET], [[box]], pen.draw) == "text"
    assert proof.failing(page(white, other), [SECRET], [[box]], pen.draw) == "a picture"
    under = picture_pdf.SetWord("Annet", 20, 130, 60, 10)
    assert proof.failing(page(covered, under), [SECRET], [[box]], pen.draw) == "text in a box"
    titled = picture_pdf.written([picture_pdf.PicturePage(200, 150, covered, ((other,),))], SECRET, "nb")
    assert proof.failing(titled, [SECRET], [[box]], pen.draw) == "a string"
    twice = page(covered, other) + b"\nstartxref\n0\n%%EOF\n"
    assert proof.failing(twice, [SECRET], [[box]], pen.draw) != ""
    with pikepdf.open(io.BytesIO(page(covered, other))) as opened:
        opened.Root.Outlines = pikepdf.Dictionary(Title=pikepdf.String("x"))
        held = io.BytesIO()
        opened.save(held)
    assert proof.failing(held.getvalue(), [SECRET], [[box]], pen.draw).startswith("a name")
    assert proof.failing(b"", [SECRET], [[box]], pen.draw) != ""


def test_a_second_reading_of_the_pictures_stops_what_it_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a program that reads pictures is installed, what it reads counts; here it is one that says anything."""
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\necho {SECRET}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    made = redacted(KINDS["text"], phrases=[SECRET])
    assert codes(made) == ["redact-unproved"]
    assert made.pdf == b""
    assert redacted(KINDS["text"], phrases=["Andre linje"]).pdf


@pytest.mark.extra
@pytest.mark.skipif(not shutil.which("tesseract"), reason="needs tesseract-ocr")
@pytest.mark.parametrize("kind", KINDS)
def test_a_machine_reads_nothing_of_it_in_the_pictures(kind: str) -> None:
    (page,) = shown_pages.pictures(of_kind(kind).pdf)
    said = squeezed(proof.read_again(page.picture))
    assert all(squeezed(part) not in said for part in SECRET.split())


@pytest.mark.parametrize(
    ("said", "phrase", "found"),
    [
        ("Brev til Kari Eksempel.", "kari eksempel", ["Kari Eksempel"]),
        ("Kari\r\nEksempel", SECRET, ["Kari\r\nEksempel"]),
        ("Kari Eks\u00ad\nempel", SECRET, ["Kari Eks\u00ad\nempel"]),
        ("K a r i E k s e m p e l", SECRET, ["K a r i E k s e m p e l"]),
        ("ofﬁsiell ﬂyt", "offisiell flyt", ["ofﬁsiell ﬂyt"]),
        ("A\u030ase", "Åse", ["A\u030ase"]),
        ("Kari-Eksempels hus", SECRET, ["Kari-Eksempel"]),
        ("Li i liste og li.", "Li", ["Li", "li"]),
        ("812 500 og 1 812 500", "812 500", ["812 500", "812 500"]),
        ("Karin Eksempel", SECRET, []),
    ],
)
def test_words_are_found_however_a_file_has_them(said: str, phrase: str, found: list[str]) -> None:
    assert [said[start:end] for start, end in Searched(said).finds(phrase)] == found


def test_no_page_is_drawn_larger_than_so_many_pixels() -> None:
    (page,) = shown_pages.pictures(drawn(LINES, MediaBox=[0, 0, 14_000, 9_000]))
    assert page.picture.width * page.picture.height <= shown_pages.MOST_PIXELS * 1.01


def test_a_name_in_two_parts_is_no_secret_by_either() -> None:
    made = redacted(drawn(LINES + line(30, 200, f"{FIRST} er et vanlig navn.")), phrases=[SECRET])
    assert f"{FIRST} er et vanlig navn." in text(made.pdf)


# ---- limits --------------------------------------------------------------------------------------------------


def test_a_page_with_the_words_in_hundreds_of_places_is_covered(unread: None) -> None:
    words = " ".join(f"1 0 0 1 {at % 20 * 20} {at // 20 * 10} Tm ({SECRET}) Tj" for at in range(400))
    made = redacted(drawn(f"BT /F1 2 Tf {words} ET"), phrases=[SECRET])
    assert made.pdf, codes(made)
    assert SECRET not in text(made.pdf)


def test_a_phrase_that_is_a_passage_is_told_at_its_line_and_however_long_it_is_looked_for() -> None:
    passage = " ".join(["Kari Eksempel har skrevet dette"] * 40)
    assert codes(redacted(KINDS["text"], phrases=[SECRET, passage])) == ["redact-long"]
    assert redacted(KINDS["text"], phrases=[SECRET, passage]).problems[0].path[-2:] == ("phrases", 1)
    assert SaidPages(tuple(shown_pages.texts(KINDS["text"]))).finds(passage) == ()


def test_more_places_than_are_covered_and_a_file_that_takes_too_long_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(blackout, "MOST_PLACES", 1)
    assert codes(redacted(drawn(LINES + line(30, 100, SECRET)), phrases=[SECRET])) == ["redact-many"]
    monkeypatch.setattr(blackout, "LONGEST", -1)
    made = redacted(KINDS["text"], phrases=[SECRET])
    assert (codes(made), made.pdf) == (["redact-slow"], b"")
