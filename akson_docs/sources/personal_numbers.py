"""What in a text points at one person: national identity numbers, accounts, numbers and codes of the health service.

Nothing here knows where a text stands or who may see it. A number counts when its check digits hold; what has none, or
is as easily something else, counts only near the word that says what it is. Digits that are set apart (a sign each in
a box, a date and a number in two columns) count as long as they stand as somebody would write them, and are not a few
among many that only look so: `finds` looks through a text, `in_rows` through a table too.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

PersonalKind = Literal["identity", "help", "account", "practitioner", "diagnosis", "passport"]
"""A fødselsnummer or D-number; a hjelpenummer (H or FH) of a patient; a bank account; a number in the register of
health personnel (HPR); a diagnosis as a code; a passport."""


@dataclass(frozen=True, slots=True)
class PersonalDetail:
    """Something personal in a text."""

    kind: PersonalKind
    start: int
    """Where it begins, in characters from 0; `end` is exclusive."""
    end: int
    masked: str
    """What may be said of it where others read along: "010190 *****"."""
    digits: str
    """What it says without what stands between; never to be printed."""


def finds(text: str, before: str = "") -> Iterator[PersonalDetail]:
    """Everything personal in a text, in order. Spaces, hyphens and digits of any script count, soft hyphens do not.

    What stands `before` it, the head of its column, may say what it is.
    """
    if not _MAYBE.search(text):
        return  # most texts, and this is the fast way to know
    plain = _plain(text).replace("%20", "   ")
    if _UNSEEN in plain:
        places = [place for place, sign in enumerate(plain) if sign != _UNSEEN]
        places.append(len(plain))
        for one in _ordered(plain.replace(_UNSEEN, ""), before):
            yield PersonalDetail(one.kind, places[one.start], places[one.end - 1] + 1, one.masked, one.digits)
    else:
        yield from _ordered(plain, before)


def in_one_piece(text: str) -> Iterator[PersonalDetail]:
    """The identity numbers in what is no text for people, where eleven digits stand by themselves and nothing else
    between them: a name in a program, an address, bytes. What has but two different digits there is no number: Word
    calls a list "11111111111"."""
    for match in _WHOLE.finditer(text):
        digits = match[0]
        if (
            len(set(digits)) > 2
            and is_account_number(digits)
            and is_identity_number(digits)
            and not _in_a_code(text, *match.span())
        ):
            yield _found(text, "identity", *match.span(), digits)


def in_rows(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, PersonalDetail]]:
    """Everything personal in rows of cells, each with its row and cell, from 0; also what goes over cells in a row: a
    date and a number in two, a digit in each. A text is one row of one cell, and cells that have nothing to do with
    each other are rows of their own.

    The head of a column and the cell to the left may say what a cell is.
    """
    heads = rows[0] if len(rows) > 1 else ()
    apart: list[tuple[int, _ApartInCells]] = []
    shaped: Counter[tuple[int, int]] = Counter()
    for number, row in enumerate(rows):
        if not _MAYBE.search(row[0] if len(row) == 1 else "\x1f".join(row)):
            continue
        for column, cell in enumerate(row):
            head = heads[column] if number and column < len(heads) else ""
            said = f"{head} {row[column - 1] if column else ''}"[-_NEAR:]
            found = _written_as_a_sum(cell.strip(), said) if _LONE_NUMBER.fullmatch(cell) else finds(cell, said)
            yield from ((number, column, one) for one in found)
        for one in _over_cells(row, heads if number else ()) if len(row) > 1 else ():
            shaped[one.shape] += 1
            if one.digits:
                apart.append((number, one))
    alike = Counter(one.shape for _, one in apart)
    for number, one in apart:
        if one.is_said or not _by_chance(alike[one.shape], shaped[one.shape]):
            joined = " ".join(one.cells)
            yield number, one.shape[0], _found(joined, "identity", 0, len(joined), one.digits)


def _by_chance(holding: int, alike: int) -> bool:
    """Whether a few numbers hold among so many that look alike: of what is anything else one in 1,600 does."""
    return holding * 20 < alike


def is_identity_number(digits: str, *, issued: bool = False) -> bool:
    """Whether eleven digits are a fødselsnummer or a D-number (the day with 40 added).

    The date is one of the calendar, in any century, and both check digits hold (folkeregisterforskriften § 2-2-1).
    From 2032 on the individual number tells no century, and the first check digit may leave the remainder 1, 2 or 3
    too (Skatteetaten: "Nye fødselsnummer og d-nummer fra 2032"). `issued` asks for the remainder 0, as in every
    number that was given before.

    Made-up numbers for tests, with 80 added to the month (Skatteetaten's Tenor), are no one's and do not count.
    """
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    return _is_day(day - 40 if day > 40 else day, month, year) and _checks(digits, (0,) if issued else (0, 1, 2, 3))


def is_help_number(digits: str) -> bool:
    """Whether eleven digits are a hjelpenummer, given to patients whose fødselsnummer is not known.

    Felles hjelpenummer begin with 8 or 9 and are random between that and the two check digits; a hospital's own have
    40 added to the month (Direktoratet for e-helse: "Identifikatorer for personer"). Some made-up numbers for tests
    have 40 added as well; nothing tells them from real ones, so they count.
    """
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    return (digits[0] in "89" or _is_day(day - 40 if day > 40 else day, month - 40, year)) and _checks(digits, (0,))


def is_account_number(digits: str) -> bool:
    """Whether eleven digits are a Norwegian bank account: the last is a check digit, modulo 11. One in eleven is."""
    return _sum(digits, _SECOND) % 11 == 0


_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def _checks(digits: str, remainders: tuple[int, ...]) -> bool:
    return _sum(digits, _FIRST) % 11 in remainders and _sum(digits, _SECOND) % 11 == 0


def _sum(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _is_day(day: int, month: int, year: int) -> bool:
    """Whether there is such a day in some century: the 29 February of a year 00 was in 2000."""
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


# ---- where they stand in a text ------------------------------------------------------------------------------

_UNSEEN = "\u00ad"
_MAYBE = re.compile(r"(?:\d\D{0,4}){5}\d|diagnos|ICD|ICPC", re.IGNORECASE)

_WHOLE = re.compile(r"(?<![\d+])(?<!\d[.])\d{11}(?![.,]?\d)")
_ELEVEN = re.compile(
    r"(?<![\d+])(?=(?P<whole>(?P<day>\d\d)(?P<sign>[ ./-]?)(?P<month>\d\d)(?P=sign)(?P<year>(?:1[89]|20)?\d\d)"
    r"(?P<gap>\s{0,2}[./-]\s{0,2}|\s{1,3}|)(?P<rest>\d{3} ?\d\d))(?!\d))"
)
"""Eleven digits as they are written: "01019012345", "010190 12345", "01.01.1990-123 45"."""
_ACCOUNT = re.compile(r"(?<![\d+])(?<!\d[./-])(?P<whole>\d{4}(?P<sign>[. ])\d\d(?P=sign)\d{5})(?![./-]?\d)")
_SINGLES = re.compile(r"(?<![^\W_])\d(?:(?:[^\w\x1f]|_){1,5}\d(?![^\W_])){10,}")
"""Digits that stand one by one."""
_GROUPED = re.compile(r"(?<![\d+])\d(?:[ .-]?\d){10}(?![\d])")
_GROUP_BEFORE = re.compile(r"(?:^|\D)\d{1,5}[./:-]$")
_GROUP_AFTER = re.compile(r"[./:-]\d{1,5}(?!\d)|,\d{1,2}(?!\d)")
_DECIMAL = re.compile(r"\d\.\Z")
_DECIMALS = re.compile(r"[.,]\d{1,2}(?!\d)")

_SAID = re.compile(
    r"(?P<account>\b\w{0,12}konto(?:en|ens|nummer\w*|nr)?\b|\bkto\b|\baccount\b)"
    r"|(?P<identity>f[øo]dsels?-?(?:nummer|nr)|\bpersonnummer|\bpersonnr|\bp\.?nr\b|\bfnr|\bf\.nr\b|\bd-?nummer|\bd-?nr\b"
    r"|\bidentity number|\bnational id|\bborn\b|\bf[øo]d[td]\b)"
    r"|(?P<help>hjelpenummer|hjelpenr|\bfh-?(?:nummer|nr)|\bh-?nummer|\bpasient)",
    re.IGNORECASE,
)
"""Words that say what the number after them is."""
_NEAR = 60
"""Characters before a number in which such a word is looked for."""

_NAMED: Mapping[PersonalKind, re.Pattern[str]] = {
    "practitioner": re.compile(
        r"\bHPR\b[- ]?(?:nummer\w*|nr|no|number)?[\s.:=|#-]{0,5}(?P<whole>\d{7,9})\b", re.IGNORECASE
    ),
    "passport": re.compile(
        r"\b(?:pass[- ]?(?:nummer\w*|nr)|passport(?:[- ]?(?:no|nr|number))?|reisedokument\w*)"
        r"[\s.:=|#-]{0,5}(?:(?:er|is|nr)\s)?"
        r"(?P<whole>[A-Z]{0,3}\d{6,9})\b",
        re.IGNORECASE,
    ),
    "diagnosis": re.compile(
        r"\b(?i:diagnos\w*|ICD-?10|ICPC-?2)\b(?:(?![.!?]\s)[^\n]){0,40}?(?<![\w/–-])"
        r"(?P<whole>[A-Z]\d\d(?:\.?\d{1,2})?)\b(?!\s?[–-]\s?[A-Z]?\d)"
    ),
}
"""What counts only after its word. A range of codes ("F00–F99") is about nobody."""


def _ordered(plain: str, before: str) -> list[PersonalDetail]:
    """What is found in a text of plain signs, with what says what it is before it."""
    if before and _SAID.search(before):
        kept = f"{before} "
        moved = (
            replace(one, start=one.start - len(kept), end=one.end - len(kept)) for one in _ordered(kept + plain, "")
        )
        return [one for one in moved if one.start >= 0]
    found = [*_elevens(plain), *_accounts(plain), *_named(plain)]
    taken = [(one.start, one.end) for one in found]
    found += (one for one in _grouped(plain) if all(one.end <= start or end <= one.start for start, end in taken))
    return sorted(found, key=lambda one: one.start)


def _elevens(plain: str) -> Iterator[PersonalDetail]:
    """Eleven digits as they are written; of those that hang together loosely, none where it is chance that a few of
    many hold."""
    loose: list[PersonalDetail] = []
    alike = 0
    for match in _ELEVEN.finditer(plain):
        digits = match["day"] + match["month"] + match["year"][-2:] + match["rest"].replace(" ", "")
        is_loose = len(match["whole"]) == 12 and match["gap"].isspace()
        alike += is_loose
        kind = _kind(plain, match, digits)
        if kind is None:
            continue
        one = _found(plain, kind, *match.span("whole"), digits)
        if is_loose and _said(plain, one.start) != "identity":
            loose.append(one)
        else:
            yield one
    if not _by_chance(len(loose), alike):
        yield from loose
    singles = tuple(_singles(plain))
    held = [(start, end, digits) for start, end, digits in singles if is_identity_number(digits, issued=True)]
    if not _by_chance(len(held), len(singles)):
        yield from (_found(plain, "identity", *one) for one in held)


def _singles(plain: str) -> Iterator[tuple[int, int, str]]:
    """Where eleven digits stand one by one, evenly, in a line or one below the other: (start, end, the digits)."""
    for run in _SINGLES.finditer(plain):
        places = [run.span()]
        if len(re.findall(r"\d", run[0])) != 11:
            places = [line.span() for line in re.finditer(r"[^\n\r]+", plain[: run.end()]) if line.end() > run.start()]
        for start, end in places:
            signs = list(re.finditer(r"\d", plain[max(start, run.start()) : end]))
            if len(signs) == 11:
                at = max(start, run.start())
                between = [_gap(plain[at + one.end() : at + two.start()]) for one, two in itertools.pairwise(signs)]
                if len({*between[:5], *between[6:]}) == 1:
                    yield at + signs[0].start(), at + signs[-1].end(), "".join(sign[0] for sign in signs)


def _gap(between: str) -> str:
    """What stands between two digits, apart from how much white space there is."""
    return re.sub(r"\s+", lambda space: "\n" if "\n" in space[0] or "\r" in space[0] else " ", between)


def _grouped(plain: str) -> Iterator[PersonalDetail]:
    """Eleven digits in groups of any size, right after the word that says what they are."""
    for match in _GROUPED.finditer(plain):
        digits = re.sub(r"\D", "", match[0])
        near = plain[max(0, match.start() - 12) : match.start()]
        if digits == match[0] or not is_identity_number(digits, issued=True) or re.search(r"\d", near):
            continue
        if _said(plain, match.start()) == "identity":
            yield _found(plain, "identity", *match.span(), digits)


def _kind(plain: str, match: re.Match[str], digits: str) -> PersonalKind | None:
    """What eleven digits are, or None. The looser they hang together, the more must speak for them."""
    if not is_account_number(digits):
        return None  # the last check digit of all of them is reckoned alike
    start, end = match.span("whole")
    joined = match["whole"].isdigit() and len(match["whole"]) == 11
    if joined:
        if _DECIMALS.match(plain, end) or _DECIMAL.search(plain, max(0, start - 2), start):
            return None
        if _in_a_code(plain, start, end):
            return None
    elif _GROUP_AFTER.match(plain, end) or _GROUP_BEFORE.search(plain[max(0, start - 8) : start]):
        return None
    said = _said(plain, start)
    if said == "account" and joined:
        return "account"
    # A date is always one: beside other numbers, one in 121 of those would pass.
    dated = bool(match["sign"]) or len(match["year"]) == 4
    if dated and match["gap"].strip() == "" and said not in ("identity", "help"):
        return None
    if is_identity_number(digits, issued=not joined and said != "identity"):
        return "identity"
    if is_help_number(digits) and (joined or said == "help"):
        return "help"
    return None


def _in_a_code(plain: str, start: int, end: int) -> bool:
    """Whether digits are part of a longer sign of letters and digits: a digest, an identifier."""
    before = re.search(r"[^\W_]*$", plain[max(0, start - 40) : start])
    after = re.match(r"[^\W_]*", plain[end : end + 40])
    letters = (before[0] if before else "") + (after[0] if after else "")
    return bool(letters) and (bool(re.search(r"\d", letters)) or not re.search(r"[^a-fA-F]", letters))


def _said(plain: str, start: int) -> str:
    """Which of the words that name a number stands nearest before a place; "" for none."""
    last = None
    for last in _SAID.finditer(plain, max(0, start - _NEAR), start):  # noqa: B007
        pass
    return str(last.lastgroup) if last else ""


def _accounts(plain: str) -> Iterator[PersonalDetail]:
    for match in _ACCOUNT.finditer(plain):
        digits = re.sub(r"\D", "", match["whole"])
        if is_account_number(digits) and (match["sign"] == "." or _said(plain, match.start()) == "account"):
            yield _found(plain, "account", *match.span("whole"), digits)


def _named(plain: str) -> Iterator[PersonalDetail]:
    for kind, pattern in _NAMED.items():
        for match in pattern.finditer(plain):
            yield _found(plain, kind, *match.span("whole"), match["whole"].upper())


# ---- in cells ------------------------------------------------------------------------------------------------

_LONE_NUMBER = re.compile(r"\s*(?:\d{10}|\d{10,11}\.0|\d[.,]\d{9,10}[eE]\+?(?:09|9|10))\s*")
"""A cell that is one number, and perhaps an identity number that a program took for a sum."""
_DIGITS = re.compile(r"\d{1,6}")
_DATES = (
    re.compile(r"(?P<day>\d\d?)[./-](?P<month>\d\d?)[./-](?:\d\d)?(?P<year>\d\d)"),
    re.compile(r"\d\d(?P<year>\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ].*)?"),
)


@dataclass(frozen=True, slots=True)
class _ApartInCells:
    """What in some cells beside each other may be one number."""

    shape: tuple[int, int]
    """The first of the cells, and how many there are."""
    cells: tuple[str, ...]
    digits: str = ""
    """The number, where it is one."""
    is_said: bool = False


def _written_as_a_sum(cell: str, said: str) -> Iterator[PersonalDetail]:
    """An identity number that a program has taken for a sum: without its first zero, or as a power of ten."""
    if _said(said + " ", len(said) + 1) == "account":
        return
    power = re.fullmatch(r"(\d)[.,](\d+)[eE]\+?0?(\d+)", cell)
    digits = (power[1] + power[2]).ljust(int(power[3]) + 1, "0") if power else cell.removesuffix(".0")
    if len(digits) == 10:
        if _said(said + " ", len(said) + 1) != "identity":
            return  # ten digits are as easily something else
        digits = "0" + digits
    if len(digits) == 11 and digits.isdecimal() and is_identity_number(digits, issued=True):
        yield replace(_found(digits, "identity", 0, 11, digits), end=len(cell))


def _over_cells(row: Sequence[str], heads: Sequence[str]) -> Iterator[_ApartInCells]:
    """What goes over cells of a row: a date of birth and five digits, or eleven digits one by one."""
    cells = [" ".join(cell.split()) for cell in row]

    def said(column: int) -> bool:
        words = f"{heads[column] if column < len(heads) else ''} {cells[column - 1] if column else ''}"
        return _said(words, len(words)) == "identity"

    for column, (first, second) in enumerate(itertools.pairwise(cells)):
        if second.isdecimal() and len(second) <= 5 and _DIGITS.fullmatch(first) and len(first) >= 5:
            is_said = said(column) or said(column + 1)
            if (len(first), len(second)) == (6, 5) or is_said:
                held = first.zfill(6) + second.zfill(5)
                digits = held if is_identity_number(held, issued=True) else ""
                yield _ApartInCells((column, 2), (held[:6], held[6:]), digits, is_said)
    dates = [found for cell in cells for pattern in _DATES if (found := pattern.fullmatch(cell))]
    for column, last in enumerate(cells) if dates else ():
        if last.isdecimal() and len(last) <= 5 and said(column):
            for one in dates:
                born = "".join(one[part].zfill(2) for part in ("day", "month", "year"))
                if is_identity_number(born + last.zfill(5), issued=True):
                    yield _ApartInCells((column, 1), (born, last), born + last.zfill(5), True)
    yield from _one_by_one(cells, said)


def _one_by_one(cells: Sequence[str], said: Callable[[int], bool]) -> Iterator[_ApartInCells]:
    """Eleven cells of a digit each, with nothing of the kind before and after; an empty cell or a hyphen may stand
    between. Where it is said what they are, each may have more digits."""
    run: list[tuple[int, str]] = []
    for column, cell in enumerate((*cells, "end")):
        if cell.isdecimal() and len(cell) <= 6:
            run.append((column, cell))
        elif run and cell not in ("", "-", "–", "|"):
            joined = "".join(part for _, part in run)
            single = len(run) == 11 and len(joined) == 11
            if single or (len(joined) == 11 and len(run) > 2 and said(run[0][0])):
                yield _ApartInCells(
                    (run[0][0], len(run)),
                    tuple(part for _, part in run),
                    joined if is_identity_number(joined, issued=True) else "",
                    not single or said(run[0][0]),
                )
            run = []


_KEPT: Mapping[PersonalKind, int] = {
    "identity": 6,
    "help": 2,
    "account": 4,
    "practitioner": 2,
    "diagnosis": 0,
    "passport": 2,
}
"""How many letters and digits of each are shown: what lets its author find it, and nobody else know it."""


def _found(plain: str, kind: PersonalKind, start: int, end: int, digits: str) -> PersonalDetail:
    text = " ".join(plain[start:end].split())
    kept = _KEPT[kind] + (2 if kind == "identity" and re.match(r"\d\d[ ./-]?\d\d[ ./-]?(1[89]|20)\d\d\D", text) else 0)
    masked = []
    for sign in text:
        masked.append(sign if kept > 0 or not sign.isalnum() else "*")
        kept -= sign.isalnum()
    return PersonalDetail(kind, start, end, "".join(masked), digits)


def _plain(text: str) -> str:
    """A text with digits of any script as 0 to 9, spaces as spaces, hyphens as hyphens; what is not seen, as a soft
    hyphen."""
    return _OTHER.sub(lambda found: _sign(found[0]), text)


_OTHER = re.compile(r"[^\x00-\x08\x0a-\x9f\xae-\xff]")
"""What may be written for a digit, a space, a hyphen or nothing."""


@functools.cache
def _sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Zs" or sign == "\t":
        return " "
    if category == "Pd" or sign in "\u2212\u2043":
        return "-"
    return _UNSEEN if category == "Cf" else sign
