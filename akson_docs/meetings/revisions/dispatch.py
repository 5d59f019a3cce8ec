"""What was sent: a dispatch of a meeting's papers, with what they said, as it is kept beside the meeting.

A dispatch is frozen. It lies in the meeting's folder, `dispatches/<number>/`: the papers of both editions in every
language, as they were sent, and `dispatch.json` with every string that they printed, the digest of each file, to which
roles they went and when; where it was asked for, a time stamp of that. No address of anybody is in it. It is made by
the product and edited by nobody: what was altered is refused.

Minutes are kept likewise as they are published, in `dispatches/minutes/<issue>/`: a kind of their own, for they come
after the meeting, and their issues are counted by their corrections.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.sources.layout import MeetingKey

FORMAT = "akson_docs dispatch 2"
"""The name and version of the form."""
FIRST_FORMAT = "akson_docs dispatch 1"
"""The form before: without the meeting's address, and with fewer of the strings that a reader sees."""
UNTOLD_BEFORE = frozenset(
    ("hours", "ends", "timezone", "form", "organisation", "of_board", "chair", "contact", "labels", "url", "added",
     "own_type", "decision_label", "withheld_file", "redacted", "tracker", "duration", "of_day", "begins", "route",
     "alt", "recommended", "total", "scale", "probability", "consequence", "light", "from", "to", "forecast", "derived")
)  # fmt: skip
"""The roles of strings that records of the first form do not have."""
OF_PAPERS_ALONE = frozenset(
    (
        "attachment",
        "file",
        "withheld_file",
        "picture",
        "redacted",
        "url",
        "added",
        "summary",
        "paper",
        "case_officer",
        "tracker",
    )
)
"""The roles of strings of an item that minutes print nothing of: what is enclosed, and what was written before."""
FOLDER = "dispatches"
"""Where a meeting's dispatches lie, from its own folder."""
DispatchKind = Literal["papers", "minutes"]
KINDS: tuple[DispatchKind, ...] = ("papers", "minutes")
"""What is kept: the papers before a meeting as they are sent, and the minutes as they are published."""
ROLES = ("members", "substitutes", "observers", "secretariat", "administration", "press", "public")
"""To whom papers go, in the order that they are named."""
RECORD = "dispatch.json"
STAMP = "stamp.tsr"
"""Beside the record, where one was asked for: a time stamp (RFC 3161) of its digest, which says all that it says.

It is of the record alone, and is never published: what members read is in it, and by its digest one could see whether a
guess of what is withheld is right. What the public has of a dispatch is no better: what is withdrawn leaves it, so that
a stamp of it would be of what is gone, and would go on telling its digest. A reader has the stamps of signed papers.
"""
WITHDRAWN = "withdrawn.json"
"""Beside the record, from the day that more was withheld than when the papers were sent: that, and of what items."""
WITHDRAWAL_FORMAT = "akson_docs withdrawal 1"
SENT = ("agenda", "papers", "slides", "supplement")
"""The papers that are sent before a meeting."""
PAPERS: Mapping[DispatchKind, tuple[str, ...]] = {"papers": SENT, "minutes": ("minutes",)}
"""What a dispatch of each kind holds, in the order that it is offered."""

