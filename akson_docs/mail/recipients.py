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
from dataclasses import dataclass, field
from datetime import date

from akson_docs.catalogue import LANGUAGES, N_
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.model.documents import Board, Person
from akson_docs.sources import yaml_source

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
    N_('add "{id}: …" under "{board}", or "{id}: {by: post}"; the others get theirs'),
)
ADDRESS_GONE = Code(
    "recipient-gone",
    "error",
    N_("{id} was invited, is not among them any more, and no address is here to say so to"),
    N_('write the address as "{id}: …" under "{board}", or say --told {id} when they know it'),
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
    data: bytes, file: str, board_id: str, board: Board, day: date, to: Sequence[str], had: Collection[str] = ()
) -> Listed:
    """Who gets it: the people of a board on a day whose role or id is among `to`, and what is wrong with the file.

    Those whose ids are in `had`, for they were invited before, are among them whatever their role.
    """
    found = yaml_source.read(data, file)
    if found.value is None:
        return Listed(diagnostics=found.diagnostics, file=file)
    people = dict(_people(board, day))
    wrong = list(found.diagnostics)
    listed: dict[str, tuple[Recipient, Span]] = {}
    rows = found.value.get(board_id, {})
    for name, row in rows.items() if isinstance(rows, dict) else ():
        path = (board_id, name)
        span = found.spans.get(path) or found.keys.get(path) or Span(file)
        held: Mapping[str, object] = row if isinstance(row, dict) else {"address": row}
        for key in held:
            if key not in KEYS:
                wrong.append(RECIPIENT_KEY.at(found.keys.get((*path, key), span), found=key))
        by = str(held.get("by", ""))
        if by not in ("", "post"):
            wrong.append(BY_UNKNOWN.at(found.spans.get((*path, "by"), span), found=by))
        person = people.get(name) or next(((one, "") for one in board.people if one.id == name), None)
        if person is None and not (held.get("name") and held.get("role")) and name not in had:
            near = difflib.get_close_matches(name, [one.id for one in board.people], 1, 0.6)
            at = found.keys.get(path, span)
            wrong.append(RECIPIENT_UNKNOWN.at(at, found=name, **({"nearest": near[0]} if near else {})))
        address = "" if by == "post" else _address(str(held.get("address", "")))
        if isinstance(address, Code):
            wrong.append(address.at(found.spans.get((*path, "address"), span), found=str(held.get("address", ""))))
            address = ""
        spoken = str(held.get("language", ""))
        role = str(held.get("role", "")) or (person[1] if person else "")
        near = difflib.get_close_matches(role, GROUPS, 1, 0.8)
        if near and role not in GROUPS:
            wrong.append(ROLE_NEAR.at(found.spans.get((*path, "role"), span), found=role, nearest=near[0]))
        called = str(held.get("name", "")) or (_called(person[0], day) if person else name)
        one = Recipient(name, called, address, role, spoken if spoken in LANGUAGES else "", by == "post")
        listed[name] = (one, span)
    for name, (member, group) in people.items():
        if {group, name} & set(to) | {name} & set(had) and name not in listed:
            wrong.append(ADDRESS_MISSING.at(Span(file), who=_called(member, day), id=name, board=board_id))
            listed[name] = (Recipient(name, _called(member, day), "", group), Span(file))
    outsiders = {name for name, (one, _) in listed.items() if one.role and name not in {one.id for one in board.people}}
    chosen = [
        one
        for name, (one, _) in listed.items()
        if name in people or name in outsiders
        if {one.role, name} & set(to) or name in had
    ]
    wrong += _twice(listed[one.id] for one in chosen)
    if not chosen and not wrong:
        known = ", ".join(f"{one.id} ({one.role})" for one, _ in listed.values()) or "–"
        wrong.append(NOBODY.at(Span(file), to=", ".join(to), known=known))
    every = {name: one for name, (one, _) in listed.items() if one.address or one.by_post}
    return Listed(tuple(chosen), every, tuple(wrong), file)


def as_servers_take(address: str) -> str | None:
    """An address with its domain in ASCII; None where not every mail server takes it."""
    found = _address(address)
    return None if isinstance(found, Code) else found


def called(board: Board, name: str, day: date) -> str:
    """What somebody of a board is called on a day, by their id; the id itself of one who is in it no more."""
    return next((_called(one, day) for one in board.people if one.id == name), name)


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
            if (person.from_ is None or person.from_ <= day) and (person.to is None or day <= person.to):
                yield person.id, (person, group)


def _called(person: Person, day: date) -> str:
    holders = (one.name for one in person.holders if (one.from_ or day) <= day <= (one.to or day))
    return person.name or next(holders, "") or (person.seat.say("")[1] if person.seat else person.id)


def _twice(listed: Iterable[tuple[Recipient, Span]]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for one, span in listed:
        if one.address and one.address.casefold() in seen:
            yield ADDRESS_TWICE.at(span, found=one.address)
        seen.add(one.address.casefold())
