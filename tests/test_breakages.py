"""The ways in which a secretary's file goes wrong, and what is said of each.

Each row of the table takes a sound file, replaces one piece of it, and marks with ¦ the line and column that the
diagnostic must point at. (¦ is no part of the file.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from archives import BOARD, FILE, FILES, ITEM, MEETING, SITE, SVG, Files, a_meeting

from akson_docs.diagnostics import Diagnostic, has_errors, hint, line, message
from akson_docs.meetings import cards
from akson_docs.meetings.agenda import agenda
from akson_docs.meetings.deck import deck
from akson_docs.rules import registry
from akson_docs.rules.scan.public_content import Public
from akson_docs.sources import loader, snapshots
from akson_docs.sources.loader import Parsed
from akson_docs.sources.yaml_source import LARGEST

MARK = "¦"
TOP = FILE.removesuffix("meeting.yaml")


@dataclass(frozen=True)
class Break:
    """One edit of a sound file: `old` becomes `new`, and `code` is expected at the mark in `new`."""

    name: str
    old: str
    new: str
    code: str
    says: str = ""
    """What message or hint has in it."""
    file: str = "meeting.yaml"


MEETING_BREAKS = (
    # what YAML itself trips over
    Break("stray bracket", "duration: 45", "duration: 45\n    ¦}", "first-character", "}"),
    Break("title with a colon", "title: Ny avtale", "title: Sak¦: ny avtale", "colon", "quotes"),
    Break("unquoted colon in a column", "body: Papir", "body: Papir¦: alt", "colon"),
    Break("tab before a key", "    duration: 45", "¦\tduration: 45", "tab", "spaces"),
    Break("tab inside the indentation", "    type: Beslutning", "    ¦\ttype: Beslutning", "tab"),
    Break("quotation that goes on", "title: Ny avtale", 'title: "Ny" ¦avtale', "quotes"),
    Break("quotation that never ends", "title: Ny avtale", 'title: ¦"Ny avtale', "quotes"),
    Break("key one space out", "    duration: 45", "   ¦duration: 45", "indent", "indentation"),
    Break("key one space in", "    duration: 45", "     ¦duration: 45", "indented", "below the first letter"),
    Break("row out of line", "  - file: sak-23.yaml", " ¦- file: sak-23.yaml", "indent"),
    Break("value begins with @", "presenter: prosjektleder", "presenter: ¦@prosjektleder", "first-character", "@"),
    Break("value begins with `", "title: Plan\n", "title: ¦`plan`\n", "first-character", "`"),
    Break("value begins with %", "label: har signert", "label: ¦%-andel signert", "first-character", "%"),
    Break("value begins with &", "aside: Tall per mai.", "aside: ¦&c. for mai", "alias", "quotes"),
    Break("value begins with *", "aside: Tall per mai.", "aside: ¦*Tall* per mai.", "alias", "quotes"),
    Break("value begins with !", "title: Plan\n", "title: ¦!Viktig plan\n", "tag", "quotes"),
    Break("bold text unquoted", "aside: Tall per mai.", "aside: ¦**Tall** per mai.", "alias"),
    Break("value begins with - ", "presenter: prosjektleder", "presenter: ¦- prosjektleder", "first-character", "-"),
    Break("YAML tag", "duration: 45", "duration: ¦!!int 45", "tag"),
    Break("anchor", "presenter: prosjektleder", "presenter: ¦&x prosjektleder", "alias"),
    Break("alias", "presenter: prosjektleder", "presenter: ¦*x", "alias"),
    Break("merge", "    duration: 45", "    ¦<<: {duration: 45}", "merge", "not used here"),
    Break("duplicate key", "    duration: 45", "    duration: 45\n    ¦title: To", "duplicate-key", "line 18"),
    Break("duplicate key at the top", "place: Teams", "place: Teams\n¦number: 5/20", "duplicate-key", "line 2"),
    Break("duplicate key in {…}", "unanimous: yes}", "¦on: proposal}", "duplicate-key"),
    Break("duplicate key of a slide", "id: hvor", "id: hvor\n        ¦id: her", "duplicate-key"),
    Break("comment in a title", "title: Ny avtale", "title: Avtale ¦# 2", "comment-in-text", "two spaces"),
    Break(
        "comment in a flow text",
        "stages: [Plan, Bygg, Drift]",
        "stages: [Plan, Bygg ¦# 2\n        , Drift]",
        "comment-in-text",
    ),
    Break("sentence in {…}", "title: Pilot}", "title: Pilot, ¦trinn to}", "flow-sentence", "comma"),
    Break("{ never closed", "{action: 12/20-1, status: done}", "¦{action: 12/20-1, status: done", "flow-open"),
    Break("text begins with [", "title: Ny avtale", "title: [Utkast] ¦ny avtale", "flow-ended", "quotes"),
    Break("second document", "  - title: Eventuelt", "¦---\n  - title: Eventuelt", "two-documents"),
    Break("empty row", "  - title: Eventuelt", "  -¦\n  - title: Eventuelt", "empty-row", "dash"),
    Break("key of two words", "    duration: 45", "    ¦[a, b]: 45", "key-form"),
    Break("no space after a colon", "duration: 45", "duration:¦45", "colon-without-space", "key: value"),
    Break(
        "no space after the last colon",
        "status: done}\n",
        "status: done}\nsilence:¦papers-late\n",
        "colon-without-space",
    ),
    Break(
        "text goes on without indentation",
        "    presenter: prosjektleder\n",
        "    presenter: prosjektleder\n    ¦og eier\n",
        "no-key",
        "indented",
    ),
    Break("text after the bar", "summary: |\n      Prosjektet", "summary: | ¦Prosjektet", "text-after-bar", "below"),
    Break(
        "rows joined to a text",
        "aside: Tall per mai.",
        "aside: Tall\n          ¦- mai\n          - juni",
        "rows-in-text",
        '"|"',
    ),
    Break(
        "points joined to one",
        "proposal: |\n      1. Styret tar statusen til orientering.\n      2.",
        "proposal: 1. Styret tar statusen.\n      ¦2.",
        "rows-in-text",
    ),
    Break("value begins with ,", "presenter: prosjektleder", "presenter: ¦, prosjektleder", "first-character", ","),
    Break("a control character", "title: Ny avtale", "title: Ny ¦\x07avtale", "control-character", "pasted"),
    # keys
    Break("key misspelt", "    duration: 45", "    ¦durasjon: 45", "unknown-key", 'did you mean "duration"'),
    Break("key unlike any", "    duration: 45", "    ¦varighet: 45", "unknown-key", "duration"),
    Break("capital", "    duration: 45", "    ¦Duration: 45", "unknown-key", 'did you mean "duration"'),
    Break("hyphen for underscore", "    duration: 45", "    ¦case-officer: etaten", "unknown-key", "case_officer"),
    Break("key of a slide misspelt", "aside: Tall", "¦asid: Tall", "unknown-key", 'did you mean "aside"'),
    Break("key of the meeting misspelt", "place: Teams", "¦plase: Teams", "unknown-key", 'did you mean "place"'),
    Break("key of another thing", "aside: Tall per mai.", "¦duration: 10", "misplaced-key", "item"),
    Break(
        "another kind's key",
        "stages: [Plan, Bygg, Drift]",
        "stages: [Plan, Bygg]\n        ¦columns: []",
        "misplaced-key",
        "comparison",
    ),
    Break("item's key at the top", "place: Teams", "¦proposal: Vi vedtar.", "misplaced-key", "item"),
    Break(
        "- key: value became a mapping",
        "stages: [Plan, Bygg, Drift]",
        "stages:\n          - ¦Risiko: høy\n          - Plan",
        "words-key",
        "quotes",
    ),
    Break("text became a mapping", "label: har signert", "label:\n          ¦Risiko: høy", "words-key"),
    Break("unknown language", "place: Teams", "place: {nb: Teams, ¦se: Teams}", "words-key", "nb, nn, en"),
    Break("text line like a key", "      Neste pulje", "      ¦duration: 4\n      Neste pulje", "key-in-text"),
    # kinds and choices
    Break("slide kind misspelt", "kind: comparison", "kind: ¦comparision", "slide-kind", 'did you mean "comparison"'),
    Break("slide kind unlike any", "kind: comparison", "kind: ¦film", "slide-kind", "comparison"),
    Break(
        "slide kind in Norwegian",
        "kind: table\n        title: Budsjett",
        "kind: ¦tabell\n        title: Budsjett",
        "slide-kind",
        "table",
    ),
    Break("slide kind of the machine", "kind: comparison", "kind: ¦stub", "slide-kind"),
    Break("form unknown", "place: Teams", "form: ¦ekstraordinær", "choice", "extraordinary"),
    Break("outcome unknown", "    adopted: proposal", "    outcome: ¦utsatt", "choice", "postponed"),
    Break("light unknown", "light: yellow", "light: ¦gul", "choice", "yellow"),
    Break("language unknown", "place: Teams", "language: ¦no", "choice", "nb"),
    Break("present unknown", "present: others", "present: ¦alle", "choice", "others"),
    Break("yes/no wrong", "excused: yes", "excused: ¦kanskje", "yes-or-no", "neither yes nor no"),
    # types
    Break("number expected", "duration: 45", "duration: ¦en time", "number-expected"),
    Break("minutes with unit", "duration: 45", "duration: ¦45 min", "number-expected"),
    Break("duration of nothing", "duration: 45", "duration: ¦0", "number-range"),
    Break("duration of days", "duration: 45", "duration: ¦2000", "number-range"),
    Break("rows expected", "stages: [Plan, Bygg, Drift]", "stages: ¦Plan", "list-expected", "- "),
    Break(
        "rows expected, keys given",
        "- {date: 2020-05-01, title: Oppstart}\n          -",
        "x: {date: 2020-05-01, title: Oppstart}\n          ¦-",
        "indent",
    ),
    Break("text expected, rows given", "summary: Møtet handler om fremdrift.", "summary: ¦[En, to]", "text-expected"),
    Break("row is a sentence", "  - title: Eventuelt", "  - ¦Eventuelt", "keys-expected", "Eventuelt"),
    Break("slide is a sentence", "- topic: Økonomi", "- ¦Økonomi", "keys-expected", "Økonomi"),
    Break("item number is a mapping", "number: 17/20", "number: ¦{n: 17}", "text-expected"),
    Break("date impossible", "date: 2020-07-01", "date: ¦2020-02-30", "date-impossible", "month and day"),
    Break("date in Norwegian", "date: 2020-07-01", "date: ¦1.7.2020", "date-form", "2020-07-01"),
    Break("date in Norwegian, spaced", "date: 2020-07-01", "date: ¦01. 07. 2020", "date-form", "2020-07-01"),
    Break("date in words", "due: 2020-08-01", "due: ¦1. august", "date-form", "2020-07-01"),
    Break("date reversed", "{date: 2020-05-01", "{date: ¦01-05-2020", "date-form"),
    Break("time impossible", "start: 09:00", "start: ¦25:00", "clock-form", "09:05"),
    Break("time of one decimal", "start: 09:00", "start: ¦9.5", "clock-form"),
    Break("time in words", "start: 09:00", "start: ¦klokken ni", "clock-form"),
    Break("count in words", "count: 1-0", "count: ¦fem mot fire", "form"),
    # what is missing
    Break("meeting without date", "date: 2020-07-01\n", "¦", "meeting-date", "date: 2020-07-01"),
    Break("date and days", "date: 2020-07-01", "¦date: 2020-07-01\ndays: [{date: 2020-07-02}]", "meeting-date"),
    Break("days out of order", "date: 2020-07-01", "days: [{date: 2020-07-02}, {date: ¦2020-07-01}]", "days-order"),
    Break(
        "item without title", "- number: 19/20\n    title: Ny avtale\n", "- ¦number: 19/20\n", "missing-key", "title"
    ),
    Break(
        "slide without title",
        "      - kind: stages\n        title: Trinn",
        "      - ¦kind: stages",
        "missing-key",
        "title",
    ),
    Break("title empty", "title: Ny avtale", "¦title:", "no-value", '"title"'),
    Break(
        "slide without body",
        "- title: Hvor vi er\n        id: hvor\n        body: |",
        "- ¦title: Hvor\n        source: |",
        "missing-key",
        "body",
    ),
    Break(
        "comparison of one",
        "- heading: Før\n            body: Papir\n          - heading: Etter\n            body: Nett",
        "¦- heading: Før\n            body: Papir",
        "too-few",
        "at least 2",
    ),
    Break(
        "timeline of none",
        "milestones:\n          - {date: 2020-05-01, title: Oppstart}\n          - {date: 2020-06-15, title: Pilot}",
        "milestones: ¦[]",
        "too-few",
    ),
    Break("one stage", "stages: [Plan, Bygg, Drift]", "stages: ¦[Plan]", "too-few", "2"),
    Break("seven stages", "stages: [Plan, Bygg, Drift]", "stages: ¦[A, B, C, D, E, F, G]", "too-many", "6"),
    Break("milestones out of order", "{date: 2020-06-15", "{date: ¦2020-04-15", "milestone-order", "2020-04-15"),
    # tables
    Break("ragged row", "          | Lønn |     41,0 |", "          ¦| Lønn |     41,0 |  1 |", "table-row", "3 cells"),
    Break("short row", "          | Drift |    22,5 |", "          ¦| Drift |", "table-row", "1 cell"),
    Break(
        "table without rows",
        "data: |\n          | Post | Budsjett |\n          | Lønn |     41,0 |\n          | Drift |    22,5 |\n",
        "data: ¦|\n          | Post | Budsjett |\n",
        "table-form",
        "head and a row",
    ),
    Break("table is a sentence", "data: regnskap.csv", "data: ¦Se vedlegget", "table-form", "|"),
    Break("chart of words", "          | feb   |  15,0 |", "          ¦| feb   | mange |", "not-a-number", "mange"),
    Break("values do not fit criteria", "values: [lav, lang]", "values: ¦[lav]", "option-values", "Vente"),
    Break("decimal comma", "values: [lav, lang]", "values: ¦[62,4 mill. kr, lang]", "option-values", '"62,4 mill. kr"'),
    # files
    Break("paper missing", "paper: sak-18.md", "paper: ¦sak-8.md", "file-missing", 'did you mean "sak-18.md"'),
    Break("introduction missing", "introduction: innledning.md", "introduction: ¦intro.md", "file-missing"),
    Break("picture missing", "file: kart.svg", "file: ¦Kart.svg", "file-missing", "kart.svg"),
    Break("attachment missing", "file: plan.pdf", "file: ¦planen.pdf", "file-missing"),
    Break("item file missing", "file: sak-23.yaml", "file: ¦sak-24.yaml", "file-missing"),
    Break("table file missing", "data: regnskap.csv", "data: ¦budsjett.csv", "file-missing"),
    Break("path upwards", "file: plan.pdf", "file: ¦../plan.pdf", "path-outside"),
    Break("absolute path", "file: plan.pdf", "file: ¦/tmp/plan.pdf", "path-outside"),
    Break("backslashes", "file: plan.pdf", "file: ¦bilder\\plan.pdf", "path-outside"),
    Break("Windows path", "file: plan.pdf", "file: ¦C:\\plan.pdf", "path-outside"),
    Break("paper upwards", "paper: sak-18.md", "paper: ¦../sak-18.md", "path-outside"),
    Break("item file upwards", "file: sak-23.yaml", "file: ¦../sak-23.yaml", "path-outside"),
    Break("table file upwards", "data: regnskap.csv", "data: ¦../regnskap.csv", "path-outside"),
    Break("an attachment that runs", "file: plan.pdf", "file: ¦plan.HTML", "file-active", "PDF"),
    Break("picture is a PDF", "file: kart.svg", "file: ¦plan.pdf", "picture-format"),
    Break("link without https", "      - file: plan.pdf", "      - url: ¦www.example.no/plan", "link-form", "https://"),
    Break(
        "file and url",
        "      - file: plan.pdf",
        "      - ¦file: plan.pdf\n        url: https://example.no/",
        "attachment-target",
    ),
    Break(
        "neither file nor url",
        "      - file: plan.pdf\n        title: Plan",
        "      - ¦title: Plan",
        "attachment-target",
    ),
    # withholding fails closed
    Break("withheld of the meeting", "place: Teams", "¦withheld: offl. § 14", "withheld-place", "indentation"),
    Break(
        "withheld of a column",
        "          - heading: Før",
        "          - ¦withheld: offl. § 14\n            heading: Før",
        "withheld-place",
    ),
    Break(
        "withheld of a vote",
        "- {on: proposal, unanimous: yes}",
        "- {on: proposal, unanimous: yes, ¦withheld: x}",
        "withheld-place",
    ),
    Break(
        "withheld of a topic", "- topic: Økonomi", "- topic: Økonomi\n        ¦withheld: offl. § 14", "withheld-place"
    ),
    Break(
        "withheld empty",
        "    title: Ny avtale\n    withheld: offl. § 23 første ledd",
        "    title: Ny avtale\n    ¦withheld:",
        "withheld-empty",
        "legal basis",
    ),
    Break(
        "withheld empty in quotes",
        "    title: Ny avtale\n    withheld: offl. § 23 første ledd",
        '    title: Ny avtale\n    ¦withheld: ""',
        "withheld-empty",
    ),
    Break(
        "withheld blank",
        "    title: Ny avtale\n    withheld: offl. § 23 første ledd",
        '    title: Ny avtale\n    ¦withheld: " "',
        "withheld-empty",
    ),
    Break(
        "withheld is a comment",
        "    title: Ny avtale\n    withheld: offl. § 23 første ledd",
        "    title: Ny avtale\n    ¦withheld: # offl. § 23",
        "withheld-empty",
    ),
    Break(
        "withheld yes",
        "    title: Ny avtale\n    withheld: offl. § 23 første ledd",
        "    title: Ny avtale\n    withheld: ¦yes",
        "withheld-basis",
    ),
    Break(
        "withheld no",
        "    title: Ny avtale\n    withheld: offl. § 23 første ledd",
        "    title: Ny avtale\n    withheld: ¦no",
        "withheld-basis",
    ),
    Break(
        "text's withheld empty",
        "      withheld: offl. § 23 første ledd\n      public: Vedtaket er unntatt.",
        "      ¦withheld:\n      public: Vedtaket er unntatt.",
        "withheld-empty",
    ),
    Break("closed without basis", "basis: kommuneloven § 11-5 andre ledd", "¦basis:", "withheld-empty"),
    Break(
        "closed yes",
        "    closed:\n      basis: kommuneloven § 11-5 andre ledd\n      unanimous: yes",
        "    closed: ¦yes",
        "keys-expected",
    ),
    Break(
        "withheld after the text",
        "        withheld: offl. § 23 første ledd\n        body: Motparten tilbyr ti.",
        "        body: Motparten tilbyr ti.\n        ¦withheld: offl. § 23 første ledd",
        "withheld-late",
        "move",
    ),
    Break("withheld after a list", "    actions:", "    ¦withheld: offl. § 14\n    actions:", "duplicate-key"),
    Break(
        "withheld after the attachments",
        "    proposal: |\n      1. Styret tar",
        "    ¦withheld: offl. § 14\n    proposal: |\n      1. Styret tar",
        "withheld-late",
        "summary",
    ),
    Break(
        "withheld two spaces too deep, after a text",
        "    proposal: |\n      1. Styret tar",
        "    proposal: |\n      ¦withheld: offl. § 14\n      1. Styret tar",
        "withheld-in-text",
        "withholds nothing",
    ),
    Break(
        "withheld two spaces too deep, under a title",
        "    title: Status i prosjektet",
        "    title: Status i prosjektet\n      ¦withheld: offl. § 14",
        "indented",
        "withheld",
    ),
    Break(
        "withheld two spaces too deep, under closed",
        "      basis: kommuneloven § 11-5 andre ledd",
        "      basis: kommuneloven § 11-5 andre ledd\n      ¦withheld: x",
        "withheld-place",
    ),
    Break(
        "withheld too far out: the item's, before a list",
        "        withheld: offl. § 23 første ledd\n        title: Avtale",
        "    withheld: offl. § 23 første ledd\n        ¦title: Avtale",
        "indented",
    ),
    Break(
        "public without withheld",
        "text: Avtalen inngås.\n      withheld: offl. § 23 første ledd",
        "¦text: Avtalen inngås.",
        "withheld-empty",
        "remove the line",
    ),
    Break("text without text", "text: Avtalen inngås.\n      withheld", "¦withheld", "words-text", '"text"'),
    Break(
        "misspelt withheld",
        "        withheld: offl. § 23 første ledd\n        body",
        "        ¦witheld: offl. § 23 første ledd\n        body",
        "unknown-key",
        'did you mean "withheld"',
    ),
    # the meeting's own rules of form
    Break("items missing", "items:\n  - number: 17/20", "¦itmes:\n  - number: 17/20", "unknown-key"),
    Break(
        "adopted and decision",
        "    adopted: proposal",
        "    adopted: proposal\n    decision: ¦Ja.",
        "adopted-and-decision",
    ),
    Break(
        "stepped in for one who stayed",
        "title: Brev fra etaten, duration: 10}",
        "title: Brev, impartiality: [{member: a, found: qualified, replaced_by: ¦b}]}",
        "replaced-qualified",
    ),
    Break(
        "items under items",
        "title: Brev fra etaten, duration: 10}",
        "title: Brev, items: [{title: Dypere, items: ¦[{title: Dypest}]}]}",
        "items-too-deep",
    ),
    Break(
        "vote with two sides", "{on: A, for: [leder]", "¦{on: A, for: [leder], against: [nestleder]", "vote-sides", "2"
    ),
    Break("vote without a side", "{on: A, for: [leder], count: 1-0}", "¦{on: A}", "vote-sides", "unanimous"),
    Break(
        "secret vote with names", "{on: A, for: [leder]", "{on: A, secret: ¦yes, for: [leder]", "secret-named", "count"
    ),
    Break(
        "election in two ways",
        "title: Brev fra etaten, duration: 10}",
        "title: Brev, elections: [¦{to: leder, agreed: [a], candidates: [{name: a}]}]}",
        "election-ways",
        "2",
    ),
    Break(
        "election by lists without seats",
        "title: Brev fra etaten, duration: 10}",
        "title: Brev, elections: [{to: styret, lists: ¦[{name: A, votes: 1}]}]}",
        "election-seats",
        "seats: 5",
    ),
    Break(
        "secret election with names",
        "title: Brev fra etaten, duration: 10}",
        "title: Brev, elections: [{to: leder, secret: ¦yes, candidates: [{name: a, for: [a]}]}]}",
        "secret-named",
        "blank_votes",
    ),
    Break("part with two", "{member: leder, left", "¦{member: leder, name: leder, left", "part-who"),
    Break("items and missed", "{member: leder, left", "¦{member: leder, items: 19/20, left", "part-items"),
    Break(
        "corrections out of order",
        "  signers: [leder, nestleder]\n",
        "  signers: [leder, nestleder]\n  corrections:\n    - {date: 2020-08-20, what: B}\n"
        "    - {date: ¦2020-08-19, what: A}\n",
        "corrections-order",
        "2020-08-19",
    ),
    Break(
        "correction without a word",
        "  signers: [leder, nestleder]\n",
        "  signers: [leder, nestleder]\n  corrections:\n    - ¦date: 2020-08-20\n",
        "missing-key",
        '"what"',
    ),
    Break(
        "correction of the meeting",
        "follow_up:\n",
        "¦corrections: [{date: 2020-08-20, what: B}]\nfollow_up:\n",
        "misplaced-key",
        "minutes",
    ),
    Break("motion's outcome", "        text: Avtalen utsettes.", "        outcome: ¦trukket", "choice", "withdrawn"),
    Break("path through a folder and out", "file: plan.pdf", "file: ¦bilder/../../plan.pdf", "path-outside"),
    Break("motion without letter", "      - id: A\n        by: leder", "      - ¦by: leder", "missing-key", '"id"'),
    Break("fit unknown", "id: hvor", "fit: ¦no", "choice", "never"),
)
OTHER_BREAKS = (
    Break(
        "site without address",
        "name: {nb: Møtepapirer, nn: Møtepapir}\npublisher: Eksempeletaten\naddress:",
        "¦name: {nb: Møtepapirer, nn: Møtepapir}\npublisher: Eksempeletaten\ntimezone:",
        "missing-key",
        "address",
        "site.yaml",
    ),
    Break("site's address", "https://moter.example.no", "¦moter.example.no", "link-form", "https://", "site.yaml"),
    Break("site's e-mail", "post@example.no", "¦post", "form", "", "site.yaml"),
    Break("colour by name", '"#00325c"', "¦blue", "colour-form", "#00325c", "site.yaml"),
    Break("colour unquoted in {…}", '"#00325c"', "¦#00325c", "comment-in-text", "in quotes", "site.yaml"),
    Break(
        "colour unquoted", '{accent: "#00325c"}', "\n  accent: ¦#00325c", "comment-in-text", "in quotes", "site.yaml"
    ),
    Break("time zone", "public: yes\n", "timezone: ¦Europe/Osol\n", "timezone", "Europe/Oslo", "site.yaml"),
    Break("period", "12 months", "¦ett år", "period-form", "12 months", "site.yaml"),
    Break("languages", "[nb, nn]", "[nb, ¦no]", "choice", "nb", "site.yaml"),
    Break("languages in a line", "languages: [nb, nn]", "languages: ¦nb, nn", "list-expected", "", "site.yaml"),
    Break("logo missing", "logo.svg", "¦segl.svg", "file-missing", "", "site.yaml"),
    Break("format", "publisher:", "format: ¦2\npublisher:", "choice", "1", "site.yaml"),
    Break("public board", "public: yes", "public: ¦ofte", "yes-or-no", "", "site.yaml"),
    Break("withheld site", "public: yes", "¦withheld: offl. § 14", "withheld-place", "", "site.yaml"),
    Break("board's law", "place: Teams", "law: ¦aksjeloven", "choice", "kommuneloven", "board.yaml"),
    Break("board's deadline", "7 days", "¦7", "period-form", "7 days", "board.yaml"),
    Break("board's start", "9.00", "¦ni", "clock-form", "", "board.yaml"),
    Break("rule's weight", "papers-late: off", "papers-late: ¦av", "choice", "off", "board.yaml"),
    Break("type's kind", "kind: decision", "kind: ¦vedtak", "choice", "decision", "board.yaml"),
    Break(
        "type without kind",
        "{name: Referatsak, kind: information",
        "¦{name: Referatsak",
        "missing-key",
        "kind",
        "board.yaml",
    ),
    Break("colon in an id", "{id: leder, name", "{id: ¦radet:leder, name", "id-colon", "radet:leder", "board.yaml"),
    Break("person without name", "{id: leder, name: leder", "¦{id: leder", "person-unnamed", "leder", "board.yaml"),
    Break("person's day", "from: 2020-01-01", "from: ¦2020-13-01", "date-impossible", "", "board.yaml"),
    Break("label's language", "  nb: {proposal", "  ¦bokmål: {proposal", "choice", "nb", "board.yaml"),
    Break("board without name", "name: {nb: Styret}\n", "¦", "missing-key", "name", "board.yaml"),
    Break("board's key", "place: Teams", "¦plass: Teams", "unknown-key", "place", "board.yaml"),
    Break(
        "item's key, in its file",
        "title: Sak i egen fil",
        "title: Sak\n¦tittel: Sak",
        "unknown-key",
        "title",
        "sak-23.yaml",
    ),
    Break(
        "item without title, in its file",
        "number: 23/20\ntitle: Sak i egen fil",
        "¦number: 23/20",
        "missing-key",
        "title",
        "sak-23.yaml",
    ),
    Break("item's file not YAML", "title: Sak i egen fil", "title: Sak¦: fil", "colon", "", "sak-23.yaml"),
    Break(
        "item's slide kind, in its file",
        "- title: Fra",
        "- kind: ¦tekst\n    title: Fra",
        "slide-kind",
        "text",
        "sak-23.yaml",
    ),
    Break("item file in item file", ITEM, "¦file: sak-24.yaml\n", "file-in-file", "", "sak-23.yaml"),
    Break(
        "withheld late, in its file", "slides:", "¦withheld: offl. § 14\nslides:", "withheld-late", "", "sak-23.yaml"
    ),
    Break("ragged CSV", "Lønn;41,0", "¦Lønn;41,0;1", "table-row", "3 cells", "regnskap.csv"),
    Break("picture without namespace", ' xmlns="http://www.w3.org/2000/svg"', "", "not-a-picture", "", "kart.svg"),
    Break("picture is text", SVG.decode(), "dette er et kart", "not-a-picture", "", "kart.svg"),
    Break("picture with DOCTYPE", "<svg", "<!DOCTYPE svg><svg", "picture-active", "DOCTYPE", "kart.svg"),
    Break("picture with a script", "</svg>", "<script>alert(1)</script></svg>", "picture-active", "script", "kart.svg"),
    Break(
        "picture with a link to run",
        "<rect",
        '<a href="javascript:x()"/><rect',
        "picture-active",
        "javascript",
        "kart.svg",
    ),
    Break(
        "picture that fetches another",
        "<rect",
        '<image href="https://example.no/x.png"/><rect',
        "picture-active",
        "https",
        "kart.svg",
    ),
    Break("picture with a handler", "<rect", '<rect onclick="x()"', "picture-active", "onclick", "kart.svg"),
)
SOURCES: Mapping[str, str] = {
    "meeting.yaml": MEETING,
    "site.yaml": SITE,
    "board.yaml": BOARD,
    **{name: data.decode() for name, data in FILES.items()},
}


def broken(row: Break) -> tuple[str, tuple[int, int]]:
    """The file with the break in it, and the line and column where it must be told."""
    source = SOURCES[row.file]
    assert row.old in source, f"{row.name}: the sound file has no {row.old!r}"
    before, mark, after = source.replace(row.old, row.new, 1).partition(MARK)
    if row.file == "kart.svg":  # a picture is spoken of where it is named
        assert not mark
        return before, place_after(MEETING.partition("kart.svg")[0])
    assert mark, f"{row.name}: no mark"
    return before + after, place_after(before)


def place_after(before: str) -> tuple[int, int]:
    """The line and column of what follows a text."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def read(row: Break, text: str) -> Parsed[Any]:
    if row.file == "meeting.yaml":
        return a_meeting(text)
    if row.file == "site.yaml":
        return loader.site(text.encode(), "meetings/site.yaml", Files({"logo.svg": SVG}))
    if row.file == "board.yaml":
        return loader.board(text.encode(), "meetings/styret/board.yaml", Files())
    return a_meeting(files={**FILES, row.file: text.encode()})


