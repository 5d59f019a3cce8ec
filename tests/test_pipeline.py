"""The whole road on small archives: what is made, what is kept, what is withheld, and what errors leave alone."""

from __future__ import annotations

import builtins
import errno
import multiprocessing
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from archives import a_pdf
from as_written import as_written
from hunts.kills import dead_links
from places import (
    BOARD,
    PLAIN,
    SHOWN,
    SITE,
    WITHHELD,
    build,
    docx,
    made,
    meetings,
    place,
    request,
    settle,
    themed,
    write,
)
from places import outcome as outcome_of

from akson_docs.actions import building, checking, verifying
from akson_docs.actions.source_reader import Progress
from akson_docs.build import cache, lock, output, plan
from akson_docs.build.request import done
from akson_docs.diagnostics import Diagnostic, Fault
from akson_docs.pdf import completeness, provenance
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import snapshots


def codes(found: building.BuildResult) -> list[str]:
    return [one.code for one in found.diagnostics if one.severity in ("error", "warning")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return place(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN}))


def bytes_of(tree: Path) -> dict[str, bytes]:
    return {path: (tree / path).read_bytes() for path in made(tree)}


# ---- what is made --------------------------------------------------------------------------------------------


def test_a_meeting_without_slides_has_its_pages(root: Path) -> None:
    outcome = build(root)
    assert outcome.done
    assert codes(outcome) == []
    pages = [path for path in made(root / "output/site") if not path.startswith("assets/")]
    assert pages == [
        "404.html",
        "calendar.ics",
        "data/2020.json",
        "data/index.json",
        "feed.xml",
        "index.html",
        "kalender/index.html",
        "robots.txt",
        "schema/data-1.json",
        "schema/meeting-1.json",
        "schema/year-1.json",
        "sitemap.xml",
        "sok/index.html",
        "styret/2020-04/agenda.pdf",
        "styret/2020-04/index.html",
        "styret/2020-04/meeting.ics",
        "styret/2020-04/meeting.json",
        "styret/2020-04/papers.pdf",
        "styret/calendar.ics",
        "styret/feed.xml",
        "styret/index.html",
        "styret/item/17-2020/index.html",
        "tilgjengelighet/index.html",
    ]


def test_a_meeting_with_slides_has_a_deck(tmp_path: Path) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}))
    assert build(tmp_path).done
    site = tmp_path / "output/site"
    assert (site / "styret/2020-04/slides.pdf").read_bytes().startswith(b"%PDF")
    assert 'id="18-2020-hvor-vi-er"' in (site / "styret/2020-04/slides/index.html").read_text()


def test_other_languages_lie_in_folders_of_their_own(tmp_path: Path) -> None:
    site = SITE + "languages: [nb, nn, en]\n"
    place(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN}, site, BOARD + "languages: [nb, nn]\n"))
    assert build(tmp_path).done
    tree = tmp_path / "output/site"
    assert 'lang="nn"' in (tree / "nn/styret/2020-04/index.html").read_text()
    assert (tree / "en/index.html").exists()
    assert not (tree / "en/styret").exists()


def test_a_meeting_has_its_own_language_at_its_address(tmp_path: Path) -> None:
    board = BOARD + "languages: [nb, nn]\n"
    own = PLAIN.replace("date: 2020-07-01", "date: 2020-07-01\nlanguage: nn")
    place(tmp_path, meetings({"2020-04/meeting.yaml": own}, board=board))
    assert build(tmp_path).done
    tree = tmp_path / "output/site"
    assert '<html lang="nn">' in (tree / "styret/2020-04/index.html").read_text()
    assert '<html lang="nb">' in (tree / "nb/styret/2020-04/index.html").read_text()
    assert 'href="../nb/styret/2020-04/"' in (tree / "styret/index.html").read_text()
    assert 'url=../../../styret/2020-04/"' in (tree / "nn/styret/2020-04/index.html").read_text()
    assert '<html lang="nn">' in (tree / "nn/styret/index.html").read_text()
    paper, twin = tree / "styret/2020-04/agenda.pdf", tree / "nn/styret/2020-04/agenda.pdf"
    assert twin.read_bytes() == paper.read_bytes()
    twin.unlink()
    assert build(tmp_path).done
    assert twin.read_bytes() == paper.read_bytes()


def test_an_item_that_was_renumbered_is_found_under_its_old_number(tmp_path: Path) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN + "    formerly: [16/20]\n"}))
    assert build(tmp_path).done
    moved = (tmp_path / "output/site/styret/item/16-2020/index.html").read_text()
    assert 'url=../17-2020/"' in moved


def test_an_item_that_comes_back_has_one_history(tmp_path: Path) -> None:
    later = PLAIN.replace("17/20", "22/20").replace("2020-07-01", "2020-09-01") + "    continues: 17/20\n"
    first = PLAIN + "    outcome: postponed\n"
    place(tmp_path, meetings({"2020-04/meeting.yaml": first, "2020-05/meeting.yaml": later}))
    assert build(tmp_path).done
    for number in ("17-2020", "22-2020"):
        page = (tmp_path / f"output/site/styret/item/{number}/index.html").read_text()
        assert "../../2020-04/#sak-17-2020" in page
        assert "../../2020-05/#sak-22-2020" in page


# ---- editions ------------------------------------------------------------------------------------------------


