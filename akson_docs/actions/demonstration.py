"""A board to try everything on: made up, with meetings that lie around the day it is made.

It is written as of one day, as authors write. What is made of it has each day moved by the same number of weeks, so
that days of the week stay, and one meeting is over, one ahead and one a draft whenever it is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from akson_docs.catalogue import in_turn

MONDAY = date(2026, 3, 2)
"""The first day of the week that its files are written in."""


def files(texts: Mapping[str, bytes], language: str, today: date) -> dict[str, str]:
    """Its files by their paths from the root; `texts` are those that come with the tool, by `<language>/<path>`."""
    spoken = next((one for one in in_turn(language) if any(path.startswith(f"{one}/") for path in texts)), "en")
    weeks = (today - MONDAY) // timedelta(weeks=1)
    own = {path.partition("/")[2]: text for path, text in texts.items() if path.startswith(f"{spoken}/")}
    return {path: _moved(text.decode(), weeks) for path, text in own.items()}


def _moved(text: str, weeks: int) -> str:
    """A text with each of its days moved."""

    def later(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) + timedelta(weeks=weeks)).isoformat()

    return re.sub(r"\b\d{4}-\d\d-\d\d\b", later, text)
