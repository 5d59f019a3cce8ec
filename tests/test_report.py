"""What becomes public, as people read it: in the terminal, in a pull request, as a page."""

from __future__ import annotations

import ast
import html as entities
import itertools
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import markdown
import pytest
from archives import a_board, a_site, sound_meeting
from hypothesis import given, settings
from hypothesis import strategies as st
from judged import invalid_html, looks, violations
from places import PROJECT
from pydantic import BaseModel

from akson_docs.disclosure import report
from akson_docs.disclosure.comparison import (
    Disclosed,
    Disclosure,
    File,
    SourceDisclosure,
    StatedAt,
    Statement,
    Withdrawn,
)
from akson_docs.disclosure.report import Preview
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings.deck import deck
from akson_docs.meetings.revisions import dispatch, printed_text
from akson_docs.model.documents import Board, Meeting, Site
from akson_docs.model.field_names import FIELDS, called
from akson_docs.render.templates import TemplateFault

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

ITEM = StatedAt("18-2020", number="18/20", title="Status i prosjektet")
SLIDE = StatedAt("18-2020", "18-2020-hvor", "18/20", "Status i prosjektet", 5, "Hvor vi er")
SOURCES = {path: (PROJECT / path).read_text() for path in ("templates/disclosure.html", "templates/css/tokens.css")}


def shown(*words: str, count: int = 1, language: Any = "nb") -> Preview:
    """A meeting in which these words become public."""
    opened = (
        Disclosed(Statement(StatedAt(), ("place",), "Oslo")),
        Disclosed(Statement(ITEM, ("attachments", "file"), "plan.pdf", file=File(12_345, ""))),
        Disclosed(Statement(ITEM, ("proposal",), "Planen vedtas."), withheld=True),
        Disclosed(Statement(ITEM, ("title",), "Personalsak")),
        Disclosed(Statement(ITEM, ("public_title",), "Personalsak")),
        *(Disclosed(Statement(SLIDE, ("slides", "body"), one)) for one in words * count),
        Disclosed(Statement(SLIDE, ("slides", "rows"), "R1", (("title", "Mangel på folk"), ("probability", "4")))),
        Disclosed(Statement(SLIDE, ("slides", "rows", "comment"), "Det haster.", of="R1")),
    )
    later = ((date(2027, 1, 15), (Disclosed(Statement(ITEM, ("decision",), "Ja.")),)),)
    closed = (Withdrawn(ITEM, ("summary",), 2),)
    change = SourceDisclosure("styret/2020-04", "Styret 4/20", ("new",), opened, later, closed)
    found = Disclosure(date(2026, 11, 24), (change,), (), ("styret/2020-03",))
    return report.preview(found, "HEAD (3f2a91c, 2026-11-20)", language)


def test_in_a_terminal() -> None:
    assert report.text(shown("Risiko er høy.")) == (
        "7 setninger og opplysninger og 1 fil blir offentlig. 1 blir det en senere dag. "
        "2 som har vært offentlige, går ut av nettstedet.\n"
        "Sammenlignet med HEAD (3f2a91c, 2026-11-20), per 2026-11-24.\n"
        "styret/2020-03 kunne ikke leses slik det var: alt i det regnes som nytt.\n"
        "\n"
        "Styret 4/20 (styret/2020-04)\n"
        "  (nytt)\n"
        "      sted: Oslo\n"
        "    Sak 18/20 Status i prosjektet\n"
        "      vedlegg – fil: plan.pdf (12,3 kB)\n"
        "      forslag til vedtak: Planen vedtas. [var unntatt]\n"
        "      tittel, offentlig tittel: Personalsak\n"
        "    Sak 18/20 Status i prosjektet, lysark 5 Hvor vi er\n"
        "      tekst: Risiko er høy.\n"
        "      rader: R1 (tittel: Mangel på folk; sannsynlighet: 4)\n"
        "      rader – kommentar: (R1) Det haster.\n"
        "  Blir offentlig 2027-01-15:\n"
        "    Sak 18/20 Status i prosjektet\n"
        "      vedtak: Ja.\n"
        "  Har vært offentlig, og er det ikke lenger (det blir i kopier og i mellomlagre):\n"
        "    Sak 18/20 Status i prosjektet\n"
        "      sammendrag (2 steder)\n"
    )


