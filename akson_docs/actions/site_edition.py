"""An edition of the archive, read and planned: what makes each of its files, and what it was made of before.

Longer than 500 lines: one object is what every kind of file is made from, and each kind asks it for something else.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import itertools
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from akson_docs import diagnostics
from akson_docs.actions import indexing
from akson_docs.actions.made_files import MadeFiles
from akson_docs.actions.source_reader import Progress, Reading
from akson_docs.build import (
    cache,
    meeting_index,
    meeting_versions,
    output,
    page_texts,
    pagefind,
    plan,
    readable_scans,
)
from akson_docs.build import request as requests
from akson_docs.build.jobs import (
    Copied,
    DataIndex,
    Job,
    MeetingData,
    OfAnother,
    PaperFile,
    SearchIndex,
    TakenOut,
    Twin,
    YearData,
)
from akson_docs.build.meeting_versions import Linked, SiteVersion
from akson_docs.build.output import Copy
from akson_docs.build.page_texts import PageTexts
from akson_docs.build.request import EDITIONS, Request
from akson_docs.catalogue import LANGUAGES, N_, bytecode, shipped
from akson_docs.diagnostics import Code, Diagnostic, Problem, Span
from akson_docs.meetings import minutes
from akson_docs.meetings import redaction as editions
from akson_docs.meetings.revisions import issue, withdrawal
from akson_docs.meetings.revisions.issue import Revision
from akson_docs.pdf.attachments import office
from akson_docs.pdf.typesetter import Styles
from akson_docs.pdf.workers import Search, WorkerPool
from akson_docs.render import pages, templates
from akson_docs.rules import personal_data, registry
from akson_docs.rules.scan import file_leaks, said_elsewhere
from akson_docs.sources import failures, paper_pictures, snapshots
from akson_docs.sources import layout as archives
from akson_docs.sources.layout import MeetingKey
from akson_docs.sources.loader import Parsed
from akson_docs.sources.snapshots import Changed, FileStamp

if TYPE_CHECKING:
    from akson_docs.meetings.cards import MeetingHeading
    from akson_docs.model.documents import Board, Meeting, Site
    from akson_docs.pdf import compose
    from akson_docs.pdf.compose import Typeset

NOT_REMEMBERED = Code(
    "not-remembered",
    "warning",
    N_("what was done cannot be remembered: {problem}; the next build makes more anew than it would have to"),
    N_("see who owns the folder and whether there is room, or name another with --cache"),
)

T = TypeVar("T")


@dataclass
class Memo:
    """What a build writes down for the next one. Where it cannot, it does without, for the site is what counts."""

    folder: str
    trouble: OSError | None = None

    def tries(self, write: Callable[..., T], *what: Any, instead: T) -> T:
        """What the writing gives, or something instead where it fails."""
        try:
            return write(self.folder, *what)
        except OSError as error:
            self.trouble = error
            return instead

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """That it did without."""
        if self.trouble is None:
            return ()
        return (NOT_REMEMBERED.at(Span(self.folder), problem=failures.problem(self.trouble)),)


@dataclass
class Made:
    """What a build has made so far, and what it waits for."""

    there: Mapping[str, FileStamp]
    """The stamps of what was there before."""
    fresh: dict[str, bytes | Copy] = field(default_factory=dict)
    ledger: dict[str, tuple[str, str, str, list[dict[str, Any]]]] = field(default_factory=dict)
    waiting: list[tuple[tuple[Job, ...], Future[tuple[Typeset, ...]]]] = field(default_factory=list)
    twins: list[Job] = field(default_factory=list)
    """What has the bytes of a paper that is waited for."""
    joined: list[Job] = field(default_factory=list)
    """What is made of other files: years of data, then what says which there are."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    meetings: set[MeetingKey] = field(default_factory=set)


P = ParamSpec("P")
_Kept = Callable[Concatenate["SiteEdition", P], T]


