"""The JSON Schema: kept current, with words for every field, and true of the meetings that there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from archives import EXAMPLES
from places import PROJECT

from akson_docs.sources.format import schema


@pytest.mark.parametrize("kind", schema.FILES)
def test_the_committed_copy_is_current(kind: str) -> None:
    committed = (PROJECT / "schema" / f"{kind}.schema.json").read_text()
    assert committed == schema.text(kind), "run: make schema"


@pytest.mark.parametrize("kind", schema.FILES)
def test_every_field_is_described(kind: str) -> None:
    made = schema.schema(kind)
    jsonschema.Draft202012Validator.check_schema(made)
    owners = {**made.get("$defs", {}), kind: made}
    missing = [
        f"{owner}.{name}"
        for owner, definition in owners.items()
        for name, field in definition.get("properties", {}).items()
        if not field.get("description")
    ]
    assert missing == []


def test_what_only_the_public_edition_has_is_not_in_it() -> None:
    assert "StubSlide" not in schema.text("meeting")


SOURCES = [path for top in (PROJECT / "meetings", EXAMPLES) for path in sorted(top.rglob("*.yaml"))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_source_names_its_schema_and_an_editor_finds_no_fault(path: Path) -> None:
    first = path.read_text().partition("\n")[0]
    assert first.startswith("# yaml-language-server: $schema=")
    named = (path.parent / first.partition("=")[2]).resolve()
    kind = named.name.partition(".")[0]
    assert named == PROJECT / "schema" / f"{kind}.schema.json"
    faults = [
        f"{'/'.join(map(str, fault.absolute_path))}: {fault.message[:150]}"
        for fault in jsonschema.Draft202012Validator(schema.schema(kind)).iter_errors(_as_an_editor_reads(path))
    ]
    assert faults == []


class _Editor(yaml.SafeLoader):
    """YAML 1.2, as editors have it: dates are text, yes and no are text, numbers are numbers."""


_Editor.yaml_implicit_resolvers = {
    sign: [(tag, expression) for tag, expression in found if not tag.endswith((":timestamp", ":bool", ":merge"))]
    for sign, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _sexagesimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    text = loader.construct_scalar(node)
    if ":" in text:
        return text
    return float(text) if "." in text else int(text)


_Editor.add_constructor("tag:yaml.org,2002:int", _sexagesimal)
_Editor.add_constructor("tag:yaml.org,2002:float", _sexagesimal)


def _as_an_editor_reads(path: Path) -> Any:
    return yaml.load(path.read_text(), _Editor)
