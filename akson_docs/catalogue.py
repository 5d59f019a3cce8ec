"""What the tool says, and the languages that it says it in.

English stands in the code beside what says it, marked with `N_` where it is not said at once, and is the key to the
rest. Any other language is a row in `LANGUAGES` and a folder of catalogues, `templates/locale/<language>/`: `tool.po`
has these texts, `messages.po` what sites and papers print. What a catalogue lacks is said in the language that the row
falls back to, and in English where that lacks it too.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, time
    from gettext import NullTranslations


class Spoken(NamedTuple):
    """A language: what it is called in itself, and how it is written."""

    name: str
    formats: str
    """The locale of Unicode's CLDR that has its dates and times."""
    falls_back: str = ""
    """The language that is read where this one has no words; English where nothing is named."""
    also: tuple[str, ...] = ()
    """What computers call it besides: "no" in `LANG=no_NO.UTF-8`."""
    quotes: str = "«»"
    comma: str = ","
    """Before decimals."""
    percent: str = "\u00a0%"
    day: str = "d."
    """How the day of a month is written, as CLDR's patterns say it."""
    clock: str = "HH.mm"
    """As CLDR's patterns say it; the third sign stands between hours and minutes."""
    halves: tuple[str, ...] = ()
    """What is said before and after noon, in a language that may count the hours to twelve."""

    def days(self, first: date, last: date, year: bool = True) -> str:
        """The days from one to another as they are written: "16.–17. april 2026"; one day where they are the same."""
        from babel.dates import format_date  # slow to import, and rarely asked for

        if first == last:
            begins = ""
        elif (first.year, first.month) == (last.year, last.month):
            begins = self.day
        else:
            begins = f"{self.day} MMMM" + ("" if first.year == last.year else " y")
        ends = "long" if year else f"{self.day} MMMM"
        until = str(format_date(last, ends, self.formats))
        return f"{format_date(first, begins, self.formats)}–{until}" if begins else until


LANGUAGES: Mapping[str, Spoken] = {
    "nb": Spoken("Bokmål", "nb", also=("no",)),
    "nn": Spoken("Nynorsk", "nn", falls_back="nb"),
    "en": Spoken(
        "English", "en_GB", quotes='""', comma=".", percent="%", day="d", clock="HH:mm", halves=("a.m.", "p.m.")
    ),
}
"""The languages of sites, papers and the tool itself, in the order that they are offered."""
SOURCE = "en"
"""The language of the texts in the code."""


def N_(text: str) -> str:  # noqa: N802  (the name that gettext's readers of sources look for)
    """Marks a text that is said elsewhere: it is in the catalogues, and stays as it is here."""
    return text


def NC_(context: str, text: str) -> str:  # noqa: N802
    """Marks a text that means one thing here, and might mean another elsewhere: `context` tells which."""
    return text


def translated(text: str, language: str, context: str = "") -> str:
    """A text of the code in a language; `context` tells it from others that are the same in English."""
    if not text:
        return ""
    for spoken in in_turn(language):
        if spoken == SOURCE:
            break
        said = _own(spoken).pgettext(context, text) if context else _own(spoken).gettext(text)
        if said:
            return said
    return text


def in_each(text: str, context: str) -> tuple[tuple[str, str], ...]:
    """A text of the code in each language that has it, as (language, text), in the order of `LANGUAGES`."""
    found = ((one, text if one == SOURCE else _own(one).pgettext(context, text)) for one in LANGUAGES)
    return tuple((language, said) for language, said in found if said)


def counted(one: str, many: str, count: int, language: str) -> str:
    """One of two texts of the code as the language counts: "1 error", "{count} errors"."""
    spoken = (_own(spoken) for spoken in in_turn(language) if spoken != SOURCE)
    said = next(filter(None, (each.ngettext(one, many, count) for each in spoken)), "")
    return filled(said or (one if count == 1 else many), (("count", count),))


def filled(template: str, parameters: Iterable[tuple[str, object]]) -> str:
    """A text with its `{parameters}` in place; braces around what is no parameter stay."""
    values = dict(parameters)
    return re.sub(r"\{(\w+)\}", lambda name: str(values.get(name[1], name[0])), template)


def quoted(text: str, language: str) -> str:
    """A text in the quotation marks of a language."""
    marks = LANGUAGES[language].quotes
    return f"{marks[0]}{text}{marks[1]}"


def decimals(number: str, language: str) -> str:
    """A number, as Python writes it, with the decimal sign of a language."""
    return number.replace(".", LANGUAGES[language].comma)


def of_environment(environment: Mapping[str, str]) -> str:
    """The language that a computer speaks, as gettext reads it: the first of `LANGUAGE` (`nn:nb`) that is spoken here,
    or that of the locale (`nn_NO.UTF-8`), English where it is none; "" where only a machine is spoken to (`C`)."""
    named = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    wanted = "" if named in ("C", "POSIX") else environment.get("LANGUAGE", "")
    found = next(filter(None, map(_of_locale, (*wanted.split(":"), named))), "")
    return found or ("" if named.partition(".")[0] in ("", "C", "POSIX") else SOURCE)


def clock(moment: time, language: str, twelve: bool = False) -> str:
    """A time of the day as a language writes it: "09.30"; with hours to `twelve`, where it has such, "9:30 a.m."."""
    spoken = LANGUAGES[language]
    if twelve and spoken.halves:
        return f"{moment.hour % 12 or 12}:{moment.minute:02}\u00a0{spoken.halves[moment.hour >= 12]}"
    return f"{moment.hour:02}{spoken.clock[2]}{moment.minute:02}"


def clocks(text: str, language: str, twelve: bool = False) -> str:
    """Times of the day as ISO has them ("09:00–10:30") in the way of a language."""
    from datetime import time  # needed once something is told

    return re.sub(r"\b\d\d:\d\d\b", lambda found: clock(time.fromisoformat(found[0]), language, twelve), text)


def _of_locale(named: str) -> str:
    """The language of a locale; "" where it is none of those that are spoken."""
    found = re.match(r"[a-z]+", named)
    called = found[0] if found else ""
    return next((code for code, spoken in LANGUAGES.items() if called in (code, *spoken.also)), "")


def shipped() -> str:
    """The folder whose `templates/` come with the tool: the package, or the project around it where it runs from its
    sources."""
    package = os.path.dirname(os.path.abspath(__file__))
    return package if os.path.isdir(os.path.join(package, "templates")) else os.path.dirname(package)


def bytecode() -> str:
    """The folder where Python keeps what it compiles of the tool, and what else is compiled of it is kept too."""
    return os.path.dirname(importlib.util.cache_from_source(os.path.abspath(__file__)))


def in_turn(language: str) -> tuple[str, ...]:
    """The languages whose catalogues are asked for a text, one after the other: a language, and what it falls back
    to."""
    falls_back = LANGUAGES[language].falls_back
    return (language, *(in_turn(falls_back) if falls_back else ()))


def catalogue(language: str) -> str:
    """The file of a language's texts."""
    return os.path.join(shipped(), "templates", "locale", language, "tool.po")


@functools.cache
def _own(language: str) -> NullTranslations:
    from akson_docs import gettext_files  # what English does without

    return gettext_files.read(catalogue(language), language, bytecode())
