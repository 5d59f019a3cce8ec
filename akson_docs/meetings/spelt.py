"""How a name is found in a text, however it is spelt there.

Looked at are letters and digits alone, in one normal form: compatibility forms and accents resolved, in small letters,
without soft hyphens and signs that nobody sees. Spaces, hyphens, line breaks, entities and marks of Markdown of every
kind stand between letters and are none. A name is its given names and its surnames: a hyphenated one counts as one, and
so does each of its halves. Found are all of them in a row, some of them, and the surname first ("Nordmann, Kari"); with
or without a genitive. Whether such a row is one person's is said in `whose`, from what stands around it.

`places` works on a text as it was written, so that what is found can be replaced there; what is printed may be given as
well, and it says whether a name is still in it.
"""

from __future__ import annotations

import functools
import html
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

JOINED = 7
"""From so many letters on a name is found without anything between its words too: KariNordmann."""
SEEN, SIGN, HYPHEN, SPACE = range(4)
"""What stands before a letter: nothing; what nobody sees or a mark; a hyphen or an apostrophe; anything else."""
_MARKS = frozenset("*_~`\\[]")
_HYPHENS = frozenset("'\u2019\u02bc\u2032\u2212\u2043")
DOTLESS = "\u0131"
"""The one letter whose capital is another's."""
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters that nobody sees."""
_BEHIND = (
    r"\]\(\s*(?:<[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)|\] ?\[[^\[\]\n]*\]"
    r"|\]\{lang=[\w-]+\}"
)
"""Where a link leads, and its title; in which language some words are."""
_UNPRINTED = rf"{_BEHIND}|</?[A-Za-z][^<>\n:@]{{0,200}}>|<!--.*?-->|^[ \t>]*\d{{1,9}}[.)](?=\s)"
"""What is written among words and not read as words: the ends of links, tags, the numbers of a list."""
_ENTITY = r"&(?:amp;)*(?:(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|nbsp|shy);?|[A-Za-z][A-Za-z\d]{1,31};)"
_PIECE = re.compile(rf"(?P<entity>{_ENTITY})|(?P<unprinted>{_UNPRINTED})|.", re.DOTALL | re.MULTILINE)
_LINKS = re.compile(_BEHIND)
_ADDRESSES = re.compile(rf"{_BEHIND}|<?https?://[^\s<>()\[\]\"]+>?|<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")
_LEFT_OUT = re.compile(_UNPRINTED, re.DOTALL | re.MULTILINE)
_ENTITIES = re.compile(_ENTITY)


def letters(text: str) -> str:
    """The letters and digits of a text in the normal form."""
    if text.isascii():
        return re.sub(r"[\W_]+", "", text).lower()
    return "".join(map(_normal, text))


def words(text: str) -> tuple[str, ...]:
    """The words of a name or of a printed text, in the normal form."""
    read = reading(text)
    starts = [place for place, gap in enumerate(read.gaps[:-1]) if gap >= HYPHEN]
    ends = (*starts[1:], len(read.letters)) if starts else ()
    return tuple(read.letters[start:end] for start, end in zip(starts, ends, strict=True))


PARTICLES = frozenset(
    ("von", "van", "der", "den", "de", "da", "di", "du", "del", "la", "le", "af", "av", "el", "al", "bin", "ter", "zu")
)
"""Words in small letters that are part of a name."""
_Words = tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """A row of words that may stand for a name."""

    words: _Words
    turned: bool = False
    """Whether the surname stands first."""
    whole: bool = False
    """Whether it is all of the name, in its own order."""
    bare: bool = False
    """Whether it lacks the first given name or the last surname."""

    @property
    def rank(self) -> tuple[bool, bool]:
        """What is rather meant comes first: the usual order, the surname first, a name that lacks a part."""
        return self.bare, self.turned


@dataclass(frozen=True)
class _NamePart:
    """A given name or a surname: what stands before it ("von"), and itself, in two words or more where it is double."""

    particles: _Words
    own: _Words

    @property
    def whole(self) -> _Words:
        return self.particles + self.own

    @property
    def halves(self) -> tuple[_Words, ...]:
        return tuple((word,) for word in self.own if len(word) > 1) if len(self.own) > 1 else ()

    @property
    def ways(self) -> tuple[_Words, ...]:
        """The ways to say it, the whole first."""
        return tuple(dict.fromkeys((self.whole, self.own, *self.halves)))


@dataclass(frozen=True)
class Name:
    """A name as it is looked for: given names, and the surname last."""

    words: _Words
    written: str
    is_exact: bool = False
    """Whether no part of it is a name: it says more than one ("Kari Nordmann (Ap)")."""
    is_part: bool = False
    """Whether it may be a part of a name only: "Nordmann Berg" of "Nordmann Berg, Kari"."""

    @classmethod
    def of(cls, written: str, *, is_exact: bool = False) -> Name:
        """A name as it was written; without words where it has no letters."""
        return cls(words(written), written, is_exact)

    @functools.cached_property
    def _parts(self) -> tuple[_NamePart, ...]:
        """Its given names and surnames."""
        tokens = [token for token in self.written.split() if words(token)]
        particles: _Words = ()
        found: list[_NamePart] = []
        for place, token in enumerate(tokens):
            small = token == token.lower() != self.written.lower() and self.written != self.written.lower()
            if 0 < place < len(tokens) - 1 and (small or token.lower() in PARTICLES):
                particles += words(token)
                continue
            found.append(_NamePart(particles, words(token)))
            particles = ()
        flat = tuple(word for part in found for word in part.whole)
        return tuple(found) if flat == self.words else tuple(_NamePart((), (word,)) for word in self.words)

    @property
    def given(self) -> _Words:
        """The words of the first given name; none where the name is a single one."""
        return self._parts[0].own if self._is_of_parts else ()

    @property
    def surname(self) -> _Words:
        """The words of the last surname; none where the name is a single one."""
        return self._parts[-1].own if self._is_of_parts else ()

    @property
    def _is_of_parts(self) -> bool:
        return len(self._parts) > 1 and not self.is_exact and not self.is_part

    @functools.cached_property
    def forms(self) -> tuple[Form, ...]:
        """The rows of words that may stand for the name: the usual order before the other, and the longest first."""
        made = {self.words: Form(self.words, whole=not self.is_part, bare=self.is_part)}
        if self._is_of_parts:
            for form in (*self._in_order(), *self._bare(), *self._turned()):
                made.setdefault(form.words, form)
        return tuple(sorted(made.values(), key=lambda form: (*form.rank, -len("".join(form.words)))))

    def _rows(self) -> Iterator[tuple[_Words, ...]]:
        """The first given name and the last surname, with or without what stands between them, or its initials."""
        first, *middle, last = self._parts
        if len(middle) < 3:
            choices = [(part.whole, (part.own[0][0],), ()) for part in middle]
            between: Iterable[tuple[_Words, ...]] = itertools.product(*choices)
        else:
            between = (tuple(part.whole for part in middle), ())
        for chosen in between:
            for one, other in itertools.product(first.ways, last.ways):
                yield one, *(row for row in chosen if row), other

    def _in_order(self) -> Iterator[Form]:
        later = self._parts[0].halves[1:]
        for row in self._rows():
            yield Form(tuple(itertools.chain(*row)), bare=row[0] in later)

    def _bare(self) -> Iterator[Form]:
        """Without the first given name, or without the last surname; two of them at least."""
        for place in range(1, len(self._parts) - 1):
            before, after = self._parts[: place + 1], self._parts[place:]
            if len("".join(before[-1].own)) > 1:
                for some in (before, (before[0], before[-1])):
                    yield Form(tuple(word for part in some for word in part.whole), bare=True)
            if len("".join(after[0].own)) > 1:
                for some, way in itertools.product((after[:-1], after[:1]), self._parts[-1].ways):
                    yield Form((*(word for part in some for word in part.whole), *way), bare=True)

    def _turned(self) -> Iterator[Form]:
        for row in self._rows():
            for place in range(1, len(row)):
                yield Form(tuple(itertools.chain(*row[place:], *row[:place])), turned=True)

    @functools.cached_property
    def keys(self) -> tuple[str, ...]:
        """The letters of each form."""
        return tuple("".join(form.words) for form in self.forms)

    def may_be_in(self, said: str) -> bool:
        """Whether some letters may hold a form of it: each has two words of it at least."""
        here = sum(word in said for word in self._distinct)
        return here >= min(2, len(self._distinct)) and any(key in said for key in self.keys)

    @functools.cached_property
    def _distinct(self) -> frozenset[str]:
        distinct = frozenset(self.words)
        return distinct if len(distinct) == len(self.words) else frozenset(self.words[:1])

    @property
    def is_short(self) -> bool:
        """Whether it is so short that another word is easily the same: one word of one or two letters."""
        return len(self.words) == 1 and len(self.words[0]) < 3


@dataclass(frozen=True)
class SpeltText:
    """A text by its letters, each with where it was written and what stands before it."""

    text: str
    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    gaps: tuple[int, ...]
    """One more than there are letters: what stands before each, and the end."""


def reading(text: str) -> SpeltText:
    """A text as it was written, or is printed, by its letters."""
    found: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gaps: list[int] = []
    gap = SPACE
    for piece in _PIECE.finditer(text):
        if piece["unprinted"]:
            gap = max(gap, SIGN if piece[0][0] in "]<" else SPACE)
            continue
        sign = html.unescape(piece[0].replace("amp;", "")) if piece["entity"] else piece[0]
        for character in sign:
            normal = _normal(character)
            if normal:
                found += normal
                starts += [piece.start()] * len(normal)
                ends += [piece.end()] * len(normal)
                gaps += [gap] + [SEEN] * (len(normal) - 1)
                gap = SEEN
                continue
            kind = _kind(character)
            if kind == SEEN and gap == SEEN and ends:
                ends[-1] = piece.end()
            gap = max(gap, kind)
    return SpeltText(text, "".join(found), tuple(starts), tuple(ends), (*gaps, SPACE))


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where a text has an address, of the web or of a letter box, or the end of a link: from where, to where."""
    if "](" in text or "://" in text or "@" in text:
        yield from (found.span() for found in _ADDRESSES.finditer(text))


