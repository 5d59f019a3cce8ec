"""What is to be sent to eInnsyn: as its interface has it, once each, and nothing that is not public."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from exchanged import an_archive, given_out

from akson_docs.actions import exporting
from akson_docs.actions.exporting import BuiltSite
from akson_docs.diagnostics import Span
from akson_docs.exchange import einnsyn
from akson_docs.exchange.einnsyn import Thing
from akson_docs.exchange.published import PublishedFile, PublishedMeeting
from akson_docs.sources.layout import MeetingKey

WORDS, LINK, DAY = r"(?s).+", r"https?://\S+", r"\d{4}-\d\d-\d\d"
MOMENT = DAY + r"T\d\d:\d\d:\d\d[+-]\d\d:\d\d"
WHOLE = None
TITLES = {"offentligTittel": WORDS, "offentligTittelSensitiv": WORDS}
FORM: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, str]]] = {
    "moetemappe": (
        {**TITLES, "moetenummer": WORDS, "utvalg": WORDS, "moetedato": MOMENT},
        {"moetested": WORDS, "videoLink": LINK, "beskrivelse": r"(?s).{1,1000}"},
        {"moetedokument": "moetedokument", "moetesak": "moetesak"},
    ),
    "moetedokument": ({**TITLES, "moetedokumenttype": WORDS}, {}, {"dokumentbeskrivelse": "dokumentbeskrivelse"}),
    "moetesak": (
        {**TITLES, "moetesakstype": "moete|politisk|delegert|interpellasjon|godkjenning|orientering|referat|annet"},
        {"moetesaksaar": WHOLE, "moetesakssekvensnummer": WHOLE, "utvalg": WORDS, "legacyMoetesakstype": WORDS},
        {
            "utredning": "utredning",
            "innstilling": "moetesaksbeskrivelse",
            "vedtak": "vedtak",
            "dokumentbeskrivelse": "dokumentbeskrivelse",
        },
    ),
    "utredning": ({}, {}, {"saksbeskrivelse": "moetesaksbeskrivelse", "innstilling": "moetesaksbeskrivelse"}),
    "vedtak": (
        {"dato": DAY},
        {},
        {
            "vedtakstekst": "moetesaksbeskrivelse",
            "votering": "votering",
            "behandlingsprotokoll": "behandlingsprotokoll",
        },
    ),
    "votering": ({"stemme": "Ja|Nei|Blankt"}, {}, {"moetedeltaker": "moetedeltaker"}),
    "moetedeltaker": ({"moetedeltakerNavn": WORDS}, {}, {}),
    "moetesaksbeskrivelse": ({"tekstInnhold": WORDS, "tekstFormat": "text/html"}, {}, {}),
    "behandlingsprotokoll": ({"tekstInnhold": WORDS, "tekstFormat": "text/html"}, {}, {}),
    "dokumentbeskrivelse": (
        {"tittel": WORDS, "tittelSensitiv": WORDS, "dokumentnummer": WHOLE, "tilknyttetRegistreringSom": WORDS},
        {},
        {"dokumentobjekt": "dokumentobjekt"},
    ),
    "dokumentobjekt": (
        {"referanseDokumentfil": LINK},
        {"format": WORDS, "sjekksum": "[0-9a-f]{64}", "sjekksumAlgoritme": "SHA-256"},
        {},
    ),
}  # fmt: skip
"""What eInnsyn's interface takes, as far as it is used: of each kind what must be there, what may, what is in it."""
ONE = {"utredning", "innstilling", "vedtak", "saksbeskrivelse", "vedtakstekst", "behandlingsprotokoll", "moetedeltaker"}
"""What there is one of; of others there is a list."""
NEEDED = {"vedtak": {"vedtakstekst"}, "votering": {"moetedeltaker"}, "utredning": {"saksbeskrivelse", "innstilling"}}


def against(kind: str, body: Mapping[str, Any]) -> Iterator[str]:
    """What the interface has against something."""
    must, may, inside = FORM[kind]
    yield from (f"{kind}: no {key}" for key in (must.keys() | NEEDED.get(kind, set()) | {"externalId"}) - body.keys())
    for key, held in body.items():
        if key in inside:
            if (key in ONE) == isinstance(held, list):
                yield f"{kind}.{key}: one or several"
            for one in held if isinstance(held, list) else [held]:
                yield from against(inside[key], one)
        elif key in (every := {**must, **may, "externalId": LINK}):
            form = every[key]
            if not (isinstance(held, int) if form is None else bool(re.fullmatch(form, str(held)))):
                yield f"{kind}.{key}: {held!r}"
            if "ittel" in key and len(held) > 500:
                yield f"{kind}.{key}: long"
        else:
            yield f"{kind}.{key}: unknown"


@pytest.fixture(scope="module")
def meetings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PublishedMeeting]:
    found = {}
    for name in ("examples", "samples"):
        root = tmp_path_factory.mktemp(name)
        for path, data in given_out(an_archive(root, name), root / "site").items():
            address = path.removesuffix("meeting.json")
            rows = [*data.get("attachments", ()), *(row for one in data["items"] for row in one.get("attachments", ()))]
            files = [PublishedFile(f"{address}attachments/{row['file']}", "0" * 64, 1) for row in rows if "file" in row]
            papers = [
                PublishedFile(f"{address}{paper}.pdf", "1" * 64, 1, paper, data["language"])
                for paper in ("agenda", "papers", "minutes")
            ]
            found[address] = PublishedMeeting(data, (*files, *papers), "Europe/Oslo")
    return found


