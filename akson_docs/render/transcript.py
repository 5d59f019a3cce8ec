"""The captions of a recording as text that can be read and searched (WebVTT, W3C)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TIMING = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)[.,]\d{3}\s*-->")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"<[^>]*>")
PAUSE = 45
"""Seconds after which a paragraph begins anew."""


@dataclass(frozen=True)
class Passage:
    """What was said for a while."""

    begins: int
    """Seconds from the beginning."""
    text: str


def passages(data: bytes, breaks: Sequence[int] = ()) -> tuple[Passage, ...]:
    """The captions in passages of less than a minute; at the seconds of `breaks`, one begins."""
    held: list[Passage] = []
    edges = sorted(breaks)
    for begins, said in _cues(data):
        last = held[-1] if held else None
        same = last is not None and begins - last.begins < PAUSE
        if last is not None and same and not any(last.begins < edge <= begins for edge in edges):
            if not last.text.endswith(said):  # captions that roll repeat what they said
                held[-1] = Passage(last.begins, f"{last.text} {said}")
        else:
            held.append(Passage(begins, said))
    return tuple(held)


def _cues(data: bytes) -> Iterator[tuple[int, str]]:
    """(when, what is said) of each cue."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    for block in re.split(r"\n{2,}", text):
        lines = block.strip("\n").split("\n")
        timed = next((number for number, line in enumerate(lines[:2]) if _TIMING.match(line.strip())), None)
        if timed is None:
            continue  # the head, a note, a style
        found = _TIMING.match(lines[timed].strip())
        assert found is not None
        said = _TAG.sub("", _VOICE.sub(r"\1: ", " ".join(lines[timed + 1 :])))
        said = " ".join(html.unescape(said).split())
        if said:
            yield int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3]), said
