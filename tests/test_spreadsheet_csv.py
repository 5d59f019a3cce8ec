"""Tables are read as spreadsheet programs save them, and what is in no encoding that can be told is left alone."""

from __future__ import annotations

import pytest

from akson_docs.sources import spreadsheet_csv

TABLE = [["Post", "Sum"], ["Lønn – fast", "41,0"], ["Strøm og vann", "7,5"]]
PLAIN = "".join(";".join(row) + "\r\n" for row in TABLE)


def read(data: bytes) -> list[list[str]]:
    return [row for _, row in spreadsheet_csv.rows(spreadsheet_csv.in_utf8(data).decode("utf-8-sig"))]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("cp1252"),
        PLAIN.encode("utf-16"),
        PLAIN.replace(";", "\t").encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        b"sep=;\r\n" + PLAIN.encode("cp1252"),
        "\ufeffSEP=;\n".encode() + PLAIN.encode(),
        PLAIN.replace("\r\n", ";;\r\n").encode("cp1252"),
        (PLAIN + ";\r\n;\r\n\r\n").encode("cp1252"),
        ("\r\n" + PLAIN).encode(),
        PLAIN.replace(";", "|").encode(),
        "Post,Sum\nLønn – fast,\"41,0\"\n\"Strøm og vann\",\"7,5\"\n".encode(),
        "sep=,\nPost,Sum\nLønn – fast,\"41,0\"\n\"Strøm og vann\",\"7,5\"\n".encode("cp1252"),
    ],
)  # fmt: skip
def test_a_table_is_the_same_however_it_was_saved(data: bytes) -> None:
    assert read(data) == TABLE


def test_rows_are_known_by_their_lines_in_the_file() -> None:
    lines = [line for line, _ in spreadsheet_csv.rows('sep=;\nPost;Sum\n;\n"To\nlinjer";1\nTre;2\n')]
    assert lines == [2, 5, 6]


def test_a_row_with_too_few_or_too_many_cells_is_kept_as_it_is() -> None:
    assert read(b"a;b\n1\n2;3;4\n") == [["a", "b"], ["1"], ["2", "3", "4"]]


@pytest.mark.parametrize(
    "data", ["Lønn;1\nSmør og brød;2\n".encode("mac-roman"), "Strøm;1\n".encode("cp850"), b"\x81;1\n"]
)
def test_what_is_in_an_encoding_that_cannot_be_told_is_left_for_the_reader_to_refuse(data: bytes) -> None:
    assert spreadsheet_csv.in_utf8(data) == data


def test_nothing_is_nothing() -> None:
    assert read(b"") == []
    assert spreadsheet_csv.in_utf8(b"\xff\xfe\x00") == b"\xff\xfe\x00"
