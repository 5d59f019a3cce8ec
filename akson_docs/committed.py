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

from . import archive, calendars, dispatch, history, output, withholding
from . import shelf as shelves
from . import withdrawal as withdrawals
from .archive import TOP
from .diagnostics import Code, Diagnostic, Span
from .dispatch import Dispatch, Kind, Withdrawal
from .history import Past, Recorded
from .plan import Key
from .shelf import Shelf

RECORDED = Code(
    "withdrawal-recorded",
    "warning",
    "this file says from now on that what was sent here is withdrawn, for more is withheld than was then",
    "denne filen sier fra nå av at det som ble sendt her, er trukket tilbake, for mer er unntatt enn den gang",
    "commit it (git add {file}); those who got the papers still have them, so say so to them",
    "sjekk den inn (git add {file}); de som fikk dokumentene, har dem fremdeles, så si fra til dem",
)
UNRECORDED = Code(
    "withdrawal-unrecorded",
    "error",
    "what was sent here is withdrawn, for more is withheld than was then, and no file says so yet",
    "det som ble sendt her, er trukket tilbake, for mer er unntatt enn den gang, og ingen fil sier det ennå",
    "run akson check --record, and commit {file}",
    "kjør akson check --record, og sjekk inn {file}",
)
RESEALED = Code(
    "dispatch-resealed",
    "error",
    "this says something else than when it was kept, in {commit}, and was sealed again",
    "dette sier noe annet enn da det ble tatt vare på, i {commit}, og er forseglet på nytt",
    "what was sent is never edited; bring it back: git checkout {commit} -- {folder}",
    "det som er sendt, endres aldri; hent det tilbake: git checkout {commit} -- {folder}",
)
TWO = Code(
    "dispatch-two",
    "note",
    "on another branch, in {commit}, something else was kept under this number, and it is nowhere now",
    "på en annen gren, i {commit}, ble noe annet tatt vare på under dette nummeret, og det er ingen steder nå",
    "see what it was (git show {commit}), and tell those who were given it",
    "se hva det var (git show {commit}), og si fra til dem som fikk det",
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
    "this was kept as it was sent, and is gone",
    "dette ble tatt vare på slik det ble sendt, og er borte",
    "what was sent is never taken away; bring it back: git checkout {commit} -- {folder}",
    "det som er sendt, tas aldri bort; hent det tilbake: git checkout {commit} -- {folder}",
)

UNCOMMITTED = Code(
    "calendars-uncommitted",
    "warning",
    "this file says what calendars were told, and git does not have it: another computer would not know",
    "denne filen sier hva kalendere har fått vite, og git har den ikke: en annen maskin ville ikke visst det",
    "commit it: git add {file}",
    "sjekk den inn: git add {file}",
)

Ref = tuple[Kind, int]
"""A dispatch of a meeting: of what kind, and its number."""
Withdrawals = Mapping[Key, tuple[Withdrawal, ...]]
"""What is withdrawn and not written down yet, by meeting."""


def seen(shelf: Shelf) -> dict[Key, tuple[Withdrawal, ...]]:
    """What the sources say is withdrawn now."""
    return {key: record.withdrawals for key, record in shelf.records.items() if record.withdrawals}


def in_history(
    root: str, shelf: Shelf, day: Callable[[str], date], only: Key | None = None
) -> dict[Key, tuple[Withdrawal, ...]]:
    """What was withheld at any commit since it was sent, and is withdrawn therefore, besides what the sources say; of
    one meeting alone where it is named.

    Empty where there is no history. Raises Incomplete.
    """
    found: dict[Key, tuple[Withdrawal, ...]] = {}
    keys = shelf.with_dispatches if only is None else {only}
    if not keys:
        return found
    touched = history.hiding(root)
    shortened = history.is_shortened(root)
    for key in keys:
        folder, board = "/".join(key), f"{key[0]}/board.yaml"
        hides = any(path in (board, "site.yaml") or path.startswith(f"{folder}/") for path in touched)
        if not hides and not shortened:
            continue
        fresh = tuple(one for kind in dispatch.KINDS for one in _in_history(root, shelf, day, key, kind, hides))
        if fresh:
            found[key] = fresh
    return found


def _in_history(
    root: str, shelf: Shelf, day: Callable[[str], date], key: Key, kind: Kind, hides: bool
) -> Iterator[Withdrawal]:
    """What of a kind was withheld of a meeting at any commit since the first of it was kept that is given out still;
    `hides` says whether any commit withholds something there. Raises Incomplete, though none that is known does."""
    said = {one.number: one.items for one in shelf.records[key].withdrawals if one.kind == kind}
    dispatches = shelf.dispatches(key, kind)
    sent = [one for one in dispatches if one.withdrawal is None and one.number not in said]
    if not sent:
        return
    first = dispatch.folder(key, sent[0].number, kind).removeprefix(f"{TOP}/") + dispatch.RECORD
    since = history.since(root, sent[0].commit, first)
    if since is None or not hides:
        return
    gone = dict(said)
    for past in history.versions(root, since, ("/".join(key), f"{key[0]}/board.yaml", "site.yaml")):
        there = _at(past, key, shelf, day)
        # What cannot be read may withhold what it says that it does.
        doubted = there is None and not _hiding(past, key) <= _hiding(since, key)
        known = {number: items for (of, number), items in (there or {}).items() if of == kind}
        for number, items in ((one.number, ("",)) for one in sent) if doubted else known.items():
            gone.setdefault(number, items)
    by_number = {one.number: one for one in dispatches}
    for number in sorted(withdrawals.all_of(dispatches, gone)):
        if number not in said and by_number[number].withdrawal is None:
            yield Withdrawal(number, shelf.today, gone.get(number, ("",)), kind=kind)


