"""What a build is asked for, and whether there is anything to do.

Nothing here is slow to import: the command with nothing to do loads neither the model nor the templates.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from akson_docs.build import cache, fingerprint
from akson_docs.build.cache import Manifest
from akson_docs.catalogue import N_, shipped
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.sources import snapshots

EDITIONS = ("public", "members")

OUTPUT_PLACE = Code(
    "output-place",
    "error",
    N_("the output cannot go here: what lies in its folders is removed, and the sources in {root} must never be"),
    N_("name a folder of its own with --output, outside meetings/ and templates/"),
)
CACHE_PLACE = Code(
    "cache-place",
    "error",
    N_("the memory of the build cannot lie here: it is private, and neither a source in {root} nor published"),
    N_("name a folder of its own with --cache, outside meetings/, templates/ and the output"),
)


@dataclass(frozen=True)
class Request:
    """Where things are, which edition is wanted, and as of when."""

    root: str = "."
    output: str = "output"
    cache: str = ".akson"
    edition: str = "public"
    today: date | None = None
    """The day it is built for; now, in the site's time zone, where None."""
    keep_going: bool = False
    """Whether to build the meetings that are sound where others are not."""
    records: bool = False
    """Whether what is seen to be withdrawn is written beside its dispatch."""
    patience_s: float = 10.0
    """How long to wait for another build that is under way."""

    @property
    def tree(self) -> str:
        """The folder that the edition goes to."""
        return os.path.join(self.output, "site" if self.edition == "public" else self.edition)


def done(request: Request) -> Manifest | None:
    """What the last build left, where all of it is still true; None where there is something to do."""
    manifest = cache.manifest(request.cache, request.edition)
    if (
        manifest is not None
        and (manifest.root, manifest.tree) == places(request)
        and manifest.today == day(request, manifest.timezone).isoformat()
        and snapshots.unchanged(request.root, manifest.inputs)
        and snapshots.unchanged(request.tree, manifest.outputs, "st_mtime_ns")
        and manifest.engine == fingerprint.digest()
    ):
        return manifest
    return None


def places(request: Request) -> tuple[str, str]:
    """Where the sources lie and where the edition goes, whatever leads there: (root, tree)."""
    return os.path.realpath(request.root), os.path.realpath(request.tree)


def misplaced(request: Request) -> Diagnostic | None:
    """What is wrong with where things are to be written: what is ours alone must not hold what is somebody's."""
    root, tree = places(request)
    memory = os.path.realpath(request.cache)
    sources = [os.path.join(root, name) for name in snapshots.FOLDERS]
    sources.append(os.path.join(os.path.realpath(shipped()), snapshots.THEMED))
    if any(_holds(source, tree) for source in sources) or _holds(tree, root) or os.path.dirname(tree) == root:
        return OUTPUT_PLACE.at(Span(request.output), root=request.root)
    if memory == root or _holds(memory, tree) or any(_holds(above, memory) for above in (tree, *sources)):
        return CACHE_PLACE.at(Span(request.cache), root=request.root)
    return None


def _holds(above: str, path: str) -> bool:
    """Whether a path is a folder or lies in it."""
    return path == above or path.startswith(above.rstrip(os.sep) + os.sep)


def day(request: Request, timezone: str) -> date:
    """The day to build for."""
    return request.today or datetime.now(ZoneInfo(timezone)).date()
