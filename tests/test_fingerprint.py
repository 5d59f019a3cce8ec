"""What the output depends on besides the sources."""

from __future__ import annotations

import re

import pytest

from akson_docs.build import fingerprint


def test_the_digest_is_the_same_until_something_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint.digest()
    assert fingerprint.digest() == before
    monkeypatch.setattr(fingerprint, "_versions", lambda: ["weasyprint-71.0.dist-info"])
    assert fingerprint.digest() != before


def test_it_knows_the_versions_of_every_library() -> None:
    found = {re.split(r"-\d", name)[0] for name in fingerprint._versions()}
    assert found == set(fingerprint.LIBRARIES)


def test_it_knows_the_text_engine() -> None:
    assert any("libpango-1.0" in path for path in fingerprint._text_engine())
    assert any("libharfbuzz" in path for path in fingerprint._text_engine())
