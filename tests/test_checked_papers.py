"""The page where anyone checks a paper, in a browser that no network reaches: what it says of true and other files."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pikepdf
import pytest
from archives import a_pdf
from judged import RULES, violations
from places import PATIENCE_S, PROJECT, build, meetings, place, write

from akson_docs.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

MEETING = "eksempelutvalget/2027-01/"
KEPT = PROJECT / "meetings" / MEETING / "dispatches/1"
TRUE = sorted((KEPT / "public").rglob("*.pdf"))
PAPER = KEPT / "public/nb/papers.pdf"
HIDDEN = "{text: Vedtas., withheld: offl. § 13}"
AXE = (*RULES, "best-practice")
LANGUAGES = {
    "nb": ("", "Ja, uendret: ", "Nei, "),
    "nn": ("nn/", "Ja, uendra: ", "Nei, "),
    "en": ("en/", "Yes, ", "No, "),
}


@dataclass
class Visit:
    """The page, and what it asked the network for once it was there."""

    page: Page
    asked: list[str] = field(default_factory=list)

    def says(self, *files: Path) -> list[tuple[str, str]]:
        """(the answer, the name of the file) of each file that is chosen together."""
        self.page.set_input_files("#paper", [str(path) for path in files])
        return self.said(files[-1].name)

    def said(self, name: str) -> list[tuple[str, str]]:
        self.page.get_by_role("status").locator("bdi", has_text=name).last.wait_for()
        lines = self.page.get_by_role("status").locator("p").all()
        return [(str(one.locator("strong").text_content()), str(one.locator("bdi").text_content())) for one in lines]


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    context.set_default_timeout(PATIENCE_S * 1000)
    context.route("**/*", lambda route: _own(route, site))
    yield context
    context.close()


def _own(route: Route, site: str) -> None:
    """Lets through what the site itself has."""
    one = urlsplit(route.request.url)
    (route.continue_ if one.scheme == "file" or route.request.url.startswith(site) else route.abort)()


def visited(context: BrowserContext, address: str) -> Visit:
    """The page at an address, after which the network is cut."""
    visit = Visit(context.new_page())
    visit.page.goto(address)
    visit.page.locator("#paper").wait_for()
    context.set_offline(True)
    visit.page.on("request", lambda request: visit.asked.append(request.url))
    return visit


def saved(path: Path, **how: bool) -> bytes:
    """A PDF as another program saves it."""
    held = io.BytesIO()
    with pikepdf.open(path) as opened:
        opened.save(held, **how)  # type: ignore[arg-type]
    return held.getvalue()


def flipped(data: bytes) -> bytes:
    """As long as before, and not the same."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.fixture
