"""How texts are set: what is kept on a line, and what stays as it was written."""

from __future__ import annotations

import pytest
from as_written import as_written

from akson_docs.pdf import plain_text, typography
from akson_docs.pdf.blackout.phrases import folded


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("17. juni 2021", "17.~juni~2021"),
        ("fredag 5. februar", "fredag 5.~februar"),
        ("i juni 2021", "i juni~2021"),
        ("17 June 2021, May 5", "17~June~2021, May~5"),
        ("miessemánu 5. b.", "miessemánu~5.~b."),
        ("1. kvartal, 2. ledd", "1.~kvartal, 2.~ledd"),
        ("sak 3. Deretter", "sak 3. Deretter"),
        ("kl. 09.00, klokka 9", "kl.~09.00, klokka~9"),
        ("at 9 a.m.", "at 9~a.m."),
        ("jf. § 5, §§ 12", "jf.~§~5, §§~12"),
        ("62,4 mill. kr, 3 milliarder kroner", "62,4~mill.~kr, 3~milliarder~kroner"),
        ("1 150 m², 12 500 000", "1~150~m², 12~500~000"),
        ("12\u2009500, 12\u202f500", "12~500, 12~500"),
        ("kr 500, NOK 500, € 5", "kr~500, NOK~500, €~5"),
        ("5 %, 5 prosent, 20 °C", "5~%, 5~prosent, 20~°C"),
        ("v 0.6, versjon 2, nr. 4, s. 12, Kap. 3", "v~0.6, versjon~2, nr.~4, s.~12, Kap.~3"),
        ("PS 57/21", "PS~57/21"),
        ("22 33 44 55 og +47 900 12 345", "22~33~44~55 og +47~900~12~345"),
        ("året 2021 150 personer", "året 2021 150 personer"),
        ("linje\n17.\njuni", "linje\n17.~juni"),
        ("var -5, (-5 kroner)", "var −5, (−5~kroner)"),
        ("2025 -2026, A-5, 4-12, 10 - 5", "2025 -2026, A-5, 4-12, 10 - 5"),
        ("&#39; 5 og &#39;10 000", "&#39; 5 og &#39;10~000"),
        ("uten tall, mill. kr", "uten tall, mill. kr"),
        ("se https://a.example/1 000", "se https://a.example/1 000"),
    ],
)
def test_what_belongs_together_is_kept_on_a_line(written: str, set_: str) -> None:
    assert typography.words(written).replace("\u00a0", "~") == set_


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("<p>2025–2030</p>", '<p><span class="whole">2025–2030</span></p>'),
        ("<p>kl. 09.00–10.00.</p>", '<p><span class="whole">kl.~09.00–10.00.</span></p>'),
        ("<p>1.–3. mai</p>", '<p><span class="whole">1.–3.</span>~mai</p>'),
        ("<td>-5</td>", "<td>−5</td>"),
        ("<b>2026</b>-2027", "<b>2026</b>-2027"),
        ("<code>1 000</code> <pre>§ 5</pre>", "<code>1 000</code> <pre>§ 5</pre>"),
        ("<script>a = '§ 5'</script><title>§ 5</title>", "<script>a = '§ 5'</script><title>§ 5</title>"),
        ('<p title="§ 5">§ 5</p>', '<p title="§ 5">§~5</p>'),
        ('<a href="x">2025–2030, § 5</a>', '<a href="x">2025–2030, §~5</a>'),
        ('<a href="x">https://a.no/b-c</a>', '<a class="address" href="x">https://a.no/b-c</a>'),
        ("<p>https://a.no/b-c.</p>", '<p><span class="address">https://a.no/b-c</span>.</p>'),
        ("<svg><title>x</title><text>§ 5</text></svg>", "<svg><title>x</title><text>§ 5</text></svg>"),
    ],
)
def test_a_page_is_set_and_what_is_no_text_in_it_stays(written: str, set_: str) -> None:
    done = typography.typeset(written)
    assert done.replace("\u00a0", "~") == set_
    assert typography.typeset(done) == done


@pytest.mark.parametrize("written", ["<p>17. juni 2021 kl. 09.00–10.30, jf. § 5: -12 500 kr</p>"])
def test_what_is_compared_and_searched_is_the_same_in_both(written: str) -> None:
    done = typography.typeset(written)
    assert done != written
    assert folded(done.replace('<span class="whole">', "").replace("</span>", "")) == folded(written)
    assert plain_text.html_text(done).replace("\u2212", "") == plain_text.html_text(written)
    assert as_written(done) == written


def test_long_words_stand_apart_where_they_are_to_be_divided_and_numbers_where_words_are() -> None:
    word = "kommunesammenslåingsutredning"
    assert typography.with_long_words(f"<p>En {word}</p>") == f'<p>En <span class="long-word">{word}</span></p>'
    assert typography.with_long_words(f"<a>{word}</a>") == f"<a>{word}</a>"
    assert typography.with_whole_numbers("<p>A5: 12 og 8000,5</p>") == (
        '<p>A5: <span class="whole">12</span> og <span class="whole">8000,5</span></p>'
    )


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("<p>Fra (محمد علی) 12</p>", "<p>Fra (<bdi>محمد علی</bdi>) 12</p>"),
        ("<p>דוד בן-גוריון</p>", "<p><bdi>דוד בן-גוריון</bdi></p>"),
        ('<a href="x">محمد</a>', '<a href="x">محمد</a>'),
        ("<p>Ольга</p>", "<p>Ольга</p>"),
    ],
)
def test_what_is_written_from_right_to_left_stands_apart(written: str, set_: str) -> None:
    assert typography.typeset(written) == set_
    assert typography.typeset(set_) == set_


def test_texts_with_words_from_right_to_left_are_compared_by_their_letters() -> None:
    assert plain_text.difference("brevfra(محمد)12", "12)دمحم(brevfra") == ""
    assert plain_text.difference("brevfra(محمد)12", "12)دمح(brevfra") != ""
    assert plain_text.difference("brevfra(a)", "brevfra(b)") == "a)"
