"""Files as nobody meant them: real ones with bytes, lines, keys and values spoilt are read without a traceback.

Each comes to diagnostics or to a value, within five seconds; a value goes the whole road up to pages. A file of which
one line only slipped to the side never publishes what it withheld before.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from archives import EXAMPLES, Files, beside, texts
from one_meeting import OneMeeting
from places import PROJECT

from akson_docs import diagnostics
from akson_docs.meetings import cards, record, redaction
from akson_docs.meetings.agenda import Agenda, agenda
from akson_docs.meetings.deck import deck
from akson_docs.model.documents import Board, Meeting, Site
from akson_docs.model.values import Value
from akson_docs.render import opendata, pages, templates
from akson_docs.rules import registry
from akson_docs.sources import loader
from akson_docs.sources.loader import Parsed

COUNT = 20_000
MOST_SECONDS = 120.0
TODAY = date(2026, 11, 24)
RENDERED = 20
"""One trial in so many goes on to HTML, which takes longer than all before it."""


@dataclass(frozen=True)
class Written:
    """A source file: what it is, where it lies, and what it says."""

    kind: str
    path: Path
    text: str

    @property
    def board(self) -> Path:
        """The folder of its board; its own where it is a site's."""
        return self.path.parent.parent if self.kind == "meeting" else self.path.parent


def trials(seeds: Iterable[int], folder: Path) -> Iterator[tuple[int, str]]:
    """For each seed (seed, "" or what is wrong), and at last which took longest."""
    slowest, whose = 0.0, -1
    template_set: templates.TemplateSet | None = None
    for seed in seeds:
        template_set = template_set or templates.template_set(_templates())
        began = time.process_time()
        try:
            told = trial(seed, template_set)
        except Exception as error:
            told = f"{type(error).__name__}: {error}"[:300]
        took = time.process_time() - began
        if took > slowest:
            slowest, whose = took, seed
        yield seed, told or (f"{took:.1f} s" if took > MOST_SECONDS else "")
    if whose >= 0:
        yield whose, f"note: slowest, {slowest:.2f} s"


def trial(seed: int, template_set: templates.TemplateSet) -> str:
    """What is wrong with what one spoilt file came to."""
    chance = random.Random(seed)
    written = chance.choice(sources())
    slips = chance.random() < 0.15
    spoilt = slipped(written.text, chance).encode("utf-8", "surrogatepass") if slips else spoil(written.text, chance)
    found = _read(written, spoilt)
    for one in found.diagnostics:
        if not (diagnostics.line(one) and diagnostics.line(one, "nb") and min(one.span.line, one.span.column) >= 1):
            return f"a diagnostic without words or place: {one}"
    if (found.value is None) != diagnostics.has_errors(found.diagnostics):
        return "a value with errors, or no value without any"
    if isinstance(found.value, Meeting):
        return _goes_on(written, found, found.value, template_set if seed % RENDERED == 0 else None, slips)
    if isinstance(found.value, Value):
        redaction.public(found.value)
    return ""


# ---- what a meeting goes through -----------------------------------------------------------------------------


def _goes_on(
    written: Written, parsed: Parsed[Any], meeting: Meeting, template_set: templates.TemplateSet | None, slips: bool
) -> str:
    """What is wrong with a meeting that could be read."""
    site, board = _around(written.board)
    full = _agenda(site, board, meeting, written)
    registry.meeting_rules(parsed, full, lambda path: b"")
    shown_board, shown = redaction.published(site, board, meeting, TODAY)
    public = _agenda(redaction.public(site), shown_board, shown, written)
    slides, open_slides = deck(full), deck(public)
    if [slide.number for slide in slides] != [slide.number for slide in open_slides]:
        return "the editions number their slides differently"
    for made, of in ((full, slides), (public, open_slides)):
        cards.card(made, of, parsed.spans, parsed.file)
        opendata.meeting(made, of, "public", True)
        for entry in made.entries:
            record.tallies(made, entry)
        record.roll(made)
    if template_set is not None:
        _pages(public, open_slides, template_set)
    if slips:
        out = "\0".join(texts(shown))
        leaked = next((secret for secret in secrets(written) if secret in out), "")
        return f"a line that slipped publishes: {leaked[:60]}" if leaked else ""
    return ""


