"""What an invitation is made of: papers, letters, calendars, and whether what goes out is kept."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from akson_docs.actions.dispatching import NOTHING_NEW, unsendable
from akson_docs.actions.site_edition import SiteEdition
from akson_docs.actions.source_reader import Progress, held_to_history, read_sources
from akson_docs.build import meeting_versions, plan
from akson_docs.build.jobs import Copied
from akson_docs.build.request import EDITIONS, Request
from akson_docs.diagnostics import Diagnostic
from akson_docs.meetings.addresses import Place, prefix
from akson_docs.meetings.revisions import calendars, dispatch
from akson_docs.meetings.revisions.calendars import Calendars
from akson_docs.model import walk
from akson_docs.model.values import LocalizedText
from akson_docs.pdf.workers import WorkerPool
from akson_docs.render import pages, templates
from akson_docs.sources import snapshots
from akson_docs.sources.layout import MeetingKey

if TYPE_CHECKING:
    from akson_docs.model.documents import Board


class OutgoingMail:
    """A meeting as it goes out by mail: its public agenda, its papers, and the templates that letters are made with."""

    def __init__(self, request: Request, pool: WorkerPool, key: MeetingKey) -> None:
        """Raises TemplateFault, and OSError."""
        self._request, self._pool, self._key = request, pool, key
        self.papers = functools.cache(self._papers)
        self._reading = held_to_history(request, read_sources(request, Progress()))
        self.errors = self._refused()
        if not self.errors:
            self._works = {
                edition: SiteEdition(replace(request, edition=edition), self._reading) for edition in EDITIONS
            }
            self.agenda = self._works["public"].whole(key)[0]

    def _refused(self) -> tuple[Diagnostic, ...]:
        """Why nothing goes out: as papers, save that a meeting may be cancelled and that what was sent may go again."""
        found = unsendable(self._reading, self._key)
        return tuple(one for one in found if one.code != NOTHING_NEW.name)

    @property
    def board(self) -> Board:
        """The whole board, with all of its people."""
        return self.boards[self._key.board]

    @property
    def boards(self) -> Mapping[str, Board]:
        """All boards of the site, whole, by their ids; the meeting's with the people of those that it meets with."""
        index = self._reading.index
        meeting = None if self.errors else self._works["members"].parsed(self._key).value
        return index.boards if meeting is None else {**index.boards, self._key.board: index.board(self._key, meeting)}

    @property
    def withheld_items(self) -> tuple[str, ...]:
        """The items of which the public papers leave something out, by their numbers, or else by their places."""
        return tuple(
            entry.item.number or str(place)
            for place, entry in enumerate(self.agenda.entries, 1)
            if any(_withholds(leaf) for leaf in walk.leaves(entry.item))
        )

    @property
    def today(self) -> date:
        """The day that it goes out."""
        return self._reading.index.today

    @property
    def is_kept(self) -> bool:
        """Whether what the sources say now is kept as sent."""
        record = self._reading.index.records[self._key]
        versions = [version for version in (record.full, record.public) if version]
        return bool(versions[0].sent) and not any(meeting_versions.is_revised(version) for version in versions)

    def calendars(self, first: bool, assumed: int | None) -> Calendars | Diagnostic:
        """What people's calendars hold of it, as `calendars.calendars` says."""
        index = self._reading.index
        kept = index.dispatches(self._key)
        return calendars.calendars(index.sendings(self._key), kept, self._key, first=first, assumed=assumed)

    @property
    def issue(self) -> int:
        """Which issue of the papers goes out."""
        version = self._reading.index.records[self._key].public
        return version.issue if version else 1

    def letter(self, name: str, language: str, **context: Any) -> str:
        """A letter, `templates/letters/<name>`. Raises TemplateFault."""
        work = self._works["public"]
        place = Place(work.site, work.boards, language, self.agenda.address, "public", work.own_languages)
        return templates.mail(work.template_set, place, name, self.agenda, **context)

    def said(self, key: str, language: str, **values: object) -> str:
        """What is printed for a key of the catalogue."""
        return templates.said(self._works["public"].template_set, language, self.agenda.board, key, **values)

    def _papers(self, edition: str, language: str) -> tuple[tuple[str, str, bytes], ...]:
        """(what it is called, its address, its bytes) of each paper that goes along, as it was kept where it was."""
        work = self._works[edition]
        names = {f"{dispatch.issued(name, self.issue)}.pdf": name for name in dispatch.SENT}
        found = []
        place = Place(work.site, work.boards, language, self.agenda.address, edition, work.own_languages)
        folder = prefix(place, self.agenda.address, language) + self.agenda.address
        for job in plan.of_meeting(work.site_version, self._key):
            above, _, name = job.path.rpartition("/")
            if f"{above}/" != folder or name not in names:
                continue
            if isinstance(job.what, Copied):
                content = snapshots.paper(self._reading.snapshot.real(job.what.source))
            else:
                (made,) = work.send((job,), self._pool).result()
                content = made.pdf or (snapshots.paper(made.file) if made.file else b"")
            if content:
                found.append((names[job.path.rpartition("/")[2]], job.path, content))
        version = work.site_version.versions[self._key]
        issued = {name: version.issued(name, self.issue) for name, _, _ in found}
        offered = pages.offered(issued, self.agenda, language, work.template_set)
        called = {one.name: one.filename for one in offered}
        return tuple((called[name], path, content) for name, path, content in found)


def _withholds(leaf: walk.Leaf) -> bool:
    """Whether a leaf says that something is withheld: the basis of an item, a slide or a file, or that of a text."""
    if isinstance(leaf.value, LocalizedText):
        return bool(leaf.value.withheld)
    return leaf.field is not None and leaf.field.name == walk.BASIS.name
