"""Source files → model, with every problem of every file at its line and column.

`site`, `board` and `meeting` take the bytes of a file and the folder it lies in, and give a `Parsed`: the value,
or None where it cannot be made; the place of each of its parts; and what is wrong. They never raise for what an
author can write.

Longer than 500 lines: one reading, from the bytes to what the model refuses of them.
"""

from __future__ import annotations

import copy
import difflib
import functools
import itertools
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from pydantic import ValidationError

from akson_docs.catalogue import LANGUAGES
from akson_docs.diagnostics import Diagnostic, Span, ValuePath, has_errors, locate, ordered
from akson_docs.model import walk
from akson_docs.model.documents import Board, Document, Meeting, Site
from akson_docs.model.slides import cells_of
from akson_docs.model.values import Text, Value, date_meant, is_inside
from akson_docs.sources import (
    case_papers,
    followers,
    images,
    meant,
    pasted_text,
    spreadsheet_csv,
    stray_files,
    unrepeated,
    word_files,
    yaml_source,
)
from akson_docs.sources.meant import Slip
from akson_docs.sources.refusals import (
    ACTIVE,
    CHOICE,
    CSV_EMPTY,
    CUSTOM,
    EXAMPLES,
    FILE_ACTIVE,
    FILE_IN_FILE,
    FILE_MISSING,
    FILE_ON_WEB,
    FILES_IN_ROW,
    FORM,
    INVALID,
    KEY_IN_TEXT,
    LINK_SPACE,
    LIST_EXPECTED,
    LONG_TEXT_NOT_ROWS,
    MARKDOWN,
    MISSING,
    NO_OUTCOME,
    NO_TEXTS,
    NO_VALUE,
    NOT_OF_KEYS,
    NUMBER_EXPECTED,
    NUMBER_RANGE,
    OPENING_FORMAT,
    PAPER_FORMAT,
    ROWS,
    TABLE_TABS,
    TEXT_EXPECTED,
    TEXT_NOT_KEYS,
    TEXT_NOT_ROWS,
    TOO_FEW,
    TOO_MANY,
    VALUE_DIVIDED,
    WITHHELD_EMPTY,
    WITHHELD_LATE,
    WITHHOLDING_KEY_IN_TEXT,
)
from akson_docs.sources.yaml_source import RawValue

V = TypeVar("V", bound=Value)


class SourceFolder(Protocol):
    """The files in and under the folder that a source file lies in."""

    @property
    def names(self) -> Collection[str]:
        """Their paths relative to the folder, with "/" and in NFC."""

    def read(self, name: str) -> bytes:
        """The bytes of one of them."""


@dataclass(frozen=True)
class Parsed(Generic[V]):
    """What a source file says: its value, where each part of it stands, and what is wrong."""

    value: V | None
    spans: Mapping[ValuePath, Span]
    file: str
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[tuple[ValuePath, str], ...] = ()
    """The files that slides and attachments name and that seem sound, each with the place of what names it; also where
    there is no value, for what is wrong elsewhere."""
    meant: V | None = None
    """Where there is no value: what was probably meant, to look for what is wrong with names in it. It is nobody's
    word, and is never shown."""

    def span(self, path: ValuePath) -> Span:
        """Where the value at `path`, or the nearest thing around it, was written."""
        return locate(path, self.spans, Span(self.file))


def site(data: bytes, file: str, folder: SourceFolder) -> Parsed[Site]:
    """`site.yaml`."""
    return _parsed(Site, data, file, folder, "nb")


def board(data: bytes, file: str, folder: SourceFolder, language: str = "") -> Parsed[Board]:
    """`<board>/board.yaml`; `language` is the site's, in which it is written unless it says otherwise."""
    return _parsed(Board, data, file, folder, language)


def meeting(data: bytes, file: str, folder: SourceFolder, language: str = "") -> Parsed[Meeting]:
    """`<board>/<meeting>/meeting.yaml` with the files that it names: items, papers and tables; `language` is the
    board's, in which it is written unless it says otherwise."""
    return _parsed(Meeting, data, file, folder, language)


# ---- reading -------------------------------------------------------------------------------------------------


