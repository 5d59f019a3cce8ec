"""What becomes public, and what the rules about personal data say of it: where it stands, and never the number itself.

The numbers here belong to nobody (see `test_personal_numbers`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pytest
from archives import SVG, Files
from places import BOARD, PLAIN, SITE, build, place, request, write

from akson_docs.actions import checking
from akson_docs.diagnostics import Diagnostic, hint, message
from akson_docs.rules import registry
from akson_docs.rules.scan import file_leaks
from akson_docs.rules.scan.file_leaks import Leak
from akson_docs.rules.scan.public_content import Public
from akson_docs.sources import loader

NUMBER, ACCOUNT = "01014560013", "1234.56.78903"
FOLDER = "m/styret/2020-01"
MARK = "¦"
Written = Literal["NFC", "NFD"]
FILES: Mapping[str, str] = {
    "sak.md": "# Saken\n\nVanlig tekst.\n",
    "tall.csv": "Post;Nummer\nLønn;1\n",
    "sak-2.yaml": "title: Sak i egen fil\nsummary: Om saken\n",
    "v.pdf": "",
    "v.txt": "Vedlegg\n",
}
MEETING = """\
date: 2020-07-01
place: Teams
items:
  - title: Status
    summary: |
      Først dette.
      - Så dette
        - og dette
    note: >
      Brettet
      tekst
    proposal: "I anførselstegn"
    paper: sak.md
    attachments:
      - {file: v.pdf, title: Vedlegg}
      - {file: v.txt, title: Notat}
    slides:
      - kind: table
        title: Tall
        data: tall.csv
      - kind: table
        title: Flere
        data: |
          | Post | Nummer |
          |------|--------|
          | Lønn | 1      |
      - kind: figure
        title: Kart
        file: a.svg
        alt: Et kart over landet
        speaker_notes: Husk dette
  - file: sak-2.yaml
  - title: Skjult sak
    withheld: offl. § 13
    public_title: Personalsak
    summary: Hemmelig
  - title: Halvt skjult
    summary: {text: Hemmelig, withheld: offl. § 13, public: Det er unntatt}
attendance:
  present: [leder]
  guests: [{name: revisor, as: innleder}]
