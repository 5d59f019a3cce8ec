"""Office files: what LibreOffice is told before it opens a file from anywhere."""

from __future__ import annotations

import contextlib
import io
import socket
import threading
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from akson_docs.pdf.attachments import office
from akson_docs.pdf.attachments.office import NotConverted

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

NAME = "{http://openoffice.org/2001/registry}name"


def test_macros_are_off_and_links_are_not_followed() -> None:
    told = {
        one.get(NAME): "".join(one.itertext()).strip() for one in ElementTree.fromstring(office.SETTINGS).iter("prop")
    }
    assert told["DisableMacrosExecution"] == told["BlockUntrustedRefererLinks"] == "true"
    assert told["MacroSecurityLevel"] == "3"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program called soffice that gives its settings for a PDF."""
    program = tmp_path / "soffice"
    program.write_text('#!/bin/sh\nprofile=${1#-env:UserInstallation=file://}\ncp "$profile"/user/*.xcu "$7/a.pdf"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")


def converted(folder: Path, name: str, data: bytes) -> bytes:
    (folder / name).write_bytes(data)
    return Path(office.converted(str(folder / name), str(folder / f"out-{name}"))).read_bytes()


@pytest.mark.usefixtures("program")
def test_the_settings_lie_where_the_program_looks(tmp_path: Path) -> None:
    assert converted(tmp_path, "a.odt", b"PK\x03\x04") == office.SETTINGS.encode()


@pytest.mark.usefixtures("program")
def test_a_program_that_is_ended_from_without_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(office.NotConverted, match="ended from without"):
        converted(tmp_path, "plan.docx", b"PK\x03\x04")


@pytest.mark.parametrize(
    ("name", "data"), [("a.doc", b"<html>"), ("a.docx", OLD), ("a.xls", b"PK\x03\x04"), ("a.odt", b"")]
)
def test_a_file_that_is_not_what_its_name_says_is_not_opened(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(NotConverted):
        converted(tmp_path, name, data)
    with pytest.raises(NotConverted):
        office.converted(str(tmp_path / "gone.odt"), str(tmp_path / "out"))


NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
)
PICTURE = (
    '<text:p>Hei<draw:frame text:anchor-type="as-char" svg:width="3cm" svg:height="3cm">'
    '<draw:image xlink:href="{}" xlink:type="simple"/></draw:frame></text:p>'
)
WORD = "http://schemas.openxmlformats.org"
DOCX = {
    "[Content_Types].xml": f'<Types xmlns="{WORD}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{WORD}/package/2006/relationships"><Relationship Id="r1" Type='
    f'"{WORD}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{WORD}/wordprocessingml/2006/main" '
    f'xmlns:r="{WORD}/officeDocument/2006/relationships" xmlns:a="{WORD}/drawingml/2006/main" '
    f'xmlns:wp="{WORD}/drawingml/2006/wordprocessingDrawing" xmlns:pic="{WORD}/drawingml/2006/picture"><w:body>'
    "<w:p><w:r><w:t>Hei</w:t></w:r><w:r><w:drawing><wp:inline><wp:extent cx='900000' cy='900000'/>"
    f"<wp:docPr id='1' name='a'/><a:graphic><a:graphicData uri='{WORD}/drawingml/2006/picture'><pic:pic><pic:nvPicPr>"
    "<pic:cNvPr id='1' name='a'/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link='rId1'/></pic:blipFill>"
    "<pic:spPr><a:xfrm><a:ext cx='900000' cy='900000'/></a:xfrm><a:prstGeom prst='rect'/></pic:spPr></pic:pic>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>",
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{WORD}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{WORD}/officeDocument/2006/relationships/image" Target="{{}}" TargetMode="External"/></Relationships>',
}


def zipped(files: Mapping[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return held.getvalue()


def odt(body: str) -> bytes:
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    content = f"<office:document-content {NAMESPACES}><office:body><office:text>{body}</office:text></office:body>"
    return zipped(
        {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content + "</office:document-content>"}
    )


@pytest.mark.extra
def test_what_a_file_only_names_is_fetched_from_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(office._BEGINS, "doc", b"<html>")  # what asks the web whatever the other settings are
    asked: list[bytes] = []
    Image.new("RGB", (5, 5), "red").save(tmp_path / "hemmelig.png")
    (tmp_path / "hemmelig.txt").write_text("HEMMELIG")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    one, _ = server.accept()
                    with one:
                        one.settimeout(1)
                        asked.append(one.recv(200))

        threading.Thread(target=listen, daemon=True).start()
        web = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        here = (tmp_path / "hemmelig.png").as_uri()
        section = f'<text:section-source xlink:href="{(tmp_path / "hemmelig.txt").as_uri()}" text:filter-name="Text"/>'
        files = {
            "web.odt": odt(PICTURE.format(web)),
            "web.doc": f'<html><body><p>Hei</p><img src="{web}"></body></html>'.encode(),
            "here.odt": odt(PICTURE.format(here)),
            "section.odt": odt(f'<text:p>Hei</text:p><text:section text:name="s">{section}<text:p/></text:section>'),
            "web.docx": zipped({name: text.replace("{}", web) for name, text in DOCX.items()}),
            "here.docx": zipped({name: text.replace("{}", here) for name, text in DOCX.items()}),
        }
        for name, data in files.items():
            converted(tmp_path, name, data)
            made = next((tmp_path / f"out-{name}").glob("*.pdf"))
            with pikepdf.open(made) as pdf:
                assert [image for page in pdf.pages for image in page.get_images()] == [], name
            said = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
            assert "Hei" in said or name == "web.doc"
            assert "HEMMELIG" not in said
    assert asked == []
