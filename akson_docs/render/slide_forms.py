"""How densely a slide is set, from how much it says: classes that its style sheet knows.

Estimates in characters and lines, made before anything is laid out: `slide_page` measures, and sets tighter what does
not fit all the same. A kind that is not here is set in one way alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.deck import Slide

SIGNS = "−-+±"
"""What a figure may begin with instead of a digit."""


@dataclass(frozen=True)
class Around:
    """What a slide is set beside its own content."""

    agenda: Agenda
    plain: Callable[[Any], str]
    """Words as they are said in the page's language, without markup."""
    changed: int = 0
    """How many items something came of, for the slide that tells it."""
    announced: int = 0
    """How many meetings of the calendar a plan of meetings would show."""


def form(slide: Slide, around: Around) -> str:
    """The classes of a slide, each with a space before it."""
    found = _FORMS.get(slide.kind)
    names = found(slide, slide.content, around) if found else ()
    return "".join(f" {name}" for name in names if name)


def columns(agenda: Agenda) -> tuple[tuple[Any, ...], ...]:
    """The rows of the agenda as its slide has them: beside each other where they are many, then without those under
    others where they are very many."""
    rows = agenda.rows
    half = (len(rows) + 1) // 2
    parts = (rows[:half], rows[half:]) if len(rows) > 13 else (rows,)
    if len(rows) <= 34:
        return parts
    return tuple(tuple(row for row in part if not (isinstance(row, Entry) and row.depth)) for part in parts)


def figure_of(value: str) -> tuple[str, str]:
    """A value as the figure and what it is counted in, "4,2" and "mill. kr"; no figure where it begins with a word."""
    words = value.split()
    count = next((place for place, word in enumerate(words) if not _is_figure(word)), len(words))
    return " ".join(words[:count]), "\u00a0".join(words[count:])


