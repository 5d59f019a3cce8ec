"""Case papers that are Word documents, and pictures in case papers: read, built, and kept from the public."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from archives import Files
from places import PLAIN, build, contents, meetings, place, request, write
from test_file_leaks import a_picture
from word_samples import SECRET, drawn, everything, paragraph, picture, run, word

from akson_docs.actions import withholding
from akson_docs.actions.source_reader import Progress, read_sources
from akson_docs.diagnostics import Diagnostic, line, message, only_errors
from akson_docs.model.documents import Meeting
from akson_docs.sources import loader, paper_pictures
from akson_docs.sources.format import form
from akson_docs.sources.loader import Parsed

FOLDER = "m/styret/2020-07"
BEFORE = date(2020, 6, 1)
SHOWS = "Før.\n\n![Kart over hele sentrum](kart.png)\n\nEtter.\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#00325c"/></svg>'


def having(paper: str, more: str = "") -> str:
    """A meeting with an item that has a case paper."""
    return PLAIN.replace("    type: Godkjenning\n", "") + f"    paper: {paper}\n{more}"


def parsed(paper: str, files: Mapping[str, str | bytes], more: str = "") -> Parsed[Meeting]:
    held = {name: data if isinstance(data, bytes) else data.encode() for name, data in files.items()}
    return loader.meeting(having(paper, more).encode(), f"{FOLDER}/meeting.yaml", Files(held), "nb")


def told(found: Parsed[Meeting]) -> list[str]:
    return [one.code for one in found.diagnostics]


def only(found: Parsed[Meeting], code: str) -> Diagnostic:
    (one,) = (one for one in found.diagnostics if one.code == code)
    return one


def checked(root: Path) -> tuple[Diagnostic, ...]:
    return read_sources(request(root, today=BEFORE), Progress()).diagnostics


# ---- as they are read ----------------------------------------------------------------------------------------


def test_a_word_document_is_read_as_the_text_of_the_case_paper() -> None:
    found = parsed("sak.docx", {"sak.docx": word(paragraph("Bakgrunn", style="Overskrift1"), paragraph("Tekst."))})
    assert found.value is not None
    assert found.diagnostics == ()
    paper = found.value.items[0].paper  # type: ignore[union-attr]
    assert paper is not None
    assert paper.text is not None
    assert paper.text.said == (("nb", "# Bakgrunn\n\nTekst."),)


def test_what_does_not_come_along_is_one_message_in_each_language() -> None:
    found = parsed("sak.docx", {"sak.docx": everything(1)})
    assert told(found) == ["word-changes", "word-comments", "word-left-out"]
    one = only(found, "word-left-out")
    assert "1 × skjult tekst (1.1 Vurdering)" in message(one, "nb")
    assert "1 × equation (1.1 Vurdering), 1 × chart (1.1 Vurdering)" in message(one)
    assert one.span.line == only(found, "word-comments").span.line > 1
    assert SECRET not in str(found)


def test_a_picture_in_a_document_without_a_text_alternative_is_an_error_at_the_line_of_the_paper() -> None:
    found = parsed("sak.docx", {"sak.docx": word(paragraph(picture("b")), media={"b": drawn()})})
    assert told(found) == ["picture-alt"]
    assert only(found, "picture-alt").span.file.endswith("meeting.yaml")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("![](kart.png)", "picture-alt"),
        ("Se ![Kart over sentrum](kart.png) her", "picture-in-line"),
        ("- ![Kart over sentrum](kart.png)", "picture-in-line"),
        ("![Kart over sentrum](kartet.png)", "file-missing"),
        ("![Kart over sentrum](../annet/kart.png)", "path-outside"),
        ("![Kart over sentrum](/etc/kart.png)", "path-outside"),
        ("![Kart over sentrum](https://example.no/kart.png)", "path-outside"),
        ("![Kart over sentrum](sak.docx/kart.png)", "path-outside"),
        ("![Kart over sentrum](notat.pdf)", "picture-format"),
        ("![Kart over sentrum](falsk.png)", "not-a-picture"),
        ("![Kart over sentrum](falsk.svg)", "picture-active"),
    ],
)
def test_what_is_wrong_with_a_picture_in_markdown_is_told_at_its_line(text: str, code: str) -> None:
    files: dict[str, str | bytes] = {
        "sak.md": f"Tekst.\n\n{text}\n",
        "kart.png": drawn(),
        "notat.pdf": b"%PDF-1.7",
        "falsk.png": b"\x89PNG\r\n\x1a\n",
        "falsk.svg": SVG.replace("<rect", "<script>1</script><rect"),
    }
    wrong = [one for one in parsed("sak.md", files).diagnostics if one.severity == "error"]
    assert [(one.code, one.span.line) for one in wrong] == [(code, 3)]
    assert wrong[0].span.file == f"{FOLDER}/sak.md"


@pytest.mark.parametrize("name", ["kart.png", "<kart over byen.png>", "kart%20over%20byen.png", 'kart.png "Tittel"'])
def test_a_picture_may_have_any_name(name: str) -> None:
    found = parsed(
        "sak.md", {"sak.md": f"![Kart over hele byen]({name})\n", "kart.png": drawn(), "kart over byen.png": drawn()}
    )
    assert found.value is not None
    paper = found.value.items[0].paper  # type: ignore[union-attr]
    assert paper is not None
    assert [one.file for one in paper.pictures] == ["kart over byen.png" if "over" in name else "kart.png"]


def test_a_picture_in_another_text_is_still_none(tmp_path: Path) -> None:
    text = PLAIN.replace("    type: Godkjenning\n", "    summary: '![Kart over sentrum](kart.png)'\n")
    place(tmp_path, {**meetings({"2020-07/meeting.yaml": text}), "styret/2020-07/kart.png": drawn()})
    with_errors = only_errors(build(tmp_path, today=BEFORE).diagnostics)
    assert [one.code for one in with_errors] == ["image-in-text"]


@pytest.mark.parametrize("name", ["sak.docx", "sak.doc", "sak.odt", "sak.rtf"])
def test_what_is_no_word_document_is_told_with_what_to_do(name: str) -> None:
    (one,) = parsed(name, {name: b"PK"}).diagnostics
    assert one.code == ("word-unread" if name.endswith("docx") else "paper-format")
    assert ".docx" in line(one)


def test_a_misspelt_document_is_told_with_the_one_that_is_there() -> None:
    one = only(parsed("saksframleg.docx", {"saksframlegg.docx": word(paragraph("a"))}), "file-missing")
    assert "saksframlegg.docx" in line(one)


def test_the_form_has_no_text_of_a_word_document() -> None:
    meeting = {"items": [{"title": "a", "paper": "sak.docx"}, {"title": "b", "paper": "sak.md"}]}
    assert [name for name, _, _ in form.beside(meeting)] == ["sak.md"]


def test_texts_with_pictures_are_told_apart_from_those_without() -> None:
    assert paper_pictures.unseen(SHOWS).split() == ["Før.", "Etter."]
    assert "Kart over hele sentrum" in paper_pictures.in_words(SHOWS)
    assert "kart.png" not in paper_pictures.in_words(SHOWS)
    assert [one.file for one in paper_pictures.shown(SHOWS)] == ["kart.png"]


@pytest.mark.parametrize("alt", ["Et kart", "kart over byen.png", "Et kart. Automatisk generert beskrivelse"])
def test_a_text_alternative_that_says_little_is_told(tmp_path: Path, alt: str) -> None:
    made = word(paragraph(picture("b", alt)), media={"b": drawn()})
    place(tmp_path, meetings({"2020-07/meeting.yaml": having("sak.docx"), "2020-07/sak.docx": made}))
    assert [one.code for one in checked(tmp_path) if one.code.startswith("alt")] == ["alt-poor"]


# ---- as they are built ---------------------------------------------------------------------------------------

WITHHELD = """\
  - title: En hemmelig sak
    withheld: offl. § 23
    paper: hemmelig.docx
  - title: En sak til
    paper: til.md
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    hidden = word(paragraph(SECRET), paragraph(picture("b", "Et hemmelig bilde her")), media={"b": drawn(colour="red")})
    files: dict[str, str | bytes] = {
        "sak.docx": everything(2),
        "hemmelig.docx": hidden,
        "til.md": f"{SHOWS}\n![En blå flate som dekker alt](flate.svg)\n",
        "kart.png": drawn(size=(300, 100)),
        "flate.svg": SVG,
    }
    held = {f"styret/2020-07/{name}": data for name, data in files.items()}
    made = place(
        tmp_path_factory.mktemp("papers"), {**meetings({"2020-07/meeting.yaml": having("sak.docx", WITHHELD)}), **held}
    )
    for edition in ("public", "members"):
        assert only_errors(build(made, edition, today=BEFORE).diagnostics) == ()
    return made


