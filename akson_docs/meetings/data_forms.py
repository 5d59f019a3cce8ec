"""The forms in which a site gives out its meetings as data: what each is called, its version, where its schema lies."""

from __future__ import annotations

from akson_docs.sources.layout import SCHEMAS

MEETING = "akson_docs meeting 1"
"""A meeting (`meeting.json`). A change that would break a reader changes the number."""
YEAR = "akson_docs year 1"
"""All meetings of a year (`data/2026.json`)."""
INDEX = "akson_docs data 1"
"""Which of those there are (`data/index.json`)."""
FORMS = (MEETING, YEAR, INDEX)


def schema_path(form: str) -> str:
    """Where the schema of a form lies, from the site's top: `schema/meeting-1.json`."""
    return f"{SCHEMAS}{'-'.join(form.split()[1:])}.json"


def schema_address(site: str, form: str) -> str:
    """The same as an address, of a site by its own."""
    return f"{site.rstrip('/')}/{schema_path(form)}"