def test_in_english() -> None:
    said = report.text(shown("Risk is high.", language="en"))
    assert "7 sentences and facts and 1 file will become public." in said
    assert "Item 18/20 Status i prosjektet, slide 5 Hvor vi er" in said
    assert "proposal: Planen vedtas. [was withheld]" in said
    assert "(12.3 kB)" in said


def disclosed(*opened: Statement, closed: tuple[Withdrawn, ...] = (), language: Any = "en") -> str:
    change = SourceDisclosure("styret/2020-04", "Styret 4/20", (), tuple(map(Disclosed, opened)), (), closed)
    return report.text(report.preview(Disclosure(date(2026, 11, 24), (change,), (), ()), "HEAD", language))


@pytest.mark.parametrize(
    ("count", "en", "nb"),
    [
        (
            1,
            ("1 that was public leaves the site.", "date (1 place)"),
            ("1 som har vært offentlig, går", "dato (1 sted)"),
        ),
        (
            2,
            ("2 that were public leave the site.", "date (2 places)"),
            ("2 som har vært offentlige, går", "dato (2 steder)"),
        ),
    ],
)
def test_what_is_public_no_more_is_counted_in_words(count: int, en: tuple[str, ...], nb: tuple[str, ...]) -> None:
    for language, wanted in (("en", en), ("nb", nb)):
        said = disclosed(closed=(Withdrawn(StatedAt(), ("date",), count),), language=language)
        assert all(one in said for one in wanted), said


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        (
            (("title", "withheld"), ("withheld",), ("proposal", "withheld")),
            "title, proposal – withheld on the basis of",
        ),
        ((("withheld",),), "withheld on the basis of"),
        ((("slides", "withheld"),), "withheld on the basis of"),
        ((("slides", "body", "withheld"), ("slides", "title", "withheld")), "text, title – withheld on the basis of"),
        ((("law",), ("proposal", "withheld")), "law, proposal – withheld on the basis of"),
    ],
)
def test_a_basis_is_told_once_after_all_that_is_withheld_on_it(roles: tuple[Any, ...], said: str) -> None:
    assert f"      {said}: offl. § 13\n" in disclosed(*(Statement(ITEM, role, "offl. § 13") for role in roles))


def test_words_of_the_format_are_said_in_the_language() -> None:
    said = disclosed(
        Statement(ITEM, ("outcome",), "postponed"),
        Statement(ITEM, ("adopted",), "proposal"),
        Statement(ITEM, ("motions",), "A", (("kind", "addition"), ("by", "open"))),
        Statement(ITEM, ("title",), "open"),
        language="nb",
    )
    assert re.findall(r"^ +(.+)$", said, re.MULTILINE)[1:] == [
        "utfall: utsatt", "vedtatt: forslag til vedtak", "forslag i møtet: A (slag: tilleggsforslag; av: open)",
        "tittel: open",
    ]  # fmt: skip


def test_a_meeting_with_nothing_to_say_has_no_heading() -> None:
    gone = SourceDisclosure("styret/2020-04", "Styret 4/20", (), (), (), (), withdrawn=(date(2026, 6, 17),))
    made = report.preview(Disclosure(date(2026, 11, 24), (gone,), (), ()), "HEAD", "en")
    assert "Styret 4/20" not in report.text(made) + report.markdown(made) + report.page(made, SOURCES)
    assert "styret/2020-04: the papers that were sent on 2026-06-17" in report.text(made)


def test_a_place_stands_once_and_the_meeting_itself_before_its_items() -> None:
    """What the papers that were sent say comes last, wherever it stands."""
    late = (Statement(ITEM, ("sent", "duration"), "5 min"), Statement(StatedAt(), ("sent", "ends"), "10:00"))
    said = disclosed(Statement(ITEM, ("law",), "A"), Statement(SLIDE, ("slides", "body"), "B"), *late)
    assert said.endswith(
        "Styret 4/20 (styret/2020-04)\n"
        "      in the papers that were sent – ends: 10:00\n"
        "    Item 18/20 Status i prosjektet\n"
        "      law: A\n"
        "      in the papers that were sent – duration in minutes: 5 min\n"
        "    Item 18/20 Status i prosjektet, slide 5 Hvor vi er\n"
        "      text: B\n"
    )


