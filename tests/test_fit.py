"""Slides of each kind with far too much on them, through the whole road: fitted or refused at their line, never cut."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from places import PLAIN, PROJECT, meetings, place, request

from akson_docs.actions import checking
from akson_docs.diagnostics import Diagnostic
from akson_docs.pdf.workers import WorkerPool

KINDS = sorted(path.stem for path in (PROJECT / "tests/kinds").glob("*.yaml"))
SHORT = (
    "kind",
    "id",
    "fit",
    "file",
    "light",
    "form",
    "value",
    "date",
    "as_of",
    "planned",
    "done",
    "forecast",
    "from",
    "to",
)
"""Keys whose words are the format's own, and a figure that is set large."""


def swollen(held: object, times: int, key: str = "") -> object:
    """A slide with each of its texts several times over."""
    if isinstance(held, dict):
        return {name: swollen(inner, times, name) for name, inner in held.items()}
    if isinstance(held, list):
        return [swollen(inner, times, key) for inner in held]
    if key in SHORT or not isinstance(held, str) or " " not in held or "|" in held:
        return held
    return " ".join([held] * times) if "\n" not in held else "\n\n".join([held] * times)


def decks(times: int) -> str:
    rows = []
    for kind in KINDS:
        slide = yaml.load((PROJECT / f"tests/kinds/{kind}.yaml").read_text(), Loader=yaml.BaseLoader)
        text = yaml.safe_dump(swollen(slide, times), allow_unicode=True, sort_keys=False, width=10_000)
        rows.append("      - " + text.strip().replace("\n", "\n        ") + "\n")
    return PLAIN + "  - number: 18/20\n    title: Status\n    slides:\n" + "".join(rows)


def found(root: Path, times: int) -> tuple[dict[str, set[str]], tuple[Diagnostic, ...]]:
    """(what is said of each kind of slide at its line, all that is said)"""
    files: dict[str, str | bytes] = {
        f"2020-04/{path.name}": path.read_bytes()
        for path in (PROJECT / "tests/kinds").iterdir()
        if path.suffix != ".yaml"
    }
    source = decks(times)
    place(root, meetings({"2020-04/meeting.yaml": source, **files}))
    with WorkerPool(1) as pool:
        diagnostics = checking.check(request(root), pool)
    starts = [number for number, line in enumerate(source.splitlines(), 1) if line.startswith("      - ")]
    by_kind: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for one in diagnostics:
        if one.code.startswith(("slide-", "text-", "glyph-")):
            which = sum(start <= one.span.line for start in starts) - 1
            assert which >= 0, one
            by_kind[KINDS[which]].add(one.code)
    return by_kind, diagnostics


@pytest.mark.parametrize("times", [1, 4, 12])
def test_a_slide_of_each_kind_is_fitted_or_refused_at_its_line_and_loses_nothing(tmp_path: Path, times: int) -> None:
    by_kind, diagnostics = found(tmp_path, times)
    codes = {one.code for one in diagnostics}
    assert codes & {"text-lost", "text-missing"} == set()
    refused = {kind for kind, said in by_kind.items() if said & {"slide-overflow", "slide-edge"}}
    if times == 1:
        assert refused == set()
    if times == 12:
        assert len(refused) >= 12, by_kind


def test_a_slide_that_may_not_be_set_smaller_is_refused_at_its_line(tmp_path: Path) -> None:
    rows = "".join(f"          - Punkt {n} om noe som tar sin plass på lysarket\n" for n in range(15))
    slide = f"      - title: Mye\n        fit: FIT\n        body: |\n{rows}"
    for fit, code in (("always", "slide-smaller"), ("never", "slide-overflow")):
        source = PLAIN + "  - title: Status\n    slides:\n" + slide.replace("FIT", fit)
        place(tmp_path, meetings({"2020-04/meeting.yaml": source}))
        with WorkerPool(1) as pool:
            said = [one for one in checking.check(request(tmp_path), pool) if one.code.startswith("slide-")]
        assert [one.code for one in said] == [code]
        assert source.splitlines()[said[0].span.line - 1].strip() == "- title: Mye"
        shutil.rmtree(tmp_path / "meetings")


def test_the_message_says_where_to_divide(tmp_path: Path) -> None:
    rows = "".join(f"          - Punkt {n} om noe som tar sin plass på lysarket\n" for n in range(40))
    source = PLAIN + f"  - title: Status\n    slides:\n      - title: Mye\n        body: |\n{rows}"
    place(tmp_path, meetings({"2020-04/meeting.yaml": source}))
    with WorkerPool(1) as pool:
        (one,) = [one for one in checking.check(request(tmp_path), pool) if one.code == "slide-overflow"]
    words = str(dict(one.parameters)["words"])
    assert re.match(r"Punkt \d+ om noe", words)
    assert 12 < int(words.split()[1]) < 30
