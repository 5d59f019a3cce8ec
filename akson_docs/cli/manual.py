"""The manual, made of what the product says of itself: its commands' help, its problems' words, its model's docstrings.

Nothing is written here that stands elsewhere: a command, a rule, a key or a kind of slide that is new has its page at
once. What has no words in a language is given in English, and marked as such.

Longer than 500 lines: one page after the other, each a short function.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from akson_docs import catalogue
from akson_docs.actions import check_formats
from akson_docs.catalogue import N_, NC_, SOURCE, in_turn, translated
from akson_docs.cli import guide, search_index
from akson_docs.cli.manual_page import ManualRow, Page, Paragraph, Section, inline, plain
from akson_docs.cli.options import exits, typed
from akson_docs.cli.parser import HelpFormatter, Parser, within
from akson_docs.cli.terminal import said, speaking
from akson_docs.diagnostics import Code
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings import deck
from akson_docs.meetings.addresses import Place, prefix, relative
from akson_docs.model import slides
from akson_docs.model.documents import Site
from akson_docs.render import templates
from akson_docs.rules import registry
from akson_docs.sources import loader
from akson_docs.sources.complaints import WRITTEN
from akson_docs.sources.format import schema

LANGUAGES = (SOURCE, *(language for language in catalogue.LANGUAGES if language != SOURCE))
"""Those of the manual, the first of which has no folder of its own."""
WIDTH = 78
"""Characters of a line of the synopsis."""
EDITION = "manual"

NAME = N_("Manual of akson_docs")
BOARD = "name: Eksempelutvalget\n"
MEETING = """\
date: 2026-03-12
number: 2/26
start: 09:00
items:
  - number: 4/26
    title: {title}
    duration: 10
    slides:
