"""Random archives in which everything that can be withheld carries a mark of its own: every field, for every reason.

The model itself is walked: a field that is new is filled as its annotation says, or `fields` tells that it never is.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import yaml
from pydantic import AfterValidator, BeforeValidator

from akson_docs.catalogue import LANGUAGES
from akson_docs.model import slides
from akson_docs.model import values as spoken_words
from akson_docs.model.documents import (
    Appeal,
    Attachment,
    Attendance,
    AttendanceRow,
    Board,
    Closed,
    Contact,
    Correction,
    Document,
    Election,
    FollowUp,
    Impartiality,
    Item,
    Meeting,
    MeetingDay,
    Minutes,
    Motion,
    PartRow,
    Person,
    Privacy,
    Recording,
    SubstituteRow,
    Vote,
)
from akson_docs.model.values import Line, LocalizedText, Text, Value
from hunts.seek import mark

TODAY = date(2020, 9, 1)
WHOLE = ("draft", "embargo", "board")
"""Why nothing of a meeting is published at all."""
BASES = ("offl. § 23 første ledd", "offl. § 25", "offl. § 13 jf. fvl. § 13")
KINDS: tuple[type[slides.SlideBase], ...] = get_args(slides.AuthoredSlide)
OF_THE_MINUTES = ("chair", "discussion", "impartiality", "motions", "votes", "elections", "dissent", "actions")
"""What of an item is known when the minutes are published, and no sooner."""
OFF = (
    "vote-count", "vote-unknown", "vote-twice", "tie-undecided", "decision-not-carried", "casting-vote",
    "election-undecided", "election-result", "motion-outcome", "unanimous", "candidate-twice", "outcome-adopted",
    "chair-absent", "field-unknown", "mark-unknown", "resolution-number", "vote-board", "with-unknown",
)  # fmt: skip
"""Rules of votes that do not ask what may be seen: who votes for what is drawn here."""
SAID = ("Ny plan", "Status i rute", "Felles løsning", "Åpent møte", "Budsjett", "Neste steg")
TYPES = ("Beslutning", "Orientering", "Drøfting", "Godkjenning")


@dataclass
class Made:
    """An archive: its files by their paths in meetings/, and what carries which mark."""

    files: dict[str, bytes] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict)
    """The same files as they were before some of it was withheld."""
    marks: dict[str, str] = field(default_factory=dict)
    """Mark → the field that carries it, and why that is withheld."""
    planted: set[tuple[str, str, str]] = field(default_factory=set)
    """(why, class, field) of all that carries a mark."""


def archive(seed: int) -> Made:
    """The archive with a seed: one or two boards, with one to three small meetings."""
    return _Author(Random(seed)).archive()


class _Author:
    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.made = Made()
        self.number = 0
        self.folder = ""
        self.spoken: tuple[str, ...] = ("nb",)
        self.members: list[str] = []
        self.substitute = ""
        self.voters: list[str] | None = None
        """Who can vote on every item; None where attendance says nothing."""
        self.early = False
        """Whether the minutes of the meeting are not published yet."""
        self.days: list[str] = []
        self.names_go = chance.random() < 0.2
        """Whether every meeting is so old that names have gone."""
        self.in_meeting = False
        self.named: list[str] = []
        """The names of the board's people that are not published."""
        self.density = chance.choice((0.35, 0.5, 0.7))
        self.ties = Random(repr(chance.getstate()))
        """What ties items to earlier ones; apart, so that all else is drawn as it was."""
        self.handled: list[tuple[str, str, bool]] = []
        """(the board, the number, whether something is to be done) of each item of the meetings before this one."""
        self.here: list[tuple[str, str, bool]] = []
        """The same of this one."""

    # ---- marks ----

    def mark(self, why: str, owner: str, name: str) -> str:
        made = mark(len(self.made.marks))
        self.made.marks[made] = f"{owner}.{name}, {why}"
        self.made.planted.add((why, owner, name))
        return made

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def count(self) -> int:
        self.number += 1
        return self.number

    # ---- values by their annotation ----

    def fill(self, shape: type[Value], why: str = "", **given: Any) -> dict[str, Any]:
        """A row of a class: what is given (None: left out), and the rest as the fields say."""
        row: dict[str, Any] = {}
        for name, one in shape.model_fields.items():
            key = one.alias or name
            if key.rstrip("_") in given or name in given:
                held = given.get(name, given.get(key))
            elif not one.is_required() and not self.often(self.density):
                continue
            else:
                reason = why or ("private" if "private" in one.metadata else "")
                held = self.value(one.annotation, tuple(one.metadata), reason, shape.__name__, name)
            if held is not None:
                row[key] = held
        first = {"withheld": row.pop("withheld")} if "withheld" in row else {}
        return first | row

    def value(self, shape: Any, beside: tuple[Any, ...], why: str, owner: str, name: str) -> Any:
        origin, inside = get_origin(shape), get_args(shape)
        if hasattr(shape, "__metadata__"):
            return self.value(shape.__origin__, (*beside, *shape.__metadata__), why, owner, name)
        if origin in (Union, UnionType):
            return self.value(next(one for one in inside if one is not type(None)), beside, why, owner, name)
        if origin is Literal:
            return self.chance.choice(inside)
        if origin is tuple:
            least = max((getattr(one, "min_length", None) or 1 for one in beside), default=1)
            return [self.value(inside[0], (), why, owner, name) for _ in range(max(least, self.chance.randint(1, 2)))]
        if shape is bool:
            return self.chance.choice(("yes", "no"))
        if shape is int and any(getattr(one, "func", None) is spoken_words._offset for one in beside):
            return "12:30"
        if shape is int:
            return str(self.chance.randint(1, 3))
        if shape is float:
            return f"{self.chance.randint(1, 50)}.5"
        if shape is date:
            return self.day()
        if shape is time:
            return f"{self.chance.randint(8, 15):02}:30"
        if shape is str:
            return self.word(beside, why, owner, name)
        if isinstance(shape, type) and issubclass(shape, LocalizedText):
            return self.words(shape, why, owner, name)
        if isinstance(shape, type) and issubclass(shape, Value):
            makers: Mapping[type[Value], Callable[[str], Any]] = {
                Item: self.item,
                Attachment: self.attachment,
                Document: self.document,
                slides.Grid: self.grid,
                Impartiality: self.impartiality,
                Vote: self.vote,
                Election: self.election,
                Appeal: self.appeal,
                Recording: self.recording,
            }
            make = makers.get(shape)
            return make(why) if make else self.fill(shape, why)
        raise TypeError(f"{owner}.{name}: nothing here makes {shape}")

    def appeal(self, why: str) -> dict[str, Any]:
        basis = f"fvl. § 28 {self.mark(why, 'Appeal', 'basis')}" if why else "fvl. § 28"
        return self.fill(Appeal, why, basis=basis)

    def recording(self, why: str) -> dict[str, Any]:
        """A link: a file would have to be attached, and is hunted for there."""
        return self.fill(
            Recording,
            why,
            file=None,
            captions=None,
            url=f"https://example.no/{self.mark(why, 'Recording', 'url') if why else 'opptak'}",
        )

    def word(self, beside: tuple[Any, ...], why: str, owner: str, name: str) -> str | None:
        checks = {one.func for one in beside if isinstance(one, AfterValidator | BeforeValidator)}
        if any(getattr(one, "pattern", None) for one in beside):
            return None
        if spoken_words._basis in checks:
            basis = self.chance.choice(BASES)
            hidden = why in WHOLE or (why and owner == "Impartiality")
            return f"{basis} {self.mark(why, owner, name)}" if hidden else basis
        if spoken_words._link in checks:
            return f"https://example.no/{self.mark(why, owner, name) if why else 'apent'}"
        for check, said in (
            (spoken_words._timezone, "Europe/Oslo"),
            (spoken_words._colour, "#00325c"),
            (spoken_words._period, "2 weeks"),
        ):
            if check in checks:
                return said
        if spoken_words._relative in checks:
            return self.file(".txt", why, owner, name)
        if not why:
            return self.chance.choice(("ord", "to ord", "navn"))
        return self.chance.choice(("{}", "ord-{}", "{} ord", "Ord {}")).format(self.mark(why, owner, name))

    def words(self, shape: type[LocalizedText], why: str, owner: str, name: str) -> Any:
        """A line or a text: plain, in languages, or withheld by itself."""
        if why:
            form = self.chance.choice(("plain", "plain", "languages", "both"))
            hidden: Any = (
                {language: self.secret(shape, why, owner, name) for language in self.languages()}
                if form == "languages"
                else self.secret(shape, why, owner, name)
            )
            if form != "both":
                return hidden
            return {"text": hidden, "withheld": self.chance.choice(BASES)}
        form = self.chance.choice(("plain", "plain", "plain", "languages", "withheld", "withheld"))
        if form == "plain":
            if self.named and self.in_meeting and self.often(0.15):
                return self.chance.choice(("Innlegg ved {}", "{}s forslag", "{}", "Se {} og mer")).format(
                    self.chance.choice(self.named)
                )
            return self.chance.choice(SAID)
        if form == "languages":
            return {language: self.chance.choice(SAID) for language in self.languages()}
        said: Any = self.secret(shape, "words", owner, name)
        if self.often(0.3):
            said = {language: self.secret(shape, "words", owner, name) for language in self.languages()}
        told: dict[str, Any] = {"text": said, "withheld": self.chance.choice(BASES)}
        if self.often(0.5):
            told["public"] = self.chance.choice(("Noe mangler her", {"nb": "Noe mangler", "nn": "Noko manglar"}))
        return told

    def secret(self, shape: type[LocalizedText], why: str, owner: str, name: str) -> str:
        """A withheld line or text with a mark in it, somewhere."""
        made = self.mark(why, owner, name)
        forms = ["{}", "Om {}", "Ny {}-plan", "{} og mer"]
        if issubclass(shape, Text):
            forms += ["Først\n\nså **{}**\n", "- ett\n- {}\n", "Se [siden](https://example.no/{})", "1. *{}*\n2. to\n"]
        return self.chance.choice(forms).format(made)

    def languages(self) -> tuple[str, ...]:
        return self.spoken if self.often(0.7) else (self.chance.choice(tuple(LANGUAGES)),)

    def day(self) -> str:
        return (date(2020, 3, 1) + timedelta(days=self.chance.randint(0, 60))).isoformat()

    def days_in_order(self, count: int) -> list[str]:
        return sorted(self.day() for _ in range(count))

    # ---- files ----

    def file(self, ending: str, why: str, owner: str, name: str) -> str:
        """A file in the meeting's folder; a withheld one has marks in its name and in all that it holds."""
        called = f"fil-{self.count()}"
        if why:
            called = self.chance.choice(("{}", "fil {}", "under/{}", "{}/fil")).format(self.mark(why, owner, name))
            called += f"-{self.count()}"

        def said(what: str) -> str:
            return f"tekst {self.mark(why, owner, name)}" if why else f"{what} i en fil"

        self.put(called + ending, contents(ending, said, self.chance.randint(1, 2)))
        return called + ending

    def put(self, name: str, data: bytes) -> None:
        self.made.files[f"{self.folder}{name}"] = data

    def document(self, why: str) -> str:
        called = f"{self.mark(why, 'Document', 'file')}.md" if why else f"tekst-{self.count()}.md"
        self.put(called, self.secret(Text, why, "Document", "text").encode() if why else b"Bakgrunnen er kjent.\n")
        return called

    def grid(self, why: str, numbers: bool = False) -> str:
        def cell(name: str, instead: str) -> str:
            return self.mark(why, "Grid", name) if why else instead

        rows = [
            [cell("head", "Post"), cell("head", "Sum")],
            *([cell("rows", f"rad {n}"), "4,1" if numbers or self.often(0.5) else cell("rows", "ja")] for n in (1, 2)),
        ]
        if self.often(0.4) and not numbers:
            name = self.mark(why, "Table", "data") if why else f"tabell-{self.count()}"
            self.put(f"{name}.csv", "".join(";".join(row) + "\n" for row in rows).encode())
            return f"{name}.csv"
        if why:
            self.made.planted.add((why, "Table" if not numbers else "Chart", "data"))
        return "".join(f"| {' | '.join(row)} |\n" for row in rows)

    def attachment(self, why: str) -> dict[str, Any]:
        own = self.often(0.4)
        reason = why or ("attachment" if own else "")
        ending = self.chance.choice((".pdf", ".pdf", ".png", ".jpg", ".svg", ".csv", ".docx", ".txt", ""))
        return self.fill(
            Attachment,
            reason,
            withheld=self.basis(why, "Attachment") if own else None,
            file=self.file(ending, reason, "Attachment", "file") if ending else None,
            url=None
            if ending
            else f"https://example.no/{self.word((), reason, 'Attachment', 'url')}".replace(" ", "-"),
            public_title=self.instead("Attachment", "public_title", why),
            redact=None,  # what is redacted is in a file, and `secret_pdfs` has files of every kind
            ocr=None,  # the words of pictures are none of the marks
        )

    def basis(self, why: str, owner: str) -> str:
        basis = self.chance.choice(BASES)
        return f"{basis} {self.mark(why, owner, 'withheld')}" if why in WHOLE else basis

    def instead(self, owner: str, name: str, why: str, shape: type[LocalizedText] = Line) -> Any:
        """What is said publicly instead of something withheld."""
        return self.words(shape, why if why in WHOLE else "", owner, name) if self.often(0.5) else None

    # ---- slides ----

    def slide(self, why: str) -> dict[str, Any]:
        if self.often(0.15):
            return self.fill(slides.Topic, why)
        shape = self.chance.choice(KINDS)
        own = self.often(0.35)
        reason = why or ("slide" if own else "")
        given: dict[str, Any] = {
            "kind": shape.model_fields["kind"].default,
            "id": self.mark(reason, shape.__name__, "id") if reason else f"lysark-{self.count()}",
            "withheld": self.basis(why, shape.__name__) if own else None,
            "public": self.instead(shape.__name__, "public", why, Text),
            "fit": None,
        }
        if shape is slides.Figure:
            given["file"] = self.file(self.chance.choice((".png", ".jpg", ".svg")), reason, "Figure", "file")
        elif shape is slides.Timeline:
            given |= {"from": None, "to": None, "milestones": self.in_order(slides.TimelinePoint, reason)}
        elif shape is slides.Chart:
            given["data"] = self.grid(reason, numbers=True)
        elif shape is slides.KeyFigure:
            if not reason and self.often(0.5):
                given["value"] = "56 %"  # drawn, where both of its parts are named
        elif shape is slides.Risks:
            given["scale"] = None
        elif shape is slides.Options:
            given["recommended"] = None
            given["criteria"] = [self.words(Line, reason, "Options", "criteria") for _ in range(2)]
            given["options"] = [
                self.fill(
                    slides.Option,
                    reason,
                    values=[self.words(Line, reason, "Option", "values") for _ in range(2)],
                )
                for _ in range(2)
            ]
        row = self.fill(shape, reason, **given)
        if shape is slides.TextSlide and self.often(0.5):
            row.pop("kind")
        return row

    def in_order(self, shape: type[Value], why: str) -> list[dict[str, Any]]:
        return [self.fill(shape, why, date=day) for day in self.days_in_order(self.chance.randint(1, 3))]

    # ---- items ----

    def item(self, why: str, depth: int = 0) -> dict[str, Any]:
        own = self.often(0.4)
        reason = why or ("item" if own else "")
        number = f"{self.count()}/20"
        whole = why in WHOLE or why == "private"
        early = reason or ("minutes" if self.early else "")
        motions = self.motions(reason, early) if self.often(0.6) else []
        adopted = self.chance.choice(("", "proposal", "motion", "decision"))
        if adopted == "motion" and not motions:
            adopted = ""
        given: dict[str, Any] = {
            "number": f"{self.mark(why, 'Item', 'number')} {number}" if whole and self.often(0.5) else number,
            "type": self.mark(why, "Item", "type") if whole else self.chance.choice(TYPES),
            "id": self.mark(reason, "Item", "id") if reason else f"sak-{self.count()}",
            "day": self.chance.choice(self.days) if self.days and self.often(0.3) else None,
            "continues": self.mark(why, "Item", "continues") if whole else None,
            "formerly": [self.mark(why, "Item", "formerly")] if whole else [f"{self.count()}/20"],
            "approves": self.mark(reason, "Item", "approves") if reason else None,
            "withheld": self.basis(why, "Item") if own else None,
            "public_title": self.instead("Item", "public_title", why) if own else None,
            "motions": motions or None,
            "proposal": self.words(Text, reason, "Item", "proposal"),
            "adopted": motions[0]["id"] if adopted == "motion" else adopted if adopted == "proposal" else None,
            "decision": self.words(Text, reason, "Item", "decision") if adopted == "decision" else None,
            "closed": self.closed(reason) if self.often(0.3) else None,
            "slides": [self.slide(reason) for _ in range(self.chance.randint(1, 3))] if self.often(0.5) else None,
            "items": None,
        }
        if not self.often(0.6):
            given["formerly"] = None
        if reason and adopted == "motion":
            self.made.planted.add((reason, "Item", "adopted"))
        if depth < 2 and self.often(0.25):
            given["items"] = [self.item(reason, depth + 1) for _ in range(self.chance.randint(1, 2))]
        given["votes"] = (
            [self.vote(early, [one["id"] for one in motions]) for _ in range(1)] if self.often(0.6) else None
        )
        for name in ("chair", "discussion", "dissent", "actions", "impartiality", "elections"):
            if self.often(self.density):
                one = Item.model_fields[name]
                given[name] = self.value(one.annotation, tuple(one.metadata), early, "Item", name)
            else:
                given[name] = None
        row = self.fill(Item, reason, **given)
        self.tie(row, whole)
        return row

    def tie(self, row: dict[str, Any], whole: bool) -> None:
        """May have an item continue one of an earlier meeting: the pages of both tell of both."""
        board = self.folder.partition("/")[0]
        own = [number for name, number, _ in self.handled if name == board]
        if not whole and own and self.ties.random() < 0.5:
            row["continues"] = self.ties.choice(own)
        if not whole:
            self.here.append((board, row["number"], "actions" in row))

    def impartiality(self, why: str) -> dict[str, Any]:
        """A question of impartiality; nobody steps in for somebody who stays."""
        aside = bool(why) and self.often(0.5)
        return self.fill(
            Impartiality,
            why,
            found="disqualified" if aside else "qualified",
            replaced_by=self.mark(why, "Impartiality", "replaced_by") if aside else None,
        )

    def closed(self, why: str) -> dict[str, Any]:
        basis = f"koml. § 11-5 {self.mark(why, 'Closed', 'basis')}" if why in WHOLE else "koml. § 11-5"
        return self.fill(Closed, why, basis=basis, votes=[self.vote(why or ("minutes" if self.early else ""))])

    def motions(self, why: str, early: str) -> list[dict[str, Any]]:
        """The first may be adopted: its wording is then a resolution, which is public before the minutes."""
        found = []
        for place in range(self.chance.randint(1, 2)):
            reason = why if place == 0 else early
            row = self.fill(Motion, early, id=None, text=self.words(Text, reason, "Motion", "text"), outcome=None)
            found.append({"id": self.mark(reason, "Motion", "id") if reason else "AB"[place], **row})
        return found

    def vote(self, why: str, motions: list[str] | None = None) -> dict[str, Any]:
        there = ["proposal", *(motions or [])]
        on = self.chance.choice(there)
        if motions is None and why:
            on = self.mark(why, "Vote", "on")
        elif why and on != "proposal":
            self.made.planted.add((why, "Vote", "on"))
        over = self.chance.choice([one for one in there if one != on] or [None]) if self.often(0.4) else None
        if why and over and over != "proposal":
            self.made.planted.add((why, "Vote", "over"))
        side = self.chance.choice(("for", "against", "unanimous"))
        names: Any = "yes"
        blank = None
        if side != "unanimous":
            names = [self.voter(why, side)]
            blank = [self.voter(why, "blank")] if self.voters is None and self.often(0.5) else None
        sides = {"for": None, "against": None, "unanimous": None} | {side: names}
        part = self.mark(why, "Vote", "part") if why and self.often(0.5) else None
        row = self.fill(
            Vote,
            why,
            on=on,
            over=over,
            part=part,
            count=None,
            blank=blank,
            secret=None,
            for_=None,
            against=None,
            unanimous=None,
        )
        return row | {key: held for key, held in sides.items() if held}

    def election(self, why: str) -> dict[str, Any]:
        """An election between candidates, by lists, or one that was agreed on."""
        way = self.chance.choice(("candidates", "lists", "agreed"))
        others = dict.fromkeys({"candidates", "lists", "agreed"} - {way})
        held = Election.model_fields[way]
        rows = self.value(held.annotation, tuple(held.metadata), why, "Election", way)
        return self.fill(Election, why, seats="2", secret=None, **{way: rows}, **others)

    def voter(self, why: str, side: str) -> str:
        if self.voters is not None:
            return self.chance.choice(self.voters)
        name = {"for": "for_"}.get(side, side)
        return self.mark(why, "Vote", name) if why else self.chance.choice(self.members or ["leder"])

    # ---- meetings ----

    def meeting(self, board: str, why: str) -> None:
        """A meeting in a folder of its own; one that is not published has a mark in its folder's name too."""
        self.in_meeting = True
        self.handled += self.here
        self.here = []
        nth = self.count()
        folder = f"2020-{nth:02}" + (f"-{self.mark(why, 'Meeting', 'folder')}" if why else "")
        self.folder = f"{board}/{folder}/"
        start = date(2020, 4, 1) + timedelta(days=nth)
        if why == "embargo":
            start += timedelta(days=300)
        several = self.often(0.15)
        dates = [(start + timedelta(days=place)).isoformat() for place in range(2)]
        self.days = dates if several else []
        published = self.chance.choice(("yes", "yes", "no", "later"))
        self.early = not why and published != "yes"
        reason = why or ("minutes" if self.early else "")
        attendance = self.attendance(reason) if self.often(0.6) else None
        if attendance is None:
            self.voters = None
        rows: list[dict[str, Any]] = []
        for _ in range(self.chance.randint(1, 2)):
            if self.often(0.2):
                rows.append({"heading": self.words(Line, why, "Heading", "heading")})
            if self.often(0.2):
                rows.append({"entry": self.words(Line, why, "EntryRow", "entry")})
            row = self.item(why)
            rows.append(self.in_file(row, why) if self.often(0.15) else row)
        minutes = self.fill(
            Minutes,
            reason,
            **self.officers(reason),
            published={"yes": (start + timedelta(days=3)).isoformat(), "later": "2021-01-01"}.get(published),
            corrections=[
                self.fill(Correction, reason, date=day)
                for day in sorted((start + timedelta(days=self.chance.randint(4, 9))).isoformat() for _ in range(2))
            ]
            if self.often(0.4)
            else None,
        )
        given: dict[str, Any] = {
            "date": None if several else dates[0],
            "days": [self.fill(MeetingDay, why, date=day, start="09:00", end="15:00") for day in dates]
            if several
            else None,
            "number": f"{self.mark(why, 'Meeting', 'number')} {nth}/20" if why and self.often(0.5) else f"{nth}/20",
            "draft": "yes" if why == "draft" else None,
            "publish": "2020-12-01" if why == "embargo" else None,
            "start": "09:00",
            "end": None,
            "started": None,
            "ended": None,
            "chair": self.mark(why, "Meeting", "chair") if why else self.members[1] if self.often(0.3) else None,
            "timezone": None,
            "language": self.chance.choice(self.spoken) if self.often(0.3) else None,
            "cancelled": self.words(Line, why, "Meeting", "cancelled") if self.often(0.05) else None,
            "items": rows,
            "attendance": attendance,
            "minutes": minutes if self.often(0.9) or self.early else None,
            "follow_up": [self.followed_up(reason)] if self.often(0.4) else None,
        }
        given["follow_up"] = [*(given["follow_up"] or ()), *self.on_earlier(board, reason)] or None
        if given["minutes"] is None and attendance is not None:
            # There is no day that they are public from.
            given["attendance"] = None
        self.unused()
        self.write("meeting.yaml", self.fill(Meeting, why, **given), why)

    def followed_up(self, why: str) -> dict[str, Any]:
        """An action of another meeting by its id, or what no meeting asked for."""
        if self.often(0.5):
            action = self.word((), why, "FollowUp", "action")
            return self.fill(FollowUp, why, action=action, what=None, who=None, done=None)
        return self.fill(FollowUp, why, action=None, what=self.words(Line, why, "FollowUp", "what"), done=None)

    def on_earlier(self, board: str, why: str) -> Iterator[dict[str, Any]]:
        """How an action of an earlier item stands, with a note that is withheld with the meeting or by itself."""
        asked = [number for name, number, has_actions in self.handled if name == board and has_actions]
        if why not in WHOLE and asked and self.ties.random() < 0.7:
            note = f"Se {self.mark(why or 'words', 'FollowUp', 'note')}"
            said = note if why else {"text": note, "withheld": BASES[0]}
            status = self.ties.choice(("open", "started", "dropped"))
            yield {"action": f"{self.ties.choice(asked)}-1", "status": status, "note": said}

    def officers(self, why: str) -> dict[str, Any]:
        if why:
            return {}
        return {"chair": self.members[0], "secretary": "sekretaer", "signers": self.members[:2]}

    def in_file(self, row: dict[str, Any], why: str) -> dict[str, Any]:
        """The item in a file of its own, whose name no reader sees."""
        name = f"{self.mark(why or 'file', 'FileRow', 'file')}.yaml"
        self.write(name, row, why)
        return {"file": name}

    def attendance(self, why: str) -> dict[str, Any]:
        """Who was there: by ids where it is public, under names with marks where it is not."""
        if why:
            first, second, third = self.members
            called = self.mark(why, "SubstituteRow", "by")
            self.voters = [f"{called} navn"]
            if why == "board":
                self.voters.append(first)
                self.made.planted |= {(why, "Vote", name) for name in ("for_", "against")}
            met = {"member": second, "by": self.voters[0]}
            return self.fill(
                Attendance,
                why,
                present=[self.fill(AttendanceRow, why), first],
                absent=[self.fill(AttendanceRow, why, name=third, by=None)],
                substitutes=[
                    met | self.fill(SubstituteRow, why, member=None, by=None, items=None),
                    self.fill(SubstituteRow, why),
                ],
                part=[self.part(why)],
            )
        first, second, third = self.members
        self.voters = [first]
        return self.fill(
            Attendance,
            why,
            present=[first, self.fill(AttendanceRow, why, name=second, by=None)] if self.often(0.5) else "others",
            absent=[self.fill(AttendanceRow, why, name=third, by=None)],
            substitutes=[self.fill(SubstituteRow, why, member=third, by=self.substitute, items=None)],
            part=[self.part(why)],
            **{
                name: [self.fill(AttendanceRow, why, name=self.stranger(f"{name} {self.count()}"), by=None)]
                for name in ("aides", "observers", "guests", "secretariat", "administration")
            },
        )

    def stranger(self, usual: str) -> str:
        """Somebody who was there, and is not of the board."""
        return self.name("names", "AttendanceRow", "name") if self.names_go and self.often(0.5) else usual

    def part(self, why: str) -> dict[str, Any]:
        member = self.often(0.4) and why
        which = self.chance.choice(("items", "missed", ""))
        missed = {which: [self.mark(why, "PartRow", which)]} if why and which else {}
        return self.fill(
            PartRow,
            why,
            member=self.mark(why, "PartRow", "member") if member else None,
            name=None if member else self.mark(why, "PartRow", "name") if why else f"gjest {self.count()}",
            arrived=None,
            left=None,
            **{"items": None, "missed": None} | missed,
        )

    # ---- boards and the site ----

    def people(self, why: str) -> dict[str, list[dict[str, Any]]]:
        """The board's people: some private, and all without names where names have gone."""
        self.named = []
        found: dict[str, list[dict[str, Any]]] = {}
        groups = {
            "members": ("leder", "nestleder", "medlem"),
            "substitutes": ("vara",),
            "observers": ("observator",),
            "secretariat": ("sekretaer",),
            "administration": ("direktor",),
        }
        for group, roles in groups.items():
            found[group] = [self.person(role, why) for role in roles]
        return found

    def person(self, role: str, why: str) -> dict[str, Any]:
        reason = why or ("person" if self.often(0.3) else "names" if self.names_go else "")
        usual = "leder" if role == "leder" and not why else self.words(Line, why, "Person", "role")
        given: dict[str, Any] = {
            "role": usual,
            "seat": None,
            "holders": None,
            "from": None,
            "to": None,
            "private": None,
        }
        given["id"] = self.mark(reason, "Person", "id") if reason not in ("", "names") else role
        if self.often(0.25):
            given |= {"name": None, "seat": self.words(Line, why, "Person", "seat")}
            if reason:
                name = self.name(reason, "Holder", "name")
                given["holders"] = [{"name": name, "from": "2019-01-01"}]
        else:
            given["name"] = name = self.name(reason, "Person", "name") if reason else role
        row = self.fill(Person, why, **given)
        if reason in ("person", "names") and ("holders" in row or "name" in row):
            self.named.append(name)
        return row | ({"private": "yes"} if reason == "person" else {})

    def name(self, why: str, owner: str, name: str) -> str:
        """A name as people have it: with capitals, in one word or two."""
        return " ".join(self.mark(why, owner, name).capitalize() for _ in range(self.chance.randint(1, 2)))

    def board(self, board: str, why: str) -> None:
        self.in_meeting = False
        self.folder = f"{board}/"
        spoken = self.chance.choice((*[("nb",)] * 8, ("nb", "nn"), ("nn",), ("nb", "nn", "en")))
        self.spoken = spoken
        people = self.people(why)
        self.members = [one["id"] for one in people["members"]]
        self.substitute = people["substitutes"][0]["id"]
        label = self.mark(why, "Board", "labels") if why else "Innstilling"
        name: Any = self.words(Line, why, "Board", "name") if why or self.often(0.1) else "Styret"
        title = (
            self.mark(why, "Board", "title")
            if why
            else self.chance.choice((None, None, "Møte {number} i {board}", self.words(Line, "", "Board", "title")))
        )
        row = self.fill(
            Board,
            why,
            name=name,
            languages=list(spoken),
            title=title,
            law=None,
            start="09:00",
            timezone=None,
            public="no" if why else "yes",
            meeting_number=None,
            item_number={
                "pattern": f"{self.mark(why, 'NumberPattern', 'pattern')} {{n}}/{{yy}}" if why else "{n}/{yy}"
            },
            withdrawn=[self.mark(why, "Board", "withdrawn")] if why else None,
            labels={spoken[0]: {"proposal": label}},
            rules={self.mark("private", "Board", "rules"): "off"} | dict.fromkeys(OFF, "off"),
            standing=[{"title": self.secret(Line, "private", "Item", "title")}],
            parties=[self.mark(why, "Board", "parties")] if why else None,
            **people,
        )
        self.made.planted.add(("private", "Board", "standing"))
        self.unused()
        self.write("board.yaml", row, why)

    def archive(self) -> Made:
        self.put("logo.svg", contents(".svg", lambda what: what, 1))
        until = "1 months" if self.names_go else "30 years"
        drawn = self.chance.getstate()  # what is drawn for a text that is new leaves the archives as they were
        about = self.words(Text, "", "Site", "about") if self.ties.random() < 0.3 else None
        self.chance.setstate(drawn)
        privacy = self.fill(Privacy, names_until=until) if self.names_go or self.often(0.5) else None
        site = {
            "name": self.words(Line, "", "Site", "name") if self.often(0.2) else "Møtepapirer",
            "publisher": self.words(Line, "", "Site", "publisher") if self.often(0.2) else "Eksempeletaten",
            "address": "https://moter.example.no",
            "language": "nb",
            "languages": self.chance.choice((["nb"], ["nb"], ["nb", "nn"], ["nb", "en"])),
            "public": "yes",
            "logo": "logo.svg",
            "contact": self.fill(Contact, email="post@example.no") if self.often(0.5) else None,
            "privacy": privacy or None,
            "about": about,
        }
        self.write("site.yaml", {key: held for key, held in site.items() if held is not None}, "")
        boards = [("styret", "")]
        if self.often(0.35):
            boards.append((f"radet-{self.mark('board', 'Board', 'folder')}", "board"))
        for board, why in boards:
            self.board(board, why)
            hidden = [why] if why else [self.chance.choice(("draft", "embargo"))] if self.often(0.5) else []
            for reason in ([] if why else [""]) + hidden:
                self.meeting(board, reason)
            if not why and (self.often(0.05) or self.ties.random() < 0.3):
                self.meeting(board, "")
        return self.made

    def unused(self) -> None:
        """Files that nothing names, and that begin with "_"."""
        for form in ("{}.txt", "_{}.yaml", "_{}/notat.md", "under/{}.pdf", ".{}"):
            if self.often(0.3):
                self.put(
                    form.format(self.mark("unused", "a file", "name")),
                    f"{self.mark('unused', 'a file', 'text')}\n".encode(),
                )

    def write(self, name: str, row: dict[str, Any], why: str) -> None:
        self.put(name, self.commented(row).encode())
        self.made.before[f"{self.folder}{name}"] = self.commented(_opened(row, self.chance)).encode()

    def commented(self, row: dict[str, Any]) -> str:
        """YAML with comments that carry marks: at the top, before keys, after values, at the end."""
        lines = dumped(row).split("\n")
        found = [f"# {self.mark('comment', 'a comment', 'at the top')}"]
        for line in lines:
            top = bool(line) and line[0] not in " -"
            if top and self.often(0.2):
                found.append(f"# {self.mark('comment', 'a comment', 'before a key')}")
            if top and line.endswith(":") and self.often(0.2):
                line += f" # {self.mark('comment', 'a comment', 'after a key')}"
            found.append(line)
        return "\n".join((*found, f"# {self.mark('comment', 'a comment', 'at the end')}", ""))


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def dumped(row: Mapping[str, Any]) -> str:
    """A row as YAML, in blocks."""
    return yaml.dump(row, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000).rstrip("\n")


