"""The domain's rules: each a function whose docstring is its page in the manual.

A rule's code is its function's name with hyphens; its words stand before it. Unless it says otherwise a rule only
warns. A board makes it an error, a warning, a note or nothing with `rules:`, a meeting turns it off with `silence:`.

To add one: write the words and the function in the module of its subject (`numbering`, `schedule`, `decisions`,
`texts`, `attendance`, `minutes`, `personal_data`, `sent`, `appearance`, `votes`, `results`, `kommuneloven`), and name
the function in the list below that takes its kind: `MEETING_RULES` is asked of one meeting, `ARCHIVE_RULES` of a
board's meetings together.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Problem, Severity, Span, ValuePath, located, nearest
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.cards import MeetingCard
from akson_docs.meetings.revisions import continued
from akson_docs.meetings.revisions.continued import SentPapers, ToldEarlier
from akson_docs.model.documents import Board, Meeting, Site
from akson_docs.rules.appearance import colour_contrast, site_made_up
from akson_docs.rules.attendance import (
    attendance_item,
    attendance_presumed,
    attendance_twice,
    attendance_unaccounted,
    attendance_unplaced,
    online_closed,
    person_unknown,
    persons_joined,
)
from akson_docs.rules.decisions import (
    adopted_unknown,
    board_name,
    field_unknown,
    information_decides,
    mark_unknown,
    open_decides,
    proposal_missing,
    type_unknown,
)
from akson_docs.rules.joint_meetings import vote_board, with_hidden, with_unknown
from akson_docs.rules.kommuneloven import blank_vote, chair_absent, impartiality_basis, quorum, secret_ballot, vote_duty
from akson_docs.rules.minutes import (
    approved_undecided,
    approves_issue,
    approves_later,
    approves_twice,
    approves_unknown,
    correction_early,
    follow_up_closed,
    follow_up_unknown,
    follow_up_withheld,
    minutes_not_kept,
    minutes_undecided,
    published_early,
    record_early,
)
from akson_docs.rules.numbering import (
    continues_unknown,
    meeting_number_repeated,
    number_form,
    number_gap,
    number_order,
    number_repeated,
    number_withdrawn,
    number_year,
    postponed_waiting,
    resolution_number,
)
from akson_docs.rules.personal_data import (
    attachment_author,
    attachment_hidden,
    attachment_redaction,
    attachment_unread,
    file_withheld_elsewhere,
    hidden_text,
    name_left,
    personal_account,
    personal_health,
    personal_number,
    personal_passport,
    picture_place,
)
from akson_docs.rules.results import (
    casting_vote,
    decision_not_carried,
    election_result,
    election_undecided,
    outcome_adopted,
    outcome_carried,
    tie_undecided,
)
from akson_docs.rules.rule_inputs import KeptMinutes, MeetingProblem, SentMeeting
from akson_docs.rules.scan.public_content import Public, same_words
from akson_docs.rules.scan.public_content import place as placed
from akson_docs.rules.schedule import date_later, day_unknown, time_end, time_ended, time_order, time_overnight
from akson_docs.rules.sent import WITHHELD_AFTER_SENT, item_vanished, number_reused, withheld_after_sent
from akson_docs.rules.texts import (
    alt_poor,
    image_in_text,
    link_target,
    markdown_in_line,
    slide_id_repeated,
    withheld_word,
)
from akson_docs.rules.votes import (
    candidate_twice,
    motion_outcome,
    motion_repeated,
    point_unknown,
    unanimous,
    vote_count,
    vote_more,
    vote_on_unknown,
    vote_twice,
    vote_unknown,
)
from akson_docs.sources.loader import Parsed

MeetingRule = Callable[[Agenda], Iterator[Problem]]

ArchiveRule = Callable[[Board, Sequence[MeetingCard]], Iterator[MeetingProblem]]
SentRule = Callable[[SentMeeting], Iterator[Problem]]
MinutesRule = Callable[[KeptMinutes], Iterator[Problem]]
ContinuedRule = Callable[[ToldEarlier], Iterator[MeetingProblem]]
SiteRule = Callable[[Site], Iterator[Problem]]
PublicRule = Callable[[Public], Iterator[Diagnostic]]
Rule = MeetingRule | ArchiveRule | SentRule | MinutesRule | ContinuedRule | SiteRule | PublicRule


def meeting_rules(
    parsed: Parsed[Meeting],
    agenda: Agenda,
    read: Callable[[str], bytes],
    rules: Sequence[MeetingRule] | None = None,
) -> tuple[Diagnostic, ...]:
    """What the rules within a meeting find, or some of them, each as grave as its board and the meeting say; `read`
    gives the bytes of a source file, by its path."""
    found = []
    for rule in MEETING_RULES if rules is None else rules:
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


def is_premature(found: Diagnostic) -> bool:
    """Whether only the end of the meeting can answer it."""
    return found.severity != "error" and found.code in {_code(rule) for rule in AFTERWARDS}


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


def paper_rules(found: Iterable[Diagnostic], board: Board, silenced: Iterable[str]) -> tuple[Diagnostic, ...]:
    """What was found in a finished paper, as grave as its board and the meeting say."""
    graded = ((one, _severity(one.code, board, silenced)) for one in found)
    return tuple(replace(one, severity=severity or one.severity) for one, severity in graded if severity != "off")


def archive_rules(
    cards: Sequence[MeetingCard], boards: Mapping[str, Board], sent: SentPapers = lambda card: ()
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
        told = told_elsewhere(meetings, boards[name], sent)
        every = [(_code(rule), rule(boards[name], meetings)) for rule in ARCHIVE_RULES]
        every += [(_code(rule), rule(one)) for rule in CONTINUED_RULES for one in told]
        for code, ones in every:
            for one in ones:
                severity = _severity(code, boards[name], one.card.silenced) or one.code.severity
                if severity != "off":
                    found.append(Diagnostic(one.code.name, severity, one.span, one.code.words, one.parameters))
    return tuple(found)


def told_elsewhere(cards: Sequence[MeetingCard], board: Board, sent: SentPapers) -> tuple[ToldEarlier, ...]:
    """The items that `withheld_after_sent` tells of, of a board's full cards, but those of which it is silenced."""
    code, ordered = WITHHELD_AFTER_SENT.name, sorted(cards, key=lambda card: (card.date, card.folder))
    found = continued.told(board, ordered, sent)
    return tuple(one for one in found if _severity(code, board, one.card.silenced) != "off")