"""
ITEM = N_("An example")
EXAMPLE = ("eksempelutvalget", "2026-02")
EXAMPLES = "nb"
"""The language of the examples that have no other."""


@dataclass(frozen=True)
class Command:
    """A command as the command line knows it."""

    name: str
    does: str
    """What it does, in a line."""
    parser: Mapping[str, Parser]


@dataclass(frozen=True)
class Subject:
    """All that the manual is about."""

    commands: tuple[Command, ...]
    codes: tuple[Code, ...]
    examples: Mapping[str, bytes]
    """The example of each kind of slide (`chart.yaml`), and the pictures that they name; in the languages that have
    their own, by `<language>/chart.yaml`."""
    guide: Mapping[str, bytes]
    """The pages of the guide, by `<language>/<page>.md`."""
    demo: Mapping[str, bytes]
    """The files of the demonstration, by `<language>/<path>`."""
    version: str


@dataclass(frozen=True)
class _Files:
    files: Mapping[str, bytes]

    @property
    def names(self) -> Collection[str]:
        return self.files.keys()

    def read(self, name: str) -> bytes:
        return self.files[name]


# ---- the pages as files --------------------------------------------------------------------------------------


def files(subject: Subject, sources: Mapping[str, str]) -> dict[str, bytes]:
    """Every page and manual page of the manual by its path; `sources` are the templates. Raises TemplateFault."""
    template_set = templates.template_set(sources)
    site = _site(subject.version)
    made: dict[str, bytes] = {}
    for language in LANGUAGES:
        folder = "" if language == LANGUAGES[0] else f"{language}/"
        with speaking(language):
            all_pages = tuple(pages(subject, template_set, language))
            for page in all_pages:
                place = Place(site, {}, language, page.address, EDITION)
                path = f"{prefix(place, page.address, language)}{page.address}index.html"
                context = {"page": page, "linked": _linking(place), "search": _search(page)}
                text = templates.page(template_set, place, "manual", None, **context)
                # Read from a disk, a folder is a list of files.
                made[path] = re.sub(r'href="([^":#]*/)"', r'href="\1index.html"', text).encode()
            made[f"{folder}search-index.js"] = search_index.index(all_pages)
            made[f"{folder}akson.1"] = roff(subject, language).encode()
    pictures = {name: data for name, data in subject.examples.items() if not name.endswith(".yaml")}
    return made | {f"{'/'.join(EXAMPLE)}/slides/{name}": data for name, data in pictures.items()}


def pages(subject: Subject, template_set: templates.TemplateSet, language: str) -> Iterator[Page]:
    """Every page of the manual in a language, in which `said` speaks."""
    shapes = _shapes()
    named = frozenset(command.name for command in subject.commands)
    parts = (
        (guide.pages(subject.guide, subject.demo, named, language), "guide/"),
        (_commands(subject, language), "commands/"),
        (_format(shapes), "format/"),
        (_kinds(subject, shapes, template_set, language), "slides/"),
        (_problems(subject), "problems/"),
    )
    fronts = []
    for made, address in parts:
        found = list(made)
        fronts += [page for page in found if page.address == address]
        yield from found
    yield Page(
        "",
        said("Manual"),
        plain(said("Everything that akson_docs can be asked, all that it says, and every key of what authors write.")),
        tuple(
            Section(front.title, (front.summary,), rows=tuple(_listed(front)), address=front.address)
            for front in fronts
        ),
    )


def _listed(front: Page) -> Iterator[ManualRow]:
    """What a part of the manual explains, by name; the problems are too many for that."""
    if front.address == "problems/":
        yield ManualRow(said("All of them"), address=front.address)
        return
    for row in _all(front):
        yield ManualRow(row.name, address=row.address, language=row.language)


def _search(page: Page) -> Mapping[str, str]:
    """What the field for searching says, and where the index lies."""
    return {
        "root": "../" * page.address.count("/"),
        "label": said("Search in the manual"),
        "one": said("1 result"),
        "many": said("{count} results"),
        "none": said("Nothing found"),
    }


def _all(page: Page) -> Iterator[ManualRow]:
    return (row for section in page.sections for row in section.rows)


def _front(address: str, title: str, summary: str, groups: Iterable[tuple[str, Iterable[ManualRow]]]) -> Page:
    sections = tuple(Section(heading, rows=tuple(rows)) for heading, rows in groups)
    return Page(address, title, plain(summary), tuple(section for section in sections if section.rows))


def assets(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What the manual's pages need beside them: each file, and the files of `templates/` that it is made of."""
    css = "templates/css/"
    known = sorted(paths)
    kinds = tuple(path for path in known if re.fullmatch(r"templates/slides/\w+\.css", path))
    copied = (
        path
        for path in known
        if re.fullmatch(r"templates/(fonts/[^/]+\.woff2|fonts/[^/]*LICENSE[^/]*|images/[^/]+)", path)
    )
    return {
        "assets/site.css": tuple(css + part for part in ("tokens.css", "fonts.css", "site.css")),
        "assets/slides.css": (css + "slide.css", *kinds),
        "assets/manual.css": (css + "manual.css",),
        "assets/search.js": ("templates/manual/search.js",),
        **{f"assets/{path.removeprefix('templates/')}": (path,) for path in copied},
    }


# ---- commands ------------------------------------------------------------------------------------------------


