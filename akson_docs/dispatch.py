"""What was sent: a dispatch of a meeting's papers, with what they said, as it is kept beside the meeting.

A dispatch is frozen. It lies in the meeting's folder, `dispatches/<number>/`: the papers of both editions in every
language, as they were sent, and `dispatch.json` with every string that they printed, the digest of each file, to which
roles they went and when. No address of anybody is in it. It is made by the product and edited by nobody: what was
altered is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .diagnostics import Code, Diagnostic, Span

FORMAT = "akson_docs dispatch 1"
"""The name and version of the form."""
FOLDER = "dispatches"
"""Where a meeting's dispatches lie, from its own folder."""
RECORD = "dispatch.json"
SENT = ("agenda", "papers", "slides", "supplement")
"""The papers that are sent; minutes come later, and have issues of their own."""

ALTERED = Code(
    "dispatch-altered",
    "error",
    "this was sent as it was, and has been altered since: {problem}",
    "dette ble sendt ut som det var, og er endret siden: {problem}",
    "take it back from git (git checkout), for what was sent is never edited; write what is new into the meeting",
    "hent det tilbake fra git (git checkout), for det som er sendt, endres aldri; skriv det nye inn i møtet",
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A string that papers print."""

    item: str
    """The slug of the item that it belongs to; "" for the meeting itself."""
    anchor: str
    """Whose it is: an item's anchor on the meeting's page, a slide's in the deck, or "" for the meeting itself."""
    role: str
    """The name of its field."""
    text: str
    withheld: bool = False
    """Whether a basis or a public text stands here for what is withheld."""


Strings = tuple[Printed, ...]


@dataclass(frozen=True)
class Dispatch:
    """Papers that were sent."""

    number: int
    """1 for the invitation, and one more for each that follows: the number of the papers' issue (utgave)."""
    day: date
    to: tuple[str, ...]
    """The roles that they went to."""
    said: Mapping[str, Mapping[str, Strings]]
    """What they print, by edition and language."""
    files: Mapping[str, str]
    """Their SHA-256, by path from the dispatch's folder: `public/nb/papers.pdf`."""
    painted: Mapping[str, str]
    """The letters of all that is painted on the pages of the public papers, by language."""

    def papers(self, edition: str, language: str) -> tuple[str, ...]:
        """The papers that it has in an edition and a language, in the order of `SENT`."""
        return tuple(name for name in SENT if path(edition, language, name) in self.files)


def path(edition: str, language: str, paper: str) -> str:
    """Where a paper lies in its dispatch."""
    return f"{edition}/{language}/{paper}.pdf"


def issued(paper: str, issue: int) -> str:
    """The name of a paper's issue: the first has the name that links lead to."""
    return paper if issue == 1 else f"{paper}-{issue}"


def write(dispatch: Dispatch) -> bytes:
    """The record of a dispatch, sealed by a digest of its own."""
    held = {
        "format": FORMAT,
        "number": dispatch.number,
        "day": dispatch.day.isoformat(),
        "to": list(dispatch.to),
        "files": dict(dispatch.files),
        "painted": dict(dispatch.painted),
        "said": {
            edition: {
                language: [
                    [one.item, one.anchor, one.role, one.text, *([1] if one.withheld else [])] for one in strings
                ]
                for language, strings in spoken.items()
            }
            for edition, spoken in dispatch.said.items()
        },
    }
    return (json.dumps(held | {"digest": _seal(held)}, ensure_ascii=False, indent=1) + "\n").encode()


def read(data: bytes, file: str, digests: Mapping[str, str]) -> Dispatch | Diagnostic:
    """A dispatch of its record in `file`, or what was altered; `digests` are those of the files that lie beside it."""
    try:
        held = json.loads(data)
        sealed = held.pop("digest")
        if held["format"] != FORMAT or sealed != _seal(held):
            return ALTERED.at(Span(file), problem=RECORD)
        found = Dispatch(
            number=held["number"],
            day=date.fromisoformat(held["day"]),
            to=tuple(held["to"]),
            said={
                edition: {language: tuple(_printed(*one) for one in strings) for language, strings in spoken.items()}
                for edition, spoken in held["said"].items()
            },
            files=held["files"],
            painted=held["painted"],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return ALTERED.at(Span(file), problem=RECORD)
    # A name that was added stands for nothing, and is no harm; what is named must be there as it was.
    altered = sorted(name for name, digest in found.files.items() if digests.get(name) != digest)
    return ALTERED.at(Span(file), problem=", ".join(altered)) if altered else found


def numbers(names: Iterable[str]) -> tuple[int, ...]:
    """The numbers of the dispatches among the files of a meeting's folder, by their paths from it."""
    found = (re.fullmatch(rf"{FOLDER}/([1-9]\d{{0,3}})/{re.escape(RECORD)}", name) for name in names)
    return tuple(sorted(int(one[1]) for one in found if one))


def _printed(item: str, anchor: str, role: str, text: str, withheld: int = 0) -> Printed:
    return Printed(item, anchor, role, text, bool(withheld))


def _seal(held: Mapping[str, Any]) -> str:
    canonical = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
