"""What is left of names in public texts, and where `check` tells it.

Nobody is called so: the names are placeholders.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from archives import Files, a_pdf

from akson_docs.diagnostics import Diagnostic, hint, message
from akson_docs.meetings import pseudonyms
from akson_docs.rules import personal_data, registry
from akson_docs.rules.scan import file_leaks
from akson_docs.rules.scan.public_content import Public
from akson_docs.sources import loader

SITE = "name: Papirer\npublisher: Eksempeletaten\naddress: https://example.no\nprivacy: {names_until: 12 months}\n"
BOARD = """\
name: Utvalget for Felles Tjenester
members:
  - {id: m1, name: Kari Nordmann, role: leder, private: yes}
  - {id: m2, name: Per Berg}
  - {id: m3, name: Ola Nordmann}
"""
FOLDER = "meetings/b/2020-01"
HEAD = "date: 2020-07-01\nitems:\n  - title: Sak\n"


def told(meeting: str, day: str, files: Mapping[str, str] | None = None, board: str = BOARD) -> tuple[Diagnostic, ...]:
    held = {"meeting.yaml": meeting.encode(), **{name: text.encode() for name, text in (files or {}).items()}}
    held |= {name: a_pdf() for name in held if name.endswith(".pdf")}
    parsed = loader.meeting(held["meeting.yaml"], f"{FOLDER}/meeting.yaml", Files(held), "nb")
    of_board = loader.board(board.encode(), "meetings/b/board.yaml", Files()).value
    site = loader.site(SITE.encode(), "meetings/site.yaml", Files()).value
    assert parsed.value, parsed.diagnostics
    assert of_board
    assert site
    hidden = pseudonyms.hidden(site, of_board, parsed.value, date.fromisoformat(day))
    leaks = {f"{FOLDER}/{name}": file_leaks.leaks(name, data, hidden.holds) for name, data in held.items()}
    public = Public(parsed, lambda path: held[path.removeprefix(f"{FOLDER}/")], leaks, hidden)
    return tuple(registry.public_rules(public, of_board, parsed.value.silence))


def at(text: str) -> tuple[str, int, int]:
    """A text without the mark, and the line and the column where the mark stood."""
    before, _, after = text.partition("¦")
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")


BEFORE, AFTER = "2020-08-01", "2022-01-01"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("Møtet takket ¦Siv Saksen for innsatsen", "Siv Saksen"),
        ("¦Siv Saksen orienterte", "Siv Saksen"),
        ("Ifølge ¦Siv A. Saksen er det slik", "Siv A. Saksen"),
        ("Brev fra ¦S. Saksen-Moe", "S. Saksen-Moe"),
        ("**¦Siv** Saksen og andre", ""),
        ("Brev fra ¦Siv von Saksen.", "Siv von Saksen"),
        ("Professor ¦Siv Saksen la frem", "Siv Saksen"),
        ("¦SIV SAKSEN la frem", "SIV SAKSEN"),
        ("Spørsmål fra ¦Анна Иванова", "Анна Иванова"),
        ("Saken gjelder ¦Berg, som fratrer", "B…"),
        ("Forslag fra ¦K. Nordmann", "K. Nordmann"),
        ("Se [notatet](https://example.no/¦per-berg)", ""),
    ],
)  # fmt: skip
def test_what_is_left_in_an_old_meeting_is_told_at_its_place(written: str, says: str) -> None:
    text, line, column = at(f"{HEAD}    note: >\n      Først dette.\n      {written}\n")
    (one,) = told(text, AFTER)
    assert (one.code, one.severity, one.span.line) == ("name-left", "warning", line)
    assert says in message(one)
    assert "(" in written or one.span.column == column
    assert message(one) != message(one, "nb")
    assert "{" not in message(one) + message(one, "nb") + hint(one) + hint(one, "nb")


@pytest.mark.parametrize(
    "written",
    [
        "Utvalget for Felles Tjenester vedtar planen", "Helse Vest og Helse Nord", "Norsk Helsenett SF",
        "I Oslo er det", "Deretter Bergen", "Direktoratet for e-helse", "Microsoft Teams", "Eksempeletaten leverer",
        "Per Berg orienterte", "Møtet ble hevet. Styret takker", "IKT NAV", "Kommunedirektøren Høyre",
        "1. juli Utvalget",
        "Januar Februar", "Tomt B", "Tomt B.", "TOMT B", "Tomt B og Tomt C", "Plan A", "B Tomt",
        "Kari Nordmanns sak", "Sosialistisk Venstreparti mener",
    ],
)  # fmt: skip
def test_what_is_no_name_is_not_told(written: str) -> None:
    assert told(f"{HEAD}    note: {written}\n", AFTER) == ()


def test_before_names_go_only_those_who_are_private_are_looked_for() -> None:
    text, line, column = at(f"{HEAD}    note: Siv Saksen og Per Berg hørte fru ¦Nordmann og Ola Nordmann\n")
    (one,) = told(text, BEFORE)
    assert (one.code, one.span.line, one.span.column) == ("name-left", line, column)
    assert "Nordmann" not in message(one)
    assert "(N…)" in message(one)


@pytest.mark.parametrize(
    ("row", "files"),
    [
        ("attachments: [{¦file: kari-nordmann-cv.pdf, title: CV}]", ["kari-nordmann-cv.pdf"]),
        ("attachments: [{¦file: CV_KariNordmann.pdf, title: CV}]", ["CV_KariNordmann.pdf"]),
        ("attachments: [{¦file: Søknad Nordmann.pdf, title: CV}]", ["Søknad Nordmann.pdf"]),
        ("attachments: [{¦url: https://example.no/kari%20nordmann, title: CV}]", []),
        ("¦id: kari-nordmann", []),
        ("slides: [{title: T, ¦id: om-nordmann, body: B}]", []),
        ("note: Se https://example.no/Kari/Nordmann", []),
    ],
)
def test_a_name_in_an_address_is_told(row: str, files: list[str]) -> None:
    text, line, _ = at(f"{HEAD}    {row}\n")
    (one,) = told(text, BEFORE, dict.fromkeys(files, ""))
    assert (one.code, one.span.line) == ("name-left", line if "¦" in row else 4)
    assert "nordmann" not in message(one).lower()


def test_a_name_in_the_logo_is_told_where_it_is_named() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>{}</title></svg>'
    board = loader.board(BOARD.encode(), "meetings/b/board.yaml", Files()).value
    assert board
    for who, lines in ("Kari Nordmann", [5]), ("Per Berg", []):
        held = {"logo.svg": svg.format(who).encode()}
        site = loader.site(f"{SITE}logo: logo.svg\n".encode(), "meetings/site.yaml", Files(held))
        assert site.value, site.diagnostics
        public = Public(site, lambda path, held=held: held[path.removeprefix("meetings/")])  # type: ignore[misc]
        assert [span.line for span in public.naming(pseudonyms.private(board))] == lines


@pytest.mark.parametrize("address", ["cv-yıldız.pdf", "CV-YILDIZ.pdf"])
def test_a_surname_in_an_address_is_told_in_whatever_letters(address: str) -> None:
    board = BOARD.replace("Kari Nordmann", "Ayşe Yıldız")
    found = told(f"{HEAD}    attachments: [{{file: {address}, title: CV}}]\n", BEFORE, {address: ""}, board)
    assert [one.code for one in found] == ["name-left"]


@pytest.mark.parametrize(
    ("row", "file", "text"),
    [
        ("attachments: [{¦file: notat.txt, title: Notat}]", "notat.txt", "Fra Kari Nordmann"),
        ("slides: [{kind: figure, title: Kart, ¦file: kart.svg, alt: Et kart}]", "kart.svg",
         '<svg xmlns="http://www.w3.org/2000/svg"><title>Kart av Kari Nordmann</title></svg>'),
    ],
)  # fmt: skip
def test_a_name_in_a_file_that_is_published_is_told_where_the_file_is_named(row: str, file: str, text: str) -> None:
    meeting, line, column = at(f"{HEAD}    {row}\n")
    (one,) = told(meeting, BEFORE, {file: text})
    assert (one.code, one.severity, one.span.line, one.span.column) == ("name-left", "warning", line, column + 6)
    assert file in message(one)
    assert "Nordmann" not in message(one) + message(one, "nb") + hint(one) + hint(one, "nb")
    withheld = row.replace("[{", "[{withheld: offl. § 13, ")
    assert told(at(f"{HEAD}    {withheld}\n")[0], BEFORE, {file: text}) == ()


def test_what_is_left_of_a_name_in_a_legal_basis_is_told() -> None:
    for row in ("note: {text: x, withheld: offl. § 13 om fru Nordmann}", "withheld: offl. § 13 om fru Nordmann"):
        assert [(one.code, one.span.line) for one in told(f"{HEAD}    {row}\n", BEFORE)] == [("name-left", 4)]


def test_a_text_that_is_left_out_whole_is_told() -> None:
    hidden = "[Kari [[x]] y](https://example.no/a(b(c)))\n\n[Nordmann][1]\n\n[1]: https://example.no\n"
    whole = [one for one in told(f"{HEAD}    paper: sak.md\n", BEFORE, {"sak.md": hidden}) if "whole" in message(one)]
    left = [(one.code, one.span.file, one.span.line) for one in whole]
    assert left in ([("name-left", f"{FOLDER}/sak.md", 1)], [])


def test_what_stands_in_a_file_of_its_own_is_told_there() -> None:
    rows = "    paper: sak.md\n    slides: [{kind: table, title: T, data: tall.csv}]\n"
    files = {"sak.md": "# Sak\n\nFra Siv Saksen.\n", "tall.csv": "Navn;Tall\nSak;1\nSiv Saksen;2\n"}
    spans = [one.span for one in told(HEAD + rows, AFTER, files)]
    assert [(span.file.rpartition("/")[2], span.line, span.column) for span in spans] == [
        ("sak.md", 3, 5), ("tall.csv", 3, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["| Post | Tomt |\n|---|---|\n| Drift | Bygg |\n", "# Post\nTomt her\n", "Post\n\nTomt\n"]
)
def test_words_in_two_cells_or_in_a_heading_and_after_it_are_no_name(text: str) -> None:
    assert told(f"{HEAD}    paper: sak.md\n", AFTER, {"sak.md": text}) == ()


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("Post;Tomt\nDrift;Bygg\n", 0), ("Anlegg;Tomt;B\nVann;Kloakk;C\n", 0), ("Fornavn;Etternavn\nSiv;Saksen\n", 2),
        ("First name;Surname;Tall\nTor;Tangen;3\n", 2),
    ],
)  # fmt: skip
def test_words_in_two_cells_are_a_name_where_the_head_says_so(table: str, line: int) -> None:
    rows = "    slides: [{kind: table, title: T, data: tall.csv}]\n"
    found = told(HEAD + rows, AFTER, {"tall.csv": table})
    assert [one.span.line for one in found if one.span.file.endswith("tall.csv")] == ([line] if line else [])
    assert len(found) == bool(line)


@pytest.mark.parametrize(
    ("by", "says"),
    [
        ("K. Nordmann", "left out"),
        ("fru Nordmann", "left out"),
        ("Kalle Nordmann", "a part of the name"),
        ("Kari Nordmann", ""),
        ("Ola Nordmann", ""),
        ("m1", ""),
        ("m3, Per Berg", ""),
        ("m3, Nordmann", "left out"),
    ],
)
def test_who_may_be_a_private_person_is_told_where_a_person_is_named(by: str, says: str) -> None:
    found = told(f"{HEAD}    presenter: {by}\n", BEFORE)
    assert [(one.code, one.span.line) for one in found] == ([("name-left", 4)] if says else [])
    assert all(says in message(one) for one in found)


def test_the_hint_says_what_to_write_and_what_it_does() -> None:
    for text, day in ((f"{HEAD}    note: Siv Saksen\n", AFTER), (f"{HEAD}    note: fru Nordmann\n", BEFORE)):
        (one,) = told(text, day)
        assert hint(one).endswith("add the line `silence: [name-left]` to meeting.yaml: it silences the whole meeting")


def test_each_of_two_is_told_and_nothing_twice() -> None:
    found = told(f"{HEAD}    note: Siv Saksen, Tor Tangen og Siv Saksen\n", AFTER)
    assert [one.span.column for one in found] == [11, 23, 37]


def test_a_board_lowers_it_and_a_meeting_silences_it() -> None:
    text = f"{HEAD}    note: Siv Saksen\n"
    assert [one.severity for one in told(text, AFTER, board=BOARD + "rules: {name-left: note}\n")] == ["note"]
    assert told(text + "silence: [name-left]\n", AFTER) == ()


def test_a_boards_own_texts_are_looked_at_too() -> None:
    board = BOARD + "place: Hos fru Nordmann\n"
    parsed = loader.board(board.encode(), "meetings/b/board.yaml", Files())
    assert parsed.value, parsed.diagnostics
    (one,) = registry.public_rules(Public(parsed, lambda path: board.encode()), parsed.value)
    assert (one.code, one.span.line, one.span.column) == ("name-left", 6, 16)


def test_what_is_withheld_is_not_told() -> None:
    row = "    note: {text: Fru Nordmann og Siv Saksen, withheld: offl. § 13}\n"
    assert told(HEAD + row, AFTER) == ()


def test_what_the_site_says_of_itself_names_nobody_who_is_private() -> None:
    held = SITE.replace("publisher: Eksempeletaten", "publisher: Advokat Nordmann, Kari") + (
        "contact: {name: Sekretariatet, email: kari.nordmann@example.no}\n"
    )
    site = loader.site(held.encode(), "meetings/site.yaml", Files())
    board = loader.board(BOARD.encode(), "meetings/b/board.yaml", Files()).value
    assert site.value, site.diagnostics
    assert board
    found = list(personal_data.site_names(Public(site, lambda path: held.encode()), {"b": board}))
    assert [(one.code, one.span.line) for one in found] == [("name-left", 2), ("name-left", 5)]
    assert "private on the board b is named here" in message(found[0], "en")
    open_ = board.model_copy(update={"members": board.members[1:]})
    assert not list(personal_data.site_names(Public(site, lambda path: held.encode()), {"b": open_}))