def _parsed(shape: type[V], data: bytes, file: str, folder: SourceFolder, language: str) -> Parsed[V]:
    reading = _FileLoader(file, folder)
    raw = reading.top(data)
    value = probable = None
    if raw is not None:
        value, probable = _judged(shape, raw, language, reading)
        reading.diagnostics.extend(_files(raw, reading))
        reading.diagnostics.extend(_pasted(raw, reading))
    # What nothing names may be named where something is wrong; a copy is one whatever else is.
    stray = reading.stray(shape) if raw is not None else ()
    sound = value is not None and not has_errors(reading.diagnostics)
    reading.diagnostics.extend(one for one in stray if sound or one.code == stray_files.COPY.name)
    found = ordered(unrepeated.without(followers.left_out(reading.diagnostics), reading.written))
    files = tuple(reading.files)
    if has_errors(found):
        return Parsed(None, reading.spans, file, found, files, value or probable)
    return Parsed(value, reading.spans, file, found, files)


def _judged(shape: type[V], raw: dict[str, RawValue], language: str, reading: _FileLoader) -> tuple[V | None, V | None]:
    """(the value of what was read, what it probably is where there is none); with slips, what is wrong besides them is
    that of what was probably meant."""
    while True:
        try:
            return shape.model_validate(raw, context={"language": _language(raw) or language}), None
        except ValidationError as error:
            slips, wrong = tuple(meant.told_once(_diagnoses(shape, raw, error, reading))), error
        corrected = tuple(one for one in slips if one.remedy and one.remedy.put(raw, reading.spans, reading.keys))
        reading.diagnostics.extend(one.told for one in corrected or slips)
        if not corrected:
            return None, _probable(shape, raw, language, wrong)


def _probable(shape: type[V], raw: dict[str, RawValue], language: str, error: ValidationError) -> V | None:
    """What was probably meant, where only days, times, numbers and choices are wrong: without them, and on some day;
    None where something else is."""
    held = copy.deepcopy(raw)
    for problem in error.errors(include_url=False):
        path, value = _walk(held, problem["loc"])
        if problem["type"] not in NAMES_NOTHING or not path or not isinstance(value, str):
            return None
        owner = _at(held, path[:-1])
        if path[-1] == "date":
            owner["date"] = date_meant(value) or SOME_DAY
        elif isinstance(owner, dict):
            owner.pop(path[-1], None)
    try:
        return shape.model_validate(held, context={"language": _language(held) or language})
    except ValidationError:
        return None


NAMES_NOTHING = frozenset((
    "date_form", "date_impossible", "date_time", "date_several", "clock_form", "clock_span", "period_form",
    "yes_or_no", "link_form", "int_parsing", "int_type", "greater_than_equal", "less_than_equal", "literal_error",
))  # fmt: skip
"""What may be wrong with a value that is no name, number or id of anything."""
SOME_DAY = "2000-01-01"


def _pasted(raw: RawValue, reading: _FileLoader) -> Iterator[Diagnostic]:
    """What of texts in Markdown is printed otherwise than it looks; what was meant for another key is looked at there,
    and a table has rules of its own."""
    for path, lines in reading.texts_written.items():
        owner = _owner(raw, path)
        there = path[-1] in owner if isinstance(owner, dict) else isinstance(owner, list)
        if path[-1] != "data" and there:
            yield from pasted_text.of_text(lines)


def _language(raw: Mapping[str, RawValue]) -> str:
    """The language that a file says it is written in, or the first of several; "" where it says none."""
    said = raw.get("language") or raw.get("languages") or ""
    first = said if isinstance(said, str) else next(iter(said), "")
    return str(first) if first in LANGUAGES else ""