def found_at(diagnostics: tuple[Diagnostic, ...], row: Break, place: tuple[int, int]) -> list[Diagnostic]:
    """The diagnostics that the row asks for."""
    name = "meeting.yaml" if row.file == "kart.svg" else row.file
    return [
        found
        for found in diagnostics
        if found.code == row.code
        and found.span.file.endswith(f"/{name}")
        and (found.span.line, found.span.column) == place
        and row.says in f"{message(found)}; {hint(found)}"
    ]


@pytest.mark.parametrize("row", MEETING_BREAKS + OTHER_BREAKS, ids=lambda row: row.name)
def test_a_break_is_told_at_its_place(row: Break) -> None:
    text, place = broken(row)
    parsed = read(row, text)
    assert found_at(parsed.diagnostics, row, place), [line(found) for found in parsed.diagnostics]
    assert (parsed.value is None) == has_errors(parsed.diagnostics)
    assert len(parsed.diagnostics) <= 2, [line(found) for found in parsed.diagnostics]


# What rules say of a record, within a meeting and across two of a board.

COMMITTEE = """\
name: Utvalget
law: kommuneloven
item_number: {pattern: "{n}/{yy}"}
parties: [A, B]
members:
  - {id: leder, name: leder, party: A, role: leder}
  - {id: a-2, name: medlem a, party: A}
  - {id: b-1, name: medlem b, party: B}
substitutes:
  - {id: b-v, name: vara b, party: B}
"""
EARLIER = """\
date: 2020-06-01
items:
  - number: 15/20
    title: Godkjenning av innkalling
    decision: Innkallingen godkjennes.
  - number: 16/20
    title: Plan
    type: Beslutning
    proposal: Planen vedtas.
    adopted: proposal
    actions:
      - {what: Skrive planen, who: leder}
      - {what: Sende den ut, who: a-2}
follow_up:
  - {action: 3/20-1, status: done}
"""
RECORDED = """\
date: 2020-07-01
started: 9.00
ended: 11.30
items:
  - number: 17/20
    title: Godkjenning av protokoll
    approves: 2020-03
    decision: Protokollen godkjennes.
  - number: 18/20
    title: Avtale
    type: Beslutning
    proposal: |
      1. Avtalen inngås.
      2. Den varer i to år.
    impartiality:
      - member: b-1
        basis: forvaltningsloven § 6 første ledd bokstav e
        found: disqualified
        replaced_by: b-v
    motions:
      - id: M
        by: B
        replaces: 2
        text: Den varer i ett år.
      - id: N
        by: A
        outcome: withdrawn
        text: Saken utsettes.
    votes:
      - on: M
        over: proposal
        part: 2
        against: [A]
        count: 1-2
      - {on: proposal, unanimous: yes}
    adopted: proposal
    actions:
      - {what: Skrive under, who: leder}
  - number: 19/20
    title: Høring
    type: Orientering
    proposal: Utvalget tar saken til orientering.
  - number: 20/20
    title: Eventuelt
attendance:
  present: [leder, a-2, b-1]
minutes:
  chair: leder
  secretary: sekretær i staben
  signers: [leder, b-1]
  published: 2020-07-08
  corrections:
    - {date: 2020-07-10, what: Sak 18/20 hadde feil stemmetall.}
follow_up:
  - {action: 16/20-1, status: done}
"""
RULE_BREAKS = (
    Break("vote on a motion that is not there", "on: M", "on: ¦C", "vote-on-unknown", '"C"'),
    Break(
        "vote on a misspelt proposal", "{on: proposal", "{on: ¦propsal", "vote-on-unknown", 'did you mean "proposal"'
    ),
    Break("vote on a decision that is not there", "{on: proposal", "{on: ¦decision", "vote-on-unknown", "decision"),
    Break("vote over a motion that is not there", "over: proposal", "over: ¦X", "vote-on-unknown"),
    Break(
        "vote on a proposal that is not there",
        "    decision: Protokollen",
        "    votes: [{on: ¦proposal, unanimous: yes}]\n    decision: Protokollen",
        "vote-on-unknown",
        "proposal",
    ),
    Break("adopted that is not there", "adopted: proposal", "adopted: ¦X", "adopted-unknown"),
    Break("point that is not there", "part: 2", "part: ¦3", "point-unknown", "1, 2"),
    Break("motion replaces a point that is not there", "replaces: 2", "replaces: ¦4", "point-unknown", "1, 2"),
    Break("two motions of one letter", "- id: N", "- id: ¦M", "motion-repeated", "M"),
    Break(
        "motion of which nothing came",
        "- id: N\n        by: A\n        outcome: withdrawn",
        "- id: ¦N\n        by: A",
        "motion-outcome",
        "withdrawn",
    ),
    Break("motion taken back and voted on", "replaces: 2", "outcome: ¦lapsed", "motion-outcome", "take out"),
    Break("count that is not so", "count: 1-2", "count: ¦2-1", "vote-count", "b-v"),
    Break("vote of one who had stepped aside", "against: [A]", "for: [¦b-1]", "vote-unknown", "stepped aside"),
    Break("vote of a party that is none", "against: [A]", "against: [¦H]", "vote-unknown", "board.yaml"),
    Break(
        "vote on both sides", "{on: proposal, unanimous: yes}", "{on: proposal, for: [A], blank: [¦A]}", "vote-twice"
    ),
    Break(
        "resolution that was not carried",
        "- {on: proposal, unanimous: yes}\n    adopted: ",
        "- {on: proposal, against: [A]}\n    adopted: ¦",
        "decision-not-carried",
        "1-2",
    ),
    Break(
        "disqualified without a basis",
        "        basis: forvaltningsloven § 6 første ledd bokstav e\n        found: ",
        "        found: ¦",
        "impartiality-basis",
        "§ 6",
    ),
    Break("disqualified is nobody", "member: b-1", "member: ¦b1", "person-unknown", 'did you mean "b-1"'),
    Break(
        "information that decides",
        "proposal: Utvalget tar saken til orientering.",
        "proposal: ¦Utvalget bevilger ti.",
        "information-decides",
    ),
    Break(
        "decision under any other business", "title: Eventuelt", "title: Eventuelt\n    decision: ¦Ja.", "open-decides"
    ),
    Break("ended before it began", "ended: 11.30", "ended: ¦8.30", "time-ended", "08.30"),
    Break(
        "present and absent",
        "present: [leder, a-2, b-1]",
        "present: [leder, a-2, ¦b-1]\n  absent: [b-1]",
        "attendance-twice",
        "absent",
    ),
    Break("member in no list", "present: [leder, a-2, b-1]", "present: ¦[leder, b-1]", "attendance-unaccounted", "a-2"),
    Break("others", "present: [leder, a-2, b-1]", "present: ¦others", "attendance-presumed", "medlem a"),
    Break("chair is nobody", "  chair: leder", "  chair: ¦lederen", "person-unknown", 'did you mean "leder"'),
    Break("secretary is nobody", "secretary: sekretær i staben", "secretary: ¦sekr", "person-unknown"),
    Break("signer is nobody", "signers: [leder, b-1]", "signers: [leder, ¦b-9]", "person-unknown", "did you mean"),
    Break(
        "corrected before it was published", "{date: 2020-07-10", "{date: ¦2020-07-07", "correction-early", "2020-07-08"
    ),
    Break(
        "corrected and never published",
        "  published: 2020-07-08\n  corrections:\n    - {date: ",
        "  corrections:\n    - {date: ¦",
        "correction-early",
        "published",
    ),
    Break(
        "approves a meeting that is not there", "approves: 2020-03", "approves: ¦2020-30", "approves-unknown", "2020-03"
    ),
    Break("approves its own minutes", "approves: 2020-03", "approves: ¦2020-04", "approves-later"),
    Break(
        "approves minutes twice",
        "    title: Høring",
        "    title: Høring\n    approves: ¦2020-03",
        "approves-twice",
        "17/20",
    ),
    Break(
        "follows up what nobody asked for", "{action: 16/20-1", "{action: ¦16/20-3", "follow-up-unknown", "did you mean"
    ),
    Break("follows up its own action", "{action: 16/20-1", "{action: ¦18/20-1", "follow-up-unknown"),
    Break(
        "follows up what was done",
        "{action: 16/20-1, status: done}",
        "{action: 16/20-1, status: done}\n  - {action: ¦16/20-1, status: open}",
        "follow-up-closed",
        "done",
    ),
    # what should not be on the web; the numbers belong to nobody
    Break("a national identity number", "Avtalen inngås.", "Om ¦010145 60013.", "personal-number", "010145 *****"),
    Break("an account", "title: Høring", "title: Til ¦1234.56.78903", "personal-account", "1234.**.*****"),
    Break("a diagnosis", "title: Høring", "title: Diagnose ¦F32", "personal-health", "***"),
    Break("a passport", "sekretær i staben", "passnummer ¦12345678", "personal-passport", "12******"),
)


