"""What YAML cannot read, as an author would understand it: what the line that it stopped at was probably meant to be.

The library says where it gave up, in its own words. Here the lines around that place are looked at for the slips that
people make: no colon, no dash, another sign for a dash, a space that is none, a line that is indented too far.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence

import yaml

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.sources.hidden_characters import CONTROL

NOT_YAML = Code(
    "not-yaml",
    "error",
    N_("this is not YAML: {problem}"),
    N_("look at this line and the one above: quotation marks, brackets, colons and indentation"),
)
ENDED = Code(
    "two-documents",
    "error",
    N_("... at the start of a line ends the file, and more stands below it"),
    N_("take the line out"),
)
COLON = Code(
    "colon",
    "error",
    N_("a second colon in this line: what stands before it reads as a key"),
    N_("put the text in quotes: {example}"),
)
TEXT_COLON = Code(
    "colon",
    "error",
    N_("a colon and a space in this text make a key of what stands before them"),
    N_('begin the text with "|" and write all of it below, indented; or put all of it in quotes'),
)
INDENTED = Code(
    "indented",
    "error",
    N_('"{found}" is indented further than the keys above it'),
    N_("begin it below the first letter of the key above; a text over several lines begins with |"),
)
TAB = Code("tab", "error", N_("a tab where YAML wants spaces"), N_("indent with spaces"))
SPACE = Code(
    "other-space",
    "error",
    N_("a space here is no ordinary one ({name}), and does not count as a space"),
    N_("delete it, and type a space; it often comes with text that is pasted from elsewhere"),
)
QUOTES = Code(
    "quotes",
    "error",
    N_("a text that begins with a quotation mark does not end with one, or goes on after it"),
    N_("put the whole text in quotes, and write a quotation mark inside as \\\" (or use '…')"),
)
CURLY = Code(
    "curly-quotes",
    "error",
    N_("curly quotation marks do not hold a text together"),
    N_('put the whole text in straight ones: "…: …"'),
)
DASH = Code("dash-without-space", "error", N_("there is no space after the dash"), N_('write "- key: value"'))
ROW_MARK = Code(
    "row-mark",
    "error",
    N_("{found} begins no row"),
    N_("write - (a hyphen) and a space at the start of a row"),
)
ROW_DASH = Code(
    "row-dash",
    "error",
    N_("a row begins here, and has no dash before it"),
    N_('write "- " before it: {example}'),
)
INDENT = Code(
    "indent",
    "error",
    N_("the line does not line up with the ones above"),
    N_("give the keys of one thing the same indentation"),
)
FIRST_CHARACTER = Code("first-character", "error", N_("a text cannot begin with {found}"), N_("put it in quotes"))
ALIAS = Code("alias", "error", N_("a text cannot begin with {found}"), N_("put it in quotes"))
MERGE = Code("merge", "error", N_('"<<" is not used here'), N_("write the keys and values out"))
TAGGED = Code("tag", "error", N_("a text that begins with ! is lost: YAML takes it for a type"), N_("put it in quotes"))
COMMENT = Code(
    "comment-in-text",
    "error",
    N_("everything from # on is a comment, and is not printed"),
    N_("put the text in quotes; a real comment has two spaces before it"),
)
OTHER_COMMENT = Code(
    "other-comment",
    "error",
    N_("{found} begins no comment here"),
    N_("begin it with #"),
)
FLOW_ENDED = Code(
    "flow-ended",
    "error",
    N_("the text goes on after the {sign} that ended it"),
    N_("put a text that begins with [ or {open} in quotes"),
)
FLOW_OPEN = Code(
    "flow-open",
    "error",
    N_("a { or [ that begins here is never closed"),
    N_("close it, or put a text that begins with it in quotes"),
)
NO_COMMA = Code(
    "flow-comma",
    "error",
    N_("a comma is missing here, before the next key"),
    N_("put a comma after what stands before it, or write the keys below each other"),
)
OTHER_BRACKET = Code(
    "flow-open",
    "error",
    N_("a {sign} that was opened cannot be closed with {found}"),
    N_("close it with the sign of its own kind"),
)
NO_SPACE = Code("colon-without-space", "error", N_("there is no space after the colon"), N_('write "key: value"'))
NO_COLON = Code(
    "no-colon",
    "error",
    N_('there is no colon after "{found}"'),
    N_('write "{found}: {rest}"'),
)
QUOTED_KEY = Code(
    "quotes",
    "error",
    N_("the quotation marks stand around key and text together"),
    N_('put them around the text alone: key: "…"'),
)
NO_KEY = Code(
    "no-key",
    "error",
    N_("this line has no key, and is not indented as part of the text above"),
    N_('a text over several lines begins with "|", and its lines are indented below'),
)
AFTER_BAR = Code(
    "text-after-bar",
    "error",
    N_("nothing may stand after | or > in the same line"),
    N_("write the text in the lines below, indented; or put it in quotes"),
)

DEEPEST = 30
"""Levels that a source file may have."""
TOO_DEEP = Code("too-deep", "error", N_("more than {most} levels inside each other"), N_("write it with fewer levels"))

WRITTEN: Mapping[str, tuple[str, str]] = {
    COLON.name: ("title: Avtale: ny", 'title: "Avtale: ny"'),
    INDENTED.name: ("title: Status\n  duration: 30", "title: Status\nduration: 30"),
    QUOTES.name: ('title: "Ny" avtale', "title: '\"Ny\" avtale'"),
    CURLY.name: ("title: “Avtale: ny”", 'title: "Avtale: ny"'),
    DASH.name: ("items:\n  -title: Status\n  -title: Eventuelt", "items:\n  - title: Status\n  - title: Eventuelt"),
    ROW_MARK.name: (
        "items:\n  • title: Status\n  • title: Eventuelt",
        "items:\n  - title: Status\n  - title: Eventuelt",
    ),
    ROW_DASH.name: (
        "items:\n    title: Status\n  - title: Eventuelt",
        "items:\n  - title: Status\n  - title: Eventuelt",
    ),
    ALIAS.name: ("title: *Viktig* avtale", 'title: "*Viktig* avtale"'),
    FIRST_CHARACTER.name: ("title: @alle", 'title: "@alle"'),
    TAGGED.name: ("title: !Viktig", 'title: "!Viktig"'),
    COMMENT.name: ("title: Sak #4", 'title: "Sak #4"'),
    OTHER_COMMENT.name: (
        "title: Status\n// husk kaffe\nplace: Rådhuset",
        "title: Status\n# husk kaffe\nplace: Rådhuset",
    ),
    NO_SPACE.name: ("title:Status\nplace: Rådhuset", "title: Status\nplace: Rådhuset"),
    NO_COLON.name: ("place Rådhuset\ntitle: Status", "place: Rådhuset\ntitle: Status"),
    AFTER_BAR.name: ("body: | Neste steg er pilot.", "body: |\n  Neste steg er pilot."),
}
"""What is written wrongly, and how it is put right, by code: the manual shows it."""

_MARKS = "•‣⁃▪▫■□●○◦◆◇➢➤►✓✔·∙–—−*+\uf0a7\uf0b7\uf0d8\uf0fc"
"""What people begin the rows of a list with, besides a hyphen."""
_ROW_MARK = re.compile(rf"( *)([{re.escape(_MARKS)}])[ \t\xa0]")
_OTHER_SPACE = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BEFORE_A_TEXT = re.compile(r"[\s\xa0]*(?:-[\s\xa0]+)*(?:[\w-]+[\s\xa0]*:?[\s\xa0]*)?")
"""Where YAML wants spaces of its own kind: before a row's dash, after it, before and after a key."""
_KEY = re.compile(r"( *(?:- +)*)([\w-]+):(?: +(.*))?$")
_LONGEST = 60
"""Characters of a text that a hint repeats."""


