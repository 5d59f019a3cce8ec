"""The archive as read: site, boards, and each meeting's versions and diagnostics, from memory where nothing changed.

A meeting is read when its files, its board's or the site's differ from what memory knows, or when a job needs it
whole.

Longer than 500 lines: one meeting as remembered, read anew and compared with its own past; its parts know each other's
fields.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple, Self

from akson_docs import diagnostics
from akson_docs.build import meeting_versions, plan, readable_scans, redacted_files
from akson_docs.build.meeting_versions import (
    DispatchInfo,
    FollowUpVersion,
    ItemVersion,
    MadeFile,
    MeetingVersion,
    RouteStep,
)
from akson_docs.build.readable_scans import ReadScans, ScanReader
from akson_docs.build.redacted_files import RedactionFindings, Redactions
from akson_docs.build.said_in_files import FilesSearched, SearchedFile
from akson_docs.diagnostics import Diagnostic, Problem, Span
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings import cards, deck, minutes, pseudonyms, record, redaction, registered
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.cards import MeetingCard
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.joint import joined, others
from akson_docs.meetings.revisions import calendars, continued, dispatch, issue, withdrawal
from akson_docs.meetings.revisions.calendars import Sending
from akson_docs.meetings.revisions.changes import words_of
from akson_docs.meetings.revisions.continued import ToldEarlier
from akson_docs.meetings.revisions.dispatch import Dispatch, DispatchKind, StringsByLanguage, Withdrawal
from akson_docs.meetings.timing import Timing
from akson_docs.model import documents
from akson_docs.model.documents import Board, Meeting, Site
from akson_docs.model.values import Value
from akson_docs.pdf import provenance
from akson_docs.pdf.attachments import inspection
from akson_docs.pdf.blackout.phrases import sayable
from akson_docs.rules import glyphs, personal_data, registry, rule_inputs
from akson_docs.rules.scan import file_leaks, public_content, said_elsewhere
from akson_docs.rules.scan.file_leaks import Leak
from akson_docs.rules.scan.public_content import Public
from akson_docs.sources import followers, loader, snapshots
from akson_docs.sources.font_coverage import Coverage
from akson_docs.sources.layout import TOP, Archive, MeetingKey, board_file
from akson_docs.sources.loader import Parsed
from akson_docs.sources.snapshots import Snapshot

MOST_PARSED = 8
"""Meetings that are kept as they were read, until their papers are made."""


@dataclass(frozen=True)
class IndexedMeeting:
    """What is remembered of a meeting: of what it was read, what was wrong, and its versions where it is sound."""

    source: str
    """A digest of its files, its board's and the site's."""
    day: str
    """The day that it was read for, ISO."""
    turns: tuple[str, ...]
    """The days from which the public sees another meeting than the day before, ISO."""
    diagnostics: tuple[Diagnostic, ...]
    full: MeetingVersion | None
    public: MeetingVersion | None
    leaks: Mapping[str, tuple[Leak, ...]] = field(default_factory=dict)
    """What its public files give away, by their digests and endings and the names that may not be in them: a file is
    looked into once."""
    looks: inspection.FileFindings = field(default_factory=dict)
    """What is wrong with the files that it names."""
    withdrawals: tuple[Withdrawal, ...] = ()
    """What was seen to be withdrawn and is not written down yet."""
    redactions: RedactionFindings = field(default_factory=dict)
    """What is wrong with the files that it has in the place of others."""
    originals: tuple[str, ...] = ()
    """The digests of those others."""
    sought: tuple[tuple[str, Span], ...] = ()
    """The phrases that are redacted in them and may be said nowhere else, with their lines."""
    scans: str = ""
    """How its scans were read (`readable_scans.ReadScans.said`); "" where it has none to be read."""
    joint: tuple[str, ...] = ()
    """The other boards that it says it is held with."""

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values; of a public version no more than differs."""
        return {
            "source": self.source,
            "day": self.day,
            "turns": self.turns,
            "diagnostics": [diagnostics.to_json(one) for one in self.diagnostics],
            "full": asdict(self.full) if self.full else None,
            "public": _differing(self.public, self.full),
            "leaks": {digest: [asdict(leak) for leak in found] for digest, found in self.leaks.items()},
            "looks": {file: [diagnostics.to_json(one) for one in found] for file, found in self.looks.items()},
            "withdrawals": [[one.number, one.day.isoformat(), one.items, one.kind] for one in self.withdrawals],
            "redactions": redacted_files.findings_to_json(self.redactions),
            "originals": self.originals,
            "sought": [[phrase, *astuple(span)] for phrase, span in self.sought],
            "scans": self.scans,
            "joint": self.joint,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The record that `to_json` made `data` of."""
        full = _face(data["full"])
        return cls(
            source=data["source"],
            day=data["day"],
            turns=tuple(data["turns"]),
            diagnostics=tuple(diagnostics.from_json(one) for one in data["diagnostics"]),
            full=full,
            public=_public_face(data["public"], full),
            leaks={digest: tuple(Leak(**leak) for leak in found) for digest, found in data["leaks"].items()},
            looks={file: tuple(map(diagnostics.from_json, found)) for file, found in data["looks"].items()},
            withdrawals=tuple(
                Withdrawal(number, date.fromisoformat(day), tuple(items), kind=kind)
                for number, day, items, kind in data["withdrawals"]
            ),
            redactions=redacted_files.findings_from_json(data["redactions"]),
            originals=tuple(data["originals"]),
            sought=tuple((phrase, Span(*span)) for phrase, *span in data["sought"]),
            scans=data["scans"],
            joint=tuple(data["joint"]),
        )


@dataclass(frozen=True)
class _IndexedBoard:
    """A board as it was read."""

    parsed: Parsed[Board]
    found: tuple[Diagnostic, ...]
    """What is wrong with it, and with what becomes public of it."""

    @cached_property
    def public(self) -> Board | None:
        """Its public edition."""
        return redaction.public(self.parsed.value) if self.parsed.value is not None else None


@dataclass(frozen=True)
class MeetingIndex:
    """The archive as read."""

    snapshot: Snapshot
    digests: Mapping[str, str]
    """Of every file, by its path from the root."""
    today: date
    site: Site | None
    boards: Mapping[str, Board]
    records: Mapping[MeetingKey, IndexedMeeting]
    read: frozenset[MeetingKey]
    """The meetings that were read anew."""
    lost: frozenset[str]
    """The boards that cannot be read now."""
    unsound: frozenset[MeetingKey]
    """The meetings that cannot be read now: they have the versions of the last time, if any."""
    diagnostics: tuple[Diagnostic, ...]
    """Everything that is wrong with site, boards and meetings, new and remembered."""
    across: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    """What of it the rules across the meetings of each board found."""
    held: Mapping[str, _IndexedBoard] = field(default_factory=dict)
    """Each board as it was read, by its id."""
    own: Mapping[MeetingKey, IndexedMeeting] = field(default_factory=dict)
    """The records as each meeting was read by itself, which is what is remembered: without what others say of it."""
    parsed: Mapping[MeetingKey, Parsed[Meeting]] = field(default_factory=dict)
    """The meetings that were read anew, where they are few: who makes their papers need not read them once more."""
    made: Mapping[str, bytes] = field(default_factory=dict)
    """Of those meetings the redacted files that were made now, by what they are made of (`redacted_files.of`)."""

    @cached_property
    def coverage(self) -> Coverage:
        """The signs that papers can be set in."""
        return _coverage(self.snapshot)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many meetings each board has."""
        return Counter(key.board for key in self.records)

    @cached_property
    def public_site(self) -> Site | None:
        """The site's public edition."""
        return redaction.public(self.site) if self.site else None

    @cached_property
    def public_boards(self) -> Mapping[str, Board]:
        """The boards' public editions."""
        return {name: held.public for name, held in self.held.items() if held.public is not None}

    def agenda(self, key: MeetingKey, meeting: Meeting, of: str) -> Agenda:
        """A meeting's agenda in the public or the members' edition."""
        assert self.site is not None
        sent = self.dispatches(key)
        full = self._full(key, meeting) if sent or of != "public" else None
        anchors = issue.anchors(full, deck.deck(full), sent) if full is not None and sent else {}
        if of != "public" and full is not None:
            return issue.late(replace(full, anchors=anchors), sent, of)
        board, shown = redaction.published(self.site, self.board(key, meeting), meeting, self.today)
        return issue.late(replace(self._public(key, board, shown, meeting), anchors=anchors), sent, of)

    def named(self, key: MeetingKey, meeting: Meeting) -> Agenda:
        """A meeting's agenda in the public edition, as long as names stay, whatever the day."""
        assert self.site is not None
        forever = self.site.model_copy(update={"privacy": None})
        board, shown = redaction.published(forever, self.board(key, meeting), meeting, self.today)
        return self._public(key, board, shown, meeting)

    def _public(self, key: MeetingKey, board: Board, shown: Meeting, meeting: Meeting) -> Agenda:
        assert self.public_site is not None
        recorded, joint = agendas.is_recorded(meeting), self._shown(key, others(meeting, key.board, self.public_boards))
        return agendas.agenda(self.public_site, board, shown, *key, recorded=recorded, joint=joint)

    def _full(self, key: MeetingKey, meeting: Meeting) -> Agenda:
        assert self.site is not None
        joint = others(meeting, key.board, self.boards)
        return agendas.agenda(self.site, joined(self.boards[key.board], joint), meeting, *key, joint=joint)

    def board(self, key: MeetingKey, meeting: Meeting) -> Board:
        """A meeting's board as the public may know it, with the people of those that it meets with."""
        return joined(self.boards[key.board], self._shown(key, others(meeting, key.board, self.boards)))

    def _shown(self, key: MeetingKey, joint: dict[str, Board]) -> dict[str, Board]:
        """Those of some boards that a public meeting may name: whatever a rule says of it, a board that is not public
        is named in no meeting that is."""
        site = self.site
        if site is None or not redaction.is_shown(self.boards[key.board], site):
            return joint
        return {name: board for name, board in joint.items() if redaction.is_shown(self.boards[name], site)}

    def dispatches(self, key: MeetingKey, kind: DispatchKind = "papers") -> tuple[Dispatch, ...]:
        """What was kept of a meeting's papers as they were sent, or of its minutes as they were published, in order;
        what was altered is left out, and told when it is read."""
        found = (one for one, _ in _dispatches(self.snapshot, self.digests, key, kind))
        return tuple(one for one in found if isinstance(one, Dispatch))

    @cached_property
    def with_dispatches(self) -> frozenset[MeetingKey]:
        """The meetings beside which anything lies that was sent."""
        parts = (path.split("/") for path in self.snapshot.files if f"/{dispatch.FOLDER}/" in path)
        found = {MeetingKey(part[1], part[2]) for part in parts if len(part) > 4 and part[3] == dispatch.FOLDER}
        return frozenset(found & self.records.keys())

    def kept(self, key: MeetingKey) -> tuple[Dispatch, ...]:
        """All that was kept of a meeting, of every kind."""
        return tuple(one for kind in dispatch.KINDS for one in self.dispatches(key, kind))

    def sendings(self, key: MeetingKey) -> tuple[Sending, ...]:
        """What calendars were told of a meeting, in order; what was altered is left out, and told when it is read."""
        return tuple(one for one in _sendings(self.snapshot, key) if isinstance(one, Sending))


def source(
    digests: Mapping[str, str], snapshot: Snapshot, key: MeetingKey, fonts: Sequence[str], joint: Sequence[str] = ()
) -> str:
    """A digest of all that reading a meeting depends on; `fonts` are those that papers are set in, and `joint` the
    other boards that it is held with."""
    boards = map(board_file, (key.board, *joint))
    paths = (f"{TOP}/site.yaml", *boards, *snapshot.under(key.path), *fonts)
    return meeting_versions.digest(*(f"{path} {digests.get(path, '')}" for path in paths))


@dataclass(frozen=True)
class Before:
    """An index that the same process has, and the files that are others since, new ones and those that went too."""

    index: MeetingIndex
    paths: frozenset[str]

    def touched(self, keys: Iterable[MeetingKey]) -> frozenset[MeetingKey]:
        """The meetings whose reading depends on one of the files."""
        if self.all:
            return frozenset(keys)
        places = {tuple(path.split("/")[1:3]) for path in self._sources}
        return frozenset(
            key
            for key in keys
            if key in places
            or key not in self.index.records
            or any((board, "board.yaml") in places for board in (key.board, *self.index.records[key].joint))
        )

    @property
    def all(self) -> bool:
        """Whether everything depends on one of them: the site, or a font."""
        return f"{TOP}/site.yaml" in self.paths or bool(plan.deck_fonts(dict.fromkeys(self.paths)))

    @property
    def boards(self) -> Mapping[str, _IndexedBoard]:
        """The boards that are as they were."""
        gone = {path.split("/")[1] for path in self._sources}
        return {} if self.all else {name: held for name, held in self.index.held.items() if name not in gone}

    @property
    def _sources(self) -> Iterable[str]:
        return (path for path in self.paths if path.startswith(f"{TOP}/"))


def since(before: MeetingIndex, digests: Mapping[str, str]) -> Before:
    """An index that was read, and what is another now."""
    known = before.digests
    changed = {path for path, digest in digests.items() if known.get(path) != digest}
    return Before(before, frozenset(changed | (known.keys() - digests.keys())))


def index(
    snapshot: Snapshot,
    archive: Archive,
    digests: Mapping[str, str],
    remembered: Mapping[MeetingKey, IndexedMeeting],
    changed: frozenset[MeetingKey],
    day: Callable[[str], date],
    progress: Callable[[MeetingKey], None],
    before: Before | None = None,
    reader: ScanReader | None = None,
) -> MeetingIndex:
    """Reads what changed, or is another meeting today, and takes the rest from what is remembered.

    `day` says which day it is in a time zone. What was read `before`, by the same process, need not be asked again of
    boards that are the same, and of those whose meetings are all the same.

    Longer than 60 lines: one pass over all that may have changed, in the order in which the one decides of the
    next.
    """
    site = _site(snapshot)
    today = day(site.value.timezone if site and site.value else "UTC")
    changed |= {key for key, record in remembered.items() if record.turns and has_turned(record, today)}
    value = site.value if site else None
    known = before.boards if before is not None else {}
    held = {name: known[name] if name in known else _held(snapshot, name, value) for name in archive.boards}
    boards = {name: one.parsed for name, one in held.items()}
    found = list(site.diagnostics) if site else []
    if site is not None and value is not None:
        found += registry.site_rules(site, value)
        found += glyphs.problems(site, snapshot.read, _coverage(snapshot))
        said = Public(site, snapshot.read)
        found += registry.public_rules(said)
        found += personal_data.site_names(said, {name: board.value for name, board in boards.items() if board.value})
    if site is not None:
        found += (one for board in held.values() for one in board.found)
    index = MeetingIndex(
        snapshot,
        digests,
        today,
        site.value if site else None,
        {name: board.value for name, board in boards.items() if board.value},
        {},
        changed,
        frozenset(name for name, board in boards.items() if board.value is None),
        frozenset(),
        (),
        held=held,
    )
    records, parsed = {}, {}
    made: dict[str, bytes] = {}
    for key in archive.keys:
        if key in changed:
            meeting = _meeting(index, key)
            last = remembered.get(key)
            written = meeting.value or meeting.meant
            joint = written.with_ if written is not None else last.joint if last is not None else ()
            origin = source(digests, snapshot, key, fonts(snapshot), joint)
            read = _record(index, key, meeting, digests, last, made, reader, origin)
            records[key] = replace(read, joint=joint)
            if len(changed) <= MOST_PARSED:
                parsed[key] = meeting
            else:
                made.clear()
            progress(key)
        else:
            records[key] = remembered[key]
        found += records[key].diagnostics
    by_board: dict[str, dict[MeetingKey, IndexedMeeting]] = {name: {} for name in index.boards}
    for key, one in records.items():
        if key.board in by_board:
            by_board[key.board][key] = one
    across = {name: _across(name, index, own, before.index if before else None) for name, own in by_board.items()}
    found += (one for board in across.values() for one in board)
    named = dict(_naming_hidden(replace(index, records=records)))
    originals = dict(_with_originals(replace(index, records=records | named)))
    found += (
        one for key, record in originals.items() for one in record.diagnostics if one not in records[key].diagnostics
    )
    named |= originals
    elsewhere = _said_by_others(replace(index, records=records | named), reader) if reader is not None else {}
    found += (
        one
        for key, record in elsewhere.items()
        for one in record.diagnostics
        if one not in (records | named)[key].diagnostics
    )
    named |= elsewhere
    found += (one for record in named.values() for one in record.diagnostics if one.code == issue.WITHDRAWN.name)
    return replace(
        index,
        records=records | named,
        own=records,
        across=across,
        parsed=parsed,
        made=made,
        unsound=frozenset(
            key for key, record in (records | named).items() if diagnostics.has_errors(record.diagnostics)
        ),
        diagnostics=diagnostics.ordered(followers.left_out(found)),
    )


def _naming_hidden(index: MeetingIndex) -> Iterator[tuple[MeetingKey, IndexedMeeting]]:
    """The records of the meetings whose public papers announce another that is kept back now, and was not when they
    were sent, or name a board that is: those papers are withdrawn."""
    for key, read in index.records.items():
        version, withdrawn = read.public, {}
        if version is None:
            continue
        for kind in dispatch.KINDS:
            sent = _given(version, kind)
            hits = {one.number: ("",) for one in sent if not one.withdrawn and _names_hidden(index, one)}
            if hits:
                known = {one.number for one in sent if one.withdrawn}
                withdrawn[kind] = withdrawal.all_of(index.dispatches(key, kind), hits) - known
        if withdrawn:
            fresh = tuple(
                Withdrawal(number, index.today, ("",), kind=kind)
                for kind, numbers in withdrawn.items()
                for number in sorted(numbers)
            )
            days = {(kind, one.number): one.day for kind in withdrawn for one in _given(version, kind)}
            where = read.full.card.where if read.full is not None else None
            told = _told(fresh, days, where or Span(key.file("meeting.yaml")))
            yield (
                key,
                replace(
                    read,
                    public=meeting_versions.without(version, withdrawn),
                    withdrawals=(*read.withdrawals, *fresh),
                    diagnostics=diagnostics.ordered((*read.diagnostics, *told)),
                ),
            )


def _with_originals(index: MeetingIndex) -> Iterator[tuple[MeetingKey, IndexedMeeting]]:
    """The records of the meetings that hand out a file as it is which is redacted at another place, whatever it is
    called, with that error, and without a public version: neither this one nor that of the last time is given out."""
    redacted: dict[str, MeetingKey] = {}
    for key, read in index.records.items():
        redacted |= dict.fromkeys(read.originals, key)
    for key, read in index.records.items() if redacted else ():
        version, board = read.public, index.boards.get(key.board)
        if version is None or board is None or index.site is None or not redaction.is_shown(board, index.site):
            continue
        files = [name for name in (*version.files, *version.figures) if index.digests.get(key.file(name)) in redacted]
        if files:
            parsed = index.parsed.get(key) or _meeting(index, key)
            shown = redaction.public(parsed.value) if parsed.value is not None else None
            told = [
                said_elsewhere.ORIGINAL.at(
                    parsed.span(path), where=redacted[index.digests[key.file(name)]].file("meeting.yaml")
                )
                for path, name in public_content.files(shown, ())
                if name in files
            ]
            yield key, replace(read, public=None, diagnostics=diagnostics.ordered((*read.diagnostics, *told)))


def _said_by_others(index: MeetingIndex, reader: ScanReader) -> dict[MeetingKey, IndexedMeeting]:
    """The records of the meetings that redact what a file of another one says, each with a warning at its line; and of
    those that hand out another version of a redacted file, without a public version as in `_with_originals`."""
    redacting = {key: read for key, read in index.records.items() if read.sought and read.originals}
    if not redacting or index.site is None:
        return {}
    searched, found = FilesSearched(reader.memory), dict[MeetingKey, list[Diagnostic]]()
    given = {
        key: tuple(_handed_out(index, key, read.public, reader))
        for key, read in index.records.items()
        if read.public is not None
        and key.board in index.boards
        and redaction.is_shown(index.boards[key.board], index.site)
    }
    versions: set[MeetingKey] = set()

    def tell(key: MeetingKey, told: Diagnostic) -> None:
        found.setdefault(key, []).append(told)

    for key, read in redacting.items():
        places, own = dict(read.sought), [searched.sketch(one) for one in _originals(index, key, read)]
        told: Counter[str] = Counter()
        others = ((other, file) for other, files in given.items() if other != key for file in files)
        for other, file in others:
            said = searched.says(file, places) if file.digest not in read.originals else {}
            if said and any(map(searched.sketch(file).is_version_of, own)):
                versions.add(other)
                tell(other, said_elsewhere.VERSION.at(_attached(index, other, file), where=key.file("meeting.yaml")))
                continue
            name, where = sayable(file.name, places), other.file("meeting.yaml")
            for phrase in said:
                if told[phrase] < said_elsewhere.MOST:
                    tell(key, said_elsewhere.IN_ANOTHER_MEETING.at(places[phrase], name=name, where=where))
                told[phrase] += 1
    searched.remember()
    return {
        key: replace(
            index.records[key],
            public=None if key in versions else index.records[key].public,
            diagnostics=diagnostics.ordered((*index.records[key].diagnostics, *fresh)),
        )
        for key, fresh in found.items()
    }


def _handed_out(
    index: MeetingIndex, key: MeetingKey, version: MeetingVersion, reader: ScanReader
) -> Iterator[SearchedFile]:
    """The files that a meeting gives to the public: of scans that were read those with their words, and none that is
    redacted, for that is looked through where it is made."""
    made = {one.name: one for one in version.made}
    for name in version.files:
        path = key.file(name)
        kept = reader.at_hand(made[name]) if name in made and made[name].read_with else None
        if kept is not None:
            yield SearchedFile(kept[1], name, functools.partial(snapshots.paper, kept[0]))
        elif path in index.snapshot.stamps and index.snapshot.stamps[path][0] <= file_leaks.LARGEST:
            yield SearchedFile(index.digests[path], name, functools.partial(index.snapshot.read, path))


def _originals(index: MeetingIndex, key: MeetingKey, read: IndexedMeeting) -> Iterator[SearchedFile]:
    """The files that are redacted in a meeting."""
    for path in index.snapshot.under(key.path):
        if index.digests.get(path) in read.originals and index.snapshot.stamps[path][0] <= file_leaks.LARGEST:
            yield SearchedFile(index.digests[path], path, functools.partial(index.snapshot.read, path))


def _attached(index: MeetingIndex, key: MeetingKey, file: SearchedFile) -> Span:
    """Where a meeting names a file."""
    parsed = index.parsed.get(key) or _meeting(index, key)
    shown = redaction.public(parsed.value) if parsed.value is not None else None
    named = (parsed.span(path) for path, name in public_content.files(shown, ()) if name == file.name)
    return next(named, Span(parsed.file))


def _given(version: MeetingVersion, kind: DispatchKind) -> tuple[DispatchInfo, ...]:
    return version.kept(dispatch.PAPERS[kind][0])


def _told(
    fresh: Iterable[Withdrawal], days: Mapping[tuple[DispatchKind, int], str], where: Span
) -> Iterator[Diagnostic]:
    """That dispatches are withdrawn, in the order that they went out; `days` are those on which they did."""
    new = {(one.kind, one.number) for one in fresh}
    for (kind, number), day in days.items():
        if (kind, number) in new:
            yield issue.WITHDRAWN.at(where, day=day, folder=dispatch.within(number, kind))


def _names_hidden(index: MeetingIndex, sent: DispatchInfo) -> bool:
    """Whether public papers name a meeting or a board that is kept back now. What is gone is not kept back."""
    for name in sent.names:
        key = MeetingKey.named(name)
        board, found = index.boards.get(key.board), index.records.get(key)
        if board is None or index.site is None:
            continue
        opens = redaction.public_from(draft=False, publish=None, board=board, site=index.site)
        if found is not None and found.full is not None:
            opens = cards.public_from(found.full.card, board, index.site)
        if opens.isoformat() > sent.day:
            return True
    return False


def fonts(snapshot: Snapshot) -> tuple[str, ...]:
    """The fonts that papers are set in, by their paths."""
    return plan.deck_fonts(dict.fromkeys(snapshot.under("templates/fonts")))


def _coverage(snapshot: Snapshot) -> Coverage:
    return Coverage(lambda: map(snapshot.read, fonts(snapshot)))


def _held(snapshot: Snapshot, name: str, site: Site | None) -> _IndexedBoard:
    board = _board(snapshot, name, site)
    found = board.diagnostics
    if board.value is not None:
        found += registry.board_rules(board, board.value)
        found += tuple(glyphs.problems(board, snapshot.read, _coverage(snapshot)))
    if site is not None and board.value is not None and redaction.is_shown(board.value, site):
        found += tuple(registry.public_rules(Public(board, snapshot.read), board.value))
    return _IndexedBoard(board, found)


def _across(
    name: str, index: MeetingIndex, own: Mapping[MeetingKey, IndexedMeeting], before: MeetingIndex | None
) -> tuple[Diagnostic, ...]:
    """What the rules across the meetings of a board find; `own` are its meetings."""
    if before is not None and name in before.across and len(own) == before.counts[name]:
        file = board_file(name)
        same = all(before.own.get(key) is record for key, record in own.items())
        if same and before.digests.get(file) == index.digests.get(file):
            return before.across[name]
    found = registry.archive_rules(_cards(own), {name: index.boards[name]}, _given_out(index, own))
    unread = any(record.full is None for record in own.values())
    return tuple(one for one in found if not (unread and one.code in registry.OF_ABSENCE))


def _cards(own: Mapping[MeetingKey, IndexedMeeting]) -> tuple[MeetingCard, ...]:
    return tuple(record.full.card for record in own.values() if record.full)


def _given_out(index: MeetingIndex, own: Mapping[MeetingKey, IndexedMeeting]) -> continued.SentPapers:
    """What is given out of some meetings as it was kept. Its records are read where somebody asks for them."""

    def sent(card: MeetingCard) -> Iterator[tuple[Dispatch, continued.Papers]]:
        version, papers = own[card.key].public, sent_papers(index.snapshot, card.key)
        if version is None:
            return
        for kind in dispatch.KINDS:
            out = {one.number for one in _given(version, kind) if not one.withdrawn}
            yield from ((one, papers(one)) for one in index.dispatches(card.key, kind) if one.number in out)

    return sent


def told_elsewhere(index: MeetingIndex, board: str) -> tuple[ToldEarlier, ...]:
    """The items of a board that withhold what another meeting of it sent, and that nobody says are something else."""
    own = {key: record for key, record in index.records.items() if key.board == board}
    return registry.told_elsewhere(_cards(own), index.boards[board], _given_out(index, own))


def has_turned(record: IndexedMeeting, today: date) -> bool:
    """Whether the public sees another meeting today than on the day that it was read for."""
    first, last = sorted((record.day, today.isoformat()))
    return any(first < turn <= last for turn in record.turns)


class ReadMeeting(NamedTuple):
    """A meeting read in full, in an edition."""

    agenda: Agenda
    slides: tuple[Slide, ...]
    parsed: Parsed[Meeting]
    """As it is written."""


def whole(index: MeetingIndex, key: MeetingKey, of: str) -> ReadMeeting | None:
    """A meeting read in full, in an edition, with its slides; None where it is not sound."""
    parsed = index.parsed.get(key) or _meeting(index, key)
    if parsed.value is None:
        return None
    agenda = index.agenda(key, parsed.value, of)
    return ReadMeeting(agenda, deck.deck(agenda), parsed)


def placed(problem: Problem, parsed: Parsed[Meeting]) -> Diagnostic:
    """A problem of a slide at the line of the meeting's file that it is about."""
    return diagnostics.located(problem, parsed.spans, Span(parsed.file))


def _record(
    index: MeetingIndex,
    key: MeetingKey,
    parsed: Parsed[Meeting],
    digests: Mapping[str, str],
    last: IndexedMeeting | None,
    made: dict[str, bytes],
    reader: ScanReader | None,
    origin: str,
) -> IndexedMeeting:
    """A meeting as it is remembered: what is wrong with it, and its versions where it is sound; the redacted files that
    are made for it are put among those that were `made`. `origin` is the digest of all that it depends on.

    Longer than 60 lines: a meeting is judged and versioned in one order, and each step needs what those before it
    found.
    """
    today = index.today.isoformat()
    versions = (last.full, last.public) if last else (None, None)
    faces = meeting_versions.digest(*(digests.get(path, "") for path in fonts(index.snapshot)))
    letters = inspection.DrawnLetters(_coverage(index.snapshot), faces)
    unfit, looks = inspection.problems(parsed, index.snapshot, digests, last.looks if last else {}, letters)
    if parsed.value is None or index.site is None or key.board not in index.boards:
        slips = followers.left_out((*parsed.diagnostics, *unfit, *_of_names(index, key, parsed)))
        wrong = IndexedMeeting(origin, today, (), diagnostics.ordered(slips), *versions)
        if last is None:
            return replace(wrong, looks=looks)
        return replace(
            wrong,
            leaks=last.leaks,
            looks={**last.looks, **looks},
            redactions=last.redactions,
            originals=last.originals,
            sought=last.sought,
        )
    full, public = (index.agenda(key, parsed.value, of) for of in ("members", "public"))
    shown = redaction.is_shown(index.boards[key.board], index.site)
    inside = digests_in(index.snapshot, digests, key)
    covered = redacted_files.read(
        parsed, public, key, index.snapshot, inside, redacted_files.font_of(fonts(index.snapshot)),
        last.redactions if last else {},
    )  # fmt: skip
    made |= covered.made
    # Where no digest is at hand, nobody knows which other file is the same.
    originals = tuple(dict.fromkeys(inside[one.source] for one in covered.files if inside[one.source]))
    scans = readable_scans.of_meeting(parsed, full, public, key, index.snapshot, inside, looks, reader)
    inside |= redacted_files.digests(parsed.value, inside)
    public_texts = _public(index, key, parsed, digests, last, covered, scans) if shown else None
    sent, minuted = (_dispatches(index.snapshot, digests, key, kind) for kind in dispatch.KINDS)
    ahead = full.days[0] > index.today
    early = registry.meeting_rules(parsed, full, index.snapshot.read, registry.BEFOREHAND) if ahead else ()
    found = followers.left_out(
        (
            *parsed.diagnostics,
            *unfit,
            *covered.problems,
            *scans.problems,
            *_beside(index.snapshot, key, (one for one, _ in (*sent, *minuted))),
            *registry.meeting_rules(parsed, full, index.snapshot.read),
            *early,
            *glyphs.problems(parsed, index.snapshot.read, index.coverage),
            *(
                registry.public_rules(public_texts, index.boards[key.board], parsed.value.silence)
                if public_texts
                else ()
            ),
            *(said_elsewhere.problems(public_texts, _beside_it(index, key)) if public_texts else ()),
        )
    )
    # What only its end can answer is asked from its first day on, and what is wrong before it is not wrong then.
    asked_later = full.days[:1] if ahead and (early or any(map(registry.is_premature, found))) else ()
    if asked_later:
        found = tuple(one for one in found if not registry.is_premature(one))
    leaks = (
        {_content(path, public_texts, scans): held for path, held in public_texts.leaks.items()} if public_texts else {}
    )
    slides = deck.deck(full)
    dispatches, issues = (tuple(one for one, _ in kept if isinstance(one, Dispatch)) for kept in (sent, minuted))
    issued = {one.number: one.day for one in issues}
    card = cards.card(full, slides, parsed.spans, parsed.file, issued)
    if ahead and card.undecided:
        card, asked_later = replace(card, undecided=()), full.days[:1]
    if any(item.continues or item.formerly for item in card.items) and redaction.public(parsed.value) != parsed.value:
        named = index.named(key, parsed.value)
        card = continued.keeping(card, *(issue.seen(one, deck.deck(one), inside) for one in (full, named)))
    public_slides = deck.deck(public)
    # From the day after it, what was sent of a meeting stays what was sent.
    after = (full.days[-1] + timedelta(days=1),) if dispatches and full.days[-1] < date.max else ()
    over = full.days[-1] < index.today
    seen: Mapping[str, StringsByLanguage] = {}
    told: list[Diagnostic] = []
    # A board that is not public now may be so again: what is withheld meanwhile is withheld.
    if dispatches:
        seen = {
            "members": issue.seen(full, slides, inside, dispatches),
            "public": issue.seen(public, public_slides, inside, dispatches),
        }
        told += _since_it_was_sent(parsed, full, seen["members"], dispatches)
    by_hand, aged, fresh = _withdrawn(
        index,
        key,
        parsed.value,
        dispatches,
        seen,
        lambda named: issue.seen(named, deck.deck(named), inside, dispatches),
    )
    # That minutes are not out is no withdrawal of them: they are held against what their readers will see.
    out = _out(parsed.value, index.today)
    withdrawn = by_hand | aged
    by_hand, aged, other = _withdrawn(
        index,
        key,
        out,
        issues,
        {
            "members": minutes.said(full, "members", issues),
            "public": minutes.said(index.agenda(key, out, "public"), "public", issues),
        }
        if issues
        else {},
        lambda named: minutes.said(named, "public", issues),
    )
    gone, fresh = by_hand | aged, fresh + other
    told += _of_minutes(
        parsed, full, None if gone & {one.number for one in issues[-1:]} else public, issues, by_hand, index.today
    )
    days = {(one.kind, one.number): one.day.isoformat() for one in (*dispatches, *issues)}
    told += _told(fresh, days, card.where or Span(parsed.file))
    found = diagnostics.ordered((*found, *told))
    if diagnostics.has_errors(found):
        # What is withheld is that, whatever else is wrong: nothing of it is forgotten while somebody mends the rest.
        return IndexedMeeting(
            origin, today, (), found, *versions, leaks, looks, fresh, covered.findings, originals,
            said_elsewhere.places(parsed), scans.said,
        )  # fmt: skip

    def given(of: str, kept: Beside, withdrawn: frozenset[int]) -> tuple[DispatchInfo, ...]:
        return tuple(
            DispatchInfo(
                one.number,
                one.day.isoformat(),
                digest,
                tuple(sorted(one.files)),
                issue.items_of(one, of) if one.kind == "papers" else (),
                one.number in withdrawn,
                one.names if of == "public" else (),
            )
            for one, digest in kept
            if isinstance(one, Dispatch)
        )

    def version(
        of: str,
        agenda: Agenda,
        shown: tuple[Slide, ...],
        card: MeetingCard,
        withdrawn: frozenset[int] = frozenset(),
        gone: frozenset[int] = frozenset(),
    ) -> MeetingVersion:
        last = dispatches[-1].number if dispatches else 0
        number = last + 1 if last in withdrawn else issue.number(dispatches, of, seen, over)
        language = agenda.board_language
        # Of what is not given out any more the address may say what the papers do not: it leads nowhere.
        still = tuple(one for one in dispatches if one.number not in withdrawn)
        moved = issue.moved(agenda, seen[of][language], still, of) if still else ()
        return meeting_versions.version(
            agenda, shown, inside, card, given(of, sent, withdrawn), number, moved, given(of, minuted, gone),
            (*covered.files, *scans.public) if of == "public" else scans.full,
        )  # fmt: skip

    return IndexedMeeting(
        origin,
        today,
        tuple(turn.isoformat() for turn in (*redaction.turns(index.site, parsed.value), *after, *asked_later)),
        found,
        version("members", full, slides, card),
        version("public", public, public_slides, cards.card(public, public_slides, kept=issued), withdrawn, gone),
        leaks,
        looks,
        fresh,
        covered.findings,
        originals,
        said_elsewhere.places(parsed),
        scans.said,
    )


def _of_names(index: MeetingIndex, key: MeetingKey, parsed: Parsed[Meeting]) -> tuple[Diagnostic, ...]:
    """What is wrong with names in a meeting that cannot be read otherwise, as far as can be told."""
    if parsed.meant is None or index.site is None or key.board not in index.boards:
        return ()
    agenda = index.agenda(key, parsed.meant, "members")
    return registry.meeting_rules(parsed, agenda, index.snapshot.read, registry.OF_NAMES)


def _out(meeting: Meeting, today: date) -> Meeting:
    """A meeting whose minutes are out on a day, whether they are or not."""
    held = meeting.minutes or documents.Minutes()
    return meeting.model_copy(update={"minutes": held.model_copy(update={"published": today})})


def _of_minutes(
    parsed: Parsed[Meeting],
    full: Agenda,
    public: Agenda | None,
    kept: tuple[Dispatch, ...],
    gone: frozenset[int],
    today: date,
) -> Iterator[Diagnostic]:
    """What is wrong with minutes that are out: that they were changed without a word, that they are not kept.

    `public` is None where the public reads less of them now, for that is no change of the minutes; `gone` are those
    that are withdrawn because of what somebody withheld.
    """
    meeting = full.meeting
    published = meeting.minutes.published if meeting.minutes else None
    last = kept[-1] if kept else None
    if meeting.draft:
        return
    if last is not None and last.number not in gone and (published is None or published > last.day):
        # They were out on the day that they were kept, whatever is written of it since.
        yield placed(minutes.TAKEN_BACK.of(("minutes",), issue=last.number, day=last.day.isoformat()), parsed)
        return
    if published is None or published > today:
        return
    number = record.issue(full)
    if last is not None and number <= last.number and minutes.written(full) != last.written:
        places = dict.fromkeys(minutes.changed(last, full, "members"))
        if public is not None:
            places |= dict.fromkeys(minutes.changed(last, public, "public"))
        yield from (placed(one, parsed) for one in places)
    is_kept = last is not None and last.number >= number
    yield from registry.minutes_rules(parsed, full, is_kept=is_kept, is_gone=is_kept and number in gone)


def _withdrawn(
    index: MeetingIndex,
    key: MeetingKey,
    meeting: Meeting,
    dispatches: tuple[Dispatch, ...],
    seen: Mapping[str, StringsByLanguage],
    spoken_of: Callable[[Agenda], StringsByLanguage],
) -> tuple[frozenset[int], frozenset[int], tuple[Withdrawal, ...]]:
    """The dispatches whose public papers are not given out: (those that hold what was withheld since, by number; those
    that hold names whose day is over; what of the first no file says yet).

    `seen` is what readers of each edition see now, and `spoken_of` gives that of an agenda of the public edition.
    """
    assert index.site is not None
    if not dispatches:
        return frozenset(), frozenset(), ()
    papers = sent_papers(index.snapshot, key)
    ended = pseudonyms.end(index.site, meeting)
    spoken = seen["public"]
    names_gone = ended is not None and ended <= index.today
    if names_gone:
        spoken = spoken_of(index.named(key, meeting))
    opens = redaction.public_from(
        draft=meeting.draft, publish=meeting.publish, board=index.boards[key.board], site=index.site
    )
    private = pseudonyms.private(index.board(key, meeting))
    phrases = said_elsewhere.sought(meeting)
    kept_back = {
        one.number: (
            *(("",) if one.is_hidden(opens) else ()),
            *withdrawal.of_items(one, seen["members"], spoken, papers(one)),
            *(() if private.is_empty else withdrawal.naming(one, private.holds, papers(one))),
            *(("",) if phrases and _says(one, papers(one), phrases) else ()),
        )
        for one in dispatches
    }
    written = withdrawal.all_of(dispatches, kept_back)
    fresh = tuple(
        Withdrawal(one.number, index.today, tuple(dict.fromkeys(kept_back[one.number])), kind=one.kind)
        for one in dispatches
        if one.number in written and one.withdrawal is None
    )
    # Names that go by themselves when their day comes are nothing that anybody withheld.
    aged = {
        one.number: ("",)
        for one in dispatches
        if names_gone
        and (withdrawal.of_persons(one) or withdrawal.of_items(one, seen["members"], seen["public"], papers(one)))
    }
    return written, withdrawal.all_of(dispatches, aged), fresh


def _says(sent: Dispatch, papers: Callable[[str], str], phrases: Sequence[str]) -> bool:
    """Whether the public papers of a dispatch say what is redacted in a file now."""
    return any(
        said_elsewhere.says(text, phrases)
        for language, said in sent.said.get("public", {}).items()
        for text in (*(one.text for one in said), papers(language))
    )


def _beside_it(index: MeetingIndex, key: MeetingKey) -> Iterator[tuple[Parsed[Any], Value]]:
    """What becomes public of a meeting's board and of the site, each as it was read."""
    held = index.held.get(key.board)
    if held is not None and held.public is not None:
        yield held.parsed, held.public
    if index.public_site is not None:
        yield Parsed(index.site, {}, f"{TOP}/site.yaml", ()), index.public_site


def digests_in(
    snapshot: Snapshot, digests: Mapping[str, str], key: MeetingKey, meeting: Meeting | None = None
) -> dict[str, str]:
    """The digests of the files in a meeting's folder, by their paths from it; of a meeting in full also those of the
    files that its public edition has in the place of others."""
    found = {path.removeprefix(key.prefix): digests[path] for path in snapshot.under(key.path)}
    return found | redacted_files.digests(meeting, found)


def sent_papers(snapshot: Snapshot, key: MeetingKey) -> Callable[[Dispatch], Callable[[str], str]]:
    """Of a dispatch, and of a language, the words of all that its public papers say. They are read when asked for."""

    @functools.cache
    def words(folder: str, files: tuple[str, ...]) -> str:
        from akson_docs.pdf import completeness  # slow to import, and rarely asked for

        return " ".join(words_of(text) for file in files for text in completeness.texts(snapshot.read(folder + file)))

    def of(one: Dispatch) -> Callable[[str], str]:
        return lambda language: words(
            dispatch.folder(key, one.number, one.kind),
            tuple(file for file in sorted(one.files) if file.startswith(f"public/{language}/")),
        )

    return of


def _since_it_was_sent(
    parsed: Parsed[Meeting], full: Agenda, seen: StringsByLanguage, sent: tuple[Dispatch, ...]
) -> tuple[Diagnostic, ...]:
    """The items that were sent and are not there any more, and those of which another matter has the number."""
    now, entries = seen[full.board_language], {entry.slug: entry for entry in full.entries}
    known = rule_inputs.SentMeeting(
        full,
        issue.vanished(full, now, sent),
        tuple(entries[slug] for slug in issue.others(full, now, sent) if slug in entries),
    )
    return registry.sent_rules(parsed, known)


def _public(
    index: MeetingIndex,
    key: MeetingKey,
    parsed: Parsed[Meeting],
    digests: Mapping[str, str],
    last: IndexedMeeting | None,
    covered: Redactions,
    scans: ReadScans,
) -> Public:
    """What becomes public of a meeting. A file is looked into where that was not done before; one that is redacted, or
    in which words are read, as the public gets it."""
    snapshot, known = index.snapshot, last.leaks if last else {}
    redacted = {key.file(one.name): one for one in covered.files}
    if redacted:
        digests = {**digests, **{path: one.digest for path, one in redacted.items()}}
    assert parsed.value is not None
    assert index.site is not None
    hidden = pseudonyms.hidden(index.site, index.board(key, parsed.value), parsed.value, index.today)
    phrases = said_elsewhere.sought(parsed.value)
    public = Public(parsed, snapshot.read, hidden=hidden, digests=digests, phrases=phrases)
    looked_for = (hidden.holds if hidden.names else lambda text: False, phrases)
    leaks = {}
    for path in dict.fromkeys(path for _, path in public.files):
        if path not in digests:
            continue  # it is not there, and that is told
        if (content := _content(path, public, scans)) in known:
            leaks[path] = known[content]
        elif path in scans.at_hand:
            leaks[path] = file_leaks.leaks(path, snapshots.paper(scans.at_hand[path][0]), *looked_for)
        elif path in redacted:
            # Where it cannot be made that is an error; what lay there once is looked into as it was.
            is_now = bool(digests[key.file(redacted[path].source)]) and snapshot.lies(key.file(redacted[path].source))
            made = covered.make(redacted[path]) if is_now else b""
            if made:
                leaks[path] = file_leaks.leaks(path, made, *looked_for)
        elif snapshot.stamps[path][0] > file_leaks.LARGEST:
            leaks[path] = (Leak("size"),)
        else:
            leaks[path] = file_leaks.leaks(path, snapshot.read(path), *looked_for)
    return replace(public, leaks=leaks)


def _content(path: str, public: Public, scans: ReadScans) -> str:
    """What a file is looked into as: what it holds, the kind that its name says, and the names and phrases that are
    looked for."""
    kind = path.rpartition(".")[2].lower()
    sought = (*(public.hidden.sought if public.hidden else ()), *(("", *public.phrases) if public.phrases else ()))
    said = f" {meeting_versions.digest(*sought)}" if sought else ""
    held = scans.at_hand[path][1] if path in scans.at_hand else public.digests[path]
    return f"{held} {kind}{said}"


_OF_EDITION = ("digest", "card_digest", "items", "follow_up")
"""What differs between the versions of the two editions where the public reads all that a page or a paper says."""


def _differing(public: MeetingVersion | None, full: MeetingVersion | None) -> dict[str, Any] | None:
    """A public version as JSON values: whole, or what of it differs where that is its digests alone."""
    if public is None or full is None:
        return asdict(public) if public is not None else None
    own = {name: getattr(public, name) for name in _OF_EDITION if getattr(public, name) != getattr(full, name)}
    if public != replace(full, card=cards.bare(full.card), **own):
        return asdict(public)
    return {name: held if isinstance(held, str) else [*map(asdict, held)] for name, held in own.items()}


def _public_face(data: Mapping[str, Any] | None, full: MeetingVersion | None) -> MeetingVersion | None:
    if data is None or full is None or data.keys() - _OF_EDITION:
        return _face(data)
    return replace(full, card=cards.bare(full.card), **{**data, **_items(data)})


def _face(data: Mapping[str, Any] | None) -> MeetingVersion | None:
    if data is None:
        return None
    return MeetingVersion(
        digest=data["digest"],
        card=cards.from_json(data["card"]),
        card_digest=data["card_digest"],
        kinds=tuple(data["kinds"]),
        files=tuple(data["files"]),
        figures=tuple(data["figures"]),
        pictures=tuple(data["pictures"]),
        announces=data["announces"],
        recorded=data["recorded"],
        minutes=data["minutes"],
        timing=Timing(**data["timing"] | {"spans": tuple((one, other) for one, other in data["timing"]["spans"])}),
        minutes_issue=data["minutes_issue"],
        sent=tuple(map(_sent, data["sent"])),
        issue=data["issue"],
        moved=tuple((old, new) for old, new in data["moved"]),
        minuted=tuple(map(_sent, data["minuted"])),
        routes=tuple(data["routes"]),
        made=tuple(MadeFile(**one) for one in data["made"]),
        **_items(data),
    )


def _items(data: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "items" in data:
        found["items"] = tuple(
            ItemVersion(
                one["digest"],
                tuple(one["files"]),
                tuple(map(registered.asked_from_json, one["actions"])),
                tuple(RouteStep(**step) for step in one["route"]),
                registered.carried_from_json(one["carried"]),
                tuple(map(registered.votes_from_json, one["votes"])),
            )
            for one in data["items"]
        )
    if "follow_up" in data:
        found["follow_up"] = tuple(
            FollowUpVersion(registered.followed_from_json(one["says"]), one["place"], one["digest"])
            for one in data["follow_up"]
        )
    return found


def _sent(data: Mapping[str, Any]) -> DispatchInfo:
    items = tuple((slug, number) for slug, number in data["items"])
    return DispatchInfo(**{**data, "files": tuple(data["files"]), "items": items})


Beside = tuple[tuple[Dispatch | Diagnostic, str], ...]
"""What lies beside a meeting, each with the digest of its record; what was altered, with what is wrong."""


def _dispatches(snapshot: Snapshot, digests: Mapping[str, str], key: MeetingKey, kind: DispatchKind) -> Beside:
    """What was kept of a meeting, of a kind."""
    names = [path.removeprefix(key.prefix) for path in snapshot.under(key.path)]
    found: list[tuple[Dispatch | Diagnostic, str]] = []
    before = 0
    for number in dispatch.numbers(names, kind):
        folder = dispatch.folder(key, number, kind)
        beside = {path.removeprefix(folder): digests[path] for path in snapshot.under(folder.rstrip("/"))}
        record = folder + dispatch.RECORD
        if dispatch.RECORD not in beside:
            found.append((dispatch.GONE.at(Span(record), record=dispatch.RECORD), ""))
            before = number
            continue
        withdrawn = snapshot.read(folder + dispatch.WITHDRAWN) if dispatch.WITHDRAWN in beside else None
        if f"{folder}{dispatch.WITHDRAWN}/" in snapshot.stamps:
            withdrawn = b""  # whatever it is, somebody put it there
        read = dispatch.read(snapshot.read(record), record, beside, withdrawn, kind)
        if isinstance(read, Dispatch):
            wanted = read.after if kind == "minutes" else number - 1
            # Papers are counted one by one: where one is gone, the next may have got its folder's name.
            if read.number != number and (kind == "minutes" or wanted == before):
                read = dispatch.ALTERED.at(Span(record), problem=dispatch.RECORD)
            elif wanted != before:
                read = dispatch.MISSING.at(Span(record), number=wanted if kind == "minutes" else before + 1)
        before = number
        found.append((read, digests[record]))
    return tuple(found)


def _sendings(snapshot: Snapshot, key: MeetingKey) -> Iterator[Sending | Diagnostic]:
    """What calendars were told of a meeting, by the records of it; what was altered, with what is wrong."""
    for path in calendars.names(snapshot.under(calendars.folder(key).rstrip("/")), key):
        yield calendars.read(snapshot.read(path), path, key)


def _beside(snapshot: Snapshot, key: MeetingKey, sent: Iterable[Dispatch | Diagnostic]) -> Iterator[Diagnostic]:
    """What is wrong with what lies beside a meeting; what is another meeting's, once for each of those meetings."""
    lying = (*sent, *_sendings(snapshot, key))
    told: set[object] = set()
    for one in (*(one for one in lying if isinstance(one, Diagnostic)), *_doubted(snapshot, key, lying)):
        whose = one.parameters if one.code == dispatch.ELSEWHERE.name else one
        if whose not in told:
            told.add(whose)
            yield one


def _doubted(snapshot: Snapshot, key: MeetingKey, sent: Iterable[object]) -> Iterator[Diagnostic]:
    """The dispatches that are another meeting's, as their records say or, those of the first form, their papers; the
    records of withdrawals that cannot be read; and time stamps that are not of their records."""
    for one in sent:
        if isinstance(one, Dispatch):
            folder = dispatch.folder(key, one.number, one.kind)
            made_from = None if one.address else provenance.read(snapshot.read(folder + min(one.files)))
            address = one.address or (made_from.meeting if made_from else "")
            if address not in ("", key.name):
                yield dispatch.ELSEWHERE.at(Span(folder + dispatch.RECORD), meeting=address, here=key.name)
            if one.withdrawal is not None and one.withdrawal.is_altered:
                yield dispatch.WITHDRAWAL_ALTERED.at(Span(folder + dispatch.WITHDRAWN))
            stamp = folder + dispatch.STAMP
            if stamp in snapshot.stamps:
                record = snapshot.read(folder + dispatch.RECORD)
                if not dispatch.is_stamp_of(snapshot.read(stamp), record):
                    yield dispatch.OTHER_STAMP.at(Span(stamp))


def _site(snapshot: Snapshot) -> Parsed[Site] | None:
    path = f"{TOP}/site.yaml"
    return loader.site(snapshot.read(path), path, snapshot.folder(TOP)) if path in snapshot.stamps else None


def _board(snapshot: Snapshot, name: str, site: Site | None) -> Parsed[Board]:
    path = board_file(name)
    return loader.board(snapshot.read(path), path, snapshot.folder(f"{TOP}/{name}"), site.language if site else "")


def _meeting(index: MeetingIndex, key: MeetingKey) -> Parsed[Meeting]:
    path = key.file("meeting.yaml")
    board = index.boards.get(key.board)
    spoken = board.languages if board else ()
    language = spoken[0] if spoken else index.site.language if index.site else ""
    beside = index.snapshot.folder(key.path)
    # What was sent, the full edition among it, is nothing that a meeting may name.
    names = tuple(name for name in beside.names if not name.startswith(f"{dispatch.FOLDER}/"))
    return loader.meeting(index.snapshot.read(path), path, replace(beside, names=names), language)
