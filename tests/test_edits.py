"""Rows of edits with builds between them, a few of those that `make test-long` tries."""

from __future__ import annotations

from pathlib import Path

import pytest
from hunts import edits


@pytest.mark.usefixtures("own_processes")
def test_after_any_edits_the_site_is_as_a_clean_build_makes_it(tmp_path: Path) -> None:
    assert [told for _, told in edits.trials(range(1), tmp_path) if told] == []
