"""Header lines of letters: short enough for every server, and read as they were meant."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.policy import compat32
from email.utils import parseaddr

import mailparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_invitation import LETTER, NOW, OCCASION

from akson_docs.mail import headers, invitation
from akson_docs.mail.invitation import Enclosure

LONG = "Råd for personer med funksjonsnedsettelse og for likestilling, inkludering og mangfold i Nordre Østfold"
NAMES = (
    "leder",
    'Øystein, "leder"',
    LONG,
    LONG.encode("ascii", "ignore").decode(),
    "komma, komma, " * 9 + "slutt",
    '"; <a@example.no>,',
    "=?utf-8?q?x?=",
    "Čállin \\ Áilu",
    "a" * 90,
    "å" * 90,
    "日本語 " * 9 + "会",
)
SIGNS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), max_size=150)


def lines(header: str) -> list[str]:
    assert header.endswith("\r\n")
    return header[:-2].split("\r\n")


def read(header: str) -> str:
    """What a header says, as a reader unfolds it (RFC 5322, 2.2.3)."""
    return email.message_from_string(header + "\r\n", policy=compat32).items()[0][1].replace("\r\n", "")


@pytest.mark.parametrize("words", NAMES)
def test_a_subject_is_folded_and_read_as_it_was(words: str) -> None:
    made = headers.folded("Subject", headers.text(words))
    assert max(map(len, lines(made))) <= 76
    assert all(line.strip() for line in lines(made))
    assert str(make_header(decode_header(read(made)))) == words


@pytest.mark.parametrize("name", ["", *NAMES])
def test_a_mailbox_is_one_whatever_it_is_called(name: str) -> None:
    made = headers.folded("To", headers.mailbox(Address(name, addr_spec="leder@example.no")))
    assert max(map(len, lines(made))) <= 76
    called, where = parseaddr(read(made))
    assert where == "leder@example.no"
    assert str(make_header(decode_header(called))) == name


@given(SIGNS)
def test_any_words_are_read_as_they_were(words: str) -> None:
    shown = " ".join(words.split())
    made = headers.folded("Subject", headers.text(shown))
    assert max(map(len, lines(made))) <= 76
    assert str(make_header(decode_header(read(made)))) == shown
    called, where = parseaddr(read(headers.folded("To", headers.mailbox(Address(shown, addr_spec="a@example.no")))))
    assert where == "a@example.no"
    assert str(make_header(decode_header(called))) == shown


def test_encoded_words_end_where_words_do() -> None:
    held = re.findall(r"=\?utf-8\?q\?(.*?)\?=", headers.folded("Subject", headers.text(LONG)))
    assert all(one.endswith("_") for one in held[:-1])


@pytest.mark.parametrize("name", [name for name in NAMES if "=?" not in name])
def test_no_line_of_a_letter_is_longer_than_its_standard_has_it(name: str) -> None:
    """Of its head 78 signs (RFC 5322, 2.1.1), of what is encoded 76 (RFC 2045, 6.7 and 6.8); both readers find it."""
    paper = Enclosure(f"{LONG} innkalling utgave 5.pdf", b"%PDF" * 100)
    letter = replace(LETTER, subject=f"Innkalling til {name}", to_name=name, enclosures=(paper,), plain=f"{LONG * 3}\n")
    data = invitation.message(letter, replace(OCCASION, organiser=name, title=name), 0, NOW).as_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 78
    first = email.message_from_bytes(data, policy=email.policy.default)
    second = mailparser.parse_from_bytes(data)
    assert first["Subject"] == " ".join(second.subject.split()) == letter.subject
    assert second.to == [(name, letter.to_address)]
    assert second.from_ == [(name, OCCASION.organiser_email)]
    # The standard library puts a space between encoded words of a name, where none is meant (RFC 2047, 6.2).
    assert [one.addr_spec for one in first["To"].addresses] == [letter.to_address]
    assert "".join(first["To"].addresses[0].display_name.split()) == "".join(name.split())
    assert paper.name in [part.get_filename() for part in first.walk()]
    assert paper.name in [one["filename"] for one in second.attachments]
