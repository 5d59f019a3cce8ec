"""A slip is one message: at its line, with its code, and with what was probably meant.

Each row takes a sound meeting, replaces one piece of it, and marks with ¦ where the only problem must be told.
"""

from __future__ import annotations

import pytest
from archives import a_meeting, a_pdf

from akson_docs.catalogue import LANGUAGES
from akson_docs.diagnostics import Diagnostic, Span, hint, message
from akson_docs.model.documents import Meeting
from akson_docs.sources import complaints, conflicts, followers, pasted_text, stray_files, yaml_source
from akson_docs.sources.loader import Parsed

MEETING = """\
date: 2027-03-04
place: Rådhuset
start: 09:00
items:
  - number: 1/27
    title: Ny avtale
    type: Beslutning
    duration: 30
    proposal: |
      Utvalget slutter seg til avtalen.
    attachments:
      - file: notat.pdf
    slides:
      - title: Hvor vi er
        body: |
          Neste steg er pilot.
      - kind: table
        title: Budsjett
        data: |
          | Post | Beløp |
          | Lønn | 41 |
  - number: 2/27
    title: Status
    paper: sak.md
  - title: Eventuelt
"""
FILES = {"notat.pdf": a_pdf("Notat"), "sak.md": b"Prosjektet er i rute.\n"}
BODY = "          Neste steg er pilot.\n"

