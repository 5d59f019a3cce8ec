"""What a build is asked for, and whether there is anything to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from places import write

from akson_docs.build import cache, fingerprint, output
from akson_docs.build import request as requests
from akson_docs.build.cache import Manifest
from akson_docs.build.request import Request, day, done, misplaced
from akson_docs.sources import snapshots

DAY = date(2020, 7, 1)
LONG_AGO_NS = 10**18


class Noon(datetime):
    """A clock that stands at noon of 1 July 2020 in Greenwich."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Noon:
        return cls.fromisoformat("2020-07-01T12:00:00+00:00").astimezone(tz)


@pytest.fixture
def theme(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A default theme of one file."""
    theme = tmp_path_factory.mktemp("theme")
    write(theme / "templates/css/slide.css", "")
    for module in (snapshots, requests):
        monkeypatch.setattr(module, "shipped", lambda: str(theme))
    return theme


@pytest.fixture
def asked(tmp_path: Path, theme: Path) -> Request:
    """A request of which everything is done."""
    for name in (
        "meetings/site.yaml",
        "meetings/styret/board.yaml",
        "templates/css/site.css",
        "output/site/a/index.html",
    ):
        write(tmp_path / name, name)
    for path in tmp_path.rglob("*"):
        os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))
    asked = Request(str(tmp_path), str(tmp_path / "output"), str(tmp_path / ".akson"), today=DAY)
    remember(asked)
    return asked


def remember(asked: Request, today: date = DAY, timezone: str = "Europe/Oslo", made_by: str | None = None) -> Manifest:
    """Has a build leave all as it is now."""
    root, tree = requests.places(asked)
    manifest = Manifest(
        root=root,
        tree=tree,
        engine=fingerprint.digest() if made_by is None else made_by,
        today=today.isoformat(),
        timezone=timezone,
        inputs=snapshots.scan(asked.root).inputs,
        outputs=output.stamps(asked.tree, ["a/index.html"]),
        diagnostics=(),
        index="index.html",
    )
    cache.save_made(asked.cache, asked.edition, {}, manifest)
    return manifest


def test_where_nothing_changed_there_is_what_the_last_build_left(asked: Request) -> None:
    found = done(asked)
    assert found is not None
    assert (found.today, found.index) == ("2020-07-01", "index.html")


@pytest.mark.parametrize(
    "change",
    [
        lambda root: write(root / "meetings/site.yaml", "meetings/site.yaml og mer"),
        lambda root: write(root / "meetings/site.yaml", "meetings/site.YAML"),
        lambda root: write(root / "templates/css/site.css", ""),
        lambda root: write(root / "meetings/radet/board.yaml", ""),
        lambda root: write(root / "templates/css/ny.css", ""),
        lambda root: (root / "meetings/styret/board.yaml").unlink(),
        lambda root: (root / "meetings/styret").rename(root / "meetings/radet"),
        lambda root: write(root / "output/site/a/index.html", ""),
        lambda root: write(root / "output/site/a/fremmed.html", ""),
        lambda root: (root / "output/site/a/index.html").unlink(),
    ],
)
def test_a_change_of_sources_or_output_is_something_to_do(asked: Request, change: Callable[[Path], object]) -> None:
    change(Path(asked.root))
    assert done(asked) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda theme: write(theme / "templates/css/slide.css", "a"),
        lambda theme: write(theme / "templates/css/ny.css", ""),
        lambda theme: (theme / "templates/css/slide.css").unlink(),
    ],
)
def test_a_change_of_the_default_theme_is_something_to_do(
    asked: Request, theme: Path, change: Callable[[Path], object]
) -> None:
    change(theme)
    assert done(asked) is None


def test_templates_that_come_are_something_to_do(asked: Request) -> None:
    shutil.rmtree(Path(asked.root) / "templates")
    remember(asked)
    assert done(asked) is not None
    (Path(asked.root) / "templates").mkdir()
    assert done(asked) is None


def test_the_default_theme_is_no_place_for_output(asked: Request, theme: Path) -> None:
    found = misplaced(replace(asked, output=str(theme / "templates/ut")))
    assert found is not None
    assert found.code == "output-place"


def test_a_change_beside_sources_and_output_is_nothing_to_do(asked: Request) -> None:
    write(Path(asked.root) / "README.md", "")
    write(Path(asked.root) / "output/members/index.html", "")
    assert done(asked) is not None


@pytest.mark.parametrize("today", [date(2020, 6, 30), date(2020, 7, 2)])
def test_another_day_is_something_to_do(asked: Request, today: date) -> None:
    assert done(replace(asked, today=today)) is None


def test_another_engine_is_something_to_do(asked: Request) -> None:
    remember(asked, made_by="another")
    assert done(asked) is None


def test_a_build_that_left_something_out_is_never_done(asked: Request) -> None:
    remember(asked, made_by="")
    assert done(asked) is None


def test_another_edition_is_something_to_do(asked: Request) -> None:
    other = replace(asked, edition="members")
    shutil.copytree(asked.tree, other.tree)
    assert done(other) is None
    remember(other)
    assert done(other) is not None


def test_where_nothing_is_remembered_there_is_something_to_do(asked: Request) -> None:
    assert done(replace(asked, cache=asked.cache + "-2")) is None


@pytest.mark.parametrize(
    ("timezone", "today"),
    [
        ("Europe/Oslo", date(2020, 7, 1)),
        ("UTC", date(2020, 7, 1)),
        ("Pacific/Kiritimati", date(2020, 7, 2)),
        ("Pacific/Pago_Pago", date(2020, 7, 1)),
    ],
)
def test_the_day_is_the_one_in_the_sites_time_zone(
    asked: Request, monkeypatch: pytest.MonkeyPatch, timezone: str, today: date
) -> None:
    monkeypatch.setattr(requests, "datetime", Noon)
    now = replace(asked, today=None)
    assert day(now, timezone) == today
    remember(asked, today, timezone)
    assert done(now) is not None
    remember(asked, today - timedelta(days=1), timezone)
    assert done(now) is None


def test_two_places_far_apart_are_never_on_the_same_day() -> None:
    assert day(Request(), "Pacific/Kiritimati") > day(Request(), "Pacific/Pago_Pago")


def test_a_day_that_is_asked_for_is_that_day_everywhere() -> None:
    assert day(Request(today=DAY), "Pacific/Kiritimati") == day(Request(today=DAY), "Pacific/Pago_Pago") == DAY


@pytest.mark.parametrize(("edition", "folder"), [("public", "site"), ("members", "members")])
def test_each_edition_has_a_folder_of_its_own(edition: str, folder: str) -> None:
    assert Request(output="ut", edition=edition).tree == os.path.join("ut", folder)


@pytest.mark.parametrize("name", ["output", "ny/mappe", "../ved-siden-av", "output/ny"])
def test_the_output_goes_where_nothing_of_somebodys_lies(asked: Request, name: str) -> None:
    assert misplaced(replace(asked, output=os.path.join(asked.root, name))) is None


@pytest.mark.parametrize("name", [".", "", "meetings", "meetings/styret", "templates", "templates/ny", "lenke"])
def test_the_output_does_not_go_among_the_sources(asked: Request, name: str) -> None:
    (Path(asked.root) / "lenke").symlink_to("meetings")
    found = misplaced(replace(asked, output=os.path.join(asked.root, name)))
    assert found is not None
    assert found.code == "output-place"


def test_the_output_does_not_go_where_the_sources_would_be_removed(asked: Request, tmp_path: Path) -> None:
    root = tmp_path / "ut/site/arkiv"
    found = misplaced(Request(str(root), str(tmp_path / "ut"), str(tmp_path / "minne")))
    assert found is not None
    assert found.code == "output-place"


@pytest.mark.parametrize("name", [".", "meetings", "templates/x", "output/site", "output/site/.akson"])
def test_the_memory_lies_neither_among_the_sources_nor_where_it_is_published(asked: Request, name: str) -> None:
    for where in (asked.output, asked.output if "output" in name else asked.root + "-ut"):
        found = misplaced(replace(asked, cache=os.path.join(asked.root, name), output=where))
        assert found is not None
        assert found.code == "cache-place"


def test_what_was_done_in_another_place_is_not_done_here(asked: Request) -> None:
    other = replace(asked, root=asked.root + "-2")
    shutil.copytree(asked.root, other.root)
    assert done(asked) is not None
    assert done(other) is None


def test_what_is_remembered_is_of_one_place(asked: Request) -> None:
    manifest = cache.manifest(asked.cache, asked.edition)
    assert manifest is not None
    for other in (replace(manifest, root="/et/annet/sted"), replace(manifest, tree="/et/annet/sted")):
        cache.save_made(asked.cache, asked.edition, {}, other)
        assert done(asked) is None
