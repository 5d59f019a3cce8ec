"""What authors write, as types: lines and texts in one or more languages, dates, times, yes and no.

Every scalar of a source file arrives as text, and is typed here. A `Line` or a `Text` may be one string, a string
per language, or a string with a legal basis for withholding it. Each field of the model says who may see it:
`Printed` (readers, as text on a page), `Alt` (readers, otherwise: an address, an attribute, a drawing) or
`Private` (nobody outside: the public edition drops it). A field without one of the three fails a test.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from akson_docs.catalogue import LANGUAGES

T = TypeVar("T")
Printed = Annotated[T, "printed"]
Alt = Annotated[T, "alt"]
Private = Annotated[T, "private"]
Minuted = Annotated[T, "printed", "minuted"]
"""Printed, and known from the minutes alone: nobody outside reads it before they are published."""
Who = Annotated[T, "person"]
"""Says who somebody is: a name, an id, a role, or a line of them. Where names are not published, it is emptied."""
VISIBILITIES = ("printed", "alt", "private")

if TYPE_CHECKING:
    Language = str
else:  # which they are is said in one place
    Language = Literal[tuple(LANGUAGES)]


class Value(BaseModel):
    """Anything in the model: frozen, and with no key that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class LocalizedText(Value):
    """What an author wrote in one place, in the languages it was written in.

    `said` pairs a language with its text; what was written without one is in the language that the context of the
    validation names (`{"language": "nb"}`), or in "" where there is none. `withheld` is the legal basis for keeping it
    out of the public edition, `public` what is said there instead.
    """

    said: Printed[tuple[tuple[str, str], ...]] = ()
    withheld: Printed[str] = ""
    public: Printed[tuple[tuple[str, str], ...]] = ()

    scalar_name: ClassVar[str] = "line"

    @model_validator(mode="before")
    @classmethod
    def _from_source(cls, value: object, info: ValidationInfo) -> object:
        own = str((info.context or {}).get("language", ""))
        if isinstance(value, str):
            return {"said": ((own, cls.tidy(value)),)}
        if not isinstance(value, Mapping):
            raise PydanticCustomError("text_expected", "text expected", {"form": cls.scalar_name})
        if "said" in value or "withheld" in value or "public" in value or "text" in value:
            return cls._withheld(value, own)
        return {"said": cls._languages(value)}

    @classmethod
    def _withheld(cls, value: Mapping[str, object], own: str) -> dict[str, object]:
        if "said" in value:
            return dict(value)
        unknown = [key for key in value if key not in ("text", "withheld", "public")]
        if unknown:
            raise PydanticCustomError("words_key", "unknown key", {"found": unknown[0]})
        if "text" not in value:
            raise PydanticCustomError("words_text_missing", "text is missing", {})
        return {
            "said": cls._variants(value["text"], own),
            "withheld": _basis(str(_one_line(value.get("withheld", "")))),
            "public": cls._variants(value["public"], own) if value.get("public") else (),
        }

    @classmethod
    def _variants(cls, value: object, own: str) -> tuple[tuple[str, str], ...]:
        if isinstance(value, str):
            return ((own, cls.tidy(value)),)
        if isinstance(value, Mapping):
            return cls._languages(value)
        raise PydanticCustomError("text_expected", "text expected", {"form": cls.scalar_name})

    @classmethod
    def _languages(cls, value: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
        said: list[tuple[str, str]] = []
        for language, text in value.items():
            if language not in LANGUAGES:
                raise PydanticCustomError("words_key", "unknown key", {"found": language})
            if not isinstance(text, str):
                raise PydanticCustomError("text_expected", "text expected", {"form": cls.scalar_name})
            said.append((language, cls.tidy(text)))
        return tuple(said)

    @classmethod
    def tidy(cls, text: str) -> str:
        """The text without the white space that YAML's forms of writing add."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        text = {"type": "string", "minLength": 1}
        languages = {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, text),
            "additionalProperties": False,
            "minProperties": 1,
        }
        variants = {"anyOf": [text, languages]}
        withheld = {
            "type": "object",
            "properties": {"text": variants, "withheld": text, "public": variants},
            "required": ["text", "withheld"],
            "additionalProperties": False,
        }
        return {"anyOf": [text, languages, withheld]}

    def say(self, language: str, own: str = "") -> tuple[str, str]:
        """(language, text) nearest to `language`; `own` is the language of what was written without one."""
        said = {key or own: text for key, text in self.said}
        for key in (language, own, *LANGUAGES):
            if key in said:
                return key, said[key]
        return language, ""

    def __bool__(self) -> bool:
        return bool(self.said) or bool(self.withheld)


TextByLanguage = tuple[tuple[str, str], ...]
"""A text by language; all languages are named."""


def said(words: LocalizedText | None, own: str) -> TextByLanguage:
    """What the words say, or say publicly instead, each with its language."""
    if words is None:
        return ()
    return tuple((language or own, text) for language, text in (words.said or words.public))


class Line(LocalizedText):
    """One line of text without markup."""

    scalar_name: ClassVar[str] = "line"

    @classmethod
    def tidy(cls, text: str) -> str:
        return " ".join(text.split())


def _is_seen(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return (kind[0] in "LN" or kind == "So") and sign not in "\u115f\u1160\u2800\u3164\uffa0"  # those are blank


def _named(line: Line) -> Line:
    """A line that something is called by: in each language it has a letter, a digit or a picture."""
    if line.said or not line.withheld:
        for text in [text for _, text in (*line.said, *line.public)] or [""]:
            if not any(map(_is_seen, text)):
                raise PydanticCustomError("title_blank", "a title without words", {"found": text})
    return line


Title = Annotated[Line, AfterValidator(_named)]
"""A line that something is called by, in agendas, in links and in addresses: it has words."""


class Text(LocalizedText):
    """Markdown without raw HTML: paragraphs, lists, emphasis, links."""

    scalar_name: ClassVar[str] = "text"

    @classmethod
    def tidy(cls, text: str) -> str:
        return text.strip("\n").rstrip()


_ANSWERS = {"yes": True, "ja": True, "true": True, "no": False, "nei": False, "false": False}


def _yes_or_no(value: object) -> object:
    if isinstance(value, str) and value.lower() in _ANSWERS:
        return _ANSWERS[value.lower()]
    if isinstance(value, bool):
        return value
    raise PydanticCustomError("yes_or_no", "yes or no expected", {"found": _shown(value)})


def _date(value: object) -> object:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            context = {"found": value, "nearest": date_meant(value)}
            raise PydanticCustomError("date_impossible", "no such date", context) from None
    nearest = date_meant(value) if isinstance(value, str) else ""
    said = value if isinstance(value, str) else ""
    timed = re.fullmatch(r"(.*?\d{4}(?:-\d\d-\d\d)?),?(?: kl\.?)?[ T](\d{1,2}[:.]\d\d)", said)
    if timed and not nearest:
        raise PydanticCustomError("date_time", "a date alone", {"found": said, "clock": timed[2]})
    if not nearest and re.search(r"\d\.?\s?(?:-|–|og|,|til|/)\s?\d+.*\d{4}", said) and len(said) > 10:
        raise PydanticCustomError("date_several", "one date", {"found": said})
    raise PydanticCustomError("date_form", "write dates as ISO", {"found": _shown(value), "nearest": nearest})


_MONTHS = ("jan", "feb", "mar", "apr", "ma", "jun", "jul", "aug", "sep", "o", "nov", "de")
"""How the months begin in bokmål, nynorsk and English: mai and may, oktober and October, desember and December."""


_YEARS = range(15, 50)
"""The years of this century that two digits may mean."""


def date_meant(value: str) -> str:
    """The date that was written in another way, as ISO: "1.7.2020", "20-07-01", "onsdag 1. juli 2020"; "" for none."""
    spoken = re.fullmatch(r"(?:[a-zæøå]+ )?(?:den )?(\d{1,2})[. ] ?([a-z]+)\.? (\d{4})", value.lower().replace(",", ""))
    if spoken:
        day, name, year = spoken.groups()
        return _iso(year, next((number for number, start in enumerate(_MONTHS, 1) if name.startswith(start)), 0), day)
    digits = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", value)
    found = digits or re.fullmatch(r"(\d{4}|\d{1,2})([./ -]+)(\d{1,2})[./ -]+(\d{4}|\d{1,2})", value)
    if found is None:
        return ""
    if digits or len(found[1]) == 4:
        return _iso(found[1], found[3] if not digits else found[2], found[4] if not digits else found[3])
    first, sign, month, last = found.groups()
    # With hyphens the year usually stands first, otherwise last; a year that no meeting is of, is a day.
    ways = [(first, last), (last, first)] if "-" in sign and len(last) == 2 else [(last, first)]
    dates = (_iso(year, month, day) for year, day in ways if len(year) == 4 or int(year) in _YEARS)
    return next(filter(None, dates), "")


def _iso(year: str, month: str | int, day: str) -> str:
    """A day as ISO; "" for none. Where there is no such month, month and day have changed places."""
    number, of_month = int(month), int(day)
    if number > 12:
        number, of_month = of_month, number
    try:
        return date(int(f"20{year}" if len(year) == 2 else year), number, of_month).isoformat()
    except ValueError:
        return ""


def _clock(value: object) -> object:
    if isinstance(value, time):
        return value
    if isinstance(value, str):
        half = re.fullmatch(r"(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))? ?([AaPp])\.?[Mm]\.?", value)
        if half:
            return time(int(half[1]) % 12 + 12 * (half[3] in "Pp"), int(half[2] or 0))
        spoken = re.fullmatch(r"(\d{1,2})[:.](\d\d)", value) or re.fullmatch(r"(\d\d:\d\d):00", value)
        if spoken and spoken.lastindex == 1:
            return time.fromisoformat(spoken[1])
        if spoken:
            hour, minute = int(spoken[1]), int(spoken[2])
            if hour < 24 and minute < 60:
                return time(hour, minute)
    said = _shown(value)
    parts = re.split(r" ?(?:-|–|—|\btil\b|\bto\b) ?", said.lower())
    begins, ends = (_moment(parts[0]), _moment(parts[1])) if len(parts) == 2 else ("", "")
    if begins and ends:
        minutes = (_minutes(ends) - _minutes(begins)) % (24 * 60)
        context: dict[str, Any] = {"found": said, "begins": begins, "ends": ends, "minutes": minutes}
        raise PydanticCustomError("clock_span", "one time of day expected", context)
    raise PydanticCustomError("clock_form", "a time of day expected", {"found": said, "nearest": _moment(said.lower())})


def _moment(said: str) -> str:
    """The time of day that was written in another way, as "09:00": "kl. 9", "0900", "24:00"; "" for none."""
    form = r"(?:kl\.?|klokk[ae]n?|at)? ?(\d{1,2})(?: ?[:.,h] ?(\d{1,2})?|(\d\d))? ?([ap]m)?"
    found = re.fullmatch(form, said.strip())
    if found is None:
        return ""
    tens = found[2] is not None and len(found[2]) == 1 and ":" not in said
    hour, minute = int(found[1]), int(found[2] or found[3] or 0) * (10 if tens else 1)
    hour = hour % 12 + 12 * (found[4] == "pm") if found[4] else hour
    return f"{hour % 24:02}:{minute:02}" if hour <= 24 and minute < 60 else ""


def _offset(value: object) -> object:
    """Seconds from the beginning of a recording: "12:30" and "1:02:30"."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        found = re.fullmatch(r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)", value)
        if found:
            return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    raise PydanticCustomError("offset_form", "a place in a recording expected", {"found": _shown(value)})


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _names(value: object) -> object:
    if isinstance(value, str):
        return tuple(name.strip() for name in value.split(",") if name.strip())
    return value


