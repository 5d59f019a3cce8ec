"""Editing without a checkout: the configuration of a CMS that keeps everything in git, made from the same schema.

The CMS is Sveltia, a page of the site's own that talks with GitHub or GitLab in the editor's browser: it has lists of
rows of several kinds, which items and slides are, it needs no server, and it is kept better than the others of its
family. Its fields have one type each. A text that is written otherwise (in several languages, withheld) stands in its
field as YAML does; `templates/edit/format.js` puts the file in and takes it out again.

Nothing of what is written is in the configuration: it knows the format, and where the repository is.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from akson_docs.catalogue import N_, translated
from akson_docs.sources.format import form

CmsField = dict[str, Any]

FORMAT = "akson"
"""The name under which `format.js` registers how files are read and written."""
DEPTH = 3
"""How many levels of items are shown: as many as the format has."""
WORDS: Mapping[str, str] = {
    "meeting": N_("Meeting"),
    "title": N_("Editing"),
    "noscript": N_("Editing needs JavaScript."),
    "flow": N_("Several: [one, two]. In several languages: {nb: …, en: …}."),
}


def config(
    backend: str, repository: str, branch: str, boards: Mapping[str, str], language: str = "nb"
) -> dict[str, Any]:
    """The configuration for a repository of meetings: `backend` is github, gitlab, or test-repo for a trial; `boards`
    are the names of those that are shown, by id."""
    where = {} if backend == "test-repo" else {"repo": repository, "branch": branch}
    shown = fields(language)
    return {
        "backend": {"name": backend, **where},
        "media_folder": "meetings",
        "public_folder": "",
        "collections": [
            {
                "name": board,
                "label": name,
                "label_singular": _said("meeting", language),
                "folder": f"meetings/{board}",
                "path": "{{slug}}/meeting",
                "extension": "yaml",
                "format": FORMAT,
                "identifier_field": "date",
                "summary": "{{slug}}",
                "sortable_fields": {"fields": ["slug"], "default": {"field": "slug", "direction": "descending"}},
                # A meeting begins as a copy of the last one, with its numbers: `akson new`.
                "create": False,
                "delete": False,
                "media_folder": "",
                "public_folder": "",
                "editor": {"preview": False},
                "fields": [{"name": "source", "widget": "hidden"}, *shown],
            }
            for board, name in boards.items()
        ],
    }


def fields(language: str = "nb") -> list[CmsField]:
    """The fields of a meeting, made from the form's schema."""
    shown = form.shown("meeting", language)
    return list(_fields(shown, shown["$defs"], language, DEPTH))


def names_of_lists(language: str = "nb") -> list[str]:
    """The keys whose values are a name or several, and stand in one line."""
    found: set[str] = set()

    def look(value: Any) -> None:
        if isinstance(value, dict):
            for key, one in value.get("properties", {}).items():
                if one.get("format") == "ids" or _is_scalar_or_list(one):
                    found.add(key)
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(form.shown("meeting", language))
    return sorted(found)


POLICY: Mapping[str, str] = {
    "github": "connect-src 'self' data: https://api.github.com https://github.com; "
    "img-src 'self' blob: data: https://avatars.githubusercontent.com",
    "gitlab": "connect-src 'self' data: https://gitlab.com; img-src 'self' blob: data: https://gitlab.com",
    "test-repo": "connect-src 'self' data:; img-src 'self' blob: data:",
}
"""Whom the page may talk with."""
FILES: Mapping[str, str] = {
    "yaml.js": "templates/vendor/yaml-2.9.1/yaml.js",
    "sveltia-cms.js": "templates/vendor/sveltia-cms-0.221.1/sveltia-cms.js",
    "icons.woff2": "templates/vendor/sveltia-cms-0.221.1/icons.woff2",
    "format.js": "templates/edit/format.js",
}
"""What lies beside the page."""


