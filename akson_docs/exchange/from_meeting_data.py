"""Our own data (`meeting.json`, the files of years) → source files: what was published, as somebody would write it.

What only follows from something else is left out, for it follows again. What was withheld is not in what is published:
its place is kept, with its basis, and with words that say so where the format asks for some.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from akson_docs.catalogue import NC_, translated
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.exchange.imported import (
    NO_FILE,
    NOT_AS_ITS_FORM,
    NOT_REDACTED,
    NOT_SENT,
    Imported,
    ImportedMeeting,
    YamlRow,
)
from akson_docs.meetings import data_forms
from akson_docs.meetings.addresses import PICTURES
from akson_docs.meetings.deck import DERIVED
from akson_docs.meetings.joint import PEOPLE
from akson_docs.model import walk
from akson_docs.model.documents import Attachment, Board, EntryRow, Heading, Item, Meeting, Site
from akson_docs.model.slides import Grid, Omitted, Topic, cells_of
from akson_docs.model.values import LocalizedText, Value, is_inside
from akson_docs.sources import paper_pictures, word_files
from akson_docs.sources.layout import MeetingKey

PLACEHOLDER = NC_("imported", "Withheld, and not in what was imported")
"""What stands where the format asks for words that were not published."""
_NAMELESS = "–"


def is_ours(said: Any) -> bool:
    """Whether a value is one of our own forms."""
    return isinstance(said, dict) and said.get("format") in data_forms.FORMS


def read(found: Iterable[tuple[str, Mapping[str, Any]]], has: Callable[[str], bool]) -> Imported:
    """What files of our own forms say, each with its path; `has` says whether a file lies beside them, by its path from
    the top of the site."""
    site: Mapping[str, Any] = {}
    meetings: dict[MeetingKey, tuple[str, Mapping[str, Any]]] = {}
    trouble: list[Diagnostic] = []
    for file, said in found:
        if said["format"] != data_forms.MEETING and isinstance(said.get("site"), Mapping):
            site = said["site"]
        for meeting in _meetings(said):
            key = _key(meeting)
            if key is None:
                trouble.append(NOT_AS_ITS_FORM.at(Span(file), found=f"address: {meeting.get('address', '')!s:.80}"))
            else:
                meetings[key] = file, meeting
    readings = [_MeetingReading(file, said, key, has) for key, (file, said) in sorted(meetings.items())]
    made: list[tuple[_MeetingReading, ImportedMeeting]] = []
    boards: dict[str, YamlRow] = {}
    for one in sorted(readings, key=lambda one: str(one.said.get("days"))):  # the newest says who is on a board
        try:
            made.append((one, one.meeting()))
            for name, board in one.boards():
                boards[name] = _joined(boards[name], board) if name in boards else board
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            trouble.append(NOT_AS_ITS_FORM.at(Span(one.file), found=f"{one.top} ({error})"))
    wanted = _site(site, [one for one, _ in made])
    logo = str(wanted.get("logo", ""))
    has_logo = is_inside(logo) and has(f"assets/logo/{logo}")
    if logo and not has_logo:
        del wanted["logo"]
    return Imported(
        wanted or None,
        {logo: f"assets/logo/{logo}"} if has_logo else {},
        boards,
        tuple(meeting for _, meeting in made),
        (*trouble, *(found for one, _ in made for found in one.trouble)),
    )


def _meetings(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The meetings in a file."""
    if said["format"] == data_forms.MEETING:
        return [said]
    held = said.get("meetings")
    found = held if isinstance(held, list) else []
    return [one for one in found if isinstance(one, dict) and one.get("format") == data_forms.MEETING]


def _key(said: Mapping[str, Any]) -> MeetingKey | None:
    """Which meeting it is, by its address: "styret/2020-04/"."""
    found = re.fullmatch(r"([\w.-]+)/([\w.-]+)/", str(said.get("address", "")))
    return MeetingKey(found[1], found[2]) if found and not {found[1], found[2]} & {".", ".."} else None