def _opened(row: Any, chance: Random) -> Any:
    """The same with some of what is withheld public."""
    if isinstance(row, list):
        return [_opened(one, chance) for one in row]
    if not isinstance(row, dict):
        return row
    if "withheld" in row and chance.random() < 0.6:
        if "text" in row and set(row) <= {"text", "withheld", "public"}:
            return row["text"]
        row = {key: held for key, held in row.items() if key not in ("withheld", "public", "public_title")}
    if chance.random() < 0.6:
        row = {key: held for key, held in row.items() if key not in ("draft", "publish", "private")}
    return {key: _opened(held, chance) for key, held in row.items()}


# ---- files of every form -------------------------------------------------------------------------------------


def contents(ending: str, said: Callable[[str], str], form: int) -> bytes:
    """A sound file of a form; `said` gives each text in it, by what it is."""
    return {".pdf": _pdf, ".png": _png, ".jpg": _jpeg, ".svg": _svg, ".docx": _docx}.get(ending, _plain)(said, form)


def _plain(said: Callable[[str], str], form: int) -> bytes:
    return f"{said('text')};{said('text')}\n1;2\n".encode()


def _svg(said: Callable[[str], str], form: int) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><title>{said("title")}</title>'
        f"<desc>{said('desc')}</desc><!-- {said('comment')} -->"
        f'<rect id="a" width="40" height="30"/><text y="20">{said("text")}</text></svg>'
    ).encode()


