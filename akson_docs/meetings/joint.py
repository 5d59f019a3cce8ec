"""Boards that meet together: each with its own members, its own quorum and its own votes.

The people of the other boards are known in such a meeting by their board and their id, `planning:mayor`: two boards may
have a leader each.
"""

from __future__ import annotations

from collections.abc import Mapping

from akson_docs.model.documents import Board, Meeting

PEOPLE = ("members", "substitutes", "observers", "secretariat", "administration")


def others(meeting: Meeting, own: str, boards: Mapping[str, Board]) -> dict[str, Board]:
    """The other boards that a meeting of a board says it is held with, as far as they are among the boards."""
    return {name: boards[name] for name in meeting.with_ if name in boards and name != own}


def joined(board: Board, joint: Mapping[str, Board]) -> Board:
    """A board with the people of those that it meets with."""
    if not joint:
        return board
    people = {
        key: (
            *getattr(board, key),
            *(
                person.joining(name, other.short or other.name)
                for name, other in joint.items()
                for person in getattr(other, key)
            ),
        )
        for key in PEOPLE
    }
    parties = (party for one in (board, *joint.values()) for party in one.parties)
    return board.model_copy(update={**people, "parties": tuple(dict.fromkeys(parties))})


def board_of(id_: str, own: str, joint: Mapping[str, Board]) -> str:
    """Of which of the boards somebody is, by the id in the meeting."""
    name, mark, _ = id_.partition(":")
    return name if mark and name in joint else own
