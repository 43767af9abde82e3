"""Calls: how the value of a field is got from the object it is a field of.

Most fields read an attribute or call a method that takes nothing; those are called straight.
Arguments are read once per field and execution where nobody could change what was read. What is
not one of our own usual fields goes through the resolver of the schema itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from operator import attrgetter
from types import FunctionType
from typing import TYPE_CHECKING

from graphql import FieldNode, GraphQLField, GraphQLObjectType
from graphql.execution.execute import default_field_resolver
from graphql.execution.values import get_argument_values
from graphql.pyutils import is_awaitable
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField
from strawberry.types.info import Info

from graph_api.api.asked import variables_in
from graph_api.api.context import in_thread
from graph_api.api.executor.inputs import converter_of
from graph_api.api.executor.running import Place, ResolveInfo, Run, Value, path_of

if TYPE_CHECKING:
    from strawberry import Schema

Call = Callable[[Run, Value, Place], Value]
"""Gives the value of a field: of which run, of which object, where it stands."""

Get = Callable[[Value], Value]
"""Gives the value of a field that needs to know nothing but the object."""

_FIXED = (str, int, float, bool, Enum, date)


class Field:
    """One field of a selection: what the document says of it, and what the schema does.

    ``nodes`` are all the places where the document writes it out; the first one's arguments hold.
    """

    __slots__ = ("definition", "key", "name", "nodes", "owner", "weight")

    def __init__(
        self,
        owner: GraphQLObjectType,
        key: str,
        nodes: list[FieldNode],
        definition: GraphQLField,
        weight: int,
    ) -> None:
        self.owner = owner
        self.key = key
        self.nodes = nodes
        self.name = nodes[0].name.value
        self.definition = definition
        self.weight = weight

    def info(self, run: Run, place: Place) -> ResolveInfo:
        """Give what a resolver of this field may want to know."""
        return ResolveInfo(
            self.name,
            self.nodes,
            self.definition.type,
            self.owner,
            path_of(place),
            run.schema,
            run.fragments,
            run.root,
            run.operation,
            run.variables_shown,
            run.context,
            is_awaitable,
            None,
            run.helpers,
            None,
        )


def getter_of(field: Field) -> Get | None:
    """Give the straight way to the value of a field, if it has one."""
    own = _own(field)
    if own is None or field.definition.args or field.nodes[0].arguments:
        return None
    if own.base_resolver is None:
        return _attribute(own) if own.default_resolver is getattr else None
    if _takes_only_itself(own):
        method: Get = own.base_resolver.wrapped_func  # type: ignore[assignment]  # a function
        return method
    return None


def call_of(field: Field, schema: Schema | None) -> Call:
    """Give the way to the value of a field, whatever it needs."""
    read = _arguments(field)
    own = _own(field)
    if own is None or own.base_resolver is None or schema is None:
        return _by_schema(field, read)
    resolver = own.base_resolver
    method: Value = resolver.wrapped_func if _is_method(own) else resolver
    takes_self = resolver.self_parameter is not None
    passed = [
        parameter.name
        for parameter in (resolver.parent_parameter, resolver.root_parameter)
        if parameter is not None
    ]
    wanted = None if resolver.info_parameter is None else resolver.info_parameter.name
    arguments = _converted(field, own, schema, read)

    may_be_large = bool(own.arguments) and _has_variables(field.nodes[0])

    def call(run: Run, source: Value, place: Place) -> Value:
        if may_be_large and run.has_many:
            return call_later(run, source, place)
        return call_with(arguments(run, place), run, source, place)

    async def call_later(run: Run, source: Value, place: Place) -> Value:
        given = await in_thread(arguments, run, place)
        found = call_with(given, run, source, place)
        return await found if is_awaitable(found) else found

    def call_with(given: dict[str, Value], run: Run, source: Value, place: Place) -> Value:
        if passed or wanted:
            given = {**given, **dict.fromkeys(passed, source)}
            if wanted:
                given[wanted] = _shown(field, run, place, own)
        return method(source, **given) if takes_self else method(**given)

    return call


def _shown(field: Field, run: Run, place: Place, own: StrawberryField) -> Value:
    """Give what a resolver of ours may want to know."""
    raw: Value = field.info(run, place)
    return Info(_raw_info=raw, _field=own)


def _own(field: Field) -> StrawberryField | None:
    """Give the field as strawberry knows it, unless something stands around its resolver."""
    own = field.definition.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    name = getattr(field.definition.resolve, "__qualname__", "")
    is_usual = name.startswith("GraphQLCoreConverter.from_resolver.")
    if isinstance(own, StrawberryField) and is_usual and not own.extensions:
        return own
    return None


def _attribute(own: StrawberryField) -> Get:
    get: Get = attrgetter(own.python_name)
    return get


def _is_method(own: StrawberryField) -> bool:
    resolver = own.base_resolver
    return (
        resolver is not None
        and resolver._descriptor is None  # a staticmethod is bound by strawberry itself
        and type(resolver.wrapped_func) is FunctionType
    )


def _takes_only_itself(own: StrawberryField) -> bool:
    resolver = own.base_resolver
    return (
        resolver is not None
        and _is_method(own)
        and resolver.self_parameter is not None
        and resolver.parent_parameter is None
        and resolver.root_parameter is None
        and resolver.info_parameter is None
    )


def _by_schema(field: Field, read: Callable[[Run], dict[str, Value]]) -> Call:
    resolve = field.definition.resolve or default_field_resolver

    def call(run: Run, source: Value, place: Place) -> Value:
        info: Value = field.info(run, place)
        return resolve(source, info, **read(run))

    return call


def _arguments(field: Field) -> Callable[[Run], dict[str, Value]]:
    """Give what reads the arguments of a field out of the document and the variables."""
    definition, node = field.definition, field.nodes[0]
    if not definition.args:
        return lambda _: {}

    def read(run: Run) -> dict[str, Value]:
        return get_argument_values(definition, node, run.variables)

    return read


def _converted(
    field: Field, own: StrawberryField, schema: Schema, read: Callable[[Run], dict[str, Value]]
) -> Callable[[Run, Place], dict[str, Value]]:
    """Give what reads the arguments as the method takes them."""
    if not own.arguments:
        return lambda _run, _place: {}
    registry, config = schema.schema_converter.scalar_registry, schema.config
    convert = converter_of(own, config)
    is_same_always = not _has_variables(field.nodes[0])
    kept: dict[str, Value] | None = None
    key = id(field)

    def arguments(run: Run, place: Place) -> dict[str, Value]:
        nonlocal kept
        found = kept if kept is not None else run.arguments.get(key)
        if found is not None:
            return found
        if convert is not None:
            given = convert(read(run))
        else:
            info = _shown(field, run, place, own)
            given = convert_arguments(read(run), own.arguments, registry, config, info)
        if all(value is None or isinstance(value, _FIXED) for value in given.values()):
            if is_same_always:
                kept = given
            else:
                run.arguments[key] = given
        return given

    return arguments


def _has_variables(node: FieldNode) -> bool:
    return any(variables_in(argument.value for argument in node.arguments or ()))
