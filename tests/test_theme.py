"""The default theme and a folder's own templates: what takes the place of another, and what comes to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from places import BOARD, PROJECT, SHOWN, SITE, build, contents, meetings, themed, write

from akson_docs.render import theme
from akson_docs.sources import snapshots


def alone(root: Path) -> Path:
    """Meetings, and no templates."""
    for name, text in meetings({"2020-04/meeting.yaml": SHOWN}, SITE, BOARD).items():
        write(root / "meetings" / name, text)
    return root


def test_meetings_alone_give_the_same_bytes_as_with_the_templates_beside_them(tmp_path: Path) -> None:
    assert build(alone(tmp_path / "alone")).done
    assert build(themed(alone(tmp_path / "both"))).done
    one, other = (contents(tmp_path / name / "output/site") for name in ("alone", "both"))
    assert one == other
    assert len(one) > 20


def test_a_file_of_ones_own_changes_only_what_is_made_with_it(tmp_path: Path) -> None:
    root = alone(tmp_path)
    assert build(root).done
    before = contents(root / "output/site")
    own = (PROJECT / "templates/pages/board.html").read_text()
    write(root / "templates/pages/board.html", own.replace("{% block main %}", "{% block main %}<p>Eget</p>"))
    write(root / "templates/images/segl.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    outcome = build(root)
    assert outcome.done
    assert outcome.diagnostics == ()
    after = contents(root / "output/site")
    assert {path for path in after if after[path] != before.get(path)} == {
        "styret/index.html",
        "assets/images/segl.svg",
    }
    assert "<p>Eget</p>" in after["styret/index.html"].decode()
    (root / "templates/pages/board.html").unlink()
    (root / "templates/images/segl.svg").unlink()
    assert build(root).done
    assert contents(root / "output/site") == before


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("pages/bord.html", "templates/pages/board.html"),
        ("css/tokns.css", "templates/css/tokens.css"),
        ("kort.html", ""),
        ("fonts/Egen.otf", ""),
        ("locale/fi/messages.po", "templates/locale/nn/messages.po"),
    ],
)
def test_a_template_that_comes_to_nothing_is_told(tmp_path: Path, path: str, nearest: str) -> None:
    root = alone(tmp_path)
    write(root / "templates" / path, "")
    (found,) = theme.unused(snapshots.scan(str(root)))
    assert (found.code, found.span.file) == ("template-unused", f"templates/{path}")
    assert dict(found.parameters)["nearest"] == nearest
    assert found in build(root).diagnostics


@pytest.mark.parametrize(
    "path", ["images/segl.svg", "fonts/Egen.woff2", "js/mer.js", "slides/sitat.css", "README.md", "css/tokens.css"]
)
def test_what_has_a_place_is_not_told(tmp_path: Path, path: str) -> None:
    root = alone(tmp_path)
    write(root / "templates" / path, "")
    assert list(theme.unused(snapshots.scan(str(root)))) == []


def test_what_another_template_of_ones_own_brings_in_is_used_only_where_that_is(tmp_path: Path) -> None:
    root = alone(tmp_path)
    write(root / "templates/partials/kort.html", "")
    write(root / "templates/partials/ramme.html", '{% include "partials/kort.html" %}')
    assert len(list(theme.unused(snapshots.scan(str(root))))) == 2
    write(root / "templates/pages/board.html", '{% include "partials/ramme.html" %}')
    assert list(theme.unused(snapshots.scan(str(root)))) == []
