"""One operation through both executors, ours and graphql-core's."""

from __future__ import annotations

import asyncio
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode

from graph_api.api.executor import Asked, Executed, Plan


def operations_of(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]


async def both(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    asked: Asked,
    other: Asked | None = None,
) -> tuple[Executed, Executed]:
    """Execute by us and by graphql-core, the latter as ``other`` asks, if anything."""
    ours = await Plan(schema, document, operation).execute(asked)
    await ended()
    core = Plan(schema, document, operation)
    core.left_to_core = "to compare"
    theirs = await core.execute(other or asked)
    await ended()
    return ours, theirs


async def ended() -> None:
    """Wait for what was left to end by itself."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.gather(*others, return_exceptions=True)


def told(errors: list[GraphQLError] | None) -> list[Any]:
    """Give errors so that they can be compared: what, where in the answer, where in the text.

    Fields that are waited for end in an order that nobody promises; the order of errors with it.
    """
    return sorted(
        (
            [
                error.message,
                [str(key) for key in error.path or ()],
                [(place.line, place.column) for place in error.locations or ()],
                type(error.original_error).__name__,
            ]
            for error in errors or ()
        ),
        key=str,
    )


def require_same(ours: Executed, core: Executed) -> None:
    assert told(ours.errors) == told(core.errors)
    assert ours.data == core.data
    assert in_order(ours.data) == in_order(core.data)


def in_order(value: Any) -> Any:
    """Give a value with the order of its fields told, which `dict` does not compare."""
    if isinstance(value, dict):
        return [(key, in_order(item)) for key, item in value.items()]
    if isinstance(value, list):
        return [in_order(item) for item in value]
    return value
