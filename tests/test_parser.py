"""What is mistyped, and help: in the language of the locale, with what was probably meant."""

from __future__ import annotations

import argparse
import ast
import re

import pytest
from places import PROJECT

from akson_docs.catalogue import translated
from akson_docs.cli import main, options, parser, terminal


@pytest.fixture(params=["C", "nb_NO.UTF-8"])
def spoken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LC_ALL", request.param)
    monkeypatch.setenv("COLUMNS", "100")
    return "nb" if request.param.startswith("nb") else "en"


def typed(*words: str) -> int:
    """The exit code of what is typed."""
    try:
        return main.main(words)
    except SystemExit as stopped:
        return int(stopped.code or 0)


@pytest.mark.parametrize(
    ("words", "en", "nb"),
    [
        (["bild"], 'no command "bild"; did you mean "build"?', "ingen kommando «bild»; mente du «build»?"),
        (["xyz"], 'no command "xyz"; akson --help lists them', "ingen kommando «xyz»; akson --help lister dem opp"),
        (["check", "--format", "jsn"], 'did you mean "json"?', "mente du «json»?"),
        (["check", "--format"], "--format: a value is missing after it", "--format: det mangler en verdi etter"),
        (["build", "--rot", "a"], "not understood: --rot (did you mean --root?), a", "ikke forstått: --rot (mente du"),
        (["--ouptut=a"], "--ouptut=a (did you mean --output?)", "--ouptut=a (mente du --output?)"),
        (["verify"], "missing: FILE.pdf", "mangler: FIL.pdf"),
        (["schema", "metting"], 'did you mean "meeting"?', "mente du «meeting»?"),
        (["build", "--watch=1"], '--watch: takes no value, and has "1"', "--watch: tar ingen verdi, og har «1»"),
        (
            ["build", "--today", "i går"],
            '"i går" is no day; write year, month and day',
            "«i går» er ingen dato; skriv år",
        ),
        (["build", "--to", "x", "--ca"], "--cache", "--cache"),
    ],
)
def test_what_is_mistyped_is_told_with_exit_code_2(
    spoken: str, words: list[str], en: str, nb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(*words) == 2
    said = capsys.readouterr()
    assert (en if spoken == "en" else nb) in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("take", "words", "nb"),
    [
        ({"nargs": 2}, ["--a", "1"], "--a: 2 verdier må følge"),
        ({"nargs": "+"}, ["--a"], "--a: minst én verdi må følge"),
        ({"type": int}, ["--a", "x"], "--a: «x» er ikke et helt tall"),
        ({"type": float}, ["--a", "x"], "--a: «x» er ikke et tall"),
        ({"required": True}, [], "mangler: --a"),
    ],
)
def test_every_word_of_argparse_is_said_in_bokmal(
    take: dict[str, object], words: list[str], nb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with terminal.speaking("nb"):
        made = parser.Parser(prog="x")
        made.add_argument("--a", **take)  # type: ignore[arg-type]
        with pytest.raises(SystemExit):
            made.parse_args(words)
    assert f"x: feil: {nb}\n" in capsys.readouterr().err


def test_options_that_exclude_each_other_and_those_that_could_mean_two(capsys: pytest.CaptureFixture[str]) -> None:
    with terminal.speaking("nb"):
        made = parser.Parser(prog="x")
        group = made.add_mutually_exclusive_group(required=True)
        group.add_argument("--aa", action="store_true")
        group.add_argument("--ab", action="store_true")
        for words in (["--aa", "--ab"], ["--a"], []):
            with pytest.raises(SystemExit):
                made.parse_args(words)
    said = capsys.readouterr().err
    assert "--ab: kan ikke brukes sammen med --aa" in said
    assert "--a kan bety hvilken som helst av --aa, --ab" in said
    assert "mangler en av disse: --aa --ab" in said


def test_a_command_within_a_command_is_known_too(capsys: pytest.CaptureFixture[str]) -> None:
    with terminal.speaking("nb"):
        made = parser.Parser(prog="akson x")
        inner = made.add_subparsers(dest="what", metavar="HVA", required=True).add_parser("meeting")
        inner.add_argument("--copy")
        with pytest.raises(SystemExit):
            made.parse_args(["meting"])
        with pytest.raises(SystemExit):
            made.strangers(["--cpy"])
    said = capsys.readouterr().err
    assert "HVA: «meting» er ingen av meeting; mente du «meeting»?" in said
    assert "--cpy (mente du --copy?)" in said


def test_help_has_no_english_of_argparse_in_it_in_bokmal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")
    for words in (["--help"], ["check", "--help"], ["help", "check"]):
        assert typed(*words) == 0
        said = capsys.readouterr().out
        assert said.startswith("bruk: akson")
        assert not re.search(r"usage|positional|options:|show this|exit status|examples", said)
        assert "sluttkoder:" in said
    assert "akson check --papers" in said


@pytest.mark.parametrize("name", main.COMMANDS)
def test_every_command_teaches(spoken: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(name, "--help") == 0
    said = capsys.readouterr().out
    lesson = main.parsers([name])[1][name].lesson
    assert lesson is not None, f"commands/{name}.py has no HELP"
    assert all(other in main.COMMANDS for other in lesson.see)
    with terminal.speaking(spoken):
        assert all(options.typed(line) in said for line, _ in lesson.examples)
    assert (" ".join(translated(lesson.what, spoken).split()))[:60] in " ".join(said.split())
    silent = [action.dest for action in main.parsers([name])[1][name]._actions if action.help is None]
    assert silent == []


@pytest.mark.parametrize("name", main.COMMANDS)
def test_no_word_of_help_is_left_in_english(name: str) -> None:
    said = {}
    for language in ("en", "nb"):
        with terminal.speaking(language):
            made = main.parsers([name])[1][name]
            said[language] = [action.help for action in made._actions if action.help != argparse.SUPPRESS]
    assert [one for one, other in zip(said["en"], said["nb"], strict=True) if one == other] == []


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--version"]) == 0
    assert re.fullmatch(r"akson (\d+\.\d+\.\d+\S*|unknown)\n", capsys.readouterr().out)


def test_argparse_is_as_it_was() -> None:
    main.parsers()
    with pytest.raises(SystemExit):
        argparse.ArgumentParser(prog="x").parse_args(["--nope"])
    assert argparse.ArgumentParser(prog="x").format_help().startswith("usage: x [-h]")


def test_one_language_is_spoken_within_and_the_locale_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")
    with terminal.speaking("en"):
        assert terminal.language() == "en"
        with terminal.speaking("nb"):
            assert terminal.said("warning: ") == "advarsel: "
        assert terminal.said("warning: ") == "warning: "
    assert terminal.language() == "nb"


@pytest.mark.parametrize("name", main.COMMANDS)
def test_nothing_is_printed_in_one_language_alone(name: str) -> None:
    tree = ast.parse((PROJECT / f"akson_docs/cli/commands/{name}.py").read_text())
    printed = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print" and node.args
    ]
    words = [
        part.value
        for one in printed
        for part in (one.values if isinstance(one, ast.JoinedStr) else [one])
        if isinstance(part, ast.Constant) and re.search(r"[^\W\d_]{2,}", str(part.value))
    ]
    assert words == []
