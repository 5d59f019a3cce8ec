"""Short items follow each other on a page; what is long, or has pages of its own behind it, does not share one."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
from places import build, meetings, place

from akson_docs.pdf import completeness
from akson_docs.pdf.a4_page import A4Text
from akson_docs.pdf.compose import PaperPart
from akson_docs.pdf.typesetter import Frame
from akson_docs.render.short_items import run_on

FRAME = Frame("", "", "")
LONG = "".join(f"<p>Avsnitt {number}</p>" for number in range(60))


def text(name: str, body: str = "<p>Tas til orientering.</p>") -> PaperPart:
    main = f'<main class="item" id="{name}">\n<h2>{name}</h2>{body}\n</main>\n'
    return PaperPart(A4Text(main, ("items", name)), FRAME, f"Sak {name}")


def html(part: PaperPart) -> str:
    assert isinstance(part.content, A4Text)
    return part.content.html


def shown(parts: list[PaperPart]) -> list[tuple[str, list[str]]]:
    """Of each part the label and the ids of its items."""
    return [(part.label, re.findall(r'id="(\w+)"', html(part))) for part in parts]


def test_short_items_share_a_page_and_the_foot_names_the_first_and_the_last() -> None:
    made = list(run_on([[text("a")], [text("b")], [text("c")]]))
    assert shown(made) == [("Sak a – Sak c", ["a", "b", "c"])]
    assert html(made[0]).count("<main") == html(made[0]).count("</main>") == 1
    assert html(made[0]).count('<section class="item"') == 3


def test_one_alone_stays_as_it_is() -> None:
    one = text("a")
    assert list(run_on([[one]])) == [one]


def test_a_long_item_has_pages_of_its_own() -> None:
    made = list(run_on([[text("a")], [text("lang", LONG)], [text("b")]]))
    assert shown(made) == [("Sak a", ["a"]), ("Sak lang", ["lang"]), ("Sak b", ["b"])]


def test_what_belongs_to_an_item_stands_behind_it_and_the_next_begins_a_page() -> None:
    attached = text("vedlegg")
    made = list(run_on([[text("a")], [text("b"), attached], [text("c")]]))
    assert shown(made) == [("Sak a – Sak b", ["a", "b"]), ("Sak vedlegg", ["vedlegg"]), ("Sak c", ["c"])]
    assert made[1] is attached


def test_no_more_are_put_on_a_page_than_it_has_room_for() -> None:
    made = list(run_on([[text(f"s{number}", "<p>Linje</p>" * 8)] for number in range(9)]))
    assert len(made) > 1
    assert [one for _, ids in shown(made) for one in ids] == [f"s{number}" for number in range(9)]


def test_an_item_without_a_number_has_no_label_to_give() -> None:
    made = list(run_on([[PaperPart(text("a").content, FRAME)], [text("b")]]))
    assert shown(made) == [("Sak b", ["a", "b"])]
    nameless = [PaperPart(text(name).content, FRAME) for name in ("a", "b")]
    assert shown(list(run_on([[one] for one in nameless]))) == [("", ["a", "b"])]


def test_the_collected_papers_have_few_pages_and_lead_to_each_item(tmp_path: Path) -> None:
    rows = "".join(
        f"  - number: {number}/20\n    title: Sak nummer {number}\n    proposal: Tas til orientering.\n"
        for number in range(1, 13)
    )
    place(tmp_path, meetings({"2020-04/meeting.yaml": f"date: 2020-07-01\nitems:\n{rows}"}))
    assert build(tmp_path).done
    data = (tmp_path / "output/site/styret/2020-04/papers.pdf").read_bytes()
    pages = [page.painted for page in completeness.pages(data)]
    assert len(pages) < 6
    with pypdfium2.PdfDocument(data) as document:
        led = {one.get_title(): one.get_dest().get_index() for one in document.get_toc()}
    for number in range(1, 13):
        (title,) = (one for one in led if one.endswith(f"Sak nummer {number}"))
        assert f"saknummer{number}" in pages[led[title]].lower().replace(" ", "")
