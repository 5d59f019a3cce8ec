"""What becomes public: what the public edition says now, and did not say before; sentence by sentence, file by file.

Nothing is listed by hand: the model is walked, so that a field that readers get is told from the day that it exists.
What is withheld is never among it, nor what was public and is withheld now: of that only the place is told and how
much it was, for the list is shown to more people than the sources are.

Both sides are seen as of one day: a day that comes by itself is no change. What the sources now say will become public
on a later day, and did not say so before, is listed under that day.

Longer than 500 lines: one comparison, field by field, of everything that an edition says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any, Literal

from akson_docs.actions.recorded_withdrawals import Withdrawals
from akson_docs.build import meeting_index, meeting_versions, readable_scans, redacted_files
from akson_docs.build.meeting_index import MeetingIndex
from akson_docs.build.readable_scans import ScanReader
from akson_docs.diagnostics import Diagnostic, only_errors, ordered
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings import cards, deck, record, redaction
from akson_docs.meetings.agenda import Agenda, Between, Entry
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.revisions import dispatch, printed_text
from akson_docs.meetings.revisions.changes import FILES
from akson_docs.meetings.revisions.dispatch import Dispatch, DispatchKind, DispatchRef, PrintedString
from akson_docs.model import numbers, walk
from akson_docs.model.documents import Attachment, Board, Heading, Site
from akson_docs.model.values import LocalizedText, Text, Value
from akson_docs.sources import layout as archives
from akson_docs.sources import paper_pictures
from akson_docs.sources.layout import TOP, Archive, MeetingKey
from akson_docs.sources.snapshots import Snapshot

Role = tuple[str, ...]
"""The way to a field from the item, the slide, the meeting or the board that has it: ("motions", "text")."""
Why = Literal["new", "unread", "board", "draft", "embargo", "minutes", "corrected"]
"""Why a meeting or a board says more: it is new; it could not be read before; its board was not public; it was a
draft; its day had not come; its minutes are published; they are corrected."""


@dataclass(frozen=True)
class StatedAt:
    """Where something is said: in an item, on a slide of it, or by the meeting or the board itself."""

    item: str = ""
    """The item's part of its address; "" for what belongs to none."""
    slide: str = ""
    """The slide's anchor; "" for what stands on none."""
    number: str = field(default="", compare=False)
    """The item's number as printed."""
    title: str = field(default="", compare=False)
    """The item's title as the public reads it."""
    slide_number: int = field(default=0, compare=False)
    slide_title: str = field(default="", compare=False)
    """The slide's title as the public reads it."""


@dataclass(frozen=True)
class File:
    """A file that is handed out: its size in bytes, and a digest of what it holds."""

    size: int
    digest: str


