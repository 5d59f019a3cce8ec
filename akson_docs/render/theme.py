"""The default theme and a folder's own templates: what replaces, what is added, and what does neither.

The files of `templates/` come with the tool. One of the same path beside `meetings/` takes the place of the tool's;
others are added, where there is a place for them: a picture, a font, a script, a style sheet of a kind of slides, or
what a template brings in.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from akson_docs.catalogue import LANGUAGES, N_
from akson_docs.diagnostics import Code, Diagnostic, Span
from akson_docs.render import templates
from akson_docs.sources.snapshots import THEMED, Snapshot

UNUSED = Code(
    "template-unused",
    "warning",
    N_("nothing uses this file: it replaces none of the default theme, and no template brings it in"),
    N_("give it the name of the file that it is to replace, or bring it in from one that does"),
)
_ADDABLE = re.compile(
    rf"{THEMED}/(slides/\w+\.css|fonts/[^/]+(?<!\.otf)(?<!\.ttc)|js/[^/]+\.js|images/[^/]+|locale/({'|'.join(LANGUAGES)})/messages\.po)"
)


def unused(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """The templates of the folder's own that come to nothing, each with the one that its name resembles."""
    strange = {path for path in snapshot.added if path.endswith((".html", ".css", ".js", ".po", ".otf", ".ttc"))}
    strange = {path for path in strange if not _ADDABLE.fullmatch(path)}
    if not strange:
        return
    there = snapshot.under(THEMED)
    sources = {path: snapshot.read(path).decode("utf-8", "replace") for path in there if path.endswith(".html")}
    closures = templates.closures(sources)
    used = {inner for path, reached in closures.items() if path not in snapshot.added for inner in reached}
    known = [path for path in there if path not in snapshot.added]
    for path in sorted(strange - used):
        near = difflib.get_close_matches(path, known, 1, 0.85)
        yield UNUSED.at(Span(path), nearest=near[0] if near else "")
