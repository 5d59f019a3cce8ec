"""What the folders under `meetings/` say: which boards there are, and which meetings each has."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from akson_docs.catalogue import LANGUAGES, N_
from akson_docs.diagnostics import Code, Diagnostic, Span, has_errors, nearest, ordered
from akson_docs.model import numbers
from akson_docs.sources import stray_files

TOP = "meetings"
CALENDAR, EVIDENCE, SEARCH = "kalender/", "tilgjengelighet/", "sok/"
"""Where the pages of the site lie that are no board's: all meetings to come and what can be followed, how pages and
papers are tested, searching. In Norwegian in every language, for addresses stay; so are those of registers."""
RESOLUTIONS, ACTIONS, VOTES = "vedtak/", "oppfolging/", "stemmer/"
"""Where registers lie, below a board; the first two of all boards below the site."""
DATA, SCHEMAS = "data/", "schema/"
"""Where the data of years lie, and what data look like."""
DATA_INDEX = f"{DATA}index.json"
"""Which data there are."""
_OF_SITE = tuple(one.rstrip("/") for one in (CALENDAR, EVIDENCE, SEARCH, RESOLUTIONS, ACTIONS, DATA, SCHEMAS))
TAKEN_BOARDS = ("assets", *_OF_SITE, *LANGUAGES)
"""Names at the top of the site that no board can have."""
TAKEN_MEETINGS = ("item", *(one.rstrip("/") for one in (RESOLUTIONS, ACTIONS, VOTES)))
"""Names within a board's folder that no meeting can have."""

NO_ARCHIVE = Code(
    "no-meetings",
    "error",
    N_("there is no folder meetings/ here"),
    N_("run this in the folder that holds meetings/, or name it with --root; `akson new site` starts one"),
)
NO_SITE = Code(
    "no-site",
    "error",
    N_("meetings/ has no site.yaml"),
    N_("write one with name, publisher and address; `akson new site` makes one"),
)
EMPTY = Code(
    "empty-archive",
    "warning",
    N_("there is no meeting in meetings/ yet, and the site says so"),
    N_("a meeting is a file meetings/<board>/<year>-<nn>/meeting.yaml; `akson new meeting BOARD DATE` makes one"),
)
NO_BOARD = Code(
    "no-board", "error", N_("{folder} has meetings and no board.yaml"), N_("write one with the board's name")
)
NO_MEETING = Code(
    "no-meeting",
    "warning",
    N_("{folder} has no meeting.yaml and is left out"),
    N_("name the meeting's file meeting.yaml, or let the folder's name begin with _"),
)
SITE_MISNAMED = Code(
    "no-site", "error", N_("meetings/ has no site.yaml, but {other}"), N_("call that file site.yaml, if it is the one")
)
BOARD_MISNAMED = Code(
    "no-board",
    "error",
    N_("{folder} has no board.yaml, but {other}"),
    N_("call that file board.yaml, if it is the one"),
)
MEETING_MISNAMED = Code(
    "no-meeting",
    "error",
    N_("{folder} has no meeting.yaml, but {other}, and is left out"),
    N_("call that file meeting.yaml, if it is the one; or let the folder's name begin with _"),
)
MEETING_PLACE = Code(
    "meeting-place",
    "error",
    N_("a meeting does not lie here, and is not read"),
    N_("it is a file meetings/<board>/<year>-<nn>/meeting.yaml, in a folder of its own"),
)
FOLDER_NAME = Code(
    "folder-name",
    "error",
    N_('the folder "{found}" cannot be an address'),
    N_('use small letters a–z, digits and hyphens: "{better}"'),
)
FOLDER_TAKEN = Code(
    "folder-taken",
    "error",
    N_('no folder here can be called "{found}": the site uses that address itself'),
    N_("give the folder another name"),
)
ADDRESS_TAKEN = Code(
    "address-taken", "error", N_("{other} has the same address"), N_("give one of the folders another name")
)

BOARD_UNKNOWN = Code(
    "board-unknown",
    "error",
    N_('there is no board "{found}"'),
    N_("the boards are {boards}; `akson new board` makes another"),
)
MEETING_UNKNOWN = Code(
    "meeting-unknown",
    "error",
    N_('there is no meeting "{found}"'),
    N_("name it as board/folder; there are: {known}"),
)


class MeetingKey(NamedTuple):
    """Which meeting: the folder of its board, and its own in that."""

    board: str
    folder: str

    @classmethod
    def named(cls, name: str) -> MeetingKey:
        """The meeting that is called so; by the name of a board alone, one in it without a folder."""
        board, _, folder = name.partition("/")
        return cls(board, folder)

    @property
    def name(self) -> str:
        """`<board>/<folder>`: how it is called, by people and in records."""
        return f"{self.board}/{self.folder}"

    @property
    def address(self) -> str:
        """`<board>/<folder>/`: where it lies on the site."""
        return f"{self.board}/{self.folder}/"

    @property
    def path(self) -> str:
        """`meetings/<board>/<folder>`: its folder, from the root."""
        return f"{TOP}/{self.board}/{self.folder}"

    @property
    def prefix(self) -> str:
        """`meetings/<board>/<folder>/`: what the paths of its files begin with."""
        return f"{TOP}/{self.board}/{self.folder}/"

    def file(self, name: str) -> str:
        """The path from the root of one of its files, by that from its folder."""
        return f"{TOP}/{self.board}/{self.folder}/{name}"


