"""Answers: the functions that answer one field, and those that answer a whole selection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from types import CoroutineType

from graphql import Undefined
from graphql.pyutils import gather_with_cancel

from graph_api.api.executor.calling import Call, Field, Get
from graph_api.api.executor.leaves import Leaf
from graph_api.api.executor.running import PLAIN, Place, Run, Value, is_plain

Answer = Callable[[Run, Value, "Place | None"], Value]
"""Answers a field: of which run, of which object, where the object stands. Maybe a coroutine."""

Complete = Callable[[Run, Value, Place], Value]
"""Makes a value ready for the answer; it may be a coroutine then. It is no error itself."""


def typename_answer(name: str) -> Answer:
    """Answer `__typename`."""
    return lambda _run, _source, _place: name


def plain_leaf_answer(field: Field, get: Get, leaf: Leaf, *, required: bool) -> Answer:
    """Answer a leaf that is read straight off its object."""
    key, name = field.key, field.owner.name
    null = nothing_of(field) if required else None

    def answer(run: Run, source: Value, around: Place | None) -> Value:
        try:
            value = get(source)
            if value is None or value is Undefined:
                if null is None:
                    return None
                raise TypeError(null)  # noqa: TRY301  # one call less per value
            if type(value) in PLAIN or is_plain(value):
                return leaf(value)
            return _leaf_later(run, value, field, leaf, (around, key, name), required=required)
        except Exception as error:  # noqa: BLE001  # whatever a resolver raises is told
            run.failed(error, field.nodes, (around, key, name), required=required)
            return None

    return answer


def leaf_answer(field: Field, call: Call, leaf: Leaf, *, required: bool) -> Answer:
    """Answer a leaf whose resolver wants to know more than its object."""
    key, name = field.key, field.owner.name
    null = nothing_of(field) if required else None

    def answer(run: Run, source: Value, around: Place | None) -> Value:
        place = around, key, name
        try:
            value = call(run, source, place)
            if value is None or value is Undefined:
                if null is None:
                    return None
                raise TypeError(null)  # noqa: TRY301  # one call less per value
            if type(value) in PLAIN or is_plain(value):
                return leaf(value)
            return _leaf_later(run, value, field, leaf, place, required=required)
        except Exception as error:  # noqa: BLE001  # as above
            run.failed(error, field.nodes, place, required=required)
            return None

    return answer


def _leaf_later(  # noqa: PLR0913  # what the answers above have at hand
    run: Run, value: Value, field: Field, leaf: Leaf, place: Place, *, required: bool
) -> Value:
    def complete(_run: Run, value: Value, _place: Place) -> Value:
        if value is None or value is Undefined:
            if required:
                raise TypeError(nothing_of(field))
            return None
        return leaf(value)

    if isinstance(value, Exception):
        raise value
    return later(run, value, field, complete, place, required=required)


def value_answer(
    field: Field, get: Get | None, call: Call | None, complete: Complete, *, required: bool
) -> Answer:
    """Answer a field of objects, or of a list."""
    key, name = field.key, field.owner.name

    def answer(run: Run, source: Value, around: Place | None) -> Value:
        place = around, key, name
        try:
            value = get(source) if call is None else call(run, source, place)  # type: ignore[misc]
            if type(value) not in PLAIN and not is_plain(value):
                if isinstance(value, Exception):
                    raise value  # noqa: TRY301  # as above
                return later(run, value, field, complete, place, required=required)
            done = complete(run, value, place)
            if type(done) is CoroutineType:
                return settled(run, done, field, place, required=required)
            return done  # noqa: TRY300  # as above
        except Exception as error:  # noqa: BLE001  # as above
            run.failed(error, field.nodes, place, required=required)
            return None

    return answer


async def later(  # noqa: PLR0913  # what the answers above have at hand
    run: Run,
    value: Awaitable[Value],
    field: Field,
    complete: Complete,
    place: Place,
    *,
    required: bool,
) -> Value:
    """Complete a value that has to be waited for."""
    try:
        found = await value
        if isinstance(found, Exception):
            raise found  # noqa: TRY301  # as above
        done = complete(run, found, place)
        if type(done) is CoroutineType:
            done = await done
    except Exception as error:  # noqa: BLE001  # as above
        run.failed(error, field.nodes, place, required=required)
        return None
    return done


async def settled(
    run: Run, pending: Awaitable[Value], field: Field, place: Place, *, required: bool
) -> Value:
    """Wait for a value that is being completed."""
    try:
        return await pending
    except Exception as error:  # noqa: BLE001  # as above
        run.failed(error, field.nodes, place, required=required)
        return None


def nothing_of(field: Field) -> str:
    """Say that a field must not be null."""
    return f"Cannot return null for non-nullable field {field.owner}.{field.name}."


def answer_all(
    run: Run,
    answers: Sequence[tuple[str, Answer]],
    source: Value,
    place: Place | None,
) -> Value:
    """Answer the fields of one object, side by side where they have to be waited for."""
    answered: dict[str, Value] = {}
    waiting: list[str] | None = None
    try:
        for key, answer in answers:
            value = answer(run, source, place)
            answered[key] = value
            if type(value) is CoroutineType:
                if waiting is None:
                    waiting = []
                waiting.append(key)
    except Exception:
        if waiting:
            run.leave([answered[key] for key in waiting])
        raise
    return answered if waiting is None else _joined(answered, waiting)


async def _joined(answered: dict[str, Value], waiting: list[str]) -> dict[str, Value]:
    if len(waiting) == 1:
        key = waiting[0]
        answered[key] = await answered[key]
    else:
        found = await gather_with_cancel(*(answered[key] for key in waiting))
        answered.update(zip(waiting, found, strict=True))
    return answered


async def answer_in_turn(
    run: Run, answers: Sequence[tuple[str, Answer]], source: Value
) -> dict[str, Value]:
    """Answer the root fields of a mutation, each after the one before it has ended."""
    answered: dict[str, Value] = {}
    for key, answer in answers:
        value = answer(run, source, None)
        answered[key] = await value if type(value) is CoroutineType else value
    return answered