def test_what_is_withheld_is_nowhere_on_the_public_site(tmp_path: Path) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": WITHHELD, "2020-04/SECRET-name.txt": "SECRET-FILE"}))
    outcome = build(tmp_path)
    assert outcome.done, outcome.diagnostics
    for path, content in bytes_of(tmp_path / "output/site").items():
        assert b"SECRET" not in content, path
        assert "SECRET" not in path
    page = as_written((tmp_path / "output/site/styret/2020-04/index.html").read_text())
    assert "Personalsak" in page
    assert "offl. § 23 første ledd" in page


def test_the_members_edition_has_it_all(tmp_path: Path) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": WITHHELD, "2020-04/SECRET-name.txt": "SECRET-FILE"}))
    assert build(tmp_path, "members").done
    tree = tmp_path / "output/members"
    everything = b"".join(bytes_of(tree).values()).decode("latin-1")
    for marker in ("TITLE", "PROPOSAL", "TOPIC", "SLIDE", "BODY", "SUMMARY", "SECOND", "NUMBERS", "LINE", "FILE"):
        assert f"SECRET-{marker}" in everything, marker
    assert "SECRET-NOTES" not in everything
    assert not (tmp_path / "output/site").exists()


@pytest.mark.parametrize("line", ["draft: yes", "publish: 2020-09-01"])
def test_a_draft_and_an_embargo_are_not_on_the_public_site(tmp_path: Path, line: str) -> None:
    held = f"{line}\n{PLAIN}".replace("17/20", "18/20")
    place(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN, "2020-05/meeting.yaml": held}))
    build(tmp_path)
    build(tmp_path, "members")
    assert not (tmp_path / "output/site/styret/2020-05").exists()
    assert not (tmp_path / "output/site/styret/item/18-2020").exists()
    assert "2020-05" not in (tmp_path / "output/site/styret/index.html").read_text()
    assert (tmp_path / "output/members/styret/2020-05/index.html").exists()


def test_an_embargo_ends_by_itself(tmp_path: Path) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": f"publish: 2020-09-01\n{PLAIN}"}))
    build(tmp_path, today=date(2020, 8, 31))
    assert not (tmp_path / "output/site/styret/2020-04").exists()
    build(tmp_path, today=date(2020, 9, 1))
    assert (tmp_path / "output/site/styret/2020-04/index.html").exists()


def test_a_board_that_is_not_public_is_not_on_the_site(tmp_path: Path) -> None:
    files = meetings({"2020-04/meeting.yaml": PLAIN}) | {
        "radet/board.yaml": "name: SECRET-RÅD\npublic: no\n",
        "radet/2020-01/meeting.yaml": PLAIN,
    }
    place(tmp_path, files)
    assert build(tmp_path).done
    assert not any("SECRET" in content.decode("latin-1") for content in bytes_of(tmp_path / "output/site").values())
    assert not (tmp_path / "output/site/radet").exists()


def test_a_cancelled_meeting_says_why_and_has_no_deck(tmp_path: Path) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": f"cancelled: Ikke vedtaksført.\n{SHOWN}"}))
    assert build(tmp_path).done
    assert "Ikke vedtaksført." in (tmp_path / "output/site/styret/2020-04/index.html").read_text()
    assert not (tmp_path / "output/site/styret/2020-04/slides.pdf").exists()


# ---- what changed --------------------------------------------------------------------------------------------


def test_a_second_build_has_nothing_to_do(root: Path) -> None:
    settle(root)
    build(root)
    assert done(request(root)) is not None
    assert build(root).written == 0


def test_a_same_size_edit_is_noticed(root: Path) -> None:
    build(root)
    path = root / "meetings/styret/2020-04/meeting.yaml"
    path.write_text(PLAIN.replace("innkalling", "Innkalling"))
    assert done(request(root)) is None
    assert build(root).written > 0
    assert "Innkalling" in (root / "output/site/styret/2020-04/index.html").read_text()


@pytest.mark.parametrize("harm", ["delete", "edit", "add"])
def test_harm_to_the_output_is_mended(root: Path, harm: str) -> None:
    build(root)
    before = bytes_of(root / "output/site")
    page = root / "output/site/styret/index.html"
    if harm == "delete":
        page.unlink()
    elif harm == "edit":
        page.write_text("x")
    else:
        (page.parent / "foreign.html").write_text("x")
    assert done(request(root)) is None
    build(root)
    assert bytes_of(root / "output/site") == before


def test_only_what_depends_on_an_edit_is_made(tmp_path: Path) -> None:
    other = SHOWN.replace("17/20", "19/20").replace("18/20", "20/20").replace("2020-07-01", "2020-08-20")
    place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN, "2020-05/meeting.yaml": other}))
    build(tmp_path)
    site = tmp_path / "output/site"
    before = {path: os.stat(site / path).st_mtime_ns for path in made(site) if not path.startswith(plan.INDEXES)}
    write(tmp_path / "meetings/styret/2020-05/meeting.yaml", other.replace("- Ett", "- Tre"))
    outcome = build(tmp_path)
    index = [path for path in made(site) if path.startswith(f"{plan.INDEXES}nb/styret-2020/")]
    changed = {
        path for path, changed in before.items() if os.stat(tmp_path / "output/site" / path).st_mtime_ns != changed
    }
    assert changed == {
        "data/2020.json",
        "data/index.json",
        "styret/2020-05/index.html",
        "styret/2020-05/meeting.json",
        "styret/2020-05/slides/index.html",
        *(f"styret/2020-05/{name}.pdf" for name in ("agenda", "papers", "slides")),
    }
    assert outcome.written == 8 + len(index)