class _FileLoader:
    """The reading of one source file and of the files that it brings in."""

    def __init__(self, file: str, folder: SourceFolder) -> None:
        self.file = file
        self.folder = folder
        self.spans: dict[ValuePath, Span] = {}
        self.keys: dict[ValuePath, Span] = {}
        self.diagnostics: list[Diagnostic] = []
        self.files: list[tuple[ValuePath, str]] = []
        self.raw: dict[str, RawValue] = {}
        self.named: set[str] = set()
        self.written: dict[str, str] = {}
        self.texts_written: dict[ValuePath, tuple[tuple[Span, str], ...]] = {}

    def top(self, data: bytes) -> dict[str, RawValue] | None:
        raw = self.yaml(data, self.file, ())
        if raw is None:
            return None
        self.raw = raw
        rows = raw.get("items")
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            path = ("items", index)
            if isinstance(row, dict) and isinstance(row.get("file"), str) and "title" not in row and len(row) == 1:
                row = self.item(str(row["file"]), path) or row
                rows[index] = row  # type: ignore[index]
            if isinstance(row, dict):
                self.texts(row, path)
        self.document(raw, "introduction", ())
        return raw

    def yaml(self, data: bytes, file: str, at: ValuePath) -> dict[str, RawValue] | None:
        self.written[file] = data.decode("utf-8-sig", "replace")
        found = yaml_source.read_on(data, file, _line_keys())
        self.spans.update({(*at, *path): span for path, span in found.spans.items()})
        self.keys.update({(*at, *path): span for path, span in found.keys.items()})
        self.diagnostics.extend(found.diagnostics)
        self.diagnostics.extend(_withholding(found))
        if found.value is not None:  # else what is no YAML is what matters, and texts may begin and end anywhere
            self.diagnostics.extend(_keys_in_texts(found))
            self.texts_written.update({(*at, *path): lines for path, lines in found.blocks.items()})
            self.letters(data, file)
        return found.value

    def stray(self, shape: type[Value]) -> Iterator[Diagnostic]:
        """The files of the folder that nothing names; below a board's, and the site's, are those of meetings."""
        folder, _, source = self.file.rpartition("/")
        names = [name for name in self.folder.names if shape is Meeting or "/" not in name]
        return stray_files.problems(names, self.named, source, folder)

    def letters(self, data: bytes, file: str) -> None:
        self.diagnostics.extend(pasted_text.of_letters(data.decode("utf-8-sig", "replace"), file))

    def item(self, name: str, path: ValuePath) -> dict[str, RawValue] | None:
        data = self.bytes(name, (*path, "file"))
        if data is None:
            return None
        inner = self.yaml(data, self.beside(name), path)
        if inner is not None and row_names_file(inner):
            self.diagnostics.append(FILE_IN_FILE.at(self.keys[(*path, "file")]))
            return None
        return inner

    def texts(self, item: dict[str, RawValue], path: ValuePath) -> None:
        self.document(item, "paper", path)
        slides = item.get("slides")
        for index, slide in enumerate(slides if isinstance(slides, list) else ()):
            if isinstance(slide, dict):
                self.grid(slide, (*path, "slides", index, "data"))
        inner = item.get("items")
        for index, row in enumerate(inner if isinstance(inner, list) else ()):
            if isinstance(row, dict):
                self.texts(row, (*path, "items", index))

    def document(self, owner: dict[str, RawValue], key: str, path: ValuePath) -> None:
        name = owner.get(key)
        if not isinstance(name, str):
            return
        if key == "paper" and word_files.is_word(name):
            self.word(owner, name, path)
            return
        if name.lower().endswith(NO_TEXTS):
            code = PAPER_FORMAT if key == "paper" else OPENING_FORMAT
            self.diagnostics.append(code.at(self.spans[*path, key], found=name))
            owner[key] = {"file": name}
            return
        data = self.bytes(name, (*path, key))
        if data is None:
            return
        text, found = yaml_source.decode(data, self.beside(name))
        self.diagnostics.extend(found)
        if text and name.lower().endswith(MARKDOWN):
            lines = enumerate(text.split("\n"), 1)
            written = tuple((Span(self.beside(name), number, _column(line)), line) for number, line in lines)
            self.diagnostics.extend(pasted_text.of_text(written))
        if text:
            self.letters(data, self.beside(name))
        text = unicodedata.normalize("NFC", text)
        paper: dict[str, RawValue] = {"file": name, "text": text} if text.strip() else {"file": name}
        if key == "paper" and "![" in text:
            paper["pictures"] = [{"file": one} for one in self.pictures(text, name, (*path, key))]
        owner[key] = paper

    def word(self, owner: dict[str, RawValue], name: str, path: ValuePath) -> None:
        """A case paper that is a Word document."""
        data = self.bytes(name, (*path, "paper"))
        if data is not None:
            owner["paper"], found = case_papers.of_word(_composed(name), data, self.spans[*path, "paper"])
            self.diagnostics.extend(found)

    def pictures(self, text: str, name: str, path: ValuePath) -> tuple[str, ...]:
        """The pictures that a case paper in Markdown shows, each once; what is wrong with one is told."""

        def at(start: int) -> Span:
            line = text.count("\n", 0, start)
            return Span(self.beside(name), line + 1, start - text.rfind("\n", 0, start))

        def lies(file: str, span: Span) -> bytes | None:
            composed = _composed(file)
            self.named.add(composed)
            if composed in self.folder.names:
                return self.folder.read(composed)
            self.diagnostics.append(missing(file, self.folder, self.file, span))
            return None

        found: dict[str, None] = {}
        for one in case_papers.pictures(text, at, lies):
            if isinstance(one, Diagnostic):
                self.diagnostics.append(one)
            else:
                found[_composed(one)] = None
        self.files.extend((path, one) for one in found)
        return tuple(found)

    def grid(self, slide: dict[str, RawValue], path: ValuePath) -> None:
        name = slide.get("data")
        if not isinstance(name, str):
            return
        if "\n" in name or not name.endswith(".csv"):
            if "\t" in name and "|" not in name:
                self.diagnostics.append(TABLE_TABS.at(self.spans.get((*path, 0), self.spans[path])))
                slide["data"] = {"head": [], "rows": []}
                return
            lines = [line for line, text in enumerate(name.split("\n")) if cells_of(text)]
            self.spans |= {
                (*path, row): self.spans[*path, line] for row, line in enumerate(lines) if (*path, line) in self.spans
            }
            return
        slide["data"] = {"head": [], "rows": []}  # so that the model does not complain of what is said here
        if not is_inside(name):
            self.diagnostics.append(CUSTOM["path_outside"].at(self.spans[path], found=name))
        data = self.bytes(name, path)
        if data is None:
            return
        data = spreadsheet_csv.in_utf8(data)
        text, found = yaml_source.decode(data, self.beside(name))
        if found:
            self.diagnostics.extend(found)
            return
        self.letters(data, self.beside(name))
        rows: list[list[str]] = []
        for line, row in spreadsheet_csv.rows(unicodedata.normalize("NFC", text)):
            self.spans[*path, len(rows)] = Span(self.beside(name), line)
            rows.append(row)
        if len(rows) < 2:
            self.diagnostics.append(CSV_EMPTY.at(self.spans[path], found=name))
            return
        for number, row in enumerate(rows):
            if len(row) != len(rows[0]):
                self.diagnostics.append(
                    CUSTOM["grid_row"].at(self.spans[*path, number], row=number, found=len(row), expected=len(rows[0]))
                )
                return
        slide["data"] = {"head": list(rows[0]), "rows": [list(row) for row in rows[1:]]}

    def bytes(self, name: str, path: ValuePath) -> bytes | None:
        """A file beside this one, or None with the reason among the diagnostics."""
        if not is_inside(name):
            return None  # the model says so
        composed = unicodedata.normalize("NFC", name)
        self.named.add(composed)
        if composed in self.folder.names:
            return self.folder.read(composed)
        self.diagnostics.append(missing(name, self.folder, self.file, self.spans[path]))
        return None

    def beside(self, name: str) -> str:
        return f"{self.file.rpartition('/')[0]}/{name}"


