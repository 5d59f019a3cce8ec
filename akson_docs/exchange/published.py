"""A meeting as it is published, for other forms to be made of: its data, and the files that are given out with it.

Data are what `meeting.json` says, so that a form made of them says no more than is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from akson_docs.meetings import prose
from akson_docs.meetings.markdown_reader import reader

Data = Mapping[str, Any]


@dataclass(frozen=True)
class PublishedFile:
    """A file of a meeting as it lies on the site."""

    path: str
    """From the site's top."""
    sha256: str
    size: int
    paper: str = ""
    """Which of the meeting's papers it is, or "" for one that is attached."""
    language: str = ""
    issue: int = 1
    format: str = ""
    """What it is by its own word: PDF/A-2A, PDF, CSV."""


@dataclass(frozen=True)
class PublishedMeeting:
    """A meeting with its files."""

    data: Data
    files: tuple[PublishedFile, ...]
    timezone: str

    @property
    def name(self) -> str:
        """Its address without the stroke at the end: "styret/2020-04"."""
        return str(self.data["address"]).strip("/")

    @property
    def site(self) -> str:
        """The site's address, with a stroke at its end."""
        return str(self.data["site"]).rstrip("/") + "/"

    @property
    def address(self) -> str:
        """Its own, with all before it: what it is known by elsewhere."""
        return f"{self.site}{self.data['address']}"

    @property
    def language(self) -> str:
        """Its main language."""
        return str(self.data["language"])

    def say(self, words: Mapping[str, Any] | None) -> str:
        """What a text says in the main language, or in the first that it has; what is said in the place of what is
        withheld; "" where there is neither."""
        if not words:
            return ""
        if "withheld" in words:
            return self.say(words.get("public"))
        return str(words.get(self.language) or next(iter(words.values()), ""))

    def html(self, words: Mapping[str, Any] | None) -> str:
        """The same as HTML, of a text in Markdown."""
        said = self.say(words)
        return str(prose.html(reader(), said)) if said else ""

    def moment(self, day: str, clock: str) -> str:
        """A day and a time with its distance from UTC, as RFC 3339 has it."""
        return (
            datetime.fromisoformat(f"{day}T{clock or '00:00'}:00").replace(tzinfo=ZoneInfo(self.timezone)).isoformat()
        )

    @property
    def begins(self) -> str:
        """When it begins."""
        sitting: Data = next(iter(self.data.get("sittings", ())), {})
        return self.moment(self.data["days"][0], str(sitting.get("start") or self.data.get("start") or ""))

    @property
    def ends(self) -> str:
        """When it ends; "" where that is not said."""
        sittings = self.data.get("sittings", ())
        clock = str(sittings[-1].get("end", "") if sittings else self.data.get("end", ""))
        return self.moment(self.data["days"][-1], clock) if clock else ""

    @property
    def items(self) -> Iterator[Data]:
        """Its items, those under others among them."""
        return (one for one in self.data["items"] if "anchor" in one)

    def papers(self, name: str = "") -> list[PublishedFile]:
        """Its papers in the main language, or one of them: each in its latest issue."""
        latest: dict[str, PublishedFile] = {}
        for one in self.files:
            if one.paper and (not name or one.paper == name) and one.language == self.language:
                known = latest.get(one.paper)
                latest[one.paper] = one if known is None or known.issue < one.issue else known
        return [*latest.values()]

    def attached(self, row: Data) -> PublishedFile | None:
        """The file of an attachment; None where it is but a link, or withheld."""
        path = f"{self.data['address']}attachments/{row.get('file', '')}"
        return next((one for one in self.files if one.path == path), None)
