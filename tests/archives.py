"""Small archives for the tests: files in memory, one sound meeting, and a strategy that makes up others."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import places
from hypothesis import strategies as st

from akson_docs.diagnostics import Diagnostic
from akson_docs.meetings import cards, deck, joint
from akson_docs.meetings.agenda import agenda
from akson_docs.model.documents import Board, Meeting, Site
from akson_docs.model.values import Value
from akson_docs.rules import registry
from akson_docs.sources import loader
from akson_docs.sources.loader import Parsed

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><title>Flate</title><rect width="4" height="3"/></svg>'
FILE = "meetings/styret/2020-04/meeting.yaml"
EXAMPLES = Path(__file__).resolve().parent / "examples"
"""A site with two made-up boards, whose meetings use every key of the source format."""


@dataclass(frozen=True)
class Files:
    """A folder in memory."""

    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def names(self) -> Collection[str]:
        return self.files.keys()

    def read(self, name: str) -> bytes:
        return self.files[name]


SITE = """\
name: {nb: Møtepapirer, nn: Møtepapir}
publisher: Eksempeletaten
address: https://moter.example.no
languages: [nb, nn]
public: yes
contact: {name: Sekretariatet, email: post@example.no}
privacy:
  selection: Alle møter publiseres.
  names_until: 12 months
colours: {accent: "#00325c"}
logo: logo.svg
"""

BOARD = """\
name: {nb: Styret}
organisation: Eksempeletaten
languages: [nb]
title: {nb: "Møte {number} i {board} {date}"}
place: Teams
start: 9.00
meeting_number: "{n}/{yy}"
item_number: {pattern: "{n}/{yy}", restart: year}
deadlines: {papers: 7 days, minutes: 2 weeks}
labels:
  nb: {proposal: Innstilling}
rules: {papers-late: off}
types:
  - {name: Politisk sak, series: PS, kind: decision, decision_label: Vedtaket}
  - {name: Referatsak, kind: information, printed: no}
members:
  - {id: leder, name: leder, role: leder}
  - {id: nestleder, seat: nestleder, holders: [{name: nestleder, from: 2020-01-01}]}
"""

MEETING = """\
date: 2020-07-01
number: 4/20
start: 09:00
place: Teams
summary: Møtet handler om fremdrift.
introduction: innledning.md
items:
  - number: 17/20
    title: Godkjenning av innkalling
    type: Godkjenning
    duration: 5
    proposal: Innkallingen godkjennes.
    adopted: proposal
    votes:
      - {on: proposal, unanimous: yes}
  - heading: Saker til behandling
  - number: 18/20
    title: Status i prosjektet
    type: Beslutning
    duration: 45
    presenter: prosjektleder
    summary: |
      Prosjektet er i rute.

      Neste pulje begynner i høst.
    paper: sak-18.md
    attachments:
      - file: plan.pdf
        title: Plan
      - file: avtale.pdf
        withheld: offl. § 23 første ledd
        title: Avtale
        public_title: Vedlegg unntatt offentlighet
    proposal: |
      1. Styret tar statusen til orientering.
      2. Styret ber om en ny plan.
    slides:
      - topic: Fremdrift
      - title: Hvor vi er
        id: hvor
        body: |
          Pulje én er ferdig.

          - Risiko er høy
        aside: Tall per mai.
      - kind: comparison
        title: To veier
        columns:
          - heading: Før
            body: Papir
          - heading: Etter
            body: Nett
      - kind: key_figure
        value: 56 %
        label: har signert
      - kind: figure
        title: Kart
        file: kart.svg
        alt: Kart over områdene
      - kind: stages
        title: Trinn
        stages: [Plan, Bygg, Drift]
      - topic: Økonomi
      - kind: timeline
        title: Milepæler
        milestones:
          - {date: 2020-05-01, title: Oppstart}
          - {date: 2020-06-15, title: Pilot}
      - kind: table
        title: Budsjett
        data: |
          | Post | Budsjett |
          | Lønn |     41,0 |
          | Drift |    22,5 |
      - kind: table
        title: Regnskap
        data: regnskap.csv
      - kind: chart
        title: Forbruk
        data: |
          | Måned | Brukt |
          | jan   |   7,0 |
          | feb   |  15,0 |
      - kind: risks
        title: Risikobilde
        scale: 5
        rows:
          - {id: R1, title: Mangel på folk, probability: 4, consequence: 4}
      - kind: status
        title: Samlet status
        rows:
          - {area: Tid, light: yellow}
      - kind: options
        title: Veivalg
        criteria: [Pris, Tid]
        options:
          - {title: Vente, values: [lav, lang]}
          - {title: Bygge, values: [høy, kort]}
      - title: Forhandlinger
        withheld: offl. § 23 første ledd
        body: Motparten tilbyr ti.
  - number: 19/20
    title: Ny avtale
    withheld: offl. § 23 første ledd
    public_title: Avtalesak
    closed:
      basis: kommuneloven § 11-5 andre ledd
      unanimous: yes
    proposal:
      text: Avtalen inngås.
      withheld: offl. § 23 første ledd
      public: Vedtaket er unntatt.
    motions:
      - id: A
        by: leder
        text: Avtalen utsettes.
    votes:
      - {on: A, for: [leder], count: 1-0}
    decision: |
      Avtalen inngås ikke.
    actions:
      - {what: Skrive brev, who: leder, due: 2020-08-01}
  - number: 20/20
    title: Referatsaker
    items:
      - {number: 21/20, title: Brev fra etaten, duration: 10}
      - {number: 22/20, title: Svar på høring}
  - file: sak-23.yaml
  - title: Eventuelt
