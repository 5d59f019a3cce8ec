"""Meetings as an archive takes them in: Noark 5 (5.0) and what happened with their papers (PREMIS).

Each meeting is a `moetemappe`; its papers and its items are `moeteregistrering`, each with its files. What has an
address has a `systemID` that is made of it, so that the same meeting has the same in the next deposit. No clock is
read: something was made on the day that is known of it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from akson_docs.exchange.published import Data, PublishedFile, PublishedMeeting

NOARK = "http://www.arkivverket.no/standarder/noark5/arkivstruktur"
PREMIS = "http://arkivverket.no/standarder/PREMIS"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
REGISTRATIONS: Mapping[str, str] = {
    "agenda": "Møteinnkallelse",
    "supplement": "Møteinnkallelse",
    "papers": "Saksliste",
    "slides": "Vedlegg til møtesak",
    "minutes": "Møteprotokoll",
}
"""What a paper is as a registration (M085)."""
EVENTS: Mapping[str, str] = {"sent": "Creation", "published": "Creation"}
"""What an event is in the words that archives take (DIAS-PREMIS); others are adjustments. The detail says which."""
EXEMPT = "Unntatt offentlighet"
CONTENT = "content/"
"""Where the files lie in the package."""


def structure(meetings: Iterable[PublishedMeeting], site: Mapping[str, Any]) -> bytes:
    """`arkivstruktur.xml`: the archive, a part for each board, a folder for each meeting."""
    every = sorted(meetings, key=lambda one: (one.data["board"]["id"], one.begins, one.name))
    first, last = min(one.begins for one in every), max(one.begins for one in every)
    by = every[0].say(site["publisher"])
    top = ET.Element(f"{{{NOARK}}}arkiv")
    own = {"opprettetDato": first, "opprettetAv": by, "avsluttetDato": last, "avsluttetAv": by}
    address = every[0].site
    _add(top, systemID=_id(address), tittel=every[0].say(site["name"]), arkivstatus="Avsluttet", **own)
    _add(_inside(top, "arkivskaper"), arkivskaperID=address, arkivskaperNavn=by)
    for board in dict.fromkeys(one.data["board"]["id"] for one in every):
        its = [one for one in every if one.data["board"]["id"] == board]
        part = _inside(top, "arkivdel")
        name, days = its[-1].say(its[-1].data["board"]["name"]), [one.begins for one in its]
        dates = own | {"opprettetDato": days[0], "avsluttetDato": days[-1]}
        _add(part, systemID=_id(f"{address}{board}/"), tittel=name, arkivdelstatus="Avsluttet periode", **dates)
        for one in its:
            _folder(part, one, by)
    return _bytes(top)


def _folder(part: ET.Element, one: PublishedMeeting, by: str) -> None:
    """A meeting."""
    data, board = one.data, one.say(one.data["board"]["name"])
    made = {"opprettetDato": one.begins, "opprettetAv": by}
    folder = _inside(part, "mappe", "moetemappe")
    title, summary = one.say(data["title"]), one.say(data.get("summary"))
    _add(folder, systemID=_id(one.address), mappeID=one.name, tittel=title, offentligTittel=title)
    _add(folder, beskrivelse=summary, **made, avsluttetDato=one.ends or one.begins, avsluttetAv=by)
    for paper in dict.fromkeys(file.paper for file in one.files if file.paper):
        called = f"{REGISTRATIONS[paper]}, {title}"
        row = _registration(folder, one, f"#{paper}", REGISTRATIONS[paper], (called, called), by)
        files = [file for file in one.files if file.paper == paper]
        for number, language in enumerate(dict.fromkeys(file.language for file in files), 1):
            issues = [file for file in files if file.language == language]
            name = f"#{paper}-{language}"
            _document(row.documents, one, name, f"{REGISTRATIONS[paper]} ({language})", number, issues, by)
        row.end(board)
    for item in one.items:
        _item(folder, one, item, by, board)
    _add(folder, moetenummer=str(data["number"] or one.name), utvalg=board, moetedato=data["days"][0])
    _add(folder, moetested=one.say(data.get("place")))
    for voter in data.get("attendance", {}).get("members", {}).get("present", ()):
        _add(
            _inside(folder, "moetedeltaker"), moetedeltakerNavn=voter["name"], moetedeltakerFunksjon=voter.get("party")
        )


def _item(folder: ET.Element, one: PublishedMeeting, item: Data, by: str, board: str) -> None:
    """An item with what is attached to it, its proposal and its resolution."""
    said = {key: text for key, text in item["title"].items() if key not in ("withheld", "public")}
    title = one.say(said) or one.say(item["title"]) or EXEMPT
    number = str(item.get("number", ""))
    basis = item.get("withheld") or item["title"].get("withheld")
    public = one.say(item.get("public_title") or item["title"].get("public")) if basis else title
    titles = f"{number} {title}".strip(), f"{number} {public or EXEMPT}".strip()
    row = _registration(folder, one, f"#{item['anchor']}", "Saksframlegg", titles, by)
    if basis:
        shield = _inside(row.element, "skjerming")
        _add(shield, tilgangsrestriksjon=EXEMPT, skjermingshjemmel=basis, skjermingMetadata="Tittel")
    for place, attached in enumerate(item.get("attachments", ()), 1):
        file = one.attached(attached)
        if file is not None:
            called = one.say(attached.get("title")) or file.path.rpartition("/")[2]
            name = f"#{item['anchor']}-vedlegg-{place}"
            _document(row.documents, one, name, called, place, [file], by, "Vedlegg", attached.get("withheld", ""))
    told = (("Innstilling", one.say(item.get("proposal"))), ("Vedtak", one.say(item.get("decided"))))
    row.say("\n\n".join(f"{what}: {text}" for what, text in told if text))
    row.end(board, one.say(item.get("case_officer")))


class _Registration:
    """A registration while its parts are put in, in the order of the schema: its documents, then what comes after."""

    def __init__(self, element: ET.Element, kind: str, titles: tuple[str, str]) -> None:
        """`kind` is one of M085; `titles`: in full, and as the public has it."""
        self.element = element
        self.documents: list[ET.Element] = []
        self._kind, self._titles = kind, titles
        self._said = ""

    def say(self, text: str) -> None:
        """What is said of it."""
        self._said = text

    def end(self, board: str, officer: str = "") -> None:
        """Puts in what was gathered."""
        self.element.extend(self.documents)
        _add(self.element, tittel=self._titles[0], offentligTittel=self._titles[1], beskrivelse=self._said)
        _add(self.element, moeteregistreringstype=self._kind, administrativEnhet=board, saksbehandler=officer or board)


def _registration(
    folder: ET.Element, one: PublishedMeeting, name: str, kind: str, titles: tuple[str, str], by: str
) -> _Registration:
    element = _inside(folder, "registrering", "moeteregistrering")
    dates = {"opprettetDato": one.begins, "opprettetAv": by, "arkivertDato": one.begins, "arkivertAv": by}
    _add(element, systemID=_id(f"{one.address}{name}"), **dates)
    return _Registration(element, kind, titles)


def _document(
    documents: list[ET.Element],
    one: PublishedMeeting,
    name: str,
    title: str,
    number: int,
    issues: Iterable[PublishedFile],
    by: str,
    role: str = "Hoveddokument",
    withheld: str = "",
) -> None:
    """A document with each issue (utgave) of it as a version."""
    made = {"opprettetDato": one.begins, "opprettetAv": by}
    document = ET.Element(f"{{{NOARK}}}dokumentbeskrivelse")
    documents.append(document)
    _add(document, systemID=_id(f"{one.address}{name}"), dokumenttype="Møtedokument")
    _add(document, dokumentstatus="Dokumentet er ferdigstilt", tittel=title, **made, tilknyttetRegistreringSom=role)
    _add(document, dokumentnummer=number, tilknyttetDato=one.begins, tilknyttetAv=by)
    if withheld:
        shield = {"tilgangsrestriksjon": EXEMPT, "skjermingshjemmel": withheld, "skjermingMetadata": "Tittel"}
        _add(_inside(document, "skjerming"), **shield)
    for file in sorted(issues, key=lambda file: file.issue):
        held = _inside(document, "dokumentobjekt")
        _add(held, systemID=_id(f"{one.site}{file.path}"), versjonsnummer=file.issue, variantformat="Arkivformat")
        _add(held, format=file.format, **made, referanseDokumentfil=f"{CONTENT}{file.path}", sjekksum=file.sha256)
        _add(held, sjekksumAlgoritme="SHA-256", filstoerrelse=file.size)


# ---- what happened -------------------------------------------------------------------------------------------


def events(meetings: Iterable[PublishedMeeting], site: Mapping[str, Any]) -> bytes:
    """`premis.xml`: the files, and what is known to have happened with them."""
    every = sorted(meetings, key=lambda one: one.name)
    top = ET.Element(f"{{{PREMIS}}}premis", {"version": "2.0"})
    for file in (file for one in every for file in one.files):
        held = _inside(top, "object", "file")
        _identified(held, "object", f"{CONTENT}{file.path}")
        told = _inside(held, "objectCharacteristics")
        _add(told, compositionLevel=0)
        _add(_inside(told, "fixity"), messageDigestAlgorithm="SHA-256", messageDigest=file.sha256)
        _add(told, size=file.size)
        _add(_inside(_inside(told, "format"), "formatDesignation"), formatName=file.format)
    publisher = every[0].say(site["publisher"])
    for one in every:
        for place, (kind, day, detail, papers) in enumerate(_happened(one), 1):
            event = _inside(top, "event")
            _identified(event, "event", _id(f"{one.address}#{kind}-{place}"))
            _add(event, eventType=EVENTS.get(kind, "Adjustment"), eventDateTime=day, eventDetail=f"{kind}: {detail}")
            _identified(event, "linkingAgent", publisher)
            for file in papers:
                _identified(event, "linkingObject", f"{CONTENT}{file.path}")
    agent = _inside(top, "agent")
    _identified(agent, "agent", publisher)
    _add(agent, agentName=publisher, agentType="organization")
    return _bytes(top)


def _happened(one: PublishedMeeting) -> Iterator[tuple[str, str, str, list[PublishedFile]]]:
    """(what, on which day, more about it, with which files) of a meeting."""
    minutes, data = one.data.get("minutes", {}), one.data
    for sent in (*data.get("sent", ()), *minutes.get("kept", ())):
        digests = {paper["sha256"] for paper in sent.get("papers", ())}
        what = "withdrawn" if sent.get("withdrawn") else "sent"
        told = f"{one.name}, issue {sent['issue']}"
        yield what, sent["day"], told, [file for file in one.files if file.sha256 in digests]
    printed = [file for file in one.files if file.paper == "minutes"]
    if minutes.get("published"):
        yield "published", minutes["published"], f"{one.name}, minutes", printed
    for correction in minutes.get("corrections", ()):
        yield "corrected", correction["date"], f"{one.name}, minutes: {one.say(correction['what'])}", printed
    if minutes.get("approved"):
        yield "approved", minutes["approved"]["day"], f"{one.name}, minutes: {minutes['approved']['address']}", printed


def _identified(above: ET.Element, what: str, value: str) -> None:
    kind = "URI" if what != "agent" and what != "linkingAgent" else "local"
    _add(_inside(above, f"{what}Identifier"), **{f"{what}IdentifierType": kind, f"{what}IdentifierValue": value})


# ---- XML -----------------------------------------------------------------------------------------------------


def _inside(above: ET.Element, name: str, kind: str = "") -> ET.Element:
    space = above.tag[1:].partition("}")[0]
    return ET.SubElement(above, f"{{{space}}}{name}", {f"{{{_XSI}}}type": kind} if kind else {})


def _add(above: ET.Element, **said: Any) -> None:
    """Elements with a text each, in order; those that say nothing are left out."""
    for name, text in said.items():
        if text is not None and text != "":
            _inside(above, name).text = re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", str(text))


def _id(address: str) -> str:
    """The id of what has an address: always the same."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, address))


def _bytes(top: ET.Element) -> bytes:
    space = top.tag[1:].partition("}")[0]
    ET.register_namespace("", space)
    ET.register_namespace("xsi", _XSI)
    ET.indent(top, " ")
    made: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return made + b"\n"