def test_where_nothing_becomes_public() -> None:
    nothing = Disclosure(date(2026, 11, 24), (), (), ())
    for language, said in (("nb", "Ingenting blir offentlig."), ("en", "Nothing becomes public.")):
        made = report.preview(nothing, "HEAD", language)
        assert report.text(made).startswith(said + "\n")
        assert said in report.page(made, SOURCES)


def fields(shape: type[BaseModel], seen: set[type]) -> Iterator[str]:
    """The names of all fields that readers get, in a shape and those inside it."""
    if shape not in seen:
        seen.add(shape)
        for name, one in shape.model_fields.items():
            if "private" not in one.metadata:
                yield one.alias or name
                yield from (inner for found in shapes(one.annotation) for inner in fields(found, seen))


def shapes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from shapes(inner)


@pytest.mark.parametrize("shape", [Site, Board, Meeting])
def test_every_field_has_a_name_in_plain_words(shape: type[BaseModel]) -> None:
    found = set(fields(shape, set())) - {"said"}  # of words themselves
    assert len(found) > 5
    assert sorted(name for name in found if name not in FIELDS) == []


def roles() -> set[str]:
    """The roles that `printed` writes down by name, in any of its functions."""
    tree = ast.parse((PROJECT / "akson_docs/meetings/revisions/printed_text.py").read_text())
    place = {"Said": 1, "Printed": 2}
    return {
        node.args[place[node.func.id]].value  # type: ignore[attr-defined]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in place
        if isinstance(node.args[place[node.func.id]], ast.Constant)
    }


def test_every_role_of_what_a_reader_sees_has_a_name_in_both_languages() -> None:
    found = roles() | {*printed_text.OF_THE_PAPERS, *dispatch.UNTOLD_BEFORE, "sent"}
    assert {"ends", "hours", "own_type", "derived", "contact"} <= found
    assert sorted(found - FIELDS.keys()) == []


def test_nothing_that_a_reader_of_a_meeting_sees_goes_by_its_key() -> None:
    agenda = agendas.agenda(a_site(), a_board(), sound_meeting(), "styret", "2020-04")
    found = {one.role for one in printed_text.seen(agenda, deck(agenda), "nb")}
    assert len(found) > 30
    assert sorted(found - FIELDS.keys()) == []


def test_a_name_is_found_by_what_a_field_is_called_inside() -> None:
    assert (called("for_", "nb"), called("own_type", "en"), called("no_such", "nb")) == ("for", "type", "no such")


# ---- Markdown ------------------------------------------------------------------------------------------------

ATTACKS = (
    "<script>alert(1)</script>",
    "<!-- --><img src=x onerror=alert(1)>",
    "</details></details>",
    "[lenke](https://example.no/)",
    "![bilde](https://example.no/a.png)",
    "https://example.no/ og www.example.no og post@example.no",
    "@leder og @example/styret",
    "#12, GH-12, gh-7 og eier/depot#3",
    ":warning: og :+1:",
    "`kode` ~~strøket~~ **fet** _kursiv_ __fet__",
    "$x^2$ og $$y$$",
    "&lt;b&gt; &#64;leder",
    "# Overskrift",
    "> sitat",
    "1. punkt",
    "- [ ] gjøremål",
    "| a | b |",
    "\\*ikke fet\\*",
    "~~~",
    "a\u202eb\u200bc",
)
CODE = markdown.Markdown(extensions=["tables"])


def read(made: str) -> str:
    """The text of Markdown, as a reader sees it, and what of it is an element."""
    return CODE.reset().convert(made)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_authors_write_is_never_markup(attack: str) -> None:
    plain = read(report.markdown(shown("Ord.")))
    rendered = read(report.markdown(shown(attack)))
    made = report.markdown(shown(attack))
    elements = re.findall(r"</?\w+", rendered.replace("<span>$</span>", ""))
    assert elements == re.findall(r"</?\w+", plain), rendered
    text = entities.unescape(re.sub(r"<[^>]*>", "", rendered)).replace("\u200b", "")
    assert report._plain(attack).replace("\u200b", "") in text
    (line,) = (line for line in made.splitlines() if line.startswith("- tekst: "))
    seen = entities.unescape(re.sub(r"\\(.)", r"\1", line.replace("<span>$</span>", "S")))
    for lively in (r"@\w", r"#\d", "://", r"(?i)\bwww\.\w", r"(?i)\bgh-\d", r":[\w+]+:", r"\$", "\u202e"):
        assert not re.search(lively, seen), (lively, line)
    assert not re.search(r"~~|<(?!/?span>)", line)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=200)