attendance:
  present: others
  absent:
    - {member: nestleder, excused: yes}
  part:
    - {member: leder, left: 10.30, missed: 20/20}
minutes:
  chair: leder
  signers: [leder, nestleder]
follow_up:
  - {action: 12/20-1, status: done}
"""

ITEM = """\
number: 23/20
title: Sak i egen fil
proposal: |
  Saken tas til
  orientering.
slides:
  - title: Fra egen fil
    body: Tekst.
"""


def a_pdf(text: str = "Vedlegg", pages: int = 1) -> bytes:
    """A PDF as small as one can be: no tags, one line of text on each page."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(pages))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number in range(pages):
        drawn = f"BT /F 14 Tf 72 740 Td ({text} {number + 1}) Tj ET"
        objects.append(f"<</Type/Page/Parent 2 0 R/Contents {5 + 2 * number} 0 R>>")
        objects.append(f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream")
    held, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(held))
        held += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    end = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(held)}\n%%EOF\n"
    return (held + table + end).encode("latin-1")


FILES: Mapping[str, bytes] = {
    "innledning.md": "Velkommen til møtet.\n".encode(),
    "sak-18.md": b"Bakgrunnen for saken.\n",
    "plan.pdf": a_pdf("Plan"),
    "avtale.pdf": a_pdf("Avtale"),
    "kart.svg": SVG,
    "regnskap.csv": "Post;Sum\nLønn;41,0\n".encode(),
    "sak-23.yaml": ITEM.encode(),
}


def a_meeting(text: str | bytes = MEETING, files: Mapping[str, bytes] = FILES, file: str = FILE) -> Parsed[Meeting]:
    """A meeting file in a folder with `files`, parsed."""
    return loader.meeting(text if isinstance(text, bytes) else text.encode(), file, Files(files))


def sound_meeting(text: str = MEETING, files: Mapping[str, bytes] = FILES) -> Meeting:
    """The meeting that a file without errors says."""
    parsed = a_meeting(text, files)
    assert parsed.value is not None, parsed.diagnostics
    return parsed.value


def a_board(text: str = BOARD) -> Board:
    """The board that a sound `board.yaml` says."""
    parsed = loader.board(text.encode(), "meetings/styret/board.yaml", Files())
    assert parsed.value is not None, parsed.diagnostics
    return parsed.value


def a_site(text: str = SITE) -> Site:
    """The site that a sound `site.yaml` says."""
    parsed = loader.site(text.encode(), "meetings/site.yaml", Files({"logo.svg": SVG}))
    assert parsed.value is not None, parsed.diagnostics
    return parsed.value


