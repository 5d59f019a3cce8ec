"""What the tool says, in each language that it says it in: nothing is left out, nothing is said that the code does not
say, and a catalogue that has a part of it falls back."""

from __future__ import annotations

import ast
import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path

import catalogues
import pytest
from babel.messages.pofile import read_po
from places import PROJECT

from akson_docs import catalogue, gettext_files
from akson_docs.catalogue import LANGUAGES, SOURCE, counted, filled, in_each, of_environment, quoted, translated

OTHERS = [language for language in LANGUAGES if language != SOURCE]
WHOLE = ("nb", "nn")
"""The languages whose catalogues have everything."""


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """(a text of the code, what is said for it)"""
    for (_, text), said in catalogues.said(language).items():
        if isinstance(text, str) and isinstance(said, str):
            yield text, said
        elif isinstance(text, tuple) and isinstance(said, tuple):
            yield from ((text[1], one) for one in said)


# ---- the catalogues ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", WHOLE)
def test_a_catalogue_has_every_text(language: str) -> None:
    assert catalogues.lacking(language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_as_the_script_writes_it(language: str) -> None:
    assert Path(catalogue.catalogue(language)).read_bytes() == catalogues.written(language)


@pytest.mark.parametrize("language", OTHERS)
def test_what_varies_and_what_is_typed_stays_as_it_is(language: str) -> None:
    wrong = []
    for text, said in pairs(language):
        ends = [re.match(r"\s*", one)[0] + re.search(r"\s*\Z", one)[0] for one in (text, said)]  # type: ignore[index]
        same = [sorted(re.findall(r"\{\w+\}|--[a-z-]+", one)) for one in (text, said)]
        if same[0] != same[1] or ends[0] != ends[1]:
            wrong.append((text, said))
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_end_where_they_end_in_the_code(language: str) -> None:
    assert [(text, said) for text, said in pairs(language) if text.endswith(".") != said.endswith(".")] == []


NOT_NYNORSK = (
    *(
        "ikke",
        "hva",
        "hvem",
        "hvor",
        "hvordan",
        "hvorfor",
        "hver",
        "hvert",
        "noen",
        "fra",
        "bare",
        "selv",
        "mye",
        "kommer",
    ),
    *("saken", "filen", "mappen", "linjen", "møtene", "sier", "gjør", "skrives", "begynner", "åpne"),
    *(
        "blei",
        "lenkje",
        "lenkjer",
        "votering",
        "voteringar",
        "kodelageret",
        "medlemmet",
        "rekkefølge",
        "følger",
        "nummera",
    ),
)
"""Words of bokmål that are written by mistake, and those for which another was chosen, so that a thing has one name."""


def test_nynorsk_is_nynorsk_and_has_one_word_for_one_thing() -> None:
    catalogues_ = (PROJECT / "templates/locale/nn").glob("*.po")
    texts = {path: read_po(io.BytesIO(path.read_bytes())) for path in catalogues_}
    said = [(path.name, str(one.string)) for path, found in texts.items() for one in found if one.id]
    said += [(path.name, path.read_text()) for path in (PROJECT / "docs").glob("*/nn/**/*.*")]
    assert {"begin.md", "board.yaml", "chart.yaml", "messages.po", "tool.po"} <= {name for name, _ in said}
    wrong = re.compile(rf"(?<![\w/<-])(?:{'|'.join(NOT_NYNORSK)})(?![\w/>-])", re.IGNORECASE)
    assert [(name, found[0]) for name, text in said for found in wrong.finditer(text)] == []


def test_every_text_is_marked_where_it_is_written() -> None:
    """What a `Code` says is in the catalogues: neither a text without a mark nor one that is put together."""
    bare = []
    for path in sorted((PROJECT / "akson_docs").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Code":
                bare += [
                    f"{path.name}:{one.lineno}"
                    for one in node.args[2:]
                    if isinstance(one, ast.JoinedStr | ast.BinOp | ast.Constant)
                ]
    assert bare == []


WRITTEN = (
    "roles.py", "slides.py", "refusals.py", "meant.py", "pasted_text.py", "stray_files.py", "search_words.py",
)  # fmt: skip
"""Where Norwegian is no translation: words that are no names, an example of a value, keys as they are mistyped, forms
of words."""


def test_no_module_speaks_norwegian_by_itself() -> None:
    """Sentences in other languages are in the catalogues. Names of the field (utgave, saksframlegg) are names."""
    found = []
    for path in sorted((PROJECT / "akson_docs").rglob("*.py")):
        tree = ast.parse(path.read_text())
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        found += [
            f"{path.name}:{node.lineno} {node.value[:40]}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
            and re.search(r"\b(ikke|ikkje|eller|hva|kva|blir|ble)\b", node.value)
        ]
    assert [one for one in found if not one.startswith(WRITTEN)] == []


# ---- what is said --------------------------------------------------------------------------------------------


def test_english_needs_no_catalogue() -> None:
    assert translated("no such text", SOURCE) == "no such text"
    assert counted("{count} file", "{count} files", 1, SOURCE) == "1 file"
    assert counted("{count} file", "{count} files", 2, SOURCE) == "2 files"


@pytest.mark.parametrize("language", OTHERS)
def test_what_a_catalogue_lacks_is_said_in_english(language: str) -> None:
    assert translated("no such text", language) == "no such text"
    assert translated("", language) == ""
    assert counted("{count} no such", "{count} no suches", 2, language) == "2 no suches"


def test_what_is_counted_is_said_as_the_language_counts() -> None:
    assert [counted("{count} warning", "{count} warnings", count, "nb") for count in (0, 1, 2)] == [
        "0 advarsler", "1 advarsel", "2 advarsler",
    ]  # fmt: skip


def test_a_word_of_two_meanings_is_told_apart_by_its_context() -> None:
    assert {translated(text, "nb", context) for _, text in (("", "Votes"),) for context in ("label",)} == {"Voteringer"}
    assert [translated("place", "nb", context) for context in ("field", "no such context")] == ["sted", "place"]


def test_a_text_in_each_language_that_has_it() -> None:
    assert in_each("Decision", "item type") == (("nb", "Beslutning"), ("nn", "Avgjerd"), ("en", "Decision"))
    assert in_each("no such text", "item type") == (("en", "no such text"),)


@pytest.mark.parametrize(
    ("named", "language"),
    [
        ("nb_NO.UTF-8", "nb"), ("no_NO", "nb"), ("nn_NO.UTF-8", "nn"), ("en_US.UTF-8", "en"), ("C", ""), ("", ""),
        ("POSIX", ""), ("sv_SE.UTF-8", "en"), ("nbx", "en"), ("C.UTF-8", ""),
    ],
)  # fmt: skip
def test_the_language_of_a_locale(named: str, language: str) -> None:
    assert of_environment({"LANG": named}) == language


@pytest.mark.parametrize(
    ("named", "wanted", "language"),
    [
        ("en_US.UTF-8", "nn:nb", "nn"), ("en_US.UTF-8", "se:nb_NO:en", "nb"), ("nb_NO.UTF-8", "sv", "nb"),
        ("C", "nb", ""), ("POSIX", "nb", ""), ("C.UTF-8", "nb", "nb"), ("", "nn", "nn"), ("nb_NO", "", "nb"),
    ],
)  # fmt: skip
def test_the_languages_that_somebody_wants_go_before_that_of_the_locale(named: str, wanted: str, language: str) -> None:
    assert (
        of_environment({"LC_ALL": named, "LANG": "nn_NO", "LANGUAGE": wanted} if named else {"LANGUAGE": wanted})
        == language
    )


def test_parameters_are_filled_in_once() -> None:
    assert filled("{a} {b} {c}", (("a", "{b}"), ("b", 2))) == "{b} 2 {c}"
    assert [quoted("x", language) for language in ("nb", "en")] == ["«x»", '"x"']


# ---- a language that is new ----------------------------------------------------------------------------------


@pytest.fixture
def sami(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Northern Sámi with a catalogue of one text and one that is counted, which falls back to bokmål."""
    here = Path(catalogue.shipped()) / "templates/locale"
    for language in OTHERS:
        (tmp_path / f"templates/locale/{language}").mkdir(parents=True)
        (tmp_path / f"templates/locale/{language}/tool.po").write_bytes((here / language / "tool.po").read_bytes())
    path = tmp_path / "templates/locale/se/tool.po"
    path.parent.mkdir()
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language: se\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"\n\n'
        'msgctxt "label"\nmsgid "Votes"\nmsgstr "Jienasteamit"\n\n'
        'msgid "{count} file"\nmsgid_plural "{count} files"\n'
        'msgstr[0] "{count} fiila"\nmsgstr[1] "{count} fiilla"\nmsgstr[2] "{count} fiillat"\n'
    )
    row = LANGUAGES["nn"]._replace(name="Davvisámegiella", formats="se")
    monkeypatch.setattr(catalogue, "LANGUAGES", {**LANGUAGES, "se": row})
    monkeypatch.setattr(catalogues, "LANGUAGES", catalogue.LANGUAGES)
    monkeypatch.setattr(catalogue, "shipped", lambda: str(tmp_path))
    monkeypatch.setattr("importlib.util.cache_from_source", lambda path: str(tmp_path / "cache/x.pyc"))
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    catalogue._own.cache_clear()
    yield path
    catalogue._own.cache_clear()


def test_a_catalogue_that_has_a_part_falls_back(sami: Path) -> None:
    assert translated("Votes", "se", "label") == "Jienasteamit"
    assert translated("place", "se", "field") == "sted"
    assert [counted("{count} file", "{count} files", count, "se") for count in (1, 2, 3)] == [
        "1 fiila", "2 fiilla", "3 fiillat",
    ]  # fmt: skip
    assert counted("{count} error", "{count} errors", 2, "se") == "2 feil"
    assert in_each("Decision", "item type") == (("nb", "Beslutning"), ("nn", "Avgjerd"), ("en", "Decision"))


def test_what_it_lacks_is_listed(
    sami: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["catalogues.py"])
    assert catalogues.main() == 0
    listed = capsys.readouterr().out
    total = len(catalogues.texts())
    assert f"se: 2 of {total} texts, {total - 2} lacking\n" in listed
    assert "\n  (field) place\n" in listed
    monkeypatch.setattr("sys.argv", ["catalogues.py", "--write"])
    assert catalogues.main() == 0
    catalogue._own.cache_clear()
    assert counted("{count} error", "{count} errors", 2, "se") == "2 feil"  # which is there now, without words
    written = read_po(io.BytesIO(sami.read_bytes()), locale="se")
    assert len(written) == total
    assert written.get("Votes", "label").string == "Jienasteamit"  # type: ignore[union-attr]


# ---- how catalogues are read ---------------------------------------------------------------------------------


def test_a_catalogue_is_compiled_once(sami: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = sami.parents[3] / "cache"
    translated("Votes", "se", "label")
    assert [path.name for path in kept.iterdir() if path.name.startswith("se-")] != []
    catalogue._own.cache_clear()
    monkeypatch.setattr(gettext_files, "_compiled", None)  # is not needed again
    assert translated("Votes", "se", "label") == "Jienasteamit"


def test_what_was_compiled_of_another_catalogue_is_not_taken(sami: Path) -> None:
    translated("Votes", "se", "label")
    sami.write_text(sami.read_text().replace("Jienasteamit", "Jienat"))
    catalogue._own.cache_clear()
    assert translated("Votes", "se", "label") == "Jienat"


@pytest.mark.parametrize("broken", [b"", b"\xde\x12\x04\x95", b"no catalogue" * 50])
def test_what_is_broken_is_compiled_anew(sami: Path, broken: bytes) -> None:
    translated("Votes", "se", "label")
    for path in (sami.parents[3] / "cache").iterdir():
        path.write_bytes(broken)
    catalogue._own.cache_clear()
    assert translated("Votes", "se", "label") == "Jienasteamit"


def test_where_nothing_can_be_kept_it_is_said_all_the_same(sami: Path) -> None:
    (sami.parents[3] / "cache").write_text("a file, and no folder")
    assert translated("Votes", "se", "label") == "Jienasteamit"


def test_a_language_without_a_catalogue_falls_back(sami: Path) -> None:
    sami.unlink()
    assert translated("place", "se", "field") == "sted"
    assert isinstance(catalogue._own("se"), gettext.NullTranslations)