def _column(line: str) -> int:
    return len(line) - len(line.lstrip()) + 1


def row_names_file(row: Mapping[str, RawValue]) -> bool:
    """Whether a row of the agenda only names the file that it stands in."""
    return "file" in row and "title" not in row


def missing(name: str, folder: SourceFolder, file: str, span: Span) -> Diagnostic:
    """That a file is not there, with the nearest one that is."""
    place = file.rpartition("/")[0] or "."
    if len(re.findall(r"\.\w{2,4}(?:,|;| og | and |$)", name)) > 1:
        return FILES_IN_ROW.at(span, found=name, folder=place)
    return FILE_MISSING.at(span, found=name, folder=place, nearest=_nearest(name, sorted(folder.names)))


def _nearest(name: str, names: Sequence[str]) -> str:
    """The file that was probably meant: in other letters, in another folder, with another ending, or misspelt."""
    called = name.lower()
    for part in (str.lower, lambda one: one.lower().rpartition("/")[2], lambda one: one.lower().rpartition(".")[0]):
        for one in names:
            if part(one) and part(one) in (called, part(called)):
                return one
    near = difflib.get_close_matches(name, names, 1, 0.7)
    return near[0] if near else ""


# ---- checks on the text as written ---------------------------------------------------------------------------


def _withholding(found: yaml_source.Read) -> Iterator[Diagnostic]:
    """`withheld` has a basis, and stands before the first text or list that it covers."""
    for path, span in found.keys.items():
        key = path[-1]
        if key not in ("withheld", "basis"):
            continue
        owner = _owner(found.value, path)
        if not isinstance(owner, dict):
            continue
        basis = owner.get(str(key), "")
        if isinstance(basis, str) and not basis.strip():
            yield WITHHELD_EMPTY.at(span, key=str(key))
        elif key == "withheld" and "text" not in owner:
            for before, value in owner.items():
                if before == "withheld":
                    break
                if isinstance(value, list) or before in _long_texts():
                    yield WITHHELD_LATE.at(span, before=before)
                    break