def texts(value: object) -> Iterator[str]:
    """Every text in a value, printed or not."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name))


def beside(path: Path) -> Files:
    """The folder that a source file lies in, as it is met when the file is read."""
    found = sorted(one for one in path.parent.rglob("*") if one.is_file())
    return Files({one.relative_to(path.parent).as_posix(): one.read_bytes() for one in found})


# ---- made-up meetings ----------------------------------------------------------------------------------------

SECRET = "HEMMELIG"
"""Stands in every text of a made-up meeting that the public edition must not have, and in no other."""
BASES = ("offl. § 23 første ledd", "offl. § 25", "offl. § 13 jf. fvl. § 13")
MADE_KINDS = ("text", "comparison", "key_figure", "stages", "table", "timeline")
"""The kinds of slides that made-up meetings have, beside topics and omitted ones."""
TEXTS = (
    "Ny plan",
    "Status: i rute",
    "1. Ja\n2. Nei",
    "# Avtale",
    "- ett\n- to",
    "{ti}",
    "Åpent «møte»",
    "Nå!",
    "*alt* i alt",
)


@dataclass(frozen=True)
class MadeUp:
    """A meeting file, as YAML's subset JSON, and the files that it names."""

    text: str
    files: Mapping[str, bytes]

    def parsed(self) -> Parsed[Meeting]:
        """The meeting that it says."""
        return a_meeting(self.text, self.files)


@st.composite
def made_up(draw: st.DrawFn) -> MadeUp:
    """A sound meeting with items and slides of many kinds, some of them withheld: whole or in part."""
    files: dict[str, bytes] = {}
    items = [_item(draw, files, number, depth=0) for number in range(1, draw(st.integers(2, 4)))]
    if draw(st.booleans()):
        items.insert(0, {"heading": _words(draw, hidden=False)})
    meeting = {
        "date": "2020-07-01",
        "title": _words(draw, hidden=False),
        "attachments": _attachments(draw, files, hidden=False),
        "items": items,
        "silence": [SECRET],
    }
    return MadeUp(json.dumps(meeting, ensure_ascii=False, indent=1), files)


def _words(draw: st.DrawFn, *, hidden: bool) -> Any:
    """A line or a text: plain, in languages, or withheld by itself."""
    text = draw(st.sampled_from(TEXTS))
    if hidden:
        return f"{text} {SECRET}"
    form = draw(st.sampled_from(("plain", "plain", "languages", "withheld", "withheld in languages")))
    if form == "plain":
        return text
    if form == "languages":
        return {"nb": text, "nn": text}
    said: Any = f"{SECRET} {text}"
    words = {"text": said if form == "withheld" else {"nb": said, "en": said}, "withheld": _basis(draw)}
    return words | ({"public": "Unntatt."} if draw(st.booleans()) else {})


def _basis(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(BASES))


def _withheld(draw: st.DrawFn, hidden: bool) -> dict[str, Any]:
    return {"withheld": _basis(draw)} if hidden else {}


def _word(draw: st.DrawFn, hidden: bool) -> str:
    return draw(st.sampled_from(("en", "to", "tre"))) + (f"-{SECRET}" if hidden else "")


def _item(draw: st.DrawFn, files: dict[str, bytes], number: int, *, depth: int, above: bool = False) -> dict[str, Any]:
    own = draw(st.integers(0, 2)) == 0
    hidden = own or above
    item: dict[str, Any] = {"title": _words(draw, hidden=hidden)} | _withheld(draw, own)
    if draw(st.booleans()):
        item["number"] = f"{number + 10 * depth}/20"
    if own and draw(st.booleans()):
        item["public_title"] = "Unntatt sak"
    optional: dict[str, Any] = {
        "duration": "15",
        "presenter": _words(draw, hidden=hidden),
        "id": _word(draw, hidden),
        "case": _word(draw, hidden),
        "note": _words(draw, hidden=hidden),
        "summary": _words(draw, hidden=hidden),
        "proposed_by": _words(draw, hidden=hidden),
        "tracker": _words(draw, hidden=hidden),
        "discussion": _words(draw, hidden=hidden),
        "route": [{"board": _word(draw, hidden)}],
        "dissent": [{"by": _word(draw, hidden), "text": _words(draw, hidden=hidden)}],
        "actions": [{"what": _words(draw, hidden=hidden), "who": _words(draw, hidden=hidden)}],
        "proposal": _words(draw, hidden=hidden),
        "motions": [{"id": "A", "by": _word(draw, hidden), "text": _words(draw, hidden=hidden)}],
        "votes": [{"on": "A", "for": [_word(draw, hidden)]}],
        "adopted": draw(st.sampled_from(("proposal", "A"))),
        "closed": {"basis": "kommuneloven § 11-5", "votes": [{"on": "A", "for": [_word(draw, hidden)]}]},
        "attachments": _attachments(draw, files, hidden=hidden),
        "paper": _file(files, ".md", f"Bakgrunn {SECRET if hidden else ''}", hidden=hidden),
        "slides": [_slide(draw, hidden=hidden) for _ in range(draw(st.integers(0, 4)))],
    }
    kept = draw(st.sets(st.sampled_from(sorted(optional))))
    item |= {key: held for key, held in optional.items() if key in kept}
    if depth < 2 and draw(st.booleans()):
        item["items"] = [_item(draw, files, number, depth=depth + 1, above=hidden)]
    return item


