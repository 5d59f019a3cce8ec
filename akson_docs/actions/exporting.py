"""Gives out meetings in the forms of other systems: files in a folder, made of the site as it is built.

What the site does not have is in none of them. Where the site is not as the sources are, it is built first.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from akson_docs.actions import building
from akson_docs.actions.source_reader import Progress
from akson_docs.build import meeting_versions, output
from akson_docs.build import request as requests
from akson_docs.build.output import Copy
from akson_docs.build.request import Request
from akson_docs.catalogue import LANGUAGES, N_
from akson_docs.diagnostics import Code, Diagnostic, Span, has_errors
from akson_docs.exchange import bag, einnsyn, noark
from akson_docs.exchange.published import PublishedFile, PublishedMeeting
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import snapshots
from akson_docs.sources.layout import DATA_INDEX, MeetingKey

STATE_BROKEN = Code(
    "export-state",
    "error",
    N_("what was given out before cannot be read: {problem}"),
    N_("take the file from a backup; without it all would be sent as new once more"),
)
NOT_PUBLIC = Code(
    "export-not-public",
    "error",
    N_("{meeting} is not on the site that is given out"),
    N_("there are {known}; a draft, and what is published later, is not among them"),
)


NOTHING_THERE = Code(
    "export-empty",
    "error",
    N_("there is no meeting to give out"),
    N_("a draft, and what is published later, is not among them"),
)
PACKAGE_THERE = Code(
    "export-there",
    "error",
    N_("there is something here already"),
    N_("name another folder with --out, or take this one away: a package is made once, and never changed"),
)


@dataclass(frozen=True)
class Exported:
    """What came of an export."""

    diagnostics: tuple[Diagnostic, ...]
    """Why nothing was written, or what there is to say of it."""
    files: tuple[str, ...] = ()
    """What was written."""
    counts: Mapping[str, int] | None = None
    """How much is new, changed and gone."""


@dataclass(frozen=True)
class BuiltSite:
    """A site as it was built: all that an export is made of."""

    tree: str
    site: Mapping[str, Any]
    meetings: Mapping[MeetingKey, PublishedMeeting]


def built(request: Request, progress: Progress) -> BuiltSite | tuple[Diagnostic, ...]:
    """The site of an edition as the sources have it now, built where it is not; else why it cannot be. Raises
    OSError."""
    if requests.done(request) is None:
        with WorkerPool() as pool:
            result = building.build(request, pool, progress)
        if not result.done or has_errors(result.diagnostics):
            return result.diagnostics
    tree = request.tree
    index = json.loads(snapshots.paper(os.path.join(tree, DATA_INDEX)))
    beside: dict[MeetingKey, list[str]] = defaultdict(list)
    for path in output.files(tree):
        first, _, rest = path.partition("/")
        board, _, inside = (rest if first in LANGUAGES else path).partition("/")
        if "/" in inside:
            beside[MeetingKey(board, inside.partition("/")[0])].append(path)
    found = {}
    for key, files in beside.items():
        own = f"{key.board}/{key.folder}/meeting.json"
        if own in files:
            data = json.loads(snapshots.paper(os.path.join(tree, own)))
            zone = data["board"].get("timezone") or index["site"].get("timezone", "Europe/Oslo")
            found[key] = PublishedMeeting(data, tuple(_files(tree, files, data)), data.get("timezone", zone))
    return BuiltSite(tree, index["site"], found)


def _files(tree: str, files: Collection[str], data: Mapping[str, Any]) -> Iterator[PublishedFile]:
    """The papers of a meeting, and what is attached to it, among its files."""
    address, names = str(data["address"]), "|".join(meeting_versions.PAPERS)
    paper = re.compile(rf"(?:({'|'.join(LANGUAGES)})/)?{re.escape(address)}({names})(?:-(\d+))?\.pdf")
    for path in files:
        found = paper.fullmatch(path)
        if found is None and not path.startswith(f"{address}attachments/"):
            continue
        content = snapshots.paper(os.path.join(tree, path))
        digest, language = hashlib.sha256(content).hexdigest(), str(data["language"])
        paper_of = (found[2], found[1] or language, int(found[3] or 1)) if found else ("", "", 1)
        yield PublishedFile(path, digest, len(content), *paper_of, _format(path, content))


def _format(path: str, content: bytes) -> str:
    """What a file is: of a PDF, which kind of PDF/A it says it is, in metadata that lie open for that."""
    part = re.search(rb"pdfaid:part(?:>|=[\"'])(\d)", content)
    level = re.search(rb"pdfaid:conformance(?:>|=[\"'])(\w)", content)
    if part and content.startswith(b"%PDF"):
        return f"PDF/A-{part[1].decode()}{level[1].decode() if level else ''}"
    return path.rpartition(".")[2].upper()


def among(
    site: BuiltSite, wanted: Collection[MeetingKey]
) -> Mapping[MeetingKey, PublishedMeeting] | tuple[Diagnostic, ...]:
    """The meetings that are asked for, or all; else which of them is not there."""
    lost = [key for key in wanted if key not in site.meetings]
    if lost:
        known = ", ".join(key.name for key in site.meetings) or "-"
        return tuple(NOT_PUBLIC.at(Span(key.path), meeting=key.name, known=known) for key in lost)
    return {key: one for key, one in site.meetings.items() if not wanted or key in wanted}


# ---- an archive ----------------------------------------------------------------------------------------------


def to_noark(site: BuiltSite, folder: str, wanted: Collection[MeetingKey], edition: str) -> Exported:
    """Writes a package for deposit. Raises OSError, FileExistsError where the folder is there already."""
    meetings = among(site, wanted)
    if isinstance(meetings, tuple):
        return Exported(meetings)
    if not meetings:
        return Exported((NOTHING_THERE.at(Span(site.tree)),))
    if os.path.lexists(folder):
        return Exported((PACKAGE_THERE.at(Span(folder)),))
    every = [*meetings.values()]
    made = {"arkivstruktur.xml": noark.structure(every, site.site), "premis.xml": noark.events(every, site.site)}
    payload: dict[str, tuple[str, int]] = {
        name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in made.items()
    }
    files: dict[str, bytes | Copy] = {f"data/{name}": data for name, data in made.items()}
    for one in every:
        data = f"{one.data['address']}meeting.json"
        content = snapshots.paper(os.path.join(site.tree, data))
        held = (*one.files, PublishedFile(data, hashlib.sha256(content).hexdigest(), len(content)))
        for file in held:
            path = f"{noark.CONTENT}{file.path}"
            payload[path] = (file.sha256, file.size)
            files[f"data/{path}"] = Copy(os.path.join(site.tree, file.path), file.sha256)
    info = {
        "Source-Organization": every[0].say(site.site["publisher"]),
        "External-Identifier": every[0].site,
        "External-Description": f"Noark 5.0, {len(every)} moetemappe, edition: {edition}",
    }
    output.keep(folder, {**bag.tags(payload, info), **files})
    return Exported((), (folder,), {"create": len(every), "patch": 0, "delete": 0})


# ---- eInnsyn -------------------------------------------------------------------------------------------------


def to_einnsyn(site: BuiltSite, folder: str, wanted: Collection[MeetingKey]) -> Exported:
    """Writes what is to be sent to eInnsyn since the last time. Raises OSError.

    The requests of each run are a file of their own: nobody need have sent those of the last one before.
    """
    meetings = among(site, wanted)
    if isinstance(meetings, tuple):
        return Exported(meetings)
    things = {key.name: einnsyn.moetemappe(one) for key, one in meetings.items()}
    wrong = [one for key in meetings for one in einnsyn.refused(things[key.name], Span(key.path))]
    if wrong:
        return Exported(tuple(wrong))
    place = os.path.join(folder, "state.json")
    before = _state(place)
    if isinstance(before, Diagnostic):
        return Exported((before,))
    now = einnsyn.state(things.values())
    asked = {one.address for one in meetings.values()}
    own = {id_: held for id_, held in before.items() if not wanted or id_.partition("#")[0] in asked}
    sent = [row for thing in things.values() for row in einnsyn.requests(thing, before)]
    sent += einnsyn.gone(own, now)
    counts = {what: sum(row["do"] == what for row in sent) for what in ("create", "patch", "delete")}
    if not sent:
        return Exported((), (), counts)
    numbers = [int(found[1]) for name in output.files(folder) if (found := re.fullmatch(r"requests-(\d+)\.json", name))]
    name = os.path.join(folder, f"requests-{max(numbers, default=0) + 1:04}.json")
    kept = {id_: held for id_, held in before.items() if id_ not in own} | now
    _write(name, {"format": "akson_docs einnsyn 1", "interface": "eInnsyn 1.0", "requests": sent})
    _write(place, {"format": "akson_docs einnsyn state 1", "things": kept})
    return Exported((), (name, place), counts)


def _state(path: str) -> dict[str, einnsyn.Known] | Diagnostic:
    """What was given out before; nothing where nothing was."""
    if not os.path.lexists(path):
        return {}
    try:
        said = json.loads(snapshots.paper(path))
        return {str(id_): (str(kind), str(digest), str(above)) for id_, (kind, digest, above) in said["things"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return STATE_BROKEN.at(Span(path), problem=str(error))


def _write(path: str, said: Mapping[str, Any]) -> None:
    data = (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
    folder = os.path.dirname(path)
    if os.path.isdir(folder):
        output.replace(path, data)
    else:
        output.keep(folder, {os.path.basename(path): data})
