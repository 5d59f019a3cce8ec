"""The source format as JSON Schema, for editors: completion, and what each key means.

The descriptions are the docstrings of the model's classes and fields. They are read from the model's source here,
and not by pydantic while it builds the model, for that would slow every start.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from akson_docs.model import documents, slides, values
from akson_docs.model.documents import Board, Item, Meeting, Site
from akson_docs.model.values import Value

FILES: Mapping[str, type[Value]] = {"site": Site, "board": Board, "meeting": Meeting, "item": Item}
"""The kinds of source files, each with a schema of its own; an item may stand in a file of its own."""


def schema(kind: str) -> dict[str, Any]:
    """The schema of one kind of file: "site", "board", "meeting" or "item"."""
    shape = FILES[kind]
    made = TypeAdapter(shape).json_schema(by_alias=True, mode="validation")
    definitions: dict[str, Any] = made.get("$defs", {})
    definitions.pop("StubSlide", None)
    told = descriptions()
    for name, definition in (*definitions.items(), (shape.__name__, made)):
        _describe(name, definition, told)
    tidy: dict[str, Any] = _without_stubs(made)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": f"{kind}.yaml",
        **{key: value for key, value in tidy.items() if key != "title"},
    }


def text(kind: str) -> str:
    """The schema as it is committed."""
    return json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"


def descriptions() -> dict[str, str]:
    """What each class of the model is, and each field of it ("Class.field"), as their docstrings say."""
    return {name: text for module in (values, slides, documents) for name, text in _descriptions(module)}


def _describe(name: str, definition: dict[str, Any], descriptions: Mapping[str, str]) -> None:
    owners = [name, *(base.__name__ for base in _bases(name))]
    definition.pop("title", None)
    definition["description"] = descriptions.get(name, "")
    for key, field in definition.get("properties", {}).items():
        field.pop("title", None)
        known = (descriptions.get(f"{owner}.{spelled}") for owner in owners for spelled in (key, f"{key}_"))
        described = next((one for one in known if one), "")
        if described:
            definition["properties"][key] = {"description": described, **_optional(field)}


def _optional(field: dict[str, Any]) -> dict[str, Any]:
    """The field without the null that only the model knows: a key is left out, never empty."""
    choices = field.get("anyOf")
    if choices and {"type": "null"} in choices:
        rest = [choice for choice in choices if choice != {"type": "null"}]
        plain = {key: value for key, value in field.items() if key not in ("anyOf", "default")}
        return {**plain, **(rest[0] if len(rest) == 1 else {"anyOf": rest})}
    return field


def _bases(name: str) -> tuple[type, ...]:
    found = next((getattr(module, name) for module in (values, slides, documents) if hasattr(module, name)), None)
    return inspect.getmro(found)[1:] if isinstance(found, type) else ()


def _descriptions(module: ModuleType) -> Iterator[tuple[str, str]]:
    """("Class", its docstring) and ("Class.field", the string under it) of every class in a module."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef):
            yield node.name, _plain(ast.get_docstring(node) or "")
            for field, after in zip(node.body, node.body[1:], strict=False):
                if (
                    isinstance(field, ast.AnnAssign)
                    and isinstance(field.target, ast.Name)
                    and isinstance(after, ast.Expr)
                    and isinstance(after.value, ast.Constant)
                ):
                    yield f"{node.name}.{field.target.id}", _plain(str(after.value.value))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _without_stubs(value: Any) -> Any:
    """The schema without what only the public edition has."""
    stub = {"$ref": "#/$defs/StubSlide"}
    if isinstance(value, dict):
        return {key: _without_stubs(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_stubs(inner) for inner in value if inner != stub]
    return value
