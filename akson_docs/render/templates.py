"""Values → HTML: slides, and pages about meetings, boards and items. Pure: templates come in as text.

What an author wrote reaches a template only through the filters here. `line` escapes it; `text` reads it as
Markdown (`prose`).

Longer than 500 lines: what templates are given, one small function each.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from gettext import NullTranslations
from typing import Any, cast
from urllib.parse import quote
from zoneinfo import ZoneInfo

import jinja2
from babel.dates import format_date
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from akson_docs import catalogue
from akson_docs.build.registers import WORDED, Resolution, VoteRow
from akson_docs.catalogue import LANGUAGES, N_, SOURCE, decimals, in_turn
from akson_docs.diagnostics import Code, Diagnostic, Fault, Span
from akson_docs.gettext_files import compiled, opened
from akson_docs.meetings import markdown_reader, outcomes, prose, record, recordings
from akson_docs.meetings.addresses import PICTURES, Place, prefix, relative, site_of, spoken
from akson_docs.meetings.agenda import Agenda, Entry
from akson_docs.meetings.cards import MeetingHeading
from akson_docs.meetings.deck import Slide
from akson_docs.meetings.registered import RESOLVED, Result
from akson_docs.meetings.revisions.changes import passages
from akson_docs.meetings.revisions.issue import ItemChanges, Marks
from akson_docs.model import numbers
from akson_docs.model.documents import Board, Document, Item, Site
from akson_docs.model.values import LocalizedText
from akson_docs.pdf import typography
from akson_docs.render import access_requests, attendance_groups, changed, drawings, palette, slide_forms, vote_bar
from akson_docs.render.access_requests import AccessRequest
from akson_docs.sources import paper_pictures

TEMPLATE = Code(
    "template",
    "error",
    N_("the template cannot be used: {problem}"),
    N_("mend the template at this line; without one of your own the default theme's is used"),
)

SHORT = 280
"""Signs of what a list tells of a text; all of it is elsewhere."""
UNSET = ("letters/plain.html", "partials/registered.html")
"""Templates whose text is no HTML."""

Printable = LocalizedText | str | tuple[tuple[str, str], ...] | None
"""What the filters for words take: words of the model, of a card, or plain."""


class TemplateFault(Fault):
    """A template that cannot be used, with the diagnostic that says where."""


@dataclass(frozen=True)
class TemplateSet:
    """Templates and catalogues made ready; made once for a build."""

    environment: jinja2.Environment
    catalogues: Mapping[str, NullTranslations]


class Compiled(jinja2.BytecodeCache):
    """Templates and catalogues as compiled, for the next build: what was handed in, and what had to be compiled."""

    def __init__(self, held: Mapping[str, bytes]) -> None:
        self.held = dict(held)
        self.grown = False

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Gives what is held; the bucket refuses what was made of another source."""
        if bucket.key in self.held:
            bucket.bytecode_from_string(self.held[bucket.key])

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Holds what was compiled."""
        self.held[bucket.key] = bucket.bytecode_to_string()
        self.grown = True

    def of(self, paths: Iterable[str]) -> dict[str, bytes]:
        """What is held of some of the templates and catalogues, under the keys that it is held under."""
        keys = [key for path in paths for key in (path, self.get_cache_key(path.removeprefix("templates/"), path))]
        return {key: self.held[key] for key in keys if key in self.held}

    def catalogue(self, path: str, text: str) -> bytes:
        """A catalogue as gettext reads it. Raises TemplateFault."""
        source = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        kept = self.held.get(path, b"")
        if not kept.startswith(source):
            kept = self.held[path] = source + _catalogue(path, text)
            self.grown = True
        return kept[len(source) :]


def template_set(sources: Mapping[str, str], compiled: Compiled | None = None) -> TemplateSet:
    """Templates by path (`templates/pages/front.html`) and catalogues (`templates/locale/nb/messages.po`).

    Longer than 60 lines: a list of what templates may ask for.
    """

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        path = f"templates/{name}"
        return (sources[path], path, lambda: True) if path in sources else None

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=compiled,
    )
    reader = markdown_reader.reader()
    environment.filters |= {
        "line": _line,
        "text": pass_context(lambda context, words, level=4: _text(context, words, reader, level)),
        "plain": _plain,
        "in_short": pass_context(lambda context, words, length=SHORT: _in_short(context, words, reader, length)),
        "number_after": numbers.after,
        "figure_of": lambda value: slide_forms.figure_of(str(value)),
        "in_sentence": _in_sentence,
        "below": lambda level: level + 1,
        "within": lambda path, *steps: (*path, *steps),
        "chained": lambda lists: list(itertools.chain.from_iterable(lists)),
        "numbered": enumerate,
        "runs": _in_runs,
        "lang": _lang,
        "date": _dated("long"),
        "dates": _dates,
        "day": _dated("d. MMMM", "d MMMM"),
        "weekday": _dated("EEEE d. MMMM y", "EEEE d MMMM y"),
        "month": _dated("LLLL"),
        "month_short": _dated("LLL"),
        "iso": lambda day: day if isinstance(day, str) else day.isoformat(),
        "clock": _clock,
        "site_of": site_of,
        "zone": _zone,
        "percent": _percent,
        "period": _period,
        "offset": recordings.clock,
        "bytes": _bytes,
        "upper_first": lambda words: words[:1].upper() + words[1:],
        "lower_first": lambda words: words[:1].lower() + words[1:],
    }
    environment.globals |= {
        "form_of": _form_of,
        "agenda_columns": slide_forms.columns,
        "axis_of": drawings.axis,
        "share_drawn": drawings.share,
        "vote_bar": vote_bar.bar,
        "votes_drawn": drawings.votes,
        "presence": _presence,
        "has_parties": attendance_groups.has_parties,
        "item_changed": pass_context(lambda context, group: changed.item(group, _TemplateWords(context))),
        "item_and_slides_changed": _item_and_slides_changed,
        "most_changed": changed.MOST,
        "field_called": pass_context(lambda context, role: changed.role(role, _TemplateWords(context))),
        "passages": passages,
        "recorded": recordings.recorded,
        "resolved": RESOLVED,
        "access_to_meeting": _access_to_meeting,
        "access_to_item": _access_to_item,
        "before_and_now": pass_context(lambda context, words: changed.before_and_now(words, _TemplateWords(context))),
    }
    kept = compiled or Compiled({})
    catalogues = {
        found[1]: opened(kept.catalogue(path, text))
        for path, text in sources.items()
        if (found := _CATALOGUE.fullmatch(path))
    }
    return TemplateSet(environment, catalogues)


def takes(path: str) -> bool:
    """Whether a file of a theme is among the sources of a set: what the tool itself says is not."""
    return path.endswith(".html") or _CATALOGUE.fullmatch(path) is not None


_CATALOGUE = re.compile(r"templates/locale/(\w+)/messages\.po")


def _catalogue(path: str, text: str) -> bytes:
    from babel.messages.pofile import PoFileError, read_po  # slow to import, and needed once

    try:
        read = read_po(io.StringIO(text), locale=path.split("/")[2], abort_invalid=True)
    except PoFileError as error:
        raise TemplateFault(_fault(path, error.lineno + 1, error)) from error
    return compiled(read)


def slide(
    template_set: TemplateSet,
    place: Place,
    agenda: Agenda,
    slide: Slide,
    calendar: Sequence[MeetingHeading] = (),
    **context: Any,
) -> str:
    """A slide as one `<section>`: the same string for page, present mode and PDF.

    `calendar` are the board's meetings to come, for a plan of meetings that names none.
    """
    given: dict[str, Any] = {"mark": "", "mark_of": lambda anchor: "", "late": None, **context}
    return _render(
        template_set,
        place,
        f"slides/{slide.kind}.html",
        agenda.board,
        agenda=agenda,
        slide=slide,
        content=slide.content,
        calendar=calendar,
        margin=record.margin(agenda, slide.entry) if slide.kind == "resolution" and slide.entry else "",
        ended=outcomes.outcome(agenda, slide.entry) if slide.entry else None,
        image=lambda file: relative(quote(f"{agenda.address}slides/{file}", _PLAIN), place, prefixed=False),
        **given,
    )


def changes(template_set: TemplateSet, place: Place, agenda: Agenda, marks: Marks, slides: Sequence[Slide]) -> str:
    """What is new since the papers were sent, as a slide that takes no number."""
    unnumbered = Slide(0, "endringer", "changes", None, None, (), 0, ("items",))
    return _render(
        template_set,
        place,
        "slides/changes.html",
        agenda.board,
        agenda=agenda,
        slide=unnumbered,
        content=None,
        marks=marks,
        mark="",
        late=None,
        calendar=(),
        numbers={slide.anchor: slide.number for slide in slides},
    )


def page(template_set: TemplateSet, place: Place, name: str, board: Board | None, **context: Any) -> str:
    """The page `templates/pages/<name>.html` at a place; `board` has the last word on labels."""
    return _render(
        template_set,
        place,
        f"pages/{name}.html",
        board,
        board=board,
        boards=tuple(place.boards.items()),
        alternates=tuple(
            (language, prefix(place, place.address, language) + place.address)
            for language in spoken(place, place.address)
        ),
        base=_base(place),
        canonical=_base(place) + prefix(place, place.address, place.language) + place.address,
        to_language=lambda language: relative(place.address, place, language=language),
        **context,
    )


def letter(template_set: TemplateSet, place: Place, name: str, agenda: Agenda, **context: Any) -> str:
    """A piece of text for A4 pages, `templates/papers/<name>.html`, as one `<main>`."""
    return _render(
        template_set,
        place,
        f"papers/{name}.html",
        agenda.board,
        agenda=agenda,
        meeting=agenda.meeting,
        board=agenda.board,
        **context,
    )


def mail(template_set: TemplateSet, place: Place, name: str, agenda: Agenda, **context: Any) -> str:
    """A letter by mail, `templates/letters/<name>`, as HTML or as plain text."""
    return _render(
        template_set,
        place,
        f"letters/{name}",
        agenda.board,
        agenda=agenda,
        meeting=agenda.meeting,
        board=agenda.board,
        **context,
    )


def registered(template_set: TemplateSet, place: Place, row: Resolution | VoteRow, part: str) -> str:
    """What a register says of a row where no wording was adopted: its `wording` or its `subject`."""
    board = place.boards[row.of.board]
    return _render(template_set, place, WORDED.removeprefix("templates/"), board, board=board, row=row, part=part)


def result_called(template_set: TemplateSet, place: Place, came: Result) -> str:
    """What it is called that came of an item, in a word."""
    called = said(template_set, place.language, None, RESULT_WORDS.get(came, f"outcome_{came}"))
    return called[:1].upper() + called[1:]


RESULT_WORDS: Mapping[Result, str] = {
    "unanimous": "unanimous",
    "carried": "carried",
    "elected": "elected",
    "fallen": "not_carried",
}


def slides_of(slides: tuple[Slide, ...]) -> Callable[[Entry], tuple[Slide, ...]]:
    """For pages: the slides of an item of the agenda, among `slides`."""
    return lambda entry: tuple(slide for slide in slides if slide.entry is entry)


# ---- rendering -----------------------------------------------------------------------------------------------


def closures(sources: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each template, by path, the templates that it brings in, itself first. Names in templates are static."""
    direct = {
        path: tuple(f"templates/{name}" for name in _BRINGS_IN.findall(text))
        for path, text in sources.items()
        if path.endswith(".html")
    }
    found = {}
    for path in direct:
        reached = [path]
        for inner in reached:
            reached += [one for one in direct.get(inner, ()) if one not in reached]
        found[path] = tuple(reached)
    return found


