"""The proof itself: what it must see, and what it must not mind."""

from __future__ import annotations

import pytest

from akson_docs.pdf import plain_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Innførings-\nplaner", "innføringsplaner"),
        ("fi\u00adnans", "ﬁnans"),
        ("56\u00a0%", "56 %"),
        ("KS2", "ks2"),
        ("e\u0301", "é"),
    ],
)
def test_what_layout_may_change_is_the_same(one: str, other: str) -> None:
    assert plain_text.comparable(one) == plain_text.comparable(other)


def test_the_text_of_html_is_what_it_prints() -> None:
    html = "<section><svg><title>Tegning</title><text>Mai</text></svg><p>A &amp; B</p><script>x</script></section>"
    assert plain_text.html_text(html) == "maia&b"


@pytest.mark.parametrize(
    ("wanted", "found", "where"),
    [("abc", "abc", ""), ("abcdef", "abc", "def"), ("abc", "abcd", "d"), ("abxd", "abyd", "xd"), ("", "x", "x")],
)
def test_a_difference_is_told_by_what_follows(wanted: str, found: str, where: str) -> None:
    assert plain_text.difference(wanted, found) == where
