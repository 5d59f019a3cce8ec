"""The domain's rules: each a function whose docstring is its page in the manual.

A rule's code is its function's name with hyphens; its words stand before it. Unless it says otherwise a rule only
warns. A board makes it an error, a warning, a note or nothing with `rules:`, a meeting turns it off with `silence:`.

To add one: write the words and the function, and name the function in `MEETING_RULES` or `ARCHIVE_RULES`.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from akson_docs.diagnostics import Code, Diagnostic, Path, Problem, Severity, Span, located
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings import pseudonyms, record
from akson_docs.meetings.agenda import USUAL_TYPES, Agenda, Entry
from akson_docs.meetings.cards import ItemCard, MeetingCard, is_given, is_up, waiting
from akson_docs.meetings.cards import number as number_of
from akson_docs.meetings.deck import deck
from akson_docs.meetings.revisions import continued
from akson_docs.meetings.revisions.continued import Sent, Told
from akson_docs.model import numbers, walk
from akson_docs.model.documents import Board, Meeting, Row, Site
from akson_docs.model.slides import Figure, SlideBase
from akson_docs.model.values import Value, Words
from akson_docs.model.walk import Field
from akson_docs.rules import unprinted
from akson_docs.rules.scan import file_leaks
from akson_docs.rules.scan.public_content import Public, same_words
from akson_docs.rules.scan.public_content import place as placed
from akson_docs.rules.voting_rules import VOTING_RULES
from akson_docs.sources.loader import Parsed

MeetingRule = Callable[[Agenda], Iterator[Problem]]


@dataclass(frozen=True)
class Found:
    """A problem across meetings: of which meeting, and where."""

    code: Code
    card: MeetingCard
    span: Span
    parameters: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True)
class SentMeeting:
    """A meeting of which papers were sent, held against what they said."""

    agenda: Agenda
    """In full, as it is now."""
    vanished: tuple[tuple[str, str], ...]
    """The items, as (slug, number), that were sent and are not on its agenda any more."""
    others: tuple[Entry, ...]
    """The items that have the number under which another matter was sent."""


@dataclass(frozen=True)
class KeptMinutes:
    """A meeting whose minutes are out, and what was kept of them."""

    agenda: Agenda
    """In full."""
    is_kept: bool
    """Whether the issue that the sources give was kept."""
    is_gone: bool
    """Whether what was kept of it is withdrawn."""


ArchiveRule = Callable[[Board, Sequence[MeetingCard]], Iterator[Found]]
SentRule = Callable[[SentMeeting], Iterator[Problem]]
MinutesRule = Callable[[KeptMinutes], Iterator[Problem]]
ContinuedRule = Callable[[Told], Iterator[Found]]
SiteRule = Callable[[Site], Iterator[Problem]]
PublicRule = Callable[[Public], Iterator[Diagnostic]]
Rule = MeetingRule | ArchiveRule | SentRule | MinutesRule | ContinuedRule | SiteRule | PublicRule


def meeting_rules(parsed: Parsed[Meeting], agenda: Agenda, read: Callable[[str], bytes]) -> tuple[Diagnostic, ...]:
    """What the rules within a meeting find, each as grave as its board and the meeting say; `read` gives the bytes of
    a source file, by its path."""
    found = []
    for rule in MEETING_RULES:
        severity = _severity(_code(rule), agenda.board, agenda.meeting.silence)
        for problem in rule(agenda) if severity != "off" else ():
            one = located(problem, parsed.spans, Span(parsed.file), severity or problem.code.severity)
            if problem.found:
                one = replace(one, span=placed(problem.path, same_words(problem.found), 0, parsed, read))
            found.append(one)
    known = [code_name(rule) for rule in RULES]
    for place, name in enumerate(agenda.meeting.silence):
        if name not in known:
            found.append(located(_unknown(name, ("silence", place), known), parsed.spans, Span(parsed.file), "warning"))
    return tuple(found)


def sent_rules(parsed: Parsed[Meeting], meeting: SentMeeting) -> tuple[Diagnostic, ...]:
    """What the rules about a meeting that was sent find."""
    board, silenced = meeting.agenda.board, meeting.agenda.meeting.silence
    found = []
    for rule in SENT_RULES:
        severity = _severity(_code(rule), board, silenced)
        for problem in rule(meeting) if severity != "off" else ():
            found.append(located(problem, parsed.spans, Span(parsed.file), severity or problem.code.severity))
    return tuple(found)


def minutes_rules(parsed: Parsed[Meeting], agenda: Agenda, *, is_kept: bool, is_gone: bool) -> tuple[Diagnostic, ...]:
    """What the rules about minutes that are out find: whether what they are now is kept, or what was kept is gone."""
    severity = _severity(_code(minutes_not_kept), agenda.board, agenda.meeting.silence)
    found = minutes_not_kept(KeptMinutes(agenda, is_kept, is_gone)) if severity != "off" else ()
    return tuple(located(one, parsed.spans, Span(parsed.file), severity or one.code.severity) for one in found)


def site_rules(parsed: Parsed[Site], site: Site) -> tuple[Diagnostic, ...]:
    """What the rules about the site as a whole find."""
    return tuple(located(problem, parsed.spans, Span(parsed.file)) for rule in SITE_RULES for problem in rule(site))


def public_rules(public: Public, board: Board | None = None, silenced: Iterable[str] = ()) -> tuple[Diagnostic, ...]:
    """What the rules about that find in what becomes public of a site, a board or a meeting."""
    found = []
    for rule in PUBLIC_RULES:
        severity = _severity(_code(rule), board, silenced) if board is not None else None
        for one in rule(public) if severity != "off" else ():
            found.append(replace(one, severity=severity or one.severity))
    return tuple(found)


def archive_rules(
    cards: Sequence[MeetingCard], boards: Mapping[str, Board], sent: Sent = lambda card: ()
) -> tuple[Diagnostic, ...]:
    """What the rules across the meetings of each board find, from their full cards and what is given out as it was
    sent."""
    by_board = defaultdict(list)
    for card in sorted(cards, key=lambda card: (card.date, card.folder)):
        by_board[card.board].append(card)
    found = []
    for name, meetings in by_board.items():
        if name not in boards:
            continue
        told = tuple(continued.told(boards[name], meetings, sent))
        every = [(_code(rule), rule(boards[name], meetings)) for rule in ARCHIVE_RULES]
        every += [(_code(rule), rule(one)) for rule in CONTINUED_RULES for one in told]
        for code, ones in every:
            for one in ones:
                severity = _severity(code, boards[name], one.card.silenced) or one.code.severity
                if severity != "off":
                    found.append(Diagnostic(one.code.name, severity, one.span, one.code.words, one.parameters))
    return tuple(found)


def told_elsewhere(cards: Sequence[MeetingCard], board: Board, sent: Sent) -> tuple[Told, ...]:
    """The items that `withheld_after_sent` tells of, of a board's full cards, but those of which it is silenced."""
    code, ordered = WITHHELD_AFTER_SENT.name, sorted(cards, key=lambda card: (card.date, card.folder))
    found = continued.told(board, ordered, sent)
    return tuple(one for one in found if _severity(code, board, one.card.silenced) != "off")


def code_name(rule: Rule) -> str:
    """The code of a rule: what `rules:` and `silence:` call it."""
    return rule.__name__.replace("_", "-")


_code = code_name


def _severity(code: str, board: Board, silenced: Iterable[str]) -> Severity | None:
    if code in silenced:
        return "off"
    return board.rules.get(code)


def _unknown(name: str, path: Path, known: Sequence[str]) -> Problem:
    near = difflib.get_close_matches(name, known, 1, 0.6)
    return SILENCE.of(path, found=name, nearest=near[0] if near else "", known=", ".join(known))


SILENCE = Code(
    "silence-unknown",
    "warning",
    'there is no rule "{found}"',
    "det er ingen regel «{found}»",
    "the rules are: {known}",
    "reglene er: {known}",
)


# ---- numbers -------------------------------------------------------------------------------------------------

NUMBER_REPEATED = Code(
    "number-repeated",
    "error",
    "{number} is used already, in {other}",
    "{number} er brukt allerede, i {other}",
    "give this item another number; if it comes back after it was postponed, write outcome: postponed there and "
    "continues: {number} here",
    "gi denne saken et annet nummer; kommer den tilbake etter å ha vært utsatt, skriv outcome: postponed der og "
    "continues: {number} her",
)


NUMBER_TWICE = Code(
    "number-repeated",
    "error",
    "{number} is the number of another item of this meeting, in line {line}",
    "{number} er nummeret til en annen sak i dette møtet, på linje {line}",
    "give one of them another number",
    "gi en av dem et annet nummer",
)