def ruled(text: str) -> tuple[Diagnostic, ...]:
    """What rules find in a meeting that comes after `EARLIER`."""
    board = loader.board(COMMITTEE.encode(), "meetings/styret/board.yaml", Files()).value
    site = loader.site(SITE.encode(), "meetings/site.yaml", Files({"logo.svg": SVG})).value
    assert board
    assert site
    found: list[Diagnostic] = []
    full = []
    for folder, said in (("2020-03", EARLIER), ("2020-04", text)):
        parsed = loader.meeting(said.encode(), f"meetings/styret/{folder}/meeting.yaml", Files())
        assert parsed.value, parsed.diagnostics
        made = agenda(site, board, parsed.value, "styret", folder)
        full.append(cards.card(made, deck(made), parsed.spans, parsed.file))
        found += registry.meeting_rules(parsed, made, {parsed.file: said.encode()}.__getitem__)
        found += registry.public_rules(Public(parsed, {parsed.file: said.encode()}.__getitem__), board)
    return tuple(found) + registry.archive_rules(full, {"styret": board})


def test_the_sound_record_breaks_no_rule() -> None:
    assert ruled(RECORDED) == ()


@pytest.mark.parametrize("row", RULE_BREAKS, ids=lambda row: row.name)
def test_a_break_of_a_rule_is_told_at_its_place(row: Break) -> None:
    assert row.old in RECORDED
    before, mark, after = RECORDED.replace(row.old, row.new, 1).partition(MARK)
    assert mark
    text = before + after
    found = ruled(text)
    assert found_at(found, row, place_after(before)), [line(one) for one in found]
    assert len(found) <= 2, [line(one) for one in found]
    for one in found:
        assert "{" not in line(one) + line(one, "nb")
        assert message(one) != message(one, "nb"), "no bokmål"


