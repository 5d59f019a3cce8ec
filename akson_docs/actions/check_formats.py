"""Diagnostics for other tools: SARIF 2.1.0, GitLab's Code Quality, GitHub's annotations, and plain JSON.

What is written is the same in every locale. Where a format has room for one language it is English; the words in
bokmål stand beside it.

SARIF: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. Code Quality: https://docs.gitlab.com/ci/testing/code_quality/.
Annotations: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from akson_docs import diagnostics
from akson_docs.catalogue import LANGUAGES, SOURCE, translated
from akson_docs.diagnostics import Diagnostic, Severity
from akson_docs.rules import registry

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
"""What every path is relative to: the folder that holds `meetings/`."""
_GITLAB: Mapping[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}
_GITHUB: Mapping[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def sarif(found: Iterable[Diagnostic], version: str, failed: bool = False) -> dict[str, Any]:
    """A SARIF log of one run: a rule for each code, a result for each problem; whether the run itself failed."""
    listed = diagnostics.ordered(found)
    codes: dict[str, Diagnostic] = {}
    for one in listed:
        codes.setdefault(one.code, one)
    names = sorted(codes)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "akson",
                        "version": version,
                        "language": "en",
                        "shortDescription": {"text": "Says what is wrong with the sources of meeting papers."},
                        "rules": [_rule(codes[name], "en") for name in names],
                    }
                },
                "language": "en",
                # A translation has the rules in the order of those that it translates.
                "translations": [
                    {
                        "name": "akson",
                        "version": version,
                        "language": language,
                        "translationMetadata": {"name": called.lower(), "fullName": f"akson, {called.lower()}"},
                        "contents": ["localizedData"],
                        "rules": [_rule(codes[name], language) for name in names],
                    }
                    for language, called in TRANSLATED.items()
                ],
                "automationDetails": {"id": "akson/check/"},
                "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that holds meetings/."}}},
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {"executionSuccessful": not failed, "exitCode": 1 if diagnostics.has_errors(listed) else 0},
                ],
                "results": [_result(one, names, mark) for one, mark in _marked(listed)],
            }
        ],
    }


TRANSLATED = {code: spoken.name for code, spoken in LANGUAGES.items() if code != SOURCE}
"""The languages besides English, and what each is called in itself."""


def codequality(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """A Code Quality report: a list with an entry for each problem."""
    return [
        {
            "description": said(one, "en"),
            "check_name": one.code,
            "fingerprint": mark,
            "severity": _GITLAB[one.severity],
            "location": {"path": one.span.file, "lines": {"begin": one.span.line}},
        }
        for one, mark in _marked(diagnostics.ordered(found))
    ]


def notes(found: Iterable[Diagnostic], language: str) -> str:
    """A line for each problem, of which GitHub makes a note at its line in a pull request. They need no right."""
    lines = []
    for one in diagnostics.ordered(found):
        span = one.span
        place = f"file={_property(span.file)},line={span.line},col={span.column},title={_property(one.code)}"
        lines.append(f"::{_GITHUB[one.severity]} {place}::{_data(said(one, language))}\n")
    return "".join(lines)


def records(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Plain values, an entry for each problem, with its words in every language."""
    return [
        {
            "file": one.span.file,
            "line": one.span.line,
            "column": one.span.column,
            "end_line": one.span.end_line or one.span.line,
            "end_column": one.span.end_column or one.span.column,
            "severity": one.severity,
            "code": one.code,
            "message": diagnostics.message(one),
            "hint": diagnostics.hint(one),
            **{
                f"{part}_{language}": say(one, language)
                for language in TRANSLATED
                for part, say in (("message", diagnostics.message), ("hint", diagnostics.hint))
            },
        }
        for one in found
    ]


def said(one: Diagnostic, language: str) -> str:
    """What is wrong and what to do, in one sentence."""
    advice = diagnostics.hint(one, language)
    text = diagnostics.message(one, language)
    return f"{text}; {advice}" if advice else text


def reason(code: str) -> tuple[str, ...]:
    """Why a rule is one, in paragraphs of plain text; none for what no rule but the format itself asks."""
    rule = next((rule for rule in registry.RULES if registry.code_name(rule) == code), None)
    return registry.reason(rule) if rule is not None else ()


def _rule(one: Diagnostic, language: str) -> dict[str, Any]:
    words = one.words
    what, advice = (translated(text, language) for text in (words.text, words.hint))
    asked = "\n\n".join(translated(part, language) for part in reason(one.code))
    parts = [what, advice, asked]
    described = {
        "id": one.code,
        "shortDescription": {"text": what},
        "help": {
            "text": "\n\n".join(part for part in parts if part),
            "markdown": "\n\n".join(_markdown(part) for part in parts if part),
        },
    }
    if asked:
        described["fullDescription"] = {"text": asked}
    if language == SOURCE:
        described["defaultConfiguration"] = {"level": _level(one.severity)}
        described["properties"] = {"tags": ["rule" if asked else "format"]}
    return described


def _result(one: Diagnostic, names: list[str], mark: str) -> dict[str, Any]:
    span = one.span
    region = {"startLine": span.line, "startColumn": span.column}
    if span.end_line:
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    return {
        "ruleId": one.code,
        "ruleIndex": names.index(one.code),
        "level": _level(one.severity),
        "message": {"text": said(one, "en")},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(span.file), "region": region}}],
        "partialFingerprints": {"akson/v1": mark},
        "properties": {f"message_{language}": said(one, language) for language in TRANSLATED},
    }


def _artifact(path: str) -> dict[str, str]:
    """Where a file is: below the root or, where it belongs to the tool, by its whole path."""
    if path.startswith("/"):
        return {"uri": "file://" + quote(path, errors="surrogateescape")}
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": ROOT}


def _marked(found: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Each problem with a mark that stays while lines are written above it, and that no other has."""
    seen: Counter[str] = Counter()
    for one in found:
        about = repr((one.code, one.span.file, one.parameters))
        seen[about] += 1
        yield one, hashlib.sha256(f"{about} {seen[about]}".encode("utf-8", "surrogatepass")).hexdigest()


def _level(severity: Severity) -> str:
    return "none" if severity == "off" else severity


def _markdown(text: str) -> str:
    """Words as Markdown in which only what stands between backticks is markup."""
    return "".join("\\" + sign if sign in "\\*_[]<>#|" else sign for sign in text)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
