"""YAML as an author's file: bytes → plain values, with the place of every key and value.

Scalars stay text (`17/20`, `9:05` and `nei` survive), in the normal form of names (NFC) whatever the file is written
in; the model types them. Places are those of the file as it is on the disk. What YAML does silently and an author
does not expect is a problem here: a comment that swallows half a title, a comma that ends a sentence in `{…}`, a
key given twice, an alias, a tag; what YAML cannot read at all, `complaints` tells. Nothing here knows what a meeting
is.

Longer than 500 lines: one reading of one format, and the words for what in it an author does not expect.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span, ValuePath, has_errors, only_errors
from akson_docs.sources import complaints, conflicts, hidden_characters, markdown_setup, mended
from akson_docs.sources.complaints import ALIAS, COMMENT, DEEPEST, MERGE, ROW_DASH, TAGGED, TOO_DEEP
from akson_docs.sources.hidden_characters import CONTROL

RawValue = str | list["RawValue"] | dict[str, "RawValue"]
"""A value as written: text, rows, or keys with values."""

LARGEST = 2_000_000
"""Bytes that a source file may have."""
LONGEST = 300_000
"""Characters of one text: a hundred pages."""
LONGEST_LINE = 5_000
"""Characters of a text that is not written over several lines: a title, a name."""
MOST_VALUES = 20_000
"""Keys, rows and texts of a source file: each may have something wrong with it."""
MOST_LINES = 10_000
"""Lines of one text."""
FIRST_KEYS = ("kind", "number", "topic", "heading", "entry", "id", "file", "date")
"""Keys that rows begin with, as most people write them."""
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
EMPTY_FILE = Code(
    "empty-file", "error", N_("the file is empty"), N_("write it, or take it away; what was in it, a copy or git has")
)
WORD_FILE = Code(
    "other-format",
    "error",
    N_("this is no plain text but a file of Word or another office program, or a packed one"),
    N_("copy the text into a plain text file, and save it under this name"),
)
RTF_FILE = Code(
    "other-format",
    "error",
    N_("this is no plain text but RTF, as WordPad and TextEdit save it"),
    N_("save it as plain text (UTF-8)"),
)
PDF_FILE = Code(
    "other-format",
    "error",
    N_("this is no plain text but a PDF"),
    N_("write the text in a plain text file; a PDF is attached to an item, with file:"),
)
UTF16_FILE = Code(
    "other-format",
    "error",
    N_("this is saved as UTF-16 (Notepad calls it Unicode)"),
    N_("save it as UTF-8 in your editor"),
)
WEB_PAGE = Code(
    "other-format",
    "error",
    N_("this is no plain text but a web page"),
    N_("it may be the page of a sign-in or an error: fetch the file itself, or write it anew"),
)
PICTURE_FILE = Code(
    "other-format",
    "error",
    N_("this is no plain text but a picture"),
    N_("a picture is a slide (kind: figure) or an attachment, with file:"),
)
OTHER_FORMATS: Mapping[bytes, Code] = {
    b"PK\x03\x04": WORD_FILE,
    b"\xd0\xcf\x11\xe0": WORD_FILE,
    b"{\\rtf": RTF_FILE,
    b"\xff\xfe": UTF16_FILE,
    b"\xfe\xff": UTF16_FILE,
    b"%PDF-": PDF_FILE,
    b"<!doctype html": WEB_PAGE,
    b"<html": WEB_PAGE,
    b"\x89PNG": PICTURE_FILE,
    b"\xff\xd8\xff": PICTURE_FILE,
}
"""What files begin with that are called as sources are, and are something else."""
DUPLICATE_KEY = Code(
    "duplicate-key",
    "error",
    N_('"{key}" stands twice; the first is in line {first}'),
    N_('keep one of them; where a new row begins here, write "- " before its first key'),
)
FLOW_SENTENCE = Code(
    "flow-sentence",
    "error",
    N_('a comma inside {…} or […] ended the text before "{found}"'),
    N_("put the text in quotes, or write the keys below each other"),
)
FLOW_TEXT = Code(
    "flow-text",
    "error",
    N_('"{found}" stands in {braces}, and is read as a key without a value'),
    N_("put a text that begins with {open} in quotes"),
)
ROWS_IN_TEXT = Code(
    "rows-in-text",
    "error",
    N_("this row is joined to the text above it"),
    N_('begin the text with "|" and write all of it below, indented'),
)
TRAILING_COMMA = Code(
    "trailing-comma",
    "warning",
    N_("this text ends with a comma, which is part of it"),
    N_("take it out: nothing divides one line from the next here"),
)
TWO_DOCUMENTS = Code(
    "two-documents",
    "error",
    N_("--- begins a second document; a file holds one"),
    N_("take the line out; a line across a text is *** in Markdown"),
)
NOT_KEYS = Code(
    "not-keys",
    "error",
    N_("keys with values expected"),
    N_('each line begins with a key, as "date: 2020-07-01"'),
)
KEY_FORM = Code(
    "key-form",
    "error",
    N_("a key must be one word"),
    N_("write key: value; put a text that begins with [ or another sign in quotes"),
)
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


def read(data: bytes, file: str, keys: Collection[str] = ()) -> Read:
    """The value of a YAML file with one mapping at the top, whose lines begin with some words as `keys`. Never raises
    for what an author can write."""
    return _read(data, file, keys, 0)


def read_on(data: bytes, file: str, keys: Collection[str] = ()) -> Read:
    """The same, with all slips at once: after one that YAML stops at, what was probably meant is read. The value is
    then what was meant, and there are errors."""
    return _read(data, file, keys, MOST_SLIPS)


def _read(data: bytes, file: str, keys: Collection[str], more: int) -> Read:
    text, problem = _decode(data, file)
    if problem is not None:
        return Read(None, {}, {}, frozenset(), {}, (problem,))
    left = tuple(conflicts.problems(text, file))
    if has_errors(left):
        return Read(None, {}, {}, frozenset(), {}, left)
    lines = text.split("\n")
    composer = _Composer(file, lines)
    composer.diagnostics.extend(left)
    for number, line in enumerate(lines, 1):
        composer.diagnostics.extend(CONTROL.at(Span(file, number, at.start() + 1)) for at in _BREAKS.finditer(line))
    composer.diagnostics.extend(hidden_characters.problems(text, file))
    text = _BREAKS.sub(" ", text)
    try:
        value = composer.document(yaml.parse(text, Loader=yaml.CBaseLoader))
    except (yaml.YAMLError, _Misread) as error:
        found = error.args[0] if isinstance(error, _Misread) else complaints.of(error, file, text, keys)
        # What was odd in that line is of the same slip.
        composer.diagnostics = [one for one in composer.diagnostics if one.span.line != found.span.line]
        meant = mended.text(text, found) if more else None
        if meant is not None:
            after = _read(meant.encode(), file, keys, more - 1)
            told = [one for one in after.diagnostics if one.span.line != found.span.line]
            below = [one for one in told if one.span.line > found.span.line or after.value is not None]
            return replace(after, diagnostics=tuple(dict.fromkeys((*composer.diagnostics, found, *below))))
        composer.diagnostics.append(found)
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


MOST_SLIPS = 20
"""How many slips of one file are told at once."""
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
    if has_errors(left):
        return "", left
    found = [*left, *_too_long(text, Span(file)), *_tangled(text, file), *hidden_characters.problems(text, file)]
    if hidden_characters.has_controls(text):
        lines = enumerate(text.split("\n"), 1)
        found += (
            CONTROL.at(Span(file, number, at)) for number, line in lines for at in hidden_characters.controls(line)
        )
    errors = only_errors(found)
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
    begins = data[:20].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    other = next((code for start, code in OTHER_FORMATS.items() if begins.startswith(start.lower())), None)
    if other is not None:
        return "", other.at(Span(file))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return "", NOT_UTF8.at(Span(file, line, column), byte=f"0x{data[error.start]:02x}")


class _Stop(Exception):
    """Reading cannot go on; the reason is among the diagnostics."""


class _Misread(Exception):
    """That a line can be read, and was meant otherwise: with the diagnostic."""


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
    further: dict[ValuePath, list[dict[str, RawValue]]] = field(default_factory=dict)
    """The rows after the one at a path that have no dash."""
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
            self.diagnostics.append(ALIAS.at(self.span(event), found=self.first(event)))
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
        whole, row = value, path
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            span = self.span(event)
            if not isinstance(event, yaml.ScalarEvent):
                self.diagnostics.append(KEY_FORM.at(span))
                self.node(event, events, (*path, "?"))
                self.node(next(events), events, (*path, "?"))
                continue
            key = unicodedata.normalize("NFC", event.value)
            if not event.style and not key[:1].isalnum() and not start.flow_style:
                began = complaints.row(self.file, span.line - 1, self.lines[span.line - 1])
                if began is not None:
                    raise _Misread(began)
            if not key.isascii() and key.split() != [key]:
                spaced = complaints.space(self.file, span.line - 1, self.lines[span.line - 1])
                self.diagnostics += [spaced] if spaced else []
                key = "".join(key.split()) if spaced else key
            if key == "<<":
                self.diagnostics.append(MERGE.at(span))
            inner = (*path, key)
            twice = inner in self.keys
            if twice and not start.flow_style and isinstance(path[-1] if path else "", int):
                below = self.row_without_dash(key, span, path, value)
                if below is not None:
                    path, value = below, {name: value.pop(name) for name in list(value) if (*below, name) in self.keys}
                    self.further.setdefault(row, []).append(value)
                    inner, twice = (*path, key), False
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
                    is_first = not value and not self.lines[span.line - 1][: span.column - 1].rstrip().endswith(",")
                    told = FLOW_TEXT if is_first else FLOW_SENTENCE
                    self.diagnostics.append(told.at(span, found=key, braces="{…}", open="{"))
                    continue
            found = self.node(following, events, inner)
            if found is not None and not twice and key != "<<":
                value[key] = found
        return whole

    def row_without_dash(self, key: str, span: Span, path: ValuePath, value: dict[str, RawValue]) -> ValuePath | None:
        """Where a key comes again in a row, and more of its keys below: the path of the row that begins there and has
        no dash. It may begin a line above, with a key that rows begin with."""
        last = next(reversed(value), "")
        earlier = last in FIRST_KEYS and last not in (key, next(iter(value), "")) and isinstance(value[last], str)
        own = itertools.takewhile(
            lambda line: not line.strip() or len(line) - len(line.lstrip()) >= span.column - 1, self.lines[span.line :]
        )
        again = (re.match(rf" {{{span.column - 1}}}([\w-]+):(?: |$)", line) for line in own)
        if not earlier and not any(found and found[1] in value for found in again):
            return None
        further = (*path[:-1], int(path[-1]) + 1)
        if earlier:
            span = self.keys[*further, last] = self.keys.pop((*path, last))
            self.spans[*further, last] = self.spans.pop((*path, last))
        self.spans[further] = span
        self.diagnostics.append(ROW_DASH.at(span, example=f"- {self.lines[span.line - 1].strip()[:60]}"))
        return further

    def sequence(self, events: Iterator[Any], path: ValuePath) -> list[RawValue]:
        value: list[RawValue] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            found = self.node(event, events, (*path, len(value)))
            if found is None:
                self.diagnostics.append(EMPTY_ROW.at(self.span(event)))
            else:
                place = (*path, len(value))
                value += [found, *self.further.pop(place, ())]
        return value

    def first(self, event: Any) -> str:
        """The sign that something begins with."""
        start = event.start_mark
        return str(self.lines[start.line])[start.column : start.column + 1]

    def scalar(self, event: Any, path: ValuePath) -> str | None:
        if not event.style:
            self.comment_after(event)
            if _absent(event):
                return None
            if event.end_mark.line > event.start_mark.line:
                self.rows_in(event)
            elif event.value.endswith(","):
                self.diagnostics.append(TRAILING_COMMA.at(self.span(event)))
        if event.style == ">":
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
        elif event.style == '"' and "\n" in event.value:
            self.blocks[path] = tuple((self.span(event), line) for line in event.value.split("\n"))
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
        """A text over several lines without | is joined to one, and its rows with it."""
        mark = r"\s*(-|\d+[.)]) " if re.match(r"\d+[.)] ", event.value) else r"\s*- "
        lines = self.lines_of(event)
        spaced = (complaints.space(self.file, span.line - 1, line) for span, line in lines if not event.style)
        found = next(filter(None, spaced), None)
        if found is not None:
            self.diagnostics.append(found)
            return
        if event.style:  # the first line of a folded text stands below, and an empty line divides
            lines = tuple(below for above, below in itertools.pairwise(lines) if above[1].strip())
        rows = [span for span, line in lines if re.match(mark, line)]
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