"""
SOURCES = {"meeting.yaml": MEETING, **FILES}


def told(sources: Mapping[str, str], leaks: Mapping[str, tuple[Leak, ...]] | None = None) -> tuple[Diagnostic, ...]:
    held = {name: text.encode() for name, text in sources.items()} | {"a.svg": SVG}
    parsed = loader.meeting(held["meeting.yaml"], f"{FOLDER}/meeting.yaml", Files(held), "nb")
    assert parsed.value, parsed.diagnostics
    board = loader.board(BOARD.encode(), "m/styret/board.yaml", Files()).value
    named = {f"{FOLDER}/{name}": found for name, found in (leaks or {}).items()}
    read = lambda path: held[path.removeprefix(f"{FOLDER}/")]  # noqa: E731
    return registry.public_rules(Public(parsed, read, named), board, parsed.value.silence)


def places(found: tuple[Diagnostic, ...]) -> set[tuple[str, str, int, int]]:
    return {(one.code, one.span.file.rpartition("/")[2], one.span.line, one.span.column) for one in found}


@pytest.mark.parametrize(
    ("old", "new", "file"),
    [
        ("Teams", f"Teams ¦{NUMBER}", "meeting.yaml"),
        ("title: Status", f"title: Om ¦{NUMBER}", "meeting.yaml"),
        ("Først dette.", f"Først {ACCOUNT[:4]} ¦{NUMBER}.", "meeting.yaml"),
        ("- og dette", "- og ¦010145 60013", "meeting.yaml"),
        ("Brettet", f"Brettet ¦{NUMBER}", "meeting.yaml"),
        ("I anførselstegn", f"I ¦{NUMBER}", "meeting.yaml"),
        ("title: Vedlegg", f"title: Svar til ¦{NUMBER}", "meeting.yaml"),
        ("alt: Et kart", f"alt: Et kart ¦{NUMBER}", "meeting.yaml"),
        ("| 1      |", f"| ¦{NUMBER} |", "meeting.yaml"),
        ("name: revisor", f"name: revisor ¦{NUMBER}", "meeting.yaml"),
        ("Det er unntatt", f"Om ¦{NUMBER}", "meeting.yaml"),
        ("public_title: Personalsak", f"public_title: Sak ¦{NUMBER}", "meeting.yaml"),
        ("Vanlig tekst.", f"Vanlig ¦{NUMBER}.", "sak.md"),
        ("# Saken", f"\n\n# ¦{NUMBER}", "sak.md"),
        ("Lønn;1", f"Lønn;¦{NUMBER}", "tall.csv"),
        ("Lønn;1", "¦010145;60013", "tall.csv"),
        ("Om saken", f"Om ¦{NUMBER}", "sak-2.yaml"),
    ],
)
def test_a_number_is_told_where_it_stands(old: str, new: str, file: str) -> None:
    assert old in SOURCES[file]
    before, _, after = SOURCES[file].replace(old, new, 1).partition(MARK)
    found = told({**SOURCES, file: before + after})
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    if new == "¦010145;60013":  # over two cells: what stands between them is no part of a number
        column = 1
    assert places(found) == {("personal-number", file, line, column)}
    assert [one.severity for one in found] == ["error"]


def test_each_of_two_in_a_text_is_told() -> None:
    text = MEETING.replace("Først dette.", f"Først {NUMBER}.").replace("Så dette", f"Så {NUMBER} og 41014560007")
    assert places(told({**SOURCES, "meeting.yaml": text})) == {
        ("personal-number", "meeting.yaml", 6, 13),
        ("personal-number", "meeting.yaml", 7, 12),
        ("personal-number", "meeting.yaml", 7, 27),
    }


@pytest.mark.parametrize("old", ["Hemmelig", "Husk dette", "title: Skjult sak"])
def test_what_is_not_published_is_not_told(old: str) -> None:
    assert old in MEETING
    assert told({**SOURCES, "meeting.yaml": MEETING.replace(old, f"{old} {NUMBER}")}) == ()


@pytest.mark.parametrize(
    ("old", "new", "file"),
    [
        ("Teams", "Teams ¦<!-- hemmelig -->", "meeting.yaml"),
        ("title: Status", "title: Status ¦<!-- hemmelig -->", "meeting.yaml"),
        ("Først dette.", "Først dette.\n      ¦<!-- hemmelig -->", "meeting.yaml"),
        ("- og dette", "- og dette\n\n      ¦[//]: # (hemmelig)", "meeting.yaml"),
        ("Brettet", "Brettet ¦<!--", "meeting.yaml"),
        ("I anførselstegn", "I [x](https://x.no '¦hemmelig')", "meeting.yaml"),
        ("Det er unntatt", "Det ¦<!-- x --> er unntatt", "meeting.yaml"),
        ("| 1      |", "| ¦<!--x--> |", "meeting.yaml"),
        ("Vanlig tekst.", "Vanlig `<!--` tekst.\n\n¦[x]: https://x.no", "sak.md"),
        ("Vanlig tekst.", "|a|b|\n|-|-|\n|1|2|¦hemmelig|", "sak.md"),
        ("Lønn;1", "Lønn;¦<!-- x -->", "tall.csv"),
        ("Om saken", '"Om [](¦https://x.no) saken"', "sak-2.yaml"),
    ],
)
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_what_no_reader_sees_is_told_where_it_stands(old: str, new: str, file: str, written: Written) -> None:
    assert old in SOURCES[file]
    text = unicodedata.normalize(written, SOURCES[file].replace(old, new, 1))
    before, _, after = text.partition(MARK)
    found = told({**SOURCES, file: before + after})
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert places(found) == {("hidden-text", file, line, column)}
    # Titles of links come by themselves from other tools.
    assert [(one.severity == "warning") == ("title" in message(one)) for one in found] == [True]


def test_each_of_two_that_no_reader_sees_is_told() -> None:
    text = MEETING.replace("Først dette.", "{a} Først <!-- a -->".format(a="<!--b-->")).replace("Så dette", "Så <!--")
    assert {place[2:] for place in places(told({**SOURCES, "meeting.yaml": text}))} == {(6, 7), (6, 22), (7, 12)}


def test_in_two_languages_each_is_told_at_its_own() -> None:
    text = MEETING.replace("place: Teams", "place: {nb: A <!--x, nn: B <!--y}")
    assert {place[2:] for place in places(told({**SOURCES, "meeting.yaml": text}))} == {(2, 15), (2, 28)}


@pytest.mark.parametrize("old", ["Hemmelig", "Husk dette", "title: Skjult sak"])
def test_what_is_hidden_in_what_is_withheld_is_let_be(old: str) -> None:
    assert told({**SOURCES, "meeting.yaml": MEETING.replace(old, f"{old} <!-- x -->")}) == ()


def test_a_draft_will_be_public() -> None:
    text = "draft: yes\n" + MEETING.replace("Først dette.", "Først <!-- x -->")
    assert {place[0] for place in places(told({**SOURCES, "meeting.yaml": text}))} == {"hidden-text"}


def test_a_files_name_and_an_address_are_published() -> None:
    text = MEETING.replace("{file: v.pdf, title: Vedlegg}", f"{{file: svar-{NUMBER}.pdf}}")
    text = text.replace("{file: v.txt, title: Notat}", f'{{url: "https://x.no/?id={NUMBER}"}}')
    found = told({**SOURCES, "meeting.yaml": text, f"svar-{NUMBER}.pdf": ""})
    assert places(found) == {("personal-number", "meeting.yaml", 15, 21), ("personal-number", "meeting.yaml", 16, 33)}


TEXTS = [
    ("personal-number", "error", f"Om {NUMBER}"),
    ("personal-account", "warning", f"Til konto {ACCOUNT}"),
    ("personal-health", "warning", "Diagnose F32.1"),
    ("personal-health", "warning", "HPR-nummer 1234567"),
    ("personal-health", "warning", "Pasient 81234560077"),
    ("personal-passport", "warning", "Passnummer 12345678"),
]
LEAKS = [
    ("personal-number", "error", Leak("identity", 3, masked="010145 *****"), "page 3 of v.pdf"),
    ("personal-account", "warning", Leak("account", 3, masked="1234.**.*****"), "page 3 of v.pdf"),
    ("personal-health", "warning", Leak("diagnosis", masked="***"), "v.pdf"),
    ("personal-passport", "warning", Leak("passport", masked="12***"), "v.pdf"),
    ("attachment-hidden", "warning", Leak("comment"), "comments"),
    ("attachment-hidden", "warning", Leak("change"), "changes"),
    ("attachment-hidden", "warning", Leak("hidden"), "hidden"),
    ("attachment-hidden", "warning", Leak("note"), "speaker"),
    ("attachment-redaction", "warning", Leak("redaction", 2), "page 2 of v.pdf"),
    ("attachment-author", "note", Leak("author"), "who made it"),
    ("attachment-unread", "note", Leak("unread"), "cannot be opened"),
    ("attachment-unread", "note", Leak("size", 501), "page 501"),
    ("attachment-unread", "note", Leak("drawn", 3), "page 3 of v.pdf"),
    ("attachment-unread", "note", Leak("kind"), "of this kind"),
    ("attachment-unread", "note", Leak("rounded"), "rounded"),
    ("attachment-unread", "note", Leak("thumbnail"), "picture of its first page"),
    ("attachment-unread", "note", Leak("letters", 2), "which letters"),
    ("attachment-unread", "note", Leak("unread", part="oleObject1.bin"), "in oleObject1.bin in v.pdf"),
    *(
        ("personal-number", "error", Leak("identity", 0, masked="010145 *****", place=place), says)  # type: ignore[arg-type]
        for place, says in (
            ("text", "in v.pdf: "),
            ("field", "in the form in v.pdf"),
            ("mark", "in a comment or a stamp in v.pdf"),
            ("link", "behind a link in v.pdf"),
            ("alternative", "read aloud of v.pdf"),
            ("bookmark", "in a bookmark of v.pdf"),
            ("properties", "in the properties of v.pdf"),
            ("script", "in a script in v.pdf"),
            ("former", "in an earlier version"),
            ("unseen", "where nobody sees it"),
        )
    ),
    (
        "personal-number",
        "error",
        Leak("identity", 4, masked="010145 *****", place="field"),
        "a field on page 4 of v.pdf",
    ),
    (
        "personal-number",
        "error",
        Leak("identity", 4, masked="010145 *****", place="mark"),
        "a stamp on page 4 of v.pdf",
    ),
    ("personal-number", "error", Leak("identity", 4, masked="010145 *****", place="link"), "a link on page 4 of v.pdf"),
    ("personal-number", "error", Leak("identity", masked="010145 *****", part="word/a.xml"), "in word/a.xml in v.pdf"),
    ("picture-place", "warning", Leak("place"), "where it was taken"),
    ("picture-place", "warning", Leak("serial"), "camera"),
]


@pytest.mark.parametrize(("code", "severity", "text"), TEXTS)
def test_what_a_text_says_of_a_person(code: str, severity: str, text: str) -> None:
    (one,) = told({**SOURCES, "meeting.yaml": MEETING.replace("Først dette.", text)})
    assert (one.code, one.severity, one.span.line) == (code, severity, 6)
    for language in ("en", "nb"):
        said = message(one, language) + hint(one, language)
        assert "*" in said
        assert not re.search(r"\d{7,}|F32", said)
        assert "{" not in said
    silenced = MEETING.replace("Først dette.", text) + f"silence: [{code}]\n"
    assert told({**SOURCES, "meeting.yaml": silenced}) == ()


@pytest.mark.parametrize(("code", "severity", "leak", "says"), LEAKS)
def test_what_a_file_gives_away_is_told_where_it_is_named(code: str, severity: str, leak: Leak, says: str) -> None:
    (one,) = told(SOURCES, {"v.pdf": (leak,)})
    assert (one.code, one.severity, one.span.line, one.span.column) == (code, severity, 15, 16)
    assert says in message(one)
    assert message(one) != message(one, "nb")
    assert "{" not in message(one) + message(one, "nb") + hint(one) + hint(one, "nb")


def test_an_attached_picture_is_said_not_to_be_searched() -> None:
    sources = {**SOURCES, "meeting.yaml": MEETING.replace("v.pdf", "skann.tiff"), "skann.tiff": ""}
    (one,) = told(sources)
    assert (one.code, one.severity, one.span.line) == ("attachment-unread", "note", 15)
    assert "picture" in message(one)


def test_what_a_text_file_says_is_told_at_its_line() -> None:
    found = told(SOURCES, {"v.txt": file_leaks.leaks("v.txt", f"Vedlegg\nOm {NUMBER}\n".encode())})
    assert places(found) == {("personal-number", "v.txt", 2, 4)}


def test_every_rule_about_what_is_public_is_tried() -> None:
    # Of names: test_remnants; of the others, below.
    elsewhere = {"name-left", "file-withheld-elsewhere", "hidden-text"}
    tried = {code for code, *_ in (*TEXTS, *LEAKS)}
    assert tried | elsewhere == {registry.code_name(rule) for rule in registry.PUBLIC_RULES}


def test_a_board_and_a_site_are_public_too() -> None:
    board = BOARD + f"organisation: Etaten {NUMBER}\nstanding: [{{title: Om {NUMBER}}}]\n"
    parsed = loader.board(board.encode(), "b/board.yaml", Files())
    assert parsed.value, parsed.diagnostics
    line = board[: board.index("organisation")].count("\n") + 1
    found = registry.public_rules(Public(parsed, lambda path: board.encode()), parsed.value)
    assert places(found) == {("personal-number", "board.yaml", line, 22)}
    loud = board + "rules: {personal-number: note}\n"
    again = loader.board(loud.encode(), "b/board.yaml", Files())
    told_softly = registry.public_rules(Public(again, lambda path: loud.encode()), again.value)
    assert [one.severity for one in told_softly] == ["note"]
    site = SITE.replace("publisher: ", f"publisher: {NUMBER} ")
    of_site = loader.site(site.encode(), "site.yaml", Files({"logo.svg": SVG}))
    assert [one.code for one in registry.public_rules(Public(of_site, lambda path: site.encode()))] == [
        "personal-number"
    ]


WITH_FILE = PLAIN + "    attachments:\n      - file: v.txt\n"


def seen(root: Path) -> list[tuple[str, str]]:
    return [(one.code, one.span.file) for one in checking.check(request(root)) if one.severity != "note"]


def test_site_boards_meetings_and_files_are_looked_at(tmp_path: Path) -> None:
    board, text = f"{BOARD}organisation: Etaten {NUMBER}\n", f"Om {NUMBER}\n"
    files: dict[str, str | bytes] = {
        "site.yaml": SITE.replace("publisher: ", f"publisher: {NUMBER} "),
        "styret/board.yaml": board,
        "styret/2020-01/meeting.yaml": WITH_FILE.replace("innkallingen", NUMBER),
        "styret/2020-01/v.txt": text,
    }
    root = place(tmp_path, files)
    told_of = [
        f"meetings/{name}"
        for name in ("site.yaml", "styret/2020-01/meeting.yaml", "styret/2020-01/v.txt", "styret/board.yaml")
    ]
    assert sorted(seen(root)) == [("personal-number", name) for name in told_of]
    write(root / "meetings/styret/board.yaml", board + "public: no\n")
    assert seen(root) == [("personal-number", "meetings/site.yaml")]


def test_a_file_is_looked_into_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    leaks = file_leaks.leaks

    def look(name: str, data: bytes, *sought: object) -> tuple[Leak, ...]:
        looked.append(name)
        return leaks(name, data)

    monkeypatch.setattr(file_leaks, "leaks", look)
    meeting = "styret/2020-01/meeting.yaml"
    held: dict[str, str | bytes] = {"site.yaml": SITE, "styret/board.yaml": BOARD, meeting: WITH_FILE}
    root = place(tmp_path, held | {"styret/2020-01/v.txt": "Til konto 1234.56.78903"})
    for title in ("innkalling", "en ny innkalling"):
        write(root / "meetings" / meeting, WITH_FILE.replace("innkalling\n", f"{title}\n"))
        assert "personal-account" in [one.code for one in build(root).diagnostics]
    assert looked == ["meetings/styret/2020-01/v.txt"]
    write(root / "meetings/styret/2020-01/v.txt", "Til konto")
    assert "personal-account" not in [one.code for one in build(root).diagnostics]
    assert len(looked) == 2


TWICE = """\
date: 2020-07-01
items:
  - number: 17/20
    title: Avtalen
    paper: sak.md
    attachments:
      - {file: avtale.txt, title: Avtalen}
      - {file: annen.txt, title: En annen}
  - number: 18/20
    withheld: offl. § 23
    title: Avtalen i sin helhet
    paper: sak.md
    attachments:
      - {file: kopi.txt, title: Kopien}
