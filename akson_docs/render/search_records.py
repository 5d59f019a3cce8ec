"""What is found by searching: a record for each item, resolution, slide, meeting, board, minutes, and page of an
attachment, made of what the edition prints of it and of nothing else.

A record says where it leads, what it is called and where that is, the text that it is searched in, and words that it
is found by besides. The last are shown nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote

from akson_docs.build.jobs import NamedBoard, SearchedMeeting, SearchIndex
from akson_docs.catalogue import LANGUAGES
from akson_docs.meetings import markdown_reader, minutes, prose, record, search_words
from akson_docs.meetings.addresses import Place, prefix
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.markdown_reader import MarkdownReader
from akson_docs.meetings.revisions import printed_text
from akson_docs.meetings.revisions.dispatch import PrintedString, Strings
from akson_docs.model.documents import Attachment, Board
from akson_docs.model.slides import SlideBase
from akson_docs.model.values import LocalizedText
from akson_docs.render import templates
from akson_docs.render.templates import TemplateSet

RecordKind = Literal["item", "resolution", "slide", "file", "minutes", "meeting", "board"]
KINDS: tuple[RecordKind, ...] = ("item", "resolution", "slide", "file", "minutes", "meeting", "board")
"""What a record may be of, in the order that a reader chooses among them in."""
MOST = 20_000
"""Characters of an item's text that are searched: of what is longer, the beginning."""
MOST_OF_SLIDE = 6_000
"""The same, of a slide."""
MOST_WORDS = 300
"""Words that a record is found by besides."""
UNTOLD = frozenset(
    (
        "file", "withheld_file", "redacted", "url", "added", "start", "begins", "timezone", "form", "labels", "contact",
        "of_board", "organisation", "time", "hours", "ends", "duration", "picture", "attachment", "derived", "marks",
        "adopted", "arrived", "by_video", "carried", "consequence", "count", "done", "ended", "excused", "forecast",
        "found", "from", "id", "issue", "items", "kind", "left", "light", "margin", "missed", "of_day", "on", "online",
        "outcome", "over", "probability", "recommended", "replaces", "rows", "started", "status", "there", "to",
        "total", "unanimous", "withheld",
    )
)  # fmt: skip
"""Roles of printed strings that say nothing of the matter, or are told in another way."""


@dataclass(frozen=True)
class Record:
    """Something that is found."""

    kind: RecordKind
    address: str
    """From the top of the site."""
    title: str
    where: str
    """What it is, and of which meeting."""
    day: str
    """ISO, or ""."""
    numbers: tuple[str, ...]
    """Those that it goes by, as numbers are compared; of a board, its names."""
    text: str
    more: tuple[str, ...] = ()
    """Words that it is found by besides."""


@dataclass(frozen=True)
class _In:
    """What every record of a meeting is made with."""

    place: Place
    template_set: TemplateSet
    agenda: Agenda
    board: Board
    reader: MarkdownReader

    def plain(self, text: str) -> str:
        """What is seen of a text in Markdown, its words whole: nobody looks for where one may be divided."""
        return prose.in_short(self.reader, text).replace("\N{SOFT HYPHEN}", "")

    def said(self, key: str, **values: object) -> str:
        return templates.said(self.template_set, self.place.language, self.board, key, **values)

    def say(self, words: LocalizedText | None) -> str:
        return printed_text.spoken(words, self.place.language, self.agenda.language) if words else ""

    def address(self, target: str) -> str:
        """A page, in the place's language where it is there in it."""
        return prefix(self.place, target, self.place.language) + target

    @property
    def called(self) -> str:
        """The meeting, in a few words: whose, its number, its days."""
        board = self.say(self.board.short or self.board.name)
        days = LANGUAGES[self.place.language].days(self.agenda.days[0], self.agenda.days[-1])
        number = self.said("search_meeting", number=self.agenda.number) if self.agenda.number else ""
        return ", ".join(filter(None, (board, number, days)))

    def where(self, what: str) -> str:
        return f"{what} · {self.called}"


def records(
    what: SearchIndex,
    place: Place,
    template_set: TemplateSet,
    whole: Callable[[SearchedMeeting], tuple[Agenda, Sequence[Slide]] | None],
    pages: Callable[[str], Sequence[str]],
) -> tuple[Record, ...]:
    """What is found, each address once.

    `whole` gives a meeting, None where it cannot be read; `pages` the text of each page of an attachment, by its path.
    """
    found: dict[str, Record] = {}
    for one in what.boards:
        found[one.id] = _board(one, place, template_set)
    reader = markdown_reader.reader()
    for searched in what.meetings:
        read = whole(searched)
        if read is not None and what.of is not None:
            within = _In(place, template_set, read[0], what.of.board, reader)
            for made in _of_meeting(within, read[1], searched, place.edition, pages):
                before = found.get(made.address)
                found[made.address] = _together(before, made) if before else made
    return _with_words(tuple(found[address] for address in sorted(found)), place.language)