def may_hold(text: str, names: Iterable[Name]) -> bool:
    """Whether a text may hold one of some names: asked before anything that takes time."""
    whole = _resolved(text)
    said = {letters(whole)}
    if "%" in whole:
        said.add(letters(unquote(whole)))
    if "](" in whole or "][" in whole or "] [" in whole or "]{" in whole or "<" in whole or _NUMBERED.search(whole):
        said.add(letters(_LEFT_OUT.sub("", whole)))
    return any(name.may_be_in(one) for name in names for one in said) or _is_tangled(whole)


_NUMBERED = re.compile(r"\n[ \t>]*\d{1,9}[.)]\s")


def _resolved(text: str) -> str:
    if "&" not in text:
        return text
    return _ENTITIES.sub(lambda found: html.unescape(found[0].replace("amp;", "")), text)


def _is_tangled(text: str) -> bool:
    """Whether a text has links that nothing but the reader of Markdown can tell from words."""
    return "](" in text and "](" in _LINKS.sub("", text)


@dataclass(frozen=True, order=True)
class NamePlace:
    """Where what may be a name stands in a text."""

    start: int
    end: int
    form: Form = field(compare=False)
    joints: tuple[tuple[int, int], ...] = field(compare=False)
    """What stands between its words: from where, to where."""