"""


def test_a_file_that_is_withheld_and_published_is_told_at_both_places(tmp_path: Path) -> None:
    files = {"avtale.txt": "Det samme", "kopi.txt": "Det samme", "annen.txt": "Noe annet", "sak.md": "Saken."}
    held = {f"styret/2020-01/{name}": text for name, text in files.items()}
    sources = {"site.yaml": SITE, "styret/board.yaml": BOARD, "styret/2020-01/meeting.yaml": TWICE}
    root = place(tmp_path, {**sources, **held})
    found = [one for one in checking.check(request(root)) if one.code == "file-withheld-elsewhere"]
    assert {(one.span.line, dict(one.parameters)["line"]) for one in found} == {(5, 12), (12, 5), (7, 14), (14, 7)}
    write(root / "meetings/styret/2020-01/meeting.yaml", TWICE + "silence: [file-withheld-elsewhere]\n")
    assert [one.code for one in checking.check(request(root)) if one.severity != "note"] == []


def test_digits_that_come_together_in_a_paper_are_told_before_it_is_public(tmp_path: Path) -> None:
    meeting = PLAIN.replace("innkallingen", f"vedtak {NUMBER[:4]}**{NUMBER[4:7]}**{NUMBER[7:]}")
    files: dict[str, str | bytes] = {
        "site.yaml": SITE,
        "styret/board.yaml": BOARD,
        "styret/2020-01/meeting.yaml": meeting,
    }
    root = place(tmp_path, files)
    (one,) = {one for one in build(root).diagnostics if one.code == "personal-number"}
    assert (one.severity, one.span.file, one.span.line) == ("error", "meetings/styret/2020-01/meeting.yaml", 1)
    assert message(one).startswith("page 1 of agenda.pdf: 010145*****")
    assert not (root / "output/site/styret/2020-01/agenda.pdf").exists()
    write(root / "meetings/styret/2020-01/meeting.yaml", meeting + "silence: [personal-number]\n")
    assert (root / "output/site").exists() is False
    assert build(root).done
