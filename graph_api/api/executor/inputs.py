"""Inputs: what turns the value of an argument into what a method takes, worked out once a field.

It gives what strawberry's own `convert_arguments` gives, which looks at every type and every name
anew for each value. Types that strawberry builds in ways of its own are left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING
from datetime import date
from weakref import WeakKeyDictionary

import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import (
    StrawberryList,
    StrawberryMaybe,
    StrawberryObjectDefinition,
    StrawberryOptional,
    has_object_definition,
)
from strawberry.types.enum import StrawberryEnumDefinition, has_enum_definition
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

from graph_api.api.executor.running import Value

Convert = Callable[[Value], Value]
"""Gives what a method takes for the value that graphql-core has read."""

ConvertAll = Callable[[Mapping[str, Value]], dict[str, Value]]
"""The same for all arguments of a field."""

_MADE: WeakKeyDictionary[StrawberryField, tuple[StrawberryConfig, ConvertAll | None]] = (
    WeakKeyDictionary()
)
"""One for each field of a schema, not for each place of a document: those of a view take 30 KB."""

_LEAVES: tuple[object, ...] = (str, int, float, bool, date, strawberry.ID)


def converter_of(own: StrawberryField, config: StrawberryConfig) -> ConvertAll | None:
    """Give what converts the arguments of a field; None: strawberry has to."""
    found = _MADE.get(own)
    if found is None or found[0] is not config:
        found = _MADE[own] = config, _all(own, config)
    return found[1]


def _all(own: StrawberryField, config: StrawberryConfig) -> ConvertAll | None:
    parts = []
    for argument in own.arguments:
        convert = _of(argument.type, config, ())
        if convert is None:
            return None
        parts.append((config.name_converter.from_argument(argument), argument.python_name, convert))

    def convert_all(given: Mapping[str, Value]) -> dict[str, Value]:
        return {own: convert(given[name]) for name, own, convert in parts if name in given}

    return convert_all


def _of(kind: object, config: StrawberryConfig, inside: tuple[object, ...]) -> Convert | None:
    if isinstance(kind, StrawberryOptional) and not isinstance(kind, StrawberryMaybe):
        return _of(kind.of_type, config, inside)
    if isinstance(kind, StrawberryList):
        return _list(_of(kind.of_type, config, inside))
    if isinstance(kind, StrawberryEnumDefinition) or has_enum_definition(kind):
        return _as_it_is
    if isinstance(kind, type) and has_object_definition(kind):
        return None if kind in inside else _object(kind, config, (*inside, kind))
    return _as_it_is if any(kind is leaf for leaf in _LEAVES) else None


def _as_it_is(value: Value) -> Value:
    return value


def _list(convert: Convert | None) -> Convert | None:
    if convert is None:
        return None

    def convert_list(value: Value) -> Value:
        # A list is copied in any case: a default is the same one for every request.
        return value if value is None or value is UNSET else [convert(item) for item in value]

    return convert_list


def _object(kind: type, config: StrawberryConfig, inside: tuple[object, ...]) -> Convert | None:
    definition: StrawberryObjectDefinition = kind.__strawberry_definition__  # type: ignore[attr-defined]  # it has one
    if definition.from_input is not None:
        return None
    parts = []
    missing: dict[str, None] = {}
    for field in definition.fields:
        convert = _of(field.resolve_type(type_definition=definition), config, inside)
        if convert is None:
            return None
        parts.append((config.name_converter.from_field(field), field.python_name, convert))
        if definition.is_input and _has_no_default(field):
            missing[field.python_name] = None

    def convert_object(value: Value) -> Value:
        if value is None or value is UNSET:
            return value
        given: dict[str, Value] = {**missing}
        for name, own, convert in parts:
            if name in value:
                given[own] = convert(value[name])
        return kind(**given)

    return convert_object


def _has_no_default(field: StrawberryField) -> bool:
    return field.default_value is MISSING and field.default_factory is MISSING