def _commands(subject: Subject, language: str) -> Iterator[Page]:
    title = said("Commands")
    rows = []
    for command in subject.commands:
        parser = command.parser[language]
        does = said(command.does)
        address = f"commands/{command.name}/"
        lesson = parser.lesson
        described = said(lesson.what) if lesson else parser.description or ""
        sections = [
            Section(said("Synopsis"), code=synopsis(parser)),
            Section(said("Description"), tuple(_paragraphs(described))),
            *(
                Section(heading, rows=found)
                for heading, found in (
                    (said("What it takes"), tuple(_taken(parser, options=False))),
                    (said("Options"), tuple(_taken(parser, options=True))),
                )
                if found
            ),
        ]
        for inner in within(parser):
            rows_of = (*_taken(inner, options=False), *_taken(inner, options=True))
            sections.append(Section(inner.prog, tuple(_paragraphs(inner.description or "")), synopsis(inner), rows_of))
        if lesson and lesson.examples:
            examples = tuple(ManualRow(typed(line), (plain(said(what)),)) for line, what in lesson.examples)
            sections.append(Section(said("Examples"), rows=examples))
        status = tuple(ManualRow(str(code), (plain(said(what)),)) for code, what in exits(lesson))
        sections.append(Section(said("Exit status"), rows=status))
        if lesson and lesson.see:
            others = tuple(ManualRow(f"akson {name}", address=f"commands/{name}/") for name in lesson.see)
            sections.append(Section(said("See also"), rows=others))
        rows.append(ManualRow(f"akson {command.name}", (plain(_begun(does)),), address))
        yield Page(address, f"akson {command.name}", plain(_begun(does)), tuple(sections), (("commands/", title),))
    summary = said("What can be typed on the command line.")
    yield _front("commands/", title, summary, [(said("All commands"), rows)])


def synopsis(parser: Parser) -> str:
    """How a command is typed, in lines that do not depend on a terminal."""
    words = HelpFormatter(parser.prog, width=WIDTH)
    words.add_usage(parser.usage, parser._actions, parser._mutually_exclusive_groups, "")
    return words.format_help().strip()


def _taken(parser: Parser, options: bool) -> Iterator[ManualRow]:
    """The options or the other arguments of a command."""
    for action in parser._actions:
        if bool(action.option_strings) != options or action.help == argparse.SUPPRESS:
            continue
        if isinstance(action, argparse._SubParsersAction):
            continue
        value = "" if action.nargs == 0 else _value(action)
        named = ", ".join(f"{option} {value}".strip() for option in action.option_strings) or value
        choices = [Markup("<code>{}</code>").format(choice) for choice in action.choices or ()]
        yield ManualRow(named, (plain(action.help or ""),), typed=Markup(", ").join(choices) if choices else None)


def _value(action: argparse.Action) -> str:
    if action.metavar is not None:
        return action.metavar if isinstance(action.metavar, str) else " ".join(action.metavar)
    return action.dest.upper()


# ---- the format ----------------------------------------------------------------------------------------------


def _shapes() -> dict[str, Mapping[str, Any]]:
    """Every shape of the source format by its name: the four files, and what they are made of."""
    found: dict[str, Mapping[str, Any]] = {}
    for kind in ("site", "board", "meeting"):
        made = schema.schema(kind)
        found |= {name: shape for name, shape in made.get("$defs", {}).items() if name not in found}
        found[f"{kind}.yaml"] = made
    return found


def _format(shapes: Mapping[str, Mapping[str, Any]]) -> Iterator[Page]:
    title = said("The source format")
    kinds = {slide.__name__ for slide in _slide_classes().values()}
    files: list[ManualRow] = []
    others: list[ManualRow] = []
    for name, shape in sorted(shapes.items(), key=lambda pair: _called(pair[0])):
        if name in kinds:
            continue
        called = _called(name)
        page = Page(
            _address(name),
            name if name.endswith(".yaml") else called[:1].upper() + called[1:],
            _told(str(shape.get("description", ""))),
            (Section(said("Keys"), rows=tuple(_keys(shape, shapes))),)
            if shape.get("properties")
            else (Section(said("Written as"), (Paragraph(_typed(shape, shapes)),)),),
            (("format/", title),),
        )
        (files if name.endswith(".yaml") else others).append(ManualRow(called, (page.summary,), page.address))
        yield page
    groups = [(said("Files"), files), (said("What they are made of"), others)]
    summary = said("What stands in the files of meetings/, key by key.")
    yield _front("format/", title, summary, groups)