def _site(said: Mapping[str, Any], made: list[_MeetingReading]) -> YamlRow:
    """What the site says of itself; of a meeting alone, as much as that says of it."""
    if said:
        return _without_defaults(Site, _restored(Site, said, str(said.get("language", "nb"))))
    if not made:
        return {}
    one = made[-1]
    name = one.board.get("organisation") or one.board.get("name", {})
    language = (one.board.get("languages") or [one.language])[0]
    row: YamlRow = {"name": _words(name, language), "publisher": _words(name, language)}
    return row | {"address": str(one.said.get("site", "")), "language": language}


def _joined(before: YamlRow, board: YamlRow) -> YamlRow:
    """A board with those whom only earlier meetings name."""
    known = {row["id"] for key in PEOPLE for row in board.get(key, ())}
    earlier = {key: [row for row in before.get(key, ()) if row["id"] not in known] for key in PEOPLE}
    return board | {key: [*board.get(key, ()), *rows] for key, rows in earlier.items() if rows}


@dataclass
class _MeetingReading:
    """A meeting that is read, and what of it cannot be said."""

    file: str
    said: Mapping[str, Any]
    key: MeetingKey
    has: Callable[[str], bool]
    trouble: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def board(self) -> Mapping[str, Any]:
        """The board as the meeting names it."""
        found = self.said.get("board")
        return found if isinstance(found, Mapping) else {}

    @property
    def language(self) -> str:
        """The language of the meeting."""
        return str(self.said.get("language", "nb"))

    @property
    def top(self) -> str:
        """Its folder on the site."""
        return f"{self.key.board}/{self.key.folder}/"

    def boards(self) -> Iterator[tuple[str, YamlRow]]:
        """The board, and those that it meets with."""
        for one, name in (
            *((one, str(one.get("id", ""))) for one in self.said.get("joint", ())),
            (self.board, self.key.board),
        ):
            if name:
                language = (one.get("languages") or [self.language])[0]
                yield name, _without_defaults(Board, _restored(Board, one, language))

    def meeting(self) -> ImportedMeeting:
        """It as it is to be written."""
        said, own = self.said, self.language
        left = {"items", "days", "introduction", "attachments", "language"}
        row = _restored(Meeting, {key: held for key, held in said.items() if key not in left}, own)
        row.pop("items", None)
        if "sittings" in said:
            days = next(one for one in walk.fields(Meeting) if one.key == "days")
            row["days"] = _source(days.info.annotation, said["sittings"], own)
            # When it begins and ends is said of each of them.
            row = {key: held for key, held in row.items() if key not in ("start", "end")}
        if own != (self.board.get("languages") or [""])[0]:
            row["language"] = own
        if not row.get("minutes"):
            row.pop("minutes", None)
        if said.get("introduction"):
            row["introduction"] = self._document(said["introduction"], "introduction")
        row["items"] = self._rows()
        if attachments := self._attachments(said.get("attachments", ())):
            row["attachments"] = attachments
        if said.get("sent") or said.get("minutes", {}).get("kept"):
            self._left_out(NOT_SENT)
        order = [one.key for one in walk.fields(Meeting)]
        ordered = dict(sorted(row.items(), key=lambda pair: order.index(pair[0])))
        return ImportedMeeting(self.key, _without_defaults(Meeting, ordered), self.texts, self.files)

    def _left_out(self, code: Code, **more: str) -> None:
        self.trouble.append(code.at(Span(self.file), meeting=self.key.name, **more))

    # ---- the agenda ----

    def _rows(self) -> list[YamlRow]:
        """The agenda. When something begins is written only where that does not follow from what stands before it."""
        rows: list[YamlRow] = []
        above: list[tuple[YamlRow, Mapping[str, Any]]] = []
        slides, days = self._slides(), self.said.get("days", ())
        now = dict.fromkeys(days, "")
        day = next(iter(now), "")
        now[day] = str(self.said.get("start", ""))
        agenda = self.said.get("items", ())
        for place, one in enumerate(agenda):
            if "heading" in one:
                rows.append(_restored(Heading, one, self.language))
                continue
            depth = int(one.get("level", 1)) if one.get("under") else 0
            while len(above) > depth:
                now[day] = str(above.pop()[1].get("end", now[day]))
            day = str(one.get("day", day))
            left = {"start"} if one.get("start") == now.get(day) else set()
            told = {key: held for key, held in one.items() if key not in left | ({"day"} if len(days) == 1 else set())}
            if "entry" in one:
                rows.append(_restored(EntryRow, told, self.language))
                now[day] = _later(str(one.get("start", "")), int(one.get("duration", 0)))
                continue
            item = self._item(told, slides.get(str(one.get("anchor", "")), []))
            (above[-1][0].setdefault("items", []) if above else rows).append(item)
            above.append((item, one))
            is_parent = agenda[place + 1].get("under") if place + 1 < len(agenda) else False
            if "start" in one and not (is_parent and int(agenda[place + 1].get("level", 1)) > depth):
                now[day] = str(one.get("end", ""))
        return rows

    def _item(self, said: Mapping[str, Any], slides: list[YamlRow]) -> YamlRow:
        own = self.language
        left = {"paper", "attachments", "slides", "items"}
        plain = {key: held for key, held in said.items() if key not in left}
        if plain.get("withheld"):
            # What of it was published in the place of its title stands in a field of its own.
            plain = {key: held for key, held in plain.items() if key not in ("title",)}
        row = _restored(Item, plain, own)
        if said.get("paper"):
            row["paper"] = self._document(said["paper"], str(said.get("anchor", "paper")))
        if attachments := self._attachments(said.get("attachments", ())):
            row["attachments"] = attachments
        if slides:
            row["slides"] = slides
        order = [one.key for one in walk.fields(Item)]
        return _without_defaults(Item, dict(sorted(row.items(), key=lambda pair: order.index(pair[0]))))

    def _slides(self) -> dict[str, list[YamlRow]]:
        """The slides that were written, by the anchors of their items."""
        shapes = {
            shape.model_fields["kind"].default: shape
            for one in walk.fields(Item)
            if one.key == "slides"
            for shape in one.shapes
            if shape not in (Topic, Omitted)
        }
        found: dict[str, list[YamlRow]] = {}
        number, item = 0, ""
        for slide in self.said.get("slides", ()):
            own, kind = str(slide.get("item", "")), str(slide.get("kind", ""))
            rows = found.setdefault(item if kind == "divider" else own, [])
            rows += [{"kind": "omitted"}] * (int(slide.get("number", 0)) - number - 1)
            number, item = int(slide.get("number", 0)), own
            rows = found.setdefault(own, [])
            if kind == "tracker":
                rows.append(_restored(Topic, slide, self.language))
            elif kind == "stub":
                words = translated(PLACEHOLDER, self.language, "imported")
                row = {"title": words, "withheld": str(slide.get("withheld", ""))}
                if "public" in slide:
                    row["public"] = _words(slide["public"], self.language)
                rows.append(row | {"body": words})
            elif kind not in DERIVED and kind in shapes:
                rows.append(self._slide(shapes[kind], slide))
        return found

    def _slide(self, shape: type[Value], slide: Mapping[str, Any]) -> YamlRow:
        row = _restored(shape, slide, self.language)
        if "file" in row:
            self._beside(str(row["file"]), f"slides/{row['file']}")
        grid = slide.get("data")
        if isinstance(grid, Mapping):
            row["data"] = self._table(grid)
        return _without_defaults(shape, row, "kind" if slide.get("kind") != "text" else "")

    def _table(self, grid: Mapping[str, Any]) -> str:
        """A table as a pipe table; as a file, where a cell has what that cannot say."""
        table = [grid.get("head", []), *grid.get("rows", [])]
        text = "".join(f"| {' | '.join(row)} |\n" for row in table)
        if [list(cells_of(line)) for line in text.splitlines()] == [[*row] for row in table]:
            return text
        written = io.StringIO()
        csv.writer(written, delimiter=";", lineterminator="\n").writerows(table)
        name = f"table-{len(self.texts) + 1}.csv"
        self.texts[name] = written.getvalue()
        return name

    # ---- files ----

    def _beside(self, name: str, place: str) -> bool:
        there = is_inside(name) and self.has(self.top + place)
        if there:
            self.files[name] = self.top + place
        else:
            self._left_out(NO_FILE, found=name)
        return there

    def _document(self, said: Mapping[str, Any], name: str) -> str:
        """A text in a file of its own; one that was a Word document is Markdown now."""
        file = str(said.get("file") or f"{name}.md")
        if word_files.is_word(file):
            file = file.rpartition(".")[0] + ".md"
        if not is_inside(file):
            file = f"{name}.md"
        words = said.get("text", {})
        text = next(iter(words.values()), "") if isinstance(words, Mapping) else str(words)
        self.texts[file] = f"{text}\n" if text else "\n"
        for one in said.get("pictures", ()):
            name = paper_pictures.called(str(one.get("file", "")))
            self._beside(name, f"{PICTURES}{name}")
        return file

    def _attachments(self, said: Iterable[Mapping[str, Any]]) -> list[YamlRow]:
        made = []
        for one in said:
            row = _restored(Attachment, {key: held for key, held in one.items() if key != "redact"}, self.language)
            file = str(one.get("file", ""))
            page = f"{str(self.said.get('site', '')).rstrip('/')}/{self.top}"
            if one.get("withheld"):
                # Nobody sees where it leads; the format asks for something.
                row = {"url": page, **row, "title": translated(PLACEHOLDER, self.language, "imported")}
            elif file and not self._beside(file, f"attachments/{file}"):
                row = {"url": f"{page}attachments/{file}", **{key: row[key] for key in row if key != "file"}}
            if one.get("redact"):
                self._left_out(NOT_REDACTED, found=file)
            made.append(row)
        return made