def page(backend: str, language: str = "nb") -> str:
    """The page that is the CMS. No page leads to it, and search engines are told to pass it by."""
    lists = html.escape(json.dumps(names_of_lists(language)))
    scripts = "".join(f'<script src="{name}"></script>' for name in FILES if name.endswith(".js"))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow"><meta name="referrer" content="no-referrer">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; "
        f"style-src 'self' 'unsafe-inline'; font-src 'self'; {POLICY[backend]}; worker-src 'self' blob:; "
        "form-action 'none'; base-uri 'none'\">"
        f'<title>{_said("title", language)}</title><meta name="akson-lists" content="{lists}"></head>'
        f"<body><noscript>{_said('noscript', language)}</noscript>{scripts}</body></html>\n"
    )


def text(configuration: Mapping[str, Any]) -> str:
    """The configuration as a file: JSON, which is YAML as well."""
    return json.dumps(configuration, ensure_ascii=False, indent=1) + "\n"


def _said(key: str, language: str) -> str:
    return translated(WORDS[key], language)


def _is_scalar_or_list(shape: Mapping[str, Any]) -> bool:
    return any("value" in one["when"] for one in shape.get("oneOf", ()))


def _fields(shape: Mapping[str, Any], known: Mapping[str, Any], language: str, depth: int) -> Iterator[CmsField]:
    required = shape.get("required", ())
    for key, one in shape["properties"].items():
        made = _field(one, known, language, depth - (key == "items" and one.get("type") == "array"))
        if made is not None:
            hint = {"hint": one["description"].replace("`", "")} if "description" in one else {}
            yield {"name": key, "label": one["title"], "required": key in required, **hint, **made}


def _field(shape: Mapping[str, Any], known: Mapping[str, Any], language: str, depth: int) -> CmsField | None:
    """What the CMS edits a value with; None where items would go deeper than the format has them."""
    if "$ref" in shape:
        shape = known[shape["$ref"].rpartition("/")[2]]
    if "text" in shape:
        return {"widget": "text" if shape["text"] == "prose" else "string"}
    if "oneOf" in shape:
        # A value or a list of rows: as YAML in one line.
        return {"widget": "string", "hint": _said("flow", language)}
    if shape["type"] == "array":
        return _list(shape["items"], known, language, depth) if depth >= 0 else None
    if shape["type"] == "object":
        return {"widget": "object", "collapsed": True, "fields": list(_fields(shape, known, language, depth))}
    made = {"date": "datetime", "choice": "select", "prose": "text", "grid": "text"}.get(shape["format"], "string")
    if made == "datetime":
        return {"widget": made, "type": "date", "format": "YYYY-MM-DD", "default": ""}
    if made == "select":
        options = [
            {"label": label, "value": value} for value, label in zip(shape["enum"], shape["labels"], strict=True)
        ]
        return {"widget": made, "options": options}
    return {"widget": made}


def _list(rows: Mapping[str, Any], known: Mapping[str, Any], language: str, depth: int) -> CmsField:
    branches = rows.get("oneOf", ())
    if any("key" in one["when"] or "kind" in one["when"] for one in branches):
        types = [
            {
                "name": one["when"].get("kind") or one["when"].get("key") or "item",
                "label": one["title"],
                "widget": "object",
                "fields": list(_fields(known[one["$ref"].rpartition("/")[2]], known, language, depth)),
            }
            for one in branches
        ]
        return {"widget": "list", "collapsed": True, "typeKey": "kind", "types": types}
    if "$ref" in rows:
        definition = known[rows["$ref"].rpartition("/")[2]]
        rows = next((one for one in definition.get("oneOf", ()) if one.get("type") == "object"), definition)
        if "text" in definition:
            return {"widget": "list", "field": {"name": "text", "label": "Text", **_words(definition)}}
    if rows.get("type") == "object":
        return {"widget": "list", "collapsed": True, "fields": list(_fields(rows, known, language, depth))}
    made = _field(rows, known, language, depth)
    assert made is not None
    return {"widget": "list", "field": {"name": "text", "label": "Text", **made}}


def _words(definition: Mapping[str, Any]) -> CmsField:
    return {"widget": "text" if definition["text"] == "prose" else "string"}
