"""Who gets a meeting's papers by mail: the people of its board on the day, with the addresses of a file outside git.

Addresses in git stay there for good. So the file lies outside `meetings/`, and git knows nothing of it:

    styringsgruppen:
      leder: leder@example.no
      medlem-1: {address: medlem@example.no, language: nn}
      presse: {name: Lokalavisen, address: tips@example.no, role: press}

An id is one of `board.yaml`; who is no such person has a name and a role of their own. Who has no mailbox is invited
on paper: `{by: post}`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from akson_docs.catalogue import LANGUAGES, N_
from akson_docs.diagnostics import Code, Diagnostic, Span, has_errors, nearest
from akson_docs.meetings import people
from akson_docs.model.documents import Board, Person
from akson_docs.sources import meant, yaml_source

GROUPS = ("members", "substitutes", "observers", "secretariat", "administration")
"""The groups of a board, each the role of those in it."""
KEYS = ("address", "name", "language", "role", "by")

ADDRESS_FORM = Code("address-form", "error", N_('"{found}" is no e-mail address'), N_("write it as name@example.no"))
ADDRESS_SIGNS = Code(
    "address-signs",
    "error",
    N_('not every mail server takes "{found}": before the @ there are letters a–z, digits and signs alone'),
    N_("ask for another address, or write {by: post}"),
)
ADDRESS_TWICE = Code(
    "address-twice",
    "error",
    N_('"{found}" stands here for two people; one of them would get nothing of their own'),
    N_("give each of them an address of their own"),
)
ADDRESS_MISSING = Code(
    "address-missing",
    "error",
    N_("{who} has no address"),
    N_('add "{id}: …" under "{board}", or "{id}: {by: post}"'),
)
ADDRESS_GONE = Code(
    "recipient-gone",
    "error",
    N_("{id} was invited, is not among them any more, and no address is here to say so to"),
    N_('write the address as "{id}: …" under "{board}", or say --told {id} when they know it'),
)
BOARD_MISSING = Code(
    "recipients-board",
    "error",
    N_('there is nobody here for the board "{board}"'),
    N_('write "{board}:" at the start of a line, and below it, indented, "id: name@example.no" for each: {ids}'),
)
BOARD_STRANGE = Code(
    "recipients-board",
    "warning",
    N_('there is no board "{found}"'),
    N_("a line that is not indented names a board, by its folder: {known}"),
)
RECIPIENT_UNKNOWN = Code(
    "recipient-unknown",
    "error",
    N_('there is no "{found}" in the board'),
    N_("write an id of board.yaml, or give a name and a role as well"),
)
RECIPIENT_KEY = Code(
    "recipient-key", "error", N_('unknown key "{found}"'), N_("the keys are address, name, language, role and by")
)
BY_UNKNOWN = Code(
    "recipient-by",
    "error",
    N_('there is no way to be invited called "{found}"'),
    N_("write by: post for one who gets it on paper; else leave it out"),
)
LANGUAGE_UNKNOWN = Code(
    "recipient-language",
    "error",
    N_('there is no language "{found}" here'),
    N_("the languages are {known}; leave it out for the meeting's"),
)
ROLE_NEAR = Code(
    "recipient-role",
    "error",
    N_('the role "{found}" is written otherwise'),
    N_("write it as the board has it, or take it out"),
)
NOBODY = Code(
    "recipient-none",
    "error",
    N_("nobody is to get it: on the day of the meeting nobody here is {to}"),
    N_("those that are here: {known}; name them with --to"),
)


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a letter."""

    id: str
    name: str
    address: str
    role: str
    """One of `GROUPS`, or a role of their own: "press"."""
    language: str = ""
    """"" for the meeting's."""
    by_post: bool = False
    """Whether they get it on paper, and no mail."""


OF_ONE = frozenset((ADDRESS_FORM.name, ADDRESS_SIGNS.name, ADDRESS_MISSING.name, ADDRESS_GONE.name))
"""What is wrong with one alone, and keeps nobody else from a letter."""


@dataclass(frozen=True)
class Listed:
    """Whom a file of recipients has for a meeting."""

    chosen: tuple[Recipient, ...] = ()
    """Who gets it. One whose address is missing or none is here all the same, with ""."""
    every: Mapping[str, Recipient] = field(default_factory=dict)
    """All that have an address here or get it by post, by their ids; among them who is in the board no more."""
    diagnostics: tuple[Diagnostic, ...] = ()
    file: str = ""
    """Where it lies; "" for none."""


