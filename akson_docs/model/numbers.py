"""What makes a thing the same thing from paper to paper: numbers, and the slugs that addresses are made of.

A number is printed as it was typed; two are equal when series, number and year are.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """`17/20` is ("", 17, 2020); `PS 57/21` is ("PS", 57, 2021). `year` is 0 for a number without one."""

    series: str
    n: int
    year: int

    @property
    def slug(self) -> str:
        """As addresses have it: "17-2020", "ps-57-2021"."""
        parts = [slug(self.series), str(self.n), f"{self.year:04}" if self.year else ""]
        return "-".join(part for part in parts if part)


_PRINTED = re.compile(r"(?:(?P<series>[^\W\d_]{1,8})[ .-]*)?(?P<n>\d{1,6})(?:[ ]*[/–-][ ]*(?P<year>\d{4}|\d{2}))?")
_FIELDS = {
    "n": r"(?P<n>\d{1,6})",
    "nn": r"(?P<n>\d{1,6})",
    "yy": r"(?P<year>\d{2})",
    "yyyy": r"(?P<year>\d{4})",
    "series": r"(?P<series>[^\W\d_]{0,8})",
    "position": r"(?P<n>(?:\d{1,4}|[^\W\d_])(?:[.-]?(?:\d{1,4}|[^\W\d_]))*)",
}


@functools.lru_cache(maxsize=50_000)
def read(printed: str, year: int, pattern: str = "") -> Number | None:
    """A printed number, or None where it is none.

    `pattern` is the board's own way of writing it, tried before the usual one. A year of two digits is taken to
    be of the century that lies nearest to `year`, the meeting's.
    """
    found = _expression(pattern).fullmatch(printed) if pattern else None
    found = found or _PRINTED.fullmatch(printed)
    if found is None or not found["n"].isdecimal():
        return None
    parts = found.groupdict()
    written = parts.get("year")
    full = int(written) if written else 0
    if written and len(written) == 2:
        full = min((century + full for century in (1900, 2000, 2100)), key=lambda full: abs(full - year))
    return Number((parts.get("series") or "").upper(), int(parts["n"]), full)


def write(pattern: str, n: int, year: int, series: str = "") -> str:
    """A number as a board's pattern has it: `{n}/{yy}` → "4/20"."""
    values = {"n": str(n), "nn": f"{n:02}", "yy": f"{year % 100:02}", "yyyy": f"{year:04}", "series": series}
    values["position"] = str(n)
    return re.sub(r"\{(\w+)\}", lambda field: values.get(field[1], field[0]), pattern).strip()


def after(title: str, number: str) -> str:
    """What a meeting's number adds to its title: nothing where the title says it already.

    " 4/20"; or ", 4/20" after a title that ends with a figure, which would run into it.
    """
    words = re.split(r"[\s,:()]+", title)
    if not number or number in words:
        return ""
    return f", {number}" if title.rstrip()[-1:].isdigit() else f" {number}"


def follows(pattern: str, printed: str) -> bool:
    """Whether a printed number is written as the pattern says."""
    return not pattern or _expression(pattern).fullmatch(printed) is not None


def _expression(pattern: str) -> re.Pattern[str]:
    seen: set[str] = set()
    parts = []
    for piece in re.split(r"(\{\w+\})", pattern.strip()):
        field = _FIELDS.get(piece[1:-1]) if piece.startswith("{") else None
        name = field[4:].partition(">")[0] if field else ""
        if field is None or name in seen:
            parts.append(r"\s*".join(re.escape(word) for word in piece.split(" ")))
        else:
            seen.add(name)
            parts.append(field)
    return re.compile("".join(parts) if "n" in seen else r"(?!)")


_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss", "ʒ": "z"})


def slug(text: str, length: int = 60) -> str:
    """A text as a part of an address: small letters a–z, digits and hyphens, at most `length` of them."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_LETTERS)
    words = re.findall(r"[a-z0-9]+", plain)
    while len(words) > 1 and len("-".join(words)) > length:
        words.pop()
    return "-".join(words)[:length]


def distinct(wanted: Iterable[str], kept: Sequence[str | None] = ()) -> tuple[str, ...]:
    """The names in order; one that came before gets "-2", "-3" after it.

    Those that are `kept`, each at the place of its name, stay as they are, and the others give way to them.
    """
    taken = {name for name in kept if name}
    given = []
    for place, name in enumerate(wanted):
        own = kept[place] if place < len(kept) else None
        candidate, count = own or name, 1
        while not own and candidate in taken:
            count += 1
            candidate = f"{name}-{count}"
        taken.add(candidate)
        given.append(candidate)
    return tuple(given)


def ranges(numbers: Sequence[int]) -> str:
    """Numbers as they are written for people: "1, 4–7"."""
    found: list[list[int]] = []
    for one in numbers:
        if found and found[-1][-1] == one - 1:
            found[-1][1:] = [one]
        else:
            found.append([one])
    return ", ".join("–".join(map(str, run)) for run in found)
