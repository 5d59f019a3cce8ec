"""What reads otherwise than it is: signs that nobody sees, and links that say another address than they lead to.

A text is looked at as it was written, line by line, whatever it is written in. What is found is told at its place;
nothing is taken out, for the author is to know that it was there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html.entities import html5
from urllib.parse import urlsplit

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span

CONTROL = Code(
    "control-character",
    "error",
    N_("an invisible control character stands here"),
    N_("delete it; it often comes with text that is pasted from elsewhere"),
)
TURNED = Code(
    "turned-text",
    "error",
    N_("an invisible character here ({name}) makes the text read otherwise than it is"),
    N_("delete it; it often comes with text that is pasted from elsewhere"),
)
UNSEEN = Code(
    "unseen-character",
    "warning",
    N_("an invisible character stands here ({name}), and nobody who searches for the word finds it"),
    N_("delete it; it often comes with text that is pasted from elsewhere"),
)
LINK_GUISE = Code(
    "link-guise",
    "warning",
    N_('the link says "{said}" and leads to "{leads}"'),
    N_("let it say where it leads, or what one finds there"),
)

CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f"
_TURNING = "\u202a-\u202e\u2066-\u2069"
"""They turn what follows round, or end that (Unicode UAX 9; CVE-2021-42574)."""
_UNSEEN = (
    "\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
"""Not among them: what hyphenates, joins or picks a form, as in emoji and other scripts (U+00AD, U+200C, U+200D)."""
_SIGN = re.compile(f"[{CONTROLS}{_TURNING}{_UNSEEN}]")
_TURNS = re.compile(f"[{_TURNING}]")
_CONTROLS = re.compile(f"[{CONTROLS}]")
_ESCAPED = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}))")
"""A sign by its number, which Markdown lets through as HTML does."""
_BY_WORD = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
"""A sign by its name, which it lets through too."""
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){1,300})\]\(\s*<?([^\s)>]{0,500}+)(?=[\s)>])")
_BY_NAME = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){1,300})\](?: ?\[([^\[\]]{0,300})\])?(?![(:])")
_NAMED = re.compile(r"\s{0,60}\[([^\[\]]{1,300})\]:\s*<?([^\s>]+)")
_ITSELF = re.compile(r"<(https?://[^\s<>]{0,2000})>", re.IGNORECASE)
_SAID = re.compile(
    r"(?:https?://|www\.)[^\s*_`]+|(?:[\w-]+\.)+(?:no|com|org|net|eu|se|dk|fi|is|de|uk|io|edu|gov|info)(?![\w-]|\.\w)(?:[/?#:]\S*)?",
    re.IGNORECASE,
)


def problems(text: str, file: str) -> Iterator[Diagnostic]:
    """What in a file reads otherwise than it is, each at its line and column; controls that YAML refuses itself are
    not among them."""
    signs, numbers = _SIGN.search(text), "&" in text
    links = "](" in text or "]:" in text or "<http" in text.lower()
    if not (signs or numbers or links):
        return
    lines = text.split("\n")
    if signs or numbers:
        for number, line in enumerate(lines, 1):
            yield from signs_of(line, file, number)
    if links:
        yield from _links(lines, file)


def signs_of(line: str, file: str, number: int) -> Iterator[Diagnostic]:
    """What nobody sees in a line."""
    for found in _SIGN.finditer(line):
        code = sign(found[0])
        if code is not None and code is not CONTROL:
            yield code.at(Span(file, number, found.start() + 1), name=name(found[0]))
    for found in _ESCAPED.finditer(line):
        point = int(found[1], 16) if found[1] else int(found[2])
        code = sign(chr(point)) if point < 0x110000 else None
        if code is not None:
            yield code.at(Span(file, number, found.start() + 1), name=name(chr(point)))
    for found in _BY_WORD.finditer(line):
        character = html5.get(found[1], "")
        code = sign(character) if len(character) == 1 else None
        if code is not None:
            yield code.at(Span(file, number, found.start() + 1), name=name(character))


def has_controls(text: str) -> bool:
    """Whether a text has controls other than the ends of lines and tabs."""
    return _CONTROLS.search(text) is not None


def controls(line: str) -> Iterator[int]:
    """The columns of the controls in a line."""
    return (found.start() + 1 for found in _CONTROLS.finditer(line))


def sign(character: str) -> Code | None:
    """What is wrong with a character, if anything is."""
    if _TURNS.match(character):
        return TURNED
    if _CONTROLS.match(character):
        return CONTROL
    return UNSEEN if _SIGN.match(character) else None


def name(character: str) -> str:
    """What a character is called: "U+202E right-to-left override"."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '').lower()}".strip()


def _links(lines: Sequence[str], file: str) -> Iterator[Diagnostic]:
    named = {
        found[1].strip().lower(): found[2]
        for line in lines
        if "]:" in line and (found := _NAMED.match(line)) is not None
    }
    for number, line in enumerate(lines, 1):
        if "](" in line:
            for found in _LINK.finditer(line):
                yield from _link(found[1], found[2], Span(file, number, found.start() + 1))
        if named and "[" in line:
            for found in _BY_NAME.finditer(line):
                target = named.get((found[2] or found[1]).strip().lower())
                if target is not None:
                    yield from _link(found[1], target, Span(file, number, found.start() + 1))
        if "<" in line:
            for found in _ITSELF.finditer(line):
                yield from _link(found[1], found[1], Span(file, number, found.start() + 1))


def _link(words: str, target: str, span: Span) -> Iterator[Diagnostic]:
    leads = _host(target)
    said = _SAID.match(words.strip("*_` "))
    spoken = _host(said[0] if "://" in said[0] else f"https://{said[0]}") if said else ""
    if leads and "@" in _authority(target):
        yield LINK_GUISE.at(span, said=_authority(target), leads=leads)
    elif leads and spoken and not _same(spoken, leads):
        yield LINK_GUISE.at(span, said=spoken, leads=leads)


def _authority(target: str) -> str:
    try:
        return urlsplit(target).netloc
    except ValueError:
        return ""


def _host(target: str) -> str:
    """The host that an address leads to, without "www."; "" for none."""
    return _authority(target).rpartition("@")[2].partition(":")[0].lower().removeprefix("www.").rstrip(".")


def _same(one: str, other: str) -> bool:
    """Whether two hosts are of one owner: the same, or one under the other."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