def recipients(
    data: bytes,
    file: str,
    board_id: str,
    boards: Mapping[str, Board],
    day: date,
    to: Sequence[str],
    had: Collection[str] = (),
) -> Listed:
    """Who gets it: the people of one of the boards on a day whose role or id is among `to`, and what is wrong with the
    file.

    Those whose ids are in `had`, for they were invited before, are among them whatever their role.
    """
    found = yaml_source.read(data, file)
    if found.value is None:
        return Listed(diagnostics=found.diagnostics, file=file)
    board = boards[board_id]
    there = dict(_people(board, day))
    strange = tuple(_boards(found, boards, file))
    rows, top = found.value.get(board_id), found.keys.get((board_id,), Span(file))
    if not rows or not isinstance(rows, dict):
        near = [replace(one, severity="error") for one in strange if dict(one.parameters)["nearest"] == board_id]
        ids = ", ".join(there) or "-"
        told = near[0] if near else BOARD_MISSING.at(top, board=board_id, ids=ids)
        return Listed(diagnostics=(*found.diagnostics, told), file=file)
    wrong = [*found.diagnostics, *strange]
    listed: dict[str, tuple[Recipient, Span]] = {}
    for name, row in rows.items():
        place = _ListedRow(found, (board_id, name), row if isinstance(row, dict) else {"address": row}, file)
        person, group = there.get(name) or next(((one, "") for one in board.people if one.id == name), (None, ""))
        if person is None and not (place.said("name") and place.said("role")) and name not in had:
            wrong.append(place.key(RECIPIENT_UNKNOWN, nearest=nearest(name, (one.id for one in board.people))))
        called = place.said("name") or (people.name_on(person, day) if person else name)
        one, lacks = _recipient(place, name, called, group)
        wrong += lacks
        listed[name] = (one, place.span)
    for name, (member, group) in there.items():
        if {group, name} & set(to) | {name} & set(had) and name not in listed:
            wrong.append(ADDRESS_MISSING.at(top, who=people.name_on(member, day), id=name, board=board_id))
            listed[name] = (Recipient(name, people.name_on(member, day), "", group), Span(file))
    outsiders = {name for name, (one, _) in listed.items() if one.role and name not in {one.id for one in board.people}}
    chosen = [
        one
        for name, (one, _) in listed.items()
        if name in there or name in outsiders
        if {one.role, name} & set(to) or name in had
    ]
    wrong += _twice(listed[one.id] for one in chosen)
    if not (chosen or has_errors(wrong)):
        known = ", ".join(f"{one.id} ({one.role})" for one, _ in listed.values()) or "–"
        wrong.append(NOBODY.at(Span(file), to=", ".join(to), known=known))
    every = {name: one for name, (one, _) in listed.items() if one.address or one.by_post}
    return Listed(tuple(chosen), every, tuple(wrong), file)


@dataclass(frozen=True)
class _ListedRow:
    """What a file of recipients says of one, and where."""

    found: yaml_source.Read
    path: tuple[str, str]
    held: Mapping[str, object]
    file: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.found.spans.get(self.path) or self.found.keys.get(self.path) or Span(self.file)

    def said(self, key: str) -> str:
        """What stands for a key; "" for nothing."""
        return str(self.held.get(key, ""))

    def key(self, code: Code, key: str = "", **parameters: str) -> Diagnostic:
        """That there is something wrong with a key of it, or with its own."""
        path = (*self.path, key) if key else self.path
        return code.at(self.found.keys.get(path, self.span), found=path[-1], **parameters)

    def value(self, code: Code, key: str, **parameters: str) -> Diagnostic:
        """That there is something wrong with what stands for a key."""
        return code.at(self.found.spans.get((*self.path, key), self.span), found=self.said(key), **parameters)


def _recipient(row: _ListedRow, name: str, called: str, group: str) -> tuple[Recipient, list[Diagnostic]]:
    """Who is meant by a row, and what is wrong with it."""
    wrong = [row.key(RECIPIENT_KEY, key, nearest=nearest(key, KEYS)) for key in row.held if key not in KEYS]
    by, spoken, role = row.said("by"), row.said("language"), row.said("role") or group
    if by not in ("", "post"):
        wrong.append(row.value(BY_UNKNOWN, "by"))
    address = "" if by == "post" else _address(row.said("address"))
    if isinstance(address, Code):
        wrong.append(row.value(address, "address"))
        address = ""
    if spoken and spoken not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        wrong.append(row.value(LANGUAGE_UNKNOWN, "language", known=known, nearest=meant.choice(spoken, LANGUAGES)))
        spoken = ""
    near = difflib.get_close_matches(role, GROUPS, 1, 0.8)
    if near and role not in GROUPS:
        wrong.append(row.value(ROLE_NEAR, "role", nearest=near[0]))
    return Recipient(name, called, address, role, spoken, by == "post"), wrong


def _boards(found: yaml_source.Read, boards: Collection[str], file: str) -> Iterator[Diagnostic]:
    """The names in a file of recipients that are no board's, each at its line."""
    for name in found.value or ():
        if name not in boards:
            span = found.keys.get((name,), Span(file))
            yield BOARD_STRANGE.at(span, found=name, known=", ".join(boards), nearest=nearest(name, boards))


def as_servers_take(address: str) -> str | None:
    """An address with its domain in ASCII; None where not every mail server takes it."""
    found = _address(address)
    return None if isinstance(found, Code) else found


def called(board: Board, name: str, day: date) -> str:
    """What somebody of a board is called on a day, by their id; the id itself of one who is in it no more."""
    return next((people.name_on(one, day) for one in board.people if one.id == name), name)


def _address(written: str) -> str | Code:
    """An address as mail servers take it, its domain in ASCII (RFC 5890); or what is wrong with it."""
    local, _, domain = written.strip().rpartition("@")
    if not re.fullmatch(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+", f"{local}@{domain}"):
        return ADDRESS_FORM
    if not local.isascii():
        return ADDRESS_SIGNS
    try:
        return f"{local}@{domain.encode('idna').decode()}" if not domain.isascii() else f"{local}@{domain}"
    except UnicodeError:
        return ADDRESS_FORM


def _people(board: Board, day: date) -> Iterator[tuple[str, tuple[Person, str]]]:
    """Those who are in a board on a day, by their ids, each with the role that the group is."""
    for group in GROUPS:
        for person in getattr(board, group):
            if people.is_within(person, day):
                yield person.id, (person, group)


def _twice(listed: Iterable[tuple[Recipient, Span]]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for one, span in listed:
        if one.address and one.address.casefold() in seen:
            yield ADDRESS_TWICE.at(span, found=one.address)
        seen.add(one.address.casefold())