def _owner(value: Any, path: ValuePath) -> Any:
    """What a key at a path stands in; None for one of a value that another of the same key took the place of."""
    for step in path[:-1]:
        rows = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if not rows and not (isinstance(value, dict) and step in value):
            return None
        value = value[step]
    return value


@functools.cache
def _long_texts() -> frozenset[str]:
    """The keys whose value is a text of more than a line."""
    every = (field for shape in walk.shapes(Meeting) for field in walk.fields(shape))
    return frozenset(field.key for field in every if {Text, Document} & {*field.shapes})


def _keys_in_texts(found: yaml_source.Read) -> Iterator[Diagnostic]:
    """A line of a text that looks like a key was probably indented too far."""
    for lines in found.blocks.values():
        for span, line in lines:
            spoken = re.match(r"\s*(?:- )?([a-z_]{3,}):(?:\s|$)", line)
            if spoken and spoken[1] in _known_keys():
                withholds = spoken[1] in ("withheld", "public_title", "closed")
                code = WITHHOLDING_KEY_IN_TEXT if withholds else KEY_IN_TEXT
                yield code.at(span, found=spoken[1])


@functools.cache
def _known_keys() -> frozenset[str]:
    return frozenset(key for shape in walk.shapes(Meeting) for key in meant.names(shape)) - {"said"}


@functools.cache
def _line_keys() -> frozenset[str]:
    """The words that a line of a source file begins with, as they are and as they are mistyped."""
    every = (key for top in (Site, Board, Meeting) for shape in walk.shapes(top) for key in meant.names(shape))
    return frozenset((*every, *meant.SPOKEN)) - {"said"}


# ---- what the model refuses ----------------------------------------------------------------------------------


def _diagnoses(shape: type[Value], raw: RawValue, error: ValidationError, reading: _FileLoader) -> Iterator[Slip]:
    for problem in _each(error.errors(include_url=False, include_input=True)):
        path, value = _walk(raw, problem["loc"])
        if problem["type"] == "too_short" and isinstance(value, list) and len(value) >= problem["ctx"]["min_length"]:
            continue  # there are enough; some of them are wrong, and that is said of each
        if problem["type"] == "missing" and (*path, problem["loc"][-1]) in reading.keys:
            if problem["loc"][-1] != "basis" and (*path, problem["loc"][-1], "again") not in reading.spans:
                yield Slip(NO_VALUE.at(reading.keys[*path, problem["loc"][-1]], key=str(problem["loc"][-1])))
            continue
        yield _slip(shape, path, value, problem, reading) or Slip(_diagnosis(path, value, problem, reading))


