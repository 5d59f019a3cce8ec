"""The archive of a made-up municipality: a council and two committees over some years, as a public site has them.

`python benchmarks/municipality.py FOLDER [YEARS] [MEETINGS A YEAR]` writes it; the same arguments give the same files.
Five years of it are some 75 meetings with some 450 items: items that are postponed, sent back and come again, that go
from a committee to the council, with motions and votes by party, minutes, what is to be done and what came of it, with
withheld items, cancelled meetings, case papers and attachments, in bokmål, nynorsk and English.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[1]
SITE = {
    "name": {"nb": "Møtepapirer", "nn": "Møtepapir", "en": "Meeting papers"},
    "publisher": "Eksempel kommune (oppdiktet)",
    "address": "https://moter.example.no",
    "language": "nb",
    "languages": ["nb", "nn", "en"],
    "contact": {"name": "Politisk sekretariat", "email": "politisk@example.no"},
    "privacy": {"selection": "Alle møter i en oppdiktet kommune.", "names_until": "24 months"},
}
PARTIES = ("Bylista", "Bygdelista", "Fjordlista", "Fjellista")
PLACES = ("Solvik", "Nordstrand", "Elveneset", "Bakkemyra", "Fjordgata", "Storhaugen", "Lillevik", "Tunet")
SUBJECTS = (
    ("Reguleringsplan for {place}", "Planen legges ut til offentlig ettersyn.", "Planen åpner for boliger og et torg"),
    (
        "Ny barneskole på {place}",
        "Skolen bygges etter alternativ {n}.",
        "Elevtallet vokser, og dagens bygg er for lite",
    ),
    (
        "Skjenkebevilling til kafeen på {place}",
        "Bevilling gis til og med 30. september 20{year}.",
        "Søkeren har drevet i {n} år",
    ),
    (
        "Gang- og sykkelvei langs {place}",
        "Prosjektet gjennomføres innenfor {n} mill. kroner.",
        "Strekningen har {n} påkjørsler de siste årene",
    ),
    ("Kommunal avgift for vann og avløp", "Gebyret økes med {n} prosent.", "Ledningsnettet lekker, og må fornyes"),
    ("Sykehjemsplasser ved {place}", "{n} plasser opprettes fra nyttår.", "Ventelisten er lengre enn noen gang"),
    ("Leie av lokaler i {place}", "Avtalen inngås for {n} år.", "Dagens lokaler er sagt opp"),
    ("Klimabudsjett for kommunen", "Utslippene skal ned med {n} prosent.", "Transport står for mer enn halvparten"),
    (
        "Tilskudd til idrettslaget på {place}",
        "Det gis {n}0 000 kroner i tilskudd.",
        "Laget har søkt om støtte til ny hall",
    ),
    ("Snøbrøyting av {place}", "Brøytingen settes ut på anbud.", "Avtalen går ut til høsten"),
    ("Bibliotekets åpningstider", "Biblioteket holder åpent {n} timer i uken.", "Besøket har økt på kveldstid"),
    ("Kjøp av nye ferger til {place}", "Fergene skal gå på strøm.", "Dagens ferger er fra 19{year}"),
)


@dataclass
class Body:
    """A board, and what goes from one of its meetings to the next."""

    id: str
    about: dict[str, Any]
    series: str
    count: dict[int, int] = field(default_factory=dict)
    waiting: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Items that were postponed, with the number that they had."""
    actions: list[str] = field(default_factory=list)
    """What is to be done, by its id."""

    def number(self, year: int) -> str:
        """The next number of an item."""
        self.count[year] = self.count.get(year, 0) + 1
        return f"{self.series} {self.count[year]}/{year % 100}"