def test_any_words_make_one_point_of_a_list(words: str) -> None:
    made = report.markdown(shown(words))
    assert made.count("\n") == report.markdown(shown("Ord.")).count("\n")
    assert len([line for line in made.splitlines() if line.startswith("- ")]) == 9
    assert not re.search(r"(?<!\\)[\[\]`*|_]", "".join(line for line in made.splitlines() if line.startswith("- ")))


def test_what_is_long_is_folded() -> None:
    assert "<details>" not in report.markdown(shown("Ord."))
    made = report.markdown(shown(*(f"Ord {number}." for number in range(20))))
    assert made.count("<details><summary>Blir offentlig (26)</summary>") == made.count("</details>") == 1


@pytest.mark.parametrize("largest", [1_000, 1_500, 5_000, 65_000])
def test_what_is_too_long_is_cut_between_lines_and_it_says_how_much_is_left(largest: int) -> None:
    whole = report.markdown(shown(*(f"Dette er setning nummer {number}." for number in range(3_000))), largest=10**9)
    made = report.markdown(
        shown(*(f"Dette er setning nummer {number}." for number in range(3_000))), "akson disclose", largest
    )
    assert len(whole) > 65_536
    assert largest - 400 < len(made) <= largest
    *_, last = made.rstrip().splitlines()
    left = re.match(r"\*\*(\d+) linjer er utelatt her\\\.\*\* akson disclose", last)
    assert left
    assert len(re.findall("(?m)^- ", whole)) - len(re.findall("(?m)^- ", made)) == int(left[1])
    assert made.count("<details>") == made.count("</details>") == 1


def test_headings_that_are_folded_are_escaped_too() -> None:
    assert report._entities("<b> & @leder") == "&lt;b&gt; &amp; @&#8203;leder"


# ---- a page --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attack", ATTACKS[:3])
def test_a_page_is_escaped_and_has_no_script(attack: str) -> None:
    made = report.page(shown(attack), SOURCES)
    assert entities.escape(attack, quote=False) in made
    assert attack not in made
    assert set(re.findall(r"<(\w+)", made)) == set(re.findall(r"<(\w+)", report.page(shown("Ord."), SOURCES)))
    assert not re.search(r"<(script|img|link|iframe)", made)


def test_a_page_has_its_headings_in_order_and_its_language() -> None:
    made = report.page(shown("Ord."), SOURCES)
    assert '<html lang="nb">' in made
    levels = [int(level) for level in re.findall(r"<h(\d)", made)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_page_is_valid_html(tmp_path: Path) -> None:
    (tmp_path / "side.html").write_text(report.page(shown("Ord."), SOURCES))
    assert invalid_html(tmp_path / "side.html") == []


def test_a_page_is_accessible_at_every_width_in_light_and_dark(window: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "side.html").write_text(report.page(shown("Langt" * 40), SOURCES))
    page = window.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"file://{tmp_path}/side.html")
    for width, scheme in looks(page, (1280, 320)):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, scheme
        assert said == []
        assert violations(page, ()) == [], (width, scheme)
    page.close()


def test_a_template_that_cannot_be_used_is_told_at_its_line() -> None:
    with pytest.raises(TemplateFault) as fault:
        report.page(shown("Ord."), {**SOURCES, "templates/disclosure.html": "\n{% if %}"})
    assert (fault.value.diagnostic.span.file, fault.value.diagnostic.span.line) == ("templates/disclosure.html", 2)
    with pytest.raises(TemplateFault):
        report.page(shown("Ord."), {})


@pytest.mark.parametrize("language", ["en", "nb"])
def test_what_points_at_one_person_is_marked(language: Any) -> None:
    """The number is nobody's."""
    mark = {"en": "personal data", "nb": "personopplysning"}[language]
    assert f"[{mark}]" in report.text(shown("Født 010145 60013.", language=language))
    assert mark not in report.text(shown("Født i 1945.", language=language))