# ---- values --------------------------------------------------------------------------------------------------


def _restored(shape: type[Value], said: Mapping[str, Any], own: str) -> YamlRow:
    """A value as it is written, without what only follows from it; where something must be there that was not
    published, with what stands for it."""
    found: YamlRow = {}
    for one in walk.fields(shape):
        if one.key in said and said[one.key] not in ({}, [], None):
            found[one.key] = _source(one.info.annotation, said[one.key], own)
        elif one.info.is_required() and not one.shapes:
            found[one.key] = _NAMELESS
        elif one.info.is_required() and any(issubclass(inner, LocalizedText) for inner in one.shapes):
            found[one.key] = translated(PLACEHOLDER, own, "imported")
    return found


def _source(annotation: Any, said: Any, own: str) -> Any:
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _source(inside[0], said, own)
    if origin in (Union, UnionType):
        kinds = [one for one in inside if one is not type(None)]
        rows = [one for one in kinds if get_origin(_bare(one)) is tuple]
        if isinstance(said, list) and rows:
            return _source(rows[0], said, own)
        return _source(kinds[0], said, own) if not isinstance(said, str) or len(kinds) == 1 else said
    if origin is tuple and isinstance(said, list):
        return [_source(inside[0], one, own) for one in said]
    if isinstance(annotation, type) and issubclass(annotation, Grid):
        return said
    if isinstance(annotation, type) and issubclass(annotation, LocalizedText):
        return _words(said, own)
    if isinstance(annotation, type) and issubclass(annotation, Value) and isinstance(said, Mapping):
        return _without_defaults(annotation, _restored(annotation, said, own))
    if isinstance(said, bool):
        return "yes" if said else "no"
    return dict(said) if isinstance(said, Mapping) else said if isinstance(said, list) else str(said)


