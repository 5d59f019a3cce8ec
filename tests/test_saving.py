"""Whatever is typed into a field is read back as it was typed, or is refused beside that field; what is pasted, too, or
as the Markdown that it is meant as."""

from __future__ import annotations

import copy
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akson_docs.diagnostics import hint, message
from akson_docs.sources import unpasted, yaml_source
from akson_docs.sources.format import form, saving
from akson_docs.sources.format.saving import Refused, Saved, Wanted

FILE = "meetings/styret/2020-04/meeting.yaml"
TEXT = """\
# Et møte
date: 2020-07-01
place: "Oslo"  # rådhuset
title: {nb: Møte, en: 'Meeting'}
signers: [leder, nestleder]
items:
  # Den første
  - number: 17/20
    title: Godkjenning
    proposal: |
      Styret godkjenner.

      Det var det.

  - title: >
      Status for
      arbeidet
    type:
    slides:
      - title: Her
        body: |-  # kort
          - En
          - To
"""
PLACES: tuple[tuple[Any, ...], ...] = (
    ("place",), ("title", "nb"), ("title", "en"), ("signers", 1), ("items", 0, "number"), ("items", 0, "title"),
    ("items", 0, "proposal"), ("items", 1, "title"), ("items", 1, "type"), ("items", 1, "slides", 0, "body"),
    ("start",), ("items", 0, "presenter"),
)  # fmt: skip
SIGNS = [
    *map(chr, range(0x20)), "\x7f", "\x80", "\x85", "\x9f", "\xa0", "\xad", "\u061c", "\u200b", "\u200e", "\u200f",
    "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\u3000", "\ufeff", "\ufffe", "\uffff", "\ud800",
    "\udfff", "\U0001f600", "\U000e0001", "\U0010ffff", "e\u0301", "ﬁ",
]  # fmt: skip
WORDS = [
    "- ", "-", "- en", "---", "--- a", "...", "? ", "?", "?a", ": ", ":", "a: b", "a:", ":a", "a :b", "#", "# a",
    "a #b", "a#b", "&a", "*a", "!a", "!!str a", "|", "|-", ">", "> a", "'", "''", '"', '""', "'a' b", '"a" b',
    "it's", "\\", "\\n", "a\\", "%YAML 1.1", "@a", "`a`", "[", "]", "[a", "a]", "{", "}", "{a: b}", "a, b", ",",
    "<<", "<<: a", "=", "~", "null", "yes", "no", "on", "true", "1", "01", "1e3", ".inf", "0x1f", "1_000", "9:05",
    "17/20", "2020-07-01", " a", "a ", "  ", "\ta", "a\t", "a\tb", "a  b", "\n", "\na", "a\n", "a\n\n", "\n\na\n\n",
    "a\nb", "a\n b", " a\nb", "  a\n b\n", "a\n\nb", "a\n \nb", "a \nb", "a\n\tb", "a\n- b\n- c", "a: b\nc: d",
    "# a\nb", "a\n# b", "---\na", "a\n---\nb", "a\n...\nb", "|\na", "a\r\nb", "a\rb", "\u00e5: \u00f8", "a" * 200,
    "a b " * 2_000, "a\n" * 500, "a" * 6_000, "b\n" * 11_000, "æ" * 400_000, "=======", "<<<<<<< a", ">>>>>>> b",
    "a\n=======\nb",
]  # fmt: skip


def put(where: tuple[Any, ...], text: str) -> Any:
    value = copy.deepcopy(dict(form.loaded(TEXT.encode(), FILE).value or {}))
    around: Any = value
    for step in where[:-1]:
        around = around[step]
    around[where[-1]] = text
    return json.loads(json.dumps(value))


def tried(where: tuple[Any, ...], text: str) -> Saved | Refused:
    """A save of a text at a place, with all that must hold of what comes of it."""
    opened = form.loaded(TEXT.encode(), FILE)
    assert opened.value is not None
    value = put(where, text)
    made = saving.saved(TEXT.encode(), Wanted(opened.digest, opened.value, value), "meeting", FILE)
    if isinstance(made, Saved):
        read = yaml_source.read(made.data, FILE)
        assert [one for one in read.diagnostics if one.severity == "error"] == []
        held: Any = read.value
        for step in where:
            held = held[step] if text else form.loaded(made.data, FILE).value and ""
        assert held == unicodedata.normalize("NFC", unpasted.value(text, None))
        # What may be opened again may be saved again.
        again = form.loaded(made.data, FILE)
        assert again.value is not None
        assert saving.saved(made.data, Wanted(again.digest, again.value, again.value), "meeting", FILE) == Saved(
            made.data
        )
        return made
    assert isinstance(made, Refused)
    assert made.found
    for path, one in made.found:
        assert path == where, (one.code, path)
        assert message(one, "nb")
        assert hint(one, "nb")
    return made


@pytest.mark.parametrize("where", PLACES, ids=lambda where: ".".join(map(str, where)))
def test_odd_texts_are_read_back_or_refused_at_their_field(where: tuple[Any, ...]) -> None:
    refused = set()
    for text in (*SIGNS, *(f"før{sign}etter" for sign in SIGNS), *(f"a\n{sign}b" for sign in SIGNS), *WORDS):
        if isinstance(tried(where, text), Refused):
            refused.add(text[:20])
    # What is plain is never refused.
    assert not refused & {"- en", "a: b", "# a", " a", "a ", "a\nb", "\U0001f600", "a\tb", "---", "a" * 20} - {"a" * 20}


ODD = st.lists(st.sampled_from([*SIGNS, *WORDS[:110]]), max_size=5).map("".join)


@settings(max_examples=150, derandomize=True)
@given(st.sampled_from(PLACES), ODD)
def test_any_mixture_of_them_too(where: tuple[Any, ...], text: str) -> None:
    tried(where, text)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ODD)
def test_a_text_of_its_own_is_read_back_or_refused_with_words(text: str) -> None:
    made = saving.saved(b"# Sak\n", Wanted(form.digest(b"# Sak\n"), "# Sak\n", text), "text", "meetings/a/b/sak.md")
    if isinstance(made, Saved):
        assert form.loaded(made.data, "meetings/a/b/sak.md").text == text.replace("\r\n", "\n").replace("\r", "\n")
    else:
        assert isinstance(made, Refused)
        assert all(message(one, "nb") and hint(one, "nb") for _, one in made.found)