_BRINGS_IN = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")


_PLAIN = "/!$&'()*+,;=@~"
"""Signs, beside letters and digits, that an address has as they are. A file's name may have any: `#` and `?` too."""


def _base(place: Place) -> str:
    return place.site.address.rstrip("/") + "/"


def said(template_set: TemplateSet, language: str, board: Board | None, key: str, /, **values: object) -> str:
    """What is printed for a key: the board's own word, else the catalogue's. Raises LookupError."""
    own = board.labels.get(language, {}).get(key) if board else None
    found = (
        own if own is not None else next(filter(None, (one.gettext(key) for one in _asked(template_set, language))), "")
    )
    if not found and own is None:
        raise LookupError(f'the catalogue "{language}" has no words for "{key}"')
    return found % values if values else found


def _asked(template_set: TemplateSet, language: str) -> Iterator[NullTranslations]:
    """The catalogues of a language, and of what it falls back to."""
    return (template_set.catalogues[one] for one in in_turn(language) if one in template_set.catalogues)


def _render(template_set: TemplateSet, place: Place, name: str, labels: Board | None, **context: Any) -> str:
    def counted(one: str, many: str, number: int, /, **values: object) -> str:
        asked = _asked(template_set, place.language)
        found = next(filter(None, (each.ngettext(one, many, number) for each in asked)), "")
        if not found:
            raise LookupError(f'the catalogue "{place.language}" has no words for "{one}"')
        return found % {"num": number, **values}

    everything = {
        "site": place.site,
        "colour": palette.colours(place.site),
        "language": place.language,
        "language_name": lambda code: LANGUAGES[code].name,
        "edition": place.edition,
        "address": place.address,
        "_": lambda key, /, **values: said(template_set, place.language, None, key, **values),
        "ngettext": counted,
        "label": lambda key: said(template_set, place.language, labels, key),
        "result_called": lambda came: result_called(template_set, place, came),
        "board_of": lambda name: place.boards[name],
        "known_board": place.boards.get,
        "url": lambda target: relative(target, place),
        "resource": lambda target: relative(quote(target, _PLAIN), place, prefixed=False),
        "asset": lambda target: relative(quote(f"assets/{target}", _PLAIN), place, prefixed=False),
        **context,
    }
    try:
        made = template_set.environment.get_template(name).render(everything)
        return made if name in UNSET else typography.typeset(made)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateFault(_fault(error.filename or f"templates/{name}", error.lineno, error)) from error
    except jinja2.TemplateNotFound as error:
        raise TemplateFault(_fault(f"templates/{error.name}", 1, "there is no such file")) from error
    except Exception as error:
        raise TemplateFault(_fault(*_origin(error, name), error)) from error