GONE = Code(
    "dispatch-gone",
    "error",
    N_("papers that were sent lie here, and their record is gone: {record}"),
    N_("take it back from git (git checkout), for without it nobody knows what was sent"),
)
MISSING = Code(
    "dispatch-missing",
    "error",
    N_("dispatch {number} is gone, and a later one is there"),
    N_("take its folder back from git (git checkout): what was sent is never taken away"),
)
ELSEWHERE = Code(
    "dispatch-elsewhere",
    "error",
    N_("these papers were sent of the meeting {meeting}, and lie beside another"),
    N_(
        "a meeting whose papers were sent keeps its folder's name: git mv meetings/{here} meetings/{meeting}; "
        "of a copied meeting, take the copies under dispatches/ away"
    ),
)
FOLLOWING = frozenset(("begins", "ends", "hours", "derived"))
"""The roles of what follows from other strings: times and sums."""

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What a file that is no record of ours may raise when it is read."""

ALTERED = Code(
    "dispatch-altered",
    "error",
    N_("this was sent as it was, and has been altered since: {problem}"),
    N_("take it back from git (git checkout), for what was sent is never edited; write what is new into the meeting"),
)
OTHER_STAMP = Code(
    "stamp-other",
    "error",
    N_("this time stamp is not of the record that lies beside it"),
    N_("take both back from git (git checkout); a stamp that belongs elsewhere is taken away"),
)
WITHDRAWAL_ALTERED = Code(
    "withdrawal-altered",
    "warning",
    N_("this file said what is withdrawn of what was sent, and cannot be read as that: all of it stays withdrawn"),
    N_("take it back from git (git checkout), for what was written of a withdrawal is never edited"),
)


@dataclass(frozen=True, slots=True)
class PrintedString:
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


Strings = tuple[PrintedString, ...]
StringsByLanguage = Mapping[str, Strings]
"""What an edition of papers or of minutes prints, by language."""
DispatchRef = tuple[DispatchKind, int]
"""A dispatch of a meeting: of what kind, and its number."""


@dataclass(frozen=True)
class Withdrawal:
    """That what was sent is not given out any more, for more is withheld now. No word of it is here."""

    number: int
    """Of the dispatch."""
    day: date
    """The day that it was seen."""
    items: tuple[str, ...]
    """The slugs of the items in which more is withheld, as they were sent; "" for the meeting itself."""
    is_altered: bool = False
    """Whether its record cannot be read, and stands for the withdrawal of everything."""
    kind: DispatchKind = "papers"
    """Of the dispatch."""


@dataclass(frozen=True)
class Dispatch:
    """Papers that were sent."""

    number: int
    """The number of the papers' issue (utgave): 1 for the invitation, and one more for each that follows; of minutes 1,
    and one more for each correction."""
    day: date
    to: tuple[str, ...]
    """The roles that they went to."""
    said: Mapping[str, Mapping[str, Strings]]
    """What they print, by edition and language."""
    files: Mapping[str, str]
    """Their SHA-256, by path from the dispatch's folder: `public/nb/papers.pdf`."""
    address: str = ""
    """Of the meeting, "<board>/<folder>"; "" in a record of the first form."""
    knew: tuple[int, ...] = ()
    """The dispatches before it that were withdrawn when it was made: nothing that they said stands in its papers."""
    is_first_form: bool = False
    withdrawal: Withdrawal | None = None
    """That it was withdrawn, where it was."""
    commit: str = ""
    """The commit that the sources were at when it was sent, where they were in git."""
    is_mailed: bool | None = None
    """Whether invitations went out with it, of which `calendars` tells; None in a record that does not say."""
    kind: DispatchKind = "papers"
    after: int = 0
    """Of minutes, the issue that was kept before it; 0 for the first. Not every issue is kept."""
    written: str = ""
    """Of minutes, a digest of what the meeting's own sources said (`minutes.written`)."""
    public_from: date = date.min
    """The first day that its public papers were to be public, as was written when it was sent: of a board that was not
    public `date.max`. A record that does not say it is of papers that were public at once."""
    names: tuple[str, ...] = ()
    """What its public papers say of others: the meetings that they announce, "<board>/<folder>", and the boards that
    items went through, "<board>"."""

    def tells(self, one: PrintedString) -> bool:
        """Whether its record would have a string like this one."""
        of_slide = one.anchor not in ("", f"sak-{one.item}")
        if self.kind == "minutes" and (of_slide or one.role in OF_PAPERS_ALONE):
            return False
        untold = one.role in UNTOLD_BEFORE or (one.role == "file" and of_slide)
        return not (self.is_first_form and untold)

    def is_hidden(self, public_from: date) -> bool:
        """Whether what it is of, or names, which is public from a day, is kept back longer than when it was sent."""
        return public_from > max(self.day, self.public_from)

    def papers(self, edition: str, language: str) -> tuple[str, ...]:
        """The papers that it has in an edition and a language, in the order of `PAPERS`."""
        return tuple(name for name in PAPERS[self.kind] if path(edition, language, name) in self.files)


def path(edition: str, language: str, paper: str) -> str:
    """Where a paper lies in its dispatch."""
    return f"{edition}/{language}/{paper}.pdf"


def issued(paper: str, issue: int) -> str:
    """The name of a paper's issue: the first has the name that links lead to."""
    return paper if issue == 1 else f"{paper}-{issue}"


