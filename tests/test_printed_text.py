"""What a paper must say: a template that forgets a field, or drops it, is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import cast

import pytest
from one_meeting import Retemplated
from places import PROJECT

from akson_docs.actions import site_edition, source_reader
from akson_docs.actions.source_reader import Progress
from akson_docs.build import plan
from akson_docs.build.jobs import PaperFile
from akson_docs.build.request import Request
from akson_docs.diagnostics import Problem
from akson_docs.meetings.revisions import printed_text
from akson_docs.model.values import Line, Text
from akson_docs.pdf import plain_text
from akson_docs.pdf.a4_page import A4Text
from akson_docs.render import pages, papers, templates
from akson_docs.render.pages import RenderInputs
from akson_docs.render.templates import TemplateFault
from akson_docs.sources.layout import MeetingKey

OF_A_MODEL = re.compile(r"\{\{(?!-?\s*(?:label\(|_\(|ngettext\(|loop\.|image\()).*?\}\}")
"""An expression of a template that prints what somebody wrote, as far as one can tell by looks."""
NOT_WRITTEN = (
    "clock", "dates(", "month", "shapes[", "shown", "amount(content", "percent", "consequence", "probability", "margin",
    "slide.number", "slide.topic }}", "card.place", "loop.", "|round", "|iso",
)  # fmt: skip
"""What stands in expressions that print what follows from a meeting: times, places in a drawing, shares, marks."""


@lru_cache(maxsize=1)
def work() -> site_edition.SiteEdition:
    """The members' edition of the project's own archive, which has every kind of slide and every field."""
    request = Request(str(PROJECT), cache="", edition="members")
    return site_edition.SiteEdition(
        request, source_reader.read_sources(replace(request, cache="/nonexistent"), Progress())
    )


MEETINGS = tuple(MeetingKey("eksempelutvalget", folder) for folder in ("2026-01", "2026-02", "2027-01"))


def compiled(sources: dict[str, str]) -> templates.TemplateSet:
    """Templates, of which those that are as they were for another test are compiled."""
    return templates.template_set(sources, templates.Compiled({}))


def drawn(sources: dict[str, str], kind: str = "") -> dict[tuple[MeetingKey, int], str]:
    """The slides of a kind (or all) with their templates as they are in `sources`."""
    template_set, inputs = compiled(sources), work()
    found = {}
    for key in MEETINGS:
        agenda, slides = inputs.whole(key)
        place = pages.slides_place(inputs, agenda, "nb")
        for slide in slides:
            if slide.kind == (kind or slide.kind):
                found[key, slide.number] = templates.slide(template_set, place, agenda, slide, inputs.calendar(key))
    return found


def missed(
    before: dict[tuple[MeetingKey, int], str], after: dict[tuple[MeetingKey, int], str]
) -> tuple[bool, list[Problem]]:
    """(whether any slide says something else, what is found to be missing)"""
    other = False
    found: list[Problem] = []
    for (key, number), now in after.items():
        if before[key, number] != now and plain_text.html_text(before[key, number]) != plain_text.html_text(now):
            other = True
            agenda, slides = work().whole(key)
            slide = next(slide for slide in slides if slide.number == number)
            said = printed_text.of_slide(slide, agenda, work().calendar(key))
            found += printed_text.missing(said, now, slide.kind, "nb", agenda.language)
    return other, found


def test_nothing_is_missing_in_the_archive_as_it_is() -> None:
    nothing = dict.fromkeys(drawn(work().sources), "")
    assert missed(nothing, drawn(work().sources)) == (True, [])


KINDS = sorted(path.name for path in (PROJECT / "templates/slides").glob("*.html"))


UNSAID = ("stub.html", "changes.html")
"""The templates of slides that say what no meeting of the archive has, or what others say already."""


def mutants(path: str, text: str) -> Iterator[tuple[str, str]]:
    """(what is dropped, the template without it)"""
    for expression in OF_A_MODEL.finditer(text):
        if not any(sign in expression[0] for sign in NOT_WRITTEN):
            yield expression[0], text[: expression.start()] + text[expression.end() :]


@pytest.mark.parametrize("name", [*KINDS, "../layouts/slide.html"])
def test_a_template_that_drops_a_string_is_found_every_time(name: str) -> None:
    path = f"templates/slides/{name}".replace("slides/../", "")
    kind = name.removesuffix(".html") if name in KINDS else ""
    before = drawn(work().sources, kind)
    tried = 0
    for dropped, text in mutants(path, work().sources[path]):
        try:
            other, found = missed(before, drawn({**work().sources, path: text}, kind))
        except TemplateFault:
            continue
        assert not other or found, dropped
        tried += other
    assert tried or name in UNSAID, "no string of the template is in the archive"


PRINTS = re.compile(r"\|line|said\(|item\.(?:number|case|continues|formerly)|contact|motion\.id|action\.what")
"""What expressions have in them that print what somebody wrote, in the templates of letters."""
LETTERS = sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "templates/papers").rglob("*.html"))


def made_with(paper: str) -> set[str]:
    """The templates that a paper's letters are made with."""
    pack, own = (*plan.PACK, "templates/papers/supplement.html"), (f"templates/papers/{paper}.html",)
    named = {"papers": plan.PACK, "supplement": pack}.get(paper, own)
    return {row.partition(" ")[0] for row in plan.Planner(work().site_version).closure(*named)}