SLIPS = (
    # no colon, no dash, another sign, another space
    ("place: Rådhuset", "place¦ Rådhuset", "no-colon", 'write "place: Rådhuset"'),
    ("date: 2027-03-04", "date¦ 2027-03-04", "no-colon", '"date: 2027-03-04"'),
    ("    paper: sak.md", "    paper¦ sak.md", "no-colon", '"paper: sak.md"'),
    ("  - title: Eventuelt", "  ¦• title: Eventuelt", "row-mark", "hyphen"),
    ("  - number: 1/27", "  ¦– number: 1/27", "row-mark", "hyphen"),
    ("  - title: Eventuelt", "  ¦* title: Eventuelt", "row-mark", "hyphen"),
    ("  - number: 2/27", "    ¦number: 2/27", "row-dash", "- number: 2/27"),
    ("  - number: 1/27", "    ¦number: 1/27", "row-dash", "- number: 1/27"),
    ("      - kind: table", "        ¦kind: table", "row-dash", "- kind: table"),
    ("      - title: Hvor", "        ¦title: Hvor", "row-dash", "- title: Hvor"),
    ("  - title: Eventuelt", "    ¦title: Eventuelt", "duplicate-key", '"- "'),
    ("    duration: 30", "¦\xa0\xa0\xa0\xa0duration: 30", "other-space", "type a space"),
    ("    duration: 30", "    dura¦\xa0tion: 30", "other-space", "type a space"),
    ("    duration: 30", "    duration¦\xa0: 30", "other-space", "type a space"),
    ("  - title: Eventuelt", "  -¦\xa0title: Eventuelt", "other-space", "type a space"),
    # too far in
    ("    duration: 30", "     ¦duration: 30", "indented", "below the first letter"),
    ("        body: |", "          ¦body: |", "indented", "below the first letter"),
    ("    type: Beslutning", "      Husk¦: kaffe", "colon", '"|"'),
    ("title: Ny avtale", "title: Avtale¦: ny", "colon", 'title: "Avtale: ny"'),
    # what a text cannot begin with
    ("title: Ny avtale", "title: ¦*Viktig* avtale", "alias", "quotes"),
    ("title: Ny avtale", "title: ¦& co", "alias", "quotes"),
    ("title: Ny avtale", "title: {Utkast} ¦Ny avtale", "flow-ended", "quotes"),
    ("title: Ny avtale", "title: {¦Utkast}", "flow-text", "quotes"),
    ("title: Eventuelt", "title: ¦#Eventuelt", "comment-in-text", "quotes"),
    ("file: notat.pdf", "file: notat ¦#1.pdf", "comment-in-text", "quotes"),
    ("- file: notat.pdf", "- {file: notat, ¦siste.pdf}", "flow-sentence", "quotes"),
    # rows that are texts
    ("- title: Eventuelt", "- ¦Eventuelt", "keys-expected", '"- title: Eventuelt"'),
    ("- file: notat.pdf", "- ¦notat.pdf", "keys-expected", '"- file: notat.pdf"'),
    ("- title: Eventuelt", "- ¦3/27: Eventuelt", "row-key", "number: 3/27"),
    ("- title: Eventuelt", "- ¦Eventuelt: kaffe", "row-key", 'title: "Eventuelt: kaffe"'),
    # keys
    ("    title: Ny avtale", "    ¦Tittel: Ny avtale", "unknown-key", '"title"'),
    ("        body: |", "        ¦innhold: |", "unknown-key", '"body"'),
    ("        data: |", "        ¦regneark: |", "unknown-key", '"data"'),
    ("        data: |", "        ¦body: |", "unknown-key", '"data"'),
    ("      - kind: table\n        title: Budsjett", "      - title: Budsjett", "misplaced-key", "kind: table"),
    # dates and times
    ("date: 2027-03-04", "date: ¦27-03-04", "date-form", '"2027-03-04"'),
    ("date: 2027-03-04", "date: ¦04.03.27", "date-form", '"2027-03-04"'),
    ("date: 2027-03-04", "date: ¦20270304", "date-form", '"2027-03-04"'),
    ("date: 2027-03-04", "date: ¦torsdag 4. mars 2027", "date-form", '"2027-03-04"'),
    ("start: 09:00", "start: ¦kl. 09.00-10.30", "clock-form", "end: 10:30"),
    ("start: 09:00", "start: ¦24:00", "clock-form", '"00:00"'),
    ("start: 09:00", "start: ¦0900", "clock-form", '"09:00"'),
    ("start: 09:00", "start: ¦9.3", "clock-form", '"09:30"'),
    ("    duration: 30", "    start: ¦9–9.45", "clock-form", "duration: 45"),
    ("place: Rådhuset", "place: ¦Rådhuset,", "trailing-comma", "take it out"),
    ("    duration: 30", '    ¦"duration: 30"', "quotes", "text alone"),
    ("duration: 30", "duration: ¦30,", "number-expected", "digits"),
    ("date: 2027-03-04", "date: ¦2027-03-04 09:00", "date-form", "start: 09:00"),
    ("date: 2027-03-04", "date: ¦4.-5. mars 2027", "date-form", "days:"),
    ("- file: notat.pdf", "- {file: notat.pdf¦ title: Notat}", "flow-comma", "comma"),
    ("- file: notat.pdf", "- {file: notat.pdf¦]", "flow-open", "its own kind"),
    ("place: Rådhuset", "place¦; Rådhuset", "no-colon", '"place: Rådhuset"'),
    ("    duration: 30", "    duration¦ = 30", "no-colon", '"duration: 30"'),
    ("duration: 30", "duration: ¦1,5 timer", "number-expected", '"90"'),
    ("type: Beslutning", "outcome: ¦utsatt", "choice", '"postponed"'),
    ("type: Beslutning", "outcome: ¦Vedtatt", "choice", "adopted: proposal"),
    ("type: Beslutning", "presenter: ¦[leder, nestleder]", "text-expected", "commas"),
    ("file: notat.pdf", "file: ¦Vedlegg/Notat.PDF", "file-missing", '"notat.pdf"'),
    ("file: notat.pdf", "file: ¦https://example.no/notat.pdf", "path-outside", "url:"),
    ("paper: sak.md", "paper: ¦sak", "file-missing", '"sak.md"'),
    ("  - title: Eventuelt", "¦...\n  - title: Eventuelt", "two-documents", "take the line out"),
    ("items:\n", "items:\n¦items:\n", "duplicate-key", "keep one"),
    ("- title: Eventuelt", "- {title: {A}¦/B}", "flow-ended", "quotes"),
    ("    duration: 30", "    ¦// husk kaffe\n    duration: 30", "other-comment", "#"),
    ("    duration: 30", "    ¦<!-- husk kaffe -->\n    duration: 30", "other-comment", "#"),
    ("paper: sak.md", "paper: ¦notat.pdf", "paper-format", "attachments"),
    ("file: notat.pdf", "file: ¦notat.pdf, brev.pdf", "file-missing", "row for each"),
    ("- title: Hvor vi er", "- topic: Status\n        ¦title: Hvor vi er", "misplaced-key ", "row of its own"),
    ("- file: notat.pdf", "- url: ¦https://example.no/min side", "link-form", "%20"),
    ("    type: Beslutning", "    ¦proposal_by: etaten", "unknown-key", '"proposed_by"'),
    # what is printed otherwise than it looks
    (BODY, "          ¦o Pilot\n          o Drift\n", "symbol-rows", '"- "'),
    (BODY, "          ¦1.1 Pilot\n          1.2 Drift\n", "symbol-rows", '"1. "'),
    (BODY, "          Se ¦[her] (https://example.no).\n", "link-broken", "no space"),
    (BODY, "          Se ¦[her](https://example.no.\n", "link-broken", ") at its end"),
    (
        BODY,
        "          Tall:\n          ¦| a | b |\n          |---|---|\n          | 1 | 2 |\n",
        "table-head",
        "empty line",
    ),
    (BODY, "          Prosjektet er i rute.\n          ¦---\n          Mer.\n", "underlined-text", "empty line"),
    (BODY, "          Ett ¦<b>steg</b>.\n", "html-in-text", "**bold**"),
    (BODY, "          ¦Ett **steg.\n", "stray-stars", "right before"),
    (BODY, "          ¦• Pilot\n          • Drift\n", "symbol-rows", '"- "'),
    (BODY, "          Steg:\n          ¦– Pilot\n", "symbol-rows", '"- "'),
    (BODY, "          ¦a) Pilot\n          b) Drift\n", "symbol-rows", '"1. "'),
    (BODY, "          ¦-Pilot\n          -Drift\n", "symbol-rows", "space after the sign"),
    (BODY, "          Steg:\n          ¦- Pilot\n          - Drift\n", "list-joined", "empty line"),
    (BODY, "          ¦Pilot\t12\n          Drift\t13\n", "pasted-table", "kind: table"),
    (BODY, "          ¦| a | b |\n          | 1 | 2 |\n", "table-head", "|---|---|"),
    (BODY, "          ¦> Pilot\n          > Drift\n", "quoted-rows", '"- "'),
    (BODY, "          Pilot.\n\n            ¦Drift.\n", "indented-text", "where the paragraphs above begin"),
    ("        body: |\n" + BODY, "        body: >\n          Steg\n          ¦- Pilot\n", "rows-in-text", '"|"'),
    ("title: Ny avtale", "title: ¦\uf0b7 Ny avtale", "symbol-font", "sign that is meant"),
    ("title: Ny avtale", "title: Ny lÃ¸¦Ã¸sning".replace("¦Ã¸", "").replace("lÃ", "l¦Ã"), "garbled-text", "UTF-8"),
    ("title: Ny avtale", "title: Ny l¦\ufffdsning", "garbled-text", "UTF-8"),
    ("title: Ny avtale", "title: Ny ¦l?sning", "garbled-text", "UTF-8"),
    (BODY, "          Pilot i høst, sier de.\n          ¦=======\n          Drift.\n", "conflict-marker", "delete"),
    (
        "          | Post | Beløp |\n          | Lønn | 41 |\n",
        "          ¦Post\tSum\n          Lønn\t4\n",
        "table-form",
        "|",
    ),
)