def of(error: yaml.YAMLError, file: str, text: str, keys: Collection[str] = ()) -> Diagnostic:
    """What is wrong where reading a text as YAML failed; `keys` are the words that lines of such a file begin with."""
    lines = text.split("\n")
    unclosed = _unclosed(error, file, text)
    if unclosed is not None:
        return unclosed
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        position = getattr(error, "position", None)
        if isinstance(position, int):
            before = text.encode()[:position].decode("utf-8", "replace")
            return CONTROL.at(Span(file, before.count("\n") + 1, len(before) - before.rfind("\n")))
        return NOT_YAML.at(Span(file), problem=str(error).splitlines()[0])
    return _slip(error, file, lines, keys) or _complaint(error, file, lines, keys)


def other_space(line: str) -> int | None:
    """Where in a line, from 0, a space of another kind stands in the place of one that YAML reads."""
    before = _BEFORE_A_TEXT.match(line)
    found = _OTHER_SPACE.search(before[0]) if before else None
    return found.start() if found else None


def space(file: str, number: int, line: str) -> Diagnostic | None:
    """That a line, by its number from 0, has a space of another kind where YAML wants one."""
    at = other_space(line)
    return None if at is None else SPACE.at(Span(file, number + 1, at + 1), name=f"U+{ord(line[at]):04X}")


