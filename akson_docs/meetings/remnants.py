"""What is left of names in a public text once those that are known were taken out: what its author has to look at.

A name that nobody wrote where persons are written cannot be known. What reads as one is told: two words or more with
capitals, beside each other, that are no words of the board, of bodies or of roles. Of those who are not named, a part
of the name is told, for it may be another's: a surname alone, or after an initial.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from akson_docs.meetings import roles, spelt
from akson_docs.meetings.pseudonyms import Hidden
from akson_docs.meetings.spelt import PARTICLES
from akson_docs.model.numbers import slug

RemnantKind = Literal["name", "part", "address", "whole", "doubt"]
"""What reads as a name; a part of one; a name in an address, an id or the name of a file; a text that was left out
whole, for a name in it could not be taken out by itself; a person who was left out, for it may be one of them."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a name in a text."""

    kind: RemnantKind
    start: int
    end: int
    words: str
    """What reads as a name; of a name that is known only its first letters, for what is told is read by many."""
    key: str
    """Its letters in the normal form, which are not to be shown."""


def left(text: str, hidden: Hidden) -> Iterator[Left]:
    """What is left of names in a text, as it was written, in order."""
    masked, addresses = hidden.masked(text), tuple(spelt.addresses(text))
    for start, end in addresses:
        masked = masked[:start] + "\0" * (end - start) + masked[end:]
    taken: list[tuple[int, int]] = []
    for start, end in addresses:
        if in_address(text[start:end], hidden):
            yield Left("address", start, end, "", text[start:end])
    for one in (*(_reading_as_names(masked, hidden) if hidden.known is not None else ()), *_parts(masked, hidden)):
        if not any(start < one.end and one.start < end for start, end in taken):
            taken.append((one.start, one.end))
            yield one


def of_person(text: str, hidden: Hidden) -> Iterator[Left]:
    """What is left of names in a text that says who somebody is, and all of it where that is kept back in doubt."""
    if hidden.known is not None:
        return  # there nothing stays but what is no name
    if any(map(hidden.in_doubt, hidden.persons(text))):
        yield Left("doubt", 0, 0, "", "")
        return
    if text not in hidden.people and text not in hidden.named:
        yield from (one for one in left(text, hidden) if one.kind == "part")


def in_address(address: str, hidden: Hidden) -> bool:
    """Whether an address, an id or the name of a file holds a name, or a word of one that is hardly another's."""
    said = unquote(address)
    if hidden.holds(said):
        return True
    plain = f"-{slug(said.replace(spelt.DOTLESS, 'i'), 10_000)}-"
    for name, _ in hidden.names:
        whole = "-".join(map(slug, name.words))
        if name.surname:
            surname = name.surname[-1]
            alone = len(surname) > 3 and not roles.is_role(surname) and f"-{slug(surname)}-" in plain
            joined = len(name.keys[0]) >= spelt.JOINED and whole.replace("-", "") in plain
            if alone or joined:
                return True
        if whole and f"-{whole}-" in plain:
            return True
    return False


# ---- what reads as a name ------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u00ad\u200b-\u200d\u2060\u0300-\u036f]|[-'\u2019\u2010\u2011](?=[^\W\d_]))*")
_BETWEEN = re.compile(r"[*_~`\[\]]*[ \u00a0\u2002-\u200a\u202f]+[*_~`\[\]]*|&nbsp;|\\?\n[ ]*")
_BEGINS = re.compile(r"(?:^|[.!?:;|>\u2022]|^\s*[-*+#]+|\n\s*\n|\n\s*(?:[-*+#]|\d+[.)]))[\s*_\"\u00ab\u201c(\[]*$")
"""What stands before the first word of a sentence, a point or a cell."""


def _reading_as_names(text: str, hidden: Hidden) -> Iterator[Left]:
    """Rows of two words or more with capitals that say nothing else."""
    known = hidden.known or frozenset()
    own = {word for row in known | roles.parties() for word in row}
    run: list[re.Match[str]] = []
    for word in (*_WORD.finditer(text), None):
        between = text[run[-1].end() : word.start()] if run and word is not None else ""
        if run and len(run[-1][0]) == 1:
            between = between.removeprefix(".")  # an initial
        beside = _BETWEEN.fullmatch(between) is not None and not (
            "\n" in between and _is_heading(text, run[-1].start())
        )
        if run and not beside:
            yield from _told(text, run)
            run = []
        if word is None:
            continue
        if (beside and word[0] in PARTICLES) or (
            word[0][0].isupper() and (_is_initial(text, word) or not _is_other(word[0], own, known))
        ):
            run.append(word)
        elif run:
            yield from _told(text, run)
            run = []


def _is_heading(text: str, place: int) -> bool:
    """Whether the line at a place is a heading, which its own line ends."""
    return text[text.rfind("\n", 0, place) + 1 : place].lstrip().startswith("#")


def _told(text: str, run: list[re.Match[str]]) -> Iterator[Left]:
    shouted = all(word[0].isupper() for word in run if word[0] not in PARTICLES)
    for is_short, group in itertools.groupby(run, lambda word: not shouted and _is_short_form(word[0])):
        if not is_short:
            yield from _named(text, list(group))


def _named(text: str, run: list[re.Match[str]]) -> Iterator[Left]:
    while run and run[-1][0] in PARTICLES:
        run = run[:-1]
    while run and run[0][0] in PARTICLES:
        run = run[1:]
    capitals = [word for word in run if word[0] not in PARTICLES]
    long = [word for word in capitals if len(word[0]) > 1]
    if not long or (len(long) == 1 and not (capitals[0] is not long[0] and _is_initial(text, capitals[0]))):
        return  # "Tomt B" is none, and "B. Tomt" may be
    if all(_is_short_form(word[0]) for word in capitals):
        return  # short forms: "IKT NAV"
    start, end = run[0].start(), run[-1].end()
    words = " ".join(text[start:end].split())
    yield Left("name", start, end, words, spelt.letters(words))


def _is_other(word: str, own: set[str], known: frozenset[tuple[str, ...]]) -> bool:
    """Whether a word with a capital is none of a person's name."""
    plain = spelt.letters(word)
    bare = plain.removesuffix("s")
    return (
        plain in own
        or bare in own
        or roles.is_role(plain)
        or roles.is_of_body(plain)
        or roles.is_common(plain)
        or (plain,) in known
    )


def _is_initial(text: str, word: re.Match[str]) -> bool:
    return len(word[0]) == 1 and text[word.end() : word.end() + 1] == "."


def _is_short_form(word: str) -> bool:
    return 1 < len(word) < 4 and word.isupper()


# ---- parts of names that are known ---------------------------------------------------------------------------


def _parts(text: str, hidden: Hidden) -> Iterator[Left]:
    """Surnames, by themselves or after an initial, and first names within a sentence."""
    last = {word for name, _ in hidden.names for word in name.surname}
    first = {word for name, _ in hidden.names for word in name.given}
    if not last:
        return
    for word in _WORD.finditer(text):
        for part in re.finditer(r"[^-\u2010\u2011]+", word[0]):
            plain = spelt.letters(part[0])
            bare = plain if plain in last or plain in first else plain.removesuffix("s")
            if len(bare) < 2 or roles.is_role(bare) or part[0] == part[0].lower() != part[0].upper():
                continue
            start = word.start() + part.start()
            begins = _BEGINS.search(text[max(0, start - 80) : start]) is not None
            if bare in last or (bare in first and len(bare) > 2 and not begins and not roles.is_common(bare)):
                yield Left("part", start, start + len(part[0]), f"{part[0][0]}\u2026", bare)
                break
