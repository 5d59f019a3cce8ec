"""An index to be searched: what an edition says in some of its meetings, as the files that a browser reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from akson_docs.build import pagefind
from akson_docs.build.jobs import Job, SearchedMeeting, SearchIndex
from akson_docs.build.page_texts import PageTexts
from akson_docs.build.pagefind import IndexRecord
from akson_docs.meetings.addresses import Place
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.deck import Slide
from akson_docs.render import search_records
from akson_docs.render.pages import RenderInputs
from akson_docs.render.search_records import Record


class SearchInputs(RenderInputs, Protocol):
    """What indexes are made from."""

    def digest(self, path: str, /) -> str:
        """What stands for what a file holds."""


def files(job: Job, inputs: SearchInputs, texts: PageTexts) -> dict[str, bytes]:
    """The files of an index by their paths, the list of what it finds among them. Raises NotIndexed."""
    found = {one.address: one for one in records(job, inputs, texts)}
    made = pagefind.index([_asked(one) for one in found.values()], job.language)
    of_runtime = isinstance(job.what, SearchIndex) and job.what.of is None
    listed = sorted(
        ((name, found[address]) for name, address, _ in pagefind.fragments(made) if address in found),
        key=lambda one: one[0],
    )
    kept = {
        job.folder + name: data
        for name, data in made.items()
        if pagefind.is_of_index(name) or (of_runtime and pagefind.is_of_runtime(name))
    }
    return {**kept, job.path: search_records.listed(listed)}


def records(job: Job, inputs: SearchInputs, texts: PageTexts) -> tuple[Record, ...]:
    """What an index finds."""
    assert isinstance(job.what, SearchIndex)
    place = Place(inputs.site, inputs.boards, job.language, job.address, inputs.edition, inputs.own_languages)

    def whole(one: SearchedMeeting) -> tuple[Agenda, Sequence[Slide]] | None:
        return inputs.whole(one.key) if inputs.is_sound(one.key) else None

    def pages(path: str) -> tuple[str, ...]:
        return texts.of(inputs.digest(path), lambda: inputs.real(path))

    return search_records.records(job.what, place, inputs.template_set, whole, pages)


def _asked(one: Record) -> IndexRecord:
    shown = {"title": one.title, "where": one.where, "more": " ".join(one.more)}
    # Pagefind takes none that says nothing.
    return IndexRecord(
        one.address, one.text.strip() or one.title or one.where, {name: words for name, words in shown.items() if words}
    )