def told(text: str, files: dict[str, bytes] | None = None) -> list[tuple[str, int, int]]:
    return [(one.code, one.span.line, one.span.column) for one in read(text, files).diagnostics]


def read(text: str, files: dict[str, bytes] | None = None) -> Parsed[Meeting]:
    return a_meeting(text, FILES if files is None else files)


@pytest.mark.parametrize(("old", "new", "code", "says"), SLIPS, ids=lambda part: part[:30])
def test_a_slip_is_one_message_at_its_place(old: str, new: str, code: str, says: str) -> None:
    assert old in MEETING
    broken = MEETING.replace(old, new, 1)
    before = broken.partition("¦")[0]
    found = read(broken.replace("¦", "")).diagnostics
    if code == "misplaced-key":  # nothing was written in the place of what is missing
        assert [one.code for one in found] == [code]
    else:
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        assert [(one.code, one.span.line, one.span.column) for one in found] == (
            [(code.strip(), *place)] if code else []
        )
    for one in found:
        assert says in f"{message(one)}; {hint(one)}"
        for language in LANGUAGES:
            assert "{" not in f"{message(one, language)} {hint(one, language)}".replace("{…}", "").replace(
                "{, i", ""
            ).replace("{ ", "")
            assert hint(one, language)


def test_what_was_probably_meant_is_judged_too_and_all_is_told_at_once() -> None:
    slide = "      - kind: tabel\n        titel: Budsjett\n        dat: |\n          | Post |\n"
    old = MEETING[MEETING.index("      - kind: table") : MEETING.index("          | Lønn")]
    found = told(MEETING.replace(old, slide).replace("          | Lønn | 41 |\n", ""))
    assert [code for code, _, _ in found] == ["slide-kind", "unknown-key", "unknown-key", "table-form"]