def _pages(made: Agenda, slides: Any, template_set: templates.TemplateSet) -> None:
    inputs = OneMeeting(template_set, made, slides, made.site, {made.board_id: made.board})
    for language in made.languages:
        pages.sections(inputs, made.key, language)


def _agenda(site: Site, board: Board, meeting: Meeting, written: Written) -> Agenda:
    return agenda(site, board, meeting, written.board.name, written.path.parent.name)


def _read(written: Written, data: bytes) -> Parsed[Any]:
    reads: dict[str, Callable[..., Parsed[Any]]] = {
        "meeting": loader.meeting,
        "board": loader.board,
        "site": loader.site,
    }
    return reads[written.kind](data, f"meetings/{written.path.name}", _folder(written.path))


@cache
def _around(folder: Path) -> tuple[Site, Board]:
    """The site and the board of a meeting."""
    top, own = folder.parent / "site.yaml", folder / "board.yaml"
    site = loader.site(top.read_bytes(), top.name, _folder(top)).value
    board = loader.board(own.read_bytes(), own.name, _folder(own), "nb").value
    assert site is not None
    assert board is not None
    return site, board


# ---- the files -----------------------------------------------------------------------------------------------


@cache
def sources() -> tuple[Written, ...]:
    """Every source file of the project and of the tests' example boards; meetings thrice as often."""
    found = []
    for top in (PROJECT / "meetings", EXAMPLES):
        for path in sorted(top.rglob("*.yaml")):
            kind = path.name.removesuffix(".yaml")
            if kind in ("meeting", "board", "site"):
                found += [Written(kind, path, path.read_text(encoding="utf-8"))] * (3 if kind == "meeting" else 1)
    return tuple(found)


@cache
def secrets(written: Written) -> frozenset[str]:
    """What a meeting's file says in the members' edition alone."""
    value = _read(written, written.text.encode()).value
    assert isinstance(value, Meeting), written.path
    site, board = _around(written.board)
    out = "\0".join(texts(redaction.published(site, board, value, TODAY)[1]))
    # What the minutes say before their day is another matter: a slip in their date publishes them, as it says.
    recorded = "\0".join(texts(redaction.public(value)))
    return frozenset(said for said in texts(value) if len(said) > 3 and said not in out and said not in recorded)


@cache
def _folder(path: Path) -> Files:
    """What lies beside a source file, read once."""
    return beside(path)


def _templates() -> dict[str, str]:
    paths = [path for ending in ("html", "po") for path in (PROJECT / "templates").rglob(f"*.{ending}")]
    return {path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(paths)}


# ---- how they are spoilt -------------------------------------------------------------------------------------

VALUES = (
    "", "~", "null", "true", "nei", "0", "-1", "1e9", "99999999999999999999", "2020-13-45", "0000-00-00", "9999-12-31",
    "25.61", "[]", "{}", "[[[[]]]]", "{a: {b: {c: d}}}", "'", '"', "|", ">-", "&a", "*a", "!!python/object:os.system x",
    "!x", "# borte", "- a", "? a", "a: b", "a\tb", "\u202eabc", "\u0000", "\ufeff", "🙂" * 40, "æøå", "å" * 5000,
    "[a](javascript:alert(1))", "<script>alert(1)</script>", "`" * 300, "*" * 400, "[" * 400, "(" * 400, "> " * 300,
    "| a | b |\n|---|", "../../etc/passwd", "/dev/zero", "%", "{{ 7*7 }}", "{% raw %}", "\\", "\x7f", "\ud800", "17/20",
)  # fmt: skip
KEYS = (
    "title", "items", "slides", "withheld", "public", "text", "votes", "date", "days", "kind", "attachments", "name",
    "number", "type", "data", "rows", "columns", "file", "body", "nb", "topic", "heading", "for", "present", "id",
)  # fmt: skip
CONFLICT = ("<<<<<<< HEAD", "=======", ">>>>>>> gren")


