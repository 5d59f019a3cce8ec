"""What a paper says of itself in its metadata (XMP): which standards it keeps, and what it was made from.

It declares PDF/A-2a and PDF/UA-1 in one file. The engine declares one of them; a second `rdf:RDF` beside the first is
not read by validators, so the second standard and our own properties are put into the engine's. PDF/A wants every
property outside its own schemas described in an extension schema (ISO 19005-2, 6.6.2.3.3), those of PDF/UA too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from html import escape
from xml.etree import ElementTree

from akson_docs.pdf import plain_text

NAMESPACE = "urn:akson-docs:paper:1#"
PREFIX = "akson"
DESCRIBED = {
    "meeting": "The meeting that the paper belongs to, as board and folder",
    "paper": "Which of the meeting's papers it is",
    "language": "The language that it speaks",
    "edition": "The edition that it was made for",
    "utgave": "The number of its issue, from 1",
    "digest": "The SHA-256 of its own text",
    "foreign": "The pages that are attachments of others",
}


@dataclass(frozen=True)
class Provenance:
    """What a paper was made from."""

    meeting: str
    """`<board>/<folder>`."""
    paper: str
    """"slides", "agenda", "papers" or "minutes"."""
    language: str
    edition: str
    """"public" or "members"."""
    utgave: str = "1"
    digest: str = ""
    """Of its own text (`digest`); "" until the paper is put together."""
    foreign: str = ""
    """Its pages that are attachments, from 1: "7-12 15"."""

    @property
    def enclosed(self) -> frozenset[int]:
        """The pages that are attachments, from 0."""
        ends = [part.split("-") for part in self.foreign.split() if re.fullmatch(r"\d+(-\d+)?", part)]
        return frozenset(number for part in ends for number in range(int(part[0]) - 1, int(part[-1])))


def digest(texts: Iterable[str]) -> str:
    """The digest of a paper's text, part by part or page by page, as it is compared (`plain_text`)."""
    said = plain_text.as_read("".join(texts))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def ranges(pages: Iterable[int]) -> str:
    """Pages in order as one line: "7-12 15"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return " ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def declared(rdf: bytes, provenance: Provenance, *, accessible: bool) -> bytes:
    """The engine's metadata with the provenance beside what it says and, where asked for, PDF/UA-1 declared."""
    held = "".join(
        f"<{PREFIX}:{field.name}>{escape(getattr(provenance, field.name), quote=False)}</{PREFIX}:{field.name}>"
        for field in fields(provenance)
    )
    standard = '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    added = f"""\
{standard if accessible else ""}
<rdf:Description rdf:about="" xmlns:{PREFIX}="{NAMESPACE}">{held}</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{_schema("PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", {"part": "Part of PDF/UA"}, "Integer")}
{_schema("Provenance of a meeting paper", NAMESPACE, PREFIX, DESCRIBED, "Text")}
</rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""
    return re.sub(rb"</rdf:RDF>\s*$", lambda _: added.encode(), rdf)


def read(pdf: bytes) -> Provenance | None:
    """What a paper says it was made from, or None where it says nothing. The metadata are never compressed."""
    found = re.search(rb"<x:xmpmeta[^>]*>.*?</x:xmpmeta>", pdf, re.DOTALL)
    if found is None:
        return None
    try:
        tree = ElementTree.fromstring(found[0])
    except ElementTree.ParseError:
        return None
    # A program that saves a paper may write a property as an attribute (ISO 16684-1, 7.9.2.2).
    elements = [*tree.iter()][::-1]  # the first of a name counts
    held = {name: text for element in elements for name, text in element.attrib.items()}
    held |= {element.tag: element.text or "" for element in elements}
    said = {field.name: held.get(f"{{{NAMESPACE}}}{field.name}") for field in fields(Provenance)}
    return None if None in said.values() else Provenance(**{name: str(text) for name, text in said.items()})


def _schema(name: str, uri: str, prefix: str, properties: dict[str, str], type_: str) -> str:
    rows = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{key}</pdfaProperty:name><pdfaProperty:valueType>{type_}</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{escape(text, quote=False)}</pdfaProperty:description></rdf:li>"
        for key, text in properties.items()
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{name}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{rows}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