def _each(problems: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The same, each at its place where the model says one of several at once (`each`)."""
    for problem in problems:
        context = problem.get("ctx", {})
        for one in context.get("each", ({},)):
            yield {**problem, "ctx": {**context, **one}}


def _is_tag(loc: tuple[int | str, ...], place: int) -> bool:
    """Whether a step says which kind of row it is: a row of the agenda, or of slides."""
    row = place >= 2 and isinstance(loc[place - 1], int)
    return row and (loc[place - 2] == "slides" or loc[:place] == ("items", loc[1]))


def _walk(raw: RawValue, loc: tuple[int | str, ...]) -> tuple[ValuePath, RawValue | None]:
    """The way to the place that `loc` means; what pydantic puts in between (a union's tag) is skipped."""
    path: ValuePath = ()
    value: RawValue | None = raw
    for place, step in enumerate(loc):
        if _is_tag(loc, place):
            continue
        if isinstance(step, str):
            if not isinstance(value, dict) or step not in value:
                continue
            value = value[step]
        else:
            if not isinstance(value, list) or step >= len(value):
                continue
            value = value[step]
        path = (*path, step)
    return path, value


def _slip(
    shape: type[Value], path: ValuePath, value: RawValue | None, problem: Mapping[str, Any], reading: _FileLoader
) -> Slip | None:
    """What is wrong with the keys of a mapping, or that it is none; None for what is wrong with a value."""
    kind, loc = problem["type"], problem["loc"]
    span = locate(path, reading.spans, Span(reading.file))
    if kind == "extra_forbidden":
        key, inside = str(loc[-1]), path[:-1] if path[-1:] == (loc[-1],) else path
        held = problem["input"]
        owner = _at(reading.raw, inside)
        return meant.unknown(
            shape, _shape_at(shape, loc[:-1]), inside, key, owner if isinstance(owner, dict) else {key: held},
            reading.keys.get((*inside, key), span),
        )  # fmt: skip
    if kind == "missing":
        return Slip(MISSING.at(span, key=str(loc[-1])), missing=(path, str(loc[-1])))
    if kind == "union_tag_invalid" and "slides" in loc and isinstance(value, dict):
        return meant.kind(path, str(value.get("kind", "")), reading.spans.get((*path, "kind"), span))
    of_keys = ("model_type", "model_attributes_type", "dict_type", "mapping_type", "union_tag_not_found")
    if kind in of_keys or (kind == "union_tag_invalid" and "slides" in loc):
        return meant.keys_expected(path, value if isinstance(value, str) else "", span)
    return None


def _at(value: Any, path: ValuePath) -> Any:
    for step in path:
        value = value[step]
    return value


def _divided_number(value: RawValue | None, within: Iterable[int | str]) -> tuple[str, str] | None:
    """The two halves of a number that the comma of a list divided: "62" and "4 mill. kr"."""
    _, value = _walk(value, tuple(within)) if value is not None else ((), None)
    if not isinstance(value, list):
        return None
    texts = [one if isinstance(one, str) else "" for one in value]
    pairs = itertools.pairwise(texts)
    return next((pair for pair in pairs if re.search(r"\d$", pair[0]) and re.match(r"\d", pair[1])), None)


def _diagnosis(path: ValuePath, value: RawValue | None, problem: Mapping[str, Any], reading: _FileLoader) -> Diagnostic:
    kind, context, loc = problem["type"], problem.get("ctx", {}), problem["loc"]
    span = locate(path, reading.spans, Span(reading.file))
    found = value if isinstance(value, str) else ""
    if kind == "withheld_empty":
        inner = path if path[-1:] in (("withheld",), ("basis",)) else (*path, "withheld")
        return WITHHELD_EMPTY.at(reading.keys.get(inner, span), key=str(inner[-1]))
    if kind in CUSTOM:
        if isinstance(value, dict | list) and context.get("found") == type(value).__name__:
            return NOT_OF_KEYS.at(span)
        span = locate((*path, *context.get("within", ())), reading.spans, span)
        parameters = {name: held for name, held in context.items() if isinstance(held, str | int)}
        if kind == "option_values" and (divided := _divided_number(value, context["within"])):
            return VALUE_DIVIDED.at(span, one=divided[0], other=divided[1])
        if kind == "clock_span" and path[:1] == ("items",):
            kind = "clock_lasts"
        if kind == "link_form" and re.match(r"https?://\S+ ", found):
            return LINK_SPACE.at(span, found=found)
        if kind == "path_outside" and found.startswith(("http://", "https://")):
            return FILE_ON_WEB.at(span, found=found)
        if kind == "words_key":
            span = reading.keys.get((*path, str(parameters["found"])), span)
        return CUSTOM[kind].at(span, **parameters)
    if kind == "text_expected" or kind == "string_type":
        if isinstance(value, list):
            key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
            return LONG_TEXT_NOT_ROWS.at(span, key=key) if key in _long_texts() else TEXT_NOT_ROWS.at(span)
        described = _described(value)
        return TEXT_EXPECTED.at(span, found=described) if described else TEXT_NOT_KEYS.at(span)
    if kind in ("literal_error", "union_tag_invalid", "enum"):
        if loc[-1] == "[key]":
            span, found = reading.keys.get(path, span), str(path[-1])
        known = [word.strip("'") for word in re.findall(r"'[^']*'", str(context.get("expected", "")))]
        known = known or [word.strip("'") for word in str(context.get("expected_tags", "")).split(", ")]
        if path[-1:] == ("outcome",) and found.lower() in meant.ADOPTED:
            return NO_OUTCOME.at(span, found=found, known=", ".join(known))
        nearest = meant.choice(found, known)
        if path[-1:] == ("present",) and not nearest and found:
            nearest = f"[{found}]"
        found = found or _described(value)
        return CHOICE.at(span, found=found, known=", ".join(known), nearest=nearest) if found else NOT_OF_KEYS.at(span)
    if kind in ("tuple_type", "list_type", "set_type"):
        return LIST_EXPECTED.at(span, example=ROWS.get(str(path[-1]), "- …") if path else "- …")
    if kind in ("int_parsing", "int_type", "int_from_float"):
        nearest = meant.minutes(found) if path[-1:] == ("duration",) else ""
        found = found or _described(value)
        return NUMBER_EXPECTED.at(span, found=found, nearest=nearest) if found else NOT_OF_KEYS.at(span)
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = f"≥ {context['ge']}" if "ge" in context else f"≤ {context['le']}"
        return NUMBER_RANGE.at(span, found=found, limit=limit)
    if kind == "too_short":
        return TOO_FEW.at(span, limit=context["min_length"])
    if kind == "too_long":
        return TOO_MANY.at(span, limit=context["max_length"])
    if kind == "string_pattern_mismatch":
        return FORM.at(span, found=found, example=EXAMPLES.get(str(path[-1]), "…"))
    return INVALID.at(span, problem=str(problem["msg"]))


def _shape_at(shape: type[Value], loc: tuple[int | str, ...]) -> type[Value]:
    """The class that the value at `loc` should have."""
    candidates: list[type[Value]] = [shape]
    for place, step in enumerate(loc):
        if isinstance(step, int):
            continue
        if _is_tag(loc, place):
            candidates = [one for one in candidates if step == _tag(one)]
        else:
            candidates = [inner for one in candidates for inner in _field(one, step)] or candidates
    return candidates[0]


def _tag(shape: type[Value]) -> str:
    kind = shape.model_fields.get("kind")
    return str(kind.default) if kind is not None else shape.__name__.removesuffix("Row").lower()


def _field(shape: type[Value], name: str) -> list[type[Value]]:
    return next((list(field.shapes) for field in walk.fields(shape) if field.key == name), [])


def _described(value: RawValue | None) -> str:
    """What stands where something else is wanted; "" for what has no words of its own."""
    if isinstance(value, dict) and len(value) == 1:
        key, inner = next(iter(value.items()))
        return f'"{key}: {inner}"' if isinstance(inner, str) else f'"{key}: …"'
    return "" if isinstance(value, dict | list) else f'"{value}"'


# ---- the files that a value names ----------------------------------------------------------------------------


def _files(raw: RawValue, reading: _FileLoader, path: ValuePath = ()) -> Iterator[Diagnostic]:
    """Every file that slides, attachments and the site name is there, and a picture is a picture.

    Asked of what was written, so that it is told beside whatever else is wrong.
    """
    if isinstance(raw, list):
        for index, inner in enumerate(raw):
            yield from _files(inner, reading, (*path, index))
    elif isinstance(raw, dict):
        for key, inner in raw.items():
            names = key == "logo" if not path else key == "file" and path[-2:-1] in (("slides",), ("attachments",))
            if names and isinstance(inner, str) and is_inside(inner):
                attached = path[-2:-1] == ("attachments",) and images.is_picture(inner)
                picture = key == "logo" or raw.get("kind") == "figure" or attached
                found = tuple(_file(inner, picture, reading, locate((*path, key), reading.spans, Span(reading.file))))
                if not found:
                    reading.files.append((path, _composed(inner)))
                yield from found
            else:
                yield from _files(inner, reading, (*path, key))


def _file(name: str, picture: bool, reading: _FileLoader, span: Span) -> Iterator[Diagnostic]:
    if name.rpartition(".")[2].strip().lower() in ACTIVE:
        yield FILE_ACTIVE.at(span, found=name)
    composed = _composed(name)
    reading.named.add(composed)
    if composed not in reading.folder.names:
        yield missing(name, reading.folder, reading.file, span)
    elif picture:
        problem = images.problem(name, reading.folder.read(composed), span)
        if problem is not None:
            yield problem


def _composed(name: str) -> str:
    """A file's name as the model has it."""
    return unicodedata.normalize("NFC", " ".join(name.split()))