def _one_line(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.split())
    raise PydanticCustomError("text_expected", "text expected", {"form": "line"})


def _period(value: object) -> object:
    if isinstance(value, str):
        spoken = re.fullmatch(r"(\d{1,4}) (day|days|week|weeks|month|months|year|years)", value)
        if spoken:
            return value
    raise PydanticCustomError("period_form", "a period expected", {"found": _shown(value)})


def _colour(value: str) -> str:
    if re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        return value
    raise PydanticCustomError("colour_form", "a colour expected", {"found": value})


def is_inside(name: str) -> bool:
    """Whether a name is that of a file in or under the folder of the file that it is written in."""
    return not ("\\" in name or ":" in name or {"", ".", ".."} & set(name.split("/")))


def _relative(value: str) -> str:
    if not is_inside(value):
        raise PydanticCustomError("path_outside", "a path outside", {"found": value})
    return value


def _link(value: str) -> str:
    if re.fullmatch(r"https?://[^\s/]\S*", value):
        return value
    raise PydanticCustomError("link_form", "a link expected", {"found": value})


def _timezone(value: str) -> str:
    try:
        if value in _NOWHERE or value.startswith(("posix/", "right/")):
            raise ValueError
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("timezone_unknown", "no such time zone", {"found": value}) from None
    return value


