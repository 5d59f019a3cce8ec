"""Builds an edition: reads, plans, makes what is not there, and puts it into its place in one step."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from akson_docs import diagnostics
from akson_docs.actions.site_edition import Memo, SiteEdition
from akson_docs.actions.source_reader import Progress, Reading, held_to_history, read_sources, settled
from akson_docs.build import cache, lock, meeting_versions, output, pagefind, plan
from akson_docs.build import request as requests
from akson_docs.build.cache import Manifest
from akson_docs.build.jobs import Job
from akson_docs.build.request import Request
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import layout as archives
from akson_docs.sources import snapshots
from akson_docs.sources.layout import MeetingKey, board_file
from akson_docs.sources.snapshots import Changed


@dataclass(frozen=True)
class BuildResult:
    """What came of a build."""

    diagnostics: tuple[Diagnostic, ...]
    written: int = 0
    kept: int = 0
    removed: tuple[str, ...] = ()
    meetings: int = 0
    """How many meetings were read or set anew."""
    done: bool = False
    """Whether the output is now what the sources say, save for what was left out."""


ADDRESS_GONE = Code(
    "address-gone",
    "warning",
    N_("the page {address} was on the site when it was built last, and is no more"),
    N_(
        "an item with another number names the old one in `formerly:`, and one that was taken back stands in "
        "`withdrawn:` "
        "in board.yaml: then a page leads on; whoever has the address finds nothing otherwise"
    ),
)
MEETING_GONE = Code(
    ADDRESS_GONE.name,
    "warning",
    N_("{address} was on the site when it was built last, and no folder is called so any more"),
    N_(
        "a board and a meeting keep their folder's name, which is their address: give it back (git mv); a "
        "meeting that is "
        "not held stays, with `cancelled:` and the reason; whoever has the address finds nothing otherwise"
    ),
)
FILE_GONE = Code(
    ADDRESS_GONE.name,
    "warning",
    N_("files below {address} were on the site when it was built last, and are no more: {count}"),
    N_(
        "a file that was published keeps its name, also where it is replaced; one that is taken out on "
        "purpose is gone for "
        "whoever has its address"
    ),
)

LEFT_AS_IT_WAS = Code(
    "left-as-it-was",
    "warning",
    N_("this meeting has errors, and is on the site as it was when it had none"),
    N_("what is withheld in it since is still public there: mend the errors, and build again"),
)


def build(request: Request, pool: WorkerPool, progress: Progress) -> BuildResult:
    """Makes an edition of the site be what the sources say, when no other build works on the same memory or output.

    Sources that change while they are read are read again, once more and then once more.
    """
    misplaced = requests.misplaced(request)
    if misplaced is not None:
        return BuildResult((misplaced,))
    with (
        lock.held(request.cache, request.patience_s, progress.tell, private=True),
        lock.held(request.output, request.patience_s, progress.tell),
    ):
        for _ in range(2):
            try:
                return _build(request, pool, progress)
            except Changed:
                continue
            except output.OutputFault as fault:
                if fault.diagnostic.code != output.ALTERED.name:
                    raise
        return _build(request, pool, progress)


def _build(request: Request, pool: WorkerPool, progress: Progress) -> BuildResult:
    output.clear_stale(request.tree)
    cache.clear_stale(request.cache)
    memo = Memo(request.cache)
    ended = not memo.tries(lock.mark_started, instead=False)
    reading = read_sources(request, progress, pool, reads_scans=True)
    if reading.index.with_dispatches:  # where all of it is gone, `check` says so
        reading = held_to_history(request, reading)
    recorded = _recorded(request, reading) if request.records else ()
    if reading.index.site is None or (diagnostics.has_errors(reading.diagnostics) and not request.keep_going):
        _remember(memo, request, reading)
        return BuildResult(_told(reading))
    search = pagefind.version()
    without = () if search else (pagefind.LACKING.at(Span(f"{archives.TOP}/site.yaml"), problem="pagefind-bin"),)
    work = SiteEdition(request, reading, memo, search=search)
    jobs = plan.plan(work.site_version)
    made = work.make(jobs, pool, progress)
    # While the workers typeset.
    _remember(memo, request, reading)
    unwanted = output.unwanted(request.tree, made.ledger.keys() | {job.path for job in jobs})
    work.receive(made, progress)
    left = (
        LEFT_AS_IT_WAS.at(Span(key.file("meeting.yaml")))
        for key in reading.index.unsound
        if work.site_version.versions.get(key) and meeting_versions.shown(work.site_version, key)
    )
    found = diagnostics.ordered(
        (*_told(reading), *recorded, *without, *made.diagnostics, *left, *_addresses_gone(work, jobs))
    )
    if diagnostics.has_errors(made.diagnostics) and not request.keep_going:
        return BuildResult(found)
    output.commit(request.tree, made.fresh, unwanted)
    root, tree = requests.places(request)
    manifest = Manifest(
        root=root,
        tree=tree,
        engine=reading.memory["engine"] if not diagnostics.has_errors(found) else "",
        today=work.site_version.today.isoformat(),
        timezone=reading.index.site.timezone,
        inputs=snapshots.settled(reading.snapshot.inputs, reading.began),
        outputs=output.restamped(request.tree, made.there, made.fresh, unwanted),
        diagnostics=tuple(diagnostics.to_json(one) for one in found if one.severity != "note"),
        index=os.path.join(request.tree, "index.html"),
    )
    memo.tries(cache.save_made, request.edition, made.ledger, manifest, instead=None)
    work.tidy(made, ended)
    lock.mark_done(request.cache)
    return BuildResult(
        diagnostics.ordered((*found, *memo.diagnostics)),
        written=len(made.fresh),
        kept=len(made.ledger) - len(made.fresh),
        removed=tuple(path for path in unwanted if not path.endswith("/")),
        meetings=len(made.meetings),
        done=True,
    )


def _recorded(request: Request, reading: Reading) -> tuple[Diagnostic, ...]:
    """Writes down what is seen to be withdrawn, and says so."""
    from akson_docs.actions import recorded_withdrawals

    return tuple(recorded_withdrawals.write(request.root, recorded_withdrawals.seen(reading.index)))


def _addresses_gone(work: SiteEdition, jobs: Iterable[Job]) -> Iterator[Diagnostic]:
    """The pages of items and meetings, and the files, that were there when this edition was made last, and of which
    nobody says what came. No file is named: its name may be what is withheld now."""
    there = {job.path for job in jobs}
    folders, files = work.reading.archive.boards, Counter[MeetingKey]()
    known = {
        item.slug for record in work.reading.index.records.values() if record.full for item in record.full.card.items
    }
    for path in work.before if work.request.edition == "public" else ():
        board, folder, rest = (*path.split("/", 2), "", "")[:3]
        if path in there or board in archives.TAKEN_BOARDS or work.is_lost(path):
            continue
        of_board = Span(board_file(board))
        if folder == "item":
            slug, _, name = rest.partition("/")
            if name == "index.html" and slug not in known:
                yield ADDRESS_GONE.at(of_board, address=f"{board}/{folder}/{slug}/")
        elif board not in folders:
            if folder == "index.html":
                yield MEETING_GONE.at(Span(f"{archives.TOP}/site.yaml"), address=f"{board}/")
        elif folder in folders[board]:
            files[MeetingKey(board, folder)] += rest.startswith("attachments/")
        elif rest == "index.html":
            yield MEETING_GONE.at(of_board, address=MeetingKey(board, folder).address)
    for key, count in files.items():
        if count:
            yield FILE_GONE.at(Span(key.file("meeting.yaml")), address=f"{key.address}attachments/", count=count)


def _told(reading: Reading) -> tuple[Diagnostic, ...]:
    """What a build tells of the sources: warnings each time, notes of the site and of the meetings that were read
    anew."""
    fresh = (f"{archives.TOP}/site.yaml", *(key.prefix for key in reading.index.read))
    return tuple(one for one in reading.diagnostics if one.severity != "note" or one.span.file.startswith(fresh))


def _remember(memo: Memo, request: Request, reading: Reading) -> None:
    """What was read, for the next build: a digest with a stamp that nothing matches where the file was too young."""
    memory = {
        "root": requests.places(request)[0],
        "engine": reading.memory["engine"],
        **settled(reading),
        "meetings": {
            key.name: record.to_json() if key in reading.index.read else reading.memory["meetings"][key.name]
            for key, record in reading.index.own.items()
        },
    }
    memo.tries(cache.save_archive, memory, instead=None)
