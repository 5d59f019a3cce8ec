"""A sample of what two people and odd texts come to (`make test-long` tries ten thousand); and faults are found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hunts import desk

from akson_docs.sources.format import merging, saving
from akson_docs.sources.format.merging import Merged
from akson_docs.sources.format.saving import Refused, Saved, Wanted


def test_both_edits_are_in_the_file_or_both_are_told_and_odd_texts_are_read_back(tmp_path: Path) -> None:
    assert {seed: told for seed, told in desk.trials(range(60), tmp_path) if told} == {}


def test_an_edit_that_is_lost_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mine_alone(base: Any, theirs: Any, mine: Any) -> Merged:
        return Merged(mine, ())

    monkeypatch.setattr(merging, "merged", mine_alone)
    assert any("lost" in told for _, told in desk.trials(range(40), tmp_path))


def test_a_text_that_is_read_as_another_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = saving.saved

    def trimmed(data: bytes, wanted: Wanted, kind: str, file: str) -> Any:
        made = saved(data, wanted, kind, file)
        return Saved(data) if isinstance(made, Refused) else made

    monkeypatch.setattr(saving, "saved", trimmed)
    assert any("read as" in told for _, told in desk.trials(range(200), tmp_path))