def row(file: str, number: int, line: str) -> Diagnostic | None:
    """That a line, by its number from 0, begins a row with another sign than a dash, or without a space after it."""
    marked = _ROW_MARK.match(line)
    if marked:
        return ROW_MARK.at(Span(file, number + 1, len(marked[1]) + 1), found=marked[2])
    return DASH.at(Span(file, number + 1, line.index("-") + 1)) if re.match(r" *-\w[\w-]*:(?: |$)", line) else None


def _unclosed(error: yaml.YAMLError, file: str, text: str) -> Diagnostic | None:
    """The text in quotes over several lines that ends where reading failed: its own mark is the one that is missing.

    The next quotation mark below closes it, however far that is, and what follows there makes no sense.
    """
    mark = getattr(error, "problem_mark", None)
    last = None
    try:
        for token in yaml.scan(text, Loader=yaml.CBaseLoader):
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                last = token
    except yaml.YAMLError:
        pass
    if mark is None or last is None or not last.start_mark.line < last.end_mark.line == mark.line:
        return None
    start = last.start_mark
    return QUOTES.at(Span(file, start.line + 1, start.column + 1))


def _slip(error: yaml.MarkedYAMLError, file: str, lines: Sequence[str], keys: Collection[str]) -> Diagnostic | None:
    """What somebody slipped in, where that can be told from the lines around: those that may be the ones are the line
    that reading stopped at, the one above it, and the one in which began what could not be read."""
    mark, problem = error.problem_mark, error.problem or ""
    assert mark is not None
    here = min(mark.line, len(lines) - 1)
    above = next((number for number in range(here - 1, -1, -1) if lines[number].strip()), here)
    began = error.context_mark.line if error.context_mark is not None else here
    near = dict.fromkeys((above, here) if "mapping values" in problem else (began, here, above))
    if "could not find expected" in problem:
        near = dict.fromkeys((began, here))
    near = {number: None for number in near if number < len(lines)}
    for number in near:
        found = space(file, number, lines[number])
        if found is not None:
            return found
    for number in near:
        comment = re.match(r"( *)(//|<!--|/\*)", lines[number])
        if comment:
            return OTHER_COMMENT.at(Span(file, number + 1, len(comment[1]) + 1), found=comment[2])
    for number in near:
        row = _ROW_MARK.match(lines[number])
        if row and not (row[2] in "*+" and "alias" not in (error.context or "") and number != here):
            return ROW_MARK.at(Span(file, number + 1, len(row[1]) + 1), found=row[2])
    if not any(words in problem for words in ("mapping values", "could not find expected", "did not find expected")):
        return None
    for number in near:
        whole = re.match(r" *(?:- +)*(['\"])([\w-]+): [^'\"]*\1 *$", lines[number])
        if whole and whole[2] in keys:
            return QUOTED_KEY.at(Span(file, number + 1, whole.start(1) + 1))
        lost = re.match(r"( *(?:- +)*)([\w-]+)(?: *[;=] *| +)([^\s:#].*)$", lines[number])
        if lost and lost[2] in keys and not re.match(r"[\w -]*:(?: |$)", lines[number].strip().removeprefix("- ")):
            at = Span(file, number + 1, len(lost[1]) + len(lost[2]) + 1)
            return NO_COLON.at(at, found=lost[2], rest=_shortened(lost[3]))
    return _row(error, file, lines)