def listed(found: Iterable[tuple[str, Record]]) -> bytes:
    """The list that a browser sorts and filters by: of each record, by its id, what it is, where it leads, what it is
    called, its day and its numbers; a page of an attachment is found by what it says alone. And how words begin."""
    every = tuple(found)
    rows = [
        (name, one.kind, one.address, "" if one.kind == "file" else one.title, one.day, one.numbers)
        for name, one in every
    ]
    said = (" ".join((one.title, one.where, one.text, *one.more)) for _, one in every)
    begins = sorted(set().union(*map(search_words.beginnings, said)))
    held = {"begins": " ".join(begins), "records": rows}
    return (json.dumps(held, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "surrogatepass")


# ---- one thing -----------------------------------------------------------------------------------------------


def _board(one: NamedBoard, place: Place, template_set: TemplateSet) -> Record:
    board, language = one.board, place.language

    def say(words: LocalizedText | None) -> str:
        return printed_text.spoken(words, language, (board.languages or (place.site.language,))[0]) if words else ""

    kind = templates.said(template_set, language, None, "search_kind_board")
    other = {say(board.name), say(board.short), say(board.full_name)} - {""}
    text = ", ".join(filter(None, (say(board.full_name or board.name), say(board.organisation), say(board.place))))
    target = f"{one.id}/"
    address = prefix(place, target, language) + target
    return Record("board", address, say(board.name), kind, "", tuple(sorted(other)), text, (kind, *sorted(other)))


def _of_meeting(
    within: _In,
    slides: Sequence[Slide],
    searched: SearchedMeeting,
    edition: str,
    pages: Callable[[str], Sequence[str]],
) -> Iterator[Record]:
    agenda, language = within.agenda, within.place.language
    papers = _by_place(printed_text.seen(agenda, slides, language))
    told = _by_place(minutes.said(agenda, edition).get(language, ()))
    # Of a meeting that is not there in this language, what happened is told in its own.
    told = told or _by_place(minutes.said(agenda, edition).get(agenda.language, ()))
    yield _meeting(within, papers)
    if searched.minutes is not None:
        yield _minutes(within, searched, told)
    for entry in agenda.entries:
        yield from _item(within, entry, papers, told)
        for one in entry.item.attachments:
            yield from _file(within, one, entry, pages)
    for one in agenda.meeting.attachments:
        yield from _file(within, one, None, pages)
    for slide in slides:
        if slide.entry is not None and isinstance(slide.content, SlideBase):
            yield _slide(within, slide, papers)


def _meeting(within: _In, papers: Mapping[str, Strings]) -> Record:
    agenda, kind = within.agenda, within.said("search_kind_meeting")
    title = within.say(agenda.title)
    items = (within.say(entry.item.title) for entry in agenda.entries)
    text = _text(within, (*papers.get("", ()),), ("summary", "introduction", "cancelled", "place", "day", "heading"))
    words = (within.said("state_cancelled"),) if agenda.meeting.cancelled else ()
    return Record(
        "meeting",
        within.address(agenda.address),
        f"{title} {agenda.number}" if agenda.number and agenda.number not in title else title,
        within.where(kind),
        agenda.days[0].isoformat(),
        _numbers(agenda.number),
        _short("\n".join(filter(None, (text, *items)))),
        (kind, *search_words.ways_to_write(agenda.number), *_names(within), *words),
    )


def _minutes(within: _In, searched: SearchedMeeting, told: Mapping[str, Strings]) -> Record:
    assert searched.minutes is not None
    agenda, kind = within.agenda, within.said("minutes")
    address = f"{within.address(agenda.address)}{searched.minutes.name}.pdf"
    text = _text(within, told.get("", ()), ("role", "seat", "number"), but=True)
    where = within.where(within.said("search_kind_minutes"))
    title = f"{kind}, {within.called}"
    more = (within.said("search_kind_minutes"), *search_words.ways_to_write(agenda.number), *_names(within))
    return Record(
        "minutes", address, title, where, agenda.days[0].isoformat(), _numbers(agenda.number), _short(text), more
    )


def _item(within: _In, entry: Entry, papers: Mapping[str, Strings], told: Mapping[str, Strings]) -> Iterator[Record]:
    item, agenda = entry.item, within.agenda
    kind, number = within.said("search_kind_item"), item.number
    target = within.address(f"{agenda.board_id}/item/{entry.slug}/")
    numbers = _numbers(number, *item.formerly, item.case, item.resolution_number)
    title = within.say(item.title)
    decided = entry.decided
    came = record.outcome(entry)
    words = [
        kind,
        *_names(within),
        *(way for one in (number, *item.formerly) for way in search_words.ways_to_write(one)),
    ]
    if decided is not None:
        words += [within.said("search_kind_resolution"), within.said("search_carried")]
    elif came:
        words.append(within.said(f"outcome_{came}"))
    if decided is not None and record.margin(agenda, entry) == "unanimous":
        words.append(within.said("search_unanimous"))
    text = _text(within, (*papers.get(entry.anchor, ()), *told.get(entry.anchor, ())), ("number", "title"), but=True)
    where = within.where(f"{kind} {number}" if number else kind)
    day = entry.day.isoformat()
    yield Record("item", target, title, where, day, numbers, _short(text), tuple(words))
    if decided is not None and decided.said:
        of = f"{within.said('search_kind_resolution')}, {within.said('search_item', number=number)}" if number else kind
        yield Record(
            "resolution",
            f"{target}#vedtak",
            title,
            within.where(of),
            day,
            numbers,
            _short(within.plain(within.say(decided))),
            tuple(words),
        )


def _slide(within: _In, slide: Slide, papers: Mapping[str, Strings]) -> Record:
    assert slide.entry is not None
    assert isinstance(slide.content, SlideBase)
    item = slide.entry.item
    kind = within.said("search_kind_slide")
    title = " ".join(filter(None, (within.say(one) for one in slide.content.called)))
    around = within.say(slide.topic_name) or within.say(item.title)
    of = within.said("search_item", number=item.number) if item.number else ""
    return Record(
        "slide",
        f"{within.address(f'{within.agenda.address}slides/')}#{slide.anchor}",
        title or around,
        within.where(", ".join(filter(None, (f"{kind} {slide.number}", of)))),
        within.agenda.days[0].isoformat(),
        (),
        _text(within, papers.get(slide.anchor, ()), ())[:MOST_OF_SLIDE] or title or around,
        (kind, around, *_names(within), *search_words.ways_to_write(item.number)),
    )


def _file(within: _In, one: Attachment, entry: Entry | None, pages: Callable[[str], Sequence[str]]) -> Iterator[Record]:
    if not one.file or (one.withheld and within.place.edition == "public"):
        return
    agenda, kind = within.agenda, within.said("search_kind_file")
    name = one.file.rpartition("/")[2]
    title = within.say(one.title) or name
    address = f"{agenda.address}attachments/{quote(one.file)}"
    of = within.said("search_item", number=entry.item.number) if entry and entry.item.number else ""
    said = pages(agenda.key.file(one.file)) if name.lower().endswith(".pdf") else ()
    more = (kind, title, *_names(within), *search_words.ways_to_write(entry.item.number if entry else ""))
    day = agenda.days[0].isoformat()
    if not any(map(str.strip, said)):
        where = within.where(", ".join(filter(None, (kind, of))))
        yield Record("file", address, title, where, day, (), title, more)
    for number, text in enumerate(said, 1):
        if text.strip():
            which = within.said("page_of", n=number, total=len(said))
            where = within.where(", ".join(filter(None, (kind, which, of))))
            yield Record("file", f"{address}#page={number}", title, where, day, (), text, more)


# ---- words ---------------------------------------------------------------------------------------------------


def _by_place(strings: Strings) -> dict[str, Strings]:
    """Printed strings by whose they are: an item's or a slide's anchor, or ""."""
    found: dict[str, list[PrintedString]] = {}
    for one in strings:
        found.setdefault(one.anchor, []).append(one)
    return {anchor: tuple(some) for anchor, some in found.items()}


def _text(within: _In, strings: Iterable[PrintedString], roles: Sequence[str], *, but: bool = False) -> str:
    """What strings of some roles say, each once; of all others with `but`, and of all where no roles are named."""
    told = (
        within.plain(one.text)
        for one in strings
        if one.role not in UNTOLD and not one.withheld and (not roles or (one.role in roles) != but)
    )
    return "\n".join(dict.fromkeys(filter(None, told)))


def _short(text: str) -> str:
    return text[:MOST]


def _names(within: _In) -> tuple[str, ...]:
    board = within.board
    return tuple(filter(None, map(within.say, (board.name, board.short, board.full_name))))


def _numbers(*printed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(search_words.plainly(one) for one in printed if one))


def _together(before: Record, now: Record) -> Record:
    """An item that several meetings handled, as one: it is what it was in the last."""
    first, last = sorted((before, now), key=lambda one: one.day)
    return replace(
        last,
        numbers=tuple(dict.fromkeys((*last.numbers, *first.numbers))),
        text=_short("\n".join(dict.fromkeys((*last.text.splitlines(), *first.text.splitlines())))),
        more=tuple(dict.fromkeys((*last.more, *first.more))),
    )


def _with_words(found: Sequence[Record], language: str) -> tuple[Record, ...]:
    """Records with the words besides that follow from what all of them say."""
    said = [search_words.words_in(f"{one.title} {one.text}") for one in found]
    known = frozenset().union(*said)
    parts = search_words.parts(known, known)
    return tuple(replace(one, more=_more(one, words, parts, language)) for one, words in zip(found, said, strict=True))


def _more(one: Record, words: set[str], parts: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    ends = {end for word in words for end in parts.get(word, ())}
    here = words | search_words.words_in(" ".join(one.more))
    other = (ends | search_words.other_forms(here | ends, language)) - words
    return (*dict.fromkeys(one.more), *sorted(other)[:MOST_WORDS])