def test_a_key_that_is_twice_in_a_row_without_more_is_told_as_before() -> None:
    assert told(MEETING.replace("    duration: 30\n", "    duration: 30\n    duration: 40\n")) == [
        ("duplicate-key", 9, 5)
    ]


def test_ordinary_texts_are_sound() -> None:
    body = (
        "Ett avsnitt – med tankestrek – som går\nover to linjer, og 17.\nmai er med.\n\n- en\n- to\n  - under\n\n"
        "  fortsetter\n\n1. en\n2. to\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> Et langt sitat som er brutt der linjen "
        "var full, og som\n> går videre.\n\n– Ja, sier lederen.\n\n# Overskrift\nTekst «SÅ»? Ja: https://a.no/b?c=d\n"
    )
    lines = tuple((Span("a.md", number), line) for number, line in enumerate(body.split("\n"), 1))
    assert [one.code for one in pasted_text.of_text(lines)] == []
    assert list(pasted_text.of_letters(body + "Ærø, Åå, éè, ÄÖ, «Å», ÅØ", "a.md")) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("glemt.pdf", "file-unused"),
        ("sak-9.md", "file-unused"),
        ("sak-9.yaml", "file-unused"),
        ("notat (1).pdf", "file-copy"),
        ("notat - Kopi.pdf", "file-copy"),
        ("Kopi av notat.pdf", "file-copy"),
        ("meeting-KONTOR-PC.yaml", "file-copy"),
        ("meeting (lederens konflikt 2027-02-01).yaml", "file-copy"),
        ("meeting.yaml.orig", "file-copy"),
        ("meeting.yaml~", "file-copy"),
        ("meeting.yml", "file-copy"),
        ("Meeting.yaml", "file-copy"),
        ("møte.yaml", "file-copy"),
        ("recipients.yaml", "file-unused"),
        ("Thumbs.db", ""),
        ("~$notat.docx", ""),
    ],
)
def test_a_file_that_nothing_names_is_told(name: str, code: str) -> None:
    found = read(MEETING, {**FILES, "meeting.yaml": b"", name: b"x"}).diagnostics
    assert [one.code for one in found] == ([code] if code else [])
    assert [one.span.file.rpartition("/")[2] for one in found] == ([name] if code else [])


def test_while_something_is_wrong_nothing_is_said_of_files_that_nothing_names() -> None:
    assert told(MEETING.replace("notat.pdf", "notatt.pdf")) == [("file-missing", 12, 15)]
    # Of two files of which one is read, nobody knows which somebody writes in.
    beside = {**FILES, "meeting.yml": b"x"}
    text = MEETING.replace("notat.pdf", "notatt.pdf")
    assert [one for one, *_ in told(text, beside)] == ["file-missing", "file-copy"]


@pytest.mark.parametrize(
    ("names", "other"),
    [
        (("meeting.yml",), "meeting.yml"),
        (("Meeting.yaml",), "Meeting.yaml"),
        (("meeting.yaml.txt", "notat.pdf"), "meeting.yaml.txt"),
        (("møte.yaml",), "møte.yaml"),
        (("meeting.docx",), "meeting.docx"),
        (("notat.pdf", "sak.yaml"), ""),
    ],
)
def test_the_file_that_was_probably_meant_is_found_under_another_name(names: tuple[str, ...], other: str) -> None:
    assert stray_files.misnamed("meeting.yaml", names) == other


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04\x14\x00", b"{\\rtf1 x}", b"%PDF-1.7", b"<!DOCTYPE html><p>", b"\x89PNG", "a: b".encode("utf-16")],
)
def test_a_file_of_another_program_is_told_as_such(data: bytes) -> None:
    (found,) = yaml_source.read(data, "meeting.yaml").diagnostics
    assert (found.code, found.span.line) == ("other-format", 1)
    assert yaml_source.decode(data, "sak.md")[1][0].code == "other-format"


