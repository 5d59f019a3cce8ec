"""The site in a browser: accessible, without a script, within its policy, at every width, light and dark."""

from __future__ import annotations

import html.parser
import json
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from judged import axe, invalid_html, looks, told

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

MEETING = "styringsgruppen/2020-04/"
PAGES = {
    "front": "",
    "front in English": "en/",
    "board": "eksempelutvalget/",
    "calendar": "kalender/",
    "not found": "404.html",
    "how it is tested": "tilgjengelighet/",
    "meeting": MEETING,
    "meeting in nynorsk": "nn/eksempelutvalget/2026-01/",
    "cancelled": "eksempelutvalget/2026-04/",
    "item": "styringsgruppen/item/18-2020/",
    "item with votes and actions": "eksempelutvalget/item/ps-2-2026/",
    "item that was put off": "en/eksempelutvalget/item/ps-3-2026/",
    "resolutions": "vedtak/",
    "actions": "oppfolging/",
    "votes in nynorsk": "nn/eksempelutvalget/stemmer/",
    "slides": MEETING + "slides/",
    "every kind": "eksempelutvalget/2026-01/slides/",
    "meeting that is revised": "eksempelutvalget/2027-01/",
    "changes": "eksempelutvalget/2027-01/changes/",
    "check of a paper": "eksempelutvalget/2027-01/verify/",
    "changed slides": "eksempelutvalget/2027-01/slides/",
    "search": "sok/",
}


@pytest.fixture(scope="module")
def page(window: BrowserContext) -> Iterator[Page]:
    page = window.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_accessible_at_every_width_in_light_and_dark(page: Page, site: str, path: str, shared_folder: Path) -> None:
    said: list[str] = []

    def complained(message: ConsoleMessage) -> None:
        said.append(message.text)

    def asked(request: Request) -> None:
        said.extend([] if request.url.startswith(site) else [request.url])

    page.on("console", complained)
    page.on("request", asked)
    page.goto(site + path)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for width, scheme in looks(page, (1280, 320)):
        found = axe(page)
        assert told(found["violations"]) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, scheme
        assert said == [], (width, scheme)
        name = f"axe-{path.replace('/', '-')}-{scheme}-{width}.json"
        (shared_folder / name).write_text(json.dumps(dict(told(found["incomplete"])), ensure_ascii=False, indent=1))
    page.remove_listener("console", complained)
    page.remove_listener("request", asked)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_the_keyboard_reaches_every_link_and_shows_where_it_is(page: Page, site: str, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    page.goto("about:blank")  # or a fragment that was gone to would be where Tab begins
    page.goto(site + path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href],button:not([hidden]),summary,[tabindex=\"0\"]')]"
        ".filter(one => one.checkVisibility()).length"
    )
    reached = 1
    while reached < min(wanted, 60):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline not in ("none", ""), page.evaluate("document.activeElement.outerHTML")
        reached += 1


def test_the_deck_reads_without_a_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + PAGES["slides"])
    assert page.locator("section.slide").count() == 23
    assert page.get_by_text("Hovedanbefalinger gitt i KS2").first.is_visible()
    assert not page.locator("[data-present]").is_visible()
    context.close()


def test_the_deck_is_presented(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(site + PAGES["slides"])
    page.locator("[data-present]").click()
    assert page.evaluate("document.documentElement.classList.contains('presenting')")

    def number() -> str:
        return str(page.evaluate("document.querySelector('.slide.current [id^=slide-]').id"))

    assert number() == "slide-1"
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    assert number() == "slide-3"
    page.keyboard.press("End")
    assert number() == "slide-25"
    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    assert number() == "slide-2"
    box = page.locator(".slide.current").bounding_box()
    assert box
    assert box["width"] == pytest.approx(1920, abs=4)
    assert page.evaluate("document.querySelectorAll('.slide:not(.current)')[3].offsetParent") is None
    page.keyboard.press("Escape")
    assert not page.evaluate("document.documentElement.classList.contains('presenting')")
    page.close()


def test_a_slide_has_an_alias(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 700})
    page.goto(site + PAGES["slides"] + "#slide-18")
    assert page.locator("#slide-18").is_visible()
    top = page.evaluate("document.getElementById('slide-18').getBoundingClientRect().top")
    assert -50 < top < 700
    page.close()


class _Links(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.append(value)
            if name == "id" and value:
                self.ids.append(value)


def test_every_link_and_fragment_of_the_site_leads_somewhere(built: Path) -> None:
    pages = {path.relative_to(built).as_posix(): _Links() for path in built.rglob("*.html")}
    for name, links in pages.items():
        links.feed((built / name).read_text())
        assert len(links.ids) == len(set(links.ids)), name
    dead = []
    for name, links in pages.items():
        for link in links.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            if parts.path.startswith("/"):  # of the page for what is not there
                parts = parts._replace(path=parts.path[1:] or "index.html")
            path = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
            )
            path = f"{path}/index.html".removeprefix("./") if (built / path).is_dir() else path
            there = (built / path).exists()
            if not there or (parts.fragment and path in pages and unquote(parts.fragment) not in pages[path].ids):
                dead.append((name, link))
    assert dead == []


def test_every_page_is_valid_html(built: Path) -> None:
    assert invalid_html(built) == []