def _png(said: Callable[[str], str], form: int) -> bytes:
    from PIL import Image, PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_text("Author", said("tEXt"))
    info.add_text("Comment", said("zTXt"), zip=True)
    info.add_itxt("Title", said("iTXt"), zip=form == 2)
    held = io.BytesIO()
    Image.new("RGB", (8, 6), "white").save(held, "PNG", pnginfo=info, exif=_exif(said))
    return held.getvalue()


def _jpeg(said: Callable[[str], str], form: int) -> bytes:
    from PIL import Image

    held = io.BytesIO()
    Image.new("RGB", (8, 6), "white").save(held, "JPEG", exif=_exif(said), comment=said("comment").encode())
    return held.getvalue()


def _exif(said: Callable[[str], str]) -> Any:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = said("ImageDescription")
    exif[0x9C9D] = said("XPAuthor").encode("utf-16-le")
    return exif


def _docx(said: Callable[[str], str], form: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:document><w:t>{said('text')}</w:t></w:document>")
        file.writestr("docProps/core.xml", f"<dc:creator>{said('creator')}</dc:creator>")
    return held.getvalue()


def _pdf(said: Callable[[str], str], form: int) -> bytes:
    from archives import a_pdf

    plain = a_pdf(said("text"))
    if form == 1:
        return plain
    import pikepdf

    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as document:
        document.docinfo["/Author"] = said("Info")
        with document.open_metadata() as metadata:
            metadata["dc:title"] = said("XMP")
        document.attachments["notat.txt"] = said("attached").encode()
        document.save(held)
    return held.getvalue()


# ---- what has to be planted ----------------------------------------------------------------------------------


def shapes(top: type[Value]) -> Iterator[type[Value]]:
    """Every class that can occur in a value of a class, words and stubs apart."""
    seen: set[type[Value]] = set()
    waiting = [top]
    while waiting:
        shape = waiting.pop()
        if shape not in seen and not issubclass(shape, LocalizedText | slides.StubSlide):
            seen.add(shape)
            yield shape
            for one in shape.model_fields.values():
                waiting.extend(
                    inner for inner in leaves(one.annotation) if isinstance(inner, type) and issubclass(inner, Value)
                )


def fields(top: type[Value]) -> set[tuple[str, str]]:
    """(class, field) of all in a value of a class that hold text, a name or a file that an author chooses."""
    return {
        (shape.__name__, name)
        for shape in shapes(top)
        for name, one in shape.model_fields.items()
        if any(
            inner is str or (isinstance(inner, type) and issubclass(inner, LocalizedText))
            for inner in leaves(one.annotation)
        )
    }


def leaves(shape: Any) -> Iterator[Any]:
    """What an annotation is made of; choices between set words are none of it."""
    inside = get_args(shape)
    if get_origin(shape) is Literal:
        return
    if not inside:
        yield shape
    for inner in inside if not hasattr(shape, "__metadata__") else inside[:1]:
        yield from leaves(inner)