def test_the_site_has_the_pictures_of_what_it_shows_and_no_document(root: Path) -> None:
    tree = root / "output/site"
    shown = sorted(path.name for path in (tree / "styret/2020-07/pictures").iterdir())
    assert len(shown) == 3
    assert {"kart.png", "flate.svg"} < {*shown}
    assert len([*(root / "output/members/styret/2020-07/pictures").iterdir()]) == 4
    for edition in ("site", "members"):
        assert [name for name in contents(root / "output" / edition) if "docx" in name] == []


def test_nothing_that_stands_hidden_in_a_document_is_anywhere(root: Path) -> None:
    sources = {path.read_bytes() for path in root.glob("meetings/styret/2020-07/*.docx")}
    for path, data in contents(root / "output/site").items():
        said = data.decode("utf-8", "replace")
        if data.startswith(b"%PDF"):
            said = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
        assert SECRET not in said, path
        assert data not in sources
    for path, data in contents(root / "output/members").items():
        if not path.endswith(".pdf"):
            assert data.decode("utf-8", "replace").count(SECRET) <= 1, path  # the paper of the withheld item


def test_page_and_paper_show_the_pictures_with_their_text_alternatives(root: Path) -> None:
    tree = root / "output/site/styret/2020-07"
    page = (tree / "index.html").read_text("utf-8")
    for alt in ("Kart 1 over traseen på østsiden", "Kart over hele sentrum", "En blå flate som dekker alt"):
        assert f'alt="{alt}"' in page
    assert 'src="pictures/kart.png"' in page
    with pikepdf.open(io.BytesIO((tree / "papers.pdf").read_bytes())) as paper:
        alts = [
            str(one.Alt) for one in paper.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
    assert sorted(alts) == [
        "En blå flate som dekker alt", "Kart 1 over traseen på østsiden", "Kart 2 over traseen på østsiden",
        "Kart over hele sentrum",
    ]  # fmt: skip


def test_a_document_that_is_saved_again_makes_its_paper_again_and_no_more(root: Path) -> None:
    assert build(root, today=BEFORE).written == 0
    before = contents(root / "output/site")
    write(root / "meetings/styret/2020-07/sak.docx", word(paragraph("Noe annet.")))
    assert only_errors(build(root, today=BEFORE).diagnostics) == ()
    now = contents(root / "output/site")
    assert "Noe annet." in now["styret/2020-07/index.html"].decode()
    gone = [path for path in before if path not in now and not path.startswith("assets/search/")]
    assert gone == [
        path for path in before if "/pictures/" in path and path.rpartition("/")[2] not in ("kart.png", "flate.svg")
    ]


# ---- who else reads the document -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (everything(1), "word-comments, word-changes, word-left-out"),
        (word(paragraph("a", run("b", "<w:vanish/>"))), "word-left-out"),
        (word(paragraph("a")), ""),
    ],
)
def test_a_public_repository_has_no_document_that_says_more_than_the_page(
    tmp_path: Path, data: bytes, what: str
) -> None:
    place(tmp_path, {**meetings({"2020-07/meeting.yaml": having("sak.docx")}), "styret/2020-07/sak.docx": data})
    index = read_sources(request(tmp_path, today=BEFORE), Progress()).index
    found = [one for one in withholding.held(index) if one.span.file.endswith("sak.docx")]
    assert [", ".join(one.what) for one in found] == ([what] if what else [])


