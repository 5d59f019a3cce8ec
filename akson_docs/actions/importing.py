"""Writes boards and meetings of what another system gives out: each folder in one step, and over nothing that is there.

The archive is checked as it would be then; with an error nothing is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from akson_docs.actions.archive_facts import archived
from akson_docs.build import output
from akson_docs.build.output import Copy
from akson_docs.build.request import Request
from akson_docs.diagnostics import Diagnostic, Span
from akson_docs.exchange import from_meeting_data, imported
from akson_docs.exchange.imported import Imported, ImportedMeeting, YamlRow
from akson_docs.meetings import data_forms
from akson_docs.sources import snapshots
from akson_docs.sources.format import editing
from akson_docs.sources.layout import DATA_INDEX, TOP, board_file


@dataclass(frozen=True)
class ImportResult:
    """What came of an import."""

    diagnostics: tuple[Diagnostic, ...]
    """Why nothing was written; else what could not be said, and what there is to say of what was written."""
    made: tuple[str, ...] = ()
    """The folders and files that were made, by their paths from the root."""
    there: tuple[str, ...] = ()
    """Those that were there already, and are as they were."""
    meetings: int = 0


def bring_in(request: Request, path: str) -> ImportResult:
    """Reads a file or a folder of another system, and writes what it says. Raises OSError."""
    top, found = _read(path)
    wrong = tuple(one for _, one in found if isinstance(one, Diagnostic))
    if wrong:
        return ImportResult(wrong)
    ours = [(file, said) for file, said in found if from_meeting_data.is_ours(said)]
    if not any(said["format"] != data_forms.INDEX for _, said in ours):
        kind = ", ".join(file for file, _ in found[:3]) or path
        return ImportResult((imported.OF_ANOTHER_KIND.at(Span(path), found=kind, known=imported.KNOWN),))
    made = from_meeting_data.read(ours, lambda name: os.path.isfile(os.path.join(top, name)))
    if any(one.severity == "error" for one in made.diagnostics):
        return ImportResult(made.diagnostics)
    return _written(request, made, top)


def _written(request: Request, made: Imported, top: str) -> ImportResult:
    root = request.root
    there = [name for name in made.boards if _is_there(root, board_file(name))]
    left = [one.key for one in made.meetings if _is_there(root, one.key.path)]
    fresh = [one for one in made.meetings if one.key not in left]
    folders: dict[str, dict[str, bytes | Copy]] = {}
    for name, board in made.boards.items():
        if name not in there:
            folders.setdefault(f"{TOP}/{name}", {})["board.yaml"] = _text("board", board)
    for one in fresh:
        beside = f"{TOP}/{one.key.board}"
        inside = beside in folders
        within = folders[beside] if inside else folders.setdefault(one.key.path, {})
        prefix = f"{one.key.folder}/" if inside else ""
        within |= {f"{prefix}{name}": data for name, data in _files(one, top).items()}
    files = {f"{folder}/{name}": data for folder, some in folders.items() for name, data in some.items()}
    site = f"{TOP}/site.yaml"
    if made.site and not _is_there(root, site):
        files[site] = _text("site", made.site)
        files |= {f"{TOP}/{name}": Copy(os.path.join(top, place)) for name, place in made.site_files.items()}
    told = (*(board_file(name) for name in there), *(key.path for key in left))
    if not files:
        return ImportResult(made.diagnostics, (), told)
    then = archived(request).with_files({path: _bytes(data) for path, data in files.items()})
    if then.errors:
        return ImportResult((*then.errors, *made.diagnostics), (), told)
    own = {path: data for path, data in files.items() if path.count("/") == 1}
    if os.path.lexists(os.path.join(root, TOP)):
        output.change(root, {path: _bytes(data) for path, data in own.items() if not _is_there(root, path)})
        for folder, some in folders.items():
            output.keep(os.path.join(root, folder), some)
    else:
        output.keep(os.path.join(root, TOP), {path.removeprefix(f"{TOP}/"): data for path, data in files.items()})
    warned = tuple(one for one in then.diagnostics if one.span.file in files and one.severity != "note")
    return ImportResult((*made.diagnostics, *warned), (*own, *folders), told, len(fresh))


def _is_there(root: str, path: str) -> bool:
    return os.path.lexists(os.path.join(root, path))


def _files(one: ImportedMeeting, top: str) -> dict[str, bytes | Copy]:
    files: dict[str, bytes | Copy] = {"meeting.yaml": _text("meeting", one.value)}
    files |= {name: text.encode() for name, text in one.texts.items()}
    return files | {name: Copy(os.path.join(top, place)) for name, place in one.files.items() if name not in files}


def _bytes(data: bytes | Copy) -> bytes:
    return snapshots.paper(data.source) if isinstance(data, Copy) else data


def _text(kind: str, value: YamlRow) -> bytes:
    """A source file of a value, its keys in the order of the format."""
    order = {key: place for place, key in enumerate(editing.order(kind))}
    return editing.written(dict(sorted(value.items(), key=lambda pair: order[pair[0]]))).encode()


# ---- what is imported ----------------------------------------------------------------------------------------


def _read(path: str) -> tuple[str, list[tuple[str, Any]]]:
    """The top of the site that a file or a folder is of, and what each file of JSON says. Raises OSError."""
    if not os.path.isdir(path):
        said = imported.read_json(snapshots.paper(path), path)
        return _top(path, said), [(path, said)]
    index = os.path.join(path, DATA_INDEX)
    if os.path.isfile(index):
        said = imported.read_json(snapshots.paper(index), index)
        years = said.get("years", ()) if isinstance(said, dict) else ()
        names = [str(one.get("file", "")) for one in years if isinstance(one, dict)]
        files = [index, *(os.path.join(path, name) for name in names)]
        return path, [(file, imported.read_json(snapshots.paper(file), file)) for file in files]
    files = [*_json_files(path)]
    found = [(file, imported.read_json(snapshots.paper(file), file)) for file in files]
    tops = [_top(file, said) for file, said in found]
    return (tops[0] if tops else path), found


def _json_files(path: str) -> Iterator[str]:
    """The files of JSON in and under a folder."""
    for above, folders, names in os.walk(path):
        folders.sort()
        yield from (os.path.join(above, name) for name in sorted(names) if name.endswith(".json"))


def _top(path: str, said: Any) -> str:
    """The top of the site that a file lies in, by the address that it says it has; else its own folder."""
    folder = os.path.dirname(os.path.abspath(path))
    address = str(said.get("address", "")).strip("/") if isinstance(said, Mapping) else "data"
    if isinstance(said, Mapping) and said.get("format") in (data_forms.YEAR, data_forms.INDEX):
        address = "data"
    if address and folder.replace(os.sep, "/").endswith(f"/{address}"):
        return folder[: -len(address) - 1]
    return folder
