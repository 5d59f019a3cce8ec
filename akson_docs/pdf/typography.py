"""How texts are set: what belongs together stays on one line, and signs are those that are meant.

A date, a time, an amount or a paragraph of an act is typed with plain spaces, and a line may end at any of them. Here a
finished piece of HTML gets spaces that do not break, one pass over its text for pages and papers alike; its tags, and
what a program or a typewriter wrote (`code`, `script`), stay as they are. What is said stays the same: whoever compares
texts takes a space as a space (`plain_text`, `phrases`, `spelt`), and nothing that nobody sees is added: what is
searched for is found, and what is copied is what was written. Hyphens are the browser's, and the PDF engine's.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from akson_docs.catalogue import LANGUAGES


class Written(NamedTuple):
    """What a language writes beside numbers."""

    months: str
    before: str = ""
    """What stands before a number and belongs to it: "nr. 4"."""
    after: str = ""
    """What stands behind one: "5 prosent"."""
    amounts: str = ""
    """What multiplies a number: "62,4 mill. kr"."""
    moneys: str = ""


WRITTEN: Mapping[str, Written] = {
    "nb": Written(
        "januar februar mars april mai juni juli august september oktober november desember "
        "jan. feb. mar. apr. jun. jul. aug. sep. sept. okt. nov. des.",
        "kl. klokken nr. s. kap. pkt. ca. art. fig. tab. gnr. bnr. fnr. snr. tlf. bd. årg. versjon kr nr kl",
        "prosent pst. promille grader årsverk stk. dekar daa liter tonn",
        "mill. mrd. millioner milliarder mill mrd tusen",
        "kr kroner",
    ),
    "nn": Written(
        "januar februar mars april mai juni juli august september oktober november desember",
        "klokka versjon",
        "prosent",
        "millionar milliardar",
        "kroner",
    ),
    "en": Written(
        "January February March April May June July August September October November December "
        "Jan. Feb. Mar. Apr. Aug. Sep. Sept. Oct. Nov. Dec.",
        "no. nos. p. pp. ch. sec. vol. para. approx. version",
        "percent a.m. p.m. am pm",
        "million billion thousand",
        "pounds dollars",
    ),
    "se": Written(
        "ođđajagemánnu guovvamánnu njukčamánnu cuoŋománnu miessemánnu geassemánnu suoidnemánnu borgemánnu čakčamánnu "
        "golggotmánnu skábmamánnu juovlamánnu ođđajagemánu guovvamánu njukčamánu cuoŋománu miessemánu geassemánu "
        "suoidnemánu borgemánu čakčamánu golggotmánu skábmamánu juovlamánu",
        "dii. nr. siidu",
        "proseantta",
        "miljovnna miljárdda",
        "ruvnno",
    ),
}
"""By language. A text is asked for all of them: it quotes others, and what one writes is no other thing in another."""
assert set(LANGUAGES) <= set(WRITTEN)

MEASURES = (
    "% ‰ ° °C mm cm dm m km mm² cm² m² km² m³ m2 m3 km2 km/t km/h m/s ha mg g kg t ml cl dl l W kW MW GW Wh kWh MWh "
    "GWh TWh V kV A Hz kHz MHz GHz dB B kB MB GB TB kbit/s Mbit/s Gbit/s CO₂ px pt"
)
"""What is written behind a number in every language."""
MONEYS = "NOK EUR USD GBP SEK DKK CHF € £ $"
"""Money that is written the same in every language, before a number or behind it."""
UNBROKEN = "\u00a0"
"""The space at which no line ends: it is as wide as any other, and found as one."""
MINUS = "\u2212"

_SPACE = "[ \n\u00a0\u2009\u202f]"
_SETS = re.compile("[0-9]")
"""Whatever is set otherwise than it is written has a digit near it."""
_KEPT = ("script", "style", "pre", "code", "textarea", "title", "option", "svg", "kbd")
"""Elements whose text stays as it is."""
_TAGS = re.compile(
    "(<!--.*?-->|" + "|".join(rf"<{name}\b.*?</{name}\s*>" for name in _KEPT) + "|<[^>]*>)", re.DOTALL | re.IGNORECASE
)
_WHOLE, _WITHIN = '<span class="whole">', '<span class="address">'
_APART = "<bdi>"
_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_LEFTWARDS = re.compile(f"[{_LETTERS}]+(?:[\\s.'\u05be-]{{1,2}}[{_LETTERS}]+)*")
"""Words that are written from right to left: what stands around them keeps its place."""
_BEGINS = re.compile(r"<(?:td|th|p|li|dd|dt|h[1-6])\b")
_NEGATIVE = re.compile(r"^\s*-(?=[0-9])")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)\"'»”]", re.IGNORECASE)
_RANGE = re.compile(
    r"(?<![\w&#–.,:/-])(?:kl\.\u00a0)?(?:§§?\u00a0)?\d[\d.,:/%]{0,11}–\d[\d.:/%]{0,9}(?:,\d{1,4})?(?![\w–-])"
)
"""Numbers with a dash between them: "10.00–12.00", "2025–2030"."""


def typeset(html: str) -> str:
    """A piece of HTML with its text set well. What is set well already stays as it is."""
    parts = _TAGS.split(html)
    in_link, turns = False, _LEFTWARDS.search(html) is not None
    for place in range(0, len(parts), 2):
        tag = parts[place - 1] if place else ""
        in_link = (tag[:2] == "<a" and tag[2:3] in " >\n") or (in_link and tag[:3] != "</a")
        text = parts[place]
        if text and (_SETS.search(text) or "://" in text):
            if "-" in text[:3] and _BEGINS.match(tag):
                text = _NEGATIVE.sub(MINUS, text)
            parts[place] = words(text) if in_link or tag in (_WHOLE, _WITHIN) else _with_spans(text)
        if turns and not in_link and tag != _APART:
            parts[place] = _LEFTWARDS.sub(rf"{_APART}\g<0></bdi>", parts[place])
        if in_link and tag[:2] == "<a" and _ADDRESS.match(text.lstrip()) and " " not in text.strip():
            parts[place - 1] = _of_class(tag)
    return "".join(parts)


@functools.lru_cache(maxsize=4000)
def words(text: str) -> str:
    """A text with spaces that do not break where it is not to be parted, and with the signs that are meant."""
    if not _SETS.search(text):
        return text
    addresses = [found.span() for found in _ADDRESS.finditer(text)] if "://" in text or "www." in text else []
    if addresses:
        made, after = [], 0
        for start, end in addresses:
            made += [_joined(text[after:start]), text[start:end]]
            after = end
        return "".join((*made, _joined(text[after:])))
    return _joined(text)


def _joined(text: str) -> str:
    for pattern, put in _rules():
        text = pattern.sub(put, text)
    return text


@functools.lru_cache(maxsize=4000)
def _with_spans(text: str) -> str:
    """A text that is in no link, with elements around what may not break at a dash, and around addresses."""
    pieces, after = [], 0
    for found in _ADDRESS.finditer(text) if "://" in text else ():
        pieces += [_in_spans(text[after : found.start()]), f"{_WITHIN}{found[0]}</span>"]
        after = found.end()
    return "".join((*pieces, _in_spans(text[after:])))


def _in_spans(text: str) -> str:
    made = words(text)
    return _RANGE.sub(rf"{_WHOLE}\g<0></span>", made) if "–" in made else made


def with_long_words(html: str) -> str:
    """A piece of HTML in which the words that may have to be divided stand in elements of their own; in a link, which
    holds text alone, none does."""
    return _in_texts(html, lambda text: _LONG.sub(r'<span class="long-word">\g<0></span>', text))


def with_whole_numbers(html: str) -> str:
    """A piece of HTML in which no number is divided, wherever words are."""
    return _in_texts(html, lambda text: _NUMBER.sub(rf"{_WHOLE}\g<0></span>", text))


_LONG = re.compile(r"[^\s<>&;/]{20,}")
_NUMBER = re.compile(r"(?<![\w&#])[−-]?[0-9](?:[0-9.,:/\u00a0]{0,18}[0-9%])?(?![\w;])")


def _in_texts(html: str, put: Callable[[str], str]) -> str:
    """A piece of HTML with something done to each text in it that is in no link, and in nothing that stays whole."""
    parts, in_link = _TAGS.split(html), False
    for place in range(0, len(parts), 2):
        tag = parts[place - 1] if place else ""
        in_link = (tag[:2] == "<a" and tag[2:3] in " >\n") or (in_link and tag[:3] != "</a")
        if parts[place] and not in_link and tag not in (_WHOLE, _WITHIN):
            parts[place] = put(parts[place])
    return "".join(parts)


def _of_class(tag: str) -> str:
    """A link whose words are an address."""
    if 'class="' not in tag:
        return f'<a class="address"{tag[2:]}'
    return tag if "address" in tag else tag.replace('class="', 'class="address ', 1)


@functools.cache
def _rules() -> tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]:
    """What is looked for, and what is put there, in turn."""

    def any_of(field: str, *more: str) -> str:
        found = {word for one in WRITTEN.values() for word in getattr(one, field).split()}
        found |= {word for group in more for word in group.split()}
        return "|".join(re.escape(word) for word in sorted(found, key=lambda word: (-len(word), word)))

    months, amounts = f"(?i:{any_of('months')})", any_of("amounts")
    moneys = any_of("moneys", MONEYS)
    after = "|".join((any_of("after", MEASURES), amounts, moneys))
    before = any_of("before", MONEYS)
    joins = (
        # 17. juni, 1. kvartal, 2. ledd: an ordinal and what it counts; 17 June
        rf"((?<![\w.,:/&#-])[0-9]{{1,2}}\.){_SPACE}(?=[a-zæøåáčđŋšŧžäöü])",
        rf"((?<![\w&#])[0-9]{{1,2}}\.?){_SPACE}(?=(?:{months})(?!\w))",
        # juni 2021, May 5
        rf"((?<!\w)(?:{months})){_SPACE}(?=[0-9]{{1,2}}(?![\w:])|(?:19|20)[0-9]{{2}}(?!\w))",
        # §§ 12 and 13, jf. § 5
        rf"(§){_SPACE}(?=[0-9])",
        rf"((?<!\w)(?:jf|jfr|cf)\.){_SPACE}(?=§)",
        # 62,4 mill. kr
        rf"([0-9]){_SPACE}(?=(?:{after})(?!\w))",
        rf"([0-9]{UNBROKEN}(?:{amounts})){_SPACE}(?=(?:{moneys})(?!\w))",
        rf"((?<!\w)(?i:{before})){_SPACE}(?=[0-9\u2212-])",
        # PS 57/21, v 0.6
        rf"((?<!\w)[A-ZÆØÅ]{{2,4}}){_SPACE}(?=[0-9]{{1,4}}/[0-9])",
        rf"((?<!\w)v\.?){_SPACE}(?=[0-9]+\.[0-9])",
    )
    grouped = _unbroken_within
    return (
        # 12 500 000; 22 33 44 55 and 900 12 345, also behind +47
        (re.compile(rf"(?<![\w.,:/&#-])[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?![\w])"), grouped),
        (
            re.compile(
                rf"(?<![\w.,:/&#-])(?:\+[0-9]{{2}}{_SPACE})?"
                rf"(?:[0-9]{{2}}(?:{_SPACE}[0-9]{{2}}){{3}}|[0-9]{{3}}{_SPACE}[0-9]{{2}}{_SPACE}[0-9]{{3}})(?!\w)"
            ),
            grouped,
        ),
        # A minus is no hyphen; behind a number or a word it is one, or a dash.
        (re.compile(r"(?:(?<=[(\[=≈±])|(?<=[^\d\s–-]\s))-(?=[0-9])"), MINUS),
        *((re.compile(pattern), rf"\1{UNBROKEN}") for pattern in joins),
    )


def _unbroken_within(found: re.Match[str]) -> str:
    return re.sub(_SPACE, UNBROKEN, found[0])