def bodies() -> tuple[Body, ...]:
    """The council and its committees."""
    law = {
        "law": "kommuneloven",
        "organisation": "Eksempel kommune (oppdiktet)",
        "item_number": {"pattern": "{series} {n}/{yy}"},
        "parties": list(PARTIES),
        "deadlines": {"papers": "7 days", "publish": "1 week"},
        "place": "Rådhuset",
        "start": "18.00",
    }

    def of(name: Any, series: str, seats: tuple[int, ...], languages: list[str]) -> dict[str, Any]:
        members = [
            {"id": f"{party[:5].lower()}-{seat}", "name": f"{party} {seat}", "party": party}
            for party, count in zip(PARTIES, seats, strict=True)
            for seat in range(1, count + 1)
        ]
        members[0]["role"] = "leder"
        kinds = [{"name": "Politisk sak", "kind": "decision", "series": series}]
        return {"name": name, "languages": languages, "types": kinds, "members": members, **law}

    return (
        Body("kommunestyret", of("Kommunestyret", "KS", (7, 6, 5, 3), ["nb"]), "KS"),
        Body(
            "plan",
            of(
                {"nb": "Utvalg for plan og miljø", "nn": "Utval for plan og miljø", "en": "Committee on planning"},
                "PLM",
                (3, 2, 2, 0),
                ["nb", "nn", "en"],
            ),
            "PLM",
        ),
        Body("oppvekst", of("Utval for oppvekst", "OPP", (2, 2, 2, 1), ["nn"]), "OPP"),
    )


