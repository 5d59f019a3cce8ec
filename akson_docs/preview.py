"""What becomes public, for people to read: on a terminal, in a pull request, as a page of its own.

All three forms are made of the same lines. What authors wrote is shown as it stands: in Markdown nothing of it is
markup, nobody is notified and nothing is a link; signs that turn the direction of a text are named in place of it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import jinja2

from . import html, privacy
from .diagnostics import Language, Span
from .disclosure import Change, Closed, Disclosure, Opened, Place, Role, Told, Why

LARGEST = 65_000
"""How many characters the Markdown may have: GitHub takes 65,536 in a comment."""
LONG = 12
"""How many lines a part may have before it is folded."""
TEMPLATE = "disclosure.html"


@dataclass(frozen=True)
class Line:
    """A sentence, a fact or a file: its field in plain words, what it says, and what is to be known of it."""

    field: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    """What stands in one place: an item, a slide, or the meeting itself ("")."""

    place: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """What becomes public at once or on a day, or is public no more, of one meeting."""

    kind: Literal["now", "later", "closed", "stays"]
    heading: str
    groups: tuple[Group, ...]

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
    parts: tuple[Part, ...]


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
        tuple(_chapter(change, language) for change in disclosure.changes),
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
        template = html.press(sources).environment.get_template(TEMPLATE)
        return template.render(preview=preview, say=SAYS[preview.language])
    except jinja2.TemplateError as error:
        file, line = getattr(error, "filename", None), getattr(error, "lineno", 1)
        where = Span(file or f"templates/{TEMPLATE}", line)
        raise html.TemplateFault(html.TEMPLATE.at(where, problem=str(error))) from error


def _titled(chapter: Chapter) -> str:
    return (
        f"{chapter.title} ({chapter.address})"
        if chapter.title and chapter.address
        else chapter.title or chapter.address
    )


def _said(line: Line) -> str:
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
        found.append(say["went"].format(count=closed))
    if stays:
        found.append(say["left_in_papers"].format(count=stays))
    return " ".join(found)


def _counted(count: int, noun: str, language: Language) -> str:
    return f"{count} {SAYS[language][noun if count == 1 else noun + 's']}"


def _chapter(change: Change, language: Language) -> Chapter:
    say = SAYS[language]
    kind = "meeting" if "/" in change.address else "board" if change.address else "site"
    parts = []
    if change.opened:
        parts.append(Part("now", say["now"], _groups(change.opened, language)))
    for day, opened in change.later:
        parts.append(Part("later", say["later"].format(day=day.isoformat()), _groups(opened, language)))
    for day, count in change.awaited:
        line = Line(say["awaited"], str(count))
        parts.append(Part("later", say["later"].format(day=day.isoformat()), (Group("", (line,)),)))
    kinds: tuple[tuple[Literal["closed", "stays"], bool], ...] = (("closed", False), ("stays", True))
    for kind_, kept in kinds:
        gone = tuple(one for one in change.closed if one.stays == kept)
        if gone:
            parts.append(Part(kind_, say[kind_], _gone(gone, language)))
    return Chapter(
        _plain(change.name) or say[kind],
        _plain(change.address),
        ", ".join(WHY[language][one] for one in change.why),
        tuple(parts),
    )


def _groups(opened: Iterable[Opened], language: Language) -> tuple[Group, ...]:
    """By place; what is said in several fields of one place is one line."""
    found = []
    for _, some in itertools.groupby(opened, key=lambda one: one.told.place):
        held = tuple(some)
        lines: dict[tuple[str, str], list[str]] = {}
        for one in held:
            named = lines.setdefault((_words(one.told, language), _note(one, language)), [])
            field = _field(one.told.role, language)
            if field not in named:
                named.append(field)
        made = (Line(", ".join(fields), words, note) for (words, note), fields in lines.items())
        found.append(Group(_where(held[0].told.place, language), tuple(made)))
    return tuple(found)


def _gone(closed: Sequence[Closed], language: Language) -> tuple[Group, ...]:
    found = []
    for _, some in itertools.groupby(closed, key=lambda one: one.place):
        held = tuple(some)
        counts: dict[str, int] = {}
        for one in held:
            field = _field(one.role, language)
            counts[field] = counts.get(field, 0) + one.count
        lines = tuple(Line(field, str(count)) for field, count in counts.items())
        found.append(Group(_where(held[0].place, language), lines))
    return tuple(found)


def _words(told: Told, language: Language) -> str:
    if told.file:
        return f"{_plain(told.words)} ({_size(told.file.size, language)})"
    more = "; ".join(f"{_name(field, language)}: {_plain(words)}" for field, words in told.more)
    of = f"({_plain(told.of)}) " if told.of else ""
    return of + _plain(told.words) + (f" ({more})" if more else "")


def _note(opened: Opened, language: Language) -> str:
    """What whoever merges should not miss: that it was withheld, and that it points at one person."""
    told = opened.told
    personal = any(next(privacy.finds(text), None) for text in (told.words, *(words for _, words in told.more)))
    return ", ".join(
        SAYS[language][key] for key, so in (("was_withheld", opened.withheld), ("personal", personal)) if so
    )


def _where(place: Place, language: Language) -> str:
    say = SAYS[language]
    if not place.item:
        return ""
    item = " ".join(filter(None, (say["item"], _plain(place.number), _plain(place.title))))
    if not place.slide:
        return item
    return f"{item}, {say['slide']} {' '.join(filter(None, (str(place.slide_number), _plain(place.slide_title))))}"


def _field(role: Role, language: Language) -> str:
    """A field in plain words, with what it is a part of."""
    within = [name for name in role[:-1] if name != "slides"]
    return " – ".join(_name(name, language) for name in (*within, role[-1]))


def _name(field: str, language: Language) -> str:
    named = FIELDS.get(field)
    return (named[1] if language == "nb" else named[0]) if named else field.replace("_", " ")


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
        "went": "{count} that have been public will be so no more.",
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
        "went": "{count} som har vært offentlig, er det ikke lenger.",
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
FIELDS: Mapping[str, tuple[str, str]] = {
    "absent": ("absent", "forfall"),
    "accent": ("accent colour", "aksentfarge"),
    "action": ("action", "oppfølgingspunkt"),
    "actions": ("actions", "oppfølging"),
    "added": ("added", "lagt til"),
    "address": ("address", "adresse"),
    "administration": ("administration", "administrasjon"),
    "adopted": ("adopted", "vedtatt"),
    "against": ("against", "mot"),
    "aides": ("aides", "medhjelpere"),
    "alt": ("text alternative", "alternativ tekst"),
    "approves": ("approves the minutes of", "godkjenner protokollen fra"),
    "area": ("area", "område"),
    "arrived": ("arrived", "kom"),
    "as": ("as", "som"),
    "as_of": ("figures as of", "tall per"),
    "aside": ("aside", "sidetekst"),
    "attachments": ("attachments", "vedlegg"),
    "attendance": ("attendance", "til stede"),
    "basis": ("legal basis", "hjemmel"),
    "blank": ("blank", "blankt"),
    "board": ("board", "utvalg"),
    "body": ("text", "tekst"),
    "by": ("by", "av"),
    "by_video": ("by video", "på video"),
    "cancelled": ("cancelled", "avlyst"),
    "caption": ("caption", "billedtekst"),
    "case": ("archive case", "arkivsak"),
    "case_officer": ("case officer", "saksbehandler"),
    "chair": ("chair", "møteleder"),
    "closed": ("closed doors", "lukkede dører"),
    "colours": ("colours", "farger"),
    "columns": ("columns", "kolonner"),
    "comment": ("comment", "kommentar"),
    "consequence": ("consequence", "konsekvens"),
    "contact": ("contact", "kontakt"),
    "continues": ("continues", "fortsetter"),
    "convert_office": ("office files converted", "kontorfiler omgjøres"),
    "corrections": ("corrections", "rettelser"),
    "count": ("count", "stemmetall"),
    "criteria": ("criteria", "kriterier"),
    "data": ("table", "tabell"),
    "date": ("date", "dato"),
    "day": ("day", "dag"),
    "days": ("days", "dager"),
    "deadlines": ("deadlines", "frister"),
    "decision": ("resolution", "vedtak"),
    "decision_label": ("name of the resolution", "navn på vedtaket"),
    "deep": ("ground colour", "bunnfarge"),
    "discussion": ("discussion", "drøfting"),
    "dissent": ("statements for the record", "protokolltilførsler"),
    "done": ("done", "nådd"),
    "draft": ("draft", "utkast"),
    "due": ("due", "frist"),
    "duration": ("duration in minutes", "varighet i minutter"),
    "einnsyn": ("type in eInnsyn", "type i eInnsyn"),
    "email": ("e-mail", "e-post"),
    "end": ("ends", "slutt"),
    "ended": ("ended", "avsluttet"),
    "excused": ("absence notified", "meldt forfall"),
    "file": ("file", "fil"),
    "fit": ("fitting", "tilpasning"),
    "follow_up": ("follow-up", "oppfølging av tidligere punkter"),
    "for": ("for", "for"),
    "forecast": ("forecast", "prognose"),
    "form": ("form", "form"),
    "format": ("format", "format"),
    "formerly": ("formerly", "tidligere nummer"),
    "found": ("found", "funnet"),
    "from": ("from", "fra"),
    "full_name": ("full name", "fullt navn"),
    "guests": ("guests", "gjester"),
    "head": ("heading of the table", "tabellhode"),
    "heading": ("heading", "overskrift"),
    "holders": ("holders", "innehavere"),
    "id": ("id", "id"),
    "impartiality": ("impartiality", "habilitet"),
    "introduction": ("introduction", "innledning"),
    "item_number": ("numbers of items", "saksnummer"),
    "items": ("items", "saker"),
    "kind": ("kind", "slag"),
    "label": ("label", "etikett"),
    "labels": ("labels", "ledetekster"),
    "language": ("language", "språk"),
    "languages": ("languages", "språk"),
    "law": ("law", "lov"),
    "left": ("left", "gikk"),
    "light": ("light", "trafikklys"),
    "logo": ("logo", "logo"),
    "measure": ("measure", "tiltak"),
    "meeting_number": ("numbers of meetings", "møtenummer"),
    "member": ("member", "medlem"),
    "members": ("members", "medlemmer"),
    "milestones": ("milestones", "milepæler"),
    "minutes": ("minutes", "protokoll"),
    "missed": ("missed", "ikke til stede ved"),
    "motions": ("motions", "forslag i møtet"),
    "name": ("name", "navn"),
    "names_until": ("names stay for", "navn vises i"),
    "note": ("note", "merknad"),
    "number": ("number", "nummer"),
    "numbered": ("numbered", "nummerert"),
    "observers": ("observers", "observatører"),
    "on": ("on", "om"),
    "online": ("online meeting", "nettmøte"),
    "options": ("options", "alternativer"),
    "organisation": ("organisation", "organisasjon"),
    "outcome": ("outcome", "utfall"),
    "over": ("put against", "satt opp mot"),
    "owner": ("owner", "eier"),
    "paper": ("case paper", "saksfremlegg"),
    "papers": ("papers", "papirer"),
    "part": ("part", "del"),
    "parties": ("parties", "partier"),
    "party": ("party", "parti"),
    "pattern": ("pattern", "mønster"),
    "place": ("place", "sted"),
    "planned": ("planned", "planlagt"),
    "present": ("present", "møtte"),
    "presenter": ("presenter", "innleder"),
    "printed": ("printed", "skrives ut"),
    "privacy": ("privacy", "personvern"),
    "private": ("not named", "ikke navngitt"),
    "probability": ("probability", "sannsynlighet"),
    "proposal": ("proposal", "forslag til vedtak"),
    "proposed_by": ("proposed by", "forslag fra"),
    "public": ("public", "offentlig"),
    "public_title": ("public title", "offentlig tittel"),
    "publish": ("published from", "publiseres fra"),
    "published": ("published", "publisert"),
    "publisher": ("publisher", "utgiver"),
    "question": ("question", "spørsmål"),
    "quote": ("quotation", "sitat"),
    "recommended": ("recommended", "tilrådd"),
    "replaced_by": ("replaced by", "erstattet av"),
    "replaces": ("replaces", "erstatter"),
    "rest": ("the rest", "resten"),
    "restart": ("numbers begin again", "nummer begynner på nytt"),
    "role": ("role", "rolle"),
    "route": ("route", "saksgang"),
    "rows": ("rows", "rader"),
    "scale": ("scale", "skala"),
    "seat": ("seat", "plass"),
    "secretariat": ("secretariat", "sekretariat"),
    "secretary": ("secretary", "sekretær"),
    "selection": ("what is published", "hva som publiseres"),
    "series": ("series", "serie"),
    "short": ("short name", "kortnavn"),
    "signers": ("signed by", "underskrives av"),
    "slides": ("slides", "lysark"),
    "source": ("source", "kilde"),
    "standing": ("standing items", "faste saker"),
    "editing": ("editing in a browser", "redigering i nettleser"),
    "backend": ("who keeps the repository", "hvem som har kodelageret"),
    "repository": ("the repository", "kodelageret"),
    "branch": ("the branch", "grenen"),
    "exempt_papers_by_mail": ("exempt papers by mail", "unntatte papirer på e-post"),
    "stages": ("stages", "trinn"),
    "start": ("starts", "start"),
    "started": ("started", "startet"),
    "status": ("status", "status"),
    "substitutes": ("substitutes", "vara"),
    "summary": ("summary", "sammendrag"),
    "text": ("text", "tekst"),
    "timezone": ("time zone", "tidssone"),
    "title": ("title", "tittel"),
    "to": ("to", "til"),
    "together": ("handled together", "behandles samlet"),
    "topic": ("topic", "emne"),
    "total": ("total", "sum"),
    "tracker": ("heading of topics", "emneoverskrift"),
    "type": ("type", "type"),
    "typed": ("numbers typed", "nummer skrives"),
    "types": ("types of items", "sakstyper"),
    "unanimous": ("unanimous", "enstemmig"),
    "unit": ("unit", "enhet"),
    "url": ("link", "lenke"),
    "value": ("value", "verdi"),
    "values": ("values", "verdier"),
    "votes": ("votes", "avstemning"),
    "what": ("what", "hva"),
    "who": ("who", "hvem"),
    "withdrawn": ("withdrawn numbers", "trukne nummer"),
    "withheld": ("withheld on the basis of", "unntatt med hjemmel i"),
}
"""What fields are called, in English and bokmål; one that has no name here goes by its key."""