def test_an_edited_style_sheet_of_a_kind_makes_the_decks_that_have_it(tmp_path: Path) -> None:
    themed(place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN})))
    build(tmp_path)
    (tmp_path / "templates/slides/chart.css").write_text(".slide-chart { color: red }")
    assert build(tmp_path).written == 1  # assets/slides.css
    with (tmp_path / "templates/slides/text.css").open("a") as sheet:
        sheet.write("\n.slide-text { color: #123456 }\n")
    assert build(tmp_path).written == 3  # and the deck, alone and in the collected papers


@pytest.mark.usefixtures("own_processes")
def test_an_incremental_build_equals_a_clean_one(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    place(one, meetings({"2020-04/meeting.yaml": PLAIN, "2020-05/meeting.yaml": WITHHELD.replace("/20", "/21")}))
    build(one)
    write(one / "meetings/styret/2020-05/meeting.yaml", SHOWN.replace("17/20", "19/20").replace("18/20", "20/20"))
    build(one)
    place(
        other,
        {
            path.relative_to(one / "meetings").as_posix(): path.read_bytes()
            for path in (one / "meetings").rglob("*")
            if path.is_file()
        },
    )
    build(other)
    assert bytes_of(one / "output/site") == bytes_of(other / "output/site")


def test_warnings_are_not_lost_when_nothing_is_read(root: Path) -> None:
    write(
        root / "meetings/styret/2020-04/meeting.yaml",
        PLAIN.replace("    proposal: Styret godkjenner innkallingen.\n", ""),
    )
    assert codes(build(root)) == ["proposal-missing"]
    write(root / "meetings/styret/2020-05/meeting.yaml", PLAIN.replace("17/20", "18/20"))
    assert codes(build(root)) == ["proposal-missing"]


# ---- errors --------------------------------------------------------------------------------------------------


def test_with_an_error_nothing_is_written(root: Path) -> None:
    build(root)
    before = bytes_of(root / "output/site")
    write(root / "meetings/styret/2020-05/meeting.yaml", "date: 2020-02-30\nitems: []\n")
    write(root / "meetings/styret/2020-06/meeting.yaml", "dato: 2020-02-28\n")
    outcome = build(root)
    assert not outcome.done
    assert {one.span.file for one in outcome.diagnostics} == {
        "meetings/styret/2020-05/meeting.yaml",
        "meetings/styret/2020-06/meeting.yaml",
    }
    assert bytes_of(root / "output/site") == before


def test_keeping_going_builds_what_is_sound_and_keeps_the_rest_as_it_was(tmp_path: Path) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}))
    build(tmp_path)
    deck = (tmp_path / "output/site/styret/2020-04/slides.pdf").read_bytes()
    write(tmp_path / "meetings/styret/2020-04/meeting.yaml", SHOWN.replace("duration", "varighet"))
    write(tmp_path / "meetings/styret/2020-05/meeting.yaml", PLAIN.replace("17/20", "19/20"))
    outcome = build(tmp_path, keep_going=True)
    assert outcome.done
    assert "unknown-key" in codes(outcome)
    assert (tmp_path / "output/site/styret/2020-04/slides.pdf").read_bytes() == deck
    assert (tmp_path / "output/site/styret/2020-05/index.html").exists()
    assert done(request(tmp_path)) is None


def test_keep_going_leaves_a_meeting_that_is_not_sound_and_leads_nowhere_that_is_not_there(tmp_path: Path) -> None:
    board = BOARD + "rules: {proposal-missing: error}\n"
    place(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN}, board=board))
    later = PLAIN.replace("17/20", "22/20").replace("2020-07-01", "2020-09-01")
    write(tmp_path / "meetings/styret/2020-05/meeting.yaml", later.partition("    proposal")[0])
    outcome = build(tmp_path, keep_going=True)
    assert outcome.done
    assert "proposal-missing" in codes(outcome)
    for page in ("index.html", "styret/index.html", "styret/2020-04/index.html"):
        assert "2020-05" not in (tmp_path / "output/site" / page).read_text()


def test_keep_going_leaves_the_pages_of_a_board_that_cannot_be_read(tmp_path: Path) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN}))
    write(tmp_path / "meetings/utvalget/board.yaml", "name: Utvalget\nlanguages: [nb, nn]\n")
    write(tmp_path / "meetings/utvalget/2020-01/meeting.yaml", PLAIN.replace("17/20", "1/20"))
    assert build(tmp_path).done
    tree = tmp_path / "output/site"
    before = bytes_of(tree)
    write(tmp_path / "meetings/utvalget/board.yaml", "name: Utvalget\nnavn: x\n")
    write(tmp_path / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("innkalling", "dagsorden"))
    outcome = build(tmp_path, keep_going=True)
    assert outcome.done
    assert "unknown-key" in codes(outcome)
    after = bytes_of(tree)
    pages = {path for path in before if not path.startswith(plan.INDEXES)}  # what cannot be read is not searched
    assert {path for path in after if not path.startswith(plan.INDEXES)} == pages
    changed = {path for path in pages if after[path] != before[path]}
    assert "styret/2020-04/index.html" in changed
    assert not any("utvalget" in path for path in changed)


