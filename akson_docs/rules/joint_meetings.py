"""Rules of meetings that boards hold together: which boards, and which of them voted."""

from __future__ import annotations

from collections.abc import Iterator

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath, nearest
from akson_docs.meetings import record, redaction
from akson_docs.meetings.agenda import Agenda

WITH_UNKNOWN = Code(
    "with-unknown",
    "error",
    N_('there is no other board "{found}" that can be read'),
    N_("a board is called by its folder; the meeting's own is not named"),
)


def with_unknown(agenda: Agenda) -> Iterator[Problem]:
    """The boards that a meeting is held together with (`with`) are other boards of the site, by their folders.

    Another name is an error, because nobody of that board could be counted.
    """
    for place, name in enumerate(agenda.meeting.with_):
        if name not in agenda.joint or name in agenda.meeting.with_[:place]:
            yield WITH_UNKNOWN.of(("with", place), found=name)


WITH_HIDDEN = Code(
    "with-hidden",
    "error",
    N_("this board is public, and {board} is not: the meeting would name its members"),
    N_("hold it as a meeting of the board that is not public, or write `public: yes` for both"),
)


def with_hidden(agenda: Agenda) -> Iterator[Problem]:
    """A public meeting names nobody of a board that is not public. Where two boards meet together and one is not, the
    meeting is that board's.

    It is an error, because the page and the minutes would name its members.
    """
    for place, name in enumerate(agenda.meeting.with_ if redaction.is_shown(agenda.board, agenda.site) else ()):
        other = agenda.joint.get(name)
        if other is not None and not redaction.is_shown(other, agenda.site):
            yield WITH_HIDDEN.of(("with", place), board=name)


VOTE_BOARD = Code(
    "vote-board",
    "error",
    N_("it is not said which board voted: {boards}"),
    N_("each board votes for itself: write `board` and its folder on the vote, and a vote for each"),
)
BOARD_UNKNOWN = Code(
    "vote-board",
    "error",
    N_('"{found}" does not meet here: {boards}'),
    N_("a board that is there is named by its folder, and stands under `with` where the meeting is another's"),
)


def vote_board(agenda: Agenda) -> Iterator[Problem]:
    """Where boards meet together each votes for itself, so that each has its own majority and its own quorum. The rule
    checks that every vote and every election says which board it is of.

    Nobody can guess it, and minutes would count everybody as one board: so it is an error.
    """
    known = tuple(record.boards(agenda))
    for entry in agenda.entries:
        held: list[tuple[ValuePath, str]] = [(path, vote.board) for path, vote in record.every_vote(entry)]
        held += [((*entry.path, "elections", place), one.board) for place, one in enumerate(entry.item.elections)]
        for path, name in held:
            if name and name not in known:
                told = nearest(name, known)
                yield BOARD_UNKNOWN.of((*path, "board"), found=name, boards=", ".join(known), nearest=told)
            elif not name and len(known) > 1:
                yield VOTE_BOARD.of(path, boards=", ".join(known))