def a_problem(code: str, line: int, severity: str = "error") -> Diagnostic:
    found = conflicts.CONFLICT.at(Span("a", line), found="x")
    return Diagnostic(code, severity, found.span, found.words)  # type: ignore[arg-type]


def test_what_follows_is_left_out_in_its_line_alone_and_never_an_error_for_a_warning() -> None:
    cause, follower, other = a_problem("tag", 1), a_problem("file-missing", 1), a_problem("file-missing", 2)
    assert followers.left_out([cause, follower, other]) == (cause, other)
    gap, year = a_problem("number-gap", 3, "error"), a_problem("number-year", 3, "warning")
    assert followers.left_out([gap, year]) == (gap, year)
    withheld = a_problem("withheld-empty", 1)
    assert followers.left_out([cause, withheld]) == (cause, withheld)


def test_slips_that_yaml_stops_at_are_all_told_at_once_and_so_is_what_stands_in_the_rest() -> None:
    text = MEETING.replace("place: Rådhuset", "place Rådhuset").replace("title: Ny avtale", "title: Avtale: ny")
    text = text.replace("  - number: 2/27", "  • number: 2/27").replace("duration: 30", "duration: 1,5 timer")
    text = text.replace("sak.md", "sakk.md")
    codes = [(one, line) for one, line, _ in told(text)]
    assert codes == [("no-colon", 2), ("colon", 6), ("number-expected", 8), ("row-mark", 22), ("file-missing", 24)]
    assert read(text).value is None


def test_a_line_that_nothing_is_known_to_be_meant_by_ends_the_reading() -> None:
    text = MEETING.replace("place: Rådhuset", "\tplace: Rådhuset").replace("title: Ny avtale", "title: Avtale: ny")
    assert [one for one, _, _ in told(text)] == ["tab"]


def test_what_was_probably_meant_is_there_to_look_for_names_where_days_and_numbers_alone_are_wrong() -> None:
    assert read(MEETING).meant is None
    slip = read(MEETING.replace("2027-03-04", "2027-14-03").replace("duration: 30", "duration: mye"))
    assert (slip.value, slip.meant is None) == (None, False)
    assert "2027-03-14" in hint(slip.diagnostics[0])
    blank = read(MEETING.replace("title: Status", "title: ''"))
    assert (blank.value, blank.meant) == (None, None)


@pytest.mark.parametrize("code", complaints.WRITTEN)
def test_what_the_manual_shows_as_wrong_is_told_and_what_it_shows_as_right_is_not(code: str) -> None:
    wrong, right = complaints.WRITTEN[code]
    keys = ("title", "place", "items", "duration", "body")
    assert [one.code for one in yaml_source.read(f"{wrong}\n".encode(), "a.yaml", keys).diagnostics] == [code]
    assert yaml_source.read(f"{right}\n".encode(), "a.yaml", keys).diagnostics == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("        body: |\n" + BODY, "        body:\n          - Pilot\n          - Drift\n", '"body: |"'),
        ("    title: Status", "    unntatt offentlighet: offl. § 13\n    title: Status", '"withheld"'),
        ("  - title: Eventuelt", "  - overskrift: Til slutt", '"heading"'),
        ("place: Rådhuset", "attendance: {present: 'leder, nestleder'}", '"[leder, nestleder]"'),
        ("place: Rådhuset", "attendance: {present: [{name: leder, forfall: ja}]}", '"excused"'),
        ("date: 2027-03-04", "date: [2027-03-04]", "in the same line"),
    ],
)
def test_what_was_meant_is_said_in_words_that_can_be_typed(old: str, new: str, says: str) -> None:
    assert old in MEETING
    (found,) = read(MEETING.replace(old, new, 1)).diagnostics
    assert says in hint(found)