def test_a_slide_that_does_not_fit_is_an_error_at_its_line(tmp_path: Path) -> None:
    text = SHOWN + "".join(f"          - Punkt {n} som fyller lysarket\n" for n in range(40))
    place(tmp_path, meetings({"2020-04/meeting.yaml": text}))
    found = [one for one in build(tmp_path).diagnostics if one.code == "slide-overflow"]
    assert [(one.span.file, one.span.line) for one in found] == [("meetings/styret/2020-04/meeting.yaml", 15)]
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{% if %}", "Expected an expression"),
        ("<p>\n{{ nowhere }}", "'nowhere' is undefined"),
        ("{{ _('no_key') }}", "no_key"),
    ],
)
def test_a_template_with_an_error_is_told_with_its_line(root: Path, text: str, problem: str) -> None:
    write(
        root / "templates/pages/board.html",
        "{% extends 'layouts/site.html' %}\n{% block main %}\n" + text + "{% endblock %}",
    )
    outcome = build(root)
    assert not outcome.done
    (found,) = [one for one in outcome.diagnostics if one.severity == "error"]
    assert found.code == "template"
    assert found.span.file == "templates/pages/board.html"
    assert found.span.line == (4 if text.startswith("<p>") else 3)
    assert problem in str(dict(found.parameters)["problem"])


def test_a_template_that_is_neither_here_nor_in_the_default_theme(root: Path) -> None:
    write(root / "templates/pages/board.html", '{% include "partials/none.html" %}')
    (found,) = build(root).diagnostics
    assert (found.code, found.span.file) == ("template", "templates/partials/none.html")


def test_a_template_that_is_missing_is_taken_from_the_default_theme(root: Path) -> None:
    (themed(root) / "templates/pages/board.html").unlink()
    assert build(root).done


