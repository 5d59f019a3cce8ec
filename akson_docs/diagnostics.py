"""Problems as values: where something is wrong, what, and what to do.

A `Code` is the kind of a problem with its words; it stands beside the code that finds it. `Code.at` makes a
`Diagnostic` (a place in a file), `Code.of` a `Problem` (a place in a value, for the stages that no longer know
files). `located` turns the second into the first. Nothing here is slow to import: a build with nothing to do prints
its warnings from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from akson_docs.catalogue import N_, filled, quoted, translated

Severity = Literal["error", "warning", "note", "off"]
ValuePath = tuple[str | int, ...]
Parameters = tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: `line` and `column` from 1 (columns in characters), the end exclusive."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        """`file:line:column`; the name alone of what has no lines, as a folder, a picture or a server."""
        whole = (self.line, self.column, self.end_line) == (1, 1, 0)
        return self.file if whole and not self.file.endswith(WRITTEN) else f"{self.file}:{self.line}:{self.column}"


WRITTEN = (".yaml", ".yml", ".md", ".csv", ".html", ".css", ".po", ".svg")
"""How the names of files end that are written line by line."""

Spans = Mapping[ValuePath, Span]


@dataclass(frozen=True, slots=True)
class MessageTexts:
    """A message and a hint as they stand in the code, with `{parameter}` where parameters go."""

    text: str
    hint: str = ""
    where: str = ""
    """What stands before the message: "page {page} of {file}: "."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem at a place in a file. `words` are templates; `message` fills them in."""

    code: str
    severity: Severity
    span: Span
    words: MessageTexts
    parameters: Parameters = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem at a place in a value: `path` is the way from the meeting (or board, or site) down to it."""

    code: Code
    path: ValuePath
    parameters: Parameters = ()
    file: str = ""
    """Where the value stands in another file than the meeting's own, that file's path."""
    found: str = ""
    """The words of a text that it is about, by which their line is found."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: its name (`[slide-kind]`), how grave it is, and its words."""

    name: str
    severity: Severity
    text: str
    hint: str = ""
    where: str = ""
    words: MessageTexts = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", MessageTexts(self.text, self.hint, self.where))

    def at(self, span: Span, /, **parameters: str | int) -> Diagnostic:
        """This problem at a place in a file."""
        return Diagnostic(self.name, self.severity, span, self.words, tuple(parameters.items()))

    def of(self, path: ValuePath, /, **parameters: str | int) -> Problem:
        """This problem at a place in a value."""
        return Problem(self, path, tuple(parameters.items()))


class Fault(Exception):
    """That something cannot be done, with the diagnostic that says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


def nearest(found: str, known: Iterable[str]) -> str:
    """What was probably meant by a name that is none of those that are known; "" where none is near."""
    from difflib import get_close_matches  # slow to import, and asked for only where something is wrong

    spelt: dict[str, str] = {}
    for one in known:
        spelt.setdefault(one.casefold(), one)
    near = get_close_matches(found.casefold(), spelt, 1, 0.6)
    return spelt[near[0]] if near else ""


def locate(path: ValuePath, spans: Spans, default: Span) -> Span:
    """The span of `path`, or of the nearest thing around it that has one."""
    for length in range(len(path), -1, -1):
        found = spans.get(path[:length])
        if found is not None:
            return found
    return default


def located(problem: Problem, spans: Spans, default: Span, severity: Severity | None = None) -> Diagnostic:
    """`problem` as a diagnostic at the line where its value was written."""
    span = locate(problem.path, spans, default)
    return Diagnostic(
        problem.code.name, severity or problem.code.severity, span, problem.code.words, problem.parameters
    )


def message(diagnostic: Diagnostic, language: str = "en") -> str:
    """What is wrong, in one sentence without place or code."""
    words = diagnostic.words
    said = translated(words.where, language) + translated(words.text, language)
    return filled(said, ((name, _listed(held, language)) for name, held in diagnostic.parameters))


def listing(rows: Iterable[tuple[str, int, str]], context: str) -> str:
    """A parameter that is a list of things, (what it is, how many there are, where): said in a language when it is
    told. What they are is marked with `NC_` in the context."""
    return "\n".join("\t".join((_LISTING, context, what, str(count), where)) for what, count, where in rows)


def _listed(held: str | int, language: str) -> str:
    """A parameter as a language says it."""
    if not isinstance(held, str) or not held.startswith(_LISTING):
        return str(held)
    rows = (row.split("\t", 4)[1:] for row in held.split("\n"))
    return ", ".join(
        f"{count} × {translated(what, language, context)}{f' ({where})' if where else ''}"
        for context, what, count, where in rows
    )


_LISTING = "\x1flisting"


def hint(diagnostic: Diagnostic, language: str = "en") -> str:
    """What to do, or "" where the message says it already."""
    nearest = dict(diagnostic.parameters).get("nearest")
    if nearest:
        return filled(translated(MEANT, language), (("nearest", quoted(str(nearest), language)),))
    return filled(translated(diagnostic.words.hint, language), diagnostic.parameters)


MEANT = N_("did you mean {nearest}?")
_SEVERITY: Mapping[Severity, str] = {"error": "", "warning": N_("warning: "), "note": N_("note: "), "off": ""}


def line(diagnostic: Diagnostic, language: str = "en") -> str:
    """The diagnostic as one line: `file:line:column: what is wrong; what to do [code]`."""
    text = message(diagnostic, language)
    advice = hint(diagnostic, language)
    weight = translated(_SEVERITY[diagnostic.severity], language)
    said = f"{text}; {advice}" if advice else text
    written = f"{diagnostic.span}: {weight}{said} [{diagnostic.code}]"
    # A file's name may hold anything: neither another line nor a command to the terminal comes of it.
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in written)


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each once, by file, line and column."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.span, d.code, d.parameters)))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them stops a build."""
    return bool(only_errors(diagnostics))


def only_errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those of them that stop a build."""
    return tuple(one for one in diagnostics if one.severity == "error")


def to_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """The diagnostic as JSON values; `from_json` gives it back."""
    span, words = diagnostic.span, diagnostic.words
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "file": span.file,
        "span": [span.line, span.column, span.end_line, span.end_column],
        "words": [words.text, words.hint, words.where],
        "parameters": dict(diagnostic.parameters),
    }


def from_json(data: Mapping[str, Any]) -> Diagnostic:
    """The diagnostic that `to_json` made `data` of."""
    return Diagnostic(
        code=data["code"],
        severity=cast(Severity, data["severity"]),
        span=Span(data["file"], *data["span"]),
        words=MessageTexts(*data["words"]),
        parameters=tuple(data["parameters"].items()),
    )
