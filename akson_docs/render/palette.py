"""The colours of `templates/css/tokens.css`, by day, for what cannot ask a style sheet for them.

A picture that is drawn into a PDF, a letter for mail programs and an element of a page's head know no custom
properties. They get the same colours from here; a test holds the table against the style sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from akson_docs.model.documents import Site

TOKENS: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#0f2137",
        "muted": "#4a5a6e",
        "line": "#d4dbe3",
        "accent": "#00596b",
        "deep": "#06303c",
        "adopted": "#1c6b43",
        "attention": "#b5451b",
        "delayed": "#8a5a00",
        "mail_line": "#b9c6d3",
    }
)
"""The colours that are asked for so, by their names there, with `_` for `-`."""


def colours(site: Site) -> Mapping[str, str]:
    """The colours of a site: the publisher's own take the place of the accent and the deep one."""
    own = {"accent": site.colours.accent, "deep": site.colours.deep} if site.colours else {}
    return {**TOKENS, **{name: colour for name, colour in own.items() if colour}}
