"""Words that something is found by though it does not say them: other forms, parts of compounds, other numbers.

Search programs know the endings of a word; they know no strong verbs, and no words that are written together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

FORMS = {
    "nb": (
        "utsette utsetter utsatte utsatt utsettelse", "vedta vedtar vedtok vedtatt vedtak", "gi gir ga gitt",
        "avgjøre avgjør avgjorde avgjort avgjørelse", "beslutte besluttet beslutning", "velge velger valgte valgt valg",
        "trekke trekker trakk trukket", "bli blir ble blitt", "skrive skriver skrev skrevet", "ta tar tok tatt",
        "legge legger la lagt", "sette setter satte satt", "si sier sa sagt", "øke øker økte økt økning",
        "foreslå foreslår foreslo foreslått forslag", "avslå avslår avslo avslått avslag", "gå går gikk gått",
        "be ber ba bedt", "forkaste forkastet forkastes", "innstille innstilling", "bevilge bevilget bevilgning",
        "godkjenne godkjente godkjent godkjenning", "avlyse avlyste avlyst avlysning", "stemme stemte stemt stemmer",
        "møte møter møtte møtt", "bygge bygger bygde bygd bygging", "bekrefte bekreftet", "orientere orientering",
    ),
    "nn": (
        "utsetje utset utsette utsett utsetjing", "vedta vedtek vedtok vedteke vedtatt vedtak", "gje gjev gav gjeve",
        "avgjere avgjer avgjorde avgjort avgjerd", "velje vel valde valt val", "trekkje trekkjer trekte trekt",
        "bli blir blei blitt", "skrive skriv skreiv skrive", "ta tek tok teke", "leggje legg la lagt",
        "setje set sette sett", "seie seier sa sagt", "auke aukar auka auking", "foreslå foreslår foreslo framlegg",
        "avslå avslår avslo avslag", "gå går gjekk gått", "be bed bad bede", "godkjenne godkjende godkjent godkjenning",
        "avlyse avlyste avlyst avlysing", "røyste røysta røyst", "møte møter møtte møtt", "orientere orientering",
    ),
    "en": (
        "take takes took taken", "give gives gave given", "decide decided decision", "choose chose chosen choice",
        "write wrote written", "withdraw withdrew withdrawn", "meet met meeting", "elect elected election",
        "approve approved approval", "adjourn adjourned adjournment", "resolve resolved resolution", "say said",
    ),
}  # fmt: skip
"""Forms that have no stem in common, by language."""
LEAST = 4
"""Letters of a part of a compound, at the least."""
COMMON = frozenset(
    (
        "møte", "møter", "sak", "saker", "vedtak", "utvalg", "plan", "planer", "avtale", "rapport", "budsjett",
        "regnskap", "tjeneste", "tjenester", "system", "gruppe", "helse", "kommune", "penger", "pengar", "skole",
        "skule", "midler", "midlar", "melding", "meldinger", "meldingar", "strategi", "program", "prosjekt",
        "gjennomgang", "modell", "frist", "styre", "råd", "ordning", "arbeid", "løsning",
    )
)  # fmt: skip
"""Words that stand at the end of many others, also where nothing else of a board says them."""
_SIGN = re.compile(r"[\W_]+")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(\d{1,5})([/-])((?:19|20)?\d\d)(?!\d)")


def words_in(text: str) -> set[str]:
    """The words of a text, in small letters."""
    return {one.lower() for one in _WORD.findall(text)}


def beginnings(text: str) -> set[str]:
    """What the words of a text begin with, by which it is told that a word is not among them: without signs above
    letters, and of a number more than of a word. What is written with a sign between counts as one and as several."""
    plain = "".join(one for one in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(one))
    words = {_SIGN.sub("", one) for one in plain.split()} | set(_SIGN.split(plain))
    return {one[: 7 if _DIGIT.search(one) else 5] for one in words if one}


def other_forms(words: Collection[str], language: str) -> set[str]:
    """The other forms of some words."""
    found: set[str] = set()
    for forms in _forms(language):
        if not forms.isdisjoint(words):
            found |= forms
    return found - set(words)


def parts(words: Iterable[str], known: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The last parts of those words that are written together of others, where such a part is `known` by itself."""
    found = {}
    for word in words:
        if len(word) >= LEAST + 3:
            ends = (word[place:] for place in range(3, len(word) - LEAST + 1))
            parted = tuple(end for end in ends if end in known or end in COMMON)
            if parted:
                found[word] = parted
    return found


def ways_to_write(number: str) -> Iterator[str]:
    """Other ways to write a number: "18/20" as "18/2020" and "18-20", "PS 57/21" as "PS57/21" and "57/21"."""
    found = _NUMBER.search(number)
    if found is None:
        return
    first, _, year = found.groups()
    others = (year[-2:], f"20{year[-2:]}" if len(year) == 2 else year)
    before = number[: found.start()].strip()
    for one in dict.fromkeys(others):
        for sign in "/-":
            yield f"{first}{sign}{one}"
            if before:
                yield f"{before} {first}{sign}{one}"
                yield f"{before}{first}{sign}{one}"


def plainly(number: str) -> str:
    """A number as numbers are compared: without spaces, with two digits of a year after "/"."""
    bare = re.sub(r"\s", "", number).lower()
    return _NUMBER.sub(lambda found: f"{found[1]}/{found[3][-2:]}", bare)


def _forms(language: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.split()) for one in FORMS.get(language, ()))
