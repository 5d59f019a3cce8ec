"""The hunt through histories finds what is planted, and a sample of it finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hunts import histories
from hunts.planted import FAULTS
from repositories import needs_git

from akson_docs.pdf.workers import WorkerPool

SEEDS = {
    "what was sent is not compared": 1,
    "a withdrawal is forgotten": 2,
    "what it was is told": 1,
    "history is not asked": 89,
    "people are named": 5,
    "texts are not withheld": 1,
}
"""The first history in which each planted fault lets something out."""


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1) as pool:
        yield pool


@needs_git
@pytest.mark.extra
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_is_planted_is_found(
    fault: str, tmp_path: Path, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name, instead = FAULTS[fault]
    monkeypatch.setattr(module, name, instead)
    found = histories.trial(SEEDS[fault], tmp_path, pool)
    assert found
    assert not found.startswith("note")


@needs_git
@pytest.mark.parametrize("seed", sorted(set(SEEDS.values())))
def test_nothing_gets_out_where_nothing_is_planted(seed: int, tmp_path: Path, pool: WorkerPool) -> None:
    assert histories.trial(seed, tmp_path, pool) == ""
