"""What a file says, as a sketch: by it is known, without a word of the file, whether it may say a phrase, and whether
it is another version of another file.

A sketch is made of all that the file says, as phrases are compared (`phrases.folded`): of each run of five signs one
bit of many thousands is set. A phrase whose runs are not all there is not said; where all are, the file is searched.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass

from akson_docs.pdf.blackout.phrases import folded
from akson_docs.rules.scan import file_leaks

RUN = 5
"""Signs of a run. A phrase that is shorter is in too many files to point at one."""
BITS = 1 << 16
SHARED = 0.75
"""How much of what a file says another one says as well that is a version of it."""
LARGER = 3
"""How many times as much that one may say."""
LEAST = 60
"""Runs of a file that says enough to be known again."""


@dataclass(frozen=True)
class FileSketch:
    """What is known of what a file says."""

    bits: int

    def may_say(self, phrase: str) -> bool:
        """Whether a phrase may stand in the file."""
        wanted = of_text(phrase).bits
        return wanted != 0 and wanted & self.bits == wanted

    def is_version_of(self, other: FileSketch) -> bool:
        """Whether the file says most of what another one does, and not much more."""
        runs = other.bits.bit_count()
        shared = (self.bits & other.bits).bit_count()
        return runs >= LEAST and shared >= SHARED * runs and self.bits.bit_count() <= LARGER * runs

    def to_text(self) -> str:
        """The sketch as letters and digits; `from_text` gives it back."""
        return base64.b85encode(zlib.compress(self.bits.to_bytes(BITS // 8, "big"), 9)).decode("ascii")

    @classmethod
    def from_text(cls, text: str) -> FileSketch:
        """The sketch that `to_text` made a text of. Raises ValueError."""
        try:
            return cls(int.from_bytes(zlib.decompress(base64.b85decode(text)), "big"))
        except (zlib.error, binascii.Error) as error:
            raise ValueError(text) from error


def of_text(text: str) -> FileSketch:
    """The sketch of a text."""
    said, found = folded(text), bytearray(BITS // 8)
    for run in {said[place : place + RUN] for place in range(len(said) - RUN + 1)}:
        bit = zlib.crc32(run.encode("utf-8", "surrogatepass")) % BITS
        found[bit // 8] |= 1 << bit % 8
    return FileSketch(int.from_bytes(found, "big"))


def of_file(name: str, data: bytes) -> FileSketch:
    """The sketch of a file, by its name and its bytes."""
    return of_text("\n".join(file_leaks.words(name, data)))
