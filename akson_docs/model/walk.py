"""The one walk over the model: every leaf with its place, its field and its words; and a value rebuilt from changes.

A leaf is what holds no fields of its own: words in some languages, a text, a number, a date, a time, yes or no. Who
asks what the model holds asks here, so that rows, mappings, aliases and texts in several languages are looked into in
one way, and a new field is seen by everybody from the day that it exists. A field that says nothing of who may see it
is private.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin

from pydantic.fields import FieldInfo

from akson_docs.diagnostics import ValuePath
from akson_docs.model.values import VISIBILITIES, LocalizedText, Value

T = TypeVar("T")
Visibility = Literal["printed", "alt", "private"]
Plain = LocalizedText | str | int | float | bool | date | time
"""What a leaf may be."""
NOTHING: tuple[()] = ()
"""What a field of rows holds where there are none: Python has one such, and by it most such fields are passed over."""


@dataclass(frozen=True)
class Field:
    """A field of a class of the model."""

    owner: type[Value]
    name: str
    """In the class."""
    key: str
    """In the source."""
    info: FieldInfo

    @functools.cached_property
    def visibility(self) -> Visibility:
        """Who may see it; private where it does not say."""
        return next((cast(Visibility, word) for word in self.info.metadata if word in VISIBILITIES), "private")

    @functools.cached_property
    def is_minuted(self) -> bool:
        """Whether it is known from the minutes alone."""
        return "minuted" in self.info.metadata

    @functools.cached_property
    def is_person(self) -> bool:
        """Whether it says who somebody is: a name, an id, or a line of them."""
        return "person" in self.info.metadata

    @functools.cached_property
    def is_choice(self) -> bool:
        """Whether its values are words of the format, which templates say in their own."""
        return _is_choice(self.info.annotation)

    @functools.cached_property
    def shapes(self) -> tuple[type[Value], ...]:
        """The classes of the model that it may hold, by itself or in rows."""
        return tuple(_inside(self.info.annotation))

    @property
    def default(self) -> Any:
        """What it holds where nothing was written."""
        return self.info.get_default(call_default_factory=True)

    def is_empty(self, held: Any) -> bool:
        """Whether nothing was written that says anything: no value, no row, no word, or what it is by default."""
        return held is None or held == () or held == "" or held == self.default


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a value of the model."""

    path: ValuePath
    """The way to it, by the keys of the source."""
    field: Field | None
    """The field that holds it, by itself, in a row or under a key; None where the leaf itself was walked."""
    value: Plain

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """(language, text) of all that it says, in full and in place of what is withheld; "" for no language."""
        if isinstance(self.value, LocalizedText):
            return (*self.value.said, *self.value.public)
        return (("", self.value),) if isinstance(self.value, str) else ()


@functools.cache
def fields(shape: type[Value]) -> tuple[Field, ...]:
    """The fields of a class, in order."""
    return tuple(Field(shape, name, info.alias or name, info) for name, info in shape.model_fields.items())


BASIS = next(field for field in fields(LocalizedText) if field.name == "withheld")
"""The legal basis for withholding a text: it is printed in its place, whatever the text is."""


def leaves(
    value: Any,
    path: ValuePath = (),
    field: Field | None = None,
    enters: Callable[[Field, Any], bool] | None = None,
) -> Iterator[Leaf]:
    """Every leaf of anything in the model, in the order of its fields; of the fields those that `enters` says."""
    found: list[Leaf] = []
    _gather(value, path, field, enters, found.append)
    return iter(found)


def _gather(
    value: Any,
    path: ValuePath,
    field: Field | None,
    enters: Callable[[Field, Any], bool] | None,
    add: Callable[[Leaf], None],
) -> None:
    # Each meeting is walked dozens of times: a generator in a generator for each part would take three times as long.
    if isinstance(value, LocalizedText):
        add(Leaf(path, field, value))
    elif isinstance(value, Value):
        for inner in fields(type(value)):
            held = getattr(value, inner.name)
            if held is not None and held is not NOTHING and (enters is None or enters(inner, held)):
                _gather(held, (*path, inner.key), inner, enters, add)
    elif isinstance(value, tuple | frozenset):
        for place, row in enumerate(value):
            _gather(row, (*path, place), field, enters, add)
    elif isinstance(value, Mapping):
        for key, row in value.items():
            _gather(row, (*path, str(key)), field, enters, add)
    elif value is not None:
        add(Leaf(path, field, value))


def rebuilt(value: T, change: Callable[[Any, Field | None], Any], field: Field | None = None) -> T:
    """A value with what `change` makes of what is in it; the same object where that is the same everywhere.

    `change` is asked of each part that is there with the field that holds it, from the whole down to the leaves. What
    it gives back as it was is looked into; what it gives instead is taken as it is.
    """
    found = change(value, field)
    if found is not value or isinstance(value, LocalizedText):
        return cast(T, found)
    if isinstance(value, Value):
        changed = {}
        for inner in fields(type(value)):
            held = getattr(value, inner.name)
            if held is None or held is NOTHING:
                continue
            made = rebuilt(held, change, inner)
            if made is not held:
                changed[inner.name] = made
        return cast(T, value.model_copy(update=changed)) if changed else value
    if isinstance(value, tuple):
        rows = tuple([rebuilt(row, change, field) for row in value])
        return cast(T, rows) if any(map(operator.is_not, rows, value)) else value
    if isinstance(value, Mapping):
        held = {key: rebuilt(row, change, field) for key, row in value.items()}
        return cast(T, held) if any(held[key] is not row for key, row in value.items()) else value
    return value


def at(value: Any, path: ValuePath) -> Any:
    """What lies at a place, by the keys of the source; None where there is nothing."""
    for step in path:
        if isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif isinstance(value, Value):
            value = next((getattr(value, inner.name) for inner in fields(type(value)) if inner.key == step), None)
        elif isinstance(value, Mapping):
            value = value.get(step)
        else:
            return None
    return value


@functools.cache
def shapes(top: type[Value]) -> tuple[type[Value], ...]:
    """Every class that can occur in a value of a class, itself first."""
    found: dict[type[Value], None] = {}
    waiting = [top]
    while waiting:
        shape = waiting.pop(0)
        if shape not in found:
            found[shape] = None
            waiting += [inner for one in fields(shape) for inner in one.shapes]
    return tuple(found)


def _inside(annotation: Any) -> Iterator[type[Value]]:
    if isinstance(annotation, type) and issubclass(annotation, Value):
        yield annotation
    for inner in get_args(annotation):
        yield from _inside(inner)


def _is_choice(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _is_choice(get_args(annotation)[0])
    if origin in (Union, UnionType, tuple):
        return any(map(_is_choice, get_args(annotation)))
    return origin is Literal
