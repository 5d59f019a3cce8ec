"""Meetings as eInnsyn takes them in (its interface, version 1.0): what is to be sent to it, request by request.

Each thing has an `externalId` of its own, made of its address, which never changes; `systemId` is left out, for two
things with one are taken for the same. What was sent before is known by digests: only what differs is sent again.

eInnsyn shows the title that is called sensitive, and finds a meeting by that alone after twelve months; so both titles
are the public one. A text with a fødselsnummer is refused there, and is refused here before.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from akson_docs.catalogue import N_, NC_, translated
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.exchange.published import Data, PublishedFile, PublishedMeeting
from akson_docs.model import numbers
from akson_docs.sources import personal_numbers

PERSONAL = Code(
    "einnsyn-personal",
    "error",
    N_("eInnsyn refuses a text with an identity number: {found}"),
    N_("take it out of what is published; it may not be there"),
)
LONGEST = 500
"""How long a title may be."""
TYPES: Mapping[str, str] = {"approval": "godkjenning", "information": "orientering"}
"""The type of an item, by what it is for; of others it is `annet`, but where kommuneloven makes them political."""
DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "agenda": ("innkalling", NC_("einnsyn", "Notice of the meeting")),
    "supplement": ("tilleggsinnkalling", NC_("einnsyn", "Supplement to the notice")),
    "papers": ("annet", NC_("einnsyn", "All papers")),
    "slides": ("annet", NC_("einnsyn", "Slides")),
    "minutes": ("protokoll", NC_("einnsyn", "Minutes")),
}
"""What a paper is there, and what it is called, by its name."""
WITHHELD = NC_("einnsyn", "Exempt from public disclosure")
ARKIVDEL = "{arkivdel}"
"""What stands in addresses for the part of the archive, which whoever sends knows."""
Kind = Literal[
    "moetemappe", "moetesak", "moetedokument", "dokumentbeskrivelse", "dokumentobjekt", "vedtak", "votering",
    "moetedeltaker", "utredning", "moetesaksbeskrivelse", "behandlingsprotokoll",
]  # fmt: skip
ALONE = ("innstilling", "vedtakstekst", "behandlingsprotokoll", "saksbeskrivelse", "moetedeltaker")
"""The keys under which a thing holds one other, which is made with it or put into it."""


@dataclass(frozen=True)
class Thing:
    """Something that eInnsyn keeps, with what it holds."""

    kind: Kind
    id: str
    """Its `externalId`."""
    says: Mapping[str, Any]
    holds: Mapping[str, tuple[Thing, ...]] = field(default_factory=dict)
    """Other things, by the key that they stand under."""

    @property
    def digest(self) -> str:
        """Of what it says itself."""
        return hashlib.sha256(json.dumps(self.says, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def body(self) -> dict[str, Any]:
        """All of it, as it is sent when it is new."""
        inside: dict[str, Any] = {
            key: things[0].body if key in ALONE or key in ("vedtak", "utredning") else [one.body for one in things]
            for key, things in self.holds.items()
        }
        return {"externalId": self.id, **self.says, **inside}

    def every(self, within: str = "") -> Iterator[tuple[Thing, str]]:
        """It and all that is in it, each with the `externalId` of what it is in."""
        yield self, within
        for things in self.holds.values():
            for one in things:
                yield from one.every(self.id)


Known = tuple[str, str, str]
"""What is remembered of a thing that was sent: its kind, its digest, and the `externalId` of what it is in."""


def state(meetings: Iterable[Thing]) -> dict[str, Known]:
    """What is known to have been sent once these are, by `externalId`."""
    return {one.id: (one.kind, one.digest, within) for thing in meetings for one, within in thing.every()}


# ---- a meeting -----------------------------------------------------------------------------------------------


def moetemappe(one: PublishedMeeting) -> Thing:
    """A meeting with all that is public of it."""
    data, own = one.data, one.address
    board = data["board"]
    title = one.say(data["title"])
    says = {
        "offentligTittel": _short(title),
        "offentligTittelSensitiv": _short(title),
        "moetenummer": str(data["number"] or one.name),
        "utvalg": one.say(board["name"]),
        "moetedato": one.begins,
        **({"moetested": place} if (place := _short(one.say(data.get("place")))) else {}),
        **({"videoLink": data["online"]} if data.get("online") else {}),
        **({"beskrivelse": summary} if (summary := _short(one.say(data.get("summary")), 1_000)) else {}),
    }
    documents = tuple(
        _moetedokument(one, paper, place)
        for place, paper in enumerate(sorted(one.papers(), key=lambda paper: [*DOCUMENTS].index(paper.paper)), 1)
    )
    return Thing("moetemappe", own, says, _held(moetedokument=documents, moetesak=tuple(_moetesaker(one))))


def _moetedokument(one: PublishedMeeting, paper: PublishedFile, place: int) -> Thing:
    kind, called = DOCUMENTS[paper.paper]
    title = f"{translated(called, one.language, 'einnsyn')}, {one.say(one.data['title'])}"
    own = f"{one.address}#{paper.paper}"
    says = {"offentligTittel": _short(title), "offentligTittelSensitiv": _short(title), "moetedokumenttype": kind}
    held = _dokumentbeskrivelse(one, f"{own}-dokument", title, 1, "hoveddokument", paper)
    return Thing("moetedokument", own, says, _held(dokumentbeskrivelse=(held,)))


def _moetesaker(one: PublishedMeeting) -> Iterator[Thing]:
    year = int(one.data["days"][0][:4])
    pattern = one.data["board"].get("item_number", {}).get("pattern", "")
    for item in one.items:
        own = f"{one.address}#{item['anchor']}"
        title = _title(one, item)
        number = numbers.read(str(item.get("number", "")), year, pattern)
        says = {
            "offentligTittel": _short(title),
            "offentligTittelSensitiv": _short(title),
            "moetesakstype": _type(one, item),
            **({"moetesaksaar": number.year or year, "moetesakssekvensnummer": number.n} if number else {}),
            "utvalg": one.say(one.data["board"]["name"]),
            **({"legacyMoetesakstype": item["type"]} if item.get("type") else {}),
        }
        attached = tuple(
            _dokumentbeskrivelse(one, f"{own}-vedlegg-{place}", one.say(row.get("title")), place, "vedlegg", file)
            for place, row in enumerate(item.get("attachments", ()), 1)
            if (file := one.attached(row)) is not None
        )
        proposal, paper = one.html(item.get("proposal")), one.html(item.get("paper", {}).get("text"))
        told = _text("moetesaksbeskrivelse", f"{own}-innstilling", proposal)
        inquiry: tuple[Thing, ...] = ()
        if paper and told:
            tale = _text("moetesaksbeskrivelse", f"{own}-saksbeskrivelse", paper)
            again = _text("moetesaksbeskrivelse", f"{own}-utredning-innstilling", proposal)
            inquiry = (Thing("utredning", f"{own}-utredning", {}, _held(saksbeskrivelse=tale, innstilling=again)),)
        yield Thing(
            "moetesak",
            own,
            says,
            _held(
                utredning=inquiry,
                innstilling=told,
                vedtak=tuple(_vedtak(one, item, own)),
                dokumentbeskrivelse=attached,
            ),
        )


def _title(one: PublishedMeeting, item: Data) -> str:
    """What the public is told that an item is about."""
    if said := one.say(item["title"]):
        return said
    return f"{translated(WITHHELD, one.language, 'einnsyn')} ({item['title'].get('withheld') or item.get('withheld')})"


def _type(one: PublishedMeeting, item: Data) -> str:
    kinds = {text: row for row in one.data["board"].get("types", ()) for text in row.get("name", {}).values()}
    own = kinds.get(str(item.get("type", "")), {}).get("einnsyn")
    kind = str(item.get("kind", ""))
    is_political = kind in ("decision", "discussion") and one.data["board"].get("law") == "kommuneloven"
    return str(own or TYPES.get(kind) or ("politisk" if is_political else "annet"))


def _vedtak(one: PublishedMeeting, item: Data, own: str) -> Iterator[Thing]:
    """What was decided, with the votes of those whom the minutes name."""
    told = _text("moetesaksbeskrivelse", f"{own}-vedtakstekst", one.html(item.get("decided")))
    if told:
        day = item.get("decided_in_writing") or item.get("day") or one.data["days"][0]
        votes = tuple(_voteringer(item, own))
        discussion = _text("behandlingsprotokoll", f"{own}-behandlingsprotokoll", one.html(item.get("discussion")))
        held = _held(vedtakstekst=told, votering=votes, behandlingsprotokoll=discussion)
        yield Thing("vedtak", f"{own}-vedtak", {"dato": day}, held)


def _voteringer(item: Data, own: str) -> Iterator[Thing]:
    """The last vote on what was adopted: each of those whom minutes name, for a party votes as one otherwise."""
    on = ("proposal", "decision", str(item.get("adopted", "")))
    votes = [row for row in item.get("votes", ()) if row.get("on") in on and "part" not in row and "result" in row]
    if not votes:
        return
    for key, word in (("for", "Ja"), ("against", "Nei"), ("blank", "Blankt")):
        for name in (name for side in votes[-1]["result"].get(key, ()) for name in side.get("names", ())):
            voter = f"{own}-stemme-{numbers.slug(name)}"
            who = Thing("moetedeltaker", f"{voter}-deltaker", {"moetedeltakerNavn": _short(name)})
            yield Thing("votering", voter, {"stemme": word}, {"moetedeltaker": (who,)})


def _text(kind: Kind, own: str, html: str) -> tuple[Thing, ...]:
    return (Thing(kind, own, {"tekstInnhold": html, "tekstFormat": "text/html"}),) if html else ()


def _dokumentbeskrivelse(
    one: PublishedMeeting, own: str, title: str, place: int, role: str, file: PublishedFile
) -> Thing:
    title = title or file.path.rpartition("/")[2]
    says = {
        "tittel": _short(title),
        "tittelSensitiv": _short(title),
        "dokumentnummer": place,
        "tilknyttetRegistreringSom": role,
    }
    held = {
        "referanseDokumentfil": f"{one.site}{file.path}",
        **({"format": file.format} if file.format else {}),
        "sjekksum": file.sha256,
        "sjekksumAlgoritme": "SHA-256",
    }
    return Thing(
        "dokumentbeskrivelse", own, says, {"dokumentobjekt": (Thing("dokumentobjekt", f"{own}-objekt", held),)}
    )


def _held(**things: tuple[Thing, ...]) -> dict[str, tuple[Thing, ...]]:
    return {key: some for key, some in things.items() if some}


def _short(text: str, longest: int = LONGEST) -> str:
    """A text that is no longer than it may be, cut at a word."""
    flat = re.sub(r"\s+", " ", text).strip()
    return flat if len(flat) <= longest else flat[: longest - 1].rpartition(" ")[0] + "…"


# ---- what is sent --------------------------------------------------------------------------------------------


def requests(thing: Thing, known: Mapping[str, Known]) -> Iterator[dict[str, Any]]:
    """What is to be sent so that eInnsyn has a meeting as it is now, of what it is known to have.

    `{arkivdel}` in an address, and `{id:…}` for what a thing got as its id there, are for whoever sends to put in.
    """
    if thing.id not in known:
        yield _request("create", "POST", f"/arkivdel/{ARKIVDEL}/moetemappe", thing, thing.body)
        return
    yield from _differences(thing, known)


def _differences(thing: Thing, known: Mapping[str, Known]) -> Iterator[dict[str, Any]]:
    put: dict[str, Any] = {}
    for key, things in thing.holds.items():
        for one in things:
            if one.id in known:
                yield from _differences(one, known)
            elif key in ALONE:
                put[key] = one.body
            else:
                yield _request("create", "POST", f"/{thing.kind}/{{id:{thing.id}}}/{key}", one, one.body)
    if known[thing.id][1] != thing.digest or put:
        says = dict(thing.says) if known[thing.id][1] != thing.digest else {}
        yield _request("patch", "PATCH", f"/{thing.kind}/{{id:{thing.id}}}", thing, {**says, **put})


def gone(known: Mapping[str, Known], now: Mapping[str, Known]) -> Iterator[dict[str, Any]]:
    """What is to be sent for what eInnsyn is known to have, and is not public any more; what is in something that goes
    goes with it."""
    lost = {id_ for id_ in known if id_ not in now}
    for id_ in sorted(lost):
        kind, _, within = known[id_]
        if within not in lost:
            yield {"do": "delete", "method": "DELETE", "path": f"/{kind}/{{id:{id_}}}", "externalId": id_}


def _request(what: str, method: str, path: str, thing: Thing, body: Mapping[str, Any]) -> dict[str, Any]:
    return {"do": what, "method": method, "path": path, "externalId": thing.id, "body": dict(body)}


def refused(thing: Thing, where: Span) -> Iterator[Diagnostic]:
    """What eInnsyn would refuse: a text with an identity number."""
    for one, _ in thing.every():
        for text in one.says.values():
            for found in personal_numbers.finds(text) if isinstance(text, str) else ():
                if found.kind == "identity":
                    yield PERSONAL.at(where, found=found.masked)
