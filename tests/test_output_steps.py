"""From one state of a site to the next: at each step every link leads to a file and an anchor."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

import pytest

from akson_docs.build import output_steps

Tree = dict[str, bytes]


def page(*links: str, ids: str = "") -> bytes:
    shown = "".join(f'<a href="{link}">x</a>' for link in links)
    marks = "".join(f'<p id="{one}"></p>' for one in ids.split())
    return f"<!DOCTYPE html><html><body>{marks}{shown}</body></html>".encode()


class Reading(HTMLParser):
    """Links and anchors of a page, read as a browser would."""

    def __init__(self, text: bytes) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text.decode())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in ("href", "src") and value:
                self.links.append(value)
            if name == "id" and value:
                self.ids.add(value)


def dead(tree: Mapping[str, bytes]) -> list[str]:
    """The links of pages that lead nowhere; all pages lie at the top of the tree."""
    read = {path: Reading(text) for path, text in tree.items() if path.endswith(".html")}
    found = []
    for path, one in read.items():
        for link in one.links:
            target, _, anchor = link.partition("#")
            target = target or path
            if target not in tree or (anchor and anchor not in read[target].ids):
                found.append(f"{path} -> {link}")
    return found


def states(before: Tree, after: Tree) -> Iterator[Tree]:
    """The tree at each step of the way, the first and the last among them."""
    fresh = [path for path, text in after.items() if before.get(path) != text]
    now = dict(before)
    yield now
    for step in output_steps.steps(
        fresh, [path for path in before if path not in after], before.get, after.__getitem__
    ):
        if step.does == "remove":
            del now[step.path]
        else:
            now[step.path] = after[step.path] if step.does == "place" else step.content
        yield now
    assert now == after


RENAMED = (
    {"index.html": page("m4.html"), "m4.html": page("i1.html", ids="s1"), "i1.html": page("m4.html#s1", "m4.html")},
    {"index.html": page("m5.html"), "m5.html": page("i1.html", ids="s1"), "i1.html": page("m5.html#s1", "m5.html")},
)
RENUMBERED = (
    {"index.html": page("m.html"), "m.html": page("i1.html", ids="s1"), "i1.html": page("m.html#s1")},
    {"index.html": page("m.html"), "m.html": page("i2.html", ids="s2"), "i2.html": page("m.html#s2")},
)
SWAPPED = (
    {"a.html": page("b.html#old", ids="old"), "b.html": page("a.html#old", ids="old")},
    {"a.html": page("b.html#new", ids="new"), "b.html": page("a.html#new", ids="new")},
)
WITH_FILES = (
    {"a.html": page("old.pdf", "site.css"), "old.pdf": b"1", "site.css": b"1", "old.woff2": b""},
    {"a.html": page("new.pdf", "site.css"), "new.pdf": b"1", "site.css": b"2", "new.woff2": b""},
)


@pytest.mark.parametrize(("before", "after"), [RENAMED, RENUMBERED, SWAPPED, WITH_FILES])
def test_at_each_step_every_link_leads_somewhere(before: Tree, after: Tree) -> None:
    for there, to_be in ((before, after), (after, before), ({}, after), (before, {})):
        for number, state in enumerate(states(there, to_be)):
            assert dead(state) == [], number


@pytest.mark.parametrize("seed", range(200))
def test_at_each_step_between_any_two_whole_sites(seed: int) -> None:
    dice = random.Random(seed)
    before, after = made_up(dice), made_up(dice)
    assert dead(before) == dead(after) == []
    for number, state in enumerate(states(before, after)):
        assert dead(state) == [], number


def made_up(dice: random.Random) -> Tree:
    """A site of a few pages that link to one another and to a paper."""
    names = [f"{name}.html" for name in "abcdefg" if dice.random() < 0.7] or ["a.html"]
    ids = {name: [one for one in "stuv" if dice.random() < 0.5] for name in names}
    places = [*names, *(f"{name}#{one}" for name in names for one in ids[name]), "x.pdf"]
    tree = {name: page(*dice.sample(places, min(4, len(places))), ids=" ".join(ids[name])) for name in names}
    return tree | {"x.pdf": b"%d" % dice.randrange(3)}


def test_an_edit_of_words_places_the_page_alone() -> None:
    before = {"a.html": page("b.html#s", ids="s"), "b.html": page("a.html#s", ids="s")}
    steps = output_steps.steps(["a.html"], [], before.get, lambda path: before[path] + b"<!-- new -->")
    assert [(step.path, step.does) for step in steps] == [("a.html", "place")]


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("../", ("index.html", "")),
        ("../../", ("../index.html", "")),
        ("#s%C3%A5", ("m/index.html", "så")),
        ("../m%20n/x.html#a&amp;b", ("m n/x.html", "a&b")),
        ("./", ("m/index.html", "")),
        ("x.pdf?v=2", ("m/x.pdf", "")),
    ],
)
def test_where_a_link_leads(link: str, found: tuple[str, str]) -> None:
    assert output_steps.seen("m/index.html", page(link)).links == {found}


def test_where_a_page_that_has_moved_leads() -> None:
    text = b'<meta http-equiv="refresh" content="0; url=../17/">'
    assert output_steps.seen("16/index.html", text).links == {("17/index.html", "")}


@pytest.mark.parametrize("link", ["https://example.no/a", "mailto:post@example.no", "//example.no/", "HTTP://x.no"])
def test_a_link_out_of_the_site_is_none_of_ours(link: str) -> None:
    assert output_steps.seen("a.html", page(link)).links == frozenset()