def _keys(shape: Mapping[str, Any], shapes: Mapping[str, Mapping[str, Any]]) -> Iterator[ManualRow]:
    for key, value in shape["properties"].items():
        tags: tuple[str, ...] = (said("required"),) if key in shape.get("required", ()) else ()
        default = value.get("default")
        if isinstance(default, str | int | float) and default not in ("", False) and "const" not in value:
            tags += (said("default: {default}", default=_yaml(default)),)
        described = value.get("description", "")
        words = (_told(described),) if described else ()
        yield ManualRow(key, words, typed=_typed(value, shapes), tags=tags)


def _typed(value: Mapping[str, Any], shapes: Mapping[str, Mapping[str, Any]]) -> Markup:
    """What may be written for a key, with links to what has a page."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        called = _called(name)
        return (
            Markup('<a href="@{}">{}</a>').format(_address(name), called) if name in shapes else Markup(escape(called))
        )
    if "const" in value:
        return Markup("<code>{}</code>").format(value["const"])
    if "enum" in value:
        return Markup(", ").join(Markup("<code>{}</code>").format(_yaml(one)) for one in value["enum"])
    choices = value.get("anyOf") or value.get("oneOf")
    if choices:
        kinds = [choice.get("type") for choice in choices if choice.get("type") != "null"]
        if kinds == ["string", "number"]:  # a time of day, or what may look like a number: 17/20, 5-4
            return Markup(said("time of day") if "pattern" in choices[0] else said("text"))
        if any(choice.get("enum") == ["yes", "no"] for choice in choices):
            choices = [choice for choice in choices if choice.get("type") != "boolean"]
        found = dict.fromkeys(_typed(choice, shapes) for choice in choices)
        return Markup(said(" or ")).join(found)
    if value.get("type") == "array":
        return Markup("{} {}").format(said("list of"), _typed(value.get("items", {}), shapes))
    if value.get("type") == "object":
        inner = value.get("additionalProperties")
        return Markup("{} {}").format(said("names with"), _typed(inner if isinstance(inner, dict) else {}, shapes))
    named = {
        "string": said("text"),
        "number": said("number"),
        "integer": said("whole number"),
        "boolean": said("yes or no"),
        "null": said("nothing"),
    }
    dates = {"date": said("date"), "time": said("time of day")}
    return Markup(escape(dates.get(value.get("format", "")) or named.get(value.get("type", ""), said("any"))))


PARTS: Mapping[str, str] = {
    "Action": NC_("part", "action"),
    "Appeal": NC_("part", "how one appeals"),
    "Attachment": NC_("part", "attachment"),
    "Attendance": NC_("part", "attendance"),
    "AttendanceRow": NC_("part", "somebody present or absent"),
    "Candidate": NC_("part", "candidate"),
    "CandidateList": NC_("part", "list of candidates"),
    "Closed": NC_("part", "closed doors"),
    "Colours": NC_("part", "colours"),
    "Column": NC_("part", "column"),
    "Contact": NC_("part", "contact"),
    "Correction": NC_("part", "correction"),
    "Deadlines": NC_("part", "deadlines"),
    "Dissent": NC_("part", "statement"),
    "Document": NC_("part", "text in a file"),
    "Editing": NC_("part", "editing on the web"),
    "Election": NC_("part", "election"),
    "EntryRow": NC_("part", "entry that is no item"),
    "FileRow": NC_("part", "item in a file of its own"),
    "FollowUp": NC_("part", "follow-up"),
    "Grid": NC_("part", "cells of a table"),
    "Heading": NC_("part", "heading"),
    "Holder": NC_("part", "holder of a seat"),
    "Impartiality": NC_("part", "question of impartiality"),
    "Item": NC_("part", "item"),
    "ItemField": NC_("part", "field of the board's own"),
    "ItemMark": NC_("part", "mark"),
    "ItemType": NC_("part", "type of items"),
    "Line": NC_("part", "text in one line"),
    "MatrixRow": NC_("part", "row of a matrix"),
    "MeetingDate": NC_("part", "meeting of a plan"),
    "MeetingDay": NC_("part", "day of a meeting"),
    "Milestone": NC_("part", "milestone"),
    "Minutes": NC_("part", "minutes"),
    "Motion": NC_("part", "motion"),
    "NumberPattern": NC_("part", "pattern of numbers"),
    "Option": NC_("part", "alternative"),
    "PartRow": NC_("part", "somebody there for part of it"),
    "Person": NC_("part", "person"),
    "Privacy": NC_("part", "privacy"),
    "Recording": NC_("part", "recording"),
    "Redact": NC_("part", "redaction"),
    "RedactedBox": NC_("part", "covered place"),
    "RedactedPhrase": NC_("part", "covered words"),
    "Risk": NC_("part", "risk"),
    "Route": NC_("part", "step on the way"),
    "StatusRow": NC_("part", "row of a status"),
    "SubstituteRow": NC_("part", "substitute"),
    "Text": NC_("part", "text"),
    "TimelinePoint": NC_("part", "point on a timeline"),
    "Topic": NC_("part", "topic"),
    "Vote": NC_("part", "vote"),
}
"""What the parts of the format are called."""


def _called(name: str) -> str:
    """What a shape of the format is called: a file by its name, a kind of slide by its kind."""
    kind = _kind_of(name)
    if kind is not None:
        return said("slide: {kind}", kind=kind)
    return said(PARTS[name], "part") if name in PARTS else name


def _yaml(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _address(name: str) -> str:
    """Where a shape of the format has its page."""
    kind = _kind_of(name)
    return f"slides/{kind}/" if kind is not None else f"format/{_slug(name)}/"


def _kind_of(name: str) -> str | None:
    """The kind of slides that a shape of the format is of; None for any other."""
    return next((kind for kind, slide in _slide_classes().items() if slide.__name__ == name), None)


def _slug(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name.removesuffix(".yaml")).lower() + (
        "-yaml" if name.endswith(".yaml") else ""
    )


# ---- kinds of slides -----------------------------------------------------------------------------------------


def _slide_classes() -> dict[str, type]:
    found = {
        shape.model_fields["kind"].default: shape
        for shape in vars(slides).values()
        if isinstance(shape, type) and issubclass(shape, slides.SlideBase) and "kind" in shape.model_fields
    }
    return {kind: found[kind] for kind in slides.KINDS}


def _kinds(
    subject: Subject, shapes: Mapping[str, Mapping[str, Any]], template_set: templates.TemplateSet, language: str
) -> Iterator[Page]:
    title = said("Kinds of slides")
    rows = []
    folder = "" if language == LANGUAGES[0] else f"{language}/"
    for kind, slide in _slide_classes().items():
        shape = shapes[slide.__name__]
        address = f"slides/{kind}/"
        spoken = next((one for one in in_turn(language) if f"{one}/{kind}.yaml" in subject.examples), EXAMPLES)
        found = subject.examples.get(f"{spoken}/{kind}.yaml") or subject.examples[f"{kind}.yaml"]
        text = re.sub(r"^#.*\n", "", found.decode(), flags=re.MULTILINE)
        sections = [
            Section(said("As it is written"), code=text.rstrip()),
            Section(said("Keys"), rows=tuple(_keys(shape, shapes))),
        ]
        drawn = drawing(template_set, text, kind, subject.examples, folder + address, spoken)
        if drawn:
            sections.insert(0, Section(said("As it is shown"), shown=drawn))
        other = spoken if spoken != language else ""
        words = _told(str(shape["description"]))
        page = Page(address, kind, words, tuple(sections), (("slides/", title),), example=other)
        picture = drawing(template_set, text, kind, subject.examples, folder + "slides/", spoken)
        rows.append(ManualRow(kind, (page.summary,), address, picture=_for_eyes(picture) if picture else None))
        yield page
    derived = tuple(ManualRow(kind) for kind in deck.DERIVED)
    summary = said("What a slide can be; kind names it, and a slide without it is text.")
    groups = [
        (said("Written"), rows),
        (said("Derived: nobody writes them"), derived),
    ]
    yield _front("slides/", title, summary, groups)


def drawing(
    template_set: templates.TemplateSet,
    text: str,
    kind: str,
    examples: Mapping[str, bytes],
    address: str,
    language: str = EXAMPLES,
) -> Markup | None:
    """The slide of an example as it stands on a page at an address; None for a kind that is not drawn."""
    site = loader.site(b"name: Eksempel\npublisher: Eksempel\naddress: https://example.org\n", "", _Files({})).value
    board = loader.board(f"{BOARD}languages: [{language}]\n".encode(), "", _Files({}), language).value
    row = "      - " + text.strip().replace("\n", "\n        ") + "\n"
    written = MEETING.format(title=translated(ITEM, language)) + row
    meeting = loader.meeting(written.encode(), "meeting.yaml", _Files(examples), language).value
    if site is None or board is None or meeting is None:
        return None
    agenda = agendas.agenda(site, board, meeting, *EXAMPLE)
    found = [slide for slide in deck.deck(agenda) if slide.kind == kind and slide.content is not None]
    place = Place(site, {EXAMPLE[0]: board}, language, address, EDITION)
    return Markup(templates.slide(template_set, place, agenda, found[0])) if found else None


def _for_eyes(drawn: Markup) -> Markup:
    """A drawn slide without what leads somewhere or is led to: in a list of many it is a picture."""
    bare = re.sub(r' (?:id|href|tabindex|for|role|aria-[a-z]+)="[^"]*"', "", str(drawn))
    return Markup(re.sub(r"(</?)a\b", r"\1span", bare))


# ---- problems ------------------------------------------------------------------------------------------------


def _problems(subject: Subject) -> Iterator[Page]:
    title = said("What it says")
    named: dict[str, list[Code]] = {}
    for code in subject.codes:
        named.setdefault(code.name, []).append(code)
    grave: dict[str, list[ManualRow]] = {"error": [], "warning": [], "note": [], "off": []}
    for name, codes in sorted(named.items()):
        words = [(said(code.where) + said(code.text), said(code.hint)) for code in codes]
        messages = tuple(_filled(what) for what in dict.fromkeys(what for what, _ in words))
        advice = tuple(_filled(hint) for hint in dict.fromkeys(hint for _, hint in words) if hint)
        sections = [Section(said("What it says"), messages)]
        if advice:
            sections.append(Section(said("What to do"), advice))
        if name in WRITTEN:
            wrong, right = WRITTEN[name]
            sections += [Section(said("Written so"), (), wrong), Section(said("Put right"), (), right)]
        reason = check_formats.reason(name)
        if reason:
            sections.append(Section(said("Why"), tuple(map(_told, reason))))
        sections.append(Section(said("To silence it"), *_silencing(name, codes[0].severity)))
        address = f"problems/{name}/"
        grave[codes[0].severity].append(ManualRow(name, messages[:1], address))
        yield Page(address, name, plain(_weight(codes[0].severity)), tuple(sections), (("problems/", title),))
    summary = said(
        "Each problem is told with its file, line and column, and with a code in brackets. Here is what each code "
        "means."
    )
    yield _front("problems/", title, summary, [(_severity(severity), rows) for severity, rows in grave.items()])


def _severity(severity: str) -> str:
    return {
        "error": said("Errors: nothing is written"),
        "warning": said("Warnings: it is built all the same"),
        "note": said("Notes: to be aware of"),
        "off": said("Off until a board asks for them"),
    }[severity]


def _weight(severity: str) -> str:
    return {
        "error": said("An error: nothing is written until it is mended."),
        "warning": said("A warning: it is built all the same."),
        "note": said("A note: to be aware of."),
        "off": said("Off until a board asks for it."),
    }[severity]


def _silencing(name: str, severity: str) -> tuple[tuple[Paragraph, ...], str]:
    """How a problem is silenced: words, and what is written."""
    of_site = {registry.code_name(rule) for rule in registry.SITE_RULES}
    rule = {registry.code_name(rule) for rule in registry.RULES} - of_site
    if name not in rule:
        words = said("It cannot be silenced: it is mended.") if severity == "error" else said("It cannot be silenced.")
        return (plain(words),), ""
    words = said(
        "For one meeting, in meeting.yaml; for a whole board, in board.yaml, where it can also be made graver or "
        "milder: error, warning, note or off."
    )
    return (plain(words),), f"# meeting.yaml\nsilence: [{name}]\n\n# board.yaml\nrules: {{{name}: off}}"


# ---- the manual page -----------------------------------------------------------------------------------------


def roff(subject: Subject, language: str) -> str:
    """The manual page `akson(1)`, for `man`."""
    lines = [
        f'.TH AKSON 1 "" "akson_docs {_roff(subject.version)}" "{_roff(said("User commands"))}"',
        f".SH {said('NAME')}",
        f"akson \\- {_roff(said('meeting papers from YAML'))}",
        f".SH {said('SYNOPSIS')}",
        f".B akson\n.RI [ {typed('COMMAND')} ]\n.RI [ {said('OPTION', 'placeholder')} ...]",
        f".SH {said('COMMANDS')}",
    ]
    for command in subject.commands:
        parser = command.parser[language]
        lesson = parser.lesson
        lines += [f".SS akson {command.name}"]
        for paragraph in (said(lesson.what) if lesson else parser.description or "").split("\n\n"):
            lines += [".PP", _roff(paragraph)]
        for row in (*_taken(parser, options=False), *_taken(parser, options=True)):
            lines += [".TP", f".B {_roff(row.name)}", *(_roff(one.text.striptags()) for one in row.said)]
        for inner in within(parser):
            lines += [".PP", ".nf", _roff(synopsis(inner)), ".fi"]
            for row in (*_taken(inner, options=False), *_taken(inner, options=True)):
                lines += [".TP", f".B {_roff(row.name)}", *(_roff(one.text.striptags()) for one in row.said)]
        for line, what in lesson.examples if lesson else ():
            lines += [".PP", f"{_roff(said(what))}:", ".PP", ".nf", f".RS 4\n{_roff(typed(line))}\n.RE", ".fi"]
    lines += [f".SH {said('EXIT STATUS')}"]
    for code, what in exits(None):
        lines += [".TP", f".B {code}", _roff(said(what))]
    return "\n".join(lines) + "\n"


def _roff(text: str) -> str:
    """Words in which nothing is a request to the formatter."""
    plain = " ".join(text.split())
    plain = plain.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return "\\&" + plain if plain.startswith((".", "'")) else plain


# ---- words ---------------------------------------------------------------------------------------------------


def _site(version: str) -> Site:
    """The manual as a site: its name in each language, and its publisher, which is this version."""
    settings = {
        "name": {language: catalogue.translated(NAME, language) for language in LANGUAGES},
        "publisher": f"akson_docs {version}",
        "address": "https://example.org",
        "language": SOURCE,
        "languages": list(LANGUAGES),
    }
    made = loader.site(json.dumps(settings).encode(), "", _Files({}))
    assert made.value is not None
    return made.value


def _linking(place: Place) -> Callable[[Markup], Markup]:
    """What has the links within words lead from a place to the addresses that they name."""
    return lambda text: Markup(
        re.sub(r'href="@([^"]*)"', lambda found: f'href="{relative(found[1], place)}"', str(text))
    )


def _paragraphs(text: str) -> Iterator[Paragraph]:
    for part in re.split(r"\n\s*\n", text.strip()):
        yield Paragraph(inline(" ".join(part.split())))


def _told(text: str) -> Paragraph:
    """What a key is for, or why a rule is one: in the language of the page, else in English and marked as such."""
    words = said(text)
    return Paragraph(inline(words), "" if words != text else SOURCE)


def _filled(template: str) -> Paragraph:
    """The words of a problem, with what varies marked as such."""
    return Paragraph(Markup(re.sub(r"\{(\w+)\}", r"<var>\1</var>", str(escape(template)))))


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")