def board_rules(parsed: Parsed[Board], board: Board) -> tuple[Diagnostic, ...]:
    """The rules that a board names and that are none."""
    known = [code_name(rule) for rule in RULES]
    unknown = (_unknown(name, ("rules", name), known) for name in board.rules if name not in known)
    return tuple(located(one, parsed.spans, Span(parsed.file), "warning") for one in unknown)


def code_name(rule: Rule) -> str:
    """The code of a rule: what `rules:` and `silence:` call it."""
    return rule.__name__.replace("_", "-")


def reason(rule: Rule) -> tuple[str, ...]:
    """Why a rule is one, as its docstring says it: paragraphs, each in one line. The catalogues have them."""
    return tuple(" ".join(part.split()) for part in inspect.cleandoc(rule.__doc__ or "").split("\n\n") if part.strip())


_code = code_name


def _severity(code: str, board: Board, silenced: Iterable[str]) -> Severity | None:
    if code in silenced:
        return "off"
    return board.rules.get(code)


def _unknown(name: str, path: ValuePath, known: Sequence[str]) -> Problem:
    return SILENCE.of(path, found=name, nearest=nearest(name, known), known=", ".join(known))


SILENCE = Code("silence-unknown", "warning", N_('there is no rule "{found}"'), N_("the rules are: {known}"))

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
    field_unknown,
    mark_unknown,
    adopted_unknown,
    board_name,
    link_target,
    image_in_text,
    markdown_in_line,
    alt_poor,
    withheld_word,
    minutes_undecided,
    with_unknown,
    with_hidden,
    person_unknown,
    persons_joined,
    slide_id_repeated,
    vote_board,
    vote_count,
    vote_more,
    unanimous,
    vote_unknown,
    vote_on_unknown,
    point_unknown,
    motion_repeated,
    motion_outcome,
    vote_twice,
    candidate_twice,
    tie_undecided,
    decision_not_carried,
    outcome_adopted,
    outcome_carried,
    casting_vote,
    election_undecided,
    election_result,
    blank_vote,
    vote_duty,
    secret_ballot,
    chair_absent,
    quorum,
    impartiality_basis,
    online_closed,
    attendance_item,
    attendance_twice,
    attendance_unaccounted,
    attendance_unplaced,
    attendance_presumed,
    correction_early,
    published_early,
)
OF_NAMES: tuple[MeetingRule, ...] = (
    with_unknown,
    type_unknown,
    field_unknown,
    mark_unknown,
    link_target,
    person_unknown,
    persons_joined,
    slide_id_repeated,
    vote_on_unknown,
    motion_repeated,
    attendance_item,
)
"""What can be told of a meeting in which days, times or numbers are wrong: whether what is named there is there."""
ARCHIVE_RULES: tuple[ArchiveRule, ...] = (
    number_repeated,
    number_gap,
    number_order,
    number_withdrawn,
    number_year,
    resolution_number,
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
OF_ABSENCE = frozenset(("number-gap", "continues-unknown", "approves-unknown", "follow-up-unknown"))
"""The codes of what says that something is in no meeting: it may be in one that cannot be read."""
AFTERWARDS: tuple[MeetingRule, ...] = (
    minutes_undecided,
    attendance_presumed,
    attendance_unaccounted,
    attendance_unplaced,
    tie_undecided,
    election_undecided,
    decision_not_carried,
    vote_duty,
    quorum,
)
"""What only the end of a meeting can answer: nothing less than an error is told of it before the day."""
BEFOREHAND: tuple[MeetingRule, ...] = (record_early,)
"""What is asked of a meeting that is still to come."""
CONTINUED_RULES: tuple[ContinuedRule, ...] = (withheld_after_sent,)
SITE_RULES: tuple[SiteRule, ...] = (colour_contrast, site_made_up)
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
    *MEETING_RULES, *BEFOREHAND, *ARCHIVE_RULES, *SENT_RULES, *MINUTES_RULES, *CONTINUED_RULES, *SITE_RULES,
    *PUBLIC_RULES,
)  # fmt: skip