def slipped(text: str, chance: random.Random) -> str:
    """A text of which one line stands two spaces further in, or further out."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = "  " + lines[at] if chance.random() < 0.5 else lines[at].removeprefix("  ")
    return "\n".join(lines)


def spoil(text: str, chance: random.Random) -> bytes:
    """A file with one to four things wrong with it."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        text = chance.choice(WAYS)(text, chance)
    data = text.encode("utf-8", "surrogatepass")
    match chance.randrange(30):
        case 0:
            return data[: chance.randrange(len(data) + 1)]
        case 1:
            return text.encode("utf-16", "surrogatepass")
        case 2:
            return text.encode("latin-1", "replace")
        case 3:
            return b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
        case 4:
            return data.replace(b"\n", b"\r")
        case 5 | 6 if data:
            spoilt = bytearray(data)
            for _ in range(chance.randint(1, 12)):
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
            return bytes(spoilt)
    return data


def _lines(change: Callable[[list[str], random.Random], None]) -> Callable[[str, random.Random], str]:
    def spoilt(text: str, chance: random.Random) -> str:
        lines = text.split("\n")
        change(lines, chance)
        return "\n".join(lines)

    return spoilt


@_lines
def _dropped(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    del lines[at : at + chance.randint(1, 4)]


@_lines
def _doubled(lines: list[str], chance: random.Random) -> None:
    at, many = chance.randrange(len(lines)), chance.randint(1, 8)
    lines[at:at] = lines[at : at + many] * chance.choice((1, 1, 2, 40))


@_lines
def _moved(lines: list[str], chance: random.Random) -> None:
    at, many = chance.randrange(len(lines)), chance.randint(1, 6)
    taken = lines[at : at + many]
    del lines[at : at + many]
    to = chance.randint(0, len(lines))
    lines[to:to] = taken


@_lines
def _shifted(lines: list[str], chance: random.Random) -> None:
    first, by = chance.randrange(len(lines)), chance.choice((-4, -2, -1, 1, 2, 4))
    for at in range(first, min(len(lines), first + chance.choice((1, 1, 3, 20)))):
        lines[at] = " " * by + lines[at] if by > 0 else lines[at].removeprefix(" " * -by)


@_lines
def _tabbed(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at].replace("  ", "\t", 1)


@_lines
def _valued(lines: list[str], chance: random.Random) -> None:
    """Another value behind a key."""
    at = chance.choice([at for at, line in enumerate(lines) if ":" in line] or [0])
    lines[at] = f"{lines[at].partition(':')[0]}: {chance.choice(VALUES)}"


@_lines
def _keyed(lines: list[str], chance: random.Random) -> None:
    """Another key before a value."""
    at = chance.choice([at for at, line in enumerate(lines) if ":" in line] or [0])
    lines[at] = re.sub(r"[\w.-]+(?=:)", chance.choice(KEYS), lines[at], count=1)


@_lines
def _unended(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at][: chance.randint(0, len(lines[at]))] + chance.choice(("", '"', "'", "{", "[", ":", " #", ","))


@_lines
def _conflicted(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    taken = lines[at : at + 3]
    lines[at : at + 3] = [CONFLICT[0], *taken, CONFLICT[1], *taken, CONFLICT[2]]


def _noisy(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(VALUES) + text[at + chance.choice((0, 0, 1, 5, 200)) :]


def _deep(text: str, chance: random.Random) -> str:
    opened = chance.choice(("[", "{a: ", "- "))
    return text + "\nitems: " + opened * chance.choice((5, 29, 31, 2000))


def _swapped(text: str, chance: random.Random) -> str:
    """Two words, each in the other's place."""
    words = sorted(set(re.findall(r"\w{2,}", text)))
    one, other = chance.choice(words or ["a"]), chance.choice(words or ["a"])
    return re.sub(rf"\b{re.escape(one)}\b", other, text, count=chance.choice((1, 1, 0)))


def _typed(text: str, chance: random.Random) -> str:
    """Numbers and days that are none, or of another order."""
    found = list(re.finditer(r"\d+", text))
    if not found:
        return text
    number = chance.choice(found)
    return text[: number.start()] + chance.choice(("0", "-1", "99999", "1e309", "٣", "½", "")) + text[number.end() :]


WAYS = (
    _dropped, _doubled, _moved, _shifted, _tabbed, _valued, _valued, _valued, _keyed, _keyed, _unended, _conflicted,
    _noisy, _noisy, _deep, _swapped, _typed,
)  # fmt: skip