def test_too_few_to_decide_is_told_where_they_voted() -> None:
    text = RECORDED.replace("present: [leder, a-2, b-1]", "present: [b-1]\n  absent: [leder, a-2]")
    text = text.replace("against: [A]\n        count: 1-2", "for: [B]").replace("adopted: proposal", "adopted: M", 1)
    before = RECORDED.partition("    votes:\n      ")[0] + "    votes:\n      "
    found = [(one.code, one.span.line, message(one)) for one in ruled(text)]
    said = "1 of 3 members voted: half of them is needed (kommuneloven § 11-9)"
    assert ("quorum", place_after(before)[0], said) in found


@pytest.mark.parametrize("row", MEETING_BREAKS + OTHER_BREAKS, ids=lambda row: row.name)
def test_every_message_is_whole_in_both_languages(row: Break) -> None:
    for found in read(row, broken(row)[0]).diagnostics:
        english, norwegian = line(found), line(found, "nb")
        assert "{" not in english.replace("{…}", "").replace("[ or {", "").replace("a { or", ""), english
        assert message(found) != message(found, "nb"), "no bokmål"
        assert english.startswith(f"{found.span.file}:{found.span.line}:")
        assert norwegian.endswith(f"[{found.code}]")


def test_an_attachment_that_is_a_link_out_of_the_folder_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "meetings/styret/2020-04"
    folder.mkdir(parents=True)
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    (tmp_path / "hemmelig.pdf").write_bytes(b"%PDF-1.7")
    (folder / "plan.pdf").unlink()
    (folder / "plan.pdf").symlink_to(tmp_path / "hemmelig.pdf")
    seen = snapshots.scan(str(tmp_path)).folder("meetings/styret/2020-04")
    (found,) = loader.meeting(MEETING.encode(), FILE, seen).diagnostics
    place = place_after(MEETING.partition("plan.pdf")[0])
    assert (found.code, (found.span.line, found.span.column)) == ("file-missing", place)


