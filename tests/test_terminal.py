"""What is said on a terminal: in the reader's language, and never among what machines read."""

from __future__ import annotations

import pytest

from akson_docs.cli import terminal
from akson_docs.diagnostics import Code, Span
from akson_docs.sources.refusals import LIST_EXPECTED


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "nb_NO.UTF-8"}, "nb"),
        ({"LANG": "nn_NO.UTF-8"}, "nn"),
        ({"LANG": "no_NO"}, "nb"),
        ({"LANG": "nb_NO.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "nb_NO.UTF-8"}, "nb"),
        ({"LANG": "nl_NL.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "nn:nb"}, "nn"),
    ],
)
def test_the_locale_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert terminal.language() == language


def test_where_there_is_no_terminal_long_stretches_are_told_beside_the_result(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with terminal.speaking("nb"), terminal.progress() as shown:
        shown.start("Setting", 101)
        shown.start("Making", 100)
        shown.start("Something else", 200)
        for pages in (5, 6):
            shown.scan("brev.pdf", 0, pages)
            shown.scan("brev.pdf", pages, pages)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Setter: 101\nSomething else: 200\nLeser brev.pdf, 6 sider\n")


def test_counts_and_problems_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    found = [Code("x", "error", LIST_EXPECTED.text).at(Span("a.yaml"))]
    for language, errors, files, line in (
        ("en", "1 error", "2 files", "a.yaml:1:1: rows are expected here, each with a dash [x]\n"),
        ("nb", "1 feil", "2 filer", "a.yaml:1:1: her ventes rader, hver med en strek [x]\n"),
    ):
        with terminal.speaking(language):
            assert (terminal.errors(found), terminal.files(2)) == (errors, files)
            terminal.tell(found)
        assert capsys.readouterr().err == line
