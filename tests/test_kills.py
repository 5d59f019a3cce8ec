"""Builds that are killed, a few of those that `make test-long` tries."""

from __future__ import annotations

from pathlib import Path

import pytest
from hunts import kills


@pytest.mark.usefixtures("own_processes")
@pytest.mark.extra
def test_after_a_kill_the_site_is_whole_and_the_next_build_is_as_a_clean_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kills, "MEETINGS", 4)
    told = [said for _, said in kills.trials(range(2), tmp_path)]
    assert [said for said in told if said and not said.startswith("note:")] == []


def test_a_dead_link_would_be_found() -> None:
    page = b'<a href="b/#x">x</a><p id="y"></p>'
    assert list(kills.dead_links({"index.html": page})) == ["index.html leads to b/index.html#x, which is not there"]
    assert list(kills.dead_links({"index.html": page, "b/index.html": page}))
    assert not list(kills.dead_links({"index.html": b'<a href="b/#y">x</a>', "b/index.html": b'<p id="y"></p>'}))