@dataclass(frozen=True)
class Statement:
    """A sentence, a title, a fact or a file that the public edition has."""

    place: StatedAt
    role: Role
    words: str
    """A sentence or a value; of a row of a list what it is called; of a file its name."""
    more: tuple[tuple[str, str], ...] = ()
    """Of a row its other facts, by field."""
    of: str = ""
    """What the row is called that the sentence belongs to."""
    file: File | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it the same when it stands elsewhere: its item, its field and its words; of a file its name
        and what is in it. The number of a point in a list is no part of the words."""
        if self.file:
            return ("file", self.words, self.file.digest)
        return (self.place.item, self.role, self.of, _MARK.sub("", self.words), self.more)


@dataclass(frozen=True)
class Disclosed:
    """Something that becomes public."""

    told: Statement
    withheld: bool = False
    """Whether the sources had it already, and withheld it."""


@dataclass(frozen=True)
class Withdrawn:
    """Something that is public no more: where it stood, and how much it was. What it said is not repeated."""

    place: StatedAt
    role: Role
    count: int
    stays: bool = False
    """Whether it stands in papers that were sent, and that the site gives out still."""


@dataclass(frozen=True)
class SourceDisclosure:
    """What a meeting, a board or the site will say that it did not say, and what it will not say any more."""

    address: str
    """`<board>/<folder>`, `<board>`, or "" for the site."""
    name: str
    """What it is called publicly; "" where it is not public."""
    why: tuple[Why, ...]
    opened: tuple[Disclosed, ...]
    later: tuple[tuple[date, tuple[Disclosed, ...]], ...]
    """What becomes public on a day to come, by day."""
    closed: tuple[Withdrawn, ...]
    withdrawn: tuple[date, ...] = ()
    """The days of the dispatches whose papers were given out, and are no more."""
    awaited: tuple[tuple[date, int], ...] = ()
    """How much becomes public on a day to come, where what it is may not be told yet."""


@dataclass(frozen=True)
class Disclosure:
    """All that becomes public, and what cannot be read."""

    today: date
    changes: tuple[SourceDisclosure, ...]
    diagnostics: tuple[Diagnostic, ...]
    """The errors of the sources as they are; where there is one, nothing is compared."""
    unread: tuple[str, ...]
    """The meetings, by address, that could not be read as they were: everything in them counts as new."""
    drafts: tuple[str, ...] = ()
    """The meetings, by address, that are drafts, of which nothing becomes public as long as they are."""
    unrecorded: tuple[tuple[str, date], ...] = ()
    """The papers, by the meeting's address and the day they were sent, that hold what was withheld at some commit
    since, and that the site gives out until that is written down."""
    unsearched: tuple[str, ...] = ()
    """The meetings, by address, with a scan that could not be read here: what it says was looked through by nothing."""

    @property
    def opened(self) -> tuple[Statement, ...]:
        """Everything that becomes public at once."""
        return tuple(one.told for change in self.changes for one in change.opened)


def discreet(found: Disclosure) -> Disclosure:
    """What becomes public, for those who may not read the sources: of what comes on a later day only how much it is.

    A meeting of which nothing becomes public at once has its address in place of its title.
    """
    return replace(found, changes=tuple(map(_awaited, found.changes)))


def _awaited(change: SourceDisclosure) -> SourceDisclosure:
    if not change.later:
        return change
    counts = tuple((day, len(opened)) for day, opened in change.later)
    return replace(change, name=change.name if change.opened else "", later=(), awaited=counts)


# ---- what is told --------------------------------------------------------------------------------------------


def told(agenda: Agenda, slides: Sequence[Slide], files: Mapping[str, File]) -> tuple[Statement, ...]:
    """Everything that an edition of a meeting says, in order: the meeting itself, then each item with its slides.

    `files` are those that it hands out, by their paths from the meeting's folder.
    """
    own = _Teller(agenda.language, files, _people(agenda))
    found = list(own.words(agenda.title, StatedAt(), ("title",), ""))
    if agenda.number and not agenda.meeting.number:
        found.append(Statement(StatedAt(), ("number",), agenda.number))
    found += own.fields(agenda.meeting, StatedAt(), (), without=("items", "title"))
    attendance = agenda.meeting.attendance
    if attendance and attendance.present == "others" and (roll := record.roll(agenda)):
        found += [Statement(StatedAt(), ("attendance", "present"), voter.name) for voter in roll.present]
    for one in printed_text.seen(agenda, (), agenda.languages[0]):
        if one.item == "" and one.role in ("ends", "timezone"):
            found.append(Statement(StatedAt(), (one.role,), one.text))
    for row in agenda.rows:
        if isinstance(row, Heading):
            found += own.fields(row, StatedAt(), ())
        elif isinstance(row, Between):
            found += own.words(row.between, StatedAt(), ("entry",), "")
        else:
            found += _of_item(row, agenda, slides, own)
    return tuple(found)


def sent(strings: Iterable[PrintedString]) -> Iterator[Statement]:
    """What papers that were sent say, each sentence at its item."""
    for one in strings:
        if not one.withheld and one.role not in FILES:
            yield from (Statement(StatedAt(one.item), ("sent", one.role), line) for line in sentences(one.text))


def stated(value: Site | Board, files: Mapping[str, File] | None = None) -> tuple[Statement, ...]:
    """Everything that an edition of a site or a board says of itself."""
    return tuple(_Teller("", files or {}, {}).fields(value, StatedAt(), ()))


def _of_item(entry: Entry, agenda: Agenda, slides: Sequence[Slide], own: _Teller) -> Iterator[Statement]:
    title = _called(entry.item.title, agenda.language)
    place = StatedAt(entry.slug, number=entry.item.number, title=title)
    yield from own.fields(entry.item, place, (), without=("items", "slides"))
    plain = replace(own, people={})
    for slide in slides:
        if slide.entry is not entry or isinstance(slide.content, LocalizedText):
            continue
        on = replace(place, slide=slide.anchor, slide_number=slide.number)
        if slide.kind == "tracker":
            topic = slide.topics[slide.topic - 1]
            on = replace(on, slide_title=_called(topic, agenda.language))
            yield from plain.words(topic, on, ("slides", "topic"), "")
        elif slide.content is not None:
            heading = getattr(slide.content, "title", None)
            on = replace(on, slide_title=_called(heading, agenda.language) if heading else "")
            yield from plain.fields(slide.content, on, ("slides",))
            for words in getattr(slide.content, "derived", ()):
                yield Statement(on, ("slides", "derived"), words)


@dataclass(frozen=True)
class _Teller:
    """Walks values of the model: everything that is not private, and is not as it is by default."""

    language: str
    files: Mapping[str, File]
    people: Mapping[str, str]
    """Names by the ids that stand for them."""

    def fields(
        self, value: Value, place: StatedAt, role: Role, without: Iterable[str] = (), of: str = ""
    ) -> Iterator[Statement]:
        """What the fields of a value say, each by itself."""
        for name, held in _visible(value):
            if name == "file" and held in self.files:
                yield Statement(place, (*role, "file"), held, file=self.files[held])
            elif name not in without:
                yield from self.held(held, place, (*role, name), of)

    def held(self, held: Any, place: StatedAt, role: Role, of: str) -> Iterator[Statement]:
        """What anything in the model says."""
        if isinstance(held, LocalizedText):
            yield from self.words(held, place, role, of)
        elif isinstance(held, Value):
            yield from self.fields(held, place, role, of=of)
        elif isinstance(held, Mapping):
            for key, inner in held.items():
                yield from self.held(inner, place, role, " ".join(filter(None, (of, key))))
        elif isinstance(held, tuple):
            for inner in held:
                if isinstance(inner, Value) and not isinstance(inner, LocalizedText):
                    yield from self.row(inner, place, role, of)
                else:
                    yield from self.held(_joined(inner), place, role, of)
        else:
            yield Statement(place, role, self.value(role[-1], held), of=of)

    def row(self, value: Value, place: StatedAt, role: Role, of: str) -> Iterator[Statement]:
        """What a row of a list says: its short facts as one, for they belong together, then its texts."""
        facts: list[tuple[str, str]] = []
        texts = []
        alt = [one.key for one in walk.fields(type(value)) if one.visibility == "alt"]
        for name, held in sorted(_visible(value), key=lambda pair: pair[0] in alt):
            if name == "file" and held in self.files:
                yield Statement(place, (*role, "file"), held, file=self.files[held])
            elif isinstance(held, LocalizedText) and not isinstance(held, Text):
                facts += _facts(name, held)
            elif isinstance(held, Value | Mapping) or (
                isinstance(held, tuple) and any(isinstance(inner, Value | tuple) for inner in held)
            ):
                texts.append((name, held))
            elif isinstance(held, tuple):
                facts.append((name, ", ".join(self.value(name, inner) for inner in held)))
            else:
                facts.append((name, self.value(name, held)))
        called = facts[0][1] if facts else ""
        if facts:
            yield Statement(place, role, called, tuple(facts[1:]), of)
        for name, held in texts:
            yield from self.held(held, place, (*role, name), called)

    def words(self, words: LocalizedText, place: StatedAt, role: Role, of: str) -> Iterator[Statement]:
        """What words say in every language, or what is said in their place, and on what basis they are withheld."""
        split: Callable[[str], tuple[str, ...]] = sentences if isinstance(words, Text) else _whole
        for _, text in (*words.said, *words.public):
            said = split(paper_pictures.in_words(text))
            yield from (Statement(place, role, sentence, of=of) for sentence in said)
        if words.withheld:
            yield Statement(place, (*role, "withheld"), words.withheld, of=of)

    def value(self, name: str, held: Any) -> str:
        """A value as it is written; an id as the name that papers have for it."""
        if isinstance(held, bool):
            return "yes" if held else "no"
        if isinstance(held, time):
            return held.isoformat("minutes")
        if isinstance(held, date):
            return held.isoformat()
        return str(held) if name == "id" else self.people.get(str(held), str(held))


def _visible(value: Value) -> Iterator[tuple[str, Any]]:
    """The fields that readers get, with what they hold; neither empty ones nor those as they are by default."""
    for one in walk.fields(type(value)):
        held = getattr(value, one.name)
        if one.visibility != "private" and not one.is_empty(held):
            yield one.key, held


def _facts(name: str, line: LocalizedText) -> Iterator[tuple[str, str]]:
    said = dict.fromkeys(text for _, text in (*line.said, *line.public))
    if said:
        yield name, " / ".join(said)
    if line.withheld:
        yield "withheld", line.withheld


def _joined(held: Any) -> Any:
    """A row of cells as one line; anything else as it is."""
    return " | ".join(held) if isinstance(held, tuple) and all(isinstance(cell, str) for cell in held) else held


def _called(line: LocalizedText, own: str) -> str:
    """What a title is to the public: itself, or what stands in its place."""
    return (line if line.said else type(line).model_construct(said=line.public)).say(own, own)[1]


def _people(agenda: Agenda) -> dict[str, str]:
    return {one.id: record.called(agenda, one.id, agenda.language) for one in agenda.board.people}


# ---- sentences -----------------------------------------------------------------------------------------------

_MARK = re.compile(r"^(?:(?:[-*+>]|#{1,6}|\d+[.)])\s+)+")
"""What begins a point, a heading or a quotation in Markdown."""
_BLOCK = re.compile(r"\s*(?:[-*+>]\s|#{1,6}\s|\||\d+[.)]\s+[^\sa-zæøå])")
"""A line that begins something new. "1. juli" does not."""
_END = re.compile(r"(?P<token>\S*?)(?P<sign>[.!?…]+)[\"'»”’)\]*_]*\s+(?=[\"'«“‘(\[*_–-]*(?P<next>\w))")
_NEVER = frozenset(
    (
        "adr", "afd", "alm", "ang", "approx", "art", "avd", "bl.a", "ca", "cf", "dir", "dok", "dr", "dvs", "e.g", "eg",
        "eks", "ekskl", "ev", "evt", "f", "f.eks", "ff", "forskr", "forv", "fr", "fvl", "gnr", "bnr", "hhv", "hr",
        "i.e", "inkl", "innst", "iht", "jf", "jfr", "kap", "kgl.res", "kl", "koml", "kommunel", "kr", "ltr", "maks",
        "meld", "mht", "mill", "min", "mr", "mrd", "mrs", "ms", "nr", "no", "offl", "oppr", "org", "ot", "p", "par",
        "pga", "pkt", "pp", "prof", "prop", "prp", "red", "ref", "resp", "s", "sec", "sign", "sp", "st", "str", "tlf",
        "tsj", "u.off", "vedr", "vs", "årl",
    )
)  # fmt: skip
"""Abbreviations that something follows, in bokmål, nynorsk and English: no sentence ends with one."""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text: points, headings and rows of tables are divided, then what stands in each.

    A sentence ends with . ! ? or … before white space and a capital letter or a digit, save after an abbreviation
    ("kl. 16", "jf. offl. § 13", "nr. 2"), an initial, the number that begins a point, and within a date ("1. juli").
    """
    blocks: list[str] = []
    begun = False
    for line in text.splitlines():
        if begun and line.strip() and not _BLOCK.match(line):
            blocks[-1] += " " + line
        elif line.strip():
            blocks.append(line)
        begun = bool(line.strip()) and not line.lstrip().startswith(("#", "|"))
    return tuple(sentence for block in blocks for sentence in _divided(" ".join(block.split())))