def _bare(annotation: Any) -> Any:
    return _bare(get_args(annotation)[0]) if get_origin(annotation) is Annotated else annotation


def _words(said: Any, own: str) -> Any:
    """A text as it is written: alone where it is in the language around it, else by language."""
    if not isinstance(said, Mapping):
        return str(said)
    withheld, public = said.get("withheld"), said.get("public")
    plain = {key or own: text for key, text in said.items() if key not in ("withheld", "public")}
    words: Any = plain[own] if [*plain] == [own] else plain
    if not withheld:
        return words
    row = {"text": words or translated(PLACEHOLDER, own, "imported"), "withheld": withheld}
    return row | ({"public": _words(public, own)} if public else {})


def _without_defaults(shape: type[Value], row: YamlRow, *kept: str) -> YamlRow:
    """A row without what is so by itself."""
    usual = {one.key: one.default for one in walk.fields(shape)}
    return {
        key: held
        for key, held in row.items()
        if key in kept or not (isinstance(held, str) and isinstance(usual[key], str) and held == usual[key] and held)
    }


def _later(clock: str, minutes: int) -> str:
    if not re.fullmatch(r"\d\d:\d\d", clock) or not minutes:
        return ""
    total = int(clock[:2]) * 60 + int(clock[3:]) + minutes
    return f"{total // 60 % 24:02}:{total % 60:02}"