def test_the_sound_files_are_sound() -> None:
    assert a_meeting().diagnostics == ()
    assert loader.board(BOARD.encode(), "b/board.yaml", Files()).diagnostics == ()
    assert loader.site(SITE.encode(), "site.yaml", Files({"logo.svg": SVG})).diagnostics == ()


BYTES: tuple[tuple[str, bytes, str, tuple[int, int]], ...] = (
    ("empty", b"", "empty-file", (1, 1)),
    ("only white space", b"\n  \n", "empty-file", (1, 1)),
    ("only a comment", b"# moete\n", "empty-file", (1, 1)),
    ("only dashes", b"---\n", "empty-file", (2, 1)),
    ("a sentence", "Møte om avtalen\n".encode(), "not-keys", (1, 1)),
    ("a list", b"- date: 2020-07-01\n", "not-keys", (1, 1)),
    ("UTF-16", MEETING.encode("utf-16"), "other-format", (1, 1)),
    ("Latin-1", MEETING.encode("latin-1"), "not-utf8", (5, 11)),
    ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "other-format", (1, 1)),
    ("a NUL", MEETING.replace("Teams", "Te\0ams").encode(), "control-character", (4, 10)),
    ("too large", b"a: b\n" * (LARGEST // 5 + 1), "too-large", (1, 1)),
    ("too deep", b"items: " + b"[" * 40 + b"]" * 40, "too-deep", (1, 38)),
    ("aliases that explode", b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "alias", (1, 4)),
    ("second document", MEETING.encode() + b"---\ndate: 2020-07-01\n", "two-documents", (MEETING.count("\n") + 1, 1)),
    ("no rows", b"date: 2020-07-01\nitems: []\n", "too-few", (2, 8)),
    ("rows to come", b"date: 2020-07-01\nitems:\n", "no-value", (2, 1)),
    ("no agenda", b"date: 2020-07-01\n", "missing-key", (1, 1)),
)


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_a_line_end_that_no_editor_shows_is_told_and_moves_nothing(sign: str) -> None:
    parsed = a_meeting(f"date: 2020-07-01\nitems:\n  - title: Godkjenning{sign}av innkalling\n    typ: x\n")
    assert [(one.code, one.span.line, one.span.column) for one in parsed.diagnostics] == [
        ("control-character", 3, 23),
        ("unknown-key", 4, 5),
    ]


@pytest.mark.parametrize("data", [b"items: " + b"[" * 100_000, b"items:\n" + b"- " * 3_000])
def test_a_file_too_deep_for_the_yaml_library_is_told_where_it_gave_up(data: bytes) -> None:
    parsed = a_meeting(data)
    assert parsed.value is None
    assert [found.code for found in parsed.diagnostics] == ["too-deep"]


@pytest.mark.parametrize(("data", "code", "place"), [row[1:] for row in BYTES], ids=[row[0] for row in BYTES])
def test_whole_files_that_cannot_be_read(data: bytes, code: str, place: tuple[int, int]) -> None:
    parsed = a_meeting(data)
    assert parsed.value is None
    assert [(found.span.line, found.span.column) for found in parsed.diagnostics if found.code == code][:1] == [
        place
    ], [line(found) for found in parsed.diagnostics]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + MEETING.encode(),
        MEETING.replace("\n", "\r\n").encode(),
        b"---\n" + MEETING.encode() + b"...\n",
    ],
    ids=["byte order mark", "lines of Windows", "dashes around"],
)
def test_ways_of_saving_that_change_nothing(data: bytes) -> None:
    assert a_meeting(data).value == a_meeting().value


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("sak-18.md", "Høringen".encode("latin-1"), "not-utf8"),
        ("regnskap.csv", "Post;Sum\nLønn;1\n".encode("mac-roman"), "not-utf8"),
        ("regnskap.csv", b"Post;Sum\n", "table-file"),
        ("regnskap.csv", b"", "table-file"),
        ("sak-23.yaml", b"", "empty-file"),
        ("sak-23.yaml", ITEM.encode("utf-16"), "other-format"),
        ("sak-23.yaml", b"- title: Sak\n", "not-keys"),
    ],
)
def test_files_that_a_meeting_names(name: str, data: bytes, code: str) -> None:
    parsed = a_meeting(files={**FILES, name: data})
    assert parsed.value is None
    assert [found.code for found in parsed.diagnostics] == [code]


def test_all_is_told_and_not_the_first_alone() -> None:
    text = MEETING.replace("2020-07-01", "1.7.2020").replace("kind: comparison", "kind: comparision")
    text = text.replace("start: 09:00", "start: ni").replace("presenter:", "presentert:")
    assert [found.code for found in a_meeting(text).diagnostics] == [
        "date-form",
        "clock-form",
        "unknown-key",
        "slide-kind",
    ]