def number_repeated(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """No two items of a board have one number. Two branches that each add an item 23/20 merge without a conflict.

    An item may come back under the number that it had where the earlier meeting postponed it or sent it back and
    the later item says so with `continues`. This rule is an error, for an address can only lead to one matter.
    """
    seen: dict[numbers.Number, tuple[MeetingCard, ItemCard]] = {}
    for card, item, number in _numbered(board, cards):
        before = seen.get(number)
        if before is not None:
            continued = item.continues and number_of(card, item.continues, board) == number
            if not (continued and before[1].outcome in ("postponed", "returned")):
                if before[0] is card:
                    line = before[1].where.line if before[1].where else 0
                    yield _at(NUMBER_TWICE, card, item, number=item.number, line=line)
                else:
                    other = before[0].address.rstrip("/")
                    yield _at(NUMBER_REPEATED, card, item, number=item.number, other=other)
        seen[number] = (card, item)


NUMBER_GAP = Code(
    "number-gap",
    "warning",
    "{missing} is not used before {number}",
    "{missing} er ikke brukt før {number}",
    "before it is sent, give numbers again: akson number {meeting} --again; if it was given and taken back, name it in "
    "the board's withdrawn: [{missing}]",
    "gi numrene på nytt før det sendes: akson number {meeting} --again; hvis nummeret ble gitt og trukket, før det opp "
    "i utvalgets withdrawn: [{missing}]",
)


def number_gap(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """The numbers of a year follow one another. A reader who misses 16/20 cannot know that nothing is hidden there.

    Looked at is what lies between the lowest and the highest number of each series. Numbers that were taken back
    are named in the board's `withdrawn`.
    """
    runs: dict[tuple[str, int], dict[int, tuple[MeetingCard, ItemCard]]] = defaultdict(dict)
    restart = board.item_number.restart if board.item_number else "year"
    for card, item, number in _numbered(board, cards):
        runs[(number.series, number.year if restart == "year" else 0)].setdefault(number.n, (card, item))
    # A number that an item was sent under is taken too: its address leads to the item.
    before = (printed for card in cards for item in card.items for printed in item.formerly)
    gone = {numbers.read(printed, 2000, _pattern(board)) for printed in (*board.withdrawn, *before)}
    withdrawn = {(number.series, number.n, number.year) for number in gone if number}
    for (series, year), used in runs.items():
        ordered = sorted(used)
        for low, high in itertools.pairwise(ordered):
            missing = [n for n in range(low + 1, high) if not {(series, n, year), (series, n, 0)} & withdrawn]
            if missing:
                card, item = used[high]
                names = [item.number.replace(str(high), str(n), 1) for n in missing]
                meeting = f"{card.board}/{card.folder}"
                yield _at(NUMBER_GAP, card, item, number=item.number, missing=", ".join(names), meeting=meeting)


NUMBER_ORDER = Code(
    "number-order",
    "warning",
    "{number} stands after {before}",
    "{number} står etter {before}",
    "akson number {meeting} --again gives numbers in the order of the agenda",
    "akson number {meeting} --again gir numre i sakslistens rekkefølge",
)


def number_order(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """In a draft numbers follow the order of the agenda. Whoever puts an item in between seldom means it to be last.

    Of a meeting that is no draft it is not asked: what comes late has a number of its own.
    """
    for card in cards:
        if card.draft:
            highest: dict[str, tuple[int, str]] = {}
            for item in card.items:
                number = number_of(card, item.number, board)
                if number is None:
                    continue
                n, printed = highest.get(number.series, (0, ""))
                if number.n < n:
                    meeting = f"{card.board}/{card.folder}"
                    yield _at(NUMBER_ORDER, card, item, number=item.number, before=printed, meeting=meeting)
                else:
                    highest[number.series] = number.n, item.number


NUMBER_WITHDRAWN = Code(
    "number-withdrawn",
    "warning",
    "{number} is among the board's withdrawn numbers",
    "{number} står blant utvalgets trukne numre",
    "use another number, or take it out of withdrawn",
    "bruk et annet nummer, eller ta det ut av withdrawn",
)


def number_withdrawn(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """A number that was taken back stays unused. Whoever was sent the first item under it still has that paper."""
    for card, item, _ in _numbered(board, cards):
        if item.number in board.withdrawn:
            yield _at(NUMBER_WITHDRAWN, card, item, number=item.number)


NUMBER_YEAR = Code(
    "number-year",
    "warning",
    "{number} is of another year than the meeting, {year}",
    "{number} er fra et annet år enn møtet, {year}",
    "check the number and the meeting's date",
    "se på nummeret og møtedatoen",
)


def number_year(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """The year in a number is the meeting's. A copied meeting easily keeps last year's numbers.

    Asked of the meeting's own number, of its folder's name and of each item that does not continue an older one.
    """
    for card in cards:
        year = int(card.date[:4])
        meeting = numbers.read(card.number, year, board.meeting_number.pattern if board.meeting_number else "")
        folder = re.match(r"(\d{4})-", card.folder)
        if meeting is not None and meeting.year not in (0, year):
            yield _of(NUMBER_YEAR, card, number=card.number, year=year)
        elif folder and int(folder[1]) != year:
            yield _of(NUMBER_YEAR, card, number=card.folder, year=year)
    for card, item, number in _numbered(board, cards):
        year = int(card.date[:4])
        if number.year not in (0, year) and not item.continues:
            yield _at(NUMBER_YEAR, card, item, number=item.number, year=year)


NUMBER_FORM = Code(
    "number-form",
    "warning",
    '"{number}" is not written as the board writes numbers, {pattern}',
    "«{number}» er ikke skrevet slik utvalget skriver numre, {pattern}",
    "write it as {example}",
    "skriv det som {example}",
)


def number_form(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """A number is written as the board's pattern says. Readers search for what is printed."""
    pattern = _pattern(board)
    for card in cards:
        for item in card.items:
            if item.number and not numbers.follows(pattern, item.number):
                example = numbers.write(pattern, 23, int(card.date[:4]), "PS" if "{series}" in pattern else "")
                yield _at(NUMBER_FORM, card, item, number=item.number, pattern=pattern, example=example)


MEETING_NUMBER_REPEATED = Code(
    "meeting-number-repeated",
    "error",
    "the meeting in {other} has the number {number} too",
    "møtet i {other} har også nummer {number}",
    "give one of them another number",
    "gi ett av dem et annet nummer",
)


def meeting_number_repeated(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """No two meetings of a board have one number. This rule is an error: minutes and resolutions refer to it."""
    seen: dict[str, MeetingCard] = {}
    for card in cards:
        if card.number and card.number in seen:
            yield _of(MEETING_NUMBER_REPEATED, card, number=card.number, other=seen[card.number].address.rstrip("/"))
        seen.setdefault(card.number, card)


CONTINUES_UNKNOWN = Code(
    "continues-unknown",
    "warning",
    "no earlier meeting has an item {number}",
    "ingen tidligere møter har en sak {number}",
    "check the number that it had before",
    "se etter nummeret saken hadde før",
)


def continues_unknown(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """What an item continues is an item of an earlier meeting. Else its history leads nowhere."""
    seen: set[str] = set()
    for card in cards:
        for item in card.items:
            if item.continues and item.continues not in seen:
                yield _at(CONTINUES_UNKNOWN, card, item, number=item.continues)
        seen |= {number for item in card.items for number in (item.number, *item.formerly)}


POSTPONED_WAITING = Code(
    "postponed-waiting",
    "warning",
    "{number} was put off, and no later meeting takes it up",
    "{number} ble utsatt, og ingen senere møter tar den opp",
    "akson move {typed} {meeting} has it come up there; or write outcome: withdrawn",
    "akson move {typed} {meeting} lar den komme opp der; eller skriv outcome: withdrawn",
)


def postponed_waiting(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """What was put off comes up again, where the board has met since. A matter that nobody takes up is forgotten."""
    last = next((card for card in reversed(cards) if not card.cancelled), None)
    for card, place in waiting(cards, board):
        item = card.items[place]
        if item.outcome == "postponed" and last is not None and (last.date, last.folder) > (card.date, card.folder):
            meeting = f"{last.board}/{last.folder}"
            typed = f'"{item.number}"' if " " in item.number else item.number
            yield _at(POSTPONED_WAITING, card, item, number=item.number, typed=typed, meeting=meeting)


# ---- times ---------------------------------------------------------------------------------------------------

TIME_ORDER = Code(
    "time-order",
    "warning",
    "this item starts at {start}, before the one before it is over ({end})",
    "saken starter {start}, før saken foran er ferdig ({end})",
    "change the start, or the duration of the one before",
    "endre start, eller varigheten på saken foran",
)


def time_order(agenda: Agenda) -> Iterator[Problem]:
    """An item does not start before the one before it is over. Only a `start` that was written can say so.

    What starts after midnight starts on the day after: a time before 06.00, where the meeting opens later than that.
    """
    before: Entry | None = None
    for entry in agenda.entries:
        over = before.ends if before and before.day == entry.day else None
        if entry.item.start and entry.starts and over and agendas.is_before(entry.starts, over):
            yield TIME_ORDER.of((*entry.path, "start"), start=_clock(entry.start), end=_clock(over.time()))
        before = entry if entry.ends else before


TIME_END = Code(
    "time-end",
    "warning",
    "the items last until {until}, and the meeting ends at {end}",
    "sakene varer til {until}, og møtet slutter {end}",
    "change the end, or the durations",
    "endre slutten, eller varighetene",
)


def time_end(agenda: Agenda) -> Iterator[Problem]:
    """The meeting does not end before its items do. Whoever reads the invitation plans the day by its end."""
    last, end = agenda.sittings[-1], agenda.meeting.end
    over = [entry.ends for entry in agenda.entries if entry.ends and entry.day == last.day]
    until = max(over, key=lambda moment: moment.timestamp(), default=None)
    if until and end and last.ends and agendas.is_before(last.ends, until):
        yield TIME_END.of(("end",), until=_clock(until.time()), end=_clock(end))


TIME_OVERNIGHT = Code(
    "time-overnight",
    "warning",
    "the end, {end}, is before the beginning, {start}: calendars take it for the next day's",
    "slutten, {end}, er før begynnelsen, {start}: kalendere tar den for neste dags",
    "correct start or end",
    "rett start eller slutt",
)


def time_overnight(agenda: Agenda) -> Iterator[Problem]:
    """A meeting does not end before it begins. An end that lies before the beginning is the next day's: "22.30-01.15".

    In the small hours, before 06.00, that is what it says; later in the day it is a mistake more often, and is told.
    """
    meeting = agenda.meeting
    hours = [(("days", place, "end"), one.start, one.end) for place, one in enumerate(meeting.days)]
    whole = [(("end",), agenda.start, meeting.end)] if len(meeting.days) < 2 else []
    for path, start, end in (*whole, *hours):
        if start and end and agendas.MORNING <= end < start:
            yield TIME_OVERNIGHT.of(path, start=_clock(start), end=_clock(end))


TIME_ENDED = Code(
    "time-ended",
    "warning",
    "the meeting ended at {ended}, before it began ({started})",
    "møtet ble slutt {ended}, før det begynte ({started})",
    "correct started or ended",
    "rett started eller ended",
)


def time_ended(agenda: Agenda) -> Iterator[Problem]:
    """A meeting did not end before it began. Where `started` is not written, the planned start is looked at.

    An end in the small hours, before 06.00, is the next day's. A meeting over several days is not asked: it may end
    earlier in the day than it began.
    """
    started, ended = agenda.meeting.started or agenda.start, agenda.meeting.ended
    if started and ended and agendas.MORNING <= ended < started and len(agenda.days) == 1:
        yield TIME_ENDED.of(("ended",), started=_clock(started), ended=_clock(ended))


DAY_UNKNOWN = Code(
    "day-unknown",
    "error",
    "{day} is not one of the meeting's days",
    "{day} er ikke blant møtets dager",
    "the days are: {known}",
    "dagene er: {known}",
)


def day_unknown(agenda: Agenda) -> Iterator[Problem]:
    """An item is handled on one of the meeting's days. This rule is an error: its time could not be told."""
    for entry in agenda.entries:
        if entry.item.day and entry.item.day not in agenda.days:
            known = ", ".join(day.isoformat() for day in agenda.days)
            yield DAY_UNKNOWN.of((*entry.path, "day"), day=entry.item.day.isoformat(), known=known)


DATE_LATER = Code(
    "date-later",
    "warning",
    "{day} is after the meeting",
    "{day} er etter møtet",
    "check the date",
    "se på datoen",
)


def date_later(agenda: Agenda) -> Iterator[Problem]:
    """Figures on a slide are from a day before the meeting's end. A copied slide often keeps or loses a year."""
    last = agenda.days[-1]
    for path, slide in _slides(agenda):
        if slide.as_of and slide.as_of > last:
            yield DATE_LATER.of((*path, "as_of"), day=slide.as_of.isoformat())


# ---- what items decide ---------------------------------------------------------------------------------------

PROPOSAL_MISSING = Code(
    "proposal-missing",
    "warning",
    "an item of the type {type} has no proposal",
    "en sak av typen {type} har ikke noe forslag til vedtak",
    "write proposal: …",
    "skriv proposal: …",
)


def proposal_missing(agenda: Agenda) -> Iterator[Problem]:
    """An item that is to be approved or decided says what is proposed. Members are called to decide on a wording.

    Items of the kinds approval and decision are asked; one that was withdrawn or postponed, or that was decided
    with a wording of the meeting's own or by an election, is not.
    """
    for entry in agenda.entries:
        item = entry.item
        if entry.kind in ("approval", "decision") and not (
            item.proposal or item.decision or item.outcome or item.items or item.elections
        ):
            name = entry.type.name.say(agenda.language)[1] if entry.type else item.type
            yield PROPOSAL_MISSING.of((*entry.path, "title"), type=name)


_TAKES_NOTE = re.compile(
    r"\b(ta|tar|tatt|tek|teke|take|takes|took|taken)\b.*\b(orientering|etterretning|vitende|vitande|note|noted)\b"
    r"|\bnotes?\b",
    re.IGNORECASE | re.DOTALL,
)
INFORMATION_DECIDES = Code(
    "information-decides",
    "warning",
    "an item for information does more than take note",
    "en orienteringssak gjør mer enn å ta til orientering",
    'write "… tar saken til orientering", or give the item a type that decides',
    "skriv «… tar saken til orientering», eller gi saken en type som avgjør noe",
)


def information_decides(agenda: Agenda) -> Iterator[Problem]:
    """An item for information is taken note of, and decides nothing else. Its members were not called to decide.

    Asked are the proposal, the resolution and a motion that was adopted. The wording may ask for more ("… og ber
    prosjektet ta med seg innspill") as long as it takes note.
    """
    for entry in agenda.entries:
        item = entry.item
        if entry.kind == "information":
            moved = entry.decided if item.adopted not in ("", "proposal") else None
            for key, words in (("proposal", item.proposal), ("decision", item.decision), ("adopted", moved)):
                if words and words.said and not all(_TAKES_NOTE.search(text) for _, text in words.said):
                    yield INFORMATION_DECIDES.of((*entry.path, key))


OPEN_DECIDES = Code(
    "open-decides",
    "warning",
    "nothing can be decided under {title}",
    "det kan ikke vedtas noe under {title}",
    "make it an item of its own, with a number and a type",
    "gjør det til en egen sak, med nummer og type",
)


def open_decides(agenda: Agenda) -> Iterator[Problem]:
    """Nothing is decided under Eventuelt. Who was not told of a matter beforehand could not prepare for it."""
    for entry in agenda.entries:
        item = entry.item
        decides = next((key for key in ("proposal", "decision", "adopted", "votes") if getattr(item, key)), None)
        if entry.kind == "open" and decides:
            yield OPEN_DECIDES.of((*entry.path, decides), title=item.title.say(agenda.language)[1])


TYPE_UNKNOWN = Code(
    "type-unknown",
    "warning",
    'the board has no type "{found}"',
    "utvalget har ingen sakstype «{found}»",
    "the types are: {known}; another is named under types in board.yaml, with what such items are for",
    "typene er: {known}; en annen føres opp under types i board.yaml, med hva slike saker er til for",
)


def type_unknown(agenda: Agenda) -> Iterator[Problem]:
    """An item's type is one of the board's, or one of those that every board has. Rules depend on what it is for."""
    own = agenda.language
    known = list(dict.fromkeys(type_.name.say(own)[1] for type_ in (*agenda.board.types, *USUAL_TYPES)))
    for entry in agenda.entries:
        if entry.item.type and entry.type is None:
            near = difflib.get_close_matches(entry.item.type, known, 1, 0.6)
            found, nearest = entry.item.type, near[0] if near else ""
            yield TYPE_UNKNOWN.of((*entry.path, "type"), found=found, known=", ".join(known), nearest=nearest)


ADOPTED_UNKNOWN = Code(
    "adopted-unknown",
    "error",
    'there is no "{found}" to adopt',
    "det er ingen «{found}» å vedta",
    "adopted is proposal (and there is one), or the letter of a motion",
    "adopted er proposal (og det finnes ett), eller bokstaven til et forslag i møtet",
)


def adopted_unknown(agenda: Agenda) -> Iterator[Problem]:
    """What was adopted is there: the proposal, or a motion. This rule is an error: the resolution would be empty."""
    for entry in agenda.entries:
        if entry.item.adopted and entry.decided is None:
            yield ADOPTED_UNKNOWN.of((*entry.path, "adopted"), found=entry.item.adopted)


BOARD_NAME = Code(
    "board-name",
    "warning",
    "{found} is another board's name than {board}",
    "{found} er navnet på et annet organ enn {board}",
    "a copied sentence? If it is meant, add the line `silence: [board-name]` to meeting.yaml",
    "en kopiert setning? Er den ment slik, legg til linjen `silence: [board-name]` i meeting.yaml",
)
_DECIDES = re.compile(
    r"^(?P<name>[A-ZÆØÅ][^.:;\n]{2,60}?)\s+"
    r"(?:tar|tek|godkjenner|godkjenner|vedtar|vedtek|slutter|sluttar|ber|gir|støtter|støttar|takes|approves|adopts)\b"
)


def board_name(agenda: Agenda) -> Iterator[Problem]:
    """A board's papers call it by its name. A deck that is put together from others' brings their sentences along.

    Looked at is who decides in proposals, resolutions and slides ("… tar saken til orientering"), and whose
    meetings a plan shows. A row of a plan that names its own board is meant, and so is a part of the board's own name
    ("Utvalget").
    """
    own = [
        name.casefold()
        for words in (agenda.board.name, agenda.board.short, agenda.board.full_name)
        if words
        for _, name in words.said
    ]

    def foreign(text: str) -> str:
        found = _DECIDES.match(text.strip())
        called = found["name"].casefold() if found else ""
        stem = re.sub(r"(et|en|a)$", "", called)  # "Utvalget" is the Utvalg for plan og miljø
        return found["name"] if found and not any(stem in name or name in called for name in own) else ""

    shown = agenda.board.name.say(agenda.language)[1]
    for path, words in _words(agenda):
        for _, text in words.said:
            for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
                found = foreign(sentence.lstrip("-*0123456789. "))
                if found and not _spoken_of(found):
                    yield BOARD_NAME.of(path, found=found, board=shown)


def _spoken_of(name: str) -> bool:
    """Whether the sentence's subject is not a body: a board's name ends as such names do."""
    bodies = (
        r"(styret?|gruppen?|gruppa|utvalget?|utvalet?|komite|komiteen|rådet?|nemnda?|board|group|committee|council)$"
    )
    return re.search(bodies, name.casefold()) is None


# ---- what texts refer to -------------------------------------------------------------------------------------

LINK_TARGET = Code(
    "link-target",
    "error",
    'the link "{found}" leads nowhere',
    "lenken «{found}» fører ingen steder",
    "links begin with https:// or mailto:, name a file among the attachments, or #slide-12",
    "lenker begynner med https:// eller mailto:, er navnet på en fil blant vedleggene, eller #slide-12",
)


def link_target(agenda: Agenda) -> Iterator[Problem]:
    """A link in a text leads somewhere: to an address, or to a slide of the deck.

    This rule is an error: a reader of the PDF has nowhere else to look.
    """
    anchors = {slide.anchor for slide in deck(agenda)} | {f"slide-{slide.number}" for slide in deck(agenda)}
    for path, words in _words(agenda):
        for _, text in words.said:
            for target in re.findall(r"(?<!!)\[[^\]]*\]\(\s*<?([^)>\s]*)", text):
                sound = re.match(r"https?://[^\s/]+|mailto:[^\s@]+@[^\s@]+$", target)
                if not sound and not (target.startswith("#") and target[1:] in anchors):
                    yield LINK_TARGET.of(path, found=target)


IMAGE_IN_TEXT = Code(
    "image-in-text",
    "error",
    "a picture cannot stand in a text",
    "et bilde kan ikke stå i en tekst",
    "make it a slide: kind: figure, file, alt",
    "gjør det til et lysark: kind: figure, file, alt",
)


def image_in_text(agenda: Agenda) -> Iterator[Problem]:
    """A picture is a slide of its own, with an alternative for those who do not see it (WCAG 2.2, 1.1.1).

    This rule is an error: the picture would not be shown.
    """
    for path, words in _words(agenda):
        if any(re.search(r"!\[[^\]]*\]\(", text) for _, text in words.said):
            yield IMAGE_IN_TEXT.of(path)


ALT_POOR = Code(
    "alt-poor",
    "warning",
    "this text alternative says little",
    "dette tekstalternativet sier lite",
    "say what the picture shows, as you would on the telephone; a title or a file's name is not enough",
    "si hva bildet viser, som du ville gjort i telefonen; en tittel eller et filnavn er ikke nok",
)


def alt_poor(agenda: Agenda) -> Iterator[Problem]:
    """A text alternative says what a picture shows (WCAG 2.2, 1.1.1). Title, caption and file name do not."""
    for path, slide in _slides(agenda):
        if isinstance(slide, Figure):
            same = {text.casefold() for words in (slide.title, slide.caption) if words for _, text in words.said}
            for _, text in slide.alt.said:
                if text.casefold() in same or len(text.split()) < 3 or text.endswith((".png", ".jpg", ".svg")):
                    yield ALT_POOR.of((*path, "alt"))


WITHHELD_WORD = Code(
    "withheld-word",
    "error",
    'public text says "{found}": was something meant to be withheld?',
    "offentlig tekst sier «{found}»: skulle noe vært unntatt?",
    "withhold it with the key withheld; "
    "if the words are meant for readers, add the line `silence: [withheld-word]` to meeting.yaml",
    "unnta den med nøkkelen withheld; "
    "er ordene ment for leserne, legg til linjen `silence: [withheld-word]` i meeting.yaml",
)
_WITHHELD = re.compile(
    r"\bwithheld\b|\bexempt(?:ed)? from (?:public )?(?:disclosure|access|publication)|\bnot for publication"
    r"|\b(?:unnt(?:att|as)|unnatek(?:e|en|ne))\s(?:(?:fra|frå|for)\s)?(?:offentl\w+|off\.|innsyn)"
    r"|\bunntatt\setter\soff|\bu\.\s?off(?:\.|\b)"
    r"|\b(?:offl\.?|ofl\.|off\.lova|offentl[eé]glova|offentlighetsloven|offentlegl\.)\s?§§?"
    r"(?!\s?(?:[1-9]|1[0-2]|2[7-9]|3\d)\b)"
    r"|\b(?:underlagt|underlagde|omfattet\sav|omfatta\sav|unntatt\spå\sgrunn\sav)\s(?:taushetsplikt|teieplikt)"
    r"|\b(?:taushetsbelagt\w*|taushetspliktige?\sopplysninger|teiepliktige?\sopplysningar)"
    r"|\b(?:fvl\.|forvaltningsloven|forvaltningslova)\s?§\s?13\b(?![-–])|\bsubject to (?:a )?duty of confidentiality",
    re.IGNORECASE,
)
"""A provision counts where it is one that something is withheld by: offentleglova §§ 13 to 26, forvaltningsloven § 13.
To speak of taushetsplikt, as boards do, is no slip; to say that this falls under it may be one."""


def withheld_word(agenda: Agenda) -> Iterator[Problem]:
    """Words about withholding in public text mean that a key slipped into it. This rule is an error.

    Looked for is what papers are marked with in bokmål, nynorsk and English ("unntatt offentlighet", "u.off.",
    "offl. § 13", "underlagt taushetsplikt"). What merely speaks of the law ("offl. § 3", "rutiner for taushetsplikt")
    is left alone.
    """
    for path, words in _words(agenda):
        corrects = path[:2] == ("minutes", "corrections")  # it may well be the correction that something is withheld
        for _, text in words.said if not words.withheld and not corrects else ():
            found = _WITHHELD.search(text)
            if found:
                yield replace(WITHHELD_WORD.of(path, found=found[0]), found=found[0])


MINUTES_UNDECIDED = Code(
    "minutes-undecided",
    "warning",
    "the minutes have a day that they are published on, and nothing has come of this item",
    "protokollen har en dag den publiseres, og det er ikke kommet noe ut av denne saken",
    "write adopted, decision or outcome: what is added after that day takes a correction",
    "skriv adopted, decision eller outcome: det som legges til etter den dagen, krever en rettelse",
)


def minutes_undecided(agenda: Agenda) -> Iterator[Problem]:
    """Minutes say what came of every item before they are published. Asked are items for approval and decision.

    Once they are out, and kept, what is missing takes a correction and a new issue.
    """
    minutes = agenda.meeting.minutes
    for entry in record.undecided(agenda) if minutes and minutes.published and not agenda.meeting.cancelled else ():
        yield MINUTES_UNDECIDED.of((*entry.path, "title"))


PERSON_UNKNOWN = Code(
    "person-unknown",
    "warning",
    'the board has nobody with the id "{found}"',
    "utvalget har ingen med id «{found}»",
    "use an id from board.yaml: {known}",
    "bruk en id fra board.yaml: {known}",
)


def person_unknown(agenda: Agenda) -> Iterator[Problem]:
    """Members are named by the ids that board.yaml gives them. Votes and quorum are counted by them.

    Asked of substitutes' and part-time members' `member`, and of questions of impartiality. Those present and absent,
    whoever met for them, and who led, recorded and signs may be named otherwise where nobody has an id for them: by a
    name of several words, or with `as`.
    """
    known = [person.id for person in agenda.board.people]
    names = {holder.name for person in agenda.board.people for holder in person.holders}
    names |= {person.name for person in agenda.board.people}
    attendance, minutes = agenda.meeting.attendance, agenda.meeting.minutes
    named: list[tuple[Path, str]] = []
    loose: list[tuple[Path, str]] = [(("chair",), agenda.meeting.chair)]
    if minutes:
        loose += [(("minutes", "chair"), minutes.chair), (("minutes", "secretary"), minutes.secretary)]
        loose += [(("minutes", "signers", place), name) for place, name in enumerate(minutes.signers)]
    if attendance:
        for key in ("substitutes", "part"):
            named += [
                (("attendance", key, place, "member"), row.member)
                for place, row in enumerate(getattr(attendance, key))
                if row.member
            ]
        loose += [
            (("attendance", "substitutes", place, "by"), row.by) for place, row in enumerate(attendance.substitutes)
        ]
        for path, listed in _listed(agenda, "present", "absent"):
            loose += [(path, listed.name)] if not listed.as_ else []
            loose += [((*path, "by"), listed.by)]
    for entry in agenda.entries:
        for place, one in enumerate(entry.item.impartiality):
            named.append(((*entry.path, "impartiality", place, "member"), one.member))
            loose.append(((*entry.path, "impartiality", place, "replaced_by"), one.replaced_by))
        loose.append(((*entry.path, "chair"), entry.item.chair))
        # Whoever does something, or could be elected, may be anybody; one letter off an id it is that person.
        anybody: list[tuple[Path, str]] = [
            ((*entry.path, "actions", place, "who"), who)
            for place, action in enumerate(entry.item.actions)
            for _, who in action.who.said
        ]
        anybody += [
            ((*entry.path, "elections", place, "candidates", index, "name"), row.name)
            for place, election in enumerate(entry.item.elections)
            for index, row in enumerate(election.candidates)
        ]
        loose += [(path, who) for path, who in anybody if difflib.get_close_matches(who, known, 1, 0.8)]
    named += [(path, name) for path, name in loose if name and " " not in name and name not in names]
    for path, name in named:
        if name not in known and known:
            near = difflib.get_close_matches(name, known, 1, 0.6)
            ids = ", ".join(known[:20]) + (" …" if len(known) > 20 else "")
            yield PERSON_UNKNOWN.of(path, found=name, known=ids, nearest=near[0] if near else "")


ATTENDANCE_ITEM = Code(
    "attendance-item",
    "warning",
    'the meeting has no item "{found}"',
    "møtet har ingen sak «{found}»",
    "use the number, or the id, of an item on its agenda",
    "bruk nummeret, eller id-en, til en sak på sakslisten",
)


def attendance_item(agenda: Agenda) -> Iterator[Problem]:
    """The items that somebody sat for, or missed, are on the agenda. Votes are counted by it.

    Asked of the `items` of substitutes, and of the `items` and `missed` of those who were there for part of the
    meeting. An item that was given another number, or went to another meeting, easily leaves its old one here.
    """
    attendance = agenda.meeting.attendance
    if attendance is None:
        return
    known = [name for entry in agenda.entries for name in (entry.item.number, entry.item.id, entry.slug) if name]
    for rows, keys in (("substitutes", ("items",)), ("part", ("items", "missed"))):
        for place, row in enumerate(getattr(attendance, rows)):
            for key in keys:
                for index, found in enumerate(getattr(row, key)):
                    if found not in known:
                        near = difflib.get_close_matches(found, known, 1, 0.6)
                        where = ("attendance", rows, place, key, index)
                        yield ATTENDANCE_ITEM.of(where, found=found, nearest=near[0] if near else "")


SLIDE_ID_REPEATED = Code(
    "slide-id-repeated",
    "error",
    'two slides of this item have the id "{found}"',
    "to lysark i denne saken har id «{found}»",
    "give one of them another id",
    "gi ett av dem en annen id",
)


def slide_id_repeated(agenda: Agenda) -> Iterator[Problem]:
    """A slide's id is its own within its item. This rule is an error: the id is the slide's address."""
    for entry in agenda.entries:
        seen: set[str] = set()
        for place, slide in enumerate(entry.item.slides):
            name = getattr(slide, "id", "")
            if name and name in seen:
                yield SLIDE_ID_REPEATED.of((*entry.path, "slides", place, "id"), found=name)
            seen.add(name)


# ---- what happened ------------------------------------------------------------------------------------------

ONLINE_CLOSED = Code(
    "online-closed",
    "warning",
    "{found} is closed ({basis}), and the meeting is held remotely: where the law says that the doors are closed, it "
    "may not be (kommuneloven § 11-7)",
    "{found} går for lukkede dører ({basis}), og møtet holdes som fjernmøte: det er ikke lov når møtet skal lukkes "
    "(kommuneloven § 11-7)",
    "meet for it in one room, or write the provision by which the doors may be closed: kommuneloven § 11-5 tredje ledd",
    "møtes i samme lokale for den, eller skriv bestemmelsen som sier at møtet kan lukkes: kommuneloven § 11-5 tredje "
    "ledd",
)


def online_closed(agenda: Agenda) -> Iterator[Problem]:
    """A meeting that has to be closed, for taushetsplikt or for an employee's sake (kommuneloven § 11-5 second
    paragraph), may not be held remotely (§ 11-7 third paragraph). One that may be closed (§ 11-5 third paragraph) may.
    It is remote as soon as one member takes part by video.

    Asked of boards with `law: kommuneloven`, where the meeting has a link (`online`) or a member is present `by_video`;
    of a basis that names § 11-5 alone it is not known which of the two it is.
    """
    attendance = agenda.meeting.attendance
    remote = agenda.meeting.online is not None
    if attendance is not None and isinstance(attendance.present, tuple):
        remote = remote or any(row.by_video for row in attendance.present)
    if agenda.board.law != "kommuneloven" or not remote:
        return
    for entry in agenda.entries:
        closed = entry.item.closed
        if closed is not None and _has_to_be_closed(closed.basis):
            found = entry.item.number or entry.slug
            yield ONLINE_CLOSED.of((*entry.path, "closed", "basis"), found=found, basis=closed.basis)


def _has_to_be_closed(basis: str) -> bool:
    """Whether a provision says that the doors are closed, and not that they may be."""
    may = re.search(r"\b11-5\D*(?:tredje|3\.?|third)\b", basis, re.IGNORECASE)
    must = re.search(r"\b11-5\b|§+\s*13\b|taushetsplikt|teieplikt", basis, re.IGNORECASE)
    return must is not None and may is None


ATTENDANCE_TWICE = Code(
    "attendance-twice",
    "error",
    "{found} is named already: {where}",
    "{found} er nevnt allerede: {where}",
    "leave one of them out; who came later or left earlier stands under part alone",
    "ta ut den ene; den som kom senere eller gikk før, står bare under part",
)


def attendance_twice(agenda: Agenda) -> Iterator[Problem]:
    """Nobody was both there and absent, and nobody is listed twice. A substitute meets for one member at a time, and
    a member for none.

    Looked at are `present`, `absent`, `part` and `substitutes`. This rule is an error: the minutes would say both.
    """
    attendance = agenda.meeting.attendance
    if attendance is None:
        return
    people = agenda.board.people
    ids = {holder.name: person.id for person in people for holder in person.holders}
    ids |= {person.name: person.id for person in people} | {person.id: person.id for person in people}
    seats = {member.id for day in agenda.days for member in record.members(agenda, day)}
    listed: dict[str, str] = {}
    for path, row in _listed(agenda, "absent", "present"):
        name = ids.get(row.name, row.name)
        if name in listed:
            yield ATTENDANCE_TWICE.of(path, found=row.name, where=listed[name])
        listed.setdefault(name, str(path[1]))
    parts = [part.member or part.name for part in attendance.part]
    for place, name in enumerate(parts):
        if listed.get(ids.get(name, name)) == "absent":
            yield ATTENDANCE_TWICE.of(("attendance", "part", place), found=name, where="absent")
    met: dict[str, tuple[str, tuple[str, ...]]] = {}
    for place, one in enumerate(attendance.substitutes):
        here = ("attendance", "substitutes", place)
        if not one.items and listed.get(one.member) == "present" and one.member not in parts:
            yield ATTENDANCE_TWICE.of((*here, "member"), found=one.member, where="present")
        by = ids.get(one.by, one.by)
        member, items = met.setdefault(by, (one.member, one.items))
        if listed.get(by) == "absent" or by in seats:
            yield ATTENDANCE_TWICE.of((*here, "by"), found=one.by, where=listed.get(by, "members"))
        elif member != one.member and (not items or not one.items or set(items) & set(one.items)):
            yield ATTENDANCE_TWICE.of((*here, "by"), found=one.by, where="substitutes")


ATTENDANCE_UNACCOUNTED = Code(
    "attendance-unaccounted",
    "warning",
    "{found} is neither present nor absent",
    "{found} er verken til stede eller fraværende",
    "add {found} to present or absent; present: others takes all who are not named otherwise",
    "før {found} opp under present eller absent; present: others tar alle som ikke er nevnt ellers",
)


def attendance_unaccounted(agenda: Agenda) -> Iterator[Problem]:
    """Where those present are listed, every member stands in some list. The minutes say who met and who was absent
    (kommuneloven § 11-4). Whoever stands in none is taken to have been absent.
    """
    attendance = agenda.meeting.attendance
    if attendance is None or isinstance(attendance.present, str):
        return
    named = {row.name for _, row in _listed(agenda, "present", "absent")}
    named |= {one.member for one in attendance.substitutes} | {one.member for one in attendance.part}
    for member in {member.id: member for day in agenda.days for member in record.members(agenda, day)}.values():
        if named.isdisjoint((member.id, member.name)):
            yield ATTENDANCE_UNACCOUNTED.of(("attendance", "present"), found=member.id)


ATTENDANCE_PRESUMED = Code(
    "attendance-presumed",
    "note",
    "others are: {present}; absent: {absent}",
    "others er: {present}; fraværende: {absent}",
)


def attendance_presumed(agenda: Agenda) -> Iterator[Problem]:
    """Whom `present: others` presumes to have been there can be read. It is every member whom attendance names
    nowhere, and who forgets one who was absent finds the name here; of somebody who is private, the id.

    This rule is a note: there is nothing to mend where the list is right.
    """
    attendance, roll = agenda.meeting.attendance, record.roll(agenda)
    if attendance is not None and agenda.board.members and roll is not None and isinstance(attendance.present, str):
        names = {
            key: ", ".join(record.told(agenda, voter.id) for voter in some) or "–"
            for key, some in (("present", record.presumed(agenda)), ("absent", roll.absent))
        }
        yield ATTENDANCE_PRESUMED.of(("attendance", "present"), **names)


# ---- after the meeting ---------------------------------------------------------------------------------------

CORRECTION_EARLY = Code(
    "correction-early",
    "warning",
    "a correction of {day}, before the minutes were published ({published})",
    "en rettelse {day}, før protokollen ble publisert ({published})",
    "check the dates; until then the minutes are simply written anew",
    "se på datoene; til da skrives protokollen bare om",
)
CORRECTION_OF_DRAFT = Code(
    "correction-early",
    "warning",
    "a correction of minutes that were never published",
    "en rettelse av en protokoll som ikke er publisert",
    "write published: with the day; until then the minutes are simply written anew",
    "skriv published: med dagen; til da skrives protokollen bare om",
)


def correction_early(agenda: Agenda) -> Iterator[Problem]:
    """What is corrected was published. A correction tells those who read the minutes what they read that was wrong.

    Asked is that `published` is written, and that no correction is older than that day.
    """
    minutes = agenda.meeting.minutes
    for place, one in enumerate(minutes.corrections if minutes else ()):
        where: Path = ("minutes", "corrections", place, "date")
        if minutes and minutes.published is None and place == 0:
            yield CORRECTION_OF_DRAFT.of(where)
        elif minutes and minutes.published is not None and one.date < minutes.published:
            days = {"day": one.date.isoformat(), "published": minutes.published.isoformat()}
            yield CORRECTION_EARLY.of(where, **days)


MINUTES_NOT_KEPT = Code(
    "minutes-not-kept",
    "warning",
    "issue {issue} of the minutes is published, and is not kept as it is: nobody would see what is changed in it",
    "utgave {issue} av protokollen er publisert, og er ikke tatt vare på: ingen ville se hva som endres i den",
    "akson dispatch {meeting} --minutes keeps it",
    "akson dispatch {meeting} --minutes tar vare på den",
)
MINUTES_GONE = Code(
    "minutes-not-kept",
    "warning",
    "what was kept of issue {issue} of the minutes is withdrawn, and what is published in its place is not kept",
    "det som ble tatt vare på av utgave {issue} av protokollen, er trukket tilbake, og det som publiseres i stedet, er "
    "ikke tatt vare på",
    "say in `corrections:` under `minutes:` that something is withheld since; then akson dispatch {meeting} --minutes "
    "keeps a new issue",
    "si i `corrections:` under `minutes:` at noe er unntatt siden; da tar akson dispatch {meeting} --minutes vare på "
    "en ny utgave",
)


def minutes_not_kept(minutes: KeptMinutes) -> Iterator[Problem]:
    """Minutes are kept as they are published. Then whoever approved them, or read them, can see that they are the same.

    Asked from the day that `published` says. What was kept is given out as it was, a later change without a
    correction is an error, and one with it comes as a new issue that is kept in its turn. Where they were published
    long ago and elsewhere, a board turns this off with `rules: {minutes-not-kept: off}`.
    """
    agenda = minutes.agenda
    if not minutes.is_kept or minutes.is_gone:
        code = MINUTES_GONE if minutes.is_gone else MINUTES_NOT_KEPT
        meeting = agenda.address.rstrip("/")
        yield code.of(("minutes", "published"), issue=record.issue(agenda), meeting=meeting)


APPROVES_UNKNOWN = Code(
    "approves-unknown",
    "warning",
    'the board has no meeting "{folder}"',
    "utvalget har ikke noe møte «{folder}»",
    "name the meeting's folder, such as {before}",
    "skriv navnet på møtets mappe, for eksempel {before}",
)


def approves_unknown(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """The minutes that an item approves are those of a meeting of the board. Else neither leads to the other.

    The first meeting that is here may approve those of one that is not.
    """
    known = [card.folder for card in cards]
    for before, card in itertools.pairwise(cards):
        for item in card.items:
            if item.approves and item.approves not in known:
                earlier = known[: known.index(card.folder)]
                near = difflib.get_close_matches(item.approves, earlier, 1, 0.6)
                hint = {"nearest": near[0] if near else "", "before": before.folder}
                yield _approving(APPROVES_UNKNOWN, card, item, folder=item.approves, **hint)


APPROVES_LATER = Code(
    "approves-later",
    "warning",
    "the meeting in {folder} is not before this one, but on {day}",
    "møtet i {folder} er ikke før dette, men {day}",
    "check the folder",
    "se på mappen",
)


def approves_later(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """Minutes are approved in a later meeting. A meeting cannot approve its own, or those of one to come."""
    order = {card.folder: (card.date, card.folder) for card in cards}
    for card in cards:
        for item in card.items:
            approved = order.get(item.approves)
            if approved is not None and approved >= order[card.folder]:
                yield _approving(APPROVES_LATER, card, item, folder=item.approves, day=approved[0])


APPROVES_TWICE = Code(
    "approves-twice",
    "warning",
    "the minutes of {folder} are approved already, in {other}",
    "protokollen fra {folder} er godkjent allerede, i {other}",
    "approve another meeting's; if they came back, write the first item's outcome: postponed, returned or rejected",
    "godkjenn et annet møtes; kom den tilbake, skriv outcome på den første saken: postponed, returned eller rejected",
)


def approves_twice(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """The minutes of a meeting are approved once. A copied item easily keeps the folder that it had.

    They may come back after an item that was postponed, returned, rejected or withdrawn, or after a cancelled meeting.
    """
    seen: dict[str, tuple[MeetingCard, ItemCard]] = {}
    for card in cards:
        for item in card.items:
            before = seen.get(item.approves)
            if before is not None:
                other = f"{before[0].address.rstrip('/')} ({before[1].number or before[1].slug})"
                yield _approving(APPROVES_TWICE, card, item, folder=item.approves, other=other)
            elif item.approves and is_up(card, item):
                seen[item.approves] = (card, item)


APPROVES_ISSUE = Code(
    "approves-issue",
    "error",
    "the minutes of {folder} have no issue {issue}; their last one is {last}",
    "protokollen fra {folder} har ingen utgave {issue}; den siste er {last}",
    "take out approves_issue: then it is the one that there was on the day",
    "ta ut approves_issue: da er det den som fantes på dagen",
)


APPROVES_WHICH = Code(
    "approves-issue",
    "warning",
    "issue {issue} of the minutes of {folder} is of the day that they were approved: was it that one?",
    "utgave {issue} av protokollen fra {folder} er fra dagen den ble godkjent: var det den?",
    "write approves_issue: with the number of the one that was approved",
    "skriv approves_issue: med nummeret på den som ble godkjent",
)


def approves_issue(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """The issue of minutes that an item approves is one that there is.

    Nobody needs to say it: it is the one that there was on the day, by what was kept and by the dates of corrections.
    Of one that came on that very day nobody knows whether it came before the meeting or after: that is asked, as a
    warning. An issue that there is not is an error: the minutes would print it.
    """
    issues = {card.folder: card.issues for card in cards}
    for card in cards:
        for item in card.items:
            there = issues.get(item.approves, ())
            if there and item.approves_issue > len(there):
                told = {"issue": item.approves_issue, "last": len(there)}
                yield _approving(APPROVES_ISSUE, card, item, folder=item.approves, **told)
            same = [number for number, dated, kept in there if number > 1 and (kept or dated) == item.day]
            if same and not item.approves_issue and is_given(card, item):
                yield _approving(APPROVES_WHICH, card, item, folder=item.approves, issue=same[-1])


APPROVED_UNDECIDED = Code(
    "approved-undecided",
    "warning",
    "in {folder}, nothing has come of {numbers}",
    "i {folder} er det ikke kommet noe ut av {numbers}",
    "write adopted, decision or outcome there before its minutes are approved",
    "skriv adopted, decision eller outcome der før protokollen godkjennes",
)


def approved_undecided(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """Minutes that come up for approval say what came of every item. Asked are items for approval and decision.

    Who approves minutes with a hole in them approves that nothing was decided.
    """
    undecided = {card.folder: card.undecided for card in cards}
    for card in cards:
        for item in card.items:
            if undecided.get(item.approves):
                numbers = ", ".join(undecided[item.approves])
                yield _approving(APPROVED_UNDECIDED, card, item, folder=item.approves, numbers=numbers)


FOLLOW_UP_UNKNOWN = Code(
    "follow-up-unknown",
    "warning",
    'no earlier meeting has an action "{found}"',
    "ingen tidligere møter har et tiltak «{found}»",
    "an action's id is the item's number and the action's place: 18/20-1",
    "et tiltaks id er saksnummeret og tiltakets plass: 18/20-1",
)


def follow_up_unknown(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """What is followed up was asked for in an earlier meeting. An action that was moved in its list changed its id.

    The first meeting that is here may follow up actions of one that is not.
    """
    seen: dict[str, None] = {}
    for card in cards:
        for one in card.follow_up if card is not cards[0] else ():
            if one.action not in seen:
                near = difflib.get_close_matches(one.action, seen, 1, 0.6)
                parameters = (("found", one.action), ("nearest", near[0] if near else ""))
                yield Found(FOLLOW_UP_UNKNOWN, card, one.where, parameters)
        seen |= dict.fromkeys(card.actions)


FOLLOW_UP_CLOSED = Code(
    "follow-up-closed",
    "warning",
    "{found} was {status} already, in {other}",
    "{found} var {status} allerede, i {other}",
    "leave it out; a matter that is opened again is a new action",
    "ta det ut; en sak som tas opp igjen, er et nytt tiltak",
)


def follow_up_closed(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """An action that was done or dropped is not followed up again. A copied list brings along what is over."""
    closed: dict[str, tuple[str, str]] = {}
    for card in cards:
        for one in card.follow_up:
            if one.action in closed:
                status, other = closed[one.action]
                parameters = (("found", one.action), ("status", status), ("other", other))
                yield Found(FOLLOW_UP_CLOSED, card, one.where, parameters)
            elif one.status in ("done", "dropped"):
                closed[one.action] = (one.status, card.address.rstrip("/"))


FOLLOW_UP_WITHHELD = Code(
    "follow-up-withheld",
    "warning",
    "what is said of {found} is public, and the item that it comes from is withheld ({basis})",
    "det som er sagt om {found}, er offentlig, og saken det kommer fra, er unntatt ({basis})",
    "withhold the note as well: write text and withheld under it",
    "unnta merknaden også: skriv text og withheld under den",
)


def follow_up_withheld(board: Board, cards: Sequence[MeetingCard]) -> Iterator[Found]:
    """What becomes of an action of a withheld item is withheld too. The note stands in another meeting's file, where
    nothing above it says so. That an action was followed up, and how it stands, is public."""
    basis: dict[str, str] = {}
    for card in cards:
        for one in card.follow_up:
            if one.tells and (over := basis.get(one.action)):
                yield Found(FOLLOW_UP_WITHHELD, card, one.where, (("found", one.action), ("basis", over)))
        withheld = {name: item.withheld for item in card.items if item.withheld for name in (item.number, item.slug)}
        basis |= {action: withheld[of] for action in card.actions if (of := action.rpartition("-")[0]) in withheld}


# ---- what should not be on the web ---------------------------------------------------------------------------

Telling = tuple[Code, Code, Code]
"""One problem as it is told of a text, of a page of a file, and of a file."""


def _told(name: str, severity: Severity, en: str, nb: str, hint_en: str, hint_nb: str) -> Telling:
    return (
        Code(name, severity, en, nb, hint_en, hint_nb),
        Code(name, severity, f"page {{page}} of {{file}}: {en}", f"side {{page}} i {{file}}: {nb}", hint_en, hint_nb),
        Code(name, severity, f"in {{file}}: {en}", f"i {{file}}: {nb}", hint_en, hint_nb),
    )


PERSONAL_NUMBER = _told(
    "personal-number",
    "error",
    "{found} reads as a national identity number, and this becomes public",
    "{found} ser ut som et fødselsnummer eller D-nummer, og dette blir offentlig",
    "take it out; if it is something else, add the line `silence: [personal-number]` to meeting.yaml",
    "ta det ut; er det noe annet, legg til linjen `silence: [personal-number]` i meeting.yaml",
)


def personal_number(public: Public) -> Iterator[Diagnostic]:
    """No fødselsnummer and no D-number is published. Offentlegforskrifta § 7 keeps them off the web.

    Looked at is every text of the public edition, names of files and addresses among them, and the text of the files
    that are published with it. A number counts when its date and its check digits hold. Because there is no taking
    back what was on the web, this rule is an error. The number is never shown in full, for logs are read by many.
    """
    yield from _personal(public, PERSONAL_NUMBER, "identity")


PERSONAL_ACCOUNT = _told(
    "personal-account",
    "warning",
    "{found} reads as an account number, and this becomes public",
    "{found} ser ut som et kontonummer, og dette blir offentlig",
    "take it out if it is a person's; "
    "if it is the body's own, add the line `silence: [personal-account]` to meeting.yaml",
    "ta det ut hvis det er en persons; "
    "er det organets eget, legg til linjen `silence: [personal-account]` i meeting.yaml",
)


def personal_account(public: Public) -> Iterator[Diagnostic]:
    """No person's account number is published. It counts in its usual form, 1234.56.78901, or after a word as konto.

    Whose an account is cannot be seen from its number. A body's own may well be public: silence the rule for it.
    """
    yield from _personal(public, PERSONAL_ACCOUNT, "account")


PERSONAL_HEALTH = _told(
    "personal-health",
    "warning",
    "{found} reads as a patient's number, a health worker's number or a diagnosis, and this becomes public",
    "{found} ser ut som et hjelpenummer, et HPR-nummer eller en diagnose, og dette blir offentlig",
    "take it out if it is about a person; if not, add the line `silence: [personal-health]` to meeting.yaml",
    "ta det ut hvis det gjelder en person; hvis ikke, legg til linjen `silence: [personal-health]` i meeting.yaml",
)


def personal_health(public: Public) -> Iterator[Diagnostic]:
    """Nothing is published that ties a person to the health service. That is a special category (GDPR, article 9).

    A hjelpenummer counts by its check digits; numbers in the register of health personnel and codes of diagnoses
    (ICD-10, ICPC-2) only after a word that says what they are.
    """
    yield from _personal(public, PERSONAL_HEALTH, "help", "practitioner", "diagnosis")


PERSONAL_PASSPORT = _told(
    "personal-passport",
    "warning",
    "{found} reads as the number of a passport, and this becomes public",
    "{found} ser ut som et passnummer, og dette blir offentlig",
    "take it out; if it is something else, add the line `silence: [personal-passport]` to meeting.yaml",
    "ta det ut; er det noe annet, legg til linjen `silence: [personal-passport]` i meeting.yaml",
)


def personal_passport(public: Public) -> Iterator[Diagnostic]:
    """No number of a passport is published. It has no check digit, and counts only after the word passnummer."""
    yield from _personal(public, PERSONAL_PASSPORT, "passport")


_INSPECT = (
    "publish a PDF made without it, or let the program look for what is hidden and take it out",
    "publiser en PDF laget uten det, eller la programmet lete opp det som er skjult, og ta det ut",
)
_HIDING: Mapping[file_leaks.What, tuple[str, str]] = {
    "comment": ("comments are published with it", "kommentarer blir publisert med den"),
    "change": ("tracked changes are published with it", "sporede endringer blir publisert med den"),
    "hidden": ("hidden text, sheets or slides are published with it", "skjult tekst eller ark blir publisert med den"),
    "note": ("notes for the speaker are published with it", "notater til foredragsholderen blir publisert med den"),
}
ATTACHMENT_HIDDEN: Mapping[file_leaks.What, Telling] = {
    what: _told("attachment-hidden", "warning", en, nb, *_INSPECT) for what, (en, nb) in _HIDING.items()
}


def attachment_hidden(public: Public) -> Iterator[Diagnostic]:
    """An attachment has nothing in it that its author does not see. Comments and old wordings come along unnoticed.

    Looked for are comments, tracked changes, hidden text, sheets and slides, and notes for a speaker.
    """
    for what, told in ATTACHMENT_HIDDEN.items():
        yield from _leaking(public, told, what)


ATTACHMENT_REDACTION = _told(
    "attachment-redaction",
    "warning",
    "text lies under black, and can be copied from there",
    "tekst ligger under svart, og kan kopieres derfra",
    "redact it with a tool that removes the text, or publish a scan",
    "sladd med et verktøy som fjerner teksten, eller publiser en skanning",
)


def attachment_redaction(public: Public) -> Iterator[Diagnostic]:
    """What is blacked out in a PDF is gone from it. A black box over text hides it from nobody who can copy.

    Seen are black rectangles over text, black text on them, and marks for redaction that were not carried out.
    """
    yield from _leaking(public, ATTACHMENT_REDACTION, "redaction")


ATTACHMENT_AUTHOR = _told(
    "attachment-author",
    "note",
    "its properties say who made it",
    "egenskapene sier hvem som laget den",
    "take author and company out of its properties, if they are not to be public",
    "ta forfatter og firma ut av egenskapene, hvis de ikke skal være offentlige",
)


def attachment_author(public: Public) -> Iterator[Diagnostic]:
    """The properties of an attachment name nobody. Office programs write who made it. The rule only notes it."""
    yield from _leaking(public, ATTACHMENT_AUTHOR, "author")


_UNREAD: Mapping[file_leaks.What, Telling] = {
    "unread": _told(
        "attachment-unread",
        "note",
        "it cannot be opened, and was not searched for personal data",
        "den kan ikke åpnes, og ble ikke gjennomsøkt for personopplysninger",
        "publish it without a password, or look through it yourself",
        "publiser den uten passord, eller se gjennom den selv",
    ),
    "size": _told(
        "attachment-unread",
        "note",
        "from here on it was not searched for personal data: it is too large",
        "herfra ble den ikke gjennomsøkt for personopplysninger: den er for stor",
        "look through it yourself",
        "se gjennom den selv",
    ),
}


def attachment_unread(public: Public) -> Iterator[Diagnostic]:
    """What was not searched for personal data is noted. Files that are locked, broken or very large are not searched.

    The limits are 50 million bytes and 500 pages.
    """
    for what, told in _UNREAD.items():
        yield from _leaking(public, told, what)


_PICTURED: Mapping[file_leaks.What, Telling] = {
    "place": _told(
        "picture-place",
        "warning",
        "a picture tells where it was taken",
        "et bilde forteller hvor det ble tatt",
        "save it anew without the place",
        "lagre det på nytt uten posisjon",
    ),
    "serial": _told(
        "picture-place",
        "warning",
        "a picture tells the number of the camera",
        "et bilde forteller kameraets serienummer",
        "save it anew without such notes",
        "lagre det på nytt uten slike opplysninger",
    ),
}


def picture_place(public: Public) -> Iterator[Diagnostic]:
    """A picture does not tell where it was taken, nor with which camera. Telephones write both into it (EXIF, XMP)."""
    for what, told in _PICTURED.items():
        yield from _leaking(public, told, what)


FILE_PUBLISHED = Code(
    "file-withheld-elsewhere",
    "warning",
    "this file is withheld in line {line}, and published here",
    "denne filen er unntatt i linje {line}, og publiseres her",
    "withhold it here too, or add the line `silence: [file-withheld-elsewhere]` to meeting.yaml where it is meant so",
    "unnta den her også, "
    "eller legg til linjen `silence: [file-withheld-elsewhere]` i meeting.yaml hvis det er meningen",
)
FILE_WITHHELD = Code(
    "file-withheld-elsewhere",
    "warning",
    "this file is withheld here, and published by line {line}",
    "denne filen er unntatt her, og publiseres av linje {line}",
    FILE_PUBLISHED.hint_en.replace(" here", " there"),
    FILE_PUBLISHED.hint_nb.replace(" her ", " der "),
)


def file_withheld_elsewhere(public: Public) -> Iterator[Diagnostic]:
    """A file is not withheld at one place of a meeting and published at another.

    The same file counts, and so does a copy of it under another name.
    """
    for withheld, shown, _ in public.doubled:
        yield FILE_WITHHELD.at(withheld, line=shown.line)
        yield FILE_PUBLISHED.at(shown, line=withheld.line)


NAME_READ = Code(
    "name-left",
    "warning",
    '"{found}" reads as a person\'s name, and names have gone from this meeting',
    "«{found}» ser ut som navnet på en person, og navnene er borte fra dette møtet",
    "say what the person is instead, or withhold the text; if it is no person, add the line "
    "`silence: [name-left]` to meeting.yaml: it silences the whole meeting",
    "skriv hva personen er i stedet, eller unnta teksten; er det ingen person, legg til "
    "linjen `silence: [name-left]` i meeting.yaml: den gjelder hele møtet",
)
NAME_PART = Code(
    "name-left",
    "warning",
    "a part of the name of somebody who is not named stands here ({found})",
    "her står en del av navnet til en som ikke navngis ({found})",
    "say what the person is instead; if it is somebody else's, add the line `silence: [name-left]` to "
    "meeting.yaml: it silences the whole meeting",
    "skriv hva personen er i stedet; er det en annens, legg til linjen `silence: [name-left]` i meeting.yaml: "
    "den gjelder hele møtet",
)
NAME_ADDRESS = Code(
    "name-left",
    "warning",
    "an address, an id or the name of a file holds the name of somebody who is not named",
    "en adresse, en id eller et filnavn inneholder navnet til en som ikke navngis",
    "rename it, or leave it out: a name in an address is found like any other",
    "gi det et annet navn, eller ta det ut: et navn i en adresse finnes som alle andre",
)
NAME_WHOLE = Code(
    "name-left",
    "warning",
    "this text is left out whole: the name of somebody who is not named cannot be taken out of it by itself",
    "denne teksten er utelatt i sin helhet: navnet til en som ikke navngis, kan ikke tas ut av den alene",
    "write the name in one piece, or say what the person is instead",
    "skriv navnet i ett stykke, eller skriv hva personen er i stedet",
)
NAME_DOUBT = Code(
    "name-left",
    "warning",
    "whoever stands here is left out: it may be somebody who is not named, by the surname",
    "den som står her, er utelatt: etter etternavnet kan det være en som ikke navngis",
    "refer to the person by the id in board.yaml, or write the full name if it is somebody else",
    "vis til personen med id-en i board.yaml, eller skriv hele navnet hvis det er en annen",
)
NAME_IN_FILE = _told(
    "name-left",
    "warning",
    "the name of somebody who is not named stands here, and a file is published as it is",
    "her står navnet til en som ikke navngis, og en fil publiseres som den er",
    "take it out of the file, or withhold the file; if it is somebody else's, add the line `silence: [name-left]` to "
    "meeting.yaml: it silences the whole meeting",
    "ta det ut av filen, eller unnta filen; er det en annens, legg til linjen `silence: [name-left]` i meeting.yaml: "
    "den gjelder hele møtet",
)
NAME_ON_SITE = Code(
    "name-left",
    "warning",
    "somebody who is private on the board {board} is named here, and what the site says of itself is on every page",
    "en som er privat i {board}, navngis her, og det nettstedet sier om seg selv, står på hver side",
    "say what the person is instead, or take `private: yes` out of board.yaml",
    "skriv hva personen er i stedet, eller ta `private: yes` ut av board.yaml",
)


def site_names(public: Public, boards: Mapping[str, Board]) -> Iterator[Diagnostic]:
    """Names in what the site says of itself stay there: they are told."""
    for folder, board in boards.items():
        for span in public.naming(pseudonyms.private(board)):
            yield NAME_ON_SITE.at(span, board=folder)


def name_left(public: Public) -> Iterator[Diagnostic]:
    """What is left of names is told. A name that is not written where persons are cannot be known.

    Of private persons, and of everybody in a meeting whose names have gone (`privacy.names_until`): a surname by itself
    or after an initial, a name in an address, an id or the name of a file, and a text that was left out whole because
    of a name. A key that holds a person says nobody where that may be one of them: a surname with no other given name.
    In a meeting whose names have gone also what reads as a name: two words or more with capitals beside each
    other that are no words of the board, of bodies, of roles or of the calendar. Names in small letters, and one word
    alone, are not found so. Names of those who are known are told by their first letters only.

    Files are published as they are: attachments, and the pictures on slides. A name in the text of one, in what it
    says of itself, or in what is drawn is told where the file is named. What a scan shows is not read.
    """
    for span, one in public.left:
        yield _LEFT[one.kind].at(span, **({"found": one.words} if one.words else {}))
    yield from _leaking(public, NAME_IN_FILE, "name")


_LEFT: Mapping[str, Code] = {
    "name": NAME_READ,
    "part": NAME_PART,
    "address": NAME_ADDRESS,
    "whole": NAME_WHOLE,
    "doubt": NAME_DOUBT,
}


def _unprinted(en: str, nb: str, hint_en: str, hint_nb: str, severity: Severity = "error") -> Code:
    return Code("hidden-text", severity, en, nb, hint_en, hint_nb)


_TAKE_OUT = (
    "take it out; what is only for authors begins with # in YAML",
    "ta det ut; det som bare er for forfattere, begynner med # i YAML",
)
HIDDEN_TEXT: Mapping[unprinted.What, Code] = {
    "comment": _unprinted(
        'what "{found}" begins hides nothing here: it is printed word for word',
        "det «{found}» begynner, skjuler ingenting her: det blir trykt ord for ord",
        *_TAKE_OUT,
    ),
    "definition": _unprinted(
        'no link goes by the name "{found}", so that no reader sees what stands here',
        "ingen lenke bruker navnet «{found}», så ingen leser ser det som står her",
        *_TAKE_OUT,
    ),
    "title": _unprinted(
        'the title of a link is not printed: "{found}"',
        "tittelen på en lenke blir ikke trykt: «{found}»",
        "say it in the text, or take it out",
        "si det i teksten, eller ta det ut",
        "warning",
    ),
    "link": _unprinted(
        'a link without words is not seen: "{found}"',
        "en lenke uten ord synes ikke: «{found}»",
        "write [words](address), or take it out",
        "skriv [ord](adresse), eller ta den ut",
    ),
    "address": _unprinted(
        'this is no address, and no reader sees it: "{found}"',
        "dette er ingen adresse, og ingen leser ser det: «{found}»",
        "an address begins with https:// or mailto: and has no spaces",
        "en adresse begynner med https:// eller mailto: og har ikke mellomrom",
    ),
    "cell": _unprinted(
        'the table has no column for "{found}", which is not printed',
        "tabellen har ingen kolonne for «{found}», som ikke blir trykt",
        "give its head as many columns as its rows have",
        "gi hodet like mange kolonner som radene har",
    ),
    "letters": _unprinted(
        'not all that stands here is printed, and "{found}" is among what is not',
        "ikke alt som står her, blir trykt, og «{found}» er noe av det som ikke blir det",
        "write it more simply: without brackets, or without a table",
        "skriv det enklere: uten hakeparenteser, eller uten en tabell",
    ),
}


def hidden_text(public: Public) -> Iterator[Diagnostic]:
    """All that stands in a public text is there to be read. What Markdown drops, nobody proof-reads.

    Found are comments of HTML, definitions of links that no link uses, titles of links, links without words, cells
    that a table has no column for, and whatever else of a text is not printed. This rule is an error, for the sources
    and what machines read (`meeting.json`) have it all; titles of links, which other tools write by themselves, are
    warned of.
    """
    for span, one in public.unprinted:
        said = one.found if len(one.found) <= 60 else f"{one.found[:60]}…"
        yield HIDDEN_TEXT[one.what].at(span, found=said)


def _personal(public: Public, told: Telling, *kinds: file_leaks.What) -> Iterator[Diagnostic]:
    for span, one in public.personal:
        if one.kind in kinds:
            yield told[0].at(span, found=one.masked)
    yield from _leaking(public, told, *kinds)


def _leaking(public: Public, told: Telling, *whats: file_leaks.What) -> Iterator[Diagnostic]:
    """What files give away: at its line in a file of plain text, else where the file is named."""
    for path, file in public.files:
        for leak in public.leaks.get(file, ()):
            name, span = file.rpartition("/")[2], public.parsed.span(path)
            if leak.what not in whats:
                continue
            if leak.line:
                yield told[0].at(Span(file, leak.line, leak.column), found=leak.masked)
            elif leak.page:
                yield told[1].at(span, found=leak.masked, file=name, page=leak.page)
            else:
                yield told[2].at(span, found=leak.masked, file=name)


# ---- what was sent -------------------------------------------------------------------------------------------------

ITEM_VANISHED = Code(
    "item-vanished",
    "error",
    "{item} was sent, and is not here any more",
    "{item} er sendt ut, og er ikke her lenger",
    "leave it here with `outcome: withdrawn`, `outcome: postponed` or `withheld:`, or move it with akson move; a new "
    "number has the old one in `formerly:`, and one that was taken back stands in `withdrawn:` in board.yaml",
    "la den stå her med `outcome: withdrawn`, `outcome: postponed` eller `withheld:`, eller flytt den med akson move; "
    "et nytt nummer har det gamle i `formerly:`, og et som er trukket, står i `withdrawn:` i board.yaml",
)
UNNUMBERED_VANISHED = Code(
    "item-vanished",
    "error",
    "an item without a number was sent, and is not here any more",
    "en sak uten nummer er sendt ut, og er ikke her lenger",
    ITEM_VANISHED.hint_en,
    ITEM_VANISHED.hint_nb,
)


def item_vanished(meeting: SentMeeting) -> Iterator[Problem]:
    """An item that was sent does not just vanish from the agenda.

    Its number stands in papers that people have, and its address may stand anywhere. What happened to it is said: it
    is taken back or put off (`outcome: withdrawn`, `outcome: postponed`), withheld, moved to another meeting (`akson
    move`), or has another number (`formerly`). Where its number was a mistake it stands under `withdrawn` in
    board.yaml, and its address leads to a page that says so.
    """
    agenda = meeting.agenda
    pattern, year = _pattern(agenda.board), agenda.days[0].year
    taken_back = {numbers.read(number, year, pattern) for number in agenda.board.withdrawn}
    for _, number in meeting.vanished:
        if not number or numbers.read(number, year, pattern) not in taken_back:
            # What it was called may be the very thing that is not to be public: its number says enough.
            yield ITEM_VANISHED.of(("items",), item=number) if number else UNNUMBERED_VANISHED.of(("items",))


NUMBER_REUSED = Code(
    "number-reused",
    "error",
    "{number} was sent for another matter",
    "{number} er sendt ut for en annen sak",
    "a number that was sent stays with its matter: give this item another one; where it is the same matter written "
    "anew, add the line `silence: [number-reused]` to meeting.yaml",
    "et nummer som er sendt ut, følger saken: gi denne saken et annet; er det samme sak skrevet på nytt, legg "
    "til linjen `silence: [number-reused]` i meeting.yaml",
)


def number_reused(meeting: SentMeeting) -> Iterator[Problem]:
    """A number that was sent is not given to another matter.

    Whoever has the papers, or a link, would find something else under it. Told apart by title and texts together: an
    item that was written anew from end to end may look like another one, and then `silence` says that it is not.
    """
    for entry in meeting.others:
        yield NUMBER_REUSED.of((*entry.path, "number"), number=entry.item.number)


WITHHELD_AFTER_SENT = Code(
    "withheld-after-sent",
    "error",
    "{number} was sent publicly with the papers of meeting {meeting}, and is withheld here",
    "{number} ble sendt offentlig med dokumentene til møtet {meeting}, og er unntatt her",
    "withhold it there too (withheld: above its title); the papers that hold it are then withdrawn",
    "unnta den der også (withheld: over tittelen); dokumentene som har den, trekkes da tilbake",
)
PART_AFTER_SENT = Code(
    "withheld-after-sent",
    "error",
    "something is withheld here that was sent publicly as {number}, with the papers of meeting {meeting}",
    "her er noe unntatt som ble sendt offentlig som {number}, med dokumentene til møtet {meeting}",
    "withhold it there too, and the papers that hold it are withdrawn; if nothing of it was sent, add the line "
    "`silence: [withheld-after-sent]` to meeting.yaml",
    "unnta det der også, så trekkes dokumentene som har det, tilbake; er ikke noe av det sendt, legg til linjen "
    "`silence: [withheld-after-sent]` i meeting.yaml",
)


def withheld_after_sent(told: Told) -> Iterator[Found]:
    """What an item withholds that comes from another meeting is not in the papers that were sent of that one.

    A matter that is put off leaves its papers there: they are public as before, and so is the page that says what was
    changed. Withheld there as well they are withdrawn, and what they said of it leaves the site. Looked at are the
    items that one continues (`continues`, `formerly`), through as many meetings as it waited. An error, for nothing
    that is withheld may be public at another place.
    """
    code = WITHHELD_AFTER_SENT if told.item.withheld else PART_AFTER_SENT
    yield _at(code, told.card, told.item, number=told.number, meeting=told.meeting)


# ---- how it looks --------------------------------------------------------------------------------------------

COLOUR_CONTRAST = Code(
    "colour-contrast",
    "warning",
    "{colour} against white has a contrast of {ratio} : 1; text wants 4.5",
    "{colour} mot hvitt har en kontrast på {ratio} : 1; tekst trenger 4,5",
    "choose a darker shade of it",
    "velg en mørkere tone av den",
)


def colour_contrast(site: Site) -> Iterator[Problem]:
    """The publisher's own colours can be read: as text on white, and with white text on them (WCAG 2.2, 1.4.3).

    A dark screen has shades of its own, so white is what counts. The site as a whole cannot silence it.
    """
    colours = site.colours
    for key, colour in (("accent", colours.accent), ("deep", colours.deep)) if colours else ():
        ratio = 1.05 / (_luminance(colour) + 0.05) if colour else 21.0
        if colour and ratio < 4.5:
            yield COLOUR_CONTRAST.of(("colours", key), colour=colour, ratio=f"{ratio:.1f}")


def _luminance(colour: str) -> float:
    """The relative luminance of a colour such as "#00596b", from 0 to 1, as WCAG 2.2 defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


MEETING_RULES: tuple[MeetingRule, ...] = (
    time_order,
    time_end,
    time_overnight,
    time_ended,
    day_unknown,
    date_later,
    proposal_missing,
    information_decides,
    open_decides,
    type_unknown,
    adopted_unknown,
    board_name,
    link_target,
    image_in_text,
    alt_poor,
    withheld_word,
    minutes_undecided,
    person_unknown,
    slide_id_repeated,
    *VOTING_RULES,
    online_closed,
    attendance_item,
    attendance_twice,
    attendance_unaccounted,
    attendance_presumed,
    correction_early,
)
ARCHIVE_RULES: tuple[ArchiveRule, ...] = (
    number_repeated,
    number_gap,
    number_order,
    number_withdrawn,
    number_year,
    number_form,
    meeting_number_repeated,
    continues_unknown,
    postponed_waiting,
    approves_unknown,
    approves_later,
    approves_twice,
    approves_issue,
    approved_undecided,
    follow_up_unknown,
    follow_up_closed,
    follow_up_withheld,
)
CONTINUED_RULES: tuple[ContinuedRule, ...] = (withheld_after_sent,)
SITE_RULES: tuple[SiteRule, ...] = (colour_contrast,)
PUBLIC_RULES: tuple[PublicRule, ...] = (
    personal_number,
    personal_account,
    personal_health,
    personal_passport,
    name_left,
    attachment_hidden,
    attachment_redaction,
    attachment_author,
    attachment_unread,
    picture_place,
    file_withheld_elsewhere,
    hidden_text,
)
SENT_RULES: tuple[SentRule, ...] = (item_vanished, number_reused)
MINUTES_RULES: tuple[MinutesRule, ...] = (minutes_not_kept,)
RULES: tuple[Rule, ...] = (
    MEETING_RULES + ARCHIVE_RULES + SENT_RULES + MINUTES_RULES + CONTINUED_RULES + SITE_RULES + PUBLIC_RULES
)


# ---- walking -------------------------------------------------------------------------------------------------


def _numbered(board: Board, cards: Sequence[MeetingCard]) -> Iterator[tuple[MeetingCard, ItemCard, numbers.Number]]:
    for card in cards:
        for item in card.items:
            number = number_of(card, item.number, board)
            if number is not None:
                yield card, item, number


def _pattern(board: Board) -> str:
    return board.item_number.pattern if board.item_number else ""


def _at(code: Code, card: MeetingCard, item: ItemCard, **parameters: str | int) -> Found:
    return Found(code, card, item.where or Span(card.address), tuple(parameters.items()))


def _of(code: Code, card: MeetingCard, **parameters: str | int) -> Found:
    return Found(code, card, card.where or Span(card.address), tuple(parameters.items()))


def _approving(code: Code, card: MeetingCard, item: ItemCard, **parameters: str | int) -> Found:
    return Found(code, card, item.approves_where or Span(card.address), tuple(parameters.items()))


def _listed(agenda: Agenda, *keys: str) -> Iterator[tuple[Path, Row]]:
    """The rows of some of the lists of attendance, with their places."""
    for key in keys if agenda.meeting.attendance else ():
        rows = getattr(agenda.meeting.attendance, key)
        for place, row in enumerate(rows if isinstance(rows, tuple) else ()):
            yield ("attendance", key, place), row


def _slides(agenda: Agenda) -> Iterator[tuple[Path, SlideBase]]:
    for entry in agenda.entries:
        for place, slide in enumerate(entry.item.slides):
            if isinstance(slide, SlideBase):
                yield (*entry.path, "slides", place), slide


def _words(agenda: Agenda) -> Iterator[tuple[Path, Words]]:
    """Every text of the meeting that readers see, with its place; what a part withholds as a whole is left out."""

    def open_(held: Any, field: Field | None) -> Any:
        whole = isinstance(held, Value) and not isinstance(held, Words)
        return None if whole and getattr(held, "withheld", None) else held

    shown = walk.leaves(walk.rebuilt(agenda.meeting, open_), enters=lambda field, held: field.visibility != "private")
    yield from ((leaf.path, leaf.value) for leaf in shown if isinstance(leaf.value, Words))


def _clock(moment: object) -> str:
    return str(moment)[:5].replace(":", ".")
