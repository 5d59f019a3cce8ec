"""YAML as an author's file: bytes → plain values, with the place of every key and value.

Scalars stay text (`17/20`, `9:05` and `nei` survive), in the normal form of names (NFC) whatever the file is written
in; the model types them. Places are those of the file as it is on the disk. What YAML does silently and an author
does not expect is a problem here: a comment that swallows half a title, a comma that ends a sentence in `{…}`, a
key given twice, an alias, a tag. Nothing here knows what a meeting is.

Longer than 500 lines: one scanner with its own words for what YAML gets wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span, ValuePath
from akson_docs.sources import conflicts, hidden_characters, markdown_setup
from akson_docs.sources.hidden_characters import CONTROL

RawValue = str | list["RawValue"] | dict[str, "RawValue"]
"""A value as written: text, rows, or keys with values."""

LARGEST = 2_000_000
"""Bytes that a source file may have."""
DEEPEST = 30
"""Levels that a source file may have."""
LONGEST = 300_000
"""Characters of one text: a hundred pages."""
LONGEST_LINE = 5_000
"""Characters of a text that is not written over several lines: a title, a name."""
MOST_VALUES = 20_000
"""Keys, rows and texts of a source file: each may have something wrong with it."""
MOST_LINES = 10_000
"""Lines of one text."""
LARGEST_TABLE = 100_000
"""Bytes of a table's file: no field in it is then longer than the library reads."""