def board_file(board: str) -> str:
    """Where a board is described, from the root: `meetings/<board>/board.yaml`."""
    return f"{TOP}/{board}/board.yaml"


def no_board(found: str, boards: Iterable[str], span: Span | None = None) -> Diagnostic:
    """That there is no such board, with the one that was probably meant, and which there are; where it was named, or
    else of its folder."""
    known = sorted(boards)
    told = {"found": found, "boards": ", ".join(known) or "-", "nearest": nearest(found, known)}
    return BOARD_UNKNOWN.at(span or Span(f"{TOP}/{found}"), **told)


def no_meeting(key: MeetingKey, known: Iterable[MeetingKey]) -> Diagnostic:
    """That there is no such meeting, with the one that was probably meant; told of its folder."""
    folders: dict[str, list[str]] = defaultdict(list)
    for one in sorted(known):
        folders[one.board].append(one.folder)
    board = key.board if key.board in folders else nearest(key.board, folders)
    there = folders.get(board, [])
    same = (one for one in there if _counted(one) == _counted(key.folder))
    meant = next(same, "") or nearest(key.folder, there)
    listed = [f"{board}/{one}" for one in there] or [f"{one}/{last[-1]}" for one, last in folders.items()]
    return MEETING_UNKNOWN.at(
        Span(key.path),
        found=key.name,
        known=", ".join(listed[-LISTED:]) or "-",
        nearest=f"{board}/{meant}" if meant else "",
    )


LISTED = 6
"""How many meetings are named where one is not found."""


def _counted(folder: str) -> list[str]:
    """A folder's name as it counts: "2026-1" is "2026-01"."""
    return [str(int(part)) if part.isdecimal() else part for part in folder.split("-")]


@dataclass(frozen=True)
class Archive:
    """The boards by id, each with its meetings' folders, in order; and what is wrong with the folders."""

    boards: Mapping[str, tuple[str, ...]]
    diagnostics: tuple[Diagnostic, ...]

    @cached_property
    def keys(self) -> tuple[MeetingKey, ...]:
        """The meetings, board by board."""
        return tuple(MeetingKey(board, folder) for board, folders in self.boards.items() for folder in folders)


def archive(paths: Iterable[str]) -> Archive:
    """The archive that the paths of all files and folders (with "/" at the end) under the root make up."""
    everything = set(paths)
    if TOP + "/" not in everything:
        return Archive({}, (NO_ARCHIVE.at(Span(TOP)),))
    found: list[Diagnostic] = []
    files: dict[str, list[str]] = defaultdict(list)
    inside: dict[str, list[str]] = defaultdict(list)
    for path in sorted(everything):
        parent, _, name = path.rstrip("/").rpartition("/")
        (inside if path.endswith("/") else files)[parent].append(name)

    def lacking(folder: str, name: str, as_it_is: Code, misnamed: Code) -> Diagnostic:
        """That a folder lacks a file; with the file that probably is the one."""
        other = stray_files.misnamed(name, files[folder])
        if other:
            return misnamed.at(Span(f"{folder}/{other}"), folder=folder, other=other)
        return as_it_is.at(Span(f"{folder}/{name}"), folder=folder)

    if f"{TOP}/site.yaml" not in everything:
        found.append(lacking(TOP, "site.yaml", NO_SITE, SITE_MISNAMED))
    boards: dict[str, tuple[str, ...]] = {}
    for board in inside[TOP]:
        top = f"{TOP}/{board}"
        folders = inside[top]
        meetings = tuple(name for name in folders if MeetingKey(board, name).file("meeting.yaml") in everything)
        if board_file(board) not in everything:
            if meetings or stray_files.misnamed("board.yaml", files[top]):
                found.append(lacking(top, "board.yaml", NO_BOARD, BOARD_MISNAMED))
            continue
        boards[board] = meetings
        found += _names(top, meetings, TAKEN_MEETINGS)
        without = (MeetingKey(board, name) for name in folders if name not in meetings)
        found += [lacking(key.path, "meeting.yaml", NO_MEETING, MEETING_MISNAMED) for key in without]
    elsewhere = (path for path in everything if path.startswith(f"{TOP}/") and path.endswith("/meeting.yaml"))
    found += [MEETING_PLACE.at(Span(path)) for path in elsewhere if path.count("/") != 3]
    found += _names(TOP, boards, TAKEN_BOARDS)
    if not any(boards.values()) and not has_errors(found):
        found.append(EMPTY.at(Span(TOP)))
    return Archive(boards, ordered(found))


def _names(top: str, names: Iterable[str], taken: tuple[str, ...]) -> list[Diagnostic]:
    found = []
    alike = defaultdict(list)
    for name in names:
        alike[unicodedata.normalize("NFKC", name).casefold()].append(name)
    for same in alike.values():
        for name in same[1:]:
            found.append(ADDRESS_TAKEN.at(Span(f"{top}/{name}"), other=f"{top}/{same[0]}"))
    for name in names:
        if name in taken:
            found.append(FOLDER_TAKEN.at(Span(f"{top}/{name}"), found=name))
        elif not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            found.append(FOLDER_NAME.at(Span(f"{top}/{name}"), found=name, better=numbers.slug(name)))
    return found