def others(built: Path, tmp_path: Path) -> list[Path]:
    """Files that are none of the papers."""
    true = PAPER.read_bytes()
    held = {
        "appended.pdf": true + b"\n",
        "flipped.pdf": flipped(true),
        "cut.pdf": true[:-1],
        "saved anew.pdf": saved(PAPER),
        "for the web.pdf": saved(PAPER, linearize=True),
        "another meeting's.pdf": (built / "styringsgruppen/2020-04/papers.pdf").read_bytes(),
        "members'.pdf": (KEPT / "members/nb/papers.pdf").read_bytes(),
        "not kept.pdf": (built / MEETING / "papers-2.pdf").read_bytes(),
        "empty.pdf": b"",
        "picture.svg": (PROJECT / "templates/images/favicon.svg").read_bytes(),
        "Ja, uendret.pdf": a_pdf(),
    }
    for name, data in held.items():
        write(tmp_path / name, data)
    with (tmp_path / "huge.pdf").open("wb") as huge:
        huge.truncate(3 << 30)  # more than a browser reads into memory; it takes no room on the disk
    return sorted(tmp_path.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_true_papers_and_others_are_told_apart_in_each_language(
    language: str, context: BrowserContext, site: str, others: list[Path]
) -> None:
    prefix, yes, no = LANGUAGES[language]
    visit = visited(context, f"{site}{prefix}{MEETING}verify/")
    assert len(TRUE) + 1 == 10
    assert len(others) >= 10
    for path in TRUE:
        ((answer, name),) = visit.says(path)
        assert answer.startswith(yes), path
        assert name == path.name
    copied = shutil.copy(PAPER, others[0].with_name("hva som helst (1).pdf"))
    assert [answer[: len(yes)] for answer, _ in visit.says(Path(copied))] == [yes]
    for path in others:
        assert [answer[: len(no)] for answer, _ in visit.says(path)] == [no], path
    # The font's own parts may come as they are needed: they say nothing of a file.
    assert [one for one in visit.asked if not one.startswith(f"{site}assets/fonts/")] == []


def test_several_files_are_each_answered(context: BrowserContext, site: str, others: list[Path]) -> None:
    visit = visited(context, f"{site}{MEETING}verify/")
    altered = next(path for path in others if path.name == "appended.pdf")
    said = visit.says(PAPER, altered)
    assert [(answer[:3], name) for answer, name in said] == [("Ja,", "papers.pdf"), ("Nei", "appended.pdf")]


def test_what_is_dropped_is_answered_and_a_folder_is_told_to_be_one(
    context: BrowserContext, site: str, others: list[Path]
) -> None:
    visit = visited(context, f"{site}{MEETING}verify/")
    box = visit.page.locator("[data-drop]").bounding_box()
    assert box
    folder = others[0].parent
    session = context.new_cdp_session(visit.page)
    for paths, expected in (
        ([PAPER, others[0]], [("Ja,", PAPER.name), ("Nei", others[0].name)]),
        ([folder], [("Det", folder.name)]),
    ):
        for kind in ("dragEnter", "dragOver", "drop"):
            data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
            place = {"x": box["x"] + 9, "y": box["y"] + 9}
            session.send("Input.dispatchDragEvent", {"type": kind, "data": data, **place})
        said = visit.said(paths[-1].name)
        assert [(answer[:3], name) for answer, name in said] == expected
    assert "mappe" in said[0][0]
    assert visit.page.url.endswith("verify/")


def test_it_is_reached_by_keyboard_announced_and_accessible_before_and_after(
    context: BrowserContext, site: str
) -> None:
    visit = visited(context, f"{site}{MEETING}verify/")
    page = visit.page

    assert violations(page, AXE) == []
    status = page.get_by_role("status")
    assert status.count() == 1  # there before anything is said in it, or it would not be read aloud
    assert status.text_content() == ""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "paper":
            break
    assert page.evaluate("document.activeElement.labels[0].textContent") == "Velg PDF-en"
    # Whether a window for choosing a file opens is the browser's: that it is asked for one is the page's.
    page.evaluate(
        "document.activeElement.addEventListener('click', asked => { asked.preventDefault(); "
        "asked.target.dataset.asked = 'yes' })"
    )
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.asked") == "yes"
    page.locator("#paper").set_input_files(str(PAPER))
    visit.said(PAPER.name)
    assert violations(page, AXE) == []
    visit.says(KEPT / "members/nb/papers.pdf")
    assert violations(page, AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_page_works_as_a_file_too_and_says_that_a_paper_was_withdrawn(
    context: BrowserContext, tmp_path: Path
) -> None:
    text = "date: 2020-07-01\nstart: 09:00\nitems:\n  - number: 17/20\n    title: Sak\n    proposal: Vedtas.\n"
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": text}))
    assert main.main(["dispatch", "styret/2020-04", "--root", str(root), "--today", "2020-06-17"]) == 0
    page = root / "output/site/styret/2020-04/verify/index.html"
    sent = next((root / "meetings").rglob("public/nb/papers.pdf"))

    def answers() -> str:
        build(root, today=date(2020, 6, 20))
        visit = visited(context, page.as_uri())
        ((answer, _),) = visit.says(sent)
        return answer

    assert answers().startswith("Ja, uendret: Samlede sakspapirer, utgave 1, ")
    write(root / "meetings/styret/2020-04/meeting.yaml", text.replace("Vedtas.", HIDDEN))
    context.set_offline(False)
    gone = answers()
    assert gone.startswith("Nei, ")
    assert gone.endswith("Den kan også være trukket tilbake.")


def test_without_a_script_the_page_is_the_list(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}{MEETING}verify/")
    assert not page.locator("#paper").is_visible()
    for path in TRUE:
        assert page.get_by_text(hashlib.sha256(path.read_bytes()).hexdigest()).is_visible()
    context.close()
