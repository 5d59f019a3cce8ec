"""A year of a register as a file: rows for spreadsheets (`2026.csv`), and values for programs (`2026.json`), which the
register's own page reads to look through it.

A cell that a spreadsheet would take for a formula is written as text. What is written as Markdown is plain here.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any, NamedTuple, cast

from akson_docs.build.jobs import RegisterFile
from akson_docs.build.registers import ActionRow, OfItem, RegisterRow, Resolution, VoteRow
from akson_docs.catalogue import LANGUAGES
from akson_docs.meetings import markdown_reader, prose
from akson_docs.meetings.addresses import Place, prefix
from akson_docs.model.values import LocalizedText, TextByLanguage
from akson_docs.render import templates, vote_bar
from akson_docs.render.templates import TemplateSet

FORMAT = "akson_docs register 1"
"""The name and version of the form; a change that would break a reader changes the number."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes a cell for a formula by, at its beginning."""
Cells = dict[str, str | int]


class Words(NamedTuple):
    """How a file says things: in its language, as its page does."""

    place: Place
    template_set: TemplateSet
    short: Callable[[str], str]
    """A text in Markdown as words."""

    def key(self, key: str) -> str:
        """The catalogue's word."""
        return templates.said(self.template_set, self.place.language, None, key)

    def say(self, words: TextByLanguage, of: OfItem) -> str:
        """What is said of an item, in the language or the nearest to it."""
        return LocalizedText.model_construct(said=words).say(self.place.language, of.language)[1]

    def board(self, name: str) -> str:
        """What a board is called."""
        called = self.place.boards[name].name
        return called.say(self.place.language, self.place.site.language)[1]

    def path(self, address: str) -> str:
        """Where a page lies, from the site's root."""
        return f"{prefix(self.place, address.partition('#')[0], self.place.language)}{address}" if address else ""


def made(what: RegisterFile, place: Place, template_set: TemplateSet) -> bytes:
    """The file."""
    reader = markdown_reader.reader()
    words = Words(place, template_set, lambda text: prose.in_short(reader, text))
    rows: list[RegisterRow] = [row for part in what.parts for row in cast(Sequence[RegisterRow], part.rows)]
    return _csv(rows, words) if what.form == "csv" else _json(what, rows, words)


# ---- for spreadsheets ----------------------------------------------------------------------------------------


def _csv(rows: Sequence[RegisterRow], words: Words) -> bytes:
    base = words.place.site.address.rstrip("/") + "/"
    cells = [one for row in rows for one in _cells(row, words, base)]
    out = io.StringIO(newline="")
    # Where the decimal sign is a comma, spreadsheets take a semicolon to stand between cells.
    between = ";" if LANGUAGES[words.place.language].comma == "," else ","
    writer = csv.writer(out, delimiter=between)
    heads = list(dict.fromkeys(key for one in cells for key in one))
    writer.writerow(words.key(key) for key in heads)
    writer.writerows([_cell(one.get(key, "")) for key in heads] for one in cells)
    return out.getvalue().encode("utf-8-sig", "replace")


def _cell(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _cells(row: RegisterRow, words: Words, base: str) -> Iterator[Cells]:
    """A row, or one for each party and each who is named in a vote, by the keys of what its cells are."""
    of = row.of
    first: Cells = {
        "date": of.day,
        "board": words.board(of.board),
        "number": of.number,
        "title": words.say(of.title, of),
    }
    last: Cells = {"address": base + words.path(of.page or of.meeting)}
    match row:
        case Resolution():
            yield {
                **first,
                "item_type": words.say(row.type, of),
                "outcome": templates.result_called(words.template_set, words.place, row.came),
                "decision": _wording(row, words),
                **_counted(row.voted.counted if row.voted else None),
                **last,
                "papers_then": base + words.path(row.papers) if row.papers else "",
            }
        case ActionRow():
            yield {
                **first,
                "action_id": row.id,
                "action_what": words.say(row.what, of),
                "action_who": words.say(row.who, of),
                "action_due": row.due,
                "status": words.key(f"follow_up_{row.state}"),
                "done_on": row.done,
                "note": words.short(words.say(row.note, of)),
                "told_day": row.told,
                **last,
            }
        case VoteRow():
            asked = _asked(row, words)
            about: Cells = {**first, "vote": asked, "outcome": words.key(row.voted.came)}
            for party, counted in row.parties:
                yield {**about, "party": party, **_counted(counted), "name": "", "vote_cast": "", **last}
            # Not in the columns of numbers: whoever adds those up has counted everybody.
            for side, party, who in row.names:
                cast = words.key("blank_votes" if side == "blank" else f"vote_{side}")
                yield {**about, "party": party, "name": words.say(who, of), "vote_cast": cast, **last}


def _counted(counted: tuple[int, int, int] | None) -> Cells:
    keys = ("vote_for", "vote_against", "blank_votes")
    return dict(zip(keys, counted, strict=True)) if counted else dict.fromkeys(keys, "")


# ---- for programs --------------------------------------------------------------------------------------------


def _json(what: RegisterFile, rows: Sequence[RegisterRow], words: Words) -> bytes:
    language, site = words.place.language, words.place.site
    counted = {row.voted.counted for row in rows if isinstance(row, Resolution) and row.voted}
    boards = sorted({row.of.board for row in rows})
    value = {
        "format": FORMAT,
        "site": site.address,
        "edition": words.place.edition,
        "language": language,
        "year": what.year,
        "boards": {name: words.board(name) for name in boards},
        **({"bars": {_key(one): [*map(astuple, vote_bar.bar(one))] for one in sorted(counted)}} if counted else {}),
        "rows": [_value(row, words) for row in rows],
    }
    made = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return made.encode("utf-8", "surrogatepass")


def _key(counted: Sequence[int]) -> str:
    return "-".join(map(str, counted))


def _value(row: RegisterRow, words: Words) -> Mapping[str, Any]:
    """A row as values; what is not known is not there."""
    of = row.of
    value: dict[str, Any] = {
        "board": of.board,
        "day": of.day,
        "number": of.number,
        "title": words.say(of.title, of),
        "address": words.path(of.page),
        "meeting": words.path(of.meeting),
    }
    match row:
        case Resolution():
            value |= {
                "type": words.say(row.type, of),
                "outcome": row.came,
                "text": _wording(row, words),
                "votes": row.voted.counted if row.voted else (),
                "papers": words.path(row.papers),
            }
        case ActionRow():
            value |= {
                "id": row.id,
                "what": words.say(row.what, of),
                "who": words.say(row.who, of),
                "due": row.due,
                "status": row.state,
                "done": row.done,
                "note": words.short(words.say(row.note, of)),
                "told": row.told,
            }
        case VoteRow():
            value |= {
                "on": _asked(row, words),
                "outcome": row.voted.came,
                "parties": [{"party": party, "votes": counted} for party, counted in row.parties],
                "names": [{"name": words.say(who, of), "party": party, "side": side} for side, party, who in row.names],
            }
    return {key: held for key, held in value.items() if held or key == "number"}


# ---- what both say -------------------------------------------------------------------------------------------


def _wording(row: Resolution, words: Words) -> str:
    """What was adopted, or how an election or a vote ended, in words."""
    if row.decided:
        return words.short(words.say(row.decided, row.of))
    return _told(templates.registered(words.template_set, words.place, row, "wording"))


def _asked(row: VoteRow, words: Words) -> str:
    """What was voted on."""
    return _told(templates.registered(words.template_set, words.place, row, "subject"))


def _told(made: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", made)).split())