_NOWHERE = ("localtime", "posixrules", "Factory")
"""What the tz database has beside the places: what this machine is set to, and that nobody has set it (tzfile(5))."""


def _phrase(value: str) -> str:
    if not any(map(str.isalnum, value)):
        raise PydanticCustomError("phrase_blank", "a phrase without words", {"found": value})
    return value


def _measure(value: object) -> object:
    try:
        found = float(str(value).replace(",", ".").removesuffix("mm"))
    except ValueError:
        found = -1.0
    if not 0 <= found <= 5_080:
        raise PydanticCustomError("measure_form", "millimetres expected", {"found": _shown(value)})
    return found


def _basis(value: str) -> str:
    if not value:
        raise PydanticCustomError("withheld_empty", "withheld without a basis", {})
    if value.lower() in _ANSWERS:
        raise PydanticCustomError("withheld_basis", "no legal basis", {"found": value})
    return value


def _shown(value: object) -> str:
    return value if isinstance(value, str) else type(value).__name__


Word = Annotated[str, BeforeValidator(_one_line, json_schema_input_type=str | float)]
"""One line that is never translated or withheld: an identity, a number as printed, a name."""
YesNo = Annotated[bool, BeforeValidator(_yes_or_no, json_schema_input_type=Literal["yes", "no"] | bool)]
Day = Annotated[date, BeforeValidator(_date)]
Clock = Annotated[
    time,
    # An editor reads 16.00 as a number.
    BeforeValidator(
        _clock,
        json_schema_input_type=Annotated[
            str, Field(pattern=r"^\d{1,2}[:.]\d\d$|^\d{1,2}([:.]\d\d)? ?[AaPp]\.?[Mm]\.?$")
        ]
        | float,
    ),
]
MinuteCount = Annotated[int, Field(ge=1, le=24 * 60)]
Issue = Annotated[int, Field(ge=1, le=99)]
Names = Annotated[tuple[Word, ...], BeforeValidator(_names, json_schema_input_type=str | list[str])]
"""Names, numbers or ids: a list, or one line with commas."""
Period = Annotated[str, BeforeValidator(_period)]
Colour = Annotated[Word, AfterValidator(_colour)]
Phrase = Annotated[Word, AfterValidator(_phrase)]
"""Words that are looked for in a file."""
PageNumber = Annotated[int, Field(ge=1, le=9_999)]
Millimetres = Annotated[
    float, BeforeValidator(_measure, json_schema_input_type=Annotated[str, Field(pattern=r"^\d+([.,]\d+)?$")] | float)
]
Offset = Annotated[
    int,
    BeforeValidator(_offset, json_schema_input_type=Annotated[str, Field(pattern=r"^(\d{1,2}:)?[0-5]?\d:[0-5]\d$")]),
]
"""Seconds from the beginning of a recording."""
FilePath = Annotated[Word, AfterValidator(_relative)]
"""A file in or under the folder of the file that names it."""
Link = Annotated[Word, AfterValidator(_link)]
Timezone = Annotated[Word, AfterValidator(_timezone)]
"""A name of the tz database, as "Europe/Oslo"."""
Basis = Annotated[Word, AfterValidator(_basis)]
"""The legal basis for withholding or closing; never empty, for an empty one must not read as "public"."""
