"""What a paper says of itself: written into the engine's metadata, and read from the bytes of a file."""

from __future__ import annotations

from dataclasses import fields, replace
from xml.etree import ElementTree

import pytest

from akson_docs.pdf.provenance import NAMESPACE, Provenance, declared, digest, ranges, read

MADE_FROM = Provenance("styret/2020-04", "slides", "nb", "public", digest="0" * 64)
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><rdf:Description rdf:about="" pdfaid:part="2"/></rdf:RDF>"""


def a_file(rdf: bytes) -> bytes:
    return b'%PDF-1.7 \xff<x:xmpmeta xmlns:x="adobe:ns:meta/">\n' + rdf + b"</x:xmpmeta>\nendstream"


@pytest.mark.parametrize(
    "one", [MADE_FROM, replace(MADE_FROM, meeting="a&b/<2020>", utgave="12", edition="members", language="nn")]
)
def test_what_is_declared_is_read(one: Provenance) -> None:
    assert read(a_file(declared(RDF, one, accessible=True))) == one


def test_what_a_program_wrote_anew_is_read_too() -> None:
    """Properties may be attributes, by any prefix."""
    said = " ".join(f'x:{field.name}="{getattr(MADE_FROM, field.name)}"' for field in fields(MADE_FROM))
    rdf = RDF.replace(b'pdfaid:part="2"', f'xmlns:x="{NAMESPACE}" {said}'.encode())
    assert read(a_file(rdf)) == MADE_FROM
    assert read(a_file(rdf.replace(b"x:utgave", b"x:issue"))) is None


def test_what_the_engine_said_stays_and_both_standards_are_in_one_description_list() -> None:
    root = ElementTree.fromstring(declared(RDF, MADE_FROM, accessible=True))
    said = [dict(child.attrib) for child in root]
    assert {key.rpartition("}")[2]: value for each in said for key, value in each.items() if "part" in key} == {
        "part": "1"
    }
    assert any("{http://www.aiim.org/pdfa/ns/id/}part" in each for each in said)
    assert any("{http://www.aiim.org/pdfua/ns/id/}part" in each for each in said)


def test_every_property_of_ours_is_described_in_an_extension_schema() -> None:
    root = ElementTree.fromstring(declared(RDF, MADE_FROM, accessible=True))
    used = {element.tag.partition("}")[2] for element in root.iter() if element.tag.startswith(f"{{{NAMESPACE}}}")}
    described = {element.text for element in root.iter("{http://www.aiim.org/pdfa/ns/property#}name")}
    assert used == described - {"part"}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", a_file(RDF), a_file(b"<rdf:RDF>"), b"<x:xmpmeta></x:xmpmeta>"])
def test_a_file_that_says_nothing_of_it_gives_none(data: bytes) -> None:
    assert read(data) is None


def test_the_digest_is_of_the_text_wherever_one_page_ends() -> None:
    assert digest(["ab", "c"]) == digest(["a", "bc"]) != digest(["c", "ab"])


def test_a_paper_with_pages_of_others_declares_no_standard_and_says_which_they_are() -> None:
    enclosing = replace(MADE_FROM, foreign=ranges([7, 8, 9, 12]))
    assert enclosing.foreign == "7-9 12"
    assert enclosing.enclosed == {6, 7, 8, 11}
    root = ElementTree.fromstring(declared(RDF, enclosing, accessible=False))
    assert not any("pdfua" in key for child in root for key in child.attrib)
    assert read(a_file(declared(RDF, enclosing, accessible=False))) == enclosing


@pytest.mark.parametrize("foreign", ["", "x", "3-", "-", "1-2-3"])
def test_pages_that_make_no_sense_are_none(foreign: str) -> None:
    assert replace(MADE_FROM, foreign=foreign).enclosed == frozenset()
