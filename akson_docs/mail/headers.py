"""The header lines of a letter: none longer than 78 signs (RFC 5322, 2.1.1), and each read as it was meant.

The standard library folds names and subjects itself, and loses quotation marks and puts spaces into words where it
does (a name with commas becomes several addresses). So they are folded here: at spaces, and what is not plain ASCII as
encoded words (RFC 2047), which end where words do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.headerregistry import Address, AddressHeader
from email.policy import EmailPolicy
from typing import Any

LONGEST = 76
"""A line; lines of content in base64 and quoted-printable have no more (RFC 2045, 6.7 and 6.8)."""
_WORD = 64
"""The most that stands in one piece; an encoded word may have 75 (RFC 2047, 2), and the header's name is before it."""
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")
"""What stands for itself in an encoded word that is part of a name (RFC 2047, 5)."""


class Policy(EmailPolicy):
    """How letters are written: lines end as the protocol has it, and headers are folded here."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"linesep": "\r\n", "max_line_length": LONGEST, **more})

    def fold(self, name: str, value: Any) -> str:
        """A header's lines."""
        if name.casefold() == "subject":
            return folded(name, text(str(value)))
        if isinstance(value, AddressHeader) and len(value.addresses) == 1:
            return folded(name, mailbox(value.addresses[0]))
        if name.casefold() == "message-id":
            return folded(name, (str(value).strip(),))
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same as bytes."""
        return self.fold(name, value).encode("ascii")


def folded(name: str, pieces: Iterable[str]) -> str:
    """A header of pieces between which there is a space, or the end of a line and a space."""
    lines = [f"{name}:"]
    for piece in pieces:
        if len(lines[-1]) + 1 + len(piece) > LONGEST:
            lines.append("")
        lines[-1] += f" {piece}"
    return "".join(f"{line}\r\n" for line in lines)


def text(words: str) -> tuple[str, ...]:
    """The pieces of a text on one line."""
    parts = words.split(" ")
    return tuple(parts) if _is_plain(words, parts) and "" not in parts else tuple(_encoded(words))


def mailbox(address: Address) -> tuple[str, ...]:
    """The pieces of a name with its address; the name alone may hold any sign."""
    called, where = address.display_name, f"<{address.addr_spec}>"
    parts = re.sub(r'(["\\])', r"\\\1", called).split(" ")
    if not _is_plain(called, parts):
        return (*_encoded(called), where)
    return (*f'"{" ".join(parts)}"'.split(" "), where) if called else (where,)


def _is_plain(words: str, parts: Iterable[str]) -> bool:
    return words.isascii() and words.isprintable() and "=?" not in words and all(len(one) <= _WORD for one in parts)


def _encoded(words: str) -> Iterator[str]:
    """The encoded words of a text: each ends with the space after a word, and of a longer word where a sign does."""
    held = ""
    for piece in re.findall(r"[^ ]+ *| +", words):
        for sign in [piece] if _size(piece) <= _WORD else piece:
            if held and _size(held + sign) > _WORD:
                yield _encoded_word(held)
                held = ""
            held += sign
    if held:
        yield _encoded_word(held)


def _size(words: str) -> int:
    return len(_encoded_word(words))


def _encoded_word(words: str) -> str:
    signs = (chr(one) if one in _PLAIN else "_" if one == 0x20 else f"={one:02X}" for one in words.encode())
    return f"=?utf-8?q?{''.join(signs)}?="