def _recent(method: _Kept[P, T]) -> _Kept[P, T]:
    """A method of an edition whose last few answers the edition keeps."""
    name = f"recent {method.__name__}"

    @functools.wraps(method)
    def asked(edition: SiteEdition, /, *of: P.args, **more: P.kwargs) -> T:
        kept = vars(edition)
        if name not in kept:
            kept[name] = functools.lru_cache(24)(functools.partial(method, edition))  # an item's page seldom needs more
        found: T = kept[name](*of, **more)
        return found

    return asked


class SiteEdition:
    """Jobs → bytes, for one edition of an archive that has been read: the inputs of all that is rendered.

    Another process can be handed one: what is worked out of the sources and is large, or cannot be handed on
    (templates made ready, what was read lately), is worked out there anew.
    """

    def __init__(
        self,
        request: Request,
        reading: Reading,
        memo: Memo | None = None,
        before: SiteEdition | None = None,
        search: str = "",
    ) -> None:
        """What was made ready `before` is taken over where templates, style sheets and fonts are the same. With the
        version of what makes indexes to `search`, the edition has a page for searching."""
        index, public = reading.index, request.edition == "public"
        assert index.site is not None
        self.request = request
        self.reading = reading
        self.memo = memo or Memo(request.cache)
        self.look = {path: reading.digests[path] for path in reading.snapshot.under("templates")}
        same = before if before is not None and before.look == self.look else None
        self.sources: dict[str, str] = (
            same.sources
            if same
            else {
                path: reading.snapshot.read(path).decode("utf-8", "replace")
                for path in self.look
                if templates.takes(path)
            }
        )
        site = index.public_site if public else index.site
        assert site is not None
        boards = index.public_boards if public else index.boards
        versions = {key: (record.public if public else record.full) for key, record in index.records.items()}
        self.compiled: templates.Compiled = (
            same.compiled if same else _compiled(request.cache, reading.memory["engine"])
        )
        self.template_set: templates.TemplateSet = (
            same.template_set if same else templates.template_set(self.sources, self.compiled)
        )
        self._styles = same.styles if same else None
        self.made_files: MadeFiles = MadeFiles(
            request.cache, reading, versions, lambda key: self.parsed(key).value, before.made_files if before else None
        )
        self.site_version: SiteVersion = SiteVersion(
            edition=request.edition,
            site=site,
            boards=boards,
            versions={key: version for key, version in versions.items() if version is not None and key.board in boards},
            today=index.today,
            digests={**reading.digests, **self.made_files.digests},
            closures=same.site_version.closures if same else templates.closures(self.sources),
            engine=reading.memory["engine"],
            office=office.program() if site.convert_office else "",
            search=search,
        )
        self.edition: str = request.edition
        self.site: Site = site
        self.own_languages: Mapping[str, tuple[str, ...]] = self.site_version.own_languages
        self.menu: tuple[Linked, ...] = meeting_versions.menu(self.site_version)
        self.foot: tuple[Linked, ...] = meeting_versions.foot(self.site_version)
        self.office: str = self.site_version.office
        self.boards: Mapping[str, Board] = meeting_versions.shown_boards(self.site_version)

    def __reduce__(self) -> tuple[type[SiteEdition], tuple[Request, Reading]]:
        # What only a build remembers, and what was looked up in the index, does not go along.
        index = replace(self.reading.index, own={}, across={}, diagnostics=())
        memory = {"engine": self.reading.memory["engine"]}
        return SiteEdition, (self.request, replace(self.reading, index=index, memory=memory, diagnostics=()))

    @functools.cached_property
    def before(self) -> cache.Ledger:
        """What was made of this edition before."""
        return cache.ledger(self.request.cache, self.request.edition)

    @functools.cached_property
    def styles(self) -> Styles:
        """What papers are set with."""
        return self._styles or self.reading.styles

    # ---- what jobs are made from ----

    def read(self, path: str) -> bytes:
        """A file by its path from the root."""
        return self.reading.snapshot.read(path)

    def size(self, path: str) -> int:
        """How many bytes it has; a scan that is read when somebody asks for it, as many as it had."""
        if path in self.made_files and not (self.is_read(path) and not self.made_files.is_at_hand(path)):
            return os.path.getsize(self.real(path))
        return self.reading.snapshot.stamps[path][0]

    def digest(self, path: str) -> str:
        """What stands for what a file holds, or would hold."""
        return self.site_version.digests.get(path, "")

    def real(self, path: str) -> str:
        """Where it lies on the disk; one that is made of another, where it is kept."""
        return self.made_files.place(path)[0] if path in self.made_files else self.reading.snapshot.real(path)

    def is_read(self, path: str) -> bool:
        """Whether it is a scan with the words that a machine read in it."""
        return self.made_files.is_read(path)

    def page_count(self, path: str) -> int:
        """How many pages a PDF has; 0 where nobody can tell."""
        return self.made_files.page_count(path)

    def is_sound(self, key: MeetingKey) -> bool:
        """Whether a meeting can be read as it is now."""
        return key not in self.reading.index.unsound

    def prepare(self, key: MeetingKey, *, with_scans: bool) -> None:
        """Makes the files of a meeting that are made of others. Raises Fault where one cannot be made."""
        for path in self.made_files.of_meeting(key, with_scans=with_scans):
            self.made_files.place(path)

    def is_prepared(self, key: MeetingKey, *, with_scans: bool) -> bool:
        """Whether they are all made that are to be."""
        if key in self.reading.index.unsound:
            return True  # nothing is made of it
        return all(map(self.made_files.is_at_hand, self.made_files.of_meeting(key, with_scans=with_scans)))

    def whole(self, key: MeetingKey) -> pages.AgendaAndSlides:
        """A meeting read in full, with its slides."""
        read = self._read(key)
        return read.agenda, read.slides

    def parsed(self, key: MeetingKey) -> Parsed[Meeting]:
        """A meeting as it is written."""
        return self._read(key).parsed

    @_recent
    def _read(self, key: MeetingKey) -> meeting_index.ReadMeeting:
        found = meeting_index.whole(self.reading.index, key, self.request.edition)
        assert found is not None, key
        return found

    def calendar(self, key: MeetingKey) -> tuple[MeetingHeading, ...]:
        """The meetings of its board that a meeting's slides announce."""
        return meeting_versions.calendar(self.site_version, key)

    @_recent
    def sections(self, key: MeetingKey, language: str) -> tuple[str, ...]:
        """A meeting's slides as HTML, in a language. Raises TemplateFault."""
        return pages.sections(self, key, language)

    @_recent
    def revisions(self, key: MeetingKey, language: str) -> tuple[Revision, ...]:
        """What each issue of a meeting's papers says otherwise than the one before, in a language, the latest first."""
        sent = self.reading.index.dispatches(key)
        if not sent:
            return ()
        agenda, slides = self.whole(key)
        inside = meeting_index.digests_in(self.reading.snapshot, self.reading.digests, key, self.parsed(key).value)
        now, version = issue.seen(agenda, slides, inside), self.site_version.versions[key]
        found = issue.revisions(sent, self.request.edition, language, now[language], version.withdrawn)
        return tuple(one for one in found if one.day is not None or meeting_versions.is_revised(version))

    @_recent
    def corrected(self, key: MeetingKey, language: str) -> tuple[Revision, ...]:
        """What the minutes say otherwise than the issue that was kept last, in a language, where they are a new one."""
        kept = self.reading.index.dispatches(key, "minutes")
        if not kept:
            return ()
        now, version = minutes.said(self.whole(key)[0], self.request.edition), self.site_version.versions[key]
        gone = [one.number for one in version.minuted if one.withdrawn]
        number = version.minutes_issue
        return tuple(minutes.revisions(kept, self.request.edition, language, now[language], number, gone))

    # ---- what is made ----

    def make(self, jobs: Iterable[Job], pool: WorkerPool, progress: Progress) -> Made:
        """Makes what is not there as its key says, save that decks are only sent to be typeset."""
        manifest = cache.manifest(self.request.cache, self.request.edition)
        there = manifest is not None and manifest.tree == requests.places(self.request)[1]
        known = manifest.outputs if manifest is not None and there else {}
        jobs = tuple(jobs)
        paths = {job.path: (job.path, *self._beside.get(job.folder, ())) for job in jobs}
        made = Made(output.stamps(self.request.tree, list(itertools.chain.from_iterable(paths.values()))))
        stale = [job for job in jobs if not all(self._is_kept(made, job, path, known) for path in paths[job.path])]
        progress.start("Making", len(stale))
        made.ledger.update((path, entry) for path, entry in self.before.items() if self.is_lost(path))
        for _, group in itertools.groupby(sorted(stale, key=_order), lambda job: job.meeting or MeetingKey("", "")):
            jobs_of_one = list(group)
            if jobs_of_one[0].meeting in self.reading.index.unsound:
                for job in jobs_of_one:
                    if job.path in self.before:
                        made.ledger[job.path] = self.before[job.path]
                continue
            for bundle in paper_bundles(jobs_of_one):
                made.waiting.append((bundle, self.send(bundle, pool, self._search(jobs_of_one[0].meeting))))
            for job in jobs_of_one:
                if isinstance(job.what, OfAnother) and job.what.of in self.reading.index.unsound:
                    if job.path in self.before:
                        made.ledger[job.path] = self.before[job.path]
                elif isinstance(job.what, Twin):
                    made.twins.append(job)
                elif isinstance(job.what, YearData | DataIndex):
                    made.joined.append(job)
                elif isinstance(job.what, SearchIndex):
                    self._make_index(made, job)
                    progress.step(job.path)
                elif not isinstance(job.what, PaperFile):
                    content = self.content(job)
                    told = list(self._was_public(job, content))
                    self._keep(made, job, content, told)
                    made.diagnostics += told
                    progress.step(job.path)
        self._page_texts.remember()
        if self.compiled.grown:
            engine, held = self.site_version.engine, self.compiled.held
            self.memo.tries(cache.save_templates, engine, held, instead=None)
            if not sys.dont_write_bytecode:
                default = self.compiled.of(path for path, source in self.sources.items() if _is_default(path, source))
                with contextlib.suppress(OSError):
                    cache.save_templates(_installed(), engine, default)
        return made

    def _is_kept(self, made: Made, job: Job, path: str, known: Mapping[str, FileStamp]) -> bool:
        """Whether a file that a job made before is still what it would make; then it stays, or comes from the store."""
        key, digest, source, found = self.before.get(path, ("", "", "", []))
        if isinstance(job.what, OfAnother) and key == job.key:
            self.made_files.remember(job.what.file, digest)
        # What was found stands at lines of the source as it was.
        if key != job.key or (found and source != self._source(job)):
            return False
        made.ledger[path] = (key, digest, source, found)
        made.diagnostics += [diagnostics.from_json(one) for one in found if one["severity"] != "note"]
        if made.there.get(path) != tuple(known.get(path, ())):
            kept = cache.find(self.request.cache, digest) if digest else None
            if kept is None:
                return False
            made.fresh[path] = Copy(kept, digest)
        return True

    @functools.cached_property
    def _beside(self) -> Mapping[str, tuple[str, ...]]:
        """The files that lie beside the list of an index, as they were made before, by the index's folder."""
        found: dict[str, list[str]] = {}
        lists = {path.removesuffix(plan.FOUND) for path in self.before if path.endswith(f"/{plan.FOUND}")}
        for path in self.before if lists else ():
            folder = "/".join(path.split("/")[:4]) + "/" if path.startswith(plan.INDEXES) else ""
            if folder in lists and path != folder + plan.FOUND:
                found.setdefault(folder, []).append(path)
        return {folder: tuple(some) for folder, some in found.items()}

    def _make_index(self, made: Made, job: Job) -> None:
        """Makes an index with all its files; where it cannot be made, none of it is there, and that is told."""
        for path in (job.path, *self._beside.get(job.folder, ())):  # those that were kept are made anew with the others
            made.ledger.pop(path, None)
            made.fresh.pop(path, None)
        try:
            files = indexing.files(job, self, self._page_texts)
        except pagefind.NotIndexed as error:
            told = pagefind.NOT_INDEXED.at(Span(f"{archives.TOP}/site.yaml"), problem=str(error))
            made.diagnostics += [] if told in made.diagnostics else [told]
            return
        for path, content in files.items():
            self._keep(made, replace(job, path=path), content, [])

    @functools.cached_property
    def _page_texts(self) -> PageTexts:
        return PageTexts(self.request.cache)

    def receive(self, made: Made, progress: Progress) -> None:
        """Waits for the papers."""
        for jobs, papers in made.waiting:
            for job, paper in zip(jobs, papers.result(), strict=True):
                self._receive(made, job, paper)
                progress.step(job.path)
            self._compare_attachments(jobs)
        for job in made.twins:
            self._keep_twin(made, job)
            progress.step(job.path)
        for job in made.joined:
            self._keep_joined(made, job)
            progress.step(job.path)

    def _compare_attachments(self, jobs: Iterable[Job]) -> None:
        """Sees to it that what papers were joined from is what they are said to be made of. Raises Changed."""
        keys = {job.meeting for job in jobs if job.meeting is not None}
        for key in keys:
            version = self.site_version.versions[key]
            made_of = {one.name: one.source for one in version.made}
            for path in (key.file(made_of.get(name, name)) for name in version.files):
                if self.reading.snapshot.digest(path) != self.reading.digests[path]:
                    raise Changed(self.reading.snapshot.real(path))

    def tidy(self, made: Made, ended: bool) -> None:
        """Drops the bytes that are of no use any more, those of a build before that did not come to its end too."""
        versions = (record.full for record in self.reading.index.records.values())
        scans = {one.digest for version in versions if version is not None for one in version.made if one.read_with}
        known = {*cache.scans(self.request.cache).values(), *cache.pages(self.request.cache).values()}
        read = self.memo.tries(readable_scans.forget, scans, instead=frozenset(known))
        said = self.memo.tries(page_texts.forget, self.site_version.digests.values(), instead=frozenset(known))
        read |= said
        if not self.before or not ended:
            named = {entry[1] for name in EDITIONS for entry in cache.ledger(self.request.cache, name).values()}
            cache.keep(self.request.cache, named | read)
            return
        others = [cache.ledger(self.request.cache, name) for name in EDITIONS if name != self.request.edition]
        gone = {entry[1] for entry in self.before.values()} - {entry[1] for entry in made.ledger.values()}
        gone = (gone | known) - read
        if gone:
            others_have = {entry[1] for ledger in others for entry in ledger.values()}
            own = {entry[1] for entry in made.ledger.values()}
            cache.drop(self.request.cache, gone - others_have - own)

    def is_lost(self, path: str) -> bool:
        """Whether a file is of a board that cannot be read now: what was published of it stays."""
        first, _, rest = path.partition("/")
        board = rest.partition("/")[0] if first in LANGUAGES else first
        return board in self.reading.index.lost

    def content(self, job: Job) -> bytes | Copy:
        """The file that a job makes, where it is no paper. Raises TemplateFault, and OSError."""
        if isinstance(job.what, Copied):
            return Copy(self.reading.snapshot.real(job.what.source), self.reading.digests[job.what.source])
        if isinstance(job.what, OfAnother):
            return Copy(*self.made_files.place(job.what.of.file(job.what.file.name)))
        if isinstance(job.what, TakenOut):
            return paper_pictures.read(job.what.source, self.reading.snapshot.read)
        return pages.make(job, self)

    def send(
        self, jobs: tuple[Job, ...], pool: WorkerPool, search: Search | None = None
    ) -> Future[tuple[Typeset, ...]]:
        """Has the papers of a meeting in one language set, and perhaps searched."""
        return pool.typeset(*self.papers(jobs), self.styles, search)

    def _search(self, key: MeetingKey | None) -> Search | None:
        """What finds the identity numbers in the papers of a meeting that are about to be public, and what is redacted
        in files of it."""
        if self.request.edition != "public" or key is None:
            return None
        record = self.reading.index.records[key]
        meeting = self.parsed(key).value if record.originals else None
        return functools.partial(
            file_leaks.in_paper,
            are_searched=all(map(file_leaks.is_whole, record.leaks.values())),
            phrases=said_elsewhere.sought(meeting) if meeting is not None else (),
        )

    def papers(self, jobs: Iterable[Job]) -> tuple[tuple[compose.Paper, ...], dict[str, bytes]]:
        """The papers that some jobs ask for, with the pictures in them. Raises TemplateFault."""
        from akson_docs.render import papers

        found = [papers.paper(job, self) for job in jobs]
        return tuple(paper for paper, _ in found), {
            address: data for _, held in found for address, data in held.items()
        }

    def placed(self, job: Job, problems: Iterable[Problem]) -> Iterator[Diagnostic]:
        """Problems of a paper at the lines that they are about."""
        assert job.meeting is not None
        for problem in problems:
            yield meeting_index.placed(problem, self.parsed(job.meeting))

    def _was_public(self, job: Job, content: bytes | Copy) -> Iterator[Diagnostic]:
        """What a meeting's data said when they were last published, and is withheld now."""
        if not isinstance(job.what, MeetingData) or self.request.edition != "public" or isinstance(content, Copy):
            return
        digest = self.before[job.path][1] if job.path in self.before else ""
        before = cache.get(self.request.cache, digest) if digest else None
        meeting = self.parsed(job.meeting).value if before and job.meeting else None
        if before and meeting is not None:
            yield from self.placed(job, withdrawal.was_public(meeting, editions.public(meeting), before, content))

    def _receive(self, made: Made, job: Job, paper: Typeset) -> None:
        found = [*self.placed(job, paper.problems), *self._personal(job, paper, made.diagnostics)]
        if not diagnostics.has_errors(found):
            if paper.pdf is not None:
                self._keep(made, job, paper.pdf, found)
            elif paper.file:
                taken = self.memo.tries(cache.take, paper.file, instead=(paper.file, ""))
                self._keep(made, job, Copy(*taken), found)
        made.diagnostics += found

    def _keep_twin(self, made: Made, job: Job) -> None:
        """Gives what is at two addresses the bytes that were made at the first, where they were made."""
        assert isinstance(job.what, Twin)
        content = made.fresh.get(job.what.of)
        if content is None and job.what.of in made.ledger:
            digest = made.ledger[job.what.of][1]
            kept = cache.find(self.request.cache, digest) if digest else None
            content = Copy(kept, digest) if kept else None
        if content is not None:
            self._keep(made, job, content, [])

    def _keep_joined(self, made: Made, job: Job) -> None:
        """Makes what is made of other files, of those of them that there are: what a meeting with errors said before
        stands there as it stands on its own. Then it is made anew with that meeting."""
        assert isinstance(job.what, YearData | DataIndex)
        there = [path for path, _ in job.what.files if path in made.ledger]
        if isinstance(job.what, YearData):
            content = pages.year(job.what, self, [self._bytes(made, path) for path in there])
        else:
            content = pages.index(job.what, self, {path: self._size(made, path) for path in there})
        self._keep(made, job, content, [])
        if any(made.ledger.get(path, ("",))[0] != key for path, key in job.what.files):
            made.ledger[job.path] = ("", *made.ledger[job.path][1:])

    def _bytes(self, made: Made, path: str) -> bytes:
        """A file of this build, or as it is kept, or as it lies where it was put."""
        fresh = made.fresh.get(path)
        if isinstance(fresh, bytes):
            return fresh
        kept = cache.get(self.request.cache, made.ledger[path][1]) if made.ledger[path][1] else None
        return kept if kept is not None else snapshots.paper(os.path.join(self.request.tree, path))

    def _size(self, made: Made, path: str) -> tuple[int, str]:
        """How many bytes a file has, and their SHA-256; of one that stays as it lies, none of them is read."""
        digest = made.ledger[path][1]
        if path not in made.fresh and path in made.there and digest:
            return made.there[path][0], digest
        data = self._bytes(made, path)
        return len(data), hashlib.sha256(data).hexdigest()

    def _personal(self, job: Job, paper: Typeset, before: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """What may not be in a paper that is about to be public: identity numbers that nobody has told of yet, and what
        is redacted in files."""
        if not paper.found or job.meeting is None:
            return
        parsed, name = self.parsed(job.meeting), job.path.rpartition("/")[2]
        assert parsed.value is not None

        def place(page: int) -> Span:
            path = paper.owners[page - 1] if 0 < page <= len(paper.owners) else ()
            return diagnostics.locate(path, parsed.spans, Span(parsed.file))

        told = (
            str(dict(one.parameters).get("found", ""))
            for one in (*self.reading.diagnostics, *before)
            if one.code == "personal-number" and one.span.file.startswith(job.meeting.prefix)
        )
        numbers = (one for one in paper.found if one.what == "identity")
        found = personal_data.printed_numbers(numbers, name, place, told)
        yield from said_elsewhere.printed(paper.found, name, parsed)
        yield from registry.paper_rules(found, self.reading.index.boards[job.meeting.board], parsed.value.silence)

    def _keep(self, made: Made, job: Job, content: bytes | Copy, found: list[Diagnostic]) -> None:
        if isinstance(content, Copy):
            # Other copies are of sources, and in no store.
            digest = content.digest if isinstance(job.what, PaperFile | Twin | OfAnother) else ""
        else:
            digest = self.memo.tries(cache.put, content, instead="")
        made.fresh[job.path] = content
        key = job.key if job.meeting or all(map(self.is_sound, job.reads)) else ""  # then it is made anew with them
        made.ledger[job.path] = (key, digest, self._source(job), [diagnostics.to_json(one) for one in found])
        if job.meeting:
            made.meetings.add(job.meeting)

    def _source(self, job: Job) -> str:
        return self.reading.index.records[job.meeting].source if job.meeting else ""


def _order(job: Job) -> tuple[bool, MeetingKey, bool, str]:
    """Meeting by meeting, so that each is read once: its own files, then pages of the items that it handled last."""
    return not job.reads, (job.reads or (MeetingKey("", ""),))[-1], job.meeting is None, job.path


def _installed() -> str:
    """The folder where the default theme is kept as compiled, for every site that has it."""
    return os.path.join(bytecode(), "theme")


def _compiled(folder: str, engine: str) -> templates.Compiled:
    """The templates as compiled for an engine, from the memory in a folder; else from that of the tool, to be kept in
    the folder as well."""
    own = cache.templates(folder, engine)
    found = templates.Compiled(own or cache.templates(_installed(), engine))
    found.grown = not own and bool(found.held)
    return found


def _is_default(path: str, source: str) -> bool:
    """Whether a template is that of the default theme."""
    try:
        return snapshots.paper(os.path.join(shipped(), path)) == source.encode("utf-8", "replace")
    except OSError:
        return False


def paper_bundles(jobs: Iterable[Job]) -> Iterator[tuple[Job, ...]]:
    """The papers among some jobs, those of one meeting in one language together: they share what is laid out."""
    found: dict[tuple[MeetingKey | None, str], list[Job]] = {}
    for job in jobs:
        if isinstance(job.what, PaperFile):
            found.setdefault((job.meeting, job.language), []).append(job)
    yield from map(tuple, found.values())
