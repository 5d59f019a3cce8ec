"""What becomes public, for people to read: on a terminal, in a pull request, as a page of its own.

All three forms are made of the same lines. What authors wrote is shown as it stands: in Markdown nothing of it is
markup, nobody is notified and nothing is a link; signs that turn the direction of a text are named in place of it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import jinja2

from akson_docs.catalogue import NC_, counted, decimals, translated
from akson_docs.diagnostics import Span
from akson_docs.disclosure.comparison import (
    Disclosed,
    Disclosure,
    Role,
    SourceDisclosure,
    StatedAt,
    Statement,
    Why,
    Withdrawn,
)
from akson_docs.meetings.revisions.changes import as_read
from akson_docs.model import walk
from akson_docs.model.documents import Meeting
from akson_docs.model.field_names import called
from akson_docs.render import templates
from akson_docs.sources import personal_numbers
from akson_docs.sources.format.labels import CHOICES

T = TypeVar("T")
LARGEST = 65_000
"""How many characters the Markdown may have: GitHub takes 65,536 in a comment."""
LONG = 12
"""How many lines a part may have before it is folded."""
TEMPLATE = "disclosure.html"


@dataclass(frozen=True)
class ReportLine:
    """A sentence, a fact or a file: its field in plain words, what it says, and what is to be known of it."""

    field: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class ReportGroup:
    """What stands in one place: an item, a slide, or the meeting itself ("")."""

    place: str
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True)
class ReportPart:
    """What becomes public at once or on a day, or is public no more, of one meeting."""

    kind: Literal["now", "later", "closed", "stays"]
    heading: str
    groups: tuple[ReportGroup, ...]

    @property
    def size(self) -> int:
        """How many lines it has."""
        return sum(len(group.lines) for group in self.groups)


@dataclass(frozen=True)
class Chapter:
    """A meeting, a board, or the site."""

    title: str
    address: str
    why: str
    parts: tuple[ReportPart, ...]


@dataclass(frozen=True)
class Preview:
    """All of it in words."""

    language: str
    title: str
    headline: str
    compared: str
    notes: tuple[str, ...]
    chapters: tuple[Chapter, ...]


def preview(disclosure: Disclosure, since: str, language: str) -> Preview:
    """What becomes public, in a language; `since` names the revision that it is compared with."""
    say = _say(language)
    return Preview(
        language,
        say["title"],
        _headline(disclosure, language),
        say["compared"].format(since=_plain(since), today=disclosure.today.isoformat()),
        (
            *(say["unread"].format(meeting=_plain(address)) for address in disclosure.unread),
            *(say["draft"].format(meeting=_plain(address)) for address in disclosure.drafts),
            *(say["unsearched"].format(meeting=_plain(address)) for address in disclosure.unsearched),
            *(
                say["withdrawn"].format(meeting=_plain(change.address), day=day.isoformat())
                for change in disclosure.changes
                for day in change.withdrawn
            ),
            *(
                say["unrecorded"].format(meeting=_plain(address), day=day.isoformat())
                for address, day in disclosure.unrecorded
            ),
        ),
        tuple(chapter for chapter in (_chapter(change, language) for change in disclosure.changes) if chapter.parts),
    )


# ---- the three forms -----------------------------------------------------------------------------------------


def text(preview: Preview) -> str:
    """For a terminal."""
    lines = [preview.headline, preview.compared, *preview.notes]
    for chapter in preview.chapters:
        lines += ["", _titled(chapter), *([f"  ({chapter.why})"] if chapter.why else [])]
        for part in chapter.parts:
            lines += [f"  {part.heading}:"] if part.kind != "now" else []
            for group in part.groups:
                lines += [f"    {group.place}"] if group.place else []
                lines += [f"      {_said(line)}" for line in group.lines]
    return "\n".join(lines) + "\n"


def markdown(preview: Preview, everything: str = "", largest: int = LARGEST) -> str:
    """For a pull request, in GitHub's Markdown; `everything` says where all of it is, should it be cut.

    No longer than `largest` characters: where it would be, whole lines are left out at the end, and it says how many.
    """
    say = _say(preview.language)
    blocks = [f"## {_marked(preview.headline)}\n", f"\n{_marked(preview.compared)}\n"]
    blocks += [f"\n> {_marked(note)}\n" for note in preview.notes]
    head = len(blocks)
    folds: list[int] = []
    for chapter in preview.chapters:
        why = f" — {_marked(chapter.why)}" if chapter.why else ""
        blocks.append(f"\n### {_marked(_titled(chapter))}{why}\n")
        for part in chapter.parts:
            folded = part.size > LONG
            if folded:
                folds.append(len(blocks))
                blocks.append(f"\n<details><summary>{_entities(part.heading)} ({part.size})</summary>\n")
            elif part.kind != "now":
                blocks.append(f"\n**{_marked(part.heading)}**\n")
            for group in part.groups:
                blocks.append(f"\n**{_marked(group.place)}**\n\n" if group.place else "\n")
                blocks += [f"- {_marked(_said(line))}\n" for line in group.lines]
            if folded:
                folds.append(len(blocks))
                blocks.append("\n</details>\n")
    if sum(map(len, blocks)) <= largest:
        return "".join(blocks)
    items = [number for number, block in enumerate(blocks) if block.startswith("- ")]
    room = largest - 300 - len(everything) * 2 - len("\n</details>\n")
    ends = list(itertools.accumulate(map(len, blocks)))
    kept = max(sum(end <= room for end in ends), head)
    open_ = sum(number < kept for number in folds) % 2
    left = say["left"].format(count=sum(number >= kept for number in items))
    where = f" {_marked(everything)}" if everything else ""
    return "".join(blocks[:kept]) + ("\n</details>\n" if open_ else "") + f"\n**{_marked(left)}**{where}\n"


def page(preview: Preview, sources: Mapping[str, str]) -> str:
    """A page of its own; `sources` are the templates by path. Raises TemplateFault."""
    try:
        template = templates.template_set(sources).environment.get_template(TEMPLATE)
        return template.render(preview=preview, say=_say(preview.language))
    except jinja2.TemplateError as error:
        file, line = getattr(error, "filename", None), getattr(error, "lineno", 1)
        where = Span(file or f"templates/{TEMPLATE}", line)
        raise templates.TemplateFault(templates.TEMPLATE.at(where, problem=str(error))) from error


def _titled(chapter: Chapter) -> str:
    return (
        f"{chapter.title} ({chapter.address})"
        if chapter.title and chapter.address
        else chapter.title or chapter.address
    )


def _said(line: ReportLine) -> str:
    note = f" [{line.note}]" if line.note else ""
    return f"{line.field}: {line.words}{note}" if line.words else f"{line.field}{note}"


def _marked(words: str) -> str:
    """Words as Markdown in which nothing is markup.

    Every sign that means something is escaped. Mentions, numbers of issues and addresses are looked for in the text
    that comes of it: an empty space after their first sign, which nobody sees, is no such thing.
    """
    found = re.sub(r"[\\`*_{}\[\]()#+.!|~=<>&$-]", _escaped, words)
    found = re.sub(r"(@|\\#|:(?=//)|(?i:www\\\.)|(?i:\bgh\\-))", r"\1&#8203;", found)
    return re.sub(r":(?=[\w+\\-]+:)", ":&#8203;", found)


def _escaped(sign: re.Match[str]) -> str:
    own = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "~": "&#126;", "=": "&#61;", "$": "<span>$</span>"}
    return own.get(sign[0], "\\" + sign[0])


def _entities(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "@&#8203;")


def _plain(words: str) -> str:
    """Words on one line without soft hyphens, with the name of each sign that nobody sees or that turns a text."""
    one = " ".join(re.sub(r"&shy;|\u00ad", "", words).split())
    return re.sub(
        r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]", lambda s: f"⟨U+{ord(s[0]):04X}⟩", one
    )


# ---- in words ------------------------------------------------------------------------------------------------


def _headline(disclosure: Disclosure, language: str) -> str:
    say = _say(language)
    later = sum(len(opened) for change in disclosure.changes for _, opened in change.later)
    later += sum(count for change in disclosure.changes for _, count in change.awaited)
    closed, stays = (
        sum(one.count for change in disclosure.changes for one in change.closed if one.stays == kept)
        for kept in (False, True)
    )
    found = []
    if disclosure.opened:
        files = sum(one.file is not None for one in disclosure.opened)
        told = len(disclosure.opened) - files
        parts = [counted("{count} sentence or fact", "{count} sentences and facts", told, language)] if told else []
        parts += [counted("{count} file", "{count} files", files, language)] if files else []
        found.append(say["becomes"].format(what=f" {say['and']} ".join(parts)))
    else:
        found.append(say["nothing"])
    if later:
        found.append(say["comes"].format(count=later))
    if closed:
        found.append(
            counted(
                "{count} that was public leaves the site.",
                "{count} that were public leave the site.",
                closed,
                language,
            )
        )
    if stays:
        found.append(say["left_in_papers"].format(count=stays))
    return " ".join(found)


def _chapter(change: SourceDisclosure, language: str) -> Chapter:
    say = _say(language)
    kind = "meeting" if "/" in change.address else "board" if change.address else "site"
    parts = []
    if change.opened:
        parts.append(ReportPart("now", say["now"], _groups(change.opened, language)))
    for day, opened in change.later:
        parts.append(ReportPart("later", say["later"].format(day=day.isoformat()), _groups(opened, language)))
    for day, count in change.awaited:
        line = ReportLine(say["awaited"], str(count))
        parts.append(ReportPart("later", say["later"].format(day=day.isoformat()), (ReportGroup("", (line,)),)))
    kinds: tuple[tuple[Literal["closed", "stays"], bool], ...] = (("closed", False), ("stays", True))
    for kind_, kept in kinds:
        gone = tuple(one for one in change.closed if one.stays == kept)
        if gone:
            parts.append(ReportPart(kind_, say[kind_], _gone(gone, language)))
    return Chapter(
        _plain(change.name) or say[kind],
        _plain(change.address),
        ", ".join(translated(WHY[one], language, "why") for one in change.why),
        tuple(parts),
    )


def _groups(opened: Iterable[Disclosed], language: str) -> tuple[ReportGroup, ...]:
    """By place; what is said in several fields of one place is one line."""
    found = []
    for place, held in _by_place(opened, lambda one: one.told.place):
        lines: dict[tuple[str, str], list[Role]] = {}
        for one in held:
            lines.setdefault((_words(one.told, language), _note(one, language)), []).append(one.told.role)
        made = (ReportLine(_fields(roles, language), words, note) for (words, note), roles in lines.items())
        found.append(ReportGroup(_where(place, language), tuple(made)))
    return tuple(found)


def _by_place(some: Iterable[T], of: Callable[[T], StatedAt]) -> Iterator[tuple[StatedAt, list[T]]]:
    """What stands at each place, that of the meeting itself first."""
    places: dict[StatedAt, list[T]] = {StatedAt(): []}
    for one in some:
        places.setdefault(of(one), []).append(one)
    # The titles of a place are no part of what it is: those of its first stand for it.
    return ((of(held[0]), held) for held in places.values() if held)


def _gone(closed: Sequence[Withdrawn], language: str) -> tuple[ReportGroup, ...]:
    found = []
    for place, held in _by_place(closed, lambda one: one.place):
        counts: dict[str, int] = {}
        for one in held:
            field = _field(one.role, language)
            counts[field] = counts.get(field, 0) + one.count
        lines = tuple(
            ReportLine(f"{field} ({counted('{count} place', '{count} places', count, language)})", "")
            for field, count in counts.items()
        )
        found.append(ReportGroup(_where(place, language), lines))
    return tuple(found)


@functools.cache
def _choices() -> frozenset[str]:
    """The keys of a meeting whose values are words of the format."""
    return frozenset(field.key for shape in walk.shapes(Meeting) for field in walk.fields(shape) if field.is_choice)


def _value(field: str, words: str, language: str) -> str:
    """What a field says, a word of the format in words of the language."""
    if field in _choices() and words in CHOICES:
        said = translated(CHOICES[words], language, "choice")
        return said[:1].lower() + said[1:]
    if field == "adopted" and words == "proposal":
        return called(words, language)
    return as_read(field, words, language)


def _words(told: Statement, language: str) -> str:
    if told.file:
        return f"{_plain(told.words)} ({_size(told.file.size, language)})"
    facts = ((called(field, language), _value(field, words, language)) for field, words in told.more)
    more = "; ".join(f"{field}: {_plain(words)}" for field, words in facts)
    of = f"({_plain(told.of)}) " if told.of else ""
    return of + _plain(_value(told.role[-1], told.words, language)) + (f" ({more})" if more else "")


def _note(opened: Disclosed, language: str) -> str:
    """What whoever merges should not miss: that it was withheld, and that it points at one person."""
    told = opened.told
    personal = any(
        next(personal_numbers.finds(text), None) for text in (told.words, *(words for _, words in told.more))
    )
    return ", ".join(
        _say(language)[key] for key, so in (("was_withheld", opened.withheld), ("personal", personal)) if so
    )


def _where(place: StatedAt, language: str) -> str:
    say = _say(language)
    if not place.item:
        return ""
    item = " ".join(filter(None, (say["item"], _plain(place.number), _plain(place.title))))
    if not place.slide:
        return item
    return f"{item}, {say['slide']} {' '.join(filter(None, (str(place.slide_number), _plain(place.slide_title))))}"


def _fields(roles: Iterable[Role], language: str) -> str:
    """Fields that say the same, each once; of those that are withheld on the same basis, that once after them all."""
    bases = [role for role in roles if role[-1] == "withheld"]
    named = [_field(role, language) for role in roles if role not in bases]
    if bases:
        basis = called("withheld", language)
        of = dict.fromkeys(_field(role[:-1], language) for role in bases if role[:-1] not in ((), ("slides",)))
        named.append(f"{', '.join(of)} – {basis}" if of else basis)
    return ", ".join(dict.fromkeys(named))


def _field(role: Role, language: str) -> str:
    """A field in plain words, with what it is a part of."""
    within = [name for name in role[:-1] if name != "slides"]
    return " – ".join(called(name, language) for name in (*within, role[-1]))


def _size(size: int, language: str) -> str:
    for unit, bytes_ in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= bytes_:
            return f"{decimals(f'{size / bytes_:.1f}', language)} {unit}"
    return f"{size} B"


def _say(language: str) -> Mapping[str, str]:
    """All that reports say, in a language."""
    return {key: translated(text, language, "disclosure") for key, text in SAYS.items()}


SAYS: Mapping[str, str] = {
    "title": NC_("disclosure", "What becomes public"),
    "nothing": NC_("disclosure", "Nothing becomes public."),
    "becomes": NC_("disclosure", "{what} will become public."),
    "comes": NC_("disclosure", "{count} will on a later day."),
    "and": NC_("disclosure", "and"),
    "compared": NC_("disclosure", "Compared with {since}, as of {today}."),
    "unread": NC_("disclosure", "{meeting} could not be read as it was: everything in it counts as new."),
    "draft": NC_("disclosure", "{meeting} is a draft: nothing of it is public until `draft: yes` is taken out."),
    "unsearched": NC_(
        "disclosure",
        "{meeting} has a scan that could not be read on this machine: nobody has looked through what it says.",
    ),
    "now": NC_("disclosure", "Becomes public"),
    "later": NC_("disclosure", "Becomes public on {day}"),
    "awaited": NC_("disclosure", "sentences, facts and files, which are not told before that day"),
    "closed": NC_("disclosure", "Has been public, and will be no more (it stays in copies and in caches)"),
    "stays": NC_("disclosure", "Will be on the pages no more, and stays public in the papers that were sent"),
    "left_in_papers": NC_("disclosure", "{count} will stay public in papers that were sent alone."),
    "withdrawn": NC_(
        "disclosure",
        "{meeting}: the papers that were sent on {day} will be given out no more. Those who got them have them.",
    ),
    "unrecorded": NC_(
        "disclosure",
        "{meeting}: the papers that were sent on {day} hold what was withheld at a commit since, and the site "
        "still gives them out. Run akson check --record, and commit what it writes.",
    ),
    "was_withheld": NC_("disclosure", "was withheld"),
    "personal": NC_("disclosure", "personal data"),
    "item": NC_("disclosure", "Item"),
    "slide": NC_("disclosure", "slide"),
    "site": NC_("disclosure", "The site"),
    "board": NC_("disclosure", "A board"),
    "meeting": NC_("disclosure", "A meeting"),
    "left": NC_("disclosure", "{count} lines are left out here."),
}
WHY: Mapping[Why, str] = {
    "new": NC_("why", "new"),
    "unread": NC_("why", "could not be read before"),
    "board": NC_("why", "its board was not public"),
    "draft": NC_("why", "was a draft"),
    "embargo": NC_("why", "its day had not come"),
    "minutes": NC_("why", "its minutes are published"),
    "corrected": NC_("why", "its minutes are corrected"),
}
