"""Every kind of slide that an author can write: types only.

A kind is one class here and in `Slide`, a template `templates/slides/<kind>.html`, a style sheet
`templates/slides/<kind>.css` and an example `tests/kinds/<kind>.yaml`. What can be computed from a kind's own
data alone (a timeline's months, a table's total) is a property of its class; templates only place it.

Longer than 500 lines: the kinds of slides, class by class.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Union

from pydantic import Discriminator, Field, Tag, field_validator, model_validator
from pydantic_core import PydanticCustomError

from akson_docs.model.values import (
    Alt,
    Basis,
    Day,
    FilePath,
    Line,
    Printed,
    Private,
    Text,
    Title,
    Value,
    Who,
    Word,
    YesNo,
)


class SlideBase(Value):
    """What every slide has."""

    kind: Alt[str]
    """The kind of slide; text where absent."""
    id: Alt[Word] = ""
    """A name that stays when the title changes: the slide's address, and its identity from meeting to meeting."""
    title: Printed[Title]
    """The slide's heading: what it says, in one line."""
    as_of: Printed[Day | None] = None
    """The date that the figures are from."""
    source: Printed[Line | None] = None
    """Where the facts are from."""
    speaker_notes: Private[Text | None] = None
    """For whoever presents; never printed, never public."""
    fit: Alt[Literal["always", "never"]] = "always"
    """`never`: do not set this slide smaller to make it fit; say so instead."""
    withheld: Printed[Basis | None] = None
    """The legal basis for keeping the whole slide out of the public edition."""
    public: Printed[Text | None] = None
    """What the public edition says in its place."""

    @property
    def derived(self) -> tuple[str, ...]:
        """Words and figures that a template prints besides what was written, because they follow from it."""
        return ()

    @property
    def called(self) -> tuple[Line, ...]:
        """What the slide is called: its title, or the lines that stand for one."""
        return (self.title,)


class TextSlide(SlideBase):
    """Paragraphs and lists, with an aside if wanted."""

    kind: Alt[Literal["text"]] = "text"
    body: Printed[Text]
    """The text."""
    aside: Printed[Text | None] = None
    """A shorter text beside it."""


class Column(Value):
    """One side of a comparison."""

    heading: Printed[Title]
    """What the column is about."""
    body: Printed[Text]
    """Its text."""


class Comparison(SlideBase):
    """Two to four texts side by side."""

    kind: Alt[Literal["comparison"]] = "comparison"
    columns: Printed[tuple[Column, ...]] = Field(min_length=2, max_length=4)
    """The columns, left to right."""


class KeyFigure(SlideBase):
    """One figure, large. A value in per cent is drawn as a share where the other part has a name."""

    kind: Alt[Literal["key_figure"]] = "key_figure"
    title: Printed[Title | None] = None  # type: ignore[assignment]
    """Derived from value and label where absent."""
    value: Printed[Line]
    """The figure with its unit: "56 %", "4,2 mill. kr"."""
    label: Printed[Line]
    """What the figure counts."""
    part: Printed[Line | None] = None
    """The name of the part that the share is of ("signert"); with `rest` the share is drawn."""
    rest: Printed[Line | None] = None
    """The name of the remaining part ("ikke signert")."""
    body: Printed[Text | None] = None
    """More about it."""

    @property
    def called(self) -> tuple[Line, ...]:
        """Its title, or value and label."""
        return (self.title,) if self.title else (self.value, self.label)

    @property
    def derived(self) -> tuple[str, ...]:
        """Both shares, where they are drawn."""
        shares = self.shares
        return tuple(f"{share:.4g}" for share in shares) if shares else ()

    @property
    def share(self) -> float | None:
        """The value as per cent from 0 to 100, or None where it is not a share."""
        found = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s?(?:%|prosent|per cent)", self.value.say("")[1])
        share = float(found[1].replace(",", ".")) if found else None
        return share if share is not None and share <= 100 else None

    @property
    def shares(self) -> tuple[float, float] | None:
        """The part and the rest in per cent, where they are drawn: both have a name then."""
        share = self.share
        return (share, 100 - share) if share is not None and self.part and self.rest else None


class Figure(SlideBase):
    """A picture with a text alternative."""

    kind: Alt[Literal["figure"]] = "figure"
    file: Alt[FilePath]
    """PNG, JPEG or SVG in the meeting's folder."""
    alt: Alt[Line]
    """What the picture says, for those who do not see it."""
    caption: Printed[Line | None] = None
    """A line under the picture."""