NOT_UTF8 = Code(
    "not-utf8", "error", N_("the file is not UTF-8 (byte {byte} here)"), N_("save it as UTF-8 in your editor")
)
TOO_LARGE = Code(
    "too-large",
    "error",
    N_("the file has {size} bytes, and {most} is the most"),
    N_("put long texts in Markdown files of their own"),
)
TOO_DEEP = Code("too-deep", "error", N_("more than {most} levels inside each other"))
TEXT_LONG = Code(
    "text-long",
    "error",
    N_("the text has {size} characters in {lines} lines, and {most} in {most_lines} are the most"),
    N_("divide it, or attach it as a PDF"),
)
LINE_LONG = Code(
    "line-long",
    "error",
    N_("a text in one line has {size} characters, and {most} are the most"),
    N_("write a long text over several lines, after |"),
)
MANY_VALUES = Code(
    "many-values", "error", N_("the file has more than {most} keys and rows"), N_("put items in files of their own")
)
TABLE_LARGE = Code(
    "table-large",
    "error",
    N_("the table has {size} bytes, and {most} are the most"),
    N_("show what the item is about, and attach the whole"),
)
BRACKETS = Code(
    "open-brackets",
    "error",
    N_("more than {most} signs [ or ( in a row are never closed"),
    N_("close them, or put them in code: `[`"),
)
EMPTY_FILE = Code("empty-file", "error", N_("the file is empty"))
NOT_YAML = Code("not-yaml", "error", N_("this is not YAML: {problem}"))
COLON = Code(
    "colon",
    "error",
    N_("a text with a colon and a space reads as a key"),
    N_('put the whole text in quotes: "…: …"; or is the line indented too far?'),
)
TAB = Code("tab", "error", N_("a tab where YAML wants spaces"), N_("indent with spaces"))
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
INDENT = Code(
    "indent",
    "error",
    N_("the line does not line up with the ones above"),
    N_("give the keys of one thing the same indentation"),
)
FIRST_CHARACTER = Code("first-character", "error", N_("a text cannot begin with {found}"), N_("put it in quotes"))
DUPLICATE_KEY = Code(
    "duplicate-key",
    "error",
    N_('"{key}" stands twice; the first is in line {first}'),
    N_('keep one of them; where a new row begins here, write "- " before its first key'),
)
ALIAS = Code(
    "alias",
    "error",
    N_("anchors, aliases and merges (&, *, <<) are not used here"),
    N_("write the text out, in quotes if it begins with that character"),
)
TAGGED = Code("tag", "error", N_("a text that begins with ! is lost: YAML takes it for a type"), N_("put it in quotes"))
COMMENT = Code(
    "comment-in-text",
    "error",
    N_("everything from # on is a comment, and is not printed"),
    N_("put the text in quotes; a real comment has two spaces before it"),
)
FLOW_SENTENCE = Code(
    "flow-sentence",
    "error",
    N_('a comma inside {…} or […] ended the text before "{found}"'),
    N_("put the text in quotes, or write the keys below each other"),
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
NO_SPACE = Code("colon-without-space", "error", N_("there is no space after the colon"), N_('write "key: value"'))
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
ROWS_IN_TEXT = Code(
    "rows-in-text",
    "error",
    N_("this row is joined to the text above it"),
    N_('begin the text with "|" and write all of it below, indented'),
)
TWO_DOCUMENTS = Code("two-documents", "error", N_("--- begins a second document; a file holds one"))
NOT_KEYS = Code("not-keys", "error", N_("keys with values expected"))
KEY_FORM = Code("key-form", "error", N_("a key must be one word"))
EMPTY_ROW = Code("empty-row", "error", N_("an empty row"), N_("remove the dash"))


@dataclass(frozen=True)
class Read:
    """What was read: the value (None where it cannot be made), and where each part stands."""

    value: dict[str, RawValue] | None
    spans: Mapping[ValuePath, Span]
    """The place of the value at a path; an absent (empty) value has one too."""
    keys: Mapping[ValuePath, Span]
    """The place of the key at a path."""
    flow: frozenset[ValuePath]
    """The paths of mappings written as {…}."""
    blocks: Mapping[ValuePath, tuple[tuple[Span, str], ...]]
    """The lines as written, each with its place, of the texts over several lines, by path. The lines of a literal
    text (`|`) are in `spans` too, under the text's path and the line's number from 0."""
    diagnostics: tuple[Diagnostic, ...]


def read(data: bytes, file: str) -> Read:
    """The value of a YAML file with one mapping at the top. Never raises for what an author can write."""
    text, problem = _decode(data, file)
    if problem is not None:
        return Read(None, {}, {}, frozenset(), {}, (problem,))
    left = tuple(conflicts.problems(text, file))
    if left:
        return Read(None, {}, {}, frozenset(), {}, left)
    lines = text.split("\n")
    composer = _Composer(file, lines)
    for number, line in enumerate(lines, 1):
        composer.diagnostics.extend(CONTROL.at(Span(file, number, at.start() + 1)) for at in _BREAKS.finditer(line))
    composer.diagnostics.extend(hidden_characters.problems(text, file))
    text = _BREAKS.sub(" ", text)
    try:
        value = composer.document(yaml.parse(text, Loader=yaml.CBaseLoader))
    except yaml.YAMLError as error:
        composer.diagnostics.append(_unclosed(error, file, text) or _scanner(error, file, composer.lines))
        value = None
    except _Stop:
        value = None
    if value is not None:
        composer.diagnostics.extend(tuple(_tangled(text, file)) or composer.tangled)
    return Read(
        value,
        composer.spans,
        composer.keys,
        frozenset(composer.flow),
        composer.blocks,
        tuple(composer.diagnostics),
    )


_BREAKS = re.compile("[\x85\u2028\u2029]")
"""What YAML takes for the end of a line, and no editor shows as one: every place after it would be a wrong one."""


def decode(data: bytes, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """A text file's text, and what is wrong with it: what makes it unfit first. One that is unfit has no text."""
    if file.lower().endswith(".csv") and len(data) > LARGEST_TABLE:
        return "", (TABLE_LARGE.at(Span(file), size=len(data), most=LARGEST_TABLE),)
    text, problem = _decode(data, file)
    if problem is not None:
        return "", (problem,)
    left = tuple(conflicts.problems(text, file))
    if left:
        return "", left
    found = [*_too_long(text, Span(file)), *_tangled(text, file), *hidden_characters.problems(text, file)]
    if hidden_characters.has_controls(text):
        lines = enumerate(text.split("\n"), 1)
        found += (
            CONTROL.at(Span(file, number, at)) for number, line in lines for at in hidden_characters.controls(line)
        )
    errors = [one for one in found if one.severity == "error"]
    if errors:
        return "", (errors[0],)
    # A table's file says what is wrong with it, or is a table.
    return text, () if file.lower().endswith(".csv") else tuple(found[:1])


def unmerged(data: bytes, file: str) -> tuple[Diagnostic, ...]:
    """What an unfinished merge left in a file; nothing where it is no text."""
    text, problem = _decode(data, file)
    return tuple(conflicts.problems(text, file)) if problem is None else ()


def _too_long(text: str, span: Span) -> Iterator[Diagnostic]:
    lines = text.count("\n") if len(text) > MOST_LINES else 0
    if len(text) > LONGEST or lines > MOST_LINES:
        yield TEXT_LONG.at(span, size=len(text), lines=lines, most=LONGEST, most_lines=MOST_LINES)


def _tangled(text: str, file: str, first: int = 1) -> Iterator[Diagnostic]:
    """What a reader of Markdown could not read; `first` is the first line's number."""
    found = markdown_setup.tangle(text)
    if found is None:
        return
    before = text[: found.start]
    line = first + before.count("\n")
    if found.what == "levels":
        yield TOO_DEEP.at(Span(file, line), most=markdown_setup.DEEPEST)
    else:
        yield BRACKETS.at(Span(file, line, found.start - before.rfind("\n")), most=markdown_setup.MOST_OPEN)


def _decode(data: bytes, file: str) -> tuple[str, Diagnostic | None]:
    if len(data) > LARGEST:
        return "", TOO_LARGE.at(Span(file), size=len(data), most=LARGEST)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return "", NOT_UTF8.at(Span(file, line, column), byte=f"0x{data[error.start]:02x}")


class _Stop(Exception):
    """Reading cannot go on; the reason is among the diagnostics."""


@dataclass
class _Composer:
    """Turns the parser's events into values; lives for one file."""

    file: str
    lines: list[str]
    spans: dict[ValuePath, Span] = field(default_factory=dict)
    keys: dict[ValuePath, Span] = field(default_factory=dict)
    flow: set[ValuePath] = field(default_factory=set)
    blocks: dict[ValuePath, tuple[tuple[Span, str], ...]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    tangled: list[Diagnostic] = field(default_factory=list)
    """What is wrong with a text as it is read, and not with the file as it is written."""

    def document(self, events: Iterator[Any]) -> dict[str, RawValue] | None:
        next(events)  # the stream begins
        if isinstance(next(events), yaml.StreamEndEvent):
            self.diagnostics.append(EMPTY_FILE.at(Span(self.file)))
            return None
        value = self.node(next(events), events, ())
        next(events)  # the document ends
        further = next(events)
        if not isinstance(further, yaml.StreamEndEvent):
            self.diagnostics.append(TWO_DOCUMENTS.at(self.span(further)))
            return None
        if isinstance(value, dict):
            return value
        problem = EMPTY_FILE if value is None else NOT_KEYS
        self.diagnostics.append(problem.at(self.spans.get((), Span(self.file))))
        return None

    def node(self, event: Any, events: Iterator[Any], path: ValuePath) -> RawValue | None:
        if len(path) > DEEPEST:
            self.diagnostics.append(TOO_DEEP.at(self.span(event), most=DEEPEST))
            raise _Stop
        if len(self.spans) > MOST_VALUES:
            self.diagnostics.append(MANY_VALUES.at(self.span(event), most=MOST_VALUES))
            raise _Stop
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.diagnostics.append(ALIAS.at(self.span(event)))
        elif event.tag is not None:
            self.diagnostics.append(TAGGED.at(self.span(event)))
        self.spans[path] = self.span(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, path)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, path)
        return ""

    def mapping(self, start: Any, events: Iterator[Any], path: ValuePath) -> dict[str, RawValue]:
        if start.flow_style:
            self.flow.add(path)
        value: dict[str, RawValue] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            span = self.span(event)
            if not isinstance(event, yaml.ScalarEvent):
                self.diagnostics.append(KEY_FORM.at(span))
                self.node(event, events, (*path, "?"))
                self.node(next(events), events, (*path, "?"))
                continue
            key = unicodedata.normalize("NFC", event.value)
            if key == "<<":
                self.diagnostics.append(ALIAS.at(span))
            inner = (*path, key)
            twice = inner in self.keys
            if twice:
                first = self.keys[inner].line
                self.diagnostics.append(DUPLICATE_KEY.at(span, key=key, first=first))
                inner = (*path, key, "again")
            else:
                self.keys[inner] = span
            following = next(events)
            if start.flow_style and _absent(following) and following.start_mark.index == following.end_mark.index:
                colon = self.lines[span.end_line - 1][span.end_column - 1 :].lstrip()
                if not colon.startswith(":"):
                    self.diagnostics.append(FLOW_SENTENCE.at(span, found=key))
                    continue
            found = self.node(following, events, inner)
            if found is not None and not twice:
                value[key] = found
        return value

    def sequence(self, events: Iterator[Any], path: ValuePath) -> list[RawValue]:
        value: list[RawValue] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            found = self.node(event, events, (*path, len(value)))
            if found is None:
                self.diagnostics.append(EMPTY_ROW.at(self.span(event)))
            else:
                value.append(found)
        return value

    def scalar(self, event: Any, path: ValuePath) -> str | None:
        if not event.style:
            self.comment_after(event)
            if _absent(event):
                return None
            if event.end_mark.line > event.start_mark.line:
                self.rows_in(event)
        if event.style == '"':
            self.escaped(event)
        if event.style != "|" and len(event.value) > markdown_setup.DEEPEST:
            # It begins in the middle of a line, brackets may be escaped, and paragraphs that are folded become one.
            self.tangled += _tangled(event.value, self.file, event.start_mark.line + 1)
        if len(event.value) > LONGEST_LINE:
            if event.style not in ("|", ">") and "\n" not in event.value:
                self.diagnostics.append(LINE_LONG.at(self.span(event), size=len(event.value), most=LONGEST_LINE))
            self.diagnostics.extend(_too_long(event.value, self.span(event)))
        if event.style and (event.style in "|>" or event.end_mark.line > event.start_mark.line):
            self.blocks[path] = self.lines_of(event)
            if event.style == "|":
                self.spans |= {(*path, number): span for number, (span, _) in enumerate(self.blocks[path])}
        return unicodedata.normalize("NFC", event.value)

    def escaped(self, event: Any) -> None:
        """What a text in quotes says by numbers (`"\\u202e"`) and a line as written does not show."""
        written = "\n".join(self.lines[event.start_mark.line : event.end_mark.line + 1])
        if "\\" not in written:
            return
        for character in sorted(set(event.value) - set(written)):
            code = CONTROL if _BREAKS.match(character) else hidden_characters.sign(character)
            if code is not None:
                self.diagnostics.append(code.at(self.span(event), name=hidden_characters.name(character)))

    def lines_of(self, event: Any) -> tuple[tuple[Span, str], ...]:
        """The lines below the one that a text over several lines begins in."""
        first, last = event.start_mark.line + 1, event.end_mark.line + (event.end_mark.column > 0)
        found = []
        for number, line in enumerate(self.lines[first:last], first + 1):
            column = len(line) - len(line.lstrip()) + 1
            found.append((Span(self.file, number, column, number, len(line) + 1), line))
        return tuple(found)

    def rows_in(self, event: Any) -> None:
        """A plain text over several lines is joined to one, and its rows with it."""
        mark = r"\s*(-|\d+[.)]) " if re.match(r"\d+[.)] ", event.value) else r"\s*- "
        rows = [span for span, line in self.lines_of(event) if re.match(mark, line)]
        self.diagnostics.extend(ROWS_IN_TEXT.at(span) for span in rows[:1])

    def comment_after(self, event: Any) -> None:
        """A plain text that ends at ` #`, with one space, lost its end (`accent: #00325c`: all) to a comment."""
        end = event.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if rest.startswith(" #"):
            at = Span(self.file, end.line + 1, end.column + 2, end.line + 1, end.column + len(rest) + 1)
            self.diagnostics.append(COMMENT.at(at))

    def span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        return Span(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _absent(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.style and event.value in ("", "~")


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


def _scanner(error: yaml.YAMLError, file: str, lines: list[str]) -> Diagnostic:
    """A scanner's complaint, as an author would understand it.

    Longer than 60 lines: a list of complaints, and what each means.
    """
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        position = getattr(error, "position", None)
        if isinstance(position, int):
            before = "\n".join(lines).encode()[:position].decode("utf-8", "replace")
            return CONTROL.at(Span(file, before.count("\n") + 1, len(before) - before.rfind("\n")))
        return NOT_YAML.at(Span(file), problem=str(error).splitlines()[0])
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
        return COLON.at(here) if "mapping values" in problem else NO_KEY.at(there)
    if "nesting depth" in problem:
        return TOO_DEEP.at(here, most=DEEPEST)
    if "quoted scalar" in context:
        return QUOTES.at(there)
    if "undefined alias" in problem or "alias" in context or "anchor" in context:
        return ALIAS.at(there)
    if "',' or" in problem:
        opening = lines[there.line - 1]
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