def write(dispatch: Dispatch) -> bytes:
    """The record of a dispatch, sealed by a digest of its own."""
    return sealed(
        {
            "format": FORMAT,
            "number": dispatch.number,
            "meeting": dispatch.address,
            "day": dispatch.day.isoformat(),
            "to": list(dispatch.to),
            "files": dict(dispatch.files),
            "withdrawn": list(dispatch.knew),
            "commit": dispatch.commit,
            "mailed": dispatch.is_mailed,
            **_of_kind(dispatch.kind, after=dispatch.after, written=dispatch.written),
            "public_from": dispatch.public_from.isoformat(),
            "names": list(dispatch.names),
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
    )


def write_withdrawal(withdrawal: Withdrawal) -> bytes:
    """The record of a withdrawal, sealed likewise."""
    return sealed(
        {
            "format": WITHDRAWAL_FORMAT,
            "number": withdrawal.number,
            **_of_kind(withdrawal.kind),
            "day": withdrawal.day.isoformat(),
            "items": list(withdrawal.items),
        }
    )


def _of_kind(kind: DispatchKind, **values: int | str) -> dict[str, int | str]:
    """What a record says of a kind that is not the usual one."""
    return {} if kind == "papers" else {"kind": kind, **values}


def read(
    data: bytes, file: str, digests: Mapping[str, str], withdrawn: bytes | None = None, kind: DispatchKind = "papers"
) -> Dispatch | Diagnostic:
    """A dispatch of a kind, of its record in `file`, or what was altered; `digests` are those of the files that lie
    beside it.

    `withdrawn` is the record of its withdrawal, where there is one. A file that is there and is no such record says
    what it was made to say all the same: that the papers are withdrawn.
    """
    found = recorded(data)
    if found is None or found.kind != kind:
        return ALTERED.at(Span(file), problem=RECORD)
    # A name that was added stands for nothing, and is no harm; what is named must be there as it was.
    altered = sorted(name for name, digest in found.files.items() if digests.get(name) != digest)
    if altered:
        return ALTERED.at(Span(file), problem=", ".join(altered))
    if withdrawn is None:
        return found
    doubted = Withdrawal(found.number, found.day, ("",), True, kind)
    return replace(found, withdrawal=_withdrawal(withdrawn, found.number, kind) or doubted)


def recorded(data: bytes) -> Dispatch | None:
    """The dispatch that a record is of, whatever lies beside it; None for what is no record, or was edited."""
    try:
        held = unsealed(data, FORMAT, FIRST_FORMAT)
        if held is None or held.get("kind", "papers") not in KINDS:
            return None
        return Dispatch(
            number=held["number"],
            day=date.fromisoformat(held["day"]),
            to=tuple(held["to"]),
            said={
                edition: {language: tuple(_printed(*one) for one in strings) for language, strings in spoken.items()}
                for edition, spoken in held["said"].items()
            },
            files=held["files"],
            address=held.get("meeting", ""),
            knew=tuple(held.get("withdrawn", ())),
            is_first_form=held["format"] == FIRST_FORMAT,
            commit=held.get("commit", ""),
            is_mailed=held.get("mailed"),
            kind=held.get("kind", "papers"),
            after=held.get("after", 0),
            written=held.get("written", ""),
            public_from=date.fromisoformat(held.get("public_from", "0001-01-01")),
            names=tuple(held.get("names", ())),
        )
    except UNREADABLE:
        return None


def _withdrawal(data: bytes, number: int, kind: DispatchKind) -> Withdrawal | None:
    """The withdrawal of a dispatch of its record; None for what is none, another dispatch's among it."""
    try:
        held = unsealed(data, WITHDRAWAL_FORMAT)
        if held is not None and (held.get("kind", "papers"), held["number"]) == (kind, number):
            return Withdrawal(number, date.fromisoformat(held["day"]), tuple(held["items"]), kind=kind)
    except UNREADABLE:
        pass
    return None


def within(number: int | Literal["*"], kind: DispatchKind = "papers") -> str:
    """Where a dispatch lies, from the meeting's folder: `dispatches/1/`, `dispatches/minutes/1/`; of "*" a pattern."""
    return f"{FOLDER}/{number}/" if kind == "papers" else f"{FOLDER}/{kind}/{number}/"


def folder(key: MeetingKey, number: int, kind: DispatchKind = "papers") -> str:
    """Where a dispatch of a meeting lies, from the root: `meetings/<board>/<meeting>/dispatches/<number>/`."""
    return key.file(within(number, kind))


def numbers(names: Iterable[str], kind: DispatchKind = "papers") -> tuple[int, ...]:
    """The numbers of the dispatches of a kind among the files of a meeting's folder, by their paths from it: those of
    which anything is there, with a record or without."""
    among = FOLDER if kind == "papers" else f"{FOLDER}/{kind}"
    found = (re.match(rf"{among}/([1-9]\d{{0,3}})/", name) for name in names)
    return tuple(sorted({int(one[1]) for one in found if one}))


def _printed(item: str, anchor: str, role: str, text: str, withheld: int = 0) -> PrintedString:
    return PrintedString(item, anchor, role, text, bool(withheld))


def sealed(held: Mapping[str, Any]) -> bytes:
    """A record that the product alone writes, as JSON, with the digest of what it says."""
    return (json.dumps({**held, "digest": _seal(held)}, ensure_ascii=False, indent=1) + "\n").encode()


def unsealed(data: bytes, *formats: str) -> dict[str, Any] | None:
    """What a record of one of some forms says; None where it was altered. Raises what is in `UNREADABLE`."""
    held: dict[str, Any] = json.loads(data)
    digest = held.pop("digest")
    return held if held["format"] in formats and digest == _seal(held) else None


def what_is_sealed(record: bytes) -> bytes:
    """The bytes that the digest in a record is of, and a time stamp of it: however its lines end, what it says as JSON,
    without the digest, keys in order, no white space, UTF-8. Raises what is in `UNREADABLE`."""
    held: dict[str, Any] = json.loads(record)
    del held["digest"]
    return canonical(held)


def is_stamp_of(stamp: bytes, record: bytes) -> bool:
    """Whether a time stamp has the digest of a record in it. Whose stamp it is, and whether it holds, is another
    question (`stamping.read`), for which a library is needed; this one `check` asks everywhere."""
    try:
        return b"\x04\x20" + hashlib.sha256(what_is_sealed(record)).digest() in stamp  # an octet string of 32 bytes
    except UNREADABLE:
        return False


def _seal(held: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(held)).hexdigest()


def canonical(held: Mapping[str, Any]) -> bytes:
    """What digests are made of: JSON, keys in order, no white space, UTF-8."""
    said = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return said.encode("utf-8", "surrogatepass")