def places(read: SpeltText, name: Name) -> Iterator[NamePlace]:
    """Where a text has the words of a name in a row: from the first letter to the last, without the genitive."""
    if not name.may_be_in(read.letters):
        return
    for form, key in zip(name.forms, name.keys, strict=True):
        start = read.letters.find(key)
        while start >= 0:
            if _is_there(read, name, form.words, start):
                ends = tuple(itertools.accumulate(map(len, form.words), initial=start))[1:]
                joints = tuple((read.ends[end - 1], read.starts[end]) for end in ends[:-1])
                yield NamePlace(read.starts[start], read.ends[ends[-1] - 1], form, joints)
            start = read.letters.find(key, start + 1)


def seen(text: str) -> str:
    """A part of a text that was written, as it is read: entities resolved, without marks, tags and ends of links."""
    return "".join(sign for sign in _LEFT_OUT.sub("", _resolved(text)) if sign.isalnum() or _kind(sign) >= HYPHEN)


def _is_there(read: SpeltText, name: Name, form: Sequence[str], start: int) -> bool:
    total = sum(map(len, form))
    end = start + total
    if not (_parts(read, start) and (_parts(read, end) or _is_genitive(read, end))):
        return False
    joints = set(itertools.accumulate((len(word) for word in form), initial=start))
    for place in range(start + 1, end):
        gap = read.gaps[place]
        if place in joints:
            if gap == SEEN and total < JOINED and not _parts(read, place):
                return False
        elif gap > (HYPHEN if total >= JOINED else SIGN):
            return False
    if name.is_short:
        written, own = _bare(read.text[read.starts[start] : read.ends[end - 1]]), _bare(name.written)
        return _small(written) == _small(own) and (len(own) > 1 or written == own)
    return True


def _bare(text: str) -> str:
    """The letters of a short name as they are written, with their accents and capitals."""
    plain = unicodedata.normalize("NFKC", _LEFT_OUT.sub("", _resolved(text)))
    return "".join(sign for sign in plain if _normal(sign))


def _parts(read: SpeltText, place: int) -> bool:
    """Whether a word may end before a letter, or at the end of the text."""
    if read.gaps[place] >= SIGN or place == 0:
        return True
    before, here = read.letters[place - 1], read.letters[place]
    return before.isdigit() != here.isdigit() or "Lo" in (unicodedata.category(before), unicodedata.category(here))


def _is_genitive(read: SpeltText, place: int) -> bool:
    return read.letters[place : place + 1] == "s" and _parts(read, place + 1)


@functools.lru_cache(maxsize=4096)
def _normal(character: str) -> str:
    """The letters and digits that a character is made of, in small letters; "" for any other."""
    if character in _FILLERS or unicodedata.category(character) == "No":
        return ""
    plain = unicodedata.normalize("NFKD", _small(unicodedata.normalize("NFKD", character)))
    return "".join(sign for sign in plain if sign.isalnum())


def _small(text: str) -> str:
    """A text in small letters. Those of Turkish have two letters i, and what is written in capitals does not say in
    which language: the dotless one is the other (Unicode, SpecialCasing)."""
    return text.casefold().replace("i\u0307", "i").replace(DOTLESS, "i")


@functools.lru_cache(maxsize=4096)
def _kind(character: str) -> int:
    """What a character that is no letter does between letters."""
    category = unicodedata.category(character)
    if category in ("Mn", "Mc", "Me"):
        return SEEN
    if category == "Cf" or character in _MARKS or character in _FILLERS:
        return SIGN
    return HYPHEN if category == "Pd" or character in _HYPHENS else SPACE