def letters(sources: dict[str, str], path: str) -> dict[str, tuple[str, int]]:
    """(what a paper's letters say, how much is missing in them) of each of the meetings' papers that a template is
    in."""
    of = cast(RenderInputs, Retemplated(work(), compiled(sources)))
    found = {}
    for job in plan.plan(work().site_version):
        if (
            isinstance(job.what, PaperFile)
            and job.language == "nb"
            and job.meeting in MEETINGS
            and job.what.name != "slides"
            and path in made_with(job.what.name)
        ):
            paper, _ = papers.paper(job, of)
            texts = [part.content.html for part in paper.parts if isinstance(part.content, A4Text)]
            missing = sum(problem.code is printed_text.TEXT_MISSING for problem in paper.problems)
            found[job.path] = (plain_text.html_text("".join(texts)), missing)
    return found


@pytest.mark.parametrize("path", LETTERS)
def test_a_letter_that_drops_a_string_is_found_every_time(path: str) -> None:
    before = letters(work().sources, path)
    assert before
    assert [name for name, (_, missing) in before.items() if missing] == []
    for dropped, text in mutants(path, work().sources[path]):
        # A board on the route is known by what its number says; and in a sample people are called by their roles.
        said_again = "here." in dropped or "known." in dropped
        if not PRINTS.search(dropped) or said_again:
            continue
        try:
            after = letters({**work().sources, path: text}, path)
        except TemplateFault:
            continue
        if any(after[name][0] != before[name][0] for name in before):
            assert any(missing for _, missing in after.values()), dropped


def said(*words: str) -> list[printed_text.ExpectedText]:
    return [printed_text.ExpectedText(("title",), "body", Text(said=(("", one),))) for one in words]


@pytest.mark.parametrize(
    ("words", "text", "lost"),
    [
        (["Ett"], "<p>Ett</p>", []),
        (["Ett"], "<p>To</p>", ["Ett"]),
        (["Ett", "Ett og to"], "<p>Ett og to</p>", ["Ett"]),
        (["Ett", "Ett og to"], "<h3>Ett</h3><p>Ett og to</p>", []),
        (["**Fet** og [lenke](https://a.no/b)"], "<p><strong>Fet</strong> og <a>lenke</a></p>", []),
        (["[Se her][x] nå\n\n[x]: https://a.no/b\n  'Tittel'"], "<p><a>Se her</a> nå</p>", []),
        (["[Se her][x] nå"], "<p>[Se her] nå</p>", ["[Se her][x] nå"]),
        (["1. Først\n2. Sist"], "<ol><li>Først</li></ol>", ["Sist"]),
        (["Én & to &nbsp; tre"], "<p>Én &amp; to   tre</p>", []),
        (["e-helse"], "<p>e<span>-</span>helse</p>", []),
        (["- "], "<p></p>", []),
    ],
)
def test_what_is_missing(words: list[str], text: str, lost: list[str]) -> None:
    found = [dict(one.parameters)["words"] for one in printed_text.missing(said(*words), text, "t", "nb", "nb")]
    assert found == lost


def test_a_line_is_looked_for_as_it_stands_whatever_looks_like_markup_in_it() -> None:
    words = Line(said=(("", "[Atomics.pause](https://a.no/microwait) for trinn 3"),))
    line = printed_text.ExpectedText(("title",), "title", words)
    whole = "<h1>[Atomics.pause](https://a.no/microwait) for trinn 3</h1>"
    assert list(printed_text.missing([line], whole, "t", "nb", "nb")) == []
    assert list(printed_text.missing([line], "<h1>[Atomics.pause] for trinn 3</h1>", "t", "nb", "nb"))


def test_what_is_withheld_is_said_as_it_is_said_publicly() -> None:
    words = Line(said=(), withheld="offl. § 13", public=(("nb", "Personalsak"),))
    assert printed_text.spoken(words, "nb", "nb") == "Personalsak"
    assert printed_text.spoken("17/20", "nb", "nb") == "17/20"