def test_a_name_that_is_not_to_be_published_is_taken_out_of_a_document(tmp_path: Path) -> None:
    board = "name: Styret\nmembers:\n  - {id: leder, name: Ola Nordmann, role: leder, private: yes}\n"
    made = word(
        paragraph("Ola Nordmann la fram saken."),
        paragraph(picture("b", "Ola Nordmann ved kartet")),
        media={"b": drawn()},
    )
    files = meetings({"2020-07/meeting.yaml": having("sak.docx")}, board=board)
    place(tmp_path, {**files, "styret/2020-07/sak.docx": made})
    assert only_errors(build(tmp_path, today=BEFORE).diagnostics) == ()
    page = (tmp_path / "output/site/styret/2020-07/index.html").read_text("utf-8")
    assert "Nordmann" not in page
    assert 'src="pictures/' in page


def test_an_identity_number_in_a_document_is_an_error_at_the_line_of_the_paper(tmp_path: Path) -> None:
    made = word(paragraph("Født ", run("010170", "<w:b/>"), " 12341"), paragraph("Fnr. 13097248022"))
    place(tmp_path, {**meetings({"2020-07/meeting.yaml": having("sak.docx")}), "styret/2020-07/sak.docx": made})
    found = only_errors(checked(tmp_path))
    assert [(one.code, one.span.file.rpartition("/")[2]) for one in found] == [("personal-number", "meeting.yaml")]


def test_what_a_photo_tells_of_its_place_is_told_of_a_picture_in_a_case_paper(tmp_path: Path) -> None:
    photo = a_picture("JPEG", gps=True)
    shows = SHOWS.replace("png", "jpg")
    held: dict[str, str | bytes] = {
        "2020-07/meeting.yaml": having("sak.md"),
        "2020-07/sak.md": shows,
        "2020-07/kart.jpg": photo,
    }
    place(tmp_path, meetings(held))
    found = checked(tmp_path)
    assert "picture-place" in [one.code for one in found]


def test_the_opening_of_the_papers_is_written_in_markdown() -> None:
    text = f"introduction: opning.docx\n{PLAIN}"
    found = loader.meeting(text.encode(), f"{FOLDER}/meeting.yaml", Files({"opning.docx": word(paragraph("a"))}), "nb")
    one = only(found, "paper-format")
    assert line(one).endswith("; write the text in a file that ends with .md [paper-format]")
