"""What is pasted from Word, Excel, letters, PDFs and pages of the web: each is right as it stands, or told, and made
right where it can be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from places import PLAIN, meetings, place

from akson_docs.cli import main
from akson_docs.diagnostics import Span
from akson_docs.meetings import markdown_reader, prose
from akson_docs.sources import hidden_characters, pasted_text
from akson_docs.sources.unpasted import as_markdown, value, with_lines

LIST = "p ul li li"
TABLE = "table tr tr tr"
PASTED = {
    # from Word: the text that it puts beside its own format
    "bullets": ("•\tEn\n•\tTo", "ul li li"),
    "a bullet alone": ("•\tEn", "ul li"),
    "bullets below a paragraph": ("Vi foreslår:\n•\tEn\n•\tTo", LIST),
    "bullets and a paragraph after": ("•\tEn\n•\tTo\nDet er alt.", "ul li li p"),
    "bullets of three levels": ("•\tEn\no\tUnder\n▪\tDypere\n•\tTo", "ul li ul li ul li li"),
    "the bullets of its fonts": ("\uf0b7\tEn\n\uf0b7\tTo", "ul li li"),
    "squares of its fonts": ("\uf0a7\tEn\n\uf0a7\tTo", "ul li li"),
    "a bullet that became a letter": ("§\tEn\n§\tTo", "ul li li"),
    "ticks that became letters": ("ü\tEn\nü\tTo", "ul li li"),
    "arrows that became letters": ("Ø\tEn\nØ\tTo", "ul li li"),
    "the inner bullet as a letter": ("o\tEn\no\tTo", "ul li li"),
    "the inner bullet alone": ("o\tEn", "ul li"),
    "dashes": ("–\tEn\n–\tTo", "ul li li"),
    "numbers": ("1.\tEn\n2.\tTo", "ol li li"),
    "numbers with brackets": ("1)\tEn\n2)\tTo", "ol li li"),
    "numbers below a paragraph": ("Vedtak:\n1.\tEn\n2.\tTo", "p ol li li"),
    "letters": ("a)\tEn\nb)\tTo", "p p"),
    "numbers of chapters": ("1.1\tEn\n1.2\tTo", "p p"),
    "Roman numbers": ("i)\tEn\nii)\tTo", "p p"),
    "a line break in a paragraph": ("En linje\x0bog en til", "p br"),
    "line breaks between rows": ("•\tEn\x0b•\tTo", "ul li li"),
    "a table": ("Post\tKroner\nDrift\t12 500\nLønn\t41", TABLE),
    "a table below a paragraph": ("Slik:\nPost\tKroner\nDrift\t12\nLønn\t41", f"p {TABLE}"),
    "what is called what": ("Dato:\t1. mai\nSted:\tOslo", "p br"),
    "boxes to tick": ("☐ En\n☒ To", "ul li li"),
    "a soft hyphen": ("•\tEn sam\u00adarbeid\n•\tTo", "ul li li"),
    "rows with empty lines between": ("•\tEn\n\n•\tTo", "ul li li"),
    "a page break": ("En\n\fTo", "p p"),
    "rows that are indented": ("  •\tEn\n  •\tTo", "ul li li"),
    "inner rows that are indented": ("•\tEn\n\t•\tUnder\n•\tTo", "ul li ul li li"),
    # from Excel
    "cells": ("A\tB\n1\t2\n3\t4", TABLE),
    "cells with a bar": ("A\tB\n1|2\t2\n3\t4", TABLE),
    "empty columns": ("A\tB\t\t\n1\t2\t\t\n3\t4\t\t", TABLE),
    "an empty cell": ("A\tB\n1\t\n3\t4", TABLE),
    "an empty first cell": ("\tB\n1\t2\n3\t4", TABLE),
    "breaks of Windows": ("A\tB\r\n1\t2\r\n3\t4\r\n", TABLE),
    "a cell of two lines": ('A\tB\n"En\nto"\t2\n3\t4', TABLE),
    "a column": ("En\nTo\nTre", "p"),
    # from a letter
    "dots with wide spaces": ("·       En\n·       To", "ul li li"),
    "dots with spaces that do not break": ("·\u00a0\u00a0 En\n·\u00a0\u00a0 To", "ul li li"),
    "hyphens right before words": ("-En\n-To", "ul li li"),
    "stars": ("* En\n* To", "ul li li"),
    "rows that go on": ("• En rad som er så lang at brevet har brutt den\nog går videre\n• To", "ul li li"),
    "what somebody quotes": ("> En\n> To", None),
    "a line below a text": ("Hilsen sekretariatet i det store utvalget\n--\nOslo", None),
    "a line of its own": ("En\u2028To", "p br"),
    "a paragraph of its own": ("En\u2029To", "p p"),
    "an address": ("Se https://example.no/a_b_c.", "p a"),
    "an address without https": ("Se www.example.no", "p a"),
    # from a PDF
    "bullets with spaces": ("• En\n• To", "ul li li"),
    "squares": ("▪ En\n▪ To", "ul li li"),
    "dashes with a colon above": ("Steg:\n– En\n– To", LIST),
    "what is said": ("– Ja, sier lederen.", "p"),
    "a letter that was lost": ("En l\ufffdsning", None),
    "a sign of another font": ("En \uf0e0 to", None),
    "a paragraph that is indented": ("En.\n\n    To.", None),
    # from a page of the web
    "a zero-width space": ("• En\u200b\n• To", "ul li li"),
    "arrows": ("► En\n► To", "ul li li"),
    "tags": ("En <b>to</b>", None),
    "Markdown": ("- [ ] En\n- [x] To", "ul li li"),
    "what is struck out": ("En ~~to~~", "p del"),
    "a footnote": ("En[^1]\n\n[^1]: To", None),
    "letters that were garbled": ("En lÃ¸sning", None),
    "a table of Markdown": ("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", TABLE),
}


def shape(text: str) -> str:
    """The elements that a text is printed as."""
    html = re.sub(r"<li>\s*<p>", "<li>", prose.html(markdown_reader.reader(), text))
    tags = re.findall(r"<(p|ul|ol|li|table|tr|br|del|a|pre|blockquote|h\d)\b", html)
    return " ".join(tags)


def told(text: str) -> list[str]:
    """What is told of a text that stands in a file of its own."""
    lines = tuple((Span("a.md", number), line) for number, line in enumerate(text.split("\n"), 1))
    found = [
        *pasted_text.of_text(lines),
        *pasted_text.of_letters(text, "a.md"),
        *hidden_characters.problems(text, "a.md"),
    ]
    controls = ["control-character"] * hidden_characters.has_controls(text.replace("\r", ""))
    return [one.code for one in found] + controls


@pytest.mark.parametrize("name", PASTED)
def test_what_is_pasted_is_right_or_told_and_made_right(name: str) -> None:
    text, meant = PASTED[name]
    tidied = as_markdown(text)
    assert told(text) or shape(text) == meant
    if meant is None:
        assert told(tidied)
    else:
        assert shape(tidied) == meant
        assert not told(tidied)
    assert as_markdown(tidied) == tidied
    # Not a word is changed.
    assert re.findall(r"\w+", tidied) == re.findall(r"\w+", text.translate({0xAD: None})) or name.endswith(
        ("letters", "letter", "tick", "alone", "levels", "Markdown")
    )


def test_tables_set_figures_to_the_right() -> None:
    assert as_markdown("Post\tKroner\nDrift\t12 500\nLønn\t−41") == (
        "| Post | Kroner |\n|---|---:|\n| Drift | 12 500 |\n| Lønn | −41 |"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Ett avsnitt – med tankestrek – som går\nover to linjer, og 17.\nmai er med.\n\n- en\n- to\n  - under\n",
        "```\na\tb\nc\td\n```",
        "1. en\n2. to\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "> sitat\n\n# Overskrift\nTekst",
        "- en\n\n\tfortsetter",
        "",
    ],
)
def test_what_was_not_pasted_stays_as_it_is(text: str) -> None:
    assert as_markdown(text) == text


def test_a_form_changes_only_texts_that_are_new_and_no_tables() -> None:
    before = {"items": [{"discussion": "• En\n• To"}]}
    now = {"items": [{"discussion": "• En\n• To", "decision": "• En\n• To", "data": "a\tb\nc\td"}], "place": "• Her"}
    assert value(now, before) == {
        "items": [{"discussion": "• En\n• To", "decision": "- En\n- To", "data": "a\tb\nc\td"}],
        "place": "• Her",
    }


def test_breaks_of_other_programs_in_yaml_become_lines_of_their_text_or_a_space() -> None:
    assert with_lines("title: A\x0bB\nbody: |\n  en\u2028to\u2029tre\n  •\tx\x0b•\ty\n") == (
        "title: A B\nbody: |\n  en  \n  to\n\n  tre\n  •\tx\n  •\ty\n"
    )


def test_fmt_makes_of_what_was_pasted_what_it_is_meant_as(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    meeting = PLAIN + '    discussion: "Vi så på:\\n•\\tEn\\n•\\tTo"\n'
    place(tmp_path, meetings({"2020-04/meeting.yaml": meeting, "2020-04/sak.md": "A\tB\n1\t2\n"}))
    assert main.main(["fmt", "--root", str(tmp_path)]) == 0
    assert (
        "    discussion: |-\n      Vi så på:\n\n      - En\n      - To\n"
        in (tmp_path / "meetings/styret/2020-04/meeting.yaml").read_text()
    )
    assert (tmp_path / "meetings/styret/2020-04/sak.md").read_text() == "| A | B |\n|---:|---:|\n| 1 | 2 |\n"
    assert main.main(["fmt", "--check", "--root", str(tmp_path)]) == 0
    capsys.readouterr()
