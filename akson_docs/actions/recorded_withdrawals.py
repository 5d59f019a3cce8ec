"""What must be committed of what was sent: that it was withdrawn, and that it is still there as it was.

A withdrawal is a fact of the world outside, and is written beside its dispatch by whoever sees it first on a machine of
their own; nothing in the sources brings the papers back after that. What git's history holds counts as what the
sources say now does: withheld at one commit and deleted at the next is withheld, and a record that is gone was there.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from akson_docs.actions import withholding
from akson_docs.build import meeting_index, output
from akson_docs.build.meeting_index import MeetingIndex
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.meetings import cards
from akson_docs.meetings.revisions import calendars, dispatch
from akson_docs.meetings.revisions import withdrawal as withdrawals
from akson_docs.meetings.revisions.dispatch import Dispatch, DispatchKind, DispatchRef, Withdrawal
from akson_docs.sources import history, layout
from akson_docs.sources.history import Past, Recorded
from akson_docs.sources.layout import TOP, Archive, MeetingKey, board_file

RECORDED = Code(
    "withdrawal-recorded",
    "warning",
    N_("this file says from now on that what was sent here is withdrawn, for more is withheld than was then"),
    N_("commit it (git add {file}); those who got the papers still have them, so say so to them"),
)
UNRECORDED = Code(
    "withdrawal-unrecorded",
    "error",
    N_("what was sent here is withdrawn, for more is withheld than was then, and no file says so yet"),
    N_("run akson check --record, and commit {file}"),
)
RESEALED = Code(
    "dispatch-resealed",
    "error",
    N_("this says something else than when it was kept, in {commit}, and was sealed again"),
    N_("what was sent is never edited; bring it back: git checkout {commit} -- {folder}"),
)
TWO = Code(
    "dispatch-two",
    "note",
    N_("on another branch, in {commit}, something else was kept under this number, and it is nowhere now"),
    N_("see what it was (git show {commit}), and tell those who were given it"),
)
KEPT = tuple(dispatch.within("*", kind) + dispatch.RECORD for kind in dispatch.KINDS)
"""What is written of what was sent, and of minutes that were kept: when, and what it said."""
RECORDS = (
    *KEPT,
    *(dispatch.within("*", kind) + dispatch.WITHDRAWN for kind in dispatch.KINDS),
    *(dispatch.within("*", kind) + dispatch.STAMP for kind in dispatch.KINDS),
    f"{dispatch.FOLDER}/{calendars.FOLDER}/*.json",
)
"""What is written of what was sent, and stays as it is."""
LOST = Code(
    "dispatch-lost",
    "error",
    N_("this was kept as it was sent, and is gone"),
    N_("what was sent is never taken away; bring it back: git checkout {commit} -- {folder}"),
)

UNCOMMITTED = Code(
    "calendars-uncommitted",
    "warning",
    N_("this file says what calendars were told, and git does not have it: another computer would not know"),
    N_("commit it: git add {file}"),
)

Withdrawals = Mapping[MeetingKey, tuple[Withdrawal, ...]]
"""What is withdrawn and not written down yet, by meeting."""
TodayIn = Callable[[str], date]
"""Which day it is in a time zone."""
Gone = dict[DispatchRef, tuple[str, ...]]
"""The items for which dispatches of a meeting are withdrawn."""


def seen(index: MeetingIndex) -> dict[MeetingKey, tuple[Withdrawal, ...]]:
    """What the sources say is withdrawn now."""
    return {key: record.withdrawals for key, record in index.records.items() if record.withdrawals}


def in_history(
    root: str, index: MeetingIndex, day: TodayIn, only: MeetingKey | None = None
) -> dict[MeetingKey, tuple[Withdrawal, ...]]:
    """What was withheld at any commit since it was sent, and is withdrawn therefore, besides what the sources say; of
    one meeting alone where it is named.

    Empty where there is no history. Raises Incomplete.
    """
    keys = index.with_dispatches if only is None else {only}
    if not keys:
        return {}
    touched = history.hiding(root)
    shortened = history.is_shortened(root)
    gone: dict[MeetingKey, Gone] = {}
    for key in keys:
        around = (f"{key.board}/board.yaml", "site.yaml")
        hides = any(path in around or path.startswith(f"{key.name}/") for path in touched)
        if hides or shortened:
            for kind in dispatch.KINDS:
                _join(gone, key, _in_history(root, index, day, key, kind, hides))
    for board in {key.board for key in keys}:
        for key, found in _of_others(root, index, day, board, touched):
            if key in keys:
                _join(gone, key, found)
    fresh = {key: tuple(_fresh(index, key, found)) for key, found in gone.items()}
    return {key: found for key, found in fresh.items() if found}


def _join(gone: dict[MeetingKey, Gone], key: MeetingKey, found: Gone) -> None:
    gone[key] = found | gone.get(key, {})


def _fresh(index: MeetingIndex, key: MeetingKey, found: Gone) -> Iterator[Withdrawal]:
    """The withdrawals of a meeting that history gives, with those that follow from them, and that no file says, nor the
    sources."""
    known = {(one.kind, one.number): one.items for one in index.records[key].withdrawals}
    for kind in dispatch.KINDS:
        dispatches = index.dispatches(key, kind)
        items = {number: items for (of, number), items in (found | known).items() if of == kind}
        gone = withdrawals.all_of(dispatches, items)
        for one in dispatches:
            if one.number in gone and (kind, one.number) not in known and one.withdrawal is None:
                yield Withdrawal(one.number, index.today, items.get(one.number, ("",)), kind=kind)


def _given_out(index: MeetingIndex, key: MeetingKey, kind: DispatchKind) -> tuple[Dispatch, ...]:
    """What was kept of a meeting, of a kind, and is not withdrawn."""
    gone = {(one.kind, one.number) for one in index.records[key].withdrawals}
    kept = index.dispatches(key, kind)
    return tuple(one for one in kept if one.withdrawal is None and (one.kind, one.number) not in gone)


def _in_history(root: str, index: MeetingIndex, day: TodayIn, key: MeetingKey, kind: DispatchKind, hides: bool) -> Gone:
    """What of a kind was withheld of a meeting, by its own sources and its board's, at any commit since the first of it
    was kept that is given out still; `hides` says whether any commit withholds something there. Raises Incomplete,
    though none that is known does."""
    sent = _given_out(index, key, kind)
    since = _since(root, key, sent[0]) if sent else None
    if since is None or not hides:
        return {}
    gone: Gone = {}
    last = _opens(index, key)
    for past in history.versions(root, since, (key.name, f"{key.board}/board.yaml", "site.yaml")):
        whole = layout.archive(past.stamps)
        if key.folder not in whole.boards.get(key.board, ()):
            continue
        there = _then(past, replace(whole, boards={key.board: (key.folder,)}), index, day, frozenset([key]))
        found: Gone = {}
        if there is not None and meeting_index.whole(there, key, "members") is not None:
            found = {(one.kind, one.number): one.items for one in there.records[key].withdrawals}
            opens = _opens(there, key)
            # What came to be public after it was sent, and was kept back once more.
            again = (one for one in sent if replace(one, public_from=opens).is_hidden(last))
            found |= {(kind, one.number): ("",) for one in again}
            last = max(last, opens)
        elif not _hiding(past, key) <= _hiding(since, key):
            # What cannot be read may withhold what it says that it does.
            found = {(kind, one.number): ("",) for one in sent}
        gone = {ref: items for ref, items in found.items() if ref[0] == kind and _was_sent(past, key, sent, ref)} | gone
    return gone


def _of_others(
    root: str, index: MeetingIndex, day: TodayIn, board: str, touched: frozenset[str]
) -> Iterator[tuple[MeetingKey, Gone]]:
    """What was withdrawn of a board's meetings at any commit because of what another of them said: that a matter is
    withheld where it came up again, or that a meeting which papers announce is kept back. Raises Incomplete."""
    sent = sorted(
        ((key, one) for key in index.with_dispatches if key.board == board for kind in dispatch.KINDS
         for one in _given_out(index, key, kind)),
        key=lambda one: (one[1].day, one[0]),
    )  # fmt: skip
    paths = [path for path in touched if path.startswith(f"{board}/") and f"/{dispatch.FOLDER}/" not in path]
    announced = any(one.names for _, one in sent)
    since = next(filter(None, (_since(root, key, one) for key, one in sent if paths)), None)
    for past in history.versions(root, since, paths) if since is not None else ():
        # What a matter was before stands in one of these keys; without them no meeting speaks of another.
        looked_at = [path for path in past.files if path.removeprefix(f"{TOP}/") in paths]
        past = past.fetched(looked_at)
        written = (past.read(path) for path in looked_at)
        if not announced and not any(key in data for data in written for key in (b"continues", b"formerly", b"\\")):
            continue
        whole = layout.archive(past.stamps)
        alone = replace(whole, boards={board: whole.boards.get(board, ())})
        others = (path.split("/") for path in past.changed(index.snapshot) if f"/{dispatch.FOLDER}/" not in path)
        places = {tuple(path[1:3]) for path in others}
        changed = frozenset(key for key in alone.keys if key in places)
        there = _then(past, alone, index, day, changed)
        if there is None:
            continue
        gone: dict[MeetingKey, Gone] = {}
        for key in alone.keys:
            by_others = (one for one in there.records[key].withdrawals if one not in there.own[key].withdrawals)
            gone[key] = {(one.kind, one.number): one.items for one in by_others}
        for one in meeting_index.told_elsewhere(there, board):
            _join(gone, MeetingKey(board, one.meeting), {(was.kind, was.number): ("",) for was in one.sent})
        for key, found in gone.items():
            kept = index.kept(key) if found and key in index.records else ()
            yield key, {ref: items for ref, items in found.items() if _was_sent(past, key, kept, ref)}


def _since(root: str, key: MeetingKey, sent: Dispatch) -> Past | None:
    """What the sources were when something was sent; None where it is not in the history."""
    first = dispatch.folder(key, sent.number, sent.kind).removeprefix(f"{TOP}/") + dispatch.RECORD
    return history.since(root, sent.commit, first)


def _was_sent(past: Past, key: MeetingKey, sent: Iterable[Dispatch], ref: DispatchRef) -> bool:
    """Whether something that is given out now was sent by the time of a commit; in doubt it was. What was withheld
    before, and was sent to be read, is withheld no more."""
    one = next((one for one in sent if (one.kind, one.number) == ref), None)
    if one is None:
        return False
    record = dispatch.folder(key, one.number, one.kind) + dispatch.RECORD
    return record in past.blobs or not history.is_before(past, one.commit)


def _opens(index: MeetingIndex, key: MeetingKey) -> date:
    """The first day that a meeting may be public, as its sources have it."""
    version = index.records[key].full
    return cards.public_from(version.card, index.boards[key.board], index.site) if version and index.site else date.min


def _then(
    past: Past, archive: Archive, index: MeetingIndex, day: TodayIn, changed: frozenset[MeetingKey]
) -> MeetingIndex | None:
    """The meetings of an archive at a commit, with what was sent of them as it lies there now; None where their boards
    or the site cannot be read.

    Those that are not `changed` are as they are now.
    """
    folders = tuple(key.prefix for key in archive.keys if key in changed)
    around = (f"{TOP}/site.yaml", *map(board_file, archive.boards))
    past = past.fetched(path for path in past.files if path in around or path.startswith(folders))
    sent = tuple(key.file(f"{dispatch.FOLDER}/") for key in archive.keys)
    there = past.taking(index.snapshot, sent)
    digests = {path: index.digests[path] for path in there.files if path.startswith(sent)}
    digests |= {path: there.digest(path) for path in there.files if path.startswith(folders) and path not in digests}
    alone = replace(archive, diagnostics=())
    own = {key: index.own[key] for key in archive.keys if key in index.own}
    read = meeting_index.index(there, alone, digests, own, changed, day, lambda key: None)
    return read if read.site is not None and archive.boards.keys() <= read.boards.keys() else None


def _hiding(past: Past, key: MeetingKey) -> frozenset[str]:
    """The lines of a meeting's sources and its board's that withhold something at a commit, whether they can be read or
    not."""
    folder, board = key.prefix, board_file(key.board)
    paths = [path for path in past.files if path.startswith(folder) or path == board]
    lines = (withholding.hiding(past.read(path)) for path in paths if history.is_written(path))
    return frozenset[str]().union(*lines)


def of_history(root: str, index: MeetingIndex) -> Iterator[Diagnostic]:
    """What git's history says of the records of what was sent: which are gone, and which say something else than they
    said when they came. Nothing where there is no history, or where nothing was sent.

    Of a meeting whose folder has another name now, it is told there what to do (`dispatch-elsewhere`), and that alone;
    nothing is missed in a folder where only that lay.
    A record is sealed by a digest of its own, which whoever edits it can make anew; of that only history knows.
    """
    told: set[str] = set()
    away = {str(dict(one.parameters)["meeting"]) for one in index.diagnostics if one.code == dispatch.ELSEWHERE.name}
    renamed = {one for one in away if MeetingKey.named(one).file("meeting.yaml") not in index.snapshot.stamps}
    for one in history.recorded(root, RECORDS):
        folder = one.path.rpartition("/")[0]
        if one.path in index.snapshot.stamps:
            data = index.snapshot.read(one.path)
            if not one.is_as_ever(data):
                yield from _parted(one, data)
            continue
        if _meeting(one.path) in renamed:
            continue
        of_calendars = folder.endswith(f"/{calendars.FOLDER}")
        what = one.path if of_calendars or f"{folder}/{dispatch.RECORD}" in index.snapshot.stamps else folder
        if what not in told and not _strayed(one):
            told.add(what)
            yield LOST.at(Span(one.path), commit=one.revision, folder=what)


def _strayed(one: Recorded) -> bool:
    """Whether a record came to lie where it is not any more as another meeting's, in a folder that was renamed or
    copied: it is not missed there."""
    folder = one.path.rpartition("/")[0]
    of_calendars = folder.endswith(f"/{calendars.FOLDER}")
    records = (
        _said(data if of_calendars else one.beside(commit, f"{folder}/{dispatch.RECORD}"))
        for commit, data in one.origins()
    )
    whose = {str(said.get("meeting", "")) if isinstance(said, dict) else "" for said in records}
    return whose.isdisjoint(("", _meeting(one.path)))


def _meeting(path: str) -> str:
    """The meeting beside which a record lies: `<board>/<folder>`."""
    return "/".join(path.split("/")[1:3])


def as_kept(root: str, key: MeetingKey) -> tuple[tuple[Dispatch, Callable[[str], bytes]], ...]:
    """The dispatches of a meeting as git's history has them from when they came, each with what reads its papers, by
    their paths from its folder. Nothing where there is no history."""
    top = key.file(f"{dispatch.FOLDER}/")
    found = []
    for one in history.recorded(root, KEPT):
        for commit, data in one.origins() if one.path.startswith(top) else ():
            kept, folder = dispatch.recorded(data), one.path.rpartition("/")[0]
            if kept is not None:
                found.append((kept, functools.partial(_beside, one, commit, folder)))
    return tuple(found)


def _beside(one: Recorded, commit: str, folder: str, path: str) -> bytes:
    return one.beside(commit, f"{folder}/{path}")


def _parted(one: Recorded, data: bytes) -> Iterator[Diagnostic]:
    """What is to be told of a record that was not always as it is: that it says something else than when it came, or
    that other papers came under its name on another branch."""
    folder = one.path.rpartition("/")[0]
    of_kept = one.path.endswith(f"/{dispatch.RECORD}")
    origins = tuple(one.origins())
    others = [(commit, held) for commit, held in origins if _said(held) != _said(data)]
    if others and len(others) == len(origins):
        yield RESEALED.at(Span(one.path), commit=others[0][0], folder=folder if of_kept else one.path)
    elif of_kept and (kept := dispatch.recorded(data)):
        for commit, held in others:
            other = dispatch.recorded(held)
            if other is not None and other.files != kept.files:
                yield TWO.at(Span(one.path), commit=commit)


def _said(record: bytes) -> object:
    """What a record says, however its lines end; of what is none, its bytes."""
    try:
        return json.loads(record)
    except dispatch.UNREADABLE:
        return record


def unadded(root: str, index: MeetingIndex) -> Iterator[Diagnostic]:
    """The records of withdrawals that lie there and that git does not have, where there is git."""
    written = {
        key: tuple(replace(one.withdrawal, number=one.number) for one in index.kept(key) if one.withdrawal)
        for key in index.records
    }
    paths = dict(files(written))
    known = history.added(root, paths) if paths else frozenset()
    for path in paths:
        if path not in known:
            yield RECORDED.at(Span(path), file=path)


def uncommitted(root: str, index: MeetingIndex) -> Iterator[Diagnostic]:
    """The records of what calendars were told that git does not have, where there is git."""
    paths = [calendars.folder(key) + one.name for key in index.records for one in index.sendings(key)]
    known = history.added(root, paths) if paths else frozenset()
    yield from (UNCOMMITTED.at(Span(path), file=path) for path in paths if path not in known)


def write(root: str, seen: Withdrawals) -> Iterator[Diagnostic]:
    """Writes each withdrawal beside its dispatch, and says so; where nothing can be written, that it is not.

    Whoever looks at a day to come withdraws today.
    """
    for path, seen_of in files(seen):
        one = replace(seen_of, day=min(seen_of.day, date.today()))
        try:
            output.replace(os.path.join(root, path), dispatch.write_withdrawal(one))
        except OSError:
            yield UNRECORDED.at(Span(path), file=path)
        else:
            yield RECORDED.at(Span(path), file=path)


def unwritten(seen: Withdrawals) -> Iterator[Diagnostic]:
    """That what is withdrawn is not written down."""
    for path, _ in files(seen):
        yield UNRECORDED.at(Span(path), file=path)


def files(seen: Withdrawals) -> Iterable[tuple[str, Withdrawal]]:
    """The file of each withdrawal, by its path from the root."""
    for key, some in seen.items():
        for one in some:
            yield dispatch.folder(key, one.number, one.kind) + dispatch.WITHDRAWN, one
