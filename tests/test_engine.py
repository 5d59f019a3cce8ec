"""What the output depends on besides the sources."""

from __future__ import annotations

import re

import pytest

from akson_docs import engine


def test_the_digest_is_the_same_until_something_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    before = engine.digest()
    assert engine.digest() == before
    monkeypatch.setattr(engine, "_versions", lambda: ["weasyprint-71.0.dist-info"])
    assert engine.digest() != before


def test_it_knows_the_versions_of_every_library() -> None:
    found = {re.split(r"-\d", name)[0] for name in engine._versions()}
    assert found == set(engine.LIBRARIES)


def test_it_knows_the_text_engine() -> None:
    assert any("libpango-1.0" in path for path in engine._text_engine())
    assert any("libharfbuzz" in path for path in engine._text_engine())