class Stages(SlideBase):
    """Steps on the way from left to right."""

    kind: Alt[Literal["stages"]] = "stages"
    label: Printed[Line | None] = None
    """What is asked of each stage."""
    stages: Printed[tuple[Text, ...]] = Field(min_length=2, max_length=6)
    """The stages in order; they are numbered."""


class TimelinePoint(Value):
    """Something that happens on a day."""

    date: Printed[Day]
    """The day."""
    title: Printed[Title]
    """What happens."""
    body: Printed[Text | None] = None
    """More about it."""


class Timeline(SlideBase):
    """Milestones at their true dates on an axis of months."""

    kind: Alt[Literal["timeline"]] = "timeline"
    from_: Printed[Day | None] = Field(default=None, alias="from")
    """The month the axis begins with; derived from the first milestone."""
    to: Printed[Day | None] = None
    """The month the axis ends with; derived from the last milestone."""
    milestones: Printed[tuple[TimelinePoint, ...]] = Field(min_length=1, max_length=8)
    """In order of date."""

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month of the axis."""
        days = sorted(point.date for point in self.milestones)
        first, last = (self.from_ or days[0]), (self.to or days[-1])
        first, last = min(first, days[0]), max(last, days[-1])
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        return tuple(_month(first, step) for step in range(count))

    @property
    def places(self) -> tuple[float, ...]:
        """Where each milestone stands on the axis, as a share (0 to 1) of its length; every month is as wide."""
        months = self.months
        found = []
        for point in self.milestones:
            start = date(point.date.year, point.date.month, 1)
            length = (_month(start, 1) - start).days
            found.append((months.index(start) + (point.date.day - 1) / length) / len(months))
        return tuple(found)

    @property
    def spans(self) -> tuple[int, ...]:
        """How wide each card is beside the others: 2, or 3 where it says far more than they do."""
        said = [sum(len(words.say("")[1]) for words in (point.title, point.body) if words) for point in self.milestones]
        usual = max(120, 2 * sorted(said)[len(said) // 2])
        return tuple(3 if length > usual else 2 for length in said)

    @property
    def joints(self) -> tuple[tuple[float, float, float], ...]:
        """For each milestone the elbow that joins it to its card: where it stands on the axis, where its card's
        left edge is, and how far down the elbow turns, each from 0 to 1. No two elbows cross."""
        places, spans = self.places, self.spans
        edges = tuple(sum(spans[:index]) / sum(spans) for index in range(len(spans)))
        leftward = tuple(edge < place for place, edge in zip(places, edges, strict=True))
        found = []
        for index, (place, edge) in enumerate(zip(places, edges, strict=True)):
            first = last = index
            while first and leftward[first - 1] == leftward[index]:
                first -= 1
            while last + 1 < len(places) and leftward[last + 1] == leftward[index]:
                last += 1
            rank = index - first if leftward[index] else last - index
            found.append((place, edge, (rank + 1) / (last - first + 2)))
        return tuple(found)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [point.date for point in self.milestones]
        for index in range(1, len(days)):
            if days[index] < days[index - 1]:
                raise PydanticCustomError(
                    "milestone_order",
                    "milestones out of order",
                    {"found": days[index].isoformat(), "within": ("milestones", index, "date")},
                )
        return self


class MatrixRow(Value):
    """A label and what is said of it."""

    label: Printed[Line]
    """What the row is about."""
    body: Printed[Text]
    """What is said of it."""


class Matrix(SlideBase):
    """Rows of a label and a text."""

    kind: Alt[Literal["matrix"]] = "matrix"
    rows: Printed[tuple[MatrixRow, ...]] = Field(min_length=1)
    """The rows in order."""


class Grid(Value):
    """A table's cells: the first row is the head. Written as a pipe table, or as the name of a CSV file."""

    head: Printed[tuple[str, ...]]
    rows: Printed[tuple[tuple[str, ...], ...]]

    @model_validator(mode="before")
    @classmethod
    def _from_pipes(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        cells = [row for line in value.splitlines() if (row := cells_of(line))]
        if len(cells) < 2 or not all(line.lstrip().startswith("|") for line in value.splitlines() if line.strip()):
            raise PydanticCustomError("grid_form", "a pipe table expected", {})
        for number, row in enumerate(cells):
            if len(row) != len(cells[0]):
                raise PydanticCustomError(
                    "grid_row",
                    "rows differ",
                    {"row": number, "found": len(row), "expected": len(cells[0]), "within": (number,)},
                )
        return {"head": tuple(cells[0]), "rows": tuple(tuple(row) for row in cells[1:])}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold numbers only."""
        return tuple(
            any(row[column] for row in self.rows)
            and all(number(row[column]) is not None for row in self.rows if row[column])
            for column in range(len(self.head))
        )

    @property
    def sums(self) -> tuple[str, ...]:
        """The sum of each column of numbers, with as many decimals as the column has, and the sign before them that it
        has; "" for other columns."""
        found = []
        for column, numeric in enumerate(self.numeric):
            cells = [row[column] for row in self.rows if row[column]]
            decimals = max((len(re.split(r"[.,]", cell)[1]) for cell in cells if re.search(r"[.,]", cell)), default=0)
            total = grouped(sum(number(cell) or 0 for cell in cells), decimals)
            pointed = any("." in cell for cell in cells) and not any("," in cell for cell in cells)
            found.append((total.replace(",", ".") if pointed else total) if numeric else "")
        return tuple(found)


class Table(SlideBase):
    """A table of figures or words."""

    kind: Alt[Literal["table"]] = "table"
    data: Printed[Grid]
    """A pipe table (`| Post | 2021 |`), or the name of a CSV file in the meeting's folder."""
    unit: Printed[Line | None] = None
    """What the figures are in."""
    total: Alt[YesNo] = False
    """`yes`: a row with the sums, computed."""

    @property
    def derived(self) -> tuple[str, ...]:
        """The sums, where they are shown."""
        return tuple(sum_ for sum_ in self.data.sums if sum_) if self.total else ()


class MeetingDate(Value):
    """A meeting to come."""

    date: Printed[Day]
    """Its day."""
    board: Printed[Line | None] = None
    """Whose meeting it is, where it is another board's."""
    note: Printed[Line | None] = None
    """How and how long ("Web-møte 2 timer")."""


class Meetings(SlideBase):
    """A plan of meetings; taken from the calendar of the board where no rows are written."""

    kind: Alt[Literal["meetings"]] = "meetings"
    rows: Printed[tuple[MeetingDate, ...]] = ()
    """The meetings in order."""


class Omitted(SlideBase):
    """Keeps a number without content, so that the numbers of the others stay."""

    kind: Alt[Literal["omitted"]] = "omitted"
    title: Private[Title | None] = None  # type: ignore[assignment]
    """For the editor only."""

    @property
    def called(self) -> tuple[Line, ...]:
        """Nothing: it is not shown."""
        return ()


class StatusRow(Value):
    """One area and how it goes."""

    area: Printed[Line]
    """What is judged."""
    light: Printed[Literal["green", "yellow", "red", "grey"]]
    """How it goes; grey is "not measured"."""
    comment: Printed[Text | None] = None
    """Why, and what is done."""


class Status(SlideBase):
    """Areas with their lights."""

    kind: Alt[Literal["status"]] = "status"
    rows: Printed[tuple[StatusRow, ...]] = Field(min_length=1)
    """The areas in order."""


class Risk(Value):
    """Something that may happen."""

    id: Printed[Word]
    """Its number in the register (R1)."""
    title: Printed[Title]
    """What may happen."""
    probability: Printed[int] = Field(ge=1)
    """From 1 to the scale."""
    consequence: Printed[int] = Field(ge=1)
    """From 1 to the scale."""
    measure: Printed[Line | None] = None
    """What is done about it."""
    owner: Who[Printed[Line | None]] = None
    """Who answers for it."""


class Risks(SlideBase):
    """The risks with probability, consequence and measure, gravest first."""

    kind: Alt[Literal["risks"]] = "risks"
    scale: Alt[int] = Field(default=5, ge=3, le=6)
    """The highest step of probability and consequence."""
    rows: Printed[tuple[Risk, ...]] = Field(min_length=1)
    """The risks."""

    @property
    def derived(self) -> tuple[str, ...]:
        """What stands in the map of risks."""
        return tuple(risk.id for risk in self.rows)

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps of probability and consequence, from 1."""
        return tuple(range(1, self.scale + 1))

    @property
    def map(self) -> tuple[tuple[int, tuple[tuple[str, str], ...]], ...]:
        """Each step of probability, the highest first, with a cell for each of consequence: how grave it is, and the
        ids of the risks that are there."""
        return tuple(
            (step, tuple((self._grade(step * across), self._at(step, across)) for across in self.steps))
            for step in reversed(self.steps)
        )

    def _grade(self, product: int) -> Literal["grave", "some", "slight"]:
        share = self.scale * self.scale
        return "grave" if product > share * 0.55 else "some" if product > share * 0.22 else "slight"

    def _at(self, probability: int, consequence: int) -> str:
        here = (risk for risk in self.rows if (risk.probability, risk.consequence) == (probability, consequence))
        return " ".join(risk.id for risk in here)

    @property
    def ranked(self) -> tuple[Risk, ...]:
        """By the product of probability and consequence, gravest first."""
        return tuple(sorted(self.rows, key=lambda risk: -risk.probability * risk.consequence))


class Milestone(Value):
    """A point in the plan, and how it went."""

    id: Printed[Word]
    """Its number (M1)."""
    title: Printed[Title]
    """What is reached."""
    planned: Printed[Day]
    """When it was planned."""
    done: Printed[Day | None] = None
    """When it was reached."""
    forecast: Printed[Day | None] = None
    """When it is expected now."""

    @property
    def days_late(self) -> int:
        """Days behind the plan (negative: before it), by `done`, else `forecast`, else 0."""
        now = self.done or self.forecast
        return (now - self.planned).days if now else 0

    @property
    def days_early(self) -> int:
        """Days before the plan; 0 where it is not."""
        return max(0, -self.days_late)


class Milestones(SlideBase):
    """Milestones with plan, forecast and slip."""

    kind: Alt[Literal["milestones"]] = "milestones"
    rows: Printed[tuple[Milestone, ...]] = Field(min_length=1)
    """In order."""


class Option(Value):
    """One way to go."""

    title: Printed[Title]
    """Its name."""
    body: Printed[Text | None] = None
    """What it is."""
    values: Printed[tuple[Line, ...]] = ()
    """How it does on each criterion, in their order."""


class Options(SlideBase):
    """Alternatives compared by the same criteria."""

    kind: Alt[Literal["options"]] = "options"
    recommended: Alt[int | None] = Field(default=None, ge=1)
    """The number of the recommended one."""
    criteria: Printed[tuple[Line, ...]] = ()
    """What they are compared by."""
    options: Printed[tuple[Option, ...]] = Field(min_length=2, max_length=4)
    """The alternatives; they are numbered."""

    @property
    def compared(self) -> tuple[tuple[Line, tuple[Line, ...]], ...]:
        """Each criterion, with how each alternative does on it."""
        return tuple(
            (criterion, tuple(option.values[place] for option in self.options))
            for place, criterion in enumerate(self.criteria)
        )

    @model_validator(mode="after")
    def _same_criteria(self) -> Self:
        unlike = [
            {"found": len(one.values), "title": one.title.say("")[1], "within": ("options", index, "values")}
            for index, one in enumerate(self.options)
            if len(one.values) != len(self.criteria)
        ]
        if unlike:
            wanted = {"expected": len(self.criteria), "each": unlike}
            raise PydanticCustomError("option_values", "values do not fit criteria", wanted)
        return self


class Chart(SlideBase):
    """Series of numbers by step, drawn and given as a table."""

    kind: Alt[Literal["chart"]] = "chart"
    form: Alt[Literal["line", "bar", "stacked"]] = "line"
    """How it is drawn."""
    unit: Printed[Line | None] = None
    """What the figures are in."""
    data: Printed[Grid]
    """A pipe table: the first column names the steps, each other column is a series."""

    @property
    def derived(self) -> tuple[str, ...]:
        """What the legend names, where there is one, and the steps that the axis names."""
        legend = self.data.head[1:] if len(self.data.head) > 2 else ()
        return (*legend, *(row[0] for row in self.data.rows[:: self.every]))

    @property
    def every(self) -> int:
        """How many steps there are from one that the axis names to the next: all of them, where there is room."""
        longest = max(len(row[0]) for row in self.data.rows)
        return max(1, math.ceil((longest * 0.4 + 0.5) / (23 / len(self.data.rows))))

    @property
    def values(self) -> tuple[tuple[float | None, ...], ...]:
        """The numbers of each series, step by step; None where a cell is empty."""
        return tuple(tuple(number(row[column]) for row in self.data.rows) for column in range(1, len(self.data.head)))

    @property
    def floors(self) -> tuple[tuple[float, ...], ...]:
        """What each number is drawn from: 0, or where the numbers stacked under it end."""
        found, above, below = [], [0.0] * len(self.data.rows), [0.0] * len(self.data.rows)
        for series in self.values:
            row = []
            for step, value in enumerate(series):
                side = below if (value or 0) < 0 else above
                row.append(side[step] if self.form == "stacked" else 0.0)
                side[step] += value or 0
            found.append(tuple(row))
        return tuple(found)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round numbers, evenly apart, from below the least number drawn (or 0) to above the greatest."""
        drawn = [
            floor + (value or 0)
            for series, floors in zip(self.values, self.floors, strict=True)
            for value, floor in zip(series, floors, strict=True)
        ]
        least, greatest = min(0.0, *drawn), max(0.0, *drawn)
        rough = (greatest - least) / 5 or 1.0
        power = 10.0 ** math.floor(math.log10(rough))
        gaps = [power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough * 0.999]
        whole = all(number.is_integer() for number in drawn)
        gap = next((gap for gap in gaps if not whole or gap.is_integer()), gaps[-1])
        first, last = math.floor(least / gap + 1e-9), math.ceil(greatest / gap - 1e-9)
        return tuple(round(step * gap, 9) for step in range(first, max(last, first + 1) + 1))

    @field_validator("data")
    @classmethod
    def _numbers(cls, data: Grid) -> Grid:
        for row, cells in enumerate(data.rows, 1):
            for cell in cells[1:]:
                if cell and number(cell) is None:
                    raise PydanticCustomError("number_form", "a number expected", {"found": cell, "within": (row,)})
        return data


class Quote(SlideBase):
    """Somebody's words."""

    kind: Alt[Literal["quote"]] = "quote"
    quote: Printed[Text]
    """The words, without quotation marks."""
    by: Who[Printed[Line]]
    """Whose they are."""


class Topic(Value):
    """Opens a topic of the item; the slide that shows where one is is derived from it."""

    topic: Printed[Title]
    """The topic's name."""


AuthoredSlide = (
    TextSlide
    | Comparison
    | KeyFigure
    | Figure
    | Stages
    | Timeline
    | Matrix
    | Table
    | Meetings
    | Omitted
    | Status
    | Risks
    | Milestones
    | Options
    | Chart
    | Quote
)


class StubSlide(Value):
    """What the public edition has in the place of a slide that is withheld."""

    kind: Alt[Literal["stub"]] = "stub"
    withheld: Printed[Basis]
    public: Printed[Text | None] = None


def kind_of(row: object) -> str:
    """Which kind a row of `slides` is, read or unread; "topic" for one that opens a topic."""
    if isinstance(row, Value):
        return getattr(row, "kind", "topic")
    if isinstance(row, dict) and "topic" in row:
        return "topic"
    kind = str(row.get("kind", "text")) if isinstance(row, dict) else ""
    return "" if kind == "stub" else kind


KINDS: tuple[str, ...] = tuple(kind.model_fields["kind"].default for kind in AuthoredSlide.__args__)

if TYPE_CHECKING:
    SlideRow = Topic | StubSlide | AuthoredSlide
else:
    SlideRow = Annotated[
        Union[  # noqa: UP007 (made from the union above, so that a new kind is named once)
            tuple(
                Annotated[kind, Tag("topic" if kind is Topic else kind.model_fields["kind"].default)]
                for kind in (Topic, StubSlide, *AuthoredSlide.__args__)
            )
        ],
        Discriminator(kind_of),
    ]


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a line of a pipe table; none for an empty line and for the rule under the head."""
    cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
    empty = not line.strip() or all(re.fullmatch(r":?-{2,}:?", cell) for cell in cells)
    return () if empty else cells


def number(cell: str) -> float | None:
    """A cell as a number, with a decimal comma or point and spaces between thousands; None where it is none."""
    plain = re.sub(r"[ \u00a0\u202f]", "", cell).replace("\u2212", "-").replace(",", ".")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def grouped(value: float, decimals: int) -> str:
    """A number as Norwegian writes it: a comma, and a no-break space between thousands."""
    return f"{value:,.{decimals}f}".replace(",", "\u00a0").replace(".", ",").replace("-", "\u2212")


def _month(day: date, step: int) -> date:
    months = day.year * 12 + day.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)