def _row(error: yaml.MarkedYAMLError, file: str, lines: Sequence[str]) -> Diagnostic | None:
    """The first of some rows that has no dash, where the next one that has one makes no sense."""
    mark = error.problem_mark
    if mark is None or mark.line >= len(lines) or not lines[mark.line].lstrip().startswith("- "):
        return None
    dash = _indent(lines[mark.line])
    inside = list(
        itertools.takewhile(
            lambda number: not lines[number].strip() or _indent(lines[number]) > dash, range(mark.line - 1, -1, -1)
        )
    )
    first = next((number for number in reversed(inside) if lines[number].strip()), None)
    if first is None or first == 0 or not re.match(r"\s*(?:- +)*[\w-]+: *$", lines[first - 1]):
        return None
    if not _KEY.match(lines[first]) or lines[first].lstrip().startswith("- "):
        return None
    at = Span(file, first + 1, _indent(lines[first]) + 1)
    return ROW_DASH.at(at, example=f"- {_shortened(lines[first])}")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _complaint(error: yaml.MarkedYAMLError, file: str, lines: Sequence[str], keys: Collection[str]) -> Diagnostic:
    """A scanner's complaint in an author's words.

    Longer than 60 lines: a list of complaints, and what each means.
    """
    assert error.problem_mark is not None
    mark, problem = error.problem_mark, error.problem or ""
    context, began = error.context or "", error.context_mark
    line = lines[mark.line] if mark.line < len(lines) else ""
    here = Span(file, mark.line + 1, mark.column + 1)
    there = Span(file, began.line + 1, began.column + 1) if began is not None else here
    above = next((number for number in range(mark.line - 1, -1, -1) if lines[number].strip()), mark.line)
    if lines[above].startswith("\t") and not line.startswith("\t"):
        return TAB.at(Span(file, above + 1))
    if (
        "\t" in line[: len(line) - len(line.lstrip())]
        or "'\\t'" in problem
        or line[mark.column : mark.column + 1] == "\t"
    ):
        return TAB.at(here)
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        curly = re.match(r" *(?:- +)*\w+: *(?=[“”„«‘’])", line)
        if curly:
            return CURLY.at(Span(file, mark.line + 1, curly.end() + 1))
        for number in (above, mark.line):
            joined = re.match(r" *(?:- +)*[a-z_]+:(?=[^ ])", lines[number]) if number < len(lines) else None
            if joined:
                return NO_SPACE.at(Span(file, number + 1, joined.end() + 1))
        return _colon(file, lines, here, above, keys) if "mapping values" in problem else NO_KEY.at(there)
    if "<document start>" in problem:
        dots = next((number for number in range(mark.line, -1, -1) if lines[number].startswith("...")), None)
        return NOT_YAML.at(here, problem=problem) if dots is None else ENDED.at(Span(file, dots + 1))
    if "nesting depth" in problem:
        return TOO_DEEP.at(here, most=DEEPEST)
    if "quoted scalar" in context:
        return QUOTES.at(there)
    if "undefined alias" in problem or "alias" in context or "anchor" in context:
        return ALIAS.at(there, found=lines[there.line - 1][there.column - 1 : there.column])
    if "',' or" in problem:
        opening = lines[there.line - 1]
        before = line[: mark.column].rstrip()
        if before.endswith(("}", "]")) and line[mark.column : mark.column + 1] not in ("", ",", "}", "]", "#"):
            return FLOW_ENDED.at(here, sign=before[-1], open="{")
        if line[mark.column : mark.column + 1] == ":" and re.search(r"[\w.] +[\w-]+$", before):
            return NO_COMMA.at(Span(file, mark.line + 1, before.rindex(" ") + 1))
        if line[mark.column : mark.column + 1] in ("]", "}"):
            return OTHER_BRACKET.at(here, found=line[mark.column], sign=opening[there.column - 1 : there.column])
        comment = re.search(r"(?<=\S) #", opening[there.column - 1 :])
        if comment:
            return COMMENT.at(Span(file, there.line, there.column + comment.start() + 1))
        return FLOW_OPEN.at(there)
    if "comment or line break" in problem:
        return AFTER_BAR.at(here)
    if "did not find expected node content" in problem and mark.line >= len(lines) - 1:
        return FLOW_OPEN.at(here)
    if any(
        words in problem
        for words in (
            "block sequence entries are not allowed",
            "cannot start any token",
            "mapping keys are not allowed",
            "did not find expected node content",
        )
    ):
        return FIRST_CHARACTER.at(here, found=line[mark.column : mark.column + 1])
    if "tag" in context:
        return TAGGED.at(there)
    if re.match(r" *-\w+:", line):
        return DASH.at(Span(file, mark.line + 1, line.index("-") + 1))
    before = line[: mark.column].rstrip()
    if began is not None and "block mapping" in context and before.endswith(('"', "'")):
        return QUOTES.at(here)
    if began is not None and before.endswith(("]", "}")):
        return FLOW_ENDED.at(here, sign=before[-1], open="{")
    if line[mark.column : mark.column + 1] in ("]", "}"):
        return FIRST_CHARACTER.at(here, found=line[mark.column])
    if "did not find expected key" in problem:
        return INDENT.at(here)
    if "did not find expected '-' indicator" in problem:
        return INDENT.at(here)
    return NOT_YAML.at(here, problem=problem or str(error).splitlines()[0])


def _colon(file: str, lines: Sequence[str], here: Span, above: int, keys: Collection[str]) -> Diagnostic:
    """A colon where none may stand: the second one of its line, or that of a line which is indented too far."""
    line = lines[here.line - 1]
    key = _KEY.match(line)
    if key and here.column == key.end(2) + 1 and above != here.line - 1:
        if keys and key[2] not in keys:
            return TEXT_COLON.at(here)
        return INDENTED.at(Span(file, here.line, len(key[1]) + 1), found=key[2])
    first = re.match(r" *(?:- +)*([\w-]+): +(.*)$", line)
    example = f'{first[1]}: "{_shortened(first[2])}"' if first and '"' not in first[2] else '"…"'
    return COLON.at(here, example=example)


def _shortened(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
