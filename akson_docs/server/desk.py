"""What the editors' desk shows: the sources as they were read last, and how they are read again.

Readings come one after the other. The first is of what is looked at alone; a form and a page that ask meanwhile are
answered from it, or wait for the whole.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from akson_docs import diagnostics
from akson_docs.actions.live_edition import LiveEdition
from akson_docs.build.request import EDITIONS
from akson_docs.catalogue import N_, translated
from akson_docs.diagnostics import Diagnostic
from akson_docs.server.loopback import Entrance
from akson_docs.sources import failures

AGAIN_S = 0.1
"""How long after errors came it is looked once more whether they stay."""
FIRST_S = 1.0
"""How long the first page may take before everything else is read beside it."""
WORDS: dict[str, str] = {
    "public": N_("Public edition"),
    "members": N_("Full edition: never publish it"),
    "to_public": N_("Show the public edition"),
    "to_members": N_("Show the full edition"),
    "slides": N_("Slides as PDF"),
    "papers": N_("All papers as PDF"),
    "page": N_("The meeting's page"),
    "edit": N_("Edit"),
    "redact": N_("Mark what is redacted"),
    "meetings": N_("Meetings"),
    "error": N_("1 error"),
    "errors": N_("{n} errors"),
    "warning": N_("1 warning"),
    "warnings": N_("{n} warnings"),
    "stays": N_("The page shows what was there before. It follows as soon as this is mended."),
    "hide": N_("Hide"),
    "show": N_("Show"),
    "line": N_("line"),
    "lost": N_("The server has stopped. Start it again: akson serve"),
    "closed": N_(
        "The server was started again. Open the address that it says in the terminal in this browser, and this page "
        "goes on."
    ),
    "nothing": N_("There is nothing to show yet. The page comes as soon as what is wrong is mended."),
    "no_page": N_("There is no such page."),
    "hidden": N_("This is not public: a draft, or not published yet."),
    "front": N_("To the front page"),
    "pdf_errors": N_("The PDF cannot be made."),
    "desk": N_("The desk"),
}
"""What the desk says."""


@dataclass(frozen=True)
class DeskState:
    """The sources as they were read last, in both editions, and what is wrong with them."""

    number: int
    """How many times they were read."""
    opened: dict[str, LiveEdition]
    found: tuple[Diagnostic, ...]


@dataclass
class Desk:
    """What the server shows: the last reading, and the pages as they were before a meeting became unsound."""

    read: Callable[[str, LiveEdition | None, LiveEdition | None], LiveEdition]
    """Reads an edition, with what was read of it before, and with the other one as it was read now. Raises what the
    boundary for failures knows."""
    entrance: Entrance
    language: str
    root: str = "."
    first: Callable[[str], LiveEdition] | None = None
    """Reads so much of an edition that the first page can be shown. Raises the same."""
    start: str = field(default_factory=lambda: secrets.token_hex(8))
    """Which start of the server this is: readings are counted from one at each. Its own pages alone know it, and by it
    that they speak with the same server still."""
    state: DeskState = field(default_factory=lambda: DeskState(0, {}, ()))
    good: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """The last good answer of each page that was looked at, by edition and path."""
    papers: dict[str, tuple[bytes, tuple[Diagnostic, ...]]] = field(default_factory=dict)
    """Papers that were asked for, by their jobs' keys."""
    listening: set[Callable[[], None]] = field(default_factory=set)
    at_work: threading.Lock = field(default_factory=threading.Lock)
    placing: threading.Lock = field(default_factory=threading.Lock)
    """Held while a reading takes the place of another."""
    begun: threading.Event = field(default_factory=threading.Event)
    """Set when something can be shown."""
    shown: threading.Event = field(default_factory=threading.Event)
    """Set when somebody was answered, whom the rest of the reading would have kept waiting."""
    whole: threading.Event = field(default_factory=threading.Event)
    """Set when everything was read once."""
    closed: bool = False
    """Whether the server is ending."""
    writing: threading.Lock = field(default_factory=threading.Lock)
    """Held while a source is written: one save at a time."""

    @property
    def archive(self) -> str:
        """Which archive this is: another one may be served at the same port tomorrow."""
        return hashlib.sha256(os.path.realpath(self.root).encode()).hexdigest()[:16]

    def begin(self) -> None:
        """Reads what is looked at first. What is wrong is told with the rest, which `refresh` reads."""
        if self.first is not None and not self.begun.is_set():
            with failures.boundary(lambda _: None, self.root, whatever=True):
                self.state = DeskState(0, {"public": self.first("public")}, ())
                self.begun.set()

    def refresh(self) -> None:
        """Reads what changed, and tells every page that is open."""
        self.begin()
        try:
            with self.at_work:
                if not self.whole.is_set() and self.state.opened:
                    self.shown.wait(FIRST_S)
                state = self._read()
                before = self.state
                if diagnostics.has_errors(state.found) and not diagnostics.has_errors(before.found) and before.number:
                    # A file that is being saved may be read while it is empty: nobody is told of that.
                    time.sleep(AGAIN_S)
                    state = self._read()
                with self.placing:
                    self.state = state
        finally:
            self.begun.set()
            self.whole.set()
        for ring in tuple(self.listening):
            ring()

    def close(self) -> None:
        """Has every page that listens go, for the server ends."""
        self.closed = True
        for ring in tuple(self.listening):
            ring()

    def _read(self) -> DeskState:
        opened = dict(self.state.opened)
        faults: list[Diagnostic] = []
        for edition in EDITIONS:
            # The full edition is read when somebody looks at it.
            if edition == "public" or edition in opened:
                with failures.boundary(faults.append, self.root, whatever=True):
                    other = opened.get("public") if edition != "public" else None
                    opened[edition] = self.read(edition, opened.get(edition), other)
        found = opened["public"].diagnostics if "public" in opened else ()
        return DeskState(self.state.number + 1, opened, diagnostics.ordered((*faults, *found)))

    def edition(self, name: str) -> LiveEdition | None:
        """An edition as it was read last; the full one is read when it is first asked for."""
        while True:
            seen = self.state
            if name in seen.opened or "public" not in seen.opened:
                return seen.opened.get(name)
            opened = self._other(name, seen.opened["public"])
            with self.placing:
                if self.state is seen:  # else there is another reading, of which this is no part
                    self.state = replace(seen, opened={**seen.opened, name: opened})

    def _other(self, name: str, public: LiveEdition) -> LiveEdition:
        """The other edition of a reading; of one that is not whole yet, without waiting for the rest."""
        if self.first is not None and not public.whole:
            return self.first(name)
        with self.at_work:
            return self.read(name, None, public)

    def said(self, key: str) -> str:
        """A word of the desk's in the language of the one who runs it."""
        return translated(WORDS[key], self.language)