def _at(past: Past, key: Key, shelf: Shelf, day: Callable[[str], date]) -> dict[Ref, tuple[str, ...]] | None:
    """What was withdrawn of a meeting at a commit, by the dispatches as they lie there now; None for what cannot be
    read."""
    whole = archive.archive(past.stamps)
    if key[1] not in whole.boards.get(key[0], ()):
        return {}
    folder = f"{TOP}/{'/'.join(key)}/"
    around = (f"{TOP}/site.yaml", f"{TOP}/{key[0]}/board.yaml")
    past = past.fetched(path for path in past.files if path in around or path.startswith(folder))
    kept = [path for path in shelf.snapshot.under(folder.rstrip("/")) if path.startswith(f"{folder}{dispatch.FOLDER}/")]
    there = past.with_files({path: None for path in past.files if path.startswith(f"{folder}{dispatch.FOLDER}/")})
    there = there.with_files({path: shelf.snapshot.read(path) for path in kept})
    digests = {path: there.digest(path) if path.startswith(folder) else "" for path in there.files}
    alone = replace(whole, boards={key[0]: (key[1],)}, diagnostics=())
    read = shelves.shelf(there, alone, digests, {key: shelf.records[key]}, frozenset([key]), day, lambda key: None)
    if read.site is None or key[0] not in read.boards or shelves.whole(read, key, "members") is None:
        return None
    return {(one.kind, one.number): one.items for one in read.records[key].withdrawals}


def _hiding(past: Past, key: Key) -> frozenset[str]:
    """The lines of a meeting's sources and its board's that withhold something at a commit, whether they can be read or
    not."""
    folder = f"{TOP}/{'/'.join(key)}/"
    paths = [path for path in past.files if path.startswith(folder) or path == f"{TOP}/{key[0]}/board.yaml"]
    lines = (withholding.hiding(past.read(path)) for path in paths if history.is_written(path))
    return frozenset[str]().union(*lines)


def of_history(root: str, shelf: Shelf) -> Iterator[Diagnostic]:
    """What git's history says of the records of what was sent: which are gone, and which say something else than they
    said when they came. Nothing where there is no history, or where nothing was sent.

    Of a meeting whose folder has another name now, it is told there what to do (`dispatch-elsewhere`), and that alone;
    nothing is missed in a folder where only that lay.
    A record is sealed by a digest of its own, which whoever edits it can make anew; of that only history knows.
    """
    told: set[str] = set()
    away = {dict(one.parameters)["meeting"] for one in shelf.diagnostics if one.code == dispatch.ELSEWHERE.name}
    renamed = {meeting for meeting in away if f"{TOP}/{meeting}/meeting.yaml" not in shelf.snapshot.stamps}
    for one in history.recorded(root, RECORDS):
        folder = one.path.rpartition("/")[0]
        if one.path in shelf.snapshot.stamps:
            data = shelf.snapshot.read(one.path)
            if not one.is_as_ever(data):
                yield from _parted(one, data)
            continue
        if _meeting(one.path) in renamed:
            continue
        of_calendars = folder.endswith(f"/{calendars.FOLDER}")
        what = one.path if of_calendars or f"{folder}/{dispatch.RECORD}" in shelf.snapshot.stamps else folder
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


def as_kept(root: str, key: Key) -> tuple[tuple[Dispatch, Callable[[str], bytes]], ...]:
    """The dispatches of a meeting as git's history has them from when they came, each with what reads its papers, by
    their paths from its folder. Nothing where there is no history."""
    top = f"{TOP}/{'/'.join(key)}/{dispatch.FOLDER}/"
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


def unadded(root: str, shelf: Shelf) -> Iterator[Diagnostic]:
    """The records of withdrawals that lie there and that git does not have, where there is git."""
    written = {
        key: tuple(replace(one.withdrawal, number=one.number) for one in shelf.kept(key) if one.withdrawal)
        for key in shelf.records
    }
    paths = dict(files(written))
    known = history.added(root, paths) if paths else frozenset()
    for path in paths:
        if path not in known:
            yield RECORDED.at(Span(path), file=path)


def uncommitted(root: str, shelf: Shelf) -> Iterator[Diagnostic]:
    """The records of what calendars were told that git does not have, where there is git."""
    paths = [calendars.folder(key) + one.name for key in shelf.records for one in shelf.sendings(key)]
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
