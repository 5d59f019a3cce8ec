"""What must be committed of what was sent: that it was withdrawn, and that it is still there as it was.

A withdrawal is a fact of the world outside, and is written beside its dispatch by whoever sees it first on a machine of
their own; nothing in the sources brings the papers back after that. What git's history holds counts as what the
sources say now does: withheld at one commit and deleted at the next is withheld, and a record that is gone was there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from . import archive, dispatch, history, output
from . import shelf as shelves
from .archive import TOP
from .diagnostics import Code, Diagnostic, Span
from .dispatch import Withdrawal
from .history import Past
from .plan import Key
from .shelf import Record, Shelf

RECORDED = Code(
    "withdrawal-recorded",
    "warning",
    "this file says from now on that what was sent on {day} is withdrawn, for more is withheld than was then",
    "denne filen sier fra nå av at det som ble sendt {day}, er trukket tilbake, for mer er unntatt enn den gang",
    "commit it (git add {file}); those who got the papers still have them, so say so to them",
    "sjekk den inn (git add {file}); de som fikk dokumentene, har dem fremdeles, så si fra til dem",
)
UNRECORDED = Code(
    "withdrawal-unrecorded",
    "error",
    "what was sent on {day} is withdrawn, for more is withheld than was then, and no file says so yet",
    "det som ble sendt {day}, er trukket tilbake, for mer er unntatt enn den gang, og ingen fil sier det ennå",
    "run akson check --record, and commit {file}",
    "kjør akson check --record, og sjekk inn {file}",
)
LOST = Code(
    "dispatch-lost",
    "error",
    "this was kept as it was sent, and is gone",
    "dette ble tatt vare på slik det ble sendt, og er borte",
    "what was sent is never taken away; bring it back: git checkout {commit} -- {folder}",
    "det som er sendt, tas aldri bort; hent det tilbake: git checkout {commit} -- {folder}",
)

Withdrawals = Mapping[Key, tuple[Withdrawal, ...]]
"""What is withdrawn and not written down yet, by meeting."""


def seen(shelf: Shelf) -> dict[Key, tuple[Withdrawal, ...]]:
    """What the sources say is withdrawn now."""
    return {key: record.withdrawals for key, record in shelf.records.items() if record.withdrawals}


def in_history(root: str, shelf: Shelf, day: Callable[[str], date]) -> dict[Key, tuple[Withdrawal, ...]]:
    """What was withheld at any commit since it was sent, and is withdrawn therefore, besides what the sources say.

    Empty where there is no history. Raises Incomplete.
    """
    found: dict[Key, tuple[Withdrawal, ...]] = {}
    touched = history.hiding(root)
    for key in shelf.records:
        folder, board = "/".join(key), f"{key[0]}/board.yaml"
        if not any(path in (board, "site.yaml") or path.startswith(f"{folder}/") for path in touched):
            continue
        known = {one.number for one in shelf.records[key].withdrawals}
        sent = [one for one in shelf.dispatches(key) if one.withdrawal is None and one.number not in known]
        if not sent:
            continue
        first = f"{folder}/{dispatch.FOLDER}/{sent[0].number}/{dispatch.RECORD}"
        gone: dict[int, Withdrawal] = {}
        for past in history.versions(root, first, (folder, board, "site.yaml")):
            there = _at(past, key, shelf.records[key], day)
            gone |= {one.number: one for one in there if one.number not in gone}
        fresh = tuple(gone[one.number] for one in sent if one.number in gone)
        if fresh:
            found[key] = fresh
    return found


def _at(past: Past, key: Key, known: Record, day: Callable[[str], date]) -> tuple[Withdrawal, ...]:
    """What was withdrawn of a meeting at a commit; nothing where it could not be read. `known` is what it is now."""
    whole = archive.archive(past.stamps)
    if key[1] not in whole.boards.get(key[0], ()):
        return ()
    folder = f"{TOP}/{'/'.join(key)}/"
    around = (f"{TOP}/site.yaml", f"{TOP}/{key[0]}/board.yaml")
    past = past.fetched(path for path in past.files if path in around or path.startswith(folder))
    digests = {path: past.digest(path) if path.startswith(folder) else "" for path in past.files}
    alone = replace(whole, boards={key[0]: (key[1],)}, diagnostics=())
    read = shelves.shelf(past, alone, digests, {key: known}, frozenset([key]), day, lambda key: None)
    return read.records[key].withdrawals if key in read.records else ()


def lost(root: str, shelf: Shelf) -> Iterator[Diagnostic]:
    """What was kept of anything that was sent at some commit, and is not there any more, dispatch by dispatch.

    Nothing where there is no history. Raises Incomplete.
    """
    told: set[str] = set()
    for path, commit in history.removed(root, dispatch.FOLDER):
        folder, _, name = path.rpartition("/")
        above = folder.rpartition("/")[0]
        if not above.endswith(f"/{dispatch.FOLDER}") or name not in (dispatch.RECORD, dispatch.WITHDRAWN):
            continue
        whole = f"{folder}/{dispatch.RECORD}" not in shelf.snapshot.stamps
        what = folder if whole else path
        if path not in shelf.snapshot.stamps and what not in told:
            told.add(what)
            yield LOST.at(Span(path), commit=commit, folder=what)


def unadded(root: str, shelf: Shelf) -> Iterator[Diagnostic]:
    """The records of withdrawals that lie there and that git does not have, where there is git."""
    paths = {
        f"{TOP}/{'/'.join(key)}/{dispatch.FOLDER}/{one.number}/{dispatch.WITHDRAWN}": one.withdrawal
        for key in shelf.records
        for one in shelf.dispatches(key)
        if one.withdrawal is not None
    }
    known = history.added(root, paths) if paths else frozenset()
    for path, one in paths.items():
        if path not in known:
            yield RECORDED.at(Span(path), day=one.day.isoformat(), file=path)


def write(root: str, withdrawals: Withdrawals) -> Iterator[Diagnostic]:
    """Writes each withdrawal beside its dispatch, and says so; where nothing can be written, that it is not."""
    for path, one in files(withdrawals):
        try:
            output.replace(os.path.join(root, path), dispatch.write_withdrawal(one))
        except OSError:
            yield UNRECORDED.at(Span(path), day=one.day.isoformat(), file=path)
        else:
            yield RECORDED.at(Span(path), day=one.day.isoformat(), file=path)


def unwritten(withdrawals: Withdrawals) -> Iterator[Diagnostic]:
    """That what is withdrawn is not written down."""
    for path, one in files(withdrawals):
        yield UNRECORDED.at(Span(path), day=one.day.isoformat(), file=path)


def files(withdrawals: Withdrawals) -> Iterable[tuple[str, Withdrawal]]:
    """The file of each withdrawal, by its path from the root."""
    for key, some in withdrawals.items():
        for one in some:
            yield f"{TOP}/{'/'.join(key)}/{dispatch.FOLDER}/{one.number}/{dispatch.WITHDRAWN}", one
