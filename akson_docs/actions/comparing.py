"""What a meeting's papers say otherwise than an issue of them that was sent."""

from __future__ import annotations

from akson_docs.actions.site_edition import SiteEdition
from akson_docs.actions.source_reader import Progress, errors_of, read_sources, unknown
from akson_docs.build import meeting_index
from akson_docs.build.request import Request
from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.meetings.revisions import issue
from akson_docs.meetings.revisions.issue import Revision
from akson_docs.sources.layout import MeetingKey

NOTHING_SENT = Code(
    "dispatch-none",
    "error",
    N_("nothing was sent of this meeting that it could be compared with"),
    N_("`akson dispatch {found}` keeps what is sent"),
)


def compared(
    request: Request, key: MeetingKey, since: int | None, language: str | None
) -> Revision | tuple[Diagnostic, ...]:
    """What a meeting's papers say otherwise than an issue of them that was sent, the last where none is named."""
    reading = read_sources(request, Progress())
    if key not in reading.index.records or reading.index.site is None:
        return unknown(key, reading)
    if key in reading.index.unsound:
        return errors_of(reading)
    sent = reading.index.dispatches(key)[:since]
    if not sent:
        return (NOTHING_SENT.at(Span(key.file("meeting.yaml")), found=key.name),)
    work = SiteEdition(request, reading)
    agenda, slides = work.whole(key)
    inside = meeting_index.digests_in(reading.snapshot, reading.digests, key, work.parsed(key).value)
    now = issue.seen(agenda, slides, inside)
    spoken = language if language is not None and language in now else agenda.languages[0]
    gone = work.site_version.versions[key].withdrawn
    return next(issue.revisions(sent, request.edition, spoken, now[spoken], gone))
