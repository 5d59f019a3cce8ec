"""Values → HTML: what authors write never becomes markup of theirs, and templates' faults are told with their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

import pytest
from archives import FILES, a_board, a_site, sound_meeting
from as_written import as_written

from akson_docs.meetings import deck
from akson_docs.meetings.addresses import Place
from akson_docs.meetings.agenda import Agenda, agenda
from akson_docs.model.documents import Board
from akson_docs.model.values import Line, LocalizedText, Text
from akson_docs.render import templates
from akson_docs.render.templates import TemplateFault

SITE = """\
name: Møtepapirer
publisher: Eksempeletaten
address: https://moter.example.no/
languages: [nb, nn, en]
"""
NB = """\
msgid "withheld_basis"
msgstr "Unntatt, jf. %(basis)s"

msgid "meeting"
msgstr "Møte"

msgid "by"
msgstr "Fra %(who)s"

msgid "scrolls_sideways"
msgstr "Rulles sidelengs"

msgid "one_day"
msgid_plural "many_days"
msgstr[0] "1 dag"
msgstr[1] "%(num)s dager %(what)s"

msgid "empty"
msgstr ""

msgid "one_empty"
msgid_plural "many_empty"
msgstr[0] "1"
msgstr[1] ""
"""
NN = NB.replace("Unntatt", "Unnateke").replace("Møte", "Møtet")
EN = NB.replace("Unntatt, jf.", "Withheld under").replace("Møte", "Meeting")
BASIS = "offl. § 23"


def sources(files: Mapping[str, str]) -> dict[str, str]:
    catalogues = {f"locale/{language}/messages.po": text for language, text in (("nb", NB), ("nn", NN), ("en", EN))}
    return {f"templates/{name}": text for name, text in {**catalogues, **files}.items()}


def page(
    files: Mapping[str, str], language: str = "nb", board: Board | None = None, address: str = "", **context: Any
) -> str:
    """The page that the template `pages/x.html` among the files makes."""
    boards = {"styret": board} if board else {}
    place = Place(a_site(SITE), boards, language, address, "public")
    return templates.page(templates.template_set(sources(files)), place, "x", board, **context)


def shown(template: str, language: str = "nb", board: Board | None = None, **context: Any) -> str:
    """What one template gives."""
    return as_written(page({"pages/x.html": template}, language, board, **context))


def text(markdown: str) -> str:
    return shown("{{ words|text }}", words=Text.model_validate(markdown))


def an_agenda(meeting: str, board: str = "name: Styret\n") -> Agenda:
    return agenda(a_site(SITE), a_board(board), sound_meeting(meeting, FILES), "styret", "2020-04")


def fault(files: Mapping[str, str], **context: Any) -> tuple[str, int, str]:
    """(file, line, problem) of the fault that a page ends in."""
    with pytest.raises(TemplateFault) as found:
        page(files, **context)
    told = found.value.diagnostic
    assert (told.code, told.severity) == ("template", "error")
    return told.span.file, told.span.line, str(dict(told.parameters)["problem"])


# ---- what authors write --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("Et <b onclick=x>ord</b>", "<p>Et &lt;b onclick=x&gt;ord&lt;/b&gt;</p>"),
        ("<div>\n\n*a*\n\n</div>", "<p>&lt;div&gt;</p>\n<p><em>a</em></p>\n<p>&lt;/div&gt;</p>"),
        ("<!-- gjemt -->", "<p>&lt;!-- gjemt --&gt;</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("A < B & C > D", "<p>A &lt; B &amp; C &gt; D</p>"),
        ("&lt;b&gt;", "<p>&lt;b&gt;</p>"),
    ],
)
def test_raw_html_in_a_text_is_text(written: str, found: str) -> None:
    assert text(written) == found


def test_a_line_is_escaped_and_has_no_markup() -> None:
    assert shown("{{ words|line }}", words=Line.model_validate("*A* <b> & «C»")) == "*A* &lt;b&gt; &amp; «C»"


@pytest.mark.parametrize(
    "written",
    [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](javascript&colon;alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a]\n\n[a]: javascript:alert(1)",
        "[a](data:text/html,x)",
        "[a](vbscript:x)",
        "[a](file:///etc/passwd)",
    ],
)
def test_a_link_that_would_run_leads_nowhere(written: str) -> None:
    assert text(written) == "<p><a>a</a></p>"


def test_what_looks_like_an_automatic_link_that_would_run_is_text() -> None:
    assert text("<javascript:alert(1)>") == "<p>&lt;javascript:alert(1)&gt;</p>"


@pytest.mark.parametrize("address", ["https://a.no/b?c=d", "http://a.no", "mailto:post@a.no", "#slide-2"])
def test_links_that_lead_somewhere_stay(address: str) -> None:
    assert text(f"[a]({address})") == f'<p><a href="{address}">a</a></p>'


@pytest.mark.parametrize(
    "address",
    ["../x/", "/x", "//a.no", "\\\\\\\\a.no", "?a", "x.html", "https://a.no/<table>", "http:a.no", "ftp://a.no"],
)
def test_a_link_to_anywhere_else_is_none(address: str) -> None:
    assert text(f"[a]({address})") == "<p><a>a</a></p>"


def test_a_link_has_no_words_but_its_own() -> None:
    assert text('[a](https://a.no "<table>")') == '<p><a href="https://a.no">a</a></p>'


def test_a_picture_in_a_text_is_not_fetched() -> None:
    assert "<img" not in text("![a](https://a.no/b.png)\n\n![a][b]\n\n![b]\n\n[b]: https://a.no/b.png")


def test_what_one_text_defines_the_next_does_not_know() -> None:
    texts = [Text.model_validate("[a]\n\n[a]: https://a.no"), Text.model_validate("[a]")]
    assert shown("{% for one in texts %}{{ one|text }}{% endfor %}", texts=texts).endswith("<p>[a]</p>")


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("# A", "4"),
        ("###### A", "4"),
        ("## A\n\n#### B\n\n## C", "454"),
        ("# A\n\n### B\n\n##### C", "456"),
        ("# A\n\n## B\n\n### C\n\n#### D", "4566"),
        ("A\n=\n\nB\n-", "45"),
        ("## A\n\n# B\n\n## C", "445"),
        ("# A\n\n### B\n\n## C", "455"),
    ],
)
def test_headings_come_below_a_slides_own(written: str, levels: str) -> None:
    assert "".join(re.findall(r"<h(\d)>", text(written))) == levels


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Et [sátni **x**]{lang=se}.", '<p>Et <span lang="se">sátni <strong>x</strong></span>.</p>'),
        ('[a]{lang="x"} [b]{.c}', '<p>[a]{lang="x"} [b]{.c}</p>'),
        ("~~a **b**~~ og ~~~ c", "<p><del>a <strong>b</strong></del> og ~~~ c</p>"),
        ("- [ ] a\n- [x] b", "<ul>\n<li>□ a</li>\n<li>✓ b</li>\n</ul>"),
        ("[ ] a", "<p>[ ] a</p>"),
        (
            "Se https://a.no/b_c_d, (www.a.no) og `www.a.no`.",
            '<p>Se <a class="address" href="https://a.no/b_c_d">https://a.no/b_c_d</a>, '
            '(<a class="address" href="https://www.a.no">www.a.no</a>) og <code>www.a.no</code>.</p>',
        ),
        ("[se www.a.no](https://b.no) x@www.a.no", '<p><a href="https://b.no">se www.a.no</a> x@www.a.no</p>'),
    ],
)
def test_more_that_authors_may_write(written: str, found: str) -> None:
    assert text(written) == found


def test_the_head_of_a_table_says_what_it_heads() -> None:
    assert '<th scope="col">Post</th>' in text("| Post |\n| --- |\n| Lønn |")


def test_a_table_in_a_text_scrolls_in_a_box_of_its_own_and_sets_figures_to_the_right() -> None:
    found = text("| Post | Sum |\n| --- | ---: |\n| Lønn | 41,0 |")
    assert '<div class="scroll" tabindex="0" role="region" aria-label="Rulles sidelengs"><table>' in found
    assert found.endswith("</table></div>")
    assert '<td class="figures">41,0</td>' in found
    assert "<td>Lønn</td>" in found


@pytest.mark.parametrize(("level", "levels"), [(2, "23"), (3, "34"), (4, "45")])
def test_headings_begin_where_the_page_says(level: int, levels: str) -> None:
    words = Text(said=(("nb", "# A\n\n## B"),))
    assert "".join(re.findall(r"<h(\d)>", shown(f"{{{{ words|text({level}) }}}}", words=words))) == levels


@pytest.mark.parametrize(
    ("size", "nb", "en"),
    [(1, "1\u00a0kB", "1\u00a0kB"), (92_400, "92\u00a0kB", "92\u00a0kB"), (999_600, "1,0\u00a0MB", "1.0\u00a0MB")],
)
def test_how_large_a_file_is(size: int, nb: str, en: str) -> None:
    assert [page({"pages/x.html": "{{ n|bytes }}"}, language, n=size) for language in ("nb", "en")] == [nb, en]


def test_a_list_under_a_list_takes_two_spaces() -> None:
    assert text("- a\n  - b").replace("\n", "") == "<ul><li>a<ul><li>b</li></ul></li></ul>"


def test_a_list_keeps_the_number_it_starts_with() -> None:
    assert text("3. a\n4. b").startswith('<ol start="3">')


# ---- languages -----------------------------------------------------------------------------------------------

BOTH = {"nb": "Dugnad", "nn": "Dugnaden"}


@pytest.mark.parametrize(
    ("filter_", "language", "found"),
    [
        ("line", "nn", "Dugnaden"),
        ("line", "en", '<span lang="nb">Dugnad</span>'),
        ("text", "nb", "<p>Dugnad</p>"),
        ("text", "en", '<div lang="nb"><p>Dugnad</p></div>'),
        ("plain", "en", "Dugnad"),
        ("lang", "nn", ""),
        ("lang", "en", "nb"),
    ],
)
def test_text_in_another_language_says_so(filter_: str, language: str, found: str) -> None:
    assert shown(f"{{{{ words|{filter_} }}}}", language, words=Text.model_validate(BOTH)) == found


@pytest.mark.parametrize(("board", "own"), [(None, "nb"), ("languages: [nn]\n", "nn"), ("short: S\n", "nb")])
def test_what_is_written_without_a_language_is_in_the_boards_or_the_sites(board: str | None, own: str) -> None:
    found = shown(
        "{{ words|lang }}", "en", a_board(f"name: S\n{board}") if board else None, words=Line(said=(("", "A"),))
    )
    assert found == own


def test_what_is_written_without_a_language_in_a_meeting_is_in_the_meetings() -> None:
    meeting = an_agenda("date: 2020-07-01\nlanguage: nn\nitems: [{title: A}]\n")
    assert shown("{{ words|lang }}", words=Line(said=(("", "A"),)), agenda=meeting) == "nn"


def test_the_words_of_a_card_are_shown_as_any_other() -> None:
    assert shown("{{ said|line }}", "nn", said=(("nb", "<A>"), ("en", "B"))) == '<span lang="nb">&lt;A&gt;</span>'


@pytest.mark.parametrize("filter_", ["line", "text", "plain", "lang"])
def test_no_words_give_nothing(filter_: str) -> None:
    assert shown(f"{{{{ none|{filter_} }}}}{{{{ words|{filter_} }}}}", words=()) == ""


# ---- what is withheld ----------------------------------------------------------------------------------------


def withheld(said: str = "", public: tuple[tuple[str, str], ...] = ()) -> LocalizedText:
    return Text.model_construct(said=(("", said),) if said else (), withheld=BASIS, public=public)


@pytest.mark.parametrize(
    ("filter_", "found"),
    [("line", f"Unntatt, jf. {BASIS}"), ("text", f"<p>Unntatt, jf. {BASIS}</p>"), ("plain", f"Unntatt, jf. {BASIS}")],
)
def test_words_that_are_withheld_give_the_basis(filter_: str, found: str) -> None:
    assert shown(f"{{{{ words|{filter_} }}}}", words=withheld()) == found


def test_words_that_are_withheld_give_what_is_said_instead() -> None:
    assert shown("{{ words|line }}", words=withheld(public=(("", "Sak"),))) == "Sak"
    instead = withheld(public=(("nb", "Sak"), ("nn", "Saka")))
    assert shown("{{ words|line }}", "nn", words=instead) == "Saka"
    assert shown("{{ words|line }}", "en", words=instead) == '<span lang="nb">Sak</span>'


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ("line", f'Hemmelig <span class="withheld">(Unntatt, jf. {BASIS})</span>'),
        ("text", f'<p>Hemmelig</p><p class="withheld">Unntatt, jf. {BASIS}</p>'),
    ],
)
def test_words_that_only_members_see_say_that_they_do(filter_: str, found: str) -> None:
    assert shown(f"{{{{ words|{filter_} }}}}", words=withheld("Hemmelig")) == found


def test_a_basis_is_escaped() -> None:
    for said in ((), (("", "A"),)):
        words = Text.model_construct(said=said, withheld="<b>", public=())
        for filter_ in ("line", "text"):
            assert "<b>" not in shown(f"{{{{ words|{filter_} }}}}", words=words)


# ---- dates and numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filter_", "nb", "nn", "en"),
    [
        ("date", "5. juli 2020", "5. juli 2020", "5 July 2020"),
        ("day", "5. juli", "5. juli", "5 July"),
        ("weekday", "søndag 5. juli 2020", "søndag 5. juli 2020", "Sunday 5 July 2020"),
        ("month", "juli", "juli", "July"),
        ("month_short", "jul", "jul", "Jul"),
        ("iso", "2020-07-05", "2020-07-05", "2020-07-05"),
    ],
)
def test_days(filter_: str, nb: str, nn: str, en: str) -> None:
    for language, found in (("nb", nb), ("nn", nn), ("en", en)):
        for day in (date(2020, 7, 5), "2020-07-05"):
            assert shown(f"{{{{ day|{filter_} }}}}", language, day=day) == found


@pytest.mark.parametrize(
    ("first", "last", "nb", "en"),
    [
        ("2026-04-16", "2026-04-16", "16. april 2026", "16 April 2026"),
        ("2026-04-16", "2026-04-17", "16.–17. april 2026", "16–17 April 2026"),
        ("2026-03-30", "2026-04-02", "30. mars–2. april 2026", "30 March–2 April 2026"),
        ("2026-12-30", "2027-01-02", "30. desember 2026–2. januar 2027", "30 December 2026–2 January 2027"),
    ],
)
def test_days_from_one_to_another(first: str, last: str, nb: str, en: str) -> None:
    template = "{{ first|dates(last) }}"
    assert shown(template, "nb", first=first, last=last) == nb
    assert shown(template, "en", first=date.fromisoformat(first), last=date.fromisoformat(last)) == en


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (
            "Nasjonal e-helse & e-resept",
            'Nasjonal <span class="whole">e-helse</span> &amp; <span class="whole">e-resept</span>',
        ),
        ("4-20, Strandveien 4-12, by-utvikling, a-b-c", "4-20, Strandveien 4-12, by-utvikling, a-b-c"),
    ],
)
def test_a_word_whose_first_part_is_a_letter_stays_together(written: str, found: str) -> None:
    assert page({"pages/x.html": "{{ words|line }}"}, words=Line(said=(("nb", written),))) == found
    assert page({"pages/x.html": "{{ words|text }}"}, words=Text(said=(("nb", written),))) == f"<p>{found}</p>"


def test_a_catalogue_that_cannot_be_read_is_told_with_its_line() -> None:
    with pytest.raises(templates.TemplateFault) as fault:
        templates.template_set({"templates/locale/nb/messages.po": 'msgid "a"\nmsgstr "b"\nmsgst "c"\n'})
    assert (fault.value.diagnostic.span.file, fault.value.diagnostic.span.line) == (
        "templates/locale/nb/messages.po",
        3,
    )


@pytest.mark.parametrize(("language", "found"), [("nb", "09.05"), ("nn", "09.05"), ("en", "09:05")])
def test_times_of_day(language: str, found: str) -> None:
    for clock in (time(9, 5), "09:05"):
        assert shown("{{ clock|clock }}", language, clock=clock) == found


@pytest.mark.parametrize(
    ("share", "nb", "en"),
    [(56, "56\u00a0%", "56%"), (56.25, "56,2\u00a0%", "56.2%"), (0, "0\u00a0%", "0%"), (100.0, "100\u00a0%", "100%")],
)
def test_shares(share: float, nb: str, en: str) -> None:
    found = [page({"pages/x.html": "{{ share|percent }}"}, language, share=share) for language in ("nb", "nn", "en")]
    assert found == [nb, nb, en]


def test_the_first_letter_alone_changes() -> None:
    assert shown("{{ 'åPEN sak'|upper_first }} {{ 'ÅPEN Sak'|lower_first }}{{ ''|upper_first }}") == "ÅPEN sak åPEN Sak"


# ---- labels and catalogues -----------------------------------------------------------------------------------

OWN = "name: Styret\nlabels:\n  nb: {meeting: Samling}\n"


@pytest.mark.parametrize(
    ("template", "language", "board", "found"),
    [
        ("{{ label('meeting') }}", "nb", "name: Styret\n", "Møte"),
        ("{{ label('meeting') }}", "nb", OWN, "Samling"),
        ("{{ label('meeting') }}", "nn", OWN, "Møtet"),
        ("{{ _('meeting') }}", "nb", OWN, "Møte"),
    ],
)
def test_a_board_has_the_first_word_on_its_own_labels(template: str, language: str, board: str, found: str) -> None:
    assert shown(template, language, a_board(board)) == found


def test_a_label_on_a_page_of_no_board() -> None:
    assert shown("{{ label('meeting') }}", "en") == "Meeting"


def test_what_is_filled_into_words_is_escaped() -> None:
    assert shown("{{ _('by', who='<b>') }}") == "Fra &lt;b&gt;"


@pytest.mark.parametrize(("number", "found"), [(1, "1 dag"), (0, "0 dager siden"), (2, "2 dager siden")])
def test_one_and_many(number: int, found: str) -> None:
    assert shown("{{ ngettext('one_day', 'many_days', n, what='siden') }}", n=number) == found


@pytest.mark.parametrize(
    ("call", "key"),
    [
        ("_('borte')", "borte"),
        ("label('borte')", "borte"),
        ("_('empty')", "empty"),
        ("ngettext('one_none', 'many_none', 1)", "one_none"),
        ("ngettext('one_empty', 'many_empty', 2)", "one_empty"),
        ("ngettext('meeting', 'meetings', 1)", "meeting"),
    ],
)
def test_a_key_without_words_is_told_where_it_is_asked_for(call: str, key: str) -> None:
    file, line, problem = fault({"pages/x.html": "<p>\n\n{{ " + call + " }}"})
    assert (file, line) == ("templates/pages/x.html", 3)
    assert problem == f'the catalogue "nb" has no words for "{key}"'


def test_a_language_without_a_catalogue_has_no_words() -> None:
    template_set = templates.template_set(
        {"templates/pages/x.html": "{{ _('meeting') }}", "templates/locale/nb/messages.po": NB}
    )
    with pytest.raises(TemplateFault):
        templates.page(template_set, Place(a_site(SITE), {}, "en", "", "public"), "x", None)
    assert templates.page(template_set, Place(a_site(SITE), {}, "nn", "", "public"), "x", None)  # falls back to bokmål


# ---- templates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "line", "problem"),
    [
        ("<p>\n{{ borte }}", 2, "'borte' is undefined"),
        ("{{ site.borte }}", 1, "has no attribute 'borte'"),
        ("\n\n{% if %}", 3, "Expected an expression"),
        ("\n{{ 1|borte }}", 2, "No filter named 'borte'"),
        ("<p>\n\n{{ 'i går'|date }}", 3, "i går"),
        ("\n{{ 1 // 0 }}", 2, "division"),
    ],
)
def test_a_fault_of_a_template_is_told_with_its_line(template: str, line: int, problem: str) -> None:
    file, at, told = fault({"pages/x.html": template})
    assert (file, at) == ("templates/pages/x.html", line)
    assert problem in told


@pytest.mark.parametrize("text", ["\n{{ borte }}", "\n{% if %}"])
@pytest.mark.parametrize(
    "how",
    ["{% include 'partials/a.html' %}", "{% from 'partials/a.html' import m %}", "{% extends 'partials/a.html' %}"],
)
def test_a_fault_of_what_a_template_brings_in_is_told_there(how: str, text: str) -> None:
    assert fault({"pages/x.html": f"<p>\n\n{how}", "partials/a.html": text})[:2] == ("templates/partials/a.html", 2)


def test_a_fault_in_a_block_is_told_in_the_template_that_fills_it() -> None:
    files = {"layouts/a.html": "\n\n\n{% block b %}{% endblock %}"}
    files["pages/x.html"] = "{% extends 'layouts/a.html' %}\n{% block b %}{{ borte }}{% endblock %}"
    assert fault(files)[:2] == ("templates/pages/x.html", 2)


def test_a_template_that_is_not_there_is_named() -> None:
    assert fault({})[:2] == ("templates/pages/x.html", 1)
    found = fault({"pages/x.html": "{% include 'partials/a.html' %}"})
    assert found == ("templates/partials/a.html", 1, "there is no such file")


def closure(**files: str) -> tuple[str, ...]:
    """What the template a brings in, by names without folder and ending."""
    named = {f"templates/{name}.html": re.sub(r"<(\w)>", r"'\1.html'", text) for name, text in files.items()}
    found = templates.closures(named | {"templates/a.css": "{% include 'z.html' %}"})
    assert found.keys() == named.keys()
    return tuple(path[len("templates/") : -len(".html")] for path in found["templates/a.html"])


@pytest.mark.parametrize(
    "statement",
    [
        "{% extends <b> %}",
        "{% include <b> %}",
        "{%- import <b> as b -%}",
        "{%+ from <b> import c %}",
        "{%include <b>%}",
    ],
)
def test_a_template_brings_in_what_it_names(statement: str) -> None:
    assert closure(a=statement, b="", c="") == ("a", "b")


def test_a_template_brings_in_what_that_brings_in_each_once() -> None:
    found = closure(a="{% extends <b> %}{% include <c> %}", b="{% include <d> %}", c="{% include <d> %}", d="")
    assert found == ("a", "b", "c", "d")


def test_templates_that_bring_in_each_other() -> None:
    assert closure(a="{% include <b> %}", b="{% include <a> %}") == ("a", "b")


def test_a_template_that_is_missing_is_brought_in_all_the_same() -> None:
    assert closure(a="{% include <b> %}") == ("a", "b")


# ---- pages and slides ----------------------------------------------------------------------------------------


def test_a_page_knows_where_it_lies_in_each_language() -> None:
    links = "{{ to_language('nb') }}|{{ url('') }}|{{ asset('a') }}"
    template = "{{ canonical }}|{{ alternates|map('join', '=')|join(' ') }}|" + links
    board = a_board("name: Styret\nlanguages: [nb, nn]\n")
    found = page({"pages/x.html": template}, "nn", board, "styret/2020-04/")
    assert as_written(found).split("|") == [
        "https://moter.example.no/nn/styret/2020-04/",
        "nb=styret/2020-04/ nn=nn/styret/2020-04/",
        "../../../styret/2020-04/",
        "../../",
        "../../../assets/a",
    ]


def test_a_slide_is_made_by_the_template_of_its_kind_and_finds_its_picture() -> None:
    meeting = an_agenda(
        "date: 2020-07-01\nitems: [{title: A, slides: [{kind: figure, title: K, file: kart.svg, alt: Kart}]}]\n",
        "name: Styret\nlanguages: [nb, nn]\n",
    )
    figure = deck.deck(meeting)[-1]
    template = "{{ slide.anchor }} {{ content.alt|plain }} {{ image(content.file) }}"
    template_set = templates.template_set(sources({"slides/figure.html": template}))

    def made(language: str) -> str:
        place = Place(meeting.site, {"styret": meeting.board}, language, "styret/2020-04/slides/", "public")
        return templates.slide(template_set, place, meeting, figure)

    assert made("nb") == "2020-04-a-k Kart kart.svg"
    assert made("nn") == "2020-04-a-k Kart ../../../../styret/2020-04/slides/kart.svg"


def test_the_slides_of_an_item_are_its_own() -> None:
    rows = "{title: A, slides: [{title: S, body: T}]}, {title: B, proposal: P}"
    meeting = an_agenda(f"date: 2020-07-01\nitems: [{rows}]\n")
    of = templates.slides_of(deck.deck(meeting))
    assert [[slide.kind for slide in of(entry)] for entry in meeting.entries] == [
        ["divider", "text"],
        ["divider", "proposal"],
    ]