def lines(text: str, width: int) -> int:
    """About how many lines a text takes with so many characters to a line."""
    return sum(1 + len(line) // width for line in text.splitlines() if line.strip())


StyleNames = Sequence[str]


def _agenda(slide: Slide, content: Any, around: Around) -> StyleNames:
    count = len(around.agenda.rows)
    longest = max((len(entry.item.number) for entry in around.agenda.entries), default=0)
    dense = (
        "two" if count > 13 else "many packed" if count > 10 else "many" if count > 6 else "few" if count < 5 else ""
    )
    return dense, "crowded" if count > 16 else "", "wide-numbers" if longest > 6 else ""


def _changes(slide: Slide, content: Any, around: Around) -> StyleNames:
    return ("tight" if around.changed > 5 else "",)


def _comparison(slide: Slide, content: Any, around: Around) -> StyleNames:
    """One of three sizes of type, by about how many lines high the columns are in each, gaps and a long heading
    included."""
    count = len(content.columns)
    bodies = [around.plain(column.body) for column in content.columns]
    gaps = [0.4 * text.count("\n- ") + 0.5 * text.count("\n\n") for text in ("\n" + body.strip() for body in bodies)]
    large, near, dense = (
        max(lines(body, width // count) + gap for body, gap in zip(bodies, gaps, strict=True))
        for width in (72, 90, 112)
    )
    name = max(len(around.plain(column.heading)) for column in content.columns)
    taken = (1 if content.source or content.as_of else 0) + (1.4 if len(around.plain(content.title)) > 58 else 0)
    taken += 1 if name > 74 // count else 0
    size = (
        "sparse" if large + taken < 9 else "" if near + taken < 12 else "much" if dense + taken < 15 else "much tight"
    )
    return size, "topped" if name > {"sparse": 62, "": 74}.get(size, 88) // count else ""


def _key_figure(slide: Slide, content: Any, around: Around) -> StyleNames:
    """How wide the figure is, of what there is room for: a long one is set smaller."""
    amount, unit = figure_of(around.plain(content.value))
    wide = len(amount) * 78 + (1 + len(unit) if unit else 0) * 26
    room = 494 if content.body else 720
    smaller = "broader" if wide > 1.5 * room else "broad" if wide > room else ""
    return "long" if len(amount) > 5 else "", smaller if amount else ""


def _matrix(slide: Slide, content: Any, around: Around) -> StyleNames:
    said = sum(len(around.plain(row.body)) for row in content.rows)
    return ("sparse" if len(content.rows) < 5 and said < 240 else "",)


def _meetings(slide: Slide, content: Any, around: Around) -> StyleNames:
    count = len(content.rows) or around.announced
    return ("few" if count < 5 else "many" if count > 9 else "",)


def _milestones(slide: Slide, content: Any, around: Around) -> StyleNames:
    return ("many" if len(content.rows) > 8 else "",)


def _wording(slide: Slide, content: Any, around: Around) -> StyleNames:
    length = len(around.plain(content))
    return ("long" if length > 420 else "middling" if length > 200 else "",)


def _quote(slide: Slide, content: Any, around: Around) -> StyleNames:
    length = len(around.plain(content.quote))
    return ("long" if length > 420 else "middling" if length > 200 else "brief" if length < 60 else "",)


def _risks(slide: Slide, content: Any, around: Around) -> StyleNames:
    return ("few" if len(content.rows) < 4 and not any(row.measure or row.owner for row in content.rows) else "",)


def _stages(slide: Slide, content: Any, around: Around) -> StyleNames:
    count = len(content.stages)
    said = [around.plain(stage) for stage in content.stages]
    word = max((len(word) for text in said for word in text.split()), default=0)
    return ("wordy" if max(map(len, said)) > (700 if count < 4 else 900) / count or word > 86 / count else "",)


def _status(slide: Slide, content: Any, around: Around) -> StyleNames:
    return ("many" if len(content.rows) > 7 else "few" if len(content.rows) < 4 else "",)


def _table(slide: Slide, content: Any, around: Around) -> StyleNames:
    return ("many" if len(content.data.rows) + content.total > 8 or len(content.data.head) > 6 else "",)


def _text(slide: Slide, content: Any, around: Around) -> StyleNames:
    """About how many lines high it is, with the gaps between paragraphs, and how many there is room for."""
    body, aside = around.plain(content.body), around.plain(content.aside) if content.aside else ""
    words = "\n" + body.strip()
    items, nested, breaks = words.count("\n- "), words.count("\n  - "), words.count("\n\n")
    wrapped = max(lines(body, _ENDLESS) - items - nested - breaks, 0)
    gaps = 0.36 * items + 0.05 * nested + 0.5 * breaks - 0.5 * wrapped
    height = lines(body, 64 if content.aside else 73) + gaps
    beside = lines(aside, 32) + 0.3 * lines(aside, _ENDLESS)
    room = (15.8 if content.aside else 13.5) - (1.4 if content.source or content.as_of else 0)
    room -= 1.4 if len(around.plain(content.title)) > 58 else 0
    if height > room or beside > room + 2:
        return ("tight",)
    if len(body) < 180 and beside < 9 and "|" not in body:
        return ("sparse",)
    return ("roomy" if content.aside and lines(body, 52) + gaps < room - 3.4 and beside < 9 else "",)


def _timeline(slide: Slide, content: Any, around: Around) -> StyleNames:
    count = len(content.milestones)
    said = [(around.plain(point.title), around.plain(point.body)) for point in content.milestones]
    lengths = [len(title) + len(body) for title, body in said]
    word = max((len(word) for title, body in said for word in f"{title} {body}".split()), default=0)
    dense = "sparse" if sum(lengths) < 40 * count and count < 7 else "tight" if max(lengths) * count > 900 else ""
    return "few" if count < 5 and word * count < 65 else "", dense


def _tracker(slide: Slide, content: Any, around: Around) -> StyleNames:
    return ("many" if len(slide.topics) > 8 else "few" if len(slide.topics) < 5 else "",)


_FORMS: Mapping[str, Callable[[Slide, Any, Around], StyleNames]] = {
    "agenda": _agenda,
    "changes": _changes,
    "comparison": _comparison,
    "key_figure": _key_figure,
    "matrix": _matrix,
    "meetings": _meetings,
    "milestones": _milestones,
    "proposal": _wording,
    "quote": _quote,
    "resolution": _wording,
    "risks": _risks,
    "stages": _stages,
    "status": _status,
    "table": _table,
    "text": _text,
    "timeline": _timeline,
    "tracker": _tracker,
}
_ENDLESS = 9999
"""Characters that no line has: then a line is one that was written."""


def _is_figure(word: str) -> bool:
    return word[:1].isdigit() or word[:1] in SIGNS
