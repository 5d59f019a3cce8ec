"""What becomes public, for people to read: on a terminal, in a pull request, as a page of its own.

All three forms are made of the same lines. What authors wrote is shown as it stands: in Markdown nothing of it is
markup, nobody is notified and nothing is a link; signs that turn the direction of a text are named in place of it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import jinja2

from akson_docs.diagnostics import Language, Span
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
from akson_docs.model.field_names import called
from akson_docs.render import templates
from akson_docs.rules.scan import personal_numbers

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

    language: Language
    title: str
    headline: str
    compared: str
    notes: tuple[str, ...]
    chapters: tuple[Chapter, ...]


def preview(disclosure: Disclosure, since: str, language: Language) -> Preview:
    """What becomes public, in a language; `since` names the revision that it is compared with."""
    say = SAYS[language]
    return Preview(
        language,
        say["title"],
        _headline(disclosure, language),
        say["compared"].format(since=_plain(since), today=disclosure.today.isoformat()),
        (
            *(say["unread"].format(meeting=_plain(address)) for address in disclosure.unread),
            *(say["draft"].format(meeting=_plain(address)) for address in disclosure.drafts),
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
    say = SAYS[preview.language]
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
        return template.render(preview=preview, say=SAYS[preview.language])
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


def _headline(disclosure: Disclosure, language: Language) -> str:
    say = SAYS[language]
    later = sum(len(opened) for change in disclosure.changes for _, opened in change.later)
    later += sum(count for change in disclosure.changes for _, count in change.awaited)
    closed, stays = (
        sum(one.count for change in disclosure.changes for one in change.closed if one.stays == kept)
        for kept in (False, True)
    )
    found = []
    if disclosure.opened:
        files = sum(one.file is not None for one in disclosure.opened)
        counts = [(len(disclosure.opened) - files, "sentence"), (files, "file")]
        counted = [_counted(count, noun, language) for count, noun in counts if count]
        found.append(say["becomes"].format(what=f" {say['and']} ".join(counted)))
    else:
        found.append(say["nothing"])
    if later:
        found.append(say["comes"].format(count=later))
    if closed:
        found.append(say["went" if closed == 1 else "wents"].format(count=closed))
    if stays:
        found.append(say["left_in_papers"].format(count=stays))
    return " ".join(found)


def _counted(count: int, noun: str, language: Language) -> str:
    return f"{count} {SAYS[language][noun if count == 1 else noun + 's']}"


def _chapter(change: SourceDisclosure, language: Language) -> Chapter:
    say = SAYS[language]
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
        ", ".join(WHY[language][one] for one in change.why),
        tuple(parts),
    )


def _groups(opened: Iterable[Disclosed], language: Language) -> tuple[ReportGroup, ...]:
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


def _gone(closed: Sequence[Withdrawn], language: Language) -> tuple[ReportGroup, ...]:
    found = []
    for place, held in _by_place(closed, lambda one: one.place):
        counts: dict[str, int] = {}
        for one in held:
            field = _field(one.role, language)
            counts[field] = counts.get(field, 0) + one.count
        lines = tuple(
            ReportLine(f"{field} ({_counted(count, 'place', language)})", "") for field, count in counts.items()
        )
        found.append(ReportGroup(_where(place, language), lines))
    return tuple(found)


def _words(told: Statement, language: Language) -> str:
    if told.file:
        return f"{_plain(told.words)} ({_size(told.file.size, language)})"
    more = "; ".join(f"{called(field, language)}: {_plain(words)}" for field, words in told.more)
    of = f"({_plain(told.of)}) " if told.of else ""
    return of + _plain(told.words) + (f" ({more})" if more else "")


def _note(opened: Disclosed, language: Language) -> str:
    """What whoever merges should not miss: that it was withheld, and that it points at one person."""
    told = opened.told
    personal = any(
        next(personal_numbers.finds(text), None) for text in (told.words, *(words for _, words in told.more))
    )
    return ", ".join(
        SAYS[language][key] for key, so in (("was_withheld", opened.withheld), ("personal", personal)) if so
    )


def _where(place: StatedAt, language: Language) -> str:
    say = SAYS[language]
    if not place.item:
        return ""
    item = " ".join(filter(None, (say["item"], _plain(place.number), _plain(place.title))))
    if not place.slide:
        return item
    return f"{item}, {say['slide']} {' '.join(filter(None, (str(place.slide_number), _plain(place.slide_title))))}"


def _fields(roles: Iterable[Role], language: Language) -> str:
    """Fields that say the same, each once; of those that are withheld on the same basis, that once after them all."""
    bases = [role for role in roles if role[-1] == "withheld"]
    named = [_field(role, language) for role in roles if role not in bases]
    if bases:
        basis = called("withheld", language)
        of = dict.fromkeys(_field(role[:-1], language) for role in bases if role[:-1] not in ((), ("slides",)))
        named.append(f"{', '.join(of)} – {basis}" if of else basis)
    return ", ".join(dict.fromkeys(named))


def _field(role: Role, language: Language) -> str:
    """A field in plain words, with what it is a part of."""
    within = [name for name in role[:-1] if name != "slides"]
    return " – ".join(called(name, language) for name in (*within, role[-1]))


def _size(size: int, language: Language) -> str:
    for unit, bytes_ in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= bytes_:
            return f"{size / bytes_:.1f} {unit}".replace(".", "," if language == "nb" else ".")
    return f"{size} B"


SAYS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "What becomes public",
        "nothing": "Nothing becomes public.",
        "becomes": "{what} will become public.",
        "comes": "{count} will on a later day.",
        "went": "{count} that was public leaves the site.",
        "wents": "{count} that were public leave the site.",
        "place": "place",
        "places": "places",
        "sentence": "sentence or fact",
        "sentences": "sentences and facts",
        "file": "file",
        "files": "files",
        "and": "and",
        "compared": "Compared with {since}, as of {today}.",
        "unread": "{meeting} could not be read as it was: everything in it counts as new.",
        "draft": "{meeting} is a draft: nothing of it is public until `draft: yes` is taken out.",
        "now": "Becomes public",
        "later": "Becomes public on {day}",
        "awaited": "sentences, facts and files, which are not told before that day",
        "closed": "Has been public, and will be no more (it stays in copies and in caches)",
        "stays": "Will be on the pages no more, and stays public in the papers that were sent",
        "left_in_papers": "{count} will stay public in papers that were sent alone.",
        "withdrawn": "{meeting}: the papers that were sent on {day} will be given out no more. Those who got them have "
        "them.",
        "unrecorded": "{meeting}: the papers that were sent on {day} hold what was withheld at a commit since, and the "
        "site still gives them out. Run akson check --record, and commit what it writes.",
        "was_withheld": "was withheld",
        "personal": "personal data",
        "item": "Item",
        "slide": "slide",
        "site": "The site",
        "board": "A board",
        "meeting": "A meeting",
        "left": "{count} lines are left out here.",
    },
    "nb": {
        "title": "Hva som blir offentlig",
        "nothing": "Ingenting blir offentlig.",
        "becomes": "{what} blir offentlig.",
        "comes": "{count} blir det en senere dag.",
        "went": "{count} som har vært offentlig, går ut av nettstedet.",
        "wents": "{count} som har vært offentlige, går ut av nettstedet.",
        "place": "sted",
        "places": "steder",
        "sentence": "setning eller opplysning",
        "sentences": "setninger og opplysninger",
        "file": "fil",
        "files": "filer",
        "and": "og",
        "compared": "Sammenlignet med {since}, per {today}.",
        "unread": "{meeting} kunne ikke leses slik det var: alt i det regnes som nytt.",
        "draft": "{meeting} er et utkast: ingenting av det er offentlig før «draft: yes» tas ut.",
        "now": "Blir offentlig",
        "later": "Blir offentlig {day}",
        "awaited": "setninger, opplysninger og filer, som ikke fortelles før den dagen",
        "closed": "Har vært offentlig, og er det ikke lenger (det blir i kopier og i mellomlagre)",
        "stays": "Står ikke lenger på sidene, og blir stående offentlig i dokumentene som er sendt ut",
        "left_in_papers": "{count} blir stående offentlig bare i dokumenter som er sendt ut.",
        "withdrawn": "{meeting}: dokumentene som ble sendt {day}, gis ikke ut lenger. De som fikk dem, har dem.",
        "unrecorded": "{meeting}: dokumentene som ble sendt {day}, inneholder noe som har vært unntatt siden, og "
        "nettstedet gir dem fortsatt ut. Kjør akson check --record, og sjekk inn det den skriver.",
        "was_withheld": "var unntatt",
        "personal": "personopplysning",
        "item": "Sak",
        "slide": "lysark",
        "site": "Nettstedet",
        "board": "Et utvalg",
        "meeting": "Et møte",
        "left": "{count} linjer er utelatt her.",
    },
}
WHY: Mapping[Language, Mapping[Why, str]] = {
    "en": {
        "new": "new",
        "unread": "could not be read before",
        "board": "its board was not public",
        "draft": "was a draft",
        "embargo": "its day had not come",
        "minutes": "its minutes are published",
        "corrected": "its minutes are corrected",
    },
    "nb": {
        "new": "nytt",
        "unread": "kunne ikke leses før",
        "board": "utvalget var ikke offentlig",
        "draft": "var et utkast",
        "embargo": "dagen var ikke kommet",
        "minutes": "protokollen er publisert",
        "corrected": "protokollen er rettet",
    },
}
