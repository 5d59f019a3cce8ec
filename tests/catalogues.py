"""The texts of the code, and what the catalogues of `templates/locale/` have of them.

python tests/catalogues.py          what each catalogue lacks
python tests/catalogues.py --write  brings them up to date: new texts come in, those that are gone go out
"""

from __future__ import annotations

import ast
import functools
import io
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # this checkout, wherever another is installed from

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from places import PROJECT

from akson_docs.catalogue import LANGUAGES, SOURCE, catalogue
from akson_docs.rules import registry
from akson_docs.sources.format import schema

MARKS = {"N_": 0, "translated": 0, "said": 0, "NC_": 1, "in_each": 0, "counted": 0}
"""What a text of the code is handed to, and at which place it is."""
HEAD = """\
# What the tool says, in {name}. A key (msgid) is the text as it stands in the code; what is lacking here is said in
# {otherwise}. To bring it up to date: .venv/bin/python tests/catalogues.py --write
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
"""What a catalogue begins with. What was made when, and by whom, is what the history of the repository says."""

Key = tuple[str, str | tuple[str, str]]
"""(context, text); of what is counted (context, (one, many))."""


@functools.cache
def texts() -> dict[Key, tuple[str, ...]]:
    """Every text that is to be translated, and the modules that it stands in."""
    found: dict[Key, list[str]] = {}
    for path in sorted((PROJECT / "akson_docs").rglob("*.py")):
        for key in marked(ast.parse(path.read_text())):
            found.setdefault(key, []).append(path.relative_to(PROJECT).as_posix())
    for one in described():
        found.setdefault(("", one), []).append("schema/")
    for rule in registry.RULES:
        for one in registry.reason(rule):
            found.setdefault(("", one), []).append(
                f"akson_docs/{rule.__module__.partition('.')[2].replace('.', '/')}.py"
            )
    return {key: tuple(dict.fromkeys(files)) for key, files in sorted(found.items(), key=lambda pair: str(pair[0]))}


def marked(module: ast.Module) -> Iterator[Key]:
    """The texts of a module: what is handed, as it is written, to a function of the catalogue or to the terminal's."""
    imported = {
        alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module in ("akson_docs.catalogue", "akson_docs.cli.terminal")
        for alias in node.names
    }
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).removeprefix("catalogue.")
        if name not in MARKS or (name not in imported and name == ast.unparse(node.func)):
            continue
        given = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
        text = given[MARKS[name]]
        if not isinstance(text, str) or not text:
            continue
        if name == "counted":
            yield "", (text, str(given[1]))
        elif name == "NC_":
            yield str(given[0]), text
        else:
            context = given[-1] if name in ("translated", "said", "in_each") and len(given) > 1 else ""
            yield context if isinstance(context, str) else "", text


def described() -> Iterator[str]:
    """What the source format says of its own keys: the form and the manual say it too."""

    def look(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            said = value.get("description")
            yield from [said] if isinstance(said, str) else ()
            for inner in value.values():
                yield from look(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from look(inner)

    for kind in ("site", "board", "meeting", "item"):
        yield from look(schema.schema(kind))


def read(language: str) -> Catalog:
    """A catalogue as it is; an empty one where there is none."""
    path = Path(catalogue(language))
    return read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)


def said(language: str) -> dict[Key, str | tuple[str, ...]]:
    """What a catalogue has words for."""
    found: dict[Key, str | tuple[str, ...]] = {}
    for message in read(language):
        context, words = message.context or "", message.string or ""
        if isinstance(message.id, str) and isinstance(words, str):
            if message.id and words:
                found[(context, message.id)] = words
        elif all(words):
            found[(context, (message.id[0], message.id[1]))] = tuple(words)
    return found


def printed(language: str) -> frozenset[str]:
    """The keys of what sites and papers print that a catalogue has words for."""
    path = Path(catalogue(language)).with_name("messages.po")
    found = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    named = ((one.id if isinstance(one.id, str) else one.id[0], one.string) for one in found)
    return frozenset(name for name, words in named if name and (words if isinstance(words, str) else all(words or ())))


def lacking(language: str) -> list[Key]:
    """The texts that a catalogue has no words for."""
    there = said(language)
    return [key for key in texts() if key not in there]


def written(language: str) -> bytes:
    """A catalogue with every text of the code, and no other, each with the words that it had."""
    before, spoken = said(language), LANGUAGES[language]
    otherwise = LANGUAGES[spoken.falls_back].name if spoken.falls_back else LANGUAGES[SOURCE].name
    made = Catalog(locale=language)
    for (context, text), files in texts().items():
        made.add(
            text,
            before.get((context, text), ("",) * made.num_plurals if isinstance(text, tuple) else ""),
            locations=[(file, 0) for file in files],
            context=context or None,
        )
    out = io.BytesIO()
    write_po(out, made, width=110, omit_header=True, include_lineno=False)
    head = HEAD.format(name=spoken.name, otherwise=otherwise, language=language, plural=made.plural_forms)
    return head.encode() + out.getvalue()


def main() -> int:
    """Says what is lacking, or writes the catalogues anew."""
    total = len(texts())
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        if "--write" in sys.argv[1:]:
            Path(catalogue(language)).write_bytes(written(language))
        short = lacking(language)
        print(f"{language}: {total - len(short)} of {total} texts, {len(short)} lacking")
        unprinted = printed(SOURCE) - printed(language)
        if unprinted:
            print(f"  of what sites and papers print: {', '.join(sorted(unprinted))}")
        for context, text in short if "--write" not in sys.argv[1:] else ():
            shown = text if isinstance(text, str) else text[1]
            print(f"  {f'({context}) ' if context else ''}{shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
