"""What in a text points at one person, and what only looks so.

The numbers here belong to nobody: no series from 500 to 899 was ever given to those born in a year 40 to 54.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from archives import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st
from places import PROJECT

from akson_docs.sources import personal_numbers

HERE = "01014560013"
FROM_2032 = "01014560021"
D_NUMBER = "41014560007"
TENOR = "01814560089"
H_NUMBER = "01414560187"
FH_NUMBER = "81234560077"
ACCOUNT = "12345678903"


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.masked) for one in personal_numbers.finds(text)]


@pytest.mark.parametrize(
    ("text", "kind", "masked"),
    [
        (HERE, "identity", "010145*****"),
        ("Vedtaket gjelder 01014560013.", "identity", "010145*****"),
        ("010145 60013", "identity", "010145 *****"),
        ("010145 600 13", "identity", "010145 *** **"),
        ("010145-60013", "identity", "010145-*****"),
        ("010145 – 60013", "identity", "010145 - *****"),
        ("010145/60013", "identity", "010145/*****"),
        ("010145\n60013", "identity", "010145 *****"),
        ("010145\u00a060013", "identity", "010145 *****"),
        ("010145\u202f60013", "identity", "010145 *****"),
        ("0101\u00ad456\u200b0013", "identity", "010145*****"),
        ("０１０１４５６００１３", "identity", "010145*****"),
        ("٠١٠١٤٥٦٠٠١٣", "identity", "010145*****"),
        ("01.01.45-60013", "identity", "01.01.45-*****"),
        ("født 01.01.1945 60013", "identity", "01.01.1945 *****"),
        ("01.01.1945, fnr. 01.01.1945 60013", "identity", "01.01.1945 *****"),
        ("fnr:01014560013,", "identity", "010145*****"),
        ("1;01014560013;Vedtak", "identity", "010145*****"),
        ("01014560013,x", "identity", "010145*****"),
        ("vedlegg/fnr01014560013.pdf", "identity", "010145*****"),
        ("2020-01014560013_svar.pdf", "identity", "010145*****"),
        ("https://x.no/?fnr=01014560013&a=1", "identity", "010145*****"),
        ("https://x.no/fil%2001014560013.pdf", "identity", "010145*****"),
        ("**01014560013**", "identity", "010145*****"),
        ("| 1 | 010145 60013 |", "identity", "010145 *****"),
        (FROM_2032, "identity", "010145*****"),
        ("fødselsnummer 010145 60021", "identity", "010145 *****"),
        (D_NUMBER, "identity", "410145*****"),
        ("29024460027", "identity", "290244*****"),
        (H_NUMBER, "help", "01*********"),
        (FH_NUMBER, "help", "81*********"),
        ("pasient 812345 60077", "help", "81**** *****"),
        ("1234.56.78903", "account", "1234.**.*****"),
        ("Overføres til 1234.56.78903.", "account", "1234.**.*****"),
        ("kontonummer 1234 56 78903", "account", "1234 ** *****"),
        ("0 1 0 1 4 5 6 0 0 1 3", "identity", "0 1 0 1 4 5 * * * * *"),
        ("Fødselsnummer\n0 1 0 1 4 5  6 0 0 1 3\n2. Navn", "identity", "0 1 0 1 4 5 * * * * *"),
        ("0 1 0 1 4 5 - 6 0 0 1 3", "identity", "0 1 0 1 4 5 - * * * * *"),
        ("|0|1|0|1|4|5|6|0|0|1|3|", "identity", "0|1|0|1|4|5|*|*|*|*|*"),
        ("0\n1\n0\n1\n4\n5\n6\n0\n0\n1\n3", "identity", "0 1 0 1 4 5 * * * * *"),
        ("fnr. 010 145 600 13", "identity", "010 145 *** **"),
        ("lønnskonto: 12345678903", "account", "1234*******"),
        ("konto 01014560013", "account", "0101*******"),
        ("HPR-nummer 1234567", "practitioner", "12*****"),
        ("HPR: 123456789", "practitioner", "12*******"),
        ("diagnosen er F32.1", "diagnosis", "***.*"),
        ("Diagnosekode: P76", "diagnosis", "***"),
        ("ICD-10-koden G35", "diagnosis", "***"),
        ("passnummer 12345678", "passport", "12******"),
        ("Passport no. CCC123456", "passport", "CC*******"),
    ],
)
def test_what_points_at_a_person(text: str, kind: str, masked: str) -> None:
    assert found(text) == [(kind, masked)]


@pytest.mark.parametrize(
    "text",
    [
        "Sak 2020/123456 og 20/12345-3",
        "Organisasjonsnummer 974 761 076 og 974761076",
        "974 761 076 MVA",
        "Telefon 22 33 44 55, 950 12 345, +47 22 33 44 55 og 004722334455",
        "01.01.1945 og 31.12.2020",
        "Møtet er 2020-07-01 klokken 09.00",
        "20200701093045",
        "kr 1 234 567 890 og 12 345 678 901,50",
        "010145 600 000",
        "12345678901,50",
        "01014560013,50",
        "IBAN NO93 8601 1117 947",
        "NO9386011117947",
        "ISBN 978-82-02-12345-6 og 82-02-12345-3",
        "01014560014",  # the last digit is another
        "01014560023",
        "32014560019",  # no such day
        "29024560048",  # 1945 and 2045 have no 29 February
        TENOR,
        "010145 60021",  # as numbers will be from 2032 on, and nothing says that it is one
        "01.01.1945 60013",  # a date, and a number of five digits
        "Journalført 01.01.45 60013",
        "812345 60077",
        "12345678903",  # an account, if anything said so
        "1234.56.78901",
        "1234 56 78903",
        "2020.07.12345",
        "a01014560013f",  # a digest
        "3e01014560013c7",
        "550e8400-e29b-41d4-a716-410145600070",
        "010145600130",
        "1010145600130",
        "+01014560013",
        "0.01014560013 og 17.01014560013",
        "0,1 0,1 4,5 6,0 0,1 3",
        "1 2 3 4 5 6 7 8 9 10 11",
        "0 1 0 1 4 5 6 0 0 1 3 4",
        "0 1 0 1 4 5 6 0 0 1 4",
        "0 1 0 1, 4 5 6 0 0 1 3",
        "010 145 600 13",
        "kontorleder 12345",
        "Kapittel V (F00–F99) i ICD-10",
        "ICD-10 kapittel F00-F99",
        "ICD-10 er tatt i bruk. Rom A12 er ledig",
        "Diagnoseverktøy",
        "HPR er et register med 600000 personer",
        "Pass 12345678 ganger",
        "Sak 17/20, 18/20",
        "60,4713 11,4662",
        "59.913868, 10.752245",
        "192.168.100.200 10.0.0.1",
        "",
    ],
)
def test_what_points_at_nobody(text: str) -> None:
    assert found(text) == []


ROWS = [
    ([["født", "nr"], ["010145", "60013"]], [(1, 0, "010145 *****")]),
    ([list(HERE)], [(0, 0, "0 1 0 1 4 5 * * * * *")]),
    ([["Fnr", *HERE, ""]], [(0, 1, "0 1 0 1 4 5 * * * * *")]),
    ([[*HERE[:6], "-", *HERE[6:]]], [(0, 0, "0 1 0 1 4 5 * * * * *")]),
    ([["fnr", "01", "01", "45", "60013"]], [(0, 1, "01 01 45 *****")]),
    ([["01", "01", "45", "60013"]], []),
    ([["navn", "fnr"], ["A", HERE[1:]]], [(1, 1, "010145*****")]),
    ([["navn", "sum"], ["A", HERE[1:]]], []),
    ([["fnr"], [f"{HERE}.0"]], [(1, 0, "010145*****")]),
    ([["navn", "dato", "personnummer"], ["A", "1945-01-01", "60013"]], [(1, 2, "010145 *****")]),
    ([["navn", "dato", "beløp"], ["A", "1945-01-01", "60013"]], []),
    ([["født", "pnr"], ["10145", "60013"]], [(1, 0, "010145 *****")]),
    ([["konto"], [HERE]], [(1, 0, "0101*******")]),
    ([["Konto nr.", HERE]], [(0, 1, "0101*******")]),
    ([["010145"], ["60013"]], []),
    ([[*HERE, "4"]], []),
    ([["010145", "x", "60013"]], []),
]


@pytest.mark.parametrize(("rows", "told"), ROWS)
def test_what_points_at_a_person_in_a_table(rows: list[list[str]], told: list[tuple[int, int, str]]) -> None:
    assert [(row, cell, one.masked) for row, cell, one in personal_numbers.in_rows(rows)] == told


def test_chance_is_no_number_among_many() -> None:
    numbers = random.Random(1)
    sums = [f"{numbers.randrange(100_000, 700_000)} {numbers.randrange(10_000, 99_999)}" for _ in range(5_000)]
    assert any(found(one) for one in sums)
    assert found("\n".join(sums)) == []
    assert found("\n".join(sums[:19]) + "\n010145 60013") == [("identity", "010145 *****")]
    assert list(personal_numbers.in_rows([one.split() for one in sums])) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Vedtak om 010145 60013, og mer", "010145 60013"),
        ("æ\u00adø 0101\u00ad45 60013\u00ad x", "0101\u00ad45 60013"),
        ("HPR 1234567 x", "1234567"),
        ("konto 1234.56.78903 x", "1234.56.78903"),
    ],
)
def test_where_it_stands(text: str, part: str) -> None:
    (one,) = personal_numbers.finds(text)
    assert text[one.start : one.end] == part


def test_all_of_them_in_order() -> None:
    text = f"{HERE}, {D_NUMBER}; konto 1234.56.78903, diagnose F32, fnr {FROM_2032} {HERE}"
    kinds = ["identity", "identity", "account", "diagnosis", "identity", "identity"]
    assert [kind for kind, _ in found(text)] == kinds


@given(st.text(alphabet=st.characters() | st.sampled_from("0123456789 .-/\u00ad"), max_size=60))
def test_any_text_can_be_looked_at_and_nothing_is_shown_in_full(text: str) -> None:
    for one in personal_numbers.finds(text):
        assert 0 <= one.start < one.end <= len(text)
        assert "*" in one.masked
        assert one.digits not in one.masked


def test_one_number_in_hundreds_of_eleven_digits_passes() -> None:
    numbers = random.Random(1)
    every = [f"{numbers.randrange(10**11):011}" for _ in range(20_000)]
    assert 0.0005 < sum(bool(found(one)) for one in every) / len(every) < 0.006
    spaced = [f"{one[:6]} {one[6:]}" for one in every]
    assert sum(bool(found(one)) for one in spaced) / len(every) < 0.0012


TEXTS = (".txt", ".md", ".yaml", ".yml", ".csv", ".svg")


@pytest.mark.parametrize("root", [PROJECT / "meetings", EXAMPLES], ids=["meetings", "examples"])
def test_nothing_is_found_where_nothing_is(root: Path) -> None:
    files = [path for path in sorted(root.rglob("*")) if path.suffix in TEXTS]
    assert len(files) > 10
    assert {path.name: found(path.read_text("utf-8")) for path in files if found(path.read_text("utf-8"))} == {}