def _origin(error: BaseException, name: str) -> tuple[str, int]:
    """The template and line where an error arose."""
    found = (f"templates/{name}", 1)
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith("templates/"):
            found = (file, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _fault(file: str, line: int, problem: object) -> Diagnostic:
    said = getattr(problem, "message", None) or str(problem) or type(problem).__name__
    return TEMPLATE.at(Span(file, line), problem=str(said).rstrip("."))


# ---- words ---------------------------------------------------------------------------------------------------


def _own(context: Context) -> str:
    agenda, board = context.get("agenda"), context.get("board")
    if isinstance(agenda, Agenda):
        return agenda.language
    languages = board.languages if isinstance(board, Board) else ()
    return languages[0] if languages else cast(Site, context["site"]).language


def _say(context: Context, words: Printable) -> tuple[str, str, str]:
    """(language, text, legal basis) of what is to be shown: what is said, or publicly instead."""
    wanted, own = str(context["language"]), _own(context)
    if words is None or isinstance(words, str):
        return wanted, words or "", ""
    if isinstance(words, tuple):
        words = LocalizedText.model_construct(said=words)
    if words.withheld and not words.said:
        instead = LocalizedText.model_construct(said=words.public)
        language, text = instead.say(wanted, own)
        return (language, text, "") if text else (wanted, _unsaid(context, words.withheld), "")
    return (*words.say(wanted, own), words.withheld)


def _unsaid(context: Context, basis: str) -> str:
    return str(context["_"]("withheld_basis", basis=basis))


@pass_context
def _line(context: Context, words: Printable) -> Markup:
    language, text, basis = _say(context, words)
    shown = Markup(markdown_reader.WHOLE.sub(r'<span class="whole">\g<0></span>', str(escape(text))))
    if basis:
        shown += Markup(' <span class="withheld">({})</span>').format(_unsaid(context, basis))
    return shown if language == context["language"] else Markup('<span lang="{}">{}</span>').format(language, shown)


def _in_short(context: Context, words: Printable, reader: markdown_reader.MarkdownReader, length: int) -> Markup:
    language, text, _ = _say(context, words)
    shown = escape(prose.in_short(reader, text, length))
    return shown if language == context["language"] else Markup('<span lang="{}">{}</span>').format(language, shown)


@pass_context
def _plain(context: Context, words: Printable) -> str:
    return _say(context, words)[1]


def _in_runs(rows: Sequence[Any], key: str) -> list[list[tuple[int, Any]]]:
    """Rows, each with its place, in runs of those that have a key, and of those that do not."""
    found = itertools.groupby(enumerate(rows), lambda row: bool(getattr(row[1], key)))
    return [list(run) for _, run in found]


@pass_context
def _in_sentence(context: Context, title: Printable) -> str:
    """A title in the middle of a sentence: a word for a kind of meeting loses its capital, a name keeps it."""
    words = re.sub(r"([0-9])\. ", "\\1.\u00a0", _say(context, title)[1])
    first = words.split(" ")[0].lower()
    is_common = "-" not in first and any(kind in first for kind in _MEETINGS)
    return words[:1].lower() + words[1:] if is_common and words[1:2].lower() == words[1:2] else words


_MEETINGS = ("møte", "samling", "seminar", "behandling", "handsaming", "konferanse", "meeting", "session", "workshop")
"""What a word ends or begins with that says what kind of meeting it is."""


@pass_context
def _lang(context: Context, words: Printable) -> str:
    language = _say(context, words)[0]
    return "" if language == context["language"] else language


def _text(context: Context, words: Printable | Document, reader: markdown_reader.MarkdownReader, level: int) -> Markup:
    pictures = {}
    if isinstance(words, Document):
        folder = f"{context['agenda'].address}{PICTURES}"
        named = map(paper_pictures.called, (one.file for one in words.pictures))
        pictures = {name: str(context["resource"](folder + name)) for name in named}
        words = words.text
    language, text, basis = _say(context, words)
    clean = prose.html(reader, text, level, pictures)
    if "<table" in clean:
        label = escape(context["_"]("scrolls_sideways"))
        around = rf'<div class="scroll\2" tabindex="0" role="region" aria-label="{label}"><table\1>'
        clean = re.sub(r'<table((?: class="[a-z ]*?( long)?")?)>', around, clean)
        clean = clean.replace("</table>", "</table></div>")
    shown = Markup(clean)
    if basis:
        shown += Markup('<p class="withheld">{}</p>').format(_unsaid(context, basis))
    return shown if language == context["language"] else Markup('<div lang="{}">{}</div>').format(language, shown)


# ---- what templates place ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _TemplateWords:
    """How a page says things, for what is put into words before a template places it."""

    context: Context

    @property
    def language(self) -> str:
        return str(self.context["language"])

    def said(self, key: str, /, **values: object) -> str:
        return str(self.context["_"](key, **values))

    def label(self, key: str, /) -> str:
        return str(self.context["label"](key))

    def plain(self, words: Printable, /) -> str:
        return _say(self.context, words)[1]

    def line(self, words: Printable, /) -> Markup:
        return _line(self.context, words)

    def clock(self, moment: time, /) -> str:
        return _clock(self.context, moment)


@pass_context
def _form_of(context: Context, slide: Slide) -> str:
    groups = context["marks"].groups if slide.kind == "changes" else ()
    around = slide_forms.Around(
        context["agenda"], _TemplateWords(context).plain, len(groups), len(context["calendar"] or ())
    )
    return slide_forms.form(slide, around)


@pass_context
def _item_and_slides_changed(context: Context, group: ItemChanges) -> str:
    return changed.with_slides(group, _TemplateWords(context), context["numbers"])


@pass_context
def _presence(context: Context) -> tuple[attendance_groups.Group, ...]:
    agenda: Agenda = context["agenda"]
    assert agenda.meeting.attendance is not None
    return attendance_groups.groups(agenda, agenda.meeting.attendance, context["roll"], _TemplateWords(context))


# ---- dates and numbers ---------------------------------------------------------------------------------------


def _day(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _dated(norwegian: str, english: str = "") -> Callable[..., str]:
    @pass_context
    def dated(context: Context, day: date | str) -> str:
        language = str(context["language"])
        form = english if english and language == SOURCE else norwegian
        return format_date(_day(day), form, locale=LANGUAGES[language].formats)

    return dated


@pass_context
def _period(context: Context, period: str) -> str:
    """A period of the format in words: "3 weeks" is "3 uker"."""
    from babel.units import format_unit  # most pages have none

    count, unit = period.split()
    return format_unit(int(count), f"duration-{unit.rstrip('s')}", locale=LANGUAGES[str(context["language"])].formats)


def _zone(agenda: Agenda) -> str:
    """A meeting's time zone, by a place in it and by how far it is from UTC when it begins: "London (UTC+1)"."""
    begins = datetime.combine(agenda.days[0], agenda.start or time(0), ZoneInfo(agenda.timezone))
    minutes = int((begins.utcoffset() or timedelta()).total_seconds() // 60)
    hours = f"{abs(minutes) // 60}" + (f":{abs(minutes) % 60:02}" if minutes % 60 else "")
    sign = "\u2212" if minutes < 0 else "+"
    return f"{agenda.zone} (UTC{sign}{hours})"


@pass_context
def _access_to_meeting(context: Context, agenda: Agenda) -> tuple[AccessRequest, ...]:
    """What may be asked access to, of a meeting on its page."""
    day = _dates(context, agenda.days[0], agenda.days[-1])
    page = str(context["canonical"])
    return access_requests.of_meeting(agenda, context["site"], page, day, _TemplateWords(context))


@pass_context
def _access_to_item(context: Context, agenda: Agenda, item: Item) -> AccessRequest | None:
    """The same of one item on its page, in a meeting that handled it."""
    day = _dates(context, agenda.days[0], agenda.days[-1])
    return access_requests.of_item(
        agenda, item, context["site"], str(context["canonical"]), day, _TemplateWords(context)
    )


@pass_context
def _dates(context: Context, since: date | str, until: date | str, year: bool = True) -> str:
    """The days from one to another, as the language writes them."""
    return LANGUAGES[str(context["language"])].days(_day(since), _day(until), year)


@pass_context
def _clock(context: Context, clock: time | str, board: Board | None = None) -> str:
    """A time as the page's language and its board write it; `board` is another than the page's."""
    moment = time.fromisoformat(clock) if isinstance(clock, str) else clock
    return catalogue.clock(moment, str(context["language"]), _counts_to_twelve(context, board))


def _counts_to_twelve(context: Context, board: Board | None = None) -> bool:
    agenda = context.get("agenda")
    whose = board or (agenda.board if isinstance(agenda, Agenda) else context.get("board"))
    return isinstance(whose, Board) and whose.clock == "12"


@pass_context
def _percent(context: Context, share: float) -> str:
    shown = f"{share:.1f}".rstrip("0").rstrip(".")
    language = context["language"]
    return decimals(shown, language) + LANGUAGES[language].percent


@pass_context
def _bytes(context: Context, size: int) -> str:
    """How large a file is: "92 kB", "1,2 MB"."""
    if size < 999_500:
        return f"{max(1, round(size / 1000))}\u00a0kB"
    shown = f"{size / 1_000_000:.1f}\u00a0MB"
    return decimals(shown, context["language"])
