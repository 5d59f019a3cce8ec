"""A sample of the spoilt files (`make test-long` reads all of them), and what they stand for."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hunts import fuzz

from akson_docs.meetings import redaction
from akson_docs.model.values import Value


def test_spoilt_files_come_to_diagnostics_or_to_a_value(tmp_path: Path) -> None:
    faults = {seed: told for seed, told in fuzz.trials(range(400), tmp_path) if told and not told.startswith("note:")}
    assert faults == {}


def test_some_are_sound_all_the_same_and_most_are_not() -> None:
    """Else the hunt would try one half of the road alone."""
    found: Counter[bool] = Counter()
    for seed in range(200):
        chance = random.Random(seed)
        written = chance.choice(fuzz.sources())
        found[fuzz._read(written, fuzz.spoil(written.text, chance)).value is not None] += 1
    assert found[True] > 20
    assert found[False] > 100


def test_a_fault_on_the_road_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(value: Value) -> Value:
        raise KeyError("feil")

    monkeypatch.setattr(redaction, "public", faulty)
    assert any("KeyError" in told for _, told in fuzz.trials(range(60), tmp_path))


def test_a_line_that_slips_and_publishes_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for written in fuzz.sources():
        if written.kind == "meeting":
            fuzz.secrets(written)
    monkeypatch.setattr(redaction, "published", lambda site, board, meeting, today: (board, meeting))
    assert any("publishes" in told for _, told in fuzz.trials(range(1000), tmp_path))
