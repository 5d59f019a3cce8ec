"""A package for an archive: whole, checked by its checksums, and of the edition that it says it is of."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from exchanged import an_archive, given_out

from akson_docs.actions import exporting
from akson_docs.actions.exporting import BuiltSite
from akson_docs.exchange.published import PublishedFile, PublishedMeeting
from akson_docs.sources.layout import MeetingKey

SITE = {"name": {"nb": "Møtepapirer"}, "publisher": {"nb": "Eksempeletaten"}}
N5 = "{http://www.arkivverket.no/standarder/noark5/arkivstruktur}"
KIND = "{http://www.w3.org/2001/XMLSchema-instance}type"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    root = tmp_path_factory.mktemp("samples")
    meetings = {}
    for path, data in given_out(an_archive(root, "samples"), root / "site").items():
        board, folder, _ = path.split("/")
        attached = sorted((root / "site" / board / folder).glob("attachments/*"))
        files = [
            PublishedFile(
                one.relative_to(root / "site").as_posix(),
                hashlib.sha256(one.read_bytes()).hexdigest(),
                one.stat().st_size,
                format="PDF",
            )
            for one in attached
        ]
        paper = root / "site" / board / folder / "minutes.pdf"
        paper.write_bytes(b"%PDF-1.7\n")
        digest = hashlib.sha256(paper.read_bytes()).hexdigest()
        place, language = f"{board}/{folder}/minutes.pdf", data["language"]
        files.append(PublishedFile(place, digest, 9, "minutes", language, 1, "PDF/A-2A"))
        meetings[MeetingKey(board, folder)] = PublishedMeeting(data, tuple(files), "Europe/Oslo")
    return BuiltSite(str(root / "site"), SITE, meetings)


@pytest.fixture(scope="module")
def package(site: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("noark") / "package"
    assert exporting.to_noark(site, str(folder), [], "public").diagnostics == ()
    return folder


def manifest(package: Path, name: str) -> dict[str, str]:
    return {
        path: digest for digest, path in (line.split("  ", 1) for line in (package / name).read_text().splitlines())
    }


def test_every_file_is_in_the_manifest_with_its_checksum_and_nothing_else(package: Path) -> None:
    there = {one.relative_to(package).as_posix() for one in package.rglob("*") if one.is_file()}
    payload, tags = manifest(package, "manifest-sha256.txt"), manifest(package, "tagmanifest-sha256.txt")
    assert payload.keys() == {one for one in there if one.startswith("data/")}
    assert tags.keys() == there - payload.keys() - {"tagmanifest-sha256.txt"}
    for path, digest in {**payload, **tags}.items():
        assert hashlib.sha256((package / path).read_bytes()).hexdigest() == digest
    size = sum((package / path).stat().st_size for path in payload)
    assert f"Payload-Oxum: {size}.{len(payload)}\n" in (package / "bag-info.txt").read_text()
    assert "edition: public" in (package / "bag-info.txt").read_text()
    assert (package / "bagit.txt").read_text().startswith("BagIt-Version: 1.0\n")


def test_each_meeting_is_a_folder_with_its_items_and_their_files(site: BuiltSite, package: Path) -> None:
    top = ET.parse(package / "data/arkivstruktur.xml").getroot()
    folders = top.findall(f"{N5}arkivdel/{N5}mappe")
    assert {one.get(KIND) for one in folders} == {"moetemappe"}
    assert {one.findtext(f"{N5}mappeID") for one in folders} == {key.name for key in site.meetings}
    for folder in folders:
        meeting = next(one for one in site.meetings.values() if one.name == folder.findtext(f"{N5}mappeID"))
        rows = folder.findall(f"{N5}registrering")
        assert len(rows) == len([*meeting.items]) + 1
        assert folder.findtext(f"{N5}moetedato") == meeting.data["days"][0]
    files = [*top.iter(f"{N5}dokumentobjekt")]
    assert len(files) > 8
    for one in files:
        held = (package / "data" / str(one.findtext(f"{N5}referanseDokumentfil"))).read_bytes()
        assert hashlib.sha256(held).hexdigest() == one.findtext(f"{N5}sjekksum")
    ids = [one.text for one in top.iter(f"{N5}systemID")]
    assert len(ids) == len(set(ids))


def test_what_happened_with_the_minutes_is_told(package: Path) -> None:
    told = [one.text or "" for one in ET.parse(package / "data/premis.xml").iter() if one.tag.endswith("eventDetail")]
    assert {one.partition(":")[0] for one in told} >= {"published", "corrected", "approved", "sent"}


def test_the_same_meetings_give_the_same_package(site: BuiltSite, package: Path, tmp_path: Path) -> None:
    exporting.to_noark(site, str(tmp_path / "again"), [], "public")
    again = (tmp_path / "again/tagmanifest-sha256.txt").read_bytes()
    assert again == (package / "tagmanifest-sha256.txt").read_bytes()


def test_a_package_is_never_changed_and_one_of_nothing_is_not_made(site: BuiltSite, package: Path) -> None:
    def told(one: BuiltSite, wanted: Any = ()) -> list[str]:
        return [one.code for one in exporting.to_noark(one, str(package), wanted, "public").diagnostics]

    assert told(site) == ["export-there"]
    assert told(BuiltSite(site.tree, SITE, {})) == ["export-empty"]
    assert told(site, [MeetingKey("styret", "1999-01")]) == ["export-not-public"]


def test_signs_that_xml_cannot_have_are_left_out(site: BuiltSite, tmp_path: Path) -> None:
    key, one = next(iter(site.meetings.items()))
    data = {**one.data, "title": {"nb": "Møte\x0b & <fest> \ud800"}, "language": "nb"}
    folder = tmp_path / "package"
    exporting.to_noark(
        BuiltSite(site.tree, SITE, {key: PublishedMeeting(data, (), "Europe/Oslo")}), str(folder), [], "public"
    )
    top = ET.parse(folder / "data/arkivstruktur.xml").getroot()
    assert top.findtext(f"{N5}arkivdel/{N5}mappe/{N5}tittel") == "Møte & <fest> "


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 <pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>", "PDF/A-2A"),
        (b"%PDF-1.7 pdfaid:part='3'", "PDF/A-3"),
        (b"%PDF-1.7", "PDF"),
        (b"<pdfaid:part>2", "PDF"),
    ],
)
def test_a_file_is_what_it_says_it_is(content: bytes, kind: str) -> None:
    assert exporting._format("a/b.pdf", content) == kind
