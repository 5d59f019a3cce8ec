"""What a build is asked for, and whether there is anything to do.

Nothing here is slow to import: the command with nothing to do loads neither the model nor the templates.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from . import cache, engine, workspace
from .cache import Manifest

EDITIONS = ("public", "members")


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

    @property
    def tree(self) -> str:
        """The folder that the edition goes to."""
        return os.path.join(self.output, "site" if self.edition == "public" else self.edition)


def done(request: Request) -> Manifest | None:
    """What the last build left, where all of it is still true; None where there is something to do."""
    manifest = cache.manifest(request.cache, request.edition)
    if (
        manifest is not None
        and manifest.today == day(request, manifest.timezone).isoformat()
        and workspace.unchanged(request.root, manifest.inputs)
        and workspace.unchanged(request.tree, manifest.outputs)
        and manifest.engine == engine.digest()
    ):
        return manifest
    return None


def day(request: Request, timezone: str) -> date:
    """The day to build for."""
    return request.today or datetime.now(ZoneInfo(timezone)).date()
