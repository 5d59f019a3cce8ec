"""What pages and papers of one meeting are rendered from, without an archive behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from akson_docs.build.meeting_versions import Linked
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.cards import MeetingHeading
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.revisions.issue import Revision
from akson_docs.model.documents import Board, Site
from akson_docs.render import pages
from akson_docs.render.pages import AgendaAndSlides, RenderInputs
from akson_docs.render.templates import TemplateSet
from akson_docs.sources.layout import MeetingKey


@dataclass(frozen=True)
class OneMeeting:
    """One meeting. Each file holds its own path."""

    template_set: TemplateSet
    agenda: Agenda
    slides: tuple[Slide, ...]
    site: Site
    boards: Mapping[str, Board]
    edition: str = "public"
    office: str = ""
    own_languages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    menu: tuple[Linked, ...] = ()
    foot: tuple[Linked, ...] = ()

    def read(self, path: str) -> bytes:
        return path.encode()

    def size(self, path: str) -> int:
        return len(path)

    def is_read(self, path: str, /) -> bool:
        return False

    def page_count(self, path: str) -> int:
        return 2 if path.endswith(".pdf") else 0

    def is_sound(self, key: MeetingKey) -> bool:
        return True

    def real(self, path: str) -> str:
        return f"/archive/{path}"

    def whole(self, key: MeetingKey) -> AgendaAndSlides:
        assert key == (self.agenda.board_id, self.agenda.folder)
        return self.agenda, self.slides

    def calendar(self, key: MeetingKey) -> tuple[MeetingHeading, ...]:
        return ()

    def sections(self, key: MeetingKey, language: str) -> tuple[str, ...]:
        return pages.sections(self, key, language)

    def revisions(self, key: MeetingKey, language: str) -> tuple[Revision, ...]:
        return ()

    def corrected(self, key: MeetingKey, language: str) -> tuple[Revision, ...]:
        return ()


@dataclass(frozen=True)
class Retemplated:
    """The inputs of an edition, with other templates for all but its slides."""

    of: RenderInputs
    template_set: TemplateSet

    def __getattr__(self, name: str) -> Any:
        return getattr(self.of, name)