@pytest.fixture(scope="module")
def things(meetings: dict[str, PublishedMeeting]) -> dict[str, Thing]:
    return {address: einnsyn.moetemappe(one) for address, one in meetings.items()}


def test_every_meeting_is_as_the_interface_takes_it(things: dict[str, Thing]) -> None:
    assert len(things) > 10
    for address, thing in things.items():
        assert [*against("moetemappe", thing.body)] == [], address
        assert [*einnsyn.refused(thing, Span(address))] == []
    kinds = {one.kind for thing in things.values() for one, _ in thing.every()}
    assert kinds == FORM.keys(), "the archives show every kind"


def test_everything_has_a_name_of_its_own_that_is_its_address(things: dict[str, Thing]) -> None:
    names = [one.id for thing in things.values() for one, _ in thing.every()]
    assert len(names) == len(set(names))
    assert all(re.match(r"https://[\w.-]+/\w+/\d{4}-\d\d/", name) for name in names)


def test_what_is_withheld_has_its_place_and_a_title_that_says_so(meetings: dict[str, PublishedMeeting]) -> None:
    withheld = [(one, item) for one in meetings.values() for item in one.items if item.get("withheld")]
    assert withheld
    for one, item in withheld:
        own = f"{one.address}#{item['anchor']}"
        thing = next(held for held, _ in einnsyn.moetemappe(one).every() if held.id == own)
        assert thing.says["offentligTittel"] == thing.says["offentligTittelSensitiv"]
        assert thing.holds.keys() <= {"dokumentbeskrivelse"}


def test_a_meeting_is_sent_once_then_what_changed_then_what_is_gone(things: dict[str, Thing]) -> None:
    thing = max(things.values(), key=lambda one: len([*one.every()]))
    (first,) = einnsyn.requests(thing, {})
    assert (first["do"], first["path"], first["body"]) == ("create", "/arkivdel/{arkivdel}/moetemappe", thing.body)
    known = einnsyn.state([thing])
    assert [*einnsyn.requests(thing, known)] == []
    items = thing.holds["moetesak"]
    renamed = replace(items[0], says={**items[0].says, "offentligTittel": "Ny tittel"})
    (patch,) = einnsyn.requests(replace(thing, holds={**thing.holds, "moetesak": (renamed, *items[1:])}), known)
    assert (patch["do"], patch["path"]) == ("patch", f"/moetesak/{{id:{renamed.id}}}")
    assert patch["body"] == renamed.says
    shorter = replace(thing, holds={**thing.holds, "moetesak": items[1:]})
    assert [*einnsyn.requests(shorter, known)] == []
    (gone,) = einnsyn.gone(known, einnsyn.state([shorter]))
    assert (gone["do"], gone["path"]) == ("delete", f"/moetesak/{{id:{items[0].id}}}")
    (fresh,) = einnsyn.requests(thing, einnsyn.state([shorter]))
    assert (fresh["do"], fresh["path"]) == ("create", f"/moetemappe/{{id:{thing.id}}}/moetesak")
    assert [*against("moetesak", fresh["body"])] == []


def test_a_text_that_comes_to_what_was_sent_is_put_into_it(things: dict[str, Thing]) -> None:
    item = next(one for thing in things.values() for one, _ in thing.every() if "innstilling" in one.holds)
    before = replace(item, holds={key: held for key, held in item.holds.items() if key != "innstilling"})
    (patch,) = einnsyn.requests(item, einnsyn.state([before]))
    assert patch["do"] == "patch"
    assert patch["body"] == {"innstilling": item.holds["innstilling"][0].body}


def test_an_identity_number_is_refused_here_before_it_is_there() -> None:
    thing = Thing("moetesak", "https://a.no/#1", {"offentligTittel": "Om 01010750160 og andre"})
    (told,) = einnsyn.refused(thing, Span("meetings/styret/2020-04"))
    assert told.code == "einnsyn-personal"
    assert "50160" not in json.dumps(told.parameters)


def test_each_run_writes_what_is_new_beside_what_was_written_before(
    meetings: dict[str, PublishedMeeting], tmp_path: Path
) -> None:
    keys = {address: MeetingKey(*address.strip("/").split("/")) for address in meetings}
    site = BuiltSite("", {}, {keys[address]: one for address, one in meetings.items()})
    folder = str(tmp_path / "out")
    one = next(iter(site.meetings))
    first = exporting.to_einnsyn(site, folder, [one])
    assert first.counts == {"create": 1, "patch": 0, "delete": 0}
    rest = exporting.to_einnsyn(site, folder, [])
    assert rest.counts == {"create": len(meetings) - 1, "patch": 0, "delete": 0}
    assert exporting.to_einnsyn(site, folder, []).files == ()
    fewer = BuiltSite("", {}, {key: held for key, held in site.meetings.items() if key != one})
    assert exporting.to_einnsyn(fewer, folder, []).counts == {"create": 0, "patch": 0, "delete": 1}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "requests-0001.json", "requests-0002.json", "requests-0003.json", "state.json",
    ]  # fmt: skip
    (told,) = exporting.to_einnsyn(fewer, folder, [one]).diagnostics
    assert told.code == "export-not-public"
    (tmp_path / "out/state.json").write_text('{"things": 3}')
    (told,) = exporting.to_einnsyn(site, folder, []).diagnostics
    assert told.code == "export-state"