def _file(files: dict[str, bytes], ending: str, text: str, *, hidden: bool) -> str:
    name = f"fil-{len(files)}{'-' + SECRET if hidden else ''}{ending}"
    files[name] = a_pdf(text) if ending == ".pdf" else text.encode()
    return name


def _attachments(draw: st.DrawFn, files: dict[str, bytes], *, hidden: bool) -> list[dict[str, Any]]:
    made = []
    for _ in range(draw(st.integers(0, 2))):
        own = draw(st.booleans())
        covered = hidden or own
        attachment: dict[str, Any] = _withheld(draw, own)
        if draw(st.booleans()):
            attachment["file"] = _file(files, ".pdf", SECRET, hidden=covered)
        else:
            attachment["url"] = f"https://example.no/{SECRET if covered else 'apent'}"
        if draw(st.booleans()):
            attachment["title"] = _words(draw, hidden=covered)
        made.append(attachment)
    return made


def _slide(draw: st.DrawFn, *, hidden: bool) -> dict[str, Any]:
    kind = draw(st.sampled_from(("topic", "omitted", *MADE_KINDS)))
    if kind == "topic":
        return {"topic": _words(draw, hidden=hidden)}
    if kind == "omitted":
        return {"kind": "omitted", "title": SECRET}
    own = draw(st.booleans())
    covered = hidden or own

    def words() -> Any:
        return _words(draw, hidden=covered)

    slide: dict[str, Any] = {"kind": kind} | _withheld(draw, own)
    if kind != "key_figure" or draw(st.booleans()):
        slide["title"] = words()
    if draw(st.booleans()):
        slide["id"] = _word(draw, covered)
    if own and draw(st.booleans()):
        slide["public"] = "Unntatt lysark."
    if draw(st.booleans()):
        slide["source"] = words()
    slide["speaker_notes"] = SECRET
    match kind:
        case "text":
            slide["body"] = words()
        case "comparison":
            slide["columns"] = [{"heading": words(), "body": words()} for _ in "ab"]
        case "key_figure":
            slide |= {"value": words(), "label": words()}
        case "stages":
            slide["stages"] = [words(), words()]
        case "table":
            slide["data"] = f"| a | b |\n| 1 | {SECRET if covered else '2'} |"
        case "timeline":
            slide["milestones"] = [{"date": "2020-05-01", "title": words()}]
    return slide


OTHERS: Mapping[str, Board] = {
    "radet": Board.model_validate(
        {"name": "Rådet", "members": [{"id": "leder", "name": "Rådets leder"}, {"id": "to", "name": "Rådets andre"}]}
    ),
    "lukket": Board.model_validate({"name": "Lukket råd", "public": False, "members": [{"id": "en", "name": "En"}]}),
}
"""Boards that others may meet with, where rules are asked."""


def found_by_rules(*meetings: str, board: str = places.BOARD) -> list[Diagnostic]:
    """What the rules find in the meetings 2020-01, 2020-02 … of a board."""
    site = loader.site(places.SITE.encode(), "site.yaml", Files()).value
    its_board = loader.board(board.encode(), "board.yaml", Files()).value
    assert site
    assert its_board
    every: list[Diagnostic] = []
    full = []
    for place, text in enumerate(meetings, 1):
        parsed = loader.meeting(text.encode(), f"2020-{place:02}", Files({"a.svg": SVG}))
        assert parsed.value, parsed.diagnostics
        there = joint.others(parsed.value, "styret", OTHERS)
        its_own = joint.joined(its_board, there)
        one = agenda(site, its_own, parsed.value, "styret", f"2020-{place:02}", joint=there)
        every += registry.meeting_rules(parsed, one, {parsed.file: text.encode()}.__getitem__)
        full.append(cards.card(one, deck.deck(one), parsed.spans, parsed.file))
    return [*every, *registry.archive_rules(full, {"styret": its_board})]
