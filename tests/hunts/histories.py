"""What was withheld once is never given out again: archives live through random histories, and every byte is looked at.

Papers are sent, texts withheld, reworded, deleted, copied, moved; items renumbered; persons made private; the meeting
or its board kept back as a whole, and shown again; days pass; in some, commits are pushed together that nobody looked
at one by one. Whatever was sent of an item in which more is withheld than was, and is not said publicly now, is a
secret from then on.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from places import write
from repositories import git

from akson_docs.actions import building, checking, dispatching
from akson_docs.actions.source_reader import Progress
from akson_docs.build.request import Request
from akson_docs.diagnostics import line
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources.layout import MeetingKey
from hunts import seek, withheld
from hunts.leaks import clear, tried

COUNT = 1000
MEETING = "meetings/styret/2026-01/meeting.yaml"
KEY = MeetingKey("styret", "2026-01")
HELD = date(2026, 11, 10)
SENT_FROM = date(2026, 10, 1)
BASIS = "offl. § 23"
SHORT = "Bo Li"
"""A name that stands within many words."""
USUAL = ("Godkjennes", "Vedtas", "Status", "Økonomi", "Neste steg", "Bolig")
"""Words that stand everywhere."""
SITE = "format: 1\nname: Møtepapirer\npublisher: Eksempeletaten (oppdiktet)\naddress: https://moter.example.no\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><title>Kart</title><rect width="4" height="3"/></svg>'


@dataclass
class Text:
    """A text at a place, with the marks in it."""

    words: str
    hidden: bool = False


@dataclass
class Part:
    """An item, a slide or an attachment: its texts by their keys, and whether all of it is withheld."""

    texts: dict[str, Text]
    hidden: bool = False
    number: int = 0
    formerly: list[int] = field(default_factory=list)
    inner: list[Part] = field(default_factory=list)
    """An item's slides."""
    kind: str = "text"


@dataclass
class Sent:
    """What a dispatch sent of each item, and what was withheld of it then, by the item's identity."""

    marks: dict[int, set[str]]
    hidden: dict[int, set[int]]
    names: set[str]
    doubled: set[str]
    """What it said publicly in one place while it was withheld in another: given out on purpose."""


