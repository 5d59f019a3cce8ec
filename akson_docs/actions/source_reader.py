"""The sources as every command reads them: all at once, from memory where nothing changed, held to git's history."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from akson_docs import diagnostics
from akson_docs.build import cache, fingerprint, meeting_index, plan
from akson_docs.build import request as requests
from akson_docs.build.meeting_index import IndexedMeeting, MeetingIndex
from akson_docs.build.readable_scans import ScanReader
from akson_docs.build.request import Request, day
from akson_docs.diagnostics import Diagnostic, only_errors
from akson_docs.pdf.typesetter import ADDRESS, Styles
from akson_docs.pdf.workers import WorkerPool
from akson_docs.render import theme
from akson_docs.sources import layout, snapshots
from akson_docs.sources.layout import MeetingKey
from akson_docs.sources.snapshots import Snapshot


@dataclass(frozen=True)
class Progress:
    """Whom to tell how far a build is: `start("Reading", steps)` for each stretch, `step(name)` for each step."""

    start: Callable[[str, int], None] = field(default=lambda stretch, steps: None)
    step: Callable[[str], None] = field(default=lambda name: None)
    tell: Callable[[Diagnostic], None] = field(default=lambda found: None)
    """For what must be said at once."""
    scan: Callable[[str, int, int], None] = field(default=lambda name, done, pages: None)
    """For the pages of a scan, which may take seconds each: its name, how many were read, and how many there are; 0 at
    first, and all of them at the end."""


def held_to_history(request: Request, reading: Reading) -> Reading:
    """A reading with what git's history says of what was sent: a meeting whose record is another than it was, or is
    gone, cannot be read. Where there is a history that says nothing, that is warned of: `check` makes it an error."""
    from akson_docs.actions import recorded_withdrawals
    from akson_docs.sources import history

    keys: set[MeetingKey] = set()
    told: tuple[Diagnostic, ...] = ()
    try:
        told = tuple(recorded_withdrawals.of_history(request.root, reading.index))
        wrong = (one.span.file.split("/") for one in only_errors(told))
        keys = {MeetingKey(board, folder) for _, board, folder, *_ in wrong}
    except history.Incomplete as error:
        sent = bool(reading.index.with_dispatches)
        told = (replace(error.diagnostic, severity="warning"),) if sent else ()
    unsound = reading.index.unsound | (keys & reading.index.records.keys())
    found = diagnostics.ordered((*reading.diagnostics, *told))
    return replace(reading, index=replace(reading.index, unsound=unsound), diagnostics=found)


def unknown(key: MeetingKey, reading: Reading) -> tuple[Diagnostic, ...]:
    """Why there is nothing to say of a meeting: there is none of that name, with the one that was probably meant; or
    what is wrong with the sources, where it has a folder, or where they hold no meeting."""
    index = reading.index
    there = bool(reading.snapshot.under(key.path))
    if index.site is None or not index.records or there:
        return errors_of(reading) or (layout.no_meeting(key, index.records),)
    return (layout.no_meeting(key, index.records),)


def errors_of(reading: Reading) -> tuple[Diagnostic, ...]:
    """What of it is so wrong that nothing can be made."""
    return only_errors(reading.diagnostics)


@dataclass(frozen=True)
class Reading:
    """The sources as they were read at one moment: what they hold, what they say, and all that is wrong with it."""

    snapshot: Snapshot
    began: int
    digests: Mapping[str, str]
    archive: layout.Archive
    index: MeetingIndex
    memory: Mapping[str, Any]
    diagnostics: tuple[Diagnostic, ...]
    scans: ScanReader
    """What reads scans."""

    @functools.cached_property
    def styles(self) -> Styles:
        """What papers are set with."""
        return current_styles(self.snapshot)


def read_sources(
    request: Request,
    progress: Progress,
    pool: WorkerPool | None = None,
    before: Reading | None = None,
    snapshot: Snapshot | None = None,
    *,
    reads_scans: bool = False,
) -> Reading:
    """Sources → what they say, and all that is wrong with it; workers get ready for what changed meanwhile.

    What was read `before`, by the same process, is at hand as it was; else what is remembered is read. The sources are
    those of a snapshot, or what is on the disk now. Scans take long: what they say is read with the rest where it is
    said so.
    """
    began = time.time_ns()
    snapshot = snapshot or _scanned(request, before)
    memory = before.memory if before is not None else _recalled(request)
    digests = _digests(snapshot, memory.get("digests", {})) if before is None else _digests_since(snapshot, before)
    same_names = before is not None and before.snapshot.stamps.keys() == snapshot.stamps.keys()
    archive = before.archive if before is not None and same_names else layout.archive(snapshot.stamps)
    since = meeting_index.since(before.index, digests) if before is not None else None
    remembered: Mapping[MeetingKey, IndexedMeeting] = (
        before.index.own
        if before is not None
        else {
            MeetingKey.named(name): IndexedMeeting.from_json(held) for name, held in memory.get("meetings", {}).items()
        }
    )
    fonts = meeting_index.fonts(snapshot)
    scans = before.scans if before is not None else ScanReader(request.cache, reads_scans, progress.scan)
    changed = (
        frozenset(
            key
            for key in archive.keys
            if key not in remembered
            or remembered[key].source != meeting_index.source(digests, snapshot, key, fonts, remembered[key].joint)
        )
        if since is None
        else since.touched(archive.keys)
    )
    changed |= {key for key in archive.keys if key in remembered and not scans.holds(remembered[key].scans)}
    if pool is not None and before is None and changed and not diagnostics.has_errors(archive.diagnostics):
        pool.call(len(changed), current_styles(snapshot))
    progress.start("Reading", len(changed))
    read = meeting_index.index(
        snapshot,
        archive,
        digests,
        {key: remembered[key] for key in archive.keys if key in remembered},
        changed,
        lambda timezone: day(request, timezone),
        lambda key: progress.step(key.name),
        since,
        scans,
    )
    found = (*archive.diagnostics, *read.diagnostics, *theme.unused(snapshot))
    return Reading(snapshot, began, digests, archive, read, memory, diagnostics.ordered(found), scans)


def _scanned(request: Request, before: Reading | None) -> Snapshot:
    """The sources as they lie there now; where they were read before, only what is known to be there is looked at."""
    again = snapshots.again(before.snapshot, before.began) if before is not None else None
    return again or snapshots.scan(request.root)


def _recalled(request: Request) -> Mapping[str, Any]:
    """What the last build remembered, as far as it holds for this one."""
    memory, made_by = cache.archive(request.cache), fingerprint.digest()
    if memory.get("root") != requests.places(request)[0]:
        memory = {**memory, "digests": {}}
    return memory if memory.get("engine") == made_by else {"engine": made_by}


def settled(reading: Reading) -> Mapping[str, Any]:
    """The digests of a reading, each with a stamp that nothing matches where the file was too young."""
    stamps = snapshots.settled(reading.snapshot.stamps, reading.began)
    return {"digests": {path: (*stamps[path], digest) for path, digest in reading.digests.items()}}


def _digests(snapshot: Snapshot, known: Mapping[str, tuple[int, int, str]]) -> dict[str, str]:
    """The digest of every file, as known where its stamp is the same."""
    found = {}
    for path in snapshot.files:
        size, changed, digest = known.get(path, (-1, 0, ""))
        found[path] = digest if snapshot.stamps[path] == (size, changed) else snapshot.digest(path)
    return found


def _digests_since(snapshot: Snapshot, before: Reading) -> Mapping[str, str]:
    """The digest of every file, as it was before where its stamp is the same and was not too young then."""
    stamps, known, young = snapshot.stamps, before.snapshot.stamps, before.began - snapshots.RACY_NS
    return {
        path: before.digests[path]
        if known.get(path) == stamps[path] and stamps[path][1] < young
        else snapshot.digest(path)
        for path in snapshot.files
    }


def current_styles(snapshot: Snapshot) -> Styles:
    """What papers are set with."""
    kinds = [
        path[len("templates/slides/") : -len(".css")]
        for path in snapshot.under("templates/slides")
        if path.endswith(".css")
    ]
    slides, letters = (
        "\n".join(snapshot.read(path).decode("utf-8", "replace") for path in paths if path in snapshot.stamps)
        for paths in (plan.deck_css(kinds), plan.letter_css())
    )
    fonts = tuple((path.rpartition("/")[2], snapshot.read(path)) for path in plan.deck_fonts(snapshot.stamps))
    added = [name for name, _ in fonts if f"fonts/{name}" not in slides]
    return Styles(_with_fonts(slides, added, faces=True), _with_fonts(letters, added), fonts)


def _with_fonts(css: str, added: Sequence[str], *, faces: bool = False) -> str:
    """A style sheet that has fonts as well which no style sheet names: each after all others, for what they lack."""
    if not added:
        return css
    # A family's name stands in papers, where brackets and signs are none of a name.
    words = {name: " ".join(re.findall(r"[A-Za-z0-9]+", name.rpartition(".")[0])) for name in added}
    called = {name: f'"{words[name]} {number}"' for number, name in enumerate(added, 1)}
    css = re.sub(r"(--font-scripts:[^;]*)(?=;)", lambda found: ", ".join((found[0], *called.values())), css)
    rules = (
        f'\n@font-face {{ font-family: {called[name]}; src: url("fonts/{quote(name, ADDRESS[0])}"); }}'
        for name in added
    )
    return css + "".join(rules if faces else ())
