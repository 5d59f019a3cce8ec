"""Searches files that others made for what points at a person, and says of each what was found, or why it was not.

`python tests/corpora/numbers_found.py FOLDER [FOLDER …]` prints a line for each file in which something was found and
where, and how many there were of each kind at the end. `--all` prints a line for every file: so it is seen of files
with something planted in them that each is found, or told as not searched.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # this checkout, wherever another is installed from

from akson_docs.rules.scan import file_leaks
from akson_docs.rules.scan.file_leaks import Leak
from akson_docs.sources.personal_numbers import PersonalKind

NUMBERS = get_args(PersonalKind)
COVERED = ("redaction", "hidden")
BESIDE = ("comment", "change", "note", "author", "place", "serial")
SLOW = 5.0
"""Seconds of this process after which a file is said to be slow."""


@dataclass(frozen=True)
class SearchVerdict:
    """What a search of a file came to."""

    found: tuple[Leak, ...]
    seconds: float
    failed: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The verdict in a word or more: "number", "covered", "beside", "not searched", "nothing"."""
        if self.failed:
            return ("failed",)
        whats = {one.what for one in self.found}
        kinds = {
            "number": whats & {*NUMBERS},
            "covered": whats & {*COVERED},
            "beside": whats & {*BESIDE},
            "not searched": whats - {*NUMBERS, *COVERED, *BESIDE},
        }
        return tuple(kind for kind, held in kinds.items() if held) or ("nothing",)

    @property
    def where(self) -> str:
        """What was found, and where."""
        return self.failed or "; ".join(
            f"{one.what} {one.masked} ({one.part or one.place}{f', page {one.page}' if one.page else ''})"
            for one in self.found
        )


def verdict(file: Path) -> SearchVerdict:
    """What a search of a file comes to."""
    began = time.process_time()
    try:
        found = file_leaks.leaks(file.name, file.read_bytes())
    except Exception as error:
        return SearchVerdict((), time.process_time() - began, f"{type(error).__name__} {error}")
    return SearchVerdict(found, time.process_time() - began)


def files(folders: list[str]) -> Iterator[Path]:
    """The files in some folders, but those that git keeps elsewhere."""
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and not path.read_bytes().startswith(b"version https://git-lfs"):
                yield path


def main(words: list[str]) -> None:
    """Prints what comes of the files in some folders."""
    whole, folders = "--all" in words, [word for word in words if not word.startswith("-")]
    counts: Counter[str] = Counter()
    for file in files(folders):
        one = verdict(file)
        counts.update(("files", *one.kinds))
        counts["slow"] += one.seconds > SLOW
        if whole or one.failed or {"number", "covered"} & {*one.kinds} or one.seconds > SLOW:
            print(f"{', '.join(one.kinds):24} {one.seconds:6.2f} s  {file.name}: {one.where}")
    print(", ".join(f"{kind}: {count}" for kind, count in counts.items() if count))


if __name__ == "__main__":
    main(sys.argv[1:])
