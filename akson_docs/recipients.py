"""Who gets a meeting's papers by mail: the people of its board on the day, with the addresses of a file outside git.

Addresses in git stay there for good. So the file lies outside `meetings/`, and git knows nothing of it:

    styringsgruppen:
      leder: leder@example.no
      medlem-1: {address: medlem@example.no, language: nn}
      presse: {name: Lokalavisen, address: tips@example.no, role: press}

An id is one of `board.yaml`; who is no such person has a name and a role of their own.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from . import source
from .diagnostics import Code, Diagnostic, Span
from .model import Board, Person
from .words import LANGUAGES

GROUPS = ("members", "substitutes", "observers", "secretariat", "administration")
"""The groups of a board, each the role of those in it."""
KEYS = ("address", "name", "language", "role")

ADDRESS_FORM = Code(
    "address-form",
    "error",
    '"{found}" is no e-mail address',
    "«{found}» er ingen e-postadresse",
    "write it as name@example.no",
    "skriv den som navn@example.no",
)
ADDRESS_TWICE = Code(
    "address-twice",
    "error",
    '"{found}" stands here for two people; one of them would get nothing of their own',
    "«{found}» står her for to personer; en av dem ville ikke få sitt eget",
)
ADDRESS_MISSING = Code(
    "address-missing",
    "error",
    "{who} has no address",
    "{who} har ingen adresse",
    'add "{id}: …" under "{board}"',
    "legg til «{id}: …» under «{board}»",
)
RECIPIENT_UNKNOWN = Code(
    "recipient-unknown",
    "error",
    'there is no "{found}" in the board',
    "det er ingen «{found}» i utvalget",
    "write an id of board.yaml, or give a name and a role as well",
    "skriv en id fra board.yaml, eller oppgi navn og rolle også",
)
RECIPIENT_KEY = Code(
    "recipient-key",
    "error",
    'unknown key "{found}"',
    "ukjent nøkkel «{found}»",
    "the keys are address, name, language and role",
    "nøklene er address, name, language og role",
)
ROLE_NEAR = Code(
    "recipient-role",
    "error",
    'the role "{found}" is written otherwise',
    "rollen «{found}» skrives annerledes",
)
NOBODY = Code(
    "recipient-none",
    "error",
    "nobody is to get it: on the day of the meeting nobody here is {to}",
    "ingen skal ha den: på møtedagen er ingen her {to}",
    "those that are here: {known}; name them with --to",
    "de som står her: {known}; oppgi dem med --to",
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


def recipients(
    data: bytes, file: str, board_id: str, board: Board, day: date, to: Sequence[str], had: Collection[str] = ()
) -> tuple[tuple[Recipient, ...], tuple[Diagnostic, ...]]:
    """(who gets it, what is wrong with the file): the people of a board on a day whose role or id is among `to`.

    Those whose addresses, in small letters, are in `had` are among them whatever their role.
    """
    found = source.read(data, file)
    if found.value is None:
        return (), found.diagnostics
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
        address = str(held.get("address", "")).strip()
        person = people.get(name) or next(((one, "") for one in board.people if one.id == name), None)
        if person is None and not (held.get("name") and held.get("role")):
            near = difflib.get_close_matches(name, [one.id for one in board.people], 1, 0.6)
            at = found.keys.get(path, span)
            wrong.append(RECIPIENT_UNKNOWN.at(at, found=name, **({"nearest": near[0]} if near else {})))
        if not re.fullmatch(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+", address):
            wrong.append(ADDRESS_FORM.at(found.spans.get((*path, "address"), span), found=address))
            continue
        spoken = str(held.get("language", ""))
        role = str(held.get("role", "")) or (person[1] if person else "")
        near = difflib.get_close_matches(role, GROUPS, 1, 0.8)
        if near and role not in GROUPS:
            wrong.append(ROLE_NEAR.at(found.spans.get((*path, "role"), span), found=role, nearest=near[0]))
        called = str(held.get("name", "")) or (_called(person[0], day) if person else name)
        one = Recipient(name, called, address, role, spoken if spoken in LANGUAGES else "")
        listed[name] = (one, span)
    chosen = [
        one
        for one, _ in listed.values()
        if (one.id in people or one.id not in {person.id for person in board.people})
        and ({one.role, one.id} & set(to) or one.address.casefold() in had)
    ]
    wrong += _missing(people, listed, to, board_id, file)
    wrong += _twice(listed[one.id] for one in chosen)
    if not chosen and not wrong:
        known = ", ".join(f"{one.id} ({one.role})" for one, _ in listed.values()) or "–"
        wrong.append(NOBODY.at(Span(file), to=", ".join(to), known=known))
    return tuple(chosen), tuple(wrong)


def _people(board: Board, day: date) -> Iterator[tuple[str, tuple[Person, str]]]:
    """Those who are in a board on a day, by their ids, each with the role that the group is."""
    for group in GROUPS:
        for person in getattr(board, group):
            if (person.from_ is None or person.from_ <= day) and (person.to is None or day <= person.to):
                yield person.id, (person, group)


def _called(person: Person, day: date) -> str:
    holders = (one.name for one in person.holders if (one.from_ or day) <= day <= (one.to or day))
    return person.name or next(holders, "") or (person.seat.say("")[1] if person.seat else person.id)


def _missing(
    people: Mapping[str, tuple[Person, str]],
    listed: Mapping[str, object],
    to: Sequence[str],
    board: str,
    file: str,
) -> Iterator[Diagnostic]:
    for name, (person, group) in people.items():
        if {group, name} & set(to) and name not in listed:
            who = person.name or (person.seat.say("")[1] if person.seat else name)
            yield ADDRESS_MISSING.at(Span(file), who=who, id=name, board=board)


def _twice(listed: Iterable[tuple[Recipient, Span]]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for one, span in listed:
        if one.address.casefold() in seen:
            yield ADDRESS_TWICE.at(span, found=one.address)
        seen.add(one.address.casefold())
