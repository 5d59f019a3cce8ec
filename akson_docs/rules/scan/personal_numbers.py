"""What in a text points at one person: national identity numbers, accounts, numbers and codes of the health service.

Nothing here knows where a text stands or who may see it. A number counts when its check digits hold; what has none, or
is as easily something else, counts only near the word that says what it is.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


def finds(text: str) -> Iterator[PersonalDetail]:
    """Everything personal in a text, in order. Spaces, hyphens and digits of any script count, soft hyphens do not."""
    if not _MAYBE.search(text):
        return  # most texts, and this is the fast way to know
    plain = _plain(text).replace("%20", "   ")
    if _UNSEEN in plain:
        places = [place for place, sign in enumerate(plain) if sign != _UNSEEN]
        places.append(len(plain))
        for one in _ordered(plain.replace(_UNSEEN, "")):
            yield PersonalDetail(one.kind, places[one.start], places[one.end - 1] + 1, one.masked, one.digits)
    else:
        yield from _ordered(plain)


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

_ELEVEN = re.compile(
    r"(?<![\d+])(?=(?P<whole>(?P<day>\d\d)(?P<sign>[ ./-]?)(?P<month>\d\d)(?P=sign)(?P<year>(?:1[89]|20)?\d\d)"
    r"(?P<gap>\s{0,2}[./-]\s{0,2}|\s{1,3}|)(?P<rest>\d{3} ?\d\d))(?!\d))"
)
"""Eleven digits as they are written: "01019012345", "010190 12345", "01.01.1990-123 45"."""
_ACCOUNT = re.compile(r"(?<![\d+])(?<!\d[./-])(?P<whole>\d{4}(?P<sign>[. ])\d\d(?P=sign)\d{5})(?![./-]?\d)")
_GROUP_BEFORE = re.compile(r"(?:^|\D)\d{1,5}[./:-]$")
_GROUP_AFTER = re.compile(r"[./:-]\d{1,5}(?!\d)|,\d{1,2}(?!\d)")
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


def _ordered(plain: str) -> list[PersonalDetail]:
    """What is found in a text of plain signs."""
    return sorted((*_elevens(plain), *_accounts(plain), *_named(plain)), key=lambda one: one.start)


def _elevens(plain: str) -> Iterator[PersonalDetail]:
    for match in _ELEVEN.finditer(plain):
        digits = match["day"] + match["month"] + match["year"][-2:] + match["rest"].replace(" ", "")
        kind = _kind(plain, match, digits)
        if kind is not None:
            yield _found(plain, kind, *match.span("whole"), digits)


def _kind(plain: str, match: re.Match[str], digits: str) -> PersonalKind | None:
    """What eleven digits are, or None. The looser they hang together, the more must speak for them."""
    if not is_account_number(digits):
        return None  # the last check digit of all of them is reckoned alike
    start, end = match.span("whole")
    joined = match["whole"].isdigit() and len(match["whole"]) == 11
    if joined:
        if _DECIMALS.match(plain, end) or _in_a_code(plain, start, end):
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
