"""Archives that go out in other forms and come back: what a site gives out of them, without papers being set."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from archives import EXAMPLES
from places import PROJECT

from akson_docs.actions import importing
from akson_docs.actions.importing import ImportResult
from akson_docs.actions.live_edition import LiveEdition
from akson_docs.build.jobs import Copied, DataIndex, MeetingData, OfAnother, TakenOut, YearData
from akson_docs.build.plan import Planner
from akson_docs.build.request import Request
from akson_docs.pdf.workers import WorkerPool

DAY = date(2026, 11, 30)


def an_archive(root: Path, name: str) -> Path:
    """One of the archives that come with the project, in a folder: "examples" or "samples"."""
    shutil.copytree(EXAMPLES if name == "examples" else PROJECT / "meetings", root / "meetings")
    return root


def asked(root: Path) -> Request:
    """What is asked of an archive in a folder."""
    return Request(str(root), str(root / "output"), str(root / ".akson"), "public", DAY)


def given_out(root: Path, site: Path) -> dict[str, Any]:
    """Writes the data of an archive, and the files beside them, as its site has them; the meetings by their paths."""
    found = {}
    given = (MeetingData, YearData, DataIndex, Copied, OfAnother, TakenOut)
    with WorkerPool(1) as pool:
        live = LiveEdition(asked(root), pool)
        assert live._work is not None
        for job in Planner(live._work.site_version).all():
            if isinstance(job.what, given) or job.path.startswith("assets/logo/"):
                made = live.made(job.path)
                (site / job.path).parent.mkdir(parents=True, exist_ok=True)
                (site / job.path).write_bytes(made)
                if isinstance(job.what, MeetingData):
                    found[job.path] = json.loads(made)
    return found


def brought_in(source: Path, root: Path) -> ImportResult:
    """What comes of an import into a folder."""
    root.mkdir(exist_ok=True)
    return importing.bring_in(asked(root), str(source))


def without_what_was_sent(made: Mapping[str, Any]) -> Any:
    """A meeting as data, without what only its own archive can say: what was sent, and what is redacted in a file."""

    def kept(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: kept(held) for key, held in value.items() if key not in ("sent", "kept", "redact")}
        return [kept(one) for one in value] if isinstance(value, list) else value

    return kept(made)