def test_a_fault_in_the_default_theme_is_told_where_it_lies(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = tmp_path_factory.mktemp("theme")
    write(theme / "templates/pages/board.html", "{% if %}")
    monkeypatch.setattr(snapshots, "shipped", lambda: str(theme))
    (themed(root) / "templates/pages/board.html").unlink()
    (found,) = build(root).diagnostics
    assert found.span.file == str(theme / "templates/pages/board.html")


def test_a_full_disk(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    before = bytes_of(root / "output/site")
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("innkalling", "dagsorden"))

    def full(staging: str, fresh: object) -> dict[str, str]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(output, "_stage", full)
    outcome = build(root)
    assert [one.code for one in outcome.diagnostics] == ["disk-full"]
    assert bytes_of(root / "output/site") == before


def test_a_build_that_is_killed_while_it_writes_is_healed_by_the_next(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(root)
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("innkalling", "dagsorden"))
    replace, count = os.replace, 0

    def killed(source: str, target: str) -> None:
        nonlocal count
        count += "output" in target
        if count == 2:
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            build(root)
    build(root)
    healed = bytes_of(root / "output/site")
    clean = place(root / "clean", meetings({"2020-04/meeting.yaml": PLAIN.replace("innkalling", "dagsorden")}))
    build(clean)
    assert healed == bytes_of(clean / "output/site")


@pytest.mark.parametrize("name", ["archive.json", "manifest-public.json", "store"])
def test_a_damaged_memory_does_no_harm(root: Path, name: str) -> None:
    build(root)
    before = bytes_of(root / "output/site")
    path = root / ".akson" / name
    if path.is_dir():
        for file in path.rglob("*"):
            if file.is_file():
                file.write_bytes(b"damaged")
    else:
        path.write_bytes(b"{damaged")
    (root / "output/site/index.html").unlink()
    assert build(root).done
    assert bytes_of(root / "output/site") == before


def test_an_archive_that_is_not_there(tmp_path: Path) -> None:
    place(tmp_path, {})
    (tmp_path / "meetings").rmdir()
    assert [one.code for one in build(tmp_path).diagnostics] == ["no-meetings"]


def test_check_says_the_same_and_writes_nothing(root: Path) -> None:
    write(root / "meetings/styret/2020-04/meeting.yaml", PLAIN.replace("duration: 5", "duration: fem"))
    assert [one.code for one in checking.check(request(root))] == ["number-expected"]
    assert not (root / "output").exists()
    assert cache.archive(str(root / ".akson")) == {}


@pytest.mark.usefixtures("own_processes")
def test_two_builds_in_different_places_give_the_same_bytes(tmp_path: Path) -> None:
    files = meetings({"2020-04/meeting.yaml": SHOWN})
    one, other = place(tmp_path / "a", files), place(tmp_path / "annet sted", files)
    build(one)
    build(other)
    assert bytes_of(one / "output/site") == bytes_of(other / "output/site")


# ---- the calendar --------------------------------------------------------------------------------------------

PLAN = SHOWN.replace("      - title: Hvor vi er\n", "      - kind: meetings\n        title: Møteplan\n").partition(
    "        body:"
)[0]


def the_plan(root: Path) -> str:
    page = as_written((root / "output/site/styret/2020-04/slides/index.html").read_text())
    return page.partition('class="slide slide-meetings')[2].partition("</section>")[0]


def test_a_plan_of_meetings_without_rows_is_the_boards_calendar(tmp_path: Path) -> None:
    later = PLAIN.replace("17/20", "22/20").replace("2020-07-01", "2020-09-17")
    cancelled = "cancelled: Sykdom\n" + PLAIN.replace("17/20", "24/20").replace("2020-07-01", "2020-10-17")
    held_back = "draft: yes\n" + PLAIN.replace("17/20", "26/20").replace("2020-07-01", "2020-11-17")
    far = PLAIN.replace("17/20", "1/22").replace("2020-07-01", "2022-01-17")
    place(
        tmp_path,
        meetings(
            {
                "2020-03/meeting.yaml": PLAIN.replace("17/20", "12/20").replace("2020-07-01", "2020-05-01"),
                "2020-04/meeting.yaml": PLAN,
                "2020-05/meeting.yaml": later,
                "2020-06/meeting.yaml": cancelled,
                "2020-07/meeting.yaml": held_back,
                "2022-01/meeting.yaml": far,
            }
        ),
    )
    assert build(tmp_path).done
    assert "17. september 2020" in the_plan(tmp_path)
    assert "5/20" in the_plan(tmp_path)
    assert the_plan(tmp_path).count('class="date"') == 1
    before = (tmp_path / "output/site/styret/2020-04/slides.pdf").read_bytes()
    write(tmp_path / "meetings/styret/2020-05/meeting.yaml", later.replace("2020-09-17", "2020-09-18"))
    assert build(tmp_path).done
    assert "18. september 2020" in the_plan(tmp_path)
    assert (tmp_path / "output/site/styret/2020-04/slides.pdf").read_bytes() != before


def test_a_plan_without_a_calendar_says_that_none_is_planned(tmp_path: Path) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": PLAN}))
    assert build(tmp_path).done
    assert 'class="none"' in the_plan(tmp_path)


# ---- attachments ---------------------------------------------------------------------------------------------

ATTACHED = PLAIN + "    attachments: [{file: plan.pdf, title: Plan}, {file: skjema.docx}]\n"


def attached(root: Path, plan: bytes) -> building.BuildResult:
    place(root, meetings({"2020-04/meeting.yaml": ATTACHED, "2020-04/plan.pdf": plan, "2020-04/skjema.docx": docx()}))
    return build(root)


def test_attachments_are_in_the_collected_papers_which_then_declare_no_standard(tmp_path: Path) -> None:
    outcome = attached(tmp_path, a_pdf("Plan", 3))
    assert {one.code for one in outcome.diagnostics} == {"pages-enclosed", "pages-not-accessible"}
    data = (tmp_path / "output/site/styret/2020-04/papers.pdf").read_bytes()
    said = provenance.read(data)
    assert said is not None
    assert said.foreign == "3-5"
    assert "plan3" in completeness.pages(data)[4].painted


def office(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A program called soffice that does what a script says."""
    write(folder / "bin/soffice", f"#!/bin/sh\n{script}\n")
    (folder / "bin/soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}:{os.environ['PATH']}")


def test_office_files_are_put_in_where_libreoffice_is_there_and_the_site_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "skjema.pdf", a_pdf("Skjema", 2))
    # The last words are --outdir, the folder and the file.
    office(
        tmp_path, monkeypatch, f'for word; do folder="$file"; file="$word"; done; cp {tmp_path}/skjema.pdf "$folder"'
    )
    attached(tmp_path / "without", a_pdf("Plan"))
    root = tmp_path / "with"
    place(root, meetings({"2020-04/meeting.yaml": ATTACHED, "2020-04/plan.pdf": a_pdf("Plan")}))
    write(root / "meetings/styret/2020-04/skjema.docx", docx())
    write(root / "meetings/site.yaml", SITE + "convert_office: yes\n")
    assert build(root).done
    pages = [
        len(completeness.pages((tmp_path / name / "output/site/styret/2020-04/papers.pdf").read_bytes()))
        for name in ("without", "with")
    ]
    assert pages[1] - pages[0] == 2


def test_an_office_file_that_cannot_be_converted_is_told_and_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(tmp_path, monkeypatch, "echo 'source file could not be loaded' >&2; exit 1")
    place(tmp_path, meetings({"2020-04/meeting.yaml": ATTACHED, "2020-04/plan.pdf": a_pdf("Plan")}))
    write(tmp_path / "meetings/styret/2020-04/skjema.docx", docx())
    write(tmp_path / "meetings/site.yaml", SITE + "convert_office: yes\n")
    outcome = build(tmp_path)
    assert outcome.done
    (one,) = [one for one in outcome.diagnostics if one.severity == "warning"]
    assert (one.code, one.span.line) == ("attachment-not-converted", 9)


def test_papers_with_attachments_come_back_from_the_store_byte_for_byte(tmp_path: Path) -> None:
    attached(tmp_path, a_pdf("Plan", 3))
    paper = tmp_path / "output/site/styret/2020-04/papers.pdf"
    before = paper.read_bytes()
    paper.unlink()
    assert build(tmp_path).written == 1
    assert paper.read_bytes() == before


def test_an_attachment_that_is_broken_is_told_at_its_line_and_nothing_is_written(tmp_path: Path) -> None:
    outcome = attached(tmp_path, b"%PDF-1.7 no more")
    (one,) = [one for one in outcome.diagnostics if one.severity == "error"]
    assert (one.span.line, one.code) == (9, "attachment-broken")
    assert not (tmp_path / "output").exists()


def test_papers_with_attachments_are_held_against_the_sources(tmp_path: Path) -> None:
    attached(tmp_path, a_pdf("Plan", 3))
    paper = str(tmp_path / "output/site/styret/2020-04/papers.pdf")
    assert verified(tmp_path, paper).standing == "unaltered"
    write(tmp_path / "meetings/styret/2020-04/plan.pdf", a_pdf("Skisse", 3))
    assert {one.page for one in verified(tmp_path, paper).differences if one.kind == "text"} == {3, 4, 5}


def test_every_paper_is_looked_at_again_when_asked(tmp_path: Path) -> None:
    themed(place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN})))
    with WorkerPool(1) as pool:
        assert checking.check(request(tmp_path), pool) == ()
    template = tmp_path / "templates/slides/text.html"
    template.write_text(template.read_text().replace("{{ content.body|text }}", ""))
    with WorkerPool(1) as pool:
        found = checking.check(request(tmp_path), pool)
    assert {one.code for one in found} == {"text-missing"}
    assert {SHOWN.splitlines()[one.span.line - 1].strip() for one in found} == {"body: |"}
    assert not (tmp_path / "output").exists()


# ---- verifying -----------------------------------------------------------------------------------------------


def verified(root: Path, paper: str) -> verifying.Verdict:
    with WorkerPool(1) as pool:
        return verifying.verify(request(root), pool, paper)


def test_a_paper_is_held_against_the_sources(tmp_path: Path) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}))
    assert build(tmp_path).done
    paper = str(tmp_path / "output/site/styret/2020-04/slides.pdf")
    same = verified(tmp_path, paper)
    assert (same.standing, same.differences) == ("unaltered", ())
    assert (same.provenance.meeting, same.provenance.edition, same.provenance.utgave) == (
        "styret/2020-04",
        "public",
        "1",
    )
    write(tmp_path / "meetings/styret/2020-04/meeting.yaml", SHOWN.replace("- To", "- Tre"))
    changed = verified(tmp_path, paper)
    assert changed.standing == "other"
    assert [one.detail for one in changed.differences if one.kind == "text"] == ['"re • •" → "o • •"']
    assert "metadata" not in changed.same
    assert {"pages", "outline", "actions"} <= {*changed.same}
    (tmp_path / "meetings/styret/2020-04/meeting.yaml").unlink()
    assert verified(tmp_path, paper).standing == "unknown"


def test_a_paper_of_members_is_held_against_their_edition(tmp_path: Path) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": WITHHELD, "2020-04/SECRET-name.txt": "x"}))
    build(tmp_path, "members")
    verdict = verified(tmp_path, str(tmp_path / "output/members/styret/2020-04/slides.pdf"))
    assert (verdict.provenance.edition, verdict.standing) == ("members", "unaltered")


def test_an_altered_paper_is_told(tmp_path: Path) -> None:
    import pikepdf

    place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}))
    assert build(tmp_path).done
    with pikepdf.open(tmp_path / "output/site/styret/2020-04/slides.pdf") as paper:
        del paper.pages[1]
        paper.save(tmp_path / "altered.pdf", compress_streams=False)
    verdict = verified(tmp_path, str(tmp_path / "altered.pdf"))
    assert (verdict.standing, verdict.is_own) == ("altered", False)
    assert ("page-gone", 2) in {(one.kind, one.page) for one in verdict.differences}


@pytest.mark.parametrize("data", [b"", b"no", b"%PDF-1.7"])
def test_what_is_no_paper_of_ours_is_told(tmp_path: Path, data: bytes) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN}))
    write(tmp_path / "x.pdf", data)
    with pytest.raises(Fault) as fault:
        verified(tmp_path, str(tmp_path / "x.pdf"))
    assert (fault.value.diagnostic.code, fault.value.diagnostic.span.file) == ("no-paper", str(tmp_path / "x.pdf"))


# ---- mishaps -------------------------------------------------------------------------------------------------

EDITED = PLAIN.replace("innkalling", "dagsorden")


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1) as pool:
        yield pool


def built(root: Path, pool: WorkerPool, edition: str = "public") -> building.BuildResult:
    return outcome_of(request(root, edition), pool)


def clean(root: Path, pool: WorkerPool) -> dict[str, bytes]:
    """What a build without memory makes of the same sources."""
    asked = replace(request(root), output=str(root / "clean"), cache=str(root / "clean-cache"))
    for folder in (asked.output, asked.cache):
        shutil.rmtree(folder, ignore_errors=True)
    assert building.build(asked, pool, Progress()).done
    return bytes_of(Path(asked.tree))


def test_at_each_step_of_a_build_every_link_leads_somewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: WorkerPool
) -> None:
    other = SHOWN.replace("17/20", "19/20").replace("18/20", "20/20")
    place(tmp_path, meetings({"2020-04/meeting.yaml": SHOWN, "2020-05/meeting.yaml": other}))
    assert built(tmp_path, pool).done
    folder = tmp_path / "meetings/styret"
    (folder / "2020-04").rename(folder / "2020-04-flyttet")
    write(folder / "2020-05/meeting.yaml", other.replace("20/20", "21/20").replace("Hvor vi er", "Hit er vi"))
    tree, steps = tmp_path / "output/site", 0

    def noted(does: Callable[..., None]) -> Callable[..., None]:
        def do(*paths: str, **more: Any) -> None:
            nonlocal steps
            does(*paths, **more)
            if str(tree) in str(paths[-1]):
                steps += 1
                held = {path.relative_to(tree).as_posix(): path.read_bytes() for path in tree.rglob("*.*")}
                assert list(dead_links(held)) == [], f"after step {steps}"

        return do

    for name in ("replace", "remove"):
        monkeypatch.setattr(os, name, noted(getattr(os, name)))
    assert built(tmp_path, pool).done
    assert steps > 30


def test_wherever_the_disk_is_full_the_output_is_as_it_was_or_as_it_should_be(
    root: Path, monkeypatch: pytest.MonkeyPatch, pool: WorkerPool
) -> None:
    assert built(root, pool).done
    before = bytes_of(root / "output/site")
    write(root / "meetings/styret/2020-04/meeting.yaml", EDITED)
    wanted = clean(root, pool)
    for folder in ("output", ".akson"):
        shutil.copytree(root / folder, root / f"kept-{folder}")
    opened, number, count = builtins.open, 0, 1

    def full(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        nonlocal count
        if "w" in mode:
            count += 1
            if count > number:
                raise OSError(errno.ENOSPC, "No space left on device", file)
        return opened(file, mode, *more, **named)

    codes_seen = set()
    while count > number:
        for folder in ("output", ".akson"):
            shutil.rmtree(root / folder)
            shutil.copytree(root / f"kept-{folder}", root / folder)
        number, count = number + 3, 0
        with monkeypatch.context() as patched:
            patched.setattr(builtins, "open", full)
            outcome = built(root, pool)
        codes_seen |= {one.code for one in outcome.diagnostics}
        assert bytes_of(root / "output/site") == (wanted if outcome.done else before), number
        assert outcome.done or codes(outcome) == ["disk-full"], number
        assert os.listdir(root / "output") == ["site"]
        again = built(root, pool)
        assert again.done
        assert codes(again) == []
        assert bytes_of(root / "output/site") == wanted, number
    assert number > 10
    assert codes_seen == {"disk-full", "not-remembered"}


@pytest.mark.parametrize("where", ["a file", "below a file"])
def test_a_build_does_without_a_memory_that_cannot_be_written(tmp_path: Path, pool: WorkerPool, where: str) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": ATTACHED, "2020-04/plan.pdf": a_pdf("Plan")}))
    write(tmp_path / "meetings/styret/2020-04/skjema.docx", docx())
    write(tmp_path / "file", "x")
    asked = replace(request(tmp_path), cache=str(tmp_path / ("file" if where == "a file" else "file/below")))
    for _ in range(2):
        outcome = building.build(asked, pool, Progress())
        assert outcome.done
        assert codes(outcome) == ["not-remembered"]
    assert bytes_of(tmp_path / "output/site") == clean(tmp_path, pool)


DAMAGE: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: b"",
    lambda data: data[: len(data) // 2],
    lambda data: data[1:],
    lambda data: b"\0" * len(data),
    lambda data: b"{}",
    lambda data: b'{"version":4,"made":[1],"meetings":{"styret/2020-04":[]},"inputs":"x"}',
    lambda data: b"[" * 100_000,
    lambda data: b'{"made":"\\ud800"}',
    lambda data: data.partition(b"\n")[0] + b'\n{"made":{"index.html":7},"meetings":[],"digests":3}',
)


def test_whatever_is_wrong_with_the_memory_the_site_is_as_a_clean_build_makes_it(root: Path, pool: WorkerPool) -> None:
    assert built(root, pool).done
    wanted = bytes_of(root / "output/site")
    for harm in DAMAGE:
        held = sorted(path for path in (root / ".akson").rglob("*") if path.is_file())
        for path in held:
            path.write_bytes(harm(path.read_bytes()))
        (root / "output/site/index.html").unlink()
        (root / "output/site/styret/2020-04/agenda.pdf").unlink()
        outcome = built(root, pool)
        assert (outcome.done, codes(outcome)) == (True, [])
        assert bytes_of(root / "output/site") == wanted


def test_a_memory_that_was_mixed_up_publishes_nothing_withheld(tmp_path: Path, pool: WorkerPool) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": WITHHELD, "2020-04/SECRET-name.txt": "SECRET-FILE"}))
    assert built(tmp_path, pool).done
    assert built(tmp_path, pool, "members").done
    wanted, memory = bytes_of(tmp_path / "output/site"), tmp_path / ".akson"
    for names in (["made"], ["manifest"], ["made", "manifest"]):
        for name in names:
            shutil.copy(memory / f"{name}-members.json", memory / f"{name}-public.json")
        for path in wanted:
            if not path.startswith("assets/"):
                (tmp_path / "output/site" / path).unlink()
        assert built(tmp_path, pool).done
        assert bytes_of(tmp_path / "output/site") == wanted
    stored = sorted(path for path in (memory / "store").rglob("*") if path.is_file())
    for one, data in zip(stored, [path.read_bytes() for path in reversed(stored)], strict=True):
        one.write_bytes(data)
    shutil.rmtree(tmp_path / "output/site/styret")
    assert built(tmp_path, pool).done
    assert bytes_of(tmp_path / "output/site") == wanted


def test_the_memory_of_another_archive_is_of_no_use_and_does_no_harm(tmp_path: Path, pool: WorkerPool) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    place(one, meetings({"2020-04/meeting.yaml": PLAIN}))
    place(other, meetings({"2020-04/meeting.yaml": EDITED}))
    assert built(one, pool).done
    shutil.copytree(one / ".akson", other / ".akson")
    assert built(other, pool).done
    assert bytes_of(other / "output/site") == clean(other, pool)


@pytest.mark.parametrize("times", [1, 5])
def test_a_source_that_changes_while_it_is_read_is_read_again_or_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, pool: WorkerPool, times: int
) -> None:
    assert built(root, pool).done
    before = bytes_of(root / "output/site")
    source, scan, count = root / "meetings/styret/2020-04/meeting.yaml", snapshots.scan, 0
    write(source, EDITED)  # what is as it was, and old enough, is not read at all

    def scanned(top: str) -> snapshots.Snapshot:
        nonlocal count
        found = scan(top)
        count += 1
        if count <= times:
            write(source, EDITED + f"place: Rom {'I' * count}\n")  # of another size, whatever its time
        return found

    monkeypatch.setattr(snapshots, "scan", scanned)
    outcome = built(root, pool)
    if times == 1:
        assert outcome.done
        assert bytes_of(root / "output/site") == clean(root, pool)
    else:
        assert [(one.code, one.span.file) for one in outcome.diagnostics] == [
            ("unreadable", "meetings/styret/2020-04/meeting.yaml")
        ]
        assert bytes_of(root / "output/site") == before


@pytest.mark.parametrize("moment", ["typeset", "commit"])
def test_an_attachment_that_changes_is_published_as_it_was_read_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: WorkerPool, moment: str
) -> None:
    place(tmp_path, meetings({"2020-04/meeting.yaml": ATTACHED, "2020-04/plan.pdf": a_pdf("Plan")}))
    write(tmp_path / "meetings/styret/2020-04/skjema.docx", docx())
    where, what = (output, "commit") if moment == "commit" else (pool, "typeset")
    does, count = getattr(where, what), 0

    def late(*words: Any) -> Any:
        nonlocal count
        count += 1
        if count == 1:
            write(tmp_path / "meetings/styret/2020-04/plan.pdf", a_pdf("Hele planen", 2))
        return does(*words)

    monkeypatch.setattr(where, what, late)
    assert built(tmp_path, pool).done
    assert count == 2
    monkeypatch.undo()
    assert bytes_of(tmp_path / "output/site") == clean(tmp_path, pool)


def test_while_another_build_is_under_way_one_is_told_and_nothing_changes(root: Path, pool: WorkerPool) -> None:
    told: list[Diagnostic] = []
    for folder in (".akson", "output"):
        (root / folder).mkdir()
        with lock.held(str(root / folder), 0, told.append):
            asked = replace(request(root), patience_s=0.1)
            outcome = outcome_of(asked, pool, Progress(tell=told.append))
        assert [one.code for one in outcome.diagnostics] == ["busy"]
        assert [one.code for one in told] == ["waiting"]
        assert not (root / "output/site").exists()
        told.clear()
    assert built(root, pool).done


def test_builds_at_the_same_time_come_one_after_the_other(root: Path) -> None:
    def build_one(edition: str, found: list[building.BuildResult]) -> None:
        with WorkerPool(1) as own:
            asked = replace(request(root, edition), patience_s=120)
            found.append(building.build(asked, own, Progress()))

    found: list[building.BuildResult] = []
    threads = [threading.Thread(target=build_one, args=(name, found)) for name in ("public", "members", "public")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.done for one in found] == [True] * 3
    assert done(request(root)) is not None or build(root).written == 0


def test_looking_at_sources_waits_for_no_build_and_takes_nothing_from_it(root: Path, pool: WorkerPool) -> None:
    (root / ".akson").mkdir()
    write(root / "output/.site-123/0", "x")
    with lock.held(str(root / ".akson"), 0, print):
        assert checking.check(request(root)) == ()
    assert (root / "output/.site-123/0").exists()


def test_what_a_build_left_that_did_not_come_to_its_end_goes(root: Path, pool: WorkerPool) -> None:
    assert built(root, pool).done
    stray = cache.put(str(root / ".akson"), b"what was made and is in no ledger")
    lock.mark_started(str(root / ".akson"))
    write(root / "meetings/styret/2020-04/meeting.yaml", EDITED)
    assert built(root, pool).done
    assert cache.find(str(root / ".akson"), stray) is None
    assert not (root / ".akson" / lock.NOTE).exists()


def test_a_misplaced_output_is_refused_before_anything_is_written(root: Path, pool: WorkerPool) -> None:
    before = sorted(root.rglob("*"))
    outcome = building.build(replace(request(root), output=str(root / "meetings")), pool, Progress())
    assert [one.code for one in outcome.diagnostics] == ["output-place"]
    assert sorted(root.rglob("*")) == before


@pytest.mark.extra
def test_a_process_that_sets_papers_and_is_ended_from_without_is_told(root: Path) -> None:
    with WorkerPool(1) as own:
        own.wake()
        time.sleep(0.1)
        for worker in multiprocessing.active_children():
            worker.kill()
            worker.join()
        outcome = built(root, own)
        assert outcome.done or codes(outcome) == ["papers-stopped"]
        assert built(root, own).done