def _divided(block: str) -> Iterator[str]:
    if block.startswith("|"):
        if not re.fullmatch(r"[|:\s-]+", block):
            yield block
        return
    start = 0
    for end in _END.finditer(block):
        if _ends(end, block, start):
            yield block[start : end.end()].rstrip()
            start = end.end()
    if block[start:]:
        yield block[start:]


def _ends(end: re.Match[str], block: str, start: int) -> bool:
    following = end["next"]
    if not (following.isupper() or following.isdigit()):
        return False
    token = end["token"].lstrip("\"'«“‘([*_-–").casefold()
    if end["sign"] != ".":
        return True
    if token in _NEVER or (len(token) == 1 and token.isalpha()):
        return False
    if token.isdigit():
        return not following.isdigit() and _MARK.sub("", block[start : end.end()]) != ""
    return True


def _whole(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


# ---- what differs --------------------------------------------------------------------------------------------


def unmatched(some: Iterable[Statement], others: Iterable[Statement]) -> tuple[Statement, ...]:
    """Those of some that are not among the others, in order; each of the others stands for one, first for that at
    its own place."""
    others = tuple(others)
    at, anywhere = Counter((one.key, one.place) for one in others), Counter(one.key for one in others)
    moved, found = [], []
    for one in some:
        if at[(one.key, one.place)] > 0:
            at[(one.key, one.place)] -= 1
            anywhere[one.key] -= 1
        else:
            moved.append(one)
    for one in moved:
        if anywhere[one.key] > 0:
            anywhere[one.key] -= 1
        else:
            found.append(one)
    return tuple(found)


def disclosure(
    now: Snapshot,
    before: Callable[[Iterable[str]], Snapshot],
    changed: Iterable[str],
    day: Callable[[str], date],
    withheld_since: Callable[[MeetingIndex], Withdrawals] = lambda index: {},
    doubted: Iterable[str] = (),
    scans: ScanReader | None = None,
) -> Disclosure:
    """What becomes public when the sources are as they are now, and not as they were before.

    `before` gives the sources as they were, with the files that are named at hand. `changed` are the paths of the files
    that differ, or may; nothing else is read but the site and its boards. `day` says which day it is in a time zone.
    `withheld_since` says which papers hold what was withheld at some commit since they were sent; `doubted` are the
    sources, by their paths from `meetings/`, in which anything ever was withheld. `scans` reads those that readers get
    with the words in them, which are looked through as those of any file.
    """
    paths = frozenset(changed)
    past = before(())
    past = before(path for path in past.files if _is_around(path))
    keys = _concerned(now, past, paths) | _sent(now, frozenset(doubted))
    here, errors = _side(now, paths, keys, day, scans)
    today = here.index.today
    if errors:
        return Disclosure(today, (), errors, ())
    folders = tuple(key.prefix for key in keys)
    past = before(
        path
        for path in past.files
        if _is_around(path) or (path.startswith(folders) and (path.endswith(TEXTS) or _is_sent(path, keys)))
    )
    then, _ = _side(past, paths, keys, lambda timezone: today)
    changes = [_of_site(here, then), *(_of_board(name, here, then) for name in sorted(here.boards | then.boards))]
    unwritten = {
        key: frozenset((one.kind, one.number) for one in some) for key, some in withheld_since(here.index).items()
    }
    changes += [_of_meeting(key, here, then, unwritten.get(key, frozenset())) for key in sorted(here.keys | then.keys)]
    return Disclosure(
        today,
        tuple(one for one in changes if one.opened or one.later or one.closed or one.withdrawn),
        (),
        tuple(key.name for key in sorted(here.keys & then.keys) if here.is_shown(key.board) and not then.is_read(key)),
        tuple(
            key.name
            for key in sorted(here.keys)
            if here.is_shown(key.board) and (full := here.full(key)) and full.meeting.draft
        ),
        tuple(
            (key.name, one.day)
            for key, some in sorted(unwritten.items())
            for one in here.index.kept(key)
            if here.is_shown(key.board) and (one.kind, one.number) in some
        ),
        tuple(key.name for key in sorted(here.keys) if here.is_shown(key.board) and here.has_unread(key)),
    )


TEXTS = (".yaml", ".md", ".csv")


@dataclass(frozen=True)
class _SourcesAt:
    """The sources at one time: the site, its boards, and the meetings that may differ."""

    index: MeetingIndex
    changed: frozenset[str]

    @property
    def keys(self) -> frozenset[MeetingKey]:
        return frozenset(self.index.records)

    @property
    def boards(self) -> frozenset[str]:
        return frozenset(self.index.boards)

    def is_read(self, key: MeetingKey) -> bool:
        """Whether a meeting is there, and was read without an error."""
        return self.index.site is not None and key.board in self.index.boards and key in self.keys - self.index.unsound

    def has_unread(self, key: MeetingKey) -> bool:
        """Whether the public gets a scan of a meeting, or will, that could not be read here."""
        full = self.full(key)
        names = {
            dict(one.parameters)["name"]
            for one in self.index.records[key].diagnostics
            if one.code in readable_scans.OF_THE_MACHINE
        }
        shown = redaction.attached(redaction.public(full.meeting)) if full and names else ()
        return any(one.ocr and one.file in names for _, one in shown)

    def is_shown(self, board: str) -> bool:
        site = self.index.site
        return site is not None and board in self.boards and redaction.is_shown(self.index.boards[board], site)

    def is_public(self, key: MeetingKey, full: Agenda, on: date) -> bool:
        meeting, site = full.meeting, self.index.site
        assert site is not None
        return redaction.is_public(
            draft=meeting.draft, publish=meeting.publish, board=self.index.boards[key.board], site=site, today=on
        )

    def full(self, key: MeetingKey) -> Agenda | None:
        """A meeting with all that it has; None where there is none that can be read."""
        found = meeting_index.whole(self.index, key, "members") if self.is_read(key) else None
        return found.agenda if found else None

    def published(self, key: MeetingKey, full: Agenda, on: date) -> Agenda:
        """What the public sees of a meeting on a day, if it is public then."""
        return replace(self.index, today=on).agenda(key, full.meeting, "public")

    def unwithheld(self, key: MeetingKey, full: Agenda) -> Agenda:
        """A meeting without what is withheld, whatever the day."""
        return agendas.agenda(
            redaction.public(full.site),
            redaction.public(full.board),
            redaction.public(full.meeting),
            *key,
            joint={name: redaction.public(board) for name, board in full.joint.items()},
        )

    def told(self, key: MeetingKey, agenda: Agenda) -> tuple[Statement, ...]:
        """All that an edition of a meeting says."""
        slides = deck.deck(agenda)
        inside = {path.removeprefix(key.prefix): "" for path in self.index.snapshot.under(key.path)}
        version = meeting_versions.version(agenda, slides, inside, cards.card(agenda, slides))
        whole = self.full(key)
        made_of = {
            redaction.covered_name(one.file): one
            for _, one in (redaction.redacted(whole.meeting) if whole is not None else ())
            if one.file
        }
        read = {one.file for _, one in redaction.attached(agenda.meeting) if one.ocr}
        files = {
            name: self.covered(key, made_of[name]) if name in made_of else self.file(key.file(name))
            for name in (*version.files, *version.figures, *version.pictures)
        }
        files |= {
            name: replace(one, digest=meeting_versions.digest("read", one.digest))
            for name, one in files.items()
            if name in read
        }
        return told(agenda, slides, files)

    def public(self, key: MeetingKey, full: Agenda | None, on: date) -> tuple[Statement, ...]:
        """All that the public reads of a meeting on a day."""
        if full is None or not self.is_public(key, full, on):
            return ()
        return self.told(key, self.published(key, full, on))

    def given_out(
        self, key: MeetingKey, full: Agenda | None, on: date, but: frozenset[DispatchRef] = frozenset()
    ) -> tuple[Dispatch, ...]:
        """What was kept of a meeting, of every kind, and that the site gives out publicly on a day, but some."""
        version = self.index.records[key].public if key in self.index.records else None
        if full is None or version is None or not self.is_public(key, full, on):
            return ()
        gone = {("papers", number) for number in version.withdrawn}
        gone |= {
            ("minutes", one.number) for one in version.minuted if one.withdrawn or not "" < version.minutes <= str(on)
        }
        return tuple(one for one in self.index.kept(key) if (one.kind, one.number) not in gone | but)

    def sent(
        self,
        key: MeetingKey,
        full: Agenda | None,
        on: date,
        but: frozenset[DispatchRef] = frozenset(),
        kinds: tuple[DispatchKind, ...] = ("papers",),
    ) -> tuple[Statement, ...]:
        """What the public reads in papers of some kinds that were kept, and that the site gives out on a day, but in
        some."""
        spoken = (
            strings
            for one in self.given_out(key, full, on, but)
            if one.kind in kinds
            for strings in one.said.get("public", {}).values()
        )
        return tuple(told for strings in spoken for told in sent(strings))

    def covered(self, key: MeetingKey, attachment: Attachment) -> File:
        """The file that the public gets in the place of one that is redacted: another as soon as something else of it
        is covered. Its size is that of its source, for it is not made here."""
        assert attachment.file is not None
        assert attachment.redact is not None
        source = self.file(key.file(attachment.file))
        return File(source.size, redacted_files.digest_of(source.digest, attachment.redact))

    def file(self, path: str) -> File:
        """A file; one that did not change needs no digest."""
        snapshot = self.index.snapshot
        within = paper_pictures.lies_in(path)
        if within is not None:
            return File(snapshot.stamps[within[0]][0], within[1])  # it is as large as its document at the most
        return File(snapshot.stamps[path][0], snapshot.digest(path) if path in self.changed else "")


def _side(
    snapshot: Snapshot,
    changed: frozenset[str],
    keys: frozenset[MeetingKey],
    day: Callable[[str], date],
    scans: ScanReader | None = None,
) -> tuple[_SourcesAt, tuple[Diagnostic, ...]]:
    """The sources at one time, of the meetings those that are named; and their errors."""
    archive = archives.archive(snapshot.stamps)
    read = _read(snapshot, archive, keys, day, scans)
    # Rules across meetings have seen only those that were read: what they find is not to be believed.
    within = (one for record_ in read.records.values() for one in record_.diagnostics)
    above = (one for one in read.diagnostics if _is_around(one.span.file))
    found = ordered((*archive.diagnostics, *within, *above))
    return _SourcesAt(read, changed), only_errors(found)


def _read(
    snapshot: Snapshot,
    archive: Archive,
    keys: frozenset[MeetingKey],
    day: Callable[[str], date],
    scans: ScanReader | None = None,
) -> MeetingIndex:
    """The site, its boards, and some of its meetings. Where the words of scans are asked for, whatever is made of files
    is made as in a build, and looked through."""
    boards = {
        board: tuple(folder for folder in folders if MeetingKey(board, folder) in keys)
        for board, folders in archive.boards.items()
    }
    some = replace(archive, boards=boards)
    there = frozenset(some.keys)
    # What was sent is held against its record, and what is made of a file remembered by it; else no digest is needed.
    digests = {
        path: snapshot.digest(path) if _is_sent(path, there) or (scans is not None and _is_in(path, there)) else ""
        for path in snapshot.files
    }
    return meeting_index.index(snapshot, some, digests, {}, there, day, lambda key: None, reader=scans)


def _is_in(path: str, keys: frozenset[MeetingKey]) -> bool:
    """Whether a file lies in the folder of one of some meetings."""
    _, board, folder, *_ = (*path.split("/"), "", "")
    return MeetingKey(board, folder) in keys


def _is_sent(path: str, keys: frozenset[MeetingKey]) -> bool:
    """Whether a file is what was sent of one of some meetings."""
    _, board, folder, *rest = (*path.split("/"), "", "")
    return rest[:1] == [dispatch.FOLDER] and MeetingKey(board, folder) in keys


NO_MATTER: Mapping[type[Value], frozenset[str]] = {
    Site: frozenset(("format", "name", "publisher", "address", "contact", "colours", "convert_office", "logo")),
    Board: frozenset(
        (
            "short",
            "full_name",
            "organisation",
            "withdrawn",
            "deadlines",
            "labels",
            "parties",
            "standing",
            "place",
            "start",
        )
    ),
}
"""What a site or a board says that no meeting says after it. A field that is not here counts as one that matters."""


def _concerned(now: Snapshot, past: Snapshot, changed: frozenset[str]) -> frozenset[MeetingKey]:
    """The meetings that may say something else: those that were touched, and all for which site or board are others
    in what matters."""
    both = (now, past)
    archives_ = [archives.archive(snapshot.stamps) for snapshot in both]
    touched = {tuple(path.split("/")[1:3]) for path in changed}
    if any(_is_around(path) for path in changed):
        none: frozenset[MeetingKey] = frozenset()
        sides = [
            _read(snapshot, archive, none, lambda timezone: date.min)
            for snapshot, archive in zip(both, archives_, strict=True)
        ]
        everywhere = _matters(sides[0].site) != _matters(sides[1].site)
        names = {name for archive in archives_ for name in archive.boards}
        boards = {name for name in names if len({_matters(side.boards.get(name)) for side in sides}) > 1 or everywhere}
    else:
        boards = set()
    return frozenset(key for archive in archives_ for key in archive.keys if key.board in boards or key in touched)


def _sent(now: Snapshot, doubted: frozenset[str]) -> frozenset[MeetingKey]:
    """The meetings of which papers were sent, and in whose sources, or their board's, anything ever was withheld."""
    if not doubted:
        return frozenset()
    parts = (path.split("/") for path in now.files if path.endswith(f"/{dispatch.RECORD}"))
    keys = {MeetingKey(part[1], part[2]) for part in parts if len(part) > 5 and part[3] == dispatch.FOLDER}
    places = {tuple(path.split("/")[:2]) for path in doubted}
    around = {"site.yaml"} & doubted
    return frozenset(key for key in keys if around or key in places or (key.board, "board.yaml") in places)


def _matters(value: Site | Board | None) -> str:
    """What a site or a board says that meetings say after it; "" where it cannot be read."""
    return value.model_dump_json(exclude=set(NO_MATTER[type(value)])) if value else ""


def _is_around(path: str) -> bool:
    """Whether a file is the site's or a board's own."""
    return path == f"{TOP}/site.yaml" or (path.endswith("/board.yaml") and path.count("/") == 2)


def _of_site(here: _SourcesAt, then: _SourcesAt) -> SourceDisclosure:
    def of(side: _SourcesAt) -> tuple[Statement, ...]:
        site = side.index.public_site
        path = f"{TOP}/{site.logo}" if site else ""
        files = {site.logo: side.file(path)} if site and site.logo and path in side.index.snapshot.stamps else {}
        return stated(site, files) if site else ()

    now, before = of(here), of(then)
    site = here.index.public_site
    name = _called(site.name, site.language) if site else ""
    return SourceDisclosure("", name, () if before else ("new",), _opened(now, before), (), _closed(before, now))


def _of_board(name: str, here: _SourcesAt, then: _SourcesAt) -> SourceDisclosure:
    def of(side: _SourcesAt) -> tuple[Statement, ...]:
        return stated(side.index.public_boards[name]) if side.is_shown(name) else ()

    now, before = of(here), of(then)
    why: tuple[Why, ...] = () if before or not now else ("board",) if name in then.boards else ("new",)
    called = _called(here.index.public_boards[name].name, "") if now else ""
    return SourceDisclosure(name, called, why, _opened(now, before), (), _closed(before, now))


def _of_meeting(
    key: MeetingKey, here: _SourcesAt, then: _SourcesAt, unwritten: frozenset[DispatchRef] = frozenset()
) -> SourceDisclosure:
    """What a meeting will say and did not say; `unwritten` are the dispatches that hold what was withheld, and of which
    no file says so: what they say is repeated nowhere."""
    today = here.index.today
    full, former = here.full(key), then.full(key)
    renamed = _renamed(former, full) if former and full else {}

    def before(on: date) -> tuple[Statement, ...]:
        return tuple(_moved(one, renamed) for one in then.public(key, former, on))

    now, was = here.public(key, full, today), before(today)
    hidden: frozenset[Any] = frozenset()
    if was and former:
        everything, open_ = (then.told(key, one) for one in (former, then.unwithheld(key, former)))
        hidden = frozenset(_moved(one, renamed).key for one in everything)
        hidden -= {_moved(one, renamed).key for one in open_}
    opened = _opened(now, was, hidden)
    kept = here.sent(key, full, today, kinds=dispatch.KINDS)
    held = tuple(_moved(one, renamed) for one in then.sent(key, former, today))
    # Papers that come back say again what they said: what no page says, and none said before.
    pages = {_plain(one) for one in (*now, *was)}
    back = here.sent(key, full, today, unwritten)
    items = _items(now)
    again = (one for one in unmatched(back, held) if _plain(one) not in pages)
    opened += tuple(Disclosed(replace(one, place=items.get(one.place.item, one.place))) for one in again)
    listed, later = [one.told for one in opened], []
    for on in _days(full, today) if full else ():
        fresh = unmatched(unmatched(here.public(key, full, on), before(on)), listed)
        listed += fresh
        if fresh:
            later.append((on, _opened(fresh, (), hidden)))
    first = today if opened else later[0][0] if later else None
    why = _why(key, full, former, here, then, is_public=bool(before(first))) if full and first else ()
    name = _named(here.published(key, full, today)) if full and (now or later) else ""
    out = {(one.kind, one.number) for one in here.given_out(key, full, today)}
    withdrawn = tuple(one.day for one in then.given_out(key, former, today) if (one.kind, one.number) not in out)
    closed = _closed(was, now, {_plain(one) for one in kept})
    return SourceDisclosure(key.name, name, why, opened, tuple(later), closed, withdrawn)


def _plain(one: Statement) -> tuple[str, str]:
    """A sentence of an item, wherever it stands in it."""
    return one.place.item, " ".join(_MARK.sub("", one.words).split())


def _days(full: Agenda, today: date) -> tuple[date, ...]:
    """The days to come on which the public sees more of a meeting: it comes, or its minutes do."""
    out = full.meeting.minutes.published if full.meeting.minutes else None
    return tuple(sorted({one for one in (full.meeting.publish, out) if one and one > today}))


def _why(
    key: MeetingKey, full: Agenda, former: Agenda | None, here: _SourcesAt, then: _SourcesAt, *, is_public: bool
) -> tuple[Why, ...]:
    if former is None:
        return ("unread",) if key in then.keys else ("new",)
    if not is_public:
        if not then.is_shown(key.board):
            return ("board",)
        return ("draft",) if former.meeting.draft else ("embargo",)
    found: list[Why] = []
    out = [one.meeting.minutes for one in (full, former)]
    now, was = (bool(one and one.published and one.published <= here.index.today) for one in out)
    if now and not was:
        found.append("minutes")
    elif now and record.issue(full) > record.issue(former):
        found.append("corrected")
    return tuple(found)


def _opened(
    now: Iterable[Statement], before: Iterable[Statement], withheld: frozenset[Any] = frozenset()
) -> tuple[Disclosed, ...]:
    return tuple(Disclosed(one, one.key in withheld) for one in unmatched(now, before))


WHEN = ("date", "days", "day", "start", "end", "duration")
"""The fields that papers print otherwise than they are written."""


def _closed(
    before: Iterable[Statement], now: Iterable[Statement], kept: Collection[tuple[str, str]] = ()
) -> tuple[Withdrawn, ...]:
    """Where something is public no more. Titles are those that are public now: the former may be withheld.

    `kept` are the sentences of papers that were sent, and that stay public.
    """
    now = tuple(now)
    slides = {one.place: one.place for one in now if one.place.slide}
    items = _items(now)
    found: Counter[tuple[StatedAt, Role, bool]] = Counter()
    called: dict[tuple[StatedAt, Role, bool], StatedAt] = {}
    for one in unmatched(before, now):
        gone = StatedAt(one.place.item, number=one.place.number)
        place = slides.get(one.place) or items.get(one.place.item) or gone
        # Papers say days and times in words of their own.
        key = (place, one.role, bool(kept) and (one.role[-1] in WHEN or _plain(one) in kept))
        called.setdefault(key, place)
        found[key] += 1
    return tuple(Withdrawn(called[key], key[1], count, key[2]) for key, count in found.items())


def _items(now: Iterable[Statement]) -> dict[str, StatedAt]:
    """The items that something is said in, by their part of the address, as places of their own."""
    return {one.place.item: replace(one.place, slide="", slide_number=0, slide_title="") for one in now}


def _renamed(former: Agenda, now: Agenda) -> dict[str, str]:
    """Items whose number or address is another now, by the address that they had: those with the same title, and
    those that say under what number they were sent."""
    here, there = ({entry.slug: entry for entry in one.entries} for one in (now, former))
    left = [entry for slug, entry in there.items() if slug not in here]
    found: dict[str, str] = {}
    for slug, entry in here.items():
        same = [
            one
            for one in left
            if slug not in there
            and (one.item.title.said == entry.item.title.said or one.item.number in entry.item.formerly)
        ]
        fresh = [one.slug for one in same if one.slug not in found]
        if fresh:
            found[fresh[0]] = slug
    return found


def _moved(one: Statement, renamed: Mapping[str, str]) -> Statement:
    item = renamed.get(one.place.item)
    return replace(one, place=replace(one.place, item=item)) if item else one


def _named(agenda: Agenda) -> str:
    """What a meeting is called: its title, with its number where that is not in it."""
    title = _called(agenda.title, agenda.language)
    return title + numbers.after(title, agenda.number)