class History:
    """A meeting, what was done to it, and what has become a secret."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.count = 0
        self.today = SENT_FROM
        self.last = 0
        self.meeting = Part({"summary": self.text(), "place": self.text()})
        self.names = {"leder": SHORT, "medlem": f"{self.word().title()} {self.word().title()}"}
        self.hidden: set[str] = set()
        """The ids of those who are private."""
        self.items = [self.item() for _ in range(self.chance.randint(2, 3))]
        self.kept = ""
        """The key by which the whole meeting is kept back; "" where it is not."""
        self.sent: list[Sent] = []
        self.secret: dict[str, str] = {}
        """Each secret, and what made it one."""
        self.told: list[str] = []

    # ---- what there is ----

    def word(self) -> str:
        self.count += 1
        return seek.mark(self.count)

    def text(self) -> Text:
        form = self.chance.choice(("{}", "Om {}", "{} og mer", "Ja {}", "{} " + self.chance.choice(USUAL)))
        return Text(form.format(self.word()))

    def slide(self) -> Part:
        kind = self.chance.choice(("text", "figure", "comparison", "key_figure"))
        keys = {
            "text": ("title", "body"),
            "figure": ("title", "alt", "caption"),
            "comparison": ("title", "one", "other"),
            "key_figure": ("value", "label"),
        }[kind]
        return Part({key: self.text() for key in keys}, kind=kind)

    def item(self) -> Part:
        self.last += 1
        texts = {"title": self.text()}
        for key in ("note", "summary", "proposal", "presenter", "attachment"):
            if self.chance.random() < 0.5:
                texts[key] = self.text()
        slides = [self.slide() for _ in range(self.chance.randint(0, 2))]
        return Part(texts, number=self.last, inner=slides)

    def texts_of(self, item: Part) -> Iterator[tuple[Text, bool]]:
        """Every text of an item, and whether it is withheld, by itself or by what it stands in."""
        for part in (item, *item.inner):
            for one in part.texts.values():
                yield one, bool(self.kept) or item.hidden or part.hidden or one.hidden

    def all_items(self) -> list[Part]:
        return [self.meeting, *self.items]

    def public(self) -> set[str]:
        """Everything that is said publicly now."""
        said = (one.words for item in self.all_items() for one, hidden in self.texts_of(item) if not hidden)
        found = {mark for words in said for mark in marks(words)}
        return found | self.named()

    def named(self) -> set[str]:
        """The names that are public."""
        return {name for role, name in self.names.items() if role not in self.hidden and self.kept != "public"}

    # ---- what is a secret ----

    def send(self) -> None:
        # What is said publicly in papers that are sent now is no secret any more.
        self.secret = {what: why for what, why in self.secret.items() if what not in self.public()}
        self.sent.append(
            Sent(
                {id(item): self.marks_of(item, hidden=False) for item in self.all_items()},
                {id(item): {id(one) for one, hidden in self.texts_of(item) if hidden} for item in self.all_items()},
                self.named(),
                {mark for item in self.all_items() for mark in self.marks_of(item, hidden=True)} & self.public(),
            )
        )

    def marks_of(self, item: Part, *, hidden: bool) -> set[str]:
        return {mark for one, is_hidden in self.texts_of(item) if is_hidden == hidden for mark in marks(one.words)}

    def observe(self) -> None:
        """What is a secret from now on, as somebody looks at the sources."""
        now = self.public()
        for item in self.all_items():
            hidden = {id(one) for one, is_hidden in self.texts_of(item) if is_hidden}
            more = [bool(hidden - sent.hidden.get(id(item), set())) for sent in self.sent]
            said = [sent.marks.get(id(item), set()) for sent in self.sent]
            # What a later issue said, from which on no more was withheld, is public in that.
            now_and_then = now.union(*(marks for marks, is_more in zip(said, more, strict=True) if not is_more))
            for words, is_more in zip(said, more, strict=True):
                for mark in words - now_and_then if is_more else ():
                    self.secret.setdefault(mark, self.told[-1] if self.told else "")
        for name in set().union(*(sent.names for sent in self.sent)) - now:
            self.secret.setdefault(name, self.told[-1] if self.told else "")

    def kept_back(self) -> dict[str, str]:
        """What must be nowhere on the site, and why."""
        now = self.public()
        doubled: set[str] = set().union(*(sent.doubled for sent in self.sent))
        hidden = {mark: "withheld" for item in self.all_items() for mark in self.marks_of(item, hidden=True) - doubled}
        hidden |= {name: "private" for role, name in self.names.items() if role in self.hidden}
        return {what: why for what, why in {**self.secret, **hidden}.items() if what not in now}

    # ---- what is done ----

    def step(self) -> None:
        done = self.chance.choice(
            (
                self.withhold_text, self.withhold_text, self.withhold_part, self.withhold_and_reword, self.delete,
                self.delete_hidden, self.reword, self.copy, self.swallow, self.renumber, self.private, self.open,
                self.add, self.turn, self.pass_days, self.keep_back,
            )
        )  # fmt: skip
        self.told.append(done.__name__.replace("_", " "))
        done()

    def some(self, *, hidden: bool | None = None) -> tuple[Part, str] | None:
        """A text by its owner and key."""
        found = [
            (part, key)
            for item in self.all_items()
            for part in (item, *item.inner)
            for key, one in part.texts.items()
            if hidden is None or one.hidden == hidden
        ]
        return self.chance.choice(found) if found else None

    def withhold_text(self) -> None:
        found = self.some(hidden=False)
        if found:
            found[0].texts[found[1]].hidden = True

    def withhold_part(self) -> None:
        parts = [part for item in self.items for part in (item, *item.inner)]
        self.chance.choice(parts).hidden = True

    def withhold_and_reword(self) -> None:
        found = self.some(hidden=False)
        if found:
            one = found[0].texts[found[1]]
            one.hidden, one.words = True, self.text().words

    def delete(self, hidden: bool | None = None) -> None:
        found = self.some(hidden=hidden)
        if found and found[1] in ("note", "summary", "proposal", "presenter", "attachment", "caption"):
            del found[0].texts[found[1]]

    def delete_hidden(self) -> None:
        self.delete(hidden=True)
        for item in self.items:
            item.inner = [slide for slide in item.inner if not slide.hidden]

    def reword(self) -> None:
        found = self.some(hidden=False)
        if found:
            found[0].texts[found[1]].words = self.text().words

    def copy(self) -> None:
        """The same words at another place."""
        one, other = self.some(), self.some(hidden=False)
        if one and other and not one[0].hidden and not one[0].texts[one[1]].hidden and other[1] != "place":
            other[0].texts[other[1]].words = one[0].texts[one[1]].words

    def swallow(self) -> None:
        """What was said publicly goes into a text that is withheld already."""
        one, other = self.some(hidden=False), self.some(hidden=True)
        if one and other and one[1] in ("note", "summary", "proposal") and not one[0].hidden:
            gone = one[0].texts.pop(one[1])
            other[0].texts[other[1]].words += f" {gone.words}"
            for mark in marks(gone.words) if self.sent else ():
                self.secret[mark] = "swallow"

    def renumber(self) -> None:
        item = self.chance.choice(self.items)
        self.last += 1
        if self.sent:
            item.formerly.append(item.number)
        item.number = self.last

    def private(self) -> None:
        self.hidden.add(self.chance.choice(list(self.names)))

    def keep_back(self) -> None:
        """The whole meeting, once its papers were sent; or it is shown once more."""
        self.kept = self.chance.choice(("draft", "publish", "public")) if self.sent and not self.kept else ""

    def open(self) -> None:
        self.kept = ""
        found = self.some(hidden=True)
        if found:
            found[0].texts[found[1]].hidden = False
        for item in self.items:
            item.hidden = item.hidden and self.chance.random() < 0.5

    def add(self) -> None:
        if self.chance.random() < 0.5:
            self.items.append(self.item())
        else:
            item = self.chance.choice(self.items)
            item.inner.insert(self.chance.randint(0, len(item.inner)), self.slide())

    def turn(self) -> None:
        item = self.chance.choice(self.items)
        self.chance.shuffle(item.inner)

    def pass_days(self) -> None:
        self.today += timedelta(days=self.chance.randint(1, 12))

    # ---- as files ----

    def files(self) -> dict[str, bytes]:
        members = [
            {"id": role, "name": name, "role": role, **({"private": "yes"} if role in self.hidden else {})}
            for role, name in self.names.items()
        ]
        board = {"name": "Styret", "item_number": {"pattern": "{n}/{yy}"}, "members": members}
        whole: dict[str, Any] = {"draft": "yes", "publish": (HELD + timedelta(days=90)).isoformat(), "public": "no"}
        kept = {self.kept: whole[self.kept]} if self.kept else {}
        board |= kept if self.kept == "public" else {}
        meeting: dict[str, Any] = {"date": HELD.isoformat(), "start": "09:00", "chair": "leder"}
        meeting |= kept if self.kept != "public" else {}
        meeting |= {key: said(one) for key, one in self.meeting.texts.items()}
        meeting["items"] = [self.row(item) for item in self.items]
        return {
            "meetings/site.yaml": SITE.encode(),
            "meetings/styret/board.yaml": withheld.dumped(board).encode(),
            MEETING: withheld.dumped(meeting).encode(),
            "meetings/styret/2026-01/kart.svg": SVG,
            "meetings/styret/2026-01/plan.csv": b"a;b\n1;2\n",
        }

    def row(self, item: Part) -> dict[str, Any]:
        found: dict[str, Any] = {"number": f"{item.number}/26"}
        if item.hidden:
            found["withheld"] = BASIS
        if item.formerly:
            found["formerly"] = [f"{number}/26" for number in item.formerly]
        for key, one in item.texts.items():
            if key == "attachment":
                title = one.words
                row = {"file": "plan.csv", "title": title}
                found["attachments"] = [{"withheld": BASIS, **row} if one.hidden else row]
            else:
                found[key] = said(one)
        if item.inner:
            found["slides"] = [slide_row(slide) for slide in item.inner]
        return found


def slide_row(slide: Part) -> dict[str, Any]:
    texts = {key: said(one) for key, one in slide.texts.items()}
    hidden = {"withheld": BASIS} if slide.hidden else {}
    if slide.kind == "figure":
        return {"kind": "figure", **hidden, "file": "kart.svg", **texts}
    if slide.kind == "comparison":
        columns = [{"heading": f"Del {place}", "body": texts[key]} for place, key in enumerate(("one", "other"), 1)]
        return {"kind": "comparison", **hidden, "title": texts["title"], "columns": columns}
    return {"kind": slide.kind, **hidden, **texts}


def said(one: Text) -> Any:
    return {"text": one.words, "withheld": BASIS} if one.hidden else one.words


def marks(words: str) -> set[str]:
    return set(seek.MARK.findall(words.lower()))


# ---- the trials ----------------------------------------------------------------------------------------------


def trials(seeds: Iterable[int], folder: Path) -> Iterator[tuple[int, str]]:
    """For each seed (seed, "" or what got out, and how)."""
    return tried(trial, seeds, folder)


def trial(seed: int, root: Path, pool: WorkerPool) -> str:
    """What got out in the history with a seed, and after what; "" for nothing."""
    history = History(seed)
    pushed = history.chance.random() < 0.25
    """Whether commits are pushed together, and looked at only then."""
    clear(root)
    for name in ("meetings", ".git"):
        shutil.rmtree(root / name, ignore_errors=True)
    if pushed:
        git(root, "init", "-q", "-b", "main")
    put(root, history)
    for act in range(history.chance.randint(4, 7)):
        if act in (1, 4) and history.today < HELD and not history.kept:
            history.told.append("send")
            if dispatching.keep(request(root, history), pool, KEY, ("members",), Progress()).dispatch:
                history.send()
            commit(root, pushed)
            continue
        for _ in range(history.chance.randint(1, 2)):
            history.step()
            history.observe()
            put(root, history)
            commit(root, pushed)
            if not pushed:  # a state that nobody looks at and that is no commit was never there
                checking.check(request(root, history))
        if not pushed or history.chance.random() < 0.4:
            wrong = looked_at(root, history, pool)
            if wrong:
                return wrong
    return looked_at(root, history, pool)


def looked_at(root: Path, history: History, pool: WorkerPool) -> str:
    """What a build makes public that it must not, after a check on the secretary's machine; "" for nothing."""
    asked = request(root, history)
    checking.check(asked)
    outcome = building.build(asked, pool, Progress())
    wrong = [line(one) for one in outcome.diagnostics if one.severity == "error"]
    if wrong:
        return f"note: not built after {', '.join(history.told)}: {wrong[0]}"
    out = list(leaks(root / "output/site", history.kept_back()))
    return f"{'; '.join(out)}; after {', '.join(history.told)}" if out else ""


def leaks(tree: Path, kept_back: dict[str, str]) -> Iterator[str]:
    """What must not be there and is, with the first place that it was found in."""
    found: dict[str, str] = {}
    names = {what: re.compile(rf"\b{what.casefold()}\b".replace(" ", r"\s+").encode()) for what in kept_back}
    for path in sorted(tree.rglob("*")):
        name = path.relative_to(tree).as_posix()
        if not path.is_file() or name.startswith("assets/"):
            continue
        for how, layer in seek.layers(name, path.read_bytes()):
            lower = layer.lower()
            there = seek.marks(layer) | {what for what in names if " " in what and names[what].search(lower)}
            for what in there & kept_back.keys() - found.keys():
                found[what] = f"{what} ({kept_back[what]}) in {name} ({how})"
    yield from found.values()


def put(root: Path, history: History) -> None:
    for name, data in history.files().items():
        write(root / name, data)


def commit(root: Path, pushed: bool) -> None:
    if pushed:
        git(root, "add", "meetings")
        git(root, "commit", "-qm", "Endret", "--allow-empty")


def request(root: Path, history: History) -> Request:
    return Request(str(root), str(root / "output"), str(root / ".akson"), today=history.today, records=True)