def write(folder: Path, years: int = 5, a_year: int = 5, first: int = 2021, seed: int = 1) -> None:
    """Writes the archive under `folder`."""
    chance = random.Random(seed)
    meetings = folder / "meetings"
    attachments = [attachment(number) for number in range(8)]
    put(meetings / "site.yaml", {"format": 1, **SITE})
    for body in bodies():
        put(meetings / body.id / "board.yaml", body.about)
        for year in range(first, first + years):
            for nth in range(1, a_year + 1):
                where = meetings / body.id / f"{year}-{nth:02}"
                held = date(year, 1, 12) + timedelta(days=(nth - 1) * (330 // a_year) + chance.randrange(5))
                made = meeting(body, held, chance, is_cancelled=nth == 3 and year % 2 == 0)
                for place, item in enumerate(made["items"], 1):
                    if item.get("attachments"):
                        (where / "vedlegg").mkdir(parents=True, exist_ok=True)
                        name = f"vedlegg/vedlegg-{place}.pdf"
                        (where / name).write_bytes(attachments[chance.randrange(len(attachments))])
                        item["attachments"] = [{"file": name, "title": f"Utredning om {item['title'].lower()}"}]
                    if "paper" in item:
                        text = "\n\n".join(item["paper"])
                        item["paper"] = f"saksframlegg-{place}.md"
                        where.mkdir(parents=True, exist_ok=True)
                        (where / item["paper"]).write_text(f"## Bakgrunn\n\n{text}\n", encoding="utf-8")
                put(where / "meeting.yaml", made)


def meeting(body: Body, held: date, chance: random.Random, *, is_cancelled: bool) -> dict[str, Any]:
    """A meeting as it is written."""
    if is_cancelled:
        return {"date": held, "cancelled": "For få saker", "items": [plain("Godkjenning av innkalling")]}
    items = list(agenda(body, held, chance))
    follow_up = [
        {"action": one, "status": chance.choice(("done", "started", "done"))} for one in body.actions[:2] if items
    ]
    body.actions = body.actions[2:] + [
        f"{item['number']}-{n}" for item in items for n in range(1, len(item.get("actions", ())) + 1)
    ]
    published = held + timedelta(days=6)
    made: dict[str, Any] = {
        "date": held,
        "attendance": {"present": "others"},
        "minutes": {"published": published, "signers": [body.about["members"][0]["id"]]},
        "items": items,
    }
    return {**made, "follow_up": follow_up} if follow_up else made


def plain(title: str) -> dict[str, Any]:
    """An item without a number."""
    return {"title": title, "type": "Godkjenning", "proposal": "Innkallingen godkjennes."}


def agenda(body: Body, held: date, chance: random.Random) -> Iterator[dict[str, Any]]:
    """The items of a meeting: those that waited first."""
    for before, item in body.waiting:
        yield {**item, **resolved(body, chance), "number": body.number(held.year), "continues": before}
    body.waiting = []
    for place in range(chance.randrange(5, 8)):
        item = new(body, held, chance)
        kind = chance.randrange(10)
        if kind == 0:
            item |= {"outcome": chance.choice(("postponed", "returned"))}
            again = {key: item[key] for key in ("title", "type", "case", "summary", "proposal")}
            body.waiting.append((item["number"], again))
        elif kind == 1 and place:
            item |= {"withheld": "offl. § 13 jf. fvl. § 13 første ledd nr. 1", "public_title": "Personalsak"}
            item = {key: item[key] for key in ("number", "withheld", "public_title", "title", "type", "proposal")}
            item |= {"adopted": "proposal"}
        else:
            item |= resolved(body, chance)
        yield item


def new(body: Body, held: date, chance: random.Random) -> dict[str, Any]:
    """An item that comes for the first time."""
    title, proposal, why = chance.choice(SUBJECTS)
    said = {"place": chance.choice(PLACES), "n": chance.randrange(2, 9), "year": chance.randrange(27, 40)}
    item: dict[str, Any] = {
        "number": body.number(held.year),
        "title": title.format(**said),
        "type": "Politisk sak",
        "case": f"{held.year % 100}/{chance.randrange(100, 4000)}",
        "summary": f"{why.format(**said)}.",
        "proposal": proposal.format(**said),
    }
    if chance.random() < 0.5:
        item["paper"] = [f"{why.format(**said)}, og det er vurdert {n} ganger. " * 6 for n in range(2, 6)]
    if chance.random() < 0.35:
        item["attachments"] = True
    if body.series != "KS" and chance.random() < 0.3:
        item["route"] = [{"board": "kommunestyret", "date": held + timedelta(days=30)}]
    if chance.random() < 0.15:
        item["slides"] = [
            {"title": f"Hvor {item['title'].lower()} står", "body": "- Høringen er ferdig\n- Pengene er der"}
        ]
    return item


def resolved(body: Body, chance: random.Random) -> dict[str, Any]:
    """What came of an item that was decided."""
    against = chance.choice(PARTIES[:3])
    kind = chance.randrange(6)
    made: dict[str, Any] = {"adopted": "proposal"}
    if kind == 0:
        made |= {"votes": [{"on": "proposal", "against": [against]}]}
    elif kind == 1:
        made = {
            "motions": [{"id": "A", "by": against, "text": "Saken legges bort, og tas opp igjen når det er penger."}],
            "votes": [{"on": "A", "for": [against]}, {"on": "proposal", "against": [against]}],
            "adopted": "proposal",
        }
    elif kind == 2:
        made = {"decision": "Saken gjennomføres i to trinn.\n\nDet rapporteres hvert halvår."}
    elif kind == 3:
        made |= {"actions": [{"what": "Legge fram en plan for arbeidet", "who": "kommunedirektøren"}]}
    else:
        made |= {"votes": [{"on": "proposal", "unanimous": True}]}
    return made


def attachment(number: int) -> bytes:
    """A PDF of two pages."""
    import weasyprint

    words = f"{SUBJECTS[number][0].format(place=PLACES[number])}. {SUBJECTS[number][2].format(n=number, year=70)}. "
    pages = "".join(
        f'<section style="break-after: page"><h1>Utredning {number}, del {part}</h1><p>{words * 12}</p></section>'
        for part in (1, 2)
    )
    return bytes(weasyprint.HTML(string=f'<html lang="nb"><title>Utredning {number}</title>{pages}').write_pdf())


def put(path: Path, made: dict[str, Any]) -> None:
    """Writes a file in YAML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), *map(int, sys.argv[2:4]))
