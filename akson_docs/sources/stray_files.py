"""Files among the sources that are none of them: forgotten ones, copies that other programs make, misnamed ones.

What nothing names is published nowhere. Somebody put it there, and may think that it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span

UNUSED = Code(
    "file-unused",
    "warning",
    N_("nothing names this file, so nobody gets to see it"),
    N_("name it (file: {name} under attachments), delete it, or let its name begin with _"),
)
UNUSED_TEXT = Code(
    "file-unused",
    "warning",
    N_("nothing names this file, so nobody gets to see it"),
    N_("name it (paper: {name} in the item that it is about), delete it, or let its name begin with _"),
)
UNUSED_SOURCE = Code(
    "file-unused",
    "warning",
    N_("nothing names this file, so nothing in it is read"),
    N_('name it in the agenda ("- file: {name}"), move what is right in it to {source}, or delete it'),
)
ADDRESSES = Code(
    "file-unused",
    "warning",
    N_("addresses of people do not belong here: nothing reads them, and git takes them in"),
    N_("move the file beside meetings/, where .gitignore names it; what git has already, git rm --cached takes out"),
)
COPY = Code(
    "file-copy",
    "warning",
    N_("this looks like a copy of {other}, and nothing in it is read"),
    N_("compare the two, keep in {other} what is right, and delete this one"),
)
CODES = frozenset((UNUSED.name, COPY.name))
"""What is told of files by their own names, wherever they lie."""
BESIDE = frozenset(("thumbs.db", "desktop.ini", "icon\r"))
"""Files that systems leave behind and that say nothing."""
SOURCES = ("yaml", "yml")
_COPIED = re.compile(
    r"(?:[ _-]*\((?:\d+|[^()]*(?:cop|kop|konflikt|conflict)[^()]*)\)|[ _-]+(?:copy|kopi|backup|old|gammel|gamal)\b.*"
    r"|-[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*|[ _.-]sync-conflict-.*)",
    re.IGNORECASE,
)
"""What a copy's name has after that of the file it is one of: "(1)", " - kopi", "-PC", "(… conflicted copy …)"."""
_BEFORE = re.compile(r"(?:copy of|kopi av)[ _]+", re.IGNORECASE)
_SPOKEN: Mapping[str, tuple[str, ...]] = {"meeting": ("møte", "mote"), "board": ("utval", "styre"), "site": ("nettst",)}
"""How people begin the names of the files that are wanted under others."""
_BACKED_UP = re.compile(r"(?:~|\.(?:bak|orig|rej|old|tmp|swp))$", re.IGNORECASE)


def problems(names: Collection[str], named: Collection[str], source: str, folder: str) -> Iterator[Diagnostic]:
    """What is wrong with the files of a folder that nothing names; `source` is the file that would, `named` are those
    that it and the files that it names do."""
    for name in sorted(set(names) - set(named) - {source}):
        file = name.rpartition("/")[2]
        if file.lower() in BESIDE or file.startswith("~$") or file == "meeting.yaml":
            continue  # a meeting in the wrong place is told of as such
        other = copied(name, names) or (source if misnamed(source, (name,)) and ending_of(name) in SOURCES else "")
        where, ending = Span(f"{folder}/{name}"), ending_of(name)
        if other:
            yield COPY.at(where, other=other)
        elif file.lower() == "recipients.yaml":
            yield ADDRESSES.at(where)
        elif ending in SOURCES:
            yield UNUSED_SOURCE.at(where, name=name, source=source)
        else:
            yield (UNUSED_TEXT if ending in ("md", "markdown") else UNUSED).at(where, name=name)


def ending_of(name: str) -> str:
    """How a file's name ends, in small letters."""
    return name.rpartition(".")[2].lower()


def copied(name: str, names: Collection[str]) -> str:
    """The file that another one's name says it is a copy of; "" for none."""
    plain = _BEFORE.sub("", _BACKED_UP.sub("", name))
    if plain != name and plain in names:
        return plain
    stem, _, ending = name.rpartition(".")
    for other in sorted(names, key=len, reverse=True):
        start, _, same = other.rpartition(".")
        if other != name and same == ending and stem.startswith(start) and _COPIED.fullmatch(stem[len(start) :]):
            return other
    return ""


def misnamed(name: str, names: Collection[str]) -> str:
    """The file that probably is the one which is wanted under a name, and is called otherwise; "" for none.

    `Meeting.yaml`, `meeting.yml`, `meeting.yaml.txt`, `møte.yaml` for `meeting.yaml`; of several the nearest.
    """
    stem = name.partition(".")[0]

    def nearness(other: str) -> int:
        called = other.lower()
        if called == name:
            return 5
        first, _, rest = called.partition(".")
        if first == stem and rest:
            return 4 if rest in ("yml", "yaml.txt", "yml.txt", "txt", "json") else 3
        if rest in ("yaml", "yml", "yaml.txt"):
            return 2 if first.startswith((stem, *_SPOKEN.get(stem, ()))) else 0
        return 0

    ranked = sorted((other for other in names if "/" not in other and nearness(other)), key=nearness)
    return ranked[-1] if ranked else ""
