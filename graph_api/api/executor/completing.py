"""Completion: what a resolver gave becomes what stands in the answer, by the type of the field."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterator, Sequence
from contextlib import suppress
from types import CoroutineType
from typing import TYPE_CHECKING

from graphql import GraphQLError, SelectionSetNode, Undefined, located_error
from graphql.execution.execute import default_type_resolver
from graphql.pyutils import gather_with_cancel, inspect, is_awaitable, is_iterable
from graphql.type import GraphQLAbstractType, GraphQLObjectType
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.cast import TYPE_CAST_ATTRIBUTE

from graph_api.api.executor.answering import (
    Answer,
    Complete,
    answer_all,
    later,
    nothing_of,
    settled,
)
from graph_api.api.executor.calling import Field
from graph_api.api.executor.leaves import Leaf
from graph_api.api.executor.running import PLAIN, Place, Run, Value, is_plain, keys_of

if TYPE_CHECKING:
    from graph_api.api.executor.compiling import Compiler


def complete_leaf(field: Field, leaf: Leaf, *, required: bool) -> Complete:
    """Complete an item of a list of leaves."""

    def complete(_run: Run, value: Value, _place: Place) -> Value:
        if value is None or value is Undefined:
            if required:
                raise TypeError(nothing_of(field))
            return None
        return leaf(value)

    return complete


def complete_list(
    field: Field, item_of: Complete, *, required: bool, items_required: bool
) -> Complete:
    """Complete a list, item by item."""

    def complete(run: Run, value: Value, place: Place) -> Value:
        if value is None or value is Undefined:
            if required:
                raise TypeError(nothing_of(field))
            return None
        if type(value) is not list:
            if hasattr(value, "__aiter__"):
                return _streamed(run, value, field, place, one)
            if not is_iterable(value):
                raise GraphQLError(
                    "Expected Iterable, but did not find one for field"
                    f" '{field.owner}.{field.name}'."
                )
        done: list[Value] = []
        waiting: list[int] | None = None
        items = iter(value)
        number = 0
        try:
            for item in items:
                ready = one(run, item, (place, number, None))
                done.append(ready)
                if type(ready) is CoroutineType:
                    if waiting is None:
                        waiting = []
                    waiting.append(number)
                number += 1
        except Exception:
            run.leave([done[at] for at in waiting or ()] + _awaitables(items))
            raise
        return done if waiting is None else _joined(done, waiting)

    def one(run: Run, item: Value, place: Place) -> Value:
        try:
            if type(item) not in PLAIN and not is_plain(item):
                if isinstance(item, Exception):
                    raise item  # noqa: TRY301  # one call less per value
                return later(run, item, field, item_of, place, required=items_required)
            ready = item_of(run, item, place)
            if type(ready) is CoroutineType:
                return settled(run, ready, field, place, required=items_required)
            return ready  # noqa: TRY300  # as above
        except Exception as error:  # noqa: BLE001  # whatever a resolver raises is told
            run.failed(error, field.nodes, place, required=items_required)
            return None

    return complete


async def _streamed(
    run: Run, value: AsyncIterable[Value], field: Field, place: Place, one: Complete
) -> list[Value]:
    """Complete a list whose items come one by one."""
    stream = aiter(value)
    done: list[Value] = []
    waiting: list[int] = []
    try:
        while True:
            try:
                item = await anext(stream)
            except StopAsyncIteration:
                break
            except Exception as error:
                raise located_error(error, field.nodes, keys_of(place)) from error
            ready = one(run, item, (place, len(done), None))
            if type(ready) is CoroutineType:
                waiting.append(len(done))
            done.append(ready)
    except Exception:
        close = getattr(stream, "aclose", None)
        if close is not None:
            with suppress(Exception):
                await close()
        run.leave([done[at] for at in waiting])
        raise
    return await _joined(done, waiting) if waiting else done


async def _joined(done: list[Value], waiting: list[int]) -> list[Value]:
    if len(waiting) == 1:
        done[waiting[0]] = await done[waiting[0]]
    else:
        found = await gather_with_cancel(*(done[at] for at in waiting))
        for at, value in zip(waiting, found, strict=True):
            done[at] = value
    return done


def _awaitables(items: Iterator[Value]) -> list[Value]:
    found: list[Value] = []
    with suppress(Exception):
        found.extend(item for item in items if is_awaitable(item))
    return found


def complete_object(
    compiler: Compiler,
    field: Field,
    kind: GraphQLObjectType,
    selections: Sequence[SelectionSetNode],
    *,
    required: bool,
) -> Complete:
    """Complete an object; its selection is compiled when the first one comes."""
    answers: list[tuple[str, Answer]] | None = None
    weight = 0
    is_own = _check_of(kind)
    check = kind.is_type_of

    def complete(run: Run, value: Value, place: Place) -> Value:
        nonlocal answers, weight
        if value is None or value is Undefined:
            if required:
                raise TypeError(nothing_of(field))
            return None
        if check is not None and not (is_own is not None and is_own(value)):
            says = check(value, field.info(run, place))  # type: ignore[arg-type]  # ours is alike
            if is_awaitable(says):
                return _checked(run, value, place, says)
            if not says:
                raise _not_one(kind, value, field)
        if answers is None:
            answers, weight = compiler.answers(kind, selections)
        run.count(weight)
        return answer_all(run, answers, value, place)

    async def _checked(run: Run, value: Value, place: Place, says: Value) -> Value:
        nonlocal answers, weight
        if not await says:
            raise _not_one(kind, value, field)
        if answers is None:
            answers, weight = compiler.answers(kind, selections)
        run.count(weight)
        done = answer_all(run, answers, value, place)
        return await done if type(done) is CoroutineType else done

    return complete


def _check_of(kind: GraphQLObjectType) -> Callable[[Value], bool] | None:
    """Give what tells at once that a value is of a type, where that is what the type would say."""
    definition = kind.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if not isinstance(definition, StrawberryObjectDefinition) or definition.is_type_of:
        return None
    own = definition.origin

    def is_own(value: Value) -> bool:
        return type(value) is own and not hasattr(value, TYPE_CAST_ATTRIBUTE)

    return is_own


def _not_one(kind: GraphQLObjectType, value: Value, field: Field) -> GraphQLError:
    return GraphQLError(f"Expected value of type '{kind}' but got: {inspect(value)}.", field.nodes)


def complete_abstract(
    of: Callable[[GraphQLObjectType], Complete],
    field: Field,
    kind: GraphQLAbstractType,
    required: bool,  # as everywhere here
) -> Complete:
    """Complete an object of an interface or a union, which says itself what it is."""
    resolve = kind.resolve_type or default_type_resolver

    def complete(run: Run, value: Value, place: Place) -> Value:
        if value is None or value is Undefined:
            if required:
                raise TypeError(nothing_of(field))
            return None
        named = resolve(value, field.info(run, place), kind)  # type: ignore[arg-type]  # ours
        if is_awaitable(named):
            return _when_named(run, value, place, named)
        return of(_runtime_type(run, named, kind, field, value))(run, value, place)

    async def _when_named(run: Run, value: Value, place: Place, named: Value) -> Value:
        own = _runtime_type(run, await named, kind, field, value)
        done = of(own)(run, value, place)
        return await done if type(done) is CoroutineType else done

    return complete


def _runtime_type(
    run: Run, name: Value, kind: GraphQLAbstractType, field: Field, value: Value
) -> GraphQLObjectType:
    """Give the type that an object says it is, or say in GraphQL's words why it cannot be."""
    where = f"for field '{field.owner}.{field.name}'"
    must = f"Abstract type '{kind}' must resolve to an Object type at runtime {where}"
    if name is None:
        raise GraphQLError(
            f"{must}. Either the '{kind}' type should provide a 'resolve_type' function or each"
            " possible type should provide an 'is_type_of' function.",
            field.nodes,
        )
    if not isinstance(name, str):
        raise GraphQLError(
            f"{must} with value {inspect(value)}, received '{inspect(name)}', which is not a valid"
            " Object type name.",
            field.nodes,
        )
    found = run.schema.get_type(name)
    if found is None:
        raise GraphQLError(
            f"Abstract type '{kind}' was resolved to a type '{name}' that does not exist inside"
            " the schema.",
            field.nodes,
        )
    if not isinstance(found, GraphQLObjectType):
        raise GraphQLError(
            f"Abstract type '{kind}' was resolved to a non-object type '{name}'.", field.nodes
        )
    if not run.schema.is_sub_type(kind, found):
        raise GraphQLError(
            f"Runtime Object type '{found}' is not a possible type for '{kind}'.", field.nodes
        )
    return found
